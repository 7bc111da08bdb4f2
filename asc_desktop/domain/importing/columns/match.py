"""What a column may fill and how surely: by its headings first, then by the kind of its values."""

import re
from collections.abc import Collection, Mapping, Sequence

from asc_desktop.domain import spellings
from asc_desktop.domain.dates import period_label, year_label, year_of_period
from asc_desktop.domain.importing.columns.candidate import EMPTY, MOSTLY, Candidate, is_no_saving
from asc_desktop.domain.importing.columns.fit import Column, fit
from asc_desktop.domain.importing.columns.special import special
from asc_desktop.domain.importing.columns.takes import (
    MONTHLY,
    NUMBERED,
    YEARLY,
    Taken,
    field_taken,
    fields_taken,
)
from asc_desktop.domain.importing.columns.time import When
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.vocabulary import Match, Vocabulary
from asc_desktop.domain.pasting.headings import head_of, words_of
from asc_desktop.domain.records.fields import Kind

_BAND_LEFT_OUT = 0.82
_NOT_TIMED = 0.85
_CLOSE = 0.87
_FOR_WORDS = 0.012
"""More words in common are a closer fit: ``RAG status`` before ``Status``."""
_ROWS_WORDS = 0.02
_PARTS = re.compile(r"\s*(?:/|\bor\b|&|\n)\s*")
_NUMBER = re.compile(r"(?<![\d/])#?\b([1-9])\b(?![\d/])")
_RUNNING = re.compile(r"cumulative|to[\s-]date|\bytd\b|year[\s-]to[\s-]date|running", re.IGNORECASE)
_AS_FAR = 4
_FITS = 0.75
_BESIDE = {
    ("milestone", "date"): "baseline_date", ("milestone", "forecast"): "forecast_date",
    ("milestone", "done"): "actual_date",
    ("mitigation", "date"): "due_date", ("mitigation", "done"): "done_date", ("mitigation", "owner"): "owner",
    ("risk_action", "date"): "due_date", ("risk_action", "done"): "done_date", ("risk_action", "owner"): "owner",
}  # fmt: skip
"""The field of a companion that a column behind its name fills, by what the column's heading says."""


def candidates(
    column: Column, record: str, vocabulary: Vocabulary, *, is_lone_month: bool
) -> list[Candidate]:
    """Return what a column may fill where rows are of a record table, the likeliest first.

    ``is_lone_month`` says that no other column of the table names another month.
    """
    found: list[Candidate] = []
    within = vocabulary.within(column.heading)
    if vocabulary.is_of_document(column.heading):
        # Who prepared a tracker leads none of its projects; what a field is called word for word fills that field.
        within &= {" ".join(words_of(column.heading))}
    for taken in fields_taken(record):
        if all(map(within.isdisjoint, vocabulary.phrases(taken.table, taken.field.key, record))):
            continue
        best = _by_heading(column, taken, record, vocabulary, is_lone_month=is_lone_month)
        if best is not None:
            found.append(best)
    found += special(column, record, vocabulary)
    return sorted(found, key=lambda each: -each.score)


def of_document(columns: Sequence[Column], vocabulary: Vocabulary) -> set[int]:
    """Return the places of columns that say something of the workbook itself and nothing of its records."""
    return {at for at, column in enumerate(columns) if vocabulary.is_of_document(column.heading)}


def beside(
    columns: Sequence[Column],
    taken: Mapping[int, Candidate],
    without: Collection[int],
    vocabulary: Vocabulary,
) -> dict[int, Candidate]:
    """Return what columns fill that only say *when* or *by whom* of what a column just before them names."""
    used = {each.target for each in taken.values()}
    found: dict[int, Candidate] = {}
    for at, column in enumerate(columns):
        if at in taken or at in without or column.when.is_any or not column.found.path:
            continue
        before = next((place for place in range(at - 1, max(at - _AS_FAR, -1), -1) if place in taken), None)
        leader = taken[before].target if before is not None else Target("")
        # "Date 2" behind "Milestone 2": the number says of which it is.
        number, heading = _numbered(column.found.path[-1])
        if number != leader.number:
            heading = column.found.path[-1]
        for part, words in vocabulary.beside.items():
            key = _BESIDE.get((leader.table, part), "")
            target = Target(leader.table, key, number=leader.number)
            match = vocabulary.match(heading, words, extra=False) if key and target not in used else None
            kept = Taken(leader.table, field_taken(target)) if match else None
            if match and kept and fit(kept, column, kept.table, vocabulary) > _FITS:
                why = f"Headed “{column.heading}”, behind “{columns[before or 0].heading}”."
                found[at] = Candidate(target, 0.7 * match.score, why)
                used.add(target)
                break
    return found


def hinted(
    columns: Sequence[Column],
    taken: Mapping[int, Candidate],
    without: Collection[int],
    record: str,
    vocabulary: Vocabulary,
) -> dict[int, Candidate]:
    """Return what columns fill by a word among many and by their values, where no heading names it."""
    used = {each.target for each in taken.values()}
    wanted = {"ref": Target(record, "reference" if record == "target_change" else "ref")}
    if record == "project":
        wanted["narrative"] = Target("status_update", "narrative")
    wanted["lead"] = Target(record, "lead" if record == "project" else "owner")
    fields = {Target(each.table, each.field.key) for each in fields_taken(record)}
    found: dict[int, Candidate] = {}
    for hint, target in wanted.items():
        if target in used or target not in fields:
            continue
        for at, column in enumerate(columns):
            if at in taken or at in without or column.when.is_any or not _is_hinted(column, hint, vocabulary):
                continue
            label = field_taken(target).label
            found[at] = Candidate(
                target, 0.55, f"“{column.heading}” has a word for {label}, and its values are such."
            )
            break
    return found


def _is_hinted(column: Column, hint: str, vocabulary: Vocabulary) -> bool:
    profile = column.profile
    if not frozenset(words_of(column.heading.replace("_", " "))) & vocabulary.hints.get(hint, frozenset()):
        return False
    if hint == "lead":
        words = words_of(column.heading)
        is_name = not profile.long and not profile.numbers and not profile.dates and not profile.flags
        return bool(profile.filled) and is_name and head_of(words) in vocabulary.hints.get(hint, frozenset())
    if hint == "ref":
        return profile.is_unique and profile.share(profile.references) > MOSTLY
    return profile.share(profile.long) > MOSTLY / 2


# ------------------------------------------------------------------------------------------------ by heading


def _by_heading(
    column: Column, taken: Taken, record: str, vocabulary: Vocabulary, *, is_lone_month: bool
) -> Candidate | None:
    when = column.when
    timed = when.is_any and _is_timed(taken, when)
    number, heading = 0, column.heading
    if timed:
        heading = when.rest
        if not heading.strip():
            return None
    elif when.is_any:
        if not _is_named_without_its_time(taken, when):
            return None
        heading = when.rest or heading
    if taken.table in NUMBERED and taken.table != record:
        number, heading = _numbered(heading)
    match = _match(heading, column, taken, record, vocabulary, timed=timed)
    if match is None or is_no_saving(taken.table, column, match.words, vocabulary, timed=timed):
        return None
    target = _target(taken, when, number) if timed or number else Target(taken.table, taken.field.key)
    if timed and _is_of_single_months(taken, column, is_lone_month=is_lone_month):
        return None
    closer = _FOR_WORDS * min(len(match.words.split()) - 1, 3) if match.score >= _CLOSE else 0.0
    score = (
        (match.score + closer)
        * fit(taken, column, record, vocabulary)
        * (1.0 if timed or not when.is_any else _NOT_TIMED)
    )
    if column.is_empty:
        score *= EMPTY
    return Candidate(
        target, score * (when.sure if timed else 1.0) ** 0.5, _why(column, taken, match, timed=timed)
    )


def _is_named_without_its_time(taken: Taken, when: When) -> bool:
    """Whether a heading may name a field beside a time for which that has no use: a date, a quarter's commentary."""
    if when.year or when.several or not when.rest.strip():
        return False
    if taken.table == "status_update":
        return bool(when.quarter)
    return taken.table not in YEARLY | MONTHLY and taken.field.kind is Kind.DATE


def _is_timed(taken: Taken, when: When) -> bool:
    if when.several:
        return False
    if taken.field.kind in {Kind.DATE, Kind.PERIOD, Kind.YEAR}:
        return False
    if taken.table in YEARLY and taken.field.key != "profile":
        # A target is of a year: what a single month has of it has no field.
        return bool(when.year and not when.period) or (taken.table in MONTHLY and bool(when.period))
    if taken.table == "status_update" and when.quarter:
        # What is said of a quarter is said in the month reported.
        return False
    return taken.table in MONTHLY and bool(when.period or (taken.table == "measure_value" and when.year))


def _target(taken: Taken, when: When, number: int) -> Target:
    year = when.year
    period = when.period if taken.table in MONTHLY else ""
    if taken.table not in YEARLY:
        period = period or (f"{year + 1}-03" if year else "")
        year = 0
    elif period and not year:
        year = year_of_period(period)
    return Target(taken.table, taken.field.key, year=year, period=period, number=number)


def _is_of_single_months(taken: Taken, column: Column, *, is_lone_month: bool) -> bool:
    """Whether amounts are of single months, where what is kept runs from 1 April on, or is of a whole year."""
    if taken.table != "savings_position" or not column.when.period:
        return False
    return not (is_lone_month or _RUNNING.search(column.heading))


def _match(
    heading: str, column: Column, taken: Taken, record: str, vocabulary: Vocabulary, *, timed: bool
) -> Match | None:
    anywhere, here = vocabulary.phrases(taken.table, taken.field.key, record)
    best = _either(heading, anywhere, here, vocabulary, taken.noun)
    path = column.found.path
    if len(path) > 1 and not timed:
        own = _either(path[-1], anywhere, here, vocabulary, taken.noun)
        best = _better(best, own, _BAND_LEFT_OUT)
    parts = [part for part in _PARTS.split(path[-1] if path else heading) if part.strip()]
    if best is None and 1 < len(parts) < 4 and not timed:  # noqa: PLR2004
        each = [_either(part, anywhere, here, vocabulary, taken.noun) for part in parts]
        if all(each):
            best = _better(None, each[0], 0.95)
    return best


def _either(
    heading: str, anywhere: frozenset[str], here: frozenset[str], vocabulary: Vocabulary, noun: str
) -> Match | None:
    first = vocabulary.match(heading, anywhere)
    second = vocabulary.match(heading, here, extra=False)
    if second is None and heading.strip():
        # "Risk category" in rows of risks: the noun adds nothing.
        bare = re.sub(rf"\b{re.escape(noun)}s?\b", " ", heading, flags=re.IGNORECASE)
        if bare != heading and bare.strip():
            second = _scaled(vocabulary.match(bare, here, extra=False), 0.95)
    return _better(first, second, 1.0 - _ROWS_WORDS)


def _scaled(match: Match | None, factor: float) -> Match | None:
    return None if match is None else Match(match.score * factor, match.words, match.spelt)


def _better(first: Match | None, second: Match | None, factor: float) -> Match | None:
    other = _scaled(second, factor)
    if first is None or other is None:
        return first or other
    return first if first.score >= other.score else other


def _numbered(heading: str) -> tuple[int, str]:
    match = _NUMBER.search(heading)
    return (int(match[1]), heading.replace(match[0], " ", 1)) if match else (0, heading)


def _why(column: Column, taken: Taken, match: Match, *, timed: bool) -> str:
    label = taken.field.label
    heading = column.heading
    if spellings.plain(heading).casefold() == label.casefold():
        why = f"Headed “{heading}”."
    elif match.spelt:
        why = f"Headed “{heading}”, which looks like “{match.words}”, a word for {label}."
    else:
        why = f"Headed “{heading}”, a word for {label}."
    if timed:
        when = column.when
        time = period_label(when.period) if when.period else year_label(when.year)
        why = f"{why} Of {time}. {when.said}".strip()
    return why

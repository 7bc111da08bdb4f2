"""What a column may fill and how surely: by its headings first, then by the kind of its values."""

import re
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.dates import period_label, year_label, year_of_period
from asc_desktop.domain.importing.columns.fit import Column, colour_share, fit
from asc_desktop.domain.importing.columns.takes import (
    MEASURE,
    MONTHLY,
    NUMBERED,
    PERIOD,
    VALUE,
    YEAR,
    YEARLY,
    Taken,
    field_taken,
    fields_taken,
)
from asc_desktop.domain.importing.columns.time import When
from asc_desktop.domain.importing.columns.values import Profile
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.vocabulary import Match, Vocabulary
from asc_desktop.domain.pasting.headings import head_of, words_of
from asc_desktop.domain.records.fields import Kind

_BAND_LEFT_OUT = 0.82
_BAND_ALONE = 0.6
_NOT_TIMED = 0.85
_EMPTY = 0.85
_CLOSE = 0.87
_FOR_WORDS = 0.012
"""More words in common are a closer fit: ``RAG status`` before ``Status``."""
_ROWS_WORDS = 0.02
_PARTS = re.compile(r"\s*(?:/|\bor\b|&|\n)\s*")
_NUMBER = re.compile(r"(?<![\d/])#?\b([1-9])\b(?![\d/])")
_RUNNING = re.compile(r"cumulative|to[\s-]date|\bytd\b|year[\s-]to[\s-]date|running", re.IGNORECASE)
_AS_FAR = 4
_LONG_FORM = frozenset({"project", "savings_line", "budget_line"})
_MOSTLY = 0.8
_FITS = 0.75
_BESIDE = {
    ("milestone", "date"): "baseline_date", ("milestone", "forecast"): "forecast_date",
    ("milestone", "done"): "actual_date",
    ("mitigation", "date"): "due_date", ("mitigation", "done"): "done_date", ("mitigation", "owner"): "owner",
    ("risk_action", "date"): "due_date", ("risk_action", "done"): "done_date", ("risk_action", "owner"): "owner",
}  # fmt: skip
"""The field of a companion that a column behind its name fills, by what the column's heading says."""


class Candidate(Struct, frozen=True):
    """A target that a column may fill: how surely, and why, in a sentence."""

    target: Target
    score: float
    why: str


def candidates(
    column: Column, record: str, vocabulary: Vocabulary, *, is_lone_month: bool
) -> list[Candidate]:
    """Return what a column may fill where rows are of a record table, the likeliest first.

    ``is_lone_month`` says that no other column of the table names another month.
    """
    found: list[Candidate] = []
    within = vocabulary.within(column.heading)
    for taken in fields_taken(record):
        if all(map(within.isdisjoint, vocabulary.phrases(taken.table, taken.field.key, record))):
            continue
        best = _by_heading(column, taken, record, vocabulary, is_lone_month=is_lone_month)
        if best is not None:
            found.append(best)
    found += _special(column, record, vocabulary)
    return sorted(found, key=lambda each: -each.score)


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
        return profile.is_unique and profile.share(profile.references) > _MOSTLY
    return profile.share(profile.long) > _MOSTLY / 2


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
    if match is None or _is_no_saving(taken.table, column, match.words, vocabulary, timed=timed):
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
        score *= _EMPTY
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


def _is_no_saving(table: str, column: Column, phrase: str, vocabulary: Vocabulary, *, timed: bool) -> bool:
    """Whether a column's words, or those around its table, say that its amounts are costs, or a saving of all years."""
    if table not in vocabulary.against:
        return False
    if vocabulary.speaks_against(table, column.heading, phrase):
        return True
    if not timed and vocabulary.speaks_against("of all years", column.heading, phrase):
        return True
    about = frozenset(words_of(column.about))
    is_about_savings = (
        about & vocabulary.about_savings or frozenset(words_of(column.heading)) & vocabulary.about_savings
    )
    return not is_about_savings and vocabulary.speaks_against(table, column.about)


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


# ------------------------------------------------------------------------------------------------ special targets


def _special(column: Column, record: str, vocabulary: Vocabulary) -> list[Candidate]:
    """Return what a column is by its time alone, and the columns of a table in long form."""
    when, profile = column.when, column.profile
    found: list[Candidate] = []
    if when.is_any and not when.rest.strip(" £0km'’()"):
        found += _bare_time(column, record, vocabulary)
    if not when.is_any and profile.filled:
        match = vocabulary.match(column.heading, vocabulary.special.get("year", ()), extra=False)
        share = max(profile.share(profile.years), _share_of_bare_years(profile)) if match else 0.0
        if share > 0.5 and record != "exception":  # noqa: PLR2004
            found.append(
                Candidate(YEAR, 0.9 * share, f"Headed “{column.heading}”, and its values are years.")
            )
        match = vocabulary.match(column.heading, vocabulary.special.get("period", ()), extra=False)
        if match and profile.share(profile.months + profile.dates) > 0.5 and record in _REPORTED:  # noqa: PLR2004
            found.append(Candidate(PERIOD, 0.85, f"Headed “{column.heading}”, and its values are months."))
        if record in _LONG_FORM:
            found += _long_form(column, record, vocabulary)
    return found


_REPORTED = frozenset({"project", "savings_line", "measure", "budget_line", "activity", "risk"})


def _long_form(column: Column, record: str, vocabulary: Vocabulary) -> list[Candidate]:
    """Return what a column is in a table whose rows say which figure their one value is."""
    profile = column.profile
    if vocabulary.match(column.heading, vocabulary.special.get("measure", ()), extra=False):
        figures = [figure_of(text, record, vocabulary) for text in profile.texts]
        if sum(map(bool, figures)) * 4 >= profile.filled * 3:
            several = len({*figures, ""}) > 2  # noqa: PLR2004 - two that differ, so that the column tells them apart
            why = f"Headed “{column.heading}”, and its values name figures."
            return [Candidate(MEASURE, 0.94 if several else 0.6, why)]
    if vocabulary.match(column.heading, vocabulary.special.get("value", ()), extra=False):
        share = profile.share(profile.numbers)
        if share > _MOSTLY:
            return [Candidate(VALUE, 0.7, f"Headed “{column.heading}”: the figure that the row says it is.")]
    return []


def figure_of(text: str, record: str, vocabulary: Vocabulary) -> str:
    """Return the figure, as ``table.key``, that a text stands for in rows of a record table; nothing if for none."""
    best, named = 0.0, ""
    for taken in fields_taken(record):
        if taken.field.kind not in {Kind.MONEY, Kind.DECIMAL, Kind.INTEGER}:
            continue
        match = vocabulary.match(text, vocabulary.phrases(taken.table, taken.field.key, record)[0])
        if match and match.score > best:
            best, named = match.score, f"{taken.table}.{taken.field.key}"
    return named


def _bare_time(column: Column, record: str, vocabulary: Vocabulary) -> list[Candidate]:
    """Return what a column fills whose heading is a year or a month and nothing else."""
    when, profile = column.when, column.profile
    is_number = profile.share(profile.numbers) > 0.6 or not profile.filled  # noqa: PLR2004
    colours = colour_share(profile, vocabulary)
    time = period_label(when.period) if when.period else year_label(when.year)
    why = f"Headed with {time} alone. {when.said}".strip()

    def made(
        table: str, key: str, score: float, more: str, *, year: int = 0, period: str = ""
    ) -> list[Candidate]:
        score *= when.sure**0.5 * (1.0 if profile.filled else _EMPTY)
        return [Candidate(Target(table, key, year=year, period=period), score, f"{why} {more}".strip())]

    if record == "project" and when.period and colours > 0.5:  # noqa: PLR2004
        return made("status_update", "status_id", 0.8, "Its values are statuses.", period=when.period)
    if record == "project" and when.period and profile.share(profile.long) > 0.3:  # noqa: PLR2004
        return made("status_update", "narrative", 0.6, "Its values are texts.", period=when.period)
    bare = _BARE_NUMBERS.get((record, "period" if when.period else "year")) if is_number else None
    if bare is None:
        return []
    table, key, score, more = bare
    if _is_no_saving(table, column, "", vocabulary, timed=True):
        table, key, score, more = (
            "project_cost",
            "amount_pence",
            0.6,
            "What stands around the table says costs.",
        )
        if record != "project":
            return []
    return made(table, key, score, more, year=0 if when.period else when.year, period=when.period)


_BARE_NUMBERS = {
    ("project", "year"): ("savings_target", "target_pence", 0.78, "A year’s amount is taken as its target."),
    ("savings_line", "year"): (
        "savings_target",
        "target_pence",
        0.78,
        "A year’s amount is taken as its target.",
    ),
    ("project_cost", "year"): ("project_cost", "amount_pence", 0.8, ""),
    ("measure", "period"): ("measure_value", "actual", 0.8, "Its values are taken as actuals."),
    ("measure", "year"): ("measure_target", "target", 0.5, "Its values are taken as the year’s target."),
    ("activity", "period"): ("activity_month", "done", 0.55, "Its values are taken as done."),
}
"""By what rows are and the time that a heading names alone: what numbers under it fill, how surely, what is said."""


def _share_of_bare_years(profile: Profile) -> float:
    hits = sum(bool(re.fullmatch(r"20\d\d", text.strip())) for text in profile.texts)
    return hits / profile.filled if profile.filled else 0.0

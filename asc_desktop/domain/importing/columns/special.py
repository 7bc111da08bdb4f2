"""What a column is by its time alone, and the columns of a table whose rows say which figure their one value is."""

import re

from asc_desktop.domain.dates import period_label, year_label
from asc_desktop.domain.importing.columns.candidate import EMPTY, MOSTLY, Candidate, is_no_saving
from asc_desktop.domain.importing.columns.fit import Column, colour_share
from asc_desktop.domain.importing.columns.takes import (
    MEASURE,
    PERIOD,
    VALUE,
    YEAR,
    fields_taken,
)
from asc_desktop.domain.importing.columns.values import Profile
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.vocabulary import Vocabulary
from asc_desktop.domain.pasting.headings import is_unit
from asc_desktop.domain.records.fields import Kind

_LONG_FORM = frozenset({"project", "savings_line", "budget_line"})
_REPORTED = frozenset({"project", "savings_line", "measure", "budget_line", "activity", "risk"})
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


def special(column: Column, record: str, vocabulary: Vocabulary) -> list[Candidate]:
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


def _long_form(column: Column, record: str, vocabulary: Vocabulary) -> list[Candidate]:
    """Return what a column is in a table whose rows say which figure their one value is."""
    profile = column.profile
    if vocabulary.match(column.heading, vocabulary.special.get("measure", ()), extra=False):
        figures = [figure_of(text, record, vocabulary) for text in profile.texts]
        if sum(map(bool, figures)) * 4 >= profile.filled * 3:
            several = len({*figures, ""}) > 2  # noqa: PLR2004 - two that differ, so that the column tells them apart
            why = f"Headed “{column.heading}”, and its values name figures."
            return [Candidate(MEASURE, 0.94 if several else 0.6, why)]
    words = vocabulary.special.get("value", ())
    if is_unit(column.heading) or vocabulary.match(column.heading, words, extra=False):
        share = profile.share(profile.numbers)
        if share > MOSTLY:
            return [Candidate(VALUE, 0.7, f"Headed “{column.heading}”: the row shows which figure it is.")]
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
        score *= when.sure**0.5 * (1.0 if profile.filled else EMPTY)
        return [Candidate(Target(table, key, year=year, period=period), score, f"{why} {more}".strip())]

    if record == "project" and when.period and colours > 0.5:  # noqa: PLR2004
        return made("status_update", "status_id", 0.8, "Its values are statuses.", period=when.period)
    if record == "project" and when.period and profile.share(profile.long) > 0.3:  # noqa: PLR2004
        return made("status_update", "narrative", 0.6, "Its values are texts.", period=when.period)
    bare = _BARE_NUMBERS.get((record, "period" if when.period else "year")) if is_number else None
    if bare is None:
        return []
    table, key, score, more = bare
    if is_no_saving(table, column, "", vocabulary, timed=True):
        table, key, score, more = (
            "project_cost",
            "amount_pence",
            0.6,
            "The text around the table mentions costs.",
        )
        if record != "project":
            return []
    return made(table, key, score, more, year=0 if when.period else when.year, period=when.period)


def _share_of_bare_years(profile: Profile) -> float:
    hits = sum(bool(re.fullmatch(r"20\d\d", text.strip())) for text in profile.texts)
    return hits / profile.filled if profile.filled else 0.0

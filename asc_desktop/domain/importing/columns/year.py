"""Of which year figures are whose headings name none: that of the table's months, its title, its sheet or its file."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.dates import year_label, year_of_period
from asc_desktop.domain.importing.columns.candidate import Candidate
from asc_desktop.domain.importing.columns.fit import Column
from asc_desktop.domain.importing.columns.special import figure_of
from asc_desktop.domain.importing.columns.takes import MONTHLY, YEAR, YEARLY, field_taken
from asc_desktop.domain.importing.columns.time import time_of
from asc_desktop.domain.importing.found import FoundTable
from asc_desktop.domain.importing.mapping import ColumnMap, Target
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.importing.vocabulary import Vocabulary

_UNSURE, _CLASH = 0.45, 0.3
_FROM_FILE = 0.7
_MOST_OF_A_YEAR = 3
_TARGET = ("savings_target", ".", "target_pence")
_OF_SAVINGS = frozenset({"savings_target", "savings_position"})


class Around(Struct, frozen=True):
    """The year that stands around a table, where it was found, in words, and how sure that is; 0 where none does."""

    year: int = 0
    where: str = ""
    sure: float = 1.0


def year_around(workbook: Workbook, table: FoundTable, columns: Sequence[Column]) -> Around:
    """Return the year of figures whose headings name none."""
    months = {year_of_period(column.when.period) for column in columns if column.when.period}
    if len(months) == 1:
        return Around(months.pop(), "the months beside it are of that year")
    name = workbook.name.rpartition(".")[0] or workbook.name
    for text, where, sure in (
        (table.title, "the words above the table", 1.0),
        (table.sheet, "the sheet’s name", 1.0),
        (name, "the file’s name", _FROM_FILE),
    ):
        when = time_of((text,))
        if when.year and not when.period and not when.several:
            return Around(
                when.year,
                f"{where} show it" if "words" in where else f"{where} shows it",
                min(sure, when.sure),
            )
    return Around()


def with_years(taken: Mapping[int, Candidate], around: Around) -> dict[int, Candidate]:
    """Return what columns fill, with the year around them for figures of a year whose headings name none.

    Where no year stands there, they are of the year now reported, which a person is to look at.
    """
    targets = {each.target for each in taken.values()}
    if YEAR in targets:
        return dict(taken)
    return {at: _with_year(each, targets, around) for at, each in taken.items()}


def of_now(made: ColumnMap, column: Column, around: Around) -> ColumnMap:
    """Return how a column was mapped before, for the year and month that its heading means now.

    *Target* under the title of one year, or *Apr*, is of another year in the next year's workbook.
    """
    target, when = made.target, column.when
    if target is None or not (target.year or target.period) or when.several:
        return made
    if target.table in MONTHLY and when.period:
        year = (when.year or year_of_period(when.period)) if target.table in YEARLY else 0
        return replace(made, target=replace(target, period=when.period, year=year))
    if target.table in YEARLY and when.year:
        return replace(made, target=replace(target, year=when.year))
    if target.table not in YEARLY or target.period or when.is_any:
        return made
    year = around.year or target.year
    why = f"{made.why} Of {year_label(year)}: " + (f"{around.where}." if around.year else "check the year.")
    sure = made.sure if around.year else min(made.sure, _UNSURE)
    return replace(made, target=replace(target, year=year), why=why, sure=sure)


def total_of_months(
    columns: Sequence[Column], taken: Mapping[int, Candidate], record: str, vocabulary: Vocabulary
) -> dict[int, Candidate]:
    """Return the total over a year's months as the year's saving, where nothing else says that."""
    months = [column for column in columns if column.when.period]
    years = {year_of_period(column.when.period) for column in months}
    has_figures = any(each.target.table in {"savings_target", "savings_position"} for each in taken.values())
    if (
        record not in {"project", "savings_line"}
        or has_figures
        or len(years) != 1
        or len(months) < _MOST_OF_A_YEAR
    ):
        return {}
    year = years.pop()
    found: dict[int, Candidate] = {}
    for at, column in enumerate(columns):
        *band, last = column.found.path or ("",)
        is_total = vocabulary.match(last, ("total", "total saving", "total savings"), extra=False)
        if at in taken or not is_total or column.profile.share(column.profile.numbers) < _FROM_FILE:
            continue
        table, _, key = figure_of(" ".join(band), record, vocabulary).partition(".") if band else _TARGET
        target = Target(table, key, year=year)
        if table in _OF_SAVINGS and target not in {each.target for each in found.values()}:
            label = field_taken(target).label.lower()
            why = f"The total of the months of {year_label(year)} is taken as that year’s {label}."
            found[at] = Candidate(target, 0.6, why)
    return found


def _with_year(each: Candidate, targets: set[Target], around: Around) -> Candidate:
    target = each.target
    if target.table not in YEARLY or target.year or target.period or target.key == "profile":
        return each
    if not around.year:
        why = f"{each.why} It names no year: that of the open month is taken."
        return Candidate(target, min(each.score, _UNSURE), why)
    dated = replace(target, year=around.year)
    if dated in targets:
        why = f"{each.why} It names no year, and another column is of {year_label(around.year)}."
        return Candidate(target, min(each.score, _CLASH), why)
    why = f"{each.why} Of {year_label(around.year)}: {around.where}."
    return Candidate(dated, each.score * around.sure**0.5, why)

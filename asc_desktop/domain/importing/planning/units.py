"""Units that hold of some rows alone: named by the group that rows stand under, or by a column of units."""

from collections.abc import Mapping

from asc_desktop.domain.importing.found import FoundTable
from asc_desktop.domain.importing.sheets import Sheet
from asc_desktop.domain.pasting.headings import unit_of

_MOST_LETTERS = 12
"""A unit in a column of units is hardly longer; a heading of a group may be."""

NO_MONEY = "no money"
"""What a row's column of units says where it names no unit of money: beds, days, %."""
_HEADINGS = frozenset({"unit", "units", "unit of measure", "unit of measurement", "uom", "measured in"})
_SHORT = {"k": "£000", "000": "£000", "000s": "£000", "m": "£m", "million": "£m", "gbp": "£", "pounds": "£"}


def units_of_rows(table: FoundTable, sheet: Sheet) -> Mapping[int, str]:
    """Return the unit of amounts that a row's own column of units names, or else the innermost group that names one.

    A column that is headed as one of units says of some rows that they are no money at all: ``NO_MONEY``.
    """
    found: dict[int, str] = {}
    for line in table.records:
        units = [unit for words in line.group if (unit := _named(words))]
        if units:
            found[line.at] = units[-1]
    return found | _by_column(table, sheet)


def in_unit(way: str, unit: str) -> str:
    """Return the way in which amounts are read, in another unit."""
    _, bar, mark = way.partition("|")
    return f"{unit}{bar}{mark}" if unit not in {"", NO_MONEY} and bar else way


def _named(words: str) -> str:
    """Return the unit that words name of amounts below them: ``Housing (£m)``, and not *Projects over £100k*."""
    return "" if any(map(str.isdigit, words.replace("000", ""))) else unit_of(words)


def _unit(text: str) -> str:
    return _SHORT.get(text.casefold().strip(" .'"), "") or _named(text)


def _by_column(table: FoundTable, sheet: Sheet) -> dict[int, str]:
    for column in table.columns:
        if unit_of(column.heading):
            continue
        cells = {line.at: sheet.cell(*table.place(line.at, column.at)) for line in table.records}
        texts = {at: str(cell.value).strip() for at, cell in cells.items() if cell is not None}
        if column.heading.casefold().strip(" :") in _HEADINGS:
            return {at: _unit(text) or NO_MONEY for at, text in texts.items()}
        units = {at: _named(text) for at, text in texts.items() if len(text) <= _MOST_LETTERS}
        if texts and len(units) == len(texts) and all(units.values()):
            return units
    return {}

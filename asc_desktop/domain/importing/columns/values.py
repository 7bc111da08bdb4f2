"""What kind of values a column of a found table holds, counted over its records."""

import re
from collections import Counter
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.dates import DateError, parse_date, parse_period
from asc_desktop.domain.importing.found import FoundColumn, FoundTable
from asc_desktop.domain.importing.sheets import Cell, Sheet, Workbook
from asc_desktop.domain.money import MoneyError, is_accounting_zero, parse_pence

_MOST = 400
"""Records looked at, spread over the table: enough to tell what a column is."""
_LONG = 70
_REFERENCE = re.compile(
    r"(?:[A-Za-z]{1,8}[A-Za-z0-9&]{0,6}[-_/.#]?|[A-Z]{1,4} )\d{1,6}[A-Za-z]?(?:[-_./]\d{1,4}){0,2}"
    r"|\d{1,4}[-./]\d{1,4}|\d{1,3}[A-Za-z]"
)
_YEARISH = re.compile(r"(?:fy\s*)?(?:20)?\d\d\s*[/-]\s*(?:20)?\d\d", re.IGNORECASE)
_SHOWN_THOUSANDS = re.compile(r"[0#?],(,?)(?=[^0#?,]|$)")
_LETTERED = re.compile(r"[\"\\ ]\s*(m|mn|k|bn|million|thousand)\b", re.IGNORECASE)
_SCALES = {
    "k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000, "bn": 1_000_000_000,
}  # fmt: skip
_QUOTED = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
FLAGS = frozenset({"yes", "no", "y", "n", "true", "false", "✓", "✔", "✗", "☑", "☐"})
_COLOURLESS = frozenset({"", "FFFFFF", "000000"})


class Held(Struct, frozen=True):
    """One cell of a column with something in it, its text as a field reads it, and its line."""

    cell: Cell
    text: str
    row: int
    number_format: str = "General"


class Profile(Struct, frozen=True, dict=True):
    """The values of one column. Counts are of the records looked at; ``filled`` leaves out what says nothing (``TBC``).

    ``fills`` are the colours of its cells, empty ones too, ``formats`` the number formats of its numbers.
    """

    records: int
    held: tuple[Held, ...]
    fills: Counter[str]
    formulas: int = 0
    options: tuple[str, ...] = ()

    @cached_property
    def said(self) -> tuple[Held, ...]:
        """The cells that say something."""
        return tuple(
            each
            for each in self.held
            if each.cell.kind not in {Cell.ERROR, Cell.UNSTORED}
            and (not spellings.is_nothing(each.text) or is_accounting_zero(str(each.cell.value)))
        )

    @property
    def filled(self) -> int:
        """How many cells say something."""
        return len(self.said)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What the cells say."""
        return tuple(each.text for each in self.said)

    @cached_property
    def distinct(self) -> int:
        """How many different texts there are."""
        return len({" ".join(text.casefold().split()) for text in self.texts})

    @cached_property
    def numbers(self) -> int:
        """How many are numbers or texts of numbers or amounts."""
        return sum(_is_number(each) for each in self.said)

    @cached_property
    def dates(self) -> int:
        """How many are dates or texts of dates."""
        return sum(_is_date(each) for each in self.said)

    @cached_property
    def real_dates(self) -> int:
        """How many are dates as Excel keeps them."""
        return sum(each.cell.kind == Cell.DATE for each in self.said)

    @cached_property
    def months(self) -> int:
        """How many are texts of months, such as ``Jun 24``."""
        return sum(_is_month(each) for each in self.said)

    @cached_property
    def years(self) -> int:
        """How many are financial years, such as ``2024/25``."""
        return sum(bool(_YEARISH.fullmatch(spellings.plain(text))) for text in self.texts)

    @cached_property
    def references(self) -> int:
        """How many look like a reference, such as ``DX-01``."""
        return sum(bool(_REFERENCE.fullmatch(spellings.plain(text))) for text in self.texts)

    @cached_property
    def long(self) -> int:
        """How many are long texts or have several lines."""
        return sum(len(text) > _LONG or "\n" in text.strip() for text in self.texts)

    @cached_property
    def flags(self) -> int:
        """How many say yes or no."""
        return sum(
            each.cell.kind == Cell.FLAG or spellings.plain(each.text).casefold() in FLAGS
            for each in self.said
        )

    @cached_property
    def money(self) -> int:
        """How many are amounts with a pound sign, in their text or by their number format."""
        return sum("£" in each.text for each in self.said) + sum(
            count for form, count in self.formats.items() if "£" in form
        )

    @cached_property
    def formats(self) -> Counter[str]:
        """The number formats of the cells that are numbers."""
        return Counter(each.number_format for each in self.said if each.cell.kind == Cell.NUMBER)

    def share(self, count: int) -> float:
        """Return a count's share of what is filled."""
        return count / self.filled if self.filled else 0.0

    @property
    def is_unique(self) -> bool:
        """Whether no two records have the same."""
        return self.filled > 0 and self.distinct == self.filled

    @property
    def is_counting(self) -> bool:
        """Whether it is 1, 2, 3 and so on, which may only number the rows."""
        numbers = [each.cell.value for each in self.said if each.cell.kind == Cell.NUMBER]
        return len(numbers) == self.filled > 1 and numbers == list(range(1, len(numbers) + 1))

    @property
    def coloured(self) -> int:
        """How many cells have a fill that is a colour."""
        return sum(count for fill, count in self.fills.items() if fill not in _COLOURLESS)


def profile_of(workbook: Workbook, sheet: Sheet, table: FoundTable, column: FoundColumn) -> Profile:
    """Return what the records of a table hold in a column."""
    lines = table.records
    step = max(1, -(-len(lines) // _MOST))
    held: list[Held] = []
    fills: Counter[str] = Counter()
    formulas = records = 0
    for line in lines[::step]:
        records += 1
        row, across = table.place(line.at, column.at)
        cell = sheet.cell(row, across)
        if cell is None:
            if fill := workbook.fill(sheet, row, across):
                fills[fill] += 1
            continue
        style = workbook.style(cell)
        if style.fill:
            fills[style.fill] += 1
        formulas += (row, across) in sheet.formulas
        text = cell_text(cell)
        if text.strip():
            held.append(Held(cell, text, line.at, style.number_format))
    return Profile(records, tuple(held), fills, formulas, _options(sheet, table, column))


def cell_text(cell: Cell) -> str:
    """Return a cell's value as text, a number as short as it can be written."""
    value = cell.value
    if cell.kind == Cell.FLAG or isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        whole = int(value) if value.is_integer() and abs(value) < 1e15 else None  # noqa: PLR2004 - exact up to there
        return str(whole) if whole is not None else f"{Decimal(repr(value)):f}"
    return str(value)


def shown_scale(number_format: str) -> int:
    """Return by how much Excel divides a number to show it: 1,000 for ``#,##0,``, 1,000,000 for ``0.0,,``, else 1."""
    first = _QUOTED.sub("", number_format.partition(";")[0])
    match = _SHOWN_THOUSANDS.search(first)
    return 1 if match is None else 1_000_000 if match[1] else 1_000


def lettered_scale(number_format: str) -> int:
    """Return what a letter in a number format says one is: 1,000,000 for ``0.0"m"``, 1,000 for ``0"k"``, else 1."""
    match = _LETTERED.search(number_format.partition(";")[0])
    if match is None:
        return 1
    return _SCALES[match[1].casefold()]


def _options(sheet: Sheet, table: FoundTable, column: FoundColumn) -> tuple[str, ...]:
    first = next(iter(table.records), None)
    if first is None:
        return ()
    place = table.place(first.at, column.at)
    return next((words for area, words in sheet.lists if area.holds(*place)), ())


def _is_number(each: Held) -> bool:
    if each.cell.kind == Cell.NUMBER:
        return True
    if each.cell.kind != Cell.TEXT or not any(map(str.isdigit, each.text)):
        return is_accounting_zero(each.text)
    try:
        return parse_pence(each.text.strip().rstrip("%")) is not None
    except MoneyError as error:
        return "part of a penny" in str(error) or "commas" in str(error)


def _is_date(each: Held) -> bool:
    if each.cell.kind == Cell.DATE:
        return True
    if each.cell.kind != Cell.TEXT:
        return False
    body = spellings.plain(each.text)
    if not body[:1].isalnum() or not any(map(str.isdigit, body)):
        return False
    try:
        parse_date(body)
    except DateError as error:
        # The order of day and month is judged over the column later.
        return "no month" in str(error) and bool(re.match(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", body))
    return True


def _is_month(each: Held) -> bool:
    if each.cell.kind != Cell.TEXT or _is_date(each):
        return False
    try:
        parse_period(each.text)
    except DateError:
        return False
    return True

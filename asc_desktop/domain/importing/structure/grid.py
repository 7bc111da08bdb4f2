"""A sheet looked at line by line: which of its cells hold anything, and what kind of thing, without any meaning yet.

Lines are the sheet's rows, or its columns where a table lies across; everything that judges tables sees lines and
columns alone, so that one set of rules serves both. What is asked of whole lines is kept as bits, one a column, which
keeps sheets of 50,000 rows quick.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from asc_desktop.domain import dates, spellings
from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Style, Workbook
from asc_desktop.domain.pasting.columns import known_as

_NUMBER = re.compile(r"[-+(£$€\s]*\.?\d[\d,. \u00a0]*\s*(%|k|m|mn|bn)?\s*[)-]?", re.IGNORECASE)
_UNIT = re.compile(r"\(?£?\s*000s?\)?", re.IGNORECASE)
_DATE = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}([ T].*)?"
    r"|\d{1,2}(st|nd|rd|th)?[ /-](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[ /-]\d{2,4}"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ '’/-]*(20)?\d\d",
    re.IGNORECASE,
)
_FIRST_OF_FIGURES = frozenset("0123456789£$€(+-.−–")
_MONTHS = frozenset(name[:3].casefold() for name in dates.MONTHS)
_SAYS_NOTHING = frozenset({"-", "–", "—", "n/a", "na", "tbc", "tba", "tbd", "nil", "£-"})
_LONGEST_NOTHING = 4
_LONGEST_DATE = 28
_DAY_PATTERN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')

TEXT, NUMBER, DATE, OTHER = "text", "number", "date", "other"


class Kinds(Struct, frozen=True, gc=False):
    """The cells of a line that hold something, as bits by column: all of them, and those of three kinds."""

    filled: int = 0
    text: int = 0
    number: int = 0
    date: int = 0


def kind_of(cell: Cell) -> str:
    """Return what kind of thing a cell holds, empty for nothing; a text that is a number or a date counts as one."""
    kind, value = cell.kind, cell.value
    if kind == Cell.NUMBER:
        return NUMBER
    if kind in {Cell.DATE, Cell.TIME}:
        return DATE
    if kind != Cell.TEXT or not isinstance(value, str):
        return OTHER
    return _kind_of_text(value)


@lru_cache(maxsize=20_000)
def _kind_of_text(value: str) -> str:
    if not value or value.isspace():
        return ""
    if len(value) <= _LONGEST_NOTHING and spellings.plain(value).casefold() in _SAYS_NOTHING:
        return OTHER
    if value[0] in _FIRST_OF_FIGURES or value[0].isspace():
        return _kind_of_figures(value)
    is_month = value[:3].casefold() in _MONTHS and len(value) <= _LONGEST_DATE
    return DATE if is_month and _DATE.fullmatch(value) else TEXT


def _kind_of_figures(value: str) -> str:
    if value.replace(",", "").replace(".", "", 1).isdecimal() and value[:3] != "000":
        return NUMBER
    body = value.strip()
    if _DATE.fullmatch(body):
        return DATE
    return NUMBER if _NUMBER.fullmatch(body) and not _UNIT.fullmatch(body) else TEXT


class Grid:
    """The lines of a sheet, or of an area of it; ``is_turned`` says that the lines are the sheet's columns."""

    def __init__(
        self,
        sheet: Sheet,
        workbook: Workbook,
        *,
        rows: Sequence[Sequence[Cell | None]] | None = None,
        is_turned: bool = False,
    ) -> None:
        """Look at a sheet; ``rows`` are what is looked at of it, in its own places."""
        self.sheet = sheet
        self.is_turned = is_turned
        self.rows = sheet.rows if rows is None else rows
        self.kinds = [_kinds(row) for row in self.rows]
        self.merges = tuple(map(_turned, sheet.merges)) if is_turned else sheet.merges
        self.hidden_lines = sheet.hidden_columns if is_turned else sheet.hidden_rows
        self.hidden_columns = sheet.hidden_rows if is_turned else sheet.hidden_columns
        self.formulas = _by_line(sheet.formulas, is_turned=is_turned)
        self.formula_bits = [0] * len(self.rows)
        for line, found in self.formulas.items():
            if line < len(self.rows):
                self.formula_bits[line] = bits_of(found)
        self._styles = workbook.styles
        self._workbook = workbook
        self._tall: dict[int, list[Area]] = {}
        for merge in self.merges:
            for line in range(max(merge.top, 0), min(merge.bottom, len(self.rows) - 1) + 1):
                self._tall.setdefault(line, []).append(merge)

    def turned(self, area: Area) -> "Grid":
        """Return an area of it with its columns as lines; what lies outside the area is left empty."""
        lines: list[list[Cell | None]] = [[] for _ in range(area.left)]
        lines += [
            [self.cell(row, column) if row >= area.top else None for row in range(area.bottom + 1)]
            for column in range(area.left, area.right + 1)
        ]
        return Grid(self.sheet, self._workbook, rows=lines, is_turned=not self.is_turned)

    def within(self, area: Area) -> "Grid":
        """Return the grid with nothing but what an area holds."""
        rows = [
            [cell if area.holds(at, column) else None for column, cell in enumerate(row)]
            if area.top <= at <= area.bottom
            else []
            for at, row in enumerate(self.rows)
        ]
        return Grid(self.sheet, self._workbook, rows=rows, is_turned=self.is_turned)

    def without(self, areas: Sequence[Area]) -> "Grid":
        """Return the grid with nothing in some areas."""
        rows = [
            [
                None if any(area.holds(at, column) for area in areas) else cell
                for column, cell in enumerate(row)
            ]
            if any(area.top <= at <= area.bottom for area in areas)
            else row
            for at, row in enumerate(self.rows)
        ]
        return Grid(self.sheet, self._workbook, rows=rows, is_turned=self.is_turned)

    def cell(self, line: int, column: int) -> Cell | None:
        """Return a cell; None where there is none."""
        if not 0 <= line < len(self.rows):
            return None
        cells = self.rows[line]
        return cells[column] if 0 <= column < len(cells) else None

    def filled(self, line: int) -> int:
        """Return the bits of a line's columns that hold something."""
        return self.kinds[line].filled if 0 <= line < len(self.kinds) else 0

    def style(self, line: int, column: int) -> Style:
        """Return how a cell looks; as nothing in particular where it is empty."""
        cell = self.cell(line, column)
        return self._styles[cell.style] if cell is not None else self._styles[0]

    def look(self, line: int, column: int) -> tuple[bool, str]:
        """Return whether a cell is bold, and its fill."""
        style = self.style(line, column)
        return style.bold, style.fill

    def text(self, line: int, column: int) -> str:
        """Return what a cell says, in one line; empty where it is empty, a formula without a result or an error."""
        cell = self.cell(line, column)
        if cell is None or cell.kind in {Cell.ERROR, Cell.UNSTORED}:
            return ""
        return self._said(cell)

    def _said(self, cell: Cell) -> str:
        value = cell.value
        if isinstance(value, str):
            if cell.kind == Cell.DATE:
                return _date_words(value, self._styles[cell.style].number_format)
            return " ".join(_plain_line(value).split())
        if isinstance(value, bool):
            return str(value)
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

    def merge_at(self, line: int, column: int) -> Area | None:
        """Return the merged area that a cell is in."""
        return next((each for each in self._tall.get(line, ()) if each.holds(line, column)), None)

    def merges_on(self, line: int) -> Sequence[Area]:
        """Return the merged areas that a line is part of."""
        return self._tall.get(line, ())

    def is_held(self, line: int) -> bool:
        """Whether a line with nothing in it is the rest of a merged cell that begins further up and says something."""
        return any(
            each.top < line and self.filled(each.top) >> each.left & 1 for each in self._tall.get(line, ())
        )

    def area(self, lines: tuple[int, int], columns: tuple[int, int]) -> Area:
        """Return the area of the sheet that lines and columns, the last ones in it, span."""
        found = Area(lines[0], columns[0], lines[1], columns[1])
        return _turned(found) if self.is_turned else found

    def where(self, line: int) -> str:
        """Return what a person calls a line: ``row 7``, or ``column C`` where the lines are columns."""
        return f"column {_letters(line)}" if self.is_turned else f"row {line + 1}"


def columns_of(bits: int) -> Iterator[int]:
    """Yield the columns whose bits are set, from the left."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def bits_of(columns: Mapping[int, object] | Sequence[int] | set[int]) -> int:
    """Return the bits of some columns."""
    bits = 0
    for column in columns:
        bits |= 1 << column
    return bits


def span(first: int, last: int) -> int:
    """Return the bits of all columns from the first to the last, which is in it."""
    return ((1 << (last - first + 1)) - 1) << first


def first_of(bits: int) -> int:
    """Return the first column of some bits, which must not be none."""
    return (bits & -bits).bit_length() - 1


def same_text(one: str, other: str) -> bool:
    """Whether two texts are spellings of the same one."""
    return known_as(one) == known_as(other)


def _kinds(row: Sequence[Cell | None]) -> Kinds:
    filled = text = number = date = 0
    bit = 1
    for cell in row:
        if cell is not None:
            kind = cell.kind
            if kind == 1:  # Cell.NUMBER, written out: this runs once for every cell of a sheet.
                filled |= bit
                number |= bit
            elif kind == 0:
                found = _kind_of_text(str(cell.value))
                if found:
                    filled |= bit
                    if found is TEXT:
                        text |= bit
                    elif found is NUMBER:
                        number |= bit
                    elif found is DATE:
                        date |= bit
            else:
                filled |= bit
                if kind in {2, 3}:
                    date |= bit
        bit <<= 1
    return Kinds(filled, text, number, date)


def _by_line(formulas: Mapping[tuple[int, int], str], *, is_turned: bool) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for (row, column), text in formulas.items():
        line, at = (column, row) if is_turned else (row, column)
        found.setdefault(line, {})[at] = text
    return found


def _turned(area: Area) -> Area:
    return Area(area.left, area.top, area.right, area.bottom)


def _plain_line(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u200b", "")


def _letters(column: int) -> str:
    from asc_desktop.domain.importing.sheets import column_letters

    return column_letters(column)


def _date_words(iso: str, number_format: str) -> str:
    """Return a date as a heading says it: a month where its format shows no day, else the day."""
    day = iso[:10]
    shown = _DAY_PATTERN.sub("", number_format).casefold()
    has_day = "d" in shown.replace("red", "") or shown == "general"
    try:
        return dates.date_label(day) if has_day else dates.period_label(day[:7])
    except (ValueError, IndexError):
        return iso

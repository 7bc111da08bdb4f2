"""Sheets as a test lays them out: cells at addresses with their looks, written as a workbook or as CSV."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

Content = str | int | float | bool | date | None


@dataclass(frozen=True)
class Put:
    """A cell: a formula has its stored value beside it, or none at all."""

    value: Content
    look: Mapping[str, Any] = field(default_factory=dict)
    formula: str = ""
    comment: str = ""


@dataclass
class Grid:
    """One sheet."""

    name: str
    cells: dict[tuple[int, int], Put] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    lists: list[tuple[int, int, int, int, list[str]]] = field(default_factory=list)
    hidden: bool = False
    roles: dict[int, str] = field(default_factory=dict)
    """What each row of its table is, as the one who lays it out means it."""

    def put(self, row: int, column: int, value: Content, /, formula: str = "", **look: Any) -> None:
        if value is not None or look or formula:
            self.cells[row, column] = Put(value, look, formula)

    def row(self, row: int, column: int, values: Sequence[Content], /, **look: Any) -> None:
        for at, value in enumerate(values):
            if value not in (None, ""):
                self.put(row, column + at, value, **look)

    def rows(self, row: int, column: int, values: Sequence[Sequence[Content]], /, **look: Any) -> None:
        for at, line in enumerate(values):
            self.row(row + at, column, line, **look)

    def merge(self, top: int, left: int, bottom: int, right: int, value: Content, /, **look: Any) -> None:
        if (top, left) == (bottom, right):
            self.put(top, left, value, **look)
            return
        self.put(top, left, value, **look)
        self.merges.append((top, left, bottom, right))

    @property
    def height(self) -> int:
        return max((row for row, _ in self.cells), default=-1) + 1

    @property
    def width(self) -> int:
        return max((column for _, column in self.cells), default=-1) + 1


def write_xlsx(path: Path, grids: Sequence[Grid]) -> Path:
    """Write sheets as Excel would, with what formulas come to stored beside them."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    looks: dict[str, Any] = {}

    def look_of(put: Put) -> Any:
        wanted = dict(put.look)
        if isinstance(put.value, date):
            wanted.setdefault("num_format", "dd/mm/yyyy")
        key = repr(sorted(wanted.items()))
        if key not in looks:
            looks[key] = book.add_format(wanted) if wanted else None
        return looks[key]

    for grid in grids:
        _write_sheet(book.add_worksheet(grid.name), grid, look_of)
    book.close()
    if any(put.formula and put.value == "" for grid in grids for put in grid.cells.values()):
        _say_empty_texts(path)
    return path


def _say_empty_texts(path: Path) -> None:
    """Say of each formula that comes to an empty text that it does, as Excel would; XlsxWriter has no way to."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(
                name, re.sub(rb'<c (r="[A-Z]+\d+"[^>]*)>(<f>[^<]*</f><v></v>)', rb'<c \1 t="str">\2', content)
            )


def _write_sheet(sheet: Any, grid: Grid, look_of: Callable[[Put], Any]) -> None:
    if grid.hidden:
        sheet.hide()
    for top, left, bottom, right in grid.merges:
        sheet.merge_range(top, left, bottom, right, "", look_of(grid.cells[top, left]))
    for (row, column), put in grid.cells.items():
        _write_cell(sheet, row, column, put, look_of(put))
    for row in grid.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    for column in grid.hidden_columns:
        sheet.set_column(column, column, None, None, {"hidden": True})
    for top, left, bottom, right, words in grid.lists:
        sheet.data_validation(top, left, bottom, right, {"validate": "list", "source": words})


def _write_cell(sheet: Any, row: int, column: int, put: Put, look: Any) -> None:
    if put.formula:
        sheet.write_formula(row, column, put.formula, look, "" if put.value is None else put.value)
    elif put.value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(put.value, bool):
        sheet.write_boolean(row, column, put.value, look)
    elif isinstance(put.value, date):
        sheet.write_datetime(row, column, put.value, look)
    elif isinstance(put.value, str):
        sheet.write_string(row, column, put.value, look)
    else:
        sheet.write_number(row, column, put.value, look)
    if put.comment:
        sheet.write_comment(row, column, put.comment)


def csv_text(grid: Grid, delimiter: str = ",", days: str = "%d/%m/%Y") -> str:
    """A sheet as text, its days in one order."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in range(grid.height):
        writer.writerow([_text(grid.cells.get((row, column)), days) for column in range(grid.width)])
    return out.getvalue()


def _text(put: Put | None, days: str) -> str:
    if put is None or put.value is None:
        return ""
    if isinstance(put.value, date):
        return put.value.strftime(days)
    return str(put.value)

"""Workbooks of the kinds that calamine reads: its values, with what it leaves out read beside them."""

import math
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from msgspec import structs
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Workbook
from asc_desktop.domain.words import listed
from asc_desktop.excel.reading.archive import Archive
from asc_desktop.excel.reading.cells import Room
from asc_desktop.excel.reading.container import stream_of
from asc_desktop.excel.reading.errors import DamagedError, EncryptedError
from asc_desktop.excel.reading.looks import Looks, SheetLook
from asc_desktop.excel.reading.merged import within
from asc_desktop.excel.reading.parts import State, workbook_part
from asc_desktop.excel.reading.xls_looks import xls_looks
from asc_desktop.excel.reading.xlsb_looks import xlsb_looks

NOT_GIVEN: Final = "Of this kind of workbook, notes, drop-down lists and formulas are not read; results are."

_MACROS: Final = "_VBA_PROJECT_CUR".encode("utf-16-le")
_EXACT: Final = 1e15

Value = str | int | float | bool | date | time | datetime | timedelta


def read_xls(path: Path, name: str) -> Workbook:
    """Read an .xls; raises DamagedError and EncryptedError."""
    content = path.read_bytes()
    workbook = _read(path, name, xls_looks(stream_of(content, "Workbook", "Book")))
    return _with_macros(workbook, has_macros=_MACROS in content)


def read_xlsb(path: Path, name: str) -> Workbook:
    """Read an .xlsb; raises DamagedError."""
    archive = Archive(path)
    try:
        looks = xlsb_looks(archive, workbook_part(archive))
        has_macros = archive.holds("xl/vbaProject.bin")
    finally:
        archive.close()
    return _with_macros(_read(path, name, looks), has_macros=has_macros)


def _with_macros(workbook: Workbook, *, has_macros: bool) -> Workbook:
    if not has_macros:
        return workbook
    return structs.replace(workbook, told=("It has macros, which were not run.", *workbook.told))


def _read(path: Path, name: str, looks: Looks) -> Workbook:
    room, sheets, told = Room(), [], [NOT_GIVEN]
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            for at, about in enumerate(workbook.sheets_metadata):
                if about.typ != SheetTypeEnum.WorkSheet:
                    told.append(f"Sheet “{about.name}” is of a kind without cells.")
                    continue
                look = looks.sheets[at] if at < len(looks.sheets) else SheetLook()
                found = workbook.get_sheet_by_name(about.name)
                sheets.append(_sheet(found, _state(about.visible), look, room))
    except PasswordError as error:
        raise EncryptedError from error
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise DamagedError("parts cannot be read") from error
    except BaseException as error:
        # What Rust raises where it did not expect what it read is no Exception.
        if type(error).__name__ == "PanicException":
            raise DamagedError("parts cannot be read") from error
        raise
    empty = [f"“{sheet.name}”" for sheet in sheets if not sheet.rows]
    if empty:
        told.append(f"There is nothing in the cells of {listed(empty)}.")
    return Workbook(name=name, sheets=tuple(sheets), styles=tuple(looks.styles.styles), told=tuple(told))


def _sheet(found: CalamineSheet, state: State, look: SheetLook, room: Room) -> Sheet:
    # Calamine leaves out cells that show an error.
    errors: dict[int, dict[int, str]] = {}
    for (row, column), words in look.errors.items():
        errors.setdefault(row, {})[column] = words
    values = found.to_python(skip_empty_area=False) if found.start else []
    styles = look.styles
    rows: list[tuple[Cell | None, ...]] = []
    for at in range(max(len(values), max(errors, default=-1) + 1)):
        cells = [
            _cell(value, styles.get((at, column), 0))
            for column, value in enumerate(values[at] if at < len(values) else ())
        ]
        for column, words in errors.get(at, {}).items():
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = Cell(words, Cell.ERROR, styles.get((at, column), 0))
        while cells and cells[-1] is None:
            cells.pop()
        room.take(len(cells), len(cells))
        rows.append(tuple(cells))
    while rows and not rows[-1]:
        rows.pop()
    last, width = len(rows) - 1, max(map(len, rows), default=0)
    hidden = {row for row in look.hidden_rows if row <= last}
    if look.hides_rows:
        hidden.update(row for row in range(last + 1) if row not in look.shown_rows)
    merges = {*look.merges, *(Area(*first, *end) for first, end in found.merged_cell_ranges or ())}
    return Sheet(
        name=found.name,
        rows=tuple(rows),
        state=state,
        hidden_rows=frozenset(hidden),
        hidden_columns=frozenset(
            column for first, end in look.hidden_columns for column in range(first, min(end + 1, width))
        ),
        merges=within(sorted(merges), last, width - 1),
        blanks={
            place: style for place, style in look.blanks.items() if place[0] <= last and place[1] < width
        },
    )


def _state(visible: SheetVisibleEnum) -> State:
    # These have no hash, by which a table could find them.
    if visible == SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if visible == SheetVisibleEnum.Hidden else "very hidden"


def _cell(value: Value, style: int) -> Cell | None:  # noqa: PLR0911 - a return a kind of cell
    match value:
        case "":
            return None
        case str():
            return Cell(value, Cell.TEXT, style)
        case bool():
            return Cell(value, Cell.FLAG, style)
        case int() | float():
            if not math.isfinite(value):
                return Cell("#NUM!", Cell.ERROR, style)
            whole = int(value) if float(value).is_integer() and abs(value) < _EXACT else float(value)
            return Cell(whole, Cell.NUMBER, style)
        case datetime() if value.time() != time():
            return Cell(value.isoformat(timespec="seconds"), Cell.DATE, style)
        case date():
            return Cell(value.isoformat()[:10], Cell.DATE, style)
        case time():
            return Cell(value.isoformat("seconds"), Cell.TIME, style)
    seconds = round(value.total_seconds())
    return Cell(f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}", Cell.TIME, style)

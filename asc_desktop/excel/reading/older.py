"""Workbooks of the kinds that calamine reads: their values; what it cannot give is said."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

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
from asc_desktop.excel.reading.cells import Room
from asc_desktop.excel.reading.errors import DamagedError, EncryptedError
from asc_desktop.excel.reading.parts import State


def read_older(path: Path, name: str) -> Workbook:
    """Read the values of an .xls or .xlsb; raises DamagedError and EncryptedError."""
    room, sheets, told = Room(), [], []
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            for about in workbook.sheets_metadata:
                if about.typ != SheetTypeEnum.WorkSheet:
                    told.append(f"Sheet “{about.name}” is of a kind without cells.")
                    continue
                sheets.append(_sheet(workbook.get_sheet_by_name(about.name), _state(about.visible), room))
    except PasswordError as error:
        raise EncryptedError from error
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise DamagedError("parts of it cannot be read") from error
    empty = [f"“{sheet.name}”" for sheet in sheets if not sheet.rows]
    if empty:
        told.append(f"There is nothing in the cells of {listed(empty)}.")
    return Workbook(name=name, sheets=tuple(sheets), told=tuple(told))


def _sheet(found: CalamineSheet, state: State, room: Room) -> Sheet:
    rows = []
    for values in found.to_python(skip_empty_area=False) if found.start else ():
        cells = [_cell(value) for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        room.take(len(cells), len(cells))
        rows.append(tuple(cells))
    while rows and not rows[-1]:
        rows.pop()
    merges = tuple(Area(*first, *last) for first, last in found.merged_cell_ranges or ())
    return Sheet(name=found.name, rows=tuple(rows), state=state, merges=merges)


def _state(visible: SheetVisibleEnum) -> State:
    # These have no hash, by which a table could find them.
    if visible == SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if visible == SheetVisibleEnum.Hidden else "very hidden"


def _cell(value: str | float | bool | date | time | timedelta) -> Cell | None:  # noqa: FBT001, PLR0911 - a cell of a kind
    match value:
        case "":
            return None
        case str():
            return Cell(value)
        case bool():
            return Cell(value, Cell.FLAG)
        case int() | float():
            whole = int(value) if float(value).is_integer() and abs(value) < 1e15 else value
            return Cell(whole, Cell.NUMBER)
        case datetime() if value.time() != time():
            return Cell(value.isoformat(timespec="seconds"), Cell.DATE)
        case date():
            return Cell(value.isoformat()[:10], Cell.DATE)
        case time():
            return Cell(value.isoformat("seconds"), Cell.TIME)
    seconds = round(value.total_seconds())
    return Cell(f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}", Cell.TIME)

"""An .xlsx or .xlsm: what a person sees of its cells, in one pass over each part.

openpyxl would do as much and is not used here: it takes eight times as long, makes an object of every cell that is
empty but formatted, refuses a whole workbook for one style that is not by the book, and reads nothing of the strict
kind. The tests hold what is read here to what openpyxl reads.
"""

import re
from collections.abc import Callable
from typing import Final

from msgspec import structs

from asc_desktop.domain.importing.sheets import UNSTORED_WORDS, Cell, Sheet, Workbook, address
from asc_desktop.domain.words import listed, number_of
from asc_desktop.excel.reading.archive import Archive
from asc_desktop.excel.reading.beside import comments, lists_of
from asc_desktop.excel.reading.cells import CellReader, Room
from asc_desktop.excel.reading.merged import within
from asc_desktop.excel.reading.parts import Parts, SheetPart, read_parts
from asc_desktop.excel.reading.styles import Styles
from asc_desktop.excel.reading.texts import shared_texts

_ELSEWHERE = re.compile(r"\[\d+\]")
_NOT_CELLS: Final = {
    "chartsheet": "is a chart",
    "dialogsheet": "is a form of old",
    "xlMacrosheet": "holds macros of old, which were not run",
    "xlIntlMacrosheet": "holds macros of old, which were not run",
}


def read_xlsx(archive: Archive, part: str, name: str, say: Callable[[float], None]) -> Workbook:
    """Read the workbook whose own part is ``part``; ``say`` gets the share that is done, 0 to 1.

    Raises DamagedError or HostileError.
    """
    parts = read_parts(archive, part)
    styles = Styles()
    styles.read(archive, parts.first("styles"), parts.first("theme"))
    texts = shared_texts(archive, parts.first("sharedStrings"))
    held = [sheet for sheet in parts.sheets if sheet.kind == "worksheet"]
    whole = sum(archive.size(sheet.part) for sheet in held) or 1
    done = 0

    def read(size: int) -> None:
        nonlocal done
        done += size
        say(min(done / whole, 1.0))

    room, readers = Room(), []
    for sheet in held:
        reader = CellReader(texts, styles, room, from_1904=parts.from_1904)
        reader.read(archive, sheet.part, read)
        readers.append(reader)
    if parts.is_worked_out_on_opening and _were_never_worked_out(readers):
        for reader in readers:
            _forget_results(reader)
    sheets = [_sheet(archive, sheet, reader) for sheet, reader in zip(held, readers, strict=True)]
    by_name = {sheet.name.casefold(): sheet for sheet in sheets}
    places = {sheet.name: at for at, sheet in enumerate(parts.sheets)}
    finished = tuple(
        structs.replace(sheet, lists=lists_of(reader.lists, sheet, places[sheet.name], by_name, parts.names))
        for sheet, reader in zip(sheets, readers, strict=True)
    )
    return Workbook(
        name=name,
        sheets=finished,
        styles=tuple(styles.styles),
        told=tuple(_told(parts, finished)),
    )


def _sheet(archive: Archive, part: SheetPart, reader: CellReader) -> Sheet:
    last = max(reader.rows, default=-1)
    width = max(map(len, reader.rows.values()), default=0)
    rows = tuple(tuple(reader.rows.get(at, ())) for at in range(last + 1))
    hidden = {at for at in reader.hidden_rows if at <= last}
    if reader.hides_rows_unless_told:
        hidden.update(at for at in range(last + 1) if not reader.is_shown(at))
    return Sheet(
        name=part.name,
        rows=rows,
        state=part.state,
        hidden_rows=frozenset(hidden),
        hidden_columns=frozenset(
            column
            for first, end in reader.hidden_columns
            for column in range(max(first, 0), min(end + 1, width))
        ),
        merges=within(reader.merges, last, width - 1),
        comments=comments(archive, part.part),
        formulas=reader.formulas,
        blanks={
            place: style for place, style in reader.blanks.items() if place[0] <= last and place[1] < width
        },
    )


def _were_never_worked_out(readers: list[CellReader]) -> bool:
    """Whether every formula has nought for its result, as some programs write those that they do not work out."""
    results = [
        reader.rows.get(row, ())[column] if column < len(reader.rows.get(row, ())) else None
        for reader in readers
        for row, column in reader.formulas
    ]
    stored = [cell for cell in results if cell is not None and cell.kind != Cell.UNSTORED]
    return bool(stored) and all(cell.kind == Cell.NUMBER and cell.value == 0 for cell in stored)


def _forget_results(reader: CellReader) -> None:
    for row, column in reader.formulas:
        cells = reader.rows.get(row, [])
        if column < len(cells) and (cell := cells[column]) is not None:
            cells[column] = Cell("", Cell.UNSTORED, cell.style)


def _told(parts: Parts, sheets: tuple[Sheet, ...]) -> list[str]:
    told = []
    if parts.first("vbaProject"):
        told.append("It has macros, which were not run.")
    told += [
        f"Sheet “{sheet.name}” {_NOT_CELLS.get(sheet.kind, 'is of a kind without cells')}."
        for sheet in parts.sheets
        if sheet.kind != "worksheet"
    ]
    empty = [f"“{sheet.name}”" for sheet in sheets if not sheet.rows]
    if empty:
        told.append(f"There is nothing in the cells of {listed(empty)}.")
    unstored = [
        f"{sheet.name}!{address(at, column)}"
        for sheet in sheets
        for at, row in enumerate(sheet.rows)
        for column, cell in enumerate(row)
        if cell is not None and cell.kind == Cell.UNSTORED
    ]
    if unstored:
        told.append(
            f"{number_of(len(unstored), 'formula')} {UNSTORED_WORDS}, from {unstored[0]} on: what they come to is "
            "not known here. Open it in Excel, save it, and choose it again."
        )
    if any(_ELSEWHERE.search(formula) for sheet in sheets for formula in sheet.formulas.values()):
        told.append(
            "Some of its figures come from other workbooks. They are as they were when this one was last worked out."
        )
    return told

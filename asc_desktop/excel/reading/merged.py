"""What lies under merged cells, where no program shows it, is taken away and told."""

from collections.abc import Iterable, Iterator

from msgspec import structs

from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Workbook, address
from asc_desktop.domain.words import listed
from asc_desktop.excel.reading.cells import Room

_SHOWN = 5


def without_covered(workbook: Workbook) -> Workbook:
    """Return a workbook of whose merged areas the cells at the top left alone hold anything.

    Raises HostileError where they lie over each other again and again.
    """
    sheets, told, room = [], [], Room()
    for sheet in workbook.sheets:
        for area in sheet.merges:
            room.take(0, (area.bottom - area.top + 1) * (area.right - area.left + 1))
        covered = sorted({place for area in sheet.merges for place in _covered(sheet, area)})
        if covered:
            told.append(_sentence(sheet.name, covered))
        sheets.append(_without(sheet, covered) if covered else sheet)
    return structs.replace(workbook, sheets=tuple(sheets), told=(*workbook.told, *told)) if told else workbook


def within(merges: Iterable[Area], bottom: int, right: int) -> tuple[Area, ...]:
    """Return merged areas as far as there are cells: a title may be merged over all 16,384 columns."""
    cut = (
        Area(area.top, area.left, min(area.bottom, bottom), min(area.right, right))
        for area in merges
        if area.top <= bottom and area.left <= right
    )
    return tuple(area for area in cut if area.top < area.bottom or area.left < area.right)


def _covered(sheet: Sheet, area: Area) -> Iterator[tuple[int, int]]:
    for row in range(area.top, min(area.bottom + 1, len(sheet.rows))):
        cells = sheet.rows[row]
        for column in range(area.left, min(area.right + 1, len(cells))):
            if cells[column] is not None and (row, column) != (area.top, area.left):
                yield row, column


def _without(sheet: Sheet, covered: list[tuple[int, int]]) -> Sheet:
    rows: list[list[Cell | None]] = [list(cells) for cells in sheet.rows]
    for row, column in covered:
        rows[row][column] = None
    for cells in rows:
        while cells and cells[-1] is None:
            cells.pop()
    while rows and not rows[-1]:
        rows.pop()
    gone = set(covered)
    return structs.replace(
        sheet,
        rows=tuple(map(tuple, rows)),
        formulas={place: text for place, text in sheet.formulas.items() if place not in gone},
    )


def _sentence(name: str, covered: list[tuple[int, int]]) -> str:
    named = [address(row, column) for row, column in covered[:_SHOWN]]
    if len(covered) > _SHOWN:
        named.append(f"{len(covered) - _SHOWN:,} more")
    return f"On sheet “{name}”, what lies under merged cells, where it is not shown, was left out: {listed(named)}."

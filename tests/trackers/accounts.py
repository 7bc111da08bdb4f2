"""Whether everything on the sheets is accounted for: taken, refused, left out by name, or part of what is no record."""

from asc_desktop.domain.importing.found import FoundTable, Role
from asc_desktop.domain.importing.sheets import Sheet, address
from tests.trackers.desk import Desk


def unaccounted(desk: Desk) -> list[str]:
    """Each cell of a visible sheet of which the import says nothing at all, as sheet and address with its text."""
    plan, tracker = desk.plan, desk.tracker
    cells = {
        (value.sheet, value.cell)
        for row in plan.rows
        for record in row.records
        for value in record.values
    }  # fmt: skip
    left_columns = {(sheet, column) for sheet, column, _ in plan.unmapped}
    left_rows = {(row.sheet, row.line) for row in plan.rows if row.sentence}
    found = []
    for at, table in enumerate(tracker.tables):
        sheet = tracker.workbook.sheet(table.sheet)
        if sheet.state != "visible" or not table.records:
            continue
        # What says of which year or month a row is fills no field by itself.
        steering = {
            column.at
            for column in tracker.mapping.tables[at].columns
            if column.target and not column.target.table
        }
        if tracker.mapping.tables[at].skip:
            if not any(table.sheet in sentence for sentence in plan.told):
                found.append(f"{table.sheet}: a table that is not taken, and nothing shows it")
            continue
        for line, column, row, at_column in _record_cells(table, sheet):
            where = address(row, at_column)
            known = (
                (table.sheet, where) in cells
                or column in steering
                or any((table.sheet, name) in left_columns for name in _names(table, column))
                or (table.sheet, line) in left_rows
            )
            if not known:
                cell = sheet.cell(row, at_column)
                found.append(f"{table.sheet} {where}: {cell.value if cell else ''!r}")
    return found + [
        f"{sheet.name} row {row + 1}: outside every table, with {count} cells"
        for sheet in tracker.workbook.sheets
        if sheet.state == "visible"
        for row, count in _outside(sheet, [t for t in tracker.tables if t.sheet == sheet.name])
    ]


def _record_cells(table: FoundTable, sheet: Sheet) -> list[tuple[int, int, int, int]]:
    return [
        (line.at, column.at, *place)
        for line in table.lines
        if line.role is Role.RECORD
        for column in table.columns
        for place in [table.place(line.at, column.at)]
        if (cell := sheet.cell(*place)) is not None and cell.value != ""
    ]


def _names(table: FoundTable, column: int) -> set[str]:
    """How a plan may name a column: by its letters, or by the address of one of its cells."""
    lines = {line.at for line in table.lines} | {table.area.top, table.area.left}
    places = {address(*table.place(line, column)) for line in lines}
    return places | {place.rstrip("0123456789") for place in places}


def _outside(sheet: Sheet, tables: list[FoundTable]) -> list[tuple[int, int]]:
    """Rows of several cells that no table holds."""
    rows = []
    for row, cells in enumerate(sheet.rows):
        count = sum(
            cell is not None
            and cell.value != ""
            and not any(table.area.holds(row, column) for table in tables)
            for column, cell in enumerate(cells)
        )
        if count >= 4:
            rows.append((row, count))
    return rows

"""A sheet as it was read, for its picture: each cell's words, and what the row or column is that it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from asc_desktop.domain.importing.found import FoundTable, Lies, Role
from asc_desktop.domain.importing.sheets import Sheet, Style, Workbook, address, column_letters
from asc_desktop.ui.dialogs.importing.cell_words import cell_words
from asc_desktop.ui.plain import plain

Index = QModelIndex | QPersistentModelIndex

NO_PARENT = QModelIndex()
ROLE_WORDS = {
    Role.HEADING: "Heading",
    Role.RECORD: "Record",
    Role.GROUP: "Group",
    Role.TOTAL: "Total",
    Role.NOTE: "Note",
    Role.BLANK: "Blank",
}
"""What a line is, as the picture labels it."""
_SPARE_ROWS, _SPARE_COLUMNS = 1, 1
_TIP_LETTERS = 90
_NO_STYLE = Style()


class PictureModel(QAbstractTableModel):
    """The cells of one sheet, with the tables that were found on it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workbook = Workbook("")
        self.sheet = Sheet("")
        self.tables: tuple[FoundTable, ...] = ()
        self._roles: tuple[dict[int, Role], ...] = ()
        self._values: tuple[frozenset[tuple[int, int]], ...] = ()

    def show_sheet(self, workbook: Workbook, sheet: Sheet) -> None:
        """Show another sheet; its tables are told by `show_tables`."""
        self.beginResetModel()
        self.workbook, self.sheet = workbook, sheet
        self._take(())
        self.endResetModel()

    def show_tables(self, tables: Sequence[FoundTable]) -> None:
        """Show what was found on the sheet, anew after a person put something right."""
        self._take(tables)
        if self.rowCount():
            self.dataChanged.emit(
                self.index(0, 0), self.index(self.rowCount() - 1, max(self.columnCount() - 1, 0))
            )
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self.columnCount() - 1, 0))

    def _take(self, tables: Sequence[FoundTable]) -> None:
        self.tables = tuple(tables)
        self._roles = tuple({line.at: line.role for line in table.lines} for table in tables)
        self._values = tuple(
            frozenset(column.value_at for column in table.columns if column.value_at is not None)
            for table in tables
        )

    # ------------------------------------------------------------------------------------------- what is where

    def table_at(self, row: int, column: int) -> FoundTable | None:
        """Return the table that a cell is in."""
        return next((table for table in self.tables if table.area.holds(row, column)), None)

    def role_at(self, row: int, column: int) -> Role | None:
        """Return what the line of a cell is; None beyond every table."""
        for at, table in enumerate(self.tables):
            if table.area.holds(row, column):
                if table.lies is Lies.FORM:
                    return Role.RECORD if (row, column) in self._values[at] else Role.HEADING
                return self._roles[at].get(row if table.lies is Lies.DOWN else column, Role.NOTE)
        return None

    def roles_of_row(self, row: int) -> list[Role]:
        """Return what a row is in each table whose rows are its lines, from the left."""
        return self._roles_of(row, Lies.DOWN)

    def roles_of_column(self, column: int) -> list[Role]:
        """Return what a column is in each table whose columns are its lines, from the top."""
        return self._roles_of(column, Lies.ACROSS)

    def _roles_of(self, line: int, lies: Lies) -> list[Role]:
        found: dict[Role, None] = {}
        for at, table in enumerate(self.tables):
            role = self._roles[at].get(line) if table.lies is lies else None
            area = table.area
            first, last = (area.top, area.bottom) if lies is Lies.DOWN else (area.left, area.right)
            if role is not None and first <= line <= last:
                found[role] = None
        return list(found)

    def style_at(self, row: int, column: int) -> Style:
        """Return how a cell looks."""
        cell = self.sheet.cell(row, column)
        return self.workbook.style(cell) if cell is not None else _NO_STYLE

    def text_at(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        cell = self.sheet.cell(row, column)
        return cell_words(cell, self.workbook.style(cell)) if cell is not None else ""

    def why_at(self, row: int, column: int) -> str:
        """Return why a cell's line is taken for what it is, in a sentence; nothing where that is plain."""
        table = self.table_at(row, column)
        if table is None:
            return ""
        at = row if table.lies is Lies.DOWN else column
        return next((line.why for line in table.lines if line.at == at), "")

    # ------------------------------------------------------------------------------------------- for Qt

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many rows the sheet has."""
        return 0 if parent.isValid() else max(len(self.sheet.rows), _SPARE_ROWS)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many columns it has."""
        return 0 if parent.isValid() else max(self.sheet.width, _SPARE_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's words, its tip, or what a screen reader says of it."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text_at(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            what = self.role_at(row, column)
            said = f"{address(row, column)} {self.text_at(row, column) or 'empty'}"
            return f"{said}. {ROLE_WORDS[what]}" if what is not None else said
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        return None

    def _tip(self, row: int, column: int) -> str | None:
        text = self.text_at(row, column)
        formula = self.sheet.formulas.get((row, column), "")
        note = self.sheet.comments.get((row, column), "")
        said = [
            text,
            f"Formula: {formula}" if formula else "",
            f"Comment: {note}" if note else "",
            self.why_at(row, column),
        ]
        # Qt breaks no line of a plain tip.
        return plain("\n\n".join(fill(words, _TIP_LETTERS) for words in said if words)) or None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a row's number or a column's letter, with what it is."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        is_row = orientation == Qt.Orientation.Vertical
        name = str(section + 1) if is_row else column_letters(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        return f"{'Row' if is_row else 'Column'} {name} {self.line_words(section, is_row=is_row)}".strip()

    def line_words(self, line: int, *, is_row: bool) -> str:
        """Return what a row or column is, in words: its roles, and that it is hidden in the workbook."""
        roles = self.roles_of_row(line) if is_row else self.roles_of_column(line)
        hidden = self.sheet.hidden_rows if is_row else self.sheet.hidden_columns
        return ", ".join([ROLE_WORDS[each] for each in roles] + (["hidden"] if line in hidden else []))

"""Where the keyboard and the selection are in a table of records, and how to go elsewhere."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QItemSelectionRange
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from asc_desktop.ui.models.record_table import RecordTableModel


class SelectingView(QTableView):
    """A view of a RecordTableModel, as far as rows and cells are chosen in it."""

    def __init__(self, model: RecordTableModel, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.table = model

    @property
    def current_row(self) -> Any | None:
        """Return the row that the keyboard is on."""
        return self.table.row_at(self.currentIndex().row())

    def selected_row_ids(self) -> list[str]:
        """Return the ids of the rows with a selected cell, in the order shown."""
        rows = {at for part in self.selected_parts() for at in range(part.top(), part.bottom() + 1)}
        return [self.table.id_at(at) for at in sorted(rows) if self.table.row_at(at) is not None]

    def selected_parts(self) -> list[QItemSelectionRange]:
        """Return the selected blocks."""
        selection = self.selectionModel().selection()
        return [selection.at(at) for at in range(selection.count())]

    def select_row(self, row_id: str, key: str | None = None) -> bool:
        """Go to a row, unfolding its group; return whether it is shown. Without a column's key the column stays."""
        row = self.table.find(row_id)
        if row is None:
            return False
        if self.table.position(row_id) < 0 and self.table.grouping is not None:
            for heading in self.table.folds_over(row):
                self.table.fold(heading, folded=False)
        at = self.table.position(row_id)
        if at < 0:
            return False
        self.go_to(at, self.table.column_at(key) if key else self._column())
        return True

    def hold_row(self, row_id: str = "") -> Any | None:
        """Leave the person where they are; where that is nowhere, go to this row, else to the first. Return the row.

        For a page that is shown anew. On a heading it is the row given, if it is shown.
        """
        if not self.currentIndex().isValid():
            first = next(iter(self.table.shown_rows), None)
            if not self.select_row(row_id) and first is not None:
                self.select_row(first.id)
        row = self.current_row
        return self.table.find(row_id) if row is None else row

    def go_to(self, at: int, column: int) -> None:
        """Make a cell the current one and select no other, whatever keys are held down."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if self.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows:
            flags |= QItemSelectionModel.SelectionFlag.Rows
        index = self.table.index(at, column)
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def _column(self) -> int:
        """Return the current column where it is in sight, else the first."""
        column = self.currentIndex().column()
        return column if column >= 0 and not self.isColumnHidden(column) else self.first_column()

    def first_column(self) -> int:
        """Return the leftmost column in sight."""
        shown = self.shown_columns()
        return shown[0] if shown else 0

    def shown_columns(self) -> list[int]:
        """Return the columns in sight, in the order shown."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(visual) for visual in range(header.count())]
        return [at for at in order if not header.isSectionHidden(at)]

"""Copying, pasting, clearing and filling the selected cells of a table, as Excel does.

Only shown columns count, in the order shown. Rows that head a group are copied and never pasted into. A paste, a fill
or a clear is one change, undone as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QGuiApplication

from asc_desktop.domain.fields import Kind
from asc_desktop.ui.clipboard import put_table
from asc_desktop.ui.models.edits import CellEdit, Outcome
from asc_desktop.ui.widgets.table_clipboard import read_tsv, tiled, write_html, write_tsv

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table_view import RecordTableView

_NUMBERS = frozenset({Kind.MONEY, Kind.INTEGER, Kind.DECIMAL})


class TableBlocks:
    """The clipboard and fill commands of one view."""

    def __init__(self, view: RecordTableView) -> None:
        self._view = view

    def copy(self, *, headings: bool = False) -> bool:
        """Put the selected block on the clipboard, as text and as a table. Return whether there was one."""
        rows, columns = self._extent()
        if not rows or not columns:
            return False
        model = self._view.table
        selection = self._view.selectionModel()
        block, numbers = [], []
        for at in rows:
            chosen = [selection.isSelected(model.index(at, column)) for column in columns]
            block.append(
                [
                    model.copied_at(at, column) if is_in else ""
                    for column, is_in in zip(columns, chosen, strict=True)
                ]
            )
            numbers.append(
                [
                    model.column(column).kind in _NUMBERS and model.value_at(at, column) is not None
                    for column in columns
                ]
            )
        heads = [self._heading(column) for column in columns] if headings else []
        put_table(write_tsv([heads, *block] if heads else block), write_html(block, numbers, heads))
        return True

    @property
    def has_cells(self) -> bool:
        """Whether there is a block to copy."""
        rows, columns = self._extent()
        return bool(rows and columns)

    @property
    def can_change(self) -> bool:
        """Whether any selected cell can be edited."""
        return any(self._view.table.can_edit(at, column) for at, column in self._cells())

    def cut(self) -> Outcome:
        """Copy, then clear."""
        return self.clear() if self.copy() else Outcome(0)

    def clear(self) -> Outcome:
        """Empty the selected cells; refused drafts among them are dropped."""
        model = self._view.table
        edits = []
        for at, column in self._cells():
            row_id, key = model.id_at(at), model.column(column).key
            if model.draft(row_id, key) is not None:
                model.drop_draft(row_id, key)
            elif model.can_edit(at, column):
                edits.append(CellEdit(row_id, key, ""))
        return self._apply(edits, "cleared")

    def paste(self) -> Outcome:
        """Put the clipboard's cells in from the selection's first cell on; one value fills the selection."""
        text = QGuiApplication.clipboard().text()
        rows, columns = self._extent()
        if not text or not rows or not columns:
            return Outcome(0)
        block = read_tsv(text)
        model = self._view.table
        data_rows = [at for at in rows if model.row_at(at) is not None]
        block = tiled(block, len(data_rows), len(columns))
        targets = [at for at in range(rows[0], model.rowCount()) if model.row_at(at) is not None][
            : len(block)
        ]
        shown = self._view.shown_columns()
        across = shown[shown.index(columns[0]) :]
        edits, left_out = [], 0
        for at, cells in zip(targets, block, strict=False):
            left_out += max(len(cells) - len(across), 0)
            for column, cell in zip(across, cells, strict=False):
                if model.can_edit(at, column):
                    edits.append(CellEdit(model.id_at(at), model.column(column).key, cell))
                elif cell.strip() not in {"", model.text_at(at, column), model.copied_at(at, column)}:
                    left_out += 1
        notes = []
        if len(block) > len(targets):
            notes.append(f"{_count(len(block) - len(targets), 'row')} did not fit below the last row.")
        if left_out:
            theirs = "its column" if left_out == 1 else "their columns"
            notes.append(f"{_count(left_out, 'cell')} left out, because {theirs} cannot be edited.")
        return self._apply(edits, "pasted", notes)

    def fill(self, *, down: bool) -> Outcome:
        """Copy the selection's first row down, or its first column to the right; a single cell takes its neighbour."""
        model = self._view.table
        rows, columns = self._extent()
        rows = [at for at in rows if model.row_at(at) is not None]
        if not rows or not columns:
            return Outcome(0)
        if down and len(rows) == 1:
            above = [at for at in range(rows[0]) if model.row_at(at) is not None]
            rows = above[-1:] + rows
        if not down and len(columns) == 1:
            shown = self._view.shown_columns()
            columns = shown[max(shown.index(columns[0]) - 1, 0) :][:1] + columns
        edits = []
        for at in rows:
            for column in columns:
                source_at, source_column = (rows[0], column) if down else (at, columns[0])
                if (at, column) == (source_at, source_column) or not model.can_edit(at, column):
                    continue
                edits.append(
                    CellEdit(
                        model.id_at(at),
                        model.column(column).key,
                        self._typed(source_at, source_column, column),
                    )
                )
        return self._apply(edits, "filled")

    def toggle_flags(self, column: int) -> Outcome:
        """Tick every selected cell of a column of ticks, or untick them where the current one is ticked."""
        model = self._view.table
        current = self._view.currentIndex()
        text = "0" if model.value_at(current.row(), column) else "1"
        edits = [
            CellEdit(model.id_at(at), model.column(column).key, text)
            for at, chosen in self._cells()
            if chosen == column and model.can_edit(at, chosen)
        ]
        return self._apply(edits, "changed")

    def _heading(self, column: int) -> str:
        described = self._view.table.column(column)
        return f"{described.band} {described.label}".strip()

    def _typed(self, at: int, source: int, target: int) -> str:
        """Return a cell as a person would type it into the target column."""
        model = self._view.table
        column = model.column(source)
        if source == target or column.kind is model.column(target).kind:
            return column.edit_text(model.row_at(at))
        return model.copied_at(at, source)

    def _apply(self, edits: list[CellEdit], done: str, notes: list[str] | None = None) -> Outcome:
        outcome = self._view.table.apply(edits)
        said = list(notes or ())
        if outcome.problems:
            first = outcome.problems[0]
            said.insert(0, f"{_count(len(outcome.problems), 'cell')} refused: {first.sentence}")
            self._view.show_cell(first.record_id, first.key)
            self._view.show_sentence(first.record_id, first.key, first.sentence)
        else:
            self._view.hide_sentence()
        if said:
            self._view.notice.emit(" ".join([f"{_count(outcome.applied, 'cell')} {done}.", *said]))
        return outcome

    def _cells(self) -> list[tuple[int, int]]:
        """Return the selected cells in sight, by row."""
        selection = self._view.selectionModel()
        shown = self._view.shown_columns()
        rows = self._extent()[0]
        model = self._view.table
        return [
            (at, column) for at in rows for column in shown if selection.isSelected(model.index(at, column))
        ]

    def _extent(self) -> tuple[list[int], list[int]]:
        """Return the rows and the shown columns that hold a selected cell, in the order shown.

        A refresh after a change may leave the current cell without a selection: it is what the keyboard is on.
        """
        current = self._view.currentIndex()
        if current.isValid() and not self._view.selectionModel().hasSelection():
            self._view.selectionModel().select(current, QItemSelectionModel.SelectionFlag.Select)
        rows: set[int] = set()
        columns: set[int] = set()
        for part in self._view.selected_parts():
            rows.update(range(part.top(), part.bottom() + 1))
            columns.update(range(part.left(), part.right() + 1))
        return sorted(rows), [column for column in self._view.shown_columns() if column in columns]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")

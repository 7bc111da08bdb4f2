"""Copying, pasting, clearing and filling the selected cells of a table, as Excel does.

Only shown columns count, in the order shown. Rows that head a group are copied and never pasted into. A paste, a fill
or a clear is one change, undone as one.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.words import number_of
from asc_desktop.ui.models.edits import CellEdit, Outcome, Problem
from asc_desktop.ui.widgets.clipboard import put_table
from asc_desktop.ui.widgets.table.clipboard import write_html, write_tsv

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.paste import TablePaste
    from asc_desktop.ui.widgets.table.view import RecordTableView

_NUMBERS = frozenset({Kind.MONEY, Kind.INTEGER, Kind.DECIMAL})


class TableBlocks:
    """The clipboard and fill commands of one view."""

    def __init__(self, view: RecordTableView) -> None:
        self._view = view

    @cached_property
    def pasting(self) -> TablePaste:
        """What takes the clipboard in; its rules are loaded with the first paste."""
        from asc_desktop.ui.widgets.table.paste import TablePaste

        return TablePaste(self._view)

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
        if self._view.refuses():
            return Outcome(0)
        return self.clear() if self.copy() else Outcome(0)

    def clear(self) -> Outcome:
        """Empty the selected cells; refused drafts among them are dropped."""
        if self._view.refuses():
            return Outcome(0)
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
        """Put the clipboard's cells in from the selection's first cell on; one value fills the selection.

        What is not plain is shown first; nothing has been pasted then.
        """
        if self._view.refuses():
            return Outcome(0)
        return self._tell(self.pasting.paste(*self._extent()), "pasted")

    def paste_as_new_rows(self) -> Outcome:
        """Show what records the clipboard's rows would make, which are then made as one change."""
        if self._view.refuses():
            return Outcome(0)
        return self.pasting.paste_as_new_rows()

    def fill(self, *, down: bool) -> Outcome:
        """Copy the selection's first row down, or its first column to the right; a single cell takes its neighbour."""
        if self._view.refuses():
            return Outcome(0)
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
        return self._tell(model.apply(edits, confirms=True), "filled")

    def toggle_flags(self, column: int) -> Outcome:
        """Tick every selected row in a column of ticks, or untick them where the current one, else the first, is."""
        if self._view.refuses():
            return Outcome(0)
        model = self._view.table
        current = self._view.currentIndex().row()
        rows = [at for at in self._extent()[0] if model.row_at(at) is not None and model.can_edit(at, column)]
        if not rows:
            return Outcome(0)
        text = "0" if model.value_at(current if current in rows else rows[0], column) else "1"
        edits = [CellEdit(model.id_at(at), model.column(column).key, text) for at in rows]
        return self._apply(edits, "changed")

    @property
    def ticks(self) -> int:
        """The one column of ticks in sight that can be changed; -1 where there is none, or several."""
        model = self._view.table
        found = [
            at
            for at in self._view.shown_columns()
            if model.column(at).kind is Kind.FLAG and model.column(at).editable
        ]
        return found[0] if len(found) == 1 else -1

    @property
    def has_rows(self) -> bool:
        """Whether several rows are selected."""
        return len(self._extent()[0]) > 1

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

    def _apply(self, edits: list[CellEdit], done: str) -> Outcome:
        return self._tell(self._view.table.apply(edits), done)

    def _tell(self, outcome: Outcome, done: str) -> Outcome:
        """Say what was refused, and beside its cell if that is in sight; the current cell stays, as in Excel."""
        view, model = self._view, self._view.table
        view.hide_sentence()
        if outcome.given_up:
            # What was copied is still on the clipboard: its cells show what is stored.
            for problem in outcome.problems:
                model.drop_draft(problem.record_id, problem.key)
            view.notice.emit(f"Nothing was {done}.")
        elif outcome.problems:
            first = outcome.problems[0]
            view.show_sentence(first.record_id, first.key, first.sentence)
            refused = (
                f"{number_of(len(outcome.problems), 'cell')} refused, {self._named(first)}: {first.sentence}"
            )
            view.notice.emit(f"{number_of(outcome.applied, 'cell')} {done}. {refused}")
        return outcome

    def _named(self, problem: Problem) -> str:
        """Return a cell in words: its column and what its row is known by."""
        model = self._view.table
        column, at = model.column_at(problem.key), model.position(problem.record_id)
        texts = (model.text_at(at, each) for each in self._view.shown_columns() if at >= 0 and each != column)
        row = next(filter(None, texts), "")
        return f"{self._heading(column)} of {row}" if row else self._heading(column)

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

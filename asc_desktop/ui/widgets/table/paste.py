"""Pasting into a table: the block is read as a whole, tried against the rules, and shown first unless it is plain.

Whatever is pasted, cells of records and new records alike, is one change: all that is good of it, or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from asc_desktop.domain.pasting.reader import read_block
from asc_desktop.domain.pasting.reading import Reading, with_problems
from asc_desktop.domain.pasting.table import Block, CellState, Chosen, PasteTable, RowKind
from asc_desktop.domain.words import number_of
from asc_desktop.services.errors import ClosedPeriodError, EditRefused, Problem, StoreError
from asc_desktop.services.new_rows import row_name
from asc_desktop.ui.models.edits import CellEdit, Outcome
from asc_desktop.ui.models.pasting import as_new_rows, cell_edits, paste_table, row_texts
from asc_desktop.ui.widgets.table.clipboard import read_tsv, tiled

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView
    from asc_desktop.ui.workspace import Workspace

_TRIED = "Tried before it is pasted"
"""Stands for the reason of a correction that the person is asked for when it is pasted."""
_MOST_ROUNDS = 8
_MOST_TRIED_ALONE = 300
"""How many refused cells are tried one by one."""


class PasteRun:
    """One block on its way into a view's table: read, tried, and stored or not."""

    def __init__(
        self, view: RecordTableView, workspace: Workspace, block: Block, table: PasteTable, chosen: Chosen
    ) -> None:
        self._view = view
        self._block = block
        self._table = table
        self.workspace = workspace
        self.needs_reason = ""
        """Why a reason will be asked for, if it will."""
        self.reading = self._tried(read_block(block, table, chosen))

    @property
    def view(self) -> RecordTableView:
        """The view pasted into."""
        return self._view

    def read_again(self, chosen: Chosen) -> Reading:
        """Read the block as a person chose, and return what it then means."""
        self.reading = self._tried(read_block(self._block, self._table, chosen))
        return self.reading

    def store(self) -> bool:
        """Paste what is good as one change and say so; return whether it was stored."""
        reading = self.reading
        edits, rows = cell_edits(reading), row_texts(reading)
        made: list[str] = []

        def change(reason: str | None) -> bool:
            with workspace.session.together(self._action(), reason=reason):
                if refused := self._view.table.sent(edits):
                    raise EditRefused(refused)
                if rows and self._view.new_rows is not None:
                    made[:] = self._view.new_rows.make(workspace.session, rows, reason)
            return True

        workspace = self.workspace
        if not workspace.attempt_told(change, "Nothing was pasted"):
            return False
        for edit in edits:
            self._view.table.drop_draft(edit.record_id, edit.key)
        if made:
            self._view.select_row(made[0])
        self._view.notice.emit(pasted_words(reading))
        return True

    def _action(self) -> str:
        """Return the words of the change, as undo shows them."""
        cells, rows = len(self.reading.edits), len(self.reading.new_rows)
        table = self._table
        parts = [number_of(cells, "cell")] if cells else []
        if rows:
            parts.append(number_of(rows, table.noun, table.plural))
        return f"Paste {' and '.join(parts)}"

    def _tried(self, reading: Reading) -> Reading:
        """Return a reading with what the rules would refuse of it."""
        self.needs_reason = ""
        workspace = self.workspace
        if workspace.session.read_only or not (reading.edits or reading.new_rows):
            return reading
        reason: str | None = None
        for _ in range(_MOST_ROUNDS):
            try:
                problems = self._problems(workspace, reading, reason)
            except StoreError:
                # What the file refuses is told when it is pasted.
                return reading
            except ClosedPeriodError as error:
                self.needs_reason, reason = str(error), _TRIED
                continue
            if not problems:
                return reading
            reading = with_problems(reading, problems)
        return reading

    def _problems(self, workspace: Workspace, reading: Reading, reason: str | None) -> list[Problem]:
        rows = row_texts(reading)
        with workspace.session.trial(reason=reason):
            problems = self._refused_alone(cell_edits(reading))
            if rows and self._view.new_rows is not None:
                try:
                    self._view.new_rows.make(workspace.session, rows, reason)
                except EditRefused as refused:
                    problems += _of_rows(refused.problems, len(rows))
        return problems

    def _refused_alone(self, edits: Sequence[CellEdit]) -> list[Problem]:
        """Return what is refused of cells, each with its own sentence.

        What is wrong with a row refuses all its cells at once: each is tried again by itself, beside those that were
        taken, since mostly one alone is at fault.
        """
        table = self._view.table
        refused = table.sent(edits)
        cells = {(edit.record_id, edit.key): edit for edit in edits}
        found: list[Problem] = []
        for problem in refused[:_MOST_TRIED_ALONE]:
            edit = cells.get((problem.record_id, problem.key))
            found += table.sent([edit])[:1] if edit is not None else [problem]
        return found + refused[_MOST_TRIED_ALONE:]


class TablePaste:
    """Takes what is on the clipboard into one view."""

    def __init__(self, view: RecordTableView) -> None:
        self._view = view
        self.preview: QDialog | None = None
        """The preview that is open, if one is."""

    def paste(self, rows: list[int], columns: list[int]) -> Outcome:
        """Paste from the first of these rows and columns on; one value fills them."""
        text = QGuiApplication.clipboard().text()
        shown = self._view.shown_columns()
        if not text or not shown:
            return Outcome(0)
        if not rows and self._view.new_rows is None:
            self._view.notice.emit("Select the first cell to paste into, then paste.")
            return Outcome(0)
        model = self._view.table
        block = read_tsv(text)
        data_rows = [at for at in rows if model.row_at(at) is not None]
        if data_rows:
            block = tiled(block, len(data_rows), len(columns))
        first = rows[0] if rows else model.rowCount()
        places = [model.id_at(at) for at in range(first, model.rowCount()) if model.row_at(at) is not None]
        across = shown[shown.index(columns[0]) :] if columns else shown
        return self._begin(block, self._described(across, places), Chosen())

    def paste_as_new_rows(self) -> Outcome:
        """Make new records of the clipboard's rows; those that are known already are changed."""
        text = QGuiApplication.clipboard().text()
        new_rows = self._view.new_rows
        if not text and new_rows is not None:
            self._view.notice.emit(
                f"Nothing has been copied yet. Copy the rows, then paste them as {new_rows.plural}."
            )
        if not text or new_rows is None:
            return Outcome(0)
        table = as_new_rows(self._described(self._view.shown_columns(), []), new_rows)
        return self._begin(read_tsv(text), table, Chosen(as_new=True))

    def _described(self, across: list[int], places: list[str]) -> PasteTable:
        workspace = self._view.workspace
        return paste_table(
            self._view.table,
            shown=self._view.shown_columns(),
            across=across,
            places=places,
            session=workspace.session if workspace is not None else None,
            new_rows=self._view.new_rows,
        )

    def _begin(self, block: Block, table: PasteTable, chosen: Chosen) -> Outcome:
        workspace = self._view.workspace
        if workspace is None or not workspace.may_change():
            return Outcome(0)
        run = PasteRun(self._view, workspace, block, table, chosen)
        if run.reading.is_plain:
            outcome = self._view.table.apply(cell_edits(run.reading), confirms=True)
            if outcome.is_ok and run.reading.confirmed:
                self._view.notice.emit(pasted_words(run.reading))
            return outcome
        self.preview = workspace.dialogs.preview_paste(run, self._view.window())
        self.preview.finished.connect(lambda _: self._forget())
        self.preview.open()
        return Outcome(0)

    def _forget(self) -> None:
        if self.preview is not None:
            self.preview.deleteLater()
            self.preview = None
        self._view.setFocus()


def pasted_words(reading: Reading) -> str:
    """Return what was pasted, and what was not, in a sentence or two."""
    table = reading.table
    same = f", {reading.confirmed:,} of them confirmed unchanged" if reading.confirmed else ""
    is_told = reading.edits or not reading.new_rows
    told = [f"{number_of(len(reading.edits), 'cell')} pasted{same}."] if is_told else []
    if reading.new_rows:
        told.append(f"{number_of(len(reading.new_rows), table.noun, table.plural)} added.")
    return " ".join([*told, *left_words(reading)])


def left_words(reading: Reading) -> list[str]:
    """Return what is not pasted: rows without a place, with their first words, and cells refused or left out."""
    told = []
    made = {row.at for row in reading.new_rows}
    lost = [
        row
        for row in reading.rows
        if row.kind is RowKind.UNPLACED or (row.kind is RowKind.NEW and row.at not in made)
    ]
    if lost:
        words = ", ".join(f"“{row.words}”" for row in lost[:3])
        more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
        told.append(f"{number_of(len(lost), 'row')} not pasted: {words}{more}.")
    lost_at = {row.at for row in lost}
    cells = [cell for row in reading.rows if row.at not in lost_at for cell in row.cells]
    refused = sum(1 for cell in cells if cell.state is CellState.REFUSED)
    left_out = sum(1 for cell in cells if cell.state is CellState.LEFT_OUT)
    if refused:
        told.append(f"{number_of(refused, 'cell')} refused.")
    if left_out:
        told.append(f"{number_of(left_out, 'cell')} left out.")
    return told


def _of_rows(problems: tuple[Problem, ...], count: int) -> list[Problem]:
    """Return problems such that each is of a row: one that names none is of them all."""
    names = {row_name(at) for at in range(count)}
    found = [problem for problem in problems if problem.record_id in names]
    stray = next((problem for problem in problems if problem.record_id not in names), None)
    if stray is not None:
        found += [stray._replace(record_id=name, key="") for name in names]
    return found

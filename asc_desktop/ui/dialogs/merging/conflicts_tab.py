"""The conflicts of a merge: a table to settle them in, the current one in full below it, and a rule for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget

from asc_desktop.domain.merging.conflicts import Choice, Rule
from asc_desktop.domain.records.fields import Field
from asc_desktop.ui.dialogs.merging.conflict_box import ConflictBox
from asc_desktop.ui.dialogs.merging.rows import (
    TAKEN,
    TYPED,
    UNSETTLED,
    ConflictRow,
    conflict_columns,
)
from asc_desktop.ui.models.edits import CellEdit, Option
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.widgets.board import Board
from asc_desktop.ui.widgets.boxes import column_of, row_of, splitter
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.pinned import PinnedColumn
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.widgets.tick import TickBox

_RULES: Final[tuple[tuple[Rule, str], ...]] = (
    ("newest", "Take the &newest"),
    ("ours", "Take &ours"),
    ("theirs", "Take &theirs"),
)
_SIZES: Final = (270, 260)
_LEAST_TABLE: Final = 130


class ConflictsTab(QWidget):
    """What a person has to settle before the merge."""

    settled = Signal(object)
    """Choices by their conflicts' keys: a dictionary."""

    ruled = Signal(str)
    """The rule by which all that is still to settle is settled."""

    reasoned = Signal()
    """Another reason was typed."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[ConflictRow] = []
        self._whose = ""
        self.filter = FilterBox("conflicts")
        self.only = TickBox("Only what is still to settle")
        self.rest_button = QPushButton("Settle the &rest")
        self.rest_button.setProperty("kind", "menu")
        self.rest_button.setAutoDefault(False)
        self.rest_button.setMenu(QMenu(self.rest_button))
        for rule, words in _RULES:
            action = self.rest_button.menu().addAction(words)
            action.triggered.connect(lambda _checked=False, rule=rule: self.ruled.emit(rule))
        self.model = RecordTableModel(
            conflict_columns(), sink=self._edit, choices=_options, own_order=True, parent=self
        )
        self.view = RecordTableView(self.model, "merge-conflicts", workspace=None)
        self.view.setAccessibleName("What was changed on both sides")
        PinnedColumn(self.view)
        self.box = ConflictBox()
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Reason for correcting closed months")
        self.reason.setPlaceholderText("Kept in the history and shown in the next pack")
        self._reason_row = QWidget()
        row_of(
            make_label("Reason for correcting closed months", "field"), (self.reason, 1),
            into=self._reason_row, margins=0, spacing=8,
        )  # fmt: skip
        self._reason_row.hide()
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.filter.follow(self.model)
        self.filter.left_down.connect(self.view.setFocus)
        self.only.toggled.connect(lambda _: self._narrow())
        self.view.current_row_changed.connect(self._show_current)
        self.view.activated_row.connect(lambda _: self.box.focus_choice())
        self.box.settled.connect(lambda key, choice: self.settled.emit({key: choice}))
        self.box.next_asked.connect(self.go_to_next)
        self.reason.textChanged.connect(lambda _: self.reasoned.emit())

    def _lay_out(self) -> None:
        head = row_of(self.filter, self.only, 1, self.rest_button, spacing=10)
        table = QWidget()
        column_of(head, (self.view, 1), into=table, margins=(0, 8, 0, 0), spacing=6)
        self.view.setMinimumHeight(_LEAST_TABLE)
        # A low window scrolls it: what is to be settled is read in full before it is.
        board = Board()
        column_of(splitter((table, 2), (self.box, 1), sizes=_SIZES, down=True), into=board, margins=0)
        column_of((board.scrolling(), 1), self._reason_row, into=self, margins=0, spacing=8)

    # ------------------------------------------------------------------------------------------- what is shown

    def show_rows(self, rows: Sequence[ConflictRow], whose: str) -> None:
        """Show the conflicts as they are settled now; ``whose`` is what the other side is called."""
        is_first = not self._rows
        self._rows, self._whose = list(rows), whose
        unsettled = sum(row.is_open for row in rows)
        self.model.set_rows(rows)
        self.rest_button.setEnabled(unsettled > 0)
        is_begun = any(row.choice is not None for row in rows)
        words = f"Settle the &rest ({unsettled:,})" if is_begun else f"Settle &all ({unsettled:,})"
        self.rest_button.setText(words if unsettled else "Settle the &rest")
        self._reason_row.setVisible(bool(self.corrections))
        if is_first and rows:
            self.view.select_row(rows[0].id, TAKEN)
        self._show_current(self.view.current_row)

    @property
    def corrections(self) -> list[str]:
        """The keys of the conflicts of which a choice corrects a closed month."""
        return [row.id for row in self._rows if row.corrects]

    @property
    def reason_words(self) -> str:
        """The reason that was typed."""
        return " ".join(self.reason.text().split())

    def go_to_next(self) -> None:
        """Go to the next conflict that is still to settle, from the top again after the last."""
        shown = self.model.shown_rows
        current = self.view.current_row
        at = shown.index(current) + 1 if current in shown else 0
        for row in (*shown[at:], *shown[:at]):
            if row.is_open:
                self.view.select_row(row.id, TAKEN)
                self.box.focus_choice()
                return

    def _show_current(self, row: object) -> None:
        current = cast("ConflictRow | None", row)
        more = any(held.is_open and (current is None or held.id != current.id) for held in self._rows)
        self.box.show_row(current, self._whose, more=more)

    def _narrow(self) -> None:
        only = self.only.isChecked()
        self.model.set_predicate((lambda row: row.is_open) if only else None, only or None)

    # ------------------------------------------------------------------------------------------- choosing

    def _edit(self, edits: Sequence[CellEdit]) -> None:
        chosen = {
            edit.record_id: Choice(edit.text)  # type: ignore[arg-type]  # one of those offered
            for edit in edits
            if edit.key == TAKEN and edit.text not in {UNSETTLED, TYPED, ""}
        }
        if chosen:
            self.settled.emit(chosen)


def _options(_field: Field, row: object = None) -> Sequence[Option]:
    return row.offered if isinstance(row, ConflictRow) else ()

"""What belongs to one decision, part by part: a table to type in, and below it the form of the row chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QPushButton, QVBoxLayout, QWidget

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.domain.words import one
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.keys import ADD
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.shared.rows import ReportedRow
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.board import Board
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.card import PADDING
from asc_desktop.ui.widgets.commands import add_keys, offer, press_action
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.form.editors import LongTextEditor
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

LEAST_TABLE = 132
LONG_TEXT = 92


class PartPanel(QWidget):
    """The parts of one kind. A subclass says which, with what columns, and what else can be done with them."""

    record_type: ClassVar[type[Record]]
    attribute: ClassVar[str]
    """Where the report keeps them."""
    add_words: ClassVar[str]
    empty: ClassVar[tuple[str, str]]
    """A heading and a sentence while there are none."""
    form_rows: ClassVar[Sequence[FormRow]]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.decision: DecisionReport | None = None
        noun = self.record_type.noun
        self.model = RecordTableModel(self.columns(), sink=self._apply, choices=workspace.choices)
        self.view = RecordTableView(
            self.model,
            self.record_type.table.replace("_", "-"),
            workspace=workspace,
            row_actions=self._actions_for,
        )
        self.view.setAccessibleName(self.record_type.plural.capitalize())
        self.view.setMinimumHeight(LEAST_TABLE)
        nothing = self.view.set_empty("decisions", *self.empty)
        nothing.add_action(self.add_words, changes=True).clicked.connect(self.add)
        self.form = RecordForm(
            self.record_type,
            self.form_rows,
            workspace=workspace,
            commit=self._apply,
        )
        give_room(self.form)
        self.sentence = make_label("", "muted", wrap=True)
        self.add_button = QPushButton(self.add_words)
        theme_hub().icons.bind(self.add_button, "add")
        set_tip(self.add_button, f"{self.add_words.removesuffix('…')} ({ADD})")
        self.add_button.clicked.connect(self.add)
        self.delete_button = QPushButton("Delete")
        self.delete_button.setAccessibleName(f"Delete {noun}")
        self.delete_button.clicked.connect(self.delete)
        only_to_change(self.add_button, self.delete_button)
        self._buttons: list[QAbstractButton] = [self.add_button, *self.extra_buttons(), self.delete_button]
        self._lay_out()
        self.view.current_row_changed.connect(lambda _: self._show_current())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.refresh_buttons())
        add_keys(self, {ADD: self.add})

    # ------------------------------------------------------------------------------------------ for subclasses

    def columns(self) -> list[Column]:
        """Return the table's columns."""
        raise NotImplementedError

    def extra_buttons(self) -> list[QAbstractButton]:
        """Return buttons between Add and Delete."""
        return []

    def words(self, decision: DecisionReport) -> str:
        """Return a sentence above the table, or nothing."""
        return ""

    def refresh_buttons(self) -> None:
        """Offer what can be done with the rows chosen."""
        rows = self.chosen()
        offer(
            self.delete_button,
            possible=bool(rows),
            tip=f"Delete the selected {self.record_type.plural}",
            why=f"Select {one(self.record_type.noun)} first.",
        )

    # ------------------------------------------------------------------------------------------------ contents

    def show_decision(self, decision: DecisionReport | None) -> None:
        """Show a decision's parts; what is half typed stays."""
        self.decision = decision
        records = self.workspace.records
        parts = getattr(decision, self.attribute) if decision else ()
        self.model.set_rows([ReportedRow(records.get(self.record_type, item.id), item) for item in parts])
        self.model.refresh()
        self.view.hold_row()
        said = self.words(decision) if decision else ""
        self.sentence.setText(said)
        self.sentence.setVisible(bool(said))
        self.delete_button.setVisible(bool(parts))
        self._show_current()
        self.refresh_buttons()

    def chosen(self) -> list[ReportedRow]:
        """Return the rows selected."""
        found = (self.model.find(row_id) for row_id in self.view.selected_row_ids())
        return [row for row in found if row is not None]

    def commit(self) -> None:
        """Save what was typed in the form and not saved yet."""
        self.form.commit_all()

    def add(self) -> None:
        """Ask for a new part of the decision."""
        decision = self.decision
        if decision is None:
            return
        dialog = RecordDialog(
            self.workspace,
            self.record_type,
            values={"decision_id": decision.id},
            fixed=("decision_id",),
            rows=self.form_rows,
            parent=self.window(),
        )
        dialog.accepted.connect(lambda: self._go_to(dialog.record))
        dialog.open()

    def delete(self) -> None:
        """Delete the parts selected; undo brings them back."""
        records: list[Record] = [row.record for row in self.chosen()]
        self.workspace.delete(records, refused=f"The {self.record_type.noun} cannot be deleted")

    # ------------------------------------------------------------------------------------------------ inside

    def _apply(self, edits: list[CellEdit]) -> None:
        self.workspace.apply_cells(self.record_type, edits)

    def _go_to(self, record: Record | None) -> None:
        if record is not None:
            self.view.select_row(record.id)
            self.view.setFocus()

    def _show_current(self) -> None:
        row = self.view.current_row
        self.form.setVisible(row is not None and bool(self.form_rows))
        self.form.set_record(row.record if row is not None else None)

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        return [press_action(button.text(), button, changes=False) for button in self._buttons]

    def _lay_out(self) -> None:
        board = Board()
        head = FlowLayout(spacing=6)
        for button in self._buttons:
            head.addWidget(button)
        layout = QVBoxLayout(board)
        layout.setContentsMargins(PADDING, 10, PADDING, PADDING - 4)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.sentence)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.form, 1)
        column_of(board.scrolling(), into=self, margins=0)


def give_room(form: RecordForm) -> None:
    """Keep a few lines of each long text in sight where the window is low."""
    for key in form.keys:
        if isinstance(form.editor(key), LongTextEditor):
            form.box(key).setMinimumHeight(LONG_TEXT)

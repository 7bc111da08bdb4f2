"""What is done about an exception or a risk: a table to type in, with add, mark done and delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QToolButton, QWidget

from asc_desktop.domain.records.fields import Field
from asc_desktop.domain.words import one_or_number, them
from asc_desktop.services.new_records import Look
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.keys import ADD
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.shared.actions_done import DoneDialog
from asc_desktop.ui.pages.shared.actions_rows import Action, ActionEdits, ActionRow
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.commands import add_keys, offer
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace


class ActionsPanel(QWidget):
    """The actions of one record with their buttons. A subclass says of which, and what else can be done with them."""

    kind: ClassVar[type[Action]]
    parent_key: ClassVar[str]
    """The field that says which record an action is of."""
    noun: ClassVar[tuple[str, str]]
    """What one is called, with its article and without."""
    heading: ClassVar[str]
    table_name: ClassVar[str]
    """What the table's columns are remembered by."""
    icon: ClassVar[str]
    items_key: ClassVar[str] = "actions"
    """What they are called in what the report says of the record."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._parent_id = ""
        self._items: Sequence[Any] = ()
        self._edits = ActionEdits(workspace, self.kind, self.parent_key)
        self.model = RecordTableModel(self.columns(), sink=self._edits.apply, choices=self.choices)
        self.view = RecordTableView(
            self.model, self.table_name, workspace=workspace, row_actions=self._actions_for, own=self.kind
        )
        self.view.new_rows = self.new_rows(looked_at(workspace, lambda: self._parent_id))
        self.view.setAccessibleName(self.heading)
        # With less, a layout gives it this all the same where its width decides, and takes it from the form above.
        self.view.setMinimumHeight(self.view.sizeHint().height())
        a_noun, noun = self.noun
        empty = self.view.set_empty(
            self.icon, f"No {noun}s yet", "Add what is being done, by whom and by when."
        )
        empty.add_action(f"Add {noun}", changes=True).clicked.connect(self.add)
        self.add_button = self.button("Add", "add", self.add)
        self.add_button.setAccessibleName(f"Add {noun}")
        set_tip(self.add_button, f"Add {a_noun} ({ADD})")
        self.done_button = self.button("Mark done…", "tick", self.mark_done)
        self._more = self.more_buttons()
        self.delete_button = QToolButton()
        theme_hub().icons.bind(self.delete_button, "delete", "text_muted")
        self.delete_button.setAccessibleName(f"Delete {noun}")
        self.delete_button.clicked.connect(self.delete)
        only_to_change(self.add_button, self.done_button, self.delete_button)
        self._lay_out()
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.refresh_buttons())
        self.model.arranged.connect(lambda *_: self.refresh_buttons())
        add_keys(self, {ADD: self.add})

    @classmethod
    def items_of(cls, item: Any) -> Sequence[Any]:
        """Return the actions of a reported record, in the report's order."""
        return tuple(getattr(item, cls.items_key))

    # ------------------------------------------------------------------------------------------ for subclasses

    def columns(self) -> list[Column]:
        """Return the table's columns."""
        raise NotImplementedError

    def new_rows(self, look: Look) -> NewRows:
        """Return what rows that are pasted make."""
        raise NotImplementedError

    def choices(self, field: Field, _row: object) -> list[tuple[str, str]]:
        """Return what a field may refer to: ids and words."""
        return self._workspace.choices(field)

    def more_buttons(self) -> list[tuple[str, QPushButton]]:
        """Return buttons between Mark done and Delete, each with its words in the rows' menu."""
        return []

    def button(self, text: str, icon: str, act: object) -> QPushButton:
        """Return a button with an icon that does something."""
        button = QPushButton(text)
        theme_hub().icons.bind(button, icon)
        button.clicked.connect(act)
        return button

    def show_item(self, item: Any) -> None:
        """Show the actions of a reported record, or none; what is half typed stays with its record."""
        self._parent_id = item.id if item is not None else ""
        self._edits.use(self._parent_id)
        self._items = self.items_of(item) if item is not None else ()
        self._list()

    def refresh_buttons(self) -> None:
        """Offer what can be done with the rows selected."""
        rows = self.selected()
        a_noun, noun = self.noun
        offer(
            self.done_button,
            possible=any(not row.record.done_date for row in rows),
            why=f"Select {a_noun} first." if not rows else "It is done already.",
            tip=f"Enter the day on which the selected {noun}s were done",
        )
        offer(
            self.delete_button,
            possible=bool(rows) or self._is_new_selected(),
            why=f"Select {a_noun} first.",
            tip=f"Delete the selected {noun}s",
        )

    def selected(self) -> list[ActionRow]:
        """Return the selected actions that are stored."""
        found = (self.model.find(row_id) for row_id in self.view.selected_row_ids())
        return [row for row in found if row is not None and row.record is not self._edits.pending]

    # ------------------------------------------------------------------------------------------------ actions

    def add(self) -> None:
        """Offer a new row and begin with its words."""
        if not self._parent_id:
            return
        new = self._edits.begin()
        self._list()
        self.view.setFocus()
        self.view.edit_cell(new.id, "action")

    def mark_done(self) -> None:
        """Ask on which day the selected actions were done."""
        pending = [row.record for row in self.selected() if not row.record.done_date]
        if pending:
            dialog = DoneDialog(self._workspace, pending, self._workspace.report.as_at, self)
            dialog.open()

    def delete(self) -> None:
        """Remove the selected actions, and the new row if it is among them."""
        records = [row.record for row in self.selected()]
        if self._is_new_selected():
            self._edits.drop()
            self._list()
        if self._workspace.delete(records):
            count, noun = len(records), self.noun[1]
            what = f"{one_or_number(count, f'the {noun}', noun)}. Undo restores {them(count)}"
            self._workspace.said.emit(f"Deleted {what} back.")

    # ------------------------------------------------------------------------------------------------ inside

    def _is_new_selected(self) -> bool:
        pending = self._edits.pending
        return pending is not None and pending.id in self.view.selected_row_ids()

    def _list(self) -> None:
        records = self._workspace.records
        rows = [
            ActionRow(records.get(self.kind, item.id), item.state, item.days_overdue) for item in self._items
        ]
        if self._edits.pending is not None:
            rows.append(ActionRow(self._edits.pending, "", 0))
        self.model.set_rows(rows)
        self.refresh_buttons()

    def _lay_out(self) -> None:
        buttons = FlowLayout(spacing=6)
        more: list[QAbstractButton] = [button for _, button in self._more]
        for button in (self.add_button, self.done_button, *more, self.delete_button):
            buttons.addWidget(button)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(make_label(self.heading, "card-title"), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(buttons, 1)
        column_of(head, (self.view, 1), into=self, margins=0, spacing=6)

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        offered: list[tuple[str, QAbstractButton]] = [
            ("&Mark done…", self.done_button),
            *self._more,
            ("Delete", self.delete_button),
        ]
        actions = []
        for words, button in offered:
            action = QAction(words)
            action.setEnabled(button.isEnabled())
            set_tip(action, button.toolTip())
            action.triggered.connect(button.click)
            actions.append(action)
        return actions

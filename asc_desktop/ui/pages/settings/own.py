"""The section of the council's own fields: what each is, of which records, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from asc_desktop.domain.records.council import HOLDERS, OwnField
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.own import choices_of, fields_for
from asc_desktop.services import own_fields
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.models.columns import Column, field_column, view_column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.settings.parts import Section
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.table.row_order import RowOrder, place_beside
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

_TABLE_HEIGHT: Final = 260
_ROWS: Final[Sequence[FormRow]] = ("label", ("record_table", "kind"), "choices", "help", "in_pack")


class OwnFieldsSection(Section):
    """One table of every own field, by type of record, with what can be done to one below it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Your own fields")
        self._workspace = workspace
        self.dialog: RecordDialog | None = None
        card = Card(
            "Your own fields",
            (
                "What your council keeps that the program has no field for. Each shows in forms, tables, "
                "filters, history and the report, and in board packs if you choose."
            ),
            margins=False,
        )
        self.model = RecordTableModel(_columns(workspace), sink=self._apply, own_order=True)
        self.view = RecordTableView(
            self.model, "settings-own_field", workspace=workspace, row_actions=self._row_actions
        )
        self.view.setAccessibleName("Your own fields")
        self.view.setMinimumHeight(_TABLE_HEIGHT)
        self.view.set_empty(
            "settings",
            "No fields of your own yet",
            "Add what your council keeps of a project, a risk or any other record. An import makes them too.",
        ).add_action("Add field…", primary=True, changes=True).clicked.connect(self.add)
        card.body.setContentsMargins(6, 0, 6, 10)
        card.body.addWidget(self.view, 1)
        self.buttons = {
            "add": QPushButton("Add field…"),
            "up": QPushButton("Move up"),
            "down": QPushButton("Move down"),
            "retire": QPushButton("Archive"),
            "delete": QPushButton("Delete…"),
        }
        row = QWidget()
        row.setContentsMargins(8, 0, 8, 0)
        flow = FlowLayout(row, spacing=8)
        for button in self.buttons.values():
            flow.addWidget(button)
        card.body.addWidget(row)
        self.body.addWidget(card, 1)
        self._connect()

    def refresh(self) -> None:
        """Show the fields as they now are."""
        records = self._workspace.session.records
        self.model.set_rows(own for kind in HOLDERS for own in fields_for(records, kind.table, retired=True))
        self.model.refresh()
        self._show_buttons()

    def select(self, own_field_id: str) -> None:
        """Go to a field."""
        self.view.select_row(own_field_id)

    def add(self) -> None:
        """Ask for a new field, of the records of the current one."""
        current = self._current
        values = {"record_table": current.record_table} if current is not None else {}
        dialog = RecordDialog(self._workspace, OwnField, values=values, rows=_ROWS, parent=self.window())
        self.dialog = dialog
        dialog.accepted.connect(lambda: self.select(dialog.record.id) if dialog.record else None)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def delete(self) -> None:
        """Delete the current field, after a question that says how many values go with it."""
        own = self._current
        if own is not None:
            goes = own_fields.goes_with(self._workspace.session, own)
            verb = "goes" if goes.startswith("1 ") else "go"
            also = f"{goes} {verb} with it. " if goes else ""
            self._workspace.delete(
                [own],
                f"Delete the field {own.label}?",
                f"{also}To keep what records have in it and hide it, archive it. Undo restores it.",
                "The field cannot be deleted",
            )

    @property
    def _current(self) -> OwnField | None:
        row = self.view.current_row
        return self._workspace.session.records.find(OwnField, row.id) if row is not None else None

    def _connect(self) -> None:
        self.buttons["add"].clicked.connect(self.add)
        self.buttons["up"].clicked.connect(lambda: self._move(-1))
        self.buttons["down"].clicked.connect(lambda: self._move(1))
        self.buttons["retire"].clicked.connect(self._retire)
        self.buttons["delete"].clicked.connect(self.delete)
        RowOrder(self.view, self._siblings, self._put)
        self.view.current_row_changed.connect(lambda _: self._show_buttons())

    def _move(self, by: int) -> None:
        own, session = self._current, self._workspace.session
        if own is not None:
            self._workspace.attempt_told(lambda _: own_fields.move(session, own, by))
            self.select(own.id)

    def _siblings(self, row_id: str) -> list[str]:
        own = self.model.find(row_id)
        return [row.id for row in self.model.rows if own is not None and row.record_table == own.record_table]

    def _put(self, row_id: str, beside: str, after: bool) -> None:
        own, held = self.model.find(row_id), self._siblings(row_id)
        if own is not None:
            by = place_beside(held, row_id, beside, after) - held.index(row_id)
            session = self._workspace.session
            self._workspace.attempt_told(lambda _: own_fields.move(session, own, by))

    def _retire(self) -> None:
        own = self._current
        if own is not None:
            edits = [CellEdit(own.id, "retired", "No" if own.retired else "Yes")]
            self._workspace.attempt_told(
                lambda reason: own_fields.change_fields(self._workspace.session, edits, reason=reason)
            )

    def _apply(self, edits: list[CellEdit]) -> None:
        self._workspace.apply(
            lambda reason: own_fields.change_fields(self._workspace.session, edits, reason=reason)
        )

    def _show_buttons(self) -> None:
        own = self._current
        reasons = dict.fromkeys(self.buttons, "Select a field first." if own is None else "")
        reasons["add"] = ""
        if own is not None:
            self.buttons["retire"].setText("Restore" if own.retired else "Archive")
            held = fields_for(self._workspace.session.records, own.record_table, retired=True)
            if held[:1] == (own,):
                reasons["up"] = "It is the first of its records already."
            if held[-1:] == (own,):
                reasons["down"] = "It is the last of its records already."
        for key, button in self.buttons.items():
            reason = self._workspace.why_closed or reasons[key]
            button.setEnabled(not reason)
            set_tip(button, reason)

    def _row_actions(self, row_ids: list[str]) -> Sequence[QAction]:
        if len(row_ids) != 1:
            return []
        offered = [self.buttons[key] for key in ("up", "down", "retire", "delete")]
        return [
            menu_action(button.text(), button.click, changes=False)
            for button in offered
            if button.isEnabled()
        ]


def _columns(workspace: Workspace) -> list[Column]:
    def count(own: OwnField) -> int | None:
        return own_fields.count_of(workspace.session, own) or None

    return [
        field_column(OwnField, "record_table", editable=True, width=130),
        field_column(OwnField, "label", editable=True, width=190),
        field_column(OwnField, "kind", editable=True, width=96),
        field_column(
            OwnField,
            "choices",
            editable=lambda own: own.kind == "choice",
            row_words=lambda own: ", ".join(choices_of(own)),
            width=170,
        ),
        field_column(OwnField, "help", editable=True, width=190),
        field_column(OwnField, "in_pack", editable=True, width=104),
        view_column(
            "values",
            "Values",
            Kind.INTEGER,
            read=count,
            width=70,
            tooltip="Records that have it filled",
        ),
        field_column(OwnField, "retired", editable=True, width=66),
    ]

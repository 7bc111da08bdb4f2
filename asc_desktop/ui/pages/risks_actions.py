"""The mitigating actions of one risk: a table to type in, with add, mark done and delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from asc_desktop.domain.checks import problems
from asc_desktop.domain.fields import FieldError, Value, fields_of
from asc_desktop.domain.records_assurance import RiskAction
from asc_desktop.domain.views_risks import RiskReport
from asc_desktop.services import editing
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.models.edits import CellEdit, EditRefused, Problem
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.exceptions_done import DoneDialog
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table_view import RecordTableView
from asc_desktop.ui.workspace import Workspace

NEW_ROW: Final = "new"
"""The id of the row in which the next action is typed; it is stored once its words are there."""

LEAST_HEIGHT: Final = 124
_CHIPS = {"Done": "blue", "Overdue": "red", "Open": "grey"}


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as stored, with its state as at the end of the period; an empty state is not yet stored."""

    record: RiskAction
    state: str
    days_overdue: int

    @property
    def id(self) -> str:
        """The action's id."""
        return self.record.id


class ActionsPanel(QWidget):
    """The table of a risk's actions with its buttons."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._risk: RiskReport | None = None
        self._pending: dict[str, RiskAction] = {}
        self._model = RecordTableModel(_columns(), sink=self._apply)
        self.view = RecordTableView(
            self._model, "risk-actions", memory=workspace.memory, row_actions=self._actions_for
        )
        self.view.setAccessibleName("Mitigating actions")
        self.view.setMinimumHeight(LEAST_HEIGHT)
        empty = self.view.set_empty("risks", "No actions yet", "Say what is being done, by whom and by when.")
        empty.add_action("Add action").clicked.connect(self.add)
        self.add_button = self._button("Add", "add", self.add)
        self.add_button.setAccessibleName("Add action")
        self.add_button.setToolTip("Add an action (Ctrl++)")
        self.done_button = self._button("Mark done…", "tick", self.mark_done)
        self.delete_button = QToolButton()
        theme_hub().icons.bind(self.delete_button, "delete", "text_muted")
        self.delete_button.setAccessibleName("Delete action")
        self.delete_button.clicked.connect(self.delete)
        self._lay_out()
        self.view.selectionModel().selectionChanged.connect(self._refresh_buttons)
        self._model.arranged.connect(self._refresh_buttons)
        self.view.notice.connect(workspace.said)
        insert = QShortcut(QKeySequence("Ctrl++"), self)
        insert.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        insert.activated.connect(self.add)

    def show_risk(self, risk: RiskReport | None) -> None:
        """Show the actions of a risk; what is half typed of a new one is kept with its risk."""
        before = self._risk.id if self._risk else ""
        if (
            before != (risk.id if risk else "")
            and before in self._pending
            and is_blank(self._pending[before])
        ):
            del self._pending[before]
        self._risk = risk
        self.view.set_near(self._workspace.period)
        self._list()

    def add(self) -> None:
        """Offer a new row and begin with its words."""
        if self._risk is None:
            return
        self._pending.setdefault(self._risk.id, RiskAction(id=NEW_ROW, risk_id=self._risk.id))
        self._list()
        self.view.setFocus()
        self.view.edit_cell(NEW_ROW, "action")

    def mark_done(self) -> None:
        """Ask on which day the selected actions were done."""
        pending = [row.record for row in self._selected() if not row.record.done_date]
        if pending:
            dialog = DoneDialog(self._workspace, pending, self._workspace.report.as_at, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def delete(self) -> None:
        """Remove the selected actions, and the new row if it is among them."""
        ids = self.view.selected_row_ids()
        records = [row.record for row in self._selected()]
        if NEW_ROW in ids and self._risk is not None:
            self._pending.pop(self._risk.id, None)
            self._list()
        if records:
            session = self._workspace.session
            self._workspace.attempt_told(
                lambda reason: editing.delete_records(session, records, reason=reason)
            )

    # ------------------------------------------------------------------------------------------------ inside

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        stored = [(edit.record_id, edit.key, edit.text) for edit in edits if edit.record_id != NEW_ROW]
        typed = [edit for edit in edits if edit.record_id == NEW_ROW]
        if stored:
            self._workspace.apply_cells(RiskAction, stored)
        if typed and self._risk is not None:
            self._apply_new(self._risk.id, typed)

    def _apply_new(self, risk_id: str, edits: Sequence[CellEdit]) -> None:
        """Keep what was typed of a new action, and store it once its words are there."""
        record = self._pending.get(risk_id) or RiskAction(id=NEW_ROW, risk_id=risk_id)
        refused: list[Problem] = []
        for edit in edits:
            try:
                value = editing.parse_cell(self._workspace.session, record, edit.key, edit.text)
            except FieldError as error:
                refused.append(Problem(NEW_ROW, edit.key, error.sentence))
            else:
                record = replace(record, **cast("dict[str, Any]", {edit.key: value}))
        # Until it has words it is checked as if it had some, so that each slip is told at its own cell.
        checked = replace(record, action=record.action or "…")
        refused += [
            Problem(NEW_ROW, problem.key, problem.sentence)
            for problem in problems(checked, self._workspace.records)
        ]
        if refused:
            raise EditRefused(refused)
        self._pending[risk_id] = record
        if record.action:
            self._store(risk_id, values_of(record))

    def _store(self, risk_id: str, values: Mapping[str, Value]) -> None:
        session = self._workspace.session
        # Taken away first: the page is shown anew while it is stored, and must not show it twice.
        typed = self._pending.pop(risk_id)
        added = None
        try:
            added = self._workspace.attempt(
                lambda reason: editing.new_record(session, RiskAction, values, reason=reason)
            )
        finally:
            if added is None:
                self._pending[risk_id] = typed

    def _list(self) -> None:
        records = self._workspace.records
        rows = [
            ActionRow(records.get(RiskAction, item.id), item.state, item.days_overdue)
            for item in (self._risk.actions if self._risk else ())
        ]
        if self._risk is not None and self._risk.id in self._pending:
            rows.append(ActionRow(self._pending[self._risk.id], "", 0))
        self._model.set_rows(rows)
        self._refresh_buttons()

    def _lay_out(self) -> None:
        buttons = FlowLayout(spacing=6)
        for button in (self.add_button, self.done_button, self.delete_button):
            buttons.addWidget(button)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(make_label("Mitigating actions", "card-title"), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(buttons, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)

    def _button(self, text: str, icon: str, act: object) -> QPushButton:
        button = QPushButton(text)
        theme_hub().icons.bind(button, icon)
        button.clicked.connect(act)
        return button

    def _refresh_buttons(self, *_: object) -> None:
        rows = self._selected()
        _enable(
            self.done_button,
            enabled=any(not row.record.done_date for row in rows),
            why="Select an action first." if not rows else "It is done already.",
            tip="Say on which day the selected actions were done",
        )
        _enable(
            self.delete_button,
            enabled=bool(rows) or NEW_ROW in self.view.selected_row_ids(),
            why="Select an action first.",
            tip="Delete the selected actions",
        )

    def _selected(self) -> list[ActionRow]:
        """Return the selected actions that are stored."""
        found = (self._model.find(row_id) for row_id in self.view.selected_row_ids() if row_id != NEW_ROW)
        return [row for row in found if row is not None]

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        actions = []
        for words, button in (("&Mark done…", self.done_button), ("Delete", self.delete_button)):
            action = QAction(words)
            action.setEnabled(button.isEnabled())
            action.setToolTip(button.toolTip())
            action.triggered.connect(button.click)
            actions.append(action)
        return actions


def values_of(record: RiskAction, but: Sequence[str] = ()) -> dict[str, Value]:
    """Return what is filled in of an action, by field, without some fields."""
    return {
        field.key: getattr(record, field.key)
        for field in fields_of(RiskAction)
        if field.key not in but and getattr(record, field.key) not in {None, ""}
    }


def is_blank(record: RiskAction) -> bool:
    """Return whether nothing was typed into an action yet."""
    return not values_of(record, but=("risk_id",))


def _columns() -> list[Column]:
    return [
        _column("action", width=226, hint=lambda row: str(row.record.action or "")),
        view_column("state", "State", chip=_state_chip, width=146),
        _column("owner", width=150),
        _column("due_date", width=104),
        _column("done_date", width=104),
    ]


def _column(key: str, **more: Any) -> Column:
    return field_column(RiskAction, key, read=lambda row: getattr(row.record, key), editable=True, **more)


def _state_chip(row: ActionRow) -> Chip:
    if not row.state:
        return Chip("New", "grey", "none")
    words = row.state
    if row.days_overdue:
        words = f"Overdue {row.days_overdue} day{'' if row.days_overdue == 1 else 's'}"
    return Chip(words, _CHIPS[row.state], None if row.state != "Open" else "dash")


def _enable(button: QAbstractButton, *, enabled: bool, why: str, tip: str) -> None:
    """Offer a button, or say in its tooltip why it is not to be had now."""
    button.setEnabled(enabled)
    button.setToolTip(tip if enabled else why)
    button.setAccessibleDescription(button.toolTip())

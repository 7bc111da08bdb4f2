"""What the sections of the settings are made of: a form that says what it does, and a table of things in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from asc_desktop.domain.records.delivery import Portfolio
from asc_desktop.services.settings import change_settings, effect_of, portfolio_of
from asc_desktop.services.structure import Ordered, siblings
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.shared.structure_actions import StructureActions
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import scroll
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.table.row_order import RowOrder, place_beside
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

FORM_WIDTH = 720
PAUSE_MS = 300
"""How long nobody types before the effect is worked out again."""


class Section(QScrollArea):
    """One section, which scrolls where it is higher than the page."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.body = column_of(into=inner, margins=(0, 0, 4, 4), spacing=12)
        scroll(self, inner)

    def refresh(self) -> None:
        """Show the records as they now are."""
        raise NotImplementedError

    def commit(self) -> None:
        """Save what is still being typed."""


class SettingsCard(Card):
    """Some of the portfolio's settings, and what they do to the report that is being looked at."""

    def __init__(
        self, workspace: Workspace, title: str, subtitle: str, rows: Sequence[FormRow], effect: str = ""
    ) -> None:
        super().__init__(title, subtitle)
        self._workspace = workspace
        self._key = effect
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.show_effect)
        self.form = RecordForm(Portfolio, rows, workspace=workspace, commit=self._commit, show_help=True)
        self.form.changed.connect(lambda _: self._pause.start())
        self.form.committed.connect(lambda _: self.show_effect())
        self.effect = Callout("", "info")
        self.body.addWidget(self.form)
        self.body.addWidget(self.effect)
        self.effect.setVisible(bool(effect))
        self.setMaximumWidth(FORM_WIDTH)

    def refresh(self) -> None:
        """Show the settings as they now are; what is half typed stays."""
        session = self._workspace.session
        self.form.set_record(portfolio_of(session))
        self.show_effect()

    def show_effect(self) -> None:
        """Say what the settings do, and would do as they are typed."""
        self._pause.stop()
        if not self._key:
            return
        if self._workspace.is_empty:
            self.effect.set_message("What this does shows here once there is a programme with projects.")
            return
        report = self._workspace.report
        unread = self.form.check()
        if unread:
            self.effect.set_message(next(iter(unread.values())), "warning")
            return
        session, new = self._workspace.session, self.form.draft_record()
        is_typed = new != portfolio_of(session)
        heading = f"{report.programme}, {'if this is kept' if is_typed else 'as it is now'}"
        self.effect.set_message(effect_of(session, report, self._key, new), "info", heading)

    def _commit(self, edits: list[CellEdit]) -> None:
        self._workspace.apply(lambda _: change_settings(self._workspace.session, edits))


class OrderedCard(Card):
    """Records in a person's own order, edited in their cells; added, moved, retired, merged and deleted."""

    _WORDS = (
        ("add", "Add {noun}…"),
        ("up", "Move up"),
        ("down", "Move down"),
        ("retire", "Archive"),
        ("merge", "Merge into…"),
        ("delete", "Delete…"),
    )

    def __init__(
        self,
        workspace: Workspace,
        kind: type[Ordered],
        actions: StructureActions,
        title: str,
        subtitle: str,
        columns: Sequence[Column],
    ) -> None:
        super().__init__(title, subtitle, margins=False)
        self._workspace = workspace
        self._kind = kind
        self._actions = actions
        self.model = RecordTableModel(
            columns, sink=lambda edits: workspace.apply_cells(kind, edits), own_order=True
        )
        self.view = RecordTableView(
            self.model, f"settings-{kind.table}", workspace=workspace, row_actions=self._row_actions
        )
        self.view.setAccessibleName(title)
        self.body.setContentsMargins(6, 0, 6, 10)
        self.body.addWidget(self.view, 1)
        self.buttons: dict[str, QPushButton] = {}
        self._row = QWidget()
        self._row.setContentsMargins(8, 0, 8, 0)
        self._flow = FlowLayout(self._row, spacing=8)
        for key, words in self._WORDS:
            self.buttons[key] = QPushButton(words.format(noun=kind.noun))
            self._flow.addWidget(self.buttons[key])
        self.body.addWidget(self._row)
        self._connect()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these records, in their order."""
        self.model.set_rows(rows)
        self.model.refresh()
        self.show_buttons()

    def show_buttons(self) -> None:
        """Offer what the current row can do, and say why not where it cannot."""
        row = self.view.current_row
        reasons = dict.fromkeys(self.buttons, f"Select a {self._kind.noun} first." if row is None else "")
        reasons["add"] = ""
        if row is not None:
            self.buttons["retire"].setText("Restore" if row.retired else "Archive")
            held = [item.id for item in siblings(self._workspace.session, row)]
            if held[:1] == [row.id]:
                reasons["up"] = "It is the first already."
            if held[-1:] == [row.id]:
                reasons["down"] = "It is the last already."
        for key, button in self.buttons.items():
            reason = self._workspace.why_closed or reasons[key]
            button.setEnabled(not reason)
            set_tip(button, reason)

    def _connect(self) -> None:
        actions = self._actions
        self.buttons["add"].clicked.connect(lambda: actions.new(self._kind))
        for key, change in (
            ("up", lambda record_id: actions.move(record_id, -1)),
            ("down", lambda record_id: actions.move(record_id, 1)),
            ("retire", actions.retire),
            ("merge", actions.merge),
            ("delete", actions.delete),
        ):
            self.buttons[key].clicked.connect(lambda _=False, change=change: self._with_current(change))
        RowOrder(self.view, self._siblings, self._put)
        self.view.current_row_changed.connect(lambda _: self.show_buttons())

    def _siblings(self, row_id: str) -> list[str]:
        row = self.model.find(row_id)
        return [item.id for item in siblings(self._workspace.session, row)] if row is not None else []

    def _put(self, row_id: str, beside: str, after: bool) -> None:
        self._actions.move_to(row_id, place_beside(self._siblings(row_id), row_id, beside, after))

    def _with_current(self, change: Callable[[str], None]) -> None:
        row = self.view.current_row
        if row is not None:
            change(row.id)
            self.view.select_row(row.id)

    def _row_actions(self, row_ids: list[str]) -> Sequence[QAction]:
        found = []
        for key in ("up", "down", "retire", "merge", "delete"):
            button = self.buttons[key]
            if button.isEnabled() and len(row_ids) == 1:
                found.append(menu_action(button.text(), button.click, changes=False))
        return found

"""The delivery status scheme and the limits of the computed colours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from asc_desktop.domain.fields import Kind
from asc_desktop.domain.records import DeliveryStatus, Portfolio, StatusUpdate
from asc_desktop.services.structure import in_order
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.structure_actions import StructureActions
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.record_form import Heading, RecordForm
from asc_desktop.ui.widgets.table_view import RecordTableView
from asc_desktop.ui.workspace import Workspace


class SchemeView(QScrollArea):
    """The statuses that a person may report, and how much slippage is green or amber."""

    def __init__(self, workspace: Workspace, actions: StructureActions) -> None:
        super().__init__()
        self._workspace = workspace
        self._actions = actions
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inner = QWidget()
        inner.setAutoFillBackground(False)
        self.setWidget(inner)
        self.model = RecordTableModel(
            self._columns(), sink=lambda edits: workspace.apply_cells(DeliveryStatus, edits)
        )
        self.view = RecordTableView(
            self.model, "delivery-statuses", memory=workspace.memory, row_actions=self._row_actions
        )
        self.view.setMinimumHeight(250)
        statuses = Card(
            "Delivery status scheme",
            "What a person reports of a project. Type in a cell to change it; colour, letter and shape "
            "go together in tables, charts and packs.",
            margins=False,
        )
        statuses.body.setContentsMargins(6, 0, 6, 10)
        statuses.body.addWidget(self.view, 1)
        self.buttons: dict[str, QPushButton] = {}
        row = QWidget()
        flow = FlowLayout(row, spacing=8)
        for key, words in (
            ("add", "Add status…"),
            ("up", "Move up"),
            ("down", "Move down"),
            ("retire", "Retire"),
            ("merge", "Merge into…"),
            ("delete", "Delete…"),
        ):
            self.buttons[key] = QPushButton(words)
            flow.addWidget(self.buttons[key])
        row.setContentsMargins(8, 0, 8, 0)
        statuses.body.addWidget(row)
        self._connect()

        self.form = RecordForm(
            Portfolio,
            [
                "name",
                "organisation",
                Heading("Savings: shortfall of what is to find"),
                "green_shortfall_percent",
                "amber_shortfall_percent",
                Heading("Milestones: after the baseline date"),
                "green_slip_days",
                "amber_slip_days",
            ],
            commit=lambda edits: workspace.apply_cells(Portfolio, edits),
        )
        limits = Card(
            "Portfolio and limits",
            "The limits decide the colours that are computed. They never overrule the reported status.",
        )
        limits.body.addWidget(self.form)
        self._words = make_label("", "muted", wrap=True)
        limits.body.addWidget(self._words)
        limits.body.addStretch(1)
        limits.setMaximumWidth(460)
        limits.setMinimumWidth(300)
        layout = QHBoxLayout(inner)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(12)
        layout.addWidget(statuses, 1)
        side = QVBoxLayout()
        side.addWidget(limits)
        side.addStretch(1)
        layout.addLayout(side)
        inner.setMinimumWidth(780)

    def refresh(self) -> None:
        """Show the scheme and the limits as they now are."""
        self.model.set_rows(in_order(self._workspace.session, DeliveryStatus))
        portfolio = self._workspace.records.find(Portfolio, "portfolio")
        read_only = self._workspace.session.read_only
        self.form.set_record(portfolio, read_only=read_only)
        if portfolio is not None:
            savings = (portfolio.green_shortfall_percent, portfolio.amber_shortfall_percent)
            slip = (portfolio.green_slip_days, portfolio.amber_slip_days)
            self._words.setText(
                f"Now: a forecast up to {savings[0]}% short is green, up to {savings[1]}% amber, more is red. "
                f"A milestone up to {slip[0]} days late is green, up to {slip[1]} amber, more is red. "
                "An overdue mitigation is at least amber."
            )
        self._show_buttons()

    def commit(self) -> None:
        """Save what is still being typed."""
        self.form.commit_all()

    def _columns(self) -> list[Column]:
        records = self._workspace.records

        def chip(row: DeliveryStatus) -> Chip:
            return Chip(row.name, row.rag, row.shape, dimmed=bool(row.retired))  # type: ignore[arg-type]

        def used(row: DeliveryStatus) -> int | None:
            return len(records.of(StatusUpdate, "status_id", row.id)) or None

        return [
            view_column("shown", "Shown as", read=lambda row: row.name, chip=chip, width=184),
            field_column(DeliveryStatus, "name", editable=True, width=140),
            field_column(DeliveryStatus, "rag", editable=True, width=80),
            field_column(DeliveryStatus, "letter", editable=True, width=58),
            field_column(DeliveryStatus, "shape", editable=True, width=84),
            field_column(DeliveryStatus, "closed", label="Closes", editable=True, width=62),
            view_column(
                "used", "Reported", Kind.INTEGER, read=used, width=78, tooltip="Status updates that report it"
            ),
            field_column(DeliveryStatus, "retired", editable=True, width=66),
        ]

    def _connect(self) -> None:
        actions = self._actions
        self.buttons["add"].clicked.connect(lambda: actions.new(DeliveryStatus))
        for key, change in (
            ("up", lambda record_id: actions.move(record_id, -1)),
            ("down", lambda record_id: actions.move(record_id, 1)),
            ("retire", actions.retire),
            ("merge", actions.merge),
            ("delete", actions.delete),
        ):
            self.buttons[key].clicked.connect(lambda _=False, change=change: self._with_current(change))
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(
                lambda by=by: self._with_current(lambda record_id: actions.move(record_id, by))
            )
        self.view.current_row_changed.connect(lambda _: self._show_buttons())

    def _with_current(self, change: object) -> None:
        row = self.view.current_row
        if row is not None and callable(change):
            change(row.id)
            self.view.select_row(row.id)

    def _row_actions(self, row_ids: list[str]) -> Sequence[QAction]:
        found = []
        for key in ("up", "down", "retire", "merge", "delete"):
            button = self.buttons[key]
            if button.isEnabled() and len(row_ids) == 1:
                action = QAction(button.text(), self)
                action.triggered.connect(button.click)
                found.append(action)
        return found

    def _show_buttons(self) -> None:
        row = self.view.current_row
        read_only = self._workspace.session.read_only
        held = [item.id for item in self.model.rows]
        reasons = dict.fromkeys(self.buttons, "Select a status first." if row is None else "")
        reasons["add"] = ""
        if row is not None:
            self.buttons["retire"].setText("Bring back" if row.retired else "Retire")
            if held and held[0] == row.id:
                reasons["up"] = "It is the first already."
            if held and held[-1] == row.id:
                reasons["down"] = "It is the last already."
        for key, button in self.buttons.items():
            reason = "The file is open read-only." if read_only else reasons[key]
            button.setEnabled(not reason)
            button.setToolTip(reason)

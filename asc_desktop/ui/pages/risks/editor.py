"""One risk: its score for the period, its actions, its form and its earlier scores. Fields save when they are left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout, QWidget

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.assurance import Risk
from asc_desktop.domain.report.views_risks import RiskReport
from asc_desktop.services import editing
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.risks.actions import RiskActionsPanel
from asc_desktop.ui.pages.risks.score import ScoreHistory, ScorePanel
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.board import Board
from asc_desktop.ui.widgets.card import PADDING, Card
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.record_form import FormRow, RecordForm
from asc_desktop.ui.workspace import Workspace

FORM_ROWS: Final[tuple[FormRow, ...]] = (
    "description",
    ("ref", "category", "owner"),
    ("theme_id", "project_id"),
    ("inherent_likelihood", "inherent_impact", "target_likelihood", "target_impact"),
    ("raised_period", "closed_period"),
    "source",
)


class RiskEditor(Card):
    """The risk that is chosen in the register; a sentence while none is."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(" ", margins=False)
        self._workspace = workspace
        self.risk: RiskReport | None = None
        self.form = RecordForm(
            Risk, FORM_ROWS, choices=workspace.choices, commit=self._commit, near=workspace.period
        )
        self.score = ScorePanel(workspace)
        self.actions_panel = RiskActionsPanel(workspace)
        self.history = ScoreHistory(workspace)
        self.project_button = QPushButton("Open project")
        self.project_button.setProperty("kind", "quiet")
        self.project_button.clicked.connect(self.open_project)
        self.close_button = QPushButton("Close risk")
        self.close_button.clicked.connect(self.close_or_reopen)
        self.delete_button = QToolButton()
        theme_hub().icons.bind(self.delete_button, "delete", "text_muted")
        self.delete_button.setAccessibleName("Delete the risk")
        set_tip(self.delete_button, "Delete the risk with its scores and actions")
        self.delete_button.clicked.connect(self.delete)
        only_to_change(self.close_button, self.delete_button)
        self._facts = make_label("", "muted", wrap=True)
        self._nothing = EmptyState(
            "risks", "No risk chosen", "Choose one in the register to see and edit it."
        )
        for widget in (self.project_button, self.close_button, self.delete_button):
            self.add_header_widget(widget)
        self._content = self._lay_out()
        self.show_risk(None)

    def show_risk(self, risk: RiskReport | None) -> None:
        """Show a risk, or that none is chosen; what is half typed in it stays."""
        self.risk = risk
        shown = risk is not None
        self._nothing.setVisible(not shown)
        self._content.setVisible(shown)
        self.close_button.setVisible(shown)
        self.delete_button.setVisible(shown)
        self.project_button.setVisible(bool(risk and risk.project_id))
        self.form.set_record(self._workspace.records.find(Risk, risk.id if risk else ""))
        self.score.show_risk(risk)
        self.actions_panel.show_risk(risk)
        self.history.show_risk(risk)
        if risk is None:
            self.set_title("Risk")
            return
        self.set_title(f"{risk.ref} {risk.description}")
        self._facts.setText(_facts(risk))
        self.close_button.setText("Close risk" if risk.open else "Reopen")
        set_tip(
            self.close_button,
            f"Close it in {period_label(self._workspace.period)}" if risk.open else "Take its closing back",
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the score."""
        super().focusInEvent(event)
        self.score.likelihood.focus_current()

    def actions_of(self) -> list[QAction]:
        """Return what can be done with the risk, for the register's menu."""
        offered = [(self.close_button.text(), self.close_button), ("Delete…", self.delete_button)]
        if self.risk is not None and self.risk.project_id:
            offered.insert(0, ("Open &project", self.project_button))
        actions = []
        for words, button in offered:
            action = QAction(words)
            action.triggered.connect(button.click)
            if button is not self.project_button:
                only_to_change(action)
            actions.append(action)
        return actions

    # ------------------------------------------------------------------------------------------------ actions

    def open_project(self) -> None:
        """Go to the project that the risk is linked to."""
        if self.risk is not None and self.risk.project_id:
            self._workspace.navigate.emit("projects", {"project_id": self.risk.project_id})

    def close_or_reopen(self) -> None:
        """Close the risk in this period, after a question where actions are open; or take that back."""
        risk = self.risk
        if risk is None:
            return
        left = sum(1 for action in risk.actions if action.state != "Done")
        if risk.open and left:
            words = "One action is" if left == 1 else f"{left} actions are"
            if not self._workspace.asker.confirm(
                "Close this risk?", f"{words} not done yet. What is not done stays as it is.", "Close risk"
            ):
                return
        edits = [(risk.id, "closed_period", self._workspace.period if risk.open else "")]
        session = self._workspace.session
        self._workspace.attempt_told(
            lambda reason: editing.apply_cells(session, Risk, edits, reason=reason),
            "The risk was not closed" if risk.open else "The risk was not reopened",
        )

    def delete(self) -> None:
        """Delete the risk with its scores and actions, after a question."""
        record = self._workspace.records.find(Risk, self.risk.id if self.risk else "")
        if record is None:
            return
        if self._workspace.asker.confirm(
            "Delete this risk?",
            f"{record.ref} goes with its scores and actions. A risk that is over is better closed. "
            "Undo brings it back.",
            "Delete",
        ):
            session = self._workspace.session
            self._workspace.attempt_told(
                lambda reason: editing.delete_records(session, [record], reason=reason),
                "The risk cannot be deleted",
            )

    # ------------------------------------------------------------------------------------------------ inside

    def _commit(self, edits: list[CellEdit]) -> None:
        self._workspace.apply_cells(Risk, edits)

    def _lay_out(self) -> QWidget:
        board = Board()
        layout = QVBoxLayout(board)
        layout.setContentsMargins(PADDING, 0, PADDING, PADDING - 4)
        layout.setSpacing(12)
        layout.addWidget(self._facts)
        layout.addWidget(self.score)
        layout.addWidget(self.actions_panel, 1)
        layout.addWidget(self.form)
        layout.addWidget(self.history)
        area = board.scrolling()
        self.body.addWidget(area, 1)
        self.body.addWidget(self._nothing, 1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area


def _facts(risk: RiskReport) -> str:
    parts = [risk.category, f"raised {period_label(risk.raised_period)}"]
    if risk.closed_period:
        parts.append(f"closed {period_label(risk.closed_period)}")
    if risk.linked:
        parts.insert(1, risk.linked)
    if risk.owner:
        parts.append(f"owner {risk.owner}")
    return "; ".join(parts)

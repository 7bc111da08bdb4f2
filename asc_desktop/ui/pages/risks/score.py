"""The score of one risk for the period: likelihood and impact to press, a comment, and the scores before it."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.assurance import RiskScore
from asc_desktop.domain.records.fields import Kind, Record, Value
from asc_desktop.domain.report.views_risks import RiskReport
from asc_desktop.domain.rules.risks import SCALE
from asc_desktop.domain.words import one_or_number
from asc_desktop.services import risks
from asc_desktop.services.errors import EditRefused
from asc_desktop.ui.models.columns import Chip, view_column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.risks.columns import level_chip, movement_words, rating_chip
from asc_desktop.ui.pages.shared.rows import ReportedRow, kept_column
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.form.auto_save import AutoSaveText
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.widgets.status_chip import StatusChip
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

STEPS: Final = [(str(step), str(step)) for step in SCALE]
LEAST_HISTORY: Final = 120


class ScorePanel(QWidget):
    """What a risk is scored for the period. A press stores it; the first one of a period carries the rest forward."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._risk: RiskReport | None = None
        self._heading = make_label("", "card-title")
        self._chip = StatusChip("")
        self._movement = make_label("", "")
        self._about = make_label("", "muted", wrap=True)
        self._problem = make_label("", "negative", wrap=True)
        self._problem.hide()
        self.likelihood = SegmentedControl(STEPS, name="Likelihood")
        self.impact = SegmentedControl(STEPS, name="Impact")
        self.likelihood.chosen.connect(lambda step: self._report(likelihood=int(step)))
        self.impact.chosen.connect(lambda step: self._report(impact=int(step)))
        self.confirm = QPushButton("Confirm unchanged")
        self.confirm.setProperty("kind", "quiet")
        set_tip(self.confirm, "Repeat the last score for this month")
        self.confirm.clicked.connect(self.confirm_unchanged)
        self.comment = AutoSaveText("Comment on the score", lines=1, most=6)
        self.comment.committed.connect(lambda words: self._report(comment=words or None))
        only_to_change(self.likelihood, self.impact, self.confirm)
        self._lay_out()

    def show_risk(self, risk: RiskReport | None) -> None:
        """Show the score in force of a risk; a comment that is half typed stays."""
        changed = (risk.id if risk else "") != (self._risk.id if self._risk else "")
        self._risk = risk
        if risk is None:
            return
        report = self._workspace.report
        self._heading.setText(f"Score for {report.period_label}")
        chip = level_chip(risk)
        self._chip.set_status(chip.text, chip.rag, chip.shape)  # type: ignore[arg-type] # levels' colours are roles
        self._movement.setText(movement_words(risk.movement))
        _set_role(self._movement, "negative" if risk.movement == "worsening" else "")
        self.likelihood.set_current(str(risk.current.likelihood) if risk.current else "")
        self.impact.set_current(str(risk.current.impact) if risk.current else "")
        self._about.setText(_about(risk))
        self.confirm.setVisible(risk.open and not risk.scored_now and risk.current is not None)
        self.comment.show_value(risk.comment if risk.scored_now else "", owner=f"{risk.id}:{report.period}")
        for widget in (self.likelihood, self.impact, self.comment):
            widget.setEnabled(risk.open)
            set_tip(widget, "" if risk.open else "It is closed. Reopen it to score it.")
        if changed:
            self._say("")

    def confirm_unchanged(self) -> None:
        """Score the risk for the period as it was."""
        self._report()

    def _report(self, **values: Value) -> None:
        risk, workspace = self._risk, self._workspace
        if risk is None:
            return

        def change(reason: str | None) -> None:
            risks.report_scores(workspace.session, {risk.id: values}, workspace.period, reason=reason)

        try:
            workspace.apply(change)
        except EditRefused as refused:
            if "comment" in values:
                self.comment.show_problem(str(refused))
            else:
                self._say(str(refused))
                self.show_risk(risk)
            return
        self._say("")
        if "comment" in values:
            self.comment.settle()
        self.show_risk(self._risk)

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        head = row_of(self._heading, spacing=10)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._movement, 1)
        pickers = QGridLayout()
        pickers.setHorizontalSpacing(14)
        pickers.setVerticalSpacing(3)
        for column, (words, control) in enumerate((("Likelihood", self.likelihood), ("Impact", self.impact))):
            pickers.addWidget(make_label(words, "field"), 0, column)
            pickers.addWidget(control, 1, column)
        pickers.setColumnStretch(2, 1)
        below = row_of((self._about, 1), self.confirm)
        comment = make_label("Comment", "field")
        comment.setBuddy(self.comment.editor)
        column_of(head, pickers, self._problem, below, comment, self.comment, into=self, margins=0, spacing=6)


class ScoreHistory(QWidget):
    """Every score of a risk up to the period, the newest first. Those of closed periods are corrected with a reason."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._model = RecordTableModel(_columns(), sink=self._apply)
        self.view = RecordTableView(
            self._model, "risk-scores", workspace=workspace, row_actions=self._actions_for
        )
        self.view.setAccessibleName("Scores by month")
        self.view.setMinimumHeight(LEAST_HISTORY)
        self.view.set_empty("history", "Not scored yet", "Press a likelihood and an impact above.")
        column_of(make_label("Scores by month", "card-title"), self.view, into=self, margins=0, spacing=6)

    def show_risk(self, risk: RiskReport | None) -> None:
        """Show a risk's scores."""
        records = self._workspace.records
        history = reversed(risk.history) if risk else ()
        self._model.set_rows([ReportedRow(records.get(RiskScore, item.id), item.rating) for item in history])

    def delete(self, scores: list[Record]) -> None:
        """Remove scores; the ones before are then in force."""
        self._workspace.delete(scores, refused="The score cannot be deleted")

    def _apply(self, edits: list[CellEdit]) -> None:
        self._workspace.apply_cells(RiskScore, edits)

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        scores: list[Record] = [row.record for row_id in row_ids if (row := self._model.find(row_id))]
        if not scores:
            return []
        action = QAction(f"Delete {one_or_number(len(scores), 'the score', 'score')}")
        action.triggered.connect(lambda: self.delete(scores))
        only_to_change(action)
        return [action]


def _columns() -> list[Any]:
    return [
        kept_column(RiskScore, "period", editable=False, width=104),
        kept_column(RiskScore, "likelihood", width=80),
        kept_column(RiskScore, "impact", width=64),
        view_column("score", "Score", Kind.INTEGER, read=lambda row: row.report.score, chip=_chip, width=120),
        kept_column(RiskScore, "comment", width=180),
    ]


def _chip(row: ReportedRow) -> Chip:
    return rating_chip(row.report.level, f"{row.report.score} {row.report.level_label}")


def _about(risk: RiskReport) -> str:
    """Return where the score comes from, and how it stands to the target."""
    parts = []
    if risk.current is None:
        parts.append("Not scored yet: starts from the inherent score")
    elif not risk.scored_now:
        parts.append(f"Repeated from {period_label(risk.scored_period)}")
    if risk.target is not None and risk.score is not None:
        words = {
            "above": f"above its target, {risk.target.score}",
            "met": f"at its target, {risk.target.score}",
            "below": f"below its target, {risk.target.score}: the target can be set lower",
        }[risk.target_state]
        parts.append(words if parts else words[0].upper() + words[1:])
    elif risk.target is None:
        parts.append("no target" if parts else "No target")
    return "; ".join(parts)


def _set_role(label: QWidget, role: str) -> None:
    if (label.property("role") or "") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)

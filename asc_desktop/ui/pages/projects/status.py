"""The Status tab: what is reported of a project for the period, beside what its figures suggest."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from asc_desktop.domain.records.delivery import StatusUpdate
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.report.groups import carried_from
from asc_desktop.domain.report.model import ProjectReport
from asc_desktop.domain.rules.status import RAG_WORDS
from asc_desktop.services import reporting
from asc_desktop.services.errors import EditRefused
from asc_desktop.ui.pages.projects.figures import FiguresBlock
from asc_desktop.ui.pages.projects.shortfall import ForecastBlock, ShortfallBlock
from asc_desktop.ui.pages.projects.status_field import AutoSaveStatus
from asc_desktop.ui.pages.projects.tab import EditorTab
from asc_desktop.ui.pages.shared.columns import suggestion_words
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.form.auto_save import AutoSave, AutoSaveText
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.status_chip import StatusChip
from asc_desktop.ui.workspace import Workspace


class StatusTab(EditorTab):
    """Status, narrative and savings figures for the period; each is saved when it is left."""

    line_wanted = Signal()
    """A first savings line is to be added."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "Status")
        self._heading = make_label("Delivery status", "field")
        self.status = AutoSaveStatus("Delivery status")
        self._heading.setBuddy(self.status)
        self._suggested = StatusChip("", "grey")
        self._why = ElidedLabel("", "muted")
        self._carried = ElidedLabel("", "muted")
        self.confirm = QPushButton("Confirm unchanged")
        self.confirm.setProperty("kind", "quiet")
        set_tip(self.confirm, "Repeat last month’s status and narrative for this month")
        self.challenge = Callout("", "warning")
        self._follow = self.challenge.add_action("")
        self.reason = AutoSaveText("Why the status is better than the figures", lines=2, most=8)
        self._reason_label = make_label("Why the status is better than the figures", "field")
        self.narrative = AutoSaveText("Narrative for the board", lines=5, most=24)
        self.figures = FiguresBlock(workspace)
        self.shortfall = ShortfallBlock(workspace)
        self.forecast = ForecastBlock(workspace)
        self._lay_out()
        self.status.committed.connect(self._report_status)
        self.narrative.committed.connect(lambda text: self._report(narrative=text))
        self.reason.committed.connect(lambda text: self._report(challenge_reason=text))
        self.confirm.clicked.connect(self._confirm)
        self._follow.clicked.connect(self._take_suggestion)
        self.figures.add_line.clicked.connect(self.line_wanted)
        only_to_change(
            self.confirm,
            self._follow,
            self.figures.add_line,
        )

    def commit(self) -> None:
        """Save words and amounts that are still being typed."""
        for field in (self.status, self.narrative, self.reason, *self.figures.fields()):
            field.commit()

    def refresh(self, project: ProjectReport) -> None:
        """Show what is in force for the period."""
        report = self.workspace.report
        carried = carried_from(project, report.period)
        self._heading.setText(f"Delivery status — {report.period_label}")
        self._show_status(project, carried)
        self._show_challenge(project)
        self.narrative.show_value(
            project.narrative,
            owner=self._owner(project),
            carried=f"Repeated from {carried}" if carried else "",
        )
        self.figures.refresh(project)
        self.shortfall.refresh(project)
        self.forecast.refresh(project)

    # ----------------------------------------------------------------------------------------------- its parts

    def _lay_out(self) -> None:
        top = QGridLayout()
        top.setHorizontalSpacing(8)
        top.setVerticalSpacing(4)
        top.addWidget(self._heading, 0, 0)
        top.addWidget(make_label("Suggested by the figures", "field"), 0, 1)
        top.addWidget(self.status, 1, 0)
        top.addWidget(self._suggested, 1, 1, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        top.addWidget(self._why, 2, 0, 1, 2)
        top.setColumnStretch(0, 1)
        self.body.addLayout(top)
        self._carried_row = QWidget()
        row_of((self._carried, 1), self.confirm, into=self._carried_row, margins=0)
        self.body.addWidget(self._carried_row)
        self.body.addWidget(self.challenge)
        self._reason_box = QWidget()
        column_of(self._reason_label, self.reason, into=self._reason_box, margins=(0, 4, 0, 0), spacing=4)
        self._reason_label.setBuddy(self.reason.editor)
        self.body.addWidget(self._reason_box)
        self.add_heading("Narrative for the board").setBuddy(self.narrative.editor)
        self.body.addWidget(self.narrative)
        self.body.addSpacing(6)
        self.body.addWidget(self.figures)
        self.body.addWidget(self.shortfall)
        self.body.addWidget(self.forecast)
        self.body.addStretch(1)

    def _show_status(self, project: ProjectReport, carried: str) -> None:
        context = self.workspace.context
        offered = [status_id for status_id, _ in self.workspace.choices(field_of(StatusUpdate, "status_id"))]
        if project.status and project.status.id not in offered:
            offered.append(project.status.id)
        self.status.set_statuses([context.status_by_id[status_id] for status_id in offered])
        self.status.show_status(
            project.status.id if project.status else "", owner=self._owner(project), dimmed=bool(carried)
        )
        self._suggested.set_status(
            "Nothing to judge by" if project.suggested_rag == "grey" else suggestion_words(project),
            project.suggested_rag,  # type: ignore[arg-type] # the rules' colours are colour roles
        )
        self._why.set_full_text(
            f"The figures: savings {RAG_WORDS[project.savings_rag].lower()}; "
            f"milestones {RAG_WORDS[project.milestone_rag].lower()}"
        )
        self._carried_row.setVisible(bool(carried))
        self._carried.set_full_text(f"Repeated from {carried}")

    def _show_challenge(self, project: ProjectReport) -> None:
        self.challenge.setVisible(bool(project.challenge))
        self._reason_box.setVisible(bool(project.challenge or project.challenge_reason))
        if project.challenge:
            suggested = suggestion_words(project)
            self.challenge.set_message(
                f"{project.challenge} The reason given is below."
                if project.challenge_reason
                else f"{project.challenge} Keep your status by saying why below, or change it.",
                "info" if project.challenge_reason else "warning",
                f"The figures suggest {suggested}",
            )
            self._follow.setText(literal(f"Change to {suggested}"))
            self._follow.setVisible(bool(project.suggested_status))
        self.reason.show_value(project.challenge_reason, owner=self._owner(project))

    # ------------------------------------------------------------------------------------------------- saving

    def _report_status(self, wanted: str) -> None:
        if self.status.editor.findData(wanted) >= 0:
            self._report(status_id=wanted)
            return
        self.status.show_problem(
            f"“{wanted}” is no delivery status. Type more of its name, or choose one."
            if wanted
            else "A delivery status is needed. Type or choose one."
        )

    def _confirm(self) -> None:
        self._report()

    def _owner(self, project: ProjectReport) -> str:
        """Return whose words these are: a project's, for one period."""
        return f"{project.id}:{self.workspace.period}"

    def _take_suggestion(self) -> None:
        if self.project is None:
            return
        wanted = self.project.suggested_status
        for status in self.workspace.context.scheme:
            if status.name == wanted:
                self._report(status_id=status.id)
                return

    def _report(self, **values: str | None) -> None:
        project = self.project
        if project is None:
            return
        fields: dict[str, AutoSave] = {
            "status_id": self.status,
            "narrative": self.narrative,
            "challenge_reason": self.reason,
        }
        session, period = self.workspace.session, self.workspace.period
        try:
            self.workspace.apply(
                lambda reason: reporting.report_status(
                    session,
                    project.id,
                    period,
                    reason=reason,
                    **{key: value or None for key, value in values.items()},
                )
            )
        except EditRefused as refused:
            for problem in refused.problems:
                key = problem.key if problem.key in values else "status_id"
                fields[key].show_problem(problem.sentence)
            if not refused.problems:
                # The person thought better of the reason: what was typed stays.
                for key in values or ["status_id"]:
                    fields[key].show_problem(str(refused))
            return
        done = reporting.status_in_force(session, project.id, period)
        for key in values:
            fields[key].settle()
            fields[key].show_value(getattr(done, key, "") or "", owner=self._owner(project))

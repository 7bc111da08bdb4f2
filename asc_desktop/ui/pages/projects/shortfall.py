"""Where a project's shortfall of the year goes, and how its forecast came to be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import Movement, SavingsLine
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.groups import ShortfallRow, project_shortfall
from asc_desktop.domain.report.model import ProjectReport
from asc_desktop.domain.report.projects import forecast_history
from asc_desktop.services import reporting
from asc_desktop.ui.charts.data import LineData
from asc_desktop.ui.charts.time_chart import TimeChart
from asc_desktop.ui.figures.savings import forecast_data
from asc_desktop.ui.models.columns import view_column
from asc_desktop.ui.pages.projects.dialogs import run
from asc_desktop.ui.pages.projects.tables import SmallTable
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace


class ShortfallBlock(QWidget):
    """The movements that explain the shortfall, and in red what has no plan yet."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._project: ProjectReport | None = None
        self._title = ElidedLabel("", "field")
        self.record = QPushButton("Record movement…")
        self._note = make_label("", "muted", wrap=True)
        self.table = SmallTable(
            workspace,
            [
                view_column("treatment", "Type", read=_treatment, width=116, warn=_has_no_plan),
                view_column("to", "To", hint=lambda row: str(row.to), width=152),
                view_column("amount_pence", "£", Kind.MONEY, width=84, warn=_has_no_plan),
            ],
            name="Where the shortfall goes",
        )
        self.table.row_opened.connect(self._change)
        self.record.clicked.connect(self._record)
        only_to_change(self.record)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.record, 0, Qt.AlignmentFlag.AlignTop)
        column_of(head, self.table, self._note, into=self, margins=(0, 8, 0, 0), spacing=4)

    def refresh(self, project: ProjectReport) -> None:
        """Show the project's shortfall, or what its surplus is used for."""
        self._project = project
        shortfall = project_shortfall(self._workspace.report, project)
        has_lines = bool(self._workspace.records.of(SavingsLine, "project_id", project.id))
        if shortfall.gap_pence:
            title = f"Where the {format_pounds(shortfall.gap_pence)} shortfall goes"
        elif shortfall.surplus_pence:
            title = f"What the {format_pounds(shortfall.surplus_pence)} surplus is used for"
        else:
            title = "No shortfall this year"
        self._title.set_full_text(title)
        rows = [*shortfall.rows, *shortfall.given]
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.setVisible(has_lines)
        self.record.setVisible(bool(shortfall.gap_pence))
        notes = [f"{row.treatment} {row.to}: {row.note}." for row in rows if row.note]
        if shortfall.unallocated_pence:
            amount = format_pounds(shortfall.unallocated_pence)
            notes.append(f"{amount} of surplus is free. Other projects can use it.")
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))

    def _record(self) -> None:
        from asc_desktop.ui.dialogs.movement import MovementDialog

        project, workspace = self._project, self._workspace
        if project is None:
            return
        context = workspace.context
        lines = workspace.records.of(SavingsLine, "project_id", project.id)
        line = max(
            lines, key=lambda found: context.ledger.at(found.id, context.year).no_plan_pence, default=None
        )
        if line is None:
            return
        movement = reporting.new_movement(workspace.session, "slip", line.id, context.year, workspace.period)
        run(MovementDialog(workspace, movement, self.window()))

    def _change(self, row_id: str) -> None:
        from asc_desktop.ui.dialogs.movement import MovementDialog

        movement = self._workspace.records.find(Movement, row_id)
        if movement is None:
            self._record()
        else:
            run(MovementDialog(self._workspace, movement, self.window()))


def _treatment(row: ShortfallRow) -> str:
    return f"{row.treatment}, proposed" if row.state == "proposed" else row.treatment


def _has_no_plan(row: ShortfallRow) -> bool:
    return not row.movement_id


class ForecastBlock(QWidget):
    """The forecast for the year as each period reported it, against the target."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._shown: LineData | None = None
        self.chart = TimeChart()
        self.chart.setAccessibleName("Forecast over time")
        self.chart.setMinimumHeight(170)
        layout = column_of(into=self, margins=(0, 8, 0, 0), spacing=4)
        head = row_of((make_label("Forecast over time", "field"), 1), self.chart.menu_button())
        layout.addLayout(head)
        layout.addWidget(self.chart)

    def refresh(self, project: ProjectReport) -> None:
        """Draw the history; hidden until two periods have reported, since one point is no line."""
        history = forecast_history(self._workspace.context, project.id)
        self.setVisible(len(history) > 1)
        if len(history) < 2:
            return
        data = forecast_data(project, history, self._workspace.report.year)
        if data != self._shown:
            self._shown = data
            self.chart.set_data(data)

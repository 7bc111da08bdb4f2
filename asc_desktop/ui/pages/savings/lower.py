"""What stands below the matrix: the movements, the slippage chart or the source plans, one at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from asc_desktop.domain.report.model import Report
from asc_desktop.ui.charts.chart import Chart
from asc_desktop.ui.figures.projects import ProjectsBehind
from asc_desktop.ui.figures.savings import SLIPPAGE_TITLE, slippage_data
from asc_desktop.ui.pages.savings.columns import MatrixLayout
from asc_desktop.ui.pages.savings.movements import MovementsPanel
from asc_desktop.ui.pages.savings.plans import PlansTable
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.card import PADDING, Card
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

VIEWS = (("movements", "Movements"), ("slippage", "Slippage"), ("plans", "By source plan"))
_MEMORY = "savings/lower"


class LowerCard(Card):
    """One card with three views; only the one in sight is kept up to date."""

    record_asked = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Movements", margins=False)
        self._workspace = workspace
        self._report: Report | None = None
        self._layout_shown: MatrixLayout | None = None
        self._drawn: tuple[Report, MatrixLayout] | None = None
        self.movements = MovementsPanel(workspace)
        self.movements.record.clicked.connect(self.record_asked)
        self.chart = Chart()
        self.chart.segment_activated.connect(self._list_projects)
        self.plans = PlansTable(workspace)
        self.choice = SegmentedControl(VIEWS, name="Show below the matrix")
        self._as_table = self.chart.table_button()
        self._menu = self.chart.menu_button()
        controls: tuple[QWidget, ...] = (self.movements.filter, self._as_table, self._menu, self.choice)
        for control in controls:
            self.add_header_widget(control)
        framed = QWidget()
        column_of(self.chart, into=framed, margins=(PADDING, 0, PADDING, 6))
        self._stack = QStackedWidget()
        for widget in (self.movements, framed, self.plans):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack)
        kept = workspace.memory.get(_MEMORY)
        if kept in dict(VIEWS):
            self.choice.set_current(str(kept))
        self.choice.chosen.connect(self._choose)
        self._arrange()

    def show_report(self, report: Report, layout: MatrixLayout) -> None:
        """Show another report; what is out of sight waits."""
        self._report, self._layout_shown = report, layout
        self._fill()

    def show_view(self, key: str) -> None:
        """Show one of the three."""
        self.choice.set_current(key)
        self._choose(key)

    def _choose(self, key: str) -> None:
        self._workspace.memory.set(_MEMORY, key)
        self._arrange()
        self._fill()

    def _arrange(self) -> None:
        key = self.choice.current
        self._stack.setCurrentIndex([name for name, _ in VIEWS].index(key))
        self.movements.filter.setVisible(key == "movements")
        self._as_table.setVisible(key == "slippage")
        self._menu.setVisible(key == "slippage")

    def _fill(self) -> None:
        report, layout = self._report, self._layout_shown
        if report is None or layout is None:
            return
        match self.choice.current:
            case "movements":
                self.movements.show_report(report)
                self.set_title("Movements", self.movements.summary)
            case "slippage":
                if self._drawn is None or self._drawn[0] is not report:
                    self._drawn = (report, layout)
                    self.chart.set_data(slippage_data(report))
                self.set_title(
                    SLIPPAGE_TITLE,
                    "Gross, incremental. Each pound is in exactly one part. Click one to list its projects.",
                )
            case _:
                self.plans.show_report(report, layout)
                self.set_title("By source plan", f"Gross, incremental, {layout.unit.label}.")

    def _list_projects(self, key: object) -> None:
        if isinstance(key, ProjectsBehind):
            self._workspace.navigate.emit("projects", {"project_ids": key.project_ids, "title": key.title})

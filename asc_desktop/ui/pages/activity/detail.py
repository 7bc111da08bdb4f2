"""One activity in full: its figures, its way to the plan as a chart, its months, outcomes, forecast and fields."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import (
    QBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from asc_desktop.domain import dates
from asc_desktop.domain.records.office import Activity
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.ui.charts.chart import LineChart
from asc_desktop.ui.figures.activity import activity_data
from asc_desktop.ui.pages.activity.dialogs import ACTIVITY_ROWS
from asc_desktop.ui.pages.activity.figures import ActivityFigures
from asc_desktop.ui.pages.activity.forecast import ForecastPanel
from asc_desktop.ui.pages.activity.months import MonthsTable
from asc_desktop.ui.pages.activity.outcomes import OutcomesTable
from asc_desktop.ui.pages.shared.chart_cards import chart_card
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.card import Card, framed
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.record_form import RecordForm
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

PARTS: Final = (
    ("months", "Months"),
    ("outcomes", "Outcomes"),
    ("forecast", "Forecast"),
    ("activity", "Activity"),
)
_MEMORY: Final = "activity/detail"
_LEAST: Final = 250


class ActivityDetail(QWidget):
    """The figures above; below them the chart beside what is edited, one under the other where it is narrow."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._activity: ActivityReport | None = None
        self._drawn: ActivityReport | None = None
        self.figures = ActivityFigures()
        self.figures.chosen.connect(self._go_to_part)
        self.chart = LineChart()
        self.chart.segment_activated.connect(self._go_to_month)
        self.chart_card = chart_card(self.chart, " ", " ")
        self.months = MonthsTable(workspace)
        self.outcomes = OutcomesTable(workspace)
        self.forecast = ForecastPanel(workspace)
        self.form = RecordForm(
            Activity,
            ACTIVITY_ROWS,
            workspace=workspace,
            commit=lambda edits: workspace.apply_cells(Activity, edits),
        )
        self.part = SegmentedControl(PARTS, name="Show of the activity")
        kept = workspace.memory.get(_MEMORY)
        self.part.set_current(kept if kept in dict(PARTS) else "months")
        self.part.chosen.connect(self.show_part)
        self.add_year = QPushButton("Add a year")
        self.add_year.setProperty("kind", "menu")
        self.add_year.setMenu(QMenu(self))
        set_tip(self.add_year, "Show another financial year to plan or report in")
        self.add_outcome = QPushButton("Add…")
        self.add_outcome.setAccessibleName("Add an outcome")
        set_tip(self.add_outcome, "Add an outcome")
        self.add_outcome.clicked.connect(self.outcomes.add)
        only_to_change(self.add_year, self.add_outcome)
        self.edit_card = Card(" ", margins=False)
        for control in (self.add_year, self.add_outcome, self.part):
            self.edit_card.add_header_widget(control)
        self._stack = QStackedWidget()
        for shown in (self.months, self.outcomes, framed(self.forecast), framed(self.form)):
            self._stack.addWidget(shown)
        self.edit_card.body.addWidget(self._stack, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(10)
        self._row.addWidget(self.chart_card, 46)
        self._row.addWidget(self.edit_card, 54)
        for card in (self.chart_card, self.edit_card):
            card.setMinimumHeight(_LEAST)
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.figures)
        layout.addLayout(self._row, 1)
        self._arrange()

    def show_activity(self, activity: ActivityReport | None) -> None:
        """Show an activity as the report has it; what is half typed in it stays."""
        self._activity = activity
        self.form.set_record(self._workspace.records.find(Activity, activity.id if activity else ""))
        self.months.show_activity(activity)
        self.outcomes.show_activity(activity)
        self.forecast.show_activity(activity)
        if activity is None:
            self._drawn = None
            return
        self.figures.show_activity(activity)
        if activity != self._drawn:
            self._drawn = activity
            self.chart.set_data(activity_data(activity))
        self.chart_card.set_title(activity.name, " ".join(activity.warnings) or activity.finish_words)
        self._offer_years()

    def show_part(self, key: str) -> None:
        """Show the months, the outcomes, the forecast or the activity's own fields."""
        self.part.set_current(key)
        self._workspace.memory.set(_MEMORY, key)
        self._arrange()

    def edit_name(self) -> None:
        """Begin to edit the activity's own fields."""
        self._go_to_part("activity")

    def set_stacked(self, *, stacked: bool) -> None:
        """Put what is edited under the chart, or beside it."""
        self._row.setDirection(
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )

    def _go_to_part(self, key: str) -> None:
        self.show_part(key)
        focus: QWidget = {
            "months": self.months,
            "outcomes": self.outcomes,
            "forecast": self.forecast.use,
            "activity": self.form.editor("name"),
        }[key]
        focus.setFocus()

    def _arrange(self) -> None:
        key = self.part.current
        self._stack.setCurrentIndex([name for name, _ in PARTS].index(key))
        self.edit_card.set_title(dict(PARTS)[key])
        self.add_year.setVisible(key == "months")
        self.add_outcome.setVisible(key == "outcomes")

    def _offer_years(self) -> None:
        menu = self.add_year.menu()
        menu.clear()
        years = self.months.years
        for year, words in ((years[0] - 1, "the year before"), (years[-1] + 1, "the year after")):
            action = menu.addAction(f"{dates.year_label(year)}, {words}")
            action.triggered.connect(lambda _checked=False, year=year: self._add_year(year))

    def _add_year(self, year: int) -> None:
        self.months.add_year(year)
        self._offer_years()

    def _go_to_month(self, key: object) -> None:
        if isinstance(key, str):
            self.show_part("months")
            self.months.select_row(key, "done")
            self.months.setFocus()

"""One activity in full: its figures, its way to the plan as a chart, its months, outcomes, forecast and fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import Activity
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.ui.charts.data import LineData
from asc_desktop.ui.figures.activity import activity_data
from asc_desktop.ui.pages.activity.figures import ActivityFigures
from asc_desktop.ui.pages.activity.forecast import ForecastPanel
from asc_desktop.ui.pages.activity.months import MonthsTable
from asc_desktop.ui.pages.activity.outcomes import OutcomesTable
from asc_desktop.ui.pages.shared.detail import Detail
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.card import framed
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace

ACTIVITY_ROWS: Final[tuple[FormRow, ...]] = (
    "name",
    ("unit", "planned_total"),
    ("unit_cost_pence", "funding_pence"),
    "project_id",
    "line_id",
    "source",
)


class ActivityDetail(Detail):
    """The figures above; below them the chart beside what is edited."""

    page: ClassVar[str] = "activity"
    kind: ClassVar[type[Record]] = Activity
    form_rows: ClassVar[Sequence[FormRow]] = ACTIVITY_ROWS
    month_key: ClassVar[str] = "done"
    least_height: ClassVar[int] = 250
    months: MonthsTable

    def __init__(self, workspace: Workspace) -> None:
        self.figures = ActivityFigures()
        self.outcomes = OutcomesTable(workspace)
        self.forecast = ForecastPanel(workspace)
        self.add_year = QPushButton("Add a year")
        self.add_year.setProperty("kind", "menu")
        self.add_year.setMenu(QMenu(self.add_year))
        set_tip(self.add_year, "Show another financial year to plan or report in")
        self.add_outcome = QPushButton("Add…")
        self.add_outcome.setAccessibleName("Add an outcome")
        set_tip(self.add_outcome, "Add an outcome")
        self.add_outcome.clicked.connect(self.outcomes.add)
        only_to_change(self.add_year, self.add_outcome)
        super().__init__(workspace, MonthsTable(workspace))
        self.figures.chosen.connect(self._go_to_part)

    def more_parts(self) -> Mapping[str, QWidget]:
        """Return the outcomes and the forecast."""
        return {"outcomes": self.outcomes, "forecast": framed(self.forecast)}

    def controls(self) -> Sequence[QWidget]:
        """Return what adds to the part in sight."""
        return (self.add_year, self.add_outcome)

    def above(self) -> Sequence[QWidget]:
        """Return the figures."""
        return (self.figures,)

    def chart_data(self, item: ActivityReport) -> LineData:
        """Return the way to the plan."""
        return activity_data(item)

    def chart_words(self, item: ActivityReport) -> str:
        """Return what a person should look at, else when it is finished."""
        return " ".join(item.warnings) or item.finish_words

    def show_parts(self, item: ActivityReport | None) -> None:
        """Show the months, the outcomes, the forecast and the figures."""
        self.months.show_activity(item)
        self.outcomes.show_activity(item)
        self.forecast.show_activity(item)
        if item is not None:
            self.figures.show_activity(item)
            self._offer_years()

    def arrange(self) -> None:
        """Show the part that is chosen, and what adds to it."""
        super().arrange()
        self.add_year.setVisible(self.part.current == "months")
        self.add_outcome.setVisible(self.part.current == "outcomes")

    def _go_to_part(self, key: str) -> None:
        self.show_part(key)
        focus: Mapping[str, QWidget] = {
            "months": self.months,
            "outcomes": self.outcomes,
            "forecast": self.forecast.use,
            "activity": self.form.editor("name"),
        }
        focus[key].setFocus()

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

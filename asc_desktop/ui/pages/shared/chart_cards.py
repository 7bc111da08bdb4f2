"""Cards that hold a chart with its menu; the overview's say in a sentence where there is nothing to draw."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.projects import status_over_time
from asc_desktop.ui.charts.chart import Chart
from asc_desktop.ui.charts.data import ChartData
from asc_desktop.ui.charts.time_chart import TimeChart
from asc_desktop.ui.figures.projects import (
    STATUS_TITLE,
    TREND_TITLE,
    status_by_theme_data,
    status_over_time_data,
)
from asc_desktop.ui.figures.savings import BRIDGE_TITLE, bridge_data
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace


class ChartCard(Card):
    """A card that draws one part of a report. `build` makes the chart's data, None where there is nothing."""

    chosen = Signal(object)
    """The key of the figure that was clicked."""

    def __init__(
        self,
        title: str,
        build: Callable[[Report], ChartData | None],
        nothing: str,
        make_chart: Callable[[], Chart] = Chart,
    ) -> None:
        super().__init__(title, " ")
        self.chart = make_chart()
        self._own_title = title
        self._build = build
        self._data: ChartData | None = None
        self._is_filled = False
        self._least_height = 0
        self._menu = self.chart.menu_button()
        self._menu.setAccessibleName(f"{title}: copy, save, or show as a table")
        self._nothing = make_label(nothing, "muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._nothing.hide()
        self.add_header_widget(self._menu)
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(self._nothing, 1)
        self.chart.segment_activated.connect(self.chosen)

    def hasHeightForWidth(self) -> bool:
        """Say no, although the subtitle may wrap: Qt's boxes take a height for a width for the least one."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which the subtitle is read and nothing of the chart is cut."""
        layout, least = self.layout(), super().minimumSizeHint()
        if layout is None or not self.width():
            return least
        return QSize(least.width(), max(layout.totalMinimumHeightForWidth(self.width()), self._least_height))

    def set_least_height(self, height: int) -> None:
        """Ask for this height at least, and for more where the chart needs it."""
        if height != self._least_height:
            self._least_height = height
            self.updateGeometry()

    def show_report(self, report: Report, subtitle: str) -> None:
        """Draw the report's figures, unless they are the ones already drawn."""
        self.set_title(self._own_title, subtitle)
        data = self._build(report)
        if self._is_filled and data == self._data:
            return
        self._data, self._is_filled = data, True
        self.chart.set_data(data)
        drawn = data is not None
        self.chart.setVisible(drawn)
        self._menu.setVisible(drawn)
        self._nothing.setVisible(not drawn)


def chart_card(chart: Chart, title: str, subtitle: str = "") -> Card:
    """Return the card of a chart with its table and its menu."""
    card = Card(title, subtitle)
    card.add_header_widget(chart.table_button())
    card.add_header_widget(chart.menu_button())
    card.body.addWidget(chart, 1)
    return card


def status_card() -> ChartCard:
    """Return the card of the projects' status by theme."""
    nothing = "No projects yet. Each belongs to a theme. Add projects on the Projects page."
    return ChartCard(STATUS_TITLE, status_by_theme_data, nothing)


def bridge_card() -> ChartCard:
    """Return the card of the savings bridge."""
    nothing = "No savings target for this financial year. Approved targets are set on the Savings page."
    return ChartCard(BRIDGE_TITLE, bridge_data, nothing)


class TrendCard(ChartCard):
    """The card of the projects' status month by month: the last twelve of them, and back to the first.

    The months before the report's own twelve are worked out once the chart is drawn, so that the first page does not
    wait for them.
    """

    def __init__(self, workspace: Workspace) -> None:
        nothing = "No status has been reported yet. Report the projects’ status on the Projects page."
        super().__init__(TREND_TITLE, status_over_time_data, nothing, TimeChart)
        self._workspace = workspace
        self._asked: tuple[Report, str, Scope] | None = None
        self.chart.drawn.connect(self._show_whole)

    def show_scope(self, report: Report, subtitle: str, scope: Scope) -> None:
        """Draw the months of a scope, which the report is of, or is of a part of."""
        self._asked = report, subtitle, scope
        if self.chart.is_drawn:
            counts = status_over_time(self._workspace.session.context(scope), None)
            report = replace(report, status_over_time=counts)
        self.show_report(report, subtitle)

    def _show_whole(self) -> None:
        if self._asked is not None:
            self.show_scope(*self._asked)

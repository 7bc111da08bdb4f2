"""The variances as a chart: bars to the right are over budget, to the left under."""

from __future__ import annotations

from PySide6.QtCore import Signal

from asc_desktop.domain.report.model import Report
from asc_desktop.ui.charts.chart import Chart
from asc_desktop.ui.figures.budget import TITLES, VIEWS, variance_data
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.segmented import SegmentedControl


class VarianceCard(Card):
    """A bar for each line with a variance, or with a change of it, the largest first."""

    line_chosen = Signal(str)
    """The id of the line whose bar was clicked."""

    def __init__(self) -> None:
        super().__init__(TITLES["variance_pence"])
        self._report: Report | None = None
        self._drawn: tuple[Report, str] | None = None
        self.chart = Chart()
        self.chart.segment_activated.connect(self._choose)
        self.choice = SegmentedControl(VIEWS, name="Chart")
        self.choice.chosen.connect(lambda _: self._fill())
        self.as_table = self.chart.table_button()
        for widget in (self.choice, self.as_table, self.chart.menu_button()):
            self.add_header_widget(widget)
        self.body.addWidget(self.chart)

    def show_report(self, report: Report) -> None:
        """Show a report's variances."""
        self._report = report
        self._fill()

    def _fill(self) -> None:
        report, key = self._report, self.choice.current
        if report is None or (self._drawn and self._drawn[0] is report and self._drawn[1] == key):
            return
        self._drawn = (report, key)
        self.set_title(TITLES[key])
        self.chart.set_data(variance_data(report, key))

    def _choose(self, key: object) -> None:
        if isinstance(key, str):
            self.line_chosen.emit(key)

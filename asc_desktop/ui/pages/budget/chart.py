"""The variances as a chart: bars to the right are over budget, to the left under."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal

from asc_desktop.domain.money import format_millions, format_pounds
from asc_desktop.domain.report.model import Report
from asc_desktop.ui.charts.chart import VarianceBarChart
from asc_desktop.ui.charts.data import PENCE_IN_MILLION, Point, VarianceData, money_axis
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.segmented import SegmentedControl

VIEWS: Final = (("variance_pence", "Variance"), ("change_pence", "Change"))
MOST_BARS: Final = 12
_TITLES: Final = {
    "variance_pence": "Forecast variance by line",
    "change_pence": "Change in variance by line",
}


class VarianceCard(Card):
    """A bar for each line with a variance, or with a change of it, the largest first."""

    line_chosen = Signal(str)
    """The id of the line whose bar was clicked."""

    def __init__(self) -> None:
        super().__init__(_TITLES["variance_pence"])
        self._report: Report | None = None
        self._drawn: tuple[Report, str] | None = None
        self.chart = VarianceBarChart()
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
        self.set_title(_TITLES[key])
        self.chart.set_data(variance_data(report, key))

    def _choose(self, key: object) -> None:
        if isinstance(key, str):
            self.line_chosen.emit(key)


def variance_data(report: Report, key: str) -> VarianceData | None:
    """Return the largest variances, or changes, in the order of their size; None where there is none."""
    held = [
        (line, value)
        for line in report.budget.lines
        if line.figures is not None and (value := getattr(line.figures, key))
    ]
    held.sort(key=lambda item: -abs(item[1]))
    shown = held[:MOST_BARS]
    if not shown:
        return None
    largest = abs(shown[0][1])
    words = format_millions if largest >= PENCE_IN_MILLION else format_pounds
    title = f"{_TITLES[key]}, {report.period_label}"
    return VarianceData(
        title=f"{title}: the {MOST_BARS} largest of {len(held)}" if len(held) > len(shown) else title,
        categories=tuple(line.name for line, _ in shown),
        points=tuple(
            Point(value, words(value), line.id, f"{line.group}: {format_pounds(value)}")
            for line, value in shown
        ),
        axis=money_axis(largest, "Over budget to the right, {unit}"),
        category_title="Budget line",
        value_title=dict(VIEWS)[key],
        positive_role="red",
        negative_role="green",
    )

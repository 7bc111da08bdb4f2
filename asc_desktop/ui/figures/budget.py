"""The variances of the budget: bars to the right are over budget, to the left under."""

from __future__ import annotations

from typing import Final

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.model import Report
from asc_desktop.ui.charts.data import Point, VarianceData, money_axis, money_words

VIEWS: Final = (("variance_pence", "Variance"), ("change_pence", "Change"))
TITLES: Final = {
    "variance_pence": "Forecast variance by line",
    "change_pence": "Change in variance by line",
}
_MOST_BARS: Final = 12


def variance_data(report: Report, key: str) -> VarianceData | None:
    """Return the largest variances, or changes, in the order of their size; None where there is none."""
    held = [
        (line, value)
        for line in report.budget.lines
        if line.figures is not None and (value := getattr(line.figures, key))
    ]
    held.sort(key=lambda item: -abs(item[1]))
    shown = held[:_MOST_BARS]
    if not shown:
        return None
    largest = abs(shown[0][1])
    words = money_words(largest)
    title = f"{TITLES[key]}, {report.period_label}"
    return VarianceData(
        title=f"{title}: the {_MOST_BARS} largest of {len(held)}" if len(held) > len(shown) else title,
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

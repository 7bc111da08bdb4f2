"""The charts of a pack by their names, as pages draw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from asc_desktop.domain.report.model import Report
from asc_desktop.pack.document import Chart
from asc_desktop.ui.charts.layouts import least_height
from asc_desktop.ui.figures.activity import activity_data
from asc_desktop.ui.figures.funding import funding_data
from asc_desktop.ui.pdf.composer import Composer, Picture


def draw_charts(pack: Composer, charts: Iterable[Chart]) -> None:
    """Draw charts side by side; nothing where they have nothing to show."""
    pictures = [picture for chart in charts for picture in _CHARTS[chart.name](pack.report, chart.of)]
    if pictures:
        pack.gap()
        pack.pictures(pictures)


def _activity(report: Report, of: str) -> list[Picture]:
    return [Picture(activity_data(item), 165.0) for item in report.activity if item.id == of]


def _funding(report: Report, _of: str) -> list[Picture]:
    data = funding_data(report)
    if data is None:
        return []
    return [Picture(data, min(420.0, least_height(data, 1000) + 12 * len(data.categories)))]


_CHARTS: Final[dict[str, Callable[[Report, str], list[Picture]]]] = {
    "activity": _activity,
    "funding": _funding,
}

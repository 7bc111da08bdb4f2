"""The charts of a pack by their names, as pages draw them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from asc_desktop.domain.report.model import Report
from asc_desktop.pack.document import Chart
from asc_desktop.ui.charts.layouts import least_height
from asc_desktop.ui.figures.funding import funding_data
from asc_desktop.ui.pdf.composer import Composer, Picture


def draw_chart(pack: Composer, chart: Chart) -> None:
    """Draw a chart; nothing where it has nothing to show."""
    pictures = _CHARTS[chart.name](pack.report)
    if pictures:
        pack.pictures(pictures)


def _funding(report: Report) -> list[Picture]:
    data = funding_data(report)
    if data is None:
        return []
    return [Picture(data, min(420.0, least_height(data, 1000) + 12 * len(data.categories)))]


_CHARTS: Final[dict[str, Callable[[Report], list[Picture]]]] = {"funding": _funding}

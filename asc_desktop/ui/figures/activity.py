"""An activity's way to its planned total as a chart: planned against done, and the projection dashed."""

from __future__ import annotations

from asc_desktop.domain import dates
from asc_desktop.domain.report.views_activity import ActivityMonthReport, ActivityReport
from asc_desktop.ui.charts.data import LineData, LineSeries, Point, count_axis


def activity_data(item: ActivityReport) -> LineData:
    """Return the chart of an activity, in units added up month by month."""
    lines = [
        LineSeries("Planned", "neutral", tuple(_point(month, month.planned_total) for month in item.months)),
        LineSeries("Done", "accent", tuple(_point(month, month.done_total) for month in item.months)),
    ]
    if any(month.projected_total is not None for month in item.months):
        lines.append(
            LineSeries(
                "Projected",
                "accent",
                tuple(_point(month, month.projected_total) for month in item.months),
                is_dashed=True,
            )
        )
    return LineData(
        f"{item.name}: planned and done",
        tuple(dates.period_short_label(month.period) for month in item.months),
        tuple(lines),
        count_axis(f"{item.unit[:1].upper()}{item.unit[1:]} in all"),
    )


def _point(month: ActivityMonthReport, units: int | None) -> Point | None:
    return None if units is None else Point(units, f"{units:,}", month.period)

"""A published total year by year, beside what the lines hold of it."""

from __future__ import annotations

from collections.abc import Sequence

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.reconciliation import ALL_YEARS
from asc_desktop.domain.report.views_reconciliation import ControlTotalReport
from asc_desktop.ui.charts.data import Point, Series, StackData, money_axis
from asc_desktop.ui.palette import ColourRole


def control_total_data(name: str, years: Sequence[ControlTotalReport]) -> StackData:
    """Return a published total's years: what the lines hold of it, and what is on one side only."""
    shown = [item for item in years if item.year != ALL_YEARS] or list(years)

    def series(label: str, role: ColourRole, amounts: Sequence[int]) -> Series:
        return Series(label, role, tuple(Point(max(pence, 0), format_pounds(pence)) for pence in amounts))

    every = (
        series("In the lines", "accent", [min(item.lines_pence, item.published_pence) for item in shown]),
        series("Published, not in the lines", "amber", [max(item.difference_pence, 0) for item in shown]),
        series("In the lines, not published", "red", [max(-item.difference_pence, 0) for item in shown]),
    )
    largest = max((max(item.published_pence, item.lines_pence) for item in shown), default=0)
    return StackData(
        name,
        tuple(item.year for item in shown),
        tuple(item for at, item in enumerate(every) if not at or any(point.value for point in item.points)),
        money_axis(largest),
        category_title="Year",
        totals=tuple(format_pounds(item.published_pence) for item in shown),
        is_upright=True,
    )

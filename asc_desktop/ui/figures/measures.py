"""A measure's year as a chart: its values, its target, the path to it, and how far off is still green or amber."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from asc_desktop.domain import dates
from asc_desktop.domain.report.views_measures import MeasureMonth, MeasureReport
from asc_desktop.domain.rules.measures import figure_words
from asc_desktop.ui.charts.data import Band, LineData, LineSeries, Point, ValueAxis


def measure_data(
    measure: MeasureReport, over_years: Sequence[tuple[MeasureMonth, str | None]] = ()
) -> LineData:
    """Return the chart of a measure's year; with its months and their targets over years, of all of them.

    Only a month of the report's year can be gone to.
    """
    own = {month.period for month in measure.months}
    held = over_years or [(month, measure.target) for month in measure.months]
    months = [month for month, _ in held]
    lines = [
        LineSeries(
            "Actual",
            "accent",
            tuple(
                _point(measure, month.actual, month.period if month.period in own else "") for month in months
            ),
        )
    ]
    if measure.profile in {"straight", "monthly"}:
        lines.append(
            LineSeries(
                "Expected",
                "neutral",
                tuple(_point(measure, month.expected) for month in months),
                is_dashed=True,
            )
        )
    if any(target is not None for _, target in held):
        lines.append(
            LineSeries("Target", "blue", tuple(_point(measure, target) for _, target in held), is_dashed=True)
        )
    return LineData(
        measure.name if over_years else f"{measure.name}, {measure.year}",
        tuple(dates.period_short_label(month.period) for month in months),
        tuple(lines),
        ValueAxis(_axis_title(measure), whole_numbers=measure.decimals == 0 and measure.unit != "%"),
        bands=_bands(measure, months),
        opens_at=len(measure.months),
    )


def _bands(measure: MeasureReport, months: Sequence[MeasureMonth]) -> tuple[Band, ...]:
    if all(month.expected is None for month in months):
        return ()
    return (
        _band(measure, months, "green", f"Green within {measure.green_tolerance}%"),
        _band(measure, months, "amber", f"Amber within {measure.amber_tolerance}%"),
    )


def _band(
    measure: MeasureReport, months: Sequence[MeasureMonth], role: Literal["green", "amber"], label: str
) -> Band:
    return Band(
        label,
        role,
        tuple(_edges(month, role) for month in months),
        tuple(_range_words(measure, month, role) for month in months),
    )


def _edges(month: MeasureMonth, role: str) -> tuple[float, float] | None:
    ends = _ends(month, role)
    return None if ends is None else (float(ends[0]), float(ends[1]))


def _range_words(measure: MeasureReport, month: MeasureMonth, role: str) -> str:
    ends = _ends(month, role)
    return "" if ends is None else f"{figure_words(measure, ends[0])} to {figure_words(measure, ends[1])}"


def _ends(month: MeasureMonth, role: str) -> tuple[str, str] | None:
    if month.expected is None or month.green_limit is None or month.amber_limit is None:
        return None
    return (month.expected, month.green_limit) if role == "green" else (month.green_limit, month.amber_limit)


def _point(measure: MeasureReport, value: str | None, period: str = "") -> Point | None:
    if value is None:
        return None
    return Point(float(value), figure_words(measure, value), period or None)


def _axis_title(measure: MeasureReport) -> str:
    unit = "Per cent" if measure.unit == "%" else measure.unit.capitalize() if measure.unit else "Number"
    return f"{unit}, {'higher' if measure.polarity == 'higher' else 'lower'} is better"

"""The overview's charts as data: from the report's own counts and bars, without a sum of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.money import format_millions, format_pounds
from asc_desktop.domain.report.model import BridgeBar, Report, StatusCount, StatusCounts, StatusView
from asc_desktop.domain.words import number_of
from asc_desktop.ui.charts.data import (
    PENCE_IN_MILLION,
    BarKind,
    BridgeData,
    BridgeStep,
    Pattern,
    Point,
    Series,
    StackData,
    count_axis,
    money_axis,
)
from asc_desktop.ui.pages.shared.projects_behind import ProjectsBehind
from asc_desktop.ui.palette import ColourRole, Shape

STATUS_TITLE: Final = "Project status by theme"
BRIDGE_TITLE: Final = "Where this year’s savings target stands"
TREND_TITLE: Final = "Status over time"

_BARS: Final[dict[str, tuple[ColourRole, BarKind, Pattern]]] = {
    "target_pence": ("neutral", "reference", "solid"),
    "slipped_in_pence": ("neutral", "reference_step", "hatch"),
    "delivered_pence": ("green", "step", "solid"),
    "still_forecast_pence": ("green_light", "step", "solid"),
    "slipped_out_pence": ("amber", "step", "solid"),
    "delivered_early_pence": ("green", "step", "hatch"),
    "offset_in_pence": ("blue", "step", "solid"),
    "written_off_pence": ("grey", "step", "solid"),
    "no_plan_pence": ("red", "step", "solid"),
}
"""How each bar of the savings bridge looks."""

_ALWAYS: Final = frozenset(
    {"target_pence", "delivered_pence", "still_forecast_pence", "slipped_out_pence", "no_plan_pence"}
)
"""Bars that stay when nothing is in them: their nought is news."""


def status_by_theme_data(report: Report) -> StackData | None:
    """Return the projects of each theme by delivery status; None where there is no theme."""
    themes = report.status_by_theme
    if not themes:
        return None
    return StackData(
        title=f"{STATUS_TITLE}, {report.period_label}",
        categories=tuple(theme.label for theme in themes),
        series=_status_series(report, themes, {theme.id: f": {theme.label}" for theme in themes}),
        axis=count_axis("Number of projects"),
        category_title="Theme",
    )


def status_over_time_data(report: Report) -> StackData | None:
    """Return the projects by the status in force at each period; None where nothing was reported yet."""
    periods = report.status_over_time
    if not periods:
        return None
    return StackData(
        title=TREND_TITLE,
        categories=tuple(period.label for period in periods),
        series=_status_series(report, periods, {item.id: f" in {period_label(item.id)}" for item in periods}),
        axis=count_axis("Number of projects"),
        category_title="Period",
    )


def bridge_data(report: Report) -> BridgeData | None:
    """Return the savings bridge of the period's year; None where there is nothing to find in it."""
    bars = [bar for bar in report.savings.bridge if bar.pence or bar.key in _ALWAYS]
    largest = max((bar.pence for bar in bars), default=0)
    if not largest:
        return None
    in_millions = largest >= PENCE_IN_MILLION
    return BridgeData(
        title=f"{BRIDGE_TITLE}, {report.year} at {report.period_label}",
        steps=tuple(_step(bar, report.year, in_millions=in_millions) for bar in bars),
        axis=money_axis(largest),
        category_title="Part of the target",
    )


def _step(bar: BridgeBar, year: str, *, in_millions: bool) -> BridgeStep:
    role, kind, pattern = _BARS[bar.key]
    words = bar.label if year in bar.label else f"{bar.label}, {year}"
    count = len(bar.project_ids)
    detail = f"{format_pounds(bar.pence)} in {number_of(count, 'project')}"
    return BridgeStep(
        label=bar.label,
        point=Point(
            bar.pence,
            format_millions(bar.pence) if in_millions else format_pounds(bar.pence),
            ProjectsBehind(bar.project_ids, words) if bar.project_ids else None,
            detail,
        ),
        role=role,
        kind=kind,
        pattern=pattern,
    )


def _status_series(
    report: Report, groups: tuple[StatusCounts, ...], endings: Mapping[str, str]
) -> tuple[Series, ...]:
    """Return a series for each status that any group has, in the scheme's order, those not reported last.

    ``endings`` say after a status, by group, which of its projects are listed.
    """
    found: dict[str, StatusView] = {}
    counts: dict[tuple[str, str], StatusCount] = {}
    for group in groups:
        for count in group.counts:
            if count.count:
                found[count.status.id] = count.status
                counts[group.id, count.status.id] = count
    order = {status.id: place for place, status in enumerate(report.status_scheme)}
    return tuple(
        Series(
            status.name,
            cast("ColourRole", status.rag),
            tuple(_point(counts.get((group.id, status.id)), endings[group.id]) for group in groups),
            cast("Shape", status.shape),
        )
        for status in sorted(found.values(), key=lambda status: order.get(status.id, len(order)))
    )


def _point(count: StatusCount | None, ending: str) -> Point:
    if count is None:
        return Point(0, "0")
    return Point(
        count.count, str(count.count), ProjectsBehind(count.project_ids, f"{count.status.name}{ending}")
    )

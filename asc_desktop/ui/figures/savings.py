"""The savings: where the year's target stands as a bridge, where each year's went, and one line board by board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.model import BridgeBar, ProjectReport, Report, SlippageYear
from asc_desktop.domain.report.savings import BARS, SURPLUS
from asc_desktop.domain.report.slippage_story import Board, BoardFall, SlippageStory, StoryPoint, StoryRow
from asc_desktop.domain.words import number_of
from asc_desktop.ui.charts.data import (
    BarKind,
    BridgeData,
    BridgeStep,
    LineData,
    LineSeries,
    Pattern,
    Point,
    Series,
    StackData,
    money_axis,
    money_words,
)
from asc_desktop.ui.figures.projects import ProjectsBehind, board_label
from asc_desktop.ui.palette import ColourRole

BRIDGE_TITLE: Final = "Where this year’s savings target goes"
SLIPPAGE_TITLE: Final = "What was due in each year, and where it went"

_BARS: Final[dict[str, tuple[ColourRole, BarKind, Pattern]]] = {
    "target_pence": ("neutral", "reference", "solid"),
    "slipped_in_pence": ("neutral", "reference_step", "hatch"),
    "delivered_pence": ("green", "step", "solid"),
    "still_forecast_pence": ("green_light", "step", "solid"),
    "not_delivered_pence": ("red", "step", "hatch"),
    "slipped_out_pence": ("amber", "step", "solid"),
    "delivered_early_pence": ("green", "step", "hatch"),
    "offset_in_pence": ("blue", "step", "solid"),
    "written_off_pence": ("grey", "step", "solid"),
    "no_plan_pence": ("red", "step", "solid"),
    SURPLUS: ("blue", "step", "hatch"),
}
"""How each part of a year's target looks, in the bridge and over the years."""

_ALWAYS: Final = frozenset(
    {"target_pence", "delivered_pence", "still_forecast_pence", "slipped_out_pence", "no_plan_pence"}
)
"""Bars that stay when nothing is in them: their nought is news."""


def bridge_data(report: Report) -> BridgeData | None:
    """Return the savings bridge of the period's year; None where there is nothing to find in it."""
    bars = [bar for bar in report.savings.bridge if bar.pence or bar.key in _ALWAYS]
    largest = max((bar.pence for bar in bars), default=0)
    if not largest:
        return None
    return BridgeData(
        title=f"{BRIDGE_TITLE}, {report.year} at {report.period_label}",
        steps=tuple(_step(bar, report.year, largest) for bar in bars),
        axis=money_axis(largest),
        category_title="Part of the target",
    )


def slippage_data(report: Report) -> StackData | None:
    """Return what was due by year, each pound in one part and a surplus below nought; None where nothing was due."""
    years = report.savings.slippage
    largest = max((max(year.to_find_pence, year.surplus_pence) for year in years), default=0)
    if not largest:
        return None
    words = money_words(largest)
    series = [
        Series(
            label,
            _BARS[key][0],
            tuple(_point(year, key, label, words(getattr(year, key))) for year in years),
            pattern=_BARS[key][2],
        )
        for key, label in BARS
        if any(getattr(year, key) for year in years)
    ]
    return StackData(
        title=f"{SLIPPAGE_TITLE}, at {report.period_label}",
        categories=tuple(year.year for year in years),
        series=tuple(series),
        axis=money_axis(largest),
        category_title="Year",
        totals=tuple(words(year.to_find_pence) for year in years),
        total_title="To find",
        is_upright=True,
    )


def forecast_data(project: ProjectReport, history: Sequence[tuple[str, int, int]], year: str) -> LineData:
    """Return a project's target and forecast for a year as each period reported them: label, target, forecast."""
    largest = max(max(target, forecast) for _, target, forecast in history)
    return LineData(
        title=f"{project.ref} {project.name}: forecast for {year}",
        categories=tuple(label for label, _, _ in history),
        series=(
            LineSeries(
                "Target",
                "neutral",
                tuple(Point(target, format_pounds(target)) for _, target, _ in history),
                is_dashed=True,
            ),
            LineSeries(
                "Forecast",
                "accent",
                tuple(Point(forecast, format_pounds(forecast)) for _, _, forecast in history),
            ),
        ),
        axis=money_axis(largest),
    )


def story_data(row: StoryRow, boards: Sequence[Board]) -> LineData:
    """Return a row's target and forecast board by board, with its first target and what had slipped on."""
    held = [point for point in row.points if point]
    largest = max([row.original_pence, *(max(item.target_pence, item.forecast_pence) for item in held)])
    words = money_words(largest)

    def line(label: str, role: ColourRole, key: str, *, dashed: bool = False) -> LineSeries:
        return LineSeries(label, role, tuple(point_of(item, key) for item in row.points), is_dashed=dashed)

    def point_of(point: StoryPoint | None, key: str) -> Point | None:
        if point is None:
            return None
        pence: int = getattr(point, key)
        return Point(pence, words(pence), detail=format_pounds(pence))

    first = Point(row.original_pence, words(row.original_pence), detail=format_pounds(row.original_pence))
    series = [
        LineSeries("First target", "grey", tuple(first for _ in row.points), is_dashed=True),
        line("Approved target", "neutral", "target_pence"),
        line("Forecast", "accent", "forecast_pence"),
        line("Delivered", "green", "delivered_pence"),
    ]
    if any(point.slipped_out_pence for point in held):
        series.append(line("Slipped to later years", "amber", "slipped_out_pence"))
    return LineData(
        title=f"{subject_words(row)}, {row.year}",
        categories=tuple(map(board_label, boards)),
        series=tuple(series),
        axis=money_axis(largest),
        category_title="Board",
    )


def falls_data(story: SlippageStory, boards: Sequence[Board]) -> StackData:
    """Return by how much forecasts fell at each board after the first, and how many savings' did."""
    falls = story.falls[1:]
    largest = max((fall.fell_pence for fall in falls), default=0)
    words = money_words(largest)

    def point(fall: BoardFall) -> Point:
        detail = (
            f"{format_pounds(fall.fell_pence)} in full\n"
            f"{format_pounds(fall.slipped_out_pence)} slipped to later years by then"
        )
        return Point(fall.fell_pence, words(fall.fell_pence), detail=detail)

    return StackData(
        title="Falls of forecasts at each board",
        categories=tuple(board_label(board) for board in boards[1:]),
        series=(Series("Forecasts fell by", "amber", tuple(map(point, falls))),),
        axis=money_axis(largest),
        category_title="Board",
        totals=tuple(f"{fall.lines:,}" for fall in falls),
        total_title="Savings whose forecast fell",
        is_upright=True,
    )


def subject_words(row: StoryRow) -> str:
    """Return what a row is of, with its project’s reference."""
    return f"{row.project_ref} {row.name}".strip()


def _step(bar: BridgeBar, year: str, largest: int) -> BridgeStep:
    role, kind, pattern = _BARS[bar.key]
    words = bar.label if year in bar.label else f"{bar.label}, {year}"
    point = Point(
        _drawn(bar.key, bar.pence),
        money_words(largest)(bar.pence),
        ProjectsBehind(bar.project_ids, words) if bar.project_ids else None,
        _in_projects(bar.pence, bar.project_ids),
    )
    return BridgeStep(bar.label, point, role, kind, pattern)


def _point(year: SlippageYear, key: str, label: str, text: str) -> Point:
    ids = year.project_ids.get(key, ())
    pence: int = getattr(year, key)
    detail = [_in_projects(pence, ids)]
    if key == "slipped_out_pence":
        detail += [f"to {to_year}: {format_pounds(slipped)}" for to_year, slipped in year.slipped_to.items()]
    title = f"{label}, {year.year}"
    return Point(
        _drawn(key, pence),
        text,
        ProjectsBehind(ids, title) if ids else None,
        "\n".join(detail) if pence else "",
    )


def _drawn(key: str, pence: int) -> int:
    """Return which way a part is drawn: a surplus is subtracted from the others."""
    return -pence if key == SURPLUS else pence


def _in_projects(pence: int, project_ids: Sequence[str]) -> str:
    return f"{format_pounds(pence)} in {number_of(len(project_ids), 'project')}"

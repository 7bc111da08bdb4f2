"""The projects by delivery status: by theme, over the periods, and from board to board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.dates import period_label, period_short_label
from asc_desktop.domain.report.model import Report, StatusCount, StatusCounts, StatusView
from asc_desktop.domain.report.slippage_story import Board, status_over_boards
from asc_desktop.ui.charts.data import Point, Series, StackData, count_axis
from asc_desktop.ui.palette import ColourRole, Shape

STATUS_TITLE: Final = "Project status by theme"
TREND_TITLE: Final = "Status over time"
MONTHS_AT_FIRST: Final = 12
"""How many months a chart of all months shows before a person asks for more."""


class ProjectsBehind(Struct, frozen=True):
    """What a click on a figure asks for: these projects, and why they are listed."""

    project_ids: tuple[str, ...]
    title: str


def status_by_theme_data(report: Report) -> StackData | None:
    """Return the projects of each theme by delivery status; None where no theme has one."""
    themes = report.status_by_theme
    if not any(count.count for theme in themes for count in theme.counts):
        return None
    return _status_data(
        f"{STATUS_TITLE}, {report.period_label}",
        "Theme",
        themes,
        report.status_scheme,
        {theme.id: f": {theme.label}" for theme in themes},
    )


def status_over_time_data(report: Report) -> StackData | None:
    """Return the projects by the status in force at each period; None where nothing was reported yet."""
    periods = report.status_over_time
    if not periods:
        return None
    endings = {period.id: f" in {period_label(period.id)}" for period in periods}
    data = _status_data(TREND_TITLE, "Month", periods, report.status_scheme, endings)
    return replace(data, opens_at=MONTHS_AT_FIRST)


def status_over_boards_data(boards: Sequence[Board]) -> StackData | None:
    """Return the projects by delivery status at each board; None where there are none."""
    counted = status_over_boards(boards)
    if not any(count.count for board in counted for count in board.counts):
        return None
    data = _status_data(
        "Delivery status board to board",
        "Board",
        counted,
        [count.status for count in counted[0].counts],
        {board.id: f", {board.label}" for board in counted},
        labels=[board_label(board) for board in boards],
    )
    return replace(data, opens_at=MONTHS_AT_FIRST)


def board_label(board: Board) -> str:
    """Return a board's short name for a chart: ``May 24``, and ``Jun 24 now`` for the report as it stands."""
    label = period_short_label(board.report.period)
    return label if board.id else f"{label} now"


def _status_data(
    title: str,
    category_title: str,
    groups: Sequence[StatusCounts],
    scheme: Iterable[StatusView],
    endings: Mapping[str, str],
    *,
    labels: Sequence[str] = (),
) -> StackData:
    """Return a series for each status that any group has, in the scheme's order, those not reported last.

    ``endings`` say after a status, by group, which of its projects are listed. Short ``labels`` stand for the
    groups' own, which are then in the tooltips.
    """
    found: dict[str, StatusView] = {}
    counts: dict[tuple[str, str], StatusCount] = {}
    for group in groups:
        for count in group.counts:
            if count.count:
                found[count.status.id] = count.status
                counts[group.id, count.status.id] = count
    order = {status.id: place for place, status in enumerate(scheme)}
    return StackData(
        title=title,
        categories=tuple(labels or (group.label for group in groups)),
        series=tuple(
            Series(
                status.name,
                cast("ColourRole", status.rag),
                tuple(
                    _point(
                        counts.get((group.id, status.id)), endings[group.id], group.label if labels else ""
                    )
                    for group in groups
                ),
                cast("Shape", status.shape),
            )
            for status in sorted(found.values(), key=lambda status: order.get(status.id, len(order)))
        ),
        axis=count_axis("Number of projects"),
        category_title=category_title,
        is_upright=category_title != "Theme",
    )


def _point(count: StatusCount | None, ending: str, detail: str) -> Point:
    if count is None:
        return Point(0, "0", detail=detail)
    behind = ProjectsBehind(count.project_ids, f"{count.status.name}{ending}")
    return Point(count.count, str(count.count), behind, detail)

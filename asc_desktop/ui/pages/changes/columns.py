"""The columns of the changes, of the snapshots and of the story, and the charts beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, cast

from asc_desktop.domain.dates import period_short_label
from asc_desktop.domain.money import format_millions, format_pounds
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.office import Board as BoardRecord
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.change_facts import KIND_LABELS
from asc_desktop.domain.report.slippage_story import (
    Board,
    BoardFall,
    SlippageStory,
    StoryPoint,
    StoryRow,
    status_over_boards,
)
from asc_desktop.domain.report.views_changes import ChangeRow
from asc_desktop.domain.words import number_of
from asc_desktop.ui.charts.data import (
    PENCE_IN_MILLION,
    LineData,
    LineSeries,
    Point,
    Series,
    StackData,
    count_axis,
    money_axis,
)
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.palette import ColourRole, Shape
from asc_desktop.ui.workspace import Workspace

STATUS_TITLE: Final = "Delivery status board to board"
_EFFECT_RAG: Final = {"worse": "red", "better": "green", "neutral": "grey"}
HASH_SHOWN: Final = 10


def change_columns() -> list[Column]:
    """Return the columns of the changes."""
    return [
        view_column(
            "effect_label",
            "Effect",
            chip=lambda row: Chip(row.effect_label, _EFFECT_RAG[row.effect]),
            tooltip="Whether the change is for the worse, for the better or neither",
            width=84,
        ),
        view_column("project", "Project", read=_project, hint=_project, width=116),
        view_column("what", "What changed", hint=lambda row: row.what, width=168),
        view_column("before", "Before", read=_before, hint=_before, width=164),
        view_column("after", "After", read=_after, hint=_after, width=164),
        view_column("difference", "Difference", width=114),
        view_column(
            "amount_pence",
            "Change £",
            Kind.MONEY,
            warn=lambda row: row.effect == "worse",
            negative_is_bad=False,
            width=92,
            hidden=True,
        ),
    ]


def _project(row: ChangeRow) -> str:
    return f"{row.project_ref} {row.project}".strip()


def _before(row: ChangeRow) -> str:
    return row.before or f"({row.change_label.lower()})"


def _after(row: ChangeRow) -> str:
    return row.after or f"({row.change_label.lower()})"


def by_kind() -> Grouping:
    """Return the changes gathered by kind, in the order in which a pack tells of them."""
    return Grouping(
        "Kind", lambda row: row.kind, label=lambda key: KIND_LABELS[key], order=tuple(KIND_LABELS)
    )


def snapshot_columns(workspace: Workspace) -> list[Column]:
    """Return the columns of the snapshots."""

    def board(row: Snapshot) -> str:
        return workspace.records.title(BoardRecord.table, row.board_id)

    return [
        field_column(Snapshot, "name", width=270),
        field_column(Snapshot, "period", width=104),
        view_column("board", "Board", read=board, hint=board, width=230),
        field_column(Snapshot, "meeting_date", width=104),
        field_column(Snapshot, "frozen_on", width=104),
        field_column(Snapshot, "frozen_by", width=190),
        view_column(
            "sha256",
            "SHA-256",
            read=lambda row: row.sha256[:HASH_SHOWN],
            hint=lambda row: row.sha256,
            tooltip="The beginning of the hash of the frozen report: two that differ are different reports",
            width=112,
        ),
    ]


def story_columns(label_of: Callable[[str], str]) -> list[Column]:
    """Return the columns of the story; ``label_of`` gives a board’s short name for its name."""
    return [
        view_column("name", "Saving", read=subject_words, hint=subject_words, width=200),
        view_column("year", "Year", width=72),
        view_column("forecast_change_pence", "Change £", Kind.MONEY, width=94),
        view_column("falls", "Falls", Kind.INTEGER, read=lambda row: row.falls or None, width=60),
        view_column(
            "first_fall",
            "First fell",
            read=lambda row: label_of(row.first_fall),
            hint=lambda row: row.first_fall,
            width=104,
        ),
        view_column("first_forecast_pence", "First forecast £", Kind.MONEY, width=112),
        view_column("forecast_pence", "Forecast now £", Kind.MONEY, width=112),
        view_column("original_pence", "First target £", Kind.MONEY, width=106),
        view_column("target_pence", "Target now £", Kind.MONEY, width=104),
        view_column(
            "slipped_out_pence",
            "Slipped on £",
            Kind.MONEY,
            read=lambda row: row.slipped_out_pence or None,
            tooltip="What has slipped from this year to later ones by now",
            width=98,
        ),
        view_column(
            "last_fall",
            "Last fell",
            read=lambda row: label_of(row.last_fall),
            hint=lambda row: row.last_fall,
            width=104,
            hidden=True,
        ),
        view_column(
            "fell_pence", "Fell by £", Kind.MONEY, read=lambda row: row.fell_pence or None, hidden=True
        ),
        view_column("theme", "Theme", width=200, hidden=True),
    ]


def subject_words(row: StoryRow) -> str:
    """Return what a row is of, with its project’s reference."""
    return f"{row.project_ref} {row.name}".strip()


def board_label(board: Board) -> str:
    """Return a board's short name for a chart: ``May 24``, and ``Jun 24 now`` for the report as it stands."""
    label = period_short_label(board.report.period)
    return label if board.id else f"{label} now"


def status_chart(boards: Sequence[Board]) -> StackData | None:
    """Return the projects by delivery status at each board; None where there are none."""
    counted = status_over_boards(boards)
    used = [
        place
        for place in range(len(counted[0].counts) if counted else 0)
        if any(entry.counts[place].count for entry in counted)
    ]
    if not used:
        return None
    statuses = [counted[0].counts[place].status for place in used]
    return StackData(
        title=STATUS_TITLE,
        categories=tuple(map(board_label, boards)),
        series=tuple(
            Series(
                status.name,
                cast("ColourRole", status.rag),
                tuple(
                    Point(
                        entry.counts[place].count,
                        str(entry.counts[place].count),
                        (entry.counts[place].project_ids, f"{status.name}, {entry.label}")
                        if entry.counts[place].count
                        else None,
                        entry.label,
                    )
                    for entry in counted
                ),
                cast("Shape", status.shape),
            )
            for place, status in zip(used, statuses, strict=True)
        ),
        axis=count_axis("Number of projects"),
        category_title="Board",
    )


def story_chart(row: StoryRow, boards: Sequence[Board]) -> LineData:
    """Return a row's target and forecast board by board, with its first target and what had slipped on."""
    held = [point for point in row.points if point]
    largest = max([row.original_pence, *(max(item.target_pence, item.forecast_pence) for item in held)])
    words = format_millions if largest >= PENCE_IN_MILLION else format_pounds

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


def story_words(row: StoryRow) -> str:
    """Return how often and by how much a row's forecast fell, in a sentence."""
    if not row.falls:
        return f"{row.year}: the forecast has not fallen."
    times = {1: "once", 2: "twice"}.get(row.falls, f"{row.falls} times")
    return f"{row.year}: the forecast fell {times}, by {format_pounds(row.fell_pence)}."


def falls_words(story: SlippageStory) -> list[str]:
    """Return a line for each board after the first: how many forecasts fell there, and by how much."""
    return [f"{fall.name}: {_fall_words(fall)}" for fall in story.falls[1:]]


def _fall_words(fall: BoardFall) -> str:
    slipped = f"{format_pounds(fall.slipped_out_pence)} had slipped to later years by then"
    if not fall.lines:
        return f"no forecast fell; {slipped}."
    savings = number_of(fall.lines, "saving")
    return f"the forecast of {savings} fell, by {format_pounds(fall.fell_pence)}; {slipped}."

"""The columns of the changes, of the snapshots and of the story, and the charts beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.office import Board as BoardRecord
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.change_facts import KIND_LABELS
from asc_desktop.domain.report.model import ALL_PROGRAMMES
from asc_desktop.domain.report.slippage_story import StoryRow
from asc_desktop.domain.report.views_changes import ChangeRow
from asc_desktop.ui.figures.savings import subject_words
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.workspace import Workspace

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

    def programme(row: Snapshot) -> str:
        return workspace.records.title(Programme.table, row.programme_id) or ALL_PROGRAMMES

    return [
        field_column(Snapshot, "name", width=270),
        view_column("programme", "Programme", read=programme, hint=programme, hidden=True),
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
            tooltip="The first digits of the report’s SHA-256: two that differ are different reports",
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


def story_words(row: StoryRow) -> str:
    """Return how often and by how much a row's forecast fell, in a sentence."""
    if not row.falls:
        return f"{row.year}: the forecast has not fallen."
    times = {1: "once", 2: "twice"}.get(row.falls, f"{row.falls} times")
    return f"{row.year}: the forecast fell {times}, by {format_pounds(row.fell_pence)}."

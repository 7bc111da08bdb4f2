"""The risk register as rows of a table: its columns, chips and filters, over the report's risks."""

from __future__ import annotations

from typing import Final

from asc_desktop.domain.records.assurance import Risk, RiskScore
from asc_desktop.domain.records.fields import Kind, Record, field_of
from asc_desktop.domain.report.views_risks import RiskRating, RiskReport
from asc_desktop.domain.rules.risks import MOVEMENTS
from asc_desktop.ui.figures.risks import FILLS
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.pages.shared.rows import done_words, kept_column, overdue_column, reported_column
from asc_desktop.ui.palette import Shape

SHAPES: Final[dict[str, Shape]] = {
    "low": "circle",
    "medium": "square",
    "high": "triangle",
    "very_high": "diamond",
    "": "dash",
}

ARROWS: Final = {"new": "•", "improving": "↓", "no_change": "→", "worsening": "↑"}
"""Which way the score went."""

_ORDER: Final = {"worsening": 0, "new": 1, "no_change": 2, "improving": 3}


def risk_columns() -> list[Column]:
    """Return the columns, the ones that matter most first. Likelihood and impact are of the period looked at."""
    return [
        kept_column(Risk, "ref", width=62),
        kept_column(Risk, "description", width=196, hint=lambda row: str(row.record.description)),
        view_column(
            "level",
            "Current",
            Kind.INTEGER,
            read=lambda row: row.report.score,
            chip=lambda row: level_chip(row.report),
            align="left",
            width=122,
            tooltip="Current score: likelihood times impact, and its level",
        ),
        reported_column(
            "movement",
            "Movement",
            words=movement_words,
            warn=lambda row: row.report.movement == "worsening",
            sort_key=lambda movement: _ORDER.get(movement, 9),
            width=112,
            tooltip="Compared with the score a month earlier",
        ),
        overdue_column("action", 76),
        _scored("likelihood", "Likelihood", 78),
        _scored("impact", "Impact", 62),
        _rating("inherent", "Inherent"),
        _rating("target", "Target"),
        kept_column(Risk, "category", row_words=lambda row: str(row.report.category), width=160),
        reported_column("linked", "Linked to", width=190, hint=lambda row: str(row.report.linked)),
        kept_column(Risk, "owner", width=170),
        view_column(
            "done",
            "Actions done",
            read=lambda row: done_words(row.report.actions),
            width=92,
            tooltip="Actions done, of how many",
        ),
        kept_column(Risk, "raised_period", width=112),
        kept_column(Risk, "closed_period", width=112),
    ]


def level_chip(item: RiskReport) -> Chip:
    """Return a risk's current score and level; dimmed where it was scored in an earlier period."""
    if item.score is None:
        return Chip("Not scored", "grey")
    return rating_chip(item.level, f"{item.score} {item.level_label}", dimmed=not item.scored_now)


def rating_chip(level: str, words: str, *, dimmed: bool = False) -> Chip:
    """Return words on a level's colour, with its shape."""
    return Chip(words, FILLS[level][0] if level else "grey", SHAPES[level], dimmed)


def movement_words(movement: str) -> str:
    """Return a movement with its arrow: up for a higher score."""
    return f"{ARROWS[movement]} {dict(MOVEMENTS)[movement]}" if movement else ""


def rating_words(rated: RiskRating | None) -> str:
    """Return a rating as ``20 (4 × 5)``."""
    return f"{rated.score} ({rated.likelihood} × {rated.impact})" if rated else ""


def _scored(key: str, label: str, width: int) -> Column:
    kind: type[Record] = RiskScore
    return field_column(
        kind,
        key,
        label=label,
        read=lambda row: getattr(row.report.current, key, None),
        editable=lambda row: row.report.open,
        width=width,
        tooltip=f"{field_of(kind, key).label} of the score for the month, 1 to 5; type to score it",
    )


def _rating(basis: str, label: str) -> Column:
    return view_column(
        basis,
        label,
        Kind.INTEGER,
        read=lambda row: rated.score if (rated := getattr(row.report, basis)) else None,
        hint=lambda row: (
            f"{label}: {rating_words(rated)}, {rated.level_label}"
            if (rated := getattr(row.report, basis))
            else ""
        ),
        width=74,
    )

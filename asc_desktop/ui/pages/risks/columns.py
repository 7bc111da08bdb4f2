"""The risk register as rows of a table: its columns, chips and filters, over the report's risks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from asc_desktop.domain.records.assurance import Risk, RiskScore
from asc_desktop.domain.records.fields import Kind, Record, field_of
from asc_desktop.domain.report.views_risks import RiskRating, RiskReport
from asc_desktop.domain.rules.risks import MOVEMENTS
from asc_desktop.domain.words import number_of
from asc_desktop.ui.figures.risks import FILLS, Cell, cell_of
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.palette import Shape

STATES: Final = (("open", "Open"), ("overdue", "Overdue"), ("closed", "Closed"), ("all", "All"))
"""The filter by state: key and words."""

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


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk as kept and as reported."""

    record: Risk
    report: RiskReport

    @property
    def id(self) -> str:
        """The risk's id."""
        return self.record.id


@dataclass(frozen=True, slots=True)
class RiskFilter:
    """Which risks are listed; empty parts let everything through."""

    state: str = "open"
    level: str = ""
    category: str = ""
    project_ids: frozenset[str] = frozenset()
    cell: Cell | None = None

    def admits(self, item: RiskReport) -> bool:
        """Whether a risk is listed."""
        return (
            self.admits_state(item)
            and self.level in {"", item.level}
            and self.category in {"", item.category}
            and (not self.project_ids or item.project_id in self.project_ids)
            and (self.cell is None or self.cell == cell_of(item, self.cell[0]))
        )

    def admits_state(self, item: RiskReport) -> bool:
        """Whether it is open, closed or overdue as asked."""
        if self.state == "overdue":
            return item.days_overdue > 0
        return self.state == "all" or item.open == (self.state == "open")


def risk_columns() -> list[Column]:
    """Return the columns, the ones that matter most first. Likelihood and impact are of the period looked at."""
    return [
        _kept("ref", width=62),
        _kept("description", width=196, hint=lambda row: str(row.record.description)),
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
        view_column(
            "movement",
            "Movement",
            read=lambda row: row.report.movement,
            words=movement_words,
            warn=lambda row: row.report.movement == "worsening",
            sort_key=lambda movement: _ORDER.get(movement, 9),
            width=112,
            tooltip="Against the score in force a period earlier",
        ),
        view_column(
            "days_overdue",
            "Overdue",
            Kind.INTEGER,
            read=lambda row: row.report.days_overdue or None,
            words=lambda days: number_of(days, "day"),
            warn=lambda row: row.report.days_overdue > 0,
            align="left",
            width=76,
            tooltip="How long the action that is most overdue has been so, at the period’s last day",
        ),
        _scored("likelihood", "Likelihood", 78),
        _scored("impact", "Impact", 62),
        _rating("inherent", "Inherent"),
        _rating("target", "Target"),
        _kept("category", row_words=lambda row: str(row.report.category), width=160),
        view_column(
            "linked",
            "Linked to",
            read=lambda row: row.report.linked,
            width=190,
            hint=lambda row: str(row.report.linked),
        ),
        _kept("owner", width=170),
        view_column("done", "Actions done", read=_done, width=92, tooltip="Actions done, of how many"),
        _kept("raised_period", width=112),
        _kept("closed_period", width=112),
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


def _kept(key: str, **more: Any) -> Column:
    return field_column(Risk, key, read=lambda row: getattr(row.record, key), editable=True, **more)


def _scored(key: str, label: str, width: int) -> Column:
    kind: type[Record] = RiskScore
    return field_column(
        kind,
        key,
        label=label,
        read=lambda row: getattr(row.report.current, key, None),
        editable=lambda row: row.report.open,
        width=width,
        tooltip=f"{field_of(kind, key).label} of the score for the period, 1 to 5; type to score it",
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


def _done(row: RiskRow) -> str:
    actions = row.report.actions
    return f"{sum(1 for item in actions if item.state == 'Done')} of {len(actions)}" if actions else "–"

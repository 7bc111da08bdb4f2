"""The frozen views of the overview: its sentence, programmes or themes, projects by £ at risk, and what moved."""

from collections.abc import Mapping

from msgspec import Struct

from asc_desktop.domain.report.model import StatusView
from asc_desktop.domain.rules.position import Position


class BoardTheme(Struct, frozen=True):
    """What a board was told of a theme."""

    id: str
    position: Position


class BoardProjectState(Struct, frozen=True):
    """What a board was told of a project."""

    id: str
    ref: str
    name: str
    theme_id: str
    status: StatusView | None
    forecast_pence: int
    position: Position
    begun: bool = True


class BoardAttention(Struct, frozen=True):
    """What needed a person when a board met."""

    id: str


class BoardSavings(Struct, frozen=True):
    """The sums by year that a board was told."""

    by_year: Mapping[str, Position]


class BoardState(Struct, frozen=True):
    """As much of a frozen report as the overview compares with: a small part of it."""

    period: str
    period_label: str
    year: str
    projects: tuple[BoardProjectState, ...]
    themes: tuple[BoardTheme, ...]
    savings: BoardSavings
    attention: tuple[BoardAttention, ...]


class ReasonReport(Struct, frozen=True):
    """Why a project is listed, in few words. ``is_new`` where its last board was not told of it."""

    kind: str
    words: str
    rag: str
    is_new: bool


class AtRiskReport(Struct, frozen=True):
    """A live project and its pounds at risk in the period's year, in pence; its reasons, the most pressing first."""

    id: str
    ref: str
    name: str
    programme: str
    theme: str
    lead: str
    status: StatusView | None
    at_risk_pence: int
    reasons: tuple[ReasonReport, ...]
    is_new: bool
    """Whether a reason is new."""


class GroupOverview(Struct, frozen=True):
    """A programme or a theme on one line; amounts of the period's year, in pence.

    Of the live projects: the ids of those with a red, an amber or a green status, and of the others. ``closed``
    counts the rest. ``change_pence`` is the forecast less what the last board was told, None where there is nothing
    to compare.
    """

    id: str
    name: str
    lead: str
    live: int
    closed: int
    red: tuple[str, ...]
    amber: tuple[str, ...]
    green: tuple[str, ...]
    other: tuple[str, ...]
    target_pence: int
    forecast_pence: int
    no_plan_pence: int
    surplus_pence: int
    change_pence: int | None
    last_board: str
    next_board: str | None
    next_board_name: str


class KindOverview(Struct, frozen=True):
    """How many things of a kind need a person, and how many of them the last boards were not told of."""

    kind: str
    label: str
    count: int
    new: int


class MovedReport(Struct, frozen=True):
    """What moved of a project since its last board, in the words of ``before`` and ``after``.

    ``pence`` is its forecast for the year less what the board was told, 0 where that is the same and None where there
    is nothing to compare. ``effect`` is ``worse``, ``better`` or ``neutral``.
    """

    id: str
    ref: str
    name: str
    programme: str
    before: str
    after: str
    pence: int | None
    effect: str
    effect_label: str


class Overview(Struct, frozen=True):
    """What the overview says of a report; ``since`` names the board compared with, empty where there is none."""

    headline: str
    sentences: tuple[str, ...]
    since: str
    level: str
    """``programme`` or ``theme``: what ``groups`` are of, the worst first."""
    groups: tuple[GroupOverview, ...]
    total: GroupOverview
    at_risk: tuple[AtRiskReport, ...]
    """Every live project with a reason, the most at risk first."""
    kinds: tuple[KindOverview, ...]
    moved: tuple[MovedReport, ...]

"""The frozen views of the risk register and its 5x5 matrix in the report."""

from collections.abc import Mapping

from msgspec import Struct


class RiskRating(Struct, frozen=True):
    """A likelihood and an impact, with the score and level that they give."""

    likelihood: int
    impact: int
    score: int
    level: str
    level_label: str


class RiskScoreReport(Struct, frozen=True):
    """What a risk was scored for a period."""

    id: str
    period: str
    rating: RiskRating
    comment: str


class RiskActionReport(Struct, frozen=True):
    """A mitigating action as at the end of the period; ``days_overdue`` is 0 unless it is past due and not done."""

    id: str
    risk_id: str
    action: str
    owner: str
    due_date: str | None
    done_date: str | None
    state: str
    days_overdue: int


class RiskReport(Struct, frozen=True):
    """A risk as at the end of the period.

    ``current`` is the score in force, ``previous`` the one in force a month earlier; ``level`` and ``score`` are those
    of ``current``, empty and None where it is not scored. ``linked`` names the project or else the theme.
    """

    id: str
    ref: str
    description: str
    programme_id: str
    programme: str
    category: str
    owner: str
    theme_id: str
    theme: str
    project_id: str
    project_ref: str
    project: str
    linked: str
    raised_period: str
    closed_period: str | None
    open: bool
    inherent: RiskRating
    current: RiskRating | None
    target: RiskRating | None
    previous: RiskRating | None
    scored_period: str
    scored_now: bool
    comment: str
    score: int | None
    level: str
    level_label: str
    movement: str
    movement_label: str
    target_state: str
    days_overdue: int
    actions_overdue: int
    actions: tuple[RiskActionReport, ...]
    history: tuple[RiskScoreReport, ...]
    source: str


class RiskCell(Struct, frozen=True):
    """One of the 25 cells of the matrix and the open risks in it, the register's order kept."""

    likelihood: int
    impact: int
    score: int
    level: str
    level_label: str
    risk_ids: tuple[str, ...]


class RiskBand(Struct, frozen=True):
    """A level, its first and last score, and how many open risks have it by their current score."""

    level: str
    level_label: str
    first_score: int
    last_score: int
    count: int


class RiskMatrix(Struct, frozen=True):
    """The open risks by likelihood and impact; ``cells`` by basis: inherent, current and target."""

    cells: Mapping[str, tuple[RiskCell, ...]]
    bands: tuple[RiskBand, ...]
    open_risks: int
    not_scored: int
    actions_overdue: int

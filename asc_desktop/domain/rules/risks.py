"""The rules of risks: score, level, the score in force, movement, and how it stands to its target.

A score is likelihood times impact, each from 1 to 5. What was scored for a period stays in force until a later period
scores again; scores after a risk was closed do not count. Movement compares the score in force at the end of a period
with the one in force at the end of the period before, a month earlier: a lower score is improving, a higher one is
worsening, and the same score is no change even where likelihood and impact have changed places. A risk is new in the
period in which it was raised, and where it had no score before. A risk that is closed or not scored has no movement.
"""

from collections.abc import Iterable

from asc_desktop.domain.dates import shift_period
from asc_desktop.domain.records.assurance import Risk, RiskScore
from asc_desktop.domain.records.delivery import Portfolio

LEVELS = (("low", "Low"), ("medium", "Medium"), ("high", "High"), ("very_high", "Very high"))
MOVEMENTS = (
    ("new", "New"), ("improving", "Improving"), ("no_change", "No change"), ("worsening", "Worsening"),
)  # fmt: skip
SCALE = (1, 2, 3, 4, 5)
"""Likelihoods and impacts."""

HIGHEST_SCORE = 25


def level_of(score: int, settings: Portfolio) -> str:
    """Return a score's level by the portfolio's limits, each limit included: ``low`` to ``very_high``."""
    if score <= settings.low_risk_to:
        return "low"
    if score <= settings.medium_risk_to:
        return "medium"
    return "high" if score <= settings.high_risk_to else "very_high"


def bands(settings: Portfolio) -> list[tuple[str, int, int]]:
    """Return each level with its first and last score; a level that no score can have is left out."""
    ends = (settings.low_risk_to, settings.medium_risk_to, settings.high_risk_to, HIGHEST_SCORE)
    found, first = [], 1
    for (level, _), last in zip(LEVELS, ends, strict=True):
        if last >= first:
            found.append((level, first, last))
            first = last + 1
    return found


def score_at(risk: Risk, scores: Iterable[RiskScore], period: str) -> RiskScore | None:
    """Return a risk's score in force at the end of a period, or None where it was not scored by then."""
    last = min(period, risk.closed_period) if risk.closed_period else period
    return max((item for item in scores if item.period <= last), key=lambda item: item.period, default=None)


def movement_of(risk: Risk, scores: Iterable[RiskScore], period: str) -> str:
    """Return ``new``, ``improving``, ``no_change`` or ``worsening``; empty where closed or not scored."""
    held = list(scores)
    now = score_at(risk, held, period)
    if now is None or is_closed(risk, period):
        return ""
    before = score_at(risk, held, shift_period(period, -1))
    if before is None or risk.raised_period == period:
        return "new"
    change = now.likelihood * now.impact - before.likelihood * before.impact
    if not change:
        return "no_change"
    return "worsening" if change > 0 else "improving"


def is_closed(risk: Risk, period: str) -> bool:
    """Whether a risk is closed at the end of a period."""
    return bool(risk.closed_period and risk.closed_period <= period)


def target_score(risk: Risk) -> int | None:
    """Return likelihood times impact of the target, or None without one."""
    if risk.target_likelihood is None or risk.target_impact is None:
        return None
    return risk.target_likelihood * risk.target_impact


def target_state(current: int | None, target: int | None) -> str:
    """Return how a current score stands to its target: ``above``, ``met``, ``below``; ``none`` without either.

    ``below`` is better than was aimed at, so the target can be set lower.
    """
    if current is None or target is None:
        return "none"
    if current > target:
        return "above"
    return "met" if current == target else "below"

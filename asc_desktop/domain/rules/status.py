"""RAG rules: what the figures suggest, and where a person's status is better than they are.

Colours are ``green``, ``amber``, ``red``, ``blue`` (delivered, or closed) and ``grey`` (nothing to judge by). Delivery
status is a person's judgement and is never overruled; savings and milestone RAG are computed and stay separate from it.
"""

from collections.abc import Iterable

from asc_desktop.domain.dates import days_between
from asc_desktop.domain.records.delivery import Milestone, Portfolio
from asc_desktop.domain.rules.position import Position

RANK = {"grey": 0, "blue": 1, "green": 1, "amber": 2, "red": 3}
"""How bad a colour is; blue and green are as good as each other."""

RAG_LETTERS = {"green": "G", "amber": "A", "red": "R", "blue": "B", "grey": "–"}
RAG_WORDS = {"green": "Green", "amber": "Amber", "red": "Red", "blue": "Blue", "grey": "Not rated"}


def savings_rag(position: Position, settings: Portfolio, *, reported: bool) -> str:
    """Return the colour of a line's or project's year.

    Grey where nothing is to find or nothing was reported; blue where what is to find is delivered and validated; else
    by the share of what is to find that the forecast leaves open: green, amber and red by the portfolio's limits, both
    limits included.
    """
    if position.to_find_pence <= 0 or not reported:
        return "grey"
    if min(position.delivered_pence, position.validated_pence) >= position.to_find_pence:
        return "blue"
    return _banded(
        position.gross_gap_pence * 100,
        settings.green_shortfall_percent * position.to_find_pence,
        settings.amber_shortfall_percent * position.to_find_pence,
    )


def days_late(milestone: Milestone) -> int | None:
    """Return how many days after its baseline a milestone is done or forecast; None without both dates."""
    expected = milestone.actual_date or milestone.forecast_date
    if not expected or not milestone.baseline_date:
        return None
    return days_between(milestone.baseline_date, expected)


def milestone_state(milestone: Milestone, as_at: str) -> str:
    """Return ``done``, ``overdue`` (its expected date has passed) or ``due``."""
    if milestone.actual_date and milestone.actual_date <= as_at:
        return "done"
    expected = milestone.forecast_date or milestone.baseline_date
    return "overdue" if expected and expected < as_at else "due"


def milestone_rag(milestone: Milestone, settings: Portfolio, as_at: str) -> str:
    """Return a milestone's colour: blue when done, else by the days that it is late, both limits included.

    It is late by its forecast less its baseline; one whose date has passed, at least by the days since that date.
    """
    state = milestone_state(milestone, as_at)
    if state == "done":
        return "blue"
    late = days_late(milestone)
    if state == "overdue":
        passed = min(day for day in (milestone.baseline_date, milestone.forecast_date) if day)
        late = max(late or 0, days_between(passed, as_at))
    if late is None:
        return "grey"
    return _banded(late, settings.green_slip_days, settings.amber_slip_days)


def worst(colours: Iterable[str]) -> str:
    """Return the worst colour; green before blue where they are as good; grey where there is none."""
    found = "grey"
    for colour in colours:
        if RANK[colour] > RANK[found] or (found == "blue" and colour == "green"):
            found = colour
    return found


def suggested_rag(savings: str, milestones: str, *, overdue_mitigations: int) -> str:
    """Return what the figures suggest: the worst of them, and at least amber with an overdue mitigation."""
    return worst([savings, milestones, "amber" if overdue_mitigations else "grey"])


def delivery_rag(live: int, red: int) -> str:
    """Return a programme's colour by delivery, of its live projects and those of them whose status is red.

    Red where a third or more of them are red, the third included; amber where any is; grey where none is live.
    """
    if not live:
        return "grey"
    if 3 * red >= live:
        return "red"
    return "amber" if red else "green"


def is_better_than(reported: str, suggested: str) -> bool:
    """Return whether a person's colour is better than the figures'; grey on either side settles nothing."""
    return "grey" not in {reported, suggested} and RANK[reported] < RANK[suggested]


def _banded(value: int, green: int, amber: int) -> str:
    if value <= green:
        return "green"
    return "amber" if value <= amber else "red"

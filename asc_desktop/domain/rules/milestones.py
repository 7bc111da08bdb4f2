"""Milestones and dependencies: when a step is expected, and which of a project's own dates waits for what it needs."""

from collections.abc import Iterable
from typing import NamedTuple

from asc_desktop.domain.records.delivery import Milestone, Project
from asc_desktop.domain.rules.status import milestone_state

PLANNED_END = "Planned end"


class Held(NamedTuple):
    """What of a project waits for something: a milestone, or with an empty id the project's planned end."""

    milestone_id: str
    name: str
    date: str | None


def planned_date(milestone: Milestone) -> str | None:
    """Return when a milestone was planned: its baseline, or its forecast where it has none."""
    return milestone.baseline_date or milestone.forecast_date


def expected_date(milestone: Milestone, as_at: str) -> str | None:
    """Return when a milestone was reached or is expected.

    One that is not reached though its date has passed cannot come before the period's last day.
    """
    if milestone_state(milestone, as_at) == "done":
        return milestone.actual_date
    return not_before(milestone.forecast_date or milestone.baseline_date, as_at)


def not_before(day: str | None, as_at: str) -> str | None:
    """Return the later of a date and the period's last day; None for no date."""
    return max(day, as_at) if day else None


def held_up(project: Project, steps: Iterable[Milestone], needed: str | None, as_at: str) -> Held:
    """Return which of a project's own dates waits for something that was planned for the day ``needed``.

    It is the first milestone not reached that was planned for that day or later, or the project's planned end where
    that comes first or there is no such milestone. A milestone that was planned before does not wait.
    """
    ends = Held("", PLANNED_END, project.end_date)
    waiting = [
        Held(step.id, step.name, step.forecast_date or step.baseline_date)
        for step in steps
        if milestone_state(step, as_at) != "done" and (planned_date(step) or "") >= (needed or "")
    ]
    dated = [held for held in (*waiting, ends) if held.date]
    # A milestone on the day of the planned end says more than the end does.
    return min(
        dated,
        key=lambda held: (held.date or "", not held.milestone_id, held.name, held.milestone_id),
        default=ends,
    )

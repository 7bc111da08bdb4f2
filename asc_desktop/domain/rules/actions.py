"""How what is done about an exception or a risk stands on a day."""

from asc_desktop.domain.dates import days_between
from asc_desktop.domain.records.assurance import RiskAction
from asc_desktop.domain.records.delivery import Mitigation


def done_on(action: Mitigation | RiskAction, as_at: str) -> str | None:
    """Return the day on which an action was done, if that was by ``as_at``."""
    return action.done_date if action.done_date and action.done_date <= as_at else None


def days_overdue(action: Mitigation | RiskAction, as_at: str, *, open_: bool) -> int:
    """Return the days past due of an action not done, 0 where it is not or what it is done about is closed."""
    if not open_ or not action.due_date or done_on(action, as_at) or action.due_date >= as_at:
        return 0
    return days_between(action.due_date, as_at)


def state_of(action: Mitigation | RiskAction, as_at: str, *, open_: bool) -> str:
    """Return whether an action is done, overdue or open, in a word."""
    if done_on(action, as_at):
        return "Done"
    return "Overdue" if days_overdue(action, as_at, open_=open_) else "Open"

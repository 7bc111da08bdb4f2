"""The rules of boards: which meeting comes next, and the dates that a year's meetings are likely to have."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from asc_desktop.domain.dates import period_end, shift_period, year_periods
from asc_desktop.domain.records.office import BoardMeeting

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
LAST = 5
PLACES = ((1, "First"), (2, "Second"), (3, "Third"), (4, "Fourth"), (LAST, "Last"))
"""Which of a month's Mondays, Tuesdays and so on; a fifth is only ever the last."""

_WEEK = 7
_MOST_MONTHS_LATER = 6


class MonthlyRule(Struct, frozen=True):
    """When a board meets: the first to fourth or the last of a weekday (Monday is 0), and when its papers are due.

    ``months_later`` is how long after the month it reports it meets; ``papers_days`` the working days by which papers
    come before it, None where no day is set for them.
    """

    place: int = 3
    weekday: int = 3
    months_later: int = 1
    papers_days: int | None = 5


class MeetingDates(Struct, frozen=True):
    """A meeting that a rule suggests."""

    meeting_date: str
    period: str
    papers_due: str | None


def monthly_dates(year: int, rule: MonthlyRule) -> tuple[MeetingDates, ...]:
    """Return the twelve meetings that receive the months of a financial year, April's first.

    Bank holidays are not known here: a date that falls on one is the person's to move.
    """
    found = []
    for period in year_periods(year):
        meets = _nth(shift_period(period, rule.months_later), rule.place, rule.weekday)
        due = None if rule.papers_days is None else working_days_before(meets.isoformat(), rule.papers_days)
        found.append(MeetingDates(meets.isoformat(), period, due))
    return tuple(found)


def rule_like(meeting: BoardMeeting) -> MonthlyRule:
    """Return the rule that gives a meeting's own dates, as near as there is one; for the year after it."""
    default = MonthlyRule()
    meets = date.fromisoformat(meeting.meeting_date)
    later = default.months_later
    if meeting.period:
        later = next(
            (by for by in range(_MOST_MONTHS_LATER) if shift_period(meeting.period, by) == meets.isoformat()[:7]),
            later,
        )  # fmt: skip
    papers = None
    if meeting.papers_due:
        due = date.fromisoformat(meeting.papers_due)
        papers = sum(1 for by in range((meets - due).days) if _works(due + timedelta(days=by)))
    weekday = meets.weekday() if _works(meets) else default.weekday
    return MonthlyRule((meets.day - 1) // _WEEK + 1, weekday, later, papers)


def next_meeting(meetings: Iterable[BoardMeeting], after: str) -> BoardMeeting | None:
    """Return the first meeting after a day, or None where none is dated."""
    return min(
        (item for item in meetings if item.meeting_date > after),
        key=lambda item: item.meeting_date,
        default=None,
    )


def _nth(month: str, place: int, weekday: int) -> date:
    if place == LAST:
        last = date.fromisoformat(period_end(month))
        return last - timedelta(days=(last.weekday() - weekday) % _WEEK)
    first = date.fromisoformat(f"{month}-01")
    return first + timedelta(days=(weekday - first.weekday()) % _WEEK + (place - 1) * _WEEK)


def working_days_before(day: str, count: int) -> str:
    """Return the ISO day so many working days before another; after it where the count is negative."""
    found, step = date.fromisoformat(day), timedelta(days=-1 if count > 0 else 1)
    left = abs(count)
    while left:
        found += step
        left -= _works(found)
    return found.isoformat()


def _works(day: date) -> bool:
    return day.weekday() < len(WEEKDAYS)

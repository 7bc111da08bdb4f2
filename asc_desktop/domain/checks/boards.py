"""What is wrong with a board, its meetings and the status scheme's letters."""

from collections.abc import Callable, Iterator
from typing import Any

from asc_desktop.domain import dates
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import DeliveryStatus, Programme
from asc_desktop.domain.records.fields import Problem, Record
from asc_desktop.domain.records.office import Board, BoardMeeting

LATE_REPORTS = 6
"""How many months after its last financial year a programme may still report to a board."""


def board_meeting_problems(record: BoardMeeting, records: Records) -> Iterator[Problem]:
    """Yield a problem where papers are due after the meeting, or it reports a month that it cannot."""
    meets = dates.date_label(record.meeting_date)
    if record.papers_due and record.papers_due > record.meeting_date:
        yield Problem("papers_due", f"Papers cannot be due after the meeting, on {meets}.")
    if not record.period:
        return
    month = dates.period_label(record.period)
    if f"{record.period}-01" > record.meeting_date:
        yield Problem("period", f"A meeting on {meets} cannot report {month}, which begins after it.")
        return
    board = records.find(Board, record.board_id)
    programme = records.find(Programme, board.programme_id) if board else None
    if programme is not None and not _reports(programme, record.period):
        yield Problem("period", _outside(programme, month))


def board_problems(record: Board, records: Records) -> Iterator[Problem]:
    """Yield a problem where a board would come to a programme whose years do not hold what it reports."""
    programme = records.find(Programme, record.programme_id)
    for meeting in records.of(BoardMeeting, "board_id", record.id) if programme else ():
        if programme and meeting.period and not _reports(programme, meeting.period):
            yield Problem("programme_id", _outside(programme, dates.period_label(meeting.period)))
            return


def programme_board_problems(programme: Programme, records: Records) -> Iterator[Problem]:
    """Yield a problem where a programme's years would no longer hold a month that a board's meeting reports."""
    outside = [
        (meeting.period, board.name, meeting.period < _first(programme))
        for board in records.of(Board, "programme_id", programme.id)
        for meeting in records.of(BoardMeeting, "board_id", board.id)
        if meeting.period and not _reports(programme, meeting.period)
    ]
    if outside:
        period, name, is_early = min(outside)
        sentence = f"{name} has a meeting that reports {dates.period_label(period)}, outside these years."
        yield Problem("first_year" if is_early else "last_year", sentence)


def delivery_status_problems(record: DeliveryStatus, records: Records) -> Iterator[Problem]:
    """Yield a problem where two statuses in use would print the same letter."""
    for other in () if record.retired else records.all(DeliveryStatus):
        is_same = other.letter.casefold() == record.letter.casefold()
        if other.id != record.id and not other.retired and is_same:
            sentence = (
                f"{record.letter} is already the letter of {other.name}. On paper they would look the same."
            )
            yield Problem("letter", sentence)
            return


def _first(programme: Programme) -> str:
    return dates.year_periods(programme.first_year)[0]


def _reports(programme: Programme, period: str) -> bool:
    last = dates.shift_period(dates.year_periods(programme.last_year)[-1], LATE_REPORTS)
    return _first(programme) <= period <= last


def _outside(programme: Programme, month: str) -> str:
    first, last = dates.year_label(programme.first_year), dates.year_label(programme.last_year)
    years = first if first == last else f"{first} to {last}"
    return f"{month} is outside the years of {programme.name}, {years}."


RULES: dict[type[Record], Callable[[Any, Records], Iterator[Problem]]] = {
    Board: board_problems,
    BoardMeeting: board_meeting_problems,
    DeliveryStatus: delivery_status_problems,
}

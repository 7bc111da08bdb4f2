"""Boards and their meetings: a year's dates in one change, and meetings typed or pasted as rows."""

from collections.abc import Collection, Iterable, Sequence

from asc_desktop.domain.dates import year_of_date, year_of_period
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.office import Board, BoardMeeting
from asc_desktop.domain.rules.boards import MeetingDates, MonthlyRule, monthly_dates, rule_like
from asc_desktop.domain.words import one_or_number
from asc_desktop.services.editing import CellEdit, RowGone, Rows, put_rows, take_cells
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.session import Session


def meetings_of(session: Session, board_id: str) -> list[BoardMeeting]:
    """Return a board's meetings, the earliest first."""
    return sorted(session.records.of(BoardMeeting, "board_id", board_id), key=lambda item: item.meeting_date)


def suggested_rule(session: Session, board_id: str) -> MonthlyRule:
    """Return the rule of the board's last meeting; a third Thursday where it has none yet."""
    held = meetings_of(session, board_id)
    return rule_like(held[-1]) if held else MonthlyRule()


def suggested_year(session: Session, board: Board) -> int:
    """Return the first year from the programme's open period on whose months no meeting reports, as far as it goes."""
    programme = session.records.get(Programme, board.programme_id)
    reported = {
        year_of_period(item.period) if item.period else year_of_date(item.meeting_date)
        for item in meetings_of(session, board.id)
    }
    year = year_of_period(programme.open_period)
    while year in reported and year < programme.last_year:
        year += 1
    return year


def new_dates(session: Session, board_id: str, year: int, rule: MonthlyRule) -> list[MeetingDates]:
    """Return the meetings that a rule suggests for a year, without the days and months that the board has already."""
    held = meetings_of(session, board_id)
    days, periods = {item.meeting_date for item in held}, {item.period for item in held}
    return [
        item
        for item in monthly_dates(year, rule)
        if item.meeting_date not in days and item.period not in periods
    ]


def add_meetings(session: Session, board: Board, dates: Iterable[MeetingDates]) -> int:
    """Add a board's meetings as one change; return how many. Raises EditRefused."""
    made = [
        BoardMeeting(
            id=session.new_id(),
            board_id=board.id,
            meeting_date=item.meeting_date,
            period=item.period,
            papers_due=item.papers_due,
        )
        for item in dates
    ]
    if made:
        with session.edit(f"Add {_counted(len(made))} of {board.name}") as edit:
            edit.put(*made)
    return len(made)


def apply_meeting_cells(
    session: Session, board: Board, edits: Sequence[CellEdit], new_ids: Collection[str] = ()
) -> None:
    """Apply typed cells of a board's meetings as one change; those of ``new_ids`` make the meeting of that id.

    Raises EditRefused with a sentence for each cell, and applies none of them.
    """

    def meeting(row_id: str) -> BoardMeeting:
        found = session.records.find(BoardMeeting, row_id)
        if row_id in new_ids:
            return BoardMeeting(id=row_id, board_id=board.id)
        if found is None:
            raise RowGone("meeting")
        return found

    rows = Rows(session, BoardMeeting, meeting)

    def take(edit: CellEdit) -> None:
        if edit.record_id not in new_ids or edit.key == "meeting_date" or edit.text.strip():
            rows.take(edit)

    take_cells(edits, take)
    undated = [row_id for row_id, made in rows.changed.items() if not made.meeting_date]
    if undated:
        raise EditRefused(
            [Problem(row_id, "meeting_date", "Give the day of the meeting first.") for row_id in undated]
        )
    is_added = rows.changed.keys() <= set(new_ids)
    words = f"{'Add' if is_added else 'Change'} {_counted(len(rows.changed))} of {board.name}"
    put_rows(session, words, rows)


def _counted(count: int) -> str:
    return one_or_number(count, "a meeting", "meeting")

"""The boards of the report: when each meets next, and when its papers are due."""

from asc_desktop.domain import dates
from asc_desktop.domain.records.office import Board, BoardMeeting
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.views_boards import BoardReport
from asc_desktop.domain.rules.boards import next_meeting


def board_section(context: ReportContext) -> tuple[BoardReport, ...]:
    """Return the boards of the programmes in scope, by programme and in order; retired ones left out."""
    return tuple(
        _report(context, board, programme.name)
        for programme in context.programmes
        for board in sorted(
            context.records.of(Board, "programme_id", programme.id),
            key=lambda item: (item.position, item.name),
        )
        if not board.retired
    )


def next_board_words(boards: tuple[BoardReport, ...]) -> str:
    """Return ``Transformation Board 18 Jul 2024, papers due 11 Jul 2024`` for the next meeting of any; or nothing."""
    following = min(
        (board for board in boards if board.next_meeting),
        key=lambda board: board.next_meeting or "",
        default=None,
    )
    if following is None:
        return ""
    due = following.papers_due
    papers = f", papers due {dates.date_label(due)}" if due else ""
    return f"{following.name} {dates.date_label(following.next_meeting)}{papers}"


def _report(context: ReportContext, board: Board, programme: str) -> BoardReport:
    meetings = context.records.of(BoardMeeting, "board_id", board.id)
    following = next_meeting(meetings, context.as_at)
    due = following.papers_due if following else None
    return BoardReport(
        id=board.id,
        programme_id=board.programme_id,
        programme=programme,
        name=board.name,
        meetings=len(meetings),
        next_meeting_id=following.id if following else "",
        next_meeting=following.meeting_date if following else None,
        next_period=(following.period or "") if following else "",
        papers_due=due,
        days_to_meeting=dates.days_between(context.as_at, following.meeting_date) if following else None,
        days_to_papers=dates.days_between(context.as_at, due) if due else None,
    )

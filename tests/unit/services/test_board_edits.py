"""Boards: a year's dates in one change, and rows typed or pasted below the last meeting."""

import pytest

from asc_desktop.domain.records.office import Board, BoardMeeting
from asc_desktop.domain.rules.boards import MonthlyRule
from asc_desktop.services import boards
from asc_desktop.services.editing import CellEdit, new_record
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.session import Session
from asc_desktop.services.structure import merge_choices, remove


def first_board(session: Session) -> Board:
    return next(item for item in session.records.all(Board) if item.name.endswith("Transformation Board"))


def days(session: Session, board: Board) -> list[str]:
    return [item.meeting_date for item in boards.meetings_of(session, board.id)]


def test_a_year_of_dates_is_one_change_that_goes_on_as_the_last_did(session: Session) -> None:
    board = first_board(session)
    before = days(session, board)
    rule, year = boards.suggested_rule(session, board.id), boards.suggested_year(session, board)
    assert (rule, year) == (MonthlyRule(3, 3, 1, 5), 2025)
    assert boards.add_meetings(session, board, boards.new_dates(session, board.id, year, rule)) == 12
    assert session.undo_action == "Add 12 meetings of Adult Social Care Transformation Board"
    assert days(session, board)[-12] == "2025-05-15"
    session.undo()
    assert days(session, board) == before


def test_days_and_months_that_are_there_are_not_suggested_again(session: Session) -> None:
    board = first_board(session)
    assert boards.new_dates(session, board.id, 2024, MonthlyRule(2, 1, 1, None)) == []


def test_pasted_rows_become_meetings_and_typed_cells_change_them(session: Session) -> None:
    board = first_board(session)
    held = boards.meetings_of(session, board.id)
    edits = [
        CellEdit("new:1", "meeting_date", "15/05/2025"),
        CellEdit("new:1", "period", "April 2025"),
        CellEdit("new:1", "papers_due", "8 May 2025"),
        CellEdit("new:2", "meeting_date", "19/06/2025"),
        CellEdit("new:2", "period", ""),
        CellEdit(held[0].id, "papers_due", ""),
    ]
    boards.apply_meeting_cells(session, board, edits, ("new:1", "new:2"))
    added = boards.meetings_of(session, board.id)[-2:]
    assert [(item.meeting_date, item.period, item.papers_due) for item in added] == [
        ("2025-05-15", "2025-04", "2025-05-08"),
        ("2025-06-19", None, None),
    ]
    assert session.records.get(BoardMeeting, held[0].id).papers_due is None
    assert session.undo_action == "Change 3 meetings of Adult Social Care Transformation Board"


def test_what_is_wrong_with_a_new_row_is_said_at_its_own_cell(session: Session) -> None:
    board = first_board(session)
    before = days(session, board)
    for edits, key, words in (
        ([CellEdit("new:1", "period", "April 2025")], "meeting_date", "Give the day of the meeting first."),
        ([CellEdit("new:1", "meeting_date", before[0])], "meeting_date", "already has a board meeting for"),
        (
            [CellEdit("new:1", "meeting_date", "1 May 2025"), CellEdit("new:1", "papers_due", "2 May 2025")],
            "papers_due",
            "Papers cannot be due after the meeting, on 1 May 2025.",
        ),
    ):
        with pytest.raises(EditRefused) as refused:
            boards.apply_meeting_cells(session, board, edits, ("new:1",))
        (problem,) = refused.value.problems
        assert (problem.record_id, problem.key) == ("new:1", key)
        assert words in problem.sentence
    assert days(session, board) == before


def test_a_board_goes_with_its_meetings_and_merges_in_its_own_programme(session: Session) -> None:
    board = first_board(session)
    assert {item.name for item in merge_choices(session, board)} == {"Corporate Improvement Board"}
    new = new_record(session, Board, {"programme_id": board.programme_id, "name": "Delivery group"})
    boards.add_meetings(session, new, boards.new_dates(session, new.id, 2024, MonthlyRule()))
    remove(session, new)
    assert boards.meetings_of(session, new.id) == []

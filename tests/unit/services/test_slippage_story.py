"""How many savings slipped, by how much and when: answered from what each board received."""

import pytest
from msgspec import structs

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import Programme, SavingsTarget
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.slippage_story import Board, SlippageStory, status_over_boards
from asc_desktop.services import snapshots
from asc_desktop.services.changes import boards_of, story_of
from asc_desktop.services.reporting import report_positions
from asc_desktop.services.session import Session

YEAR = "2024/25"


@pytest.fixture
def june(session: Session) -> Scope:
    programme = next(item for item in session.records.all(Programme) if item.name.startswith("Better Lives"))
    return Scope(programme.id, "2024-06")


def story(session: Session, scope: Scope) -> SlippageStory:
    boards, wrong = boards_of(session, scope)
    assert wrong == []
    return story_of(boards, session.records.all(SavingsTarget))


def whole_boards(session: Session, scope: Scope) -> list[Board]:
    """The boards with every figure of their reports, of which a story takes a part."""
    boards, _ = boards_of(session, scope)
    records = session.records
    return [
        structs.replace(board, report=session.frozen.report(records.get(Snapshot, board.id)))
        if board.id
        else board
        for board in boards
    ]


def test_what_a_story_reads_of_the_boards_is_what_they_were_told(session: Session, june: Scope) -> None:
    boards, _ = boards_of(session, june)
    whole = whole_boards(session, june)
    assert story_of(boards, session.records.all(SavingsTarget)) == story_of(
        whole, session.records.all(SavingsTarget)
    )
    assert status_over_boards(boards) == status_over_boards(whole)
    assert [board.report.period for board in boards] == [board.report.period for board in whole]


def test_every_level_adds_up_to_what_each_board_was_told(session: Session, june: Scope) -> None:
    boards = whole_boards(session, june)
    assert [board.report.period for board in boards] == ["2024-04", "2024-05", "2024-06"]
    told = story_of(boards, session.records.all(SavingsTarget))
    for level in ("line", "project", "theme", "programme"):
        for year in told.years:
            rows = [row for row in told.rows if (row.level, row.year) == (level, year)]
            for place, board in enumerate(boards):
                points = [point for row in rows if (point := row.points[place])]
                assert isinstance(board.report, Report)
                whole = board.report.savings.by_year[year]
                assert sum(point.target_pence for point in points) == whole.target_pence
                assert sum(point.forecast_pence for point in points) == whole.forecast_pence
                assert sum(point.slipped_out_pence for point in points) == whole.slipped_out_pence


def test_the_original_target_is_the_published_one(session: Session, june: Scope) -> None:
    whole = {row.year: row for row in story(session, june).rows if row.level == "programme"}
    assert [whole[year].original_pence for year in ("2024/25", "2025/26", "2026/27", "2027/28")] == [
        869_624_600, 1_045_283_800, 442_509_400, 37_428_900,
    ]  # fmt: skip


def test_a_forecast_that_falls_twice_is_told_with_when_and_how_much(session: Session, june: Scope) -> None:
    row = next(
        row
        for row in story(session, june).rows
        if (row.level, row.name, row.year) == ("line", "Prevention offer", YEAR)
    )
    forecasts = [point.forecast_pence if point else None for point in row.points]
    assert forecasts == [26_800_000, 13_400_000, 0]
    assert (row.falls, row.fell_pence, row.forecast_change_pence) == (2, 26_800_000, -26_800_000)
    assert (row.first_fall, row.last_fall) == ("Transformation Board, May 2024", "June 2024 as it is now")


def test_what_fell_at_each_board_is_counted_once_a_line(session: Session, june: Scope) -> None:
    before = story(session, june)
    assert before.falls[0].lines == 0
    assert sum(fall.fell_pence for fall in before.falls) == sum(
        row.fell_pence for row in before.rows if row.level == "line"
    )
    snapshots.freeze(session, june, name="June board")
    line = next(row for row in before.rows if row.level == "line" and row.forecast_pence > 100_00)
    year = int(line.year[:4])
    report_positions(
        session, {(line.subject_id, year): {"forecast_pence": line.forecast_pence - 50_00}}, "2024-07"
    )
    after = story(session, Scope(june.programme_id, "2024-07"))
    assert after.boards[-2:] == ("June board", "July 2024 as it is now")
    assert (after.falls[-1].lines, after.falls[-1].fell_pence) == (1, 50_00)
    assert after.falls[-2].fell_pence == before.falls[-1].fell_pence


def test_the_sentence_says_what_fell_and_what_the_whole_forecast_came_to(
    session: Session, june: Scope
) -> None:
    boards = whole_boards(session, june)
    first, last = boards[0].report, boards[-1].report
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    was, now = (item.savings.all_years.forecast_pence for item in (first, last))
    fell = sum(row.fell_pence for row in story(session, june).rows if row.level == "line")
    assert was != now
    assert fell != was - now
    higher = "higher" if now > was else "lower"
    assert story(session, june).sentence.endswith(
        f"falls of {format_pounds(fell)} over all years. With rises and new savings, the whole forecast is now "
        f"{format_pounds(abs(now - was))} {higher} than at {boards[0].name}: {format_pounds(now)}."
    )


def test_status_board_to_board_counts_every_project_that_has_one(session: Session, june: Scope) -> None:
    boards, _ = boards_of(session, june)
    counted = status_over_boards(boards)
    assert [entry.label for entry in counted] == [board.name for board in boards]
    for entry, board in zip(counted, boards, strict=True):
        assert sum(count.count for count in entry.counts) == sum(
            1 for project in board.report.projects if project.status
        )

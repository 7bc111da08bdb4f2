"""Boards: the meetings that a rule suggests, which comes next, and what is refused."""

import pytest

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.records.delivery import DeliveryStatus, Programme
from asc_desktop.domain.records.office import Board, BoardMeeting
from asc_desktop.domain.report.boards import next_board_words
from asc_desktop.domain.rules.boards import LAST, MonthlyRule, monthly_dates, rule_like
from tests.unit.domain.portfolio import Desk


@pytest.fixture
def desk() -> Desk:
    held = Desk()
    held.add(Board(id="board", programme_id="prog", name="Transformation Board"))
    return held


def meeting(desk: Desk, day: str, period: str | None = None, papers: str | None = None) -> BoardMeeting:
    return desk.add(
        BoardMeeting(id=f"m{day}", board_id="board", meeting_date=day, period=period, papers_due=papers)
    )


def said(desk: Desk, record: object) -> dict[str, str]:
    return {item.key: item.sentence for item in problems(record, desk.records)}  # type: ignore[arg-type]


def test_a_year_of_third_thursdays_reports_the_month_before_each() -> None:
    dates = monthly_dates(2024, MonthlyRule(place=3, weekday=3, months_later=1, papers_days=5))
    assert len(dates) == 12
    assert (dates[2].meeting_date, dates[2].period, dates[2].papers_due) == (
        "2024-07-18", "2024-06", "2024-07-11"
    )  # fmt: skip
    assert (dates[-1].meeting_date, dates[-1].period) == ("2025-04-17", "2025-03")


def test_the_last_monday_and_no_day_for_papers() -> None:
    dates = monthly_dates(2024, MonthlyRule(place=LAST, weekday=0, months_later=0, papers_days=None))
    assert [item.meeting_date for item in dates[:3]] == ["2024-04-29", "2024-05-27", "2024-06-24"]
    assert all(item.papers_due is None for item in dates)


@pytest.mark.parametrize(
    "rule",
    [
        MonthlyRule(),
        MonthlyRule(1, 0, 2, 0),
        MonthlyRule(2, 4, 0, None),
        MonthlyRule(4, 2, 1, 7),
    ],
)
def test_a_meeting_s_own_rule_is_found_again(rule: MonthlyRule) -> None:
    found = monthly_dates(2025, rule)[4]
    held = BoardMeeting(
        id="m",
        board_id="board",
        meeting_date=found.meeting_date,
        period=found.period,
        papers_due=found.papers_due,
    )
    assert rule_like(held) == rule


def test_papers_due_after_the_meeting_are_refused(desk: Desk) -> None:
    late = meeting(desk, "2024-07-18", "2024-06", "2024-07-19")
    assert said(desk, late) == {"papers_due": "Papers cannot be due after the meeting, on 18 Jul 2024."}
    assert said(desk, meeting(desk, "2024-07-18", "2024-06", "2024-07-18")) == {}


def test_a_meeting_reports_a_month_of_the_programme_s_years_that_has_begun(desk: Desk) -> None:
    assert "outside the years of ASC, 2023/24 to 2027/28" in said(
        desk, meeting(desk, "2023-03-20", "2023-03")
    ).get("period", "")
    assert "begins after it" in said(desk, meeting(desk, "2024-05-31", "2024-06"))["period"]


def test_a_programme_s_years_cannot_leave_a_meeting_s_month_behind(desk: Desk) -> None:
    meeting(desk, "2023-07-20", "2023-06")
    shorter = Programme(id="prog", name="ASC", first_year=2024, last_year=2027, open_period="2024-06")
    assert "Transformation Board has a meeting that reports June 2023" in said(desk, shorter)["first_year"]


def test_two_statuses_in_use_cannot_have_one_letter(desk: Desk) -> None:
    other = DeliveryStatus(id="new", name="On hold", rag="grey", letter="on", shape="dash")
    assert said(desk, other)["letter"].startswith("on is already the letter of On target.")
    retired = DeliveryStatus(id="new", name="On hold", rag="grey", letter="On", shape="dash", retired=1)
    assert said(desk, retired) == {}


def test_the_report_names_each_board_s_next_meeting_after_the_period(desk: Desk) -> None:
    desk.add(Board(id="none", programme_id="prog", name="Scrutiny", position=1))
    desk.add(Board(id="gone", programme_id="prog", name="Old board", retired=1))
    meeting(desk, "2024-06-20", "2024-05", "2024-06-13")
    meeting(desk, "2024-08-15", "2024-07")
    meeting(desk, "2024-07-18", "2024-06", "2024-06-28")
    first, second = desk.build().boards
    assert (first.name, first.meetings, first.next_meeting, first.next_period) == (
        "Transformation Board", 3, "2024-07-18", "2024-06"
    )  # fmt: skip
    assert (first.days_to_meeting, first.days_to_papers) == (18, -2)
    assert (second.name, second.next_meeting, second.days_to_meeting) == ("Scrutiny", None, None)
    words = next_board_words((first, second))
    assert words == "Transformation Board 18 Jul 2024, papers due 28 Jun 2024"

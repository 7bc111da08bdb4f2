"""Updates of a month: where each stands, and what is late."""

import pytest

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.office import Board, BoardMeeting
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.counts import projects_updated
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.updates import (
    STATES,
    MonthUpdates,
    Papers,
    ProjectUpdate,
    month_updates,
    papers_words,
    suggested_due,
)
from tests.unit.domain.portfolio import Desk

TODAY = "2024-07-10"
CONTENT = "0" * 64


@pytest.fixture
def desk() -> Desk:
    held = Desk()
    held.add(
        Project(
            id="p",
            ref="P-1",
            name="Supported Living",
            theme_id="theme",
            source_plan_id="plan",
            lead="Head of Care",
        )
    )
    return held


def ask(desk: Desk, period: str = "2024-06", due: str | None = "2024-07-10", **more: object) -> UpdateRequest:
    values = {"project_id": "p", "form": "F-0001", "asked_on": f"{period}-28", "lead": "Head of Care"} | more
    made_id = f"u{period}{values['project_id']}{values['form']}"
    return desk.add(UpdateRequest(id=made_id, period=period, due_on=due, content=CONTENT, **values))  # type: ignore[arg-type]


def stand(desk: Desk, today: str = TODAY, period: str = "2024-06") -> MonthUpdates:
    return month_updates(ReportContext(desk.records, Scope("prog", period)), today)


def row(desk: Desk, today: str = TODAY, project: str = "p", period: str = "2024-06") -> ProjectUpdate:
    return next(item for item in stand(desk, today, period).projects if item.id == project)


class TestState:
    def test_nobody_was_asked(self, desk: Desk) -> None:
        found = row(desk)
        assert (found.state, found.days_left, found.form, found.late_running) == ("not_asked", None, "", 0)
        assert (found.title, found.theme, found.lead) == (
            "P-1 Supported Living",
            "Prevention",
            "Head of Care",
        )

    def test_it_is_asked_until_its_due_day_is_over_and_late_the_day_after(self, desk: Desk) -> None:
        ask(desk)
        assert (row(desk, "2024-07-08").state, row(desk, "2024-07-08").days_left) == ("asked", 2)
        assert (row(desk, "2024-07-10").state, row(desk, "2024-07-10").days_left) == ("asked", 0)
        assert (row(desk, "2024-07-11").state, row(desk, "2024-07-11").days_left) == ("late", -1)

    def test_without_a_due_day_nothing_is_late(self, desk: Desk) -> None:
        ask(desk, due=None)
        found = row(desk, "2025-01-01")
        assert (found.state, found.days_left) == ("asked", None)

    def test_what_came_back_is_returned_then_in_question_then_accepted(self, desk: Desk) -> None:
        ask(desk, returned_on="2024-07-09")
        assert row(desk).state == "returned"
        ask(desk, returned_on="2024-07-09", in_question=2)
        assert (row(desk).state, row(desk).in_question, row(desk).days_left) == ("in_question", 2, None)
        ask(desk, returned_on="2024-07-09", accepted_on="2024-07-10", in_question=1)
        assert row(desk).state == "in_question"
        ask(desk, returned_on="2024-07-09", accepted_on="2024-07-10")
        assert (row(desk).state, row(desk).is_in) == ("no_status", False)
        desk.status("green")
        assert (row(desk).state, row(desk).is_in) == ("accepted", True)

    def test_a_status_of_the_month_is_in_whatever_became_of_its_form(self, desk: Desk) -> None:
        desk.status("green")
        for more in ({}, {"returned_on": "2024-07-09"}, {"returned_on": "2024-07-09", "in_question": 2}):
            ask(desk, **more)
            assert row(desk, "2024-08-01").is_in
        assert (row(desk).state, stand(desk).in_count, stand(desk).in_and_in_question) == (
            "in_question",
            1,
            1,
        )

    def test_as_many_are_in_as_the_report_counts_as_updated(self, desk: Desk) -> None:
        desk.status("blue", "2024-05", project="q")
        ask(desk, returned_on="2024-07-09", in_question=1)
        for _ in range(2):
            report = build_report(desk.records, Scope("prog", "2024-06"))
            counts = (stand(desk).in_count, stand(desk).due_count)
            assert counts == (projects_updated(report), len(report.due_projects))
            desk.status("green")
        # A closed project is in neither count, though its form came back.
        assert (stand(desk).in_count, stand(desk).due_count, len(stand(desk).projects)) == (1, 1, 2)

    def test_nothing_is_due_of_a_project_before_it_begins(self, desk: Desk) -> None:
        desk.add(Project(id="q", ref="P-2", name="MH reablement", theme_id="other", start_date="2024-07-01"))
        found = row(desk, project="q")
        assert (found.state, found.begun, found.is_due, found.late_running) == ("not_begun", False, False, 0)
        assert (stand(desk).in_count, stand(desk).due_count) == (0, 1)
        desk.status("green", project="q")
        assert (row(desk, project="q").state, stand(desk).in_count, stand(desk).due_count) == ("typed", 1, 2)

    def test_what_was_refused_of_a_return_and_its_file_are_kept_with_it(self, desk: Desk) -> None:
        ask(desk, returned_on="2024-07-09", refused="P-1: “Purple” is no status.", file="F-0001 back.xlsx")
        assert (row(desk).refused, row(desk).file) == ("P-1: “Purple” is no status.", "F-0001 back.xlsx")
        assert (row(desk, project="q").refused, row(desk, project="q").file) == ("", "")
        assert row(desk, project="q").in_question == 0

    def test_a_status_typed_in_the_window_counts_asked_or_not_and_late_or_not(self, desk: Desk) -> None:
        desk.status("green")
        assert (row(desk).state, row(desk).is_in, row(desk).is_reported) == ("typed", True, True)
        ask(desk)
        assert (row(desk, "2024-08-01").state, row(desk, "2024-08-01").days_left) == ("typed", None)

    def test_an_earlier_month_s_status_does_not_count(self, desk: Desk) -> None:
        desk.status("amber", "2024-05")
        found = row(desk)
        assert (found.state, found.status_id, found.is_reported) == ("not_asked", "amber", False)

    def test_another_month_s_request_does_not_count(self, desk: Desk) -> None:
        ask(desk, "2024-05", due="2024-08-01")
        assert row(desk).state == "not_asked"

    def test_of_two_requests_the_one_in_which_something_happened_last_counts(self, desk: Desk) -> None:
        ask(desk, returned_on="2024-07-02", accepted_on="2024-07-03")
        ask(desk, form="F-0002", asked_on="2024-07-04")
        assert (row(desk).state, row(desk).form) == ("asked", "F-0002")
        ask(desk, returned_on="2024-07-02", accepted_on="2024-07-05")
        assert (row(desk).state, row(desk).form) == ("no_status", "F-0001")

    def test_a_request_names_the_lead_where_the_project_names_none(self, desk: Desk) -> None:
        ask(desk, project_id="q", lead="Head of  Homes")
        assert row(desk, project="q").lead == "Head of Homes"
        assert row(desk).lead == "Head of Care"

    def test_a_closed_project_is_in_and_an_archived_one_left_out(self, desk: Desk) -> None:
        desk.status("blue", "2024-04")
        ask(desk, "2024-03", due="2024-03-28")
        desk.add(Project(id="q", ref="P-2", name="Gone", theme_id="other", source_plan_id="plan", archived=1))
        assert [(item.id, item.state, item.is_in) for item in stand(desk).projects] == [("p", "closed", True)]
        assert row(desk).late_running == 0
        ask(desk)
        assert (row(desk).state, row(desk).is_in) == ("asked", True)
        ask(desk, returned_on="2024-07-09", accepted_on="2024-07-10")
        assert row(desk).state == "accepted"

    def test_a_project_that_this_month_closes_is_there(self, desk: Desk) -> None:
        desk.status("blue")
        assert row(desk).state == "typed"

    def test_every_state_has_words(self) -> None:
        assert {key for key, _ in STATES} == {
            "late", "in_question", "returned", "asked", "not_asked", "no_status", "typed", "accepted", "closed",
            "not_begun",
        }  # fmt: skip


class TestLateRunning:
    def late(self, desk: Desk, *periods: str) -> None:
        for period in periods:
            ask(desk, period, due=f"{period}-28")

    def test_three_months_running_are_said(self, desk: Desk) -> None:
        self.late(desk, "2024-04", "2024-05", "2024-06")
        assert row(desk).late_running == 3
        assert [item.id for item in stand(desk).late_running] == ["p"]

    def test_two_are_not(self, desk: Desk) -> None:
        self.late(desk, "2024-05", "2024-06")
        assert row(desk).late_running == 2
        assert stand(desk).late_running == ()

    def test_while_this_month_s_may_still_come_the_run_is_that_of_the_months_before(self, desk: Desk) -> None:
        self.late(desk, "2024-03", "2024-04", "2024-05")
        assert row(desk).late_running == 3
        ask(desk, due="2024-07-20")
        assert (row(desk).state, row(desk).late_running) == ("asked", 3)

    def test_a_month_in_time_ends_the_run(self, desk: Desk) -> None:
        self.late(desk, "2024-03", "2024-04", "2024-05")
        ask(desk, due="2024-07-10", returned_on="2024-07-10", accepted_on="2024-07-12")
        assert row(desk).late_running == 0

    def test_a_return_after_its_day_is_late_too(self, desk: Desk) -> None:
        self.late(desk, "2024-04", "2024-05")
        ask(desk, due="2024-07-09", returned_on="2024-07-10", accepted_on="2024-07-10")
        assert row(desk).late_running == 3

    def test_a_status_typed_counts_as_an_update_in_time(self, desk: Desk) -> None:
        self.late(desk, "2024-04", "2024-05", "2024-06")
        desk.status("green", "2024-05")
        assert row(desk).late_running == 1

    def test_a_month_for_which_no_day_was_set_is_not_late(self, desk: Desk) -> None:
        ask(desk, "2024-05", due=None)
        assert row(desk).late_running == 0

    def test_a_month_in_which_nobody_asked_is_not_late(self, desk: Desk) -> None:
        self.late(desk, "2024-03", "2024-04", "2024-06")
        assert row(desk).late_running == 1


class TestPapers:
    def meeting(self, desk: Desk, due: str | None, period: str = "2024-06", board: str = "board") -> None:
        desk.add(
            BoardMeeting(
                id=f"m{due}{board}", board_id=board, meeting_date=f"{due}x", period=period, papers_due=due
            )
        )

    @pytest.fixture(autouse=True)
    def boards(self, desk: Desk) -> None:
        desk.add(Board(id="board", programme_id="prog", name="Transformation Board"))
        desk.add(Board(id="old", programme_id="prog", name="Old Board", retired=1))

    def test_they_are_those_of_the_meeting_that_receives_the_month(self, desk: Desk) -> None:
        self.meeting(desk, "2024-07-11")
        self.meeting(desk, "2024-07-10", period="2024-05")
        papers = stand(desk).papers
        assert papers is not None
        assert (papers.board, papers.due_on, papers.days_left) == ("Transformation Board", "2024-07-11", 1)

    def test_what_is_due_today_still_counts_down(self, desk: Desk) -> None:
        self.meeting(desk, TODAY)
        self.meeting(desk, "2024-07-19")
        papers = stand(desk).papers
        assert papers is not None
        assert (papers.due_on, papers.days_left) == (TODAY, 0)

    def test_the_last_one_where_all_are_over(self, desk: Desk) -> None:
        self.meeting(desk, "2024-07-01")
        self.meeting(desk, "2024-07-08")
        papers = stand(desk).papers
        assert papers is not None
        assert (papers.due_on, papers.days_left) == ("2024-07-08", -2)

    def test_a_retired_board_and_a_meeting_without_a_day_give_none(self, desk: Desk) -> None:
        self.meeting(desk, "2024-07-12", board="old")
        self.meeting(desk, None)
        assert stand(desk).papers is None


class TestSuggestedDue:
    def papers(self, due: str) -> Papers:
        return Papers("Board", "2024-07-18", due, 0)

    def test_it_is_three_working_days_before_the_papers_whatever_weekend_lies_between(self) -> None:
        assert suggested_due(self.papers("2024-07-11"), "2024-07-01") == "2024-07-08"
        assert suggested_due(self.papers("2024-07-16"), "2024-07-01") == "2024-07-11"

    def test_it_is_five_working_days_from_now_where_that_is_over_or_today_or_not_set(self) -> None:
        assert suggested_due(self.papers("2024-07-11"), "2024-07-07") == "2024-07-08"
        assert suggested_due(self.papers("2024-07-11"), "2024-07-08") == "2024-07-15"
        assert suggested_due(None, "2024-07-05") == "2024-07-12"


class TestWaitedFor:
    def test_leads_who_are_waited_for_are_counted_once(self, desk: Desk) -> None:
        assert stand(desk).leads_waited_for == 0
        desk.add(Project(id="r", ref="P-3", name="Reviews", theme_id="other", lead="head of  care"))
        ask(desk, project_id="p")
        ask(desk, project_id="r")
        assert stand(desk).leads_waited_for == 1
        ask(desk, project_id="q", lead="Head of Homes")
        assert stand(desk).leads_waited_for == 2
        ask(desk, project_id="q", lead="Head of Homes", returned_on="2024-07-09")
        assert stand(desk).leads_waited_for == 1

    def test_papers_whose_day_has_passed_were_due(self) -> None:
        words = [papers_words(Papers("Board", "2024-07-18", "2024-07-11", days)) for days in (0, -1)]
        assert words == [
            "Papers for Board are due on 11 Jul 2024.",
            "Papers for Board were due on 11 Jul 2024.",
        ]

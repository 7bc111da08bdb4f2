"""The chase list: what is due from people, of whom, and what is not."""

from typing import Any

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.assurance import Issue, Risk, RiskAction
from asc_desktop.domain.records.delivery import Programme, Project
from asc_desktop.domain.records.exchange import Contact, UpdateRequest
from asc_desktop.domain.records.governance import Decision, DecisionProject
from asc_desktop.domain.records.office import Board, BoardMeeting
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.chase import (
    COMING_DAYS,
    ChaseList,
    Due,
    by_lead,
    chase_list,
    chase_text,
    day_words,
)
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import Scope
from tests.unit.domain.portfolio import OPEN, Desk

TODAY = "2024-07-10"
SCOPE = Scope("prog", OPEN)


@pytest.fixture
def desk() -> Desk:
    """Both projects are updated for the month, so that nothing is due before a test adds it."""
    held = Desk()
    held.add(replace(held.rows["project"]["p"], lead="Head of Care"))
    held.status("green")
    held.status("green", project="q")
    return held


def chase(desk: Desk, today: str = TODAY) -> ChaseList:
    return chase_list(ReportContext(desk.records, SCOPE), build_report(desk.records, SCOPE), today)


def found(desk: Desk, today: str = TODAY) -> list[tuple[str, str, str, int | None]]:
    return [(due.kind, due.what, due.lead, due.days_left) for due in chase(desk, today).dues]


def risk(desk: Desk, **more: Any) -> Risk:
    values = {
        "id": "risk",
        "programme_id": "prog",
        "ref": "R-1",
        "description": "Staff leave",
        "raised_period": OPEN,
    }
    return desk.add(Risk(**{**values, **more}))


class TestWhatIsDue:
    def test_nothing_is_due_where_all_are_updated(self, desk: Desk) -> None:
        assert found(desk) == []

    def test_a_mitigation_is_due_from_its_owner_else_from_the_project_s_lead(self, desk: Desk) -> None:
        exception = desk.exception()
        desk.mitigation(exception, action="Recruit", owner="Head of People", due_date="2024-07-03")
        desk.mitigation(exception, action="Train", due_date="2024-07-12")
        assert found(desk) == [
            ("mitigation", "Recruit", "Head of People", -7),
            ("mitigation", "Train", "Head of Care", 2),
        ]

    def test_what_is_done_or_has_no_day_or_is_of_a_closed_exception_is_not_due(self, desk: Desk) -> None:
        exception = desk.exception()
        desk.mitigation(exception, due_date="2024-06-03", done_date="2024-06-04")
        desk.mitigation(exception)
        desk.mitigation(desk.exception(closed_period=OPEN), due_date="2024-06-03")
        assert found(desk) == []

    @pytest.mark.parametrize(("day", "is_listed"), [("2024-08-09", True), ("2024-08-10", False)])
    def test_what_is_to_come_is_listed_thirty_days_ahead(self, desk: Desk, day: str, is_listed: bool) -> None:
        assert COMING_DAYS == 30
        desk.milestone(baseline_date=day)
        assert bool(found(desk)) is is_listed

    def test_a_milestone_is_due_by_its_forecast_and_until_it_is_reached(self, desk: Desk) -> None:
        desk.milestone(name="Go live", baseline_date="2024-06-01", forecast_date="2024-07-20")
        desk.milestone(name="Opened", baseline_date="2024-06-01", actual_date="2024-06-28")
        assert found(desk) == [("milestone", "Go live", "Head of Care", 10)]

    def test_an_action_against_a_risk_is_due_from_its_owner_else_from_the_risk_s(self, desk: Desk) -> None:
        risk(desk, owner="Head of People")
        desk.add(RiskAction(id="a", risk_id="risk", action="Survey", due_date="2024-07-01"))
        desk.add(RiskAction(id="b", risk_id="risk", action="Pay", owner="Director", due_date="2024-07-02"))
        desk.add(
            RiskAction(id="c", risk_id="risk", action="Done", due_date="2024-07-02", done_date="2024-06-02")
        )
        assert found(desk) == [("action", "Survey", "Head of People", -9), ("action", "Pay", "Director", -8)]
        risk(desk, closed_period=OPEN)
        assert found(desk) == []

    def test_an_issue_is_due_until_it_is_resolved(self, desk: Desk) -> None:
        values: dict[str, Any] = {"programme_id": "prog", "description": "No rooms", "raised_period": OPEN}
        values |= {"project_id": "p", "action": "Rent some", "due_date": "2024-07-10"}
        desk.add(Issue(id="i", ref="I-1", **values))
        desk.add(Issue(id="j", ref="I-2", resolved_date="2024-06-20", **values))
        assert found(desk) == [("issue", "Rent some", "Head of Care", 0)]

    def test_a_decision_is_due_from_the_lead_of_its_project_else_of_its_programme(self, desk: Desk) -> None:
        desk.add(replace(desk.rows["programme"]["prog"], lead="Programme Manager"))
        assert isinstance(desk.rows["programme"]["prog"], Programme)
        desk.add(
            Decision(
                id="d",
                programme_id="prog",
                ref="D-1",
                subject="Buy",
                stage="for_decision",
                decision_date="2024-07-18",
            )
        )
        ((kind, what, lead, days),) = found(desk)
        assert (kind, lead, days) == ("decision", "Programme Manager", 8)
        assert what
        desk.add(DecisionProject(id="dp", decision_id="d", project_id="p"))
        assert found(desk)[0][2] == "Head of Care"

    def test_nothing_is_due_of_a_closed_project(self, desk: Desk) -> None:
        desk.mitigation(desk.exception(), due_date="2024-07-03")
        desk.milestone(baseline_date="2024-07-01")
        risk(desk, project_id="p", owner="Head of People")
        desk.add(RiskAction(id="a", risk_id="risk", action="Survey", due_date="2024-07-01"))
        assert len(found(desk)) == 3
        desk.rows["status_update"].clear()
        desk.status("blue")
        desk.status("green", project="q")
        assert found(desk) == []


class TestUpdates:
    def test_an_update_is_due_by_its_form_s_day_or_by_the_papers(self, desk: Desk) -> None:
        desk.rows["status_update"].clear()
        assert [(due.about, due.due_on, due.form) for due in chase(desk).dues] == [
            ("P-1 Supported Living", None, ""),
            ("P-2 MH reablement", None, ""),
        ]
        desk.add(Board(id="board", programme_id="prog", name="Board"))
        desk.add(
            BoardMeeting(
                id="m", board_id="board", meeting_date="2024-07-18", period="2024-06", papers_due="2024-07-11"
            )
        )
        desk.add(
            UpdateRequest(
                id="u", project_id="q", period=OPEN, form="F-0001", lead="Head of Homes", asked_on="2024-06-28",
                due_on="2024-07-07", content="0" * 64,
            )
        )  # fmt: skip
        assert [(due.about, due.due_on, due.days_left, due.form, due.lead) for due in chase(desk).dues] == [
            ("P-2 MH reablement", "2024-07-07", -3, "F-0001", "Head of Homes"),
            ("P-1 Supported Living", "2024-07-11", 1, "", "Head of Care"),
        ]


class TestByLead:
    def test_roles_are_one_however_they_are_spelt_and_the_longest_overdue_first(self, desk: Desk) -> None:
        desk.add(Contact(id="c", role="Head of Care", name="Deputy", email="care@council.example"))
        desk.add(Project(id="r", ref="P-3", name="Reviews", theme_id="other", lead="head of  care"))
        desk.status("green", project="r")
        desk.milestone(project_id="q", baseline_date="2024-07-05")
        desk.milestone(project_id="r", baseline_date="2024-07-02")
        desk.milestone(project_id="p", baseline_date="2024-07-20")
        leads = by_lead(chase(desk).dues, desk.records)
        assert [(item.lead, item.email, [due.days_left for due in item.dues]) for item in leads] == [
            ("head of care", "care@council.example", [-8, 10]),
            ("No lead named", "", [-5]),
        ]

    def test_the_list_reads_as_an_e_mail_would(self, desk: Desk) -> None:
        desk.add(Contact(id="c", role="Head of Care", name="Deputy", email="care@council.example"))
        desk.mitigation(desk.exception(), action="Recruit.", due_date="2024-07-03")
        desk.milestone(project_id="q", baseline_date=TODAY)
        held = chase(desk)
        assert chase_text(by_lead(held.dues, desk.records), held) == (
            "Due from people, on 10 Jul 2024\n"
            "\n"
            "Head of Care, Deputy <care@council.example>\n"
            "- Mitigation, P-1 Supported Living – Recruit: due 3 Jul 2024, 7 days late\n"
            "\n"
            "No lead named\n"
            "- Milestone, P-2 MH reablement – Go live: due today\n"
        )

    @pytest.mark.parametrize(
        ("day", "left", "words"),
        [
            (None, None, "no day set"),
            ("2024-07-10", 0, "due today"),
            ("2024-07-11", 1, "due 11 Jul 2024"),
            ("2024-07-09", -1, "due 9 Jul 2024, 1 day late"),
        ],
    )
    def test_a_day_is_said_in_words(self, day: str | None, left: int | None, words: str) -> None:
        due = Due("x", "update", "Lead", "P-1", "", day, left, "updates", "p")
        assert day_words(due) == words

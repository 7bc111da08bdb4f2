"""Issues: in which order they are reported, when one is open and overdue, what is refused, and what a board is told."""

from typing import Any

import pytest
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.records.assurance import Issue
from asc_desktop.domain.records.delivery import Programme, Project, Theme
from asc_desktop.domain.report.changes import compare
from tests.unit.domain.portfolio import Desk


def issue(**more: Any) -> Issue:
    values = {
        "id": "i",
        "ref": "I-1",
        "description": "The server is down.",
        "raised_period": "2024-05",
        **more,
    }
    return Issue(**{"programme_id": "prog", **values})


def said(desk: Desk, record: Any) -> dict[str, str]:
    return {problem.key: problem.sentence for problem in problems(record, desk.records)}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_open_comes_first_then_the_most_pressing_then_the_earliest_due(desk: Desk) -> None:
    desk.add(issue(id="a", ref="I-1", priority="critical", resolved_date="2024-06-03"))
    desk.add(issue(id="b", ref="I-2", priority="low", due_date="2024-06-02"))
    desk.add(issue(id="c", ref="I-3", priority="high", due_date="2024-08-01"))
    desk.add(issue(id="d", ref="I-4", priority="high", due_date="2024-07-01"))
    desk.add(issue(id="e", ref="I-5", priority="high"))
    assert [item.ref for item in desk.build("2024-06").issues] == ["I-4", "I-3", "I-5", "I-2", "I-1"]


def test_it_is_open_and_overdue_as_at_the_last_day_of_the_period(desk: Desk) -> None:
    desk.add(issue(due_date="2024-05-30", resolved_date="2024-06-03", resolution="Mended."))
    (may,) = desk.build("2024-05").issues
    assert (may.open, may.days_overdue, may.resolved_date, may.resolution) == (True, 1, None, "")
    (june,) = desk.build("2024-06").issues
    assert (june.open, june.days_overdue, june.resolution) == (False, 0, "Mended.")
    assert desk.build("2024-04").issues == ()


def test_on_its_due_day_it_is_not_overdue(desk: Desk) -> None:
    desk.add(issue(due_date="2024-06-30"))
    assert desk.build("2024-06").issues[0].days_overdue == 0


def test_of_one_theme_those_of_its_projects_are_told(desk: Desk) -> None:
    desk.add(issue(id="a", ref="I-1", project_id="p"))
    desk.add(issue(id="b", ref="I-2"))
    theme = desk.records.get(Project, "p").theme_id
    assert [item.ref for item in desk.build("2024-06", theme=theme).issues] == ["I-1"]


@pytest.mark.parametrize(
    ("more", "key", "sentence"),
    [
        ({"raised_period": "2024-08"}, "raised_period", "August 2024 is after the open month, June 2024."),
        ({"resolved_date": "2024-04-30"}, "resolved_date", "It cannot be resolved before it was raised, in May 2024."),
        ({"resolved_date": "2024-07-01"}, "resolved_date", "after 30 Jun 2024, when the open month ends."),
        ({"resolution": "Mended."}, "resolved_date", "Enter the date it was resolved."),
        ({"priority": "urgent"}, "priority", "“urgent” is not one of"),
    ],
)  # fmt: skip
def test_what_is_refused(desk: Desk, more: dict[str, Any], key: str, sentence: str) -> None:
    assert sentence in said(desk, issue(**more))[key]


def test_what_is_fine(desk: Desk) -> None:
    assert not said(desk, issue(resolved_date="2024-06-30", resolution="Mended.", project_id="p"))
    assert not said(desk, issue(resolved_date="2024-05-01"))


def test_its_project_is_of_its_programme_and_stays_so(desk: Desk) -> None:
    desk.add(Programme(id="other", name="Other", first_year=2024, last_year=2025, open_period="2024-06"))
    theme = desk.add(Theme(id="there", programme_id="other", name="There"))
    assert "is a project of" in said(desk, issue(programme_id="other", project_id="p"))["project_id"]
    desk.add(issue(project_id="p"))
    moved = replace(desk.records.get(Project, "p"), theme_id=theme.id)
    assert "an issue of" in said(desk, moved)["theme_id"]


def test_the_open_period_is_not_before_what_was_raised(desk: Desk) -> None:
    desk.add(issue())
    back = replace(desk.records.get(Programme, "prog"), open_period="2024-04")
    assert "Issue I-1" in said(desk, back)["open_period"]


def test_a_board_is_told_of_what_is_new_and_what_is_resolved(desk: Desk) -> None:
    desk.add(issue(id="a", ref="I-1", priority="high", resolved_date="2024-06-03"))
    desk.add(issue(id="b", ref="I-2", raised_period="2024-06"))
    told = compare(desk.build("2024-05"), desk.build("2024-06"), before_name="Board")
    rows = {row.record_id: row for row in told.rows if row.kind == "issue"}
    assert (rows["a"].before, rows["a"].after, rows["a"].effect) == ("High", "Resolved", "better")
    assert (rows["b"].after, rows["b"].effect) == ("Medium", "worse")

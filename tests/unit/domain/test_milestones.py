"""Dependencies in the report: what waits for what is needed, by how many days it comes too late, and who is told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.domain.checks.checker import all_problems, problems
from asc_desktop.domain.records.delivery import Milestone, Programme, Project, ProjectDependency, Theme
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.report.publication import public_report
from asc_desktop.domain.report.views_milestones import DependencyReport
from asc_desktop.domain.rules.milestones import Held, expected_date, held_up
from tests.unit.domain.portfolio import Desk

AS_AT = "2024-06-30"
"""The last day of the open period."""


def depend(desk: Desk, milestone: Milestone | None = None, **more: str) -> ProjectDependency:
    values = {"project_id": "q", "needs_project_id": "p", **more}
    return desk.add(ProjectDependency(id="link", milestone_id=milestone.id if milestone else None, **values))


def only(desk: Desk) -> DependencyReport:
    (found,) = desk.build().dependencies
    return found


def own(desk: Desk, **more: str) -> Milestone:
    return desk.milestone(project_id="q", **{"name": "Teams trained", **more})


class TestLate:
    def test_a_needed_milestone_past_the_projects_next_step_is_late(self, desk: Desk) -> None:
        needed = desk.milestone(baseline_date="2024-07-01", forecast_date="2024-09-10")
        step = own(desk, baseline_date="2024-08-01", forecast_date="2024-08-31")
        depend(desk, needed)
        found = only(desk)
        assert (found.late, found.days_past, found.slip_days) == (True, 10, 71)
        assert (found.own_milestone_id, found.own_step, found.own_date) == (
            step.id, "Teams trained", "2024-08-31",
        )  # fmt: skip
        assert (found.baseline_date, found.forecast_date, found.actual_date) == (
            "2024-07-01", "2024-09-10", None,
        )  # fmt: skip
        (row,) = (row for row in desk.build().attention if row.kind == "dependency")
        assert (row.project_id, row.page, row.record_id, row.due_date) == (
            "q", "milestones", "link", "2024-08-31",
        )  # fmt: skip
        assert row.why == (
            "Needs P-1 Go live, expected 10 Sep 2024: 10 days after its Teams trained, 31 Aug 2024"
        )

    def test_on_the_very_day_is_in_time(self, desk: Desk) -> None:
        depend(desk, desk.milestone(baseline_date="2024-07-01", forecast_date="2024-08-31"))
        own(desk, baseline_date="2024-08-31")
        found = only(desk)
        assert (found.late, found.days_past) == (False, 0)
        assert not [row for row in desk.build().attention if row.kind == "dependency"]

    def test_past_the_planned_end(self, desk: Desk) -> None:
        desk.add(Project(id="q", ref="P-2", name="MH reablement", theme_id="other", end_date="2024-12-31"))
        depend(desk, desk.milestone(baseline_date="2024-10-01", forecast_date="2025-01-01"))
        found = only(desk)
        assert (found.late, found.days_past, found.own_milestone_id) == (True, 1, "")
        assert found.sentence == (
            "Needs P-1 Go live, expected 1 Jan 2025: 1 day after its planned end, 31 Dec 2024"
        )

    def test_what_was_reached_too_late_is_named_until_the_plan_changes(self, desk: Desk) -> None:
        depend(
            desk,
            desk.milestone(baseline_date="2024-05-01", forecast_date="2024-05-01", actual_date="2024-06-20"),
        )
        step = own(desk, baseline_date="2024-06-10")
        found = only(desk)
        assert (found.late, found.reached, found.actual_date, found.days_past) == (
            True, True, "2024-06-20", 10,
        )  # fmt: skip
        desk.add(
            Milestone(
                id=step.id,
                project_id="q",
                name="Teams trained",
                baseline_date="2024-06-10",
                forecast_date="2024-07-05",
            )
        )
        assert not only(desk).late

    def test_what_has_not_come_cannot_come_before_the_period_ends(self, desk: Desk) -> None:
        depend(desk, desk.milestone(baseline_date="2024-05-01", forecast_date="2024-05-15"))
        own(desk, baseline_date="2024-06-15")
        found = only(desk)
        assert (found.expected_date, found.late, found.days_past) == (AS_AT, True, 15)

    def test_a_step_planned_before_what_is_needed_does_not_wait_for_it(self, desk: Desk) -> None:
        depend(desk, desk.milestone(baseline_date="2024-09-01", forecast_date="2024-10-15"))
        own(desk, baseline_date="2024-08-01")
        later = own(desk, baseline_date="2024-10-01", name="Teams assessed")
        found = only(desk)
        assert (found.own_milestone_id, found.days_past, found.late) == (later.id, 14, True)

    def test_a_step_that_is_done_does_not_wait(self, desk: Desk) -> None:
        depend(desk, desk.milestone(baseline_date="2024-06-01", forecast_date="2024-07-15"))
        own(desk, baseline_date="2024-06-10", actual_date="2024-06-11")
        assert (only(desk).own_date, only(desk).days_past, only(desk).late) == (None, None, False)

    def test_nothing_waits_in_a_closed_project(self, desk: Desk) -> None:
        depend(desk, desk.milestone(baseline_date="2024-07-01", forecast_date="2024-09-10"))
        own(desk, baseline_date="2024-08-01")
        desk.status("blue", project="q")
        found = only(desk)
        assert (found.days_past, found.late) == (40, False)

    def test_a_project_needed_as_a_whole_counts_by_its_planned_end(self, desk: Desk) -> None:
        for project, end in (("p", "2025-03-31"), ("q", "2025-02-28")):
            held = desk.rows["project"][project]
            assert isinstance(held, Project)
            desk.add(Project(id=held.id, ref=held.ref, name=held.name, theme_id=held.theme_id, end_date=end))
        depend(desk)
        found = only(desk)
        assert (found.milestone, found.expected_date, found.days_past, found.late) == (
            "", "2025-03-31", 31, True,
        )  # fmt: skip
        assert found.sentence.startswith("Needs P-1 planned end, expected 31 Mar 2025: 31 days after")

    def test_without_dates_nothing_is_said_to_be_late(self, desk: Desk) -> None:
        depend(desk)
        found = only(desk)
        assert (found.expected_date, found.days_past, found.late) == (None, None, False)
        assert found.sentence == "Needs P-1 planned end, which has no date"


class TestScope:
    def test_the_needed_milestone_knows_who_needs_it(self, desk: Desk) -> None:
        depend(desk, desk.milestone(baseline_date="2024-07-01"))
        assert [item.needed_by for item in desk.build().milestones] == [("P-2",)]

    def test_either_end_brings_it_into_a_theme_but_only_its_own_is_told(self, desk: Desk) -> None:
        depend(desk, desk.milestone(baseline_date="2024-07-01", forecast_date="2024-09-10"))
        own(desk, baseline_date="2024-08-01")
        for theme, told in (("theme", 0), ("other", 1)):
            report = desk.build(theme=theme)
            assert len(report.dependencies) == 1
            assert sum(row.kind == "dependency" for row in report.attention) == told

    def test_an_archived_project_needs_nothing(self, desk: Desk) -> None:
        desk.add(Project(id="q", ref="P-2", name="MH reablement", theme_id="other", archived=1))
        depend(desk, desk.milestone(baseline_date="2024-07-01"))
        report = desk.build()
        assert report.dependencies == ()
        assert report.milestones[0].needed_by == ()

    def test_a_needed_project_of_another_programme_is_closed_by_its_own_status(self, desk: Desk) -> None:
        desk.add(Programme(id="two", name="Two", first_year=2024, last_year=2025, open_period="2024-06"))
        desk.add(Theme(id="far", programme_id="two", name="Far"))
        desk.add(Project(id="f", ref="F-1", name="Far", theme_id="far", end_date="2024-05-31"))
        depend(desk, needs_project_id="f")
        assert not only(desk).reached
        desk.status("blue", project="f")
        assert (only(desk).reached, only(desk).expected_date) == (True, "2024-05-31")


@pytest.mark.parametrize(("table", "record_id"), [("project", "q"), ("project_dependency", "link")])
def test_a_public_report_does_not_say_which_exempt_project_needs_a_milestone(
    desk: Desk, table: str, record_id: str
) -> None:
    depend(desk, desk.milestone(baseline_date="2024-07-01", forecast_date="2024-09-10"))
    own(desk, baseline_date="2024-08-01")
    desk.add(ExemptMark(id="m", record_table=table, record_id=record_id, paragraph="3", reason="Terms."))
    found = public_report(desk.build()).report
    assert found.dependencies == ()
    assert [item.needed_by for item in found.milestones if item.project_id == "p"] == [()]
    assert not [row for row in found.attention if row.kind == "dependency"]


class TestRules:
    @pytest.mark.parametrize("length", [2, 3, 40])
    def test_a_circle_of_any_length_is_refused(self, desk: Desk, length: int) -> None:
        for at in range(length):
            desk.add(Project(id=f"c{at}", ref=f"C-{at}", name=f"Step {at}", theme_id="theme"))
        for at in range(length - 1):
            desk.add(ProjectDependency(id=f"l{at}", project_id=f"c{at}", needs_project_id=f"c{at + 1}"))
        last = ProjectDependency(id="last", project_id=f"c{length - 1}", needs_project_id="c0")
        assert all_problems(desk.records) == []
        (found,) = problems(last, desk.records)
        assert found.key == "needs_project_id"
        assert found.sentence.startswith("This would go round in a circle: ")
        assert found.sentence.count(" needs ") == length

    def test_many_ways_to_one_project_are_no_circle(self, desk: Desk) -> None:
        for at in range(4):
            desk.add(Project(id=f"c{at}", ref=f"C-{at}", name=f"Step {at}", theme_id="theme"))
        pairs = ((0, 1), (0, 2), (1, 3), (2, 3))
        for first, second in pairs:
            link = ProjectDependency(
                id=f"{first}{second}", project_id=f"c{first}", needs_project_id=f"c{second}"
            )
            assert problems(link, desk.records) == []
            desk.add(link)

    def test_a_needed_milestone_stays_with_its_project(self, desk: Desk) -> None:
        step = desk.milestone(baseline_date="2024-07-01")
        depend(desk, step)
        moved = Milestone(id=step.id, project_id="q", name=step.name, baseline_date="2024-07-01")
        assert [(item.key, item.sentence) for item in problems(moved, desk.records)] == [
            ("project_id", "P-2 needs it as a milestone of Supported Living.")
        ]


days = st.integers(-400, 400).map(lambda n: (date(2024, 6, 30) + timedelta(days=n)).isoformat())


@st.composite
def milestones(draw: st.DrawFn) -> Milestone:
    baseline, forecast = draw(st.none() | days), draw(st.none() | days)
    return Milestone(
        id=draw(st.uuids().map(str)),
        project_id="q",
        name="Step",
        baseline_date=baseline,
        forecast_date=forecast or (None if baseline else draw(days)),
        actual_date=draw(st.none() | days.filter(lambda day: day <= AS_AT)),
    )


@given(milestones())
def test_what_is_expected_is_reached_or_not_yet_past(step: Milestone) -> None:
    found = expected_date(step, AS_AT)
    assert found == step.actual_date if step.actual_date else found is not None and found >= AS_AT


@given(st.lists(milestones(), max_size=6), st.none() | days, st.none() | days)
def test_what_waits_is_the_earliest_that_may(
    steps: list[Milestone], end: str | None, needed: str | None
) -> None:
    project = Project(id="q", ref="P-2", name="Q", theme_id="other", end_date=end)
    held = held_up(project, steps, needed, AS_AT)
    by_id = {step.id: step for step in steps}
    if held.milestone_id:
        step = by_id[held.milestone_id]
        assert not step.actual_date
        assert (step.baseline_date or step.forecast_date or "") >= (needed or "")
        assert end is None or (held.date or "") <= end
    else:
        assert held == Held("", "Planned end", end)
    assert held_up(project, steps[::-1], needed, AS_AT) == held

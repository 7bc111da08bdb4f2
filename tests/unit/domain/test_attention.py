"""The needs-attention list: each kind by the least that brings it about, and nothing just short of that."""

from collections.abc import Callable

import pytest

from asc_desktop.domain.records.delivery import Project, SavingsLine
from asc_desktop.domain.report.attention import KINDS
from asc_desktop.domain.report.counts import milestones_overdue, mitigations_overdue, open_exceptions
from asc_desktop.domain.report.model import AttentionRow
from tests.unit.domain.portfolio import OPEN, Desk


@pytest.fixture
def quiet(desk: Desk) -> Desk:
    """Both projects reported this period, and the first one's target is met."""
    desk.target("pl", 100)
    desk.report("pl", 100)
    desk.status("green")
    desk.status("green", project="q")
    return desk


def rows(desk: Desk, period: str = OPEN) -> list[tuple[str, str, str, float | None]]:
    found = desk.build(period).attention
    return [
        (row.kind, row.project_ref, row.why, None if row.amount_pence is None else row.amount_pence / 100)
        for row in found
    ]


def test_nothing_needs_attention(quiet: Desk) -> None:
    assert rows(quiet) == []


def test_a_status_better_than_the_figures(quiet: Desk) -> None:
    quiet.target("pl", 100, 2023)
    quiet.add(quiet.movement("slip", 100, from_year=2023, to_year=2024))
    quiet.add(quiet.movement("write_off", 100))
    words = "Reported On target, but the forecast is 50% (£100) short of what is to find."
    assert rows(quiet) == [("challenge", "P-1", words, 100)]


def test_a_status_with_its_reason_is_not_challenged_again(quiet: Desk) -> None:
    quiet.target("pl", 100, 2023)
    quiet.add(quiet.movement("slip", 100, from_year=2023, to_year=2024))
    quiet.add(quiet.movement("write_off", 100))
    (update,) = [row for row in quiet.rows["status_update"].values() if row.project_id == "p"]  # type: ignore[attr-defined]
    del quiet.rows["status_update"][update.id]
    quiet.status("green", challenge_reason="Written off by the board")
    assert rows(quiet) == []
    (project,) = [project for project in quiet.build().projects if project.ref == "P-1"]
    assert project.challenge
    assert project.challenge_reason == "Written off by the board"


def test_a_status_that_is_no_better_is_not_challenged(quiet: Desk) -> None:
    quiet.target("pl", 100, 2023)
    quiet.add(quiet.movement("slip", 100, from_year=2023, to_year=2024))
    quiet.add(quiet.movement("write_off", 100))
    quiet.rows["status_update"].clear()
    quiet.status("red")
    quiet.status("green", project="q")
    assert rows(quiet) == []


def test_no_plan(quiet: Desk) -> None:
    quiet.change("pl", 1)
    assert rows(quiet) == [("no_plan", "P-1", "£1 of 2024/25 has no plan yet", 1)]


def test_no_forecast(quiet: Desk) -> None:
    quiet.target("ql", 5)
    assert rows(quiet) == [
        ("no_plan", "P-2", "£5 of 2024/25 has no plan yet", 5),
        ("no_forecast", "P-2", "No forecast reported for 2024/25", 5),
    ]
    quiet.add(quiet.movement("write_off", 5, from_line_id="ql"))
    assert [row[0] for row in rows(quiet)] == ["no_forecast"]
    quiet.report("ql", 0, period="2024-04")
    assert "no_forecast" not in [row[0] for row in rows(quiet)]


def test_a_surplus_to_allocate(quiet: Desk) -> None:
    quiet.report("ql", 7)
    assert rows(quiet) == [("surplus", "P-2", "Surplus of £7 not used yet", 7)]
    quiet.change("pl", 7)
    quiet.add(quiet.movement("offset", 7))
    # A shortfall made good by another project is one all the same: the project's own status answers for it.
    assert [row[0] for row in rows(quiet)] == ["challenge"]


@pytest.mark.parametrize(
    ("forecasts", "why"),
    [
        ([100, 101, 100], None),
        ([102, 100, 100], None),
        ([102, 101, 100], "Forecast fell two months running"),
        ([103, 102, 101, 100], "Forecast fell three months running"),
        ([106, 105, 104, 103, 102, 101, 100], "Forecast fell 6 months running"),
        ([99, 102, 101, 100], "Forecast fell two months running"),
    ],
)
def test_a_forecast_that_falls_period_after_period(desk: Desk, forecasts: list[int], why: str | None) -> None:
    desk.target("pl", 100)
    desk.status("green", "2024-10")
    desk.status("green", "2024-10", project="q")
    months = [f"2024-{month:02d}" for month in range(4, 11)][-len(forecasts) :]
    for period, forecast in zip(months, forecasts, strict=True):
        desk.report("pl", forecast, period=period)
    desk.report("pl", 1000, year=2025, period="2024-09")
    assert [row for row in rows(desk, "2024-10") if row[0] == "slipping"] == (
        [("slipping", "P-1", why, None)] if why else []
    )


def test_forecasts_in_force_count_for_the_lines_that_did_not_report(quiet: Desk) -> None:
    quiet.add(SavingsLine(id="pl2", project_id="p", name="Voids"))
    quiet.report("pl2", 30, period="2024-04")
    quiet.report("pl", 120, period="2024-05")
    # 30, then 150, then 130: one fall, however little the second line says.
    (project,) = [project for project in quiet.build().projects if project.ref == "P-1"]
    assert project.periods_slipping == 1


def test_not_updated_this_period(quiet: Desk) -> None:
    quiet.rows["status_update"].clear()
    quiet.status("green", "2024-05")
    assert rows(quiet) == [
        ("not_updated", "P-1", "Not updated this month; last in May 2024", None),
        ("not_updated", "P-2", "No status reported yet", None),
    ]


def test_a_closed_project_needs_no_update(quiet: Desk) -> None:
    quiet.rows["status_update"].clear()
    quiet.status("blue", "2024-04")
    quiet.status("blue", "2024-04", project="q")
    assert rows(quiet) == []


def test_nothing_is_asked_about_a_closed_project_and_all_of_it_is_counted(quiet: Desk) -> None:
    quiet.change("pl", 50)
    quiet.add(quiet.movement("write_off", 80))
    quiet.mitigation(quiet.exception(amount_pence=500), due_date="2024-06-01")
    quiet.milestone(baseline_date="2024-05-01", forecast_date="2024-06-20")
    live = quiet.build()
    assert {row.kind for row in live.attention} == {"challenge", "over_allocated", "overdue", "surplus"}
    assert (live.key_figures[4].count, live.themes[0].open_exceptions) == (1, 1)
    assert (open_exceptions(live), mitigations_overdue(live), milestones_overdue(live)) == (1, 1, 1)
    quiet.status("blue")
    closed = quiet.build()
    assert closed.attention == ()
    assert closed.projects[0].challenge == ""
    assert (closed.key_figures[4].count, closed.themes[0].open_exceptions) == (0, 0)
    assert (open_exceptions(closed), mitigations_overdue(closed), milestones_overdue(closed)) == (0, 0, 0)
    assert closed.exceptions[0].open
    assert closed.savings == live.savings
    assert closed.themes[0].position == live.themes[0].position


def test_updates_are_counted_of_what_has_begun_and_is_not_closed(quiet: Desk) -> None:
    def told(period: str = OPEN) -> tuple[str, str]:
        figure = quiet.build(period).key_figures[5]
        return figure.text, figure.note

    assert told() == ("2 of 2", "for June 2024")
    quiet.status("blue")
    assert told() == ("1 of 1", "for June 2024, 1 closed")
    quiet.rows["status_update"].clear()
    quiet.status("green")
    quiet.add(Project(id="q", ref="P-2", name="MH reablement", theme_id="other", start_date="2024-07-01"))
    assert told() == ("1 of 1", "for June 2024")
    assert rows(quiet) == []
    assert told("2024-07") == ("0 of 2", "for July 2024")


def test_in_the_first_month_there_is_nothing_to_compare_with(quiet: Desk) -> None:
    def notes() -> tuple[str, str]:
        figures = quiet.build().key_figures
        return figures[1].note, figures[3].note

    assert notes() == ("100% of target", "first month, nothing to compare")
    quiet.report("pl", 80, period="2024-05")
    assert notes() == ("100% of target, ▲ 20 pts since May", "▼ £20 since May")


def test_an_update_is_not_asked_for_after_the_open_period(quiet: Desk) -> None:
    assert rows(quiet, "2024-07") == []


def test_archived_projects_ask_for_nothing(quiet: Desk) -> None:
    quiet.change("pl", 50)
    quiet.add(Project(id="p", ref="P-1", name="Supported Living", theme_id="theme", archived=1))
    assert rows(quiet) == []


@pytest.mark.parametrize(
    ("due", "done", "why"),
    [
        ("2024-06-30", None, None),
        ("2024-06-29", None, "Mitigation overdue 1 day"),
        ("2024-06-01", None, "Mitigation overdue 29 days"),
        ("2024-06-01", "2024-06-30", None),
        ("2024-06-01", "2024-07-01", "Mitigation overdue 29 days"),
        (None, None, None),
    ],
)
def test_overdue_at_the_end_of_the_period(
    quiet: Desk, due: str | None, done: str | None, why: str | None
) -> None:
    exception = quiet.exception(amount_pence=500)
    quiet.mitigation(exception, due_date=due, done_date=done)
    assert [row for row in rows(quiet) if row[0] == "overdue"] == (
        [("overdue", "P-1", why, 5)] if why else []
    )
    (project,) = [project for project in quiet.build().projects if project.ref == "P-1"]
    assert project.suggested_rag == ("amber" if why else "green")
    assert project.mitigations_overdue == bool(why)
    (reported,) = quiet.build().exceptions
    assert reported.mitigations[0].state == ("Overdue" if why else "Done" if done else "Open")


@pytest.mark.parametrize(("closed", "overdue"), [("2024-06", False), ("2024-07", True)])
def test_a_closed_exceptions_mitigations_are_not_overdue(quiet: Desk, closed: str, overdue: bool) -> None:
    quiet.mitigation(quiet.exception(closed_period=closed), due_date="2024-06-01")
    assert ("overdue" in [row[0] for row in rows(quiet)]) is overdue
    assert quiet.build().exceptions[0].open is overdue


def test_over_allocated_at_the_shortfall(quiet: Desk) -> None:
    quiet.add(quiet.movement("write_off", 10))
    row = ("over_allocated", "P-1", "Write off: it is £10 more than the shortfall now is", 10)
    assert row in rows(quiet)


def test_over_allocated_at_the_donor(quiet: Desk) -> None:
    quiet.change("pl", 10)
    quiet.report("ql", 4)
    quiet.add(quiet.movement("offset", 10))
    words = "Offset by another project: P-2 MH reablement has £6 less than is promised"
    assert ("over_allocated", "P-1", words, 6) in rows(quiet)


def test_over_allocated_at_both_ends_and_a_reference_of_two_words(quiet: Desk) -> None:
    quiet.add(Project(id="p", ref="P 1", name="Supported Living", theme_id="theme"))
    quiet.report("ql", 4)
    quiet.add(quiet.movement("offset", 10))
    (row,) = [row for row in quiet.build().attention if row.kind == "over_allocated"]
    assert (row.project_ref, row.project, row.amount_pence) == ("P 1", "Supported Living", 10_00)
    assert row.why == (
        "Offset by another project: P-2 MH reablement has £6 less than is promised"
        " and it is £4 more than the shortfall now is"
    )


def test_the_list_goes_by_kind_and_then_by_amount(quiet: Desk) -> None:
    quiet.target("ql", 500)
    quiet.change("pl", 30)
    quiet.mitigation(quiet.exception(), due_date="2024-06-01")
    found = quiet.build().attention
    kinds = [row.kind for row in found]
    assert kinds == sorted(kinds, key=KINDS.index)
    key: Callable[[AttentionRow], int] = lambda row: -(row.amount_pence or 0)  # noqa: E731
    no_plan = [row for row in found if row.kind == "no_plan"]
    assert [row.project_ref for row in no_plan] == ["P-2", "P-1"]
    assert no_plan == sorted(no_plan, key=key)
    assert len({row.id for row in found}) == len(found)

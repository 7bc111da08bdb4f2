"""Activity: its pace and projection, its costs and savings, and what may not be recorded of it."""

from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.records.delivery import Programme, Project, SavingsLine, Theme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import Activity, ActivityMonth, ActivityOutcome
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.domain.rules.activity import (
    activity_differences,
    months_of,
    part_in_next_year,
    part_in_year,
    progress_of,
)
from tests.unit.domain.portfolio import OPEN, Desk

IDS = count(1)


def activity(desk: Desk, **more: Any) -> Activity:
    values = {"id": "act", "programme_id": "prog", "name": "Reviews", **more}
    return desk.add(Activity(**values))


def month(desk: Desk, period: str, planned: int | None = None, done: int | None = None) -> ActivityMonth:
    row = ActivityMonth(id=f"m{next(IDS)}", activity_id="act", period=period, planned=planned, done=done)
    return desk.add(row)


def outcome(desk: Desk, name: str, rate: str, pounds: int | None = None, growth: int = 0) -> ActivityOutcome:
    pence = None if pounds is None else pounds * 100
    return desk.add(
        ActivityOutcome(
            id=f"o{(at := next(IDS))}",
            activity_id="act",
            name=name,
            rate=rate,
            effect_pence=pence,
            is_growth=growth,
            position=at,
        )
    )


def shown(desk: Desk, period: str = OPEN) -> ActivityReport:
    return next(item for item in desk.build(period).activity if item.id == "act")


def sentences(record: Record, desk: Desk) -> dict[str, str]:
    return {problem.key: problem.sentence for problem in problems(record, desk.records)}


def three_months(desk: Desk, *, planned: int = 30, done: tuple[int, int, int] = (10, 20, 30)) -> None:
    """April to June reported, and planned to the end of the year."""
    for place in range(12):
        period = f"{2024 + (place + 3) // 12}-{(place + 3) % 12 + 1:02d}"
        month(desk, period, planned, done[place] if place < 3 else None)


def test_the_pace_is_that_of_the_last_three_months_reported(desk: Desk) -> None:
    activity(desk)
    month(desk, "2024-02", done=2)
    three_months(desk)
    found = shown(desk)
    assert (found.months_reported, found.reported_period) == (4, "2024-06")
    assert (found.run_rate, found.recent_rate) == ("15.5", "20.0")
    assert (found.planned_total, found.planned_to_date, found.done, found.ahead) == (360, 90, 62, -28)


def test_a_projection_goes_on_in_whole_units_and_stops_at_the_plan(desk: Desk) -> None:
    activity(desk, planned_total=90)
    three_months(desk, planned=10, done=(15, 15, 16))
    found = shown(desk)
    # 46 done, 44 left at 15 1/3 a month: 61, 76, 90.
    assert [item.projected_total for item in found.months if item.projected_total is not None] == [
        46, 61, 76, 90, 90, 90, 90, 90, 90, 90,
    ]  # fmt: skip
    assert (found.finish_period, found.finish_words) == (
        "2024-09",
        "September 2024, 6 months before the last planned",
    )
    assert (found.projected_total, found.state, found.behind) == (90, "on_track", False)


def test_a_month_not_yet_reported_may_still_be_done_in(desk: Desk) -> None:
    activity(desk, planned_total=40)
    month(desk, "2024-05", planned=40, done=10)
    found = shown(desk)
    # June is the open month: thirty left at ten a month are June, July and August.
    assert found.finish_period == "2024-08"
    assert [item.period for item in found.months] == ["2024-05", "2024-06", "2024-07", "2024-08"]
    assert found.behind


def test_what_is_reported_later_is_not_known_yet(desk: Desk) -> None:
    activity(desk)
    three_months(desk)
    found = shown(desk, "2024-05")
    assert (found.done, found.reported_period, found.months_reported) == (30, "2024-05", 2)
    assert found.months[2].done is None


def test_nothing_done_has_no_finish_and_is_behind(desk: Desk) -> None:
    activity(desk)
    three_months(desk, done=(0, 0, 0))
    found = shown(desk)
    assert (found.finish_period, found.recent_rate, found.behind) == (None, "0.0", True)
    assert found.finish_words == "Nothing was done in the last months reported"
    why = next(row.why for row in desk.build().attention if row.kind == "activity_behind")
    assert why == (
        "360 of 360 reviews left, planned by March 2025; nothing was done in the last months reported"
    )


def test_before_a_report_the_plan_is_what_is_projected(desk: Desk) -> None:
    activity(desk)
    month(desk, "2024-05", planned=10)
    month(desk, "2024-08", planned=25)
    found = shown(desk)
    assert (found.run_rate, found.finish_period, found.projected_total) == (None, None, None)
    assert (found.state, found.this_year.units, found.this_year.projected) == ("not_started", 25, 25)


def test_the_month_in_which_the_plan_was_reached(desk: Desk) -> None:
    activity(desk, planned_total=30)
    three_months(desk)
    found = shown(desk)
    assert (found.state, found.finish_period, found.finish_words) == ("done", "2024-05", "Done in May 2024")
    assert (found.left, found.done, found.share_done) == (0, 60, "200.0")


def test_a_pace_too_slow_for_this_century(desk: Desk) -> None:
    activity(desk, planned_total=10_000_000)
    month(desk, OPEN, planned=1, done=1)
    found = shown(desk)
    assert (found.finish_period, found.behind) == (None, True)
    assert len(found.months) == 1


def test_costs_and_savings_with_growth_beside(desk: Desk) -> None:
    activity(desk, unit_cost_pence=43_188, funding_pence=1_000_000)
    three_months(desk)
    outcome(desk, "Reduced", "18.4", 4_000)
    outcome(desk, "Ended", "1.6", 10_000)
    outcome(desk, "Increased", "12", 2_600, growth=1)
    outcome(desk, "No change", "68")
    found = shown(desk)
    # 18.4% of £4,000 and 1.6% of £10,000.
    assert found.saving_per_unit_pence == 89_600
    assert found.savings_pence == 60 * 89_600
    assert (found.growth_rate, found.growth_units) == ("12", 7)
    assert (found.growth_per_unit_pence, found.growth_pence) == (31_200, 60 * 31_200)
    assert (found.cost_pence, found.planned_cost_pence) == (60 * 43_188, 360 * 43_188)
    assert (found.affordable, found.funding_short) == (23, True)
    assert found.warnings == (
        "£10,000 at £431.88 buys 23 reviews, 337 fewer than the 360 planned.",
        found.this_year.warning,
    )
    assert found.this_year.warning == (
        "240 reviews are projected by March 2025, and £10,000 at £431.88 buys 23: the forecast counts 217 that the "
        "funding cannot buy."
    )
    assert [item.to_date_pence for item in found.outcomes] == [60 * 73_600, 60 * 16_000, 60 * 31_200, None]


@pytest.mark.parametrize(("funding", "short"), [(239, 1), (240, 0), (241, 0)])
def test_a_forecast_says_how_many_of_its_units_the_funding_does_not_buy(
    desk: Desk, funding: int, short: int
) -> None:
    activity(desk, unit_cost_pence=100, funding_pence=funding * 100)
    three_months(desk)
    words = f"buys {funding}: the forecast counts {short} that the funding cannot buy." if short else ""
    assert shown(desk).this_year.warning.endswith(words)
    assert bool(shown(desk).this_year.warning) is bool(short)


def test_without_effects_nothing_is_said_of_savings(desk: Desk) -> None:
    activity(desk)
    three_months(desk)
    outcome(desk, "Increased", "12", growth=1)
    found = shown(desk)
    assert (found.saving_per_unit_pence, found.savings_pence, found.growth_pence) == (None, None, None)
    assert found.this_year.forecast_pence is None
    assert (found.cost_pence, found.affordable, found.warnings) == (None, None, ())


def test_an_effect_counts_from_the_month_after(desk: Desk) -> None:
    assert part_in_year({"2024-04": 12, "2025-03": 5}) == Fraction(11)
    assert part_in_next_year({"2024-04": 12, "2025-03": 5}) == Fraction(6)
    activity(desk, planned_total=24)
    month(desk, "2023-09", done=6)
    month(desk, "2024-04", planned=24, done=12)
    month(desk, OPEN, done=0)
    outcome(desk, "Reduced", "50", 1_000)
    year = shown(desk).this_year
    # £500 a unit: 12 in April and 6 of September 2023; six left at 6 a month are done in July.
    assert (year.done, year.projected, year.units) == (12, 6, 18)
    assert year.full_effect_pence == 18 * 50_000
    assert year.in_year_pence == 11 * 50_000 + 6 * 8 * 50_000 // 12
    assert year.next_year_pence == 18 * 50_000 - year.in_year_pence
    assert year.carried_pence == 6 * 50_000 // 2
    assert year.forecast_pence == year.in_year_pence + year.carried_pence


def test_months_that_do_not_add_up_are_told_and_not_refused(desk: Desk) -> None:
    plan = activity(desk, planned_total=100)
    three_months(desk, planned=9)
    assert sentences(plan, desk) == {}
    sentence = "The months planned come to 108 reviews, 8 more than the 100 planned in all."
    assert shown(desk).warnings == (sentence,)
    assert activity_differences(desk.records) == [f"Reviews: {sentence}"]


def test_archived_activity_is_left_out(desk: Desk) -> None:
    activity(desk, archived=1)
    assert desk.build().activity == ()


def test_a_theme_has_the_activity_of_its_projects(desk: Desk) -> None:
    activity(desk, project_id="p")
    assert [item.id for item in desk.build(theme="theme").activity] == ["act"]
    assert desk.build(theme="other").activity == ()


@pytest.mark.parametrize(("period", "done", "key"), [("2024-07", 0, "done"), (OPEN, 5, None)])
def test_nothing_is_done_in_a_month_to_come(desk: Desk, period: str, done: int, key: str | None) -> None:
    activity(desk)
    found = sentences(month(desk, period, 5, done), desk)
    assert list(found) == ([key] if key else [])
    if key:
        assert found[key] == (
            "July 2024 is after the open month, June 2024. Nothing can be done in a month to come."
        )


def test_a_month_to_come_may_be_planned(desk: Desk) -> None:
    activity(desk)
    assert sentences(month(desk, "2025-03", 5), desk) == {}


def test_a_month_twice_is_refused(desk: Desk) -> None:
    activity(desk)
    month(desk, OPEN, 5)
    assert sentences(month(desk, OPEN, 6), desk) == {
        "period": "Reviews already has a month of activity for June 2024."
    }


def test_rates_of_more_than_all_are_refused(desk: Desk) -> None:
    activity(desk)
    outcome(desk, "Reduced", "60")
    assert sentences(outcome(desk, "Same", "40"), desk) == {}
    assert sentences(outcome(desk, "Increased", "0.5"), desk) == {
        "rate": "The rates would come to 100.5%, which is more than all reviews."
    }


def test_the_line_is_of_the_project_and_both_of_the_programme(desk: Desk) -> None:
    desk.add(Programme(id="far", name="Far", first_year=2024, last_year=2025, open_period=OPEN))
    desk.add(Theme(id="away", programme_id="far", name="Away"))
    plan = activity(desk, project_id="p", line_id="pl")
    assert sentences(plan, desk) == {}
    assert sentences(replace(plan, line_id="ql"), desk) == {
        "line_id": "Reviews is a savings line of P-2, not of P-1."
    }
    assert sentences(replace(plan, programme_id="far", line_id=None), desk) == {
        "project_id": "P-1 is a project of ASC, not of Far."
    }
    assert sentences(replace(plan, programme_id="far", project_id=None), desk) == {
        "line_id": "Rates is a savings line of ASC, not of Far."
    }


def test_neither_project_nor_line_leaves_its_activity_behind(desk: Desk) -> None:
    desk.add(Programme(id="far", name="Far", first_year=2024, last_year=2025, open_period=OPEN))
    desk.add(Theme(id="away", programme_id="far", name="Away"))
    activity(desk, project_id="p", line_id="pl")
    moved = replace(desk.records.get(Project, "p"), theme_id="away")
    assert sentences(moved, desk) == {"theme_id": "Reviews, an activity of ASC, names this project."}
    taken = replace(desk.records.get(SavingsLine, "pl"), project_id="q")
    assert sentences(taken, desk) == {"project_id": "Reviews, an activity of P-1, brings this line."}


def test_a_programme_cannot_go_back_before_what_is_done(desk: Desk) -> None:
    activity(desk)
    month(desk, OPEN, done=1)
    programme = replace(desk.records.get(Programme, "prog"), open_period="2024-05")
    assert sentences(programme, desk) == {
        "open_period": "Reviews is reported for June 2024 already. Open June 2024 or a later month."
    }


def test_progress_reads_only_its_own_months(desk: Desk) -> None:
    mine = activity(desk)
    desk.add(Activity(id="other", programme_id="prog", name="Other"))
    desk.add(ActivityMonth(id="x", activity_id="other", period=OPEN, planned=9, done=9))
    month(desk, OPEN, 1, 1)
    assert progress_of(mine, months_of(desk.records, mine.id), OPEN).done == {OPEN: 1}

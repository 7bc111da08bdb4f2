"""What holds of any activity: a projection never falls, stops at the plan, and no unit's effect is counted twice."""

from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.domain.dates import shift_period, year_periods
from asc_desktop.domain.rules.activity import Progress, affordable_units, part_in_next_year, part_in_year

OPEN = "2024-06"
months = st.integers(-30, 30).map(lambda by: shift_period(OPEN, by))
counts = st.dictionaries(months, st.integers(0, 500), max_size=20)


@st.composite
def progresses(draw: st.DrawFn) -> Progress:
    planned = draw(counts)
    done = {month: units for month, units in draw(counts).items() if month <= OPEN}
    total = draw(st.one_of(st.just(sum(planned.values())), st.integers(0, 20_000)))
    return Progress(OPEN, planned, done, total)


@given(progresses())
def test_a_projection_never_falls_and_stops_at_the_plan(progress: Progress) -> None:
    path = [progress.projected_by(shift_period(OPEN, by)) for by in range(-3, 60)]
    assert path == sorted(path)
    assert path[0] == progress.done_total
    if progress.done:
        assert path[-1] <= max(progress.planned_total, progress.done_total)


@given(progresses())
def test_the_finish_is_the_first_month_in_which_nothing_is_left(progress: Progress) -> None:
    finish = progress.finish
    if finish is None or not progress.left:
        return
    assert progress.projected_by(finish) == progress.planned_total
    assert progress.projected_by(shift_period(finish, -1)) < progress.planned_total
    assert progress.is_behind == bool(progress.last_planned and finish > progress.last_planned)


@given(progresses())
def test_years_hold_every_unit_once(progress: Progress) -> None:
    years = range(2020, 2060)
    units = sum(sum(progress.done_in(year).values()) for year in years)
    assert units == progress.projected_by("2060-03")


@given(st.dictionaries(st.sampled_from(year_periods(2024)), st.integers(0, 10_000)))
def test_an_effect_falls_in_its_year_and_the_next_and_nowhere_else(units: dict[str, int]) -> None:
    now, later = part_in_year(units), part_in_next_year(units)
    assert now + later == sum(units.values())
    assert now >= 0
    assert later >= 0


@given(st.integers(0, 10**12), st.integers(1, 10**9))
def test_what_the_funding_buys_is_paid_for_and_one_more_is_not(funding: int, cost: int) -> None:
    units = affordable_units(funding, cost)
    assert units is not None
    assert units * cost <= funding < (units + 1) * cost

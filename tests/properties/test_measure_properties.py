"""Ratings of measures: worse is never rated better, limits are met exactly, and grey is never green."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import Measure, MeasureTarget, MeasureValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.rules.measures import MeasureHistory, judge, limits, rate, straight_line

RANK = {"green": 0, "amber": 1, "red": 2}
numbers = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=3).map(lambda number: f"{number:f}")
percents = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted)


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    green, amber = draw(percents)
    return Measure(
        id="m",
        programme_id="p",
        name="Measure",
        polarity=draw(st.sampled_from(["higher", "lower"])),
        green_tolerance=str(green),
        amber_tolerance=str(amber),
        decimals=draw(st.integers(0, 4)),
    )


@given(measures(), numbers, numbers, numbers)
def test_a_worse_value_is_never_rated_better(measure: Measure, one: str, other: str, expected: str) -> None:
    worse, better = sorted((Fraction(one), Fraction(other)), reverse=measure.polarity == "lower")
    wanted = Fraction(expected)
    assert RANK[judge(measure, worse, wanted)[0]] >= RANK[judge(measure, better, wanted)[0]]


@given(measures(), numbers)
def test_a_limit_itself_is_still_within_it(measure: Measure, expected: str) -> None:
    wanted = Fraction(expected)
    green, amber = limits(measure, wanted)
    assert judge(measure, wanted, wanted)[0] == "green"
    assert judge(measure, green, wanted)[0] == "green"
    assert judge(measure, amber, wanted)[0] in {"green", "amber"}
    a_hair = Fraction(-1 if measure.polarity == "higher" else 1, 10**9)
    assert judge(measure, green + a_hair, wanted)[0] != "green"
    assert judge(measure, amber + a_hair, wanted)[0] == "red"


@given(measures(), numbers, numbers)
def test_the_sentence_ends_in_the_colour(measure: Measure, actual: str, expected: str) -> None:
    rating = rate(measure, Fraction(actual), Fraction(expected), "the target")
    assert f": {rating.rag}" in rating.rule
    assert rating.rag == judge(measure, Fraction(actual), Fraction(expected))[0]


@given(numbers, numbers, st.integers(1990, 2099))
def test_a_straight_line_ends_at_the_target_in_even_steps(baseline: str, target: str, year: int) -> None:
    line = [straight_line(baseline, target, period) for period in dates.year_periods(year)]
    assert line[-1] == Fraction(target)
    steps = {later - earlier for earlier, later in zip([Fraction(baseline), *line], line, strict=False)}  # type: ignore[operator]
    assert len(steps) == 1


@given(measures(), numbers, st.sampled_from(["flat", "straight", "monthly"]), st.booleans(), st.booleans())
def test_without_a_value_or_anything_to_judge_it_by_it_is_grey(
    measure: Measure, number: str, profile: str, has_target: bool, has_value: bool
) -> None:
    rows: dict[str, list[Measure | MeasureTarget | MeasureValue]] = {"measure": [measure]}
    if has_target:
        rows["measure_target"] = [
            MeasureTarget(id="t", measure_id="m", year=2024, target=number, profile=profile)
        ]
    if has_value:
        rows["measure_value"] = [MeasureValue(id="v", measure_id="m", period="2024-06", actual=number)]
    found = MeasureHistory.of(Records(rows), measure)
    # No baseline and no month of a profile were given.
    can_be_judged = has_value and has_target and profile == "flat"
    assert (found.rag("2024-06") == "grey") == (not can_be_judged)
    assert found.rag("2024-06") == found.rating("2024-06").rag

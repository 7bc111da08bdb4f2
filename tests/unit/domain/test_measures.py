"""Measures: what is expected in a month, the rating, its words, and what is refused."""

from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import all_problems, problems
from asc_desktop.domain.records.assurance import Measure, MeasureProfile, MeasureTarget, MeasureValue
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.rules.measures import (
    MeasureHistory,
    decimal_text,
    figure_words,
    number_words,
    rate,
    straight_line,
)
from tests.unit.domain.portfolio import Desk

OVERRIDE = {"override_rag": "green", "override_reason": "A late return is still to come"}


def measure(desk: Desk, **more: Any) -> Measure:
    values = {"programme_id": "prog", "name": "Reviews", "unit": "%", "decimals": 1, **more}
    return desk.add(Measure(**{"id": "m", **values}))


def target(desk: Desk, value: str = "100", profile: str = "flat", year: int = 2024) -> MeasureTarget:
    return desk.add(MeasureTarget(id=f"t{year}", measure_id="m", year=year, target=value, profile=profile))


def expect(desk: Desk, period: str, value: str) -> MeasureProfile:
    return desk.add(MeasureProfile(id=f"e{period}", measure_id="m", period=period, expected=value))


def report(desk: Desk, period: str, value: str, **more: Any) -> MeasureValue:
    return desk.add(MeasureValue(id=f"v{period}", measure_id="m", period=period, actual=value, **more))


def history(desk: Desk) -> MeasureHistory:
    return MeasureHistory.of(desk.records, desk.records.get(Measure, "m"))


def refusals(desk: Desk, record: Any) -> list[tuple[str, str]]:
    return [(problem.key, problem.sentence) for problem in problems(record, desk.records)]


class TestExpected:
    def test_flat_is_the_target_in_every_month(self, desk: Desk) -> None:
        measure(desk)
        target(desk, "80")
        assert {history(desk).expected(f"2024-{month:02d}") for month in range(4, 13)} == {Fraction(80)}

    @pytest.mark.parametrize(
        ("period", "expected"), [("2024-04", "71"), ("2024-06", "73"), ("2024-09", "76"), ("2025-03", "82")]
    )
    def test_a_straight_line_leaves_the_baseline_in_april_and_arrives_in_march(
        self, desk: Desk, period: str, expected: str
    ) -> None:
        measure(desk, baseline="70")
        target(desk, "82", "straight")
        assert history(desk).expected(period) == Fraction(expected)

    def test_monthly_is_what_is_said_for_the_month_and_nothing_where_nothing_is(self, desk: Desk) -> None:
        measure(desk)
        target(desk, "82", "monthly")
        expect(desk, "2024-06", "75.5")
        assert history(desk).expected("2024-06") == Fraction("75.5")
        assert history(desk).expected("2024-07") is None

    def test_another_year_has_its_own_target_or_none(self, desk: Desk) -> None:
        measure(desk)
        target(desk, "80")
        target(desk, "85", year=2025)
        assert history(desk).expected("2025-03") == 80
        assert history(desk).expected("2025-04") == 85
        assert history(desk).expected("2026-04") is None

    def test_no_straight_line_without_a_baseline(self) -> None:
        assert straight_line(None, "80", "2024-06") is None


class TestRating:
    @pytest.mark.parametrize(
        ("polarity", "actual", "rag"),
        [
            ("higher", "101", "green"), ("higher", "100", "green"), ("higher", "98", "green"),
            ("higher", "97.999999", "amber"), ("higher", "90", "amber"), ("higher", "89.999999", "red"),
            ("lower", "99", "green"), ("lower", "100", "green"), ("lower", "102", "green"),
            ("lower", "102.000001", "amber"), ("lower", "110", "amber"), ("lower", "110.000001", "red"),
        ],
    )  # fmt: skip
    def test_tolerances_are_on_the_bad_side_and_inclusive(
        self, desk: Desk, polarity: str, actual: str, rag: str
    ) -> None:
        held = measure(desk, polarity=polarity)
        assert rate(held, Fraction(actual), Fraction(100), "the target").rag == rag

    def test_tolerances_are_the_measures_own(self, desk: Desk) -> None:
        held = measure(desk, green_tolerance="0", amber_tolerance="0.5")
        rates = [
            rate(held, Fraction(value), Fraction(100), "the target").rag for value in ("100", "99.5", "99")
        ]
        assert rates == ["green", "amber", "red"]

    def test_of_nothing_expected_any_bad_value_is_red(self, desk: Desk) -> None:
        held = measure(desk, polarity="lower", unit=None, decimals=0)
        assert rate(held, Fraction(0), Fraction(0), "the target").rag == "green"
        worse = rate(held, Fraction(1), Fraction(0), "the target")
        assert (worse.rag, worse.shortfall) == ("red", None)
        assert worse.rule == "1 is above the target, 0: red, for there is no per cent of nought."

    def test_a_negative_expectation_keeps_its_bad_side(self, desk: Desk) -> None:
        held = measure(desk)
        rates = [rate(held, Fraction(value), Fraction(-100), "it").rag for value in (-99, -102, -105, -150)]
        assert rates == ["green", "green", "amber", "red"]

    @pytest.mark.parametrize(
        ("actual", "said"),
        [
            ("97.96", "98.0% is 2.04% below the target, 100.0%: amber, within 10%."),
            ("98", "98.0% is 2.0% below the target, 100.0%: green, within 2%."),
            ("89.9999", "90.0% is 10.0001% below the target, 100.0%: red, more than 10%."),
            ("89.999999", "90.0% is a hair below the target, 100.0%: red, more than 10%."),
        ],
    )
    def test_the_words_never_contradict_the_colour(self, desk: Desk, actual: str, said: str) -> None:
        held = measure(desk)
        assert rate(held, Fraction(actual), Fraction(100), "the target").rule == said

    def test_no_value_is_grey_and_says_when_there_was_one(self, desk: Desk) -> None:
        measure(desk)
        target(desk)
        assert history(desk).rating("2024-05").rule == "No value reported for May 2024."
        report(desk, "2024-04", "99")
        assert history(desk).rag("2024-05") == "grey"
        assert (
            history(desk).rating("2024-05").rule
            == "No value reported for May 2024; the last was 99.0% in April 2024."
        )

    def test_no_target_is_grey(self, desk: Desk) -> None:
        measure(desk)
        report(desk, "2024-05", "99")
        assert history(desk).rating("2024-05").rag == history(desk).rag("2024-05") == "grey"
        assert history(desk).rating("2024-05").rule == "No target for 2024/25 to judge it by."

    def test_a_month_that_the_profile_leaves_out_is_grey(self, desk: Desk) -> None:
        measure(desk)
        target(desk, "100", "monthly")
        expect(desk, "2025-03", "100")
        report(desk, "2024-05", "99")
        assert history(desk).rag("2024-05") == "grey"
        assert history(desk).rule("2024-05") == "The monthly profile has nothing for May 2024."

    def test_a_persons_rating_stands_and_the_rules_is_told(self, desk: Desk) -> None:
        measure(desk)
        target(desk)
        report(desk, "2024-06", "50", **OVERRIDE)
        found = desk.build().measures[0]
        assert (found.rag, found.computed_rag, found.overridden) == ("green", "red", True)
        assert found.rule == (
            "Rated green by a person: A late return is still to come\n"
            "By the rule: 50.0% is 50.0% below the target, 100.0%: red, more than 10%."
        )
        assert found.months[2].overridden

    @pytest.mark.parametrize(
        ("polarity", "before", "now", "trend"),
        [
            ("higher", "5", "6", "improving"), ("higher", "6", "5", "worsening"), ("higher", "5", "5.0", "same"),
            ("lower", "5", "6", "worsening"), ("lower", "6", "5", "improving"),
        ],
    )  # fmt: skip
    def test_the_trend_is_against_the_value_before_it(
        self, desk: Desk, polarity: str, before: str, now: str, trend: str
    ) -> None:
        measure(desk, polarity=polarity)
        report(desk, "2024-03", before)
        report(desk, "2024-06", now)
        assert history(desk).trend("2024-06") == trend
        assert history(desk).trend("2024-05") == history(desk).trend("2024-03") == ""


class TestReport:
    def test_it_stops_at_its_period(self, desk: Desk) -> None:
        measure(desk)
        target(desk)
        report(desk, "2024-05", "99")
        report(desk, "2024-06", "80")
        found = desk.build("2024-05").measures[0]
        assert (found.actual, found.rag) == ("99", "green")
        assert [month.actual for month in found.months[:4]] == [None, "99", None, None]
        assert {month.expected for month in found.months} == {"100"}
        assert (found.months[0].green_limit, found.months[0].amber_limit) == ("98", "90")

    def test_archived_ones_are_left_out_and_themes_stand_together(self, desk: Desk) -> None:
        for place, (name, theme) in enumerate((("A", "One"), ("B", "Two"), ("C", "One"), ("D", None))):
            measure(desk, id=name, name=name, strategy_theme=theme, position=place)
        measure(desk, id="E", name="E", archived=1)
        assert [item.name for item in desk.build().measures] == ["A", "C", "B", "D"]

    def test_figures_are_printed_with_the_measures_decimals(self, desk: Desk) -> None:
        percent = measure(desk)
        days = replace(percent, unit="days", decimals=1)
        people = replace(percent, unit=None, decimals=0)
        assert [number_words(item, "2207.25") for item in (percent, days, people)] == [
            "2,207.3%", "2,207.3 days", "2,207",
        ]  # fmt: skip
        assert figure_words(days, "1.85") == "1.9"
        assert decimal_text("-0.04", 1) == "0.0"


class TestRefused:
    def test_a_month_still_to_come(self, desk: Desk) -> None:
        measure(desk)
        value = MeasureValue(id="v", measure_id="m", period="2024-07", actual="5")
        assert refusals(desk, value) == [("period", "July 2024 is after the open month, June 2024.")]

    def test_a_month_twice(self, desk: Desk) -> None:
        measure(desk)
        report(desk, "2024-06", "5")
        value = MeasureValue(id="again", measure_id="m", period="2024-06", actual="6")
        assert refusals(desk, value) == [("period", "Reviews already has a measure value for June 2024.")]

    def test_a_year_twice(self, desk: Desk) -> None:
        measure(desk)
        target(desk)
        again = MeasureTarget(id="again", measure_id="m", year=2024, target="5")
        assert refusals(desk, again) == [("year", "Reviews already has a measure target for 2024/25.")]

    def test_an_override_without_its_reason(self, desk: Desk) -> None:
        measure(desk)
        value = MeasureValue(id="v", measure_id="m", period="2024-06", actual="5", override_rag="green")
        assert refusals(desk, value) == [
            ("override_rag", "Give the reason for the override, then the rating.")
        ]

    def test_a_monthly_profile_that_does_not_end_at_its_target(self, desk: Desk) -> None:
        measure(desk)
        wanted = MeasureTarget(id="t", measure_id="m", year=2024, target="80", profile="monthly")
        assert refusals(desk, wanted) == [
            (
                "profile",
                "A monthly profile must end at its target. Say that 80.0% is expected in March 2025.",
            )
        ]
        expect(desk, "2025-03", "79")
        assert refusals(desk, wanted) == [
            (
                "target",
                "A monthly profile must end at its target: March 2025 has 79.0% and the target is 80.0%.",
            )
        ]
        expect(desk, "2025-03", "80.0")
        assert refusals(desk, wanted) == []
        desk.add(wanted)
        last = MeasureProfile(id="e2025-03", measure_id="m", period="2025-03", expected="79")
        assert refusals(desk, last) == [
            (
                "expected",
                "A monthly profile must end at its target: March 2025 has 79.0% and the target is 80.0%.",
            )
        ]
        assert refusals(desk, replace(last, id="e", period="2024-12")) == []

    def test_a_straight_line_from_no_baseline(self, desk: Desk) -> None:
        held = measure(desk)
        wanted = MeasureTarget(id="t", measure_id="m", year=2024, target="80", profile="straight")
        assert [key for key, _ in refusals(desk, wanted)] == ["profile"]
        desk.add(replace(held, baseline="70"))
        assert refusals(desk, wanted) == []
        desk.add(wanted)
        assert [key for key, _ in refusals(desk, held)] == ["baseline"]

    def test_tolerances_the_wrong_way_round(self, desk: Desk) -> None:
        held = measure(desk, green_tolerance="10", amber_tolerance="2")
        assert refusals(desk, held) == [("amber_tolerance", "Amber cannot end before green does, at 10%.")]

    def test_a_programme_that_has_not_come_to_what_is_reported(self, desk: Desk) -> None:
        held = measure(desk)
        report(desk, "2024-06", "5")
        programme = desk.records.get(Programme, "prog")
        assert refusals(desk, replace(programme, open_period="2024-05")) == [
            ("open_period", "Reviews is reported for June 2024 already. Open June 2024 or a later month.")
        ]
        desk.add(replace(programme, id="late", name="Late", open_period="2024-04"))
        assert refusals(desk, replace(held, programme_id="late")) == [
            ("programme_id", "It is reported for June 2024, and Late has come to April 2024 only.")
        ]

    def test_check_lists_what_is_kept_and_broken(self, desk: Desk) -> None:
        measure(desk)
        target(desk, "80", "monthly")
        assert [problem.key for _, problem in all_problems(desk.records)] == ["profile"]

import itertools

import pytest

from asc_desktop.domain.records.delivery import RAGS, Milestone, Portfolio
from asc_desktop.domain.rules.position import Position
from asc_desktop.domain.rules.status import (
    RAG_LETTERS,
    RAG_WORDS,
    RANK,
    days_late,
    is_better_than,
    milestone_rag,
    milestone_state,
    savings_rag,
    suggested_rag,
    worst,
)

SETTINGS = Portfolio(id="portfolio", name="P")
AS_AT = "2024-06-30"


def test_every_colour_has_a_letter_and_words() -> None:
    colours = {stored for stored, _ in RAGS}
    assert set(RAG_LETTERS) == set(RAG_WORDS) == set(RANK) == colours
    assert len(set(RAG_LETTERS.values())) == len(colours)


@pytest.mark.parametrize(
    ("to_find", "gap", "colour"),
    [
        (1000, 0, "green"),
        (1000, 20, "green"),
        (1000, 21, "amber"),
        (1000, 100, "amber"),
        (1000, 101, "red"),
        (1000, 1000, "red"),
        (1, 0, "green"),
        (1, 1, "red"),
        (0, 0, "grey"),
        (-5, 0, "grey"),
        # 2% of 99 is 1.98: exact, never rounded.
        (99, 1, "green"),
        (99, 2, "amber"),
    ],
)
def test_savings_limits_are_included(to_find: int, gap: int, colour: str) -> None:
    position = Position(to_find_pence=to_find, gross_gap_pence=gap)
    assert savings_rag(position, SETTINGS, reported=True) == colour
    assert savings_rag(position, SETTINGS, reported=False) == "grey"


@pytest.mark.parametrize(
    ("delivered", "validated", "colour"),
    [
        (100, 100, "blue"),
        (100, 99, "green"),
        (99, 99, "green"),
        (150, 100, "blue"),
        (150, 120, "blue"),
        (99, 100, "green"),
    ],
)
def test_blue_is_delivered_and_validated(delivered: int, validated: int, colour: str) -> None:
    position = Position(to_find_pence=100, delivered_pence=delivered, validated_pence=validated)
    assert savings_rag(position, SETTINGS, reported=True) == colour


def test_the_portfolio_sets_its_own_limits() -> None:
    strict = Portfolio(
        id="portfolio", name="P", green_shortfall_percent=0, amber_shortfall_percent=1, amber_slip_days=1
    )
    position = Position(to_find_pence=100, gross_gap_pence=1)
    assert savings_rag(position, strict, reported=True) == "amber"
    two_days = milestone(baseline_date="2024-07-01", forecast_date="2024-07-03")
    assert milestone_rag(two_days, strict, AS_AT) == "red"


def milestone(**dates: str) -> Milestone:
    return Milestone(id="m", project_id="p", name="Go live", **dates)


@pytest.mark.parametrize(
    ("dates", "late", "state", "colour"),
    [
        ({"baseline_date": "2024-07-01", "forecast_date": "2024-07-01"}, 0, "due", "green"),
        ({"baseline_date": "2024-07-10", "forecast_date": "2024-07-01"}, -9, "due", "green"),
        ({"baseline_date": "2024-07-01", "forecast_date": "2024-07-02"}, 1, "due", "amber"),
        ({"baseline_date": "2024-07-01", "forecast_date": "2024-07-31"}, 30, "due", "amber"),
        ({"baseline_date": "2024-07-01", "forecast_date": "2024-08-01"}, 31, "due", "red"),
        ({"forecast_date": "2024-08-01"}, None, "due", "grey"),
        ({"baseline_date": "2024-08-01"}, None, "due", "grey"),
        ({}, None, "due", "grey"),
        ({"baseline_date": "2024-06-30"}, None, "due", "grey"),
        ({"baseline_date": "2024-06-29"}, None, "overdue", "amber"),
        ({"forecast_date": "2024-06-29"}, None, "overdue", "amber"),
        ({"baseline_date": "2024-05-31"}, None, "overdue", "amber"),
        ({"baseline_date": "2024-05-30"}, None, "overdue", "red"),
        ({"baseline_date": "2024-05-30", "forecast_date": "2024-06-29"}, 30, "overdue", "red"),
        ({"baseline_date": "2024-08-01", "forecast_date": "2024-06-29"}, -33, "overdue", "amber"),
        ({"baseline_date": "2024-08-01", "forecast_date": "2024-05-30"}, -63, "overdue", "red"),
        ({"baseline_date": "2024-01-01", "actual_date": "2024-06-30"}, 181, "done", "blue"),
        ({"baseline_date": "2024-01-01", "actual_date": "2024-02-01"}, 31, "done", "blue"),
        ({"baseline_date": "2024-07-01", "actual_date": "2024-07-01"}, 0, "due", "green"),
    ],
)
def test_milestones(dates: dict[str, str], late: int | None, state: str, colour: str) -> None:
    found = milestone(**dates)
    assert (days_late(found), milestone_state(found, AS_AT), milestone_rag(found, SETTINGS, AS_AT)) == (
        late,
        state,
        colour,
    )


@pytest.mark.parametrize(
    ("colours", "found"),
    [
        ([], "grey"),
        (["grey", "blue"], "blue"),
        (["blue", "green"], "green"),
        (["green", "blue"], "green"),
        (["amber", "red", "green"], "red"),
        (["green", "amber", "grey"], "amber"),
    ],
)
def test_the_worst_colour(colours: list[str], found: str) -> None:
    assert worst(colours) == found
    assert {worst(order) for order in itertools.permutations(colours)} == {found}


@pytest.mark.parametrize(
    ("savings", "milestones", "overdue", "found"),
    [
        ("green", "green", 0, "green"),
        ("green", "green", 1, "amber"),
        ("blue", "grey", 2, "amber"),
        ("red", "green", 1, "red"),
        ("grey", "grey", 0, "grey"),
        ("grey", "red", 0, "red"),
    ],
)
def test_the_overall_suggestion(savings: str, milestones: str, overdue: int, found: str) -> None:
    assert suggested_rag(savings, milestones, overdue_mitigations=overdue) == found


def test_only_a_better_status_is_challenged() -> None:
    better = {
        (reported, suggested)
        for reported in RANK
        for suggested in RANK
        if is_better_than(reported, suggested)
    }
    assert better == {
        ("green", "amber"), ("green", "red"), ("blue", "amber"), ("blue", "red"), ("amber", "red"),
    }  # fmt: skip

"""The rules of decisions: working days of call-in, what comes before its end, repeat awards, and climate headings."""

from datetime import date

import pytest

from asc_desktop.domain.records.governance import Decision, DecisionImplication
from asc_desktop.domain.rules.decisions import (
    CLIMATE_HEADINGS,
    REPEAT_DAYS,
    Award,
    call_in_expiry,
    is_before_expiry,
    missing_climate,
    repeat_awards,
    value_pence,
)
from asc_desktop.domain.spellings import same_name


def award(key: str, day: str, pence: int = 100_00) -> Award:
    return Award(key, f"decision-{key}", key.upper(), day, pence)


def is_workday(_: date) -> bool:
    return False


@pytest.mark.parametrize(
    ("decided", "days", "expires"),
    [
        ("2024-07-25", 5, "2024-08-01"),
        ("2024-07-26", 1, "2024-07-29"),  # a Friday: the Monday
        ("2024-07-27", 1, "2024-07-29"),  # a Saturday
        ("2024-07-25", 0, "2024-07-25"),
    ],
)
def test_call_in_counts_working_days_from_the_day_after(decided: str, days: int, expires: str) -> None:
    assert call_in_expiry(decided, days, is_workday) == expires


def test_a_bank_holiday_puts_the_end_off_by_a_day() -> None:
    assert call_in_expiry("2024-07-25", 5, lambda day: day == date(2024, 7, 29)) == "2024-08-02"


def test_the_day_of_expiry_is_still_too_early() -> None:
    assert is_before_expiry("2024-08-01", "2024-08-01")
    assert not is_before_expiry("2024-08-02", "2024-08-01")
    assert not is_before_expiry(None, "2024-08-01")
    assert not is_before_expiry("2024-08-01", None)


def test_a_value_is_revenue_and_capital_and_none_where_neither_is_given() -> None:
    assert value_pence(Decision(id="d", revenue_pence=150, capital_pence=30)) == 180
    assert value_pence(Decision(id="d", capital_pence=0)) == 0
    assert value_pence(Decision(id="d")) is None


def test_two_spellings_of_a_supplier_are_one() -> None:
    assert same_name("Acme Care Ltd.") == same_name("ACME  Care Limited")
    assert same_name("Acme Care") != same_name("Acme Homes")


def test_awards_repeat_within_a_year_both_days_included() -> None:
    first, second = award("a", "2023-08-06"), award("b", "2024-08-05")
    assert (date(2024, 8, 5) - date(2023, 8, 6)).days == REPEAT_DAYS
    assert repeat_awards("b", [first, second]) == [first, second]
    assert repeat_awards("a", [first, second]) == []
    assert repeat_awards("b", [award("a", "2023-08-05"), second]) == []
    assert repeat_awards("missing", [first, second]) == []


def test_only_key_decisions_answer_the_climate_headings() -> None:
    first, second = (key for key, _ in CLIMATE_HEADINGS[:2])
    answered = [
        DecisionImplication(id="i", decision_id="d", heading=first, level="none"),
        DecisionImplication(id="j", decision_id="d", heading=second),
    ]
    assert missing_climate(Decision(id="d"), answered) == ()
    missing = missing_climate(Decision(id="d", key_decision=1), answered)
    assert missing == tuple(words for _, words in CLIMATE_HEADINGS[1:])

"""Years and months in headings, however they are written, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.domain.dates import MONTHS, period_label
from asc_desktop.domain.importing.columns.time import time_of

YEAR_FORMS = (
    "{y}/{n}", "{y}-{n}", "{y} / {n}", "{y}–{n}", "{y}/{m}", "{y}-{m}", "{s}/{n}", "{s}-{n}", "FY{s}/{n}", "FY {y}/{n}",
    "{y}_{n}", "{y} to {m}", "FY{n}", "FY{m}", "FY '{n}", "FY{s}{n}", "Financial year {y}/{n}",
)  # fmt: skip
MONTH_FORMS = (
    "{a} {y}",
    "{a}-{s}",
    "{a} {s}",
    "{f} {y}",
    "{f}-{y}",
    "{y}-{d}",
    "{d}/{y}",
    "{y}-{d}-01",
    "1 {f} {y}",
    "{a}'{s}",
)
AROUND = ("{}", "{} Target", "Target {}", "Savings target ({})", "{} £000", "Delivered {} £")


@given(st.integers(2013, 2048), st.sampled_from(YEAR_FORMS), st.sampled_from(AROUND))
def test_every_spelling_of_a_financial_year_is_that_year(year: int, form: str, around: str) -> None:
    """Alone or among words; ``FY25`` is the year that ends in 2025."""
    text = form.format(y=year, m=year + 1, s=f"{year % 100:02d}", n=f"{(year + 1) % 100:02d}")
    when = time_of((around.format(text),))
    assert (when.year, when.period, when.several) == (year, "", False)
    assert not any(map(str.isdigit, when.rest.replace("000", "")))
    assert time_of((text, "Target")).year == year


@given(st.integers(2013, 2048), st.integers(1, 12), st.sampled_from(MONTH_FORMS), st.sampled_from(AROUND))
def test_every_spelling_of_a_month_is_that_month(year: int, month: int, form: str, around: str) -> None:
    """Alone or among words, and a date is its month."""
    name = MONTHS[month - 1]
    text = form.format(y=year, s=f"{year % 100:02d}", d=f"{month:02d}", a=name[:3], f=name)
    if form == "{y}-{d}" and (year + 1) % 100 == month:
        return  # 2011-12 is a year.
    when = time_of((around.format(text),))
    assert when.period == f"{year}-{month:02d}"
    assert when.year == 0


@given(st.integers(2013, 2048), st.integers(1, 12))
def test_a_month_under_a_year_is_of_that_financial_year(year: int, month: int) -> None:
    """April to December are of the first calendar year, January to March of the second."""
    when = time_of((f"{year}/{(year + 1) % 100:02d}", MONTHS[month - 1][:3], "Actual"))
    assert when.period == f"{year if month >= 4 else year + 1}-{month:02d}"
    assert (when.year, when.rest) == (year, "Actual")


@pytest.mark.parametrize(
    "heading",
    ["Age 18-25", "18-64", "Wk 1 04/06", "Milestone 1", "Ref", "24 hour care", "Q5", "We may go", "Version 1.2", "2.5",
     "Cost of 65+ residential", "1200", "3/4", "Part 1 of 2", "01/02", "Tier 2/3", "A-2", "100-200", "0000", "9999"],
)  # fmt: skip
def test_what_is_no_time(heading: str) -> None:
    """Ages, weeks, shares and numbers are no years."""
    when = time_of((heading,), this_year=2024, first_year=2024)
    assert not when.is_any
    assert when.rest == " ".join(heading.split())


def test_a_span_of_years_is_no_year() -> None:
    """Its column is a total over years."""
    for heading in ("2024/25 to 2027/28", "Total 2024/25 - 2026/27", "24/25-27/28"):
        assert time_of((heading,)).several


def test_what_names_no_year_is_of_the_year_reported() -> None:
    """It is said so, and not sure."""
    when = time_of(("Apr",), this_year=2024)
    assert when.period == "2024-04"
    assert "“Apr” names no year" in when.said
    assert when.sure < 1
    assert not time_of(("Apr",)).is_any
    assert time_of(("Next year target",), this_year=2024).year == 2025
    assert time_of(("P6 forecast",), this_year=2024).period == "2024-09"
    assert not time_of(("Year 2 saving",), this_year=2024).is_any
    assert time_of(("Year 2 saving",), first_year=2023).year == 2024


def test_a_quarter_is_put_in_its_last_month_and_says_so() -> None:
    """Quarter 4 of 2024/25 ends in March 2025."""
    for quarter, period in enumerate(("2024-06", "2024-09", "2024-12", "2025-03"), start=1):
        when = time_of((f"Q{quarter} 24/25",))
        assert (when.period, when.quarter) == (period, quarter)
        assert period_label(period) in when.said

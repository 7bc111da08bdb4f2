from datetime import UTC, datetime

import pytest

from asc_desktop.domain import dates
from asc_desktop.domain.dates import DateError


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024-07-18", "2024-07-18"),
        ("2024-7-8", "2024-07-08"),
        ("2024-07-18 00:00:00", "2024-07-18"),
        ("2024-07-18T00:00", "2024-07-18"),
        ("18/07/2024", "2024-07-18"),
        ("1/2/24", "2024-02-01"),
        ("18.7.24", "2024-07-18"),
        ("18-07-2024", "2024-07-18"),
        ("18 Jul 2024", "2024-07-18"),
        (" 18th July 2024 ", "2024-07-18"),
        ("1st Sept. 24", "2024-09-01"),
        ("18-Jul-24", "2024-07-18"),
        ("29 February 2024", "2024-02-29"),
        ("29/02/2000", "2000-02-29"),
        ("31 Dec 2100", "2100-12-31"),
        ("1 January 1990", "1990-01-01"),
        ("18/07/2024 00:00", "2024-07-18"),
        ("18/07/2024 9:30 AM", "2024-07-18"),
        ("2024-07-18 09:30:00", "2024-07-18"),
        ("2024-07-18T09:30:00.000Z", "2024-07-18"),
        ("Thu 18 Jul 2024", "2024-07-18"),
        ("Thursday, 18 July 2024", "2024-07-18"),
        ("Thurs 18/07/2024", "2024-07-18"),
        ("2024/07/18", "2024-07-18"),
        ("2024.7.18", "2024-07-18"),
        ("18\u00a0Jul\u202f2024", "2024-07-18"),
        ("\u200e18\u200e/07/2024", "2024-07-18"),
        ("18\u201307\u20132024", "2024-07-18"),
    ],
)
def test_dates_are_read(typed: str, day: str) -> None:
    assert dates.parse_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("31 June 2024", "June 2024 has 30 days, so there is no 31 June"),
        ("31/06/2024", "June 2024 has 30 days"),
        ("2024-06-31", "June 2024 has 30 days"),
        ("29/02/2023", "February 2023 has 28 days"),
        ("29 Feb 2100", "February 2100 has 28 days"),
        ("0/6/2024", "June 2024 has 30 days"),
        ("07/18/2024", "no month 18"),
        ("12/00/2024", "no month that can be read"),
        ("18 Foo 2024", "no month that can be read"),
        ("31 June", "not a date"),
        ("2024-07-18 25:30:00", "not a date"),
        ("2024-07/18", "not a date"),
        ("09:30", "not a date"),
        ("Jul-24", "“Jul-24” is a month and not a date. Write the day too"),
        ("July 2024", "is a month and not a date"),
        ("Fri 18 Jul 2024", "18 Jul 2024 is a Thursday, and “Fri 18 Jul 2024” has Friday"),
        ("Any 18 Jul 2024", "not a date"),
        ("18/07/1989", "outside 1990 to 2100"),
        ("18/07/2101", "outside 1990 to 2100"),
        ("45000", "not a date"),
        ("soon", "not a date"),
        ("", "not a date"),
    ],
)
def test_what_is_not_a_date_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(DateError, match=reason):
        dates.parse_date(typed)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("2024-06", "2024-06"),
        ("2024-6", "2024-06"),
        ("06/2024", "2024-06"),
        ("June 2024", "2024-06"),
        ("jun 24", "2024-06"),
        ("Sept-24", "2024-09"),
        ("Jul-24", "2024-07"),
        ("Jul\u201124", "2024-07"),
        ("Thu 18 Jul 2024", "2024-07"),
        ("18/06/2024", "2024-06"),
        ("2024-06-01 00:00:00", "2024-06"),
    ],
)
def test_periods_are_read(typed: str, period: str) -> None:
    assert dates.parse_period(typed) == period


@pytest.mark.parametrize(
    "typed", ["2024-13", "00/2024", "Juno 2024", "1989-12", "2101-01", "31 June 2024", ""]
)
def test_what_is_not_a_period_is_refused(typed: str) -> None:
    with pytest.raises(DateError, match="is not a month"):
        dates.parse_period(typed)


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2024/25", 2024),
        ("2024-25", 2024),
        ("2024–25", 2024),
        ("2024/2025", 2024),
        ("FY 2024/25", 2024),
        ("2024", 2024),
        ("2099/00", 2099),
        ("2099/2100", 2099),
        ("1990", 1990),
        ("2100", 2100),
    ],
)
def test_years_are_read(typed: str, year: int) -> None:
    assert dates.parse_year(typed) == year


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2024/26", "not one financial year"),
        ("2024/24", "not one financial year"),
        ("2024/2125", "not one financial year"),
        ("24/25", "not a financial year"),
        ("1989/90", "not a financial year"),
        ("2101/02", "not a financial year"),
        ("2024/5", "not a financial year"),
        ("this year", "not a financial year"),
    ],
)
def test_what_is_not_a_year_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(DateError, match=reason):
        dates.parse_year(typed)


@pytest.mark.parametrize(
    ("day", "year"),
    [("2024-03-31", 2023), ("2024-04-01", 2024), ("2024-12-31", 2024), ("2025-01-01", 2024)],
)
def test_a_financial_year_runs_from_april_to_march(day: str, year: int) -> None:
    assert dates.year_of_date(day) == dates.year_of_period(day[:7]) == year


def test_the_periods_of_a_year() -> None:
    periods = dates.year_periods(2024)
    assert (len(periods), periods[0], periods[8], periods[9], periods[11]) == (
        12, "2024-04", "2024-12", "2025-01", "2025-03",
    )  # fmt: skip
    assert {dates.year_of_period(period) for period in periods} == {2024}


def test_periods_shift_over_years() -> None:
    assert dates.shift_period("2024-12", 1) == "2025-01"
    assert dates.shift_period("2024-01", -1) == "2023-12"
    assert dates.shift_period("2024-06", -18) == "2022-12"
    assert dates.shift_period("2024-06", 0) == "2024-06"


def test_periods_end_on_their_last_day() -> None:
    assert [dates.period_end(period) for period in ("2024-02", "2023-02", "2024-06", "2024-12")] == [
        "2024-02-29", "2023-02-28", "2024-06-30", "2024-12-31",
    ]  # fmt: skip


def test_labels() -> None:
    assert dates.year_label(2024) == "2024/25"
    assert dates.year_label(2009) == "2009/10"
    assert dates.year_label(2099) == "2099/00"
    assert dates.period_label("2024-06") == "June 2024"
    assert dates.period_short_label("2005-12") == "Dec 05"
    assert dates.date_label("2024-07-08") == "8 Jul 2024"
    assert dates.date_label(None) == "—"
    assert dates.days_between("2024-02-28", "2024-03-01") == 2
    assert dates.days_between("2024-03-01", "2024-02-28") == -2


@pytest.mark.parametrize("moment", ["2024-07-18T08:42:10.000Z", datetime(2024, 7, 18, 8, 42, 10, tzinfo=UTC)])
def test_a_moment_is_told_in_the_machines_own_time(moment: str | datetime) -> None:
    here = datetime(2024, 7, 18, 8, 42, tzinfo=UTC).astimezone()
    assert dates.moment_label(moment) == f"{here.day} Jul 2024 {here:%H:%M}"

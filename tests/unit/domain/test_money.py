import pytest

from asc_desktop.domain.money import (
    LARGEST_PENCE,
    MoneyError,
    format_millions,
    format_pounds,
    format_thousands,
    parse_pence,
    words_for,
)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("1,234.5", 123_450),
        ("£1.2m", 120_000_000),
        ("£ 1.25 M", 125_000_000),
        ("2 million", 200_000_000),
        ("3mn", 300_000_000),
        ("1bn", 100_000_000_000),
        ("500k", 50_000_000),
        ("(300)", -30_000),
        ("(£1,000)", -100_000),
        ("-300", -30_000),
        ("-£300", -30_000),
        ("£-300", -30_000),
        ("+300", 30_000),
        ("\u2212300", -30_000),
        ("1e3", 100_000),
        ("1.5e+3", 150_000),
        ("0.01", 1),
        (".5", 50),
        ("  7 ", 700),
        ("1,234,567.89", 123_456_789),
        ("19.99", 1_999),
        ("0", 0),
        ("-0", 0),
        ("1.000", 100),
        ("\u00a3\u00a0500", 50_000),
        ("1,234-", -123_400),
        ("£1,234.50-", -123_450),
        ("12-", -1_200),
        ("£(300)", -30_000),
        ("(£300)", -30_000),
        ("(£ 1.2m)", -120_000_000),
        ("\u2013300", -30_000),
        ("\u2014300", -30_000),
        ("\u2011300", -30_000),
        ("\uff0d300", -30_000),
        ("\u2013£1,000", -100_000),
        (" £-   ", 0),
        ("£ -", 0),
        ("£\u2013", 0),
        (" -   ", 0),
        ("\u00a0-\u00a0", 0),
        ("1\u00a0234\u00a0567", 123_456_700),
        ("1\u2009234", 123_400),
        ("1\u202f234.50", 123_450),
        ("\u200e£5", 500),
        ("100bn", LARGEST_PENCE),
        ("-100bn", -LARGEST_PENCE),
    ],
)
def test_amounts_are_read(typed: str, pence: int) -> None:
    assert parse_pence(typed) == pence


@pytest.mark.parametrize(
    "typed", ["", "  ", "-", " -", "- ", "\u2212", "na", "–", "—", "n/a", "N/A", "nil", "tbc", "None"]
)
def test_no_amount(typed: str) -> None:
    assert parse_pence(typed) is None


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("12,34", "commas"),
        ("1,2345", "commas"),
        (",123", "not an amount"),
        ("98,8", "commas"),
        ("0,123", "commas"),
        ("1.234,5", "not an amount"),
        ("1 234", "not an amount"),
        ("1\u00a023", "commas"),
        ("1.005", "part of a penny"),
        ("0.000000012m", "part of a penny"),
        ("100,000,000,001", "noughts"),
        ("-100,000,000,000.01", "noughts"),
        ("1e99", "noughts"),
        ("9" * 400, "noughts"),
        ("abc", "not an amount"),
        ("£", "not an amount"),
        ("1.2.3", "not an amount"),
        ("5 apples", "not an amount"),
        ("£1.2x", "not an amount"),
        ("=1+1", "not an amount"),
        ("inf", "not an amount"),
        ("(300", "not an amount"),
        ("12-5", "not an amount"),
        ("-£", "not an amount"),
        ("££5", "not an amount"),
        ("(5", "not an amount"),
        ("(-300)", "more than one sign"),
        ("(+300)", "more than one sign"),
        ("--300", "more than one sign"),
        ("-£-300", "more than one sign"),
        ("-300-", "more than one sign"),
        ("(300)-", "more than one sign"),
        ("((300))", "more than one sign"),
        ("(-)", "more than one sign"),
    ],
)
def test_what_is_not_an_amount_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(MoneyError, match=reason):
        parse_pence(typed)


@pytest.mark.parametrize(
    ("pence", "pounds", "thousands", "millions"),
    [
        (None, "—", "—", "—"),
        (0, "£0", "0", "£0.00m"),
        (123_456_700, "£1,234,567", "1,235", "£1.23m"),
        (123_450, "£1,234.50", "1", "£0.00m"),
        (-42_000_000, "(£420,000)", "(420)", "(£0.42m)"),
        (50_000, "£500", "1", "£0.00m"),
        (49_999, "£499.99", "0", "£0.00m"),
        (-49_999, "(£499.99)", "0", "£0.00m"),
        (-50_000, "(£500)", "(1)", "£0.00m"),
        (500_000, "£5,000", "5", "£0.01m"),
        (-499_999, "(£4,999.99)", "(5)", "£0.00m"),
        (123_456_789_012, "£1,234,567,890.12", "1,234,568", "£1,234.57m"),
    ],
)
def test_amounts_are_written(pence: int | None, pounds: str, thousands: str, millions: str) -> None:
    assert (format_pounds(pence), format_thousands(pence), format_millions(pence)) == (
        pounds,
        thousands,
        millions,
    )


@pytest.mark.parametrize(
    ("pence", "shown"),
    [
        ((25_000_000, 12_500_000, 0), ["£250,000", "£125,000", "£0"]),
        ((100_000_000, 12_500_000), ["£1.00m", "£0.13m"]),
        ((99_999_999, -100_000_000), ["£1.00m", "(£1.00m)"]),
        ((99_999_900,), ["£999,999"]),
        ((), []),
    ],
)
def test_amounts_read_together_are_in_millions_only_where_one_is_a_million(
    pence: tuple[int, ...], shown: list[str]
) -> None:
    assert [*map(words_for(*pence), pence)] == shown


def test_pounds_without_the_sign() -> None:
    assert format_pounds(-123_456, sign=False) == "(1,234.56)"

"""What is written is read back, and what is typed is either read exactly or refused with a sentence."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.domain import dates
from asc_desktop.domain.checks.checker import cleaned
from asc_desktop.domain.money import LARGEST_PENCE, format_pounds, parse_pence
from asc_desktop.domain.records.delivery import MOVEMENT_KINDS, Project
from asc_desktop.domain.records.fields import Field, FieldError, Kind, field_of

AMOUNTS = st.integers(-LARGEST_PENCE, LARGEST_PENCE)
FIELDS = [
    Field(key="k", label="Field", kind=kind, choices=MOVEMENT_KINDS if kind is Kind.CHOICE else (), limit=50)
    for kind in Kind
]


@given(AMOUNTS)
def test_written_amounts_are_read_back(pence: int) -> None:
    assert parse_pence(format_pounds(pence)) == pence
    assert parse_pence(format_pounds(pence, sign=False)) == pence


DASHES = st.sampled_from("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d")
SPACES = st.sampled_from(["", " ", "\u00a0", "\u2009", "\u202f", "\u200e"])
NUMBERS = [field for field in FIELDS if field.kind in {Kind.MONEY, Kind.INTEGER, Kind.DECIMAL}]


@given(AMOUNTS, DASHES, SPACES)
def test_an_amount_below_nothing_is_read_however_its_sign_is_put(pence: int, dash: str, space: str) -> None:
    number = format_pounds(abs(pence), sign=False)
    for typed in (
        f"{dash}{number}", f"{dash}£{number}", f"£{dash}{number}", f"{number}{dash}", f"£{number}{dash}",
        f"({number})", f"(£{number})", f"£({number})",
    ):  # fmt: skip
        assert parse_pence(f"{space}{typed}{space}") == -abs(pence)
        assert parse_pence(typed.replace("£", f"£{space}")) == -abs(pence)


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.kind.value)
@given(
    st.integers(0, 99_999),
    st.from_regex(r"\A(\d{1,2}|\d{4,6})\Z"),
    st.booleans(),
    st.sampled_from(["", "-", "("]),
    st.sampled_from(["", "%"]),
)
def test_a_decimal_comma_is_never_read_as_another_number(
    field: Field, whole: int, part: str, dotted: bool, sign: str, after: str
) -> None:
    number = (f"{whole:,}".replace(",", ".") if dotted else str(whole)) + "," + part
    with pytest.raises(FieldError):
        field.parse(f"{sign}{number}{after}" + (")" if sign == "(" else ""))
    with pytest.raises(FieldError):
        field.parse(f"0,{part.zfill(3)}")


@given(AMOUNTS, st.sampled_from(["", "k", "m", " million", "bn"]))
def test_amounts_with_a_scale_are_exact(pence: int, scale: str) -> None:
    factor = {"": 1, "k": 10**3, "m": 10**6, " million": 10**6, "bn": 10**9}[scale]
    pounds = Decimal(abs(pence)) / 100 / factor
    assert parse_pence(f"{'-' if pence < 0 else ''}£{pounds:f}{scale}") == pence


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_dates_are_read_in_every_form(day: date) -> None:
    iso = day.isoformat()
    for typed in (
        iso,
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d/%m/%Y}",
        f"{day.day} {dates.MONTHS[day.month - 1]} {day.year}",
        dates.date_label(iso),
        f"{day:%Y/%m/%d}",
        f"{day:%a} {dates.date_label(iso)}",
        f"{day:%A}, {dates.date_label(iso)}",
        dates.date_label(iso).replace(" ", "\u00a0"),
        dates.date_label(iso).replace(" ", "-"),
    ):
        for time in ("", " 00:00", " 09:30:00", "T23:59:59", " 9:30 PM"):
            assert dates.parse_date(typed + time) == iso
            assert dates.parse_period(typed + time) == iso[:7]
    for months in (f"{day:%b-%y}", f"{day:%B %Y}"):
        with pytest.raises(dates.DateError, match="is a month and not a date"):
            dates.parse_date(months)
        assert dates.parse_period(months)[5:] == iso[5:7]
    assert dates.parse_period(iso) == iso[:7]
    assert iso <= dates.period_end(iso[:7])
    assert dates.year_of_date(iso) == (day.year if day >= date(day.year, 4, 1) else day.year - 1)
    assert iso[:7] in dates.year_periods(dates.year_of_date(iso))


@given(st.integers(1990, 2098), st.integers(1, 12), st.integers(-24, 24))
def test_periods_shift_there_and_back(year: int, month: int, by: int) -> None:
    period = f"{year:04d}-{month:02d}"
    assert dates.shift_period(dates.shift_period(period, by), -by) == period
    assert (dates.shift_period(period, by) > period) == (by > 0)
    assert dates.parse_period(dates.period_label(period)) == period
    assert dates.parse_year(dates.year_label(year)) == year


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.kind.value)
@given(
    typed=st.one_of(
        st.text(max_size=60), st.from_regex(r"[-(£]?[\d.,/ ]{1,12}[a-zA-Z)]{0,4}", fullmatch=True)
    )
)
def test_anything_typed_is_kept_or_refused_with_a_sentence(field: Field, typed: str) -> None:
    try:
        kept = field.parse(typed)
    except FieldError as error:
        refusal = error
    else:
        refusal = None
    if refusal is not None:
        assert refusal.sentence.strip()
        assert refusal.field is field
        return
    assert field.check(kept) == kept
    if kept is not None and field.kind is not Kind.FLAG:
        assert field.parse(field.format(kept)) == kept


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    project = Project(id="x", ref="P", name="n", theme_id="t", description=typed, lead=typed[:100])
    kept = cleaned(project)
    assert cleaned(kept) is kept
    assert kept.lead is None or (kept.lead == kept.lead.strip() and "\n" not in kept.lead)
    for value in (kept.lead or "", kept.description or ""):
        assert not set(value) & {chr(code) for code in range(32) if chr(code) not in "\n\t"}
    assert field_of(Project, "description").check(kept.description) == kept.description

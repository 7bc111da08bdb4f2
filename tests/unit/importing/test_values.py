"""What one cell says in a field, whatever it is stored as and however it looks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.domain.importing.planning.says import Says
from asc_desktop.domain.importing.planning.values import read_cell, read_text
from asc_desktop.domain.importing.sheets import Cell, Style
from asc_desktop.domain.pasting.table import Option
from asc_desktop.domain.records.assurance import MeasureValue, RiskScore
from asc_desktop.domain.records.delivery import (
    Milestone,
    Project,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
)
from asc_desktop.domain.records.fields import Field, Kind, field_of
from asc_desktop.domain.records.office import ActivityMonth
from tests.unit.importing.plans import a_cell

TARGET = field_of(SavingsTarget, "target_pence")
AMOUNT = Field("amount", "Amount", Kind.MONEY)
DATE = field_of(Milestone, "forecast_date")
ACTUAL = field_of(MeasureValue, "actual")
DONE = field_of(ActivityMonth, "done")
SCORE = field_of(RiskScore, "likelihood")
FLAG = field_of(Project, "archived")
STATUS = field_of(StatusUpdate, "status_id")
LEAD = field_of(Project, "lead")
REF = field_of(Project, "ref")
OPTIONS = (
    Option("on", "On track", letter="G", rag="green"),
    Option("risk", "At risk", letter="A", rag="amber"),
    Option("off", "Off track", letter="R", rag="red"),
)
PLAIN = Style()


def new_of(entry: object, field: Field, way: str = "", style: Style = PLAIN, **more: object) -> object:
    read = read_cell(a_cell(entry), style, field, way=way, **more)  # type: ignore[arg-type]
    assert read.says is Says.VALUE, read
    return read.new


def refused(entry: object, field: Field, way: str = "", style: Style = PLAIN) -> str:
    read = read_cell(a_cell(entry), style, field, way=way, place="B7")  # type: ignore[arg-type]
    assert read.says is Says.REFUSED, read
    assert read.sentence
    assert read.new is None
    return read.sentence


@pytest.mark.parametrize(
    ("entry", "way", "pence"),
    [
        (0.1 + 0.2, "£|point", 30),
        (0.1 + 0.2, "£000|point", 30_000),
        (1.005, "£m|point", 100_500_000),
        (1234567.89, "£|point", 123_456_789),
        (250, "£000", 25_000_000),
        (-42.5, "£000|point", -4_250_000),
        ("1,234.50", "£|point", 123_450),
        ("(1,234.50)", "£|point", -123_450),
        ("1,234.50-", "£|point", -123_450),
        ("-£1,234.50", "", -123_450),
        ("£(1,234.50)", "", -123_450),
        ("£1.2m", "£000|point", 120_000_000),
        ("£150k", "£m|point", 15_000_000),
        ("150", "£000|point", 15_000_000),
        ("1.234,5", "£|comma", 123_450),
        ("£-", "£000|point", 0),
        (" -   ", "£000|point", 0),
        ("nil", "£|point", 0),
        ("120,000.00", "£|point", 12_000_000),
        ("0.30000000000000004", "£|point", 30),
        ("1e3", "£|point", 100_000),
    ],
)
def test_an_amount_is_its_pence_however_it_is_written(entry: object, way: str, pence: int) -> None:
    assert new_of(entry, AMOUNT, way) == pence


@given(st.integers(0, 10**11), st.sampled_from(["£", "£000", "£m"]))
def test_every_spelling_of_an_amount_is_the_same_pence(pence: int, unit: str) -> None:
    per = {"£": 100, "£000": 100_000, "£m": 100_000_000}[unit]
    exact = Decimal(pence) / per
    text = f"{exact:f}"
    grouped = f"{exact:,f}"
    pounds = f"£{Decimal(pence) / 100:,.2f}"
    for entry in (float(exact), text, grouped, f"{grouped}  ", f"+{text}"):
        assert new_of(entry, AMOUNT, f"{unit}|point") == pence
    for entry in (-float(exact), f"({grouped})", f"{grouped}-", f"−{grouped}"):
        assert new_of(entry, AMOUNT, f"{unit}|point") == -pence
    # A pound sign says pounds, in whichever unit bare amounts are, unless the heading says the unit.
    assert new_of(pounds, AMOUNT, f"{unit}|point") == pence
    if unit != "£" and pence % 100 == 0:
        assert new_of(f"£{text}", AMOUNT, f"{unit}|point", unit=unit) == pence
    read = read_cell(a_cell(float(exact)), PLAIN, AMOUNT, way=f"{unit}|point")
    assert read_text(read.typed, AMOUNT).new == pence


def test_what_is_finer_than_a_penny_is_rounded_and_told() -> None:
    read = read_cell(a_cell(33.33333333), PLAIN, TARGET, way="£000|point")
    assert read.new == 3_333_333
    assert "£33,333.33" in read.sentence
    assert not read_cell(a_cell(33.33), PLAIN, TARGET, way="£000|point").sentence


@pytest.mark.parametrize(
    "entry",
    ["about 150", "150 pa", "2026-06-18", True, "1.234.5", "98,8", "€150", "12/3", Cell("09:30", Cell.TIME)],
)
def test_what_is_no_amount_is_refused(entry: object) -> None:
    refused(entry, TARGET, "£|point")


def test_a_share_is_no_amount() -> None:
    refused(0.5, TARGET, "£|point", Style("0%"))


@pytest.mark.parametrize("text", ["TBC", "tbc", "TBA", "To be confirmed", "?", "t.b.c."])
@pytest.mark.parametrize("field", [TARGET, DATE, LEAD, ACTUAL, STATUS, FLAG])
def test_what_is_not_known_yet_is_no_value_and_no_nothing(text: str, field: Field) -> None:
    options = OPTIONS if field is STATUS else ()
    read = read_cell(a_cell(text), PLAIN, field, options=options)
    assert (read.says, read.new) == (Says.UNKNOWN, None)
    assert text in read.sentence


@pytest.mark.parametrize("text", ["n/a", "N/A", "Not applicable"])
@pytest.mark.parametrize("field", [TARGET, DATE, LEAD, ACTUAL])
def test_what_says_nothing_is_told_apart_from_what_is_not_known(text: str, field: Field) -> None:
    assert read_cell(a_cell(text), PLAIN, field).says is Says.NOTHING


def test_errors_and_formulas_without_a_result_are_refused_by_cell() -> None:
    assert "B7" in refused(Cell("#REF!", Cell.ERROR), TARGET)
    assert "B7" in refused(Cell("", Cell.UNSTORED), TARGET)
    assert "Excel" in refused("#N/A", LEAD)
    assert "B7" in refused(Cell("#N/A", Cell.ERROR), LEAD)


@pytest.mark.parametrize(
    ("entry", "way", "day"),
    [
        ("2026-06-18", "", "2026-06-18"),
        (Cell("2026-06-18T09:30:00", Cell.DATE), "", "2026-06-18"),
        (46191, "", "2026-06-18"),
        ("18/06/2026", "day", "2026-06-18"),
        ("06/18/2026", "month", "2026-06-18"),
        ("6/7/26", "month", "2026-06-07"),
        ("18 June 2026", "month", "2026-06-18"),
        ("Thu 18 Jun 2026", "", "2026-06-18"),
    ],
)
def test_a_date_is_read_by_what_it_is_stored_as_and_by_its_columns_order(
    entry: object, way: str, day: str
) -> None:
    assert new_of(entry, DATE, way) == day


@pytest.mark.parametrize("entry", ["soon", "June 2026", "31/02/2026", "Q3", 2026, 1.5, True])
def test_what_is_no_day_is_refused(entry: object) -> None:
    refused(entry, DATE)


def test_a_day_that_shows_a_month_alone_is_told() -> None:
    read = read_cell(a_cell("2026-06-01"), Style("mmm-yy"), DATE)
    assert read.new == "2026-06-01"
    assert "1 Jun 2026" in read.sentence


def test_shares_are_read_as_they_are_shown() -> None:
    assert new_of(0.85, ACTUAL, style=Style("0%")) == "85"
    assert new_of(0.07 * 3, ACTUAL, style=Style("0.0%")) == "21"
    assert new_of("85%", ACTUAL) == "85"
    assert new_of(1 / 3, ACTUAL) == "0.333333"
    assert new_of("98,8", ACTUAL, "comma") == "98.8"


def test_a_whole_number_is_whole() -> None:
    assert new_of(12.0, DONE) == 12
    refused(12.5, DONE)
    assert new_of("1,200", DONE) == 1200


@pytest.mark.parametrize(
    ("entry", "way", "score"),
    [
        (4, "", 4), (4.0, "plain", 4), ("4", "", 4), ("4 - Likely", "", 4), ("Likely (4)", "plain", 4),
        ("High", "words", 4), ("High", "words_135", 5), (0.75, "fraction", 4), ("Very high", "words", 5),
        ("5: Almost certain", "", 5),
    ],
)  # fmt: skip
def test_a_score_is_read_on_its_scale(entry: object, way: str, score: int) -> None:
    assert new_of(entry, SCORE, way) == score


@pytest.mark.parametrize("entry", ["High", 6, 0, 2.5, "4 or 5"])
def test_a_score_off_its_scale_is_refused(entry: object) -> None:
    refused(entry, SCORE, "plain")


@pytest.mark.parametrize(
    ("entry", "flag"), [(True, 1), ("Y", 1), ("✓", 1), ("✔", 1), (False, 0), ("No", 0), ("❌", 0)]
)
def test_a_flag_may_be_a_word_or_a_tick(entry: object, flag: int) -> None:
    assert new_of(entry, FLAG) == flag


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ("G", "on"),
        ("amber", "risk"),
        ("Off track", "off"),
        ("🟢 On track", "on"),
        ("● Red", "off"),
    ],
)
def test_a_status_is_its_words_its_letter_or_its_colour(entry: str, status: str) -> None:
    assert new_of(entry, STATUS, options=OPTIONS) == status


def test_what_a_person_said_a_text_means_comes_first() -> None:
    meanings = {"Slipping": "At risk", "🟣": "", "Gone": "nowhere"}
    assert new_of("Slipping", STATUS, options=OPTIONS, meanings=meanings) == "risk"
    assert new_of("slipping ", STATUS, options=OPTIONS, meanings=meanings) == "risk"
    left = read_cell(a_cell("🟣"), PLAIN, STATUS, options=OPTIONS, meanings=meanings)
    assert left.says is Says.LEFT_OUT
    odd = read_cell(a_cell("Gone"), PLAIN, STATUS, options=OPTIONS, meanings=meanings)
    assert odd.says is Says.REFUSED


def test_a_colour_without_words_means_what_was_said_of_it() -> None:
    style = Style(fill="FF0000")
    cell = Cell("", Cell.TEXT)
    meanings = {"fill:FF0000": "Off track"}
    assert read_cell(cell, style, STATUS, options=OPTIONS, meanings=meanings).new == "off"
    # Words say more than the colour behind them.
    assert read_cell(Cell("G"), style, STATUS, options=OPTIONS, meanings=meanings).new == "on"
    assert read_cell(cell, style, LEAD, meanings=meanings).says is Says.BLANK


def test_numbers_as_references_keep_their_noughts_and_dates_are_refused() -> None:
    assert new_of(7, REF, style=Style("0000")) == "0007"
    assert new_of(7.0, REF) == "7"
    refused("2026-02-01", REF)


def test_a_struck_text_is_taken_and_told() -> None:
    read = read_cell(a_cell("Head"), Style(struck=True), LEAD)
    assert read.new == "Head"
    assert "struck" in read.sentence


def test_a_text_that_is_too_long_is_refused_and_never_cut() -> None:
    refused("x" * 201, LEAD)
    assert new_of("  Head   of\nservice ", LEAD) == "Head of service"


@pytest.mark.parametrize(
    ("way", "typed"), [("£000|point", "190"), ("£m|point", "1.2"), ("£000|point", "1,200")]
)
def test_a_bare_number_typed_over_a_cell_in_thousands_is_asked_about(way: str, typed: str) -> None:
    field = field_of(SavingsPosition, "forecast_pence")
    read = read_text(typed, field, way=way)
    assert (read.says, typed in read.sentence) == (Says.REFUSED, True)
    assert read_text(typed, field, way="£|point").says is Says.VALUE


def test_an_amount_typed_with_its_unit_over_a_cell_in_thousands_is_taken() -> None:
    field = field_of(SavingsPosition, "forecast_pence")
    found = [read_text(text, field, way="£000|point").new for text in ("190k", "£190", "0")]
    assert found == [19_000_000, 19_000, 0]

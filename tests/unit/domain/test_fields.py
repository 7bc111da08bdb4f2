import re

import pytest
from msgspec.structs import replace

from asc_desktop.domain import spellings
from asc_desktop.domain.money import LARGEST_PENCE
from asc_desktop.domain.records.delivery import Movement, Project, SavingsPosition
from asc_desktop.domain.records.fields import Field, FieldError, Kind, field_of, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE


def make(kind: Kind, **more: object) -> Field:
    return Field(key="k", label="Amount", kind=kind, **more)  # type: ignore[arg-type]


CHOICES = (("slip", "Slip to a later year"), ("early", "Delivered early"))


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        (make(Kind.TEXT), "  a   b\tc\n", "a b c"),
        (make(Kind.TEXT), "a\x00b\x1f\ud800", "ab"),
        (make(Kind.TEXT), "=1+1", "=1+1"),
        (make(Kind.TEXT), "   ", None),
        (make(Kind.TEXT), "\x00\x07", None),
        (make(Kind.LONG_TEXT), "\n one\r\ntwo\rthree\x0b \n", "one\ntwo\nthree"),
        (make(Kind.LONG_TEXT), "\x1f\r0", "0"),
        (make(Kind.MONEY), "£1.2m", 120_000_000),
        (make(Kind.MONEY), "n/a", None),
        (make(Kind.DATE), "18/07/2024", "2024-07-18"),
        (make(Kind.PERIOD), "June 2024", "2024-06"),
        (make(Kind.YEAR), "2024/25", 2024),
        (make(Kind.YEARS), "2025/26, 2024/25 and 2024/25", "2024,2025"),
        (make(Kind.YEARS), "2026; 2024&2025", "2024,2025,2026"),
        (make(Kind.YEARS), ",", None),
        (make(Kind.INTEGER), "1,200", 1200),
        (make(Kind.INTEGER), "-3", -3),
        (make(Kind.FLAG), "Yes", 1),
        (make(Kind.FLAG), "x", 1),
        (make(Kind.FLAG), "N", 0),
        (make(Kind.FLAG), "", 0),
        (make(Kind.CHOICE, choices=CHOICES), "SLIP", "slip"),
        (make(Kind.CHOICE, choices=CHOICES), "delivered EARLY", "early"),
        (make(Kind.REFERENCE, to="theme"), " Prevention ", "Prevention"),
        (make(Kind.INTEGER), "1,200-", -1200),
        (make(Kind.INTEGER), "(7)", -7),
        (make(Kind.INTEGER), "\u20137", -7),
        (make(Kind.DECIMAL), "(98.80%)", "-98.8"),
        (make(Kind.DECIMAL), "98.8-", "-98.8"),
        (make(Kind.DECIMAL), "\u221298.8 %", "-98.8"),
        (make(Kind.DECIMAL), "£1,234.5", "1234.5"),
        (make(Kind.DECIMAL), "1\u202f234.5", "1234.5"),
        (make(Kind.MONEY, required=True), " £-   ", 0),
        (make(Kind.MONEY, required=True), " -   ", 0),
        (make(Kind.DECIMAL), " -   ", None),
    ],
)
def test_what_is_typed_is_read(field: Field, typed: str, stored: object) -> None:
    assert field.parse(typed) == stored


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (make(Kind.TEXT, required=True), " \x00 ", "Amount is needed."),
        (make(Kind.TEXT, limit=3), "abcd", "at most; this has 4."),
        (make(Kind.MONEY, required=True), "n/a", "“n/a” is read as empty, and Amount is needed."),
        (make(Kind.MONEY, low=0), "-0.01", "cannot be below 0."),
        (make(Kind.MONEY, low=1), "0", "cannot be below 0.01."),
        (make(Kind.MONEY, high=100), "1.01", "cannot be above 1."),
        (make(Kind.MONEY), "x", "not an amount"),
        (make(Kind.DATE), "31 June 2024", "30 days"),
        (make(Kind.PERIOD), "June", "not a month"),
        (make(Kind.YEAR), "24", "not a financial year"),
        (make(Kind.YEARS), "2024/25, 25", "not a financial year"),
        (make(Kind.INTEGER), "1.5", "not a whole number"),
        (make(Kind.INTEGER), "1,5", "The comma in “1,5” is not in a thousands’ place."),
        (make(Kind.INTEGER), "--3", "not a whole number"),
        (make(Kind.DECIMAL), "98,8", "The comma in “98,8” is not in a thousands’ place. Write it like 98.8"),
        (make(Kind.DECIMAL), "98,8%", "is not in a thousands’ place"),
        (make(Kind.DECIMAL), "0,125", "is not in a thousands’ place"),
        (make(Kind.DECIMAL), "1.234,5", "is not in a thousands’ place"),
        (make(Kind.DECIMAL), "1.234.5", "not a number"),
        (make(Kind.DECIMAL), "(-1)", "not a number"),
        (make(Kind.DATE), "Jul-24", "is a month and not a date"),
        (make(Kind.INTEGER), "1e3", "not a whole number"),
        (make(Kind.INTEGER, high=100), "101", "cannot be above 100."),
        (make(Kind.FLAG), "maybe", "neither Yes nor No"),
        (make(Kind.CHOICE, choices=CHOICES), "gone", "not one of: Slip to a later year, Delivered early."),
    ],
)
def test_what_a_field_does_not_admit_is_refused(field: Field, typed: str, sentence: str) -> None:
    with pytest.raises(FieldError) as refused:
        field.parse(typed)
    assert sentence in refused.value.sentence == str(refused.value)
    assert refused.value.field is field


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (make(Kind.MONEY), "12", "must be a number"),
        (make(Kind.MONEY), 12.0, "whole number"),
        (make(Kind.MONEY), 10_000_000_000_001, "noughts"),
        (make(Kind.TEXT), 12, "must be text"),
        (make(Kind.FLAG), 2, "Yes or No"),
        (make(Kind.FLAG), "yes", "must be a number"),
        (make(Kind.DATE), "2024-06-31", "30 days"),
        (make(Kind.PERIOD), "2024-13", "not a month"),
        (make(Kind.YEARS), "soon", "not a financial year"),
        (make(Kind.CHOICE, choices=CHOICES), "gone", "not one of"),
        (make(Kind.REFERENCE, to="theme", required=True), "", "is needed"),
    ],
)
def test_a_stored_value_is_checked_alike(field: Field, value: object, sentence: str) -> None:
    with pytest.raises(FieldError) as refused:
        field.check(value)  # type: ignore[arg-type]
    assert sentence in refused.value.sentence


EVERY_KIND = [
    make(kind, choices=CHOICES, to="theme" if kind is Kind.REFERENCE else "", limit=500) for kind in Kind
]


@pytest.mark.parametrize("field", EVERY_KIND, ids=lambda item: item.kind.value)
@pytest.mark.parametrize(
    "typed", ["tbc", "TBC", "n/a", "N/A", "na", "-", "\u2013", "\u2014", "\u00a0tbc\u00a0"]
)
def test_nothing_is_nothing_in_every_kind_of_field(field: Field, typed: str) -> None:
    assert field.parse(typed) == (0 if field.kind is Kind.FLAG else None)
    with pytest.raises(FieldError, match=f"“{typed.strip()}” is read as empty, and Amount is needed."):
        replace(field, required=True).parse(typed)


def test_words_that_only_hold_such_a_word_are_kept() -> None:
    assert make(Kind.LONG_TEXT, limit=50).parse("n/a until the board meets") == "n/a until the board meets"
    assert make(Kind.TEXT, limit=50).parse("None") == "None"


@pytest.mark.parametrize("field", EVERY_KIND, ids=lambda item: item.kind.value)
@pytest.mark.parametrize(
    "typed",
    [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#ref!",
        " #N/A ",
        "########",
        "##",
    ],
)
def test_an_error_of_excel_is_refused_in_every_kind_of_field(field: Field, typed: str) -> None:
    with pytest.raises(FieldError, match=f"“{re.escape(typed.strip())}” is .*Excel"):
        field.parse(typed)


def test_no_choice_and_no_number_sign_is_taken_for_nothing_or_an_error() -> None:
    words = [
        word for kind in RECORD_TYPES for field in fields_of(kind) for pair in field.choices for word in pair
    ]
    assert not [word for word in words if spellings.is_nothing(word) or spellings.excel_error(word)]
    assert make(Kind.TEXT, limit=50).parse("#1 priority") == "#1 priority"
    assert make(Kind.TEXT, limit=50).parse("#") == "#"


def test_bounds_are_included_and_long_text_fits_one_cell() -> None:
    percent = make(Kind.INTEGER, low=0, high=100)
    assert (percent.check(0), percent.check(100)) == (0, 100)
    money = make(Kind.MONEY)
    assert money.check(-LARGEST_PENCE) == -LARGEST_PENCE
    with pytest.raises(FieldError, match="noughts"):
        money.check(-LARGEST_PENCE - 1)
    description = field_of(Project, "description")
    assert description.check("x" * 32_767) == "x" * 32_767
    with pytest.raises(FieldError, match="32,767 characters at most; this has 32,768"):
        description.check("x" * 32_768)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (make(Kind.MONEY), -123_450, "(1,234.50)"),
        (make(Kind.DATE), "2024-07-18", "18 Jul 2024"),
        (make(Kind.PERIOD), "2024-06", "June 2024"),
        (make(Kind.YEAR), 2024, "2024/25"),
        (make(Kind.YEARS), "2024,2025", "2024/25, 2025/26"),
        (make(Kind.FLAG), 1, "Yes"),
        (make(Kind.FLAG), 0, "No"),
        (make(Kind.CHOICE, choices=CHOICES), "slip", "Slip to a later year"),
        (make(Kind.CHOICE, choices=CHOICES), "old", "old"),
        (make(Kind.INTEGER), 1200, "1200"),
        (make(Kind.TEXT), "a", "a"),
        (make(Kind.DECIMAL), "98.8", "98.8"),
        (make(Kind.MONEY), None, ""),
    ],
)
def test_values_are_written(field: Field, value: str | int | None, words: str) -> None:
    assert field.format(value) == words


@pytest.mark.parametrize(
    "field", [make(kind, choices=CHOICES) for kind in Kind], ids=lambda item: item.kind.value
)
def test_what_is_written_is_read_back(field: Field) -> None:
    values: dict[Kind, str | int] = {
        Kind.MONEY: -123_450, Kind.DATE: "2024-07-18", Kind.PERIOD: "2024-06", Kind.YEAR: 2024,
        Kind.YEARS: "2024,2025", Kind.INTEGER: -7, Kind.FLAG: 1, Kind.CHOICE: "early", Kind.DECIMAL: "-98.8",
    }  # fmt: skip
    value = values.get(field.kind, "words")
    assert field.parse(field.format(value)) == value
    assert field.check(value) == value


@pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.table)
def test_each_record_type_is_described(kind: type) -> None:
    described = fields_of(kind)
    keys = [field.key for field in described]
    assert keys == list(kind.__struct_fields__[1:])
    assert kind.table and kind.noun and kind.plural and kind.title in keys  # type: ignore[attr-defined] # noqa: PT018
    assert {key for group in kind.unique for key in group} <= set(keys)  # type: ignore[attr-defined]
    for field in described:
        assert field.label
        assert (field.kind is Kind.REFERENCE or field.key.endswith("_ids")) == bool(field.to)
        assert not field.to or field.to in TYPE_BY_TABLE
        assert (field.kind is Kind.CHOICE) == bool(field.choices)


def test_parents_come_before_children() -> None:
    order = [kind.table for kind in RECORD_TYPES]
    for kind in RECORD_TYPES:
        for field in fields_of(kind):
            assert not field.to or order.index(field.to) <= order.index(kind.table)


def test_fields_are_found_by_key() -> None:
    assert field_of(Movement, "amount_pence").unit == "£"
    assert field_of(Movement, "amount_pence").is_numeric
    assert not field_of(Movement, "reason").is_numeric
    assert field_of(SavingsPosition, "forecast_pence").key == "forecast_pence"
    with pytest.raises(KeyError):
        field_of(Movement, "nothing")

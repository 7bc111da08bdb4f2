"""The description of a record's fields, said once.

A record is a frozen struct, each of whose fields carries what the functions of ``describe`` say of it.
That description drives the table columns, the form, the workbook columns, the history's words and the checks. Values
are what the store keeps: text, whole numbers (money in pence, years by the calendar year in which they start, flags as
0 or 1) or None for an empty cell.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from msgspec import Struct, structs

from asc_desktop.domain import dates, spellings
from asc_desktop.domain import money as money_rules
from asc_desktop.domain.words import plural, shortened

R = TypeVar("R", bound="Record")

Value = str | int | None
"""What a field may hold."""

_INTEGER = re.compile(r"\d{1,12}")
_DECIMAL = re.compile(r"\d{1,12}(\.\d{0,6})?|\.\d{1,6}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")


_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_LONGEST_NAME = 300
"""Texts that may be longer are no names, and are cut where they name a record."""
_LONGEST_EXEMPT = 90


class Kind(Enum):
    """What a field holds, which decides how it is read, written, aligned and edited."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    MONEY = "money"
    DATE = "date"
    PERIOD = "period"
    YEAR = "year"
    YEARS = "years"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLAG = "flag"
    CHOICE = "choice"
    REFERENCE = "reference"


NUMERIC_KINDS = frozenset({Kind.MONEY, Kind.INTEGER, Kind.YEAR})
"""Kinds set flush right."""


class FieldError(ValueError):
    """A value that a field refuses. ``str(error)`` is the sentence to show beside the field."""

    def __init__(self, field: "Field", sentence: str) -> None:
        """Keep the field beside the sentence."""
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


def is_id(text: str) -> bool:
    """Whether a text is a record's id, which is never shown to a person."""
    return bool(_ID.fullmatch(text))


def not_in_list(field: "Field", wanted: str) -> FieldError:
    """Return the refusal of what names none of the records that a reference may be."""
    if is_id(wanted):
        return FieldError(field, f"What was chosen for {field.label} is no longer in the list. Choose again.")
    return FieldError(field, f"“{wanted}” is not in the list for {field.label}.")


class Problem(Struct, frozen=True):
    """What is wrong with one field of a record, in a sentence to show beside it."""

    key: str
    sentence: str


class Field(Struct, frozen=True):
    """One field of one record type.

    ``unit`` is shown with the label (``£``); ``choices`` are pairs of stored value and words; ``to`` names the
    table that a reference points at or a text has ids of, and ``owns`` says that this record is deleted with the one
    it points at; ``low`` and ``high`` bound numbers, both included; ``limit`` is the longest text in characters;
    ``hidden`` fields are kept by the program and never shown as a column or in a form; one that is ``opaque`` means
    nothing to a person, such as a hash, and is not shown in the history either.

    ``again`` names the idea, such as supplier, of which fields say the same names again and again: what was said before
    is offered, and spelt in one way.

    ``empty`` is what an empty editor shows, such as “not closed”: what it means that nothing is there.

    ``within`` names the references of which the first that is filled holds what may be chosen here, ``programme`` being
    the record's own. A ``checked`` reference is offered only what the rules between records take: a project does not
    need itself. ``exempt_with`` says that this record is exempt with the one a reference points at, unless the
    field named by ``unless`` is filled; a record is so with its owner without being told. ``closed_months`` is for
    fields that bear on closed months otherwise than their record: a ``plan`` is no report, what ``rates_past`` rates
    the months gone by in every report and changes by a correction alone, and what is ``unread`` no closed month's
    report reads.
    """

    key: str
    label: str
    kind: Kind
    help: str = ""
    unit: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    to: str = ""
    owns: bool = False
    exempt_with: bool = False
    unless: str = ""
    within: tuple[str, ...] = ()
    checked: bool = False
    closed_months: Literal["", "plan", "rates_past", "unread"] = ""
    low: int | None = None
    high: int | None = None
    limit: int = 0
    again: str = ""
    empty: str = ""
    hidden: bool = False
    opaque: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether the value is set flush right."""
        return self.kind in NUMERIC_KINDS

    def parse(self, raw: str) -> Value:
        """Return the stored value for what was typed or pasted; raise FieldError with a sentence.

        ``tbc``, ``n/a`` and a dash are nothing in every kind of field, and Excel's errors are refused in every kind.
        A reference is not looked up here: its text is returned as it is.
        """
        is_long = self.kind is Kind.LONG_TEXT
        body = _CONTROL.sub("", raw).strip("\r\n\t ") if is_long else raw.strip()
        if self.kind is Kind.MONEY and money_rules.is_accounting_zero(raw):
            return self.check(0)
        if sentence := spellings.excel_error(body):
            raise FieldError(self, sentence)
        if spellings.is_nothing(body):
            if body and self.required:
                raise FieldError(self, f"“{body.strip()}” is read as empty, and {self.label} is needed.")
            return self.check(None)
        try:
            return self.check(self._read(body))
        except (money_rules.MoneyError, dates.DateError) as error:
            raise FieldError(self, str(error)) from error

    def check(self, value: Value) -> Value:
        """Return the value if the field admits it; raise FieldError otherwise. Empty text becomes None."""
        if value is None or value == "":
            if self.required:
                raise FieldError(self, f"{self.label} is needed.")
            return 0 if self.kind is Kind.FLAG else None
        if not isinstance(value, str):
            return self._check_number(value)
        try:
            return self._check_text(value)
        except dates.DateError as error:
            raise FieldError(self, str(error)) from error

    def format(self, value: Value) -> str:  # noqa: PLR0911 - one return a kind
        """Return the words for a stored value, nothing for None. Who can look references up names them."""
        if value is None:
            return ""
        match self.kind:
            case Kind.MONEY:
                return money_rules.format_pounds(int(value), sign=False)
            case Kind.DATE:
                return dates.date_label(str(value))
            case Kind.PERIOD:
                return dates.period_label(str(value))
            case Kind.YEAR:
                return dates.year_label(int(value))
            case Kind.YEARS:
                return ", ".join(dates.year_label(int(part)) for part in str(value).split(","))
            case Kind.FLAG:
                return "Yes" if value else "No"
            case Kind.CHOICE:
                return dict(self.choices).get(str(value), str(value))
            case _:
                return str(value)

    def _read(self, body: str) -> Value:
        reader = _READERS.get(self.kind)
        if reader is not None:
            return reader(body)
        match self.kind:
            case Kind.INTEGER:
                return self._read_integer(body)
            case Kind.DECIMAL:
                return self._read_decimal(body)
            case Kind.FLAG:
                return self._read_flag(body)
            case Kind.CHOICE:
                return self._read_choice(body)
            case _:
                return body

    def _read_integer(self, body: str) -> int:
        signs, number = spellings.parted_sign(body)
        if len(signs) > 1 or not _INTEGER.fullmatch(number.replace(",", "")):
            raise FieldError(self, f"“{body}” is not a whole number.")
        self._refuse_commas(number, body, "1,200")
        return int(number.replace(",", "")) * (1 if signs in {"", "+"} else -1)

    def _read_decimal(self, body: str) -> str:
        signs, number = spellings.parted_sign(body.strip().removesuffix("%"))
        number = number.removeprefix("£").removesuffix("%").rstrip()
        if len(signs) > 1 or not _DECIMAL.fullmatch(number.replace(",", "")):
            raise FieldError(self, f"“{body}” is not a number. Write it like 98.8 or 1,234.5.")
        self._refuse_commas(number, body, "98.8 or 1,234.5")
        exact = Decimal(number.replace(",", ""))
        return f"{(exact if signs in {'', '+'} else -exact).normalize():f}"

    def _refuse_commas(self, number: str, body: str, like: str) -> None:
        """Raise FieldError where a comma is not in a thousands' place: it may have been meant as a decimal point."""
        if not spellings.is_grouped(number):
            raise FieldError(
                self, f"The comma in “{body}” is not in a thousands’ place. Write it like {like}."
            )

    def _read_flag(self, body: str) -> int:
        if body.lower() in {"yes", "y", "true", "1", "x", "✓"}:
            return 1
        if body.lower() in {"no", "n", "false", "0", "-"}:
            return 0
        raise FieldError(self, f"“{body}” is neither Yes nor No.")

    def _read_choice(self, body: str) -> str:
        for stored, words in self.choices:
            if body.casefold() in {stored.casefold(), words.casefold()}:
                return stored
        allowed = ", ".join(words for _, words in self.choices)
        raise FieldError(self, f"“{body}” is not one of: {allowed}.")

    def _check_text(self, value: str) -> Value:
        match self.kind:
            case Kind.TEXT | Kind.LONG_TEXT:
                return self._check_words(value)
            case Kind.CHOICE if value not in dict(self.choices):
                return self._read_choice(value)
            case Kind.DATE:
                return dates.parse_date(value)
            case Kind.PERIOD:
                return dates.parse_period(value)
            case Kind.YEARS:
                return _read_years(value) or self.check(None)
            case Kind.DECIMAL:
                value = self._read_decimal(value)
                self._check_bounds(Decimal(value))
            case kind if kind in NUMERIC_KINDS or kind is Kind.FLAG:
                raise FieldError(self, f"{self.label} must be a number.")
        return value

    def _check_words(self, value: str) -> Value:
        if not value.isprintable():
            value = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
        if self.kind is Kind.TEXT:
            value = " ".join(value.split())
        if self.limit and len(value) > self.limit:
            raise FieldError(
                self, f"{self.label} may have {self.limit:,} characters at most; this has {len(value):,}."
            )
        return value if value.strip() else self.check(None)

    def _check_number(self, value: int) -> int:
        if isinstance(value, float):
            raise FieldError(self, f"{self.label} must be a whole number.")
        if not (self.is_numeric or self.kind is Kind.FLAG):
            raise FieldError(self, f"{self.label} must be text.")
        if self.kind is Kind.FLAG and value not in {0, 1}:
            raise FieldError(self, f"{self.label} is either Yes or No.")
        self._check_bounds(value)
        if self.kind is Kind.MONEY and abs(value) > money_rules.LARGEST_PENCE:
            raise FieldError(self, f"{self.label} is more than £100bn. Check the number of noughts.")
        return int(value)

    def _check_bounds(self, value: int | Decimal) -> None:
        if self.low is not None and value < self.low:
            raise FieldError(self, f"{self.label} cannot be below {self.format(self.low)}.")
        if self.high is not None and value > self.high:
            raise FieldError(self, f"{self.label} cannot be above {self.format(self.high)}.")


def _read_years(text: str) -> str:
    years = sorted({dates.parse_year(part) for part in re.split(r"[,;&]|\band\b", text) if part.strip()})
    return ",".join(str(year) for year in years)


_READERS: dict[Kind, Callable[[str], Value]] = {
    Kind.MONEY: money_rules.parse_pence,
    Kind.DATE: dates.parse_date,
    Kind.PERIOD: dates.parse_period,
    Kind.YEAR: dates.parse_year,
    Kind.YEARS: _read_years,
}


class Record(Struct, frozen=True, gc=False):
    """One row of a table. Rows are read in the order of its fields, id first; each but the id has a default.

    ``table`` names the table, ``noun`` and ``plural`` are the field's words for the record, ``title`` is the field
    that names one to a person, and ``unique`` lists groups of fields that no two records may share. ``markable``
    says whether one may be marked exempt, ``in_row_of_owner`` that it has no row of its own in any list. ``page`` is
    the key of the page that shows it, ``tab`` that of the part of its owner's editor which does. ``found_by`` has the
    fields by which, beside its own words, it is found among everything; None where it is not. ``names_owner`` says
    that its words begin with its owner's, ``led_by`` which reference's ``ref`` leads them in the list of what is
    exempt. ``takes_own_fields`` says that a council may add fields to it. ``names_by_id`` is for what is about a record
    of any type, named by its ``record_table`` and ``record_id`` alone: it is deleted with that record. Of a type
    that is ``same_by_name`` two with one name, made in two copies, are one thing; else one of them is renamed.

    ``in_months`` says what a change does to closed months (``domain/report/closed_months.py``). What is *reported*
    names the month it is of, and so changes by a correction alone; what reports *ahead* is shown for later months
    too; what any other record was is *kept* for them; those of *now* are the same whatever month is looked at.

    It holds plain values alone, so the garbage collector need not look at it.
    """

    table: ClassVar[str] = ""
    noun: ClassVar[str] = ""
    plural: ClassVar[str] = ""
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = ()
    markable: ClassVar[bool] = False
    in_row_of_owner: ClassVar[bool] = False
    names_owner: ClassVar[bool] = False
    takes_own_fields: ClassVar[bool] = False
    names_by_id: ClassVar[bool] = False
    same_by_name: ClassVar[bool] = False
    led_by: ClassVar[str] = ""
    page: ClassVar[str] = ""
    tab: ClassVar[str] = ""
    found_by: ClassVar[tuple[str, ...] | None] = None
    in_months: ClassVar[Literal["kept", "reported", "ahead", "now"]] = "kept"

    id: str

    def __init_subclass__(cls, **_: Any) -> None:
        """Give a type the regular plural of its noun, unless it says another."""
        if "plural" not in cls.__dict__:
            cls.plural = plural(cls.noun)

    @property
    def ref(self) -> str:
        """The short reference by which people know the record; nothing where its type has none."""
        return ""

    @property
    def position(self) -> int:
        """Its place in lists, lowest first; 0 where its type has no order."""
        return 0

    @property
    def retired(self) -> int:
        """Whether it is no longer offered."""
        return 0

    @property
    def archived(self) -> int:
        """Whether it has left every list and total."""
        return 0

    @property
    def is_past(self) -> bool:
        """Whether it comes after those that are not, where it is looked for."""
        return bool(self.archived)

    def title_words(self, records: "Others") -> str:
        """Return its title as its field reads, in full; nothing where it has none."""
        field = field_of(type(self), self.title)
        value: Value = getattr(self, field.key)
        if field.kind is Kind.REFERENCE:
            named = records.named(field, value)
            return named.words(records) if named else self.noun
        return field.format(value) if value else ""

    def own_words(self, records: "Others") -> str:
        """Return the words that tell it from others of the same owner, in full: its title, and its year if any."""
        title, year = self.title_words(records), _described(type(self))[1].get("year")
        if year is None or self.title == year.key:
            return title
        return ", ".join(filter(None, (title, year.format(getattr(self, year.key) or None))))

    def words(self, records: "Others") -> str:
        """Return the words that name it to a person, told apart from others of the same name."""
        own = self.own_words(records)
        if field_of(type(self), self.title).limit > _LONGEST_NAME:
            own = shortened(own)
        owner = records.owner_of(self) if self.names_owner else None
        return f"{shortened(owner.own_words(records))}, {own}" if owner else f"{self.ref} {own}".strip()

    def exempt_words(self, records: "Others") -> str:
        """Return the words that name it in the list of what is exempt, and so in a warning."""
        ref, own = self.ref, self.own_words(records)
        if self.led_by:
            leader = records.named(field_of(type(self), self.led_by), getattr(self, self.led_by))
            ref = leader.ref if leader else ""
        if field_of(type(self), self.title).kind is Kind.PERIOD:
            own = f"{self.noun}, {own}"
        return f"{ref} {shortened(own, _LONGEST_EXEMPT) or self.noun}".strip()


class Others(Protocol):
    """The records in which one looks up those that its words name."""

    def all(self, kind: type[R], /) -> tuple[R, ...]:
        """Return every record of a type."""

    def of(self, kind: type[R], key: str, owner_id: str, /) -> tuple[R, ...]:
        """Return the records whose reference points at one."""

    def find(self, kind: type[R], record_id: str | None, /) -> R | None:
        """Return the record of an id, if it is there."""

    def named(self, field: Field, record_id: Value, /) -> Record | None:
        """Return the record that a reference names, if it is there."""

    def owner_of(self, record: Record, /) -> Record | None:
        """Return the record that one belongs to, if it belongs to any."""


def fields_of(record_type: type[Record]) -> tuple[Field, ...]:
    """Return a record type's fields in the order in which they are declared, without its id."""
    return _described(record_type)[0]


def field_of(record_type: type[Record], key: str) -> Field:
    """Return one field of a record type by its key; raise KeyError where there is none."""
    return _described(record_type)[1][key]


def given_of(record_type: type[Record]) -> dict[str, Value]:
    """Return what a new record holds before anybody types, such as Cashable; not what is empty until it is given."""
    defaults = zip(fields_of(record_type), record_type.__struct_defaults__, strict=True)
    return {
        field.key: default
        for field, default in defaults
        if default not in {None, ""} and not (field.kind is Kind.YEAR and default == 0)
    }


def not_null(field: Field) -> bool:
    """Whether the store holds a value of a field in every row."""
    return field.required or field.kind is Kind.FLAG


def column_default(record_type: type[Record], field: Field) -> Value:
    """Return what an insert that leaves the column out stores: the field's default if it must have a value."""
    # What a person must give has none: the insert is refused.
    return given_of(record_type).get(field.key) if not_null(field) else None


@cache
def _described(record_type: type[Record]) -> tuple[tuple[Field, ...], dict[str, Field], Field | None]:
    found = {
        key: structs.replace(part, key=key)
        for key, hint in record_type.__annotations__.items()
        for part in getattr(hint, "__metadata__", ())
        if isinstance(part, Field)
    }
    references = (field for field in found.values() if field.kind is Kind.REFERENCE)
    return tuple(found.values()), found, next((field for field in references if field.required), None)


def owner_field(record_type: type[Record]) -> Field | None:
    """Return the field that says what a record belongs to: the first reference that it cannot be without."""
    return _described(record_type)[2]

"""A council's own field described as any field is, and its values in both forms: as fields have them, and as stored.

What describes a field drives tables, forms, history and checks; so whoever knows fields knows these.
"""

from functools import cache

from msgspec.structs import replace

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Field, FieldError, Kind, Value

_KEY = "own:"
_KINDS = {
    "text": Kind.LONG_TEXT,
    "number": Kind.DECIMAL,
    "money": Kind.MONEY,
    "date": Kind.DATE,
    "choice": Kind.CHOICE,
    "flag": Kind.FLAG,
}
_WHOLE = frozenset({Kind.MONEY, Kind.FLAG})
_LONGEST = 32_767
"""What one cell of Excel holds."""


def own_key(own_field_id: str) -> str:
    """Return the key of an own field among a record's fields."""
    return f"{_KEY}{own_field_id}"


def own_id(key: str) -> str:
    """Return the id of the own field that a key names; empty where the key is a built-in field's."""
    return key.removeprefix(_KEY) if key.startswith(_KEY) else ""


def fields_for(records: Records, table: str, *, retired: bool = False) -> tuple[OwnField, ...]:
    """Return the fields that a type of record has of the council's own, in their order; retired ones only if asked."""
    held = (own for own in records.of(OwnField, "record_table", table) if retired or not own.retired)
    return tuple(sorted(held, key=lambda own: (own.position, own.label)))


def held_in(records: Records, own_field_id: str, record_id: str) -> OwnValue | None:
    """Return what a record has in a field, as it is kept; None where that is empty."""
    held = records.of(OwnValue, "record_id", record_id)
    return next((value for value in held if value.own_field_id == own_field_id), None)


def value_of(records: Records, own: OwnField, record_id: str) -> Value:
    """Return what a record has in a field, as any field has it; None where that is empty, or is none of the field."""
    held = held_in(records, own.id, record_id)
    try:
        return read(own, held.value) if held is not None else None
    except FieldError:
        return None


def choices_of(own: OwnField) -> tuple[str, ...]:
    """Return the choices of a field, as they are offered; none where it is of another kind."""
    if own.kind != "choice":
        return ()
    return tuple(
        dict.fromkeys(filter(None, (" ".join(line.split()) for line in (own.choices or "").splitlines())))
    )


@cache
def as_field(own: OwnField) -> Field:
    """Return an own field as the description of a field, under ``own_key``."""
    kind = _KINDS[own.kind]
    described = Field(
        own_key(own.id),
        own.label,
        kind,
        help=own.help or "",
        choices=tuple((item, item) for item in choices_of(own)),
    )
    if kind is Kind.MONEY:
        return replace(described, unit="£")
    return replace(described, limit=_LONGEST) if kind is Kind.LONG_TEXT else described


def stored(value: Value) -> str:
    """Return a field's value as an own value keeps it; empty where there is nothing to keep."""
    return "" if value is None else str(value)


def read(own: OwnField, text: str) -> Value:
    """Return a stored value as its field has it; raise FieldError where it is none of that field."""
    field = as_field(own)
    if field.kind not in _WHOLE:
        return field.check(text)
    try:
        return field.check(int(text))
    except ValueError as error:
        if isinstance(error, FieldError):
            raise
        raise FieldError(field, f"“{text}” is not kept as {field.label} is.") from error


def reads(own: OwnField, text: str) -> bool:
    """Whether a stored value is one of a field, and in the form in which the field keeps it."""
    try:
        return stored(read(own, text)) == text
    except FieldError:
        return False


def words(own: OwnField, text: str) -> str:
    """Return a stored value as a person reads it; as it is stored, where the field has become another since."""
    if not text:
        return ""
    try:
        value = read(own, text)
    except FieldError:
        return text
    return (
        format_pounds(value)
        if own.kind == "money" and isinstance(value, int)
        else as_field(own).format(value)
    )

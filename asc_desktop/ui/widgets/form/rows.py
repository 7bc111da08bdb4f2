"""Which fields stand where in a form."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from msgspec import Struct

from asc_desktop.domain.records.fields import Field, Kind, Record, fields_of

_LONG = 500


class Heading(Struct, frozen=True):
    """A heading between fields."""

    text: str


FormRow = str | tuple[str, ...] | Heading
"""A field across the form, fields side by side (one alone takes half), or a heading."""


def default_rows(record_type: type[Record], without: Collection[str] = ()) -> list[FormRow]:
    """Return every field that people see: long text across, the others two by two."""
    shown = [field for field in fields_of(record_type) if not (field.hidden or field.key in without)]
    return paired(shown, is_wide=lambda field: _is_wide(field, record_type))


def paired(fields: Iterable[Field], *, is_wide: Callable[[Field], bool]) -> list[FormRow]:
    """Return rows of fields: the wide ones across, the others two by two."""
    rows: list[FormRow] = []
    pair: list[str] = []
    for field in fields:
        if is_wide(field):
            if pair:
                rows.append(tuple(pair))
                pair = []
            rows.append(field.key)
            continue
        pair.append(field.key)
        if len(pair) == 2:
            rows.append(tuple(pair))
            pair = []
    return [*rows, tuple(pair)] if pair else rows


def _is_wide(field: Field, record_type: type[Record]) -> bool:
    return field.kind is Kind.LONG_TEXT or field.key == record_type.title or field.limit >= _LONG

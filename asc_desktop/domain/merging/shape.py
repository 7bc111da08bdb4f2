"""What the types of record declare, as a merge asks for it: what a row needs, and what makes two rows the same."""

from collections.abc import Iterator, Mapping
from functools import cache

from asc_desktop.domain.merging.fold import Key
from asc_desktop.domain.records.fields import Kind, Record, Value, field_of, fields_of
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE

PLACE = {kind.table: place for place, kind in enumerate(RECORD_TYPES)}
"""By table, its place among all, parents first."""


@cache
def is_silent(table: str) -> bool:
    """Whether the program keeps a record by itself, so that no person is asked about one: all of it is hidden."""
    return all(field.hidden for field in fields_of(TYPE_BY_TABLE[table]))


@cache
def references(table: str) -> tuple[tuple[str, str], ...]:
    """Return the columns by which a row names others, and the tables of those."""
    fields = fields_of(TYPE_BY_TABLE[table])
    return tuple((field.key, field.to) for field in fields if field.kind is Kind.REFERENCE)


@cache
def needed(table: str) -> frozenset[str]:
    """Return the columns of the references without which a row cannot be."""
    fields = fields_of(TYPE_BY_TABLE[table])
    return frozenset(field.key for field in fields if field.kind is Kind.REFERENCE and field.required)


def about(table: str, values: Mapping[str, Value]) -> Key | None:
    """Return the record that a row is about, named by its id alone; None where it is about none."""
    if not TYPE_BY_TABLE[table].names_by_id or values["record_table"] not in TYPE_BY_TABLE:
        return None
    return str(values["record_table"]), str(values["record_id"])


def closed_of(table: str, values: Mapping[str, Value]) -> tuple[Key, ...]:
    """Return the record that a row keeps as it was for closed months, be it there or not; none of any other row."""
    if table != ClosedVersion.table or values["record_table"] not in TYPE_BY_TABLE:
        return ()
    return ((str(values["record_table"]), str(values["record_id"])),)


def named(table: str, values: Mapping[str, Value], *, all_of: bool = True) -> Iterator[Key]:
    """Yield the rows that one names, or those alone without which it cannot be."""
    for column, to in references(table):
        value = values[column]
        if value and (all_of or column in needed(table)):
            yield to, str(value)
    record = about(table, values)
    if record is not None:
        yield record


@cache
def slots(table: str) -> tuple[tuple[str, ...], ...]:
    """Return the groups of columns that make two rows one thing, such as a project and a month."""
    kind = TYPE_BY_TABLE[table]
    return tuple(group for group in kind.unique if kind.same_by_name or not _is_name(kind, group))


@cache
def names(table: str) -> tuple[tuple[str, ...], ...]:
    """Return the groups of columns that name a thing, the last being its name or reference."""
    return tuple(group for group in TYPE_BY_TABLE[table].unique if group not in slots(table))


def _is_name(kind: type[Record], group: tuple[str, ...]) -> bool:
    return field_of(kind, group[-1]).kind is Kind.TEXT and not group[-1].endswith("_id")


def key_of(values: Mapping[str, Value], group: tuple[str, ...]) -> tuple[Value, ...]:
    """Return what a row has in a group of columns; an empty one counts as a value."""
    return tuple([values[column] or "" for column in group])


@cache
def told(table: str) -> frozenset[str]:
    """Return the columns that a person is told of."""
    return frozenset(field.key for field in fields_of(TYPE_BY_TABLE[table]) if not field.hidden)

"""Which record a row is of: by its reference, else by the one record of its name where it belongs, never by likeness.

Names are compared without regard to case, spaces, dashes and ``&``. A record of a month or a year is known by what it
is of and by these.
"""

from collections.abc import Mapping
from functools import cache

from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record, Value, owner_field

Group = tuple[str, ...]
_Known = tuple[str, ...]

_NAMES = {"risk": "description", "movement": ""}
"""The field that names a record of a type to a person where that is not its title; empty for none."""


@cache
def name_key(kind: type[Record]) -> str:
    """Return the key of the field that a record of a type is known by, beside its reference."""
    return _NAMES.get(kind.table, kind.title)


@cache
def has_reference(kind: type[Record]) -> bool:
    """Whether records of a type have references."""
    return "ref" in kind.__annotations__


@cache
def groups_of(kind: type[Record]) -> tuple[Group, ...]:
    """Return the groups of fields by which a record is found, the surest first."""
    if kind.table == "project_cost":
        return (("project_id", "year", "name"),)
    if kind.table == "savings_position":
        return kind.unique
    owner = owner_field(kind)
    scope = (owner.key,) if owner is not None and kind.table != "project" else ()
    if has_reference(kind):
        by_ref = kind.unique[0] if kind.unique else (*scope, "ref")
        return (by_ref, (*scope, name_key(kind)))
    if kind.unique:
        return kind.unique[:1]
    return ((*scope, name_key(kind)),) if name_key(kind) else ()


def _known(value: Value) -> str:
    return known_as(value) if isinstance(value, str) else "" if value is None else str(value)


class Index:
    """The records of an open portfolio by what they are known by; told of each record that is planned."""

    def __init__(self, records: Records) -> None:
        """Take the records as they stand; look-ups are made when a table is first asked for."""
        self._records = records
        self._held: dict[str, dict[Group, dict[_Known, list[str]]]] = {}

    def find(self, kind: type[Record], group: Group, values: Mapping[str, Value]) -> list[str]:
        """Return the ids of the records that have these values in a group of fields; none where its last is empty."""
        known = tuple(_known(values.get(key)) for key in group)
        if not known[-1] and group[-1] not in {"approved_from", "milestone_id", "group_name"}:
            return []
        return list(self._of(kind, group).get(known, ()))

    def named(self, kind: type[Record], key: str, text: str) -> list[str]:
        """Return the ids of the records that have a text in one field, wherever they belong."""
        return self.find(kind, (key,), {key: text})

    def take(self, record: Record, old: Record | None = None) -> None:
        """Take in a record that is planned, in place of what it was."""
        for group, held in self._held.get(record.table, {}).items():
            if old is not None:
                was = held.get(_key_of(old, group), [])
                if old.id in was:
                    was.remove(old.id)
            held.setdefault(_key_of(record, group), []).append(record.id)

    def drop(self, record: Record) -> None:
        """Forget a record that is not planned after all."""
        for group, held in self._held.get(record.table, {}).items():
            held[_key_of(record, group)].remove(record.id)

    def _of(self, kind: type[Record], group: Group) -> dict[_Known, list[str]]:
        groups = self._held.setdefault(kind.table, {})
        held = groups.get(group)
        if held is None:
            held = groups[group] = {}
            for record in self._records.all(kind):
                held.setdefault(_key_of(record, group), []).append(record.id)
        return held


def _key_of(record: Record, group: Group) -> _Known:
    return tuple(_known(getattr(record, key)) for key in group)

"""The records of an open portfolio in memory, with the look-ups that the rules need."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeVar, cast

from asc_desktop.domain.records.fields import Field, Kind, Record, Value, fields_of, owner_field
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE

R = TypeVar("R", bound=Record)

Changes = Mapping[str, Mapping[str, Record | None]]
"""By table and id: the record as it now is, or None where it is gone."""


def _period_of(record: Record) -> str:
    return getattr(record, "period", None) or ""


@cache
def _references_to(table: str) -> tuple[tuple[type[Record], str], ...]:
    return tuple(
        (kind, field.key)
        for kind in RECORD_TYPES
        for field in fields_of(kind)
        if field.kind is Kind.REFERENCE and field.to == table
    )


@cache
def _is_by_period(kind: type[Record]) -> bool:
    return any(field.key == "period" for field in fields_of(kind))


_NAMING_BY_ID = tuple(kind for kind in RECORD_TYPES if kind.names_by_id)


class _Table:
    """The records of one type by id, and by each reference that was asked for."""

    def __init__(self, kind: type[Record], rows: Iterable[Record]) -> None:
        self.kind = kind
        self.rows = {row.id: row for row in rows}
        self._is_by_period = _is_by_period(kind)
        self._every: tuple[Record, ...] | None = None
        self._owned: dict[str, dict[str, dict[str, Record]]] = {}
        self._kept: dict[str, dict[str, tuple[Record, ...]]] = {}

    @property
    def every(self) -> tuple[Record, ...]:
        if self._every is None:
            self._every = tuple(self.rows.values())
        return self._every

    def of(self, key: str, owner_id: str) -> tuple[Record, ...]:
        owned = self._owned.get(key)
        if owned is None:
            owned = {}
            for record_id, record in self.rows.items():
                owned.setdefault(getattr(record, key) or "", {})[record_id] = record
            # Seen only when it is whole: another thread may look meanwhile.
            self._kept[key] = {}
            self._owned[key] = owned
        kept = self._kept[key]
        found = kept.get(owner_id)
        if found is None:
            every = owned.get(owner_id, {}).values()
            found = kept[owner_id] = tuple(sorted(every, key=_period_of) if self._is_by_period else every)
        return found

    def apply(self, changes: Mapping[str, Record | None]) -> None:
        self._every = None
        for record_id, record in changes.items():
            old = self.rows.pop(record_id, None) if record is None else self.rows.get(record_id)
            if record is not None:
                self.rows[record_id] = record
            for key, owned in self._owned.items():
                was = None if old is None else getattr(old, key) or ""
                now = None if record is None else getattr(record, key) or ""
                if was is not None:
                    self._kept[key].pop(was, None)
                    if was != now:
                        owned[was].pop(record_id)
                if record is not None and now is not None:
                    self._kept[key].pop(now, None)
                    owned.setdefault(now, {})[record_id] = record


class Records:
    """Every record by table and id, and by the record that it belongs to. Only the session applies changes.

    Any thread may look things up for as long as none are applied: a check does so while the window paints.
    What ``all`` and ``of`` return is the same tuple until a record in it changes, so that whatever is made of it can
    be kept for as long.
    """

    def __init__(self, rows: Mapping[str, Iterable[Record]] | None = None) -> None:
        rows = rows or {}
        self._tables = {kind.table: _Table(kind, rows.get(kind.table, ())) for kind in RECORD_TYPES}
        self._shared: set[str] = set()

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Return every record of a type, in no particular order."""
        return cast("tuple[R, ...]", self._tables[kind.table].every)

    def everything(self) -> list[Record]:
        """Return every record, parents first."""
        return [row for kind in RECORD_TYPES for row in self.all(kind)]

    def find(self, kind: type[R], record_id: str | None) -> R | None:
        """Return the record with that id, or None."""
        return cast("R | None", self._tables[kind.table].rows.get(record_id or ""))

    def with_id(self, record_id: str) -> Record | None:
        """Return a record of whichever type; ids are told apart over all of them."""
        return next((held.rows[record_id] for held in self._tables.values() if record_id in held.rows), None)

    def get(self, kind: type[R], record_id: str) -> R:
        """Return the record with that id; raise KeyError where there is none."""
        return cast("R", self._tables[kind.table].rows[record_id])

    def of(self, kind: type[R], key: str, owner_id: str) -> tuple[R, ...]:
        """Return the records of a type whose reference ``key`` points at ``owner_id``.

        Those that name a period come the earliest first.
        """
        return cast("tuple[R, ...]", self._tables[kind.table].of(key, owner_id))

    def title(self, table: str, record_id: str | None) -> str:
        """Return the words that name a record to a person, and nothing where it does not exist."""
        record = self._tables[table].rows.get(record_id or "")
        if record is None:
            return ""
        return str(getattr(record, TYPE_BY_TABLE[table].title) or "")

    def named(self, field: Field, record_id: Value) -> Record | None:
        """Return the record that a reference names, or None."""
        return self._tables[field.to].rows.get(str(record_id or ""))

    def about(self, record_id: str) -> list[Record]:
        """Return what names a record by its id alone, such as its exempt mark."""
        return [item for kind in _NAMING_BY_ID for item in self.of(kind, "record_id", record_id)]

    def about_of(self, record: Record) -> Record | None:
        """Return the record that one names by its id alone, such as that of an exempt mark; None where it is gone."""
        named = self._tables.get(getattr(record, "record_table", ""))
        return named.rows.get(getattr(record, "record_id", "")) if named is not None else None

    def words_of(self, field: Field, value: Value) -> str:
        """Return a stored value in words; what it names by its record’s words, ``(deleted)`` where that is gone."""
        if value is None or not (field.to or field.key == "record_id"):
            return field.format(value)
        ids = [str(value)] if field.kind is Kind.REFERENCE else filter(None, str(value).split(","))
        tables = [self._tables[field.to]] if field.to else list(self._tables.values())
        found = (next((held.rows[each] for held in tables if each in held.rows), None) for each in ids)
        return ", ".join(record.words(self) if record is not None else "(deleted)" for record in found)

    def owner_of(self, record: Record) -> Record | None:
        """Return the record that one belongs to, or that it is about; None where it belongs to none."""
        if record.names_by_id:
            return self.about_of(record)
        field = owner_field(type(record))
        return self.named(field, getattr(record, field.key)) if field else None

    def users_of(self, record: Record) -> list[tuple[Record, str]]:
        """Return each record that points at this one, with the key of the field that does."""
        return [
            (user, key)
            for kind, key in _references_to(record.table)
            for user in self.of(kind, key, record.id)
        ]

    def apply(self, changes: Changes) -> None:
        """Take in what a transaction changed."""
        for table, rows in changes.items():
            if table in self._shared:
                self._shared.discard(table)
                shared = self._tables[table]
                self._tables[table] = _Table(shared.kind, shared.rows.values())
            self._tables[table].apply(rows)

    def only(self, *kinds: type[Record]) -> "Records":
        """Return the records of some types alone; to look for another raises KeyError."""
        then = Records()
        then._tables = {kind.table: self._tables[kind.table] for kind in kinds}
        then._shared = set(then._tables)
        return then

    def with_changes(self, changes: Changes) -> "Records":
        """Return these records with some of them changed; what is not changed is shared, until these change."""
        then = Records()
        then._tables = dict(self._tables)
        then._shared = set(self._tables)
        then.apply(changes)
        return then

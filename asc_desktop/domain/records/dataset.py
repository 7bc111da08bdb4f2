"""The records of an open portfolio in memory, with the look-ups that the rules need."""

from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

from asc_desktop.domain.records.fields import Kind, Record, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE

R = TypeVar("R", bound=Record)

Changes = Mapping[str, Mapping[str, Record | None]]
"""By table and id: the record as it now is, or None where it is gone."""


class Records:
    """Every record by table and id, and by the record that it belongs to. Only the session applies changes."""

    def __init__(self, rows: Mapping[str, Iterable[Record]] | None = None) -> None:
        rows = rows or {}
        self._tables: dict[str, dict[str, Record]] = {
            kind.table: {row.id: row for row in rows.get(kind.table, ())} for kind in RECORD_TYPES
        }
        self._indexes: dict[tuple[str, str], dict[str, dict[str, Record]]] = {}
        self._shared: set[str] = set()

    def all(self, kind: type[R]) -> list[R]:
        """Return every record of a type, in no particular order."""
        return cast("list[R]", list(self._tables[kind.table].values()))

    def everything(self) -> list[Record]:
        """Return every record, parents first."""
        return [row for kind in RECORD_TYPES for row in self.all(kind)]

    def find(self, kind: type[R], record_id: str | None) -> R | None:
        """Return the record with that id, or None."""
        return cast("R | None", self._tables[kind.table].get(record_id or ""))

    def with_id(self, record_id: str) -> Record | None:
        """Return a record of whichever type; ids are told apart over all of them."""
        return next((rows[record_id] for rows in self._tables.values() if record_id in rows), None)

    def get(self, kind: type[R], record_id: str) -> R:
        """Return the record with that id; raise KeyError where there is none."""
        return cast("R", self._tables[kind.table][record_id])

    def of(self, kind: type[R], key: str, owner_id: str) -> list[R]:
        """Return the records of a type whose reference ``key`` points at ``owner_id``."""
        return cast("list[R]", list(self._index(kind.table, key).get(owner_id, {}).values()))

    def title(self, table: str, record_id: str | None) -> str:
        """Return the words that name a record to a person, and nothing where it does not exist."""
        record = self._tables[table].get(record_id or "")
        if record is None:
            return ""
        return str(getattr(record, TYPE_BY_TABLE[table].title) or "")

    def users_of(self, record: Record) -> list[tuple[Record, str]]:
        """Return each record that points at this one, with the key of the field that does."""
        return [
            (user, field.key)
            for kind in RECORD_TYPES
            for field in fields_of(kind)
            if field.kind is Kind.REFERENCE and field.to == record.table
            for user in self.of(kind, field.key, record.id)
        ]

    def apply(self, changes: Changes) -> None:
        """Take in what a transaction changed."""
        for table, rows in changes.items():
            self._own(table)
            held = self._tables[table]
            indexes = [(key, index) for (name, key), index in self._indexes.items() if name == table]
            for record_id, record in rows.items():
                old = held.pop(record_id, None) if record is None else held.get(record_id)
                if record is not None:
                    held[record_id] = record
                for key, index in indexes:
                    if old is not None:
                        index.get(getattr(old, key) or "", {}).pop(record_id, None)
                    if record is not None:
                        index.setdefault(getattr(record, key) or "", {})[record_id] = record

    def with_changes(self, changes: Changes) -> "Records":
        """Return these records with some of them changed; what is not changed is shared, until these change."""
        then = Records()
        then._tables = dict(self._tables)
        then._indexes = dict(self._indexes)
        then._shared = set(self._tables)
        then.apply(changes)
        return then

    def _own(self, table: str) -> None:
        """Make a table that is shared with other records one of these alone, before it changes."""
        if table in self._shared:
            self._shared.discard(table)
            self._tables[table] = dict(self._tables[table])
            self._indexes = {key: index for key, index in self._indexes.items() if key[0] != table}

    def _index(self, table: str, key: str) -> dict[str, dict[str, Record]]:
        index = self._indexes.get((table, key))
        if index is None:
            index = {}
            for record_id, record in self._tables[table].items():
                index.setdefault(getattr(record, key) or "", {})[record_id] = record
            self._indexes[table, key] = index
        return index

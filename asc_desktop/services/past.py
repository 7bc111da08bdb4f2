"""The records as they were at a point of the journal, so that what is told of then is told in the words of then."""

from collections.abc import Iterator
from typing import Any, Protocol, cast

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record, column_default, fields_of
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE
from asc_desktop.services.session import Session
from asc_desktop.storage.journal import JournalEntry

_AT_ONCE = 2_000


class HasRecords(Protocol):
    """A session, or what it held earlier."""

    @property
    def records(self) -> Records:
        """Return the records."""


class Past(Struct, frozen=True):
    """What a portfolio held at a point of its journal."""

    records: Records


def frozen_at(session: Session, snapshot: Snapshot) -> int:
    """Return the journal's sequence at which a snapshot was frozen."""
    entries = session.history(record_ids=[snapshot.id], table=Snapshot.table)
    return max((entry.sequence for entry in entries if entry.operation == "insert"), default=0)


def as_it_was(session: Session, sequence: int) -> Past:
    """Return what the portfolio held right after an entry of the journal, by taking back what came later."""
    now = session.records
    changed: dict[str, dict[str, Record | None]] = {}
    for entry in _since(session, sequence):
        kind = TYPE_BY_TABLE.get(entry.table)
        if kind is None:
            continue
        rows = changed.setdefault(entry.table, {})
        held = rows[entry.row_id] if entry.row_id in rows else now.find(kind, entry.row_id)
        rows[entry.row_id] = record_before(kind, entry, held)
    then = Records({kind.table: now.all(kind) for kind in RECORD_TYPES})
    then.apply(changed)
    return Past(then)


def _since(session: Session, sequence: int) -> Iterator[JournalEntry]:
    """Yield the entries after one, the newest first."""
    page = session.history(limit=_AT_ONCE, kept=True)
    while page:
        for entry in page:
            if entry.sequence <= sequence:
                return
            yield entry
        page = session.history(limit=_AT_ONCE, before=page[-1].sequence, kept=True)


def record_before(kind: type[Record], entry: JournalEntry, after: Record | None) -> Record | None:
    """Return a record as it was before an entry."""
    if entry.operation == "insert":
        return None
    fields = {field.key: field for field in fields_of(kind)}
    old: Any = {key: pair[0] for key, pair in entry.changes.items() if key in fields}
    if entry.operation == "update" and after is not None:
        return replace(after, **old)
    blank = {key: column_default(kind, field) for key, field in fields.items()}
    return kind(**cast("Any", {"id": entry.row_id, **blank, **old}))

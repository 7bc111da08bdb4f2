"""Where records were read from: which cells an import gives each, and what the journal tells of it afterwards."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from msgspec.structs import replace

from asc_desktop.domain.records.council import ImportMapping, Origin, OwnValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.services.session import Session
from asc_desktop.storage.journal import JournalEntry

BOOKKEEPING = frozenset({Origin.table, ImportMapping.table})
"""Tables that an import keeps for itself: History tells of them beside what they are about."""

_ALL = 1_000_000


def origin_id(record_id: str) -> str:
    """Return the id of a new record's origin, which the journal finds by it though the record is gone."""
    return f"origin:{record_id}"


def held_origin(records: Records, record_id: str) -> Origin | None:
    """Return where a record was last read from, if it was read from anywhere."""
    return next(iter(records.of(Origin, "record_id", record_id)), None)


def subject_id(session: Session, entry: JournalEntry) -> str:
    """Return the id of the record that an entry is about: for a value of the council's own fields, whose it is."""
    if entry.table != OwnValue.table:
        return entry.row_id
    held = session.records.find(OwnValue, entry.row_id)
    told = entry.changes.get("record_id", (None, None))
    return held.record_id if held else str(told[1] or told[0] or entry.row_id)


def read_from(session: Session, entries: Collection[JournalEntry]) -> Mapping[tuple[str, str], Origin]:
    """Return where each entry that an import made was read from, by its transaction and its record."""
    subjects = {entry.row_id for entry in entries if entry.table not in BOOKKEEPING}
    subjects |= {subject_id(session, entry) for entry in entries if entry.table == OwnValue.table}
    ids = {origin_id(subject) for subject in subjects}
    ids |= {held.id for subject in subjects if (held := held_origin(session.records, subject)) is not None}
    return _told(session.history(record_ids=ids, table=Origin.table, limit=_ALL))


def _told(entries: Iterable[JournalEntry]) -> Mapping[tuple[str, str], Origin]:
    found: dict[tuple[str, str], Origin] = {}
    held: dict[str, Origin] = {}
    for entry in sorted(entries, key=lambda item: item.sequence):
        if entry.operation == "delete":
            held.pop(entry.row_id, None)
            continue
        was = held.get(entry.row_id) or Origin(id=entry.row_id)
        new = {key: pair[1] for key, pair in entry.changes.items() if key in Origin.__struct_fields__}
        now = held[entry.row_id] = replace(was, **cast("Any", new))
        if entry.kind != "undo":
            found[entry.transaction_id, now.record_id] = now
    return found

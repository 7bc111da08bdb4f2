"""The records that can be found, by the words that name them and a few beside these."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import DeliveryStatus, Programme, Project, StatusUpdate
from asc_desktop.domain.records.fields import Field, Kind, Record, Value, field_of, fields_of
from asc_desktop.domain.records.own import words as read_words
from asc_desktop.domain.records.place import leader, programme_of, project_of
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE
from asc_desktop.domain.words import shortened
from asc_desktop.services.find_hits import Entry, Hit, entry_of, note_of
from asc_desktop.services.find_notes import note_hits

_LONGEST_OWN = 60
"""Of a longer text only the beginning is looked in."""


class RecordHits:
    """What finds the records of a portfolio: each type's kept until something changes of which its words are made."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, type[Record]], tuple[tuple[object, ...], list[Entry]]] = {}

    def entries(self, records: Records) -> list[Entry]:
        """Return everything that has a name: projects first."""
        several, closed = len(records.all(Programme)) > 1, closed_projects(records)
        found: list[Entry] = []
        for kind in _FOUND:
            inputs = (several, closed, *(records.all(behind) for behind in _behind(kind)))
            key = ("named", kind)
            if not self._is_held(key, inputs):
                hits = _hits_of(kind, records, several=several, closed=closed)
                self._held[key] = (inputs, [entry_of(hit) for hit in hits])
            found += self._held[key][1]
        return found

    def notes(self, records: Records) -> list[Entry]:
        """Return the notes."""
        found: list[Entry] = []
        for kind in RECORD_TYPES:
            inputs = tuple(records.all(behind) for behind in _behind(kind))
            key = ("noted", kind)
            if not self._is_held(key, inputs):
                self._held[key] = (inputs, [note_of(hit) for hit in note_hits(kind, records)])
            found += self._held[key][1]
        return found

    def _is_held(self, key: tuple[str, type[Record]], inputs: tuple[object, ...]) -> bool:
        held = self._held.get(key)
        return held is not None and all(a is b or a == b for a, b in zip(held[0], inputs, strict=True))


def entries_in_view(
    shown: Records, now: Records, month: str, kept: RecordHits, kept_now: RecordHits
) -> list[Entry]:
    """Return what can be found while a month is looked at: what it shows, then what is there now under other words.

    ``month`` is that month in words. What it does not show says so.
    """
    found = kept.entries(shown)
    if shown is now:
        return found
    then = {entry[0].id: entry[0].heading for entry in found}
    for hit, *_ in kept_now.entries(now):
        if hit.id not in then:
            found.append(entry_of(replace(hit, context=_joined([f"Not in {month}", hit.context]))))
        elif then[hit.id] != hit.heading:
            found.append(entry_of(replace(hit, context=_joined([f"{then[hit.id]} in {month}", hit.context]))))
    return found


def record_hits(records: Records) -> list[Hit]:
    """Return everything of a portfolio that has a name: projects first."""
    return [entry[0] for entry in RecordHits().entries(records)]


def closed_projects(records: Records) -> frozenset[str]:
    """Return the ids of the projects whose latest status is one that closes, as their reports have it."""
    closing = {status.id for status in records.all(DeliveryStatus) if status.closed}
    latest: dict[str, StatusUpdate] = {}
    for update in records.all(StatusUpdate) if closing else ():
        before = latest.get(update.project_id)
        if before is None or update.period > before.period:
            latest[update.project_id] = update
    return frozenset(key for key, update in latest.items() if update.status_id in closing)


_FOUND = sorted(
    (kind for kind in RECORD_TYPES if kind.found_by is not None), key=lambda kind: kind is not Project
)


@cache
def _behind(kind: type[Record]) -> tuple[type[Record], ...]:
    """Return the types of which the words of a type's records are made: itself, and all that it names."""
    found: dict[type[Record], None] = {}
    waiting: list[type[Record]] = [kind]
    if kind.takes_own_fields:
        waiting += [OwnValue, OwnField]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = None
            waiting += [TYPE_BY_TABLE[field.to] for field in fields_of(one) if field.to]
    return tuple(found)


def _hits_of(kind: type[Record], records: Records, *, several: bool, closed: frozenset[str]) -> list[Hit]:
    held = [record for record in records.all(kind) if not _is_archived(record, records)]
    held.sort(
        key=lambda record: (
            record.is_past,
            record.position,
            leader(record, records),
            record.own_words(records),
        )
    )
    made = (_hit(record, records, several=several, closed=closed) for record in held)
    return [hit for hit in made if hit.title]


def _is_archived(record: Record, records: Records) -> bool:
    """Whether a record is archived, or of an archived project; such a project itself is found."""
    project = project_of(record, records)
    return bool(project is not record and (record.archived or (project and project.archived)))


def _hit(record: Record, records: Records, *, several: bool, closed: frozenset[str]) -> Hit:
    kind, programme, project = type(record), programme_of(record, records), project_of(record, records)
    beside = ["Closed project" if project is not None and project.id in closed else ""]
    beside += [_words(field_of(kind, key), record, records) for key in kind.found_by or ()]
    beside += _own_words(record, records)
    if several and programme is not None and programme is records.owner_of(record):
        beside.append(programme.name)
    title = " ".join(record.own_words(records).split())
    return Hit(
        record.id, kind.table, kind.noun.capitalize(), title, _joined(beside), programme.id if programme else "",
        record.ref,
    )  # fmt: skip


def _own_words(record: Record, records: Records) -> list[str]:
    """Return what a record has in the council's own fields that are in use; yes or no by the field's label."""
    found = []
    for held in records.of(OwnValue, "record_id", record.id) if record.takes_own_fields else ():
        own = records.find(OwnField, held.own_field_id)
        if own is None or own.retired:
            continue
        if own.kind == "flag":
            found.append(own.label if held.value == "1" else "")
        else:
            found.append(shortened(read_words(own, held.value), _LONGEST_OWN))
    return found


def _words(field: Field, record: Record, records: Records) -> str:
    """Return what a field says beside a record; a flag by its label, a period after its label."""
    value: Value = getattr(record, field.key)
    named = records.named(field, value) if field.kind is Kind.REFERENCE else None
    if named is not None:
        return named.words(records)
    if field.kind in {Kind.FLAG, Kind.PERIOD} and value:
        return field.label if field.kind is Kind.FLAG else f"{field.label} {field.format(value)}"
    return field.format(value or None)


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)

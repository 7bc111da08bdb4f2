"""The notes that people wrote: the long texts of records, each found by its words and shown with the record's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Field, Kind, Record, fields_of, owner_field
from asc_desktop.domain.records.place import leader, place_of, programme_of
from asc_desktop.domain.words import shortened
from asc_desktop.services.find_hits import Hit

_SHOWN = 90
_OF = 70
"""How much of the record's own words stands beside a note."""


def note_hits(kind: type[Record], records: Records) -> list[Hit]:
    """Return the notes of a type: of what is reported month by month the latest of each record alone."""
    if kind.in_months == "now" or kind.names_by_id:
        return []
    fields = list(_notes_of(kind))
    return [
        _hit(record, field, str(value), records)
        for record in (_latest(kind, records) if fields else ())
        for field in fields
        if (value := getattr(record, field.key)) and place_of(record, records) is not None
    ]


def _notes_of(kind: type[Record]) -> Iterator[Field]:
    """Yield the long texts that are not what the record is found by anyway."""
    for field in fields_of(kind):
        is_title = field.key == kind.title and kind.found_by is not None
        if field.kind is Kind.LONG_TEXT and not field.hidden and not is_title:
            yield field


def _latest(kind: type[Record], records: Records) -> Iterable[Record]:
    """Return the records of a type; of those that name a month, the last of each owner."""
    owner, held = owner_field(kind), records.all(kind)
    if owner is None or not any(field.key == "period" for field in fields_of(kind)):
        return held
    last: dict[str, Record] = {}
    for record in held:
        owner_id = getattr(record, owner.key)
        if owner_id not in last or _month(record) > _month(last[owner_id]):
            last[owner_id] = record
    return last.values()


def _month(record: Record) -> str:
    return str(getattr(record, "period", ""))


def _hit(record: Record, field: Field, text: str, records: Records) -> Hit:
    owner = records.owner_of(record)
    about = record if record.page or owner is None else owner
    programme = programme_of(record, records)
    words = shortened(about.words(records), _OF)
    beside = (field.label, "" if about.ref in words else leader(about, records), words)
    whole = " ".join(text.split())
    return Hit(
        record.id, record.table, "Note", shortened(whole, _SHOWN), " · ".join(filter(None, beside)),
        programme.id if programme else "", text=whole,
    )  # fmt: skip

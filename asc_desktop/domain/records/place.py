"""A record's place among the others: what it belongs to, as its type declares."""

from collections.abc import Iterator

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme, Project
from asc_desktop.domain.records.fields import Record, owner_field
from asc_desktop.domain.records.types import TYPE_BY_TABLE


def owner_of(record: Record, records: Records) -> Record | None:
    """Return the record that one belongs to; None where it belongs to none."""
    field = owner_field(type(record))
    return records.find(TYPE_BY_TABLE[field.to], getattr(record, field.key)) if field else None


def lineage(record: Record | None, records: Records) -> Iterator[Record]:
    """Yield a record, what it belongs to, what that belongs to, and so on."""
    while record is not None:
        yield record
        record = owner_of(record, records)


def programme_of(record: Record | None, records: Records) -> Programme | None:
    """Return the programme that a record is or belongs to; None where it has none."""
    return next((item for item in lineage(record, records) if isinstance(item, Programme)), None)


def project_of(record: Record | None, records: Records) -> Project | None:
    """Return the project that a record is or belongs to; None where it has none."""
    return next((item for item in lineage(record, records) if isinstance(item, Project)), None)

"""A record's place among the others: what it belongs to, as its type declares."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme, Project
from asc_desktop.domain.records.fields import Field, Record, field_of, owner_field

THEMES_PAGE = "structure"
"""Shows every programme, whichever is looked at."""


def lineage(record: Record | None, records: Records) -> Iterator[Record]:
    """Yield a record, what it belongs to, what that belongs to, and so on."""
    while record is not None:
        yield record
        record = records.owner_of(record)


def belongings(record: Record, records: Records) -> Iterator[Record]:
    """Yield a record, everything that belongs to it, what belongs to that, and so on."""
    yield record
    for user, key in records.users_of(record):
        owner = None if user.names_by_id else owner_field(type(user))
        if owner is not None and owner.key == key:
            yield from belongings(user, records)
    yield from records.about(record.id)


def belongs_to(record: Record, holder: str, records: Records) -> bool:
    """Whether a record is, or belongs to, the record of an id."""
    return any(item.id == holder for item in lineage(record, records))


def holder_id(record: Record, field: Field, records: Records) -> str | None:
    """Return what holds all that a record may name in a field, empty where nothing does yet; None for anything."""
    for key in field.within:
        if key == Programme.table:
            programme = programme_of(record, records)
            return programme.id if programme else None
        value = getattr(record, key)
        if value or field_of(type(record), key).required:
            return str(value or "")
    return None


def programme_of(record: Record | None, records: Records) -> Programme | None:
    """Return the programme that a record is or belongs to; None where it has none."""
    # As ``lineage`` goes, written out: the checks ask this of every record.
    while record is not None and not isinstance(record, Programme):
        record = records.owner_of(record)
    return record


def project_of(record: Record | None, records: Records) -> Project | None:
    """Return the project that a record is or belongs to; None where it has none."""
    return next((item for item in lineage(record, records) if isinstance(item, Project)), None)


def leader(record: Record, records: Records) -> str:
    """Return the reference of a record, else of the nearest that it belongs to which has one."""
    return next((item.ref for item in lineage(record, records) if item.ref), "")


class Place(Struct, frozen=True):
    """Where a record is looked at: the page, what to ask of it, and the programme to look at; empty for any."""

    page: str
    shows: Mapping[str, object]
    programme_id: str
    noun: str


def place_of(record: Record, records: Records) -> Place | None:
    """Return where a record is shown: on its type's own page, else with what it is part of."""
    tab = ""
    for item in lineage(record, records):
        tab = tab or item.tab
        if item.page:
            programme = None if item.page == THEMES_PAGE else programme_of(item, records)
            shows = {"record_id": item.id, **({"tab": tab} if tab else {})}
            return Place(item.page, shows, programme.id if programme else "", item.noun)
    return None

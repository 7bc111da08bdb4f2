"""Which months are closed, and the records as they were when a month was closed.

A programme's months before its open one are closed from its first snapshot on; until a board has received anything,
they are history being entered. A closed month's report is made of the records as they were when it was closed, and of
what was corrected since. Each type of record declares, as ``in_months``, which of these it is:

- *reported*: it names the month that it is of, so a closed month's changes by a correction with a reason alone;
- *kept*: it names no month, so a change holds from the open month on, and what it was is kept for the closed ones as a
  ``ClosedVersion``; with a reason the change is a correction, and holds for the closed ones too;
- *of now*: it is the same for every month. An exempt mark says what may be published today, of whatever month; a
  snapshot never changes; a template of packs bears on no figure.

What reports *ahead* is shown for months to come too, so what it was is kept as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from msgspec import Struct, convert, json, structs
from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import MeasureTarget
from asc_desktop.domain.records.dataset import Changes, Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Kind, Record, Value, fields_of
from asc_desktop.domain.records.office import ClosedVersion, ExemptMark, Snapshot
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.rules.measures import approved_month

_Key = tuple[str, str]
"""The table and the id of a record."""


def month_of(record: Record) -> str:
    """Return the month that a reported record is of; a target's is that from which it is approved."""
    if isinstance(record, MeasureTarget):
        return approved_month(record)
    return cast("str", getattr(record, "period", ""))


def last_closed(records: Records, programme: Programme) -> str:
    """Return a programme's last closed month; empty where no board has received anything yet, so that none is."""
    if not programme.open_period:
        return ""
    frozen = bool(records.of(Snapshot, "programme_id", programme.id)) or any(
        not _is_later_than(records, programme, item) for item in records.of(Snapshot, "programme_id", "")
    )
    return dates.shift_period(programme.open_period, -1) if frozen else ""


def _is_later_than(records: Records, programme: Programme, snapshot: Snapshot) -> bool:
    """Whether a programme was added when every other had closed a snapshot's month, so that it had no part in it."""
    added = [
        item.period for item in records.of(ClosedVersion, "record_id", programme.id) if item.content is None
    ]
    return min(added, default="") >= snapshot.period


def closed_programmes(records: Records) -> dict[str, str]:
    """Return the last closed month of each programme that has any, by its id."""
    found = {programme.id: last_closed(records, programme) for programme in records.all(Programme)}
    return {programme_id: period for programme_id, period in found.items() if period}


class View(Struct, frozen=True):
    """Which programmes of a scope have closed its month, and whether all of them have."""

    period: str
    closed: tuple[str, ...]
    is_whole: bool
    later: tuple[str, ...] = ()
    """The programmes that were added when all others had closed the month, and have no part in its report."""

    def closing_of(self, record: Record, records: Records) -> str:
        """Return the programme as whose closing a record is shown; empty where it is shown as it now is.

        Where only some programmes have closed the month, what is theirs alone is shown as they closed it.
        """
        if self.is_whole:
            owners = programmes_of(record, records) & set(self.closed)
            return min(owners, default=self.closed[0])
        owners = programmes_of(record, records)
        return min(owners) if owners and owners <= set(self.closed) else ""


def view_of(records: Records, scope: Scope) -> View:
    """Return what of a scope's month is closed."""
    last = closed_programmes(records)
    chosen = {scope.programme_id} if scope.programme_id else {item.id for item in records.all(Programme)}
    closed = {item for item in chosen if scope.period <= last.get(item, "")}
    later = frozenset[str]() if scope.programme_id else _added_later(records, chosen, closed, scope.period)
    closed -= later
    return View(
        scope.period, tuple(sorted(closed)), bool(closed) and closed == chosen - later, tuple(sorted(later))
    )


def _added_later(records: Records, chosen: set[str], closed: set[str], period: str) -> frozenset[str]:
    """Return the programmes that every other one which has a part in a month had closed it without."""
    without: dict[str, set[str]] = {}
    for programme_id in chosen:
        for version in records.of(ClosedVersion, "record_id", programme_id):
            held = version_at(records, version.record_id, version.programme_id, period)
            if version.programme_id in closed and held is not None and held.content is None:
                without.setdefault(programme_id, set()).add(version.programme_id)
    later = set(without)
    while with_a_part := {item for item in later if chosen - later - without[item]}:
        later -= with_a_part
    return frozenset(later)


def closed_for(records: Records, scope: Scope) -> bool:
    """Whether a scope's month is closed, for each of its programmes."""
    return view_of(records, scope).is_whole


def records_for(records: Records, scope: Scope) -> Records:
    """Return the records that a scope's report is made of: as they were when its month was closed, if it is."""
    view = view_of(records, scope)
    if not view.closed:
        return records
    kept: dict[_Key, ClosedVersion] = {}
    for programme_id in view.closed:
        for key, version in _kept(records, programme_id, scope.period).items():
            if len(view.closed) == 1 and view.is_whole:
                kept[key] = version
                continue
            kind = TYPE_BY_TABLE.get(version.record_table)
            record = record_of(version) or (records.find(kind, version.record_id) if kind else None)
            if record is not None and view.closing_of(record, records) == programme_id:
                kept[key] = version
    return _with(records, kept, view.later)


def as_closed(records: Records, programme_id: str, period: str) -> Records:
    """Return the records as they were for a programme when it closed a month, with what was corrected since."""
    return _with(records, _kept(records, programme_id, period))


def _kept(records: Records, programme_id: str, period: str) -> dict[_Key, ClosedVersion]:
    """Return what is kept for a programme's closed month, by table and id of the record."""
    kept: dict[_Key, ClosedVersion] = {}
    for version in records.of(ClosedVersion, "programme_id", programme_id):
        key = (version.record_table, version.record_id)
        if version.period >= period and (key not in kept or version.period < kept[key].period):
            kept[key] = version
    return kept


def _with(records: Records, kept: Mapping[_Key, ClosedVersion], later: Iterable[str] = ()) -> Records:
    changes: dict[str, dict[str, Record | None]] = {}
    for programme_id in later:
        changes.setdefault(Programme.table, {})[programme_id] = None
    if not (kept or changes):
        return records
    for (table, record_id), version in kept.items():
        if table in TYPE_BY_TABLE:
            changes.setdefault(table, {})[record_id] = record_of(version)
    _carry_marks(records, changes)
    then = records.with_changes(changes)
    _mend(then, changes)
    return then


def record_of(version: ClosedVersion) -> Record | None:
    """Return the record that a version keeps; None where there was none, or where it cannot be read."""
    kind = TYPE_BY_TABLE.get(version.record_table)
    if kind is None or not version.content:
        return None
    try:
        values = json.decode(version.content, type=dict[str, Value])
        for field in fields_of(kind):
            if field.key in values:
                field.check(values[field.key])
        return convert({**values, "id": version.record_id}, kind)
    except ValueError:
        return None


def content_of(record: Record | None) -> str | None:
    """Return what a version keeps of a record; None where there is none."""
    if record is None:
        return None
    values = structs.asdict(record)
    del values["id"]
    return json.encode(values).decode()


def version_at(records: Records, record_id: str, programme_id: str, period: str) -> ClosedVersion | None:
    """Return what is kept of a record for a programme's closed month; None where it is as it was then."""
    held = [
        item
        for item in records.of(ClosedVersion, "record_id", record_id)
        if item.programme_id == programme_id and item.period >= period
    ]
    return min(held, key=lambda item: item.period, default=None)


def _carry_marks(records: Records, changes: dict[str, dict[str, Record | None]]) -> None:
    """Keep the exempt marks of records that are gone now, and no others: a mark is of now while its record is."""
    marks = changes.get(ExemptMark.table, {})
    for mark_id, mark in list(marks.items()):
        kind = TYPE_BY_TABLE.get(mark.record_table) if isinstance(mark, ExemptMark) else None
        if kind is None or records.find(kind, cast("ExemptMark", mark).record_id) is not None:
            del marks[mark_id]


def _mend(then: Records, changes: Changes) -> None:
    """Leave out what points at records that were not there yet or were corrected away, parents before children."""
    pending: list[Record] = []
    for table, rows in changes.items():
        for record_id, record in rows.items():
            pending += [record] if record is not None else _users(then, table, record_id)
    while pending:
        record = pending.pop()
        if then.find(type(record), record.id) is not record:
            continue
        mended = _without_loose_ends(then, record)
        if mended is record:
            continue
        then.apply({record.table: {record.id: mended}})
        if mended is None:
            pending += _users(then, record.table, record.id)


def _users(records: Records, table: str, record_id: str) -> list[Record]:
    """Return what points at a record, and what is about it and kept as it was; a mark is carried otherwise."""
    blank: Any = TYPE_BY_TABLE[table]
    years = {field.key: 0 for field in fields_of(blank) if field.kind is Kind.YEAR and field.required}
    about = [item for item in records.about(record_id) if is_kept(type(item))]
    return [*about, *(user for user, _ in records.users_of(blank(id=record_id, **years)))]


def _without_loose_ends(records: Records, record: Record) -> Record | None:
    loose: dict[str, Value] = {}
    if record.names_by_id and is_kept(type(record)) and records.about_of(record) is None:
        return None
    for field in fields_of(type(record)):
        value = getattr(record, field.key) if field.kind is Kind.REFERENCE else None
        if value and records.find(TYPE_BY_TABLE[field.to], value) is None:
            if field.required:
                return None
            loose[field.key] = None
    return replace(record, **cast("Any", loose)) if loose else record


def owners_of(record: Record, records: Records) -> Iterator[Record]:
    """Yield the records that one points at, and the one that it is about."""
    for field in fields_of(type(record)):
        if field.kind is Kind.REFERENCE:
            owner = records.find(TYPE_BY_TABLE[field.to], getattr(record, field.key))
            if owner is not None:
                yield owner
    if record.names_by_id and (about := records.about_of(record)) is not None:
        yield about


def programmes_of(record: Record, records: Records) -> set[str]:
    """Return the ids of the programmes that a record belongs to, through whatever it points at; none for a setting."""
    if isinstance(record, Programme):
        return {record.id}
    return {found for owner in owners_of(record, records) for found in programmes_of(owner, records)}


def is_reported(kind: type[Record]) -> bool:
    """Whether a record names the month that it is of."""
    return kind.in_months in {"reported", "ahead"}


def is_kept(kind: type[Record]) -> bool:
    """Whether what a record was is kept for the closed months when it changes."""
    return kind.in_months in {"kept", "ahead"}


def keys_that(kind: type[Record], bearing: str) -> frozenset[str]:
    """Return the keys of a record's fields that bear on closed months in a way of their own."""
    return frozenset(field.key for field in fields_of(kind) if field.closed_months == bearing)


def changed_keys(old: Record | None, new: Record | None) -> frozenset[str]:
    """Return the keys of the fields in which two versions of a record differ; every key where there is but one."""
    record = old or new
    keys: Iterable[str] = (field.key for field in fields_of(type(cast("Record", record))))
    return frozenset(
        key for key in keys if old is None or new is None or getattr(old, key) != getattr(new, key)
    )

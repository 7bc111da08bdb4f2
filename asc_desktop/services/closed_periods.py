"""What an edit does to closed months: which changes need a reason, and what is kept so that a closed month stays.

``domain/report/closed_months.py`` says which records are reported, kept or of now. Here an edit is held to it: a
reported record of a closed month changes with a reason alone; what any other record was is kept for the closed months
in the same transaction, unless there is a reason, by which the change is a correction and holds for those months too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.dates import shift_period
from asc_desktop.domain.records.assurance import Measure, MeasureValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Movement,
    Programme,
    Project,
    ProjectDependency,
    SavingsLine,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.fields import Record, owner_field
from asc_desktop.domain.records.office import Activity, ClosedVersion, ExemptMark
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.report.closed_months import (
    View,
    as_closed,
    changed_keys,
    closed_programmes,
    content_of,
    is_kept,
    is_reported,
    keys_that,
    month_of,
    owners_of,
    record_of,
    version_at,
    view_of,
)
from asc_desktop.domain.report.model import Scope


class Change(Struct, frozen=True):
    """A record as it was and as it is to be; None where it was not there or is to go."""

    old: Record | None
    new: Record | None

    @property
    def record(self) -> Record:
        """The record, as it is to be where it stays."""
        return cast("Record", self.new or self.old)

    @property
    def versions(self) -> Iterator[Record]:
        """The record as it was and as it is to be."""
        return (item for item in (self.new, self.old) if item is not None)

    @property
    def is_bearing(self) -> bool:
        """Whether a closed month's report could show it, of what the record is kept for."""
        kind = type(self.record)
        if kind is ExemptMark:
            return False
        return is_kept(kind) and not changed_keys(self.old, self.new) <= keys_that(kind, "unread")


class Closing(Struct, frozen=True):
    """What is closed before an edit is made: the records, the last closed month by programme, and what is looked at."""

    records: Records
    last: Mapping[str, str]
    view: View | None = None
    _then: dict[tuple[str, str], Records] = {}

    @classmethod
    def of(cls, records: Records, in_view: Scope | None = None) -> "Closing":
        """Return what is closed now; ``in_view`` is what the person looks at."""
        return cls(records, closed_programmes(records), view_of(records, in_view) if in_view else None)

    @property
    def month_in_view(self) -> str:
        """The closed month that the person looks at, if it is one."""
        return self.view.period if self.view is not None and self.view.closed else ""

    def seen_for(self, record: Record) -> str:
        """Return the programme as whose closing the view shows a record; empty where it shows it as it is."""
        if self.view is None or not self.view.closed:
            return ""
        return self.view.closing_of(record, self.records)

    def shows_though_gone(self, record: Record) -> bool:
        """Whether a record that is not there any more is shown by the closed month in view."""
        is_there = self.records.find(type(record), record.id) is not None
        return bool(not is_there and self.seen_for(record)) and _seen(self, record) is not record

    def months_that_need_a_reason(self, changes: Iterable[Change]) -> tuple[str, ...]:
        """Return the closed months that these changes correct, the earliest first; none where no reason is needed.

        A record of no month is corrected where it is changed in the view of a closed one.
        """
        if not self.last:
            return ()
        found: set[str] = set()
        for change in changes:
            found.update(self._of_change(change))
            if change.is_bearing and self.seen_for(change.record):
                found.add(self.month_in_view)
        return tuple(sorted(found))

    def _of_change(self, change: Change) -> Iterator[str]:
        kind = type(change.record)
        keys = changed_keys(change.old, change.new)
        if is_reported(kind) and not _is_plan(change, keys):
            for version in change.versions:
                if self._is_closed(version):
                    yield month_of(version)
        if isinstance(change.old, Measure) and keys & keys_that(Measure, "rates_past"):
            yield from self._rated(change.old)
        if isinstance(change.old, Programme) and change.old.id in self.last:
            last = self.last[change.old.id]
            opens = change.new.open_period if isinstance(change.new, Programme) else last
            if opens <= last:
                yield opens

    def _rated(self, measure: Measure) -> Iterator[str]:
        last = self.last.get(measure.programme_id, "")
        values = self.records.of(MeasureValue, "measure_id", measure.id)
        yield from (value.period for value in values if value.period <= last)

    def _is_closed(self, record: Record) -> bool:
        """Whether a reported record's month is closed for a programme whose report shows it."""
        month = month_of(record)
        closed = [programme_id for programme_id, last in self.last.items() if month <= last]
        owner = programme_of(record, self.records) if closed else None
        if owner is not None and owner.id in closed:
            return True
        # Programmes are mostly in step; where one has closed a month before another, its report may show both.
        return any(_shows(self._as_closed(item, month), item, record) for item in closed)

    def _as_closed(self, programme_id: str, month: str) -> Records:
        """Return the records as a programme closed them, made once for all the changes of an edit."""
        key = (programme_id, month)
        if key not in self._then:
            self._then[key] = as_closed(self.records, programme_id, month)
        return self._then[key]


class Kept(Struct):
    """What has to be written with an edit for the closed months, and the edit's own records where that changes them."""

    puts: dict[str, ClosedVersion] = {}
    deletes: dict[str, ClosedVersion] = {}
    instead: dict[str, Record] = {}
    gone: set[str] = set()
    """Records that are corrected in closed months and are not to be there again."""

    def put(self, version: ClosedVersion) -> None:
        """Write a version."""
        self.puts[version.id] = version
        self.deletes.pop(version.id, None)

    def delete(self, version: ClosedVersion) -> None:
        """Remove a version."""
        self.deletes[version.id] = version
        self.puts.pop(version.id, None)


def keep(closing: Closing, changes: Sequence[Change], new_id: Callable[[], str]) -> Kept:
    """Return what is to be kept so that changes without a reason leave the closed months as they are."""
    kept = Kept()
    if not closing.last:
        return kept
    gone = {change.old.id for change in changes if change.new is None and change.old is not None}
    for change in changes:
        old = change.old
        is_mark_of_gone = isinstance(old, ExemptMark) and change.new is None and old.record_id in gone
        if not (change.is_bearing or is_mark_of_gone):
            continue
        record = change.record
        held = {
            (item.programme_id, item.period)
            for item in closing.records.of(ClosedVersion, "record_id", record.id)
        }
        for programme_id, last in closing.last.items():
            if (programme_id, last) not in held:
                kept.put(
                    ClosedVersion(
                        id=new_id(),
                        programme_id=programme_id,
                        period=last,
                        record_table=record.table,
                        record_id=record.id,
                        content=content_of(old),
                    )
                )
    return kept


def correct(closing: Closing, changes: Sequence[Change]) -> Kept:
    """Return what changes with a reason do to what is kept of closed months.

    A field is corrected in every month that shows the value corrected: that of the closed month in view, else the
    present one. The present value stays where it is another than the one in view.
    """
    kept = Kept()
    for change in changes:
        old, new = change.old, change.new
        if isinstance(old, Programme):
            _reopen(closing, old, new, kept)
        if change.record.in_months == "reported" and new is not None:
            _bring(closing.records, new, month_of(new), kept)
        elif new is not None and change.is_bearing:
            _bring(closing.records, new, "", kept)
        if not change.is_bearing:
            continue
        versions = closing.records.of(ClosedVersion, "record_id", change.record.id)
        if new is None:
            for version in versions:
                kept.delete(version)
        elif old is not None or any(item.content is not None for item in versions):
            _correct_fields(closing, old, new, versions, kept)
    return kept


def _correct_fields(
    closing: Closing, old: Record | None, new: Record, versions: Iterable[ClosedVersion], kept: Kept
) -> None:
    seen = _seen(closing, old or new)
    keys = changed_keys(old or seen, new) - keys_that(type(new), "unread")
    for version in versions:
        held = record_of(version)
        if held is None:
            continue
        fixed: dict[str, Any] = {
            key: getattr(new, key) for key in keys if getattr(held, key) == getattr(seen, key)
        }
        kept.put(replace(version, content=content_of(replace(held, **fixed))))
    if old is None:
        # It is gone now, and is there in closed months alone.
        kept.gone.add(new.id)
        return
    present: dict[str, Any] = {
        key: getattr(old, key) for key in keys if getattr(old, key) != getattr(seen, key)
    }
    if present:
        kept.instead[new.id] = replace(new, **present)


def _seen(closing: Closing, record: Record) -> Record:
    """Return a record as the month in view shows it, else as it is."""
    programme_id = closing.seen_for(record)
    if not programme_id:
        return record
    version = version_at(closing.records, record.id, programme_id, closing.month_in_view)
    return (record_of(version) if version else None) or record


def _bring(records: Records, record: Record, month: str, kept: Kept) -> None:
    """Let what a correction points at be there from its month on (empty: in every month), though made later."""
    for owner in owners_of(record, records):
        for version in records.of(ClosedVersion, "record_id", owner.id):
            if version.content is not None or version.period < month or version.id in kept.deletes:
                continue
            before = shift_period(month, -1) if month else ""
            others = records.of(ClosedVersion, "record_id", owner.id)
            taken = any((item.programme_id, item.period) == (version.programme_id, before) for item in others)
            if not before or taken:
                kept.delete(version)
            else:
                kept.put(replace(version, period=before))
        _bring(records, owner, month, kept)


def _reopen(closing: Closing, old: Programme, new: Record | None, kept: Kept) -> None:
    """Let go of what was kept for months that are open again, or of a programme that goes."""
    opens = new.open_period if isinstance(new, Programme) else ""
    if opens >= old.open_period:
        return
    for version in closing.records.of(ClosedVersion, "programme_id", old.id):
        if version.period >= opens:
            kept.delete(version)


def _is_plan(change: Change, keys: frozenset[str]) -> bool:
    """Whether only what is planned of a reported record changes; one added or removed has nothing reported in it."""
    kind = type(change.record)
    planned = keys_that(kind, "plan")
    if not planned:
        return False
    if change.old is not None and change.new is not None:
        return keys <= planned
    owner = owner_field(kind)
    fixed = {"period", owner.key if owner else ""}
    return all(getattr(change.record, key) is None for key in keys - planned - fixed)


def _shows(then: Records, programme_id: str, record: Record) -> bool:
    """Whether a programme's report reads a reported record, by its own lines and projects or through links to others.

    A line's position depends on the lines at the other end of its movements, and a dependency on both projects.
    """
    if isinstance(record, StatusUpdate):
        project_id = record.project_id
        near = {project_id}
        near.update(item.project_id for item in then.of(ProjectDependency, "needs_project_id", project_id))
        near.update(item.needs_project_id for item in then.of(ProjectDependency, "project_id", project_id))
        return any(_owner_id(then.find(Project, item), then) == programme_id for item in near)
    owner = owner_field(type(record))
    if owner is None or owner.to != SavingsLine.table:
        return _owner_id(record, then) == programme_id
    lines = {getattr(record, owner.key)}
    if isinstance(record, Movement) and record.to_line_id:
        lines.add(record.to_line_id)
    lines |= {item.from_line_id for line_id in lines for item in then.of(Movement, "to_line_id", line_id)}
    return any(programme_id in _programmes_of_line(then, line_id) for line_id in lines)


def _programmes_of_line(records: Records, line_id: str) -> Iterator[str]:
    line = records.find(SavingsLine, line_id)
    if line is not None:
        yield _owner_id(line, records)
        yield _owner_id(records.find(Theme, line.counts_in_theme_id), records)
    yield from (item.programme_id for item in records.of(Activity, "line_id", line_id))


def _owner_id(record: Record | None, records: Records) -> str:
    programme = programme_of(record, records)
    return programme.id if programme else ""

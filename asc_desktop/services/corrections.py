"""What was corrected of frozen periods since they were frozen, as the journal tells it.

Of a record that is reported for a month, every change of one up to the snapshot's; of any other record what was changed
with a reason, in the present or only in what is kept of it for closed months. Nothing that was taken back.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from asc_desktop.domain.records.council import OwnValue
from asc_desktop.domain.records.fields import Field, Kind, Record, Value, fields_of
from asc_desktop.domain.records.office import ClosedVersion, Snapshot
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.change_facts import Fact
from asc_desktop.domain.report.changes import correction_row
from asc_desktop.domain.report.closed_months import (
    is_kept,
    is_reported,
    keys_that,
    month_of,
    programmes_of,
)
from asc_desktop.domain.report.views_changes import ChangeRow
from asc_desktop.services.heard import Heard
from asc_desktop.services.history import entry_words, of_record, own_words, owning_project, value_words
from asc_desktop.services.past import HasRecords, as_it_was, frozen_at, record_before
from asc_desktop.services.session import Session
from asc_desktop.storage.journal import JournalEntry

_AT_ONCE = 500


class _Row(NamedTuple):
    """A row of a table, by which entries are gathered."""

    table: str
    row_id: str


def corrections_since(
    session: Session, snapshot: Snapshot, *, until: Snapshot | None = None
) -> list[ChangeRow]:
    """Return what was corrected of the periods up to a snapshot's since it was frozen; nothing that was taken back.

    Only what was done before ``until`` was frozen, where that is given, in the words of that time.
    """
    first = frozen_at(session, snapshot)
    last = frozen_at(session, until) if until else None
    found = _by_record(session, first, last)
    then: HasRecords = session if last is None or not found else as_it_was(session, last)
    return [
        row
        for at, entries in sorted(found.items())
        if _concerns(then, TYPE_BY_TABLE[at.table], entries, snapshot)
        for row in _rows(then, TYPE_BY_TABLE[at.table], entries)
    ]


def _by_record(session: Session, after: int, before: int | None) -> dict[_Row, list[JournalEntry]]:
    """Return the entries of each corrected record between two points of the journal, the earliest first."""
    entries_of = _entries(session, after, before)
    found = {at: held for at, entries in entries_of.items() if (held := _of_correction(at, entries))}
    for at, entries in entries_of.items():
        for entry in _with_reason(entries) if at.table == ClosedVersion.table else ():
            told = of_record(session, entry)
            # What was corrected in the present too is told there.
            if told is not None and _Row(told.table, told.row_id) not in found:
                found[_Row(told.table, told.row_id)] = [told]
    return found


def _entries(session: Session, after: int, before: int | None) -> dict[_Row, list[JournalEntry]]:
    """Return every entry between two points of the journal by its row, the earliest first."""
    found: dict[_Row, list[JournalEntry]] = defaultdict(list)
    heard = Heard(session)
    # Read from the newest back to the snapshot, which is near; by table would read the whole journal for each.
    page = session.history(limit=_AT_ONCE, before=before, kept=True)
    while page:
        for entry in page:
            if entry.sequence > after:
                as_said = replace(entry, reason=heard.reason(entry))
                found[_Row(entry.table, entry.row_id)].append(as_said)
        if page[-1].sequence <= after or len(page) < _AT_ONCE:
            break
        page = session.history(limit=_AT_ONCE, before=page[-1].sequence, kept=True)
    return {at: entries[::-1] for at, entries in found.items()}


def _of_correction(at: _Row, entries: list[JournalEntry]) -> list[JournalEntry]:
    """Return those of a row's entries that correct a closed month, if the record is of one."""
    kind = TYPE_BY_TABLE.get(at.table)
    if kind is None:
        return []
    if is_reported(kind) and not _is_plan_only(kind, entries):
        return entries
    return _with_reason(entries) if is_kept(kind) else []


def _with_reason(entries: Sequence[JournalEntry]) -> list[JournalEntry]:
    """Return the entries that have a reason and were not taken back."""
    standing: list[JournalEntry] = []
    undone: list[JournalEntry] = []
    for entry in entries:
        if entry.kind == "undo":
            _move(standing, undone, entry.action, {key: pair[::-1] for key, pair in entry.changes.items()})
        elif entry.kind == "redo":
            _move(undone, standing, entry.action, dict(entry.changes))
        elif entry.reason:
            standing.append(entry)
    return standing


def _move(
    held: list[JournalEntry], to: list[JournalEntry], action: str, changes: dict[str, tuple[Value, ...]]
) -> None:
    for entry in reversed(held):
        if entry.action == action and dict(entry.changes) == changes:
            held.remove(entry)
            to.append(entry)
            return


def _is_plan_only(kind: type[Record], entries: Sequence[JournalEntry]) -> bool:
    """Whether only what is planned was changed, which is no report."""
    planned = keys_that(kind, "plan")
    return bool(planned) and all(
        entry.changes.keys() <= planned if entry.operation == "update" else "done" not in entry.changes
        for entry in entries
    )


def _concerns(
    session: HasRecords, kind: type[Record], entries: Sequence[JournalEntry], snapshot: Snapshot
) -> bool:
    """Whether a record was, or was meanwhile, of a month and of a programme that the snapshot is of."""
    versions = list(_versions(session, kind, entries))
    if is_reported(kind) and not any(month_of(item) <= snapshot.period for item in versions):
        return False
    if snapshot.programme_id is None:
        return True
    found = {programme for item in versions for programme in programmes_of(item, session.records)}
    return snapshot.programme_id in found or (not is_reported(kind) and not found)


def _versions(session: HasRecords, kind: type[Record], entries: Sequence[JournalEntry]) -> Iterator[Record]:
    """Yield a record as it is after its entries and as it was before each."""
    held = session.records.find(kind, entries[-1].row_id)
    if held is not None:
        yield held
    for entry in reversed(entries):
        held = record_before(kind, entry, held)
        if held is not None:
            yield held


def _rows(session: HasRecords, kind: type[Record], entries: Sequence[JournalEntry]) -> Iterator[ChangeRow]:
    was_there = entries[0].operation != "insert"
    is_there = entries[-1].operation != "delete"
    project = owning_project(session, kind.table, entries[-1].row_id)
    own = (project.id, project.ref, project.name) if project else ("", "", "")
    programme = _programme(session, kind, entries)
    reason = next((entry.reason for entry in reversed(entries) if entry.reason), "")
    because = f" ({reason})" if reason else ""
    words = entry_words(session, entries[-1])
    record_id = entries[-1].row_id
    if kind is OwnValue:
        label, old_words, new_words = own_words(session, _whole(entries))
        what = f"{words}, {label}{because}"
        fact = Fact(record_id, what, new_words or "Nothing", "history", *own, programme=programme)
        if old_words != new_words:
            yield correction_row("value", fact, old_words or "Nothing", None)
        return
    if was_there and is_there:
        for field, old, new in _net(kind, entries):
            fact = Fact(
                record_id,
                f"{words}, {field.label}{because}",
                value_words(session, field, new) or "Nothing",
                "history",
                *own,
                programme=programme,
            )
            pence = int(new or 0) - int(old or 0) if field.kind is Kind.MONEY else None
            yield correction_row(field.key, fact, value_words(session, field, old) or "Nothing", pence)
    elif was_there != is_there:
        what = "Added" if is_there else ""
        fact = Fact(record_id, f"{words}{because}", what, "history", *own, programme=programme)
        yield correction_row("", fact, "" if is_there else "Deleted", None)


def _programme(session: HasRecords, kind: type[Record], entries: Sequence[JournalEntry]) -> str:
    """Return the name of the one programme that a record is and was of; empty where that is none, or several."""
    found = {
        programme
        for item in _versions(session, kind, entries)
        for programme in programmes_of(item, session.records)
    }
    return session.records.title("programme", found.pop()) if len(found) == 1 else ""


def _whole(entries: Sequence[JournalEntry]) -> JournalEntry:
    """Return one entry of all that a record's entries changed together."""
    changes: dict[str, tuple[Value, Value]] = {}
    for entry in entries:
        for key, (old, new) in entry.changes.items():
            changes[key] = (changes[key][0] if key in changes else old, new)
    return replace(entries[-1], changes=changes)


def _net(kind: type[Record], entries: Sequence[JournalEntry]) -> Iterator[tuple[Field, Value, Value]]:
    """Yield each field that is not what it was, with what it was and what it is."""
    for field in fields_of(kind):
        steps = [entry.changes[field.key] for entry in entries if field.key in entry.changes]
        if steps and not field.hidden and steps[0][0] != steps[-1][1]:
            yield field, steps[0][0], steps[-1][1]

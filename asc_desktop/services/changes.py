"""What changed since a board: two reports compared, with what the journal says was corrected of frozen periods."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from asc_desktop.domain.change_facts import Fact
from asc_desktop.domain.changes import compare, correction_row
from asc_desktop.domain.closed_months import REPORTED
from asc_desktop.domain.dates import period_label
from asc_desktop.domain.fields import Field, Kind, Record, Value, field_of, fields_of
from asc_desktop.domain.records import TYPE_BY_TABLE, SavingsTarget
from asc_desktop.domain.records_office import Snapshot
from asc_desktop.domain.report import Scope
from asc_desktop.domain.slippage_story import Board, SlippageStory, first_targets, slippage_story
from asc_desktop.domain.snapshots import SnapshotError, in_order, opened
from asc_desktop.domain.views_changes import ChangeRow, ReportChanges
from asc_desktop.services.closed_periods import programme_of
from asc_desktop.services.history import entry_words, owning_project, value_words
from asc_desktop.services.past import HasRecords, as_it_was, frozen_at
from asc_desktop.services.session import Session
from asc_desktop.storage.journal import JournalEntry

MOST_BOARDS = 24
"""How many boards back charts and stories go: two years of months."""

_AT_ONCE = 500


def changes_since(session: Session, scope: Scope, snapshot: Snapshot) -> ReportChanges:
    """Return what has changed from a snapshot to a scope as it now stands, with the corrections made since.

    Raises SnapshotError where the snapshot is damaged or was changed.
    """
    return compare(
        opened(snapshot),
        session.report(scope),
        before_name=snapshot.name,
        after_name=f"{period_label(scope.period)} as it stands",
        corrections=corrections_since(session, snapshot),
    )


def changes_between(session: Session, before: Snapshot, after: Snapshot) -> ReportChanges:
    """Return what changed from one snapshot to another, with the corrections made between the two."""
    return compare(
        opened(before),
        opened(after),
        before_name=before.name,
        after_name=after.name,
        corrections=corrections_since(session, before, until=after),
    )


def board_snapshots(session: Session, scope: Scope) -> list[Snapshot]:
    """Return the last snapshot of each period up to a scope's, the earliest first, as far back as a story goes."""
    last: dict[str, Snapshot] = {}
    for snapshot in in_order(session.records, scope.programme_id):
        if snapshot.period <= scope.period:
            last[snapshot.period] = snapshot
    return list(last.values())[-MOST_BOARDS:]


def boards_of(session: Session, scope: Scope) -> tuple[list[Board], list[str]]:
    """Return what a programme's boards received up to a scope's period, one a month, and last how it now stands.

    Also a sentence for each snapshot that is damaged and left out.
    """
    found, wrong = [], []
    for snapshot in board_snapshots(session, scope):
        try:
            found.append(Board(snapshot.id, snapshot.name, opened(snapshot)))
        except SnapshotError as error:
            wrong.append(str(error))
    now = Board("", f"{period_label(scope.period)} as it stands", session.report(scope))
    return [*found, now], wrong


def story_of(session: Session, boards: Sequence[Board]) -> SlippageStory:
    """Return how targets and forecasts moved over these boards."""
    return slippage_story(boards, first_targets(session.records.all(SavingsTarget)))


def corrections_since(
    session: Session, snapshot: Snapshot, *, until: Snapshot | None = None
) -> list[ChangeRow]:
    """Return what was corrected of the periods up to a snapshot's since it was frozen; nothing that was taken back.

    Only what was done before ``until`` was frozen, where that is given, in the words of that time.
    """
    first = frozen_at(session, snapshot)
    last = frozen_at(session, until) if until else None
    found = list(_by_record(session, first, last))
    then: HasRecords = session if last is None or not found else as_it_was(session, last)
    return [
        row
        for kind, entries in found
        if _concerns(then, kind, entries, snapshot)
        for row in _rows(then, kind, entries)
    ]


def _by_record(
    session: Session, after: int, before: int | None
) -> Iterator[tuple[type[Record], list[JournalEntry]]]:
    """Yield each reported record's entries between two points of the journal, the earliest first."""
    found: list[JournalEntry] = []
    known = {kind.table: kind for kind in REPORTED}
    # Read from the newest back to the snapshot, which is near; by table would read the whole journal for each.
    page = session.history(limit=_AT_ONCE, before=before)
    while page:
        found += [entry for entry in page if entry.sequence > after and entry.table in known]
        if page[-1].sequence <= after or len(page) < _AT_ONCE:
            break
        page = session.history(limit=_AT_ONCE, before=page[-1].sequence)
    found.sort(key=lambda entry: (entry.table, entry.row_id, entry.sequence))
    for (table, _), entries in groupby(found, key=lambda entry: (entry.table, entry.row_id)):
        yield known[table], list(entries)


def _concerns(
    session: HasRecords, kind: type[Record], entries: Sequence[JournalEntry], snapshot: Snapshot
) -> bool:
    """Whether a record was, or was meanwhile, reported for a period and programme that the snapshot is of."""
    held = session.records.find(kind, entries[-1].row_id)

    def values(key: str) -> set[Value]:
        found = {value for entry in entries for value in entry.changes.get(key, ())}
        return {value for value in {*found, getattr(held, key, None)} if value}

    if not any(str(period) <= snapshot.period for period in values("period")):
        return False
    if snapshot.programme_id is None:
        return True
    key = REPORTED[kind]
    owners = (
        session.records.find(TYPE_BY_TABLE[field_of(kind, key).to], str(value)) for value in values(key)
    )
    programmes = [programme_of(owner, session.records) for owner in owners if owner]
    return any(programme and programme.id == snapshot.programme_id for programme in programmes)


def _rows(session: HasRecords, kind: type[Record], entries: Sequence[JournalEntry]) -> Iterator[ChangeRow]:
    was_there = entries[0].operation != "insert"
    is_there = entries[-1].operation != "delete"
    project = owning_project(session, kind.table, entries[-1].row_id)
    own = (project.id, project.ref, project.name) if project else ("", "", "")
    reason = next((entry.reason for entry in reversed(entries) if entry.reason), "")
    because = f" ({reason})" if reason else ""
    words = entry_words(session, entries[-1])
    record_id = entries[-1].row_id
    if was_there and is_there:
        for field, old, new in _net(kind, entries):
            fact = Fact(
                record_id,
                f"{words}, {field.label}{because}",
                value_words(session, field, new) or "Nothing",
                "history",
                *own,
            )
            pence = int(new or 0) - int(old or 0) if field.kind is Kind.MONEY else None
            yield correction_row(field.key, fact, value_words(session, field, old) or "Nothing", pence)
    elif was_there != is_there:
        fact = Fact(record_id, f"{words}{because}", "Added" if is_there else "", "history", *own)
        yield correction_row("", fact, "" if is_there else "Deleted", None)


def _net(kind: type[Record], entries: Sequence[JournalEntry]) -> Iterator[tuple[Field, Value, Value]]:
    """Yield each field that is not what it was, with what it was and what it is."""
    for field in fields_of(kind):
        steps = [entry.changes[field.key] for entry in entries if field.key in entry.changes]
        if steps and not field.hidden and steps[0][0] != steps[-1][1]:
            yield field, steps[0][0], steps[-1][1]

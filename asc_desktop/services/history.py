"""The journal in words: who changed what, when, from what and to what."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.dates import moment_label, period_label
from asc_desktop.domain.records.council import Origin, OwnField, OwnValue
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.exchange import MergedCopy
from asc_desktop.domain.records.fields import Field, Kind, Record, Value, fields_of
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.records.own import words as read_words
from asc_desktop.domain.records.place import THEMES_PAGE, belongings, leader, project_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.closed_months import changed_keys, programmes_of, record_of
from asc_desktop.services.heard import Heard, people_heard
from asc_desktop.services.importing.origins import BOOKKEEPING, read_from, subject_id
from asc_desktop.services.past import HasRecords
from asc_desktop.services.session import Session
from asc_desktop.storage.journal import JournalEntry

_DONE = {"insert": "Added", "update": "Changed", "delete": "Deleted"}


class HistoryRow(Struct, frozen=True):
    """One changed field; ``old`` and ``new`` are in words. A record added or deleted has one row for each field set.

    ``at`` is the machine's own time in words, ``day`` its ISO date. ``kind`` is the journal's: ``edit``, ``undo``,
    ``redo``, ``merge``, ``outside`` or ``fixed``. ``record_id`` may be of a record that is no longer there.
    ``read_from`` is the file, the sheet and the cell from which an import read it, ``place`` the last two; empty where
    no import did. Of what a merge brought, ``who`` and ``action`` are of whoever did it in the copy, and ``merged`` is
    what brought it.
    """

    id: str
    transaction_id: str
    at: str
    day: str
    who: str
    action: str
    reason: str
    kind: str
    table: str
    record_id: str
    record: str
    operation: str
    field: str
    old: str
    new: str
    read_from: str = ""
    place: str = ""
    merged: str = ""


class HistoryPage(Struct, frozen=True):
    """Rows of so many changed records, and the sequence to ask for those before them; None where there are none."""

    rows: tuple[HistoryRow, ...]
    entries: int
    before: int | None


class HistoryFilter(Struct, frozen=True):
    """Which rows to show: those that hold every word of ``words``, by one person, of one table, within days.

    An empty text is no limit; ``first_day`` and ``last_day`` are ISO dates, both included.
    """

    words: str = ""
    who: str = ""
    table: str = ""
    first_day: str = ""
    last_day: str = ""

    def passes(self, row: HistoryRow) -> bool:
        """Whether a row is to be shown."""
        if (self.who and row.who != self.who) or (self.table and row.table != self.table):
            return False
        if not (self.first_day <= row.day and (not self.last_day or row.day <= self.last_day)):
            return False
        parts = (row.action, row.record, row.field, row.old, row.new, row.reason, row.who, row.at, done(row))
        text = " ".join((*parts, row.read_from)).casefold()
        return all(word in text for word in self.words.casefold().split())


def history(
    session: Session, *, record_ids: Iterable[str] | None = None, limit: int = 500
) -> list[HistoryRow]:
    """Return the latest changes, the newest first; only those of some records where ids are given."""
    return rows_of(session, session.history(record_ids=record_ids, limit=limit))


def history_page(
    session: Session,
    *,
    record_ids: Iterable[str] | None = None,
    table: str | None = None,
    before: int | None = None,
    limit: int = 500,
    sequences: Collection[int] | None = None,
) -> HistoryPage:
    """Return the rows of up to ``limit`` changed records, the newest first, from before those already shown.

    Only of those at some places of the journal where ``sequences`` are given.
    """
    entries = session.history(
        record_ids=record_ids, table=table, before=before, limit=limit, sequences=sequences
    )
    rows = tuple(rows_of(session, entries))
    return HistoryPage(rows, len(entries), entries[-1].sequence if len(entries) == limit else None)


def entry_words(session: HasRecords, entry: JournalEntry) -> str:
    """Return the words for the record that an entry changed, with the project that it belongs to."""
    return record_label(session, TYPE_BY_TABLE[entry.table], entry)


def done(row: HistoryRow) -> str:
    """Return what was done in words: the action, and whether it was taken back or done again."""
    if row.merged:
        return f"{row.merged}: {row.action}"
    if row.kind == "undo":
        return f"Undone: {row.action}"
    return f"Done again: {row.action}" if row.kind == "redo" else row.action


def owning_project(session: HasRecords, table: str, record_id: str) -> Project | None:
    """Return the project that a record is or belongs to; None where there is none, or the record is gone."""
    return project_of(session.records.find(TYPE_BY_TABLE[table], record_id), session.records)


def full_words(session: HasRecords, record: Record) -> str:
    """Return the words that name a record to one who sees nothing else of it: what it is part of, then its own."""
    words, owner = record.words(session.records), session.records.owner_of(record)
    if owner is None or record.names_owner or owner.page == THEMES_PAGE:
        return words
    return f"{owner.words(session.records)}: {words}"


def project_record_ids(session: HasRecords, project_id: str) -> set[str]:
    """Return the ids of a project and of everything that belongs to it, for its own history."""
    project = session.records.get(Project, project_id)
    return {record.id for record in belongings(project, session.records)}


def of_record(session: HasRecords, entry: JournalEntry) -> JournalEntry | None:
    """Return an entry that corrected what is kept of a record for closed months as one of the record itself.

    None where that record is no longer kept, and where it is kept for a programme that it is not of.
    """
    version = session.records.find(ClosedVersion, entry.row_id)
    if version is None or "content" not in entry.changes:
        return None
    old, new = (record_of(replace(version, content=str(text or ""))) for text in entry.changes["content"])
    if old is None or new is None:
        return None
    owners = programmes_of(new, session.records)
    if owners and version.programme_id not in owners:
        return None
    changes = {key: (getattr(old, key), getattr(new, key)) for key in sorted(changed_keys(old, new))}
    return replace(entry, table=version.record_table, row_id=version.record_id, changes=changes)


def rows_of(session: Session, entries: Sequence[JournalEntry]) -> list[HistoryRow]:
    """Return the rows of entries of the journal, in their order."""
    told = read_from(session, entries)
    heard = Heard(session)
    return [
        _as_said(row, entry, heard)
        for entry in entries
        if entry.table not in BOOKKEEPING
        and entry.table != MergedCopy.table
        and _is_by_a_person(entry, heard)
        for row in _rows(session, entry, told.get((entry.transaction_id, subject_id(session, entry))))
    ]


def _is_by_a_person(entry: JournalEntry, heard: Heard) -> bool:
    """Whether an entry is no account that the program keeps by itself: in a copy, what no reason was given for is."""
    return entry.kind != "merge" or entry.table != ClosedVersion.table or bool(heard.reason(entry))


def _as_said(row: HistoryRow, entry: JournalEntry, heard: Heard) -> HistoryRow:
    """Return a row of a merge as of whoever said it first, and that it came by the merge; any other as it is."""
    key = row.id.rpartition(":")[2]
    action = heard.said(entry, key if key in entry.changes else next(iter(entry.changes), ""))
    if action is None:
        return row
    return replace(
        row,
        transaction_id=f"{row.transaction_id}:{action.id}",
        who=action.who,
        action=f"{action.words}, {moment_label(action.at)}",
        reason=action.reason or "",
        merged=entry.action,
    )


def people(session: Session) -> list[str]:
    """Return everyone who has changed the portfolio, here or in a copy that was merged, by name."""
    return sorted({*session.people(), *people_heard(session)})


def _rows(session: Session, entry: JournalEntry, origin: Origin | None) -> Iterable[HistoryRow]:
    as_closed = ""
    if entry.table == ClosedVersion.table:
        version = session.records.find(ClosedVersion, entry.row_id)
        told = of_record(session, entry)
        if version is None or told is None:
            return
        entry, as_closed = told, f", as closed up to {period_label(version.period)}"
    kind = TYPE_BY_TABLE.get(entry.table)
    if kind is None:
        return
    label = f"{record_label(session, kind, entry)}{as_closed}"
    tells = _TOLD_WHOLE.get(kind)
    if tells is not None:
        told_of = tells(session, entry)
        yield _row(entry, label, f"own:{told_of[0]}", *told_of, origin)
        return
    known = shown_fields(kind)
    for key, (old, new) in entry.changes.items():
        field = known.get(key)
        if field is None:
            continue
        yield _row(
            entry,
            label,
            key,
            field.label,
            value_words(session, field, old),
            value_words(session, field, new),
            origin,
        )


@cache
def shown_fields(kind: type[Record]) -> dict[str, Field]:
    """Return the fields of a type of which the history tells, by key."""
    return {
        field.key: field
        for field in fields_of(kind)
        if not field.opaque
        and not (field.hidden and (field.kind is Kind.LONG_TEXT or field.key == "record_table"))
    }


def _row(
    entry: JournalEntry, label: str, key: str, field: str, old: str, new: str, origin: Origin | None
) -> HistoryRow:
    return HistoryRow(
        id=f"{entry.transaction_id}:{entry.sequence}:{key}",
        transaction_id=entry.transaction_id,
        at=moment_label(entry.at),
        day=entry.at.astimezone().date().isoformat(),
        who=entry.who,
        action=entry.action,
        reason=entry.reason or "",
        kind=entry.kind,
        table=entry.table,
        record_id=entry.row_id,
        record=label,
        operation=_DONE[entry.operation],
        field=field,
        old=old,
        new=new,
        read_from=f"{origin.file}, {origin.place_of(key)}" if origin else "",
        place=origin.place_of(key) if origin else "",
    )


def own_words(session: HasRecords, entry: JournalEntry) -> tuple[str, str, str]:
    """Return what an entry did to an own value: the field's label, and what the record had in it and has."""
    held = session.records.find(OwnValue, entry.row_id)
    own_id = held.own_field_id if held is not None else _told(OwnValue, entry).get("own_field_id")
    own = session.records.find(OwnField, str(own_id or "")) or _gone_field(session, str(own_id or ""))
    old, new = entry.changes.get("value", (None, None))
    if own is None:
        return OwnField.noun.capitalize(), str(old or ""), str(new or "")
    return own.label, read_words(own, str(old or "")), read_words(own, str(new or ""))


def _gone_field(session: HasRecords, own_field_id: str) -> OwnField | None:
    """Return an own field that is no longer there as its deletion tells of it; None where nothing does."""
    entries = session.history(record_ids=[own_field_id], limit=1) if isinstance(session, Session) else []
    told: dict[str, Any] = _told(OwnField, entries[0]) if entries else {}
    return OwnField(id=own_field_id, **told) if told.get("label") and told.get("kind") else None


_TOLD_WHOLE: dict[type[Record], Callable[[HasRecords, JournalEntry], tuple[str, str, str]]] = {
    OwnValue: own_words,
}
"""The types of which an entry is told in one row, as of the record that it is about."""


def record_label(session: HasRecords, kind: type[Record], entry: JournalEntry) -> str:
    """Return the words for a changed record, after the reference of what it belongs to; as it was, where it is gone."""
    if kind in _TOLD_WHOLE:
        return _label_about(session, kind, entry)
    held = session.records.find(kind, entry.row_id)
    told: dict[str, Any] = {} if held else _told(kind, entry)
    record = held or kind(id=entry.row_id, **told)
    is_whole = held is not None or entry.operation != "update" or kind.title in told
    words = record.words(session.records) if is_whole else kind.noun
    # A movement has no words of its own where nobody said why.
    parts = ("" if record.ref or record.names_owner else leader(record, session.records), words)
    return f"{kind.noun.capitalize()}: {', '.join(filter(None, parts))}"


def _label_about(session: HasRecords, kind: type[Record], entry: JournalEntry) -> str:
    """Return the words for the record that a changed one is about; only its noun, where it is gone."""
    told: dict[str, Any] = _told(kind, entry)
    about = session.records.find(kind, entry.row_id) or kind(id=entry.row_id, **told)
    named = session.records.about_of(about)
    if named is not None:
        return record_label(session, type(named), replace(entry, row_id=named.id))
    of = TYPE_BY_TABLE.get(str(getattr(about, "record_table", "")))
    return (of or kind).noun.capitalize()


def _told(kind: type[Record], entry: JournalEntry) -> dict[str, Value]:
    """Return what an entry tells of a record's fields: as they were, or became where they were empty."""
    known = {field.key for field in fields_of(kind)}
    return {key: new if old is None else old for key, (old, new) in entry.changes.items() if key in known}


def value_words(session: HasRecords, field: Field, value: Value) -> str:
    """Return a stored value in words, and what it names by the words of its record."""
    return session.records.words_of(field, value)

"""One change of the history put back, whatever was done since: an edit of its own, which undo takes back in turn.

A changed field gets the value that it had; what was added is deleted with all that belongs to it; what was deleted is
there again with what was deleted with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.records.fields import Record, Value, field_of, fields_of, owner_field
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import number_of, one_or_number, shortened
from asc_desktop.services.editing import dependents
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.heard import Heard
from asc_desktop.services.history import HistoryRow, entry_words, value_words
from asc_desktop.services.importing.origins import BOOKKEEPING
from asc_desktop.services.session import Session
from asc_desktop.storage.journal import JournalEntry

_ALL = 1_000_000
_MOST_TOLD = 4
"""Warnings that a question names one by one."""


class PutBack(Struct, frozen=True):
    """What putting changes back does: the records as they will be, those that go, and what a person should know."""

    words: str
    puts: tuple[Record, ...]
    deletes: tuple[Record, ...]
    warnings: tuple[str, ...]


def can_be_put_back(row: HistoryRow) -> bool:
    """Whether a row of the history can be put back: not what the program keeps for closed months or for itself."""
    return row.table not in {ClosedVersion.table, *BOOKKEEPING} and ", as closed up to " not in row.record


def plan_put_back(session: Session, rows: Sequence[HistoryRow]) -> PutBack:
    """Return what putting these rows back does. Raises EditRefused where there is nothing to put back, or no more."""
    puts: dict[str, Record] = {}
    deletes: dict[str, Record] = {}
    warnings: list[str] = []
    words: list[str] = []
    for row in rows:
        entry = _entry_of(session, row)
        if entry.operation == "update":
            _put_value(session, entry, row, puts, warnings, words)
        elif entry.row_id in puts or entry.row_id in deletes:
            continue
        elif entry.operation == "insert":
            _take_away(session, entry, deletes, warnings, words)
        else:
            _bring_back(session, entry, puts, words)
    if not puts and not deletes:
        raise EditRefused([], "Nothing has to be put back: it is as it was before this change.")
    what = words[0] if len(words) == 1 else number_of(len(words), "change")
    return PutBack(f"Put back: {what}", tuple(puts.values()), tuple(deletes.values()), tuple(warnings))


def put_back(session: Session, plan: PutBack, *, reason: str | None = None) -> None:
    """Do it, as one change. Raises as every edit does."""
    with session.edit(plan.words, reason=reason) as edit:
        edit.put(*plan.puts)
        edit.delete(*plan.deletes)


def _put_value(
    session: Session,
    entry: JournalEntry,
    row: HistoryRow,
    puts: dict[str, Record],
    warnings: list[str],
    words: list[str],
) -> None:
    kind = TYPE_BY_TABLE[entry.table]
    held = puts.get(entry.row_id) or session.records.find(kind, entry.row_id)
    if held is None:
        raise EditRefused(
            [Problem(entry.row_id, "", f"{row.record} is not there any more. Put back its deletion first.")]
        )
    key = row.id.rpartition(":")[2]
    key = key if key in entry.changes else "value"
    old, new = entry.changes[key]
    now: Value = getattr(held, key)
    if now == old:
        return
    if now != new:
        field = field_of(kind, key)
        warnings.append(
            f"{row.field} of {row.record} has changed since, to {value_words(session, field, now) or 'nothing'}."
        )
    puts[entry.row_id] = replace(held, **cast("Any", {key: old}))
    words.append(f"{row.field} ({shortened(row.record)})")


def _take_away(
    session: Session, entry: JournalEntry, deletes: dict[str, Record], warnings: list[str], words: list[str]
) -> None:
    held = session.records.find(TYPE_BY_TABLE[entry.table], entry.row_id)
    if held is None:
        return
    going = dependents(session, [held])
    deletes |= {record.id: record for record in going}
    named = entry_words(session, entry)
    words.append(f"{shortened(named)} added")
    with_it = [record for record in going if record.id != held.id]
    more = one_or_number(len(with_it), "a record that belongs to it", "record", "records that belong to it")
    warnings.append(f"{named} is deleted{f', with {more}' if with_it else ''}.")


def _bring_back(session: Session, entry: JournalEntry, puts: dict[str, Record], words: list[str]) -> None:
    """Put a deleted record back, with what was deleted in the same change and belongs to it."""
    if session.records.find(TYPE_BY_TABLE[entry.table], entry.row_id) is not None:
        return
    gone = {item.row_id: _as_it_was(item) for item in _deleted_with(session, entry)}
    back = {entry.row_id}
    found = True
    while found:
        found = False
        for record in gone.values():
            if record.id not in back and (_owner_id(record) in back or _about_id(record) in back):
                back.add(record.id)
                found = True
    puts |= {
        record.id: record
        for record in gone.values()
        if record.id in back and session.records.find(type(record), record.id) is None
    }
    words.append(f"{shortened(entry_words(session, entry))} deleted")


def _owner_id(record: Record) -> str:
    owner = owner_field(type(record))
    return str(getattr(record, owner.key) or "") if owner is not None else ""


def _about_id(record: Record) -> str:
    return str(getattr(record, "record_id", "") or "")


def _as_it_was(entry: JournalEntry) -> Record:
    kind = TYPE_BY_TABLE[entry.table]
    known = {field.key for field in fields_of(kind)}
    values = {key: old for key, (old, _) in entry.changes.items() if key in known}
    return kind(id=entry.row_id, **cast("Any", values))


def _entry_of(session: Session, row: HistoryRow) -> JournalEntry:
    sequence = int(row.id.split(":")[1])
    (entry,) = session.history(before=sequence + 1, limit=1)
    return entry


def _deleted_with(session: Session, entry: JournalEntry) -> list[JournalEntry]:
    """Return the deletions of an entry's own change; of what a merge brought, those of the same action in the copy."""
    heard = Heard(session)

    def action_of(item: JournalEntry) -> object:
        action = heard.said(item, next(iter(item.changes), ""))
        return action.id if action is not None else None

    own = action_of(entry)
    made = session.history(transaction_id=entry.transaction_id, limit=_ALL)
    return [item for item in made if item.operation == "delete" and action_of(item) == own]


def sentence_of(plan: PutBack) -> str:
    """Return what a person should know before it is done; nothing where there is nothing to ask."""
    shown = plan.warnings[:_MOST_TOLD]
    more = len(plan.warnings) - len(shown)
    return " ".join([*shown, *([f"And {more:,} more like this."] if more else [])])


def done_words(plan: PutBack) -> str:
    """Return what was done, for the status bar."""
    return f"{plan.words}. Undo takes it back."

"""The journal read back: history, and what undo and redo would do.

A transaction's ``kind`` is ``edit``, ``undo``, ``redo``, ``merge`` (of another copy of the portfolio: what it changed
follows from what was heard), ``outside`` (another SQLite tool changed the file),
``upgrade`` (a newer version of the program changed it; cannot be undone) or ``fixed`` (cannot be undone, nor anything
before it). Undo and redo name the transaction that they reverse or
repeat as their ``target``; the stacks follow from these words alone, so they outlive the program.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

from msgspec import Struct, structs

from asc_desktop.domain.records.fields import Value, column_default, fields_of
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.storage.context import Context
from asc_desktop.storage.errors import DamagedFileError, StoreError
from asc_desktop.storage.fold import Pairs, Unsound, changes_in
from asc_desktop.storage.ids import derived_id

OUTSIDE_ACTION = "Changed outside ASC Desktop"
OUTSIDE_WHO = "Unknown"

_BY_A_PERSON = (
    f"(table_name <> '{ClosedVersion.table}'"
    " OR (operation = 'update' AND ((t.reason IS NOT NULL AND t.kind = 'edit') OR t.kind = 'merge')))"
)
"""Of what is kept for closed months, only what a correction put right was done by a person: here, or in a copy."""


class JournalEntry(Struct, frozen=True, kw_only=True):
    """One row inserted, updated or deleted. ``changes`` holds the old and the new value of each changed column."""

    transaction_id: str
    sequence: int
    at: datetime
    who: str
    action: str
    reason: str | None
    kind: str
    table: str
    row_id: str
    operation: str
    changes: Mapping[str, tuple[Value, Value]]


class Step(Struct, frozen=True):
    """A transaction that undo or redo would take up next."""

    number: int
    id: str
    action: str


class Change(Struct, frozen=True):
    """One entry of a transaction, as undo and redo apply it."""

    table: str
    row_id: str
    operation: str
    columns: tuple[str, ...]
    old: tuple[Value, ...]
    new: tuple[Value, ...]

    def inverse(self) -> "Change":
        """Return the change that takes this one back."""
        opposite = {"insert": "delete", "delete": "insert"}.get(self.operation, self.operation)
        return structs.replace(self, operation=opposite, old=self.new, new=self.old)

    def sql(self) -> str:
        """Return the statement that makes this change; ``values`` are its parameters."""
        match self.operation:
            case "insert":
                names = ", ".join(("id", *self.columns))
                return f"INSERT INTO {self.table} ({names}) VALUES (?{', ?' * len(self.columns)})"
            case "delete":
                return f"DELETE FROM {self.table} WHERE id = ?"
            case _:
                settings = ", ".join(f"{column} = ?" for column in self.columns)
                return f"UPDATE {self.table} SET {settings} WHERE id = ?"

    def values(self) -> tuple[Value, ...]:
        """Return the parameters of ``sql``."""
        match self.operation:
            case "insert":
                return self.row_id, *self.new
            case "delete":
                return (self.row_id,)
            case _:
                return *self.new, self.row_id


def begin(
    connection: sqlite3.Connection,
    context: Context,
    transaction_id: str,
    *,
    action: str,
    kind: str,
    reason: str | None = None,
    target: str | None = None,
    least: int = 0,
) -> int:
    """Begin the journal's part of a transaction, and return its number; ``least`` is the lowest clock it may have."""
    number = _add_transaction(
        connection,
        transaction_id,
        at=iso_text(context.now()),
        who=context.who,
        action=action,
        reason=reason,
        kind=kind,
        target=target,
        first_sequence=None,
        least=least,
    )
    connection.execute("INSERT INTO journal_context VALUES (1, ?)", (number,))
    return number


def end(connection: sqlite3.Connection, number: int) -> bool:
    """End the journal's part of a transaction, and return whether anything was changed in it."""
    connection.execute("DELETE FROM journal_context")
    newest = connection.execute(
        "SELECT transaction_number FROM journal ORDER BY sequence DESC LIMIT 1"
    ).fetchone()
    return newest is not None and newest[0] == number


def apply_changes(connection: sqlite3.Connection, changes: Iterable[Change]) -> None:
    """Make changes in their order. Raises StoreError where a row is not there to be changed."""
    for (sql, _), group in groupby(changes, key=lambda change: (change.sql(), change.operation)):
        rows = [change.values() for change in group]
        if connection.executemany(sql, rows).rowcount != len(rows):
            raise StoreError(
                "This cannot be undone or done again, because a record in it is no longer there. Nothing was changed."
            )


def iso_text(moment: datetime) -> str:
    """Return the ISO text that the journal keeps: UTC, to the millisecond, ending in Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_of(text: str) -> datetime:
    """Return the moment that the journal's text means."""
    return datetime.fromisoformat(text)


def next_undo(connection: sqlite3.Connection) -> Step | None:
    """Return the newest edit that has not been undone, unless something fixed came after it."""
    return _step(
        connection.execute(
            "SELECT number, id, action FROM journal_transaction AS edit"
            " WHERE kind IN ('edit', 'outside', 'merge')"
            " AND number > COALESCE((SELECT max(number) FROM journal_transaction WHERE kind = 'fixed'), 0)"
            " AND (SELECT kind FROM journal_transaction WHERE target = edit.id ORDER BY number DESC LIMIT 1)"
            " IS NOT 'undo' ORDER BY number DESC LIMIT 1"
        )
    )


def next_redo(connection: sqlite3.Connection) -> Step | None:
    """Return the edit undone last, unless it was redone or something new was done since."""
    return _step(
        connection.execute(
            "SELECT edit.number, edit.id, edit.action FROM journal_transaction AS undo"
            " JOIN journal_transaction AS edit ON edit.id = undo.target"
            " WHERE undo.kind = 'undo' AND undo.number > COALESCE((SELECT number FROM journal_transaction"
            " WHERE kind NOT IN ('undo', 'redo') ORDER BY number DESC LIMIT 1), 0)"
            " AND NOT EXISTS (SELECT 1 FROM journal_transaction AS later"
            " WHERE later.target = undo.target AND later.number > undo.number)"
            " ORDER BY undo.number DESC LIMIT 1"
        )
    )


def changes_of(connection: sqlite3.Connection, number: int) -> list[Change]:
    """Return a transaction's entries, oldest first."""
    rows = connection.execute(
        "SELECT table_name, row_id, operation, changes FROM journal WHERE transaction_number = :number"
        " AND sequence >= (SELECT first_sequence FROM journal_transaction WHERE number = :number)"
        " AND sequence < COALESCE((SELECT first_sequence FROM journal_transaction WHERE number > :number"
        " ORDER BY number LIMIT 1), 9223372036854775807) ORDER BY sequence",
        {"number": number},
    )
    return [_change(*row) for row in rows]


def reversal_of(connection: sqlite3.Connection, number: int) -> list[Change]:
    """Return the changes that take a transaction back, in their order."""
    return [
        _restored(connection, change, number) or change.inverse()
        for change in reversed(changes_of(connection, number))
    ]


def repetition_of(connection: sqlite3.Connection, number: int) -> list[Change]:
    """Return the changes that do a transaction again, in their order."""
    return [
        _written_over(change) if _restored(connection, change, number) else change
        for change in changes_of(connection, number)
    ]


def _restored(connection: sqlite3.Connection, change: Change, number: int) -> Change | None:
    """Return the change that gives a row back what it was; None where nothing was inserted over it.

    With REPLACE another SQLite tool inserts over a row that is there, and tells of no deletion.
    """
    if change.operation != "insert" or not _is_outside(connection, number):
        return None
    rows = connection.execute(
        "SELECT operation, changes FROM journal WHERE row_id = ? AND table_name = ? AND sequence <"
        " (SELECT first_sequence FROM journal_transaction WHERE number = ?) ORDER BY sequence",
        (change.row_id, change.table, number),
    )
    held: dict[str, Value] | None = None
    for operation, changes in rows:
        if operation != "update":
            held = None if operation == "delete" else _blanks(change.table)
        if held is not None and operation != "delete":
            held |= {column: new for column, (_, new) in _pairs(change.table, operation, changes).items()}
    return structs.replace(_written_over(change), new=tuple(held.values())) if held is not None else None


def _written_over(change: Change) -> Change:
    """Return an insertion as the update that it is where the row is there."""
    values = _blanks(change.table) | dict(zip(change.columns, change.new, strict=True))
    return structs.replace(change, operation="update", columns=tuple(values), new=tuple(values.values()))


def _blanks(table: str) -> dict[str, Value]:
    kind = TYPE_BY_TABLE[table]
    return {field.key: column_default(kind, field) for field in fields_of(kind)}


def _is_outside(connection: sqlite3.Connection, number: int) -> bool:
    row = connection.execute("SELECT kind FROM journal_transaction WHERE number = ?", (number,)).fetchone()
    return row is not None and row[0] == "outside"


def history(
    connection: sqlite3.Connection,
    *,
    record_ids: Collection[str] | None,
    table: str | None,
    limit: int,
    before: int | None,
    kept: bool,
    transaction_id: str | None = None,
    sequences: Collection[int] | None = None,
) -> list[JournalEntry]:
    """Return journal entries, newest first; ``kept``: also those by which the program kept what records were."""
    where, values = ["1" if kept else _BY_A_PERSON], list[str | int]()
    if record_ids is not None:
        where.append("row_id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(record_ids)))
    if table is not None:
        where.append("table_name = ?")
        values.append(table)
    if transaction_id is not None:
        where.append("t.id = ?")
        values.append(transaction_id)
    if sequences is not None:
        where.append("sequence IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(sequences)))
    if before is not None:
        where.append("sequence < ?")
        values.append(before)
    rows = connection.execute(
        "SELECT t.id, sequence, t.at, t.who, t.action, t.reason, t.kind, table_name, row_id, operation, changes"
        " FROM journal JOIN journal_transaction AS t ON t.number = transaction_number"
        f" WHERE {' AND '.join(where)} ORDER BY sequence DESC LIMIT ?",
        (*values, limit),
    )
    return [
        JournalEntry(
            transaction_id=row[0],
            sequence=row[1],
            at=moment_of(row[2]),
            who=row[3],
            action=row[4],
            reason=row[5],
            kind=row[6],
            table=row[7],
            row_id=row[8],
            operation=row[9],
            changes=_pairs(row[7], row[9], row[10]),
        )
        for row in rows
    ]


def people(connection: sqlite3.Connection) -> list[str]:
    """Return everyone who made a transaction, by name."""
    return [row[0] for row in connection.execute("SELECT DISTINCT who FROM journal_transaction ORDER BY who")]


def adopt_outside_changes(connection: sqlite3.Connection) -> int:
    """Give each statement of another SQLite tool a transaction of its own, and return how many there were.

    Its id follows from the file and the change, so that it is the same one in every copy that is taken meanwhile. Must
    run inside a transaction.
    """
    entries = connection.execute(
        "SELECT sequence, transaction_number, table_name, row_id, operation, changes"
        " FROM journal WHERE transaction_number < 0 ORDER BY sequence"
    ).fetchall()
    # By runs: the clock of that tool may have gone back.
    statements = [(marker, list(run)) for marker, run in groupby(entries, key=itemgetter(1))]
    for marker, run in statements:
        sequences = [entry[0] for entry in run]
        last = connection.execute(
            "SELECT id, replica FROM journal_transaction ORDER BY number DESC LIMIT 1"
        ).fetchone()
        number = _add_transaction(
            connection,
            derived_id(-marker, last, *run),
            at=iso_text(datetime.fromtimestamp(-marker / 1000, UTC)),
            who=OUTSIDE_WHO,
            action=OUTSIDE_ACTION,
            kind="outside",
            first_sequence=sequences[0],
        )
        connection.execute(
            "UPDATE journal SET transaction_number = ? WHERE sequence BETWEEN ? AND ?",
            (number, sequences[0], sequences[-1]),
        )
    return len(statements)


def _add_transaction(  # noqa: PLR0913 - one a column
    connection: sqlite3.Connection,
    transaction_id: str,
    *,
    at: str,
    who: str,
    action: str,
    kind: str,
    reason: str | None = None,
    target: str | None = None,
    first_sequence: int | None,
    least: int = 0,
) -> int:
    return int(
        connection.execute(
            "INSERT INTO journal_transaction"
            " (id, clock, replica, at, who, action, reason, kind, target, first_sequence)"
            " VALUES (?, max(COALESCE((SELECT max(clock) FROM journal_transaction), 0) + 1, ?),"
            " COALESCE((SELECT value FROM file_info WHERE key = 'replica'), ''), ?, ?, ?, ?, ?, ?,"
            " COALESCE(?, (SELECT max(sequence) FROM journal) + 1, 1)) RETURNING number",
            (transaction_id, least, at, who, action, reason, kind, target, first_sequence),
        ).fetchone()[0]
    )


def _step(rows: sqlite3.Cursor) -> Step | None:
    row = rows.fetchone()
    return Step(*row) if row else None


def _change(table: str, row_id: str, operation: str, changes: str) -> Change:
    pairs = _pairs(table, operation, changes)
    return Change(
        table=table,
        row_id=row_id,
        operation=operation,
        columns=tuple(pairs),
        old=tuple(pair[0] for pair in pairs.values()),
        new=tuple(pair[1] for pair in pairs.values()),
    )


def _pairs(table: str, operation: str, changes: str) -> Pairs:
    """Return an entry's changes; so no name that is not ours gets from the journal into a statement."""
    try:
        return changes_in(table, operation, changes)
    except Unsound as error:
        raise DamagedFileError(
            "The history in this file is damaged. The records themselves are kept; a backup has the history."
        ) from error

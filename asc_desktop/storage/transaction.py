"""The edits of one action, on their way into the file."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from asc_desktop.domain.records.dataset import Changes
from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.frozen import FrozenReport
from asc_desktop.storage import journal, schema
from asc_desktop.storage.constraints import broken_constraint
from asc_desktop.storage.context import Context
from asc_desktop.storage.errors import StoreError, plain_errors
from asc_desktop.storage.ids import IdSource


class Transaction:
    """The edits of one action. Made by ``Store.transaction`` only.

    ``changes`` is what was changed, by table and id; complete once the block has ended. An edit that is refused
    raises, and the whole transaction is rolled back even if the block goes on.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Take the connection, on which a transaction has begun."""
        self._connection = connection
        self._path = path
        self._changes: dict[str, dict[str, Record | None]] = {}
        self._refused: StoreError | None = None
        self._ended = False

    @property
    def changes(self) -> Changes:
        """By table and id: the record as it now is, or None where it is gone."""
        return self._changes

    def insert(self, record: Record) -> None:
        """Add a record."""
        self.insert_many((record,))

    def insert_many(self, records: Iterable[Record]) -> None:
        """Add records, of one type or of several; within a table they keep their order."""
        for kind, rows in _by_type(records):
            values = _values_of(kind)
            self._write(schema.insert_sql(kind), [values(row) for row in rows])
            self._note(rows)

    def update(self, record: Record) -> None:
        """Rewrite a record; the journal keeps the columns that changed. Raises StoreError where it is gone."""
        self.update_many((record,))

    def update_many(self, records: Iterable[Record]) -> None:
        """Rewrite records, of one type or of several."""
        for kind, rows in _by_type(records):
            values = _values_of(kind)
            written = self._write(schema.update_sql(kind), [(*values(row)[1:], row.id) for row in rows])
            self._expect(written, rows, kind)
            self._note(rows)

    def delete(self, table: str, record_id: str) -> None:
        """Remove a record. Raises StoreError where it is gone."""
        self.delete_many(table, (record_id,))

    def delete_many(self, table: str, record_ids: Collection[str]) -> None:
        """Remove records of one table."""
        kind = TYPE_BY_TABLE[table]
        written = self._write(f"DELETE FROM {table} WHERE id = ?", [(record_id,) for record_id in record_ids])
        self._expect(written, record_ids, kind)
        self._changes.setdefault(table, {}).update(dict.fromkeys(record_ids))

    def keep(self, report: FrozenReport) -> None:
        """Keep what a board received, a form as it was sent, or what a copy told; one that is kept already stays."""
        self._write(
            "INSERT INTO frozen_report (id, base, content) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            [(report.id, report.base, report.content)],
        )

    def end(self) -> None:
        """Take no more edits. Raises the StoreError of an edit that was refused."""
        self._ended = True
        if self._refused is not None:
            raise self._refused

    def forget(self) -> None:
        """Say that nothing was changed after all."""
        self._changes.clear()

    def _write(self, sql: str, rows: Sequence[Sequence[Value | bytes]]) -> int:
        if self._ended:
            raise RuntimeError("The transaction has ended.")
        try:
            with plain_errors(self._path):
                _refuse_nul(rows)
                try:
                    return self._connection.executemany(sql, rows).rowcount
                except sqlite3.IntegrityError as error:
                    raise StoreError(broken_constraint(self._connection, error)) from error
        except StoreError as error:
            self._refused = error
            raise

    def _expect(self, written: int, rows: Collection[object], kind: type[Record]) -> None:
        if written != len(rows):
            sentence = f"The change was not saved: a {kind.noun} in it is no longer there."
            self._refused = StoreError(sentence)
            raise self._refused

    def _note(self, rows: Iterable[Record]) -> None:
        for row in rows:
            self._changes.setdefault(row.table, {})[row.id] = row


class First(Struct, frozen=True):
    """What a new portfolio holds from the beginning, and cannot be undone. ``records`` is given what gives ids."""

    action: str
    records: Callable[[Callable[[], str]], Iterable[Record]]
    frozen: Iterable[FrozenReport] = ()

    def write(self, connection: sqlite3.Connection, path: Path, context: Context) -> None:
        """Write the records and their part of the journal, in the transaction that has begun."""
        new_id = IdSource(context.now)
        number = journal.begin(connection, context, new_id(), action=self.action, kind="fixed")
        transaction = Transaction(connection, path)
        transaction.insert_many(self.records(new_id))
        for report in self.frozen:
            transaction.keep(report)
        transaction.end()
        journal.end(connection, number)


def _by_type(records: Iterable[Record]) -> Iterator[tuple[type[Record], list[Record]]]:
    for kind, rows in groupby(records, key=type):
        yield kind, list(rows)


def _values_of(kind: type[Record]) -> Callable[[Record], tuple[Value, ...]]:
    getter: Callable[[Record], tuple[Value, ...]] = attrgetter(*schema.column_names(kind))
    return getter


def _refuse_nul(rows: Iterable[Sequence[Value | bytes]]) -> None:
    # SQLite keeps text with a NUL in it whole, but its JSON, and so the journal, ends there.
    for row in rows:
        for value in row:
            if isinstance(value, str) and "\0" in value:
                raise StoreError("The change was not saved: a text has characters that cannot be stored.")

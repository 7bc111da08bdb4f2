"""The open portfolio: read whole, written in transactions, undone and redone from its own journal.

One Store, one connection, one writer. A Store may be used from any thread; its calls wait for one another.
"""

import contextlib
import json
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Self

from msgspec import Struct

from asc_desktop.domain.records.dataset import Changes
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE
from asc_desktop.domain.report.frozen import FrozenReport
from asc_desktop.storage import backups, checks, copying, journal, opening, schema
from asc_desktop.storage.actions import MERGE
from asc_desktop.storage.backups import Action, Backup, actions_in, last_number
from asc_desktop.storage.constraints import broken_constraint
from asc_desktop.storage.context import Context
from asc_desktop.storage.copies import Copies
from asc_desktop.storage.errors import ReadOnlyFileError, StoreError, plain_errors, reading_errors
from asc_desktop.storage.ids import IdSource
from asc_desktop.storage.journal import Change, JournalEntry, Step
from asc_desktop.storage.publishing import Publishing
from asc_desktop.storage.recovery import actions_beyond
from asc_desktop.storage.rows import frozen_report, frozen_size, records_of
from asc_desktop.storage.seal import renew_seal
from asc_desktop.storage.transaction import First, Transaction

__all__ = ["Applied", "Context", "First", "Store", "Transaction"]


class Applied(Struct, frozen=True):
    """What undo or redo did: the words of the action, and the records as they now are."""

    action: str
    changes: Changes


class Store:
    """An open portfolio file. Made by ``create`` and ``open``; close it, or use it as a context manager."""

    def __init__(self, opened: opening.Opened, context: Context) -> None:
        """Take over what ``opening`` opened."""
        self._opened = opened
        self._connection = opened.connection
        self._context = context
        self._lock = threading.RLock()
        self._in_transaction = False
        self._closed = False
        self.new_id: Callable[[], str] = IdSource(context.now)
        """Gives ids for new records."""
        with self._guard(reading_errors):
            self._read_steps()

    @classmethod
    def create(cls, path: Path, context: Context, first: First | None = None) -> Self:
        """Make a new portfolio file and open it; empty, or with its first records in it when it gets its name.

        Raises StoreError where there is a file already.
        """
        opening.create(
            path,
            context,
            None if first is None else lambda connection: first.write(connection, path, context),
        )
        return cls.open(path, context)

    @classmethod
    def open(cls, path: Path, context: Context, *, read_only: bool = False, apart: bool = False) -> Self:
        """Open a portfolio for this window alone; or read-only, on a private copy, whoever else has it open.

        ``apart`` works on a copy on this computer until ``publish``.

        Raises the StoreError that says what is wrong with the file; nothing about the file is changed then.
        """
        opened = opening.open_file(path, context, read_only=read_only, apart=apart)
        try:
            return cls(opened, context)
        except BaseException:
            opening.close_file(opened)
            raise

    @property
    def path(self) -> Path:
        """Where the portfolio is, also if this is a read-only copy of it."""
        return self._opened.path

    def beside(self, path: Path) -> "Store":
        """Open another file for the same person, to be read alone: on a private copy. Raises StoreError."""
        return Store.open(path, self._context, read_only=True)

    @property
    def read_only(self) -> bool:
        """Whether this is a private copy that takes no edits."""
        return self._opened.read_only

    @property
    def notices(self) -> tuple[str, ...]:
        """What opening the file had to put right or found amiss, in sentences."""
        return self._opened.notices

    @property
    def last_saved(self) -> datetime | None:
        """When the newest transaction was committed; None in an empty file."""
        return self._last_saved

    @property
    def who(self) -> str:
        """The person in whose name the file is open."""
        return self._context.who

    def now(self) -> datetime:
        """Return the present moment."""
        return self._context.now()

    @property
    def undo_action(self) -> str | None:
        """The words of what undo would reverse, or None."""
        return self._undo_step.action if self._undo_step else None

    @property
    def redo_action(self) -> str | None:
        """The words of what redo would do again, or None."""
        return self._redo_step.action if self._redo_step else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. A second call does nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                opening.close_file(self._opened)

    def load(self) -> dict[str, list[Record]]:
        """Return every record, by table."""
        with self._lock, self._guard(reading_errors):
            return {
                kind.table: records_of(kind, self._connection.execute(schema.select_sql(kind)))
                for kind in RECORD_TYPES
            }

    def frozen(self, report_id: str) -> FrozenReport | None:
        """Return what is kept of a frozen report, by the name in its snapshot; None where it is not there."""
        with self._lock, self._guard(reading_errors):
            return frozen_report(self._connection, report_id)

    def frozen_size(self, report_ids: Collection[str]) -> int:
        """Return how many bytes are read to open frozen reports."""
        with self._lock, self._guard(reading_errors):
            return frozen_size(self._connection, report_ids)

    @property
    def copies(self) -> Copies:
        """What other copies of the portfolio are told, and tell."""
        return Copies(self._opened, self._context, self._guarded)

    @contextlib.contextmanager
    def transaction(
        self, action: str, *, reason: str | None = None, undoable: bool = True, merges: int | None = None
    ) -> Iterator[Transaction]:
        """Keep the edits of the block together: all are saved and journalled under ``action``, or none.

        References are checked at the end, so the order of edits is free. A block that changes nothing leaves no trace.
        ``undoable=False`` also keeps everything before it from being undone. ``merges`` is the lowest clock that the
        merge of another copy may have, where this is one.
        """
        kind = "fixed" if not undoable else "edit" if merges is None else MERGE
        with self._lock:
            number = self._begin(action, kind, reason=reason, least=merges or 0)
            tx = Transaction(self._connection, self.path)
            try:
                # What the block itself raises is its own affair, so no guard here.
                yield tx
                tx.end()
                if not self._commit(number):
                    tx.forget()
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._in_transaction = False

    def undo(self) -> Applied | None:
        """Reverse the newest edit that is in force, and journal that; None where there is none."""
        with self._lock:
            step = self._undo_step
            return self._apply(step, "undo") if step else None

    def redo(self) -> Applied | None:
        """Do again what was undone last, and journal that; None once something new has been done since."""
        with self._lock:
            step = self._redo_step
            return self._apply(step, "redo") if step else None

    def history(
        self,
        *,
        record_ids: Collection[str] | None = None,
        table: str | None = None,
        limit: int = 500,
        before: int | None = None,
        kept: bool = False,
        transaction_id: str | None = None,
        sequences: Collection[int] | None = None,
    ) -> list[JournalEntry]:
        """Return journal entries, newest first: of some records or all, of one table or all.

        ``before`` is the sequence of the oldest entry already shown; entries from there on follow. ``kept`` also
        returns those by which the program kept for closed months what records were. ``transaction_id`` returns those
        of one change alone.
        """
        with self._lock, self._guard(reading_errors):
            return journal.history(
                self._connection,
                record_ids=record_ids,
                table=table,
                limit=limit,
                before=before,
                kept=kept,
                transaction_id=transaction_id,
                sequences=sequences,
            )

    def people(self) -> list[str]:
        """Return everyone who has changed the file, by name."""
        with self._lock, self._guard(reading_errors):
            return journal.people(self._connection)

    def check(self) -> list[str]:
        """Return a sentence for each thing wrong with the file, after reading all of it; nothing if it is sound."""
        with self._lock, self._guard(reading_errors):
            return checks.check_all(self._connection)

    def backup(self, reason: str) -> Path:
        """Write a checked copy into the portfolio's folder of backups; return where it is.

        Old backups beyond those to be kept are removed. Edits wait only while the file is read.
        """
        self._refuse_read_only()
        with self._guard():
            return backups.back_up(
                self._connection, self.path, reason, self._context.now(), lock=self._at_rest()
            )

    @property
    def is_backed_up(self) -> bool:
        """Whether the newest backup holds everything that was done."""
        newest = next(iter(backups.backup_list(self.path)), None)
        with self._lock, self._guard():
            return newest is not None and newest.number == last_number(self._connection)

    @property
    def is_in_place(self) -> bool:
        """Whether the file is still where it was opened; once it is not, no edit is taken."""
        return self._opened.is_in_place

    def actions_beyond(self, backup: Backup) -> tuple[Action, ...]:
        """Return what was done that is not in a backup, oldest first."""
        with self._lock, self._guard():
            actions = actions_in(self._connection)
        with self._guard():
            return actions_beyond(actions, backup.path)

    @property
    def publishing(self) -> Publishing | None:
        """What publishes this copy of a file in a synced folder or on a share; None where it is the file itself."""
        working = self._opened.working
        return Publishing(self._opened, working, self._context, self._guarded) if working else None

    def save_copy(self, target: Path, records: Iterable[Record], *, over: bool = False) -> bool:
        """Write a copy under another name, whatever became of this file; return whether its history is in it.

        Where the file can no longer be read, the copy holds ``records`` alone, and what can be read of the reports that
        were frozen. ``over`` lets it take a file's place.
        """

        def fill(connection: sqlite3.Connection) -> None:
            rescued, frozen = copying.rescued(self._connection, records)
            action = "Saved from the window, because the file could not be read"
            First(action, lambda _: rescued, frozen).write(connection, target, self._context)

        with self._lock:
            return copying.save_copy(self._opened, self._context, target, fill, over=over)

    def _apply(self, step: Step, kind: str) -> Applied:
        number = self._begin(step.action, kind, target=step.id)
        try:
            with self._guard():
                wanted = journal.reversal_of if kind == "undo" else journal.repetition_of
                changes = wanted(self._connection, step.number)
                journal.apply_changes(self._connection, changes)
                applied = self._records_of(changes)
            self._commit(number)
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._in_transaction = False
        return Applied(step.action, applied)

    def _begin(
        self, action: str, kind: str, *, reason: str | None = None, target: str | None = None, least: int = 0
    ) -> int:
        self._refuse_read_only()
        if self._in_transaction:
            raise RuntimeError("A transaction is open already; end it first.")
        with self._guard():
            self._opened.confirm()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                number = journal.begin(
                    self._connection,
                    self._context,
                    self.new_id(),
                    action=action,
                    kind=kind,
                    reason=reason,
                    target=target,
                    least=least,
                )
            except BaseException:
                self._roll_back()
                raise
        self._in_transaction = True
        return number

    def _commit(self, number: int) -> bool:
        """Commit, and return True; or roll back and return False where nothing was changed."""
        with self._guard():
            if not journal.end(self._connection, number):
                self._roll_back()
                return False
            renew_seal(self._connection)
            try:
                self._opened.confirm()
                self._connection.execute("COMMIT")
            except sqlite3.IntegrityError as error:
                raise StoreError(broken_constraint(self._connection, error)) from error
            self._read_steps()
            return True

    def _roll_back(self) -> None:
        # An error such as a full disk may have rolled back already.
        with self._guard():
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _read_steps(self) -> None:
        self._undo_step = None if self.read_only else journal.next_undo(self._connection)
        self._redo_step = None if self.read_only else journal.next_redo(self._connection)
        row = self._connection.execute(
            "SELECT at FROM journal_transaction ORDER BY number DESC LIMIT 1"
        ).fetchone()
        self._last_saved: datetime | None = journal.moment_of(row[0]) if row else None

    def _records_of(self, changes: Iterable[Change]) -> Changes:
        ids: dict[str, dict[str, Record | None]] = {}
        for change in changes:
            ids.setdefault(change.table, {})[change.row_id] = None
        for table, found in ids.items():
            kind = TYPE_BY_TABLE[table]
            sql = f"{schema.select_sql(kind)} WHERE id IN (SELECT value FROM json_each(?))"
            found |= {
                row.id: row
                for row in records_of(kind, self._connection.execute(sql, (json.dumps(list(found)),)))
            }
        return ids

    def _refuse_read_only(self) -> None:
        if self.read_only:
            raise ReadOnlyFileError(
                f"“{self.path.name}” is open read-only here, so the change was not made. "
                "Close it wherever it is open, then open it again."
            )

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        with self._lock, self._guard():
            yield

    @contextlib.contextmanager
    def _at_rest(self) -> Iterator[None]:
        """Hold every edit back."""
        with self._lock:
            if self._in_transaction:
                raise RuntimeError("A backup cannot be taken inside a transaction.")
            with self._guard():
                yield

    @contextlib.contextmanager
    def _guard(self, errors: Callable[[Path], AbstractContextManager[None]] = plain_errors) -> Iterator[None]:
        if self._closed:
            raise StoreError(f"“{self.path.name}” has been closed. Open it again.")
        with errors(self.path):
            yield

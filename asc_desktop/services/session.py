"""An open portfolio: its records in memory, the one way to change them, undo and redo, and its reports.

Every change is one transaction of the store and one entry of its journal. A change is checked first, against the
records as they would be; if anything is refused, nothing is applied.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import groupby
from pathlib import Path

from asc_desktop.domain.records.dataset import Changes, Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.report.builder import report_of
from asc_desktop.domain.report.closed_months import records_for
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.remembered import Remembered
from asc_desktop.services.closed_periods import Change, Closing, correct, keep
from asc_desktop.services.edits import (
    Edit,
    Joined,
    TrialEnds,
    as_changes,
    as_told,
    cleaned_records,
    refuse_archiving,
    refuse_frozen,
    reverse,
    still_used,
)
from asc_desktop.services.errors import ClosedPeriodError, EditRefused, Problem
from asc_desktop.services.frozen import FrozenReports
from asc_desktop.storage.backups import Action, Backup
from asc_desktop.storage.journal import JournalEntry
from asc_desktop.storage.publishing import Publishing
from asc_desktop.storage.store import Store, Transaction

__all__ = ["Edit", "Publishing", "Session"]

Watcher = Callable[[Changes], None]

_SCOPES_REMEMBERED = 4
"""Of how many scopes, the latest looked at, the parts of reports are remembered."""


class Session:
    """One portfolio file, open for as long as this lives. Not for more than one thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._watchers: list[Watcher] = []
        self._contexts: dict[Scope, ReportContext] = {}
        self._reports: dict[Scope, Report] = {}
        self._remembered: dict[Scope, Remembered] = {}
        self._joined: Joined | None = None
        self._is_trial = False
        self._reason: str | None = None
        self.in_view: Scope | None = None
        """What the person looks at. A change made while that is a closed month is a correction of it."""
        self.records = Records(store.load())
        self.frozen = FrozenReports(store)
        """What boards received."""

    @property
    def path(self) -> Path:
        """The portfolio's file."""
        return self._store.path

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return self._store.read_only

    @property
    def is_in_place(self) -> bool:
        """Whether the file is still where it was opened; once it is not, no edit is taken."""
        return self._store.is_in_place

    def new_id(self) -> str:
        """Return an id for a new record."""
        return self._store.new_id()

    @property
    def notices(self) -> tuple[str, ...]:
        """What opening the file had to put right, in sentences."""
        return self._store.notices

    @property
    def last_saved(self) -> datetime | None:
        """When the newest change was saved."""
        return self._store.last_saved

    @property
    def today(self) -> str:
        """The day it is, where the person is."""
        return self._store.now().astimezone().date().isoformat()

    @property
    def store(self) -> Store:
        """The store behind, for the services that keep the file safe."""
        return self._store

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call ``watcher`` with what changed after each edit, undo and redo; return what stops that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    @contextmanager
    def edit(self, action: str, *, reason: str | None = None) -> Iterator[Edit]:
        """Collect changes and apply them as one transaction under the words ``action``.

        Raises EditRefused with every reason, ClosedPeriodError where a closed period would change and ``reason`` is
        empty, and StoreError where the file could not be written; the records are then as before.
        """
        edit = Edit()
        yield edit
        self._apply(edit, action, reason or self._reason)

    @contextmanager
    def correcting(self, reason: str) -> Iterator[None]:
        """Make the edits of the block for this reason, where they name none of their own."""
        self._reason = reason
        try:
            yield
        finally:
            self._reason = None

    @contextmanager
    def together(self, action: str, *, reason: str | None = None, apart: bool = False) -> Iterator[None]:
        """Join the edits of the block into one transaction, undone as one, under these words and for this reason.

        Each edit is checked as it comes and sees those before it; watchers are called once, at the end. A block that
        raises leaves file and records as they were. Within another such block this one is a part of it. Where closed
        months would change and there is no reason, ClosedPeriodError comes at the end and names them all. ``apart``
        lets only those edits be corrections that give the reason themselves; the others hold from the open month on.
        """
        if self._joined is not None:
            yield
            return
        reason = reason or self._reason
        joined: Joined | None = None
        try:
            with self._store.transaction(action, reason=reason) as transaction:
                self._joined = joined = Joined(transaction, reason, apart=apart)
                yield
                joined.ask_for_the_reason()
        except BaseException:
            if joined is not None:
                self.records.apply(joined.before)
                self._forget_reports()
            raise
        finally:
            self._joined = None
        if transaction.changes:
            self._tell(transaction.changes)

    @contextmanager
    def trial(self, *, reason: str | None = None) -> Iterator[None]:
        """Make the edits of the block and take them back at its end: to learn what would be refused.

        Raises what the block raises, and ClosedPeriodError where it would need a reason and has none. Not for use
        within ``together``, whose edits it would have to keep.
        """
        if self._joined is not None:
            raise RuntimeError("Nothing can be tried within a greater edit.")
        self._is_trial = True
        try:
            with suppress(TrialEnds), self.together("Trial", reason=reason):
                yield
                self._end_trial()
        finally:
            self._is_trial = False

    def _end_trial(self) -> None:
        if self._joined is not None:
            self._joined.ask_for_the_reason()
        raise TrialEnds

    @property
    def is_joined(self) -> bool:
        """Whether edits are part of a greater one, whose maker answers for the reason and the refusals."""
        return self._joined is not None

    @property
    def is_trial(self) -> bool:
        """Whether edits are only tried: nothing outside the session is to be changed or asked."""
        return self._is_trial

    def merge(
        self,
        action: str,
        write: Callable[[Transaction], None],
        *,
        least: int,
        reason: str = "",
        away: Callable[[Callable[[], Changes]], Changes] = lambda work: work(),
    ) -> None:
        """Write what the merge of another copy makes of the records, as one transaction; ``least`` is its clock's.

        ``away`` writes it wherever that holds up nobody; no edit may come meanwhile. The watchers are told here.
        """

        def written() -> Changes:
            with self._store.transaction(action, reason=reason or None, merges=least) as transaction:
                write(transaction)
            return transaction.changes

        self._take_in(away(written))

    @property
    def undo_action(self) -> str | None:
        """The words of what undo would take back."""
        return self._store.undo_action

    @property
    def redo_action(self) -> str | None:
        """The words of what redo would do again."""
        return self._store.redo_action

    def undo(self) -> str | None:
        """Take back the latest change that is not taken back; return its words."""
        applied = self._store.undo()
        if applied is None:
            return None
        self._take_in(applied.changes)
        return applied.action

    def redo(self) -> str | None:
        """Do again what was taken back last; return its words."""
        applied = self._store.redo()
        if applied is None:
            return None
        self._take_in(applied.changes)
        return applied.action

    def history(
        self,
        *,
        record_ids: Iterable[str] | None = None,
        table: str | None = None,
        limit: int = 500,
        before: int | None = None,
        kept: bool = False,
        transaction_id: str | None = None,
        sequences: Collection[int] | None = None,
    ) -> list[JournalEntry]:
        """Return the journal's entries, the newest first; only those of some records or of one table where named.

        ``before`` is the sequence of the oldest entry already known; those from there on follow. ``kept`` also returns
        those by which the program kept for closed months what records were. ``transaction_id`` returns those of one
        change alone, ``sequences`` those at places of the journal.
        """
        ids = None if record_ids is None else set(record_ids)
        return self._store.history(
            record_ids=ids,
            table=table,
            limit=limit,
            before=before,
            kept=kept,
            transaction_id=transaction_id,
            sequences=sequences,
        )

    def people(self) -> list[str]:
        """Return everyone who has changed the portfolio, by name."""
        return self._store.people()

    def context(self, scope: Scope) -> ReportContext:
        """Return what a report of the scope starts from; kept until the next change."""
        if scope not in self._contexts:
            remembered = Remembered(self._remembered.get(scope))
            self._contexts[scope] = ReportContext(records_for(self.records, scope), scope, remembered)
        return self._contexts[scope]

    def has_report(self, scope: Scope) -> bool:
        """Whether the report of a scope is worked out already, with all that changed."""
        return scope in self._reports

    def report(self, scope: Scope) -> Report:
        """Return the report of a scope; kept until the next change."""
        if scope not in self._reports:
            self._reports[scope] = report_of(self.context(scope))
            # Of whole reports alone: a context that was only looked into holds next to nothing.
            self._remembered.pop(scope, None)
            self._remembered[scope] = self.context(scope).remembered
            while len(self._remembered) > _SCOPES_REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
        return self._reports[scope]

    def open_period(self, programme_id: str | None) -> str:
        """Return the programme's open period; the latest of all programmes for None; empty without any."""
        if programme_id:
            return self.records.get(Programme, programme_id).open_period
        return max((programme.open_period for programme in self.records.all(Programme)), default="")

    def back_up(self, why: str) -> Path:
        """Back the file up beside it and check the copy; return where it is."""
        return self._store.backup(why)

    @property
    def publishing(self) -> Publishing | None:
        """What publishes this copy of a file in a synced folder or on a share; None where it is the file itself."""
        return self._store.publishing

    def back_up_if_changed(self, why: str) -> Path | None:
        """Back the file up unless the newest backup holds all of it; return where it is. Safe from any thread."""
        if self.read_only or self._store.is_backed_up:
            return None
        return self.back_up(why)

    def actions_beyond(self, backup: Backup) -> tuple[Action, ...]:
        """Return what was done that is not in a backup, oldest first."""
        return self._store.actions_beyond(backup)

    def save_copy(self, target: Path, *, over: bool = False) -> bool:
        """Save a copy elsewhere, whatever became of the file itself; return whether its history is in it.

        It holds what this session shows. ``over`` lets it take the place of a file. Raises StoreError.
        """
        return self._store.save_copy(target, self.records.everything(), over=over)

    def close(self) -> None:
        """Close the file; nothing is left to save."""
        self._store.close()

    def _apply(self, edit: Edit, action: str, reason: str | None) -> None:
        puts = cleaned_records(edit.puts.values())
        # What names its record by id alone goes with the record, and undo brings both back.
        pending = list(edit.deletes)
        while pending:
            about = self.records.about(pending.pop())
            edit.delete(*about)
            pending += (item.id for item in about)
        before = {
            record.id: self.records.find(type(record), record.id)
            for record in [*puts, *edit.deletes.values()]
        }
        puts = [record for record in puts if before[record.id] != record]
        deletes = [held for record in edit.deletes.values() if (held := before[record.id]) is not None]
        refuse_frozen([before[record.id] for record in (*puts, *deletes)])
        refuse_archiving(self.records, puts)
        closing = Closing.of(self.records, self.in_view)
        gone = [record for record in edit.deletes.values() if closing.shows_though_gone(record)]
        changes = [
            *(Change(before[record.id], record) for record in puts),
            *(Change(record, None) for record in (*deletes, *gone)),
        ]
        if not changes:
            return
        is_correction = bool(self._joined.reason_for(reason) if self._joined else reason)
        months = () if is_correction else closing.months_that_need_a_reason(changes)
        kept = correct(closing, changes) if is_correction else keep(closing, changes, self.new_id)
        puts = [kept.instead.get(record.id, record) for record in puts if record.id not in kept.gone]
        puts = [record for record in puts if before[record.id] != record]
        edited = list(puts)
        puts += kept.puts.values()
        deletes += kept.deletes.values()
        before |= {
            item.id: self.records.find(ClosedVersion, item.id)
            for item in (*kept.puts.values(), *kept.deletes.values())
        }
        self.records.apply(as_changes(puts, deletes))
        try:
            # What is kept for closed months was in the file, or is made of what is checked here.
            self._refuse_broken(edited, deletes)
            # After the refusals, so that nobody gives a reason for what cannot be.
            self._ask_for_a_reason(months, closing)
            with self._transaction(action, reason) as transaction:
                for report in edit.frozen:
                    transaction.keep(report)
                for record in deletes:
                    transaction.delete(record.table, record.id)
                for is_new, records in groupby(puts, key=lambda record: before[record.id] is None):
                    (transaction.insert_many if is_new else transaction.update_many)(records)
        except BaseException:
            self.records.apply(reverse(puts, deletes, before))
            raise
        if self._joined is not None:
            self._joined.remember(reverse(puts, deletes, before))
            self._forget_reports()
        else:
            self._take_in(transaction.changes)

    def _ask_for_a_reason(self, months: tuple[str, ...], closing: Closing) -> None:
        in_view = closing.month_in_view
        if self._joined is not None:
            self._joined.note_closed(months, in_view)
        elif months:
            raise ClosedPeriodError(months, in_view=in_view)

    @contextmanager
    def _transaction(self, action: str, reason: str | None) -> Iterator[Transaction]:
        if self._joined is not None:
            yield self._joined.transaction
            return
        with self._store.transaction(action, reason=reason) as transaction:
            yield transaction

    def _refuse_broken(self, puts: list[Record], deletes: list[Record]) -> None:
        # With the first edit: the first page does not wait for the rules.
        from asc_desktop.domain.checks.checker import problems

        refused = [
            Problem(record.id, problem.key, problem.sentence)
            for record in puts
            for problem in problems(record, self.records, is_cleaned=True)
        ]
        for record in deletes:
            users = self.records.users_of(record)
            if users:
                refused.append(Problem(record.id, "", still_used(record, [user for user, _ in users])))
        if refused:
            raise EditRefused(refused)

    def _take_in(self, changes: Changes) -> None:
        self.records.apply(changes)
        self._forget_reports()
        self._tell(changes)

    def _forget_reports(self) -> None:
        self._contexts.clear()
        self._reports.clear()

    def _tell(self, changes: Changes) -> None:
        told = as_told(changes, self.records)
        for watcher in tuple(self._watchers):
            watcher(told)

"""What other copies of a portfolio are told, and tell: a file's set of actions, and a copy for somebody else."""

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from msgspec import Struct

from asc_desktop._files import real_path
from asc_desktop.domain.merging.actions import Action
from asc_desktop.domain.merging.heard import NotHeardError
from asc_desktop.domain.report.frozen import FrozenReport
from asc_desktop.storage import actions, copying, journal, opening
from asc_desktop.storage.context import Context
from asc_desktop.storage.errors import StoreError, damaged_error, plain_errors
from asc_desktop.storage.fold import Unsound
from asc_desktop.storage.ids import IdSource
from asc_desktop.storage.rows import frozen_report


class Told(Struct, frozen=True, kw_only=True):
    """What a file tells. ``first`` is its first action, by which copies of one portfolio know each other."""

    first: str
    replica: str
    actions: tuple[Action, ...]
    last: int
    """The number of the newest transaction, by which a later look is told from this one."""


class Copies:
    """What one open file tells other copies; made by the store."""

    def __init__(
        self,
        opened: opening.Opened,
        context: Context,
        guarded: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """Take the open file; ``guarded`` keeps edits apart meanwhile."""
        self._opened = opened
        self._context = context
        self._guarded = guarded

    def told(self) -> Told:
        """Return all that the file tells. Raises StoreError where its history does not tell its records."""
        with self._guarded(), self._telling() as connection:
            found = actions.set_of(connection)
            if actions.untold(connection, found):
                raise NotHeardError("its records do not match its history")
            return Told(
                first=_first(connection),
                replica=_replica(connection),
                actions=tuple(found),
                last=_last(connection),
            )

    def moment(self) -> str:
        """Return the present moment as the journal keeps it."""
        return journal.iso_text(self._context.now())

    def first(self) -> str:
        """Return the id of the first action, which all copies of a portfolio share and no other has."""
        with self._guarded():
            return _first(self._opened.connection)

    def last(self) -> int:
        """Return the number of the newest transaction."""
        with self._guarded():
            return _last(self._opened.connection)

    def given_to(self) -> str:
        """Return this copy's replica where it was given as a copy; empty where the portfolio was made in this file."""
        with self._guarded():
            connection = self._opened.connection
            replica = _replica(connection)
            made_by = connection.execute(
                "SELECT replica FROM journal_transaction ORDER BY number LIMIT 1"
            ).fetchone()
            return "" if made_by is None or made_by[0] == replica else replica

    def heard(self, content: str) -> tuple[Action, ...]:
        """Return what one merged copy told of. Raises StoreError where it is damaged."""
        with self._guarded(), self._telling() as connection:
            return actions.heard_actions(connection, content)

    def kept(self, names: Collection[str]) -> list[FrozenReport]:
        """Return what is kept under names, and what each is the difference from, which comes first."""
        with self._guarded():
            found: dict[str, FrozenReport] = {}
            for name in sorted(names):
                report = frozen_report(self._opened.connection, name)
                if report is not None and report.base is not None:
                    base = frozen_report(self._opened.connection, report.base)
                    found |= {base.id: base} if base is not None else {}
                if report is not None:
                    found[report.id] = report
            return list(found.values())

    def give(self, target: Path) -> None:
        """Write a copy for somebody else, with a replica of its own, whole and proven or not at all."""
        target = real_path(target)
        with self._guarded(), plain_errors(target):
            opening.refuse_place(target)
            try:
                copying.copy(
                    self._opened.connection, target, over=False, replica=IdSource(self._context.now)()
                )
            except FileExistsError as error:
                raise StoreError(
                    f"A file “{target.name}” has appeared here meanwhile. Choose another name."
                ) from error

    @contextlib.contextmanager
    def _telling(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._opened.connection
        except (NotHeardError, Unsound) as error:
            raise damaged_error(self._opened.path, str(error)) from error


def _replica(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM file_info WHERE key = 'replica'").fetchone()
    return str(row[0]) if row else ""


def _first(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT id FROM journal_transaction ORDER BY number LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def _last(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT COALESCE(max(number), 0) FROM journal_transaction").fetchone()[0])

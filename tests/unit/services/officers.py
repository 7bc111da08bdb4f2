"""Officers who work on copies of one portfolio, each with a file and a name of their own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.exchange import MergedCopy
from asc_desktop.domain.records.fields import Record
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.merging import Applied, CopyMerge, give_copy, open_copy
from asc_desktop.services.session import Session

_SECONDS = count()


def ticking() -> datetime:
    """Return a moment after every one before."""
    return datetime(2024, 7, 18, 9, 0, tzinfo=UTC) + timedelta(seconds=next(_SECONDS))


class Officer:
    """One person with one file, which is closed whenever they do nothing."""

    def __init__(self, who: str, path: Path) -> None:
        self.who = who
        self.path = path
        self.files = PortfolioFiles(Context(who=who, machine=f"CH-{who}", now=ticking))

    @contextmanager
    def at_work(self, *, read_only: bool = False) -> Iterator[Session]:
        session = self.files.open(self.path, read_only=read_only)
        try:
            yield session
        finally:
            session.close()

    def give(self, who: str) -> "Officer":
        """Give a colleague a working copy."""
        target = self.path.with_name(f"{who}.ascp")
        with self.at_work() as session:
            give_copy(session, target)
        return Officer(who, target)

    def change(self, ref: str, **fields: Any) -> None:
        """Change a project."""
        with self.at_work() as session, session.edit(f"Change {ref}") as edit:
            edit.put(replace(project(session, ref), **fields))

    def put(self, *records: Record, words: str = "Add") -> None:
        with self.at_work() as session, session.edit(words) as edit:
            edit.put(*records)

    def delete(self, choose: Callable[[Session], Record]) -> None:
        with self.at_work() as session, session.edit("Delete") as edit:
            edit.delete(choose(session))

    def hear(self, other: "Officer | Path", *, rule: Any = None, reason: str = "") -> Applied:
        """Merge somebody's copy, or a file of changes, and prove what comes of it."""
        path = other if isinstance(other, Path) else other.path
        with self.at_work() as session:
            merge = open_copy(session, path)
            if rule:
                merge.settle_all(rule, reason=reason)
            applied = merge.apply(reason=reason)
            prove(session)
        return applied

    def look(self, other: "Officer | Path") -> CopyMerge:
        """Compare without changing anything."""
        with self.at_work() as session:
            return open_copy(session, other if isinstance(other, Path) else other.path)

    def state(self) -> list[Record]:
        """Return every record but the accounts of merges, which each file has of its own."""
        with self.at_work(read_only=True) as session:
            return state(session)

    def lead(self, ref: str) -> str | None:
        with self.at_work(read_only=True) as session:
            return project(session, ref).lead


def project(session: Session, ref: str) -> Project:
    return next(item for item in session.records.all(Project) if item.ref == ref)


def state(session: Session) -> list[Record]:
    records = (item for item in session.records.everything() if not isinstance(item, MergedCopy))
    return sorted(records, key=lambda item: (item.table, item.id))


def prove(session: Session) -> None:
    """Hold the tables to the fold of the file's set, what is in memory to the tables, and the file to its journal."""
    # Raises where the set does not come to the tables.
    session.store.copies.told()
    assert session.store.check() == []
    held = {table: {row.id: row for row in rows} for table, rows in session.store.load().items()}
    assert {
        table: {item.id: item for item in session.records.everything() if item.table == table}
        for table in held
    } == held

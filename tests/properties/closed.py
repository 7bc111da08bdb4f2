"""Sessions on real files and the figures of their closed months."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.frozen import pack
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.snapshots import canonical_text
from asc_desktop.services.session import Session
from asc_desktop.storage.store import Context, Store
from tests.properties.portfolios import tables

CONTEXT = Context(who="Officer", machine="M", now=lambda: datetime(2024, 7, 1, tzinfo=UTC))
FIRST_MONTHS = ("2024-04", "2024-05", "2024-06")
ABOUT_NOW = ("exempt",)
"""What may be published is decided now, of every month: a record marked today is withheld from old packs too."""


@contextmanager
def session_of(rows: list[Record], path: Path) -> Iterator[Session]:
    """Open a session on a new file with these records, which undo does not take back."""
    with Store.create(path, CONTEXT) as store:
        # Durability is tried elsewhere; here it would only cost time.
        store._connection.execute("PRAGMA synchronous = OFF")
        with store.transaction("Start", undoable=False) as tx:
            for kind in RECORD_TYPES:
                tx.insert_many(row for row in rows if row.table == kind.table)
            held = tables([row for row in rows if not isinstance(row, Snapshot)])
            for board in rows:
                if isinstance(board, Snapshot):
                    report = build_report(held, Scope(board.programme_id, board.period))
                    tx.keep(pack(canonical_text(report)))
        yield Session(store)


def figures_of(session: Session, scope: Scope) -> dict[str, Any]:
    """Return everything of a scope's report that is not about now."""
    report = to_builtins(session.report(scope))
    return {key: value for key, value in report.items() if key not in ABOUT_NOW}

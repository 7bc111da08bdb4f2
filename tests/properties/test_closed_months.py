"""Closed months stay as the board saw them: no edit without a reason changes anything of a closed period's report."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from asc_desktop.domain.fields import Record
from asc_desktop.domain.records import RECORD_TYPES, Programme
from asc_desktop.domain.report import Scope, as_json
from asc_desktop.services.session import Session
from asc_desktop.storage.store import Context, Store
from tests.properties.edits import random_edit
from tests.properties.portfolios import with_first_boards

CONTEXT = Context(who="Officer", machine="M", now=lambda: datetime(2024, 7, 1, tzinfo=UTC))
ABOUT_NOW = ("exempt",)
"""What may be published is decided now, of every month: a record marked today is withheld from old packs too."""


@contextmanager
def session_of(rows: list[Record]) -> Iterator[Session]:
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "p.ascp", CONTEXT) as store:
        store._connection.execute("PRAGMA synchronous = OFF")
        with store.transaction("Start", undoable=False) as tx:
            for kind in RECORD_TYPES:
                tx.insert_many(row for row in rows if row.table == kind.table)
        yield Session(store)


def closed_figures(session: Session) -> dict[tuple[str, str], Any]:
    """Return the report of each closed month of the year, of every programme."""
    found = {}
    for programme in session.records.all(Programme):
        for period in ("2024-04", "2024-05", "2024-06"):
            if period < programme.open_period:
                report = as_json(session.report(Scope(programme.id, period)))
                found[programme.id, period] = {
                    key: value for key, value in report.items() if key not in ABOUT_NOW
                }
    return found


def assert_kept(before: dict[tuple[str, str], Any], after: dict[tuple[str, str], Any], words: str) -> None:
    for scope, report in before.items():
        assert scope in after, f"{words}: {scope} was opened again"
        for key, part in report.items():
            assert after[scope][key] == part, f"{words}: {key} of {scope}"


@given(with_first_boards(), st.integers(0, 2**32))
@settings(max_examples=40, phases=[Phase.generate])
def test_no_edit_without_a_reason_changes_a_closed_month(rows: list[Record], seed: int) -> None:
    rng = Random(seed)
    with session_of(rows) as session:
        before = closed_figures(session)
        for _ in range(25):
            undoing = session.undo_action
            outcome = random_edit(rng, session)
            after = closed_figures(session)
            last = session.history(limit=1)[0]
            assert_kept(
                before, after, f"{outcome}: {last.action} ({last.table} {dict(last.changes)}) {undoing}"
            )
            before = after

"""The actions of a file, as copies of a portfolio exchange them.

A file's own words are all of its transactions but merges, and what took those back or did them again. Its set is these
and what it heard of other copies: the actions that each of its merged copies has kept. What a merge changed follows
from the set, so a file whose merge was undone has what it heard no more.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from asc_desktop.domain.merging.actions import Action, Entry
from asc_desktop.domain.merging.fold import fold
from asc_desktop.domain.merging.heard import NotHeardError, read_actions, refuse_strange, without_own
from asc_desktop.domain.records.exchange import MergedCopy
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.frozen import unpack
from asc_desktop.storage import schema
from asc_desktop.storage.fold import changes_in
from asc_desktop.storage.rows import frozen_report

MERGE = "merge"
"""The kind of a transaction that wrote what a merge made of the records."""

_TRANSACTIONS = (
    "SELECT number, id, clock, replica, at, who, action, reason, kind, target FROM journal_transaction AS own"
    f" WHERE kind <> '{MERGE}' AND NOT EXISTS (SELECT 1 FROM journal_transaction AS merge"
    f" WHERE merge.id = own.target AND merge.kind = '{MERGE}') ORDER BY number"
)
_ENTRIES = "SELECT transaction_number, table_name, row_id, operation, changes FROM journal ORDER BY sequence"


def own_actions(connection: sqlite3.Connection) -> list[Action]:
    """Return a file's own words, in their order. Raises Unsound and NotHeardError where the history is damaged."""
    entries = dict(_entries(connection))
    actions = [
        Action(
            id=row[1],
            clock=row[2],
            replica=row[3],
            at=row[4],
            who=row[5],
            words=row[6],
            reason=row[7],
            kind=row[8],
            target=row[9],
            entries=without_own(entries.get(row[0], ())),
        )
        for row in connection.execute(_TRANSACTIONS)
    ]
    refuse_strange(actions)
    return actions


def _entries(connection: sqlite3.Connection) -> Iterator[tuple[int, list[Entry]]]:
    for number, run in groupby(connection.execute(_ENTRIES), key=itemgetter(0)):
        yield (
            number,
            [
                Entry(table, row_id, operation, changes_in(table, operation, changes))
                for _, table, row_id, operation, changes in run
            ],
        )


def heard_actions(connection: sqlite3.Connection, content: str) -> tuple[Action, ...]:
    """Return what a merged copy told of, by the name of what is kept. Raises NotHeardError where it is damaged."""
    report = frozen_report(connection, content)
    if report is None or not report.is_whole:
        raise NotHeardError("what it heard of another copy is damaged or missing")
    try:
        text = unpack(report, lambda name: frozen_report(connection, name))
    except ValueError as error:
        raise NotHeardError("what it heard of another copy is damaged or missing") from error
    return read_actions(text)


def set_of(connection: sqlite3.Connection) -> list[Action]:
    """Return a file's set: its own words, and what it heard. Raises Unsound and NotHeardError."""
    actions = {action.id: action for action in own_actions(connection)}
    contents = connection.execute(f"SELECT content FROM {MergedCopy.table} ORDER BY id").fetchall()
    for (content,) in contents:
        for action in heard_actions(connection, content):
            actions.setdefault(action.id, action)
    return list(actions.values())


def heard_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield a clause for each merged copy of which what was heard is not there, or is none of ours."""
    for (content,) in connection.execute(f"SELECT content FROM {MergedCopy.table} ORDER BY id").fetchall():
        try:
            heard_actions(connection, content)
        except NotHeardError as error:
            yield str(error)


def untold(connection: sqlite3.Connection, actions: Sequence[Action]) -> bool:
    """Return whether the tables hold anything but what a set of actions comes to."""
    tables = fold(actions).tables
    for kind in RECORD_TYPES:
        if kind is MergedCopy:
            continue
        names = schema.column_names(kind)[1:]
        told = tables.get(kind.table, {})
        count = 0
        for row_id, *held in connection.execute(schema.select_sql(kind)):
            values = told.get(row_id)
            count += 1
            if values is None or held != [values[name] for name in names]:
                return True
        if count != len(told):
            return True
    return False

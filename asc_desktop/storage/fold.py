"""The journal read from its first entry to its last: what it tells of every table, and the seal over all of it.

Every entry must follow the one before it, belong to the action that says so, and change what the entries before it
left; anything else raises Unsound, with a clause that says what. Names of tables and columns are ours, or are refused.
"""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec import Struct

from asc_desktop.domain.records.fields import Value, column_default, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.storage import seal as seals
from asc_desktop.storage.seal import Seal

KINDS = frozenset({"edit", "undo", "redo", "merge", "outside", "upgrade", "fixed"})
OPERATIONS = frozenset({"insert", "update", "delete"})
Pairs = dict[str, tuple[Value, Value]]
"""By column: the old value and the new."""

_decode = msgspec.json.Decoder(Pairs).decode


class Unsound(Exception):  # noqa: N818 - said of the file, not of the program
    """The journal is not what the program wrote; the text is a clause."""


class Told(Struct, frozen=True):
    """By table and id, each row's values in the order of ``schema.column_names`` without the id; and the seal."""

    tables: dict[str, dict[str, list[Value]]]
    seal: Seal


def changes_in(table: str, operation: str, changes: str) -> Pairs:
    """Return an entry's changes: by column, the old and the new value. Raises Unsound."""
    names = _COLUMNS.get(table)
    if names is None or operation not in OPERATIONS:
        raise Unsound("its history has a record of an unknown kind")
    try:
        pairs = _decode(changes)
    except (msgspec.MsgspecError, RecursionError):
        pairs = _decoded_anyhow(changes)
    if not pairs.keys() <= names.keys():
        raise Unsound("its history has a record of an unknown kind")
    return pairs


def _decoded_anyhow(changes: str) -> Pairs:
    """Return what JSON that is not quite that tells of: see ``schema._value`` on control characters."""
    try:
        pairs = json.loads(changes, strict=False).items()
    except (ValueError, AttributeError, RecursionError) as error:
        raise Unsound("a part of its history cannot be read") from error
    if not all(type(pair) is list and len(pair) == 2 for _, pair in pairs):  # noqa: PLR2004 - old, new
        raise Unsound("its history has a record of an unknown kind")
    return {column: (old, new) for column, (old, new) in pairs}


def read_journal(connection: sqlite3.Connection) -> Told:
    """Return what the whole journal tells. Raises Unsound, or sqlite3.Error where a part cannot be read."""
    tables: dict[str, dict[str, list[Value]]] = {table: {} for table in _COLUMNS}
    entries = connection.execute(f"{seals.ENTRIES} ORDER BY sequence")
    seal, sequence, entry = Seal(), 0, entries.fetchone()
    for transaction in _transactions(connection):
        number, first = transaction[0], transaction[-1]
        covered = []
        while entry is not None and entry[1] == number:
            sequence += 1
            _follow(tables, entry, sequence)
            covered.append(entry)
            entry = entries.fetchone()
        if not covered or covered[0][0] != first:
            raise Unsound("an action of its history is not there whole")
        seal = seal.over(transaction, covered)
    # What another SQLite tool changed waits at the end for an action of its own.
    while entry is not None:
        sequence += 1
        if not -_LATEST <= entry[1] < 0:
            raise Unsound("its history has entries of an action that is not in it")
        _follow(tables, entry, sequence)
        entry = entries.fetchone()
    return Told(tables, seal)


def _transactions(connection: sqlite3.Connection) -> Iterator[tuple[Value, ...]]:
    last, actions = 0, dict[str, str]()
    for row in connection.execute(f"{seals.TRANSACTIONS} ORDER BY number"):
        number, action_id, clock, _, at, _, _, reason, kind, target, first = row
        if not last < number < _HIGHEST or not 0 < clock < _HIGHEST or not 0 < first < _HIGHEST:
            raise Unsound("the actions of its history are not in order")
        if kind not in KINDS or (kind in {"undo", "redo"} and target not in actions):
            raise Unsound("its history takes back an action that is not in it")
        try:
            if datetime.fromisoformat(at).tzinfo is None:
                raise Unsound("an action of its history has no time that can be read")
        except ValueError as error:
            raise Unsound("an action of its history has no time that can be read") from error
        if len(reason or "") > _LONGEST_REASON or any(
            len(str(part)) > _LONGEST for part in row if part != reason
        ):
            raise Unsound("an action of its history has more words than any")
        last, actions[action_id] = number, kind
        yield row


def _follow(tables: dict[str, dict[str, list[Value]]], entry: tuple[Value, ...], sequence: int) -> None:
    """Make the change that an entry tells of."""
    at, _, table, row_id, operation, changes = entry
    if at != sequence:
        raise Unsound("entries of its history are missing")
    pairs = changes_in(str(table), str(operation), str(changes))
    rows, names = tables[str(table)], _COLUMNS[str(table)]
    if operation == "insert":
        # Over one that is there too: REPLACE in another SQLite tool tells of no deletion.
        rows[str(row_id)] = list(_BLANKS[str(table)])
    row = rows.get(str(row_id))
    if row is None:
        raise Unsound("its history changes a record that it does not hold")
    if operation == "delete":
        del rows[str(row_id)]
        return
    for column, (_, new) in pairs.items():
        row[names[column]] = new


_HIGHEST = 1 << 53
_LONGEST, _LONGEST_REASON = 10_000, 100_000
"""Characters. Each entry of the history is shown with the words of its action."""

_LATEST = 4_102_444_800_000
"""The year 2100 in milliseconds: what another tool changed has its time, less than nothing, for a number."""

_COLUMNS = {
    kind.table: {field.key: place for place, field in enumerate(fields_of(kind))} for kind in RECORD_TYPES
}
_BLANKS: dict[str, list[Value]] = {
    kind.table: [column_default(kind, field) for field in fields_of(kind)] for kind in RECORD_TYPES
}

"""Actions as they are kept once they were heard, and as they travel: JSON, held to what any portfolio could have said.

What is read here was written by others. It is decoded by types alone, and each action is held to the record types: so
nothing that is not ours gets from a copy or from a file of changes into a fold, let alone into a table.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache

import msgspec

from asc_desktop.domain.merging.actions import (
    DELETE,
    DERIVED,
    INSERT,
    KEEP,
    REDO,
    SETTLED,
    UNDO,
    UPDATE,
    Action,
    Entry,
)
from asc_desktop.domain.records.exchange import MergedCopy
from asc_desktop.domain.records.fields import NUMERIC_KINDS, Kind, Value, fields_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE

KINDS = frozenset({"edit", "outside", "upgrade", "fixed", UNDO, REDO, SETTLED, DERIVED})
"""The kinds of actions that copies tell each other of; a merge is none, since each copy makes its own."""

HIGHEST_CLOCK = 1 << 40
"""No portfolio has had so many actions."""

_LONGEST_ID, _LONGEST, _LONGEST_REASON, _LONGEST_TEXT = 100, 10_000, 100_000, 10_000_000
_HIGHEST = 1 << 63
_WHOLE = NUMERIC_KINDS | {Kind.FLAG}
_AT_MOST = 2_000_000
"""Entries. What a large council writes in thirty years."""

NOT_OURS = "it has a record of an unknown kind"


class NotHeardError(ValueError):
    """The actions are none that a portfolio could tell of; the text is a clause."""


def as_text(actions: Sequence[Action]) -> str:
    """Return actions as the JSON in which they are kept."""
    return msgspec.json.encode(actions).decode()


def read_actions(content: bytes) -> tuple[Action, ...]:
    """Return the actions that are kept in JSON. Raises NotHeardError where they are none of ours."""
    try:
        actions = msgspec.json.decode(content, type=tuple[Action, ...])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise NotHeardError("its changes cannot be read") from error
    refuse_strange(actions)
    return actions


def refuse_strange(actions: Collection[Action]) -> None:
    """Raise NotHeardError where an action is none that a portfolio could tell of."""
    if len({action.id for action in actions}) != len(actions):
        raise NotHeardError("it has one action twice")
    if sum(len(action.entries) for action in actions) > _AT_MOST:
        raise NotHeardError("it has more than any portfolio can have")
    for action in actions:
        _refuse_action(action)
        for entry in action.entries:
            _refuse_entry(action, entry)


def _refuse_action(action: Action) -> None:
    if action.kind not in KINDS or not 0 < action.clock < HIGHEST_CLOCK:
        raise NotHeardError("it has an action of an unknown kind")
    if (action.kind in {UNDO, REDO}) != (action.target is not None):
        raise NotHeardError("it takes back an action without saying which")
    names = (action.id, action.replica, action.target or "")
    if not action.id or any(len(name) > _LONGEST_ID for name in names):
        raise NotHeardError("an action of it has no name that can be read")
    if max(len(action.who), len(action.words)) > _LONGEST or len(action.reason or "") > _LONGEST_REASON:
        raise NotHeardError("an action of it has more words than any")
    if any("\0" in text for text in (*names, action.who, action.words, action.reason or "", action.at)):
        raise NotHeardError("it has characters that cannot be stored")
    try:
        is_moment = datetime.fromisoformat(action.at).tzinfo is not None
    except ValueError:
        is_moment = False
    if not is_moment:
        raise NotHeardError("an action of it has no time that can be read")


def _refuse_entry(action: Action, entry: Entry) -> None:
    columns = _columns(entry.table)
    allowed = (
        {INSERT, UPDATE, DELETE, KEEP} if action.kind in {SETTLED, DERIVED} else {INSERT, UPDATE, DELETE}
    )
    # What others merged is their own account; nobody takes it over, and an entry of one is made up.
    if columns is None or entry.table == MergedCopy.table or entry.operation not in allowed:
        raise NotHeardError(NOT_OURS)
    if not entry.row_id or len(entry.row_id) > _LONGEST_ID or "\0" in entry.row_id:
        raise NotHeardError("a record of it has no name that can be read")
    for column, pair in entry.changes.items():
        if column not in columns:
            raise NotHeardError(NOT_OURS)
        for value in pair:
            if not _is_kept(value, whole=columns[column]):
                raise NotHeardError("it holds a value of the wrong kind")


def _is_kept(value: Value, *, whole: bool) -> bool:
    if value is None:
        return True
    # What another SQLite tool left in a history may be anything.
    if isinstance(value, bool) or not isinstance(value, int if whole else str):
        return False
    if isinstance(value, int):
        return -_HIGHEST <= value < _HIGHEST
    return len(value) <= _LONGEST_TEXT and "\0" not in value


@cache
def _columns(table: str) -> dict[str, bool] | None:
    """Return the columns of a table, each with whether it holds whole numbers; None where it is none of ours."""
    kind = TYPE_BY_TABLE.get(table)
    return {field.key: field.kind in _WHOLE for field in fields_of(kind)} if kind else None


def without_own(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries without those of what a file itself merged."""
    return tuple(entry for entry in entries if entry.table != MergedCopy.table)

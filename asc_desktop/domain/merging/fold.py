"""The state that a set of actions comes to: a pure function of the set, whatever the order in which they were heard.

Actions are sorted by clock, replica and id. An entry sets the columns that it names, so the last wins field by field.
An insert makes a row alive, with blanks in what it does not name; where two copies inserted one row, such as by one
form that came back to both, the second sets what it names. A delete makes it dead and keeps its values in the
shade, where later updates go on; so a row that is kept after all is what both sides made of it.

An action that was undone, and not done again, changes nothing: its updates and deletes are passed over, and what it
inserted is dead. An undo and a redo change nothing by themselves. So who takes back a change never takes another's
later change of the same field with it.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from operator import attrgetter

from msgspec import Struct

from asc_desktop.domain.merging.actions import (
    DELETE,
    INSERT,
    OUTSIDE,
    REDO,
    UNDO,
    UPDATE,
    Action,
    Entry,
    Order,
)
from asc_desktop.domain.records.fields import Value, column_default, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES

Tables = dict[str, dict[str, dict[str, Value]]]
"""By table and id, the value of each column but the id."""

Key = tuple[str, str]
"""The table and the id of a row."""

_BLANKS: dict[str, dict[str, Value]] = {
    kind.table: {field.key: column_default(kind, field) for field in fields_of(kind)} for kind in RECORD_TYPES
}


class Row(Struct):
    """What actions made of one row, alive or dead.

    ``set_by`` has the action that set a column last; one that no entry named is blank and has none. ``life`` is the
    action that inserted, deleted or kept it last, or that took back its insertion. ``ends`` are those that deleted it
    since it was there last: several where more than one copy did.
    """

    values: dict[str, Value]
    set_by: dict[str, Action]
    alive: bool = False
    life: Action | None = None
    ends: tuple[Action, ...] = ()

    @property
    def last_word(self) -> Order:
        """The place of the last action that said anything of it."""
        return max(
            [action.order for action in self.set_by.values()] + ([self.life.order] if self.life else [])
        )


class Folded(Struct, frozen=True):
    """The rows of a set of actions by table and id, the dead ones too."""

    rows: dict[str, dict[str, Row]]

    @property
    def tables(self) -> Tables:
        """The values of the rows that are alive. They are the fold's own, and not to be changed."""
        return {
            table: {row_id: row.values for row_id, row in rows.items() if row.alive}
            for table, rows in self.rows.items()
        }

    def row(self, key: Key) -> Row | None:
        """Return a row, alive or dead; None where no action tells of it."""
        return self.rows[key[0]].get(key[1])


def fold(actions: Iterable[Action], only: AbstractSet[Key] | None = None) -> Folded:
    """Return what a set of actions comes to, of all rows or of some ``only``.

    Their order here makes no difference; each is in it once.
    """
    ordered = in_order(actions)
    rows: dict[str, dict[str, Row]] = {table: {} for table in _BLANKS}
    void = undone(ordered)
    for action in ordered:
        if action.kind in {UNDO, REDO}:
            continue
        taken_back = void.get(action.id) if void else None
        for entry in action.entries:
            if only is None or (entry.table, entry.row_id) in only:
                _follow(rows[entry.table], entry, action, taken_back)
    return Folded(rows)


def followed(folded: Folded, action: Action) -> Folded:
    """Return a fold with one more action, which comes after all others; the fold itself stays."""
    rows = {table: held.copy() for table, held in folded.rows.items()}
    for table, row_id in {(entry.table, entry.row_id) for entry in action.entries}:
        row = rows[table].get(row_id)
        if row is not None:
            rows[table][row_id] = Row(row.values.copy(), row.set_by.copy(), row.alive, row.life, row.ends)
    for entry in action.entries:
        _follow(rows[entry.table], entry, action, None)
    return Folded(rows)


def in_order(actions: Iterable[Action]) -> list[Action]:
    """Return actions in their order."""
    # As Action.order says, without a call for each.
    return sorted(actions, key=attrgetter("clock", "replica", "id"))


def undone(ordered: Iterable[Action]) -> dict[str, Action]:
    """Return the undo of each action that was undone last, and not done again since; actions come in their order."""
    last = {action.target or "": action for action in ordered if action.kind in {UNDO, REDO}}
    return {target: action for target, action in last.items() if action.kind == UNDO}


def _follow(held: dict[str, Row], entry: Entry, action: Action, taken_back: Action | None) -> None:
    row, operation = held.get(entry.row_id), entry.operation
    if taken_back is not None and (operation != INSERT or row is not None):
        return
    if row is None:
        row = held[entry.row_id] = Row(_BLANKS[entry.table].copy(), {})
    elif operation == INSERT and (not row.alive or action.kind == OUTSIDE):
        row.values, row.set_by = _BLANKS[entry.table].copy(), {}
    if operation != UPDATE:
        row.alive, row.life = operation != DELETE and taken_back is None, taken_back or action
        row.ends = () if row.alive else (*row.ends, row.life)
        if operation != INSERT:
            return
    values, set_by = row.values, row.set_by
    for column, (_, new) in entry.changes.items():
        values[column] = new
        set_by[column] = action

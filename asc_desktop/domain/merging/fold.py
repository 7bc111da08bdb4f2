"""The state that a set of actions comes to: a pure function of the set, whatever the order in which they were heard.

Actions are sorted by clock, replica and id. An entry sets the columns that it names, so the last wins field by field.
An insert makes a row alive, with blanks in what it does not name. A delete makes it dead and keeps its values in the
shade, where later updates go on; so a row that is kept after all is what both sides made of it.

An action that was undone, and not done again, changes nothing: its updates and deletes are passed over, and what it
inserted is dead. An undo and a redo change nothing by themselves. So who takes back a change never takes another's
later change of the same field with it.
"""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from msgspec import Struct

from asc_desktop.domain.merging.actions import DELETE, INSERT, KEEP, REDO, UNDO, Action
from asc_desktop.domain.records.fields import Value, column_default, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES

Tables = dict[str, dict[str, dict[str, Value]]]
"""By table and id, the value of each column but the id."""

_BLANKS: dict[str, dict[str, Value]] = {
    kind.table: {field.key: column_default(kind, field) for field in fields_of(kind)} for kind in RECORD_TYPES
}


class Row(Struct):
    """What actions made of one row, alive or dead.

    ``set_by`` has the action that set a column last; a column that an insert left blank has none. ``life`` is the
    action that inserted, deleted or kept it last; None where every such action was undone.
    """

    values: dict[str, Value]
    set_by: dict[str, Action]
    alive: bool = False
    life: Action | None = None


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

    def row(self, table: str, row_id: str) -> Row | None:
        """Return a row, alive or dead; None where no action tells of it."""
        return self.rows[table].get(row_id)

    def set_by(self, table: str, row_id: str, column: str) -> Action | None:
        """Return the action that set a field last; None where none did."""
        row = self.row(table, row_id)
        return row.set_by.get(column) if row else None


def fold(actions: Iterable[Action]) -> Folded:
    """Return what a set of actions comes to. Their order here makes no difference; each is in it once."""
    ordered = sorted(actions, key=attrgetter("order"))
    rows: dict[str, dict[str, Row]] = {table: {} for table in _BLANKS}
    void = undone(ordered)
    for action in ordered:
        if action.kind not in {UNDO, REDO}:
            _follow(rows, action, is_void=action.id in void)
    return Folded(rows)


def undone(ordered: Iterable[Action]) -> set[str]:
    """Return the ids of the actions that were undone last, and not done again since; actions come in their order."""
    last = {action.target or "": action.kind for action in ordered if action.kind in {UNDO, REDO}}
    return {target for target, kind in last.items() if kind == UNDO}


def _follow(rows: dict[str, dict[str, Row]], action: Action, *, is_void: bool) -> None:
    for entry in action.entries:
        held = rows[entry.table]
        row = held.get(entry.row_id)
        operation = entry.operation
        # What was inserted and taken back is there in the shade: the other side may have gone on with it.
        if is_void and (operation != INSERT or row is not None):
            continue
        if row is None:
            row = held[entry.row_id] = Row(_BLANKS[entry.table].copy(), {})
        elif operation == INSERT:
            row.values, row.set_by = _BLANKS[entry.table].copy(), {}
        if not is_void and operation in {INSERT, DELETE, KEEP}:
            row.alive, row.life = operation != DELETE, action
        if operation in {DELETE, KEEP}:
            continue
        for column, (_, new) in entry.changes.items():
            row.values[column] = new
            row.set_by[column] = action


def live(folded: Folded) -> Iterator[tuple[str, str, Row]]:
    """Yield the table, the id and the row of each that is alive."""
    for table, rows in folded.rows.items():
        for row_id, row in rows.items():
            if row.alive:
                yield table, row_id, row

"""Two sets of actions side by side: what they have apart, and what each says of the rows that either wrote in."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct

from asc_desktop.domain.merging.actions import DERIVED, Action
from asc_desktop.domain.merging.fold import Folded, Key, Row, fold
from asc_desktop.domain.merging.mending import Mended, mend
from asc_desktop.domain.merging.words import record_of
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record


class HasRows(Protocol):
    """Whatever tells what a row is."""

    def row(self, key: Key, /) -> Row | None:
        """Return a row, alive or dead."""


class Side(Struct, frozen=True):
    """What one set of actions says of the rows that either side wrote in; of any other row both say the same.

    ``said`` is what people did, and ``held`` the state as it is, with what earlier merges made of it.
    """

    said: Folded
    held: Folded
    whole: Folded
    touched: frozenset[Key]

    def row(self, key: Key) -> Row | None:
        """Return a row as people made it, alive or dead."""
        return (self.said if key in self.touched else self.whole).row(key)

    def as_held(self, key: Key) -> Row | None:
        """Return a row as it is in the side's state, alive or dead."""
        return (self.held if key in self.touched else self.whole).row(key)

    def is_alive(self, key: Key) -> bool:
        """Whether a row is there: for people, or because an earlier merge kept it."""
        row = self.row(key)
        if row is None or not row.alive:
            row = self.as_held(key)
        return row is not None and row.alive


class Sides(Struct, frozen=True, kw_only=True):
    """What people said on each side and on both, whatever earlier merges made of it; and what the union comes to."""

    touched: frozenset[Key]
    ours: Side
    theirs: Side
    base: Side
    mended: Mended
    our_records: Records
    their_records: Records
    records: Records
    """The records of the union, mended."""

    @property
    def union(self) -> Side:
        """What both say together, before it is mended."""
        folded = self.mended.folded
        return Side(folded, folded, folded, frozenset())


def said_by_people(actions: Iterable[Action]) -> list[Action]:
    """Return a set of actions without what earlier merges made of it."""
    return [action for action in actions if action.kind != DERIVED]


def rows_of(actions: Iterable[Action]) -> set[Key]:
    """Return the rows that actions tell of; an undo and a redo name those of what they take back or do again."""
    return {(entry.table, entry.row_id) for action in actions for entry in action.entries}


def side_by_side(ours: Sequence[Action], theirs: Sequence[Action]) -> Sides:
    """Return two sets of actions side by side."""
    our_ids, their_ids = {action.id for action in ours}, {action.id for action in theirs}
    apart = [action for action in ours if action.id not in their_ids]
    apart += (new := [action for action in theirs if action.id not in our_ids])
    union = [*ours, *new]
    whole = fold(said_by_people(union))
    mended = mend(whole)
    touched = rows_of(apart) | mended.rows.keys()
    touched |= rows_of(action for action in union if action.kind == DERIVED)
    rows = frozenset(touched)
    both = [action for action in ours if action.id in their_ids]

    def side(actions: Sequence[Action]) -> Side:
        people = said_by_people(actions)
        said = fold(people, rows)
        return Side(said, fold(actions, rows) if len(people) < len(actions) else said, whole, rows)

    records, here, there = records_of(mended), side(ours), side(theirs)
    return Sides(
        touched=rows,
        ours=here,
        theirs=there,
        base=side(both),
        mended=mended,
        our_records=changed(records, rows, here.held, mended),
        their_records=changed(records, rows, there.held, mended),
        records=records,
    )


def records_of(mended: Mended) -> Records:
    """Return the rows that are there as records."""
    return Records(
        {
            table: [record_of((table, row_id), row) for row_id, row in mended.of(table)]
            for table in mended.folded.rows
        }
    )


def changed(records: Records, keys: Iterable[Key], held: HasRows, mended: HasRows) -> Records:
    """Return the records of what is mended as they are where some rows are held otherwise."""
    changes: dict[str, dict[str, Record | None]] = {}
    for key in keys:
        row, now = held.row(key), mended.row(key)
        values = row.values if row is not None and row.alive else None
        if values == (now.values if now is not None and now.alive else None):
            continue
        changes.setdefault(key[0], {})[key[1]] = (
            None if row is None or values is None else record_of(key, row)
        )
    return records.with_changes(changes) if changes else records

"""Two sets of actions side by side: what they have apart, and what each says of the rows that either wrote in."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Protocol

from msgspec import Struct

from asc_desktop.domain.merging.actions import DERIVED, REDO, UNDO, Action
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
    """What one set of actions says of the rows that either side wrote in; of any other row both say the same."""

    part: Folded
    whole: Folded
    rows_in_part: frozenset[Key]

    def row(self, key: Key) -> Row | None:
        """Return a row, alive or dead."""
        return (self.part if key in self.rows_in_part else self.whole).row(key)

    def is_alive(self, key: Key) -> bool:
        """Whether a row is there."""
        row = self.row(key)
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


def said_by_people(actions: Iterable[Action]) -> list[Action]:
    """Return a set of actions without what earlier merges made of it."""
    return [action for action in actions if action.kind != DERIVED]


def rows_of(actions: Iterable[Action], every: Mapping[str, Action]) -> set[Key]:
    """Return the rows that actions tell of; those of what they undo or do again too, which ``every`` has by its id."""
    found: set[Key] = set()
    for action in actions:
        target = every.get(action.target or "") if action.kind in {UNDO, REDO} else action
        for entry in target.entries if target is not None else ():
            found.add((entry.table, entry.row_id))
    return found


def side_by_side(ours: Sequence[Action], theirs: Sequence[Action]) -> Sides:
    """Return two sets of actions side by side."""
    our_ids, their_ids = {action.id for action in ours}, {action.id for action in theirs}
    apart = [action for action in ours if action.id not in their_ids]
    apart += (new := [action for action in theirs if action.id not in our_ids])
    union = [*ours, *new]
    every = {action.id: action for action in union}
    whole = fold(said_by_people(union))
    mended = mend(whole)
    touched = rows_of(apart, every) | mended.rows.keys()
    touched |= rows_of((action for action in union if action.kind == DERIVED), every)
    rows = frozenset(touched)
    both = [action for action in ours if action.id in their_ids]

    def side(actions: Iterable[Action], *, people: bool = True) -> Side:
        return Side(fold(said_by_people(actions) if people else actions, rows), whole, rows)

    records = records_of(mended)
    return Sides(
        touched=rows,
        ours=side(ours),
        theirs=side(theirs),
        base=side(both),
        mended=mended,
        our_records=changed(records, rows, side(ours, people=False), mended),
        their_records=changed(records, rows, side(theirs, people=False), mended),
        records=records,
    )


def in_order(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Return actions in their order."""
    return tuple(sorted(actions, key=attrgetter("order")))


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

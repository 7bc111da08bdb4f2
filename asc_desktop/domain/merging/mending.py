"""What is made of a fold so that the store can hold it: the rule ``newest``, a pure function of the set of actions.

- What was deleted stays where nobody wrote in it after that, and nothing that is there needs it; else it is kept, with
  what its deletion took along.
- Two rows of one slot are one thing, whichever of them was written in: the row with the lowest id, in each column what
  was said last, and gone where the last that was said of the slot is that it is deleted.
- Of two things with one name, the one that had it first keeps it, and the other has a letter added.
- What the program keeps about a record goes with it.

All of it is worked out of what people did. What an earlier merge made of a part of the set is passed over, so that
it makes no difference in which order copies are merged.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from itertools import chain, count
from string import ascii_lowercase

from msgspec import Struct

from asc_desktop.domain.merging.actions import UNDO
from asc_desktop.domain.merging.fold import Folded, Key, Row
from asc_desktop.domain.merging.shape import (
    PLACE,
    about,
    closed_of,
    is_silent,
    key_of,
    named,
    names,
    references,
    slots,
    told,
)
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE


class Mended(Struct):
    """A fold and the rows that were mended, which stand before it; ``into`` has the row that each row went into."""

    folded: Folded
    rows: dict[Key, Row] = {}
    kept: set[Key] = set()
    into: dict[Key, Key] = {}
    dropped: dict[Key, Key] = {}
    """The rows of slots of which the last word was a deletion, each with the row that was deleted."""
    renamed: dict[Key, tuple[str, Key]] = {}
    """The column by which a row was renamed, and the row that keeps the name."""

    def row(self, key: Key) -> Row | None:
        """Return a row as it is mended, alive or dead."""
        return self.rows.get(key) or self.folded.row(key)

    def is_alive(self, key: Key) -> bool:
        """Whether a row is there."""
        row = self.row(key)
        return row is not None and row.alive

    def survivor(self, key: Key) -> Key:
        """Return the row that a row is now, itself or the one that it went into."""
        while key in self.into:
            key = self.into[key]
        return key

    def change(self, key: Key) -> Row:
        """Return a row to be changed."""
        if key not in self.rows:
            row = copy(self.folded.rows[key[0]][key[1]])
            row.values, row.set_by = row.values.copy(), row.set_by.copy()
            self.rows[key] = row
        return self.rows[key]

    def of(self, table: str) -> Iterator[tuple[str, Row]]:
        """Yield the id and the row of each that is there."""
        for row_id, row in self.folded.rows[table].items():
            row = self.rows.get((table, row_id), row) if self.rows else row  # noqa: PLW2901 - as it is mended
            if row.alive:
                yield row_id, row


def mend(folded: Folded) -> Mended:
    """Return a fold as the store can hold it."""
    mended = Mended(folded)
    _say_last(mended)
    _keep(mended, _written_after(mended))
    while _unite(mended):
        _keep(mended, ())
    for table in PLACE:
        for group in names(table):
            _part(mended, table, group)
    _drop_about(mended)
    return mended


def _dead(folded: Folded) -> Iterator[tuple[Key, Row]]:
    for table, rows in folded.rows.items():
        for row_id, row in rows.items():
            if not row.alive and row.life is not None:
                yield (table, row_id), row


def _say_last(mended: Mended) -> None:
    """Make dead what stands in a slot of which the last word is a deletion of another row of it."""
    by_slot: dict[tuple[str, tuple[str, ...], tuple[object, ...]], tuple[Key, Row]] = {}
    for key, row in _dead(mended.folded):
        if row.life is not None and row.life.kind == UNDO:
            # It was taken back as if it had never been: that is no word on the slot.
            continue
        for group in slots(key[0]):
            at = key[0], group, key_of(row.values, group)
            if at not in by_slot or _life(by_slot[at][1]) < _life(row):
                by_slot[at] = key, row
    for table, group in {at[:2] for at in by_slot}:
        for row_id, row in list(mended.of(table)):
            last = by_slot.get((table, group, key_of(row.values, group)))
            if last is not None and row.last_word < _life(last[1]):
                mended.change((table, row_id)).alive = False
                mended.dropped[table, row_id] = last[0]


def _life(row: Row) -> tuple[int, str, str]:
    return row.life.order if row.life is not None else (0, "", "")


def _written_after(mended: Mended) -> Iterator[Key]:
    """Yield the dead rows in which somebody wrote what is told of after they were deleted."""
    for key, row in _dead(mended.folded):
        end, shown = _life(row), told(key[0])
        if any(column in shown and action.order > end for column, action in row.set_by.items()):
            yield key


def _keep(mended: Mended, wanted: Iterable[Key]) -> None:
    """Keep dead rows, and whatever a row that is there names."""
    revive(mended, [*wanted, *_named_dead(mended)])
    if mended.into:
        _follow(mended)


def revive(mended: Mended, wanted: Iterable[Key]) -> None:
    """Keep dead rows with what their deletion took along and what they name."""
    along: dict[Key, list[Key]] | None = None
    pending = list(wanted)
    while pending:
        key = pending.pop()
        row = mended.row(key)
        if row is None or row.alive or key in mended.into:
            continue
        if along is None:
            along = _taken_along(mended)
        row = mended.change(key)
        row.alive = True
        mended.kept.add(key)
        pending += named(key[0], row.values)
        pending += along.get(key, ())


def _named_dead(mended: Mended) -> Iterator[Key]:
    """Yield the dead rows that rows name which are there."""
    dead: dict[str, set[str]] = {
        table: {row_id for row_id, row in rows.items() if not row.alive}
        for table, rows in mended.folded.rows.items()
    }
    for (table, row_id), row in mended.rows.items():
        (dead[table].discard if row.alive else dead[table].add)(row_id)
    for table in PLACE:
        columns = [(column, to) for column, to in references(table) if dead[to]]
        is_about = TYPE_BY_TABLE[table].names_by_id and not is_silent(table)
        for _, row in mended.of(table) if columns or is_about else ():
            for column, to in columns:
                if row.values[column] in dead[to]:
                    yield to, str(row.values[column])
            record = about(table, row.values) if is_about else None
            if record is not None and record[1] in dead[record[0]]:
                yield record


def _taken_along(mended: Mended) -> dict[Key, list[Key]]:
    """Return by row the rows that went with it alone: each time that one was deleted, it was too.

    What was dropped from a slot went with the row that was deleted there, and with what that went with.
    """
    along: dict[Key, list[Key]] = {}
    went = [(key, row, {end.id for end in row.ends}) for key, row in _dead(mended.folded)]
    for key, by in mended.dropped.items():
        along.setdefault(by, []).append(key)
        went.append((key, mended.rows[key], {_last_end(mended.folded.rows[by[0]][by[1]])}))
    for key, row, ends in went:
        for owner in (*named(key[0], row.values, all_of=False), *closed_of(key[0], row.values)):
            held = mended.folded.row(owner)
            if held is not None and ends <= {end.id for end in held.ends}:
                along.setdefault(owner, []).append(key)
    return along


def _last_end(row: Row) -> str:
    return row.life.id if row.life is not None else ""


def _unite(mended: Mended) -> bool:
    """Make one of the rows of each slot; return whether there were any."""
    into: dict[Key, Key] = {}
    for table in PLACE:
        for group in slots(table):
            by_slot: dict[tuple[object, ...], list[str]] = {}
            for row_id, row in mended.of(table):
                by_slot.setdefault(key_of(row.values, group), []).append(row_id)
            for ids in by_slot.values():
                if len(ids) > 1:
                    into |= _united(mended, table, sorted(ids))
    mended.into |= into
    return bool(into)


def _united(mended: Mended, table: str, ids: list[str]) -> dict[Key, Key]:
    first = table, ids[0]
    row = mended.change(first)
    for row_id in ids[1:]:
        other = mended.change((table, row_id))
        other.alive = False
        for column, action in other.set_by.items():
            held = row.set_by.get(column)
            if held is None or held.order < action.order:
                row.values[column], row.set_by[column] = other.values[column], action
        if other.life is not None and _life(row) < _life(other):
            row.life = other.life
    return {(table, row_id): first for row_id in ids[1:]}


def _follow(mended: Mended) -> None:
    """Let what names a row name the one that it went into."""
    tables = {table for table, _ in mended.into}
    for table in PLACE:
        columns = [(column, to) for column, to in references(table) if to in tables]
        is_about = TYPE_BY_TABLE[table].names_by_id
        for row_id, row in list(mended.of(table)) if columns or is_about else ():
            for column, to in columns:
                if (to, str(row.values[column])) in mended.into:
                    now = mended.survivor((to, str(row.values[column])))
                    mended.change((table, row_id)).values[column] = now[1]
            if is_about and (record := about(table, row.values)) in mended.into:
                mended.change((table, row_id)).values["record_id"] = mended.survivor(record)[1]


def _part(mended: Mended, table: str, group: tuple[str, ...]) -> None:
    """Rename all but the first of the rows that have one name."""
    by_name: dict[tuple[object, ...], list[str]] = {}
    for row_id, row in mended.of(table):
        by_name.setdefault(key_of(row.values, group), []).append(row_id)
    clashing = [ids for ids in by_name.values() if len(ids) > 1]
    column = group[-1]
    for ids in sorted(clashing, key=min):
        first, *others = sorted(ids, key=lambda row_id: _named_at(mended, (table, row_id), group))
        for row_id in others:
            row = mended.change((table, row_id))
            scope = key_of(row.values, group)[:-1]
            name = next(
                name
                for name in _lettered(str(row.values[column]), field_of(TYPE_BY_TABLE[table], column).limit)
                if (*scope, name) not in by_name
            )
            by_name[(*scope, name)] = [row_id]
            row.values[column] = name
            mended.renamed[table, row_id] = column, (table, first)


def _named_at(mended: Mended, key: Key, group: tuple[str, ...]) -> tuple[object, str]:
    set_by = mended.folded.rows[key[0]][key[1]].set_by
    return max((set_by[column].order for column in group if column in set_by), default=()), key[1]


def _lettered(name: str, limit: int) -> Iterator[str]:
    for mark in chain(ascii_lowercase[1:], count(27)):
        end = f" ({mark})"
        yield name[: limit - len(end)].rstrip() + end


def _drop_about(mended: Mended) -> None:
    """Let what the program keeps about a record go with it."""
    for table in PLACE:
        if not (TYPE_BY_TABLE[table].names_by_id and is_silent(table)):
            continue
        for row_id, row in list(mended.of(table)):
            record = about(table, row.values)
            known = mended.row(record) if record is not None else None
            if known is not None and not known.alive:
                mended.change((table, row_id)).alive = False

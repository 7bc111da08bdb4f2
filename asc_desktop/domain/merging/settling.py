"""Conflicts settled: the entries by which a choice is kept, and the state that comes of them."""

from collections.abc import Iterable, Iterator

from asc_desktop.domain.merging.actions import DELETE, INSERT, KEEP, UPDATE, Entry
from asc_desktop.domain.merging.conflicts import Choice, Conflict, Said
from asc_desktop.domain.merging.disagreements import disputed, is_ours_renamed, rows_that_are
from asc_desktop.domain.merging.fold import Folded, Key, Row
from asc_desktop.domain.merging.mending import Mended, revive
from asc_desktop.domain.merging.shape import PLACE, about, needed, references
from asc_desktop.domain.merging.sides import Side, Sides
from asc_desktop.domain.merging.telling import DELETED
from asc_desktop.domain.records.fields import Value
from asc_desktop.domain.records.types import TYPE_BY_TABLE


def entries_of(sides: Sides, conflict: Conflict, choice: Choice) -> list[Entry]:
    """Return what a choice writes over what the rules make of both sides; nothing where it is that."""
    key = conflict.table, conflict.record_id
    if choice.take == "newest":
        return []
    if choice.take == "value":
        return _set(sides.mended, key, conflict.field, choice.value)
    is_ours = choice.take == "ours"
    return _by_side(
        sides,
        conflict,
        key,
        sides.ours if is_ours else sides.theirs,
        conflict.ours if is_ours else conflict.theirs,
    )


def _by_side(sides: Sides, conflict: Conflict, key: Key, side: Side, said: Said | None) -> list[Entry]:
    match conflict.kind:
        case "both" | "slot":
            return _set(sides.mended, key, conflict.field, said.value) if said is not None else []
        case "name":
            return _named_by(sides, key, conflict, side)
        case "deleted":
            is_deleted = said is not None and said.words == DELETED
            return _deleted(sides.mended, key) if is_deleted else _kept(sides, key)
        case "closed":
            # The side that closed the month has nothing to say of the change but that it is left out.
            return [] if said is not None else _left_out(sides, sides.mended.survivor(key), side)
        case _:
            return _restored(sides, key, side)


def _set(mended: Mended, key: Key, column: str, value: Value) -> list[Entry]:
    row = mended.row(key)
    if row is None or row.values[column] == value:
        return []
    return [Entry(*key, UPDATE, {column: (row.values[column], value)})]


def _named_by(sides: Sides, key: Key, conflict: Conflict, side: Side) -> list[Entry]:
    column, first = sides.mended.renamed[key]
    if is_ours_renamed(sides, key) is not (side is sides.ours):
        # As the rules have it, said by a person: so it stays.
        return [Entry(*key, UPDATE, {column: (None, conflict.suggested)})]
    name = sides.mended.folded.rows[key[0]][key[1]].values[column]
    return [
        *_set(sides.mended, key, column, name),
        *_set(sides.mended, first, column, conflict.suggested),
    ]


def _kept(sides: Sides, key: Key) -> list[Entry]:
    """Return what keeps a deleted row with all that its deletion took along."""
    alone = Mended(sides.mended.folded, dropped=sides.mended.dropped)
    for dropped in alone.dropped:
        alone.change(dropped).alive = False
    revive(alone, [key])
    return [Entry(*item, KEEP) for item in sorted(alone.kept, key=_place)]


def _place(key: Key) -> tuple[int, str]:
    return PLACE[key[0]], key[1]


def _deleted(mended: Mended, key: Key) -> list[Entry]:
    """Return what deletes a row with all that cannot be without it, and empties what else names it."""
    doomed, loose = {key}, list[tuple[Key, str, Value]]()
    pending = [key]
    while pending:
        gone = pending.pop()
        for item, column in _users(mended, gone):
            if not column or column in needed(item[0]):
                if item not in doomed:
                    doomed.add(item)
                    pending.append(item)
            else:
                loose.append((item, column, gone[1]))
    deletes = [
        Entry(*item, DELETE) for item in sorted(doomed, key=_place, reverse=True) if mended.is_alive(item)
    ]
    emptied = [
        Entry(*item, UPDATE, {column: (value, None)}) for item, column, value in loose if item not in doomed
    ]
    return [*emptied, *deletes]


def _users(mended: Mended, key: Key) -> Iterator[tuple[Key, str]]:
    """Yield each row that names one, with the column by which it does; none where it is about it."""
    for table in PLACE:
        columns = [column for column, to in references(table) if to == key[0]]
        is_about = TYPE_BY_TABLE[table].names_by_id
        for row_id, row in mended.of(table) if columns or is_about else ():
            for column in columns:
                if row.values[column] == key[1]:
                    yield (table, row_id), column
            if is_about and about(table, row.values) == key:
                yield (table, row_id), ""


def _restored(sides: Sides, key: Key, side: Side) -> list[Entry]:
    """Return what makes a row what one side has of it."""
    row, now = side.as_held(key), sides.mended.row(key)
    if row is None or not row.alive:
        return _deleted(sides.mended, key) if now is not None and now.alive else []
    entries = [] if now is not None and now.alive else [Entry(*key, KEEP)]
    held = now.values if now is not None else {}
    changes = {
        column: (held.get(column), value) for column, value in row.values.items() if held.get(column) != value
    }
    return [*entries, Entry(*key, UPDATE, changes)] if changes else entries


def _left_out(sides: Sides, key: Key, side: Side) -> list[Entry]:
    """Return what makes a thing what one side has of it, but for what both sides said and is settled by itself."""
    rows = rows_that_are(sides, key)
    held = (side.as_held(item) for item in rows)
    mine, now = next((row for row in held if row is not None and row.alive), None), sides.mended.row(key)
    is_there = now is not None and now.alive
    if mine is None or now is None:
        return _deleted(sides.mended, key) if is_there else []
    own = {column for column, *_ in disputed(sides, rows)}
    changes = {
        column: (now.values[column], value)
        for column, value in mine.values.items()
        if column not in own and now.values[column] != value
    }
    kept = [] if is_there else [Entry(*key, KEEP)]
    return [*kept, Entry(*key, UPDATE, changes)] if changes else kept


def joined(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries with the updates of one row as one, and without what deletes or keeps one row twice."""
    found: dict[tuple[Key, str], Entry] = {}
    for entry in entries:
        at = (entry.table, entry.row_id), entry.operation
        if at in found:
            entry = Entry(entry.table, entry.row_id, entry.operation, {**found[at].changes, **entry.changes})  # noqa: PLW2901
        found[at] = entry
    return tuple(found.values())


def differences(held: Folded, mended: Mended, keys: Iterable[Key]) -> list[Entry]:
    """Return what makes rows as they are held into what they are mended to."""
    entries: list[Entry] = []
    for key in sorted(keys, key=_place):
        row, now = held.row(key), mended.row(key)
        if now is None:
            continue
        entries += _difference(key, row, now)
    return entries


def _difference(key: Key, row: Row | None, now: Row) -> Iterator[Entry]:
    is_there = row is not None and row.alive
    if not now.alive:
        if is_there:
            yield Entry(*key, DELETE)
        return
    if row is None:
        yield Entry(*key, INSERT, {column: (None, value) for column, value in now.values.items()})
        return
    if not is_there:
        yield Entry(*key, KEEP)
    changes = {
        column: (row.values[column], value)
        for column, value in now.values.items()
        if row.values[column] != value
    }
    if changes:
        yield Entry(*key, UPDATE, changes)

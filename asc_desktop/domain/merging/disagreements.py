"""What two sides disagree in: each thing that the union of their actions breaks, or would decide without a word."""

from collections.abc import Iterator

from msgspec import Struct

from asc_desktop.domain.merging.actions import Action
from asc_desktop.domain.merging.conflicts import Conflict, ConflictKind, Said
from asc_desktop.domain.merging.fold import Key, Row
from asc_desktop.domain.merging.shape import PLACE, about, is_silent, named, references, slots, told
from asc_desktop.domain.merging.sides import Side, Sides
from asc_desktop.domain.merging.words import (
    by_whom,
    in_line,
    label_of,
    record_of,
    record_words,
    said,
    value_words,
)
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import listed, one, shortened

HERE, COPY = "here", "in the copy"
BOTH = 2


class Written(Struct, frozen=True):
    """What a side has in a column of a thing, and the action that set it."""

    value: Value
    by: Action


def conflict_key(kind: str, key: Key, field: str = "") -> str:
    """Return the key of a conflict."""
    return ":".join(filter(None, (kind, *key, field)))


def find_disagreements(sides: Sides) -> list[Conflict]:
    """Return what two sides disagree in, parents first."""
    things = _things(sides)
    found = [*_deleted(sides), *_both(sides, things), *_named(sides)]
    return sorted(found, key=lambda item: (PLACE[item.table], item.record_words, item.key))


def _things(sides: Sides) -> dict[Key, list[Key]]:
    """Return each thing that either side wrote in: the row that it is now, and all rows that went into that."""
    into: dict[Key, list[Key]] = {}
    for key in sides.mended.into:
        into.setdefault(sides.mended.survivor(key), []).append(key)
    keys = {sides.mended.survivor(key) for key in sides.touched if not is_silent(key[0])}
    return {
        key: [key, *sorted(into.get(key, ()))]
        for key in sorted(keys, key=lambda key: (PLACE[key[0]], key[1]))
    }


def written(side: Side, rows: list[Key], column: str) -> Written | None:
    """Return what a side said last of a column of a thing; None where the thing is not there or nothing was said."""
    found = [
        Written(row.values[column], row.set_by[column])
        for row in map(side.row, rows)
        if row is not None and row.alive and column in row.set_by
    ]
    return max(found, key=lambda item: item.by.order, default=None)


def _both(sides: Sides, things: dict[Key, list[Key]]) -> Iterator[Conflict]:
    for key, rows in things.items():
        if not (any(map(sides.ours.is_alive, rows)) and any(map(sides.theirs.is_alive, rows))):
            continue
        is_new = not any(map(sides.base.is_alive, rows))
        for column in TYPE_BY_TABLE[key[0]].__struct_fields__[1:]:
            if column not in told(key[0]):
                continue
            ours, theirs, before = (
                written(side, rows, column) for side in (sides.ours, sides.theirs, sides.base)
            )
            if ours is None or theirs is None or ours.value == theirs.value:
                continue
            if before is not None and (ours.by is before.by or theirs.by is before.by):
                continue
            yield _of_field(sides, key, column, ours, theirs, before.value if before else None, is_new=is_new)


def _of_field(
    sides: Sides, key: Key, column: str, ours: Written, theirs: Written, before: Value, *, is_new: bool
) -> Conflict:
    kind: ConflictKind = "slot" if is_new else "both"
    record = as_record(key, sides.theirs, sides.ours)
    here = said(ours.value, value_words(record, column, ours.value, sides.our_records), ours.by)
    there = said(theirs.value, value_words(record, column, theirs.value, sides.their_records), theirs.by)
    words, label = record_words(record, sides.records), label_of(record, column, sides.records)
    return Conflict(
        key=conflict_key(kind, key, column),
        kind=kind,
        table=key[0],
        record_id=key[1],
        field=column,
        record_words=words,
        label=label,
        sentence=(
            f"{words}, {in_line(label)}: {here.words} {HERE} ({by_whom(here)}),"
            f" {there.words} {COPY} ({by_whom(there)})."
        ),
        ours=here,
        theirs=there,
        before=before,
    )


def _deleted(sides: Sides) -> Iterator[Conflict]:
    for gone, other in ((sides.ours, sides.theirs), (sides.theirs, sides.ours)):
        found: dict[Key, list[Key]] = {}
        for key in sorted(sides.touched, key=_place):
            if not is_silent(key[0]) and says_alone(sides, other, key):
                for root in _roots(sides, gone, other, key):
                    found.setdefault(root, []).append(key)
        for by, keys in sides.mended.dropped.items():
            for key in keys:
                is_lost = not sides.mended.is_alive(key) and says_alone(sides, other, key)
                root = by if other.is_alive(by) else key
                if is_lost and root not in found and not gone.is_alive(by) and not gone.is_alive(key):
                    found[root] = [key]
        for root, keys in found.items():
            yield _of_deletion(sides, gone, other, root, keys)


def _place(key: Key) -> tuple[int, str]:
    return PLACE[key[0]], key[1]


def fresh(sides: Sides, side: Side, key: Key) -> set[str]:
    """Return the columns that a person is told of and that a side alone wrote in a row that it has."""
    row, before = side.row(key), sides.base.row(key)
    if row is None or not row.alive:
        return set()
    old = before.set_by if before is not None and before.alive else {}
    shown = told(key[0])
    return {column for column, by in row.set_by.items() if column in shown and old.get(column) is not by}


def says_alone(sides: Sides, side: Side, key: Key) -> bool:
    """Whether a side alone wrote in a row that it has, or added it."""
    return bool(fresh(sides, side, key)) or (side.is_alive(key) and not sides.base.is_alive(key))


def was_deleted(sides: Sides, gone: Side, key: Key) -> bool:
    """Whether a side deleted a row that both knew."""
    return sides.base.is_alive(key) and not gone.is_alive(key)


def _roots(sides: Sides, gone: Side, other: Side, key: Key) -> set[Key]:
    """Return what one side deleted and the other wrote in, or named anew: the first of what was deleted with it."""
    row = other.row(key)
    if row is None:
        return set()
    if was_deleted(sides, gone, key):
        return {_root(sides, gone, other, key)}
    news = fresh(sides, other, key)
    names = {(to, str(row.values[column])) for column, to in references(key[0]) if column in news}
    if not sides.base.is_alive(key) and (record := about(key[0], row.values)) is not None:
        names.add(record)
    return {_root(sides, gone, other, item) for item in names if was_deleted(sides, gone, item)}


def _root(sides: Sides, gone: Side, other: Side, key: Key) -> Key:
    row = other.row(key) or sides.base.row(key)
    above = named(key[0], row.values, all_of=False) if row is not None else ()
    owner = next((item for item in above if was_deleted(sides, gone, item)), None)
    return _root(sides, gone, other, owner) if owner is not None else key


def _of_deletion(sides: Sides, gone: Side, other: Side, root: Key, keys: list[Key]) -> Conflict:
    by_us = gone is sides.ours
    records = sides.their_records if by_us else sides.our_records
    record = as_record(root, other, sides.base)
    words = record_words(record, records)
    told_of = tuple(in_words(sides, other, root, key, records) for key in keys)
    deleted = said(None, "Deleted", _deletion_of(gone, root, record))
    changed = said(None, listed(told_of[:3]) + _more(len(told_of) - 3), last_of(sides, other, keys))
    here, there = (HERE, COPY) if by_us else (COPY, HERE)
    return Conflict(
        key=conflict_key("deleted", root),
        kind="deleted",
        table=root[0],
        record_id=root[1],
        record_words=words,
        label=record.noun.capitalize(),
        sentence=f"{words}: deleted {here} ({by_whom(deleted)}); {there} {changed.words} ({by_whom(changed)}).",
        ours=deleted if by_us else changed,
        theirs=changed if by_us else deleted,
        others=told_of,
    )


def _more(number: int) -> str:
    return f", and {number:,} more" if number > 0 else ""


def _deletion_of(gone: Side, root: Key, record: Record) -> Action:
    row = gone.row(root)
    if row is not None and row.life is not None:
        return row.life
    # What was in the slot was deleted under another id.
    deleted = (
        row.life
        for row in gone.whole.rows[root[0]].values()
        if row.life is not None and not row.alive and _is_same_slot(root[0], row, record)
    )
    return max(deleted, key=lambda action: action.order)


def _is_same_slot(table: str, row: Row, record: Record) -> bool:
    return any(
        all((row.values[column] or "") == (getattr(record, column) or "") for column in group)
        for group in slots(table)
    )


def last_of(sides: Sides, side: Side, keys: list[Key]) -> Action:
    """Return the last action by which a side alone wrote in any of these rows."""
    by = [
        row.set_by[column]
        for key in keys
        if (row := side.row(key)) is not None
        for column in fresh(sides, side, key)
    ]
    by += [row.life for key in keys if (row := side.row(key)) is not None and row.life is not None and not by]
    return max(by, key=lambda action: action.order)


def row_of(key: Key, *sides: Side) -> Row:
    """Return a row of the first side that has it, dead or alive."""
    return next(row for side in sides if (row := side.row(key)) is not None)


def as_record(key: Key, *sides: Side) -> Record:
    """Return a row as a record, of the first side that has it, dead or alive."""
    return record_of(key, row_of(key, *sides))


def in_words(sides: Sides, side: Side, root: Key, key: Key, records: Records) -> str:
    """Return what a side alone did to a row, told as of what belongs to the root where that is another."""
    record = as_record(key, side)
    columns = sorted(fresh(sides, side, key))
    if not sides.base.is_alive(key):
        return f"{one(record.noun)} was added ({shortened(record.own_words(records)) or record.noun})"
    of = "" if key == root else f" of the {record.noun} {shortened(record.own_words(records))}"
    changes = [
        f"{in_line(label_of(record, column, records))}{of} became"
        f" {value_words(record, column, getattr(record, column), records)}"
        for column in columns
    ]
    return listed(changes)


def _named(sides: Sides) -> Iterator[Conflict]:
    for key, (column, first) in sides.mended.renamed.items():
        if any(_has_both(side, key, first, column) for side in (sides.ours, sides.theirs)):
            continue
        yield _of_name(sides, key, first, column, by_us=is_ours_renamed(sides, key))


def is_ours_renamed(sides: Sides, key: Key) -> bool:
    """Whether a thing that is renamed has its name from our side, and what keeps the name from theirs."""
    column, first = sides.mended.renamed[key]
    is_ours = sides.ours.is_alive(key) and sides.theirs.is_alive(first)
    if is_ours and sides.ours.is_alive(first) and sides.theirs.is_alive(key):
        # Both have both, and one was called as the other is.
        return column in (fresh(sides, sides.ours, key) | fresh(sides, sides.theirs, first))
    return is_ours


def _of_name(sides: Sides, key: Key, first: Key, column: str, *, by_us: bool) -> Conflict:
    whole = sides.union
    renamed, keeps = (
        _named_by(sides, item, side, column)
        for item, side in zip(
            (key, first), (sides.ours, sides.theirs) if by_us else (sides.theirs, sides.ours), strict=True
        )
    )
    here, there = (renamed, keeps) if by_us else (keeps, renamed)
    record = as_record(key, whole)
    new = getattr(sides.records.get(type(record), key[1]), column)
    which = "the one here" if by_us else "the one in the copy"
    return Conflict(
        key=conflict_key("name", key, column),
        kind="name",
        table=key[0],
        record_id=key[1],
        field=column,
        record_words=record_words(record, sides.records),
        label=label_of(record, column, sides.records),
        sentence=(
            f"{here.value} was given twice: {here.words} {HERE} ({by_whom(here)}), {there.words} {COPY}"
            f" ({by_whom(there)}). Both are kept, and {which} becomes {new}."
        ),
        ours=here,
        theirs=there,
        suggested=new,
        may_be_left=True,
    )


def _named_by(sides: Sides, key: Key, side: Side, column: str) -> Said:
    """Return the name of a record, what it names in words, and who gave it that name on a side."""
    row, record = row_of(key, side, sides.union), as_record(key, side, sides.union)
    name = getattr(as_record(key, sides.union), column)
    words = shortened(record.title_words(sides.records))
    return said(name, words if words != name else one(record.noun), row.set_by[column])


def _has_both(side: Side, key: Key, first: Key, column: str) -> bool:
    rows = side.row(key), side.row(first)
    return (
        all(row is not None and row.alive for row in rows)
        and len({row.values[column] for row in rows if row is not None}) == 1
    )

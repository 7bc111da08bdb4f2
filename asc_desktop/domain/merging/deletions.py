"""What one side deleted while the other wrote in it, or added what cannot be without it."""

from collections.abc import Iterator

from asc_desktop.domain.merging.actions import Action
from asc_desktop.domain.merging.conflicts import Conflict
from asc_desktop.domain.merging.fold import Key, Row
from asc_desktop.domain.merging.shape import PLACE, about, is_silent, named, references, slots
from asc_desktop.domain.merging.sides import Side, Sides
from asc_desktop.domain.merging.telling import (
    COPY,
    DELETED,
    HERE,
    as_record,
    conflict_key,
    fresh,
    in_words,
    last_of,
    row_of,
    says_alone,
    was_deleted,
)
from asc_desktop.domain.merging.words import by_whom, record_words, said
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.words import listed


def find_deleted(sides: Sides) -> Iterator[Conflict]:
    """Yield each thing that one side deleted and the other wrote in or added to."""
    seen: set[Key] = set()
    for gone, other in ((sides.ours, sides.theirs), (sides.theirs, sides.ours)):
        found: dict[Key, list[Key]] = {}
        for root, key in (*_against(sides, gone, other), *_out_of_slots(sides, gone, other)):
            found.setdefault(root, []).append(key)
        for root, keys in found.items():
            seen.add(root)
            yield _of_deletion(sides, gone, other, root, keys)
    for root in _given_up(sides):
        if root not in seen:
            is_ours = _is_dead(sides.ours, root)
            gone, other = (sides.ours, sides.theirs) if is_ours else (sides.theirs, sides.ours)
            yield _of_deletion(sides, gone, other, root, [root])


def _against(sides: Sides, gone: Side, other: Side) -> Iterator[tuple[Key, Key]]:
    """Yield what one side deleted with each row that the other wrote in or added against that."""
    for key in sorted(sides.touched, key=_place):
        if not is_silent(key[0]) and says_alone(sides, other, key):
            for root in roots(sides, gone, other, key):
                yield root, key


def _out_of_slots(sides: Sides, gone: Side, other: Side) -> Iterator[tuple[Key, Key]]:
    """Yield what one side put into a slot that the other emptied after that, by the row that was there."""
    for key, by in sides.mended.dropped.items():
        is_lost = not sides.mended.is_alive(key) and says_alone(sides, other, key)
        if is_lost and not gone.is_alive(by) and not gone.is_alive(key):
            yield (by if _is_there(other, by) else key), key


def _given_up(sides: Sides) -> list[Key]:
    """Return what was deleted once and is there on both sides, because a rule kept it for what is there no more."""
    lost = {
        key
        for key in sides.touched
        if not (is_silent(key[0]) or sides.mended.is_alive(sides.mended.survivor(key)))
        and all(_is_there(side, key) for side in (sides.ours, sides.theirs))
        and (_is_dead(sides.ours, key) or _is_dead(sides.theirs, key))
    }
    return sorted(
        (key for key in lost if not lost & set(named(key[0], row_of(key, sides.union).values, all_of=False))),
        key=_place,
    )


def _is_there(side: Side, key: Key) -> bool:
    row = side.as_held(key)
    return row is not None and row.alive


def _is_dead(side: Side, key: Key) -> bool:
    """Whether people on a side deleted a row, whatever an earlier merge made of that."""
    row = side.row(key)
    return row is not None and not row.alive


def _place(key: Key) -> tuple[int, str]:
    return PLACE[key[0]], key[1]


def roots(sides: Sides, gone: Side, other: Side, key: Key) -> set[Key]:
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
    deleted = said(None, DELETED, _deletion_of(gone, root, record))
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

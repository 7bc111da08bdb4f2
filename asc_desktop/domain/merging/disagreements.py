"""What two sides disagree in: each thing that the union of their actions breaks, or would decide without a word."""

from collections.abc import Iterator

from msgspec import Struct

from asc_desktop.domain.merging.actions import Action
from asc_desktop.domain.merging.conflicts import Conflict, ConflictKind, Said
from asc_desktop.domain.merging.deletions import find_deleted
from asc_desktop.domain.merging.fold import Key
from asc_desktop.domain.merging.shape import PLACE, is_silent, told
from asc_desktop.domain.merging.sides import Side, Sides
from asc_desktop.domain.merging.telling import COPY, HERE, as_record, conflict_key, fresh, row_of
from asc_desktop.domain.merging.words import (
    by_whom,
    in_line,
    label_of,
    record_words,
    said,
    value_words,
)
from asc_desktop.domain.records.fields import Value
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import one, shortened


class Written(Struct, frozen=True):
    """What a side has in a column of a thing, and the action that set it."""

    value: Value
    by: Action


def find_disagreements(sides: Sides) -> list[Conflict]:
    """Return what two sides disagree in, parents first."""
    things = _things(sides)
    found = [*find_deleted(sides), *_both(sides, things), *_named(sides)]
    return sorted(found, key=lambda item: (PLACE[item.table], item.record_words, item.key))


def _things(sides: Sides) -> dict[Key, list[Key]]:
    """Return each thing that either side wrote in: the row that it is now, and all rows that went into that."""
    keys = {sides.mended.survivor(key) for key in sides.touched if not is_silent(key[0])}
    return {key: rows_that_are(sides, key) for key in sorted(keys, key=lambda key: (PLACE[key[0]], key[1]))}


def rows_that_are(sides: Sides, key: Key) -> list[Key]:
    """Return the row that a thing is now, and those that went into it."""
    into = (item for item in sides.mended.into if sides.mended.survivor(item) == key)
    return [key, *sorted(into)]


def written(side: Side, rows: list[Key], column: str) -> Written | None:
    """Return what a side said last of a column of a thing; None where the thing is not there or nothing was said."""
    found = [
        Written(row.values[column], row.set_by[column])
        for key in rows
        if (row := side.row(key)) is not None and side.is_alive(key) and column in row.set_by
    ]
    return max(found, key=lambda item: item.by.order, default=None)


def _both(sides: Sides, things: dict[Key, list[Key]]) -> Iterator[Conflict]:
    for key, rows in things.items():
        is_new = not any(map(sides.base.is_alive, rows))
        for column, ours, theirs, before in disputed(sides, rows):
            yield _of_field(sides, key, column, ours, theirs, before.value if before else None, is_new=is_new)


def disputed(sides: Sides, rows: list[Key]) -> Iterator[tuple[str, Written, Written, Written | None]]:
    """Yield each column of a thing that both sides said another value of, with what each said and both knew."""
    if not (any(map(sides.ours.is_alive, rows)) and any(map(sides.theirs.is_alive, rows))):
        return
    table = rows[0][0]
    for column in TYPE_BY_TABLE[table].__struct_fields__[1:]:
        if column not in told(table):
            continue
        ours, theirs, before = (
            written(side, rows, column) for side in (sides.ours, sides.theirs, sides.base)
        )
        if ours is None or theirs is None or ours.value == theirs.value:
            continue
        if before is not None and (ours.by is before.by or theirs.by is before.by):
            continue
        yield column, ours, theirs, before


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

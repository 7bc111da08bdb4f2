"""What a merge does to months that one side closed: changes of them to be settled, and what other records were."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Literal, cast

from msgspec import structs

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.merging.actions import DELETE, INSERT, OUTSIDE, UPDATE, Entry
from asc_desktop.domain.merging.conflicts import Conflict
from asc_desktop.domain.merging.deletions import roots
from asc_desktop.domain.merging.disagreements import disputed, rows_that_are, written
from asc_desktop.domain.merging.fold import Key
from asc_desktop.domain.merging.shape import PLACE
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
    says_alone,
    was_deleted,
)
from asc_desktop.domain.merging.words import by_whom, record_words, said
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record, Value, fields_of
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.closed_months import (
    changed_keys,
    closed_programmes,
    content_of,
    is_kept,
    is_reported,
    keys_that,
    month_of,
    record_of,
)


def find_closed(sides: Sides, disagreements: Iterable[Conflict]) -> Iterator[Conflict]:
    """Yield each change that one side made to what is reported of a month that the other closed meanwhile.

    Where that side had closed it too, the program asked for a reason; what another SQLite tool changed has none. What
    is a disagreement by itself is not asked twice: ``asking_why`` marks those.
    """
    deleted = {(item.table, item.record_id) for item in disagreements if item.kind == "deleted"}
    for closer, other in ((sides.ours, sides.theirs), (sides.theirs, sides.ours)):
        for key, is_late in _changed_after_closing(sides, closer, other):
            if _is_all_disputed(sides, closer, other, key) or deleted & _roots(sides, key):
                continue
            is_gone = was_deleted(sides, other, key)
            # What was deleted is told of as the side knows it that has it.
            records = _records(sides, closer if is_gone else other)
            yield _conflict(sides, closer, other, key, records, is_late=is_late)


def asking_why(sides: Sides, disagreements: Iterable[Conflict]) -> Iterator[Conflict]:
    """Yield disagreements with those marked that are about a month which one side closed meanwhile."""
    closed: dict[tuple[bool, Key], tuple[Literal["", "ours", "theirs"], str, bool]] = {}
    for closer, other in ((sides.ours, sides.theirs), (sides.theirs, sides.ours)):
        for key, is_late in _changed_after_closing(sides, closer, other):
            month = month_of(as_record(key, other, sides.base))
            for at in ((False, sides.mended.survivor(key)), *((True, root) for root in _roots(sides, key))):
                closed[at] = "ours" if closer is sides.ours else "theirs", month, is_late
    for conflict in disagreements:
        at = conflict.kind == "deleted", (conflict.table, conflict.record_id)
        closed_by, month, is_late = closed.get(at, ("", "", False))
        if conflict.kind == "name" or not closed_by:
            yield conflict
            continue
        how = f"was closed {HERE if closed_by == 'ours' else COPY}" if is_late else "is closed"
        yield structs.replace(
            conflict,
            needs_reason=True,
            closed_by=closed_by,
            month=month,
            sentence=f"{conflict.sentence} {period_label(month)} {how}.",
        )


def _roots(sides: Sides, key: Key) -> set[Key]:
    """Return what either side deleted that a change of the other is against."""
    return roots(sides, sides.ours, sides.theirs, key) | roots(sides, sides.theirs, sides.ours, key)


def _records(sides: Sides, side: Side) -> Records:
    return sides.our_records if side is sides.ours else sides.their_records


def _changed_after_closing(sides: Sides, closer: Side, other: Side) -> Iterator[tuple[Key, bool]]:
    """Yield what one side changed without a reason of a month that the other closed; and whether it did so alone."""
    held, others = _records(sides, closer), _records(sides, other)
    last, open_there = closed_programmes(held), closed_programmes(others)
    for key in sorted(sides.touched, key=lambda key: (PLACE[key[0]], key[1])) if last else ():
        kind = TYPE_BY_TABLE[key[0]]
        if not is_reported(kind) or not _is_changed(sides, other, key, keys_that(kind, "plan")):
            continue
        record = as_record(key, other, sides.base)
        programme = programme_of(record, others) or programme_of(record, held)
        month = month_of(record)
        if programme is None or not month <= last.get(programme.id, ""):
            continue
        is_late = month > open_there.get(programme.id, "")
        if is_late or _is_by_another_tool(sides, other, key, keys_that(kind, "plan")):
            yield key, is_late


def _is_all_disputed(sides: Sides, closer: Side, other: Side, key: Key) -> bool:
    """Whether both report the same thing, and of all that is new in it each says its own or both say the same."""
    rows = rows_that_are(sides, sides.mended.survivor(key))
    if was_deleted(sides, other, key) or not any(map(closer.is_alive, rows)):
        return False
    own = {column for column, *_ in disputed(sides, rows)}
    for column in fresh(sides, other, key) - own:
        mine, news = written(closer, rows, column), written(other, rows, column)
        if (mine.value if mine else None) != (news.value if news else None):
            return False
    return True


def _is_changed(sides: Sides, side: Side, key: Key, plan: frozenset[str]) -> bool:
    if was_deleted(sides, side, key):
        return True
    return says_alone(sides, side, key) and not (sides.base.is_alive(key) and fresh(sides, side, key) <= plan)


def _is_by_another_tool(sides: Sides, side: Side, key: Key, plan: frozenset[str]) -> bool:
    """Whether a side changed a row, added or deleted it, by no action of the program."""
    row = side.row(key)
    if row is None:
        return False
    by = [row.set_by[column] for column in fresh(sides, side, key) - plan]
    if row.life is not None and side.is_alive(key) is not sides.base.is_alive(key):
        by.append(row.life)
    return any(action.kind == OUTSIDE for action in by)


def _conflict(
    sides: Sides,
    closer: Side,
    other: Side,
    key: Key,
    records: Records,
    *,
    is_late: bool,
) -> Conflict:
    by_us, record = closer is sides.ours, as_record(key, other, sides.base)
    row = other.row(key)
    if row is not None and not row.alive and row.life is not None:
        change = said(None, DELETED, row.life)
    else:
        change = said(None, in_words(sides, other, key, key, records), last_of(sides, other, [key]))
    here, there = (HERE, COPY) if by_us else (COPY, HERE)
    words, month = record_words(record, records), period_label(month_of(record))
    how = (
        f"was closed {here}, and {there} it was changed after that"
        if is_late
        else f"is closed, and {there} it was changed with another tool, without a reason"
    )
    return Conflict(
        key=conflict_key("closed", key),
        kind="closed",
        table=key[0],
        record_id=key[1],
        record_words=words,
        label=month,
        sentence=f"{words}: {month} {how}: {change.words} ({by_whom(change)}).",
        ours=None if by_us else change,
        theirs=change if by_us else None,
        needs_reason=True,
    )


def versions(sides: Sides, final: Records) -> list[Entry]:
    """Return what is to be kept of records for months that a side closed, so that a merge leaves them as they were.

    What one side corrected with a reason is corrected in what the other keeps of those months too; what it added or
    deleted with a reason is there or not in those months as it is now.
    """
    wanted: dict[str, ClosedVersion] = {}
    for side, held in ((sides.ours, sides.our_records), (sides.theirs, sides.their_records)):
        last = closed_programmes(held)
        for key in sides.touched if last else ():
            kind = TYPE_BY_TABLE[key[0]]
            if not is_kept(kind):
                continue
            old, new = held.find(kind, key[1]), final.find(kind, key[1])
            if (old is None) != (new is None) and _is_corrected(sides, key, new):
                continue
            if old is not None:
                old = _as_corrected(
                    old, {column: new for column, (_, new) in _corrected(sides, side, key).items()}
                )
            if old == new or changed_keys(old, new) <= keys_that(kind, "unread"):
                continue
            for programme_id, period in last.items():
                version = _version(key, old, programme_id, period)
                other = wanted.get(version.id)
                if other is None or (version.content or "") < (other.content or ""):
                    wanted[version.id] = version
    kept = (
        {(item.record_id, item.programme_id, item.period) for item in final.all(ClosedVersion)}
        if wanted
        else set()
    )
    return [
        Entry(ClosedVersion.table, item.id, INSERT, _inserted(item))
        for _, item in sorted(wanted.items())
        if (item.record_id, item.programme_id, item.period) not in kept
    ] + list(_kept_corrected(sides, final))


def _kept_corrected(sides: Sides, final: Records) -> Iterator[Entry]:
    """Yield what puts right what is kept of closed months, where it shows what was corrected."""
    for key in sorted(sides.touched):
        kind = TYPE_BY_TABLE[key[0]]
        if not is_kept(kind):
            continue
        if final.find(kind, key[1]) is None and _is_corrected(sides, key, None):
            for version in final.of(ClosedVersion, "record_id", key[1]):
                yield Entry(ClosedVersion.table, version.id, DELETE)
            continue
        fixes = _corrected(sides, sides.ours, key) | _corrected(sides, sides.theirs, key)
        for version in final.of(ClosedVersion, "record_id", key[1]) if fixes else ():
            held = record_of(version)
            if held is None:
                continue
            shown = {column: new for column, (old, new) in fixes.items() if getattr(held, column) == old}
            content = content_of(_as_corrected(held, shown))
            if shown and content != version.content:
                yield Entry(ClosedVersion.table, version.id, UPDATE, {"content": (version.content, content)})


def _is_corrected(sides: Sides, key: Key, now: Record | None) -> bool:
    """Whether a record that is there, or is not, was added or deleted by a person with a reason: in closed months too.

    One that was deleted so and is kept after all was never corrected away.
    """
    row = sides.union.row(key)
    if row is None or row.life is None or (now is None and row.alive):
        return False
    return row.life.kind == "edit" and bool(row.life.reason)


def _corrected(sides: Sides, side: Side, key: Key) -> dict[str, tuple[Value, Value]]:
    """Return the fields of a record that the other side alone corrected with a reason: what they were, and are."""
    row, mine = sides.mended.row(key), side.row(key)
    found: dict[str, tuple[Value, Value]] = {}
    for column, action in row.set_by.items() if row is not None and row.alive else ():
        known = mine.set_by.get(column) if mine is not None else None
        if not action.reason or action.kind != "edit" or (known is not None and known.id == action.id):
            continue
        for entry in action.entries:
            if (entry.table, entry.row_id, entry.operation) == (*key, UPDATE) and column in entry.changes:
                found[column] = entry.changes[column]
    return found


def _as_corrected(record: Record, fixes: Mapping[str, Value]) -> Record:
    return structs.replace(record, **cast("Any", fixes)) if fixes else record


def _version(key: Key, record: Record | None, programme_id: str, period: str) -> ClosedVersion:
    """Return what is kept of a record, under an id that any copy gives it."""
    return ClosedVersion(
        id=made_id("closed", *key, programme_id, period),
        programme_id=programme_id,
        period=period,
        record_table=key[0],
        record_id=key[1],
        content=content_of(record),
    )


def _inserted(record: Record) -> dict[str, tuple[Value, Value]]:
    values: Mapping[str, Value] = {field.key: getattr(record, field.key) for field in fields_of(type(record))}
    return {key: (None, value) for key, value in values.items() if value is not None}


def made_id(*parts: str) -> str:
    """Return an id that is the same wherever it is made of the same parts; of the form that any id has (UUID 8)."""
    digits = sha256("\n".join(parts).encode()).hexdigest()[:32]
    text = f"{digits[:12]}8{digits[13:16]}8{digits[17:]}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

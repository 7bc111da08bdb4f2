"""The rules that two sides keep each by itself and break together, such as movements beyond a shortfall."""

from collections.abc import Iterator

from asc_desktop.domain.checks.checker import Problem, problems
from asc_desktop.domain.merging.conflicts import Conflict, Said
from asc_desktop.domain.merging.fold import Key
from asc_desktop.domain.merging.shape import PLACE, is_silent
from asc_desktop.domain.merging.sides import Side, Sides
from asc_desktop.domain.merging.telling import conflict_key, fresh, in_words, last_of, says_alone
from asc_desktop.domain.merging.words import label_of, record_words, said
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import TYPE_BY_TABLE


def find_broken(sides: Sides) -> Iterator[Conflict]:
    """Yield each rule that the union breaks and neither side does, at the record that breaks it."""
    for key in sorted(sides.touched, key=lambda key: (PLACE[key[0]], key[1])):
        record = None if is_silent(key[0]) else sides.records.find(TYPE_BY_TABLE[key[0]], key[1])
        if record is None:
            continue
        found = problems(record, sides.records, is_cleaned=True)
        if not found:
            continue
        known = _broken(key, sides.our_records) | _broken(key, sides.their_records)
        yield from (_conflict(sides, key, record, item) for item in found if item.key not in known)


def _broken(key: Key, records: Records) -> set[str]:
    record = records.find(TYPE_BY_TABLE[key[0]], key[1])
    return {item.key for item in problems(record, records, is_cleaned=True)} if record is not None else set()


def _conflict(sides: Sides, key: Key, record: Record, problem: Problem) -> Conflict:
    words = record_words(record, sides.records)
    return Conflict(
        key=conflict_key("over", key, problem.key),
        kind="over",
        table=key[0],
        record_id=key[1],
        field=problem.key,
        record_words=words,
        label=label_of(record, problem.key, sides.records),
        sentence=f"{words}: {problem.sentence} Each side keeps this rule; both together do not.",
        ours=_said(sides, sides.ours, key, sides.our_records),
        theirs=_said(sides, sides.theirs, key, sides.their_records),
        may_be_left=True,
    )


def _said(sides: Sides, side: Side, key: Key, records: Records) -> Said | None:
    if not (says_alone(sides, side, key) or fresh(sides, side, key)):
        return None
    return said(None, in_words(sides, side, key, key, records), last_of(sides, side, [key]))

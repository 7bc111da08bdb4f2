"""What is wrong with the fields of a record, each by its own description, and with what a file keeps of them."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from msgspec.structs import replace

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Field, FieldError, Kind, Problem, Record, fields_of
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE
from asc_desktop.domain.report.closed_months import record_of

R = TypeVar("R", bound=Record)

_READ_ANYHOW = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.DECIMAL})
"""Kinds whose value means the same when it is not written as we write it."""


def read_fields(record: R, records: Records) -> tuple[R, list[Problem]]:
    """Return a new or edited record with each value as its field keeps it, and what is wrong with them."""
    found: list[Problem] = []
    changed: dict[str, Any] = {}
    for field in fields_of(type(record)):
        value = getattr(record, field.key)
        try:
            kept = field.check(value)
        except FieldError as error:
            found.append(Problem(field.key, error.sentence))
            continue
        if kept != value or type(kept) is not type(value):
            changed[field.key] = kept
    found += dangling_references(record, records)
    return replace(record, **changed) if changed else record, found


def dangling_references(record: Record, records: Records) -> Iterator[Problem]:
    """Yield a problem for each reference of a record that names what is not there."""
    for field in _references(type(record)):
        value = getattr(record, field.key)
        if value and not _exists(field, str(value), record, records):
            yield Problem(field.key, _dangling(field))


def stored_problems(records: Records) -> list[tuple[Record, Problem]]:
    """Return what is wrong with the fields of kept records, where they may also be written otherwise than we do."""
    return [found for kind in RECORD_TYPES for found in _of_type(records.all(kind), kind, records)]


def unusable(records: Records) -> list[tuple[Record, Problem]]:
    """Return those of ``stored_problems`` that leave a record unusable: a text not cleaned is only untidy."""
    found = [
        (record, problem)
        for record, problem in stored_problems(records)
        if problem.sentence != _untidy(_field(record, problem))
        or _field(record, problem).kind not in _READ_ANYHOW
    ]
    unreadable = Problem("content", "What it was cannot be read.")
    return found + [
        (version, unreadable)
        for version in records.all(ClosedVersion)
        if version.content and record_of(version) is None
    ]


@cache
def _references(kind: type[Record]) -> tuple[Field, ...]:
    return tuple(field for field in fields_of(kind) if field.kind is Kind.REFERENCE)


def _of_type(
    rows: Iterable[Record], kind: type[Record], records: Records
) -> Iterator[tuple[Record, Problem]]:
    rows = list(rows)
    for field in fields_of(kind):
        held = attrgetter(field.key)
        targets = (
            {row.id for row in records.all(TYPE_BY_TABLE[field.to])} if field.to else frozenset[object]()
        )
        # The same few values stand in many thousand rows.
        good: dict[type, set[object]] = {str: set(), int: set(), type(None): set()}
        for row in rows:
            value = held(row)
            kept = good.get(type(value))
            if kept is not None and value in kept:
                continue
            sentence = _stored_fault(field, value, targets) if kept is not None else _neither(field)
            if sentence:
                yield row, Problem(field.key, sentence)
            elif kept is not None:
                kept.add(value)


def _stored_fault(field: Field, value: str | int | None, targets: Collection[object]) -> str:
    try:
        kept = field.check(value)
    except FieldError as error:
        return error.sentence
    if field.kind is Kind.REFERENCE and value and value not in targets:
        return _dangling(field)
    return "" if kept == value else _untidy(field)


def _field(record: Record, problem: Problem) -> Field:
    return next(field for field in fields_of(type(record)) if field.key == problem.key)


def _neither(field: Field) -> str:
    return f"{field.label} is neither text nor a whole number."


def _untidy(field: Field) -> str:
    return f"{field.label} is not written as the program writes it."


def _dangling(field: Field) -> str:
    return f"{field.label} names a {TYPE_BY_TABLE[field.to].noun} that does not exist."


def _exists(field: Field, record_id: str, record: Record, records: Records) -> bool:
    own = field.to == record.table and record_id == record.id
    return own or records.find(TYPE_BY_TABLE[field.to], record_id) is not None

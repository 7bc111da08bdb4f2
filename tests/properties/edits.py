"""Random edits of a session, sound and unsound: any field of any record, new records, removals, undo and redo."""

from collections.abc import Callable
from random import Random
from typing import Any, cast

from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Portfolio, Programme
from asc_desktop.domain.records.exchange import MergedCopy
from asc_desktop.domain.records.fields import Field, Kind, Record, Value, fields_of
from asc_desktop.domain.records.office import ExemptMark, Snapshot
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE
from asc_desktop.services.editing import dependents
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.session import Session

PERIODS = ("2024-03", "2024-04", "2024-05", "2024-06", "2024-07", "2024-08")
DAYS = ("2024-03-31", "2024-04-20", "2024-05-31", "2024-06-01", "2024-06-30", "2024-07-15", "2025-01-10")
EDITED = tuple(
    kind for kind in RECORD_TYPES if kind not in {Snapshot, MergedCopy} and kind.table != "closed_version"
)
"""What a person changes."""

DONE, REFUSED, ASKED, NOTHING = "done", "refused", "asked for a reason", "nothing to do"


def random_edit(rng: Random, session: Session, reason: str | None = None) -> str:
    """Make one edit through the session, and return what came of it."""
    change = rng.choices([_change, _add, _remove, _mixed, _undo, _redo], [10, 5, 2, 2, 2, 1])[0]
    try:
        return change(rng, session, reason)
    except EditRefused:
        return REFUSED
    except ClosedPeriodError:
        return ASKED


def _change(rng: Random, session: Session, reason: str | None) -> str:
    record = _some_record(rng, session)
    if record is None:
        return NOTHING
    with session.edit(f"Change {record.noun}", reason=reason) as edit:
        edit.put(_altered(rng, session, record))
    return DONE


def _add(rng: Random, session: Session, reason: str | None) -> str:
    record = _new_record(rng, session)
    with session.edit(f"Add {record.noun}", reason=reason) as edit:
        edit.put(record)
    return DONE


def _remove(rng: Random, session: Session, reason: str | None) -> str:
    record = _some_record(rng, session)
    if record is None or isinstance(record, Portfolio | Programme):
        return NOTHING
    with session.edit(f"Delete {record.noun}", reason=reason) as edit:
        edit.delete(*(dependents(session, [record]) if rng.random() < 0.7 else [record]))
    return DONE


def _mixed(rng: Random, session: Session, reason: str | None) -> str:
    """Join several edits into one, as a paste does."""
    with session.together("Paste", reason=reason):
        for _ in range(rng.randint(1, 4)):
            rng.choice([_change, _add])(rng, session, None)
    return DONE


def _undo(rng: Random, session: Session, reason: str | None) -> str:
    return DONE if session.undo() else NOTHING


def _redo(rng: Random, session: Session, reason: str | None) -> str:
    return DONE if session.redo() else NOTHING


def _some_record(rng: Random, session: Session) -> Record | None:
    kinds = [kind for kind in EDITED if session.records.all(kind)]
    return (
        rng.choice(sorted(session.records.all(rng.choice(kinds)), key=lambda item: item.id))
        if kinds
        else None
    )


def _altered(rng: Random, session: Session, record: Record) -> Record:
    fields = rng.sample(
        fields_of(type(record)), k=min(rng.choice([1, 1, 1, 2, 3]), len(fields_of(type(record))))
    )
    return replace(
        record, **cast("Any", {field.key: _value(rng, session, record, field) for field in fields})
    )


def _new_record(rng: Random, session: Session) -> Record:
    kind = rng.choice([kind for kind in EDITED if kind is not Portfolio])
    found: Any = kind
    fields = fields_of(kind)
    blank: Record = found(
        id=session.new_id(), **{field.key: 2024 for field in fields if field.kind is Kind.YEAR}
    )
    values = {
        field.key: _value(rng, session, blank, field)
        for field in fields
        if field.required or field.kind is Kind.REFERENCE or rng.random() < 0.6
    }
    if kind.names_by_id:
        table = rng.choice(
            [
                other.table
                for other in RECORD_TYPES
                if _may_be_named(kind, other) and session.records.all(other)
            ]
        )
        marked = rng.choice(sorted(item.id for item in session.records.all(TYPE_BY_TABLE[table])))
        values |= {"record_table": table, "record_id": marked}
    return replace(blank, **cast("Any", values))


def _value(rng: Random, session: Session, record: Record, field: Field) -> Value:
    if not (field.required or field.hidden) and field.kind is not Kind.FLAG and rng.random() < 0.2:
        return None
    if record.names_by_id and field.key in {"record_table", "record_id"}:
        return cast("Value", getattr(record, field.key))
    return _VALUES[field.kind](rng, session, field)


def _may_be_named(by: type[Record], other: type[Record]) -> bool:
    """Whether a record that names another by id alone may be about one of a type."""
    if by is ExemptMark:
        return other.markable
    return other.takes_own_fields


def _of_reference(rng: Random, session: Session, field: Field) -> Value:
    held = sorted(item.id for item in session.records.all(TYPE_BY_TABLE[field.to]))
    return rng.choice(held) if held else None


def _of_integer(rng: Random, session: Session, field: Field) -> Value:
    low, high = field.low or 0, field.high if field.high is not None else 9
    return rng.randint(low, min(high, low + 30))


_VALUES: dict[Kind, Callable[[Random, Session, Field], Value]] = {
    Kind.TEXT: lambda rng, _, field: f"w{rng.randrange(60)}"[: field.limit or None],
    Kind.LONG_TEXT: lambda rng, _, field: f"words {rng.randrange(60)}",
    Kind.MONEY: lambda rng, _, field: rng.choice([0, 1, 50, 100, rng.randrange(300)]),
    Kind.DATE: lambda rng, _, field: rng.choice(DAYS),
    Kind.PERIOD: lambda rng, _, field: rng.choice(PERIODS),
    Kind.YEAR: lambda rng, _, field: rng.choice((2023, 2024, 2025)),
    Kind.YEARS: lambda rng, _, field: rng.choice(("2024", "2024,2025")),
    Kind.INTEGER: _of_integer,
    Kind.DECIMAL: lambda rng, _, field: rng.choice(("0", "1", "2", "42", "78.5", "100")),
    Kind.FLAG: lambda rng, _, field: rng.randint(0, 1),
    Kind.CHOICE: lambda rng, _, field: rng.choice(field.choices)[0],
    Kind.REFERENCE: _of_reference,
}  # fmt: skip

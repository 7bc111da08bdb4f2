"""What one side alone did to a row, and in what words it is told."""

from asc_desktop.domain.merging.actions import Action
from asc_desktop.domain.merging.fold import Key, Row
from asc_desktop.domain.merging.shape import told
from asc_desktop.domain.merging.sides import Side, Sides
from asc_desktop.domain.merging.words import in_line, label_of, record_of, value_words
from asc_desktop.domain.records.council import OwnValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Kind, Record, field_of, fields_of
from asc_desktop.domain.words import listed, one, shortened

HERE, COPY = "here", "in the copy"
DELETED = "Deleted"
"""The words of the side that deleted something."""


def conflict_key(kind: str, key: Key, field: str = "") -> str:
    """Return the key of a conflict."""
    return ":".join(filter(None, (kind, *key, field)))


def fresh(sides: Sides, side: Side, key: Key) -> set[str]:
    """Return the columns that a person is told of and that a side alone wrote in a row that it has."""
    row, before = side.row(key), sides.base.row(key)
    if row is None or not side.is_alive(key):
        return set()
    old = before.set_by if before is not None else {}
    shown = told(key[0])
    return {column for column, by in row.set_by.items() if column in shown and old.get(column) is not by}


def says_alone(sides: Sides, side: Side, key: Key) -> bool:
    """Whether a side alone wrote in a row that it has, or added it."""
    row = side.row(key)
    is_new = row is not None and row.alive and not sides.base.is_alive(key)
    return is_new or bool(fresh(sides, side, key))


def was_deleted(sides: Sides, gone: Side, key: Key) -> bool:
    """Whether a side alone deleted a row, be it once more."""
    if gone.is_alive(key):
        return False
    row, before = gone.row(key), sides.base.row(key)
    return (
        row is not None and before is not None and (sides.base.is_alive(key) or row.life is not before.life)
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
    if isinstance(record, OwnValue):
        return f"{label_of(record, 'value', records)} became {value_words(record, 'value', record.value, records)}"
    if not sides.base.is_alive(key):
        named = shortened(record.own_words(records)) or record.noun
        return f"{one(record.noun)} was added ({', '.join([named, *_amounts(record, records)])})"
    of = "" if key == root else f" of the {record.noun} {shortened(record.own_words(records))}"
    changes = [
        f"{in_line(label_of(record, column, records))}{of} became {_quoted(record, column, records)}"
        for column in columns
    ]
    return listed(changes) or "it is still there"


def _amounts(record: Record, records: Records) -> list[str]:
    """Return the amount that a record is of, in words, where it is of one."""
    amounts = [field for field in fields_of(type(record)) if field.kind is Kind.MONEY]
    values = [getattr(record, field.key) for field in amounts]
    if len(amounts) != 1 or values[0] is None:
        return []
    return [value_words(record, amounts[0].key, values[0], records)]


def _quoted(record: Record, column: str, records: Records) -> str:
    """Return the value of a column in words: a text apart from what is said of it."""
    value = getattr(record, column)
    words = value_words(record, column, value, records)
    return f"“{words}”" if value and field_of(type(record), column).kind is Kind.LONG_TEXT else words

"""What is wrong with a council's own field, with a value in one, and with what says where a record was read from."""

from collections.abc import Callable, Iterator
from typing import Any

from asc_desktop.domain.records.council import Origin, OwnField, OwnValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Problem, Record, fields_of
from asc_desktop.domain.records.own import as_field, choices_of, reads
from asc_desktop.domain.records.own import words as value_words
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import number_of


def own_field_problems(record: OwnField, records: Records) -> Iterator[Problem]:
    """Yield problems with a field: a label that is taken, no choices, or values that it could not hold any more."""
    kind = TYPE_BY_TABLE[record.record_table]
    label = record.label.casefold()
    taken = next((field.label for field in fields_of(kind) if field.label.casefold() == label), "")
    if taken:
        yield Problem("label", f"Every {kind.noun} has a field called {taken} already. Choose another name.")
    for other in records.of(OwnField, "record_table", record.record_table):
        if other.id != record.id and other.label.casefold() == label and other.label != record.label:
            yield Problem("label", f"There is already a field called {other.label}. Choose another name.")
    if record.kind == "choice" and not choices_of(record):
        yield Problem("choices", "A choice needs something to choose from. Write one choice a line.")
    elsewhere = False
    unread: list[str] = []
    for value in records.of(OwnValue, "own_field_id", record.id):
        elsewhere = elsewhere or value.record_table != record.record_table
        if not reads(record, value.value):
            unread.append(value.value)
    if elsewhere:
        yield Problem(
            "record_table", "The field has values already, so it stays with the records that have them."
        )
    elif unread:
        key, why = (
            ("choices", "not among the choices") if record.kind == "choice" else ("kind", "of another kind")
        )
        count = number_of(len(unread), "value")
        verb = "is" if len(unread) == 1 else "are"
        yield Problem(
            key, f"The field has {count} that {verb} {why}, such as “{unread[0][:40]}”. Change them first."
        )


def own_value_problems(record: OwnValue, records: Records) -> Iterator[Problem]:
    """Yield a problem where the value is of a record that is gone or has no such field, or is none of its field."""
    yield from _names_nothing(record, records)
    own = records.find(OwnField, record.own_field_id)
    if own is None:
        return
    if own.record_table != record.record_table:
        kind = TYPE_BY_TABLE.get(record.record_table)
        noun = f"A {kind.noun}" if kind else "That"
        yield Problem(
            "own_field_id",
            f"{noun} has no field {own.label}: it is of {TYPE_BY_TABLE[own.record_table].plural}.",
        )
    elif not reads(own, record.value):
        yield Problem(
            "value", f"“{value_words(own, record.value)[:60]}” is no value of {as_field(own).label}."
        )


def origin_problems(record: Origin, records: Records) -> Iterator[Problem]:
    """Yield a problem where it tells of a record that is gone."""
    yield from _names_nothing(record, records)


def _names_nothing(record: OwnValue | Origin, records: Records) -> Iterator[Problem]:
    kind = TYPE_BY_TABLE.get(record.record_table)
    if kind is None:
        yield Problem("record_table", f"There are no records of the kind “{record.record_table}”.")
    elif records.find(kind, record.record_id) is None:
        yield Problem("record_id", f"It is of a {kind.noun} that is no longer there.")


RULES: dict[type[Record], Callable[[Any, Records], Iterator[Problem]]] = {
    OwnField: own_field_problems,
    OwnValue: own_value_problems,
    Origin: origin_problems,
}

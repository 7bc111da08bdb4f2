"""What the rules say of an import before it is made: each record held to them as all the records would then be.

What a rule refuses is taken back and said in the plan: a value where the record can do without it or keeps what it
had, else the record with all that cannot be without it. So the rest can be applied, and nothing else is refused then.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.importing.plan import Plan, PlannedRecord, PlannedRow, PlannedValue, State
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Field, FieldError, Record, Value, field_of, fields_of, given_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE

_TAKEN = frozenset({State.NEW, State.CHANGED})
_Refused = dict[str, dict[str, str]]
"""Why, by record and by field; an empty key is the whole record."""


class Proof:
    """What is left of an import once the rules are held, and what they refused: why, by record and field."""

    def __init__(self, puts: Sequence[Record], records: Records) -> None:
        """Hold records that are to be put to the rules, taking back what they refuse until nothing more is."""
        self._records = records
        self._puts = {record.id: record for record in puts}
        self.refused: _Refused = defaultdict(dict)
        self.gone: set[str] = set()
        """The records that are refused as a whole."""
        self._then = records.with_changes(_changes(self._puts.values()))
        waiting: Iterable[Record] = puts
        while waiting:
            taken = [self._held(record) for record in waiting if record.id in self._puts]
            changed = [record_id for touched in taken for record_id in touched]
            if changed:
                self._then = self._records.with_changes(_changes(self._puts.values()))
            # What was taken back may be what another rule stood on: everything is held again.
            waiting = list(self._puts.values()) if changed else ()

    @property
    def puts(self) -> tuple[Record, ...]:
        """The records that may be put."""
        return tuple(self._puts.values())

    def _held(self, record: Record) -> list[str]:
        """Return the ids of the records of which something was taken back for this one."""
        found = problems(record, self._then)
        if not found:
            return []
        old = self._records.find(type(record), record.id)
        fields = {field.key: field for field in fields_of(type(record))}
        back: dict[str, Any] = {}
        for problem in found:
            field = fields.get(problem.key)
            if field is None or not _can_go_back(record, old, field):
                return self._refuse(record, problem.key, problem.sentence)
            back[problem.key] = _without(record, old, field)
            self.refused[record.id][problem.key] = problem.sentence
        lesser = replace(record, **back)
        if lesser == old:
            del self._puts[record.id]
        else:
            self._puts[record.id] = lesser
        return [record.id]

    def _refuse(self, record: Record, key: str, sentence: str) -> list[str]:
        """Take a record back, with those that name it and cannot be without it, where it is new."""
        self.refused[record.id][key] = sentence
        self.gone.add(record.id)
        if self._puts.pop(record.id, None) is None:
            return []
        touched = [record.id]
        if self._records.find(type(record), record.id) is not None:
            return touched
        words = f"the {record.noun} that it belongs to is refused"
        for other, other_key in self._then.users_of(record):
            held = self._puts.get(other.id)
            if held is not None:
                touched += self._without_owner(held, field_of(type(held), other_key), words)
        return touched

    def _without_owner(self, record: Record, field: Field, words: str) -> list[str]:
        old = self._records.find(type(record), record.id)
        sentence = f"It is left out: {words}."
        if not _can_go_back(record, old, field):
            return self._refuse(record, "", sentence)
        self.refused[record.id][field.key] = sentence
        self._puts[record.id] = replace(record, **{field.key: _without(record, old, field)})
        return [record.id]


def prove(plan: Plan, puts: Sequence[Record], records: Records) -> tuple[Plan, tuple[Record, ...]]:
    """Return a plan with what the rules refuse, and what of its records may be put."""
    proof = Proof(puts, records)
    if not proof.refused:
        return plan, tuple(puts)
    rows = tuple(_told(row, proof) for row in plan.rows)
    return replace(plan, rows=rows), proof.puts


def _changes(puts: Iterable[Record]) -> Mapping[str, Mapping[str, Record | None]]:
    changes: dict[str, dict[str, Record | None]] = {}
    for record in puts:
        changes.setdefault(record.table, {})[record.id] = record
    return changes


def _can_go_back(record: Record, old: Record | None, field: Field) -> bool:
    """Whether a record can be kept with one of its values taken back, so that what is wrong is gone."""
    if old is not None:
        return bool(getattr(old, field.key) != getattr(record, field.key))
    if field.required:
        return False
    return bool(getattr(record, field.key) != _without(record, old, field))


def _without(record: Record, old: Record | None, field: Field) -> Value:
    """Return what a field holds once its value is taken back."""
    if old is not None:
        held: Value = getattr(old, field.key)
        return held
    try:
        return given_of(type(record)).get(field.key, field.check(None))
    except FieldError:
        return None


def _told(row: PlannedRow, proof: Proof) -> PlannedRow:
    """Return a row that says what of it the rules refuse."""
    if not any(record.record_id in proof.refused for record in row.records):
        return row
    records = tuple(_told_record(record, proof) for record in row.records)
    state, sentence = row.state, row.sentence
    if records[0].state is State.REFUSED and row.state is not State.REFUSED:
        state, sentence = State.REFUSED, sentence or records[0].sentence
    elif all(record.state in {State.SAME, State.REFUSED, State.LEFT_OUT} for record in records):
        state = State.REFUSED if row.state in _TAKEN else row.state
    return replace(row, records=records, state=state, sentence=sentence)


def _told_record(record: PlannedRecord, proof: Proof) -> PlannedRecord:
    why = proof.refused.get(record.record_id)
    if not why or record.state not in _TAKEN:
        return record
    values = tuple(_told_value(value, why) for value in record.values)
    is_gone = record.record_id in proof.gone or not any(value.state in _TAKEN for value in values)
    if is_gone:
        values = tuple(
            replace(value, state=State.REFUSED) if value.state in _TAKEN else value for value in values
        )
    keys = {value.key for value in values if value.sentence == why.get(value.key)}
    labels = {field.key: field.label for field in fields_of(TYPE_BY_TABLE[record.table])}
    # What no cell says, such as a value that was given to every row, is said of the record.
    beside = [
        f"{labels[key]}: {sentence}" if key in labels else sentence
        for key, sentence in why.items()
        if key not in keys
    ]
    return replace(
        record,
        values=values,
        sentence=" ".join(filter(None, [record.sentence, *beside])),
        state=State.REFUSED if is_gone else record.state,
    )


def _told_value(value: PlannedValue, why: Mapping[str, str]) -> PlannedValue:
    if value.key not in why or (value.state is State.REFUSED and value.sentence):
        return value
    return replace(value, state=State.REFUSED, sentence=why[value.key])

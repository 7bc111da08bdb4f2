"""What taking some answers of a form would do, as the plan of an import: records, cells, and what the rules refuse.

The record of a month that is not there yet is made once one of its answers is taken, or once its lead stands by the
sheet; what was left as it was sent is then in it so. Where an answer that it needs was refused, is not in the file or
is not decided, the record waits for that: last month's value would stand as this month's.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.forms.form import CONFIRMED, FormRow, Question
from asc_desktop.domain.forms.returned import Answer, AnswerState, Returned
from asc_desktop.domain.forms.standing import Standing
from asc_desktop.domain.importing.plan import Plan, PlannedRecord, PlannedRow, PlannedValue, State
from asc_desktop.domain.importing.planning.proving import prove
from asc_desktop.domain.records.assurance import Risk, RiskScore
from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record, Value, fields_of
from asc_desktop.domain.records.own import held_in, own_id, stored
from asc_desktop.domain.records.references import next_free, number_in
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import listed


class Taking(Struct, frozen=True):
    """What taking answers comes to. ``gone`` are own values that were emptied; ``refused`` says by code why not.

    ``waiting`` says of answers, by code too, for which others they wait before their record can be made, and
    ``wanted`` are the codes of those others.
    """

    plan: Plan
    gone: tuple[Record, ...] = ()
    refused: Mapping[str, str] = {}
    waiting: Mapping[str, str] = {}
    wanted: frozenset[str] = frozenset()


def take(
    returned: Returned, taken: Mapping[str, Value], records: Records, *, new_id: Callable[[], str]
) -> Taking:
    """Return what taking these values, by the codes of their questions, would do to the portfolio as it is now."""
    return _Taker(returned, taken, records, new_id).taking()


class _Taker:
    def __init__(
        self,
        returned: Returned,
        taken: Mapping[str, Value],
        records: Records,
        new_id: Callable[[], str],
    ) -> None:
        self._returned, self._form, self._taken, self._records = returned, returned.form, taken, records
        self._standing = Standing(returned.form, records)
        self._new_id = new_id
        self._puts: dict[str, Record] = {}
        self._gone: list[Record] = []
        self._rows: list[PlannedRow] = []
        self._codes: dict[tuple[str, str], str] = {}
        self._own_codes: dict[str, tuple[str, str]] = {}
        self._refused: dict[str, str] = {}
        self._waiting: dict[str, str] = {}
        self._wanted: set[str] = set()
        self._new_ids = {row.record_id: row for row in returned.form.rows if row.is_new}
        confirmed = {
            answer.project_id
            for answer in returned.answers
            if answer.key == CONFIRMED and taken.get(answer.code)
        }
        self._confirmed = returned.confirmed | confirmed

    def taking(self) -> Taking:
        for sheet in self._form.projects:
            if sheet.project_id in self._returned.projects:
                of_records: dict[tuple[str, str], list[FormRow]] = {}
                for row in sheet.rows:
                    if row.table:
                        of_records.setdefault((row.table, self._standing.record_id(row)), []).append(row)
                for (_, record_id), about in of_records.items():
                    self._take(record_id, about, is_confirmed=sheet.project_id in self._confirmed)
        plan, puts = prove(Plan(rows=tuple(self._rows)), tuple(self._puts.values()), self._records)
        self._tell_refused(plan)
        kept = {record.id for record in puts}
        for put_id, (code, label) in self._own_codes.items():
            if put_id not in kept and put_id in self._puts:
                self._refused.setdefault(code, f"{label} does not take this any more.")
        kept |= {put.record_id for put in puts if isinstance(put, OwnValue)}
        rows = tuple(
            row for row in plan.rows if row.state is State.REFUSED or row.records[0].record_id in kept
        )
        return Taking(
            replace(plan, rows=rows, puts=puts),
            tuple(self._gone),
            self._refused,
            self._waiting,
            frozenset(self._wanted),
        )

    # ------------------------------------------------------------------------------------------------ records

    def _take(self, record_id: str, rows: Sequence[FormRow], *, is_confirmed: bool) -> None:
        pairs = [
            (row, question, answer)
            for row in rows
            for question in row.asked
            if (answer := self._returned.by_code.get(question.code)) is not None
        ]
        held = self._standing.held(rows[0])
        values = [(row, question, answer) for row, question, answer in pairs if answer.code in self._taken]
        for row, question, answer in values:
            if own_id(question.key):
                self._take_own(record_id, row, question, answer)
        fields = [each for each in values if not own_id(each[1].key)]
        if held is not None:
            if fields:
                self._change(held, fields)
        elif fields or (is_confirmed and rows[0].given and not rows[0].is_new):
            self._make(record_id, rows, pairs)

    def _change(self, held: Record, fields: list[tuple[FormRow, Question, Answer]]) -> None:
        new = {question.key: self._taken[answer.code] for _, question, answer in fields}
        self._puts[held.id] = replace(held, **new)
        for row, question, answer in fields:
            self._tell(held.id, row, question, answer, State.CHANGED, getattr(held, question.key))

    def _make(
        self, record_id: str, rows: Sequence[FormRow], pairs: list[tuple[FormRow, Question, Answer]]
    ) -> None:
        kind = TYPE_BY_TABLE[rows[0].table]
        required = {field.key for field in fields_of(kind) if field.required}
        values: dict[str, Any] = {key: value for row in rows for key, value in row.given.items()}
        lacking = []
        filled = []
        for row, question, answer in pairs:
            value = self._value(answer)
            if value is not None:
                values[question.key] = value
                filled.append((row, question, answer))
            elif question.key in required:
                lacking.append(question.words)
                self._wanted.add(answer.code)
        owner = rows[0].owner_id
        if owner in self._new_ids and owner not in self._puts and self._records.with_id(owner) is None:
            lacking.append(f"the {TYPE_BY_TABLE[self._new_ids[owner].table].noun} that it belongs to")
        if lacking:
            why = f"It waits for {listed(lacking)}."
            self._waiting |= {answer.code: why for _, _, answer in pairs if answer.code in self._taken}
            return
        record = kind(**{"id": record_id, **values})
        if isinstance(record, Risk):
            record = replace(record, ref=self._next_reference(record.programme_id))
            score = RiskScore(
                id=self._new_id(),
                risk_id=record.id,
                period=self._form.period,
                likelihood=record.inherent_likelihood,
                impact=record.inherent_impact,
            )
            self._puts[record.id] = record
            self._puts[score.id] = score
        self._puts[record.id] = record
        for row, question, answer in filled:
            self._tell(record.id, row, question, answer, State.NEW, None, values[question.key])

    def _value(self, answer: Answer) -> Value:
        """Return what a record that is made has in a field: nothing where what came back is not decided."""
        if answer.code in self._taken:
            return self._taken[answer.code]
        return answer.new if answer.state is AnswerState.UNCHANGED else None

    def _next_reference(self, programme_id: str) -> str:
        held = (*self._records.of(Risk, "programme_id", programme_id), *self._puts.values())
        taken = [item.ref for item in held if isinstance(item, Risk)]
        return next_free(taken, max(filter(number_in, taken), key=number_in, default="R-00"))

    def _take_own(self, record_id: str, row: FormRow, question: Question, answer: Answer) -> None:
        own = self._records.find(OwnField, own_id(question.key))
        if own is None:
            self._refused[answer.code] = f"The field {question.label} was deleted since the form was sent."
            return
        new = self._taken[answer.code]
        held = held_in(self._records, own.id, record_id)
        if new is None:
            if held is not None:
                self._gone.append(held)
            return
        put = (
            replace(held, value=stored(new))
            if held is not None
            else OwnValue(
                id=self._new_id(),
                own_field_id=own.id,
                record_table=row.table,
                record_id=record_id,
                value=stored(new),
            )
        )
        self._puts[put.id] = put
        if put == held:
            return
        self._own_codes[put.id] = (answer.code, question.label)
        self._tell(record_id, row, question, answer, State.CHANGED if held else State.NEW, answer.now)

    # ------------------------------------------------------------------------------------------------ told

    def _tell(
        self,
        record_id: str,
        row: FormRow,
        question: Question,
        answer: Answer,
        state: State,
        old: Value,
        new: Value = None,
    ) -> None:
        own = own_id(question.key)
        key = f"own:{question.label}" if own else question.key
        self._codes[record_id, key] = answer.code
        value = PlannedValue(
            key=key,
            label=question.label,
            sheet=answer.sheet,
            cell=answer.cell.rpartition("!")[2],
            text=answer.text,
            typed=answer.text,
            old=old,
            new=self._taken.get(answer.code, new),
            state=state,
        )
        record = PlannedRecord(
            table=row.table,
            record_id=record_id,
            words=answer.record_words,
            state=state,
            values=(value,),
        )
        self._rows.append(
            PlannedRow(
                sheet=answer.sheet,
                line=answer.line,
                words=answer.record_words,
                state=state,
                records=(record,),
            )
        )

    def _tell_refused(self, plan: Plan) -> None:
        for row in plan.rows:
            for record in row.records:
                for value in record.values:
                    if value.state is State.REFUSED:
                        code = self._codes.get((record.record_id, value.key))
                        if code is not None:
                            self._refused.setdefault(code, value.sentence or record.sentence or row.sentence)

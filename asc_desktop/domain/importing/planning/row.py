"""What one row makes and changes: each of its records found or new, or refused and why.

A row's records are planned parents first, since a part of a record that is refused is refused too. What two rows say
of one record has to agree.
"""

from collections.abc import Mapping
from typing import Any, cast

from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.importing.mapping import TableMap
from asc_desktop.domain.importing.plan import PlannedRecord, PlannedRow, PlannedValue, State
from asc_desktop.domain.importing.planning.completing import MILESTONE_DATES, Aside, complete, in_force
from asc_desktop.domain.importing.planning.drafting import Drafts, blank, lacking
from asc_desktop.domain.importing.planning.identity import name_key
from asc_desktop.domain.importing.planning.names import CLOSES, RowRefused
from asc_desktop.domain.importing.planning.naming import MADE
from asc_desktop.domain.importing.planning.outcome import TAKEN, RowOutcome
from asc_desktop.domain.importing.planning.says import Says
from asc_desktop.domain.importing.planning.slots import Given, RowDraft, Slot
from asc_desktop.domain.records.assurance import Risk, RiskScore
from asc_desktop.domain.records.delivery import Milestone, Programme, Project, Theme
from asc_desktop.domain.records.fields import Field, Record, Value, field_of
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE

RANK = {kind.table: at for at, kind in enumerate(RECORD_TYPES)}
"""Parents before children."""
_RAISED = frozenset({"exception", "risk"})
"""Tables of what is raised in a month, with actions that have days."""


class RowPlanner(RowOutcome):
    """Plans one row of a table."""

    def __init__(
        self,
        draft: RowDraft,
        table_map: TableMap,
        drafts: Drafts,
        above: str = "",
        before: "RowPlanner | None" = None,
    ) -> None:
        """Take the row as read; ``above`` is the record of the row before it, ``before`` who planned it before."""
        super().__init__(draft, table_map, drafts, above)
        if before is not None:
            self.known = before.known
            self.made = [made for made in before.made if made.record_id in drafts.puts]
        self._records: list[PlannedRecord] = []
        self._main: PlannedRecord | None = None
        self.main_id = ""

    def plan(self) -> PlannedRow:
        """Return what becomes of the row."""
        draft = self._draft
        if draft.chosen_by in self._drafts.chosen.rows:
            return self._row(State.LEFT_OUT, "It is not ticked.")
        slots = sorted(draft.slots, key=lambda slot: (RANK.get(slot.table, 0), slot.number, slot.part))
        if not slots:
            return self._row(State.LEFT_OUT, "None of its columns fills anything.")
        if not any(slot.has_values or slot.has_refusals for slot in slots):
            return self._row(State.LEFT_OUT, "It is empty.")
        if all(slot.table != self._map.record for slot in slots):
            slots = sorted(
                [Slot(table=self._map.record, values={}, owns={}), *slots], key=lambda slot: RANK[slot.table]
            )
        for slot in slots:
            planned = self._slot(slot)
            if planned is not None:
                self._take(slot, planned)
        return self._finished()

    # ------------------------------------------------------------------------------------------------ the row

    def _take(self, slot: Slot, planned: PlannedRecord) -> None:
        if slot.table == self._map.record and self._main is None:
            self._main = planned
            self.main_id = planned.record_id if planned.state is not State.REFUSED else ""
        else:
            self._records.append(planned)

    def _finished(self) -> PlannedRow:
        if self._main is None or self._main.state is State.REFUSED:
            # What was made for a row that is not taken goes with it: the next row that needs it makes it.
            self.made = [made for made in reversed(self.made) if not self._drafts.unmake(made.record_id)][
                ::-1
            ]
        main = [self._main] if self._main is not None else []
        records = (*main, *self.made, *self._records)
        struck = "The row is struck through in the workbook." if self._draft.is_struck else ""
        if self._main is not None and self._main.state is State.REFUSED:
            said = (
                value.sentence
                for value in self._main.values
                if value.state is State.REFUSED and value.sentence
            )
            return self._row(State.REFUSED, self._main.sentence or next(said, struck), records)
        states = {record.state for record in records}
        if self._main is not None and self._main.state is State.NEW:
            state = State.NEW
        elif any(state in TAKEN for state in states):
            state = State.CHANGED
        elif State.REFUSED in states:
            state = State.REFUSED
        elif State.SAME in states:
            state = State.SAME
        else:
            state = State.LEFT_OUT
        return self._row(state, struck, records)

    def _row(self, state: State, sentence: str, records: tuple[PlannedRecord, ...] = ()) -> PlannedRow:
        draft = self._draft
        words = draft.words or (records[0].words if records else "")
        return PlannedRow(
            sheet=draft.sheet,
            line=draft.line,
            words=words,
            state=state,
            records=records,
            sentence=sentence,
            side=draft.side,
        )

    # ------------------------------------------------------------------------------------------------ a record

    def _slot(self, slot: Slot) -> PlannedRecord | None:  # noqa: PLR0911 - each way a record goes
        """Plan one record of the row; None where its cells say nothing that would make or change one."""
        kind = TYPE_BY_TABLE[slot.table]
        is_main = slot.table == self._map.record and not slot.part and self._main is None
        if not (is_main or slot.has_values or slot.has_refusals):
            return self._silent(kind, slot)
        facts, problems = self._facts(kind, slot)
        if kind is Theme and not is_main and "name" not in slot.values and facts.get("programme_id"):
            # The row names its programme alone: a theme of that one is found or made with its project.
            self._ids[Programme.table, 0] = str(facts["programme_id"])
            return None
        try:
            values = self._placed(kind, slot, facts)
            old, likely = self._found_before(kind, slot) or self._found(kind, slot, values)
        except RowRefused as refused:
            self._gone.add((slot.table, slot.number))
            return self._refusal(kind, slot, problems, refused)
        if slot.table in self._drafts.chosen.kinds:
            if old is not None:
                self._ids[slot.table, slot.number] = old.id
            else:
                self._gone.add((slot.table, slot.number))
            return self._left(kind, slot, old)
        if kind is RiskScore and old is None and (closed := self._closed_before(values)):
            self._gone.add((slot.table, slot.number))
            label = dates.period_label(closed)
            return replace(
                self._left(kind, slot, None),
                sentence=f"The risk was closed in {label}: it is scored no more.",
            )
        if old is None and kind is Milestone and not any(values.get(key) for key in MILESTONE_DATES):
            return self._undated(slot, values, problems)
        return self._kept(kind, slot, values, old, likely, facts, problems)

    def _found_before(
        self, kind: type[Record], slot: Slot
    ) -> tuple[Record, tuple[tuple[str, str], ...]] | None:
        """Return the record that the slot was of when the row was planned before, if it still is one."""
        record = self._drafts.working.find(kind, self.known.get(slot.place, ""))
        return (record, ()) if record is not None else None

    def _silent(self, kind: type[Record], slot: Slot) -> PlannedRecord | None:
        """Return a record of which the row says only that something is not known; it is neither made nor changed."""
        values = tuple(self._value(given, key, None, State.LEFT_OUT) for key, given in slot.cells())
        if not values:
            return None
        words = " ".join(dict.fromkeys(filter(None, (kind.noun.capitalize(), self._when(slot)))))
        return PlannedRecord(table=kind.table, record_id="", words=words, state=State.LEFT_OUT, values=values)

    def _closed_before(self, values: Mapping[str, Value]) -> str:
        """Return the month in which the risk of a score was closed, where a register still shows it months later."""
        risk = self._drafts.working.find(Risk, str(values.get("risk_id") or ""))
        closed = risk.closed_period if risk is not None else None
        return closed if closed and closed < str(values.get("period") or "") else ""

    def _left(self, kind: type[Record], slot: Slot, old: Record | None) -> PlannedRecord:
        values = tuple(self._value(given, key, old, State.LEFT_OUT) for key, given in slot.cells())
        words = old.words(self._drafts.working) if old is not None else kind.noun.capitalize()
        return PlannedRecord(
            table=kind.table,
            record_id=old.id if old is not None else "",
            words=words,
            state=State.LEFT_OUT,
            values=values,
            sentence=f"{kind.plural.capitalize()} are not ticked.",
        )

    def _undated(self, slot: Slot, values: Mapping[str, Value], problems: Mapping[str, str]) -> PlannedRecord:
        """Leave out a milestone that has no date yet; a date that cannot be read is refused by its cell."""
        self._gone.add((slot.table, slot.number))
        planned = tuple(
            self._value(
                given, key, None, State.REFUSED if key in problems else State.LEFT_OUT, problems.get(key, "")
            )
            for key, given in slot.cells()
        )
        return PlannedRecord(
            table=Milestone.table,
            record_id="",
            words=str(values.get("name") or "") or Milestone.noun.capitalize(),
            state=State.LEFT_OUT,
            values=planned,
            sentence="It has no date yet, and a milestone needs one: it is left out until it has.",
        )

    def _refusal(
        self, kind: type[Record], slot: Slot, problems: Mapping[str, str], refused: RowRefused
    ) -> PlannedRecord:
        if refused.ask is not None and refused.ask.table != kind.table:
            ask = refused.ask
            self._records.append(
                PlannedRecord(
                    table=ask.table,
                    record_id="",
                    words=ask.words,
                    state=State.REFUSED,
                    sentence=ask.sentence,
                    likely=ask.likely,
                )
            )
        values = tuple(
            self._value(given, key, None, State.REFUSED, problems.get(key, "")) for key, given in slot.cells()
        )
        return PlannedRecord(
            table=kind.table,
            record_id="",
            words=_named_by(slot, kind) or kind.noun.capitalize(),
            state=State.REFUSED,
            values=values,
            # One sentence is enough: what a cell says of itself is said there.
            sentence=refused.sentence if refused.sentence not in problems.values() else "",
            likely=refused.ask.likely if refused.ask is not None and refused.ask.table == kind.table else (),
        )

    def _when(self, slot: Slot) -> str:
        year = dates.year_label(slot.year) if slot.year else ""
        return year or (dates.period_label(slot.period) if slot.period else "")

    # ------------------------------------------------------------------------------------------------ what comes of it

    def _kept(
        self,
        kind: type[Record],
        slot: Slot,
        values: dict[str, Value],
        old: Record | None,
        likely: tuple[tuple[str, str], ...],
        facts: Mapping[str, Value],
        problems: dict[str, str],
    ) -> PlannedRecord:
        conflicts = self._conflicts(kind, slot, old, facts) if old is not None else {}
        problems |= conflicts
        for key in conflicts:
            values.pop(key, None)
        told: list[str] = []
        notes: dict[str, str] = {}
        if old is None:
            record, told, why = self._new(kind, slot, values, problems)
            if record is None:
                self._gone.add((slot.table, slot.number))
                return self._refusal(kind, slot, problems, RowRefused(why))
        else:
            if self._repeats(slot, old, conflicts) and not self._has_parts():
                self._gone.add((slot.table, slot.number))
                first = next(iter(conflicts.values()))
                sentence = f"An earlier row is of the same {kind.noun} and has a different value: {first}"
                return self._refusal(kind, slot, problems, RowRefused(sentence))
            self._drafts.met.add(old.id)
            for key in CLOSES:
                # What is closed already stays closed when it was, where the row only says that it is.
                if (slot.table, slot.number, key) in self._only_closed and getattr(old, key, None):
                    values.pop(key, None)
            changed, notes = self._changed(
                kind, old, {key: values[key] for key in facts if key in values}, problems
            )
            record = replace(old, **cast("Any", changed)) if changed else old
        # A new record is met too: a later row of another kind is another line, and not of this one.
        self._drafts.met.add(record.id)
        self.known[slot.place] = record.id
        self._ids[slot.table, slot.number] = record.id
        if not slot.number:
            self._ids.setdefault((slot.table, 0), record.id)
        was = self._drafts.records.find(kind, record.id)
        place = (*self._draft.place, slot.part)
        if old is None:
            self._drafts.begun[record.id] = (place, tuple(told), likely)
        elif was is None and record.id in self._drafts.begun and self._drafts.begun[record.id][0] == place:
            # The row is planned again.
            _, before, likely = self._drafts.begun[record.id]
            told = list(before)
        self._drafts.put(record)
        self._remember(slot, record, facts, problems)
        owns = tuple(self._own_values(record, slot))
        planned = tuple(
            self._outcome(given, key, was, record, problems.get(key, ""), notes.get(key, ""))
            for key, given in slot.values.items()
        )
        return self._planned(kind, record, was, (*planned, *owns), told, likely)

    def _planned(
        self,
        kind: type[Record],
        record: Record,
        was: Record | None,
        values: tuple[PlannedValue, ...],
        told: list[str],
        likely: tuple[tuple[str, str], ...],
    ) -> PlannedRecord:
        if was is None:
            state = State.NEW
        elif any(value.state in TAKEN for value in values):
            state = State.CHANGED
        else:
            state = State.SAME
        period = self._drafts.closed_month(record) if state is not State.SAME else ""
        if period:
            told = [
                *told,
                f"{dates.period_label(period)} is closed: this is a correction, and needs a reason.",
            ]
        return PlannedRecord(
            table=kind.table,
            record_id=record.id,
            words=record.words(self._drafts.working),
            state=state,
            values=values,
            sentence=" ".join(told),
            likely=likely,
        )

    def _new(
        self, kind: type[Record], slot: Slot, values: dict[str, Value], problems: Mapping[str, str]
    ) -> tuple[Record | None, list[str], str]:
        """Return a new record and what is told of it; or None, and why it cannot be made."""
        for key, sentence in problems.items():
            if key in kind.__annotations__ and field_of(kind, key).required:
                return None, [], sentence
        carried = in_force(kind, values, self._drafts) if kind.in_months == "reported" else {}
        values = carried | values
        if kind is Project and not values.get("theme_id"):
            values["theme_id"] = self._theme(self._programme_id(values))
        more, told = complete(kind, values, self._drafts, self._aside(slot))
        forecast = slot.values.get("forecast_pence")
        if forecast is not None and forecast.read.says is Says.UNKNOWN and more.get("forecast_pence") == 0:
            told.append(
                "The forecast is not known yet, and a month’s report needs one: £0 is taken, look at it."
            )
        record_id = self._drafts.id_of((*self._draft.place, *slot.place))
        record = blank(kind, record_id, values | more)
        if missing := [*lacking(record), *_unsaid_cost(kind, values)]:
            labels = ", ".join(field.label for field in missing)
            return (
                None,
                told,
                f"{labels} {'is' if len(missing) == 1 else 'are'} needed, and the row does not say.",
            )
        return record, told, ""

    def _aside(self, slot: Slot) -> Aside:
        if slot.table not in _RAISED:
            return Aside()
        days = tuple(
            str(given.read.new)
            for other in self._draft.slots
            if other.table in {"mitigation", "risk_action"}
            for key, given in other.values.items()
            if key in {"due_date", "done_date"} and given.read.says is Says.VALUE
        )
        periods = tuple(
            str(other.period) for other in self._draft.slots if other.table == "risk_score" and other.period
        )
        none: dict[str, Given] = {}
        score = next((other.values for other in self._draft.slots if other.table == "risk_score"), none)
        held = tuple(
            score[key].read.new if key in score and score[key].read.says is Says.VALUE else None
            for key in ("likelihood", "impact")
        )
        return Aside(days, periods, cast("tuple[Value, Value]", held))

    def _has_parts(self) -> bool:
        """Whether the row has parts of its own beside what it is of: another line or step of the same project."""
        return any(
            slot.table != self._map.record
            and not slot.part
            and name_key(TYPE_BY_TABLE[slot.table]) in slot.values
            and slot.table not in MADE
            for slot in self._draft.slots
        )


def _unsaid_cost(kind: type[Record], values: Mapping[str, Value]) -> list[Field]:
    """Return the amount of a cost of which the row says none: a cost of nothing is no guess to be made."""
    is_unsaid = kind.table == "project_cost" and values.get("amount_pence") is None
    return [field_of(kind, "amount_pence")] if is_unsaid else []


def _named_by(slot: Slot, kind: type[Record]) -> str:
    texts = [slot.values[key].read.text for key in ("ref", name_key(kind)) if key in slot.values]
    return " ".join(" ".join(texts).split())[:80]

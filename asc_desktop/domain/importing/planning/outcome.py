"""What comes of a row's values beside those that are stored, and what two rows say of one record."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.importing.plan import PlannedValue, State
from asc_desktop.domain.importing.planning.identity import name_key
from asc_desktop.domain.importing.planning.match import RowMatch
from asc_desktop.domain.importing.planning.names import CLOSES
from asc_desktop.domain.importing.planning.says import Says
from asc_desktop.domain.importing.planning.slots import Given, Slot
from asc_desktop.domain.importing.states import says_closed
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.records import own as own_fields
from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.delivery import Project, SavingsTarget, TargetChange
from asc_desktop.domain.records.fields import FieldError, Record, Value, field_of
from asc_desktop.domain.rules.position import approved_target

TAKEN = (State.NEW, State.CHANGED)


class RowOutcome(RowMatch):
    """A row whose values are held against what is stored and what earlier rows have said."""

    # ------------------------------------------------------------------------------------------------ what changes

    def _changed(
        self, kind: type[Record], old: Record, values: Mapping[str, Value], problems: dict[str, str]
    ) -> tuple[dict[str, Value], dict[str, str]]:
        """Return the fields that change, with what is to be said of some."""
        changed: dict[str, Value] = {}
        notes: dict[str, str] = {}
        names = {"ref", name_key(kind)}
        for key, value in values.items():
            held = getattr(old, key)
            if value == held or (key in names and known_as(str(value or "")) == known_as(str(held or ""))):
                continue
            changed[key] = value
        if (
            isinstance(old, SavingsTarget)
            and "target_pence" in changed
            and self._drafts.records.find(SavingsTarget, old.id)
        ):
            self._target(old, changed, problems, notes)
        if (
            isinstance(old, Project)
            and "theme_id" in changed
            and "workstream_id" not in changed
            and old.workstream_id
        ):
            # A workstream belongs to one theme.
            changed["workstream_id"] = None
        return changed, notes

    def _target(
        self, old: SavingsTarget, changed: dict[str, Value], problems: dict[str, str], notes: dict[str, str]
    ) -> None:
        """Keep a first approved target where the workbook has it with what was approved since."""
        working = self._drafts.working
        now = approved_target(working, old.line_id, old.year)
        if now == old.target_pence and not any(
            item.year == old.year for item in working.of(TargetChange, "line_id", old.line_id)
        ):
            notes["target_pence"] = (
                "This puts another first approved target in its place, and no change request."
            )
            return
        if changed.pop("target_pence") == now:
            notes["target_pence"] = (
                f"It is the first target of {format_pounds(old.target_pence)} with the changes approved since."
            )
            return
        problems["target_pence"] = (
            f"The approved target is {format_pounds(now)} after changes. It changes through a change request."
        )

    # ------------------------------------------------------------------------------------------------ said before

    def _conflicts(
        self, kind: type[Record], slot: Slot, old: Record, facts: Mapping[str, Value]
    ) -> dict[str, str]:
        """Return why some of what the row says cannot be taken: another cell has said otherwise of the same record."""
        found: dict[str, str] = {}
        for key in slot.values:
            if key not in facts or (old.id, key) not in self._drafts.said:
                continue
            said, where = self._drafts.said[old.id, key]
            words = (
                (known_as(said), known_as(str(facts[key]))) if isinstance(said, str) else (said, facts[key])
            )
            if words[0] != words[1]:
                label = field_of(kind, key).label
                found[key] = (
                    f"{where} has a different value for the same {kind.noun}’s {label}, and was taken."
                )
        return found

    def _repeats(self, slot: Slot, old: Record, conflicts: Mapping[str, str]) -> bool:
        """Whether an earlier row of the same sheet is of the same record and says otherwise."""
        here = f"{self._draft.sheet}!"
        return slot.table == self._map.record and any(
            self._drafts.said[old.id, key][1].startswith(here) for key in conflicts
        )

    def _remember(
        self, slot: Slot, record: Record, facts: Mapping[str, Value], problems: Mapping[str, str]
    ) -> None:
        for key, given in slot.values.items():
            if key in facts and key not in problems:
                where = f"{self._draft.sheet}!{given.cell}" if given.cell else self._draft.sheet
                self._drafts.said.setdefault((record.id, key), (facts[key], where))

    # ------------------------------------------------------------------------------------------------ values

    def _own_values(self, record: Record, slot: Slot) -> Iterator[PlannedValue]:
        """Plan what the record holds in fields of the council's own."""
        for label, given in slot.owns.items():
            own = self._drafts.own(slot.table, label)
            group = ("record_id", "own_field_id")
            ids = {"record_id": record.id, "own_field_id": own.id}
            found = self._drafts.index.find(OwnValue, group, ids)
            held = self._drafts.working.find(OwnValue, found[0]) if found else None
            old = _own_read(own, held.value) if held is not None else None
            key = f"own:{own.label}"
            if given.read.says is not Says.VALUE:
                state = State.REFUSED if given.read.says is Says.REFUSED else State.LEFT_OUT
                yield replace(self._value(given, key, None, state), old=old)
                continue
            text = own_fields.stored(given.read.new)
            said = self._drafts.said.setdefault((record.id, key), (text, f"{self._draft.sheet}!{given.cell}"))
            if said[0] != text:
                sentence = f"{said[1]} has a different value for the same {record.noun}’s {own.label}, and was taken."
                yield replace(self._value(given, key, None, State.REFUSED, sentence), old=old)
                continue
            was = self._drafts.records.find(OwnValue, held.id) if held is not None else None
            if held is None or held.value != text:
                if self._drafts.working.find(OwnField, own.id) is None:
                    self._drafts.put(own)
                    self._drafts.made[own.id] = None
                self._drafts.put(
                    replace(held, value=text)
                    if held is not None
                    else OwnValue(
                        id=self._drafts.id_of((record.id, own.id)),
                        own_field_id=own.id,
                        record_table=record.table,
                        record_id=record.id,
                        value=text,
                    )
                )
            state = (
                State.SAME
                if was is not None and was.value == text
                else State.NEW
                if was is None
                else State.CHANGED
            )
            yield replace(self._value(given, key, None, state), old=old if was is not None else None)

    def _outcome(
        self, given: Given, key: str, was: Record | None, record: Record, problem: str, note: str
    ) -> PlannedValue:
        if problem:
            return self._value(given, key, was, State.REFUSED, problem)
        new: Value = getattr(record, key)
        if key in CLOSES and given.read.says in {Says.NOTHING, Says.REFUSED}:
            given = replace(given, read=replace(given.read, sentence=_of_closing(given, new)))
        if given.read.says is not Says.VALUE and new == (getattr(was, key) if was else None):
            return self._value(given, key, was, State.LEFT_OUT)
        kept = State.SAME if was is not None and getattr(was, key) == new else State.CHANGED
        state = State.NEW if was is None else kept
        return replace(self._value(given, key, was, state, note), new=new)

    def _value(
        self, given: Given, key: str, was: Record | None, state: State, sentence: str = ""
    ) -> PlannedValue:
        old: Value = getattr(was, key) if was is not None and not key.startswith("own:") else None
        read = given.read
        return PlannedValue(
            key=key,
            label=given.field.label,
            sheet=self._draft.sheet,
            cell=given.cell,
            text=read.text,
            typed=read.typed,
            old=old,
            new=read.new if state in TAKEN or state is State.SAME else old,
            state=State.REFUSED if read.says is Says.REFUSED and state is State.LEFT_OUT else state,
            sentence=" ".join(filter(None, (read.sentence, sentence if sentence != read.sentence else ""))),
        )


def _own_read(own: OwnField, text: str) -> Value:
    try:
        return own_fields.read(own, text)
    except FieldError:
        return text


def _of_closing(given: Given, stored: Value) -> str:
    """Return what is to be said of a cell that says whether its record is closed, and not when."""
    text, read = given.read.text.strip(), given.read
    if read.says is Says.NOTHING:
        return read.sentence if stored is not None else ""
    if stored is None or not says_closed(text):
        return read.sentence
    label = (
        dates.date_label(str(stored))
        if given.field.key == "resolved_date"
        else dates.period_label(str(stored))
    )
    return f"“{text}” does not say when: it is {label}."

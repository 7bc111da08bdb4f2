"""Where a row's record belongs: its owner, its year and its month, said by the row or following from what it says."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from asc_desktop.domain import dates
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.plan import owner_gone
from asc_desktop.domain.importing.planning.completing import Aside, complete
from asc_desktop.domain.importing.planning.drafting import blank
from asc_desktop.domain.importing.planning.identity import groups_of
from asc_desktop.domain.importing.planning.names import Ask, RowNames, RowRefused
from asc_desktop.domain.importing.planning.says import Says
from asc_desktop.domain.importing.planning.slots import Slot
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.records.delivery import (
    Milestone,
    Project,
    ProjectCost,
    ProjectException,
    SavingsLine,
)
from asc_desktop.domain.records.fields import Field, Kind, Record, Value, field_of, fields_of, owner_field
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import number_of

_LINKED_ONCE = frozenset(
    {"theme_id", "project_id", "workstream_id", "source_plan_id", "programme_id", "line_id"}
)
"""References that are to another record of the same row, where the row has one and says nothing else."""


_LINE_NAME = Target("savings_line", "name")
_NAMED_AFTER_COLUMNS = (Milestone, ProjectCost)
"""Types whose records are called after the heading of their column, where no column has their names."""


@cache
def _by_key(kind: type[Record]) -> Mapping[str, Field]:
    return {field.key: field for field in fields_of(kind)}


class RowPlace(RowNames):
    """A row whose records are put where they belong."""

    def _placed(self, kind: type[Record], slot: Slot, facts: Mapping[str, Value]) -> dict[str, Value]:
        """Return what the row says with the record's owner, its year and its month."""
        values = dict(facts)
        keys = _by_key(kind)
        for key in _LINKED_ONCE & keys.keys():
            linked = self._linked(slot, keys[key].to)
            if linked and not values.get(key) and (kind.table, key) != ("savings_line", "theme_id"):
                values[key] = linked
        if kind is Project and values.get("workstream_id") and not values.get("theme_id"):
            stream: Any = self._drafts.working.find(TYPE_BY_TABLE["workstream"], str(values["workstream_id"]))
            if stream is not None and not self._existing(kind, values):
                values["theme_id"] = stream.theme_id
        owner = owner_field(kind)
        if owner is not None and kind is not Project and not values.get(owner.key):
            values[owner.key] = self._owner(owner, slot, values)
        if kind in _NAMED_AFTER_COLUMNS and not values.get("name") and "name" not in slot.values:
            values["name"] = self._heading(slot)
        if "year" in keys and keys["year"].required and not values.get("year"):
            values["year"] = self._year(slot, kind)
        if "period" in keys and not values.get("period"):
            values["period"] = self._period(slot, kind, values)
        return values

    def _linked(self, slot: Slot, table: str) -> str:
        return self._ids.get((table, slot.number)) or self._ids.get((table, 0), "")

    def _existing(self, kind: type[Record], values: Mapping[str, Value]) -> bool:
        return any(self._drafts.index.find(kind, group, values) for group in groups_of(kind))

    def _owner(self, owner: Field, slot: Slot, values: Mapping[str, Value]) -> str:
        """Return the record that this one belongs to; raise RowRefused where nothing says which."""
        if not self._linked(slot, owner.to) and {(owner.to, slot.number), (owner.to, 0)} & self._gone:
            raise RowRefused(owner_gone(TYPE_BY_TABLE[owner.to].noun))
        given = slot.values.get(owner.key)
        if given is not None and self._asked is not None and given.read.says is Says.VALUE:
            raise RowRefused(self._asked.sentence, self._asked)
        if given is not None and given.read.says is Says.REFUSED:
            raise RowRefused(given.read.sentence)
        found = self._linked(slot, owner.to) or self._joined(owner.to)
        return found or self._implied(owner, slot, values)

    def _joined(self, table: str) -> str:
        """Return whom a person said that the row belongs to; empty where nobody did."""
        joined = self._drafts.chosen.joined.get((self._draft.chosen_by, table), "")
        if joined:
            self._drafts.met.add(joined)
            self._ids[table, 0] = joined
        return joined

    def _implied(self, owner: Field, slot: Slot, values: Mapping[str, Value]) -> str:
        """Return the record that this one belongs to where the row does not name it; raise RowRefused for none."""
        if "reference" in self._draft.special and owner.to == Project.table:
            return self._by_reference(owner.to)
        match owner.to:
            case "programme":
                return self._programme_id(values)
            case "savings_line":
                return self._line(slot, values)
            case "exception":
                return self._exception()
            case "theme":
                return self._theme(self._programme_id(values))
        noun = TYPE_BY_TABLE[owner.to].noun
        likely = self._one_above(owner.to)
        more = " If it continues the one above it, choose that." if likely else ""
        sentence = f"The row names no {noun}.{more}"
        raise RowRefused(sentence, Ask(owner.to, noun.capitalize(), sentence, likely))

    def _by_reference(self, table: str) -> str:
        """Return the record of the reference that joins the row to one of another sheet; raise RowRefused for none."""
        text = str(self._draft.special["reference"].read.new or "")
        named = self._drafts.namer.find(TYPE_BY_TABLE[table], text)
        if not named.record_id:
            raise RowRefused(named.sentence, Ask(table, text, named.sentence, named.likely))
        self._drafts.met.add(named.record_id)
        self._ids[table, 0] = named.record_id
        return named.record_id

    def _one_above(self, table: str) -> tuple[tuple[str, str], ...]:
        kind = TYPE_BY_TABLE[table]
        record: Any = self._drafts.working.with_id(self._above) if self._above else None
        if record is not None and not isinstance(record, kind):
            owner = owner_field(type(record))
            record = (
                self._drafts.working.owner_of(record) if owner is not None and owner.to == table else None
            )
        return ((record.id, record.words(self._drafts.working)),) if record is not None else ()

    def _line(self, slot: Slot, values: Mapping[str, Value]) -> str:
        """Return the one savings line that figures of a project are of, made where it has none yet."""
        project_id = str(values.get("project_id") or "") or self._linked(slot, Project.table)
        if (Project.table, 0) in self._gone:
            raise RowRefused(owner_gone(Project.noun))
        project = self._drafts.working.find(Project, project_id)
        if project is None:
            raise RowRefused("The row names no project whose saving this is.")
        before = self.known.get((SavingsLine.table, slot.number), "")
        found = self._drafts.working.find(SavingsLine, before) or self._sole_line(project)
        if found is not None:
            self._ids[SavingsLine.table, slot.number] = found.id
            self.known[SavingsLine.table, slot.number] = found.id
            return found.id
        if SavingsLine.table in self._drafts.chosen.kinds:
            raise RowRefused("Savings lines are not ticked, and its project has none yet.")
        more, told = complete(SavingsLine, {"project_id": project_id}, self._drafts, Aside())
        made = blank(
            SavingsLine,
            self._drafts.id_of((SavingsLine.table, project_id)),
            {"project_id": project_id, **self._given(SavingsLine, slot), **more},
        )
        self.made.append(self._drafts.make(made, " ".join(told)))
        self._ids[SavingsLine.table, slot.number] = made.id
        self.known[SavingsLine.table, slot.number] = made.id
        return made.id

    def _sole_line(self, project: Project) -> SavingsLine | None:
        """Return the line that a row of a project means which names none; raise RowRefused where it may be several."""
        lines = self._drafts.working.of(SavingsLine, "project_id", project.id)
        named = [line for line in lines if known_as(line.name) == known_as(project.name)]
        if len(named) == 1 or (len(lines) == 1 and not self._names_lines):
            return (named or list(lines))[0]
        if not lines:
            return None
        joined = self._joined(SavingsLine.table)
        if joined:
            return self._drafts.working.find(SavingsLine, joined)
        likely = tuple((line.id, line.words(self._drafts.working)) for line in lines)
        words = project.words(self._drafts.working)
        raise RowRefused(
            which_line(project, lines), Ask(SavingsLine.table, words, which_line(project, lines), likely)
        )

    @property
    def _names_lines(self) -> bool:
        """Whether rows of the table name savings lines, so that one which does not may be of any."""
        return any(column.target == _LINE_NAME for column in self._map.columns)

    def _exception(self) -> str:
        project_id = self._ids.get((Project.table, 0), "")
        every = self._drafts.working.of(ProjectException, "project_id", project_id)
        held = [item for item in every if not item.is_past]
        if len(held) == 1:
            return held[0].id
        how_many = f"{len(held)} open exceptions" if held else "no open exception"
        likely = tuple((item.id, item.words(self._drafts.working)) for item in held)
        sentence = f"It is a mitigation, and its project has {how_many} that it could belong to."
        joined = self._drafts.chosen.joined.get((self._draft.chosen_by, ProjectException.table))
        if joined:
            return joined
        raise RowRefused(sentence, Ask(ProjectException.table, "Exception", sentence, likely))

    def _year(self, slot: Slot, kind: type[Record]) -> int:
        special = self._draft.special.get("year")
        if slot.year:
            return slot.year
        if special is not None and isinstance(special.read.new, int):
            return special.read.new
        period = self._draft.special.get("period")
        if period is not None and period.read.new:
            return dates.year_of_period(str(period.read.new))
        if slot.period:
            return dates.year_of_period(slot.period)
        year = dates.year_of_period(self._drafts.period_of(self._programme_id()))
        self._drafts.tell(
            f"{self._draft.sheet}: no column shows the year of the {kind.plural}. "
            f"They are taken as of {dates.year_label(year)}, the year of the open month."
        )
        return year

    def _period(self, slot: Slot, kind: type[Record], values: Mapping[str, Value]) -> str:
        special = self._draft.special.get("period")
        if slot.period:
            return slot.period
        if special is not None and special.read.says is Says.VALUE:
            return str(special.read.new)
        owner = owner_field(kind)
        held = str(values.get(owner.key) or "") if owner is not None else ""
        return (
            self._drafts.open_month(owner.to, held)
            if owner is not None and held
            else self._drafts.period_of("")
        )

    def _heading(self, slot: Slot) -> str:
        """Return the heading of a milestone's dates or of a cost, which is its name where no column has one."""
        named = (
            given.heading for given in slot.values.values() if given.field.kind in {Kind.DATE, Kind.MONEY}
        )
        return " ".join(next(named, "").split())[: field_of(Milestone, "name").limit]


def which_line(project: Project, lines: Sequence[SavingsLine]) -> str:
    """Return the sentence that asks which of a project's savings lines a row means."""
    return (
        f"{project.ref} has {number_of(len(lines), 'savings line')}, and the row does not say which it means."
    )

"""What a row's cells say of one record: values, and whom its references name, made where the workbook may make them."""

from collections.abc import Mapping

from msgspec import Struct

from asc_desktop.domain.dates import period_end
from asc_desktop.domain.importing.mapping import TableMap
from asc_desktop.domain.importing.plan import PlannedRecord
from asc_desktop.domain.importing.planning.completing import Aside, complete
from asc_desktop.domain.importing.planning.drafting import Drafts, blank
from asc_desktop.domain.importing.planning.identity import name_key
from asc_desktop.domain.importing.planning.naming import MADE, Named, checked_name, looks_like_reference
from asc_desktop.domain.importing.planning.says import Says
from asc_desktop.domain.importing.planning.slots import Given, RowDraft, Slot
from asc_desktop.domain.importing.planning.values import read_text
from asc_desktop.domain.importing.states import says_closed
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import Field, Kind, Record, Value, field_of, owner_field
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE

_GIVEN = frozenset(
    {"savings_line", "savings_target", "status_update", "milestone", "exception", "risk_score"}
)
"""Tables beside a row's own whose fields a person may give to all rows."""

CLOSES = ("closed_period", "resolved_date")
"""The fields that say when a record is closed; a column may say no more than that it is."""


class Ask(Struct, frozen=True):
    """A record that is refused: why, and whom its row may mean by it."""

    table: str
    words: str
    sentence: str
    likely: tuple[tuple[str, str], ...] = ()


class RowRefused(Exception):  # noqa: N818 - it is a finding
    """A record of a row that cannot be planned, and what a person may say so that it can."""

    def __init__(self, sentence: str, ask: Ask | None = None) -> None:
        """Keep the sentence that says why."""
        super().__init__(sentence)
        self.sentence = sentence
        self.ask = ask


class RowNames:
    """One row on its way to be planned: what it says, and the records that it names."""

    def __init__(self, draft: RowDraft, table_map: TableMap, drafts: Drafts, above: str = "") -> None:
        """Take the row as read; ``above`` is the record of the row before it."""
        self._draft = draft
        self._map = table_map
        self._drafts = drafts
        self._above = above
        self._ids: dict[tuple[str, int], str] = {}
        """The row's records so far, by table and number."""
        self._gone: set[tuple[str, int]] = set()
        """Those of them that are refused or left out."""
        self.made: list[PlannedRecord] = []
        """What was made because the row names it."""
        self._asked: Ask | None = None
        self.known: dict[tuple[object, ...], str] = {}
        """Whom the row's slots were of when it was planned before: planned again, they are of the same."""
        self._only_closed: set[tuple[str, int, str]] = set()
        """What is said to be closed, without saying when: by table, number and field."""

    def _facts(self, kind: type[Record], slot: Slot) -> tuple[dict[str, Value], dict[str, str]]:
        """Return what the cells say, references resolved, and why some of them are refused."""
        facts: dict[str, Value] = {}
        problems: dict[str, str] = {}
        self._asked = None
        for key, given in slot.values.items():
            if given.read.says is Says.REFUSED:
                if closed := self._closed_word(given):
                    facts[key] = closed
                    self._only_closed.add((slot.table, slot.number, key))
                else:
                    problems[key] = given.read.sentence
            elif given.read.says is Says.VALUE and not (
                given.field.kind is Kind.REFERENCE and not self._drafts.options(given.field)
            ):
                facts[key] = given.read.new
        given_values = (
            self._given(kind, slot) if slot.table == self._map.record or slot.table in _GIVEN else {}
        )
        facts = given_values | facts
        for key, given in slot.values.items():
            if given.read.says is not Says.VALUE or (key in facts and key not in given_values):
                continue
            named = self._named(kind, given.field, str(given.read.new), facts)
            if named.record_id:
                facts[key] = named.record_id
            elif given.field.required:
                facts.pop(key, None)
                problems[key] = named.sentence
                self._asked = Ask(given.field.to, str(given.read.new), named.sentence, named.likely)
            else:
                problems[key] = named.sentence
        return facts, problems

    def _given(self, kind: type[Record], slot: Slot) -> dict[str, Value]:
        """Return what a person gave all rows of the table of which it says nothing."""
        found: dict[str, Value] = {}
        for key, text in self._map.given.items():
            table, _, own = key.partition(".")
            if table != kind.table or own in slot.values or not text.strip():
                continue
            try:
                field = field_of(kind, own)
            except KeyError:
                continue
            read = read_text(text, field, self._drafts.options(field))
            if read.says is not Says.VALUE:
                continue
            if field.kind is Kind.REFERENCE and not self._drafts.options(field):
                named = self._named(kind, field, str(read.new), {})
                if named.record_id:
                    found[own] = named.record_id
            else:
                found[own] = read.new
        return found

    def _closed_word(self, given: Given) -> Value:
        """Return the month or the day in which a record is closed whose cell says no more than that it is.

        It is the month reported; of its days the last, or today where that is earlier.
        """
        if given.field.key not in CLOSES or not says_closed(given.read.text):
            return None
        period = self._drafts.period_of(self._programme_id())
        if given.field.key == "closed_period":
            return period
        end, today = period_end(period), self._drafts.where.today
        return min(end, today) if today else end

    def _named(self, kind: type[Record], field: Field, text: str, facts: Mapping[str, Value]) -> Named:
        """Return whom a text names in a reference, made where a row may make one of its type."""
        to = TYPE_BY_TABLE[field.to]
        place = (self._draft.chosen_by, field.to)
        joined = self._drafts.chosen.joined.get(place) if field.to != kind.table else None
        if joined:
            return Named(joined)
        holder = self._holder(field, facts)
        found = self._drafts.namer.find(to, text, holder)
        if found.record_id:
            self._drafts.met.add(found.record_id)
            return found
        may_make = field.to in MADE or (
            field.to == Project.table
            and (joined == "" or (self._drafts.makes_projects and (not found.likely or _is_code(text))))
        )
        if not may_make or (found.likely and "There are" in found.sentence):
            return found
        return self._make(to, text, holder)

    def _holder(self, field: Field, facts: Mapping[str, Value]) -> str:
        if field.to == "workstream":
            return str(
                facts.get("theme_id") or self._ids.get(("theme", 0), "") or self._theme_of_found(facts)
            )
        if field.to in {"savings_line", "milestone", "exception"}:
            return str(
                facts.get("needs_project_id") or facts.get("project_id") or self._ids.get(("project", 0), "")
            )
        if field.to in {"programme", "source_plan", "category_of_risk", "delivery_status"}:
            return ""
        return self._programme_id(facts)

    def _theme_of_found(self, facts: Mapping[str, Value]) -> str:
        found = self._drafts.index.find(Project, ("ref",), facts) or self._drafts.index.find(
            Project, ("name",), facts
        )
        project = self._drafts.working.find(Project, found[0]) if len(found) == 1 else None
        return project.theme_id if project is not None else ""

    def _make(self, to: type[Record], text: str, holder: str) -> Named:
        """Make what a row names and is not there, where the workbook may make it."""
        if to.table == "programme":
            programme_id, planned = self._drafts.make_programme(text)
            self.made.append(planned)
            return Named(programme_id, is_made=True)
        name, sentence = checked_name(to, text)
        if sentence:
            return Named(sentence=sentence)
        values: dict[str, Value] = {name_key(to): name}
        owner = owner_field(to)
        if owner is not None and owner.to != "theme":
            values[owner.key] = holder or self._programme_id()
        elif owner is not None:
            values[owner.key] = (
                holder if to.table == "workstream" and holder else self._theme(self._programme_id())
            )
        if to is Project and looks_like_reference(text):
            values["ref"] = name
        more, told = complete(to, values, self._drafts, Aside())
        made = blank(to, self._drafts.id_of((to.table, known_as(name), holder)), values | more)
        words = f"The workbook names it, and there was no {to.noun} of that name."
        self.made.append(self._drafts.make(made, " ".join((words, *told))))
        return Named(made.id, is_made=True)

    def _programme_id(self, facts: Mapping[str, Value] | None = None) -> str:
        """Return the row's programme: the one that it names, that of its project or theme, else the import's."""
        facts = facts or {}
        named = facts.get("programme_id") or self._ids.get(("programme", 0))
        if named:
            return str(named)
        for table, key in ((Project.table, "project_id"), ("theme", "theme_id")):
            held = self._drafts.working.find(
                TYPE_BY_TABLE[table], str(facts.get(key) or self._ids.get((table, 0), ""))
            )
            owner = programme_of(held, self._drafts.working) if held is not None else None
            if owner is not None:
                return owner.id
        programme_id, planned = self._drafts.programme()
        if planned is not None:
            self.made.append(planned)
        return programme_id

    def _theme(self, programme_id: str) -> str:
        theme_id, planned = self._drafts.theme_for(programme_id)
        if planned is not None:
            self.made.append(planned)
        return theme_id


def _is_code(text: str) -> bool:
    """Whether a text is a reference: one like another, as ``PRJ002`` is like ``PRJ001``, is not meant for that."""
    return not any(map(str.isspace, text.strip())) and any(map(str.isdigit, text))

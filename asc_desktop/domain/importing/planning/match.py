"""Which record of the portfolio a row is of, if any; what could be several is refused, with whom it may mean."""

from collections.abc import Mapping

from asc_desktop.domain.importing.planning.identity import Group, groups_of, has_reference, name_key
from asc_desktop.domain.importing.planning.names import Ask, RowRefused
from asc_desktop.domain.importing.planning.place import RowPlace, which_line
from asc_desktop.domain.importing.planning.slots import Slot
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.records.assurance import BudgetLine
from asc_desktop.domain.records.delivery import Project, SavingsLine
from asc_desktop.domain.records.fields import Kind, Record, Value, field_of

Likeliest = tuple[tuple[str, str], ...]


class RowMatch(RowPlace):
    """A row whose records are found among those that there are."""

    def _found(
        self, kind: type[Record], slot: Slot, values: dict[str, Value]
    ) -> tuple[Record | None, tuple[tuple[str, str], ...]]:
        """Return the record that the row is of, None for a new one; raise RowRefused where it could be several."""
        joined = self._drafts.chosen.joined.get((self._draft.chosen_by, kind.table))
        if joined is not None and not slot.part:
            return self._drafts.working.find(kind, joined) if joined else None, ()
        if not self._is_named(kind, values):
            if "reference" in self._draft.special and kind.table == self._map.record:
                return self._drafts.working.find(kind, self._by_reference(kind.table)), ()
            raise RowRefused(*self._nameless(kind))
        if kind is SavingsLine and not values.get("name"):
            return self._nameless_line(values), ()
        groups = groups_of(kind)
        for group in groups:
            if group[-1] in {"ref", name_key(kind)} and not values.get(group[-1]):
                continue
            found = self._of_group(kind, group, values)
            if len(found) > 1:
                sentence = f"{len(found)} {kind.plural} are called so, and it is not known which is meant."
                words = str(values.get(group[-1]))
                raise RowRefused(sentence, Ask(kind.table, words, sentence, self._worded(kind, found)))
            if found:
                return self._agreeing(kind, self._drafts.working.get(kind, found[0]), group, values), ()
            if group[-1] == "ref":
                # A reference that is nobody's is another record, whatever it is called.
                return None, self._worded(kind, self._of_group(kind, groups[-1], values))
        return self._in_other_group(slot, values) if kind is BudgetLine else (None, ())

    def _in_other_group(self, slot: Slot, values: dict[str, Value]) -> tuple[Record | None, Likeliest]:
        """Return the budget line that has the row's name in another group.

        It is the row's own where the row names no group: a group that is given after the table's title tells no lines
        apart. Where the row does, the line is new and those of its name are offered.
        """
        found = self._of_group(BudgetLine, ("programme_id", "name"), values)
        if "group_name" in slot.values or not self._map.given.get("budget_line.group_name"):
            return None, self._worded(BudgetLine, found)
        if len(found) > 1:
            sentence = f"{len(found)} {BudgetLine.plural} are called so, and it is not known which is meant."
            raise RowRefused(
                sentence,
                Ask(BudgetLine.table, str(values.get("name")), sentence, self._worded(BudgetLine, found)),
            )
        if not found:
            return None, ()
        values.pop("group_name", None)
        return self._drafts.working.find(BudgetLine, found[0]), ()

    def _nameless_line(self, values: Mapping[str, Value]) -> SavingsLine | None:
        """Return the line of its project that a row without a line's name is of; None for a new one.

        It is the project's only line or the one called after it, and of several such the one of the row's kind. One
        that an earlier row is of and of another kind is another line.
        """
        project = self._drafts.working.find(Project, str(values.get("project_id") or ""))
        if project is None:
            return None
        lines = self._drafts.working.of(SavingsLine, "project_id", project.id)
        named = [line for line in lines if known_as(line.name) == known_as(project.name)]
        lines = tuple(named) or (lines if len(lines) == 1 and not self._names_lines else ())
        alike = [
            line
            for line in lines
            if all(values.get(key) in {None, getattr(line, key)} for key in ("kind", "recurrence"))
        ]
        free = [line for line in lines if line.id not in self._drafts.met]
        found = alike or (free if len(free) == 1 else [])
        if (
            not found
            and not lines
            and (every := self._drafts.working.of(SavingsLine, "project_id", project.id))
        ):
            sentence = which_line(project, every)
            likely = tuple((line.id, line.words(self._drafts.working)) for line in every)
            raise RowRefused(sentence, Ask(SavingsLine.table, project.name, sentence, likely))
        return found[0] if found else None

    def _of_group(self, kind: type[Record], group: Group, values: Mapping[str, Value]) -> list[str]:
        """Return the records of what the row says in a group of fields; of several projects those of its theme."""
        if group[0] == "programme_id" and not values.get("programme_id"):
            values = {**values, "programme_id": self._programme_id(values)}
        found = self._drafts.index.find(kind, group, values)
        return self._of_theme(found, values) or found if len(found) > 1 and kind is Project else found

    def _worded(self, kind: type[Record], ids: list[str]) -> Likeliest:
        working = self._drafts.working
        return tuple((each, working.get(kind, each).words(working)) for each in ids)

    def _of_theme(self, found: list[str], values: Mapping[str, Value]) -> list[str]:
        theme_id = values.get("theme_id")
        return [
            each
            for each in found
            if theme_id and self._drafts.working.get(Project, each).theme_id == theme_id
        ]

    def _agreeing(
        self, kind: type[Record], record: Record, group: tuple[str, ...], values: Mapping[str, Value]
    ) -> Record:
        """Return the record of a reference; raise RowRefused where the row's name is another record's."""
        key = name_key(kind)
        name = values.get(key)
        if group[-1] != "ref" or not name or known_as(str(getattr(record, key))) == known_as(str(name)):
            return record
        others = [each for each in self._drafts.index.named(kind, key, str(name)) if each != record.id]
        if others:
            working = self._drafts.working
            likely = tuple((each, working.get(kind, each).words(working)) for each in (record.id, *others))
            sentence = f"Its reference is that of {likely[0][1]}, and its name that of {likely[1][1]}."
            raise RowRefused(sentence, Ask(kind.table, str(name), sentence, likely))
        return record

    def _is_named(self, kind: type[Record], values: Mapping[str, Value]) -> bool:
        """Whether the row says which record it is of, as far as records of the type have names."""
        if has_reference(kind) and values.get("ref"):
            return True
        key = name_key(kind)
        if not key or field_of(kind, key).kind not in {Kind.TEXT, Kind.LONG_TEXT} or values.get(key):
            return True
        return kind is SavingsLine and bool(values.get("project_id"))

    def _nameless(self, kind: type[Record]) -> tuple[str, Ask | None]:
        if kind.table == self._map.record and (likely := self._one_above(kind.table)):
            sentence = f"The row names no {kind.noun}. If it continues the one above it, choose that."
            return sentence, Ask(kind.table, kind.noun.capitalize(), sentence, likely)
        return f"The row does not say which {kind.noun} it is of.", None

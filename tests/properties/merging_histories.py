"""Random histories of three officers, each of whom works in a copy of one portfolio and merges the others' at times.

A copy's tables are changed row by row, as the store's are, so that what a fold makes of the actions is held to them.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from asc_desktop.domain.merging.actions import DELETE, INSERT, REDO, UNDO, UPDATE, Action, Entry
from asc_desktop.domain.merging.conflicts import Choice, Conflict
from asc_desktop.domain.merging.fold import Tables
from asc_desktop.domain.merging.merge import Settled, compare, settle
from asc_desktop.domain.records.fields import Kind, Value, column_default, fields_of, not_null
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE

OFFICERS = ("ann", "ben", "cem")
Row = dict[str, Value]


class Merged(Struct, frozen=True):
    """A merge that was done, and the conflicts that were told."""

    settled: Settled
    told: tuple[Conflict, ...]


class Done(Struct):
    """One step that undo may take back: an edit, or the actions that a merge heard."""

    entries: tuple[Entry, ...]
    action: Action | None = None
    heard: tuple[Action, ...] = ()


class Copy:
    """One officer's copy: what it said and heard, and its tables."""

    def __init__(self, who: str, base: Sequence[Action], tables: Tables) -> None:
        self.who = who
        self.own: list[Action] = list(base)
        self.heard: dict[str, Action] = {}
        self.tables = {
            table: {row_id: dict(row) for row_id, row in rows.items()} for table, rows in tables.items()
        }
        self.clock = max(action.clock for action in base)
        self.undoable: list[Done] = []
        self.redoable: list[Done] = []
        self.made = 0

    @property
    def actions(self) -> list[Action]:
        """All that the copy knows."""
        return [*self.own, *(action for action in self.heard.values())]

    def new_id(self, table: str) -> str:
        """Return an id, no two copies' alike."""
        self.made += 1
        return f"{table}-{self.made:03}-{self.who}"

    def edit(self, entries: Iterable[Entry]) -> None:
        """Make an edit of entries; nothing where there are none."""
        entries = tuple(entries)
        if not entries:
            return
        action = self._say("edit", entries)
        _apply(self.tables, entries)
        self.undoable.append(Done(entries, action))
        self.redoable.clear()

    def undo(self) -> None:
        """Take the last step back."""
        if self.undoable:
            step = self.undoable.pop()
            _apply(self.tables, _inverse(step.entries))
            if step.action is not None:
                self._say(UNDO, _inverse(step.entries), step.action.id)
            for action in step.heard:
                del self.heard[action.id]
            self.clock += 1
            self.redoable.append(step)

    def redo(self) -> None:
        """Do again what was undone last."""
        if self.redoable:
            step = self.redoable.pop()
            _apply(self.tables, step.entries)
            if step.action is not None:
                self._say(REDO, step.entries, step.action.id)
            self.heard |= {action.id: action for action in step.heard}
            self.clock += 1
            self.undoable.append(step)

    def merge(self, theirs: Sequence[Action], pick: Callable[[Conflict], Choice] | None = None) -> Merged:
        """Merge another's actions, as the store does: the difference of the states is written row by row."""
        merging = compare(self.actions, theirs)
        choices = {conflict.key: pick(conflict) for conflict in merging.conflicts} if pick else {}
        settled = settle(
            merging,
            choices,
            "newest",
            replica=self.who,
            who=self.who,
            at=f"2024-06-03T10:00:{self.clock % 60:02}Z",
        )
        entries = tuple(self._differences(settled))
        _apply(self.tables, entries)
        heard = (*merging.theirs, *settled.settlements)
        self.heard |= {action.id: action for action in heard}
        self.clock = max(self.clock + 1, settled.clock)
        if heard:
            self.undoable.append(Done(entries, heard=heard))
            self.redoable.clear()
        return Merged(settled, merging.conflicts)

    def _differences(self, settled: Settled) -> Iterable[Entry]:
        for record in settled.puts:
            new = {field.key: getattr(record, field.key) for field in fields_of(type(record))}
            old = self.tables[record.table].get(record.id)
            if old is None:
                yield inserted(record.table, record.id, new)
            elif old != new:
                yield Entry(
                    record.table,
                    record.id,
                    UPDATE,
                    {key: (old[key], new[key]) for key in new if old[key] != new[key]},
                )
        for table, row_id in settled.deletes:
            yield deleted(table, row_id, self.tables[table][row_id])

    def _say(self, kind: str, entries: tuple[Entry, ...], target: str | None = None) -> Action:
        self.clock += 1
        action = Action(
            id=f"{self.who}-{self.clock}",
            clock=self.clock,
            replica=self.who,
            at=f"2024-06-{1 + self.clock % 28:02}T10:00:00Z",
            who=self.who.capitalize(),
            words="An edit",
            kind=kind,
            target=target,
            entries=entries,
        )
        self.own.append(action)
        return action


def inserted(table: str, row_id: str, values: Mapping[str, Value]) -> Entry:
    """Return the entry of an insert as a trigger writes it: of what is not NULL."""
    kind = TYPE_BY_TABLE[table]
    whole = {field.key: column_default(kind, field) for field in fields_of(kind)} | values
    return Entry(
        table, row_id, INSERT, {key: (None, value) for key, value in whole.items() if value is not None}
    )


def deleted(table: str, row_id: str, row: Row) -> Entry:
    """Return the entry of a delete as a trigger writes it."""
    return Entry(
        table, row_id, DELETE, {key: (value, None) for key, value in row.items() if value is not None}
    )


def _inverse(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    opposite = {INSERT: DELETE, DELETE: INSERT, UPDATE: UPDATE}
    return tuple(
        Entry(
            entry.table,
            entry.row_id,
            opposite[entry.operation],
            {key: (new, old) for key, (old, new) in entry.changes.items()},
        )
        for entry in reversed(entries)
    )


def _apply(tables: Tables, entries: Iterable[Entry]) -> None:
    for entry in entries:
        rows = tables[entry.table]
        if entry.operation == DELETE:
            del rows[entry.row_id]
            continue
        if entry.operation == INSERT:
            assert entry.row_id not in rows
            rows[entry.row_id] = {field.key: None for field in fields_of(TYPE_BY_TABLE[entry.table])}
        for column, (old, new) in entry.changes.items():
            assert rows[entry.row_id][column] == old
            rows[entry.row_id][column] = new


class Officer:
    """Makes random edits in a copy."""

    def __init__(self, copy: Copy, chance: random.Random) -> None:
        self.copy = copy
        self.chance = chance

    def work(self) -> None:
        """Make one random edit, undo or redo."""
        ways = (
            (self._project, 2), (self._rename, 3), (self._status, 5), (self._line, 1), (self._target, 4),
            (self._position, 5), (self._movement, 2), (self._exception, 2), (self._mitigation, 2),
            (self._milestone, 1), (self._dependency, 1), (self._own, 2), (self._mark, 1), (self._origin, 1),
            (self._delete, 3), (self._theme, 1), (self.copy.undo, 2), (self.copy.redo, 1), (self._risk, 1),
        )  # fmt: skip
        self.chance.choices([way for way, _ in ways], [weight for _, weight in ways])[0]()

    def _rows(self, table: str) -> list[str]:
        return sorted(self.copy.tables[table])

    def _any(self, table: str) -> str | None:
        rows = self._rows(table)
        return self.chance.choice(rows) if rows else None

    def _pence(self) -> int:
        return self.chance.randrange(1, 60) * 1_000_00

    def _put(self, table: str, slot: dict[str, Value], values: dict[str, Value]) -> None:
        """Change the row of a slot, or add it."""
        held = self.copy.tables[table]
        found = next((item for item, row in held.items() if all(row[key] == slot[key] for key in slot)), None)
        if found is None:
            self.copy.edit([inserted(table, self.copy.new_id(table), slot | values)])
            return
        changes = {
            key: (held[found][key], value) for key, value in values.items() if held[found][key] != value
        }
        self.copy.edit([Entry(table, found, UPDATE, changes)] if changes else [])

    def _update(self, table: str, values: dict[str, Value]) -> None:
        row_id = self._any(table)
        if row_id is not None:
            row = self.copy.tables[table][row_id]
            changes = {key: (row[key], value) for key, value in values.items() if row[key] != value}
            self.copy.edit([Entry(table, row_id, UPDATE, changes)] if changes else [])

    def _project(self) -> None:
        theme, refs = self._any("theme"), {row["ref"] for row in self.copy.tables["project"].values()}
        number = next(number for number in range(1, 99) if f"P-{number:03}" not in refs)
        project, line = self.copy.new_id("project"), self.copy.new_id("savings_line")
        self.copy.edit(
            [
                inserted(
                    "project", project, {"ref": f"P-{number:03}", "name": self._word(), "theme_id": theme}
                ),
                inserted("savings_line", line, {"project_id": project, "name": "Saving"}),
                inserted(
                    "savings_target",
                    self.copy.new_id("savings_target"),
                    {"line_id": line, "year": 2024, "target_pence": self._pence()},
                ),
            ]
        )

    def _word(self) -> str:
        return self.chance.choice(("Reablement", "Telecare", "Day care", "Respite", "Extra care")) + str(
            self.chance.randrange(9)
        )

    def _rename(self) -> None:
        self._update("project", self.chance.choice(({"name": self._word()}, {"lead": self._word()})))

    def _status(self) -> None:
        project = self._any("project")
        if project is not None:
            slot = {"project_id": project, "period": self.chance.choice(("2024-05", "2024-06"))}
            said = {"status_id": self._any("delivery_status")}
            self._put(
                "status_update",
                slot,
                said | ({"narrative": self._word()} if self.chance.random() < 0.5 else {}),
            )

    def _line(self) -> None:
        project = self._any("project")
        if project is not None:
            line = self.copy.new_id("savings_line")
            self.copy.edit([inserted("savings_line", line, {"project_id": project, "name": self._word()})])

    def _target(self) -> None:
        line = self._any("savings_line")
        if line is not None:
            slot = {"line_id": line, "year": self.chance.choice((2024, 2025))}
            self._put("savings_target", slot, {"target_pence": self._pence()})

    def _position(self) -> None:
        line = self._any("savings_line")
        if line is not None:
            slot = {"line_id": line, "year": 2024, "period": self.chance.choice(("2024-05", "2024-06"))}
            self._put("savings_position", slot, {"forecast_pence": self._pence()})

    def _movement(self) -> None:
        here, there = self._any("savings_line"), self._any("savings_line")
        if here is not None and here != there:
            values = {"kind": "offset", "from_line_id": here, "from_year": 2024, "to_line_id": there}
            amount = {"amount_pence": self._pence(), "period": "2024-06"}
            self.copy.edit([inserted("movement", self.copy.new_id("movement"), values | amount)])

    def _exception(self) -> None:
        project = self._any("project")
        if project is not None:
            values = {"project_id": project, "description": self._word(), "raised_period": "2024-06"}
            self.copy.edit([inserted("exception", self.copy.new_id("exception"), values)])

    def _mitigation(self) -> None:
        exception = self._any("exception")
        if exception is not None and self.chance.random() < 0.6:
            values = {"exception_id": exception, "action": self._word(), "movement_id": self._any("movement")}
            self.copy.edit([inserted("mitigation", self.copy.new_id("mitigation"), values)])
        else:
            self._update("mitigation", {"owner": self._word()})

    def _milestone(self) -> None:
        project = self._any("project")
        if project is not None:
            values = {"project_id": project, "name": self._word(), "baseline_date": "2024-07-01"}
            self.copy.edit([inserted("milestone", self.copy.new_id("milestone"), values)])

    def _dependency(self) -> None:
        one, other = self._any("project"), self._any("project")
        if one is not None and one != other:
            slot = {"project_id": one, "needs_project_id": other, "milestone_id": self._any("milestone")}
            self._put("project_dependency", slot, {"description": self._word()})

    def _own(self) -> None:
        project = self._any("project")
        if project is not None:
            slot = {"own_field_id": "own_field-1", "record_table": "project", "record_id": project}
            self._put("own_value", slot, {"value": self._word()})

    def _mark(self) -> None:
        line = self._any("savings_line")
        if line is not None:
            slot = {"record_table": "savings_line", "record_id": line}
            self._put("exempt_mark", slot, {"reason": self._word()})

    def _origin(self) -> None:
        project = self._any("project")
        if project is not None:
            slot = {"record_table": "project", "record_id": project}
            self._put("origin", slot, {"file": self._word(), "sheet": "Projects"})

    def _risk(self) -> None:
        refs = {row["ref"] for row in self.copy.tables["risk"].values()}
        ref = next(f"R-{number}" for number in range(1, 99) if f"R-{number}" not in refs)
        values = {
            "programme_id": "programme-1",
            "ref": ref,
            "description": self._word(),
            "raised_period": "2024-06",
        }
        given = {"project_id": self._any("project")}
        self.copy.edit([inserted("risk", self.copy.new_id("risk"), values | given)])

    def _theme(self) -> None:
        names = {row["name"] for row in self.copy.tables["theme"].values()}
        name = self.chance.choice(("Home", "Work", "Health"))
        if name not in names:
            values = {"programme_id": "programme-1", "name": name}
            self.copy.edit([inserted("theme", self.copy.new_id("theme"), values)])

    def _delete(self) -> None:
        table = self.chance.choice(
            ("project", "project", "status_update", "savings_line", "movement", "exception")
        )
        row_id = self._any(table)
        if row_id is None:
            return
        doomed = {(table, row_id)}
        while (
            more := {user for item in doomed for user, _ in _users(self.copy.tables, *item, needed=True)}
            - doomed
        ):
            doomed |= more
        loose = {
            use
            for item in doomed
            for use in _users(self.copy.tables, *item, needed=False)
            if use[0] not in doomed
        }
        order = [kind.table for kind in RECORD_TYPES]
        gone = sorted(doomed, key=lambda item: (order.index(item[0]), item[1]), reverse=True)
        self.copy.edit(
            [
                *(
                    Entry(*user, UPDATE, {column: (self.copy.tables[user[0]][user[1]][column], None)})
                    for user, column in sorted(loose)
                ),
                *(deleted(*item, self.copy.tables[item[0]][item[1]]) for item in gone),
            ]
        )


_REFERENCES = [
    (kind.table, field.key, field.to, field.required)
    for kind in RECORD_TYPES
    for field in fields_of(kind)
    if field.kind is Kind.REFERENCE
]


def _users(tables: Tables, table: str, row_id: str, *, needed: bool) -> list[tuple[tuple[str, str], str]]:
    """Return the rows that name one, each with the column by which it does, if they need it or if they do not."""
    found = [
        ((user, user_id), column)
        for user, column, to, required in _REFERENCES
        if to == table and required is needed
        for user_id, row in tables[user].items()
        if row[column] == row_id
    ]
    about = [
        ((kind.table, user_id), "record_id")
        for kind in RECORD_TYPES
        if kind.names_by_id
        for user_id, row in tables[kind.table].items()
        if (row["record_table"], row["record_id"]) == (table, row_id)
    ]
    return [*found, *about] if needed else found


def unsound(tables: Tables) -> list[str]:
    """Return what the store would refuse of tables, and what it would keep of a record that is gone."""
    found = []
    for kind in RECORD_TYPES:
        rows = tables[kind.table]
        for group in kind.unique:
            keys = [tuple(row[column] or "" for column in group) for row in rows.values()]
            if len(set(keys)) < len(keys):
                found.append(f"{kind.table}: {group} twice")
        for row_id, row in rows.items():
            found += [
                f"{kind.table} {row_id}: {field.key} is empty"
                for field in fields_of(kind)
                if not_null(field) and row[field.key] is None
            ]
            if kind.names_by_id and row["record_id"] not in tables[str(row["record_table"])]:
                found.append(f"{kind.table} {row_id} is about nothing")
    found += [
        f"{table} {row_id}: {column} is of nothing"
        for table, column, to, _ in _REFERENCES
        for row_id, row in tables[table].items()
        if row[column] is not None and row[column] not in tables[to]
    ]
    return found


def beginning() -> list[Action]:
    """Return the actions from which every copy begins."""
    entries = [
        inserted("portfolio", "portfolio", {"name": "Adult care"}),
        inserted(
            "programme",
            "programme-1",
            {"name": "Savings", "first_year": 2024, "last_year": 2026, "open_period": "2024-06"},
        ),
        inserted("theme", "theme-1", {"programme_id": "programme-1", "name": "Prevention"}),
        inserted("delivery_status", "delivery_status-1", {"name": "On track", "rag": "green", "letter": "G"}),
        inserted("delivery_status", "delivery_status-2", {"name": "Behind", "rag": "red", "letter": "R"}),
        inserted("own_field", "own_field-1", {"label": "Ward"}),
    ]
    for number in (1, 2):
        project, line = f"project-{number}", f"savings_line-{number}"
        entries += [
            inserted(
                "project", project, {"ref": f"P-00{number}", "name": f"Base {number}", "theme_id": "theme-1"}
            ),
            inserted("savings_line", line, {"project_id": project, "name": "Saving"}),
            inserted(
                "savings_target",
                f"savings_target-{number}",
                {"line_id": line, "year": 2024, "target_pence": number * 10_000_00},
            ),
            inserted(
                "exception",
                f"exception-{number}",
                {"project_id": project, "description": "Late", "raised_period": "2024-05"},
            ),
        ]
    return [
        Action(
            id="base", clock=1, replica="base", at="2024-05-01T09:00:00Z", who="Base", words="Begin",
            entries=tuple(entries),
        )
    ]  # fmt: skip


def random_choice(chance: random.Random) -> Callable[[Conflict], Choice]:
    """Return what settles conflicts by chance: by a side, as the rules have it, or by a value that somebody types."""

    def pick(conflict: Conflict) -> Choice:
        takes = ["ours", "theirs", "newest"]
        field = TYPE_BY_TABLE[conflict.table].__struct_fields__
        if (
            conflict.kind in {"both", "slot"}
            and conflict.field.endswith("_pence")
            and conflict.field in field
        ):
            return Choice("value", chance.randrange(99) * 100)
        return Choice(chance.choice(takes))  # type: ignore[arg-type]

    return pick

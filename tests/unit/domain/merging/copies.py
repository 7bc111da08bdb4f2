"""Two copies of a small portfolio, in which tests say what each did."""

from asc_desktop.domain.merging.actions import UPDATE, Entry
from asc_desktop.domain.merging.conflicts import Choice, Conflict, Rule
from asc_desktop.domain.merging.fold import fold
from asc_desktop.domain.merging.merge import Merging, Settled, compare, settle
from asc_desktop.domain.records.fields import Value
from tests.properties.merging_histories import Copy, beginning, deleted, inserted

AT = "2024-06-10T10:00:00Z"


class Officer(Copy):
    """A copy whose edits read as sentences."""

    def add(self, table: str, row_id: str, **values: Value) -> None:
        """Add a row."""
        self.edit([inserted(table, row_id, values)])

    def change(self, table: str, row_id: str, **values: Value) -> None:
        """Change a row."""
        row = self.tables[table][row_id]
        self.edit([Entry(table, row_id, UPDATE, {key: (row[key], value) for key, value in values.items()})])

    def delete(self, *keys: tuple[str, str]) -> None:
        """Delete rows in one edit."""
        self.edit([deleted(table, row_id, self.tables[table][row_id]) for table, row_id in keys])

    def delete_project(self) -> None:
        """Delete P-001 with all that belongs to it."""
        lines = {
            row_id for row_id, row in self.tables["savings_line"].items() if row["project_id"] == "project-1"
        }
        keys = [
            (table, row_id)
            for table in ("savings_target", "savings_position", "exception", "status_update")
            for row_id, row in self.tables[table].items()
            if row.get("line_id") in lines or row.get("project_id") == "project-1"
        ]
        self.delete(*keys, *(("savings_line", line) for line in sorted(lines)), ("project", "project-1"))


def two() -> tuple[Officer, Officer]:
    """Return the copies of the finance officer and of the programme manager, which begin alike."""
    base = beginning()
    tables = fold(base).tables
    return Officer("finance officer", base, tables), Officer("programme manager", base, tables)


def compared(ours: Copy, theirs: Copy) -> Merging:
    """Return what two copies have apart."""
    return compare(ours.actions, theirs.actions)


def conflicts_of(ours: Copy, theirs: Copy) -> list[Conflict]:
    """Return what two copies disagree in."""
    return list(compared(ours, theirs).conflicts)


def settled(merging: Merging, choices: dict[str, Choice] | None = None, rule: Rule | None = None) -> Settled:
    """Return a merge settled by the finance officer."""
    return settle(merging, choices or {}, rule, replica="finance officer", who="Finance officer", at=AT)


def state_of(merging: Merging, result: Settled) -> dict[str, dict[str, dict[str, Value]]]:
    """Return the tables that a merge comes to."""
    return fold([*merging.known, *merging.theirs, *result.settlements]).tables


def chosen(ours: Copy, theirs: Copy, take: Choice) -> dict[str, dict[str, dict[str, Value]]]:
    """Return the tables that a merge comes to where each conflict is settled by one choice."""
    merging = compared(ours, theirs)
    assert merging.conflicts
    return state_of(merging, settled(merging, {conflict.key: take for conflict in merging.conflicts}))


def by_newest(ours: Copy, theirs: Copy) -> dict[str, dict[str, dict[str, Value]]]:
    """Return the tables that a merge comes to by the rule."""
    merging = compared(ours, theirs)
    return state_of(merging, settled(merging, rule="newest"))

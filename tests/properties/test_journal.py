"""The journal's promises over any history of edits, undo, redo and reopening.

Undoing everything gives the state at the start; redoing everything gives the state at the end; and the tables are
at all times the fold of the journal.
"""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec import structs

from asc_desktop.domain.records.dataset import Changes, Records
from asc_desktop.domain.records.delivery import Programme, Project, ProjectCost, Theme
from asc_desktop.domain.records.fields import Record
from asc_desktop.storage.errors import StoreError
from asc_desktop.storage.store import Context, Store

CONTEXT = Context(who="Ann", machine="CH-0417", now=lambda: datetime(2024, 7, 18, tzinfo=UTC))
TEXTS = st.one_of(
    st.sampled_from(["", "=1+1", '"', "\\", "\n", "null", "x" * 5_000, "😀", "\x1f", "\\u0041"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
)
NUMBERS = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))

State = dict[str, dict[str, Record]]

pytestmark = pytest.mark.slow


class Journalled(RuleBasedStateMachine):
    """A store, and beside it what a plain list of whole states would hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="asc-desktop-journal-"))
        self.path = self.folder / "p.ascp"
        self.store = Store.create(self.path, CONTEXT)
        # Durability is tried in tests/safety; here it would only cost time.
        self.store._connection.execute("PRAGMA synchronous = OFF")
        self.memory = Records()
        self.states: list[State] = []
        self.actions: list[str] = []
        self.at = 0

    @initialize()
    def start(self) -> None:
        with self.store.transaction("Start", undoable=False) as tx:
            tx.insert(Programme(id="prog", name="P", first_year=2024, last_year=2027, open_period="2024-06"))
            tx.insert_many(Theme(id=key, programme_id="prog", name=key) for key in ("t1", "t2"))
            tx.insert_many(Project(id=key, ref=key, name=key, theme_id="t1") for key in ("a", "b"))
        self.memory.apply(tx.changes)
        self.states = [self.state()]

    def state(self) -> State:
        return {table: {row.id: row for row in rows} for table, rows in self.store.load().items()}

    def projects(self) -> list[Project]:
        return self.memory.all(Project)

    def edited(self, action: str, changes: Changes) -> None:
        self.memory.apply(changes)
        if not changes:
            return
        del self.states[self.at + 1 :], self.actions[self.at :]
        self.states.append(self.state())
        self.actions.append(action)
        self.at += 1

    @rule(name=TEXTS, number=NUMBERS, theme=st.sampled_from(["t1", "t2"]))
    def insert(self, name: str, number: int | None, theme: str) -> None:
        key = self.store.new_id()
        with self.store.transaction("Insert") as tx:
            tx.insert(Project(id=key, ref=key[-20:], name=name, theme_id=theme, archived=1))
            tx.insert(
                ProjectCost(id=f"c{key}", project_id=key, year=2024, name=name, amount_pence=number or 0)
            )
        self.edited("Insert", tx.changes)

    @precondition(lambda self: self.memory.all(Project))
    @rule(data=st.data(), name=TEXTS, description=TEXTS, lead=TEXTS, count=st.integers(1, 3))
    def update(self, data: st.DataObject, name: str, description: str, lead: str, count: int) -> None:
        with self.store.transaction("Update") as tx:
            for _ in range(count):
                row = data.draw(st.sampled_from(self.projects()))
                tx.update(structs.replace(row, name=name, description=description or None, lead=lead or None))
        self.edited("Update", tx.changes)

    @precondition(lambda self: self.memory.all(Project))
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self.projects()))
        with self.store.transaction("Delete") as tx:
            tx.delete("project", row.id)
            tx.delete_many(
                "project_cost", [cost.id for cost in self.memory.of(ProjectCost, "project_id", row.id)]
            )
        self.edited("Delete", tx.changes)

    @precondition(lambda self: self.memory.all(Project))
    @rule(data=st.data(), name=TEXTS)
    def replace(self, data: st.DataObject, name: str) -> None:
        """Delete a row and insert one of the same id in one transaction."""
        row = data.draw(st.sampled_from(self.projects()))
        with self.store.transaction("Replace") as tx:
            tx.delete("project", row.id)
            tx.insert(structs.replace(row, name=name, description=None))
        self.edited("Replace", tx.changes)

    @precondition(lambda self: self.memory.all(Project))
    @rule(data=st.data())
    def fail(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self.projects()))
        try:
            with self.store.transaction("Fail") as tx:
                tx.update(structs.replace(row, name="Never"))
                tx.delete("theme", "t1")
                tx.delete("theme", "t2")
        except StoreError:
            return
        raise AssertionError("Projects without themes were saved.")

    @rule()
    def undo(self) -> None:
        applied = self.store.undo()
        assert (applied is None) == (self.at == 0)
        if applied:
            self.at -= 1
            assert applied.action == self.actions[self.at]
            self.memory.apply(applied.changes)

    @rule()
    def redo(self) -> None:
        applied = self.store.redo()
        assert (applied is None) == (self.at == len(self.actions))
        if applied:
            assert applied.action == self.actions[self.at]
            self.at += 1
            self.memory.apply(applied.changes)

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, CONTEXT)
        self.store._connection.execute("PRAGMA synchronous = OFF")
        assert self.store.notices == ()

    @invariant()
    def the_file_the_memory_and_the_model_agree(self) -> None:
        if not self.states:
            return
        state = self.state()
        assert state == self.states[self.at]
        assert state == {
            kind: {row.id: row for row in held.every} for kind, held in self.memory._tables.items()
        }
        assert self.store.undo_action == (self.actions[self.at - 1] if self.at else None)
        assert self.store.redo_action == (self.actions[self.at] if self.at < len(self.actions) else None)

    def teardown(self) -> None:
        try:
            if self.states:
                self.undo_all_and_redo_all()
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    def undo_all_and_redo_all(self) -> None:
        assert self.store.check() == []
        while self.store.undo():
            pass
        assert self.state() == self.states[0]
        while self.store.redo():
            pass
        assert self.state() == self.states[-1]
        # Replay: check() compares the tables with the fold of the journal.
        assert self.store.check() == []


TestJournal = Journalled.TestCase
TestJournal.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)

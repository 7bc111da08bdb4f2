"""Copies of a portfolio that are merged come to one state, whoever merges whom when, and nothing is lost unasked.

The same checks are held against a naive merge, which replays what it hears over its own tables: it fails them.
"""

import random
from collections.abc import Callable, Sequence
from itertools import permutations

import pytest

from asc_desktop.domain.merging.actions import DELETE, INSERT, Action
from asc_desktop.domain.merging.conflicts import Conflict
from asc_desktop.domain.merging.fold import Tables, fold
from asc_desktop.domain.merging.merge import compare
from asc_desktop.domain.merging.shape import is_silent, named, slots, told
from asc_desktop.domain.merging.sides import said_by_people
from asc_desktop.domain.records.fields import fields_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from tests.properties.merging_histories import OFFICERS, Copy, Officer, Row, beginning, random_choice, unsound

BASE = beginning()
BEGINNING = fold(BASE).tables


class History:
    """Three officers' copies after a random history, as each stands before the last exchange."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)
        self.copies = [Copy(who, BASE, BEGINNING) for who in OFFICERS]
        officers = [Officer(copy, self.chance) for copy in self.copies]
        for _ in range(self.chance.randrange(12, 36)):
            if self.chance.random() < 0.1:
                one, other = self.chance.sample(self.copies, 2)
                one.merge(other.actions, random_choice(self.chance) if self.chance.random() < 0.7 else None)
                held(one)
            else:
                self.chance.choice(officers).work()

    def again(self, index: int) -> Copy:
        """Return a copy of a copy, to be merged another way."""
        copy = self.copies[index]
        again = Copy(copy.who, copy.own, copy.tables)
        again.heard = dict(copy.heard)
        again.clock = copy.clock
        return again


Merge = Callable[[Copy, Sequence[Action]], Sequence[Conflict]]


def merge(copy: Copy, theirs: Sequence[Action]) -> Sequence[Conflict]:
    """Merge by the rule, and return what was told."""
    conflicts = copy.merge(theirs).told
    held(copy)
    return conflicts


def naive(copy: Copy, theirs: Sequence[Action]) -> Sequence[Conflict]:
    """Replay what is new over one's own tables in the order in which it is heard; what does not fit is passed over."""
    known = {action.id for action in copy.actions}
    for action in theirs:
        if action.id in known:
            continue
        copy.heard[action.id] = action
        for entry in action.entries:
            rows = copy.tables[entry.table]
            if entry.operation == INSERT and entry.row_id not in rows:
                rows[entry.row_id] = {field.key: None for field in fields_of(TYPE_BY_TABLE[entry.table])}
            if entry.operation == DELETE:
                rows.pop(entry.row_id, None)
            elif entry.row_id in rows:
                rows[entry.row_id].update({column: new for column, (_, new) in entry.changes.items()})
    return ()


def held(copy: Copy) -> None:
    """Hold a copy's tables to the fold of what it knows, and to what the store accepts."""
    assert copy.tables == fold(copy.actions).tables
    assert unsound(copy.tables) == []


class Ends:
    """What the three copies of a history come to, merged in every way."""

    def __init__(self, history: History, merge: Merge) -> None:
        self.history = history
        self.told: dict[str, Sequence[Conflict]] = {}
        self.states = {
            way: self._merged(way, merge) for way in ("ab", "ba", "ac", "ca", "bc", "cb", "abc", "acb", "bca")
        }

    def _merged(self, way: str, merge: Merge) -> Tables:
        first, *others = ("abc".index(letter) for letter in way)
        copy = self.history.again(first)
        for other in others:
            self.told[way] = merge(copy, self.history.copies[other].actions)
        return copy.tables


def agrees(ends: Ends) -> None:
    """Hold two copies to one state whoever merges whom, and three in whatever order."""
    states = ends.states
    assert states["ab"] == states["ba"]
    assert states["ac"] == states["ca"]
    assert states["bc"] == states["cb"]
    assert states["abc"] == states["acb"] == states["bca"]


def sound(ends: Ends) -> None:
    """Hold merged copies to what the store accepts."""
    assert [unsound(tables) for tables in ends.states.values()] == [[]] * len(ends.states)


def keeps(ends: Ends) -> None:
    """Hold a merge to each side's last words: they are in the state, or in a conflict that was told.

    What the rules made is nobody's word: a row that they kept, a reference that they gave.
    """
    ours, theirs = ends.history.copies[:2]
    state = ends.states["ab"]
    told_of = {(item.table, item.record_id) for item in ends.told["ab"]}
    both = {action.id for action in ours.actions} & {action.id for action in theirs.actions}
    base = fold(action for action in ours.actions if action.id in both)
    before_tables = base.tables
    for side in (ours, theirs):
        for table, rows in fold(said_by_people(side.actions)).rows.items():
            for row_id, row in rows.items():
                if is_silent(table) or not row.alive:
                    continue
                before = base.rows[table].get(row_id)
                for column in told(table) & row.set_by.keys():
                    is_said = before is None or before.values[column] != row.values[column]
                    # What a side had settled before is not lost now.
                    is_said = is_said and _is_there(side.tables, table, row_id, row.values, column)
                    # Nor is what somebody else had said before, and was changed in knowledge of that.
                    is_said = is_said and not _is_there(before_tables, table, row_id, row.values, column)
                    if is_said and not _is_there(state, table, row_id, row.values, column):
                        above = _above(side.tables, table, row_id, row.values, state)
                        assert told_of & above, (table, row_id, column, row.values[column])


def _same(table: str, row: Row, state: Tables) -> list[str]:
    """Return the rows of the slot of a row."""
    return [
        other
        for group in slots(table)
        for other, values in state[table].items()
        if all(values[column] == row[column] for column in group)
    ]


def _is_there(state: Tables, table: str, row_id: str, row: Row, column: str) -> bool:
    """Whether a value is in a row, or in the one that its slot came to."""
    rows = [row_id, *_same(table, row, state)] if row_id not in state[table] else [row_id]
    return any(state[table][item][column] == row[column] for item in rows if item in state[table])


def _above(tables: Tables, table: str, row_id: str, row: Row, state: Tables) -> set[tuple[str, str]]:
    """Return a row, the rows of its slot, and what it names, up to the last."""
    found = {(table, row_id)}
    found |= {(table, other) for held in (tables, state) for other in _same(table, row, held)}
    for to, other in named(table, row):
        if other in tables[to]:
            found |= _above(tables, to, other, tables[to][other], state)
    return found


def conserves(ends: Ends) -> None:
    """Hold the pounds: what a target was, and both sides' changes to it.

    Those apart that they disagree in, that somebody deleted and the rules kept, or that were settled before.
    """
    ours, theirs = ends.history.copies[:2]
    both = {action.id for action in ours.actions} & {action.id for action in theirs.actions}
    base = fold(action for action in ours.actions if action.id in both)
    gone = {
        (table, row_id)
        for copy in (ours, theirs)
        for table, rows in fold(said_by_people(copy.actions)).rows.items()
        for row_id, row in rows.items()
        if not row.alive
    }
    apart = {(item.table, item.record_id) for item in ends.told["ab"]}
    states = (base.tables, ours.tables, theirs.tables, ends.states["ab"])
    targets = [_targets(tables) for tables in states]
    total = 0
    for slot in set().union(*targets):
        was, here, there, now = (found.get(slot, 0) for found in targets)
        about = {
            ("savings_line", slot[0]),
            ("project", _project(slot[0], ours, theirs)),
            *_rows(slot, *states),
        }
        is_kept = (about & gone and any(_rows(slot, tables) & gone for tables in states)) or (
            now and about & gone
        )
        is_settled = about & apart or is_kept or len(_rows(slot, base.tables)) > 1
        if not is_settled:
            # What both did alike is done once.
            total += was + (here - was) + (there - was if there != here else 0) - now
    assert total == 0


def _targets(tables: Tables) -> dict[tuple[str, int], int]:
    rows = tables["savings_target"].values()
    return {(str(row["line_id"]), int(row["year"] or 0)): int(row["target_pence"] or 0) for row in rows}


def _project(line_id: str, *copies: Copy) -> str:
    rows = (copy.tables["savings_line"].get(line_id) for copy in copies)
    return next((str(row["project_id"]) for row in rows if row is not None), "")


def _rows(slot: tuple[str, int], *states: Tables) -> set[tuple[str, str]]:
    return {
        ("savings_target", row_id)
        for tables in states
        for row_id, row in tables["savings_target"].items()
        if (row["line_id"], row["year"]) == slot
    }


CHECKS = (agrees, sound, keeps, conserves)


@pytest.mark.slow
def test_copies_come_to_one_state_and_lose_nothing(rounds: Callable[[int], int]) -> None:
    for number in range(rounds(1000)):
        history = History(number)
        ends = Ends(history, merge)
        for check in CHECKS:
            check(ends)
        _exchange(history.copies)


def _exchange(copies: Sequence[Copy]) -> None:
    """Let copies exchange until nothing is new to anybody: all are alike, and a second merge changes nothing."""
    first, *others = copies
    for one, other in [*((first, other) for other in others), *((other, first) for other in others)]:
        merge(one, other.actions)
        before = {table: dict(rows) for table, rows in one.tables.items()}
        again = one.merge(other.actions).settled
        assert (again.changed, again.settlements) == ((), ())
        assert one.tables == before
    assert copies[0].tables == copies[1].tables == copies[2].tables
    assert not any(compare(one.actions, other.actions).theirs for one, other in permutations(copies, 2))


@pytest.mark.parametrize("check", CHECKS)
def test_a_naive_replay_fails_every_check(check: Callable[[Ends], None]) -> None:
    def fails(number: int) -> bool:
        try:
            check(Ends(History(number), naive))
        except AssertionError:
            return True
        return False

    assert any(fails(number) for number in range(100))

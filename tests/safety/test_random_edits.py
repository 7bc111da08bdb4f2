"""Random edits of a session on a real file, sound and unsound, with what must hold asserted after each.

``pytest tests/safety/test_random_edits.py --rounds 5000 -s`` is the long run; it says what came of the edits.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.closed_months import closed_for
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.rules.position import position_ledger
from asc_desktop.services import session as session_module
from asc_desktop.services import snapshots, structure
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.session import Session
from tests.properties.closed import FIRST_MONTHS, figures_of, session_of
from tests.properties.edits import random_edit
from tests.properties.portfolios import with_first_boards

EDITS_OF_ONE_PORTFOLIO = 250
FULL_CHECK_EVERY = 50

State = dict[str, dict[str, Record]]


class Desk:
    """A session being edited at random, and what is known of it from outside."""

    def __init__(self, session: Session, rng: Random, outcomes: Counter[str]) -> None:
        self.session, self.rng, self.outcomes = session, rng, outcomes
        self.start = state_of(session.records)
        self.figures: dict[Scope, Any] = {}
        self.done: list[bool] = []
        """For each change that undo would take back: whether closed months may differ by it."""
        self.undone: list[bool] = []

    def step(self) -> None:
        """Make one edit, and assert what must hold after each."""
        before, undo, redo = self.newest(), self.session.undo_action, self.session.redo_action
        corrects = self.rng.random() < 0.1
        outcome, closes = self.edit(corrects)
        may_differ = corrects
        self.outcomes[outcome] += 1
        if self.newest() != before:
            kind = self.session.history(limit=1, kept=True)[0].kind
            if kind == "undo":
                assert undo
                self.undone.append(may_differ := self.done.pop())
            elif kind == "redo":
                assert redo
                self.done.append(may_differ := self.undone.pop())
            else:
                # Undone, a month that was closed is open again.
                self.done.append(may_differ or closes)
                self.undone.clear()
            self.outcomes[f"{kind}, closed months may differ" if may_differ else kind] += 1
            if may_differ:
                self.figures.clear()
        self.assert_pounds_are_conserved()
        assert state_of(Records(self.session.store.load())) == state_of(self.session.records)
        self.assert_a_closed_month_is_as_it_was()

    def edit(self, corrects: bool) -> tuple[str, bool]:
        """Return what came of an edit, and whether it closes a month."""
        programmes = self.session.records.all(Programme)
        chance = self.rng.random()
        try:
            if chance < 0.01 and programmes:
                programme = self.rng.choice(programmes)
                snapshots.freeze(self.session, Scope(programme.id, programme.open_period))
                return "froze a month", True
            if chance < 0.015 and programmes:
                structure.open_next_period(self.session, self.rng.choice(programmes))
                return "opened the next month", True
        except EditRefused:
            return "refused", False
        return random_edit(self.rng, self.session, "A reason" if corrects else None), False

    def newest(self) -> str:
        """Return the id of the newest transaction."""
        return self.session.history(limit=1, kept=True)[0].transaction_id

    def assert_pounds_are_conserved(self) -> None:
        """Assert that each pound to find of each line and year is in one place, and each of a surplus too."""
        for programme in self.session.records.all(Programme):
            ledger = position_ledger(self.session.records, programme.open_period)
            for cell, here in ledger.cells.items():
                found = here.forecast_pence + here.explained_pence
                assert here.to_find_pence == here.target_pence + here.slipped_in_pence, cell
                assert here.to_find_pence == found + here.no_plan_pence - here.surplus_pence, cell
                given_away = here.offset_given_pence + here.early_given_pence
                assert here.surplus_pence == given_away + here.unallocated_pence, cell
                assert not (here.surplus_pence and here.no_plan_pence), cell

    def assert_a_closed_month_is_as_it_was(self) -> None:
        """Assert that one closed month's report, of one programme, is what it was when it was last looked at."""
        scopes = [
            Scope(programme.id, period)
            for programme in self.session.records.all(Programme)
            for period in FIRST_MONTHS
            if closed_for(self.session.records, Scope(programme.id, period))
        ]
        for scope in self.rng.sample(scopes, k=min(2, len(scopes))):
            now = figures_of(self.session, scope)
            before = self.figures.setdefault(scope, now)
            for key, part in before.items():
                last = self.session.history(limit=1)[0]
                assert now[key] == part, f"{last.action} changed {key} of {scope}: {dict(last.changes)}"

    def assert_file(self) -> None:
        """Assert that the file is sound, down to its journal folding to its tables."""
        assert self.session.store.check() == []

    def assert_undo_leads_to_the_start(self) -> None:
        """Assert that undoing everything gives the records of the start, in memory and in the file."""
        while self.session.undo():
            pass
        assert state_of(self.session.records) == self.start
        assert state_of(Records(self.session.store.load())) == self.start
        self.assert_file()


def state_of(records: Records) -> State:
    return {kind.table: {item.id: item for item in records.all(kind)} for kind in RECORD_TYPES}


def edit_at_random(count: int, tmp_path: Path, seed_of_all: int = 2024) -> Counter[str]:
    """Make so many random edits, a few hundred in each of several portfolios, and return what came of them."""
    outcomes: Counter[str] = Counter()
    rng = Random(seed_of_all)
    left = [count]

    @seed(seed_of_all)
    @given(with_first_boards())
    @settings(
        max_examples=-(-count // EDITS_OF_ONE_PORTFOLIO),
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def edit_one(rows: list[Record]) -> None:
        with session_of(rows, tmp_path / f"{len(list(tmp_path.iterdir()))}.ascp") as session:
            desk = Desk(session, rng, outcomes)
            for number in range(min(left[0], EDITS_OF_ONE_PORTFOLIO)):
                desk.step()
                left[0] -= 1
                if number % FULL_CHECK_EVERY == 0:
                    desk.assert_file()
            desk.assert_undo_leads_to_the_start()

    edit_one()
    return outcomes


def test_random_edits_keep_pounds_file_journal_and_closed_months(
    rounds: Callable[[int], int], tmp_path: Path
) -> None:
    count = rounds(250)
    outcomes = edit_at_random(count, tmp_path)
    print(f"\n{count} edits: {', '.join(f'{number} {words}' for words, number in outcomes.most_common())}")
    assert outcomes["done"] > count / 3
    assert outcomes["refused"]
    assert outcomes["asked for a reason"]


def test_the_proof_finds_what_it_looks_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "records_for", lambda records, _scope: records)
    with pytest.raises(AssertionError, match="changed"):
        edit_at_random(250, tmp_path)

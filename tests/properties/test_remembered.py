"""A report made of remembered parts is the one made of nothing but the records, after any edit, undo and redo."""

import tempfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import DeliveryStatus, Programme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.closed_months import records_for
from asc_desktop.domain.report.matrix import savings_matrix
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.remembered import Remembered
from asc_desktop.domain.rules.position import BASES
from asc_desktop.services.sample import sample_portfolio
from asc_desktop.services.session import Session
from tests.properties.closed import session_of
from tests.properties.edits import random_edit
from tests.properties.portfolios import PERIODS, portfolios, with_first_boards

EDITS = 12


def assert_remembered_is_fresh(session: Session, rng: Random) -> None:
    """Assert it of a few scopes, so that most were looked at a few edits ago."""
    for programme_id in (None, *(item.id for item in session.records.all(Programme))):
        scope = Scope(programme_id, rng.choice(PERIODS[-2:]))
        fresh = build_report(records_for(session.records, scope), scope)
        if session.report(scope) != fresh:
            raise AssertionError(f"What is remembered of {scope} is not so after: {session.undo_action}")
        basis = rng.choice(BASES)[0]
        context = session.context(scope)
        assert savings_matrix(context, basis) == savings_matrix(
            type(context)(context.records, scope), basis
        ), session.undo_action


def edit_and_compare(rows: list[Record], rng: Random) -> None:
    with tempfile.TemporaryDirectory() as folder, session_of(rows, Path(folder) / "p.ascp") as session:
        assert_remembered_is_fresh(session, rng)
        for _ in range(EDITS):
            random_edit(rng, session, "A reason" if rng.random() < 0.2 else None)
            assert_remembered_is_fresh(session, rng)


@pytest.mark.slow
@settings(max_examples=20)
@given(st.one_of(portfolios(), with_first_boards()), st.randoms(use_true_random=False))
def test_what_is_remembered_is_what_would_be_made(rows: list[Record], rng: Random) -> None:
    edit_and_compare(rows, rng)


def test_statuses_put_in_another_order_are_counted_in_that_order(tmp_path: Path) -> None:
    with session_of(sample_portfolio()[0], tmp_path / "p.ascp") as session:
        scope = Scope(None, "2024-06")
        assert session.report(scope).status_over_time
        first = min(session.records.all(DeliveryStatus), key=lambda item: item.position)
        with session.edit("Put it last") as edit:
            edit.put(replace(first, position=99))
        for counted in session.report(scope).status_over_time:
            assert [item.status.id for item in counted.counts if item.status.id][-1] == first.id
        assert session.report(scope) == build_report(records_for(session.records, scope), scope)


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", ["_work_out", "_line_report", "_project_report", "_exception_report", "_view"]
)
def test_the_comparison_finds_a_part_that_is_kept_too_long(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember = Remembered.part

    def keeps(self: Remembered, make: Any, key: Any, /, *inputs: Any) -> Any:
        held = self._before.get((make, key)) if make.__name__ == part else None
        return remember(self, make, key, *(held[0] if held else inputs))

    monkeypatch.setattr(Remembered, "part", keeps)

    @seed(1)
    @settings(
        max_examples=40, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.one_of(portfolios(), with_first_boards()), st.randoms(use_true_random=False))
    def look(rows: list[Record], rng: Random) -> None:
        edit_and_compare(rows, rng)

    with pytest.raises(AssertionError, match="What is remembered"):
        look()

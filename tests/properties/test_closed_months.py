"""Closed months stay as the board saw them: no edit without a reason changes anything of a closed period's report."""

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from asc_desktop.domain.dates import shift_period
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.closed_months import closed_for
from asc_desktop.domain.report.model import Scope
from asc_desktop.services.errors import ClosedPeriodError
from asc_desktop.services.sample import sample_portfolio
from asc_desktop.services.session import Session
from tests.properties.closed import FIRST_MONTHS, figures_of, session_of
from tests.properties.edits import random_edit
from tests.properties.portfolios import with_first_boards

# A failing example is a whole portfolio and its edits: to make it smaller would take hours.
NOT_SMALLER = [Phase.explicit, Phase.generate]


def closed_scopes(session: Session) -> list[Scope]:
    """Return each closed month of the programmes that a board has received something of, and of all together."""
    frozen = {item.programme_id for item in session.records.all(Snapshot)}
    together = [Scope(None, period) for period in (*FIRST_MONTHS, "2018-12")]
    return [scope for scope in together if closed_for(session.records, scope)] + [
        Scope(programme.id, period)
        for programme in session.records.all(Programme)
        for period in (*FIRST_MONTHS, "2018-12", "2019-01")
        if programme.id in frozen and period < programme.open_period
    ]


def hold_closed_months(rows: list[Record], rng: Random, edits: int) -> None:
    """Edit at random without a reason, and assert after each edit that every closed month is as it was."""
    with tempfile.TemporaryDirectory() as folder, session_of(rows, Path(folder) / "p.ascp") as session:
        before = {scope: figures_of(session, scope) for scope in closed_scopes(session)}
        for _ in range(edits):
            outcome = random_edit(rng, session)
            last = session.history(limit=1)[0]
            closed = closed_scopes(session)
            for scope, report in before.items():
                now = figures_of(session, scope)
                if last.kind == "undo" and scope not in closed:
                    # Its closing was undone, which may be done without a reason. Nothing else of it changes by that.
                    assert (report.pop("period_open"), now["period_open"]) == (False, True)
                for key, part in report.items():
                    assert now[key] == part, f"{outcome}: {last.action} changed {key} of {scope}"
            before = {scope: figures_of(session, scope) for scope in closed}


@given(with_first_boards(), st.integers(0, 2**32))
@settings(max_examples=6, phases=NOT_SMALLER)
def test_no_edit_without_a_reason_changes_a_closed_month(rows: list[Record], seed: int) -> None:
    hold_closed_months(rows, Random(seed), 15)


@given(st.integers(0, 2**32))
@settings(max_examples=1, phases=NOT_SMALLER)
def test_nor_one_of_the_sample(seed: int) -> None:
    hold_closed_months(sample_portfolio()[0], Random(seed), 8)


@given(with_first_boards())
@settings(max_examples=2, phases=NOT_SMALLER)
def test_a_month_is_opened_again_by_a_correction_or_by_undo_alone(rows: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder, session_of(rows, Path(folder) / "p.ascp") as session:
        programme = session.records.all(Programme)[0]
        month = Scope(programme.id, programme.open_period)
        before = figures_of(session, month)
        with session.edit("Open the next month") as edit:
            edit.put(replace(programme, open_period=shift_period(programme.open_period, 1)))
        assert month in closed_scopes(session)
        with pytest.raises(ClosedPeriodError), session.edit("Open the month again") as edit:
            edit.put(programme)
        assert month in closed_scopes(session)
        session.undo()
        assert figures_of(session, month) == before

"""A closed month beside what its board received: nothing where it is the same, both figures where it is not."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.money import format_millions
from asc_desktop.domain.records.delivery import Programme, Project, SavingsLine, SavingsPosition
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.board_saw import board_saw as compared
from asc_desktop.domain.report.model import Scope
from asc_desktop.services import editing, reporting
from asc_desktop.services.board_saw import board_saw
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import freeze

MAY, JUNE = "2024-05", "2024-06"


@pytest.fixture
def scope(session: Session) -> Scope:
    programme = next(item for item in session.records.all(Programme) if item.name.startswith("Better Lives"))
    return Scope(programme.id, JUNE)


def frozen(session: Session, scope: Scope) -> Snapshot:
    return freeze(session, scope, name="June board")


def a_position(session: Session) -> SavingsPosition:
    line = next(
        line
        for line in session.records.all(SavingsLine)
        if session.records.get(Project, line.project_id).ref == "P-024"
    )
    return next(
        item
        for item in session.records.of(SavingsPosition, "line_id", line.id)
        if (item.period, item.year) == (JUNE, 2024)
    )


def test_a_month_that_is_as_its_board_received_it_needs_no_word(session: Session, scope: Scope) -> None:
    assert board_saw(session, scope) is None
    frozen(session, scope)
    assert board_saw(session, scope) is None
    project = session.report(scope).projects[0]
    editing.apply_cells(session, Project, [(project.id, "name", "Another name")])
    assert board_saw(session, scope) is None


def test_a_corrected_month_has_both_figures(session: Session, scope: Scope) -> None:
    snapshot = frozen(session, scope)
    then = session.report(scope).savings.by_year["2024/25"].forecast_pence
    held = a_position(session)
    reporting.report_positions(
        session,
        {(held.line_id, held.year): {"forecast_pence": held.forecast_pence + 150_000_00}},
        JUNE,
        reason="A late figure",
    )
    found = board_saw(session, scope)
    assert found is not None
    assert found.snapshot_ids == (snapshot.id,)
    assert found.heading == "June 2024 is not as the board received it"
    now = then + 150_000_00
    assert found.sentence.startswith(
        f"Forecast {format_millions(then)} then, {format_millions(now)} now; "
        "no plan yet £0.96m then, £0.93m now. Savings are those of 2024/25."
    )
    session.undo()
    assert board_saw(session, scope) is None


def test_amounts_that_read_alike_in_millions_are_told_in_pounds(session: Session, scope: Scope) -> None:
    frozen(session, scope)
    held = a_position(session)
    reporting.report_positions(
        session,
        {(held.line_id, held.year): {"delivered_pence": held.delivered_pence + 100}},
        JUNE,
        reason="A late figure",
    )
    found = board_saw(session, scope)
    assert found is not None
    assert "m then" not in found.sentence
    assert found.sentence.startswith("Delivered £")


def test_the_last_board_of_the_month_is_the_one_compared(session: Session, scope: Scope) -> None:
    frozen(session, scope)
    held = a_position(session)
    reporting.report_positions(
        session,
        {(held.line_id, held.year): {"forecast_pence": held.forecast_pence + 100_00}},
        JUNE,
        reason="A late figure",
    )
    freeze(session, scope, name="June board again")
    assert board_saw(session, scope) is None


def test_all_programmes_are_compared_where_each_has_a_board(session: Session, scope: Scope) -> None:
    assert board_saw(session, Scope(None, MAY)) is None
    frozen(session, scope)
    assert board_saw(session, Scope(None, JUNE)) is None


def test_a_project_that_had_not_begun_is_no_difference(session: Session, scope: Scope) -> None:
    report = session.report(scope)
    state = session.frozen.state(frozen(session, scope))
    one = report.projects[0]
    later = replace(one, id="later", begun=False)
    more = replace(one, id="more")
    assert compared(replace(report, projects=(*report.projects, later)), [("id", state)]) is None
    found = compared(replace(report, projects=(*report.projects, more)), [("id", state)])
    assert found is not None
    assert found.sentence.startswith(f"Projects {len(report.projects)} then, {len(report.projects) + 1} now.")
    # An earlier release counted as begun what had not.
    assert (
        compared(replace(report, projects=(replace(one, begun=False), *report.projects[1:])), [("id", state)])
        is None
    )
    before = replace(state, projects=(*state.projects, replace(state.projects[0], id="later", begun=False)))
    assert compared(report, [("id", before)]) is None

"""What is reported for a period: carried forward, corrected with a reason, and refused with a sentence."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import all_problems
from asc_desktop.domain.dates import shift_period
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Movement,
    Project,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
    TargetChange,
)
from asc_desktop.services import reporting, structure
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.reporting import position_in_force, report_positions, report_status
from asc_desktop.services.session import Session

NOW = "2024-06"


def project(session: Session, ref: str = "P-024") -> Project:
    return next(item for item in session.records.all(Project) if item.ref == ref)


def line(session: Session, ref: str = "P-024") -> SavingsLine:
    return session.records.of(SavingsLine, "project_id", project(session, ref).id)[0]


def status(session: Session, name: str) -> str:
    return next(item.id for item in session.records.all(DeliveryStatus) if item.name == name)


def updates(session: Session, ref: str = "P-024") -> dict[str, StatusUpdate]:
    held = session.records.of(StatusUpdate, "project_id", project(session, ref).id)
    return {item.period: item for item in held}


def next_month(session: Session) -> str:
    return structure.open_next_period(session, structure.in_order(session, structure.Programme)[0])


# ------------------------------------------------------------------------------------------------ status


def test_the_first_report_of_a_month_carries_the_last_one_forward(session: Session) -> None:
    before = updates(session)[NOW]
    july = next_month(session)
    update = report_status(session, project(session).id, july, narrative="Six moves are done.")
    assert (update.period, update.status_id, update.narrative) == (
        july,
        before.status_id,
        "Six moves are done.",
    )
    assert updates(session)[NOW] == before
    assert session.undo_action == "Report P-024 for July 2024"


def test_later_reports_of_the_month_change_the_same_update(session: Session) -> None:
    held = updates(session)
    report_status(session, project(session).id, NOW, status_id=status(session, "At risk"))
    assert updates(session).keys() == held.keys()
    assert updates(session)[NOW].status_id == status(session, "At risk")
    assert updates(session)[NOW].narrative == held[NOW].narrative


def test_a_project_never_reported_needs_a_status_first(session: Session) -> None:
    new = replace(project(session), id=session.new_id(), ref="P-900")
    with session.edit("New") as edit:
        edit.put(new)
    with pytest.raises(EditRefused) as refused:
        report_status(session, new.id, NOW, narrative="Words only")
    assert [(item.key, item.sentence) for item in refused.value.problems] == [
        ("status_id", "Choose the delivery status first.")
    ]
    assert not session.records.of(StatusUpdate, "project_id", new.id)


def test_a_closed_month_is_corrected_with_a_reason_that_the_journal_keeps(session: Session) -> None:
    with pytest.raises(ClosedPeriodError, match="May 2024 is closed"):
        report_status(session, project(session).id, "2024-05", narrative="Better words")
    before = updates(session)["2024-05"]
    report_status(session, project(session).id, "2024-05", narrative="Better words", reason="Board asked")
    assert updates(session)["2024-05"].narrative == "Better words"
    entry = session.history(record_ids=[before.id], limit=1)[0]
    assert (entry.reason, entry.changes["narrative"]) == ("Board asked", (before.narrative, "Better words"))


def test_a_month_after_the_open_one_cannot_be_reported(session: Session) -> None:
    with pytest.raises(EditRefused, match="July 2024 is after the open month, June 2024"):
        report_status(session, project(session).id, "2024-07", narrative="Too soon")


def test_carrying_forward_reports_only_what_is_missing_and_is_one_step(session: Session) -> None:
    july = next_month(session)
    ids = [item.id for item in session.records.all(Project) if item.ref in {"P-024", "P-025"}]
    report_status(session, ids[0], july, narrative="Reported already")
    assert reporting.carry_forward(session, ids, july) == 1
    assert session.undo_action == "Repeat 1 status for July 2024"
    assert reporting.carry_forward(session, ids, july) == 0
    session.undo()
    assert len([item for item in session.records.all(StatusUpdate) if item.period == july]) == 1


# ------------------------------------------------------------------------------------------------ positions


def test_a_forecast_is_reported_for_the_month_and_delivered_is_carried_forward(session: Session) -> None:
    july = next_month(session)
    before = position_in_force(session, line(session).id, 2024, NOW)
    assert before is not None
    report_positions(session, {(line(session).id, 2024): {"forecast_pence": 50_000_000}}, july)
    after = position_in_force(session, line(session).id, 2024, july)
    assert after is not None
    assert (after.period, after.forecast_pence) == (july, 50_000_000)
    assert (after.delivered_pence, after.validated_pence) == (before.delivered_pence, before.validated_pence)
    assert position_in_force(session, line(session).id, 2024, NOW) == before
    assert session.undo_action == "Report forecast 2024/25 of P-024 " + line(session).name


def test_the_first_figure_of_a_year_stands_for_the_others(session: Session) -> None:
    cell = (line(session).id, 2030)
    report_positions(session, {cell: {"validated_pence": 700}}, NOW)
    first = position_in_force(session, *cell, NOW)
    assert first is not None
    assert (first.forecast_pence, first.delivered_pence, first.validated_pence) == (700, 700, 700)


def test_a_forecast_below_what_is_delivered_is_refused_beside_its_cell(session: Session) -> None:
    cell = (line(session).id, 2024)
    report_positions(
        session, {cell: {"forecast_pence": 10_000, "delivered_pence": 9_000, "validated_pence": 0}}, NOW
    )
    with pytest.raises(EditRefused) as refused:
        report_positions(session, {cell: {"forecast_pence": 8_999}}, NOW)
    (problem,) = refused.value.problems
    assert (problem.record_id, problem.key) == (cell[0], "forecast_pence:2024")
    assert problem.sentence == "The forecast for the year cannot be below the £90 already delivered."
    with pytest.raises(EditRefused, match="No more can be validated than the £90 delivered"):
        report_positions(session, {cell: {"validated_pence": 9_001}}, NOW)


def test_many_figures_are_one_step_and_one_refusal_refuses_all(session: Session) -> None:
    one, two = line(session, "P-024"), line(session, "P-001")
    before = {item.id: item for item in session.records.all(SavingsPosition)}
    with pytest.raises(EditRefused):
        report_positions(
            session,
            {
                (one.id, 2026): {"forecast_pence": 5},
                (two.id, 2026): {"forecast_pence": 5, "delivered_pence": 6},
            },
            NOW,
        )
    assert {item.id: item for item in session.records.all(SavingsPosition)} == before
    report_positions(
        session, {(one.id, 2026): {"forecast_pence": 5}, (two.id, 2026): {"forecast_pence": 6}}, NOW
    )
    assert session.undo_action == "Report 2 savings figures for June 2024"
    session.undo()
    assert {item.id: item for item in session.records.all(SavingsPosition)} == before


# ------------------------------------------------------------------------------------------------ targets


def test_a_first_target_is_set_once_and_then_changes_by_request(session: Session) -> None:
    cell = (line(session).id, 2029)
    reporting.set_first_targets(session, {cell: 12_300})
    assert reporting.approved_target(session, *cell, NOW) == 12_300
    with pytest.raises(
        EditRefused, match=r"for 2029/30 is £123\. It changes through an approved change request"
    ):
        reporting.set_first_targets(session, {cell: 1})


def change(session: Session, pence: int, *, approved: bool = True, correction: str | None = None) -> None:
    reporting.request_target_change(
        session,
        {(line(session).id, 2024): pence},
        NOW,
        reference="CR-90",
        reason="Two homes fewer",
        approved_by="Board",
        approved=approved,
        correction=correction,
    )


def test_a_change_request_takes_the_target_to_its_new_amount(session: Session) -> None:
    cell = (line(session).id, 2024)
    before = reporting.approved_target(session, *cell, NOW)
    first = {item.id: item for item in session.records.all(SavingsTarget)}
    change(session, before - 10_000)
    assert reporting.approved_target(session, *cell, NOW) == before - 10_000
    assert {item.id: item for item in session.records.all(SavingsTarget)} == first
    (made,) = (item for item in session.records.all(TargetChange) if item.reference == "CR-90")
    assert (made.change_pence, made.state, made.approved_by) == (-10_000, "approved", "Board")
    assert not all_problems(session.records)


def test_a_proposed_change_moves_no_target_and_no_change_is_no_request(session: Session) -> None:
    cell = (line(session).id, 2024)
    before = reporting.approved_target(session, *cell, NOW)
    change(session, before)
    assert session.undo_action is None
    change(session, before + 5, approved=False)
    assert reporting.approved_target(session, *cell, NOW) == before


def test_a_target_never_falls_below_nothing(session: Session) -> None:
    with pytest.raises(EditRefused):
        change(session, -1)


# ------------------------------------------------------------------------------------------------ movements


def test_a_movement_takes_no_more_than_is_short(session: Session) -> None:
    cell = (line(session).id, 2029)
    reporting.set_first_targets(session, {cell: 100_000})
    report_positions(session, {cell: {"forecast_pence": 60_000}}, NOW)
    movement = replace(
        reporting.new_movement(session, "slip", *cell, NOW), amount_pence=40_001, reason="Late start"
    )
    assert (movement.to_line_id, movement.to_year) == (cell[0], 2030)
    with pytest.raises(EditRefused, match="£400"):
        reporting.record_movement(session, movement)
    kept = reporting.record_movement(session, replace(movement, amount_pence=40_000))
    assert session.records.get(Movement, kept.id).amount_pence == 40_000
    assert session.undo_action == (f"Record movement: Slip to a later year, P-024 {line(session).name}, £400")
    reporting.record_movement(session, replace(kept, amount_pence=30_000))
    assert session.undo_action is not None
    assert session.undo_action.startswith("Change movement:")


def test_a_movement_of_a_closed_month_needs_a_reason_proposed_or_approved(session: Session) -> None:
    cell = (line(session).id, 2029)
    reporting.set_first_targets(session, {cell: 100_000})
    movement = replace(
        reporting.new_movement(session, "write_off", *cell, shift_period(NOW, -1)), amount_pence=100
    )
    for state in ("proposed", "approved"):
        with pytest.raises(ClosedPeriodError):
            reporting.record_movement(session, replace(movement, state=state, approved_by="Board"))
    reporting.record_movement(
        session, replace(movement, state="approved", approved_by="Board"), reason="Minuted in May"
    )

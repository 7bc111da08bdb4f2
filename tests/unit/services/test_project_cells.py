"""Cells of the projects' list: a project's own fields and its reported status, as one change."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import DeliveryStatus, Project, StatusUpdate, Theme
from asc_desktop.services.editing import archive_projects, delete_records
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.projects import apply_project_cells, status_to_report
from asc_desktop.services.reporting import status_in_force
from asc_desktop.services.session import Session

PERIOD = "2024-06"


def project(session: Session, ref: str) -> Project:
    return next(item for item in session.records.all(Project) if item.ref == ref)


def status(session: Session, name: str) -> str:
    return next(item.id for item in session.records.all(DeliveryStatus) if item.name == name)


def test_a_status_is_reported_for_the_period_and_the_narrative_carried_along(session: Session) -> None:
    item = project(session, "P-010")
    before = status_in_force(session, item.id, PERIOD)
    apply_project_cells(session, [(item.id, "status_id", "At risk")], PERIOD)
    after = status_in_force(session, item.id, PERIOD)
    assert before is not None
    assert after == replace(
        before, id=after.id if after else "", period=PERIOD, status_id=status(session, "At risk")
    )
    assert session.undo_action == "Report June 2024 of P-010 Wider use of advocacy"


def test_name_and_status_are_one_change(session: Session) -> None:
    item = project(session, "P-010")
    apply_project_cells(session, [(item.id, "name", "Advocacy"), (item.id, "status_id", "At risk")], PERIOD)
    assert session.undo_action == "Change details of P-010 Wider use of advocacy"
    session.undo()
    assert project(session, "P-010") == item
    held = status_in_force(session, item.id, PERIOD)
    assert held is not None
    assert held.period == "2024-05"


def test_nothing_is_applied_where_one_cell_is_refused(session: Session) -> None:
    first, second = project(session, "P-001"), project(session, "P-002")
    with pytest.raises(EditRefused) as refused:
        apply_project_cells(
            session, [(first.id, "name", "Reviews"), (second.id, "status_id", "Splendid")], PERIOD
        )
    (problem,) = refused.value.problems
    assert (problem.record_id, problem.key) == (second.id, "status_id")
    assert "Splendid" in problem.sentence
    assert project(session, "P-001") == first


def test_an_emptied_status_takes_back_what_was_reported_for_the_month(session: Session) -> None:
    item = project(session, "P-010")
    before = status_in_force(session, item.id, PERIOD)
    apply_project_cells(session, [(item.id, "status_id", "At risk")], PERIOD)
    apply_project_cells(session, [(item.id, "status_id", " ")], PERIOD)
    assert status_in_force(session, item.id, PERIOD) == before
    assert session.undo_action == "Take back June 2024 of P-010 Wider use of advocacy"
    session.undo()
    held = status_in_force(session, item.id, PERIOD)
    assert held is not None
    assert (held.period, held.status_id) == (PERIOD, status(session, "At risk"))


def test_what_is_not_reported_for_the_month_cannot_be_taken_back(session: Session) -> None:
    item = project(session, "P-010")
    with pytest.raises(
        EditRefused, match=r"Nothing is reported for June 2024\. What is shown was reported for May 2024"
    ):
        apply_project_cells(session, [(item.id, "status_id", "")], PERIOD)


def test_a_narrative_of_the_month_does_not_go_with_its_status_unasked(session: Session) -> None:
    item = project(session, "P-001")
    held = status_in_force(session, item.id, PERIOD)
    assert held is not None
    assert held.narrative
    with pytest.raises(EditRefused, match="June 2024 has a narrative of its own"):
        apply_project_cells(session, [(item.id, "status_id", "")], PERIOD)
    assert status_in_force(session, item.id, PERIOD) == held


def test_a_status_of_a_later_period_than_the_open_one_is_refused_at_its_project(session: Session) -> None:
    item = project(session, "P-001")
    with pytest.raises(EditRefused) as refused:
        apply_project_cells(session, [(item.id, "status_id", "At risk")], "2024-07")
    assert [problem.record_id for problem in refused.value.problems] == [item.id]


def test_a_closed_period_needs_a_reason(session: Session) -> None:
    item = project(session, "P-001")
    edits = [(item.id, "status_id", "At risk")]
    with pytest.raises(ClosedPeriodError):
        apply_project_cells(session, edits, "2024-05")
    apply_project_cells(session, edits, "2024-05", reason="Reported late")
    held = status_in_force(session, item.id, "2024-05")
    assert held is not None
    assert held.status_id == status(session, "At risk")


def test_another_theme_empties_the_workstream_unless_one_of_its_own_is_named(session: Session) -> None:
    item = project(session, "P-001")
    theme = next(found for found in session.records.all(Theme) if found.id != item.theme_id)
    apply_project_cells(session, [(item.id, "theme_id", theme.id)], PERIOD)
    moved = project(session, "P-001")
    assert (moved.theme_id, moved.workstream_id) == (theme.id, None)


def test_a_project_that_is_gone_is_said_so(session: Session) -> None:
    with pytest.raises(EditRefused, match="no longer there"):
        apply_project_cells(session, [("gone", "name", "x")], PERIOD)


def test_no_cells_change_nothing(session: Session) -> None:
    before = session.undo_action
    apply_project_cells(session, [], PERIOD)
    assert session.undo_action == before


def test_the_update_to_change_is_the_periods_own_where_there_is_one(session: Session) -> None:
    item = project(session, "P-001")
    held = status_in_force(session, item.id, PERIOD)
    assert status_to_report(session, item.id, PERIOD) == held


def test_deleting_what_closed_periods_reported_needs_a_reason(session: Session) -> None:
    item = project(session, "P-010")
    archive_projects(session, [item])
    item = project(session, "P-010")
    with pytest.raises(ClosedPeriodError):
        delete_records(session, [item])
    delete_records(session, [item], reason="Entered twice")
    assert not session.records.of(StatusUpdate, "project_id", item.id)

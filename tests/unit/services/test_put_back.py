"""One change of the history put back, whatever was done since."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Project, ProjectException, SavingsLine, StatusUpdate
from asc_desktop.services.editing import apply_cells, delete_records, new_record
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.history import HistoryRow, history
from asc_desktop.services.put_back import can_be_put_back, plan_put_back, put_back, sentence_of
from asc_desktop.services.session import Session
from asc_desktop.services.structure import held_back_by


def project_of(session: Session, ref: str = "P-001") -> Project:
    return next(item for item in session.records.all(Project) if item.ref == ref)


def row_of(session: Session, record_id: str, field: str, new: str | None = None) -> HistoryRow:
    return next(
        row
        for row in history(session, record_ids=[record_id])
        if row.field == field and new in {None, row.new}
    )


def back(session: Session, *rows: HistoryRow, reason: str | None = None) -> None:
    put_back(session, plan_put_back(session, rows), reason=reason)


def test_a_field_gets_the_value_it_had_and_what_came_after_stays(session: Session) -> None:
    project = project_of(session)
    apply_cells(session, Project, [(project.id, "lead", "First lead")])
    apply_cells(session, Project, [(project.id, "name", "Another name")])
    plan = plan_put_back(session, [row_of(session, project.id, "Lead", "First lead")])
    assert sentence_of(plan) == "", "nothing to ask: it is as the change left it"
    put_back(session, plan)
    now = project_of(session)
    assert (now.lead, now.name) == (project.lead, "Another name")
    assert session.undo_action == plan.words
    assert plan.words.startswith("Put back: Lead (Project")
    session.undo()
    assert project_of(session).lead == "First lead"


def test_what_changed_since_is_said(session: Session) -> None:
    project = project_of(session)
    apply_cells(session, Project, [(project.id, "lead", "First lead")])
    apply_cells(session, Project, [(project.id, "lead", "Second lead")])
    plan = plan_put_back(session, [row_of(session, project.id, "Lead", "First lead")])
    assert "has changed since, to Second lead" in sentence_of(plan)
    put_back(session, plan)
    assert project_of(session).lead == project.lead


def test_what_is_so_already_is_refused(session: Session) -> None:
    project = project_of(session)
    apply_cells(session, Project, [(project.id, "lead", "First lead")])
    row = row_of(session, project.id, "Lead", "First lead")
    back(session, row)
    with pytest.raises(EditRefused, match="Nothing has to be put back"):
        plan_put_back(session, [row])


def test_what_was_added_goes_with_all_that_is_its_own(session: Session) -> None:
    project = project_of(session)
    made = new_record(session, Project, {"ref": "N-1", "name": "New", "theme_id": project.theme_id})
    line = new_record(session, SavingsLine, {"project_id": made.id, "name": "A line"})
    plan = plan_put_back(session, [row_of(session, made.id, "Ref")])
    assert "is deleted, with a record that belongs to it" in sentence_of(plan)
    put_back(session, plan)
    assert session.records.find(Project, made.id) is None
    assert session.records.find(SavingsLine, line.id) is None


def test_what_was_deleted_is_back_with_what_went_with_it_and_no_more(session: Session) -> None:
    free = [item for item in session.records.all(Project) if not held_back_by(session, item)]
    first, second = sorted(free, key=lambda item: item.ref)[:2]
    owned = {
        item.id
        for kind in (SavingsLine, StatusUpdate, ProjectException)
        for item in session.records.of(kind, "project_id", first.id)
    }
    assert owned
    # As one change: only what belongs to the first is to come back with it.
    delete_records(session, [first, second], reason="Entered twice")
    apply_cells(session, Project, [(project_of(session).id, "lead", "Since then")])
    row = row_of(session, first.id, "Ref")
    back(session, row, reason="Not twice after all")
    assert session.records.find(Project, first.id) == first
    assert session.records.find(Project, second.id) is None
    for kind in (SavingsLine, StatusUpdate, ProjectException):
        assert owned >= {item.id for item in session.records.of(kind, "project_id", first.id)}
    assert sum(session.records.with_id(record_id) is not None for record_id in owned) == len(owned)


def test_a_field_of_what_is_gone_says_what_to_do_first(session: Session) -> None:
    project = project_of(session)
    made = new_record(session, Project, {"ref": "N-1", "name": "New", "theme_id": project.theme_id})
    apply_cells(session, Project, [(made.id, "lead", "A lead")])
    row = row_of(session, made.id, "Lead", "A lead")
    delete_records(session, [made])
    with pytest.raises(EditRefused, match="Put back its deletion first"):
        plan_put_back(session, [row])


def test_a_closed_month_asks_for_a_reason_as_every_edit_does(session: Session) -> None:
    update = next(item for item in session.records.all(StatusUpdate) if item.period == "2024-05")
    with session.edit("Correct", reason="Typed wrongly") as edit:
        edit.put(replace(update, narrative="Put otherwise"))
    row = row_of(session, update.id, "Narrative for the board", "Put otherwise")
    with pytest.raises(ClosedPeriodError):
        back(session, row)
    back(session, row, reason="It was right before")
    assert session.records.get(StatusUpdate, update.id).narrative == update.narrative


def test_several_changes_are_put_back_as_one(session: Session) -> None:
    project = project_of(session)
    apply_cells(session, Project, [(project.id, "lead", "A lead"), (project.id, "name", "A name")])
    rows = [row_of(session, project.id, "Lead"), row_of(session, project.id, "Project")]
    assert all(map(can_be_put_back, rows))
    back(session, *rows)
    assert project_of(session) == project
    assert session.undo_action == "Put back: 2 changes"

"""Projects moved between themes: one or many, as one change, with what stays right of workstreams and savings."""

from __future__ import annotations

from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Project, SavingsLine, Theme, Workstream
from asc_desktop.services.editing import new_record
from asc_desktop.services.session import Session
from asc_desktop.services.structure import in_order, move_projects


def places(session: Session) -> tuple[list[Project], Theme, Theme]:
    first = session.records.all(Project)[0]
    here = session.records.get(Theme, first.theme_id)
    there = next(item for item in in_order(session, Theme, here.programme_id) if item.id != here.id)
    return [item for item in session.records.all(Project) if item.theme_id == here.id][:2], here, there


def test_several_projects_move_as_one_change(session: Session) -> None:
    projects, here, there = places(session)
    assert move_projects(session, projects, there) == 2
    assert {session.records.get(Project, item.id).theme_id for item in projects} == {there.id}
    assert session.undo_action == f"Move 2 projects to {there.name}"
    session.undo()
    assert {session.records.get(Project, item.id).theme_id for item in projects} == {here.id}


def test_a_workstream_of_the_same_name_is_kept_and_another_is_left(session: Session) -> None:
    projects, here, there = places(session)
    ours = new_record(session, Workstream, {"theme_id": here.id, "name": "Homes"})
    own = new_record(session, Workstream, {"theme_id": here.id, "name": "Only here"})
    theirs = new_record(session, Workstream, {"theme_id": there.id, "name": "Homes"})
    with session.edit("Set") as edit:
        edit.put(replace(projects[0], workstream_id=ours.id), replace(projects[1], workstream_id=own.id))
    held = [session.records.get(Project, item.id) for item in projects]
    move_projects(session, held, there)
    assert [session.records.get(Project, item.id).workstream_id for item in projects] == [theirs.id, None]


def test_a_project_goes_to_a_workstream_of_its_own_theme_too(session: Session) -> None:
    projects, here, _ = places(session)
    made = new_record(session, Workstream, {"theme_id": here.id, "name": "Homes"})
    assert move_projects(session, projects[:1], here, made) == 1
    now = session.records.get(Project, projects[0].id)
    assert (now.theme_id, now.workstream_id) == (here.id, made.id)
    assert move_projects(session, [now], here, made) == 0, "it is there"


def test_a_saving_that_counted_there_counts_as_any_other(session: Session) -> None:
    projects, _, there = places(session)
    line = next(item for item in session.records.all(SavingsLine) if item.project_id == projects[0].id)
    with session.edit("Set") as edit:
        edit.put(replace(line, counts_in_theme_id=there.id))
    move_projects(session, projects[:1], there)
    assert session.records.get(SavingsLine, line.id).counts_in_theme_id is None

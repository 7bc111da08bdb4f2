"""What the lists of a form offer: nothing that would be refused once it is chosen."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import is_refused
from asc_desktop.domain.records.delivery import (
    Milestone,
    Mitigation,
    Movement,
    Project,
    ProjectDependency,
    ProjectException,
    SavingsLine,
    Theme,
)
from asc_desktop.domain.records.fields import Field, Record, field_of, fields_of
from asc_desktop.domain.records.governance import ControlTotal, DecisionFunding, DecisionProject
from asc_desktop.domain.records.office import Activity
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE
from asc_desktop.services.editing import CellEdit, apply_cells, choices_for
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.session import Session

CHECKED = [(kind, field) for kind in RECORD_TYPES for field in fields_of(kind) if field.checked]


def offered(session: Session, record: Record, key: str) -> set[str]:
    return {item for item, _ in choices_for(session, field_of(type(record), key), record)}


def link(session: Session) -> ProjectDependency:
    return session.records.all(ProjectDependency)[0]


def test_a_project_is_not_offered_itself_nor_what_needs_it(session: Session) -> None:
    held = link(session)
    other_way = replace(
        held, id="new", project_id=held.needs_project_id, needs_project_id="", milestone_id=None
    )
    found = offered(session, other_way, "needs_project_id")
    assert other_way.project_id not in found
    assert held.project_id not in found
    assert len(found) > 10


def test_a_dependency_offers_the_milestones_of_what_is_needed_alone(session: Session) -> None:
    steps = session.records.all(Milestone)
    needed = steps[0].project_id
    new = ProjectDependency(id="new", project_id=link(session).project_id)
    assert offered(session, new, "milestone_id") == set()
    of_it = offered(session, replace(new, needs_project_id=needed), "milestone_id")
    assert of_it == {item.id for item in steps if item.project_id == needed}


def test_a_line_counts_in_any_theme_but_its_own(session: Session) -> None:
    line = session.records.all(SavingsLine)[0]
    own = session.records.get(Project, line.project_id).theme_id
    every = {item.id for item in session.records.all(Theme)}
    assert offered(session, line, "counts_in_theme_id") == every - {own}


def test_a_mitigation_is_tied_to_a_movement_of_its_project(session: Session) -> None:
    movement = session.records.all(Movement)[0]
    project_id = session.records.get(SavingsLine, movement.from_line_id).project_id
    exceptions = session.records.all(ProjectException)
    ours = next(item for item in exceptions if item.project_id == project_id)
    others = next(item for item in exceptions if item.project_id != project_id)
    assert movement.id in offered(session, Mitigation(id="new", exception_id=ours.id), "movement_id")
    not_ours = offered(session, Mitigation(id="new", exception_id=others.id), "movement_id")
    assert movement.id not in not_ours


def test_an_activity_with_a_project_offers_its_lines_alone(session: Session) -> None:
    line = session.records.all(SavingsLine)[0]
    programme_id = session.records.get(
        Theme, session.records.get(Project, line.project_id).theme_id
    ).programme_id
    activity = Activity(id="new", programme_id=programme_id, project_id=line.project_id)
    own = {item.id for item in session.records.of(SavingsLine, "project_id", line.project_id)}
    assert offered(session, activity, "line_id") == own


@pytest.mark.parametrize("kind", [DecisionFunding, DecisionProject])
def test_what_a_decision_has_already_is_not_offered_again(session: Session, kind: type[Record]) -> None:
    held = session.records.all(kind)[0]
    key = fields_of(kind)[-2 if kind is DecisionFunding else -1].key
    taken = getattr(held, key)
    assert taken in offered(session, held, key)
    again = replace(held, id="new", **{key: ""})
    assert taken not in offered(session, again, key)


def test_a_control_total_offers_the_themes_of_its_programme(session: Session) -> None:
    total = session.records.all(ControlTotal)[0]
    themes = session.records.all(Theme)
    wanted = {item.id for item in themes if item.programme_id == total.programme_id}
    assert offered(session, total, "theme_id") == wanted
    assert len(wanted) < len(themes)


@pytest.mark.parametrize(("kind", "field"), CHECKED)
def test_nothing_that_is_offered_is_refused(session: Session, kind: type[Record], field: Field) -> None:
    for record in session.records.all(kind)[:5]:
        for item in offered(session, record, field.key):
            assert not is_refused(replace(record, **{field.key: item}), field.key, session.records)


def test_of_a_record_without_its_owner_nothing_is_left_out(session: Session) -> None:
    whole = {item.id for item in session.records.all(TYPE_BY_TABLE["theme"]) if not item.retired}
    assert offered(session, SavingsLine(id="new"), "counts_in_theme_id") == whole


def test_what_is_typed_all_the_same_is_refused_with_its_reason(session: Session) -> None:
    held = link(session)
    itself = session.records.get(Project, held.project_id).words(session.records)
    with pytest.raises(EditRefused, match="A project cannot need itself"):
        apply_cells(session, ProjectDependency, [CellEdit(held.id, "needs_project_id", itself)])

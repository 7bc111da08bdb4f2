"""Programmes, themes, workstreams, source plans and statuses: in order, merged, retired and deleted; open periods."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.checks.checker import all_problems
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Programme,
    Project,
    SavingsLine,
    SourcePlan,
    StatusUpdate,
    Theme,
    Workstream,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.services import structure
from asc_desktop.services.editing import new_record
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.session import Session


def named(session: Session, kind: type[Record], name: str) -> Record:
    return next(item for item in session.records.all(kind) if getattr(item, "name", "") == name)


def theme(session: Session, beginning: str) -> Theme:
    return next(item for item in session.records.all(Theme) if item.name.startswith(beginning))


def city(session: Session) -> Programme:
    return structure.in_order(session, Programme)[0]


def county(session: Session) -> Programme:
    return structure.in_order(session, Programme)[1]


def names(records: Sequence[structure.Ordered]) -> list[str]:
    return [record.name for record in records]


def everything(session: Session) -> dict[str, Record]:
    return {record.id: record for kind in RECORD_TYPES for record in session.records.all(kind)}


# ------------------------------------------------------------------------------------------------ adding, order


def test_a_new_theme_stands_last_in_its_programme(session: Session) -> None:
    added = new_record(session, Theme, {"programme_id": city(session).id, "name": "Theme 5: Digital"})
    assert names(structure.in_order(session, Theme, city(session).id))[-1] == "Theme 5: Digital"
    assert session.undo_action == "Add theme Theme 5: Digital"
    assert added.position == max(item.position for item in structure.siblings(session, added))


def test_a_theme_needs_a_name_of_its_own_in_its_programme(session: Session) -> None:
    with pytest.raises(EditRefused) as refused:
        new_record(session, Theme, {"programme_id": city(session).id, "name": ""})
    assert [(item.key, item.sentence) for item in refused.value.problems] == [("name", "Theme is needed.")]
    with pytest.raises(
        EditRefused, match="There is already a theme called Customer Services in Better Lives"
    ):
        new_record(session, Theme, {"programme_id": city(session).id, "name": "Customer Services"})
    new_record(session, Theme, {"programme_id": county(session).id, "name": "Customer Services"})


def test_a_new_programme_needs_its_years_and_open_period(empty_session: Session) -> None:
    with pytest.raises(EditRefused) as refused:
        new_record(empty_session, Programme, {"name": "Better Lives"})
    assert {item.key for item in refused.value.problems} == {"first_year", "last_year", "open_period"}
    with pytest.raises(EditRefused, match="cannot be before the first, 2024/25"):
        new_record(
            empty_session,
            Programme,
            {"name": "B", "first_year": "2024/25", "last_year": "2023", "open_period": "June 2024"},
        )
    added = new_record(
        empty_session,
        Programme,
        {"name": "B", "first_year": "2024/25", "last_year": "2027-28", "open_period": "06/2024"},
    )
    assert (added.first_year, added.last_year, added.open_period, added.position) == (
        2024,
        2027,
        "2024-06",
        1,
    )


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("2024/25", "2024-07"),
        ("2024", "2024-07"),
        ("2025/26", "2025-04"),
        ("2023", "2023-04"),
        ("soon", ""),
        ("", ""),
    ],
)
def test_the_suggested_open_period_follows_from_the_first_year(typed: str, suggested: str) -> None:
    assert structure.suggested_open_period(typed, "2024-07-31") == suggested


def test_a_new_programme_is_suggested_the_years_of_those_there_are(session: Session) -> None:
    held = session.records.all(Programme)
    first, last, month = structure.suggested_years(session)
    assert (first, last) == (min(item.first_year for item in held), max(item.last_year for item in held))
    assert month == max(item.open_period for item in held)


def test_the_first_programme_is_suggested_this_year_and_month(empty_session: Session) -> None:
    first, last, month = structure.suggested_years(empty_session)
    assert month == empty_session.today[:7]
    assert (first, last) == (dates.year_of_period(month), first + 3)


def test_moving_a_theme_keeps_to_its_siblings_and_is_undone_in_one_step(session: Session) -> None:
    before = names(structure.in_order(session, Theme, city(session).id))
    others = names(structure.in_order(session, Theme, county(session).id))
    assert structure.move(session, theme(session, "Theme 3"), 0)
    after = names(structure.in_order(session, Theme, city(session).id))
    assert after == [before[2], before[0], before[1], *before[3:]]
    assert names(structure.in_order(session, Theme, county(session).id)) == others
    assert session.undo() == "Reorder themes"
    assert names(structure.in_order(session, Theme, city(session).id)) == before


def test_moving_past_either_end_or_nowhere_changes_nothing(session: Session) -> None:
    first = structure.in_order(session, SourcePlan)[0]
    last = structure.in_order(session, SourcePlan)[-1]
    assert not structure.move(session, first, -1)
    assert not structure.move(session, last, 99)
    assert session.undo_action is None


def test_records_that_share_a_place_can_still_be_moved(session: Session) -> None:
    workstreams = structure.siblings(session, named(session, Workstream, "Brokerage"))
    with session.edit("Same place") as edit:
        edit.put(*(replace(item, position=0) for item in workstreams))
    held = structure.siblings(session, workstreams[0])
    assert structure.move(session, held[-1], 0)
    assert structure.siblings(session, held[0])[0].id == held[-1].id


# ------------------------------------------------------------------------------------------------ merging


def test_merging_says_exactly_what_moves(session: Session) -> None:
    source, into = theme(session, "Theme 1"), theme(session, "Theme 2")
    projects = len(session.records.of(Project, "theme_id", source.id))
    words = structure.merge_words(session, source, into)
    assert words.startswith(
        f"{projects} projects, 2 workstreams and 5 control totals go to Theme 2: Social Work Practice."
    )
    assert words.endswith("Theme 1: Prevention and Independence is then deleted. Undo restores it.")


def test_what_merging_says_of_a_single_project_and_of_nothing(session: Session) -> None:
    plan = new_record(session, SourcePlan, {"name": "New plan"})
    other = structure.in_order(session, SourcePlan)[0]
    assert structure.uses(session, plan) == ""
    assert structure.merge_words(session, plan, other).startswith("There is nothing in New plan.")
    with session.edit("One project") as edit:
        edit.put(replace(session.records.all(Project)[0], source_plan_id=plan.id))
    assert structure.merge_words(session, plan, other).startswith(f"1 project goes to {other.name}.")


def test_merging_themes_moves_every_project_and_workstream_and_loses_nothing(session: Session) -> None:
    source, into = theme(session, "Theme 1"), theme(session, "Theme 2")
    before = everything(session)
    moving = {project.id for project in session.records.of(Project, "theme_id", source.id)}
    structure.merge(session, source, into)
    assert session.records.find(Theme, source.id) is None
    assert moving <= {project.id for project in session.records.of(Project, "theme_id", into.id)}
    assert before.keys() - everything(session).keys() == {source.id}
    assert not all_problems(session.records)
    assert session.undo_action == (
        "Merge theme Theme 1: Prevention and Independence into Theme 2: Social Work Practice"
    )
    session.undo()
    assert everything(session) == before


def test_workstreams_of_the_same_name_become_one(session: Session) -> None:
    source, into = theme(session, "Theme 1"), theme(session, "Theme 2")
    twin = new_record(session, Workstream, {"theme_id": into.id, "name": "Prevention"})
    old = next(
        item for item in session.records.of(Workstream, "theme_id", source.id) if item.name == "Prevention"
    )
    held = {project.id for project in session.records.of(Project, "workstream_id", old.id)}
    assert held
    assert "Workstreams of the same name become one: Prevention." in structure.merge_words(
        session, source, into
    )
    structure.merge(session, source, into)
    assert session.records.find(Workstream, old.id) is None
    assert {project.id for project in session.records.of(Project, "workstream_id", twin.id)} == held
    assert not all_problems(session.records)


def test_a_saving_counted_in_the_other_theme_counts_as_any_other_after_the_merge(session: Session) -> None:
    source, into = theme(session, "Theme 1"), theme(session, "Theme 2")
    moving = {project.id for project in session.records.of(Project, "theme_id", source.id)}
    line = next(item for item in session.records.all(SavingsLine) if item.project_id in moving)
    with session.edit("Counts elsewhere") as edit:
        edit.put(replace(line, counts_in_theme_id=into.id))
    structure.merge(session, source, into)
    assert session.records.get(SavingsLine, line.id).counts_in_theme_id is None
    assert not all_problems(session.records)


def test_a_saving_of_a_third_theme_that_counts_in_the_merged_one_follows_it(session: Session) -> None:
    source, into, third = theme(session, "Theme 1"), theme(session, "Theme 2"), theme(session, "Theme 3")
    owned = {project.id for project in session.records.of(Project, "theme_id", third.id)}
    line = next(item for item in session.records.all(SavingsLine) if item.project_id in owned)
    with session.edit("Counts elsewhere") as edit:
        edit.put(replace(line, counts_in_theme_id=source.id))
    structure.merge(session, source, into)
    assert session.records.get(SavingsLine, line.id).counts_in_theme_id == into.id


def test_a_theme_is_not_merged_into_a_programme_that_has_not_come_to_what_it_reports(
    session: Session,
) -> None:
    before = everything(session)
    into = structure.in_order(session, Theme, county(session).id)[0]
    with pytest.raises(
        EditRefused, match="reported for June 2024, and Improving Lives Portfolio has come to"
    ):
        structure.merge(session, theme(session, "Theme 1"), into)
    assert everything(session) == before


def test_a_theme_merges_into_a_later_programme(session: Session) -> None:
    source = structure.in_order(session, Theme, county(session).id)[0]
    structure.merge(session, source, theme(session, "Theme 1"))
    assert not all_problems(session.records)


def test_only_another_record_of_the_same_type_takes_one_in(session: Session) -> None:
    source = theme(session, "Theme 1")
    for into in (source, city(session)):
        with pytest.raises(EditRefused, match="Choose another theme"):
            structure.merge(session, source, into)


def test_merge_choices_are_others_in_use_of_the_own_programme_first(session: Session) -> None:
    source = theme(session, "Theme 2")
    structure.retire(session, theme(session, "Theme 4"))
    choices = structure.merge_choices(session, source)
    assert [item.name.split(":")[0] for item in choices[:3]] == ["Theme 1", "Theme 3", "Customer Services"]
    assert len(choices) == 8
    brokerage = named(session, Workstream, "Brokerage")
    assert {item.theme_id for item in structure.merge_choices(session, brokerage)} == {brokerage.theme_id}


def test_merging_statuses_corrects_closed_periods_so_it_asks_for_a_reason(session: Session) -> None:
    source, into = named(session, DeliveryStatus, "Compromised"), named(session, DeliveryStatus, "At risk")
    if not session.records.of(StatusUpdate, "status_id", source.id):
        update = min(session.records.all(StatusUpdate), key=lambda item: item.period)
        with session.edit("Use it", reason="for this test") as edit:
            edit.put(replace(update, status_id=source.id))
    with pytest.raises(ClosedPeriodError):
        structure.merge(session, source, into)
    structure.merge(session, source, into, reason="One status fewer")
    assert not session.records.of(StatusUpdate, "status_id", source.id)


# ------------------------------------------------------------------------------------------------ retiring, deleting


def test_a_retired_theme_keeps_its_projects_and_comes_back(session: Session) -> None:
    held = theme(session, "Theme 1")
    structure.retire(session, held)
    assert session.records.get(Theme, held.id).retired
    assert session.records.of(Project, "theme_id", held.id)
    structure.retire(session, session.records.get(Theme, held.id), retired=False)
    assert session.records.get(Theme, held.id) == held
    assert session.undo_action == "Restore theme Theme 1: Prevention and Independence"


def test_a_theme_with_projects_is_not_deleted(session: Session) -> None:
    with pytest.raises(EditRefused, match="is used by"):
        structure.remove(session, theme(session, "Theme 1"))
    assert theme(session, "Theme 1")


def test_a_theme_without_projects_goes_with_its_workstreams(session: Session) -> None:
    added = new_record(session, Theme, {"programme_id": city(session).id, "name": "Theme 5"})
    new_record(session, Workstream, {"theme_id": added.id, "name": "First"})
    assert structure.goes_with(session, added) == "1 workstream"
    structure.remove(session, added)
    assert session.records.find(Theme, added.id) is None
    assert not session.records.of(Workstream, "theme_id", added.id)
    assert session.undo() == "Delete theme Theme 5 (Better Lives, Better Outcomes)"
    assert len(session.records.of(Workstream, "theme_id", added.id)) == 1


def test_an_unused_programme_goes_and_a_used_one_stays(session: Session) -> None:
    before = session.records.all(Programme)
    added = new_record(
        session, Programme, {"name": "Third", "first_year": 2024, "last_year": 2025, "open_period": "2024-04"}
    )
    new_record(session, Theme, {"programme_id": added.id, "name": "Only"})
    structure.remove(session, added)
    assert session.records.all(Programme) == before
    with pytest.raises(EditRefused, match="projects"):
        structure.remove(session, city(session))


# ------------------------------------------------------------------------------------------------ periods


def test_closing_a_period_opens_the_next(session: Session) -> None:
    assert structure.open_next_period(session, city(session)) == "2024-07"
    assert session.open_period(city(session).id) == "2024-07"
    assert session.undo_action == "Close June 2024, open July 2024"
    update = next(item for item in session.records.all(StatusUpdate) if item.period == "2024-06")
    with pytest.raises(ClosedPeriodError), session.edit("Too late") as edit:
        edit.put(replace(update, narrative="Late words"))


def test_no_period_is_opened_long_after_the_last_year(session: Session) -> None:
    last = replace(city(session), open_period="2028-09")
    with session.edit("Near the end") as edit:
        edit.put(last)
    with pytest.raises(EditRefused, match="The open month must be from April 2024 to September 2028"):
        structure.open_next_period(session, last)


def test_a_period_that_is_reported_cannot_be_unopened(session: Session) -> None:
    with pytest.raises(EditRefused, match="reported for June 2024 already"), session.edit("Back") as edit:
        edit.put(replace(city(session), open_period="2024-05"))


def test_a_project_does_not_move_to_a_programme_that_has_not_come_to_its_reports(session: Session) -> None:
    project = session.records.of(Project, "theme_id", theme(session, "Theme 1").id)[0]
    to = structure.in_order(session, Theme, county(session).id)[0]
    with pytest.raises(EditRefused) as refused, session.edit("Move") as edit:
        edit.put(replace(project, theme_id=to.id, workstream_id=None))
    assert [item.key for item in refused.value.problems] == ["theme_id"]


def test_a_workstream_is_deleted_and_its_projects_stay_without_one(session: Session) -> None:
    held = named(session, Workstream, "Brokerage")
    projects = session.records.of(Project, "workstream_id", held.id)
    assert projects
    count = f"{len(projects)} project" + ("" if len(projects) == 1 else "s")
    assert structure.held_back_by(session, held) == count
    structure.remove(session, held, release=True)
    assert session.records.find(Workstream, held.id) is None
    assert all(session.records.get(Project, item.id).workstream_id is None for item in projects)
    session.undo()
    assert set(session.records.of(Project, "workstream_id", held.id)) == set(projects)


def test_what_holds_a_theme_back_is_not_what_goes_with_it(session: Session) -> None:
    held = theme(session, "Theme 1")
    assert structure.goes_with(session, held) == "2 workstreams"
    assert structure.held_back_by(session, held).endswith(" projects and 5 control totals")
    assert not structure.can_release(held)

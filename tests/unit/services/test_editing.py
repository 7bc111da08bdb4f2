"""Edits of cells and records: one transaction each, refused whole with a sentence for each cell, undone exactly."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import all_problems
from asc_desktop.domain.records.delivery import (
    Mitigation,
    Programme,
    Project,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    SourcePlan,
    StatusUpdate,
    Theme,
    Workstream,
)
from asc_desktop.domain.records.fields import Record, field_of
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.archiving import archived_savings
from asc_desktop.services import editing
from asc_desktop.services.editing import CellEdit, apply_cells
from asc_desktop.services.errors import ClosedPeriodError, EditRefused, NotSaved, told_as
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.services.session import Session


def project(session: Session, ref: str = "P-024") -> Project:
    return next(item for item in session.records.all(Project) if item.ref == ref)


def everything(session: Session) -> dict[str, Record]:
    return {record.id: record for kind in RECORD_TYPES for record in session.records.all(kind)}


# ------------------------------------------------------------------------------------------------ cells


def test_a_cell_is_kept_as_its_field_keeps_it(session: Session) -> None:
    held = project(session)
    apply_cells(
        session,
        Project,
        [
            CellEdit(held.id, "name", "  Homes \t of their own "),
            CellEdit(held.id, "start_date", "18/7/24"),
            CellEdit(held.id, "lead", ""),
        ],
    )
    after = project(session)
    assert (after.name, after.start_date, after.lead) == ("Homes of their own", "2024-07-18", None)
    assert session.undo_action == "Change details of P-024 Supported Living"
    session.undo()
    assert project(session) == held


def test_one_wrong_cell_refuses_all_and_each_has_its_sentence(session: Session) -> None:
    one, two = project(session), project(session, "P-025")
    before = everything(session)
    with pytest.raises(EditRefused) as refused:
        apply_cells(
            session,
            Project,
            [
                CellEdit(one.id, "start_date", "31 June 2024"),
                CellEdit(two.id, "name", ""),
                CellEdit(two.id, "lead", "Head of Reviews"),
                CellEdit("gone", "name", "New"),
            ],
        )
    assert {(item.record_id, item.key) for item in refused.value.problems} == {
        (one.id, "start_date"),
        (two.id, "name"),
        ("gone", "name"),
    }
    assert everything(session) == before
    assert session.undo_action is None


def test_a_reference_is_taken_by_id_by_words_and_by_their_beginning(session: Session) -> None:
    held = project(session)
    plan = next(item for item in session.records.all(SourcePlan) if item.name == "CQC Action Plan")
    for typed in (plan.id, "cqc action plan", "CQC"):
        apply_cells(session, Project, [CellEdit(held.id, "source_plan_id", typed)])
        assert project(session).source_plan_id == plan.id
        session.undo()
    with pytest.raises(EditRefused, match="“Nowhere” is not in the list for Source plan"):
        apply_cells(session, Project, [CellEdit(held.id, "source_plan_id", "Nowhere")])


def test_a_theme_may_be_typed_by_its_own_name_without_its_programme(session: Session) -> None:
    apply_cells(session, Project, [CellEdit(project(session).id, "theme_id", "Theme 4: Enabling Functions")])
    moved = project(session)
    assert session.records.title("theme", moved.theme_id) == "Theme 4: Enabling Functions"
    assert moved.workstream_id is None


def test_a_new_theme_and_its_workstream_are_set_in_one_edit(session: Session) -> None:
    theme = next(item for item in session.records.all(Theme) if item.name.startswith("Theme 4"))
    workstream = session.records.of(Workstream, "theme_id", theme.id)[0]
    held = project(session)
    apply_cells(
        session,
        Project,
        [CellEdit(held.id, "theme_id", theme.id), CellEdit(held.id, "workstream_id", workstream.name)],
    )
    assert (project(session).theme_id, project(session).workstream_id) == (theme.id, workstream.id)


def test_what_is_retired_is_offered_no_more_but_stays_where_it_is(session: Session) -> None:
    held = project(session)
    field = field_of(Project, "theme_id")
    theme = session.records.get(Theme, held.theme_id)
    assert theme.id in dict(editing.choices_for(session, field, held))
    with session.edit("Archive") as edit:
        edit.put(replace(theme, retired=1))
    assert theme.id not in dict(editing.choices_for(session, field, held))
    apply_cells(session, Project, [CellEdit(held.id, "name", "Other words")])
    assert project(session).theme_id == theme.id


def test_workstreams_are_offered_for_the_own_theme_only(session: Session) -> None:
    held = project(session)
    offered = dict(editing.choices_for(session, field_of(Project, "workstream_id"), held))
    own = {item.id for item in session.records.of(Workstream, "theme_id", held.theme_id)}
    assert offered.keys() == own


def test_no_change_leaves_no_trace(session: Session) -> None:
    held = project(session)
    apply_cells(session, Project, [CellEdit(held.id, "name", held.name)])
    assert session.undo_action is None


def test_text_that_excel_would_take_for_a_formula_and_control_characters(session: Session) -> None:
    held = project(session)
    apply_cells(
        session,
        Project,
        [CellEdit(held.id, "name", "=1+1"), CellEdit(held.id, "description", "a\x00b\x07c\r\nd")],
    )
    assert (project(session).name, project(session).description) == ("=1+1", "abc\nd")
    with pytest.raises(EditRefused, match="may have 200 characters at most; this has 10,000"):
        apply_cells(session, Project, [CellEdit(held.id, "name", "x" * 10_000)])


# ------------------------------------------------------------------------------------------------ records


def test_a_new_record_needs_what_is_required_and_says_so_for_each_field(session: Session) -> None:
    with pytest.raises(EditRefused) as refused:
        editing.new_record(session, Project, {"ref": "", "start_date": "soon"})
    assert {item.key for item in refused.value.problems} == {"ref", "name", "theme_id", "start_date"}
    theme = session.records.all(Theme)[0]
    made = editing.new_record(session, Project, {"ref": "P-900", "name": "New", "theme_id": theme.id})
    assert session.records.get(Project, made.id) == made
    assert session.undo_action == "Add project New"


def test_two_projects_never_share_a_reference(session: Session) -> None:
    with pytest.raises(EditRefused, match="P-025 is already the reference of Supported Living for people"):
        apply_cells(session, Project, [CellEdit(project(session).id, "ref", "P-025")])


def test_the_next_reference_is_free_and_in_the_same_style(session: Session) -> None:
    assert editing.next_reference(session) == "P-054"
    assert editing.next_reference(session, "P-100") == "P-054"
    assert editing.next_reference(session, project(session, "IL-05").ref) == "IL-13"
    assert editing.next_reference(session, "il-05") == "il-13"
    refs = {item.ref for item in session.records.all(Project)}
    assert editing.next_reference(session, "X") not in refs


def test_a_copy_has_the_plan_and_nothing_that_was_reported(session: Session) -> None:
    held = project(session)
    copy = editing.duplicate_project(session, held)
    assert (copy.ref, copy.name) == ("P-054", "Supported Living (copy)")
    lines = session.records.of(SavingsLine, "project_id", copy.id)
    assert [line.name for line in lines] == [
        line.name for line in session.records.of(SavingsLine, "project_id", held.id)
    ]
    assert session.records.of(SavingsTarget, "line_id", lines[0].id)
    assert not session.records.of(StatusUpdate, "project_id", copy.id)
    assert not session.records.of(SavingsPosition, "line_id", lines[0].id)
    assert not all_problems(session.records)
    before = everything(session)
    session.undo()
    assert session.records.find(Project, copy.id) is None
    session.redo()
    assert everything(session) == before


def test_a_county_project_is_copied_under_a_reference_of_its_own_style(session: Session) -> None:
    copy = editing.duplicate_project(session, project(session, "IL-05"))
    assert copy.ref == "IL-13"


def test_a_copy_of_a_long_name_still_fits(session: Session) -> None:
    held = project(session)
    apply_cells(session, Project, [CellEdit(held.id, "name", "x" * 200)])
    assert len(editing.duplicate_project(session, project(session)).name) <= 200


def test_a_project_whose_savings_a_board_has_received_is_not_archived(session: Session) -> None:
    held = [project(session), project(session, "P-025")]
    before = everything(session)
    with pytest.raises(
        EditRefused, match="P-024 Supported Living cannot be archived: boards have received its"
    ) as one:
        editing.archive_projects(session, held[:1])
    savings = archived_savings(session.records, held[:1])
    assert savings.frozen_years
    assert f"{savings.frozen_words}, and archiving would take them out of every total" in str(one.value)
    with pytest.raises(
        EditRefused, match="2 projects cannot be archived: boards have received their savings"
    ):
        editing.archive_projects(session, held)
    with pytest.raises(EditRefused, match="P-024"):
        apply_cells(session, Project, [CellEdit(held[0].id, "archived", "Yes")])
    assert everything(session) == before


def test_archived_projects_come_back_as_they_were(session: Session) -> None:
    held = [
        item for item in session.records.all(Project) if not archived_savings(session.records, [item]).years
    ][:2]
    editing.archive_projects(session, held)
    assert session.undo_action == "Archive 2 projects"
    assert all(project(session, item.ref).archived for item in held)
    editing.archive_projects(session, held[:1], archived=False)
    assert project(session, held[0].ref) == held[0]


def test_an_exception_goes_with_its_mitigations_and_comes_back_with_them(session: Session) -> None:
    exception = next(
        item
        for item in session.records.all(ProjectException)
        if session.records.of(Mitigation, "exception_id", item.id)
    )
    before = everything(session)
    editing.delete_records(session, [exception])
    assert not session.records.of(Mitigation, "exception_id", exception.id)
    session.undo()
    assert everything(session) == before


def test_a_project_with_a_history_is_deleted_with_a_reason_only(session: Session) -> None:
    free = next(
        item
        for item in session.records.all(Project)
        if not session.records.of(SavingsLine, "project_id", item.id)
        and all(key == "project_id" for _, key in session.records.users_of(item))
        and session.records.of(StatusUpdate, "project_id", item.id)
    )
    with pytest.raises(ClosedPeriodError):
        editing.delete_records(session, [free])
    editing.delete_records(session, [free], reason="Entered twice")
    assert session.records.find(Project, free.id) is None
    assert not all_problems(session.records)


def test_an_exception_and_its_mitigations_are_recorded_in_one_step(session: Session) -> None:
    values = {
        "project_id": project(session).id,
        "category": "supply",
        "description": "A landlord withdrew.",
        "amount_pence": "£90k",
        "years": "2024/25",
        "raised_period": "June 2024",
    }
    made = editing.add_exception(session, values, [{"action": "Find another", "due_date": "1 Sep 2024"}])
    assert (made.amount_pence, made.years, made.raised_period) == (9_000_000, "2024", "2024-06")
    assert [item.due_date for item in session.records.of(Mitigation, "exception_id", made.id)] == [
        "2024-09-01"
    ]
    session.undo()
    assert session.records.find(ProjectException, made.id) is None
    with pytest.raises(EditRefused, match="cannot be due before its exception was raised, in June 2024"):
        editing.add_exception(session, values, [{"action": "Too early", "due_date": "1 May 2024"}])
    assert session.records.find(ProjectException, made.id) is None


# ------------------------------------------------------------------------------------------------ the session


def test_watchers_hear_of_edits_undo_and_redo_with_what_changed(session: Session) -> None:
    heard: list[dict[str, list[str]]] = []
    stop = session.watch(lambda changes: heard.append({table: list(rows) for table, rows in changes.items()}))
    held = project(session)
    apply_cells(session, Project, [CellEdit(held.id, "name", "Other")])
    session.undo()
    session.redo()
    assert heard == [{"project": [held.id]}] * 3
    stop()
    session.undo()
    assert len(heard) == 3


def test_a_refused_edit_leaves_records_reports_and_the_file_as_they_were(
    session: Session, portfolio_files: PortfolioFiles
) -> None:
    before = everything(session)
    with pytest.raises(EditRefused), session.edit("Wrong") as edit:
        edit.put(replace(session.records.all(Programme)[0], last_year=1999))
    assert everything(session) == before
    path = session.path
    session.close()
    again = portfolio_files.open(path)
    assert everything(again) == before
    again.close()


def test_an_error_inside_the_block_changes_nothing(session: Session) -> None:
    before = everything(session)
    edited = replace(project(session), name="Half done")
    with pytest.raises(ZeroDivisionError), session.edit("Broken") as edit:
        edit.put(edited, *(edited for _ in range(1 // 0)))
    assert everything(session) == before
    assert session.undo_action is None


def test_a_change_that_is_given_up_is_told_of_no_row(session: Session) -> None:
    with pytest.raises(NotSaved), told_as(lambda problem: problem):
        raise NotSaved
    with (
        pytest.raises(EditRefused, match=r"No\.") as refused,
        told_as(lambda problem: problem._replace(record_id="row")),
    ):
        raise EditRefused([("record", "name", "No.")])
    assert refused.value.problems[0].record_id == "row"

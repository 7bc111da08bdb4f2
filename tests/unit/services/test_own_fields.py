"""The council's own fields: made, changed and deleted; their values with any record, in history and report."""

from io import BytesIO

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.delivery import Milestone, Project, Theme
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.records.own import fields_for, own_key, value_of
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.closed_months import closed_programmes, programmes_of, records_for
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.own_tables import own_tables, shown
from asc_desktop.domain.report.publication import public_report
from asc_desktop.excel.pack import workbook_of
from asc_desktop.pack.edition import WHOLE
from asc_desktop.services import own_fields
from asc_desktop.services.corrections import corrections_since
from asc_desktop.services.editing import CellEdit, apply_cells, delete_records, duplicate_project
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.find import find
from asc_desktop.services.history import history, history_page, project_record_ids
from asc_desktop.services.new_records import Place, new_projects
from asc_desktop.services.publication import mark_exempt
from asc_desktop.services.session import Session
from asc_desktop.services.structure import merge, merge_words


@pytest.fixture
def project(session: Session) -> Project:
    return next(item for item in session.records.all(Project) if item.ref == "P-005")


def put(session: Session, own: OwnField, record_id: str, text: str) -> None:
    own_fields.set_values(session, [CellEdit(record_id, own_key(own.id), text)])


@pytest.mark.parametrize(
    ("kind", "typed", "value", "words"),
    [
        ("text", "  41 207\nand more ", "41 207\nand more", "41 207\nand more"),
        ("number", "1,234.50", "1234.5", "1234.5"),
        ("money", "(£1.2m)", -120_000_000, "(£1,200,000)"),
        ("date", "4 July 2024", "2024-07-04", "4 Jul 2024"),
        ("choice", "low", "Low", "Low"),
        ("flag", "no", 0, "No"),
    ],
)
def test_a_value_of_each_kind_is_read_kept_and_shown_as_a_field_of_that_kind(
    session: Session, project: Project, kind: str, typed: str, value: object, words: str
) -> None:
    own = own_fields.make(
        session, "project", "Of ours", kind, choices=("High", "Low") if kind == "choice" else ()
    )
    put(session, own, project.id, typed)
    assert value_of(session.records, own, project.id) == value
    assert session.undo_action == f"Change Of ours of {project.ref} {project.name}"
    row = history(session, record_ids=project_record_ids(session, project.id))[0]
    assert (row.record, row.field, row.old) == (f"Project: {project.ref} {project.name}", "Of ours", "")
    assert row.new == words
    scope = Scope(None, session.open_period(None))
    told = next(item for item in build_report(session.records, scope).own_fields if item.id == own.id)
    assert [(item.record_id, item.value, item.ref) for item in told.values] == [
        (project.id, value, project.ref)
    ]


@pytest.mark.parametrize("kind", ["number", "money", "date", "choice", "flag"])
def test_what_a_kind_cannot_be_is_refused_beside_its_cell_and_keeps_what_was(
    session: Session, project: Project, kind: str
) -> None:
    own = own_fields.make(session, "project", "Of ours", kind, choices=("High",) if kind == "choice" else ())
    with pytest.raises(EditRefused) as refused:
        put(session, own, project.id, "perhaps")
    (problem,) = refused.value.problems
    assert (problem.record_id, problem.key) == (project.id, own_key(own.id))
    assert not session.records.of(OwnValue, "own_field_id", own.id)


def test_an_empty_cell_takes_the_value_away_and_undo_brings_it_back(
    session: Session, project: Project
) -> None:
    own = own_fields.make(session, "project", "Signed off", "flag")
    put(session, own, project.id, "Yes")
    put(session, own, project.id, "")
    assert value_of(session.records, own, project.id) is None
    session.undo()
    assert value_of(session.records, own, project.id) == 1


def test_a_value_goes_with_its_record_and_comes_back_with_it(session: Session, project: Project) -> None:
    milestone = session.records.all(Milestone)[0]
    own = own_fields.make(session, "milestone", "Signed by")
    put(session, own, milestone.id, "Ann")
    delete_records(session, [milestone])
    assert not session.records.of(OwnValue, "own_field_id", own.id)
    session.undo()
    assert value_of(session.records, own, milestone.id) == "Ann"


def test_a_field_goes_with_its_values_and_history_still_tells(session: Session, project: Project) -> None:
    own = own_fields.make(session, "project", "Ward", "money")
    put(session, own, project.id, "£12")
    assert own_fields.goes_with(session, own) == "1 value"
    own_fields.delete(session, own)
    assert not session.records.of(OwnValue, "record_id", project.id) or all(
        item.own_field_id != own.id for item in session.records.of(OwnValue, "record_id", project.id)
    )
    row = history_page(session, table=OwnValue.table).rows[0]
    assert (row.operation, row.record) == ("Deleted", f"Project: {project.ref} {project.name}")
    assert (row.field, row.old) == ("Ward", "£12")
    session.undo()
    assert value_of(session.records, own, project.id) == 1200


def test_built_in_and_own_cells_typed_together_are_one_change_or_none(
    session: Session, project: Project
) -> None:
    own = own_fields.make(session, "project", "Ward", "number")

    def apply(edits: list[CellEdit]) -> None:
        apply_cells(session, Project, edits)

    with pytest.raises(EditRefused):
        own_fields.apply_with(
            session, [(project.id, "lead", "Somebody"), (project.id, own_key(own.id), "x")], apply
        )
    assert session.records.get(Project, project.id).lead == project.lead
    own_fields.apply_with(
        session, [(project.id, "lead", "Somebody"), (project.id, own_key(own.id), "7")], apply
    )
    assert session.undo_action == f"Change details of {project.ref} {project.name}"
    session.undo()
    assert session.records.get(Project, project.id).lead == project.lead
    assert value_of(session.records, own, project.id) is None


def test_a_label_that_the_record_has_already_is_refused(session: Session) -> None:
    with pytest.raises(EditRefused, match="Every project has a field called Theme already"):
        own_fields.make(session, "project", "theme")
    own_fields.make(session, "project", "Ward")
    with pytest.raises(EditRefused, match="already a field called Ward"):
        own_fields.make(session, "project", "WARD")
    own_fields.make(session, "risk", "Ward")


def test_a_choice_without_choices_is_refused(session: Session) -> None:
    with pytest.raises(EditRefused, match="Write one choice a line"):
        own_fields.make(session, "project", "Ward", "choice", choices=(" ",))


def test_a_kind_changes_where_every_value_can_be_read_and_else_stays(
    session: Session, project: Project
) -> None:
    own = own_fields.make(session, "project", "Worth")
    put(session, own, project.id, "£1,200")
    own_fields.change_fields(session, [(own.id, "kind", "Money")])
    own = session.records.get(OwnField, own.id)
    assert value_of(session.records, own, project.id) == 120_000
    with pytest.raises(EditRefused, match="“£1,200” cannot be read as date"):
        own_fields.change_fields(session, [(own.id, "kind", "Date")])
    assert session.records.get(OwnField, own.id).kind == "money"
    session.undo()
    assert session.records.get(OwnField, own.id).kind == "text"
    assert value_of(session.records, session.records.get(OwnField, own.id), project.id) == "£1,200"


def test_a_choice_that_is_renamed_renames_its_values_and_one_in_use_cannot_go(
    session: Session, project: Project
) -> None:
    own = own_fields.make(session, "project", "Sure", "choice", choices=("Full", "Some"))
    put(session, own, project.id, "some")
    own_fields.change_fields(session, [(own.id, "choices", "Full\nModerate")])
    own = session.records.get(OwnField, own.id)
    assert value_of(session.records, own, project.id) == "Moderate"
    with pytest.raises(EditRefused, match="“Moderate” is not among the choices"):
        own_fields.change_fields(session, [(own.id, "choices", "Full")])


def test_a_field_with_values_stays_with_its_records(session: Session, project: Project) -> None:
    own = own_fields.make(session, "project", "Ward")
    put(session, own, project.id, "East")
    with pytest.raises(EditRefused, match="stays with the records that have them"):
        own_fields.change_fields(session, [(own.id, "record_table", "risk")])


def test_fields_move_among_those_of_their_records(session: Session) -> None:
    labels = [own.label for own in fields_for(session.records, "project")]
    last = fields_for(session.records, "project")[-1]
    assert own_fields.move(session, last, -2)
    assert [own.label for own in fields_for(session.records, "project")] == [labels[2], *labels[:2]]
    assert not own_fields.move(session, session.records.get(OwnField, last.id), -1)


def test_values_of_an_exempt_record_are_not_published(session: Session, project: Project) -> None:
    own = own_fields.make(session, "project", "Ward")
    put(session, own, project.id, "Known by nobody else")
    mark_exempt(session, [project], "3", "Because.")
    report = build_report(session.records, Scope(None, session.open_period(None)))
    public = public_report(report).report
    assert "Known by nobody else" in str(report.own_fields)
    assert "Known by nobody else" not in str(public)


def test_a_closed_month_keeps_what_a_record_had(session: Session, project: Project) -> None:
    own = next(item for item in session.records.all(OwnField) if item.label == "Assurance")
    kept = next(item for item in session.records.of(OwnValue, "own_field_id", own.id))
    closed = closed_programmes(session.records)
    programme = programme_of(session.records.about_of(kept), session.records)
    assert programme is not None
    put(session, own, kept.record_id, "Limited" if kept.value != "Limited" else "Full")
    then = records_for(session.records, Scope(programme.id, closed[programme.id]))
    assert value_of(then, own, kept.record_id) == kept.value
    assert value_of(session.records, own, kept.record_id) != kept.value


def test_a_correction_of_a_closed_month_is_told_in_words(session: Session) -> None:
    kept = session.records.all(OwnValue)[0]
    own = session.records.get(OwnField, kept.own_field_id)
    programme = programme_of(session.records.about_of(kept), session.records)
    assert programme is not None
    snapshot = session.records.of(Snapshot, "programme_id", programme.id)[0]
    edits = [CellEdit(kept.record_id, own_key(own.id), "41 999")]
    own_fields.set_values(session, edits, reason="Mistyped")
    told = [row for row in corrections_since(session, snapshot) if own.label in row.what]
    assert [(row.before, row.after) for row in told] == [(kept.value, "41 999")]
    for other in session.records.all(Snapshot):
        if other.programme_id not in {None, programme.id}:
            assert not [row for row in corrections_since(session, other) if own.label in row.what]
    assert programmes_of(kept, session.records) == {programme.id}


def test_packs_show_the_fields_that_are_for_them_in_the_same_words(
    session: Session, project: Project
) -> None:
    worth = own_fields.make(session, "project", "Worth", "money", in_pack=True)
    ours = own_fields.make(session, "project", "Ours alone")
    put(session, worth, project.id, "£1,234.50")
    put(session, ours, project.id, "For the office")
    report = build_report(session.records, Scope(None, session.open_period(None)))
    tables = own_tables(report)
    (table,) = [item for item in tables if item.title == "Projects"]
    assert table.labels == ("Finance code", "Worth £")
    row = dict(table.rows)[f"{project.ref} {project.name}"]
    assert [shown(own, value) for own, value in zip(table.fields, row, strict=True)] == ["", "1,234.50"]
    only = replace(WHOLE, plan=replace(WHOLE.plan, sections=("own_fields",)))
    book = load_workbook(BytesIO(workbook_of(report, only)))
    sheet = book["Further details"]
    cells = [cell.value for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {"Worth £", f"{project.ref} {project.name}", 1234.5} <= set(cells)
    assert "For the office" not in cells


def test_ctrl_k_finds_a_record_by_what_it_has_in_an_own_field(session: Session, project: Project) -> None:
    own = own_fields.make(session, "project", "Ledger")
    flag = own_fields.make(session, "project", "Ringfenced", "flag")
    put(session, own, project.id, "ZX81")
    put(session, flag, project.id, "Yes")
    for words in ("zx81", "ringfenced"):
        assert project.id in [hit.id for hit in find(session.records, words)]
    own_fields.change_fields(session, [(own.id, "retired", "Yes")])
    assert project.id not in [hit.id for hit in find(session.records, "zx81")]


def test_a_copy_of_a_project_has_what_it_had_in_own_fields(session: Session, project: Project) -> None:
    own = own_fields.make(session, "project", "Ledger")
    put(session, own, project.id, "ZX81")
    copy = duplicate_project(session, project)
    assert value_of(session.records, own, copy.id) == "ZX81"


def test_an_own_value_is_checked_as_its_record_and_its_field_are(session: Session, project: Project) -> None:
    own = own_fields.make(session, "project", "Worth", "money")
    milestone = session.records.all(Milestone)[0]
    made = OwnValue(id="v", own_field_id=own.id, record_table="project", record_id=project.id, value="1200")
    for wrong, sentence in (
        (replace(made, record_id="gone"), "It is of a project that is no longer there."),
        (replace(made, record_table="milestone", record_id=milestone.id), "A milestone has no field Worth"),
        (replace(made, value="12.50"), "is no value of Worth"),
        (replace(made, value="012"), "is no value of Worth"),
    ):
        with pytest.raises(EditRefused, match=sentence), session.edit("Add") as edit:
            edit.put(wrong)
    with session.edit("Add") as edit:
        edit.put(made)
    with pytest.raises(EditRefused, match="already"), session.edit("Add") as edit:
        edit.put(replace(made, id="w"))


def test_rows_that_make_records_bring_what_they_have_in_own_fields(
    session: Session, project: Project
) -> None:
    own = own_fields.make(session, "project", "Worth", "money")
    place = Place(programme_id=session.records.get(Theme, project.theme_id).programme_id)
    rows = own_fields.with_own(new_projects(lambda: place), [own])
    assert rows.fields[-1].label == "Worth"
    row = {"ref": "P-901", "name": "Pasted", "theme_id": project.theme_id, own_key(own.id): "£12.00"}
    wrong = {**row, "ref": "P-902", "name": "Pasted too", own_key(own.id): "dear"}
    problems = rows.check(session, [row, wrong], None)
    assert [(problem.record_id, problem.key) for problem in problems] == [("row 1", own_key(own.id))]
    (made,) = rows.make(session, [row], None)
    assert value_of(session.records, own, made) == 1200
    session.undo()
    assert session.records.find(Project, made) is None


def test_what_a_theme_has_in_own_fields_goes_where_it_is_merged(session: Session) -> None:
    into, source = [item for item in session.records.all(Theme) if item.name.startswith("Theme")][:2]
    own = own_fields.make(session, "theme", "Cabinet member")
    both = own_fields.make(session, "theme", "Directorate")
    for theme, words in ((into, "Stays"), (source, "Goes")):
        put(session, both, theme.id, words)
    put(session, own, source.id, "Portfolio holder")
    assert f"that of {into.name} stays" in merge_words(session, source, into)
    merge(session, source, into)
    assert value_of(session.records, own, into.id) == "Portfolio holder"
    assert value_of(session.records, both, into.id) == "Stays"
    session.undo()
    assert value_of(session.records, own, into.id) is None
    assert value_of(session.records, both, source.id) == "Goes"


def test_a_retired_field_is_in_no_report(session: Session, project: Project) -> None:
    own = own_fields.make(session, "project", "Ledger", in_pack=True)
    put(session, own, project.id, "ZX81")
    own_fields.change_fields(session, [(own.id, "retired", "Yes")])
    report = build_report(session.records, Scope(None, session.open_period(None)))
    assert "ZX81" not in str(report.own_fields)
    assert value_of(session.records, own, project.id) == "ZX81"

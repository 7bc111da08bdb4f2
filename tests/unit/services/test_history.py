"""The journal in words: who changed what, from what and to what; by the page, filtered, and back to its project."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.council import Origin
from asc_desktop.domain.records.delivery import (
    Milestone,
    Mitigation,
    Programme,
    Project,
    SavingsLine,
    SavingsPosition,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.governance import ControlTotal
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.rules.ledger import LineLedger
from asc_desktop.domain.rules.movement_ends import shortfalls
from asc_desktop.domain.rules.reconciliation import ids_of
from asc_desktop.services import structure
from asc_desktop.services.editing import CellEdit, apply_cells, delete_records
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.services.history import (
    HistoryFilter,
    HistoryRow,
    done,
    entry_words,
    history,
    history_page,
    owning_project,
    project_record_ids,
)
from asc_desktop.services.importing.origins import origin_id
from asc_desktop.services.reporting import new_movement, report_positions, report_status
from asc_desktop.services.session import Session


def project(session: Session, ref: str = "P-024") -> Project:
    return next(item for item in session.records.all(Project) if item.ref == ref)


def rename(session: Session, name: str, ref: str = "P-024") -> None:
    apply_cells(session, Project, [CellEdit(project(session, ref).id, "name", name)])


def newest(session: Session) -> HistoryRow:
    return history(session, limit=1)[0]


def test_a_change_says_who_what_from_and_to(session: Session) -> None:
    rename(session, "Homes of their own")
    row = newest(session)
    assert (row.who, row.action, row.operation) == (
        "Tester",
        "Change Project of P-024 Supported Living",
        "Changed",
    )
    assert (row.record, row.field) == ("Project: P-024 Homes of their own", "Project")
    assert (row.old, row.new) == ("Supported Living", "Homes of their own")
    assert row.day == "2024-07-01"
    assert row.at.startswith("1 Jul 2024 ")


def test_values_are_in_words_money_years_references_and_flags(session: Session) -> None:
    line = session.records.of(SavingsLine, "project_id", project(session).id)[0]
    report_positions(session, {(line.id, 2024): {"forecast_pence": 41_100_000}}, "2024-06")
    row = next(item for item in history(session, limit=1) if item.field == "Forecast")
    assert row.new == "411,000"
    theme = next(item for item in session.records.all(Theme) if item.name.startswith("Theme 4"))
    apply_cells(session, Project, [CellEdit(project(session).id, "theme_id", theme.id)])
    rows = {item.field: item for item in history(session, limit=1)}
    assert rows["Theme"].new == "Theme 4: Enabling Functions (Better Lives, Better Outcomes)"
    assert rows["Workstream"].new == ""
    structure.retire(session, theme)
    row = newest(session)
    assert (row.field, row.old, row.new) == ("Archived", "No", "Yes")


def test_undo_and_redo_stand_in_the_history_under_the_same_words(session: Session) -> None:
    rename(session, "Homes")
    session.undo()
    assert done(newest(session)) == "Undone: Change Project of P-024 Supported Living"
    assert (newest(session).old, newest(session).new) == ("Homes", "Supported Living")
    session.redo()
    assert done(newest(session)) == "Done again: Change Project of P-024 Supported Living"
    assert len({row.transaction_id for row in history(session, limit=3)}) == 3


def test_the_reason_of_a_correction_is_kept_with_every_field(session: Session) -> None:
    report_status(session, project(session).id, "2024-05", narrative="Better words", reason="Board asked")
    assert newest(session).reason == "Board asked"


def test_a_movement_that_nobody_said_why_of_is_named_by_its_project(session: Session) -> None:
    ledger = LineLedger(session.records)
    line = session.records.get(SavingsLine, shortfalls(session.records, ledger, 2024)[0].line_id)
    project = session.records.get(Project, line.project_id)
    movement = new_movement(session, "slip", line.id, 2024, "2024-06")
    with session.edit("Record") as edit:
        edit.put(replace(movement, to_line_id=line.id, to_year=2025, amount_pence=1, reason=None))
    (entry, *_) = session.history(limit=1)
    assert entry_words(session, entry) == f"Movement: {project.ref}"


def test_what_is_deleted_keeps_its_name_and_its_last_values(session: Session) -> None:
    milestone = session.records.all(Milestone)[0]
    delete_records(session, [milestone])
    rows = history(session, limit=1)
    assert {row.operation for row in rows} == {"Deleted"}
    assert {row.record for row in rows} == {f"Milestone: P-001, {milestone.name}"}
    assert ("Milestone", milestone.name, "") in {(row.field, row.old, row.new) for row in rows}
    assert owning_project(session, "milestone", milestone.id) is None


def test_pages_follow_on_without_a_gap_or_a_repeat(session: Session) -> None:
    for number in range(5):
        rename(session, f"Name {number}")
    everything = history(session, limit=100_000)
    rows, before = [], None
    while True:
        page = history_page(session, before=before, limit=97)
        rows += page.rows
        before = page.before
        if before is None:
            break
    assert rows == everything
    assert [row.new for row in rows[:5]] == [f"Name {number}" for number in (4, 3, 2, 1, 0)]
    assert len({row.id for row in rows}) == len(rows)


def test_a_page_of_one_table_holds_no_other(session: Session) -> None:
    rename(session, "Homes")
    page = history_page(session, table="programme", limit=10)
    assert {row.table for row in page.rows} == {"programme"}
    assert page.before is None


@pytest.mark.parametrize(
    ("wanted", "passes"),
    [
        (HistoryFilter(), True),
        (HistoryFilter(words="homes SUPPORTED"), True),
        (HistoryFilter(words="homes elsewhere"), False),
        (HistoryFilter(who="Tester"), True),
        (HistoryFilter(who="Somebody"), False),
        (HistoryFilter(table="project"), True),
        (HistoryFilter(table="theme"), False),
        (HistoryFilter(first_day="2024-07-01", last_day="2024-07-01"), True),
        (HistoryFilter(first_day="2024-07-02"), False),
        (HistoryFilter(last_day="2024-06-30"), False),
    ],
)
def test_a_filter_by_words_person_table_and_days(
    session: Session, wanted: HistoryFilter, passes: bool
) -> None:
    rename(session, "Homes")
    assert wanted.passes(newest(session)) is passes


def test_every_record_of_a_project_leads_back_to_it(session: Session) -> None:
    held = project(session)
    ids = project_record_ids(session, held.id)
    line = session.records.of(SavingsLine, "project_id", held.id)[0]
    position = session.records.of(SavingsPosition, "line_id", line.id)[0]
    update = session.records.of(StatusUpdate, "project_id", held.id)[0]
    mitigation = next(
        item
        for item in session.records.all(Mitigation)
        if owning_project(session, "mitigation", item.id) == held
    )
    for record in (held, line, position, update, mitigation):
        assert record.id in ids
        assert owning_project(session, record.table, record.id) == held
    programme = session.records.all(Programme)[0]
    assert owning_project(session, "programme", programme.id) is None


def test_the_history_of_a_project_is_its_own_and_its_records(session: Session) -> None:
    rename(session, "Homes")
    rename(session, "Other", ref="P-025")
    report_status(session, project(session).id, "2024-06", narrative="Words")
    rows = history(session, record_ids=project_record_ids(session, project(session).id), limit=2)
    assert [row.field for row in rows] == ["Narrative for the board", "Project"]


def test_the_history_survives_closing_and_opening(session: Session, portfolio_files: PortfolioFiles) -> None:
    rename(session, "Homes")
    path = session.path
    before = history(session, limit=100_000)
    session.close()
    again = portfolio_files.open(path)
    assert history(again, limit=100_000) == before
    assert again.undo_action == "Change Project of P-024 Supported Living"
    again.close()


def read(session: Session, record: Project, cell: str, number: int) -> None:
    """Change a project as an import does that reads it from a cell."""
    held = session.records.of(Origin, "record_id", record.id)
    origin = Origin(
        id=held[0].id if held else origin_id(record.id), record_table="project", record_id=record.id,
        file="tracker.xlsx", sheet="Projects", cell=cell, import_id=str(number),
    )  # fmt: skip
    with session.edit("Import tracker.xlsx") as edit:
        edit.put(replace(record, name=f"Name {number}"), origin)


def test_what_an_import_changed_says_from_which_cell_it_was_read_each_time(session: Session) -> None:
    for number, cell in enumerate(("B7", "B7", "B9")):
        read(session, project(session), cell, number)
    rename(session, "By hand")
    session.undo()
    session.undo()
    session.redo()
    rows = history(session, limit=14)
    names = [
        (row.kind, row.new, row.read_from)
        for row in rows
        if row.table == "project" and row.field == "Project"
    ]
    b7, b9 = "tracker.xlsx, Projects B7", "tracker.xlsx, Projects B9"
    assert names == [
        ("redo", "Name 2", b9), ("undo", "Name 1", ""), ("undo", "Name 2", ""), ("edit", "By hand", ""),
        ("edit", "Name 2", b9), ("edit", "Name 1", b7), ("edit", "Name 0", b7),
    ]  # fmt: skip
    assert "origin" not in {row.table for row in rows}, "where it was read is told beside it, not as a change"
    assert HistoryFilter(words="projects b9").passes(rows[0])


def test_a_project_that_is_gone_still_says_where_it_was_read(session: Session) -> None:
    new = replace(project(session), id="new", ref="NEW")
    read(session, new, "B7", 0)
    session.undo()
    rows = [row for row in history(session, limit=40) if row.field == "Ref"]
    assert [(row.operation, row.read_from) for row in rows] == [
        ("Deleted", ""), ("Added", "tracker.xlsx, Projects B7"),
    ]  # fmt: skip


def test_what_a_record_names_by_its_id_is_said_in_words(session: Session) -> None:
    rows = history(session, limit=100_000)
    mark = session.records.all(ExemptMark)[0]
    about = session.records.about_of(mark)
    assert about is not None
    told = {row.field: row.new for row in rows if row.record_id == mark.id}
    assert told["Record"] == about.words(session.records)
    assert "Kind of record" not in told
    assert not [row for row in rows if row.field in {"SHA-256", "Form as sent"}]
    total = next(item for item in session.records.all(ControlTotal) if item.line_ids)
    told = {row.field: row.new for row in rows if row.record_id == total.id}
    first = session.records.get(SavingsLine, ids_of(total.line_ids)[0])
    assert told["Savings lines"].startswith(first.words(session.records))

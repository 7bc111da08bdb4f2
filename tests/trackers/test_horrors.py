"""Sheets as councils really have them: what can’t be taken rightly is refused or told, and nothing is taken wrongly."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from asc_desktop.domain.importing.plan import State
from asc_desktop.domain.records.delivery import Project, SavingsLine, SavingsTarget, StatusUpdate, Theme
from asc_desktop.services.session import Session
from tests.trackers.desk import Desk
from tests.trackers.facts import facts_of
from tests.trackers.grid import Content, Grid

DeskOf = Callable[..., Desk]

HEAD = {"bold": True, "bg_color": "#D9E2F3"}


def sheet(headings: list[Content], *rows: list[Content], name: str = "Projects", top: int = 0) -> Grid:
    grid = Grid(name)
    grid.row(top, 0, headings, **HEAD)
    grid.rows(top + 1, 0, rows)
    return grid


def targets(session: Session) -> dict[tuple[str, int], int]:
    """Each target in pence, by project reference and year."""
    records = session.records
    found = {}
    for target in records.all(SavingsTarget):
        line = records.get(SavingsLine, target.line_id)
        found[records.get(Project, line.project_id).ref, target.year] = target.target_pence
    return found


# ------------------------------------------------------------------------------------------ amounts


@pytest.mark.parametrize(
    ("heading", "content", "look", "pence"),
    [
        ("2024/25 Target", 125000, {}, 12_500_000),
        ("2024/25 Target", 125000.5, {}, 12_500_050),
        ("2024/25 Target (£000)", 125.5, {}, 12_550_000),
        ("2024/25 Target £k", 125.5, {}, 12_550_000),
        ("2024/25 Target (£'000)", 125.5, {}, 12_550_000),
        ("2024/25 Target £m", 1.255, {}, 125_500_000),
        ("2024/25 Target (£m)", 0.1 + 0.2, {}, 30_000_000),
        ("2024/25 Target (£)", "£1,250", {}, 125_000),
        ("2024/25 Target", "£1.2m", {}, 120_000_000),
        ("2024/25 Target", "£350k", {}, 35_000_000),
        ("2024/25 Target", "1,250.50", {}, 125_050),
        ("2024/25 Target", 1_250_000, {"num_format": '£#,##0,"k"'}, 125_000_000),
        ("2024/25 Target", 1_250_000, {"num_format": '£0.0,,"m"'}, 125_000_000),
        ("2024/25 Target", 0, {"num_format": '_-£* #,##0_-;-£* #,##0_-;_-£* "-"_-;_-@_-'}, 0),
        ("2024/25 Target", "-", {}, 0),
        ("2024/25 Target", "£ -", {}, 0),
    ],
)
def test_an_amount_is_taken_in_its_unit(
    desk_of: DeskOf, session: Session, heading: str, content: Any, look: dict[str, Any], pence: int
) -> None:
    grid = sheet(
        ["Ref", "Project", "Savings line", heading],
        ["A1", "One", "One: saving"],
        ["A2", "Two", "Two: saving", 3],
    )
    grid.put(1, 3, content, **look)
    grid.put(2, 3, content, **look)
    desk_of(grid).apply()
    assert targets(session) == {("A1", 2024): pence, ("A2", 2024): pence}


@pytest.mark.parametrize(
    "text", ["TBC", "tbc", "T.B.C.", "To be confirmed", "TBD", "tba", "n/a", "N/A", "Not known"]
)
def test_what_is_not_known_yet_is_told_and_neither_nothing_nor_zero(
    desk_of: DeskOf, session: Session, text: str
) -> None:
    desk = desk_of(
        sheet(
            ["Ref", "Project", "2024/25 Target (£)", "2025/26 Target (£)"],
            ["A1", "One", text, 4],
            ["A2", "Two", 5, 6],
        )
    )
    assert desk.taken("C2") == {}
    assert text in desk.sentences() or "C2" in desk.sentences()
    desk.apply()
    assert targets(session) == {("A1", 2025): 400, ("A2", 2024): 500, ("A2", 2025): 600}


@pytest.mark.parametrize(
    "text", ["see note", "12 or 15", "10-15", "about 40k", "1.234.567,89,1", "£12 (was £15)"]
)
def test_what_is_no_amount_is_refused_with_its_cell(desk_of: DeskOf, session: Session, text: str) -> None:
    desk = desk_of(
        sheet(
            ["Ref", "Project", "2024/25 Target (£)"],
            ["A1", "One", text],
            ["A2", "Two", 5],
            ["A3", "Three", 7],
        )
    )
    assert "C2" in desk.refused()
    desk.apply()
    assert targets(session) == {("A2", 2024): 500, ("A3", 2024): 700}


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"])
def test_an_error_is_refused_with_its_cell(desk_of: DeskOf, session: Session, error: str) -> None:
    grid = sheet(
        ["Ref", "Project", "2024/25 Target (£)"], ["A1", "One"], ["A2", "Two", 5], ["A3", "Three", 7]
    )
    grid.put(1, 2, error, formula="=1/0")
    desk = desk_of(grid)
    assert "C2" in desk.refused()
    assert error in desk.refused()["C2"]


def test_a_formula_without_its_result_is_refused_and_never_nothing(desk_of: DeskOf, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = "Projects"
    for row in (
        ["Ref", "Project", "2024/25 Target (£)"],
        ["A1", "One", "=2+2"],
        ["A2", "Two", 5],
        ["A3", "Three", 7],
    ):
        page.append(row)
    path = tmp_path / "Made elsewhere.xlsx"
    book.save(path)
    desk = desk_of(path=path)
    assert list(desk.refused()) == ["C2"]


def test_a_reduction_in_brackets_or_with_a_sign_is_not_taken_for_its_opposite(
    desk_of: DeskOf, session: Session
) -> None:
    desk = desk_of(
        sheet(
            ["Ref", "Project", "2024/25 Target (£000)"],
            ["A1", "One", "(120)"],
            ["A2", "Two", -50],
            ["A3", "Three", "30-"],
        )
    )
    desk.apply()
    # A column of savings printed as reductions may be turned round, and said to be; it may be refused; nothing else.
    got = targets(session)
    assert got in (
        {},
        {("A1", 2024): 12_000_000, ("A2", 2024): 5_000_000, ("A3", 2024): 3_000_000},
    )
    if not got:
        assert {"C2", "C3", "C4"} <= set(desk.refused())


# ------------------------------------------------------------------------------------------ days


def test_american_days_are_known_by_the_whole_column(desk_of: DeskOf, session: Session) -> None:
    desk_of(
        sheet(["Ref", "Project", "Start date"], ["A1", "One", "04/05/2024"], ["A2", "Two", "04/28/2024"])
    ).apply()
    assert {p.ref: p.start_date for p in session.records.all(Project)} == {
        "A1": "2024-04-05",
        "A2": "2024-04-28",
    }


def test_a_day_with_two_orders_in_one_column_is_not_guessed(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(
        sheet(
            ["Ref", "Project", "Start date"],
            ["A1", "One", "04/28/2024"],
            ["A2", "Two", "28/04/2024"],
            ["A3", "Three", "05/04/2024"],
        )
    )
    taken = {cell: desk.taken(cell) for cell in ("C2", "C3", "C4")}
    assert not all(taken.values()), "Some of these can't be read in one order, and it must be said."


def test_a_day_beside_its_text_copy_is_taken_once(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(
        sheet(
            ["Ref", "Project", "End date", "End date (text)"],
            ["A1", "One", date(2025, 3, 31), "31 March 2025"],
            ["A2", "Two", date(2025, 4, 2), "2 April 2025"],
        )
    )
    desk.apply()
    assert {p.ref: p.end_date for p in session.records.all(Project)} == {
        "A1": "2025-03-31",
        "A2": "2025-04-02",
    }


# ------------------------------------------------------------------------------------------ rows


def test_of_two_rows_with_one_reference_the_second_is_refused(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(
        sheet(["Ref", "Project", "Lead"], ["A1", "One", "X"], ["A2", "Two", "Y"], ["A1", "Another", "Z"])
    )
    assert [row.line for row in desk.rows(State.REFUSED)] == [3]
    desk.apply()
    assert {p.ref: p.name for p in session.records.all(Project)} == {"A1": "One", "A2": "Two"}


def test_records_in_hidden_rows_are_taken_and_said(desk_of: DeskOf, session: Session) -> None:
    grid = sheet(["Ref", "Project", "Lead"], ["A1", "One", "X"], ["A2", "Two", "Y"], ["A3", "Three", "Z"])
    grid.hidden_rows.append(2)
    desk = desk_of(grid)
    assert "hidden" in desk.sentences().casefold()
    desk.apply()
    assert len(session.records.all(Project)) == 3


def test_a_row_beyond_a_gap_is_not_dropped(desk_of: DeskOf, session: Session) -> None:
    grid = sheet(["Ref", "Project", "Lead"], ["A1", "One", "X"], ["A2", "Two", "Y"], [], ["A3", "Three", "Z"])
    desk = desk_of(grid)
    desk.apply()
    assert {p.ref for p in session.records.all(Project)} == {"A1", "A2", "A3"}


def test_rows_below_the_total_are_not_dropped(desk_of: DeskOf, session: Session) -> None:
    grid = sheet(
        ["Ref", "Project", "2024/25 Target (£)"],
        ["A1", "One", 3],
        ["A2", "Two", 4],
        ["Total", None, 7],
        ["A3", "Three", 5],
    )
    grid.put(3, 2, 7, formula="=SUM(C2:C3)", bold=True)
    desk = desk_of(grid)
    assert [(total.printed, total.verdict) for total in desk.plan.totals] == [(700, "agrees")]
    desk.apply()
    assert targets(session) == {("A1", 2024): 300, ("A2", 2024): 400, ("A3", 2024): 500}


def test_a_printed_total_that_leaves_a_row_out_is_said_to_differ(desk_of: DeskOf) -> None:
    grid = sheet(
        ["Ref", "Project", "2024/25 Target (£000)"],
        ["A1", "One", 30],
        ["A2", "Two", 40],
        ["A3", "Three", 50],
        ["Total", None, 70],
    )
    grid.put(4, 2, 70, formula="=SUM(C2:C3)", bold=True)
    (total,) = desk_of(grid).plan.totals
    assert (total.verdict, total.printed, total.taken) == ("differs", 7_000_000, 12_000_000)
    assert any("Three" in words or "A3" in words for words in total.outside)


def test_a_project_called_total_is_no_total(desk_of: DeskOf, session: Session) -> None:
    desk_of(
        sheet(["Ref", "Project", "Lead"], ["A1", "Total Mobile roll-out", "X"], ["A2", "Two", "Y"])
    ).apply()
    assert {p.name for p in session.records.all(Project)} == {"Total Mobile roll-out", "Two"}


def test_a_name_that_is_almost_another_makes_no_second_project_silently(
    desk_of: DeskOf, session: Session
) -> None:
    desk_of(sheet(["Ref", "Project", "Lead"], ["A1", "Shared Lives growth", "X"], ["A2", "Two", "Y"])).apply()
    desk = desk_of(
        sheet(["Project", "Lead"], ["Shared  lives GROWTH", "X"], ["Shared Live growth", "Z"], ["Two", "Y"])
    )
    first, second, third = desk.records("project")
    assert first.state is State.SAME
    assert second.likely
    assert second.likely[0][1].endswith("Shared Lives growth")
    assert third.state is State.SAME


def test_two_columns_of_one_name_are_not_taken_for_one(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(
        sheet(["Ref", "Project", "Lead", "Lead"], ["A1", "One", "X", "Y"], ["A2", "Two", "P", "Q"])
    )
    desk.apply()
    leads = {p.lead for p in session.records.all(Project)}
    assert leads == {"X", "P"}
    assert any(address.startswith("D") for _, address, _ in desk.plan.unmapped) or desk.at("D2")


def test_a_column_nobody_knows_is_kept_or_said(desk_of: DeskOf) -> None:
    desk = desk_of(sheet(["Ref", "Project", "Finance code"], ["A1", "One", "X123"], ["A2", "Two", "X124"]))
    assert any(heading == "Finance code" for _, _, heading in desk.plan.unmapped) or desk.at("C2")


def test_text_that_begins_like_a_formula_stays_text(desk_of: DeskOf, session: Session) -> None:
    desk_of(
        sheet(["Ref", "Project", "Description"], ["A1", "One", "=HYPERLINK(1)"], ["A2", "Two", "+44 20"])
    ).apply()
    assert {p.description for p in session.records.all(Project)} == {"=HYPERLINK(1)", "+44 20"}


def test_a_name_that_is_too_long_is_refused_and_not_cut(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(sheet(["Ref", "Project", "Lead"], ["A" * 30, "One", "X"], ["A2", "Two", "Y"]))
    assert "A2" in desk.refused()
    desk.apply()
    assert {p.ref for p in session.records.all(Project)} == {"A2"}


def test_an_empty_cell_erases_nothing(desk_of: DeskOf, session: Session) -> None:
    desk_of(sheet(["Ref", "Project", "Lead"], ["A1", "One", "X"], ["A2", "Two", "Y"])).apply()
    desk = desk_of(sheet(["Ref", "Project", "Lead"], ["A1", "One", None], ["A2", "Two", "Z"]))
    desk.apply()
    assert {p.ref: p.lead for p in session.records.all(Project)} == {"A1": "X", "A2": "Z"}


def test_rows_that_the_sheet_lacks_are_listed_and_kept(desk_of: DeskOf, session: Session) -> None:
    desk_of(sheet(["Ref", "Project", "Lead"], ["A1", "One", "X"], ["A2", "Two", "Y"])).apply()
    desk = desk_of(sheet(["Ref", "Project", "Lead"], ["A2", "Two", "Y"], ["A3", "Three", "Z"]))
    assert any("One" in missing.words for missing in desk.plan.missing)
    desk.apply()
    assert len(session.records.all(Project)) == 3


# ------------------------------------------------------------------------------------------ statuses


def test_a_status_nobody_knows_is_asked_about(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(
        sheet(
            ["Ref", "Project", "RAG status"],
            ["A1", "One", "Green"],
            ["A2", "Two", "Puce"],
            ["A3", "Three", "Green"],
        )
    )
    desk.answer({"Green": "On target"})
    assert "C3" in desk.refused()
    desk.answer({"Puce": "At risk"})
    assert desk.refused() == {}
    desk.apply()
    records = session.records
    assert {
        records.get(Project, update.project_id).ref: records.title("delivery_status", update.status_id)
        for update in records.all(StatusUpdate)
    } == {"A1": "On target", "A2": "At risk", "A3": "On target"}


def test_a_project_without_a_theme_is_told_where_it_goes(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(sheet(["Ref", "Project", "Lead"], ["A1", "One", "X"], ["A2", "Two", "Y"]))
    assert "theme" in desk.sentences().casefold()
    desk.apply()
    assert len(session.records.all(Theme)) == 1


# ------------------------------------------------------------------------------------------ again


def test_the_same_file_again_changes_nothing(desk_of: DeskOf, session: Session) -> None:
    grid = sheet(
        [
            "Ref",
            "Project",
            "Theme",
            "Status",
            "Narrative",
            "Start",
            "2024/25 Target (£000)",
            "2024/25 Forecast (£000)",
        ],
        ["A1", "One", "Prevention", "On target", "Well", date(2024, 4, 1), 30, 20],
        ["A2", "Two", "Living", "At risk", "Ill", date(2024, 5, 1), 12.5, 0],
    )
    desk_of(grid).apply()
    before, undo = facts_of(session.records, "2024-09"), session.undo_action
    again = desk_of(grid)
    assert {row.state for row in again.plan.rows} == {State.SAME}
    again.apply()
    assert session.undo_action == undo
    assert facts_of(session.records, "2024-09") == before
    session.undo()
    assert not session.records.all(Project)

"""Which field each column of a council's workbook fills, by headings of many kinds."""

import pytest

from asc_desktop.domain.importing.columns.mapped import map_tables
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.records.dataset import Records
from asc_desktop.services.importing.vocabulary import read_vocabulary
from tests.unit.importing.headings import CASES, Case
from tests.unit.importing.tables import Held, a_table, column, mapped, scheme, words

TRACKER = ["Ref", "Project", "Theme", "SRO", "RAG", "2024/25 £000", "2025/26 £000", "Total", "Ward"]
ROWS = [
    ["DX-01", "Reviews", "Prevention", "Director A", "G", 120, 30, 150, "North"],
    ["DX-02", "Reablement", "Prevention", "Director B", "A", 80, 0, 80, "South"],
    ["DX-03", "Telecare", "Income", "Director A", "R", 60, 10, 70, "South"],
]


def test_a_tracker_of_projects_with_savings_by_year() -> None:
    """One row feeds a project, its status and its savings by year; nothing is dropped without a word."""
    found = mapped(TRACKER, ROWS)
    assert found.record == "project"
    assert not found.skip
    assert [words(each.target) for each in found.columns] == [
        "project.ref",
        "project.name",
        "project.theme_id",
        "project.sponsor",
        "status_update.status_id",
        "savings_target.target_pence 2024",
        "savings_target.target_pence 2025",
        "",
        "own Ward",
    ]
    assert column(found, "Total").why == "A total of other columns: it is held against them, not taken."
    assert column(found, "2024/25 £000").way == "£000|point"
    assert all(each.why for each in found.columns)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_heading_rows_of_many_councils(case: Case) -> None:
    """Each column goes where an officer would put it, and whatever is left out or made says why."""
    found = mapped(case.headings, case.rows, sheet=case.sheet)
    assert found.record == case.record
    assert not found.skip
    assert [words(each.target) for each in found.columns] == case.fields
    assert all(each.why.endswith(".") and 0 < each.sure <= 1 for each in found.columns)


@pytest.mark.parametrize(
    ("where", "year"),
    [
        ({"title": "Savings monitoring 2023/24"}, " 2023"),
        ({"sheet": "2022-23"}, " 2022"),
        ({"title": "MTFS 2023/24 to 2026/27"}, ""),
        ({}, ""),
    ],
)
def test_the_year_of_figures_whose_headings_name_none(where: dict[str, str], year: str) -> None:
    """It is the title's or the sheet's; where neither names one, a person is to look."""
    found = mapped(["Project", "Target £", "Forecast £"], [["Reviews", 120_000, 100_000]], **where)
    assert [words(each.target) for each in found.columns[1:]] == [
        f"savings_target.target_pence{year}",
        f"savings_position.forecast_pence{year}",
    ]
    assert (found.columns[1].sure > 0.5) == bool(year)


def test_the_total_over_the_months_of_a_year_is_its_target() -> None:
    """A profile by month has no field, and its total has."""
    months = [f"{name}-18" for name in ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")]
    rows = [["Reviews", *[1000] * 9, 9000], ["Telecare", *[50_000] * 9, 450_000]]
    found = mapped(["Benefit", *months, "Total"], rows, title="Benefits profile (£)")
    assert words(found.columns[-1].target) == "savings_target.target_pence 2018"
    assert all(each.target is None and "single months" in each.why for each in found.columns[1:-1])


def test_a_list_of_savings_alone_is_the_list_of_projects_too() -> None:
    """With a sheet of projects beside it, its rows are lines of those; alone, it has their names as well."""
    headings = ["Project ref", "Project", "Savings line", "Kind", "2024/25 £"]
    rows: list[list[Held]] = [
        ["DX-01", "Reviews", "Reviews: homes", "Cashable", 120_000],
        ["DX-01", "Reviews", "Reviews: community", "Cashable", 80_000],
        ["DX-02", "Telecare", "Telecare: kit", "Income", 60_000],
    ]
    alone = mapped(headings, rows, sheet="Savings")
    assert (alone.record, words(alone.columns[1].target)) == ("project", "project.name")
    first, projects = a_table(["Ref", "Project", "RAG"], [["DX-01", "Reviews", "G"]], sheet="Projects")
    second, savings = a_table(headings, rows, sheet="Savings")
    workbook = Workbook("t.xlsx", (*first.sheets, *second.sheets))
    records = Records({"delivery_status": scheme()})
    both = map_tables(workbook, [projects, savings], read_vocabulary(), records, open_period="2024-06").tables
    assert both[1].record == "savings_line"
    assert both[1].columns[1].why == "“Project ref” says already which project each row is of."

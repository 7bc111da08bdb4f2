"""Which field each column of a council's workbook fills, by headings of many kinds."""

from itertools import count

import pytest
from msgspec.structs import replace

from asc_desktop.domain.importing.columns.mapped import map_tables
from asc_desktop.domain.importing.found import PutRight
from asc_desktop.domain.importing.mapping import ColumnMap
from asc_desktop.domain.importing.plan import Chosen, Where
from asc_desktop.domain.importing.planning.drafting import Ids
from asc_desktop.domain.importing.planning.made import make_plan
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.importing.structure.find import find_tables
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Portfolio, Project
from asc_desktop.services.importing.vocabulary import read_vocabulary
from tests.unit.importing.headings import CASES, Case
from tests.unit.importing.sheets import sheet, workbook
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
    assert both[1].columns[1].why == "“Project ref” already shows which project each row is of."


OF_A_DOCUMENT = ("Document owner", "Prepared by", "Author", "Approved by")


def test_whose_a_document_is_leads_no_project_of_a_table() -> None:
    rows = [["DX-01", "Reviews", *["Head of Care"] * 4], ["DX-02", "Telecare", *["PMO"] * 4]]
    found = mapped(["Ref", "Project", *OF_A_DOCUMENT], rows)
    assert found.record == "project"
    assert [words(column(found, each).target) for each in OF_A_DOCUMENT] == [
        f"own {each}" for each in OF_A_DOCUMENT
    ]


def test_whose_a_document_is_is_left_out_of_a_form_of_a_project() -> None:
    form = sheet(
        [
            ["Project name", "Reviews at home"],
            ["Project ref", "DX-01"],
            ["RAG", "Green"],
            *[[each, "PMO"] for each in OF_A_DOCUMENT],
            ["Start date", "01/04/2024"],
        ]
    )
    book, known = workbook(form), read_vocabulary()
    tables = find_tables(form, book, PutRight(), known.knows)
    (made,) = map_tables(book, tables, known, Records({"delivery_status": scheme()})).tables
    assert words(column(made, "Project name").target) == "project.name"
    for each in OF_A_DOCUMENT:
        assert column(made, each).target is None
        assert column(made, each).why == "It is of the document, and not of the project."


def test_a_cost_beside_the_year_of_a_report_is_not_taken_as_that_years() -> None:
    headings = ["Ref", "Project", "Year", "Cost £m"]
    rows = [["DX-01", "Reviews", "2024/25", 3.5], ["DX-02", "Telecare", "2024/25", 12.25]]
    cost = column(mapped(headings, rows), "Cost £m")
    assert (words(cost.target), cost.own_kind) == ("own Cost £m", "money")
    assert cost.why.startswith("No column shows whether “Cost £m” is of the row’s year or of all years.")


def test_two_tables_beside_each_other_have_records_of_their_own_on_the_same_lines() -> None:
    left, right = (
        [["Ref", "Project", "RAG"], ["A1", "Reviews", "G"], ["A2", "Telecare", "A"]],
        [["Ref", "Project", "RAG"], ["B1", "Rates", "G"], ["B2", "Care", "R"]],
    )
    page = sheet([[*one, None, *other] for one, other in zip(left, right, strict=True)])
    book, known = workbook(page), read_vocabulary()
    tables = find_tables(page, book, PutRight(), known.knows)
    records = Records({"delivery_status": scheme(), "portfolio": [Portfolio(id="portfolio", name="ASC")]})
    mapping = map_tables(book, tables, known, records)
    numbers = count()
    plan = make_plan(
        book,
        tables,
        mapping,
        records,
        Chosen(),
        Where(today="2024-06-18"),
        ids=Ids(lambda: f"new-{next(numbers):04d}"),
    )
    assert sorted(record.ref for record in plan.puts if isinstance(record, Project)) == [
        "A1",
        "A2",
        "B1",
        "B2",
    ]
    assert not plan.has_refusals


def test_a_reference_alone_makes_no_change_of_a_target() -> None:
    found = mapped(["Ref", "Project"], [["DX-01", "Reviews"], ["DX-02", "Telecare"]])
    assert (found.record, words(found.columns[0].target)) == ("project", "project.ref")


def test_a_column_that_is_hardly_sure_needs_a_look_until_it_is_chosen() -> None:
    """Window and command line say the same of it."""
    unsure = ColumnMap(path=("Notes",), sure=0.69)
    asked = [unsure, replace(unsure, sure=0.7), replace(unsure, chosen=True)]
    assert [each.needs_a_look for each in asked] == [True, False, False]

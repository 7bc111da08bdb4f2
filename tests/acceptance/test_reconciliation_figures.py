"""The city's tables 5.1, 5.2 and 5.4 against the lines, and the decision's table that does not add up.

The figures are typed from the papers, in thousands of pounds for tables 5.1 and 5.2 and in pounds for section 5.4.
"""

import pytest

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.reconciliation import reconciliation_differences
from asc_desktop.domain.report.views_reconciliation import ControlTotalReport, PublishedTableReport
from asc_desktop.services.sample import sample_portfolio

YEARS = ("2024/25", "2025/26", "2026/27", "2027/28", "All years")
TABLE_5_1 = (
    ("Savings from duties and powers", (2_298, 4_983, 61, 374, 7_717), "eeRRe"),
    ("Existing transformation", (6_181, 5_331, 4_364, 0, 15_876), "eRRae"),
    ("Service-led savings", (1_073, 233, 0, 0, 1_305), "RRaaR"),
    ("CQC action plan", (0, 0, 0, 0, 0), "aaaaa"),
    ("All plans", (9_551, 10_548, 4_425, 374, 24_898), "eeRRe"),
)
TABLE_5_2 = (
    ("Customer services", (0, 300, 0, 0, 300), "aaaaa"),
    ("Theme 1", (1_516, 787, 168, 0, 2_470), "RRRaR"),
    ("Theme 2", (4_768, 5_525, 3_296, 0, 13_589), "RRRaR"),
    ("Theme 3", (2_177, 3_630, 961, 374, 7_143), "eRRRe"),
    ("Theme 4", (1_089, 306, 0, 0, 1_395), "eeaae"),
    ("All themes", (9_551, 10_548, 4_425, 374, 24_898), "eeRRe"),
)
SECTION_5_4_TOTALS = (
    ("Existing programme total", (6_753_163, 5_564_029, 4_363_805, 0)),
    ("Duties and powers total", (1_943_083, 4_888_809, 61_289, 374_289)),
    ("Overall adults total", (8_696_246, 10_452_838, 4_425_094, 374_289)),
)
RESULTS = {"a": "agrees", "R": "rounding", "e": "explained"}


@pytest.fixture(scope="module")
def records() -> Records:
    rows: dict[str, list] = {}
    for record in sample_portfolio()[0]:
        rows.setdefault(record.table, []).append(record)
    return Records(rows)


@pytest.fixture(scope="module")
def report(records: Records) -> Report:
    city = next(item for item in records.all(Programme) if item.first_year == 2024)
    return build_report(records, Scope(city.id, "2024-06"))


def totals(report: Report, paper: str, name: str) -> dict[str, ControlTotalReport]:
    return {
        item.year: item
        for item in report.reconciliation.control_totals
        if item.source.endswith(paper) and item.name == name
    }


@pytest.mark.parametrize(
    ("paper", "name", "thousands", "results"),
    [("table 5.1", *row) for row in TABLE_5_1] + [("table 5.2", *row) for row in TABLE_5_2],
)
def test_each_figure_of_tables_5_1_and_5_2(
    report: Report, paper: str, name: str, thousands: tuple[int, ...], results: str
) -> None:
    found = totals(report, paper, name)
    assert {year: found[year].published_pence for year in YEARS} == {
        year: amount * 100_000 for year, amount in zip(YEARS, thousands, strict=True)
    }
    assert [found[year].result for year in YEARS] == [RESULTS[letter] for letter in results]


def test_the_differences_in_pounds(report: Report) -> None:
    duties = totals(report, "table 5.1", "Savings from duties and powers")
    existing = totals(report, "table 5.1", "Existing transformation")
    plans = totals(report, "table 5.1", "All plans")
    assert [duties[year].difference_pence for year in ("2024/25", "2025/26")] == [354_917_00, 94_191_00]
    assert existing["2024/25"].difference_pence == 500_475_00
    assert plans["All years"].difference_pence == 949_533_00
    assert len(totals(report, "table 5.1", "Service-led savings")["2024/25"].line_ids) == 2
    assert all(
        "not published line by line" in item.explanation for item in plans.values() if item.explanation
    )


@pytest.mark.parametrize(("name", "pounds"), SECTION_5_4_TOTALS)
def test_each_total_of_section_5_4_agrees_to_the_penny(
    report: Report, name: str, pounds: tuple[int, ...]
) -> None:
    found = totals(report, "section 5.4", name)
    for year, amount in zip(YEARS, pounds, strict=False):
        assert (found[year].published_pence, found[year].lines_pence) == (amount * 100, amount * 100)
        assert found[year].result == "agrees"


def test_every_line_of_section_5_4_agrees_to_the_penny(report: Report) -> None:
    lines = [item for item in report.reconciliation.control_totals if item.source.endswith("section 5.4")]
    assert len(lines) == 44 + 12
    assert {item.result for item in lines} == {"agrees"}
    single = [item for item in lines if not item.name.endswith("total")]
    assert sum(item.published_pence for item in single) == 23_948_467_00


def table(report: Report, name: str) -> PublishedTableReport:
    return next(item for item in report.reconciliation.tables if item.name == name)


def test_the_decisions_net_of_2024_25_is_found_wrong(report: Report) -> None:
    found = table(report, "Spend and savings of strength-based reviews")
    assert found.state == "wrong"
    (wrong,) = found.wrong_cells
    assert (found.rows[wrong.row][0], found.columns[wrong.column]) == ("Net", "2024/25")
    assert (wrong.printed_pence, wrong.should_be_pence) == (-798_000_00, -98_000_00)
    assert "is printed (0.798) and should be (0.098)" in wrong.sentence
    bad = [item for item in found.findings if item.state == "wrong"]
    assert [(item.along, found.columns[item.column]) for item in bad] == [
        ("column", "2024/25"),
        ("row", "Total"),
    ]
    assert "its parts as printed come to (2.869)" in bad[1].sentence
    # The printed total of the nets is right: it is 2024/25 that is not.
    assert bad[1].should_be_pence == -216_900_000
    assert len(found.findings) == 9


@pytest.mark.parametrize(
    ("name", "state", "sums", "rounded"),
    [
        ("Savings by plan", "rounding", 10, 4),
        ("Savings by theme", "rounding", 11, 4),
        ("Approved savings lines", "adds", 12, 0),
    ],
)
def test_the_plans_tables_add_up(report: Report, name: str, state: str, sums: int, rounded: int) -> None:
    found = table(report, name)
    assert (found.state, len(found.findings)) == (state, sums)
    assert sum(1 for item in found.findings if item.state == "rounding") == rounded


def test_only_the_decisions_table_needs_attention(report: Report, records: Records) -> None:
    kinds = {"control_total", "published_table"}
    (row,) = (item for item in report.attention if item.kind in kinds)
    assert (row.page, row.amount_pence) == ("reconciliation", 700_000_00)
    (sentence,) = reconciliation_differences(records)
    assert "should be (0.098)" in sentence

"""The county's Period 3 budget table, each figure as printed to £000 and 0.01%."""

import pytest

from asc_desktop.domain.money import print_thousands
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.rules.budget import BudgetFigures
from asc_desktop.services.sample import sample_portfolio

PERIOD_3 = "2024-06"

PRINTED = (
    ("(501)", "211", "Strategic Commissioning and Integration", "(35,643)", "(16,944)", "(35,933)", "(290)", "0.81"),
    ("7,426", "1,729", "Living Well and Direct Services", "167,354", "51,403", "176,509", "9,155", "5.47"),
    ("(805)", "1,576", "Ageing Well and Maximising Independence", "158,357", "42,550", "159,128", "771", "0.49"),
    ("6,120", "3,516", "Forecast prior to use of reserves", "290,068", "77,009", "299,704", "9,636", "3.32"),
    ("(1)", "(0)", "Transfer to / (from) Revenue Reserves", "(12,158)", "-", "(12,159)", "(1)", "0.01"),
    ("-", "-", "Transfer to / (from) Capital Reserves", "-", "-", "-", "-", "0.00"),
    ("-", "-", "Transfer to / (from) reserves (Ageing Well)", "-", "-", "-", "-", "0.00"),
    ("(1)", "(0)", "Subtotal", "(12,158)", "-", "(12,159)", "(1)", "0.01"),
    ("6,119", "3,516", "Net Department Total", "277,910", "77,009", "287,545", "9,635", "3.47"),
)  # fmt: skip
"""The table of the report's paragraph 33, in the order of its rows and columns."""


@pytest.fixture(scope="module")
def report() -> Report:
    records = Records()
    tables: dict[str, dict[str, object]] = {}
    for record in sample_portfolio()[0]:
        tables.setdefault(record.table, {})[record.id] = record
    records.apply(tables)  # type: ignore[arg-type]
    programme = next(
        item for item in records.all(Programme) if item.name == "Adult Social Care and Health performance"
    )
    return build_report(records, Scope(programme.id, PERIOD_3))


def _figures(report: Report, name: str) -> BudgetFigures | None:
    totals = {
        "Forecast prior to use of reserves": report.budget.totals.prior_to_reserves,
        "Subtotal": report.budget.totals.reserves,
        "Net Department Total": report.budget.totals.net,
    }
    return totals.get(name) or next(line.figures for line in report.budget.lines if line.name == name)


@pytest.mark.parametrize("row", PRINTED, ids=[row[2] for row in PRINTED])
def test_each_row_is_as_printed(report: Report, row: tuple[str, ...]) -> None:
    figures = _figures(report, row[2])
    assert figures is not None
    assert (
        print_thousands(figures.previous_variance_pence),
        print_thousands(figures.change_pence),
        row[2],
        print_thousands(figures.budget_pence),
        print_thousands(figures.actual_pence),
        print_thousands(figures.forecast_pence),
        print_thousands(figures.variance_pence),
        figures.percent_of_budget,
    ) == row


def test_lines_stand_in_the_printed_order_with_reserves_apart(report: Report) -> None:
    names = [line.name for line in report.budget.lines]
    assert names == [row[2] for row in PRINTED if row[2] in names]
    assert [(group.name, group.is_reserve, len(group.line_ids)) for group in report.budget.groups] == [
        ("ASCH Committee", False, 3),
        ("ASCH Reserves", True, 3),
    ]


def test_the_printed_totals_agree_with_the_lines(report: Report) -> None:
    assert [(check.name, check.state) for check in report.budget.checks] == [
        ("ASCH Reserves", "agrees"),
        ("Forecast prior to use of reserves", "agrees"),
        ("Net total", "agrees"),
    ]
    assert not [row for row in report.attention if row.kind == "budget_total"]


def test_amounts_that_the_paper_rounds_away_are_marked(report: Report) -> None:
    line = next(line for line in report.budget.lines if line.name.endswith("Revenue Reserves"))
    assert line.figures is not None
    assert line.figures.previous_variance_pence == -80_000
    assert "chosen to round as printed" in line.source
    assert all("Period 3" in line.source for line in report.budget.lines)

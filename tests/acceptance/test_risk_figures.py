"""The county's very high risks of the first quarter of 2024/25, as its paper's table prints them (paragraph 33)."""

import pytest

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.services.sample import sample_portfolio

PROGRAMME = "Adult Social Care and Health performance"

# Risk ID, level, category and movement; and how many mitigating actions are printed.
PRINTED = (
    ("A03", "Very high", "Compliance & Regulation", "Score improving", 3),
    ("A16", "Very high", "Service Delivery", "Score improving", 2),
    ("A08", "Very high", "Financial", "No Change", 1),
    ("A18", "Very high", "Financial", "No Change", 5),
    ("A02", "Very high", "Service Capacity", "Score worsening", 3),
)


@pytest.fixture(scope="module")
def records() -> Records:
    rows: dict[str, list[object]] = {}
    for record in sample_portfolio()[0]:
        rows.setdefault(record.table, []).append(record)
    return Records(rows)  # type: ignore[arg-type] # rows of each table are of its type


@pytest.fixture(scope="module")
def report(records: Records) -> Report:
    programme = next(item for item in records.all(Programme) if item.name == PROGRAMME)
    return build_report(records, Scope(programme.id, "2024-06"))


@pytest.mark.parametrize(("ref", "level", "category", "movement", "actions"), PRINTED)
def test_each_very_high_risk_as_printed(
    report: Report, ref: str, level: str, category: str, movement: str, actions: int
) -> None:
    risk = next(item for item in report.risks if item.ref == ref)
    assert risk.level_label == level
    assert risk.category.casefold() == category.replace("&", "and").casefold()
    assert risk.movement_label.casefold() == movement.removeprefix("Score ").casefold()
    assert len(risk.actions) == actions
    assert "paragraph 33; scores and dates illustrative" in risk.source


def test_the_register_holds_the_five_and_no_others(report: Report) -> None:
    assert {risk.ref for risk in report.risks} == {row[0] for row in PRINTED}
    assert {band.level: band.count for band in report.risk_matrix.bands} == {
        "low": 0, "medium": 0, "high": 0, "very_high": 5,
    }  # fmt: skip


def test_a_dashboard_with_risk_tabs_is_due_by_october_2024(report: Report) -> None:
    waiting = next(risk for risk in report.risks if risk.ref == "A03")
    assert waiting.actions[0].due_date == "2024-10-31"


def test_the_worsening_risk_needs_attention(report: Report) -> None:
    (row,) = (row for row in report.attention if row.kind == "risk_worse")
    assert (row.project_ref, row.page) == ("A02", "risks")
    assert row.why == "Risk worsened from 16 to 20, Very high"

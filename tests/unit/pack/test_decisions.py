"""Decisions and what pays for them, once for every format."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.report.publication import public_report
from asc_desktop.domain.report.views_decisions import DecisionWarning
from asc_desktop.pack.decisions import decisions
from asc_desktop.pack.document import Heading, Money, Note, Number, Section, Table, Tie, Words
from asc_desktop.pack.edition import WHOLE
from tests.unit.domain.portfolio import Desk
from tests.unit.pack.test_asks import decide, tables


@pytest.fixture
def held(desk: Desk) -> Desk:
    decide(desk, "D-1", "in_force")
    decide(desk, "D-2", "for_decision", revenue_pence=250_00)
    decide(desk, "D-3", "for_decision", revenue_pence=350_00)
    return desk


def row_of(section: Section, heading: str, first: str) -> tuple[object, ...]:
    (row,) = (
        row
        for row in tables(section)[heading].rows
        if isinstance(row.cells[0], Words) and row.cells[0].text == first
    )
    return row.cells


def test_decisions_stand_by_stage_and_the_pipeline_counts_them(held: Desk) -> None:
    section = decisions(held.build(), WHOLE)
    table = tables(section)["Decisions"]
    assert [row.cells[0].text for row in table.rows if isinstance(row.cells[0], Words)] == [
        "D-2",
        "D-3",
        "D-1",
    ]
    assert table.total is not None
    assert table.total.cells[4] == Money(700_00)
    assert row_of(section, "Pipeline", "For decision")[1:3] == (
        Number(2, tie=Tie("Decisions", "Stage", "For decision")),
        Money(600_00, tie=Tie("Decisions", "Stage", "For decision", "Value £")),
    )


def test_a_true_count_whose_exempt_decision_is_left_out_is_no_formula_and_says_so(held: Desk) -> None:
    held.add(ExemptMark(id="x", record_table="decision", record_id="D-3", paragraph="3", reason="Rates"))
    section = decisions(public_report(held.build()).report, WHOLE)
    assert row_of(section, "Pipeline", "For decision")[1:3] == (Number(2), Money(600_00))
    assert Note("The pipeline counts every decision; 1 decision is not listed.") in section.blocks
    assert row_of(section, "Pipeline", "In force")[1] == Number(1, tie=Tie("Decisions", "Stage", "In force"))


def test_the_days_that_are_left_are_said_until_they_are_over(desk: Desk) -> None:
    for ref, day in (("D-1", "2024-07-10"), ("D-2", "2024-06-20"), ("D-3", None)):
        decide(desk, ref, "forward_plan", decision_date=day)
    told = [row.cells[8] for row in tables(decisions(desk.build(), WHOLE))["Decisions"].rows]
    assert told == [
        Words("Decision due, 20 Jun 2024"), Words("Decision due, 10 Jul 2024 (10 days)"), Words(""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("gap", "kind", "is_red"),
    [(100_00, "funding_differs", True), (0, "funding_differs", False), (100_00, "repeat_award", False)],
)
def test_what_pays_is_red_where_it_is_not_what_a_decision_costs(
    held: Desk, gap: int, kind: str, *, is_red: bool
) -> None:
    report = held.build()
    changed = [
        replace(item, funding_gap_pence=gap, warnings=(DecisionWarning(kind, "Look."),))
        for item in report.decisions
    ]
    rows = tables(decisions(replace(report, decisions=tuple(changed)), WHOLE))["Decisions"].rows
    assert [row.cells[5] for row in rows] == [Money(0, warns=is_red)] * 3
    assert [row.cells[9] for row in rows] == [Words("Look.", tone="bad")] * 3


def test_nothing_is_said_where_there_is_neither_a_decision_nor_a_fund(desk: Desk) -> None:
    assert decisions(desk.build(), WHOLE).blocks == ()


def test_the_pipeline_comes_first(held: Desk) -> None:
    blocks = decisions(held.build(), WHOLE).blocks
    assert blocks[0] == Heading("Pipeline")
    assert isinstance(blocks[1], Table)

"""Published totals beside their lines, once for every format, and the checks on them in the workbook."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_reconciliation import (
    ControlTotalReport,
    PublishedTableReport,
    ReconciliationReport,
)
from asc_desktop.domain.rules.cross_footing import WrongCell
from asc_desktop.excel.pack import write_pack
from asc_desktop.pack.document import Check, Heading, Money, Note, Table, Words
from asc_desktop.pack.edition import WHOLE
from asc_desktop.pack.reconciliation import reconciliation
from tests.unit.domain.portfolio import Desk
from tests.unit.excel.workbooks import read


def total(
    name: str, result: str, left: int, *, source: str = "Plan", step: int = 100_000_00
) -> ControlTotalReport:
    return ControlTotalReport(
        id=name, programme="ASC", name=name, source=source, year="2024/25", selection="All lines", basis="",
        precision_pence=step, published_pence=900_000_00, lines_pence=700_000_00, difference_pence=200_000_00,
        explained_pence=200_000_00 - left, left_pence=left, explanation="", result=result, result_label=result,
        sentence="", line_ids=(),
    )  # fmt: skip


def published(state: str) -> PublishedTableReport:
    told = "A cell is wrong." if state == "wrong" else ""
    cells = tuple(WrongCell(0, 0, 1, 2, words) for words in ("What was found.", told) if told)
    return PublishedTableReport(
        id=state, programme="ASC", name=state, source="", columns=(), rows=(), precision_pence=1, state=state,
        state_label="Read", sentence="What was found.", findings=(), wrong_cells=cells, notes=("A note.",),
        explanation="Printed twice." if state == "adds" else "",
    )  # fmt: skip


@pytest.fixture
def report(desk: Desk) -> Report:
    held = (total("Whole", "explained", 0), total("Part", "part", 60_000_00, source=""))
    return replace(
        desk.build(), reconciliation=ReconciliationReport(held, (published("adds"), published("wrong")))
    )


def test_a_total_is_fine_where_its_difference_is_explained_and_loud_where_some_is_left(
    report: Report,
) -> None:
    section = reconciliation(report, WHOLE)
    assert section.note == (
        "2 control totals: 1 differ without an explanation; 1 published table does not add up. £."
    )
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    fine, left = table.rows
    assert fine.cells[0] == Words("Plan")
    assert left.cells[0] == Words("No source")
    assert fine.cells[4:7] == (Money(900_000_00), Money(700_000_00), Money(200_000_00))
    assert fine.cells[8:10] == (Check(0, 50_000_00), Words("explained", tone="good"))
    assert left.cells[7:10] == (Money(140_000_00), Check(60_000_00, 50_000_00), Words("part", tone="bad"))


def test_a_published_table_that_does_not_add_up_is_red(report: Report) -> None:
    blocks = reconciliation(report, WHOLE).blocks
    at = blocks.index(Heading("Published table: adds"))
    assert blocks[at + 1 : at + 4] == (
        Note("Read. What was found."), Note("A note."), Note("Explained: Printed twice."),
    )  # fmt: skip
    at = blocks.index(Heading("Published table: wrong"))
    assert blocks[at + 1 :] == tuple(
        Note(words, tone="bad") for words in ("Read. What was found.", "A cell is wrong.", "A note.")
    )


def test_the_difference_and_the_check_are_live(report: Report, tmp_path: Path) -> None:
    write_pack(report, tmp_path / "pack.xlsx")
    book = read(tmp_path / "pack.xlsx")
    row = next(row for row in book["Reconciliation and checks"].iter_rows() if row[1].value == "Part")
    at = row[0].row
    assert row[6].value == f"=E{at}-F{at}"
    assert row[8].value == f'=IF(ABS(G{at})<=50000,"OK",IF(ABS(G{at}-H{at})<=50000,"OK",G{at}-H{at}))'
    book.close()


def test_a_total_printed_to_the_penny_has_no_room_for_rounding(desk: Desk) -> None:
    held = ReconciliationReport((total("Whole", "explained", 0, step=1),), ())
    (_, table) = reconciliation(replace(desk.build(), reconciliation=held), WHOLE).blocks
    assert isinstance(table, Table)
    assert table.rows[0].cells[8] == Check(0, 0)

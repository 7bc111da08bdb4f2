"""One name has one amount: whatever shows a part of a year's savings shows the same pounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from asc_desktop.domain.money import parse_pence
from asc_desktop.domain.records.delivery import SavingsPosition
from asc_desktop.domain.report.model import Report
from asc_desktop.excel.pack import write_pack
from asc_desktop.services.packs import PackRequest, prepare
from asc_desktop.ui.figures.savings import bridge_data, slippage_data
from asc_desktop.ui.pdf.composer import Composer
from asc_desktop.ui.pdf.pack import lay_out_pack
from asc_desktop.ui.pdf.tables import Column, Row, Text
from asc_desktop.ui.workspace import Workspace

OTHER_NAMES = {
    "Approved target": "Target",
    "Less surplus": "Surplus",
    "Offset": "Offset by other projects",
    "Slipped out": "Slipped to later years",
}
"""What a narrow column, or one that is subtracted, calls a part: by the part's own name."""

PARTS = (
    "Target", "Slipped in", "To find", "Delivered", "Forecast remaining", "Not delivered", "Slipped to later years",
    "Delivered early", "Offset by other projects", "Written off", "No plan yet", "Surplus",
)  # fmt: skip

Table = list[list[object]]
Amounts = dict[tuple[str, str], dict[str, float]]
"""By name and year: the pounds in each place that shows them."""


@pytest.fixture
def report(workspace: Workspace) -> Report:
    """The sample, with surpluses this year and a forecast of last year's that was not delivered."""
    line = next(line for line in workspace.report.savings.lines if line.in_scope)
    with workspace.session.edit("Last year’s forecast", reason="Was left out") as edit:
        edit.put(
            SavingsPosition(
                id="last-year", line_id=line.id, year=2023, period="2024-06", forecast_pence=900_000_00,
                delivered_pence=700_000_00,
            )
        )  # fmt: skip
    found = workspace.session.report(workspace.scope)
    assert found.savings.all_years.not_delivered_pence == 200_000_00
    assert found.savings.by_year[found.year].surplus_pence
    return found


def test_any_two_tables_of_a_workbook_agree(report: Report, tmp_path: Path) -> None:
    write_pack(report, tmp_path / "pack.xlsx")
    book = load_workbook(tmp_path / "pack.xlsx", data_only=True)
    found: Amounts = defaultdict(dict)
    for name in ("Savings by year", "Slippage"):
        read(found, name, report, [list(row) for row in book[name].iter_rows(values_only=True)])
    bridge = [list(row[:2]) for row in book["Chart data"].iter_rows(values_only=True)]
    for words, pounds in bridge:
        note(found, "Chart data", words, report.year, pounds)
    see_agreement(found, 3 * len(report.years))
    assert set(found["Surplus", report.year]) == {"Savings by year", "Slippage", "Chart data"}
    assert set(found["Delivered", report.year]) == {"Savings by year", "Slippage", "Chart data"}
    assert found["Not delivered", "2023/24"] == {"Slippage": 200_000}


def test_any_two_tables_and_charts_of_the_pdf_agree(
    workspace: Workspace, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables: list[Table] = []

    def table(_self: Composer, columns: Sequence[Column], rows: Sequence[Row], _size: int = 0) -> None:
        header: list[object] = [column.title for column in columns]
        body: list[list[object]] = [[words_of(parts) for parts in row.cells] for row in rows]
        tables.append([header, *body])

    monkeypatch.setattr(Composer, "table", table)
    lay_out_pack(prepare(workspace.session, PackRequest(workspace.scope)).document)
    found: Amounts = defaultdict(dict)
    for at, held in enumerate(tables):
        read(found, f"table {at}", report, held)
    see_agreement(found, 6 * len(report.years))
    assert len(found["Surplus", report.year]) >= 2
    assert len(found["Not delivered", "2023/24"]) >= 2


def test_the_charts_show_the_amounts_of_the_report(report: Report) -> None:
    bridge, slippage = bridge_data(report), slippage_data(report)
    assert bridge is not None
    assert slippage is not None
    keys = {bar.label: bar.key for bar in report.savings.bridge}
    position = report.savings.by_year[report.year]
    for step in bridge.steps:
        assert abs(step.point.value) == getattr(position, keys[step.label]), step.label
    assert bridge.spans()[-1][1] == position.to_find_pence
    for series in slippage.series:
        for year, point in zip(slippage.categories, series.points, strict=True):
            assert abs(point.value) == getattr(report.savings.by_year[year], keys[series.label])
    assert {series.label for series in slippage.series} >= {"Less surplus", "Not delivered"}
    assert all(point.value <= 0 for point in slippage.series[-1].points)


def read(found: Amounts, place: str, report: Report, table: Table) -> None:
    """Note the amounts of each row that is a year's, under the names of the header above it."""
    header: list[object] = []
    for row in table:
        if "Target" in row:
            header = row
        if row[0] in report.years and header:
            if place in found["To find", str(row[0])]:
                return  # What follows is of a part of the savings.
            for name, pounds in zip(header, row, strict=True):
                note(found, place, name, str(row[0]), pounds)


def note(found: Amounts, place: str, name: object, year: str, pounds: object) -> None:
    words = OTHER_NAMES.get(str(name), str(name))
    if words in PARTS and isinstance(pounds, int | float | str):
        found[words, year][place] = _pounds(pounds)


def _pounds(shown: float | str) -> float:
    if not isinstance(shown, str):
        return shown
    return 0 if shown == "–" else (parse_pence(shown) or 0) / 100


def words_of(parts: Sequence[object]) -> str:
    return " ".join(run.text for part in parts if isinstance(part, Text) for run in part.runs)


def see_agreement(found: Amounts, least: int) -> None:
    twice = {key: places for key, places in found.items() if len(places) > 1}
    assert len(twice) >= least
    for key, places in twice.items():
        assert len({round(pounds, 2) for pounds in places.values()}) == 1, (key, places)

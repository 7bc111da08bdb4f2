"""Any section as a sheet: its widths, its totals, its filters, and what stands in its cells."""

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from asc_desktop.domain.report.own_tables import NOTE
from asc_desktop.domain.report.pack_plan import PackPlan
from asc_desktop.excel import pack as packs
from asc_desktop.excel.pack import Edition, write_pack
from asc_desktop.excel.section_sheet import SectionSheet
from asc_desktop.excel.text_fit import TextFit
from asc_desktop.pack.document import (
    Column,
    Day,
    Heading,
    Letter,
    Money,
    Month,
    Note,
    Number,
    Section,
    Status,
    Words,
    table_of,
)  # fmt: skip
from tests.unit.excel.workbooks import busy_desk, read

COLUMNS = (
    Column("Project", 260, "name"),
    Column("Amount £", 90, "money", total=True),
    Column("Of", 90, "month"),
    Column("Due", 90, "day"),
    Column("Days", 60, "number"),
    Column("RAG", 52, "letter"),
    Column("Status", 120, "status"),
)


def day_of(*parts: int) -> datetime:
    """Return a day as a workbook is read: without a zone."""
    return datetime(*parts, tzinfo=None)  # type: ignore[arg-type,misc] # noqa: DTZ001


def section_of(*blocks: Any) -> Section:
    return Section("issues", "Issues", "A note.", blocks)


@pytest.mark.parametrize("count", [1, 2, 9])
def test_the_line_under_the_title_is_not_cut_off_where_there_are_few_columns(count: int) -> None:
    """It ends where the way back to the contents stands, in the last column."""
    table = table_of("", [Column(f"C{at}", 150) for at in range(count)], [])
    book: Any = SimpleNamespace(section=lambda _name, _build: section_of(table))
    widths = SectionSheet("Issues", lambda _report, _edition: section_of(table)).columns(book)
    line = f"Adult Social Care and Health Transformation, September 2024 (open). {NOTE}"
    assert TextFit().line_count(line, sum(widths[:-1]), 10) == 1


def test_a_table_is_an_excel_table_with_filters_real_dates_and_a_live_total(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        [Words("=One", "Why", strong=True), Money(123_45), Month("2024-06"), Day("2024-06-12", "bad"),
         Number(-3, signed=True), Letter("red"), Status("At risk", "red")],
        [Words("Two"), Money(None), Month("2024-05"), Day(None), Number(None), Letter("grey"),
         Status("On target", "green")],
    ]  # fmt: skip
    held = section_of(Heading("Held"), table_of("Held", COLUMNS, rows), Note("The end."))
    monkeypatch.setitem(packs.PARTS, "issues", SectionSheet("Issues", lambda _report, _edition: held))
    write_pack(busy_desk().build(), tmp_path / "pack.xlsx", Edition(PackPlan("One", ("issues",))))
    sheet, values = (
        read(tmp_path / "pack.xlsx")["Issues"],
        read(tmp_path / "pack.xlsx", data_only=True)["Issues"],
    )
    table = sheet.tables["Held"]
    assert table.ref == "A5:G7"
    assert table.autoFilter is not None
    assert [cell.value for cell in sheet[5]][:7] == [column.title for column in COLUMNS]
    first, second, total = (
        next(values.iter_rows(min_row=row, max_row=row, values_only=True)) for row in (6, 7, 8)
    )
    assert first[:7] == ("=One\nWhy", 123.45, day_of(2024, 6, 1), day_of(2024, 6, 12), -3, "R", "At risk")
    assert second[:7] == ("Two", None, day_of(2024, 5, 1), None, None, "–", "On target")
    assert (total[0], total[1]) == ("Total", 123.45)
    assert sheet["B8"].value == "=SUM(Held[Amount £])"
    assert sheet["C6"].number_format == "mmm yyyy"
    assert sheet["D6"].font.bold
    assert not sheet["D7"].font.bold


def test_words_stand_clear_of_a_figure_or_a_letter_before_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = (Column("Amount £", 90, "money"), Column("Why", 300, "name"), Column("More", 300, "name"))
    held = section_of(table_of("Held", columns, [[Money(1), Words("because"), Words("so")]]))
    monkeypatch.setitem(packs.PARTS, "issues", SectionSheet("Issues", lambda _report, _edition: held))
    write_pack(busy_desk().build(), tmp_path / "pack.xlsx", Edition(PackPlan("One", ("issues",))))
    sheet = read(tmp_path / "pack.xlsx")["Issues"]
    assert [sheet.cell(row, column).alignment.indent for row in (4, 5) for column in (2, 3)] == [1, 0, 1, 0]

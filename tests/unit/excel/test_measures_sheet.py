"""The pack's sheet of measures: the paper's figures as real numbers, ratings in letters and words, small lines."""

import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from asc_desktop.domain.records.assurance import Measure, MeasureTarget, MeasureValue
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.excel.pack import write_pack
from asc_desktop.excel.sheets.measures import NAME
from asc_desktop.services.sample import sample_portfolio
from tests.unit.domain.portfolio import Desk
from tests.unit.excel.workbooks import busy_desk, tables

# openpyxl cannot read small lines; Excel can.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")


@pytest.fixture(scope="module")
def report() -> Report:
    records = tables(sample_portfolio()[0])
    programme = next(item for item in records.all(Programme) if "Health performance" in item.name)
    return build_report(records, Scope(programme.id, "2024-06"))


def rows(path: Path) -> dict[str, list[object]]:
    """Each measure's cells by the first line of its name."""
    book = load_workbook(path)
    try:
        return {
            str(cells[0].value).partition("\n")[0]: [cell.value for cell in cells[1:]]
            for cells in book[NAME].iter_rows()
            if cells[0].value
        }
    finally:
        book.close()


def test_the_papers_figures_stand_as_numbers_with_letters_and_words(report: Report, tmp_path: Path) -> None:
    write_pack(report, tmp_path / "pack.xlsx")
    found = rows(tmp_path / "pack.xlsx")
    assert found["Measure"] == [
        "2023/24 actual", "Apr 24", "May 24", "Jun 24", "2024/25 target", "", "RAG", "Year so far", "Trend",
    ]  # fmt: skip
    reviews = found["People with a service for 12 months whose review was in the last 12 months"]
    assert reviews == [79.2, 77.4, 77.7, 77.3, 100, "R", "Red", None, "Worsening"]
    providers = found[report.measures[-1].name]
    assert providers == ["N/A", 77, 77, 77, 70, "G", "Green", None, "No change"]
    assert list(found).index("Theme 5: When Things Need to Change") > list(found).index(
        report.measures[4].name
    )


def test_each_measure_has_a_native_small_line(report: Report, tmp_path: Path) -> None:
    write_pack(report, tmp_path / "pack.xlsx")
    with zipfile.ZipFile(tmp_path / "pack.xlsx") as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert sum(sheet.count("<x14:sparkline>") for sheet in sheets) == len(report.measures)


def measured(desk: Desk, **more: str) -> None:
    desk.add(Measure(id="m", programme_id="prog", name="=1+1", strategy_theme="Theme", unit="%", decimals=1))
    desk.add(MeasureTarget(id="t", measure_id="m", year=2024, target="100"))
    desk.add(MeasureValue(id="v", measure_id="m", period="2024-06", actual="50", **more))


def test_a_persons_rating_is_marked_and_a_name_stays_text(tmp_path: Path) -> None:
    desk = busy_desk()
    measured(desk, override_rag="amber", override_reason="A late return")
    write_pack(desk.build(), tmp_path / "pack.xlsx")
    found = rows(tmp_path / "pack.xlsx")["=1+1"]
    assert found == ["N/A", "–", "–", 50, 100, "A", "Amber*", None, ""]


def test_a_whole_year_fits_and_a_month_without_a_value_is_not_rated(tmp_path: Path) -> None:
    desk = busy_desk()
    measured(desk)
    programme = desk.records.get(Programme, "prog")
    desk.add(replace(programme, open_period="2025-03"))
    write_pack(desk.build("2025-03"), tmp_path / "pack.xlsx")
    found = rows(tmp_path / "pack.xlsx")
    assert len(found["Measure"]) == 2 + 12 + 4
    assert found["=1+1"][-4:-2] == ["–", "Not rated"]


def test_there_is_no_sheet_where_there_is_no_measure(tmp_path: Path) -> None:
    write_pack(busy_desk().build(), tmp_path / "pack.xlsx")
    book = load_workbook(tmp_path / "pack.xlsx")
    assert NAME not in book.sheetnames
    book.close()


def test_each_measures_trend_is_a_native_chart_of_the_tables_own_cells(
    report: Report, tmp_path: Path
) -> None:
    write_pack(report, tmp_path / "pack.xlsx")
    book = load_workbook(tmp_path / "pack.xlsx")
    charts = book[NAME]._charts
    rows_by_name = {
        str(cells[0].value).partition("\n")[0]: cells[0].row
        for cells in book[NAME].iter_rows()
        if cells[0].value
    }
    book.close()
    assert len(charts) == len(report.measures) == 7
    reviews = rows_by_name["People with a service for 12 months whose review was in the last 12 months"]
    worst = charts[0].series
    assert worst[0].val.numRef.f == f"{NAME}!$C${reviews}:$E${reviews}"
    assert worst[0].cat.strRef.f == f"{NAME}!$C$4:$E$4"
    assert len(worst) == 2


def test_one_month_is_no_trend(tmp_path: Path) -> None:
    desk = busy_desk()
    measured(desk)
    write_pack(desk.build(), tmp_path / "pack.xlsx")
    book = load_workbook(tmp_path / "pack.xlsx")
    assert not book[NAME]._charts
    book.close()

"""The budget, the decisions, the milestones and the activity in the pack: figures as numbers, derived ones live."""

import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from asc_desktop.domain.records.assurance import BudgetLine
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.governance import Decision, DecisionFunding
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Scope
from asc_desktop.excel.pack import write_pack
from asc_desktop.services.sample import sample_portfolio
from tests.unit.excel.workbooks import SOFFICE, cells, full_desk, office, read, tables


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pack") / "pack.xlsx"
    write_pack(full_desk().build(), path)
    return path


def rows(path: Path, sheet: str, *, values: bool = True) -> dict[str, list[Any]]:
    """The rows of a sheet by the words in its first column; the first of those that are the same."""
    book = read(path, data_only=values)
    try:
        found: dict[str, list[Any]] = {}
        for row in book[sheet].iter_rows():
            if row[0].value:
                found.setdefault(str(row[0].value), [cell.value for cell in row[1:]])
        return found
    finally:
        book.close()


def test_the_countys_period_3_table_stands_as_it_was_printed(tmp_path: Path) -> None:
    records = tables(sample_portfolio()[0])
    programme = next(item for item in records.all(Programme) if "Health performance" in item.name)
    write_pack(build_report(records, Scope(programme.id, "2024-06")), tmp_path / "pack.xlsx")
    found = rows(tmp_path / "pack.xlsx", "Budget")
    printed = {
        "Strategic Commissioning and Integration": (-35_643, -16_944, -35_933, -290, 0.0081, -501, 211),
        "Living Well and Direct Services": (167_354, 51_403, 176_509, 9_155, 0.0547, 7_426, 1_729),
        "Ageing Well and Maximising Independence": (158_357, 42_550, 159_128, 771, 0.0049, -805, 1_576),
        "Forecast prior to use of reserves": (290_068, 77_009, 299_704, 9_636, 0.0332, 6_120, 3_516),
        "Net total": (277_910, 77_009, 287_545, 9_635, 0.0347, 6_119, 3_516),
    }
    for name, figures in printed.items():
        budget, actual, forecast, variance, percent, previous, change, *_ = found[name]
        shown = [round(value / 1_000) for value in (budget, actual, forecast, variance, previous, change)]
        # The paper's own thousands: £800 less of reserves before is printed as (1).
        assert shown == [*figures[:4], *figures[5:]], name
        assert percent == figures[4], name


def test_budget_variances_are_live_and_groups_have_their_subtotals(pack: Path) -> None:
    formulas = rows(pack, "Budget", values=False)
    line = formulas["Living well"]
    assert re.fullmatch(r"=D\d+-B\d+", line[3])
    assert "ROUND(" in line[4]
    assert formulas["Subtotal: Committee"][0].startswith("=SUM(B")
    assert re.fullmatch(r"=B\d+\+B\d+", formulas["Net total"][0])
    values = rows(pack, "Budget")
    assert values["Subtotal: Committee"][:4] == [325_711_000, 93_953_000, 335_637_000, 9_926_000]
    assert values["Not yet reported"][0] is None
    assert values["Not yet reported"][7] == "Not yet"
    assert values["Difference"][:3] == [0, None, 63_000]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_changed_forecast_moves_the_variance_and_every_total(pack: Path, tmp_path: Path) -> None:
    book = read(pack)
    sheet = book["Budget"]
    changed = next(row for row in sheet.iter_rows() if row[0].value == "Living well")[3]
    changed.value += 1_000
    book.save(tmp_path / "changed.xlsx")
    book.close()
    before, after = (
        rows(path, "Budget") for path in (pack, office(tmp_path, "xlsx", [tmp_path / "changed.xlsx"])[0])
    )
    for name in ("Living well", "Subtotal: Committee", "Forecast prior to use of reserves", "Net total"):
        assert after[name][2] == before[name][2] + 1_000
        assert after[name][3] == before[name][3] + 1_000
        assert after[name][6] == before[name][6] + 1_000
    assert after["Net total"][8] == 1_000


def test_decisions_show_what_is_funded_what_is_left_and_repeat_awards(pack: Path) -> None:
    found = rows(pack, "Decisions and funding")
    assert found["For decision"][1] == 1
    assert found["Care Grant"][1:5] == ["2024/25", 1_000_000, 950_000, 50_000]
    joined = "\n".join(
        str(value) for (sheet, _), value in cells(pack, values=True).items() if "Decisions" in sheet
    )
    assert "Agency A: 2 awards, £950,000 in all" in joined
    assert "Option recommended, Extend: Reason: Quickest." in joined
    assert "Option rejected, Do nothing: Reason: Reviews stay overdue." in joined
    formulas = rows(pack, "Decisions and funding", values=False)
    assert formulas["For decision"][1] == '=COUNTIFS(Decisions[Stage],"For decision")'


def test_over_committed_funding_is_below_nothing_and_red(tmp_path: Path) -> None:
    desk = full_desk()
    desk.add(Decision(id="more", programme_id="prog", ref="D-3", subject="More", stage="in_force"))
    desk.add(DecisionFunding(id="fm", decision_id="more", funding_source_id="grant", amount_pence=100_000_00))
    write_pack(desk.build(), tmp_path / "pack.xlsx")
    book = read(tmp_path / "pack.xlsx", data_only=True)
    left = next(row for row in book["Decisions and funding"].iter_rows() if row[0].value == "Care Grant")[5]
    assert left.value == -50_000
    assert left.font.color.rgb == "FFB3261E"
    book.close()


def test_milestones_have_real_dates_and_what_waits_for_a_late_one_comes_first(pack: Path) -> None:
    book = read(pack, data_only=True)
    sheet = book["Milestones"]
    row = next(row for row in sheet.iter_rows() if row[3].value == "Panel meets")
    assert [row[4].value.date().isoformat(), row[5].value.date().isoformat()] == ["2024-05-31", "2025-06-30"]
    assert (row[7].value, row[8].value, row[10].value) == (395, "R", "P-1")
    waits = next(row[0].row for row in sheet.iter_rows() if row[0].value == "P-1 Supported Living")
    assert waits < row[0].row
    book.close()


def test_activity_is_counted_costed_and_drawn(pack: Path) -> None:
    found = rows(pack, "Activity")
    name = next(key for key in found if key.startswith("Reviews, in reviews"))
    state, planned, to_date, done, pace, _, cost, buys, saving, *_ = found[name]
    assert (planned, to_date, done, pace, cost, buys) == (400, 300, 240, 80, 438.12, 205)
    assert saving == 802.9
    assert state


def test_every_chart_has_words_and_none_is_a_picture(pack: Path) -> None:
    with zipfile.ZipFile(pack) as archive:
        names = archive.namelist()
        drawings = "".join(
            archive.read(name).decode() for name in names if re.match(r"xl/drawings/drawing\d", name)
        )
    charts = [name for name in names if name.startswith("xl/charts/chart")]
    words = re.findall(r'descr="([^"]+)"', drawings)
    assert len(charts) == len(words) == 7
    assert not [name for name in names if name.startswith("xl/media")]
    assert any("Living well £9.16m" in text for text in words)
    assert any("planned 400, done 240" in text for text in words)


def test_awkward_words_stay_words_on_every_new_sheet(tmp_path: Path) -> None:
    desk = full_desk()
    long = "=1+1 🏠 " + "word " * 6_000
    desk.add(BudgetLine(id="odd", programme_id="prog", group_name="=Group", name="@line\x07"))
    desk.add(
        Decision(
            id="odd", programme_id="prog", ref="-1", subject="=HYPERLINK(1)", stage="for_decision", what=long
        )
    )
    desk.milestone(name="+44 115", baseline_date="2024-05-31")
    write_pack(desk.build(), tmp_path / "pack.xlsx")
    found = cells(tmp_path / "pack.xlsx", values=False)
    texts = [str(value) for value in found.values()]
    assert "@line" in texts
    assert "+44 115" in texts
    assert "-1" in texts
    assert sum(text.count("word") for text in texts) >= 6_000
    assert any("=1+1 🏠" in text for text in texts)


@pytest.mark.skipif(
    SOFFICE is None or shutil.which("pdftotext") is None, reason="LibreOffice is not installed"
)
def test_no_page_of_a_full_pack_is_empty_or_cut(pack: Path, tmp_path: Path) -> None:
    import subprocess

    (pdf,) = office(tmp_path, "pdf", [pack])
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "###" not in text
    pages = text.split("\f")[:-1]
    assert all(len(page.split()) > 25 for page in pages), [page for page in pages if len(page.split()) <= 25]

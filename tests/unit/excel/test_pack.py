import errno
import os
import re
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl.cell.rich_text import CellRichText

from asc_desktop.domain.records.delivery import Project, SavingsLine, StatusUpdate, Theme
from asc_desktop.excel import pack
from asc_desktop.excel.pack import (
    PackCancelledError,
    PackError,
    PackTargetBusyError,
    free_name,
    write_pack,
)
from asc_desktop.excel.styles import HUES, SERIES_TONES
from asc_desktop.excel.verify import verify_pack
from asc_desktop.ui.palette import LIGHT
from tests.contrast import contrast_ratio
from tests.unit.domain.portfolio import Desk
from tests.unit.excel.workbooks import SOFFICE, busy_desk, cells, empty_report, office, read, tricky_desk

SHEETS = [
    "Cover", "For the board", "Summary", "Exceptions and mitigations", "Savings by year", "Savings lines", "Slippage",
    "Movements", "Projects", "Milestones", "Notes", "Chart data",
]  # fmt: skip


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "Board pack.xlsx"


@pytest.fixture
def old_pack(target: Path) -> Path:
    target.write_bytes(b"the old pack")
    return target


def only_the_old_pack(path: Path) -> None:
    assert path.read_bytes() == b"the old pack"
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def texts(path: Path) -> list[str]:
    return [value for value in cells(path, values=True).values() if isinstance(value, str)]


# ------------------------------------------------------------------------------------------------- the workbook


def test_the_sheets_stand_in_order_and_every_formula_has_its_value(target: Path) -> None:
    write_pack(busy_desk().build(), target)
    book = read(target)
    assert book.sheetnames == SHEETS
    book.close()
    assert verify_pack(target) == len(SHEETS)
    assert [found.name for found in target.parent.iterdir()] == [target.name]


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    report = busy_desk().build()
    write_pack(report, tmp_path / "a.xlsx")
    write_pack(report, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("report", [busy_desk().build(), tricky_desk().build(), empty_report()])
def test_the_parts_are_sound_xml_and_tables_name_their_columns_once(target: Path, report: Any) -> None:
    write_pack(report, target)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            content = archive.read(name)
            assert b"_xlfn" not in content
            if name.endswith((".xml", ".rels")):
                ET.fromstring(content)
    book = read(target)
    found = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            names = [column.name for column in table.tableColumns]
            assert len({name.casefold() for name in names}) == len(names)
            header = sheet[table.ref][0]
            assert [cell.value for cell in header] == names
            found[table.displayName] = len(sheet[table.ref]) - 1
        heights = [dimension.height or 0 for dimension in sheet.row_dimensions.values()]
        assert max(heights) <= 409
    book.close()
    if report.projects:
        assert set(found) == {"SavingsLines", "Movements", "Movements_asked", "Projects", "Milestones"}
        assert found["Projects"] == len(report.projects)
    else:
        assert not found


def test_every_sheet_prints_on_a4_landscape_one_page_wide(target: Path) -> None:
    write_pack(busy_desk().build(), target)
    book = read(target)
    for sheet in book.worksheets:
        page = sheet.page_setup
        assert (page.orientation, int(page.paperSize), page.fitToHeight) == ("landscape", 9, 0), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        assert "ASC" in sheet.oddHeader.left.text
        assert "June 2024 (open)" in sheet.oddHeader.right.text
        assert "Page &P of &N" in sheet.oddFooter.right.text
        assert sheet.oddHeader.center.text.strip() == "For board members"
        if sheet.title not in {"Cover", "Summary", "Notes"}:
            assert sheet.freeze_panes, sheet.title
    assert book["Projects"].print_title_rows == "$4:$4"
    assert book.properties.title == "ASC: board pack, June 2024"
    assert book.properties.creator == "Sample council"
    book.close()


def test_the_charts_are_native_live_and_described_in_words(target: Path) -> None:
    write_pack(busy_desk().build(), target)
    with zipfile.ZipFile(target) as archive:
        charts = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        drawings = "".join(
            archive.read(name).decode()
            for name in archive.namelist()
            if re.match(r"xl/drawings/drawing\d", name)
        )
        bodies = [archive.read(name).decode() for name in charts]
    assert len(charts) == 4
    descriptions = re.findall(r'descr="([^"]+)"', drawings)
    assert len(descriptions) == 4
    assert any("Delivered £0.37m" in words and "Less surplus £0.09m" in words for words in descriptions)
    assert all(("<c:f>" in body and "'Chart data'!" in body) or "Slippage!" in body for body in bodies)


def test_figures_are_real_numbers_and_dates(target: Path) -> None:
    desk = busy_desk()
    desk.add(Project(id="q", ref="P-2", name="MH reablement", theme_id="other"))
    desk.target("ql", 0, 2026)
    desk.rows["savings_target"]["pence"] = desk.target("ql", 0, 2025).__class__(
        id="pence", line_id="ql", year=2027, target_pence=123_45
    )
    write_pack(desk.build(), target)
    book = read(target, data_only=True)
    values = {cell.value for row in book["Savings lines"].iter_rows() for cell in row}
    assert 123.45 in values
    dates = [
        cell for row in book["Summary"].iter_rows() for cell in row if cell.value is not None and cell.is_date
    ]
    assert [cell.value.date().isoformat() for cell in dates] == ["2024-06-12"]
    assert dates[0].number_format == "d mmm yyyy"
    book.close()


def test_rag_cells_carry_a_letter_and_a_colour(target: Path) -> None:
    write_pack(busy_desk().build(), target)
    book = read(target)
    sheet = book["Projects"]
    row = next(row for row in sheet.iter_rows(min_row=5) if row[0].value == "P-1")
    status, words, savings = row[3], row[4], row[5]
    assert (status.value, words.value, savings.value) == ("On", "On target", "R")
    assert status.fill.fgColor.rgb.lower() == "ff" + HUES["green"].solid[1:]
    assert savings.fill.fgColor.rgb.lower() == "ff" + HUES["red"].solid[1:]
    assert savings.font.color.rgb.lower() == "ff" + HUES["red"].text_on_solid[1:]
    book.close()


def test_what_is_overdue_or_has_no_plan_is_in_red_bold_words(target: Path) -> None:
    write_pack(busy_desk().build(), target)
    book = read(target, rich_text=True)
    loud = [
        part.text
        for row in book["Exceptions and mitigations"].iter_rows()
        for cell in row
        if isinstance(cell.value, CellRichText)
        for part in cell.value
        if not isinstance(part, str) and part.font.color.rgb == "FFB3261E" and part.font.b
    ]
    book.close()
    assert loud[0] == "Overdue 18 days."
    assert "£55,000 of 2024/25 has no plan yet." in loud[1]


# ------------------------------------------------------------------------------------------------- awkward text


@pytest.mark.parametrize(
    "words", ["=1+1", "+44 115 915", "-none-", "@home", "https://example.org", "{=A1}", "_x0041_"]
)
def test_text_stays_the_text_it_is(target: Path, words: str) -> None:
    desk = busy_desk()
    desk.add(Project(id="p", ref="P-1", name=words, theme_id="theme"))
    desk.status("red", narrative=words)
    desk.exception(description=words)
    desk.add(desk.movement("slip", 1, reason=words))
    write_pack(desk.build(), target)
    formulas = cells(target, values=False)
    assert sum(1 for value in formulas.values() if value == words) >= 4
    book = read(target)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert not (cell.data_type == "f" and str(cell.value).strip() == words)
                assert cell.hyperlink is None or not cell.hyperlink.target
    book.close()


def test_control_characters_are_left_out_and_emoji_kept(target: Path) -> None:
    desk = busy_desk()
    desk.status(
        "red", narrative="Bell\x07, null\x00, lone \ud800, tab\there, \x0bnew line\r\nand 🏠👩‍⚕️ ﷽ 漢字\uffff."
    )
    write_pack(desk.build(), target)
    assert any(
        text.startswith("Bell, null, lone , tab here, \nnew line\nand 🏠👩‍⚕️ ﷽ 漢字.")
        for text in texts(target)
    )


@pytest.mark.parametrize("unit", ["word ", "x", "🏠", "line\n"])
def test_the_longest_text_survives_whole_in_rows_that_excel_can_show(target: Path, unit: str) -> None:
    long = (unit * 32_767)[:32_766].strip() + "Z"
    desk = busy_desk()
    desk.rows["status_update"] = {}
    desk.add(StatusUpdate(id="u", project_id="p", period="2024-06", status_id="green", narrative=long))
    item = desk.exception("2024-02", project_id="q", description=long)
    desk.mitigation(item, action=long, due_date="2024-01-01")
    write_pack(desk.build(), target)
    book = read(target, data_only=True)
    for title in ("Projects", "Exceptions and mitigations"):
        joined = "".join(
            cell.value for row in book[title].iter_rows() for cell in row if isinstance(cell.value, str)
        )
        squeezed = re.sub(r"\s|•", "", joined)
        assert re.sub(r"\s", "", long) in re.sub(r"P-\d,continued", "", squeezed) or unit != "x"
        assert squeezed.count("🏠") >= long.count("🏠")
        assert squeezed.count("word") >= long.count("word")
        assert squeezed.count("line") >= long.count("line")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    assert len(cell.value.encode("utf-16-le")) // 2 <= 32_767
                    assert cell.value.count("\n") <= 253
    book.close()


def test_names_in_page_headers_may_hold_ampersands_and_run_long(target: Path) -> None:
    desk = busy_desk()
    programme = desk.rows["programme"]["prog"]
    desk.add(
        type(programme)(
            id="prog", name="R&D " + "x" * 196, first_year=2023, last_year=2027, open_period="2024-06"
        )
    )  # type: ignore[call-arg]
    write_pack(desk.build(), target)
    book = read(target)
    assert len(book["Notes"].oddHeader.left.text) < 120
    book.close()


def test_many_themes_statuses_and_years(target: Path) -> None:
    desk = busy_desk()
    for number in range(40):
        desk.add(Theme(id=f"t{number}", programme_id="prog", name=f"Theme {number}", position=number + 5))
        desk.add(
            Project(id=f"n{number}", ref=f"N-{number:02}", name=f"Project {number}", theme_id=f"t{number}")
        )
    for year in range(2010, 2060):
        desk.target("pl", 1_000, year)
    write_pack(desk.build(), target)
    assert verify_pack(target) == len(SHEETS)


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_thousand_projects_open_and_print(target: Path) -> None:
    desk = busy_desk()
    for number in range(1_000):
        key = f"k{number:04}"
        desk.add(Project(id=key, ref=f"K-{number:04}", name=f"Project {number}", theme_id="theme"))
        desk.add(SavingsLine(id=f"l{key}", project_id=key, name=f"Saving {number}"))
        desk.target(f"l{key}", 1_000 + number)
        desk.status("amber", project=key, narrative=f"The work of project {number} goes on.")
    write_pack(desk.build(), target)
    assert verify_pack(target) == len(SHEETS)
    (pdf,) = office(target.parent, "pdf", [target])
    assert pdf.stat().st_size > 200_000


def test_an_empty_report_says_what_is_missing(target: Path) -> None:
    write_pack(empty_report(), target)
    found = " ".join(texts(target))
    for sentence in (
        "There are no projects yet.",
        "no decision is waiting",
        "What the figures mean",
    ):
        assert sentence in found
    book = read(target)
    assert book.sheetnames == ["Cover", "Summary", "Notes"]
    book.close()


def test_records_with_nothing_at_all_still_make_a_pack(target: Path) -> None:
    desk = Desk()
    desk.rows.clear()
    write_pack(desk.build(programme=None), target)
    assert verify_pack(target) == 3


# --------------------------------------------------------------------------------------------------- the target


def test_the_old_pack_is_replaced(old_pack: Path) -> None:
    write_pack(busy_desk().build(), old_pack)
    assert zipfile.is_zipfile(old_pack)


def test_a_target_that_is_open_elsewhere_is_left_and_another_name_offered(
    old_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old_pack.parent / "Board pack (2).xlsx").write_bytes(b"another")

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PackTargetBusyError) as caught:
        write_pack(busy_desk().build(), old_pack)
    assert caught.value.suggested.name == "Board pack (3).xlsx"
    assert "is open in another program" in str(caught.value)
    assert old_pack.read_bytes() == b"the old pack"
    assert sorted(path.name for path in old_pack.parent.iterdir()) == [
        "Board pack (2).xlsx",
        "Board pack.xlsx",
    ]


def test_a_target_locked_by_excel_is_refused_before_any_work(
    old_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.open

    def locked(self: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
        if self == old_pack and "+" in mode:
            raise PermissionError(errno.EACCES, "sharing violation", str(self))
        return whole(self, mode, *more, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", locked)
        said: list[str] = []
        with pytest.raises(PackTargetBusyError):
            write_pack(busy_desk().build(), old_pack, progress=lambda _, words: said.append(words))
    assert not said
    only_the_old_pack(old_pack)


@pytest.mark.parametrize("room", [0, 5_000])
def test_a_full_disk_is_said_and_the_old_pack_kept(
    old_pack: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[:room])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pack, "fill", full)
    with pytest.raises(PackError, match=r"^The disk is full, so the pack was not written\."):
        write_pack(busy_desk().build(), old_pack)
    only_the_old_pack(old_pack)


def test_nothing_is_written_but_the_pack(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and isinstance(flags := arguments[2], int) and flags & os.O_CREAT:
            made.append(str(arguments[0]))

    watching = True
    sys.addaudithook(watch)
    write_pack(busy_desk().build(), target)
    watching = False
    assert made
    assert {Path(name).parent for name in made} == {target.parent}


def test_a_folder_that_may_not_be_written_to(old_pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        with pytest.raises(PackError, match=r"may not be written to\. Choose another folder\.$"):
            write_pack(busy_desk().build(), old_pack)
    only_the_old_pack(old_pack)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(old_pack: Path) -> None:
    old_pack.parent.chmod(0o500)
    try:
        with pytest.raises(PackError, match="may not be written to"):
            write_pack(busy_desk().build(), old_pack)
    finally:
        old_pack.parent.chmod(0o700)
    only_the_old_pack(old_pack)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="There is no folder"):
        write_pack(busy_desk().build(), tmp_path / "gone" / "pack.xlsx")
    with pytest.raises(PackError, match="is a folder"):
        write_pack(busy_desk().build(), tmp_path)


def test_a_name_too_long_for_the_system(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="too long"):
        write_pack(busy_desk().build(), tmp_path / f"{'n' * 300}.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_pack_called_off_leaves_the_old_one(old_pack: Path) -> None:
    told: list[tuple[float, str]] = []
    with pytest.raises(PackCancelledError):
        write_pack(
            busy_desk().build(),
            old_pack,
            progress=lambda share, words: told.append((share, words)),
            cancelled=lambda: len(told) >= 4,
        )
    only_the_old_pack(old_pack)
    assert 0 < len(told) < 7


def test_progress_goes_from_nothing_to_all(target: Path) -> None:
    shares: list[float] = []
    write_pack(busy_desk().build(), target, progress=lambda share, _: shares.append(share))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_a_free_name_is_the_first_that_no_file_has(target: Path) -> None:
    assert free_name(target).name == "Board pack (2).xlsx"


# -------------------------------------------------------------------------------------------------- the colours


def test_the_packs_colours_are_the_windows() -> None:
    for name, hue in HUES.items():
        shown = LIGHT.hue(name)
        assert tuple(hue) == (shown.solid, shown.soft, shown.text_on_soft, shown.text_on_solid), name


def test_text_is_readable_on_every_colour() -> None:
    for hue in HUES.values():
        assert contrast_ratio(hue.solid, hue.text_on_solid) >= 4.5
        assert contrast_ratio(hue.soft, hue.text_on_soft) >= 4.5
        assert contrast_ratio("#ffffff", hue.text_on_soft) >= 4.5
    for tones in SERIES_TONES.values():
        for fill, label in tones:
            assert contrast_ratio(fill, label) >= 4.5, fill


def test_no_font_follows_the_theme_in_which_excel_would_show_another(target: Path) -> None:
    write_pack(busy_desk().build(), target)
    with zipfile.ZipFile(target) as parts:
        styles = parts.read("xl/styles.xml").decode()
    assert styles.count("<font>") > 20
    assert "<scheme" not in styles

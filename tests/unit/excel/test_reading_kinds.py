"""Workbooks of the other kinds, what is not one, and what a file is whatever its name says."""

import shutil
import struct
from pathlib import Path

import pytest

from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Workbook
from asc_desktop.excel.reading.copy import read_copy
from asc_desktop.excel.reading.errors import DamagedError, EncryptedError, NotReadError
from asc_desktop.excel.reading.xls_looks import xls_looks
from tests.unit.excel import raw

DATA = Path(__file__).parents[2] / "data" / "import"


def read(path: Path, name: str = "") -> Workbook:
    return read_copy(path, name or path.name)


def plain(sheet: Sheet) -> list[list[tuple[object, int] | None]]:
    return [[None if cell is None else (cell.value, cell.kind) for cell in row] for row in sheet.rows]


T, N, D, E, F = Cell.TEXT, Cell.NUMBER, Cell.DATE, Cell.ERROR, Cell.FLAG


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_an_older_workbook_is_read_with_its_looks_and_errors(kind: str) -> None:
    book = read(DATA / f"tracker.{kind}")
    assert [(sheet.name, sheet.state) for sheet in book.sheets] == [
        ("Schemes", "visible"), ("Words", "hidden"), ("Bare", "visible"),
    ]  # fmt: skip
    sheet = book.sheets[0]
    rows = plain(sheet)
    assert rows[:3] == [[], [None, ("Reablement first", T)], []]
    assert [cell and cell[0] for cell in rows[3]] == [
        None, "Ref", "Saving", "Start", "On track", "Share", "Sum", "Broken", "Clock", "Nothing", "When", "Status",
    ]  # fmt: skip
    # LibreOffice keeps a yes as 1 in its own kind.
    yes, no = ((True, F), (False, F)) if kind == "xls" else ((1, N), (0, N))
    assert rows[4] == [
        None, ("P1", T), (1234.5, N), ("2024-06-18", D), yes, (0.25, N), (2469, N), ("#DIV/0!", E),
        ("09:30:00", Cell.TIME), None, ("2024-06-18T09:30:00", D),
    ]  # fmt: skip
    assert rows[5] == [None, ("P2", T), (-10, N), ("2024-02-01", D), no, None, None, ("#N/A", E)]
    assert rows[6] == [None, ("Ends here", T), *[None] * 9, ("z", T)]
    assert sheet.merges == (Area(1, 1, 1, 3),)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({5}, {4})
    assert [book.fill(sheet, 4, 2), book.fill(sheet, 5, 11), book.fill(sheet, 4, 3)] == [
        "FFC000",
        "00B050",
        "",
    ]
    assert set(sheet.blanks) == {(5, 11)}
    heading, gone, saving, share = (sheet.cell(*place) for place in ((3, 1), (6, 1), (4, 2), (4, 5)))
    assert heading is not None
    assert gone is not None
    assert saving is not None
    assert share is not None
    assert (book.style(heading).bold, book.style(gone).struck, book.style(saving).struck) == (
        True,
        True,
        False,
    )
    assert book.style(share).number_format == "0%"
    assert "£" in book.style(saving).number_format
    assert "0,k" in book.style(saving).number_format.replace('"', "").replace("\\", "")


def test_an_opendocument_spreadsheet_has_notes_formulas_and_lists() -> None:
    sheet = read(DATA / "tracker.ods").sheets[0]
    assert sheet.comments == {(4, 2): "Agreed with finance"}
    assert sheet.formulas[4, 6] == "=C5*2"
    assert sheet.lists == (
        (Area(4, 1, 6, 1), ("One", "Two", "Three")),
        (Area(4, 11, 6, 11), ("Red", "Amber", "Green")),
    )


def biff(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", code, len(data)) + data for code, data in records)


def test_errors_that_were_typed_and_sheets_that_hide_rows_unless_told() -> None:
    begin, end = (0x0809, struct.pack("<HH", 0x0600, 5) + bytes(12)), (0x000A, b"")
    sheet = (0x0085, struct.pack("<IBB", 0, 0, 0) + b"\x01\x00A")
    place = len(biff(begin, sheet, end))
    stream = biff(begin, (0x0085, struct.pack("<I", place) + sheet[1][4:]), end) + biff(
        begin,
        (0x0225, struct.pack("<HH", 2, 300)),
        (0x0208, struct.pack("<HHHHHHHH", 3, 0, 9, 300, 0, 0, 0, 0)),
        (0x0205, struct.pack("<3HBB", 3, 1, 0, 0x2A, 1)),
        (0x0205, struct.pack("<3HBB", 3, 2, 0, 1, 0)),
        # A chart of its own inside the sheet, whose cells are none of it.
        begin,
        (0x0205, struct.pack("<3HBB", 0, 0, 0, 0x07, 1)),
        end,
        (0x0205, struct.pack("<3HBB", 4, 1, 0, 0x17, 1)),
        end,
    )
    (look,) = xls_looks(stream).sheets
    assert look.errors == {(3, 1): "#N/A", (4, 1): "#REF!"}
    assert (look.hides_rows, look.shown_rows) == (True, {3})


def test_what_the_old_kind_cannot_give_is_said() -> None:
    assert read(DATA / "tracker.xls").told == (
        "Of this kind of workbook, notes, drop-down lists and formulas are not read; results are.",
        "There is nothing in the cells of “Bare”.",
    )


def ods(path: Path, rows: str, *, before: str = "", generator: str = "odfpy") -> Path:
    names = " ".join(
        f'xmlns:{name}="urn:{name}"'
        for name in ("office", "table", "text", "calcext", "dc", "fo", "style", "number")
    )
    return raw.write(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "meta.xml": f'<office:m xmlns:office="urn:office" xmlns:meta="urn:m"><meta:generator>{generator}'
            "</meta:generator></office:m>",
            "content.xml": f"<office:document-content {names}><office:body><office:spreadsheet>{before}"
            f'<table:table table:name="Plan">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        },
    )


def test_repeated_rows_and_cells_are_each_there(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="3"/>'
        '<table:table-cell table:number-columns-repeated="16379"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    )
    sheet = read(ods(tmp_path / "a.ods", rows)).sheets[0]
    assert plain(sheet) == [[None, None, *[(7, N)] * 3]] * 2


@pytest.mark.parametrize(("generator", "kind"), [("odfpy/1.4", Cell.UNSTORED), ("LibreOffice/24.2", None)])
def test_a_formula_without_a_result_is_unstored_but_where_that_is_how_nothing_is_written(
    tmp_path: Path, generator: str, kind: int | None
) -> None:
    rows = (
        "<table:table-row><table:table-cell table:formula=\"of:=[.B1]+SUM([$'A b'.C1:.D2];2)\"/>"
        '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    )
    sheet = read(ods(tmp_path / "a.ods", rows, generator=generator)).sheets[0]
    cell = sheet.cell(0, 0)
    assert (cell and cell.kind) == kind
    assert sheet.formulas == {(0, 0): "=B1+SUM('A b'!C1:D2,2)"}


def test_text_of_a_spreadsheet(tmp_path: Path) -> None:
    rows = (
        '<table:table-row><table:table-cell office:value-type="string"><office:annotation><dc:creator>Ann</dc:creator>'
        '<text:p>a note</text:p></office:annotation><text:p>two<text:s text:c="3"/>'
        "<text:span>words</text:span></text:p>"
        '<text:p>and a line</text:p></table:table-cell><table:covered-table-cell office:value-type="boolean" '
        'office:boolean-value="true"/><table:table-cell office:value-type="time" office:time-value="PT26H05M01.5S"/>'
        "</table:table-row>"
    )
    sheet = read(ods(tmp_path / "a.ods", rows)).sheets[0]
    assert plain(sheet) == [[("two   words\nand a line", T), (True, F), ("26:05:01", Cell.TIME)]]
    assert sheet.comments == {(0, 0): "a note"}


STYLES = (
    raw.record(615, struct.pack("<I", 1))
    + raw.record(44, struct.pack("<H", 170) + raw.wide('"£"#,##0,'))
    + raw.record(616)
    + raw.record(43, struct.pack("<HHH", 220, 0, 400))
    + raw.record(43, struct.pack("<HHH", 220, 8, 700))
    + b"".join(
        raw.record(45, struct.pack("<I", pattern) + colour + bytes(8))
        for pattern, colour in (
            (0, bytes(8)),
            (1, bytes([5, 0, 0, 0, 0xFF, 0xC0, 0, 0xFF])),
            (1, bytes([6, 6, 0, 0, 0, 0, 0, 0])),
            (1, bytes([3, 10, 0, 0, 0, 0, 0, 0])),
        )
    )
    + raw.record(626, struct.pack("<I", 1))
    + raw.record(47, struct.pack("<5H", 0, 14, 0, 1, 0) + bytes(6)) + raw.record(627)
    + raw.record(617, struct.pack("<I", 5))
    + b"".join(
        raw.record(47, struct.pack("<5H", 0, number, font, fill, 0) + bytes(6))
        for number, font, fill in ((0, 0, 0), (170, 1, 1), (14, 0, 0), (0, 0, 2), (0, 0, 3))
    )
    + raw.record(618)
)  # fmt: skip


def test_a_binary_workbook(tmp_path: Path) -> None:
    cells = (
        raw.row(0)
        + raw.cell(6, 0, 0, raw.wide("Ref"))
        + raw.cell(5, 1, 1, struct.pack("<d", 1234.5))
        + raw.cell(5, 2, 2, struct.pack("<d", 45461))
        + raw.row(1, hidden=True)
        + raw.cell(3, 0, 0, bytes([0x17]))
        + raw.cell(11, 1, 0, bytes([0x07]) + struct.pack("<HII", 0, 0, 0))
        + raw.cell(1, 2, 3)
        + raw.row(2)
        + raw.cell(4, 0, 4, bytes([1]))
        + raw.cell(9, 2, 0, struct.pack("<dHII", 6, 0, 0, 0))
        + raw.cell(1, 5, 3)
    )
    columns = raw.record(60, struct.pack("<4IH", 1, 1, 2560, 0, 1))
    merges = raw.record(177) + raw.record(176, struct.pack("<4I", 2, 2, 0, 1)) + raw.record(178)
    book = read(raw.xlsb(tmp_path / "a.xlsb", cells, columns=columns, merges=merges, styles=STYLES))
    assert [(sheet.name, sheet.state) for sheet in book.sheets] == [("Plan", "visible"), ("Behind", "hidden")]
    sheet = book.sheets[0]
    assert plain(sheet) == [
        [("Ref", T), (1234.5, N), ("2024-06-18", D)],
        [("#REF!", E), ("#DIV/0!", E)],
        [(True, F), None, (6, N)],
    ]
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merges) == ({1}, {1}, (Area(2, 0, 2, 1),))
    assert [book.fill(sheet, *place) for place in ((0, 0), (0, 1), (1, 2), (2, 0))] == [
        "", "FFC000", "9BBB59", "FF0000",
    ]  # fmt: skip
    saving = sheet.cell(0, 1)
    assert saving is not None
    assert (book.style(saving).number_format, book.style(saving).struck) == ('"£"#,##0,', True)
    assert set(sheet.blanks) == {(1, 2)}


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_a_password_is_told(kind: str) -> None:
    with pytest.raises(EncryptedError) as told:
        read(DATA / f"locked.{kind}")
    assert told.value.sentence("T.xls") == (
        "“T.xls” is protected by a password, so nothing in it can be read here. Open it in Excel with the password, "
        "save a copy without one (File, Info, Protect Workbook, Encrypt with Password) and choose that copy."
    )


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(900), "a.xlsx", "is protected by a password"),
        (
            OLE + "DRMEncryptedTransform EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "is encrypted for the people",
        ),
        (OLE + "WordDocument".encode("utf-16-le") + bytes(900), "a.xls", "is a Word document"),
        (OLE + "__properties_version1.0".encode("utf-16-le"), "a.xls", "is a message of Outlook"),
        (OLE + bytes(900), "a.xls", "is damaged, or not a whole copy: there is no workbook in it"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(90), "a.xls", "is damaged, or not a whole copy"),
        (b"", "a.xlsx", "is empty. Where it is kept in the cloud"),
        (bytes(5_000), "a.xlsx", "holds nothing but noughts. Where it is kept in the cloud"),
        (b"%PDF-1.7 ...", "a.pdf", "is a PDF"),
        (b"SQLite format 3\0" + bytes(90), "a.xlsx", "is a portfolio or another database"),
        (b"MZ" + bytes(90), "a.exe", "is a program"),
        (b"\x09\x08\x10\x00\x00\x06", "a.xls", "is an Excel workbook of before 1997"),
        (b"PK\x03\x04" + b"\x14\0" * 300, "a.xlsx", "is damaged, or not a whole copy: its list of contents"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "a.xls",
            "is a workbook as XML",
        ),
        (
            b'{"url": "https://docs.example", "doc_id": "1"}',
            "a.gsheet",
            "only points to a sheet that is kept at Google",
        ),
        (b"\x8f\x01\x02\x03\x04\x05" * 400, "a.csv", "is no workbook and no table of text"),
        (b"\x00\x01\x02\x03\x04\x05" * 400, "a.xlsx", "is damaged, or not a whole copy: it does not begin"),
        (b"<html><p>No access</p></html>", "a.xls", "is a web page without a table"),
    ],
)
def test_what_is_no_workbook_is_told_as_what_it_is(
    tmp_path: Path, content: bytes, name: str, words: str
) -> None:
    path = tmp_path / "copy"
    path.write_bytes(content)
    with pytest.raises(NotReadError) as told:
        read(path, name)
    sentence = told.value.sentence(name)
    assert sentence.startswith(f"“{name}” {words}")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("word/document.xml", "is a Word document"),
        ("ppt/a.xml", "is a PowerPoint"),
        ("a.xlsx", "is a packed folder"),
    ],
)
def test_other_archives(tmp_path: Path, part: str, words: str) -> None:
    with pytest.raises(NotReadError, match=words):
        read(raw.write(tmp_path / "a.xlsx", {part: "x"}))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_half_a_file_is_damage(tmp_path: Path, kind: str, share: float) -> None:
    whole = DATA / f"tracker.{kind}"
    if kind == "xlsx":
        whole = raw.workbook(tmp_path / "whole.xlsx", "<row><c><v>1</v></c></row>" * 400)
    content = whole.read_bytes()
    half = tmp_path / f"half.{kind}"
    half.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(NotReadError):
        read(half)


HTML = b"<html><body><table><tr><td>Ref</td></tr><tr><td>P1</td></tr></table></body></html>"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (HTML, "a.xls", "a web page (HTML)"),
        (b"Ref,Name\nP1,One\n", "a.xls", "plain text with a table in it (CSV)"),
        (b"Ref,Name\nP1,One\n", "a.xlsx", "plain text with a table in it (CSV)"),
        ((DATA / "tracker.ods").read_bytes(), "a.xlsx", "an OpenDocument spreadsheet (.ods)"),
        ((DATA / "tracker.xls").read_bytes(), "a.xlsx", "an Excel workbook of the old kind (.xls)"),
        ((DATA / "tracker.xls").read_bytes(), "a.csv", "an Excel workbook of the old kind (.xls)"),
    ],
)
def test_a_file_of_another_kind_than_its_name_is_read_as_what_it_is(
    tmp_path: Path, content: bytes, name: str, words: str
) -> None:
    path = tmp_path / "copy"
    path.write_bytes(content)
    book = read(path, name)
    assert book.told[0] == f"Its name suggests another kind, but it is {words} and was read as that."
    assert book.sheets[0].rows


def test_a_workbook_called_a_csv(tmp_path: Path) -> None:
    made = raw.workbook(tmp_path / "a.xlsx", "<row><c><v>1</v></c></row>")
    shutil.copyfile(made, tmp_path / "a.csv")
    assert read(tmp_path / "a.csv").told == (
        "Its name suggests another kind, but it is an Excel workbook (.xlsx) and was read as that.",
    )


def test_damage_of_a_stream_is_not_taken_for_nothing(tmp_path: Path) -> None:
    content = bytearray((DATA / "tracker.xls").read_bytes())
    content[512 * 3 : 512 * 6] = bytes(512 * 3)
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    with pytest.raises(DamagedError):
        read(path)

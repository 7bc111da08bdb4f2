"""Tables as text and as pages: encodings, delimiters, quotation marks, what Excel puts on the clipboard."""

from pathlib import Path

import pytest

from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Workbook
from asc_desktop.excel.reading.delimited import read_delimited
from asc_desktop.excel.reading.errors import NotReadError
from asc_desktop.services.importing.reading import ReadingError, read_block


def table(book: Workbook) -> list[list[str]]:
    (sheet,) = book.sheets
    return [["" if cell is None else str(cell.value) for cell in row] for row in sheet.rows]


def read(content: bytes) -> Workbook:
    return read_delimited(content, "a.csv", "a")


WORDS = "Réf;Näme;“Saving”\nP1;One, or two;£1,200\nP2;Three;€5\n"
ROWS = [["Réf", "Näme", "“Saving”"], ["P1", "One, or two", "£1,200"], ["P2", "Three", "€5"]]
SEMICOLONS = "Its columns are taken to be parted by semicolons."


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ("Its text is in UTF-16.",)),
        ("cp1252", ("Its text is taken to be in Windows-1252, as older programs write it.",)),
    ],
)
def test_encodings(encoding: str, told: tuple[str, ...]) -> None:
    book = read(WORDS.encode(encoding))
    assert table(book) == ROWS
    assert book.told == (*told, SEMICOLONS)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_a_letter_without_a_mark(encoding: str) -> None:
    book = read("Ref\tName\nP1\tOne\n".encode(encoding))
    assert table(book) == [["Ref", "Name"], ["P1", "One"]]
    assert book.told == ("Its text is taken to be in UTF-16.",)


def test_letters_that_windows_does_not_know_are_counted() -> None:
    book = read(b"Ref,Name\nP1,\x81\xe9\n")
    assert table(book) == [["Ref", "Name"], ["P1", "�é"]]
    assert "1 of its characters are none in that" in book.told[0]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a\tb\n1,5\t2,5\n3,5\t4,5\n", [["a", "b"], ["1,5", "2,5"], ["3,5", "4,5"]]),
        ("a;b;c\n1,5;2,5;3\n", [["a", "b", "c"], ["1,5", "2,5", "3"]]),
        ("a|b|c\n1|2|3\n", [["a", "b", "c"], ["1", "2", "3"]]),
        ("sep=;\na,a;b\n1;2\n", [["a,a", "b"], ["1", "2"]]),
        ("sep=,\r\n1;2,3\r\n", [["1;2", "3"]]),
        ("A, b\n\na,b,c\n1,2,3\n4,5,6\n", [["A", " b"], [], ["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]]),
        ("only\none\n", [["only"], ["one"]]),
        ('a,b\n"x\ny, z",2\n"say ""so""",3\n', [["a", "b"], ["x\ny, z", "2"], ['say "so"', "3"]]),
        ("a,b,,\n1,2,,\n,,,\n", [["a", "b"], ["1", "2"]]),
        ('Height,5" pipe\nx,y\n', [["Height", '5" pipe'], ["x", "y"]]),
    ],
)  # fmt: skip
def test_delimiters(text: str, rows: list[list[str]]) -> None:
    assert table(read(text.encode())) == rows


def test_numbers_and_dates_stay_as_they_stand() -> None:
    book = read(b'Ref,Start,Saving\n007,01/02/2024,"1,200.50"\n')
    assert list(book.sheets[0].rows[1]) == [Cell("007"), Cell("01/02/2024"), Cell("1,200.50")]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing() -> None:
    book = read(b'a,b\n1,"open\n2,3\n4,5\n')
    assert table(book) == [["a", "b"], ["1", '"open'], ["2", "3"], ["4", "5"]]
    assert book.told[0].startswith("A quotation mark in it is opened and never closed")


def test_quotation_marks_amiss_are_told() -> None:
    book = read(b'a,b\n"x"y,2\n')
    assert len(book.sheets[0].rows) == 2
    assert book.told == (
        "Quotation marks in it are not as they should be; look at the cells that have them.",
    )


@pytest.mark.parametrize("content", [b"\x01\x02\x03\x04" * 50, b"\xff\xfe\x00\xd8\x41"])
def test_bytes_that_are_no_text(content: bytes) -> None:
    with pytest.raises(NotReadError):
        read(content)


# ------------------------------------------------------------------------------------------------ the clipboard

EXCEL = r"""<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>
<!--table {mso-displayed-decimal-separator:"\.";}
.xl65 {mso-number-format:"\0022£\0022\#\,\#\#0"; background:#FFC000; mso-pattern:black none;}
.xl66 {font-weight:700; text-decoration:line-through;}
.xl67 {mso-number-format:"Short Date";}
--></style></head><body><table border=0><col width=64><col width=0 style='display:none'><col span=2>
<tr height=20><td class=xl66 colspan=2>Name<br>
 of   project</td><td rowspan=2>Right</td></tr>
<tr style='display:none'><td class=xl65 align=right x:num="1234.5">&pound;1,235</td>
<td style="background:yellow"></td></tr>
<tr><td>a &amp; b</td><td>18/06/2024</td><td><s>old</s></td><td bgcolor=red>&nbsp;</td></tr>
</table></body></html>"""


def clipboard(html: str, text: str = "x\ty") -> tuple[Workbook, Sheet]:
    book = read_block(text, html)
    (sheet,) = book.sheets
    return book, sheet


def test_what_excel_copies_keeps_colours_merges_and_what_is_hidden() -> None:
    book, sheet = clipboard(EXCEL)
    assert table(book) == [["Name\nof project", "", "Right"], ["1234.5"], ["a & b", "18/06/2024", "old"]]
    assert [cell.kind for cell in (sheet.rows[1][0], sheet.rows[2][1]) if cell] == [Cell.NUMBER, Cell.TEXT]
    assert sheet.merges == (Area(0, 0, 0, 1), Area(0, 2, 1, 2))
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({1}, {1})
    assert [book.fill(sheet, 1, 0), book.fill(sheet, 1, 1), book.fill(sheet, 0, 0)] == [
        "FFC000",
        "FFFF00",
        "",
    ]
    name, saving, old = sheet.rows[0][0], sheet.rows[1][0], sheet.rows[2][2]
    assert name is not None
    assert saving is not None
    assert old is not None
    assert (book.style(name).bold, book.style(name).struck) == (True, True)
    assert book.style(saving).number_format == '"£"#,##0'
    assert book.style(old).struck


def test_a_table_inside_a_cell_is_text_of_it() -> None:
    book, _ = clipboard(
        "<table><tr><td>a<table><tr><td>b</td></tr><tr><td>c</td></tr></table></td><td>d</td></tr></table>"
    )
    assert table(book) == [["a\nb\nc", "d"]]


def test_text_is_taken_where_the_page_has_no_table_or_several() -> None:
    two = "<table><tr><td>1</td></tr></table><table><tr><td>2</td></tr></table>"
    for html in ("", "<p>x</p>", "<table></table>", two):
        book, _ = clipboard(html, 'a\tb\n"two\nlines"\t3\n')
        assert table(book) == [["a", "b"], ["two\nlines", "3"]]


@pytest.mark.parametrize("text", ["", " \n\t\n".strip(" ")])
def test_nothing_is_told(text: str) -> None:
    with pytest.raises(ReadingError, match="There is no table in what was copied"):
        read_block(text)


def test_too_much_is_told() -> None:
    with pytest.raises(ReadingError, match="more than 20,000,000 characters"):
        read_block("a" * 20_000_001)


def test_a_page_with_several_tables_has_a_sheet_for_each(tmp_path: Path) -> None:
    from asc_desktop.excel.reading.copy import read_copy

    path = tmp_path / "copy"
    path.write_bytes(
        "<html><table><tr><th>é</th></tr></table><table><tr><td>2</td></tr></table></html>".encode()
    )
    book = read_copy(path, "two.html")
    assert [sheet.name for sheet in book.sheets] == ["two 1", "two 2"]
    first = book.sheets[0].rows[0][0]
    assert first
    assert (first.value, book.style(first).bold) == ("é", True)

"""What is read of an .xlsx, part by part; the whole of what openpyxl writes is in tests/properties."""

from pathlib import Path

import pytest

from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Workbook
from asc_desktop.excel.reading.copy import read_copy
from asc_desktop.excel.reading.errors import DamagedError, NotReadError
from asc_desktop.excel.reading.serials import CLOCK, DAY, ELAPSED, PLAIN, shown_as
from tests.unit.excel import raw

STYLES = f"""<styleSheet xmlns="{raw.MAIN}">
<numFmts><numFmt numFmtId="170" formatCode="&quot;£&quot;#,##0,&quot;k&quot;"/>
<numFmt numFmtId="171" formatCode="[$-809]dd mmmm yyyy;@"/></numFmts>
<fonts><font/><font><b/></font><font><strike val="1"/><b val="0"/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFFFC000"/><bgColor indexed="64"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor theme="6" tint="0.5999938962981048"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor indexed="10"/></patternFill></fill>
<fill><patternFill patternType="darkUp"><fgColor rgb="FFFF0000"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor theme="0" tint="-0.249977111117893"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor theme="0"/></patternFill></fill></fills>
<cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="170" fontId="1" fillId="2"/><xf fillId="3"/><xf fillId="4" fontId="2"/>
<xf fillId="5"/><xf fillId="6"/><xf numFmtId="171"/><xf numFmtId="20"/><xf numFmtId="46"/><xf fillId="7"/>
<xf numFmtId="9"/><xf numFmtId="banana" fillId="99" fontId="-3"/></cellXfs></styleSheet>"""


def read(path: Path) -> Workbook:
    return read_copy(path, path.name)


def plan(path: Path) -> Sheet:
    return read(path).sheet("Plan")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tracker.xlsx"


def values(sheet: Sheet) -> list[list[object]]:
    return [[None if cell is None else cell.value for cell in row] for row in sheet.rows]


@pytest.mark.parametrize(
    ("cell", "value", "kind"),
    [
        ("<v>12</v>", 12, Cell.NUMBER),
        ("<v>-0</v>", 0, Cell.NUMBER),
        ("<v>12.50</v>", 12.5, Cell.NUMBER),
        ("<v>1E3</v>", 1000, Cell.NUMBER),
        ("<v>1E300</v>", 1e300, Cell.NUMBER),
        ("<v>9007199254740993</v>", 9007199254740992.0, Cell.NUMBER),
        ("<v>1E999</v>", "#NUM!", Cell.ERROR),
        ("<v>NaN</v>", "#NUM!", Cell.ERROR),
    ],
)
def test_numbers(path: Path, cell: str, value: object, kind: int) -> None:
    found = plan(raw.workbook(path, f'<row r="1"><c r="A1">{cell}</c></row>')).cell(0, 0)
    assert found == Cell(value, kind)  # type: ignore[arg-type]
    assert type(found.value) is type(value)


@pytest.mark.parametrize(
    ("style", "number", "value", "kind"),
    [
        (1, "45461", "2024-06-18", Cell.DATE),
        (7, "45461.395833333", "2024-06-18T09:30:00", Cell.DATE),
        (1, "1", "1900-01-01", Cell.DATE),
        (1, "59", "1900-02-28", Cell.DATE),
        (1, "61", "1900-03-01", Cell.DATE),
        (1, "60", 60, Cell.NUMBER),
        (1, "0", 0, Cell.NUMBER),
        (1, "-4", -4, Cell.NUMBER),
        (1, "45461.99999999", "2024-06-19", Cell.DATE),
        (1, "2958465", "9999-12-31", Cell.DATE),
        (1, "2958466", 2958466, Cell.NUMBER),
        (1, "1E14", 10**14, Cell.NUMBER),
        (8, "0.5", "12:00:00", Cell.TIME),
        (8, "45461.5", "2024-06-18T12:00:00", Cell.DATE),
        (9, "1.5", "36:00:00", Cell.TIME),
        (11, "0.25", 0.25, Cell.NUMBER),
    ],
)
def test_numbers_that_are_shown_as_dates(
    path: Path, style: int, number: str, value: object, kind: int
) -> None:
    rows = f'<row r="1"><c r="A1" s="{style}"><v>{number}</v></c></row>'
    found = plan(raw.workbook(path, rows, styles=STYLES)).cell(0, 0)
    assert found is not None
    assert (found.value, found.kind) == (value, kind)


def test_dates_that_count_from_1904(path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>43999</v></c><c r="B1" s="1"><v>0</v></c></row>'
    made = raw.workbook(path, rows, styles=STYLES, about='<workbookPr date1904="1"/>')
    assert values(plan(made)) == [["2024-06-18", "1904-01-01"]]


def test_kinds_of_cells(path: Path) -> None:
    rows = (
        '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="b"><v> TRUE </v></c><c r="D2" t="e"><v>#REF!</v></c>'
        '<c r="E2" t="str"><f>A1&amp;"x"</f><v>x</v></c><c r="F2" t="inlineStr"><is><t>in</t></is></c>'
        '<c r="G2" t="d"><v>2024-06-18T00:00:00.000</v></c><c r="H2" t="d"><v>2024-99-99</v></c>'
        '<c r="I2"><f>1+1</f></c><c r="J2" t="str"><f>""</f><v></v></c><c r="K2" t="s"><v>1</v></c></row>'
    )
    sheet = plan(raw.workbook(path, rows, sharedStrings=raw.shared("<t>Words</t>", "<t></t>")))
    assert sheet.rows == (
        (),
        (
            None,
            Cell("Words"),
            Cell(True, Cell.FLAG),
            Cell("#REF!", Cell.ERROR),
            Cell("x"),
            Cell("in"),
            Cell("2024-06-18", Cell.DATE),
            Cell("2024-99-99"),
            Cell("", Cell.UNSTORED),
        ),
    )
    assert sheet.formulas == {(1, 4): '=A1&"x"', (1, 8): "=1+1", (1, 9): '=""'}


def test_a_date_that_is_text_stays_text(path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="s" s="1"><v>0</v></c></row>'
    made = raw.workbook(path, rows, styles=STYLES, sharedStrings=raw.shared("<t>18/06/2024</t>"))
    assert plan(made).cell(0, 0) == Cell("18/06/2024", Cell.TEXT, 1)


def test_rich_text_is_joined_and_struck_only_where_all_of_it_is(path: Path) -> None:
    texts = raw.shared(
        '<r><rPr><strike/></rPr><t>old </t></r><r><t xml:space="preserve">new</t></r><rPh><t>spoken</t></rPh>',
        "<r><rPr><strike/><b/></rPr><t>all</t></r><r><rPr><strike/></rPr><t> gone</t></r>",
        "<t>line_x000D_\nnext _x005F_ </t>",
    )
    rows = (
        '<row r="1">' + "".join(f'<c r="{c}1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABC")) + "</row>"
    )
    book = read(raw.workbook(path, rows, sharedStrings=texts))
    sheet = book.sheet("Plan")
    assert values(sheet) == [["old new", "all gone", "line\r\nnext _ "]]
    looks = [(book.style(cell).struck, book.style(cell).bold) for cell in sheet.rows[0] if cell]
    assert looks == [(False, False), (True, False), (False, False)]


def test_fills_and_formats(path: Path) -> None:
    rows = (
        '<row r="1">'
        + "".join(f'<c r="{c}1" s="{n}"><v>1</v></c>' for n, c in enumerate("ABCDEFGHIJKLM"))
        + "</row>"
    )
    book = read(raw.workbook(path, rows, styles=STYLES))
    looks = [book.style(cell) for cell in book.sheet("Plan").rows[0] if cell]
    assert looks[2].number_format == '"£"#,##0,"k"'
    assert looks[1].number_format == "dd/mm/yyyy"
    assert [look.fill for look in looks] == [
        "", "", "FFC000", "D7E4BD", "FF0000", "", "BFBFBF", "", "", "", "FFFFFF", "", "",
    ]  # fmt: skip
    assert looks[2].bold
    assert (looks[4].struck, looks[4].bold) == (True, False)


def test_a_theme_of_the_workbooks_own(path: Path) -> None:
    theme = (
        '<a:theme xmlns:a="urn:a"><a:themeElements><a:clrScheme><a:dk1><a:sysClr val="windowText" lastClr="000000"/>'
        '</a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:accent3><a:srgbClr val="123456"/>'
        "</a:accent3></a:clrScheme></a:themeElements></a:theme>"
    )
    styles = STYLES.replace(' tint="0.5999938962981048"', "")
    book = read(raw.workbook(path, '<row><c s="3"><v>1</v></c></row>', styles=styles, theme=theme))
    assert book.fill(book.sheet("Plan"), 0, 0) == "123456"


def test_a_cell_without_words_keeps_its_colour_and_is_nothing_else(path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="2"/><c r="C1"><v>3</v></c><c r="D1" s="2"/></row>'
        '<row r="2"><c r="B2" s="10"/><c r="C2" s="4"/></row><row r="3"><c r="A3"><v>4</v></c></row>'
        '<row r="4"><c r="A4" s="2"/></row>'
    )
    book = read(raw.workbook(path, rows, styles=STYLES))
    sheet = book.sheet("Plan")
    assert values(sheet) == [[1, None, 3], [], [4]]
    assert set(sheet.blanks) == {(0, 1), (1, 2)}
    assert [book.fill(sheet, 0, 1), book.fill(sheet, 1, 2), book.fill(sheet, 0, 0)] == [
        "FFC000",
        "FF0000",
        "",
    ]


def test_hidden_rows_and_columns(path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="E1"><v>5</v></c></row><row r="2" hidden="1"/>'
        '<row r="3" ht="0" customHeight="1"><c r="A3"><v>1</v></c></row><row r="9" hidden="1"/>'
    )
    columns = (
        '<cols><col min="2" max="2" width="0"/><col min="3" max="3" hidden="1"/>'
        '<col min="6" max="99" hidden="1"/></cols>'
    )
    sheet = plan(raw.workbook(path, rows, before=columns))
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({1, 2}, {1, 2})


def test_rows_that_are_hidden_unless_the_sheet_says_otherwise(path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="4"><c r="A4"><v>1</v></c></row>'
    sheet = plan(raw.workbook(path, rows, before='<sheetFormatPr zeroHeight="1"/>'))
    assert sheet.hidden_rows == {1, 2}


def test_merged_cells_are_cut_to_what_there_is(path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="C3"><v>1</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="C3:C900"/><mergeCell ref="nonsense"/></mergeCells>'
    assert plan(raw.workbook(path, rows, after=merges)).merges == (Area(0, 0, 0, 2),)


def test_what_lies_under_merged_cells_is_told(path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="B2"><f>A1</f><v>3</v></c></row>'
    )
    book = read(raw.workbook(path, rows, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'))
    assert values(book.sheet("Plan")) == [[1]]
    assert book.sheet("Plan").formulas == {}
    assert book.told == (
        "On sheet “Plan”, what lies under merged cells, where it is not shown, was left out: B1 and B2.",
    )


def test_formulas_that_are_shared_are_each_cells_own(path: Path) -> None:
    rows = (
        '<row r="2"><c r="C2"><f t="shared" ref="C2:C4" si="0">'
        "SUM($A2:B2)*Rate+LOG10(A$1)+'A 1'!A2+A:A</f><v>1</v></c></row>"
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="4"><c r="D4"><f t="shared" si="0"/><v>2</v></c></row>'
    )
    formulas = plan(raw.workbook(path, rows)).formulas
    assert formulas[2, 2] == "=SUM($A3:B3)*Rate+LOG10(A$1)+'A 1'!A3+A:A"
    assert formulas[3, 3] == "=SUM($A4:C4)*Rate+LOG10(B$1)+'A 1'!B4+B:B"


def test_lists_of_words_of_areas_and_of_names(path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>One</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>Two</v></c></row>'
    )
    lists = (
        '<dataValidations><dataValidation type="list" sqref="C1:C9 E1"><formula1>"Red, Amber,Green"</formula1>'
        '</dataValidation><dataValidation type="list" sqref="D1"><formula1>$A$1:$A$9</formula1></dataValidation>'
        '<dataValidation type="list" sqref="D2"><formula1>Steps</formula1></dataValidation>'
        '<dataValidation type="list" sqref="D3"><formula1>INDIRECT(A1)</formula1></dataValidation>'
        '<dataValidation type="list" sqref="D6"><formula1>INDIRECT("Steps")</formula1></dataValidation>'
        '<dataValidation type="whole" sqref="D4"><formula1>1</formula1></dataValidation></dataValidations>'
        '<extLst><ext><x14:dataValidations xmlns:x14="urn:x14" xmlns:xm="urn:xm"><x14:dataValidation type="list">'
        "<x14:formula1><xm:f>Plan!$A:$A</xm:f></x14:formula1><xm:sqref>D5</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst>"
    )
    made = raw.workbook(
        path,
        rows,
        after=lists,
        about='<definedNames><definedName name="Steps">Plan!$A$2</definedName></definedNames>',
    )
    colours, steps = ("Red", "Amber", "Green"), ("One", "Two")
    assert plan(made).lists == (
        (Area(0, 2, 8, 2), colours),
        (Area(0, 4, 0, 4), colours),
        (Area(0, 3, 0, 3), steps),
        (Area(1, 3, 1, 3), ("Two",)),
        (Area(5, 3, 5, 3), ("Two",)),
        (Area(4, 3, 4, 3), steps),
    )


def test_notes_and_conversations(path: Path) -> None:
    parts = raw.parts_of(raw.sheet_xml('<row><c r="A1"><v>1</v></c></row>'))
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = raw.relations(
        ("r1", "threadedComment", "../threaded.xml"), ("r2", "comments", "/xl/comments1.xml")
    )
    parts["xl/comments1.xml"] = (
        f'<comments xmlns="{raw.MAIN}"><commentList>'
        '<comment ref="A1"><text><t>[Threaded comment] Your version</t></text></comment>'
        '<comment ref="B2"><text><r><t>Ann:</t></r><r><t>\nlate</t></r></text>'
        "</comment></commentList></comments>"
    )
    parts["xl/threaded.xml"] = (
        '<ThreadedComments xmlns="urn:t"><threadedComment ref="A1"><text>Is it late?</text></threadedComment>'
        '<threadedComment ref="A1"><text>It is.</text></threadedComment></ThreadedComments>'
    )
    assert plan(raw.write(path, parts)).comments == {(0, 0): "Is it late?\nIt is.", (1, 1): "Ann:\nlate"}


def test_a_workbook_of_the_strict_kind_and_names_in_other_cases(path: Path) -> None:
    parts = raw.parts_of(raw.sheet_xml("<row><c><v>7</v></c></row>", main=raw.STRICT), main=raw.STRICT)
    parts["XL\\Worksheets\\Sheet1.XML"] = parts.pop("xl/worksheets/sheet1.xml")
    assert values(plan(raw.write(path, parts))) == [[7]]


def test_texts_and_styles_that_the_workbook_does_not_lead_to_are_where_they_usually_are(path: Path) -> None:
    parts = raw.parts_of(raw.sheet_xml('<row><c t="s" s="1"><v> 0 </v></c></row>'))
    parts["xl/_rels/workbook.xml.rels"] = raw.relations(("r1", "worksheet", "/xl/worksheets/sheet1.xml"))
    parts |= {"xl/sharedStrings.xml": raw.shared("<t>Words</t>"), "xl/styles.xml": STYLES}
    book = read(raw.write(path, parts))
    assert values(book.sheet("Plan")) == [["Words"]]
    assert book.style(book.sheet("Plan").rows[0][0] or Cell("")).number_format == "dd/mm/yyyy"


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("General", PLAIN), ("Standard", PLAIN), ("@", PLAIN), ('0.0,,"m"', PLAIN), ("0.0,,\\m", PLAIN),
        ('[>=1000000]£0.0,,"m";[>=1000]£0.0,"k";£0', PLAIN), ("[Red]0;[Blue]-0", PLAIN), ('0 "days"', PLAIN),
        ("_-£* #,##0.00_-;-£* #,##0.00_-", PLAIN), ("[$£-809]#,##0.00", PLAIN), ("0.00E+00", PLAIN), (";;;", PLAIN),
        ("#,##0_);[Red](#,##0)", PLAIN), ("yyyy", DAY), ("mmm-yy", DAY), ("mmmm", DAY), ("dd/mm/yyyy;@", DAY),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", DAY), ('"w/c "d mmm', DAY), ("h:mm AM/PM", CLOCK),
        ("hh:mm:ss", CLOCK), ("[h]:mm", ELAPSED), ("[mm]:ss", ELAPSED),
    ],
)  # fmt: skip
def test_what_a_format_shows(number_format: str, shown: int) -> None:
    assert shown_as(number_format) == shown


def test_cells_without_addresses_and_with_a_prefix(path: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>"
    assert values(plan(raw.workbook(path, rows))) == [[1, 2], [None, 3]]
    inner = rows.replace("<", "<x:").replace("<x:/", "</x:")
    parts = raw.parts_of(
        f'<x:worksheet xmlns:x="{raw.MAIN}"><x:sheetData>{inner}</x:sheetData></x:worksheet>'
    )
    assert values(plan(raw.write(path, parts))) == [[1, 2], [None, 3]]


def test_rows_and_cells_out_of_order_are_put_in_order(path: Path) -> None:
    rows = (
        '<row r="2"><c r="C2"><v>3</v></c><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>0</v></c></row>'
    )
    assert values(plan(raw.workbook(path, rows))) == [[0], [1, None, 3]]


def test_sheets_that_hold_no_cells_macros_and_links_are_told(path: Path) -> None:
    parts = raw.parts_of(raw.sheet_xml('<row><c r="A1"><f>[1]Other!A1</f><v>1</v></c></row>'))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        "</sheets>",
        '<sheet name="Burn" sheetId="2" r:id="r8" state="hidden"/>'
        '<sheet name="Bare" sheetId="3" r:id="r7" state="veryHidden"/></sheets>',
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="r8" Type="{raw.OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/>'
        f'<Relationship Id="r7" Type="{raw.OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
        f'<Relationship Id="r9" Type="{raw.OFFICE}/vbaProject" Target="v.bin"/>'
        "</Relationships>",
    )
    parts["xl/worksheets/sheet2.xml"] = raw.sheet_xml("")
    book = read(raw.write(path.with_suffix(".xlsm"), parts))
    assert [(sheet.name, sheet.state) for sheet in book.sheets] == [
        ("Plan", "visible"),
        ("Bare", "very hidden"),
    ]
    assert book.told == (
        "It has macros, which were not run.",
        "Sheet “Burn” is a chart.",
        "There is nothing in the cells of “Bare”.",
        "Some of its figures come from other workbooks. They are as they were when this one was last worked out.",
    )


FORMULAS = (
    '<row><c r="A1"><f>B1+1</f><v>0</v></c><c r="B1"><v>{0}</v></c><c r="C1"><f>B1</f><v>{1}</v></c></row>'
)
ON_OPENING = '<calcPr fullCalcOnLoad="1"/>'


@pytest.mark.parametrize(
    ("results", "about", "kinds"),
    [
        ((5, 0), ON_OPENING, [Cell.UNSTORED, Cell.NUMBER, Cell.UNSTORED]),
        ((5, 5), ON_OPENING, [Cell.NUMBER] * 3),
        ((5, 0), "", [Cell.NUMBER] * 3),
    ],
)
def test_formulas_that_their_program_never_worked_out_are_unstored(
    path: Path, results: tuple[int, int], about: str, kinds: list[int]
) -> None:
    book = read(raw.workbook(path, FORMULAS.format(*results), about=about))
    assert [cell.kind for cell in book.sheet("Plan").rows[0] if cell] == kinds
    told = "2 formulas without a result in the file, from Plan!A1 on"
    assert any(sentence.startswith(told) for sentence in book.told) == (Cell.UNSTORED in kinds)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "A1 is in it twice"),
        ('<row r="1"><c><v>1</v></c></row><row r="1"><c><v>2</v></c></row>', "row 1 is in it twice"),
        ('<row r="1048577"><c><v>1</v></c></row>', "there is no row 1,048,577 in any sheet"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "beyond Excel’s last column"),
        ('<row r="1"><c r="É1"><v>1</v></c></row>', "is where a cell’s column should be"),
        ('<row r="1"><c r="A1" t="s"><v>3</v></c></row>', "a cell’s text is not among the workbook’s"),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "a cell’s text is not among the workbook’s"),
        ('<row r="1"><c r="A1"><v>12,5</v></c></row>', "“12,5” is where a number should be"),
        ("<row><c>", "sheet1.xml, is not sound XML"),
    ],
)
def test_what_cannot_be_is_damage_and_not_a_guess(path: Path, rows: str, words: str) -> None:
    with pytest.raises(DamagedError, match=words):
        read(raw.workbook(path, rows, sharedStrings=raw.shared("<t>a</t>")))


def test_a_sheet_that_is_not_there_is_damage(path: Path) -> None:
    parts = raw.parts_of("")
    del parts["xl/worksheets/sheet1.xml"]
    with pytest.raises(NotReadError, match=r"a part of it, sheet1\.xml, is not there"):
        read(raw.write(path, parts))

"""Workbooks made to do harm: each is refused in a sentence, or read harmlessly, by a process that has limits.

.venv/bin/pytest tests/safety/test_hostile_workbooks.py --rounds 5000      # damaged copies of every kind
"""

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from asc_desktop.excel.reading import apart
from asc_desktop.services.importing.reading import ReadingError, read_workbook
from tests.unit.excel import raw
from tests.unit.excel.test_reading_kinds import ods

DATA = Path(__file__).parents[1] / "data" / "import"
Made = Callable[[Path], Path]

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(12))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY m SYSTEM "file:///etc/passwd">]>'
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def bomb(path: Path) -> Path:
    parts = raw.parts_of("")
    del parts["xl/worksheets/sheet1.xml"]
    raw.write(path, parts)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(60):
            part.write(bytes(1 << 20))
    return path


def many_parts(path: Path) -> Path:
    return raw.write(path, {f"xl/{number}.xml": "" for number in range(10_500)})


def with_part(name: str, content: str) -> Made:
    def make(path: Path) -> Path:
        parts = raw.parts_of(raw.sheet_xml(ONE))
        parts[name] = content
        return raw.write(path, parts)

    return make


def rows(content: str, **extra: str) -> Made:
    return lambda path: raw.workbook(path, content, **extra)


def spreadsheet(content: str) -> Made:
    return lambda path: ods(path, content)


SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
CASES: dict[str, tuple[Made, str]] = {
    "zip bomb": (bomb, "it unpacks from"),
    "thousands of parts": (many_parts, "it is made of 10,500 files"),
    "entities in a sheet": (with_part(SHEET, LAUGHS + "<x>&m;</x>"), "it declares entities of its own"),
    "entities in the texts": (with_part(TEXTS, LAUGHS + "<x>&m;</x>"), "it declares entities of its own"),
    "entities in the styles": (with_part("xl/styles.xml", LAUGHS + "<x>&m;</x>"), "it declares entities of its own"),
    "entities after a long prolog": (
        with_part(SHEET, f"<!--{'x' * 600_000}-->{LAUGHS.partition('?>')[2]}<x>&m;</x>"),
        "it declares entities of its own",
    ),
    "another file": (with_part(SHEET, OUTSIDE + "<x>&m;</x>"), "it declares entities of its own"),
    "cells strewn far apart": (
        rows("".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 3_000))),
        "its cells are strewn further apart than in any tracker",
    ),
    "a text without end": (rows(f'<row><c t="str"><v>{"x" * 2_000_000}</v></c></row>'), "has 2,000,000 characters"),
    "merges over each other": (
        rows(
            '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="9000"><c r="A9000"><v>1</v></c></row>',
            after='<mergeCell ref="A1:XFD9000"/>' * 2_000,
        ),
        "its cells are strewn further apart than in any tracker",
    ),
    "repeats without end": (
        spreadsheet(
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
            'office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
        ),
        "it has more than 6,000,000 cells",
    ),
    "formulas without end": (
        spreadsheet(
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:formula="of:=1" '
            'table:number-columns-repeated="16384"/></table:table-row>'
        ),
        "it has more than 6,000,000 cells",
    ),
}  # fmt: skip

HARMLESS: dict[str, Made] = {
    "a dimension that lies": rows(ONE, before='<dimension ref="A1:XFD1048576"/>'),
    "elements inside each other": rows(ONE, after="<a>" * 100_000 + "</a>" * 100_000),
    "styles without end": rows(ONE, styles=f"<styleSheet><cellXfs>{'<xf/>' * 70_000}</cellXfs></styleSheet>"),
    "drop-downs without end": rows(
        ONE,
        after="".join(
            f'<dataValidation type="list" sqref="A{row}"><formula1>$A$1:$B${row}</formula1></dataValidation>'
            for row in range(1, 20_000)
        ),
    ),
    "a link to a page": rows(ONE, after='<hyperlinks><hyperlink ref="A1" location="http://x"/></hyperlinks>'),
}


@pytest.mark.parametrize(("make", "words"), CASES.values(), ids=CASES)
def test_a_hostile_workbook_is_refused_in_a_sentence(tmp_path: Path, make: Made, words: str) -> None:
    path = make(tmp_path / "tracker.xlsx")
    with pytest.raises(ReadingError) as told:
        read_workbook(path)
    sentence = str(told.value)
    assert sentence.startswith("“tracker.xlsx” was not read: ")
    assert words in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("make", HARMLESS.values(), ids=HARMLESS)
def test_a_strange_workbook_is_read(tmp_path: Path, make: Made) -> None:
    book = read_workbook(make(tmp_path / "tracker.xlsx"))
    assert [len(sheet.rows) for sheet in book.sheets] == [1]


@pytest.mark.slow
@pytest.mark.skipif("sys.platform == 'win32'", reason="made by limits of POSIX")
def test_a_workbook_that_takes_too_much_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "ROOM", 90 << 20)
    path = raw.workbook(tmp_path / "tracker.xlsx", "<row><c><v>0.123456</v></c><c/><c/></row>" * 200_000)
    with pytest.raises(ReadingError, match="takes more memory or time than any tracker should"):
        read_workbook(path)


def damaged(content: bytes, rnd: random.Random) -> bytes:
    """Return bytes with some of them changed, left out or doubled, as bad disks and half copies leave them."""
    changed = bytearray(content)
    for _ in range(rnd.choice((1, 3, 20))):
        if not changed:
            break
        at = rnd.randrange(len(changed))
        length = min(rnd.choice((1, 2, 16, 512)), len(changed) - at)
        match rnd.randrange(4):
            case 0:
                changed[at : at + length] = rnd.randbytes(length)
            case 1:
                changed[at : at + length] = bytes(length)
            case 2:
                del changed[at : at + length]
            case _:
                changed[at:at] = changed[at : at + length]
    return bytes(changed)


def unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "xlsb", "html", "csv"])
def test_a_damaged_workbook_is_read_or_refused_and_never_more(
    tmp_path: Path, kind: str, rounds: Callable[[int], int]
) -> None:
    path, rnd = tmp_path / f"a.{kind}", random.Random(kind)
    match kind:
        case "xlsx":
            texts = raw.shared(*(f"<r><rPr><b/></rPr><t>Scheme {number}</t></r>" for number in range(9)))
            cells = "".join(f'<c t="s" s="0"><f>A1+{number}</f><v>{number}</v></c>' for number in range(9))
            raw.workbook(path, f"<row>{cells}</row>" * 9, sharedStrings=texts)
        case "xlsb":
            raw.xlsb(path, raw.row(0) + b"".join(raw.cell(6, at, 0, raw.wide("word")) for at in range(9)))
        case "html":
            path.write_text(
                "<table><tr><td rowspan=2 style='background:#ff0000'>a<td x:num=3>b</table>" * 3,
                encoding="utf-8",
            )
        case "csv":
            path.write_text('a;"b";c\n1;2;"x\ny"\n' * 9, encoding="utf-8")
        case _:
            path.write_bytes((DATA / f"tracker.{kind}").read_bytes())
    whole = path.read_bytes()
    parts = unpacked(path) if whole.startswith(b"PK") else {}
    # What is of Rust may end its process.
    is_apart = kind in {"xls", "xlsb"}
    for number in range(rounds(10 if is_apart else 120)):
        if parts and number % 2:
            name = rnd.choice(sorted(parts))
            if not parts[name]:
                continue
            raw.write(path, parts | {name: damaged(parts[name], rnd)})
        else:
            path.write_bytes(damaged(whole, rnd))
        try:
            answer = apart.Answer(read_workbook(path)) if is_apart else apart.answer_about(path, path.name)
        except ReadingError as error:
            answer = apart.Answer(sentence=str(error))
        assert (answer.workbook is None) == bool(answer.sentence)
        if answer.sentence:
            assert answer.sentence.startswith(f"“{path.name}” ")

"""An e-mail as a file: its own words, and the workbooks that are attached to it."""

import io
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.excel.reading import mail
from asc_desktop.excel.reading.copy import read_copy
from asc_desktop.excel.reading.errors import HostileError

XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_bytes(text: str) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = text
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def message(text: str = "Dear team,\nhere it is.\n") -> EmailMessage:
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = "lead@example.org", "office@example.org", "June"
    written["Date"] = "Mon, 01 Jul 2024 09:00:00 +0100"
    written.set_content(text)
    return written


def attach(written: EmailMessage, name: str, text: str) -> None:
    written.add_attachment(workbook_bytes(text), maintype="application", subtype=XLSX, filename=name)


def read(folder: Path, written: EmailMessage, name: str = "RE June.eml") -> Workbook:
    path = folder / name
    path.write_bytes(bytes(written))
    return read_copy(path, name)


def words(book: Workbook) -> list[list[object]]:
    return [
        [cell.value if cell else None for cell in row]
        for row in next(sheet for sheet in book.sheets if sheet.name == mail.WORDS).rows
    ]


def test_the_words_and_each_attached_workbook_are_read(tmp_path: Path) -> None:
    written = message()
    attach(written, "Form 1.xlsx", "one")
    attach(written, "C:\\Users\\me\\Form 2.xlsx", "two")
    book = read(tmp_path, written)
    assert words(book) == [["Dear team,"], ["here it is."]]
    assert [(item.name, item.sheets[0].rows[0][0].value) for item in book.attached] == [  # type: ignore[union-attr]
        ("Form 1.xlsx", "one"), ("Form 2.xlsx", "two"),
    ]  # fmt: skip
    assert book.told == ()
    assert [path.name for path in tmp_path.iterdir()] == ["RE June.eml"]


def test_it_is_one_by_its_bytes_whatever_it_is_called(tmp_path: Path) -> None:
    written = message()
    attach(written, "Form.xlsx", "one")
    book = read(tmp_path, written, "June.txt")
    assert len(book.attached) == 1
    assert book.told[0].startswith("Its name suggests another kind, but it is an e-mail message")


def test_a_forwarded_e_mail_is_read_too(tmp_path: Path) -> None:
    inner = message("Inner words\n")
    attach(inner, "Form.xlsx", "one")
    outer = message("See below\n")
    outer.add_attachment(inner)
    book = read(tmp_path, outer)
    assert [item.name for item in book.attached] == ["Form.xlsx"]
    assert [sheet.rows[0][0].value for sheet in book.sheets] == ["See below", "Inner words"]  # type: ignore[union-attr]


def test_what_cannot_be_read_is_told_and_pictures_are_not(tmp_path: Path) -> None:
    written = message()
    written.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Plan.pdf")
    written.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="image001.png")
    book = read(tmp_path, written)
    assert len(book.told) == 1
    assert book.told[0].startswith("Attached to the e-mail: “Plan.pdf” is a PDF")


def test_a_table_pasted_into_it_is_a_sheet_and_what_it_quotes_is_left_out(tmp_path: Path) -> None:
    written = message("F-0001/003\tOn track\n> F-0001/003\tAt risk\n")
    written.add_alternative(
        "<html><head><style>p{}</style></head><body><p>Answers:</p><table><tr><td>F-0001/004</td><td>7</td></tr>"
        "</table><blockquote><p>Old words</p></blockquote></body></html>",
        subtype="html",
    )
    book = read(tmp_path, written)
    assert [sheet.name for sheet in book.sheets] == ["E-mail", "E-mail, table", "E-mail"]
    assert words(book) == [["F-0001/003", "On track"]]
    assert book.sheets[1].rows[0][0].value == "F-0001/004"  # type: ignore[union-attr]
    page = [cell.value for row in book.sheets[2].rows for cell in row if cell]
    assert page == ["Answers:", "F-0001/004", "7"]


def test_too_much_is_refused(tmp_path: Path) -> None:
    written = message()
    for at in range(mail.MOST_ATTACHED + 1):
        written.add_attachment(b"x,y", maintype="application", subtype="csv", filename=f"{at}.csv")
    with pytest.raises(HostileError, match="more than 50 attachments"):
        read(tmp_path, written)
    deep = message()
    for _ in range(7):
        outer = message()
        outer.add_attachment(deep)
        deep = outer
    with pytest.raises(HostileError, match="e-mails within e-mails"):
        read(tmp_path, deep)


@pytest.mark.parametrize(
    ("head", "is_mail"),
    [
        (b"From: a@b\r\nMIME-Version: 1.0\r\n\r\nHello", True),
        (b"X-Unsent: 1\nTo: a@b\n\n", True),
        (b"Received: from x\n by y\nSubject: June\n\n", True),
        (b"From: <Saved by Blink>\nMIME-Version: 1.0\nSubject: Page\n\n", False),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", False),
        (b"Subject: one of a list\nOther: two\n", False),
        (b"Ref,Project\nP-001,From: somebody\n", False),
        (b"", False),
    ],
)
def test_an_e_mail_is_known_by_its_headers(head: bytes, is_mail: bool) -> None:
    assert mail.looks_like_mail(head) is is_mail

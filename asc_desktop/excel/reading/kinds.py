"""What a file is by its bytes, whatever its name says."""

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Final

from asc_desktop.excel.reading.archive import Archive
from asc_desktop.excel.reading.errors import DamagedError, EncryptedError, NotReadError
from asc_desktop.excel.reading.mail import looks_like_mail
from asc_desktop.excel.reading.parts import workbook_part

HEAD: Final = 8_192

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
_BIFF: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""How an .xls begins that is of the time before Excel put it into a container."""

_ELSE: Final = (
    (b"%PDF", "is a PDF, in which there are no cells"),
    (b"{\\rtf", "is a text document"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"SQLite format 3", "is a portfolio or another database, and no workbook"),
    (b"\x00\x01\x00\x00Standard", "is an Access database"),
    (b"7z\xbc\xaf", "is a packed folder"),
    (b"Rar!", "is a packed folder"),
    (b"\x1f\x8b", "is a packed file"),
    (b"MZ", "is a program"),
)
_CHOOSE: Final = (
    "Open it in the program that it is of, save its table as an Excel workbook (.xlsx) and choose that."
)
_OF_ZIPS: Final = (
    ("word/", "is a Word document"),
    ("ppt/", "is a PowerPoint presentation"),
    ("visio/", "is a Visio drawing"),
    ("index/document.iwa", "is a Numbers document"),
)
_MESSAGE: Final = (
    "is a message of Outlook’s (.msg), which is not opened here: save what is attached to it, and choose that"
)
_OF_CONTAINERS: Final = (
    ("WordDocument", "is a Word document"),
    ("PowerPoint Document", "is a PowerPoint presentation"),
    ("VisioDocument", "is a Visio drawing"),
    ("__properties_version1.0", _MESSAGE),
)


class Kind(Enum):
    """The kinds that are read. The value is how a sentence calls them."""

    XLSX = "an Excel workbook (.xlsx)"
    XLSB = "a binary Excel workbook (.xlsb)"
    XLS = "an Excel workbook of the old kind (.xls)"
    ODS = "an OpenDocument spreadsheet (.ods)"
    HTML = "a web page (HTML)"
    TEXT = "plain text with a table in it (CSV)"
    MAIL = "an e-mail message (.eml)"


SUFFIXES: Final = {
    ".xlsx": Kind.XLSX,
    ".xlsm": Kind.XLSX,
    ".xltx": Kind.XLSX,
    ".xltm": Kind.XLSX,
    ".xlsb": Kind.XLSB,
    ".xls": Kind.XLS,
    ".xlt": Kind.XLS,
    ".ods": Kind.ODS,
    ".htm": Kind.HTML,
    ".html": Kind.HTML,
    ".csv": Kind.TEXT,
    ".tsv": Kind.TEXT,
    ".tab": Kind.TEXT,
    ".txt": Kind.TEXT,
    ".eml": Kind.MAIL,
}
"""What a name promises."""


def kind_of(path: Path, suffix: str) -> Kind:
    """Return what a file is; raises NotReadError where it is nothing that is read here."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\0"):
        what = "is empty" if not head else "holds nothing but noughts"
        raise NotReadError(
            f"{what}. Where it is kept in the cloud, it may not have come down to this computer yet: let it do so, "
            "or fetch it again, and choose it then."
        )
    for begins, what in _ELSE:
        if head.startswith(begins):
            raise NotReadError(f"{what}. {_CHOOSE}")
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _of_archive(path)
    if head.startswith(_OLE):
        return _of_container(path.read_bytes())
    if head.startswith(_BIFF) and suffix in {".xls", ".xlt"}:
        raise NotReadError(f"is an Excel workbook of before 1997. {_CHOOSE}")
    if suffix in _ZIPPED and b"\0" in head:
        raise DamagedError("it does not begin as a workbook does")
    return _of_text(head, suffix)


def _of_archive(path: Path) -> Kind:
    archive = Archive(path)
    try:
        part = workbook_part(archive)
        if part:
            return Kind.XLSB if part.casefold().endswith(".bin") else Kind.XLSX
        names = archive.names()
        for begins, what in _OF_ZIPS:
            if any(name.startswith(begins) for name in names):
                raise NotReadError(f"{what}. {_CHOOSE}")
        if "mimetype" in names:
            kind = b"".join(archive.blocks("mimetype")).decode("ascii", "replace").strip()
            if "opendocument.spreadsheet" in kind:
                _refuse_encrypted(archive)
                return Kind.ODS
            if "opendocument" in kind:
                raise NotReadError(f"is a document of LibreOffice’s and no spreadsheet. {_CHOOSE}")
    finally:
        archive.close()
    raise NotReadError(
        "is a packed folder, and no workbook. Unpack it, and choose the workbook that is in it."
    )


def _refuse_encrypted(archive: Archive) -> None:
    about = "meta-inf/manifest.xml"
    if archive.holds(about) and b"encryption-data" in b"".join(archive.blocks(about)):
        raise EncryptedError


def _of_container(content: bytes) -> Kind:
    """Return what is in a container of the time before zips: its entries have their names in it, in UTF-16."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise EncryptedError(by_rights=has("DRMEncrypted"))
    if has("Workbook") or has("Book\0"):
        return Kind.XLS
    for name, what in _OF_CONTAINERS:
        if has(name):
            raise NotReadError(f"{what}." if what is _MESSAGE else f"{what}. {_CHOOSE}")
    raise DamagedError("there is no workbook in it")


_ZIPPED = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".ods", ".xls", ".xlt"})

_LOOKS: Final[tuple[tuple[Callable[[bytes], bool], Kind | str], ...]] = (
    (lambda text: text.startswith((b"<html", b"<!doctype html", b"<table")), Kind.HTML),
    (lambda text: b"schemas-microsoft-com:office:spreadsheet" in text, "is a workbook as XML, of 2003"),
    (
        lambda text: text.startswith(b"<?xml") and b"opendocument" in text,
        "is a flat spreadsheet of LibreOffice’s",
    ),
    (lambda text: text.startswith(b"mime-version:"), "is a web page with its parts in one file"),
    (lambda text: text.startswith(b"<") and b"<html" in text, Kind.HTML),
    (lambda text: text.startswith(b"<") and b"<table" in text, Kind.HTML),
    (lambda text: text.startswith(b"<?xml"), "is XML, and no workbook"),
    (
        lambda text: text.startswith(b"{") and b'"doc_id"' in text,
        "only points to a sheet that is kept at Google",
    ),
    (lambda text: text.startswith(b"[internetshortcut]"), "only points to a page on the web"),
)


def _of_text(head: bytes, suffix: str) -> Kind:
    plain = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")
    plain = plain.removeprefix(b"\xfe\xff").lstrip().lower()
    if looks_like_mail(head):
        return Kind.MAIL
    if suffix not in {".csv", ".tsv"} or plain.startswith(b"<"):
        for looks, what in _LOOKS:
            if looks(plain):
                if isinstance(what, str):
                    raise NotReadError(f"{what}. {_CHOOSE}")
                return what
    return Kind.TEXT

"""Workbooks put together part by part, for what no library writes."""

import struct
import zipfile
from pathlib import Path
from typing import Any

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(*leads: tuple[str, str, str]) -> str:
    """Return a part that leads from ids to parts of a type."""
    inner = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in leads
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def sheet_xml(rows: str, *, before: str = "", after: str = "", main: str = MAIN) -> str:
    """Return a sheet's part with rows as XML."""
    return f'<worksheet xmlns="{main}" xmlns:r="{OFFICE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts_of(sheet: str, *, about: str = "", kind: str = "worksheet", main: str = MAIN) -> dict[str, str]:
    """Return the parts of a workbook of one sheet, ``Plan``."""
    return {
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{OFFICE}">{about}'
        '<sheets><sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("r1", kind, "worksheets/sheet1.xml"),
            ("r2", "styles", "styles.xml"),
            ("r3", "sharedStrings", "sharedStrings.xml"),
            ("r4", "theme", "theme/theme1.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }


def write(path: Path, parts: dict[str, Any]) -> Path:
    """Write parts as an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def workbook(
    path: Path, rows: str, *, before: str = "", after: str = "", about: str = "", **extra: str
) -> Path:
    """Write a workbook of one sheet; ``extra`` are parts by the names of their files, as ``styles``."""
    parts: dict[str, Any] = parts_of(sheet_xml(rows, before=before, after=after), about=about)
    for name, content in extra.items():
        parts[f"xl/{'theme/theme1' if name == 'theme' else name}.xml"] = content
    return write(path, parts)


def shared(*items: str) -> str:
    """Return the part of shared texts; each item is XML."""
    inner = "".join(f"<si>{item}</si>" for item in items)
    return f'<sst xmlns="{MAIN}">{inner}</sst>'


# ------------------------------------------------------------------------------------------------ binary workbooks


def record(code: int, data: bytes = b"") -> bytes:
    """Return a record of an .xlsb."""
    head = bytes([code]) if code < 0x80 else bytes([code & 0x7F | 0x80, code >> 7])
    length, size = len(data), b""
    while True:
        length, low = length >> 7, length & 0x7F
        size += bytes([low | (0x80 if length else 0)])
        if not length:
            return head + size + data


def wide(text: str) -> bytes:
    """Return a text as an .xlsb holds it."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(code: int, column: int, style: int, data: bytes = b"") -> bytes:
    """Return a cell's record."""
    return record(code, struct.pack("<II", column, style) + data)


def row(number: int, *, hidden: bool = False) -> bytes:
    """Return the record that begins a row."""
    return record(
        0, struct.pack("<IIHBBB", number, 0, 300, 0, 0x10 if hidden else 0, 0) + struct.pack("<I", 0)
    )


def xlsb(path: Path, cells: bytes, *, columns: bytes = b"", merges: bytes = b"", styles: bytes = b"") -> Path:
    """Write an .xlsb of a sheet ``Plan``, and one that is hidden."""
    sheets = record(143)
    for number, (name, state) in enumerate((("Plan", 0), ("Behind", 1)), 1):
        sheets += record(156, struct.pack("<II", state, number) + wide(f"r{number}") + wide(name))
    body = (
        record(129)
        + record(148, struct.pack("<4I", 0, 40, 0, 20))
        + (record(390) + columns + record(391) if columns else b"")
        + record(145)
        + cells
        + record(146)
        + merges
        + record(130)
    )
    return write(
        path,
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": record(131)
            + record(153, struct.pack("<II", 0, 0) + wide(""))
            + sheets
            + record(144)
            + record(132),
            "xl/_rels/workbook.bin.rels": relations(
                ("r1", "worksheet", "worksheets/sheet1.bin"),
                ("r2", "worksheet", "worksheets/sheet2.bin"),
                ("r3", "styles", "styles.bin"),
            ),
            "xl/worksheets/sheet1.bin": body,
            "xl/worksheets/sheet2.bin": record(129)
            + record(148, struct.pack("<4I", 0, 0, 0, 0))
            + record(145)
            + row(0)
            + cell(6, 0, 0, wide("behind"))
            + record(146)
            + record(130),
            "xl/styles.bin": styles or record(278) + record(279),
        },
    )

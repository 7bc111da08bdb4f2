"""How an .xlsb looks, from the records of its parts: formats, fills, errors, what is hidden, what is merged.

Records and their layouts are those of [MS-XLSB].
"""

import struct
from collections.abc import Iterator
from typing import Final

from asc_desktop.domain.importing.sheets import Area, Style
from asc_desktop.excel.reading.archive import Archive
from asc_desktop.excel.reading.errors import DamagedError
from asc_desktop.excel.reading.looks import ERRORS, Looks, SheetLook, is_seen
from asc_desktop.excel.reading.parts import relations
from asc_desktop.excel.reading.serials import built_in
from asc_desktop.excel.reading.styles import Colours

_ROW, _BLANK, _ERROR, _FORMULA_ERROR = 0, 1, 3, 11
_CELLS: Final = frozenset(range(1, 12))
_FONT, _FMT, _FILL, _XF = 43, 44, 45, 47
_COLUMN, _SHEET, _MERGE, _DEFAULTS = 60, 156, 176, 485
_CELL_FORMATS, _END_CELL_FORMATS = 617, 618
_BOLD, _STRUCK, _SOLID, _HIDDEN_ROW, _HIDE_ROWS = 600, 0x08, 1, 0x10, 0x02
_INDEXED, _RGB, _THEME = 1, 2, 3
_FULL_TINT: Final = 32_767


def xlsb_looks(archive: Archive, part: str) -> Looks:
    """Return how the workbook looks whose own part is ``part``; raises DamagedError."""
    try:
        return _looks(archive, part)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise DamagedError("parts cannot be read") from error


def _looks(archive: Archive, part: str) -> Looks:
    leads = relations(archive, part)
    by_kind = {lead.kind: lead.target for lead in leads.values()}
    looks = Looks()
    if archive.holds(by_kind.get("styles", "")):
        _styles(archive, by_kind["styles"], by_kind.get("theme", ""), looks)
    for code, data in _records(archive, part):
        if code == _SHEET:
            lead = leads.get(_text(data, 8)[0])
            looks.sheets.append(
                _sheet(archive, lead.target, looks) if lead and lead.kind == "worksheet" else SheetLook()
            )
    return looks


def _styles(archive: Archive, part: str, theme: str, looks: Looks) -> None:
    colours = Colours(archive, theme, None)
    formats: dict[int, str] = {}
    fonts: list[tuple[bool, bool]] = []
    fills: list[str] = []
    inside = False
    for code, data in _records(archive, part):
        if code == _FMT:
            formats[struct.unpack_from("<H", data)[0]] = _text(data, 2)[0]
        elif code == _FONT:
            flags, weight = struct.unpack_from("<HH", data, 2)
            fonts.append((weight >= _BOLD, bool(flags & _STRUCK)))
        elif code == _FILL:
            pattern = struct.unpack_from("<I", data)[0]
            fills.append(_colour(data[4:12], colours) if pattern == _SOLID else "")
        elif code in {_CELL_FORMATS, _END_CELL_FORMATS}:
            inside = code == _CELL_FORMATS
        elif code == _XF and inside:
            number, font, fill = struct.unpack_from("<3H", data, 2)
            bold, struck = fonts[font] if font < len(fonts) else (False, False)
            style = Style(
                number_format=formats.get(number) or built_in(number),
                fill=fills[fill] if fill < len(fills) else "",
                bold=bold,
                struck=struck,
            )
            looks.formats.append((looks.styles.place(style), is_seen(style.fill)))


def _colour(data: bytes, colours: Colours) -> str:
    kind, index, tint = struct.unpack_from("<BBh", data)
    share = tint / _FULL_TINT
    kind >>= 1
    if kind == _INDEXED:
        return colours.indexed(index, share)
    if kind == _RGB:
        return colours.plain(data[4:7].hex(), share)
    return colours.themed(index, share) if kind == _THEME else ""


def _sheet(archive: Archive, part: str, looks: Looks) -> SheetLook:
    sheet, row = SheetLook(), 0
    for code, data in _records(archive, part):
        if code == _ROW:
            row = struct.unpack_from("<I", data)[0]
            (sheet.hidden_rows if data[11] & _HIDDEN_ROW else sheet.shown_rows).add(row)
        elif code in _CELLS:
            column, style = struct.unpack_from("<II", data)
            looks.put(sheet, row, column, style & 0xFFFFFF, is_blank=code == _BLANK)
            if code in {_ERROR, _FORMULA_ERROR}:
                sheet.errors[row, column] = ERRORS.get(data[8], "#N/A")
        elif code == _COLUMN:
            first, last, width, _, flags = struct.unpack_from("<4IH", data)
            if flags & 1 or not width:
                sheet.hidden_columns.append((first, last))
        elif code == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", data)
            sheet.merges.append(Area(top, left, bottom, right))
        elif code == _DEFAULTS:
            sheet.hides_rows = bool(data[8] & _HIDE_ROWS)
    return sheet


def _records(archive: Archive, part: str) -> Iterator[tuple[int, bytes]]:
    content = b"".join(archive.blocks(part))
    at = 0
    while at < len(content):
        code = content[at]
        at += 1
        if code & 0x80:
            code = (code & 0x7F) | (content[at] & 0x7F) << 7
            at += 1
        length, shift = 0, 0
        while True:
            byte = content[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift == 28:
                break
        yield code, content[at : at + length]
        at += length


def _text(data: bytes, at: int) -> tuple[str, int]:
    """Return a text with its length before it, and where it ends."""
    count = struct.unpack_from("<I", data, at)[0]
    end = at + 4 + 2 * count
    return data[at + 4 : end].decode("utf-16-le"), end

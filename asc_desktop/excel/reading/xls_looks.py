"""How an .xls looks, from the records of its stream: formats, fills, errors, what is hidden.

Records and their layouts are those of [MS-XLS]. Colours are of the palette: the nearest to a theme's, as Excel of
before 2007 would show it.
"""

import struct
from collections.abc import Iterator
from typing import Final

from asc_desktop.domain.importing.sheets import Style
from asc_desktop.excel.reading.errors import DamagedError, EncryptedError
from asc_desktop.excel.reading.looks import ERRORS, Looks, SheetLook, is_seen
from asc_desktop.excel.reading.serials import built_in
from asc_desktop.excel.reading.styles import INDEXED

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMAT, _FONT, _XF, _PALETTE = 0x041E, 0x0031, 0x00E0, 0x0092
_ROW, _COLINFO, _DEFAULT_HEIGHT = 0x0208, 0x007D, 0x0225
_BLANK, _MULBLANK, _MULRK, _BOOLERR, _FORMULA = 0x0201, 0x00BE, 0x00BD, 0x0205, 0x0006
_CELLS: Final = frozenset({_BLANK, _BOOLERR, _FORMULA, 0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6})
_NEW: Final = 0x0600
"""The version of Excel 97 and after."""

_NO_FONT: Final = 4
"""No font has this number; those after it are one less in the file."""

_FIRST_COLOUR, _SOLID, _BOLD = 8, 1, 600
_STRUCK, _HIDDEN_ROW, _HIDE_ROWS = 0x08, 0x20, 0x02

Record = tuple[int, bytes]


def xls_looks(stream: bytes) -> Looks:
    """Return how a workbook looks; raises DamagedError and EncryptedError."""
    try:
        return _looks(stream)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise DamagedError("parts cannot be read") from error


def _looks(stream: bytes) -> Looks:  # noqa: C901 - a case a record
    looks, places, version = Looks(), [], 0
    formats: dict[int, str] = {}
    fonts: list[tuple[bool, bool]] = []
    colours, raw = list(INDEXED), []
    for code, data in _records(stream, 0):
        match code:
            case _ if code == _BOF:
                version = struct.unpack_from("<H", data)[0]
            case _ if code == _FILEPASS:
                raise EncryptedError
            case _ if code == _BOUNDSHEET:
                places.append(struct.unpack_from("<I", data)[0])
            case _ if code == _FORMAT and version == _NEW:
                formats[struct.unpack_from("<H", data)[0]] = _text(data, 2)
            case _ if code == _FONT:
                flags, _, weight = struct.unpack_from("<3H", data, 2)
                fonts.append((weight >= _BOLD, bool(flags & _STRUCK)))
            case _ if code == _PALETTE:
                count = struct.unpack_from("<H", data)[0]
                for at in range(min(count, (len(data) - 2) // 4)):
                    colours[_FIRST_COLOUR + at : _FIRST_COLOUR + at + 1] = [
                        data[2 + at * 4 : 5 + at * 4].hex().upper()
                    ]
            case _ if code == _XF and version == _NEW:
                raw.append(data)
    for data in raw:
        style = _style(data, formats, fonts, colours)
        looks.formats.append((looks.styles.place(style), is_seen(style.fill)))
    looks.sheets = [_sheet(stream, place, looks) for place in places]
    return looks


def _style(data: bytes, formats: dict[int, str], fonts: list[tuple[bool, bool]], colours: list[str]) -> Style:
    font, number = struct.unpack_from("<HH", data)
    border, back = struct.unpack_from("<IH", data, 14)
    font -= font > _NO_FONT
    bold, struck = fonts[font] if font < len(fonts) else (False, False)
    colour = back & 0x7F
    fill = colours[colour] if border >> 26 == _SOLID and colour < len(colours) else ""
    return Style(number_format=formats.get(number) or built_in(number), fill=fill, bold=bold, struck=struck)


def _sheet(stream: bytes, place: int, looks: Looks) -> SheetLook:  # noqa: C901 - a case a record
    sheet = SheetLook()
    for code, data in _records(stream, place):
        if code in _CELLS:
            row, column, number = struct.unpack_from("<3H", data)
            looks.put(sheet, row, column, number, is_blank=code == _BLANK)
            if code == _BOOLERR and data[7]:
                sheet.errors[row, column] = ERRORS.get(data[6], "#N/A")
            elif code == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
                sheet.errors[row, column] = ERRORS.get(data[8], "#N/A")
        elif code in {_MULBLANK, _MULRK}:
            row, column = struct.unpack_from("<HH", data)
            step = 2 if code == _MULBLANK else 6
            for at in range(4, len(data) - 2, step):
                number = struct.unpack_from("<H", data, at)[0]
                looks.put(sheet, row, column, number, is_blank=code == _MULBLANK)
                column += 1
        elif code == _ROW:
            row, flags = struct.unpack_from("<H", data)[0], data[12]
            (sheet.hidden_rows if flags & _HIDDEN_ROW else sheet.shown_rows).add(row)
        elif code == _COLINFO:
            first, last, width, _, flags = struct.unpack_from("<5H", data)
            if flags & 1 or not width:
                sheet.hidden_columns.append((first, last))
        elif code == _DEFAULT_HEIGHT:
            sheet.hides_rows = bool(data[0] & _HIDE_ROWS)
    return sheet


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """Yield the records of one part of the stream, without those of charts inside it."""
    depth = 0
    while at + 4 <= len(stream):
        code, length = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (code == _BOF) - (code == _EOF)
        if depth <= 1 and not (depth == 1 and code == _EOF):
            yield code, data
        if depth <= 0:
            return


def _text(data: bytes, at: int) -> str:
    count, flags = struct.unpack_from("<HB", data, at)
    wide = flags & 1
    return data[at + 3 : at + 3 + count * (1 + wide)].decode("utf-16-le" if wide else "latin-1")

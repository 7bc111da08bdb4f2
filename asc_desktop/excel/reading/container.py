"""The streams of an OLE container, in which Excel kept workbooks until 2007."""

import struct
from typing import Final

from asc_desktop.excel.reading.errors import DamagedError

_HEADER, _ENTRY = 512, 128
_END: Final = 0xFFFFFFFA
"""From here on a number names no sector but the end of a chain, or one that is free."""

_SMALL = 4096
_STREAM, _ROOT = 2, 5


def stream_of(content: bytes, *names: str) -> bytes:
    """Return the first of some streams that a container has; raises DamagedError."""
    try:
        return _stream(content, {name.casefold() for name in names})
    except (struct.error, IndexError) as error:
        raise DamagedError("its list of contents cannot be read") from error


def _stream(content: bytes, names: set[str]) -> bytes:
    size, small = (1 << power for power in struct.unpack_from("<HH", content, 30))
    if size not in {512, 4096} or small != 64:
        raise DamagedError("its list of contents cannot be read")
    directory, _, _, first_small, _, more, count = struct.unpack_from("<7I", content, 48)
    sectors = list(struct.unpack_from("<109I", content, 76))
    for _ in range(min(count, len(content) // size)):
        part = struct.unpack_from(f"<{size // 4}I", content, size * (more + 1))
        sectors += part[:-1]
        more = part[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < _END:
            table += struct.unpack_from(f"<{size // 4}I", content, size * (sector + 1))
    entries = _chain(content, table, directory, size, size)
    smalls = b""
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", entries, at + 64)
        first, size_of = struct.unpack_from("<II", entries, at + 116)
        if kind == _ROOT:
            smalls = _chain(content, table, first, size, size)
        name = entries[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        if kind == _STREAM and name.casefold() in names:
            if size_of >= _SMALL:
                return _chain(content, table, first, size, size)[:size_of]
            places = _chain(content, table, first_small, size, size)
            short = list(struct.unpack(f"<{len(places) // 4}I", places))
            return _chain(smalls, short, first, small, 0)[:size_of]
    raise DamagedError("there is no workbook in it")


def _chain(content: bytes, table: list[int], first: int, size: int, before: int) -> bytes:
    parts: list[bytes] = []
    while first < _END:
        if len(parts) > len(table):
            raise DamagedError("its list of contents goes round in circles")
        parts.append(content[before + first * size : before + (first + 1) * size])
        first = table[first]
    return b"".join(parts)

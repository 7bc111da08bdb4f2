"""The texts of an .xlsx: shared ones, rich ones joined, and the way in which Excel writes characters XML has not."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from asc_desktop.excel.reading.archive import Archive, attribute, local
from asc_desktop.excel.reading.errors import HostileError

LONGEST: Final = 1 << 20
"""Characters of a cell; Excel itself takes 32,767."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO = frozenset({"0", "false"})


class Text(Struct, frozen=True, gc=False):
    """A cell's text, and whether all of its runs are struck or bold of their own."""

    words: str
    struck: bool = False
    bold: bool = False


def plain_text(text: str) -> str:
    """Return a text with Excel's ``_x000D_`` made the character that it stands for."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def shared_texts(archive: Archive, name: str) -> list[Text]:
    """Return the workbook's shared texts in their order."""
    if not archive.holds(name):
        return []
    found = []
    for element in archive.ends(name):
        if local(element.tag) == "si":
            found.append(text_of(element))
            element.clear()
    return found


def text_of(element: Element) -> Text:
    """Return the text of a shared or an inline string: of its runs, without how it is spoken in Japanese."""
    parts, runs = [], []
    for child in element:
        match local(child.tag):
            case "t":
                parts.append(child.text or "")
            case "r":
                text = "".join(inner.text or "" for inner in child if local(inner.tag) == "t")
                parts.append(text)
                if text.strip():
                    runs.append((_has(child, "strike"), _has(child, "b")))
    words = plain_text("".join(parts))
    if len(words) > LONGEST:
        raise HostileError(f"a cell of it has {len(words):,} characters")
    if not runs:
        return Text(words)
    return Text(words, all(struck for struck, _ in runs), all(bold for _, bold in runs))


def _has(run: Element, name: str) -> bool:
    return any(
        local(part.tag) == name and attribute(part, "val").lower() not in _NO
        for about in run
        if local(about.tag) == "rPr"
        for part in about
    )


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    # Half of a pair says nothing by itself, and cannot be written anywhere.
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)

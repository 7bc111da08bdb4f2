"""What stands beside the cells of an .xlsx: notes and conversations, and the words that drop-downs offer."""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, column_number
from asc_desktop.excel.reading.archive import Archive, attribute, local
from asc_desktop.excel.reading.cells import LAST_COLUMN, LAST_ROW, areas
from asc_desktop.excel.reading.parts import relations
from asc_desktop.excel.reading.texts import plain_text, text_of

MOST_WORDS: Final = 500
"""Of a drop-down: a longer list is no choice but a register."""

_MOST_AREAS, _MOST_LISTS = 5_000, 500
_INDIRECT = re.compile(r'INDIRECT\("([^"]+)"\)', re.IGNORECASE)
_RANGE = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^'!]+))!)?\$?(?P<left>[A-Za-z]{1,3})\$?(?P<top>\d{0,7})"
    r"(?::\$?(?P<right>[A-Za-z]{1,3})\$?(?P<bottom>\d{0,7}))?"
)


def comments(archive: Archive, part: str) -> dict[tuple[int, int], str]:
    """Return a sheet's notes and conversations by row and column."""
    found: dict[tuple[int, int], str] = {}
    leads = sorted(relations(archive, part).values(), key=lambda lead: lead.kind == "threadedComment")
    for lead in leads:
        if lead.kind == "comments" and archive.holds(lead.target):
            for comment in archive.root(lead.target).iter():
                if local(comment.tag) == "comment":
                    _put(found, comment, _note(comment))
        elif lead.kind == "threadedComment" and archive.holds(lead.target):
            # Each has a note in its place that only says that there is a conversation.
            threads: dict[tuple[int, int], str] = {}
            for comment in archive.root(lead.target):
                _put(threads, comment, _first_text(comment))
            found |= threads
    return found


def offered(
    text: str, sheet: Sheet, at: int, sheets: Mapping[str, Sheet], names: Mapping[tuple[int | None, str], str]
) -> tuple[str, ...]:
    """Return the words that a drop-down offers; none where its formula is more than a list, a name or an area.

    ``at`` is the sheet's place; ``sheets`` are by their names in small letters.
    """
    text = text.removeprefix("=")
    if text.startswith('"'):
        words = [word.strip() for word in text.strip('"').replace('""', '"').split(",")]
        return tuple(word for word in words if word)[:MOST_WORDS]
    if indirect := _INDIRECT.fullmatch(text):
        text = indirect[1]
    name = text.casefold()
    text = names.get((at, name)) or names.get((None, name)) or text
    found = _RANGE.fullmatch(text)
    if not found:
        return ()
    named = (found["quoted"] or "").replace("''", "'") or found["bare"] or ""
    source = sheets.get(named.casefold()) if named else sheet
    if source is None:
        return ()
    left = column_number(found["left"])
    right = column_number(found["right"]) if found["right"] else left
    top = int(found["top"] or 1) - 1
    bottom = int(found["bottom"]) - 1 if found["bottom"] else (top if found["top"] else LAST_ROW)
    words = [
        str(cell.value)
        for row in source.rows[max(top, 0) : bottom + 1]
        for cell in row[left : right + 1]
        if cell is not None and cell.kind not in {Cell.ERROR, Cell.UNSTORED}
    ]
    # More than a person chooses from is a register that cells are looked up in.
    return tuple(dict.fromkeys(words)) if len(words) <= MOST_WORDS else ()


def lists_of(
    found: list[tuple[str, str]],
    sheet: Sheet,
    at: int,
    sheets: Mapping[str, Sheet],
    names: Mapping[tuple[int | None, str], str],
) -> tuple[tuple[Area, tuple[str, ...]], ...]:
    """Return a sheet's drop-downs of what ``CellReader.lists`` has of them."""
    lists = []
    known: dict[str, tuple[str, ...]] = {}
    for where, text in found:
        if text not in known:
            known[text] = offered(text, sheet, at, sheets, names)
        if words := known[text]:
            lists += [(area, words) for area in areas(where) if area.right < LAST_COLUMN]
        if len(lists) > _MOST_AREAS or len(known) > _MOST_LISTS:
            break
    return tuple(lists[:_MOST_AREAS])


def _put(found: dict[tuple[int, int], str], comment: Element, text: str) -> None:
    text = text.strip()
    for area in areas(comment.get("ref", "")):
        place = area.top, area.left
        if text:
            found[place] = f"{found[place]}\n{text}" if place in found else text


def _note(comment: Element) -> str:
    return next((text_of(child).words for child in comment if local(child.tag) == "text"), "")


def _first_text(comment: Element) -> str:
    found = next((child.text or "" for child in comment if local(child.tag) == "text"), "")
    return plain_text(found) or attribute(comment, "text")

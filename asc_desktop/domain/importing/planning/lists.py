"""A cell that holds several actions: what parts them, and the actions without their bullets and numbers.

Lines part them, and so do bullets within a line, and numbers that count up from one. A semicolon does where every part
between them begins as a sentence does. A line that goes on with what the one before it says belongs to it.
"""

import re
from itertools import pairwise

_BULLET = re.compile(
    r"^\s*(?:[\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u2043\u00b7\u27a2\u25ba\u25b6\u2713\u2714]\s*|[*o\-\u2013\u2014]\s+)"
)
_NUMBER = re.compile(r"^\s*\(?(\d{1,2}|[a-z])[.):]\s+", re.IGNORECASE)
_INLINE = re.compile(r"\s+[\u2022\u2023\u25aa\u25cf\u25e6]\s*")
_COUNT = re.compile(r"(?:^|\s)\(?(\d{1,2})[.)]\s+(?=\S)")
_LEAST = 8
"""Letters that a part between semicolons has at least, where they part actions."""


def parts_of(text: str) -> tuple[str, ...]:
    """Return the parts of a cell, at least one; its own text where nothing parts it."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if len(lines) > 1:
        return _of_lines(lines)
    body = lines[0] if lines else ""
    for found in (_by_bullets(body), _by_count(body), _by_semicolons(body)):
        if len(found) > 1:
            return found
    return (_bare(body),) if body.strip() else ()


def _of_lines(lines: list[str]) -> tuple[str, ...]:
    marked = [bool(_BULLET.match(line) or _NUMBER.match(line)) for line in lines]
    if not any(marked):
        # Without marks a line that begins small goes on with the one before it.
        marked = [not line.lstrip()[:1].islower() for line in lines]
    parts: list[str] = []
    for line, begins in zip(lines, marked, strict=True):
        if begins or not parts:
            parts.append(_bare(line))
        else:
            parts[-1] = f"{parts[-1]} {line.strip()}"
    return tuple(part for part in parts if part)


def _bare(line: str) -> str:
    return _NUMBER.sub("", _BULLET.sub("", line)).strip()


def _by_bullets(body: str) -> tuple[str, ...]:
    return tuple(part for each in _INLINE.split(body) if (part := _bare(each)))


def _by_count(body: str) -> tuple[str, ...]:
    found = list(_COUNT.finditer(body))
    if len(found) < 2 or body[: found[0].start()].strip():  # noqa: PLR2004 - a list has two at least
        return ()
    if [int(match[1]) for match in found] != list(range(1, len(found) + 1)):
        return ()
    ends = [match.start() for match in found[1:]] + [len(body)]
    return tuple(body[match.end() : end].strip(" ;,") for match, end in zip(found, ends, strict=True))


def _by_semicolons(body: str) -> tuple[str, ...]:
    parts = [part.strip() for part in body.split(";") if part.strip()]
    # What goes on in small letters after a semicolon goes on with the same action.
    is_plain = all(len(part) >= _LEAST and " " in part and not part[0].islower() for part in parts)
    return tuple(parts) if is_plain and all(one != two for one, two in pairwise(parts)) else ()

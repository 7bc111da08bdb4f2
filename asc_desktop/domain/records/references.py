"""The references by which people know records: the next free one in the style of another."""

import re
from collections.abc import Iterable

_REFERENCE = re.compile(r"(.*?)(\d+)")
"""A numbered reference: its beginning and its number."""


def number_in(reference: str) -> int:
    """Return the number that a reference ends with, or 0."""
    style = _REFERENCE.fullmatch(reference)
    return int(style[2]) if style else 0


def next_free(taken: Iterable[str], like: str) -> str:
    """Return the next free reference in the style of another, after the highest of that style."""
    style = _REFERENCE.fullmatch(like)
    prefix, digits = (style[1], style[2]) if style else (f"{like}-", "1")
    numbers = [
        int(found[2])
        for ref in taken
        if (found := _REFERENCE.fullmatch(ref)) and found[1].casefold() == prefix.casefold()
    ]
    return f"{prefix}{max(numbers, default=0) + 1:0{len(digits)}d}"

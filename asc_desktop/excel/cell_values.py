"""What a cell can hold: text without control characters, pounds; and the letters of its column."""

import re
from functools import cache

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return text as a cell can hold it: line feeds only, and no control characters or lone surrogates."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return _CONTROL.sub("", text.replace("\x85", "\n").replace("\t", " "))


def pounds(pence: int) -> float:
    """Return pence as the number of pounds that a cell holds."""
    return pence / 100


@cache
def letters(column: int) -> str:
    """Return a column's letters: ``A`` for 0."""
    name = ""
    column += 1
    while column:
        column, remainder = divmod(column - 1, 26)
        name = chr(65 + remainder) + name
    return name

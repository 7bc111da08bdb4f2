"""What a cell of somebody else's workbook shows, near enough to what a person sees in Excel. No Qt."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from asc_desktop.domain import dates
from asc_desktop.domain.importing.sheets import Cell, Style

_DECIMALS = re.compile(r"0\.(0+)")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_MOST_DIGITS = 15
NOT_STORED = "(not worked out)"
"""Shown of a formula whose result is not in the file."""


def cell_words(cell: Cell | None, style: Style) -> str:
    """Return a cell's words on one line."""
    if cell is None:
        return ""
    value = cell.value
    if cell.kind == Cell.UNSTORED:
        return NOT_STORED
    if cell.kind == Cell.FLAG:
        return "TRUE" if value else "FALSE"
    if cell.kind == Cell.DATE:
        return _date_words(str(value))
    if isinstance(value, int | float) and cell.kind == Cell.NUMBER:
        return _number_words(value, style.number_format)
    return " ".join(str(value).split())


def _date_words(text: str) -> str:
    day, _, time = text.partition("T")
    try:
        words = dates.date_label(dates.parse_date(day))
    except ValueError:
        return text
    return f"{words} {time[:5]}" if time and time[:5] != "00:00" else words


def _number_words(value: float, number_format: str) -> str:
    bare = _QUOTED.sub("", number_format.split(";", maxsplit=1)[0])
    found = _DECIMALS.search(bare)
    decimals = len(found[1]) if found else 0
    pounds = "£" if "£" in number_format else ""
    try:
        if "%" in bare:
            return f"{_rounded(value * 100, decimals):f}%"
        # A format that ends in commas shows thousands or millions: the value itself is shown, which is what is taken.
        if "0" in bare:
            rounded = _rounded(value, decimals)
            shown = f"{abs(rounded):,f}" if "," in bare else f"{abs(rounded):f}"
            return f"{'-' if rounded < 0 else ''}{pounds}{shown}"
    except InvalidOperation:
        # Too large to be written out, or no number at all.
        pass
    return f"{pounds}{value:.{_MOST_DIGITS}g}"


def _rounded(value: float, decimals: int) -> Decimal:
    """Return a number as Excel rounds it, and not to the nearest even one."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)

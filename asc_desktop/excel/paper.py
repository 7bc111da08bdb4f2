"""The paper that every sheet prints on, A4: its margins, where its pages break, the words of its header."""

from collections.abc import Sequence
from typing import Final

from asc_desktop.excel.cell_values import clean

SIDE_INCHES, TOP_INCHES, BOTTOM_INCHES = 0.4, 0.7, 0.55
_A4_WIDE_INCHES, _A4_HIGH_INCHES = 11.69, 8.27
_HEIGHT_IN_USE = 0.97
"""Of the page; printers differ a little."""

_MOST_BREAKS = 1000
"""Excel takes 1,026."""

HEADER_LETTERS: Final = 250
"""Of a page header with its codes; Excel takes 255."""

NAME_LETTERS: Final = 90
MARKING_LETTERS: Final = 130
"""Of a name, and of the marking, in a page header or footer."""


def page_breaks(heights: Sequence[float], keep: Sequence[bool], page: float, repeated: float) -> list[int]:
    """Return the rows before which a page begins; a row to keep with the next is never a page's last.

    A run of kept rows that no page can hold is broken where it must be.
    """
    breaks: list[int] = []
    used, begun = 0.0, 0
    for row, height in enumerate(heights):
        if used + height > page and row > begun:
            at = row
            while at > begun and keep[at - 1]:
                at -= 1
            if at == begun:
                at = row
            breaks.append(at)
            begun = at
            used = repeated + sum(heights[at:row])
        used += height
    return breaks[:_MOST_BREAKS]


def page_points(wide_pixels: int, *, upright: bool = False) -> float:
    """Return how many points of rows one page holds at the scale at which that width fits; landscape by default."""
    wide, high = (_A4_HIGH_INCHES, _A4_WIDE_INCHES) if upright else (_A4_WIDE_INCHES, _A4_HIGH_INCHES)
    scale = min(1.0, (wide - 2 * SIDE_INCHES) * 96 / wide_pixels)
    return (high - TOP_INCHES - BOTTOM_INCHES) * 72 / scale * _HEIGHT_IN_USE


def header_words(name: str, most: int = NAME_LETTERS) -> str:
    """Return a name as a page header takes it, in at most so many letters."""
    name = clean(name).replace("\n", " ")
    short, left = name, len(name)
    # & begins a code in a header, and is written twice.
    while len(doubled := short.replace("&", "&&")) > most:
        left -= 1
        short = name[:left].rstrip() + "…"
    return doubled

"""How much room text takes: Excel does not grow a row for us, so the pack must know.

Widths are Arial's advance widths in thousandths of the font size, with a margin, since Excel on Windows sets text a
little wider than its outlines. A pixel is 1/96 inch and a point 1/72.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from math import ceil
from typing import Final

from asc_desktop.excel.styles import BODY_POINTS

TALLEST_ROW_POINTS: Final = 400.0
"""Excel draws no row taller than 409.5 points."""

_MARGIN = 1.05
_BOLD = 1.08
_PADDING_PIXELS = 8
_LINE_POINTS = 1.275
_OTHER_LETTER, _WIDE_LETTER = 620, 1300
_FIRST_WIDE = 0x1100
"""From here on come scripts and pictures that are as wide as they are high."""

# Space to tilde, in the order of their codes.
_ASCII_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip

_BY_CODE = (*[0] * 32, *_ASCII_WIDTHS, 0)
"""By code below 128: control characters, which cells do not hold, are as wide as nothing."""

_WIDEST = _WIDE_LETTER
"""Of all letters."""

_SHORT_LETTERS = 80
"""Names of themes and plans come again and again; narratives do not."""


class _LetterWidths(dict[str, int]):
    """Each letter's width in thousandths of the font size, found out when it is first met."""

    def __missing__(self, letter: str) -> int:
        code = ord(letter)
        if code < len(_BY_CODE):
            width = _BY_CODE[code]
        else:
            wide = code >= _FIRST_WIDE and not 0x2000 <= code < 0x2300
            width = _WIDE_LETTER if wide else _OTHER_LETTER
        self[letter] = width
        return width


class TextFit:
    """Measures and breaks text as a wrapped cell of a given width would; remembers letters and short texts."""

    def __init__(self) -> None:
        self._letters = _LetterWidths()
        self._counts: dict[tuple[str, float], int] = {}

    def width(self, text: str, points: float, *, bold: bool = False) -> float:
        """Return the width in pixels of text on one line."""
        return sum(map(self._letters.__getitem__, text)) * _pixels_a_thousandth(points, bold=bold)

    def money_pixels(self, pence: Iterable[int], *, least: int) -> int:
        """Return how wide a column must be to show each amount, at least ``least``."""
        most = max((abs(amount) for amount in pence), default=0)
        # Arial's bold digits are as wide as its others; the bracket is the room that the number format leaves.
        return max(least, ceil(self.width(f"£{most // 100:,})", BODY_POINTS)) + 6)

    def line_count(self, text: str, pixels: float, points: float, *, bold: bool = False) -> int:
        """Return how many lines text takes in a wrapped cell of that width; 1 for none."""
        room = _room(pixels, points, bold=bold)
        if len(text) * _WIDEST <= room and "\n" not in text:
            return 1
        if len(text) > _SHORT_LETTERS:
            return sum(1 for _ in self._lines(text, room))
        found = self._counts.get((text, room))
        if found is None:
            found = self._counts[text, room] = sum(1 for _ in self._lines(text, room))
        return found

    def height(self, lines: int, points: float) -> float:
        """Return the height in points of a row that shows so many lines."""
        return round(lines * points * _LINE_POINTS + 4, 2)

    def split(
        self, text: str, pixels: float, points: float, most_lines: int, *, bold: bool = False
    ) -> list[str]:
        """Return text in parts of at most ``most_lines`` lines; white space between two parts is left out."""
        lines = list(self._lines(text, _room(pixels, points, bold=bold)))
        if len(lines) <= most_lines:
            return [text.strip()]
        parts = []
        for first in range(0, len(lines), most_lines):
            group = lines[first : first + most_lines]
            part = text[group[0][0] : group[-1][1]].strip()
            if part:
                parts.append(part)
        return parts or [""]

    def _lines(self, text: str, room: float) -> Iterator[tuple[int, int]]:
        """Yield where each line begins and ends in the text."""
        # How wide the text is up to each letter, that one included: found at C speed, as is where a line is full.
        reach = list(accumulate(map(self._letters.__getitem__, text)))
        start = 0
        for paragraph in text.split("\n"):
            begun, end = start, start + len(paragraph)
            while True:
                before = reach[begun - 1] if begun else 0
                full = bisect_right(reach, before + room, begun, end)
                if full >= end:
                    break
                # The space that a line is broken at may itself stand over the edge.
                cut = text.rfind(" ", begun, full + 1)
                if cut > begun:
                    yield begun, cut
                    begun = cut + 1
                else:
                    cut = max(full, begun + 1)
                    yield begun, cut
                    begun = cut
            if begun < end or begun == start:
                yield begun, end
            start = end + 1


def _room(pixels: float, points: float, *, bold: bool) -> float:
    return (pixels - _PADDING_PIXELS) / _pixels_a_thousandth(points, bold=bold)


def _pixels_a_thousandth(points: float, *, bold: bool) -> float:
    return points * 96 / 72 / 1000 * _MARGIN * (_BOLD if bold else 1)

"""Letters for print: measuring, and breaking words into lines that are never cut.

Everything is in pixels of 96 to the inch, so that 12 is 9 points. The faces are Inter's cut for print, whose figures
stay figures when a PDF is searched, copied from or read aloud.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QTextBoundaryFinder
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from asc_desktop._paths import resource_path
from asc_desktop.ui.cutting import FIRM_BLANK, with_firm_blanks, words_of
from asc_desktop.ui.fonts import load_fonts
from asc_desktop.ui.palette import LIGHT

FAMILY: Final = "Inter Print"
FILES: Final = ("InterPrint-Regular.ttf", "InterPrint-SemiBold.ttf", "InterPrint-Bold.ttf")

_LEADING: Final = 1.32
_TOKEN: Final = re.compile(rf"[^\S{FIRM_BLANK}]+|[\S{FIRM_BLANK}]+")
_WORD: Final = re.compile(r"\s+|\S+")
_PART: Final = re.compile(r".+?(?:[-/,;:_@.](?=.)|$)", re.DOTALL)
"""A piece of a word that is wider than its column, up to where it may best be broken."""

_CONTROL: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u2066-\u2069\u202a-\u202e\ufffe\uffff]|[\ud800-\udfff]"
)


def load_print_fonts() -> None:
    """Register the faces for print, and the window's, which charts are measured with; later calls do nothing.

    First to be called in the window's thread.
    """
    load_fonts()
    if QFontDatabase.hasFamily(FAMILY):
        return
    for name in FILES:
        QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))


def print_font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a face for print at a size."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    # Hinted letters keep to whole pixels, which a printer does not have.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def for_print(font: QFont) -> QFont:
    """Return the face for print of a font of the window's, which has the same letters of the same width."""
    return print_font(font.pixelSize(), QFont.Weight(font.weight()))


def clean(text: str) -> str:
    """Return text as a page can show it: line feeds only, no control characters and no lone surrogates."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return _CONTROL.sub("", text.replace("\x85", "\n").replace("\t", " "))


def letters_of(text: str) -> list[str]:
    """Return what is seen as one letter each: an emoji joined from several characters is never parted."""
    if text.isascii():
        return list(text)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    units, places = text.encode("utf-16-le"), [0]
    while (place := finder.toNextBoundary()) > 0:
        places.append(place)
    return [units[2 * start : 2 * end].decode("utf-16-le") for start, end in pairwise(places)]


class Style(Struct, frozen=True):
    """How words look: their size in pixels, whether they are bold, and their colour."""

    size: int = 12
    bold: bool = False
    colour: str = LIGHT.text


class Run(Struct, frozen=True):
    """Words of one style."""

    text: str
    style: Style


class Line(Struct, frozen=True):
    """One line: each run with where it begins, and how wide and high they are together."""

    runs: tuple[tuple[float, Run], ...]
    width: float
    height: float


class TypeSetter:
    """Measures words and breaks them into lines. Remembers what it measured; to be used in one thread."""

    def __init__(self) -> None:
        load_print_fonts()
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._metrics: dict[tuple[int, bool], QFontMetricsF] = {}
        self._widths: dict[tuple[str, int, bool], float] = {}

    def font(self, style: Style) -> QFont:
        """Return the face of a style."""
        key = (style.size, style.bold)
        if key not in self._fonts:
            self._fonts[key] = print_font(
                style.size, QFont.Weight.DemiBold if style.bold else QFont.Weight.Normal
            )
            self._metrics[key] = QFontMetricsF(self._fonts[key])
        return self._fonts[key]

    def width(self, text: str, style: Style) -> float:
        """Return the width of words on one line."""
        key = (text, style.size, style.bold)
        found = self._widths.get(key)
        if found is None:
            self.font(style)
            found = self._metrics[style.size, style.bold].horizontalAdvance(text)
            self._widths[key] = found
        return found

    def height(self, style: Style) -> float:
        """Return the height of a line, with the room between it and the next."""
        return round(style.size * _LEADING)

    def natural_width(self, runs: Iterable[Run]) -> float:
        """Return the width of the widest line where no line is broken that the text does not break itself."""
        widest = here = 0.0
        for run in runs:
            for place, part in enumerate(clean(run.text).split("\n")):
                here = self.width(part, run.style) + (0.0 if place else here)
                widest = max(widest, here)
        return widest

    def widest_word(self, text: str, style: Style) -> float:
        """Return the width of the widest word, or date."""
        return max((self.width(word, style) for word in words_of(text)), default=0.0)

    def lines(self, runs: Sequence[Run], width: float) -> list[Line]:
        """Break words into lines of a width, at blanks where there are any; at least one line."""
        lines: list[Line] = []
        begun = _Begun()
        for run in runs:
            for place, part in enumerate(clean(run.text).split("\n")):
                if place:
                    lines.append(self._end(begun, run.style))
                    begun = _Begun()
                for token in self._tokens(part, run.style, width):
                    wide = self.width(token, run.style)
                    blank = token.isspace()
                    if begun.used + wide > width + 0.01 and not blank and begun.used:
                        lines.append(self._end(begun, run.style))
                        begun = _Begun()
                    if not blank or begun.used:
                        begun.add(Run(token, run.style), wide)
        if begun.runs or not lines:
            lines.append(self._end(begun, runs[-1].style if runs else Style()))
        return lines

    def _tokens(self, text: str, style: Style, width: float) -> Iterator[str]:
        for firm in _TOKEN.findall(with_firm_blanks(text)):
            token = firm.replace(FIRM_BLANK, " ")
            if token.isspace() or self.width(token, style) <= width:
                yield token
                continue
            # A date is broken at its blanks before any word of it is.
            for word in _WORD.findall(token):
                for part in _PART.findall(word):
                    yield from self._cut(part, style, width)

    def _cut(self, word: str, style: Style, width: float) -> Iterator[str]:
        """Yield a word in pieces that fit; one letter at least, however narrow the room."""
        if self.width(word, style) <= width:
            yield word
            return
        letters, first = letters_of(word), 0
        while first < len(letters):
            fits = self._fitting(letters, first, style, width)
            yield "".join(letters[first : first + fits])
            first += fits

    def _fitting(self, letters: Sequence[str], first: int, style: Style, width: float) -> int:
        """Return how many letters fit. Only a line's worth is measured, however long the rest is."""

        def is_wide(count: int) -> bool:
            return self.width("".join(letters[first : first + count]), style) > width

        left = len(letters) - first
        many = 2
        while many < left and not is_wide(many):
            many *= 2
        many = min(many, left)
        if not is_wide(many):
            return many
        return max(1, bisect_left(range(many), True, key=is_wide) - 1)

    def _end(self, begun: _Begun, style: Style) -> Line:
        joined: list[tuple[float, Run]] = []
        for left, run in begun.runs:
            if joined and joined[-1][1].style == run.style:
                start, before = joined[-1]
                joined[-1] = (start, replace(before, text=before.text + run.text))
            else:
                joined.append((left, run))
        if joined:
            left, last = joined[-1]
            joined[-1] = (left, replace(last, text=last.text.rstrip()))
        used = max((left + self.width(run.text, run.style) for left, run in joined), default=0.0)
        height = max((self.height(run.style) for _, run in joined), default=self.height(style))
        return Line(tuple(joined), used, height)


class _Begun:
    """A line that is not full yet."""

    def __init__(self) -> None:
        self.runs: list[tuple[float, Run]] = []
        self.used = 0.0

    def add(self, run: Run, width: float) -> None:
        self.runs.append((self.used, run))
        self.used += width

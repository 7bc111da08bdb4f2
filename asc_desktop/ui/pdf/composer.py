"""What the sections of a pack are written with: headings, paragraphs, tables and charts, gathered into pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSizeF

from asc_desktop.domain.money import format_pounds, shown_saving
from asc_desktop.domain.report.model import Report
from asc_desktop.ui.charts.data import ChartData
from asc_desktop.ui.charts.layouts import lay_out
from asc_desktop.ui.charts.marks import BoxMark, LineMark
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.pdf.pages import (
    HIGH,
    INNER,
    ROOM,
    SIDE,
    TOP,
    WIDE,
    Block,
    ChartMark,
    Link,
    Mark,
    PackPage,
    Words,
    break_into_pages,
)  # fmt: skip
from asc_desktop.ui.pdf.tables import Cell, Column, Letter, Row, TableSetter, Text, line_marks
from asc_desktop.ui.pdf.type_setter import Run, Style, TypeSetter, clean

BODY: Final = 12
SMALL: Final = 11
MUTED: Final = LIGHT.text_muted
ACCENT: Final = LIGHT.accent
BAD: Final = LIGHT.negative
_TITLE: Final = 21
_GROUP: Final = 13
_GUTTER: Final = 22.0

Contents = Callable[[list[PackPage]], tuple[tuple[Mark, ...], tuple[Link, ...]]]
"""Draws the contents, given every page; returns the marks and the places that lead to a section."""


class PackCalledOffError(Exception):
    """The person who asked for the pages has called them off, or asked for others."""


class Furniture(Struct, frozen=True):
    """What stands on every page: programme, period, who prepares it, and the marking, empty where there is none."""

    programme: str
    period: str
    organisation: str
    marking: str
    is_exempt: bool = False


class Picture(Struct, frozen=True):
    """A chart to place: its title, its figures and the height it asks for."""

    data: ChartData
    height: float


class _Section(Struct, frozen=True):
    key: str
    title: str
    blocks: list[Block]
    fronts: dict[int, tuple[tuple[float, float, tuple[Mark, ...]], ...]]
    """By page of the section, what stands at a place of its own."""

    has_title: bool = True


class Composer:
    """Gathers the sections of one pack. ``look`` is asked now and then, and raises where the pack is called off."""

    def __init__(
        self,
        report: Report,
        furniture: Furniture,
        look: Callable[[], None],
        *,
        is_partial: bool = False,
        closed: str = "",
    ) -> None:
        """Begin a pack; ``is_partial`` where records are left out of it, so that none is said not to be.

        ``closed`` is the sentence about the closed projects that it does not list.
        """
        self.report = report
        self.closed = closed
        self.is_partial = is_partial
        self.setter = TypeSetter()
        self.look = look
        self._furniture = furniture
        self._sections: list[_Section] = []

    @property
    def has_sections(self) -> bool:
        """Whether anything was written."""
        return bool(self._sections)

    # ---------------------------------------------------------------------------------------------- sections

    def section(self, key: str, title: str, note: str = "", *, has_title: bool = True) -> None:
        """Begin a section, on a new page."""
        self.look()
        self._sections.append(_Section(key, title, [], {}, has_title=has_title))
        if note:
            self.paragraph(note, SMALL, colour=MUTED, keep=True)
            self.gap(6, keep=True)

    def add(self, block: Block) -> None:
        """Add a block to the section."""
        self._sections[-1].blocks.append(block)

    def heading(self, words: str, size: int = 15) -> None:
        """Write a heading that stays with what follows."""
        style = Style(size, bold=True, colour=ACCENT)
        self.gap(8, keep=True)
        for place, line in enumerate(self.setter.lines((Run(words, style),), INNER)):
            marks = line_marks(self.setter, line, 0, INNER, "left")
            self.add(Block(line.height, marks, keep=True, heading="" if place else clean(words)))
        self.gap(3, keep=True)

    def paragraph(
        self,
        words: str,
        size: int = BODY,
        *,
        colour: str = LIGHT.text,
        bold: bool = False,
        keep: bool = False,
    ) -> None:
        """Write sentences over the whole width."""
        self.rich((Run(words, Style(size, bold=bold, colour=colour)),), keep=keep)

    def rich(
        self, runs: Sequence[Run], *, keep: bool = False, left: float = 0.0, width: float = INNER
    ) -> None:
        """Write words of several styles. The first two lines stay together, and so do the last two."""
        lines = self.setter.lines(runs, width)
        for place, line in enumerate(lines):
            together = place in {0, len(lines) - 2} and place < len(lines) - 1
            marks = line_marks(self.setter, line, left, width, "left")
            self.add(Block(line.height, marks, keep=keep or together))

    def gap(self, height: float = 10, *, keep: bool = False) -> None:
        """Leave room."""
        self.add(Block(height, (), keep=keep, is_gap=True))

    def table(self, columns: Sequence[Column], rows: Sequence[Row], size: int = BODY) -> None:
        """Write a table; its header is repeated on each page."""
        self.look()
        for block in TableSetter(self.setter, INNER).blocks(columns, rows, size):
            self.add(block)

    def pictures(self, pictures: Sequence[Picture], *, across: int = 2) -> None:
        """Place charts beside each other, so many to a row."""
        for first in range(0, len(pictures), across):
            self._row_of_pictures(pictures[first : first + across], 1 if len(pictures) == 1 else across)

    def _row_of_pictures(self, pictures: Sequence[Picture], across: int) -> None:
        self.look()
        width = (INNER - (across - 1) * _GUTTER) / across
        style = Style(13, bold=True)
        titles = [self.setter.lines((Run(picture.data.title, style),), width) for picture in pictures]
        above = max(sum(line.height for line in lines) for lines in titles) + 6
        height = max(picture.height for picture in pictures)
        marks: list[Mark] = []
        for place, (picture, lines) in enumerate(zip(pictures, titles, strict=True)):
            x, y = place * (width + _GUTTER), 0.0
            for line in lines:
                marks += [
                    Words(mark.x, mark.baseline + y, mark.text, mark.font, mark.colour)
                    for mark in line_marks(self.setter, line, x, width, "left")
                    if isinstance(mark, Words)
                ]
                y += line.height
            layout = lay_out(picture.data, QSizeF(width, height), LIGHT)
            marks.append(ChartMark(x, above, layout, picture.data.as_table().as_text()))
        self.add(Block(above + height, tuple(marks)))
        self.gap(14)

    def front(self, page: int, x: float, y: float, marks: tuple[Mark, ...]) -> None:
        """Place marks at a place of their own on a page of the section, counted from 0."""
        fronts = self._sections[-1].fronts
        fronts[page] = (*fronts.get(page, ()), (x, y, marks))

    # ------------------------------------------------------------------------------------------------- pages

    def pages(self, contents: Contents) -> tuple[PackPage, ...]:
        """Return the pages; ``contents`` draws the contents on the cover, where there is one."""
        found: list[PackPage] = []
        for section in self._sections:
            found += self._pages_of(section)
        for place, page in enumerate(found):
            if page.section == "cover" and page.is_first:
                marks, links = contents(found)
                found[place] = replace(page, groups=(*page.groups, (0.0, 0.0, marks)), links=links)
        total = len(found)
        return tuple(
            replace(page, groups=(*page.groups, (0.0, 0.0, self._foot(number, total))))
            for number, page in enumerate(found, start=1)
        )

    def _pages_of(self, section: _Section) -> list[PackPage]:
        self.look()
        pages = []
        for number, blocks in enumerate(break_into_pages(section.blocks, ROOM)):
            groups = list(section.fronts.get(number, ()))
            headings = []
            if section.has_title or number:
                groups.append((0.0, 0.0, self._title(section.title, continued=number > 0)))
            y = TOP
            for block in blocks:
                groups.append((SIDE, y, block.marks))
                if block.heading:
                    headings.append((block.heading, y))
                y += block.height
            pages.append(
                PackPage(
                    section.key, section.title, tuple(groups), headings=tuple(headings), is_first=number == 0
                )
            )
        return pages

    def _title(self, title: str, *, continued: bool) -> tuple[Mark, ...]:
        furniture = self._furniture
        marks: list[Mark] = []
        bold = Style(_TITLE, bold=True)
        marks.append(self.words(SIDE, 68, title, bold))
        if continued:
            left = SIDE + self.setter.width(title, bold) + 10
            marks.append(self.words(left, 68, "continued", Style(13, colour=MUTED)))
        small = Style(SMALL, colour=MUTED)
        strong = Style(SMALL, bold=True, colour=BAD if furniture.is_exempt else MUTED)
        marks.append(self.right(50, f"{self.short(furniture.programme, 460, small)}", small))
        marks.append(self.right(66, furniture.period, small))
        if furniture.marking:
            marks.append(self.words(SIDE, 36, self.short(furniture.marking, INNER, strong), strong))
        marks.append(BoxMark(QRectF(SIDE, 79, INNER, 2.5), ACCENT))
        return tuple(marks)

    def _foot(self, number: int, total: int) -> tuple[Mark, ...]:
        furniture = self._furniture
        small = Style(SMALL, colour=MUTED)
        strong = Style(SMALL, bold=True, colour=BAD if furniture.is_exempt else MUTED)
        y = HIGH - 26
        marks: list[Mark] = [
            LineMark((QPointF(SIDE, HIGH - 43), QPointF(WIDE - SIDE, HIGH - 43)), LIGHT.border, 0.8),
            self.words(SIDE, y, self.short(furniture.organisation, 170, small), small),
            self.right(y, f"Page {number} of {total}", small),
        ]
        if furniture.marking:
            words = self.short(furniture.marking, 640, strong)
            wide = self.setter.width(words, strong)
            marks.append(self.words((WIDE - wide) / 2, y, words, strong))
        return tuple(marks)

    # ------------------------------------------------------------------------------------------------- words

    def words(self, x: float, baseline: float, text: str, style: Style) -> Words:
        """Return words on one line at a place of the page."""
        return Words(x, baseline, clean(text), self.setter.font(style), style.colour)

    def right(self, baseline: float, text: str, style: Style) -> Words:
        """Return words that end at the right margin."""
        return self.words(WIDE - SIDE - self.setter.width(clean(text), style), baseline, text, style)

    def short(self, text: str, width: float, style: Style) -> str:
        """Return a name for a page's head or foot, shortened with … where it is wider; its page one has it whole."""
        text = clean(text).replace("\n", " ")
        if self.setter.width(text, style) <= width:
            return text
        while text and self.setter.width(f"{text}…", style) > width:
            text = text[:-1]
        return f"{text.rstrip()}…"


# ----------------------------------------------------------------------------------------------------- cells


def text(words: str, size: int = BODY, *, bold: bool = False, colour: str = LIGHT.text) -> Text:
    """Return a paragraph for a cell."""
    return Text((Run(words, Style(size, bold=bold, colour=colour)),))


def cell(words: str, size: int = BODY, *, bold: bool = False, colour: str = LIGHT.text) -> Cell:
    """Return a cell of one paragraph."""
    return (text(words, size, bold=bold, colour=colour),)


def named(name: str, about: str, size: int = BODY) -> Cell:
    """Return a cell with a name and, below it, small words about it."""
    first = text(name, size, bold=True)
    return (first, text(about, size - 1, colour=MUTED)) if about else (first,)


def money(
    pence: int | None, size: int = BODY, *, bold: bool = False, warn: bool = False, shown_as: str = ""
) -> Cell:
    """Return an amount in pounds: a dash for nothing, brackets and red below it; red too where it is to ``warn``.

    ``shown_as`` is given for the amounts of ``SAVINGS_KEYS``: as the portfolio shows savings.
    """
    if not pence:
        return cell("" if pence is None else "–", size, colour=MUTED)
    bad = pence < 0 or warn
    words = format_pounds(shown_saving(pence, shown_as), sign=False)
    return cell(words, size, bold=bold or warn, colour=BAD if bad else LIGHT.text)


def group_row(words: str) -> Row:
    """Return a row that names the rows below it."""
    return Row((cell(words, _GROUP, bold=True, colour=LIGHT.info_text),), kind="group")


def letter(words: str, role: str, *, soft: bool = False, plain: bool = False) -> Cell:
    """Return a cell with a RAG letter."""
    return (Letter(words, role, soft, plain),)

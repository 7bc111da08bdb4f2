"""A laid-out pack: pages of frozen marks, in pixels of 96 to the inch on A4 landscape."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from asc_desktop.ui.charts.marks import BoxMark, ChartLayout, ChipMark, LineMark, ShapeMark

WIDE: Final = 1122.5
HIGH: Final = 793.7
"""A4 landscape, 297 by 210 mm."""

SIDE: Final = 45.0
TOP: Final = 98.0
BOTTOM: Final = 52.0
INNER: Final = WIDE - 2 * SIDE
ROOM: Final = HIGH - TOP - BOTTOM
"""What a page has for its section, below its title and above its foot."""


class Words(Struct, frozen=True, eq=False):
    """Words on one line, from the left end of their baseline."""

    x: float
    baseline: float
    text: str
    font: QFont
    colour: str


class ChartMark(Struct, frozen=True, eq=False):
    """A chart, from its top left corner; ``words`` say what it shows."""

    x: float
    y: float
    layout: ChartLayout
    words: str


Mark = Words | ChartMark | BoxMark | LineMark | ChipMark | ShapeMark


class Block(Struct, frozen=True, eq=False):
    """What stays together on one page: a row, a line, a chart. Marks are placed from the block's own top left corner.

    ``keep`` it on one page with the block below. ``head`` is repeated where a page begins with this block. ``is_gap``:
    left out at the top of a page.
    """

    height: float
    marks: tuple[Mark, ...]
    keep: bool = False
    head: Block | None = None
    is_gap: bool = False
    heading: str = ""
    """Words for the outline, where the block is a heading."""


class Link(Struct, frozen=True, eq=False):
    """A place on a page that leads to the first page of a section."""

    rect: QRectF
    section: str


class PackPage(Struct, frozen=True, eq=False):
    """One page: its section, and its marks with the place of each group."""

    section: str
    title: str
    groups: tuple[tuple[float, float, tuple[Mark, ...]], ...]
    links: tuple[Link, ...] = ()
    headings: tuple[tuple[str, float], ...] = ()
    """Headings below the section's own, each with its distance from the top."""

    is_first: bool = False
    """Whether the section begins here."""


class PackPages(Struct, frozen=True, eq=False):
    """A pack ready to paint, with what its file says of itself."""

    title: str
    author: str
    subject: str
    pages: tuple[PackPage, ...]

    def first_page(self, section: str) -> int | None:
        """Return the index of a section's first page; None where it has none."""
        return next((at for at, page in enumerate(self.pages) if page.section == section), None)


def break_into_pages(blocks: list[Block], room: float) -> list[list[Block]]:
    """Share blocks out over pages of a height; a block to keep with the next is never a page's last.

    A run of kept blocks that no page can hold is broken where it must be. No page is empty.
    """
    pages: list[list[Block]] = []
    page: list[Block] = []
    used = 0.0
    for block in blocks:
        if used + block.height > room and page:
            cut = len(page)
            while cut and page[cut - 1].keep:
                cut -= 1
            if not any(not item.is_gap for item in page[:cut]):
                cut = len(page)
            carried = page[cut:]
            pages.append(_without_last_gap(page[:cut]))
            page = _with_head([*carried, block] if carried else [block])
            used = sum(item.height for item in page)
            continue
        if block.is_gap and not page:
            continue
        page.append(block)
        used += block.height
    if any(not item.is_gap for item in page):
        pages.append(page)
    return pages


def _with_head(blocks: list[Block]) -> list[Block]:
    while blocks and blocks[0].is_gap:
        blocks = blocks[1:]
    if blocks and blocks[0].head is not None:
        return [blocks[0].head, *blocks]
    return blocks


def _without_last_gap(blocks: list[Block]) -> list[Block]:
    while blocks and blocks[-1].is_gap:
        blocks = blocks[:-1]
    return blocks

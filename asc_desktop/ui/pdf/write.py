"""A laid-out pack as the bytes of a PDF."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from asc_desktop import __version__
from asc_desktop.ui.pdf.composer import PackCalledOffError
from asc_desktop.ui.pdf.outline import Bookmark, PageLink, with_outline
from asc_desktop.ui.pdf.pages import WIDE, PackPages
from asc_desktop.ui.pdf.paint import paint_page

_DOTS: int = 1200
"""To the inch: how finely a place on the page is told."""

_POINTS = 0.75
"""Of a pixel of the layout."""


def pdf_of(
    pages: PackPages,
    *,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """Return the PDF of a pack: vectors and embedded letters, with bookmarks and a contents that leads to its pages.

    Raises PackCalledOffError once ``cancelled`` says so. Safe off the window's thread.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS)
    writer.setTitle(pages.title)
    writer.setAuthor(pages.author)
    writer.setCreator(f"ASC Desktop {__version__}")
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0)
    )
    writer.setPageLayout(layout)
    painter = QPainter(writer)
    try:
        scale = writer.width() / WIDE
        for number, page in enumerate(pages.pages):
            if cancelled is not None and cancelled():
                raise PackCalledOffError
            if progress is not None:
                progress(number / len(pages.pages), f"Drawing page {number + 1} of {len(pages.pages)}")
            if number:
                writer.newPage()
            painter.save()
            painter.scale(scale, scale)
            paint_page(painter, page)
            painter.restore()
    finally:
        painter.end()
        buffer.close()
    # Via bytearray: QByteArray.data() is typed as either.
    content: QByteArray = buffer.data()
    return with_outline(bytes(content.data()), _bookmarks(pages), _links(pages))


def _bookmarks(pages: PackPages) -> list[Bookmark]:
    """A bookmark for each section, and below it one for each of its headings."""
    found: list[Bookmark] = []
    for number, page in enumerate(pages.pages):
        if page.is_first:
            found.append(Bookmark(page.title, 0, number, 0.0))
        found += [Bookmark(words, 1, number, (top - 12) * _POINTS) for words, top in page.headings]
    return found


def _links(pages: PackPages) -> list[PageLink]:
    found = []
    for number, page in enumerate(pages.pages):
        for link in page.links:
            target = pages.first_page(link.section)
            if target is not None:
                box = link.rect
                edges = (box.left(), box.top(), box.right(), box.bottom())
                found.append(PageLink(number, tuple(edge * _POINTS for edge in edges), target))
    return found

"""A timeline on A3 paper: every row, and on every page the dates, the heading of its rows and the legend.

It has one page where its rows can be read on one, else as many as rows of the usual height take.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QSizeF
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from asc_desktop import __version__
from asc_desktop.ui.charts.data_timeline import TimelineData, TimelineGroup, TimelineRow
from asc_desktop.ui.charts.marks import label_font, paint_layout
from asc_desktop.ui.charts.timeline import layout_timeline, plot_rect
from asc_desktop.ui.charts.timeline_view import ROW_HEIGHT, TimelineView, fitted_row_height, total_height
from asc_desktop.ui.fonts import SEMI_BOLD, ui_font
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.pdf.type_setter import for_print, load_print_fonts

WIDE: Final = 1512.0
HIGH: Final = 1046.0
"""Of a page of A3 across without its margins, in pixels of 96 to the inch."""

_MARGIN_MM: Final = 10.0
_TITLE: Final = 34.0
_FOOT: Final = 22.0
_DOTS: Final = 1200
CHART: Final = QSizeF(WIDE, HIGH - _TITLE - _FOOT)


def a3_layout() -> QPageLayout:
    """Return the paper: A3 across."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A3)
    return QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)


def timeline_pdf(data: TimelineData, view: TimelineView, days: float) -> bytes:
    """Return a PDF of every row over so many days from the view's first."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS)
    writer.setTitle(data.title)
    writer.setCreator(f"ASC Desktop {__version__}")
    writer.setPageLayout(a3_layout())
    paint_timeline(writer, data, view, days)
    buffer.close()
    # Via bytes: QByteArray.data() is typed as either.
    return bytes(buffer.data().data())


def paint_timeline(paper: QPagedPaintDevice, data: TimelineData, view: TimelineView, days: float) -> bool:
    """Draw every row on a printer's or a PDF's pages, as large as the paper allows; return whether it could begin."""
    load_print_fonts()
    shown, pages = timeline_pages(data, view, days)
    painter = QPainter()
    if not painter.begin(paper):
        return False
    scale = min(paper.width() / WIDE, paper.height() / HIGH)
    for number, page in enumerate(pages, 1):
        if number > 1:
            paper.newPage()
        painter.save()
        painter.scale(scale, scale)
        _write(painter, ui_font(17, SEMI_BOLD), data.title, 20)
        foot = f"Page {number} of {len(pages)}" if len(pages) > 1 else ""
        _write(painter, label_font(11), foot, HIGH - 6)
        painter.translate(0, _TITLE)
        paint_layout(painter, layout_timeline(page, shown, CHART, LIGHT), LIGHT, restyle=for_print)
        painter.restore()
    painter.end()
    return True


def timeline_pages(
    data: TimelineData, view: TimelineView, days: float
) -> tuple[TimelineView, list[TimelineData]]:
    """Return how it is looked at on paper, and the rows of each page."""
    plot = plot_rect(data, CHART)
    low = replace(view, row_height=fitted_row_height(data, view.folded, plot.height()))
    fits = total_height(data, low) <= plot.height()
    shown = replace(
        low if fits else replace(low, row_height=ROW_HEIGHT),
        scale=plot.width() / max(days, 1),
        top=0.0,
        chosen=None,
    )
    return shown, [replace(data, groups=groups) for groups in _in_pages(data, shown, plot.height())]


def _in_pages(data: TimelineData, view: TimelineView, room: float) -> Iterator[tuple[TimelineGroup, ...]]:
    """Yield the groups of each page; a group that goes on has its heading again, and none has it alone at the foot."""
    page: list[TimelineGroup] = []
    used = 0.0
    for group in data.groups:
        rows = () if group.key in view.folded else group.rows
        held: list[TimelineRow] = []
        least = view.group_height + (view.row_height if rows else 0)
        if page and used + least > room:
            yield tuple(page)
            page, used = [], 0.0
        used += view.group_height
        label = group.label
        for row in rows:
            if used + view.row_height > room:
                yield (*page, replace(group, label=label, rows=tuple(held)))
                page, held, used = [], [], view.group_height
                label = f"{group.label}, continued"
            held.append(row)
            used += view.row_height
        page.append(replace(group, label=label, rows=tuple(held)))
    yield tuple(page)


def _write(painter: QPainter, font: QFont, words: str, baseline: float) -> None:
    painter.setFont(for_print(font))
    painter.setPen(QColor(LIGHT.text))
    painter.drawText(QPointF(0, baseline), words)

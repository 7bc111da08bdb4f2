"""Paints a laid-out page with any painter: the preview's, or the PDF's."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from asc_desktop.ui.charts.marks import BoxMark, ChipMark, paint_layout, paint_mark
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.pdf.pages import ChartMark, Mark, PackPage, Words
from asc_desktop.ui.pdf.type_setter import for_print


def paint_page(painter: QPainter, page: PackPage) -> None:
    """Paint a page in its own pixels, from the top left corner; the paper itself is the caller's."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    for x, y, marks in page.groups:
        painter.translate(x, y)
        for mark in marks:
            _paint(painter, mark)
        painter.translate(-x, -y)


def _paint(painter: QPainter, mark: Mark) -> None:
    if isinstance(mark, Words):
        painter.setFont(mark.font)
        painter.setPen(QColor(mark.colour))
        painter.drawText(QPointF(mark.x, mark.baseline), mark.text)
    elif isinstance(mark, ChartMark):
        painter.translate(mark.x, mark.y)
        paint_layout(painter, mark.layout, LIGHT, restyle=for_print)
        painter.translate(-mark.x, -mark.y)
    elif isinstance(mark, BoxMark):
        painter.fillRect(QRectF(mark.rect), QColor(mark.fill))
    else:
        paint_mark(painter, mark, LIGHT, for_print if isinstance(mark, ChipMark) else None)

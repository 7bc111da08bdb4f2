"""A chart as a picture for a paper: always in the light colours, always with its title."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRect, QSize, QSizeF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from asc_desktop._files import write_file
from asc_desktop.ui.charts.marks import ChartLayout, paint_layout
from asc_desktop.ui.cutting import cut_to
from asc_desktop.ui.fonts import SEMI_BOLD, ui_font
from asc_desktop.ui.palette import LIGHT, Palette

MARGIN = 16
TITLE = 30
SMALLEST = QSize(560, 300)
SHARPNESS = 2.0
"""Dots for each pixel of the screen: sharp on an A4 page."""

LONGEST_SIDE = 30_000
MOST_DOTS = 40_000_000
"""What a picture may have at most: Qt paints nothing beyond 32,767 dots. A larger one is less sharp, and whole."""

LayOut = Callable[[QSizeF, Palette], ChartLayout]


def chart_image(title: str, lay_out: LayOut, size: QSize) -> QImage:
    """Return the chart as an image, `size` before its margins and title."""
    body = size.expandedTo(SMALLEST)
    whole = _whole(body)
    sharpness = _sharpness(whole)
    image = QImage(whole * sharpness, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(sharpness)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    _paint(painter, title, lay_out, body)
    painter.end()
    return image


def save_png(path: Path, title: str, lay_out: LayOut, size: QSize) -> None:
    """Write a PNG. Raises OSError when it cannot be written."""
    write_file(path, png_of(chart_image(title, lay_out, size)))


def save_svg(path: Path, title: str, lay_out: LayOut, size: QSize) -> None:
    """Write an SVG, whose words stay words. Raises OSError when it cannot be written."""
    body = size.expandedTo(SMALLEST)
    whole = _whole(body)
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(whole)
    generator.setViewBox(QRect(0, 0, whole.width(), whole.height()))
    generator.setTitle(title)
    painter = QPainter(generator)
    painter.fillRect(QRect(0, 0, whole.width(), whole.height()), QColor(LIGHT.surface))
    _paint(painter, title, lay_out, body)
    painter.end()
    write_file(path, _bytes_of(buffer))


def png_of(image: QImage) -> bytes:
    """Return an image as the bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return _bytes_of(buffer)


def _bytes_of(buffer: QBuffer) -> bytes:
    buffer.close()
    # Via bytes: QByteArray.data() is typed as either.
    return bytes(buffer.data().data())


def _sharpness(whole: QSize) -> float:
    side, dots = max(whole.width(), whole.height()), whole.width() * whole.height()
    return min(SHARPNESS, LONGEST_SIDE / side, sqrt(MOST_DOTS / dots))


def _whole(body: QSize) -> QSize:
    return body + QSize(2 * MARGIN, 2 * MARGIN + TITLE)


def _paint(painter: QPainter, title: str, lay_out: LayOut, body: QSize) -> None:
    font = ui_font(15, SEMI_BOLD)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(QColor(LIGHT.text))
    shown = cut_to(title, metrics, body.width())
    painter.drawText(QPointF(MARGIN, MARGIN + metrics.ascent()), shown)
    painter.translate(MARGIN, MARGIN + TITLE)
    paint_layout(painter, lay_out(QSizeF(body), LIGHT), LIGHT)

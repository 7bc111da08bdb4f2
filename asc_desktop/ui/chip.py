"""A status as a chip: words, a shape and a colour, never colour alone; for delegates, charts and `StatusChip`.

    paint_status_chip(painter, rect, "At risk", "red", "diamond", palette)
    chip_size("At risk", font)                                            # the room it wants

The chip is cut with … when the rectangle is narrower than its words; narrower still, only the shape is left.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from asc_desktop.ui.cutting import cut_to
from asc_desktop.ui.fonts import SEMI_BOLD, SMALL, ui_font
from asc_desktop.ui.palette import SHAPES, Palette, Shape

SHAPE_SIZE = 9.0
PADDING = 6.0
GAP = 6.0
CHIP_HEIGHT = 20.0
CHIP_WORDS = round(PADDING + SHAPE_SIZE + GAP)
"""Where a chip's words begin, from its left."""


def chip_font() -> QFont:
    """Return the font of a chip's words."""
    return ui_font(SMALL, SEMI_BOLD)


def chip_size(text: str, font: QFont | None = None, shape: str = "circle") -> QSizeF:
    """Return the room a chip wants for all its words."""
    metrics = QFontMetricsF(font or chip_font())
    mark = SHAPE_SIZE + GAP if shape != "none" else 0.0
    return QSizeF(
        2 * PADDING + mark + metrics.horizontalAdvance(text) + 1, max(CHIP_HEIGHT, metrics.height() + 4)
    )


def paint_status_chip(
    painter: QPainter,
    rect: QRectF,
    text: str,
    rag: str,
    shape: Shape | None,
    palette: Palette,
    *,
    font: QFont | None = None,
    dimmed: bool = False,
) -> QRectF:
    """Draw a chip at the left of `rect`, centred in its height, and return the rectangle it took.

    `rag` is a colour role; an unknown one is drawn grey. `shape` None takes the role's own. `dimmed` is for a
    status carried forward from an earlier period: the soft background goes and an outline stays.
    """
    hue = palette.hue(rag)
    mark = shape if shape is not None else SHAPES.get(rag, "dash")  # type: ignore[call-overload]
    chosen = font or chip_font()
    wanted = chip_size(text, chosen, mark)
    height = min(wanted.height(), rect.height())
    chip = QRectF(rect.left(), rect.center().y() - height / 2, min(wanted.width(), rect.width()), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outlined = dimmed or hue.soft in (palette.surface, palette.window)
    painter.setPen(QPen(QColor(hue.text_on_soft), 1) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if dimmed else QColor(hue.soft))
    painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5) if outlined else chip, 3, 3)
    left = chip.left() + PADDING
    if mark != "none":
        paint_shape(
            painter,
            QRectF(left, chip.center().y() - SHAPE_SIZE / 2, SHAPE_SIZE, SHAPE_SIZE),
            mark,
            hue.text_on_soft,
        )
        left += SHAPE_SIZE + GAP
    room = chip.right() - PADDING - left
    metrics = QFontMetricsF(chosen)
    # A letter may be narrower than what stands for what was cut.
    if room >= min(metrics.horizontalAdvance("…"), metrics.horizontalAdvance(text)):
        painter.setFont(chosen)
        painter.setPen(QColor(hue.text_on_soft))
        # One pixel over: the elider and the painter may differ by a fraction.
        shown = cut_to(text, metrics, room + 1)
        painter.drawText(
            QRectF(left, chip.top(), room + 2, chip.height()), Qt.AlignmentFlag.AlignVCenter, shown
        )
    painter.restore()
    return chip


def paint_shape(painter: QPainter, rect: QRectF, shape: str, colour: str) -> None:
    """Draw a status's shape, filled, in the rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    centre = rect.center()
    if shape == "circle":
        painter.drawEllipse(rect)
    elif shape == "triangle":
        painter.drawPolygon(
            QPolygonF([QPointF(centre.x(), rect.top()), rect.bottomRight(), rect.bottomLeft()])
        )
    elif shape == "diamond":
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(centre.x(), rect.top() - 0.5),
                    QPointF(rect.right() + 0.5, centre.y()),
                    QPointF(centre.x(), rect.bottom() + 0.5),
                    QPointF(rect.left() - 0.5, centre.y()),
                ]
            )
        )
    elif shape == "square":
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    elif shape == "dash":
        painter.drawRoundedRect(QRectF(rect.left(), centre.y() - 1.2, rect.width(), 2.4), 1, 1)
    painter.restore()

"""A box that is ticked or not, drawn the same in a form and in a table, and seen on light and dark alike."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from asc_desktop.ui.palette import Palette
from asc_desktop.ui.theme import current_palette

TICK_SIZE = 15
_STROKE = ((3, 8), (6, 11), (12, 4))


def paint_tick(
    painter: QPainter,
    rect: QRectF,
    palette: Palette,
    *,
    ticked: bool,
    framed: bool = True,
    strong: bool = False,
) -> None:
    """Draw it in the middle of `rect`. `framed` where it can be changed, `strong` where the keyboard is on it."""
    box = QRectF(0, 0, TICK_SIZE, TICK_SIZE)
    box.moveCenter(rect.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if framed:
        painter.setPen(QPen(QColor(palette.focus if strong else palette.control_border), 2 if strong else 1))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(box, 3, 3)
    if ticked:
        pen = QPen(QColor(palette.accent), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        left, middle, right = (box.topLeft() + QPointF(*place) for place in _STROKE)
        painter.drawLine(left, middle)
        painter.drawLine(middle, right)
    painter.restore()


class TickBox(QCheckBox):
    """A box with its words. Qt's own is drawn dark on dark."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and its words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        style = self.style()
        place = QRectF(style.subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self))
        paint_tick(
            painter,
            place.translated(1, 0),
            current_palette(),
            ticked=self.isChecked(),
            strong=self.hasFocus(),
        )
        option.rect = style.subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        style.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, option, painter, self)

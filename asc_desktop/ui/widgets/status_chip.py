"""A status as a chip: words, a shape and a colour, never colour alone.

    StatusChip("At risk", "red")                                          # a widget
    paint_status_chip(painter, rect, "At risk", "red", "diamond", palette)  # inside a delegate or a chart
    chip_size("At risk", font)                                            # the room it wants

The chip is cut with … when the rectangle is narrower than its words; narrower still, only the shape is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from asc_desktop.ui.fonts import SEMI_BOLD, SMALL, ui_font
from asc_desktop.ui.palette import SHAPES
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from asc_desktop.ui.palette import ColourRole, Palette, Shape

SHAPE_SIZE = 9.0
PADDING = 6.0
GAP = 6.0
CHIP_HEIGHT = 20.0


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
    if room >= metrics.horizontalAdvance("…"):
        painter.setFont(chosen)
        painter.setPen(QColor(hue.text_on_soft))
        # One pixel over: the elider and the painter may differ by a fraction.
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room + 1)
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


class StatusChip(QWidget):
    """A chip on its own, in a form or a card. Its accessible name is its words."""

    def __init__(
        self,
        text: str = "",
        role: ColourRole = "grey",
        shape: Shape | None = None,
    ) -> None:
        super().__init__()
        self._text = text
        self._role: ColourRole = role
        self._shape = shape
        self._dimmed = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_status(text, role, shape)

    @property
    def text(self) -> str:
        """Return the status in words."""
        return self._text

    def set_status(
        self, text: str, role: ColourRole, shape: Shape | None = None, *, dimmed: bool = False
    ) -> None:
        """Show another status; `dimmed` for one carried forward from an earlier period."""
        self._text, self._role, self._shape, self._dimmed = text, role, shape, dimmed
        self.setAccessibleName(text)
        self._refresh_tooltip()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all the words."""
        wanted = chip_size(self._text, None, self._shape or SHAPES[self._role])
        return QSize(round(wanted.width() + 0.5), round(wanted.height() + 0.5))

    def minimumSizeHint(self) -> QSize:
        """Return room for the shape and a few letters."""
        return QSize(min(48, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        paint_status_chip(
            painter,
            QRectF(self.rect()),
            self._text,
            self._role,
            self._shape,
            current_palette(),
            dimmed=self._dimmed,
        )
        self._refresh_tooltip()

    def _refresh_tooltip(self) -> None:
        wanted = self._text if self.width() < self.sizeHint().width() else ""
        if self.toolTip() != wanted:
            set_tip(self, wanted)

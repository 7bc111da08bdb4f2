"""The surface that a chart is drawn on: the only module that imports pyqtgraph, and through it numpy.

`asc_desktop.ui.charts.loader` loads this module in a thread after the first paint. Import it from nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

# Its clean-up walks every object at exit and closes what Qt has already deleted.
pg.setConfigOption("exitCleanup", False)


class ChartCanvas(pg.GraphicsView):
    """A transparent view that shows one picture. The chart around it has the mouse and the keyboard."""

    def __init__(self, paint: Callable[[QPainter], None], parent: QWidget) -> None:
        super().__init__(parent, useOpenGL=False, background=None)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # A cached background would be opaque, in the window's colour and not the card's.
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        clear = self.palette()
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            clear.setColor(role, Qt.GlobalColor.transparent)
        self.setPalette(clear)
        self.viewport().setAutoFillBackground(False)
        self._picture = _Picture(paint)
        self.addItem(self._picture)

    def redraw(self) -> None:
        """Draw the picture again, at the size the view now has."""
        self._picture.set_size(QRectF(self.rect()))
        self._picture.update()


class _Picture(QGraphicsItem):
    def __init__(self, paint: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._paint = paint
        self._bounds = QRectF()

    def set_size(self, bounds: QRectF) -> None:
        self.prepareGeometryChange()
        self._bounds = bounds

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        self._paint(painter)

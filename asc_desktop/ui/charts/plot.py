"""The plot of a chart over time: pyqtgraph's view, axes, lines and bars, which it pans and zooms.

With `canvas` one of the two modules that import pyqtgraph; `ui.charts.loader` loads it after the first paint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from asc_desktop.ui.charts.canvas import ChartCanvas
from asc_desktop.ui.charts.data import Band, LineData, LineSeries, StackData
from asc_desktop.ui.charts.marks import label_font
from asc_desktop.ui.charts.time_layout import (
    BAR_SHARE,
    LEAST_SHOWN,
    TimeData,
    TimeFrame,
    TimeView,
    month_name,
)
from asc_desktop.ui.palette import Palette

DOTTED_FROM = 9.0
"""Pixels for a month from which each of its points has a dot."""

SPARE = 2.0
"""Pixels above and below the values."""


class PlotCanvas(ChartCanvas):
    """Months across and values upright. `looked` says which months a person has moved or zoomed to."""

    looked = Signal(float, float)
    pointed = Signal(object)
    """Where the mouse is, a QPointF; object, since pyqtgraph sends it so."""
    pressed = Signal(object)
    gone = Signal()

    def __init__(
        self, paint: Callable[[QPainter], None], takes_wheel: Callable[[], bool], parent: QWidget
    ) -> None:
        super().__init__(paint, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.setMouseTracking(True)
        self._is_placing = False
        self._data: TimeData | None = None
        self.box = _MonthBox(takes_wheel)
        self.months, self.values = _Axis("bottom"), _Axis("left")
        for axis in (self.months, self.values):
            axis.linkToView(self.box)
        self.cross = pg.InfiniteLine(angle=90, movable=False)
        self.cross.setZValue(5)
        self.cross.hide()
        for item in (self.values, self.months, self.box):
            self.addItem(item)
        self._picture.setZValue(10)
        self._picture.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.box.sigXRangeChanged.connect(self._on_range)
        self.sceneObj.sigMouseMoved.connect(self.pointed)
        self.sceneObj.sigMouseClicked.connect(self._on_click)

    def draw(self, data: TimeData | None, palette: Palette, pitch: float) -> None:
        """Draw other figures, or the same in other colours; dots only where months have room for them."""
        self._data = data
        self.box.clear()
        self.box.addItem(self.cross, ignoreBounds=True)
        self.cross.setPen(QPen(QColor(palette.text_muted), 0))
        for axis, line in (
            (self.months, QPen(QColor(palette.control_border))),
            (self.values, QPen(Qt.PenStyle.NoPen)),
        ):
            axis.set_colours(line, palette)
        if isinstance(data, LineData):
            for band in data.bands:
                self._add_band(band, palette)
            for series in data.series:
                self._add_line(series, palette, has_dots=pitch >= DOTTED_FROM)
        elif data is not None:
            self._add_columns(data, palette)

    def place(self, frame: TimeFrame, view: TimeView) -> None:
        """Put plot and axes where they belong, over these months and values."""
        count = len(self._data.categories) if self._data is not None else 1
        plot, scale = frame.plot, frame.scale
        self._is_placing = True
        # A little higher and lower than the values, so that a line along the top or the foot is not cut in half.
        roomy = plot.adjusted(0, -SPARE, 0, SPARE)
        spare = SPARE * (scale.high - scale.low) / plot.height()
        self.box.setGeometry(roomy)
        _set_place(self.values, QRectF(0, roomy.top(), roomy.left(), roomy.height()))
        _set_place(self.months, QRectF(plot.left(), plot.bottom(), plot.width(), 22))
        self.values.name([(tick, self._tick_words(tick, scale.step)) for tick in scale.ticks()])
        if self._data is not None:
            self.months.name([(index, month_name(self._data, index)) for index in frame.named])
        self.box.setLimits(
            xMin=-0.5,
            xMax=max(count, 1) - 0.5,
            minXRange=min(LEAST_SHOWN, count),
            maxXRange=max(count, 1),
        )
        self.box.setRange(
            xRange=(view.left, view.right), yRange=(scale.low - spare, scale.high + spare), padding=0
        )
        self._is_placing = False

    def set_cross(self, index: int | None) -> None:
        """Put the upright line on a month, or take it away."""
        if index is not None:
            self.cross.setPos(index)
        self.cross.setVisible(index is not None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the press from the chart behind, which would take the release for a click on what was dragged."""
        super().mousePressEvent(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the release likewise."""
        super().mouseReleaseEvent(event)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that nothing is pointed at."""
        super().leaveEvent(event)
        self.gone.emit()

    # ------------------------------------------------------------------------------------------------ inside

    def _tick_words(self, tick: float, step: float) -> str:
        return self._data.axis.tick_text(tick, step) if self._data is not None else ""

    def _on_range(self, _box: object, shown: tuple[float, float]) -> None:
        if not self._is_placing:
            self.looked.emit(float(shown[0]), float(shown[1]))

    def _on_click(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(event.scenePos())

    def _add_line(self, series: LineSeries, palette: Palette, *, has_dots: bool) -> None:
        colour = QColor(palette.hue(series.role).solid)
        pen = QPen(colour, 1.5 if series.is_dashed else 2)
        pen.setCosmetic(True)
        if series.is_dashed:
            pen.setDashPattern([3, 3])
        values = np.array([np.nan if point is None else point.value for point in series.points], dtype=float)
        months = np.arange(len(values), dtype=float)
        self.box.addItem(pg.PlotCurveItem(months, values, pen=pen, connect="finite", antialias=True))
        alone = np.isfinite(values) if has_dots else _alone(values)
        if not series.is_dashed or len(values) == 1:
            edge = QPen(QColor(palette.surface), 1.5)
            edge.setCosmetic(True)
            dots = pg.ScatterPlotItem(
                months[alone],
                values[alone],
                size=7,
                antialias=True,
                pen=edge,
                brush=QBrush(colour),
            )
            self.box.addItem(dots)

    def _add_band(self, band: Band, palette: Palette) -> None:
        """Shade a range, of as many parts as it has without a gap."""
        colour = QBrush(QColor(palette.hue(band.role).soft))
        edges = np.array([(np.nan, np.nan) if pair is None else pair for pair in band.edges], dtype=float)
        held = np.isfinite(edges[:, 0])
        starts = np.flatnonzero(held & ~np.concatenate(([False], held[:-1])))
        ends = np.flatnonzero(held & ~np.concatenate((held[1:], [False]))) + 1
        for start, end in zip(starts, ends, strict=True):
            months = np.arange(start, end, dtype=float)
            curves = [pg.PlotCurveItem(months, edges[start:end, side], pen=None) for side in (0, 1)]
            self.box.addItem(pg.FillBetweenItem(*curves, brush=colour))

    def _add_columns(self, data: StackData, palette: Palette) -> None:
        base, below = np.zeros(len(data.categories)), np.zeros(len(data.categories))
        gap = QPen(QColor(palette.surface), 1)
        gap.setCosmetic(True)
        for series in data.series:
            heights = np.array([point.value for point in series.points], dtype=float)
            shown, starts = heights != 0, np.where(heights > 0, base, below)
            hue = palette.hue(series.role)
            brushes = [QBrush(QColor(hue.solid))]
            if series.pattern == "hatch":
                brushes.append(QBrush(QColor(hue.text_on_solid), Qt.BrushStyle.BDiagPattern))
            for brush in brushes:
                bars = pg.BarGraphItem(
                    x=np.flatnonzero(shown),
                    y0=starts[shown],
                    height=heights[shown],
                    width=BAR_SHARE,
                    brush=brush,
                    pen=gap,
                )
                self.box.addItem(bars)
            base, below = base + np.maximum(heights, 0), below + np.minimum(heights, 0)


class _MonthBox(pg.ViewBox):
    """pyqtgraph's view over months: the wheel zooms, with Shift it goes through time, and so does a drag."""

    def __init__(self, takes_wheel: Callable[[], bool]) -> None:
        super().__init__(enableMenu=False, defaultPadding=0)
        self._takes_wheel = takes_wheel
        self.setMouseEnabled(x=True, y=False)
        self.disableAutoRange()

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        """Zoom or move; leave the page to scroll where it does and the chart was not chosen, or all is in sight."""
        turned, held = event.delta(), event.modifiers()
        left, right = self.viewRange()[0]
        if held & Qt.KeyboardModifier.ShiftModifier or event.orientation() == Qt.Orientation.Horizontal:
            self.translateBy(x=-turned / 120 * (right - left) / 8)
            event.accept()
            return
        is_whole = right - left >= self.state["limits"]["xRange"][1] - 0.001
        is_asked = held & Qt.KeyboardModifier.ControlModifier or self._takes_wheel()
        if axis == 1 or not is_asked or (is_whole and turned < 0):
            event.ignore()
            return
        # It is otherwise brought up to date by the next paint, and the month under the mouse would not stay there.
        self.updateMatrix()
        super().wheelEvent(event, axis=0)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        """Go through time with the left button; others drag nothing."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.updateMatrix()
        super().mouseDragEvent(event, axis=0)
        if event.isFinish():
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)


class _Axis(pg.AxisItem):
    """pyqtgraph's axis with our words at the places we say; that of the values has a line across the plot for each."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.setStyle(
            tickFont=label_font(11), tickLength=0, tickAlpha=255, tickTextOffset=6, autoExpandTextSpace=False
        )
        self.setGrid(255 if side == "left" else False)
        # Under the view, so that no line of the grid runs over a bar or its figure.
        self.setZValue(-200)

    def name(self, places: list[tuple[float, str]]) -> None:
        """Write these words at these values."""
        self.setTicks([places])

    def set_colours(self, line: QPen, palette: Palette) -> None:
        """Take a theme's colours."""
        self.setPen(line)
        self.setTickPen(QPen(QColor(palette.grid)))
        self.setTextPen(QPen(QColor(palette.text_muted)))

    def boundingRect(self) -> QRectF:
        """Return room for words that reach beyond the ends: pyqtgraph leaves out those that do not fit into it."""
        room: QRectF = super().boundingRect()
        return room.adjusted(-60, -10, 60, 10)


def _set_place(axis: _Axis, place: QRectF) -> None:
    if axis.orientation == "left":
        axis.setWidth(place.width())
    else:
        axis.setHeight(place.height())
    axis.setGeometry(place)


def _alone(values: Any) -> Any:
    """Return which values have none beside them, and so no line."""
    held = np.isfinite(values)
    before, after = np.concatenate(([False], held[:-1])), np.concatenate((held[1:], [False]))
    return held & ~before & ~after

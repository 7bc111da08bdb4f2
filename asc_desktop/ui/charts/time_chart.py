"""A chart over time: the months pass by under mouse, wheel and keys, and an upright line reads one of them.

    chart = TimeChart()
    chart.set_data(data)            # LineData, or StackData upright; `opens_at` says how many months are in sight first

A drag, or Shift and the wheel: through time. The wheel: more or fewer months; where the page itself scrolls, once the
chart was clicked, or with Ctrl. + and −, Ctrl and an arrow, Page Up and Page Down do the same, and 0 shows every month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from asc_desktop.ui.charts.chart import ARROWS, Chart
from asc_desktop.ui.charts.data import ChartData, LineData, StackData
from asc_desktop.ui.charts.loader import chart_loader
from asc_desktop.ui.keys import LARGER, ROW_MENU, SMALLER, WHOLE
from asc_desktop.ui.palette import Palette
from asc_desktop.ui.plain import hide_tip, show_tip
from asc_desktop.ui.theme import current_palette

if TYPE_CHECKING:
    from asc_desktop.ui.charts.canvas import ChartCanvas
    from asc_desktop.ui.charts.marks import ChartLayout
    from asc_desktop.ui.charts.plot import PlotCanvas
    from asc_desktop.ui.charts.time_layout import TimeFrame, TimeView

ZOOM_STEP: Final = 1.5
HELP: Final = (
    "Arrow keys move from figure to figure, Enter lists what is behind one, Ctrl and an arrow goes through time, "
    f"plus and minus zoom, 0 shows every month, {ROW_MENU} offers a table."
)


class TimeChart(Chart):
    """Lines or columns over months."""

    _data: LineData | StackData | None

    def __init__(self) -> None:
        super().__init__()
        self._view: TimeView | None = None
        self._read: tuple[int, object] | None = None
        """The month that is read with the mouse, and what in it is pointed at."""
        self._drawn: object = None
        self.setAccessibleDescription(HELP)

    # ------------------------------------------------------------------------------------------------ what it shows

    @property
    def view(self) -> TimeView | None:
        """Return the months in sight; None without data."""
        from asc_desktop.ui.charts.time_layout import starting_view

        if self._view is None and self._data is not None:
            self._view = starting_view(self._data)
        return self._view

    @property
    def frame(self) -> TimeFrame | None:
        """Return where the plot is, at the size the chart now has; None without data."""
        from asc_desktop.ui.charts.time_layout import frame_of

        view = self.view
        return frame_of(self._data, view, QSizeF(self.size())) if self._data is not None and view else None

    def set_data(self, data: ChartData | None) -> None:
        """Show other figures; the months in sight stay where they are months of these too."""
        before = self._data
        if before is None or data is None or before.categories != cast("LineData", data).categories:
            self._view = None
        self._read = None
        super().set_data(data)

    def zoom(self, factor: float) -> None:
        """Show fewer months, by a factor, or more."""
        if self.view is not None:
            self._look(self.view.zoomed(factor, self._count))

    def go(self, months: float) -> None:
        """Go so many months on."""
        if self.view is not None:
            self._look(self.view.moved(months, self._count))

    def show_all(self) -> None:
        """Show every month."""
        from asc_desktop.ui.charts.time_layout import whole_view

        if self._data is not None:
            self._look(whole_view(self._data))

    # ------------------------------------------------------------------------------------------------ for the chart

    def _lay_out(self, size: QSizeF, palette: Palette) -> ChartLayout:
        from asc_desktop.ui.charts.time_layout import layout_over_time

        view = self.view
        if self._data is None or view is None or not self._data.categories:
            return super()._lay_out(size, palette)
        return layout_over_time(self._data, view, size, palette)

    def _lay_out_picture(self, size: QSizeF, palette: Palette) -> ChartLayout:
        """Lay out the months in sight as paper has them."""
        from asc_desktop.ui.charts.layouts import lay_out
        from asc_desktop.ui.charts.time_layout import in_sight

        view = self.view
        if self._data is None or view is None:
            return super()._lay_out_picture(size, palette)
        return lay_out(in_sight(self._data, view), size, palette)

    def _new_canvas(self) -> ChartCanvas:
        canvas = chart_loader().make_plot(self._paint_chart, self._takes_wheel, self)
        canvas.looked.connect(self._on_looked)
        canvas.pointed.connect(self._on_pointed)
        canvas.pressed.connect(self._on_pressed)
        canvas.gone.connect(self._stop_reading)
        return canvas

    def _refresh(self) -> None:
        """Draw again: the plot anew where figures, colours or dots are others, else where it is."""
        plot, frame = self._plot, self.frame
        if plot is not None and frame is not None and self.view is not None:
            from asc_desktop.ui.charts.plot import DOTTED_FROM

            drawn = (id(self._data), current_palette(), frame.pitch >= DOTTED_FROM)
            if drawn != self._drawn:
                self._drawn = drawn
                plot.draw(self._data, current_palette(), frame.pitch)
            plot.place(frame, self.view)
        elif plot is not None and self._data is None:
            plot.draw(None, current_palette(), 0)
            self._drawn = None
        super()._refresh()

    # ----------------------------------------------------------------------------------------------- Qt's events

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the month under the mouse."""
        self._on_pointed(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Stop reading."""
        super().leaveEvent(event)
        self._stop_reading()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take ring and line away."""
        super().focusOutEvent(event)
        self._stop_reading()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, go through time, or along the figures."""
        key = Qt.Key(event.key())
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        view = self.view
        if view is None:
            super().keyPressEvent(event)
        elif LARGER.matches(event):
            self.zoom(ZOOM_STEP)
        elif SMALLER.matches(event):
            self.zoom(1 / ZOOM_STEP)
        elif WHOLE.matches(event):
            self.show_all()
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.go(view.span * (0.9 if key == Qt.Key.Key_PageDown else -0.9))
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and with_control:
            self.go(ARROWS[key].x() * max(view.span / 6, 1))
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and self.chart_layout.targets:
            self._go_to_next(-1 if key == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------ how it does it

    @property
    def _plot(self) -> PlotCanvas | None:
        return cast("PlotCanvas | None", self._canvas)

    @property
    def _count(self) -> int:
        return len(self._data.categories) if self._data is not None else 0

    def _takes_wheel(self) -> bool:
        """Whether the wheel is the chart's: where the page scrolls, only once a person has chosen the chart."""
        if self.hasFocus():
            return True
        around: QWidget | None = self.parentWidget()
        while around is not None:
            if isinstance(around, QAbstractScrollArea) and around.verticalScrollBar().maximum():
                return False
            around = None if around.isWindow() else around.parentWidget()
        return True

    def _look(self, view: TimeView) -> None:
        """Look at other months, with the ring on the same figure as far as that is still in sight."""
        if view == self._view:
            return
        kept = self.focused_target.words if self.focused_target is not None else None
        self._view = view
        self._refresh()
        words = [target.words for target in self.chart_layout.targets]
        self._focused = words.index(kept) if kept in words else None

    def _on_looked(self, left: float, right: float) -> None:
        from asc_desktop.ui.charts.time_layout import TimeView

        hide_tip()
        self._look(TimeView(left, right))

    def _go_to_next(self, step: int) -> None:
        """Go to the same line's figure of the next month that has one; where that is out of sight, bring it in."""
        from asc_desktop.ui.charts.time_layout import has_place, months_in, places_of

        data, view = self._data, self.view
        if data is None or view is None:
            return
        places = places_of(data, months_in(view, self._count))
        if self._focused is None or self._focused >= len(places):
            self._focus_on(0)
            return
        series, month = places[self._focused]
        month += step
        while 0 <= month < self._count and not has_place(data, series, month):
            month += step
        if not 0 <= month < self._count:
            return
        beyond = min(month - 0.5 - view.left, 0) or max(month + 0.5 - view.right, 0)
        if beyond:
            self.go(beyond)
        shown = self.view or view
        self._focus_on(places_of(data, months_in(shown, self._count)).index((series, month)))

    def _focus_on(self, index: int) -> None:
        super()._focus_on(index)
        month = self._month_at(self.chart_layout.targets[index].rect.center())
        if self._plot is not None:
            self._plot.set_cross(month)

    def _on_pressed(self, at: QPointF) -> None:
        target = self._target_at(at)
        if target is not None and target.key is not None:
            self.segment_activated.emit(target.key)

    def _on_pointed(self, at: QPointF) -> None:
        """Put the line on the month under the mouse and say all that it has."""
        target, month = self._target_at(at), self._month_at(at)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor
            if target is not None and target.key is not None
            else Qt.CursorShape.ArrowCursor
        )
        if month is None or self._data is None:
            self._stop_reading()
            return
        read = (month, target.words if target is not None else "")
        if read == self._read:
            return
        self._read = read
        if self._plot is not None:
            self._plot.set_cross(month)
        from asc_desktop.ui.charts.time_layout import reading

        words = reading(self._data, month)
        if target is not None:
            # What the figure under the mouse has besides: pounds in full, or whose they are.
            words += "".join(f"\n{line}" for line in target.words.split("\n")[2:])
        show_tip(self.mapToGlobal(at.toPoint()) + QPoint(12, 4), words, self, title=True)

    def _stop_reading(self) -> None:
        if self._read is not None:
            hide_tip()
        self._read = None
        if self._plot is not None:
            self._plot.set_cross(None)

    def _month_at(self, at: QPointF) -> int | None:
        """Return the month at a place in the plot; None beside it."""
        frame, view = self.frame, self.view
        if frame is None or view is None or not frame.plot.adjusted(-4, -4, 4, 4).contains(at):
            return None
        month = round(view.left + (at.x() - frame.plot.left()) / frame.pitch)
        return min(max(month, 0), self._count - 1) if self._count else None

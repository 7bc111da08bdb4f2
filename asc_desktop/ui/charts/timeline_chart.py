"""The timeline as a widget: scrolled, dragged and zoomed with mouse and keys.

    chart = TimelineChart()
    chart.set_data(TimelineData | None)
    chart.show_key(key)             # ring a marker and bring it into view
    chart.place_opened              # a double click, with the key; the same as open_focused()

Wheel: up and down. Shift+wheel or a drag: through time. Ctrl+wheel, + and -: larger and smaller. Arrow keys go from
figure to figure and move the view where there is none in their direction; Ctrl+arrow moves it always, 0 shows all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollBar

from asc_desktop.ui.charts.chart import ARROWS, Chart, next_target
from asc_desktop.ui.charts.data import ChartData
from asc_desktop.ui.charts.data_timeline import TimelineData, day_number
from asc_desktop.ui.charts.timeline import layout_timeline, plot_rect
from asc_desktop.ui.charts.timeline_view import SCALES, TimelineView, lines_of, starting_view, total_height
from asc_desktop.ui.keys import LARGER, ROW_MENU, SMALLER, WHOLE
from asc_desktop.ui.palette import Palette
from asc_desktop.ui.plain import hide_tip

if TYPE_CHECKING:
    from asc_desktop.ui.charts.marks import ChartLayout

ZOOM_STEP: Final = 1.25
HELP: Final = (
    "Arrow keys move from figure to figure, Enter chooses one, Ctrl and an arrow moves the view, plus and minus zoom, "
    f"{ROW_MENU} offers a table."
)


class TimelineChart(Chart):
    """Projects and their milestones over time. A click on a heading folds it; every other key is sent on."""

    place_opened = Signal(object)
    """The key of what was double-clicked."""

    _data: TimelineData | None

    def __init__(self) -> None:
        super().__init__()
        self._view: TimelineView | None = None
        self._pressed: QPointF | None = None
        self._dragged_from: TimelineView | None = None
        self._wanted: object = None
        # Whether a person, or a page, has looked elsewhere than where it begins.
        self._is_chosen = False
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.setAccessibleName("Rows of the timeline")
        self._bar.valueChanged.connect(self._on_bar)
        self._bar.hide()
        self.setAccessibleDescription(HELP)

    # ------------------------------------------------------------------------------------------------ what it shows

    @property
    def view(self) -> TimelineView | None:
        """Return how it is looked at; None until it has data and a size."""
        if self._view is None and self._data is not None and self.width() > 1:
            self._view = starting_view(self._data, self._plot().width(), day_number(self._data.today))
        return self._view

    def set_data(self, data: ChartData | None) -> None:
        """Show these rows; how they are looked at stays."""
        kept = self.focused_target.key if self.focused_target else None
        super().set_data(data)
        self._change_view(self.view if self.is_drawn else self._view, kept)
        if self._wanted is not None:
            self.show_key(self._wanted)

    def show_key(self, key: object) -> None:
        """Ring a marker, unfold its group and bring it into view."""
        self._wanted = None
        if self._data is None or self.view is None:
            self._wanted = key
            return
        place = self._data.places.get(key)
        view = replace(self.view, chosen=key)
        if place is not None:
            row, day = place
            view = replace(view, folded=view.folded - {self._data.group_of[row.key]})
            view = self._brought_into_view(view, row.key, day)
        self._change_view(view)

    def clear_choice(self) -> None:
        """Take the ring away."""
        self._wanted = None
        if self.view is not None and self.view.chosen is not None:
            self._change_view(replace(self.view, chosen=None))

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Show the days larger or smaller round a place across the plot, its middle if none is given."""
        if self.view is not None:
            self._change_view(self.view.zoomed(factor, self._plot().width() / 2 if at is None else at))

    def show_scale(self, name: str) -> None:
        """Show ``months``, ``quarters`` or ``years`` in a size in which they read well."""
        if self.view is not None:
            self.zoom(SCALES[name] / self.view.scale)

    def show_all(self) -> None:
        """Show every day from the first to the last."""
        if self._data is not None and self.view is not None:
            first, last = self._data.days
            width = self._plot().width()
            self._change_view(replace(self.view, scale=width / max(last - first + 40, 60), left=first - 20))

    def set_fitted(self, *, fitted: bool) -> None:
        """Make rows as low as it takes to see all of them, as far as their names can be read, or as high as usual."""
        if self.view is not None:
            self._change_view(replace(self.view, fits=fitted))

    def move_view(self, across: float, down: float) -> None:
        """Move by pixels: to later days and to lower rows."""
        if self.view is not None:
            view = self.view
            self._change_view(replace(view, left=view.left + across / view.scale, top=view.top + down))

    def pictured(self) -> tuple[TimelineData, TimelineView, float] | None:
        """Return what paper shows: the data, the view and how many days are in sight; None without data."""
        if self._data is None or self.view is None:
            return None
        return self._data, self.view, self._plot().width() / self.view.scale

    def open_focused(self) -> None:
        """Open what the arrow keys have reached, as a double click would."""
        target = self.focused_target
        if target is not None and not self._is_group(target.key):
            self.place_opened.emit(target.key)

    # ------------------------------------------------------------------------------------------------ for the chart

    def _lay_out(self, size: QSizeF, palette: Palette) -> ChartLayout:
        view = self.view
        if self._data is None or view is None:
            return super()._lay_out(size, palette)
        return layout_timeline(
            self._data, view, QSizeF(size.width() - self._bar_width(), size.height()), palette
        )

    def _lay_out_picture(self, size: QSizeF, palette: Palette) -> ChartLayout:
        if self._data is None or self.view is None:
            return super()._lay_out(size, palette)
        whole = size.height() > self.height()
        view = replace(self.view, chosen=None, top=0.0 if whole else self.view.top)
        return layout_timeline(self._data, view, size, palette)

    def _picture_size(self) -> QSize:
        size = self.size()
        if self._data is not None and self.view is not None:
            high = size.height() - self._plot().height() + total_height(self._data, self.view)
            if self.height() < high:
                size.setHeight(round(high) + 1)
        return size

    def _least_height(self, width: float) -> float:
        return 150.0

    def _least_width(self) -> int:
        return 420

    def set_table_shown(self, *, shown: bool) -> None:
        """Show the figures as a table in the chart's place, or the chart again."""
        super().set_table_shown(shown=shown)
        self._change_view(self._view)

    def _make_canvas(self) -> None:
        super()._make_canvas()
        self._change_view(self.view)

    # ------------------------------------------------------------------------------------------------ Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the view on the chart."""
        if not self._is_chosen:
            self._view = None
        super().resizeEvent(event)
        self._change_view(self.view if self.is_drawn else self._view)
        if self._wanted is not None:
            self.show_key(self._wanted)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, move through time with Shift, or zoom with Ctrl."""
        turned = event.angleDelta()
        if self.is_table_shown or self.view is None:
            event.ignore()
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP ** (turned.y() / 120), event.position().x() - self._plot().left())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.move_view(-(turned.y() or turned.x()), 0)
        else:
            self.move_view(-turned.x(), -turned.y() * 0.8)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged_from = event.position(), None
        super().mousePressEvent(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the chart, or say what is under the mouse."""
        if (
            self._pressed is not None
            and event.buttons() & Qt.MouseButton.LeftButton
            and self.view is not None
        ):
            moved = event.position() - self._pressed
            if self._dragged_from is None and moved.manhattanLength() >= QApplication.startDragDistance():
                self._dragged_from = self.view
                hide_tip()
            if (began := self._dragged_from) is not None:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                left, top = began.left - moved.x() / began.scale, began.top - moved.y()
                self._change_view(replace(self.view, left=left, top=top))
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, fold a heading, or send the key of what was clicked."""
        was_dragged, self._pressed, self._dragged_from = self._dragged_from is not None, None, None
        if was_dragged:
            self.unsetCursor()
            return
        target = self._target_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and target is not None and self._fold(target.key):
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is under the mouse."""
        target = self._target_at(event.position())
        if (
            event.button() == Qt.MouseButton.LeftButton
            and target is not None
            and not self._is_group(target.key)
        ):
            self.place_opened.emit(target.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, move the view, or go along the figures."""
        key, target = Qt.Key(event.key()), self.focused_target
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if LARGER.matches(event):
            self.zoom(ZOOM_STEP)
        elif SMALLER.matches(event):
            self.zoom(1 / ZOOM_STEP)
        elif WHOLE.matches(event):
            self.show_all()
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            page = self._plot().height() * 0.9
            self.move_view(0, page if key == Qt.Key.Key_PageDown else -page)
        elif key in ARROWS and with_control:
            self._move_by_key(ARROWS[key])
        elif key in ARROWS and self.chart_layout.targets:
            self._go(ARROWS[key])
        elif (
            key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
            and target is not None
            and self._fold(target.key)
        ):
            return
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------ how it does it

    def _go(self, direction: QPointF) -> None:
        """Go to the next figure in a direction; where there is none in view, move the view."""
        targets = self.chart_layout.targets
        index = next_target(targets, self._focused, direction)
        if index != self._focused:
            self._focus_on(index)
        else:
            self._move_by_key(direction)

    def _move_by_key(self, direction: QPointF) -> None:
        self.move_view(direction.x() * self._plot().width() / 6, direction.y() * 66)

    def _is_group(self, key: object) -> bool:
        return self._data is not None and any(group.key == key for group in self._data.groups)

    def _fold(self, key: object) -> bool:
        """Fold or unfold a group; return whether the key is one's."""
        if self.view is None or not self._is_group(key):
            return False
        self._change_view(replace(self.view, folded=self.view.folded ^ {key}), key)
        return True

    def _change_view(self, view: TimelineView | None, focus: object = None) -> None:
        """Look at it another way, with the keyboard's ring on the same figure as far as that is still in view."""
        if self._data is None or view is None:
            self._bar.hide()
            return
        kept = focus or (self.focused_target.key if self.focused_target else None)
        plot = self._plot()
        changed = view.kept_within(self._data, plot.width(), plot.height())
        is_other = changed != self._view
        self._is_chosen = self._is_chosen or is_other
        self._view = changed
        self._place_bar(plot)
        if is_other or focus is not None:
            self._refresh()
            self._hovered = None
            keys = [target.key for target in self.chart_layout.targets]
            self._focused = keys.index(kept) if kept is not None and kept in keys else None

    def _brought_into_view(self, view: TimelineView, row_key: object, day: str) -> TimelineView:
        plot, data = self._plot(), self._data
        assert data is not None  # noqa: S101 - asked by show_key
        x = view.x(day_number(day))
        if not 20 <= x <= plot.width() - 80:
            view = replace(view, left=day_number(day) - plot.width() / 2 / view.scale)
        line = next(line for line in lines_of(data, view) if line.key == row_key)
        if line.top < view.top:
            view = replace(view, top=line.top - 30)
        elif line.top + line.height > view.top + plot.height():
            view = replace(view, top=line.top + line.height - plot.height() + 4)
        return view

    def _plot(self) -> QRectF:
        size = QSizeF(max(self.width() - self._bar_width(), 60), self.height())
        return plot_rect(self._data, size) if self._data is not None else QRectF(0, 0, 10, 10)

    def _bar_width(self) -> int:
        return self._bar.sizeHint().width() + 2

    def _place_bar(self, plot: QRectF) -> None:
        assert self._data is not None and self._view is not None  # noqa: S101, PT018 - asked by _change_view
        most = max(round(total_height(self._data, self._view) - plot.height()), 0)
        wide = self._bar.sizeHint().width()
        self._bar.setGeometry(self.width() - wide, round(plot.top()), wide, round(plot.height()))
        self._bar.blockSignals(True)
        self._bar.setRange(0, most)
        self._bar.setPageStep(round(plot.height()))
        self._bar.setSingleStep(33)
        self._bar.setValue(round(self._view.top))
        self._bar.blockSignals(False)
        self._bar.setVisible(bool(most) and self.is_drawn and not self.is_table_shown)
        self._bar.raise_()

    def _on_bar(self, value: int) -> None:
        if self._view is not None:
            self._change_view(replace(self._view, top=float(value)))

"""A chart: pointing, clicking, keys, pictures, and the same figures as a table.

    chart = Chart()
    chart.set_data(data)             one of `data`'s structures; None for nothing yet

`segment_activated(object)` is sent with the key of the Point clicked, or chosen with arrow keys and Enter;
`table_button()`, `menu_button()` and `actions_menu()` are for the card round it; `copy_picture()` and `save(path)` make
pictures. A chart is a light placeholder until its library is loaded after the first paint; `draw_charts_now(window)` is
for pictures of pages, which cannot wait. Pages make charts before the first paint, so nothing is imported here at the
top that only a drawn chart needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QSizePolicy,
    QWidget,
)

from asc_desktop.ui.charts.data import ChartData
from asc_desktop.ui.charts.loader import chart_loader
from asc_desktop.ui.charts.offers import ChartOffers
from asc_desktop.ui.focus import is_keyboard_focus
from asc_desktop.ui.keys import FIRST_FIGURE, LAST_FIGURE, ROW_MENU
from asc_desktop.ui.palette import Palette
from asc_desktop.ui.plain import hide_tip, show_tip
from asc_desktop.ui.theme import current_palette, theme_hub

if TYPE_CHECKING:
    from asc_desktop.ui.charts.canvas import ChartCanvas
    from asc_desktop.ui.charts.marks import ChartLayout, Target

PLACEHOLDER = QSize(240, 150)
HELP = f"Arrow keys move from figure to figure, Enter lists what is behind one, {ROW_MENU} offers a table."
ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class Chart(ChartOffers):
    """Any data of `data`, drawn as `layouts` has it for its type."""

    segment_activated = Signal(object)
    """The key of the Point that was clicked or chosen. object, not int: pence overflow a Qt int."""

    drawn = Signal()
    """Sent once, when the chart itself takes its placeholder's place."""

    def __init__(self) -> None:
        super().__init__()
        self._layout: ChartLayout | None = None
        self._canvas: ChartCanvas | None = None
        self._focused: int | None = None
        self._hovered: Target | None = None
        self._asked = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleDescription(HELP)
        theme_hub().changed.connect(self._refresh)
        loader = chart_loader()
        if not loader.is_ready:
            loader.ready.connect(self._make_canvas)

    # ---------------------------------------------------------------------------------------- what it shows

    @property
    def is_drawn(self) -> bool:
        """Return whether the chart itself is shown, and not its placeholder."""
        return self._canvas is not None

    @property
    def chart_layout(self) -> ChartLayout:
        """Return where everything is, at the size the chart now has."""
        if self._layout is None:
            self._layout = self._lay_out(QSizeF(self.size()), current_palette())
        return self._layout

    @property
    def focused_target(self) -> Target | None:
        """Return the figure that the arrow keys have reached."""
        targets = self.chart_layout.targets
        return targets[self._focused] if self._focused is not None and self._focused < len(targets) else None

    def set_data(self, data: ChartData | None) -> None:
        """Show these figures; None for none yet."""
        self._data = data
        self._focused = None
        self._hovered = None
        self.setAccessibleName(data.title if data is not None else "")
        if self._table is not None and data is not None:
            self._table.set_table(data.as_table())
        self._refresh()
        self.updateGeometry()

    def draw_now(self) -> None:
        """Load the library and draw, without waiting for the first paint."""
        chart_loader().load_now()
        self._make_canvas()

    def set_table_shown(self, *, shown: bool) -> None:
        """Show the figures as a table in the chart's place, or the chart again."""
        super().set_table_shown(shown=shown)
        if self._canvas is not None:
            self._canvas.setVisible(self._table is None)

    # ------------------------------------------------------------------------------------------- for the kinds

    def _lay_out(self, size: QSizeF, palette: Palette) -> ChartLayout:
        from asc_desktop.ui.charts.layouts import lay_out

        return lay_out(self._data, size, palette)

    def _lay_out_picture(self, size: QSizeF, palette: Palette) -> ChartLayout:
        return self._lay_out(size, palette)

    def _least_height(self, width: float) -> float:
        from asc_desktop.ui.charts.layouts import least_height

        return least_height(self._data, width)

    def _least_width(self) -> int:
        from asc_desktop.ui.charts.layouts import least_width

        return least_width(self._data)

    # ----------------------------------------------------------------------------------------------- Qt's events

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        least = self.minimumSizeHint()
        return QSize(max(420, least.width()), max(230, least.height()))

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which nothing is cut; a placeholder's until the chart is drawn."""
        if self._canvas is None:
            return QSize(PLACEHOLDER)
        width = self.width() if self.isVisible() else 420
        least = self._least_width()
        return QSize(least, round(self._least_height(max(width, least))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out again."""
        super().resizeEvent(event)
        if self._canvas is not None:
            self._canvas.setGeometry(self.rect())
        if self._table is not None:
            self._table.setGeometry(self.rect())
        self._refresh()
        if event.oldSize().width() != event.size().width():
            # The legend may need another row, or one less.
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the placeholder, and ask for the chart once this paint is over."""
        if self._canvas is not None:
            return
        painter = QPainter(self)
        _paint_placeholder(painter, QRectF(self.rect()), current_palette())
        if not self._asked:
            self._asked = True
            loader = chart_loader()
            QTimer.singleShot(0, self, self._make_canvas if loader.is_ready else loader.start)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the mouse, at once."""
        target = self._target_at(event.position())
        self.setCursor(
            Qt.CursorShape.PointingHandCursor
            if target and target.key is not None
            else Qt.CursorShape.ArrowCursor
        )
        if target is not self._hovered:
            self._hovered = target
            self._tell(target, event.globalPosition().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was under the mouse."""
        super().leaveEvent(event)
        self._hovered = None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Send the key of what was clicked."""
        target = self._target_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and target is not None and target.key is not None:
            self.segment_activated.emit(target.key)

    def event(self, event: QEvent) -> bool:
        """Give the whole of a label that was cut."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = QPointF(event.pos())
            if self._target_at(at) is None:
                words = next(
                    (area.words for area in self.chart_layout.help_areas if area.rect.contains(at)), ""
                )
                show_tip(event.globalPos(), words, self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what a chart can do."""
        self.actions_menu().popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the figures, or press one."""
        key, targets = event.key(), self.chart_layout.targets
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_picture()
        elif not targets:
            super().keyPressEvent(event)
        elif key in ARROWS:
            self._focus_on(next_target(targets, self._focused, ARROWS[Qt.Key(key)]))
        elif FIRST_FIGURE.matches(event):
            self._focus_on(0)
        elif LAST_FIGURE.matches(event):
            self._focus_on(len(targets) - 1)
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.focused_target is not None
        ):
            if self.focused_target.key is not None:
                self.segment_activated.emit(self.focused_target.key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the ring on the first figure for a person at the keyboard."""
        super().focusInEvent(event)
        if is_keyboard_focus(event) and self._focused is None and self.chart_layout.targets:
            self._focus_on(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._redraw()

    # ------------------------------------------------------------------------------------------------ how it does it

    def _make_canvas(self) -> None:
        if self._canvas is None:
            self._canvas = self._new_canvas()
            self._canvas.setGeometry(self.rect())
            self._canvas.setVisible(self._table is None)
            self._refresh()
            self.updateGeometry()
            self.drawn.emit()

    def _new_canvas(self) -> ChartCanvas:
        return chart_loader().make_canvas(self._paint_chart, self)

    def _paint_chart(self, painter: QPainter) -> None:
        from asc_desktop.ui.charts.marks import paint_layout

        focused = self.focused_target if self.hasFocus() else None
        paint_layout(painter, self.chart_layout, current_palette(), focused)

    def _refresh(self) -> None:
        self._layout = None
        self._redraw()

    def _redraw(self) -> None:
        if self._canvas is not None:
            self._canvas.redraw()
        else:
            self.update()

    def _target_at(self, at: QPointF) -> Target | None:
        under = [target for target in self.chart_layout.targets if target.rect.contains(at)]
        return min(under, key=lambda target: _distance(target.rect.center(), at), default=None)

    def _focus_on(self, index: int) -> None:
        self._focused = index
        target = self.chart_layout.targets[index]
        self.setAccessibleDescription(target.words.replace("\n", ", "))
        self._tell(target, self.mapToGlobal(target.rect.bottomRight().toPoint()))
        self._redraw()

    def _tell(self, target: Target | None, at: QPoint) -> None:
        if target is None:
            hide_tip()
            return
        show_tip(at, target.words, self, title=True)


def draw_charts_now(window: QWidget) -> None:
    """Draw every chart of a window without waiting for its first paint: for pictures of pages."""
    for chart in window.findChildren(Chart):
        chart.draw_now()


def _paint_placeholder(painter: QPainter, rect: QRectF, palette: Palette) -> None:
    """Draw a few pale bars where the chart will be: no words, nothing to read twice."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.surface_alt))
    height = min(20.0, rect.height() / 8)
    for index, share in enumerate((0.72, 0.5, 0.86, 0.4)):
        top = rect.top() + height + index * height * 1.7
        painter.drawRoundedRect(QRectF(rect.left(), top, rect.width() * share, height), 3, 3)


def next_target(targets: tuple[Target, ...], current: int | None, direction: QPointF) -> int:
    """Return the nearest figure in a direction, or the same one when there is none."""
    if current is None or current >= len(targets):
        return 0
    start = targets[current].rect.center()
    best, best_score = current, float("inf")
    for index, target in enumerate(targets):
        away = target.rect.center() - start
        along = away.x() * direction.x() + away.y() * direction.y()
        across = abs(away.x() * direction.y()) + abs(away.y() * direction.x())
        # Sideways counts more: Right stays in its row, Down goes to the row below.
        if along > 0.5 and along + 3 * across < best_score:
            best, best_score = index, along + 3 * across
    return best


def _distance(first: QPointF, second: QPointF) -> float:
    return abs(first.x() - second.x()) + abs(first.y() - second.y())

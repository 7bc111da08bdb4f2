"""What every chart has in common: pointing, clicking, keys, pictures, and the same figures as a table.

Pages make charts before the first paint, so nothing is imported here at the top that only a drawn chart needs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QMenu,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from asc_desktop._files import reason
from asc_desktop.ui.charts.loader import chart_loader
from asc_desktop.ui.focus import is_keyboard_focus
from asc_desktop.ui.palette import Palette
from asc_desktop.ui.plain import hide_tip, message_box, set_tip, show_tip
from asc_desktop.ui.theme import current_palette, theme_hub

if TYPE_CHECKING:
    from asc_desktop.ui.charts.canvas import ChartCanvas
    from asc_desktop.ui.charts.data import ChartData
    from asc_desktop.ui.charts.marks import ChartLayout, Target
    from asc_desktop.ui.charts.table_view import ChartTableView

PLACEHOLDER = QSize(240, 150)
HELP = "Arrow keys move from figure to figure, Enter lists what is behind one, Shift+F10 offers a table."
ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class ChartWidget(QWidget):
    """What every chart can do. Use one of the five kinds in `chart`."""

    segment_activated = Signal(object)
    """The key of the Point that was clicked or chosen. object, not int: pence overflow a Qt int."""
    table_shown = Signal(bool)
    """Whether the table now stands in the chart's place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: ChartData | None = None
        self._layout: ChartLayout | None = None
        self._canvas: ChartCanvas | None = None
        self._table: ChartTableView | None = None
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
    def is_table_shown(self) -> bool:
        """Return whether the table stands in the chart's place."""
        return self._table is not None

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

    def draw_now(self) -> None:
        """Load the library and draw, without waiting for the first paint."""
        chart_loader().load_now()
        self._make_canvas()

    def set_table_shown(self, *, shown: bool) -> None:
        """Show the figures as a table in the chart's place, or the chart again."""
        if shown and self._table is None and self._data is not None:
            from asc_desktop.ui.charts.table_view import ChartTableView

            self._table = ChartTableView(self._data.as_table(), self)
            self._table.setAccessibleName(f"{self._data.title}, as a table")
            self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            self._table.customContextMenuRequested.connect(self._show_menu_of_table)
            self._table.setGeometry(self.rect())
            self._table.show()
            self.setFocusProxy(self._table)
        elif not shown and self._table is not None:
            self.setFocusProxy(None)  # type: ignore[arg-type] # Qt takes null to mean none
            self._table.hide()
            self._table.deleteLater()
            self._table = None
        if self._canvas is not None:
            self._canvas.setVisible(self._table is None)
        self.table_shown.emit(self._table is not None)

    # ------------------------------------------------------------------------------------------ what it offers

    def actions_menu(self) -> QMenu:
        """Return the menu that a right-click shows; it is deleted when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy picture", self.copy_picture)
        menu.addAction("Copy figures", self.copy_figures)
        menu.addSeparator()
        menu.addAction("Save as PNG…", lambda: self._ask_and_save("PNG picture (*.png)", ".png"))
        menu.addAction("Save as SVG…", lambda: self._ask_and_save("SVG picture (*.svg)", ".svg"))
        menu.addSeparator()
        shown = self.is_table_shown
        menu.addAction(
            "Show as chart" if shown else "Show as table", lambda: self.set_table_shown(shown=not shown)
        )
        if self._data is None:
            for action in menu.actions():
                action.setEnabled(False)
        return menu

    def table_button(self) -> QPushButton:
        """Return a button that stays down while the table is shown, whoever asked for it, for the head of a card."""
        button = QPushButton("Table")
        button.setCheckable(True)
        set_tip(button, "Show the chart’s figures as a table")
        button.toggled.connect(lambda shown: self.set_table_shown(shown=shown))
        self.table_shown.connect(button.setChecked)
        return button

    def menu_button(self) -> QToolButton:
        """Return a small button with the same menu, for the head of a card."""
        button = QToolButton()
        theme_hub().icons.bind(button, "more", "text_muted")
        button.setAccessibleName("Chart menu")
        set_tip(button, "Copy, save, or show as a table")
        button.clicked.connect(
            lambda: self.actions_menu().popup(button.mapToGlobal(QPoint(0, button.height())))
        )
        return button

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as an image."""
        from asc_desktop.ui.charts import picture

        if self._data is not None:
            QGuiApplication.clipboard().setImage(
                picture.chart_image(self._data.title, self._lay_out_picture, self._picture_size())
            )

    def copy_figures(self) -> None:
        """Put the table on the clipboard, tab-separated."""
        if self._data is not None:
            QGuiApplication.clipboard().setText(self._data.as_table().as_text())

    def save_png(self, path: Path) -> None:
        """Write the chart as a PNG in the light colours. Raises OSError."""
        from asc_desktop.ui.charts import picture

        picture.save_png(
            path, self._data.title if self._data else "", self._lay_out_picture, self._picture_size()
        )

    def save_svg(self, path: Path) -> None:
        """Write the chart as an SVG in the light colours. Raises OSError."""
        from asc_desktop.ui.charts import picture

        picture.save_svg(
            path, self._data.title if self._data else "", self._lay_out_picture, self._picture_size()
        )

    # ------------------------------------------------------------------------------------------- for the kinds

    def _show(self, data: ChartData | None) -> None:
        self._data = data
        self._focused = None
        self._hovered = None
        self.setAccessibleName(data.title if data is not None else "")
        if self._table is not None and data is not None:
            self._table.set_table(data.as_table())
        self._refresh()
        self.updateGeometry()

    def _lay_out(self, size: QSizeF, palette: Palette) -> ChartLayout:
        from asc_desktop.ui.charts.marks import ChartLayout

        return ChartLayout(size, (), ())

    def _lay_out_picture(self, size: QSizeF, palette: Palette) -> ChartLayout:
        return self._lay_out(size, palette)

    def _picture_size(self) -> QSize:
        return self.size()

    def _least_height(self, width: float) -> float:
        return 80.0

    def _least_width(self) -> int:
        return 240

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
        elif key == Qt.Key.Key_Home:
            self._focus_on(0)
        elif key == Qt.Key.Key_End:
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
            self._canvas = chart_loader().make_canvas(self._paint_chart, self)
            self._canvas.setGeometry(self.rect())
            self._canvas.setVisible(self._table is None)
            self._refresh()
            self.updateGeometry()

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

    def _show_menu_of_table(self, at: QPoint) -> None:
        if self._table is not None:
            self.actions_menu().popup(self._table.viewport().mapToGlobal(at))

    def _ask_and_save(self, kind: str, ending: str) -> None:
        title = self._data.title if self._data is not None else "Chart"
        chosen, _filter = QFileDialog.getSaveFileName(self, "Save the chart", f"{title}{ending}", kind)
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ending else path.with_name(path.name + ending)
        try:
            (self.save_png if ending == ".png" else self.save_svg)(path)
        except OSError as error:
            message_box(
                QMessageBox.Icon.Warning,
                "The chart was not saved",
                f"{path.name} could not be written: {reason(error)}. What was there before is as it was.",
                self,
            ).exec()


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

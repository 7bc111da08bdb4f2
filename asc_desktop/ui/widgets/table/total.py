"""A table's total stays in sight: drawn over the bottom of the table while its own row is scrolled out below.

StickyTotal(view)  # made once; it is the view's child and looks after itself
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QRect
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.table.groups import paint_label

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

LEAST_ROWS = 4
"""How many rows must fit for the total to cover one of them."""


class StickyTotal(QWidget):
    """The total row of a view, wherever the view is scrolled to. A click on it goes to the row itself."""

    def __init__(self, view: RecordTableView) -> None:
        # Not the viewport's child: scrolling moves those.
        super().__init__(view)
        self._view = view
        self.hide()
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            bar.valueChanged.connect(self._place)
            bar.rangeChanged.connect(self._place)
        view.table.arranged.connect(self._place)
        view.table.refreshed.connect(self._place)
        view.table.modelReset.connect(self._place)
        view.horizontalHeader().sectionResized.connect(self.update)
        view.selectionModel().selectionChanged.connect(self.update)
        view.selectionModel().currentChanged.connect(self._uncover)
        view.viewport().installEventFilter(self)
        theme_hub().changed.connect(self.update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the table's size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the total's cell."""
        column = self._view.columnAt(round(event.position().x()))
        row = self._row()
        if row >= 0 and column >= 0:
            self._view.setFocus()
            self._view.setCurrentIndex(self._view.table.index(row, column))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the table."""
        QCoreApplication.sendEvent(self._view.viewport(), event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row as the table would."""
        view, at = self._view, self._row()
        group = view.table.group_at(at)
        if group is None:
            return
        view.delegate.begin_painting()
        painter = QPainter(self)
        painter.fillRect(self.rect(), view.delegate.colour(current_palette().surface_alt))
        top = view.rowViewportPosition(at)
        painter.translate(0, -top)
        option = QStyleOptionViewItem()
        for column in view.shown_columns():
            left, width = view.columnViewportPosition(column), view.columnWidth(column)
            if left + width < 0 or left > self.width():
                continue
            index = view.table.index(at, column)
            selected = view.selectionModel().isSelected(index)
            state = QStyle.StateFlag.State_Selected if selected else QStyle.StateFlag.State_None
            setattr(option, "rect", QRect(left, top, width, self.height()))  # noqa: B010 - stubs call it a method
            setattr(option, "state", state)  # noqa: B010
            view.delegate.paint(painter, option, index)
        paint_label(view, painter, at, group)

    def _row(self) -> int:
        """Return the total's row, or -1 where the table has none."""
        last = self._view.table.rowCount() - 1
        group = self._view.table.group_at(last)
        return last if group is not None and group.is_total else -1

    def _place(self) -> None:
        """Cover the bottom of the table while the row itself is not whole in sight."""
        view, at = self._view, self._row()
        height = view.rowHeight(at) if at >= 0 else 0
        room = view.viewport().geometry()
        is_below = at >= 0 and view.rowViewportPosition(at) + height > room.height() >= LEAST_ROWS * height
        self.setVisible(is_below)
        if is_below:
            self.setGeometry(room.left(), room.bottom() + 1 - height, room.width(), height)
            self.raise_()
            self.update()

    def _uncover(self, current: QModelIndex, _previous: QModelIndex) -> None:
        """Scroll so that the current cell does not stand behind the total."""
        at = self._row()
        if not self.isVisible() or not current.isValid() or current.row() == at:
            return
        view = self._view
        hidden = view.visualRect(current).bottom() - (view.viewport().height() - self.height())
        if hidden > 0:
            bar = view.verticalScrollBar()
            bar.setValue(bar.value() + hidden)

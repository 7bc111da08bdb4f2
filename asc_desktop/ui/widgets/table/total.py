"""A table's total stays in sight: drawn over the bottom of the table while its own row is scrolled out below.

StickyTotal(view)  # made once
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent

from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.table.cover import TableCover
from asc_desktop.ui.widgets.table.groups import paint_label

LEAST_ROWS = 4
"""How many rows must fit for the total to cover one of them."""


class StickyTotal(TableCover):
    """The total row of a view, wherever the view is scrolled to. A click on it goes to the row itself."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the total's cell."""
        column = self._view.columnAt(round(event.position().x()) - self._left())
        row = self._row()
        if row >= 0 and column >= 0:
            self._view.setFocus()
            self._view.setCurrentIndex(self._view.table.index(row, column))

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
        painter.translate(self._left(), -top)
        for column in view.shown_columns():
            left, width = view.columnViewportPosition(column), view.columnWidth(column)
            if left + width < 0 or left > self.width():
                continue
            self._paint_cell(painter, at, column, QRect(left, top, width, self.height()))
        paint_label(view, painter, at, group)

    def _row(self) -> int:
        """Return the total's row, or -1 where the table has none."""
        last = self._view.table.rowCount() - 1
        group = self._view.table.group_at(last)
        return last if group is not None and group.is_total else -1

    def _left(self) -> int:
        """Return how wide what is at the left of the cells is."""
        rows = self._view.verticalHeader()
        return 0 if rows.isHidden() else rows.width()

    def _place(self) -> None:
        """Cover the bottom of the table while the row itself is not whole in sight."""
        view, at = self._view, self._row()
        height = view.rowHeight(at) if at >= 0 else 0
        room = view.viewport().geometry()
        is_below = at >= 0 and view.rowViewportPosition(at) + height > room.height() >= LEAST_ROWS * height
        room.setTop(room.bottom() + 1 - height)
        # The handles of the rows that are behind it too.
        room.setLeft(room.left() - self._left())
        self._cover(room if is_below else None)

    def _uncover(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Scroll so that the current cell does not stand behind the total."""
        at = self._row()
        if not self.isVisible() or not current.isValid() or current.row() == at:
            return
        view = self._view
        hidden = view.visualRect(current).bottom() - (view.viewport().height() - self.height())
        if hidden > 0:
            bar = view.verticalScrollBar()
            bar.setValue(bar.value() + hidden)

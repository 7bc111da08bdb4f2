"""A table's first column stays in sight while the table is scrolled sideways, as frozen panes do in Excel.

PinnedColumn(view)  # made once
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen

from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.table.cover import TableCover
from asc_desktop.ui.widgets.table.groups import paint_label

WIDEST_SHARE = 0.45
"""The most of the table's width that the column may keep."""


class PinnedColumn(TableCover):
    """The first column of a view and its heading, drawn over the left edge while they are scrolled out of sight."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold a group, or go to the row without leaving the column that is in sight."""
        view = self._view
        row = view.rowAt(round(event.position().y()) - self._head())
        group = view.table.group_at(row)
        if row < 0 or event.position().y() < self._head():
            return
        view.setFocus()
        if group is not None and not group.is_total:
            view.toggle_group(group)
            return
        column = max(view.currentIndex().column(), view.columnAt(self.width() + 1))
        view.setCurrentIndex(view.table.index(row, column))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the heading and the cells as the table would."""
        view, palette = self._view, current_palette()
        delegate = view.delegate
        delegate.begin_painting()
        delegate.is_apart = True
        column, head, width = view.first_column(), self._head(), self.width()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(palette.surface))
        view.horizontalHeader().paintSection(painter, QRect(0, 0, width, head), column)
        painter.save()
        painter.setClipRect(QRect(0, head, width, self.height() - head))
        # Labels of groups are placed by the column's own left edge.
        shift = view.columnViewportPosition(column)
        last = view.table.rowCount() - 1
        for at in range(max(view.rowAt(0), 0), last + 1):
            top = view.rowViewportPosition(at)
            if top > view.viewport().height():
                break
            self._paint_row(painter, at, column, QRect(0, head + top, width, view.rowHeight(at)), shift)
        total = view.table.group_at(last)
        if total is not None and total.is_total:
            bottom = head + view.viewport().height()
            height = view.rowHeight(last)
            if head + view.rowViewportPosition(last) + height > bottom:
                self._paint_row(painter, last, column, QRect(0, bottom - height, width, height), shift)
        painter.restore()
        delegate.is_apart = False
        painter.setPen(QPen(QColor(palette.control_border), 1))
        painter.drawLine(width - 1, 0, width - 1, self.height())

    def _paint_row(self, painter: QPainter, at: int, column: int, rect: QRect, shift: int) -> None:
        view = self._view
        painter.fillRect(rect, QColor(current_palette().surface))
        painter.save()
        self._paint_cell(painter, at, column, rect)
        group = view.table.group_at(at)
        if group is not None:
            painter.setClipRect(rect.adjusted(0, 0, -2, 0))
            painter.translate(-shift, rect.top() - view.rowViewportPosition(at))
            paint_label(view, painter, at, group)
        painter.restore()

    def _head(self) -> int:
        """Return the height of the headings."""
        return self._view.horizontalHeader().height()

    def _place(self) -> None:
        """Cover the left edge while the column is not whole in sight."""
        view = self._view
        column, room = view.first_column(), view.viewport().geometry()
        is_out = bool(view.shown_columns()) and view.columnViewportPosition(column) < 0
        room.setTop(room.top() - self._head())
        room.setWidth(min(view.columnWidth(column), round(room.width() * WIDEST_SHARE)))
        self._cover(room if is_out else None)
        view.delegate.covered = room.width() if is_out else 0

    def _uncover(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Scroll so that the current cell does not stand behind the column."""
        self._place()
        view = self._view
        if not self.isVisible() or not current.isValid() or current.column() == view.first_column():
            return
        hidden = self.width() - view.visualRect(current).left()
        if hidden > 0:
            bar = view.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

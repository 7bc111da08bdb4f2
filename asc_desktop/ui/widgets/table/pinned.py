"""A table's first column stays in sight while the table is scrolled sideways, as frozen panes do in Excel.

PinnedColumn(view)  # made once; it is the view's child and looks after itself
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QRect
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.table.groups import paint_label

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

WIDEST_SHARE = 0.45
"""The most of the table's width that the column may keep."""


class PinnedColumn(QWidget):
    """The first column of a view and its heading, drawn over the left edge while they are scrolled out of sight."""

    def __init__(self, view: RecordTableView) -> None:
        # Not the viewport's child: scrolling moves those.
        super().__init__(view)
        self._view = view
        self.hide()
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            bar.valueChanged.connect(self._place)
            bar.rangeChanged.connect(self._place)
        header = view.horizontalHeader()
        for signal in (header.sectionResized, header.sectionMoved, header.geometriesChanged):
            signal.connect(self._place)
        view.table.arranged.connect(self._place)
        view.table.refreshed.connect(self.update)
        view.table.dataChanged.connect(self.update)
        view.table.modelReset.connect(self._place)
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the table."""
        QCoreApplication.sendEvent(self._view.viewport(), event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the heading and the cells as the table would."""
        view, palette = self._view, current_palette()
        delegate = view.delegate
        delegate.begin_painting()
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
        painter.setPen(QPen(QColor(palette.control_border), 1))
        painter.drawLine(width - 1, 0, width - 1, self.height())

    def _paint_row(self, painter: QPainter, at: int, column: int, rect: QRect, shift: int) -> None:
        view = self._view
        index = view.table.index(at, column)
        selected = view.selectionModel().isSelected(index)
        option = QStyleOptionViewItem()
        state = QStyle.StateFlag.State_Selected if selected else QStyle.StateFlag.State_None
        setattr(option, "rect", rect)  # noqa: B010 - the stubs call it a method
        setattr(option, "state", state)  # noqa: B010
        painter.fillRect(rect, QColor(current_palette().surface))
        painter.save()
        view.delegate.paint(painter, option, index)
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
        if not view.shown_columns():
            self.hide()
            return
        column = view.first_column()
        room = view.viewport().geometry()
        width = min(view.columnWidth(column), round(room.width() * WIDEST_SHARE))
        is_out = view.columnViewportPosition(column) < 0
        self.setVisible(is_out)
        if is_out:
            self.setGeometry(room.left(), room.top() - self._head(), width, room.height() + self._head())
            self.raise_()
            self.update()

    def _uncover(self, current: QModelIndex, _previous: QModelIndex) -> None:
        """Scroll so that the current cell does not stand behind the column."""
        self._place()
        view = self._view
        if not self.isVisible() or not current.isValid() or current.column() == view.first_column():
            return
        hidden = self.width() - view.visualRect(current).left()
        if hidden > 0:
            bar = view.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

"""What is drawn over an edge of a table, as the table would draw it, and stays in sight while the table is scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QRect
from PySide6.QtGui import QPainter, QWheelEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from asc_desktop.ui.theme import theme_hub

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView


class TableCover(QWidget):
    """Made once for a view: it is the view's child and looks after itself."""

    def __init__(self, view: RecordTableView) -> None:
        # Not the viewport's child: scrolling moves those.
        super().__init__(view)
        self._view = view
        self.hide()
        header, selection = view.horizontalHeader(), view.selectionModel()
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            bar.valueChanged.connect(self._place)
            bar.rangeChanged.connect(self._place)
        for moved in (header.sectionResized, header.sectionMoved, header.geometriesChanged):
            moved.connect(self._place)
        for changed in (view.table.arranged, view.table.refreshed, view.table.modelReset):
            changed.connect(self._place)
        for drawn in (view.table.dataChanged, selection.selectionChanged, theme_hub().changed):
            drawn.connect(self.update)
        selection.currentChanged.connect(self._uncover)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the table's size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the table."""
        QCoreApplication.sendEvent(self._view.viewport(), event)

    def _cover(self, rect: QRect | None) -> None:
        """Cover this part of the view, or none."""
        self.setVisible(rect is not None)
        if rect is not None:
            self.setGeometry(rect)
            self.raise_()
            self.update()

    def _paint_cell(self, painter: QPainter, at: int, column: int, rect: QRect) -> None:
        index = self._view.table.index(at, column)
        selected = self._view.selectionModel().isSelected(index)
        option = QStyleOptionViewItem()
        state = QStyle.StateFlag.State_Selected if selected else QStyle.StateFlag.State_None
        setattr(option, "rect", rect)  # noqa: B010 - the stubs call it a method
        setattr(option, "state", state)  # noqa: B010
        self._view.delegate.paint(painter, option, index)

    def _place(self) -> None:
        """Cover what is to stay in sight while it is not."""
        raise NotImplementedError

    def _uncover(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Scroll so that the current cell does not stand behind what is covered."""
        raise NotImplementedError

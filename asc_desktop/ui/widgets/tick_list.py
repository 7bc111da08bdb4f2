"""A list of words with a box to tick before each, drawn as boxes are everywhere else."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from asc_desktop.ui.cutting import cut_to
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.tick import TICK_SIZE, paint_tick


class TickList(QListWidget):
    """Values with a tick each; a click anywhere on one, or Space, changes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_TickDelegate(self))
        self.setMouseTracking(True)
        self.itemClicked.connect(self._toggle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick or untick with Space."""
        row = self.currentItem()
        if event.key() == Qt.Key.Key_Space and row is not None:
            self._toggle(row)
            return
        super().keyPressEvent(event)

    @staticmethod
    def _toggle(row: QListWidgetItem) -> None:
        is_ticked = row.checkState() == Qt.CheckState.Checked
        row.setCheckState(Qt.CheckState.Unchecked if is_ticked else Qt.CheckState.Checked)


class _TickDelegate(QStyledItemDelegate):
    """Draws the tick as everywhere else, so that it is seen on dark too."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        palette = current_palette()
        rect, state = option.rect, option.state
        is_marked = bool(state & QStyle.StateFlag.State_Selected)
        if is_marked:
            painter.fillRect(rect, QColor(palette.selection))
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        place = QRectF(rect.left() + 4, rect.top(), TICK_SIZE + 6, rect.height())
        paint_tick(painter, place, palette, ticked=ticked)
        painter.setPen(QColor(palette.selection_text if is_marked else palette.text))
        room = rect.adjusted(TICK_SIZE + 18, 0, -4, 0)
        text = cut_to(str(index.data()), painter.fontMetrics(), room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Leave the tick to the list, which a click anywhere on the row changes."""
        del event, model, option, index
        return False

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + TICK_SIZE + 14, max(size.height(), TICK_SIZE + 8))

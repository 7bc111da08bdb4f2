"""The names in the tree of programmes and themes: one that does not fit on one line has two."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

_BESIDE = 12
"""What is free beside a name, in pixels."""


class NameDelegate(QStyledItemDelegate):
    """Gives a row the height of its name; the view breaks the words."""

    def __init__(self, tree: QTreeView, height: int) -> None:
        super().__init__(tree)
        self._tree = tree
        self._height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room for the name on one line, or on two."""
        metrics = QFontMetrics(index.data(Qt.ItemDataRole.FontRole) or self._tree.font())
        depth, above = 1, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        room = self._tree.columnWidth(index.column()) - depth * self._tree.indentation() - _BESIDE
        is_long = metrics.horizontalAdvance(str(index.data())) > room
        high = self._height + (metrics.lineSpacing() if is_long else 0)
        return QSize(super().sizeHint(option, index).width(), high)

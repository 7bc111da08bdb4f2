"""Widgets from left to right, then on the next row: for filters and buttons that must not be cut in a narrow window.

A box to type in is narrowed, to its least width, before what comes after it goes to a row of its own.
"""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QLineEdit, QWidget


class FlowLayout(QLayout):
    """A layout whose height follows from its width. Hidden widgets take no room."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins(0, 0, 0, 0))
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Add at the end; Qt calls this for addWidget."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items it holds."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one item, or None past the end, which is how Qt finds the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove one item and return it, or None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than the rows take."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the rows at a width."""
        return self._arrange(QRect(0, 0, width, 0), apply=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place every item."""
        super().setGeometry(rect)
        self._arrange(rect, apply=True)

    def sizeHint(self) -> QSize:
        """Return one row with everything in it."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        """Return the largest single item."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, apply: bool) -> int:
        top = rect.top()
        for row in self._rows(rect.width()):
            if top > rect.top():
                top += self.spacing()
            if apply:
                self._place(row, QRect(rect.left(), top, rect.width(), 0))
            top += max(item.sizeHint().height() for item in row)
        return top - rect.top()

    def _rows(self, room: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        taken = 0
        for item in self._items:
            if item.isEmpty():
                continue
            least = item.sizeHint().width() - _give(item)
            if rows and taken + self.spacing() + least <= room:
                rows[-1].append(item)
                taken += self.spacing() + least
            else:
                rows.append([item])
                taken = least
        return rows

    def _place(self, row: list[QLayoutItem], rect: QRect) -> None:
        wanted = sum(item.sizeHint().width() for item in row) + self.spacing() * (len(row) - 1)
        lacking, left = max(wanted - rect.width(), 0), rect.left()
        high = max(item.sizeHint().height() for item in row)
        for item in row:
            size = item.sizeHint()
            given = min(_give(item), lacking)
            lacking -= given
            width = min(size.width() - given, rect.width())
            place = QPoint(left, rect.top() + (high - size.height()) // 2)
            item.setGeometry(QRect(place, QSize(width, size.height())))
            left += width + self.spacing()


def _give(item: QLayoutItem) -> int:
    """Return by how much an item may be narrower than it would be."""
    if not isinstance(item.widget(), QLineEdit):
        return 0
    return max(item.sizeHint().width() - item.minimumSize().width(), 0)

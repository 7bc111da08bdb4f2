"""The sentence beside a cell: why what was typed there was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from asc_desktop.ui.plain import PlainLabel
from asc_desktop.ui.theme import current_palette

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

_WIDTH = 320
_MARGIN = 8


class CellSentence(PlainLabel):
    """A small panel inside the table, below its cell or above where there is no room."""

    def __init__(self, view: RecordTableView) -> None:
        super().__init__("", view.viewport())
        self._view = view
        self._cell: tuple[str, str] | None = None
        self.setWordWrap(True)
        self.setContentsMargins(_MARGIN + 4, 5, _MARGIN, 6)
        self.setProperty("role", "negative")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, row_id: str, key: str, sentence: str) -> None:
        """Show a sentence beside a cell."""
        self._cell = (row_id, key)
        self.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()
        self.place()
        self.raise_()

    def place(self) -> None:
        """Stand beside the cell; hide while it is out of sight."""
        if self._cell is None or self.isHidden():
            return
        model = self._view.table
        at = model.position(self._cell[0])
        keys = [column.key for column in model.columns]
        if at < 0 or self._cell[1] not in keys:
            self.hide()
            return
        rect = self._view.visualRect(model.index(at, keys.index(self._cell[1])))
        if self._view.delegate.is_open and self._view.delegate.editor is not None:
            rect = rect.united(self._view.delegate.editor.geometry())
        viewport = self._view.viewport().rect()
        if not viewport.intersects(rect):
            self.move(-4000, 0)
            return
        width = min(max(_WIDTH, rect.width()), viewport.width())
        width = min(width, self.fontMetrics().horizontalAdvance(self.text()) + 3 * _MARGIN + 8)
        height = self.heightForWidth(width)
        place = QRect(rect.left(), rect.bottom() + 2, width, height)
        if place.bottom() > viewport.bottom() and rect.top() - height - 2 >= 0:
            place.moveBottom(rect.top() - 2)
        if place.right() > viewport.right():
            place.moveRight(viewport.right())
        self.setGeometry(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the panel, then the words."""
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.negative), 1))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.fillRect(QRect(1, 3, 3, self.height() - 6), QColor(palette.negative))
        painter.end()
        super().paintEvent(event)

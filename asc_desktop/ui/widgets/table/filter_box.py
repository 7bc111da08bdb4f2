"""The box that narrows a table to the rows with some words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from asc_desktop.ui.keys import FILTER
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette, theme_hub

if TYPE_CHECKING:
    from asc_desktop.ui.models.record_table import RecordTableModel


ROOM_TO_TYPE = 110
"""The width, in pixels, that is kept for words beside the count."""
CLEAR_BUTTON = 30


class FilterBox(QLineEdit):
    """Words to look for in the list; Escape empties it, Down goes to the list."""

    left_down = Signal()

    def __init__(self, what: str) -> None:
        """Make the box for a list of ``what``, in the plural."""
        super().__init__()
        self.setPlaceholderText(f"Filter {what}")
        self.setAccessibleName(f"Filter {what}")
        set_tip(self, f"Show only {what} with these words in any column in sight ({FILTER})")
        self.setClearButtonEnabled(True)
        self._count = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        search = QAction("Filter", self)
        theme_hub().icons.bind(search, "search", "text_muted")
        self.addAction(search, QLineEdit.ActionPosition.LeadingPosition)

    def follow(self, model: RecordTableModel) -> None:
        """Narrow a table by the words, and show how many of its rows are left."""
        self.textChanged.connect(model.set_filter_text)
        self.count(model)

    def count(self, model: RecordTableModel) -> None:
        """Show how many rows of a table are left, once there are words."""

        def say() -> None:
            shown, there = len(model.shown_rows), len(model.rows)
            self._show_count(f"{shown:,} of {there:,}" if self.text() else "")

        model.arranged.connect(say)
        self.textChanged.connect(say)

    def _show_count(self, words: str) -> None:
        if words != self._count:
            self._count = words
            self.setAccessibleDescription(words)
            # Room for the words that are typed comes first.
            self.setTextMargins(0, 0, self._count_width() if self._has_room() else 0, 0)
            self.update()

    def _count_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._count) + 6 if self._count else 0

    def _has_room(self) -> bool:
        return self.width() - self._count_width() >= ROOM_TO_TYPE

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the count before the button that clears."""
        super().paintEvent(event)
        if self._count and self._has_room():
            painter = QPainter(self)
            painter.setPen(QColor(current_palette().text_muted))
            room = self.rect().adjusted(0, 0, -CLEAR_BUTTON, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._count)
            painter.end()

    def sizeHint(self) -> QSize:
        """Return room for a few words."""
        return QSize(190, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a word beside the picture and the button that clears."""
        return QSize(90, super().minimumSizeHint().height())

    def begin(self) -> None:
        """Begin to type words in place of those there are."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the box, or go to the list."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

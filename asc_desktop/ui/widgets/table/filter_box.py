"""The box that narrows a table to the rows with some words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from asc_desktop.ui.keys import FILTER
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub


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
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        search = QAction("Filter", self)
        theme_hub().icons.bind(search, "search", "text_muted")
        self.addAction(search, QLineEdit.ActionPosition.LeadingPosition)

    def sizeHint(self) -> QSize:
        """Return room for a few words."""
        return QSize(190, super().sizeHint().height())

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

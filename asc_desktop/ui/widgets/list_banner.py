"""The line above a list that says of what it shows a part, with the button that shows all of it again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.labels import ElidedLabel


class ListBanner(QWidget):
    """Hidden at first: the list says when it shows a part."""

    cleared = Signal()

    def __init__(self, show_all: str) -> None:
        super().__init__()
        self._words = ElidedLabel("", "heading")
        everything = QPushButton(show_all)
        everything.setProperty("kind", "quiet")
        everything.clicked.connect(self.cleared)
        row_of(self._words, everything, 1, into=self, margins=0)
        self.hide()

    def say(self, words: str) -> None:
        """Say what the list shows."""
        self._words.set_full_text(words)

"""The chip that says what another page's click lists."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.labels import ElidedLabel


class ListChip(QWidget):
    """What another page's click lists, ``5 projects: At risk in Theme 2``, and the button that shows all again."""

    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = ElidedLabel("")
        self.clear_button = QToolButton()
        self.clear_button.setText("Clear")
        set_tip(self.clear_button, "Show every project again")
        self.clear_button.setAccessibleName("Clear the list: show every project again")
        self.clear_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        theme_hub().icons.bind(self.clear_button, "close", "info_text")
        self.clear_button.clicked.connect(self.cleared)
        row_of((self._words, 1), self.clear_button, into=self, margins=(10, 2, 4, 2))
        self.hide()

    def show_list(self, words: str) -> None:
        """Say what is listed; nothing hides the chip."""
        self._words.set_full_text(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip's box."""
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.info_border), 1))
        painter.setBrush(QColor(palette.info_background))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)

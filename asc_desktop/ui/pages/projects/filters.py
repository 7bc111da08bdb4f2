"""What narrows the list of projects: a box to type in, lists to choose from, and the chip of another page's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.filter_box import FilterBox
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent


class FilterBar(QWidget):
    """The controls above the list, left to right and then on the next row."""

    def __init__(self) -> None:
        super().__init__()
        self.box = FilterBox("projects")
        self.group = ChoiceButton("Group")
        self.status = ChoiceButton("Status", none="Any")
        self.source_plan = ChoiceButton("Source plan", none="Any")
        self.attention = ChoiceButton("Needs attention", none="Any")
        self.archived = QPushButton("Archived")
        self.archived.setCheckable(True)
        set_tip(self.archived, "List the archived projects instead, to bring one back")
        self._flow = flow = FlowLayout(self, spacing=6)
        for control in (self.box, self.group, self.status, self.source_plan, self.attention, self.archived):
            flow.addWidget(control)
        for button in (self.group, self.status, self.source_plan, self.attention):
            button.chosen.connect(lambda _: self._fit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many rows as the width asks for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = self._flow.heightForWidth(self.width())
        if wanted != self.height():
            self.setFixedHeight(wanted)


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
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 2, 4, 2)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.clear_button)
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

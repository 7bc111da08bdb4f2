"""A notice inside a page: something to know, or something to settle.

Callout("Keep your status by saying why, or change it.", "warning", heading="The figures suggest At risk")
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import make_label

CalloutKind = Literal["info", "warning"]
ICON = 18


class Callout(QWidget):
    """A coloured box with an icon, words that wrap, and buttons if any."""

    def __init__(self, text: str = "", kind: CalloutKind = "warning", heading: str = "") -> None:
        super().__init__()
        self._kind: CalloutKind = kind
        self._heading = make_label(heading, wrap=True)
        font = self._heading.font()
        font.setWeight(font.Weight.DemiBold)
        self._heading.setFont(font)
        self._text = make_label(text, wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._actions = FlowLayout()
        words = column_of(self._heading, self._text, self._actions, spacing=3)
        row_of((words, 1), into=self, margins=(10 + ICON + 8, 9, 11, 9))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_message(text, kind, heading)

    def set_message(self, text: str, kind: CalloutKind | None = None, heading: str = "") -> None:
        """Say something else."""
        if kind is not None:
            self._kind = kind
        self._text.setText(text)
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        self.setAccessibleName(heading or text)
        self.setAccessibleDescription(text)
        self._tint_words()
        self.update()

    def add_action(self, text: str) -> QPushButton:
        """Add a button under the words and return it; connect its `clicked`."""
        button = QPushButton(text)
        self._actions.addWidget(button)
        return button

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._text.text() != "":
            self._tint_words()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and its icon."""
        palette = current_palette()
        warning = self._kind == "warning"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.warning_border if warning else palette.info_border), 1))
        painter.setBrush(QColor(palette.warning_background if warning else palette.info_background))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        colour = palette.warning_text if warning else palette.info_text
        theme_hub().icons.paint(painter, QRectF(10, 9, ICON, ICON), "warning" if warning else "info", colour)

    def _tint_words(self) -> None:
        palette = current_palette()
        colour = QColor(palette.warning_text if self._kind == "warning" else palette.info_text)
        for label in (self._heading, self._text):
            if label.palette().color(QPalette.ColorRole.WindowText) != colour:
                tinted = label.palette()
                tinted.setColor(QPalette.ColorRole.WindowText, colour)
                label.setPalette(tinted)

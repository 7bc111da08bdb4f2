"""A white, bordered panel with a title.

card = Card("Project status by theme", "Number of projects. Click a bar to list them.")
card.body.addWidget(chart)
card.add_header_widget(menu_button)
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.board import scrolling
from asc_desktop.ui.widgets.boxes import Part, column_of, fill, row_of
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label

RADIUS = 6
PADDING = 14
HEAD = 24
"""The height of the title's row, with or without a control in it, so that neighbouring cards agree."""


class Card(QWidget):
    """A panel. `body` is the layout below the title; `margins=False` lets a table run to the panel's edges."""

    def __init__(self, title: str = "", subtitle: str = "", *, margins: bool = True) -> None:
        super().__init__()
        self._title = ElidedLabel(title, "card-title", lines=2)
        self._subtitle = make_label(subtitle, "muted", wrap=True)
        self._header = row_of((self._title, 1), spacing=8)
        self._title.setMinimumHeight(HEAD)
        self._head = QWidget(self)
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column_of(
            self._header, self._subtitle, into=self._head, margins=(PADDING, 8, PADDING - 4, 6), spacing=0
        )
        self.body = column_of(
            margins=(
                PADDING if margins else 1,
                0 if title else PADDING,
                PADDING if margins else 1,
                PADDING if margins else 4,
            ),
            spacing=8,
        )
        layout = column_of(into=self, margins=0, spacing=0)
        layout.addWidget(self._head, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self.body, 1)
        self._refresh_header()

    def set_title(self, title: str, subtitle: str | None = None) -> None:
        """Change the title, and the sentence under it if one is given."""
        self._title.set_full_text(title)
        if subtitle is not None:
            self._subtitle.setText(subtitle)
        self._refresh_header()

    def add_header_widget(self, widget: QWidget) -> None:
        """Put a small control at the right of the title."""
        self._header.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._head.setVisible(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the panel."""
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _refresh_header(self) -> None:
        self._subtitle.setVisible(bool(self._subtitle.text()))
        self._head.setVisible(
            bool(self._title.full_text or self._subtitle.text()) or self._header.count() > 1
        )
        self.setAccessibleName(self._title.full_text)


def table_card(*parts: Part, title: str = "") -> Card:
    """Return the panel that a table, with what stands above or below it, fills to the edges."""
    card = Card(title, margins=False)
    fill(card.body, parts, margins=1, spacing=0)
    return card


def framed(inner: QWidget) -> QScrollArea:
    """Return what scrolls a form inside a card that has no margins of its own."""
    padded = QWidget()
    column_of(inner, 1, into=padded, margins=(PADDING, 0, PADDING, PADDING))
    area = scrolling(padded)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    return area

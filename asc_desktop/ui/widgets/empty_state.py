"""What a page says when there is nothing on it yet: what this is, and what to do first.

empty = EmptyState("exceptions", "No exceptions yet", "Record one when a project will miss its date or its saving.")
empty.add_action("Record exception", primary=True).clicked.connect(...)
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change

SENTENCE_WIDTH = 420
_ICON = 48


class EmptyState(QWidget):
    """An icon, a heading, a sentence and the buttons that begin."""

    def __init__(self, icon: str, heading: str, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = _LargeIcon(icon)
        self._heading = make_label(heading, "heading", wrap=True)
        self._sentence = make_label(sentence, "muted", wrap=True)
        self._sentence.setMaximumWidth(SENTENCE_WIDTH)
        self._sentence.setMinimumWidth(200)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        self._actions.addStretch()
        self._actions.addStretch()
        self._last = 0
        layout = column_of(2, into=self, spacing=8)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._heading)
        row = row_of(1, (self._sentence, 100), 1)
        layout.addLayout(row)
        layout.addSpacing(4)
        layout.addLayout(self._actions)
        layout.addStretch(3)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(sentence)

    def set_message(self, heading: str, sentence: str = "") -> None:
        """Say something else: for example that a filter hides everything."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(sentence)

    def add_action(
        self, text: str, *, primary: bool = False, changes: bool = False, last: bool = False
    ) -> QPushButton:
        """Add a button and return it; connect its `clicked`. A `last` one stays behind those added after it."""
        button = QPushButton(text)
        if changes:
            only_to_change(button)
        if primary:
            button.setProperty("kind", "primary")
        self._actions.insertWidget(self._actions.count() - 1 - (0 if last else self._last), button)
        self._last += last
        return button


class _LargeIcon(QWidget):
    """It gives way to the words: where it has no room it is not painted, and never lies on them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedWidth(_ICON)
        self.setMaximumHeight(_ICON)

    def sizeHint(self) -> QSize:
        return QSize(_ICON, _ICON)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.height() < _ICON:
            return
        theme_hub().icons.paint(
            QPainter(self), QRectF(4, 4, 40, 40), self._name, current_palette().text_muted
        )

"""What narrows the list of projects: a box to type in, lists to choose from, and the chip of another page's list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent


class ChoiceButton(QPushButton):
    """A button that says what is chosen, ``Status: any``, and opens the list to choose from."""

    chosen = Signal(str)
    """The key that a person chose."""

    def __init__(self, name: str, *, none: str = "") -> None:
        super().__init__()
        self._name = name
        self._none = none
        self._key = ""
        self._options: list[tuple[str, str]] = []
        self._group = QActionGroup(self)
        self.setProperty("kind", "menu")
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._say()

    @property
    def key(self) -> str:
        """Return the key chosen; empty for no choice."""
        return self._key

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these keys and words; a choice that is gone is taken back without a word."""
        offered = ([("", self._none)] if self._none else []) + list(options)
        if offered == self._options:
            return
        self._options = offered
        self._menu.clear()
        for key, words in offered:
            action = QAction(words.replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setChecked(key == self._key)
            action.setData(key)
            action.triggered.connect(lambda _checked=False, picked=key: self._pick(picked))
            self._group.addAction(action)
            self._menu.addAction(action)
        if self._key not in dict(offered):
            self._key = ""
        self.choose(self._key)

    def choose(self, key: str) -> None:
        """Show a key as chosen; send no signal."""
        self._key = key
        for action in self._menu.actions():
            action.setChecked(action.data() == key)
        self._say()

    def _pick(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _say(self) -> None:
        words = dict(self._options).get(self._key, self._none)
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, 150)
        self.setText(f"{self._name}: {shown.lower() if words == self._none else shown}".replace("&", "&&"))
        self.setAccessibleName(f"{self._name}: {words}")
        self.setToolTip(f"{self._name}: {words}" if shown != words else "")


class FilterBox(QLineEdit):
    """Words to look for in the list; Escape empties it, Down goes to the list."""

    left_down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Filter projects")
        self.setAccessibleName("Filter projects")
        self.setToolTip("Show only projects with these words in any column in sight (Ctrl+F)")
        self.setClearButtonEnabled(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        search = QAction("Filter", self)
        theme_hub().icons.bind(search, "search", "text_muted")
        self.addAction(search, QLineEdit.ActionPosition.LeadingPosition)

    def sizeHint(self) -> QSize:
        """Return room for a few words."""
        return QSize(190, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the box, or go to the list."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """The controls above the list, left to right and then on the next row."""

    def __init__(self) -> None:
        super().__init__()
        self.box = FilterBox()
        self.group = ChoiceButton("Group")
        self.status = ChoiceButton("Status", none="Any")
        self.source_plan = ChoiceButton("Source plan", none="Any")
        self.attention = ChoiceButton("Needs attention", none="Any")
        self.archived = QPushButton("Archived")
        self.archived.setCheckable(True)
        self.archived.setToolTip("List the archived projects instead, to bring one back")
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
        self.clear_button.setToolTip("Show every project again")
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

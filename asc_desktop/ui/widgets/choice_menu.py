"""A button with a menu to choose one of several from: a theme, a category, a kind.

themes = ChoiceMenu("Theme", "All themes")
themes.set_options([(theme.id, theme.name) for theme in report.themes])
themes.chosen.connect(self.narrow)  # str: the key chosen, "" for all
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

WIDEST = 220


class ChoiceMenu(QPushButton):
    """Shows what is chosen; its first option, the key ``""``, means all of them."""

    chosen = Signal(str)
    """The key that a person chose; not sent by `set_current`."""

    def __init__(self, name: str, everything: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._everything = everything
        self._options: tuple[tuple[str, str], ...] = ()
        self._current = ""
        self.setProperty("kind", "menu")
        self.setAccessibleName(name)
        self.setMenu(QMenu(self))
        self.menu().setToolTipsVisible(True)
        self.set_options(())

    @property
    def current(self) -> str:
        """Return the key in force."""
        return self._current

    def set_options(self, options: Sequence[tuple[str, str]], everything: str | None = None) -> None:
        """Offer these keys and words after all of them; what was chosen stays if it is still there."""
        self._everything = self._everything if everything is None else everything
        self._options = (("", self._everything), *options)
        if self._current not in dict(self._options):
            self._current = ""
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        for key, words in self._options:
            action = menu.addAction(words.replace("&", "&&"))
            action.setData(key)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, key=key: self._choose(key))
            group.addAction(action)
        self._show()

    def set_current(self, key: str) -> None:
        """Choose without sending `chosen`; a key that is not offered means all of them."""
        self._current = key if key in dict(self._options) else ""
        self._show()

    def _choose(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    def _show(self) -> None:
        words = dict(self._options)[self._current]
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, WIDEST)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(words if shown != words else "")
        self.setAccessibleDescription(words)
        for action in self.menu().actions():
            action.setChecked(action.data() == self._current)

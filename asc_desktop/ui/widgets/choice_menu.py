"""Buttons with a menu to choose one of several from: a theme, a category, a kind.

themes = ChoiceMenu("Theme", "All themes")
themes.set_options([(theme.id, theme.name) for theme in report.themes])
themes.chosen.connect(self.narrow)  # str: the key chosen, "" for all
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from asc_desktop.ui.cutting import cut_to
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.widgets.year_menu import YearOf, add_by_year, tick


class ChoiceMenu(QPushButton):
    """Shows what is chosen; its first option, the key ``""``, means all of them. Without words for it there is none."""

    chosen = Signal(str)
    """The key that a person chose; not sent by `choose`."""

    widest = 220
    """The width of the words, in pixels, from which they are elided."""

    def __init__(self, name: str, everything: str) -> None:
        super().__init__()
        self._name = name
        self._everything = everything
        self._options: tuple[tuple[str, str], ...] | None = None
        self._key = ""
        self.setProperty("kind", "menu")
        self.setMenu(QMenu(self))
        self.menu().setToolTipsVisible(True)
        self._group = QActionGroup(self)
        self.set_options(())

    @property
    def name(self) -> str:
        """What it is a choice of."""
        return self._name

    @property
    def key(self) -> str:
        """Return the key in force."""
        return self._key

    def set_options(
        self,
        options: Sequence[tuple[str, str]],
        everything: str | None = None,
        year_of: YearOf = lambda _: "",
    ) -> None:
        """Offer these keys and words after all of them, by year where they have one; the key stays if it can."""
        self._everything = self._everything if everything is None else everything
        offered = ((("", self._everything),) if self._everything else ()) + tuple(options)
        if offered == self._options:
            return
        self._options = offered
        menu = self.menu()
        menu.clear()
        for inner in menu.findChildren(QMenu):
            inner.deleteLater()
        for action in add_by_year(menu, offered, year_of, self._pick):
            self._group.addAction(action)
        self.choose(self._key)

    def choose(self, key: str) -> None:
        """Choose without sending `chosen`; a key that is not offered means all of them."""
        self._key = key if key in dict(self._options or ()) else ""
        tick(self.menu(), self._key)
        words = dict(self._options or ()).get(self._key, self._everything)
        shown = cut_to(words, self.fontMetrics(), self.widest)
        self._say(words, shown)

    def _pick(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _say(self, words: str, shown: str) -> None:
        self.setText(literal(shown))
        set_tip(self, words if shown != words else "")
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(words)


class ChoiceButton(ChoiceMenu):
    """A choice that says what it is of as well, ``Status: any``."""

    widest = 150

    def __init__(self, name: str, *, none: str = "") -> None:
        super().__init__(name, none)

    def _say(self, words: str, shown: str) -> None:
        said = shown.lower() if words == self._everything else shown
        self.setText(literal(f"{self._name}: {said}"))
        self.setAccessibleName(f"{self._name}: {words}")
        set_tip(self, f"{self._name}: {words}" if shown != words else "")

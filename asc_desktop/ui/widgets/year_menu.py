"""Menus of months and of what boards received, by financial year: the newest at once, each year before in its own menu.

Sixty months under each other are more than a screen is high. A menu of few stays one list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from asc_desktop.ui.plain import literal
from asc_desktop.ui.widgets.choice_box import ChoiceBox

MOST_IN_ONE: Final = 14
"""So many are one list, as high as the drop-down lists."""

YearOf = Callable[[object], str]
"""Returns the year of an option's key, in words; nothing for one that is of none and stays in sight."""


def add_by_year(
    menu: QMenu, options: Iterable[tuple[Any, str]], year_of: YearOf, pick: Callable[[Any], None]
) -> list[QAction]:
    """Add an action for each key and words, which hands the key on; return them, each with its key as data."""
    options = list(options)
    years = list(dict.fromkeys(filter(None, (year_of(key) for key, _ in options))))
    menus = dict.fromkeys(("", *(years if len(options) <= MOST_IN_ONE else years[:1])), menu)
    made = []
    for key, words in options:
        year = year_of(key)
        if year not in menus:
            menus[year] = menu.addMenu(literal(year))
            menus[year].menuAction().setCheckable(True)
        action = menus[year].addAction(literal(words))
        action.setData(key)
        action.setCheckable(True)
        action.triggered.connect(partial(_pick, pick, key))
        made.append(action)
    return made


def _pick(pick: Callable[[Any], None], key: object, *_checked: bool) -> None:
    pick(key)


def tick(menu: QMenu, key: object) -> QAction | None:
    """Tick the option with a key, and the year that it is in; return what is ticked in the menu itself."""
    ticked = None
    for action in menu.actions():
        inner = action.menu()
        is_chosen = tick(inner, key) is not None if isinstance(inner, QMenu) else action.data() == key
        action.setChecked(is_chosen)
        ticked = action if is_chosen else ticked
    return ticked


class YearBox(ChoiceBox):
    """A drop-down list by year. A word typed searches all of it, as in every such list."""

    def __init__(self, name: str, year_of: YearOf) -> None:
        super().__init__(name)
        self._year_of = year_of

    def showPopup(self) -> None:
        """Show the options by year, where there are more than one list holds."""
        if self.count() <= MOST_IN_ONE:
            super().showPopup()
            return
        menu = self.year_menu()
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        menu.setActiveAction(tick(menu, self.currentData()) or menu.actions()[0])

    def year_menu(self) -> QMenu:
        """Return the menu of the options; it is deleted when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        options = [(self.itemData(at), self.itemText(at)) for at in range(self.count())]
        add_by_year(menu, options, self._year_of, self._pick)
        return menu

    def _pick(self, key: object) -> None:
        self.set_current_data(key)
        self.setEditText(self.itemText(self.currentIndex()))
        self.line.setCursorPosition(0)
        self.activated.emit(self.currentIndex())

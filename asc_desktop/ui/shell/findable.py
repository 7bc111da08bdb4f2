"""What Ctrl+K finds beside records and the menus: the buttons of every page, and the headings of the user guide."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Final

from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from asc_desktop._paths import resource_path
from asc_desktop.services.find_hits import Hit
from asc_desktop.ui.dialogs.find import BUTTON, Deed
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.registry import BUTTONS, DESTINATIONS
from asc_desktop.ui.plain import shown_words
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.table.view import RecordTableView

_HEADING: Final = re.compile(r"^(#{2,3}) (.+)$", re.MULTILINE)
GUIDE = "guide"


def button_deeds(page: Page | None, show: Callable[[str], Page | None]) -> Iterator[Deed]:
    """Yield what presses each button of the page in view, and of the others those that are known."""
    for place in DESTINATIONS:
        here = page is not None and page.key == place.key
        for words in dict.fromkeys(
            _buttons_of(page) if here and page is not None else BUTTONS.get(place.key, ())
        ):
            hit = Hit(f"{place.key}/{words}", BUTTON, "Button", words, f"On {place.title}")
            yield Deed(hit, partial(_press_on, show, place.key, words))


def guide_deeds(show: Callable[[str], None]) -> Iterator[Deed]:
    """Yield what opens the guide at each of its headings."""
    for chapter, heading in guide_headings():
        beside = chapter if chapter != heading else ""
        yield Deed(Hit(f"guide/{heading}", GUIDE, "Guide", heading, beside), partial(show, heading))


@cache
def guide_headings() -> tuple[tuple[str, str], ...]:
    """Return the guide's headings, each after that of its chapter."""
    chapter, found = "", []
    for level, words in _HEADING.findall(resource_path("docs", "user-guide.md").read_text(encoding="utf-8")):
        chapter = words if len(level) == 2 else chapter
        found.append((chapter, words))
    return tuple(found)


def press(page: Page | None, words: str) -> None:
    """Press the button of a page with these words; say why where it is not to be had."""
    if page is None:
        return
    button = next((each for each in _pressable(page) if shown_words(each.text()) == words), None)
    if button is None:
        page.workspace.said.emit(f"“{words}” is not offered on {page.title} now.")
    elif not button.isEnabled():
        page.workspace.said.emit(button.toolTip() or f"“{words}” cannot be done now.")
    elif isinstance(button, QPushButton) and button.menu() is not None:
        button.setFocus()
        button.showMenu()
    else:
        button.click()


def _press_on(show: Callable[[str], Page | None], key: str, words: str) -> None:
    press(show(key), words)


def _buttons_of(page: Page) -> list[str]:
    return [shown_words(button.text()) for button in _pressable(page) if button.isEnabled()]


def _pressable(page: Page) -> Iterator[QAbstractButton]:
    """Yield a page's buttons with words that are in sight; not those within a table or a form."""
    for button in page.findChildren(QAbstractButton):
        if len(button.text()) > 1 and button.isVisible() and not _is_within(button, page):
            yield button


def _is_within(button: QAbstractButton, page: Page) -> bool:
    parent: QWidget | None = button.parentWidget()
    while parent is not None and parent is not page:
        if isinstance(parent, RecordTableView | RecordForm):
            return True
        parent = parent.parentWidget()
    return False

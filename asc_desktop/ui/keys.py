"""Every key of the program, named for what it does. Menus, pages, tables, the list of keys and the guide read it here.

add_keys(self, {FILTER: self.box.setFocus})
set_tip(self.box, f"Show only lines with these words ({FILTER})")
if SORT_AGAIN.matches(event): ...
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_SHOWN: Final = {
    "Return": "Enter",
    "PgUp": "Page Up",
    "PgDown": "Page Down",
    "Del": "Delete",
    "Esc": "Escape",
}

_SAME_KEY: Final[dict[int, int]] = {
    Qt.Key.Key_Enter: Qt.Key.Key_Return,
    Qt.Key.Key_Equal: Qt.Key.Key_Plus,
    Qt.Key.Key_Underscore: Qt.Key.Key_Minus,
}
"""Keys that are taken for others: where + and − are typed with Shift or without is the keyboard's affair."""

ANYWHERE: Final = "Anywhere"
ON_A_PAGE: Final = "On a page"
IN_A_TABLE: Final = "In a table"
IN_A_FORM: Final = "In a form"
IN_A_CHART: Final = "In a chart"
IN_PICTURES: Final = "In charts over time, the timeline and the board pack’s pages"


class Key(Struct, frozen=True):
    """What is pressed, as Qt writes it, what it does, and where. Its text is how a person knows it: ``Ctrl+Enter``."""

    keys: str
    does: str
    where: str = ANYWHERE

    def __str__(self) -> str:
        return (
            "+".join(_SHOWN.get(part, part) for part in self.keys.split("+"))
            if len(self.keys) > 1
            else self.keys
        )

    @property
    def sequence(self) -> QKeySequence:
        """The key for a shortcut or an action."""
        return QKeySequence(self.keys)

    def matches(self, event: QKeyEvent) -> bool:
        """Whether this was pressed; a sign such as + counts whatever else is held down to type it."""
        held = (
            0 if len(self.keys) == 1 else event.modifiers().value & ~Qt.KeyboardModifier.KeypadModifier.value
        )
        return QKeySequence(held | _SAME_KEY.get(event.key(), event.key())) == self.sequence


NEW_FILE: Final = Key("Ctrl+N", "new portfolio")
OPEN_FILE: Final = Key("Ctrl+O", "open a portfolio")
SAVE_COPY: Final = Key("Ctrl+Shift+S", "save a copy of the portfolio")
BACK_UP: Final = Key("Ctrl+B", "back up now")
CLOSE_FILE: Final = Key("Ctrl+W", "close the portfolio")
EXIT: Final = Key("Alt+F4", "exit")
IMPORT: Final = Key("Ctrl+I", "import a tracker")
EXPORT: Final = Key("Ctrl+E", "export the board pack")
UNDO: Final = Key("Ctrl+Z", "undo")
REDO: Final = Key("Ctrl+Y", "redo")
FIND: Final = Key("Ctrl+K", "find anything")
SETTINGS: Final = Key("Ctrl+,", "settings")
MARK_EXEMPT: Final = Key("Ctrl+Shift+X", "mark exempt from publication what the keyboard is on")
PAGES: Final = tuple(Key(f"Ctrl+{number}", "the first nine pages") for number in range(1, 10))
"""Pages after the ninth have no number key; Next page and the finder reach them."""
PREVIOUS_PAGE: Final = Key("Ctrl+PgUp", "the page before")
NEXT_PAGE: Final = Key("Ctrl+PgDown", "the page after")
NEW_PROJECT: Final = Key("Ctrl+Shift+N", "new project")
NEW_EXCEPTION: Final = Key("Ctrl+Shift+E", "new exception")
FREEZE: Final = Key("Ctrl+Shift+F", "close the month for a board")
PROGRAMME: Final = Key("Alt+P", "choose the programme")
PERIOD: Final = Key("Alt+R", "choose the month")
PREVIOUS_PERIOD: Final = Key("Alt+PgUp", "the month before")
NEXT_PERIOD: Final = Key("Alt+PgDown", "the month after")
GUIDE: Final = Key("F1", "the user guide")

MAIN: Final = Key("Ctrl+Shift+A", "its main button: a new risk, measure, budget line and so on", ON_A_PAGE)
ADD: Final = Key("Ctrl++", "add to the list that the keyboard is in", ON_A_PAGE)
FILTER: Final = Key("Ctrl+F", "filter the list", ON_A_PAGE)
OPEN: Final = Key("Ctrl+Return", "open the current row", ON_A_PAGE)
NEXT_PANE: Final = Key(
    "F6", "to the next pane of the page, then the list of pages and the top bar", ON_A_PAGE
)
PREVIOUS_PANE: Final = Key("Shift+F6", "to the pane before", ON_A_PAGE)
BACK: Final = Key("Alt+Left", "back to the list", ON_A_PAGE)
MOVE_UP: Final = Key(
    "Alt+Up", "put a theme, a status, a budget line or a section of the pack earlier", ON_A_PAGE
)
MOVE_DOWN: Final = Key("Alt+Down", "put it later", ON_A_PAGE)
EXPORT_PDF: Final = Key("Ctrl+Shift+P", "on Board pack: export the PDF", ON_A_PAGE)

EDIT: Final = Key("F2", "edit the cell, or rename a theme", IN_A_TABLE)
CUT: Final = Key("Ctrl+X", "cut cells or text", IN_A_TABLE)
COPY: Final = Key("Ctrl+C", "copy cells or text", IN_A_TABLE)
COPY_WITH_HEADINGS: Final = Key("Ctrl+Shift+C", "copy cells with their headings", IN_A_TABLE)
PASTE: Final = Key("Ctrl+V", "paste cells or text", IN_A_TABLE)
FILL_DOWN: Final = Key("Ctrl+D", "fill down", IN_A_TABLE)
FILL_RIGHT: Final = Key("Ctrl+R", "fill right", IN_A_TABLE)
SELECT_ALL: Final = Key("Ctrl+A", "select all", IN_A_TABLE)
CLEAR: Final = Key("Del", "clear", IN_A_TABLE)
SORT_AGAIN: Final = Key("F5", "sort again", IN_A_TABLE)
ROW_MENU: Final = Key("Shift+F10", "the menu of the row, or the Menu key", IN_A_TABLE)
LEAVE_TABLE: Final = Key("Ctrl+Tab", "on to what is after the table", IN_A_TABLE)

SAVE_TEXT: Final = Key("Ctrl+Return", "save long text", IN_A_FORM)
CALENDAR: Final = Key("Alt+Down", "open the calendar, or F4", IN_A_FORM)
TAKE_BACK: Final = Key("Esc", "take back what was typed", IN_A_FORM)

FIRST_FIGURE: Final = Key(
    "Home", "the first figure; arrow keys go to the next, and Enter lists what is behind it", IN_A_CHART
)
LAST_FIGURE: Final = Key("End", "the last figure", IN_A_CHART)

LARGER: Final = Key("+", "larger", IN_PICTURES)
SMALLER: Final = Key("-", "smaller", IN_PICTURES)
WHOLE: Final = Key("0", "all of it", IN_PICTURES)


def every_key() -> list[Key]:
    """Return them all, as they stand here."""
    found: list[Key] = []
    for held in globals().values():
        found += [held] if isinstance(held, Key) else held if held is PAGES else []
    return found


def listed() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return where, and there each key as a person knows it with what it does, for the guide and the window's list."""
    return [
        (where, [(_named(list(same)), does) for does, same in groupby(held, key=lambda key: key.does)])
        for where, held in groupby(every_key(), key=lambda key: key.where)
    ]


def listed_by(words: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return where, what it does and the key, one by one, for the window's list.

    ``words`` has, by keys as Qt writes them, what the menus call what they do; what is in no menu is as it is here.
    """
    return [
        (key.where, words.get(key.sequence.toString()) or f"{key.does[0].upper()}{key.does[1:]}", str(key))
        for key in every_key()
    ]


def _named(same: list[Key]) -> str:
    return str(same[0]) if len(same) == 1 else f"{same[0]} to {same[-1]}"

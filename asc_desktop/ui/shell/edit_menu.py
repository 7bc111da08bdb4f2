"""The part of the Edit menu that acts on the table or the text box that the keyboard is on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QMenuBar, QWidget

from asc_desktop.ui import keys
from asc_desktop.ui.keys import Key
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.commands import show_key
from asc_desktop.ui.widgets.edit_commands import (
    EDIT_COMMANDS,
    NOT_CHANGED,
    PASTE,
    PASTE_AS_NEW,
    EditCommand,
    Target,
    TextBox,
    add_command,
    show_whether,
)
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import READ_ONLY

_EDIT_CELL: Final = EditCommand(
    "&Edit the cell",
    keys.EDIT,
    lambda view: view.edit_current(),
    lambda view: "" if view.currentIndex().isValid() and view.table.is_editable else NOT_CHANGED,
)
_SORT_AGAIN: Final = EditCommand(
    "&Sort again", keys.SORT_AGAIN, lambda view: view.sort_again(), lambda _view: "", changes=False
)
COMMANDS: Final = (*EDIT_COMMANDS, _EDIT_CELL, _SORT_AGAIN)
PAGE_COMMANDS: Final[tuple[tuple[str, Key, str], ...]] = (
    ("F&ilter the list", keys.FILTER, "This page has no list to filter."),
    ("&Open the row", keys.OPEN, "Choose a row of a list first."),
    ("Add to the &list", keys.ADD, "Go to a list that can be added to first."),
    ("&Main button of the page", keys.MAIN, "This page has no main button."),
)
"""What pages do by keys of their own, each with why it may not be had."""


class EditMenu(QObject):
    """The part of the Edit menu that acts where the keyboard is, in one window."""

    def __init__(
        self,
        window: QWidget,
        menu: QMenu,
        page_table: Callable[[], RecordTableView | None],
        page: Callable[[], QWidget | None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._page_table = page_table
        self._page = page
        self._target: Target | None = None
        self._had_keyboard: QWidget | None = None
        self.read_only = False
        """Whether the file is: then that is why what is in a table or a form cannot be changed."""
        menu.setToolTipsVisible(True)
        self._actions = [
            (add_command(menu, command, partial(self._act, command)), command) for command in COMMANDS
        ]
        menu.addSeparator()
        self._of_page = [
            (_page_action(menu, words, key, partial(self._press, key)), key, why)
            for words, key, why in PAGE_COMMANDS
        ]
        menu.aboutToShow.connect(self.refresh)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    @property
    def actions(self) -> list[QAction]:
        """Return the menu's actions."""
        return [*(action for action, _ in self._actions), *(action for action, _, _ in self._of_page)]

    def target(self) -> Target | None:
        """Return the table or the text box that the keyboard is on, or was before it went to the menu."""
        is_in_sight = (
            self._target is not None and shiboken6.isValid(self._target) and self._target.isVisible()
        )
        return self._target if is_in_sight else None

    def paste_on_page(self) -> bool:
        """Show what records the page's table would make, where the keyboard is on none; return whether it has one."""
        is_on_page = self.target() is None and self._page_table() is not None
        if is_on_page:
            self._act(PASTE)
        return is_on_page

    def refresh(self) -> None:
        """Show what can be done now."""
        for action, command in self._actions:
            show_whether(action, *self._found(command), READ_ONLY if self.read_only else "")
        for action, key, why in self._of_page:
            action.setEnabled(self._taker(key) is not None)
            set_tip(action, "" if action.isEnabled() else why)

    def _act(self, command: EditCommand) -> None:
        found, target = self._found(command)
        found.act(target)

    def _found(self, command: EditCommand) -> tuple[EditCommand, Target | None]:
        """Return what a command is to do, and to what.

        Where the keyboard is on no table, a paste is of new rows of the page's own: no cell was chosen for it.
        """
        target = self.target()
        if target is None and command in {PASTE, PASTE_AS_NEW}:
            return PASTE_AS_NEW, self._page_table()
        return command, target

    def _press(self, key: Key) -> None:
        if (taker := self._taker(key)) is not None:
            taker.activated.emit()

    def _taker(self, key: Key) -> QShortcut | None:
        """Return what takes a key: the nearest around what had the keyboard, else one of the page in view."""
        at = self._had_keyboard
        while at is not None and shiboken6.isValid(at) and at is not self._window:
            near = at.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if (taker := _with_key(near, key)) is not None:
                return taker
            at = at.parentWidget()
        page = self._page()
        return _with_key(page.findChildren(QShortcut), key) if page is not None else None

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Keep what the keyboard is on; menus, dialogs and other windows take it for a while only."""
        if now is None or isinstance(now, (QMenuBar, QMenu)) or now.window() is not self._window:
            return
        self._had_keyboard = now
        box: QWidget | None = now.lineEdit() if isinstance(now, QComboBox) and now.isEditable() else now
        while box is not None and not isinstance(box, RecordTableView | TextBox):
            # A button that says what to do with an empty table stands in it.
            box = box.parentWidget()
        self._target = box


def _page_action(menu: QMenu, words: str, key: Key, act: Callable[[], object]) -> QAction:
    action = menu.addAction(words)
    show_key(action, key)
    action.triggered.connect(lambda _checked=False: act())
    return action


def _with_key(shortcuts: Iterable[QShortcut], key: Key) -> QShortcut | None:
    """Return the one with a key that can be pressed now."""
    for shortcut in shortcuts:
        parent = shortcut.parent()
        can_press = isinstance(parent, QWidget) and parent.isVisible() and parent.isEnabled()
        if can_press and shortcut.key() == key.sequence:
            return shortcut
    return None

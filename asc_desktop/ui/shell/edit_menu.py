"""The part of the Edit menu that acts on the table or the text box that the keyboard is on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QMenuBar, QWidget

from asc_desktop.ui.widgets.edit_commands import (
    EDIT_COMMANDS,
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


class EditMenu(QObject):
    """The part of the Edit menu that acts where the keyboard is, in one window."""

    def __init__(
        self, window: QWidget, menu: QMenu, page_table: Callable[[], RecordTableView | None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._page_table = page_table
        self._target: Target | None = None
        self.read_only = False
        """Whether the file is: then that is why what is in a table or a form cannot be changed."""
        menu.setToolTipsVisible(True)
        self._actions = [
            (add_command(menu, command, partial(self._act, command)), command) for command in EDIT_COMMANDS
        ]
        menu.aboutToShow.connect(self.refresh)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    @property
    def actions(self) -> list[QAction]:
        """Return the menu's actions."""
        return [action for action, _ in self._actions]

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

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Keep what the keyboard is on; menus, dialogs and other windows take it for a while only."""
        if now is None or isinstance(now, (QMenuBar, QMenu)) or now.window() is not self._window:
            return
        box: QWidget | None = now.lineEdit() if isinstance(now, QComboBox) and now.isEditable() else now
        while box is not None and not isinstance(box, RecordTableView | TextBox):
            # A button that says what to do with an empty table stands in it.
            box = box.parentWidget()
        self._target = box

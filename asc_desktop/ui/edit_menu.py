"""The part of the Edit menu that acts on the table or the text box that the keyboard is on."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QMenuBar, QWidget

from asc_desktop.ui.widgets.edit_commands import EDIT_COMMANDS, Target, TextBox, add_command, show_whether
from asc_desktop.ui.widgets.table_view import RecordTableView
from asc_desktop.ui.workspace import READ_ONLY


class EditMenu(QObject):
    """The part of the Edit menu that acts where the keyboard is, in one window."""

    def __init__(self, window: QWidget, menu: QMenu) -> None:
        super().__init__(window)
        self._window = window
        self._target: Target | None = None
        self.read_only = False
        """Whether the file is: then that is why what is in a table or a form cannot be changed."""
        menu.setToolTipsVisible(True)
        self._actions = [(add_command(menu, command, self.target), command) for command in EDIT_COMMANDS]
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
        return self._target if self._target is not None and shiboken6.isValid(self._target) else None

    def refresh(self) -> None:
        """Show what can be done now."""
        target = self.target()
        for action, command in self._actions:
            show_whether(action, command, target, READ_ONLY if self.read_only else "")

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Keep what the keyboard is on; menus, dialogs and other windows take it for a while only."""
        if now is None or isinstance(now, (QMenuBar, QMenu)) or now.window() is not self._window:
            return
        box: QWidget | None = now.lineEdit() if isinstance(now, QComboBox) and now.isEditable() else now
        while box is not None and not isinstance(box, RecordTableView | TextBox):
            # A button that says what to do with an empty table stands in it.
            box = box.parentWidget()
        self._target = box

"""F1: the user guide beside the work, opened at what is in view, from pages and dialogs alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from asc_desktop.ui.keys import GUIDE

if TYPE_CHECKING:
    from asc_desktop.ui.dialogs.guide import GuideDialog


class Help(QObject):
    """Opens the guide; ``in_view`` gives the heading of the page that is shown, or nothing."""

    def __init__(self, window: QWidget, in_view: Callable[[], str]) -> None:
        super().__init__(window)
        self._window = window
        self._in_view = in_view
        self._guide: GuideDialog | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._offer)

    def show(self, heading: str = "") -> GuideDialog:
        """Show the guide at a heading, or at what is in view, and let work go on beside it.

        Over a dialog it belongs to that dialog, which would keep the keyboard from it otherwise.
        """
        from asc_desktop.ui.dialogs.guide import GuideDialog

        parent = QApplication.activeModalWidget() or self._window
        guide = self._guide
        if guide is None or not shiboken6.isValid(guide) or guide.parent() is not parent:
            if guide is not None and shiboken6.isValid(guide):
                guide.close()
            guide = self._guide = GuideDialog(parent)
        guide.show_heading(heading or self._heading(parent))
        guide.show()
        guide.raise_()
        guide.activateWindow()
        return guide

    def _heading(self, parent: QWidget) -> str:
        from asc_desktop.ui.dialogs.guide_text import DIALOGS, FIRST

        named = (DIALOGS.get(kind.__name__) for kind in type(parent).__mro__)
        return next(filter(None, named), "") or self._in_view() or FIRST

    def _offer(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Give a dialog the key when the keyboard first comes to it: the window's own does not reach over it."""
        if now is None or not shiboken6.isValid(now) or not shiboken6.isValid(self):
            return
        dialog = now.window()
        if isinstance(dialog, QDialog) and dialog.isModal() and not dialog.property("has_help"):
            dialog.setProperty("has_help", True)
            shortcut = QShortcut(GUIDE.sequence, dialog)
            shortcut.activated.connect(self.show)

"""What a page's keys and a row's menu do, each said in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLayout,
    QPushButton,
    QWidget,
)

from asc_desktop.ui.keys import Key
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.read_only import only_to_change


def menu_place(view: QAbstractItemView, event: QContextMenuEvent) -> QPoint:
    """Return where the menu of a cell opens; a click outside the selection makes its cell the current one first."""
    if event.reason() == QContextMenuEvent.Reason.Keyboard:
        return view.viewport().mapToGlobal(view.visualRect(view.currentIndex()).bottomLeft())
    index = view.indexAt(view.viewport().mapFromGlobal(event.globalPos()))
    if index.isValid() and not view.selectionModel().isSelected(index):
        view.setCurrentIndex(index)
    return event.globalPos()


def menu_action(
    words: str, act: Callable[[], object], *, changes: bool = True, enabled: bool = True, tip: str = ""
) -> QAction:
    """Return a row's command. One that ``changes`` something is closed where the file is open read-only."""
    action = QAction(words)
    action.setEnabled(enabled)
    set_tip(action, tip)
    action.triggered.connect(lambda _checked=False: act())
    if changes:
        only_to_change(action)
    return action


def press_action(words: str, button: QAbstractButton, *, changes: bool = True) -> QAction:
    """Return a row's command that presses a button, and can be had when the button can."""
    return menu_action(words, button.click, changes=changes, enabled=button.isEnabled(), tip=button.toolTip())


def add_keys(widget: QWidget, keys: Mapping[Key, Callable[[], object]], *, in_children: bool = True) -> None:
    """Let keys do something while the keyboard is in a widget, or in anything within it."""
    context = Qt.ShortcutContext
    for key, act in keys.items():
        shortcut = QShortcut(key.sequence, widget)
        shortcut.setContext(context.WidgetWithChildrenShortcut if in_children else context.WidgetShortcut)
        shortcut.activated.connect(act)


def show_key(action: QAction, key: Key) -> None:
    """Show a key beside an action's words where something else takes it."""
    action.setShortcut(key.sequence)
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)


def offer(button: QAbstractButton, *, possible: bool, tip: str, why: str) -> None:
    """Offer a button, or say in its tooltip why it is not to be had now."""
    button.setEnabled(possible)
    set_tip(button, tip if possible else why)
    button.setAccessibleDescription(button.toolTip())


class EndButtons(QDialogButtonBox):
    """The buttons that end a dialog, which Tab goes through as they are shown.

    Qt goes through them as they were made: mostly Cancel first, which Enter then presses.
    """

    def showEvent(self, event: QShowEvent) -> None:
        """Put them in the order in which this system shows them."""
        layout = cast("QLayout", self.layout())
        shown = [item.widget() for at in range(layout.count()) if (item := layout.itemAt(at)) is not None]
        for before, after in pairwise(widget for widget in shown if widget is not None):
            QWidget.setTabOrder(before, after)
        super().showEvent(event)


def ok_and_cancel(dialog: QDialog, ok: str, *, default: bool = True) -> tuple[QDialogButtonBox, QPushButton]:
    """Return the two buttons that end a dialog, and the one of them that does what it is for."""
    buttons = EndButtons(QDialogButtonBox.StandardButton.Cancel)
    main = buttons.addButton(ok, QDialogButtonBox.ButtonRole.AcceptRole)
    main.setProperty("kind", "primary")
    # In the dialog, which else takes Cancel for its main button: Enter then cancels once Tab has passed it.
    buttons.setParent(dialog)
    main.setDefault(default)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons, main

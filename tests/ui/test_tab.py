"""Tab and Shift+Tab go through the whole window and round: nothing holds the keyboard, and nothing is passed over."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.shell.main_window import MainWindow

MOST = 150
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def is_beside_the_chosen(widget: QWidget) -> bool:
    """Whether Tab goes to another of a group, and the arrow keys from there to this one."""
    if not isinstance(widget, QAbstractButton) or widget.isChecked():
        return False
    group = widget.group()
    return widget.autoExclusive() or (group is not None and group.exclusive())


def walked(qtbot: QtBot, *, forward: bool) -> list[QWidget]:
    """What has the keyboard in turn until it is back where it was: by Ctrl+Tab where Tab stays, as in a table."""
    seen: list[QWidget] = []
    key, shift = (Qt.Key.Key_Tab, NONE) if forward else (Qt.Key.Key_Backtab, SHIFT)
    for _ in range(MOST):
        widget = QApplication.focusWidget()
        assert widget is not None, f"the keyboard is nowhere after {seen[-1:]}"
        if widget in seen:
            return seen
        seen.append(widget)
        qtbot.keyClick(widget, key, shift)
        if QApplication.focusWidget() is widget:
            qtbot.keyClick(widget, key, shift | CTRL)
            assert QApplication.focusWidget() is not widget, f"{widget} holds the keyboard"
    raise AssertionError(f"not round again after {MOST} parts")


@pytest.mark.parametrize("key", [destination.key for destination in DESTINATIONS])
def test_every_control_of_a_page_is_reached(qtbot: QtBot, sample_window: MainWindow, key: str) -> None:
    sample_window.resize(1366, 768)
    sample_window.go_to_page(key)
    qtbot.wait(60)
    sample_window.activateWindow()
    qtbot.waitUntil(sample_window.isActiveWindow)
    assert sample_window.pages is not None
    page = sample_window.pages.currentWidget()
    assert isinstance(page, Page)
    page.take_keyboard()
    by_tab = Qt.FocusPolicy.TabFocus
    controls = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & by_tab == by_tab
        and widget.focusProxy() is None
        and not is_beside_the_chosen(widget)
    ]
    for forward in (True, False):
        seen = walked(qtbot, forward=forward)
        # Some are for a row of a table, and can be had from when the keyboard has been in it.
        passed = [
            widget for widget in controls if widget.isVisible() and widget.isEnabled() and widget not in seen
        ]
        assert [f"{type(widget).__name__} {widget.accessibleName()}" for widget in passed] == []

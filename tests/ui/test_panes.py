"""The keyboard in the window: a page's key puts it into the page, and F6 goes through every part and round again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.ui.dialogs.change_dialog import LargeChangeDialog
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.top_bar import TopBar
from asc_desktop.ui.widgets.boxes import column_of, splitter
from asc_desktop.ui.widgets.navigation import NavigationRail
from asc_desktop.ui.widgets.panes import pane_with_keyboard

SHIFT, CTRL, NONE = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def window(qtbot: QtBot, sample_window: MainWindow) -> MainWindow:
    sample_window.activateWindow()
    qtbot.waitUntil(sample_window.isActiveWindow)
    return sample_window


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def page_of(window: MainWindow) -> Page:
    assert window.pages is not None
    page = window.pages.currentWidget()
    assert isinstance(page, Page)
    return page


@pytest.mark.parametrize("key", [destination.key for destination in DESTINATIONS])
def test_f6_goes_through_every_part_of_a_page_and_what_is_beside_it(
    window: MainWindow, qtbot: QtBot, key: str
) -> None:
    window.go_to_page(key)
    qtbot.wait(60)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page = page_of(window)
    rail, bar = window.findChild(NavigationRail), window.findChild(TopBar)
    assert rail is not None
    assert bar is not None
    assert page.isAncestorOf(focused()), "a page’s key puts the keyboard into the page"
    page.enter_pane(0)

    def place() -> str:
        widget = focused()
        if rail.isAncestorOf(widget) or bar.isAncestorOf(widget):
            return "rail" if rail.isAncestorOf(widget) else "bar"
        # Asked each time: going to a list of the structure chooses its first, and shows that beside it.
        return str(pane_with_keyboard(page.panes()))

    forth = [place()]
    while forth[-1] != "bar":
        qtbot.keyClick(focused(), Qt.Key.Key_F6)
        forth.append(place())
        assert len(forth) < 12
    count = len(page.panes())
    assert forth == [*map(str, range(count)), "rail", "bar"]
    qtbot.keyClick(focused(), Qt.Key.Key_F6)
    assert place() == "0", "round again"
    back = []
    for _ in forth:
        qtbot.keyClick(focused(), Qt.Key.Key_F6, SHIFT)
        back.append(place())
    assert back[:2] == ["bar", "rail"]
    assert back[-1] == "0"


def test_a_page_that_is_come_back_to_has_the_keyboard_where_it_was(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    page = page_of(window)
    assert page.key == "projects"
    qtbot.keyClick(focused(), Qt.Key.Key_Down)
    qtbot.keyClick(focused(), Qt.Key.Key_F6)
    was = focused()
    qtbot.keyClick(was, Qt.Key.Key_5, CTRL)
    assert page_of(window).key == DESTINATIONS[4].key
    assert page_of(window).isAncestorOf(focused())
    qtbot.keyClick(focused(), Qt.Key.Key_2, CTRL)
    assert focused() is was


def test_walking_through_the_pages_by_key_takes_the_keyboard_along(window: MainWindow, qtbot: QtBot) -> None:
    window.go_to_page("overview")
    for _ in DESTINATIONS:
        qtbot.keyClick(focused(), Qt.Key.Key_PageDown, CTRL)
        assert page_of(window).isAncestorOf(focused()), page_of(window).key


def test_f6_goes_through_the_panes_of_a_window_of_its_own(qtbot: QtBot) -> None:
    window = LargeChangeDialog(None)
    qtbot.addWidget(window)
    boxes = [QLineEdit(), QLineEdit(), QPlainTextEdit()]
    column_of(splitter(boxes[0], splitter(boxes[1], boxes[2], down=True)), QPushButton("Merge"), into=window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    boxes[0].setFocus()
    for box in (boxes[1], boxes[2], boxes[0]):
        qtbot.keyClick(focused(), Qt.Key.Key_F6)
        assert box.hasFocus()
    qtbot.keyClick(focused(), Qt.Key.Key_F6, SHIFT)
    assert boxes[2].hasFocus()

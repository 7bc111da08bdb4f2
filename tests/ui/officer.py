"""An officer at the real window: keys go where the window sends them, to a list that is open or a dialog in front."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView
    from asc_desktop.ui.workspace import Asker, Workspace

BURST, STEADY, SLOW = 0, 10, 90
"""Milliseconds between keys: all in one go, as a person types, and with pauses in which Qt forgets what was typed."""


class Officer:
    """Types and clicks in one main window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.unasked: list[str] = []
        self._replies: list[Callable[[QDialog], object]] = []
        self._watch = QTimer(window)
        self._watch.timeout.connect(self._look)

    @property
    def workspace(self) -> Workspace:
        assert self.window.workspace is not None
        return self.window.workspace

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key of the keyboard in whatever window is in front."""
        QTest.keyClick(self._front(), key, modifiers)

    def type(self, words: str, pause: int = BURST) -> None:
        """Type letters, ``\\n`` for Enter and ``\\t`` for Tab."""
        for letter in words:
            if letter == "\n":
                self.press(Qt.Key.Key_Return)
            elif letter == "\t":
                self.press(Qt.Key.Key_Tab)
            elif letter.isascii():
                QTest.keyClick(self._front(), letter)
            else:
                # A test's own key click ends the process for a letter such as £.
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, ord(letter), Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(self._front(), event)
            if pause:
                QTest.qWait(pause)

    def _front(self) -> QWindow:
        """Return the window that has the keyboard; offscreen nobody brings one to the front."""
        if QGuiApplication.focusWindow() is None:
            front = QApplication.activeModalWidget() or self.window
            front.activateWindow()
            QTest.qWaitForWindowActive(front)
        return QGuiApplication.focusWindow() or self.window.windowHandle()

    def answer(self, reply: Callable[[QDialog], object]) -> None:
        """Answer the dialog that opens next. Any more are put away, and kept in ``unasked``."""
        self._replies.append(reply)
        self._watch.start(5)

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            if self._replies:
                self._replies.pop()(dialog)
            else:
                self.unasked.append(dialog.windowTitle())
                dialog.reject()

    def settle(self) -> None:
        """Let the window do what it put off until nobody types."""
        for _ in range(4):
            QApplication.processEvents()

    def open(self, page: str) -> Any:
        """Show a page."""
        shown = self.window.show_page(page)
        self.settle()
        return shown

    def click(self, view: RecordTableView, row_id: str, key: str) -> None:
        """Click a cell."""
        index = view.table.index(view.table.position(row_id), view.table.column_at(key))
        self._front()
        view.scrollTo(index)
        self.settle()
        QTest.mouseClick(
            view.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            view.visualRect(index).center() + QPoint(1, 0),
        )
        self.settle()

    def paste(self, text: str) -> None:
        """Put a text on the clipboard and press Ctrl+V."""
        QGuiApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        self.settle()


def place(view: RecordTableView) -> tuple[str, str]:
    """Return the id of the row and the key of the column that the keyboard is on."""
    index = view.currentIndex()
    return view.table.id_at(index.row()), view.table.column(index.column()).key


def open_window(folder: Path, sample: Path, asker: Asker | None) -> MainWindow:
    """Return the main window with a portfolio open in it."""
    files = PortfolioFiles(
        Context(who="Tester", machine="test", now=lambda: datetime(2024, 7, 1, 9, 0, tzinfo=UTC))
    )
    window = MainWindow(files, WindowMemory(folder / "window.ini"), asker)
    window.resize(1366, 768)
    window.show()
    window.open_path(sample)
    QApplication.setKeyboardInputInterval(SLOW // 2)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    return window

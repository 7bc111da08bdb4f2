"""Starts the window."""

import gc
import sys
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from asc_desktop._paths import resource_path
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.ui.dialogs.messages import DialogAsker
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.shell.faults import faults_told
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.theme import ThemeMode, apply_theme
from asc_desktop.ui.widgets.acted_on import keep_keyboard_where_it_acts

_TITLE_BAR = 40
_PAGES_AFTER_MS = 1_500
"""After the start: the first page is painted by then, and nobody is on the second yet."""
_MODES: dict[str, ThemeMode] = {"light": "light", "dark": "dark"}


def make_application() -> QApplication:
    """Return the application object, made now or before."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(sys.argv[:1])
    application.setApplicationName("ASC Desktop")
    application.setApplicationDisplayName("ASC Desktop")
    application.setWindowIcon(QIcon(str(resource_path("icons", "app.png"))))
    keep_keyboard_where_it_acts(application)
    return application


def show_fitting(window: QWidget) -> None:
    """Show a window; where it and its title bar would not fit the screen, over the whole of that."""
    room = window.screen().availableGeometry()
    if window.width() > room.width() or window.height() + _TITLE_BAR > room.height():
        window.showMaximized()
    else:
        window.show()


def load_pages_ahead() -> Thread:
    """Load what the pages are made of, so that the first visit to each has only to make it; return the thread."""
    thread = Thread(target=lambda: [destination.load() for destination in DESTINATIONS], name="load-pages")
    thread.start()
    return thread


def run_window(files: PortfolioFiles, path: Path | None, settings: Path) -> int:
    """Open the window, with a portfolio if one is named; return the exit status when it is closed."""
    application = make_application()
    memory = WindowMemory(settings)
    apply_theme(application, _MODES.get(memory.get("theme") or "", "system"), by_window=True)
    window = MainWindow(files, memory)
    show_fitting(window)
    with faults_told(settings.with_name("faults.log"), DialogAsker(window).tell_fault):
        if path is not None:
            window.open_path(path)
        # At rest since the program began.
        gc.enable()
        QTimer.singleShot(0, window.offer_unpublished)
        QTimer.singleShot(_PAGES_AFTER_MS, load_pages_ahead)
        return application.exec()

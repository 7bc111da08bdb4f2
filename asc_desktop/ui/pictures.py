"""Pictures of every page, for the documentation, for looking at, and where there is no screen."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from asc_desktop._files import make_folder, write_file
from asc_desktop.domain.report.model import ALL_PROGRAMMES
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.services.session import Session
from asc_desktop.ui.application import make_application
from asc_desktop.ui.charts.chart import draw_charts_now
from asc_desktop.ui.charts.picture import png_of
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.theme import ThemeMode, apply_theme, theme_hub
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.workspace import Correction, Workspace


class SilentAsker:
    """Answers nothing and confirms nothing: for windows that nobody sits at."""

    def reason_for_correction(self, sentence: str) -> Correction | None:
        """Give no reason."""
        del sentence
        return None

    def confirm(self, question: str, sentence: str, action: str) -> bool:
        """Confirm nothing."""
        del question, sentence, action
        return False

    def choose(self, question: str, sentence: str, actions: Sequence[str]) -> str | None:
        """Choose nothing."""
        del question, sentence, actions
        return None

    def tell(self, heading: str, sentence: str) -> None:
        """Let the sentence pass."""


def draw_pages(
    files: PortfolioFiles,
    session: Session,
    folder: Path,
    *,
    size: tuple[int, int],
    theme: str,
    programme: str | None = None,
    only: Sequence[str] = (),
) -> list[Path]:
    """Draw every page of a portfolio into a folder as PNG; return the pictures' paths in the order of the pages.

    ``programme`` is the beginning of a programme's name, or of “All programmes”; without one each page shows the first
    programme that has something on it. ``only`` names the pages to draw, by their keys, where not all are wanted. The
    session is closed.
    """
    application = make_application()
    apply_theme(application, cast("ThemeMode", theme), by_window=True)
    theme_hub().set_mode(cast("ThemeMode", theme))
    make_folder(folder)
    drawn = []
    with tempfile.TemporaryDirectory() as scratch:
        # A read-only window says so above each page: the pictures are of a copy of the portfolio's own.
        copy = Path(scratch) / session.path.name
        session.save_copy(copy)
        session.close()
        window = MainWindow(files, WindowMemory(Path(scratch) / "window.ini"), SilentAsker())
        window.resize(*size)
        window.show()
        window.use(files.open(copy))
        workspace = window.workspace
        if workspace is not None and programme:
            if len(workspace.programmes()) > 1 and ALL_PROGRAMMES.casefold().startswith(programme.casefold()):
                workspace.choose(None)
            for item in workspace.programmes():
                if item.name.casefold().startswith(programme.casefold()):
                    workspace.choose(item.id)
        for number, destination in enumerate(DESTINATIONS, start=1):
            if only and destination.key not in only:
                continue
            if workspace is None or programme:
                _show(window, destination.key, application)
            else:
                _show_fullest(window, workspace, destination.key, application)
            path = folder / f"{number}-{destination.key}-{size[0]}x{size[1]}-{theme}.png"
            write_file(path, png_of(window.grab().toImage()))
            drawn.append(path)
        window.close()
        window.deleteLater()
        settle(application)
    return drawn


def _show_fullest(window: MainWindow, workspace: Workspace, key: str, application: QApplication) -> None:
    """Show a page with the first programme of those that leave least of it empty."""
    programmes = [item.id for item in workspace.programmes()]
    left_empty: dict[str, int] = {}
    for programme_id in programmes:
        workspace.choose(programme_id)
        page = _show(window, key, application)
        empties = page.findChildren(EmptyState) if page is not None else []
        left_empty[programme_id] = sum(1 for empty in empties if empty.isVisible())
        if not left_empty[programme_id]:
            return
    if programmes:
        workspace.choose(min(programmes, key=left_empty.__getitem__))
    _show(window, key, application)


def _show(window: MainWindow, key: str, application: QApplication) -> QWidget | None:
    page = window.show_page(key)
    settle(application)
    draw_charts_now(window)
    if page is not None:
        page.draw_now()
    settle(application)
    return page


def settle(application: QApplication) -> None:
    """Let everything that waits to be laid out and painted be done."""
    for _ in range(3):
        application.sendPostedEvents()
        application.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

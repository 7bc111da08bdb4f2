"""Taking in a council's own tracker: choosing, dropping or pasting it, reading it, and the window that imports it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.words import listed
from asc_desktop.services.files import CHANGES_SUFFIX, SUFFIX
from asc_desktop.ui.jobs import JobCancelledError, waited_or_cancelled
from asc_desktop.ui.shell.file_flows import FileFlows
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.shell.return_flows import ReturnFlows
from asc_desktop.ui.workspace import Asker, Workspace

WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv")
"""The kinds of file that can be a tracker."""
_FILTER: Final = f"Trackers ({' '.join(f'*{suffix}' for suffix in WORKBOOKS)});;All files (*)"
_FOLDER: Final = "tracker-folder"
_NOT_READ: Final = "The tracker was not read"


class TrackerFlows(QObject):
    """The conversations about trackers, from the start page, the menu, the clipboard and a drop."""

    def __init__(
        self,
        flows: FileFlows,
        memory: WindowMemory,
        asker: Asker,
        window: QWidget,
        workspace: Callable[[], Workspace | None],
        returns: ReturnFlows,
    ) -> None:
        super().__init__(window)
        self._returns = returns
        self._flows = flows
        self._memory = memory
        self._asker = asker
        self._window = window
        self._workspace = workspace

    def ask(self) -> None:
        """Ask which workbook, and import it into the open portfolio, or into a new one where none is open."""
        if not self._may_change():
            return
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, "Choose the tracker", self._memory.get(_FOLDER) or str(Path.home()), _FILTER
        )
        if chosen:
            self.take(Path(chosen))

    def take(self, path: Path) -> None:
        """Import a workbook into the open portfolio, or into a new one where none is open."""
        if not self._may_change():
            return
        self._memory.set(_FOLDER, str(path.parent))
        workbook = self._read(path)
        if workbook is not None and not self._returns.took(workbook, path):
            self._import(workbook, path.parent / f"{path.stem}{SUFFIX}")

    def take_clipboard(self) -> None:
        """Import what was copied."""
        from asc_desktop.services.importing.reading import ReadingError, read_block

        if not self._may_change():
            return
        # There is none where nothing was ever copied, whatever the stubs say.
        held = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
        text, html = (held.text(), held.html()) if held is not None else ("", "")
        try:
            workbook = read_block(text, html)
        except ReadingError as error:
            self._asker.tell("Nothing was imported from the clipboard", str(error))
            return
        self._import(workbook, None)

    def take_dropped(self, path: Path, open_portfolio: Callable[[Path], object]) -> None:
        """Take a file that was dropped on the window: a portfolio is opened, a tracker imported."""
        if path.suffix.lower() == SUFFIX:
            open_portfolio(path)
        elif path.suffix.lower() in WORKBOOKS:
            self.take(path)
        else:
            kinds = listed([suffix[1:] for suffix in WORKBOOKS])
            self._asker.tell(
                f"“{path.name}” was not taken",
                f"Drop a portfolio (*{SUFFIX}), changes to one (*{CHANGES_SUFFIX}), or a tracker as a workbook or text "
                f"file: {kinds}.",
            )

    def _may_change(self) -> bool:
        workspace = self._workspace()
        return workspace is None or workspace.may_change()

    def _read(self, path: Path) -> Workbook | None:
        """Read a workbook apart, with progress; where that cannot be done, say why and change nothing."""
        from asc_desktop.services.importing.reading import (
            ReadingCancelledError,
            ReadingError,
            read_workbook,
        )

        try:
            return waited_or_cancelled(
                self._window,
                f"Reading “{path.name}”…",
                lambda job: read_workbook(path, progress=job.say, is_cancelled=job.isInterruptionRequested),
            )
        except (JobCancelledError, ReadingCancelledError):
            return None
        except ReadingError as error:
            self._asker.tell(_NOT_READ, str(error))
            return None

    def _import(self, workbook: Workbook, offered: Path | None) -> None:
        """Show the window that imports a workbook, after asking where a new portfolio goes where none is open."""
        from asc_desktop.ui.dialogs.importing.window import ImportWindow

        if self._workspace() is None and not self._flows.ask_new(offered):
            return
        workspace = self._workspace()
        if workspace is not None:
            ImportWindow(workspace, workbook, self._window).open()

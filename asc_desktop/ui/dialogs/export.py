"""Writing the board pack off the window's thread, with progress and cancel."""

from pathlib import Path

from PySide6.QtCore import QObject, QThread, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QProgressDialog, QWidget

from asc_desktop.domain.report import Report
from asc_desktop.services.packs import PackError, PackTargetBusyError, export_pack, suggested_name
from asc_desktop.ui.workspace import Workspace

_STEPS = 100
_LAST_FOLDER = "pack-folder"


class PackThread(QThread):
    """Writes one pack. ``failed`` carries the PackError; neither signal is sent for a pack that was cancelled."""

    progressed = Signal(float, str)
    written = Signal(object)
    failed = Signal(object)

    def __init__(self, report: Report, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._path = path

    def run(self) -> None:
        """Write it."""
        try:
            export_pack(
                self._report,
                self._path,
                progress=self.progressed.emit,
                cancelled=self.isInterruptionRequested,
            )
        except PackError as error:
            if not self.isInterruptionRequested():
                self.failed.emit(error)
        else:
            self.written.emit(self._path)


class PackExport(QObject):
    """The conversation about one pack: where to, how far, and then the folder it is in."""

    finished = Signal(object)
    """The path that was written, or None."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._thread: PackThread | None = None
        self._progress: QProgressDialog | None = None

    def ask(self) -> None:
        """Ask where the pack goes, and write it there."""
        report = self._workspace.report
        folder = self._workspace.memory.get(_LAST_FOLDER) or str(self._workspace.session.path.parent)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            "Export board pack",
            str(Path(folder) / suggested_name(report)),
            "Excel workbook (*.xlsx)",
        )
        if not chosen:
            self.finished.emit(None)
            return
        self.write(Path(chosen).with_suffix(".xlsx"))

    def write(self, path: Path) -> None:
        """Write the pack to a file, showing how far it is."""
        self._workspace.memory.set(_LAST_FOLDER, str(path.parent))
        self._progress = QProgressDialog("Writing the board pack…", "Cancel", 0, _STEPS, self._window)
        self._progress.setWindowTitle("Export board pack")
        self._progress.setMinimumDuration(400)
        self._thread = PackThread(self._workspace.report, path, self)
        self._thread.progressed.connect(self._show_progress)
        self._thread.written.connect(self._on_written)
        self._thread.failed.connect(self._on_failed)
        self._thread.finished.connect(self._on_finished)
        self._progress.canceled.connect(self._thread.requestInterruption)
        self._thread.start()

    def _show_progress(self, share: float, words: str) -> None:
        if self._progress is not None:
            self._progress.setLabelText(words)
            self._progress.setValue(min(_STEPS - 1, int(share * _STEPS)))

    def _on_finished(self) -> None:
        if self._progress is not None:
            self._progress.close()
            self._progress.deleteLater()
            self._progress = None

    def _on_written(self, path: Path) -> None:
        self._let_thread_end()
        self._workspace.said.emit(f"Board pack written: {path.name}")
        self.finished.emit(path)
        box = QMessageBox(
            QMessageBox.Icon.Information, "ASC Desktop", "The board pack is ready.", parent=self._window
        )
        box.setInformativeText(str(path))
        open_pack = box.addButton("Open the pack", QMessageBox.ButtonRole.AcceptRole)
        open_folder = box.addButton("Open the folder", QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Close)
        box.exec()
        if box.clickedButton() is open_pack:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        elif box.clickedButton() is open_folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def _on_failed(self, error: PackError) -> None:
        self._let_thread_end()
        if isinstance(error, PackTargetBusyError) and self._workspace.asker.confirm(
            "The old pack is open in another program.",
            f"It has been left as it is. Write the new one to {error.suggested.name} instead?",
            f"Write {error.suggested.name}",
        ):
            self.write(error.suggested)
            return
        if not isinstance(error, PackTargetBusyError):
            self._workspace.asker.tell("The board pack was not written", str(error))
        self.finished.emit(None)

    def _let_thread_end(self) -> None:
        """Wait for the thread's last step: a QThread that is deleted while it runs ends the program."""
        if self._thread is not None:
            self._thread.wait()

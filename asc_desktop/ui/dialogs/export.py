"""Writing the board pack off the window's thread, with progress and cancel."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QThread, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QProgressDialog, QWidget

from asc_desktop.domain.words import number_of
from asc_desktop.services.packs import (
    PackCancelledError,
    PackError,
    PackTargetBusyError,
    PreparedPack,
    suggested_name,
    write_files,
)
from asc_desktop.ui.plain import message_box, progress_box, say_progress
from asc_desktop.ui.workspace import Workspace

_STEPS = 100
_LAST_FOLDER = "pack-folder"
_FILTERS = {".xlsx": "Excel workbook (*.xlsx)", ".pdf": "PDF (*.pdf)"}
_MOST_SAID = 6


class PackThread(QThread):
    """Writes one pack. ``failed`` carries the PackError; neither signal is sent for a pack that was cancelled."""

    progressed = Signal(float, str)
    written = Signal(object)
    failed = Signal(object)

    def __init__(self, pack: PreparedPack, paths: Sequence[Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pack = pack
        self.paths = tuple(paths)

    def run(self) -> None:
        """Write it."""
        # Loaded here: a workbook alone needs nothing that draws.
        from asc_desktop.ui.pdf.pack import draw_pack

        try:
            files = write_files(
                self._pack,
                self.paths,
                draw=draw_pack,
                progress=self.progressed.emit,
                cancelled=self.isInterruptionRequested,
            )
        except PackCancelledError:
            return
        except PackError as error:
            if not self.isInterruptionRequested():
                self.failed.emit(error)
        else:
            self.written.emit(files)


class PackExport(QObject):
    """The conversation about one pack: what stands against it, where to, how far, and then the folder it is in."""

    finished = Signal(object)
    """The list of paths that were written, or None."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._pack: PreparedPack | None = None
        self._thread: PackThread | None = None
        self._progress: QProgressDialog | None = None
        self._is_told = False

    def ask(self, pack: PreparedPack, suffixes: Sequence[str] = (".xlsx",)) -> None:
        """Ask whether what stands against the pack may pass and where it goes, and write it there, once a suffix."""
        if not self._may_pass(pack):
            self.finished.emit(None)
            return
        folder = self._workspace.memory.get(_LAST_FOLDER) or str(self._workspace.session.path.parent)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            "Export board pack",
            str(Path(folder) / suggested_name(pack.document.report, suffixes[0])),
            _FILTERS[suffixes[0]],
        )
        if not chosen:
            self.finished.emit(None)
            return
        path = Path(chosen)
        stem = path.with_suffix("") if path.suffix.lower() in _FILTERS else path
        self.write(pack, [stem.with_name(f"{stem.name}{suffix}") for suffix in suffixes])

    def write(self, pack: PreparedPack, paths: Sequence[Path]) -> None:
        """Write the pack to files, showing how far it is."""
        self._pack = pack
        self._is_told = False
        self._workspace.memory.set(_LAST_FOLDER, str(paths[0].parent))
        self._progress = progress_box("Export board pack", "Writing the board pack…", _STEPS, self._window)
        self._progress.setMinimumDuration(400)
        self._thread = PackThread(pack, paths, self)
        self._thread.progressed.connect(self._show_progress)
        self._thread.written.connect(self._on_written)
        self._thread.failed.connect(self._on_failed)
        self._thread.finished.connect(self._on_finished)
        self._progress.canceled.connect(self._thread.requestInterruption)
        self._thread.start()

    def _may_pass(self, pack: PreparedPack) -> bool:
        """Ask about the warnings that were not waived."""
        if not pack.standing:
            return True
        sentences = [warning.sentence for warning in pack.standing]
        more = len(sentences) - _MOST_SAID
        shown = [*sentences[:_MOST_SAID], *([f"and {more} more, listed on the page."] if more > 0 else [])]
        count = number_of(len(sentences), "warning stands", "warnings stand")
        return self._workspace.asker.confirm(
            f"{count} against this pack.", "\n\n".join(shown), "Let pass and export"
        )

    def _show_progress(self, share: float, words: str) -> None:
        if self._progress is not None:
            say_progress(self._progress, words)
            self._progress.setValue(min(_STEPS - 1, int(share * _STEPS)))

    def _on_finished(self) -> None:
        if self._thread is not None and self._thread.isRunning():
            # Told of the one before, whose target was in use: the next is on its way, and closing would call it off.
            return
        if self._progress is not None:
            was_cancelled = self._progress.wasCanceled() and not self._is_told
            self._close_progress()
            if was_cancelled:
                self._let_thread_end()
                self._workspace.said.emit(
                    "The board pack was called off. What was there before is as it was."
                )
                self.finished.emit(None)

    def _close_progress(self) -> None:
        if self._progress is not None:
            self._progress.close()
            self._progress.deleteLater()
            self._progress = None

    def _on_written(self, files: list[Path]) -> None:
        self._is_told = True
        self._let_thread_end()
        names = ", ".join(path.name for path in files)
        self._workspace.said.emit(f"Board pack written: {names}")
        self.finished.emit(files)
        places = "\n".join(str(path) for path in files)
        box = message_box(QMessageBox.Icon.Information, "The board pack is ready.", places, self._window)
        open_pack = box.addButton("Open the pack", QMessageBox.ButtonRole.AcceptRole)
        open_folder = box.addButton("Open the folder", QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Close)
        box.exec()
        if box.clickedButton() is open_pack:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(files[0])))
        elif box.clickedButton() is open_folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(files[0].parent)))

    def _on_failed(self, error: PackError) -> None:
        self._is_told = True
        self._let_thread_end()
        if (
            isinstance(error, PackTargetBusyError)
            and self._pack is not None
            and self._thread is not None
            and self._workspace.asker.confirm(
                "The old pack is open in another program.",
                f"It has been left as it is. Write the new one to {error.suggested.name} instead?",
                f"Write {error.suggested.name}",
            )
        ):
            stem = error.suggested.with_suffix("")
            suffixes = dict.fromkeys(path.suffix for path in self._thread.paths)
            self._close_progress()
            self.write(self._pack, [stem.with_name(f"{stem.name}{suffix}") for suffix in suffixes])
            return
        if not isinstance(error, PackTargetBusyError):
            self._workspace.asker.tell("The board pack was not written", str(error))
        self.finished.emit(None)

    def _let_thread_end(self) -> None:
        """Wait for the thread's last step: a QThread that is deleted while it runs ends the program."""
        if self._thread is not None:
            self._thread.wait()

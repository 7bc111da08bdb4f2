"""Writing the board pack off the window's thread, with progress and cancel."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from asc_desktop.domain.words import number_of
from asc_desktop.services.packs import (
    PackCancelledError,
    PackError,
    PackTargetBusyError,
    PreparedPack,
    suggested_name,
    write_files,
)
from asc_desktop.ui.jobs import Job, waited_or_cancelled
from asc_desktop.ui.plain import message_box
from asc_desktop.ui.workspace import Workspace

_LAST_FOLDER = "pack-folder"
_FILTERS = {".xlsx": "Excel workbook (*.xlsx)", ".pdf": "PDF (*.pdf)"}
_MOST_SAID = 6


def write_pack_files(pack: PreparedPack, paths: Sequence[Path], job: Job) -> list[Path] | None:
    """Write a pack as a job; return the files, or None where it was cancelled. Raises PackError."""
    # Loaded here: a workbook alone needs nothing that draws.
    from asc_desktop.ui.pdf.pack import draw_pack

    cancelled = job.isInterruptionRequested
    try:
        return write_files(pack, paths, draw=draw_pack, progress=job.progressed.emit, cancelled=cancelled)
    except PackCancelledError:
        return None
    except PackError:
        if cancelled():
            return None
        raise


class PackExport:
    """The conversation about one pack: what stands against it, where to, how far, and then the folder it is in."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        self._workspace = workspace
        self._window = window

    def ask(self, pack: PreparedPack, suffixes: Sequence[str] = (".xlsx",)) -> None:
        """Ask whether what stands against the pack may pass and where it goes, and write it there, once a suffix."""
        if not self._may_pass(pack):
            return
        folder = self._workspace.memory.get(_LAST_FOLDER) or str(self._workspace.session.path.parent)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            "Export board pack",
            str(Path(folder) / suggested_name(pack.document.report, suffixes[0])),
            _FILTERS[suffixes[0]],
        )
        if chosen:
            path = Path(chosen)
            stem = path.with_suffix("") if path.suffix.lower() in _FILTERS else path
            self.write(pack, _named(stem, suffixes))

    def write(self, pack: PreparedPack, paths: Sequence[Path]) -> None:
        """Write the pack to files, showing how far it is, and say what came of it."""
        self._workspace.memory.set(_LAST_FOLDER, str(paths[0].parent))
        try:
            files = waited_or_cancelled(
                self._window, "Writing the board pack…", lambda job: write_pack_files(pack, paths, job)
            )
        except PackTargetBusyError as error:
            if self._workspace.asker.confirm(
                "The old pack is open in another program.",
                f"It has not been changed. Write the new one to {error.suggested.name} instead?",
                f"Write {error.suggested.name}",
            ):
                suffixes = tuple(dict.fromkeys(path.suffix for path in paths))
                self.write(pack, _named(error.suggested.with_suffix(""), suffixes))
        except PackError as error:
            self._workspace.asker.tell("The board pack was not written", str(error))
        else:
            if files is None:
                self._workspace.said.emit("Export cancelled. Your old file has not changed.")
            else:
                self._on_written(files)

    def _may_pass(self, pack: PreparedPack) -> bool:
        """Ask about the warnings that were not waived."""
        if not pack.standing:
            return True
        sentences = [warning.sentence for warning in pack.standing]
        more = len(sentences) - _MOST_SAID
        shown = [*sentences[:_MOST_SAID], *([f"and {more} more, listed on the page."] if more > 0 else [])]
        count = number_of(len(sentences), "warning")
        return self._workspace.asker.confirm(f"This pack has {count}.", "\n\n".join(shown), "Export anyway")

    def _on_written(self, files: list[Path]) -> None:
        names = ", ".join(path.name for path in files)
        self._workspace.said.emit(f"Board pack written: {names}")
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


def _named(stem: Path, suffixes: Sequence[str]) -> list[Path]:
    return [stem.with_name(f"{stem.name}{suffix}") for suffix in suffixes]

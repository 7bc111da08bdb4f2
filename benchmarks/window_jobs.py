"""What a person does at the window, timed: ``window_jobs.py FILE SCRATCH [ROUNDS [edit]]`` prints a JSON of every job.

Seconds are of the window's thread at the processor, from the key or click until nothing is left to be done for it; for
``typed cell`` also until the window has been painted. A job off that thread counts by how long it holds the loop.
"""

import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import copyfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Offscreen, Qt warns of each window that it cannot tell a window manager its smallest size.
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")

from loop_watch import LoopWatch
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.ui.application import load_pages_ahead, make_application
from asc_desktop.ui.dialogs.export import PackExport
from asc_desktop.ui.dialogs.find import FindDialog
from asc_desktop.ui.dialogs.freeze import FreezeDialog
from asc_desktop.ui.models.shown_cells import SENTENCE_ROLE
from asc_desktop.ui.pages.pack.page import BoardPackPage
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.pictures import SilentAsker
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.table.view import RecordTableView

QUIET_MS = 400
"""How long the loop runs on after a job, for what follows it; resting costs the thread nothing."""
PASTED = 500
KEYS = "review"


class Willing(SilentAsker):
    """Agrees to everything, and gives a reason for it."""

    def reason_for_correction(self, sentence: str) -> str | None:
        """Give a reason."""
        del sentence
        return "Benchmark"

    def confirm(self, question: str, sentence: str, action: str) -> bool:
        """Go on, but open no other file for it."""
        del question, sentence
        return not action.startswith("Open")


class PaintMark(QObject):
    """Notes the processor's time at which the window's first painting is over."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self.at: float | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the window paint what it was asked to, and note when it has."""
        if self.at is None and watched is self._window and event.type() == QEvent.Type.UpdateRequest:
            self._window.event(event)
            self.at = time.thread_time()
            return True
        return False


class Bench:
    """One window on one file."""

    def __init__(self, path: Path, scratch: Path, rounds: int) -> None:
        self._rounds = rounds
        self.found: dict[str, float] = {}
        self.stalls: dict[str, dict[str, object]] = {}
        self.application = make_application()
        apply_theme(self.application, "light", by_window=True)
        context = Context("benchmark", "benchmark", lambda: datetime.now(UTC), scratch / "own")
        files = PortfolioFiles(context)
        files.open(path).close()
        self.window = MainWindow(files, WindowMemory(scratch / "window.ini"), Willing())
        self.window.resize(1366, 768)
        self.window.show()
        self._path = path
        self._watch = LoopWatch()

    def run(self, only: str = "") -> None:
        """Do everything once or a few times over; or only ``edit``."""
        self._held("open", lambda: self.window.open_path(self._path))
        # The libraries of the charts come after the first paint, and then the other pages'.
        rest(2_000)
        load_pages_ahead()
        rest(2_000)
        if only == "edit":
            self._edits()
            return
        self._visits()
        self.found["memory after all pages"] = memory_mib()
        self._edits()
        self._moves()
        self._paste()
        self._find()
        self._long_jobs()

    def _visits(self) -> None:
        keys = [destination.key for destination in DESTINATIONS]
        self.window.show_page(keys[1])
        for visit in ("first", "later"):
            took = {
                key: self._held(f"{visit} visit to {key}", lambda key=key: self.window.show_page(key))
                for key in keys
            }
            self.found |= {f"{visit} visit: {key}": seconds for key, seconds in took.items()}
            longest = max(took, key=lambda key: took[key])
            self.found[f"{visit} visit, the longest"] = took[longest]
            self.found[f"{visit} visit, Changes"] = took["changes"]

    def _edits(self) -> None:
        """Type forecasts into the matrix of savings, one after the other."""
        view = self._table("savings")
        model = view.table
        column = next(
            at
            for at in view.shown_columns()
            if view.table.columns[at].key.startswith("forecast") and self._cells(view, at)
        )
        rows = self._cells(view, column)
        painted, done, undone, redone = [], [], [], []
        for number in range(self._rounds):
            mark = PaintMark(self.window)
            self.application.installEventFilter(mark)
            index = model.index(rows[number % len(rows)], column)
            begun = time.thread_time()
            if not model.setData(index, f"{5_000 + number}", Qt.ItemDataRole.EditRole):
                raise SystemExit(f"The forecast was refused: {index.data(SENTENCE_ROLE)}")
            while mark.at is None:
                self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            painted.append(mark.at - begun)
            rest(QUIET_MS)
            done.append(time.thread_time() - begun)
            self.application.removeEventFilter(mark)
            undone.append(spent(self.window.undo))
            redone.append(spent(self.window.redo))
        self.found["typed cell, painted"] = statistics.median(painted)
        self.found["typed cell, all figures"] = statistics.median(done)
        self.found["undo"] = statistics.median(undone)
        self.found["redo"] = statistics.median(redone)

    def _moves(self) -> None:
        """Look at another month, and at another programme."""
        for key in ("overview", "savings"):
            self.window.show_page(key)
            rest(QUIET_MS)
            self._keep_longest("period", spent(self.window.previous_period))
            self._keep_longest("period", spent(self.window.next_period))
            workspace = self.window.workspace
            if workspace is None:
                raise SystemExit("The portfolio did not open.")
            first, *others = [programme.id for programme in workspace.programmes()]
            for programme in [*others[:1], first]:
                self._keep_longest("programme", spent(partial(workspace.choose, programme)))

    def _paste(self) -> None:
        """Paste names over the milestones there are, and take that back."""
        view = self._table("milestones")
        column = next(
            at
            for at in view.shown_columns()
            if view.table.columns[at].key == "name" and self._cells(view, at)
        )
        rows = min(PASTED, view.table.rowCount())
        QGuiApplication.clipboard().setText("\n".join(f"Pasted milestone {number}" for number in range(rows)))
        view.setFocus()
        view.go_to(0, column)
        rest(QUIET_MS)

        def paste() -> None:
            QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            preview = view.blocks.pasting.preview
            if preview is not None and preview.isVisible():
                preview.paste_button.click()

        self.found["paste of 500 rows"] = spent(paste)
        self.found["its undo"] = spent(self.window.undo)

    def _find(self) -> None:
        """Type into Ctrl+K."""
        workspace = self.window.workspace
        if workspace is None:
            return
        dialog = FindDialog(workspace, [], self.window)
        dialog.show()
        rest(QUIET_MS)
        taken = [spent(lambda letter=letter: QTest.keyClicks(dialog.box, letter), 50) for letter in KEYS]
        self.found["Ctrl+K, a key"] = max(taken)
        dialog.close()
        dialog.deleteLater()
        rest(QUIET_MS)

    def _long_jobs(self) -> None:
        """What reads or writes the whole file; the loop is to go on."""
        self._held("backup", self.window.back_up, 3_000)
        self._held("check", self.window.check_file, 8_000)
        self._held("export of the pack", self._export, 10_000)
        page = self.window.show_page("changes")
        if page is not None:
            rest(QUIET_MS)
            self._held("opening a snapshot", lambda: page.show_only({"view": "snapshots"}), 1_000)
            self._held("freeze", self._freeze, 3_000)
        self._held("closing", self.window.close_file, 3_000)

    def _freeze(self) -> None:
        self.window.freeze_period()
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, FreezeDialog):
            dialog.ok_button.click()

    def _export(self) -> None:
        page = self.window.show_page("pack")
        if isinstance(page, BoardPackPage) and page.prepared is not None:
            # It ends by asking what to open.
            page.workspace.said.connect(
                lambda _: QTimer.singleShot(0, close_box), Qt.ConnectionType.SingleShotConnection
            )
            PackExport(page.workspace, page).write(
                page.prepared, [self._path.with_name("pack.xlsx"), self._path.with_name("pack.pdf")]
            )

    def _held(self, name: str, job: Callable[[], object], milliseconds: int = QUIET_MS) -> float:
        """Do a job from the loop, let it come to an end, and note how long the loop was held at most."""
        gc.collect()
        begun = time.thread_time()
        with self._watch.watching():
            QTimer.singleShot(0, job)
            rest(milliseconds)
        self.stalls[name] = asdict(self._watch.longest)
        return time.thread_time() - begun

    def _table(self, page: str) -> RecordTableView:
        """Show a page, and return its largest table."""
        shown = self.window.show_page(page)
        rest(QUIET_MS)
        views: Sequence[RecordTableView] = shown.findChildren(RecordTableView) if shown else []
        return max((view for view in views if view.isVisible()), key=lambda view: view.table.rowCount())

    def _cells(self, view: RecordTableView, column: int) -> list[int]:
        """Return the rows that can be edited in a column."""
        editable = Qt.ItemFlag.ItemIsEditable
        return [
            row
            for row in range(view.table.rowCount())
            if view.table.flags(view.table.index(row, column)) & editable
        ]

    def _keep_longest(self, name: str, seconds: float) -> None:
        self.found[name] = max(self.found.get(name, 0), seconds)


def close_box() -> None:
    """Close the message that is in front."""
    box = QApplication.activeModalWidget()
    if box is not None:
        box.close()


def rest(milliseconds: int) -> None:
    """Let the loop run for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def spent(job: Callable[[], object], milliseconds: int = QUIET_MS) -> float:
    """Do a job and what follows it; return the processor's seconds that the window's thread took."""
    begun = time.thread_time()
    job()
    rest(milliseconds)
    return time.thread_time() - begun


def memory_mib() -> float:
    """Return what this process has in memory; nothing where the system does not say so in a file."""
    gc.collect()
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Work on a copy of the file."""
    source, scratch = Path(sys.argv[1]), Path(sys.argv[2])
    path = scratch / "window.ascp"
    copyfile(source, path)
    bench = Bench(path, scratch, int(sys.argv[3]) if len(sys.argv) > 3 else 7)
    bench.run(*sys.argv[4:5])
    print(json.dumps({"seconds": bench.found, "stalls": bench.stalls}), flush=True)
    # Closing the file would take a backup of it first.
    os._exit(0)


if __name__ == "__main__":
    main()

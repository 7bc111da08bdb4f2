"""Work off the window's thread: behind the pages, or waited for while the window goes on painting.

A job reads and writes through services, never a widget. Its outcome is asked for in the window's thread, where what it
raised is raised again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from PySide6.QtCore import QEventLoop, QObject, Qt, QThread, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from asc_desktop.ui.plain import PlainLabel, progress_box, say_progress

T = TypeVar("T")

SAID_AFTER_MS = 400
"""How long a wait lasts before it is said: most are over by then."""
STEPS = 100

_PROGRAM_ENDS = -1
"""What a loop returns at once when the program was told to end: the work is then waited for without painting."""

_waits: list[Job] = []
"""What is waited for now, the outermost first."""


class JobCancelledError(Exception):
    """The person thought better of it while it was going on."""


class Job(QThread):
    """One piece of work, which is told of itself: to say how far it is, and to ask whether it is cancelled."""

    ended = Signal()
    """In the window's thread, unless the job was dropped; ``outcome`` follows."""

    progressed = Signal(float, str)
    """The share that is done, 0 to 1, and what is being done."""

    def __init__(self, work: Callable[[Job], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._result: object = None
        self._error: BaseException | None = None
        self._is_dropped = False
        self._has_ended = False
        self.finished.connect(self._on_finished)

    def run(self) -> None:
        """Do the work."""
        try:
            self._result = self._work(self)
        except BaseException as error:  # noqa: BLE001 - raised again in the window's thread
            self._error = error

    def has_ended(self) -> bool:
        """Whether ``ended`` was sent. A thread is not finished yet when it says that it is."""
        return self._has_ended

    def say(self, share: float, words: str) -> None:
        """Say, from the work, how far it is; raises JobCancelledError once the person called it off."""
        if self.isInterruptionRequested():
            raise JobCancelledError
        self.progressed.emit(share, words)

    def outcome(self) -> Any:
        """Wait for the end and return what the work returned, or raise what it raised. To be asked for once."""
        self._is_dropped = True
        self.wait()
        self.deleteLater()
        if self._error is not None:
            raise self._error
        return self._result

    def drop(self) -> None:
        """Call the work off and wait until it has ended; nobody hears of it."""
        self._is_dropped = True
        self.requestInterruption()
        self.wait()
        self.deleteLater()

    def _on_finished(self) -> None:
        if not self._is_dropped:
            self._has_ended = True
            self.ended.emit()


class Errand(QObject):
    """What a page waits for, one piece of work at a time; ``ready`` once it is done."""

    ready = Signal()
    """What was asked for is done."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: Job | None = None

    @property
    def is_running(self) -> bool:
        """Whether something is being done."""
        return self._job is not None

    def finish(self) -> None:
        """Wait until what is being done is done."""
        if self._job is not None:
            self._job.wait()
            self._on_ended()

    def stop(self) -> None:
        """Do nothing more of it."""
        job, self._job = self._job, None
        if job is not None:
            job.drop()

    def begin(self, work: Callable[[Job], object]) -> None:
        """Begin some work, unless other work of this errand goes on."""
        if self._job is None:
            self._job = Job(work, self)
            self._job.ended.connect(self._on_ended)
            self._job.start()

    def take(self, outcome: Any) -> None:
        """Take what the work returned, in the window's thread."""

    def _on_ended(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            self.take(job.outcome())
            self.ready.emit()


def waited(window: QWidget, words: str, work: Callable[[], T]) -> T:
    """Do work while the window goes on painting, saying what goes on where that takes long; return what it returns.

    Keys and clicks meanwhile are kept by the system and arrive afterwards, so nothing changes under the work.
    """
    return cast("T", _waited(window, words, lambda _job: work(), may_cancel=False))


def waited_or_cancelled(window: QWidget, words: str, work: Callable[[Job], T]) -> T:
    """Do the same for work that can be cancelled wherever it says how far it is; raises JobCancelledError then."""
    return cast("T", _waited(window, words, work, may_cancel=True))


def is_waiting() -> bool:
    """Whether something is waited for, so that nothing may be asked of a person or change under the work."""
    return bool(_waits)


def _waited(window: QWidget, words: str, work: Callable[[Job], object], *, may_cancel: bool) -> object:
    job = Job(work, window)
    _waits.append(job)
    try:
        _wait_for(job, window, words, may_cancel=may_cancel)
    finally:
        _waits.remove(job)
    return job.outcome()


def _wait_for(job: Job, window: QWidget, words: str, *, may_cancel: bool) -> None:
    loop = QEventLoop()
    job.ended.connect(loop.quit)
    said = QTimer()
    said.setSingleShot(True)
    said.timeout.connect(loop.quit)
    said.start(SAID_AFTER_MS)
    keys_wait = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
    job.start()
    loop.exec(keys_wait)
    if not job.has_ended():
        note = _cancel_box(window, words, job) if may_cancel else _note(window, words)
        if isinstance(note, QProgressDialog):
            note.canceled.connect(loop.quit)
            loop.exec()
        while not job.has_ended() and loop.exec(keys_wait) != _PROGRAM_ENDS:
            pass
        note.close()
        note.deleteLater()
    said.stop()


def _cancel_box(window: QWidget, words: str, job: Job) -> QProgressDialog:
    """Show how far a job is, in a box that cancels it."""
    box = progress_box("ASC Desktop", words, STEPS, window)

    def show(share: float, now: str) -> None:
        say_progress(box, now)
        box.setValue(min(STEPS - 1, int(share * STEPS)))

    job.progressed.connect(show)
    box.canceled.connect(job.requestInterruption)
    box.setWindowModality(Qt.WindowModality.ApplicationModal)
    box.show()
    return box


def _note(window: QWidget, words: str) -> QWidget:
    """Say what goes on in the middle of a window. It is no window itself, which would take the keys that wait."""
    top = window.window()
    note = PlainLabel(words, top)
    note.setProperty("role", "waiting")
    note.adjustSize()
    note.move(top.rect().center() - note.rect().center())
    note.show()
    return note

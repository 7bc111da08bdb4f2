"""Backups that nobody asks for: off the window's thread, whenever the newest one lacks something."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from asc_desktop.services.errors import StoreError
from asc_desktop.services.session import Session
from asc_desktop.ui.jobs import Job, waited

SOON_MS = 2_000
"""After a portfolio was opened: its first page is drawn by then."""
EVERY_MS = 30 * 60 * 1000


class QuietBackups(QObject):
    """Backs one open portfolio up when it was opened, every half hour, and when it is closed."""

    made = Signal(object)
    """The path of a backup."""

    failed = Signal(str)
    """Why there is none."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._job: Job | None = None
        self._soon = self._timer(SOON_MS, "opening", once=True)
        self._often = self._timer(EVERY_MS, "while open", once=False)

    def begin(self, why: str) -> None:
        """Make a backup behind the pages, unless one is being made."""
        if self._job is None:
            self._job = Job(lambda _job: self._backed_up(why), self)
            self._job.ended.connect(self._on_ended)
            self._job.start()

    def wait(self) -> None:
        """Wait for the backup that is being made, and tell of it."""
        if self._job is not None:
            self._job.wait()
            self._on_ended()

    def end(self) -> None:
        """Make the last backup while the window goes on painting; call it before the portfolio is closed."""
        self._soon.stop()
        self._often.stop()
        job, self._job = self._job, None

        def last() -> Path | StoreError | None:
            if job is not None:
                job.wait()
            return self._backed_up("closing")

        newest = waited(self._window, "Saving a backup…", last)
        for outcome in (job.outcome() if job is not None else None, newest):
            self._tell(outcome)

    def _backed_up(self, why: str) -> Path | StoreError | None:
        try:
            return self._session.back_up_if_changed(why)
        except StoreError as error:
            return error

    def _on_ended(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            self._tell(job.outcome())

    def _tell(self, outcome: Path | StoreError | None) -> None:
        if isinstance(outcome, StoreError):
            self.failed.emit(str(outcome))
        elif outcome is not None:
            self.made.emit(outcome)

    def _timer(self, milliseconds: int, why: str, *, once: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(once)
        timer.setInterval(milliseconds)
        timer.timeout.connect(lambda: self.begin(why))
        timer.start()
        return timer

"""Backups that nobody asks for: off the window's thread, whenever the newest one lacks something."""

from __future__ import annotations

from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from asc_desktop.services.errors import StoreError
from asc_desktop.services.session import Session

SOON_MS = 2_000
"""After a portfolio was opened: its first page is drawn by then."""
EVERY_MS = 30 * 60 * 1000


class QuietBackups(QObject):
    """Backs one open portfolio up when it was opened, every half hour, and when it is closed."""

    made = Signal(object)
    """The path of a backup."""

    failed = Signal(str)
    """Why there is none."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._thread: Thread | None = None
        self._soon = self._timer(SOON_MS, "opening", once=True)
        self._often = self._timer(EVERY_MS, "while open", once=False)

    def begin(self, why: str) -> None:
        """Make a backup on a thread, unless one is being made."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._thread = Thread(target=self._back_up, args=(why,), name="backup")
        self._thread.start()

    def wait(self) -> None:
        """Wait for the backup that is being made."""
        if self._thread is not None:
            self._thread.join()

    def end(self) -> None:
        """Make the last backup; call it before the portfolio is closed."""
        self._soon.stop()
        self._often.stop()
        self.wait()
        self._back_up("closing")

    def _back_up(self, why: str) -> None:
        try:
            path = self._session.back_up_if_changed(why)
        except StoreError as error:
            self.failed.emit(str(error))
        else:
            if path is not None:
                self.made.emit(path)

    def _timer(self, milliseconds: int, why: str, *, once: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(once)
        timer.setInterval(milliseconds)
        timer.timeout.connect(lambda: self.begin(why))
        timer.start()
        return timer

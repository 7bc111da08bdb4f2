"""Opens what boards received off the window's thread, where there is so much of it that opening would be felt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, QThread, Signal

from asc_desktop.domain.records.office import Snapshot
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import SnapshotError

AT_ONCE = 300_000
"""How many bytes of what is kept are opened without a pause that anyone notices."""


class _ReadThread(QThread):
    """Opens snapshots, so that opening them again takes no time; what is damaged is told when it is shown."""

    def __init__(self, session: Session, wanted: Sequence[Snapshot], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.wanted = wanted

    def run(self) -> None:
        """Open them, one after another."""
        for snapshot in self.wanted:
            if self.isInterruptionRequested():
                return
            with suppress(SnapshotError):
                self._session.opened(snapshot)


class BoardReader(QObject):
    """Knows which snapshots are open already, and opens the others."""

    ready = Signal()
    """What was asked for is open."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._open: set[str] = set()
        self._thread: _ReadThread | None = None

    def has(self, wanted: Iterable[Snapshot]) -> bool:
        """Whether these can be shown at once; where not, they are being opened, and ``ready`` follows."""
        missing = [item for item in wanted if item.id not in self._open]
        if self._session.store.frozen_size([item.content for item in missing]) <= AT_ONCE:
            return True
        if self._thread is None:
            self._thread = _ReadThread(self._session, missing, self)
            self._thread.finished.connect(self._on_read)
            self._thread.start()
        return False

    def read_now(self) -> None:
        """Wait until what is being opened is open."""
        if self._thread is not None:
            self._thread.wait()
            self._on_read()

    def stop(self) -> None:
        """Open nothing more."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.finished.disconnect(self._on_read)
            thread.requestInterruption()
            thread.wait()
            thread.deleteLater()

    def _on_read(self) -> None:
        # A thread that was waited for may still have its end in the queue.
        if self._thread is not None:
            self._open.update(item.id for item in self._thread.wanted)
            self.stop()
            self.ready.emit()

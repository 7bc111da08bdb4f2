"""Opens what boards received off the window's thread, where there is so much of it that opening would be felt."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from asc_desktop.domain.records.office import Snapshot
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import SnapshotError
from asc_desktop.ui.jobs import Job

AT_ONCE = 300_000
"""How many bytes of what is kept are opened without a pause that anyone notices."""


class BoardReader(QObject):
    """Knows which snapshots are open already, and opens the others."""

    ready = Signal()
    """What was asked for is open."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._open: set[str] = set()
        self._wanted: list[Snapshot] = []
        self._job: Job | None = None

    def has(self, wanted: Iterable[Snapshot]) -> bool:
        """Whether these can be shown at once; where not, they are being opened, and ``ready`` follows."""
        missing = [item for item in wanted if item.id not in self._open]
        if self._session.store.frozen_size([item.content for item in missing]) <= AT_ONCE:
            return True
        if self._job is None:
            self._wanted = missing
            self._job = Job(lambda job: self._read(missing, job), self)
            self._job.ended.connect(self._on_read)
            self._job.start()
        return False

    def read_now(self) -> None:
        """Wait until what is being opened is open."""
        if self._job is not None:
            self._job.wait()
            self._on_read()

    def stop(self) -> None:
        """Open nothing more."""
        job, self._job = self._job, None
        if job is not None:
            job.drop()

    def _read(self, wanted: Iterable[Snapshot], job: Job) -> None:
        """Open snapshots, so that opening them again takes no time; what is damaged is told when it is shown."""
        for snapshot in wanted:
            if job.isInterruptionRequested():
                return
            with suppress(SnapshotError):
                self._session.opened(snapshot)

    def _on_read(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.outcome()
            self._open.update(item.id for item in self._wanted)
            self.ready.emit()

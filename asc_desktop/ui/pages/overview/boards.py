"""Reads what the last boards were told off the window's thread, where there is so much of it that it would be felt."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from asc_desktop.domain.records.office import Snapshot
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import SnapshotError
from asc_desktop.ui.jobs import Job

AT_ONCE = 100_000
"""How many bytes of what is kept are read without a pause that anyone notices."""


class StateReader(QObject):
    """Knows which snapshots are read already, and reads the others."""

    ready = Signal()
    """What was asked for is read."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._read: set[str] = set()
        self._wanted: tuple[Snapshot, ...] = ()
        self._job: Job | None = None

    def has(self, boards: Sequence[Snapshot]) -> bool:
        """Whether these can be shown at once; where not, they are being read, and ``ready`` follows."""
        lacking = [item for item in boards if item.id not in self._read]
        if not lacking or self._session.frozen.size(lacking) <= AT_ONCE:
            return True
        if self._job is None:
            self._wanted = tuple(lacking)
            self._job = Job(self._read_wanted, self)
            self._job.ended.connect(self._on_read)
            self._job.start()
        return False

    def read_now(self) -> None:
        """Wait until what is being read is read."""
        if self._job is not None:
            self._job.wait()
            self._on_read()

    def stop(self) -> None:
        """Read no more."""
        job, self._job = self._job, None
        if job is not None:
            job.drop()

    def _read_wanted(self, job: Job) -> None:
        for snapshot in self._wanted:
            if job.isInterruptionRequested():
                return
            with suppress(SnapshotError):
                self._session.frozen.state(snapshot)

    def _on_read(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.outcome()
            self._read.update(item.id for item in self._wanted)
            self.ready.emit()

"""Reads what the last boards were told off the window's thread, where there is so much of it that it would be felt."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import QObject

from asc_desktop.domain.records.office import Snapshot
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import SnapshotError
from asc_desktop.ui.jobs import Errand, Job

AT_ONCE = 100_000
"""How many bytes of what is kept are read without a pause that anyone notices."""


class StateReader(Errand):
    """Knows which snapshots are read already, and reads the others."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._read: set[str] = set()
        self._wanted: tuple[Snapshot, ...] = ()

    def has(self, boards: Sequence[Snapshot]) -> bool:
        """Whether these can be shown at once; where not, they are being read, and ``ready`` follows."""
        lacking = [item for item in boards if item.id not in self._read]
        if not lacking or self._session.frozen.size(lacking) <= AT_ONCE:
            return True
        if not self.is_running:
            self._wanted = tuple(lacking)
            self.begin(self._read_wanted)
        return False

    def take(self, outcome: object) -> None:
        """Know them from now on."""
        del outcome
        self._read.update(item.id for item in self._wanted)

    def _read_wanted(self, job: Job) -> None:
        for snapshot in self._wanted:
            if job.isInterruptionRequested():
                return
            with suppress(SnapshotError):
                self._session.frozen.state(snapshot)

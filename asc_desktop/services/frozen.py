"""What boards received, read from the file when it is asked for. Safe from any thread."""

from collections.abc import Iterable
from functools import lru_cache, partial

from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.frozen import FrozenReport, pack
from asc_desktop.domain.report.joined import joined_board
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.slippage_story import MOST_BOARDS, ReceivedReport
from asc_desktop.domain.report.snapshots import (
    R,
    SnapshotError,
    canonical_text,
    content_of,
    opened,
    sha256_of,
)
from asc_desktop.domain.report.views_overview import BoardState
from asc_desktop.services.errors import StoreError
from asc_desktop.storage.store import Store

Packed = tuple[FrozenReport, str]
"""A report as it is kept, and the SHA-256 of its text."""

_REPORTS_KEPT = 6
"""How many opened snapshots are kept: those compared, and one looked at. A large council's takes five megabytes."""

_BOARDS_KEPT = MOST_BOARDS + 12
"""Of how many snapshots what stories tell of is kept: five years of boards, and those since that were looked at."""


_STATES_KEPT = 12
"""Of how many snapshots what the overview compares with is kept: one of each programme."""


class FrozenReports:
    """The frozen reports of one portfolio. Each raises SnapshotError where one is damaged or was changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.report = lru_cache(maxsize=_REPORTS_KEPT)(partial(_opened, store, Report))
        """Gives the report that a snapshot froze."""
        self.board = lru_cache(maxsize=_BOARDS_KEPT)(partial(_opened, store, ReceivedReport))
        """Gives as much of it as stories over many boards tell of."""
        self.boards = lru_cache(maxsize=_BOARDS_KEPT)(self._joined)
        """Gives what the boards of several programmes had been told by a month, as what one board was told."""
        self.state = lru_cache(maxsize=_STATES_KEPT)(partial(_opened, store, BoardState))
        """Gives as much of it as the overview compares with."""

    def _joined(
        self, month: str, snapshots: tuple[tuple[str, Snapshot], ...], shared: frozenset[str]
    ) -> ReceivedReport:
        return joined_board(month, [(name, self.board(snapshot)) for name, snapshot in snapshots], shared)

    def text(self, snapshot: Snapshot) -> str:
        """Return the frozen report as the JSON that was hashed."""
        return self.content(snapshot).decode("utf-8", errors="replace")

    def content(self, snapshot: Snapshot) -> bytes:
        """Return the same in UTF-8, to the byte."""
        return _content(self._store, snapshot)

    def size(self, snapshots: Iterable[Snapshot]) -> int:
        """Return how many bytes are read to open snapshots."""
        return self._store.frozen_size([snapshot.content for snapshot in snapshots])

    def packed(self, report: Report, before: Snapshot | None) -> Packed:
        """Return a report as it is kept after an earlier snapshot of its programme."""
        like = self._store.frozen(before.content) if before else None
        if like is not None and like.base is not None:
            like = self._store.frozen(like.base)
        text = canonical_text(report)
        return pack(text, like), sha256_of(text)


def _opened(store: Store, kind: type[R], snapshot: Snapshot) -> R:
    return opened(snapshot, _content(store, snapshot), kind)


def _content(store: Store, snapshot: Snapshot) -> bytes:
    try:
        return content_of(snapshot, store.frozen)
    except StoreError as error:
        raise SnapshotError(str(error)) from error

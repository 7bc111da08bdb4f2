"""Opens what boards received off the window's thread, and works out their story, where that would be felt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject

from asc_desktop.domain.records.delivery import SavingsTarget
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.slippage_story import Board, SlippageStory
from asc_desktop.services import changes
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import SnapshotError
from asc_desktop.ui.jobs import Errand, Job

AT_ONCE = 300_000
"""How many bytes of what is kept are opened without a pause that anyone notices."""


LINES_AT_ONCE = 3_000
"""How many lines of boards are gone through without such a pause."""


class BoardReader(Errand):
    """Knows which snapshots are open already, of boards and of the two compared, and opens the others."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._open: set[str] = set()
        self._compared: tuple[str, ...] = ()
        self._wanted: tuple[list[Snapshot], list[Snapshot]] = ([], [])

    def has(self, boards: Iterable[Snapshot], compared: Sequence[Snapshot]) -> bool:
        """Whether these can be shown at once; where not, they are being opened, and ``ready`` follows."""
        boards = [item for item in boards if item.id not in self._open]
        compared = [] if _ids(compared) == self._compared else list(compared)
        if self._session.frozen.size((*boards, *compared)) <= AT_ONCE:
            return True
        if not self.is_running:
            self._wanted = boards, compared
            self.begin(self._read)
        return False

    def take(self, outcome: object) -> None:
        """Know them from now on."""
        del outcome
        boards, compared = self._wanted
        self._open.update(_ids(boards))
        self._compared = _ids(compared) or self._compared

    def _read(self, job: Job) -> None:
        """Open snapshots, so that opening them again takes no time; what is damaged is told when it is shown."""
        session = self._session
        for read, wanted in zip((session.frozen.board, session.frozen.report), self._wanted, strict=True):
            for snapshot in wanted:
                if job.isInterruptionRequested():
                    return
                with suppress(SnapshotError):
                    read(snapshot)


class StoryMaker(Errand):
    """Works a story out, and keeps the last one, which many boards take long to make."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._boards: list[Board] = []
        self._targets: object = None
        self._story: SlippageStory | None = None

    def story(self, session: Session, boards: list[Board]) -> SlippageStory | None:
        """Return the boards' story; None while it is being worked out, and ``ready`` follows."""
        if self.is_running:
            return None
        targets = session.records.all(SavingsTarget)
        # The same frozen reports and the same records: what is compared is which they are, not what is in them.
        is_same = self._targets is targets and [id(board.report) for board in self._boards] == [
            id(board.report) for board in boards
        ]
        if self._story is not None and is_same:
            return self._story
        self._boards, self._targets = boards, targets
        if sum(len(board.report.savings.lines) for board in boards) <= LINES_AT_ONCE:
            self._story = changes.story_of(boards, targets)
            return self._story
        self.begin(lambda _: changes.story_of(boards, targets))
        return None

    def take(self, outcome: SlippageStory) -> None:
        """Keep the story."""
        self._story = outcome


def _ids(snapshots: Iterable[Snapshot]) -> tuple[str, ...]:
    return tuple(item.id for item in snapshots)

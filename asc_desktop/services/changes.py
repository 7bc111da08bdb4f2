"""What changed since a board: two reports compared, with what was corrected of frozen periods."""

from collections.abc import Sequence

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.delivery import SavingsTarget
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.slippage_story import (
    MOST_BOARDS,
    Board,
    SlippageStory,
    first_targets,
    slippage_story,
)
from asc_desktop.domain.report.snapshots import SnapshotError, in_order
from asc_desktop.domain.report.views_changes import ReportChanges
from asc_desktop.services.corrections import corrections_since
from asc_desktop.services.session import Session


def changes_since(
    session: Session, scope: Scope, snapshot: Snapshot, *, for_pack: bool = False
) -> ReportChanges:
    """Return what has changed from a snapshot to a scope as it now stands, with the corrections made since.

    Raises SnapshotError where the snapshot is damaged or was changed.
    """
    return compare(
        session.frozen.report(snapshot),
        session.report(scope),
        before_name=snapshot.name,
        after_name=f"{period_label(scope.period)} as it stands",
        corrections=corrections_since(session, snapshot),
        for_pack=for_pack,
    )


def changes_between(
    session: Session, before: Snapshot, after: Snapshot, *, for_pack: bool = False
) -> ReportChanges:
    """Return what changed from one snapshot to another, with the corrections made between the two."""
    return compare(
        session.frozen.report(before),
        session.frozen.report(after),
        before_name=before.name,
        after_name=after.name,
        corrections=corrections_since(session, before, until=after),
        for_pack=for_pack,
    )


def board_snapshots(session: Session, scope: Scope) -> list[Snapshot]:
    """Return the last snapshot of each period up to a scope's, the earliest first, as far back as a story goes."""
    last: dict[str, Snapshot] = {}
    for snapshot in in_order(session.records, scope.programme_id):
        if snapshot.period <= scope.period:
            last[snapshot.period] = snapshot
    return list(last.values())[-MOST_BOARDS:]


def boards_of(session: Session, scope: Scope) -> tuple[list[Board], list[str]]:
    """Return what a programme's boards received up to a scope's period, one a month, and last how it now stands.

    Also a sentence for each snapshot that is damaged and left out.
    """
    found, wrong = [], []
    for snapshot in board_snapshots(session, scope):
        try:
            found.append(Board(snapshot.id, snapshot.name, session.frozen.board(snapshot)))
        except SnapshotError as error:
            wrong.append(str(error))
    now = Board("", f"{period_label(scope.period)} as it stands", session.report(scope))
    return [*found, now], wrong


def story_of(session: Session, boards: Sequence[Board]) -> SlippageStory:
    """Return how targets and forecasts moved over these boards."""
    return slippage_story(boards, first_targets(session.records.all(SavingsTarget)))

"""The overview of a scope: its report, beside what the last board of each of its programmes was told."""

from collections.abc import Sequence

from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.overview import ToldBoard, overview_of
from asc_desktop.domain.report.snapshots import SnapshotError, last_before
from asc_desktop.domain.report.views_overview import Overview
from asc_desktop.services.session import Session


def boards_compared(session: Session, scope: Scope) -> list[Snapshot]:
    """Return the snapshot that each programme of a scope is compared with; those that have none left out."""
    found = (
        last_before(session.records, programme.id, scope.period)
        for programme in session.records.all(Programme)
        if scope.programme_id in {None, programme.id}
    )
    return [snapshot for snapshot in found if snapshot is not None]


def overview_since(session: Session, scope: Scope, boards: Sequence[Snapshot]) -> Overview:
    """Return the overview of a scope beside what these boards were told; what is damaged is left out.

    The page *Changes* and the check of a file tell what is damaged.
    """
    told = []
    for snapshot in boards:
        try:
            told.append(ToldBoard(snapshot.programme_id or "", snapshot.name, session.frozen.state(snapshot)))
        except SnapshotError:
            continue
    return overview_of(session.report(scope), told, scope.theme_id)

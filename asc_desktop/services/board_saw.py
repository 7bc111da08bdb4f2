"""What the boards of a closed month received, found among the snapshots."""

from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.board_saw import BoardSaw
from asc_desktop.domain.report.board_saw import board_saw as compared
from asc_desktop.domain.report.closed_months import view_of
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.snapshots import SnapshotError, in_order
from asc_desktop.services.session import Session


def board_saw(session: Session, scope: Scope) -> BoardSaw | None:
    """Return what the boards of a scope's closed month received, where that is not what its report has now.

    None too where no board received it, or a snapshot is damaged, which the page *Changes* tells.
    """
    try:
        received = [(item.id, session.frozen.state(item)) for item in _received(session, scope)]
    except SnapshotError:
        return None
    return compared(session.report(scope), received) if received else None


def _received(session: Session, scope: Scope) -> list[Snapshot]:
    """Return the last snapshot of the scope's month; for all programmes without one, that of each programme."""
    view = view_of(session.records, scope)
    if not view.is_whole:
        return []
    if (own := _last(session, scope.programme_id, scope.period)) is not None:
        return [own]
    if scope.programme_id is not None:
        return []
    found = [_last(session, programme_id, scope.period) for programme_id in view.closed]
    return [item for item in found if item] if all(found) else []


def _last(session: Session, programme_id: str | None, period: str) -> Snapshot | None:
    held = in_order(session.records, programme_id)
    return next((item for item in reversed(held) if item.period == period), None)

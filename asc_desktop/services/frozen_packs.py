"""A board pack written again from a snapshot: the same figures to the digit, however much later."""

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.records.office import Board, Snapshot
from asc_desktop.domain.report.pack_plan import TEMPLATES
from asc_desktop.domain.report.snapshots import last_before
from asc_desktop.services.changes import changes_between
from asc_desktop.services.packs import Edition, PreparedPack, document_of
from asc_desktop.services.past import as_it_was, frozen_at
from asc_desktop.services.session import Session

_SHOWN = 12


def prepare_frozen(session: Session, snapshot: Snapshot) -> PreparedPack:
    """Gather the pack of what a board received, compared with the board before; nothing is left to warn of.

    It is the board's own pack: exempt records are in it and marked. Raises SnapshotError where the snapshot, or the one
    before it, is damaged.
    """
    report = session.frozen.report(snapshot)
    # A board renamed since, or an earlier period frozen late, is no part of what was received.
    then = as_it_was(session, frozen_at(session, snapshot)).records
    before = last_before(then, snapshot.programme_id, snapshot.period)
    is_earlier = before is not None and before.period < snapshot.period
    changes = changes_between(session, before, snapshot, for_pack=True) if before and is_earlier else None
    board = then.title(Board.table, snapshot.board_id)
    frozen = (
        f"Written from the board version “{snapshot.name}”, saved on {date_label(snapshot.frozen_on)} by "
        f"{snapshot.frozen_by}; SHA-256 {snapshot.sha256[:_SHOWN]}…"
    )
    return PreparedPack(
        document_of(report, Edition(TEMPLATES[0], changes, board, frozen=frozen)), None, (), ()
    )

"""What changed since a board: two reports compared, with what was corrected of frozen periods."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.delivery import Programme, SavingsTarget
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.joined import THE_LAST_BOARDS, boards_note, joined
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.slippage_story import (
    MOST_BOARDS,
    Board,
    SlippageStory,
    first_targets,
    slippage_story,
)
from asc_desktop.domain.report.snapshots import SnapshotError, in_order, last_before
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
        after_name=f"{period_label(scope.period)} as it is now",
        corrections=corrections_since(session, snapshot),
        for_pack=for_pack,
    )


def last_boards(session: Session, scope: Scope) -> list[Snapshot]:
    """Return what each programme's last board received, where the scope is all of them; those with none left out."""
    if scope.programme_id is not None:
        return []
    found = (last_before(session.records, item.id, scope.period) for item in session.records.all(Programme))
    return [snapshot for snapshot in found if snapshot is not None]


def report_of_last_boards(session: Session, scope: Scope) -> Report:
    """Return what the last boards received, joined as one report; not to be asked for where none received anything.

    Raises SnapshotError where one is damaged or was changed.
    """
    before = [session.frozen.report(snapshot) for snapshot in last_boards(session, scope)]
    return joined(before, session.report(scope))


def changes_since_last_boards(session: Session, scope: Scope, *, for_pack: bool = False) -> ReportChanges:
    """Return what has changed in all programmes since each one's last board, with the corrections made since.

    Raises SnapshotError where one of the snapshots is damaged or was changed.
    """
    held, now = last_boards(session, scope), session.report(scope)
    before = [session.frozen.report(snapshot) for snapshot in held]
    have = {snapshot.programme_id for snapshot in held}
    missing = [item.name for item in session.records.all(Programme) if item.id not in have]
    corrections = {row.id: row for snapshot in held for row in corrections_since(session, snapshot)}
    found = compare(
        joined(before, now),
        now,
        before_name=THE_LAST_BOARDS,
        after_name=f"{period_label(scope.period)} as it is now",
        corrections=corrections.values(),
        for_pack=for_pack,
    )
    note = boards_note(before, missing, now)
    return replace(found, notes=(note, *found.notes)) if note else found


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
    now = Board("", f"{period_label(scope.period)} as it is now", session.report(scope))
    return [*found, now], wrong


def story_of(boards: Sequence[Board], targets: Iterable[SavingsTarget]) -> SlippageStory:
    """Return how targets and forecasts moved over these boards. Safe from any thread."""
    return slippage_story(boards, first_targets(targets))

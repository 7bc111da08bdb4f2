"""What changed since a board: two reports compared, with what was corrected of frozen periods."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.delivery import Programme, SavingsTarget
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.joined import THE_LAST_BOARDS, boards_note, joined, shared_themes
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
    """Return the last snapshot of each month up to a scope's, the earliest first, as far back as a story goes.

    Of all programmes, where none is of them together: those of each that ``boards_of`` joins.
    """
    own = _by_month(session, scope.programme_id, scope.period)[-MOST_BOARDS:]
    if own or scope.programme_id is not None:
        return own
    held = {snapshot.id: snapshot for _, of_month in _months(session, scope) for _, snapshot in of_month}
    return list(held.values())


def boards_of(session: Session, scope: Scope) -> tuple[list[Board], list[str]]:
    """Return what a programme's boards received up to a scope's period, one a month, and last how it now stands.

    Of all programmes, where nothing was frozen of them together: what the boards of each had been told by each month.
    Also a sentence for each snapshot that is damaged and left out.
    """
    found: list[Board] = []
    wrong: dict[str, None] = {}
    now = session.report(scope)
    snapshots = board_snapshots(session, scope)
    if snapshots and snapshots[0].programme_id != scope.programme_id:
        shared = shared_themes(now)
        for month, held in _months(session, scope):
            whole = [(name, item) for name, item in held if not (problem := _damage(session, item))]
            wrong |= {problem: None for _, item in held if (problem := _damage(session, item))}
            if whole:
                key = "+".join(item.id for _, item in whole)
                received = session.frozen.boards(month, tuple(whole), shared)
                found.append(Board(f"{month}:{key}", period_label(month), received))
    else:
        for snapshot in snapshots:
            try:
                found.append(Board(snapshot.id, snapshot.name, session.frozen.board(snapshot)))
            except SnapshotError as error:
                wrong[str(error)] = None
    found.append(Board("", f"{period_label(scope.period)} as it is now", now))
    return found, list(wrong)


def _damage(session: Session, snapshot: Snapshot) -> str:
    """Return what is wrong with a snapshot, in a sentence; nothing where it can be shown."""
    try:
        session.frozen.board(snapshot)
    except SnapshotError as error:
        return str(error)
    return ""


def _by_month(session: Session, programme_id: str | None, period: str) -> list[Snapshot]:
    last: dict[str, Snapshot] = {}
    for snapshot in in_order(session.records, programme_id):
        if snapshot.period <= period:
            last[snapshot.period] = snapshot
    return list(last.values())


def _months(session: Session, scope: Scope) -> list[tuple[str, list[tuple[str, Snapshot]]]]:
    """Return each month in which a board met, with what each programme's board had received by then.

    As many months as can be kept open at once of so many programmes.
    """
    held = [
        (programme.name, snapshots)
        for programme in session.records.all(Programme)
        if (snapshots := _by_month(session, programme.id, scope.period))
    ]
    months = sorted({snapshot.period for _, snapshots in held for snapshot in snapshots})
    found = []
    for month in months[-(MOST_BOARDS // max(len(held), 1)) :]:
        latest = [
            (name, [snapshot for snapshot in snapshots if snapshot.period <= month])
            for name, snapshots in held
        ]
        found.append((month, [(name, by_then[-1]) for name, by_then in latest if by_then]))
    return found


def story_of(boards: Sequence[Board], targets: Iterable[SavingsTarget]) -> SlippageStory:
    """Return how targets and forecasts moved over these boards. Safe from any thread."""
    return slippage_story(boards, first_targets(targets))

"""Snapshots: a report frozen as a board receives it, opened again to the digit, and compared with another."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from asc_desktop._files import write_file
from asc_desktop.domain import dates
from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.office import Board, Snapshot
from asc_desktop.domain.report.model import ALL_PROGRAMMES, Scope
from asc_desktop.domain.report.snapshots import (
    SnapshotError,
    in_order,
    last_before,
)
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.frozen import Packed
from asc_desktop.services.session import Session

__all__ = [
    "SnapshotError",
    "closes",
    "compared_with",
    "every_snapshot",
    "find_snapshot",
    "freeze",
    "snapshots_of",
    "suggested_name",
    "verify",
    "write_frozen",
]


def snapshots_of(session: Session, programme_id: str | None) -> list[Snapshot]:
    """Return a programme's snapshots, or those of all programmes together for None, the newest first."""
    return in_order(session.records, programme_id)[::-1]


def every_snapshot(session: Session, programme_id: str | None) -> list[Snapshot]:
    """Return a programme's snapshots, or for None every one of the portfolio, the newest first."""
    if programme_id is not None:
        return snapshots_of(session, programme_id)
    order = {item.id: item.position for item in session.records.all(Programme)}
    return sorted(
        session.records.all(Snapshot),
        key=lambda item: (item.period, item.frozen_on, -order.get(item.programme_id or "", 0), item.id),
        reverse=True,
    )


def compared_with(session: Session, scope: Scope) -> Snapshot | None:
    """Return the snapshot that a scope is compared with unless another is chosen: of the board before."""
    return last_before(session.records, scope.programme_id, scope.period)


def write_frozen(session: Session, snapshot: Snapshot, path: Path) -> None:
    """Write the frozen report's JSON into a file.

    Raises SnapshotError where it is damaged, and OSError where the file could not be written.
    """
    write_file(path, session.frozen.content(snapshot))


def verify(session: Session) -> dict[str, str]:
    """Return a sentence by its id for each snapshot of the portfolio whose content is not what was frozen."""
    found = {}
    for snapshot in sorted(session.records.all(Snapshot), key=lambda item: (item.period, item.name)):
        try:
            session.frozen.content(snapshot)
        except SnapshotError as error:
            found[snapshot.id] = str(error)
    return found


def closes(session: Session, scope: Scope) -> list[Programme]:
    """Return the programmes whose open period a freeze of the scope would close."""
    return [
        programme
        for programme in session.records.all(Programme)
        if scope.programme_id in {None, programme.id} and programme.open_period == scope.period
    ]


def suggested_name(session: Session, scope: Scope, board_id: str | None = None) -> str:
    """Return a name for a new snapshot that is not taken: the board's or programme's, and the period."""
    owner = (
        session.records.title(Board.table, board_id)
        or session.records.title(Programme.table, scope.programme_id)
        or ALL_PROGRAMMES
    )
    taken = {item.name.casefold() for item in in_order(session.records, scope.programme_id)}
    name = base = f"{owner}, {period_label(scope.period)}"
    count = 1
    while name.casefold() in taken:
        count += 1
        name = f"{base} ({count})"
    return name


def freeze(
    session: Session,
    scope: Scope,
    *,
    name: str = "",
    board_id: str | None = None,
    meeting_date: str | None = None,
    away: Callable[[Callable[[], Packed]], Packed] = lambda work: work(),
) -> Snapshot:
    """Freeze a scope's report, and close its period where that is open; return the snapshot.

    ``away`` does the long part, which only reads the report, wherever that holds up nobody; no edit may come meanwhile.
    One change, which undo takes back whole. Raises EditRefused with what is wrong with the name, the board or the
    period, also where the programme's years leave no month to open next.
    """
    if scope.theme_id is not None:
        raise EditRefused([Problem("", "", "A board version is of a whole programme. Choose no theme.")])
    closing = closes(session, scope)
    report = session.report(scope)
    if closing:
        in_scope = [item for item in session.records.all(Programme) if scope.programme_id in {None, item.id}]
        still_open = any(item.open_period <= scope.period for item in in_scope if item not in closing)
        report = replace(report, period_open=still_open)
    before = next(iter(snapshots_of(session, scope.programme_id)), None)
    content, sha256 = away(partial(session.frozen.packed, report, before))
    snapshot = Snapshot(
        id=session.new_id(),
        name=name.strip() or suggested_name(session, scope, board_id),
        programme_id=scope.programme_id,
        period=scope.period,
        board_id=board_id,
        meeting_date=meeting_date,
        frozen_on=session.store.now().astimezone().date().isoformat(),
        frozen_by=session.store.who,
        sha256=sha256,
        content=content.id,
    )
    following = dates.shift_period(scope.period, 1)
    action = f"Save the board version {snapshot.name}"
    if closing:
        action += f" and close {period_label(scope.period)}"
    with session.edit(action) as edit:
        edit.frozen.append(content)
        edit.put(snapshot, *(replace(programme, open_period=following) for programme in closing))
    return session.records.get(Snapshot, snapshot.id)


def find_snapshot(session: Session, words: str) -> Snapshot:
    """Return the snapshot that an id, a name or its beginning names; raise SnapshotError with those there are."""
    held = sorted(session.records.all(Snapshot), key=lambda item: (item.period, item.name))
    folded = words.strip().casefold()
    for found in (
        [item for item in held if item.id == words.strip()],
        [item for item in held if item.name.casefold() == folded],
        [
            item
            for item in held
            if folded and (item.name.casefold().startswith(folded) or item.id.startswith(folded))
        ],
    ):
        if len(found) == 1:
            return found[0]
    names = "; ".join(item.name for item in held)
    there = f"The board versions are: {names}." if names else "There are no board versions yet."
    raise SnapshotError(f"There is no single board version “{words}”. {there}")

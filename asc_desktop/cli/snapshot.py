"""Freeze a board's report, list what was frozen, or bring one back as JSON or as a board pack."""

import argparse
import sys
from pathlib import Path

from asc_desktop.cli.common import (
    DONE,
    FOUND,
    CommandError,
    add_scope_arguments,
    chosen_scope,
    opened,
    say_error,
)
from asc_desktop.cli.environment import Environment
from asc_desktop.domain.dates import DateError, date_label, parse_date, period_label
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.office import Board, Snapshot
from asc_desktop.domain.report.model import ALL_PROGRAMMES, Scope
from asc_desktop.services import snapshots
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.frozen_packs import prepare_frozen
from asc_desktop.services.packs import KINDS, write_files
from asc_desktop.services.session import Session

HELP = (
    "Freeze a programme's report as a board receives it, which closes its open period; or list the snapshots."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    add_scope_arguments(parser)
    parser.add_argument(
        "--board", metavar="B", help="the board that receives it, or the beginning of its name"
    )
    parser.add_argument("--meeting", metavar="DATE", help="the day of the meeting, such as 18/07/2024")
    parser.add_argument(
        "--name", metavar="N", help="what to call it (default: the board or programme, and the period)"
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--list",
        action="store_true",
        help="freeze nothing: list the snapshots, each held against its SHA-256 (status 1 where one is changed)",
    )
    instead.add_argument(
        "--json",
        metavar="S",
        help="freeze nothing: print the frozen report of a snapshot, named or by its id, to the byte as it was hashed",
    )
    instead.add_argument(
        "--pack",
        metavar="S",
        help="freeze nothing: write a snapshot's board pack again, from what was frozen; give the file with --output",
    )
    parser.add_argument(
        "-o", "--output", metavar="OUT", type=Path, help="with --pack, the file to write, .xlsx or .pdf"
    )


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Freeze, or do what is asked for in place of it."""
    reading = options.list or options.json is not None or options.pack is not None
    with opened(environment, options.file, read_only=reading) as session:
        try:
            if options.list:
                return _list(session)
            if options.json is not None:
                wanted = snapshots.find_snapshot(session, options.json)
                sys.stdout.write(session.frozen.text(wanted))
                return DONE
            if options.pack is not None:
                return _write_pack(session, options, environment)
            return _freeze(session, options)
        except (snapshots.SnapshotError, EditRefused) as error:
            raise CommandError(str(error)) from error


def _freeze(session: Session, options: argparse.Namespace) -> int:
    scope = chosen_scope(session, options.programme, options.period)
    try:
        meeting = parse_date(options.meeting) if options.meeting else None
    except DateError as error:
        raise CommandError(str(error)) from error
    closing = snapshots.closes(session, scope)
    snapshot = snapshots.freeze(
        session,
        scope,
        name=options.name or "",
        board_id=_board(session, scope, options.board) if options.board else None,
        meeting_date=meeting,
    )
    print(f"Froze {snapshot.name}. SHA-256 {snapshot.sha256}")
    for programme in closing:
        now = session.open_period(programme.id)
        print(f"Closed {period_label(scope.period)} of {programme.name}; {period_label(now)} is open.")
    return DONE


def _write_pack(session: Session, options: argparse.Namespace, environment: Environment) -> int:
    path = options.output
    if path is None or path.suffix.lower() not in KINDS:
        raise CommandError("Give the file to write with --output, with the ending .xlsx or .pdf.")
    snapshot = snapshots.find_snapshot(session, options.pack)
    pack = prepare_frozen(session, snapshot)
    write_files(pack, [path], draw=environment.draw_pack)
    print(f"Wrote the board pack of {snapshot.name}, as it was frozen, to {path}.")
    return DONE


def _list(session: Session) -> int:
    held = sorted(session.records.all(Snapshot), key=lambda item: (item.period, item.frozen_on, item.id))
    if not held:
        print("There is no snapshot yet.")
    for item in held:
        programme = session.records.title(Programme.table, item.programme_id) or ALL_PROGRAMMES
        board = session.records.title(Board.table, item.board_id)
        to_board = f" for {board}" if board else ""
        print(
            f"{item.name}: {programme}, {period_label(item.period)}{to_board}; "
            f"frozen {date_label(item.frozen_on)} by {item.frozen_by}; SHA-256 {item.sha256[:12]}"
        )
    wrong = snapshots.verify(session)
    for sentence in wrong:
        say_error(sentence)
    return FOUND if wrong else DONE


def _board(session: Session, scope: Scope, words: str) -> str:
    held = [item for item in session.records.all(Board) if scope.programme_id in {None, item.programme_id}]
    folded = words.strip().casefold()
    exact = [item for item in held if item.name.casefold() == folded]
    found = exact or [item for item in held if item.name.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0].id
    names = "; ".join(sorted(item.name for item in held)) or "none yet"
    raise CommandError(f"There is no single board “{words}”. The boards are: {names}.")

"""What boards received: list the snapshots, show one, write its pack again, or freeze the month for a board."""

import argparse
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
from asc_desktop.cli.printed import (
    Snapshots,
    SnapshotTold,
    add_json,
    add_output,
    print_json,
    print_written,
    put_out,
    wants_json,
)
from asc_desktop.cli.report import report_lines
from asc_desktop.domain.dates import DateError, date_label, parse_date, period_label
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.office import Board, Snapshot
from asc_desktop.domain.report.model import ALL_PROGRAMMES, Scope
from asc_desktop.services import snapshots
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.frozen_packs import prepare_frozen
from asc_desktop.services.packs import KINDS, write_files
from asc_desktop.services.session import Session

HELP = "List what boards received, show one as it was, write its pack again, or close the month for a board."
_NAMED = "its name, the beginning of it, or its id"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what can be done, each with its own arguments."""
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", dest="what", required=True)
    listed = _part(
        parts, "list", "List the board versions, each checked against its SHA-256 (status 1 if changed)."
    )
    add_json(listed, "snapshots")
    shown = _part(parts, "show", "Print what a board received: in words, or with --json as it was hashed.")
    shown.add_argument("snapshot", metavar="SNAPSHOT", help=_NAMED)
    shown.add_argument(
        "--json",
        action="store_true",
        help="the saved report to the byte; docs/report-json.md lists the keys",
    )
    add_output(shown)
    packed = _part(parts, "pack", "Write the board pack of a board version again, from what was saved.")
    packed.add_argument("snapshot", metavar="SNAPSHOT", help=_NAMED)
    packed.add_argument(
        "-o", "--output", metavar="OUT", type=Path, required=True, help="the file to write, .xlsx or .pdf"
    )
    add_json(packed, "written")
    frozen = _part(
        parts,
        "freeze",
        "Keep a programme's report as a board receives it. Where its month is open, this closes the month.",
    )
    add_scope_arguments(frozen)
    frozen.add_argument(
        "--board", metavar="B", help="the board that receives it, or the beginning of its name"
    )
    frozen.add_argument("--yes", action="store_true", help="save it without a board")
    frozen.add_argument("--meeting", metavar="DATE", help="the day of the meeting, such as 18/07/2024")
    frozen.add_argument(
        "--name", metavar="N", help="what to call it (default: the board or programme, and the month)"
    )
    add_json(frozen, "snapshots")


def _part(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, what: str
) -> argparse.ArgumentParser:
    part = parts.add_parser(name, help=what, description=what)
    part.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    return part


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Do what was asked; nothing but ``freeze`` changes the portfolio."""
    freezes = options.what == "freeze"
    if freezes and not (options.board or options.yes):
        raise CommandError(
            "Nothing was saved: this closes the month. Name the board that receives it with --board, or add --yes."
        )
    with opened(environment, options.file, read_only=not freezes) as session:
        try:
            if freezes:
                return _freeze(session, options)
            if options.what == "list":
                return _list(session, options)
            wanted = snapshots.find_snapshot(session, options.snapshot)
            if options.what == "pack":
                return _write_pack(session, wanted, options, environment)
            return _show(session, wanted, options)
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
    told = [
        f"Closed {period_label(scope.period)} of {programme.name}; "
        f"{period_label(session.open_period(programme.id))} is open."
        for programme in closing
    ]
    if options.json:
        print_json("snapshots", Snapshots((_told(session, snapshot, set()),), tuple(told)))
        return DONE
    print(f"Saved {snapshot.name}. SHA-256 {snapshot.sha256}")
    for sentence in told:
        print(sentence)
    return DONE


def _write_pack(
    session: Session, snapshot: Snapshot, options: argparse.Namespace, environment: Environment
) -> int:
    path = options.output
    if path.suffix.lower() not in KINDS:
        raise CommandError("The board pack is an Excel workbook or a PDF: end --output with .xlsx or .pdf.")
    write_files(prepare_frozen(session, snapshot), [path], draw=environment.draw_pack)
    print_written(options, [path], f"Wrote the board pack of {snapshot.name}, as it was saved, to {path}.")
    return DONE


def _show(session: Session, snapshot: Snapshot, options: argparse.Namespace) -> int:
    if wants_json(options):
        put_out(session.frozen.text(snapshot), options.output, end="")
    else:
        put_out("\n".join(report_lines(session.frozen.report(snapshot))), options.output)
    return DONE


def _list(session: Session, options: argparse.Namespace) -> int:
    wrong = snapshots.verify(session)
    held = sorted(session.records.all(Snapshot), key=lambda item: (item.period, item.frozen_on, item.id))
    listed = tuple(_told(session, item, set(wrong)) for item in held)
    if options.json:
        print_json("snapshots", Snapshots(listed, tuple(wrong.values())))
        return FOUND if wrong else DONE
    if not listed:
        print("There are no board versions yet.")
    for item in listed:
        to_board = f" for {item.board}" if item.board else ""
        print(
            f"{item.name}: {item.programme}, {period_label(item.period)}{to_board}; "
            f"saved {date_label(item.frozen_on)} by {item.frozen_by}; SHA-256 {item.sha256[:12]}"
        )
    for sentence in wrong.values():
        say_error(sentence)
    return FOUND if wrong else DONE


def _told(session: Session, item: Snapshot, wrong: set[str]) -> SnapshotTold:
    return SnapshotTold(
        id=item.id,
        name=item.name,
        programme=session.records.title(Programme.table, item.programme_id) or ALL_PROGRAMMES,
        period=item.period,
        board=session.records.title(Board.table, item.board_id),
        frozen_on=item.frozen_on,
        frozen_by=item.frozen_by,
        sha256=item.sha256,
        is_whole=item.id not in wrong,
    )


def _board(session: Session, scope: Scope, words: str) -> str:
    held = [item for item in session.records.all(Board) if scope.programme_id in {None, item.programme_id}]
    folded = words.strip().casefold()
    exact = [item for item in held if item.name.casefold() == folded]
    found = exact or [item for item in held if item.name.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0].id
    names = "; ".join(sorted(item.name for item in held)) or "none yet"
    raise CommandError(f"There is no single board “{words}”. The boards are: {names}.")

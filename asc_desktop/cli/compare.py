"""Print what changed between two boards."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, CommandError, chosen_scope, opened, print_json
from asc_desktop.cli.environment import Environment
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.views_changes import ReportChanges
from asc_desktop.services.changes import changes_between, changes_since
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import SnapshotError, find_snapshot

HELP = "Print what changed from one snapshot to another, or to the figures as they now stand."

NOW = "now"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    parser.add_argument("before", metavar="A", help="a snapshot: its name, the beginning of it, or its id")
    parser.add_argument(
        "after",
        metavar="B",
        nargs="?",
        default=NOW,
        help="another snapshot, or “now” for the programme of A as it stands (default: now)",
    )
    parser.add_argument(
        "--period",
        metavar="YYYY-MM",
        help="with “now”, the reporting period to compare with (default: the open period)",
    )
    parser.add_argument(
        "--json", action="store_true", help="the changes as JSON; docs/report-json.md lists the keys"
    )


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Print it."""
    with opened(environment, options.file) as session:
        try:
            changes = _changes(session, options)
        except SnapshotError as error:
            raise CommandError(str(error)) from error
    if options.json:
        print_json(changes)
    else:
        _print_words(changes)
    return DONE


def _changes(session: Session, options: argparse.Namespace) -> ReportChanges:
    before = find_snapshot(session, options.before)
    if options.after.strip().casefold() != NOW:
        return changes_between(session, before, find_snapshot(session, options.after))
    chosen = chosen_scope(session, None, options.period)
    period = chosen.period if options.period else session.open_period(before.programme_id)
    return changes_since(session, Scope(before.programme_id, period), before)


def _print_words(changes: ReportChanges) -> None:
    print(f"{changes.programme}: {changes.before_name} to {changes.after_name}")
    print(changes.sentence)
    for note in changes.notes:
        print(note)
    for figure in changes.figures:
        print(f"  {figure.label:<28}{figure.before:>12} → {figure.after:<12} {figure.difference}")
    for kind in changes.kinds:
        print(f"{kind.label} ({kind.count})")
        for row in changes.of_kind(kind.kind):
            words = f"{row.before or row.change_label} → {row.after or row.change_label}"
            more = f" ({row.difference})" if row.difference else ""
            print(f"  {row.effect_label:<8}{row.project_ref:<8}{row.what}: {words}{more}")

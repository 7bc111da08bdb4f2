"""Print what changed between two boards."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from asc_desktop.cli.common import DONE, CommandError, chosen_scope, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import add_json, add_output, json_text, put_out, wants_json
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.views_changes import ReportChanges
from asc_desktop.services.changes import changes_between, changes_since
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import SnapshotError, find_snapshot

HELP = "Print what changed from one board version to another, or to the figures now."

NOW = "now"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "before", metavar="A", help="a board version: its name, the beginning of it, or its id"
    )
    parser.add_argument(
        "after",
        metavar="B",
        nargs="?",
        default=NOW,
        help="another board version, or “now” for the figures of A’s programme now (default: now)",
    )
    parser.add_argument(
        "--month",
        "--period",
        dest="period",
        metavar="YYYY-MM",
        help="with “now”, the month to compare with (default: the open month)",
    )
    add_json(parser, "compare")
    add_output(parser)


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Print it."""
    with opened(environment, options.file) as session:
        try:
            changes = _changes(session, options)
        except SnapshotError as error:
            raise CommandError(str(error)) from error
    put_out(
        json_text("compare", changes) if wants_json(options) else "\n".join(_lines(changes)),
        options.output,
    )
    return DONE


def _changes(session: Session, options: argparse.Namespace) -> ReportChanges:
    before = find_snapshot(session, options.before)
    if options.after.strip().casefold() != NOW:
        return changes_between(session, before, find_snapshot(session, options.after))
    chosen = chosen_scope(session, None, options.period)
    period = chosen.period if options.period else session.open_period(before.programme_id)
    return changes_since(session, Scope(before.programme_id, period), before)


def _lines(changes: ReportChanges) -> Iterator[str]:
    yield f"{changes.programme}: {changes.before_name} to {changes.after_name}"
    yield changes.sentence
    yield from changes.notes
    for figure in changes.figures:
        yield f"  {figure.label:<28}{figure.before:>12} → {figure.after:<12} {figure.difference}"
    for kind in changes.kinds:
        yield f"{kind.label} ({kind.count})"
        for row in changes.of_kind(kind.kind):
            words = f"{row.before or row.change_label} → {row.after or row.change_label}"
            more = f" ({row.difference})" if row.difference else ""
            yield f"  {row.effect_label:<8}{row.project_ref:<8}{row.what}: {words}{more}"

"""Merge a colleague's copy into a portfolio, or say what that would do."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, FOUND, CommandError, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.merge_words import merge_lines
from asc_desktop.cli.printed import add_json, print_json
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.merging import Applied, CopyMerge, UnsettledError, open_copy
from asc_desktop.services.merging_told import told_merge

HELP = "Say what a colleague's copy would change in a portfolio, and with --apply merge it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="PORTFOLIO", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "copy", metavar="COPY", type=Path, help="the copy that came back (.ascp); it is only read"
    )
    add_settling(parser)


def add_settling(parser: argparse.ArgumentParser) -> None:
    """Add how a merge is settled and told to a command."""
    parser.add_argument("--apply", action="store_true", help="merge it; without this nothing is changed")
    parser.add_argument(
        "--settle",
        choices=("ours", "theirs", "newest"),
        help="settle every conflict so; without this, conflicts are listed and nothing is merged",
    )
    parser.add_argument("--reason", metavar="TEXT", help="why closed months are corrected, where they are")
    add_json(parser, "merge")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Preview it, or do it."""
    with opened(environment, options.file, read_only=not options.apply, back_up=options.apply) as session:
        merge = open_copy(session, options.copy)
        if options.settle:
            merge.settle_all(options.settle, reason=options.reason or "")
        applied = _applied(merge, options) if options.apply else None
    if options.json:
        print_json("merge", told_merge(merge, applied))
    else:
        for line in merge_lines(merge, options.file.name, applied):
            print(line)
    return FOUND if merge.unsettled and not (applied and applied.action) else DONE


def _applied(merge: CopyMerge, options: argparse.Namespace) -> Applied | None:
    """Merge it; None where somebody has to choose first."""
    try:
        return merge.apply(reason=options.reason or "")
    except UnsettledError:
        return None
    except ClosedPeriodError as error:
        raise CommandError(f"{error} Say why with --reason.") from error
    except EditRefused as error:
        raise CommandError(f"Nothing was changed. {error}") from error

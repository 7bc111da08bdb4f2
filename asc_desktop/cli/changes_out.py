"""Write what is new in a portfolio since a copy, as a small file."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import add_json, print_written
from asc_desktop.domain.words import number_of
from asc_desktop.services.files import CHANGES_SUFFIX
from asc_desktop.services.merging import changes_out

HELP = "Write only what is new since a copy, or since the last file of changes, as a small file to send."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="PORTFOLIO", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "--since",
        metavar="COPY-OR-CHANGES",
        type=Path,
        required=True,
        help="what the other side has: a copy (.ascp), or the file of changes sent or received last",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        required=True,
        help=f"the file of changes to write ({CHANGES_SUFFIX})",
    )
    add_json(parser, "written")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Write it; an existing file is never overwritten."""
    path = options.output
    if not path.suffix and not path.is_dir():
        path = path.with_name(path.name + CHANGES_SUFFIX)
    with opened(environment, options.file, back_up=False) as session:
        count = changes_out(session, options.since, path)
    print_written(options, [path], f"Wrote {number_of(count, 'action')} to {path}.")
    return DONE

"""Give a colleague a working copy of a portfolio."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, made_path, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import add_json, print_written
from asc_desktop.services.merging import give_copy

HELP = "Make a working copy of a portfolio for a colleague, which is merged when it comes back."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="PORTFOLIO", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "-o", "--output", metavar="COPY", type=Path, required=True, help="the working copy to write (.ascp)"
    )
    add_json(parser, "written")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Write it; an existing file is never overwritten."""
    path = made_path(options.output)
    with opened(environment, options.file, back_up=False) as session:
        give_copy(session, path)
    print_written(
        options,
        [path],
        f"Made the working copy {path}. Both files can be worked on; merge it when it comes back.",
    )
    return DONE

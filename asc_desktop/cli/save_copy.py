"""Save a copy of a portfolio."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, made_path, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import add_json, print_written

HELP = "Save a whole copy of a portfolio under another name, also while the window has it open."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "-o", "--output", metavar="COPY", type=Path, required=True, help="the copy to write (.ascp)"
    )
    add_json(parser, "written")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Write it; an existing file is never overwritten."""
    path = made_path(options.output)
    with opened(environment, options.file) as session:
        session.save_copy(path)
    print_written(options, [path], f"Saved a copy to {path}.")
    return DONE

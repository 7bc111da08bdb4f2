"""Back a portfolio up."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import add_json, print_written

HELP = "Back a portfolio up into the folder beside it, and check the copy."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    add_json(parser, "written")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Make the backup and say where it is."""
    with opened(environment, options.file, read_only=False, back_up=False) as session:
        path = session.back_up("asked for")
    print_written(options, [path], f"Backed up to {path}.")
    return DONE

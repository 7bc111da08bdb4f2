"""Back a portfolio up."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, opened
from asc_desktop.cli.environment import Environment

HELP = "Back a portfolio up into the folder beside it, and check the copy."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Make the backup and say where it is."""
    with opened(environment, options.file, read_only=False, back_up=False) as session:
        print(f"Backed up to {session.back_up('asked for')}.")
    return DONE

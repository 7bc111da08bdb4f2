"""Merge a file of changes into a portfolio, or say what that would do."""

import argparse
from pathlib import Path

from asc_desktop.cli.merge import add_settling, run

__all__ = ["HELP", "add_arguments", "run"]

HELP = "Say what a file of changes would change in a portfolio, and with --apply merge it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="PORTFOLIO", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "copy", metavar="FILE", type=Path, help="the file of changes that came (.aschanges); it is only read"
    )
    add_settling(parser)

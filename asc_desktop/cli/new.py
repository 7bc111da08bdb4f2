"""Make an empty portfolio."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, made_path
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import add_json, print_written

HELP = "Make an empty portfolio with the default status scheme."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="the portfolio to make (.ascp); must not exist yet"
    )
    parser.add_argument("--name", help="the portfolio's name (default: the file's)")
    add_json(parser, "written")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Make it; an existing file is never overwritten."""
    path = made_path(options.file)
    environment.files.create(path, options.name or path.stem).close()
    print_written(options, [path], f"Made {path}.")
    return DONE

"""Write the sample portfolio."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, made_path
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import add_json, print_written

HELP = "Write the sample portfolio: two councils' published savings and exceptions, the rest illustrative."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="the portfolio to write (.ascp)"
    )
    add_json(parser, "written")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Write it; an existing file is never overwritten."""
    path = made_path(options.output)
    environment.files.create_sample(path).close()
    print_written(options, [path], f"Wrote the sample portfolio to {path}.")
    return DONE

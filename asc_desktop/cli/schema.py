"""Print the JSON Schema of what a command prints."""

import argparse
import json

from asc_desktop.cli.common import DONE
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import FORMATS, add_output, put_out, schema_of

HELP = "Print the JSON Schema of what a command prints with --json."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "format",
        metavar="FORMAT",
        choices=tuple(FORMATS),
        help=f"{', '.join(FORMATS)} (changes-in prints what merge does)",
    )
    add_output(parser)


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Print it."""
    del environment
    put_out(json.dumps(schema_of(options.format), indent=2, ensure_ascii=False), options.output)
    return DONE

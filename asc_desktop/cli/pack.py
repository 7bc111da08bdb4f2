"""Write the board pack."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, CommandError, add_scope_arguments, chosen_scope, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.services.packs import export_pack

NAME = "pack"
HELP = "Write the board pack of a programme and period as an Excel workbook."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "-o", "--output", metavar="OUT.xlsx", type=Path, required=True, help="the workbook to write"
    )
    add_scope_arguments(parser)


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Write it; an older file of the name is replaced only when the new one is whole."""
    if options.output.suffix.lower() != ".xlsx":
        raise CommandError(
            f"The board pack is an Excel workbook: give {options.output.name} the ending .xlsx."
        )
    with opened(environment, options.file) as session:
        report = session.report(chosen_scope(session, options.programme, options.period))
    export_pack(report, options.output)
    print(f"Wrote the board pack of {report.programme}, {report.period_label}, to {options.output}.")
    return DONE

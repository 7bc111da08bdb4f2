"""Print a programme's report."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, add_scope_arguments, chosen_scope, opened, print_json
from asc_desktop.cli.environment import Environment
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.model import Report

HELP = "Print a programme's report for a period: in words, or whole as JSON with every figure in pence."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    add_scope_arguments(parser)
    parser.add_argument(
        "--json", action="store_true", help="the whole report as JSON; docs/report-json.md lists the keys"
    )


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Print it."""
    with opened(environment, options.file) as session:
        report = session.report(chosen_scope(session, options.programme, options.period))
    if options.json:
        print_json(report)
    else:
        _print_words(report)
    return DONE


def _print_words(report: Report) -> None:
    print(f"{report.programme}, {report.period_label} ({'open' if report.period_open else 'closed'})")
    for figure in report.key_figures:
        print(f"  {figure.label:<28}{figure.text:>14}   {figure.note}")
    print(f"Where {report.year}’s target goes")
    for bar in report.savings.bridge:
        if bar.pence or bar.key == "target_pence":
            print(f"  {bar.label:<28}{format_pounds(bar.pence):>14}")
    print("Needs attention" if report.attention else "Nothing needs attention")
    for row in report.attention:
        print(f"  {row.project_ref:<8}{row.project}: {row.why}")

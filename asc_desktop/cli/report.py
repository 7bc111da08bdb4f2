"""Print a programme's report."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from asc_desktop.cli.common import DONE, add_scope_arguments, chosen_scope, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import add_json, add_output, json_text, put_out, wants_json
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.model import Report

HELP = "Print a programme's report for a month: in words, or whole as JSON with every figure in pence."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    add_scope_arguments(parser)
    add_json(parser, "report")
    add_output(parser)


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Print it."""
    with opened(environment, options.file) as session:
        report = session.report(chosen_scope(session, options.programme, options.period))
    put_out(
        json_text("report", report) if wants_json(options) else "\n".join(report_lines(report)),
        options.output,
    )
    return DONE


def report_lines(report: Report) -> Iterator[str]:
    """Return a report in words, a line each: its key figures, where the year's target goes, what needs attention."""
    yield f"{report.programme}, {report.period_label} ({'open' if report.period_open else 'closed'})"
    for figure in report.key_figures:
        yield f"  {figure.label:<28}{figure.text:>14}   {figure.note}".rstrip()
    yield f"Where {report.year}’s target goes"
    for bar in report.savings.bridge:
        if bar.pence or bar.key == "target_pence":
            yield f"  {bar.label:<28}{format_pounds(bar.pence):>14}"
    yield "Needs attention" if report.attention else "Nothing needs attention"
    for row in report.attention:
        yield f"  {row.project_ref:<8}{row.project}: {row.why}"

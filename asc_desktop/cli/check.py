"""Check a portfolio."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, FOUND, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import Checked, add_json, print_json

HELP = "Check a portfolio: the file itself, every record against the rules, and savings promised twice."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    add_json(parser, "check")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Print each finding in a line; the exit status is 1 where there is any."""
    with opened(environment, options.file) as session:
        found = environment.files.check(session)
    if options.json:
        told = Checked(
            found.is_clean,
            found.damage,
            found.broken_rules,
            found.over_allocations,
            found.differing_totals,
        )
        print_json("check", told)
        return DONE if found.is_clean else FOUND
    for heading, sentences in (
        ("Damage to the file", found.damage),
        ("Rules broken", found.broken_rules),
        ("Over-allocated", found.over_allocations),
        ("Totals that differ", found.differing_totals),
    ):
        if sentences:
            print(f"{heading}: {len(sentences)}")
            for sentence in sentences:
                print(f"  {sentence}")
    if found.is_clean:
        nothing = "Nothing else wrong" if found.differing_totals else "Nothing wrong"
        print(f"{nothing}: the file is sound, every rule holds and nothing is over-allocated.")
    return DONE if found.is_clean else FOUND

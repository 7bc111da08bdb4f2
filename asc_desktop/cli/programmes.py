"""List a portfolio's programmes."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import Programmes, ProgrammeTold, add_json, print_json
from asc_desktop.domain.dates import period_label, year_label
from asc_desktop.domain.records.delivery import Programme, Theme
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.words import number_of
from asc_desktop.services.session import Session

HELP = "List the programmes: their years, the open month of each, and how much each has."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    add_json(parser, "programmes")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Print a line for each."""
    with opened(environment, options.file) as session:
        held = sorted(session.records.all(Programme), key=lambda item: (item.position, item.name))
        told = tuple(_told(session, item) for item in held)
    if options.json:
        print_json("programmes", Programmes(told))
        return DONE
    if not told:
        print("There is no programme yet. Add one in the window, or with import --new.")
    for item in told:
        closed = f", {item.closed_projects} of them closed" if item.closed_projects else ""
        print(
            f"{item.name}: {item.first_year} to {item.last_year}; {period_label(item.open_period)} is open; "
            f"{number_of(item.themes, 'theme')}, {number_of(item.projects, 'project')}{closed}, "
            f"{number_of(item.snapshots, 'snapshot')}"
        )
    return DONE


def _told(session: Session, programme: Programme) -> ProgrammeTold:
    projects = session.report(Scope(programme.id, programme.open_period)).projects
    return ProgrammeTold(
        id=programme.id,
        name=programme.name,
        lead=programme.lead or "",
        first_year=year_label(programme.first_year),
        last_year=year_label(programme.last_year),
        open_period=programme.open_period,
        themes=len(session.records.of(Theme, "programme_id", programme.id)),
        projects=len(projects),
        closed_projects=sum(1 for item in projects if item.status is not None and item.status.closed),
        snapshots=len(session.records.of(Snapshot, "programme_id", programme.id)),
    )

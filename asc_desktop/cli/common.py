"""What several commands share: exit statuses, choosing a programme and period, and telling an error."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from asc_desktop.cli.environment import Environment
from asc_desktop.domain.dates import DateError, parse_period, period_label, year_label, year_of_period
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.model import ALL_PROGRAMMES, Scope
from asc_desktop.services.backups import NO_GOOD_BACKUP, backup_rows
from asc_desktop.services.errors import ChangedElsewhereError, DamagedFileError, StoreError
from asc_desktop.services.files import SUFFIX
from asc_desktop.services.session import Session

DONE = 0
FOUND = 1
FAILED = 2


class CommandError(Exception):
    """A command cannot do what was asked; its text is a sentence."""


def add_scope_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the programme and the month to a command."""
    parser.add_argument(
        "--programme",
        metavar="P",
        help=f"the programme's name or the beginning of it; “{ALL_PROGRAMMES}” for all (default: the first programme)",
    )
    parser.add_argument(
        "--month",
        "--period",
        dest="period",
        metavar="YYYY-MM",
        help="the month, such as 2024-06 (default: the open month)",
    )


def chosen_scope(session: Session, programme: str | None, period: str | None) -> Scope:
    """Return the scope that the arguments name; raise CommandError with the programmes there are."""
    programmes = sorted(session.records.all(Programme), key=lambda item: (item.position, item.name))
    if not programmes:
        raise CommandError("This portfolio has no programme yet. Add one in the window first.")
    programme_id: str | None = programmes[0].id
    if programme is not None:
        programme_id = _find_programme(programmes, programme)
    try:
        chosen = parse_period(period) if period else session.open_period(programme_id)
    except DateError as error:
        raise CommandError(str(error)) from error
    reported = [item for item in programmes if programme_id in {None, item.id}]
    first, last = min(item.first_year for item in reported), max(item.last_year for item in reported)
    if not first <= year_of_period(chosen) <= last:
        years = f"{year_label(first)} to {year_label(last)}"
        raise CommandError(f"{period_label(chosen)} is outside the programme's years, {years}.")
    return Scope(programme_id, chosen)


def _find_programme(programmes: list[Programme], words: str) -> str | None:
    folded = words.strip().casefold()
    if folded in {ALL_PROGRAMMES.casefold(), "all"}:
        return None
    exact = [item for item in programmes if item.name.casefold() == folded]
    found = exact or [item for item in programmes if item.name.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0].id
    names = "; ".join(item.name for item in programmes)
    raise CommandError(f"There is no single programme “{words}”. The programmes are: {names}.")


def made_path(path: Path) -> Path:
    """Return where a new portfolio goes: a name without an ending is given one, or no window would list the file."""
    return path if path.suffix or path.is_dir() else path.with_name(path.name + SUFFIX)


@contextmanager
def opened(
    environment: Environment, path: Path, *, read_only: bool = True, back_up: bool = True
) -> Iterator[Session]:
    """Open a portfolio for a command, by default a private copy, so that nobody's window is disturbed.

    One that may be changed is backed up as it was found and as it is left, unless ``back_up`` is False. What the
    command changed in a synced folder or on a share is published at the end.
    """
    try:
        session = environment.files.open(path, read_only=read_only)
    except DamagedFileError as error:
        raise CommandError(f"{error} {_way_back(environment, path)}") from error
    try:
        if back_up:
            _back_up(session, "opening")
        yield session
        _publish(session)
        if back_up:
            _back_up(session, "closing")
    finally:
        session.close()


def _way_back(environment: Environment, path: Path) -> str:
    """Say which backup can take the place of a damaged portfolio, and how."""
    newest = environment.files.newest_good_backup(path)
    if newest is None:
        return NO_GOOD_BACKUP
    number = [row.id for row in backup_rows(path)].index(newest.id) + 1
    return f'The newest good backup is of {newest.when}: asc-desktop backups "{path}" --restore {number}'


def _publish(session: Session) -> None:
    if session.publishing is not None:
        try:
            session.publishing.publish()
        except ChangedElsewhereError as error:
            raise CommandError(f"{error} Open it in the window to choose what becomes of the two.") from error


def _back_up(session: Session, why: str) -> None:
    try:
        session.back_up_if_changed(why)
    except StoreError as error:
        say_error(f"The backup was not made: {error}")


def say_error(sentence: str) -> None:
    """Write a sentence to standard error, and the error behind it where ``--debug`` asks for that."""
    import logging

    logging.getLogger("asc_desktop").debug(sentence, exc_info=sys.exc_info()[0] is not None)
    print(f"asc-desktop: {sentence}", file=sys.stderr)

"""List a portfolio's backups, or put one in the portfolio's place."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, CommandError
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import Backups, BackupTold, add_json, print_json, print_written
from asc_desktop.domain.words import number_of
from asc_desktop.services.backups import (
    BackupRow,
    backup_of,
    backup_rows,
    contents_words,
    lost_of,
    lost_words,
)

HELP = "List a portfolio's backups, newest first, with what each holds; or restore one."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument(
        "--show",
        metavar="N",
        type=int,
        help="say what backup N of the list holds, and which later actions are not in it",
    )
    chosen.add_argument(
        "--restore",
        metavar="N",
        type=int,
        help="put backup N of the list in the portfolio's place; the file as it is now is backed up and kept under "
        "another name, never deleted",
    )
    add_json(parser, "backups")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """List them, or do what is asked for in place of it."""
    # Of a backup too they are its portfolio’s.
    path = backup_of(options.file) or options.file
    rows = backup_rows(path)
    if options.restore is not None:
        restored = environment.files.restore(path, _chosen(rows, options.restore).backup)
        print_written(options, [path], restored.sentence)
    elif options.show is not None:
        _show(path, rows, options)
    elif not rows and not path.exists():
        raise CommandError(
            f"There is no file “{path.name}” in “{path.absolute().parent}”, and no backup of it."
        )
    elif options.json:
        print_json("backups", Backups(tuple(_told(number, row) for number, row in enumerate(rows, start=1))))
    elif not rows:
        print(f"There is no backup of {path.name} yet.")
    else:
        for number, row in enumerate(rows, start=1):
            print(f"{number:>3}  {row.when:<20}  {row.why:<20}  {row.size:>9}  after {_actions(row.number)}")
    return DONE


def _told(number: int, row: BackupRow) -> BackupTold:
    made_at = row.backup.made_at.isoformat()
    return BackupTold(number, made_at, row.backup.reason, row.size, row.number, str(row.backup.path))


def _show(path: Path, rows: list[BackupRow], options: argparse.Namespace) -> None:
    row = _chosen(rows, options.show)
    lacks = tuple(lost_words(lost_of(path)(row.backup)))
    if options.json:
        print_json("backups", Backups((_told(options.show, row),), contents_words(row.backup), lacks))
        return
    print(f"{row.when}, {row.why.lower()}, {row.size}, after {_actions(row.number)}: {row.backup.path}")
    print(contents_words(row.backup))
    for line in lacks:
        print(line)


def _chosen(rows: list[BackupRow], number: int) -> BackupRow:
    if not 1 <= number <= len(rows):
        there = f"There are {len(rows)}, 1 the newest" if rows else "There is none"
        raise CommandError(f"There is no backup {number}. {there}.")
    return rows[number - 1]


def _actions(number: int) -> str:
    return number_of(number, "action")

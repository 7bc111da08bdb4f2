"""The backups of a portfolio, for whoever chooses one: when, why, how large, what each holds and what it lacks."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from asc_desktop.domain.records.assurance import Measure, Risk
from asc_desktop.domain.records.delivery import Project, ProjectException, SavingsLine
from asc_desktop.domain.records.governance import Decision
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.words import listed, number_of
from asc_desktop.services.errors import StoreError
from asc_desktop.storage import backups as store
from asc_desktop.storage.backups import Action, Backup
from asc_desktop.storage.errors import local_time, plain_errors
from asc_desktop.storage.recovery import action_words, actions_beyond, actions_of

__all__ = [
    "NO_GOOD_BACKUP",
    "Action",
    "Backup",
    "BackupRow",
    "Lost",
    "action_words",
    "backup_of",
    "backup_rows",
    "contents_words",
    "lost_of",
    "lost_words",
    "shown_name",
    "size_words",
]

Lost = Callable[[Backup], Sequence[Action] | None]
"""Tells what was done that a backup does not hold, oldest first; None where nothing tells. Raises StoreError."""

NO_GOOD_BACKUP = (
    "No good backup of it was found in the folder beside it. If somebody sent it to you, ask for it again."
)
_COUNTED = (Project, SavingsLine, ProjectException, Risk, Measure, Decision, Snapshot)
_SHOWN = 8
_MEGABYTE = 1_000_000


class BackupRow(Struct, frozen=True):
    """A backup as a list shows it; ``id`` is its path. ``number`` is how many actions its history has."""

    id: str
    backup: Backup
    when: str
    why: str
    size: str
    number: int


def backup_rows(path: Path) -> list[BackupRow]:
    """Return a portfolio's backups, newest first by its own history."""
    rows = []
    for backup in store.backup_list(path):
        try:
            size = size_words(backup.path.stat().st_size)
        except OSError:
            continue
        rows.append(
            BackupRow(
                str(backup.path),
                backup,
                local_time(backup.made_at),
                backup.reason.capitalize(),
                size,
                backup.number,
            )
        )
    return rows


def backup_of(path: Path) -> Path | None:
    """Return the portfolio that a file is a backup of; None where it is none."""
    found = store.backup_at(path)
    return found[0] if found else None


def shown_name(path: Path) -> str:
    """Return what a window calls a file: its name, or what it is a backup of and when it was made."""
    if found := store.backup_at(path):
        portfolio, backup = found
        return f"Backup of {portfolio.stem}, {local_time(backup.made_at)}"
    return path.name


def contents_words(backup: Backup) -> str:
    """Return what a backup holds, in a sentence; or that it is damaged."""
    try:
        with plain_errors(backup.path):
            if not store.is_whole(backup.path):
                return "It is damaged and cannot be used."
            counts = store.counts_in(backup.path, [kind.table for kind in _COUNTED])
    except StoreError:
        return "It cannot be read."
    found = [
        number_of(counts[kind.table], kind.noun, kind.plural) for kind in _COUNTED if counts.get(kind.table)
    ]
    if not found:
        return "It is whole, and holds no project yet."
    return f"It is whole, and holds {listed(found)}."


def lost_of(path: Path) -> Lost:
    """Return what tells what was done to a closed file that a backup does not hold; it reads the file once."""

    @cache
    def actions() -> list[Action] | None:
        return actions_of(path)

    def lost(backup: Backup) -> tuple[Action, ...] | None:
        found = actions()
        if found is None:
            return None
        with plain_errors(backup.path):
            return actions_beyond(found, backup.path)

    return lost


def lost_words(lost: Sequence[Action] | None) -> list[str]:
    """Return what restoring a backup would lose: a sentence, and a line for each of the latest actions."""
    if lost is None:
        return ["The portfolio cannot be read, so it is not known what was done after it."]
    if not lost:
        return ["Nothing was done after it."]
    people = sorted({action.who for action in lost})
    done = number_of(len(lost), "later action is", "later actions are")
    lines = [f"{done} not in it, by {listed(people)}:"]
    lines += [f"– {action_words(action)}" for action in reversed(lost[-_SHOWN:])]
    if len(lost) > _SHOWN:
        lines.append(f"– and {len(lost) - _SHOWN:,} before them")
    return lines


def size_words(size: int) -> str:
    """Return a file's size in words."""
    return f"{size / _MEGABYTE:,.1f} MB" if size >= _MEGABYTE else f"{max(1, size // 1_000):,} kB"

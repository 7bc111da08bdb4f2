"""The file of a portfolio put aside, and a backup in its place.

At every moment there is a whole file under the portfolio's name: first the one put aside, which keeps it until the
backup takes it over.
"""

import contextlib
import sqlite3
from datetime import UTC
from pathlib import Path

from msgspec import Struct

from asc_desktop._files import blocks, fill, keep_aside, new_file, real_path, remove_file
from asc_desktop.storage import journal
from asc_desktop.storage.backups import Action, Backup, actions_in, back_up, is_good, newest_good_backup
from asc_desktop.storage.connection import connect, journal_path
from asc_desktop.storage.context import Context
from asc_desktop.storage.errors import StoreError, held_error, local_time, plain_errors
from asc_desktop.storage.holder import Hold
from asc_desktop.storage.schema import never_ours
from asc_desktop.storage.snapshot import Snapshot


class Recovery(Struct, frozen=True, kw_only=True):
    """What was put where. ``lost`` is None where the file put aside no longer tells what it held."""

    path: Path
    moved_to: Path | None
    backup: Backup
    lost: tuple[Action, ...] | None
    damaged: bool = True

    @property
    def sentence(self) -> str:
        """What was done, for the officer."""
        made = local_time(self.backup.made_at)
        what = "damaged file" if self.damaged else "file as it was"
        kept = f" The {what} is kept as “{self.moved_to.name}”." if self.moved_to else ""
        return f"“{self.path.name}” now holds the backup of {made}. {_lost_words(self.lost)}{kept}"


def _lost_words(lost: tuple[Action, ...] | None) -> str:
    """Return a sentence on what was done after a backup was taken."""
    match lost:
        case None:
            return "What was done after that is not in it."
        case ():
            return "The file shows no change after that."
        case (only,):
            return f"One later action is not in it: {action_words(only)}."
        case actions:
            return (
                f"{len(actions):,} later actions are not in it, the last of them {action_words(actions[-1])}."
            )


def recover(path: Path, context: Context) -> Recovery:
    """Put a damaged file aside, never deleting it, and a copy of the newest good backup in its place.

    Raises StoreError, with everything left as it was, where there is no good backup or the file is open.
    """
    with plain_errors(path):
        backup = newest_good_backup(path)
        if backup is None:
            raise StoreError(
                f"There is no good backup of “{path.name}”, so it has not been changed. "
                "Look for an older copy of it, in a shared folder or an e-mail."
            )
        return _put_in_place(path, backup, context, damaged=True)


def restore(path: Path, backup: Backup, context: Context) -> Recovery:
    """Put a file aside, never deleting it, and a copy of a backup in its place, whichever is wanted.

    Raises StoreError, with everything left as it was, where the backup is not good or the file is open.
    """
    with plain_errors(path):
        if not is_good(backup.path):
            raise StoreError(
                f"The backup of {local_time(backup.made_at)} is damaged, so “{path.name}” has not been changed. "
                "Choose another."
            )
        return _put_in_place(path, backup, context, damaged=False)


def actions_of(path: Path) -> list[Action] | None:
    """Return everything done to a closed file, oldest first; None where its journal cannot be read."""
    try:
        with (
            contextlib.closing(Snapshot(path)) as snapshot,
            contextlib.closing(connect(snapshot.path)) as copy,
        ):
            return None if never_ours(copy) else actions_in(copy)
    except (sqlite3.Error, OSError, StoreError, ValueError, TypeError):
        return None


def actions_beyond(actions: list[Action], backup: Path) -> tuple[Action, ...]:
    """Return those of a file's actions that are not in a backup."""
    with contextlib.closing(connect(backup, "ro")) as connection:
        kept = {action.id for action in actions_in(connection)}
    return tuple(action for action in actions if action.id not in kept)


def _put_in_place(path: Path, backup: Backup, context: Context, *, damaged: bool) -> Recovery:
    path = real_path(path)
    with Hold(path, context, locks_hold=False):
        _refuse_held(path)
        actions = actions_of(path)
        lost = None if actions is None else actions_beyond(actions, backup.path)
        with new_file(path) as partial:
            fill(partial, blocks(backup.path))
            # From here on this is the newest backup, however much more the others hold.
            with contextlib.closing(connect(partial, "ro")) as connection:
                back_up(connection, path, "restored", context.now(), goes_on_from_older=True)
            moved_to = _keep_aside(path, context, damaged=damaged) if path.exists() else None
    return Recovery(path=path, moved_to=moved_to, backup=backup, lost=lost, damaged=damaged)


def _refuse_held(path: Path) -> None:
    if not path.exists():
        return
    with contextlib.closing(connect(path, "ro")) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.Error as error:
            # Any other error is the damage that brought us here.
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise held_error(path, None) from error


def _keep_aside(path: Path, context: Context, *, damaged: bool) -> Path:
    """Give the file a second name, and a journal with it, for without that the file may be worse than it need be."""
    moment = context.now().astimezone(UTC).strftime("%Y-%m-%d %H%M%S")
    word = "damaged" if damaged else "before restore"
    number = 1
    while True:
        suffix = f" {number}" if number > 1 else ""
        target = path.with_name(f"{path.stem} {word} {moment}Z{suffix}{path.suffix}")
        if not target.exists():
            break
        number += 1
    keep_aside(path, target)
    if journal_path(path).exists():
        keep_aside(journal_path(path), journal_path(target))
        # For good, before the backup has the name: SQLite would roll it back into that.
        remove_file(journal_path(path), for_good=True)
    return target


def action_words(action: Action) -> str:
    """Return an action with who did it and when."""
    try:
        at = f", {local_time(journal.moment_of(action.at))}"
    except ValueError:
        at = ""
    return f"“{action.words}” by {action.who}{at}"

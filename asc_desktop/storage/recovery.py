"""A damaged portfolio put aside, and the newest good backup in its place."""

import contextlib
import os
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from asc_desktop.storage import journal
from asc_desktop.storage.backups import Backup, newest_good_backup
from asc_desktop.storage.connection import connect, journal_path
from asc_desktop.storage.context import Context
from asc_desktop.storage.errors import StoreError, held_error, local_time, plain_errors
from asc_desktop.storage.holder import Hold
from asc_desktop.storage.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class LostAction:
    """Something done after the backup was taken, as far as the damaged file still tells."""

    at: datetime
    who: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What was put where. ``lost`` is None where the damaged file no longer tells what it held."""

    path: Path
    moved_to: Path | None
    backup: Backup
    lost: tuple[LostAction, ...] | None

    @property
    def sentence(self) -> str:
        """What was done, for the officer."""
        made = local_time(self.backup.made_at)
        kept = f" The damaged file is kept as “{self.moved_to.name}”." if self.moved_to else ""
        match self.lost:
            case None:
                lost = "What was done after that is not in it."
            case ():
                lost = "Nothing was done after that, as far as the damaged file tells."
            case (only,):
                lost = f"One later action is not in it: {_words(only)}."
            case actions:
                lost = (
                    f"{len(actions):,} later actions are not in it, the last of them {_words(actions[-1])}."
                )
        return f"“{self.path.name}” now holds the backup of {made}. {lost}{kept}"


def recover(path: Path, context: Context, folder: Path | None = None) -> Recovery:
    """Move a damaged file aside, never deleting it, and put a copy of the newest good backup in its place.

    Raises StoreError, with everything left as it was, where there is no good backup or the file is open.
    """
    with plain_errors(path):
        backup = newest_good_backup(path, folder)
        if backup is None:
            raise StoreError(
                f"There is no good backup of “{path.name}”, so it has been left as it is. "
                "Look for an older copy of it, in a shared folder or an e-mail."
            )
        with Hold(path, context):
            _refuse_held(path)
            lost = _lost_actions(path, backup.path)
            partial = path.with_name(f"~${path.name}.{os.getpid()}.new")
            try:
                shutil.copyfile(backup.path, partial)
                moved_to = _move_aside(path, context) if path.exists() else None
                partial.rename(path)
            finally:
                with contextlib.suppress(OSError):
                    partial.unlink(missing_ok=True)
        return Recovery(path=path, moved_to=moved_to, backup=backup, lost=lost)


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


def _move_aside(path: Path, context: Context) -> Path:
    """Rename the file, and a journal with it, for without that the file may be worse than it need be."""
    moment = context.now().astimezone(UTC).strftime("%Y-%m-%d %H%M%S")
    number = 1
    while True:
        suffix = f" {number}" if number > 1 else ""
        target = path.with_name(f"{path.stem} damaged {moment}Z{suffix}{path.suffix}")
        if not target.exists():
            break
        number += 1
    path.rename(target)
    with contextlib.suppress(FileNotFoundError):
        journal_path(path).rename(journal_path(target))
    return target


def _lost_actions(path: Path, backup: Path) -> tuple[LostAction, ...] | None:
    """Return what a damaged file's journal tells beyond the backup's, oldest first; None where it cannot be read."""
    try:
        with contextlib.closing(connect(backup, "ro")) as connection:
            newest = connection.execute(
                "SELECT COALESCE(max(number), 0) FROM journal_transaction"
            ).fetchone()[0]
        with (
            contextlib.closing(Snapshot(path)) as snapshot,
            contextlib.closing(connect(snapshot.path)) as connection,
        ):
            rows = connection.execute(
                "SELECT at, who, action FROM journal_transaction WHERE number > ? ORDER BY number", (newest,)
            ).fetchall()
            return tuple(
                LostAction(at=journal.moment_of(at), who=str(who), action=str(action))
                for at, who, action in rows
            )
    except (sqlite3.Error, OSError, StoreError, ValueError, TypeError):
        return None


def _words(lost: LostAction) -> str:
    return f"“{lost.action}” by {lost.who}, {local_time(lost.at)}"

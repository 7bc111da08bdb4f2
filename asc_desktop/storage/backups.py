"""Checked copies of a portfolio, kept in a folder beside it.

A backup is taken through SQLite's backup API, reopened, checked and hashed before it gets its name, which tells its
time in UTC and its reason; the hash stands beside it. Twelve daily, ten weekly and nine monthly ones are kept, and
those of the last day.
"""

import contextlib
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asc_desktop.storage.connection import APPLICATION_ID, SUFFIX, connect, pragma_number, quick_check
from asc_desktop.storage.errors import StoreError

DAILY, WEEKLY, MONTHLY = 12, 10, 9
OF_THE_LAST_DAY = 20
_TIME = "%Y-%m-%d %H%M%S.%f"
_NAME = re.compile(r" (\d{4}-\d\d-\d\d \d{6}\.\d{3})Z(?: (.*))?$")
_UNSAFE = re.compile(r"[^\w ,()-]+")
_LONGEST_REASON = 60
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup; ``made_at`` in UTC."""

    path: Path
    made_at: datetime
    reason: str


def backup_folder(path: Path) -> Path:
    """Return the folder that keeps a portfolio's backups unless another is chosen."""
    return path.with_name(f"{path.stem} backups")


def backup_list(path: Path, folder: Path | None = None) -> list[Backup]:
    """Return the backups of a portfolio, newest first."""
    folder = folder or backup_folder(path)
    found = []
    with contextlib.suppress(OSError):
        for entry in folder.iterdir():
            match = _NAME.search(entry.stem) if entry.suffix == SUFFIX else None
            if match and entry.stem[: match.start()] == path.stem:
                made_at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
                found.append(Backup(path=entry, made_at=made_at, reason=match[2] or ""))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def back_up(
    connection: sqlite3.Connection, path: Path, reason: str, now: datetime, folder: Path | None = None
) -> Path:
    """Write a backup of the file that the connection has open, and let go of those no longer to be kept."""
    folder = folder or backup_folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    target = _free_name(folder, path, reason, now)
    partial = target.with_name(f"~${target.name}.{os.getpid()}.new")
    try:
        with contextlib.closing(connect(partial, "rwc")) as copy:
            connection.backup(copy)
        if fault := _fault(partial):
            raise StoreError(f"The backup was not kept, because the copy is not sound: {fault}. Try again.")
        digest = _digest(partial)
        _sync(partial)
        partial.replace(target)
        _digest_path(target).write_text(f"{digest}  {target.name}\n", encoding="utf-8")
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    for old in superseded(backup_list(path, folder)):
        with contextlib.suppress(OSError):
            old.path.unlink()
            _digest_path(old.path).unlink(missing_ok=True)
    return target


def newest_good_backup(path: Path, folder: Path | None = None) -> Backup | None:
    """Return the newest backup that still is what was written and is sound, or None."""
    return next((backup for backup in backup_list(path, folder) if is_good(backup.path)), None)


def is_good(backup: Path) -> bool:
    """Return whether a backup's bytes are those that were written, and make a sound portfolio."""
    try:
        recorded = _digest_path(backup).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        # Ended between the copy's name and its hash: the copy had been checked by then.
        recorded = []
    except (OSError, ValueError):
        return False
    try:
        return (not recorded or recorded[0] == _digest(backup)) and not _fault(backup)
    except OSError:
        return False


def superseded(backups: Iterable[Backup]) -> list[Backup]:
    """Return the backups that need not be kept: neither of the last day nor the newest of a day, week or month."""
    newest_first = sorted(backups, key=lambda backup: backup.made_at, reverse=True)
    if not newest_first:
        return []
    a_day_ago = newest_first[0].made_at - timedelta(days=1)
    kept = {backup.path for backup in newest_first[:OF_THE_LAST_DAY] if backup.made_at > a_day_ago}
    for form, count in (("%Y-%m-%d", DAILY), ("%G-%V", WEEKLY), ("%Y-%m", MONTHLY)):
        newest: dict[str, Path] = {}
        for backup in newest_first:
            newest.setdefault(backup.made_at.strftime(form), backup.path)
        kept.update(list(newest.values())[:count])
    return [backup for backup in newest_first if backup.path not in kept]


def _free_name(folder: Path, path: Path, reason: str, now: datetime) -> Path:
    words = " ".join(_UNSAFE.sub(" ", reason).split())[:_LONGEST_REASON].strip()
    moment = now.astimezone(UTC)
    while True:
        name = f"{path.stem} {moment.strftime(_TIME)[:-3]}Z {words}".rstrip()
        target = folder / f"{name}{SUFFIX}"
        if not target.exists():
            return target
        moment += timedelta(milliseconds=1)


def _fault(path: Path) -> str:
    """Return what is wrong with a copy, or nothing. Never called on the live file."""
    try:
        with contextlib.closing(connect(path, "ro")) as connection:
            if pragma_number(connection, "application_id") != APPLICATION_ID:
                return "it is not a portfolio"
            return "; ".join(quick_check(connection))
    except sqlite3.Error as error:
        return str(error)


def _digest_path(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.sha256")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())

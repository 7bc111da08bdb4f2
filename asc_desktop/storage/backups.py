"""Checked copies of a portfolio, kept in a folder beside it.

A backup is taken through SQLite's backup API, reopened, checked and hashed before it gets its name; the hash stands
beside it. The name begins with its place in the portfolio's own history, which no clock can change:
``1-000123 2024-07-18 090312Z closing.ascp`` holds the file as its action 123 left it. The first number is one more
once the file has gone on from an older backup, so that what was left behind then never passes for the newest.

Twelve daily, ten weekly and nine monthly ones are kept, and those of the last day.
"""

import contextlib
import re
import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from asc_desktop._files import digest_of, make_folder, new_file, real_path, remove_file, write_file
from asc_desktop.storage import checks, versions
from asc_desktop.storage.connection import APPLICATION_ID, SUFFIX, connect, pragma_number, quick_check
from asc_desktop.storage.errors import StoreError

DAILY, WEEKLY, MONTHLY = 12, 10, 9
OF_THE_LAST_DAY = 20
_TIME = "%Y-%m-%d %H%M%S"
_NAME = re.compile(r"(\d+)-(\d+) (\d{4}-\d\d-\d\d \d{6})Z(?: (.*))?")
_EARLIER_NAME = re.compile(r" (\d{4}-\d\d-\d\d \d{6})\.\d{3}Z(?: (.*))?$")
"""Of earlier versions, after the portfolio's own name: too long for Windows under a long path."""

_FOLDER_ENDS = " backups"
_UNSAFE = re.compile(r"[^\w ,()-]+")
_LONGEST_REASON = 20


class Backup(Struct, frozen=True, kw_only=True):
    """One backup; ``made_at`` in UTC, as the clock had it. ``number`` is that of the last action in it."""

    path: Path
    made_at: datetime
    reason: str
    branch: int = 1
    number: int = 0

    @property
    def order(self) -> tuple[int, int, datetime, str]:
        """What backups are ordered by, the newest last."""
        return self.branch, self.number, self.made_at, self.path.name


class Action(Struct, frozen=True):
    """Something done, as the journal has it."""

    id: str
    at: str
    who: str
    words: str


def backup_folder(path: Path) -> Path:
    """Return the folder that keeps a portfolio's backups: beside the file itself, whatever link leads to it."""
    path = real_path(path)
    return path.with_name(f"{path.stem}{_FOLDER_ENDS}")


def backup_at(path: Path) -> tuple[Path, Backup] | None:
    """Return the portfolio that a file is a backup of, and the backup; None where it is none."""
    path = real_path(path)
    folder = path.parent
    stem = folder.name.removesuffix(_FOLDER_ENDS)
    if path.suffix != SUFFIX or stem == folder.name:
        return None
    backup = _backup_at(path, stem)
    return (folder.with_name(f"{stem}{SUFFIX}"), backup) if backup else None


def backup_list(path: Path) -> list[Backup]:
    """Return the backups of a portfolio, newest first by its own history."""
    stem, entries = real_path(path).stem, list[Path]()
    with contextlib.suppress(OSError):
        entries += [entry for entry in backup_folder(path).iterdir() if entry.suffix == SUFFIX]
    found = (_backup_at(entry, stem) for entry in entries)
    return sorted(filter(None, found), key=lambda backup: backup.order, reverse=True)


def back_up(
    connection: sqlite3.Connection,
    path: Path,
    reason: str,
    now: datetime,
    *,
    lock: AbstractContextManager[object] | None = None,
    goes_on_from_older: bool = False,
) -> Path:
    """Write a backup of the file that the connection has open, and let go of those no longer to be kept.

    ``lock`` is held only while the file is read. ``goes_on_from_older`` says that what the file holds is what is
    wanted, however much more an earlier backup holds.
    """
    if not path.parent.is_dir():
        # Making it would hide that a share is away, or that the folder was moved.
        raise StoreError(f"“{path.parent}” cannot be reached, so there is no backup in it of what is open.")
    make_folder(backup_folder(path))
    with contextlib.ExitStack() as held:
        held.enter_context(lock or contextlib.nullcontext())
        target = _free_name(connection, path, reason, now, goes_on_from_older=goes_on_from_older)
        with new_file(target, over=False) as partial:
            with contextlib.closing(connect(partial)) as copy:
                connection.backup(copy)
            held.close()
            if fault := _fault(partial):
                raise StoreError(
                    f"The backup was not kept, because the copy is not sound: {fault}. Try again."
                )
            digest = digest_of(partial)
    write_file(_digest_path(target), f"{digest}  {target.name}\n".encode())
    for old in superseded(backup_list(path)):
        if old.path != target:
            with contextlib.suppress(OSError):
                remove_file(old.path)
                remove_file(_digest_path(old.path))
    return target


def newest_good_backup(path: Path) -> Backup | None:
    """Return the newest backup that still is what was written and is sound, or None."""
    return next((backup for backup in backup_list(path) if is_good(backup.path)), None)


def is_good(backup: Path) -> bool:
    """Return whether a backup may take the portfolio's place: it is whole, and its journal tells of what is in it."""
    return is_whole(backup) and not _proof_fault(backup)


def is_whole(backup: Path) -> bool:
    """Return whether a backup's bytes are those that were written, and can be read."""
    try:
        recorded = _digest_path(backup).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        # Ended between the copy's name and its hash: the copy had been checked by then.
        recorded = []
    except (OSError, ValueError):
        return False
    try:
        return (not recorded or recorded[0] == digest_of(backup)) and not _fault(backup)
    except OSError:
        return False


def superseded(backups: Iterable[Backup]) -> list[Backup]:
    """Return the backups that need not be kept: neither of the last day nor the newest of a day, week or month.

    Their order is that of the file's history, so that one with a date in the future takes the place of none that is
    newer.
    """
    newest_first = sorted(backups, key=lambda backup: backup.order, reverse=True)
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


def actions_in(connection: sqlite3.Connection) -> list[Action]:
    """Return everything done to a portfolio, oldest first."""
    rows = connection.execute("SELECT id, at, who, action FROM journal_transaction ORDER BY number")
    return [Action(*map(str, row)) for row in rows]


def counts_in(backup: Path, tables: Iterable[str]) -> dict[str, int]:
    """Return how many records of each table a backup holds; of an earlier version's, of the tables that it has."""
    with contextlib.closing(connect(backup, "ro")) as connection:
        there = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        return {
            table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in tables
            if table in there
        }


def last_number(connection: sqlite3.Connection) -> int:
    """Return the number of the last thing done; 0 where nothing was."""
    return _end(connection)[0]


def _backup_at(entry: Path, stem: str) -> Backup | None:
    """Return the backup of a file in the folder; None where it is none of ours."""
    if found := _NAME.fullmatch(entry.stem):
        branch, number, made, reason = int(found[1]), int(found[2]), found[3], found[4]
    elif (found := _EARLIER_NAME.search(entry.stem)) and entry.stem[: found.start()] == stem:
        branch, (number, _), made, reason = 1, _end_of(entry), found[1], found[2]
    else:
        return None
    try:
        made_at = datetime.strptime(made, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path=entry, made_at=made_at, reason=reason or "", branch=branch, number=number)


def _free_name(
    connection: sqlite3.Connection, path: Path, reason: str, now: datetime, *, goes_on_from_older: bool
) -> Path:
    number, last = _end(connection)
    newest = next(iter(backup_list(path)), None)
    branch = newest.branch if newest else 1
    if newest and (goes_on_from_older or _have_parted(connection, last, newest.path)):
        branch += 1
    words = " ".join(_UNSAFE.sub(" ", reason).split())[:_LONGEST_REASON].strip()
    moment = now.astimezone(UTC)
    while True:
        name = f"{branch}-{number:06d} {moment.strftime(_TIME)}Z {words}".rstrip()
        target = backup_folder(path) / f"{name}{SUFFIX}"
        if not target.exists():
            return target
        moment += timedelta(seconds=1)


def _have_parted(connection: sqlite3.Connection, last: str, newest: Path) -> bool:
    """Return whether both the file and the newest backup hold actions that the other does not."""
    _, its_last = _end_of(newest)
    if not its_last or not last or _has(connection, its_last):
        return False
    with contextlib.closing(connect(newest, "ro")) as backup:
        return not _has(backup, last)


def _has(connection: sqlite3.Connection, action: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM journal_transaction WHERE id = ?", (action,)).fetchone())


def _end(connection: sqlite3.Connection) -> tuple[int, str]:
    """Return the number and the id of the last action; 0 and nothing where nothing was done."""
    row = connection.execute(
        "SELECT number, id FROM journal_transaction ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def _end_of(backup: Path) -> tuple[int, str]:
    """Return the same of a backup; as of one that holds nothing where it cannot be read."""
    try:
        with contextlib.closing(connect(backup, "ro")) as connection:
            return _end(connection)
    except sqlite3.Error:
        return 0, ""


def _fault(path: Path) -> str:
    """Return what is wrong with a copy, or nothing. Never called on the live file."""
    try:
        with contextlib.closing(connect(path, "ro")) as connection:
            if pragma_number(connection, "application_id") != APPLICATION_ID:
                return "it is not a portfolio"
            return "; ".join(quick_check(connection))
    except sqlite3.Error as error:
        return str(error)


def _proof_fault(path: Path) -> str:
    try:
        with contextlib.closing(connect(path, "ro")) as connection:
            version = pragma_number(connection, "user_version")
            # An older one is proved once it is opened and brought up to date.
            return checks.proof_fault(connection, version) if version == versions.SCHEMA_VERSION else ""
    except (sqlite3.Error, ValueError) as error:
        return str(error)


def _digest_path(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.sha256")

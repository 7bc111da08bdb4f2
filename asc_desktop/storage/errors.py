"""What can go wrong with a portfolio file, in sentences for the officer.

Each message says what happened, what was kept and what to do. Nothing of ``sqlite3`` leaves this package.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asc_desktop.domain.dates import date_label


class StoreError(Exception):
    """A portfolio file that cannot do what was asked. ``str(error)`` is one plain sentence, or two."""


class NotAPortfolioError(StoreError):
    """The file is something other than a portfolio."""


class DamagedFileError(StoreError):
    """The file is a portfolio, or was one, and cannot be read soundly."""


class NewerFileError(StoreError):
    """The file was written by a newer version of the program."""


class ReadOnlyFileError(StoreError):
    """The file, or its folder, cannot be written to."""


class DiskFullError(StoreError):
    """The disk did not take what was written; nothing of the change was kept and nothing else was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has a portfolio open; ``since`` is ISO text in UTC."""

    who: str
    machine: str
    since: str


class FileHeldError(StoreError):
    """Another window, or another program, has the file open. ``holder`` is None where it did not say who it is."""

    def __init__(self, sentence: str, holder: Holder | None = None) -> None:
        """Keep the holder beside the sentence."""
        super().__init__(sentence)
        self.holder = holder


def held_error(path: Path, holder: Holder | None) -> FileHeldError:
    """Return the error for a file that someone else has open."""
    if holder is None:
        return FileHeldError(
            f"“{path.name}” is open in another program. Close it there, or open it here read-only."
        )
    return FileHeldError(
        f"“{path.name}” is open: {holder.who} has had it on {holder.machine} since {_since(holder.since)}. "
        "Ask for it to be closed, or open it here read-only.",
        holder,
    )


def damaged_error(path: Path, what: str = "") -> DamagedFileError:
    """Return the error for a file that cannot be read soundly; ``what`` is a clause that says how."""
    return DamagedFileError(
        f"“{path.name}” is damaged{f': {what}' if what else ''}. It has been left as it is; "
        "the newest good backup can be opened in its place."
    )


def read_only_error(path: Path) -> ReadOnlyFileError:
    """Return the error for a file or folder that cannot be written to."""
    return ReadOnlyFileError(
        f"“{path.name}” cannot be changed: the file or its folder is read-only. "
        "Open it read-only, or save a copy in a folder of your own."
    )


def disk_full_error(path: Path) -> DiskFullError:
    """Return the error for a write that the disk refused."""
    return DiskFullError(
        f"The change was not saved, because the disk that holds “{path.name}” is full or could not be written "
        "to. Everything saved before is kept. Free some space and make the change again."
    )


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn every error of SQLite and of the file system inside the block into a StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(error, path) from error
    except UnicodeEncodeError as error:
        raise StoreError(
            "The change was not saved: a text has characters that cannot be stored. Remove them and try again."
        ) from error
    except OverflowError as error:
        raise StoreError("The change was not saved: a number in it is too large to be stored.") from error
    except OSError as error:
        raise from_os(error, path) from error


def from_sqlite(error: sqlite3.Error, path: Path) -> StoreError:  # noqa: PLR0911 - one return a cause
    """Return the StoreError that says what an error of SQLite means."""
    extended = getattr(error, "sqlite_errorcode", None)
    code = extended & 0xFF if isinstance(extended, int) else None
    match code:
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return disk_full_error(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return held_error(path, None)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return read_only_error(path)
        case sqlite3.SQLITE_CORRUPT:
            return damaged_error(path)
        case sqlite3.SQLITE_NOTADB:
            return NotAPortfolioError(f"“{path.name}” is not a portfolio. It has been left as it is.")
        case sqlite3.SQLITE_TOOBIG:
            return StoreError("The change was not saved: a text in it is too long to be stored.")
        case _:
            return StoreError(f"The change was not saved and nothing else was lost. SQLite says: {error}.")


def from_os(error: OSError, path: Path) -> StoreError:
    """Return the StoreError that says what an error of the file system means."""
    match error:
        case FileNotFoundError():
            return StoreError(f"“{path.name}” is no longer where it was. Look for it in another folder.")
        case PermissionError() | OSError(errno=errno.EROFS):
            return read_only_error(path)
        case _:
            return disk_full_error(path)


def local_time(moment: datetime) -> str:
    """Return ``18 Jul 2024, 14:03`` in the machine's time zone."""
    local = moment.astimezone()
    return f"{date_label(local.date().isoformat())}, {local:%H:%M}"


def _since(iso: str) -> str:
    try:
        return local_time(datetime.fromisoformat(iso))
    except ValueError:
        return iso

"""What can go wrong with a portfolio file, in sentences for the officer.

Each message says what happened, what was kept and what to do. Nothing of ``sqlite3`` leaves this package.
"""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from asc_desktop.domain.dates import date_label

TORN = "it was being saved while it was copied"
"""What is wrong with a file whose parts are of different moments."""


class StoreError(Exception):
    """A portfolio file that cannot do what was asked. ``str(error)`` is one plain sentence, or two.

    ``what`` is what is so, without what to do about it.
    """

    def __init__(self, what: str, to_do: str = "") -> None:
        """Take what is so, and apart from it what to do where that is no longer said once it is done."""
        super().__init__(f"{what} {to_do}".strip())
        self.what = what


class NotAPortfolioError(StoreError):
    """The file is something other than a portfolio."""


class DamagedFileError(StoreError):
    """The file is a portfolio, or was one, and cannot be read soundly."""


class NewerFileError(StoreError):
    """The file was written by a newer version of the program."""


class SaveACopyError(StoreError):
    """What was to be done cannot be done to this file, and a copy of it elsewhere is the way on."""


class ReadOnlyFileError(SaveACopyError):
    """The file, or its folder, cannot be written to."""


class DiskFullError(SaveACopyError):
    """The disk did not take what was written; nothing of the change was kept and nothing else was lost."""


class MovedFileError(SaveACopyError):
    """The file is no longer where it was opened."""


class NotPublishedError(StoreError):
    """What was edited on this computer could not be put in the published file's place now; it is kept here."""


class ChangedElsewhereError(StoreError):
    """The published file is no longer as it was when it was last seen here; nothing was overwritten.

    ``is_gone`` where there is none any more.
    """

    def __init__(self, sentence: str, *, is_gone: bool) -> None:
        """Keep beside the sentence whether the file has gone."""
        super().__init__(sentence)
        self.is_gone = is_gone


class Holder(Struct, frozen=True, kw_only=True):
    """Who has a portfolio open; ``since`` is ISO text in UTC."""

    who: str
    machine: str
    since: str


class FileHeldError(StoreError):
    """Another window, or another program, has the file open. ``holder`` is None where it did not say who it is."""

    def __init__(self, what: str, to_do: str, holder: Holder | None = None) -> None:
        """Keep the holder beside the sentences."""
        super().__init__(what, to_do)
        self.holder = holder


def held_error(path: Path, holder: Holder | None, until: datetime | None = None) -> FileHeldError:
    """Return the error for a file that someone else has open.

    ``until`` is when a holder that has given no sign of itself since is no longer believed.
    """
    if holder is None:
        return FileHeldError(
            f"“{path.name}” is open in another program.", "Close it there, or open it here read-only."
        )
    ends = f" If that computer was switched off, it can be opened after {local_time(until)}." if until else ""
    return FileHeldError(
        f"“{path.name}” is open: {holder.who} has had it on {holder.machine} since {_since(holder.since)}.",
        f"Ask for it to be closed, or open it here read-only.{ends}",
        holder,
    )


def damaged_error(path: Path, what: str = "") -> DamagedFileError:
    """Return the error for a file that cannot be read soundly; ``what`` is a clause that says how."""
    if what == TORN:
        return DamagedFileError(
            f"“{path.name}” is not a whole copy: {TORN}. It has not been changed. Copy it again. If it is not a copy, "
            "put a backup in its place."
        )
    return DamagedFileError(
        f"“{path.name}” is damaged, or not a whole copy{f': {what}' if what else ''}. It has not been changed. "
        "If it was being saved while it was copied, copy it again. If not, put a backup in its place."
    )


def read_only_error(path: Path) -> ReadOnlyFileError:
    """Return the error for a file or folder that cannot be written to, which says what of the two it is."""
    folder = path.absolute().parent
    if not os.path.lexists(path):
        return ReadOnlyFileError(
            f"“{path.name}” cannot be written, because you may not write in “{folder}”. Choose another folder."
        )
    what = "it is marked read-only, or you may not write to it"
    if is_writable(path):
        # Windows does not say which of the two it is.
        what = f"you may not write {'to it or ' if os.name == 'nt' else ''}in its folder, “{folder}”"
    return ReadOnlyFileError(
        f"“{path.name}” cannot be changed: {what}.",
        "Open it read-only, or save a copy in your own folder and open the copy.",
    )


def disk_full_error(path: Path) -> DiskFullError:
    """Return the error for a write that found no room."""
    return DiskFullError(
        f"The disk that holds “{path.name}” is full, so nothing more was written. Everything saved before is kept. "
        "Free some space and try again, or save a copy on another disk."
    )


def moved_error(path: Path) -> MovedFileError:
    """Return the error for an edit of a file that was moved, deleted or replaced while it was open."""
    return MovedFileError(
        f"“{path.name}” was moved, deleted or replaced while it was open, so the change was not saved. Everything "
        "saved before is still here in this window. Save a copy, and open that to go on."
    )


def not_published_error(path: Path, reason: str) -> NotPublishedError:
    """Return the error for a publication that could not be made; ``reason`` is a sentence."""
    return NotPublishedError(
        f"Your edits of “{path.name}” are kept on this computer, and have not been published to "
        f"“{path.parent}”. {reason} They are published when that works again, or when you next open the file here."
    )


def changed_elsewhere_error(path: Path, at: datetime | None) -> ChangedElsewhereError:
    """Return the error for a published file that was changed, or has gone for None, since it was last seen."""
    what = f"was changed by somebody else ({local_time(at)})" if at else "has gone from its folder"
    return ChangedElsewhereError(
        f"“{path.name}” {what} while you worked on a copy of it on this computer. Nothing was overwritten, and your "
        "edits are kept here.",
        is_gone=at is None,
    )


def gone_error(path: Path) -> StoreError:
    """Return the error for a file that is not there."""
    return StoreError(
        f"There is no file “{path.name}” in “{path.absolute().parent}”. Look for it in another folder."
    )


def refuse_long_name(path: Path) -> None:
    """Raise StoreError for a name that leaves no room for those of the lock file and the journal beside it."""
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        raise _name_error(path)


def is_writable(path: Path) -> bool:
    """Return whether a file that exists may be written to.

    The mode as well: whoever may write everywhere still doesn't mean to write to a file marked read-only.
    """
    try:
        return bool(path.stat().st_mode & 0o222) and os.access(path, os.W_OK)
    except OSError:
        return False


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


@contextmanager
def reading_errors(path: Path) -> Iterator[None]:
    """Turn errors into StoreErrors as ``plain_errors`` does, where there was no change to be saved."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        raise (
            from_sqlite(error, path)
            if code & 0xFF in _OF_THE_PLACE
            else damaged_error(path, "parts cannot be read")
        ) from error
    except (ValueError, OverflowError, RecursionError) as error:
        raise damaged_error(path, "parts cannot be read") from error
    except MemoryError as error:
        raise StoreError(f"“{path.name}” needs more memory than this computer has left.") from error
    except OSError as error:
        raise from_os(error, path) from error


def from_sqlite(error: sqlite3.Error, path: Path) -> StoreError:  # noqa: PLR0911 - one return a cause
    """Return the StoreError that says what an error of SQLite means."""
    extended = getattr(error, "sqlite_errorcode", None)
    code = extended & 0xFF if isinstance(extended, int) else None
    match code:
        case sqlite3.SQLITE_FULL:
            return disk_full_error(path)
        case sqlite3.SQLITE_IOERR:
            return _locks_error(path) if extended in _LOCK_ERRORS else _unanswered_error(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return held_error(path, None)
        case sqlite3.SQLITE_READONLY if extended == sqlite3.SQLITE_READONLY_DBMOVED:
            return moved_error(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return read_only_error(path)
        case sqlite3.SQLITE_CANTOPEN:
            return _not_opened_error(path)
        case sqlite3.SQLITE_CORRUPT:
            return damaged_error(path)
        case sqlite3.SQLITE_NOTADB:
            return NotAPortfolioError(f"“{path.name}” is not a portfolio. It has not been changed.")
        case sqlite3.SQLITE_TOOBIG:
            return StoreError("The change was not saved: a text in it is too long to be stored.")
        case _:
            return StoreError(
                f"The change was not saved and nothing else was lost. SQLite reported: {error}."
            )


def from_os(error: OSError, path: Path) -> StoreError:
    """Return the StoreError that says what an error of the file system means; Windows' own numbers come first."""
    windows = getattr(error, "winerror", None)
    # What cannot be told otherwise did not do what was asked of it.
    return (_BY_WINDOWS.get(windows) or _BY_NUMBER.get(error.errno) or _unanswered_error)(path)


def _unanswered_error(path: Path) -> DiskFullError:
    return DiskFullError(
        f"The disk or share that holds “{path.name}” could not be read or written to. Everything saved before is "
        "kept. See that it is connected and try again, or save a copy on another disk."
    )


def _not_opened_error(path: Path) -> StoreError:
    """Return the error for a file, or the journal beside it, that could not be opened: what can be seen says why."""
    try:
        path.stat()
    except OSError as error:
        return from_os(error, path)
    return read_only_error(path)


def _in_use_error(path: Path) -> StoreError:
    return held_error(path, None)


def _name_error(path: Path) -> StoreError:
    return StoreError(
        f"The name “{path.name[:60]}…” is too long, or its folders’ names are. Give it a shorter one, "
        "or move it to a folder nearer the top of the disk."
    )


def _characters_error(path: Path) -> StoreError:
    return StoreError(
        f"“{path.name}” is not a name that this disk can take. Leave out the characters "
        '\\ / : * ? " < > | and a full stop or space at the end.'
    )


def _folder_error(path: Path) -> StoreError:
    return StoreError(
        f"“{path.absolute().parent}” is not a folder, or “{path.name}” is one. Choose the portfolio’s own file."
    )


def _locks_error(path: Path) -> ReadOnlyFileError:
    return ReadOnlyFileError(
        f"The folder that “{path.name}” is in has no file locks, so two people could change it at once.",
        "Open it read-only, or save a copy on this computer and work on that.",
    )


_LONGEST_NAME = 240
"""In bytes; file systems take 255."""

_OF_THE_PLACE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOLFS,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
"""What SQLite says of the disk, the folder or another program, and not of what stands in the file."""

_LOCK_ERRORS = {
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
}

_BY_NUMBER: dict[int | None, Callable[[Path], StoreError]] = {
    errno.ENOENT: gone_error,
    errno.EACCES: read_only_error,
    errno.EPERM: read_only_error,
    errno.EROFS: read_only_error,
    errno.ENOSPC: disk_full_error,
    errno.EDQUOT: disk_full_error,
    errno.EFBIG: disk_full_error,
    errno.ENAMETOOLONG: _name_error,
    errno.EINVAL: _characters_error,
    errno.EILSEQ: _characters_error,
    errno.ENOTDIR: _folder_error,
    errno.EISDIR: _folder_error,
    errno.ELOOP: gone_error,
    errno.EBUSY: _in_use_error,
    errno.ENOLCK: _locks_error,
}

_BY_WINDOWS: dict[int | None, Callable[[Path], StoreError]] = {
    2: gone_error,
    3: gone_error,
    5: read_only_error,
    19: read_only_error,  # The disk is write-protected.
    32: _in_use_error,
    33: _in_use_error,
    39: disk_full_error,
    112: disk_full_error,
    123: _characters_error,
    206: _name_error,
    267: _folder_error,
    1224: _in_use_error,  # A scanner or a sync client has a part of it mapped.
    1295: disk_full_error,  # The quota.
}


def local_time(moment: datetime) -> str:
    """Return ``18 Jul 2024, 14:03`` in the machine's time zone."""
    local = moment.astimezone()
    return f"{date_label(local.date().isoformat())}, {local:%H:%M}"


def _since(iso: str) -> str:
    try:
        return local_time(datetime.fromisoformat(iso))
    except ValueError:
        return iso

"""A private copy of a portfolio that someone else has open.

The copy holds what was committed at one moment: the file and any journal beside it are read twice, and are the same
both times. What was half-way through is rolled back in the copy by SQLite.
"""

import contextlib
import hashlib
import sqlite3
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from asc_desktop._files import blocks, fill, remove_file
from asc_desktop.storage.connection import connect, journal_path, quick_check
from asc_desktop.storage.errors import StoreError, held_error
from asc_desktop.storage.holder import is_held_here, read_holder

_ATTEMPTS = 20
_ATTEMPTS_AT_DAMAGED = 2
_PAUSE_SECONDS = 0.1


class Snapshot:
    """A folder of our own with the copy in it. ``close`` removes both."""

    def __init__(self, source: Path, *, unopened: bool = False) -> None:
        """Take the copy. Raises FileHeldError where this very process has the file open, unless it knows better."""
        if not unopened:
            self._refuse_own_file(source)
        # Not a context manager's folder: the copy lives as long as the window that shows it.
        self._folder = tempfile.TemporaryDirectory(prefix="asc-desktop-", ignore_cleanup_errors=True)
        self.path = Path(self._folder.name) / source.name
        try:
            take_copy(source, self.path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove the copy."""
        self._folder.cleanup()

    def _refuse_own_file(self, source: Path) -> None:
        # On POSIX, closing a file that this process also has open elsewhere drops the lock on it. SQLite knows to wait;
        # a plain read does not. So ask SQLite first.
        if not is_held_here(source):
            return
        with contextlib.closing(connect(source, "ro")) as connection:
            try:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            except sqlite3.OperationalError as error:
                raise held_error(source, read_holder(source)) from error


def take_copy(source: Path, target: Path) -> tuple[str, str]:
    """Copy a file and any journal beside it; return the hashes of both as they were, empty for none.

    This process must not have the file open. What was half-way through is rolled back in the copy.
    """
    copied = None
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE_SECONDS)
        copied = _copied_whole(source, target) or copied
        # A file that stays unsound is damaged itself. Whoever opens the copy says so.
        if copied and (_is_sound(target) or attempt >= _ATTEMPTS_AT_DAMAGED):
            return copied
    raise StoreError(
        f"“{source.name}” is being written to without a pause, so no copy of it could be taken. "
        "Try again in a moment."
    )


def _copied_whole(source: Path, target: Path) -> tuple[str, str] | None:
    """Copy the file and its journal; return their hashes, or None where either changed while they were read."""
    files = {source: target, journal_path(source): journal_path(target)}
    before = {path: _state(path) for path in files}
    first = {path: _digest(path, to) for path, to in files.items()}
    second = {path: _digest(path, None) for path in files}
    if first != second or before != {path: _state(path) for path in files}:
        return None
    return first[source], first[journal_path(source)]


def _digest(path: Path, target: Path | None) -> str:
    """Return the hash of a file's bytes, copied to ``target`` on the way; nothing where there is no file."""
    digest = hashlib.sha256()

    def read() -> Iterator[bytes]:
        for block in blocks(path):
            digest.update(block)
            yield block

    try:
        if target:
            fill(target, read())
        else:
            deque(read(), maxlen=0)
    except FileNotFoundError:
        if target:
            remove_file(target)
        return ""
    return digest.hexdigest()


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _is_sound(path: Path) -> bool:
    with contextlib.closing(connect(path)) as connection:
        try:
            return not quick_check(connection)
        except sqlite3.Error:
            return False

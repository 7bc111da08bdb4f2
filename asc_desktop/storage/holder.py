"""The exclusive hold on an open portfolio: a lock file beside it, which the system locks and which names the holder.

SQLite's own lock is not enough. On POSIX the system drops it when this process closes any other descriptor of the same
file, as a file dialog does that looks into the folder; nobody but this module opens the lock file. Where a share grants
locks that do not hold, or none, the words in it are believed while they are fresh: the holder renews them every
minute. A lock file that a crash left behind is taken over at once where the system's locks hold.
"""

import contextlib
import errno
import json
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from asc_desktop._files import is_running, lock_file, patiently
from asc_desktop.storage import journal
from asc_desktop.storage.context import Context
from asc_desktop.storage.errors import Holder, held_error

BEAT_SECONDS = 60
FRESH = timedelta(minutes=10)
"""How long the words of another machine are believed without being renewed. Office machines' clocks agree within five
minutes, or they could not log in."""

_LARGEST = 10_000
_ATTEMPTS = 10
_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_FLAGS = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

Words = Mapping[str, object]


class Hold:
    """This process's hold on a portfolio. Ends with ``release``, or with the process."""

    def __init__(self, path: Path, context: Context, *, locks_hold: bool = True) -> None:
        """Take the hold. Raises FileHeldError where somebody has it, OSError where there can be no lock file.

        ``locks_hold`` is False for a place that other machines see too, whose locks may not reach this one.
        """
        self._path = path
        self._locks_hold = locks_hold
        self._context = context
        self._since = journal.iso_text(context.now())
        self._access = threading.Lock()
        self._released = threading.Event()
        self._descriptor = self._take()
        # Daemon: whoever forgets to release must still be able to end.
        threading.Thread(target=self._beat, name="hold", daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def confirm(self) -> None:
        """Make sure that the hold is still ours; raise FileHeldError where another has taken it meanwhile.

        A lock file that somebody tidied away is put back.
        """
        with self._access:
            if self._released.is_set() or os.name == "nt":
                # Windows lets nobody remove or replace a file that is open.
                return
            if not _is_at(self._descriptor, holder_path(self._path)):
                renewed = self._take()
                os.close(self._descriptor)
                self._descriptor = renewed
                return
            words = _words_in(self._descriptor)
            if words and not self._are_ours(words):
                raise held_error(self._path, _holder_of(words))

    def release(self) -> None:
        """Let go, and take the lock file away. A second call does nothing."""
        with self._access:
            if self._released.is_set():
                return
            self._released.set()
            target = holder_path(self._path)
            if os.name == "nt":
                os.close(self._descriptor)
                with contextlib.suppress(OSError):
                    target.unlink()
                return
            # Before the lock goes: a later holder's own file must not be taken away.
            if _is_at(self._descriptor, target):
                with contextlib.suppress(OSError):
                    target.unlink()
            os.close(self._descriptor)

    def _take(self) -> int:
        target = holder_path(self._path)
        for _ in range(_ATTEMPTS):
            descriptor, is_writable = _open(target)
            try:
                self._lock(descriptor)
                if not _is_at(descriptor, target):
                    # Its last holder took it away between our opening and our locking it.
                    os.close(descriptor)
                    continue
                if not is_writable:
                    # Left behind by somebody else on this machine, whose file is not ours to write in.
                    target.unlink()
                    os.close(descriptor)
                    continue
                with contextlib.suppress(OSError):
                    # On a full disk the lock holds without words.
                    self._write(descriptor)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.close(descriptor)
                raise
            return descriptor
        raise held_error(self._path, read_holder(self._path))

    def _lock(self, descriptor: int) -> None:
        """Lock the file, or raise FileHeldError with what its words say."""
        is_locked = True
        try:
            lock_file(descriptor)
        except OSError as error:
            if error.errno in _HELD:
                raise held_error(self._path, _holder_of(_words_in(descriptor))) from error
            # A share that grants no locks: the words decide.
            is_locked = False
        words = _words_in(descriptor)
        if self._is_believed(words, is_locked=is_locked):
            raise held_error(self._path, _holder_of(words), until=_last_sign(words) + FRESH)

    def _is_believed(self, words: Words, *, is_locked: bool) -> bool:
        if not words or self._are_ours(words) or (is_locked and self._locks_hold):
            return False
        if words.get("machine") == self._context.machine and (is_locked or not _is_running(words.get("pid"))):
            return False
        return abs(self._context.now().astimezone(UTC) - _last_sign(words)) < FRESH

    def _are_ours(self, words: Words) -> bool:
        ours = {"machine": self._context.machine, "pid": os.getpid(), "since": self._since}
        return all(words.get(name) == value for name, value in ours.items())

    def _write(self, descriptor: int) -> None:
        words = {
            "who": self._context.who,
            "machine": self._context.machine,
            "since": self._since,
            "pid": os.getpid(),
            "sign": journal.iso_text(self._context.now()),
        }
        content = json.dumps(words, ensure_ascii=False).encode()
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, content)
        os.ftruncate(descriptor, len(content))

    def _beat(self) -> None:
        while not self._released.wait(BEAT_SECONDS):
            # What is wrong is said at the next change, to somebody who can do something about it.
            with contextlib.suppress(Exception):
                self.confirm()
                with self._access:
                    if not self._released.is_set():
                        self._write(self._descriptor)


def holder_path(path: Path) -> Path:
    """Return the lock file of a portfolio; named as Office names its own."""
    return path.with_name(f"~${path.name}.lock")


def read_holder(path: Path) -> Holder | None:
    """Return who says that they hold the portfolio, or None where nobody does in words that can be read."""
    return _holder_of(_words_at(path))


def is_held_here(path: Path) -> bool:
    """Return whether the lock file names this very process."""
    return _words_at(path).get("pid") == os.getpid()


def _open(target: Path) -> tuple[int, bool]:
    """Return a descriptor of the lock file, made where there is none, and whether it can be written to."""
    try:
        # On Windows a lock file that is just being removed is refused for a moment.
        return patiently(lambda: os.open(target, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666)), True
    except PermissionError as error:
        try:
            return os.open(target, os.O_RDONLY | _FLAGS), False
        except OSError:
            raise error from None


def _is_at(descriptor: int, target: Path) -> bool:
    """Return whether the open file still is the one of that name."""
    try:
        return os.path.samestat(os.fstat(descriptor), target.stat())
    except OSError:
        return False


def _is_running(process: object) -> bool:
    return isinstance(process, int) and process > 0 and is_running(process)


def _last_sign(words: Words) -> datetime:
    """Return when the holder was last heard of."""
    for name in ("sign", "since"):
        with contextlib.suppress(ValueError, OverflowError):
            return journal.moment_of(str(words.get(name))).astimezone(UTC)
    return datetime.fromtimestamp(0, UTC)


def _words_at(path: Path) -> Words:
    try:
        descriptor = os.open(holder_path(path), os.O_RDONLY | _FLAGS)
    except OSError:
        return {}
    try:
        return _words_in(descriptor)
    finally:
        os.close(descriptor)


def _words_in(descriptor: int) -> Words:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        words = json.loads(os.read(descriptor, _LARGEST).decode())
    except (OSError, ValueError, RecursionError):
        return {}
    return words if isinstance(words, dict) else {}


def _holder_of(words: Words) -> Holder | None:
    try:
        return Holder(who=str(words["who"]), machine=str(words["machine"]), since=str(words["since"]))
    except KeyError:
        return None

"""The one writer of files.

Whatever the program leaves on a disk is first written beside its place, under a name of this module's own, flushed to
the disk, and only then given its name, which is flushed too. So after any failure, a kill or a loss of power, the old
file is there whole, or the new one is. Nothing else in the package writes, renames or copies a file.
"""

import contextlib
import errno
import hashlib
import itertools
import os
import re
import socket
import stat
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, TypeVar

__all__ = [
    "TargetInUseError",
    "blocks",
    "fill",
    "is_full",
    "is_running",
    "keep_aside",
    "lock_file",
    "make_folder",
    "new_file",
    "patiently",
    "real_path",
    "reason",
    "remove_file",
    "sweep",
    "write_file",
]

T = TypeVar("T")

_PATIENCE_SECONDS: Final = 2.0
_PAUSE_SECONDS: Final = 0.05
_HELD_FOR_A_MOMENT: Final = frozenset({5, 32, 33})
"""Windows: access denied, sharing violation, lock violation. Scanners and sync clients cause them for 50 to 150 ms."""

_INVALID_FUNCTION: Final = 1
"""What Windows says of a second name where the file system has none."""

_BLOCK: Final = 1 << 20
_LOCKED_BYTE: Final = 1 << 30
"""Far beyond what is in a file: on Windows nobody can read a byte that is locked."""

_STALE_SECONDS: Final = 86_400
_NO_FOLDER_FLUSH: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM})
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
)

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

_MACHINE: Final = f"{zlib.crc32(socket.gethostname().encode()):08x}"
_PARTIAL: Final = re.compile(
    r"~\$(?:(?P<machine>[0-9a-f]{8})-)?(?:.*\.)?(?P<process>\d+)(?:-\d+)?\.new(?:-journal)?"
)
"""The second form, ``~$NAME.PROCESS.new``, is that of earlier versions."""
_numbers = itertools.count(1)


class TargetInUseError(PermissionError):
    """The file is open in another program, or marked read-only, so that nothing may take its place."""


@contextlib.contextmanager
def new_file(path: Path, *, over: bool = True, private: bool = False) -> Iterator[Path]:
    """Give an empty file beside ``path`` to write to; put it in the place of ``path`` once the block has ended.

    The block must have closed it by then. A symbolic link is followed. Where the block or anything else raises, what
    was there before is as it was. ``over=False`` raises FileExistsError where there is a file by then; ``private``
    keeps a new file from everybody but its owner. Raises OSError, and TargetInUseError where another name would do.
    """
    path = real_path(path)
    sweep(path.parent)
    part = _begin(path, private=private)
    try:
        yield part
        _flush(part)
        _put_in_place(part, path, over=over)
        _flush_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            remove_file(part)


def write_file(
    path: Path, content: bytes | Iterable[bytes], *, over: bool = True, private: bool = False
) -> None:
    """Write a file whole or not at all, as ``new_file`` does."""
    with new_file(path, over=over, private=private) as part:
        fill(part, content)


def is_full(error: OSError) -> bool:
    """Return whether an error says that there is no room for a file."""
    return error.errno in _FULL


def reason(error: OSError) -> str:  # noqa: PLR0911 - one return a cause
    """Return why a file could not be written, as a clause for the person who asked for it."""
    if is_full(error):
        return "the disk is full"
    if isinstance(error, TargetInUseError):
        return "the file there is open in another program or may not be replaced"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return "the folder may not be written to"
    if isinstance(error, FileNotFoundError):
        return "there is no such folder"
    if isinstance(error, IsADirectoryError):
        return "that is a folder"
    if error.errno == errno.ENAMETOOLONG:
        return "its name is too long"
    return error.strerror or str(error)


def fill(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write into a file that nobody else sees: one that ``new_file`` gave, or one in a folder of this run's own."""
    with path.open("wb") as file:
        for block in (content,) if isinstance(content, bytes) else content:
            file.write(block)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    for block in blocks(path):
        digest.update(block)
    return digest.hexdigest()


def blocks(path: Path) -> Iterator[bytes]:
    """Return a file's bytes, a part at a time. Not for a portfolio that this process has open: see ``Snapshot``."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def keep_aside(path: Path, aside: Path) -> None:
    """Give a file a second name beside its first, which stays, so that there is no moment at which it has none.

    Raises FileExistsError where the name is taken.
    """
    try:
        os.link(path, aside)
    except OSError as error:
        if error.errno not in _NO_LINKS and getattr(error, "winerror", None) != _INVALID_FUNCTION:
            raise
        # A file system that knows no second names, as a memory stick's.
        write_file(aside, blocks(path), over=False)
    _flush_folder(aside.parent)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, unless it is there."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush_folder(folder.parent)


def remove_file(path: Path, *, for_good: bool = False) -> None:
    """Remove a file if it is there; ``for_good``, so that no loss of power brings it back."""
    patiently(lambda: path.unlink(missing_ok=True))
    if for_good:
        _flush_folder(path.parent)


def real_path(path: Path) -> Path:
    """Return where a file really is: the end of a symbolic link, or the path itself."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def sweep(folder: Path) -> None:
    """Remove what writers left half written in a folder when they were ended.

    Those of other machines are left for a day, since only their own can tell whether they still write.
    """
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            found = _PARTIAL.fullmatch(entry.name) if entry.name.startswith("~$") else None
            if found and _is_abandoned(entry, found["machine"], int(found["process"])):
                with contextlib.suppress(OSError):
                    Path(entry.path).unlink()


def patiently(action: Callable[[], T]) -> T:
    """Do what a scanner or a sync client may refuse for a moment; raise its error if it does so for longer."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return action()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD_FOR_A_MOMENT or time.monotonic() > end:
                raise
        time.sleep(_PAUSE_SECONDS)


def _begin(path: Path, *, private: bool) -> Path:
    """Make an empty file beside ``path``, to be read by those who may read the old file."""
    before = _mode(path)
    if before is not None and not before & 0o222:
        raise TargetInUseError(errno.EACCES, "The file is marked read-only", str(path))
    while True:
        part = path.with_name(f"~${_MACHINE}-{os.getpid()}-{next(_numbers)}.new")
        try:
            descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600 if private else 0o666)
        except FileExistsError:
            # Left by a process that had this one's number.
            continue
        except OSError as error:
            error.filename = str(path)
            raise
        os.close(descriptor)
        if before is not None and not private:
            part.chmod(before)
        return part


def _mode(path: Path) -> int | None:
    """Return who may read and write a file; None where there is no file of the usual kind."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return stat.S_IMODE(found.st_mode) if stat.S_ISREG(found.st_mode) else None


def _put_in_place(part: Path, path: Path, *, over: bool) -> None:
    try:
        patiently(lambda: _move(part, path, over=over))
    except PermissionError as error:
        # With Windows' own number: what else tells whether it is in use or read-only.
        number = getattr(error, "winerror", None)
        raise TargetInUseError(error.errno, error.strerror, str(path), number) from error


def _flush(path: Path) -> None:
    """See that what was written is on the disk. The file is opened for writing, without which Windows refuses."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _is_abandoned(entry: os.DirEntry[str], machine: str | None, process: int) -> bool:
    if machine == _MACHINE:
        return not is_running(process)
    return time.time() - entry.stat().st_mtime > _STALE_SECONDS


if sys.platform == "win32":
    import ctypes
    import msvcrt

    _KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
    _REPLACE_EXISTING, _WRITE_THROUGH = 0x1, 0x8
    _QUERY_LIMITED, _STILL_ACTIVE, _NOT_MINE = 0x1000, 259, 5

    def _move(part: Path, path: Path, *, over: bool) -> None:
        # Returns only once the new name is on the disk.
        flags = _WRITE_THROUGH | (_REPLACE_EXISTING if over else 0)
        if not _KERNEL.MoveFileExW(ctypes.c_wchar_p(str(part)), ctypes.c_wchar_p(str(path)), flags):
            raise ctypes.WinError(ctypes.get_last_error())

    def _flush_folder(folder: Path) -> None:
        """Windows has no such thing: a move with write-through is on the disk by then."""

    def lock_file(descriptor: int) -> None:
        """Lock an open file for this descriptor alone, until it is closed. Raises OSError where another has it."""
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def is_running(process: int) -> bool:
        """Return whether there is a process of this number on this machine, whoever's it is."""
        handle = _KERNEL.OpenProcess(_QUERY_LIMITED, 0, process)
        if not handle:
            return ctypes.get_last_error() == _NOT_MINE
        try:
            code = ctypes.c_ulong()
            return (
                bool(_KERNEL.GetExitCodeProcess(handle, ctypes.byref(code))) and code.value == _STILL_ACTIVE
            )
        finally:
            _KERNEL.CloseHandle(handle)

else:
    import fcntl

    def _move(part: Path, path: Path, *, over: bool) -> None:
        if over:
            part.replace(path)
            return
        try:
            # A rename would take the place of a file that appears in between.
            os.link(part, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if path.exists():
                raise FileExistsError(errno.EEXIST, "There is a file of this name", str(path)) from error
            part.rename(path)

    def _flush_folder(folder: Path) -> None:
        """See that the names in a folder are on the disk, where the file system can do that."""
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except PermissionError:
            return
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _NO_FOLDER_FLUSH:
                raise
        finally:
            os.close(descriptor)

    def lock_file(descriptor: int) -> None:
        """Lock an open file for this descriptor alone, until it is closed. Raises OSError where another has it."""
        # flock, and not a record lock: it belongs to this descriptor, whatever else is opened and closed.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def is_running(process: int) -> bool:
        """Return whether there is a process of this number on this machine, whoever's it is."""
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except (OSError, OverflowError):
            return True
        return True

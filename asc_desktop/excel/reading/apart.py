"""A workbook is read on a private copy, in a process of its own; this is both ends of it."""

import contextlib
import errno
import gc
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from asc_desktop._apart import limit, run_apart
from asc_desktop._files import blocks, fill
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.excel.reading.errors import DamagedError, HostileError, NotReadError, ReadingError

READ: Final = "--read-workbook"
"""The first argument of the program when it is to read a copy; then the copy, the file's name, where what was read
goes, and where how far it is."""

LARGEST: Final = 200 << 20
"""Bytes of a file that is still read."""

SECONDS, ROOM = 90, 3 << 30

_COPIED, _READ = 0.05, 0.9
"""The shares of the work that are done once the file is copied, and once it is read."""

_SAID_EACH: Final = 0.1
_OF_THE_CLOUD: Final = range(358, 405)
"""What Windows answers where a file could not be fetched from the cloud."""

_IN_USE: Final = frozenset({32, 33})
_NOT_HERE: Final = 0x1000 | 0x40000 | 0x400000
"""The attributes of a file that is not on this computer: offline, or fetched when it is opened or read."""


class Answer(msgspec.Struct, frozen=True):
    """What a process that was started to read has to say: the workbook, or else a sentence."""

    workbook: Workbook | None = None
    sentence: str = ""


def read_apart(path: Path, say: Callable[[float, str], None] = lambda _share, _words: None) -> Workbook:
    """Read a workbook of any kind; raises ReadingError.

    ``say`` gets the share that is done and words, many times a second; what it raises ends the reading.
    """
    name = path.name
    with tempfile.TemporaryDirectory(prefix="asc-desktop-", ignore_cleanup_errors=True) as folder:
        copy, found, progress = (Path(folder) / part for part in ("copy", "found", "progress"))
        _copy(path, copy, lambda share: say(share * _COPIED, f"Copying “{name}”…"))
        shown = -1.0

        def meanwhile() -> None:
            nonlocal shown
            share = shown
            with contextlib.suppress(OSError, ValueError):
                share = float(progress.read_text(encoding="ascii"))
            shown = max(share, 0.0)
            say(_COPIED + (_READ - _COPIED) * shown, f"Reading “{name}”…")

        run_apart(
            [READ, *map(str, (copy.absolute(), name, found.absolute(), progress.absolute()))],
            seconds=SECONDS,
            room=ROOM,
            meanwhile=meanwhile,
        )
        say(_READ, f"Taking over “{name}”…")
        answer = _answer(found)
    if answer is None:
        raise ReadingError(
            HostileError("reading it takes more memory or time than any tracker should").sentence(name)
        )
    if answer.workbook is None:
        raise ReadingError(answer.sentence)
    return msgspec.structs.replace(answer.workbook, told=(*_open_elsewhere(path), *answer.workbook.told))


def run(arguments: Sequence[str]) -> int:
    """Read in this process, which was started for it."""
    copy, name, found, progress, seconds, room = arguments
    limit(seconds=int(seconds), room=int(room))
    # What is read is wanted to the end, and the collector would go through all of it again and again.
    gc.disable()
    said = 0.0

    def say(share: float) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said > _SAID_EACH:
            said = now
            fill(Path(progress), f"{share:.4f}".encode("ascii"))

    try:
        fill(Path(found), msgspec.msgpack.encode(answer_about(Path(copy), name, say)))
    except MemoryError:
        return 1
    return 0


def answer_about(copy: Path, name: str, say: Callable[[float], None] = lambda _share: None) -> Answer:
    """Read a private copy of the file of a name, here; whatever is wrong with it becomes a sentence."""
    from asc_desktop.excel.reading.copy import read_copy

    try:
        return Answer(read_copy(copy, name, say))
    except NotReadError as error:
        return Answer(sentence=error.sentence(name))
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return Answer(sentence=DamagedError("parts cannot be read").sentence(name))


def _answer(found: Path) -> Answer | None:
    was_on = gc.isenabled()
    gc.disable()
    try:
        return msgspec.msgpack.decode(found.read_bytes(), type=Answer)
    except (OSError, ValueError):
        # It ended, or was ended, before it had read anything.
        return None
    finally:
        if was_on:
            gc.enable()


def _copy(path: Path, copy: Path, say: Callable[[float], None]) -> None:
    """Copy a file, which Excel may have open meanwhile; raises ReadingError."""
    say(0)
    is_here = True
    try:
        about = path.stat()
        is_here = not getattr(about, "st_file_attributes", 0) & _NOT_HERE
        if path.is_dir():
            raise ReadingError(f"“{path.name}” is a folder. Choose the workbook that is in it.")
        if not path.is_file():
            raise ReadingError(f"“{path.name}” is no file. Choose a workbook.")
        if about.st_size > LARGEST:
            raise ReadingError(
                f"“{path.name}” has {about.st_size:,} bytes, more than any tracker ({LARGEST:,}). Take pictures and "
                "what is not needed out of a copy, and choose that."
            )
        done = 0

        def told() -> Iterator[bytes]:
            nonlocal done
            for block in blocks(path):
                yield block
                done += len(block)
                say(min(1.0, done / max(1, about.st_size)))

        fill(copy, told())
    except OSError as error:
        raise ReadingError(_os_sentence(error, path, is_here=is_here)) from error


def _os_sentence(error: OSError, path: Path, *, is_here: bool) -> str:
    windows = getattr(error, "winerror", None)
    if windows in _OF_THE_CLOUD or not is_here:
        return (
            f"“{path.name}” is kept in the cloud and has not come down to this computer. Connect, right-click it and "
            "choose Always keep on this device, or copy it to another folder, and choose it again."
        )
    if windows in _IN_USE or error.errno == errno.EBUSY:
        return f"“{path.name}” is open in another program that lets nobody else read it. Close it there and try again."
    if isinstance(error, FileNotFoundError):
        return f"There is no file “{path.name}” in “{path.absolute().parent}”. Look for it in another folder."
    if isinstance(error, PermissionError):
        return (
            f"You may not read “{path.name}”. Ask whoever keeps it, or choose a copy in a folder of your own."
        )
    if error.errno == errno.ENOSPC:
        return (
            f"The disk has no room for the copy of “{path.name}” that is read. Free some space and try again."
        )
    return f"“{path.name}” could not be read: {error.strerror or error}. See that its disk or share is connected."


def _open_elsewhere(path: Path) -> tuple[str, ...]:
    """Say who has a workbook open, by the file that Excel leaves beside it meanwhile."""
    beside = path.with_name(f"~${path.name}")
    try:
        about = beside.read_bytes()[:64]
    except OSError:
        return ()
    who = about[1 : 1 + about[0]].decode("cp1252", "replace").strip() if about else ""
    by = f" by {who}" if who.isprintable() and who else ""
    return (
        f"It seems to be open in Excel{by}: what is changed there and not saved is not in what was read.",
    )

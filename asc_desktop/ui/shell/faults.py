"""What becomes of a fault in the program itself: a sentence for the person, and the details in a file for its authors.

Every change is saved as it is made, so a fault loses nothing but what was being typed. The details say where in the
program it was and of what kind, never with what words: an error's own text may hold a record's.
"""

import logging
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from asc_desktop import __version__
from asc_desktop._files import make_folder, remove_file, write_file

Tell = Callable[[str, str, str], None]
"""Shows a heading and a sentence, and hands over the details when they are asked for."""

_LARGEST_BYTES = 200_000
_MOST_FRAMES = 40
_FIRST_LINE = b"Faults of ASC Desktop: where and of what kind, without a word of any portfolio\n"
"""A log that begins otherwise is of an earlier version, which kept errors' own words, and is not kept."""


@contextmanager
def faults_told(log: Path, tell: Tell) -> Iterator[None]:
    """While the block runs, write each fault's details to ``log`` and tell the person; once for the same fault."""
    seen: set[str] = set()

    def on_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        error = error if error.__traceback__ else error.with_traceback(trace)
        # With its own words only where a person asks for them, with --debug.
        logging.getLogger("asc_desktop").debug("A fault", exc_info=error)
        details = details_of(error)
        _write(log, details)
        if details not in seen:
            seen.add(details)
            tell(
                "Something went wrong in the program",
                "Your work is saved. Close the program and open it again. If it happens again, choose Copy details and "
                "send them to your IT team.",
                f"ASC Desktop {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n{details}\n"
                f"Every fault so far: {log}\n",
            )

    with excepthook(on_fault):
        yield


@contextmanager
def faults_raised() -> Iterator[None]:
    """While the block runs, gather faults from Qt's own calls; raise the first of them when it ends."""
    found: list[BaseException] = []
    with excepthook(lambda _kind, error, _trace: found.append(error)):
        yield
    if found:
        raise found[0]


@contextmanager
def excepthook(
    hook: Callable[[type[BaseException], BaseException, TracebackType | None], object],
) -> Iterator[None]:
    """Use another ``sys.excepthook`` for the block; PySide calls it for what a slot or an event handler raises."""
    before = sys.excepthook
    sys.excepthook = hook
    try:
        yield
    finally:
        sys.excepthook = before


def details_of(error: BaseException) -> str:
    """Return an error, and those that led to it, as kinds and places in the program; without their own words."""
    lines, seen = list[str](), set[int]()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines += [
            f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__, limit=-_MOST_FRAMES)
        ]
        current = current.__cause__ or current.__context__
    return "\n".join(lines) + "\n"


def _place(filename: str) -> str:
    """Return a module's file without the folders above the program, or above the library."""
    parts = Path(filename).parts
    for top in ("asc_desktop", "site-packages"):
        if top in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(top) - 1 :])
    return parts[-1] if parts else ""


def _write(log: Path, details: str) -> None:
    try:
        make_folder(log.parent)
        kept = b""
        with suppress(FileNotFoundError):
            found = log.read_bytes()
            kept = found.removeprefix(_FIRST_LINE) if found.startswith(_FIRST_LINE) else b""
        newest = (kept + f"{details}\n".encode())[-_LARGEST_BYTES:]
        write_file(log, _FIRST_LINE + newest, private=True)
        # Earlier versions put a full log aside.
        remove_file(log.with_suffix(".old.log"))
    except OSError:
        # A full disk must not hide the sentence.
        if sys.__stderr__ is not None:
            sys.__stderr__.write(details)

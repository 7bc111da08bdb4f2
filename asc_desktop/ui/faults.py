"""What becomes of a fault in the program itself: a sentence for the person, and the details in a file for its authors.

Every change is saved as it is made, so a fault loses nothing but what was being typed.
"""

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

Tell = Callable[[str, str], None]

_LARGEST_BYTES = 1_000_000


@contextmanager
def faults_told(log: Path, tell: Tell) -> Iterator[None]:
    """While the block runs, write each fault's details to ``log`` and tell the person; once for the same fault."""
    seen: set[str] = set()

    def on_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        _write(log, details)
        if details not in seen:
            seen.add(details)
            tell(
                "Something went wrong in the program",
                "What was saved before is kept. If it happens again, close the program and open it again. "
                f"The details are in {log}.",
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


def _write(log: Path, details: str) -> None:
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _LARGEST_BYTES:
            log.replace(log.with_suffix(".old.log"))
        with log.open("a", encoding="utf-8") as stream:
            stream.write(f"{details}\n")
    except OSError:
        # A full disk must not hide the sentence.
        if sys.__stderr__ is not None:
            sys.__stderr__.write(details)

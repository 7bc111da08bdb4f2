"""Where a pack goes, of whatever kind: written beside its target, then put in its place, whole or not at all."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from asc_desktop import _files


class PackCancelledError(Exception):
    """The person who asked for the pack has called it off; nothing was written."""


class PackError(Exception):
    """The pack could not be written, and the old one is as it was; the text is a sentence for a person."""


class PackTargetBusyError(PackError):
    """The old pack is open in another program, or may not be replaced; ``suggested`` is a name that is free."""

    def __init__(self, path: Path, suggested: Path | None = None) -> None:
        self.path = path
        self.suggested = suggested or free_name(path)
        super().__init__(
            f"“{path.name}” is open in another program or may not be replaced. Close it and try again, or save as "
            f"“{self.suggested.name}”."
        )


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a file beside ``path`` to write to, as ``_files.new_file`` does, with what can go wrong said in sentences.

    Raises PackTargetBusyError where another name would do, and PackError with a sentence for any OSError.
    """
    refuse_where_hopeless(path)
    try:
        with _files.new_file(path) as part:
            yield part
    except _files.TargetInUseError as error:
        raise PackTargetBusyError(path) from error
    except OSError as error:
        raise PackError(failure_sentence(error, path)) from error


def free_name(path: Path) -> Path:
    """Return a name beside ``path`` that no file has yet: ``Pack (2).xlsx``."""
    number = 2
    while (found := numbered(path, number)).exists():
        number += 1
    return found


def numbered(path: Path, number: int) -> Path:
    """Return a name beside ``path`` with a number: ``Pack (2).xlsx``."""
    return path.with_name(f"{path.stem} ({number}){path.suffix}")


def refuse_where_hopeless(path: Path) -> None:
    """Raise PackError where the target can be seen to be out of reach, before any work is done."""
    try:
        is_folder, has_folder, exists = path.is_dir(), path.parent.is_dir(), path.exists()
    except OSError as error:
        raise PackError(failure_sentence(error, path)) from error
    if is_folder:
        raise PackError(f"“{path}” is a folder. Give the pack a file name in it.")
    if not has_folder:
        raise PackError(f"There is no folder “{path.parent}”. Choose a folder that exists.")
    if exists:
        _refuse_where_in_use(path)


def _refuse_where_in_use(path: Path) -> None:
    try:
        # Windows refuses this while Excel has the file open.
        with path.open("r+b"):
            pass
    except PermissionError as error:
        raise PackTargetBusyError(path) from error
    except OSError as error:
        raise PackError(failure_sentence(error, path)) from error


def failure_sentence(error: OSError, path: Path) -> str:
    """Return what a failure to write means, for the person who asked for the pack."""
    if _files.is_full(error):
        return "The disk is full, so the pack was not written. Free some space and try again."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"The folder “{path.parent}” may not be written to. Choose another folder."
    if error.errno == errno.ENAMETOOLONG:
        return "The pack’s file name is too long. Choose a shorter one."
    return f"The pack could not be written to “{path}”: {_files.reason(error)}."

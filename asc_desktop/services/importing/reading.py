"""A council's workbook, or what was copied of one, read into plain cells."""

from collections.abc import Callable
from pathlib import Path

from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.excel.reading.apart import read_apart
from asc_desktop.excel.reading.errors import ReadingError

__all__ = ["ReadingCancelledError", "ReadingError", "read_workbook"]


class ReadingCancelledError(Exception):
    """The person thought better of it while the file was read."""


def read_workbook(
    path: Path,
    *,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Workbook:
    """Read a file in a process of its own.

    ``progress`` gets the share that is done, 0 to 1, and words, many times a second; what it raises ends the reading.
    Raises ReadingError with a sentence, and ReadingCancelledError soon after ``is_cancelled`` says so.
    """

    def say(share: float, words: str) -> None:
        if is_cancelled is not None and is_cancelled():
            raise ReadingCancelledError
        if progress is not None:
            progress(share, words)

    return read_apart(path, say)

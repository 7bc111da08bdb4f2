"""A council's workbook, or what was copied of one, read into plain cells."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.excel.reading.apart import read_apart
from asc_desktop.excel.reading.errors import NotReadError, ReadingError

__all__ = ["ReadingCancelledError", "ReadingError", "read_block", "read_workbook"]

CLIPBOARD: Final = "Clipboard"
"""What a block that was copied is called, as a workbook and as a sheet."""

MOST_ROWS: Final = 65_536
"""Rows of a sheet that is looked for tables: what an older Excel’s sheet holds."""
_MOST: Final = 20_000_000


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
    Raises ReadingError with a sentence, and ReadingCancelledError soon after ``is_cancelled`` says so. Of an e-mail it
    gives the words and, as ``attached``, the workbooks that came with it.
    """

    def say(share: float, words: str) -> None:
        if is_cancelled is not None and is_cancelled():
            raise ReadingCancelledError
        if progress is not None:
            progress(share, words)

    return _of_trackers(read_apart(path, say))


def _of_trackers(workbook: Workbook) -> Workbook:
    """Return the workbook without the sheets that are too long, each told of; raise ReadingError if all are.

    To look for tables in a million rows would take many minutes, and nobody could look them through.
    """
    filled = {sheet.name: sum(any(row) for row in sheet.rows) for sheet in workbook.sheets}
    long = {name: rows for name, rows in filled.items() if rows > MOST_ROWS}
    if not long:
        return workbook
    if all(not rows or name in long for name, rows in filled.items()):
        raise ReadingError(
            f"“{workbook.name}” has {max(long.values()):,} rows, and {MOST_ROWS:,} is the most that is taken from a "
            "sheet. Nothing was taken from it. Keep the rows that are wanted in a workbook of their own, and choose it."
        )
    told = tuple(
        f"The sheet “{name}” has {rows:,} rows, more than the {MOST_ROWS:,} that are taken from one: it is left out."
        for name, rows in long.items()
    )
    sheets = tuple(sheet for sheet in workbook.sheets if sheet.name not in long)
    return replace(workbook, sheets=sheets, told=(*workbook.told, *told))


def read_block(text: str, html: str = "") -> Workbook:
    """Read what was copied, of its page where that has one table: with colours, as Excel puts it on the clipboard.

    It is read here and not apart: it is text, and of a size that is known. Raises ReadingError.
    """
    from asc_desktop.excel.reading.delimited import workbook_of
    from asc_desktop.excel.reading.web import read_page

    if max(len(text), len(html)) > _MOST:
        raise ReadingError(
            f"What was copied has more than {_MOST:,} characters. Save it as a workbook and choose that."
        )
    if "<table" in html.lower():
        with contextlib.suppress(NotReadError):
            page = read_page(html, CLIPBOARD, CLIPBOARD)
            if len(page.sheets) == 1:
                return page
    try:
        block = workbook_of(text, CLIPBOARD, CLIPBOARD, delimiter="\t" if "\t" in text else "")
    except NotReadError as error:
        raise ReadingError(f"What was copied {error}") from error
    if not block.sheets[0].rows:
        raise ReadingError(
            "There is no table in what was copied. Select the cells in Excel, copy them, and paste them again."
        )
    return block

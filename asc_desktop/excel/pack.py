"""The board pack: a report as a workbook that goes to a board as it is.

Written new each time, into a file beside the target that then takes its place, so that the old pack is whole until the
new one is. Figures come from the report; totals are formulas that give the report's own figures again.
"""

import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from xlsxwriter.exceptions import FileCreateError

from asc_desktop import __version__
from asc_desktop.domain.report import Report
from asc_desktop.excel.sheets import (
    chart_data,
    exceptions,
    lines,
    measures,
    movements,
    notes,
    projects,
    reconciliation,
    risks,
    savings,
    slippage,
    summary,
)
from asc_desktop.excel.target import (
    PackError,
    PackTargetBusyError,
    failure_sentence,
    free_name,
    part_beside,
    put_in_place,
    refuse_where_hopeless,
)
from asc_desktop.excel.workbook import PackBook, PackCancelledError, Progress

__all__ = ["PackCancelledError", "PackError", "PackTargetBusyError", "free_name", "write_pack"]

_PARTS = (measures, risks, reconciliation)
"""The sheets of assurance, each left out where there is nothing to show in it."""


def write_pack(
    report: Report,
    path: Path,
    *,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the pack of a report to ``path``, in place of what is there.

    ``progress`` is told the share done, from 0 to 1, and what is being done; ``cancelled`` is asked now and then.
    Raises PackError with a sentence, PackTargetBusyError where another name would do, and PackCancelledError; each
    time the old file is as it was and nothing is left behind.
    """
    refuse_where_hopeless(path)
    steps = Progress(progress, cancelled)
    part = part_beside(path)
    try:
        with part.open("xb") as file:
            sink = _Sink(file)
            try:
                _write(report, sink, steps)
                file.flush()
                os.fsync(file.fileno())
            finally:
                sink.close()
        steps.step(0.99, "Putting the pack in its place")
        put_in_place(part, path)
    except (OSError, FileCreateError) as error:
        raise PackError(failure_sentence(error, path)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    steps.step(1.0, "Done")


class _Sink:
    """A file that turns deaf once it is closed: where writing fails, zipfile still tries to write its end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file: BinaryIO | None = file
        self._at = 0

    def write(self, content: bytes) -> int:
        if self._file is not None:
            self._file.write(content)
        self._at += len(content)
        return len(content)

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int) -> int:
        if self._file is not None:
            self._file.seek(offset)
        self._at = offset
        return offset

    def flush(self) -> None:
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        self._file = None


def _write(report: Report, file: "_Sink", steps: Progress) -> None:
    # The parts wait in a folder of our own, so that none is left where writing fails half way.
    with tempfile.TemporaryDirectory(prefix="asc-desktop-pack-", ignore_cleanup_errors=True) as folder:
        book = PackBook(file, report, steps, folder)
        with _without_collector():
            _write_sheets(book)
            steps.step(0.7, "Saving the workbook")
            book.workbook.close()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the collector of unused objects from going through every cell again and again: a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _write_sheets(book: PackBook) -> None:
    """Add the sheets in the order of their tabs and fill each after those that it refers to."""
    steps = book.progress
    summary_page = book.add_sheet(summary.NAME, summary.COLUMNS)
    savings_page = book.add_sheet(savings.NAME, savings.columns(book))
    lines_page = book.add_sheet(lines.NAME, lines.columns(book))
    slippage_page = book.add_sheet(slippage.NAME, slippage.columns(book))
    movements_page = book.add_sheet(movements.NAME, movements.columns(book))
    exceptions_page = book.add_sheet(exceptions.NAME, exceptions.COLUMNS)
    projects_page = book.add_sheet(projects.NAME, projects.columns(book))
    parts = [part for part in _PARTS if part.is_needed(book.report)]
    part_pages = [book.add_sheet(part.NAME, part.columns(book)) for part in parts]
    notes_page = book.add_sheet(notes.NAME, notes.COLUMNS)
    chart_page = book.add_sheet(chart_data.NAME, chart_data.COLUMNS)

    steps.step(0.0, "Writing the savings lines")
    lines.write(book, lines_page)
    steps.step(0.25, "Adding up the savings")
    savings_cells = savings.write(book, savings_page)
    slippage_cells = slippage.write(book, slippage_page, savings_cells)
    movements.write(book, movements_page)
    steps.step(0.35, "Writing the exceptions")
    exceptions.write(book, exceptions_page)
    steps.step(0.45, "Writing the projects")
    project_checks = projects.write(book, projects_page, savings_cells)
    for part, page in zip(parts, part_pages, strict=True):
        steps.step(0.6, f"Writing the sheet of {part.NAME.lower()}")
        part.write(book, page)
    steps.step(0.65, "Writing the summary")
    chart_cells = chart_data.write(book, chart_page, slippage_cells)
    checks = savings_cells.checks | slippage_cells.checks | project_checks
    check = notes.write(book, notes_page, checks, __version__)
    contents = [
        savings.NAME,
        lines.NAME,
        slippage.NAME,
        movements.NAME,
        exceptions.NAME,
        projects.NAME,
        *(part.NAME for part in parts),
        notes.NAME,
        chart_data.NAME,
    ]
    summary.write(book, summary_page, savings_cells, chart_cells, check, contents)

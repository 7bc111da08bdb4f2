"""The board pack: a report as a workbook that goes to a board as it is.

Made new each time, and put in the old one's place only when it is whole. Figures come from the report; totals are
formulas that give the report's own figures again.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final, Protocol

from asc_desktop._collector import collector_rests
from asc_desktop._files import fill
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.pack_plan import SECTION_BY_KEY
from asc_desktop.excel.section_sheet import SectionSheet
from asc_desktop.excel.sheets import (
    budget,
    chart_data,
    cover,
    exceptions,
    lines,
    measures,
    notes,
    projects,
    risks,
    savings,
    slippage,
    summary,
)
from asc_desktop.excel.target import PackCancelledError, PackError, PackTargetBusyError, free_name, new_file
from asc_desktop.excel.workbook import PackBook, Progress, SheetWriter
from asc_desktop.pack.edition import WHOLE, Edition
from asc_desktop.pack.sections import BUILDERS

__all__ = [
    "Edition",
    "PackCancelledError",
    "PackError",
    "PackTargetBusyError",
    "free_name",
    "workbook_of",
    "write_pack",
]


class Part(Protocol):
    """A module that writes the sheet of a section."""

    NAME: str

    def is_needed(self, book: PackBook) -> bool:
        """Return whether there is anything to show."""

    def columns(self, book: PackBook) -> list[int]:
        """Return the widths of the sheet's columns, in pixels."""

    def write(self, book: PackBook, page: SheetWriter) -> None:
        """Write the sheet."""


_DRAWN: Final[dict[str, Part]] = {
    "cover": cover,
    "summary": summary,
    "exceptions": exceptions,
    "savings": savings,
    "lines": lines,
    "slippage": slippage,
    "projects": projects,
    "measures": measures,
    "budget": budget,
    "risks": risks,
    "notes": notes,
}
"""The sections with a sheet of their own making."""

PARTS: Final[dict[str, Part]] = {
    **_DRAWN,
    **{key: SectionSheet(SECTION_BY_KEY[key].title, build) for key, build in BUILDERS.items()},
}
"""What writes each section of a pack."""

_FIRST: Final[tuple[Part, ...]] = (lines, savings, slippage, projects)
_LAST: Final[tuple[Part, ...]] = (notes, summary, cover)
_WITH_CHART_DATA: Final[tuple[Part, ...]] = (summary, budget, PARTS["activity"])


def write_pack(
    report: Report,
    path: Path,
    edition: Edition = WHOLE,
    *,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the pack of a report to ``path``, in place of what is there.

    Raises PackError with a sentence, PackTargetBusyError where another name would do, and PackCancelledError; each
    time the old file is as it was and nothing is left behind.
    """
    with new_file(path) as part:
        fill(part, workbook_of(report, edition, progress=progress, cancelled=cancelled))


def workbook_of(
    report: Report,
    edition: Edition = WHOLE,
    *,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """Return the pack of a report: the plan's sections, in its order.

    A report for the public, or for the appendix, has to be one already: nothing is taken out of it here.

    ``progress`` is told the share done, from 0 to 1, and what is being done; ``cancelled`` is asked now and then.
    Raises PackCancelledError.
    """
    steps = Progress(progress, cancelled)
    target = BytesIO()
    book = PackBook(target, report, steps, edition)
    with collector_rests():
        _write_sheets(book)
        steps.step(0.7, "Saving the workbook")
        book.workbook.close()
    steps.step(1.0, "Done")
    return target.getvalue()


def _write_sheets(book: PackBook) -> None:
    """Add the sheets in the order of the plan, and fill each after those that it refers to."""
    keys = [
        key
        for key in dict.fromkeys(book.edition.plan.sections)
        if key in PARTS and PARTS[key].is_needed(book)
    ]
    # A plan that is all of sections with nothing to show still gives a pack that says what it is.
    keys = keys or ["notes"]
    parts = [PARTS[key] for key in keys]
    book.ties.sheets = {PARTS[key].NAME: SECTION_BY_KEY[key].help for key in keys}
    has_charts = any(part in _WITH_CHART_DATA for part in parts) and chart_data.is_needed(book)
    if has_charts:
        book.ties.sheets[chart_data.NAME] = "The figures behind the charts"
    pages = {part.NAME: book.add_sheet(part.NAME, part.columns(book)) for part in parts}
    book.chart_page = chart_data.begin(book) if has_charts else None
    waiting = sorted(parts, key=_turn)
    for index, part in enumerate(waiting):
        book.progress.step(0.7 * index / len(waiting), f"Writing the sheet {part.NAME}")
        part.write(book, pages[part.NAME])
    if book.chart_page is not None:
        book.chart_page.finish(freeze=(3, 1))
    next(iter(pages.values())).sheet.activate()


def _turn(part: Part) -> int:
    """Return when a sheet is written: those that others refer to first, those that refer to every other last."""
    if part in _FIRST:
        return _FIRST.index(part)
    return len(_FIRST) + (1 + _LAST.index(part) if part in _LAST else 0)

"""Lays a whole pack out: each section of its plan that has anything to show, from the report alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.pack_plan import SECTION_BY_KEY
from asc_desktop.pack.sections import BUILDERS
from asc_desktop.services.packs import PackCancelledError, PackDocument
from asc_desktop.ui.pdf.composer import Composer, Furniture, PackCalledOffError
from asc_desktop.ui.pdf.pages import PackPages
from asc_desktop.ui.pdf.section_assurance import write_budget, write_measures, write_risks
from asc_desktop.ui.pdf.section_cover import contents, period_words, write_cover, write_nothing
from asc_desktop.ui.pdf.section_drawer import draw_section
from asc_desktop.ui.pdf.section_notes import write_notes
from asc_desktop.ui.pdf.section_projects import write_exceptions, write_projects
from asc_desktop.ui.pdf.section_savings import write_lines, write_savings, write_slippage
from asc_desktop.ui.pdf.section_summary import write_summary
from asc_desktop.ui.pdf.write import pdf_of

__all__ = ["PackCalledOffError", "draw_pack", "lay_out_pack"]


_WRITERS: dict[str, Callable[[Composer], None]] = {
    "exceptions": write_exceptions,
    "savings": write_savings,
    "lines": write_lines,
    "slippage": write_slippage,
    "projects": write_projects,
    "measures": write_measures,
    "budget": write_budget,
    "risks": write_risks,
}

_NEEDED: dict[str, Callable[[Report], bool]] = {
    "exceptions": lambda report: bool(report.projects or report.exceptions),
    "savings": lambda report: bool(report.savings.lines),
    "lines": lambda report: bool(report.savings.lines),
    "slippage": lambda report: bool(report.savings.lines),
    "projects": lambda report: bool(report.projects),
    "measures": lambda report: bool(report.measures),
    "budget": lambda report: bool(report.budget.lines),
    "risks": lambda report: bool(report.risks),
}
"""Sections that are left out where there is nothing to show in them."""


def lay_out_pack(
    document: PackDocument,
    *,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PackPages:
    """Return the pages of a pack. Safe in any thread that has a QGuiApplication beside it.

    ``progress`` gets the share done, 0 to 1, and words. Raises PackCalledOffError once ``cancelled`` says so.
    """

    def look() -> None:
        if cancelled is not None and cancelled():
            raise PackCalledOffError

    report, edition = document.report, document.edition
    plan = edition.plan
    marking = document.marking
    furniture = Furniture(
        report.programme,
        period_words(report),
        report.organisation or report.portfolio,
        marking.short,
        is_exempt=marking.is_withheld,
    )
    pack = Composer(report, furniture, look, is_partial=edition.is_partial, closed=edition.closed_words)
    keys = [key for key in dict.fromkeys(plan.sections) if key in SECTION_BY_KEY]
    for number, key in enumerate(keys):
        if progress is not None:
            progress(number / len(keys), f"Laying out: {SECTION_BY_KEY[key].title}")
        _write_section(pack, key, document)
    if not pack.has_sections:
        write_nothing(pack)
    pages = pack.pages(partial(contents, pack))
    return PackPages(
        title=f"{report.programme}: {edition.file_kind}, {report.period_label}",
        author=report.organisation or report.portfolio,
        subject=f"{plan.name}, {report.programme}, {period_words(report)}",
        pages=pages,
    )


def _write_section(pack: Composer, key: str, document: PackDocument) -> None:
    """Write a section, unless there is nothing to show in it."""
    if key in BUILDERS:
        section = BUILDERS[key](document.report, document.edition)
        if section.blocks:
            draw_section(pack, section)
        return
    needed = _NEEDED.get(key)
    if needed is not None and not needed(document.report):
        return
    if key == "cover":
        write_cover(pack, document)
    elif key == "summary":
        write_summary(pack, document)
    elif key == "notes":
        write_notes(pack, document)
    else:
        _WRITERS[key](pack)


def draw_pack(
    document: PackDocument,
    *,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """Return a pack as a PDF: what the services are handed as their ``DrawPdf``."""
    load = None if progress is None else (lambda share, words: progress(share / 2, words))
    draw = None if progress is None else (lambda share, words: progress(0.5 + share / 2, words))
    try:
        pages = lay_out_pack(document, progress=load, cancelled=cancelled)
        return pdf_of(pages, progress=draw, cancelled=cancelled)
    except PackCalledOffError as error:
        raise PackCancelledError from error

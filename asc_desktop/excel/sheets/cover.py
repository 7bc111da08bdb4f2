"""Cover: whose pack it is, for which board and period, how it is marked, the six figures and what is asked."""

from typing import Any, Final

from asc_desktop.domain.dates import date_label
from asc_desktop.excel.sheets import asked, summary
from asc_desktop.excel.styles import ACCENT, BODY_POINTS, HUES, MUTED, TEXT
from asc_desktop.excel.workbook import PackBook, SheetWriter, clean

NAME: Final = "Cover"
_LAST: Final = len(summary.COLUMNS) - 1
_MOST_DECISIONS: Final = 7
_SECOND_LINK, _HALF = 9, 8


def is_needed(book: PackBook) -> bool:  # noqa: ARG001 - each part of the pack is asked with the book
    """Return whether there is anything to show: always."""
    return True


def columns(book: PackBook) -> list[int]:  # noqa: ARG001 - each part of the pack is asked with the book
    """Return the widths of the sheet's columns: the Summary's, for the tiles."""
    return summary.COLUMNS


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet, after every other."""
    _write_title(book, page)
    _write_marking(book, page)
    summary.write_figures(book, page)
    _write_asked(book, page)
    _write_contents(book, page)
    page.finish()


def _write_title(book: PackBook, page: SheetWriter) -> None:
    report, styles, edition = book.report, page.styles, book.edition
    page.gap(14, keep=True)
    page.text(0, report.organisation or report.portfolio, styles.get(font_size=13, font_color=MUTED))
    page.end_row(20, keep=True)
    title = styles.get(bold=True, font_size=30, font_color=ACCENT, valign="vcenter", text_wrap=True)
    page.merged(0, _LAST, clean(report.programme), title)
    lines = book.fit.line_count(report.programme, sum(page.columns), 30, bold=True)
    page.end_row(min(lines, 4) * 38 + 6, keep=True)
    name = edition.plan.name if edition.is_appendix else f"Board pack: {edition.plan.name}"
    kind = ", ".join(part for part in (name, edition.board) if part)
    page.text(0, clean(kind), styles.get(font_size=15, font_color=TEXT))
    page.end_row(23, keep=True)
    page.text(
        0,
        f"{book.period_words}. Figures to {date_label(report.as_at)}; savings are gross and incremental.",
        styles.get(font_size=11, font_color=MUTED),
    )
    summary.write_check(book, page, _LAST)
    page.end_row(18, keep=True)
    page.gap(8, keep=True)


def _write_marking(book: PackBook, page: SheetWriter) -> None:
    """Write the marking in full, and what is left out."""
    marking = book.marking
    hue = HUES["red" if marking.is_withheld else "neutral"]
    box = {"bg_color": hue.soft, "font_color": hue.text_on_soft, "indent": 1, "valign": "vcenter"}
    told = [(marking.full, {"bold": True}), (book.edition.left_out, {}), (book.edition.frozen, {})]
    for words, props in told:
        if not words:
            continue
        style = page.styles.get(text_wrap=True, align="left", **box, **props)
        page.merged(0, _LAST, clean(words), style)
        page.end_row(page.fitted_over([(0, _LAST, f"{words}{' ' * 12}")]) + 4, keep=True)
    if any(words for words, _ in told):
        page.gap(8, keep=True)


def _write_asked(book: PackBook, page: SheetWriter) -> None:
    """Write what the board is asked to decide."""
    page.heading("What the board is asked to decide", points=13)
    waiting = [item for item in book.report.decisions if item.stage == "for_decision"]
    if not waiting:
        page.paragraph("Nothing: no decision is waiting at the end of the month.", keep=True)
    else:
        asked.write_decisions(page, waiting[:_MOST_DECISIONS])
    rest = len(waiting) - _MOST_DECISIONS
    if rest > 0:
        page.paragraph(f"{rest} more, on the sheet Decisions and funding.", keep=True, font_color=MUTED)
    page.gap(8, keep=True)


def _write_contents(book: PackBook, page: SheetWriter) -> None:
    """Write a link to each other sheet with what it holds, in two columns that are read down."""
    page.heading("Contents", points=13)
    listed = [(name, words) for name, words in book.ties.sheets.items() if name != NAME]
    rows = (len(listed) + 1) // 2
    link = page.styles.get(font_color=ACCENT, underline=1, bold=True)
    muted: Any = page.styles.get(font_color=MUTED, font_size=BODY_POINTS - 1, shrink=True)
    for row in range(rows):
        for start, place in ((0, row), (_SECOND_LINK, row + rows)):
            if place < len(listed):
                name, words = listed[place]
                page.link(start, name, name, link)
                last = _HALF - 1 if start == 0 else _LAST
                page.merged(start + 2 + (start == 0), last, words, muted)
        page.end_row(15, keep=row < rows - 1)

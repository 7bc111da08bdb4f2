"""Notes: what the figures mean, the letters of the status scheme, and every check of the pack's totals."""

from typing import Final

from asc_desktop import __version__
from asc_desktop.domain.dates import date_label
from asc_desktop.domain.records.delivery import RAGS
from asc_desktop.domain.records.office import AUDIENCES
from asc_desktop.domain.report.publication import appendix_report
from asc_desktop.domain.rules.position import BASES
from asc_desktop.excel.styles import BODY_POINTS, NEGATIVE, POSITIVE
from asc_desktop.excel.ties import ALL_AGREE
from asc_desktop.excel.workbook import PackBook, SheetWriter, clean

NAME: Final = "Notes"
COLUMNS: Final = [230, 34, 420, 528]
_COLOUR_WORDS: Final = dict(RAGS)


def is_needed(book: PackBook) -> bool:  # noqa: ARG001 - each part of the pack is asked with the book
    """Return whether there is anything to show: always."""
    return True


def columns(book: PackBook) -> list[int]:  # noqa: ARG001 - each part of the pack is asked with the book
    """Return the widths of the sheet's columns."""
    return COLUMNS


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet, after every other that has a check."""
    report = book.report
    page.title("Notes", f"{report.programme}, {book.period_words}.")
    _write_about(book, page)
    page.gap()
    page.heading("What the figures mean")
    for heading, sentences in report.notes:
        _write_pair(page, heading, sentences)
    page.gap()
    _write_scheme(book, page)
    if book.marking.is_exempt:
        page.gap()
        _write_exempt(book, page)
    if book.ties.checks:
        page.gap()
        book.ties.all_agree = _write_checks(page, book.ties.checks)
    page.finish()


def _write_about(book: PackBook, page: SheetWriter) -> None:
    report, edition = book.report, book.edition
    basis = dict(BASES).get(report.basis, report.basis)
    page.heading("About this pack")
    for heading, words in (
        ("Organisation", report.organisation or "Not stated"),
        ("Portfolio", report.portfolio),
        ("Programme", report.programme),
        ("Programme lead", report.programme_lead or "Not stated"),
        ("Month", book.period_words),
        ("Figures to", date_label(report.as_at)),
        ("Financial year", f"{report.year}, 1 April to 31 March"),
        ("Years shown", ", ".join(report.years)),
        ("Basis", basis),
        ("Pack", edition.plan.name),
        ("Board", edition.board),
        ("Audience", dict(AUDIENCES).get(edition.plan.audience, "")),
        ("Marking", book.marking.full),
        ("Left out", edition.left_out),
        ("Board version", edition.frozen),
        ("Compared with", edition.changes.before_name if edition.changes else ""),
        ("Prepared with", f"ASC Desktop {__version__}"),
    ):
        if words:
            _write_pair(page, heading, words)


def _write_pair(page: SheetWriter, heading: str, sentences: str) -> None:
    wide = sum(COLUMNS[1:])
    cell, bold = page.styles.cell(), page.styles.cell(bold=True)
    parts = page.book.fit.split(clean(sentences), wide, BODY_POINTS, 20)
    for index, part in enumerate(parts):
        page.text(0, "" if index else heading, bold)
        page.sheet.merge_range(page.row, 1, page.row, len(COLUMNS) - 1, "", cell)
        page.text(1, part, cell)
        lines = max(
            page.book.fit.line_count(part, wide, BODY_POINTS),
            page.book.fit.line_count(heading, COLUMNS[0], BODY_POINTS, bold=True),
        )
        page.end_row(page.book.fit.height(lines, BODY_POINTS))


def _write_scheme(book: PackBook, page: SheetWriter) -> None:
    page.heading("Delivery statuses")
    if not book.report.status_scheme:
        page.paragraph("This portfolio has no delivery statuses.")
    for status in book.report.status_scheme:
        page.text(0, status.name, page.styles.cell())
        page.text(1, status.letter, page.styles.rag(status.rag))
        closes = "; closes the project" if status.closed else ""
        page.text(2, f"{_COLOUR_WORDS.get(status.rag, status.rag)}{closes}", page.styles.cell())
        page.end_row(page.fitted([(0, status.name)]), keep=status is not book.report.status_scheme[-1])


def _write_exempt(book: PackBook, page: SheetWriter) -> None:
    """Name each record of the pack that may not be published, under which paragraph and why."""
    page.heading("Exempt records in this pack")
    for item in appendix_report(book.report).report.exempt.values():
        words = f"{item.title.rstrip('.')}: exempt under {item.paragraph_words}. {item.reason}"
        _write_pair(page, f"{item.kind[:1].upper()}{item.kind[1:]}", words)


def _write_checks(page: SheetWriter, checks: dict[str, str]) -> str:
    page.heading("How the totals are checked")
    page.paragraph(
        "Totals are formulas over the tables of this workbook, with the value that the program worked out stored in "
        "each. A check compares the two and shows OK, or by how many pounds they differ. Change a figure in "
        "a table and "
        "its totals follow; the check then shows the change.",
        keep=True,
    )
    header = page.styles.header()
    page.text(0, "Sheet", header)
    page.text(1, "", header)
    page.text(2, "Total", header)
    page.text(3, "Check", header)
    page.end_row(17, keep=True)
    first = page.row + 1
    fine = page.styles.cell(bold=True, font_color=POSITIVE, align="left")
    for words, cell in checks.items():
        page.text(0, cell.split("'")[1], page.styles.cell())
        page.text(1, "", page.styles.cell())
        page.text(2, words, page.styles.cell())
        page.formula(3, f"={cell}", "OK", fine)
        page.end_row(page.fitted([(2, words)]), keep=True)
    last = page.row
    page.sheet.conditional_format(
        first - 1,
        3,
        last - 1,
        3,
        {
            "type": "cell",
            "criteria": "!=",
            "value": '"OK"',
            "format": page.book.workbook.add_format({"font_color": "#ffffff", "bg_color": NEGATIVE}),
        },
    )
    page.fill(range(len(COLUMNS)), page.styles.total())
    page.text(0, "All checks", page.styles.total())
    checked = f"D{first}:D{last}"
    page.formula(
        3,
        f'=IF(COUNTIF({checked},"OK")=ROWS({checked}),"{ALL_AGREE}","A total of this workbook differs: see Notes")',
        ALL_AGREE,
        page.styles.total(font_color=POSITIVE),
    )
    at = page.row + 1
    page.end_row(17)
    return f"'{NAME}'!$D${at}"

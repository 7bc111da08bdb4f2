"""Published totals beside the savings lines, with a live check on each, and the published tables that do not add up.

What is checked is the difference by formula; a check says OK where it is within rounding or explained, or what is left.
"""

from itertools import groupby
from typing import Final

from asc_desktop.domain.report.views_reconciliation import ControlTotalReport
from asc_desktop.domain.words import number_of
from asc_desktop.excel.styles import MUTED, NEGATIVE, SMALL_POINTS
from asc_desktop.excel.workbook import PackBook, SheetWriter, pounds

NAME: Final = "Reconciliation"
_COLUMNS: Final = (
    ("Control total", 190),
    ("Year", 66),
    ("Lines", 250),
    ("Published", 92),
    ("Lines come to", 92),
    ("Difference", 84),
    ("Explained", 84),
    ("Check", 84),
    ("Explained by", 270),
)
_PUBLISHED, _LINES, _DIFFERENCE, _EXPLAINED, _CHECK = 3, 4, 5, 6, 7
_HEADER_ROW: Final = 3


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.reconciliation.control_totals or book.report.reconciliation.tables)


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    every = [item.published_pence for item in book.report.reconciliation.control_totals]
    money = book.fit.money_pixels([sum(every)], least=84)
    return [
        max(money, pixels) if place in {_PUBLISHED, _LINES} else pixels
        for place, (_, pixels) in enumerate(_COLUMNS)
    ]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    section = book.report.reconciliation
    left = sum(1 for item in section.control_totals if item.result in {"part", "differs"})
    words = (
        f"{left} differ without an explanation"
        if left
        else "every difference is explained or within rounding"
    )
    wrong = sum(1 for item in section.tables if item.state in {"wrong", "unreadable"})
    if wrong:
        words += f"; {number_of(wrong, 'published table does', 'published tables do')} not add up"
    page.title(
        "Reconciliation with published totals",
        f"{book.report.programme}, {book.period_words}. {len(section.control_totals)} control totals: {words}. £.",
    )
    plain, right = page.styles.header(), page.styles.header(align="right")
    for place, (label, _) in enumerate(_COLUMNS):
        last = page.styles.header(indent=1, align="left")
        page.text(place, label, right if _PUBLISHED <= place <= _CHECK else last if place > _CHECK else plain)
    page.end_row(28, keep=True)
    for source, held in groupby(section.control_totals, key=lambda item: item.source):
        page.heading(source or "No source", points=11)
        for total in held:
            _write_total(page, total)
        page.gap(6)
    for table in section.tables:
        page.heading(f"Published table: {table.name}", points=11)
        colour = NEGATIVE if table.state in {"wrong", "unreadable"} else MUTED
        source = f" ({table.source})" if table.source else ""
        page.paragraph(f"{table.state_label}{source}. {table.sentence}", font_color=colour)
        if table.explanation:
            page.paragraph(f"Explained: {table.explanation}", font_color=MUTED)
    page.paragraph(
        "The difference is what was published less the approved targets of the lines. A check is OK where what is not "
        "explained is at most half a step of the last digit that was printed.",
        font_color=MUTED,
        font_size=SMALL_POINTS,
    )
    page.finish(freeze=(_HEADER_ROW + 1, 1), repeat=(_HEADER_ROW, _HEADER_ROW))


def _write_total(page: SheetWriter, total: ControlTotalReport) -> None:
    styles = page.styles
    words = {0: total.name, 1: total.year, 2: total.selection, 8: total.explanation}
    for place, text in words.items():
        page.text(
            place, text, styles.cell(align="left", indent=1) if place == len(_COLUMNS) - 1 else styles.cell()
        )
    money = styles.pounds()
    page.money(_PUBLISHED, total.published_pence, money)
    page.money(_LINES, total.lines_pence, money)
    row = page.row + 1
    page.formula(_DIFFERENCE, f"=D{row}-E{row}", total.difference_pence / 100, money)
    page.money(_EXPLAINED, total.explained_pence or 0, money)
    rounding = pounds(total.precision_pence) / 2 if total.precision_pence > 1 else 0
    is_right = not total.left_pence
    page.formula(
        _CHECK,
        f'=IF(ABS(F{row})<={rounding},"OK",IF(ABS(F{row}-G{row})<={rounding},"OK",F{row}-G{row}))',
        "OK" if is_right else pounds(total.left_pence),
        styles.pounds(bold=True, align="right")
        if is_right
        else styles.pounds(bold=True, font_color=NEGATIVE),
    )
    page.end_row(page.fitted(list(words.items())))

"""Savings lines: every line with its target and forecast by year, in the Excel table that the totals are summed from.

The other terms of each line's position stand to the right of what is printed. A cell that holds nothing is left empty.
"""

from operator import attrgetter
from typing import Final

from asc_desktop.domain.records.delivery import RECURRENCES, SAVING_KINDS
from asc_desktop.domain.report.model import LineReport, Report
from asc_desktop.domain.rules.position import Position
from asc_desktop.domain.rules.status import RAG_LETTERS
from asc_desktop.excel.formulas import sum_where, with_rest
from asc_desktop.excel.rests import Rests
from asc_desktop.excel.styles import BODY_POINTS
from asc_desktop.excel.workbook import PAGE_PIXELS, PackBook, SheetWriter, pounds

NAME: Final = "Savings lines"
TABLE: Final = "SavingsLines"
COUNTED: Final = ("In totals", '"Yes"')
"""The condition that leaves memo lines out."""

MEASURES: Final = (
    ("target_pence", "Target"),
    ("slipped_in_pence", "Slipped in"),
    ("to_find_pence", "To find"),
    ("delivered_pence", "Delivered"),
    ("forecast_pence", "Forecast"),
    ("slipped_out_pence", "Slipped out"),
    ("delivered_early_pence", "Delivered early"),
    ("offset_in_pence", "Offset"),
    ("written_off_pence", "Written off"),
    ("no_plan_pence", "No plan yet"),
    ("surplus_pence", "Surplus"),
)
"""The terms of a position that the pack shows, in order; the words begin the names of the table's columns."""

_MEASURE_WORDS = dict(MEASURES)
_KEYS = tuple(_MEASURE_WORDS)
_TERMS = attrgetter(*_KEYS)
_WORDS: Final = (
    ("Ref", 48),
    ("Project", 146),
    ("Savings line", 146),
    ("Theme", 112),
    ("Source plan", 112),
    ("In totals", 46),
    ("RAG", 34),
)
_WORDS_NOT_PRINTED: Final = (("Kind", 90), ("Recurrence", 80), ("Counts in", 140))
_LEAST_MONEY_PIXELS = 66
_MOST_YEARS = 5
"""That the printed part has columns for; the others stand to the right of it."""

_FIRST_ROW = 4

Column = tuple[str, str]
"""The key of a term and the label of a year."""


def column_name(key: str, year: str) -> str:
    """Return the name of the table's column for a term and a year."""
    return f"{_MEASURE_WORDS[key]} {year}"


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.savings.lines)


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    shown, rest = _money_columns(book)
    page.title(
        "Savings lines",
        f"{report.programme}, {book.period_words}. £, gross and incremental. RAG is of {report.year}. "
        "Kind, recurrence and the other terms are to the right of the printed columns.",
        last_column=len(_WORDS) + len(shown) - 1,
    )
    headings = [name for name, _ in _WORDS]
    headings += [column_name(*column) for column in shown]
    headings += [name for name, _ in _WORDS_NOT_PRINTED]
    headings += [column_name(*column) for column in rest]
    page.end_row(40, keep=True)
    lines = report.savings.lines
    places = {column: place for place, column in enumerate(rest)}
    for line in lines:
        _write_line(page, line, shown, places)
    plain, right = page.styles.header(valign="top"), page.styles.header(align="right", valign="top")
    page.sheet.add_table(
        _FIRST_ROW - 1,
        0,
        page.row - 1,
        len(headings) - 1,
        {
            "name": TABLE,
            "style": None,
            "columns": [
                {
                    "header": heading,
                    "header_format": plain
                    if index < len(_WORDS) or heading in dict(_WORDS_NOT_PRINTED)
                    else right,
                }
                for index, heading in enumerate(headings)
            ],
        },
    )
    _write_totals(book, page, shown)
    if any(not line.in_scope or line.memo for line in lines):
        page.gap()
        page.paragraph(
            "Memo: counted in another theme’s totals, so left out of these. Where the theme that counts a line is "
            "of this pack, the line is in its totals; column Counts in, to the right of what is printed, names it."
        )
    page.finish(
        freeze=(_FIRST_ROW, 2),
        repeat=(_FIRST_ROW - 1, _FIRST_ROW - 1),
        last_column=len(_WORDS) + len(shown) - 1,
    )


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    shown, rest = _money_columns(book)
    by_year = book.report.savings.by_year
    money = book.fit.money_pixels(
        (getattr(by_year[year], key) for key, year in shown), least=_LEAST_MONEY_PIXELS
    )
    words = [pixels for _, pixels in _WORDS]
    spare = max(0, PAGE_PIXELS - sum(words) - money * len(shown))
    words[1] += spare // 2
    words[2] += spare // 2
    not_printed = [pixels for _, pixels in _WORDS_NOT_PRINTED]
    return [*words, *[money] * len(shown), *not_printed, *[money] * len(rest)]


def _money_columns(book: PackBook) -> tuple[list[Column], list[Column]]:
    """Return the columns that are printed, and the others."""
    report = book.report
    years = _printed_years(report)
    shown = [(key, year) for key in ("target_pence", "forecast_pence") for year in years]
    shown.append(("delivered_pence", report.year))
    rest = [(key, year) for year in report.years for key, _ in MEASURES if (key, year) not in shown]
    return shown, rest


def _printed_years(report: Report) -> list[str]:
    """Return the years with any figure and the reported one; at most five, from the year before that one on."""
    found = [
        year for year in report.years if year == report.year or has_figures(report.savings.by_year[year])
    ]
    if len(found) <= _MOST_YEARS:
        return found
    first = max(0, min(found.index(report.year) - 1, len(found) - _MOST_YEARS))
    return found[first : first + _MOST_YEARS]


def has_figures(position: Position) -> bool:
    """Return whether any term that the pack shows is not nothing."""
    return any(getattr(position, key) for key, _ in MEASURES)


def _write_line(page: SheetWriter, line: LineReport, shown: list[Column], rest: dict[Column, int]) -> None:
    styles = page.styles
    cell = styles.cell()
    words = (
        line.project_ref,
        line.project,
        line.name,
        line.theme,
        line.source_plan,
        "Yes" if line.in_scope else "Memo",
    )
    for column, text in enumerate(words):
        page.text(column, text, cell)
    page.text(len(words), RAG_LETTERS[line.savings_rag], styles.rag(line.savings_rag))
    at = len(words) + 1
    for key, year in shown:
        page.money(at, getattr(line.years[year], key), styles.saving(key))
        at += 1
    for text in (_KIND_WORDS[line.kind], _RECURRENCE_WORDS[line.recurrence], line.counts_in):
        page.text(at, text, cell)
        at += 1
    for year in page.book.report.years:
        for key, pence in zip(_KEYS, _TERMS(line.years[year]), strict=True):
            if pence and (key, year) in rest:
                page.money(at + rest[key, year], pence, styles.saving(key))
    page.end_row(page.fitted([(column, words[column]) for column in (1, 2, 3, 4)], points=BODY_POINTS))


def _write_totals(book: PackBook, page: SheetWriter, shown: list[Column]) -> None:
    rests = Rests(book)
    page.fill(range(len(_WORDS)), page.styles.total())
    page.text(1, "Total, memo lines left out", page.styles.total(text_wrap=False))
    for column, (key, year) in enumerate(shown, start=len(_WORDS)):
        pence = getattr(book.report.savings.by_year[year], key)
        formula = sum_where(TABLE, column_name(key, year), [COUNTED], exact=False)
        rest = pounds(rests.of(key, year, pence))
        page.formula(column, with_rest(formula, rest), pounds(pence), page.styles.total_saving(key))
    page.end_row(17)


_KIND_WORDS = dict(SAVING_KINDS)
_RECURRENCE_WORDS = dict(RECURRENCES)

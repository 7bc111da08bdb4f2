"""Savings by year, theme and source plan: each total a live sum with the report's own figure stored in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Final

from asc_desktop.domain.position import Position
from asc_desktop.excel.formulas import check_against, exact_labels, sum_where
from asc_desktop.excel.sheets import lines
from asc_desktop.excel.sheets.lines import MEASURES, has_figures
from asc_desktop.excel.styles import BODY_POINTS, MUTED, NEGATIVE, POSITIVE
from asc_desktop.excel.workbook import PAGE_PIXELS, PackBook, SheetWriter, letters

NAME: Final = "Savings by year"
_FIRST_MEASURE = 2
_CHECK = _FIRST_MEASURE + len(MEASURES)
_HEADER_ROW = 3


@dataclass(frozen=True)
class SavingsCells:
    """Where other sheets find the totals: by year and term, and each check by what it checks."""

    totals: dict[tuple[str, str], str]
    checks: dict[str, str]


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    totals = book.report.savings.all_years
    money = book.fit.money_pixels((getattr(totals, key) for key, _ in MEASURES), least=74)
    labels = [*book.report.savings.by_theme, *book.report.savings.by_source_plan]
    longest = max((book.fit.width(label, BODY_POINTS) for label in labels), default=0) + 14
    label = max(min(ceil(longest), 290), 180, PAGE_PIXELS - 56 - 60 - money * len(MEASURES))
    return [56, label, *[money] * len(MEASURES), 60]


def write(book: PackBook, page: SheetWriter) -> SavingsCells:
    """Write the sheet and return where its totals stand."""
    report = book.report
    page.title("Savings by year", f"{report.programme}, {book.period_words}. £, gross and incremental.")
    _write_header(page)
    cells = SavingsCells({}, {})
    _write_years(book, page, cells)
    _write_groups(book, page, cells, "By theme", "Counts in", report.savings.by_theme)
    _write_groups(book, page, cells, "By source plan", "Source plan", report.savings.by_source_plan)
    page.gap()
    page.paragraph(
        "To find is the approved target and what slipped in from earlier years. Each pound of it is delivered, still "
        "forecast, slipped out, delivered early in a previous year, offset by another project, written off, or "
        "without a plan; a surplus is what a line has beyond that. Over all years a pound that slips is to be found "
        "twice: in the year that it leaves and in the year that it goes to."
    )
    page.finish(freeze=(_HEADER_ROW + 1, _FIRST_MEASURE), repeat=(_HEADER_ROW, _HEADER_ROW))
    return cells


def _write_header(page: SheetWriter) -> None:
    plain, right = page.styles.header(), page.styles.header(align="right")
    page.text(0, "Year", plain)
    page.text(1, "", plain)
    for column, (_, words) in enumerate(MEASURES, start=_FIRST_MEASURE):
        page.text(column, words, right)
    page.text(_CHECK, "Check", page.styles.header(align="center"))
    page.end_row(28, keep=True)


def _write_years(book: PackBook, page: SheetWriter, cells: SavingsCells) -> None:
    report = book.report
    page.heading("All themes")
    first = page.row
    for year in report.years:
        strong = year == report.year
        page.text(0, year, page.styles.cell(bold=strong))
        page.text(1, "The year reported" if strong else "", page.styles.cell(bold=strong))
        position = report.savings.by_year[year]
        for column, (key, _) in enumerate(MEASURES, start=_FIRST_MEASURE):
            formula = sum_where(lines.TABLE, lines.column_name(key, year), [lines.COUNTED], exact=False)
            page.formula(column, formula, getattr(position, key) / 100, page.styles.pounds(bold=strong))
            cells.totals[year, key] = f"'{NAME}'!${letters(column)}${page.row + 1}"
        _write_check(page, cells, f"All themes, {year}", position)
        page.end_row(15, keep=True)
    page.text(0, "All years", page.styles.total())
    page.text(1, "", page.styles.total())
    for column, (key, _) in enumerate(MEASURES, start=_FIRST_MEASURE):
        name = letters(column)
        pence = getattr(report.savings.all_years, key)
        page.formula(
            column, f"=SUM({name}{first + 1}:{name}{page.row})", pence / 100, page.styles.total_pounds()
        )
    _write_check(page, cells, "All themes, all years", report.savings.all_years)
    page.end_row(17)


def _write_groups(
    book: PackBook,
    page: SheetWriter,
    cells: SavingsCells,
    title: str,
    column_of_label: str,
    groups: Mapping[str, Mapping[str, Position]],
) -> None:
    """Write for each year a row for each group, and their total."""
    report = book.report
    page.gap()
    page.heading(title)
    if not groups:
        page.paragraph(f"No savings lines to sum {title[0].lower()}{title[1:]} yet.")
        return
    exact = exact_labels(groups)
    empty = [year for year in report.years if not has_figures(report.savings.by_year[year])]
    for year in report.years:
        if year in empty and year != report.year:
            continue
        first = page.row
        for label, years in groups.items():
            page.text(0, year, page.styles.cell())
            page.text(1, label, page.styles.cell())
            conditions = [(column_of_label, f"$B{page.row + 1}"), lines.COUNTED]
            for column, (key, _) in enumerate(MEASURES, start=_FIRST_MEASURE):
                formula = sum_where(lines.TABLE, lines.column_name(key, year), conditions, exact=exact)
                page.formula(column, formula, getattr(years[year], key) / 100, page.styles.pounds())
            page.text(_CHECK, "", page.styles.cell())
            page.end_row(page.fitted([(1, label)]), keep=True)
        page.text(0, year, page.styles.total())
        page.text(1, "Total", page.styles.total())
        position = report.savings.by_year[year]
        for column, (key, _) in enumerate(MEASURES, start=_FIRST_MEASURE):
            name = letters(column)
            page.formula(
                column,
                f"=SUM({name}{first + 1}:{name}{page.row})",
                getattr(position, key) / 100,
                page.styles.total_pounds(),
            )
        _write_check(page, cells, f"{title}, {year}", position, total=True)
        page.end_row(17)
        page.gap(5)
    left_out = [year for year in empty if year != report.year]
    if left_out:
        page.paragraph(f"Nothing in {', '.join(left_out)}.", font_color=MUTED)


def _write_check(
    page: SheetWriter, cells: SavingsCells, words: str, position: Position, *, total: bool = False
) -> None:
    props = {"align": "center", "bold": True, "font_color": POSITIVE}
    style = page.styles.total(**props) if total or "all years" in words else page.styles.cell(**props)
    row = page.row + 1
    figures = [getattr(position, key) for key, _ in MEASURES]
    last = letters(_CHECK - 1)
    formula = check_against(f"{letters(_FIRST_MEASURE)}{row}:{last}{row}", figures)
    page.formula(_CHECK, formula, "OK", style)
    page.sheet.conditional_format(
        page.row,
        _CHECK,
        page.row,
        _CHECK,
        {
            "type": "cell",
            "criteria": "!=",
            "value": '"OK"',
            "format": page.book.workbook.add_format({"font_color": "#ffffff", "bg_color": NEGATIVE}),
        },
    )
    cells.checks[words] = f"'{NAME}'!${letters(_CHECK)}${row}"

"""Savings by year, theme and source plan: each total a live sum with the report's own figure stored in it."""

from collections.abc import Mapping
from math import ceil
from typing import Final, NamedTuple

from asc_desktop.domain.rules.position import Position
from asc_desktop.excel.formulas import check_against, exact_labels, sum_where, with_rest
from asc_desktop.excel.rests import Rests
from asc_desktop.excel.sheets import lines
from asc_desktop.excel.sheets.lines import MEASURES, has_figures
from asc_desktop.excel.styles import BODY_POINTS, MUTED, NEGATIVE, POSITIVE
from asc_desktop.excel.workbook import PAGE_PIXELS, PackBook, SheetWriter, letters, pounds

NAME: Final = "Savings by year"
_FIRST_MEASURE = 2
_CHECK = _FIRST_MEASURE + len(MEASURES)
_HEADER_ROW = 3


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.savings.lines)


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    totals = book.report.savings.all_years
    money = book.fit.money_pixels((getattr(totals, key) for key, _ in MEASURES), least=74)
    labels = [*book.report.savings.by_theme, *book.report.savings.by_source_plan]
    longest = max((book.fit.width(label, BODY_POINTS) for label in labels), default=0) + 14
    label = max(min(ceil(longest), 290), 180, PAGE_PIXELS - 56 - 60 - money * len(MEASURES))
    return [56, label, *[money] * len(MEASURES), 60]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    page.title("Savings by year", f"{report.programme}, {book.period_words}. £, gross and incremental.")
    _write_header(page)
    sums = _Sums(book)
    _write_years(book, page, sums)
    _write_groups(book, page, sums, _THEMES, report.savings.by_theme)
    _write_groups(book, page, sums, _PLANS, report.savings.by_source_plan)
    page.gap()
    page.paragraph(
        "To find is the approved target and what slipped in from earlier years. Each pound is forecast (what is "
        "delivered is a part of the forecast), slipped out, delivered early in a previous year, offset by another "
        "project, written off, or without a plan. A surplus is what a line is forecast to save beyond that; subtract "
        "it, and the parts add up. Over all years a pound that slips is to be found "
        "twice: in the year that it leaves and in the year that it goes to."
    )
    if book.edition.is_partial:
        page.paragraph("Totals include the records that this pack leaves out.")
    page.finish(freeze=(_HEADER_ROW + 1, _FIRST_MEASURE), repeat=(_HEADER_ROW, _HEADER_ROW))


class _Group(NamedTuple):
    """A way to group the lines: its title, the table's column, and the lines' own field."""

    title: str
    column: str
    field: str


_THEMES: Final = _Group("By theme", "Counts in", "counts_in")
_PLANS: Final = _Group("By source plan", "Source plan", "source_plan")


class _Sums:
    """The formulas that sum the table of lines; none where the pack leaves that table out."""

    def __init__(self, book: PackBook) -> None:
        self._has_lines = book.has(lines.NAME)
        self._rests = Rests(book)

    def all_lines(self, key: str, year: str, pence: int) -> str:
        """Return the formula of a year's total."""
        if not self._has_lines:
            return ""
        formula = sum_where(lines.TABLE, lines.column_name(key, year), [lines.COUNTED], exact=False)
        return with_rest(formula, pounds(self._rests.of(key, year, pence)))

    def group(self, of: _Group, label: str, row: int, key: str, year: str, pence: int, *, exact: bool) -> str:
        """Return the formula of a group's sum in a year, whose label stands in column B of its row."""
        if not self._has_lines:
            return ""
        conditions = [(of.column, f"$B{row}"), lines.COUNTED]
        formula = sum_where(lines.TABLE, lines.column_name(key, year), conditions, exact=exact)
        return with_rest(formula, pounds(self._rests.of(key, year, pence, (of.field, label))))


def _write_header(page: SheetWriter) -> None:
    plain, right = page.styles.header(), page.styles.header(align="right")
    page.text(0, "Year", plain)
    page.text(1, "", plain)
    for column, (_, words) in enumerate(MEASURES, start=_FIRST_MEASURE):
        page.text(column, words, right)
    page.text(_CHECK, "Check", page.styles.header(align="center"))
    page.end_row(28, keep=True)


def _write_years(book: PackBook, page: SheetWriter, sums: _Sums) -> None:
    report = book.report
    page.heading("All themes")
    first = page.row
    for year in report.years:
        strong = year == report.year
        page.text(0, year, page.styles.cell(bold=strong))
        page.text(1, "The year reported" if strong else "", page.styles.cell(bold=strong))
        position = report.savings.by_year[year]
        for column, (key, _) in enumerate(MEASURES, start=_FIRST_MEASURE):
            pence = getattr(position, key)
            formula = sums.all_lines(key, year, pence)
            page.formula(column, formula, pence / 100, page.styles.saving(key, bold=strong))
            book.ties.totals[year, key] = f"'{NAME}'!${letters(column)}${page.row + 1}"
        _write_check(page, f"All themes, {year}", position)
        page.end_row(15, keep=True)
    page.text(0, "All years", page.styles.total())
    page.text(1, "", page.styles.total())
    for column, (key, _) in enumerate(MEASURES, start=_FIRST_MEASURE):
        name = letters(column)
        pence = getattr(report.savings.all_years, key)
        page.formula(
            column, f"=SUM({name}{first + 1}:{name}{page.row})", pence / 100, page.styles.total_saving(key)
        )
    _write_check(page, "All themes, all years", report.savings.all_years)
    page.end_row(17)


def _write_groups(
    book: PackBook,
    page: SheetWriter,
    sums: _Sums,
    of: _Group,
    groups: Mapping[str, Mapping[str, Position]],
) -> None:
    """Write for each year a row for each group, and their total."""
    report = book.report
    page.gap()
    page.heading(of.title)
    exact = exact_labels(groups)
    empty = [year for year in report.years if not has_figures(report.savings.by_year[year])]
    for year in report.years:
        if year in empty and year != report.year:
            continue
        first = page.row
        for label, years in groups.items():
            page.text(0, year, page.styles.cell())
            page.text(1, label, page.styles.cell())
            for column, (key, _) in enumerate(MEASURES, start=_FIRST_MEASURE):
                pence = getattr(years[year], key)
                formula = sums.group(of, label, page.row + 1, key, year, pence, exact=exact)
                page.formula(column, formula, pence / 100, page.styles.saving(key))
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
                page.styles.total_saving(key),
            )
        _write_check(page, f"{of.title}, {year}", position, total=True)
        page.end_row(17)
        page.gap(5)
    left_out = [year for year in empty if year != report.year]
    if left_out:
        page.paragraph(f"Nothing in {', '.join(left_out)}.", font_color=MUTED)


def _write_check(page: SheetWriter, words: str, position: Position, *, total: bool = False) -> None:
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
    page.book.ties.checks[words] = f"'{NAME}'!${letters(_CHECK)}${row}"

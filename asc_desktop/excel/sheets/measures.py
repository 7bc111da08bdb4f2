"""Performance measures in the layout of the county's paper: baseline, months, target, rating and trend, by theme.

The year's months up to the report's period are shown, each as a real number, with a small native line beside them.
"""

from itertools import groupby
from typing import Any, Final

from asc_desktop.domain.dates import period_short_label, shift_period, year_label, year_of_period
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_measures import MeasureReport
from asc_desktop.domain.rules.status import RAG_LETTERS, RAG_WORDS
from asc_desktop.excel.sheets.measure_charts import insert_trends
from asc_desktop.excel.styles import ACCENT, BODY_POINTS, BORDER, HUES, MUTED, SMALL_POINTS, TEXT
from asc_desktop.excel.workbook import PAGE_PIXELS, PackBook, SheetWriter, clean, letters

NAME: Final = "Measures"
_TREND_WORDS: Final = {"improving": "Improving", "worsening": "Worsening", "same": "No change", "": ""}
_FEW_MONTHS: Final = 6
_LEADING: Final = 1.25
_HEADER_ROW: Final = 3
_LETTER, _WORDS, _LINE, _TREND = 24, 62, 96, 76
_WIDE: Final = ((88, 66), (68, 50))
"""How wide baseline and target, and a month, are: with few months, and with many."""


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.measures)


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns: measure, baseline, months, target, rating, its words, line, trend."""
    months = len(_months(book.report))
    figure, month = _WIDE[0] if months <= _FEW_MONTHS else _WIDE[1]
    rest = [figure, *([month] * months), figure, _LETTER, _WORDS, _LINE, _TREND]
    return [PAGE_PIXELS - sum(rest), *rest]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    counts = [
        f"{count} {'not rated' if rag == 'grey' else rag}"
        for rag in ("red", "amber", "green", "grey")
        if (count := sum(1 for measure in report.measures if measure.rag == rag))
    ]
    page.title("Performance measures", f"{report.programme}, {book.period_words}. {', '.join(counts)}.")
    _write_header(page, report)
    rows: dict[str, int] = {}
    several = len({measure.programme for measure in report.measures}) > 1
    for theme, held in groupby(report.measures, key=lambda item: _theme(item, several=several)):
        if theme:
            page.heading(theme, points=11)
        for measure in held:
            rows[measure.id] = page.row
            _write_measure(book, page, measure)
        page.gap(6)
    page.paragraph(
        "A rating is how far a value is on the bad side of what is expected in the month, in per cent of that. What is "
        "expected is the target, a straight line to it from the baseline, or a monthly profile. A month without a "
        "value is not rated. * Rated by a person.",
        font_color=MUTED,
        font_size=SMALL_POINTS,
    )
    insert_trends(book, page, rows, _HEADER_ROW, _months(report))
    page.finish(freeze=(_HEADER_ROW + 1, 1), repeat=(_HEADER_ROW, _HEADER_ROW))


def _write_header(page: SheetWriter, report: Report) -> None:
    plain, right = page.styles.header(), page.styles.header(align="right")
    year = year_of_period(report.period)
    page.text(0, "Measure", plain)
    page.text(1, f"{year_label(year - 1)} actual", right)
    months = _months(report)
    for column, month in enumerate(months, start=2):
        page.text(column, period_short_label(month), right)
    after = 2 + len(months)
    page.text(after, f"{year_label(year)} target", right)
    page.text(after + 1, "", plain)
    page.text(after + 2, "RAG", page.styles.header(indent=1, align="left"))
    page.text(after + 3, "Year so far", plain)
    page.text(after + 4, "Trend", plain)
    page.end_row(28, keep=True)


def _write_measure(book: PackBook, page: SheetWriter, measure: MeasureReport) -> None:
    styles, fit = page.styles, book.fit
    months = _months(book.report)
    number = styles.cell(num_format=_number_format(measure), align="right", text_wrap=False)
    none = styles.cell(align="right", font_color=MUTED)
    name, rule = clean(measure.name), clean(measure.rule)
    parts: list[Any] = [styles.get(bold=True, font_color=TEXT), name]
    parts += [styles.get(font_color=MUTED, font_size=SMALL_POINTS), f"\n{rule}"]
    page.sheet.write_rich_string(page.row, 0, *parts, styles.cell())
    actual = {month.period: month.actual for month in measure.months}
    after = 2 + len(months)
    cells = {
        1: measure.baseline,
        **{2 + place: actual[month] for place, month in enumerate(months)},
        after: measure.target,
    }
    for column, value in cells.items():
        if value is None:
            page.text(column, "N/A" if column == 1 else "–", none)
        else:
            page.sheet.write_number(page.row, column, float(value), number)
    page.text(after + 1, RAG_LETTERS[measure.rag], styles.rag(measure.rag, valign="top"))
    words = RAG_WORDS[measure.rag] + ("*" if measure.overridden else "")
    page.text(after + 2, words, styles.status_words(measure.rag, bottom=1, bottom_color=BORDER))
    page.fill(range(after + 3, after + 4), styles.cell())
    page.text(after + 4, _TREND_WORDS[measure.trend], styles.cell())
    if any(actual[month] is not None for month in months):
        page.sheet.add_sparkline(
            page.row,
            after + 3,
            {
                "range": f"'{NAME}'!{letters(2)}{page.row + 1}:{letters(1 + len(months))}{page.row + 1}",
                "series_color": ACCENT,
                "last_point": True,
                "last_color": HUES.get(measure.rag, HUES["grey"]).solid,
                "weight": 1.5,
                "show_hidden": True,
            },
        )
    lines = fit.height(fit.line_count(name, page.columns[0], BODY_POINTS, bold=True), BODY_POINTS)
    page.end_row(lines + fit.line_count(rule, page.columns[0], SMALL_POINTS) * SMALL_POINTS * _LEADING + 2)


def _months(report: Report) -> list[str]:
    """Return the year's months from April to the report's period."""
    first = f"{year_of_period(report.period)}-04"
    found = [first]
    while found[-1] < report.period:
        found.append(shift_period(found[-1], 1))
    return found


def _theme(measure: MeasureReport, *, several: bool) -> str:
    if not several:
        return measure.strategy_theme
    return f"{measure.programme}: {measure.strategy_theme}" if measure.strategy_theme else measure.programme


def _number_format(measure: MeasureReport) -> str:
    places = f".{'0' * measure.decimals}" if measure.decimals else ""
    unit = '"%"' if measure.unit == "%" else ""
    # Room at the right, so that the target stands clear of the rating beside it.
    return f"#,##0{places}{unit}_);-#,##0{places}{unit}_)"

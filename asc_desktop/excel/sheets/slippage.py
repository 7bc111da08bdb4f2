"""Slippage: what was due in each year and where it went, each pound once."""

from collections.abc import Sequence
from typing import Final

from asc_desktop.domain.money import format_millions
from asc_desktop.domain.report.model import SlippageYear
from asc_desktop.domain.report.savings import SURPLUS, shown_bars, surplus_words
from asc_desktop.excel.sheets import chart_data
from asc_desktop.excel.styles import AXIS_MILLIONS, BAR_COLOURS, FONT, MUTED, POSITIVE, TEXT
from asc_desktop.excel.workbook import PackBook, SheetWriter, letters

NAME: Final = "Slippage"
DUE: Final = (
    ("target_pence", "Target"),
    ("slipped_in_pence", "Slipped in"),
    ("to_find_pence", "To find"),
)
_FIRST_WENT = 1 + len(DUE)
Bars = tuple[tuple[str, str], ...]
"""The keys and words of the columns that share out what is to find."""

_CHART_ROWS, _CHART_ROW_POINTS = 17, 15.0


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.savings.lines)


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    most = (year.to_find_pence for year in book.report.savings.slippage)
    money = book.fit.money_pixels(most, least=95)
    return [84, *[money] * (len(DUE) + len(shown_bars(book.report.savings))), 84, 94]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    page.title(
        "Slippage",
        f"{report.programme}, {book.period_words}. What was due in each year and where it went, each pound once. £.",
    )
    bars = shown_bars(report.savings)
    _write_header(page, bars)
    first = page.row
    for year in report.savings.slippage:
        _write_year(page, year, bars)
    last = page.row - 1
    page.gap(4)
    page.paragraph(
        f"{surplus_words(report.savings)} Proposed movements count as a plan.".lstrip(), font_color=MUTED
    )
    page.gap()
    if any(getattr(year, key) for year in report.savings.slippage for key, _ in bars):
        _insert_chart(book, page, first, last)
    _write_slipped_to(book, page)
    page.finish(freeze=(4, 1), repeat=(3, 3) if not _to_years(book) else None)


def _write_header(page: SheetWriter, bars: Bars) -> None:
    page.text(0, "Due in", page.styles.header())
    right = page.styles.header(align="right")
    for column, (_, words) in enumerate((*DUE, *bars), start=1):
        page.text(column, words, right)
    page.text(_FIRST_WENT + len(bars), "Check", page.styles.header(align="center"))
    page.text(_FIRST_WENT + len(bars) + 1, "Lines that slipped", right)
    page.end_row(28, keep=True)


def _write_year(page: SheetWriter, year: SlippageYear, bars: Bars) -> None:
    check = _FIRST_WENT + len(bars)
    ties = page.book.ties
    strong = year.year == page.book.report.year
    row = page.row + 1
    money = page.styles.pounds(bold=strong)
    page.text(0, year.year, page.styles.cell(bold=strong))
    for column, (key, _) in enumerate(DUE, start=1):
        cell = ties.totals.get((year.year, key))
        page.formula(column, f"={cell}" if cell else "", getattr(year, key) / 100, money)
        ties.bars[year.year, key] = f"'{NAME}'!${letters(column)}${row}"
    for column, (key, _) in enumerate(bars, start=_FIRST_WENT):
        page.money(column, getattr(year, key), money)
        ties.bars[year.year, key] = f"'{NAME}'!${letters(column)}${row}"
    has_surplus = bars[-1][0] == SURPLUS
    parts = f"SUM({letters(_FIRST_WENT)}{row}:{letters(check - 1 - has_surplus)}{row})"
    if has_surplus:
        parts += f"-{letters(check - 1)}{row}"
    difference = f"ROUND({parts}-{letters(_FIRST_WENT - 1)}{row},2)"
    page.formula(
        check,
        f'=IF({difference}=0,"OK",{difference})',
        "OK",
        page.styles.cell(align="center", bold=True, font_color=POSITIVE),
    )
    ties.checks[f"Every pound due in {year.year} appears once"] = f"'{NAME}'!${letters(check)}${row}"
    page.sheet.write_number(
        page.row, check + 1, year.slipped_lines, page.styles.cell(align="right", num_format='0_);-0_);"–"_)')
    )
    page.end_row(15, keep=True)


def _insert_chart(book: PackBook, page: SheetWriter, first: int, last: int) -> None:
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    header = first - 1
    # A label on a bar that is lower than its letters would hide it.
    least = max((year.to_find_pence for year in book.report.savings.slippage), default=0) // 100 // 22
    for column, (key, _) in enumerate(shown_bars(book.report.savings), start=_FIRST_WENT):
        if not any(getattr(year, key) for year in book.report.savings.slippage):
            continue
        values: list[str | int] = [NAME, first, column, last, column]
        if key == SURPLUS:
            if book.chart_page is None:
                continue
            values = _write_below(book.chart_page, book.report.savings.slippage, column, first)
        dark = key in {"delivered_pence", "offset_in_pence", "no_plan_pence"}
        chart.add_series(
            {
                "name": [NAME, header, column],
                "categories": [NAME, first, 0, last, 0],
                "values": values,
                "fill": {"color": BAR_COLOURS[key]},
                "border": {"color": "#ffffff", "width": 0.75},
                "gap": 60,
                "data_labels": {
                    "value": True,
                    "num_format": _label_format(key, max(least, 1)),
                    "font": {"name": FONT, "size": 8, "color": "#ffffff" if dark else TEXT},
                },
            }
        )
    axis = {"name": FONT, "size": 9, "color": TEXT}
    chart.set_title(
        {
            "name": "Where each year’s savings are",
            "name_font": {"name": FONT, "size": 11, "bold": True, "color": TEXT},
            "overlay": False,
        }
    )
    chart.set_x_axis(
        {"num_font": axis, "line": {"color": "#9ba6b3"}, "major_tick_mark": "none", "label_position": "low"}
    )
    chart.set_y_axis(
        {
            "num_format": AXIS_MILLIONS,
            "num_font": axis | {"color": MUTED},
            "major_gridlines": {"visible": True, "line": {"color": "#e6eaef", "width": 0.75}},
            "line": {"none": True},
        }
    )
    chart.set_legend({"position": "right", "font": axis})
    chart.set_chartarea({"border": {"color": "#dde3ea"}})
    width = sum(page.columns)
    chart.set_size({"width": width - 4, "height": int(_CHART_ROWS * _CHART_ROW_POINTS * 96 / 72) - 4})
    page.sheet.insert_chart(
        page.row, 0, chart, {"description": _words(book), "object_position": 2, "x_offset": 2, "y_offset": 2}
    )
    for row in range(_CHART_ROWS):
        page.end_row(_CHART_ROW_POINTS, keep=row < _CHART_ROWS - 1)


def _label_format(key: str, least: int) -> str:
    """Return the format of a part's labels: those of parts too low for letters show nothing."""
    money = '"£"0.00,,"m"'
    return f"[<=-{least}]{money};;" if key == SURPLUS else f"[>={least}]{money};;"


def _write_below(
    page: SheetWriter, years: Sequence[SlippageYear], column: int, first: int
) -> list[str | int]:
    """Write the surpluses as amounts below nought, which the chart stacks there; return where they are."""
    page.heading("Surplus, below nought in the chart of slippage")
    start = page.row
    for at, year in enumerate(years):
        page.text(0, year.year, page.styles.cell())
        cell = f"'{NAME}'!${letters(column)}${first + at + 1}"
        page.formula(1, f"=-{cell}", -year.surplus_pence / 100, page.styles.pounds())
        page.end_row(15, keep=True)
    page.gap()
    return [chart_data.NAME, start, 1, start + len(years) - 1, 1]


def _words(book: PackBook) -> str:
    """The chart in words, for who cannot see it."""
    sentences = []
    for year in book.report.savings.slippage:
        parts = [
            f"{words.lower()} {format_millions(getattr(year, key))}"
            for key, words in shown_bars(book.report.savings)
            if getattr(year, key)
        ]
        sentences.append(f"{year.year}: {', '.join(parts) or 'nothing due'}.")
    return "Stacked columns of what was due in each year and where it went. " + " ".join(sentences)


def _to_years(book: PackBook) -> list[str]:
    return sorted({label for year in book.report.savings.slippage for label in year.slipped_to})


def _write_slipped_to(book: PackBook, page: SheetWriter) -> None:
    """Write which years each year's slips go to."""
    years = _to_years(book)
    page.gap()
    page.heading("Years that savings slip to")
    if not years:
        page.paragraph("No saving slips to a later year.")
        return
    right = page.styles.header(align="right")
    page.text(0, "Due in", page.styles.header())
    for column, label in enumerate(years, start=1):
        page.text(column, f"Slips to {label}", right)
    page.text(len(years) + 1, "All slips", right)
    page.end_row(28, keep=True)
    first = page.row
    rows = [year for year in book.report.savings.slippage if year.slipped_to]
    for year in rows:
        page.text(0, year.year, page.styles.cell())
        for column, label in enumerate(years, start=1):
            page.money(column, year.slipped_to.get(label, 0), page.styles.pounds())
        total = sum(year.slipped_to.values())
        page.formula(
            len(years) + 1,
            f"=SUM(B{page.row + 1}:{letters(len(years))}{page.row + 1})",
            total / 100,
            page.styles.pounds(bold=True),
        )
        page.end_row(15, keep=True)
    page.text(0, "Total", page.styles.total())
    for column in range(1, len(years) + 2):
        pence = (
            sum(year.slipped_to.get(years[column - 1], 0) for year in rows)
            if column <= len(years)
            else sum(sum(year.slipped_to.values()) for year in rows)
        )
        name = letters(column)
        page.formula(
            column, f"=SUM({name}{first + 1}:{name}{page.row})", pence / 100, page.styles.total_pounds()
        )
    page.end_row(17)

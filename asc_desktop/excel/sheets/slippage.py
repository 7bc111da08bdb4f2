"""Slippage: what was due in each year and where it went, each pound once."""

from typing import Final

from asc_desktop.domain.money import format_millions
from asc_desktop.domain.report.model import SlippageYear
from asc_desktop.excel.styles import AXIS_MILLIONS, BAR_COLOURS, FONT, MUTED, POSITIVE, TEXT
from asc_desktop.excel.workbook import PackBook, SheetWriter, letters

NAME: Final = "Slippage"
DUE: Final = (
    ("target_pence", "Target"),
    ("slipped_in_pence", "Slipped in"),
    ("to_find_pence", "To find"),
)
WENT: Final = (
    ("delivered_pence", "Delivered"),
    ("still_forecast_pence", "Forecast remaining"),
    ("slipped_out_pence", "Slipped to later years"),
    ("delivered_early_pence", "Delivered early"),
    ("offset_in_pence", "Offset by others"),
    ("written_off_pence", "Written off"),
    ("no_plan_pence", "No plan yet"),
)
_FIRST_WENT = 1 + len(DUE)
_CHECK = _FIRST_WENT + len(WENT)
_LINES = _CHECK + 1
_CHART_ROWS, _CHART_ROW_POINTS = 17, 15.0


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.savings.lines)


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    most = (year.to_find_pence for year in book.report.savings.slippage)
    money = book.fit.money_pixels(most, least=95)
    return [84, *[money] * (len(DUE) + len(WENT)), 84, 94]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    page.title(
        "Slippage",
        f"{report.programme}, {book.period_words}. What was due in each year and where it went, each pound once. £.",
    )
    _write_header(page)
    first = page.row
    for year in report.savings.slippage:
        _write_year(page, year)
    last = page.row - 1
    page.gap(4)
    page.paragraph(
        "A surplus is subtracted from the year’s bars, so they add up to what was to find; the surplus itself is on "
        "the sheet Savings by year. Proposed movements count as a plan.",
        font_color=MUTED,
    )
    page.gap()
    if any(getattr(year, key) for year in report.savings.slippage for key, _ in WENT):
        _insert_chart(book, page, first, last)
    _write_slipped_to(book, page)
    page.finish(freeze=(4, 1), repeat=(3, 3) if not _to_years(book) else None)


def _write_header(page: SheetWriter) -> None:
    page.text(0, "Due in", page.styles.header())
    right = page.styles.header(align="right")
    for column, (_, words) in enumerate((*DUE, *WENT), start=1):
        page.text(column, words, right)
    page.text(_CHECK, "Check", page.styles.header(align="center"))
    page.text(_LINES, "Lines that slipped", right)
    page.end_row(28, keep=True)


def _write_year(page: SheetWriter, year: SlippageYear) -> None:
    ties = page.book.ties
    strong = year.year == page.book.report.year
    row = page.row + 1
    money = page.styles.pounds(bold=strong)
    page.text(0, year.year, page.styles.cell(bold=strong))
    for column, (key, _) in enumerate(DUE, start=1):
        cell = ties.totals.get((year.year, key))
        page.formula(column, f"={cell}" if cell else "", getattr(year, key) / 100, money)
        ties.bars[year.year, key] = f"'{NAME}'!${letters(column)}${row}"
    for column, (key, _) in enumerate(WENT, start=_FIRST_WENT):
        page.money(column, getattr(year, key), money)
        ties.bars[year.year, key] = f"'{NAME}'!${letters(column)}${row}"
    difference = f"ROUND(SUM({letters(_FIRST_WENT)}{row}:{letters(_CHECK - 1)}{row})-{letters(_FIRST_WENT - 1)}{row},2)"
    page.formula(
        _CHECK,
        f'=IF({difference}=0,"OK",{difference})',
        "OK",
        page.styles.cell(align="center", bold=True, font_color=POSITIVE),
    )
    ties.checks[f"Every pound due in {year.year} appears once"] = f"'{NAME}'!${letters(_CHECK)}${row}"
    page.sheet.write_number(
        page.row, _LINES, year.slipped_lines, page.styles.cell(align="right", num_format='0_);-0_);"–"_)')
    )
    page.end_row(15, keep=True)


def _insert_chart(book: PackBook, page: SheetWriter, first: int, last: int) -> None:
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    header = first - 1
    # A label on a bar that is lower than its letters would hide it.
    least = max((year.to_find_pence for year in book.report.savings.slippage), default=0) // 100 // 22
    for column, (key, _) in enumerate(WENT, start=_FIRST_WENT):
        if not any(getattr(year, key) for year in book.report.savings.slippage):
            continue
        dark = key in {"delivered_pence", "offset_in_pence", "no_plan_pence"}
        chart.add_series(
            {
                "name": [NAME, header, column],
                "categories": [NAME, first, 0, last, 0],
                "values": [NAME, first, column, last, column],
                "fill": {"color": BAR_COLOURS[key]},
                "border": {"color": "#ffffff", "width": 0.75},
                "gap": 60,
                "data_labels": {
                    "value": True,
                    "num_format": f'[>={max(least, 1)}]"£"0.00,,"m";;',
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
    chart.set_x_axis({"num_font": axis, "line": {"color": "#9ba6b3"}, "major_tick_mark": "none"})
    chart.set_y_axis(
        {
            "num_format": AXIS_MILLIONS,
            "num_font": axis | {"color": MUTED},
            "major_gridlines": {"visible": True, "line": {"color": "#e6eaef", "width": 0.75}},
            "line": {"none": True},
            "min": 0,
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


def _words(book: PackBook) -> str:
    """The chart in words, for who cannot see it."""
    sentences = []
    for year in book.report.savings.slippage:
        parts = [
            f"{words.lower()} {format_millions(getattr(year, key))}"
            for key, words in WENT
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

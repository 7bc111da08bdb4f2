"""Trends of measures as native charts below their table: what was, live from the table, beside what is expected."""

from collections.abc import Sequence
from typing import Any, Final

from asc_desktop.domain.dates import period_short_label
from asc_desktop.domain.report.views_measures import MeasureReport
from asc_desktop.domain.rules.status import RAG_WORDS
from asc_desktop.domain.words import shortened
from asc_desktop.excel.charts import dress, font, label_axis, value_axis
from asc_desktop.excel.sheets import chart_data
from asc_desktop.excel.styles import ACCENT, LINE_COLOURS, MUTED, SMALL_POINTS
from asc_desktop.excel.workbook import PackBook, SheetWriter, clean

_MOST: Final = 12
_FIRST_MONTH: Final = 2
_FEWEST_MONTHS: Final = 2
_ACROSS: Final = 3
_ROWS, _ROW_POINTS = 10, 15.0
_ORDER: Final = ("red", "amber", "green", "grey")
_TITLE: Final = 54


def insert_trends(
    book: PackBook, page: SheetWriter, rows: dict[str, int], header: int, months: Sequence[str]
) -> None:
    """Draw each measure with values in two months or more, the worst rated first, three side by side.

    ``rows`` are the sheet's rows by measure id, ``header`` the row that names ``months``, from its third column on.
    """
    drawn = [
        measure
        for measure in sorted(book.report.measures, key=lambda item: _ORDER.index(item.rag))
        if sum(month.actual is not None for month in measure.months if month.period in months)
        >= _FEWEST_MONTHS
    ]
    shown, left = drawn[:_MOST], len(drawn) - _MOST
    if not shown or book.chart_page is None:
        return
    block = _write_expected(book.chart_page, shown, months)
    page.gap()
    page.heading("Trends")
    wide = (sum(page.columns) - 16) // _ACROSS
    for at, measure in enumerate(shown):
        place = at % _ACROSS
        chart = _trend(book, measure, page.sheet.get_name(), (header, rows[measure.id]), len(months))
        if any(value is not None for value in _expected(measure, months)):
            _add_expected(chart, block, at, len(months))
        chart.set_size({"width": wide - 2, "height": int(_ROWS * _ROW_POINTS * 96 / 72) - 6})
        words = clean(_words(measure))
        offset = {"x_offset": 2 + place * (wide + 6), "y_offset": 2}
        page.sheet.insert_chart(page.row, 0, chart, {"description": words, "object_position": 2, **offset})
        if place == _ACROSS - 1 or measure is shown[-1]:
            for row in range(_ROWS):
                page.end_row(_ROW_POINTS, keep=row < _ROWS - 1)
    if left > 0:
        page.paragraph(f"{left} more, rated no worse, not drawn.", font_color=MUTED, font_size=SMALL_POINTS)


def _write_expected(
    chart_page: SheetWriter, shown: Sequence[MeasureReport], months: Sequence[str]
) -> chart_data.Block:
    return chart_data.write_block(
        chart_page,
        "Measures: what is expected in each month",
        [period_short_label(month) for month in months],
        [(measure.name, _expected(measure, months)) for measure in shown],
        num_format="#,##0.####",
    )


def _expected(measure: MeasureReport, months: Sequence[str]) -> list[float | None]:
    held = {month.period: month.expected for month in measure.months}
    return [float(value) if (value := held.get(month)) is not None else None for month in months]


def _trend(book: PackBook, measure: MeasureReport, sheet: str, rows: tuple[int, int], months: int) -> Any:
    (header, row), last = rows, _FIRST_MONTH + months - 1
    chart = book.workbook.add_chart({"type": "line"})
    chart.add_series(
        {
            "name": "Actual",
            "categories": [sheet, header, _FIRST_MONTH, header, last],
            "values": [sheet, row, _FIRST_MONTH, row, last],
            "line": {"color": ACCENT, "width": 2.25},
            "marker": {"type": "circle", "size": 5, "fill": {"color": ACCENT}, "border": {"color": ACCENT}},
            "data_labels": {"value": True, "position": "above", "font": font(8)},
        }
    )
    name = shortened(measure.name, _TITLE)
    dress(chart, clean(name))
    chart.set_title({"name": clean(name), "name_font": font(9, bold=True), "overlay": False})
    chart.set_x_axis(label_axis())
    places = f".{'0' * measure.decimals}" if measure.decimals else ""
    chart.set_y_axis(value_axis(f"#,##0{places}" + ('"%"' if measure.unit == "%" else "")))
    chart.show_blanks_as("gap")
    return chart


def _add_expected(chart: Any, block: chart_data.Block, at: int, months: int) -> None:
    row = block.first + at
    chart.add_series(
        {
            "name": "Expected",
            "categories": [chart_data.NAME, block.first - 1, 1, block.first - 1, months],
            "values": [chart_data.NAME, row, 1, row, months],
            "line": {"color": LINE_COLOURS["planned"], "width": 1.5, "dash_type": "dash"},
        }
    )


def _words(measure: MeasureReport) -> str:
    values = ", ".join(
        f"{period_short_label(month.period)} {month.actual}"
        for month in measure.months
        if month.actual is not None
    )
    target = f" The year’s target is {measure.target}." if measure.target is not None else ""
    return f"Line of {measure.name}, rated {RAG_WORDS[measure.rag].lower()}: {values}.{target}"

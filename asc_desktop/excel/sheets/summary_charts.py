"""The Summary's charts: statuses by theme, where the year's savings stand, and statuses board by board."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from asc_desktop.domain.money import format_millions
from asc_desktop.domain.report.model import StatusCounts
from asc_desktop.excel.charts import AXIS, NOTHING, dress, font, label_axis, value_axis
from asc_desktop.excel.sheets import chart_data
from asc_desktop.excel.sheets.chart_data import ChartCells
from asc_desktop.excel.styles import BAR_COLOURS, MUTED, SERIES_TONES
from asc_desktop.excel.workbook import PackBook, SheetWriter, clean

_SECOND_CHART: Final = 9
_CHART_ROWS, _CHART_ROW_POINTS = 14, 15.0
_MOVEMENT_ROWS: Final = 11
_MOST_BOARDS: Final = 6
_LABEL_COLUMN: Final = 3


def insert_main(book: PackBook, page: SheetWriter, charts: ChartCells) -> None:
    """Place the statuses by theme beside the bridge of the year's savings."""
    half = (sum(page.columns) - 12) // 2
    size = {"width": half - 2, "height": int(_CHART_ROWS * _CHART_ROW_POINTS * 96 / 72) - 4}
    place = {"object_position": 2, "y_offset": 2}
    has_projects = _has_counts(book.report.status_by_theme)
    if charts.status is not None and has_projects:
        chart = _status_chart(book, charts.status, book.report.status_by_theme)
        dress(chart, "Projects by theme and delivery status")
        chart.set_size(size)
        words = f"Stacked bars of projects by theme and delivery status. {_status_words(book.report.status_by_theme)}"
        page.sheet.insert_chart(page.row, 0, chart, {"description": words, **place})
    else:
        page.text(0, "Delivery status by theme: no projects yet.", page.styles.get(font_color=MUTED))
    if any(bar.pence for bar in book.report.savings.bridge):
        chart = _bridge_chart(book, charts)
        chart.set_size(size)
        page.sheet.insert_chart(
            page.row, _SECOND_CHART, chart, {"description": _bridge_words(book), "x_offset": 0, **place}
        )
    else:
        page.text(
            _SECOND_CHART,
            f"Savings: no target for {book.report.year} yet.",
            page.styles.get(font_color=MUTED),
        )
    drawn = has_projects or any(bar.pence for bar in book.report.savings.bridge)
    for _ in range(_CHART_ROWS if drawn else 1):
        page.end_row(_CHART_ROW_POINTS, keep=True)
    page.gap(6)


def insert_movement(book: PackBook, page: SheetWriter, chart_page: SheetWriter) -> None:
    """Place the statuses of every project, board by board, oldest first."""
    periods = book.report.status_over_time[-_MOST_BOARDS:]
    if len(periods) < 2 or not _has_counts(periods):
        return
    shown = chart_data.statuses_of(periods)
    block = chart_data.write_block(
        chart_page,
        "Projects by delivery status, board by board",
        [status.name for status in shown],
        [(item.label, [chart_data.count_of(item, status) for status in shown]) for item in periods],
        num_format=chart_data.COUNT,
    )
    chart = _status_chart(book, block, periods)
    dress(chart, "Projects by delivery status, board by board")
    page.chart(
        chart, _MOVEMENT_ROWS, f"Stacked bars of projects by delivery status. {_status_words(periods)}"
    )
    page.gap(6)


def _has_counts(items: Iterable[StatusCounts]) -> bool:
    return any(count.count for item in items for count in item.counts)


def _status_chart(book: PackBook, block: chart_data.Block, items: Iterable[StatusCounts]) -> Any:
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    used: Counter[str] = Counter()
    held = list(items)
    for column, status in enumerate(chart_data.statuses_of(held), start=1):
        tones = SERIES_TONES.get(status.rag, SERIES_TONES["grey"])
        fill, label = tones[used[status.rag] % len(tones)]
        used[status.rag] += 1
        if not any(chart_data.count_of(item, status) for item in held):
            continue
        chart.add_series(
            {
                "name": [chart_data.NAME, block.first - 1, column],
                "categories": [chart_data.NAME, block.first, 0, block.last, 0],
                "values": [chart_data.NAME, block.first, column, block.last, column],
                "fill": {"color": fill},
                "border": {"color": "#ffffff", "width": 0.75},
                "gap": 45,
                "data_labels": {"value": True, "num_format": "0;;", "font": font(bold=True, color=label)},
            }
        )
    # For a bar chart, XlsxWriter's x axis is the one of the counts, and its y axis that of the names.
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis(label_axis(reverse=True))
    return chart


def _bridge_chart(book: PackBook, charts: ChartCells) -> Any:
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    first, last = charts.bridge.first, charts.bridge.last
    categories = [chart_data.NAME, first, 0, last, 0]
    nothing = {**NOTHING, "gap": 35}
    chart.add_series(
        {"name": "Floor", "categories": categories, "values": [chart_data.NAME, first, 2, last, 2], **nothing}
    )
    chart.add_series(
        {
            "name": "Amount",
            "categories": categories,
            "values": [chart_data.NAME, first, 1, last, 1],
            "points": [
                {"fill": {"color": BAR_COLOURS[key]}, "border": {"none": True}} for key in charts.bars
            ],
            "gap": 35,
        }
    )
    label_font = font(bold=True)
    for index in range(len(charts.bars)):
        # A series of one block, named by the label: every program that draws charts shows a series' name.
        column = chart_data.FIRST_ROOM + index
        chart.add_series(
            {
                "name": [chart_data.NAME, first + index, _LABEL_COLUMN],
                "categories": categories,
                "values": [chart_data.NAME, first, column, last, column],
                **nothing,
                "data_labels": {
                    "value": False,
                    "series_name": True,
                    "position": "inside_base",
                    "font": label_font,
                },
            }
        )
    dress(chart, f"Where the savings target of {book.report.year} goes", legend="")
    chart.set_x_axis(label_axis(num_font=font(8), line={"color": AXIS}))
    chart.set_y_axis(value_axis(num_font=font(8, color=MUTED), min=0))
    return chart


def _status_words(items: Iterable[StatusCounts]) -> str:
    """The status chart in words, for who cannot see it."""
    sentences = []
    for item in items:
        parts = [f"{count.count} {count.status.name}" for count in item.counts if count.count]
        sentences.append(f"{item.label}: {', '.join(parts) or 'no projects'}.")
    return clean(" ".join(sentences))


def _bridge_words(book: PackBook) -> str:
    """The bridge in words, for who cannot see it."""
    parts = [f"{bar.label} {format_millions(bar.pence)}" for bar in book.report.savings.bridge if bar.pence]
    return clean(f"Where each pound of the savings target goes: {', '.join(parts)}.")

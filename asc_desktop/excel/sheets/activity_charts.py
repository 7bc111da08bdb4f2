"""An activity as a native chart: planned, done and projected, in all by the end of each month."""

from typing import Any, Final

from asc_desktop.domain.dates import period_short_label
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.excel.charts import dress, font, label_axis, value_axis
from asc_desktop.excel.sheets import chart_data
from asc_desktop.excel.styles import LINE_COLOURS
from asc_desktop.excel.workbook import PackBook, SheetWriter

_CHART_ROWS: Final = 11
_MOST_MONTH_LABELS: Final = 14


def insert_chart(book: PackBook, page: SheetWriter, activity_id: str) -> None:
    """Draw what was planned in all by each month of an activity, what was done, and how it goes on."""
    if book.chart_page is None:
        return
    item = next(item for item in book.report.activity if item.id == activity_id)
    page.gap(5)
    block = chart_data.write_block(
        book.chart_page,
        f"Activity: {item.name}, in {item.unit}, in all by the end of each month",
        ("Planned", "Done", "Projected"),
        [
            (period_short_label(month.period), (month.planned_total, month.done_total, month.projected_total))
            for month in item.months
        ],
        num_format=chart_data.COUNT,
    )
    chart = book.workbook.add_chart({"type": "line"})
    for column, (key, words) in enumerate(
        (("planned", "Planned"), ("done", "Done"), ("projected", "Projected")), start=1
    ):
        if key == "projected" and not any(month.projected_total is not None for month in item.months):
            continue
        dash = "dash" if key == "projected" else "solid"
        chart.add_series(
            {
                "name": words,
                "categories": [chart_data.NAME, block.first, 0, block.last, 0],
                "values": [chart_data.NAME, block.first, column, block.last, column],
                "line": {"color": LINE_COLOURS[key], "width": 2.25, "dash_type": dash},
                "data_labels": _last_label(item, key),
            }
        )
    dress(chart, f"{item.name}: {item.unit} in all")
    chart.set_x_axis(label_axis(interval_unit=1 + (len(item.months) - 1) // _MOST_MONTH_LABELS))
    chart.set_y_axis(value_axis("#,##0", min=0))
    chart.show_blanks_as("gap")
    words = f"Lines of {item.unit} in all: planned {item.planned_total:,}, done {item.done:,}."
    if item.projected_total is not None:
        words += f" Projected {item.projected_total:,}."
    page.chart(chart, _CHART_ROWS, words)


def _last_label(item: ActivityReport, key: str) -> dict[str, Any]:
    """Label a line's last point only."""
    totals = [getattr(month, f"{key}_total") for month in item.months]
    last = max((place for place, total in enumerate(totals) if total is not None), default=-1)
    label = {"font": font(9, bold=True, color=LINE_COLOURS[key])}
    return {
        "value": True,
        "num_format": "#,##0",
        "position": "below" if key == "done" else "above",
        "custom": [label if place == last else {"delete": True} for place in range(len(totals))],
    }

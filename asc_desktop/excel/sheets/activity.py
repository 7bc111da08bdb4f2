"""Activity: planned and done, pace and projected finish, cost and saving of a unit, and a chart of each."""

from typing import Any, Final

from asc_desktop.domain.dates import period_short_label
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.views_activity import ActivityOutcomeReport, ActivityReport
from asc_desktop.excel.charts import dress, font, label_axis, value_axis
from asc_desktop.excel.sheets import chart_data
from asc_desktop.excel.styles import LINE_COLOURS, MUTED, NEGATIVE, SMALL_POINTS
from asc_desktop.excel.workbook import PackBook, SheetWriter, clean

NAME: Final = "Activity"
_COLUMNS: Final = (
    ("Activity", 208),
    ("State", 118),
    ("Planned in all", 72),
    ("Planned to date", 72),
    ("Done", 72),
    ("A month now", 72),
    ("Finish", 142),
    ("Cost of one", 82),
    ("Funding buys", 74),
    ("Saving of one", 82),
    ("Saving so far", 94),
    ("Growth so far", 94),
)
_NAME, _STATE, _PLANNED, _TO_DATE, _DONE, _PACE, _FINISH, _COST, _BUYS, _SAVING, _SAVED, _GROWTH = range(12)
_HEADER_ROW: Final = 3
_UNITS: Final = '#,##0;-#,##0;"–"'
_CHART_ROWS: Final = 11
_MOST_MONTH_LABELS: Final = 14


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.activity)


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    most = [item.savings_pence or 0 for item in book.report.activity]
    money = book.fit.money_pixels(most, least=94)
    return [money if place in {_SAVED, _GROWTH} else pixels for place, (_, pixels) in enumerate(_COLUMNS)]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    behind = sum(1 for item in report.activity if item.behind)
    page.title(
        "Activity",
        f"{report.programme}, {book.period_words}. {len(report.activity)} counted, {behind} behind plan. £.",
    )
    for column, (words, _) in enumerate(_COLUMNS):
        left = column in {_NAME, _STATE, _FINISH}
        page.text(
            column,
            words,
            page.styles.header(align="left" if left else "right", indent=int(column == _FINISH)),
        )
    page.end_row(28, keep=True)
    for item in report.activity:
        _write_activity(page, item)
    page.gap(5)
    page.paragraph(
        "The pace is of the last three months reported. The saving of one is the sum of each outcome’s rate times its "
        "effect in a full year. Growth is a cost, shown separately and never subtracted from the saving.",
        font_color=MUTED,
        font_size=SMALL_POINTS,
    )
    for item in report.activity:
        _write_detail(book, page, item)
    page.finish(freeze=(_HEADER_ROW + 1, 1))


def _write_activity(page: SheetWriter, item: ActivityReport) -> None:
    styles = page.styles
    name = clean(f"{item.name}, in {item.unit}")
    project = f"{item.project_ref} {item.project}".strip()
    whole = f"{name}\n{project}" if project else name
    loud: dict[str, Any] = {"bold": True, "font_color": NEGATIVE}
    page.text(_NAME, whole, styles.cell())
    page.text(_STATE, item.state_label, styles.cell(**(loud if item.behind else {})))
    units = styles.cell(align="right", num_format=_UNITS, text_wrap=False)
    for column, number in (
        (_PLANNED, item.planned_total),
        (_TO_DATE, item.planned_to_date),
        (_DONE, item.done),
    ):
        page.count(column, number, units)
    if item.recent_rate is None:
        page.text(_PACE, "–", styles.cell(align="right", font_color=MUTED))
    else:
        page.sheet.write_number(
            page.row,
            _PACE,
            float(item.recent_rate),
            styles.cell(align="right", num_format=_places(item.recent_rate)),
        )
    finish = item.finish_words or (period_short_label(item.finish_period) if item.finish_period else "")
    page.text(_FINISH, finish, styles.cell(align="left", indent=1))
    money = styles.pounds()
    short = styles.cell(
        align="right", num_format=_UNITS, text_wrap=False, **(loud if item.funding_short else {})
    )
    page.money(_COST, item.unit_cost_pence, money)
    page.count(_BUYS, item.affordable, short)
    page.money(_SAVING, item.saving_per_unit_pence, money)
    page.money(_SAVED, item.savings_pence, money)
    page.money(_GROWTH, item.growth_pence, money)
    page.end_row(page.fitted([(_NAME, whole), (_STATE, f"{item.state_label}  "), (_FINISH, f"{finish}    ")]))


def _write_detail(book: PackBook, page: SheetWriter, item: ActivityReport) -> None:
    """Write what an activity's units end in, what it brings this year, what is wrong with it, and its chart."""
    page.gap()
    page.heading(item.name, points=11)
    for warning in item.warnings:
        page.paragraph(warning, keep=True, font_color=NEGATIVE, bold=True)
    year = item.this_year
    if year.forecast_pence is not None:
        full, now, later, carried = (
            format_pounds(pence or 0)
            for pence in (
                year.full_effect_pence,
                year.in_year_pence,
                year.next_year_pence,
                year.carried_pence,
            )
        )
        page.labelled(
            f"Savings of {year.year}",
            f"{year.done:,} {item.unit} done and {year.projected:,} projected save {full} in a full year: {now} of it "
            f"this year, {later} next. With {carried} carried in from the year before, the forecast is "
            f"{format_pounds(year.forecast_pence)}.",
            keep=bool(item.outcomes),
        )
    if item.outcomes:
        _write_outcomes(page, item)
    if item.source:
        page.labelled("Source", item.source, font_color=MUTED, font_size=SMALL_POINTS)
    if any(month.planned or month.done for month in item.months) and book.chart_page is not None:
        page.gap(5)
        _insert_chart(book, page, item)


def _write_outcomes(page: SheetWriter, item: ActivityReport) -> None:
    plain, right = page.styles.header(), page.styles.header(align="right")
    page.fill(range(len(_COLUMNS)), plain)
    for column, words, style in (
        (_NAME, "Outcome", plain), (_PLANNED, "Rate", right), (_DONE, "So far", right), (_COST, "Effect of one", right),
        (_SAVED, "Saving so far", right), (_GROWTH, "Growth so far", right),
    ):  # fmt: skip
        page.text(column, words, style)
    page.end_row(17, keep=True)
    for outcome in item.outcomes:
        _write_outcome(page, outcome)
    page.gap(5)


def _write_outcome(page: SheetWriter, outcome: ActivityOutcomeReport) -> None:
    styles = page.styles
    page.fill(range(len(_COLUMNS)), styles.cell())
    page.merged(_NAME, _STATE, outcome.name, styles.cell())
    percent = styles.cell(align="right", num_format=f'{_places(outcome.rate)}"%"', text_wrap=False)
    page.sheet.write_number(page.row, _PLANNED, float(outcome.rate), percent)
    page.count(_DONE, outcome.units, styles.cell(align="right", num_format=_UNITS, text_wrap=False))
    page.money(_COST, outcome.effect_pence, styles.pounds())
    page.money(_GROWTH if outcome.is_growth else _SAVED, outcome.to_date_pence, styles.pounds())
    page.end_row(page.fitted_over([(_NAME, _STATE, outcome.name)]), keep=True)


def _insert_chart(book: PackBook, page: SheetWriter, item: ActivityReport) -> None:
    """Draw what was planned in all by each month, what was done, and how it goes on."""
    if book.chart_page is None:
        return
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


def _places(number: str) -> str:
    """Return the format of an exact decimal with its own places."""
    return f"#,##0.{'0' * len(number.partition('.')[2])}".rstrip(".")


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

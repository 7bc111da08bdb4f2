"""Budget: lines in groups with subtotals, reserves apart, variance and change by formula, and typed totals checked."""

from collections.abc import Sequence
from typing import Any, Final

from asc_desktop.domain.dates import period_short_label
from asc_desktop.domain.money import format_millions
from asc_desktop.domain.report.views_budget import BudgetCheckReport, BudgetGroupReport, BudgetLineReport
from asc_desktop.domain.rules.budget import (
    AMOUNTS,
    DIFFERS,
    NET,
    PRIOR,
    RESERVES,
    BudgetFigures,
    standing_words,
)
from asc_desktop.excel.charts import AXIS, dress, font, label_axis, value_axis
from asc_desktop.excel.formulas import check_against
from asc_desktop.excel.sheets import chart_data
from asc_desktop.excel.styles import (
    MUTED,
    NEGATIVE,
    PERCENT,
    POSITIVE,
    SMALL_POINTS,
    VARIANCE_COLOURS,
)
from asc_desktop.excel.workbook import PAGE_PIXELS, PackBook, SheetWriter, clean, letters, pounds
from asc_desktop.pack.budget import LEFT_OUT, STAYS_TRUE, leaves_out, left_out

NAME: Final = "Budget"
_HEADINGS: Final = (
    "Budget line", "Annual budget", "Actual to date", "Year-end forecast", "Variance", "% of budget",
    "Previous variance", "Change", "Reported", "Check",
)  # fmt: skip
_LINE, _BUDGET, _ACTUAL, _FORECAST, _VARIANCE, _PERCENT, _PREVIOUS, _CHANGE, _REPORTED, _CHECK = range(10)
_PERCENT_WIDE, _REPORTED_WIDE, _CHECK_WIDE = 82, 76, 60
_HEADER_ROW: Final = 3
_MOST_BARS: Final = 12
_ROW_POINTS: Final = 15.0


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.budget.lines or book.report.budget.checks)


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    totals = book.report.budget.totals
    parts = (totals.prior_to_reserves, totals.reserves, totals.net)
    money = book.fit.money_pixels(
        (getattr(part, key) for part in parts for key in ("budget_pence", "forecast_pence")), least=96
    )
    rest = [money] * 4 + [_PERCENT_WIDE, money, money, _REPORTED_WIDE, _CHECK_WIDE]
    return [max(200, PAGE_PIXELS - sum(rest)), *rest]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    budget = report.budget
    page.title(
        "Budget",
        f"{report.programme}, {book.period_words}. {report.year}: forecast {standing_words(budget.totals.net)}. £.",
    )
    _write_header(page)
    ordinary = [group for group in budget.groups if not group.is_reserve]
    reserves = [group for group in budget.groups if group.is_reserve]
    prior = _write_groups(page, ordinary, PRIOR if reserves else NET, budget.totals.prior_to_reserves)
    if reserves:
        held = _write_groups(page, reserves, RESERVES, budget.totals.reserves)
        _write_total(page, NET, budget.totals.net, [row for row in (prior, held) if row])
    page.gap(5)
    page.paragraph(
        "Variance is the year-end forecast less the budget: an overspend is positive, an underspend in brackets; "
        "income is a negative budget. The per cent is of the line’s own budget, with its sign. Change is the variance "
        "less the one that was reported before.",
        font_color=MUTED,
        font_size=SMALL_POINTS,
    )
    if book.edition.is_partial and leaves_out(book.report):
        page.paragraph(STAYS_TRUE)
    _insert_chart(book, page)
    _write_checks(page, budget.checks)
    page.finish(freeze=(_HEADER_ROW + 1, 1), repeat=(_HEADER_ROW, _HEADER_ROW))


def _write_header(page: SheetWriter) -> None:
    sides = {
        _LINE: page.styles.header(),
        _REPORTED: page.styles.header(align="left", indent=1),
        _CHECK: page.styles.header(align="center"),
    }
    for column, words in enumerate(_HEADINGS):
        page.text(column, words, sides.get(column, page.styles.header(align="right")))
    page.end_row(28, keep=True)


def _write_groups(
    page: SheetWriter, groups: Sequence[BudgetGroupReport], words: str, figures: BudgetFigures
) -> int:
    """Write groups and their total; return its row in the sheet, counted from 1, or 0 where there is no group."""
    if not groups:
        return 0
    lines = {line.id: line for line in page.book.report.budget.lines}
    subtotals = []
    first = page.row + 2
    for group in groups:
        page.heading(group.label or "Other lines", points=11)
        first = page.row + 1
        for line_id in group.line_ids:
            if line_id in lines:
                _write_line(page, lines[line_id])
        _write_left_out(page, group)
        if len(groups) > 1:
            subtotals.append(_write_total(page, f"Subtotal: {group.label}", group.figures, first, light=True))
            page.gap(4)
    return _write_total(page, words, figures, subtotals or first)


def _write_line(page: SheetWriter, line: BudgetLineReport) -> None:
    styles = page.styles
    name = styles.cell(align="left", indent=1)
    page.text(_LINE, f"{line.name} (archived)" if line.retired else line.name, name)
    reported = period_short_label(line.reported_period) if line.reported_period else "Not yet"
    muted = {} if line.reported_period == page.book.report.period else {"font_color": MUTED}
    if line.figures is None:
        page.fill(range(_BUDGET, _CHECK + 1), styles.cell())
    else:
        _write_figures(page, line.figures, bold=False)
        page.text(_CHECK, "", styles.cell())
    page.text(_REPORTED, reported, styles.cell(align="left", indent=1, **muted))
    page.end_row(page.fitted([(_LINE, f"{line.name}   ")]), keep=True)


def _write_left_out(page: SheetWriter, group: BudgetGroupReport) -> None:
    """Write what a group's true subtotal has beyond the lines that this pack shows."""
    rest = left_out(page.book.report, group) if page.book.edition.is_partial else None
    if rest is None:
        return
    money = page.styles.pounds(font_color=MUTED)
    page.text(_LINE, LEFT_OUT, page.styles.cell(indent=1, font_color=MUTED))
    page.fill(range(_VARIANCE, _CHECK + 1), page.styles.cell())
    for column, (key, _) in zip((_BUDGET, _ACTUAL, _FORECAST), AMOUNTS, strict=True):
        page.money(column, getattr(rest, key), money)
    page.money(_PREVIOUS, rest.previous_variance_pence or 0, money)
    page.end_row(_ROW_POINTS, keep=True)


def _write_figures(page: SheetWriter, figures: BudgetFigures, **props: Any) -> None:
    """Write a line's figures, the derived ones by formula."""
    money = page.styles.pounds(**props)
    for column, (key, _) in zip((_BUDGET, _ACTUAL, _FORECAST), AMOUNTS, strict=True):
        page.money(column, getattr(figures, key), money)
    page.money(_PREVIOUS, figures.previous_variance_pence, money)
    _write_derived(page, figures, money, page.styles.cell(**_PERCENT_PROPS, **props))


_PERCENT_PROPS: Final[dict[str, Any]] = {"align": "right", "num_format": PERCENT, "text_wrap": False}


def _write_derived(page: SheetWriter, figures: BudgetFigures, money: Any, percent: Any) -> None:
    row = page.row + 1
    page.formula(_VARIANCE, f"=D{row}-B{row}", pounds(figures.variance_pence), money)
    share = figures.percent_of_budget
    page.formula(
        _PERCENT,
        f'=IF(B{row}=0,IF(E{row}=0,0,"–"),ROUND(E{row}/B{row},4))',
        "–" if share is None else round(float(share) / 100, 4),
        percent,
    )
    if figures.change_pence is None:
        page.money(_CHANGE, None, money)
    else:
        page.formula(_CHANGE, f"=E{row}-G{row}", pounds(figures.change_pence), money)


def _write_total(
    page: SheetWriter, words: str, figures: BudgetFigures, of: int | Sequence[int], *, light: bool = False
) -> int:
    """Write a total of the rows from one on to here, or of the rows named; return its own, counted from 1."""
    styles = page.styles
    props: dict[str, Any] = {"bg_color": "#ffffff"} if light else {}
    page.fill(range(len(_HEADINGS)), styles.total(**props))
    page.text(_LINE, words, styles.total(**props))
    money = styles.total_pounds(**props)
    for column, key in (
        (_BUDGET, "budget_pence"), (_ACTUAL, "actual_pence"), (_FORECAST, "forecast_pence"),
        (_PREVIOUS, "previous_variance_pence"),
    ):  # fmt: skip
        pence = getattr(figures, key)
        name = letters(column)
        if pence is None:
            page.money(column, None, money)
        elif isinstance(of, int):
            page.formula(column, f"=SUM({name}{of}:{name}{page.row})", pounds(pence), money)
        else:
            page.formula(column, f"={'+'.join(f'{name}{row}' for row in of)}", pounds(pence), money)
    _write_derived(page, figures, money, styles.total(**_PERCENT_PROPS, **props))
    row = page.row + 1
    amounts = [getattr(figures, key) for key, _ in AMOUNTS]
    fine = styles.total(align="center", font_color=POSITIVE, **props)
    page.formula(_CHECK, check_against(f"B{row}:D{row}", amounts), "OK", fine)
    page.red_unless_ok(_CHECK)
    page.book.ties.checks[words] = f"'{NAME}'!${letters(_CHECK)}${row}"
    page.end_row(max(17, page.fitted([(_LINE, f"{words}   ")])), keep=light)
    return row


# ----------------------------------------------------------------------------------------------------- chart


def _insert_chart(book: PackBook, page: SheetWriter) -> None:
    """Draw a bar for each line's variance, the largest first: over budget to the right, under it to the left."""
    held = [(line.name, line.figures.variance_pence) for line in book.report.budget.lines if line.figures]
    shown = sorted((pair for pair in held if pair[1]), key=lambda pair: -abs(pair[1]))[:_MOST_BARS]
    if not shown or book.chart_page is None:
        return
    block = chart_data.write_block(
        book.chart_page,
        "Budget: forecast variance by line",
        ("Over budget £", "Under budget £"),
        [(name, (max(0, pence), min(0, pence))) for name, pence in shown],
    )
    chart = book.workbook.add_chart({"type": "bar"})
    for column, (key, words) in enumerate((("over", "Over budget"), ("under", "Under budget")), start=1):
        chart.add_series(
            {
                "name": words,
                "categories": [chart_data.NAME, block.first, 0, block.last, 0],
                "values": [chart_data.NAME, block.first, column, block.last, column],
                "fill": {"color": VARIANCE_COLOURS[key]},
                "border": {"none": True},
                "gap": 55,
                "overlap": 100,
                "data_labels": {
                    "value": True,
                    "num_format": _LABELS,
                    "font": font(9, bold=True),
                    "position": "outside_end",
                },
            }
        )
    dress(chart, "Forecast variance from budget, by line")
    # For a bar chart, XlsxWriter's x axis is the one of the amounts' direction: names stand at the left of every bar.
    chart.set_y_axis(label_axis(reverse=True, label_position="low", line={"color": AXIS}))
    chart.set_x_axis(value_axis(_AXIS))
    lines = max(9, 2 * len(shown) + 5)
    words = "; ".join(f"{name} {format_millions(pence)}" for name, pence in shown)
    page.gap(6)
    page.chart(chart, lines, f"Bars of the forecast variance from budget, largest first: {words}.")


_AXIS: Final = '"£"0.0,,"m";("£"0.0,,"m");"£"0'
_LABELS: Final = '[>=5000]"£"0.00,,"m";[<=-5000]("£"0.00,,"m");'


# ------------------------------------------------------------------------------------------------ typed totals


def _write_checks(page: SheetWriter, checks: Sequence[BudgetCheckReport]) -> None:
    """Write each typed total beside what its lines come to, with the difference by formula."""
    if not checks:
        return
    page.gap()
    page.heading("Totals as published, next to the lines")
    for check in checks:
        page.text(_LINE, check.name, page.styles.cell(bold=True))
        page.fill(range(1, len(_HEADINGS)), page.styles.cell())
        page.end_row(page.fitted([(_LINE, f"{check.name}   ")]), keep=True)
        _write_amounts(page, "Published", {key: getattr(check, key) for key, _ in AMOUNTS})
        _write_amounts(page, "Lines come to", {key: getattr(check, f"lines_{key}") for key, _ in AMOUNTS})
        _write_difference(page, check)


def _write_amounts(page: SheetWriter, words: str, amounts: dict[str, int | None]) -> None:
    page.text(_LINE, words, page.styles.cell(indent=1))
    page.fill(range(_VARIANCE, len(_HEADINGS)), page.styles.cell())
    for column, (key, _) in zip((_BUDGET, _ACTUAL, _FORECAST), AMOUNTS, strict=True):
        page.money(column, amounts[key], page.styles.pounds())
    page.end_row(_ROW_POINTS, keep=True)


def _write_difference(page: SheetWriter, check: BudgetCheckReport) -> None:
    colour = NEGATIVE if check.state == DIFFERS else POSITIVE
    row = page.row + 1
    page.text(_LINE, "Difference", page.styles.cell(indent=1, bold=True))
    for column, (key, _) in zip((_BUDGET, _ACTUAL, _FORECAST), AMOUNTS, strict=True):
        typed, name = getattr(check, key), letters(column)
        if typed is None:
            page.money(column, None, page.styles.pounds())
            continue
        value = pounds(typed - getattr(check, f"lines_{key}"))
        page.formula(column, f"={name}{row - 2}-{name}{row - 1}", value, page.styles.pounds(bold=True))
    sentence = clean(check.sentence)
    style = page.styles.cell(font_color=colour, align="left", indent=1)
    page.merged(_VARIANCE, len(_HEADINGS) - 1, sentence, style)
    page.end_row(page.fitted_over([(_VARIANCE, len(_HEADINGS) - 1, f"{sentence}   ")]))

"""Summary: one page with the six figures, the two charts and what needs attention."""

from collections import Counter
from typing import Any, Final

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.money import format_millions
from asc_desktop.domain.report import AttentionRow, KeyFigure
from asc_desktop.domain.report_attention import KIND_WORDS
from asc_desktop.excel.sheets import chart_data
from asc_desktop.excel.sheets.chart_data import ChartCells
from asc_desktop.excel.styles import (
    ACCENT,
    AXIS_MILLIONS,
    BAR_COLOURS,
    BODY_POINTS,
    BORDER,
    FONT,
    MILLIONS,
    MUTED,
    NEGATIVE,
    POSITIVE,
    SERIES_TONES,
    TEXT,
    TOTAL_FILL,
)
from asc_desktop.excel.workbook import PackBook, SheetWriter, clean

NAME: Final = "Summary"
COLUMNS: Final = [*[96, 96, 12] * 5, 96, 96]
"""Six tiles, each of two columns, and the gaps between them."""

_LAST = len(COLUMNS) - 1
_TILES = range(0, len(COLUMNS), 3)
_LINKS = (0, 3, 6, 9, 12)
"""Columns in which each link to a sheet has room."""

_SECOND_CHART = 9
_WHY, _AMOUNT, _DUE = 6, _LAST - 1, _LAST
_CHART_ROWS, _CHART_ROW_POINTS = 14, 15.0
_LABEL_COLUMN = 3
_TOTAL_OF_FIGURE = {
    "target": "target_pence",
    "forecast": "forecast_pence",
    "slipped": "slipped_out_pence",
    "no_plan": "no_plan_pence",
}


def is_needed(book: PackBook) -> bool:  # noqa: ARG001 - each part of the pack is asked with the book
    """Return whether there is anything to show: always."""
    return True


def columns(book: PackBook) -> list[int]:  # noqa: ARG001 - each part of the pack is asked with the book
    """Return the widths of the sheet's columns."""
    return COLUMNS


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet, after every other."""
    _write_title(book, page)
    if book.home == NAME:
        _write_contents(page, [name for name in book.ties.sheets if name != NAME])
    else:
        page.gap(6, keep=True)
    write_figures(book, page)
    if book.chart_page is not None:
        _insert_charts(book, page, chart_data.write(book, book.chart_page))
    _write_attention(book, page)
    page.finish()


def _write_title(book: PackBook, page: SheetWriter) -> None:
    report, styles = book.report, page.styles
    page.text(0, report.programme, styles.get(bold=True, font_size=20, font_color=ACCENT, valign="vcenter"))
    right = styles.get(align="right", font_color=MUTED, valign="vcenter")
    page.text(_LAST, report.organisation, right)
    page.end_row(31, keep=True)
    page.text(
        0,
        f"Board pack, {book.period_words}. Figures to {date_label(report.as_at)}; savings are gross and incremental.",
        styles.get(font_size=11, font_color=TEXT),
    )
    write_check(book, page, _LAST)
    page.end_row(17, keep=True)
    lead = f" Programme lead: {report.programme_lead}." if report.programme_lead else ""
    page.text(
        0,
        f"Prepared with ASC Desktop from the portfolio “{report.portfolio}”.{lead}",
        styles.get(font_color=MUTED),
    )
    page.end_row(15, keep=True)


def write_check(book: PackBook, page: SheetWriter, column: int) -> None:
    """Write whether all totals agree, live, where the pack has checks."""
    if not book.ties.all_agree:
        return
    page.formula(
        column,
        f"={book.ties.all_agree}",
        "All totals agree",
        page.styles.get(align="right", bold=True, font_color=POSITIVE),
    )
    page.sheet.conditional_format(
        page.row,
        column,
        page.row,
        column,
        {
            "type": "cell",
            "criteria": "!=",
            "value": '"All totals agree"',
            "format": book.workbook.add_format({"font_color": NEGATIVE}),
        },
    )


def _write_contents(page: SheetWriter, contents: list[str]) -> None:
    """Write links to the other sheets."""
    page.gap(4, keep=True)
    link = page.styles.get(font_color=ACCENT, underline=1, font_size=9)
    for start in range(0, len(contents), len(_LINKS)):
        for column, name in zip(_LINKS, contents[start:], strict=False):
            page.link(column, name, name, link)
        page.end_row(14, keep=True)
    page.gap(6, keep=True)


def write_figures(book: PackBook, page: SheetWriter) -> None:
    """Write the six figures as tiles: label, figure and note."""
    report, styles = book.report, page.styles
    edge = {"bg_color": TOTAL_FILL, "align": "left", "indent": 1}
    tones = {"bad": NEGATIVE, "good": POSITIVE}
    tiles = list(zip(_TILES, report.key_figures, strict=False))
    for column, figure in tiles:
        _merge(
            page,
            column,
            column + 1,
            styles.get(font_color=MUTED, valign="bottom", top=5, top_color=ACCENT, **edge),
        )
        page.sheet.write_string(
            page.row,
            column,
            clean(figure.label),
            styles.get(font_color=MUTED, valign="bottom", top=5, top_color=ACCENT, **edge),
        )
    page.end_row(20, keep=True)
    for column, figure in tiles:
        style = {
            "bold": True,
            "font_size": 20,
            "font_color": tones.get(figure.tone, TEXT),
            "valign": "vcenter",
        }
        _write_figure(page, column, figure, style | edge)
    page.end_row(29, keep=True)
    for column, figure in tiles:
        style = styles.get(font_color=MUTED, font_size=9, shrink=True, **edge)
        _merge(page, column, column + 1, style)
        page.text(column, figure.note, style)
    page.end_row(18, keep=True)
    page.gap(9, keep=True)


def _merge(page: SheetWriter, first: int, last: int, style: Any) -> None:
    page.sheet.merge_range(page.row, first, page.row, last, "", style)


def _write_figure(page: SheetWriter, column: int, figure: KeyFigure, style: dict[str, Any]) -> None:
    key = _TOTAL_OF_FIGURE.get(figure.key)
    money, count, words = (
        page.styles.get(num_format=MILLIONS, **style),
        page.styles.get(num_format="0", **style),
        page.styles.get(**style),
    )
    _merge(page, column, column + 1, words)
    if key and figure.pence is not None:
        cell = page.book.ties.totals.get((page.book.report.year, key))
        page.formula(column, f"={cell}" if cell else "", figure.pence / 100, money)
    elif figure.count is not None and figure.text == str(figure.count):
        page.sheet.write_number(page.row, column, figure.count, count)
    else:
        page.text(column, figure.text, words)


# ---------------------------------------------------------------------------------------------------- charts


def _insert_charts(book: PackBook, page: SheetWriter, charts: ChartCells) -> None:
    half = (sum(page.columns) - 12) // 2
    size = {"width": half - 2, "height": int(_CHART_ROWS * _CHART_ROW_POINTS * 96 / 72) - 4}
    place = {"object_position": 2, "y_offset": 2}
    if charts.status is not None and book.report.projects:
        chart = _status_chart(book, charts.status)
        chart.set_size(size)
        page.sheet.insert_chart(page.row, 0, chart, {"description": _status_words(book), **place})
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
    drawn = bool(book.report.projects) or any(bar.pence for bar in book.report.savings.bridge)
    for _ in range(_CHART_ROWS if drawn else 1):
        page.end_row(_CHART_ROW_POINTS, keep=True)
    page.gap(6, keep=True)


def _status_chart(book: PackBook, block: chart_data.Block) -> Any:
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    used: Counter[str] = Counter()
    report = book.report
    for column, status in enumerate(chart_data.statuses(report), start=1):
        tones = SERIES_TONES.get(status.rag, SERIES_TONES["grey"])
        fill, label = tones[used[status.rag] % len(tones)]
        used[status.rag] += 1
        if not any(chart_data.count_of(item, status) for item in report.status_by_theme):
            continue
        chart.add_series(
            {
                "name": [chart_data.NAME, block.first - 1, column],
                "categories": [chart_data.NAME, block.first, 0, block.last, 0],
                "values": [chart_data.NAME, block.first, column, block.last, column],
                "fill": {"color": fill},
                "border": {"color": "#ffffff", "width": 0.75},
                "gap": 45,
                "data_labels": {
                    "value": True,
                    "num_format": "0;;",
                    "font": {"name": FONT, "size": 9, "bold": True, "color": label},
                },
            }
        )
    chart.set_title(_chart_title("Projects by theme and delivery status"))
    # For a bar chart, XlsxWriter's x axis is the one of the categories.
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis(
        {
            "reverse": True,
            "num_font": {"name": FONT, "size": 9, "color": TEXT},
            "line": {"color": "#9ba6b3"},
            "major_tick_mark": "none",
            "major_gridlines": {"visible": False},
        }
    )
    chart.set_legend({"position": "bottom", "font": {"name": FONT, "size": 9, "color": TEXT}})
    chart.set_chartarea({"border": {"color": BORDER}})
    return chart


def _bridge_chart(book: PackBook, charts: ChartCells) -> Any:
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    first, last = charts.bridge.first, charts.bridge.last
    categories = [chart_data.NAME, first, 0, last, 0]
    nothing = {"fill": {"none": True}, "border": {"none": True}, "gap": 35}
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
    label_font = {"name": FONT, "size": 9, "bold": True, "color": TEXT}
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
    chart.set_title(_chart_title(f"Where the savings target of {book.report.year} stands"))
    chart.set_x_axis(
        {
            "num_font": {"name": FONT, "size": 8, "color": TEXT},
            "line": {"color": "#9ba6b3"},
            "major_tick_mark": "none",
        }
    )
    chart.set_y_axis(
        {
            "num_format": AXIS_MILLIONS,
            "num_font": {"name": FONT, "size": 8, "color": MUTED},
            "major_gridlines": {"visible": True, "line": {"color": "#e6eaef", "width": 0.75}},
            "line": {"none": True},
            "min": 0,
        }
    )
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": BORDER}})
    return chart


def _chart_title(words: str) -> dict[str, Any]:
    return {"name": words, "name_font": {"name": FONT, "size": 11, "bold": True, "color": TEXT}}


def _status_words(book: PackBook) -> str:
    """The status chart in words, for who cannot see it."""
    sentences = []
    for item in book.report.status_by_theme:
        parts = [f"{count.count} {count.status.name}" for count in item.counts if count.count]
        sentences.append(f"{item.label}: {', '.join(parts) or 'no projects'}.")
    return clean("Stacked bars of projects by theme and delivery status. " + " ".join(sentences))


def _bridge_words(book: PackBook) -> str:
    """The bridge in words, for who cannot see it."""
    parts = [f"{bar.label} {format_millions(bar.pence)}" for bar in book.report.savings.bridge if bar.pence]
    return clean(f"Where each pound of the savings target stands: {', '.join(parts)}.")


# ------------------------------------------------------------------------------------------------- attention


def _write_attention(book: PackBook, page: SheetWriter) -> None:
    report = book.report
    page.heading("Needs attention")
    if not report.attention:
        page.paragraph(
            "Nothing needs attention."
            if report.projects
            else "There are no projects yet. Add programmes, themes and projects; then their status, savings and "
            "exceptions fill this pack."
        )
        return
    header, right = page.styles.header(), page.styles.header(align="right")
    page.fill(range(len(COLUMNS)), header)
    for column, words, style in (
        (0, "Project", header),
        (_WHY, "Why", header),
        (_AMOUNT, "£ at stake", right),
        (_DUE, "Due", page.styles.header(align="left", indent=1)),
    ):
        page.text(column, words, style)
    page.end_row(16, keep=True)
    shown = 0
    for row in report.attention:
        last_line = page.book.fit.height(2, BODY_POINTS)
        if _attention_height(page, row) + last_line > page.room:
            break
        _write_attention_row(page, row)
        shown += 1
    rest = report.attention[shown:]
    if rest:
        kinds = Counter(KIND_WORDS[row.kind] for row in rest)
        words = ", ".join(f"{kind.lower()} {count}" for kind, count in kinds.items())
        page.paragraph(f"{len(rest)} more: {words}.", font_color=MUTED, font_size=9)


def _attention_words(row: AttentionRow) -> tuple[str, str]:
    return clean(f"{row.project_ref} {row.project}".strip()), clean(row.why)


def _attention_height(page: SheetWriter, row: AttentionRow) -> float:
    fit = page.book.fit
    project, why = _attention_words(row)
    lines = max(
        fit.line_count(project, sum(COLUMNS[:_WHY]), BODY_POINTS, bold=True),
        fit.line_count(why, sum(COLUMNS[_WHY:_AMOUNT]), BODY_POINTS),
    )
    return fit.height(lines, BODY_POINTS)


def _write_attention_row(page: SheetWriter, row: AttentionRow) -> None:
    cell, bold = page.styles.cell(), page.styles.cell(bold=True)
    project, why = _attention_words(row)
    _merge(page, 0, _WHY - 1, bold)
    page.text(0, project, bold)
    _merge(page, _WHY, _AMOUNT - 1, cell)
    page.text(_WHY, why, cell)
    page.money(_AMOUNT, row.amount_pence, page.styles.pounds())
    page.day(_DUE, row.due_date, page.styles.date(indent=1))
    page.end_row(_attention_height(page, row))

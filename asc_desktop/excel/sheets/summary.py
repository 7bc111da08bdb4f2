"""Summary: one page with the six figures, the two charts and what needs attention."""

from collections import Counter
from typing import Any, Final

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.attention import KIND_WORDS
from asc_desktop.domain.report.model import AttentionRow, KeyFigure
from asc_desktop.domain.report.views_changes import ChangeRow
from asc_desktop.domain.words import shortened
from asc_desktop.excel.sheets import asked, chart_data, summary_charts
from asc_desktop.excel.styles import (
    ACCENT,
    BODY_POINTS,
    MUTED,
    NEGATIVE,
    POSITIVE,
    TEXT,
    TOTAL_FILL,
)
from asc_desktop.excel.ties import ALL_AGREE
from asc_desktop.excel.workbook import PackBook, SheetWriter, clean
from asc_desktop.pack import changes

NAME: Final = "Summary"
COLUMNS: Final = [*[96, 96, 12] * 5, 96, 96]
"""Six tiles, each of two columns, and the gaps between them."""

_LAST = len(COLUMNS) - 1
_TILES = range(0, len(COLUMNS), 3)
_LINKS = (0, 3, 6, 9, 12)
"""Columns in which each link to a sheet has room."""

_THEN, _CHANGE = 6, 12
_MOST_LISTED = 4
_FEWEST = 4
_SHORT_LETTERS = 150
_WHY, _AMOUNT, _DUE = 6, _LAST - 1, _LAST
_EFFECT_COLOURS = {"bad": NEGATIVE, "good": POSITIVE, "muted": MUTED}
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
        summary_charts.insert_main(book, page, chart_data.write(book, book.chart_page))
    _write_needed(book, page)
    _write_top_changes(book, page)
    if book.chart_page is not None:
        summary_charts.insert_movement(book, page, book.chart_page)
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
        ALL_AGREE,
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
            "value": f'"{ALL_AGREE}"',
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
            # Where the tile is too narrow for it: Excel would show ####.
            "shrink": True,
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
        page.styles.millions(key or "", **style),
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


# ------------------------------------------------------------------------------------------------------ lists


def _write_needed(book: PackBook, page: SheetWriter) -> None:
    """Write the decisions that the board is asked for."""
    waiting = [item for item in book.report.decisions if item.stage == "for_decision"]
    if waiting:
        page.heading("Decisions needed")
        asked.write_decisions(page, waiting[:_MOST_LISTED])
        _write_rest(page, len(waiting), "on the sheet Decisions and funding")
        page.gap(6)


def _write_top_changes(book: PackBook, page: SheetWriter) -> None:
    """Write the changes that matter most, the worst first."""
    compared = book.edition.changes
    if compared is None:
        return
    page.heading("Top changes")
    page.paragraph(compared.sentence, keep=True, font_color=MUTED)
    if compared.rows:
        header = page.styles.header()
        page.fill(range(len(COLUMNS)), header)
        for column, words in ((0, "Project or record"), (_THEN, "Then and now"), (_CHANGE, "Change")):
            page.text(column, words, header)
        page.text(_LAST, "Effect", page.styles.header(align="left", indent=1))
        page.end_row(16, keep=True)
        shown = compared.rows[:_MOST_LISTED]
        for row in shown:
            # The line about the rest never stands alone.
            _write_change(page, row, keep=row is shown[-1] and len(compared.rows) > len(shown))
        _write_rest(page, len(compared.rows), "on the sheet Changes since last board")
    page.gap(6)


def _write_change(page: SheetWriter, row: ChangeRow, *, keep: bool) -> None:
    cell = page.styles.cell()
    # The whole story of a narrative stands on the sheet of changes.
    about = _short(f"{changes.record_words(row)}: {changes.what_words(row)}".strip(": "))
    moved = _short(f"{row.before} → {changes.now_words(row)}" if row.before else changes.now_words(row))
    words = _short(changes.difference_words(row))
    page.merged(0, _THEN - 1, about, page.styles.cell(bold=True))
    page.merged(_THEN, _CHANGE - 1, moved, cell)
    page.merged(_CHANGE, _LAST - 1, words, cell)
    told = changes.effect(row)
    colour = _EFFECT_COLOURS[told.tone]
    style = page.styles.cell(align="left", indent=1, text_wrap=False, bold=told.strong, font_color=colour)
    page.text(_LAST, told.text, style)
    page.end_row(
        page.fitted_over(
            [(0, _THEN - 1, f"{about}   "), (_THEN, _CHANGE - 1, moved), (_CHANGE, _LAST - 1, words)]
        ),
        keep=keep,
    )


def _short(words: str) -> str:
    return shortened(clean(words), _SHORT_LETTERS)


def _write_rest(page: SheetWriter, count: int, where: str) -> None:
    if count > _MOST_LISTED:
        page.paragraph(f"{count - _MOST_LISTED} more, {where}.", font_color=MUTED, font_size=9)


# ------------------------------------------------------------------------------------------------- attention


def _write_attention(book: PackBook, page: SheetWriter) -> None:
    report = book.report
    page.heading("Needs attention")
    if not report.attention:
        page.paragraph(
            "Nothing needs attention."
            if report.projects or book.edition.is_partial
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
        # To the foot of the page; a few go on over it rather than stand alone.
        last_line = page.book.fit.height(2, BODY_POINTS)
        if shown >= _FEWEST and _attention_height(page, row) + last_line > page.room:
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

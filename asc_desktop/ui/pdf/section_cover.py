"""The cover, with the six figures, what the board is asked to decide and the contents; and the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.money import format_millions
from asc_desktop.domain.report import AttentionRow, Report
from asc_desktop.domain.report_attention import KIND_WORDS
from asc_desktop.domain.views_decisions import DecisionReport
from asc_desktop.services.packs import PackDocument
from asc_desktop.ui.charts.layouts import (
    layout_bridge,
    layout_column_stack,
    layout_stacked_bars,
    stacked_bars_height,
)
from asc_desktop.ui.charts.marks import BoxMark, LineMark
from asc_desktop.ui.pages.overview_charts import bridge_data, status_by_theme_data, status_over_time_data
from asc_desktop.ui.pages.savings_slippage import slippage_data
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.pdf.composer import ACCENT, MUTED, SMALL, Composer, Picture, cell, count, money, named
from asc_desktop.ui.pdf.pages import INNER, SIDE, TOP, WIDE, Block, Link, Mark, PackPage
from asc_desktop.ui.pdf.tables import Column, Row, line_marks, moved
from asc_desktop.ui.pdf.type_setter import Run, Style

TO_DECIDE: Final = frozenset({"forward_plan", "for_decision"})
"""The stages at which a decision waits for the board."""

_TILES_TOP: Final = 262.0
_TILE_HIGH: Final = 96.0
_BELOW_TILES: Final = _TILES_TOP + _TILE_HIGH + 26
_CONTENTS_LEFT: Final = SIDE + 690.0
_ASKED_WIDE: Final = 640.0
_CONTENTS_ROW: Final = 19.5
_TONES: Final = {"bad": LIGHT.negative, "good": LIGHT.positive}
_SECOND_LINE: Final = 15.0
_TALLEST_CHART: Final = 520.0
_MOST_ATTENTION: Final = 15


def write_cover(pack: Composer, document: PackDocument) -> None:
    """Write the cover."""
    report, edition = pack.report, document.edition
    pack.section("cover", "Cover", has_title=False)
    marks: list[Mark] = [
        BoxMark(QRectF(0, 0, WIDE, 10), LIGHT.nav_background),
        BoxMark(QRectF(SIDE, 206, INNER, 2.5), ACCENT),
    ]
    y = 62.0
    for words, style in (
        (report.organisation or report.portfolio, Style(14, colour=MUTED)),
        (report.programme, Style(34, bold=True)),
        (f"{edition.plan.name}: board pack, {period_words(report)}", Style(20, bold=True, colour=ACCENT)),
    ):
        # A long name takes a second line before it takes anything else's room.
        for line in pack.setter.lines((Run(words, style),), INNER)[:2]:
            marks += [moved(mark, SIDE, y) for mark in line_marks(pack.setter, line, 0, INNER, "left")]
            y += line.height
        y += 6
    about = f"Figures to {date_label(report.as_at)}. £, gross and incremental unless a table says otherwise."
    if report.programme_lead:
        about = f"Programme lead: {report.programme_lead}. {about}"
    marks.append(
        pack.words(
            SIDE, 232, pack.short(about, INNER, Style(SMALL, colour=MUTED)), Style(SMALL, colour=MUTED)
        )
    )
    pack.front(0, 0.0, 0.0, tuple(marks))
    pack.front(0, 0.0, 0.0, tuple(_tiles(pack)))
    pack.add(Block(_BELOW_TILES - TOP, (), keep=True))
    _write_asked(pack, (document.marking.full, edition.frozen, edition.left_out))


def write_nothing(pack: Composer) -> None:
    """Say that a pack has no section that shows anything, in place of no page at all."""
    pack.section("nothing", "Board pack")
    pack.paragraph(
        "None of the sections that were chosen has anything to show. Choose others, or add to the portfolio."
    )


def _tiles(pack: Composer) -> list[Mark]:
    figures = pack.report.key_figures
    width = (INNER - 5 * 12) / 6
    marks: list[Mark] = []
    for place, figure in enumerate(figures):
        x = SIDE + place * (width + 12)
        small = Style(SMALL, colour=MUTED)
        marks.append(BoxMark(QRectF(x, _TILES_TOP, width, _TILE_HIGH), LIGHT.surface_alt))
        marks.append(BoxMark(QRectF(x, _TILES_TOP, width, 3), _TONES.get(figure.tone, ACCENT)))
        marks.append(pack.words(x + 10, _TILES_TOP + 24, pack.short(figure.label, width - 16, small), small))
        size = next(
            (
                size
                for size in (25, 21, 17)
                if pack.setter.width(figure.text, Style(size, bold=True)) < width - 18
            ),
            14,
        )
        style = Style(size, bold=True, colour=_TONES.get(figure.tone, LIGHT.text))
        marks.append(pack.words(x + 10, _TILES_TOP + 55, figure.text, style))
        y = _TILES_TOP + 74
        for line in pack.setter.lines((Run(figure.note, Style(10, colour=MUTED)),), width - 16)[:2]:
            marks += [pack.words(x + 10, y, run.text, run.style) for _, run in line.runs]
            y += 12
    return marks


def _write_asked(pack: Composer, notices: Sequence[str]) -> None:
    report = pack.report

    def say(words: str, style: Style, *, keep: bool = False, indent: float = 0.0) -> None:
        pack.rich((Run(words, style),), keep=keep, left=indent, width=_ASKED_WIDE - indent)

    waiting = [item for item in report.decisions if item.stage in TO_DECIDE]
    for notice in filter(None, notices):
        say(notice, Style(SMALL, bold=True, colour=LIGHT.warning_text))
        pack.gap(6)
    if pack.is_partial and not waiting:
        return
    say("What the board is asked to decide", Style(15, bold=True, colour=ACCENT), keep=True)
    pack.gap(4, keep=True)
    if not waiting:
        say("No decision waits for the board this period.", Style(12))
    for item in waiting:
        say(f"{item.ref}  {item.subject}", Style(12, bold=True), keep=True)
        say(_asked_words(item), Style(SMALL, colour=MUTED))
        pack.gap(5)
    over = [movement for movement in report.movements if movement.state == "proposed"]
    if over:
        pack.gap(4)
        pence = format_millions(report.savings.by_year[report.year].proposed_pence)
        words = f"{count(len(over), 'movement')} of savings proposed and not yet approved"
        say(f"{words}; {pence} of {report.year} is explained by them.", Style(12))


def _asked_words(item: DecisionReport) -> str:
    parts = [item.kind_label, "key decision" if item.key_decision else ""]
    if item.value_pence:
        parts.append(f"value {format_millions(item.value_pence)}")
    words = ", ".join(part for part in parts if part)
    if item.recommended:
        words += f". Recommended: {item.recommended}"
    return f"{words.rstrip('.')}."


def contents(pack: Composer, pages: list[PackPage]) -> tuple[tuple[Mark, ...], tuple[Link, ...]]:
    """Return the contents for the cover, each line with its page, and the places that lead there."""
    marks: list[Mark] = [
        pack.words(_CONTENTS_LEFT, _BELOW_TILES + 15, "Contents", Style(15, bold=True, colour=ACCENT))
    ]
    links = []
    y = _BELOW_TILES + 26
    right = WIDE - SIDE
    for number, page in enumerate(pages, start=1):
        if not page.is_first or page.section == "cover":
            continue
        style = Style(12, colour=LIGHT.link)
        words = str(number)
        marks.append(pack.words(_CONTENTS_LEFT, y + 14, page.title, style))
        marks.append(pack.words(right - pack.setter.width(words, style), y + 14, words, Style(12)))
        marks.append(
            LineMark(
                (QPointF(_CONTENTS_LEFT, y + _CONTENTS_ROW), QPointF(right, y + _CONTENTS_ROW)),
                LIGHT.border,
                0.6,
            )
        )
        links.append(Link(QRectF(_CONTENTS_LEFT, y, right - _CONTENTS_LEFT, _CONTENTS_ROW), page.section))
        y += _CONTENTS_ROW
    return tuple(marks), tuple(links)


def period_words(report: Report) -> str:
    """Return the period, and whether it is still open."""
    return f"{report.period_label} ({'open' if report.period_open else 'closed'})"


# --------------------------------------------------------------------------------------------------- summary


def write_summary(pack: Composer) -> None:
    """Write the charts and what needs attention."""
    report = pack.report
    pack.section("summary", "Summary")
    pictures = []
    by_theme, bridge, over_time = (
        status_by_theme_data(report),
        bridge_data(report),
        status_over_time_data(report),
    )
    if by_theme is not None and report.projects:
        # Rows of two lines, so that no theme's name is cut.
        height = max(230.0, stacked_bars_height(by_theme, 500) + _SECOND_LINE * len(by_theme.categories))
        pictures.append(Picture(by_theme, layout_stacked_bars, min(height, _TALLEST_CHART)))  # type: ignore[arg-type]
    if bridge is not None:
        pictures.append(Picture(bridge, layout_bridge, 230.0))  # type: ignore[arg-type]
    if over_time is not None and report.projects:
        pictures.append(Picture(over_time, layout_column_stack, 210.0))  # type: ignore[arg-type]
    by_year = slippage_data(report)
    if by_year is not None and len(by_year.categories) > 1:
        pictures.append(Picture(by_year, layout_column_stack, 215.0))  # type: ignore[arg-type]
    pack.pictures(pictures)
    pack.heading("Needs attention")
    if not report.attention:
        pack.paragraph(
            "Nothing needs attention."
            if report.projects
            else "There are no projects yet. Add programmes, themes and projects; then their status, savings and "
            "exceptions fill this pack."
        )
        return
    rows = [_attention_row(row) for row in report.attention[:_MOST_ATTENTION]]
    columns = (
        Column("Why", most=150),
        Column("Project or record", share=2),
        Column("What", share=3),
        Column("£ at stake", align="right"),
        Column("Due"),
    )
    pack.table(columns, rows, SMALL)
    rest = report.attention[_MOST_ATTENTION:]
    if rest:
        kinds = Counter(KIND_WORDS[row.kind] for row in rest)
        words = ", ".join(f"{kind[0].lower()}{kind[1:]} {number}" for kind, number in kinds.items())
        pack.gap(4)
        pack.paragraph(f"{len(rest)} more: {words}.", SMALL, colour=MUTED)


def _attention_row(row: AttentionRow) -> Row:
    return Row(
        (
            cell(KIND_WORDS[row.kind], SMALL, bold=True),
            named(f"{row.project_ref} {row.project}".strip(), "", SMALL),
            cell(row.why, SMALL),
            money(row.amount_pence, SMALL),
            cell(date_label(row.due_date) if row.due_date else "", SMALL),
        )
    )

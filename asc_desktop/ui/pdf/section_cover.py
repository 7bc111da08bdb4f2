"""The cover, with the six figures, what the board is asked to decide and the contents."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.money import format_millions
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.domain.words import number_of
from asc_desktop.services.packs import PackDocument
from asc_desktop.ui.charts.marks import BoxMark, LineMark
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.pdf.composer import ACCENT, BAD, MUTED, SMALL, Composer
from asc_desktop.ui.pdf.pages import BOTTOM, HIGH, INNER, SIDE, TOP, WIDE, Block, Link, Mark, PackPage
from asc_desktop.ui.pdf.tables import line_marks, moved
from asc_desktop.ui.pdf.type_setter import Run, Style

_LISTS: Final = (
    (
        "for_decision",
        "What the board is asked to decide",
        "No decision is waiting at the end of the month.",
    ),
    ("forward_plan", "On the forward plan", ""),
)
"""The stages of decisions that the cover lists, and what it says where there is none."""

_TILES_TOP: Final = 262.0
_TILE_HIGH: Final = 96.0
_BELOW_TILES: Final = _TILES_TOP + _TILE_HIGH + 26
_CONTENTS_LEFT: Final = SIDE + 690.0
_ASKED_WIDE: Final = 640.0
_CONTENTS_ROW: Final = 19.5
_TONES: Final = {"bad": LIGHT.negative, "good": LIGHT.positive}


def write_cover(pack: Composer, document: PackDocument) -> None:
    """Write the cover."""
    report, edition = pack.report, document.edition
    pack.section("cover", "Cover", has_title=False)
    marks: list[Mark] = [
        BoxMark(QRectF(0, 0, WIDE, 10), LIGHT.nav_background),
        BoxMark(QRectF(SIDE, 206, INNER, 2.5), ACCENT),
    ]
    kind = edition.plan.name if edition.is_appendix else f"{edition.plan.name}: board pack"
    y = 62.0
    for words, style in (
        (report.organisation or report.portfolio, Style(14, colour=MUTED)),
        (report.programme, Style(34, bold=True)),
        (f"{kind}, {period_words(report)}", Style(20, bold=True, colour=ACCENT)),
    ):
        # A long name takes a second line before it takes anything else's room.
        for line in pack.setter.lines((Run(words, style),), INNER)[:2]:
            marks += [moved(mark, SIDE, y) for mark in line_marks(pack.setter, line, 0, INNER, "left")]
            y += line.height
        y += 6
    about = (
        f"Figures to {date_label(report.as_at)}. £, gross and incremental unless a table is marked otherwise."
    )
    if edition.board:
        about = f"Last board: {edition.board}. {about}"
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
    _write_asked(pack, document)


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


def _write_asked(pack: Composer, document: PackDocument) -> None:
    report, edition, marking = pack.report, document.edition, document.marking

    def say(words: str, style: Style, *, keep: bool = False) -> None:
        pack.rich((Run(words, style),), keep=keep, width=_ASKED_WIDE)

    told = BAD if marking.is_withheld else MUTED
    for words, style in (
        (marking.full, Style(SMALL, bold=True, colour=told)),
        (edition.left_out, Style(SMALL, colour=LIGHT.text)),
        (edition.frozen, Style(SMALL, colour=MUTED)),
    ):
        if words:
            say(words, style)
            pack.gap(6)
    for stage, heading, nothing in _LISTS:
        waiting = [item for item in report.decisions if item.stage == stage]
        if not waiting and (pack.is_partial or not nothing):
            continue
        say(heading, Style(15, bold=True, colour=ACCENT), keep=True)
        pack.gap(4, keep=True)
        if not waiting:
            say(nothing, Style(12))
        for item in waiting:
            say(f"{item.ref}  {item.subject}", Style(12, bold=True), keep=True)
            say(_asked_words(item), Style(SMALL, colour=MUTED))
            pack.gap(5)
        pack.gap(8)
    proposed = [movement for movement in report.movements if movement.state == "proposed"]
    if proposed:
        pence = format_millions(report.savings.by_year[report.year].proposed_pence)
        words = f"{number_of(len(proposed), 'movement')} of savings proposed and not yet approved"
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
    named = [
        (at, page) for at, page in enumerate(pages, start=1) if page.is_first and page.section != "cover"
    ]
    row = min(_CONTENTS_ROW, (HIGH - BOTTOM - y) / max(len(named), 1))
    for number, page in named:
        style = Style(12, colour=LIGHT.link)
        words = str(number)
        marks.append(pack.words(_CONTENTS_LEFT, y + row - 5.5, page.title, style))
        marks.append(pack.words(right - pack.setter.width(words, style), y + row - 5.5, words, Style(12)))
        marks.append(
            LineMark(
                (QPointF(_CONTENTS_LEFT, y + row), QPointF(right, y + row)),
                LIGHT.border,
                0.6,
            )
        )
        links.append(Link(QRectF(_CONTENTS_LEFT, y, right - _CONTENTS_LEFT, row), page.section))
        y += row
    return tuple(marks), tuple(links)


def period_words(report: Report) -> str:
    """Return the period, and whether it is still open."""
    return f"{report.period_label} ({'open' if report.period_open else 'closed'})"

"""The summary: the main charts, what changed most since the board before, and what needs attention."""

from __future__ import annotations

from collections import Counter
from typing import Final

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.attention import KIND_WORDS
from asc_desktop.domain.report.model import AttentionRow
from asc_desktop.domain.report.views_changes import ReportChanges
from asc_desktop.domain.words import number_of
from asc_desktop.pack.changes import changes_table
from asc_desktop.services.packs import PackDocument
from asc_desktop.ui.charts.layouts import least_height
from asc_desktop.ui.figures.projects import status_by_theme_data, status_over_time_data
from asc_desktop.ui.figures.savings import bridge_data, slippage_data
from asc_desktop.ui.pdf.composer import MUTED, SMALL, Composer, Picture, cell, money, named
from asc_desktop.ui.pdf.section_drawer import draw_table
from asc_desktop.ui.pdf.tables import Column, Row

_SECOND_LINE: Final = 15.0
_TALLEST_CHART: Final = 520.0
_MOST_ATTENTION: Final = 15
_MOST_CHANGES: Final = 5
_BESIDE_CHANGES: Final = 6
"""Rows of what needs attention on a page that it shares with the top changes."""


def write_summary(pack: Composer, document: PackDocument) -> None:
    """Write the charts, the top changes and what needs attention."""
    report, changes = pack.report, document.edition.changes
    pack.section("summary", "Summary")
    pictures = []
    by_theme, bridge, over_time = (
        status_by_theme_data(report),
        bridge_data(report),
        status_over_time_data(report),
    )
    if by_theme is not None and report.projects:
        # Rows of two lines, so that no theme's name is cut.
        height = max(230.0, least_height(by_theme, 500) + _SECOND_LINE * len(by_theme.categories))
        pictures.append(Picture(by_theme, min(height, _TALLEST_CHART)))
    if bridge is not None:
        pictures.append(Picture(bridge, 230.0))
    if over_time is not None and report.projects:
        pictures.append(Picture(over_time, 210.0))
    by_year = slippage_data(report)
    if by_year is not None and len(by_year.categories) > 1:
        pictures.append(Picture(by_year, 215.0))
    pack.pictures(pictures)
    most = _MOST_ATTENTION
    if changes is not None and changes.rows:
        _write_top_changes(pack, changes)
        most = _BESIDE_CHANGES
    pack.heading("Needs attention")
    if not report.attention:
        pack.paragraph(
            "Nothing needs attention."
            if report.projects
            else "There are no projects yet. Add programmes, themes and projects; then their status, savings and "
            "exceptions fill this pack."
        )
        return
    rows = [_attention_row(row) for row in report.attention[:most]]
    columns = (
        Column("Why", most=150),
        Column("Project or record", share=2),
        Column("What", share=3),
        Column("£ at stake", align="right"),
        Column("Due"),
    )
    pack.table(columns, rows, SMALL)
    rest = report.attention[most:]
    if rest:
        kinds = Counter(KIND_WORDS[row.kind] for row in rest)
        words = ", ".join(f"{kind[0].lower()}{kind[1:]} {number}" for kind, number in kinds.items())
        pack.gap(4)
        pack.paragraph(f"{len(rest)} more: {words}.", SMALL, colour=MUTED)


def _write_top_changes(pack: Composer, changes: ReportChanges) -> None:
    pack.heading(f"Top changes since {changes.before_name}")
    draw_table(pack, changes_table(changes.rows[:_MOST_CHANGES]))
    rest = len(changes.rows) - _MOST_CHANGES
    if rest > 0:
        pack.gap(4)
        pack.paragraph(f"{number_of(rest, 'more change')}.", SMALL, colour=MUTED)


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

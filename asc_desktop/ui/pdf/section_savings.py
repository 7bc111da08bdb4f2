"""Savings by year, every line, slippage and movements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from asc_desktop.domain.money import SAVINGS_KEYS
from asc_desktop.domain.report.model import LineReport, Report
from asc_desktop.domain.report.savings import shown_bars, surplus_words
from asc_desktop.domain.rules.position import Position
from asc_desktop.domain.rules.status import RAG_LETTERS
from asc_desktop.ui.figures.savings import slippage_data
from asc_desktop.ui.pdf.composer import MUTED, SMALL, Composer, Picture, cell, letter, money, named
from asc_desktop.ui.pdf.tables import Column, Row

_TERMS: Final = (
    ("target_pence", "Target"),
    ("slipped_in_pence", "Slipped in"),
    ("to_find_pence", "To find"),
    ("delivered_pence", "Delivered"),
    ("still_forecast_pence", "Forecast remaining"),
    ("not_delivered_pence", "Not delivered"),
    ("slipped_out_pence", "Slipped out"),
    ("delivered_early_pence", "Delivered early"),
    ("offset_in_pence", "Offset"),
    ("written_off_pence", "Written off"),
    ("no_plan_pence", "No plan yet"),
    ("surplus_pence", "Surplus"),
)
_Terms = tuple[tuple[str, str], ...]
_MOST_YEARS: Final = 5
_TOTAL_OF_ALL: Final = "Total of all lines, with those not shown here"
_APPROVAL: Final = {"proposed": "Proposed", "approved": "Approved"}


def write_savings(pack: Composer) -> None:
    """Write what is to find and where it stands: by year, theme and source plan."""
    report = pack.report
    savings = report.savings
    pack.section(
        "savings", "Savings by year", f"£, gross and incremental. {report.year} is the year reported."
    )
    terms = tuple(
        (key, words)
        for key, words in _TERMS
        if key != "not_delivered_pence" or savings.all_years.not_delivered_pence
    )
    columns = (Column("", share=1), *(Column(words, align="right") for _, words in terms))
    shown_as = report.savings_shown_as
    rows = [
        _position_row(year, savings.by_year[year], terms, shown_as, strong=year == report.year)
        for year in report.years
    ]
    rows.append(_position_row("All years", savings.all_years, terms, shown_as, total=True))
    pack.table(columns, rows, SMALL)
    for heading, groups in (("By theme", savings.by_theme), ("By source plan", savings.by_source_plan)):
        if groups:
            pack.heading(f"{heading}, {report.year}")
            pack.table(columns, _group_rows(groups, terms, report), SMALL)
    pack.gap(8)
    pack.paragraph(
        "To find is the approved target and what slipped in from earlier years. Each pound is delivered, "
        "forecast remaining, not delivered (of a year that has ended), slipped out, delivered early in a previous "
        "year, offset by another project, written off, or without a plan. A surplus is what a line is forecast to "
        "save beyond that; subtract it, and the parts add up. Over all years a pound that slips is to be found "
        "twice: in the year that it leaves and in the year that it goes to.",
        SMALL,
        colour=MUTED,
    )


def _position_row(
    words: str,
    position: Position,
    terms: _Terms,
    shown_as: str,
    *,
    strong: bool = False,
    total: bool = False,
) -> Row:
    return Row(
        (
            cell(words, SMALL, bold=strong or total),
            *(
                money(
                    getattr(position, key),
                    SMALL,
                    bold=strong or total,
                    warn=key == "no_plan_pence" and position.no_plan_pence > 0,
                    shown_as=shown_as if key in SAVINGS_KEYS else "",
                )
                for key, _ in terms
            ),
        ),
        kind="total" if total else "body",
    )


def _group_rows(groups: Mapping[str, Mapping[str, Position]], terms: _Terms, report: Report) -> list[Row]:
    empty = Position()
    rows = [
        _position_row(name or "Not stated", years.get(report.year, empty), terms, report.savings_shown_as)
        for name, years in groups.items()
        if any(getattr(years.get(report.year, empty), key) for key, _ in _TERMS)
    ]
    return [
        *rows,
        _position_row(
            "Total", report.savings.by_year[report.year], terms, report.savings_shown_as, total=True
        ),
    ]


# ----------------------------------------------------------------------------------------------------- lines


def write_lines(pack: Composer) -> None:
    """Write every line with its target and forecast by year."""
    report = pack.report
    years = _printed_years(report)
    pack.section("lines", "Savings lines", f"£, gross and incremental. RAG is of {report.year}.")
    columns = (
        Column("Ref", most=60),
        Column("Project and line", share=3),
        Column("Theme and source plan", share=2),
        Column("RAG", align="centre"),
        *(Column(f"Target {year}", align="right") for year in years),
        *(Column(f"Forecast {year}", align="right") for year in years),
        Column(f"Delivered {report.year}", align="right"),
    )
    shown_as = report.savings_shown_as
    rows = [_line_row(line, years, report) for line in report.savings.lines]
    by_year = report.savings.by_year
    rows.append(
        Row(
            (
                (),
                cell(_TOTAL_OF_ALL if pack.is_partial else "Total, memo lines left out", SMALL, bold=True),
                (),
                (),
                *(money(by_year[year].target_pence, 10, bold=True, shown_as=shown_as) for year in years),
                *(money(by_year[year].forecast_pence, 10, bold=True, shown_as=shown_as) for year in years),
                money(by_year[report.year].delivered_pence, 10, bold=True, shown_as=shown_as),
            ),
            kind="total",
        )
    )
    pack.table(columns, rows, SMALL)
    if any(line.memo or not line.in_scope for line in report.savings.lines):
        pack.gap(6)
        pack.paragraph(
            "Memo: counted in another theme’s totals, so left out of these. The line there is named next to it.",
            SMALL,
            colour=MUTED,
        )


def _line_row(line: LineReport, years: list[str], report: Report) -> Row:
    shown_as = report.savings_shown_as
    about = line.source_plan
    if line.memo or not line.in_scope:
        about = f"{about}; memo, counts in {line.counts_in}" if about else f"Memo, counts in {line.counts_in}"
    return Row((
        cell(line.project_ref, SMALL),
        named(line.project, line.name if line.name != line.project else "", SMALL),
        (*cell(line.theme, SMALL), *cell(about, 10, colour=MUTED)),
        letter(RAG_LETTERS[line.savings_rag], line.savings_rag),
        *(money(line.years[at].target_pence, 10, shown_as=shown_as) for at in years),
        *(money(line.years[at].forecast_pence, 10, shown_as=shown_as) for at in years),
        money(line.years[report.year].delivered_pence, 10, shown_as=shown_as),
    ))  # fmt: skip


def _printed_years(report: Report) -> list[str]:
    """Return the years with any figure and the reported one; at most five, from the year before that one on."""
    by_year = report.savings.by_year
    found = [
        year for year in report.years
        if year == report.year or any(getattr(by_year[year], key) for key, _ in _TERMS)
    ]  # fmt: skip
    if len(found) <= _MOST_YEARS:
        return found
    first = max(0, min(found.index(report.year) - 1, len(found) - _MOST_YEARS))
    return found[first : first + _MOST_YEARS]


# -------------------------------------------------------------------------------------------------- slippage


def write_slippage(pack: Composer) -> None:
    """Write what was due in each year and where it went, and the years that slips go to."""
    report = pack.report
    pack.section(
        "slippage", "Slippage", "What was due in each year and where it went. £, gross and incremental."
    )
    data = slippage_data(report)
    if data is not None:
        pack.pictures([Picture(data, 235.0)])
    bars = shown_bars(report.savings)
    columns = (
        Column("Due in", share=1),
        *(Column(words, align="right") for words in ("Target", "Slipped in", "To find")),
        *(Column(words, align="right") for _, words in bars),
        Column("Lines that slipped", align="right"),
    )
    rows = [
        Row(
            (
                cell(year.year, SMALL, bold=year.year == report.year),
                *(
                    money(pence, SMALL)
                    for pence in (year.target_pence, year.slipped_in_pence, year.to_find_pence)
                ),
                *(money(getattr(year, key), SMALL) for key, _ in bars),
                cell(str(year.slipped_lines) if year.slipped_lines else "–", SMALL),
            )
        )
        for year in report.savings.slippage
    ]
    pack.table(columns, rows, SMALL)
    words = surplus_words(report.savings)
    if words:
        pack.gap(4)
        pack.paragraph(words, SMALL, colour=MUTED)
    to_years = sorted({label for year in report.savings.slippage for label in year.slipped_to})
    pack.heading("Years that savings slip to")
    if not to_years:
        pack.paragraph("No saving slips to a later year.")
        return
    pack.table(
        (
            Column("Due in", share=1),
            *(Column(f"Slips to {label}", align="right", least=90) for label in to_years),
        ),
        [
            Row(
                (
                    cell(year.year, SMALL),
                    *(money(year.slipped_to.get(label, 0), SMALL) for label in to_years),
                )
            )
            for year in report.savings.slippage
            if year.slipped_to
        ],
        SMALL,
    )


# ------------------------------------------------------------------------------------------------- movements

"""Measures, budget, risks and issues."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from asc_desktop.domain.dates import (
    date_label,
    period_label,
    period_short_label,
    shift_period,
    year_of_period,
)
from asc_desktop.domain.money import print_thousands
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_measures import MeasureReport
from asc_desktop.domain.report.views_risks import RiskActionReport, RiskReport
from asc_desktop.domain.rules.budget import BudgetFigures, percent_words
from asc_desktop.domain.rules.measures import figure_words
from asc_desktop.domain.rules.status import RAG_LETTERS, RAG_WORDS
from asc_desktop.domain.words import number_of
from asc_desktop.pack.budget import LEFT_OUT, STAYS_TRUE, leaves_out, left_out
from asc_desktop.ui.charts.layouts import least_height
from asc_desktop.ui.figures.budget import variance_data
from asc_desktop.ui.figures.measures import measure_data
from asc_desktop.ui.figures.risks import matrix_data
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.pdf.composer import BAD, MUTED, SMALL, Composer, Picture, cell, group_row, letter, named
from asc_desktop.ui.pdf.tables import Cell, Chip, Column, Row, Text
from asc_desktop.ui.pdf.type_setter import Run, Style

_TRENDS: Final = {"improving": "Improving", "worsening": "Worsening", "same": "No change", "": ""}
_LEVELS: Final = {"low": "green", "medium": "amber", "high": "amber", "very_high": "red"}
_ARROWS: Final = {"new": "•", "improving": "↓", "no_change": "→", "worsening": "↑"}
_PRIORITIES: Final = {"low": "green", "medium": "amber", "high": "amber", "critical": "red"}
_MOST_TRENDS: Final = 12


def write_measures(pack: Composer) -> None:
    """Write the measures as the county's paper prints them, and a chart of each with two values or more."""
    report = pack.report
    counts = [
        f"{number} {'not rated' if rag == 'grey' else rag}"
        for rag in ("red", "amber", "green", "grey")
        if (number := sum(1 for measure in report.measures if measure.rag == rag))
    ]
    pack.section("measures", "Measures", f"Performance against target: {', '.join(counts)}.")
    months = _months(report)
    size = SMALL if len(months) <= 6 else 10
    columns = (
        Column("Measure", share=1),
        Column("Baseline", align="right"),
        *(Column(period_short_label(month), align="right") for month in months),
        Column("Target", align="right"),
        Column("RAG", align="centre"),
        Column("Rating"),
        Column("Trend"),
    )
    several = len({item.programme for item in report.measures}) > 1
    rows: list[Row] = []
    for (programme, theme), held in groupby(
        report.measures, key=lambda item: (item.programme, item.strategy_theme)
    ):
        words = ": ".join(part for part in (programme if several else "", theme) if part)
        rows += [group_row(words)] if words else []
        rows += [_measure_row(item, months, size) for item in held]
    pack.table(columns, rows, SMALL)
    pack.gap(6)
    pack.paragraph(
        "A rating is how far a value is on the bad side of what is expected in the month, in per cent of that. A month "
        "without a value is not rated. * Rated by a person.",
        SMALL,
        colour=MUTED,
    )
    drawn = [
        item for item in report.measures if sum(1 for month in item.months if month.actual is not None) > 1
    ]
    if drawn:
        pack.heading("Trends")
        pack.pictures([Picture(measure_data(item), 138.0) for item in drawn[:_MOST_TRENDS]])


def _measure_row(item: MeasureReport, months: list[str], size: int) -> Row:
    actual = {month.period: month.actual for month in item.months}

    def figure(value: str | None, none: str) -> Cell:
        return cell(none if value is None else figure_words(item, value), size)

    return Row((
        named(item.name, item.rule, SMALL),
        figure(item.baseline, "N/A"),
        *(figure(actual.get(month), "–") for month in months),
        figure(item.target, "–"),
        letter(RAG_LETTERS[item.rag], item.rag),
        cell(f"{RAG_WORDS[item.rag]}{'*' if item.overridden else ''}", SMALL),
        cell(_TRENDS[item.trend], SMALL),
    ))  # fmt: skip


def _months(report: Report) -> list[str]:
    """Return the year's months from April to the report's period."""
    found = [f"{year_of_period(report.period)}-04"]
    while found[-1] < report.period:
        found.append(shift_period(found[-1], 1))
    return found


# ---------------------------------------------------------------------------------------------------- budget


def write_budget(pack: Composer) -> None:
    """Write the monitor to the nearest £000, groups with subtotals, reserves apart, and the variances as a chart."""
    report = pack.report
    budget = report.budget
    pack.section(
        "budget", "Budget", f"£000, {report.year}, as at {report.period_label}. An overspend is positive."
    )
    columns = (
        Column("", share=1),
        *(
            Column(words, align="right", least=58)
            for words in (
                "Budget",
                "Actual",
                "Forecast",
                "Variance",
                "Previous variance",
                "Change",
                "% of budget",
            )
        ),
    )
    lines = {line.id: line for line in budget.lines}
    rows: list[Row] = []
    reserves = False
    for group in budget.groups:
        if group.is_reserve and not reserves:
            reserves = True
            rows.append(
                _budget_row("Forecast prior to use of reserves", budget.totals.prior_to_reserves, total=True)
            )
        rows.append(group_row(group.label))
        rows += [_budget_row(lines[line_id].name, lines[line_id].figures) for line_id in group.line_ids]
        rest = left_out(report, group) if pack.is_partial else None
        rows += [_budget_row(LEFT_OUT, rest)] if rest else []
        rows.append(_budget_row(f"{group.label}: subtotal", group.figures, strong=True))
    if reserves:
        rows.append(_budget_row("Reserves subtotal", budget.totals.reserves, strong=True))
    rows.append(_budget_row("Net total", budget.totals.net, total=True))
    pack.table(columns, rows, SMALL)
    if pack.is_partial and leaves_out(report):
        pack.gap(4)
        pack.paragraph(STAYS_TRUE, SMALL)
    differing = [check for check in budget.checks if check.state == "differs"]
    for check in differing:
        pack.gap(4)
        pack.paragraph(f"{check.name}: {check.sentence}", SMALL, colour=BAD)
    if budget.checks and not differing:
        pack.gap(4)
        pack.paragraph("The typed totals agree with the lines.", SMALL, colour=LIGHT.positive)
    data = variance_data(report, "variance_pence")
    if data is not None:
        pack.gap(8)
        height = max(150.0, least_height(data, 1000))
        pack.pictures([Picture(data, height)])


def _budget_row(
    words: str, figures: BudgetFigures | None, *, strong: bool = False, total: bool = False
) -> Row:
    bold = strong or total
    if figures is None:
        return Row(
            (
                cell(words, SMALL),
                *(cell("not reported" if at == 0 else "", SMALL, colour=MUTED) for at in range(7)),
            )
        )
    amounts = (
        figures.budget_pence, figures.actual_pence, figures.forecast_pence, figures.variance_pence,
        figures.previous_variance_pence, figures.change_pence,
    )  # fmt: skip
    return Row(
        (
            cell(words, SMALL, bold=bold),
            *(cell(print_thousands(pence), SMALL, bold=bold) for pence in amounts),
            cell(percent_words(figures.percent_of_budget), SMALL, bold=bold),
        ),
        kind="total" if total else "body",
    )


# ----------------------------------------------------------------------------------------------------- risks


def write_risks(pack: Composer) -> None:
    """Write the matrix and the register, the highest score first."""
    report = pack.report
    matrix = report.risk_matrix
    bands = ", ".join(f"{band.count} {band.level_label.lower()}" for band in reversed(matrix.bands))
    pack.section(
        "risks",
        "Risks",
        f"{number_of(matrix.open_risks, 'open risk')}: {bands}. "
        f"{number_of(matrix.actions_overdue, 'action')} overdue at {date_label(report.as_at)}.",
    )
    opened = [risk for risk in report.risks if risk.open]
    if opened:
        data = matrix_data(report, "current", is_printed=True)
        height = max(300.0, least_height(data, 700))
        pack.pictures([Picture(data, height)])
        pack.heading("Register of open risks")
        columns = (
            Column("Ref", most=60),
            Column("Risk", share=34),
            Column("Inherent", align="centre"),
            Column("Current", align="centre"),
            Column("Target", align="centre"),
            Column("Level", most=110),
            Column("Movement", most=100),
            Column("Mitigating actions", share=40),
        )
        ranked = sorted(opened, key=lambda item: -(item.score or 0))
        several = len({item.programme for item in report.risks}) > 1
        pack.table(columns, [_risk_row(item, several=several) for item in ranked], SMALL)
    else:
        pack.paragraph("No risk is open.")
    closed = [risk for risk in report.risks if not risk.open]
    if closed:
        pack.heading("Closed")
        for risk in closed:
            pack.paragraph(
                f"{risk.ref} {risk.description} Closed {period_label(risk.closed_period or '')}.", SMALL
            )
    pack.gap(6)
    pack.paragraph(
        "A score is likelihood times impact, each from 1 to 5. Movement compares the score with the one in force a "
        "month before: ↑ worsening, ↓ improving, → no change, • new.",
        SMALL,
        colour=MUTED,
    )


def _risk_row(risk: RiskReport, *, several: bool) -> Row:
    about = ". ".join(
        part for part in (risk.category, risk.owner, risk.linked, risk.programme if several else "") if part
    )
    worse = risk.movement == "worsening"
    moved = f"{_ARROWS.get(risk.movement, '')} {risk.movement_label}".strip()
    actions: Cell = tuple(_action(item) for item in risk.actions) or cell(
        "No action recorded.", SMALL, colour=BAD
    )
    return Row((
        cell(risk.ref, SMALL, bold=True),
        (*cell(risk.description, SMALL), *(cell(f"{about}.", 10, colour=MUTED) if about else ())),
        *(
            cell(str(rated.score) if rated else "", SMALL, bold=rated is risk.current)
            for rated in (risk.inherent, risk.current, risk.target)
        ),
        (Chip(risk.level_label or "Not scored", _LEVELS.get(risk.level, "grey")),),
        cell(moved, SMALL, bold=worse, colour=BAD if worse else LIGHT.text),
        actions,
    ))  # fmt: skip


def _action(item: RiskActionReport) -> Text:
    about = [item.owner] if item.owner else []
    if item.done_date:
        about.append(f"done {date_label(item.done_date)}")
    elif item.due_date:
        about.append(f"due {date_label(item.due_date)}")
    runs = [Run(f"• {' '.join(item.action.split())}", Style(SMALL))]
    if about:
        runs.append(Run(f" {', '.join(about)}.", Style(10, colour=MUTED)))
    if item.days_overdue:
        runs.append(
            Run(f" Overdue {number_of(item.days_overdue, 'day')}.", Style(SMALL, bold=True, colour=BAD))
        )
    return Text(tuple(runs))

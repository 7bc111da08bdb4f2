"""The budget of the report, as at the end of the period."""

from collections.abc import Iterator, Mapping

from asc_desktop.domain.records.assurance import BudgetLine, BudgetPosition, BudgetTotal
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import AttentionRow
from asc_desktop.domain.report.views_budget import (
    BudgetCheckReport,
    BudgetGroupReport,
    BudgetLineReport,
    BudgetReport,
    BudgetTotalsReport,
)
from asc_desktop.domain.rules.budget import (
    AMOUNTS,
    DIFFERS,
    BudgetFigures,
    agreement,
    agreement_sentence,
    in_force,
    line_figures,
    lines_in_order,
    lines_sum,
    sum_of,
    total_name,
)


def budget_section(context: ReportContext) -> BudgetReport:
    """Return the budget monitor of the programmes in scope; of one theme too, since budgets are not kept by theme.

    A retired line stays in a year that it has figures in, so that no total changes when one is retired.
    """
    owners = [programme.id for programme in context.programmes]
    every = lines_in_order(context.records, owners)
    figures = line_figures(context.records, every, context.scope.period)
    shown = [line for line in every if line.id in figures or not line.retired]
    several = len({line.programme_id for line in shown}) > 1
    lines = tuple(_line(context, line, figures) for line in shown)
    held = {line.id: line for line in shown}
    groups = []
    for key in dict.fromkeys(line.group_key for line in lines):
        own = [line for line in lines if line.group_key == key]
        first = held[own[0].id]
        groups.append(
            BudgetGroupReport(
                key=key,
                programme_id=first.programme_id,
                programme=own[0].programme,
                name=first.group_name,
                label=f"{own[0].programme}: {first.group_name}" if several else first.group_name,
                is_reserve=bool(first.is_reserve),
                figures=sum_of(line.figures for line in own if line.figures),
                line_ids=tuple(line.id for line in own),
            )
        )
    ordinary = [line.figures for line in lines if line.figures and not line.is_reserve]
    reserves = [line.figures for line in lines if line.figures and line.is_reserve]
    return BudgetReport(
        lines=lines,
        groups=tuple(groups),
        totals=BudgetTotalsReport(sum_of(ordinary), sum_of(reserves), sum_of([*ordinary, *reserves])),
        checks=tuple(_checks(context, owners)),
    )


def budget_attention(budget: BudgetReport) -> Iterator[AttentionRow]:
    """Yield the typed totals that differ from their lines by more than rounding."""
    for check in budget.checks:
        if check.state == DIFFERS:
            most = max(
                abs(typed - getattr(check, f"lines_{key}"))
                for key, _ in AMOUNTS
                if (typed := getattr(check, key)) is not None
            )
            yield AttentionRow(
                f"budget_total:{check.id}", "budget_total", "", "", check.name, check.sentence, most, None,
                "budget", check.id,
            )  # fmt: skip


def group_key(line: BudgetLine) -> str:
    """Return what tells a line's group from the groups of every programme."""
    return f"{line.programme_id}/{line.is_reserve}/{line.group_name}"


def _line(context: ReportContext, line: BudgetLine, figures: Mapping[str, BudgetFigures]) -> BudgetLineReport:
    now = in_force(context.records.of(BudgetPosition, "line_id", line.id), context.scope.period)
    return BudgetLineReport(
        id=line.id,
        programme=context.records.title(Programme.table, line.programme_id),
        group_key=group_key(line),
        group=line.group_name,
        name=line.name,
        is_reserve=bool(line.is_reserve),
        retired=bool(line.retired),
        reported_period=now.period if now else "",
        figures=figures.get(line.id),
        source=line.source or "",
    )


def _checks(context: ReportContext, owners: list[str]) -> Iterator[BudgetCheckReport]:
    records = context.records
    for owner in owners:
        totals = [
            item
            for item in records.of(BudgetTotal, "programme_id", owner)
            if item.period == context.scope.period
        ]
        for total in sorted(
            totals, key=lambda item: (item.group_name is None, item.group_name or "", item.id)
        ):
            sums = lines_sum(records, total)
            yield BudgetCheckReport(
                id=total.id,
                programme=records.title(Programme.table, owner),
                name=total_name(total),
                budget_pence=total.budget_pence,
                actual_pence=total.actual_pence,
                forecast_pence=total.forecast_pence,
                lines_budget_pence=sums["budget_pence"],
                lines_actual_pence=sums["actual_pence"],
                lines_forecast_pence=sums["forecast_pence"],
                state=agreement(records, total),
                sentence=agreement_sentence(records, total),
                source=total.source or "",
            )

"""The savings section of the report: lines, sums, the bridge, slippage and the four bases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from asc_desktop.domain import dates
from asc_desktop.domain.records.delivery import (
    MOVEMENT_KINDS,
    Movement,
    Project,
    ProjectCost,
    SavingsLine,
    SourcePlan,
)
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import BridgeBar, LineReport, MovementReport, SavingsReport, SlippageYear
from asc_desktop.domain.rules.position import BASES, Position, bridge, cumulative, total
from asc_desktop.domain.rules.status import savings_rag

NO_SOURCE_PLAN = "No source plan"

BARS = (
    ("delivered_pence", "Delivered to date"),
    ("still_forecast_pence", "Forecast remaining"),
    ("slipped_out_pence", "Slipped to later years"),
    ("delivered_early_pence", "Delivered early"),
    ("offset_in_pence", "Offset by other projects"),
    ("written_off_pence", "Written off"),
    ("no_plan_pence", "No plan yet"),
)
"""The bars that share out what is to find in a year, each pound in one of them."""


def savings_section(context: ReportContext) -> SavingsReport:
    """Return the savings of the scope."""
    counted = context.counted_lines
    by_theme: dict[str, list[str]] = {context.theme_labels[theme.id]: [] for theme in context.themes}
    by_plan: dict[str, list[str]] = defaultdict(list)
    for line, project, counted_in in context.lines:
        if counted_in in context.theme_ids:
            by_theme[context.theme_labels[counted_in]].append(line.id)
            by_plan[_source_plan(context, project)].append(line.id)
    sums = _sum_years(context, (line.id for line in counted))
    bars = {year: _bars_of_year(context, year) for year in context.years}
    return SavingsReport(
        by_year=sums,
        by_theme={label: _sum_years(context, ids) for label, ids in by_theme.items()},
        by_source_plan={
            label: _sum_years(context, by_plan[label]) for label in _plan_order(context, by_plan)
        },
        all_years=total(sums.values()),
        bridge=_bridge_bars(context, bars[context.year]),
        slippage=tuple(_slippage_year(context, year, bars[year]) for year in context.years),
        lines=tuple(_line_report(context, *item) for item in context.lines),
        bases=_bases(context, sums),
    )


def movement_section(context: ReportContext) -> tuple[MovementReport, ...]:
    """Return the movements from or to a line of the scope, the newest first."""
    shown = {line.id for line, _, _ in context.lines}
    excess: dict[str, int] = defaultdict(int)
    for item in context.ledger.over_allocations:
        excess[item.movement_id] += item.excess_pence
    found = [
        movement
        for movement in context.records.all(Movement)
        if movement.period <= context.scope.period and ({movement.from_line_id, movement.to_line_id} & shown)
    ]
    found.sort(key=lambda item: (item.period, item.id), reverse=True)
    return tuple(_movement_report(context, movement, excess[movement.id]) for movement in found)


def _movement_report(context: ReportContext, movement: Movement, excess: int) -> MovementReport:
    from_project, from_label = _line_label(context, movement.from_line_id)
    to_project, to_label = _line_label(context, movement.to_line_id)
    return MovementReport(
        id=movement.id,
        kind=movement.kind,
        kind_label=dict(MOVEMENT_KINDS)[movement.kind],
        from_line_id=movement.from_line_id,
        from_project_id=from_project,
        from_label=from_label,
        from_year=dates.year_label(movement.from_year),
        to_line_id=movement.to_line_id or "",
        to_project_id=to_project,
        to_label=to_label,
        to_year=dates.year_label(movement.to_year) if movement.to_year else "",
        amount_pence=movement.amount_pence,
        reason=movement.reason or "",
        approved_by=movement.approved_by or "",
        state=movement.state,
        period=movement.period,
        over_allocated_pence=excess,
    )


def _line_label(context: ReportContext, line_id: str | None) -> tuple[str, str]:
    line = context.records.find(SavingsLine, line_id)
    project = context.records.find(Project, line.project_id) if line else None
    if line is None or project is None:
        return "", ""
    alone = len(context.records.of(SavingsLine, "project_id", project.id)) == 1
    words = project.name if alone else f"{project.name}, {line.name}"
    return project.id, f"{project.ref} {words}"


def _source_plan(context: ReportContext, project: Project) -> str:
    return context.records.title("source_plan", project.source_plan_id) or NO_SOURCE_PLAN


def _plan_order(context: ReportContext, found: Mapping[str, list[str]]) -> list[str]:
    plans = sorted(context.records.all(SourcePlan), key=lambda item: (item.position, item.name))
    used = {project.source_plan_id for project in context.projects}
    labels = [plan.name for plan in plans if plan.id in used or plan.name in found]
    return labels + [label for label in found if label not in labels]


def _sum_years(context: ReportContext, line_ids: Iterable[str]) -> dict[str, Position]:
    ids = list(line_ids)
    return {
        dates.year_label(year): total(
            context.ledger.cells[line_id, year] for line_id in ids if (line_id, year) in context.ledger.cells
        )
        for year in context.years
    }


@dataclass(frozen=True, slots=True)
class _Bars:
    """A year's bars over every counted line, and by bar the projects behind it."""

    pence: dict[str, int]
    project_ids: dict[str, tuple[str, ...]]


def _bars_of_year(context: ReportContext, year: int) -> _Bars:
    pence: dict[str, int] = {key: 0 for key, _ in BARS}
    # Dictionaries keep the projects in order and each once.
    projects: dict[str, dict[str, None]] = {key: {} for key, _ in BARS}
    for line in context.counted_lines:
        for key, amount in bridge(context.ledger.at(line.id, year)).items():
            if amount:
                pence[key] += amount
                projects[key][line.project_id] = None
    return _Bars(pence, {key: tuple(ids) for key, ids in projects.items()})


def _bridge_bars(context: ReportContext, bars: _Bars) -> tuple[BridgeBar, ...]:
    label = dates.year_label(context.year)
    positions = [(line, context.ledger.at(line.id, context.year)) for line in context.counted_lines]
    first = [
        BridgeBar(
            key,
            f"{words} {label}" if key == "target_pence" else words,
            sum(getattr(position, key) for _, position in positions),
            tuple(dict.fromkeys(line.project_id for line, position in positions if getattr(position, key))),
        )
        for key, words in (("target_pence", "Target"), ("slipped_in_pence", "Slipped in"))
    ]
    return tuple(
        first + [BridgeBar(key, words, bars.pence[key], bars.project_ids[key]) for key, words in BARS]
    )


def _slippage_year(context: ReportContext, year: int, bars: _Bars) -> SlippageYear:
    positions = [context.ledger.at(line.id, year) for line in context.counted_lines]
    counted = {line.id for line in context.counted_lines}
    slips = [
        movement
        for movement in context.records.all(Movement)
        if movement.kind == "slip"
        and movement.from_year == year
        and movement.from_line_id in counted
        and movement.period <= context.scope.period
    ]
    slipped_to: dict[str, int] = {}
    for movement in sorted(slips, key=lambda item: item.to_year or 0):
        label = dates.year_label(movement.to_year or year)
        slipped_to[label] = slipped_to.get(label, 0) + movement.amount_pence
    return SlippageYear(
        year=dates.year_label(year),
        target_pence=sum(position.target_pence for position in positions),
        slipped_in_pence=sum(position.slipped_in_pence for position in positions),
        to_find_pence=sum(position.to_find_pence for position in positions),
        slipped_to=slipped_to,
        slipped_lines=len({movement.from_line_id for movement in slips}),
        project_ids=bars.project_ids,
        **bars.pence,
    )


def _line_report(context: ReportContext, line: SavingsLine, project: Project, counted_in: str) -> LineReport:
    years = context.line_years(line.id)
    return LineReport(
        id=line.id,
        name=line.name,
        project_id=project.id,
        project_ref=project.ref,
        project=project.name,
        theme=context.theme_labels.get(project.theme_id, ""),
        counts_in=context.theme_labels.get(counted_in, ""),
        memo=counted_in != project.theme_id,
        in_scope=counted_in in context.theme_ids,
        source_plan=_source_plan(context, project),
        kind=line.kind,
        recurrence=line.recurrence,
        source=line.source or "",
        savings_rag=savings_rag(
            context.ledger.at(line.id, context.year),
            context.settings,
            reported=(line.id, context.year) in context.reported_cells,
        ),
        years=years,
        all_years=total(years.values()),
    )


def basis_position(context: ReportContext, line: SavingsLine, year: int, basis: str) -> Position:
    """Return a line's target, forecast, delivered and variance in a year on one of the gross bases."""
    if basis.endswith("cumulative"):
        return cumulative(line, context.ledger, year, context.years[0])
    return context.ledger.at(line.id, year)


def net_costs(context: ReportContext, project_ids: Iterable[str], year: int, basis: str) -> int:
    """Return what the projects cost in a year, in pence, where the basis is net; nothing where it is gross.

    A cost belongs to its own year only: on the cumulative basis too, a year's savings bear that year's costs.
    """
    if not basis.startswith("net"):
        return 0
    return sum(
        cost.amount_pence
        for project_id in project_ids
        for cost in context.records.of(ProjectCost, "project_id", project_id)
        if cost.year == year
    )


def _bases(context: ReportContext, sums: Mapping[str, Position]) -> dict[str, dict[str, dict[str, int]]]:
    costs: dict[int, int] = defaultdict(int)
    for cost in context.records.all(ProjectCost):
        if cost.project_id in context.project_ids:
            costs[cost.year] += cost.amount_pence
    running = {
        dates.year_label(year): total(
            cumulative(line, context.ledger, year, context.years[0]) for line in context.counted_lines
        )
        for year in context.years
    }
    bases: dict[str, dict[str, dict[str, int]]] = {}
    for basis, _ in BASES:
        of_basis = bases[basis] = {}
        for year, label in zip(context.years, context.year_labels(), strict=True):
            found = (running if basis.endswith("cumulative") else sums)[label]
            spent = costs[year] if basis.startswith("net") else 0
            of_basis[label] = {
                "target_pence": found.target_pence - spent,
                "forecast_pence": found.forecast_pence - spent,
                "delivered_pence": found.delivered_pence - spent,
                "variance_pence": found.variance_pence,
                "cost_pence": spent,
            }
    return bases

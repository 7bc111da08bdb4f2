"""The savings section of the report: lines, sums, the bridge, slippage and the four bases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from asc_desktop.domain import dates
from asc_desktop.domain.records.delivery import (
    MOVEMENT_KINDS,
    Movement,
    Portfolio,
    Project,
    ProjectCost,
    SavingsLine,
    SourcePlan,
    TargetChange,
)
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import BridgeBar, LineReport, MovementReport, SavingsReport, SlippageYear
from asc_desktop.domain.report.views_change_requests import ChangeRequestReport
from asc_desktop.domain.rules.ledger import Account
from asc_desktop.domain.rules.position import BASES, NOTHING, Position, cumulative, total
from asc_desktop.domain.rules.status import savings_rag

NO_SOURCE_PLAN = "No source plan"

SURPLUS = "surplus_pence"

BARS = (
    ("delivered_pence", "Delivered"),
    ("still_forecast_pence", "Forecast remaining"),
    ("not_delivered_pence", "Not delivered"),
    ("slipped_out_pence", "Slipped to later years"),
    ("delivered_early_pence", "Delivered early"),
    ("offset_in_pence", "Offset by other projects"),
    ("written_off_pence", "Written off"),
    ("no_plan_pence", "No plan yet"),
    (SURPLUS, "Less surplus"),
)
"""Where what is to find in a year goes: the bars add up to it, the surplus taken off."""

_ONLY_WHERE_ANY = frozenset({"not_delivered_pence", SURPLUS})


def shown_bars(savings: SavingsReport) -> tuple[tuple[str, str], ...]:
    """Return the bars that a table by year has a column for: all, but for the last ones where no year has any."""
    return tuple(
        (key, words)
        for key, words in BARS
        if key not in _ONLY_WHERE_ANY or any(getattr(year, key) for year in savings.slippage)
    )


def surplus_words(savings: SavingsReport) -> str:
    """Return what a table of the bars does with a surplus; nothing where no year has one."""
    if any(year.surplus_pence for year in savings.slippage):
        return (
            "A surplus is what a line is forecast to save beyond what it has to find. It is subtracted, "
            "so that each year adds up to what was to find."
        )
    if any(position.surplus_pence for position in savings.by_year.values()):
        # Of a report that an earlier release made.
        return "A surplus is already subtracted here from what is forecast and delivered. Savings by year has it."
    return ""


def savings_section(context: ReportContext) -> SavingsReport:
    """Return the savings of the scope."""
    counted = context.counted_lines
    by_theme: dict[str, list[str]] = {context.theme_labels[theme.id]: [] for theme in context.themes}
    by_plan: dict[str, list[str]] = defaultdict(list)
    for line, project, counted_in in context.lines:
        if counted_in in context.theme_ids:
            by_theme[context.theme_labels[counted_in]].append(line.id)
            by_plan[_source_plan(context, project)].append(line.id)
    themes = {label: _sum_years(context, f"theme {label}", ids) for label, ids in by_theme.items()}
    sums = {
        label: total(sum_of_theme[label] for sum_of_theme in themes.values())
        for label in context.year_labels()
    }
    behind = _behind(context)
    return SavingsReport(
        by_year=sums,
        by_theme=themes,
        by_source_plan={
            label: _sum_years(context, f"plan {label}", by_plan[label])
            for label in _plan_order(context, by_plan)
        },
        all_years=total(sums.values()),
        bridge=_bridge_bars(context, sums, behind[context.year]),
        slippage=_slippage(context, sums, behind),
        lines=tuple(
            context.remembered.part(
                _line_report,
                line.id,
                line,
                project,
                _Place(
                    context.theme_labels.get(project.theme_id, ""),
                    context.theme_labels.get(counted_in, ""),
                    _source_plan(context, project),
                    counted_in != project.theme_id,
                    counted_in in context.theme_ids,
                ),
                context.ledger.of(line.id),
                context.year,
                context.years,
                context.settings,
            )
            for line, project, counted_in in context.lines
        ),
        bases=_bases(context, sums, [line.id for line in counted if line.recurrence == "recurring"]),
    )


def movement_section(context: ReportContext) -> tuple[MovementReport, ...]:
    """Return the movements from or to a line of the scope, the newest first."""
    shown = {line.id for line, _, _ in context.lines}
    found = [
        movement
        for movement in context.records.all(Movement)
        if movement.period <= context.scope.period and ({movement.from_line_id, movement.to_line_id} & shown)
    ]
    found.sort(key=lambda item: (item.period, item.id), reverse=True)
    return tuple(_movement_report(context, movement) for movement in found)


def change_request_section(context: ReportContext) -> tuple[ChangeRequestReport, ...]:
    """Return the changes to targets of the scope's lines that are proposed by the period, the newest first."""
    shown = {line.id for line, _, _ in context.lines}
    found = [
        change
        for change in context.records.all(TargetChange)
        if change.state == "proposed" and change.period <= context.scope.period and change.line_id in shown
    ]
    found.sort(key=lambda item: (item.period, item.id), reverse=True)
    return tuple(_change_request(context, change) for change in found)


def _change_request(context: ReportContext, change: TargetChange) -> ChangeRequestReport:
    project_id, label = _line_label(context, change.line_id)
    return ChangeRequestReport(
        id=change.id,
        line_id=change.line_id,
        project_id=project_id,
        label=label,
        year=dates.year_label(change.year),
        change_pence=change.change_pence,
        reference=change.reference,
        reason=change.reason or "",
        period=change.period,
    )


def _movement_report(context: ReportContext, movement: Movement) -> MovementReport:
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
        over_allocated_pence=sum(
            item.excess_pence for item in context.ledger.over_allocations(movement.from_line_id, movement.id)
        ),
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


def _sum_years(context: ReportContext, key: str, line_ids: Iterable[str]) -> dict[str, Position]:
    accounts = tuple(context.ledger.of(line_id) for line_id in line_ids)
    return context.remembered.part(_sum_accounts, key, context.years, accounts)


def _sum_accounts(years: tuple[int, ...], accounts: tuple[Account, ...]) -> dict[str, Position]:
    return {
        dates.year_label(year): total(account.years[year] for account in accounts if year in account.years)
        for year in years
    }


_Behind = Mapping[str, tuple[str, ...]]
"""By bar: the projects behind it."""


def _behind(context: ReportContext) -> dict[int, _Behind]:
    """Return by year the projects behind each bar over every counted line."""
    # Dictionaries keep the projects in order and each once.
    projects: dict[int, dict[str, dict[str, None]]] = {
        year: {key: {} for key, _ in BARS} for year in context.years
    }
    for line in context.counted_lines:
        account = context.ledger.of(line.id)
        for year, key in context.remembered.part(_bars_of_line, line.id, account):
            projects[year][key][line.project_id] = None
    return {year: {key: tuple(ids) for key, ids in of_year.items()} for year, of_year in projects.items()}


def _bars_of_line(account: Account) -> tuple[tuple[int, str], ...]:
    return tuple(
        (year, key) for year, position in account.years.items() for key, _ in BARS if getattr(position, key)
    )


def _bridge_bars(
    context: ReportContext, sums: Mapping[str, Position], behind: _Behind
) -> tuple[BridgeBar, ...]:
    label = dates.year_label(context.year)
    positions = [(line, context.ledger.at(line.id, context.year)) for line in context.counted_lines]
    first = [
        BridgeBar(
            key,
            f"{words} {label}" if key == "target_pence" else words,
            getattr(sums[label], key),
            tuple(dict.fromkeys(line.project_id for line, position in positions if getattr(position, key))),
        )
        for key, words in (("target_pence", "Target"), ("slipped_in_pence", "Slipped in"))
    ]
    return (*first, *(BridgeBar(key, words, getattr(sums[label], key), behind[key]) for key, words in BARS))


def _slippage(
    context: ReportContext, sums: Mapping[str, Position], behind: Mapping[int, _Behind]
) -> tuple[SlippageYear, ...]:
    counted = {line.id for line in context.counted_lines}
    slips: dict[int, list[Movement]] = defaultdict(list)
    for movement in context.records.all(Movement):
        if (
            movement.kind == "slip"
            and movement.from_line_id in counted
            and movement.period <= context.scope.period
        ):
            slips[movement.from_year].append(movement)
    return tuple(
        _slippage_year(year, sums[dates.year_label(year)], behind[year], slips[year])
        for year in context.years
    )


def _slippage_year(year: int, position: Position, behind: _Behind, slips: Iterable[Movement]) -> SlippageYear:
    slipped_to: dict[str, int] = {}
    for movement in sorted(slips, key=lambda item: item.to_year or 0):
        label = dates.year_label(movement.to_year or year)
        slipped_to[label] = slipped_to.get(label, 0) + movement.amount_pence
    return SlippageYear(
        year=dates.year_label(year),
        target_pence=position.target_pence,
        slipped_in_pence=position.slipped_in_pence,
        to_find_pence=position.to_find_pence,
        slipped_to=slipped_to,
        slipped_lines=len({movement.from_line_id for movement in slips}),
        project_ids=behind,
        **{key: getattr(position, key) for key, _ in BARS},
    )


class _Place(NamedTuple):
    """Where a line stands and where it is counted, in words."""

    theme: str
    counts_in: str
    source_plan: str
    memo: bool
    in_scope: bool


def _line_report(
    line: SavingsLine,
    project: Project,
    place: _Place,
    account: Account,
    year: int,
    years: tuple[int, ...],
    settings: Portfolio,
) -> LineReport:
    positions = {dates.year_label(item): account.years.get(item, NOTHING) for item in years}
    return LineReport(
        id=line.id,
        name=line.name,
        project_id=project.id,
        project_ref=project.ref,
        project=project.name,
        theme=place.theme,
        counts_in=place.counts_in,
        memo=place.memo,
        in_scope=place.in_scope,
        source_plan=place.source_plan,
        kind=line.kind,
        recurrence=line.recurrence,
        source=line.source or "",
        savings_rag=savings_rag(
            account.years.get(year, NOTHING), settings, reported=year in account.reported
        ),
        years=positions,
        all_years=total(positions.values()),
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


def _bases(
    context: ReportContext, sums: Mapping[str, Position], recurring: Iterable[str]
) -> dict[str, dict[str, dict[str, int]]]:
    costs: dict[int, int] = defaultdict(int)
    for project in context.projects:
        for cost in context.records.of(ProjectCost, "project_id", project.id):
            costs[cost.year] += cost.amount_pence
    # A recurring saving carries on from year to year; what does not recur is of its own year.
    terms = ("target_pence", "forecast_pence", "delivered_pence", "variance_pence")
    carried = dict.fromkeys(terms, 0)
    recurs = _sum_years(context, "recurring", recurring)
    bases: dict[str, dict[str, dict[str, int]]] = {basis: {} for basis, _ in BASES}
    for year, label in zip(context.years, context.year_labels(), strict=True):
        alone = {term: getattr(sums[label], term) for term in terms}
        running = {term: alone[term] + carried[term] for term in terms}
        carried = {term: carried[term] + getattr(recurs[label], term) for term in terms}
        for basis, of_basis in bases.items():
            spent = costs[year] if basis.startswith("net") else 0
            amounts = running if basis.endswith("cumulative") else alone
            of_basis[label] = {
                term: pence if term == "variance_pence" else pence - spent for term, pence in amounts.items()
            } | {"cost_pence": spent}
    return bases

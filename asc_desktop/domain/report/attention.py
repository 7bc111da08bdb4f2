"""The needs-attention list and the six key figures."""

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds, shown_saving, words_for
from asc_desktop.domain.records.delivery import Project, SavingsLine, SavingsPosition
from asc_desktop.domain.report import counts
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import (
    AttentionRow,
    ExceptionReport,
    KeyFigure,
    MovementReport,
    ProjectReport,
    SavingsReport,
)
from asc_desktop.domain.rules.ledger import Account
from asc_desktop.domain.rules.position import NOTHING, Position, total
from asc_desktop.domain.words import number_of

SLIPPED_RUNNING = 2
"""How many periods running a forecast must fall before the list names the project."""

_SAVINGS = frozenset({"target", "forecast"})
"""The key figures that are savings, and so in brackets where those are shown as reductions."""

KIND_WORDS = {
    "challenge": "Status better than the figures",
    "over_allocated": "Movement too large",
    "decision_early": "Starts before call-in ends",
    "risk_worse": "Very high risk worse",
    "overdue": "Mitigation overdue",
    "risk_overdue": "Risk action overdue",
    "measure_red": "Measure is red",
    "activity_behind": "Activity behind plan",
    "budget_total": "Budget total differs",
    "control_total": "Control total differs",
    "published_table": "Table does not add up",
    "decision_call_in": "In call-in",
    "decision_stage": "Decided, stage not moved",
    "decision_funding": "Funding does not fit",
    "activity_funding": "Funding buys too few",
    "decision_repeat": "Repeat award",
    "decision_assessment": "Implications not assessed",
    "dependency": "Needed milestone is late",
    "no_plan": "No plan yet",
    "slipping": "Forecast falling",
    "no_forecast": "No forecast",
    "surplus": "Surplus not used",
    "not_updated": "Not updated",
}
"""What needs a person, in the order in which the list puts it, and the words for each kind."""

KINDS = tuple(KIND_WORDS)


def attention_section(
    context: ReportContext,
    projects: tuple[ProjectReport, ...],
    exceptions: tuple[ExceptionReport, ...],
    movements: tuple[MovementReport, ...],
    more: tuple[AttentionRow, ...] = (),
) -> tuple[AttentionRow, ...]:
    """Return what needs a person, by kind and then by the amount at stake; ``more`` are other sections' own rows.

    Nothing is asked about a project that is closed.
    """
    closed = {item.id for item in projects if item.is_closed}
    # An update is due where the programme reports this period or is still to.
    live = {item.id for item in context.programmes if context.scope.period <= item.open_period}
    rows = [*more, *_over_allocated(context, movements), *_overdue(exceptions)]
    for project in projects:
        lines = context.records.of(SavingsLine, "project_id", project.id)
        accounts = tuple(context.ledger.of(line.id) for line in lines)
        rows += context.remembered.part(
            _of_project, project.id, project, accounts, context.year, project.programme_id in live
        )
    # A decision is taken in its own right, whatever becomes of the projects that it names.
    rows = [row for row in rows if row.project_id not in closed or row.page == "decisions"]
    rank = {kind: at for at, kind in enumerate(KINDS)}
    rows.sort(key=lambda row: (rank[row.kind], -(row.amount_pence or 0), row.project_ref, row.id))
    return tuple(rows)


def _row(project: ProjectReport, kind: str, why: str, pence: int | None) -> AttentionRow:
    return AttentionRow(f"{kind}:{project.id}", kind, project.id, project.ref, project.name, why, pence, None)


def _of_project(
    project: ProjectReport, accounts: Iterable[Account], year: int, is_live: object
) -> tuple[AttentionRow, ...]:
    return tuple(_rows_of_project(project, accounts, year, is_live=bool(is_live)))


def _rows_of_project(
    project: ProjectReport, accounts: Iterable[Account], year: int, *, is_live: bool
) -> Iterator[AttentionRow]:
    position, label = project.position, dates.year_label(year)
    if project.challenge and not project.challenge_reason:
        yield _row(project, "challenge", project.challenge, position.gross_gap_pence or None)
    if position.no_plan_pence:
        why = f"{format_pounds(position.no_plan_pence)} of {label} has no plan yet"
        yield _row(project, "no_plan", why, position.no_plan_pence)
    if project.periods_slipping >= SLIPPED_RUNNING:
        why = f"Forecast fell {_times(project.periods_slipping)} running"
        yield _row(project, "slipping", why, position.gross_gap_pence or None)
    if position.unallocated_pence:
        why = f"Surplus of {format_pounds(position.unallocated_pence)} not used yet"
        yield _row(project, "surplus", why, position.unallocated_pence)
    if any(
        year not in account.reported and account.years.get(year, NOTHING).to_find_pence
        for account in accounts
    ):
        yield _row(project, "no_forecast", f"No forecast reported for {label}", position.to_find_pence)
    if not project.updated and project.begun and is_live:
        last = dates.period_label(project.reported_period) if project.reported_period else ""
        why = f"Not updated this month; last in {last}" if last else "No status reported yet"
        yield replace(_row(project, "not_updated", why, None), page="updates", record_id=project.id)


def _times(count: int) -> str:
    return {2: "two months", 3: "three months", 4: "four months"}.get(count, f"{count} months")


def _over_allocated(context: ReportContext, movements: tuple[MovementReport, ...]) -> Iterator[AttentionRow]:
    for movement in movements:
        if not movement.over_allocated_pence:
            continue
        reasons = [
            f"{movement.to_label or movement.from_label} has {format_pounds(item.excess_pence)} less than is promised"
            if item.at_donor
            else f"it is {format_pounds(item.excess_pence)} more than the shortfall now is"
            for item in context.ledger.over_allocations(movement.from_line_id, movement.id)
        ]
        project = context.records.find(Project, movement.from_project_id)
        yield AttentionRow(
            f"over_allocated:{movement.id}",
            "over_allocated",
            movement.from_project_id,
            project.ref if project else "",
            project.name if project else "",
            f"{movement.kind_label}: {' and '.join(reasons)}",
            movement.over_allocated_pence,
            None,
        )


def _overdue(exceptions: tuple[ExceptionReport, ...]) -> Iterator[AttentionRow]:
    for item in exceptions:
        for mitigation in item.mitigations:
            if mitigation.days_overdue:
                days = number_of(mitigation.days_overdue, "day")
                yield AttentionRow(
                    f"overdue:{mitigation.id}",
                    "overdue",
                    item.project_id,
                    item.project_ref,
                    item.project,
                    f"Mitigation overdue {days}",
                    item.amount_pence,
                    mitigation.due_date,
                )


def key_figures(
    context: ReportContext,
    savings: SavingsReport,
    projects: tuple[ProjectReport, ...],
    exceptions: tuple[ExceptionReport, ...],
) -> tuple[KeyFigure, ...]:
    """Return the six figures of the period's year, with what changed since the period before."""
    is_first = not _reported_before(context)
    now = savings.by_year[dates.year_label(context.year)]
    before = total(context.ledger_before.at(line.id, context.year) for line in context.counted_lines)
    # Three letters of it: the note stands on a tile.
    since = dates.MONTHS[int(context.scope.period[5:7]) - 2][:3]
    label = dates.year_label(context.year)
    due = [item for item in projects if item.begun and not item.is_closed]
    opened = [item for item in exceptions if item.is_live]
    overdue = sum(1 for item in opened for action in item.mitigations if action.days_overdue)
    slipping = sum(1 for item in projects if item.position.slipped_out_pence)
    updated = sum(1 for item in due if item.updated)
    closed = sum(1 for item in projects if item.is_closed)
    words = words_for(now.target_pence, now.forecast_pence, now.slipped_out_pence, now.no_plan_pence)
    shown_as = context.settings.savings_shown_as

    def money(key: str, name: str, pence: int, note: str, tone: str = "normal") -> KeyFigure:
        figure = KeyFigure(key, name, "", note, tone, "savings", pence=pence)
        return figure_shown_as(figure, shown_as, words)

    return (
        money("target", f"Savings target {label}", now.target_pence, "gross, incremental"),
        money(
            "forecast",
            "Forecast for year",
            now.forecast_pence,
            _forecast_note(now, before, since, is_first=is_first),
        ),
        money("slipped", "Slipped to later years", now.slipped_out_pence, number_of(slipping, "project")),
        money(
            "no_plan",
            "No plan yet",
            now.no_plan_pence,
            _change_note(now, before, since, words, is_first=is_first)
            if context.counted_lines
            else "no savings lines yet",
            "bad" if now.no_plan_pence else "good",
        ),
        KeyFigure(
            "exceptions",
            "Open exceptions",
            str(len(opened)),
            f"{number_of(overdue, 'mitigation')} overdue",
            "bad" if overdue else "normal",
            "exceptions",
            count=len(opened),
        ),
        KeyFigure(
            "updated",
            "Projects updated",
            counts.updated_words(updated, len(due)),
            f"for {dates.period_label(context.scope.period)}{f', {closed} closed' if closed else ''}",
            "normal",
            "updates",
            count=updated,
        ),
    )


def figure_shown_as(figure: KeyFigure, shown_as: str, words: Callable[[int], str]) -> KeyFigure:
    """Return a figure of money with its text as savings are shown and as `words` write it; others as they are."""
    if figure.pence is None:
        return figure
    shown = shown_saving(figure.pence, shown_as) if figure.key in _SAVINGS else figure.pence
    return replace(figure, text=words(shown))


def _reported_before(context: ReportContext) -> bool:
    """Whether anything was reported of the scope's projects and lines before the period."""
    records, period = context.records, context.scope.period
    return any(
        item.period < period for project in context.projects for item in context.updates(project.id)[:1]
    ) or any(
        item.period < period
        for line in context.counted_lines
        for item in records.of(SavingsPosition, "line_id", line.id)[:1]
    )


def _forecast_note(now: Position, before: Position, since: str, *, is_first: bool) -> str:
    if not now.target_pence:
        return "no target this year"
    share = round(100 * now.forecast_pence / now.target_pence)
    if is_first or not before.target_pence or not before.forecast_pence:
        return f"{share}% of target"
    points = share - round(100 * before.forecast_pence / before.target_pence)
    change = f"{'▲' if points > 0 else '▼'} {abs(points)} pts since {since}" if points else f"as in {since}"
    return f"{share}% of target, {change}"


def _change_note(
    now: Position, before: Position, since: str, words: Callable[[int], str], *, is_first: bool
) -> str:
    if is_first:
        return "first month, nothing to compare"
    if now.target_pence and not before.forecast_pence and not before.delivered_pence:
        # All of the target is then a shortfall only because nobody had reported yet.
        return f"nothing was reported in {since}"
    change = now.no_plan_pence - before.no_plan_pence
    if not change:
        return f"unchanged since {since}"
    return f"{'▲' if change > 0 else '▼'} {words(abs(change))} since {since}"

"""The projects and themes of the report, and the counts by status."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import NamedTuple, Protocol, TypeVar

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import (
    Programme,
    Project,
    SavingsLine,
    SavingsPosition,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.report.context import ReportContext, Terms, update_at
from asc_desktop.domain.report.model import (
    NOT_REPORTED,
    ExceptionReport,
    MilestoneReport,
    ProjectReport,
    RecentStatus,
    SavingsReport,
    StatusCount,
    StatusCounts,
    StatusView,
    ThemeReport,
)  # fmt: skip
from asc_desktop.domain.rules.ledger import Account
from asc_desktop.domain.rules.position import Position, total
from asc_desktop.domain.rules.status import is_better_than, savings_rag, suggested_rag, worst
from asc_desktop.domain.words import one_or_number

RECENT_PERIODS = 5
TREND_PERIODS = 12


class _OfProject(Protocol):
    @property
    def project_id(self) -> str: ...


T = TypeVar("T", bound=_OfProject)


def project_section(
    context: ReportContext, exceptions: tuple[ExceptionReport, ...], milestones: tuple[MilestoneReport, ...]
) -> tuple[ProjectReport, ...]:
    """Return the projects of the scope by reference."""
    exceptions_of = _by_project(exceptions)
    milestones_of = _by_project(milestones)
    return tuple(
        context.remembered.part(
            _project_report,
            project.id,
            project,
            _beside(context, project),
            tuple(exceptions_of.get(project.id, ())),
            tuple(milestones_of.get(project.id, ())),
            context.years,
            context.terms,
        )
        for project in context.projects
    )


def theme_section(
    context: ReportContext,
    savings: SavingsReport,
    projects: tuple[ProjectReport, ...],
    exceptions: tuple[ExceptionReport, ...],
) -> tuple[ThemeReport, ...]:
    """Return each theme's own figures; a line counted in another theme is summed there."""
    of_theme: dict[str, list[ProjectReport]] = defaultdict(list)
    for project in projects:
        of_theme[project.theme_id].append(project)
    theme_of = {project.id: project.theme_id for project in projects}
    opened = Counter(theme_of[item.project_id] for item in exceptions if item.is_live)
    year = dates.year_label(context.year)
    return tuple(
        ThemeReport(
            id=theme.id,
            name=context.theme_labels[theme.id],
            lead=theme.lead or "",
            description=theme.description or "",
            projects=len(of_theme[theme.id]),
            position=savings.by_theme[context.theme_labels[theme.id]][year],
            open_exceptions=opened[theme.id],
            mitigations_overdue=sum(project.mitigations_overdue for project in of_theme[theme.id]),
            programme_id=theme.programme_id,
            programme=context.records.title(Programme.table, theme.programme_id),
        )
        for theme in context.themes
    )


def status_by_theme(context: ReportContext, projects: tuple[ProjectReport, ...]) -> tuple[StatusCounts, ...]:
    """Return the projects of each theme by delivery status; those that have not begun are in none."""
    return tuple(
        _counts(
            context.scheme,
            theme.id,
            context.theme_labels[theme.id],
            [
                (project.id, project.status)
                for project in projects
                if project.theme_id == theme.id and project.begun
            ],
        )
        for theme in context.themes
    )


def status_over_time(context: ReportContext, most: int | None = TREND_PERIODS) -> tuple[StatusCounts, ...]:
    """Return the projects by the status in force at each of the last periods, from the first one reported.

    As many periods as a report has, or another number of them at most; None for all there are.
    In the months before it began a project is in none.
    """
    updates = {project.id: context.updates(project.id) for project in context.projects}
    first = min((held[0].period for held in updates.values() if held), default="")
    back: list[str] = []
    period = context.scope.period
    while first and period >= first and (most is None or len(back) < most):
        back.append(period)
        period = dates.shift_period(period, -1)
    periods = tuple(reversed(back))
    statuses = tuple(
        context.remembered.part(
            _statuses, (project.id, most), updates[project.id], project.start_date, periods
        )
        for project in context.projects
    )
    return context.remembered.part(_over_time, most, tuple(updates), statuses, periods, context.scheme)


def _statuses(
    updates: tuple[StatusUpdate, ...], start_date: str | None, periods: tuple[str, ...]
) -> tuple[str | None, ...]:
    """Return the id of the status in force at each period: empty before the first, None before the project began."""
    return tuple(
        update.status_id
        if (update := update_at(updates, period))
        else ""
        if has_begun(updates, start_date, period)
        else None
        for period in periods
    )


def has_begun(updates: Sequence[StatusUpdate], start_date: str | None, period: str) -> bool:
    """Whether a project of these updates, the earliest first, has begun by the end of a period.

    It has from the month that it starts in, or is first reported in where that is earlier. Without a start date it has.
    """
    return not start_date or start_date[:7] <= period or bool(updates and updates[0].period <= period)


def _over_time(
    project_ids: tuple[str, ...],
    statuses: tuple[tuple[str | None, ...], ...],
    periods: tuple[str, ...],
    scheme: tuple[StatusView, ...],
) -> tuple[StatusCounts, ...]:
    by_id = {status.id: status for status in scheme}
    return tuple(
        _counts(
            scheme,
            period,
            dates.period_short_label(period),
            [
                (project_id, by_id.get(status_id))
                for project_id, held in zip(project_ids, statuses, strict=True)
                if (status_id := held[at]) is not None
            ],
        )
        for at, period in enumerate(periods)
    )


def _counts(
    scheme: tuple[StatusView, ...], key: str, label: str, statuses: Iterable[tuple[str, StatusView | None]]
) -> StatusCounts:
    members: dict[str, list[str]] = defaultdict(list)
    for project_id, status in statuses:
        members[status.id if status else ""].append(project_id)
    return StatusCounts(
        key,
        label,
        tuple(
            StatusCount(status, len(members[status.id]), tuple(members[status.id]))
            for status in (*scheme, NOT_REPORTED)
            if status.id or members[""]
        ),
    )


def _by_project(reports: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for report in reports:
        found[report.project_id].append(report)
    return found


class _Beside(NamedTuple):
    """What the report of a project reads of other records than its own."""

    programme_id: str
    programme: str
    workstream: str
    source_plan: str
    updates: tuple[StatusUpdate, ...]
    accounts: tuple[Account, ...]
    """Of each of its lines."""
    reported: tuple[tuple[SavingsPosition, ...], ...]
    """What was reported of each of its lines, in whatever period."""


def _beside(context: ReportContext, project: Project) -> _Beside:
    records = context.records
    theme = records.get(Theme, project.theme_id)
    lines = records.of(SavingsLine, "project_id", project.id)
    return _Beside(
        programme_id=theme.programme_id,
        programme=records.title(Programme.table, theme.programme_id),
        workstream=records.title("workstream", project.workstream_id),
        source_plan=records.title("source_plan", project.source_plan_id),
        updates=context.updates(project.id),
        accounts=tuple(context.ledger.of(line.id) for line in lines),
        reported=tuple(records.of(SavingsPosition, "line_id", line.id) for line in lines),
    )


def _project_report(
    project: Project,
    beside: _Beside,
    exceptions: tuple[ExceptionReport, ...],
    milestones: tuple[MilestoneReport, ...],
    years: tuple[int, ...],
    terms: Terms,
) -> ProjectReport:
    position = total(item.years[terms.year] for item in beside.accounts if terms.year in item.years)
    update = update_at(beside.updates, terms.period)
    status = terms.status_of(update)
    overdue = sum(
        1 for item in exceptions if item.open for action in item.mitigations if action.days_overdue > 0
    )
    reported = any(terms.year in item.reported for item in beside.accounts)
    savings = savings_rag(position, terms.settings, reported=reported)
    milestone = worst(item.rag for item in milestones)
    suggested = suggested_rag(savings, milestone, overdue_mitigations=overdue)
    following = min(
        (item for item in milestones if item.state != "done"),
        key=lambda item: item.forecast_date or item.baseline_date or "9999",
        default=None,
    )
    closed = bool(status and status.closed)
    return ProjectReport(
        id=project.id,
        ref=project.ref,
        name=project.name,
        programme_id=beside.programme_id,
        programme=beside.programme,
        theme_id=project.theme_id,
        theme=terms.theme_labels[project.theme_id],
        workstream=beside.workstream,
        source_plan=beside.source_plan,
        lead=project.lead or "",
        delivery_status=status.name if status else "",
        delivery_rag=status.rag if status else "grey",
        status=status,
        reported_period=update.period if update else "",
        updated=closed or bool(update and update.period == terms.period),
        narrative=(update.narrative or "") if update else "",
        challenge="" if closed else _challenge(status, suggested, position, overdue, milestone),
        challenge_reason=(update.challenge_reason or "") if update else "",
        savings_rag=savings,
        milestone_rag=milestone,
        suggested_rag=suggested,
        suggested_status=next(
            (item.name for item in terms.scheme if item.rag == suggested and not item.closed), ""
        ),
        recent=_recent(project, beside.updates, terms),
        target_pence=position.target_pence,
        forecast_pence=position.forecast_pence,
        delivered_pence=position.delivered_pence,
        variance_pence=position.variance_pence,
        position=position,
        all_years=total(
            found for item in beside.accounts for year, found in item.years.items() if year in years
        ),
        open_exceptions=sum(1 for item in exceptions if item.open),
        mitigations_overdue=overdue,
        next_milestone=following.name if following else "",
        next_milestone_date=(following.forecast_date or following.baseline_date) if following else None,
        periods_slipping=_periods_slipping(_forecasts(chain(*beside.reported), terms.year, terms.period)),
        start_date=project.start_date,
        end_date=project.end_date,
        closed_since=_closed_since(beside.updates, terms),
        begun=has_begun(beside.updates, project.start_date, terms.period),
    )


def _closed_since(updates: tuple[StatusUpdate, ...], terms: Terms) -> str:
    """Return the first month of the closed statuses that the updates end with; empty where the last is not closed."""
    since = ""
    for update in reversed(updates):
        status = terms.status_of(update)
        if status is None or not status.closed:
            break
        since = update.period
    return since


def _challenge(
    status: StatusView | None, suggested: str, position: Position, overdue: int, milestone: str
) -> str:
    if status is None or not is_better_than(status.rag, suggested):
        return ""
    reasons = []
    if position.gross_gap_pence and position.to_find_pence:
        share = round(100 * position.gross_gap_pence / position.to_find_pence)
        reasons.append(
            f"the forecast is {share}% ({format_pounds(position.gross_gap_pence)}) short of what is to find"
        )
    if milestone in {"amber", "red"}:
        reasons.append("a milestone is late")
    if overdue:
        reasons.append(
            one_or_number(overdue, "a mitigation is overdue", "mitigation is", "mitigations are overdue")
        )
    return f"Reported {status.name}, but {' and '.join(reasons)}."


def _recent(project: Project, updates: tuple[StatusUpdate, ...], terms: Terms) -> tuple[RecentStatus, ...]:
    found = []
    for back in range(RECENT_PERIODS - 1, -1, -1):
        period = dates.shift_period(terms.period, -back)
        update = update_at(updates, period)
        reported = bool(update and update.period == period)
        begun = has_begun(updates, project.start_date, period)
        found.append(RecentStatus(period, terms.status_of(update), reported=reported, begun=begun))
    return tuple(found)


def _periods_slipping(forecasts: Sequence[tuple[str, int]]) -> int:
    """Count the latest reported periods running in which the forecast for the period's year fell."""
    running = 0
    for (_, later), (_, earlier) in pairwise(reversed(forecasts)):
        if later >= earlier:
            break
        running += 1
    return running


def forecast_history(context: ReportContext, project_id: str) -> tuple[tuple[str, int, int], ...]:
    """Return by period of the report's year: label, target in pence and forecast in pence of one project.

    From the first period reported to the report's own.
    """
    lines = context.records.of(SavingsLine, "project_id", project_id)
    target = sum(context.ledger.at(line.id, context.year).target_pence for line in lines)
    reported = (item for line in lines for item in context.records.of(SavingsPosition, "line_id", line.id))
    return tuple(
        (dates.period_short_label(period), target, pence)
        for period, pence in _forecasts(reported, context.year, context.scope.period)
    )


def _forecasts(reported: Iterable[SavingsPosition], year: int, period: str) -> list[tuple[str, int]]:
    """Return each period in which one of the lines reported on the year, and their forecast then in force."""
    of_year = sorted(
        (item.period, item.line_id, item.forecast_pence)
        for item in reported
        if item.year == year and item.period <= period
    )
    now: dict[str, int] = {}
    by_period: dict[str, int] = {}
    for at, line_id, pence in of_year:
        now[line_id] = pence
        by_period[at] = sum(now.values())
    return list(by_period.items())

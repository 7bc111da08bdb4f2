"""The projects and themes of the report, and the counts by status."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Protocol, TypeVar

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import Programme, Project, SavingsLine, SavingsPosition, Theme
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import (
    ExceptionReport,
    MilestoneReport,
    ProjectReport,
    RecentStatus,
    StatusCount,
    StatusCounts,
    StatusView,
    ThemeReport,
)  # fmt: skip
from asc_desktop.domain.rules.position import Position, total
from asc_desktop.domain.rules.status import is_better_than, savings_rag, suggested_rag, worst

RECENT_PERIODS = 5
TREND_PERIODS = 12
NOT_REPORTED = StatusView("", "Not reported", "grey", "–", "dash", closed=False)


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
        _project_report(
            context, project, exceptions_of.get(project.id, []), milestones_of.get(project.id, [])
        )
        for project in context.projects
    )


def theme_section(
    context: ReportContext, projects: tuple[ProjectReport, ...], exceptions: tuple[ExceptionReport, ...]
) -> tuple[ThemeReport, ...]:
    """Return each theme's own figures; a line counted in another theme is summed there."""
    positions: dict[str, list[Position]] = defaultdict(list)
    for line, _, counted_in in context.lines:
        positions[counted_in].append(context.ledger.at(line.id, context.year))
    theme_of = {project.id: project.theme_id for project in projects}
    return tuple(
        ThemeReport(
            id=theme.id,
            name=context.theme_labels[theme.id],
            lead=theme.lead or "",
            description=theme.description or "",
            projects=sum(1 for project in projects if project.theme_id == theme.id),
            position=total(positions[theme.id]),
            open_exceptions=sum(
                1 for item in exceptions if item.open and theme_of[item.project_id] == theme.id
            ),
            mitigations_overdue=sum(
                project.mitigations_overdue for project in projects if project.theme_id == theme.id
            ),
        )
        for theme in context.themes
    )


def status_by_theme(context: ReportContext, projects: tuple[ProjectReport, ...]) -> tuple[StatusCounts, ...]:
    """Return the projects of each theme by delivery status."""
    return tuple(
        _counts(
            context,
            theme.id,
            context.theme_labels[theme.id],
            [(project.id, project.status) for project in projects if project.theme_id == theme.id],
        )
        for theme in context.themes
    )


def status_over_time(context: ReportContext) -> tuple[StatusCounts, ...]:
    """Return the projects by the status in force at each of the last twelve periods, from the first one reported."""
    reported = [updates[0].period for updates in context.updates.values()]
    if not reported:
        return ()
    periods = [dates.shift_period(context.scope.period, -back) for back in range(TREND_PERIODS - 1, -1, -1)]
    found = []
    for period in periods:
        if period < min(reported):
            continue
        statuses = []
        for project in context.projects:
            update = context.status_at(project.id, period)
            statuses.append((project.id, context.status_by_id.get(update.status_id) if update else None))
        found.append(_counts(context, period, dates.period_short_label(period), statuses))
    return tuple(found)


def _counts(
    context: ReportContext, key: str, label: str, statuses: Iterable[tuple[str, StatusView | None]]
) -> StatusCounts:
    members: dict[str, list[str]] = defaultdict(list)
    for project_id, status in statuses:
        members[status.id if status else ""].append(project_id)
    return StatusCounts(
        key,
        label,
        tuple(
            StatusCount(status, len(members[status.id]), tuple(members[status.id]))
            for status in (*context.scheme, NOT_REPORTED)
            if status.id or members[""]
        ),
    )


def _by_project(reports: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for report in reports:
        found[report.project_id].append(report)
    return found


def _project_report(
    context: ReportContext,
    project: Project,
    exceptions: list[ExceptionReport],
    milestones: list[MilestoneReport],
) -> ProjectReport:
    lines = context.records.of(SavingsLine, "project_id", project.id)
    position = total(context.ledger.at(line.id, context.year) for line in lines)
    every_year = total(context.ledger.at(line.id, year) for line in lines for year in context.years)
    update = context.status_at(project.id, context.scope.period)
    status = context.status_by_id.get(update.status_id) if update else None
    overdue = sum(
        1 for item in exceptions if item.open for action in item.mitigations if action.days_overdue > 0
    )
    reported = any((line.id, context.year) in context.reported_cells for line in lines)
    savings = savings_rag(position, context.settings, reported=reported)
    milestone = worst(item.rag for item in milestones)
    suggested = suggested_rag(savings, milestone, overdue_mitigations=overdue)
    following = min(
        (item for item in milestones if item.state != "done"),
        key=lambda item: item.forecast_date or item.baseline_date or "9999",
        default=None,
    )
    closed = bool(status and status.closed)
    theme = context.records.get(Theme, project.theme_id)
    return ProjectReport(
        id=project.id,
        ref=project.ref,
        name=project.name,
        programme_id=theme.programme_id,
        programme=context.records.title(Programme.table, theme.programme_id),
        theme_id=project.theme_id,
        theme=context.theme_labels[project.theme_id],
        workstream=context.records.title("workstream", project.workstream_id),
        source_plan=context.records.title("source_plan", project.source_plan_id),
        lead=project.lead or "",
        delivery_status=status.name if status else "",
        delivery_rag=status.rag if status else "grey",
        status=status,
        reported_period=update.period if update else "",
        updated=closed or bool(update and update.period == context.scope.period),
        narrative=(update.narrative or "") if update else "",
        challenge=_challenge(status, suggested, position, overdue, milestone),
        challenge_reason=(update.challenge_reason or "") if update else "",
        savings_rag=savings,
        milestone_rag=milestone,
        suggested_rag=suggested,
        suggested_status=next(
            (item.name for item in context.scheme if item.rag == suggested and not item.closed), ""
        ),
        recent=_recent(context, project),
        target_pence=position.target_pence,
        forecast_pence=position.forecast_pence,
        delivered_pence=position.delivered_pence,
        variance_pence=position.variance_pence,
        position=position,
        all_years=every_year,
        open_exceptions=sum(1 for item in exceptions if item.open),
        mitigations_overdue=overdue,
        next_milestone=following.name if following else "",
        next_milestone_date=(following.forecast_date or following.baseline_date) if following else None,
        periods_slipping=_periods_slipping(context, lines),
        start_date=project.start_date,
        end_date=project.end_date,
    )


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
        reasons.append("a mitigation is overdue" if overdue == 1 else f"{overdue} mitigations are overdue")
    return f"Reported {status.name}, but {' and '.join(reasons)}."


def _recent(context: ReportContext, project: Project) -> tuple[RecentStatus, ...]:
    found = []
    for back in range(RECENT_PERIODS - 1, -1, -1):
        period = dates.shift_period(context.scope.period, -back)
        update = context.status_at(project.id, period)
        status = context.status_by_id.get(update.status_id) if update else None
        found.append(RecentStatus(period, status, reported=bool(update and update.period == period)))
    return tuple(found)


def _periods_slipping(context: ReportContext, lines: Iterable[SavingsLine]) -> int:
    """Count the latest reported periods running in which the forecast for the period's year fell."""
    forecasts = [pence for _, pence in _forecasts(context, lines)]
    running = 0
    for earlier, later in pairwise(reversed(forecasts)):
        if earlier >= later:
            break
        running += 1
    return running


def forecast_history(context: ReportContext, project_id: str) -> tuple[tuple[str, int, int], ...]:
    """Return by period of the report's year: label, target in pence and forecast in pence of one project.

    From the first period reported to the report's own.
    """
    lines = context.records.of(SavingsLine, "project_id", project_id)
    target = sum(context.ledger.at(line.id, context.year).target_pence for line in lines)
    return tuple(
        (dates.period_short_label(period), target, pence) for period, pence in _forecasts(context, lines)
    )


def _forecasts(context: ReportContext, lines: Iterable[SavingsLine]) -> list[tuple[str, int]]:
    """Return each period in which one of the lines reported on the report's year, and their forecast then in force."""
    reported = sorted(
        (
            (item.period, item.line_id, item.forecast_pence)
            for line in lines
            for item in context.records.of(SavingsPosition, "line_id", line.id)
            if item.year == context.year and item.period <= context.scope.period
        ),
    )
    now: dict[str, int] = {}
    by_period: dict[str, int] = {}
    for period, line_id, pence in reported:
        now[line_id] = pence
        by_period[period] = sum(now.values())
    return list(by_period.items())

"""The exceptions, mitigations and milestones of the report, as at the period's last day."""

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import (
    EXCEPTION_CATEGORIES,
    Milestone,
    Mitigation,
    Programme,
    Project,
    ProjectDependency,
    ProjectException,
    Theme,
)
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import ExceptionReport, MilestoneReport, MitigationReport, MovementReport
from asc_desktop.domain.rules import actions
from asc_desktop.domain.rules.status import days_late, milestone_rag, milestone_state


def exception_section(
    context: ReportContext, movements: tuple[MovementReport, ...]
) -> tuple[ExceptionReport, ...]:
    """Return the exceptions raised by the period: open before closed, longest overdue first, then the oldest."""
    words = {movement.id: movement for movement in movements}
    found = [
        _exception_report(context, item, words)
        for item in context.records.all(ProjectException)
        if item.project_id in context.project_ids and item.raised_period <= context.scope.period
    ]
    found.sort(
        key=lambda item: (not item.open, -item.days_overdue, item.raised_period, item.project_ref, item.id)
    )
    return tuple(found)


def milestone_section(context: ReportContext) -> tuple[MilestoneReport, ...]:
    """Return the milestones of the scope's projects in the order in which they are expected."""
    found = []
    for milestone in context.records.all(Milestone):
        if milestone.project_id not in context.project_ids:
            continue
        project = context.records.get(Project, milestone.project_id)
        found.append(
            MilestoneReport(
                id=milestone.id,
                project_id=project.id,
                project_ref=project.ref,
                project=project.name,
                theme=context.theme_labels[project.theme_id],
                name=milestone.name,
                baseline_date=milestone.baseline_date,
                forecast_date=milestone.forecast_date,
                actual_date=milestone.actual_date,
                days_late=days_late(milestone),
                rag=milestone_rag(milestone, context.settings, context.as_at),
                state=milestone_state(milestone, context.as_at),
                needed_by=_needed_by(context, milestone.id),
            )
        )
    found.sort(
        key=lambda item: (item.actual_date or item.forecast_date or item.baseline_date or "9999", item.name)
    )
    return tuple(found)


def _needed_by(context: ReportContext, milestone_id: str) -> tuple[str, ...]:
    users = (
        context.records.get(Project, link.project_id)
        for link in context.records.of(ProjectDependency, "milestone_id", milestone_id)
    )
    return tuple(sorted({user.ref for user in users if not user.archived}))


def movement_words(movement: MovementReport) -> str:
    """Return a movement in a few words: ``£150,000 slips to 2025/26 (proposed)``."""
    amount = format_pounds(movement.amount_pence)
    words = {
        "slip": f"{amount} slips to {movement.to_year}",
        "early": f"{amount} was delivered early, in {movement.to_year}",
        "offset": f"{amount} is offset by {movement.to_label}",
        "write_off": f"{amount} is written off",
        "transfer": f"{amount} of target moves to {movement.to_label}",
    }[movement.kind]
    return words if movement.state == "approved" else f"{words} (proposed)"


def _exception_report(
    context: ReportContext, item: ProjectException, movements: dict[str, MovementReport]
) -> ExceptionReport:
    project = context.records.get(Project, item.project_id)
    theme = context.records.get(Theme, project.theme_id)
    closed = item.closed_period if item.closed_period and item.closed_period <= context.scope.period else None
    update = context.status_at(project.id, context.scope.period)
    mitigations = sorted(
        context.records.of(Mitigation, "exception_id", item.id),
        key=lambda found: (found.due_date or "9999", found.id),
    )
    reports = tuple(
        _mitigation_report(context, found, movements, open_=closed is None) for found in mitigations
    )
    last = dates.period_end(closed) if closed else context.as_at
    return ExceptionReport(
        id=item.id,
        project_id=project.id,
        project_ref=project.ref,
        project=project.name,
        programme=context.records.title(Programme.table, theme.programme_id),
        theme=context.theme_labels[theme.id],
        delivery_status=context.status_by_id.get(update.status_id) if update else None,
        category=dict(EXCEPTION_CATEGORIES)[item.category],
        description=item.description,
        amount_pence=item.amount_pence,
        years=", ".join(dates.year_label(int(year)) for year in (item.years or "").split(",") if year),
        raised_period=item.raised_period,
        closed_period=closed,
        open=closed is None,
        days_open=dates.days_between(f"{item.raised_period}-01", last),
        days_overdue=max((found.days_overdue for found in reports), default=0),
        mitigations=reports,
        source=item.source or "",
    )


def _mitigation_report(
    context: ReportContext, item: Mitigation, movements: dict[str, MovementReport], *, open_: bool
) -> MitigationReport:
    movement = movements.get(item.movement_id or "")
    return MitigationReport(
        id=item.id,
        exception_id=item.exception_id,
        action=item.action,
        owner=item.owner or "",
        due_date=item.due_date,
        done_date=actions.done_on(item, context.as_at),
        state=actions.state_of(item, context.as_at, open_=open_),
        days_overdue=actions.days_overdue(item, context.as_at, open_=open_),
        effect=item.effect or "",
        effect_pence=item.effect_pence,
        movement_id=item.movement_id or "",
        movement=movement_words(movement) if movement else "",
    )

"""The exceptions, mitigations and milestones of the report, as at the period's last day."""

from collections.abc import Iterable

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
from asc_desktop.domain.report.context import ReportContext, Terms, update_at
from asc_desktop.domain.report.model import (
    ExceptionReport,
    MilestoneReport,
    MitigationReport,
    MovementReport,
    StatusView,
)
from asc_desktop.domain.rules import actions
from asc_desktop.domain.rules.status import days_late, milestone_rag, milestone_state


def exception_section(
    context: ReportContext, movements: tuple[MovementReport, ...]
) -> tuple[ExceptionReport, ...]:
    """Return the exceptions raised by the period: open before closed, longest overdue first, then the oldest."""
    records, words = context.records, {movement.id: movement for movement in movements}
    found = []
    for project in context.projects:
        programme_id = records.get(Theme, project.theme_id).programme_id
        programme = records.title(Programme.table, programme_id)
        update = update_at(context.updates(project.id), context.scope.period)
        for item in records.of(ProjectException, "project_id", project.id):
            if item.raised_period <= context.scope.period:
                mitigations = records.of(Mitigation, "exception_id", item.id)
                named = tuple(words.get(mitigation.movement_id or "") for mitigation in mitigations)
                found.append(
                    context.remembered.part(
                        _exception_report,
                        item.id,
                        item,
                        project,
                        programme,
                        context.terms.status_of(update),
                        mitigations,
                        named,
                        context.terms,
                    )
                )
    found.sort(
        key=lambda item: (not item.open, -item.days_overdue, item.raised_period, item.project_ref, item.id)
    )
    return tuple(found)


def amount_at_stake(exceptions: Iterable[ExceptionReport]) -> int:
    """Return what exceptions put at stake together, in pence; those without an amount count as nothing."""
    return sum(item.amount_pence or 0 for item in exceptions)


def milestone_section(context: ReportContext) -> tuple[MilestoneReport, ...]:
    """Return the milestones of the scope's projects in the order in which they are expected."""
    found = [
        context.remembered.part(
            _milestone_report,
            milestone.id,
            milestone,
            project,
            _needed_by(context, milestone.id),
            context.terms,
        )
        for project in context.projects
        for milestone in context.records.of(Milestone, "project_id", project.id)
    ]
    found.sort(
        key=lambda item: (item.actual_date or item.forecast_date or item.baseline_date or "9999", item.name)
    )
    return tuple(found)


def _milestone_report(
    milestone: Milestone, project: Project, needed_by: tuple[str, ...], terms: Terms
) -> MilestoneReport:
    return MilestoneReport(
        id=milestone.id,
        project_id=project.id,
        project_ref=project.ref,
        project=project.name,
        theme=terms.theme_labels[project.theme_id],
        name=milestone.name,
        baseline_date=milestone.baseline_date,
        forecast_date=milestone.forecast_date,
        actual_date=milestone.actual_date,
        days_late=days_late(milestone),
        rag=milestone_rag(milestone, terms.settings, terms.as_at),
        state=milestone_state(milestone, terms.as_at),
        needed_by=needed_by,
    )


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
    item: ProjectException,
    project: Project,
    programme: str,
    status: StatusView | None,
    mitigations: tuple[Mitigation, ...],
    movements: tuple[MovementReport | None, ...],
    terms: Terms,
) -> ExceptionReport:
    closed = item.closed_period if item.closed_period and item.closed_period <= terms.period else None
    # Of a project that is closed nothing is overdue: nobody works on it any more.
    is_live = closed is None and not (status and status.closed)
    reports = tuple(
        _mitigation_report(found, movement, terms.as_at, is_open=closed is None, is_live=is_live)
        for found, movement in sorted(
            zip(mitigations, movements, strict=True),
            key=lambda pair: (pair[0].due_date or "9999", pair[0].id),
        )
    )
    last = dates.period_end(closed) if closed else terms.as_at
    return ExceptionReport(
        id=item.id,
        project_id=project.id,
        project_ref=project.ref,
        project=project.name,
        programme=programme,
        theme=terms.theme_labels[project.theme_id],
        delivery_status=status,
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
    item: Mitigation, movement: MovementReport | None, as_at: str, *, is_open: bool, is_live: bool
) -> MitigationReport:
    return MitigationReport(
        id=item.id,
        exception_id=item.exception_id,
        action=item.action,
        owner=item.owner or "",
        due_date=item.due_date,
        done_date=actions.done_on(item, as_at),
        state=actions.state_of(item, as_at, open_=is_open),
        days_overdue=actions.days_overdue(item, as_at, open_=is_live),
        effect=item.effect or "",
        effect_pence=item.effect_pence,
        movement_id=item.movement_id or "",
        movement=movement_words(movement) if movement else "",
    )

"""The dependencies of the report, as at the period's last day, and those that need a person."""

from asc_desktop.domain import dates
from asc_desktop.domain.records.delivery import Milestone, Project, ProjectDependency
from asc_desktop.domain.report.context import ReportContext, update_at
from asc_desktop.domain.report.model import AttentionRow
from asc_desktop.domain.report.views_milestones import DependencyReport
from asc_desktop.domain.rules.milestones import (
    PLANNED_END,
    expected_date,
    held_up,
    not_before,
    planned_date,
)
from asc_desktop.domain.rules.status import days_late, milestone_state
from asc_desktop.domain.words import number_of


def dependency_section(context: ReportContext) -> tuple[DependencyReport, ...]:
    """Return the dependencies with either end in the scope: late ones first, by how far they slip past.

    Those of an archived project are left out.
    """
    found = []
    for link in context.records.all(ProjectDependency):
        if context.project_ids.isdisjoint((link.project_id, link.needs_project_id)):
            continue
        project = context.records.get(Project, link.project_id)
        if not project.archived:
            found.append(_dependency_report(context, link, project))
    found.sort(
        key=lambda item: (
            not item.late,
            -(item.days_past or 0) if item.late else 0,
            item.project_ref,
            item.expected_date or "9999",
            item.id,
        )
    )
    return tuple(found)


def dependency_attention(
    context: ReportContext, dependencies: tuple[DependencyReport, ...]
) -> tuple[AttentionRow, ...]:
    """Return a row for each project of the scope for which something that it needs comes too late."""
    return tuple(
        AttentionRow(
            id=f"dependency:{item.id}",
            kind="dependency",
            project_id=item.project_id,
            project_ref=item.project_ref,
            project=item.project,
            why=item.sentence,
            amount_pence=None,
            due_date=item.own_date,
            page="milestones",
            record_id=item.id,
        )
        for item in dependencies
        if item.late and item.project_id in context.project_ids
    )


def _dependency_report(context: ReportContext, link: ProjectDependency, project: Project) -> DependencyReport:
    records, as_at = context.records, context.as_at
    needs = records.get(Project, link.needs_project_id)
    step = records.find(Milestone, link.milestone_id)
    if step is not None:
        planned, expected = planned_date(step), expected_date(step, as_at)
        baseline, forecast = step.baseline_date, step.forecast_date
        reached = milestone_state(step, as_at) == "done"
    else:
        reached = _is_closed(context, needs)
        planned = baseline = needs.end_date
        forecast = None
        expected = planned if reached else not_before(planned, as_at)
    held = held_up(project, records.of(Milestone, "project_id", project.id), planned, as_at)
    past = dates.days_between(held.date, expected) if held.date and expected else None
    # A closed project has nothing left that could wait.
    late = bool(past and past > 0) and not _is_closed(context, project)
    named = f"{needs.ref} {step.name if step else PLANNED_END.lower()}"
    return DependencyReport(
        id=link.id,
        project_id=project.id,
        project_ref=project.ref,
        project=project.name,
        theme=context.theme_labels[project.theme_id],
        needs_project_id=needs.id,
        needs_project_ref=needs.ref,
        needs_project=needs.name,
        needs_theme=context.theme_labels[needs.theme_id],
        milestone_id=step.id if step else "",
        milestone=step.name if step else "",
        description=link.description or "",
        baseline_date=baseline,
        forecast_date=forecast,
        actual_date=step.actual_date if step and reached else None,
        expected_date=expected,
        reached=reached,
        slip_days=days_late(step) if step else None,
        own_milestone_id=held.milestone_id,
        own_step=held.name,
        own_date=held.date,
        days_past=past,
        late=late,
        sentence=_sentence(named, expected, held.name, held.date, past, reached=reached),
    )


def _sentence(
    named: str, expected: str | None, own: str, own_date: str | None, past: int | None, *, reached: bool
) -> str:
    """Return ``Needs P-016 Model signed off, expected 19 Jul 2024: 4 days after Consultation opens, 15 Jul 2024``."""
    if expected is None:
        return f"Needs {named}, which has no date"
    words = f"Needs {named}, {'reached' if reached else 'expected'} {dates.date_label(expected)}"
    if past is None or own_date is None:
        return f"{words}; the project has no date of its own to compare"
    days = number_of(abs(past), "day")
    apart = f"{days} after" if past > 0 else f"{days} before" if past < 0 else "the day of"
    own = own.lower() if own == PLANNED_END else own
    return f"{words}: {apart} its {own}, {dates.date_label(own_date)}"


def _is_closed(context: ReportContext, project: Project) -> bool:
    status = context.terms.status_of(update_at(context.updates(project.id), context.scope.period))
    return bool(status and status.closed)

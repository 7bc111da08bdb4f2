"""The issues of the report, as at the period's last day."""

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import PRIORITIES, Issue
from asc_desktop.domain.records.delivery import Programme, Project
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.views_issues import IssueReport

_WORDS = dict(PRIORITIES)
_ORDER = list(_WORDS)


def issue_section(context: ReportContext) -> tuple[IssueReport, ...]:
    """Return the issues raised by the period: open before resolved, the most pressing first, then by due date."""
    programmes = {programme.id for programme in context.programmes}
    found = [
        _issue_report(context, issue)
        for issue in context.records.all(Issue)
        if issue.programme_id in programmes
        and issue.raised_period <= context.scope.period
        and (context.scope.theme_id is None or (issue.project_id or "") in context.project_ids)
    ]
    found.sort(
        key=lambda item: (not item.open, _ORDER.index(item.priority), item.due_date or "9999", item.ref)
    )
    return tuple(found)


def _issue_report(context: ReportContext, issue: Issue) -> IssueReport:
    project = context.records.find(Project, issue.project_id)
    day = issue.resolved_date
    resolved = day if day and day <= context.as_at else None
    is_late = bool(issue.due_date and not resolved and issue.due_date < context.as_at)
    return IssueReport(
        id=issue.id,
        ref=issue.ref,
        description=issue.description,
        programme_id=issue.programme_id,
        programme=context.records.title(Programme.table, issue.programme_id),
        priority=issue.priority,
        priority_label=_WORDS[issue.priority],
        owner=issue.owner or "",
        project_id=project.id if project else "",
        project_ref=project.ref if project else "",
        project=project.name if project else "",
        raised_period=issue.raised_period,
        due_date=issue.due_date,
        action=issue.action or "",
        resolved_date=resolved,
        resolution=(issue.resolution or "") if resolved else "",
        open=resolved is None,
        days_overdue=dates.days_between(issue.due_date or "", context.as_at) if is_late else 0,
        source=issue.source or "",
    )

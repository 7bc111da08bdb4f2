"""Issues: what has happened and must be settled, the most pressing first, and what was resolved."""

from asc_desktop.domain.report.counts import issues_overdue, open_issues
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_issues import IssueReport
from asc_desktop.domain.words import number_of
from asc_desktop.pack.document import Cell, Column, Day, Month, Section, Status, Words, table_of
from asc_desktop.pack.edition import Edition

_COLUMNS = (
    Column("Ref", 58),
    Column("Issue", 290, "name"),
    Column("Priority", 84, "status"),
    Column("Project or programme", 150, "name"),
    Column("Owner", 122, "name"),
    Column("What is being done", 240, "name"),
    Column("Raised", 82, "month"),
    Column("Due", 92, "day"),
    Column("Resolved", 92, "day"),
)
_RAGS = {"low": "green", "medium": "amber", "high": "amber", "critical": "red"}


def issues(report: Report, _edition: Edition) -> Section:
    """Return the section; it has no blocks where there is no issue."""
    opened, late = open_issues(report), issues_overdue(report)
    table = table_of("Issues", _COLUMNS, map(_cells, report.issues))
    return Section(
        "issues",
        "Issues",
        f"{number_of(opened, 'open issue')}, {late} overdue.",
        (table,) if report.issues else (),
    )


def _cells(issue: IssueReport) -> tuple[Cell, ...]:
    return (
        Words(issue.ref, strong=True),
        Words(issue.description),
        Status(issue.priority_label, _RAGS[issue.priority] if issue.open else "grey"),
        Words(f"{issue.project_ref} {issue.project}".strip() or issue.programme),
        Words(issue.owner),
        Words(issue.action if issue.open else issue.resolution or issue.action),
        Month(issue.raised_period),
        Day(issue.due_date, "bad" if issue.days_overdue else ""),
        Day(issue.resolved_date),
    )

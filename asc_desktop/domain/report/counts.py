"""How many of a report's rows are open, late or wrong: counts that a page says in words."""

from typing import Final

from asc_desktop.domain.report.model import MilestoneReport, Report
from asc_desktop.domain.words import number_of

NONE_DUE: Final = "None due"
"""How many updates are in where no project is live and has begun."""


def open_exceptions(report: Report) -> int:
    """Return how many exceptions of live projects are open."""
    return sum(1 for item in report.exceptions if item.is_live)


def mitigations_overdue(report: Report) -> int:
    """Return how many mitigations of open exceptions are overdue, of live projects."""
    return sum(item.mitigations_overdue for item in report.projects)


def projects_updated(report: Report) -> int:
    """Return how many of the projects that an update is due of have one of the report's own period."""
    return sum(1 for item in report.due_projects if item.updated)


def not_updated_words(report: Report) -> str:
    """Return in a sentence how many of the projects due have no update of the report's month; empty where all have."""
    due = len(report.due_projects)
    missing = due - projects_updated(report)
    is_or_are = "is" if missing == 1 else "are"
    return (
        f"{missing} of {number_of(due, 'project')} {is_or_are} not updated for {report.period_label}."
        if missing
        else ""
    )


def updated_words(updated: int, due: int) -> str:
    """Return how many updates are in of those that are due, in words."""
    return f"{updated} of {due}" if due else NONE_DUE


def live_milestones(report: Report) -> tuple[MilestoneReport, ...]:
    """Return the milestones of the projects that are not closed."""
    return tuple(item for item in report.milestones if item.project_id not in report.closed_ids)


def milestones_late(report: Report) -> int:
    """Return how many milestones of live projects are forecast or were reached late."""
    return sum(1 for item in live_milestones(report) if item.rag in {"amber", "red"})


def milestones_overdue(report: Report) -> int:
    """Return how many milestones of live projects should have been reached by now."""
    return sum(1 for item in live_milestones(report) if item.state == "overdue")


def needed_too_late(report: Report) -> int:
    """Return how many milestones come later than a project that needs them."""
    return sum(1 for item in report.dependencies if item.late)


def totals_that_differ(report: Report) -> int:
    """Return how many typed totals of the budget differ from their lines."""
    return sum(1 for item in report.budget.checks if item.state == "differs")


def open_issues(report: Report) -> int:
    """Return how many issues are not resolved."""
    return sum(item.open for item in report.issues)


def issues_overdue(report: Report) -> int:
    """Return how many issues are past their day and not resolved."""
    return sum(item.days_overdue > 0 for item in report.issues)

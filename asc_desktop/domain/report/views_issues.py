"""The frozen view of an issue in the report."""

from msgspec import Struct


class IssueReport(Struct, frozen=True):
    """An issue as at the end of the period; ``days_overdue`` is 0 unless it is past due and not resolved."""

    id: str
    ref: str
    description: str
    programme_id: str
    programme: str
    priority: str
    priority_label: str
    owner: str
    project_id: str
    project_ref: str
    project: str
    raised_period: str
    due_date: str | None
    action: str
    resolved_date: str | None
    resolution: str
    open: bool
    days_overdue: int
    source: str

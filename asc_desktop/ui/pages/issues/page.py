"""The issues: the register, the most pressing first, beside the editor of one issue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final

from asc_desktop.domain.dates import date_label, period_label
from asc_desktop.domain.records.assurance import PRIORITIES, Issue
from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.report.counts import issues_overdue, open_issues
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_issues import IssueReport
from asc_desktop.domain.words import number_of
from asc_desktop.services.new_records import Look
from asc_desktop.services.new_records_assurance import new_issues
from asc_desktop.services.new_rows import NewRows
from asc_desktop.services.risks import next_reference
from asc_desktop.ui.models.columns import Chip, Column
from asc_desktop.ui.pages.shared.register_editor import RegisterEditor
from asc_desktop.ui.pages.shared.register_filters import Choice, State, open_states
from asc_desktop.ui.pages.shared.register_page import RegisterPage
from asc_desktop.ui.pages.shared.rows import ReportedRow, kept_column, overdue_column
from asc_desktop.ui.widgets.form.rows import FormRow

_COLOURS: Final = {"critical": "red", "high": "amber", "medium": "blue", "low": "grey"}
_BEGINS: Final[tuple[FormRow, ...]] = (
    "description",
    ("ref", "priority", "raised_period"),
    ("owner", "due_date"),
    "project_id",
    "action",
)


class IssueEditor(RegisterEditor):
    """The issue that is chosen in the register."""

    kind: ClassVar[type[Record]] = Issue
    icon: ClassVar[str] = "issues"
    form_rows: ClassVar[Sequence[FormRow]] = (*_BEGINS, ("resolved_date",), "resolution", "source")
    delete_tip: ClassVar[str] = "Delete the issue"

    def title_of(self, item: IssueReport) -> str:
        """Return the issue's reference and words."""
        return f"{item.ref} {item.description}"

    def facts_of(self, item: IssueReport) -> str:
        """Return how pressing it is and how long it has been so."""
        state = f"resolved {date_label(item.resolved_date)}" if item.resolved_date else "open"
        late = f", overdue {number_of(item.days_overdue, 'day')}" if item.days_overdue else ""
        return f"{item.priority_label}; raised {period_label(item.raised_period)}, {state}{late}"

    def delete_words(self, record: Issue) -> str:
        """Say what is better."""
        return f"{record.ref} goes for good. An issue that is settled is better resolved. "


class IssuesPage(RegisterPage):
    """Every issue of the programme; one of them is edited beside the list."""

    key: ClassVar[str] = "issues"
    title: ClassVar[str] = "Issues"
    icon: ClassVar[str] = "issues"
    kind: ClassVar[type[Record]] = Issue
    editor_type = IssueEditor
    list_words: ClassVar[str] = "register"
    state_of_projects: ClassVar[str] = "all"
    new_tip: ClassVar[str] = "Record what has happened and must be settled"
    new_form: ClassVar[tuple[FormRow, ...]] = _BEGINS
    beginning: ClassVar[str] = (
        "An issue records something that has happened and must be settled, and what is being done. Add a "
        "programme first."
    )

    def items(self, report: Report) -> Iterable[IssueReport]:
        """Return the report's issues."""
        return report.issues

    def columns(self) -> Sequence[Column]:
        """Return the columns, the ones that matter most first."""
        return [
            kept_column(Issue, "ref", width=62),
            kept_column(Issue, "description", width=220, hint=lambda row: str(row.record.description)),
            kept_column(Issue, "priority", width=104, chip=_priority_chip),
            overdue_column("issue", 76),
            kept_column(Issue, "due_date", width=104),
            kept_column(Issue, "owner", width=170),
            kept_column(Issue, "action", width=220, hint=lambda row: str(row.record.action or "")),
            kept_column(Issue, "project_id", row_words=_project_words, width=190),
            kept_column(Issue, "raised_period", width=112),
            kept_column(Issue, "resolved_date", width=104),
            kept_column(Issue, "resolution", width=220, hidden=True),
            kept_column(Issue, "source", hidden=True),
        ]

    def states(self) -> tuple[State, ...]:
        """Return open, overdue, resolved and all."""
        return open_states(
            Issue,
            begin="Record what has happened and must be settled, and what is being done about it.",
            overdue="Every issue is resolved or not yet due.",
            ended="resolved",
            end="An issue is resolved on the day on which it is settled.",
        )

    def choices(self) -> Mapping[str, Choice]:
        """Return the priorities."""
        return {"priority": Choice("Priority", "All priorities", lambda item: item.priority, PRIORITIES)}

    def new_rows(self, look: Look) -> NewRows:
        """Return the issues that rows make."""
        return new_issues(look)

    def summary(self, report: Report) -> str:
        """Return how many issues are open and how many of them are overdue."""
        return f"{open_issues(report):,} open, {issues_overdue(report):,} overdue"

    def new_values(self) -> dict[str, Value]:
        """Begin with the next reference, raised in the period looked at."""
        workspace = self.workspace
        ref = next_reference(workspace.session, workspace.programme_id or "", Issue)
        return {"ref": ref, "raised_period": workspace.period}


def _priority_chip(row: ReportedRow) -> Chip:
    return Chip(row.report.priority_label, _COLOURS[row.report.priority] if row.report.open else "grey")


def _project_words(row: ReportedRow) -> str:
    return f"{row.report.project_ref} {row.report.project}".strip()

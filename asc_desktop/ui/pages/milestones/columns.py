"""Milestones and dependencies as rows of tables: columns, chips and filters, over the report's views."""

from __future__ import annotations

from typing import Final

from asc_desktop.domain.records.delivery import Milestone, Project, ProjectDependency
from asc_desktop.domain.records.fields import Kind
from asc_desktop.services.session import Session
from asc_desktop.ui.figures.milestones import STATES
from asc_desktop.ui.models.columns import Column, view_column
from asc_desktop.ui.pages.shared.milestone_chips import link_chip, state_chip
from asc_desktop.ui.pages.shared.rows import ReportedRow, kept_column, reported_column

SHOWS: Final = (
    ("due", "Still ahead"),
    ("late", "Late"),
    ("overdue", "Overdue"),
    ("needed", "Needed by others"),
    ("done", "Done"),
)
"""The filter by state: key and words."""

_RAG_ORDER: Final = {"red": 0, "amber": 1, "grey": 2, "green": 3, "blue": 4}


def milestone_columns() -> list[Column]:
    """Return the columns of the milestones' table."""
    return [
        view_column("project", "Project", read=_project, hint=_project, width=214),
        kept_column(Milestone, "name", width=226, hint=lambda row: str(row.record.name)),
        kept_column(Milestone, "baseline_date"),
        kept_column(Milestone, "forecast_date"),
        kept_column(Milestone, "actual_date"),
        reported_column(
            "days_late",
            "Days late",
            Kind.INTEGER,
            width=78,
            warn=lambda row: (row.report.days_late or 0) > 0,
            negative_is_bad=False,
            tooltip="Actual or forecast date less the baseline; below nothing is early",
        ),
        reported_column(
            "rag",
            "RAG",
            words=lambda rag: STATES[rag][0],
            chip=lambda row: state_chip(row.report),
            sort_key=lambda rag: _RAG_ORDER[rag],
            width=112,
        ),
        view_column(
            "needed_by",
            "Needed by",
            read=lambda row: ", ".join(row.report.needed_by),
            width=118,
            tooltip="The projects that depend on it",
        ),
        reported_column(
            "theme",
            "Theme",
            hint=lambda row: str(row.report.theme),
            width=210,
        ),
    ]


def dependency_columns(session: Session) -> list[Column]:
    """Return the columns of the dependencies' table."""

    def project_words(project_id: str) -> str:
        return held.words(session.records) if (held := _project_of(session, project_id)) else ""

    return [
        kept_column(
            ProjectDependency,
            "project_id",
            words=project_words,
            hint=lambda row: project_words(row.record.project_id),
            width=200,
        ),
        kept_column(
            ProjectDependency,
            "needs_project_id",
            words=project_words,
            hint=lambda row: project_words(row.record.needs_project_id),
            width=200,
        ),
        kept_column(
            ProjectDependency,
            "milestone_id",
            words=lambda record_id: session.records.title("milestone", record_id),
            hint=lambda row: str(row.report.milestone),
            width=190,
        ),
        reported_column(
            "expected_date",
            "Expected",
            Kind.DATE,
            width=106,
            tooltip="When it was reached or is expected; the planned end where no milestone is named",
        ),
        reported_column(
            "own_step",
            "Delays",
            hint=lambda row: str(row.report.own_step),
            width=160,
            tooltip="The step that has to wait",
        ),
        reported_column("own_date", "On", Kind.DATE, width=106),
        reported_column(
            "days_past",
            "Days past",
            Kind.INTEGER,
            warn=lambda row: row.report.late,
            negative_is_bad=False,
            width=82,
            tooltip="Days late (negative: days to spare)",
        ),
        view_column("late", "In time", chip=lambda row: link_chip(row.report), width=106),
        kept_column(
            ProjectDependency,
            "description",
            hint=lambda row: str(row.record.description or ""),
            width=230,
        ),
    ]


def _project(row: ReportedRow) -> str:
    return f"{row.report.project_ref} {row.report.project}"


def _project_of(session: Session, project_id: str) -> Project | None:
    return session.records.find(Project, project_id)

"""Milestones and dependencies as rows of tables: columns, chips and filters, over the report's views."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from asc_desktop.domain.records.delivery import Milestone, Project, ProjectDependency
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.model import MilestoneReport
from asc_desktop.domain.report.views_milestones import DependencyReport
from asc_desktop.services.session import Session
from asc_desktop.ui.figures.milestones import STATES
from asc_desktop.ui.models.columns import Column, field_column, view_column
from asc_desktop.ui.pages.shared.milestone_chips import link_chip, state_chip

SHOWS: Final = (
    ("due", "Still to come"),
    ("late", "Late"),
    ("overdue", "Overdue"),
    ("needed", "Needed by others"),
    ("done", "Done"),
)
"""The filter by state: key and words."""

_RAG_ORDER: Final = {"red": 0, "amber": 1, "grey": 2, "green": 3, "blue": 4}


class MilestoneRow(Struct, frozen=True):
    """A milestone as kept and as reported."""

    record: Milestone
    report: MilestoneReport

    @property
    def id(self) -> str:
        """The milestone's id."""
        return self.record.id


class DependencyRow(Struct, frozen=True):
    """A dependency as kept and as reported."""

    record: ProjectDependency
    report: DependencyReport

    @property
    def id(self) -> str:
        """The dependency's id."""
        return self.record.id


def milestone_columns() -> list[Column]:
    """Return the columns of the milestones' table."""
    return [
        view_column("project", "Project", read=_project, hint=_project, width=214),
        _kept("name", width=226, hint=lambda row: str(row.record.name)),
        _kept("baseline_date"),
        _kept("forecast_date"),
        _kept("actual_date"),
        view_column(
            "days_late",
            "Days late",
            Kind.INTEGER,
            read=lambda row: row.report.days_late,
            width=78,
            warn=lambda row: (row.report.days_late or 0) > 0,
            negative_is_bad=False,
            tooltip="Actual or forecast date less the baseline; below nothing is early",
        ),
        view_column(
            "rag",
            "RAG",
            read=lambda row: row.report.rag,
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
        view_column(
            "theme",
            "Theme",
            read=lambda row: row.report.theme,
            hint=lambda row: str(row.report.theme),
            width=210,
        ),
    ]


def dependency_columns(session: Session) -> list[Column]:
    """Return the columns of the dependencies' table."""

    def project_words(project_id: str) -> str:
        return held.words(session.records) if (held := _project_of(session, project_id)) else ""

    return [
        field_column(
            ProjectDependency,
            "project_id",
            read=lambda row: row.record.project_id,
            words=project_words,
            hint=lambda row: project_words(row.record.project_id),
            editable=True,
            width=200,
        ),
        field_column(
            ProjectDependency,
            "needs_project_id",
            read=lambda row: row.record.needs_project_id,
            words=project_words,
            hint=lambda row: project_words(row.record.needs_project_id),
            editable=True,
            width=200,
        ),
        field_column(
            ProjectDependency,
            "milestone_id",
            read=lambda row: row.record.milestone_id,
            words=lambda record_id: session.records.title("milestone", record_id),
            hint=lambda row: str(row.report.milestone),
            editable=True,
            width=190,
        ),
        view_column(
            "expected_date",
            "Expected",
            Kind.DATE,
            read=lambda row: row.report.expected_date,
            width=106,
            tooltip="When it was reached or is expected; the planned end where no milestone is named",
        ),
        view_column(
            "own_step",
            "Holds up",
            read=lambda row: row.report.own_step,
            hint=lambda row: str(row.report.own_step),
            width=160,
            tooltip="The first step of the project that was planned no earlier, or its planned end",
        ),
        view_column("own_date", "On", Kind.DATE, read=lambda row: row.report.own_date, width=106),
        view_column(
            "days_past",
            "Days past",
            Kind.INTEGER,
            read=lambda row: row.report.days_past,
            warn=lambda row: row.report.late,
            negative_is_bad=False,
            width=82,
            tooltip="Expected less what it holds up; below nothing is time left",
        ),
        view_column("late", "In time", chip=lambda row: link_chip(row.report), width=106),
        field_column(
            ProjectDependency,
            "description",
            read=lambda row: row.record.description,
            hint=lambda row: str(row.record.description or ""),
            editable=True,
            width=230,
        ),
    ]


def _kept(key: str, **more: Any) -> Column:
    return field_column(Milestone, key, read=lambda row: getattr(row.record, key), editable=True, **more)


def _project(row: MilestoneRow) -> str:
    return f"{row.report.project_ref} {row.report.project}"


def _project_of(session: Session, project_id: str) -> Project | None:
    return session.records.find(Project, project_id)

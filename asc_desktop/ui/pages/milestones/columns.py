"""Milestones and dependencies as rows of tables: columns, chips and filters, over the report's views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from asc_desktop.domain.records.delivery import Milestone, Project, ProjectDependency
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.model import MilestoneReport
from asc_desktop.domain.report.views_milestones import DependencyReport
from asc_desktop.domain.words import number_of
from asc_desktop.services.editing import record_words
from asc_desktop.services.session import Session
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.palette import ColourRole

STATES: Final[dict[str, tuple[str, ColourRole]]] = {
    "green": ("On time", "green"),
    "amber": ("Late", "amber"),
    "red": ("Very late", "red"),
    "blue": ("Done", "blue"),
    "grey": ("No baseline", "grey"),
}
"""A milestone's colour in words."""

SHOWS: Final = (
    ("due", "Still to come"),
    ("late", "Late"),
    ("overdue", "Overdue"),
    ("needed", "Needed by others"),
    ("done", "Done"),
)
"""The filter by state: key and words."""

_RAG_ORDER: Final = {"red": 0, "amber": 1, "grey": 2, "green": 3, "blue": 4}


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone as kept and as reported."""

    record: Milestone
    report: MilestoneReport

    @property
    def id(self) -> str:
        """The milestone's id."""
        return self.record.id


@dataclass(frozen=True, slots=True)
class DependencyRow:
    """A dependency as kept and as reported."""

    record: ProjectDependency
    report: DependencyReport

    @property
    def id(self) -> str:
        """The dependency's id."""
        return self.record.id


@dataclass(frozen=True, slots=True)
class MilestoneFilter:
    """Which projects and milestones are shown; empty parts let everything through."""

    theme_id: str = ""
    state: str = ""
    project_ids: frozenset[str] = frozenset()
    words: str = ""

    def admits(self, item: MilestoneReport, theme_id: str) -> bool:
        """Whether a milestone is shown."""
        return (
            self.admits_project(item.project_id, theme_id)
            and self._admits_state(item)
            and _has_words(self.words, item.name, item.project_ref, item.project, item.theme)
        )

    def admits_project(self, project_id: str, theme_id: str) -> bool:
        """Whether a project's theme and the project itself are shown."""
        return self.theme_id in {"", theme_id} and (not self.project_ids or project_id in self.project_ids)

    @property
    def is_of_milestones(self) -> bool:
        """Whether it asks for some milestones and not for whole projects."""
        return bool(self.state or self.words)

    def admits_link(self, item: DependencyReport) -> bool:
        """Whether a dependency is shown among the words asked for."""
        texts = (item.project_ref, item.project, item.needs_project_ref, item.needs_project)
        return _has_words(self.words, *texts, item.milestone, item.description)

    def _admits_state(self, item: MilestoneReport) -> bool:
        match self.state:
            case "late":
                return item.rag in {"amber", "red"}
            case "needed":
                return bool(item.needed_by)
            case "due":
                return item.state != "done"
            case "":
                return True
        return item.state == self.state


def state_chip(item: MilestoneReport) -> Chip:
    """Return a milestone's colour in words; overdue where its date has passed without it."""
    words, role = STATES[item.rag]
    return Chip("Overdue" if item.state == "overdue" else words, role)


def late_words(days: int | None) -> str:
    """Return ``12 days late``, ``3 days early``, ``on time``, or nothing where a date is missing."""
    if days is None:
        return ""
    if not days:
        return "on time"
    count = number_of(abs(days), "day")
    return f"{count} {'late' if days > 0 else 'early'}"


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
        return record_words(session, held) if (held := _project_of(session, project_id)) else ""

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


def link_chip(item: DependencyReport) -> Chip:
    """Return in words whether what is needed comes in time."""
    if item.late:
        return Chip("Too late", "red")
    if item.reached:
        return Chip("Done", "blue")
    return Chip("No date", "grey") if item.days_past is None else Chip("In time", "green")


def _kept(key: str, **more: Any) -> Column:
    return field_column(Milestone, key, read=lambda row: getattr(row.record, key), editable=True, **more)


def _project(row: MilestoneRow) -> str:
    return f"{row.report.project_ref} {row.report.project}"


def _project_of(session: Session, project_id: str) -> Project | None:
    return session.records.find(Project, project_id)


def _has_words(words: str, *texts: str) -> bool:
    found = " ".join(texts).casefold()
    return all(word in found for word in words.casefold().split())

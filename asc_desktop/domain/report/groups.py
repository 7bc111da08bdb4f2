"""Sums over some of a report's projects, the archived ones, and where one project's shortfall goes."""

from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.exceptions import exception_section, milestone_section
from asc_desktop.domain.report.model import (
    ExceptionReport,
    MilestoneReport,
    MovementReport,
    ProjectReport,
    Report,
)
from asc_desktop.domain.report.projects import project_section
from asc_desktop.domain.rules.position import Position, total


class ProjectGroupTotals(Struct, frozen=True):
    """What some projects come to in the period's financial year; the variance is forecast less target."""

    count: int
    target_pence: int
    forecast_pence: int
    delivered_pence: int
    variance_pence: int
    open_exceptions: int
    mitigations_overdue: int
    position: Position


def project_group_totals(projects: Iterable[ProjectReport]) -> ProjectGroupTotals:
    """Return the sums over these projects; each project's own lines, wherever they count."""
    held = list(projects)
    position = total(project.position for project in held)
    return ProjectGroupTotals(
        count=len(held),
        target_pence=position.target_pence,
        forecast_pence=position.forecast_pence,
        delivered_pence=position.delivered_pence,
        variance_pence=position.variance_pence,
        open_exceptions=sum(project.open_exceptions for project in held),
        mitigations_overdue=sum(project.mitigations_overdue for project in held),
        position=position,
    )


def programme_position(report: Report, programme: str) -> Position:
    """Return what the lines that count in a programme come to in the period's financial year."""
    return total(theme.position for theme in report.themes if theme.programme == programme)


class _ArchivedContext(ReportContext, frozen=True):
    """The same scope with the archived projects in place of the live ones."""

    @cached_property
    def projects(self) -> list[Project]:
        """The archived projects in scope by reference."""
        return sorted(
            (item for item in self.records.all(Project) if item.archived and item.theme_id in self.theme_ids),
            key=lambda item: (item.ref, item.name),
        )


def archived_projects(context: ReportContext) -> tuple[ProjectReport, ...]:
    """Return the archived projects of the scope, which stand in no list or total of the report."""
    archived = _ArchivedContext(context.records, context.scope)
    return project_section(archived, exception_section(archived, ()), milestone_section(archived))


def project_exceptions(context: ReportContext, report: Report, project_id: str) -> list[ExceptionReport]:
    """Return the exceptions of a project in the report's order; of an archived one too."""
    if project_id in report.project_by_id:
        found = report.exceptions
    else:
        found = exception_section(_ArchivedContext(context.records, context.scope), report.movements)
    return [item for item in found if item.project_id == project_id]


def project_milestones(context: ReportContext, report: Report, project_id: str) -> list[MilestoneReport]:
    """Return the milestones of a project in the order in which they are expected; of an archived one too."""
    if project_id in report.project_by_id:
        found = report.milestones
    else:
        found = milestone_section(_ArchivedContext(context.records, context.scope))
    return [item for item in found if item.project_id == project_id]


class ShortfallRow(Struct, frozen=True):
    """One part of a project's shortfall: a movement, or (without one) what has no plan yet.

    ``amount_pence`` is what the movement really explains: where the donor has less than it promises, less than its
    full amount.
    """

    id: str
    movement_id: str
    treatment: str
    to: str
    amount_pence: int
    state: str
    note: str


class Shortfall(Struct, frozen=True):
    """What a project's forecast leaves to find in the period's year and where it goes, in pence.

    ``unallocated_pence`` is over-achievement that is given to nobody.
    """

    gap_pence: int
    no_plan_pence: int
    surplus_pence: int
    unallocated_pence: int
    rows: tuple[ShortfallRow, ...]
    given: tuple[ShortfallRow, ...]
    """Movements of other projects' shortfalls that this project's surplus covers."""


_TREATMENTS = {
    "slip": "Slips",
    "early": "Delivered early",
    "offset": "Offset",
    "write_off": "Written off",
}


def project_shortfall(report: Report, project: ProjectReport) -> Shortfall:
    """Return where the shortfall of a project goes, its movements in the order of the report, no plan last."""
    position = project.position
    rows = [
        _shortfall_row(item, project)
        for item in report.movements
        if item.from_project_id == project.id and item.from_year == report.year and item.kind in _TREATMENTS
    ]
    if position.no_plan_pence:
        rows.append(ShortfallRow("no_plan", "", "No plan yet", "", position.no_plan_pence, "", ""))
    given = [
        _given_row(item)
        for item in report.movements
        if item.to_project_id == project.id
        and item.to_year == report.year
        and item.kind in {"offset", "early"}
    ]
    return Shortfall(
        gap_pence=position.gross_gap_pence,
        no_plan_pence=position.no_plan_pence,
        surplus_pence=position.surplus_pence,
        unallocated_pence=position.unallocated_pence,
        rows=tuple(rows),
        given=tuple(given),
    )


def _shortfall_row(item: MovementReport, project: ProjectReport) -> ShortfallRow:
    if item.kind == "write_off":
        to = ""
    elif item.to_project_id == project.id:
        to = f"same project, {item.to_year}"
    else:
        to = f"{item.to_label}, {item.to_year}"
    return _row(item, _TREATMENTS[item.kind], to)


def _given_row(item: MovementReport) -> ShortfallRow:
    words = "Covers" if item.kind == "offset" else "Early for"
    return _row(item, words, f"{item.from_label}, {item.from_year}")


def _row(item: MovementReport, treatment: str, to: str) -> ShortfallRow:
    excess = item.over_allocated_pence
    note = f"{format_pounds(excess)} of {format_pounds(item.amount_pence)} does not fit" if excess else ""
    return ShortfallRow(item.id, item.id, treatment, to, max(0, item.amount_pence - excess), item.state, note)


def carried_from(project: ProjectReport, period: str) -> str:
    """Return the month that the status in force was reported in, in words; empty where that is this period."""
    if not project.reported_period or project.reported_period == period:
        return ""
    return dates.period_label(project.reported_period)

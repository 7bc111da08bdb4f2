"""The list of projects: its columns, groups and filters, over the report's projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Project, StatusUpdate
from asc_desktop.domain.records.fields import Field, Kind, field_of
from asc_desktop.domain.report.groups import (
    ProjectGroupTotals,
    carried_from,
    programme_position,
    project_group_totals,
)
from asc_desktop.domain.report.model import ProjectReport, Report
from asc_desktop.domain.report.savings import NO_SOURCE_PLAN
from asc_desktop.domain.rules.position import Position
from asc_desktop.services.projects import STATUS_KEY
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.pages.shared.by_programme import by_programme, programmes_above
from asc_desktop.ui.pages.shared.columns import money, rag, suggestion
from asc_desktop.ui.pages.shared.units import shown_as_of
from asc_desktop.ui.workspace import Workspace

GROUPINGS: Final = (
    ("theme", "Theme"),
    ("workstream", "Workstream"),
    ("source_plan", "Source plan"),
    ("status", "Status"),
    ("", "None"),
)
"""How projects may be gathered: key and words."""

ATTENTION: Final = (
    ("any", "Anything"),
    ("challenge", "Status better than the figures"),
    ("no_plan", "No plan yet"),
    ("overdue", "Mitigation overdue"),
    ("slipping", "Forecast falling"),
    ("over_allocated", "Over-allocated"),
    ("no_forecast", "No forecast"),
    ("surplus", "Surplus not used"),
    ("not_updated", "Not updated this month"),
)
"""The needs-attention filter: kind and words."""

NO_WORKSTREAM = "No workstream"


def project_columns(
    workspace: Workspace, carried_period: Callable[[], str], name_width: int = 192
) -> list[Column]:
    """Return the columns, the ones that matter most first; the rest are hidden until they are chosen.

    `carried_period` gives the period shown, so that a status carried forward into it is dimmed.
    """

    def record(row: ProjectReport) -> Project:
        return workspace.records.find(Project, row.id) or Project(id=row.id, ref=row.ref, name=row.name)

    def of_record(key: str) -> Callable[[ProjectReport], Any]:
        return lambda row: getattr(record(row), key)

    shown_as = shown_as_of(workspace)

    def named(table: str) -> Callable[[str | None], str]:
        return lambda record_id: workspace.records.title(table, record_id)

    def status_chip(row: ProjectReport) -> Chip:
        status = row.shown_status
        is_carried = bool(carried_from(row, carried_period())) and not status.closed
        return Chip(status.name, status.rag, status.shape, dimmed=is_carried)  # type: ignore[arg-type]

    def status_hint(row: ProjectReport) -> str:
        carried = carried_from(row, carried_period())
        told = f"Repeated from {carried}. " if carried else ""
        return f"{told}{row.challenge}".strip()

    def field(key: str, **more: Any) -> Column:
        return field_column(Project, key, editable=True, read=of_record(key), **more)

    return [
        field_column(Project, "ref", editable=True, width=56),
        field_column(Project, "name", editable=True, width=name_width, hint=lambda row: str(row.name)),
        Column(
            key=STATUS_KEY,
            label="Status",
            kind=Kind.REFERENCE,
            field=_relabelled(field_of(StatusUpdate, STATUS_KEY), "Status"),
            read=lambda row: row.status.id if row.status else None,
            words=named("delivery_status"),
            editable=True,
            chip=status_chip,
            hint=status_hint,
            carried=lambda row: bool(row.status) and row.reported_period != workspace.period,
            width=179,
            tooltip="Delivery status reported for the month; an outline means repeated from an earlier month",
        ),
        money("target_pence", "Target £", shown_as=shown_as),
        money("forecast_pence", "Forecast £", shown_as=shown_as),
        money(
            "variance_pence",
            "Variance £",
            width=94,
            warn=lambda row: row.variance_pence < 0,
            shown_as=shown_as,
        ),
        rag(
            "savings_rag",
            "Savings",
            "What the savings figures come to: green, amber, red, or blue when delivered",
        ),
        suggestion("Suggested", "What savings, milestones and mitigations suggest together"),
        field("lead", width=170),
        field("source_plan_id", words=named("source_plan"), width=190),
        field("workstream_id", words=named("workstream"), width=140),
        view_column("next_milestone", "Next milestone", width=190),
        view_column("next_milestone_date", "Milestone due", Kind.DATE, width=104),
        money("delivered_pence", "Delivered £", hidden=True, shown_as=shown_as),
        money("no_plan", "No plan yet £", read=lambda row: row.position.no_plan_pence or None, hidden=True),
        rag("milestone_rag", "Milestones", "The worst of the project’s milestones", hidden=True),
        count("open_exceptions", "Exceptions", "Open exceptions"),
        count("mitigations_overdue", "Overdue", "Mitigations that are overdue"),
        field("theme_id", words=named("theme"), hidden=True),
        view_column("programme", "Programme", hidden=True),
        field("sponsor", hidden=True),
        field("start_date", hidden=True),
        field("end_date", hidden=True),
        view_column(
            "reported_period",
            "Last reported",
            Kind.PERIOD,
            read=lambda row: row.reported_period or None,
            hidden=True,
        ),
    ]


def count(key: str, label: str, tooltip: str) -> Column:
    """Return a column of counts that is hidden at first; none is an empty cell."""
    return view_column(
        key,
        label,
        Kind.INTEGER,
        read=lambda row: getattr(row, key) or None,
        tooltip=tooltip,
        hidden=True,
        width=84,
    )


def _relabelled(field: Field, label: str) -> Field:
    return replace(field, label=label)


def group_of(key: str) -> Callable[[ProjectReport], str]:
    """Return what gives a project's group."""
    return {
        "theme": lambda row: row.theme,
        "workstream": lambda row: row.workstream or NO_WORKSTREAM,
        "source_plan": lambda row: row.source_plan or NO_SOURCE_PLAN,
        "status": lambda row: row.shown_status.name,
    }[key]


def project_grouping(key: str, report: Report) -> Grouping | None:
    """Return how to gather projects.

    A theme's subtotals are the report's own while every one of its projects is shown: a saving that counts in another
    theme is then left out, and one that counts here brought in. Anything else is the sum of the rows in sight. Where
    there are several programmes, each has its heading above, with subtotals likewise; without a ``key`` that alone.
    """
    themes = {theme.name: theme for theme in report.themes}
    known = report.project_by_id

    def subtotals(group: str, rows: Sequence[ProjectReport]) -> Mapping[str, object]:
        theme = themes.get(group) if key == "theme" else None
        is_whole = theme is not None and len(rows) == theme.projects and all(row.id in known for row in rows)
        return _cells(project_group_totals(rows), theme.position if theme and is_whole else None)

    def of_programme(name: str, rows: Sequence[ProjectReport]) -> Mapping[str, object]:
        is_whole = {row.id for row in rows} == {item.id for item in report.projects if item.programme == name}
        return _cells(project_group_totals(rows), programme_position(report, name) if is_whole else None)

    above = programmes_above(report, lambda row: str(row.programme), of_programme)
    if not key:
        return by_programme(report, lambda row: str(row.programme), of_programme)
    order = {
        "theme": [theme.name for theme in report.themes],
        "status": [status.name for status in report.status_scheme],
        "source_plan": list(report.savings.by_source_plan),
        "workstream": [],
    }[key]
    return Grouping(
        name=dict(GROUPINGS)[key], key=group_of(key), subtotals=subtotals, order=order, above=above
    )


def project_total(report: Report, rows: Sequence[ProjectReport]) -> Mapping[str, object]:
    """Return the cells of the last row: the report's own sums while every project is listed, else those in sight."""
    known = report.project_by_id
    is_whole = len(rows) == len(known) and all(row.id in known for row in rows)
    whole = report.savings.by_year[report.year] if is_whole else None
    return _cells(project_group_totals(rows), whole)


def _cells(totals: ProjectGroupTotals, position: Position | None) -> Mapping[str, object]:
    shown = position or totals.position
    return {
        "target_pence": shown.target_pence,
        "forecast_pence": shown.forecast_pence,
        "variance_pence": shown.variance_pence,
        "delivered_pence": shown.delivered_pence,
        "no_plan": shown.no_plan_pence or None,
        "open_exceptions": totals.open_exceptions or None,
        "mitigations_overdue": totals.mitigations_overdue or None,
    }


class ProjectFilter(Struct, frozen=True):
    """Which projects are listed; an empty part lets everything through."""

    status: str = ""
    """A status's id; ``none`` for not reported."""
    source_plan: str = ""
    attention: str = ""
    """One of the kinds of the needs-attention list, or ``any``."""
    attention_ids: frozenset[str] = frozenset()
    """The projects of that kind."""
    project_ids: frozenset[str] = frozenset()

    def admits(self, row: ProjectReport) -> bool:
        """Whether a project is listed."""
        return (
            (not self.status or self.status == (row.status.id if row.status else "none"))
            and (not self.source_plan or self.source_plan == (row.source_plan or NO_SOURCE_PLAN))
            and (not self.attention or row.id in self.attention_ids)
            and (not self.project_ids or row.id in self.project_ids)
        )

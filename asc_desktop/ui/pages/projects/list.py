"""The list of projects: grouped, added up, and narrowed by the filters and by what another page's click asked for."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.report.groups import archived_projects
from asc_desktop.domain.report.model import ProjectReport, Report
from asc_desktop.domain.words import number_of
from asc_desktop.services.new_records import new_projects
from asc_desktop.services.projects import apply_project_cells
from asc_desktop.ui.models.arrangement import Aside
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.projects.columns import (
    ATTENTION,
    GROUPINGS,
    ProjectFilter,
    project_columns,
    project_grouping,
    project_total,
)
from asc_desktop.ui.pages.projects.filters import FilterBar
from asc_desktop.ui.pages.shared.list_chip import ListChip
from asc_desktop.ui.pages.shared.live_only import still_counted
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.remembered import remember_folds
from asc_desktop.ui.widgets.table.view import RecordTableView, RowActions
from asc_desktop.ui.workspace import Workspace

_GROUP = "projects/group"


class ProjectsList(QWidget):
    """The chip, the table, and the sentence that says what its amounts are."""

    def __init__(self, workspace: Workspace, filters: FilterBar, row_actions: RowActions) -> None:
        super().__init__()
        self._workspace = workspace
        self._filters = filters
        self._filter = ProjectFilter()
        self._title = ""
        self.chip = ListChip()
        self.model = RecordTableModel(
            project_columns(workspace, lambda: workspace.period, name_width=_name_width()),
            sink=self._apply,
            choices=workspace.choices,
        )
        self.view = RecordTableView(
            self.model, "projects", workspace=workspace, row_actions=row_actions, own=Project
        )
        remember_folds(self.model, "projects", workspace.memory)
        self.view.new_rows = new_projects(looked_at(workspace))
        self.basis = make_label("", "muted", wrap=True)
        column_of(self.chip, (table_card(self.view), 1), self.basis, into=self, margins=0, spacing=6)
        filters.group.set_options(GROUPINGS)
        kept = workspace.memory.get(_GROUP)
        filters.group.choose(kept if kept in dict(GROUPINGS) else "theme")
        filters.attention.set_options(ATTENTION)
        filters.search.follow(self.model)
        filters.search.left_down.connect(self.view.setFocus)
        filters.group.chosen.connect(self._on_group)
        for button in (filters.whose, filters.status, filters.source_plan, filters.attention):
            button.chosen.connect(lambda _: self.arrange())
        filters.closed.switched.connect(self.arrange)
        self.chip.cleared.connect(self._on_clear)
        self.view.set_empty(
            "projects",
            "No archived projects",
            "An archived project stays here until it is restored.",
        ).add_action("Show the live projects").clicked.connect(lambda: filters.archived.setChecked(False))

    def show_report(self, report: Report) -> None:
        """List the report's projects, or the archived ones."""
        rows = self._rows(report)
        self._offer(report, rows)
        with self.model.at_once():
            self.model.set_rows(rows)
            self._narrow()
        self._show_chip()
        self.basis.setText(
            f"Savings of {report.year}, gross, incremental. A saving counted in another theme is in its total."
        )

    def list_only(self, project_ids: frozenset[str], title: str, shown_id: str = "") -> None:
        """List these projects alone, or all of them where there are none; go to the first unless one is shown."""
        self._filter = replace(self._filter, project_ids=project_ids)
        self._title = title
        if project_ids and self._filters.archived.isChecked():
            self._filters.archived.setChecked(False)
        self.arrange()
        if project_ids and self.model.shown_rows and shown_id not in project_ids:
            self.view.select_row(self.model.shown_rows[0].id)

    def let_in(self, project_id: str) -> None:
        """Take away the filters that hide a project."""
        self._filters.closed.let_in(project_id)
        if not self.view.select_row(project_id):
            self._filters.archived.setChecked(self._workspace.report.project_by_id.get(project_id) is None)
            self.clear_filters()

    def clear_filters(self) -> None:
        """List every project."""
        filters = self._filters
        filters.search.clear()
        self.model.clear_filters()
        for button in (filters.whose, filters.status, filters.source_plan, filters.attention):
            button.choose("")
        self.list_only(frozenset(), "")

    def arrange(self) -> None:
        """Show what the filters admit."""
        with self.model.at_once():
            self._narrow()
        self._show_chip()

    def _rows(self, report: Report) -> Sequence[ProjectReport]:
        if self._filters.archived.isChecked():
            return archived_projects(self._workspace.context)
        return report.projects

    def _offer(self, report: Report, rows: Sequence[ProjectReport]) -> None:
        used = {row.status.id for row in rows if row.status}
        statuses = [(status.id, status.name) for status in report.status_scheme if status.id in used]
        if any(row.status is None for row in rows):
            statuses.append(("none", "Not reported"))
        self._filters.status.set_options(statuses)
        self._filters.whose.offer(row.lead for row in rows)
        self._filters.source_plan.set_options([(plan, plan) for plan in report.savings.by_source_plan])

    def _narrow(self) -> None:
        """Let through what the filters admit, gather it and sum it."""
        filters = self._filters
        report = self._workspace.report
        kind = filters.attention.key
        self._filter = ProjectFilter(
            status=filters.status.key,
            source_plan=filters.source_plan.key,
            attention=kind,
            attention_ids=frozenset(row.project_id for row in report.attention if kind in {row.kind, "any"}),
            project_ids=self._filter.project_ids,
        )
        self.model.set_predicate(
            lambda row: self._filter.admits(row) and filters.whose.admits((row.lead,)),
            (
                replace(self._filter, attention_ids=frozenset()),
                filters.whose.key,
                filters.closed.isChecked(),
            ),
            self._aside(report),
        )
        self.model.set_grouping(project_grouping(filters.group.key, report))
        self.model.set_total("Total", lambda rows: project_total(report, rows))

    def _aside(self, report: Report) -> Aside | None:
        """Return the closed projects, which are counted and not listed unless they, or their status, are asked for."""
        filters = self._filters
        closed = {status.id for status in report.status_scheme if status.closed}
        if filters.archived.isChecked() or self._filter.project_ids or self._filter.status in closed:
            filters.closed.show_report(None, ())
            return None
        filters.closed.show_report(report, (project.id for project in report.projects))
        left_out = filters.closed.left_out
        return Aside(lambda row: row.id in left_out, still_counted) if left_out else None

    def _on_group(self, key: str) -> None:
        self._workspace.memory.set(_GROUP, key)
        self.arrange()

    def _on_clear(self) -> None:
        if self.model.shown_rows:
            self.list_only(frozenset(), "")
        else:
            self.clear_filters()

    def _show_chip(self) -> None:
        is_empty = not self.model.shown_rows and not self.model.has_aside
        if is_empty and self.model.rows and not self.model.is_filtered:
            self.chip.show_list("No project matches these filters")
            return
        noun = number_of(len(self.model.shown_rows), "project") if self._filter.project_ids else ""
        self.chip.show_list(f"{noun}: {self._title}" if noun and self._title else noun)

    def _apply(self, edits: list[CellEdit]) -> None:
        workspace = self._workspace
        workspace.apply(
            lambda reason: apply_project_cells(workspace.session, edits, workspace.period, reason=reason)
        )


def _name_width() -> int:
    """Return the first width of the projects' names: wider where the screen has the room."""
    return 192 if QGuiApplication.primaryScreen().availableSize().width() < 1600 else 280

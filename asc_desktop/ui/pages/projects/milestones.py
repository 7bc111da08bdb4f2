"""The Milestones tab: a project's dated steps, and the projects that it depends on."""

from __future__ import annotations

from collections.abc import Mapping

from asc_desktop.domain.records.delivery import Milestone, Project, ProjectDependency
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.groups import project_milestones
from asc_desktop.domain.report.model import NOT_REPORTED, ProjectReport
from asc_desktop.domain.report.views_milestones import DependencyReport
from asc_desktop.services.new_records import new_dependencies, new_milestones
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.pages.projects.tab import EditorTab
from asc_desktop.ui.pages.projects.tables import SmallTable, TableSection
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.pages.shared.milestone_chips import link_chip, state_chip
from asc_desktop.ui.pages.shared.rows import kept_column, reported_column, reported_rows
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace


class MilestonesTab(EditorTab):
    """Milestones above, what the project depends on below."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "Milestones")
        self._links: dict[str, DependencyReport] = {}
        self.milestones = SmallTable(
            workspace,
            _milestone_columns(),
            name="Milestones of the project",
            own=Milestone,
            sink=lambda edits: workspace.apply_cells(Milestone, edits),
        )
        self.needs = SmallTable(
            workspace,
            self._need_columns(),
            name="What the project depends on",
            sink=lambda edits: workspace.apply_cells(ProjectDependency, edits),
            choices=workspace.choices,
        )
        look = looked_at(workspace, lambda: self.project.id if self.project else "")
        self.milestones.new_rows = new_milestones(look, of_one=True)
        self.needs.new_rows = new_dependencies(look)
        self._needed_by = make_label("", "muted", wrap=True)
        self._lay_out()

    def refresh(self, project: ProjectReport) -> None:
        """Show the milestones in the order in which they are expected."""
        workspace, records = self.workspace, self.workspace.records
        views = project_milestones(workspace.context, workspace.report, project.id)
        self.milestones_section.show_rows(reported_rows(records, Milestone, views, {}).values())
        # Lateness is of the report, and changes with the period as well.
        self.milestones.refresh()
        self._links = {item.id: item for item in workspace.report.dependencies}
        needs = records.of(ProjectDependency, "project_id", project.id)
        self.needs_section.show_rows(
            sorted(needs, key=lambda item: (records.title("project", item.needs_project_id), item.id))
        )
        self.needs.refresh()
        users = sorted(
            records.get(Project, item.project_id).ref
            for item in records.of(ProjectDependency, "needs_project_id", project.id)
        )
        self._needed_by.setText(f"Needed by {', '.join(dict.fromkeys(users))}." if users else "")
        self._needed_by.setVisible(bool(users))

    def _lay_out(self) -> None:
        self.milestones_section = TableSection(
            self.workspace, "Milestones", self.milestones, Milestone, "Add milestone", self._owner
        )
        self.milestones_section.set_empty(
            "No milestones yet. Add the dates that this project has promised the board."
        )
        self.needs_section = TableSection(
            self.workspace, "Depends on", self.needs, ProjectDependency, "Add dependency", self._owner
        )
        self.needs_section.set_empty("This project depends on no other.")
        self.body.setSpacing(14)
        self.body.addWidget(self.milestones_section)
        self.body.addWidget(self.needs_section)
        self.body.addWidget(self._needed_by)
        self.body.addStretch(1)

    def _owner(self) -> Mapping[str, str | int | None]:
        return {"project_id": self.project.id if self.project else ""}

    def _need_columns(self) -> list[Column]:
        session = self.workspace.session

        def project_words(project_id: str) -> str:
            project = session.records.find(Project, project_id)
            return project.words(session.records) if project else ""

        def in_time(row: ProjectDependency) -> Chip | None:
            view = self._links.get(row.id)
            return link_chip(view) if view else None

        def why(row: ProjectDependency) -> str:
            view = self._links.get(row.id)
            return view.sentence if view else ""

        def status(row: ProjectDependency) -> Chip:
            needed = self.workspace.report.project_by_id.get(row.needs_project_id)
            view = needed.shown_status if needed else NOT_REPORTED
            return Chip(view.name, view.rag, view.shape)  # type: ignore[arg-type]

        return [
            field_column(
                ProjectDependency, "needs_project_id", editable=True, width=200, words=project_words
            ),
            view_column("late", "In time", chip=in_time, hint=why, width=96),
            field_column(
                ProjectDependency,
                "milestone_id",
                editable=True,
                width=150,
                words=lambda record_id: session.records.title("milestone", record_id),
            ),
            field_column(ProjectDependency, "description", editable=True, width=180),
            view_column("status", "Its status", read=lambda row: row.needs_project_id, chip=status),
        ]


def _milestone_columns() -> list[Column]:
    return [
        kept_column(Milestone, "name", width=190, hint=lambda row: str(row.record.name)),
        kept_column(Milestone, "baseline_date"),
        kept_column(Milestone, "forecast_date"),
        kept_column(Milestone, "actual_date"),
        reported_column(
            "days_late",
            "Days late",
            Kind.INTEGER,
            width=76,
            warn=lambda row: (row.report.days_late or 0) > 0,
            tooltip="Actual or forecast date less the baseline; below nothing is early",
        ),
        view_column(
            "rag",
            "RAG",
            read=lambda row: row.report.days_late,
            chip=lambda row: state_chip(row.report),
            width=104,
        ),
    ]

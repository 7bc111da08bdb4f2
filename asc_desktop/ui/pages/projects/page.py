"""Projects: the list at the left, the project selected at the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget

from asc_desktop.domain.records.delivery import Project, Theme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.counts import projects_updated
from asc_desktop.domain.report.groups import archived_projects
from asc_desktop.domain.report.model import ProjectReport, Report
from asc_desktop.domain.words import number_of
from asc_desktop.ui.keys import NEW_PROJECT
from asc_desktop.ui.pages.projects.actions import ProjectActions
from asc_desktop.ui.pages.projects.editor import ProjectEditor
from asc_desktop.ui.pages.projects.filters import FilterBar
from asc_desktop.ui.pages.projects.list import ProjectsList
from asc_desktop.ui.pages.projects.sides import Sides
from asc_desktop.ui.pages.shared.list_and_editor import ListAndEditorPage
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace

SIDE = 16


class ProjectsPage(ListAndEditorPage):
    """Every project of the programme; the one selected is reported on beside the list."""

    key: ClassVar[str] = "projects"
    title: ClassVar[str] = "Projects"
    icon: ClassVar[str] = "projects"
    kind: ClassVar[type[Record]] = Project
    new_tip: ClassVar[str] = str(NEW_PROJECT)
    beginning: ClassVar[str] = (
        "Projects belong to the themes of a programme. Add the programme and its themes first."
    )

    filters: FilterBar
    list: ProjectsList
    editor: ProjectEditor
    splitter: Sides

    def __init__(self, workspace: Workspace) -> None:
        self._is_listing = False
        super().__init__(workspace)
        self.actions_.made.connect(self._on_made)
        self.editor.bring_back.clicked.connect(lambda: self.actions_.set_archived(archived=False))
        self.filters.archived.toggled.connect(lambda _: self.refresh())
        self.carry.clicked.connect(lambda: self.actions_.carry_forward(self._to_carry()))
        self.list.model.arranged.connect(self._say_carry)
        only_to_change(self.carry)
        self.begins_at = self.list.view

    def make_parts(self) -> None:
        """Make the filters, the list, the editor, and what can be done with projects."""
        self.actions_ = ProjectActions(self.workspace, self, self.chosen_ids)
        self.carry = QPushButton("Repeat last month’s status…")
        self.filters = FilterBar(self.workspace)
        self.list = ProjectsList(self.workspace, self.filters, self.actions_for)
        self.editor = ProjectEditor(self.workspace, self.actions_.fill)
        self._none = EmptyState(
            "projects",
            "No projects yet",
            "",
        )
        self._none.add_action("New project…", primary=True, changes=True).clicked.connect(self.record_new)
        paste = self._none.add_action("Paste rows…", changes=True)
        set_tip(paste, "Make projects of rows that you have copied")
        paste.clicked.connect(self.list.view.blocks.paste_as_new_rows)
        self._to_themes = self._none.add_action("Go to Themes")
        self._to_themes.clicked.connect(lambda: self.workspace.navigate.emit("structure", {}))

    def make_splitter(self) -> QSplitter:
        """Return the list beside the editor, whose width is remembered."""
        return Sides(self.list, self.side, self.workspace.memory)

    def _say_how_to_begin(self) -> None:
        """Say what comes first: the themes, or where there are some the first project."""
        chosen = self.workspace.programme_id
        has_theme = any(
            chosen in {None, theme.programme_id}
            for theme in self.workspace.records.all(Theme)
            if not theme.retired
        )
        self._none.set_message(
            "No projects yet",
            "Add the first project, or paste several from a workbook."
            if has_theme
            else "A project belongs to a theme. Add the themes, then the first project.",
        )
        self._to_themes.setVisible(not has_theme)

    def header_controls(self) -> Sequence[QWidget]:
        """Return what carries statuses forward."""
        return (self.carry,)

    def above(self) -> Sequence[QWidget]:
        """Return the filters."""
        return (self.filters,)

    def instead(self) -> Sequence[QWidget]:
        """Return what a programme without a project says."""
        return (self._none,)

    # ------------------------------------------------------------------------------------------------ as a page

    def show_list(self, report: Report) -> None:
        """List the projects; the one in the editor stays current."""
        shown, self._is_listing = self._project_id, True
        try:
            self.list.show_report(report)
        finally:
            self._is_listing = False
        self.list.view.hold_row(shown)

    def reported(self, report: Report, record_id: str) -> ProjectReport | None:
        """Return what the report says of a project, archived ones too."""
        every = (*report.projects, *archived_projects(self.workspace.context))
        return next((item for item in every if item.id == record_id), None)

    def let_in(self, item: ProjectReport) -> None:
        """Take away the filters that hide a project."""
        self.list.let_in(item.id)

    def item_of(self, row: Any) -> ProjectReport:
        """Return the row, which is what the report says."""
        found: ProjectReport = row
        return found

    def summary(self, report: Report) -> str:
        """Return how many projects are updated for the period."""
        closed = f", {len(report.closed_ids)} closed" if report.closed_ids else ""
        due = len(report.due_projects)
        updated = f"{projects_updated(report)} of {due} updated" if due else "No update is due"
        return f"{updated} for {report.period_label}{closed}"

    def show_more(self, report: Report | None) -> None:
        """Offer to carry forward what is not updated."""
        if report is not None:
            self._say_carry()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show one project (and a tab of it), a list of projects with its title, or the form for a new one."""
        if what.get("new"):
            self.record_new()
            return
        if self.workspace.is_empty:
            return
        ids = what.get("project_ids")
        if isinstance(ids, Iterable) and not isinstance(ids, str):
            found = frozenset(str(item) for item in ids)
            self.list.list_only(found, str(what.get("title") or ""), self._project_id)
        if project_id := str(what.get("record_id") or what.get("project_id") or ""):
            self.go_to(project_id)
            self.editor.show_tab(str(what.get("tab") or ""))

    def arrange(self) -> None:
        """Show what the window has room for; the first steps where there is no project."""
        super().arrange()
        has_any = self._is_empty or self._has_any()
        self.splitter.setVisible(not self._is_empty and has_any)
        self._none.setVisible(not has_any)
        if not has_any:
            self._say_how_to_begin()
        self.filters.setVisible(not self._is_empty and has_any and not self.is_alone)
        self.list.basis.setVisible(not self.is_narrow)
        if not self.is_narrow:
            self.splitter.fit(self.width() - 2 * SIDE)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what is still being typed: another page is shown."""
        self.editor.commit()
        super().hideEvent(event)

    # ------------------------------------------------------------------------------------------------ actions

    def record_new(self) -> None:
        """Ask for a new project."""
        self.actions_.add_project()

    def chosen_ids(self) -> Sequence[str]:
        """Return the ids of the projects selected, or of the one in the editor."""
        selected = self.list.view.selected_row_ids()
        return selected or ([self._project_id] if self._project_id else [])

    def go_back(self) -> None:
        """Go back to the list; what is half typed is saved."""
        self.editor.commit()
        super().go_back()

    def show_current(self) -> None:
        """Show the current project in the editor; the one that is shown stays while a filter hides it."""
        if self._is_listing or self._is_empty:
            return
        row = self.list.view.current_row
        if row is not None:
            self.editor.show_item(row)
        elif not self.list.model.shown_rows or self.list.model.find(self._project_id) is None:
            self.editor.show_item(None)

    def go_to(self, record_id: str) -> None:
        """Show one project, taking away filters that hide it, and put the keyboard there."""
        super().go_to(record_id)
        if self._project_id == record_id:
            self.editor.take_focus()

    def more_actions(self, rows: Sequence[Any]) -> Sequence[QAction]:
        """Return what can be done with the projects selected."""
        del rows
        return self.actions_.for_chosen()

    def _to_carry(self) -> Sequence[ProjectReport]:
        """Return the projects listed whose last status can be repeated."""
        return self.actions_.to_carry(row.id for row in self.list.model.shown_rows)

    def _say_carry(self) -> None:
        """Say for how many of the projects listed the last status can be repeated."""
        if self._is_empty:
            return
        report = self.workspace.report
        period, pending, every = report.period_label, len(self._to_carry()), len(self.actions_.to_carry())
        count = f"{number_of(pending, 'project')}{'' if pending == every else ' shown'}"
        self.carry.setText(
            f"Repeat last month’s status for {count}…" if pending else "Repeat last month’s status…"
        )
        self.carry.setEnabled(bool(pending) and report.period_open)
        set_tip(
            self.carry,
            f"{period} is closed: its statuses change one by one, each with a reason"
            if not report.period_open
            else f"Repeat last month’s status, unchanged, for the projects listed that are not updated for {period} yet"
            if pending
            else f"Every project listed here is updated for {period}; {number_of(every, 'project')} more are not"
            if every
            else f"Every project with a status is updated for {period}",
        )

    @property
    def _project_id(self) -> str:
        return self.editor.shown.id if self.editor.shown else ""

    def _has_any(self) -> bool:
        """Whether the scope has a project at all, archived ones too."""
        return bool(self.workspace.report.projects or archived_projects(self.workspace.context))

    def _on_made(self, project_id: str) -> None:
        self.refresh()
        self.go_to(project_id)

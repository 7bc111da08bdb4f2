"""Projects: the list at the left, the project selected at the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, cast

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from asc_desktop.domain.report.counts import projects_updated
from asc_desktop.domain.report.groups import archived_projects
from asc_desktop.domain.report.model import ProjectReport
from asc_desktop.domain.words import number_of
from asc_desktop.services.new_records import new_projects
from asc_desktop.services.projects import apply_project_cells
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.projects.actions import ProjectActions
from asc_desktop.ui.pages.projects.columns import (
    ATTENTION,
    GROUPINGS,
    ProjectFilter,
    project_columns,
    project_grouping,
    project_total,
)
from asc_desktop.ui.pages.projects.editor import ProjectEditor
from asc_desktop.ui.pages.projects.filters import FilterBar
from asc_desktop.ui.pages.projects.sides import Sides
from asc_desktop.ui.pages.shared.list_chip import ListChip
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

SIDE = 18
_GROUP = "projects/group"


class ProjectsPage(Page):
    """Every project of the programme; see the modules ``projects_…`` for its parts."""

    key: ClassVar[str] = "projects"
    title: ClassVar[str] = "Projects"
    icon: ClassVar[str] = "projects"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.actions_ = ProjectActions(workspace, self, self.chosen_ids)
        self.header = PageHeader("Projects")
        self.carry = self.header.add_button("Carry forward…")
        self.new_button = self.header.add_primary("New project", "add")
        self.filters = FilterBar()
        self.chip = ListChip()
        self.model = RecordTableModel(
            project_columns(workspace, lambda: workspace.period, name_width=_name_width()),
            sink=self._apply,
            choices=workspace.choices,
        )
        self.table = RecordTableView(
            self.model, "projects", workspace=workspace, row_actions=self._row_actions
        )
        self.table.new_rows = new_projects(looked_at(workspace))
        self.editor = ProjectEditor(workspace, self.actions_.fill)
        self._basis = make_label("", "muted", wrap=True)
        self._filter = ProjectFilter()
        self._title_of_list = ""
        self._is_refreshing = False
        self._lay_out()
        self._connect()

    # ------------------------------------------------------------------------------------------ what a page does

    def refresh(self) -> None:
        """Show the projects as they now are; selection, scroll and what is half typed stay."""
        if self.workspace.is_empty:
            self._pages.setCurrentWidget(self._empty)
            self.editor.show_project(None)
            return
        report = self.workspace.report
        wanted = self._project_id()
        self._is_refreshing = True
        try:
            rows = self._rows()
            self._show_filters(rows)
            with self.model.at_once():
                self.model.set_rows(rows)
                self._narrow()
            self._show_chip()
        finally:
            self._is_refreshing = False
        self._pages.setCurrentWidget(self._split_page if rows or self._has_any() else self._none)
        self._show_header(report.period_label)
        self.table.hold_row(wanted)
        self._show_current()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show one project (and a tab of it), a list of projects with its title, or the form for a new one."""
        if what.get("new"):
            self.actions_.add_project()
            return
        if self.workspace.is_empty:
            return
        ids = what.get("project_ids")
        if isinstance(ids, Iterable) and not isinstance(ids, str):
            self._list_only(frozenset(str(item) for item in ids), str(what.get("title") or ""))
        project_id = what.get("record_id") or what.get("project_id")
        if project_id:
            self.go_to(str(project_id), str(what.get("tab") or ""))

    def go_to(self, project_id: str, tab: str = "") -> None:
        """Select a project, taking away filters that hide it, and show a tab of its editor."""
        if not self.table.select_row(project_id):
            self.filters.archived.setChecked(self.workspace.report.project_by_id.get(project_id) is None)
            self.clear_filters()
            self.table.select_row(project_id)
        if tab:
            self.editor.show_tab(tab)
        self._show_current()
        self.open_editor()

    # ------------------------------------------------------------------------------------------------- its parts

    def _lay_out(self) -> None:
        self._empty = EmptyState(
            "projects",
            "No programme yet",
            "Projects belong to the themes of a programme. Add the programme and its themes first.",
        )
        themes = self._empty.add_action("Go to Themes", primary=True)
        themes.clicked.connect(lambda: self.workspace.navigate.emit("structure", {}))
        self._none = EmptyState(
            "projects",
            "No projects yet",
            "A project belongs to a theme. Add the themes, then the first project.",
        )
        self._none.add_action("New project", primary=True, changes=True).clicked.connect(
            self.actions_.add_project
        )
        paste = self._none.add_action("Paste rows…", changes=True)
        set_tip(paste, "Make projects of rows that you have copied")
        paste.clicked.connect(self.table.blocks.paste_as_new_rows)
        other = self._none.add_action("Go to Themes")
        other.clicked.connect(lambda: self.workspace.navigate.emit("structure", {}))
        card = Card(margins=False)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.setSpacing(0)
        card.body.addWidget(self.table, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.chip)
        column.addWidget(card, 1)
        column.addWidget(self._basis)
        self.splitter = Sides(left, self.editor, self.workspace.memory)
        self._split_page = QWidget()
        shown = QVBoxLayout(self._split_page)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(8)
        shown.addWidget(self.header)
        shown.addWidget(self.filters)
        shown.addWidget(self.splitter, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SIDE, 14, SIDE, 12)
        self._pages = QStackedLayout()
        for page in (self._split_page, self._empty, self._none):
            self._pages.addWidget(page)
        outer.addLayout(self._pages, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        filters = self.filters
        filters.group.set_options(GROUPINGS)
        kept = self.workspace.memory.get(_GROUP)
        filters.group.choose(kept if kept in dict(GROUPINGS) else "theme")
        filters.attention.set_options(ATTENTION)
        filters.box.textChanged.connect(self.model.set_filter_text)
        filters.box.left_down.connect(self.table.setFocus)
        filters.group.chosen.connect(self._on_group)
        filters.archived.toggled.connect(lambda _: self.refresh())
        for button in (filters.status, filters.source_plan, filters.attention):
            button.chosen.connect(lambda _: self._arrange())
        self.chip.cleared.connect(self._on_clear)
        self.table.current_row_changed.connect(lambda _: self._show_current())
        self.table.activated_row.connect(lambda _: self.open_editor())
        self.table.notice.connect(self.workspace.said)
        self.table.set_empty(
            "projects",
            "No archived projects",
            "A project that is archived waits here until it is brought back.",
        ).add_action("Show the live projects").clicked.connect(lambda: filters.archived.setChecked(False))
        self.new_button.clicked.connect(self.actions_.add_project)
        set_tip(self.new_button, "Ctrl+Shift+N")
        self.carry.clicked.connect(self.actions_.carry_forward)
        only_to_change(self.carry, self.new_button)
        self.actions_.made.connect(self._on_made)
        self.editor.went_back.connect(self.close_editor)
        self.editor.bring_back.clicked.connect(lambda: self.actions_.set_archived(archived=False))
        self.splitter.turned.connect(self._on_turned)
        self.table.installEventFilter(self)
        self.table.viewport().installEventFilter(self)
        for keys, does in (("Ctrl+F", self._find), ("Ctrl+Return", self.open_editor), ("F6", self._switch)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    # -------------------------------------------------------------------------------------------------- the list

    def chosen_ids(self) -> list[str]:
        """Return the ids of the projects selected, or of the one in the editor."""
        selected = self.table.selected_row_ids()
        return selected or ([self.editor.project.id] if self.editor.project else [])

    def clear_filters(self) -> None:
        """List every project."""
        filters = self.filters
        filters.box.clear()
        self.model.clear_filters()
        for button in (filters.status, filters.source_plan, filters.attention):
            button.choose("")
        self._list_only(frozenset(), "")

    def _on_clear(self) -> None:
        if self.model.shown_rows:
            self._list_only(frozenset(), "")
        else:
            self.clear_filters()

    def _rows(self) -> Sequence[ProjectReport]:
        if self.filters.archived.isChecked():
            return archived_projects(self.workspace.context)
        return self.workspace.report.projects

    def _has_any(self) -> bool:
        """Whether the scope has a project at all, archived ones too."""
        return bool(self.workspace.report.projects or archived_projects(self.workspace.context))

    def _show_filters(self, rows: Sequence[ProjectReport]) -> None:
        report = self.workspace.report
        used = {row.status.id for row in rows if row.status}
        statuses = [(status.id, status.name) for status in report.status_scheme if status.id in used]
        if any(row.status is None for row in rows):
            statuses.append(("none", "Not reported"))
        self.filters.status.set_options(statuses)
        self.filters.source_plan.set_options([(plan, plan) for plan in report.savings.by_source_plan])

    def _arrange(self) -> None:
        """Show what the filters admit."""
        with self.model.at_once():
            self._narrow()
        self._show_chip()

    def _narrow(self) -> None:
        """Let through what the filters admit, gather it and sum it."""
        filters = self.filters
        report = self.workspace.report
        kind = filters.attention.key
        self._filter = ProjectFilter(
            status=filters.status.key,
            source_plan=filters.source_plan.key,
            attention=kind,
            attention_ids=frozenset(row.project_id for row in report.attention if kind in {row.kind, "any"}),
            project_ids=self._filter.project_ids,
        )
        self.model.set_predicate(self._filter.admits, replace(self._filter, attention_ids=frozenset()))
        self.model.set_grouping(project_grouping(filters.group.key, report))
        self.model.set_total("Total", lambda rows: project_total(report, rows))

    def _on_group(self, key: str) -> None:
        self.workspace.memory.set(_GROUP, key)
        self._arrange()

    def _list_only(self, project_ids: frozenset[str], title: str) -> None:
        self._filter = replace(self._filter, project_ids=project_ids)
        self._title_of_list = title
        if project_ids and self.filters.archived.isChecked():
            self.filters.archived.setChecked(False)
        self._arrange()
        if project_ids and self.model.shown_rows and self._project_id() not in project_ids:
            self.table.select_row(self.model.shown_rows[0].id)

    def _show_chip(self) -> None:
        if not self.model.shown_rows and self.model.rows and not self.model.is_filtered:
            self.chip.show_list("No project matches these filters")
            return
        if not self._filter.project_ids:
            self.chip.show_list("")
            return
        count = len(self.model.shown_rows)
        noun = number_of(count, "project")
        self.chip.show_list(f"{noun}: {self._title_of_list}" if self._title_of_list else noun)

    def _show_header(self, period: str) -> None:
        report = self.workspace.report
        pending = len(self.actions_.to_carry())
        updated = projects_updated(report)
        self.carry.setText(f"Carry {pending} forward…" if pending else "Carry forward…")
        self.carry.setEnabled(bool(pending) and report.period_open)
        set_tip(
            self.carry,
            f"{period} is closed: its statuses change one by one, each with a reason"
            if not report.period_open
            else f"Report last time’s status again, unchanged, for the projects not updated for {period} yet"
            if pending
            else f"Every project with a status is updated for {period}",
        )
        # Last: the header makes room for what its buttons now say.
        self.header.set_title("Projects", f"{updated} of {len(report.projects)} updated for {period}")
        self._basis.setText(
            f"Savings of {report.year}, gross, incremental. A saving counted in another theme is in its total."
        )

    def _apply(self, edits: list[CellEdit]) -> None:
        workspace = self.workspace
        workspace.apply(
            lambda reason: apply_project_cells(workspace.session, edits, workspace.period, reason=reason)
        )

    def _row_actions(self, _row_ids: list[str]) -> Sequence[QAction]:
        opened = QAction("Open", self)
        opened.setShortcut(QKeySequence("Ctrl+Return"))
        opened.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        opened.triggered.connect(self.open_editor)
        return [opened, *self.actions_.for_chosen()]

    def _on_made(self, project_id: str) -> None:
        self.refresh()
        self.go_to(project_id)

    # ------------------------------------------------------------------------------------------------- the editor

    def _project_id(self) -> str:
        return self.editor.project.id if self.editor.project else ""

    def _show_current(self) -> None:
        if self._is_refreshing:
            return
        row = self.table.current_row
        if row is not None:
            self.editor.show_project(cast("ProjectReport", row))
        elif not self.model.shown_rows or self.model.find(self._project_id()) is None:
            self.editor.show_project(None)

    def open_editor(self) -> None:
        """Bring the editor to the front in a narrow window, and the keyboard to it."""
        if self.editor.project is not None:
            self.splitter.open_right(is_open=True)
            self.editor.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_editor(self) -> None:
        """Go back to the list."""
        self.editor.commit()
        self.splitter.open_right(is_open=False)
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _switch(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.editor.isAncestorOf(focused):
            self.close_editor()
        else:
            self.open_editor()

    def _find(self) -> None:
        if not self.splitter.is_left_shown:
            self.close_editor()
        self.filters.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.box.selectAll()

    def _on_turned(self) -> None:
        is_narrow, is_list = self.splitter.is_narrow, self.splitter.is_left_shown
        self.header.setVisible(is_list)
        self.filters.setVisible(is_list)
        self._basis.setVisible(not is_narrow)
        self.editor.back.setVisible(is_narrow)

    # ------------------------------------------------------------------------------------------------ Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width, or take turns in a narrow window."""
        super().resizeEvent(event)
        self.splitter.fit(self.width(), self.width() - 2 * SIDE)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what is still being typed: another page is shown."""
        self.editor.commit()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the project with Enter or a double-click while the list has the window to itself."""
        if not self.splitter.is_narrow or self.table.current_row is None:
            return super().eventFilter(watched, event)
        is_enter = (
            watched is self.table
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        )
        is_double = watched is not self.table and event.type() == QEvent.Type.MouseButtonDblClick
        if is_enter or is_double:
            self.open_editor()
            return True
        return super().eventFilter(watched, event)


def _name_width() -> int:
    """Return the first width of the projects' names: wider where the screen has the room."""
    return 192 if QGuiApplication.primaryScreen().availableSize().width() < 1600 else 280

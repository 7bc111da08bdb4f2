"""The milestones: every project's dated steps on a timeline, and below it as a table, with what depends on what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from asc_desktop.domain.records.delivery import Milestone, ProjectDependency
from asc_desktop.domain.report.counts import (
    live_milestones,
    milestones_late,
    milestones_overdue,
    needed_too_late,
)
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import number_of
from asc_desktop.ui.figures.milestones import MilestoneFilter
from asc_desktop.ui.keys import FILTER, OPEN
from asc_desktop.ui.pages.base import Page, projects_asked
from asc_desktop.ui.pages.milestones.columns import SHOWS
from asc_desktop.ui.pages.milestones.tables import MilestoneTables
from asc_desktop.ui.pages.milestones.timeline import TimelineCard
from asc_desktop.ui.pages.shared.lead_menu import LeadMenu
from asc_desktop.ui.pages.shared.live_only import LiveSwitch
from asc_desktop.ui.widgets.board import page_board
from asc_desktop.ui.widgets.boxes import column_of, splitter
from asc_desktop.ui.widgets.choice_menu import ChoiceMenu
from asc_desktop.ui.widgets.commands import add_keys
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.workspace import Workspace

SEARCH_WIDTH = 150


class MilestonesPage(Page):
    """A timeline above its table. What is chosen in the one is shown in the other."""

    key: ClassVar[str] = "milestones"
    title: ClassVar[str] = "Milestones"
    icon: ClassVar[str] = "milestones"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._project_ids: frozenset[str] = frozenset()
        self._is_showing = False
        self._header = PageHeader(self.title)
        self.whose = LeadMenu(workspace)
        self.themes = ChoiceMenu("Theme", "All themes")
        self.states = ChoiceMenu("Milestones", "All milestones")
        self.states.set_options(SHOWS)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName("Search the milestones")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.everything = QPushButton("Show all projects")
        self.everything.setProperty("kind", "quiet")
        self.closed = LiveSwitch(workspace, self.key)
        for widget in (self.everything, self.closed, self.whose, self.themes, self.states, self.search):
            self._header.add_widget(widget)
        self.timeline = TimelineCard(workspace)
        self.tables = MilestoneTables(workspace, self.clear_filters)
        self._splitter = splitter((self.timeline, 62), (self.tables, 38), sizes=(620, 380), down=True)
        self.timeline.setMinimumHeight(210)
        self.tables.setMinimumHeight(230)
        self._empty = self._make_empty()
        parts = (self._header, (self._splitter, 1), (self._empty, 1))
        column_of(page_board(*parts), into=self, margins=0)
        self.begins_at = self.tables.milestones
        self._connect()

    @property
    def asked(self) -> MilestoneFilter:
        """What is asked for."""
        words = self.search.text().strip()
        others = frozenset(
            project.id for project in self.workspace.report.projects if not self.whose.admits((project.lead,))
        )
        return MilestoneFilter(
            self.themes.key, self.states.key, self._project_ids, words, self.closed.left_out | others
        )

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show the milestones as they now are; selection, scroll position and view stay."""
        report = None if self.workspace.is_empty else self.workspace.report
        is_empty = report is None or not report.projects
        self._empty.setVisible(is_empty)
        self._say_what_to_do_first()
        self._splitter.setVisible(not is_empty)
        for widget in (self.whose, self.themes, self.states, self.search):
            widget.setVisible(not is_empty)
        self.everything.setVisible(bool(self._project_ids) and not is_empty)
        if report is None or is_empty:
            self.closed.show_report(None, ())
            self.timeline.show_report(None, MilestoneFilter())
            self._header.set_title(self.title, "")
            return
        self.closed.show_report(report, () if self._project_ids else (item.id for item in report.projects))
        self.whose.offer(project.lead for project in report.projects)
        used = {project.theme_id for project in report.projects}
        self.themes.set_options([(theme.id, theme.name) for theme in report.themes if theme.id in used])
        self._header.set_title(self.title, _summary(report))
        self._list()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show a milestone or a dependency by ``record_id``, or ``project_ids`` or ``project_id``; ``new`` asks."""
        if what.get("new"):
            self.tables.show_table("milestones")
            self.tables.add()
            return
        record_id = what.get("record_id")
        if isinstance(record_id, str) and record_id:
            self._go_to(record_id)
            return
        if chosen := projects_asked(what):
            self._narrow_to(chosen)

    def clear_filters(self) -> None:
        """Let everything through."""
        self._narrow_to(frozenset())

    def _narrow_to(self, project_ids: frozenset[str]) -> None:
        """Let everything of these projects through; no ids mean all."""
        self._project_ids = project_ids
        self.whose.choose("")
        self.themes.choose("")
        self.states.choose("")
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.refresh()

    # ------------------------------------------------------------------------------------------------ inside

    def _connect(self) -> None:
        self.tables.added.connect(self._on_added)
        self.whose.chosen.connect(lambda _: self._list())
        self.themes.chosen.connect(lambda _: self._list())
        self.states.chosen.connect(lambda _: self._list())
        self.search.textChanged.connect(lambda _: self._list())
        self.everything.clicked.connect(self.clear_filters)
        self.closed.switched.connect(self._list)
        self.timeline.chart.segment_activated.connect(self._on_place)
        self.timeline.chart.place_opened.connect(self._on_opened)
        self.tables.current_changed.connect(self._on_current)
        self.tables.opened.connect(self._open_project)
        add_keys(self, {FILTER: self._begin_search, OPEN: self._open_current})

    def _list(self) -> None:
        if self.workspace.is_empty:
            return
        report, asked = self.workspace.report, self.asked
        self._is_showing = True
        try:
            self.tables.show_report(report, asked)
        finally:
            self._is_showing = False
        self.timeline.show_report(report, asked, self.workspace.session.today)

    def _on_current(self, table: str, row_id: str) -> None:
        """Ring the current row's marker; of a dependency the milestone that is needed."""
        if self._is_showing:
            return
        chart = self.timeline.chart
        if not row_id:
            chart.clear_choice()
        elif table == "milestones":
            chart.show_key(("milestone", row_id))
        else:
            link = self.workspace.records.get(ProjectDependency, row_id)
            needed = ("milestone", link.milestone_id) if link.milestone_id else ("end", link.needs_project_id)
            chart.show_key(needed)

    def _on_place(self, key: object) -> None:
        kind, record_id = cast("tuple[str, str]", key)
        if kind in {"milestone", "dependency"}:
            self.tables.select("milestones" if kind == "milestone" else "dependencies", record_id)
        else:
            row = next(
                (item for item in self.workspace.report.milestones if item.project_id == record_id), None
            )
            if row is not None:
                self.tables.select("milestones", row.id)

    def _on_opened(self, key: object) -> None:
        kind, record_id = cast("tuple[str, str]", key)
        if kind == "milestone":
            self._open_project(self.workspace.records.get(Milestone, record_id).project_id)
        elif kind == "dependency":
            self._open_project(self.workspace.records.get(ProjectDependency, record_id).project_id)
        else:
            self._open_project(record_id)

    def _open_current(self) -> None:
        chart = self.timeline.chart
        if chart.hasFocus() and chart.focused_target is not None:
            chart.open_focused()
        elif (row := self.tables.view.current_row) is not None:
            self._open_project(row.report.project_id)

    def _open_project(self, project_id: str) -> None:
        self.workspace.navigate.emit("projects", {"project_id": project_id, "tab": "milestones"})

    def _on_added(self, record_id: str) -> None:
        self.refresh()
        self._go_to(record_id)

    def _go_to(self, record_id: str) -> None:
        report = self.workspace.report
        table = ""
        if any(item.id == record_id for item in report.milestones):
            table = "milestones"
        elif any(item.id == record_id for item in report.dependencies):
            table = "dependencies"
        if not table:
            self.workspace.said.emit("That milestone is of an archived project, or of another programme.")
            return
        if not self.tables.select(table, record_id):
            self.clear_filters()
            self.closed.let_in(self._owner(table, record_id))
            self.tables.select(table, record_id)
        self._on_current(table, record_id)
        self.tables.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _owner(self, table: str, record_id: str) -> str:
        """Return the id of the project that a milestone or a dependency is of."""
        records = self.workspace.records
        if table == "milestones":
            return records.get(Milestone, record_id).project_id
        return records.get(ProjectDependency, record_id).project_id

    def _begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _make_empty(self) -> EmptyState:
        empty = EmptyState("milestones", "No milestones yet", "")
        self._add_programme = empty.add_action("Add a programme", primary=True)
        self._add_programme.clicked.connect(lambda: self.workspace.navigate.emit("structure", {"new": True}))
        self._add_project = empty.add_action("Add a project", primary=True)
        self._add_project.clicked.connect(lambda: self.workspace.navigate.emit("projects", {"new": True}))
        self._sample = empty.add_action("Open the sample")
        self._sample.clicked.connect(lambda: self.workspace.navigate.emit("sample", {}))
        return empty

    def _say_what_to_do_first(self) -> None:
        without = self.workspace.is_empty
        first = "Add a programme first." if without else "Add a project to this programme first."
        sentence = f"Milestones are the dates that each project has promised the board. {first}"
        self._empty.set_message("No milestones yet" if without else "No projects yet", sentence)
        self._add_programme.setVisible(without)
        self._sample.setVisible(without)
        self._add_project.setVisible(not without)


def _summary(report: Report) -> str:
    """Return how many milestones there are, how many are late, and how many needed ones come too late."""
    late = milestones_late(report)
    overdue = milestones_overdue(report)
    words = [number_of(len(live_milestones(report)), "milestone"), f"{late} late", f"{overdue} overdue"]
    if held := needed_too_late(report):
        words.append(number_of(held, "delays another project", "delay other projects"))
    return ", ".join(words)

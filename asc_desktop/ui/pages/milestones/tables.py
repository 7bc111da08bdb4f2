"""The tables below the timeline: milestones, and what depends on what; each with add and delete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget

from asc_desktop.domain.records.delivery import Milestone, ProjectDependency
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import named, them
from asc_desktop.services.new_records import new_dependencies, new_milestones
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.figures.milestones import MilestoneFilter
from asc_desktop.ui.keys import ADD, MAIN, OPEN
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.milestones.columns import dependency_columns, milestone_columns
from asc_desktop.ui.pages.shared.by_programme import by_programme
from asc_desktop.ui.pages.shared.live_only import all_closed
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.pages.shared.rows import ReportedRow, reported_rows
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.commands import add_keys, menu_action
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.page_header import give_main_key
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

TABLES: Final = (("milestones", "Milestones"), ("dependencies", "Dependencies"))
MILESTONE_ROWS: Final[tuple[FormRow, ...]] = (
    "project_id",
    "name",
    ("baseline_date", "forecast_date"),
    ("actual_date",),
)
DEPENDENCY_ROWS: Final[tuple[FormRow, ...]] = (
    "project_id",
    "needs_project_id",
    "milestone_id",
    "description",
)
_TYPES: Final[dict[str, type[Record]]] = {"milestones": Milestone, "dependencies": ProjectDependency}


class MilestoneTables(Card):
    """One of two tables. `current_changed` tells which milestone or dependency the keyboard is on."""

    added = Signal(str)
    """The id of the milestone or dependency that was added; the tables do not list it yet."""
    current_changed = Signal(str, str)
    """The table's key, and the row's id or nothing."""

    opened = Signal(str)
    """The id of the project to open."""

    def __init__(self, workspace: Workspace, clear_filters: Callable[[], None]) -> None:
        super().__init__(margins=False)
        self._workspace = workspace
        self._milestones: dict[str, ReportedRow] = {}
        self._links: dict[str, ReportedRow] = {}
        self.choice = SegmentedControl(TABLES, name="Table")
        self.choice.chosen.connect(self.show_table)
        self.add_button = QPushButton()
        theme_hub().icons.bind(self.add_button, "add")
        self.add_button.clicked.connect(self.add)
        give_main_key(self.add_button)
        self.delete_button = QPushButton("Delete…")
        theme_hub().icons.bind(self.delete_button, "delete")
        self.delete_button.clicked.connect(self.delete)
        only_to_change(self.add_button, self.delete_button)
        head = row_of(self.choice, 1, self.add_button, self.delete_button, margins=(11, 8, 11, 8), spacing=8)
        self.milestones = self._make_view("milestones", milestone_columns())
        self.dependencies = self._make_view("dependencies", dependency_columns(workspace.session))
        self.milestones.new_rows = new_milestones(looked_at(workspace))
        self.dependencies.new_rows = new_dependencies(looked_at(workspace))
        self._empty = self._make_empty(self.milestones, clear_filters)
        links = self.dependencies.set_empty(
            "link",
            "No dependencies yet",
            "Record where a project cannot go on before another has done its part.",
        )
        links.add_action("New dependency…", changes=True).clicked.connect(self.add)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.milestones)
        self._stack.addWidget(self.dependencies)
        self.body.setContentsMargins(1, 0, 1, 4)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(self._stack, 1)
        add_keys(self, {ADD: self.add})
        for view in (self.milestones, self.dependencies):
            view.selectionModel().selectionChanged.connect(self._refresh_buttons)
        self.show_table("milestones")

    @property
    def table(self) -> str:
        """The key of the table shown."""
        return self.choice.current

    @property
    def view(self) -> RecordTableView:
        """The table shown."""
        return self.milestones if self.table == "milestones" else self.dependencies

    def show_report(self, report: Report, asked: MilestoneFilter) -> None:
        """List what the filter lets through of both tables."""
        records = self._workspace.records
        themes = {project.id: project.theme_id for project in report.projects}
        programmes = defaultdict(str, {project.id: project.programme for project in report.projects})
        # What is still to come first: what was reached is looked up, not looked after.
        steps = sorted(report.milestones, key=lambda found: found.state == "done")
        self._milestones = reported_rows(records, Milestone, steps, self._milestones)
        self._links = reported_rows(records, ProjectDependency, report.dependencies, self._links)

        def admits_link(row: ReportedRow) -> bool:
            ends = (row.report.project_id, row.report.needs_project_id)
            is_ours = any(end in themes and asked.admits_project(end, themes[end]) for end in ends)
            return is_ours and asked.admits_link(row.report)

        self._say_why_empty(asked)
        for view, rows, admits in (
            (
                self.milestones,
                self._milestones,
                lambda row: asked.admits(row.report, themes[row.report.project_id]),
            ),
            (self.dependencies, self._links, admits_link),
        ):
            with view.table.at_once():
                view.table.set_grouping(by_programme(report, lambda row: programmes[row.report.project_id]))
                view.table.set_rows(rows.values())
                view.table.set_predicate(admits, asked)
        self._refresh_buttons()

    def show_table(self, key: str) -> None:
        """Show one of the tables."""
        self.choice.set_current(key)
        self._stack.setCurrentWidget(self.view)
        noun = _TYPES[key].noun
        self.add_button.setText(f"New {noun}…")
        set_tip(self.add_button, f"Add a {noun} ({ADD} or {MAIN})")
        self.setAccessibleName(dict(TABLES)[key])
        self._refresh_buttons()
        self._tell_current()

    def select(self, key: str, row_id: str) -> bool:
        """Go to a row of a table; return whether it is listed."""
        if self.table != key:
            self.show_table(key)
        return self.view.select_row(row_id)

    def add(self) -> None:
        """Ask for a new milestone or dependency, for the project of the current row."""
        workspace, kind = self._workspace, _TYPES[self.table]
        row = self.view.current_row
        values = {"project_id": row.record.project_id} if row is not None else {}
        rows = MILESTONE_ROWS if kind is Milestone else DEPENDENCY_ROWS
        dialog = RecordDialog(workspace, kind, values=values, rows=rows, parent=self.window())
        dialog.offer_another(lambda: values)
        dialog.accepted.connect(lambda: self.added.emit(dialog.record.id) if dialog.record else None)
        dialog.open()

    def delete(self) -> None:
        """Delete the selected rows after a question."""
        workspace, kind = self._workspace, _TYPES[self.table]
        records = [
            found
            for row_id in self.view.selected_row_ids()
            if (found := workspace.records.find(kind, row_id))
        ]
        words = named([f"this {kind.noun}"] * len(records), kind.noun, kind.plural)
        sentence = f"Undo restores {them(len(records))} back."
        workspace.delete(records, f"Delete {words}?", sentence, f"The {kind.noun} cannot be deleted")

    # ------------------------------------------------------------------------------------------------ inside

    def _make_view(self, key: str, columns: list[Any]) -> RecordTableView:
        workspace, kind = self._workspace, _TYPES[key]
        model = RecordTableModel(
            columns, sink=lambda edits: workspace.apply_cells(kind, edits), choices=workspace.choices
        )
        view = RecordTableView(
            model, f"all-{key}", workspace=workspace, row_actions=self._actions_for, own=kind
        )
        view.setAccessibleName(dict(TABLES)[key])
        view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        view.current_row_changed.connect(lambda _: self._tell_current())
        view.activated_row.connect(lambda row: self.opened.emit(row.report.project_id))
        return view

    def _make_empty(self, view: RecordTableView, clear_filters: Callable[[], None]) -> EmptyState:
        empty = view.set_empty("milestones", "No milestones yet", says_why=True)
        self._new = empty.add_action("New milestone…", changes=True)
        self._new.clicked.connect(self.add)
        self._clear = empty.add_action("Clear filters")
        self._clear.clicked.connect(clear_filters)
        return empty

    def _say_why_empty(self, asked: MilestoneFilter) -> None:
        narrowed = replace(asked, left_out=frozenset()) != MilestoneFilter()
        self._clear.setVisible(narrowed)
        self._new.setVisible(not narrowed)
        if narrowed:
            self._empty.set_message("Nothing matches", "No milestones match these filters.")
        elif asked.left_out and self._milestones:
            self._empty.set_message("No milestones of live projects", all_closed(len(asked.left_out)))
        else:
            self._empty.set_message(
                "No milestones yet", "Add the dates that each project has promised the board."
            )

    def _tell_current(self) -> None:
        row = self.view.current_row
        self.current_changed.emit(self.table, str(row.id) if row is not None else "")

    def _refresh_buttons(self, *_: object) -> None:
        chosen = bool(self.view.selected_row_ids())
        self.delete_button.setEnabled(chosen)
        noun = _TYPES[self.table].noun
        set_tip(self.delete_button, "Delete the selected rows" if chosen else f"Select a {noun} first")

    def _actions_for(self, row_ids: list[str]) -> Sequence[QAction]:
        row = self.view.table.find(row_ids[0]) if len(row_ids) == 1 else None
        actions = []
        if row is not None:
            for words, project_id in self._projects_of(row):
                actions.append(menu_action(words, partial(self.opened.emit, project_id), changes=False))
        return [*actions, menu_action("Delete…", self.delete)]

    def _projects_of(self, row: ReportedRow) -> list[tuple[str, str]]:
        if isinstance(row.record, Milestone):
            return [(f"&Open the project ({OPEN})", row.report.project_id)]
        item = row.report
        return [
            (f"&Open {item.project_ref} ({OPEN})", item.project_id),
            (f"Open {item.needs_project_ref}", item.needs_project_id),
        ]

"""Themes and structure: programmes, themes, workstreams and source plans, each with its own view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QStackedWidget,
    QWidget,
)

from asc_desktop.domain.records.assurance import RiskCategory
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Programme,
    Project,
    SourcePlan,
    Theme,
    Workstream,
)
from asc_desktop.services.structure import Ordered, in_order
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.shared.move_to_theme import move_to
from asc_desktop.ui.pages.shared.structure_actions import StructureActions
from asc_desktop.ui.pages.structure.panels import (
    ProgrammePanel,
    SourcePlanPanel,
    ThemePanel,
    WorkstreamPanel,
)
from asc_desktop.ui.pages.structure.parts import Panel
from asc_desktop.ui.pages.structure.tree import Node, StructureTree
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.board import page_board
from asc_desktop.ui.widgets.boxes import column_of, splitter
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.workspace import Workspace

LEFT_WIDTH = 350
LEAST_LEFT = 210
NARROW = 800
"""A narrower page gives the left as little room as it can do with."""
_NEW = (
    (Programme, "&Programme…"),
    (Theme, "&Theme…"),
    (Workstream, "&Workstream…"),
    (SourcePlan, "&Source plan…"),
)


class StructurePage(Page):
    """At the left what there is, at the right what is chosen."""

    key = "structure"
    title = "Themes"
    icon = "themes"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.actions_of = StructureActions(workspace, self, self._on_made, self._rename)
        self.header = PageHeader("Themes")
        self.settings_button = self.header.add_button("Status scheme and limits", "settings")
        set_tip(
            self.settings_button, "The delivery statuses and the limits of the colours are in the settings"
        )
        self.settings_button.clicked.connect(
            lambda: workspace.navigate.emit("settings", {"section": "statuses"})
        )
        self.new_button = self._new_button()
        self.header.add_widget(self.new_button)
        self.tree = StructureTree(
            "Programmes, themes and workstreams", self.actions_of.fill_menu, workspace.memory
        )
        nothing = (
            "No source plans yet. A source plan is where savings lines were published. Add one with New."
        )
        self.plans = StructureTree("Source plans", self.actions_of.fill_menu, nothing=nothing)
        self._problem = make_label("", "negative", wrap=True)
        self._problem.hide()
        for tree in (self.tree, self.plans):
            tree.chosen.connect(self._on_chosen)
            tree.move_wanted.connect(self.actions_of.move)
            tree.delete_wanted.connect(self.actions_of.delete)
            tree.nodes.renamed.connect(self._on_renamed)
            tree.nodes.dropped.connect(self.actions_of.move_to)
            tree.nodes.projects_dropped.connect(lambda ids, place: move_to(workspace, ids, place))
        self._panels: dict[str, Panel] = {}
        self._panel_stack = QStackedWidget()
        self._nothing_chosen = EmptyState(
            "themes", "Nothing selected", "Select a programme, a theme, a workstream or a source plan."
        )
        self._panel_stack.addWidget(self._nothing_chosen)
        self._begin = EmptyState(
            "themes",
            "No programme yet",
            "A programme reports to a board, month by month. Its themes group the projects. "
            "Add the programme first, then its themes.",
        )
        self.begin_button = self._begin.add_action("New programme…", primary=True)
        self.begin_button.clicked.connect(lambda: self.actions_of.new(Programme))
        content = QWidget()
        self._sections = QStackedLayout(content)
        self._sections.addWidget(self._splitter())
        self._sections.addWidget(self._begin)
        column_of(page_board(self.header, (content, 1)), into=self, margins=0)

    # ------------------------------------------------------------------------------------------------ showing

    def refresh(self) -> None:
        """Show the structure as it now is, keeping what is chosen and what is being typed."""
        self.tree.nodes.is_read_only = self.plans.nodes.is_read_only = self.workspace.session.read_only
        self.tree.show_nodes(self._programme_nodes())
        self.plans.show_nodes(self._plan_nodes())
        self._show_new_menu()
        if not (self.tree.current_id or self.plans.current_id):
            self._choose_first()
        self._show_section()
        self._show_panel()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show one record, ``record_id`` or ``theme_id``; ``new`` asks for a new programme."""
        if what.get("new"):
            # Once the page is in view, over which it is asked for.
            QTimer.singleShot(0, self, lambda: self.actions_of.new(Programme))
            return
        wanted = what.get("record_id") or what.get("theme_id")
        if isinstance(wanted, str):
            self.show_record(wanted)

    def show_record(self, record_id: str) -> None:
        """Choose a record of the structure; a delivery status is shown where it is set."""
        if any(self.workspace.records.find(kind, record_id) for kind in (DeliveryStatus, RiskCategory)):
            self.workspace.navigate.emit("settings", {"record_id": record_id})
            return
        self._show_section()
        if self.tree.choose(record_id) or self.plans.choose(record_id):
            self._on_chosen(record_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the left less room in a narrow window."""
        super().resizeEvent(event)
        was, narrow = event.oldSize().width(), self.width() < NARROW
        if was < 0 or narrow != (was < NARROW):
            left = LEAST_LEFT if narrow else LEFT_WIDTH
            self._split.setSizes([left, max(self.width() - left, 1)])

    @property
    def panel(self) -> Panel | None:
        """The view of what is chosen."""
        shown = self._panel_stack.currentWidget()
        return shown if isinstance(shown, Panel) else None

    # ------------------------------------------------------------------------------------------------ parts

    def _new_button(self) -> QPushButton:
        button = QPushButton("New")
        button.setProperty("kind", "menu")
        theme_hub().icons.bind(button, "add")
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        self._new_actions = {}
        for kind, words in _NEW:
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, kind=kind: self._new(kind))
            self._new_actions[kind] = action
        button.setMenu(menu)
        button.setAccessibleName("New programme, theme, workstream or source plan")
        return button

    def _splitter(self) -> QSplitter:
        left = QWidget()
        column = column_of(into=left, margins=0, spacing=10)
        for tree, stretch in ((self.tree, 3), (self.plans, 2)):
            tree.setMinimumHeight(96)
            column.addWidget(table_card(tree), stretch)
        column.insertWidget(1, self._problem)
        left.setMinimumWidth(LEAST_LEFT)
        self._split = splitter((left, 0), (self._panel_stack, 1), sizes=(LEFT_WIDTH, 1000), handle=12)
        return self._split

    def _show_section(self) -> None:
        self._sections.setCurrentWidget(self._begin if self.workspace.is_empty else self._split)
        self.begins_at = self.begin_button if self.workspace.is_empty else self.tree

    def _show_new_menu(self) -> None:
        session = self.workspace.session
        needs = {
            Theme: "" if not self.workspace.is_empty else "Add a programme first.",
            Workstream: "" if self.workspace.records.all(Theme) else "Add a theme first.",
        }
        for kind, action in self._new_actions.items():
            reason = "The file is open read-only." if session.read_only else needs.get(kind, "")
            action.setEnabled(not reason)
            set_tip(action, reason)
        self.begin_button.setEnabled(not session.read_only)
        set_tip(self.begin_button, "The file is open read-only." if session.read_only else "")

    # ------------------------------------------------------------------------------------------------ choosing

    def _on_chosen(self, record_id: str) -> None:
        other = self.plans if self.tree.nodes.find(record_id) else self.tree
        other.clear_choice()
        self._say("")
        self._show_panel()

    def _choose_first(self) -> None:
        wanted = self.workspace.programme_id
        roots = [root for root in self.tree.nodes.roots if wanted in {None, root.id}]
        if roots:
            first = roots[0].children[0] if roots[0].children else roots[0]
            self.tree.choose(first.id)

    def _show_panel(self) -> None:
        record = self.actions_of.find(self.tree.current_id or self.plans.current_id)
        panel = self.panel
        if panel is not None and (record is None or panel.record is None or panel.record.id != record.id):
            panel.commit()
        if record is None:
            self._panel_stack.setCurrentWidget(self._nothing_chosen)
            return
        wanted = self._panel_for(record)
        wanted.show_record(record)
        self._panel_stack.setCurrentWidget(wanted)

    def _panel_for(self, record: Ordered) -> Panel:
        held = self._panels.get(record.table)
        if held is not None:
            return held
        fill = self.actions_of.fill_menu
        made: Panel
        if isinstance(record, Theme):
            made = ThemePanel(self.workspace, fill)
        elif isinstance(record, Programme):
            actions = self.actions_of
            made = ProgrammePanel(
                self.workspace, fill, self.show_record, actions.open_next, partial(actions.new, Theme)
            )
        elif isinstance(record, Workstream):
            made = WorkstreamPanel(self.workspace, fill)
        else:
            made = SourcePlanPanel(self.workspace, fill)
        made.move_wanted.connect(self.actions_of.move)
        self._panels[record.table] = made
        self._panel_stack.addWidget(made)
        return made

    # ------------------------------------------------------------------------------------------------ doing

    def _new(self, kind: type[Ordered]) -> None:
        record = self.actions_of.find(self.tree.current_id)
        owner = ""
        if kind is Theme and isinstance(record, Programme | Theme):
            owner = record.id if isinstance(record, Programme) else record.programme_id
        if kind is Workstream and isinstance(record, Theme | Workstream):
            owner = record.id if isinstance(record, Theme) else record.theme_id
        self.actions_of.new(kind, owner)

    def _on_made(self, record_id: str) -> None:
        """Show what was added, with the keyboard on it: the button that it came from may be gone."""
        self.refresh()
        self.show_record(record_id)
        (self.tree if self.tree.nodes.find(record_id) else self.plans).setFocus()

    def _rename(self, record_id: str) -> None:
        for tree in (self.tree, self.plans):
            if tree.choose(record_id):
                tree.rename()

    def _on_renamed(self, record_id: str, name: str) -> None:
        self._say(self.actions_of.rename(record_id, name))

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    # ------------------------------------------------------------------------------------------------ nodes

    def _programme_nodes(self) -> list[Node]:
        session = self.workspace.session
        nodes = []
        for programme in in_order(session, Programme):
            themes = [
                _node(
                    theme,
                    self._count("theme_id", theme.id),
                    [
                        _node(workstream, self._count("workstream_id", workstream.id))
                        for workstream in in_order(session, Workstream, theme.id)
                    ],
                )
                for theme in in_order(session, Theme, programme.id)
            ]
            nodes.append(_node(programme, sum(theme.projects for theme in themes), themes))
        return nodes

    def _plan_nodes(self) -> list[Node]:
        plans: Iterable[SourcePlan] = in_order(self.workspace.session, SourcePlan)
        return [_node(plan, self._count("source_plan_id", plan.id)) for plan in plans]

    def _count(self, key: str, record_id: str) -> int:
        held = self.workspace.records.of(Project, key, record_id)
        return sum(1 for project in held if not project.archived)


def _node(record: Ordered, projects: int, children: Sequence[Node] = ()) -> Node:
    return Node(
        record.id, record.table, record.noun, record.name, projects, bool(record.retired), list(children)
    )

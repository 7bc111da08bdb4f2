"""One project beside the list: its heading and its five tabs. Every field saves itself when it is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QMenu,
    QStackedLayout,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.report.model import ProjectReport
from asc_desktop.ui.pages.projects.exceptions import ExceptionsTab
from asc_desktop.ui.pages.projects.history import HistoryTab
from asc_desktop.ui.pages.projects.milestones import MilestonesTab
from asc_desktop.ui.pages.projects.savings import SavingsTab
from asc_desktop.ui.pages.projects.status import StatusTab
from asc_desktop.ui.pages.projects.tab import EditorTab
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.card import RADIUS
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.form.exempt_chip import ExemptChip
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace

TABS: Final[Mapping[str, type[StatusTab | SavingsTab | ExceptionsTab | MilestonesTab | HistoryTab]]] = {
    "status": StatusTab,
    "savings": SavingsTab,
    "exceptions": ExceptionsTab,
    "milestones": MilestonesTab,
    "history": HistoryTab,
}
"""The tabs by key, in order."""


class ProjectEditor(QWidget):
    """The editor of the project selected, or a sentence where none is."""

    def __init__(self, workspace: Workspace, fill_menu: Callable[[QMenu], None]) -> None:
        super().__init__()
        self._workspace = workspace
        self.shown: ProjectReport | None = None
        self._where = ElidedLabel("", "muted")
        self._name = make_label("", "heading", wrap=True)
        self._exempt = ExemptChip(workspace)
        self.menu_button = QToolButton()
        theme_hub().icons.bind(self.menu_button, "more", "text_muted")
        self.menu_button.setAccessibleName("What can be done with this project")
        set_tip(self.menu_button, "Edit details, duplicate, archive, delete")
        self._menu = QMenu(self)
        self._fill_menu = fill_menu
        self._menu.aboutToShow.connect(self._show_menu)
        self.menu_button.setMenu(self._menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._archived = Callout(
            "Archived projects are left out of every list and total. Restore it to report on it.",
            "info",
            "This project is archived",
        )
        self.bring_back = self._archived.add_action("Restore")
        only_to_change(self.bring_back)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setUsesScrollButtons(True)
        self.tabs.setAccessibleName("Parts of the project")
        self._places = {key: _Place(key) for key in TABS}
        for key, place in self._places.items():
            self.tabs.addTab(place, key.capitalize())
        self.tabs.currentChanged.connect(lambda _: self._refresh_tab())
        self._empty = EmptyState(
            "projects", "No project selected", "Select one in the list to see and report on it."
        )
        self._lay_out()
        self.setAccessibleName("Project")
        self.show_item(None)

    def show_item(self, project: ProjectReport | None) -> None:
        """Show a project, or the same one as it now is."""
        if project is None or self.shown is None or project.id != self.shown.id:
            self.commit()
        self.shown = project
        self._stack.setCurrentIndex(0 if project else 1)
        if project is None:
            return
        self._where.set_full_text(" · ".join(filter(None, (project.ref, project.theme, project.source_plan))))
        self._name.setText(project.name)
        self._exempt.set_record_id(project.id)
        self.setAccessibleName(f"{project.ref} {project.name}")
        record = self._workspace.records.find(Project, project.id)
        self._archived.setVisible(bool(record and record.archived))
        opened = project.open_exceptions
        self._name_tab("exceptions", f"Exceptions {opened}" if opened else "Exceptions")
        self._refresh_tab()

    def take_focus(self) -> None:
        """Begin with the tabs."""
        self.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def actions_of(self) -> list[QAction]:
        """Return nothing more: the page offers the same for one project and for several."""
        return []

    def tab(self, key: str) -> EditorTab:
        """Return a tab, made when it is first asked for."""
        place = self._places[key]
        if place.tab is None:
            made = TABS[key](self._workspace)
            made.tab_wanted.connect(self.show_tab)
            if isinstance(made, StatusTab):
                made.line_wanted.connect(self._add_line)
            place.hold(made)
            return made
        return place.tab

    @property
    def status(self) -> StatusTab:
        """Return the Status tab."""
        return cast("StatusTab", self.tab("status"))

    @property
    def savings(self) -> SavingsTab:
        """Return the Savings tab."""
        return cast("SavingsTab", self.tab("savings"))

    @property
    def exceptions(self) -> ExceptionsTab:
        """Return the Exceptions tab."""
        return cast("ExceptionsTab", self.tab("exceptions"))

    @property
    def milestones(self) -> MilestonesTab:
        """Return the Milestones tab."""
        return cast("MilestonesTab", self.tab("milestones"))

    @property
    def history(self) -> HistoryTab:
        """Return the History tab."""
        return cast("HistoryTab", self.tab("history"))

    def show_tab(self, key: str) -> None:
        """Go to a tab by its key; an unknown one changes nothing."""
        if key in self._places:
            self.tabs.setCurrentWidget(self._places[key])

    @property
    def tab_key(self) -> str:
        """Return the key of the tab in sight."""
        place = self.tabs.currentWidget()
        return place.key if isinstance(place, _Place) else ""

    def _add_line(self) -> None:
        self.show_tab("savings")
        self.savings.add_line()

    def commit(self) -> None:
        """Save what is still being typed."""
        if self.shown is not None:
            for place in self._places.values():
                if place.tab is not None:
                    place.tab.commit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the panel, as a card is."""
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _lay_out(self) -> None:
        top = row_of((self._where, 1), self.menu_button, spacing=8)
        head = column_of(top, self._name, self._exempt, self._archived, margins=(14, 8, 10, 2), spacing=2)
        shown = QWidget()
        column_of(head, (self.tabs, 1), into=shown, margins=(1, 0, 1, 1), spacing=2)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(shown)
        self._stack.addWidget(self._empty)

    def _show_menu(self) -> None:
        self._menu.clear()
        self._fill_menu(self._menu)

    def _refresh_tab(self) -> None:
        if self.shown is None:
            return
        key = self.tab_key
        tab = self.tab(key)
        tab.show_project(self.shown)
        # An archived project is not reported on; its other records may still be put right.
        tab.inner.setEnabled(self._archived.isHidden() or key not in {"status", "savings"})

    def _name_tab(self, key: str, words: str) -> None:
        at = self.tabs.indexOf(self._places[key])
        if self.tabs.tabText(at) != words:
            self.tabs.setTabText(at, words)


class _Place(QWidget):
    """Where a tab stands once it is made: most are never looked at."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.tab: EditorTab | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def hold(self, tab: EditorTab) -> None:
        """Put the tab here."""
        self.tab = tab
        self._layout.addWidget(tab)
        self.setFocusProxy(tab)

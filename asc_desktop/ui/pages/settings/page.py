"""The portfolio's settings, section by section, each saying what it does to the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from asc_desktop.domain.records.assurance import RiskCategory
from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.delivery import DeliveryStatus, SourcePlan
from asc_desktop.domain.records.office import Board, BoardMeeting
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.settings import sections
from asc_desktop.ui.pages.settings.boards import BoardsSection
from asc_desktop.ui.pages.settings.own import OwnFieldsSection
from asc_desktop.ui.pages.settings.parts import Section
from asc_desktop.ui.pages.settings.sections import FormSection, OrderedSection
from asc_desktop.ui.pages.shared.structure_actions import StructureActions
from asc_desktop.ui.widgets.board import page_board
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.workspace import Workspace

LIST_WIDTH = 190
NARROW_LIST_WIDTH = 150
NARROW = 760

SECTIONS: Final = (
    ("portfolio", "Portfolio"),
    ("statuses", "Delivery statuses"),
    ("limits", "RAG limits"),
    ("risks", "Risk levels"),
    ("categories", "Risk categories"),
    ("measures", "Measures"),
    ("sources", "Source plans"),
    ("boards", "Boards and dates"),
    ("call_in", "Call-in"),
    ("own", "Your own fields"),
)
_KEY = "settings/section"


class SettingsPage(Page):
    """A list of sections at the left, the chosen one at the right."""

    key: ClassVar[str] = "settings"
    title: ClassVar[str] = "Settings"
    icon: ClassVar[str] = "settings"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._header = PageHeader(self.title, "Changes save straight away. You can undo them.")
        self._actions = StructureActions(workspace, self, self.show_record, self.show_record)
        self._begin = Callout(
            "There is no programme yet. Settings can be made now; what they do shows once there are projects.",
            "info",
        )
        self.begin_button = self._begin.add_action("Add a programme")
        self.begin_button.clicked.connect(lambda: workspace.navigate.emit("structure", {"new": True}))
        self.list = QListWidget()
        self.list.setAccessibleName("Sections of the settings")
        self.list.setStyleSheet("QListView::item { min-height: 30px; padding: 0 10px; }")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for key, words in SECTIONS:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.list.addItem(item)
        self._made: dict[str, Section] = {}
        self._stack = QStackedWidget()
        self._left = Card(margins=False)
        self._left.body.setContentsMargins(1, 6, 1, 6)
        self._left.body.addWidget(self.list)
        self._left.setFixedWidth(LIST_WIDTH)
        row = QWidget()
        row_of(self._left, (self._stack, 1), into=row, margins=0, spacing=12)
        column_of(page_board(self._header, self._begin, (row, 1)), into=self, margins=0)
        kept = workspace.memory.get(_KEY)
        self._choose(kept if kept in dict(SECTIONS) else SECTIONS[0][0])
        self.list.currentRowChanged.connect(lambda _: self._show_section())

    @property
    def section(self) -> Section:
        """The section that is shown, made when it is first chosen."""
        key = self.current
        if key not in self._made:
            made = self._makers()[key]()
            self._made[key] = made
            self._stack.addWidget(made)
        return self._made[key]

    @property
    def current(self) -> str:
        """The key of the section that is shown."""
        return str(self.list.currentItem().data(Qt.ItemDataRole.UserRole))

    def refresh(self) -> None:
        """Show the settings as they now are; what is half typed stays."""
        self._begin.setVisible(self.workspace.is_empty)
        self.begin_button.setEnabled(not self.workspace.session.read_only)
        section = self.section
        section.refresh()
        self._stack.setCurrentWidget(section)

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show a section by its key, ``section``, or what a record is set in, ``record_id``."""
        section, record_id = what.get("section"), what.get("record_id")
        if isinstance(section, str) and section in dict(SECTIONS):
            self._choose(section)
        if isinstance(record_id, str):
            self.show_record(record_id)

    def show_record(self, record_id: str) -> None:
        """Go to a status, a source plan, a risk category, an own field, a board or a board's meeting."""
        records = self.workspace.records
        meeting = records.find(BoardMeeting, record_id)
        for kind, key, wanted in (
            (DeliveryStatus, "statuses", record_id),
            (SourcePlan, "sources", record_id),
            (RiskCategory, "categories", record_id),
            (OwnField, "own", record_id),
            (Board, "boards", meeting.board_id if meeting else record_id),
        ):
            if records.find(kind, wanted) is None:
                continue
            self._choose(key)
            self._show_section()
            section = self.section
            if isinstance(section, OwnFieldsSection):
                section.select(wanted)
            elif isinstance(section, OrderedSection):
                section.card.view.select_row(wanted)
            elif isinstance(section, BoardsSection):
                section.select(wanted)
                if meeting is not None:
                    section.meetings.view.select_row(meeting.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list less room in a narrow window."""
        super().resizeEvent(event)
        self._left.setFixedWidth(NARROW_LIST_WIDTH if self.width() < NARROW else LIST_WIDTH)

    def _choose(self, key: str) -> None:
        self.list.setCurrentRow([item for item, _ in SECTIONS].index(key))

    def _show_section(self) -> None:
        shown = self._stack.currentWidget()
        if isinstance(shown, Section):
            shown.commit()
        self.workspace.memory.set(_KEY, self.current)
        self.refresh()

    def _makers(self) -> dict[str, Callable[[], Section]]:
        workspace, actions = self.workspace, self._actions
        return {
            "portfolio": lambda: FormSection(workspace, "Portfolio", sections.PORTFOLIO),
            "statuses": lambda: sections.statuses_section(workspace, actions),
            "limits": lambda: FormSection(workspace, "RAG limits", sections.LIMITS),
            "risks": lambda: FormSection(workspace, "Risk levels", sections.RISKS),
            "categories": lambda: sections.categories_section(workspace, actions),
            "measures": lambda: FormSection(workspace, "Measures", sections.MEASURES),
            "sources": lambda: sections.sources_section(workspace, actions),
            "boards": lambda: BoardsSection(workspace, actions),
            "call_in": lambda: FormSection(workspace, "Call-in", sections.CALL_IN),
            "own": lambda: OwnFieldsSection(workspace),
        }

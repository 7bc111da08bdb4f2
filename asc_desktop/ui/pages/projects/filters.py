"""What narrows the list of projects: a box to type in and lists to choose from."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from asc_desktop.ui.pages.shared.lead_menu import LeadMenu
from asc_desktop.ui.pages.shared.live_only import LiveSwitch
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.workspace import Workspace


class FilterBar(QWidget):
    """The controls above the list, left to right and then on the next row."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.search = FilterBox("projects")
        self.group = ChoiceButton("Group")
        self.whose = LeadMenu(workspace)
        self.status = ChoiceButton("Status", none="Any")
        self.source_plan = ChoiceButton("Source plan", none="Any")
        self.attention = ChoiceButton("Needs attention", none="Any")
        self.closed = LiveSwitch(workspace, "projects")
        self.archived = QPushButton("Archived")
        self.archived.setCheckable(True)
        set_tip(self.archived, "List the archived projects instead, to restore one")
        self._flow = flow = FlowLayout(self, spacing=6)
        for control in (
            self.search,
            self.group,
            self.whose,
            self.status,
            self.source_plan,
            self.attention,
            self.closed,
            self.archived,
        ):
            flow.addWidget(control)
        for button in (self.group, self.whose, self.status, self.source_plan, self.attention):
            button.chosen.connect(lambda _: self._fit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many rows as the width asks for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = self._flow.heightForWidth(self.width())
        if wanted != self.height():
            self.setFixedHeight(wanted)

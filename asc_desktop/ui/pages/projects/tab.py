"""What the tabs of the project editor share."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QWidget

from asc_desktop.domain.report.model import ProjectReport
from asc_desktop.ui.widgets.board import scroll
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace


class EditorTab(QScrollArea):
    """One tab: `body` is the layout of what scrolls. It is refreshed only while it is in sight."""

    tab_wanted = Signal(str)
    """The key of another tab to go to."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        super().__init__()
        self.workspace = workspace
        self.project: ProjectReport | None = None
        self.setAccessibleName(name)
        inner = self.inner = QWidget()
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.body = column_of(into=inner, margins=(14, 12, 8, 14), spacing=6)
        scroll(self, inner)

    def show_project(self, project: ProjectReport | None) -> None:
        """Show a project, or the same one as it now is; what is half typed stays."""
        self.project = project
        if project is not None:
            self.refresh(project)

    def refresh(self, project: ProjectReport) -> None:
        """Show the project's records as they now are."""
        raise NotImplementedError

    def commit(self) -> None:
        """Save what was typed and not saved yet."""

    def add_heading(self, text: str) -> QLabel:
        """Add the name of a section and return it."""
        label = make_label(text, "field")
        self.body.addSpacing(6)
        self.body.addWidget(label)
        return label

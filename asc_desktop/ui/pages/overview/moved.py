"""What moved since the last boards, project by project: its status and its forecast for the year."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.views_overview import MovedReport, Overview
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.overview.whole import WholeTable
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

MOST: Final = 8
_EFFECT_RAG: Final = {"worse": "red", "better": "green", "neutral": "grey"}


class MovedCard(Card):
    """The projects that moved most, the worst first; not in sight where no board has received anything."""

    opened = Signal(object)
    every_asked = Signal()
    """All that changed is asked for."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(" ", margins=False)
        self.every = QPushButton("All changes…")
        self.every.setProperty("kind", "quiet")
        self.every.clicked.connect(self.every_asked)
        self.add_header_widget(self.every)
        self._model = RecordTableModel(moved_columns(), own_order=True)
        self.view = RecordTableView(
            self._model, "overview-moved", workspace=workspace, row_actions=self._actions_for
        )
        self.view.setAccessibleName("What moved")
        self.view.activated_row.connect(self.opened)
        self._empty = self.view.set_empty(
            "tick", "Nothing has moved", "Every status and forecast is as it was."
        )
        self.whole = WholeTable(self.view, when_empty=4)
        self.body.setContentsMargins(1, 0, 1, 4)
        self.body.addWidget(self.view, 0, Qt.AlignmentFlag.AlignTop)

    def show_overview(self, overview: Overview) -> None:
        """Show what moved."""
        count = len(overview.moved)
        shown = f" (the first {MOST} of {count} projects)" if count > MOST else ""
        self.set_title(f"What moved since {overview.since}{shown}")
        self._model.set_rows(overview.moved[:MOST])
        self.setVisible(bool(overview.since))

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        row = self._model.find(row_ids[0]) if len(row_ids) == 1 else None
        if row is None:
            return []
        return [menu_action("&Open the project", lambda: self.opened.emit(row), changes=False)]


def moved_columns() -> list[Column]:
    """Return the columns of what moved."""
    return [
        view_column(
            "effect_label",
            "Effect",
            chip=lambda row: Chip(row.effect_label, _EFFECT_RAG[row.effect]),
            width=96,
        ),
        view_column("name", "Project", read=_project, hint=_project, width=260),
        view_column("before", "Status then", width=170),
        view_column("after", "Status now", read=_after, width=170),
        view_column(
            "pence",
            "Forecast £",
            Kind.MONEY,
            width=110,
            tooltip="How much more or less is forecast for the year than its last board was shown",
            read=lambda row: row.pence or None,
        ),
        view_column("programme", "Programme", hidden=True),
    ]


def _after(row: MovedReport) -> str:
    return "The same" if row.after == row.before else row.after


def _project(row: MovedReport) -> str:
    return f"{row.ref} {row.name}"

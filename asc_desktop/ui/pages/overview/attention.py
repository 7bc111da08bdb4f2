"""The overview's list of what needs a person, and the page and tab where each is settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QWidget

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.attention import KIND_WORDS, KINDS
from asc_desktop.domain.report.model import AttentionRow, ProjectReport, Report
from asc_desktop.ui.keys import FILTER
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Column, view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.widgets.board import LEAST_LIST, page_board
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.choice_menu import ChoiceButton, ChoiceMenu
from asc_desktop.ui.widgets.commands import add_keys, menu_action
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

TITLE: Final = "Needs attention"
ALL_KINDS: Final = "All kinds"

_TABS: Final = {
    "challenge": "status",
    "over_allocated": "savings",
    "overdue": "exceptions",
    "no_plan": "savings",
    "slipping": "savings",
    "no_forecast": "savings",
    "surplus": "savings",
}
"""The tab of a project on which each kind is settled."""


_OVERDUE: Final = frozenset({"overdue", "risk_overdue"})


class AttentionPanel(QWidget):
    """Everything that needs attention, the most pressing first, to search and to gather by kind, lead or programme.

    Enter or a double click goes to where it is settled.
    """

    left = Signal()
    """The overview is asked for again."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._report: Report | None = None
        self.header = PageHeader(TITLE)
        self.back = self.header.add_button("Back to the overview")
        self.back.clicked.connect(self.left)
        self.kinds = ChoiceMenu("Kind", ALL_KINDS)
        self.kinds.chosen.connect(lambda _: self._list())
        self.group = ChoiceButton("Group")
        self.group.chosen.connect(self._gather)
        self._model = RecordTableModel(attention_columns(self._project_of))
        self.view = RecordTableView(
            self._model, "needs-attention", workspace=workspace, row_actions=self._actions_for
        )
        self.view.activated_row.connect(self.open_row)
        self.box = FilterBox("rows")
        self.box.follow(self._model)
        self.box.left_down.connect(self.view.setFocus)
        self._empty = self.view.set_empty("tick", "Nothing needs attention", "No issues this month.")
        controls = row_of(self.box, self.kinds, self.group, 1, margins=(8, 8, 8, 6), spacing=6)
        card = table_card(controls, (self.view, 1))
        card.setMinimumHeight(LEAST_LIST)
        column_of(page_board(self.header, (card, 1)), into=self, margins=0)
        add_keys(self, {FILTER: self.box.begin})

    def show_report(self, report: Report) -> None:
        """List what the report found."""
        if report is self._report:
            return
        self._report = report
        counts = Counter(row.kind for row in report.attention)
        self.kinds.set_options(
            [(kind, f"{KIND_WORDS[kind]} ({counts[kind]})") for kind in KINDS if counts[kind]],
            everything=f"{ALL_KINDS} ({len(report.attention)})",
        )
        chosen = self.group.key
        several = [("programme", "Programme")] if report.has_several else []
        self.group.set_options([("", "None"), ("kind", "Kind"), ("lead", "Lead"), *several])
        self.group.choose(chosen)
        self._model.forget_texts()
        self._gather(self.group.key)
        self._list()

    def choose_kind(self, kind: str) -> None:
        """List one kind alone; empty for all of them."""
        self.kinds.choose(kind)
        self._list()

    def open_row(self, row: AttentionRow) -> None:
        """Go to where a row is settled."""
        if row.page != "projects":
            self._workspace.navigate.emit(row.page, {"record_id": row.record_id})
            return
        self._workspace.navigate.emit("projects", {"project_id": row.project_id, "tab": tab_of(row.kind)})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _list(self) -> None:
        rows = self._report.attention if self._report else ()
        shown = [row for row in rows if self.kinds.key in {"", row.kind}]
        self._model.set_rows(shown)
        words = f"{len(shown):,} of {len(rows):,}" if len(shown) < len(rows) else f"{len(rows):,}"
        where = f"{self._report.programme}, {self._report.period_label}" if self._report else ""
        self.header.set_title(f"{TITLE} ({words})" if rows else TITLE, where)

    def _gather(self, key: str) -> None:
        groupings = {
            "kind": Grouping("Kind", lambda row: row.kind, label=lambda kind: KIND_WORDS[kind], order=KINDS),
            "lead": Grouping("Lead", lambda row: self._of(row, "lead") or "No lead", column="lead"),
            "programme": Grouping("Programme", lambda row: self._of(row, "programme") or "No programme"),
        }
        self._model.set_grouping(groupings.get(key))

    def _of(self, row: AttentionRow, key: str) -> str:
        return str(getattr(self._project_of(row), key, ""))

    def _project_of(self, row: AttentionRow) -> ProjectReport | None:
        return self._report.project_by_id.get(row.project_id) if self._report else None

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        row = self._model.find(row_ids[0]) if len(row_ids) == 1 else None
        if row is None:
            return []
        return [
            menu_action(
                "&Open the project" if row.page == "projects" else "&Open",
                lambda: self.open_row(row),
                changes=False,
            )
        ]


def tab_of(kind: str) -> str:
    """Return the tab of a project on which a kind is settled."""
    return _TABS.get(kind, "status")


def attention_columns(project_of: Callable[[AttentionRow], ProjectReport | None]) -> list[Column]:
    """Return the columns of the list; ``project_of`` gives the project that a row is of."""

    def lead(row: AttentionRow) -> str:
        project = project_of(row)
        return project.lead if project is not None else ""

    return [
        view_column("project", "Project", read=_project, hint=_project, width=180),
        view_column(
            "kind", "Kind", read=lambda row: row.kind, words=lambda kind: KIND_WORDS[kind], width=210
        ),
        view_column("why", "Why", hint=lambda row: row.why, width=340),
        view_column("lead", "Lead", read=lead, hint=lead, width=180),
        view_column("amount_pence", "£ at stake", Kind.MONEY, width=96),
        view_column("due_date", "Due", Kind.DATE, width=104, warn=lambda row: row.kind in _OVERDUE),
    ]


def _project(row: AttentionRow) -> str:
    return f"{row.project_ref} {row.project}"

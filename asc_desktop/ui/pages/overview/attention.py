"""The overview's list of what needs a person, and the page and tab where each is settled."""

from __future__ import annotations

from collections import Counter
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.attention import KIND_WORDS, KINDS
from asc_desktop.domain.report.model import AttentionRow, Report
from asc_desktop.ui.models.columns import Column, view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.choice_menu import ChoiceMenu
from asc_desktop.ui.widgets.commands import menu_action
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


class AttentionCard(Card):
    """What needs attention, the most pressing first; Enter or a double click goes to where it is settled."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(TITLE, margins=False)
        self._workspace = workspace
        self._rows: tuple[AttentionRow, ...] | None = None
        self._kinds = ChoiceMenu("Kind", ALL_KINDS)
        self._kinds.chosen.connect(lambda _: self._list())
        self.add_header_widget(self._kinds)
        self._model = RecordTableModel(attention_columns())
        self.view = RecordTableView(
            self._model, "needs-attention", workspace=workspace, row_actions=self._actions_for
        )
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.view.setMinimumHeight(110)
        self.view.activated_row.connect(self._open)
        self._empty = self.view.set_empty("tick", "Nothing needs attention", "No issues this month.")
        # The cells' own padding brings their words under the card's title.
        self.body.setContentsMargins(6, 0, 6, 6)
        self.body.addWidget(self.view, 1)

    def show_report(self, report: Report) -> None:
        """List what the report found."""
        if report.attention == self._rows:
            return
        self._rows = report.attention
        counts = Counter(row.kind for row in self._rows)
        self._kinds.set_options(
            [(kind, f"{KIND_WORDS[kind]} ({counts[kind]})") for kind in KINDS if counts[kind]],
            everything=f"{ALL_KINDS} ({len(self._rows)})",
        )
        self._kinds.setVisible(bool(self._rows))
        self._list()

    def _list(self) -> None:
        rows = self._rows or ()
        shown = [row for row in rows if self._kinds.key in {"", row.kind}]
        self._model.set_rows(shown)
        words = f"{len(shown)} of {len(rows)}" if len(shown) < len(rows) else str(len(rows))
        self.set_title(f"{TITLE} ({words})" if rows else TITLE)

    def _open(self, row: AttentionRow) -> None:
        if row.page != "projects":
            self._workspace.navigate.emit(row.page, {"record_id": row.record_id})
            return
        self._workspace.navigate.emit("projects", {"project_id": row.project_id, "tab": _TABS[row.kind]})

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        row = self._model.find(row_ids[0]) if len(row_ids) == 1 else None
        if row is None:
            return []
        return [
            menu_action(
                "&Open the project" if row.page == "projects" else "&Open",
                lambda: self._open(row),
                changes=False,
            )
        ]


def attention_columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        view_column("project", "Project", read=_project, hint=_project, width=206),
        view_column("why", "Why", width=212),
        view_column("amount_pence", "£ at stake", Kind.MONEY, width=88),
        view_column("due_date", "Due", Kind.DATE, width=104, warn=lambda row: row.kind in _OVERDUE),
        view_column(
            "kind",
            "Kind",
            read=lambda row: row.kind,
            words=lambda kind: KIND_WORDS[kind],
            width=190,
            hidden=True,
        ),
    ]


def _project(row: AttentionRow) -> str:
    return f"{row.project_ref} {row.project}"

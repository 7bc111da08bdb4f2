"""The History tab: who changed what of a project, when, from what and to what."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton

from asc_desktop.domain.report.model import ProjectReport
from asc_desktop.services.history import HistoryRow, history, project_record_ids
from asc_desktop.ui.models.columns import view_column
from asc_desktop.ui.pages.projects.tab import EditorTab
from asc_desktop.ui.pages.projects.tables import SmallTable
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace

LATEST = 300


class HistoryTab(EditorTab):
    """The latest changes to the project and everything that belongs to it, the newest first."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "History")
        self.table = SmallTable(
            workspace,
            [
                view_column("at", "When", width=136),
                view_column("who", "Who", width=90),
                view_column("record", "What", width=170, hint=lambda row: str(row.action)),
                view_column("field", "Field", width=110),
                view_column("old", "From", width=130, hint=lambda row: str(row.old)),
                view_column("new", "To", width=130, hint=lambda row: str(row.new)),
                view_column("reason", "Reason", width=120),
            ],
            name="History of the project",
            most_rows=0,
        )
        self._note = make_label("", "muted", wrap=True)
        self._all = QPushButton("Open History")
        set_tip(self._all, "Every change to the portfolio, to search and to undo")
        self._all.clicked.connect(lambda: workspace.navigate.emit("history", self._what()))
        self.body.addWidget(self._note)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._all)

    def refresh(self, project: ProjectReport) -> None:
        """Read the journal again."""
        session = self.workspace.session
        rows = _whole_records(
            history(session, record_ids=project_record_ids(session, project.id), limit=LATEST)
        )
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self._note.setText(
            f"The latest {LATEST} changes."
            if len(rows) >= LATEST
            else "Every change since the project was added."
            if rows
            else "Nothing has changed since this project was brought in."
        )

    def _what(self) -> dict[str, object]:
        return {"project_id": self.project.id} if self.project else {}


def _whole_records(rows: Iterable[HistoryRow]) -> list[HistoryRow]:
    """Return one row for each record added or deleted in place of one for each of its fields."""
    found: list[HistoryRow] = []
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        if row.operation == "Changed":
            found.append(row)
            continue
        record = (row.transaction_id, row.record_id, row.operation)
        if record not in seen:
            seen.add(record)
            found.append(replace(row, field=row.operation, old="", new=""))
    return found

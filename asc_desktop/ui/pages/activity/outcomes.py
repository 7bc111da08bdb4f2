"""The outcomes of one activity: how often it ends so, and what that is worth. Growth stands beside, never taken off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.office import ActivityOutcome
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.domain.rules.activity import outcomes_of
from asc_desktop.domain.words import number_of
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.shared.rows import ReportedRow, kept_column, reported_column
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace


class OutcomesTable(RecordTableView):
    """A row for each outcome, edited in place."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._activity: ActivityReport | None = None
        super().__init__(
            RecordTableModel(_columns(), sink=self._apply),
            "activity-outcomes",
            workspace=workspace,
            row_actions=self._actions,
        )
        self.setAccessibleName("Outcomes of the activity")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        empty = self.set_empty(
            "activity",
            "No outcomes yet",
            (
                "Add each possible result (such as “package reduced”): how often it happens and what it saves "
                "in a full year."
            ),
        )
        empty.add_action("Add an outcome…", primary=True, changes=True).clicked.connect(self.add)

    def show_activity(self, activity: ActivityReport | None) -> None:
        """Show an activity's outcomes; none without one."""
        self._activity = activity
        reports = {item.id: item for item in activity.outcomes} if activity else {}
        held = outcomes_of(self._workspace.records, activity.id) if activity else []
        self.table.set_rows(ReportedRow(item, reports[item.id]) for item in held)

    def add(self) -> None:
        """Ask for a new outcome."""
        if self._activity is None:
            return
        dialog = RecordDialog(
            self._workspace,
            ActivityOutcome,
            values={"activity_id": self._activity.id},
            fixed=["activity_id"],
            rows=["name", ("rate", "effect_pence"), "is_growth"],
            parent=self.window(),
        )
        dialog.accepted.connect(lambda: self.select_row(dialog.record.id) if dialog.record else None)
        dialog.open()

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        self._workspace.apply_cells(ActivityOutcome, edits)

    def _actions(self, row_ids: list[str]) -> list[QAction]:
        rows = [row for row_id in row_ids if (row := self.table.find(row_id)) is not None]
        found = [menu_action("&Add an outcome…", self.add)]
        if rows:
            words = "Delete" if len(rows) == 1 else f"Delete {number_of(len(rows), 'outcome')}"
            found.append(menu_action(words, lambda: self._workspace.delete([row.record for row in rows])))
        return found


def _columns() -> list[Column]:
    return [
        kept_column(ActivityOutcome, "name", width=136),
        kept_column(ActivityOutcome, "rate", width=68, row_words=lambda row: f"{row.record.rate}%"),
        kept_column(ActivityOutcome, "effect_pence", label="Effect of one £", width=104),
        kept_column(ActivityOutcome, "is_growth", width=70),
        reported_column(
            "units",
            "Estimate",
            Kind.INTEGER,
            words=lambda value: f"{value:,}",
            tooltip="Estimated number with this result",
            width=62,
        ),
        _amount("per_unit_pence", "Average £", "Average saving per unit: rate × effect"),
        _amount("to_date_pence", "Total £", "Total saving in a full year"),
    ]


def _amount(key: str, label: str, tooltip: str) -> Column:
    return reported_column(key, label, Kind.MONEY, tooltip=tooltip, width=82)

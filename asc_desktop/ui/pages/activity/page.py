"""Activity: what is counted in units, month by month, with its pace, its cost and its saving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtGui import QAction

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import Activity
from asc_desktop.domain.report.activity import STATES
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.services.activity import archive_activities, duplicate_activity
from asc_desktop.services.new_records_assurance import new_activities
from asc_desktop.ui.keys import PASTE
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.pages.activity.columns import activity_columns
from asc_desktop.ui.pages.activity.detail import ACTIVITY_ROWS, ActivityDetail
from asc_desktop.ui.pages.shared.ask_new import ask_for_new
from asc_desktop.ui.pages.shared.by_programme import by_programme
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.pages.shared.monthly_page import MonthlyPage
from asc_desktop.ui.pages.shared.register_filters import Choice
from asc_desktop.ui.pages.shared.rows import ReportedRow, reported_rows
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.workspace import Workspace


class ActivityPage(MonthlyPage):
    """The activities above; the figures, the chart and the months of the current one below."""

    key: ClassVar[str] = "activity"
    title: ClassVar[str] = "Activity"
    icon: ClassVar[str] = "activity"
    kind: ClassVar[type[Record]] = Activity
    many: ClassVar[str] = "activity"
    table_name: ClassVar[str] = "activities"
    sizes: ClassVar[tuple[int, int]] = (160, 450)
    parts: ClassVar[tuple[int, int]] = (1, 3)
    detail: ActivityDetail
    explained: ClassVar[str] = (
        "Count work in units, such as reviews: what is planned and done each month, what one costs and saves."
    )
    beginning: ClassVar[str] = (
        "Add a programme first. This page then shows work counted in units, such as reviews, month by month."
    )
    goes_too: ClassVar[str] = "The months and outcomes go too."
    paste_tip: ClassVar[str] = f"Paste copied months from the selected month on, as one change ({PASTE})"

    def __init__(self, workspace: Workspace) -> None:
        self._rows: dict[str, ReportedRow] = {}
        super().__init__(workspace)
        self.view.new_rows = new_activities(looked_at(workspace))

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return activity_columns()

    def choices(self) -> Mapping[str, Choice]:
        """Return the states."""
        return {"state": Choice("State", "Any", lambda row: row.report.state, tuple(STATES))}

    def make_detail(self) -> ActivityDetail:
        """Return the current activity in full."""
        return ActivityDetail(self.workspace)

    def rows(self, report: Report) -> Iterable[ReportedRow]:
        """Return the report's activities."""
        self._rows = reported_rows(self.workspace.records, Activity, report.activity, self._rows)
        return self._rows.values()

    def report_of(self, row: Any) -> ActivityReport:
        """Return what the report says of a row."""
        found: ActivityReport = row.report
        return found

    def summary(self, report: Report) -> str:
        """Return the period, and how many activities are behind, on track and so on."""
        counts = Counter(item.state for item in report.activity)
        words = [f"{counts[key]} {label.lower()}" for key, label in STATES if counts[key]]
        return f"{report.period_label}: {', '.join(words)}" if words else report.period_label

    def show_more(self, report: Report) -> None:
        """Group by programme where there are several."""
        self.model.set_grouping(by_programme(report, lambda row: str(row.report.programme)))
        super().show_more(report)

    def show_current(self) -> None:
        """Show the current activity in full, and offer to paste its months."""
        super().show_current()
        self.paste_button.setVisible(not self.detail.isHidden())

    def add(self) -> None:
        """Ask for a new activity."""
        if not self.workspace.is_empty:
            ask_for_new(self.workspace, Activity, self.window(), rows=ACTIVITY_ROWS, then=self.show_new)

    def paste(self) -> None:
        """Paste the clipboard into the months from the current cell on."""
        if self.view.current_row is None:
            self.workspace.said.emit("Add an activity first, then paste its months.")
            return
        self.detail.show_part("months")
        self.detail.months.setFocus()
        self.detail.months.blocks.paste()

    def actions_for(self, rows: Sequence[Any]) -> list[QAction]:
        """Return what copies and archives activities."""
        copy = [menu_action("&Duplicate", lambda: self._duplicate(rows[0].id))] if len(rows) == 1 else []
        return [*copy, self.archive_action(rows)]

    def archive(self, ids: Sequence[str], *, archived: bool) -> None:
        """Take activities out of the report, or bring them back."""
        session = self.workspace.session
        self.workspace.attempt_told(lambda _: archive_activities(session, ids, archived=archived))

    def _duplicate(self, activity_id: str) -> None:
        session = self.workspace.session
        copy = self.workspace.attempt_told(lambda _: duplicate_activity(session, activity_id))
        if copy is not None:
            self.go_to(copy.id)

"""The months of one activity as a table to type in or paste into: planned and done, added up beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtWidgets import QAbstractItemView

from asc_desktop.domain import dates
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.office import ActivityMonth
from asc_desktop.domain.report.views_activity import ActivityMonthReport, ActivityReport
from asc_desktop.domain.rules.activity import months_of
from asc_desktop.services.activity import apply_month_cells
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Column, field_column, view_column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace


class MonthRow(Struct, frozen=True):
    """A month as kept, with what the report adds up to it; either is None in a month that has none."""

    period: str
    record: ActivityMonth | None
    report: ActivityMonthReport | None

    @property
    def id(self) -> str:
        """The month."""
        return self.period


class MonthsTable(RecordTableView):
    """Every month of the financial years of an activity, April first, under their years."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._activity: ActivityReport | None = None
        self._more: dict[str, set[int]] = {}
        super().__init__(
            RecordTableModel(_columns(), sink=self._apply, own_order=True),
            "activity-months",
            workspace=workspace,
        )
        self.setAccessibleName("Months of the activity")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.set_grouping(
            Grouping("Financial year", lambda row: _year_of(row.period), subtotals=self._year_cells)
        )

    @property
    def years(self) -> tuple[int, ...]:
        """The financial years shown, none left out between them."""
        if self._activity is None:
            return ()
        known = {dates.year_of_period(month.period) for month in self._held()}
        known |= {self._workspace.context.year, *self._more.get(self._activity.id, set())}
        return tuple(range(min(known), max(known) + 1))

    def show_activity(self, activity: ActivityReport | None) -> None:
        """Show an activity's months; none without one."""
        is_other = (activity.id if activity else "") != (self._activity.id if self._activity else "")
        self._activity = activity
        if is_other:
            # What was refused in another activity's months is not this one's.
            self.table.use_drafts_of(activity.id if activity else "")
        if activity is None:
            self.table.set_rows(())
            return
        self._list()
        if is_other:
            for year in self.years:
                is_old = year < self._workspace.context.year and len(self.years) > 1
                self.table.fold(dates.year_label(year), folded=is_old and not self._is_last_done(year))
            self.select_row(self._first_to_type(), "done")

    def add_year(self, year: int) -> None:
        """Show a financial year too, empty, and go to its April."""
        if self._activity is not None:
            self._more.setdefault(self._activity.id, set()).add(year)
            self._list()
            self.table.fold(dates.year_label(year), folded=False)
            self.select_row(dates.year_periods(year)[0], "planned")
            self.setFocus()

    def _list(self) -> None:
        activity = self._activity
        if activity is None:
            return
        held = {month.period: month for month in self._held()}
        reported = {month.period: month for month in activity.months}
        self.table.set_rows(
            MonthRow(period, held.get(period), reported.get(period))
            for year in self.years
            for period in dates.year_periods(year)
        )

    def _held(self) -> list[ActivityMonth]:
        return months_of(self._workspace.records, self._activity.id) if self._activity else []

    def _is_last_done(self, year: int) -> bool:
        reported = self._activity.reported_period if self._activity else ""
        return bool(reported) and dates.year_of_period(reported) == year

    def _first_to_type(self) -> str:
        """Return the month that the keyboard begins at: the open period, or the last reported."""
        reported = self._activity.reported_period if self._activity else ""
        return max(reported, self._workspace.period)

    def _year_cells(self, label: str, _: Sequence[MonthRow]) -> Mapping[str, object]:
        years = self._activity.years if self._activity else ()
        found = next((year for year in years if year.year == label), None)
        return {"planned": f"{found.planned:,}", "done": f"{found.done:,}"} if found else {}

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        if self._activity is None:
            return
        session, activity_id = self._workspace.session, self._activity.id
        self._workspace.apply(lambda reason: apply_month_cells(session, activity_id, edits, reason=reason))


def _columns() -> list[Column]:
    return [
        view_column("period", "Month", Kind.PERIOD, width=124),
        _typed("planned", "What is to be done in the month"),
        _typed("done", "What was done in the month. Empty until it is reported"),
        _added("planned_total", "Planned in all"),
        _added("done_total", "Done in all"),
        _added("projected_total", "Projected"),
    ]


def _typed(key: str, tooltip: str) -> Column:
    return field_column(
        ActivityMonth,
        key,
        read=lambda row: getattr(row.record, key) if row.record is not None else None,
        words=lambda value: f"{value:,}",
        editable=True,
        tooltip=tooltip,
        width=76,
    )


def _added(key: str, label: str) -> Column:
    return view_column(
        key,
        label,
        Kind.INTEGER,
        read=lambda row: getattr(row.report, key) if row.report is not None else None,
        words=lambda value: f"{value:,}",
        tooltip="Added up to the end of the month",
        width=98,
    )


def _year_of(period: str) -> str:
    return dates.year_label(dates.year_of_period(period))

"""Savings by source plan and year, as a table: gross and incremental."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from asc_desktop.domain.dates import parse_year
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.matrix import AMOUNTS
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.rules.position import Position, total
from asc_desktop.services.reporting import year_key
from asc_desktop.ui.models.columns import Column, view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.savings.columns import ALL_YEARS, MatrixLayout
from asc_desktop.ui.pages.shared.columns import UnitColumn
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace


class PlanRow(Struct, frozen=True):
    """A source plan's position by year, and over all of them."""

    id: str
    label: str
    years: Mapping[str, Position]
    all_years: Position


class PlansTable(RecordTableView):
    """A row for each source plan."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(RecordTableModel([]), "savings-plans", workspace=workspace)
        self.setAccessibleName("Savings by source plan")
        self._layout_shown: MatrixLayout | None = None
        self.set_empty("savings", "No savings lines yet")

    def show_report(self, report: Report, layout: MatrixLayout) -> None:
        """Show the report's sums, in the years, amounts and unit of the matrix."""
        if layout != self._layout_shown:
            self._layout_shown = layout
            # Rows and total of another programme have no figures for these years.
            self.table.set_rows(())
            self.table.set_total("", None)
            self.table.set_columns(_columns(layout))
        savings = report.savings
        self.table.set_rows(
            PlanRow(label, label, years, total(years.values()))
            for label, years in savings.by_source_plan.items()
        )
        whole = PlanRow("total", "Total", savings.by_year, savings.all_years)
        cells = {column.key: column.read(whole) for column in self.table.columns[1:]}
        self.table.set_total("Total", lambda _: cells)


def _columns(layout: MatrixLayout) -> list[Column]:
    words = dict(AMOUNTS)
    columns = [view_column("label", "Source plan", width=230)]
    for year in layout.years:
        columns += [
            _column(layout, amount, words[amount], year, year_key(amount, parse_year(year)))
            for amount in layout.amounts
        ]
    if len(layout.years) > 1:
        columns += [
            _column(layout, amount, words[amount], "", f"{amount}:{ALL_YEARS}") for amount in layout.amounts
        ]
    return columns


def _column(layout: MatrixLayout, amount: str, label: str, year: str, key: str) -> Column:
    unit = layout.unit

    def read(row: PlanRow) -> int:
        pence: int = getattr(row.years[year] if year else row.all_years, amount)
        return pence

    made = view_column(key, label, Kind.MONEY, read=read)
    return UnitColumn(
        key=key,
        label=label,
        kind=Kind.MONEY,
        field=made.field,
        read=read,
        width=88,
        band=year or f"{len(layout.years)} years",
        words=unit.words,
        money_unit=unit,
    )

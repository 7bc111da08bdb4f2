"""The totals as a published paper prints them, typed beside the check that the lines come to them."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView

from asc_desktop.domain.records.assurance import BudgetTotal
from asc_desktop.domain.report.counts import totals_that_differ
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.rules.budget import NET, PRIOR, lines_sum
from asc_desktop.domain.words import number_of
from asc_desktop.services.budget import apply_total_cells, total_for, total_id
from asc_desktop.services.editing import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.budget.columns import TotalRow, printed, total_columns
from asc_desktop.ui.pages.shared.units import MoneyUnit
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

TITLE = "Printed totals"


class TotalsCard(Card):
    """A row for each total of the table; an amount typed in one is checked against the lines."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            TITLE, "Type or paste the totals of a published paper to check the lines by them.", margins=False
        )
        self._workspace = workspace
        self._unit: MoneyUnit | None = None
        self.model = RecordTableModel([], sink=self._apply, own_order=True, parent=self)
        self.view = RecordTableView(self.model, "budget-totals", workspace=workspace)
        self.view.setAccessibleName("Printed totals and their checks")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.view.set_empty("budget", "No totals yet", "Totals appear once there are budget lines.")
        self.body.addWidget(self.view)

    def show_report(self, report: Report, unit: MoneyUnit) -> None:
        """Show a report's totals in a unit."""
        is_new_unit = unit is not self._unit
        self._unit = unit
        if is_new_unit:
            self.model.set_columns(total_columns(unit, self._lines_words))
        self.model.set_rows(self._rows(report))
        differing = totals_that_differ(report)
        words = number_of(differing, "total differs from its lines.", "totals differ from their lines.")
        self.set_title(
            TITLE,
            words
            if differing
            else "Type or paste the totals of a published paper to check the lines by them.",
        )

    def select_total(self, record_id: str) -> None:
        """Go to a typed total by the id of its record."""
        row = next((row for row in self.model.rows if row.check and row.check.id == record_id), None)
        if row is not None and self.view.select_row(row.id):
            self.view.setFocus()

    def _rows(self, report: Report) -> list[TotalRow]:
        checks = {check.id: check for check in report.budget.checks}
        programmes = {group.programme_id: group.programme for group in report.budget.groups}
        found = []
        for programme_id, programme in programmes.items():
            own = [group for group in report.budget.groups if group.programme_id == programme_id]
            ordinary = [group.name for group in own if not group.is_reserve]
            reserves = [group.name for group in own if group.is_reserve]
            has_prior = bool(ordinary and reserves)
            # The one group before the reserves is its own total: it is printed once.
            names: list[str | None] = [*(ordinary if len(ordinary) > 1 or not has_prior else ())]
            names += [*([PRIOR] if has_prior else ()), *reserves, None]
            for name in names:
                typed = total_for(self._workspace.session, programme_id, name, report.period)
                label = name or NET
                found.append(
                    TotalRow(
                        total_id(programme_id, name),
                        f"{programme}: {label}" if len(programmes) > 1 else label,
                        checks.get(typed.id) if typed else None,
                    )
                )
        return found

    def _lines_words(self, row: TotalRow, key: str) -> str:
        unit = self._unit
        if unit is None:
            return ""
        programme_id, _, group = row.id.partition("/")
        asked = BudgetTotal(
            id="", programme_id=programme_id, group_name=group or None, period=self._workspace.period
        )
        sums = lines_sum(self._workspace.records, asked)
        return f"The lines come to {printed(sums[key], unit)}. {unit.typing_help}"

    def _apply(self, edits: list[CellEdit]) -> None:
        unit = self._unit
        if unit is None:
            return
        meant = [edit._replace(text=unit.meant(edit.text)) for edit in edits]
        workspace = self._workspace
        workspace.apply(
            lambda reason: apply_total_cells(workspace.session, meant, workspace.period, reason=reason)
        )

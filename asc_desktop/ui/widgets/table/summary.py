"""What is selected in a table, for the status bar, as in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.words import number_of

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView


class SelectionSummary(Struct, frozen=True):
    """How much is selected. `total_pence` is None where no amount is among it; headings are not counted."""

    rows: int
    cells: int
    total_pence: int | None

    @property
    def words(self) -> str:
        """Return it as a person reads it; nothing for a single cell."""
        if self.cells < 2:
            return ""
        counted = f"{self.cells:,} cells in {number_of(self.rows, 'row')}"
        return counted if self.total_pence is None else f"{counted}, sum {format_pounds(self.total_pence)}"


def summarise(view: RecordTableView) -> SelectionSummary:
    """Add up the selected amounts of the columns in sight."""
    rows: set[int] = set()
    cells = 0
    total: int | None = None
    model = view.table
    shown = set(view.shown_columns())
    for part in view.selected_parts():
        columns = [at for at in range(part.left(), part.right() + 1) if at in shown]
        amounts = [at for at in columns if model.column(at).kind is Kind.MONEY]
        for at in range(part.top(), part.bottom() + 1):
            if model.row_at(at) is None:
                continue
            rows.add(at)
            cells += len(columns)
            for column in amounts:
                value = model.value_at(at, column)
                if isinstance(value, int):
                    total = (total or 0) + value
    return SelectionSummary(len(rows), cells, total)

"""The movements: what was moved from which line and year to which, how much, why, and who approved it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import Movement
from asc_desktop.domain.records.fields import Kind, field_of
from asc_desktop.domain.report.model import MovementReport, Report
from asc_desktop.domain.words import one_or_number
from asc_desktop.ui.dialogs.movement import MovementDialog
from asc_desktop.ui.keys import UNDO
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.shared.by_programme import by_programme
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

TREATMENTS = {
    "slip": "Slip",
    "early": "Early delivery",
    "offset": "Offset",
    "write_off": "Write-off",
    "transfer": "Transfer",
}

_NONE = "No movements yet"
_WHAT = "Record a movement to show where a shortfall goes: to a later year, to another line, or written off."
_NO_LINE = "A movement shows where a shortfall of a savings line goes. Add the savings lines first."


class MovementsPanel(QWidget):
    """The movements of the scope, of its period or of all; why and who approved are edited in place."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._shown: tuple[MovementReport, ...] | None = None
        self.filter = SegmentedControl([("all", "All"), ("period", "This month")], name="Movements")
        self.filter.chosen.connect(lambda _: self._filter())
        self.model = RecordTableModel(
            _columns(), sink=lambda edits: workspace.apply_cells(Movement, edits), parent=self
        )
        self.view = RecordTableView(
            self.model, "savings-movements", workspace=workspace, row_actions=self.actions_for
        )
        self.view.setAccessibleName("Movements")
        self.view.activated_row.connect(lambda row: self.edit(row.id))
        self._empty = self.view.set_empty("savings", _NONE, _WHAT)
        self.record = self._empty.add_action("Record movement…", changes=True)
        column_of(self.view, into=self, margins=0)

    @property
    def summary(self) -> str:
        """The sentence under the card's title."""
        return "A movement shows where a shortfall goes. Double-click one to change it."

    def show_report(self, report: Report) -> None:
        """Show the report's movements, those that no longer fit first."""
        has_lines = bool(report.savings.lines)
        self.record.setVisible(has_lines)
        self._empty.set_message(_NONE, _WHAT if has_lines else _NO_LINE)
        if self._shown is not report.movements:
            self._shown = report.movements
            programmes = {project.id: project.programme for project in report.projects}
            self.model.set_grouping(by_programme(report, lambda row: programmes.get(row.from_project_id, "")))
            self.model.set_rows(sorted(report.movements, key=lambda row: not row.over_allocated_pence))
            self._filter()

    def actions_for(self, row_ids: list[str]) -> Sequence[QAction]:
        """Return what the selected movements can do."""
        found = [self._workspace.records.find(Movement, row_id) for row_id in row_ids]
        movements = [movement for movement in found if movement is not None]
        if not movements:
            return ()
        actions = []
        if len(movements) == 1:
            only = movements[0]
            actions.append(menu_action("Change movement…", lambda: self.edit(only.id)))
            if only.state == "proposed":
                actions.append(menu_action("Approve…", lambda: self.approve(only.id)))
            actions.append(
                menu_action("Show both projects", lambda: self._show_projects(only.id), changes=False)
            )
        words = f"Delete {one_or_number(len(movements), 'movement', 'movement')}"
        delete = menu_action(words, lambda: self.delete(movements))
        return [*actions, delete]

    def edit(self, movement_id: str) -> MovementDialog | None:
        """Open a movement to be changed; None where it is gone."""
        movement = self._workspace.records.find(Movement, movement_id)
        return self._open(movement) if movement is not None else None

    def approve(self, movement_id: str) -> MovementDialog | None:
        """Open a movement as approved, to say by whom."""
        movement = self._workspace.records.find(Movement, movement_id)
        return self._open(replace(movement, state="approved")) if movement is not None else None

    def delete(self, movements: Sequence[Movement]) -> None:
        """Delete movements after asking."""
        amount = format_pounds(movements[0].amount_pence)
        what = one_or_number(len(movements), f"this movement of {amount}", "movement")
        sentence = f"Its amount becomes a shortfall with no plan again. {UNDO} restores it."
        self._workspace.delete(movements, f"Delete {what}?", sentence, "The movement was not deleted")

    def _open(self, movement: Movement) -> MovementDialog:
        dialog = MovementDialog(self._workspace, movement, self.window())
        dialog.open()
        return dialog

    def _show_projects(self, movement_id: str) -> None:
        row = self.model.find(movement_id)
        ids = tuple(dict.fromkeys(filter(None, (row.from_project_id, row.to_project_id)))) if row else ()
        if ids:
            self._workspace.navigate.emit(
                "projects", {"project_ids": ids, "title": "Both ends of a movement"}
            )

    def _filter(self) -> None:
        period = self._workspace.period
        only = self.filter.current == "period"
        self.model.set_predicate((lambda row: row.period == period) if only else None, period)


def _columns() -> list[Column]:
    return [
        view_column("from_label", "From", width=190),
        view_column("from_year", "Year", width=78),
        view_column("kind", "Type", width=100, read=lambda row: TREATMENTS[row.kind]),
        view_column("to", "To", width=140, read=_to_words, hint=_to_full),
        view_column(
            "amount_pence",
            "£",
            Kind.MONEY,
            width=78,
            warn=lambda row: bool(row.over_allocated_pence),
            hint=_over,
        ),
        view_column("state", "State", width=110, chip=_state, hint=_over),
        view_column("reason", "Why", width=200, editable=True, field=field_of(Movement, "reason")),
        view_column(
            "approved_by", "Approved by", width=150, editable=True, field=field_of(Movement, "approved_by")
        ),
        view_column("period", "Recorded", Kind.PERIOD, width=90),
    ]


def _to_words(row: MovementReport) -> str:
    """Return where it goes: for a line's own other year, the year is enough."""
    if not row.to_year:
        return "Nowhere"
    return row.to_year if row.to_line_id in {"", row.from_line_id} else row.to_label


def _to_full(row: MovementReport) -> str:
    return f"{row.to_label}, {row.to_year}" if row.to_year else "Nowhere: it will not be found"


def _state(row: MovementReport) -> Chip:
    words = dict(field_of(Movement, "state").choices).get(row.state, row.state)
    if row.over_allocated_pence:
        return Chip(f"{words}, {format_pounds(row.over_allocated_pence)} over", "red")
    return Chip(words, "green") if row.state == "approved" else Chip(words, "grey")


def _over(row: MovementReport) -> str:
    if not row.over_allocated_pence:
        return f"Recorded in {dates.period_label(row.period)}"
    return (
        f"This is {format_pounds(row.over_allocated_pence)} too large: the shortfall or the surplus it uses has shrunk "
        "since. Change or delete it."
    )

"""The mitigations of one exception; each can be tied to a movement that takes a part of the shortfall elsewhere."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtWidgets import QPushButton

from asc_desktop.domain import dates
from asc_desktop.domain.records.delivery import Mitigation, ProjectException
from asc_desktop.domain.records.fields import Field
from asc_desktop.domain.report.exceptions import movement_words
from asc_desktop.domain.report.model import ExceptionReport, LineReport, Report
from asc_desktop.services import reporting
from asc_desktop.services.new_records import Look, new_mitigations
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.pages.shared.actions_panel import ActionsPanel
from asc_desktop.ui.pages.shared.actions_rows import Action, action_column, state_column, words_column
from asc_desktop.ui.widgets.commands import offer
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace

ROW_HEIGHT: Final = 44
"""Two lines: what is done about it is a sentence."""


class MitigationsPanel(ActionsPanel):
    """The table of an exception's mitigations with its buttons."""

    kind: ClassVar[type[Action]] = Mitigation
    parent_key: ClassVar[str] = "exception_id"
    noun: ClassVar[tuple[str, str]] = ("a mitigation", "mitigation")
    heading: ClassVar[str] = "Mitigations"
    table_name: ClassVar[str] = "mitigations"
    icon: ClassVar[str] = "exceptions"
    items_key: ClassVar[str] = "mitigations"

    def __init__(self, workspace: Workspace) -> None:
        self._exception: ExceptionReport | None = None
        self._movements: list[tuple[str, str]] = []
        super().__init__(workspace)
        self.view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)

    def new_rows(self, look: Look) -> NewRows:
        """Return the mitigations that rows make of the exception."""
        return new_mitigations(look)

    def columns(self) -> list[Column]:
        """Return what is done, by whom, by when, what is expected of it, and the movement tied to it."""
        return [
            words_column(Mitigation, 230),
            state_column(),
            action_column(Mitigation, "owner", width=130),
            action_column(Mitigation, "due_date", width=112),
            action_column(Mitigation, "done_date", width=112),
            action_column(Mitigation, "effect", width=130),
            action_column(Mitigation, "effect_pence", width=78, label="Effect £"),
            action_column(
                Mitigation, "movement_id", width=170, words=self._movement_words, label="Tied movement"
            ),
        ]

    def choices(self, field: Field, _row: object) -> list[tuple[str, str]]:
        """Return the movements from or to the exception's project, and other choices as they are everywhere."""
        return self._movements if field.key == "movement_id" else super().choices(field, _row)

    def more_buttons(self) -> list[tuple[str, QPushButton]]:
        """Return the button that records a movement."""
        self.movement_button = self.button("Record movement…", "savings", self.record_movement)
        only_to_change(self.movement_button)
        return [("&Record movement…", self.movement_button)]

    def show_item(self, item: ExceptionReport | None) -> None:
        """Show the mitigations of an exception."""
        self._exception = item
        report = self._workspace.report if item else None
        movements = _movements_of(report, item.project_id) if report and item else []
        if movements != self._movements:
            self._movements = movements
            self.model.refresh()
        super().show_item(item)

    def record_movement(self) -> None:
        """Record where a part of the shortfall goes, and tie it to the selected mitigation."""
        from asc_desktop.ui.dialogs.movement import MovementDialog

        rows, line = self.selected(), self._line()
        if len(rows) != 1 or line is None or self._exception is None:
            return
        movement = reporting.new_movement(
            self._workspace.session, "slip", line.id, self._year(), self._workspace.period
        )
        dialog = MovementDialog(self._workspace, movement, self, mitigation_id=rows[0].id)
        dialog.open()

    def refresh_buttons(self) -> None:
        """Offer what can be done with the rows selected, and a movement where the project has a savings line."""
        super().refresh_buttons()
        has_line = self._line() is not None
        offer(
            self.movement_button,
            possible=len(self.selected()) == 1 and has_line,
            why="This project has no savings line to move anything of."
            if not has_line
            else "Select one mitigation first: the movement is tied to it.",
            tip="Record where a part of the shortfall goes, tied to the selected mitigation",
        )

    def _movement_words(self, movement_id: str) -> str:
        return dict(self._movements).get(movement_id, "A movement of another month")

    def _line(self) -> LineReport | None:
        """Return the project's savings line with most that has no plan yet in the exception's year."""
        if self._exception is None:
            return None
        project_id, year = self._exception.project_id, dates.year_label(self._year())
        lines = [line for line in self._workspace.report.savings.lines if line.project_id == project_id]
        return max(lines, key=lambda line: _without_plan(line, year), default=None)

    def _year(self) -> int:
        """Return the first financial year that the exception names, else the period's."""
        exception = self._workspace.records.find(
            ProjectException, self._exception.id if self._exception else ""
        )
        if exception is not None and exception.years:
            return int(exception.years.split(",")[0])
        return dates.year_of_period(self._workspace.period)


def _without_plan(line: LineReport, year: str) -> int:
    position = line.years.get(year)
    return position.no_plan_pence if position else 0


def _movements_of(report: Report, project_id: str) -> list[tuple[str, str]]:
    """Return the movements that a mitigation of a project's exception may be tied to: ids and words."""
    return [
        (movement.id, f"{movement.from_year}: {movement_words(movement)}")
        for movement in report.movements
        if project_id in {movement.from_project_id, movement.to_project_id}
    ]

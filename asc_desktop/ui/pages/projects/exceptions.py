"""The Exceptions tab: a project's exceptions, and the mitigations of the one selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QPushButton

from asc_desktop.domain.records.delivery import Mitigation, ProjectException
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.groups import project_exceptions
from asc_desktop.domain.report.model import ExceptionReport, MitigationReport, ProjectReport
from asc_desktop.domain.words import number_of
from asc_desktop.services import editing
from asc_desktop.services.new_records import new_exceptions, new_mitigations
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.pages.projects.tab import EditorTab
from asc_desktop.ui.pages.projects.tables import SmallTable, TableSection
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace


class ExceptionsTab(EditorTab):
    """Exceptions above, open ones first; mitigations of the selected one below."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "Exceptions")
        self._views: dict[str, ExceptionReport] = {}
        self._mitigation_views: dict[str, MitigationReport] = {}
        self.exceptions = SmallTable(
            workspace,
            self._exception_columns(),
            name="Exceptions of the project",
            sink=lambda edits: workspace.apply_cells(ProjectException, edits),
        )
        self.mitigations = SmallTable(
            workspace,
            self._mitigation_columns(),
            name="Mitigations of the exception",
            sink=lambda edits: workspace.apply_cells(Mitigation, edits),
            choices=workspace.choices,
        )
        self.exceptions.new_rows = new_exceptions(
            looked_at(workspace, lambda: self.project.id if self.project else ""), of_one=True
        )
        self.mitigations.new_rows = new_mitigations(looked_at(workspace, lambda: self.exceptions.current_id))
        self.close_button = QPushButton("Close")
        self.open_button = QPushButton("Open in Exceptions")
        self._lay_out()
        self.exceptions.current_changed.connect(lambda _: self._show_mitigations())
        self.close_button.clicked.connect(self.close_or_reopen)
        only_to_change(self.close_button)
        self.open_button.clicked.connect(self._go)
        self.exceptions.row_opened.connect(lambda _: self._go())

    def refresh(self, project: ProjectReport) -> None:
        """Show the project's exceptions in the report's order."""
        workspace, records = self.workspace, self.workspace.records
        views = project_exceptions(workspace.context, workspace.report, project.id)
        self._views = {item.id: item for item in views}
        self._mitigation_views = {action.id: action for item in views for action in item.mitigations}
        rows = [records.get(ProjectException, item.id) for item in views]
        self.exceptions_section.show_rows(rows)
        # Overdue and closed are of the report, and change with the period as well.
        self.exceptions.refresh()
        self.exceptions.hold_row()
        self._show_mitigations()

    def close_or_reopen(self) -> None:
        """Close the selected exception in this period, or open it again."""
        exception = self.workspace.records.find(ProjectException, self.exceptions.current_id)
        if exception is None:
            return
        closed = "" if exception.closed_period else self.workspace.period
        self.workspace.attempt_told(
            lambda reason: editing.apply_cells(
                self.workspace.session,
                ProjectException,
                [(exception.id, "closed_period", closed)],
                reason=reason,
            ),
            "The exception was not closed",
        )

    def _lay_out(self) -> None:
        self.exceptions_section = TableSection(
            self.workspace,
            "Exceptions",
            self.exceptions,
            ProjectException,
            "Record exception",
            self._new_exception,
        )
        self.exceptions_section.set_empty(
            "No exceptions. Record one when the project will miss its date or its saving."
        )
        self.exceptions_section.add_button_after(self.close_button)
        self.exceptions_section.add_button_after(self.open_button)
        self.mitigations_section = TableSection(
            self.workspace,
            "Mitigations of the selected exception",
            self.mitigations,
            Mitigation,
            "Add mitigation",
            self._new_mitigation,
        )
        self.mitigations_section.set_empty("Nothing is being done about it yet. Add what is.")
        self.body.setSpacing(14)
        self.body.addWidget(self.exceptions_section)
        self.body.addWidget(self.mitigations_section)
        self.body.addStretch(1)

    def _show_mitigations(self) -> None:
        exception = self.workspace.records.find(ProjectException, self.exceptions.current_id)
        is_ours = exception is not None and exception.id in self._views
        self.mitigations_section.setVisible(is_ours)
        is_closed = bool(exception and exception.closed_period)
        self.close_button.setText("Open again" if is_closed else "Close")
        for button, words in (
            (self.close_button, "Take its closing back" if is_closed else "Close it in this period"),
            (self.open_button, "See it among all exceptions, with its movements"),
        ):
            button.setEnabled(is_ours)
            set_tip(button, words if is_ours else "Select an exception first")
        if exception is None or not is_ours:
            return
        records = self.workspace.records
        self.mitigations_section.show_rows(
            [records.get(Mitigation, item.id) for item in self._views[exception.id].mitigations]
        )
        self.mitigations.refresh()

    def _go(self) -> None:
        if self.exceptions.current_id:
            self.workspace.navigate.emit("exceptions", {"exception_id": self.exceptions.current_id})

    def _new_exception(self) -> Mapping[str, str | int | None]:
        return {
            "project_id": self.project.id if self.project else "",
            "raised_period": self.workspace.period,
        }

    def _new_mitigation(self) -> Mapping[str, str | int | None]:
        return {"exception_id": self.exceptions.current_id}

    # ----------------------------------------------------------------------------------------------- columns

    def _exception_columns(self) -> list[Column]:
        def seen(row: ProjectException) -> Chip | None:
            view = self._views.get(row.id)
            if view is None:
                return None
            if not view.open:
                return Chip("Closed", "blue")
            return Chip("Overdue", "red") if view.days_overdue else Chip("Open", "amber")

        return [
            field_column(
                ProjectException,
                "description",
                editable=True,
                width=220,
                hint=lambda row: str(row.description),
            ),
            view_column("state", "State", read=self._of_view("open"), chip=seen, width=92),
            field_column(ProjectException, "amount_pence", label="£ at stake", editable=True, width=88),
            field_column(ProjectException, "years", editable=True, width=108),
            field_column(ProjectException, "category", editable=True, width=150),
            field_column(ProjectException, "raised_period", editable=True, width=104),
            field_column(ProjectException, "closed_period", editable=True, width=104),
        ]

    def _of_view(self, key: str) -> Callable[[Any], Any]:
        return lambda row: getattr(self._views.get(row.id), key, None)

    def _mitigation_columns(self) -> list[Column]:
        def state(row: Mitigation) -> Chip | None:
            view = self._mitigation_views.get(row.id)
            if view is None:
                return None
            if view.state == "Overdue":
                days = number_of(view.days_overdue, "day")
                return Chip(f"Overdue {days}", "red")
            return Chip("Done", "blue") if view.state == "Done" else Chip("Open", "grey")

        def movement_words(movement_id: str) -> str:
            return next(
                (
                    view.movement
                    for view in self._mitigation_views.values()
                    if view.movement_id == movement_id and view.movement
                ),
                self.workspace.records.title("movement", movement_id),
            )

        return [
            field_column(Mitigation, "action", editable=True, width=220, hint=lambda row: str(row.action)),
            view_column("state", "State", Kind.TEXT, read=lambda row: row.done_date, chip=state, width=146),
            field_column(Mitigation, "owner", editable=True, width=140),
            field_column(Mitigation, "due_date", editable=True),
            field_column(Mitigation, "done_date", editable=True),
            field_column(Mitigation, "effect", editable=True, width=160),
            field_column(Mitigation, "effect_pence", label="Effect £", editable=True, width=88),
            field_column(Mitigation, "movement_id", editable=True, width=200, words=movement_words),
        ]

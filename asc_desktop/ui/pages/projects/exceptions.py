"""The Exceptions tab: a project's exceptions, and the mitigations of the one selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QPushButton

from asc_desktop.domain.records.delivery import Mitigation, ProjectException
from asc_desktop.domain.report.groups import project_exceptions
from asc_desktop.domain.report.model import ExceptionReport, ProjectReport
from asc_desktop.domain.words import number_of
from asc_desktop.services import editing
from asc_desktop.services.new_records import new_exceptions, new_mitigations
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.pages.projects.tab import EditorTab
from asc_desktop.ui.pages.projects.tables import SmallTable, TableSection
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.pages.shared.rows import ReportedRow, kept_column, reported_rows
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace


class ExceptionsTab(EditorTab):
    """Exceptions above, open ones first; mitigations of the selected one below."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "Exceptions")
        self._views: dict[str, ExceptionReport] = {}
        self.exceptions = SmallTable(
            workspace,
            _exception_columns(),
            name="Exceptions of the project",
            own=ProjectException,
            sink=lambda edits: workspace.apply_cells(ProjectException, edits),
        )
        self.mitigations = SmallTable(
            workspace,
            _mitigation_columns(self._movement_words),
            name="Mitigations of the exception",
            own=Mitigation,
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
        self.exceptions_section.show_rows(reported_rows(records, ProjectException, views, {}).values())
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
            "New exception",
            self._new_exception,
        )
        self.exceptions_section.set_empty(
            "No exceptions. Add one when the project will miss its date or its saving."
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
            (self.close_button, "Reopen it" if is_closed else "Close it in this month"),
            (self.open_button, "See it among all exceptions, with its movements"),
        ):
            button.setEnabled(is_ours)
            set_tip(button, words if is_ours else "Select an exception first")
        if exception is None or not is_ours:
            return
        items = self._views[exception.id].mitigations
        self.mitigations_section.show_rows(
            reported_rows(self.workspace.records, Mitigation, items, {}).values()
        )
        self.mitigations.refresh()

    def _go(self) -> None:
        if self.exceptions.current_id:
            self.workspace.navigate.emit("exceptions", {"exception_id": self.exceptions.current_id})

    def _movement_words(self, row: ReportedRow) -> str:
        title = self.workspace.records.title("movement", row.record.movement_id)
        return str(row.report.movement or title) if row.record.movement_id else ""

    def _new_exception(self) -> Mapping[str, str | int | None]:
        return {
            "project_id": self.project.id if self.project else "",
            "raised_period": self.workspace.period,
        }

    def _new_mitigation(self) -> Mapping[str, str | int | None]:
        return {"exception_id": self.exceptions.current_id}


def _exception_columns() -> list[Column]:
    return [
        _exception("description", width=220, hint=lambda row: str(row.record.description)),
        view_column("state", "State", read=lambda row: row.report.open, chip=_exception_chip, width=92),
        _exception("amount_pence", label="£ at stake", width=88),
        _exception("years", width=108),
        _exception("category", width=150),
        _exception("raised_period", width=104),
        _exception("closed_period", width=104),
    ]


def _mitigation_columns(movement_words: Callable[[ReportedRow], str]) -> list[Column]:
    return [
        _mitigation("action", width=220, hint=lambda row: str(row.record.action)),
        view_column(
            "state", "State", read=lambda row: row.record.done_date, chip=_mitigation_chip, width=146
        ),
        _mitigation("owner", width=140),
        _mitigation("due_date"),
        _mitigation("done_date"),
        _mitigation("effect", width=160),
        _mitigation("effect_pence", label="Effect £", width=88),
        _mitigation("movement_id", width=200, row_words=movement_words),
    ]


_exception = partial(kept_column, ProjectException)
_mitigation = partial(kept_column, Mitigation)


def _exception_chip(row: ReportedRow) -> Chip:
    if not row.report.open:
        return Chip("Closed", "blue")
    return Chip("Overdue", "red") if row.report.days_overdue else Chip("Open", "amber")


def _mitigation_chip(row: ReportedRow) -> Chip:
    if row.report.state == "Overdue":
        return Chip(f"Overdue {number_of(row.report.days_overdue, 'day')}", "red")
    return Chip("Done", "blue") if row.report.state == "Done" else Chip("Open", "grey")

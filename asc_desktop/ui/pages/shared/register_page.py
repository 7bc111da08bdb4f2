"""The page of a register: a list of reported records with its filters, beside the editor of one.

A register is a `RegisterPage` that says what is its own: the record type, the columns, the states and choices that
narrow the list, the editor, and the summary above.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import number_of
from asc_desktop.services import editing
from asc_desktop.services.new_records import Look
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.dialogs.first_part import FirstPart
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.base import projects_asked
from asc_desktop.ui.pages.shared.ask_new import ask_for_new
from asc_desktop.ui.pages.shared.by_programme import by_programme
from asc_desktop.ui.pages.shared.lead_menu import LeadMenu
from asc_desktop.ui.pages.shared.list_and_editor import ListAndEditorPage
from asc_desktop.ui.pages.shared.live_only import LiveSwitch
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.pages.shared.register_editor import RegisterEditor
from asc_desktop.ui.pages.shared.register_filters import Asked, Choice, RegisterFilters, State
from asc_desktop.ui.pages.shared.register_list import RegisterList
from asc_desktop.ui.pages.shared.rows import ReportedRow, reported_rows
from asc_desktop.ui.widgets.form.rows import FormRow


class RegisterPage(ListAndEditorPage):
    """Every record of a type in the programme, in a list that is narrowed by state, by choices and by words."""

    editor_type: ClassVar[type[RegisterEditor]]
    search_width: ClassVar[int] = 150
    new_form: ClassVar[tuple[FormRow, ...]] = ()
    """The rows of the form for a new record."""
    state_of_projects: ClassVar[str] = ""
    """The state in which the records of a project are listed that a click asks for, if one in particular."""

    leaves_out_closed: ClassVar[bool] = False
    """Whether what is of closed projects is listed only where it is asked for."""

    filters: RegisterFilters
    list: RegisterList
    editor: RegisterEditor

    def make_parts(self) -> None:
        """Make the filters, the list and the editor."""
        self._rows: Mapping[str, ReportedRow] = {}
        self._programmes: tuple[str, ...] = ()
        """The programmes that the list is gathered by, where there are several."""
        self.filters = RegisterFilters(
            self,
            self.kind.plural,
            self.states(),
            self.choices(),
            self.search_width,
            LeadMenu(self.workspace),
            self.roles_of,
            LiveSwitch(self.workspace, self.key) if self.leaves_out_closed else None,
        )
        self.list = RegisterList(
            self.workspace,
            self.kind,
            self.filters,
            columns=self.columns(),
            icon=self.icon,
            row_actions=self.actions_for,
            new_rows=self.new_rows(looked_at(self.workspace)),
            sink=self.apply if self.is_typed_in else None,
        )
        self.list.new.clicked.connect(self.record_new)
        self.editor = self.editor_type(self.workspace)
        # After the list, which lists anew first.
        self.filters.changed.connect(self.on_filtered)

    # ------------------------------------------------------------------------------------------ for subclasses

    def items(self, report: Report) -> Iterable[Any]:
        """Return what the report says of the records, each with the record's `id`."""
        raise NotImplementedError

    def columns(self) -> Sequence[Column]:
        """Return the list's columns, over a `ReportedRow`."""
        raise NotImplementedError

    def gather(self, report: Report) -> None:
        """Gather the list anew, after other programmes are looked at: by programme where there are several."""
        self.list.model.set_grouping(by_programme(report, lambda row: str(row.report.programme)))

    def states(self) -> tuple[State, ...]:
        """Return the states to list by; the first is in force at first."""
        raise NotImplementedError

    def choices(self) -> Mapping[str, Choice]:
        """Return the lists to choose from that narrow the register."""
        return {}

    def roles_of(self, item: Any) -> Iterable[str | None]:
        """Return who leads or owns a reported record."""
        return (item.owner,)

    def lead_of(self, project_id: str) -> str | None:
        """Return the lead of a project of the report."""
        project = self.workspace.report.project_by_id.get(project_id)
        return project.lead if project else None

    def new_rows(self, look: Look) -> NewRows:
        """Return what rows that are pasted make."""
        raise NotImplementedError

    def new_values(self) -> dict[str, Value]:
        """Return what a new record begins with."""
        return {}

    def new_part(self) -> FirstPart | None:
        """Return what a new record begins with besides its own fields; None where that is nothing."""
        return None

    def add_record(self, values: Mapping[str, Value | str], reason: str | None) -> Record:
        """Add a record."""
        return editing.new_record(self.workspace.session, self.kind, values, reason=reason)

    def apply(self, edits: Sequence[CellEdit]) -> None:
        """Apply what was typed into the list."""
        self.workspace.apply_cells(self.kind, edits)

    def more_controls(self) -> Sequence[QWidget]:
        """Return more controls for the header, after those that narrow the list."""
        return ()

    # --------------------------------------------------------------------------------------------- as a page

    def header_controls(self) -> Sequence[QWidget]:
        """Return what narrows the list, and more."""
        return (*self.filters.widgets, *self.more_controls())

    def show_list(self, report: Report) -> None:
        """List the report's records."""
        self._rows = reported_rows(self.workspace.records, self.kind, self.items(report), self._rows)
        self.filters.offer(self.items(report))
        several = tuple(item.name for item in report.programmes_in_scope) if report.has_several else ()
        if several != self._programmes:
            self._programmes = several
            self.gather(report)
        if self.filters.closed is not None:
            self.filters.closed.show_report(report, (item.project_id for item in self.items(report)))
        self.list.show_rows(self._rows)

    def reported(self, report: Report, record_id: str) -> Any:
        """Return what the report says of a record, or None."""
        return next((item for item in self.items(report) if item.id == record_id), None)

    def let_in(self, item: Any) -> None:
        """Widen the filters until they let a record through."""
        self.filters.let_in(item)

    def on_filtered(self) -> None:
        """Follow what the list now shows."""
        self.show_current()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show one record by ``record_id`` or the type's own, or those of projects; ``new`` asks for a new one."""
        if self.workspace.is_empty:
            return
        if what.get("new"):
            self.record_new()
            return
        record_id = what.get("record_id") or what.get(f"{self.kind.table}_id")
        if isinstance(record_id, str) and record_id:
            self.go_to(record_id)
        elif chosen := projects_asked(what):
            self._list_projects(chosen, str(what.get("title") or ""))

    def record_new(self) -> None:
        """Ask for a new record, and go to it."""
        if not self.workspace.is_empty:
            ask_for_new(
                self.workspace,
                self.kind,
                self,
                rows=self.new_form,
                values=self.new_values,
                add=self.add_record,
                part=self.new_part(),
                then=self.show_new,
            )

    def show_new(self, record_id: str) -> None:
        """Show what was added, with the keyboard on it: the button that it came from may be gone."""
        self.refresh()
        self.go_to(record_id)
        if self.list.view.isVisible():
            self.list.view.setFocus()
        else:
            self.editor.take_focus()

    def _list_projects(self, project_ids: frozenset[str], title: str) -> None:
        asked = Asked(
            "projects",
            project_ids,
            f"{self.title} of: {title or self._project_words(project_ids)}",
            lambda item: item.project_id in project_ids,
        )
        self.filters.ask(asked, state=self.state_of_projects, alone=True)
        if not self.list.model.shown_rows:
            # Better those that are closed than nothing.
            self.filters.ask(asked, state="all", alone=True)
        self.show_side(shown=False)

    def _project_words(self, project_ids: frozenset[str]) -> str:
        if len(project_ids) > 1:
            return number_of(len(project_ids), "project")
        project = self.workspace.report.project_by_id.get(next(iter(project_ids)))
        return f"{project.ref} {project.name}" if project else "a project of another programme"

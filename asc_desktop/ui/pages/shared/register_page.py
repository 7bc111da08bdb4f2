"""The page of a register: its list beside the editor of one record, or one in the other's place in a narrow window.

A register is a `RegisterPage` that says what is its own: the record type, the columns, the states and choices that
narrow the list, the editor, and the summary above. ``Ctrl+Enter`` opens the current record, ``F6`` puts the keyboard on
the other side, ``Alt+Left`` goes back to the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from asc_desktop.domain.records.fields import Record, Value, fields_of
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import number_of
from asc_desktop.services import editing
from asc_desktop.services.new_records import Look
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.base import Page, projects_asked
from asc_desktop.ui.pages.shared.ask_new import ask_for_new
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.pages.shared.register_editor import RegisterEditor
from asc_desktop.ui.pages.shared.register_filters import Asked, Choice, RegisterFilters, State
from asc_desktop.ui.pages.shared.register_list import RegisterList
from asc_desktop.ui.pages.shared.rows import ReportedRow, reported_rows
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import column_of, row_of, splitter
from asc_desktop.ui.widgets.commands import add_keys, menu_action
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.record_form import FormRow
from asc_desktop.ui.workspace import Workspace

MARGIN: Final = 16
GAP: Final = 10
TWO_COLUMNS_FROM: Final = 900
"""The width, in pixels, from which the list and the editor are side by side."""


class RegisterPage(Page):
    """Every record of a type in the programme; one of them is edited beside the list."""

    kind: ClassVar[type[Record]]
    editor_type: ClassVar[type[RegisterEditor]]
    shares: ClassVar[tuple[int, int]] = (50, 50)
    """How list and side share the width, in per cent."""
    search_width: ClassVar[int] = 150
    list_words: ClassVar[str] = "list"
    """What the list is called."""
    is_typed_in: ClassVar[bool] = True
    """Whether cells of the list are typed in."""
    new_tip: ClassVar[str]
    new_form: ClassVar[tuple[FormRow, ...]] = ()
    """The rows of the form for a new record."""
    beginning: ClassVar[str]
    """What a record of the type is, for a portfolio without a programme."""
    state_of_projects: ClassVar[str] = ""
    """The state in which the records of a project are listed that a click asks for, if one in particular."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        noun = self.kind.noun
        self._is_empty = True
        self.is_narrow = False
        self.shows_side = False
        self._rows: dict[str, ReportedRow] = {}
        self.header = PageHeader(self.title)
        self.filters = RegisterFilters(
            self, self.kind.plural, self.states(), self.choices(), self.search_width
        )
        self.list = RegisterList(
            workspace,
            self.kind,
            self.filters,
            columns=self.columns(),
            icon=self.icon,
            row_actions=self._actions_for,
            new_rows=self.new_rows(looked_at(workspace)),
            sink=self.apply if self.is_typed_in else None,
        )
        self.editor = self.editor_type(workspace)
        self.back_button = QPushButton(f"Back to the {self.list_words}")
        set_tip(self.back_button, f"Back to the {self.list_words} (Alt+Left)")
        self.controls: list[QWidget] = [*self.filters.widgets, *self.more_controls()]
        for widget in self.controls:
            self.header.add_widget(widget)
        self.new_button = self.header.add_primary(f"New {noun}…", "add")
        set_tip(self.new_button, self.new_tip)
        only_to_change(self.new_button)
        self.controls.append(self.new_button)
        self._side = self.make_side()
        first, second = self.shares
        self._splitter = splitter(
            (self.list, first), (self._side, second), sizes=[share * 10 for share in self.shares]
        )
        self._empty = self.make_beginning(f"No {self.kind.plural} yet", self.beginning)
        rest = [(widget, 1) for widget in (self._splitter, *self.instead(), self._empty)]
        column_of(self.header, *self.above(), *rest, into=self, margins=(MARGIN, 10, MARGIN, 12), spacing=GAP)
        self._connect()
        self.arrange()

    # ------------------------------------------------------------------------------------------ for subclasses

    def items(self, report: Report) -> Iterable[Any]:
        """Return what the report says of the records, each with the record's `id`."""
        raise NotImplementedError

    def columns(self) -> Sequence[Column]:
        """Return the list's columns, over a `ReportedRow`."""
        raise NotImplementedError

    def states(self) -> tuple[State, ...]:
        """Return the states to list by; the first is in force at first."""
        raise NotImplementedError

    def choices(self) -> Mapping[str, Choice]:
        """Return the lists to choose from that narrow the register."""
        return {}

    def new_rows(self, look: Look) -> NewRows:
        """Return what rows that are pasted make."""
        raise NotImplementedError

    def summary(self, report: Report) -> str:
        """Return what the header says of the records."""
        raise NotImplementedError

    def new_values(self) -> dict[str, Value]:
        """Return what a new record begins with."""
        return {}

    def add_record(self, values: Mapping[str, Value | str], reason: str | None) -> Record:
        """Add a record."""
        return editing.new_record(self.workspace.session, self.kind, values, reason=reason)

    def apply(self, edits: Sequence[CellEdit]) -> None:
        """Apply what was typed into the list."""
        self.workspace.apply_cells(self.kind, edits)

    def show_more(self, report: Report | None) -> None:
        """Show what else the page shows of a report, and offer what can be chosen; None where there is no programme."""

    def more_actions(self, rows: Sequence[ReportedRow]) -> list[QAction]:
        """Return what can be done with the rows selected, beside what the editor offers for one."""
        del rows
        return []

    def more_controls(self) -> Sequence[QWidget]:
        """Return more controls for the header, after those that narrow the list."""
        return ()

    def above(self) -> Sequence[QWidget]:
        """Return what is shown above the list and the editor."""
        return ()

    def instead(self) -> Sequence[QWidget]:
        """Return what may be shown in the place of the list and the editor."""
        return ()

    def side(self) -> Sequence[tuple[QWidget, int]]:
        """Return what is beside the list, one under another, each with its part of the height."""
        return ((self.editor, 1),)

    def side_controls(self) -> Sequence[QWidget]:
        """Return what is above the side, at its left."""
        return ()

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show the records as they now are; selection, scroll position and what is half typed stay."""
        self._is_empty = self.workspace.is_empty
        report = None if self._is_empty else self.workspace.report
        self.arrange()
        self.header.set_title(self.title, self.summary(report) if report else "")
        self.show_more(report)
        if report is None:
            self.editor.show_item(None)
            return
        self._list(report)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put list and side beside each other, or one in the other's place."""
        super().resizeEvent(event)
        self.arrange()

    # ------------------------------------------------------------------------------------------------ actions

    def record_new(self) -> None:
        """Ask for a new record, and go to it."""
        if not self.workspace.is_empty:
            ask_for_new(
                self.workspace,
                self.kind,
                self,
                rows=self.new_form,
                values=self.new_values(),
                add=self.add_record,
                then=self.go_to,
            )

    def go_to(self, record_id: str) -> None:
        """Show one record in the list and the editor, whatever the filters; say so where it is not here."""
        report = self.workspace.report
        found = next((item for item in self.items(report) if item.id == record_id), None)
        if found is None:
            raised = any(field.key == "raised_period" for field in fields_of(self.kind))
            late = "was raised after this period, or " if raised else ""
            self.workspace.said.emit(f"That {self.kind.noun} {late}is of another programme.")
            return
        self._list(report)
        self.filters.let_in(found)
        self.list.view.select_row(found.id)
        self.editor.show_item(found)
        self.show_side(shown=True)

    def show_side(self, *, shown: bool) -> None:
        """In a narrow window, show the side in the list's place, or the list again."""
        self.shows_side = shown
        self.arrange()

    def show_current(self) -> None:
        """Show the list's current record in the editor, the first one where there is none."""
        if self._is_empty:
            return
        view, shown = self.list.view, self.editor.shown
        row = view.current_row if self.is_narrow else view.hold_row(shown.id if shown else "")
        self.editor.show_item(row.report if row is not None else None)

    def arrange(self) -> None:
        """Show what the window has room for."""
        was_narrow, self.is_narrow = self.is_narrow, self.width() < TWO_COLUMNS_FROM
        if was_narrow and not self.is_narrow:
            self.show_current()
        alone = self.is_alone
        self.header.setVisible(not alone)
        self.list.setVisible(not alone)
        self._side.setVisible(not self.is_narrow or self.shows_side)
        self.back_button.setVisible(self.is_narrow)
        self._empty.setVisible(self._is_empty)
        self._splitter.setVisible(not self._is_empty)
        for widget in self.controls:
            widget.setVisible(not self._is_empty)
        # It makes room for the controls that are in sight.
        self.header.set_title(self.title)

    @property
    def is_alone(self) -> bool:
        """Whether the side has the place of the list."""
        return self.is_narrow and self.shows_side and not self._is_empty

    def open(self, row: ReportedRow | None) -> None:
        """Show a record in the editor and put the keyboard there."""
        if row is not None:
            self.editor.show_item(row.report)
            self.show_side(shown=True)
            self.editor.take_focus()

    # ------------------------------------------------------------------------------------------------ inside

    def make_side(self) -> QWidget:
        """Return what is beside the list, with the way back."""
        side = QWidget()
        top = row_of(*self.side_controls(), 1, self.back_button)
        column_of(top, *self.side(), into=side, margins=0, spacing=GAP)
        return side

    def _connect(self) -> None:
        view = self.list.view
        for button in (self.new_button, self.list.new):
            button.clicked.connect(self.record_new)
        view.current_row_changed.connect(lambda _: self.show_current())
        view.activated_row.connect(self.open)
        if not self.is_typed_in:
            view.clicked.connect(lambda _: self.open(view.current_row) if self.is_narrow else None)
        self.filters.changed.connect(self.on_filtered)
        self.back_button.clicked.connect(self._go_back)
        add_keys(
            self,
            {
                QKeySequence.StandardKey.Find: self._find,
                "Ctrl+Return": lambda: self.open(view.current_row),
                "F6": self._switch,
                "Alt+Left": self._go_back,
            },
        )

    def on_filtered(self) -> None:
        """Follow what the list now shows."""
        self.show_current()

    def _switch(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self._side.isAncestorOf(focused):
            self._go_back()
        else:
            self.open(self.list.view.current_row)

    def _find(self) -> None:
        if self.is_alone:
            self._go_back()
        self.filters.begin_search()

    def _go_back(self) -> None:
        self.show_side(shown=False)
        self.list.view.setFocus()

    def _list(self, report: Report) -> None:
        self._rows = reported_rows(self.workspace.records, self.kind, self.items(report), self._rows)
        self.list.view.set_near(report.period)
        self.list.show_rows(self._rows)

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

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        rows = [row for row_id in row_ids if (row := self.list.model.find(row_id)) is not None]
        if len(rows) != 1:
            return self.more_actions(rows)
        self.editor.show_item(rows[0].report)
        return [
            menu_action(
                f"&Open the {self.kind.noun} (Ctrl+Enter)", lambda: self.open(rows[0]), changes=False
            ),
            *self.more_actions(rows),
            *self.editor.actions_of(),
        ]

"""A page of a table above its detail: what the current row has, in full, below.

A page is a `DetailPage` that says what is its own: the record type, the columns, the lists to choose from, and what is
below. ``Ctrl+F`` goes to the words that narrow the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QScrollArea, QWidget

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import named, number_of, shortened
from asc_desktop.ui.keys import FILTER, OPEN
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.shared.register_filters import Choice
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import LEAST_LIST, page_board
from asc_desktop.ui.widgets.boxes import splitter
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.commands import add_keys, menu_action
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace


class DetailPage(Page):
    """Every record of a type in the programme; what the current one has is below."""

    kind: ClassVar[type[Record]]
    many: ClassVar[str]
    """What the records are called together, in the empty table: activity, measures."""
    table_name: ClassVar[str]
    """What the table's columns are remembered by."""
    least_height: ClassVar[int] = LEAST_LIST
    sizes: ClassVar[tuple[int, int]]
    parts: ClassVar[tuple[int, int]] = (0, 0)
    explained: ClassVar[str]
    """What a record is, for the table without one."""
    beginning: ClassVar[str]
    """What to do first in a portfolio without a programme."""
    elsewhere: ClassVar[str] = "of another programme"
    """Where a record is that is not listed."""
    goes_too: ClassVar[str] = ""
    """What is deleted with a record."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.choices_by_key = self.choices()
        self.model = RecordTableModel(
            self.columns(),
            sink=self.apply,
            choices=workspace.choices,
        )
        self.view = RecordTableView(
            self.model, self.table_name, workspace=workspace, row_actions=self._actions_for, own=self.kind
        )
        # Where the columns come with the first report, the table cannot tell yet that cells are edited.
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.detail = self.make_detail()
        self.header = PageHeader(self.title)
        self.box = FilterBox(self.kind.plural)
        self.menus = {
            key: ChoiceButton(choice.name, none=choice.everything)
            for key, choice in self.choices_by_key.items()
        }
        for control in (self.box, *self.menus.values()):
            self.header.add_widget(control)
        self.nothing = self.view.set_empty(self.icon, f"No {self.many} yet", self.explained)
        self.make_buttons()
        self.fill(self._lay_out(), f"No {self.many} yet", self.beginning)
        self.box.follow(self.model)
        self.box.left_down.connect(self.view.setFocus)
        for menu in self.menus.values():
            menu.chosen.connect(lambda _: self._narrow())
        self.view.current_row_changed.connect(lambda _: self.when_figured(self.show_current))
        self.view.activated_row.connect(self.open)
        for view in self.findChildren(RecordTableView):
            view.selection_summary.connect(lambda summary: workspace.said.emit(summary.words))
        add_keys(self, {FILTER: self.box.setFocus, OPEN: self._open_current})

    # ------------------------------------------------------------------------------------------ for subclasses

    def columns(self) -> Sequence[Column]:
        """Return the columns, where they do not depend on the report."""
        return []

    def choices(self) -> Mapping[str, Choice]:
        """Return the lists to choose from that narrow the table; what is chosen from comes from the rows."""
        return {}

    def make_detail(self) -> QWidget:
        """Return what is below the table."""
        raise NotImplementedError

    def make_buttons(self) -> None:
        """Add the page's buttons to the header, and those that begin to the empty table."""

    def rows(self, report: Report) -> Iterable[Any]:
        """Return the rows of a report."""
        raise NotImplementedError

    def summary(self, report: Report) -> str:
        """Return what the header says of the records."""
        raise NotImplementedError

    def show_more(self, report: Report) -> None:
        """Follow a report with the columns, the grouping and what else the page shows."""

    def show_current(self) -> None:
        """Show what the current row has."""
        raise NotImplementedError

    def open(self, row: Any) -> None:
        """Begin to edit a row in full."""
        raise NotImplementedError

    def apply(self, edits: Sequence[CellEdit]) -> None:
        """Apply what was typed into the table."""
        self.workspace.apply_cells(self.kind, edits)

    def actions_for(self, rows: Sequence[Any]) -> list[QAction]:
        """Return what can be done with rows, before deleting them; there is one at least."""
        del rows
        return []

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show the records as they now are; selection, scroll and half-typed text stay."""
        if self.begins():
            return
        report = self.workspace.report
        self.show_more(report)
        rows = list(self.rows(report))
        for key, choice in self.choices_by_key.items():
            used = {choice.of(row) for row in rows}
            offered = choice.options or tuple((value, value) for value in dict.fromkeys(map(choice.of, rows)))
            self.menus[key].set_options([option for option in offered if option[0] in used])
        self.model.set_rows(rows)
        self.model.refresh()
        self._narrow()
        self.show_current()
        # Last: the header makes room for what its buttons now say.
        self.header.set_title(self.title, self.summary(report))

    def show_only(self, what: Mapping[str, object]) -> None:
        """Go to one record: ``{"record_id": …}``; or ask for a new one: ``{"new": True}``."""
        if self.workspace.is_empty:
            return
        record_id = what.get("record_id")
        if what.get("new"):
            self.add()
        elif isinstance(record_id, str):
            self.refresh()
            if not self.go_to(record_id):
                self.workspace.said.emit(f"That {self.kind.noun} is {self.elsewhere}.")

    def add(self) -> None:
        """Ask for a new record."""
        raise NotImplementedError

    def go_to(self, record_id: str) -> bool:
        """Go to a record, whatever the filters; return whether it is here."""
        if self.model.position(record_id) < 0:
            self.clear_filters()
        if self.view.select_row(record_id):
            self.view.setFocus()
            return True
        return False

    def show_new(self, record_id: str) -> None:
        """Show what was added, with the keyboard on it: the button that it came from may be gone."""
        self.refresh()
        self.go_to(record_id)

    def clear_filters(self) -> None:
        """List every record."""
        self.box.clear()
        for menu in self.menus.values():
            menu.choose("")
        self.model.clear_filters()
        self._narrow()

    def button(self, words: str, icon: str, tip: str, act: object, *, primary: bool = False) -> QPushButton:
        """Add a button that changes something to the header."""
        add = self.header.add_primary if primary else self.header.add_button
        made = add(words, icon)
        set_tip(made, tip)
        made.clicked.connect(act)
        only_to_change(made)
        return made

    def delete(self, records: Sequence[Any]) -> None:
        """Delete records with what belongs to them, after a question."""
        noun = self.kind.noun
        words = named([f"“{shortened(record.name, 80)}”" for record in records], noun)
        self.workspace.delete(
            records,
            f"Delete {words}?",
            f"{self.goes_too} Undo restores them.".strip(),
            f"The {noun} cannot be deleted",
        )

    # ------------------------------------------------------------------------------------------------ inside

    def _open_current(self) -> None:
        if (row := self.view.current_row) is not None:
            self.open(row)

    def _narrow(self) -> None:
        asked = {key: menu.key for key, menu in self.menus.items() if menu.key}
        choices = self.choices_by_key
        self.model.set_predicate(
            (lambda row: all(choices[key].of(row) == value for key, value in asked.items()))
            if asked
            else None,
            tuple(asked.items()),
        )

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        rows = [row for row_id in row_ids if (row := self.model.find(row_id)) is not None]
        if not rows:
            return []
        count = "" if len(rows) == 1 else f" {number_of(len(rows), self.kind.noun)}"
        records = [self.workspace.records.get(self.kind, row.id) for row in rows]
        found = self.actions_for(rows)
        return [*found, menu_action(f"Delete{count}…", lambda: self.delete(records))]

    def _lay_out(self) -> QScrollArea:
        card = table_card(self.view)
        card.setMinimumHeight(self.least_height)
        above, below = self.parts
        halves = splitter((card, above), (self.detail, below), sizes=self.sizes, down=True)
        return page_board(self.header, (halves, 1))

"""The table of a register, with the line that says of what it shows a part, and what it says where it shows nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QSizePolicy

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.words import plural
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import EditSink
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.shared.live_only import all_closed
from asc_desktop.ui.pages.shared.register_filters import RegisterFilters
from asc_desktop.ui.widgets.boxes import fill
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.list_banner import ListBanner
from asc_desktop.ui.widgets.table.view import RecordTableView, RowActions
from asc_desktop.ui.workspace import Workspace


class RegisterList(Card):
    """The records that the filters let through. With a sink, cells are typed in as in Excel."""

    def __init__(
        self,
        workspace: Workspace,
        kind: type[Record],
        filters: RegisterFilters,
        *,
        columns: Sequence[Column],
        icon: str,
        row_actions: RowActions,
        new_rows: NewRows,
        sink: EditSink | None = None,
    ) -> None:
        super().__init__(margins=False)
        self._kind = kind
        self._filters = filters
        self._is_typed_in = sink is not None
        self.model = RecordTableModel(columns, sink=sink, choices=workspace.choices)
        self.view = RecordTableView(self.model, icon, workspace=workspace, row_actions=row_actions, own=kind)
        self.view.new_rows = new_rows
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._empty = self.view.set_empty(icon, "", says_why=True)
        self.new = self._empty.add_action(f"New {kind.noun}…", changes=True)
        self._clear = self._empty.add_action("Clear filters")
        self._clear.clicked.connect(filters.clear_all)
        self._banner = ListBanner(f"Show all {kind.plural}")
        self._banner.setContentsMargins(13, 4, 8, 4)
        self._banner.cleared.connect(filters.clear_all)
        fill(self.body, (self._banner, (self.view, 1)), margins=(1, 1, 1, 4), spacing=0)
        filters.changed.connect(self.show_rows)
        filters.search.count(self.model)
        filters.search.left_down.connect(self.view.setFocus)

    def show_rows(self, rows: Mapping[str, Any] | None = None) -> None:
        """List these rows, or those that are there by other filters."""
        filters = self._filters
        self._say_why_empty()
        self._banner.say(filters.asked.words)
        self._banner.setVisible(bool(filters.asked.words))
        with self.model.at_once():
            if rows is not None:
                self.model.set_rows(rows.values())
            # In a list that is typed into, a row that was let in stays until something else is asked for.
            self.model.set_predicate(
                lambda row: filters.admits(row.report), filters.in_force if self._is_typed_in else None
            )
            self.model.set_filter_text(filters.search.text())

    def _say_why_empty(self) -> None:
        state, narrowed = self._filters.state, self._filters.is_narrowed
        self._clear.setVisible(narrowed)
        self.new.setVisible(not narrowed and state.may_add)
        closed = self._filters.closed
        if not narrowed and closed is not None and closed.left_out:
            self._empty.set_message(state.heading, all_closed(len(closed.left_out)))
        elif narrowed:
            self._empty.set_message("Nothing matches", f"No {plural(self._kind.noun)} match these filters.")
        else:
            self._empty.set_message(state.heading, state.sentence)

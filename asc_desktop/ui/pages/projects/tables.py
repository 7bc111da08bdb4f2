"""The small tables of the project editor: the one table, as tall as its rows, under a heading with its buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.ui.dialogs.first_part import FirstPart
from asc_desktop.ui.models.arrangement import Subtotals
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import ChoicesProvider, EditSink
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.projects.dialogs import ask_for_new, ask_to_edit
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.table.view import ROW_HEIGHT, RecordTableView
from asc_desktop.ui.workspace import Workspace

Defaults = Callable[[], Mapping[str, Value]]


class SmallTable(RecordTableView):
    """A table as tall as its rows, up to ``most_rows``; 0 lets it take what room there is."""

    current_changed = Signal(str)
    """The id of the row that the keyboard is on; empty for none."""
    row_opened = Signal(str)
    """The id of a row double-clicked, or Enter pressed, where it is not edited in place."""

    def __init__(
        self,
        workspace: Workspace,
        columns: Sequence[Column],
        *,
        name: str,
        sink: EditSink | None = None,
        choices: ChoicesProvider | None = None,
        most_rows: int = 8,
        own_order: bool = False,
        own: type[Record] | None = None,
    ) -> None:
        self._most_rows = most_rows
        super().__init__(
            RecordTableModel(columns, sink=sink, choices=choices, own_order=own_order),
            "",
            workspace=workspace,
            own=own,
        )
        self.setAccessibleName(name)
        self.current_row_changed.connect(lambda row: self.current_changed.emit(row.id if row else ""))
        self.activated_row.connect(lambda row: self.row_opened.emit(row.id))
        self.horizontalHeader().sectionResized.connect(self._fit)
        self.verticalHeader().sectionResized.connect(self._fit)
        self._fit()

    @property
    def rows(self) -> Sequence[Any]:
        """Return the rows that it was given."""
        return self.table.rows

    @property
    def current_id(self) -> str:
        """Return the id of the row that the keyboard is on, or nothing."""
        row = self.current_row
        return str(row.id) if row is not None else ""

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show these rows."""
        self.table.set_rows(rows)
        self._fit()

    def set_total(self, label: str, subtotals: Subtotals) -> None:
        """Show a total below the rows."""
        self.table.set_total(label, subtotals)
        self._fit()

    def refresh(self) -> None:
        """Read every cell again: words that come from elsewhere may have changed."""
        self.table.refresh()

    def select(self, row_id: str) -> None:
        """Go to a row."""
        self.select_row(row_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the scroll bar below, or take it back."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._most_rows:
            return
        rows = min(self.table.rowCount(), self._most_rows + 1)
        inside = sum(map(self.rowHeight, range(rows))) or ROW_HEIGHT
        bar = self.horizontalScrollBar()
        is_wide = self.horizontalHeader().length() > self.viewport().width()
        extra = bar.sizeHint().height() if is_wide else 0
        wanted = self.horizontalHeader().sizeHint().height() + inside + extra + 2
        if wanted != self.height() or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)


class TableSection(QWidget):
    """A table of records under its heading, with Add and Delete; a sentence in the table's place while it is empty."""

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        table: SmallTable,
        record_type: type[Record],
        add_words: str,
        defaults: Defaults,
        part: Callable[[], FirstPart] | None = None,
    ) -> None:
        super().__init__()
        self._part = part
        self._workspace = workspace
        self._table = table
        self._record_type = record_type
        self._defaults = defaults
        self._title = make_label(title, "field")
        self._empty = make_label("", "muted", wrap=True)
        self.add_button = QPushButton(f"{add_words}…")
        self.delete_button = QPushButton("Delete")
        self.paste_button = QPushButton("Paste rows…")
        set_tip(self.paste_button, f"Make {record_type.plural} of rows that you have copied")
        self._extra: list[QWidget] = []
        self._buttons = FlowLayout(spacing=6)
        for button in (self.add_button, self.paste_button, self.delete_button):
            self._buttons.addWidget(button)
        self.add_button.clicked.connect(self.add)
        self.delete_button.clicked.connect(self.delete)
        self.paste_button.clicked.connect(table.blocks.paste_as_new_rows)
        only_to_change(self.add_button, self.paste_button, self.delete_button)
        column_of(self._title, self._empty, table, self._buttons, into=self, margins=0, spacing=6)
        table.row_actions = self._row_actions
        table.current_changed.connect(lambda _: self._show_buttons())
        table.selection_summary.connect(lambda _: self._show_buttons())
        self._show_buttons()

    def set_empty(self, sentence: str) -> None:
        """Say this while there are no rows."""
        self._empty.setText(sentence)

    def add_button_after(self, button: QWidget) -> None:
        """Add a button after Delete, shown only while there are rows."""
        self._buttons.addWidget(button)
        self._extra.append(button)
        self._show_buttons()

    def show_rows(self, rows: Iterable[Any]) -> None:
        """Show these records."""
        self._table.set_rows(rows)
        self._show_buttons()

    def add(self) -> None:
        """Ask for a new record."""
        part = self._part() if self._part is not None else None
        added = ask_for_new(self._workspace, self._record_type, self._defaults, self, part)
        if added is not None and self._table.select_row(added.id):
            self._table.setFocus()

    def delete(self) -> None:
        """Delete the records selected, after a question."""
        records = self._selected()
        noun = self._record_type.noun if len(records) == 1 else self._record_type.plural
        titles = [self._workspace.records.title(record.table, record.id)[:60] for record in records]
        words = f"the {noun} “{titles[0]}”" if len(titles) == 1 else f"{len(records)} {noun}"
        self._workspace.delete(
            records,
            f"Delete {words}?",
            "What belongs to it goes too. Undo restores it.",
            f"The {noun} cannot be deleted",
        )

    def _selected(self) -> list[Record]:
        found = (
            self._workspace.records.find(self._record_type, row_id)
            for row_id in self._table.selected_row_ids()
        )
        return [record for record in found if record is not None]

    def _row_actions(self, _row_ids: list[str]) -> Sequence[QAction]:
        noun = self._record_type.noun
        return [menu_action(f"Edit {noun}…", self._edit), menu_action("Delete…", self.delete)]

    def _edit(self) -> None:
        records = self._selected()
        if records:
            ask_to_edit(self._workspace, records[0], self)

    def _show_buttons(self) -> None:
        has_rows = bool(self._table.rows)
        self._table.setVisible(has_rows)
        self._empty.setVisible(not has_rows)
        # Where there are rows, Edit > Paste as new rows does it.
        self.paste_button.setVisible(not has_rows and self._table.new_rows is not None)
        for button in (self.delete_button, *self._extra):
            button.setVisible(has_rows)
        is_chosen = bool(self._table.current_id)
        self.delete_button.setEnabled(is_chosen)
        set_tip(self.delete_button, "" if is_chosen else f"Select a {self._record_type.noun} first")

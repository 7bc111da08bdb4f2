"""What the import would do: the rows, what is refused, the totals, and what is lacking or not taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QMenu, QPushButton, QTabWidget, QWidget

from asc_desktop.domain.importing.plan import HeldTotal, Plan, State
from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.domain.words import number_of
from asc_desktop.services.importing.applied import Refusal, refusals
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.ui.dialogs.importing.boxes import choice_box
from asc_desktop.ui.dialogs.importing.columns_step import table_name
from asc_desktop.ui.dialogs.importing.preview_lists import (
    cell_column,
    joined_column,
    refused_columns,
    state_chip,
    total_columns,
)
from asc_desktop.ui.dialogs.importing.preview_rows import (
    NEW_RECORD,
    STATE_WORDS,
    UNDECIDED,
    PreviewRow,
    kinds_of,
    preview_columns,
    preview_rows,
)
from asc_desktop.ui.dialogs.importing.words import record_words
from asc_desktop.ui.dialogs.lists import ListedRow, list_of, with_note
from asc_desktop.ui.models.columns import Column, view_column
from asc_desktop.ui.models.edits import CellEdit, Option
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.plain import literal
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.pinned import PinnedColumn
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.widgets.tick import TickBox
from asc_desktop.ui.widgets.told import Told

ALL_TABLES: Final = -1
_ALL, _REFUSED, _LIKELY = "all", "refused", "likely"


class PreviewStep(QWidget):
    """The plan, with what a person may correct, tick and join in it."""

    chose = Signal(object)
    """What a person now chooses of the plan (Chosen)."""

    def __init__(self) -> None:
        super().__init__()
        self._tracker: TrackerImport | None = None
        self._rows: list[PreviewRow] = []
        self._at = ALL_TABLES
        self._was_one = False
        self.told = Told()
        self.table_box = choice_box("Rows of")
        self.table_box.activated.connect(lambda _: self._choose_table(int(self.table_box.currentData())))
        self.state_box = choice_box("Show")
        self.state_box.activated.connect(lambda _: self._list())
        self.take_button = QPushButton("What is taken")
        self.take_button.setProperty("kind", "menu")
        self.take_button.setMenu(QMenu(self.take_button))
        self.take_button.menu().aboutToShow.connect(self._fill_take_menu)
        self.model = RecordTableModel([], sink=self._edit, choices=_options, own_order=True, parent=self)
        self.view = RecordTableView(self.model, "import-preview", workspace=None)
        self.view.setAccessibleName("Rows of the workbook, and what becomes of each")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.view.set_empty("table", "No row is taken", "Tick a table under What was found.")
        PinnedColumn(self.view)
        self.refused = list_of("import-refused", "What is refused", refused_columns(), self)
        self.refused.activated_row.connect(lambda row: self.go_to(row.what))
        self.totals = list_of("import-totals", "The workbook’s own totals", total_columns(), self)
        self.missing = list_of(
            "import-missing",
            "Not in the workbook",
            [view_column("kind", "What", width=160, read=lambda row: record_words(row.what.table)),
             view_column("name", "Name", width=420, read=lambda row: row.what.words)],
            self,
        )  # fmt: skip
        self.unmapped = list_of(
            "import-unmapped",
            "Columns that are not taken",
            [view_column("sheet", "Sheet", width=180, read=lambda row: row.what[0]),
             view_column("column", "Column", width=90, read=lambda row: row.what[1]),
             view_column("heading", "Heading", width=420, read=lambda row: row.what[2])],
            self,
        )  # fmt: skip
        self.keep_totals = TickBox("Keep the workbook’s totals as control totals of the portfolio")
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Parts of the preview")
        self._lay_out()

    def _lay_out(self) -> None:
        head = row_of(
            make_label("Rows of", "field"),
            self.table_box,
            make_label("Show", "field"),
            self.state_box,
            1,
            self.take_button,
            spacing=8,
        )
        rows = QWidget()
        column_of(
            head, (self.view, 1),
            make_label("Type in a cell to correct what is taken from it. Untick a row to leave it out.", "muted"),
            into=rows, margins=(0, 8, 0, 0), spacing=6,
        )  # fmt: skip
        self.tabs.addTab(rows, "Rows")
        self.tabs.addTab(
            with_note(self.refused, "Double-click a line, or press Enter on it, to go to its cell."),
            "Refused",
        )
        totals = QWidget()
        column_of((self.totals, 1), self.keep_totals, into=totals, margins=(0, 8, 0, 0), spacing=6)
        self.tabs.addTab(totals, "Totals")
        self.tabs.addTab(
            with_note(
                self.missing,
                "These are in the portfolio and the workbook does not name them. They stay as they are.",
            ),
            "Missing",
        )
        self.tabs.addTab(
            with_note(self.unmapped, "These columns have values and go nowhere. Choose where under Columns."),
            "Not taken",
        )
        column_of(self.told, (self.tabs, 1), into=self, margins=0, spacing=8)

    # ------------------------------------------------------------------------------------------- what is shown

    def show_tracker(self, tracker: TrackerImport) -> None:
        """Show the plan as it now is."""
        self._tracker = tracker
        plan = tracker.plan
        self._rows = preview_rows(plan, tracker.tables, tracker.chosen, tracker.value_words)
        self.told.say("\n".join(plan.told))
        self._fill_boxes(tracker, plan)
        self._show_columns()
        self._list()
        self._fill_lists(plan)

    def _fill_boxes(self, tracker: TrackerImport, plan: Plan) -> None:
        with_rows = list(dict.fromkeys(row.at for row in self._rows if row.at >= 0))
        is_one = len(with_rows) == 1
        if is_one:
            self._at = with_rows[0]
        elif self._at not in with_rows or self._was_one:
            self._at = ALL_TABLES
        self._was_one = is_one
        self.table_box.clear()
        if not is_one:
            self.table_box.addItem(f"every table ({len(self._rows):,})", ALL_TABLES)
        for at in with_rows:
            count = sum(row.at == at for row in self._rows)
            self.table_box.addItem(f"{table_name(tracker, at)} ({count:,})", at)
        self.table_box.set_current_data(self._at)
        held = self.state_box.currentData() or _ALL
        self.state_box.clear()
        self.state_box.addItem("every row", _ALL)
        for state, words in STATE_WORDS.items():
            if plan.counts[state]:
                self.state_box.addItem(f"{words.lower()} ({plan.counts[state]:,})", state.value)
        refused = sum(row.has_refusals for row in self._rows)
        if refused:
            at = self.state_box.findData(_REFUSED)
            words = f"with anything refused ({refused:,})"
            if at >= 0:
                self.state_box.removeItem(at)
            self.state_box.addItem(words, _REFUSED)
        if likely := sum(bool(row.likely) for row in self._rows):
            self.state_box.addItem(f"may be there already ({likely:,})", _LIKELY)
        self.state_box.set_current_data(held if self.state_box.findData(held) >= 0 else _ALL)

    def _choose_table(self, at: int) -> None:
        self._at = at
        self._show_columns()
        self._list()

    def _show_columns(self) -> None:
        tracker = self._tracker
        if tracker is None:
            return
        rows = [row for row in self._rows if self._at in {ALL_TABLES, row.at}]
        columns = [
            view_column("words", "Name", width=220, hint=lambda row: row.words),
            view_column("taken", "Take", kind=Kind.FLAG, editable=True, width=52),
            view_column("state", "What happens", chip=state_chip, width=116, sort_key=str),
            view_column("line", "Row", width=64, tooltip="The row of the sheet, or its column"),
        ]
        if self._at == ALL_TABLES:
            columns.append(view_column("sheet", "Sheet", width=130, hint=lambda row: row.sheet))
        if any(row.likely for row in rows):
            columns.append(joined_column())
        if any(row.why for row in rows):
            columns.append(view_column("why", "What to know", width=260, hint=lambda row: row.why))
        if self._at == ALL_TABLES:
            columns.append(view_column("in_short", "What changes", width=420, hint=lambda row: row.in_short))
        else:
            columns += [
                cell_column(column)
                for column in preview_columns(rows, tracker.mapping, self._at, tracker.tables)
            ]
        if [_frame(column) for column in columns] != [_frame(column) for column in self.model.columns]:
            self.model.set_columns(columns)

    def _list(self) -> None:
        rows = [row for row in self._rows if self._at in {ALL_TABLES, row.at}]
        wanted = str(self.state_box.currentData() or _ALL)
        if wanted == _REFUSED:
            rows = [row for row in rows if row.has_refusals]
        elif wanted == _LIKELY:
            rows = [row for row in rows if row.likely]
        elif wanted != _ALL:
            rows = [row for row in rows if row.state.value == wanted]
        self.model.set_rows(rows)

    def _fill_lists(self, plan: Plan) -> None:
        found = refusals(plan)
        counts: tuple[tuple[RecordTableView, Sequence[Any], str], ...] = (
            (self.refused, found, "Refused"),
            (self.totals, differing_first(plan.totals), "Totals"),
            (self.missing, plan.missing, "Not in the workbook"),
            (self.unmapped, plan.unmapped, "Columns not taken"),
        )
        self.tabs.setTabText(0, f"Rows ({len(self._rows):,})")
        for tab, (view, parts, words) in enumerate(counts, start=1):
            view.table.set_rows([ListedRow(str(at), part) for at, part in enumerate(parts)])
            self.tabs.setTabText(tab, f"{words} ({len(parts):,})")
            self.tabs.setTabVisible(tab, bool(parts))
        self.keep_totals.setEnabled(bool(plan.totals))

    def go_to(self, refusal: Refusal) -> None:
        """Show the row of a refusal, at its cell, to be corrected there."""
        for row in self._rows:
            for key, cell in row.cells.items():
                if (cell.sheet, cell.cell) == (refusal.sheet, refusal.cell):
                    self._show_row(row, key)
                    return
        for row in self._rows:
            if row.row.sheet == refusal.sheet and str(row.row.line + 1) == refusal.cell:
                self._show_row(row, "why")
                return

    def _show_row(self, row: PreviewRow, key: str) -> None:
        self.tabs.setCurrentIndex(0)
        self.state_box.set_current_data(_ALL)
        self._at = row.at
        self.table_box.set_current_data(row.at)
        self._show_columns()
        self._list()
        known = {column.key for column in self.model.columns}
        self.view.select_row(row.id, key if key in known else "words")
        self.view.setFocus()

    # ------------------------------------------------------------------------------------------- choosing

    def _edit(self, edits: Sequence[CellEdit]) -> None:
        tracker = self._tracker
        if tracker is None:
            return
        chosen = tracker.chosen
        rows, texts, joined = set(chosen.rows), dict(chosen.texts), dict(chosen.joined)
        for edit in edits:
            row = self.model.find(edit.record_id)
            if not isinstance(row, PreviewRow):
                continue
            place = row.row.place
            if edit.key == "taken":
                (rows.discard if edit.text == "1" else rows.add)(place)
            elif edit.key == "joined":
                asked = (place, row.asked)
                joined.pop(asked, None)
                if edit.text != UNDECIDED:
                    joined[asked] = "" if edit.text == NEW_RECORD else edit.text
            elif edit.key in row.cells:
                cell = row.cells[edit.key]
                texts[cell.sheet, cell.cell] = edit.text
        if rows != chosen.rows:
            # At once: what else follows from it is worked out when no more rows are ticked for a moment.
            self._rows = [replace(row, taken=row.row.place not in rows) for row in self._rows]
            self._list()
        self.chose.emit(replace(chosen, rows=frozenset(rows), texts=texts, joined=joined))

    def _fill_take_menu(self) -> None:
        menu, tracker = self.take_button.menu(), self._tracker
        menu.clear()
        if tracker is None:
            return
        chosen = tracker.chosen
        kinds = dict(kinds_of(tracker.plan))
        kinds |= {table: kinds.get(table, record_words(table)) for table in chosen.kinds}
        for table, words in kinds.items():
            action = menu.addAction(literal(words[:1].upper() + words[1:]))
            action.setCheckable(True)
            action.setChecked(table not in chosen.kinds)
            action.triggered.connect(lambda taken, table=table: self._take_kind(table, taken))
        if self._at == ALL_TABLES:
            return
        menu.addSeparator()
        sheet = tracker.tables[self._at].sheet
        for column in tracker.mapping.tables[self._at].columns:
            if column.target is None:
                continue
            action = menu.addAction(literal(f"Column “{' / '.join(column.path)}”"))
            action.setCheckable(True)
            action.setChecked((sheet, column.at) not in chosen.columns)
            place = (sheet, column.at)
            action.triggered.connect(lambda taken, place=place: self._take_column(place, taken))

    def _take_kind(self, table: str, taken: bool) -> None:
        if self._tracker is not None:
            chosen = self._tracker.chosen
            kinds = chosen.kinds - {table} if taken else chosen.kinds | {table}
            self.chose.emit(replace(chosen, kinds=kinds))

    def _take_column(self, column: tuple[str, int], taken: bool) -> None:
        if self._tracker is not None:
            chosen = self._tracker.chosen
            columns = chosen.columns - {column} if taken else chosen.columns | {column}
            self.chose.emit(replace(chosen, columns=columns))


def differing_first(totals: Sequence[HeldTotal]) -> list[HeldTotal]:
    """Return totals in the workbook's order, those that differ before the many that agree."""
    return sorted(totals, key=lambda total: total.verdict != "differs")


def counts_words(plan: Plan) -> str:
    """Return what an import would do, in one sentence: ``51 new, 3 cells refused, 2 totals agree``."""
    told = [
        f"{plan.counts[state]:,} {words.lower()}"
        for state, words in STATE_WORDS.items()
        if plan.counts[state]
    ]
    refused = len(refusals(plan)) - plan.counts[State.REFUSED]
    if refused > 0:
        told.append(f"{number_of(refused, 'cell')} refused")
    agrees = sum(total.verdict != "differs" for total in plan.totals)
    if agrees:
        told.append(number_of(agrees, "total agrees", "totals agree"))
    if len(plan.totals) > agrees:
        told.append(number_of(len(plan.totals) - agrees, "total differs", "totals differ"))
    if plan.missing:
        told.append(f"{len(plan.missing):,} not in the workbook")
    return ", ".join(told) or "Nothing to take: no ticked table has a filled row"


def _frame(column: Column) -> tuple[str, str, int]:
    return column.key, column.label, column.width


def _options(_field: Field, row: Any = None) -> Sequence[Option]:
    return row.offered if isinstance(row, PreviewRow) else ()

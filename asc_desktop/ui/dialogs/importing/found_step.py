"""What was found in the workbook: its sheets and tables, and a picture of one on which anything is put right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from asc_desktop.domain.importing.found import FoundTable, Lies, PutRight, Role
from asc_desktop.domain.importing.mapping import TableMap
from asc_desktop.domain.importing.sheets import Area, Sheet, column_letters
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.words import listed, number_of
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.ui.dialogs.importing import put_right
from asc_desktop.ui.dialogs.importing.columns_step import table_name
from asc_desktop.ui.dialogs.importing.picture import Legend, SheetPicture
from asc_desktop.ui.dialogs.importing.words import record_words, rows_words
from asc_desktop.ui.models.columns import view_column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.plain import literal
from asc_desktop.ui.widgets.boxes import column_of, row_of, splitter
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.widgets.table.view import RecordTableView

_MARKED = (
    (Role.RECORD, "A &record"),
    (Role.GROUP, "The heading of a &group"),
    (Role.TOTAL, "A &total: checked, not taken"),
    (Role.NOTE, "A &note: not taken"),
    (Role.BLANK, "&Empty, or a blank row of the template"),
)
_LIES = (
    (Lies.DOWN, "One record a &row"),
    (Lies.ACROSS, "On its &side: one record a column"),
    (Lies.FORM, "A &form: each label next to its value"),
)


class TableRow(Struct, frozen=True):
    """A table of the workbook, or a sheet without one, as the list has it. ``at`` is the table's place, -1 for none."""

    id: str
    at: int
    sheet: Sheet
    taken: bool
    what: str
    is_hidden: bool
    called: str

    @property
    def name(self) -> str:
        """What it is called, and that its sheet is hidden in the workbook."""
        return f"{self.called} (hidden)" if self.is_hidden else self.called


class FoundStep(QWidget):
    """Sheets and tables at the left, each to be ticked; the picture of the current one at the right."""

    righted = Signal(str, object)
    """A sheet's name, and what a person says of it (PutRight)."""
    ticked = Signal(object)
    """The places of tables, each with whether it is taken: a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self._tracker: TrackerImport | None = None
        self.model = RecordTableModel(
            [
                view_column("taken", "Take", kind=Kind.FLAG, editable=lambda row: row.at >= 0, width=52),
                view_column(
                    "name", "Sheet", width=150, aside=lambda row: row.is_hidden, hint=lambda row: row.name
                ),
                view_column("what", "Found", width=190, hint=lambda row: row.what),
            ],
            sink=self._tick,
            own_order=True,
            parent=self,
        )
        self.list = RecordTableView(self.model, "import-tables", workspace=None)
        self.list.setAccessibleName("Sheets and tables of the workbook")
        self.list.current_row_changed.connect(self._show_row)
        self.picture = SheetPicture(self.menu)
        self.picture.pointed.connect(lambda *_: self._say_cell())
        self.title = make_label("", "card-title", wrap=True)
        self.why = ElidedLabel("", "muted")
        self.is_button = QPushButton("This row is…")
        self.is_button.setProperty("kind", "menu")
        self.is_button.clicked.connect(self._open_menu)
        self.reset_button = QPushButton("As it was found")
        self.reset_button.setProperty("kind", "quiet")
        self.reset_button.clicked.connect(lambda: self._right(PutRight()))
        self._lay_out()

    def _lay_out(self) -> None:
        left = QWidget()
        column_of(
            make_label("Tick what is to be taken.", "muted", wrap=True),
            (self.list, 1),
            into=left,
            margins=(0, 0, 6, 0),
            spacing=6,
        )
        right = QWidget()
        head = row_of((self.title, 1), self.reset_button, self.is_button, spacing=8)
        column_of(head, (self.picture, 1), self.why, Legend(), into=right, margins=0, spacing=6)
        column_of((splitter((left, 2), (right, 5), sizes=(380, 820)), 1), into=self, margins=0)

    # ------------------------------------------------------------------------------------------- what is shown

    def show_tracker(self, tracker: TrackerImport) -> None:
        """Show what is found now; the table that is looked at stays, where it is still there."""
        self._tracker = tracker
        rows = list(table_rows(tracker))
        current = self.list.current_row
        self.model.set_rows(rows)
        if current is None or self.model.find(current.id) is None:
            first = next((row for row in rows if row.taken), rows[0] if rows else None)
            same = next((row for row in rows if current is not None and row.sheet is current.sheet), None)
            if (shown := same or first) is not None:
                self.list.select_row(shown.id, "name")
        self._show_row(self.list.current_row)

    def _show_row(self, row: TableRow | None) -> None:
        tracker = self._tracker
        if tracker is None or row is None:
            return
        other_sheet = row.sheet is not self.picture.picture.sheet
        tables = [table for table in tracker.tables if table.sheet == row.sheet.name]
        self.picture.show_sheet(tracker.workbook, row.sheet, tables)
        table = tracker.tables[row.at] if row.at >= 0 else None
        current = self.picture.currentIndex()
        if table is not None and (
            other_sheet or not current.isValid() or not table.area.holds(current.row(), current.column())
        ):
            self.picture.go_to(table.area.top, table.area.left)
        elif other_sheet:
            self.picture.go_to(0, 0)
        why = tracker.mapping.tables[row.at].why if row.at >= 0 else ""
        self.title.setText(f"{row.name}: {row.what[:1].lower()}{row.what[1:]}. {why}".strip())
        self.reset_button.setVisible(tracker.right_of(row.sheet.name) != PutRight())
        self._say_cell()

    def _say_cell(self) -> None:
        index = self.picture.currentIndex()
        if not index.isValid():
            return
        picture, row, column = self.picture.picture, index.row(), index.column()
        table = picture.table_at(row, column)
        is_row = table is None or table.lies is not Lies.ACROSS
        where = f"Row {row + 1}" if is_row else f"Column {column_letters(column)}"
        self.is_button.setText(f"{where} is…")
        said = picture.why_at(row, column) or (table.why if table is not None else "Not part of a table.")
        self.why.set_full_text(f"{where}: {said}")

    # ------------------------------------------------------------------------------------------- putting right

    def _tick(self, edits: Sequence[CellEdit]) -> None:
        ticks: dict[int, bool] = {}
        for edit in edits:
            row = self.model.find(edit.record_id)
            if row is not None:
                ticks[row.at] = edit.text.strip().casefold() in {"yes", "1", "true"}
        self.ticked.emit(ticks)

    def _open_menu(self) -> None:
        self.picture.popup_menu(self.is_button.mapToGlobal(self.is_button.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Return what can be said of the cells that are pointed at."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        index = self.picture.currentIndex()
        tracker = self._tracker
        if tracker is None or not index.isValid():
            return menu
        picture = self.picture.picture
        table = picture.table_at(index.row(), index.column())
        is_row = table is None or table.lies is not Lies.ACROSS
        lines = self.picture.selected_lines(is_row=is_row) or [index.row() if is_row else index.column()]
        right = tracker.right_of(picture.sheet.name)
        heading = menu.addAction(literal(_lines_words(lines, is_row=is_row)))
        heading.setEnabled(False)
        self._add_roles(menu, right, lines, table)
        menu.addSeparator()
        if table is not None:
            self._add_table(menu, right, table)
        area = self._selected_area()
        if area is not None and (area.bottom > area.top or area.right > area.left):
            self._add(menu, "The selected &cells are one table", lambda: put_right.is_one_table(right, area))
        if right != PutRight():
            self._add(menu, "All of this sheet as it &was found", PutRight)
        return menu

    def _add_roles(
        self, menu: QMenu, right: PutRight, lines: Collection[int], table: FoundTable | None
    ) -> None:
        if table is not None and table.lies is Lies.FORM:
            return
        now = {line.role for line in table.lines if line.at in lines} if table is not None else set()
        one = "The &heading row" if table is None or table.lies is Lies.DOWN else "The &heading column"
        action = self._add(menu, one, lambda: put_right.is_heading(right, lines, table, more=False))
        action.setCheckable(True)
        action.setChecked(now == {Role.HEADING})
        if table is not None and now != {Role.HEADING} and put_right.heading_lines(table):
            self._add(
                menu, "A heading t&oo, in addition to the first",
                lambda: put_right.is_heading(right, lines, table, more=True),
            )  # fmt: skip
        for role, words in _MARKED if table is not None else ():
            action = self._add(menu, words, partial(put_right.is_role, right, lines, role, table))
            action.setCheckable(True)
            action.setChecked(now == {role})

    def _add_table(self, menu: QMenu, right: PutRight, table: FoundTable) -> None:
        group = QActionGroup(menu)
        ways = menu.addMenu("The table &lies so")
        for lies, words in _LIES:
            action = ways.addAction(words)
            action.setCheckable(True)
            action.setChecked(table.lies is lies)
            group.addAction(action)
            action.triggered.connect(
                lambda _=False, lies=lies: self._right(put_right.lies_so(right, table, lies))
            )
        self._add(menu, "This is &no table", lambda: put_right.is_no_table(right, table))

    def _add(self, menu: QMenu, words: str, says: Callable[[], PutRight]) -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(lambda _=False: self._right(says()))
        return action

    def _selected_area(self) -> Area | None:
        selection = self.picture.selectionModel().selection()
        if selection.count() != 1:
            return None
        part = selection.at(0)
        return Area(part.top(), part.left(), part.bottom(), part.right())

    def _right(self, right: PutRight) -> None:
        self.righted.emit(self.picture.picture.sheet.name, right)


def table_rows(tracker: TrackerImport) -> Iterator[TableRow]:
    """Return the tables in the workbook's order, and each sheet that has none."""
    for at_sheet, sheet in enumerate(tracker.workbook.sheets):
        hidden = sheet.state != "visible"
        found = [(at, table) for at, table in enumerate(tracker.tables) if table.sheet == sheet.name]
        for at, table in found:
            table_map = tracker.mapping.tables[at]
            what = found_words(table, table_map)
            # The first cell tells tables of a sheet apart, also after one was put right.
            key = f"{at_sheet}:{table.area.top}:{table.area.left}"
            yield TableRow(key, at, sheet, not table_map.skip, what, hidden, table_name(tracker, at))
        if not found:
            what = "No table found" if sheet.rows else "Nothing on it"
            yield TableRow(
                f"{at_sheet}:", -1, sheet, taken=False, what=what, is_hidden=hidden, called=sheet.name
            )


def found_words(table: FoundTable, table_map: TableMap) -> str:
    """Return what was found in a table: ``53 projects, 7 groups and 8 totals``."""
    if not table.records:
        return "No filled rows"
    counts = {role: sum(line.role is role for line in table.lines) for role in Role}
    # Of a table that is not taken nobody has said yet what its rows are: a key is no projects.
    told = [rows_words("" if table_map.skip else table_map.record, len(table.records))]
    told += [
        number_of(counts[role], noun)
        for role, noun in ((Role.GROUP, "group"), (Role.TOTAL, "total"))
        if counts[role]
    ]
    return listed(told) if record_words(table_map.record) else f"{listed(told)}, of no known kind"


def _lines_words(lines: Sequence[int], *, is_row: bool) -> str:
    names = [str(line + 1) if is_row else column_letters(line) for line in lines]
    noun = "Row" if is_row else "Column"
    return f"{noun} {names[0]} is:" if len(names) == 1 else f"{noun}s {names[0]} to {names[-1]} are:"

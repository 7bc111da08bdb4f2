"""Where each column of a table goes and how it is read: the unsure ones first, each with why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from msgspec import Struct, json
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from asc_desktop.domain.importing.columns.targets import target_words
from asc_desktop.domain.importing.found import FoundTable
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target
from asc_desktop.domain.importing.sheets import Workbook, address, column_letters
from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.domain.words import number_of, shortened
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.ui.dialogs.importing.boxes import choice_box
from asc_desktop.ui.dialogs.importing.cell_words import cell_words
from asc_desktop.ui.dialogs.importing.ways import own_kind_of, way_now, ways_of
from asc_desktop.ui.models.columns import Chip, view_column
from asc_desktop.ui.models.edits import CellEdit, Option
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView

_FAIRLY: Final = 0.9
LEAVE_OUT: Final = "leave"
_NEW_OWN: Final = "own"
_EXAMPLES: Final = 3
_LOOKED_THROUGH: Final = 200
_MOST_WORDS: Final = 24


class ColumnRow(Struct, frozen=True):
    """A column of the table as the list has it; ``place`` is its place among the mapping's columns."""

    id: str
    place: int
    column: ColumnMap
    heading: str
    examples: str
    goes_to: str
    goes_words: str
    way: str
    ways: tuple[Option, ...]

    @property
    def way_words(self) -> str:
        """How it is read, in words."""
        return next((words for key, words in self.ways if key == self.way), "")

    @property
    def why(self) -> str:
        """How it was found."""
        return "You chose this." if self.column.chosen and not self.column.why else self.column.why


class ColumnsStep(QWidget):
    """One table's columns, with what its rows and group rows are."""

    mapped = Signal(int, object)
    """A table's place, and its TableMap as it now is to be."""
    recorded = Signal(int, str)
    """A table's place, and the record type that its rows are."""

    def __init__(self) -> None:
        super().__init__()
        self._tracker: TrackerImport | None = None
        self._at = -1
        self._targets: Sequence[tuple[Target, str]] = ()
        self.table_box = choice_box("Table")
        self.table_box.activated.connect(lambda _: self._choose_table(int(self.table_box.currentData())))
        self.record_box = choice_box("Rows are")
        self.record_box.activated.connect(
            lambda _: self.recorded.emit(self._at, str(self.record_box.currentData()))
        )
        self._groups = QHBoxLayout()
        self._groups.setSpacing(8)
        self.group_boxes: list[ChoiceBox] = []
        self.table_label = make_label("Table", "field")
        self.model = RecordTableModel(_columns(), sink=self._choose, choices=self._options, parent=self)
        self.view = RecordTableView(self.model, "import-columns", workspace=None)
        self.view.setAccessibleName("Columns of the table")
        self.note = make_label("", "muted", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        head = row_of(
            self.table_label,
            self.table_box,
            make_label("Rows are", "field"),
            self.record_box,
            self._groups,
            1,
            spacing=8,
        )
        column_of(head, self.note, (self.view, 1), into=self, margins=0, spacing=8)

    # ------------------------------------------------------------------------------------------- what is shown

    def show_tracker(self, tracker: TrackerImport) -> None:
        """Show the columns of the table that is looked at, or of the first that is taken."""
        self._tracker = tracker
        taken = [at for at, table_map in enumerate(tracker.mapping.tables) if not table_map.skip]
        if self._at not in taken:
            asking = [
                at
                for at in taken
                if any(column.needs_a_look for column in tracker.mapping.tables[at].columns)
            ]
            self._at = next(iter(asking or taken), -1)
        self.table_box.clear()
        for at in taken:
            self.table_box.addItem(table_name(tracker, at), at)
        for shown in (self.table_box, self.table_label):
            shown.setVisible(len(taken) > 1)
        self._show_table()

    def show_table(self, at: int) -> None:
        """Show another table."""
        self._choose_table(at)

    def _choose_table(self, at: int) -> None:
        self._at = at
        self._show_table()

    def _show_table(self) -> None:
        tracker, at = self._tracker, self._at
        is_shown = tracker is not None and 0 <= at < len(tracker.mapping.tables)
        self.record_box.setEnabled(is_shown)
        if tracker is None or not is_shown:
            self.model.set_rows([])
            self.note.setText("No table is taken. Tick one under What was found.")
            return
        self._targets = tracker.targets(at)
        table_map = tracker.mapping.tables[at]
        self.table_box.set_current_data(at)
        self.record_box.clear()
        kinds = tracker.record_choices
        for table, words in kinds:
            self.record_box.addItem(words, table)
        if table_map.record not in dict(kinds):
            self.record_box.addItem("of no known kind", table_map.record)
        self.record_box.set_current_data(table_map.record)
        self._show_groups(table_map, tracker.tables[at])
        rows = sorted(self._rows(tracker, at), key=lambda row: not row.column.needs_a_look)
        asking = sum(row.column.needs_a_look for row in rows)
        self.note.setText(
            (f"{number_of(asking, 'column')} to check, shown first. " if asking else "")
            + "Type in a cell under Goes to, or double-click it, to choose where a column goes."
        )
        # Rows keep their places while this table is put right; those of another begin anew.
        with self.model.at_once():
            self.model.use_drafts_of(str(at))
            self.model.set_rows(rows)

    def _show_groups(self, table_map: TableMap, table: FoundTable) -> None:
        while self._groups.count():
            item = self._groups.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.group_boxes = []
        depth = max((len(line.group) for line in table.lines), default=0)
        for level in range(max(depth, len(table_map.group))):
            words = "Group rows are" if level == 0 else f"Level {level + 1} is"
            box = choice_box(words)
            box.addItem("Left out", LEAVE_OUT)
            for target, said in self._targets:
                box.addItem(said, target_id(target))
            held = table_map.group[level] if level < len(table_map.group) else None
            if held is not None and box.findData(target_id(held)) < 0:
                box.addItem(target_words(held), target_id(held))
            box.set_current_data(target_id(held) if held is not None else LEAVE_OUT)
            box.activated.connect(
                lambda _, level=level, box=box: self._choose_group(level, str(box.currentData()))
            )
            self._groups.addWidget(make_label(words, "field"))
            self._groups.addWidget(box)
            self.group_boxes.append(box)

    def _rows(self, tracker: TrackerImport, at: int) -> Iterator[ColumnRow]:
        table = tracker.tables[at]
        words = {target_id(target): said for target, said in self._targets}
        for place, column in enumerate(tracker.mapping.tables[at].columns):
            key = LEAVE_OUT if column.target is None else target_id(column.target)
            said = "Leave out" if column.target is None else words.get(key) or target_words(column.target)
            yield ColumnRow(
                id=f"{at}:{place}",
                place=place,
                column=column,
                heading=heading_words(table, column),
                examples=_examples(tracker.workbook, table, column),
                goes_to=key,
                goes_words=said,
                way=way_now(column),
                ways=tuple(ways_of(column)),
            )

    def _options(self, field: Field, row: Any = None) -> Sequence[Option]:
        if not isinstance(row, ColumnRow):
            return ()
        if field.key == "way":
            return row.ways
        options = [(LEAVE_OUT, "Leave out")]
        if row.column.target is None or not row.column.target.own:
            options.append((_NEW_OWN, f"New field of your own: “{shortened(_own_label(row), 40)}”"))
        options += [(target_id(target), words) for target, words in self._targets]
        if row.goes_to not in {key for key, _ in options}:
            options.append((row.goes_to, row.goes_words))
        return options

    # ------------------------------------------------------------------------------------------- choosing

    def _choose(self, edits: Sequence[CellEdit]) -> None:
        tracker, at = self._tracker, self._at
        if tracker is None:
            return
        table_map = tracker.mapping.tables[at]
        columns = list(table_map.columns)
        for edit in edits:
            row = cast("ColumnRow | None", self.model.find(edit.record_id))
            if row is not None:
                columns[row.place] = _chosen(row, columns[row.place], edit, table_map.record)
        self._check_once(columns, edits)
        self.mapped.emit(at, replace(table_map, columns=tuple(columns)))

    def _check_once(self, columns: Sequence[ColumnMap], edits: Sequence[CellEdit]) -> None:
        """Refuse a target that another column has: the second would overwrite the first."""
        for edit in edits:
            row = cast("ColumnRow | None", self.model.find(edit.record_id))
            if row is None or edit.key != "goes_to":
                continue
            target = columns[row.place].target
            others = [
                held for place, held in enumerate(columns) if place != row.place and held.target == target
            ]
            if target is not None and target.table and others:
                name = " ".join(others[0].path) or "another column"
                sentence = f"“{name}” goes there already. Leave that one out first, or choose another field."
                raise EditRefused([Problem(edit.record_id, edit.key, sentence)])

    def _choose_group(self, level: int, key: str) -> None:
        tracker = self._tracker
        if tracker is None:
            return
        table_map = tracker.mapping.tables[self._at]
        group = [*table_map.group, *[None] * (level + 1 - len(table_map.group))]
        group[level] = None if key == LEAVE_OUT else json.decode(key, type=Target)
        self.mapped.emit(self._at, replace(table_map, group=tuple(group)))


def _chosen(row: ColumnRow, column: ColumnMap, edit: CellEdit, record: str) -> ColumnMap:
    """Return a column's map as a person chose it; ``record`` is what the rows of its table are."""
    if edit.key == "way":
        kind = own_kind_of(edit.text)
        changed = replace(column, own_kind=kind, way="") if kind else replace(column, way=edit.text)
        return replace(changed, chosen=True)
    if edit.text == LEAVE_OUT:
        target, kind = None, column.own_kind
    elif edit.text == _NEW_OWN:
        target, kind = Target(record, own=_own_label(row)), column.own_kind or "text"
    else:
        target = json.decode(edit.text, type=Target)
        kind = column.own_kind if target.own else ""
    way = column.way if target == column.target else ""
    return replace(column, target=target, own_kind=kind, way=way, chosen=True, sure=1.0, why="")


def table_name(tracker: TrackerImport, at: int) -> str:
    """Return what a table is called: its sheet, and its title or first cell where the sheet has several."""
    table = tracker.tables[at]
    several = sum(each.sheet == table.sheet for each in tracker.tables) > 1
    where = shortened(table.title, 40) or f"from {address(table.area.top, table.area.left)}"
    return f"{table.sheet}, {where}" if several else table.sheet


def target_id(target: Target) -> str:
    """Return a target as text that tells it from every other."""
    return json.encode(target).decode()


def heading_words(table: FoundTable, column: ColumnMap) -> str:
    """Return a column's letter (or row's number) and headings: ``C · SRO``."""
    return f"{table.column_words(column.at)} · {' / '.join(column.path) or 'no heading'}"


def _examples(workbook: Workbook, table: FoundTable, column: ColumnMap) -> str:
    if column.at not in table.column_at:
        return ""
    sheet = workbook.sheet(table.sheet)
    found: dict[str, None] = {}
    for line in table.records[:_LOOKED_THROUGH]:
        cell = sheet.cell(*table.place(line.at, column.at))
        words = cell_words(cell, workbook.style(cell)) if cell is not None else ""
        if cell is not None and not words and workbook.style(cell).fill:
            words = "(filled)"
        if words:
            found[shortened(words, _MOST_WORDS)] = None
        if len(found) == _EXAMPLES:
            break
    return " · ".join(found) or "empty"


def _own_label(row: ColumnRow) -> str:
    return " ".join(row.column.path) or f"Column {column_letters(row.column.at)}"


def _columns() -> list[Any]:
    return [
        view_column("heading", "Column", width=190),
        view_column("examples", "Values", width=230),
        view_column(
            "goes_to",
            "Goes to",
            kind=Kind.REFERENCE,
            field=Field(key="goes_to", label="Goes to", kind=Kind.REFERENCE, required=True),
            row_words=lambda row: row.goes_words,
            editable=True,
            width=250,
            aside=lambda row: row.goes_to == LEAVE_OUT,
        ),
        view_column(
            "way",
            "Read as",
            kind=Kind.REFERENCE,
            field=Field(key="way", label="Read as", kind=Kind.REFERENCE),
            row_words=lambda row: row.way_words,
            editable=lambda row: bool(row.ways),
            width=150,
        ),
        view_column("sure", "Sure?", chip=_sure_chip, width=110, sort_key=str),
        view_column("why", "Why", width=260, hint=lambda row: row.why),
    ]


def _sure_chip(row: ColumnRow) -> Chip:
    if row.column.needs_a_look:
        return Chip("Check", "amber")
    if row.column.chosen:
        return Chip("Chosen", "accent", "square")
    return Chip("Sure", "green") if row.column.sure >= _FAIRLY else Chip("Fairly sure", "green_light")

"""Shows what a paste would do before it is done: how it is read, what each cell becomes, what is refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from asc_desktop.domain import spellings
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.pasting.reading import Reading
from asc_desktop.domain.pasting.table import CellReading, CellState, Chosen, PasteColumn, RowKind, RowReading
from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.domain.words import number_of, shortened, them
from asc_desktop.ui.dialogs.change_dialog import ChangeDialog
from asc_desktop.ui.dialogs.paste_controls import PasteControls, called
from asc_desktop.ui.models.columns import Column, view_column
from asc_desktop.ui.models.pasting import value_words
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.paste import PasteRun, left_words
from asc_desktop.ui.widgets.table.pinned import PinnedColumn
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.widgets.tick import TickBox

_NOT_PASTED: Final = {
    RowKind.HEADING: "Headings",
    RowKind.GROUP: "Heading of a group",
    RowKind.TOTAL: "Not pasted: a sum",
    RowKind.UNPLACED: "Not pasted",
}
_MOST_WORDS: Final = 300
_NARROW, _WIDE = 150, 190
"""The widths of columns of numbers, and of words."""
_WIDTH, _AROUND, _SPARE = 1180, 80, 12
"""How wide it is where the screen has the room, what it leaves free of the screen, and of itself under the last row."""
_MOST_OLD: Final = 20
"""How much is shown of what is replaced, so that what replaces it is seen."""


class PreviewRow(Struct, frozen=True):
    """A row of the block as the preview lists it."""

    id: str
    row: RowReading
    goes_to: str
    cells: dict[int, CellReading]

    @property
    def why(self) -> str:
        """Why any of it is not pasted, in sentences, each once."""
        # That a column goes nowhere is said once, above the rows.
        told = [self.row.sentence, *(cell.sentence for cell in self.row.cells if cell.key)]
        return " ".join(dict.fromkeys(filter(None, told)))

    @property
    def needs_a_look(self) -> bool:
        """Whether any of it is not pasted, but for headings and sums."""
        return self.row.kind in {RowKind.UNPLACED, RowKind.NEW} or any(
            cell.state in {CellState.REFUSED, CellState.LEFT_OUT} for cell in self.row.cells
        )


class PastePreview(ChangeDialog):
    """The preview of one paste; accepted once what is good has been pasted."""

    def __init__(self, run: PasteRun, parent: QWidget | None) -> None:
        super().__init__(run.workspace, parent)
        self._run = run
        self._is_sized = False
        self.setWindowTitle(f"Paste into {run.view.accessibleName()}")
        self.notes = Callout("", "info")
        self.controls = PasteControls()
        self.only = TickBox("Show only new rows and what is not pasted")
        self.controls.add_tick(self.only)
        self.counts = make_label("", "muted", wrap=True)
        self.model = RecordTableModel([], parent=self)
        self.view = RecordTableView(self.model, "paste-preview", workspace=None)
        self.view.setAccessibleName("What the paste does")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        PinnedColumn(self.view)
        self._buttons = QDialogButtonBox()
        self.paste_button = self._buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.paste_button.setProperty("kind", "primary")
        self.paste_button.setDefault(True)
        self.nothing_button = self._buttons.addButton("Paste nothing", QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.accepted.connect(self._paste)
        self._buttons.rejected.connect(self.reject)
        self.controls.changed.connect(self._read_again)
        self.only.toggled.connect(lambda _: self._list())
        self._lay_out()
        self._show()
        self.paste_button.setFocus()

    @property
    def reading(self) -> Reading:
        """How the block is read now."""
        return self._run.reading

    def showEvent(self, event: QShowEvent) -> None:
        """Take its size when its fonts are known."""
        if not event.spontaneous() and not self._is_sized:
            self._is_sized = True
            self._fit()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is said of the block the room it needs at the new width."""
        super().resizeEvent(event)
        self._make_room()

    def _lay_out(self) -> None:
        self._said = QWidget()
        column_of(self.notes, self.controls, 1, into=self._said, margins=0, spacing=10)
        # Else it is taken to need what its words would in a narrow column.
        self._said.setMinimumHeight(1)
        self._above = QScrollArea()
        self._above.setFrameShape(QFrame.Shape.NoFrame)
        self._above.setWidgetResizable(True)
        self._above.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._above.setWidget(self._said)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self._above)
        layout.addWidget(self.view, 1)
        foot = row_of((self.counts, 1), self._buttons)
        layout.addLayout(foot)

    def _make_room(self) -> None:
        """Show all that is said of the block, as far as that leaves most of the screen to the rows."""
        wanted = self._said.sizeHint().height()
        if self._said.hasHeightForWidth():
            wanted = self._said.heightForWidth(self._above.viewport().width())
        most = self.screen().availableGeometry().height() * 2 // 5
        self._above.setFixedHeight(max(0, min(wanted, most)))

    def _fit(self) -> None:
        """Be as tall as what is in it, and never taller than the screen."""
        screen = self.screen().availableGeometry()
        self.resize(min(_WIDTH, screen.width() - _AROUND), screen.height() - _AROUND)
        self._layout.activate()
        self._make_room()
        self._layout.activate()
        rows = self.view.verticalHeader().length() + self.view.horizontalHeader().sizeHint().height()
        spare = self.view.height() - rows - self.view.horizontalScrollBar().sizeHint().height() - _SPARE
        self.resize(self.width(), self.height() - max(spare, 0))

    def _read_again(self, chosen: Chosen) -> None:
        self._run.read_again(chosen)
        self._show()

    def _paste(self) -> None:
        if self._run.store():
            self.accept()

    # ------------------------------------------------------------------------------------------- what is shown

    def _show(self) -> None:
        reading = self.reading
        self.controls.show_reading(reading)
        said = notes_of(reading, self._run.needs_reason)
        self.notes.setVisible(bool(said))
        asks = bool(reading.missing) or any(column.asks or column.unknown for column in reading.columns)
        self.notes.set_message("\n".join(said), "warning" if asks else "info")
        cells, rows = len(reading.edits), len(reading.new_rows)
        parts = [number_of(cells, "cell")] if cells else []
        parts += [number_of(rows, f"new {reading.table.noun}", f"new {reading.table.plural}")] if rows else []
        begins = "Paste what is good" if left_words(reading) else "Paste"
        self.paste_button.setText(f"{begins} ({', '.join(parts)})" if parts else "There is nothing to paste")
        self.paste_button.setEnabled(bool(parts))
        self.nothing_button.setText("Paste nothing" if parts else "Close")
        self.counts.setText(_counts(reading))
        self.model.set_columns(_columns(reading, _rows(reading), self._run.view.table.columns))
        self._list()
        self._make_room()

    def _list(self) -> None:
        rows = _rows(self.reading)
        self.model.set_rows([row for row in rows if row.needs_a_look] if self.only.isChecked() else rows)


def notes_of(reading: Reading, needs_reason: str) -> list[str]:
    """Return what a person is to know or to decide before they paste, a sentence or two for each."""
    described = {column.key: column for column in reading.table.columns}
    told = []
    if not (reading.edits or reading.new_rows or left_words(reading)):
        told.append("Everything is here already, so nothing changes.")
    for column in reading.columns:
        label = called(described[column.key]) if column.key else ""
        if column.note:
            way = next((way.words for way in column.ways if way.key == column.way), "")
            read = f" Read as: {way[:1].lower()}{way[1:]}." if way else ""
            told.append(f"{label}: {column.note}{read}" + (" Please check." if column.asks else ""))
        if column.key:
            told += _read_otherwise(reading, described[column.key], column.at)
        if column.unknown:
            told.append(f"{label}: choose what {_quoted(column.unknown)} means. Until then it is refused.")
        if not column.key and column.heading:
            told.append(f"No column here is called “{column.heading}”, so it goes nowhere.")
    if reading.missing:
        labels = ", ".join(described[key].label for key in reading.missing)
        told.append(
            f"The new {reading.table.plural} need values that the block does not have: {labels}. Choose it here."
        )
    if needs_reason:
        told.append(f"{needs_reason} It is asked for once when you paste.")
    return told


def _read_otherwise(reading: Reading, column: PasteColumn, at: int) -> list[str]:
    """Return in a sentence what the letters and colours in a column are read as."""
    options = {option.value: option for option in column.options("")} if column.field.to else {}
    meant: dict[str, dict[str, None]] = {}
    for cell in reading.cells:
        option = options.get(str(cell.new)) if cell.at == at else None
        word = known_as(cell.text)
        if (
            option is not None
            and word != known_as(option.words)
            and word in {known_as(option.letter), option.rag}
        ):
            meant.setdefault(option.words, {})[cell.text.strip()] = None
    told = [f"{' and '.join(f'“{text}”' for text in texts)} as {words}" for words, texts in meant.items()]
    return [f"{called(column)} is read so: {', '.join(told)}."] if told else []


def _quoted(texts: Sequence[str]) -> str:
    shown = ", ".join(f"“{text}”" for text in texts[:4])
    return shown if len(texts) <= 4 else f"{shown} and {len(texts) - 4} more"


def _counts(reading: Reading) -> str:
    same = sum(
        1 for row in reading.rows for cell in row.cells if cell.state is CellState.SAME and cell.text.strip()
    )
    told = left_words(reading)
    if same:
        told.insert(0, f"{number_of(same, 'cell')} already as pasted.")
    changing = {cell.at for row in reading.rows for cell in row.cells if cell.state is not CellState.SAME}
    labels = {column.key: called(column) for column in reading.table.columns}
    if still := [
        labels[column.key] for column in reading.columns if column.key and column.at not in changing
    ]:
        told.append(f"Not listed, since nothing in {them(len(still))} changes: {', '.join(still)}.")
    return " ".join(told)


def _rows(reading: Reading) -> list[PreviewRow]:
    naming = next((item.field for item in reading.table.columns if item.key == reading.table.name), None)
    names = {
        row.id: " ".join(filter(None, (row.reference, _name_words(naming, row.name))))
        for row in reading.table.rows
    }
    makes = f"New {reading.table.noun}"
    found = []
    for row in reading.rows:
        if row.kind is RowKind.EMPTY:
            continue
        goes_to = (
            names.get(row.record_id, "") if row.kind is RowKind.FOUND else _NOT_PASTED.get(row.kind, makes)
        )
        found.append(PreviewRow(str(row.at), row, goes_to, {cell.at: cell for cell in row.cells}))
    return found


def _name_words(field: Field | None, name: str) -> str:
    """Return a row's name as the table shows it: a month, a year or a day in words."""
    is_time = field is not None and field.kind in {Kind.PERIOD, Kind.YEAR, Kind.DATE}
    return field.format(field.parse(name)) if field is not None and is_time and name else name


def changing_columns(reading: Reading) -> frozenset[int]:
    """Return the block's columns of which anything is pasted, refused or left out.

    What a new row is listed by is shown as that already.
    """
    named = {reading.table.name, reading.table.reference}
    return frozenset(
        cell.at
        for row in reading.rows
        for cell in row.cells
        if cell.state is not CellState.SAME and not (_is_listed_by(row, cell) and cell.key in named)
    )


def _is_listed_by(row: RowReading, cell: CellReading) -> bool:
    is_new = row.kind is RowKind.NEW and cell.state is CellState.BECOMES
    return is_new and " ".join(spellings.plain(cell.text).split()) == row.words


def _columns(reading: Reading, rows: Sequence[PreviewRow], shown: Sequence[Column]) -> list[Column]:
    described = {column.key: column for column in reading.table.columns}
    by_key = {column.key: column for column in shown}
    columns = [
        view_column("pasted", "Pasted row", width=170, read=lambda row: row.row.words),
        view_column("goes_to", "Goes to", width=170, aside=lambda row: row.row.kind is not RowKind.FOUND),
    ]
    if any(row.why for row in rows):
        columns.append(view_column("why", "Why not pasted", width=290, hint=lambda row: row.why))
    changing = changing_columns(reading)
    columns += [
        _cell_column(column.at, column.heading, described.get(column.key), by_key.get(column.key))
        for column in reading.columns
        if column.at in changing
    ]
    return columns


def _cell_column(at: int, heading: str, target: PasteColumn | None, column: Column | None) -> Column:
    label = called(target) if target else heading or f"Column {at + 1}"

    def cell(row: PreviewRow) -> CellReading | None:
        return row.cells.get(at)

    def read(row: PreviewRow) -> str:
        held = cell(row)
        return _cell_words(held, row.row.kind, target, column) if held else ""

    def is_refused(row: PreviewRow) -> bool:
        held = cell(row)
        return held is not None and held.state is CellState.REFUSED

    def is_aside(row: PreviewRow) -> bool:
        held = cell(row)
        return held is None or held.state in {CellState.SAME, CellState.LEFT_OUT}

    def hint(row: PreviewRow) -> str:
        held = cell(row)
        return (
            " ".join(filter(None, (f"Pasted: {held.text.strip()[:_MOST_WORDS]}.", held.sentence)))
            if held
            else ""
        )

    width = _NARROW if target is not None and target.field.is_numeric else _WIDE
    tooltip = f"Pasted under “{heading}”" if heading and heading != label else ""
    return view_column(
        f"cell{at}",
        label,
        read=read,
        warn=is_refused,
        aside=is_aside,
        hint=hint,
        width=width,
        tooltip=tooltip,
    )


def _cell_words(cell: CellReading, kind: RowKind, target: PasteColumn | None, column: Column | None) -> str:
    raw = " ".join(cell.text.split())
    if cell.state is CellState.REFUSED:
        return f"Refused: {raw or 'empty'}"
    if cell.state is CellState.LEFT_OUT or target is None:
        return f"Left out: {raw}" if raw else ""

    def words(value: Any) -> str:
        return " ".join(value_words(column, target, value).split())

    if cell.state is CellState.SAME or kind is RowKind.NEW:
        return words(cell.new)
    if cell.new == cell.old:
        return f"{words(cell.new)}, confirmed"
    old = words(cell.old) or "empty"
    return f"{shortened(old, _MOST_OLD)} → {words(cell.new) or 'empty'}"

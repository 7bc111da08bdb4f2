"""How a pasted block is read, as controls to change it by: one for each thing that could be read otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from asc_desktop.domain.pasting.reading import Reading
from asc_desktop.domain.pasting.table import Chosen, PasteColumn, RowKind, RowsBy
from asc_desktop.domain.records.fields import Kind
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.tick import TickBox

_UNDECIDED: Final = "?"
_MOST_TEXTS: Final = 8
"""How many texts of one column may be asked about."""
_MOST_WIDTH: Final = 300
_LEAST_TYPED: Final = 180
_PAUSE: Final = 300
"""Milliseconds without a key, after which what was typed is read."""
_ROWS_BY: Final = ((RowsBy.NAME.value, "by their names"), (RowsBy.PLACE.value, "in their order"))

Key = tuple[str, int, str]
"""What a control is about: the way, the meaning or the place of a column of the block, with a text in it if any."""


class Control(Struct, frozen=True):
    """A choice: what it is about, its label, its options as key and words, and the one in force."""

    key: Key
    label: str
    options: tuple[tuple[str, str], ...]
    current: str
    is_typed: bool = False
    """Whether anything may be typed, and the options are only what there is already."""


class _Typed(QLineEdit):
    """A line that says when a person pauses or ends.

    Enter ends it and no more: the dialog's own button would paste before what follows from it is seen.
    """

    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.ended)
        self.textEdited.connect(lambda _: self._pause.start())
        self.editingFinished.connect(self.ended)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from the dialog."""
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()


class PasteControls(QWidget):
    """The choices of one block. ``changed`` brings what a person chose, all of it."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._chosen = Chosen()
        self._shown: tuple[Control, ...] = ()
        self._boxes: dict[Key, QComboBox] = {}
        self.heading = TickBox("The first row is headings")
        self.heading.toggled.connect(lambda on: self._choose(replace(self._chosen, has_heading=on)))
        self.places = TickBox("Choose where each column goes")
        self.places.toggled.connect(lambda _: self.changed.emit(self._chosen))
        self._held = QWidget()
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._ticks = ticks = QHBoxLayout()
        ticks.setSpacing(18)
        ticks.addWidget(self.heading)
        ticks.addWidget(self.places)
        ticks.addStretch(1)
        layout.addLayout(ticks)
        layout.addWidget(self._held)

    def add_tick(self, tick: TickBox) -> None:
        """Put another tick beside those here."""
        self._ticks.insertWidget(self._ticks.count() - 1, tick)

    def box(self, kind: str, at: int = -1, text: str = "") -> QComboBox:
        """Return a control: of ``rows``, or of a column's ``way``, ``place`` or ``meaning`` of a text."""
        return self._boxes[kind, at, text]

    def has(self, kind: str, at: int = -1, text: str = "") -> bool:
        """Whether there is such a control."""
        return (kind, at, text) in self._boxes

    def show_reading(self, reading: Reading) -> None:
        """Show how a block is read now."""
        self._chosen = reading.chosen
        self.heading.blockSignals(True)
        self.heading.setChecked(reading.has_heading)
        self.heading.blockSignals(False)
        wanted = tuple(controls_of(reading, with_places=self.places.isChecked()))
        if [_frame(each) for each in wanted] != [_frame(each) for each in self._shown]:
            self._rebuild(wanted)
        for control in wanted:
            box = self._boxes[control.key]
            box.blockSignals(True)
            box.setCurrentIndex(box.findData(control.current))
            line = box.lineEdit()
            if isinstance(line, _Typed) and not line.hasFocus():
                box.setEditText(control.current)
            box.blockSignals(False)
        self._shown = wanted

    def _rebuild(self, wanted: tuple[Control, ...]) -> None:
        focused = next((key for key, box in self._boxes.items() if box.hasFocus()), None)
        old, self._held = self._held, QWidget()
        flow = FlowLayout(self._held, spacing=10)
        self._boxes = {}
        for control in wanted:
            flow.addWidget(self._group(control))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._held.setSizePolicy(policy)
        self._layout.replaceWidget(old, self._held)
        old.hide()
        old.deleteLater()
        if focused in self._boxes:
            self._boxes[focused].setFocus()

    def _group(self, control: Control) -> QWidget:
        label = make_label(control.label, "muted")
        box = QComboBox() if control.is_typed else ChoiceBox()
        box.setAccessibleName(control.label)
        for key, words in control.options:
            box.addItem(words, key)
        box.setMaximumWidth(_MOST_WIDTH)
        if control.is_typed:
            line = _Typed()
            line.ended.connect(lambda: self._type(control.key, line.text()))
            box.setEditable(True)
            box.setLineEdit(line)
            box.setMinimumWidth(_LEAST_TYPED)
        else:
            box.activated.connect(lambda _: self._pick(control.key, str(box.currentData())))
        self._boxes[control.key] = box
        group = QWidget()
        row_of(label, box, into=group, margins=0, spacing=6)
        return group

    def _type(self, key: Key, typed: str) -> None:
        if typed.strip() != self._chosen.given.get(key[2], ""):
            self._pick(key, typed.strip())

    def _pick(self, key: Key, picked: str) -> None:
        kind, at, text = key
        chosen = self._chosen
        match kind:
            case "rows":
                chosen = replace(chosen, rows_by=RowsBy(picked))
            case "given":
                chosen = replace(chosen, given={**chosen.given, text: picked})
            case "way":
                chosen = replace(chosen, ways={**chosen.ways, at: picked})
            case "place":
                chosen = replace(
                    chosen,
                    keys={**chosen.keys, at: picked},
                    ways=_without(chosen.ways, at),
                    meanings={held: each for held, each in chosen.meanings.items() if held[0] != at},
                )
            case _:
                meanings = {held: each for held, each in chosen.meanings.items() if held != (at, text)}
                chosen = replace(
                    chosen, meanings=meanings if picked == _UNDECIDED else meanings | {(at, text): picked}
                )
        self._choose(chosen)

    def _choose(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self.changed.emit(chosen)


def controls_of(reading: Reading, *, with_places: bool) -> list[Control]:
    """Return the choices that a reading leaves, with where each column goes if asked for."""
    described = {column.key: column for column in reading.table.columns}
    found: list[Control] = []
    if reading.has_names and not reading.chosen.as_new:
        found.append(Control(("rows", -1, ""), "Rows are found", _ROWS_BY, reading.rows_by.value))
    for column in reading.columns:
        label = called(described[column.key]) if column.key else ""
        if len(column.ways) > 1:
            ways = tuple((way.key, way.words) for way in column.ways)
            found.append(Control(("way", column.at, ""), f"{label} is read", ways, column.way))
        found += [
            _meaning(reading, described[column.key], column.at, text) for text in column.unknown[:_MOST_TEXTS]
        ]
    found += [
        _given(reading, described[key]) for key in dict.fromkeys((*reading.chosen.given, *reading.missing))
    ]
    places = tuple((each.key, called(each)) for each in reading.table.columns if each.label)
    for column in reading.columns:
        if with_places or (not column.key and column.heading):
            name = f"“{column.heading}”" if column.heading else f"Column {column.at + 1}"
            found.append(
                Control(("place", column.at, ""), f"{name} goes to", (("", "nowhere"), *places), column.key)
            )
    return found


def called(column: PasteColumn) -> str:
    """Return what a column is called, with what several are under: ``2026/27 Target``."""
    return f"{column.band} {column.label}".strip()


def _given(reading: Reading, column: PasteColumn) -> Control:
    """Return the choice of what every new row is given in a field of which the block says nothing."""
    label = f"{column.label} of the new {reading.table.plural}"
    current = reading.chosen.given.get(column.key, "")
    if column.field.kind in {Kind.CHOICE, Kind.REFERENCE}:
        options = tuple((option.value, option.words) for option in column.options(""))
        return Control(("given", -1, column.key), label, (("", "Choose…"), *options), current)
    held = dict.fromkeys(column.field.format(column.stored(row.id)) for row in reading.table.rows)
    known = tuple((words, words) for words in held if words)
    return Control(("given", -1, column.key), label, known, current, is_typed=True)


def _meaning(reading: Reading, column: PasteColumn, at: int, text: str) -> Control:
    row_id = next(
        (
            row.record_id
            for row in reading.rows
            if row.kind in {RowKind.FOUND, RowKind.NEW}
            for cell in row.cells
            if cell.at == at and cell.text.strip() == text
        ),
        "",
    )
    options = tuple((option.value, option.words) for option in column.options(row_id))
    return Control(
        ("meaning", at, text),
        f"{column.label} “{text}” means",
        ((_UNDECIDED, "Choose…"), ("", "nothing: leave it out"), *options),
        reading.chosen.meanings.get((at, text), _UNDECIDED),
    )


def _frame(control: Control) -> tuple[Key, str, tuple[tuple[str, str], ...]]:
    return control.key, control.label, control.options


def _without(ways: Mapping[int, str], at: int) -> dict[int, str]:
    return {held: way for held, way in ways.items() if held != at}

"""What the words, letters and colours of the workbook stand for, each asked once for the whole workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from asc_desktop.domain.importing.columns.targets import target_words
from asc_desktop.domain.importing.mapping import TableMap, Target, meaning_key
from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.domain.words import number_of
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.ui.dialogs.importing.columns_step import target_id
from asc_desktop.ui.models.columns import Chip, view_column
from asc_desktop.ui.models.edits import CellEdit, Option
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView

_LEAVE_OUT: Final = "leave"
_UNKNOWN: Final = "unknown"
_FILL: Final = "fill:"
_HUES: Final = (
    (18, "red", "red"),
    (50, "amber", "amber"),
    (70, "yellow", "amber"),
    (165, "green", "green"),
    (260, "blue", "blue"),
    (320, "purple", "neutral"),
    (360, "red", "red"),
)
"""Up to which hue a fill is called what, and the colour role that its chip has."""
_GREY_BELOW: Final = 40


class MeaningRow(Struct, frozen=True):
    """A text of the workbook with what it stands for; ``tables`` are the places of the tables that it is met in."""

    id: str
    target: Target
    text: str
    label: str
    count: int
    stands_for: str | None
    options: tuple[Option, ...]
    tables: tuple[int, ...]

    @property
    def says(self) -> str:
        """What the cells show, a colour in words."""
        if not self.text.startswith(_FILL):
            return self.text
        name, _role = fill_words(self.text)
        return f"No words, filled {name}"

    @property
    def meant(self) -> str:
        """The key of what it stands for, among the options as they are offered."""
        return _UNKNOWN if self.stands_for is None else self.stands_for or _LEAVE_OUT

    @property
    def meant_words(self) -> str:
        """What it stands for, in words."""
        return next((words for key, words in self.offered if key == self.meant), self.stands_for or "")

    @property
    def offered(self) -> tuple[Option, ...]:
        """What it may stand for."""
        return ((_UNKNOWN, "Not known yet: refused"), (_LEAVE_OUT, "Nothing: leave it out"), *self.options)


class MeaningsStep(QWidget):
    """The texts that stand for choices and records, those nobody knows yet first."""

    meant = Signal(object)
    """Tables' places with their TableMap as it is now to be: a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self._tracker: TrackerImport | None = None
        self.model = RecordTableModel(
            [
                view_column("label", "Field", width=200),
                view_column("says", "In the workbook", chip=_says_chip, width=240, sort_key=str),
                view_column("count", "Cells", kind=Kind.INTEGER, width=80),
                view_column(
                    "meant",
                    "Means",
                    kind=Kind.REFERENCE,
                    field=Field(key="meant", label="Means", kind=Kind.REFERENCE, required=True),
                    row_words=lambda row: row.meant_words,
                    editable=True,
                    width=300,
                    warn=lambda row: row.stands_for is None,
                ),
            ],
            sink=self._choose,
            choices=_options,
            parent=self,
        )
        self.view = RecordTableView(self.model, "import-meanings", workspace=None)
        self.view.setAccessibleName("What the workbook’s words mean")
        self.view.set_empty("tick", "Nothing to decide here", "No column has words that need a meaning.")
        self.note = make_label("", "muted", wrap=True)
        column_of(self.note, (self.view, 1), into=self, margins=0, spacing=8)

    def show_tracker(self, tracker: TrackerImport, met: Sequence[MeaningRow]) -> None:
        """Show what the workbook's words stand for now."""
        self._tracker = tracker
        rows = sorted(met, key=lambda row: row.stands_for is not None)
        unknown = sum(row.stands_for is None for row in rows)
        self.note.setText(
            f"It is not known yet what {number_of(unknown, 'word needs', 'words need')} for, listed first. "
            "Until you choose, such cells are refused. A choice is kept for the next time."
            if unknown
            else "A choice made here is kept for the next time."
        )
        self.model.set_rows(rows)

    def _choose(self, edits: Sequence[CellEdit]) -> None:
        tracker = self._tracker
        if tracker is None:
            return
        changed: dict[int, TableMap] = {}
        for edit in edits:
            row = cast("MeaningRow | None", self.model.find(edit.record_id))
            for at in row.tables if row is not None else ():
                table_map = changed.get(at, tracker.mapping.tables[at])
                changed[at] = _with_meaning(table_map, cast("MeaningRow", row), edit.text)
        self.meant.emit(changed)


def meaning_rows(tracker: TrackerImport) -> Iterator[MeaningRow]:
    """Return each text that stands for something, once for all tables that are taken."""
    found: dict[tuple[str, str], MeaningRow] = {}
    for at, table_map in enumerate(tracker.mapping.tables):
        if table_map.skip:
            continue
        words = {target_id(target): said for target, said in tracker.targets(at)}
        targets = dict.fromkeys(
            target
            for target in (*(column.target for column in table_map.columns), *table_map.group)
            if target
        )
        for target in targets:
            meanings = tracker.meanings(at, target)
            label = words.get(target_id(target)) or target_words(target)
            for met in meanings.met:
                key = (meaning_key(target), met.text)
                held = found.get(key)
                row = MeaningRow(
                    id="\t".join(key),
                    target=target,
                    text=met.text,
                    label=label,
                    count=met.count,
                    stands_for=met.stands_for,
                    options=meanings.options,
                    tables=(at,),
                )
                found[key] = (
                    row
                    if held is None
                    else replace(held, count=held.count + met.count, tables=(*held.tables, at))
                )
    yield from found.values()


def fill_words(text: str) -> tuple[str, str]:
    """Return what a fill is called and the colour role that is nearest to it: ``fill:FF0000`` is red."""
    colour = QColor(f"#{text.removeprefix(_FILL)}")
    if colour.hsvSaturation() < _GREY_BELOW:
        name = "white" if colour.value() > 240 else "black" if colour.value() < 40 else "grey"
        return name, "grey"
    return next(((name, role) for most, name, role in _HUES if colour.hsvHue() <= most), ("red", "red"))


def _with_meaning(table_map: TableMap, row: MeaningRow, chosen: str) -> TableMap:
    key = meaning_key(row.target)
    held = {text: meant for text, meant in table_map.meanings.get(key, {}).items() if text != row.text}
    if chosen != _UNKNOWN:
        held[row.text] = "" if chosen == _LEAVE_OUT else chosen
    return replace(table_map, meanings={**table_map.meanings, key: held})


def _options(_field: Field, row: Any = None) -> Sequence[Option]:
    return row.offered if isinstance(row, MeaningRow) else ()


def _says_chip(row: MeaningRow) -> Chip:
    if row.text.startswith(_FILL):
        return Chip(row.says, fill_words(row.text)[1])
    return Chip(row.says, "neutral", "none")

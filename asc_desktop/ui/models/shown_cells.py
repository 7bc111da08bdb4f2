"""What the cells of a table show: to a person, to a screen reader and to the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from asc_desktop.domain.glossary import meaning_of
from asc_desktop.domain.records.fields import Kind
from asc_desktop.ui.models.arrange import Entry, GroupRow
from asc_desktop.ui.models.arrangement import Arrangement
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import ChoicesProvider, EditSink, Option, options_of
from asc_desktop.ui.plain import plain

ModelIndex = QModelIndex | QPersistentModelIndex

VALUE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The stored value."""
SENTENCE_ROLE = Qt.ItemDataRole.UserRole + 2
"""Why what was typed was refused, or None."""

NO_PARENT = QModelIndex()
_SHOWN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE = _SHOWN | Qt.ItemFlag.ItemIsEditable
_SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "centre": Qt.AlignmentFlag.AlignCenter,
}


class Draft(Struct, frozen=True):
    """What a person typed into a cell and the sentence with which it was refused."""

    text: str
    sentence: str
    stored: Any = None
    """The cell's value then: where it changes otherwise, the text has had its day."""


class ShownCells(QAbstractTableModel):
    """The rows and headings of a table as they are arranged now, to be read."""

    _sink: EditSink | None
    _choices: ChoicesProvider | None

    def __init__(self, arrangement: Arrangement, parent: QObject | None) -> None:
        super().__init__(parent)
        self._asked = arrangement
        self._entries: list[Entry] = []
        self._ids: list[str] = []
        self._positions: dict[str, int] | None = None
        self._texts: dict[tuple[str, int], str] = {}
        self._drafts: dict[tuple[str, str], Draft] = {}
        self.exempt_note: Callable[[Any, int], str] | None = None
        """Given by the view: that a row is exempt from publication, in words, at the column that shows it."""
        self.why_closed: Callable[[], str] = str
        """Why nothing can be changed where the table stands, which its view knows; nothing where it can."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return every column, in the order given."""
        return self._asked.columns

    @property
    def rows(self) -> Sequence[Any]:
        """Return every row as it was given, shown or not."""
        return self._asked.rows

    @property
    def shown_rows(self) -> Sequence[Any]:
        """Return the rows that pass the filters, in order, those in folded groups too."""
        return self._asked.shown

    @property
    def is_editable(self) -> bool:
        """Whether any cell may be edited."""
        return self._open_sink is not None and any(column.editable for column in self._asked.columns)

    @property
    def _open_sink(self) -> EditSink | None:
        return None if self.why_closed() else self._sink

    @property
    def choices(self) -> ChoicesProvider | None:
        """Return what offers references."""
        return self._choices

    def column(self, at: int) -> Column:
        """Return a column by its place."""
        return self._asked.columns[at]

    def column_at(self, key: str) -> int:
        """Return a column's place; raise KeyError where there is none."""
        return self._asked.places[key]

    def row_at(self, at: int) -> Any | None:
        """Return the row shown there, None for a heading or past the end."""
        entry = self._entries[at] if 0 <= at < len(self._entries) else None
        return None if isinstance(entry, GroupRow) else entry

    def group_at(self, at: int) -> GroupRow | None:
        """Return the heading or total shown there, None for a row or past the end."""
        entry = self._entries[at] if 0 <= at < len(self._entries) else None
        return entry if isinstance(entry, GroupRow) else None

    @property
    def headings(self) -> Sequence[GroupRow]:
        """Return the headings and totals shown."""
        return [entry for entry in self._entries if isinstance(entry, GroupRow)]

    def folds_over(self, row: Any) -> tuple[str, ...]:
        """Return the keys by which the headings over a row are folded; none where rows are not gathered."""
        return self._asked.folds_over(row)

    def id_at(self, at: int) -> str:
        """Return the id of the row or heading shown there."""
        return self._ids[at]

    def find(self, row_id: str) -> Any | None:
        """Return a row by its id, shown or not."""
        return self._asked.by_id.get(row_id)

    def position(self, row_id: str) -> int:
        """Return where a row or heading is shown, or -1."""
        if self._positions is None:
            self._positions = {held: at for at, held in enumerate(self._ids)}
        return self._positions.get(row_id, -1)

    def can_edit(self, at: int, column: int) -> bool:
        """Whether the cell shown there may be edited."""
        row = self.row_at(at)
        return row is not None and self._open_sink is not None and self._asked.columns[column].can_edit(row)

    def can_edit_row(self, row_id: str, column: Column) -> bool:
        """Whether a row's cell may be edited, shown or not."""
        row = self.find(row_id)
        return row is not None and self._open_sink is not None and column.can_edit(row)

    def options(self, column: Column, row: Any) -> Sequence[Option]:
        """Return what a row's choice or reference may be."""
        return options_of(column.field, self._choices, row)

    def text_at(self, at: int, column: int) -> str:
        """Return what a cell shows."""
        entry = self._entries[at]
        if isinstance(entry, GroupRow):
            return self._group_text(entry, column)
        draft = self._drafts.get((entry.id, self._asked.columns[column].key)) if self._drafts else None
        return draft.text if draft else self._text(entry, column)

    def text_of_row(self, row: Any, column: int) -> str:
        """Return what a row's cell shows of what is stored, whether the row is shown or not."""
        return self._text(row, column)

    def copied_at(self, at: int, column: int) -> str:
        """Return a cell for the clipboard."""
        entry = self._entries[at]
        described = self._asked.columns[column]
        if isinstance(entry, GroupRow):
            value = entry.cells.get(described.key)
            return described.copied(value) if value is not None else self._group_text(entry, column)
        if described.chip is not None or described.kind is Kind.REFERENCE:
            # What is stored of a reference is an id.
            return described.text(entry)
        return described.copied(described.read(entry))

    def value_at(self, at: int, column: int) -> object:
        """Return a cell's stored value; a heading's is its subtotal."""
        entry = self._entries[at]
        if isinstance(entry, GroupRow):
            return entry.cells.get(self._asked.columns[column].key)
        return self._asked.columns[column].read(entry)

    def distinct_texts(self, key: str) -> list[str]:
        """Return each different text of a column in the column's order, nothing last."""
        return self._asked.distinct_texts(key)

    def draft(self, row_id: str, key: str) -> Draft | None:
        """Return what was typed into a cell and refused."""
        return self._drafts.get((row_id, key))

    @property
    def draft_count(self) -> int:
        """Return how many cells hold what was refused."""
        return len(self._drafts)

    # ------------------------------------------------------------------------------------------------ for Qt

    def rowCount(self, parent: ModelIndex = NO_PARENT) -> int:
        """Return how many rows and headings are shown."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: ModelIndex = NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._asked.columns)

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """Say what can be done with a cell."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITABLE if self.can_edit(index.row(), index.column()) else _SHOWN

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: PLR0911
        """Return a cell's text, value, side or tooltip."""
        if not index.isValid():
            return None
        at, column_at = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text_at(at, column_at)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _SIDES[self._asked.columns[column_at].side]
        entry = self._entries[at]
        column = self._asked.columns[column_at]
        if role == VALUE_ROLE:
            return self.value_at(at, column_at)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(at, column_at)
        if isinstance(entry, GroupRow):
            return None
        draft = self._drafts.get((entry.id, column.key))
        if role == SENTENCE_ROLE:
            return draft.sentence if draft else None
        if role == Qt.ItemDataRole.EditRole:
            return draft.text if draft else column.edit_text(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            hint = draft.sentence if draft else column.hint(entry) if column.hint else None
            exempt = self.exempt_note(entry, column_at) if self.exempt_note else ""
            return plain("\n\n".join(words for words in (hint, exempt) if words)) or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._asked.columns):
            return None
        column = self._asked.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _SIDES[column.side]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(column.tooltip or meaning_of(column.label)) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.band} {column.label}".strip()
        return None

    # ------------------------------------------------------------------------------------------------ inside

    def _stored(self, cell: tuple[str, str]) -> Any:
        row, at = self.find(cell[0]), self._asked.places.get(cell[1])
        return None if row is None or at is None else self._asked.columns[at].read(row)

    def _text(self, row: Any, column: int) -> str:
        cell = (row.id, column)
        found = self._texts.get(cell)
        if found is None:
            found = self._texts[cell] = self._asked.columns[column].text(row)
        return found

    def _group_text(self, group: GroupRow, column: int) -> str:
        described = self._asked.columns[column]
        value = group.cells.get(described.key)
        if value is not None:
            return described.text_of(value)
        return group.label if column == 0 else ""

    def _spoken(self, at: int, column: int) -> str:
        group = self.group_at(at)
        described = self._asked.columns[column]
        text = self.text_at(at, column)
        if group is not None and not group.is_total:
            state = "folded" if group.folded else "open"
            return (
                f"{group.label}, {group.count} rows, {state}" if column == 0 else f"{described.label} {text}"
            )
        draft = self._drafts.get((self._ids[at], described.key))
        spoken = f"{described.band} {described.label} {text or 'empty'}".strip()
        exempt = self.exempt_note(self._entries[at], column) if self.exempt_note and group is None else ""
        spoken = f"{spoken}. {exempt}" if exempt else spoken
        return f"{spoken}. {draft.sentence}" if draft else spoken

    def _show(self, entries: list[Entry]) -> None:
        self._entries = entries
        self._ids = [entry.id for entry in entries]
        self._positions = None

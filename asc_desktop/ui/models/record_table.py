"""The one table model: rows of anything with an id, grouped, sorted, filtered and edited in place.

Sorting and filtering are done here, on plain lists: a proxy model costs many times as much. What a cell shows is
worked out when it is first painted. After `set_rows` only the rows that differ are told of, so an edit does not
disturb what a person has selected, scrolled to or is typing. Rows that can be edited keep their places through any
change until `sort_again` (`Arrangement` says how).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from asc_desktop.domain.records.fields import Kind
from asc_desktop.ui.models.arrange import Entry, Grouping, GroupRow, changed_run
from asc_desktop.ui.models.arrangement import Arrangement, Subtotals
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import (
    CellEdit,
    ChoicesProvider,
    EditSink,
    NotSaved,
    Option,
    Outcome,
    Problem,
    options_of,
)
from asc_desktop.ui.models.sending import read_edits, send
from asc_desktop.ui.plain import plain

__all__ = ["SENTENCE_ROLE", "VALUE_ROLE", "Draft", "ModelIndex", "RecordTableModel", "Subtotals"]

ModelIndex = QModelIndex | QPersistentModelIndex

VALUE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The stored value."""
SENTENCE_ROLE = Qt.ItemDataRole.UserRole + 2
"""Why what was typed was refused, or None."""

_NO_PARENT = QModelIndex()
_MANY_RUNS = 40
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


class RecordTableModel(QAbstractTableModel):
    """A table of rows. `sink` takes edits; without one nothing can be edited. `choices` offers references.

    `own_order` is for rows in a person's own order or in time's, which is followed at once.
    """

    arranged = Signal()
    """Sent after what is shown, or its order, may have changed."""
    refreshed = Signal()
    """Sent after set_rows: every visible cell is to be painted again."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        sink: EditSink | None = None,
        choices: ChoicesProvider | None = None,
        own_order: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._asked = Arrangement(columns, holds=sink is not None, own_order=own_order)
        self._sink = sink
        self._choices = choices
        self._entries: list[Entry] = []
        self._ids: list[str] = []
        self._positions: dict[str, int] | None = None
        self._texts: dict[tuple[str, int], str] = {}
        self._drafts: dict[tuple[str, str], Draft] = {}
        self._owner = ""
        self._put_by: dict[str, dict[tuple[str, str], Draft]] = {}
        self._is_waiting = False
        self._wanted: tuple[bool, bool] | None = None
        self.exempt_note: Callable[[Any, int], str] | None = None
        self.awaits_rows: Callable[[], bool] = bool
        """Whether the rows are those before a change and new ones come next: what was typed is shown until then."""
        self.why_closed: Callable[[], str] = str
        """Why nothing can be changed where the table stands, which its view knows; nothing where it can."""
        """Given by the view: that a row is exempt from publication, in words, at the column that shows it."""

    # ------------------------------------------------------------------------------------------------ contents

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

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show these rows. Raises ValueError where two have one id.

        Where the same rows come again they keep their places, even where a change would sort them elsewhere, as in
        Excel: sorting again is the person's choice.
        """
        self._asked.set_rows(rows)
        self._texts.clear()
        self._drafts = {cell: draft for cell, draft in self._drafts.items() if self._is_in_force(cell, draft)}
        self._arrange()
        self.refreshed.emit()

    def refresh(self) -> None:
        """Read every cell again: what the words depend on (a theme's name, the unit) has changed."""
        self._texts.clear()
        self._asked.forget_texts()
        self._arrange()
        self.refreshed.emit()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns: other years, another unit. Sorting and filters of columns that stay are kept."""
        self.beginResetModel()
        self._texts.clear()
        self._asked.set_columns(columns)
        self._show(self._asked.entries(sort=False, narrow=False))
        self.endResetModel()
        self.arranged.emit()

    # ------------------------------------------------------------------------------------------------ look-ups

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

    def group_of(self, row: Any) -> str:
        """Return the key of the group that a row stands in, empty where rows are not gathered."""
        return self._asked.group_of(row)

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

    # ------------------------------------------------------------------------------------------------ arrangement

    @property
    def sorting(self) -> tuple[str, bool] | None:
        """Return the key of the column that rows are sorted by and whether descending."""
        return self._asked.sorting

    def sort_by(self, key: str | None, *, descending: bool = False) -> None:
        """Sort by a column, within groups where there are any; None restores the order given."""
        self._asked.sorting = None if key is None else (key, descending)
        self._arrange(sort=True)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(self._asked.columns) - 1, 0))

    def sort_again(self) -> None:
        """Put every row where its values now say: in order, in its group, and out of sight where it is filtered out."""
        self._arrange(sort=True, narrow=True)

    @property
    def is_settled(self) -> bool:
        """Whether sorting again would change nothing."""
        return self._asked.is_settled

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort as Qt asks; a column below 0 means none."""
        key = self._asked.columns[column].key if 0 <= column < len(self._asked.columns) else None
        self.sort_by(key, descending=order == Qt.SortOrder.DescendingOrder)

    def set_filter_text(self, text: str) -> None:
        """Show only rows whose searched columns hold every word typed, in any case and order."""
        needles = tuple(text.casefold().split())
        if needles != self._asked.needles:
            self._asked.needles = needles
            self._arrange(narrow=True)

    def set_searched_keys(self, keys: Iterable[str]) -> None:
        """Search the text of these columns only: those in sight."""
        if self._asked.search_in(keys) and self._asked.needles:
            self._arrange(narrow=True)

    @property
    def value_filters(self) -> Mapping[str, frozenset[str]]:
        """Return the texts let through, by column key."""
        return dict(self._asked.value_filters)

    def set_value_filter(self, key: str, allowed: Iterable[str] | None) -> None:
        """Show only rows with one of these texts in a column; None lets all through."""
        if allowed is None:
            self._asked.value_filters.pop(key, None)
        else:
            self._asked.value_filters[key] = frozenset(allowed)
        self._arrange(narrow=True)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(self._asked.columns) - 1, 0))

    def set_predicate(self, predicate: Callable[[Any], bool] | None, asked: object = None) -> None:
        """Show only rows of which this is true: a page's own filter, such as overdue only.

        `asked` is what the person chose, to be compared: the same again takes no row away that has changed since.
        """
        was, before = self._asked.predicate, self._asked.predicate_asked
        self._asked.predicate, self._asked.predicate_asked = predicate, asked
        is_other = (predicate is None) is not (was is None) or asked is None or asked != before
        self._arrange(narrow=is_other and predicate is not was)

    def clear_filters(self) -> None:
        """Show every row that the page's own filter lets through."""
        self._asked.needles = ()
        self._asked.value_filters.clear()
        self._arrange(narrow=True)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(self._asked.columns) - 1, 0))

    @property
    def is_filtered(self) -> bool:
        """Whether a person's filter hides, or could hide, rows."""
        return bool(self._asked.needles or self._asked.value_filters)

    @property
    def grouping(self) -> Grouping | None:
        """Return how rows are gathered."""
        return self._asked.grouping

    def set_grouping(self, grouping: Grouping | None) -> None:
        """Gather rows under headings, or not; anew where the grouping has another name."""
        was, self._asked.grouping = self._asked.grouping, grouping
        self._arrange(sort=(was.name if was else "") != (grouping.name if grouping else ""))

    def set_total(self, label: str, subtotals: Subtotals | None) -> None:
        """Show a total as the last row: its cells come from the caller, given the rows shown. None takes it away."""
        self._asked.total = (label, subtotals) if subtotals is not None else None
        self._arrange()

    @property
    def folded(self) -> frozenset[str]:
        """Return the keys of the groups that are folded."""
        return frozenset(self._asked.folded)

    def fold(self, key: str, *, folded: bool) -> None:
        """Hide or show a group's rows."""
        if folded != (key in self._asked.folded):
            self._asked.folded.symmetric_difference_update({key})
            self._arrange()

    def set_folded(self, keys: Iterable[str]) -> None:
        """Hide the rows of these groups, and show those of every other."""
        if (folded := set(keys)) != self._asked.folded:
            self._asked.folded = folded
            self._arrange()

    def fold_all(self, *, folded: bool) -> None:
        """Hide or show the rows of every group."""
        self._asked.folded = (
            {self._asked.grouping.key(row) for row in self._asked.rows}
            if folded and self._asked.grouping
            else set[str]()
        )
        self._arrange()

    # ------------------------------------------------------------------------------------------------ editing

    def apply(self, edits: Iterable[CellEdit]) -> Outcome:
        """Send the edits that change something to the sink, as one transaction.

        What was refused stays in its cell as a draft, with the sentence; the rest is applied. What the person gave up
        stays likewise.
        """
        found = read_edits(edits, self.find, lambda key: self.column(self.column_at(key)), self._choices)
        for cell in found.typed:
            self._drafts.pop(cell, None)
        given_up = False
        try:
            applied, refused = send(found.wanted, sink) if (sink := self._open_sink) is not None else (0, [])
        except NotSaved as error:
            given_up = True
            applied, refused = 0, [Problem(edit.record_id, edit.key, str(error)) for edit in found.wanted]
        refused = found.refused + refused
        for problem in refused:
            cell = (problem.record_id, problem.key)
            if self.find(problem.record_id) is not None:
                self._drafts[cell] = Draft(found.typed[cell], problem.sentence, self._stored(cell))
        if self.awaits_rows():
            for (row_id, key), words in found.shown.items():
                self._texts[row_id, self._asked.places[key]] = words
        for cell in found.typed:
            self._tell_cell(*cell)
        return Outcome(applied, tuple(refused), given_up)

    def sent(self, edits: Iterable[CellEdit]) -> list[Problem]:
        """Send the edits that change something to the sink, and return what was refused; no cell shows any of it."""
        found = read_edits(edits, self.find, lambda key: self.column(self.column_at(key)), self._choices)
        refused = send(found.wanted, sink)[1] if (sink := self._open_sink) is not None else []
        return found.refused + refused

    def draft(self, row_id: str, key: str) -> Draft | None:
        """Return what was typed into a cell and refused."""
        return self._drafts.get((row_id, key))

    @property
    def draft_count(self) -> int:
        """Return how many cells hold what was refused."""
        return len(self._drafts)

    def drop_draft(self, row_id: str, key: str) -> None:
        """Show the stored value of a cell again."""
        if self._drafts.pop((row_id, key), None) is not None:
            self._tell_cell(row_id, key)

    def use_drafts_of(self, owner: str) -> None:
        """Keep what was refused apart by whose rows these are, where rows of several have the same ids."""
        if owner != self._owner:
            self._put_by[self._owner], self._owner = self._drafts, owner
            self._drafts = self._put_by.pop(owner, {})

    def refused(self) -> list[tuple[str, str]]:
        """Return each refused text with its column's words, those of rows not shown just now too."""
        held = [self._drafts, *self._put_by.values()]
        words = {column.key: f"{column.band} {column.label}".strip() for column in self._asked.columns}
        return [(draft.text, words.get(key, key)) for drafts in held for (_, key), draft in drafts.items()]

    def drop_all_drafts(self) -> None:
        """Show the stored values of every cell again, and forget what was refused in rows not shown just now."""
        self._put_by.clear()
        self.drop_drafts()
        self._drafts.clear()

    def _stored(self, cell: tuple[str, str]) -> Any:
        row, at = self.find(cell[0]), self._asked.places.get(cell[1])
        return None if row is None or at is None else self._asked.columns[at].read(row)

    def _is_in_force(self, cell: tuple[str, str], draft: Draft) -> bool:
        return (
            self.find(cell[0]) is None
            or cell[1] not in self._asked.places
            or self._stored(cell) == draft.stored
        )

    def drop_drafts(self) -> None:
        """Show the stored values of every cell again."""
        for cell in list(self._drafts):
            self.drop_draft(*cell)

    def _tell_cell(self, row_id: str, key: str) -> None:
        at = self.position(row_id)
        if at >= 0:
            cell = self.index(at, self._asked.places[key])
            self.dataChanged.emit(cell, cell)

    # ------------------------------------------------------------------------------------------------ for Qt

    def rowCount(self, parent: ModelIndex = _NO_PARENT) -> int:
        """Return how many rows and headings are shown."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: ModelIndex = _NO_PARENT) -> int:
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

    def setData(self, index: ModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Edit one cell; return whether it was taken."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row = self.row_at(index.row())
        if row is None:
            return False
        return self.apply([CellEdit(row.id, self._asked.columns[index.column()].key, str(value))]).is_ok

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
            return plain(column.tooltip) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.band} {column.label}".strip()
        return None

    # ------------------------------------------------------------------------------------------------ inside

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

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Arrange once, at the end, whatever is set within: rows, filters, grouping and total that change together."""
        self._is_waiting = True
        self._wanted = None
        try:
            yield
        finally:
            self._is_waiting = False
            wanted: tuple[bool, bool] | None = self._wanted
            if wanted is not None:
                self._arrange(sort=wanted[0], narrow=wanted[1])

    def _arrange(self, *, sort: bool = False, narrow: bool = False) -> None:
        """Work out what to show, and tell of no more than what differs from what was shown."""
        if self._is_waiting:
            before = self._wanted or (False, False)
            self._wanted = (before[0] or sort, before[1] or narrow)
            return
        entries = self._asked.entries(sort=sort, narrow=narrow)
        ids = [entry.id for entry in entries]
        old = self._entries
        start, gone, come = changed_run(self._ids, ids)
        if gone and come:
            self.beginResetModel()
            self._show(entries)
            self.endResetModel()
        else:
            if gone:
                self.beginRemoveRows(_NO_PARENT, start, start + gone - 1)
                old = old[:start] + old[start + gone :]
                self._show(old)
                self.endRemoveRows()
            elif come:
                self.beginInsertRows(_NO_PARENT, start, start + come - 1)
                old = old[:start] + entries[start : start + come] + old[start:]
                self._show(old)
                self.endInsertRows()
            self._show(entries)
            self._tell_runs([at for at, pair in enumerate(zip(old, entries, strict=True)) if _differ(*pair)])
        self.arranged.emit()

    def _tell_runs(self, changed: list[int]) -> None:
        if not changed or not self._asked.columns:
            return
        runs: list[tuple[int, int]] = []
        for at in changed:
            if runs and runs[-1][1] == at - 1:
                runs[-1] = (runs[-1][0], at)
            else:
                runs.append((at, at))
        if len(runs) > _MANY_RUNS:
            runs = [(changed[0], changed[-1])]
        last = len(self._asked.columns) - 1
        for first, final in runs:
            self.dataChanged.emit(self.index(first, 0), self.index(final, last))


def _differ(old: Entry, new: Entry) -> bool:
    if old is new:
        return False
    if isinstance(old, GroupRow) and isinstance(new, GroupRow):
        return (old.label, old.count, old.cells, old.folded) != (new.label, new.count, new.cells, new.folded)
    return bool(old != new)

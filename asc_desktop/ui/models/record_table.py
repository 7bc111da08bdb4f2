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

from PySide6.QtCore import QObject, Qt, Signal

from asc_desktop.ui.models.arrange import Entry, Grouping, GroupRow, changed_run, sort_rows
from asc_desktop.ui.models.arrangement import Arrangement, Aside, Subtotals
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import (
    CellEdit,
    ChoicesProvider,
    EditSink,
    NotSaved,
    Outcome,
    Problem,
)
from asc_desktop.ui.models.sending import read_edits, send
from asc_desktop.ui.models.shown_cells import (
    NO_PARENT,
    Draft,
    ModelIndex,
    ShownCells,
)

_MANY_RUNS = 40


class RecordTableModel(ShownCells):
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
        super().__init__(Arrangement(columns, holds=sink is not None, own_order=own_order), parent)
        self._sink = sink
        self._choices = choices
        self._given = tuple(columns)
        self._given_grouping: Grouping | None = None
        self._grouped_by = ""
        self._more: Callable[[], Sequence[Column]] = tuple
        self._owner = ""
        self._put_by: dict[str, dict[tuple[str, str], Draft]] = {}
        self._is_waiting = False
        self._wanted: tuple[bool, bool] | None = None
        self.awaits_rows: Callable[[], bool] = bool
        """Whether the rows are those before a change and new ones come next: what was typed is shown until then."""

    # ------------------------------------------------------------------------------------------------ contents

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

    def forget_texts(self) -> None:
        """Read every cell again when it is next looked at, though no row differs."""
        self._texts.clear()
        self._asked.forget_texts()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns: other years, another unit. Sorting and filters of columns that stay are kept."""
        self._given = tuple(columns)
        self.renew_columns()

    def extend(self, more: Callable[[], Sequence[Column]], over: Callable[[EditSink], EditSink]) -> None:
        """Show more columns after those given; ``over`` makes the sink that takes their cells too."""
        self._more = more
        if self._sink is not None:
            self._sink = over(self._sink)
        self.renew_columns()

    def renew_columns(self) -> None:
        """Read again which columns come after those given."""
        self.beginResetModel()
        self._texts.clear()
        self._asked.set_columns((*self._given, *self._more()))
        self._show(self._asked.entries(sort=False, narrow=False))
        self.endResetModel()
        self.arranged.emit()

    # ------------------------------------------------------------------------------------------------ arrangement

    @property
    def sorting(self) -> tuple[str, bool] | None:
        """Return the key of the column that rows are sorted by and whether descending."""
        return self._asked.sorting

    def sort_by(self, key: str | None, *, descending: bool = False) -> None:
        """Sort by a column, within groups where there are any; None restores the order given."""
        self._asked.sorting = None if key is None else (key, descending)
        self._arrange(sort=True)
        self._tell_headings()

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
        self._tell_headings()

    def set_predicate(
        self, predicate: Callable[[Any], bool] | None, asked: object = None, aside: Aside | None = None
    ) -> None:
        """Show only rows of which this is true: a page's own filter, such as overdue only.

        Those of them that are `aside` are counted and not listed. `asked` is what the person chose, to be compared: the
        same again takes no row away that has changed since.
        """
        was, before = self._asked.predicate, self._asked.predicate_asked
        self._asked.predicate, self._asked.predicate_asked = predicate, asked
        self._asked.aside = aside
        is_other = (predicate is None) is not (was is None) or asked is None or asked != before
        self._arrange(narrow=is_other and predicate is not was)

    @property
    def has_aside(self) -> bool:
        """Whether rows that pass the filters are counted and not listed."""
        return self._asked.has_aside

    def clear_filters(self) -> None:
        """Show every row that the page's own filter lets through."""
        self._asked.needles = ()
        self._asked.value_filters.clear()
        self._arrange(narrow=True)
        self._tell_headings()

    @property
    def is_filtered(self) -> bool:
        """Whether a person's filter hides, or could hide, rows."""
        return bool(self._asked.needles or self._asked.value_filters)

    @property
    def grouping(self) -> Grouping | None:
        """Return how rows are gathered."""
        return self._asked.grouping

    def set_grouping(self, grouping: Grouping | None) -> None:
        """Gather rows under headings, or not; anew where the grouping has another name.

        Where a person gathers them by a column, that goes before it until they no longer do; what is above its
        groups, such as programmes, stays above theirs.
        """
        self._given_grouping = grouping
        self._gather()

    @property
    def has_own_order(self) -> bool:
        """Whether the order in which rows are given is a person's own, or time's."""
        return self._asked.own_order

    @property
    def grouped_by(self) -> str:
        """Return the key of the column by which a person gathers rows; empty where they do not."""
        return self._grouped_by

    def group_by(self, key: str) -> None:
        """Gather rows by what a column says, in its order; as given where the key is empty or no column's."""
        self._grouped_by = key if key in self._asked.places else ""
        self._gather()

    def _gather(self) -> None:
        grouping = self._by_column(self._grouped_by) if self._grouped_by else self._given_grouping
        was, self._asked.grouping = self._asked.grouping, grouping
        self._arrange(sort=(was.name if was else "") != (grouping.name if grouping else ""))

    def _by_column(self, key: str) -> Grouping:
        def words(row: Any) -> str:
            at = self._asked.places.get(key)
            return self._asked.columns[at].text(row) if at is not None else ""

        column = self.column(self.column_at(key))
        ordered = sort_rows(self._asked.rows, column, descending=False)
        return Grouping(
            f"column {key}",
            words,
            lambda text: text or f"No {column.label[:1].lower()}{column.label[1:]}",
            order=tuple(dict.fromkeys(map(words, ordered))),
            above=given.above or given.as_above if (given := self._given_grouping) is not None else None,
        )

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
            {key for row in self._asked.rows for key in self._asked.folds_over(row)} if folded else set[str]()
        )
        self._arrange()

    # ------------------------------------------------------------------------------------------------ editing

    def apply(self, edits: Iterable[CellEdit], *, confirms: bool = False) -> Outcome:
        """Send the edits that change something to the sink, as one transaction; or that confirm what was carried.

        What was refused stays in its cell as a draft, with the sentence; the rest is applied. What the person gave up
        stays likewise.
        """
        found = read_edits(
            edits, self.find, lambda key: self.column(self.column_at(key)), self._choices, confirms=confirms
        )
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
        """Send the edits to the sink, those that confirm what was carried too, and return what was refused.

        No cell shows any of it.
        """
        found = read_edits(
            edits, self.find, lambda key: self.column(self.column_at(key)), self._choices, confirms=True
        )
        refused = send(found.wanted, sink)[1] if (sink := self._open_sink) is not None else []
        return found.refused + refused

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

    def setData(self, index: ModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Edit one cell; return whether it was taken."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row = self.row_at(index.row())
        if row is None:
            return False
        return self.apply([CellEdit(row.id, self._asked.columns[index.column()].key, str(value))]).is_ok

    def _tell_headings(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(self._asked.columns) - 1, 0))

    def _tell_cell(self, row_id: str, key: str) -> None:
        at = self.position(row_id)
        if at >= 0:
            cell = self.index(at, self._asked.places[key])
            self.dataChanged.emit(cell, cell)

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
                self.beginRemoveRows(NO_PARENT, start, start + gone - 1)
                old = old[:start] + old[start + gone :]
                self._show(old)
                self.endRemoveRows()
            elif come:
                self.beginInsertRows(NO_PARENT, start, start + come - 1)
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

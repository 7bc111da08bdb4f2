"""What a table is asked to show: its rows, how they are sorted, filtered, gathered and totalled. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from asc_desktop.ui.models.arrange import Entry, Grouping, GroupRow, group_rows, sort_rows
from asc_desktop.ui.models.columns import Column

Subtotals = Callable[[Sequence[Any]], Mapping[str, object]]
"""Gives a total's cells by column key, from the rows shown."""

_TOTAL_ID = "total:"


class Arrangement:
    """The rows and what was asked of them. `entries` works out what to show."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns: tuple[Column, ...] = ()
        self.places: dict[str, int] = {}
        self.rows: list[Any] = []
        self.by_id: dict[str, Any] = {}
        self.shown: list[Any] = []
        self.sorting: tuple[str, bool] | None = None
        self.needles: tuple[str, ...] = ()
        self.value_filters: dict[str, frozenset[str]] = {}
        self.predicate: Callable[[Any], bool] | None = None
        self.grouping: Grouping | None = None
        self.folded: set[str] = set()
        self.total: tuple[str, Subtotals] | None = None
        self._searched: tuple[int, ...] = ()
        self._order: list[str] = []
        # Each row's searched text, in small letters, read when first searched.
        self._haystacks: dict[str, str] = {}
        self.set_columns(columns)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Take other columns; what was asked of those that are gone is dropped."""
        self.columns = tuple(columns)
        self.places = {column.key: at for at, column in enumerate(self.columns)}
        self._searched = tuple(range(len(self.columns)))
        self.forget_texts()
        self.value_filters = {
            key: allowed for key, allowed in self.value_filters.items() if key in self.places
        }
        if self.sorting is not None and self.sorting[0] not in self.places:
            self.sorting = None

    def set_rows(self, rows: Iterable[Any]) -> bool:
        """Take other rows; return whether some came or went. Raises ValueError where two have one id."""
        before = self.by_id
        held = list(rows)
        by_id = {row.id: row for row in held}
        if len(by_id) != len(held):
            message = "Two rows have the same id"
            raise ValueError(message)
        self.rows, self.by_id = held, by_id
        for row_id, row in before.items():
            if (now := by_id.get(row_id)) is not row and now != row:
                self._haystacks.pop(row_id, None)
        return before.keys() != by_id.keys()

    def search_in(self, keys: Iterable[str]) -> bool:
        """Search the text of these columns only; return whether that is a change."""
        searched = tuple(self.places[key] for key in keys if key in self.places)
        if searched == self._searched:
            return False
        self._searched = searched
        self.forget_texts()
        return True

    def forget_texts(self) -> None:
        """Read the texts to search again when next searched."""
        self._haystacks.clear()

    def distinct_texts(self, key: str) -> list[str]:
        """Return each different text of a column in the column's order, nothing last."""
        column = self.columns[self.places[key]]
        seen = dict.fromkeys(column.text(row) for row in sort_rows(self.rows, column, descending=False))
        return sorted(seen, key=lambda text: not text)

    def entries(self, *, again: bool) -> list[Entry]:
        """Return the rows and headings to show. `again` sorts anew; otherwise rows that stay keep their places."""
        rows = self._filtered(self._ordered(again=again))
        if self.grouping is None:
            self.shown = rows
            entries = list(rows)
        else:
            groups = group_rows(rows, self.grouping, self.folded, self.rows)
            self.shown = [row for _, held in groups for row in held]
            entries = []
            for group, held in groups:
                entries.append(group)
                if not group.folded:
                    entries.extend(held)
                if self.grouping.footers is not None:
                    entries += [
                        GroupRow(f"footer:{group.key}:{at}", "", words, len(held), cells, is_total=True)
                        for at, (words, cells) in enumerate(self.grouping.footers(group.key, held))
                    ]
        if self.total is not None:
            label, subtotals = self.total
            cells = subtotals(self.shown)
            entries.append(GroupRow(_TOTAL_ID, "", label, len(self.shown), cells, is_total=True))
        return entries

    def _ordered(self, *, again: bool) -> list[Any]:
        if self.sorting is None:
            return self.rows
        if again or len(self._order) != len(self.rows):
            key, descending = self.sorting
            rows = sort_rows(self.rows, self.columns[self.places[key]], descending=descending)
            self._order = [row.id for row in rows]
            return rows
        return [self.by_id[row_id] for row_id in self._order]

    def _filtered(self, rows: list[Any]) -> list[Any]:
        if self.predicate is not None:
            predicate = self.predicate
            rows = [row for row in rows if predicate(row)]
        for key, allowed in self.value_filters.items():
            text = self.columns[self.places[key]].text
            rows = [row for row in rows if text(row) in allowed]
        if self.needles:
            haystacks = self._haystacks
            if len(haystacks) < len(self.by_id):
                self._read_texts()
            for needle in self.needles:
                rows = [row for row in rows if needle in haystacks[row.id]]
        return rows

    def _read_texts(self) -> None:
        texts = [self.columns[at].text for at in self._searched]
        haystacks = self._haystacks
        for row_id, row in self.by_id.items():
            if row_id not in haystacks:
                haystacks[row_id] = "\n".join([text(row) for text in texts]).casefold()

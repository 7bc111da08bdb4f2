"""What a table is asked to show: its rows, how they are sorted, filtered, gathered and totalled. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from asc_desktop.ui.models.arrange import Entry, Grouping, GroupRow, group_rows, rows_above, sort_rows
from asc_desktop.ui.models.columns import Column

Subtotals = Callable[[Sequence[Any]], Mapping[str, object]]
"""Gives a total's cells by column key, from the rows shown."""

_TOTAL_ID = "total:"


class Aside(Struct, frozen=True):
    """Rows that are not listed and yet are counted: which, and the words for so many of them.

    Where there are any, a row below their group's others has their sums; headings and totals have them in theirs.
    """

    holds: Callable[[Any], bool]
    words: Callable[[int], str]


class Arrangement:
    """The rows and what was asked of them. `entries` works out what to show.

    Rows that `hold` keep their place, their group and their being shown whatever becomes of their values, and new ones
    come last, until they are sorted, gathered otherwise or narrowed anew: nobody's next words may meet another row.
    Where `own_order` the order in which they are given is a person's own or time's, and is followed unless they sort.
    """

    def __init__(self, columns: Sequence[Column], *, holds: bool = False, own_order: bool = False) -> None:
        self.holds = holds
        self.own_order = own_order
        self.columns: tuple[Column, ...] = ()
        self.places: dict[str, int] = {}
        self.rows: list[Any] = []
        self.by_id: dict[str, Any] = {}
        self.shown: list[Any] = []
        self.sorting: tuple[str, bool] | None = None
        self.needles: tuple[str, ...] = ()
        self.value_filters: dict[str, frozenset[str]] = {}
        self.predicate: Callable[[Any], bool] | None = None
        self.predicate_asked: object = None
        self.aside: Aside | None = None
        self.grouping: Grouping | None = None
        self.folded: set[str] = set()
        self.total: tuple[str, Subtotals] | None = None
        self._searched: tuple[int, ...] = ()
        self._order: list[str] = []
        self._admitted: set[str] = set()
        self._in_sight: set[str] = set()
        self.has_aside = False
        self._groups: dict[str, tuple[str, str]] = {}
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

    @property
    def is_settled(self) -> bool:
        """Whether every row stands where sorting and filtering anew would put it."""
        if not self.holds:
            return True
        rows = self._sorted()
        if [row.id for row in rows] != self._order and not self._follows:
            return False
        passing = self._passing(rows)
        if {row.id for row in passing} != self._admitted:
            return False
        if self.aside is not None and any(
            self.aside.holds(row) for row in passing if row.id in self._in_sight
        ):
            return False
        return self.grouping is None or all(
            self._groups[row.id][0] == self.grouping.key(row) for row in rows if row.id in self._groups
        )

    def entries(self, *, sort: bool, narrow: bool) -> list[Entry]:
        """Return the rows and headings to show: sorted and gathered anew, filtered anew, or as they were held."""
        rows = self._filtered(self._ordered(sort=sort), narrow=narrow)
        aside = self._put_aside(rows, narrow=narrow)
        if self.grouping is None:
            self.shown, away = _parted(rows, aside)
            entries = list(self.shown)
            if away and self.total is not None:
                entries.append(self._aside_row("", away, self.total[1](away)))
        else:
            self._hold_groups(self.grouping, anew=sort)
            self.shown = []
            entries = []
            for above, inside in rows_above(rows, self.grouping.above, self.rows, self.folded):
                before = len(self.shown)
                gathered = self._gathered(self.grouping, inside, aside, above.key if above else "")
                if above is not None:
                    above.count = len(self.shown) - before
                    entries.append(above)
                if above is None or not above.folded:
                    entries += gathered
            away = [row for row in rows if row.id in aside]
            if away and self.grouping.subtotals is None and self.total is not None:
                entries.append(self._aside_row("", away, self.total[1](away)))
        if self.total is not None:
            label, subtotals = self.total
            entries.append(GroupRow(_TOTAL_ID, "", label, len(rows), subtotals(rows), is_total=True))
        return entries

    def _gathered(self, grouping: Grouping, rows: list[Any], aside: set[str], under: str) -> list[Entry]:
        """Return the groups of some rows, each with its rows unless it is folded, and count them as shown."""
        entries: list[Entry] = []
        for group, held in group_rows(rows, grouping, self.folded, self.rows, self._groups, under):
            listed, away = _parted(held, aside)
            self.shown += listed
            group.count = len(listed)
            entries.append(group)
            place = group.id.removeprefix("group:")
            if not group.folded:
                entries.extend(listed)
                if away and grouping.subtotals is not None:
                    cells = grouping.subtotals(group.key, away)
                    entries.append(self._aside_row(place, away, cells))
                    if not listed:
                        # The same sums in two rows would be read as two.
                        group.cells = {}
            if grouping.footers is not None:
                entries += [
                    GroupRow(f"footer:{place}:{at}", "", words, len(held), cells, is_total=True)
                    for at, (words, cells) in enumerate(grouping.footers(group.key, held))
                ]
        return entries

    def _put_aside(self, rows: list[Any], *, narrow: bool) -> set[str]:
        """Return the ids of the rows that are not listed; one in sight stays there until they are narrowed anew."""
        aside = set[str]()
        if self.aside is not None:
            aside = {row.id for row in rows if self.aside.holds(row)}
            if self.holds and not narrow:
                aside -= self._in_sight
        self._in_sight = {row.id for row in rows} - aside
        self.has_aside = bool(aside)
        return aside

    def _aside_row(self, key: str, away: list[Any], cells: Mapping[str, object]) -> GroupRow:
        words = self.aside.words(len(away)) if self.aside is not None else ""
        return GroupRow(f"aside:{key}", "", words, len(away), cells, is_total=True)

    @property
    def _follows(self) -> bool:
        return self.sorting is None and (self.own_order or not self.holds)

    def _sorted(self) -> list[Any]:
        if self.sorting is None:
            return self.rows
        key, descending = self.sorting
        return sort_rows(self.rows, self.columns[self.places[key]], descending=descending)

    def _ordered(self, *, sort: bool) -> list[Any]:
        if self._follows:
            return self.rows
        kept = [] if sort else [row_id for row_id in self._order if row_id in self.by_id]
        if not kept or (not self.holds and len(kept) != len(self.rows)):
            rows = self._sorted()
            self._order = [row.id for row in rows]
            return rows
        known = set(kept)
        self._order = kept + [row.id for row in self.rows if row.id not in known]
        return [self.by_id[row_id] for row_id in self._order]

    def group_of(self, row: Any) -> str:
        """Return the key of the group that a row stands in, empty where rows are not gathered."""
        if row.id in self._groups:
            return self._groups[row.id][0]
        return self.grouping.key(row) if self.grouping is not None else ""

    def folds_over(self, row: Any) -> tuple[str, ...]:
        """Return the keys by which the headings over a row are folded; none where rows are not gathered."""
        return self.grouping.keys_of(row, self.group_of(row)) if self.grouping is not None else ()

    def _hold_groups(self, grouping: Grouping, *, anew: bool) -> None:
        if not self.holds:
            return
        before = {} if anew else self._groups
        now = {row.id: grouping.key(row) for row in self.rows}
        renamed = _renamed({row_id: before[row_id][0] for row_id in now if row_id in before}, now)
        self._groups = {}
        for row_id, key in now.items():
            held = before.get(row_id)
            if held is None or held[0] in renamed or held[0] == key:
                held = (key, grouping.label(key))
            self._groups[row_id] = held

    def _filtered(self, rows: list[Any], *, narrow: bool) -> list[Any]:
        passing = self._passing(rows)
        if not self.holds:
            return passing
        admitted = {row.id for row in passing}
        if not narrow and len(admitted) < len(rows):
            admitted |= self._admitted & self.by_id.keys()
            passing = [row for row in rows if row.id in admitted]
        self._admitted = admitted
        return passing

    def _passing(self, rows: list[Any]) -> list[Any]:
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


def _parted(rows: list[Any], aside: set[str]) -> tuple[list[Any], list[Any]]:
    """Return the rows that are listed, and those that are not."""
    if not aside:
        return rows, []
    return [row for row in rows if row.id not in aside], [row for row in rows if row.id in aside]


def _renamed(held: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """Return the groups that are gone because each has another name now: all their rows share one that was nobody's."""
    names: dict[str, set[str]] = {}
    for row_id, key in held.items():
        names.setdefault(key, set()).add(now[row_id])
    gone = names.keys() - set(now.values())
    return {key for key in gone if len(names[key]) == 1 and names.keys().isdisjoint(names[key])}

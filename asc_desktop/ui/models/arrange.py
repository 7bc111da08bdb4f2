"""Which rows a table shows, in which order and under which headings. No Qt, so it can be read and tested alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from asc_desktop.ui.models.columns import Column


class Above(Struct, frozen=True):
    """Headings above the groups, such as the programmes of themes: the groups of each are gathered under it.

    `key` gives a row's heading in words; `order` and `subtotals` are as those of a grouping.
    """

    key: Callable[[Any], str]
    subtotals: Callable[[str, Sequence[Any]], Mapping[str, object]] | None = None
    order: Sequence[str] = ()


class Grouping(Struct, frozen=True):
    """How rows are gathered under headings.

    `key` gives a row's group, `label` the words for it. `subtotals` is given the group and its rows that pass the
    filter, and returns the heading's cells by column key; the table does no sums of its own. A cell with a true
    `warns` is shown as bad. `footers` is given the same, and returns the words and cells of rows that stand below the
    group, folded or not. Groups stand in the order of `order`, then as they first appear; those of `order` without any
    rows are shown only if `show_empty`. The cells of `column` repeat the headings, so it is left out meanwhile.
    """

    name: str
    key: Callable[[Any], str]
    label: Callable[[str], str] = str
    subtotals: Callable[[str, Sequence[Any]], Mapping[str, object]] | None = None
    order: Sequence[str] = ()
    show_empty: bool = False
    footers: Callable[[str, Sequence[Any]], Sequence[tuple[str, Mapping[str, object]]]] | None = None
    above: Above | None = None
    column: str = ""
    as_above: Above | None = None
    """The same headings as a level above others, for where a person gathers rows within them by a column."""

    def keys_of(self, row: Any, group: str) -> tuple[str, ...]:
        """Return the keys by which the headings over a row of a group are folded."""
        return (group,) if self.above is None else (above_key(self.above.key(row)), group)


def above_key(heading: str) -> str:
    """Return the key by which a heading above groups is folded, which no group has."""
    return f"above:{heading}"


class GroupRow(Struct, eq=False):
    """A heading in the table, or its total row."""

    id: str
    key: str
    label: str
    count: int
    cells: Mapping[str, object] = {}
    folded: bool = False
    is_total: bool = False
    level: int = 0
    """How many headings it is under."""


Entry = Any
"""A row of the caller's, or a GroupRow."""


def sort_rows(rows: Sequence[Any], column: Column, *, descending: bool) -> list[Any]:
    """Return the rows in a column's order, empty cells last either way, equals as they were."""
    keys = [*map(column.order, rows)]
    empty = [at for at, key in enumerate(keys) if key is None or key == ""]
    missing = set(empty)
    filled = [at for at in range(len(keys)) if at not in missing] if empty else range(len(keys))
    return [rows[at] for at in (*sorted(filled, key=keys.__getitem__, reverse=descending), *empty)]


def group_rows(
    rows: Iterable[Any],
    grouping: Grouping,
    folded: Collection[str],
    given: Iterable[Any],
    held: Mapping[str, tuple[str, str]],
    under: str = "",
) -> list[tuple[GroupRow, list[Any]]]:
    """Return each heading with its rows. Sorting does not move headings: they stand as in the rows given.

    `held` has the group, and its words, that a row stays in by its id though it may be of another now. A group that no
    row is of any more keeps its words and has no subtotals. `under` is the key of the heading above, if any.
    """
    given = list(given)
    live = {grouping.key(row) for row in given} | set(grouping.order)
    words = dict(held.values())

    def key_of(row: Any) -> str:
        return held[row.id][0] if row.id in held else grouping.key(row)

    members: dict[str, list[Any]] = {key: [] for key in dict.fromkeys([*grouping.order, *map(key_of, given)])}
    for row in rows:
        members[key_of(row)].append(row)
    return [
        (
            GroupRow(
                id=f"group:{under}:{key}" if under else f"group:{key}",
                key=key,
                label=grouping.label(key) if key in live else words[key],
                count=len(inside),
                cells=grouping.subtotals(key, inside) if grouping.subtotals and key in live else {},
                folded=key in folded,
                level=1 if under else 0,
            ),
            inside,
        )
        for key, inside in members.items()
        if inside or (grouping.show_empty and key in grouping.order)
    ]


def rows_above(
    rows: Iterable[Any], above: Above | None, given: Iterable[Any], folded: Collection[str]
) -> list[tuple[GroupRow | None, list[Any]]]:
    """Return each heading above the groups with its rows; all rows under none where there is no such level."""
    if above is None:
        return [(None, list(rows))]
    members: dict[str, list[Any]] = {key: [] for key in dict.fromkeys([*above.order, *map(above.key, given)])}
    for row in rows:
        members[above.key(row)].append(row)
    return [
        (
            GroupRow(
                id=above_key(key),
                key=above_key(key),
                label=key,
                count=len(inside),
                cells=above.subtotals(key, inside) if above.subtotals else {},
                folded=above_key(key) in folded,
            ),
            inside,
        )
        for key, inside in members.items()
        if inside
    ]


def changed_run(old: Sequence[str], new: Sequence[str]) -> tuple[int, int, int]:
    """Return where two lists of ids first differ, and how many of each differ from there to where they agree again."""
    start = 0
    limit = min(len(old), len(new))
    while start < limit and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < limit - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return start, len(old) - start - tail, len(new) - start - tail

"""Which column of the table each column of a block goes to, and which of them say whose row it is."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.pasting.headings import Headings
from asc_desktop.domain.pasting.table import Block, Chosen, PasteRow, PasteTable

_SHARE = 4
"""A column is one of names where at least one in so many of its cells is the name of a row."""


class Placing(Struct, frozen=True):
    """The key that each of the block's columns goes to, empty for none, and the columns of references and names."""

    keys: tuple[str, ...]
    reference_at: int | None
    name_at: int | None

    @property
    def has_only_names(self) -> bool:
        """Whether there is nothing in the block but what rows are called by."""
        named = {self.reference_at, self.name_at} - {None}
        return len(named) == 1 and all(not key or at in named for at, key in enumerate(self.keys))


@lru_cache(maxsize=20_000)
def known_as(text: str) -> str:
    """Return a name such that spellings of the same one are equal: case, spaces, dashes and ``&`` aside.

    It is kept: an import asks it of the same names and ids again and again.
    """
    return " ".join(spellings.plain(text).casefold().replace("&", " and ").replace("’", "'").split())


def names_of(row: PasteRow) -> set[str]:
    """Return what a row may be called in the column of names, each as ``known_as`` has it."""
    both = (f"{row.reference} {row.name}",) if row.reference and row.name else ()
    return {known_as(name) for name in (row.name, *row.also, *both)} - {""}


def place_columns(block: Block, headings: Headings, table: PasteTable, chosen: Chosen) -> Placing:
    """Return where the block's columns go: by their headings, else by place, with names to the column of names."""
    width = max(len(row) for row in block)
    body = block[headings.last + 1 :]
    found = _by_headings(body, headings, table, width) if headings.keys else _by_place(body, table, width)
    for at, key in chosen.keys.items():
        found = {held: other for held, other in found.items() if other != key} | {at: key}
    keys = tuple(found.get(at, "") for at in range(width))
    return Placing(keys, _place_of(table.reference, keys), _place_of(table.name, keys))


def _by_headings(body: Block, headings: Headings, table: PasteTable, width: int) -> dict[int, str]:
    keys = dict(headings.keys or {})
    if table.name and table.name not in keys.values():
        free = [at for at in range(width) if at not in keys]
        at = _column_of(_names(table), body, free, table.name_of)
        if at is None:
            at = next((each for each in free if _is_words(body, each)), None)
        if at is not None:
            keys[at] = table.name
    return keys


def _by_place(body: Block, table: PasteTable, width: int) -> dict[int, str]:
    across = dict(enumerate(table.across[:width]))
    if width == 1:
        return across
    named: dict[int, str] = {}
    references = {known_as(row.reference) for row in table.rows} - {""}
    for key, known, read in (
        (table.reference, references, str),
        (table.name, _names(table), table.name_of),
    ):
        at = next((each for each, held in across.items() if held == key), None)
        if key and (at is None or not _hits(known, body, at, read)):
            at = _column_of(known, body, [each for each in range(width) if each not in named], read)
            if at is not None:
                named[at] = key
    if not named:
        return across
    rest = [key for key in table.across if key not in named.values()]
    places = [at for at in range(width) if at not in named]
    return named | dict(zip(places, rest, strict=False))


def _column_of(known: set[str], body: Block, columns: list[int], read: Callable[[str], str]) -> int | None:
    """Return the column with the most cells that are known names, if those are enough."""
    hits = Counter({at: _hits(known, body, at, read) for at in columns})
    if not hits:
        return None
    at, most = max(hits.items(), key=lambda pair: (pair[1], -pair[0]))
    filled = sum(1 for row in body if at < len(row) and row[at].strip())
    return at if most and most * _SHARE >= filled else None


def _hits(known: set[str], body: Block, at: int, read: Callable[[str], str]) -> int:
    return sum(1 for row in body if at < len(row) and known_as(read(row[at])) in known)


def _names(table: PasteTable) -> set[str]:
    return {name for row in table.rows for name in names_of(row)}


def _is_words(body: Block, at: int) -> bool:
    cells = [row[at] for row in body if at < len(row) and row[at].strip()]
    return bool(cells) and all(any(map(str.isalpha, cell)) for cell in cells)


def _place_of(key: str, keys: tuple[str, ...]) -> int | None:
    return keys.index(key) if key and key in keys else None

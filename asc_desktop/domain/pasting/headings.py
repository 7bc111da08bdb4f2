"""A row of headings that was copied with a block: whether there is one, and which column each of its words names."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.dates import MONTHS
from asc_desktop.domain.pasting.table import Block, PasteColumn, PasteTable

_THOUSANDS = re.compile(
    r"£\s*['’]?\s*,?000s?\b|£\s*k\b|(?<![\d,.])['’]?000s?\b|\bthousands?\b", re.IGNORECASE
)
_MILLIONS = re.compile(r"£\s*m(n|illions?)?\b|\bmillions?\b", re.IGNORECASE)
_POUNDS = re.compile(r"£|\bpounds\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|\d+|%")
_YEAR = re.compile(r"(?<![\d/-])(?:20)?(\d\d)\s*[/-]\s*(?:20)?(\d\d)(?![\d/-])")
_MONTH = re.compile(
    rf"\b({'|'.join(name[:3] for name in MONTHS)})[a-z]*\.?[\s\-’']*(?:20)?(\d\d)\b", re.IGNORECASE
)
_AFTER_HEAD = frozenset({"in", "of", "as", "for", "per", "at", "to", "by"})
_REFERENCE_WORDS = ("id", "ref", "reference", "number", "no")
_LIKENESS = 0.3
_EXACT = 0.9
_MOST_ABOVE = 3
"""How many rows at the top may be headings."""


class Headings(Struct, frozen=True):
    """The rows at the top that are headings, what the block's columns are called there, and the keys they name."""

    last: int = -1
    texts: tuple[str, ...] = ()
    keys: Mapping[int, str] | None = None

    def unit(self, at: int) -> str:
        """Return the unit that a column's heading names, empty where it names none."""
        return unit_of(self.texts[at]) if at < len(self.texts) else ""


def unit_of(text: str) -> str:
    """Return ``£000``, ``£m`` or ``£`` where a heading names a unit, else nothing."""
    body = spellings.plain(text)
    if _THOUSANDS.search(body):
        return "£000"
    if _MILLIONS.search(body):
        return "£m"
    return "£" if _POUNDS.search(body) else ""


def find_headings(block: Block, table: PasteTable) -> Headings:
    """Return the headings at the top of a block; ``last`` is -1 where there are none."""
    for at, row in enumerate(block[:_MOST_ABOVE]):
        if not any(cell.strip() for cell in row):
            continue
        if at + 1 >= len(block) or not _is_heading(row, table):
            return Headings()
        return headings_at(block, at, table)
    return Headings()


def headings_at(block: Block, at: int, table: PasteTable) -> Headings:
    """Return the headings of a row, with those of a row of units just below it."""
    texts = [spellings.plain(cell) for cell in block[at]]
    last = at
    if at + 2 < len(block) and _is_units(block[at + 1]):
        last = at + 1
        below = [spellings.plain(cell) for cell in block[last]]
        width = max(len(texts), len(below))
        texts += [""] * (width - len(texts))
        below += [""] * (width - len(below))
        texts = [f"{upper} {lower}".strip() for upper, lower in zip(texts, below, strict=True)]
    return Headings(last, tuple(texts), named_columns(texts, table))


def named_columns(texts: Sequence[str], table: PasteTable) -> dict[int, str]:
    """Return which column each heading names, the likeliest first and none twice."""
    found = [
        (likeness, -at, -place, column.key)
        for at, text in enumerate(texts)
        for place, column in enumerate(table.columns)
        if (likeness := _likeness(text, column, table)) >= _LIKENESS
    ]
    keys: dict[int, str] = {}
    for _, at, _, key in sorted(found, reverse=True):
        if -at not in keys and key not in keys.values():
            keys[-at] = key
    return keys


def words_of(text: str) -> tuple[str, ...]:
    """Return a heading's words without its unit, in lower case and in the singular; a month or year one way."""
    body = _YEAR.sub(_one_way, spellings.plain(text).casefold())
    body = _MONTH.sub(r" \1 20\2 ", body)
    body = _THOUSANDS.sub(" ", body)
    body = _POUNDS.sub(" ", _MILLIONS.sub(" ", body))
    return tuple(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word  # noqa: PLR2004
        for word in _WORD.findall(body)
    )


def _is_heading(row: Sequence[str], table: PasteTable) -> bool:
    cells = [cell for cell in row if cell.strip()]
    known = {
        spellings.plain(words).casefold() for item in table.rows for words in (item.name, item.reference)
    }
    if any(spellings.plain(cell).casefold() in known for cell in cells):
        return False
    likeness = [
        max((_likeness(cell, column, table) for column in table.columns), default=0) for cell in cells
    ]
    units = [is_unit(cell) for cell in cells]
    if not all(
        units[at]
        or likeness[at] >= _EXACT
        or (likeness[at] >= _LIKENESS and _is_year(cell))
        or any(map(str.isalpha, cell))
        for at, cell in enumerate(cells)
    ):
        return False
    exact = sum(1 for at in range(len(cells)) if units[at] or likeness[at] >= _EXACT)
    near = sum(1 for at in range(len(cells)) if units[at] or likeness[at] >= _LIKENESS)
    return (exact >= 1 and 2 * near >= len(cells)) or (near > 1 and 2 * near >= len(cells))


def _one_way(years: re.Match[str]) -> str:
    """Return a financial year such that ``2026/27``, ``26/27`` and ``2026-2027`` are one; other figures as they are."""
    first, last = years.groups()
    return f" 20{first} {last} " if (int(first) + 1) % 100 == int(last) else years[0]


def _is_year(cell: str) -> bool:
    """Whether a cell is a financial year and nothing else but a unit."""
    body = _POUNDS.sub("", _MILLIONS.sub("", _THOUSANDS.sub("", spellings.plain(cell)))).strip(" ()[],:.")
    found = _YEAR.fullmatch(body)
    return found is not None and _one_way(found) != found[0]


def _is_units(row: Sequence[str]) -> bool:
    cells = [cell for cell in row if cell.strip()]
    return bool(cells) and all(is_unit(cell) for cell in cells)


def is_unit(cell: str) -> bool:
    """Whether a heading is a unit of money and nothing else: ``£000``, ``(£m)``."""
    body = spellings.plain(cell)
    for unit in (_THOUSANDS, _MILLIONS, _POUNDS):
        body = unit.sub("", body)
    return bool(unit_of(cell)) and not body.strip(" ()[],:.")


def _likeness(text: str, column: PasteColumn, table: PasteTable) -> float:
    """Return how well a heading names a column: 1 for the same words, 0 where neither holds the other's words."""
    words = words_of(text)
    if not words:
        return 0
    labels = [column.label, f"{column.band} {column.label}", column.field.label]
    if column.key == table.name:
        labels += [table.noun, f"{table.noun} name", "name"]
    if column.key == table.reference:
        labels += [*_REFERENCE_WORDS, *(f"{table.noun} {word}" for word in _REFERENCE_WORDS)]
    return max(_alike(words, words_of(label)) for label in labels)


def _alike(words: tuple[str, ...], label: tuple[str, ...]) -> float:
    ours, theirs = set(label), set(words)
    if not ours or not (ours <= theirs or theirs <= ours):
        return 0
    if ours == theirs:
        return 1
    # What a heading is about stands at its end, or before "in", "of", …: "Latest forecast variance" is a variance.
    same_head = 0.2 if head_of(words) == head_of(label) else 0
    return len(ours & theirs) / len(ours | theirs) + same_head


def head_of(words: tuple[str, ...]) -> str:
    """Return the word of a heading that says what it is about: the last, or that before ``in``, ``of`` and the like."""
    for at, word in enumerate(words[1:], start=1):
        if word in _AFTER_HEAD:
            return words[at - 1]
    return words[-1]

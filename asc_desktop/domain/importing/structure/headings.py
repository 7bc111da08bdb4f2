"""Which lines of a block are its headings, and what each column is called by them.

Judged by shape: short, different texts over values of another kind or another look, that name every column which holds
anything. Words known as headings help, and none are needed.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec import Struct

from asc_desktop.domain.importing.structure.grid import (
    DATE,
    NUMBER,
    OTHER,
    TEXT,
    Grid,
    columns_of,
    kind_of,
    same_text,
)
from asc_desktop.domain.importing.structure.paths import paths_of
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.pasting.headings import unit_of

Known = Callable[[str], float]
"""How surely a text is a heading that is known, from 0 to 1."""

_MOST_LINES = 4
"""How many lines one under another may be the headings of a table."""
_FIRST_LINES = 14
"""Among how many lines at the top of a block its headings are looked for."""
_SAMPLE = 24
"""By how many lines below it a heading is judged."""
_LONG, _TOO_LONG = 60, 120
_LEAST = 0.42
"""The score from which lines are headings."""
_KNOWN = 0.6
"""How sure a known word has to be to count."""
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
PERIOD = re.compile(
    r"(fy\s*)?(20)?\d\d\s*[/–—-]\s*(20)?\d\d|fy\s*'?(20)?\d\d|p\d{1,2}"
    r"|(yr|year|q|qtr|quarter|month|wk|week|period)\.?\s*\d{1,2}(\D.*)?"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[\s’'/-]*(20)?\d*",
    re.IGNORECASE,
)


class Headings(Struct, frozen=True):
    """The lines from ``first`` to ``last`` that are headings, -1 where there are none, the columns' paths, a score."""

    first: int = -1
    last: int = -1
    paths: dict[int, tuple[str, ...]] = {}
    score: float = 0.0


class Body(Struct, frozen=True):
    """What stands in a sample of lines: each column's commonest kind, how often it is filled, its texts, its look."""

    lines: tuple[int, ...]
    kinds: dict[int, str]
    counts: dict[int, int]
    texts: dict[int, frozenset[str]]
    looks: dict[int, tuple[bool, str]]

    @property
    def columns(self) -> list[int]:
        """The columns that are filled in more than a few of the lines."""
        least = max(1, len(self.lines) // 12)
        return [column for column, count in self.counts.items() if count >= least]


def sample_of(grid: Grid, lines: Sequence[int], columns: int) -> Body:
    """Return what stands in some lines, in some columns."""
    kinds: dict[int, Counter[str]] = {}
    texts: dict[int, set[str]] = {}
    looks: dict[int, Counter[tuple[bool, str]]] = {}
    for line in lines:
        for column in columns_of(grid.filled(line) & columns):
            cell = grid.cell(line, column)
            kind = kind_of(cell) if cell is not None else ""
            if not kind:
                continue
            kinds.setdefault(column, Counter())[kind] += 1
            looks.setdefault(column, Counter())[grid.look(line, column)] += 1
            if kind == TEXT and cell is not None:
                texts.setdefault(column, set()).add(known_as(str(cell.value)))
    return Body(
        lines=tuple(lines),
        kinds={column: _usual(found) for column, found in kinds.items()},
        counts={column: found.total() for column, found in kinds.items()},
        texts={column: frozenset(found) for column, found in texts.items()},
        looks={column: found.most_common(1)[0][0] for column, found in looks.items()},
    )


def find_headings(grid: Grid, lines: Sequence[int], columns: int, known: Known | None) -> Headings:
    """Return the headings of a block of lines that hold something; those of no score where it has none."""
    best = Headings()
    for place, last in enumerate(lines[:_FIRST_LINES]):
        if not _may_be_heading(grid, last, columns):
            continue
        below = [
            at for at in lines[place + 1 : place + 1 + _SAMPLE] if not _says_same(grid, at, last, columns)
        ]
        body = sample_of(grid, below, columns)
        if not body.lines and place:
            break
        for depth in range(1, _MOST_LINES + 1):
            start = place - depth + 1
            if start < 0 or lines[place] - lines[start] != depth - 1:
                break
            found = _scored(grid, lines[start], last, columns, body, known)
            score = found.score - 0.015 * start
            if score >= _LEAST and score > best.score + (0.02 if depth > 1 else 0):
                best = Headings(found.first, found.last, found.paths, score)
    return best


def headings_at(grid: Grid, lines: Sequence[int], columns: int) -> Headings:
    """Return the headings that some lines, one under another, are said to be."""
    return Headings(lines[0], lines[-1], paths_of(grid, lines[0], lines[-1], columns), 1.0)


def _says_same(grid: Grid, line: int, other: int, columns: int) -> bool:
    """Whether a line further down only says again what another says: headings on a new page."""
    filled = grid.filled(line) & columns
    if filled != grid.filled(other) & columns:
        return False
    return all(same_text(grid.text(line, column), grid.text(other, column)) for column in columns_of(filled))


def is_heading_like(grid: Grid, line: int, columns: int, body: Body, known: Known | None) -> bool:
    """Whether a line further down is headings too: texts over another kind of value, or known words in another look."""
    filled = grid.filled(line) & columns
    at = list(columns_of(filled))
    if len(at) < 2 or grid.kinds[line].number & columns & ~_periods(grid, line, columns):  # noqa: PLR2004
        return False
    over = [column for column in at if column in body.kinds]
    if not over or any(body.kinds[column] == DATE and _is_date(grid, line, column) for column in over):
        return False
    texts = [known_as(grid.text(line, column)) for column in at]
    if len(set(texts)) < len(texts) and len(set(texts)) * 2 < len(texts):
        return False
    against = sum(
        1 for column in over if body.kinds[column] in {NUMBER, DATE} and _is_words(grid, line, column)
    )
    words = sum(1 for text in texts if known and known(text) >= _KNOWN)
    other = sum(1 for column in over if grid.look(line, column) != body.looks[column])
    figures = sum(1 for column in over if body.kinds[column] in {NUMBER, DATE})
    if known and words * 2 >= len(texts) and (other * 2 >= len(over) or against * 2 >= max(figures, 1)):
        return True
    return against >= 2 and against * 2 > figures and len(over) * 2 >= len(body.columns)  # noqa: PLR2004


def _scored(grid: Grid, first: int, last: int, columns: int, body: Body, known: Known | None) -> Headings:
    """Return lines as headings with a score: from 0, for what is none, to something above 1."""
    none = Headings(first, last)
    for line in range(first, last + 1):
        if not _may_be_heading(grid, line, columns):
            return none
    paths = paths_of(grid, first, last, columns)
    under = body.columns or list(paths)
    named = [column for column in under if column in paths]
    if len(named) < min(2, len(under)) or (len(paths) == 1 and len(under) > 1):
        return none
    coverage = len(named) / len(under)
    contrast = sum(_contrast(grid, first, last, column, body, known) for column in named) / len(named)
    texts = [" ".join(paths[column]).casefold() for column in named]
    unique = len(set(texts)) / len(texts)
    score = coverage * coverage * (0.4 + contrast) * (0.4 + 0.6 * unique)
    score -= 0.35 * _unneeded(grid, first, last, columns, body)
    score += 0.06 * sum(_is_band(grid, line, columns) for line in range(first, last))
    if last + 1 in body.lines and _is_units(grid, last + 1, columns):
        # Units are of the headings above them, whatever else speaks for fewer lines: as a record they are refused.
        return none
    if body.lines and last + 1 == body.lines[0] and _goes_on(grid, last + 1, columns, body, paths):
        score -= 0.25
    return Headings(first, last, paths, score)


def _may_be_heading(grid: Grid, line: int, columns: int) -> bool:
    """Whether a line has nothing that headings never are: amounts, errors, or texts of many lines' length."""
    kinds = grid.kinds[line]
    if kinds.number & columns & ~_periods(grid, line, columns):
        return False
    texts = [len(grid.text(line, column)) for column in columns_of(kinds.text & columns)]
    if not texts:
        return bool(kinds.filled & columns)
    return max(texts) <= _TOO_LONG * 2 and sum(length > _LONG for length in texts) * 2 <= len(texts)


def _periods(grid: Grid, line: int, columns: int) -> int:
    """Return the bits of a line's numbers that may be headings: years, and the figures of a run of weeks or days."""
    numbers = grid.kinds[line].number & columns
    found = run = 0
    values: list[int] = []
    for column in columns_of(numbers):
        text = grid.text(line, column)
        is_year = text.isdecimal() and _FIRST_YEAR <= int(text) <= _LAST_YEAR
        if is_year or PERIOD.fullmatch(text):
            found |= 1 << column
        elif text.isdecimal() and int(text) <= 53:  # noqa: PLR2004 - weeks of a year
            values.append(int(text))
            run |= 1 << column
    steps = sum(1 for one, other in pairwise(values) if other == one + 1)
    if len(values) >= 4 and steps * 4 >= len(values) * 2:  # noqa: PLR2004 - a calendar's days begin again each month
        found |= run
    return found


def _is_date(grid: Grid, line: int, column: int) -> bool:
    return bool(grid.kinds[line].date >> column & 1)


def _is_words(grid: Grid, line: int, column: int) -> bool:
    cell = grid.cell(line, column)
    return cell is not None and kind_of(cell) == TEXT


def _contrast(grid: Grid, first: int, last: int, column: int, body: Body, known: Known | None) -> float:
    """Return how far a column's heading is of another kind than what stands below it, from -0.5 to 1."""
    line = next((at for at in range(last, first - 1, -1) if grid.text(at, column)), -1)
    if line < 0:
        return 0.35  # What a merge beside or above it says.
    text = grid.text(line, column)
    kind = kind_of(cell) if (cell := grid.cell(line, column)) is not None else ""
    below = body.kinds.get(column, "")
    found = 0.0
    if kind in {NUMBER, DATE}:
        is_period = kind == DATE or bool(PERIOD.fullmatch(text)) or text.isdecimal()
        found = 0.3 if is_period and below != kind else 0.1 if is_period and kind == NUMBER else -0.5
    elif below in {NUMBER, DATE}:
        found = 0.7 if kind == TEXT else 0.0
    elif known_as(text) in body.texts.get(column, ()):
        found = -0.5
    else:
        found = 0.2 if below != OTHER else 0.3
    if PERIOD.fullmatch(text):
        found += 0.2
    if column in body.looks and grid.look(line, column) != body.looks[column]:
        found += 0.25
    if known is not None and known(text) >= _KNOWN:
        found += 0.45 * known(text)
    if len(text) > _LONG:
        found -= 0.2 if len(text) <= _TOO_LONG else 0.5
    return max(min(found, 1.0), -0.5)


def _is_band(grid: Grid, line: int, columns: int) -> bool:
    """Whether a line says of columns below it what they have in common: years, or merged cells over a part of them."""
    at = list(columns_of(grid.filled(line) & columns))
    if at and all(PERIOD.fullmatch(grid.text(line, column)) for column in at):
        return True
    width = columns.bit_count()
    return any(
        merge.top == merge.bottom == line and 1 < merge.right - merge.left + 1 < width
        for merge in grid.merges_on(line)
        if columns >> merge.left & 1
    )


def _unneeded(grid: Grid, first: int, last: int, columns: int, body: Body) -> float:
    """Return the share of lines above the last that only make headings longer: a title, or a record of its own."""
    if first == last:
        return 0
    count = 0
    for line in range(first, last):
        filled = grid.filled(line) & columns
        below = 0
        for other in range(line + 1, last + 1):
            below |= grid.filled(other) & columns
        at = list(columns_of(filled))
        merges = [merge for merge in grid.merges_on(line) if merge.right > merge.left and merge.top == line]
        width = len(body.columns)
        if len(at) == 1:
            wide = next((merge.right - merge.left + 1 for merge in merges if merge.left == at[0]), 1)
            is_title = at[0] <= min(body.columns, default=at[0]) or wide >= width
            count += is_title and not filled & ~below
            count += is_title and wide >= width
            continue
        # A line that is full where the next is full too is a record, or another table's headings, and no band: but
        # bands repeat, and units are no words.
        texts = [known_as(grid.text(line, column)) for column in at]
        if (
            (filled & below).bit_count() * 2 > below.bit_count()
            and not merges
            and not _has_unit(grid, last, columns)
        ):
            count += len(set(texts)) == len(texts) and not any(PERIOD.fullmatch(text) for text in texts)
    return min(count, 2)


def _goes_on(grid: Grid, line: int, columns: int, body: Body, paths: dict[int, tuple[str, ...]]) -> bool:
    """Whether the line below would be headings too: units, or words and years over figures, nothing of a record's."""
    if _is_units(grid, line, columns):
        return True
    if not _may_be_heading(grid, line, columns):
        return False
    at = [column for column in columns_of(grid.filled(line) & columns) if column in body.kinds]
    first = min(body.columns, default=-1)
    is_named = first in at and first in paths and body.kinds.get(first) == TEXT
    if not at or (is_named and not _has_unit(grid, line, columns)):
        return False
    over = sum(
        1
        for column in at
        if body.kinds[column] in {NUMBER, DATE}
        and (_is_words(grid, line, column) or PERIOD.fullmatch(grid.text(line, column)))
    )
    return over * 2 > len(at)


def _has_unit(grid: Grid, line: int, columns: int) -> bool:
    return any(is_unit(grid.text(line, column)) for column in columns_of(grid.filled(line) & columns))


def _is_units(grid: Grid, line: int, columns: int) -> bool:
    """Whether a line has nothing but the units of the columns below it."""
    texts = [grid.text(line, column) for column in columns_of(grid.filled(line) & columns)]
    return bool(texts) and all(is_unit(text) for text in texts)


def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else: ``£000``, ``(£m)``, ``£'000s``, ``%``, ``days``."""
    body = text.strip(" ()[]")
    if body in {"%", "no.", "No.", "#"}:
        return True
    return bool(unit_of(text)) and not re.sub(
        r"£|'|’|,|000s?|\bm(n|illions?)?\b|\bk\b|\bpounds\b|\bthousands?\b|\bmillions?\b|\bin\b",
        "",
        body,
        flags=re.IGNORECASE,
    ).strip(" ()[],:.")


def _usual(kinds: Counter[str]) -> str:
    """Return the commonest kind, dashes and errors aside where there is anything else."""
    better = {kind: count for kind, count in kinds.items() if kind != OTHER}
    return max(better or kinds, key=lambda kind: (better or kinds)[kind])

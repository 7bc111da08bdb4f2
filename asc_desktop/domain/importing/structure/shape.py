"""What the lines of a table's body have in common: which columns number them, name them and hold figures."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from asc_desktop.domain.importing.structure import words
from asc_desktop.domain.importing.structure.grid import (
    NUMBER,
    TEXT,
    Grid,
    columns_of,
)
from asc_desktop.domain.importing.structure.headings import Body, sample_of

_SAMPLE = 240
NUMBERED = re.compile(r"(?P<stem>[^\s\d]{0,12}(\d{1,4}[-/._])?[^\s\d]{0,4})(?P<number>\d+)(\.0)?")
"""A number, or a reference that ends with one. Words with a number behind them, ``Risk 1``, may be a name."""
LEAST_SAME = 3
"""So many lines with nothing of their own but their number are a template's."""
_NAME_SHARE = 0.5


class Shape(Struct, frozen=True):
    """What the lines of a body have in common, by bits of columns.

    ``numbering`` are columns that only number the lines, ``name`` the first column of different words; ``texts`` and
    ``figures`` those mostly of either, ``usual`` how many cells a record has beside its number. ``is_one_wide`` says
    that a record is one cell and nothing else.
    """

    body: Body
    columns: int
    numbering: int
    name: int
    texts: int
    figures: int
    usual: int
    is_one_wide: bool


def shape_of(grid: Grid, body: Sequence[int], columns: int) -> Shape:
    """Return what the lines of a body have in common, judged by a sample of them."""
    filled = [at for at in body if grid.filled(at) & columns]
    if len(filled) > _SAMPLE:
        step = len(filled) // (_SAMPLE // 2)
        sample = sorted({*filled[: _SAMPLE // 2], *filled[::step]})
    else:
        sample = filled
    found = sample_of(grid, sample, columns)
    numbering = _numbering(grid, sample, sorted(found.kinds), columns)
    texts = sum(1 << column for column, kind in found.kinds.items() if kind == TEXT)
    figures = sum(1 << column for column, kind in found.kinds.items() if kind == NUMBER) & ~numbering
    name = 0
    for column in columns_of(texts & ~numbering):
        different = len(found.texts.get(column, ()))
        if found.counts[column] * 3 >= len(sample) and different >= _NAME_SHARE * found.counts[column]:
            name = 1 << column
            break
    counts = sorted((grid.filled(at) & columns & ~numbering).bit_count() for at in sample)
    # Notes, groups and rows of a template that are not filled in say nothing of how full a record is.
    full = [count for count in counts if count > 1] or counts[-1:]
    usual = full[len(full) // 2] if full else 0
    is_one_wide = all((grid.filled(at) & columns).bit_count() < 2 for at in sample)  # noqa: PLR2004
    first = name or (texts & -texts)
    return Shape(found, columns, numbering, first, texts & ~numbering, figures, usual, is_one_wide)


def _numbering(grid: Grid, lines: Sequence[int], held: Sequence[int], columns: int) -> int:
    """Return the column that numbers the lines, and one of references right after it; no other is more than that."""
    first = next((column for column in held if _is_numbering(grid, lines, column, columns)), None)
    if first is None:
        return 0
    other = next((column for column in held if column > first), None)
    both = other is not None and _is_numbering(grid, lines, other, columns)
    is_plain = not any(grid.kinds[line].text >> first & 1 for line in lines)
    has_stems = other is not None and any(grid.kinds[line].text >> other & 1 for line in lines)
    return 1 << first | (1 << other if both and is_plain and has_stems and other is not None else 0)


def _is_numbering(grid: Grid, lines: Sequence[int], column: int, columns: int) -> bool:
    """Whether a column only numbers its lines: 1, 2, 3 …, or references each once; what is so filled may be empty.

    What stands alone in its line, or is called a sum, is no number of a record, and counts only if it is one.
    """
    numbers: list[int] = []
    stems: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for line in lines:
        text = grid.text(line, column)
        match = NUMBERED.fullmatch(text)
        is_formula = grid.formula_bits[line] >> column & 1 and text in {"", "0"}
        if match and not is_formula:
            numbers.append(int(match["number"]))
            stems[match["stem"]] += 1
        elif not text or (grid.filled(line) & columns).bit_count() == 1 or words.may_be_sum(text):
            continue
        met[text] += 1
    if len(numbers) < 2 or len(numbers) * 10 < met.total() * 8:  # noqa: PLR2004
        return False
    if stems.most_common(1)[0][0][:1].isalpha() and max(met.values()) == 1:
        return True
    steps = sum(1 for one, other in pairwise(numbers) if other == one + 1)
    is_run = steps * 10 >= (len(numbers) - 1) * 7 and stems.most_common(1)[0][1] * 10 >= len(numbers) * 7
    return is_run and len(numbers) >= LEAST_SAME

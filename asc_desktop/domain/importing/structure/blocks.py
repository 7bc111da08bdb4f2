"""The parts of a sheet that belong together: lines without an empty one between them, parted at empty columns."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from asc_desktop.domain.importing.structure.grid import Grid, columns_of, first_of, span
from asc_desktop.domain.importing.structure.headings import Headings, Known, find_headings
from asc_desktop.domain.importing.structure.words import says_legend
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.pasting.headings import words_of

_REFERENCES = frozenset({"ref", "reference", "id", "no", "number", "code", "urn", "#"})
_NAMES = frozenset(
    {"name", "title", "description", "project", "scheme", "proposal", "initiative", "saving", "risk", "issue",
     "milestone", "decision", "measure", "dependency", "exception", "activity"}
)  # fmt: skip
"""Words of headings by which two columns beside each other say that records begin: their reference and their name."""


class Block(Struct, frozen=True):
    """Lines that hold something, in order, and the bits of the columns in which they do."""

    lines: tuple[int, ...]
    columns: int

    @property
    def top(self) -> int:
        """Its first line."""
        return self.lines[0]

    @property
    def bottom(self) -> int:
        """Its last line."""
        return self.lines[-1]

    @property
    def left(self) -> int:
        """Its first column."""
        return first_of(self.columns)

    @property
    def right(self) -> int:
        """Its last column, which is in it."""
        return self.columns.bit_length() - 1


_Headed = tuple[Block, Headings]


def blocks_of(grid: Grid, known: Known | None) -> Iterator[Block]:
    """Yield the blocks of a sheet from its top, those beside each other from the left."""
    for lines in _runs(grid):
        columns = 0
        for line in lines:
            columns |= grid.filled(line)
        yield from _parted(grid, lines, columns, known)


def block_of(grid: Grid, lines: Sequence[int], columns: int) -> Block | None:
    """Return the block of what some lines hold in some columns; None where that is nothing."""
    found = [line for line in lines if grid.filled(line) & columns]
    held = 0
    for line in found:
        held |= grid.filled(line) & columns
    return Block(tuple(found), held) if found else None


def _runs(grid: Grid) -> Iterator[list[int]]:
    """Yield runs of lines without an empty one; the rest of a merged cell is not empty."""
    run: list[int] = []
    for line, kinds in enumerate(grid.kinds):
        if kinds.filled:
            run.append(line)
        elif run and not grid.is_held(line):
            yield run
            run = []
    if run:
        yield run


def _parted(grid: Grid, lines: Sequence[int], columns: int, known: Known | None) -> Iterator[Block]:
    pieces = _pieces(columns, grid, lines)
    parts: list[int] = []
    for piece in pieces:
        if parts and not _are_apart(grid, lines, parts[-1], piece, known):
            parts[-1] |= span(first_of(parts[-1]), piece.bit_length() - 1) & columns
        else:
            parts.append(piece)
    for part in parts:
        block = block_of(grid, lines, part)
        if block is not None:
            yield block


def _pieces(columns: int, grid: Grid, lines: Sequence[int]) -> list[int]:
    """Return the runs of columns without an empty one; a merged cell bridges those under it, but a title does not."""
    covered = columns
    merges = {merge for line in lines[:6] for merge in grid.merges_on(line)}
    width = columns.bit_length() - first_of(columns)
    for merge in merges:
        size = merge.right - merge.left + 1
        if merge.right > merge.left and size * 3 < width * 2 and grid.filled(merge.top) >> merge.left & 1:
            covered |= span(merge.left, min(merge.right, columns.bit_length() - 1))
    found: list[int] = []
    for column in columns_of(covered):
        if found and found[-1] >> (column - 1) & 1:
            found[-1] |= 1 << column
        else:
            found.append(1 << column)
    return [piece & columns for piece in found if piece & columns]


def _are_apart(grid: Grid, lines: Sequence[int], left: int, right: int, known: Known | None) -> bool:
    """Whether what stands on either side of empty columns are two tables: each has headings and lines of its own."""
    one, other = block_of(grid, lines, left), block_of(grid, lines, right)
    if one is None or other is None:
        return True
    if len(one.lines) < 2 or len(other.lines) < 2:  # noqa: PLR2004 - a title, or a note beside
        return False
    ours = find_headings(grid, one.lines, left, known)
    theirs = find_headings(grid, other.lines, right, known)
    if theirs.first < 0:
        return False
    if any(says_legend(text) for path in theirs.paths.values() for text in path):
        return True
    gap = first_of(right) - left.bit_length()
    has_names = _has_names(grid, other, theirs)
    is_again = (
        right.bit_count() > 1 and ours.first >= 0 and _begins_again(grid, (one, ours), (other, theirs), gap)
    )
    if is_again or (_begins_records(grid, one, ours) and _begins_records(grid, other, theirs)):
        return True
    is_comment = right.bit_count() == 1 and left.bit_count() > 1
    return has_names and not is_comment and _runs_otherwise(one, other, ours.last, theirs.last, gap)


def _begins_again(grid: Grid, ours: _Headed, theirs: _Headed, gap: int) -> bool:
    """Whether headings stand on other lines than those to their left, or say some of those again."""
    has_names = _has_names(grid, *theirs)
    texts, others = (
        {" ".join(path).casefold() for path in headed[1].paths.values()} for headed in (ours, theirs)
    )
    return (has_names and theirs[1].last != ours[1].last) or (bool(texts & others) and (has_names or gap > 1))


def _has_names(grid: Grid, block: Block, headings: Headings) -> bool:
    """Whether every line of a block begins with words."""
    return all(grid.kinds[line].text >> block.left & 1 for line in block.lines if line > headings.last)


def _begins_records(grid: Grid, block: Block, headings: Headings) -> bool:
    """Whether a block begins as a table of records does: a reference in its first column, what it is of in its second.

    Each line has both, and no two lines the same.
    """
    first, *rest = columns_of(block.columns)
    heads = [set(words_of(" ".join(headings.paths.get(column, ())))) for column in (first, *rest[:1])]
    if len(heads) < 2 or not (heads[0] & _REFERENCES and heads[1] & _NAMES):  # noqa: PLR2004
        return False
    below = [line for line in block.lines if line > headings.last and grid.filled(line) >> first & 1]
    for column in (first, rest[0]):
        texts = {known_as(grid.text(line, column)) for line in below}
        if "" in texts or len(texts) < len(below):
            return False
    return len(below) > 1


def _runs_otherwise(one: Block, other: Block, our_last: int, their_last: int, gap: int) -> bool:
    """Whether what stands beside a table fills lines without a break, and ends elsewhere or stands well apart."""
    below = [line for line in one.lines if line > our_last]
    beside = [line for line in other.lines if line > their_last]
    if not beside or beside != list(range(beside[0], beside[-1] + 1)):
        return False
    return gap > 1 or (bool(below) and (beside[-1] != below[-1] or len(beside) > len(below)))

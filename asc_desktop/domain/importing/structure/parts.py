"""The tables of a sheet as far as they are put together, and whether what follows goes on with one of them."""

from msgspec import Struct

from asc_desktop.domain.importing.structure import words
from asc_desktop.domain.importing.structure.blocks import Block
from asc_desktop.domain.importing.structure.forms import (
    Form,
)
from asc_desktop.domain.importing.structure.grid import (
    DATE,
    NUMBER,
    OTHER,
    Grid,
    bits_of,
    columns_of,
    span,
)
from asc_desktop.domain.importing.structure.headings import (
    Body,
    Headings,
    Known,
    find_headings,
    is_heading_like,
    is_unit,
    sample_of,
)
from asc_desktop.domain.pasting.columns import known_as

SAMPLE = 40
_FITS = 0.7


class Part(Struct):
    """A table that is being put together: its headings, the lines it has so far, and what stands above it."""

    headings: Headings
    lines: list[int]
    columns: int
    top: int
    bottom: int
    title: str = ""
    leading: tuple[tuple[int, str], ...] = ()
    form: Form | None = None
    is_across: bool = False


class PartsJudge:
    """Judges the blocks of a sheet by the tables that are put together so far."""

    def __init__(self, grid: Grid, known: Known | None) -> None:
        self._grid = grid
        self._known = known
        self._parts: list[Part] = []
        self._titles: list[Block] = []

    # ------------------------------------------------------------------------------------------------ words

    def _is_words(self, block: Block) -> bool:
        """Whether a block has nothing but texts one under another: a title, a sentence, notes."""
        if len(block.lines) > 3 and block.columns.bit_count() == 1:  # noqa: PLR2004
            texts = [self._grid.text(at, block.left) for at in block.lines]
            if all(len(text) < 50 for text in texts) and len({*texts}) == len(texts):  # noqa: PLR2004
                return any(map(words.says_note, texts)) or bool(self._parts)
        return all(self._is_title(at, self._grid.filled(at) & block.columns) for at in block.lines)

    def _is_title(self, at: int, filled: int) -> bool:
        """Whether a line has one text and nothing else, or only the unit of what is below it beside that."""
        if not filled or filled & ~self._grid.kinds[at].text:
            return False
        _, *others = columns_of(filled)
        return all(is_unit(self._grid.text(at, column)) for column in others)

    # ------------------------------------------------------------------------------------------------ going on

    def _above(self, block: Block) -> Part | None:
        """Return the last table that stands above most of a block's columns."""
        for part in reversed(self._parts):
            covered = span((part.columns & -part.columns).bit_length() - 1, part.columns.bit_length() - 1)
            if (
                covered & block.columns
            ).bit_count() * 2 > block.columns.bit_count() and part.bottom < block.top:
                return part
        return None

    def _goes_on(self, part: Part, block: Block) -> bool:
        """Whether a block has more lines of the table above it, and no headings of its own."""
        if (
            part.form is not None
            or part.is_across
            or any(words.says_legend(self._grid.text(title.top, title.left)) for title in self._titles)
        ):
            return False
        outside = (block.columns & ~part.columns).bit_count()
        if outside * 5 > block.columns.bit_count():
            return False
        body = self._body_of(part)
        if not body.lines:
            return part.headings.first >= 0 and (
                find_headings(self._grid, block.lines, block.columns, self._known).score
                <= part.headings.score
            )
        first = self._first_full(block)
        if (
            is_heading_like(self._grid, first, block.columns, body, self._known)
            or self._looks_like_headings(part, first, body, block.columns)
            or self._begins_itself(block, first)
        ):
            return self._is_heading_again(part, first)
        own = sample_of(self._grid, block.lines[:SAMPLE], block.columns)
        same = total = 0
        for column, kind in own.kinds.items():
            usual = body.kinds.get(column)
            total += own.counts[column]
            if usual is None:
                same += own.counts[column] // 2 if column in part.headings.paths else 0
            elif kind == usual or OTHER in {kind, usual}:
                same += own.counts[column]
        usual_count = sorted((self._grid.filled(at) & part.columns).bit_count() for at in body.lines)
        typical = usual_count[len(usual_count) // 2]
        full = max((self._grid.filled(at) & block.columns).bit_count() for at in block.lines)
        is_total = any(
            words.says_total(self._grid.text(at, column)) or words.says_summary(self._grid.text(at, column))
            for at in block.lines[:2]
            for column in columns_of(self._grid.kinds[at].text & block.columns)
        )
        return same >= _FITS * total and (full * 5 >= typical * 3 or is_total or typical <= 2)  # noqa: PLR2004

    def _body_of(self, part: Part) -> Body:
        below = [at for at in part.lines[-SAMPLE:] if at > part.headings.last]
        return sample_of(self._grid, below, part.columns)

    def _first_full(self, block: Block) -> int:
        """Return the first line of a block with more than a title in it, else its first."""
        full = (at for at in block.lines if (self._grid.filled(at) & block.columns).bit_count() > 1)
        return next(full, block.top)

    def _begins_itself(self, block: Block, first: int) -> bool:
        """Whether a line says words over figures of its own block, which no line of a table that goes on does."""
        below = [at for at in block.lines if at > first]
        own = sample_of(self._grid, below[:SAMPLE], block.columns)
        figures = bits_of([column for column, kind in own.kinds.items() if kind in {NUMBER, DATE}])
        over = (self._grid.kinds[first].text & figures).bit_count()
        return len(below) > 1 and over > 0 and over * 2 > figures.bit_count()

    def _looks_like_headings(self, part: Part, line: int, body: Body, columns: int) -> bool:
        """Whether a line has the look of the headings above and not of the lines between."""
        if part.headings.first < 0:
            return False
        at = list(columns_of(self._grid.filled(line) & columns))
        like = sum(
            1
            for column in at
            if self._grid.look(line, column) == self._grid.look(part.headings.last, column)
            and column in body.looks
            and self._grid.look(line, column) != body.looks[column]
            and self._grid.kinds[line].text >> column & 1
        )
        return len(at) > 1 and like * 2 > len(at)

    def _is_heading_again(self, part: Part, line: int) -> bool:
        at = list(columns_of(self._grid.filled(line) & part.columns))
        same = sum(
            known_as(self._grid.text(line, column))
            in {known_as(each) for each in part.headings.paths.get(column, ())}
            for column in at
        )
        return same * 5 >= len(at) * 4 > 0

    def _says_again(self, part: Part, headings: Headings) -> bool:
        """Whether headings are those of the table above, in the same columns."""
        if headings.first < 0 or part.form is not None or part.is_across or len(headings.paths) < 2:  # noqa: PLR2004
            return False
        return headings.paths == part.headings.paths

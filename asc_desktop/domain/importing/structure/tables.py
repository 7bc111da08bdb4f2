"""Tables put together from the blocks of a sheet: what begins one, what goes on with it, what stands about it."""

from collections.abc import Sequence
from itertools import pairwise

from asc_desktop.domain.importing.found import FoundTable, PutRight
from asc_desktop.domain.importing.sheets import Area, Workbook
from asc_desktop.domain.importing.structure.blocks import Block, block_of, blocks_of
from asc_desktop.domain.importing.structure.down import all_lines, down_table, left_of, run_of
from asc_desktop.domain.importing.structure.forms import (
    Form,
    across_from,
    find_form,
    form_table,
    is_form,
    names_each_column,
)
from asc_desktop.domain.importing.structure.grid import (
    DATE,
    NUMBER,
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
    headings_at,
    is_heading_like,
    sample_of,
)
from asc_desktop.domain.importing.structure.parts import SAMPLE, Part, PartsJudge
from asc_desktop.domain.importing.structure.sure import how_sure
from asc_desktop.domain.pasting.columns import known_as

_LONGEST_TITLE = 120


class Finder(PartsJudge):
    """Finds the tables of one sheet."""

    def __init__(self, grid: Grid, workbook: Workbook, right: PutRight, known: Known | None) -> None:
        super().__init__(grid, known)
        self._workbook = workbook
        self._right = right

    def find(self) -> list[FoundTable]:
        """Return the sheet's tables in no order."""
        for block in blocks_of(self._grid, self._known):
            self._take(block)
        self._close_titles()
        return [self._finished(part) for part in self._joined()]

    # ------------------------------------------------------------------------------------------------ blocks

    def _take(self, block: Block) -> None:
        """Take the next block: what goes on with a table above it, and tables of its own."""
        if self._take_across(block):
            return
        for part in self._split(block):
            said = [at for at in part.lines if at in self._right.headings]
            if said:
                self._begin(part, headings_at(self._grid, run_of(said), part.columns))
                continue
            if self._is_words(part):
                self._titles.append(part)
                continue
            above = self._above(part)
            if above is not None and self._goes_on(above, part):
                self._append(above, part)
                continue
            headings = find_headings(self._grid, part.lines, part.columns, self._known)
            if above is not None and self._says_again(above, headings):
                self._append(above, part)
                continue
            self._begin(part, headings)

    def _take_across(self, block: Block) -> bool:
        """Take a block as a table on its side, if it is one."""
        above = self._above(block)
        if any(at in self._right.headings for at in block.lines) or (
            above is not None and self._goes_on(above, block)
        ):
            return False
        first = across_from(self._grid, block, self._known)
        if first < 0:
            return False
        form = find_form(self._grid, block, self._known)
        is_one = is_form(self._grid, block, form, -1, self._known)
        if is_one and not names_each_column(self._grid, block, form, first):
            return False
        title = self._title_of(block, Headings(first, first))
        lines = [at for at in block.lines if at >= first]
        self._parts.append(Part(Headings(), lines, block.columns, first, block.bottom, title, is_across=True))
        self._titles = []
        return True

    def _split(self, block: Block) -> list[Block]:
        """Return a block in parts, each from a line of headings of its own on."""
        said = sorted(at for at in block.lines if at in self._right.headings)
        starts: list[int] = []
        if said:
            starts = [at for place, at in enumerate(said) if not place or said[place - 1] != at - 1]
            # What is above the first of them is its title; what is above a later one is the end of a table.
            return _cut(self._grid, block, starts[1:])
        headings = find_headings(self._grid, block.lines, block.columns, self._known)
        if headings.first < 0:
            return [block]
        headings = self._upper(block, headings)
        below = [at for at in block.lines if at > headings.last]
        body = sample_of(self._grid, below[:SAMPLE], block.columns)
        figures = bits_of([column for column, kind in body.kinds.items() if kind in {NUMBER, DATE}])
        for place, at in enumerate(below[:-1]):
            if place and self._may_begin(at, figures, body, block.columns):
                texts = {
                    known_as(self._grid.text(at, column))
                    for column in columns_of(self._grid.filled(at) & block.columns)
                }
                ours = {known_as(each) for path in headings.paths.values() for each in path}
                if len(texts & ours) * 2 > len(texts):
                    continue
                starts.append(self._start_of(at, block))
        return _cut(self._grid, block, starts)

    def _upper(self, block: Block, headings: Headings) -> Headings:
        """Return the headings of a table that ends right above those that were found, if there is one."""
        above = block_of(self._grid, [at for at in block.lines if at < headings.first], block.columns)
        if above is None or len(above.lines) < 3 or self._is_words(above):  # noqa: PLR2004
            return headings
        found = find_headings(self._grid, above.lines, above.columns, self._known)
        form = find_form(self._grid, above, self._known)
        has_body = found.first >= 0 and above.bottom > found.last + 1
        return headings if not has_body or form.is_one else self._upper(above, found)

    def _may_begin(self, at: int, figures: int, body: Body, columns: int) -> bool:
        kinds = self._grid.kinds[at]
        if kinds.number & columns and not kinds.text & columns:
            return False
        over = (kinds.text & figures).bit_count()
        if over < 2:  # noqa: PLR2004
            low = kinds.text & columns
            if not low or self._known is None:
                return False
            first = (low & -low).bit_length() - 1
            if body.looks.get(first) == self._grid.look(at, first):
                return False
        return is_heading_like(self._grid, at, columns, body, self._known)

    def _start_of(self, at: int, block: Block) -> int:
        """Return the line where a table with headings at a line begins: with the title right above them."""
        lines = block.lines
        place = lines.index(at)
        while (
            place > 1
            and lines[place - 1] == lines[place] - 1
            and (
                (self._grid.filled(lines[place - 1]) & block.columns).bit_count() == 1
                and self._grid.kinds[lines[place - 1]].text & block.columns
            )
        ):
            place -= 1
        return lines[place]

    # ------------------------------------------------------------------------------------------------ going on

    def _append(self, part: Part, block: Block) -> None:
        """Add a block to the table above it, with the words between: they name a group, or are notes."""
        first = self._first_full(block)
        is_named = bool(self._titles) or first != block.top
        if is_named and part.title and not part.leading and self._is_heading_again(part, first):
            title_at = self._title_line(part)
            if title_at is not None:
                part.leading = ((title_at, part.title),)
                part.title = self._sheet_title(title_at)
        for title in self._titles:
            part.lines += title.lines
        self._titles = []
        part.lines += block.lines
        part.columns |= block.columns
        part.bottom = max(part.bottom, block.bottom)

    def _title_line(self, part: Part) -> int | None:
        """Return the line right above a table's headings that has its title alone, one empty line aside."""
        for at in range(part.headings.first - 1, max(part.headings.first - 3, -1), -1):
            filled = self._grid.filled(at) & part.columns
            if filled:
                return at if filled.bit_count() == 1 and at > 0 else None
        return None

    # ------------------------------------------------------------------------------------------------ beginning

    def _begin(self, block: Block, headings: Headings) -> None:
        """Begin a table, or more than one where a form stands right above headings."""
        form = find_form(self._grid, block, self._known)
        has_said = any(at in self._right.headings for at in block.lines)
        if not has_said and is_form(self._grid, block, form, headings.last, self._known):
            title = self._title_of(block, Headings(form.top, form.top))
            self._parts.append(
                Part(Headings(), list(block.lines), block.columns, block.top, block.bottom, title, form=form)
            )
            self._titles = []
            return
        title = self._title_of(block, headings)
        top = headings.first if has_said else block.top
        if headings.first >= 0 and not has_said:
            above = [at for at in block.lines if at < headings.first]
            preface = block_of(self._grid, above, block.columns)
            if preface is not None and not self._is_words(preface):
                found = find_form(self._grid, preface, self._known)
                is_sure = any(pair.is_sure and pair.is_held for pair in found.pairs)
                self._parts.append(
                    Part(
                        Headings(), list(preface.lines), preface.columns, preface.top, preface.bottom,
                        title, form=found if is_sure or found.is_one else None,
                    )
                )  # fmt: skip
            top = headings.first
        lines = [at for at in block.lines if at >= top]
        columns = 0
        for at in lines:
            columns |= self._grid.filled(at) & block.columns
        columns |= bits_of(headings.paths)
        self._parts.append(Part(headings, lines, columns, top, block.bottom, title))
        self._titles = []

    def _title_of(self, block: Block, headings: Headings) -> str:
        """Return the words right above the headings, else those of the block before, else the sheet's first."""
        first = headings.first if headings.first >= 0 else block.top
        for at in reversed([at for at in block.lines if at < first]):
            filled = self._grid.filled(at) & block.columns
            if self._is_title(at, filled):
                return _shortened(" ".join(self._grid.text(at, column) for column in columns_of(filled)))
        for title in reversed(self._titles):
            text = self._grid.text(title.lines[0], title.left)
            if len(text) <= _LONGEST_TITLE:
                return _shortened(text)
        return self._sheet_title(first)

    def _sheet_title(self, before: int) -> str:
        for at in range(min(before, 6)):
            filled = self._grid.filled(at)
            if filled:
                column = next(columns_of(filled))
                is_title = filled.bit_count() == 1 and self._grid.kinds[at].text & filled
                return _shortened(self._grid.text(at, column)) if is_title else ""
        return ""

    def _close_titles(self) -> None:
        """Give words below the last table to it, as its notes."""
        for title in self._titles:
            part = self._above(title)
            if part is not None and part.form is None and not part.is_across and part.headings.first >= 0:
                part.lines += title.lines
                part.bottom = max(part.bottom, title.bottom)
                part.columns |= title.columns & span(0, part.columns.bit_length())
        self._titles = []

    # ------------------------------------------------------------------------------------------------ finishing

    def _joined(self) -> list[Part]:
        """Return the parts with forms that follow each other as one, unless they ask for the same things."""
        joined: list[Part] = []
        for part in self._parts:
            last = joined[-1] if joined else None
            if last is not None and last.form is not None and part.form is not None:
                ours = {known_as(pair.label) for pair in last.form.pairs}
                theirs = {known_as(pair.label) for pair in part.form.pairs}
                if len(ours & theirs) * 2 <= min(len(ours), len(theirs)):
                    last.form = Form((*last.form.pairs, *part.form.pairs), last.form.share)
                    last.bottom, last.columns = part.bottom, last.columns | part.columns
                    continue
            joined.append(part)
        return joined

    def _finished(self, part: Part) -> FoundTable:
        if part.form is not None:
            table = form_table(self._grid, [part.form], part.title)
        elif part.is_across:
            area = Area(part.top, left_of(part.columns), part.bottom, part.columns.bit_length() - 1)
            table = down_table(
                self._grid.turned(area),
                all_lines(area, is_turned=True),
                None,
                part.title,
                self._right,
                self._known,
            )
        else:
            table = down_table(
                self._grid, part.lines, part.headings, part.title, self._right, self._known, part.leading,
                part.columns,
            )  # fmt: skip
        return how_sure(self._grid, table, self._workbook, self._known, others=len(self._parts) - 1)


def _cut(grid: Grid, block: Block, starts: Sequence[int]) -> list[Block]:
    if not starts:
        return [block]
    bounds = [block.top, *starts, block.bottom + 1]
    found = []
    for first, end in pairwise(bounds):
        part = block_of(grid, [at for at in block.lines if first <= at < end], block.columns)
        if part is not None:
            found.append(part)
    return found


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1].rstrip()}…"

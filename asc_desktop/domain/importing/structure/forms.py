"""What is no table of lines under headings: a form, its labels beside or above their values; a table on its side."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from asc_desktop.domain.importing.found import FoundColumn, FoundLine, FoundTable, Lies, Role
from asc_desktop.domain.importing.structure.blocks import Block
from asc_desktop.domain.importing.structure.grid import OTHER, TEXT, Grid, columns_of, kind_of
from asc_desktop.domain.importing.structure.headings import PERIOD, Known
from asc_desktop.domain.pasting.columns import known_as

_LONGEST_LABEL = 60
_LEAST_ACROSS, _LEAST_OF_TWO = 0.2, 0.5
_MOSTLY = 0.7
_LEAST_PAIRS = 3
_LEAST_HEADS = 4
_KNOWN = 0.6
_EXPLAINED = 0.82
_MOST_LINES = 400
"""A longer block is neither a form nor a table on its side."""
_FARTHEST = 4
"""How many columns to the right of its label a value may stand."""


class Pair(Struct, frozen=True):
    """A label and where its value is, which may be empty; ``is_below`` where it is under the label."""

    label: str
    at: tuple[int, int]
    value_at: tuple[int, int]
    is_held: bool
    is_below: bool
    is_sure: bool


class Form(Struct, frozen=True):
    """The labels of a form with their values, and how much of what stands there they explain, from 0 to 1."""

    pairs: tuple[Pair, ...] = ()
    share: float = 0.0

    @property
    def top(self) -> int:
        """The line of the first label, -1 for none: a title stands above it, and a label without a value is none."""
        return min((pair.at[0] for pair in self.pairs if pair.is_held or pair.is_sure), default=-1)

    @property
    def is_one(self) -> bool:
        """Whether it is a form and no table: enough labels, each once, that explain nearly all there is."""
        labels = {known_as(pair.label) for pair in self.pairs}
        held = [pair for pair in self.pairs if pair.is_held]
        return (
            len(self.pairs) >= _LEAST_PAIRS
            and len(held) >= 1
            and len(labels) * 10 >= len(self.pairs) * 9
            and self.share >= _EXPLAINED
        )


def find_form(grid: Grid, block: Block, known: Known | None) -> Form:
    """Return a block as a form, whether or not it is one."""
    if len(block.lines) > _MOST_LINES:
        return Form()
    labels = _labels(grid, block, known)
    if not labels:
        labels = {
            (line, block.left)
            for line in block.lines
            if grid.kinds[line].text >> block.left & 1 and len(grid.text(line, block.left)) <= _LONGEST_LABEL
        }
    pairs: list[Pair] = []
    taken: set[tuple[int, int]] = set()
    titles = 0
    for line, column in sorted(labels):
        pair = _paired(grid, block, line, column, labels, taken)
        if pair is None:
            titles += 1
            continue
        taken.add(pair.value_at)
        text = grid.text(line, column)
        is_sure = text.endswith(":") or (known is not None and known(text.rstrip(": ")) >= _KNOWN)
        pairs.append(
            Pair(text.rstrip(": "), (line, column), pair.value_at, pair.is_held, pair.is_below, is_sure)
        )
    total = sum((grid.filled(line) & block.columns).bit_count() for line in block.lines)
    told = len(pairs) + sum(pair.is_held for pair in pairs) + min(titles, total // 4)
    return Form(tuple(pairs), min(told / total, 1.0) if total else 0.0)


def _labels(grid: Grid, block: Block, known: Known | None) -> set[tuple[int, int]]:
    """Return the cells that are labels: by a colon or their look, or by known words where labels stand.

    A value may be a known word too (a stage called Delivery), so that words alone count in columns that are mostly
    labels; where the first is not, in lines that are.
    """
    cells = [
        (line, column) for line in block.lines for column in columns_of(grid.filled(line) & block.columns)
    ]
    texts = [
        place for place in cells if 0 < len(grid.text(*place)) <= _LONGEST_LABEL and _is_text(grid, place)
    ]
    strong = {place for place in texts if _is_marked(grid, *place)}
    if known is None:
        return strong
    either = strong | {place for place in texts if known(grid.text(*place).rstrip(": ")) >= _KNOWN}
    by_column = _shares(cells, either, 1)
    if by_column.get(block.left, 0) >= _MOSTLY:
        return strong | {place for place in either if by_column[place[1]] >= _MOSTLY}
    by_line = _shares(cells, either, 0)
    return strong | {place for place in either if by_line[place[0]] >= _MOSTLY}


def _shares(cells: Sequence[tuple[int, int]], labels: set[tuple[int, int]], side: int) -> dict[int, float]:
    held = Counter(place[side] for place in cells)
    found = Counter(place[side] for place in labels)
    return {at: found[at] / count for at, count in held.items()}


def _is_text(grid: Grid, place: tuple[int, int]) -> bool:
    return bool(grid.kinds[place[0]].text >> place[1] & 1)


def _is_marked(grid: Grid, line: int, column: int) -> bool:
    is_bold, fill = grid.look(line, column)
    return grid.text(line, column).endswith(":") or is_bold or fill not in {"", "FFFFFF"}


def _paired(
    grid: Grid,
    block: Block,
    line: int,
    column: int,
    labels: set[tuple[int, int]],
    taken: set[tuple[int, int]],
) -> Pair | None:
    merge = grid.merge_at(line, column)
    end = merge.right if merge is not None else column
    beside = next(
        (
            at
            for at in range(end + 1, min(end + 1 + _FARTHEST, block.right + 1))
            if grid.filled(line) >> at & 1
        ),
        None,
    )
    text = grid.text(line, column)
    if beside is not None and (line, beside) not in labels and (line, beside) not in taken:
        return Pair(text, (line, column), (line, beside), is_held=True, is_below=False, is_sure=False)
    under = (merge.bottom if merge is not None else line) + 1
    is_below_free = (under, column) not in labels and (under, column) not in taken
    if under in block.lines and grid.filled(under) >> column & 1 and is_below_free:
        return Pair(text, (line, column), (under, column), is_held=True, is_below=True, is_sure=False)
    if beside is None and end >= block.right:
        return None
    if beside == end + 1:
        return None  # A label beside it: this one is a heading over them, or its value is nowhere.
    return Pair(text, (line, column), (line, end + 1), is_held=False, is_below=False, is_sure=False)


def is_form(grid: Grid, block: Block, form: Form, headings_last: int, known: Known | None = None) -> bool:
    """Whether a block is a form rather than a table under headings that end at a line, -1 for none."""
    if not form.is_one or _is_headed(grid, block, headings_last, known):
        return False
    beside = [pair for pair in form.pairs if not pair.is_below]
    lines_of_labels = {pair.at[0] for pair in form.pairs if pair.is_below}
    is_mostly_beside = len(beside) * 2 >= len(form.pairs)
    if not beside or sum(pair.is_sure for pair in form.pairs) * 2 >= len(form.pairs):
        return len(lines_of_labels) > 1 or (bool(beside) and is_mostly_beside)
    if headings_last < 0:
        return True
    if block.columns.bit_count() == 2:  # noqa: PLR2004
        return _differs_by_line(grid, block)
    is_each_line = len(block.lines) == len({pair.at[0] for pair in beside})
    return any(pair.at[1] != block.left for pair in beside) if is_each_line else is_mostly_beside


def _is_headed(grid: Grid, block: Block, last: int, known: Known | None) -> bool:
    """Whether one line alone has the labels of nearly every column, by its look or its words: a table's headings.

    Texts of a table may look like labels with their values beside them, where few rows stand under many headings.
    """
    below = [line for line in block.lines if line > last]
    heads = [column for column in columns_of(block.columns) if last >= 0 and grid.text(last, column)]
    if not below or len(heads) < 2 or len(heads) * 5 < block.columns.bit_count() * 4:  # noqa: PLR2004
        return False
    cells = [(line, column) for line in below for column in columns_of(grid.filled(line) & block.columns)]
    looks = {grid.look(last, column) for column in heads}
    if len(looks) == 1 and not any(grid.look(*place) in looks for place in cells):
        return True
    return (
        len(heads) >= _LEAST_HEADS
        and known is not None
        and (
            _share([grid.text(last, column) for column in heads], known)
            >= _share([grid.text(*place) for place in cells], known) + _KNOWN
        )
    )


def _differs_by_line(grid: Grid, block: Block) -> bool:
    """Whether two columns are labels and values: values of several kinds, or labels that look so from the top."""
    left, right = block.left, block.right
    kinds = Counter(kind_of(cell) for line in block.lines if (cell := grid.cell(line, right)) is not None)
    kinds.pop("", None)
    kinds.pop(OTHER, None)
    mixed = kinds.total() - max(kinds.values(), default=0)
    first = block.lines[0]
    looks = {grid.look(line, left) for line in block.lines}
    is_marked = len(looks) == 1 and grid.look(first, left) != grid.look(first, right)
    rest = {grid.look(line, right) for line in block.lines[1:]}
    return mixed * 5 >= kinds.total() or (is_marked and grid.look(first, right) in rest)


def form_table(grid: Grid, forms: Sequence[Form], title: str) -> FoundTable:
    """Return the form that some blocks are together."""
    pairs = [pair for form in forms for pair in form.pairs]
    rows = [place[0] for pair in pairs for place in (pair.at, pair.value_at)]
    sides = [place[1] for pair in pairs for place in (pair.at, pair.value_at)]
    columns = tuple(
        FoundColumn(
            at=place, path=(pair.label,), value_at=pair.value_at, hidden=pair.value_at[0] in grid.hidden_lines
        )
        for place, pair in enumerate(pairs)
    )
    held = sum(pair.is_held for pair in pairs)
    sure = 0.2 if not held else 0.45 + 0.3 * sum(pair.is_sure for pair in pairs) / len(pairs)
    return FoundTable(
        sheet=grid.sheet.name,
        area=grid.area((min(rows), max(rows)), (min(sides), max(sides))),
        lies=Lies.FORM,
        title=title,
        lines=(FoundLine(0, Role.RECORD if held else Role.BLANK, "A form is one record."),),
        columns=columns,
        sure=sure,
        why=f"{len(pairs)} labels have their values beside or below them.",
    )


def across_from(grid: Grid, block: Block, known: Known | None) -> int:
    """Return the line from which a block has its fields running down and its records across; -1 where it has not.

    What speaks for it is that lines hold values of one kind and columns do not, that the first column has the words or
    the look of headings, and the first line has not.
    """
    if block.columns.bit_count() < 3 or len(block.lines) > _MOST_LINES:  # noqa: PLR2004
        return -1
    lines = list(block.lines)
    while lines and (grid.filled(lines[0]) & block.columns).bit_count() == 1:
        lines.pop(0)
    left = _labels_column(grid, block, lines)
    labels = [grid.text(line, left) for line in lines if grid.filled(line) >> left & 1]
    is_named = len(labels) * 10 >= len(lines) * 8 and len({known_as(text) for text in labels}) == len(labels)
    if len(lines) < 2 or not is_named:  # noqa: PLR2004
        return -1
    rest = [column for column in columns_of(block.columns) if column > left]
    heads = [text for column in rest if (text := grid.text(lines[0], column))]
    down = _evenness([[_kind(grid, line, column) for line in lines[1:]] for column in rest])
    across = _evenness([[_kind(grid, line, column) for column in rest] for line in lines])
    found = 1.2 * (across - down) + 0.4 * _looks_across(grid, lines, left, rest)
    if known is not None:
        found += 0.9 * (_share(labels, known) - _share([grid.text(lines[0], left), *heads], known))
    if known is not None and _share(heads, known) == 0 and _periods(labels) > 0.5:  # noqa: PLR2004
        found += 0.3
    if _periods(heads) > 0.5:  # noqa: PLR2004
        found -= 0.4
    return lines[0] if found > (_LEAST_ACROSS if len(lines) > 2 else _LEAST_OF_TWO) else -1  # noqa: PLR2004


def names_each_column(grid: Grid, block: Block, form: Form, first: int) -> bool:
    """Whether two lines name what stands in each column beside the labels: records of which most is empty, and no form.

    A form has one value to a label: what stands in further columns would be lost, or taken for the first record's.
    """
    lines = [line for line in block.lines if line >= first][:2]
    return len({pair.at[1] for pair in form.pairs}) == 1 and all(
        grid.filled(line) & block.columns == block.columns for line in lines
    )


def _labels_column(grid: Grid, block: Block, lines: Sequence[int]) -> int:
    """Return the column of a table's fields: the first, or the second where the first only parts them in sections."""
    columns = list(columns_of(block.columns))
    first, second = columns[0], columns[1]
    held = sum(grid.filled(line) >> first & 1 for line in lines)
    is_sections = held * 3 < len(lines) * 2 and all(grid.filled(line) >> second & 1 for line in lines)
    return second if is_sections and len(columns) > 3 else first  # noqa: PLR2004


def _looks_across(grid: Grid, lines: Sequence[int], left: int, rest: Sequence[int]) -> float:
    """Return how much more the first column looks unlike what is beside it than the first line unlike what is below."""
    beside = [
        grid.look(line, left) != grid.look(line, rest[0])
        for line in lines[1:]
        if grid.filled(line) >> left & 1
    ]
    below = [grid.look(lines[0], column) != grid.look(lines[1], column) for column in rest]
    return sum(beside) / max(len(beside), 1) - sum(below) / max(len(below), 1)


def _kind(grid: Grid, line: int, column: int) -> str:
    cell = grid.cell(line, column)
    kind = kind_of(cell) if cell is not None else ""
    if kind == TEXT and cell is not None:
        return "long" if len(str(cell.value)) > _LONGEST_LABEL else TEXT
    return "" if kind == OTHER else kind


def _evenness(runs: Sequence[Sequence[str]]) -> float:
    """Return how far the cells of each run are of one kind, from 0 to 1."""
    shares = []
    for run in runs:
        kinds = Counter(kind for kind in run if kind)
        if kinds.total() > 1:
            shares.append(kinds.most_common(1)[0][1] / kinds.total())
    return sum(shares) / len(shares) if shares else 1.0


def _periods(texts: Sequence[str]) -> float:
    return sum(PERIOD.fullmatch(text) is not None for text in texts) / len(texts) if texts else 0.0


def _share(texts: Sequence[str], known: Known) -> float:
    return sum(known(text.rstrip(": ")) >= _KNOWN for text in texts) / len(texts) if texts else 0.0

"""Which lines a sum is the sum of: by its formulas, else by its place, as far as the figures agree."""

import re
from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundLine, Role
from asc_desktop.domain.importing.structure import words
from asc_desktop.domain.importing.structure.grid import Grid, columns_of
from asc_desktop.domain.importing.structure.sums import figure_of, is_nested_blind, summed_by

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")
_OF_A_SUM = frozenset(
    {"total", "totals", "subtotal", "sub", "for", "of", "the", "all", "£", "m", "k", "000", "£000"}
)
"""Words of a sum's label that name nothing of what it sums."""
_NEAR = Decimal("0.011")
"""What is left of pennies and of a float's noise."""
_MOST_STEPS = 3
"""By how many of its last digit a sum of rounded figures may differ and still be their sum."""
_MOST_TRIED = 200
"""Beyond so many sums without formulas only the lines since the last one are tried, which keeps long sheets quick."""


def summed_lines(grid: Grid, at: int, columns: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return for each column of a line with a formula the lines that it adds up; none where it adds up no others.

    A sum along the line itself is none of other lines. Whole ranges count, whatever stands in them.
    """
    formulas = grid.formulas.get(at, {})
    found = []
    for column in columns_of(columns):
        formula = formulas.get(column)
        # Most sums run along their own line, which is told quickest by the only number in them.
        if formula is None or (not grid.is_turned and _is_of_line(formula, at)):
            continue
        lines: set[int] = set()
        for place in summed_by(formula):
            top, left, bottom, right = place.top, place.left, place.bottom, place.right
            if grid.is_turned:
                top, left, bottom, right = left, top, right, bottom
            if left <= column <= right and not (top == bottom == at):
                lines.update(range(top, min(bottom, len(grid.rows) - 1) + 1))
        found.append((column, tuple(sorted(lines - {at}))))
    return tuple(found)


def _is_of_line(formula: str, at: int) -> bool:
    """Whether a formula names no line but its own."""
    return not _DIGIT.search(formula.replace(str(at + 1), ""))


def find_sums(
    grid: Grid, lines: Sequence[FoundLine], figures: int, doubtful: set[int], heads: set[int]
) -> list[FoundLine]:
    """Return lines with what each sum is the sum of, and doubtful ones as sums where their figures say so.

    ``heads`` are lines of a label and figures that are a group's where those are the sums of the lines below.
    """
    by_at = {line.at: line for line in lines}
    records = [line.at for line in lines if line.role is Role.RECORD]
    if not records:
        return list(lines)
    found = [_by_formula(grid, line, by_at) for line in lines]
    placed = [
        at
        for at, line in enumerate(found)
        if (line.role is Role.TOTAL and not line.sums) or (line.at in doubtful and line.role is Role.RECORD)
    ]
    for at, line in enumerate(found):
        if line.at in heads and line.role is Role.RECORD:
            found[at] = _as_head(grid, found, at, figures, heads)
        elif line.at in doubtful and line.role is Role.RECORD and _is_of_group(grid, found, at):
            why = "It is called like a sum of the group that it ends."
            found[at] = replace(line, role=Role.TOTAL, why=why)
    if len(placed) > _MOST_TRIED:
        placed = [at for at in placed if found[at].role is Role.TOTAL]
    is_long = len(placed) > _MOST_TRIED
    for at in placed:
        tried = [_since(found, at)] if is_long else _candidates(found, at, _label(grid, found[at].at))
        is_doubtful = found[at].at in doubtful and found[at].role is Role.RECORD
        found[at] = _by_place(grid, found[at], tried, figures, is_doubtful=is_doubtful)
    return found


def _by_formula(grid: Grid, line: FoundLine, by_at: dict[int, FoundLine]) -> FoundLine:
    """Return a sum with the lines of its formulas that are records, or sums where it adds up those."""
    if line.role not in {Role.TOTAL, Role.GROUP, Role.RECORD} or not grid.formula_bits[line.at]:
        return line
    sums = summed_lines(grid, line.at, grid.formula_bits[line.at])
    lines = {at for _, found in sums for at in found if at in by_at}
    if not lines:
        return replace(line, sums=())
    formulas = grid.formulas[line.at]
    if any(is_nested_blind(formulas[column]) for column, found in sums if found):
        lines = {at for at in lines if by_at[at].role is not Role.TOTAL}
    kept = {at for at in lines if by_at[at].role in {Role.RECORD, Role.TOTAL} or by_at[at].sums}
    return replace(line, sums=tuple(sorted(kept)))


def _by_place(
    grid: Grid, line: FoundLine, candidates: Sequence[tuple[int, ...]], figures: int, *, is_doubtful: bool
) -> FoundLine:
    """Return a line with the lines that its figures are the sums of, or that it stands at the end of.

    Tried are the records since the sum or group before it, all records above it, the sums above it, those below it up
    to the next sum or group, and all below it: the first whose figures agree in most columns. A doubtful line whose
    figures agree with none of them is a record.
    """
    label = _label(grid, line.at)
    worth = _figures(grid, line.at, figures)
    for members in candidates:
        if worth and (len(members) > 1 or not is_doubtful) and _agree(grid, worth, members):
            if is_doubtful:
                why = f"Its figures are the sums of {len(members)} other lines."
                return replace(line, role=Role.TOTAL, why=why, sums=members)
            return replace(line, sums=members)
    if is_doubtful:
        why = (
            "It is called like a sum, but has more than figures, and they add up no other lines."
            if label
            else ""
        )
        return replace(line, why=why or "It has figures and no name.")
    if words.says_summary(label) and not words.says_total(label):
        return line
    return replace(line, sums=candidates[0] if candidates else ())


def _as_head(grid: Grid, lines: Sequence[FoundLine], place: int, figures: int, heads: set[int]) -> FoundLine:
    """Return a line as a group's where its figures are the sums of the records below, up to the next such line."""
    line = lines[place]
    members: list[int] = []
    for each in lines[place + 1 :]:
        if each.at in heads or each.role in {Role.TOTAL, Role.GROUP}:
            break
        if each.role is Role.RECORD:
            members.append(each.at)
    held = _figures(grid, line.at, figures)
    if len(members) > 0 and held and _agree(grid, held, tuple(members)):
        why = "It is above lines whose figures add up to its own."
        return replace(line, role=Role.GROUP, why=why, sums=tuple(members))
    return line


def _is_of_group(grid: Grid, lines: Sequence[FoundLine], place: int) -> bool:
    """Whether a line ends a group of several records and is called a total by that group's name: ``Total Adults``.

    It is the group's sum whatever its figures come to; as a record a slip in one of them would count everything twice.
    """
    after = lines[place + 1 : place + 2]
    if grid.kinds[lines[place].at].text.bit_count() != 1 or any(each.role is Role.RECORD for each in after):
        return False
    members = 0
    for each in reversed(lines[:place]):
        if each.role is Role.GROUP:
            rest = set(_WORD.findall(_label(grid, lines[place].at).casefold())) - _OF_A_SUM
            return members > 1 and bool(rest) and rest <= set(_WORD.findall(_label(grid, each.at).casefold()))
        if each.role is Role.TOTAL:
            return False
        members += each.role is Role.RECORD
    return False


def _figures(grid: Grid, at: int, figures: int) -> dict[int, Decimal]:
    """Return a line's figures by column, noughts aside."""
    columns = columns_of((figures or ~0) & grid.kinds[at].number)
    found = {column: figure_of(grid.cell(at, column)) for column in columns}
    return {column: figure for column, figure in found.items() if figure}


def _label(grid: Grid, at: int) -> str:
    texts = grid.kinds[at].text
    return next(
        (text for column in columns_of(texts) if words.says_total(text := grid.text(at, column))),
        next((grid.text(at, column) for column in columns_of(texts)), ""),
    )


def _since(lines: Sequence[FoundLine], place: int) -> tuple[int, ...]:
    """Return the records since the sum above a line, or the group."""
    found: list[int] = []
    for at in range(place - 1, -1, -1):
        each = lines[at]
        if each.role is Role.TOTAL or (each.role is Role.GROUP and found):
            break
        if each.role is Role.RECORD:
            found.append(each.at)
    return tuple(reversed(found))


def _candidates(lines: Sequence[FoundLine], place: int, label: str) -> list[tuple[int, ...]]:
    above, below = lines[:place], lines[place + 1 :]
    since = _since(lines, place)
    next_ones: list[int] = []
    for each in below:
        if each.role is Role.TOTAL or (each.role is Role.GROUP and next_ones):
            break
        if each.role is Role.RECORD:
            next_ones.append(each.at)
    every = [each.at for each in above if each.role is Role.RECORD]
    sums = [each.at for each in above if each.role is Role.TOTAL and each.sums]
    rest = [each.at for each in below if each.role is Role.RECORD]
    after, before = [tuple(next_ones), tuple(rest)], [since, tuple(every), tuple(sums)]
    if words.is_grand(label) and not words.is_sub(label):
        before = [tuple(every), tuple(sums), since]
        after.reverse()
    tried = [*before, *after]
    found: list[tuple[int, ...]] = []
    for members in tried:
        if members and members not in found:
            found.append(members)
    return found


def _agree(grid: Grid, held: dict[int, Decimal], members: tuple[int, ...]) -> bool:
    """Whether figures are the sums of those of some lines, in at least two in three columns, rounding aside."""
    same = 0
    for column, figure in held.items():
        parts = [part for at in members if (part := figure_of(grid.cell(at, column))) is not None]
        exponent = figure.as_tuple().exponent
        step = Decimal(10) ** min(exponent if isinstance(exponent, int) else 0, 0)
        room = min(step / 2 * len(parts), step * _MOST_STEPS) if len(parts) > 1 else Decimal(0)
        same += bool(parts) and abs(sum(parts, Decimal(0)) - figure) <= max(room, _NEAR)
    return same * 3 >= len(held) * 2

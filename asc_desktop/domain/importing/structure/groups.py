"""Which group lines each line of a table belongs to."""

from collections.abc import Sequence

from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundLine, Role
from asc_desktop.domain.importing.structure import words
from asc_desktop.domain.importing.structure.grid import Grid, columns_of, first_of
from asc_desktop.domain.pasting.columns import known_as


def with_groups(grid: Grid, lines: Sequence[FoundLine], columns: int) -> tuple[FoundLine, ...]:
    """Return lines with the words of the group lines that they belong to, the outermost first.

    Of two group lines one below the other the second is of a part of the first. Afterwards a group line that looks
    like an earlier one, or is set in as far, stands on the same level. A sum of a group ends it.
    """
    stack: list[tuple[tuple[object, ...], str]] = []
    previous = Role.HEADING
    found = []
    for line in lines:
        if line.role is Role.GROUP:
            level, text = _level(grid, line.at, columns)
            levels = [each for each, _ in stack]
            if level in levels:
                del stack[levels.index(level) :]
            elif previous is not Role.GROUP and stack and not _is_deeper(level, stack[-1][0]):
                stack.pop()
            found.append(replace(line, group=tuple(words_ for _, words_ in stack)))
            stack.append((level, text))
        else:
            if line.role in {Role.RECORD, Role.TOTAL, Role.BLANK} and stack:
                found.append(replace(line, group=tuple(words_ for _, words_ in stack)))
            else:
                found.append(line)
            if line.role is Role.TOTAL and stack:
                _end(grid, line, columns, stack)
        if line.role is not Role.BLANK:
            previous = line.role
    return tuple(found)


def _end(grid: Grid, line: FoundLine, columns: int, stack: list[tuple[tuple[object, ...], str]]) -> None:
    """Take groups off the stack that a sum ends: the one it names, all at a grand total, else the innermost."""
    texts = list(columns_of(grid.kinds[line.at].text & columns))
    label = known_as(grid.text(line.at, texts[0])) if texts else ""
    if words.says_summary(label) or words.is_cumulative(label):
        return
    if words.is_grand(label):
        stack.clear()
        return
    named = next(
        (at for at, (_, text) in enumerate(stack) if text and known_as(text) in label), len(stack) - 1
    )
    del stack[named:]


def _level(grid: Grid, at: int, columns: int) -> tuple[tuple[object, ...], str]:
    column = first_of(grid.kinds[at].text & columns or grid.filled(at) & columns)
    cell = grid.cell(at, column)
    raw = str(cell.value) if cell is not None else ""
    indent = len(raw) - len(raw.lstrip())
    merge = grid.merge_at(at, column)
    wide = merge is not None and merge.right > merge.left
    mark = raw.strip()[:1] if raw.strip()[:1] in "▶►▸▼▾◆■●➤➔→»>" else ""
    return (column, indent, *grid.look(at, column), wide, mark), words.without_mark(grid.text(at, column))


def _is_deeper(level: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return level[:2] > other[:2]

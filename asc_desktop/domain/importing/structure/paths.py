"""What each column is called by the lines of headings above it: by bands that go on, merges, and its own."""

from collections import Counter
from collections.abc import Sequence

from asc_desktop.domain.importing.sheets import Area
from asc_desktop.domain.importing.structure.grid import (
    Grid,
)
from asc_desktop.domain.pasting.columns import known_as


def paths_of(grid: Grid, first: int, last: int, columns: int) -> dict[int, tuple[str, ...]]:
    """Return the headings of each column that has any, the outermost first, what a merge holds once only once."""
    width = [column for column in range(columns.bit_length()) if columns >> column & 1]
    paths: dict[int, list[str]] = {column: [] for column in width}
    met: dict[int, set[Area]] = {column: set() for column in width}
    for line in range(first, last + 1):
        carried = _carried(grid, first, line, last, width) if line < last else {}
        for column in width:
            text = grid.text(line, column)
            merge = grid.merge_at(line, column)
            if merge is not None:
                if merge in met[column]:
                    continue
                met[column].add(merge)
                text = grid.text(merge.top, merge.left)
            text = text or carried.get(column, "")
            if text and (not paths[column] or known_as(paths[column][-1]) != known_as(text)):
                paths[column].append(text)
    return {column: tuple(path) for column, path in paths.items() if path}


def _carried(grid: Grid, first: int, line: int, last: int, width: Sequence[int]) -> dict[int, str]:
    """Return the texts of a line that stand over the columns to their right too, where no merge says how far.

    A band goes on to the next one, over columns that have a heading of their own below it. Where there are several
    bands, it does not go on over a heading that stands under none of the others.
    """
    if any(merge.right > merge.left for merge in grid.merges_on(line)):
        return {}
    runs = _runs(grid, first, line, last, width)
    bands = [run for run in runs if len(run) > 1 and _below(grid, run[0], line, last)]
    usual = Counter(text for run in bands for text in {_below(grid, column, line, last) for column in run})
    repeats = len(bands) > 1 and usual.most_common(1)[0][1] > 1
    carried: dict[int, str] = {}
    for run in bands:
        for column in run[1:]:
            if repeats and usual[_below(grid, column, line, last)] == 1:
                break
            carried[column] = grid.text(line, run[0])
    return carried


def _runs(grid: Grid, first: int, line: int, last: int, width: Sequence[int]) -> list[list[int]]:
    """Return each column of a line that has a text, with those after it that have one in the lines below alone.

    What has a text in a line above, from the first on, begins anew.
    """
    runs: list[list[int]] = []
    is_going_on = False
    for column in width:
        if grid.text(line, column):
            runs.append([column])
            is_going_on = True
            continue
        begins = any(grid.text(above, column) for above in range(first, line))
        has_own = any(grid.text(below, column) for below in range(line + 1, last + 1))
        is_going_on = is_going_on and has_own and not begins
        if is_going_on:
            runs[-1].append(column)
    return runs


def _below(grid: Grid, column: int, line: int, last: int) -> str:
    return next(
        (known_as(text) for below in range(line + 1, last + 1) if (text := grid.text(below, column))), ""
    )

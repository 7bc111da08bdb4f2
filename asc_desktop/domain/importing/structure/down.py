"""One table made of its lines and headings, lying down or on its side, or as a person said that it lies."""

from collections.abc import Sequence

from asc_desktop.domain.importing.found import FoundColumn, FoundLine, FoundTable, Lies, PutRight, Role
from asc_desktop.domain.importing.sheets import Area, column_letters
from asc_desktop.domain.importing.structure.blocks import block_of
from asc_desktop.domain.importing.structure.forms import find_form, form_table
from asc_desktop.domain.importing.structure.grid import Grid, bits_of, columns_of, span
from asc_desktop.domain.importing.structure.headings import Headings, Known, find_headings, headings_at
from asc_desktop.domain.importing.structure.lines import read_lines
from asc_desktop.domain.words import number_of


def down_table(
    grid: Grid,
    lines: Sequence[int],
    headings: Headings | None,
    title: str,
    right: PutRight,
    known: Known | None,
    leading: Sequence[tuple[int, str]] = (),
    columns: int = 0,
) -> FoundTable:
    """Return a table of a grid's lines under headings; they are looked for where they are not given."""
    if not columns:
        for line in lines:
            columns |= grid.filled(line)
    if headings is None:
        held = [line for line in lines if grid.filled(line) & columns]
        headings = _headings_across(grid, held, columns, known)
    headings = _as_said(grid, headings, columns, right)
    top = min([headings.first if headings.first >= 0 else lines[0], *(at for at, _ in leading)])
    bottom = lines[-1]
    roles = {} if grid.is_turned and not any(top <= at <= bottom for at in right.roles) else dict(right.roles)
    found = read_lines(
        grid, headings, range(max(headings.last + 1, top), bottom + 1), columns, roles, leading
    )
    columns = _held_columns(grid, found, headings, columns)
    records = sum(line.role is Role.RECORD for line in found)
    named = number_of(len(headings.paths), "field" if grid.is_turned else "column")
    follow = number_of(records, "record follows", "records follow")
    where = grid.where(headings.last)
    what = (
        f"{where[:1].upper()}{where[1:]} names {named}; {follow}."
        if headings.first >= 0
        else f"It has no headings; {number_of(records, 'line')} may be records."
    )
    if not grid.is_turned and (gap := _gap(columns)) >= 0:
        what = f"{what} Column {column_letters(gap)} is empty: both sides of it are taken as one table."
    return FoundTable(
        sheet=grid.sheet.name,
        area=grid.area((top, bottom), (left_of(columns), columns.bit_length() - 1)),
        lies=Lies.ACROSS if grid.is_turned else Lies.DOWN,
        title=title,
        lines=found,
        columns=tuple(
            FoundColumn(column, headings.paths.get(column, ()), hidden=column in grid.hidden_columns)
            for column in columns_of(columns)
        ),
        sure=headings.score if headings.first >= 0 else 0.3,
        why=what,
    )


def _as_said(grid: Grid, headings: Headings, columns: int, right: PutRight) -> Headings:
    """Return headings without the lines that a person said are none, which are then lines like any other."""
    lines = [at for at in range(headings.first, headings.last + 1) if at >= 0]
    rest = [at for at in lines if grid.is_turned or right.roles.get(at, Role.HEADING) is Role.HEADING]
    if rest == lines:
        return headings
    return headings_at(grid, run_of(rest), columns) if rest else Headings()


def _headings_across(grid: Grid, lines: Sequence[int], columns: int, known: Known | None) -> Headings:
    """Return the headings of lines that are a sheet's columns: the first, with the next where it has bands alone."""
    found = find_headings(grid, lines, columns, known)
    is_banded = bool(grid.merges_on(lines[0])) or (
        (grid.filled(lines[0]) & columns).bit_count() * 2 <= columns.bit_count()
    )
    if found.first == lines[0] and (found.last == found.first or is_banded):
        return found
    is_next = len(lines) > 2 and lines[1] == lines[0] + 1  # noqa: PLR2004
    return headings_at(grid, lines[: 2 if is_banded and is_next else 1], columns)


def forced_table(grid: Grid, area: Area, lies: Lies, right: PutRight, known: Known | None) -> FoundTable:
    """Return the one table that an area is said to be, lying so."""
    columns = span(area.left, area.right)
    block = block_of(grid, range(area.top, area.bottom + 1), columns)
    if block is None:
        return FoundTable(grid.sheet.name, area, lies, why="There is nothing there.")
    if lies is Lies.FORM:
        form = find_form(grid, block, known)
        return (
            form_table(grid, [form], "") if form.pairs else FoundTable(grid.sheet.name, area, lies, sure=0.0)
        )
    if lies is Lies.ACROSS:
        return down_table(grid.turned(area), all_lines(area, is_turned=True), None, "", right, known)
    said = [at for at in block.lines if at in right.headings]
    headings = (
        headings_at(grid, run_of(said), block.columns)
        if said
        else find_headings(grid, block.lines, block.columns, known)
    )
    lines = [at for at in block.lines if at >= headings.first]
    return down_table(grid, lines, headings, "", right, known)


def _gap(columns: int) -> int:
    """Return the first empty column between those of a table; -1 for none."""
    last = columns.bit_length()
    return next((at for at in range(left_of(columns), last) if not columns >> at & 1), -1)


def _held_columns(grid: Grid, lines: Sequence[FoundLine], headings: Headings, columns: int) -> int:
    """Return the columns that have a heading, or something in a record; a title's or a note's are none."""
    held = bits_of(headings.paths)
    for line in lines:
        if line.role is not Role.NOTE:
            held |= grid.filled(line.at) & columns
    return held or columns


def run_of(lines: Sequence[int]) -> list[int]:
    """Return the first lines, one under another."""
    run = [lines[0]]
    for at in lines[1:]:
        if at != run[-1] + 1:
            break
        run.append(at)
    return run


def all_lines(area: Area, *, is_turned: bool) -> range:
    """Return an area's lines: its columns where it is turned."""
    return range(area.left, area.right + 1) if is_turned else range(area.top, area.bottom + 1)


def left_of(columns: int) -> int:
    """Return the first column of some bits, which must not be none."""
    return (columns & -columns).bit_length() - 1

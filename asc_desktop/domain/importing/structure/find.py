"""The tables of a sheet: where each is, how it lies, and what its lines and columns are.

The sheet is taken apart at its empty lines and columns; each part is a table with headings of its own, goes on with
the table above it, is a form, or is words about a table. What a person put right is taken in place of what was found.
Nothing is lost on the way: what is no part of a table is one of which little is sure.
"""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundTable, Lies, PutRight, Role
from asc_desktop.domain.importing.sheets import Area, Sheet, Workbook
from asc_desktop.domain.importing.structure.down import forced_table
from asc_desktop.domain.importing.structure.grid import Grid
from asc_desktop.domain.importing.structure.headings import Known
from asc_desktop.domain.importing.structure.tables import Finder
from asc_desktop.domain.pasting.columns import known_as


def find_tables(
    sheet: Sheet,
    workbook: Workbook,
    put_right: PutRight | None = None,
    known_words: Callable[[str], float] | frozenset[str] | None = None,
) -> tuple[FoundTable, ...]:
    """Return the tables of a sheet from its top, those beside each other from the left.

    ``known_words`` are words of headings, in lower case, or say of a text how surely it is a heading, from 0 to 1.
    """
    right = put_right or PutRight()
    known = _known(known_words)
    grid = Grid(sheet, workbook)
    found: list[FoundTable] = []
    if right.apart:
        for area in right.apart:
            found += _apart(grid, area, right, known)
        grid = grid.without(right.apart)
    found += Finder(grid, workbook, right, known).find()
    if right.lies:
        whole = Grid(sheet, workbook)
        found = [_laid(whole, table, right, known) for table in found]
    found = _with_roles(found, right)
    found.sort(key=lambda table: (table.area.top, table.area.left))
    return tuple(table for table in found if (table.area.top, table.area.left) not in right.dropped)


def _known(known_words: Callable[[str], float] | frozenset[str] | None) -> Known | None:
    if known_words is None or callable(known_words):
        return known_words
    known = {known_as(each) for each in known_words}
    return lambda text: float(known_as(text) in known)


def _apart(grid: Grid, area: Area, right: PutRight, known: Known | None) -> list[FoundTable]:
    """Return the one table that a person said an area is."""
    lies = right.lies.get((area.top, area.left), Lies.DOWN)
    table = forced_table(grid.within(area), area, lies, right, known)
    return [replace(table, sure=1.0, why="You chose this as a table.")]


def _laid(grid: Grid, table: FoundTable, right: PutRight, known: Known | None) -> FoundTable:
    """Return a table as a person said that it lies."""
    lies = right.lies.get((table.area.top, table.area.left))
    if lies is None or lies is table.lies:
        return table
    turned = forced_table(grid.within(table.area), table.area, lies, right, known)
    return replace(turned, area=table.area, title=table.title, sure=1.0, why="You chose how it lies.")


def _with_roles(tables: Sequence[FoundTable], right: PutRight) -> list[FoundTable]:
    """Return the tables with what a person said of lines that lie below the one that they then belong to."""
    found = list(tables)
    for at, role in sorted(right.roles.items()):
        if any(line.at == at for table in found for line in table.lines if table.lies is Lies.DOWN):
            continue
        above = [
            place for place, table in enumerate(found) if table.lies is Lies.DOWN and table.area.bottom < at
        ]
        if not above or role in {Role.BLANK, Role.NOTE}:
            continue
        place = max(above, key=lambda each: found[each].area.bottom)
        found[place] = _longer(found[place], at, role)
    return found


def _longer(table: FoundTable, at: int, role: Role) -> FoundTable:
    last = table.lines[-1] if table.lines else None
    line_type = type(last) if last is not None else None
    if line_type is None or last is None:
        return table
    group = last.group if role in {Role.RECORD, Role.TOTAL} else ()
    line = line_type(at, role, "You chose this.", group)
    return replace(table, area=replace(table.area, bottom=at), lines=(*table.lines, line))

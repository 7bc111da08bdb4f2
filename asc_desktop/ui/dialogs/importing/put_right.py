"""What a person says of a sheet, added to what they said before. No Qt.

Lines are the sheet's rows, or its columns where a table lies across.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundTable, Lies, PutRight, Role
from asc_desktop.domain.importing.sheets import Area


def is_heading(right: PutRight, lines: Collection[int], table: FoundTable | None, *, more: bool) -> PutRight:
    """Say that lines are the headings of a table, in place of those it had or (``more``) beside them."""
    headings = right.headings | frozenset(lines)
    if table is not None:
        found = heading_lines(table)
        headings = headings | found if more else (headings - _span(table)) | frozenset(lines)
    roles = {line: role for line, role in right.roles.items() if line not in headings}
    return replace(right, headings=headings, roles=roles)


def is_role(right: PutRight, lines: Collection[int], role: Role, table: FoundTable | None) -> PutRight:
    """Say what lines are, none of them a heading."""
    headings = right.headings
    if table is not None and heading_lines(table) & frozenset(lines):
        headings = headings | heading_lines(table)
    roles = {**right.roles, **dict.fromkeys(lines, role)}
    return replace(right, headings=headings - frozenset(lines), roles=roles)


def is_no_table(right: PutRight, table: FoundTable) -> PutRight:
    """Say that what was found is no table."""
    first = (table.area.top, table.area.left)
    apart = tuple(area for area in right.apart if area != table.area)
    return replace(right, dropped=right.dropped | {first}, apart=apart)


def lies_so(right: PutRight, table: FoundTable, lies: Lies) -> PutRight:
    """Say how a table lies; what was said of its lines is of another direction, and is forgotten."""
    first = (table.area.top, table.area.left)
    span = _span(table)
    return replace(
        right,
        lies={**right.lies, first: lies},
        headings=right.headings - span,
        roles={line: role for line, role in right.roles.items() if line not in span},
    )


def is_one_table(right: PutRight, area: Area) -> PutRight:
    """Say that the cells of an area are one table, apart from what is round it."""
    apart = tuple(held for held in right.apart if not _meet(held, area))
    dropped = frozenset(cell for cell in right.dropped if not area.holds(*cell))
    return replace(right, apart=(*apart, area), dropped=dropped)


def heading_lines(table: FoundTable) -> frozenset[int]:
    """Return the lines that are a table's headings."""
    return frozenset(line.at for line in table.lines if line.role is Role.HEADING)


def _span(table: FoundTable) -> frozenset[int]:
    area = table.area
    if table.lies is Lies.ACROSS:
        return frozenset(range(area.left, area.right + 1))
    return frozenset(range(area.top, area.bottom + 1))


def _meet(one: Area, other: Area) -> bool:
    return (
        one.top <= other.bottom
        and other.top <= one.bottom
        and one.left <= other.right
        and other.left <= one.right
    )

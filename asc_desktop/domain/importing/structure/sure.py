"""How sure it is that a table holds records, and what speaks against it: lists, instructions, formulas."""

from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundTable, Lies, Role
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.importing.structure import words
from asc_desktop.domain.importing.structure.grid import TEXT, Grid, kind_of
from asc_desktop.domain.importing.structure.headings import Known
from asc_desktop.domain.pasting.columns import known_as

_LEAST, _RANGE, _MOST = 0.42, 0.6, 0.95
_KNOWN = 0.6
_SAMPLE = 60
_FEW_LABELS = 3
_BY_KIND = {"lists": 0.25, "reading": 0.3, "summary": 0.7}
_BY_KIND_WORDS = {
    "lists": "Its sheet is called like one of lists.",
    "reading": "Its sheet is called like one to be read.",
    "summary": "Its sheet is called like a summary.",
}


def how_sure(
    grid: Grid, table: FoundTable, workbook: Workbook, known: Known | None, *, others: int
) -> FoundTable:
    """Return a table with how sure it is, from 0 to 1, and the reasons against it in its ``why``."""
    sure, against = table.sure, []
    if table.lies is not Lies.FORM and any(column.path for column in table.columns):
        sure = min(0.55 + 0.4 * (table.sure - _LEAST) / _RANGE, _MOST)
        sure *= _known_factor(table, known)
    elif table.lies is Lies.FORM:
        # Three labels alone on a sheet are a project's where two are words for fields; beside a table, who keeps it.
        if len(table.columns) <= _FEW_LABELS and (others or _hits(table, known) < 2):  # noqa: PLR2004
            sure /= 2
            against.append("There is little in it.")
        if others:
            sure *= 0.6
            against.append("It is next to other tables.")
    kind = words.sheet_kind(table.sheet)
    if kind:
        sure *= _BY_KIND[kind]
        against.append(_BY_KIND_WORDS[kind])
    elif words.says_legend(table.title) or words.sheet_kind(table.title) == "reading":
        sure *= 0.4
        against.append("Its title shows that it is to be read.")
    for limit, sentence in _limits(grid, table, workbook, known):
        if sure > limit:
            sure = limit
            against.append(sentence)
    return replace(table, sure=round(max(min(sure, 1.0), 0.0), 2), why=" ".join([table.why, *against]))


def _known_factor(table: FoundTable, known: Known | None) -> float:
    if known is None:
        return 1.0
    named = sum(bool(column.path) for column in table.columns)
    return min(0.75 + 0.6 * _hits(table, known) / max(named, 1), 1.05)


def _hits(table: FoundTable, known: Known | None) -> int:
    """Return how many columns are headed by words for a field."""
    if known is None:
        return 0
    return sum(
        max(known(column.heading), known(column.path[-1]), known(column.path[0])) >= _KNOWN
        for column in table.columns
        if column.path
    )


def _limits(
    grid: Grid, table: FoundTable, workbook: Workbook, known: Known | None
) -> list[tuple[float, str]]:
    """Return the most that a table can be sure of for each thing that is against it, with its sentence."""
    if not table.records:
        return [(0.15, "It holds no record.")]
    if table.lies is Lies.FORM:
        return []
    limits = []
    columns = [column.at for column in table.columns]
    if len({column.path for column in table.columns}) == 1 and len(columns) > 1:
        limits.append((0.2, "All of its columns are called the same."))
    if len(columns) == 1:
        limits.append((0.2, "It has one column alone."))
    sample = table.records[:_SAMPLE]
    cells = [
        (place, cell)
        for line in sample
        for column in columns
        if (cell := grid.sheet.cell(*(place := table.place(line.at, column)))) is not None and kind_of(cell)
    ]
    if not any(kind_of(cell) == TEXT for _, cell in cells):
        limits.append((0.2, "It has no words."))
    worked_out = sum(place in grid.sheet.formulas for place, _ in cells)
    if len(cells) > 1 and worked_out * 10 >= len(cells) * 7:
        limits.append((0.4, "Most of it is worked out from elsewhere by formulas."))
    if _is_offered(grid, table, workbook):
        limits.append((0.1, "Its words are those that drop-down lists offer."))
    # A month with one exception is no less one: both of its headings are words for what is recorded.
    is_little = len(columns) == 2 and len(table.records) < 3  # noqa: PLR2004
    if is_little and _hits(table, known) < len(columns):
        limits.append((0.25, "There is little in it."))
    return limits


def _is_offered(grid: Grid, table: FoundTable, workbook: Workbook) -> bool:
    """Whether a column of a short table has just the words of a drop-down list somewhere in the workbook."""
    if len(table.records) > _SAMPLE or len(table.columns) > 12:  # noqa: PLR2004
        return False
    offered = {
        frozenset(map(known_as, choices))
        for sheet in workbook.sheets
        for _, choices in sheet.lists
        if len(choices) > 1
    }
    if not offered:
        return False
    lines = [line.at for line in table.lines if line.role in {Role.RECORD, Role.GROUP}]
    for column in table.columns:
        said = set()
        for line in lines:
            cell = grid.sheet.cell(*table.place(line, column.at))
            if cell is not None and kind_of(cell):
                said.add(known_as(str(cell.value)))
        if len(said) > 1 and frozenset(said) in offered and len(said) == len(lines):
            return True
    return False

"""Why a table is not taken unless a person says so: hidden sheets, guidance, lists, mixed logs, what names nothing."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from asc_desktop.domain.importing.columns.explain import Known
from asc_desktop.domain.importing.columns.fit import Column
from asc_desktop.domain.importing.columns.groups import project_names
from asc_desktop.domain.importing.columns.takes import NAMED_BY
from asc_desktop.domain.importing.columns.values import cell_text
from asc_desktop.domain.importing.found import FoundTable, Lies
from asc_desktop.domain.importing.mapping import TableMap, Target
from asc_desktop.domain.importing.sheets import Sheet, Workbook
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import listed, shortened

_LEAST_IN_ALL = 1.3
_LEAST_TABLE = 0.35
_OF_ONE_PROJECT = frozenset(
    {"milestone", "savings_line", "exception", "risk", "issue", "activity", "project_cost"}
)
_KINDS_OF_ROW = frozenset(
    {"risk", "risks", "issue", "issues", "assumption", "assumptions", "dependency", "dependencies", "action", "actions",
     "decision", "decisions", "opportunity"}
)  # fmt: skip


def why_not(
    table: FoundTable, sheet: Sheet, columns: Sequence[Column], made: TableMap, score: float, known: Known
) -> str:
    """Return why a table is not taken unless a person says so; nothing where it is taken.

    ``score`` is how well its columns are explained by what its rows are taken to be.
    """
    if sheet.state != "visible":
        return f"The sheet “{sheet.name}” is hidden."
    names = [text for text in (table.sheet, table.title) if text]
    for each in known.vocabulary.not_taken:
        if any(known.vocabulary.match(text, each.words, extra=False) for text in names):
            return each.why
    for column in columns:
        if kinds := _kinds_of_row(column):
            return (
                f"“{column.heading}” shows that its rows are of several kinds ({listed(kinds)}), and a "
                f"table is taken as"
                " one kind. Filter it to one kind a sheet, or choose what its rows are to take them all as that."
            )
    if not table.records:
        return "It has no rows of records."
    if table.sure < _LEAST_TABLE or score < _LEAST_IN_ALL:
        return "Its headings do not say what its rows are. Choose what they are to take it."
    return _why_nobody(table, columns, made)


def given_projects(
    workbook: Workbook, tables: Sequence[FoundTable], maps: Sequence[TableMap], records: Records
) -> tuple[TableMap, ...]:
    """Return the maps with the project of which a sheet's rows are, where a form on the sheet alone names it.

    What only names projects here is not of any that is known is not taken: dependencies on what is no project.
    """
    named: dict[str, list[str]] = {}
    known = project_names(records)
    for table, made in zip(tables, maps, strict=True):
        if made.record != "project" or made.skip:
            continue
        names = _names(workbook, table, made)
        known |= {known_as(name) for name in names}
        named.setdefault(table.sheet, []).extend(names[:1] if len(table.records) == 1 else [])
    found = [
        _with_project(made, named.get(table.sheet, [])) for table, made in zip(tables, maps, strict=True)
    ]
    return tuple(
        _without_strangers(workbook, table, made, known) for table, made in zip(tables, found, strict=True)
    )


def with_group(table: FoundTable, made: TableMap) -> TableMap:
    """Return the map of budget lines such that they have a group: where nothing names one, the table's title does.

    Where a group is named and no line, the lines are what is named.
    """
    if made.record != "budget_line":
        return made
    name, group = Target("budget_line", "name"), Target("budget_line", "group_name")
    targets = {each.target for each in made.columns} | set(made.group)
    if name not in targets and group in {each.target for each in made.columns}:
        columns = tuple(replace(each, target=name) if each.target == group else each for each in made.columns)
        # The column was taken for the group until now: the rows that stand above the lines name it.
        levels = (
            (group, *(None for _ in made.group[1:])) if made.group and not any(made.group) else made.group
        )
        made = replace(made, columns=columns, group=levels)
        targets = targets - {group} | set(filter(None, levels))
    if group in targets or made.given:
        return made
    called = shortened(table.title or table.sheet)
    return replace(
        made, given={"budget_line.group_name": called}, why=f"{made.why} Their group is “{called}”."
    )


def _with_project(made: TableMap, names: Sequence[str]) -> TableMap:
    target = Target(made.record, "project_id")
    if len(names) != 1 or made.record not in _OF_ONE_PROJECT or made.given:
        return made
    if target in {each.target for each in made.columns} or target in made.group:
        return made
    return replace(
        made, given={f"{made.record}.project_id": names[0]}, why=f"{made.why} They are of “{names[0]}”."
    )


def _without_strangers(workbook: Workbook, table: FoundTable, made: TableMap, known: set[str]) -> TableMap:
    if made.skip or made.record != "project_dependency":
        return made
    at = next(
        (each.at for each in made.columns if each.target == Target(made.record, "needs_project_id")), None
    )
    texts = [] if at is None else _texts(workbook, table, at)
    if texts and any(known_as(text) in known for text in texts):
        return made
    why = "What its rows depend on are no projects by name or reference, and only projects depend on each other here."
    return replace(made, skip=True, why=why)


def _names(workbook: Workbook, table: FoundTable, made: TableMap) -> list[str]:
    """Return what the projects of a table are called: by reference where it has one, and by name."""
    found: list[str] = []
    for key in ("ref", "name"):
        for each in made.columns:
            if each.target == Target("project", key):
                found += _texts(workbook, table, each.at)
    return found


def _texts(workbook: Workbook, table: FoundTable, at: int) -> list[str]:
    sheet = workbook.sheet(table.sheet)
    cells = (sheet.cell(*table.place(line.at, at)) for line in table.records)
    return [text for cell in cells if cell is not None and (text := cell_text(cell).strip())]


def _why_nobody(table: FoundTable, columns: Sequence[Column], made: TableMap) -> str:
    """Return that no row says what record it is, where none does."""
    name = NAMED_BY.get(made.record, "name")
    names = {Target(made.record, key) for key in (name, "ref", "reference")}
    naming = [column for each, column in zip(made.columns, columns, strict=True) if each.target in names]
    has_groups = any(target in names for target in made.group if target)
    if has_groups or any(column.profile.filled for column in naming):
        return ""
    noun = TYPE_BY_TABLE[made.record].noun
    if table.lies is Lies.FORM:
        return f"It does not say which {noun} it is of."
    return f"None of its rows shows which {noun} it is."


def _kinds_of_row(column: Column) -> list[str]:
    """Return the kinds of record that a column tells apart, where it is one that does."""
    said = Counter(" ".join(text.casefold().split()) for text in column.profile.texts)
    kinds = [text for text in said if text in _KINDS_OF_ROW]
    return kinds if len(kinds) > 1 and len(kinds) == len(said) else []

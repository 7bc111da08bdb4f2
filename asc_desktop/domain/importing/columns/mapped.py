"""Which record each found table is of, and what each of its columns fills: found by headings and values, or remembered.

Nothing is dropped silently. A column without a field becomes one of the council's own; a column that is left out says
why. What was chosen for the same headings before is taken before anything that is worked out.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from asc_desktop.domain.dates import year_of_period
from asc_desktop.domain.importing.columns.candidate import Candidate
from asc_desktop.domain.importing.columns.explain import Explained, Known, explain, sure_of, why_record
from asc_desktop.domain.importing.columns.file import mapping_for, same_columns
from asc_desktop.domain.importing.columns.fit import Column
from asc_desktop.domain.importing.columns.groups import group_targets, say_themes
from asc_desktop.domain.importing.columns.left import Left, copies_of, derived_why
from asc_desktop.domain.importing.columns.match import candidates
from asc_desktop.domain.importing.columns.meanings import meanings_of
from asc_desktop.domain.importing.columns.own import own_column
from asc_desktop.domain.importing.columns.skip import given_projects, why_not, with_group
from asc_desktop.domain.importing.columns.takes import OWNED_BY, TAKES, VALUE, field_taken
from asc_desktop.domain.importing.columns.time import time_of
from asc_desktop.domain.importing.columns.values import profile_of
from asc_desktop.domain.importing.columns.ways import dates_order, heading_unit, unit_above, way_of
from asc_desktop.domain.importing.columns.year import of_now, with_years, year_around
from asc_desktop.domain.importing.found import FoundTable, Lies
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target, TrackerMapping
from asc_desktop.domain.importing.sheets import Sheet, Workbook
from asc_desktop.domain.importing.vocabulary import Vocabulary
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.domain.records.types import TYPE_BY_TABLE

_THEME = Target("project", "theme_id")
_SPLIT = frozenset({"exception.description", "mitigation.action", "risk_action.action"})
"""Fields of which one cell may hold several records, on lines or bullets."""
_SURELY = 0.6
_AGAIN = " each row is of."
_FIELDS_READ = {
    "money": Field("value", "Value", Kind.MONEY),
    "number": Field("value", "Value", Kind.DECIMAL),
    "date": Field("value", "Value", Kind.DATE),
}
"""Fields as which values of the council's own fields and of tables in long form are read, by kind."""


def map_tables(
    workbook: Workbook,
    tables: Sequence[FoundTable],
    vocabulary: Vocabulary,
    records: Records,
    remembered: Sequence[TrackerMapping] = (),
    *,
    open_period: str = "",
    first_year: int = 0,
) -> TrackerMapping:
    """Return how the tables of a workbook are mapped, one ``TableMap`` a table in their order.

    ``remembered`` are mappings used before, the latest first: a table whose headings are found in one is mapped as it
    was there. ``open_period`` and ``first_year`` are those of the programme that it goes into; the portfolio's own
    where they are not given.
    """
    programmes = records.all(Programme)
    if programmes and not open_period:
        open_period = max(programme.open_period for programme in programmes)
    first_years = {programme.first_year for programme in programmes}
    known = Known(
        workbook,
        vocabulary,
        records,
        year_of_period(open_period) if open_period else 0,
        first_year or (first_years.pop() if len(first_years) == 1 else 0),
    )
    before = mapping_for(tables, remembered)
    found = [_map_table(table, known, before.get(at)) for at, table in enumerate(tables)]
    if not any(made.record == "project" and not made.skip for made in found):
        # Nothing else lists the projects: a list of their savings is one of them too, with their names.
        found = [
            _mapped(table, known, None, "project") if at not in before and _names_projects(made) else made
            for at, (table, made) in enumerate(zip(tables, found, strict=True))
        ]
    maps = given_projects(workbook, tables, found, records)
    name = workbook.name.rpartition(".")[0] or workbook.name
    return TrackerMapping(name=name, tables=maps)


def map_as(
    table: FoundTable,
    record: str,
    workbook: Workbook,
    vocabulary: Vocabulary,
    records: Records,
    *,
    open_period: str = "",
    first_year: int = 0,
) -> TableMap:
    """Return how a table is mapped where a person says what its rows are."""
    this_year = year_of_period(open_period) if open_period else 0
    known = Known(workbook, vocabulary, records, this_year, first_year)
    return _mapped(table, known, None, record)


def _names_projects(made: TableMap) -> bool:
    """Whether a table of savings lines has its projects' references and their names."""
    is_taken = made.record == "savings_line" and not made.skip
    return is_taken and any(each.target is None and each.why.endswith(_AGAIN) for each in made.columns)


def _map_table(table: FoundTable, known: Known, before: TableMap | None) -> TableMap:
    return _mapped(table, known, before, before.record if before else "")


def _mapped(table: FoundTable, known: Known, before: TableMap | None, record: str) -> TableMap:
    sheet = known.workbook.sheet(table.sheet)
    columns = _columns(table, sheet, known)
    copies = copies_of(columns)
    around = year_around(known.workbook, table, columns)
    same = same_columns(table, before) if before else {}
    kept = {at: of_now(_as_before(each), columns[at], around) for at, each in same.items()}
    tried = [record] if record in TAKES else list(TAKES)
    every = [explain(table, columns, each, known, copies, kept) for each in tried]
    best = max(every, key=lambda each: each.score)
    best = replace(best, taken=with_years(_with_name(best, table, columns, kept), around))
    if _THEME in (before.group if before else ()) or say_themes(table, known.records):
        best = _without_second_theme(best, columns)
    maps = _column_maps(table, sheet, columns, best, known, copies, kept)
    filled = [each.target for each, column in zip(maps, columns, strict=True) if column.profile.filled]
    group = group_targets(table, best.record, filled, known.records)
    if before and len(before.group) == len(group):
        group = before.group
    maps, group = _with_programme(maps, group)
    meanings = meanings_of(best.record, columns, maps, known.vocabulary, known.records)
    made = TableMap(
        sheet=table.sheet,
        record=best.record,
        columns=maps,
        group=group,
        meanings=_over(meanings, before.meanings) if before else meanings,
        given=before.given if before else {},
        sure=sure_of(best, every),
        why=why_record(table, best, before, known.vocabulary),
    )
    if before:
        return replace(made, skip=before.skip)
    made = with_group(table, made)
    if why := "" if record else why_not(table, sheet, columns, made, best.score, known):
        return replace(made, skip=True, why=why)
    return made


def _with_name(
    best: Explained, table: FoundTable, columns: Sequence[Column], kept: Mapping[int, ColumnMap]
) -> Mapping[int, Candidate]:
    """Return what columns fill such that projects are called by their workstream, where nothing else names them."""
    name, stream = Target("project", "name"), Target("project", "workstream_id")
    targets = {each.target for each in best.taken.values()} | {each.target for each in kept.values()}
    if best.record != "project" or name in targets or any(line.group for line in table.records):
        return best.taken
    at = next((at for at, each in best.taken.items() if each.target == stream), None)
    if at is None or columns[at].profile.distinct < columns[at].profile.filled:
        return best.taken
    why = f"Headed “{columns[at].heading}”, and nothing else names the projects."
    return {**best.taken, at: Candidate(name, 0.6, why)}


def _without_second_theme(best: Explained, columns: Sequence[Column]) -> Explained:
    """Return what is taken without a column that only may be a theme, where the labels above the rows are themes.

    A *Cabinet portfolio* that somebody inserts would move every project out of its theme.
    """
    others = {
        at: "The labels above the rows say the theme."
        for at, each in best.taken.items()
        if each.target == _THEME and "theme" not in columns[at].heading.casefold()
    }
    taken = {at: each for at, each in best.taken.items() if at not in others}
    return replace(best, taken=taken, alone={**best.alone, **others})


def _as_before(made: ColumnMap) -> ColumnMap:
    """Return how a column was mapped before; what a person chose says so by itself."""
    return made if made.chosen else replace(made, why="Mapped so before.", sure=max(made.sure, 0.9))


def _columns(table: FoundTable, sheet: Sheet, known: Known) -> list[Column]:
    return [
        Column(
            found,
            time_of(found.path, this_year=known.this_year, first_year=known.first_year),
            profile_of(known.workbook, sheet, table, found),
            f"{table.title} {table.sheet}",
        )
        for found in table.columns
    ]


# ------------------------------------------------------------------------------------------------ the columns


def _column_maps(
    table: FoundTable,
    sheet: Sheet,
    columns: Sequence[Column],
    best: Explained,
    known: Known,
    copies: Mapping[int, Left],
    kept: Mapping[int, ColumnMap],
) -> tuple[ColumnMap, ...]:
    targets = [each.target for each in best.taken.values()] + [
        each.target for each in kept.values() if each.target
    ]
    above = unit_above(sheet, table)
    timed = [
        columns[at].profile
        for at, each in best.taken.items()
        if each.target.table and field_taken(each.target).kind in {Kind.DATE, Kind.PERIOD}
    ]
    order = dates_order(timed)
    units = {heading_unit(column.heading) for column in columns} & {"£000", "£m"}
    unit = units.pop() if len(units) == 1 else ""
    maps: list[ColumnMap] = []
    labels: set[str] = set()
    for at, column in enumerate(columns):
        path, place = column.found.path, column.found.at
        candidate = best.taken.get(at)
        if at in kept:
            made = replace(kept[at], path=path, at=place)
        elif candidate is not None:
            made = _filled(column, candidate)
            if _has_namesake(at, columns, copies):
                why = f"{made.why} Another column has the same heading and different values."
                made = replace(made, sure=min(made.sure, _SURELY), why=why)
        elif table.lies is Lies.FORM and known.vocabulary.is_of_document(column.heading):
            noun = TYPE_BY_TABLE[best.record].noun
            made = ColumnMap(
                path=path, at=place, sure=0.9, why=f"It is of the document, and not of the {noun}."
            )
        elif at in copies:
            made = ColumnMap(path=path, at=place, sure=copies[at].score, why=copies[at].why)
        elif why := derived_why(column, known.vocabulary, targets) or _why_again(
            column, columns, best, known.vocabulary
        ):
            made = ColumnMap(path=path, at=place, sure=0.8, why=why)
        else:
            made = own_column(column, best.record, labels, has_reference=_has_reference(best.record, targets))
            if at in best.alone and made.target is not None:
                made = replace(
                    made, why=f"{best.alone[at]} It becomes a field of your own, “{made.target.own}”."
                )
        if made.target and made.target.own:
            labels.add(made.target.own.casefold())
        maps.append(_with_way(made, column, above, order, unit) if at not in kept else made)
    return tuple(maps)


def _has_namesake(at: int, columns: Sequence[Column], copies: Mapping[int, Left]) -> bool:
    """Whether another column with anything in it has the same headings: which of them is meant nobody can tell."""
    path = [part.casefold() for part in columns[at].found.path]
    return any(
        place != at and place not in copies and not column.is_empty
        and [part.casefold() for part in column.found.path] == path
        for place, column in enumerate(columns)
    )  # fmt: skip


def _with_programme(
    maps: tuple[ColumnMap, ...], group: tuple[Target | None, ...]
) -> tuple[tuple[ColumnMap, ...], tuple[Target | None, ...]]:
    """Return the maps of projects such that their theme is one of the programme that is named beside it.

    A theme of the same name may be in each of two programmes.
    """
    if Target("theme", "programme_id") not in {*(made.target for made in maps), *group}:
        return maps, group

    def turned(target: Target | None) -> Target | None:
        return Target("theme", "name") if target == Target("project", "theme_id") else target

    return tuple(replace(made, target=turned(made.target)) for made in maps), tuple(map(turned, group))


def _why_again(column: Column, columns: Sequence[Column], best: Explained, vocabulary: Vocabulary) -> str:
    """Return that a column names whose its row is by name, where another does by reference; nothing if it does not."""
    key = OWNED_BY.get(best.record, "project_id")
    owner = Target(best.record, key)
    other = next((at for at, each in best.taken.items() if each.target == owner), None)
    if other is None or column.is_empty:
        return ""
    every = candidates(column, best.record, vocabulary, is_lone_month=False)
    if not any(each.target == owner and each.score > _SURELY for each in every):
        return ""
    return f"“{columns[other].heading}” already shows which {field_taken(owner).label.lower()}{_AGAIN}"


def _has_reference(record: str, targets: Iterable[Target]) -> bool:
    return any(target.table == record and target.key in {"ref", "reference"} for target in targets)


def _filled(column: Column, candidate: Candidate) -> ColumnMap:
    target = candidate.target
    splits = f"{target.table}.{target.key}" in _SPLIT and bool(column.profile.long)
    why = candidate.why
    if not column.profile.filled and not column.is_empty:
        why = f"{why} Its cells show it by their colour."
    return ColumnMap(
        path=column.found.path,
        at=column.found.at,
        target=target,
        splits=splits,
        sure=round(min(candidate.score, 1.0), 2),
        why=why,
    )


def _with_way(made: ColumnMap, column: Column, above: str, order: str, unit: str) -> ColumnMap:
    target = made.target
    field = _FIELDS_READ.get(made.own_kind) if target and target.own else None
    if target == VALUE:
        field = _FIELDS_READ["money"]
    elif target and target.table and target.key:
        field = field_taken(target)
    if field is None:
        return made
    read = way_of(field, column.profile, column.heading, above=above, order=order, unit=unit)
    return replace(
        made, way=read.way, sure=round(min(made.sure, read.sure), 2), why=f"{made.why} {read.why}".strip()
    )


def _over(
    found: Mapping[str, Mapping[str, str]], before: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Return the meanings found, with those used before over them."""
    return {key: {**found.get(key, {}), **before.get(key, {})} for key in (*found, *before)}

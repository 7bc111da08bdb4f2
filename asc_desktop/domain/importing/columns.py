"""Which record each found table is of, and what each of its columns fills: found by headings and values, or remembered.

Nothing is dropped silently. A column without a field becomes one of the council's own; a column that is left out says
why. What was chosen for the same headings before is taken before anything that is worked out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.dates import year_of_period
from asc_desktop.domain.importing.columns_file import mapping_for, same_columns
from asc_desktop.domain.importing.columns_groups import group_targets
from asc_desktop.domain.importing.columns_left import Left, copies_of, derived_why, left_of
from asc_desktop.domain.importing.columns_match import Candidate, Column, beside, candidates
from asc_desktop.domain.importing.columns_meanings import meanings_of
from asc_desktop.domain.importing.columns_own import own_column
from asc_desktop.domain.importing.columns_takes import NAMED_BY, OWNED_BY, TAKES, field_taken
from asc_desktop.domain.importing.columns_time import time_of
from asc_desktop.domain.importing.columns_values import profile_of
from asc_desktop.domain.importing.columns_ways import dates_order, heading_unit, unit_above, way_of
from asc_desktop.domain.importing.found import FoundTable
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target, TrackerMapping
from asc_desktop.domain.importing.sheets import Sheet, Workbook
from asc_desktop.domain.importing.vocabulary import Vocabulary
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import listed, shortened

_LEAST = 0.5
"""A column is given to a field where it is at least so sure."""
_NEARLY = 0.95
_NAME_FIRST = 0.03
"""What a row is called is looked for before the names of its companions."""
_SHEET_WORDS = 1.6
_NO_NAME, _NO_OWNER, _REPEATED = 0.35, 0.9, 1.2
_LEAST_IN_ALL = 1.3
_LEAST_TABLE = 0.35
_SPLIT = frozenset({"exception.description", "mitigation.action", "risk_action.action"})
"""Fields of which one cell may hold several records, on lines or bullets."""
_KINDS_OF_ROW = frozenset(
    {"risk", "risks", "issue", "issues", "assumption", "assumptions", "dependency", "dependencies", "action", "actions",
     "decision", "decisions", "opportunity"}
)  # fmt: skip


class _Explained(Struct, frozen=True):
    """What the columns of a table fill where its rows are of one record table, and how well that explains it."""

    record: str
    taken: Mapping[int, Candidate]
    score: float
    sheet_words: float


class _Known(Struct, frozen=True):
    """What the whole import knows."""

    workbook: Workbook
    vocabulary: Vocabulary
    records: Records
    this_year: int
    first_year: int


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
    known = _Known(
        workbook,
        vocabulary,
        records,
        year_of_period(open_period) if open_period else 0,
        first_year or (first_years.pop() if len(first_years) == 1 else 0),
    )
    before = mapping_for(tables, remembered)
    maps = tuple(_map_table(table, known, before.get(at)) for at, table in enumerate(tables))
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
    known = _Known(workbook, vocabulary, records, this_year, first_year)
    return _mapped(table, known, None, record)


def _map_table(table: FoundTable, known: _Known, before: TableMap | None) -> TableMap:
    return _mapped(table, known, before, before.record if before else "")


def _mapped(table: FoundTable, known: _Known, before: TableMap | None, record: str) -> TableMap:
    sheet = known.workbook.sheet(table.sheet)
    columns = _columns(table, sheet, known)
    copies = copies_of(columns)
    kept = same_columns(table, before) if before else {}
    tried = [record] if record in TAKES else list(TAKES)
    every = [_explain(table, columns, each, known, copies, kept) for each in tried]
    best = max(every, key=lambda each: each.score)
    maps = _column_maps(table, sheet, columns, best, known, copies, kept)
    filled = [each.target for each, column in zip(maps, columns, strict=True) if not column.is_empty]
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
        sure=_sure_of(best, every),
        why=_why_record(table, best, before),
    )
    if before:
        return replace(made, skip=before.skip)
    if why := "" if record else _why_not(table, sheet, columns, best, known):
        return replace(made, skip=True, why=why)
    return made


def _columns(table: FoundTable, sheet: Sheet, known: _Known) -> list[Column]:
    return [
        Column(
            found,
            time_of(found.path, this_year=known.this_year, first_year=known.first_year),
            profile_of(known.workbook, sheet, table, found),
        )
        for found in table.columns
    ]


# ------------------------------------------------------------------------------------------------ explaining a table


def _explain(
    table: FoundTable,
    columns: Sequence[Column],
    record: str,
    known: _Known,
    copies: Mapping[int, Left],
    kept: Mapping[int, ColumnMap],
) -> _Explained:
    months = {column.when.period for column in columns if column.when.period}
    found: list[tuple[float, int, Candidate]] = []
    for at, column in enumerate(columns):
        if at in copies or at in kept or not column.found.path:
            continue
        every = candidates(column, record, known.vocabulary, is_lone_month=len(months) == 1)
        worked_out = left_of(column, known.vocabulary)
        bar = max(_LEAST, worked_out.score * _NEARLY if worked_out else 0.0)
        names = Target(record, NAMED_BY.get(record, "name"))
        found += [
            (each.score + (_NAME_FIRST if each.target == names else 0.0), -at, each)
            for each in every
            if each.score >= bar
        ]
    taken = _given_out(found, {each.target for each in kept.values() if each.target})
    taken |= beside(columns, taken, {*copies, *kept}, known.vocabulary)
    taken = _with_worked_out(taken, columns, record, known, copies, kept)
    held = {
        **{at: each.target for at, each in taken.items()},
        **{at: each.target for at, each in kept.items()},
    }
    targets = {target for target in held.values() if target}
    words = _sheet_words(table, record, known.vocabulary)
    score = sum(each.score for each in taken.values()) + words * _SHEET_WORDS
    keys = {f"{target.table}.{target.key}" for target in targets}
    name = NAMED_BY.get(record, "name")
    has_groups = any(line.group for line in table.records)
    is_named = any(
        target == Target(record, name) and not (columns[at].is_empty and has_groups)
        for at, target in held.items()
    )
    if not is_named and not (record == "risk" and "risk.ref" in keys):
        score *= _NO_NAME
    if record in OWNED_BY and f"{record}.{OWNED_BY[record]}" not in keys and not has_groups:
        score -= _NO_OWNER
    score -= _repeats(columns, held, record)
    return _Explained(record, taken, score, words)


def _given_out(found: Iterable[tuple[float, int, Candidate]], used: set[Target]) -> dict[int, Candidate]:
    """Give each column its likeliest target, no target to two columns."""
    taken: dict[int, Candidate] = {}
    used = set(used)
    for _, at, candidate in sorted(found, key=lambda each: (each[0], each[1]), reverse=True):
        if -at not in taken and candidate.target not in used:
            taken[-at] = candidate
            used.add(candidate.target)
    return taken


def _with_worked_out(
    taken: dict[int, Candidate],
    columns: Sequence[Column],
    record: str,
    known: _Known,
    copies: Mapping[int, Left],
    kept: Mapping[int, ColumnMap],
) -> dict[int, Candidate]:
    """Give what seems worked out from other columns, and is not, to the field that is still free for it."""
    targets = [each.target for each in taken.values()] + [
        each.target for each in kept.values() if each.target
    ]
    left: list[tuple[float, int, Candidate]] = []
    for at, column in enumerate(columns):
        if at in taken or at in copies or at in kept or not column.found.path:
            continue
        if left_of(column, known.vocabulary) and not derived_why(column, known.vocabulary, targets):
            every = candidates(column, record, known.vocabulary, is_lone_month=False)
            left += [(each.score, -at, each) for each in every if each.score >= _LEAST]
    return taken | _given_out(left, set(targets)) if left else taken


def _sheet_words(table: FoundTable, record: str, vocabulary: Vocabulary) -> float:
    words = vocabulary.sheets.get(record, ())
    matches = (vocabulary.match(text, words) for text in (table.sheet, table.title) if text)
    return max((match.score for match in matches if match), default=0.0)


def _repeats(columns: Sequence[Column], held: Mapping[int, Target | None], record: str) -> float:
    """Return what is taken off where the column that names the rows names many of them alike."""
    name = NAMED_BY.get(record, "name")
    for at, target in held.items():
        if target == Target(record, name):
            profile = columns[at].profile
            if profile.filled > 1 and profile.distinct * 4 < profile.filled * 3:
                return _REPEATED
    return 0.0


def _sure_of(best: _Explained, every: Sequence[_Explained]) -> float:
    others = [each.score for each in every if each.record != best.record]
    if not others or best.score <= 0:
        return 1.0 if not others else 0.0
    lead = (best.score - max(others)) / best.score
    return round(min(1.0, 0.4 + lead * 2.0), 2)


def _why_record(table: FoundTable, best: _Explained, before: TableMap | None) -> str:
    plural = TYPE_BY_TABLE[best.record].plural
    if before:
        return f"Its headings are those of a mapping used before: its rows are {plural}."
    name = NAMED_BY.get(best.record, "name")
    telling = [
        table.columns[at].heading
        for at, each in best.taken.items()
        if each.target.table == best.record
        and each.target.key in {"ref", name, OWNED_BY.get(best.record, "")}
    ]
    if best.sheet_words:
        return f"Its sheet is called “{shortened(table.title or table.sheet)}”, so its rows are {plural}."
    if telling:
        return f"It has {listed([f'“{each}”' for each in telling])}, so its rows are {plural}."
    return f"Most of its columns are of {plural}."


def _why_not(
    table: FoundTable, sheet: Sheet, columns: Sequence[Column], best: _Explained, known: _Known
) -> str:
    """Return why a table is not taken unless a person says so; nothing where it is taken."""
    if sheet.state != "visible":
        return f"The sheet “{sheet.name}” is hidden."
    for each in known.vocabulary.not_taken:
        matches = [
            known.vocabulary.match(text, each.words, extra=False)
            for text in (table.sheet, table.title)
            if text
        ]
        if any(matches):
            return each.why
    for column in columns:
        if kinds := _kinds_of_row(column):
            return (
                f"“{column.heading}” says that its rows are of several kinds ({listed(kinds)}), and a table is taken as"
                " one kind. Filter it to one kind a sheet, or choose what its rows are to take them all as that."
            )
    if not table.records:
        return "It has no rows of records."
    if table.sure < _LEAST_TABLE or best.score < _LEAST_IN_ALL:
        return "Its headings do not say what its rows are. Choose what they are to take it."
    return ""


def _kinds_of_row(column: Column) -> list[str]:
    """Return the kinds of record that a column tells apart, where it is one that does."""
    said = Counter(" ".join(text.casefold().split()) for text in column.profile.texts)
    kinds = [text for text in said if text in _KINDS_OF_ROW]
    return kinds if len(kinds) > 1 and len(kinds) == len(said) else []


# ------------------------------------------------------------------------------------------------ the columns


def _column_maps(
    table: FoundTable,
    sheet: Sheet,
    columns: Sequence[Column],
    best: _Explained,
    known: _Known,
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
            if not made.chosen:
                made = replace(made, why="Mapped so before.", sure=max(made.sure, 0.9))
        elif candidate is not None:
            made = _filled(column, candidate)
        elif at in copies:
            made = ColumnMap(path=path, at=place, sure=copies[at].score, why=copies[at].why)
        elif why := derived_why(column, known.vocabulary, targets):
            made = ColumnMap(path=path, at=place, sure=0.8, why=why)
        else:
            made = own_column(column, best.record, labels, has_reference=_has_reference(best.record, targets))
        if made.target and made.target.own:
            labels.add(made.target.own.casefold())
        maps.append(_with_way(made, column, above, order, unit) if at not in kept else made)
    return tuple(maps)


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


def _has_reference(record: str, targets: Iterable[Target]) -> bool:
    return any(target.table == record and target.key in {"ref", "reference"} for target in targets)


def _filled(column: Column, candidate: Candidate) -> ColumnMap:
    target = candidate.target
    splits = f"{target.table}.{target.key}" in _SPLIT and bool(column.profile.long)
    why = candidate.why
    if not column.profile.filled and not column.is_empty:
        why = f"{why} Its cells say so by their colour."
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
    if target is None or not (target.table and target.key):
        return made
    read = way_of(field_taken(target), column.profile, column.heading, above=above, order=order, unit=unit)
    return replace(
        made, way=read.way, sure=round(min(made.sure, read.sure), 2), why=f"{made.why} {read.why}".strip()
    )


def _over(
    found: Mapping[str, Mapping[str, str]], before: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Return the meanings found, with those used before over them."""
    return {key: {**found.get(key, {}), **before.get(key, {})} for key in (*found, *before)}

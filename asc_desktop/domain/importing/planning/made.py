"""What an import would do: each row of each table with its records, old and new beside each other, before anything is.

Tables are planned parents first, whatever the order of the sheets, so that a risk finds the project that a later sheet
lists. The rules are held at the end, over all records as they would be.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.importing.found import FoundTable
from asc_desktop.domain.importing.mapping import TableMap, TrackerMapping
from asc_desktop.domain.importing.plan import (
    Chosen,
    Missing,
    Plan,
    PlannedRecord,
    PlannedRow,
    State,
    Where,
    has_refusals,
)
from asc_desktop.domain.importing.planning.doubts import doubts
from asc_desktop.domain.importing.planning.drafting import Drafts, Ids
from asc_desktop.domain.importing.planning.long_form import spread_long
from asc_desktop.domain.importing.planning.naming import Likely, nobody
from asc_desktop.domain.importing.planning.proving import prove
from asc_desktop.domain.importing.planning.row import RANK, RowPlanner
from asc_desktop.domain.importing.planning.rows import TableReader, hidden_records, notes_of
from asc_desktop.domain.importing.planning.signs import turn_reductions
from asc_desktop.domain.importing.planning.slots import RowDraft
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.pasting.headings import unit_of
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import Kind, Record, fields_of, owner_field
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import listed, number_of, them

_MOST_NAMED = 8
_MOST_AGAIN = 3
_REPORTS = frozenset({"status_update", "savings_position", "savings_target", "risk_score", "budget_position"})
"""Tables whose rows are of a month or year of something else: what a workbook leaves out of these is no loss."""


def make_plan(
    workbook: Workbook,
    tables: Sequence[FoundTable],
    mapping: TrackerMapping,
    records: Records,
    chosen: Chosen,
    where: Where,
    *,
    ids: Ids,
    likely: Likely = nobody,
) -> Plan:
    """Return what an import would do, its rows in the workbook's order.

    ``mapping.tables`` are parallel to ``tables``. ``ids`` are those of new records, and ``likely`` says whom a name
    that is nobody's may be meant for.
    """
    drafts = Drafts(records, where, likely, chosen, ids)
    pairs = list(zip(tables, mapping.tables, strict=False))
    taken = [(at, table, found) for at, (table, found) in enumerate(pairs) if _is_taken(found)]
    drafts.programme_title = _title(workbook, [table for _, table, _ in taken])
    drafts.makes_projects = not records.all(Project) and all(
        found.record != Project.table for _, _, found in taken
    )
    planned: dict[int, list[_Line]] = {}
    unmapped: list[tuple[str, str, str]] = []
    for at, table, found in sorted(taken, key=lambda each: RANK[each[2].record]):
        planned[at] = _table_lines(workbook, table, found, drafts, unmapped)
    _plan_again([line for lines in planned.values() for line in lines], drafts)
    fitted = drafts.fit_programmes()
    rows = [_with_fitted(line.row, fitted) for at in sorted(planned) for line in planned[at]]
    _tell_of_struck(planned.values(), drafts)
    rows = _with_likely(rows, drafts)
    puts = sorted(drafts.puts.values(), key=lambda record: RANK[record.table])
    plan = Plan(rows=tuple(rows), missing=tuple(_missing(taken, drafts)), unmapped=tuple(unmapped))
    plan, kept = prove(plan, puts, records)
    kept = _without_idle(kept, plan, drafts)
    idle = drafts.made.keys() - {record.id for record in kept}
    if idle:
        plan = replace(plan, rows=tuple(_settled(row, idle) for row in plan.rows))
    stay = {record.id for record in kept} | {""}
    of_all = [
        sentence
        for sentence, of in drafts.told.items()
        if of in stay or drafts.records.with_id(of) is not None
    ]
    told = (*_left_tables(pairs), *doubts(pairs), *of_all, *_made_told(kept, drafts), *_months_told(drafts))
    return replace(plan, told=told, puts=kept, closed=tuple(sorted(drafts.closed)))


def records_of(plan: Plan) -> tuple[Record, ...]:
    """Return the records that a plan puts, parents first."""
    return plan.puts


def _is_taken(found: TableMap) -> bool:
    return not found.skip and found.record in TYPE_BY_TABLE


class _Line(Struct):
    """A line of a table, the record of the line above it, and what is planned of it so far."""

    draft: RowDraft
    found: TableMap
    above: str
    planner: RowPlanner
    row: PlannedRow


def _table_lines(
    workbook: Workbook,
    table: FoundTable,
    found: TableMap,
    drafts: Drafts,
    unmapped: list[tuple[str, str, str]],
) -> list[_Line]:
    for column in found.columns:
        if column.target is not None and column.target.own and column.own_kind == "choice":
            drafts.give_choices(
                column.target.table, column.target.own, column, _texts(workbook, table, column.at)
            )
    reader = TableReader(workbook, table, found, drafts.chosen, drafts.options, drafts.own_field)
    unmapped.extend(reader.unmapped())
    drafts_of_rows = spread_long(reader.rows(), found)
    if turn_reductions(drafts_of_rows):
        drafts.tell(
            f"{table.sheet}: savings are printed as reductions, below nothing, and are taken as savings."
        )
    for sentence in reader.clashes():
        drafts.tell(sentence)
    if hidden := hidden_records(table, workbook.sheet(table.sheet)):
        count = number_of(hidden, "record is", "records are")
        drafts.tell(f"{table.sheet}: {count} hidden in the workbook and taken all the same.")
    hides = [
        f"{table.column_words(column.at)} ({column.heading})"
        for column, made in reader.columns
        if column.hidden and made.target is not None
    ]
    if hides:
        verb = "is" if len(hides) == 1 else "are"
        drafts.tell(f"{table.sheet}: {listed(hides)} {verb} hidden in the workbook and taken all the same.")
    if noted := notes_of(table, workbook.sheet(table.sheet)):
        count = number_of(len(noted), "cell has a note", "cells have notes")
        verb = "is" if len(noted) == 1 else "are"
        named = listed([*noted[:_MOST_NAMED], *(["others"] if len(noted) > _MOST_NAMED else [])])
        drafts.tell(f"{table.sheet}: {count}, which {verb} not taken: {named}.")
    above = ""
    lines: list[_Line] = []
    for draft in drafts_of_rows:
        planner = RowPlanner(draft, found, drafts, above)
        lines.append(_Line(draft, found, above, planner, planner.plan()))
        above = planner.main_id or above
    return lines


def _plan_again(lines: Sequence[_Line], drafts: Drafts) -> None:
    """Plan rows again of which something was refused, for as long as that changes anything.

    What a row lacks, such as the status beside its words, a later one may say.
    """
    refused = [line for line in lines if has_refusals(line.row)]
    for _ in range(_MOST_AGAIN):
        before = len(drafts.puts)
        for line in refused:
            line.planner = RowPlanner(line.draft, line.found, drafts, line.above, line.planner)
            line.row = line.planner.plan()
        left = [line for line in refused if has_refusals(line.row)]
        if len(drafts.puts) == before or not left:
            return
        refused = left


def _tell_of_struck(tables: Iterable[Sequence[_Line]], drafts: Drafts) -> None:
    for lines in tables:
        struck = [
            line for line in lines if line.draft.is_struck and line.row.state in {State.NEW, State.CHANGED}
        ]
        if struck:
            count = number_of(len(struck), "row is", "rows are")
            drafts.tell(f"{struck[0].draft.sheet}: {count} struck through and taken all the same.")


def _texts(workbook: Workbook, table: FoundTable, at: int) -> list[str]:
    sheet = workbook.sheet(table.sheet)
    cells = (sheet.cell(*table.place(line.at, at)) for line in table.records)
    return [str(cell.value) for cell in cells if cell is not None]


def _title(workbook: Workbook, tables: Sequence[FoundTable]) -> str:
    """Return what a new programme is called: a table's title, else the file's name without its kind.

    What says the unit of the figures is no title.
    """
    titles = (table.title.strip() for table in tables)
    title = next((title for title in titles if title and not unit_of(title)), "")
    name = workbook.name.rpartition(".")[0] or workbook.name
    return " ".join((title or name.replace("_", " ")).split())


# ------------------------------------------------------------------------------------------------ at the end


def _with_likely(rows: Sequence[PlannedRow], drafts: Drafts) -> list[PlannedRow]:
    """Offer beside each new record those of the portfolio that are called much like it."""
    candidates: dict[tuple[str, str], dict[str, str]] = {}
    found: list[PlannedRow] = []
    for row in rows:
        main = row.records[0] if row.records else None
        if main is None or main.state is not State.NEW or main.likely or row.state is not State.NEW:
            found.append(row)
            continue
        kind = TYPE_BY_TABLE[main.table]
        owner = _owner_of(drafts.working.find(kind, main.record_id))
        if (kind.table, owner) not in candidates:
            candidates[kind.table, owner] = {
                record.id: record.words(drafts.records)
                for record in drafts.records.all(kind)
                if _owner_of(record) == owner
            }
        likely = drafts.namer.likely(kind, main.words, candidates[kind.table, owner])
        if likely:
            row = replace(row, records=(replace(main, likely=likely), *row.records[1:]))  # noqa: PLW2901 - the same row
        found.append(row)
    return found


def _owner_of(record: Record | None) -> str:
    """Return what a record's likes belong to: a step of one project is not likely one of another."""
    owner = owner_field(type(record)) if record is not None and not isinstance(record, Project) else None
    return str(getattr(record, owner.key)) if owner is not None else ""


def _missing(taken: Sequence[tuple[int, FoundTable, TableMap]], drafts: Drafts) -> Iterator[Missing]:
    """Yield the records that the workbook does not name, of the kinds that it lists and in the programmes it is of."""
    kinds = {found.record for _, _, found in taken} - _REPORTS
    programmes = {
        owner.id
        for record_id in drafts.met - drafts.begun.keys()
        if (owner := programme_of(drafts.records.with_id(record_id), drafts.records)) is not None
    }
    for table in sorted(kinds, key=lambda each: RANK[each]):
        for record in drafts.records.all(TYPE_BY_TABLE[table]):
            if record.id in drafts.met or record.is_past or record.retired or record.archived:
                continue
            owner = programme_of(record, drafts.records)
            if owner is None or owner.id in programmes:
                yield Missing(table, record.id, record.words(drafts.records))


def _with_fitted(row: PlannedRow, fitted: dict[str, PlannedRecord]) -> PlannedRow:
    """Return a row with the programmes whose years reach as far as its figures only because of them."""
    more = [found for record in row.records if (found := fitted.pop(record.record_id, None)) is not None]
    return replace(row, records=(*row.records, *more)) if more else row


def _without_idle(puts: Sequence[Record], plan: Plan, drafts: Drafts) -> tuple[Record, ...]:
    """Return what is put without what was made for rows that the rules refuse, and without what is as it was."""
    gone = {
        record.record_id
        for row in plan.rows
        for record in row.records
        if record.state in {State.REFUSED, State.LEFT_OUT} and record.record_id
    }
    held = {
        record.id: record
        for record in puts
        if record.id not in gone and drafts.records.find(type(record), record.id) != record
    }
    while idle := held.keys() & drafts.made.keys() - set(_pointed_at(held.values())):
        for record_id in idle:
            del held[record_id]
    return tuple(held.values())


def _settled(row: PlannedRow, idle: Collection[str]) -> PlannedRow:
    """Return a row without what was made for it and is needed no more."""
    records = tuple(record for record in row.records if record.record_id not in idle)
    if len(records) == len(row.records):
        return row
    states = {record.state for record in records}
    if row.state not in {State.NEW, State.CHANGED} or states & {State.NEW, State.CHANGED}:
        return replace(row, records=records)
    state = State.REFUSED if State.REFUSED in states else State.SAME
    return replace(row, records=records, state=state)


def _pointed_at(records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        for field in fields_of(type(record)):
            if field.kind is Kind.REFERENCE and (value := getattr(record, field.key)):
                yield value


def _made_told(kept: Sequence[Record], drafts: Drafts) -> Iterator[str]:
    """Yield what will be made beside the rows' own records, a sentence a type."""
    made: dict[str, list[Record]] = {}
    for record in kept:
        if record.id in drafts.made and record.table not in {"programme", "savings_line"}:
            made.setdefault(record.table, []).append(record)
    for table, records in made.items():
        kind = TYPE_BY_TABLE[table]
        names = [f"“{record.title_words(drafts.working)}”" for record in records]
        if len(names) > _MOST_NAMED:
            names = [*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} others"]
        how_many = number_of(len(records), kind.noun, kind.plural)
        yield f"{how_many} will be made, as the workbook names {them(len(records))}: {listed(names)}."


def _left_tables(pairs: Sequence[tuple[FoundTable, TableMap]]) -> Iterator[str]:
    left = [table for table, found in pairs if not _is_taken(found) and table.records]
    if left:
        names = [
            f"{table.sheet} from row {table.area.top + 1} ({number_of(len(table.records), 'row')})"
            for table in left
        ]
        yield f"Not taken: {listed(names)}."


def _months_told(drafts: Drafts) -> Iterator[str]:
    if drafts.closed:
        months = listed([dates.period_label(period) for period in sorted(drafts.closed)])
        verb = "is" if len(drafts.closed) == 1 else "are"
        yield f"{months} {verb} closed: what is taken there is a correction, and needs a reason."

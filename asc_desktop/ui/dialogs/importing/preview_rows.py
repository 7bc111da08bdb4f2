"""The rows of a plan as the preview lists them: each with the cells that it fills, old beside new. No Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from asc_desktop.domain import dates
from asc_desktop.domain.importing.found import FoundTable, Lies
from asc_desktop.domain.importing.mapping import TableMap, TrackerMapping
from asc_desktop.domain.importing.plan import Chosen, Plan, PlannedRecord, PlannedRow, PlannedValue, State
from asc_desktop.domain.importing.sheets import column_letters, column_number
from asc_desktop.domain.records.fields import Field, Value, field_of
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.words import shortened
from asc_desktop.ui.dialogs.importing.words import record_words

STATE_WORDS: Final = {
    State.NEW: "New",
    State.CHANGED: "Changed",
    State.SAME: "Same",
    State.REFUSED: "Refused",
    State.LEFT_OUT: "Left out",
}
_TYPES: Final = {record_type.table: record_type for record_type in RECORD_TYPES}
_ADDRESS: Final = re.compile(r"([A-Z]+)(\d+)")
_MOST_OLD: Final = 24
NEW_RECORD: Final = "new"
UNDECIDED: Final = "?"

Words = Callable[[str, str, Value], str]


class PreviewCell(Struct, frozen=True):
    """What a cell of the workbook becomes; ``typed`` is what a person corrects."""

    sheet: str
    cell: str
    words: str
    typed: str
    state: State
    is_bad: bool
    hint: str


class PreviewRow(Struct, frozen=True):
    """A row of the workbook as the preview lists it. ``at`` is its table's place, -1 where that is not known."""

    id: str
    at: int
    row: PlannedRow
    taken: bool
    sheet: str
    line: str
    kinds: tuple[str, ...]
    why: str
    cells: dict[str, PreviewCell]
    likely: tuple[tuple[str, str], ...] = ()
    asked: str = ""
    is_refused: bool = False
    joined: str | None = None

    @property
    def words(self) -> str:
        """What names it."""
        return self.row.words

    @property
    def state(self) -> State:
        """What becomes of it as a whole."""
        return self.row.state

    @property
    def has_refusals(self) -> bool:
        """Whether anything in it is refused."""
        return self.row.state is State.REFUSED or any(
            record.state is State.REFUSED or any(value.state is State.REFUSED for value in record.values)
            for record in self.row.records
        )

    @property
    def joined_key(self) -> str:
        """The key of the record that it is taken for, among those offered."""
        if self.joined is None:
            return UNDECIDED if self.is_refused else NEW_RECORD
        return self.joined or NEW_RECORD

    @property
    def joined_words(self) -> str:
        """Which record it is, in words, where that is asked."""
        return next((words for key, words in self.offered if key == self.joined_key), "")

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """Which records it may be."""
        if not self.likely:
            return ()
        first = ((UNDECIDED, "Choose…"),) if self.is_refused else ()
        return (*first, (NEW_RECORD, f"A new {record_words(self.asked)}"), *self.likely)

    @property
    def in_short(self) -> str:
        """All that changes, in one line, for a list of rows of several tables."""
        return "; ".join(cell.words for cell in self.cells.values() if cell.state is not State.SAME)


class PreviewColumn(Struct, frozen=True):
    """A column of the preview: a column of the workbook, or what rows get otherwise. ``at`` is -1 for that."""

    key: str
    label: str
    heading: str
    at: int
    is_numeric: bool


def preview_rows(plan: Plan, tables: Sequence[FoundTable], chosen: Chosen, words: Words) -> list[PreviewRow]:
    """Return the plan's rows in the workbook's order; ``words`` are those of a value, by its record's table and key."""
    places = _places(tables)
    found = []
    for row in plan.rows:
        at = _table_of(row, places, tables)
        first = next((record for record in row.records if record.likely), None)
        found.append(
            PreviewRow(
                id=f"{row.sheet}\t{row.line}\t{at}",
                at=at,
                row=row,
                taken=row.place not in chosen.rows,
                sheet=row.sheet,
                line=_line_words(row.line, tables[at] if at >= 0 else None),
                kinds=tuple(dict.fromkeys(record.table for record in row.records)),
                why=_why(row),
                cells=_cells(row, tables[at] if at >= 0 else None, words),
                likely=first.likely if first is not None else (),
                asked=first.table if first is not None else "",
                is_refused=first is not None and first.state is State.REFUSED,
                joined=chosen.joined.get((row.place, first.table)) if first is not None else None,
            )
        )
    return found


def preview_columns(
    rows: Sequence[PreviewRow], mapping: TrackerMapping, at: int, tables: Sequence[FoundTable]
) -> list[PreviewColumn]:
    """Return the columns of one table's rows that fill anything, in the workbook's order."""
    table, table_map = tables[at], mapping.tables[at]
    headings = {column.at: " / ".join(column.path) for column in table_map.columns}
    found: dict[str, PreviewColumn] = {}
    for row in rows:
        for record in row.row.records:
            for value in record.values:
                key, place = cell_key(value, record, table)
                if key not in found:
                    described = field_of_value(record.table, value.key)
                    found[key] = PreviewColumn(
                        key,
                        _dated(value.label, table_map, place),
                        headings.get(place, ""),
                        place,
                        described is not None and described.is_numeric,
                    )
    return sorted(found.values(), key=lambda column: (column.at < 0, column.at))


def _dated(label: str, table_map: TableMap, place: int) -> str:
    """Return a field's label with the year or month of its column: three columns are a *Forecast* each."""
    targets = (column.target for column in table_map.columns if column.at == place)
    target = next((target for target in targets if target is not None), None)
    if target is None or not (target.year or target.period):
        return label
    when = dates.period_short_label(target.period) if target.period else dates.year_label(target.year)
    return f"{label} {when}"


def cell_key(value: PlannedValue, record: PlannedRecord, table: FoundTable | None) -> tuple[str, int]:
    """Return the key of the preview's column that a value stands in, and the workbook's column, -1 for none."""
    match = _ADDRESS.fullmatch(value.cell)
    if match is not None and table is not None:
        row, column = int(match[2]) - 1, column_number(match[1])
        if table.lies is Lies.FORM:
            place = next((held.at for held in table.columns if held.value_at == (row, column)), -1)
        else:
            place = column if table.lies is Lies.DOWN else row
        if place in table.column_at:
            return f"cell{place}", place
    return f"{record.table}.{value.key}", -1


def field_of_value(table: str, key: str) -> Field | None:
    """Return the field of a planned value; None for one of the council's own."""
    record_type = _TYPES.get(table)
    if record_type is None or key.startswith("own:"):
        return None
    try:
        return field_of(record_type, key)
    except (KeyError, StopIteration):
        return None


def _cells(row: PlannedRow, table: FoundTable | None, words: Words) -> dict[str, PreviewCell]:
    held: dict[str, list[tuple[PlannedRecord, PlannedValue]]] = {}
    for record in row.records:
        for value in record.values:
            held.setdefault(cell_key(value, record, table)[0], []).append((record, value))
    return {key: _cell(values, words) for key, values in held.items()}


def _cell(values: Sequence[tuple[PlannedRecord, PlannedValue]], words: Words) -> PreviewCell:
    first = values[0][1]
    worst = next(
        (
            state
            for state in (State.REFUSED, State.CHANGED, State.NEW, State.LEFT_OUT)
            if any(value.state is state for _, value in values)
        ),
        State.SAME,
    )
    said = dict.fromkeys(_value_words(record, value, words) for record, value in values)
    told = dict.fromkeys(value.sentence for _, value in values if value.sentence)
    says = f"{first.cell} has: {' '.join(first.text.split())}" if first.text.strip() else ""
    return PreviewCell(
        sheet=first.sheet,
        cell=first.cell,
        words="; ".join(filter(None, said)),
        typed=(first.typed or first.text) if len(values) == 1 else first.text,
        state=worst,
        is_bad=any(value.state is State.REFUSED and value.sentence for _, value in values),
        hint="\n\n".join(filter(None, (says, *told))),
    )


def _value_words(record: PlannedRecord, value: PlannedValue, words: Words) -> str:
    raw = shortened(value.text, 60)
    if value.state is State.REFUSED:
        # One that goes with its record says nothing of its own.
        return f"Refused: {raw or 'empty'}" if value.sentence else raw
    if value.state is State.LEFT_OUT:
        return f"Left out: {raw}" if raw else ""
    new = " ".join(words(record.table, value.key, value.new).split())
    if value.state is State.CHANGED:
        old = shortened(words(record.table, value.key, value.old), _MOST_OLD) or "empty"
        return f"{old} → {new or 'empty'}"
    return new


def _why(row: PlannedRow) -> str:
    told = [row.sentence]
    for record in row.records:
        told.append(record.sentence)
        told += [value.sentence for value in record.values if value.state in {State.REFUSED, State.LEFT_OUT}]
    return " ".join(dict.fromkeys(filter(None, told)))


def _places(tables: Sequence[FoundTable]) -> dict[tuple[str, int], list[int]]:
    places: dict[tuple[str, int], list[int]] = {}
    for at, table in enumerate(tables):
        for line in table.lines:
            places.setdefault((table.sheet, line.at), []).append(at)
    return places


def _table_of(row: PlannedRow, places: dict[tuple[str, int], list[int]], tables: Sequence[FoundTable]) -> int:
    found = places.get((row.sheet, row.line), [])
    if len(found) < 2:
        return next(iter(found), -1)
    return next((at for at in found if tables[at].side == row.side), found[0])


def _line_words(line: int, table: FoundTable | None) -> str:
    return column_letters(line) if table is not None and table.lies is Lies.ACROSS else str(line + 1)


def kinds_of(plan: Plan) -> Iterator[tuple[str, str]]:
    """Return each record type that the plan makes or changes, with its plural."""
    held = dict.fromkeys(record.table for row in plan.rows for record in row.records)
    for table in held:
        record_type = _TYPES.get(table)
        if record_type is not None:
            yield table, record_type.plural

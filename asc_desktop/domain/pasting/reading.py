"""A pasted block as read: its rows, its columns, what becomes of each cell, and what may be pasted of it."""

from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.pasting.table import (
    CellReading,
    CellState,
    Chosen,
    ColumnReading,
    PasteTable,
    RowKind,
    RowReading,
    RowsBy,
)


class Reading(Struct, frozen=True, dict=True):
    """What a block means in a table, as found or as a person chose."""

    table: PasteTable
    chosen: Chosen
    rows_by: RowsBy
    has_heading: bool
    has_names: bool
    columns: tuple[ColumnReading, ...]
    rows: tuple[RowReading, ...]
    missing: tuple[str, ...] = ()
    """The fields that new rows need and the block says nothing of."""

    @cached_property
    def cells(self) -> tuple[CellReading, ...]:
        """Every cell that belongs to a record, by row."""
        return tuple(cell for row in self.rows for cell in row.cells)

    @cached_property
    def edits(self) -> tuple[tuple[str, str, str], ...]:
        """The cells that change records: the record's id, the column's key and the text for its field."""
        return tuple(
            (row.record_id, cell.key, cell.typed)
            for row in self.rows
            if row.kind is RowKind.FOUND
            for cell in row.cells
            if cell.state is CellState.BECOMES
        )

    @cached_property
    def confirmed(self) -> int:
        """How many of those cells had the same from an earlier month, which becomes this month's."""
        return sum(
            cell.state is CellState.BECOMES and cell.new == cell.old
            for row in self.rows
            if row.kind is RowKind.FOUND
            for cell in row.cells
        )

    @cached_property
    def new_rows(self) -> tuple[RowReading, ...]:
        """The rows that become records: those none of whose cells is refused."""
        return tuple(
            row
            for row in self.rows
            if row.kind is RowKind.NEW and not any(cell.state is CellState.REFUSED for cell in row.cells)
        )

    @cached_property
    def is_plain(self) -> bool:
        """Whether it may be pasted without asking: all of it fits, by place, and is read as it would be if typed."""
        return not (
            self.chosen.as_new
            or any(row.kind not in {RowKind.FOUND, RowKind.EMPTY} for row in self.rows)
            or any(cell.state in {CellState.REFUSED, CellState.LEFT_OUT} for cell in self.cells)
            or any(column.asks or column.unknown or column.note for column in self.columns)
            or (self.rows_by is RowsBy.PLACE and self._moves_names)
            or (self.rows_by is RowsBy.NAME and not self._is_in_place)
        )

    @property
    def _is_in_place(self) -> bool:
        found = [row.record_id for row in self.rows if row.kind is RowKind.FOUND]
        keys = [column.key for column in self.columns]
        return tuple(found) == self.table.places[: len(found)] and keys == list(
            self.table.across[: len(keys)]
        )

    @property
    def _moves_names(self) -> bool:
        """Whether rows with names would be put by place where their names are not: those found nowhere are renamed."""
        named = {self.table.reference, self.table.name} - {""}
        has_more = any(column.key and column.key not in named for column in self.columns)
        renamed = [cell for cell in self.cells if cell.key in named and cell.state is CellState.BECOMES]
        known = {known_as(words) for row in self.table.rows for words in (row.reference, row.name)} - {""}
        return any(has_more or known_as(cell.text) in known for cell in renamed)


def with_problems(reading: Reading, problems: Iterable[tuple[str, str, str]]) -> Reading:
    """Return a reading with what the rules refuse: the record's id, or ``row`` and its place for a new one, key, why.

    A problem of a new row is the whole row's: it is made whole or not at all.
    """
    told: dict[tuple[str, str], str] = {}
    for record_id, key, sentence in problems:
        told.setdefault((record_id, key), sentence)
    of_row: dict[str, str] = {}
    for (record_id, _), sentence in told.items():
        of_row.setdefault(record_id, sentence)
    made = {row.at: f"row {place}" for place, row in enumerate(reading.new_rows)}
    rows = []
    for row in reading.rows:
        name = made.get(row.at, row.record_id)
        if not name or name not in of_row:
            rows.append(row)
            continue
        keys = {cell.key for cell in row.cells if cell.state is CellState.BECOMES}
        hit = {key: told[name, key] for key in keys if (name, key) in told}
        if not hit:
            hit = dict.fromkeys(keys, of_row[name])
        cells = tuple(
            replace(cell, state=CellState.REFUSED, sentence=hit[cell.key])
            if cell.key in hit and cell.state is CellState.BECOMES
            else cell
            for cell in row.cells
        )
        rows.append(
            replace(row, cells=cells, sentence=of_row[name] if row.kind is RowKind.NEW else row.sentence)
        )
    return replace(reading, rows=tuple(rows), missing=(*reading.missing, *_missing(reading, told)))


def _missing(reading: Reading, told: Iterable[tuple[str, str]]) -> list[str]:
    """Return the fields that the rules name of new rows which have no cell for them."""
    new = {f"row {place}": {cell.key for cell in row.cells} for place, row in enumerate(reading.new_rows)}
    given = {column.key for column in reading.table.columns if column.is_for_new} - set(reading.missing)
    return list(dict.fromkeys(key for name, key in told if key in given and key not in new.get(name, {key})))

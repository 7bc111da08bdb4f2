"""Reads a pasted block as a whole: first whose its rows and columns are, then each column, then each cell."""

from collections.abc import Sequence

from msgspec.structs import replace

from asc_desktop.domain import spellings
from asc_desktop.domain.pasting import choices, day_order, numbers
from asc_desktop.domain.pasting.columns import known_as, names_of, place_columns
from asc_desktop.domain.pasting.headings import Headings, find_headings, headings_at
from asc_desktop.domain.pasting.numbers import COMMA, NumberJudgement
from asc_desktop.domain.pasting.reading import Reading
from asc_desktop.domain.pasting.rows import Row, by_name_or_place, find_rows
from asc_desktop.domain.pasting.table import (
    Block,
    CellReading,
    CellState,
    Chosen,
    ColumnReading,
    PasteColumn,
    PasteTable,
    RowKind,
    RowReading,
    RowsBy,
)
from asc_desktop.domain.records.fields import FieldError, Kind

_OPTIONS = frozenset({Kind.CHOICE, Kind.REFERENCE})
_NUMBERS = frozenset({Kind.MONEY, Kind.DECIMAL, Kind.INTEGER})
_DAYS = frozenset({Kind.DATE, Kind.PERIOD})
_EMPTY = (None, "")
_AS_TYPED = {Kind.MONEY: f"£|{numbers.POINT}"}
"""How what a person types for all new rows is read, where a field can be read several ways."""


def read_block(block: Block, table: PasteTable, chosen: Chosen | None = None) -> Reading:
    """Return what a block means in a table; what a person chose is taken as they chose it."""
    chosen = chosen or Chosen()
    block = [list(row) for row in block] or [[""]]
    headings = _headings(block, table, chosen)
    placing = place_columns(block, headings, table, chosen)
    rows_by = by_name_or_place(block, headings, placing, table, chosen)
    rows = find_rows(block, headings, placing, table, rows_by)
    reader = _Reader(block, rows, headings, table, chosen, by_name=rows_by is RowsBy.NAME)
    columns = reader.read_columns(placing.keys)
    read = tuple(reader.read_row(row, columns) for row in rows)
    has_names = placing.reference_at is not None or placing.name_at is not None
    return Reading(table, chosen, rows_by, headings.last >= 0, has_names, columns, read)


def _headings(block: Block, table: PasteTable, chosen: Chosen) -> Headings:
    if chosen.has_heading is None:
        return find_headings(block, table)
    if not chosen.has_heading:
        return Headings()
    first = next((at for at, row in enumerate(block) if any(cell.strip() for cell in row)), 0)
    return headings_at(block, first, table)


class _Reader:
    """Reads the columns and the cells of a block whose rows are known."""

    def __init__(
        self,
        block: Block,
        rows: Sequence[Row],
        headings: Headings,
        table: PasteTable,
        chosen: Chosen,
        *,
        by_name: bool,
    ) -> None:
        self._block = block
        self._taken = [row for row in rows if row.kind in {RowKind.FOUND, RowKind.NEW}]
        self._headings = headings
        self._table = table
        self._chosen = chosen
        self._by_key = {column.key: column for column in table.columns}
        self._called = {row.id: row for row in table.rows} if by_name else {}
        self._has_comma = False
        self._order = ""
        self._unit = ""

    def read_columns(self, keys: Sequence[str]) -> tuple[ColumnReading, ...]:
        """Return how each column is read, given the key that each goes to."""
        self._has_comma = any(
            numbers.mark_of([text for _, text in self._held(at)]) == (COMMA, False)
            for at, key in enumerate(keys)
            if key and self._by_key[key].field.kind in _NUMBERS
        )
        dates = [
            text
            for at, key in enumerate(keys)
            if key and self._by_key[key].field.kind in _DAYS
            for _, text in self._held(at)
        ]
        day_first, month_first = day_order.order_of(dates)
        if bool(day_first) != bool(month_first):
            self._order = day_order.DAY_FIRST if day_first else day_order.MONTH_FIRST
        self._unit = self._unit_proved(keys)
        return tuple(self._read_column(at, key) for at, key in enumerate(keys))

    def read_row(self, row: Row, columns: Sequence[ColumnReading]) -> RowReading:
        """Return a row with its cells."""
        cells: tuple[CellReading, ...] = ()
        if row.kind in {RowKind.FOUND, RowKind.NEW}:
            pairs = zip(columns, self._block[row.at], strict=False)
            read = (self._read_cell(row, column, text) for column, text in pairs)
            cells = tuple(cell for cell in read if cell is not None) + self._group_cell(row, columns)
            cells += self._given_cells(row, {cell.key for cell in cells})
        return RowReading(
            at=row.at,
            kind=row.kind,
            words=row.words,
            record_id=row.record_id,
            sentence=row.sentence,
            cells=cells,
        )

    # ------------------------------------------------------------------------------------------------ columns

    def _held(self, at: int) -> list[tuple[Row, str]]:
        """Return the cells of a column that hold anything, of rows that are records'."""
        return [
            (row, text)
            for row in self._taken
            if at < len(self._block[row.at]) and (text := self._block[row.at][at]).strip()
        ]

    def _unit_proved(self, keys: Sequence[str]) -> str:
        """Return the one unit, not the table's, that amounts under no unit prove; nothing if several."""
        units = set()
        for at, key in enumerate(keys):
            held = self._held(at)
            column = self._by_key.get(key)
            if held and column and column.field.kind is Kind.MONEY and not self._headings.unit(at):
                unit = self._judge(at, column, held).way.partition("|")[0]
                units |= {unit} - {column.unit}
        return units.pop() if len(units) == 1 else ""

    def _read_column(self, at: int, key: str) -> ColumnReading:
        heading = self._headings.texts[at] if at < len(self._headings.texts) else ""
        read = ColumnReading(at=at, key=key, heading=heading)
        held = self._held(at)
        if not key:
            return read
        column = self._by_key[key]
        if not any(
            column.is_for_new if row.kind is RowKind.NEW else column.can_edit(row.record_id)
            for row, _ in held
        ):
            return read
        if column.field.kind in _OPTIONS:
            return replace(read, unknown=_unknown(held, column))
        found = self._judge(at, column, held)
        way = self._chosen.ways.get(at, found.way)
        asks = found.asks and at not in self._chosen.ways
        return replace(read, way=way, ways=found.ways, note=found.note, asks=asks)

    def _judge(self, at: int, column: PasteColumn, held: Sequence[tuple[Row, str]]) -> NumberJudgement:
        texts = [text for _, text in held]
        if column.field.kind is Kind.MONEY:
            return numbers.judge_amounts(
                texts,
                [column.stored(row.record_id) if row.record_id else None for row, _ in held],
                unit=column.unit,
                heading=self._headings.unit(at),
                comma_elsewhere=self._has_comma,
                unit_elsewhere=self._unit,
            )
        if numbers.is_scale(column.field):
            return numbers.judge_scale(texts)
        if column.field.kind in _NUMBERS:
            return numbers.judge_decimals(texts, comma_elsewhere=self._has_comma)
        if column.field.kind in _DAYS:
            return day_order.judge_dates(texts, elsewhere=self._order)
        return NumberJudgement()

    # ------------------------------------------------------------------------------------------------ cells

    def _group_cell(self, row: Row, columns: Sequence[ColumnReading]) -> tuple[CellReading, ...]:
        """Return the cell that the label above a new row fills."""
        key = self._table.group
        if (
            row.kind is not RowKind.NEW
            or not row.group
            or not key
            or any(each.key == key for each in columns)
        ):
            return ()
        group = row.group
        cell = CellReading(at=-1, key=key, text=group, state=CellState.BECOMES, typed=group, new=group)
        return (cell,)

    def _given_cells(self, row: Row, held: set[str]) -> tuple[CellReading, ...]:
        """Return the cells of a new row that a person gave all of them."""
        if row.kind is not RowKind.NEW:
            return ()
        return tuple(
            self._read_text(
                CellReading(at=-1, key=key, text=text, state=CellState.BECOMES),
                row,
                ColumnReading(at=-1, key=key, way=_AS_TYPED.get(self._by_key[key].field.kind, "")),
                self._by_key[key],
            )
            for key, text in self._chosen.given.items()
            if key not in held and text.strip()
        )

    def _read_cell(self, row: Row, read: ColumnReading, text: str) -> CellReading | None:
        is_new = row.kind is RowKind.NEW
        if self._says_nothing(row, read, text):
            return None
        cell = CellReading(at=read.at, key=read.key, text=text, state=CellState.SAME)
        if not read.key:
            sentence = "No column here is called so." if read.heading else "There is no column left for it."
            return replace(cell, state=CellState.LEFT_OUT, sentence=sentence)
        column = self._by_key[read.key]
        sentence = self._why_not(row, column, text)
        if sentence:
            return replace(cell, state=CellState.LEFT_OUT, sentence=sentence)
        if is_new:
            return self._read_text(cell, row, read, column)
        old = column.stored(row.record_id)
        cell = replace(cell, old=old, new=old)
        if not column.can_edit(row.record_id) or self._is_own_name(row, read, text):
            return cell
        return self._read_text(cell, row, read, column)

    def _is_own_name(self, row: Row, read: ColumnReading, text: str) -> bool:
        """Whether a text is only another spelling of what the record was found by; by place it is a new one."""
        held = self._called.get(row.record_id)
        if held is None or read.key not in {self._table.name, self._table.reference}:
            return False
        if read.key == self._table.reference:
            return known_as(text) == known_as(held.reference)
        return known_as(self._table.name_of(text)) in names_of(held) | {known_as(held.reference)}

    def _says_nothing(self, row: Row, read: ColumnReading, text: str) -> bool:
        """Whether a cell is empty where there is nothing that it would empty."""
        if row.kind is RowKind.NEW and read.key and not self._by_key[read.key].is_for_new:
            return spellings.is_nothing(text)
        return not text.strip() and (row.kind is RowKind.NEW or not read.key)

    def _why_not(self, row: Row, column: PasteColumn, text: str) -> str:
        """Return why a cell is left out, if it is. What a cell that cannot be edited already shows is no news."""
        if row.kind is RowKind.NEW:
            return "" if column.is_for_new else f"A new {self._table.noun} is not given its {column.label}."
        if column.can_edit(row.record_id) or not text.strip():
            return ""
        shown = {known_as(each) for each in column.shown(row.record_id)}
        if known_as(text) in shown or (spellings.is_nothing(text) and "" in shown):
            return ""
        return f"{column.label or 'This cell'} cannot be pasted into."

    def _read_text(
        self, cell: CellReading, row: Row, read: ColumnReading, column: PasteColumn
    ) -> CellReading:
        try:
            typed = self._typed(cell.text, row, read, column)
            if typed is None:
                sentence = f"“{cell.text.strip()}” is to be left out."
                return replace(cell, state=CellState.LEFT_OUT, sentence=sentence)
            new = column.field.parse(typed)
        except FieldError as error:
            return replace(cell, state=CellState.REFUSED, sentence=error.sentence)
        is_same = row.kind is RowKind.FOUND and (
            (new in _EMPTY and cell.old in _EMPTY) or (new == cell.old and not column.carried(row.record_id))
        )
        return replace(cell, typed=typed, new=new, state=CellState.SAME if is_same else CellState.BECOMES)

    def _typed(self, text: str, row: Row, read: ColumnReading, column: PasteColumn) -> str | None:
        """Return a text such as its field reads it; None where a person said to leave it out."""
        field = column.field
        kind = field.kind
        if spellings.excel_error(text):
            return text
        if kind is Kind.MONEY:
            return numbers.in_pounds(text, read.way, field, heading=self._headings.unit(read.at))
        if kind in _NUMBERS:
            is_scale = numbers.is_scale(field)
            return numbers.scored(text, read.way) if is_scale else numbers.with_point(text, read.way, field)
        if kind in _DAYS:
            return day_order.with_day_first(text, read.way)
        return self._option(text, row, read, column) if kind in _OPTIONS else text

    def _option(self, text: str, row: Row, read: ColumnReading, column: PasteColumn) -> str | None:
        if spellings.is_nothing(text):
            return text
        options = column.options(row.record_id)
        option = choices.option_of(text, options)
        if option is not None:
            return option.value
        meant = self._chosen.meanings.get((read.at, text.strip()))
        if meant is None:
            sentence = f"“{text.strip()}” is none of the choices for {column.label}. Choose what it means."
            raise FieldError(column.field, sentence)
        if meant and all(each.value != meant for each in options):
            raise FieldError(column.field, f"{column.label} cannot be that in this row.")
        return meant or None


def _unknown(held: Sequence[tuple[Row, str]], column: PasteColumn) -> tuple[str, ...]:
    """Return the texts that are none of the options of their rows, each once."""
    found: dict[str, None] = {}
    for row, text in held:
        is_read = spellings.is_nothing(text) or spellings.excel_error(text)
        if not is_read and choices.option_of(text, column.options(row.record_id)) is None:
            found[text.strip()] = None
    return tuple(found)

"""What is taken of each cell that a sheet's totals add up, in the unit of its column."""

from collections import Counter
from collections.abc import Collection, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundColumn, FoundTable, Lies, Role
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target
from asc_desktop.domain.importing.plan import LinePlace, PlannedRow, PlannedValue, State
from asc_desktop.domain.importing.planning.units import units_of_rows
from asc_desktop.domain.importing.sheets import Sheet, address
from asc_desktop.domain.importing.structure.sums import figure_of
from asc_desktop.domain.pasting.headings import unit_of
from asc_desktop.domain.pasting.numbers import PENCE
from asc_desktop.domain.records.fields import Kind, field_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE

_UNITS = tuple(map(Decimal, PENCE.values()))


class Taken(Struct, frozen=True):
    """What a cell gives: the value and whether it will be taken."""

    value: PlannedValue
    is_taken: bool


class Column(Struct, frozen=True):
    """A column whose figures are taken: what it fills, and how many pence or units one of its figures is."""

    column: FoundColumn
    target: Target
    is_money: bool
    factor: Decimal


class TotalCells:
    """The figures of one table, each with what is taken of it."""

    def __init__(
        self,
        sheet: Sheet,
        table: FoundTable,
        table_map: TableMap,
        taken: Mapping[tuple[str, str], list[Taken]],
        told: Mapping[LinePlace, PlannedRow],
    ) -> None:
        self._sheet = sheet
        self._table = table
        self._taken = taken
        self._told = told
        self._lines = {line.at: line for line in table.lines}
        self._records = [line.at for line in table.lines if line.role is Role.RECORD]
        self._maps = {each.at: each for each in table_map.columns}
        self._units = units_of_rows(table, sheet)
        self._columns = [found for column in table.columns if (found := self._column(column)) is not None]

    def _column(self, column: FoundColumn) -> Column | None:
        column_map = self._maps.get(column.at)
        target = column_map.target if column_map is not None else None
        if column_map is None or target is None or not target.table:
            return None
        kind = _kind_of(target, column_map)
        if kind not in {Kind.MONEY, Kind.INTEGER, Kind.DECIMAL}:
            return None
        is_money = kind is Kind.MONEY
        return Column(column, target, is_money, self._factor(column, column_map, target, is_money=is_money))

    def _factor(
        self, column: FoundColumn, column_map: ColumnMap, target: Target, *, is_money: bool
    ) -> Decimal:
        """Return what one of the column's figures is, from what was read of its cells; else from its unit."""
        if not is_money:
            return Decimal(1)
        met: Counter[Decimal] = Counter()
        for at in self._records[:200]:
            figure, found = self._figure(at, column.at), self._value(at, column.at, target)
            if figure and found is not None and (pence := _number(found.value)):
                met[min(_UNITS, key=lambda each: abs(each - pence / figure))] += 1
        unit = Decimal(PENCE.get(column_map.way.partition("|")[0], 100))
        return met.most_common(1)[0][0] if met else unit

    def _in_unit(self, column: Column, members: Collection[int], label: str = "") -> Column:
        """Return a column in the unit that the records of a total name for themselves, as their amounts are read.

        Where they name several it is the one of the total's own words, if these name one.
        """
        found = self._maps.get(column.column.at)
        if not column.is_money or unit_of(column.column.heading) or (found is not None and found.chosen):
            return column
        units = {self._units.get(at, "") for at in members}
        pence = PENCE.get(next(iter(units)) if len(units) == 1 else unit_of(label))
        return replace(column, factor=Decimal(pence)) if pence is not None else column

    def _figure(self, line: int, column: int) -> Decimal | None:
        return figure_of(self._sheet.cell(*self._table.place(line, column)))

    def _value(self, line: int, column: int, target: Target) -> Taken | None:
        key = f"own:{target.own}" if target.own else target.key
        found = self._taken.get((self._table.sheet, address(*self._table.place(line, column))), [])
        return next((each for each in found if each.value.key == key), None)

    def _taken_at(self, line: int, column: Column) -> Decimal:
        found = self._value(line, column.column.at, column.target)
        number = _number(found.value) if found is not None and found.is_taken else None
        return number or Decimal(0)

    def _formula(self, line: int, column: int) -> str:
        return self._sheet.formulas.get(self._table.place(line, column), "")

    def _name(self, line: int) -> str:
        """Return what a person calls a line: its row, and the words of the record in it."""
        told = self._told.get((self._table.sheet, self._table.side, line))
        place = address(*self._table.place(line, 0))
        where = (
            f"column {place.rstrip('0123456789')}" if self._table.lies is Lies.ACROSS else f"row {line + 1}"
        )
        return f"{where}, {told.words}" if told is not None and told.words else where


def _kind_of(target: Target, column_map: ColumnMap) -> Kind | None:
    if target.own:
        return {"money": Kind.MONEY, "number": Kind.DECIMAL}.get(column_map.own_kind)
    record_type = TYPE_BY_TABLE.get(target.table)
    if record_type is None or target.key not in record_type.__struct_fields__:
        return None
    return field_of(record_type, target.key).kind


def _number(value: PlannedValue) -> Decimal | None:
    """Return the number that a value will be: pence, or units."""
    held = value.new if value.new is not None else value.old if value.state is State.SAME else None
    try:
        return Decimal(str(held)) if held not in {None, ""} else None
    except ArithmeticError:
        return None

"""The lines of a table as what each says of which record: its cells read, and put together by the record they fill."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundColumn, FoundLine, FoundTable, Lies, Role
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target, meaning_key
from asc_desktop.domain.importing.plan import Chosen
from asc_desktop.domain.importing.planning.says import BLANK, Read, Says
from asc_desktop.domain.importing.planning.slots import Given, Heap, RowDraft, Slot, one_line
from asc_desktop.domain.importing.planning.units import NO_MONEY, in_unit, units_of_rows
from asc_desktop.domain.importing.planning.values import read_cell, read_text, shown
from asc_desktop.domain.importing.sheets import Cell, Sheet, Style, Workbook, address
from asc_desktop.domain.pasting.headings import unit_of
from asc_desktop.domain.pasting.table import Option
from asc_desktop.domain.records.fields import Field, Kind, field_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import number_of

Options = Callable[[Field], Sequence[Option]]
"""What a reference to a scheme of few may be, such as a delivery status; nothing where names are looked up."""
OwnFields = Callable[[str, str, ColumnMap], Field]
"""The field of the council's own for a table, a label and its column."""

_NUMERIC = frozenset({Kind.MONEY, Kind.INTEGER, Kind.DECIMAL})
SIGNED = frozenset({"savings_target", "savings_position"})
"""Tables whose amounts some councils print as reductions of the budget, below nothing."""
_NO_MONEY = "The unit that its row names is no unit of money."
_WORDS_KEYS = ("ref", "name", "description", "subject", "action")


class TableReader:
    """Reads one table as it is mapped."""

    def __init__(
        self,
        workbook: Workbook,
        table: FoundTable,
        table_map: TableMap,
        chosen: Chosen,
        options: Options,
        own_field: OwnFields,
    ) -> None:
        """Take the table with its sheet; nothing is read yet."""
        self._workbook = workbook
        self._sheet: Sheet = workbook.sheet(table.sheet)
        self._table = table
        self._map = table_map
        self._chosen = chosen
        self._options = options
        self._own_field = own_field
        self._lines = table.records
        self._carried, self._merged_over = self._merges()
        self._units = units_of_rows(table, self._sheet)
        self.columns = tuple(placed(table, table_map))

    def unmapped(self) -> Iterator[tuple[str, str, str]]:
        """Yield the columns with anything in them that are left out, as sheet, letters and heading."""
        kept = {column.at for column, found in self.columns if found.target is not None}
        for column in self._table.columns:
            if column.at in kept:
                continue
            if any(self._raw(line, column.at)[0] is not None for line in self._lines):
                yield self._table.sheet, self._table.column_words(column.at), column.heading

    def clashes(self) -> Iterator[str]:
        """Say of which amounts a row's section or column of units names another unit than the heading, which holds."""
        for column, found in self.columns:
            unit, target = unit_of(column.heading), found.target
            if not unit or found.chosen or target is None:
                continue
            is_unticked = (self._table.sheet, column.at) in self._chosen.columns
            if is_unticked or self._field(target, found).kind is not Kind.MONEY:
                continue
            others = {
                line.at: named
                for line in self._lines
                if (named := self._units.get(line.at, unit)) not in {unit, NO_MONEY}
                and self._raw(line, column.at)[0] is not None
            }
            if others:
                first = next(iter(others))
                where = address(*self._table.place(first, column.at))
                more = f" and {number_of(len(others) - 1, 'other')}" if len(others) > 1 else ""
                yield (
                    f"Look again at {self._table.sheet}, “{column.heading}”: its heading has {unit}, and "
                    f"the text above or next to {where}{more} has {others[first]}. It is taken in {unit}."
                )

    def rows(self) -> list[RowDraft]:
        """Return what each record line says, in order."""
        read = [
            (column, found, self._read_column(column, found))
            for column, found in self.columns
            if found.target is not None and (self._table.sheet, column.at) not in self._chosen.columns
        ]
        return [self._row(at, line, read) for at, line in enumerate(self._lines)]

    # ------------------------------------------------------------------------------------------------ columns

    def _read_column(self, column: FoundColumn, found: ColumnMap) -> list[Given]:
        assert found.target is not None  # noqa: S101 - those without are left out before
        target = found.target
        field = self._field(target, found)
        options = self._options(field)
        meanings = self._map.meanings.get(meaning_key(target), {})
        unit = unit_of(column.heading)
        is_signed = target.table in SIGNED and field.kind is Kind.MONEY
        is_value = target == _VALUE and self._map.record != "measure"
        kept: dict[tuple[object, ...], Read] = {}
        given: list[Given] = []
        for line in self._lines:
            cell, style, place, is_carried = self._raw(line, column.at)
            here = address(*place)
            corrected = self._chosen.texts.get((self._table.sheet, here))
            if corrected is not None:
                read = read_text(corrected, field, options, way=found.way)
                given.append(Given(target, field, here, read, column.heading))
                continue
            if field.kind in _NUMERIC and place in self._merged_over:
                merged = self._of_merged(target, place, cell, style, is_carried=is_carried)
                if merged is not None:
                    given.append(Given(target, field, here, merged, column.heading))
                    continue
            own_unit = "" if unit or found.chosen else self._units.get(line.at, "")
            if own_unit == NO_MONEY and field.kind is Kind.MONEY and not target.own and cell is not None:
                no_money = Read(Says.REFUSED, shown(cell, style), sentence=_NO_MONEY)
                given.append(Given(target, field, here, no_money, column.heading))
                continue
            way = in_unit(found.way, own_unit) if field.kind is Kind.MONEY or is_value else found.way
            key = (
                (cell.value, cell.kind, type(cell.value), cell.style, way)
                if cell is not None
                else (style.fill,)
            )
            read = kept.get(key, BLANK) if key in kept else BLANK
            if key not in kept:
                read = read_cell(
                    cell,
                    style,
                    _unbounded(field) if is_signed else field,
                    way=way,
                    unit=unit,
                    options=options,
                    meanings=meanings,
                    place=here if cell is not None and cell.kind in {Cell.ERROR, Cell.UNSTORED} else "",
                )
                if cell is None or cell.kind not in {Cell.ERROR, Cell.UNSTORED}:
                    kept[key] = read
            raw = (cell, style, way, unit) if target == _VALUE and cell is not None else None
            given.append(Given(target, field, here, read, column.heading, raw))
        return given

    def _field(self, target: Target, found: ColumnMap) -> Field:
        if target.own:
            return self._own_field(target.table, target.own, found)
        if not target.table:
            return _SPECIAL[target.key]
        return field_of(TYPE_BY_TABLE[target.table], target.key)

    def _of_merged(
        self, target: Target, place: tuple[int, int], cell: Cell | None, style: Style, *, is_carried: bool
    ) -> Read | None:
        """Return what a figure says that is merged over several rows; None where it is one row's like any other."""
        if cell is None:
            return None
        has_lines = any(found.target == Target("savings_line", "name") for _, found in self.columns)
        if self._map.record == "project" and not (has_lines and target.table in SIGNED):
            return BLANK if is_carried else None
        if target.table in {"project", "status_update"}:
            return BLANK if is_carried else None
        if is_carried:
            return BLANK
        area = self._merged_over[place]
        return Read(
            Says.REFUSED,
            shown(cell, style),
            sentence=f"{area} is merged over several rows, so it is not known how much of it is whose.",
        )

    # ------------------------------------------------------------------------------------------------ cells

    def _raw(self, line: FoundLine, at: int) -> tuple[Cell | None, Style, tuple[int, int], bool]:
        """Return a cell, how it looks, where it is, and whether it is the one of a merge that begins elsewhere."""
        place = self._table.place(line.at, at)
        first = self._carried.get(place)
        held = first or place
        cell = self._sheet.cell(*held)
        style = cell.style if cell is not None else self._sheet.blanks.get(held, 0)
        return cell, self._workbook.styles[style], held, first is not None

    def _merges(self) -> tuple[dict[tuple[int, int], tuple[int, int]], dict[tuple[int, int], str]]:
        """Return where the cells of merges over several record lines begin, and what each such merge is called."""
        lines = {line.at for line in self._lines}
        if self._table.lies is Lies.FORM:
            return {}, {}
        is_down = self._table.lies is Lies.DOWN
        carried: dict[tuple[int, int], tuple[int, int]] = {}
        over: dict[tuple[int, int], str] = {}
        for area in self._sheet.merges:
            if not self._table.area.holds(area.top, area.left):
                continue
            first, last = (area.top, area.bottom) if is_down else (area.left, area.right)
            held = [at for at in range(first, last + 1) if at in lines]
            if len(held) < 2 or first not in lines:  # noqa: PLR2004 - several
                continue
            begin = (area.top, area.left)
            over[begin] = f"{address(*begin)}:{address(area.bottom, area.right)}"
            for at in held[1:]:
                carried[(at, area.left) if is_down else (area.top, at)] = begin
        return carried, over

    # ------------------------------------------------------------------------------------------------ rows

    def _row(
        self, at: int, line: FoundLine, read: Sequence[tuple[FoundColumn, ColumnMap, list[Given]]]
    ) -> RowDraft:
        heap = Heap()
        for _, found, givens in read:
            if givens[at].read.says is not Says.BLANK:
                heap.take(givens[at], splits=found.splits)
        for target, text in zip(self._map.group, line.group, strict=False):
            if target is not None and text.strip():
                heap.offer(self._of_group(target, text))
        slots = heap.slots()
        cells = [self._raw(line, column.at) for column in self._table.columns]
        filled = [(cell, style, place) for cell, style, place, _ in cells if cell is not None]
        return RowDraft(
            sheet=self._table.sheet,
            line=line.at,
            words=self._words(slots, filled),
            group=line.group,
            slots=slots,
            special=heap.special,
            is_struck=bool(filled) and all(style.struck for _, style, _ in filled),
            first_cell=address(*filled[0][2]) if filled else "",
            table=(self._table.area.top, self._table.area.left),
            side=self._table.side,
        )

    def _of_group(self, target: Target, text: str) -> Given:
        field = self._field(target, ColumnMap(path=(target.own,), own_kind="text"))
        meanings = self._map.meanings.get(meaning_key(target), {})
        cell = Cell(text, Cell.TEXT)
        read = read_cell(cell, _PLAIN, field, options=self._options(field), meanings=meanings)
        return Given(target, field, "", read)

    def _words(self, slots: Sequence[Slot], filled: Sequence[tuple[Cell, Style, tuple[int, int]]]) -> str:
        """Return the words by which a person knows the line again."""
        own = [slot for slot in slots if slot.table == self._map.record]
        for slot in own[:1]:
            found = [slot.values[key].read.text for key in _WORDS_KEYS if key in slot.values]
            if found:
                return one_line(" ".join(found[:2]))
        texts = [shown(cell, style) for cell, style, _ in filled if cell.kind == Cell.TEXT]
        return one_line(next((text for text in texts if any(map(str.isalpha, text))), ""))


def placed(table: FoundTable, table_map: TableMap) -> Iterator[tuple[FoundColumn, ColumnMap]]:
    """Yield a table's columns with what becomes of each: by heading, and by place among those of one heading."""
    maps: dict[tuple[str, ...], list[ColumnMap]] = {}
    for found in table_map.columns:
        maps.setdefault(found.path, []).append(found)
    for column in table.columns:
        held = maps.get(column.path, [])
        if not held:
            continue
        found = next((each for each in held if each.at == column.at), held[0])
        held.remove(found)
        yield column, found


def hidden_records(table: FoundTable, sheet: Sheet) -> int:
    """Return how many record lines of a table are hidden."""
    hidden = sheet.hidden_rows if table.lies is Lies.DOWN else sheet.hidden_columns
    return sum(1 for line in table.lines if line.role is Role.RECORD and line.at in hidden)


def notes_of(table: FoundTable, sheet: Sheet) -> list[str]:
    """Return the addresses of cells in a table's records that have a note beside what they hold."""
    places = {table.place(line.at, column.at) for line in table.records for column in table.columns}
    return [address(*place) for place in sorted(places & sheet.comments.keys())]


@cache
def _unbounded(field: Field) -> Field:
    return replace(field, low=None)


_PLAIN = Style()
_VALUE = Target("", "value")
_SPECIAL: Mapping[str, Field] = {
    "year": Field("year", "Year", Kind.YEAR, low=1990, high=2100),
    "period": Field("period", "Month", Kind.PERIOD),
    "measure": Field("measure", "Measure", Kind.TEXT, limit=300),
    "value": Field("value", "Value", Kind.TEXT, limit=300),
    "reference": Field("reference", "Reference", Kind.TEXT, limit=200),
}

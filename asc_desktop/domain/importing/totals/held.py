"""A sheet's own totals held against what will be taken: they agree, they do within rounding, or they differ, and why.

A total is held against every record that its place says it should cover, and not only those in its formula's range: a
record that was added below the last line of a range is what nobody notices. What is refused or left out of the import
counts as not taken, and is named where a total then differs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from math import sqrt

from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundColumn, FoundLine, FoundTable, Lies, Role
from asc_desktop.domain.importing.mapping import Target, TrackerMapping
from asc_desktop.domain.importing.plan import HeldTotal, PlannedRow, State
from asc_desktop.domain.importing.sheets import Cell, Workbook, address
from asc_desktop.domain.importing.structure import words
from asc_desktop.domain.importing.structure.sums import figure_of, is_average, summed_by
from asc_desktop.domain.importing.totals.cells import Column, Taken, TotalCells
from asc_desktop.domain.importing.totals.sentences import AGREES, DIFFERS, ROUNDING, below_words, sentence_of
from asc_desktop.domain.words import listed, number_of

_TAKEN = frozenset({State.NEW, State.CHANGED, State.SAME})
_MOST_LINES = 25
"""How many lines whose own total differs are told one by one."""
_FINEST = -6
"""Beyond so many decimals the digits of a figure say nothing of how it was rounded."""


def hold_totals(
    workbook: Workbook,
    tables: Sequence[FoundTable],
    mapping: TrackerMapping,
    rows: Sequence[PlannedRow],
) -> tuple[HeldTotal, ...]:
    """Return the totals of the tables that are taken, in the sheets' order; lines' own totals after the others."""
    taken = _taken_by_cell(rows)
    told = {row.place: row for row in rows}
    held: list[HeldTotal] = []
    for table, table_map in zip(tables, mapping.tables, strict=False):
        if not table_map.skip and table.lies is not Lies.FORM:
            held += _Holder(workbook.sheet(table.sheet), table, table_map, taken, told).held()
    return tuple(held)


def _taken_by_cell(rows: Sequence[PlannedRow]) -> dict[tuple[str, str], list[Taken]]:
    found: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    for row in rows:
        for record in row.records:
            is_record = row.state in _TAKEN and record.state in _TAKEN
            for value in record.values:
                found[value.sheet, value.cell].append(Taken(value, is_record and value.state in _TAKEN))
    return found


def errors_told(workbook: Workbook, tables: Sequence[FoundTable], mapping: TrackerMapping) -> tuple[str, ...]:
    """Return a sentence for each table with totals that have no figure, against which nothing is held."""
    told = []
    for table, table_map in zip(tables, mapping.tables, strict=False):
        if table_map.skip or table.lies is Lies.FORM:
            continue
        cells = list(_Holder(workbook.sheet(table.sheet), table, table_map, {}, {}).errors())
        if cells:
            named = listed([*cells[:_MOST_LINES], *(["others"] if len(cells) > _MOST_LINES else [])])
            what, them = ("total", "it") if len(cells) == 1 else ("totals", "them")
            told.append(
                f"{table.sheet}: the workbook has no figure for the {what} in {named}, an error or a formula that was"
                f" never worked out, so nothing is checked against {them}."
            )
    return tuple(told)


class _Holder(TotalCells):
    """Holds the totals of one table."""

    def errors(self) -> Iterator[str]:
        """Yield the cells of totals without a figure, such as ``#REF!``: nothing can be held against them."""
        for line in self._table.lines:
            if line.role is not Role.TOTAL and not (line.role is Role.GROUP and line.sums):
                continue
            for column in self._columns:
                place = self._table.place(line.at, column.column.at)
                cell = self._sheet.cell(*place)
                if cell is not None and cell.kind in {Cell.ERROR, Cell.UNSTORED}:
                    yield address(*place)

    def held(self) -> Iterator[HeldTotal]:
        for line in self._table.lines:
            if line.role is Role.TOTAL or (line.role is Role.GROUP and line.sums):
                yield from self._held_line(line)
        yield from self._held_columns()

    # ------------------------------------------------------------------------------------------------ lines

    def _held_line(self, line: FoundLine) -> Iterator[HeldTotal]:
        label = self._label(line)
        is_cumulative = words.is_cumulative(label)
        if words.says_summary(label) and not words.says_total(label) and not is_cumulative:
            return
        members = self._members(line, set())
        total = line
        if is_cumulative or not members:
            total = self._total_above(line)
            members = self._members(total, set()) or [at for at in self._records if at < line.at]
        for column in self._columns:
            cell = self._sheet.cell(*self._table.place(line.at, column.column.at))
            figure = figure_of(cell)
            if cell is None or figure is None or is_average(self._formula(line.at, column.column.at)):
                continue
            expected, outside = self._expected(total, column, members)
            column = self._in_unit(column, expected, label)  # noqa: PLW2901 - the same column, in its rows' unit
            if is_cumulative:
                yield from self._held_cumulative(line, label, column, expected, figure)
                continue
            if not column.is_money and not self._adds_up(line.at, column, members, figure):
                continue
            held = self._held(line.at, label, column, figure, expected, outside)
            if below := self._below(line, column):
                held = replace(held, sentence=f"{held.sentence} {below_words(below)}")
            yield held

    def _below(self, line: FoundLine, column: Column) -> list[str]:
        """Return, in words, the lines that are taken and stand below the last sum of a table, which leaves them out."""
        after = [each for each in self._table.lines if each.at > line.at]
        if line.role is not Role.TOTAL or any(each.role in {Role.TOTAL, Role.GROUP} for each in after):
            return []
        if any(at > line.at for at in line.sums):
            return []
        return [
            self._name(each.at)
            for each in after
            if each.role is Role.RECORD and self._taken_at(each.at, column)
        ]

    def _total_above(self, line: FoundLine) -> FoundLine:
        """Return the last sum above a line, else the line itself."""
        above = [
            each for each in self._table.lines if each.at < line.at and each.role is Role.TOTAL and each.sums
        ]
        return above[-1] if above else line

    def _label(self, line: FoundLine) -> str:
        for column in self._table.columns:
            cell = self._sheet.cell(*self._table.place(line.at, column.at))
            if (
                cell is not None
                and cell.kind == Cell.TEXT
                and figure_of(cell) is None
                and str(cell.value).strip()
            ):
                text = " ".join(str(cell.value).split())
                return text if not line.group or words.is_grand(text) else f"{text} ({line.group[-1]})"
        return line.group[-1] if line.group else "Total"

    def _members(self, line: FoundLine, met: set[int]) -> list[int]:
        """Return the records that a sum is of in the end, where it is one of other sums too, each once."""
        found: set[int] = set()
        met.add(line.at)
        for at in line.sums:
            other = self._lines.get(at)
            if other is None or at in met:
                continue
            if other.role is Role.RECORD:
                found.add(at)
            else:
                found.update(self._members(other, met))
        return sorted(found)

    def _expected(
        self, line: FoundLine, column: Column, members: Sequence[int]
    ) -> tuple[list[int], list[int]]:
        """Return the records that a sum should be of, and those of them that its own formula leaves out.

        They are those up to the sum or group before it. Where it names single cells, and leaves out more than it adds
        up, it is of a few on purpose.
        """
        formula = self._formula(line.at, column.column.at)
        if not members or not summed_by(formula):
            return list(members), []
        inside = {at for at in members if self._is_summed(at, column, formula)}
        if not inside:
            return list(members), self._outside_of_parts(line, column)
        members = sorted(inside)
        lines = [each.at for each in self._table.lines]
        first, last = lines.index(members[0]), lines.index(members[-1])
        at = lines.index(line.at)
        between = self._table.lines[first:at] if first < at else self._table.lines[at + 1 : last + 1]
        near: list[FoundLine] = list(between)
        before = reversed(self._table.lines[: first if first < at else at + 1])
        after = self._table.lines[last + 1 :] if first > at else ()
        for side in (before, after):
            for each in side:
                if each.role not in {Role.RECORD, Role.BLANK, Role.NOTE}:
                    break
                if side is not before or first < at:
                    near.append(each)
        outside = sorted(each.at for each in near if each.role is Role.RECORD and each.at not in inside)
        outside = [each for each in outside if self._figure(each, column.column.at)]
        places = summed_by(formula)
        is_range = len(places) == 1 and "(" in formula
        if not is_range and len(outside) > len(members):
            return list(members), []
        return sorted({*members, *outside}), outside

    def _is_summed(self, line: int, column: Column, formula: str) -> bool:
        """Whether a formula adds up a line's own cell, which that of the next column may do and this one not."""
        row, side = self._table.place(line, column.column.at)
        return any(
            place.top <= row <= place.bottom and place.left <= side <= place.right
            for place in summed_by(formula)
        )

    def _outside_of_parts(self, line: FoundLine, column: Column) -> list[int]:
        """Return the records that the sums leave out of which a sum is one."""
        parts = [self._lines[at] for at in line.sums if at in self._lines and at != line.at]
        outside: set[int] = set()
        for part in parts:
            if part.role is not Role.RECORD:
                outside.update(self._expected(part, column, self._members(part, set()))[1])
        return sorted(outside)

    def _adds_up(self, line: int, column: Column, members: Sequence[int], figure: Decimal) -> bool:
        """Whether a figure that is no amount is a sum at all: by its formula, or because the sheet's figures add up."""
        if summed_by(self._formula(line, column.column.at)):
            return True
        figures = [self._figure(at, column.column.at) for at in members]
        return sum((each for each in figures if each is not None), Decimal(0)) == figure and any(figures)

    def _held_cumulative(
        self, line: FoundLine, label: str, column: Column, members: Sequence[int], figure: Decimal
    ) -> Iterator[HeldTotal]:
        """Yield a sum that runs on from year to year, held against the years up to its own."""
        if not column.target.year:
            return
        years = [
            each
            for each in self._columns
            if _without_year(each.target) == _without_year(column.target)
            and each.target.year <= column.target.year
        ]
        taken = sum((self._taken_at(at, each) for each in years for at in members), Decimal(0))
        yield self._told_held(
            line.at,
            label,
            column,
            figure,
            taken,
            members,
            partial(self._missed, members, years),
            len(years),
        )

    # ------------------------------------------------------------------------------------------------ held

    def _held(
        self,
        at: int,
        label: str,
        column: Column,
        figure: Decimal,
        members: Sequence[int],
        outside: Sequence[int],
    ) -> HeldTotal:
        taken = sum((self._taken_at(each, column) for each in members), Decimal(0))
        named = [f"{self._name(each)}, is outside the sum that the sheet prints" for each in outside]
        return self._told_held(
            at, label, column, figure, taken, members, lambda: [*named, *self._missed(members, [column])]
        )

    def _missed(self, members: Sequence[int], columns: Sequence[Column]) -> list[str]:
        """Return, in words, the lines with a figure that will not be taken."""
        missed = []
        for at in members:
            for column in columns:
                found = self._value(at, column.column.at, column.target)
                if self._figure(at, column.column.at) and (found is None or not found.is_taken):
                    row = self._told.get((self._table.sheet, self._table.side, at))
                    refused = (found is not None and found.value.state is State.REFUSED) or (
                        row is not None and row.state is State.REFUSED
                    )
                    missed.append(f"{self._name(at)}, is {'refused' if refused else 'left out'}")
                    break
        return missed

    def _told_held(
        self,
        at: int,
        label: str,
        column: Column,
        figure: Decimal,
        taken: Decimal,
        members: Sequence[int],
        outside: Callable[[], Sequence[str]],
        times: int = 1,
    ) -> HeldTotal:
        printed, held = _whole(figure * column.factor), _whole(taken)
        count = len(members) * times
        cell = address(*self._table.place(at, column.column.at))
        has_formula = bool(self._formula(at, column.column.at))
        step = _step(figure, column)
        room = count // 2 if has_formula else int(step * Decimal(0.5 + 0.87 * sqrt(max(count, 1))))
        difference = printed - held
        verdict = AGREES if not difference else ROUNDING if abs(difference) <= room else DIFFERS
        told = tuple(outside()) if verdict is DIFFERS else ()
        return HeldTotal(
            sheet=self._table.sheet,
            cell=cell,
            label=label,
            column=column.column.heading,
            is_money=column.is_money,
            printed=printed,
            taken=held,
            verdict=verdict,
            outside=told,
            sentence=sentence_of(verdict, printed, held, told, is_money=column.is_money),
            target=column.target,
            lines=tuple(members),
            step=max(int(step), 1),
            side=self._table.side,
        )

    # ------------------------------------------------------------------------------------------------ lines' own totals

    def _held_columns(self) -> Iterator[HeldTotal]:
        """Yield the totals that lines print of themselves: those that differ, or all of a column as one."""
        for column in self._table.columns:
            column_map = self._maps.get(column.at)
            if column_map is not None and column_map.target is not None:
                continue
            found = [(at, parts) for at in self._records if (parts := self._parts(at, column))]
            if len(found) * 2 >= len(self._records) and found:
                yield from self._held_column(column, found)

    def _parts(self, at: int, column: FoundColumn) -> list[Column]:
        """Return the columns that a line's own total is the sum of, by its formula."""
        places = summed_by(self._formula(at, column.at))
        if not places or self._figure(at, column.at) is None:
            return []
        found = []
        for each in self._columns:
            row, side = self._table.place(at, each.column.at)
            if any(
                place.top <= row <= place.bottom and place.left <= side <= place.right for place in places
            ):
                found.append(each)
        return found if len(found) > 1 and len({_without_year(each.target) for each in found}) == 1 else []

    def _held_column(
        self, column: FoundColumn, found: Sequence[tuple[int, list[Column]]]
    ) -> Iterator[HeldTotal]:
        printed_all = Decimal(0)
        taken_all = Decimal(0)
        differing = []
        total = Column(column, found[0][1][0].target, found[0][1][0].is_money, found[0][1][0].factor)
        for at, parts in found:
            figure = self._figure(at, column.at) or Decimal(0)
            taken = sum((self._taken_at(at, part) for part in parts), Decimal(0))
            of_line = replace(total, factor=self._in_unit(parts[0], [at]).factor)
            printed_all, taken_all = printed_all + figure * of_line.factor / total.factor, taken_all + taken
            held = self._told_held(
                at,
                self._name(at),
                of_line,
                figure,
                taken,
                [at],
                partial(self._missed, [at], parts),
                len(parts),
            )
            if held.verdict == DIFFERS:
                differing.append(held)
        yield from differing[:_MOST_LINES]
        if not differing or len(differing) > _MOST_LINES:
            label = f"{number_of(len(found), 'line')} of “{column.heading}”"
            lines = [at for at, _ in found]
            yield self._told_held(
                found[0][0], label, total, printed_all, taken_all, lines, tuple, len(found[0][1])
            )


def _without_year(target: Target) -> tuple[str, str, str, int]:
    return target.table, target.key, target.own, target.number


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_HALF_UP))


def _step(figure: Decimal, column: Column) -> Decimal:
    """Return one step of a figure's last digit, in pence or units."""
    exponent = figure.as_tuple().exponent
    return Decimal(10) ** max(min(exponent if isinstance(exponent, int) else 0, 0), _FINEST) * column.factor

"""Every line's positions, line by line: each worked out when it is first asked for.

A line's position depends on its own records and on the lines that movements tie it to, so those are worked out
together, and the rest of the portfolio is not read however large it is.
"""

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Movement, SavingsPosition, SavingsTarget, TargetChange
from asc_desktop.domain.rules.position import (
    LATEST,
    NOTHING,
    OverAllocation,
    Position,
    compute_ledger,
    current_year,
    in_force,
)

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Make(Protocol[T_co]):
    """Makes a part of its inputs alone."""

    def __call__(self, *inputs: Any) -> T_co:
        """Return the part."""


class Remember(Protocol):
    """Returns what ``make`` makes of the inputs, or what it made of the same ones before under this key."""

    def __call__(self, make: Make[T], key: Hashable, /, *inputs: Any) -> T:
        """Return the part."""


def anew(make: Make[T], _key: Hashable, /, *inputs: Any) -> T:
    """Make every part anew."""
    return make(*inputs)


class Account(NamedTuple):
    """A line's positions by year, the earliest first, and the years with a reported position in force."""

    years: Mapping[int, Position]
    reported: frozenset[int]


class _Tied(NamedTuple):
    """The accounts of lines that movements tie together, and which movements do not fit."""

    accounts: Mapping[str, Account]
    over_allocations: Mapping[str, tuple[OverAllocation, ...]]


_NONE = Account({}, frozenset())


class LineLedger:
    """The positions at the end of a period, those of one year where it is given, as if one movement were not there."""

    def __init__(
        self,
        records: Records,
        period: str = LATEST,
        *,
        leave_out: str = "",
        only_year: int | None = None,
        remember: Remember = anew,
    ) -> None:
        self._records = records
        self._terms = (period, leave_out, only_year)
        self._remember = remember
        self._read: dict[str, tuple[_OfLine, ...]] = {}
        self._tied: dict[str, _Tied] = {}
        self._accounts: dict[str, Account] = {}

    def earlier(self, period: str, only_year: int) -> "LineLedger":
        """Return one year's positions at the end of an earlier period."""
        then = LineLedger(self._records, period, only_year=only_year, remember=self._remember)
        then._read = self._read
        return then

    def at(self, line_id: str, year: int) -> Position:
        """Return a line's position in a year; all nothing where there is no figure."""
        return self.of(line_id).years.get(year, NOTHING)

    def of(self, line_id: str) -> Account:
        """Return a line's positions; none of no line."""
        found = self._accounts.get(line_id)
        if found is None:
            found = self._tied_to(line_id).accounts.get(line_id, _NONE) if line_id else _NONE
            self._accounts[line_id] = found
        return found

    def over_allocations(self, line_id: str, movement_id: str) -> tuple[OverAllocation, ...]:
        """Return by how much a movement from a line no longer fits, at its donor and at its start."""
        return self._tied_to(line_id).over_allocations.get(movement_id, ())

    def _tied_to(self, line_id: str) -> _Tied:
        found = self._tied.get(line_id)
        if found is None:
            lines = self._read.get(line_id) or self._lines(line_id)
            found = self._remember(_work_out, (lines[0].id, *self._terms), *self._terms, lines)
            self._tied.update((line.id, found) for line in lines)
        return found

    def _lines(self, line_id: str) -> tuple["_OfLine", ...]:
        """Return the records of a line and of every line that movements tie it to."""
        of, read, pending = self._records.of, dict[str, _OfLine](), [line_id]
        while pending:
            here = pending.pop()
            if here in read:
                continue
            outgoing = of(Movement, "from_line_id", here)
            incoming = of(Movement, "to_line_id", here)
            read[here] = _OfLine(
                here,
                of(SavingsTarget, "line_id", here),
                of(TargetChange, "line_id", here),
                of(SavingsPosition, "line_id", here),
                outgoing,
            )
            pending += [item.to_line_id for item in outgoing if item.to_line_id]
            pending += [item.from_line_id for item in incoming]
        lines = tuple(read[here] for here in sorted(read))
        self._read.update(dict.fromkeys(read, lines))
        return lines


class _OfLine(NamedTuple):
    id: str
    targets: tuple[SavingsTarget, ...]
    changes: tuple[TargetChange, ...]
    reported: tuple[SavingsPosition, ...]
    outgoing: tuple[Movement, ...]


def _work_out(period: str, leave_out: str, only_year: int | None, lines: tuple[_OfLine, ...]) -> _Tied:
    ledger = compute_ledger(
        targets=[item for line in lines for item in line.targets],
        changes=[item for line in lines for item in line.changes if item.period <= period],
        reported={
            (line.id, year): item for line in lines for year, item in in_force(line.reported, period).items()
        },
        movements=[
            item for line in lines for item in line.outgoing if item.period <= period and item.id != leave_out
        ],
        current_year=current_year(period),
        only_year=only_year,
    )
    years: dict[str, dict[int, Position]] = {}
    for (line_id, year), position in sorted(ledger.cells.items()):
        years.setdefault(line_id, {})[year] = position
    reported: dict[str, set[int]] = {}
    for line_id, year in ledger.reported_cells:
        reported.setdefault(line_id, set()).add(year)
    over: dict[str, tuple[OverAllocation, ...]] = {}
    for item in ledger.over_allocations:
        over[item.movement_id] = (*over.get(item.movement_id, ()), item)
    accounts = {
        line_id: Account(years.get(line_id, {}), frozenset(reported.get(line_id, ())))
        for line_id in years.keys() | reported.keys()
    }
    return _Tied(accounts, over)

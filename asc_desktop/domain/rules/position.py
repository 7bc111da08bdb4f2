"""Where each pound of a savings target stands: the position of every line in every year, in exact pence.

For one line and one year, every term zero or more::

    to find = approved target + slipped in from earlier years
    to find = delivered + still forecast + not delivered + slipped out + delivered early in a previous year
              + offset by another project + written off + no plan yet - surplus
    surplus = offset given to others + early delivery for later years + unallocated

with a surplus only where ``no plan yet`` is nothing. The approved target is the first target, the approved change
requests, and the approved transfers of target in and out. What is forecast beyond what is delivered is still
forecast until the year has ended, and not delivered from the first month of the next year on.

A movement's ``from`` is the line and year that fall short. A slip, an early delivery, an offset and a write-off count
from the period in which they are recorded, proposed or approved: a proposed movement is a plan, and its part is told
apart as ``proposed``. A proposed transfer or change request moves no target until it is approved.

An offset or an early delivery counts only as far as its donor's forecast exceeds what the donor has to find;
approved movements are served before proposed ones, older before newer. What is left over is over-allocated: the pounds
show as ``no plan yet`` where they were to be found, and the movement is listed. A movement larger than the shortfall
that it explains is listed too. Nothing is changed silently.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Protocol

from msgspec import Struct

from asc_desktop.domain import dates
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Movement,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    TargetChange,
)

Cell = tuple[str, int]
"""A line's id and a financial year."""

LATEST = "9999-12"
"""A period after every other."""


class Position(Struct, frozen=True):
    """The position of a line in a year, or the sum of several; every amount in pence.

    ``gross_gap`` is what the forecast leaves to find before any movement; ``net_gap`` the same less offsets.
    ``variance`` is the forecast less the approved target, and the only term that may be negative.
    """

    target_pence: int = 0
    slipped_in_pence: int = 0
    to_find_pence: int = 0
    delivered_pence: int = 0
    still_forecast_pence: int = 0
    not_delivered_pence: int = 0
    forecast_pence: int = 0
    validated_pence: int = 0
    slipped_out_pence: int = 0
    delivered_early_pence: int = 0
    offset_in_pence: int = 0
    written_off_pence: int = 0
    no_plan_pence: int = 0
    surplus_pence: int = 0
    offset_given_pence: int = 0
    early_given_pence: int = 0
    unallocated_pence: int = 0
    gross_gap_pence: int = 0
    net_gap_pence: int = 0
    variance_pence: int = 0
    proposed_pence: int = 0
    over_allocated_pence: int = 0

    @property
    def explained_pence(self) -> int:
        """The part of the shortfall that movements account for."""
        return (
            self.slipped_out_pence
            + self.delivered_early_pence
            + self.offset_in_pence
            + self.written_off_pence
        )


NOTHING = Position()
"""The position of a line without a figure."""

_terms = attrgetter(*Position.__struct_fields__)


def total(positions: Iterable[Position]) -> Position:
    """Return the sum of positions, term by term."""
    every = list(positions)
    if len(every) < 2:  # noqa: PLR2004 - nothing to add up
        return every[0] if every else NOTHING
    return Position(*map(sum, zip(*map(_terms, every), strict=True)))


class OverAllocation(Struct, frozen=True):
    """A movement larger than what it explains, or than its donor has left."""

    movement_id: str
    excess_pence: int
    at_donor: bool
    """True where the donor has too little; False where the shortfall is now smaller than the movement."""


class Ledger(Struct, frozen=True):
    """The positions of every line and year with any figure, and the movements that no longer fit.

    ``reported_cells`` are the lines and years with a reported position in force.
    """

    cells: dict[Cell, Position]
    over_allocations: tuple[OverAllocation, ...]
    reported_cells: frozenset[Cell]

    def at(self, line_id: str, year: int) -> Position:
        """Return a line's position in a year; all nothing where there is no figure."""
        return self.cells.get((line_id, year), NOTHING)


class Positions(Protocol):
    """The positions of lines."""

    def at(self, line_id: str, year: int) -> Position:
        """Return a line's position in a year; all nothing where there is no figure."""


def in_force(positions: Sequence[SavingsPosition], period: str) -> dict[int, SavingsPosition]:
    """Return for each year the latest position reported in or before a period, of a line's in the order of time."""
    reported = positions[: bisect_right(positions, period, key=attrgetter("period"))]
    return {item.year: item for item in reported}


def position_ledger(records: Records, period: str, only_year: int | None = None) -> Ledger:
    """Return every line's position by year as it stood at the end of a period; those of one year where it is given."""
    lines = {position.line_id for position in records.all(SavingsPosition)}
    return compute_ledger(
        targets=records.all(SavingsTarget),
        changes=[change for change in records.all(TargetChange) if change.period <= period],
        reported={
            (line_id, year): position
            for line_id in lines
            for year, position in in_force(records.of(SavingsPosition, "line_id", line_id), period).items()
        },
        movements=[movement for movement in records.all(Movement) if movement.period <= period],
        current_year=current_year(period),
        only_year=only_year,
    )


def current_year(period: str) -> int | None:
    """Return the financial year of a period, before which every year has ended; None for the latest records."""
    return None if period == LATEST else dates.year_of_period(period)


def compute_ledger(
    targets: Iterable[SavingsTarget],
    changes: Iterable[TargetChange],
    reported: dict[Cell, SavingsPosition],
    movements: Sequence[Movement],
    current_year: int | None = None,
    only_year: int | None = None,
) -> Ledger:
    """Return the positions for these targets, change requests, reported figures and movements.

    Years before ``current_year`` have ended; none has where that is None. ``only_year`` keeps the cells of one year;
    the other years still have their say in it.
    """
    target = _approved_targets(targets, changes, movements)
    moved = sorted(
        (movement for movement in movements if movement.kind != "transfer"),
        key=lambda movement: (movement.state != "approved", movement.period, movement.id),
    )
    slipped_in: dict[Cell, int] = defaultdict(int)
    outgoing: dict[Cell, list[Movement]] = defaultdict(list)
    for movement in moved:
        outgoing[movement.from_line_id, movement.from_year].append(movement)
        if movement.kind == "slip":
            slipped_in[to_cell(movement)] += movement.amount_pence
    given, over = _allot_donors(moved, target, slipped_in, reported)
    cells: dict[Cell, Position] = {}
    for cell in {*target, *reported, *outgoing, *slipped_in, *given.cells}:
        if only_year not in {None, cell[1]}:
            continue
        cells[cell], excesses = _cell_position(
            target.get(cell, 0),
            slipped_in.get(cell, 0),
            reported.get(cell),
            outgoing.get(cell, []),
            given,
            cell,
            has_ended=current_year is not None and cell[1] < current_year,
        )
        over.extend(excesses)
    over.sort(key=lambda item: (item.movement_id, not item.at_donor))
    return Ledger(cells, tuple(over), frozenset(reported))


class _Given(Struct, frozen=True):
    """What donors really give: by movement, and by donor cell and kind."""

    by_movement: dict[str, int]
    cells: dict[Cell, dict[str, int]]
    short: dict[Cell, int]


def to_cell(movement: Movement) -> Cell:
    """Return the line and year that a movement goes to, or that gives what it takes."""
    return (movement.to_line_id or movement.from_line_id, movement.to_year or movement.from_year)


def _approved_targets(
    targets: Iterable[SavingsTarget], changes: Iterable[TargetChange], movements: Iterable[Movement]
) -> dict[Cell, int]:
    approved: dict[Cell, int] = defaultdict(int)
    for first in targets:
        approved[first.line_id, first.year] += first.target_pence
    for change in changes:
        if change.state == "approved":
            approved[change.line_id, change.year] += change.change_pence
    for movement in movements:
        if movement.kind == "transfer" and movement.state == "approved":
            approved[movement.from_line_id, movement.from_year] -= movement.amount_pence
            approved[to_cell(movement)] += movement.amount_pence
    return dict(approved)


def _allot_donors(
    moved: Iterable[Movement],
    target: dict[Cell, int],
    slipped_in: dict[Cell, int],
    reported: dict[Cell, SavingsPosition],
) -> tuple[_Given, list[OverAllocation]]:
    """Return what donors can give, first come first served: approved movements before proposed, earlier before later.

    A donor gives only what its forecast exceeds its own target and what slipped into it by, whoever takes it.
    """
    left: dict[Cell, int] = {}
    given = _Given({}, defaultdict(lambda: {"offset": 0, "early": 0}), defaultdict(int))
    over: list[OverAllocation] = []
    for movement in moved:
        if movement.kind not in {"offset", "early"}:
            continue
        donor = to_cell(movement)
        if donor not in left:
            found = reported[donor].forecast_pence if donor in reported else 0
            left[donor] = max(0, found - target.get(donor, 0) - slipped_in.get(donor, 0))
        amount = min(movement.amount_pence, left[donor])
        left[donor] -= amount
        given.by_movement[movement.id] = amount
        given.cells[donor][movement.kind] += amount
        if amount < movement.amount_pence:
            # The rest counts for nobody: it is without a plan again where it was missing, and told of at the donor.
            given.short[donor] += movement.amount_pence - amount
            over.append(OverAllocation(movement.id, movement.amount_pence - amount, at_donor=True))
    return given, over


def _cell_position(
    target: int,
    slipped_in: int,
    reported: SavingsPosition | None,
    outgoing: Sequence[Movement],
    given: _Given,
    cell: Cell,
    *,
    has_ended: bool,
) -> tuple[Position, list[OverAllocation]]:
    forecast = reported.forecast_pence if reported else 0
    delivered = reported.delivered_pence if reported else 0
    to_find = target + slipped_in
    gross_gap = max(0, to_find - forecast)
    parts = {"slip": 0, "early": 0, "offset": 0, "write_off": 0}
    proposed = 0
    unexplained = gross_gap
    over: list[OverAllocation] = []
    for movement in outgoing:
        amount = given.by_movement.get(movement.id, movement.amount_pence)
        parts[movement.kind] += amount
        proposed += amount if movement.state == "proposed" else 0
        if amount > unexplained:
            over.append(OverAllocation(movement.id, amount - unexplained, at_donor=False))
        unexplained = max(0, unexplained - amount)
    balance = forecast + sum(parts.values()) - to_find
    surplus = max(0, balance)
    gives = given.cells.get(cell, {"offset": 0, "early": 0})
    position = Position(
        target_pence=target,
        slipped_in_pence=slipped_in,
        to_find_pence=to_find,
        delivered_pence=delivered,
        still_forecast_pence=0 if has_ended else forecast - delivered,
        not_delivered_pence=forecast - delivered if has_ended else 0,
        forecast_pence=forecast,
        validated_pence=reported.validated_pence if reported else 0,
        slipped_out_pence=parts["slip"],
        delivered_early_pence=parts["early"],
        offset_in_pence=parts["offset"],
        written_off_pence=parts["write_off"],
        no_plan_pence=max(0, -balance),
        surplus_pence=surplus,
        offset_given_pence=gives["offset"],
        early_given_pence=gives["early"],
        unallocated_pence=surplus - gives["offset"] - gives["early"],
        gross_gap_pence=gross_gap,
        net_gap_pence=gross_gap - min(gross_gap, parts["offset"]),
        variance_pence=forecast - target,
        proposed_pence=proposed,
        over_allocated_pence=sum(item.excess_pence for item in over) + given.short.get(cell, 0),
    )
    return position, over


def approved_target(records: Records, line_id: str, year: int, leave_out: str = "") -> int:
    """Return a line's approved target for a year on the latest records, in pence, without one of them."""
    movements = {
        item.id: item
        for key in ("from_line_id", "to_line_id")
        for item in records.of(Movement, key, line_id)
        if item.id != leave_out
    }
    approved = _approved_targets(
        [item for item in records.of(SavingsTarget, "line_id", line_id) if item.id != leave_out],
        [item for item in records.of(TargetChange, "line_id", line_id) if item.id != leave_out],
        movements.values(),
    )
    return approved.get((line_id, year), 0)


BASES = (
    ("gross_incremental", "Gross, incremental"),
    ("gross_cumulative", "Gross, cumulative"),
    ("net_incremental", "Net, incremental"),
    ("net_cumulative", "Net, cumulative"),
)


def cumulative(line: SavingsLine, ledger: Positions, year: int, first_year: int) -> Position:
    """Return a line's target, forecast, delivered and validated on the cumulative basis.

    A recurring saving of an earlier year carries on; a one-off does not. Only the terms that carry on are filled.
    """
    start = first_year if line.recurrence == "recurring" else year
    years = [ledger.at(line.id, counted) for counted in range(start, year + 1)]
    return Position(
        target_pence=sum(here.target_pence for here in years),
        forecast_pence=sum(here.forecast_pence for here in years),
        delivered_pence=sum(here.delivered_pence for here in years),
        still_forecast_pence=sum(here.still_forecast_pence for here in years),
        not_delivered_pence=sum(here.not_delivered_pence for here in years),
        validated_pence=sum(here.validated_pence for here in years),
        variance_pence=sum(here.variance_pence for here in years),
    )

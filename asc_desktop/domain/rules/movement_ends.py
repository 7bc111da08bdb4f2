"""What a movement may take, and the lines that it may start from and go to."""

from typing import NamedTuple

from msgspec import Struct

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Movement, SavingsLine
from asc_desktop.domain.rules.ledger import LineLedger
from asc_desktop.domain.rules.position import to_cell


class LineAmount(NamedTuple):
    """A savings line and what it has in a year: pence, above 0."""

    line_id: str
    pence: int


class MovementRoom(Struct, frozen=True):
    """How much a movement may take, in pence, by each of its ends; None where that end sets no limit.

    ``shortfall_pence`` is what is still unexplained at its start; for a transfer, the approved target that is left
    there, and no more than is unexplained once movements account for a part. ``donor_pence`` is the surplus that the
    donor has left. ``taker_pence`` is what a slip or a transfer may add to a line that gives its surplus to others.
    """

    shortfall_pence: int
    donor_pence: int | None = None
    taker_pence: int | None = None

    @property
    def most_pence(self) -> int:
        """The largest amount that the movement may take."""
        ends = (self.shortfall_pence, self.donor_pence, self.taker_pence)
        return min(pence for pence in ends if pence is not None)


def movement_room(records: Records, movement: Movement) -> MovementRoom:
    """Return what a new or edited movement may take at most, leaving its own old amount out of account.

    Judged on the latest figures reported and with every other movement, so that nothing is promised twice and a
    movement within its room leaves none of them over-allocated.
    """
    end = to_cell(movement)
    ledger = LineLedger(records, leave_out=movement.id)
    start = ledger.at(movement.from_line_id, movement.from_year)
    other = ledger.at(*end)
    given = other.offset_given_pence + other.early_given_pence
    spare = max(0, other.forecast_pence - other.to_find_pence) - given
    if movement.kind in {"offset", "early"}:
        return MovementRoom(start.no_plan_pence, donor_pence=spare)
    taker = spare if given and movement.kind in {"slip", "transfer"} else None
    if movement.kind != "transfer":
        return MovementRoom(start.no_plan_pence, taker_pence=taker)
    left = min(start.target_pence, start.no_plan_pence) if start.explained_pence else start.target_pence
    return MovementRoom(max(0, left), taker_pence=taker)


def donors(records: Records, ledger: LineLedger, year: int) -> list[LineAmount]:
    """Return the lines whose forecast for a year exceeds what they have to find and give already, the most first.

    The pence are what ``movement_room`` lets an offset or an early delivery take of them.
    """
    found = []
    for line in records.all(SavingsLine):
        here = ledger.at(line.id, year)
        spare = here.forecast_pence - here.to_find_pence - here.offset_given_pence - here.early_given_pence
        if spare > 0:
            found.append(LineAmount(line.id, spare))
    return _most_first(found)


def shortfalls(records: Records, ledger: LineLedger, year: int) -> list[LineAmount]:
    """Return the lines with a part of a year's shortfall not yet explained, the most first."""
    found = [LineAmount(line.id, ledger.at(line.id, year).no_plan_pence) for line in records.all(SavingsLine)]
    return _most_first([item for item in found if item.pence])


def targets_left(records: Records, ledger: LineLedger, year: int) -> list[LineAmount]:
    """Return the lines with an approved target in a year, the most first: a transfer may start from them."""
    found = [LineAmount(line.id, ledger.at(line.id, year).target_pence) for line in records.all(SavingsLine)]
    return _most_first([item for item in found if item.pence > 0])


def _most_first(found: list[LineAmount]) -> list[LineAmount]:
    return sorted(found, key=lambda item: (-item.pence, item.line_id))

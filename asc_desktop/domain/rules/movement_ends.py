"""What a movement may start from and go to: the lines with something to explain, and those with something to give."""

from typing import NamedTuple

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Movement,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    TargetChange,
)
from asc_desktop.domain.rules.position import LATEST, Ledger, compute_ledger, in_force


class LineAmount(NamedTuple):
    """A savings line and what it has in a year: pence, above 0."""

    line_id: str
    pence: int


def ledger_without(records: Records, movement_id: str) -> Ledger:
    """Return the ledger on the latest figures reported, as if one movement were not there yet."""
    return compute_ledger(
        targets=records.all(SavingsTarget),
        changes=records.all(TargetChange),
        reported=in_force(records.all(SavingsPosition), LATEST),
        movements=[movement for movement in records.all(Movement) if movement.id != movement_id],
    )


def donors(records: Records, ledger: Ledger, year: int) -> list[LineAmount]:
    """Return the lines whose forecast for a year exceeds what they have to find and give already, the most first.

    The pence are what ``position.movement_room`` lets an offset or an early delivery take of them.
    """
    found = []
    for line in records.all(SavingsLine):
        here = ledger.at(line.id, year)
        spare = here.forecast_pence - here.to_find_pence - here.offset_given_pence - here.early_given_pence
        if spare > 0:
            found.append(LineAmount(line.id, spare))
    return _most_first(found)


def shortfalls(records: Records, ledger: Ledger, year: int) -> list[LineAmount]:
    """Return the lines with a part of a year's shortfall not yet explained, the most first."""
    found = [LineAmount(line.id, ledger.at(line.id, year).no_plan_pence) for line in records.all(SavingsLine)]
    return _most_first([item for item in found if item.pence])


def targets_left(records: Records, ledger: Ledger, year: int) -> list[LineAmount]:
    """Return the lines with an approved target in a year, the most first: a transfer may start from them."""
    found = [LineAmount(line.id, ledger.at(line.id, year).target_pence) for line in records.all(SavingsLine)]
    return _most_first([item for item in found if item.pence > 0])


def _most_first(found: list[LineAmount]) -> list[LineAmount]:
    return sorted(found, key=lambda item: (-item.pence, item.line_id))

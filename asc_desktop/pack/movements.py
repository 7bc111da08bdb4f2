"""Movements: where each part of a shortfall goes, who approved it, and which no longer fit."""

from asc_desktop.domain.records.delivery import APPROVALS
from asc_desktop.domain.report.model import MovementReport, Report
from asc_desktop.domain.words import number_of
from asc_desktop.pack.document import Cell, Column, Money, Month, Note, Section, Words, table_of
from asc_desktop.pack.edition import Edition

_STATES = dict(APPROVALS)
_COLUMNS = (
    Column("Month", 78, "month"),
    Column("Type", 120, "name"),
    Column("From", 190, "name"),
    Column("From year", 62),
    Column("To", 190, "name"),
    Column("To year", 62),
    Column("Amount £", 84, "money", total=True),
    Column("Why", 199, "name"),
    Column("Approved by", 98, "name"),
    Column("State", 68),
    Column("Over-allocated £", 84, "money", total=True),
)


def movements(report: Report, _edition: Edition) -> Section:
    """Return the section; it has no blocks where nothing was moved."""
    over = sum(1 for movement in report.movements if movement.over_allocated_pence)
    words = f"{number_of(over, 'movement')} larger than what is now left to explain. " if over else ""
    note = Note(
        f"{words}Over-allocated: how much a movement is now larger than its shortfall, or than the surplus it uses. "
        "It stays until you change it."
    )
    table = table_of("Movements", _COLUMNS, map(_cells, report.movements))
    return Section(
        "movements",
        "Movements",
        "Slips, early deliveries, offsets, write-offs and transfers. £.",
        (table, note) if report.movements else (),
    )


def _cells(movement: MovementReport) -> tuple[Cell, ...]:
    over = movement.over_allocated_pence
    to_label = movement.to_label or (movement.from_label if movement.to_year else "")
    return (
        Month(movement.period),
        Words(movement.kind_label, strong=True),
        Words(movement.from_label),
        Words(movement.from_year),
        Words(to_label),
        Words(movement.to_year),
        Money(movement.amount_pence),
        Words(movement.reason),
        Words(movement.approved_by),
        Words(_STATES.get(movement.state, movement.state)),
        Money(over, warns=over > 0),
    )

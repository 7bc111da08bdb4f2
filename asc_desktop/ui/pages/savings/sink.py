"""What becomes of cells typed or pasted into the savings matrix."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from asc_desktop.domain.records.fields import FieldError, Kind
from asc_desktop.domain.rules.position import Cell
from asc_desktop.services import reporting
from asc_desktop.services.editing import CellEdit, take_cells
from asc_desktop.ui.pages.shared.units import MoneyUnit, UnitField
from asc_desktop.ui.workspace import Workspace


class SavingsEdits(Struct, frozen=True):
    """Typed cells sorted by how they are recorded; all in pence, by line and year."""

    positions: dict[Cell, dict[str, int]] = {}
    first_targets: dict[Cell, int] = {}
    target_changes: dict[Cell, int] = {}


def read_edits(workspace: Workspace, edits: Sequence[CellEdit], unit: MoneyUnit) -> SavingsEdits:
    """Return what the cells ask for; raise EditRefused with a sentence for each that cannot be read.

    A column's key is its field's with the year: ``forecast_pence:2024``.
    """
    found = SavingsEdits()

    def take(edit: CellEdit) -> None:
        name, _, year = edit.key.partition(":")
        cell = (edit.record_id, int(year))
        label = name.removesuffix("_pence").capitalize()
        described = UnitField(
            key=edit.key, label=label, kind=Kind.MONEY, required=True, low=0, money_unit=unit
        )
        pence = described.parse(edit.text)
        if not isinstance(pence, int):
            raise FieldError(described, f"{label} is needed. Type 0 where it is nothing.")
        if name != "target_pence":
            found.positions.setdefault(cell, {})[name] = pence
        elif _has_target(workspace, cell):
            found.target_changes[cell] = pence
        else:
            found.first_targets[cell] = pence

    take_cells(edits, take)
    return found


def apply_edits(workspace: Workspace, edits: SavingsEdits) -> None:
    """Record what was reported and the first targets as one transaction; raise EditRefused and record none of them.

    Changes of approved targets are left to their change request.
    """
    if edits.positions or edits.first_targets:
        workspace.apply(
            lambda reason: reporting.report_positions(
                workspace.session,
                edits.positions,
                workspace.period,
                reason=reason,
                first_targets=edits.first_targets,
            )
        )


def _has_target(workspace: Workspace, cell: Cell) -> bool:
    """Whether anything was approved for a line's year, so that only a change request changes it."""
    first = reporting.first_target(workspace.session, *cell)
    return bool(first and first.target_pence) or bool(workspace.context.ledger.at(*cell).target_pence)

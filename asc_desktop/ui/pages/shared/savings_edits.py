"""What becomes of figures of savings that are typed or pasted: reported, a first target, or a change of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from asc_desktop.domain.rules.position import Cell
from asc_desktop.services import reporting
from asc_desktop.services.editing import CellEdit, take_cells
from asc_desktop.ui.workspace import Workspace


class SavingsEdits(Struct, frozen=True):
    """Typed cells sorted by how they are recorded; all in pence, by line and year."""

    positions: dict[Cell, dict[str, int]] = {}
    first_targets: dict[Cell, int] = {}
    target_changes: dict[Cell, int] = {}


def read_edits(
    workspace: Workspace, edits: Sequence[CellEdit], pence_of: Callable[[str, str], int]
) -> SavingsEdits:
    """Return what the cells of lines ask for; raise EditRefused with a sentence for each that cannot be read.

    A cell's key is its field's with the year: ``forecast_pence:2024``. ``pence_of`` reads a text for a field's key; it
    raises FieldError.
    """
    found = SavingsEdits()

    def take(edit: CellEdit) -> None:
        name, _, year = edit.key.partition(":")
        cell = (edit.record_id, int(year))
        pence = pence_of(name, edit.text)
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

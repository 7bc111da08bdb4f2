"""What becomes of cells typed or pasted into the tables of measures: one edit, and each refusal beside its cell."""

from __future__ import annotations

from collections.abc import Sequence

from asc_desktop.services.editing import take_cells
from asc_desktop.services.measures import apply_measure_cells
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.performance.columns import figure_field
from asc_desktop.ui.workspace import Workspace

_FIGURES = frozenset({"actual", "expected", "target", "baseline"})


def apply_cells(workspace: Workspace, edits: Sequence[CellEdit]) -> None:
    """Apply typed cells of measures as one change; raise EditRefused with a sentence for each cell refused."""
    found: list[CellEdit] = []
    take_cells(edits, lambda edit: found.append(edit._replace(text=_plain(edit))))
    workspace.apply(
        lambda reason: apply_measure_cells(workspace.session, found, workspace.context.year, reason=reason)
    )


def _plain(edit: CellEdit) -> str:
    """Return a figure as the services read one: ``N/A`` is nothing."""
    name = edit.key.partition(":")[0]
    return (
        str(figure_field(edit.key, name.capitalize()).parse(edit.text) or "")
        if name in _FIGURES
        else edit.text
    )

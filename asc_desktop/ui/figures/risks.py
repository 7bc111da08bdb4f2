"""The 5x5 matrix: where the open risks stand, by their inherent, current or target rating."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from asc_desktop.domain.dates import period_label, shift_period
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_risks import RiskCell, RiskRating, RiskReport
from asc_desktop.domain.words import number_of
from asc_desktop.ui.charts.data import HeatCell, HeatMapData, HeatMove
from asc_desktop.ui.palette import ColourRole

BASES: Final = (("inherent", "Inherent"), ("current", "Current"), ("target", "Target"))
"""The ratings to look at the matrix by."""

FILLS: Final[dict[str, tuple[ColourRole, bool]]] = {
    "low": ("green", False),
    "medium": ("amber", False),
    "high": ("amber", True),
    "very_high": ("red", True),
}
"""The colour of each level in the matrix, and whether it is the full colour."""

Cell = tuple[str, int, int]
"""A cell of the matrix: the rating that it is by, likelihood and impact."""

_SIZE: Final = 5
_MOST_NAMED: Final = 12
"""Risks that a cell names."""
_MOST_ARROWS: Final = 8
"""Arrows that can be told from each other in one matrix; of more, only those of the chosen cell are drawn."""


def matrix_data(
    report: Report, basis: str, chosen: Cell | None = None, *, is_printed: bool = False
) -> HeatMapData:
    """Return the matrix of a report by one of the ratings; arrows only by the current one, and no thicket of them.

    Where a matrix is printed beside the register that has each risk's movement, no cell can be chosen.
    """
    matrix = report.risk_matrix
    risks = {risk.id: risk for risk in report.risks}
    cells = matrix.cells[basis]
    before = period_label(shift_period(report.period, -1))
    moves, note = _moves(report), ""
    if basis != "current":
        moves = ()
    elif not moves:
        was_scored = any(risk.open and risk.previous for risk in report.risks)
        note = f"No risk has moved since {before}" if was_scored else f"No risk was scored by {before}"
    elif len(moves) <= _MOST_ARROWS:
        note = f"Arrows: moved since {before}"
    else:
        moved = f"{number_of(len(moves), 'risk')} moved since {before}"
        moves = tuple(move for move in moves if chosen == _cell_at(basis, move.end))
        more = "The register shows how each did" if is_printed else "Choose a cell to see its arrows"
        note = f"Arrows: the risks of this cell; {moved}" if moves else f"{moved}. {more}"
    names = dict(BASES)
    return HeatMapData(
        title=f"Open risks by {names[basis].lower()} likelihood and impact, {report.period_label}",
        rows=tuple(str(step) for step in range(_SIZE, 0, -1)),
        columns=tuple(str(step) for step in range(1, _SIZE + 1)),
        row_title="Likelihood",
        column_title="Impact",
        cells=tuple(
            _cell(cell, basis, [risks[risk_id] for risk_id in cell.risk_ids], report.exempt) for cell in cells
        ),
        legend=tuple(
            (f"{band.level_label} {_range(band.first_score, band.last_score)}", *FILLS[band.level])
            for band in matrix.bands
        ),
        moves=moves,
        chosen=chosen,
        note=note,
    )


def _cell(cell: RiskCell, basis: str, risks: list[RiskReport], exempt: Collection[str]) -> HeatCell:
    role, is_solid = FILLS[cell.level]
    refs = ", ".join(
        f"{risk.ref} (exempt)" if risk.id in exempt else risk.ref for risk in risks[:_MOST_NAMED]
    )
    if len(risks) > _MOST_NAMED:
        refs += f" and {len(risks) - _MOST_NAMED} more"
    count = number_of(len(risks), "risk")
    where = f"Likelihood {cell.likelihood}, impact {cell.impact}: score {cell.score}, {cell.level_label}"
    lines = [where, f"{count}: {refs}" if risks else "No risks"]
    if basis == "current":
        moved = [_moved(risk) for risk in risks if risk.movement in {"improving", "worsening"}]
        lines += moved[:_MOST_NAMED]
    return HeatCell(
        role=role,
        is_solid=is_solid,
        mark=str(cell.score),
        text=count if risks else "",
        # A reference is not to be broken at its hyphen.
        detail=refs.replace("-", "\N{NON-BREAKING HYPHEN}"),
        words="\n".join(lines),
        table=f"{count}: {refs}" if risks else "–",
        key=(basis, cell.likelihood, cell.impact) if risks else None,
    )


def _moves(report: Report) -> tuple[HeatMove, ...]:
    """Return an arrow for each open risk that has left its cell since the period before."""
    found = []
    for risk in report.risks:
        now, before = risk.current, risk.previous
        if not risk.open or now is None or before is None or risk.movement == "new":
            continue
        start, end = ((_SIZE - rated.likelihood, rated.impact - 1) for rated in (before, now))
        if start != end:
            found.append(HeatMove(start, end, _moved(risk)))
    return tuple(found)


def _cell_at(basis: str, place: tuple[int, int]) -> Cell:
    """Return the cell at a row and column from the top left."""
    row, column = place
    return (basis, _SIZE - row, column + 1)


def _moved(risk: RiskReport) -> str:
    score = risk.previous.score if risk.previous else risk.score
    return f"{risk.ref}: {risk.movement_label.lower()}, from {score} to {risk.score}"


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def cell_of(item: RiskReport, basis: str) -> Cell | None:
    """Return where a risk stands in the matrix by one of its ratings."""
    rated: RiskRating | None = getattr(item, basis)
    return (basis, rated.likelihood, rated.impact) if rated is not None else None

"""The columns of the preview's rows, and of the smaller lists beside them: what is refused, the totals."""

from __future__ import annotations

from typing import Final

from asc_desktop.domain.importing.plan import HeldTotal, State
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.ui.dialogs.importing.preview_rows import (
    PreviewColumn,
    PreviewRow,
)
from asc_desktop.ui.models.columns import Chip, Column, view_column

_NUMBER, _WORDS = 130, 180
_VERDICT_CHIPS: Final = {
    "agrees": Chip("Agrees", "green"),
    "within rounding": Chip("Within rounding", "green_light"),
    "differs": Chip("Differs", "red"),
}
_STATE_CHIPS: Final = {
    State.NEW: Chip("New", "accent", "circle"),
    State.CHANGED: Chip("Changed", "amber", "triangle"),
    State.SAME: Chip("Same", "grey", "dash"),
    State.REFUSED: Chip("Refused", "red", "diamond"),
    State.LEFT_OUT: Chip("Left out", "grey", "square"),
}


def joined_column() -> Column:
    """Return the column in which a person says which record a row is."""
    return view_column(
        "joined",
        "Is it",
        kind=Kind.REFERENCE,
        field=Field(key="joined", label="Is it", kind=Kind.REFERENCE, required=True),
        read=lambda row: row.joined_key,
        row_words=lambda row: row.joined_words,
        editable=lambda row: bool(row.likely),
        width=210,
        tooltip="Records of the portfolio that are called nearly so",
    )


def cell_column(column: PreviewColumn) -> Column:
    """Return the column of what one field of the rows takes; it may be corrected where a cell has it."""
    key = column.key

    def words(row: PreviewRow) -> str:
        held = row.cells.get(key)
        return held.words if held is not None else ""

    def typed(row: PreviewRow) -> str:
        held = row.cells.get(key)
        return held.typed if held is not None else ""

    return view_column(
        key,
        column.label,
        read=typed,
        row_words=words,
        sort_key=str,
        editable=lambda row: column.at >= 0 and key in row.cells,
        warn=lambda row: key in row.cells and row.cells[key].is_bad,
        aside=lambda row: key in row.cells and row.cells[key].state not in {State.NEW, State.CHANGED},
        hint=lambda row: row.cells[key].hint if key in row.cells else "",
        width=_NUMBER if column.is_numeric else _WORDS,
        align="right" if column.is_numeric else None,
        tooltip=f"From “{column.heading}”" if column.heading and column.heading != column.label else "",
    )


def state_chip(row: PreviewRow) -> Chip:
    """Return what happens with a row, as a chip."""
    return _STATE_CHIPS[row.state]


def refused_columns() -> list[Column]:
    """Return the columns of what is refused."""
    return [
        view_column("cell", "Cell", width=130, read=lambda row: f"{row.what.sheet} {row.what.cell}"),
        view_column("words", "Of", width=200, read=lambda row: row.what.words),
        view_column("label", "Field", width=140, read=lambda row: row.what.label),
        view_column("text", "Value", width=150, read=lambda row: row.what.text),
        view_column(
            "sentence", "Why it is refused", width=420, read=lambda row: row.what.sentence,
            hint=lambda row: row.what.sentence,
        ),
    ]  # fmt: skip


def total_columns() -> list[Column]:
    """Return the columns of the workbook's own totals."""
    return [
        view_column("verdict", "It", chip=lambda row: _VERDICT_CHIPS.get(row.what.verdict), width=130),
        view_column("cell", "Cell", width=120, read=lambda row: f"{row.what.sheet} {row.what.cell}"),
        view_column("label", "Total", width=170, read=lambda row: row.what.label),
        view_column("column", "Column", width=160, read=lambda row: row.what.column),
        view_column("printed", "Printed", width=110, align="right", read=lambda row: _amount(row.what, "printed")),
        view_column("taken", "Taken", width=110, align="right", read=lambda row: _amount(row.what, "taken")),
        view_column(
            "sentence", "Why", width=360, read=lambda row: row.what.sentence, hint=lambda row: row.what.sentence
        ),
    ]  # fmt: skip


def _amount(total: HeldTotal, which: str) -> str:
    value = int(getattr(total, which))
    return format_pounds(value) if total.is_money else f"{value:,}"

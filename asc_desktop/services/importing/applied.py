"""What an import did, for the window and the command line to tell."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from asc_desktop.domain.importing.plan import Plan, PlannedRow, State


class Refusal(Struct, frozen=True):
    """What was refused: its sheet, its cell (or the row, where it is the whole row), what it is of, and why.

    ``text`` is what the cell says; ``label`` the field that it was to fill, empty where a whole row or record is.
    """

    sheet: str
    cell: str
    words: str
    label: str
    text: str
    sentence: str


class Applied(Struct, frozen=True, kw_only=True):
    """What an import did. ``action`` is its name in History and for undo, empty where there was nothing to change.

    ``made`` and ``changed`` count records by their type's table. ``sentence`` tells a person all of it.
    """

    action: str = ""
    made: dict[str, int] = {}
    changed: dict[str, int] = {}
    refused: tuple[Refusal, ...] = ()
    backup: Path | None = None
    sentence: str = ""


def refusals(plan: Plan) -> tuple[Refusal, ...]:
    """Return all that a plan refuses, in the order of its rows."""
    return tuple(found for row in plan.rows for found in _of_row(row))


def _of_row(row: PlannedRow) -> Iterator[Refusal]:
    told = False
    for record in row.records:
        for value in record.values:
            # The others go with their record, which says why.
            if value.state is State.REFUSED and value.sentence:
                told = True
                yield Refusal(value.sheet, value.cell, record.words, value.label, value.text, value.sentence)
        if record.state is State.REFUSED and record.sentence:
            told = True
            yield Refusal(row.sheet, str(row.line + 1), record.words, "", "", record.sentence)
    if row.state is State.REFUSED and (row.sentence or not told):
        yield Refusal(row.sheet, str(row.line + 1), row.words, "", "", row.sentence)

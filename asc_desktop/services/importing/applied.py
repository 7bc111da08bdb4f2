"""What an import did, for the window and the command line to tell."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from asc_desktop.domain.importing.plan import Plan, PlannedRecord, PlannedRow, State, follows
from asc_desktop.domain.words import listed


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
    """Yield what is refused of a row, each cause once: not again what only follows from one that is told."""
    told: list[str] = []
    for record in row.records:
        lost, words = _lost_with(record), _named(row, record)
        for value in record.values:
            # The others go with their record, which says why.
            if value.state is State.REFUSED and value.sentence:
                told.append(value.sentence)
                yield Refusal(
                    value.sheet, value.cell, words, value.label, value.text, f"{value.sentence}{lost}"
                )
                lost = ""
        if record.state is State.REFUSED and record.sentence and not _is_told(record.sentence, told):
            told.append(record.sentence)
            yield Refusal(row.sheet, str(row.line + 1), words, "", "", f"{record.sentence}{lost}")
    is_silent = row.state is State.REFUSED and not told
    if is_silent or (row.state is State.REFUSED and row.sentence and not _is_told(row.sentence, told)):
        yield Refusal(row.sheet, str(row.line + 1), row.words, "", "", row.sentence)


def _named(row: PlannedRow, record: PlannedRecord) -> str:
    """Return the words of a record, with those of its row before them where they do not say whose it is."""
    if not row.words or row.words in record.words:
        return record.words
    return f"{row.words}: {record.words}" if record.words else row.words


def _lost_with(record: PlannedRecord) -> str:
    """Return a sentence of what else goes where a record is refused; nothing where nothing does."""
    lost = [
        f"{value.label} in {value.cell} ({value.text})"
        for value in record.values
        if value.state is State.REFUSED and not value.sentence and value.cell and value.text
    ]
    return f" Not taken with it: {listed(lost)}." if lost else ""


def _is_told(sentence: str, told: Sequence[str]) -> bool:
    """Whether a refusal has been told: in the same words, within others, or as what it follows from."""
    return any(each in sentence for each in told) or (bool(told) and follows(sentence))

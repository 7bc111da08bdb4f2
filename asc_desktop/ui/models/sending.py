"""Sending what was typed to the sink: only what changes something, and what is refused kept apart. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import Struct

from asc_desktop.domain.records.fields import FieldError, Kind
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import (
    CellEdit,
    ChoicesProvider,
    EditRefused,
    EditSink,
    NotSaved,
    Problem,
    read_cell,
    words_of,
)

_EMPTY = (None, "")
_MOST_ATTEMPTS = 8
_NO_REASON = "This change was refused."


class ReadEdits(Struct):
    """Edits as read: those that change something, those refused, and all that was typed, by cell."""

    wanted: list[CellEdit] = []
    refused: list[Problem] = []
    typed: dict[tuple[str, str], str] = {}
    shown: dict[tuple[str, str], str] = {}
    """What the cells of those that change something show as soon as they are taken."""


def read_edits(
    edits: Iterable[CellEdit],
    find: Callable[[str], Any | None],
    column_of: Callable[[str], Column],
    choices: ChoicesProvider | None,
    *,
    confirms: bool = False,
) -> ReadEdits:
    """Read each edit of a cell that may be edited; a reference typed in words becomes an id.

    Where it ``confirms``, what an earlier month left in a cell is wanted though it is the same.
    """
    found = ReadEdits()
    for edit in edits:
        row, column = find(edit.record_id), column_of(edit.key)
        if row is None or not column.can_edit(row):
            continue
        found.typed[edit.record_id, edit.key] = words_of(column.field, edit.text, choices, row)
        try:
            value = read_cell(column.field, edit.text, choices, row)
        except FieldError as error:
            found.refused.append(Problem(edit.record_id, edit.key, error.sentence))
            continue
        stored = column.read(row)
        is_confirmed = confirms and column.carried is not None and column.carried(row)
        if (value != stored or is_confirmed) and not (value in _EMPTY and stored in _EMPTY):
            is_reference = column.kind is Kind.REFERENCE
            found.wanted.append(edit._replace(text=str(value or "")) if is_reference else edit)
            cell = (edit.record_id, edit.key)
            found.shown[cell] = found.typed[cell] if is_reference else column.text_of(value)
    return found


def send(wanted: list[CellEdit], sink: EditSink) -> tuple[int, list[Problem]]:
    """Apply what the sink takes, as one transaction; return how many that is, and what was refused.

    What the sink names as refused is left out and the rest sent again, so that one bad cell does not cost a paste.
    Raises NotSaved where the person gives it up.
    """
    refused: list[Problem] = []
    for _ in range(_MOST_ATTEMPTS):
        if not wanted:
            return 0, refused
        try:
            sink(wanted)
        except NotSaved:
            raise
        except EditRefused as error:
            blamed = _blamed(wanted, error.problems) or dict.fromkeys(wanted, str(error) or _NO_REASON)
            refused += [Problem(edit.record_id, edit.key, said) for edit, said in blamed.items()]
            wanted = [edit for edit in wanted if edit not in blamed]
        else:
            return len(wanted), refused
    return 0, [*refused, *(Problem(edit.record_id, edit.key, _NO_REASON) for edit in wanted)]


def _blamed(edits: Sequence[CellEdit], problems: Sequence[Problem]) -> dict[CellEdit, str]:
    """Return the sentence for each edit refused. A problem that names no edited cell is its whole row's."""
    cells = {(edit.record_id, edit.key): edit for edit in edits}
    blamed: dict[CellEdit, str] = {}
    for problem in problems:
        edit = cells.get((problem.record_id, problem.key))
        hit = [edit] if edit else [each for each in edits if each.record_id == problem.record_id]
        for each in hit:
            blamed.setdefault(each, problem.sentence)
    return blamed

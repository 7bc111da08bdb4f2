"""What passes between a table or a form and whoever keeps the records.

A table never changes a record. It sends the cells that a person typed, pasted, filled or cleared to its sink as one
list, which is one undoable transaction. The sink applies all of it, or raises EditRefused and applies none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from asc_desktop.domain.records.fields import Field, FieldError, Kind, Value, not_in_list
from asc_desktop.domain.spellings import excel_error, is_nothing
from asc_desktop.services.editing import CellEdit
from asc_desktop.services.errors import EditRefused, NotSaved, Problem

__all__ = [
    "CellEdit",
    "ChoicesProvider",
    "EditRefused",
    "EditSink",
    "NotSaved",
    "Option",
    "Outcome",
    "Problem",
    "options_of",
    "read_cell",
    "words_of",
]

EditSink = Callable[[list[CellEdit]], None]
"""Applies the edits as one transaction, or raises EditRefused."""

Option = tuple[str, str]
"""A stored value, or a record's id, and the words for it."""

ChoicesProvider = Callable[[Field, Any], Sequence[Option]]
"""What a reference field of a row (None: a new one) may point at now."""


class Outcome(Struct, frozen=True):
    """What became of a list of edits: how many cells changed, and which were refused.

    Where it was given up nothing changed, and each cell has a problem that says so.
    """

    applied: int
    problems: tuple[Problem, ...] = ()
    given_up: bool = False

    @property
    def is_ok(self) -> bool:
        """Whether nothing was refused."""
        return not self.problems


def options_of(field: Field, choices: ChoicesProvider | None, row: Any = None) -> Sequence[Option]:
    """Return what a choice or a reference may be, in the order in which to offer it."""
    if field.kind is Kind.REFERENCE:
        return choices(field, row) if choices is not None else ()
    return field.choices


def words_of(field: Field, text: str, choices: ChoicesProvider | None = None, row: Any = None) -> str:
    """Return what a person sees of a typed text: an editor of a reference gives the id of what was chosen."""
    if field.kind is not Kind.REFERENCE:
        return text
    return next((words for record_id, words in options_of(field, choices, row) if record_id == text), text)


def read_cell(field: Field, text: str, choices: ChoicesProvider | None = None, row: Any = None) -> Value:
    """Return the value that a typed text stands for; raise FieldError with a sentence.

    A reference may be typed as its id or its whole words, in any case. An editor completes what is typed (`settle`).
    """
    if field.kind is not Kind.REFERENCE or not text.strip():
        return field.parse(text)
    wanted = " ".join(text.split())
    options = options_of(field, choices, row)
    for record_id, _words in options:
        if record_id == wanted:
            return record_id
    folded = wanted.casefold()
    exact = [record_id for record_id, words in options if words.casefold() == folded]
    if exact:
        return exact[0]
    if is_nothing(wanted) or excel_error(wanted):
        return field.parse(wanted)
    found = sum(1 for _, words in options if folded in words.casefold())
    if found:
        could = f"{found} of them. Type more letters" if found > 1 else "one of them. Type its whole name"
        raise FieldError(field, f"“{wanted}” could be {could}.")
    raise not_in_list(field, wanted)

"""The conflicts of a merge and what comes in with it, as tables list them. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from msgspec import Struct

from asc_desktop.domain.dates import moment_label
from asc_desktop.domain.merging.conflicts import Choice, Conflict, Said, corrects
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.council import OwnValue
from asc_desktop.domain.records.fields import Field, Kind, Value, fields_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import shortened
from asc_desktop.services.merging import Incoming
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.models.edits import Option

TAKEN: Final = "taken"
TYPED: Final = "value"
UNSETTLED: Final = "?"
NOTHING: Final = "Nothing"
_OURS, _THEIRS, _NEWEST = ("ours", "Ours"), ("theirs", "Theirs"), ("newest", "Newest")
_WHOLE: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.MONEY})
"""What is shown of these is the value itself: texts in full, and amounts with their £."""
_NEVER_TYPED: Final = frozenset({Kind.FLAG, Kind.REFERENCE})
_LONGEST_TYPED: Final = 40
_KIND_CHIPS: Final = {
    "both": Chip("Changed in both", "amber", "triangle"),
    "slot": Chip("Reported twice", "amber", "triangle"),
    "deleted": Chip("Deleted", "red", "diamond"),
    "name": Chip("Same name", "blue", "square"),
    "over": Chip("Breaks a rule", "red", "diamond"),
    "closed": Chip("Closed month", "grey", "dash"),
}
_INCOMING_CHIPS: Final = {
    "added": Chip("New", "accent", "circle"),
    "changed": Chip("Changed", "amber", "triangle"),
    "deleted": Chip("Deleted", "red", "diamond"),
}


class ConflictRow(Struct, frozen=True):
    """A conflict as the table lists it, with how it is settled so far; ``is_open`` while somebody has to choose yet."""

    id: str
    conflict: Conflict
    choice: Choice | None
    is_open: bool

    @property
    def taken(self) -> str:
        """The key of what is taken, among those offered: what the rules make of it, where it may be left and is."""
        if self.choice is not None:
            return self.choice.take
        return UNSETTLED if self.is_open else "newest"

    @property
    def offered(self) -> tuple[Option, ...]:
        """What can be chosen; a value is typed beside the table, and stays on offer while it is what was chosen."""
        known = ways_of(self.conflict)
        if self.is_open:
            return ((UNSETTLED, "To settle"), *known)
        if self.taken == TYPED:
            return (*known, (TYPED, shortened(self.typed_words, _LONGEST_TYPED)))
        return known if self.taken in dict(known) else (*known, _NEWEST)

    @property
    def taken_words(self) -> str:
        """What is taken, in words."""
        return dict(self.offered)[self.taken]

    @property
    def typed_words(self) -> str:
        """The value that was typed, as its field reads; nothing where none was."""
        if self.choice is None or self.choice.take != TYPED:
            return ""
        return value_words(self.conflict, self.choice.value)

    @property
    def corrects(self) -> bool:
        """Whether a closed month is changed by what is taken, which needs a reason."""
        return self.choice is not None and corrects(self.conflict, self.choice)


class IncomingRow(Struct, frozen=True):
    """One thing that comes in, as the table lists it."""

    id: str
    what: Incoming

    @property
    def when(self) -> str:
        """When it was done, in the machine's own time."""
        return moment_label(self.what.at) if self.what.at else ""


def ways_of(conflict: Conflict) -> tuple[Option, ...]:
    """Return how a conflict can be settled without typing: the keys of choices, and their words."""
    match conflict.kind:
        case "name":
            renamed = ("newest", f"Rename: {conflict.suggested}")
            return (renamed, ("ours", "Ours keeps it"), ("theirs", "Theirs keeps it"))
        case "over":
            return (_OURS, _THEIRS, ("newest", "Leave as it is"))
        case "closed":
            return tuple(
                (side, "Leave it out" if said is None else "Correct the month")
                for side, said in (("ours", conflict.ours), ("theirs", conflict.theirs))
            )
        case _:
            return (_OURS, _THEIRS, _NEWEST)


def typed_field(conflict: Conflict) -> Field | None:
    """Return the field that a value may be typed for; None where one of two is all that there can be."""
    record_type = TYPE_BY_TABLE.get(conflict.table)
    # What is kept of a council's own field is not as a person types it.
    if conflict.kind not in {"both", "slot", "name"} or record_type in {None, OwnValue}:
        return None
    described = next((field for field in fields_of(record_type) if field.key == conflict.field), None)
    is_typed = described is not None and described.kind not in _NEVER_TYPED and not described.to
    return described if is_typed else None


def value_words(conflict: Conflict, value: Value) -> str:
    """Return a stored value of a conflict's field in words."""
    described = typed_field(conflict)
    if value in {None, ""}:
        return NOTHING
    if described is not None and described.kind is Kind.MONEY:
        return format_pounds(int(value or 0))
    return described.format(value) if described is not None else str(value)


def said_words(conflict: Conflict, said: Said | None) -> str:
    """Return what one side says in words, whole: a text on as many lines as it has."""
    if said is None:
        return f"{conflict.label} is closed" if conflict.kind == "closed" else "Not changed"
    described = typed_field(conflict) if conflict.kind != "name" else None
    if described is not None and described.kind in _WHOLE:
        return value_words(conflict, said.value)
    return _begun_large(said.words)


def said_by(said: Said | None) -> str:
    """Return who said it and when."""
    if said is None:
        return ""
    return ", ".join(filter(None, (said.who, moment_label(said.at) if said.at else "")))


def conflict_columns() -> list[Column]:
    """Return the columns of the conflicts; what is taken can be chosen there."""
    return [
        _words_column("record", "Record", 230, lambda row: row.conflict.record_words),
        view_column(
            "kind", "What it is", width=136, chip=lambda row: _KIND_CHIPS[row.conflict.kind],
            hint=lambda row: row.conflict.sentence,
        ),
        view_column("label", "Field", width=130, read=lambda row: row.conflict.label),
        _words_column("ours", "Here", 190, lambda row: _on_one_line(row.conflict, row.conflict.ours)),
        _words_column("theirs", "In the copy", 190, lambda row: _on_one_line(row.conflict, row.conflict.theirs)),
        view_column(
            TAKEN, "Take", kind=Kind.REFERENCE, width=170,
            field=Field(key=TAKEN, label="Take", kind=Kind.REFERENCE, required=True),
            row_words=lambda row: row.taken_words,
            editable=True,
            warn=lambda row: row.is_open,
        ),
    ]  # fmt: skip


def incoming_columns() -> list[Column]:
    """Return the columns of what comes in."""
    return [
        _words_column("record", "Record", 260, lambda row: row.what.record_words),
        view_column("what", "What happens", width=116, chip=lambda row: _INCOMING_CHIPS[row.what.what]),
        view_column("noun", "What it is", width=130, read=lambda row: _begun_large(row.what.noun)),
        view_column("label", "Field", width=140, read=lambda row: row.what.label),
        _words_column("old", "Now here", 180, lambda row: " ".join(row.what.old.split())),
        _words_column("new", "Becomes", 180, lambda row: " ".join(row.what.new.split())),
        view_column("who", "Who", width=140, read=lambda row: row.what.who),
        view_column("when", "When", width=140, read=lambda row: row.what.at, row_words=lambda row: row.when),
    ]


def _words_column(key: str, label: str, width: int, read: Callable[[Any], str]) -> Column:
    """Return a column of words that may be long, all of which its tool tip says."""
    return view_column(key, label, width=width, read=read, hint=read)


def _on_one_line(conflict: Conflict, said: Said | None) -> str:
    return " ".join(said_words(conflict, said).split())


def _begun_large(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def incoming_rows(incoming: Sequence[Incoming]) -> list[IncomingRow]:
    """Return what comes in as rows, in its own order."""
    return [IncomingRow(str(at), what) for at, what in enumerate(incoming)]

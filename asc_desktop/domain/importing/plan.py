"""What would become of the portfolio: each row of the workbook with its records, old and new beside each other."""

from collections.abc import Mapping
from enum import Enum
from functools import cached_property

from msgspec import Struct

from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.records.fields import Record, Value

_OWNER_GONE = "that it belongs to is refused or left out."


class State(Enum):
    """What becomes of a row, a record or a value."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"
    LEFT_OUT = "left out"


class PlannedValue(Struct, frozen=True, kw_only=True):
    """A cell that fills a field: where it is, what it says, what the record has now and would have.

    ``typed`` is its text such as the field reads it, which a person may correct. ``key`` is the field's, or
    ``own:LABEL`` for one of the council's own. ``sentence`` says why it is refused or left out, or what it was read as
    where that is not plain (``TBC`` is kept apart from nothing).
    """

    key: str
    label: str
    sheet: str
    cell: str
    text: str
    typed: str = ""
    old: Value = None
    new: Value = None
    state: State = State.SAME
    sentence: str = ""


class PlannedRecord(Struct, frozen=True, kw_only=True):
    """A record that a row makes, changes or leaves as it is. ``record_id`` is new where the state is NEW.

    ``words`` name it to a person. ``likely`` are records that it may be, likeliest first, with their words, where it
    is found by neither reference nor name: it is new unless a person says which it is.
    """

    table: str
    record_id: str
    words: str
    state: State
    values: tuple[PlannedValue, ...] = ()
    sentence: str = ""
    likely: tuple[tuple[str, str], ...] = ()


LinePlace = tuple[str, str, int]
"""A line's sheet, the side of its table, and its number."""


class PlannedRow(Struct, frozen=True, kw_only=True):
    """A line of a table and what comes of it. ``line`` is the sheet's row (or column), counted from 0.

    ``side`` is where its table begins, since another beside it has lines of the same numbers.
    """

    sheet: str
    line: int
    words: str
    state: State
    records: tuple[PlannedRecord, ...] = ()
    sentence: str = ""
    side: str = ""

    @property
    def place(self) -> LinePlace:
        """What tells it from every other row of the workbook."""
        return self.sheet, self.side, self.line


class Missing(Struct, frozen=True):
    """A record of the portfolio that the workbook might have named and does not. It is never deleted."""

    table: str
    record_id: str
    words: str


class HeldTotal(Struct, frozen=True, kw_only=True):
    """A total that the sheet prints, held against the sum of what will be taken; both in pence or in units.

    ``verdict`` is ``agrees``, ``within rounding`` or ``differs``; ``outside`` the lines, in words, that lie outside the
    printed sum's own range or that were left out of the import, where that explains the difference. ``target`` is what
    its column fills, ``lines`` the records that it is held against, ``step`` one step of its last printed digit, and
    ``side`` where its table begins.
    """

    sheet: str
    cell: str
    label: str
    column: str
    is_money: bool
    printed: int
    taken: int
    verdict: str
    outside: tuple[str, ...] = ()
    sentence: str = ""
    target: Target | None = None
    lines: tuple[int, ...] = ()
    step: int = 1
    side: str = ""


class Where(Struct, frozen=True, kw_only=True):
    """Into which programme and month an import goes, and the day it is.

    Without ``programme_id`` it is the one programme that there is, else a new one called ``programme_name``, which
    begins in ``first_year`` or in the earliest year that the workbook names. ``period`` is the month that is
    reported: the programme's open one where it is empty, and that of ``today`` in a new programme.
    """

    programme_id: str = ""
    programme_name: str = ""
    period: str = ""
    today: str = ""
    first_year: int = 0


class Plan(Struct, frozen=True, dict=True):
    """What an import would do. ``unmapped`` are the columns that are left out, as sheet, address and heading.

    ``told`` are sentences of what is to be decided or known before it is applied: months that are closed, a
    programme that will be made, a table that was not taken. ``puts`` are the records as they are to be kept, parents
    first, and ``closed`` the closed months of which some are, which change by a correction with a reason alone.
    """

    rows: tuple[PlannedRow, ...] = ()
    missing: tuple[Missing, ...] = ()
    totals: tuple[HeldTotal, ...] = ()
    unmapped: tuple[tuple[str, str, str], ...] = ()
    told: tuple[str, ...] = ()
    puts: tuple[Record, ...] = ()
    closed: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> Mapping[State, int]:
        """How many rows are in each state, all of them named."""
        return {state: sum(row.state is state for row in self.rows) for state in State}

    @property
    def has_refusals(self) -> bool:
        """Whether any row, record or value is refused."""
        return any(map(has_refusals, self.rows))


def owner_gone(noun: str) -> str:
    """Return the sentence of a record whose owner is refused or left out."""
    return f"The {noun} {_OWNER_GONE}"


def follows(sentence: str) -> bool:
    """Whether a refusal only follows from that of the record's owner, which is told by itself."""
    return sentence.endswith(_OWNER_GONE)


def has_refusals(row: PlannedRow) -> bool:
    """Whether a row, a record of it or a value is refused."""
    return (
        row.state is State.REFUSED
        or any(record.state is State.REFUSED for record in row.records)
        or any(value.state is State.REFUSED for record in row.records for value in record.values)
    )


class Chosen(Struct, frozen=True):
    """What a person chose of a plan; cells are named by sheet and address, rows by sheet, side and line.

    ``texts`` are cells corrected in place. ``rows``, ``columns`` (sheet and column) and ``kinds`` (a record's table)
    are unticked: left out. ``joined`` says which record a row's record of a table is: an id, or empty for a new one.
    """

    texts: Mapping[tuple[str, str], str] = {}
    rows: frozenset[LinePlace] = frozenset()
    columns: frozenset[tuple[str, int]] = frozenset()
    kinds: frozenset[str] = frozenset()
    joined: Mapping[tuple[LinePlace, str], str] = {}

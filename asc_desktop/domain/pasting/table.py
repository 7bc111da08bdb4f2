"""What a table says of itself to whoever reads a block for it, and what a reading of the block consists of."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum

from msgspec import Struct

from asc_desktop.domain.records.fields import Field, FieldError, Value

Block = Sequence[Sequence[str]]
"""Rows of texts; the rows may differ in length."""


class Option(Struct, frozen=True):
    """What a choice or a reference may be: the stored value and its words, with a scheme's letter and colour.

    ``names`` are what else it is called in full: a project's name or reference alone, a theme's without its programme.
    """

    value: str
    words: str
    letter: str = ""
    rag: str = ""
    names: tuple[str, ...] = ()


def _nothing(_row_id: str) -> None:
    return None


def _no_texts(_row_id: str) -> tuple[str, ...]:
    return ()


def _no_options(_row_id: str) -> tuple[Option, ...]:
    return ()


def _never(_row_id: str) -> bool:
    return False


class PasteColumn(Struct, frozen=True, kw_only=True):
    """A column of the table, or a field of the records that it can make.

    ``unit`` is what a bare amount is in: ``£``, ``£000`` or ``£m``. What differs by row is asked for by the row's id,
    which is empty for a new row: ``options``, the ``stored`` value, the texts that the cell shows and copies, whether
    it can be edited, and whether its value is ``carried`` from an earlier month, so that the same pasted again is news:
    it makes it this month's. ``is_for_new`` says that a new record has this field.
    """

    key: str
    label: str
    field: Field
    band: str = ""
    unit: str = "£"
    options: Callable[[str], Sequence[Option]] = _no_options
    stored: Callable[[str], Value] = _nothing
    shown: Callable[[str], tuple[str, ...]] = _no_texts
    can_edit: Callable[[str], bool] = bool
    carried: Callable[[str], bool] = _never
    is_for_new: bool = False


class PasteRow(Struct, frozen=True):
    """A record that a row of the block may be: by its reference and by its name, either of which may be empty.

    ``owners`` are the names of the record that it is a part of, by any of which a row may say so.
    ``also`` are other names in full by which it is known in the column of names.
    """

    id: str
    reference: str
    name: str
    owners: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class PasteTable(Struct, frozen=True, kw_only=True):
    """The table that a block is pasted into.

    ``columns`` are in the order shown, then those that only new records have. ``across`` are the keys from the anchor's
    column on, and ``places`` the ids of the rows from the anchor's row on. ``reference`` and ``name`` are the keys of
    the columns by which rows are known, ``group`` that of a field which a label alone above rows fills, and ``owner``
    that of the one which says whose part a row is. ``totals`` are the table's own words for its sums. ``is_taken`` says
    whether a reference or a name belongs to a record that is not among the rows. ``named`` turns a text in the column
    of names into a name as the rows have it; it may raise.
    """

    columns: tuple[PasteColumn, ...]
    across: tuple[str, ...]
    rows: tuple[PasteRow, ...]
    places: tuple[str, ...]
    noun: str = "row"
    plural: str = "rows"
    reference: str = ""
    name: str = ""
    group: str = ""
    owner: str = ""
    totals: frozenset[str] = frozenset()
    can_make: bool = False
    is_taken: Callable[[str, str], bool] = lambda _reference, _name: False
    named: Callable[[str], str] = str

    def name_of(self, text: str) -> str:
        """Return the name that a text in the column of names stands for."""
        try:
            return self.named(text) if text.strip() else ""
        except FieldError:
            return text


class RowsBy(Enum):
    """How the block's rows find their records."""

    NAME = "name"
    PLACE = "place"


class Chosen(Struct, frozen=True):
    """What a person chose in place of what was found; by the block's columns, the first being 0.

    ``keys`` names the column that one goes to, empty for none; ``ways`` how it is read; ``meanings`` what a text in it
    stands for: a stored value, or empty where it is to be left out. ``given`` is what new rows get in fields, by key,
    of which the block says nothing.
    """

    rows_by: RowsBy | None = None
    has_heading: bool | None = None
    keys: Mapping[int, str] = {}
    ways: Mapping[int, str] = {}
    meanings: Mapping[tuple[int, str], str] = {}
    given: Mapping[str, str] = {}
    as_new: bool = False


class Way(Struct, frozen=True):
    """One way of reading a column: what it is known by, and its words."""

    key: str
    words: str


class ColumnReading(Struct, frozen=True, kw_only=True):
    """How a column of the block is read.

    ``key`` is the column that it goes to, empty where it goes nowhere. ``ways`` holds more than one where there is a
    choice. ``note`` says why it is read so where that is not as usual; ``asks`` says that a person is to decide.
    ``unknown`` are the texts that are none of the options, in the order in which they come.
    """

    at: int
    key: str
    heading: str = ""
    way: str = ""
    ways: tuple[Way, ...] = ()
    note: str = ""
    asks: bool = False
    unknown: tuple[str, ...] = ()


class CellState(Enum):
    """What becomes of a cell."""

    SAME = "same"
    BECOMES = "becomes"
    REFUSED = "refused"
    LEFT_OUT = "left out"


class CellReading(Struct, frozen=True, kw_only=True):
    """What becomes of one cell of the block: ``typed`` is its text such as the column's field reads it."""

    at: int
    key: str
    text: str
    state: CellState
    typed: str = ""
    old: Value = None
    new: Value = None
    sentence: str = ""


class RowKind(Enum):
    """What a row of the block is."""

    FOUND = "found"
    NEW = "new"
    HEADING = "heading"
    GROUP = "group"
    TOTAL = "total"
    EMPTY = "empty"
    UNPLACED = "unplaced"


class RowReading(Struct, frozen=True, kw_only=True):
    """What one row of the block is, and its cells where it is a record's. ``words`` are the row's own."""

    at: int
    kind: RowKind
    words: str
    record_id: str = ""
    sentence: str = ""
    cells: tuple[CellReading, ...] = ()

"""What is found on a sheet: its tables, and what each line of a table is. A person may put any of it right."""

from collections.abc import Mapping
from enum import Enum
from functools import cached_property

from msgspec import Struct

from asc_desktop.domain.importing.sheets import Area, address, column_letters


class Lies(Enum):
    """How a table lies: one record a row, one record a column, or a single record as labels beside their values."""

    DOWN = "down"
    ACROSS = "across"
    FORM = "form"


class Role(Enum):
    """What a line of a table is."""

    HEADING = "heading"
    RECORD = "record"
    GROUP = "group"
    TOTAL = "total"
    NOTE = "note"
    BLANK = "blank"
    """Empty, or a row of a template with nothing but its number or its formulas."""


class FoundLine(Struct, frozen=True):
    """A line of a table: a sheet's row, or its column where the table lies across; a form has one, at 0.

    ``group`` are the words of the group lines above it that it belongs to, the outermost first. ``sums`` are the
    lines that a totals line says it is the sum of, as far as its formulas or its place say so: a group line that
    prints the sum of what it heads has them too. ``hidden`` says that the sheet does not show the line.
    """

    at: int
    role: Role
    why: str = ""
    group: tuple[str, ...] = ()
    sums: tuple[int, ...] = ()
    hidden: bool = False


class FoundColumn(Struct, frozen=True):
    """A column of a table: a sheet's column, or its row where the table lies across; a form's is one of its values.

    ``path`` are its headings, the outermost first, each once: a band over several columns stands in the path of each,
    and nothing is repeated that a merge holds once. ``value_at`` is the row and column of the value in a form.
    """

    at: int
    path: tuple[str, ...] = ()
    hidden: bool = False
    value_at: tuple[int, int] | None = None

    @property
    def heading(self) -> str:
        """The headings in one line."""
        return " ".join(self.path)


class FoundTable(Struct, frozen=True, dict=True):
    """A table of a sheet. ``area`` takes in its headings; ``title`` are the words above it that seem to name it.

    ``why`` says in a sentence what made it a table, and ``sure`` from 0 to 1 how sure that is.
    """

    sheet: str
    area: Area
    lies: Lies = Lies.DOWN
    title: str = ""
    lines: tuple[FoundLine, ...] = ()
    columns: tuple[FoundColumn, ...] = ()
    sure: float = 1.0
    why: str = ""

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Return the sheet's row and column of the cell where a line and a column of the table meet."""
        if self.lies is Lies.FORM:
            return self._values[column]
        return (line, column) if self.lies is Lies.DOWN else (column, line)

    def column_words(self, column: int) -> str:
        """Return what a column is called on its sheet: its letters, its row's number, or a form's cell."""
        if column in self._values:
            return address(*self._values[column])
        return column_letters(column) if self.lies is Lies.DOWN else str(column + 1)

    @cached_property
    def _values(self) -> dict[int, tuple[int, int]]:
        """The rows and columns of a form's values, by the columns that they are of."""
        return {column.at: column.value_at for column in self.columns if column.value_at is not None}

    @cached_property
    def column_at(self) -> dict[int, FoundColumn]:
        """The columns by where they are."""
        return {column.at: column for column in self.columns}

    @cached_property
    def records(self) -> tuple[FoundLine, ...]:
        """The lines that are records."""
        return tuple(line for line in self.lines if line.role is Role.RECORD)

    @property
    def side(self) -> str:
        """What tells its lines from those of a table beside it: the letters of its first column, or its first row."""
        return str(self.area.top + 1) if self.lies is Lies.ACROSS else column_letters(self.area.left)

    @property
    def key(self) -> tuple[str, int, int]:
        """What tells it from the other tables of the workbook: its sheet, and its first row and column."""
        return self.sheet, self.area.top, self.area.left


class PutRight(Struct, frozen=True):
    """What a person said of a sheet in place of what was found; rows and columns are the sheet's own.

    ``headings`` are the lines that are headings, by the table whose area holds them; ``roles`` what single lines are.
    ``lies`` says how the table that begins at a row and column lies. ``apart`` are areas that are each one table,
    whatever was found there; ``dropped`` the first cells of what are no tables.
    """

    headings: frozenset[int] = frozenset()
    roles: Mapping[int, Role] = {}
    lies: Mapping[tuple[int, int], Lies] = {}
    apart: tuple[Area, ...] = ()
    dropped: frozenset[tuple[int, int]] = frozenset()

"""What a section of the pack is made of, whoever draws it: a title, a note, and blocks of words and tables.

Figures are the report's own, totals added up here: a drawer adds nothing up. No Qt, no workbook; a column's ``width``
is its share of a page, in pixels of a sheet of 1,212.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

Tone = Literal["", "good", "bad", "muted"]


class Words(Struct, frozen=True):
    """Text of a cell; ``below`` stands small under it."""

    text: str
    below: str = ""
    strong: bool = False
    tone: Tone = ""


class Tie(Struct, frozen=True):
    """Which rows of a named table come to a figure: those with ``value`` under ``title``; ``sums`` is what of them.

    Given only where they do, to the penny: a true total whose exempt rows are left out has none.
    """

    table: str
    title: str
    value: str
    sums: str = ""


class Money(Struct, frozen=True):
    """An amount in pence, None for none; ``key`` names a term that the portfolio may show as a reduction."""

    pence: int | None
    key: str = ""
    warns: bool = False
    tie: Tie | None = None


class Day(Struct, frozen=True):
    """An ISO date, None for none."""

    iso: str | None
    tone: Tone = ""


class Month(Struct, frozen=True):
    """A period, ``YYYY-MM``."""

    period: str


class Number(Struct, frozen=True):
    """A whole number, None for none. One that is ``signed`` is a difference."""

    value: int | None
    signed: bool = False
    tone: Tone = ""
    tie: Tie | None = None


class Decimal(Struct, frozen=True):
    """A number with the decimal places that it is written with, and its unit: ``18.5`` and ``%``."""

    text: str
    unit: str = ""


class Letter(Struct, frozen=True):
    """A RAG letter on its colour."""

    rag: str


class Status(Struct, frozen=True):
    """A status in words on its colour."""

    text: str
    rag: str


class Check(Struct, frozen=True):
    """OK where nothing is left beyond ``within_pence``, else what is left, in pence."""

    left_pence: int
    within_pence: float


Cell = Words | Money | Day | Month | Number | Decimal | Letter | Status | Check

Kind = Literal["words", "name", "money", "day", "month", "number", "letter", "status", "check"]
"""What a column holds: ``name`` is words that give way first, the others are as wide as what is in them."""

RIGHT: frozenset[Kind] = frozenset({"money", "number", "check"})


class Column(Struct, frozen=True):
    """A column. One with a ``total`` is added up; ``span`` is how many columns of the sheet it takes.

    ``less`` names two columns of money: each amount of this one is the first less the second, and each check is of
    that.
    """

    title: str
    width: int
    kind: Kind = "words"
    total: bool = False
    span: int = 1
    less: tuple[str, str] | None = None


class Row(Struct, frozen=True):
    """A row of cells, as many as there are columns."""

    cells: tuple[Cell, ...]


class Table(Struct, frozen=True):
    """Rows under columns, and their total where columns have one.

    ``name`` is that of an Excel table, which filters and of which formulas speak; without one its columns may span.
    ``gathered`` is how many of the first columns a printed page takes out to head the rows that share them.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    gathered: int = 0


class Heading(Struct, frozen=True):
    """A heading that stays with what follows it."""

    text: str


class Note(Struct, frozen=True):
    """Sentences across the page; ``is_quiet`` sets them small, and grey without a tone."""

    text: str
    is_quiet: bool = True
    tone: Tone = ""


class Fact(Struct, frozen=True):
    """Sentences under a label."""

    label: str
    text: str
    is_quiet: bool = False


class Facts(Struct, frozen=True):
    """One fact below the other."""

    facts: tuple[Fact, ...]


class Chart(Struct, frozen=True):
    """A chart by its name, drawn by each format that has it; ``of`` is the id of the record that it is of."""

    name: str
    of: str = ""


Block = Table | Heading | Note | Facts | Chart


class Section(Struct, frozen=True):
    """One section; one without blocks is left out of a pack."""

    key: str
    title: str
    note: str
    blocks: tuple[Block, ...]


def table_of(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, gathered: int = 0
) -> Table:
    """Return a table with the total of the columns that have one."""
    held = tuple(Row(tuple(cells)) for cells in rows)
    total = _total(columns, held) if any(column.total for column in columns) else None
    return Table(name, tuple(columns), held, total, gathered)


def _total(columns: Sequence[Column], rows: Sequence[Row]) -> Row:
    return Row(tuple(_sum(at, column, rows) for at, column in enumerate(columns)))


def _sum(at: int, column: Column, rows: Sequence[Row]) -> Cell:
    if not column.total:
        return Words("Total" if not at else "", strong=True)
    amounts = [row.cells[at] for row in rows]
    money = [cell for cell in amounts if isinstance(cell, Money)]
    return Money(sum(cell.pence or 0 for cell in money), money[0].key if money else "")

"""A workbook as read: the cells of each sheet and what a person sees of them, before anything is made of it."""

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar, Final, Literal

from msgspec import Struct

UNSTORED_WORDS: Final = "without a result in the file"
"""In the sentence about formulas whose result is not in the file, by which it is known."""


class Cell(Struct, frozen=True, gc=False, array_like=True):
    """One cell with something in it.

    ``value`` is what is stored: a date is ISO text (``2024-06-18``, or ``2024-06-18T09:30:00`` with a time of day),
    an error its own text (``#REF!``), and what a formula without a stored result comes to is ``""``. ``kind`` is one
    of the constants below. ``style`` is the place of its style among the workbook's.
    """

    TEXT: ClassVar[int] = 0
    NUMBER: ClassVar[int] = 1
    DATE: ClassVar[int] = 2
    TIME: ClassVar[int] = 3
    FLAG: ClassVar[int] = 4
    ERROR: ClassVar[int] = 5
    UNSTORED: ClassVar[int] = 6
    """A formula whose result is not in the file: never read as nothing."""

    value: str | int | float | bool
    kind: int = 0
    style: int = 0


class Style(Struct, frozen=True):
    """How cells look: Excel's number format, the fill as ``RRGGBB`` or empty, and whether the text is bold or struck.

    The fill is a plain one's colour with theme and tint worked out; a conditional format's colour is not among them.
    """

    number_format: str = "General"
    fill: str = ""
    bold: bool = False
    struck: bool = False


class Area(Struct, frozen=True, order=True):
    """A rectangle of cells; rows and columns are counted from 0, and the last ones are in it."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class Sheet(Struct, frozen=True, dict=True):
    """One sheet. ``rows`` begin at A1 and end with the last row that holds anything; they may differ in length.

    ``formulas`` has the text of formulas by row and column, with their leading ``=``; ``comments`` notes likewise.
    ``lists`` has the words of which a cell's drop-down offers a choice, by the area that has it. Of a merged area the
    cell at its top left alone holds anything. ``blanks`` has the styles of cells that hold nothing and are filled with
    a colour, by row and column: a status may be told by that alone. ``rows`` has None for them.
    """

    name: str
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    state: Literal["visible", "hidden", "very hidden"] = "visible"
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Area, ...] = ()
    comments: Mapping[tuple[int, int], str] = {}
    formulas: Mapping[tuple[int, int], str] = {}
    lists: tuple[tuple[Area, tuple[str, ...]], ...] = ()
    blanks: Mapping[tuple[int, int], int] = {}

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell; None where it is empty or beyond the sheet."""
        if not 0 <= row < len(self.rows):
            return None
        cells = self.rows[row]
        return cells[column] if 0 <= column < len(cells) else None

    @cached_property
    def width(self) -> int:
        """How many columns there are up to the last that holds anything."""
        return max((len(row) for row in self.rows), default=0)


class Workbook(Struct, frozen=True, dict=True):
    """A workbook, a text file or a block from the clipboard.

    ``name`` is the file's own, without its folder. ``told`` are sentences for the person about how it was read: macros
    that were not run, an encoding that was worked out, sheets that hold no cells. ``attached`` are the workbooks that
    came with it, where it is an e-mail.
    """

    name: str
    sheets: tuple[Sheet, ...] = ()
    styles: tuple[Style, ...] = (Style(),)
    told: tuple[str, ...] = ()
    attached: tuple["Workbook", ...] = ()

    def sheet(self, name: str) -> Sheet:
        """Return the sheet of a name; KeyError where there is none."""
        return self._by_name[name]

    def style(self, cell: Cell) -> Style:
        """Return how a cell looks."""
        return self.styles[cell.style]

    def fill(self, sheet: Sheet, row: int, column: int) -> str:
        """Return the colour with which a cell is filled, whether or not it holds anything; nothing where it is not."""
        cell = sheet.cell(row, column)
        place = cell.style if cell is not None else sheet.blanks.get((row, column), 0)
        return self.styles[place].fill

    @cached_property
    def _by_name(self) -> dict[str, Sheet]:
        return {sheet.name: sheet for sheet in self.sheets}


def column_letters(column: int) -> str:
    """Return ``A`` for 0, ``AA`` for 26."""
    letters, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return 0 for ``A``, 26 for ``AA``, in either case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def address(row: int, column: int) -> str:
    """Return the address of a cell as Excel shows it: ``B7`` for row 6 and column 1."""
    return f"{column_letters(column)}{row + 1}"

"""Sheets made of text grids, for tests of what is found in them."""

from collections.abc import Mapping, Sequence
from datetime import date

from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Style, Workbook

BOLD, HEAD, GROUP, TOTAL, RED, AMBER, GREEN = range(1, 8)
STYLES = (
    Style(),
    Style(bold=True),
    Style(fill="1F3864", bold=True),
    Style(fill="D9E1F2", bold=True),
    Style(fill="F2F2F2", bold=True),
    Style(fill="FF0000"),
    Style(fill="FFC000"),
    Style(fill="00B050"),
)
Grid = Sequence[Sequence[object]]


def cell(value: object, style: int = 0) -> Cell | None:
    """Return a cell of a Python value; None and an empty text are no cell, ``=…`` a formula without a result."""
    if value is None or value == "" or isinstance(value, Cell):
        return value or None
    if isinstance(value, date):
        return Cell(value.isoformat(), Cell.DATE, style)
    if not isinstance(value, str):
        assert isinstance(value, (bool, int, float))
        return Cell(value, Cell.FLAG if isinstance(value, bool) else Cell.NUMBER, style)
    if value.startswith("="):
        return Cell("", Cell.UNSTORED, style)
    is_error = value.startswith("#") and value.upper() == value
    return Cell(value, Cell.ERROR if is_error else Cell.TEXT, style)


def sheet(
    rows: Grid,
    name: str = "Tracker",
    *,
    styles: Mapping[int, int] | None = None,
    merges: Sequence[str] = (),
    formulas: Mapping[str, str] | None = None,
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    lists: Sequence[tuple[str, Sequence[str]]] = (),
) -> Sheet:
    """Return a sheet of rows of values. ``styles`` has the style of whole rows, counted from 0.

    ``merges`` and the areas of ``lists`` are in Excel's words (``B2:D2``), and so are the places of ``formulas``, whose
    stored results stand in the rows.
    """
    styles = styles or {}
    return Sheet(
        name=name,
        rows=tuple(tuple(cell(value, styles.get(at, 0)) for value in row) for at, row in enumerate(rows)),
        merges=tuple(area(text) for text in merges),
        formulas={place(text): formula for text, formula in (formulas or {}).items()},
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        lists=tuple((area(text), tuple(choices)) for text, choices in lists),
    )


def workbook(*sheets: Sheet) -> Workbook:
    """Return a workbook of sheets, with the styles above."""
    return Workbook(name="tracker.xlsx", sheets=sheets, styles=STYLES)


def place(text: str) -> tuple[int, int]:
    """Return the row and column of an address, counted from 0: (6, 1) for ``B7``."""
    letters = text.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(text[len(letters) :]) - 1, column - 1


def area(text: str) -> Area:
    """Return the area of ``B2:D4``."""
    first, _, last = text.partition(":")
    (top, left), (bottom, right) = place(first), place(last or first)
    return Area(top, left, bottom, right)

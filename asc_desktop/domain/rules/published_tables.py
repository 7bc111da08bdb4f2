"""A published table as pasted: its cells read as amounts, with a sentence for each that had to be guessed or left out.

The first row and the first column are headings. Amounts are pence; brackets and minus signs are negative, ``-`` is
nothing. The unit is what the headings say (``£m``, ``£000``, ``£``), or else what the precision makes of the decimals.
"""

import re
from decimal import Decimal

from msgspec import Struct

from asc_desktop.domain.spellings import is_nothing, parted_sign
from asc_desktop.domain.words import number_of

POUND, THOUSAND, MILLION = 100, 100_000, 100_000_000
LARGEST_CELLS = 5_000
"""A longer table is a whole workbook, pasted by mistake."""

_UNITS = ((MILLION, r"£\s?m(illions?)?\b|£mn\b"), (THOUSAND, r"£\s?['’]?000s?\b|£\s?k\b"), (POUND, r"£"))
_UNIT_WORDS = re.compile(r"\(?\s*£\s?(m(illions?|n)?\b|['’]?000s?\b|k\b)?\s*\)?", re.IGNORECASE)
_NO_AMOUNT = frozenset({"nil", "none"})
_NUMBER = re.compile(r"([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d+)?|\.\d+")
_TOTAL = re.compile(r"\b(sub-?totals?|totals?|sum|overall|cumulative|all years)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\s?[/–-]\s?((?:19|20)?\d\d)\b")


class TableCell(Struct, frozen=True):
    """A cell as printed; ``pence`` is None where it holds nothing, or what cannot be read."""

    text: str
    pence: int | None
    unreadable: bool = False


class TableRow(Struct, frozen=True):
    """A row below the headings; ``cells`` stand under the table's columns. Without amounts it is a heading of rows."""

    label: str
    cells: tuple[TableCell, ...]

    @property
    def has_amounts(self) -> bool:
        """Whether any cell holds an amount."""
        return any(cell.pence is not None for cell in self.cells)


class ParsedTable(Struct, frozen=True):
    """A table as read. ``precision_pence`` is what one step of the last printed digit is worth."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    unit_pence: int
    precision_pence: int
    decimals: int
    notes: tuple[str, ...]

    def printed(self, pence: int) -> str:
        """Return an amount as the table prints one: ``(0.098)``."""
        scaled = abs(Decimal(pence) / self.unit_pence)
        text = f"{scaled:,.{self.decimals}f}"
        return f"({text})" if pence < 0 and scaled else text


class TableError(ValueError):
    """Text that is no table; ``str(error)`` is the sentence to show."""


def is_total(label: str) -> bool:
    """Whether a heading names a total."""
    return bool(_TOTAL.search(label))


def year_named(label: str) -> int | None:
    """Return the financial year that a heading names, by the calendar year in which it starts."""
    found = _YEAR.search(label)
    if found is None:
        return None
    start, end = int(found[1]), int(found[2])
    return start if end in {start + 1, (start + 1) % 100} else None


def parse_table(text: str, precision_pence: int | None = None) -> ParsedTable:
    """Return a pasted table; raise TableError with a sentence where there is none.

    ``precision_pence`` is what the officer says of the last digit; without it, the headings' unit and decimals tell.
    """
    grid, notes = _grid(text)
    first = next((at for at, row in enumerate(grid) if at and any(map(_is_number, row[1:]))), None)
    if first is None:
        raise TableError(
            "There are no amounts below the headings. Copy the table with its headings and paste it."
        )
    heading_rows, body = _split(grid, first)
    columns = _column_labels(heading_rows, len(grid[0]) - 1)
    _refuse_a_year_twice(columns)
    every = [cell for row in body for cell in row[1:] if _is_number(cell)]
    decimals = max(len(cell.rpartition(".")[2].rstrip(")% ")) if "." in cell else 0 for cell in every)
    stated = _stated_unit(" ".join(cell for row in heading_rows for cell in row))
    unit = stated or _likely_unit(precision_pence, decimals)
    rows = tuple(_row(row, unit) for row in body)
    notes += _notes(heading_rows, rows)
    if not stated and precision_pence is None:
        words = "millions of pounds (£m)" if unit == MILLION else "pounds"
        notes.append(f"No heading gives the unit: the amounts are taken as {words}.")
    return ParsedTable(
        columns=columns,
        rows=rows,
        unit_pence=unit,
        precision_pence=precision_pence or max(unit // 10**decimals, 1),
        decimals=decimals,
        notes=tuple(notes),
    )


def _refuse_a_year_twice(columns: tuple[str, ...]) -> None:
    """Raise TableError where one year heads two columns, since either could be held against the lines."""
    years = [label_text(label) for label in columns if year_named(label) is not None]
    twice = next((label for at, label in enumerate(years) if label in years[:at]), None)
    if twice is not None:
        raise TableError(f"{twice} heads two columns. Leave one out, or say in the headings how they differ.")


def label_text(label: str) -> str:
    """Return a heading without its unit: ``MTFP 2024/25`` for ``MTFP 2024/25 £m``."""
    return " ".join(_UNIT_WORDS.sub(" ", label).split())


def _grid(text: str) -> tuple[list[list[str]], list[str]]:
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    rows = [[" ".join(cell.split()) for cell in line.split("\t")] for line in lines]
    if len(rows) < 2 or max(map(len, rows)) < 2:  # noqa: PLR2004 - headings and one row, a label and one amount
        raise TableError(
            "A table needs headings, a row of amounts, and tabs between the cells. Copy it from its cells."
        )
    # Columns that are empty from top to bottom are what is left of a selection that was too wide.
    width = max(at + 1 for row in rows for at, cell in enumerate(row) if cell)
    notes = []
    if len(rows) * width > LARGEST_CELLS:
        raise TableError(
            f"This is {len(rows) * width:,} cells. Paste one table, of {LARGEST_CELLS:,} at most."
        )
    grid = []
    for at, row in enumerate(rows):
        cells = row[:width]
        missing = width - len(cells)
        if missing and at == 0 and missing == 1 and year_named(cells[0]) is not None:
            # The empty corner was lost when the text was trimmed.
            cells = ["", *cells]
        elif missing:
            cells = [*cells, *([""] * missing)]
            if any(map(_is_number, cells[1:])):
                count = number_of(missing, "cell")
                notes.append(f"{_named(cells[0], at)} ends {count} before the others: nothing is read there.")
        grid.append(cells)
    return grid, notes


def _split(grid: list[list[str]], first: int) -> tuple[list[list[str]], list[list[str]]]:
    """Part the heading rows from the body; a heading of rows just above the first amounts belongs to the body."""
    start = first
    while start > 1 and grid[start - 1][0] and not any(grid[start - 1][1:]):
        start -= 1
    return grid[:start], grid[start:]


def _column_labels(heading_rows: list[list[str]], count: int) -> tuple[str, ...]:
    labels = []
    for at in range(1, count + 1):
        words = [label for row in heading_rows if (label := label_text(row[at]))]
        labels.append(words[-1] if words else "")
    return tuple(labels)


def _row(cells: list[str], unit: int) -> TableRow:
    return TableRow(label_text(cells[0]), tuple(_cell(cell, unit) for cell in cells[1:]))


def _cell(text: str, unit: int) -> TableCell:
    number = _number(text)
    if number is not None:
        pence = number * unit
        if pence == pence.to_integral_value():
            return TableCell(text, int(pence))
    return TableCell(
        text, None, unreadable=not (is_nothing(text.replace("£", "")) or text.casefold() in _NO_AMOUNT)
    )


def _number(text: str) -> Decimal | None:
    signs, body = parted_sign(text)
    body = body.removeprefix("£")
    if len(signs) > 1 or not _NUMBER.fullmatch(body):
        return None
    number = Decimal(body.replace(",", ""))
    return number if signs in {"", "+"} else -number


def _is_number(text: str) -> bool:
    return _number(text) is not None


def _stated_unit(headings: str) -> int:
    for unit, words in _UNITS:
        if re.search(words, headings, re.IGNORECASE):
            return unit
    return 0


def _likely_unit(precision_pence: int | None, decimals: int) -> int:
    if precision_pence is None:
        return MILLION if decimals > 2 else POUND  # noqa: PLR2004 - more than pence
    unit: int = precision_pence * 10**decimals
    if unit in {POUND, THOUSAND, MILLION}:
        return unit
    return MILLION if precision_pence > POUND and decimals else POUND


def _notes(heading_rows: list[list[str]], rows: tuple[TableRow, ...]) -> list[str]:
    notes = []
    labels = _column_labels(heading_rows, len(heading_rows[0]) - 1)
    for at, row in enumerate(rows, start=len(heading_rows)):
        if not row.has_amounts:
            continue
        for label, cell in zip(labels, row.cells, strict=True):
            where = f"{_named(row.label, at)}, {label or 'the column without a heading'}"
            if cell.unreadable:
                notes.append(
                    f"{where}: “{cell.text[:40]}” is not an amount, so its row and column are not checked."
                )
            elif not cell.text:
                notes.append(f"{where} is blank: taken as nothing.")
    return notes


def _named(label: str, at: int) -> str:
    return label or f"Row {at + 1}"

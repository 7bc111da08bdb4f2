"""What openpyxl writes, whatever it is, is what is read; what openpyxl reads of it agrees."""

import tempfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from asc_desktop.domain.importing.sheets import Cell, Workbook
from asc_desktop.excel.reading.copy import read_copy
from asc_desktop.excel.reading.delimited import read_delimited
from asc_desktop.excel.reading.shifted import shifted

# Excel’s own way of writing characters that XML has not is read as the character; openpyxl writes it as it stands.
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
).filter(lambda text: "_x" not in text and not text.startswith("="))
DAYS = st.dates(date(1900, 3, 1), date(9999, 12, 31))
VALUES = st.one_of(
    WORDS,
    st.integers(-(10**14), 10**14),
    # openpyxl writes no more than sixteen digits of a number.
    st.floats(-1e300, 1e300).map(lambda number: float(f"{number:.15g}")),
    st.booleans(),
    DAYS,
    st.builds(datetime.combine, DAYS, st.times().map(lambda clock: clock.replace(microsecond=0))),
    st.times().map(lambda clock: clock.replace(microsecond=0)),
)
# openpyxl takes black for a colour that nobody gave, and does not write it.
COLOURS = st.from_regex(r"[0-9A-F]{6}", fullmatch=True).filter(lambda colour: colour != "000000")
CELLS = st.dictionaries(st.tuples(st.integers(0, 30), st.integers(0, 12)), VALUES, max_size=25)


def written(book: Any) -> Workbook:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        book.save(path)
        return read_copy(path, path.name)


def expected(value: Any) -> tuple[object, int]:
    """Return what a value is read as; whole numbers are whole however they were written."""
    match value:
        case bool():
            return value, Cell.FLAG
        case str():
            return (value, Cell.ERROR) if value in openpyxl.cell.cell.ERROR_CODES else (value, Cell.TEXT)
        case int() | float():
            return (int(value) if float(value).is_integer() and abs(value) < 1e15 else value), Cell.NUMBER
        case datetime():
            return value.isoformat().removesuffix("T00:00:00"), Cell.DATE
        case date():
            return value.isoformat(), Cell.DATE
        case time():
            return value.isoformat(), Cell.TIME
    raise TypeError(value)


@settings(deadline=None, max_examples=60)
@given(
    cells=CELLS,
    colours=st.dictionaries(st.tuples(st.integers(0, 30), st.integers(0, 12)), COLOURS, max_size=5),
    bold=st.booleans(),
    notes=st.dictionaries(st.tuples(st.integers(0, 30), st.integers(0, 12)), WORDS, max_size=3),
    hidden=st.tuples(st.sets(st.integers(0, 30), max_size=3), st.sets(st.integers(0, 12), max_size=3)),
)
def test_what_is_written_is_read(
    cells: dict[tuple[int, int], Any],
    colours: dict[tuple[int, int], str],
    bold: bool,
    notes: dict[tuple[int, int], str],
    hidden: tuple[set[int], set[int]],
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for (row, column), value in cells.items():
        cell = sheet.cell(row + 1, column + 1)
        cell.value = value
        cell.font = Font(bold=bold)
    for (row, column), colour in colours.items():
        sheet.cell(row + 1, column + 1).fill = PatternFill("solid", fgColor=colour)
    for (row, column), note in notes.items():
        sheet.cell(row + 1, column + 1).comment = Comment(note, "Ann")
    for row in hidden[0]:
        sheet.row_dimensions[row + 1].hidden = True
    for column in hidden[1]:
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column + 1)].hidden = True

    found = written(book)
    read = found.sheets[0]
    held = {
        (row, column): (cell.value, cell.kind)
        for row, line in enumerate(read.rows)
        for column, cell in enumerate(line)
        if cell is not None
    }
    assert held == {place: expected(value) for place, value in cells.items()}
    last, width = len(read.rows), read.width
    assert (last, width) == (
        max((row + 1 for row, _ in cells), default=0),
        max((column + 1 for _, column in cells), default=0),
    )
    for place, colour in colours.items():
        if place in cells or (place[0] < last and place[1] < width and colour != "FFFFFF"):
            assert found.fill(read, *place) == colour
    assert set(read.blanks) <= colours.keys() - cells.keys()
    assert all(found.style(cell).bold == bold for line in read.rows for cell in line if cell is not None)
    assert read.comments == {place: note.strip() for place, note in notes.items() if note.strip()}
    assert read.hidden_rows == {row for row in hidden[0] if row < last}
    assert read.hidden_columns == {column for column in hidden[1] if column < width}


REFERENCE = st.from_regex(r"\$?[A-Z]\$?[1-9]", fullmatch=True)
PARTS = st.one_of(
    REFERENCE,
    st.builds("{}:{}".format, REFERENCE, REFERENCE),
    st.sampled_from(
        ("Rate", "LOG10(2)", '"A1 ""B2"""', "'My A1'!C3", "Sheet2!$B$2", "1.5", "TRUE", "C:C", "$4:4")
    ),
)


@settings(deadline=None)
@given(parts=st.lists(PARTS, min_size=1, max_size=5), rows=st.integers(0, 40), columns=st.integers(0, 40))
def test_a_formula_is_moved_along_as_openpyxl_would(parts: list[str], rows: int, columns: int) -> None:
    from openpyxl.formula.translate import Translator
    from openpyxl.utils import get_column_letter

    formula = "+".join(parts)
    to = f"{get_column_letter(columns + 1)}{rows + 1}"
    assert shifted(formula, rows, columns) == Translator(f"={formula}", "A1").translate_formula(to)[1:]


FIELDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffd"), max_size=8
) | st.sampled_from(("a,b", "c;d", 'say "so"', "two\nlines", "1,200.50"))


@settings(deadline=None)
@given(
    heading=st.integers(2, 6),
    rows=st.integers(1, 8),
    data=st.data(),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
    ending=st.sampled_from(("\n", "\r\n")),
)
def test_a_table_as_text_is_read_as_it_was_written(
    heading: int, rows: int, data: Any, delimiter: str, encoding: str, ending: str
) -> None:
    import csv
    import io

    table = [[f"Heading {at}" for at in range(heading)]]
    table += [data.draw(st.lists(FIELDS, min_size=heading, max_size=heading)) for _ in range(rows)]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=ending).writerows(table)
    (sheet,) = read_delimited(out.getvalue().encode(encoding), "a.csv", "a").sheets
    found = [[str(cell.value) if cell else "" for cell in row] for row in sheet.rows]
    padded = [row + [""] * (heading - len(row)) for row in found]
    while table and not any(table[-1]):
        table.pop()
    assert padded == table

"""How long a council's workbook takes to read, of a bare pass of openpyxl over its values.

    python benchmarks/reading.py            50,000 rows of 20 columns
    python benchmarks/reading.py --quick    10,000 rows, to try it

The floor is ``openpyxl.load_workbook(read_only=True, data_only=True)`` and every row's values once: it gives neither
fills, notes, merges, formulas nor what is hidden. What is read is the whole of it: the copy, the process apart, the
passing of what it found back to this one. It is to take at most 1.5 times the floor. Seconds are the processor's, of
both processes.
"""

import datetime as dt
import resource
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
import xlsxwriter

from asc_desktop.services.importing.reading import read_workbook

ROWS, QUICK, COLUMNS, MOST = 50_000, 10_000, 20, 1.5
WORDS, DATES = 8, 11


def make(path: Path, rows: int) -> None:
    """Write a register of words, dates and amounts, with a fill in each row."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Register")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    money = book.add_format({"num_format": "£#,##0"})
    amber = book.add_format({"bg_color": "#FFC000"})
    for column in range(COLUMNS):
        sheet.write(0, column, f"Heading {column}")
    start = dt.date(2024, 4, 1)
    for row in range(1, rows + 1):
        for column in range(COLUMNS):
            if column < WORDS:
                words = (
                    f"Words of row {row}, {column}"
                    if column < WORDS // 2
                    else ("Red", "Amber", "Green")[row % 3]
                )
                sheet.write_string(row, column, words, amber if column == WORDS - 1 else None)
            elif column < DATES:
                sheet.write_datetime(row, column, start + dt.timedelta(days=row % 900), day)
            else:
                sheet.write_number(row, column, row * 7919 % 10_000_000 / 100 if column % 2 else row, money)
    book.close()


def spent() -> float:
    """Return the seconds of the processor that this process and those it waited for have had."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def main() -> int:
    """Print the floor, the reading, and their ratio; return 1 where it is above what it is to be."""
    rows = QUICK if "--quick" in sys.argv else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        make(path, rows)
        before = spent()
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        held = sum(1 for row in book.active.iter_rows(values_only=True) for value in row if value is not None)
        book.close()
        floor = spent() - before
        before, began = spent(), time.perf_counter()
        found = read_workbook(path)
        took, clock = spent() - before, time.perf_counter() - began
    read = sum(1 for row in found.sheets[0].rows for cell in row if cell is not None)
    if read != held:
        print(f"openpyxl found {held:,} cells, and the reading {read:,}.")
        return 1
    print(
        f"{rows:,} rows of {COLUMNS} columns: openpyxl {floor:.2f} s, reading {took:.2f} s ({clock:.2f} s on the clock)"
    )
    print(f"ratio {took / floor:.2f}, to be at most {MOST}")
    return int(took > MOST * floor)


if __name__ == "__main__":
    sys.exit(main())

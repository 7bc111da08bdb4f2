"""What it takes to work out and to apply the tracker of a thousand projects, of a bare pass of openpyxl over it.

    python benchmarks/importing.py            1,000 projects
    python benchmarks/importing.py --quick    100, to try it

Each project has a row: reference, name, theme, lead, dates, status, commentary, next milestone and its date; and then
target, forecast and delivered of four years under two rows of headings. It goes into a new portfolio. *Preview* is
all that the window waits for once the workbook is read: tables, mapping, plan and totals. *Apply* is the backup, the
transaction and the journal. *Again* is the preview of the same workbook over what was made of it. Seconds are the
processor's, of this process.
"""

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter
from portfolio import CONTEXT

from asc_desktop.domain.records.delivery import Project
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.services.importing.reading import read_workbook
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.services.session import Session

PROJECTS, QUICK = 1_000, 100
YEARS = ("2024/25", "2025/26", "2026/27", "2027/28")
WORDS = (
    "Project ref", "Project name", "Theme", "Project lead", "Start date", "End date", "RAG status",
    "Commentary", "Next milestone", "Milestone date",
)  # fmt: skip
FIGURES = ("Target £000", "Forecast £000", "Delivered £000")
SETTINGS = (
    "Home care",
    "Supported living",
    "Day care",
    "Residential",
    "Reablement",
    "Equipment",
    "Transport",
)
DOINGS = ("review", "renewal of contracts", "pathway", "pilot", "brokerage", "charging", "commissioning")
MOST_PREVIEW, MOST_APPLY = 2.0, 3.0


def make(path: Path, projects: int) -> None:
    """Write the tracker, with a total of each column of figures."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Savings tracker")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write(0, 0, "Adult social care: savings tracker")
    for column, words in enumerate(WORDS):
        sheet.write(3, column, words)
    figures = [(year, words) for year in YEARS for words in FIGURES]
    for column, (year, words) in enumerate(figures, len(WORDS)):
        sheet.write(2, column, year)
        sheet.write(3, column, words)
    start = dt.date(2024, 4, 1)
    sums = [0] * len(figures)
    for number in range(projects):
        row = number + 4
        name = f"{SETTINGS[number % 7]} {DOINGS[number // 7 % 7]}, area {number // 49 + 1}"
        begins = start + dt.timedelta(days=number % 300)
        sheet.write_row(
            row, 0, (f"P-{number + 1:04d}", name, f"Theme {number % 5 + 1}", f"Lead {number % 40}")
        )
        sheet.write_datetime(row, 4, begins, day)
        sheet.write_datetime(row, 5, begins + dt.timedelta(days=700), day)
        sheet.write(row, 6, ("On target", "Experiencing obstacles", "At risk")[number % 3])
        sheet.write(row, 7, f"{name} is as planned; {number % 9 + 1} of 10 contracts are signed.")
        sheet.write(row, 8, f"Board agrees {DOINGS[number % 7]}")
        sheet.write_datetime(row, 9, begins + dt.timedelta(days=200), day)
        for at in range(len(figures)):
            amount = number * 7 % 90 + 10 - at % len(FIGURES)
            sums[at] += amount
            sheet.write_number(row, len(WORDS) + at, amount)
    sheet.write(projects + 4, 1, "Total")
    sheet.write_row(projects + 4, len(WORDS), sums)
    book.close()


def took(do: Callable[[], object]) -> float:
    """Do it, and return the seconds of the processor that it had."""
    began = time.process_time()
    do()
    return time.process_time() - began


def bare_pass(path: Path) -> None:
    """Go through every value of a workbook once."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for row in book.active.iter_rows(values_only=True):
        sum(value is not None for value in row)
    book.close()


def desk(session: Session, path: Path) -> TrackerImport:
    """Return the import of a tracker, read and not yet looked at."""
    tracker = TrackerImport(session, read_workbook(path), period="2024-09")
    if not session.records.all(Project):
        tracker.choose_where(programme_name="Adult social care", period="2024-09")
    return tracker


def main() -> int:
    """Print each step and its ratio to the floor; return 1 where one is above what it is to be, or less is taken."""
    projects = QUICK if "--quick" in sys.argv else PROJECTS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Tracker.xlsx"
        make(path, projects)
        floor = took(lambda: bare_pass(path))
        session = PortfolioFiles(CONTEXT).create(Path(folder) / "council.ascp", "Council")
        first = desk(session, path)
        steps = {
            "tables": took(lambda: first.tables),
            "mapping": took(lambda: first.mapping),
            "plan and totals": took(first.work_out),
        }
        preview = sum(steps.values())
        apply = took(first.apply)
        taken = len(session.records.all(Project))
        second = desk(session, path)
        again = took(second.work_out)
        changed = len(second.plan.puts)
        session.close()
    if taken != projects or changed:
        print(f"{taken:,} projects of {projects:,} were taken, and {changed:,} records would change again.")
        return 1
    print(f"{projects:,} projects: openpyxl {floor:.2f} s")
    for name, seconds in (*steps.items(), ("preview", preview), ("apply", apply), ("again", again)):
        print(f"{name:16}{seconds:7.2f} s, ratio {seconds / floor:.2f}")
    print(f"preview is to be at most {MOST_PREVIEW:g} s, apply {MOST_APPLY:g} s")
    return int(preview > MOST_PREVIEW or apply > MOST_APPLY)


if __name__ == "__main__":
    sys.exit(main())

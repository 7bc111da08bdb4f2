"""The board pack of many projects against its floor, the same cells as raw XML, zipped: ``pack_jobs.py [PROJECTS]``.

It prints a JSON of seconds at the processor, those of XlsxWriter alone beside, and of memory.
"""

import json
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from xlsxwriter import Workbook

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Mitigation,
    Movement,
    Portfolio,
    Programme,
    Project,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    SourcePlan,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Scope
from asc_desktop.excel.pack import write_pack

PERIODS = ("2024-02", "2024-03", "2024-04", "2024-05", "2024-06")
WORDS = "The reviews are a little behind the plan while new reviewers settle in and savings for each review hold up. "
STATUSES = (
    ("Not started", "grey", "N"),
    ("On target", "green", "G"),
    ("Obstacles", "amber", "A"),
    ("At risk", "red", "R"),
)


def portfolio(projects: int) -> Records:
    """Return a made-up portfolio: a line for each project over four years, an exception for every fifth."""
    rows: list[Record] = [
        Portfolio(id="portfolio", name="Benchmark", organisation="Sample council"),
        Programme(id="p", name="Benchmark", first_year=2024, last_year=2027, open_period=PERIODS[-1]),
    ]
    rows += [SourcePlan(id=f"s{number}", name=f"Plan {number}", position=number) for number in range(5)]
    rows += [
        Theme(id=f"t{number}", programme_id="p", name=f"Theme {number}", position=number)
        for number in range(6)
    ]
    rows += [
        DeliveryStatus(id=rag, name=name, rag=rag, letter=letter, position=place)
        for place, (name, rag, letter) in enumerate(STATUSES)
    ]
    for number in range(projects):
        rows += _project(number)
    return _tables(rows)


def _project(number: int) -> list[Record]:
    key = f"{number:05d}"
    rows: list[Record] = [
        Project(
            id=key, ref=f"P-{key}", name=f"Project number {number} of the programme", theme_id=f"t{number % 6}",
            source_plan_id=f"s{number % 5}",
        ),
        SavingsLine(id=f"l{key}", project_id=key, name=f"Saving of project {number}"),
    ]  # fmt: skip
    for place, period in enumerate(PERIODS):
        rag = STATUSES[(number + place) % len(STATUSES)][1]
        rows.append(
            StatusUpdate(
                id=f"u{key}{place}",
                project_id=key,
                period=period,
                status_id=rag,
                narrative=WORDS * (1 + number % 2),
            )
        )
    target = 10_000_00 + number * 37_00
    forecast = target if number % 3 else target // 2
    for year in range(2024, 2028):
        rows.append(SavingsTarget(id=f"g{key}{year}", line_id=f"l{key}", year=year, target_pence=target))
        rows.append(
            SavingsPosition(
                id=f"v{key}{year}", line_id=f"l{key}", year=year, period=PERIODS[-1], forecast_pence=forecast,
                delivered_pence=forecast // 4 if year == 2024 else 0,
            )
        )  # fmt: skip
    if number % 5 == 0:
        rows.append(
            ProjectException(id=f"e{key}", project_id=key, description=WORDS * 2, raised_period=PERIODS[1])
        )
        rows += [
            Mitigation(
                id=f"m{key}{place}", exception_id=f"e{key}", action=WORDS, due_date=f"2024-0{place + 5}-12"
            )
            for place in range(3)
        ]
    if number % 9 == 0:
        rows.append(
            Movement(
                id=f"w{key}", kind="slip", from_line_id=f"l{key}", from_year=2024, to_year=2025,
                amount_pence=target // 4, period=PERIODS[-1], reason="Late start",
            )
        )  # fmt: skip
    return rows


def _tables(rows: Iterable[Record]) -> Records:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row.table, []).append(row)
    return Records(found)


Sheet = list[list[tuple[int, object, str, int]]]
"""By row and cell: its column, its value, its formula and the number of its format."""


def cells_of(path: Path) -> list[Sheet]:
    """Read back every cell of a pack, so that the floor has the same ones to write."""
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    sheets = []
    for sheet in formulas.worksheets:
        stored = values[sheet.title]
        rows = []
        for row in sheet.iter_rows():
            found = [
                (
                    cell.column,
                    stored[cell.coordinate].value,
                    cell.value if cell.data_type == "f" else "",
                    cell.style_id,
                )
                for cell in row
                if cell.value is not None or cell.has_style
            ]
            if found:
                rows.append(found)
        sheets.append(rows)
    return sheets


def write_floor(sheets: list[Sheet], path: Path) -> None:
    """Write the cells and nothing else: no formats, no charts, no set-up; as little work as a sheet can be."""
    names = [get_column_letter(number) if number else "" for number in range(200)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, rows in enumerate(sheets, start=1):
            parts = ["<worksheet><sheetData>"]
            for index, row in enumerate(rows, start=1):
                parts.append(f'<row r="{index}">')
                for column, value, formula, style in row:
                    place = f"{names[column]}{index}"
                    if formula:
                        parts.append(
                            f'<c r="{place}" s="{style}"><f>{escape(formula[1:])}</f><v>{value}</v></c>'
                        )
                    elif value is None:
                        parts.append(f'<c r="{place}" s="{style}"/>')
                    elif isinstance(value, str):
                        parts.append(
                            f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
                        )
                    else:
                        parts.append(f'<c r="{place}" s="{style}"><v>{value}</v></c>')
                parts.append("</row>")
            parts.append("</sheetData></worksheet>")
            archive.writestr(f"xl/worksheets/sheet{number}.xml", "".join(parts))


def write_bare(sheets: list[Sheet], path: Path) -> None:
    """Write the cells with XlsxWriter and one format, for what the library alone takes."""
    workbook = Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    bold = workbook.add_format({"bold": True})
    for rows in sheets:
        sheet = workbook.add_worksheet()
        for index, row in enumerate(rows):
            for column, value, formula, _ in row:
                if formula:
                    sheet.write_formula(index, column - 1, formula, bold, value)
                elif value is None:
                    sheet.write_blank(index, column - 1, None, bold)
                elif isinstance(value, str):
                    sheet.write_string(index, column - 1, value, bold)
                elif isinstance(value, int | float):
                    sheet.write_number(index, column - 1, value, bold)
    workbook.close()


def _peak_mib() -> float:
    """The most memory that this process has had, in MiB; 0 where nothing says so."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _median_seconds(job: Callable[[], None]) -> float:
    """Return the middle one of three runs, in seconds of the processor's time: other programs do not count."""
    found = []
    for _ in range(3):
        start = time.process_time()
        job()
        found.append(time.process_time() - start)
    return sorted(found)[1]


def measure(projects: int, folder: Path) -> dict[str, float]:
    """Time a pack and its floor."""
    report = build_report(portfolio(projects), Scope("p", PERIODS[-1]))
    path = folder / "pack.xlsx"
    write_pack(report, path)
    peak = _peak_mib()
    seconds = _median_seconds(lambda: write_pack(report, path))
    sheets = cells_of(path)
    return {
        "pack": seconds,
        "floor": _median_seconds(lambda: write_floor(sheets, folder / "floor.xlsx")),
        "XlsxWriter alone": _median_seconds(lambda: write_bare(sheets, folder / "bare.xlsx")),
        "cells": sum(len(row) for sheet in sheets for row in sheet),
        "file MiB": path.stat().st_size / 2**20,
        "peak MiB": peak,
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000, Path(scratch))))

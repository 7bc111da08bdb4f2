"""What the tests of the pack share: reports to write, packs read back, and LibreOffice to work their formulas out."""

import shutil
import subprocess
import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from asc_desktop.domain.dataset import Records
from asc_desktop.domain.fields import Record
from asc_desktop.domain.records import Portfolio, Programme, Project, SavingsLine, Theme
from asc_desktop.domain.report import Report, Scope
from asc_desktop.domain.report_builder import build_report
from tests.unit.domain.portfolio import Desk

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

# LibreOffice trusts the values of a workbook that Excel seems to have written. 0 is: always work formulas out anew.
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def tables(rows: Iterable[Record]) -> Records:
    found: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        found[row.table].append(row)
    return Records(found)


def busy_desk() -> Desk:
    """One of everything that a pack shows, with figures that can be followed by hand."""
    desk = Desk()
    desk.add(Portfolio(id="portfolio", name="Adult social care", organisation="Sample council"))
    desk.add(Programme(id="far", name="Children", first_year=2024, last_year=2025, open_period="2024-06"))
    desk.add(Theme(id="far-theme", programme_id="far", name="Prevention"))
    desk.add(Project(id="far-p", ref="C-1", name="Transitions", theme_id="far-theme"))
    desk.add(SavingsLine(id="memo", project_id="q", name="Counted elsewhere", counts_in_theme_id="far-theme"))
    desk.add(SavingsLine(id="brought", project_id="far-p", name="Counted here", counts_in_theme_id="theme"))
    desk.add(
        SavingsLine(
            id="income", project_id="p", name="Charges", kind="income", recurrence="one_off",
            counts_in_theme_id="other",
        )
    )  # fmt: skip
    for line, pounds in (("pl", 1_000_000), ("ql", 400_000), ("memo", 70_000), ("brought", 30_000)):
        desk.target(line, pounds)
    desk.target("pl", 250_000, 2025)
    desk.target("income", 12_345, 2025)
    desk.change("pl", 50_000)
    desk.report("pl", 1_010_000, 150_000, period="2024-04")
    desk.report("pl", 900_000, 200_000, period="2024-05")
    desk.report("pl", 800_000, 260_000)
    desk.report("ql", 460_000, 100_000)
    desk.report("memo", 70_000)
    desk.report("brought", 25_000, 5_000)
    desk.add(desk.movement("slip", 150_000, state="approved", reason="Late start", approved_by="Board, May"))
    desk.add(desk.movement("offset", 40_000, reason="MH reablement is ahead"))
    desk.add(desk.movement("write_off", 5_000, state="approved", reason="Never there"))
    desk.add(desk.movement("slip", 30_000, from_line_id="brought", reason="More than the shortfall"))
    desk.status("green", "2024-05", narrative="All well.")
    desk.status("green", narrative="Properties failed the fire survey.\nTwo moves are late.")
    desk.status("amber", "2024-04", "q", narrative="Waiting for the panel.")
    late = desk.exception(
        "2024-05", description="Two properties failed the survey.", amount_pence=250_000_00, years="2024,2025",
        category="supply",
    )  # fmt: skip
    desk.mitigation(late, action="Agree works", owner="Head of Commissioning", due_date="2024-06-12")
    desk.mitigation(
        late, action="Find other homes.", due_date="2024-08-31", effect="Six homes", effect_pence=41_000_00
    )
    desk.mitigation(late, action="Tell the board", done_date="2024-06-03", due_date="2024-06-01")
    desk.exception("2024-04", project_id="q", description="The panel meets in July.")
    desk.exception("2024-03", project_id="q", description="No manager.", closed_period="2024-06")
    desk.exception("2024-01", project_id="q", description="No desk.", closed_period="2024-02")
    desk.milestone(baseline_date="2024-05-31", forecast_date="2024-08-15")
    return desk


def tricky_desk() -> Desk:
    """Names that spreadsheets misread: conditions, wildcards, formulas, and themes that differ by capitals only."""
    desk = busy_desk()
    desk.add(Theme(id="theme", programme_id="prog", name='=SUM(A1)*"?~', position=1))
    desk.add(Theme(id="other", programme_id="prog", name=">0", position=2))
    desk.add(Theme(id="third", programme_id="prog", name="care & <repair>", position=3))
    desk.add(Theme(id="fourth", programme_id="prog", name="Care & <Repair>", position=4))
    desk.add(Project(id="r", ref="-1", name="+44 115", theme_id="third"))
    desk.add(Project(id="s", ref="@s", name="=HYPERLINK(“http://example.org”)", theme_id="fourth"))
    desk.add(SavingsLine(id="rl", project_id="r", name="-Rates"))
    desk.add(SavingsLine(id="sl", project_id="s", name="https://example.org/"))
    desk.target("rl", 1_000)
    desk.target("sl", 2_000)
    return desk


def empty_report() -> Report:
    programme = Programme(
        id="p", name="New programme", first_year=2024, last_year=2026, open_period="2024-06"
    )
    return build_report(
        tables([Portfolio(id="portfolio", name="My portfolio"), programme]), Scope("p", "2024-06")
    )


def read(path: Path, **options: Any) -> Any:
    """Open a workbook with openpyxl, which warns that it will not keep the sparklines of what it is only to read."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparkline Group extension", category=UserWarning)
        return load_workbook(path, **options)


def cells(path: Path, *, values: bool) -> dict[tuple[str, str], Any]:
    """Every filled cell by sheet and address: what it shows, or its formula."""
    book = read(path, data_only=values)
    try:
        return {
            (sheet.title, cell.coordinate): cell.value
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
    finally:
        book.close()


def office(folder: Path, kind: str, paths: Sequence[Path]) -> list[Path]:
    """Convert workbooks with LibreOffice, every formula worked out anew; return the results in the same order."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    out = folder / kind
    out.mkdir(exist_ok=True)
    assert SOFFICE is not None
    done = subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={profile.parent.as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(out),
            *map(str, paths),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = [out / f"{path.stem}.{kind}" for path in paths]
    missing = [path.name for path in found if not path.exists()]
    assert not missing, f"LibreOffice made no {', '.join(missing)}: {done.stdout}{done.stderr}"
    return found

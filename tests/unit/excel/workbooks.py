"""What the tests of the pack share: reports to write, packs read back, and LibreOffice to work their formulas out."""

import shutil
import subprocess
import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from asc_desktop.domain.records.assurance import (
    BudgetLine,
    BudgetPosition,
    BudgetTotal,
    Issue,
    Measure,
    MeasureTarget,
    MeasureValue,
    Risk,
    RiskAction,
    RiskCategory,
    RiskScore,
)
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Portfolio,
    Programme,
    Project,
    ProjectDependency,
    SavingsLine,
    Theme,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import (
    Decision,
    DecisionFunding,
    DecisionOption,
    DecisionProject,
    DecisionSupplier,
    FundingSource,
)
from asc_desktop.domain.records.office import Activity, ActivityMonth, ActivityOutcome, ExemptMark
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
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


def full_desk() -> Desk:
    """The busy desk with a budget, decisions, activity, a measure, a risk and a dependency: every sheet has rows."""
    desk = busy_desk()
    _add_budget(desk)
    _add_decisions(desk)
    desk.add(Activity(
        id="reviews", programme_id="prog", name="Reviews", unit="reviews", project_id="p", unit_cost_pence=438_12,
        funding_pence=90_000_00,
    ))  # fmt: skip
    for month, planned, done in (
        ("2024-04", 100, 90),
        ("2024-05", 100, 70),
        ("2024-06", 100, 80),
        ("2024-07", 100, None),
    ):
        desk.add(
            ActivityMonth(id=f"m{month}", activity_id="reviews", period=month, planned=planned, done=done)
        )
    desk.add(
        ActivityOutcome(
            id="less", activity_id="reviews", name="Package reduced", rate="18.5", effect_pence=4_340_00
        )
    )
    desk.add(ActivityOutcome(
        id="more", activity_id="reviews", name="Package increased", rate="12", effect_pence=2_600_00, is_growth=1
    ))  # fmt: skip
    desk.add(
        Measure(
            id="m", programme_id="prog", name="Reviews in a year", strategy_theme="Care", unit="%", decimals=1
        )
    )
    desk.add(MeasureTarget(id="mt", measure_id="m", year=2024, target="100"))
    for month, actual in (("2024-04", "77.4"), ("2024-05", "77.7"), ("2024-06", "77.3")):
        desk.add(MeasureValue(id=f"v{month}", measure_id="m", period=month, actual=actual))
    desk.add(RiskCategory(id="other", name="Other"))
    desk.add(
        Risk(
            id="r",
            programme_id="prog",
            ref="R-1",
            description="Homes are late.",
            raised_period="2024-04",
            category="other",
        )
    )
    desk.add(
        Risk(
            id="r2",
            programme_id="prog",
            ref="R-2",
            description="Fees rise.",
            raised_period="2024-05",
            category="other",
        )
    )
    desk.add(RiskScore(id="s1", risk_id="r", period="2024-05", likelihood=3, impact=4))
    desk.add(RiskScore(id="s2", risk_id="r", period="2024-06", likelihood=5, impact=4))
    desk.add(
        RiskAction(id="ra", risk_id="r", action="Agree works", owner="Head of Supply", due_date="2024-06-01")
    )
    desk.add(Issue(
        id="i1", programme_id="prog", ref="I-1", description="The server is down.", priority="high", project_id="p",
        owner="Head of Digital", raised_period="2024-05", due_date="2024-06-12", action="Typed in by hand.",
    ))  # fmt: skip
    desk.add(Issue(
        id="i2", programme_id="prog", ref="I-2", description="A wrong number was printed.", raised_period="2024-06",
        resolved_date="2024-06-14", resolution="A second letter.",
    ))  # fmt: skip
    step = desk.milestone(
        project_id="q", name="Panel meets", baseline_date="2024-05-31", forecast_date="2025-06-30"
    )
    desk.add(ProjectDependency(id="d", project_id="p", needs_project_id="q", milestone_id=step.id))
    return desk


def _add_budget(desk: Desk) -> None:
    lines = (
        ("care", "Committee", "Living well", 0, 167_354, 51_403, 176_509, 7_426),
        ("age", "Committee", "Ageing well", 0, 158_357, 42_550, 159_128, -805),
        ("com", "Commissioning", "Commissioning", 0, -35_643, -16_944, -35_933, -501),
        ("rev", "Reserves", "Revenue reserves", 1, -12_158, 0, -12_159, -1),
    )
    for place, (key, group, name, reserve, budget, actual, forecast, before) in enumerate(lines):
        desk.add(BudgetLine(
            id=key, programme_id="prog", group_name=group, name=name, is_reserve=reserve, position=place
        ))  # fmt: skip
        desk.add(BudgetPosition(
            id=f"{key}5", line_id=key, period="2024-05", budget_pence=budget * 1_000_00,
            forecast_pence=(budget + before) * 1_000_00,
        ))  # fmt: skip
        desk.add(BudgetPosition(
            id=f"{key}6", line_id=key, period="2024-06", budget_pence=budget * 1_000_00,
            actual_pence=actual * 1_000_00, forecast_pence=forecast * 1_000_00,
        ))  # fmt: skip
    desk.add(
        BudgetLine(id="new", programme_id="prog", group_name="Committee", name="Not yet reported", position=9)
    )
    desk.add(BudgetTotal(
        id="typed", programme_id="prog", group_name="Committee", period="2024-06", budget_pence=325_711_000_00,
        forecast_pence=335_700_000_00,
    ))  # fmt: skip


def _add_decisions(desk: Desk) -> None:
    desk.add(
        FundingSource(
            id="grant", programme_id="prog", name="Care Grant", year=2024, provision_pence=1_000_000_00
        )
    )
    for key, ref, stage, pounds, date in (
        ("agency", "D-1", "for_decision", 700_000, None),
        ("winter", "D-2", "in_force", 250_000, "2024-04-02"),
    ):
        desk.add(Decision(
            id=key, programme_id="prog", ref=ref, subject=f"Spend on {key} reviews", stage=stage, key_decision=1,
            revenue_pence=pounds * 100, decision_date=date, subject_to_call_in=1, call_in_expires="2024-04-10",
            what="Extend the contracts.", why="Reviews are overdue.",
        ))  # fmt: skip
        desk.add(DecisionFunding(
            id=f"f{key}", decision_id=key, funding_source_id="grant", amount_pence=pounds * 100
        ))  # fmt: skip
        desk.add(
            DecisionSupplier(
                id=f"s{key}",
                decision_id=key,
                supplier="Agency A",
                award_pence=pounds * 100,
                award_date="2024-05-02",
            )
        )
    desk.add(DecisionOption(id="do", decision_id="agency", name="Extend", recommended=1, reason="Quickest."))
    desk.add(
        DecisionOption(id="dont", decision_id="agency", name="Do nothing", reason="Reviews stay overdue.")
    )
    desk.add(DecisionProject(id="dp", decision_id="agency", project_id="p"))


def mark_exempt(desk: Desk, *records: tuple[str, str]) -> Desk:
    """Mark records, each by table and id, exempt under paragraph 3."""
    for table, record_id in records:
        desk.add(ExemptMark(
            id=f"x-{record_id}", record_table=table, record_id=record_id, paragraph="3", reason="Negotiations."
        ))  # fmt: skip
    return desk


def exempt_desk() -> Desk:
    """The full desk with a project, a budget line, a decision and a risk that may not be published."""
    return mark_exempt(
        full_desk(), ("project", "p"), ("budget_line", "age"), ("decision", "agency"), ("risk", "r"),
    )  # fmt: skip


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

"""Workbooks of the shapes that councils and project offices publish, in words of our own."""

from datetime import date, timedelta
from pathlib import Path

from tests.trackers.grid import Grid, write_xlsx

_HEAD = {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF"}
_BAND = {"bold": True, "bg_color": "#DDEBF7"}


def empty_raid_log(folder: Path) -> Path:
    """A template: registers with headings in row 4, numbered rows with nothing else, and sheets of definitions."""
    risks = Grid("Risk Register")
    risks.put(1, 0, "Risk Register", bold=True)
    risks.row(3, 0, ["ID", "Author", "Date Identified", "Description", "Category", "Proximity", "Probability", "Impact",
                     "Exposure", "RAG Status", "Escalation", "Status", "Mitigation in Place", "Mitigation Date",
                     "Short Mitigation Brief", "Target Date"], **_HEAD)  # fmt: skip
    for number in range(1, 21):
        risks.put(3 + number, 0, number)
        risks.put(
            3 + number, 9, "", formula=f'=IF(I{number + 4}="","",LOOKUP(I{number + 4},Definition!AG3:AG5))'
        )
    issues = Grid("Issue Register")
    issues.put(1, 0, "Issues", bold=True)
    issues.row(3, 0, ["ID", "Current Status", "Type", "Priority", "Description", "Assigned to Owner",
                      "Expected Resolution Date", "Escalation Required (Y/N)?", "Impact Summary", "Action Steps",
                      "Category", "Date Identified", "Assoc ID"], **_HEAD)  # fmt: skip
    changes = Grid("Change Requests")
    changes.put(1, 0, "Change Requests", bold=True)
    changes.row(3, 0, ["ID", "Title", "Date", "Raised by", "Status"], **_HEAD)
    definitions = Grid("Definition")
    definitions.put(0, 0, "Risk Definition", bold=True)
    definitions.rows(1, 8, [["Impact", "Rating", None, "Probability", "Rating"], ["Very Low", 1, None, "Very Low", 1],
                            ["Low", 2, None, "Low", 2], ["Medium", 3, None, "Medium", 3]])  # fmt: skip
    definitions.merge(2, 0, 6, 0, "Probability")
    definitions.rows(
        2, 1, [[f"Level {row}", *(row * impact for impact in range(1, 6))] for row in range(5, 0, -1)]
    )
    chart = Grid("RAG Chart")
    chart.put(0, 0, "RAG Status")
    chart.rows(1, 1, [[row, *(row * impact for impact in range(1, 6))] for row in range(5, 0, -1)])
    return write_xlsx(folder / "RAID template.xlsx", [risks, issues, changes, definitions, chart])


def filled_raid_log(folder: Path) -> Path:
    """Document control and merged counts above headings in row 11, an empty first column, levels in words."""
    grids = []
    registers: tuple[tuple[str, list[str], list[list[str | None]]], ...] = (
        ("Risks", ["Risk ID", "Category", "Risk Description", "Trigger / Cause", "Probability", "Impact", "Risk Rating",
                   "Mitigation Plan", "Contingency Plan", "Owner", "Date Raised", "Review Date", "Status", "Remarks"],
         [
             ["R-001", "Workforce", "Too few occupational therapists for the reviews", "Two vacancies", "MEDIUM",
              "HIGH", "HIGH", "Advertise jointly with health.", "Agency cover for 12 weeks.", "Head of Therapy",
              "05/02/25", "05/03/25", "OPEN", "Weekly look"],
             ["R-002", "Technical", "Case records move late", "Supplier slips", "MEDIUM", "HIGH", "HIGH",
              "Rehearse the move twice.", "Keep the old system a month.", "Systems Lead", "16/01/25", "21/02/25",
              "OPEN", None],
             ["R-003", "Scope", "More teams ask to join the pilot", "No agreed limit", "LOW", "MEDIUM", "LOW",
              "Agree the limit at the board.", None, "Programme Manager", "10/02/25", "28/02/25", "CLOSED", None],
         ]),
        ("Assumptions", ["Assumption ID", "Category", "Assumption Description", "Basis / Rationale", "Owner",
                         "Date Raised", "Validated By", "Validation Date", "Status", "Impact if Wrong", "Remarks"],
         [
             ["A-001", "Resource", "Reviewers work full time on the pilot", "Agreed at kick-off", "Programme Manager",
              "02/01/25", "Sponsor", "18/01/25", "VALIDATED", "The pilot slips", None],
         ]),
        ("Issues", ["Issue ID", "Category", "Issue Description", "Impact", "Priority", "Raised By", "Owner",
                    "Date Raised", "Target Date", "Actual Res. Date", "Status", "Resolution Action", "Remarks"],
         [
             ["I-001", "Technical", "Test environment came two days late", "Testing moves to 12 Feb", "MEDIUM",
              "Systems Lead", "Systems Lead", "05/02/25", "07/02/25", "17/02/25", "CLOSED",
              "Servers are in place.", None],
             ["I-002", "Data", "Duplicate client records", "The trial move fails its checks", "HIGH",
              "Analyst", "Analyst", "19/02/25", "21/02/25", None, "OPEN", "A script is being written.", None],
         ]),
        ("Dependencies", ["Dep. ID", "Type", "Dependency Description", "Dependent On", "Owner", "External Party",
                          "Required By", "Status", "Impact if Late", "Mitigation Action", "Remarks"],
         [
             ["D-001", "External", "Interface documents before the build", "Phase 3", "Systems Lead", "Supplier",
              "20/02/25", "MET", "The build can't begin", "Ask in phase 2", None],
         ]),
    )  # fmt: skip
    for name, headings, rows in registers:
        grid = Grid(name)
        last = len(headings)
        grid.merge(1, 1, 1, last, f"RAID LOG — {name.upper()}", bold=True)
        grid.merge(3, 1, 3, last, "  DOCUMENT CONTROL", **_BAND)
        grid.row(
            4,
            1,
            ["Project Name", None, None, None, "Project Manager", None, None, "Document ID", "ASC-RAID-7"],
        )
        grid.merge(6, 1, 6, last, f"  {name.upper()[:-1]} SUMMARY", **_BAND)
        for at, (label, count) in enumerate((("TOTAL", len(rows)), ("OPEN", 1), ("CLOSED", 1))):
            grid.merge(7, 1 + 2 * at, 7, 2 + 2 * at, label)
            grid.merge(8, 1 + 2 * at, 8, 2 + 2 * at, count)
            grid.put(8, 1 + 2 * at, count, formula="=COUNTA(D12:D61)")
        grid.row(10, 1, headings, **_HEAD)
        grid.rows(11, 1, rows)
        # The template's own look goes on down to row 61.
        for row in range(11 + len(rows), 61):
            grid.put(row, 1, None, bg_color="#F2F2F2")
        grids.append(grid)
    how = Grid("Instructions")
    how.merge(1, 1, 1, 2, "HOW TO USE THIS RAID LOG", bold=True)
    for at, text in enumerate(("WHAT IS A RAID LOG", "Risks, assumptions, issues and dependencies in one place.",
                               "RISKS SHEET", "Log what may keep a project from its plan.")):  # fmt: skip
        how.merge(3 + 2 * at, 1, 3 + 2 * at, 2, text)
    return write_xlsx(folder / "RAID log.xlsx", [*grids, how])


_TASKS = (
    ("Project 1 – Front door", [
        ("Discovery", "Staff workshops", "Lead", "2026-04-06", "2026-04-10", 1.0, "Complete", "Signed off"),
        ("Design", "New contact script", "BA", "2026-04-14", "2026-04-19", 0.5, "In Progress", None),
        ("Deploy", "Pilot in two teams", "Lead", "2026-05-09", "2026-05-13", 0.0, "Not Started", None),
    ]),
    ("Project 2 – Shared Lives", [
        ("Planning", "Carer survey", "Analyst", "2026-04-10", "2026-04-15", 0.6, "In Progress", "Replies missing"),
        ("Build", "Fee model", "Finance", "2026-04-15", "2026-04-26", 0.3, "In Progress", None),
    ]),
)  # fmt: skip


def gantt_workbook(folder: Path) -> Path:
    """Emoji in sheet names, blocks of merged cells, groups as ``▶ Project 1``, days across, a legend, counts below."""
    dashboard = Grid("📊 Dashboard")
    dashboard.merge(1, 1, 1, 6, "  PROJECT PORTFOLIO TRACKER", bold=True)
    dashboard.merge(2, 1, 2, 6, "  Last Updated: April 09, 2026   |   Portfolio: Adult Social Care")
    dashboard.merge(4, 1, 4, 6, "  PROJECT HEALTH SUMMARY", **_BAND)
    dashboard.row(
        5,
        1,
        ["PROJECT", "DESCRIPTION / OBJECTIVE", "STATUS", "KEY RISKS", "NEXT STEPS", "OWNER / DUE DATE"],
        **_HEAD,
    )
    for at, (name, what, status) in enumerate((
        ("Project 1 – Front door", "One number for every first contact.", "🟢 On Track"),
        ("Project 2 – Shared Lives", "Twenty more Shared Lives carers.", "🔴 At Risk"),
    )):  # fmt: skip
        for column, text in enumerate((name, what, status, "• Too few carers\n• Panel is slow",
                                       "• Write to carers\n• Book the panel", "Head\nDue: 05/13/2026")):  # fmt: skip
            dashboard.merge(6 + 5 * at, 1 + column, 9 + 5 * at, 1 + column, text)
    dashboard.put(18, 1, "STATUS LEGEND", bold=True)
    dashboard.row(19, 1, ["🟢 On Track", "🟡 Caution", "🔴 At Risk"])

    gantt = Grid("📅 Gantt Chart")
    gantt.merge(0, 1, 0, 33, "  PROJECT TIMELINE  —  GANTT CHART", bold=True)
    first = date(2026, 4, 6)
    for week in range(4):
        gantt.merge(1, 6 + 7 * week, 1, 12 + 7 * week, f"Wk {week + 1}  {first + timedelta(7 * week):%m/%d}")
    gantt.row(2, 1, ["PROJECT", "PHASE", "ACTIVITY", "OWNER", "DUE DATE"], **_HEAD)
    for day in range(28):
        gantt.put(2, 6 + day, f"{first + timedelta(day):%d}", **_HEAD)
    tasks = Grid("✅ Task Tracker")
    tasks.merge(1, 1, 1, 9, "  ACTIVITY TRACKER  —  ALL PROJECTS", bold=True)
    tasks.merge(2, 1, 2, 9, "  Track tasks and milestones of all projects")
    tasks.row(3, 1, ["PROJECT", "PHASE", "ACTIVITY / TASK", "OWNER", "START DATE", "DUE DATE", "% COMPLETE", "STATUS",
                     "NOTES / BLOCKERS"], **_HEAD)  # fmt: skip
    row, line = 3, 4
    for group, lines in _TASKS:
        gantt.merge(row, 1, row, 4, f"  {group.upper()}", **_BAND)
        tasks.merge(line, 1, line, 9, f"  ▶  {group}", **_BAND)
        for phase, task, owner, start, due, done, status, notes in lines:
            row, line = row + 1, line + 1
            gantt.row(row, 2, [phase, task, owner, date.fromisoformat(due)])
            for day in range(
                (date.fromisoformat(start) - first).days, (date.fromisoformat(due) - first).days + 1
            ):
                if day < 28:
                    gantt.put(row, 6 + day, None, bg_color="#2E6DA4")
            tasks.row(line, 2, [phase, task, owner, date.fromisoformat(start), date.fromisoformat(due)])
            tasks.put(line, 7, done, num_format="0%")
            tasks.row(line, 8, [status, notes])
        row, line = row + 1, line + 1
    gantt.put(row + 1, 1, "  ▲ Today: April 09, 2026   |   Yellow column = today   |   Gray = weekend")
    tasks.merge(line + 1, 1, line + 1, 3, "SUMMARY COUNTS  (auto-calculated)", bold=True)
    tasks.row(line + 2, 1, ["Total Tasks", None, "Complete", None, "In Progress", None, "Not Started"])
    for column, count in ((1, 5), (3, 1), (5, 3), (7, 1)):
        tasks.put(line + 3, column, count, formula=f'=COUNTIF(I5:I{line},"x")')
    how = Grid("📖 How To Use")
    how.merge(0, 1, 0, 2, "  HOW TO USE THIS TRACKER", bold=True)
    how.rows(2, 1, [["SHEET", "PURPOSE"], ["📊 Dashboard", "For the board"], ["📅 Gantt Chart", "The timeline"],
                    ["✅ Task Tracker", "The tasks"]])  # fmt: skip
    return write_xlsx(folder / "Project plan.xlsx", [dashboard, gantt, tasks, how])


def project_office_csv(folder: Path) -> tuple[Path, Path, Path]:
    """Three files that name one another by ids: projects, milestones and risks, with headings in code."""
    projects = ("project_id,project_name,domain,budget,team_size,start_date,planned_end_date,status\n"
                "PRJ001,Front door redesign,Access,250000,12,2025-01-06,2025-11-10,On Track\n"
                "PRJ002,Shared Lives growth,Living,80000,6,2025-01-06,2025-06-23,Off Track\n")  # fmt: skip
    milestones = ("milestone_id,project_id,milestone_name,planned_date,actual_date,status,delay_weeks\n"
                  "MS001,PRJ001,Project kickoff,2025-02-03,2025-02-24,Delayed,3\n"
                  "MS002,PRJ001,Script agreed,2025-03-10,2025-03-10,On Time,0\n"
                  "MS003,PRJ002,Project kickoff,2025-02-10,2025-02-10,On Time,0\n")  # fmt: skip
    risks = ("risk_id,project_id,week_raised,risk_type,probability,impact,risk_score,status,mitigation_action\n"
             "RSK001,PRJ001,33,Budget overrun,0.84,0.91,0.76,Open,Ask for an early review\n"
             "RSK002,PRJ002,19,Provider fails,0.39,0.38,0.15,Escalated,Meet the provider\n")  # fmt: skip
    paths = []
    for name, text in (("projects", projects), ("milestones", milestones), ("risks", risks)):
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return paths[0], paths[1], paths[2]


def major_projects_csv(folder: Path) -> Path:
    """A government release: names in capitals, quoted commas, costs in £m, long decimals, empty ratings, US dates."""
    path = folder / "major projects.csv"
    path.write_text(
        "project,department,category,year,project_id,cost_m,variance_pct,duration_months,start_date,rating\n"
        "Community Hubs Programme,ASC,Service Delivery,2024-25,ASC_0133_2223-Q1,5.58,12.79,178.97503285151117,"
        "04/28/2023,\n"
        '"EQUIPMENT, ADAPTATIONS AND REPAIRS PROGRAMME",ASC,Service Delivery,2024-25,ASC_0040_2122-Q3,11.9218,0.0,'
        "120.9592641261498,06/02/2021,AMBER\n"
        'NEW "EXTRA CARE" PROGRAMME,HSG,Infrastructure,2024-25,HSG_0066_2021-Q2,60.008,54.1,303.05519053876475,'
        "09/15/2020,RED\n"
        "POSTAL ASSESSMENTS - NEW IT SYSTEM,ASC,ICT,2024-25,ASC_0293_2324-Q3,,,,,\n",
        encoding="utf-8",
    )
    return path


def months_across(folder: Path) -> Path:
    """A benefits profile: months as dates across, shown as ``Sep-18``, a cumulative row under each total."""
    grid = Grid("Benefits profile")
    grid.put(0, 0, "Benefits realisation profile 2018/19 (£000)", bold=True)
    grid.row(2, 0, ["Ref", "Benefit", "Owner"], **_HEAD)
    months = [date(2018 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]
    for at, month in enumerate(months):
        grid.put(2, 3 + at, month, num_format="mmm-yy", **_HEAD)
    grid.put(2, 15, "Total", **_HEAD)
    lines = (("B1", "Fewer agency shifts", "Head of Provider Services", [5] * 12),
             ("B2", "Lower void costs", "Head of Housing", [0] * 6 + [10] * 6))  # fmt: skip
    for at, (ref, name, owner, amounts) in enumerate(lines):
        grid.row(3 + at, 0, [ref, name, owner])
        for month, amount in enumerate(amounts):
            grid.put(3 + at, 3 + month, amount)
        grid.put(3 + at, 15, sum(amounts), formula=f"=SUM(D{at + 4}:O{at + 4})")
    sums = [sum(line[3][month] for line in lines) for month in range(12)]
    grid.put(5, 1, "Total", bold=True)
    grid.put(6, 1, "Cumulative", bold=True)
    for month in range(12):
        grid.put(5, 3 + month, sums[month], formula=f"=SUM({chr(68 + month)}4:{chr(68 + month)}5)")
        grid.put(6, 3 + month, sum(sums[: month + 1]))
    return write_xlsx(folder / "Benefits profile.xlsx", [grid])


def programme_workbook(folder: Path) -> Path:
    """26 sheets of which 11 are hidden, over a thousand merges, and the tracker itself in the middle of it."""
    grids = []
    for number in range(12):
        sheet = Grid(f"Archive {number}" if number else "Cover", hidden=number > 0)
        for row in range(80):
            sheet.merge(row, 0, row, 3, f"Line {row + 1} of an old return" if row else "Old return")
        grids.append(sheet)
    tracker = Grid("🧭 Tracker")
    tracker.merge(0, 0, 0, 11, "TRANSFORMATION PROGRAMME", bold=True)
    tracker.row(2, 0, ["Reporting month:", "September 2024", None, "Prepared by:", "PMO"])
    for left, right, band in ((0, 4, "PROJECT"), (5, 6, "2024/25"), (7, 8, "2025/26"), (9, 11, "DELIVERY")):
        tracker.merge(4, left, 4, right, band, **_HEAD)
    tracker.row(5, 0, ["Ref", "Project", "SRO", "Start", "End", "Target £000", "Forecast £000", "Target £000",
                       "Forecast £000", "RAG", "Update", "Next milestone"], **_HEAD)  # fmt: skip
    tracker.merge(6, 0, 6, 11, "Prevention", **_BAND)
    rows = [
        ["P1", "Front door", "Director", date(2024, 4, 1), date(2025, 3, 31), 120, 100, 240, 240, "G", "On course",
         "Pilot ends"],
        ["P2", "Reablement", "AD Operations", date(2024, 5, 1), "TBC", 80.5, 80.5, 90, "TBC", "A", "Posts vacant",
         "Advert out"],
    ]  # fmt: skip
    tracker.rows(7, 0, rows)
    tracker.merge(9, 0, 9, 4, "Subtotal", bold=True)
    tracker.row(9, 5, [200.5, 180.5, 330, 240])
    tracker.merge(10, 0, 10, 11, "Living well", **_BAND)
    tracker.rows(11, 0, [["P3", "Shared Lives", "AD Commissioning", date(2024, 6, 1), date(2026, 3, 31), 50, 20, 150,
                          100, "R", "Two carers left", "Panel"]])  # fmt: skip
    tracker.merge(12, 0, 12, 4, "TOTAL", bold=True)
    for column, total in ((5, 250.5), (6, 200.5), (7, 480), (8, 340)):
        tracker.put(12, column, total, formula="=1", bold=True)
    tracker.put(
        14, 0, "Figures agreed with finance on 30/09/2024; P2’s end date is to be confirmed.", italic=True
    )
    grids.append(tracker)
    for number in range(13):
        sheet = Grid(f"Area {number + 1}")
        for row in range(0, 30, 2):
            sheet.merge(row, 0, row, 5, f"Area {number + 1}: chart {row}")
        grids.append(sheet)
    return write_xlsx(folder / "Programme workbook.xlsx", grids)

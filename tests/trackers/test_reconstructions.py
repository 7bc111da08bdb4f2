"""Workbooks of the shapes that are published: what is found in them, what is taken and what is refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from asc_desktop.domain.importing.found import FoundTable, Role
from asc_desktop.domain.importing.plan import State
from asc_desktop.domain.records.assurance import Issue, Risk
from asc_desktop.domain.records.delivery import (
    Milestone,
    Project,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
    Theme,
)
from asc_desktop.services.session import Session
from tests.trackers import reconstructions
from tests.trackers.accounts import unaccounted
from tests.trackers.desk import Desk
from tests.trackers.grid import Grid

DeskOf = Callable[..., Desk]


def tables_of(desk: Desk, sheet: str) -> list[FoundTable]:
    return [table for table in desk.tracker.tables if table.sheet == sheet]


def roles(table: FoundTable, role: Role) -> list[int]:
    """The sheet's rows that are lines of one role, counted from 1 as Excel does."""
    return [line.at + 1 for line in table.lines if line.role is role]


def test_an_empty_raid_template_makes_nothing(desk_of: DeskOf, tmp_path: Path) -> None:
    desk = desk_of(path=reconstructions.empty_raid_log(tmp_path))
    (risks,) = tables_of(desk, "Risk Register")
    assert roles(risks, Role.HEADING) == [4]
    assert roles(risks, Role.BLANK) == list(range(5, 25))
    assert roles(risks, Role.RECORD) == []
    assert desk.rows(State.NEW, State.CHANGED) == []
    assert not desk.plan.has_refusals
    assert desk.apply().sentence


def test_a_filled_raid_log_becomes_risks_and_issues(
    desk_of: DeskOf, session: Session, tmp_path: Path
) -> None:
    desk = desk_of(path=reconstructions.filled_raid_log(tmp_path), period="2025-03")
    risks = tables_of(desk, "Risks")[-1]
    assert (roles(risks, Role.HEADING), roles(risks, Role.RECORD)) == ([11], [12, 13, 14])
    desk.answer({"LOW": "2", "MEDIUM": "3", "HIGH": "4"})
    assert unaccounted(desk) == []
    assert "1 to 5" in desk.sentences(), "Levels in words are put on a scale, and nobody is told."
    # Assumptions have no place in the program: it says so rather than make something else of them.
    assert "Assumptions" in desk.sentences()
    desk.apply()
    found = {risk.ref: risk for risk in session.records.all(Risk)}
    assert set(found) == {"R-001", "R-002", "R-003"}
    assert found["R-001"].description == "Too few occupational therapists for the reviews"
    assert found["R-001"].owner == "Head of Therapy"
    assert {ref: risk.raised_period for ref, risk in found.items()} == {
        "R-001": "2025-02", "R-002": "2025-01", "R-003": "2025-02",
    }  # fmt: skip
    issues = {issue.ref: issue for issue in session.records.all(Issue)}
    assert {ref: (i.due_date, i.resolved_date) for ref, i in issues.items()} == {
        "I-001": ("2025-02-07", "2025-02-17"), "I-002": ("2025-02-21", None),
    }  # fmt: skip
    assert session.records.all(Project) == ()


def test_tasks_under_group_rows_become_their_projects_milestones_once(
    desk_of: DeskOf, session: Session, tmp_path: Path
) -> None:
    desk = desk_of(path=reconstructions.gantt_workbook(tmp_path), period="2026-04")
    tasks = next(table for table in tables_of(desk, "✅ Task Tracker") if table.records)
    assert roles(tasks, Role.HEADING) == [4]
    assert roles(tasks, Role.GROUP) == [5, 9]
    assert roles(tasks, Role.RECORD) == [6, 7, 8, 10, 11]
    desk.apply()
    records = session.records
    by_project = {
        project.name: {
            m.name: m.forecast_date or m.baseline_date
            for m in records.of(Milestone, "project_id", project.id)
        }
        for project in records.all(Project)
    }
    assert by_project == {
        "Project 1 – Front door": {
            "Staff workshops": "2026-04-10", "New contact script": "2026-04-19", "Pilot in two teams": "2026-05-13",
        },
        "Project 2 – Shared Lives": {"Carer survey": "2026-04-15", "Fee model": "2026-04-26"},
    }  # fmt: skip


def test_three_files_of_a_project_office_join_by_their_ids(
    desk_of: DeskOf, session: Session, tmp_path: Path
) -> None:
    projects, milestones, risks = reconstructions.project_office_csv(tmp_path)
    desk = desk_of(path=projects, period="2025-04")
    desk.answer({"On Track": "On target", "Off Track": "At risk"})
    assert unaccounted(desk) == []
    assert desk.refused() == {}
    desk.apply()
    assert {p.ref: (p.name, p.start_date, p.end_date) for p in session.records.all(Project)} == {
        "PRJ001": ("Front door redesign", "2025-01-06", "2025-11-10"),
        "PRJ002": ("Shared Lives growth", "2025-01-06", "2025-06-23"),
    }
    assert len(session.records.all(StatusUpdate)) == 2
    desk = desk_of(path=milestones, period="2025-04")
    assert unaccounted(desk) == []
    desk.apply()
    records = session.records
    assert sorted(
        (records.get(Project, m.project_id).ref, m.name, m.baseline_date, m.actual_date)
        for m in records.all(Milestone)
    ) == [
        ("PRJ001", "Project kickoff", "2025-02-03", "2025-02-24"),
        ("PRJ001", "Script agreed", "2025-03-10", "2025-03-10"),
        ("PRJ002", "Project kickoff", "2025-02-10", "2025-02-10"),
    ]
    desk = desk_of(path=risks, period="2025-04")
    assert unaccounted(desk) == []
    # A probability from 0 to 1 is put on the scale of 1 to 5, and it is said.
    assert [desk.taken(cell) for cell in ("E2", "F2", "E3", "F3")] == [
        {"risk_score.likelihood": 5}, {"risk_score.impact": 5}, {"risk_score.likelihood": 2}, {"risk_score.impact": 2},
    ]  # fmt: skip
    assert "1 to 5" in desk.sentences()


def test_milestones_alone_make_each_project_that_they_name_by_its_reference(
    desk_of: DeskOf, session: Session, tmp_path: Path
) -> None:
    _, milestones, _ = reconstructions.project_office_csv(tmp_path)
    desk = desk_of(path=milestones, period="2025-04")
    assert desk.refused() == {}
    desk.apply()
    assert {project.ref for project in session.records.all(Project)} == {"PRJ001", "PRJ002"}
    assert len(session.records.all(Milestone)) == 3


def test_group_rows_name_projects_beside_a_column_that_has_colours_alone(
    desk_of: DeskOf, session: Session, tmp_path: Path
) -> None:
    grid = Grid("Task tracker")
    grid.row(0, 0, ["PROJECT", "TASK", "OWNER", "DUE DATE"], bold=True)
    grid.merge(1, 0, 1, 3, "▶ Front door", bold=True, bg_color="#D6E8F7")
    grid.rows(2, 1, [["Pilot", "Lead", date(2026, 5, 1)], ["Roll-out", "Lead", date(2026, 9, 1)]])
    for row in (2, 3):
        grid.put(row, 0, None, bg_color="#2E6DA4")
    desk_of(grid, period="2026-04").apply()
    (project,) = session.records.all(Project)
    assert project.name == "Front door"
    assert {step.name for step in session.records.all(Milestone)} == {"Pilot", "Roll-out"}


def test_a_release_of_major_projects_keeps_its_names_and_asks_about_its_ratings(
    desk_of: DeskOf, session: Session, tmp_path: Path
) -> None:
    desk = desk_of(path=reconstructions.major_projects_csv(tmp_path))
    desk.answer({"AMBER": "Experiencing obstacles", "RED": "At risk"})
    assert unaccounted(desk) == []
    desk.apply()
    assert {p.ref: (p.name, p.start_date) for p in session.records.all(Project)} == {
        "ASC_0133_2223-Q1": ("Community Hubs Programme", "2023-04-28"),
        "ASC_0040_2122-Q3": ("EQUIPMENT, ADAPTATIONS AND REPAIRS PROGRAMME", "2021-06-02"),
        "HSG_0066_2021-Q2": ('NEW "EXTRA CARE" PROGRAMME', "2020-09-15"),
        "ASC_0293_2324-Q3": ("POSTAL ASSESSMENTS - NEW IT SYSTEM", None),
    }
    assert len(session.records.all(StatusUpdate)) == 2


def test_months_across_are_taken_for_no_year_and_no_total_for_a_benefit(
    desk_of: DeskOf, session: Session, tmp_path: Path
) -> None:
    desk = desk_of(path=reconstructions.months_across(tmp_path), period="2018-09")
    (table,) = tables_of(desk, "Benefits profile")
    assert roles(table, Role.HEADING) == [3]
    assert roles(table, Role.RECORD) == [4, 5]
    assert roles(table, Role.TOTAL) == [6, 7]
    assert [column.heading for column in table.columns][:4] == ["Ref", "Benefit", "Owner", "April 2018"]
    assert unaccounted(desk) == []
    desk.apply()
    records = session.records
    assert not [t for t in records.all(SavingsTarget) if t.target_pence == 500_000]
    assert not [p for p in records.all(SavingsPosition) if p.forecast_pence == 500_000]
    assert {line.name for line in records.all(SavingsLine)} <= {"Fewer agency shifts", "Lower void costs"}


def test_the_tracker_in_a_workbook_of_26_sheets_is_found_and_the_rest_makes_nothing(
    desk_of: DeskOf, session: Session, tmp_path: Path
) -> None:
    desk = desk_of(path=reconstructions.programme_workbook(tmp_path))
    assert len(desk.tracker.workbook.sheets) == 26
    table = next(t for t in tables_of(desk, "🧭 Tracker") if t.records)
    assert roles(table, Role.HEADING) == [5, 6]
    assert roles(table, Role.GROUP) == [7, 11]
    assert roles(table, Role.RECORD) == [8, 9, 12]
    assert roles(table, Role.TOTAL) == [10, 13]
    assert {row.sheet for row in desk.rows(State.NEW)} == {"🧭 Tracker"}
    assert {total.verdict for total in desk.plan.totals} == {"agrees"}
    desk.apply()
    records = session.records
    projects = {p.ref: p for p in records.all(Project)}
    assert {ref: (p.name, p.sponsor, p.start_date, p.end_date) for ref, p in projects.items()} == {
        "P1": ("Front door", "Director", "2024-04-01", "2025-03-31"),
        "P2": ("Reablement", "AD Operations", "2024-05-01", None),
        "P3": ("Shared Lives", "AD Commissioning", "2024-06-01", "2026-03-31"),
    }
    assert {ref: records.get(Theme, p.theme_id).name for ref, p in projects.items()} == {
        "P1": "Prevention", "P2": "Prevention", "P3": "Living well",
    }  # fmt: skip
    lines = {line.id: records.get(Project, line.project_id).ref for line in records.all(SavingsLine)}
    assert {(lines[t.line_id], t.year): t.target_pence for t in records.all(SavingsTarget)} == {
        ("P1", 2024): 12_000_000, ("P2", 2024): 8_050_000, ("P3", 2024): 5_000_000,
        ("P1", 2025): 24_000_000, ("P2", 2025): 9_000_000, ("P3", 2025): 15_000_000,
    }  # fmt: skip
    assert {(lines[p.line_id], p.year): p.forecast_pence for p in records.all(SavingsPosition)} == {
        ("P1", 2024): 10_000_000, ("P2", 2024): 8_050_000, ("P3", 2024): 2_000_000,
        ("P1", 2025): 24_000_000, ("P3", 2025): 10_000_000,
    }  # fmt: skip
    assert {p.period for p in records.all(SavingsPosition)} == {"2024-09"}
    assert len(records.all(StatusUpdate)) == 3
    assert date(2024, 9, 30).isoformat() not in {p.end_date for p in projects.values()}

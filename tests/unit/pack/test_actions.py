"""The action log: everything open, whose it is, by owner and day, and nothing that is done or closed."""

from msgspec.structs import replace

from asc_desktop.domain.records.assurance import Issue, Risk, RiskAction
from asc_desktop.domain.records.delivery import Programme, Project
from asc_desktop.domain.records.governance import Decision, DecisionProject
from asc_desktop.pack.actions import NO_OWNER, actions
from asc_desktop.pack.document import Day, Number, Table, Words
from asc_desktop.pack.edition import WHOLE
from tests.unit.domain.portfolio import OPEN, Desk


def rows(desk: Desk) -> list[tuple[str, ...]]:
    """Return owner, kind, what, of and day of each row."""
    section = actions(desk.build(), WHOLE)
    (table,) = section.blocks
    assert isinstance(table, Table)
    found = []
    for row in table.rows:
        words = [cell.text for cell in row.cells[:4] if isinstance(cell, Words)]
        day = row.cells[4]
        assert isinstance(day, Day)
        found.append((*words, day.iso or ""))
    return found


def lead(desk: Desk, project_id: str, role: str) -> None:
    held = desk.rows["project"][project_id]
    assert isinstance(held, Project)
    desk.add(replace(held, lead=role))


def test_every_kind_by_owner_and_day_and_what_has_no_owner_last(desk: Desk) -> None:
    lead(desk, "p", "Head of Care")
    desk.status("green", project="p")
    exception = desk.exception("2024-05")
    desk.mitigation(exception, action="Recruit", owner="Zoe’s role", due_date="2024-06-20")
    desk.mitigation(
        exception, action="Done already", owner="Zoe’s role", due_date="2024-05-20", done_date="2024-06-01"
    )
    desk.add(Risk(id="r", programme_id="prog", ref="R-1", description="Fees", raised_period="2024-05"))
    desk.add(
        RiskAction(id="a", risk_id="r", action="Agree rates", owner="head of care", due_date="2024-07-20")
    )
    desk.add(Issue(id="i", programme_id="prog", ref="I-1", description="Server", raised_period="2024-05"))
    desk.add(
        Decision(
            id="d", programme_id="prog", ref="D-1", subject="Extend", stage="for_decision", kind="cabinet"
        )
    )
    desk.add(DecisionProject(id="dp", decision_id="d", project_id="p"))
    assert rows(desk) == [
        ("head of care", "Risk action", "Agree rates", "R-1 Fees", "2024-07-20"),
        ("Head of Care", "Decision", rows(desk)[1][2], "D-1 Extend", rows(desk)[1][4]),
        ("Zoe’s role", "Mitigation", "Recruit", "P-1 Supported Living", "2024-06-20"),
        (NO_OWNER, "Update", "Status for June 2024", "P-2 MH reablement", "2024-06-30"),
        (NO_OWNER, "Issue", "To be settled", "I-1 Server", ""),
    ]


def test_what_is_late_says_by_how_much_and_the_headline_counts_it(desk: Desk) -> None:
    desk.mitigation(desk.exception("2024-05"), action="Recruit", owner="Lead", due_date="2024-06-20")
    section = actions(desk.build(), WHOLE)
    assert section.note == "3 open actions, 1 overdue at 30 Jun 2024, by owner and day."
    (table,) = section.blocks
    assert isinstance(table, Table)
    assert table.rows[0].cells[4:] == (Day("2024-06-20", "bad"), Number(10, tone="bad"))
    assert table.rows[1].cells[5] == Number(None)


def test_closed_projects_closed_exceptions_and_decided_decisions_are_left_out(desk: Desk) -> None:
    desk.status("blue", project="p")
    desk.status("green", project="q")
    desk.mitigation(desk.exception("2024-05"), action="Of a closed project", owner="Lead")
    desk.mitigation(
        desk.exception("2024-05", project_id="q", closed_period=OPEN), action="Closed", owner="Lead"
    )
    for ref, stage in (("D-1", "draft"), ("D-2", "withdrawn"), ("D-3", "in_force")):
        desk.add(Decision(id=ref, programme_id="prog", ref=ref, subject=ref, stage=stage, kind="cabinet"))
    assert actions(desk.build(), WHOLE).blocks == ()


def test_risks_and_issues_of_a_closed_project_and_closed_ones_are_left_out(desk: Desk) -> None:
    desk.status("blue", project="p")
    desk.status("green", project="q")
    desk.add(
        Risk(
            id="r",
            programme_id="prog",
            ref="R-1",
            description="Fees",
            raised_period="2024-05",
            project_id="p",
        )
    )
    desk.add(
        Risk(
            id="s",
            programme_id="prog",
            ref="R-2",
            description="Gone",
            raised_period="2024-05",
            closed_period=OPEN,
        )
    )
    for risk in ("r", "s"):
        desk.add(RiskAction(id=f"a{risk}", risk_id=risk, action="Agree", owner="Lead", due_date="2024-07-20"))
    desk.add(
        Issue(
            id="i",
            programme_id="prog",
            ref="I-1",
            description="Of a closed one",
            raised_period="2024-05",
            project_id="p",
        )
    )
    desk.add(
        Issue(id="j", programme_id="prog", ref="I-2", description="Resolved", raised_period="2024-05",
              resolved_date="2024-06-10", resolution="Settled")
    )  # fmt: skip
    assert actions(desk.build(), WHOLE).blocks == ()


def test_a_decision_is_its_projects_leads_else_its_programmes_and_says_how_late_it_is(desk: Desk) -> None:
    programme = desk.rows["programme"]["prog"]
    assert isinstance(programme, Programme)
    desk.add(replace(programme, lead="Programme manager"))
    for project in ("p", "q"):
        desk.status("green", project=project)
    desk.add(
        Decision(id="d", programme_id="prog", ref="D-1", subject="Extend", stage="for_decision", kind="cabinet",
                 decision_date="2024-06-20")
    )  # fmt: skip
    (table,) = actions(desk.build(), WHOLE).blocks
    assert isinstance(table, Table)
    (row,) = table.rows
    assert row.cells[0] == Words("Programme manager")
    assert row.cells[4:] == (Day("2024-06-20", "bad"), Number(10, tone="bad"))
    desk.add(DecisionProject(id="dp", decision_id="d", project_id="p"))
    assert rows(desk)[0][0] == "Programme manager", "the project has no lead"
    lead(desk, "p", "Head of Care")
    assert rows(desk)[0][0] == "Head of Care"


def test_what_nobody_owns_is_red(desk: Desk) -> None:
    desk.status("green", project="q")
    (table,) = actions(desk.build(), WHOLE).blocks
    assert isinstance(table, Table)
    assert table.rows[0].cells[0] == Words(NO_OWNER, tone="bad")

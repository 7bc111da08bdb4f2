"""What the rules refuse of an import is taken back alone, and said where it was read."""

import pytest

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.importing.plan import Plan, PlannedRecord, PlannedRow, PlannedValue, State
from asc_desktop.domain.importing.planning.proving import prove
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Milestone,
    Programme,
    Project,
    SavingsLine,
    SavingsTarget,
    Theme,
)
from asc_desktop.domain.records.fields import Record

PROGRAMME = Programme(id="prog", name="ASC", first_year=2024, last_year=2027, open_period="2024-06")
THEME = Theme(id="theme", programme_id="prog", name="Independence")


def in_file(*records: Record) -> Records:
    rows: dict[str, list[Record]] = {}
    for record in (PROGRAMME, THEME, *records):
        rows.setdefault(record.table, []).append(record)
    return Records(rows)


def row_of(*records: Record, line: int = 7, state: State = State.NEW) -> PlannedRow:
    planned = tuple(
        PlannedRecord(
            table=record.table,
            record_id=record.id,
            words=record.id,
            state=state,
            values=tuple(
                PlannedValue(
                    key=key, label=key, sheet="Projects", cell=f"B{line + 1}", text="x", new=getattr(record, key),
                    state=state,
                )
                for key in record.__struct_fields__
                if key != "id" and getattr(record, key) not in {None, ""}
            ),
        )
        for record in records
    )  # fmt: skip
    return PlannedRow(sheet="Projects", line=line, words=records[0].id, state=state, records=planned)


def value_of(plan: Plan, record_id: str, key: str) -> PlannedValue:
    found = [
        value
        for row in plan.rows
        for record in row.records
        if record.record_id == record_id
        for value in record.values
        if value.key == key
    ]
    return found[0]


GOOD = Project(id="p1", ref="P1", name="Reablement", theme_id="theme")
BACKWARDS = Project(
    id="p2", ref="P2", name="Day care", theme_id="theme", start_date="2024-09-01", end_date="2024-04-01"
)


def test_what_breaks_no_rule_is_left_as_it_is() -> None:
    plan = Plan(rows=(row_of(GOOD),))
    proved, puts = prove(plan, [GOOD], in_file())
    assert proved is plan
    assert puts == (GOOD,)


def test_a_value_that_a_rule_refuses_is_left_out_and_the_rest_of_its_record_stays() -> None:
    plan = Plan(rows=(row_of(GOOD, line=7), row_of(BACKWARDS, line=8)))
    proved, puts = prove(plan, [GOOD, BACKWARDS], in_file())
    assert {record.id: getattr(record, "end_date", None) for record in puts} == {"p1": None, "p2": None}
    refused = value_of(proved, "p2", "end_date")
    assert refused.state is State.REFUSED
    assert "cannot be before the start" in refused.sentence
    assert value_of(proved, "p2", "start_date").state is State.NEW
    assert [row.state for row in proved.rows] == [State.NEW, State.NEW]
    assert proved.has_refusals


def test_a_record_that_cannot_be_goes_with_all_that_belongs_to_it_and_no_more() -> None:
    twin = Project(id="p2", ref="P1", name="Another of that reference", theme_id="theme")
    line = SavingsLine(id="l2", project_id="p2", name="Saving")
    target = SavingsTarget(id="t2", line_id="l2", year=2024, target_pence=100)
    plan = Plan(rows=(row_of(twin, line, target, line=9),))
    proved, puts = prove(plan, [twin, line, target], in_file(GOOD))
    assert puts == ()
    assert [record.state for record in proved.rows[0].records] == [State.REFUSED] * 3
    assert proved.rows[0].state is State.REFUSED
    assert "already the reference of Reablement" in value_of(proved, "p2", "ref").sentence
    assert "the savings line that it belongs to is refused" in proved.rows[0].records[2].sentence


def test_a_value_of_a_kept_record_goes_back_to_what_it_was() -> None:
    held = Project(id="p2", ref="P2", name="Day care", theme_id="theme", start_date="2024-09-01")
    then = Project(
        id="p2", ref="P2", name="Day care and respite", theme_id="theme", start_date="2024-09-01",
        end_date="2024-04-01",
    )  # fmt: skip
    plan = Plan(rows=(row_of(then, state=State.CHANGED),))
    proved, puts = prove(plan, [then], in_file(held))
    assert [(record.id, record.name, record.end_date) for record in puts if isinstance(record, Project)] == [
        ("p2", "Day care and respite", None)
    ]
    assert value_of(proved, "p2", "name").state is State.CHANGED


def test_a_change_that_is_refused_whole_leaves_nothing_to_put() -> None:
    held = Project(id="p2", ref="P2", name="Day care", theme_id="theme", start_date="2024-09-01")
    then = Project(
        id="p2", ref="P2", name="Day care", theme_id="theme", start_date="2024-09-01", end_date="2024-04-01"
    )
    plan = Plan(rows=(row_of(then, state=State.CHANGED),))
    _, puts = prove(plan, [then], in_file(held))
    assert puts == ()


@pytest.mark.parametrize("dates", [{}, {"actual_date": "2030-01-01", "baseline_date": "2024-09-01"}])
def test_what_is_left_can_be_put_whatever_was_refused(dates: dict[str, str]) -> None:
    milestone = Milestone(id="m1", project_id="p1", name="Go live", **dates)  # type: ignore[arg-type]
    plan = Plan(rows=(row_of(GOOD, milestone), row_of(BACKWARDS, line=8)))
    records = in_file()
    proved, puts = prove(plan, [GOOD, milestone, BACKWARDS], records)
    changes: dict[str, dict[str, Record | None]] = {}
    for record in puts:
        changes.setdefault(record.table, {})[record.id] = record
    then = records.with_changes(changes)
    assert [problem for record in puts for problem in problems(record, then)] == []
    assert {record.id for record in puts} == ({"p1", "p2", "m1"} if dates else {"p1", "p2"})
    assert proved.rows[0].state is State.NEW

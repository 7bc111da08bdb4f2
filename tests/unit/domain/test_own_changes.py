"""What a board is told of the council's own fields: values that are new, changed or gone, and what is not for packs."""

from typing import Any

import pytest

from asc_desktop.domain.records.assurance import Issue
from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_changes import ChangeRow
from tests.unit.domain.portfolio import Desk


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.add(OwnField(id="sponsor", record_table="project", label="Sponsor", in_pack=1))
    made.add(OwnField(id="grant", record_table="project", label="Grant", kind="money"))
    return made


def put(desk: Desk, own: str, record_id: str, value: str, table: str = "project") -> None:
    desk.add(
        OwnValue(
            id=f"{own}-{record_id}", own_field_id=own, record_table=table, record_id=record_id, value=value
        )
    )


def told(before: Report, after: Report, **more: Any) -> dict[tuple[str, str], ChangeRow]:
    rows = compare(before, after, before_name="Board", **more).of_kind("own")
    return {(row.record_id, row.what.partition(":")[0]): row for row in rows}


def test_values_that_are_new_changed_or_gone_are_told_with_what_they_were(desk: Desk) -> None:
    put(desk, "sponsor", "p", "Ann")
    put(desk, "grant", "p", "100000")
    put(desk, "grant", "q", "5000")
    before = desk.build()
    put(desk, "sponsor", "q", "Bea")
    put(desk, "grant", "p", "150000")
    del desk.rows["own_value"]["grant-q"]
    rows = told(before, desk.build())
    assert set(rows) == {("q", "Sponsor"), ("p", "Grant"), ("q", "Grant")}
    new, changed, gone = rows["q", "Sponsor"], rows["p", "Grant"], rows["q", "Grant"]
    assert (new.before, new.after, new.change) == ("", "Bea", "new")
    assert (new.project_ref, new.page, new.kind_label) == ("P-2", "projects", "Your own fields")
    assert (changed.before, changed.after, changed.difference) == ("£1,000", "£1,500", "£500 more")
    assert (changed.amount_pence, changed.effect) == (50_000, "neutral")
    assert (gone.before, gone.after, gone.change) == ("£50", "", "gone")


def test_what_a_new_project_has_goes_with_it(desk: Desk) -> None:
    before = desk.build()
    desk.add(Project(id="r", ref="P-3", name="Shared Lives", theme_id="theme"))
    put(desk, "sponsor", "r", "Ann")
    assert told(before, desk.build()) == {}


def test_a_field_that_is_new_is_one_change_and_not_one_for_each_record(desk: Desk) -> None:
    before = desk.build()
    desk.add(OwnField(id="ward", record_table="project", label="Ward"))
    put(desk, "ward", "p", "East")
    put(desk, "ward", "q", "West")
    (row,) = told(before, desk.build()).values()
    assert (row.what, row.after, row.change, row.page) == ("Field of projects", "Ward", "new", "settings")


def test_a_value_of_a_record_without_a_project_names_it(desk: Desk) -> None:
    desk.add(Issue(id="i", ref="I-1", programme_id="prog", description="No van.", raised_period="2024-05"))
    desk.add(OwnField(id="cause", record_table="issue", label="Cause"))
    before = desk.build()
    put(desk, "cause", "i", "Lease ran out", "issue")
    row = told(before, desk.build())["i", "Cause"]
    assert (row.after, row.page, row.project_ref) == ("Lease ran out", "issues", "I-1")


def test_a_pack_tells_only_of_fields_that_are_for_packs(desk: Desk) -> None:
    before = desk.build()
    put(desk, "sponsor", "p", "Ann")
    put(desk, "grant", "p", "100000")
    assert set(told(before, desk.build(), for_pack=True)) == {("p", "Sponsor")}

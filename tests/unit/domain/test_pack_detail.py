"""What a pack lists of closed projects: those closed in its month alone, and every total of all of them."""

import pytest

from asc_desktop.domain.report.pack_detail import closed_words, pack_detail
from tests.unit.domain.portfolio import Desk


@pytest.fixture
def desk() -> Desk:
    held = Desk()
    for line, pounds in (("pl", 100), ("ql", 50)):
        held.target(line, pounds)
        held.report(line, pounds)
    held.exception()
    held.milestone()
    held.milestone(project_id="q")
    held.status("green", project="q")
    return held


def test_a_project_closed_in_an_earlier_month_is_counted_and_not_listed(desk: Desk) -> None:
    desk.status("blue", "2024-05")
    report = desk.build()
    found = pack_detail(report)
    assert found.closed == {"p"}
    assert [item.ref for item in found.report.projects] == ["P-2"]
    assert found.report.exceptions == ()
    assert [item.project_id for item in found.report.milestones] == ["q"]
    for same in ("savings", "themes", "key_figures", "status_by_theme", "status_over_time", "attention"):
        assert getattr(found.report, same) == getattr(report, same)


def test_a_project_closed_in_the_month_is_listed_once_more(desk: Desk) -> None:
    desk.status("green", "2024-05")
    desk.status("blue")
    report = desk.build()
    assert pack_detail(report).report is report
    assert pack_detail(desk.build("2024-07")).closed == {"p"}


def test_where_no_other_is_left_all_are_listed(desk: Desk) -> None:
    desk.status("blue", "2024-05")
    desk.status("blue", "2024-05", project="q")
    desk.rows["status_update"] = {
        key: item
        for key, item in desk.rows["status_update"].items()
        if item.status_id == "blue"  # type: ignore[attr-defined]
    }
    report = desk.build()
    assert report.closed_ids == {"p", "q"}
    assert pack_detail(report).report is report


def test_what_is_left_out_is_said() -> None:
    assert closed_words(0) == ""
    assert closed_words(1) == "1 closed project is not listed; every total includes it."
    assert closed_words(51) == "51 closed projects are not listed; every total includes them."

"""Where what is asked begins and ends: what was closed or done in the month itself is asked about, and no later."""

from typing import Any

import pytest
from msgspec.structs import replace

from asc_desktop.domain.forms.form import FormSection, missing_in
from asc_desktop.domain.records.assurance import Measure, Risk, RiskAction
from tests.unit.domain.portfolio import Desk
from tests.unit.forms.forms import LEAD, asked_desk, form_of, rows_of


@pytest.fixture
def desk() -> Desk:
    return asked_desk()


def words(desk: Desk, key: str, sheet: int = 0, **more: Any) -> list[str]:
    return [row.words for row in rows_of(form_of(desk, **more).projects[sheet], key)]


@pytest.mark.parametrize(
    ("day", "is_asked"), [("2024-05-31", False), ("2024-06-01", True), ("2024-06-30", True)]
)
def test_a_milestone_or_an_action_done_in_the_month_can_be_put_right(
    desk: Desk, day: str, is_asked: bool
) -> None:
    desk.milestone(name="Lately", forecast_date="2024-06-15", actual_date=day)
    exception = next(iter(desk.rows["exception"].values()))
    desk.mitigation(exception, action="Lately", done_date=day)
    desk.add(RiskAction(id="lately", risk_id="risk", action="Lately", done_date=day))
    for key in ("milestones", "mitigations", "actions"):
        assert ("Lately" in words(desk, key)) is is_asked


@pytest.mark.parametrize(("month", "is_asked"), [("2024-05", False), ("2024-06", True)])
def test_an_exception_or_a_risk_closed_in_the_month_can_be_opened_again(
    desk: Desk, month: str, is_asked: bool
) -> None:
    desk.exception("2024-02", description="Lately", closed_period=month)
    risk = desk.rows["risk"]["risk"]
    assert isinstance(risk, Risk)
    desk.add(replace(risk, closed_period=month))
    assert ("Lately" in words(desk, "exceptions")) is is_asked
    assert ("R-01 Provider fails" in words(desk, "risks")) is is_asked


def test_a_projects_risk_is_asked_on_its_sheet_alone_though_the_lead_owns_it(desk: Desk) -> None:
    risk = desk.rows["risk"]["risk"]
    assert isinstance(risk, Risk)
    desk.add(replace(risk, owner=LEAD))
    assert words(desk, "risks", -1) == ["R-02 Rents rise"]


def test_an_archived_measure_is_not_asked(desk: Desk) -> None:
    measure = desk.rows["measure"]["n"]
    assert isinstance(measure, Measure)
    desk.add(replace(measure, archived=1))
    assert words(desk, "measures", -1) == ["Reviews in time (%)"]


def test_what_an_earlier_month_reported_is_answered_as_a_record_of_this_month(desk: Desk) -> None:
    sheet = form_of(desk).projects[0]
    for key in ("savings", "risks", "status"):
        assert all(row.record_id.startswith("new") for row in rows_of(sheet, key))


def section(desk: Desk, key: str) -> list[FormSection]:
    return [item for item in form_of(desk).projects[0].sections if item.key == key]


def test_the_guide_says_of_which_month_the_status_is(desk: Desk) -> None:
    assert section(desk, "status")[0].guide.startswith("These are the answers that you gave for May 2024.")
    desk.status("green")
    assert section(desk, "status")[0].guide.startswith("These are the answers that we have for June 2024.")
    desk.rows["status_update"].clear()
    assert section(desk, "status")[0].guide.startswith("Choose the project’s status in June 2024")


def test_how_actions_are_filled_in_is_said_once_a_sheet(desk: Desk) -> None:
    assert [bool(item.guide) for item in section(desk, "mitigations")] == [True, False]
    assert all(
        item.guide
        for item in form_of(desk).projects[0].sections
        if item.key not in {"mitigations", "actions"}
    )


def test_a_row_that_is_there_already_lacks_what_it_lacks_whether_begun_or_not(desk: Desk) -> None:
    row = rows_of(form_of(desk).projects[0], "status")[0]
    assert missing_in(row, {}, "2024-06", is_begun=False) == 1

"""Who is asked: the projects that lack the month's update, by lead, and who is left out."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.forms.choosing import Choice, choose
from asc_desktop.domain.records.delivery import Project, Theme
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.report.updates import is_waited_for, role_key
from tests.unit.domain.portfolio import Desk


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    for ref, lead in (("1", "Head of Housing"), ("2", " head of  HOUSING"), ("3", None), ("4", "Finance")):
        theme = "theme" if ref in "12" else "other"
        desk.add(Project(id=ref, ref=f"A-{ref}", name=ref, theme_id=theme, lead=lead))
    for old in ("p", "q"):
        desk.rows["project"].pop(old)
    return desk


def by_lead(desk: Desk, **choice: object) -> dict[str, list[str]]:
    found = choose(desk.records, Choice("prog", **choice), "2024-06")
    return {lead: [item.ref for item in projects] for lead, projects in found.by_lead.items()}


def told(desk: Desk, **choice: object) -> tuple[str, ...]:
    return choose(desk.records, Choice("prog", **choice), "2024-06").told


def test_one_lead_spelled_twice_is_one_and_projects_without_one_come_last(desk: Desk) -> None:
    assert by_lead(desk) == {"Finance": ["A-4"], "Head of Housing": ["A-1", "A-2"], "": ["A-3"]}
    assert role_key(None) == role_key("  ") == ""


def test_a_project_that_was_updated_for_the_month_is_asked_only_with_all(desk: Desk) -> None:
    desk.status("green", project="1")
    desk.status("green", "2024-05", project="2")
    assert by_lead(desk)["head of HOUSING"] == ["A-2"]
    assert told(desk) == ("Not asked: 1 project that is updated for June 2024 already (A-1).",)
    assert by_lead(desk, which="all")["Head of Housing"] == ["A-1", "A-2"]
    assert told(desk, which="all") == ()


def test_some_projects_alone_may_be_asked(desk: Desk) -> None:
    assert by_lead(desk, project_ids=("2", "4")) == {"Finance": ["A-4"], "head of HOUSING": ["A-2"]}
    assert told(desk, project_ids=("2",)) == ()


def test_archived_and_closed_projects_are_never_asked_and_are_told(desk: Desk) -> None:
    desk.add(replace(desk.rows["project"]["1"], archived=1))
    desk.status("blue", "2024-05", project="2")
    desk.status("blue", "2024-07", project="4")
    for which in ("all", "not updated"):
        assert by_lead(desk, which=which) == {"Finance": ["A-4"], "": ["A-3"]}
        assert told(desk, which=which) == (
            "Not asked: 1 project that is archived (A-1).",
            "Not asked: 1 project that is closed (A-2).",
        )


def test_a_project_whose_form_came_back_is_not_asked_again_unless_all_are(desk: Desk) -> None:
    asked = UpdateRequest(id="u", project_id="4", period="2024-06", form="F-0001", asked_on="2024-07-01")
    desk.add(asked)
    assert "Finance" in by_lead(desk)
    desk.add(replace(asked, returned_on="2024-07-02"))
    assert "Finance" not in by_lead(desk)
    assert told(desk) == (
        "Not asked: 1 project that is left out because a form for June 2024 came back (A-4).",
    )
    assert "Finance" in by_lead(desk, which="all")


def test_who_is_waited_for_is_not_asked_again_where_nobody_chooses_by_hand(desk: Desk) -> None:
    asked = UpdateRequest(id="u", project_id="4", period="2024-06", form="F-0001", asked_on="2024-07-01")
    desk.add(replace(asked, id="may", project_id="3", period="2024-05"))
    assert "Finance" in by_lead(desk, which="to ask")
    desk.add(asked)
    assert by_lead(desk, which="to ask") == {"Head of Housing": ["A-1", "A-2"], "": ["A-3"]}
    assert told(desk, which="to ask") == (
        "Not asked: 1 project that is waited for, since a form for June 2024 is out (A-4).",
    )
    # In the window it can be ticked.
    assert "Finance" in by_lead(desk)
    assert "Finance" in by_lead(desk, which="all")


def test_an_update_is_waited_for_until_something_is_there(desk: Desk) -> None:
    def waited() -> bool:
        return is_waited_for(desk.records, "4", "2024-06")

    assert not waited()
    asked = UpdateRequest(id="u", project_id="4", period="2024-06", form="F-0001", asked_on="2024-07-01")
    desk.add(asked)
    assert waited()
    desk.add(replace(asked, returned_on="2024-07-02"))
    assert not waited()
    desk.add(replace(asked, id="v", form="F-0002", asked_on="2024-07-03"))
    assert waited()
    desk.status("green", "2024-05", project="4")
    assert waited()
    desk.status("green", project="4")
    assert not waited()


def test_a_theme_and_a_lead_narrow_it(desk: Desk) -> None:
    assert by_lead(desk, theme_ids=("other",)) == {"Finance": ["A-4"], "": ["A-3"]}
    assert by_lead(desk, leads=("headofhousing",)) == {"Head of Housing": ["A-1", "A-2"]}
    assert by_lead(desk, leads=("",)) == {"": ["A-3"]}
    assert by_lead(desk, leads=("Nobody",)) == {}


def test_another_programmes_projects_are_not_asked(desk: Desk) -> None:
    desk.add(Theme(id="far", programme_id="else", name="Far"))
    desk.add(Project(id="9", ref="Z-9", name="Far", theme_id="far", lead="Finance"))
    assert by_lead(desk)["Finance"] == ["A-4"]


def test_a_project_that_is_still_to_begin_is_asked_only_with_all(desk: Desk) -> None:
    desk.add(replace(desk.rows["project"]["4"], start_date="2024-07-01"))
    assert "Finance" not in by_lead(desk)
    assert told(desk) == ("Not asked: 1 project that is still to begin (A-4).",)
    assert "Finance" in by_lead(desk, which="all")
    desk.add(replace(desk.rows["project"]["4"], start_date="2024-06-30"))
    assert "Finance" in by_lead(desk)

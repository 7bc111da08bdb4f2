"""What a person sees and is asked while a closed month is looked at, on the pages themselves."""

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Measure
from asc_desktop.domain.records.delivery import Milestone, Project
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.services.editing import archive_projects, delete_records
from asc_desktop.services.errors import EditRefused
from asc_desktop.ui.pages.registry import DESTINATIONS, Destination
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

CLOSED, OPEN = "2024-05", "2024-06"


def milestone(workspace: Workspace) -> Milestone:
    """Return a milestone of the programme looked at, which nothing needs."""
    found = [item for item in workspace.report.milestones if not item.needed_by]
    return workspace.session.records.get(Milestone, found[0].id)


def forecast(workspace: Workspace, item: Milestone, period: str) -> str | None:
    workspace.choose(workspace.programme_id, period)
    return next(row.forecast_date for row in workspace.report.milestones if row.id == item.id)


def test_a_change_of_today_holds_from_the_open_month_and_asks_nothing(
    workspace: Workspace, asker: FakeAsker
) -> None:
    item = milestone(workspace)
    workspace.apply_cells(Milestone, [(item.id, "forecast_date", "2025-01-31")])
    assert not asker.questions
    assert forecast(workspace, item, OPEN) == "2025-01-31"
    assert forecast(workspace, item, CLOSED) == item.forecast_date
    assert workspace.records.get(Milestone, item.id) == item


def test_a_change_in_the_view_of_a_closed_month_is_a_correction_of_it(
    workspace: Workspace, asker: FakeAsker
) -> None:
    item = milestone(workspace)
    workspace.choose(workspace.programme_id, CLOSED)
    workspace.apply_cells(Milestone, [(item.id, "forecast_date", "2025-01-31")])
    assert asker.questions == [
        (
            "May 2024 is closed. Its values change only by a correction, which needs a reason. "
            "To change this from the open month on instead, choose that month above first."
        )
    ]
    assert forecast(workspace, item, CLOSED) == forecast(workspace, item, OPEN) == "2025-01-31"


def test_a_correction_of_a_closed_month_leaves_what_has_changed_since(workspace: Workspace) -> None:
    item = milestone(workspace)
    workspace.apply_cells(Milestone, [(item.id, "forecast_date", "2025-01-31")])
    workspace.choose(workspace.programme_id, CLOSED)
    workspace.apply_cells(Milestone, [(item.id, "forecast_date", "2024-12-24")])
    assert forecast(workspace, item, CLOSED) == "2024-12-24"
    assert forecast(workspace, item, OPEN) == "2025-01-31"
    workspace.undo()
    assert forecast(workspace, item, CLOSED) == item.forecast_date


def test_no_reason_no_change(workspace: Workspace, asker: FakeAsker) -> None:
    asker.reason = None
    item = milestone(workspace)
    workspace.choose(workspace.programme_id, CLOSED)
    with pytest.raises(EditRefused, match="not saved"):
        workspace.apply_cells(Milestone, [(item.id, "forecast_date", "2025-01-31")])
    assert forecast(workspace, item, CLOSED) == forecast(workspace, item, OPEN) == item.forecast_date


def test_a_service_that_takes_no_reason_is_given_it_all_the_same(
    workspace: Workspace, asker: FakeAsker
) -> None:
    workspace.choose(workspace.programme_id, CLOSED)
    project = next(item for item in workspace.session.records.all(Project) if item.ref == "P-010")
    workspace.attempt(lambda _: archive_projects(workspace.session, [project]))
    assert len(asker.questions) == 1
    assert project.id not in workspace.report.project_by_id
    assert workspace.session.history(limit=1)[0].reason == asker.reason


def test_what_is_gone_now_is_corrected_in_the_closed_month_alone(
    workspace: Workspace, asker: FakeAsker
) -> None:
    item = milestone(workspace)
    delete_records(workspace.session, [item])
    workspace.choose(workspace.programme_id, CLOSED)
    shown = workspace.records.get(Milestone, item.id)
    workspace.attempt(lambda _: _put(workspace, replace(shown, forecast_date="2024-12-24")))
    assert forecast(workspace, item, CLOSED) == "2024-12-24"
    assert workspace.session.records.find(Milestone, item.id) is None
    workspace.attempt(lambda _: delete_records(workspace.session, [shown]))
    assert item.id not in [row.id for row in workspace.report.milestones]
    assert len(asker.questions) == 2
    workspace.undo()
    assert forecast(workspace, item, CLOSED) == "2024-12-24"


def test_all_programmes_together_show_what_each_has_closed_as_it_closed_it(
    workspace: Workspace, asker: FakeAsker
) -> None:
    item = milestone(workspace)
    workspace.apply_cells(Milestone, [(item.id, "forecast_date", "2025-01-31")])
    workspace.choose(None, CLOSED)
    assert (
        next(row.forecast_date for row in workspace.report.milestones if row.id == item.id)
        == item.forecast_date
    )
    workspace.apply_cells(Milestone, [(item.id, "name", "Corrected")])
    assert len(asker.questions) == 1
    other = next(iter(workspace.session.records.all(Measure)))
    workspace.apply_cells(Measure, [(other.id, "name", "Of a programme without a board")])
    assert len(asker.questions) == 1


def _put(workspace: Workspace, record: Record) -> None:
    with workspace.session.edit("Change") as edit:
        edit.put(record)


KINDS = ("project_dependency", "mitigation", "exception", "milestone", "risk_action", "decision_funding")


@pytest.mark.parametrize("destination", DESTINATIONS, ids=lambda item: item.key)
def test_every_page_shows_a_closed_month_whose_records_are_gone_now(
    destination: Destination, workspace: Workspace, qtbot: QtBot
) -> None:
    held = workspace.session.records
    with workspace.session.edit("Clear") as edit:
        edit.delete(*(record for table in KINDS for record in held.all(TYPE_BY_TABLE[table])))
    assert not workspace.report.milestones
    workspace.choose(workspace.programme_id, CLOSED)
    page = destination.load()(workspace)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    assert workspace.report.milestones
    assert workspace.report.exceptions

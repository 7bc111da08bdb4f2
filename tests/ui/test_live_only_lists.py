"""Updates and savings leave closed projects out of their lists, and of no total, until they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from asc_desktop.domain.report.groups import programme_position
from asc_desktop.domain.rules.position import total
from asc_desktop.services.reporting import report_status
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.pages.savings.page import SavingsPage
from asc_desktop.ui.pages.updates.page import UpdatesPage
from asc_desktop.ui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


Make = Callable[[type[Any]], Any]


@pytest.fixture
def make(qtbot: QtBot, workspace: Workspace) -> Make:
    """Return what makes a page: after what is to be closed was, since a row in sight stays there."""

    def made(kind: type[Any]) -> Any:
        page = kind(workspace)
        qtbot.addWidget(page)
        page.resize(1170, 690)
        page.refresh()
        page.show()
        return page

    return made


def close(workspace: Workspace, project_id: str) -> None:
    """Give a project a status that closes it, in the month looked at."""
    closing = next(status.id for status in workspace.report.status_scheme if status.closed)
    report_status(workspace.session, project_id, workspace.period, status_id=closing)


def test_savings_of_a_closed_project_are_counted_and_not_listed(make: Make, workspace: Workspace) -> None:
    panel = make(SavingsPage).matrix
    line = next(row for row in panel.model.shown_rows if row.years[workspace.report.year].target_pence)
    before = next(group.cells for group in panel.model.headings if group.key == line.theme_id)
    close(workspace, line.project_id)
    panel = make(SavingsPage).matrix
    assert line.id not in {row.id for row in panel.model.shown_rows}
    assert next(group.cells for group in panel.model.headings if group.key == line.theme_id) == before
    asides = [group for group in panel.model.headings if group.label.endswith("closed, still counted")]
    assert sum(group.count for group in asides) == len(panel.model.rows) - len(panel.model.shown_rows)
    assert panel.closed.isVisible()
    panel.closed.click()
    assert line.id in {row.id for row in panel.model.shown_rows}
    assert not [group for group in panel.model.headings if group.label.endswith("closed, still counted")]


def test_a_line_of_a_closed_project_that_is_gone_to_is_listed(make: Make, workspace: Workspace) -> None:
    line = make(SavingsPage).matrix.model.shown_rows[0]
    close(workspace, line.project_id)
    panel = make(SavingsPage).matrix
    assert line.id not in {row.id for row in panel.model.shown_rows}
    panel.select_project(line.project_id)
    assert panel.view.current_row.id == line.id
    panel.closed.click()
    panel.show_projects([line.project_id], "Chosen")
    assert [row.project_id for row in panel.model.shown_rows] == [line.project_id]
    assert not panel.closed.isVisible()


def test_updates_leave_out_what_reports_nothing_more(make: Make, workspace: Workspace) -> None:
    updates = make(UpdatesPage)
    closed = workspace.report.closed_ids
    assert closed
    shown = {row.id for row in updates.model.shown_rows}
    assert shown == {row.id for row in updates.model.rows} - closed
    assert updates.closed.isVisible()
    updates.go_to(next(iter(closed)))
    assert updates.view.current_row is not None
    assert {row.id for row in updates.model.shown_rows} >= closed
    updates.closed.click()
    assert not {row.id for row in updates.model.shown_rows} & closed
    updates.state.choose("closed")
    updates.refresh()
    before = {row.id for row in updates.model.rows if row.state == "closed"}
    assert before
    assert {row.id for row in updates.model.shown_rows} == before
    assert not updates.closed.isVisible()


def test_where_every_project_is_closed_nothing_is_due(make: Make, workspace: Workspace) -> None:
    with workspace.session.together("Close all"):
        for project in workspace.report.live_projects:
            close(workspace, project.id)
    updates = make(UpdatesPage)
    assert updates.model.shown_rows == []
    assert updates.nothing.isVisible()
    assert "Closed projects are left out of this list" in updates.nothing.accessibleDescription()
    assert not updates.chip.isVisible()
    assert not updates.notice.isVisible()
    assert updates.figures.tiles[""].value == "None due"


def test_what_is_typed_here_is_of_those_that_are_due(make: Make, workspace: Workspace) -> None:
    updates = make(UpdatesPage).actions_.updates
    typed = [row for row in updates.projects if row.state == "typed"]
    assert updates.typed_count == sum(row.is_due for row in typed) < len(typed)


def test_a_programme_chosen_in_the_matrix_is_shown_as_a_whole(make: Make, workspace: Workspace) -> None:
    workspace.choose(None)
    panel, report = make(SavingsPage).matrix, workspace.report
    for at in range(panel.model.rowCount()):
        group = panel.model.group_at(at)
        if group is None or group.is_total:
            continue
        panel.view.setCurrentIndex(panel.model.index(at, 0))
        standing = panel.standing()
        assert standing is not None
        assert standing.label == group.label
        if group.level == 0:
            assert standing.position == programme_position(report, group.label)
        else:
            assert standing.position == report.savings.by_theme[group.label][report.year]
    assert (
        total(programme_position(report, item.name) for item in report.programmes_in_scope)
        == (report.savings.by_year[report.year])
    )


def test_rows_gathered_by_a_column_stay_within_their_programmes(make: Make, workspace: Workspace) -> None:
    workspace.choose(None)
    model = make(RisksPage).list.model
    programmes = [group.label for group in model.headings if not group.is_total]
    assert len(programmes) > 1
    model.group_by("owner")
    assert [group.label for group in model.headings if group.level == 0] == programmes
    assert any(group.level == 1 for group in model.headings)
    model.group_by("")
    assert [group.label for group in model.headings] == programmes

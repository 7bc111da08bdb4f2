"""Every page of the office with a thousand rows: drawn row by row, sorted, filtered, and none a widget of its own."""

from collections.abc import Callable, Iterator
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import BudgetLine, BudgetPosition
from asc_desktop.domain.records.delivery import Milestone
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import ControlTotal
from asc_desktop.domain.records.office import Activity, ActivityMonth, ExemptMark
from asc_desktop.ui.pages.activity.page import ActivityPage
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.budget.page import BudgetPage
from asc_desktop.ui.pages.publication.page import PublicationPage
from asc_desktop.ui.pages.reconciliation.page import ReconciliationPage
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

MANY = 1_000
FRAME = 0.25
"""Seconds that no step of a scroll may take, on a machine that is busy with other tests; it takes a fiftieth of it."""

Rows = Callable[[Workspace, int], Iterator[Record]]


def budget_lines(workspace: Workspace, at: int) -> Iterator[Record]:
    line_id = workspace.session.new_id()
    yield BudgetLine(
        id=line_id,
        programme_id=workspace.programme_id or "",
        group_name=f"Group {at % 20}",
        name=f"Number {at:04d}",
    )
    yield BudgetPosition(
        id=workspace.session.new_id(), line_id=line_id, period="2024-06", budget_pence=at, forecast_pence=2 * at
    )  # fmt: skip


def activities(workspace: Workspace, at: int) -> Iterator[Record]:
    activity_id = workspace.session.new_id()
    yield Activity(id=activity_id, programme_id=workspace.programme_id or "", name=f"Number {at:04d}")
    yield ActivityMonth(
        id=workspace.session.new_id(), activity_id=activity_id, period="2024-05", planned=5, done=4
    )


def control_totals(workspace: Workspace, at: int) -> Iterator[Record]:
    yield ControlTotal(
        id=workspace.session.new_id(),
        programme_id=workspace.programme_id or "",
        name=f"Number {at:04d}",
        published_pence=at,
        year=2024,
    )


def exempt_milestones(workspace: Workspace, at: int) -> Iterator[Record]:
    milestone_id = workspace.session.new_id()
    projects = workspace.report.projects
    yield Milestone(
        id=milestone_id,
        project_id=projects[at % len(projects)].id,
        name=f"Number {at:04d}",
        baseline_date="2024-08-01",
    )
    yield ExemptMark(
        id=workspace.session.new_id(),
        record_table="milestone",
        record_id=milestone_id,
        paragraph="3",
        reason="Terms are being agreed.",
    )


@pytest.mark.parametrize(
    ("page_type", "rows"),
    [
        (BudgetPage, budget_lines),
        (ActivityPage, activities),
        (ReconciliationPage, control_totals),
        (PublicationPage, exempt_milestones),
    ],
)
def test_a_thousand_rows_scroll_sort_and_filter(
    qtbot: QtBot, workspace: Workspace, page_type: type[Page], rows: Rows
) -> None:
    made = [record for at in range(MANY) for record in rows(workspace, at)]
    with workspace.session.edit("Add many") as edit:
        edit.put(*made)
    page = page_type(workspace)
    qtbot.addWidget(page)
    page.resize(1166, 664)
    page.refresh()
    page.show()
    qtbot.waitExposed(page)
    view = max(page.findChildren(RecordTableView), key=lambda item: item.table.rowCount())
    assert len(view.table.shown_rows) >= MANY
    assert len(view.viewport().children()) < 50
    bar = view.verticalScrollBar()
    frames = []
    for position in range(0, bar.maximum() + 1, max(bar.maximum() // 20, 1)):
        begun = perf_counter()
        bar.setValue(position)
        view.viewport().grab()
        frames.append(perf_counter() - begun)
    assert len(frames) >= 20
    assert sorted(frames)[len(frames) // 2] < FRAME
    key = view.table.columns[view.shown_columns()[0]].key
    view.table.sort_by(key, descending=True)
    view.table.set_filter_text("Number 0500")
    assert len(view.table.shown_rows) == 1
    view.table.set_filter_text("")
    view.setFocus()
    view.go_to(0, view.shown_columns()[0])
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
    assert len(view.table.shown_rows) - view.currentIndex().row() <= 1

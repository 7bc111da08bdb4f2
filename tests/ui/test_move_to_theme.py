"""Projects moved to another theme: by the menu of a row on Projects and on Themes, and dragged to the tree."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QDrag
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Programme, Project, Theme
from asc_desktop.services.structure import in_order
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.shared.move_to_theme import dragged_projects, projects_data
from asc_desktop.ui.pages.structure.page import StructurePage
from asc_desktop.ui.pages.structure.panels import ThemePanel
from asc_desktop.ui.workspace import Workspace

MOVE = Qt.DropAction.MoveAction


def two_themes(workspace: Workspace) -> tuple[Theme, Theme]:
    first, second = in_order(workspace.session, Theme, workspace.programme_id)[:2]
    return first, second


def theme_of(workspace: Workspace, project_id: str) -> str:
    return workspace.session.records.get(Project, project_id).theme_id


def themes_offered(actions: list[QAction]) -> dict[str, QAction]:
    (move,) = [action for action in actions if action.text() == "Move to theme"]
    menu = move.menu()
    assert menu is not None
    return {action.text(): action for action in menu.actions()}


def opened(qtbot: QtBot, workspace: Workspace) -> tuple[StructurePage, ThemePanel]:
    page = StructurePage(workspace)
    qtbot.addWidget(page)
    page.resize(1170, 660)
    page.refresh()
    page.show()
    page.show_record(two_themes(workspace)[0].id)
    panel = page.panel
    assert isinstance(panel, ThemePanel)
    return page, panel


def test_the_menu_of_selected_projects_moves_them_and_undo_takes_them_back(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = ProjectsPage(workspace)
    qtbot.addWidget(page)
    page.resize(1170, 660)
    page.refresh()
    page.show()
    here, there = two_themes(workspace)
    ids = [row.id for row in page.list.model.shown_rows if theme_of(workspace, row.id) == here.id][:2]
    page.list.view.select_row(ids[0])
    page.list.view.selectionModel().select(
        page.list.model.index(page.list.model.position(ids[1]), 0),
        page.list.view.selectionModel().SelectionFlag.Select,
    )
    assert set(page.list.view.selected_row_ids()) == set(ids)
    offered = themes_offered(list(page.actions_for(ids)))
    assert here.name not in offered
    said: list[str] = []
    workspace.said.connect(said.append)
    offered[there.name].trigger()
    assert {theme_of(workspace, item) for item in ids} == {there.id}
    assert said == [f"2 projects moved to {there.name}. Undo takes them back."]
    workspace.undo()
    assert {theme_of(workspace, item) for item in ids} == {here.id}


def test_projects_are_dragged_from_the_list_of_a_theme_to_another(qtbot: QtBot, workspace: Workspace) -> None:
    page, panel = opened(qtbot, workspace)
    here, there = two_themes(workspace)
    ids = [row.id for row in panel.projects.table.shown_rows][:2]
    nodes = page.tree.nodes
    data = projects_data(ids)
    assert dragged_projects(data) == ids
    assert nodes.canDropMimeData(data, MOVE, -1, -1, nodes.index_of(there.id))
    programme = workspace.session.records.all(Programme)[0]
    for nowhere in (QModelIndex(), nodes.index_of(programme.id)):
        assert not nodes.canDropMimeData(data, MOVE, -1, -1, nowhere)
        nodes.dropMimeData(data, MOVE, -1, -1, nowhere)
        assert theme_of(workspace, ids[0]) == here.id
    nodes.dropMimeData(data, MOVE, -1, -1, nodes.index_of(there.id))
    assert {theme_of(workspace, item) for item in ids} == {there.id}


def test_a_press_and_a_move_drag_every_project_that_is_selected(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, panel = opened(qtbot, workspace)
    view = panel.projects
    ids = [row.id for row in view.table.shown_rows][:2]
    view.scrollTo(view.table.index(view.table.position(ids[1]), 0))
    dragged: list[list[str]] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: dragged.append(dragged_projects(drag.mimeData())))

    def middle(row_id: str) -> QPoint:
        return view.visualRect(view.table.index(view.table.position(row_id), 0)).center()

    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(view.viewport(), left, pos=middle(ids[0]))
    qtbot.mouseClick(view.viewport(), left, Qt.KeyboardModifier.ControlModifier, pos=middle(ids[1]))
    assert set(view.selected_row_ids()) == set(ids)
    qtbot.mousePress(view.viewport(), left, pos=middle(ids[1]))
    qtbot.mouseMove(view.viewport(), middle(ids[1]) + QPoint(40, 0))
    assert [set(item) for item in dragged] == [set(ids)]
    qtbot.mouseRelease(view.viewport(), left, pos=middle(ids[1]))
    qtbot.mouseClick(view.viewport(), left, pos=middle(ids[0]))
    assert view.selected_row_ids() == [ids[0]], "a click alone selects one"


def test_a_row_of_a_themes_list_has_the_menu_too(qtbot: QtBot, workspace: Workspace) -> None:
    _, panel = opened(qtbot, workspace)
    _, there = two_themes(workspace)
    row = panel.projects.table.shown_rows[0]
    assert panel.projects.row_actions is not None
    themes_offered(list(panel.projects.row_actions([row.id])))[there.name].trigger()
    assert theme_of(workspace, row.id) == there.id

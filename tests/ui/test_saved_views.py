"""Saved views: a page's filters, groups, sorting and columns come back as they were saved, on whichever page."""

from __future__ import annotations

import pytest
from msgspec import json
from PySide6.QtWidgets import QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from asc_desktop.services.projects import STATUS_KEY
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.pages.updates.page import UpdatesPage
from asc_desktop.ui.shell.saved_views import SavedView, SavedViews, TableKept
from asc_desktop.ui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def shown(page: Page, qtbot: QtBot) -> Page:
    qtbot.addWidget(page)
    page.resize(1170, 660)
    page.refresh()
    page.show()
    return page


def texts(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if not action.isSeparator()]


def test_projects_come_back_as_they_were_saved_also_in_another_session(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = ProjectsPage(workspace)
    shown(page, qtbot)
    model, view = page.list.model, page.list.view
    everything = [row.ref for row in model.shown_rows]
    page.filters.search.setText("reable")
    page.filters.group.choose("")
    page.filters.group.chosen.emit("")
    model.sort_by("target_pence", descending=True)
    model.set_value_filter(STATUS_KEY, ["On target", "Experiencing obstacles"])
    view.setColumnHidden(model.column_at("forecast_pence"), True)
    wanted = [row.ref for row in model.shown_rows]
    assert 0 < len(wanted) < len(everything)
    SavedViews(page).keep("Reablement, largest first")

    other = ProjectsPage(workspace)
    shown(other, qtbot)
    other.list.model.clear_filters()
    other.filters.search.clear()
    other.list.model.sort_by("ref")
    other.filters.group.choose("theme")
    other.filters.group.chosen.emit("theme")
    other.list.view.setColumnHidden(model.column_at("forecast_pence"), False)
    assert [row.ref for row in other.list.model.shown_rows] != wanted
    views = SavedViews(other)
    assert list(views.named()) == ["Reablement, largest first"]
    views.show("Reablement, largest first")
    assert [row.ref for row in other.list.model.shown_rows] == wanted
    assert other.filters.search.text() == "reable"
    assert other.filters.group.key == ""
    assert other.list.model.sorting == ("target_pence", True)
    assert other.list.view.isColumnHidden(model.column_at("forecast_pence"))


def test_switches_decide_what_else_is_in_sight(qtbot: QtBot, workspace: Workspace) -> None:
    page = UpdatesPage(workspace)
    shown(page, qtbot)
    page.show_only({"view": "chase"})
    page.chase.when.choose("overdue")
    page.chase.when.chosen.emit("overdue")
    wanted = [due.id for due in page.chase.shown()]
    SavedViews(page).keep("Overdue")
    page.chase.when.choose("")
    page.chase.when.chosen.emit("")
    page._show_view("updates")
    SavedViews(page).show("Overdue")
    assert page.views.current == "chase"
    assert [due.id for due in page.chase.shown()] == wanted


def test_a_register_s_state_and_choices_come_back(qtbot: QtBot, workspace: Workspace) -> None:
    page = RisksPage(workspace)
    shown(page, qtbot)
    page.filters.states.set_current("all")
    page.filters.menus["level"].choose("high")
    page.filters.changed.emit()
    wanted = [row.id for row in page.list.model.shown_rows]
    SavedViews(page).keep("High")
    page.filters.clear_all()
    page.filters.states.set_current("open")
    page.filters.changed.emit()
    assert [row.id for row in page.list.model.shown_rows] != wanted
    SavedViews(page).show("High")
    assert (page.filters.states.current, page.filters.menus["level"].key) == ("all", "high")
    assert [row.id for row in page.list.model.shown_rows] == wanted


def test_what_was_kept_of_another_version_is_passed_over(qtbot: QtBot, workspace: Workspace) -> None:
    page = ProjectsPage(workspace)
    shown(page, qtbot)
    workspace.memory.set("views/projects", "no JSON")
    assert SavedViews(page).named() == {}
    gone = TableKept('{"order":["gone"],"hidden":["gone"],"sort":["gone",true]}', {"gone": ["x"]})
    old = SavedView({"ChoiceButton Status 1": "gone", "Gone 1": "x"}, {"projects": gone, "gone": gone})
    workspace.memory.set("views/projects", json.encode({"Old": old}).decode())
    views = SavedViews(page)
    views.show("Old")
    assert len(page.list.model.shown_rows) > 40


def test_the_menu_saves_names_replaces_and_deletes(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ProjectsPage(workspace)
    shown(page, qtbot)
    views, menu = SavedViews(page), QMenu()
    qtbot.addWidget(menu)
    views.fill(menu)
    assert texts(menu) == ["Save this view…"]
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("  Mine  & yours ", True))
    menu.actions()[0].trigger()
    views.fill(menu)
    assert menu.actions()[0].text() == "Mine && yours"
    assert texts(menu)[1:] == ["Save this view…", "Delete a view"]
    menu.actions()[-1].menu().actions()[0].trigger()
    assert views.named() == {}


def test_a_page_without_a_list_says_so(qtbot: QtBot, workspace: Workspace) -> None:
    page = Page(workspace)
    shown(page, qtbot)
    menu = QMenu()
    qtbot.addWidget(menu)
    SavedViews(page).fill(menu)
    assert texts(menu) == ["Save this view…", "This page has no list to save a view of"]
    assert not any(action.isEnabled() for action in menu.actions())

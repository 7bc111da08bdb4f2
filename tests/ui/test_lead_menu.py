"""Whose records a list shows: anybody's, mine or one lead's, on every page that lists what people lead or own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.decisions.page import DecisionsPage
from asc_desktop.ui.pages.exceptions.page import ExceptionsPage
from asc_desktop.ui.pages.issues.page import IssuesPage
from asc_desktop.ui.pages.milestones.page import MilestonesPage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.pages.shared.lead_menu import MINE, LeadMenu, RolesDialog
from asc_desktop.ui.pages.updates.page import UpdatesPage
from asc_desktop.ui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEAD = "Head of Assessment"


def pick(menu: LeadMenu, words: str) -> None:
    next(action for action in menu.menu().actions() if action.text() == words).trigger()


def listed(page: Page) -> set[str]:
    """Return the roles of each thing that a page lists, joined."""
    if isinstance(page, ProjectsPage):
        return {row.lead for row in page.list.model.shown_rows}
    if isinstance(page, UpdatesPage):
        return {row.lead for row in page.model.shown_rows}
    if isinstance(page, MilestonesPage):
        projects = page.workspace.report.project_by_id
        asked = page.asked
        return {item.lead for item in projects.values() if asked.admits_project(item.id, item.theme_id)}
    return {
        "; ".join(filter(None, page.roles_of(row.report)))  # type: ignore[attr-defined]
        for row in page.list.model.shown_rows  # type: ignore[attr-defined]
    }


def menu_of(page: Page) -> LeadMenu:
    if isinstance(page, ProjectsPage):
        return page.filters.whose
    return page.whose if isinstance(page, UpdatesPage | MilestonesPage) else page.filters.whose  # type: ignore[attr-defined]


PAGES = (ProjectsPage, UpdatesPage, ExceptionsPage, RisksPage, IssuesPage, DecisionsPage, MilestonesPage)


@pytest.mark.parametrize("make", PAGES)
def test_one_lead_s_are_listed_and_nothing_else(
    make: Callable[[Workspace], Page], qtbot: QtBot, workspace: Workspace
) -> None:
    page = make(workspace)
    qtbot.addWidget(page)
    page.refresh()
    menu = menu_of(page)
    everybody = listed(page)
    roles = [action.text() for action in menu.menu().actions() if action.text()]
    assert (roles[:2], roles[-1]) == (["Any", "Mine"], "My roles…")
    assert len(everybody) > 1
    wanted = roles[2]
    pick(menu, wanted)
    shown = listed(page)
    assert shown < everybody or len(roles) == 4
    assert shown
    assert all(wanted in role for role in shown)
    pick(menu, "Any")
    assert listed(page) == everybody


def test_mine_are_asked_for_once_and_then_remembered_for_every_list(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = ProjectsPage(workspace)
    qtbot.addWidget(page)
    page.refresh()
    page.show()
    menu = page.filters.whose
    pick(menu, "Mine")
    (dialog,) = page.findChildren(RolesDialog)
    assert menu.key == ""
    for at in range(dialog.list.count()):
        if dialog.list.item(at).text() in {LEAD, "Principal Social Worker"}:
            dialog.list.item(at).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    assert menu.key == MINE
    assert listed(page) == {LEAD, "Principal Social Worker"}
    other = UpdatesPage(workspace)
    qtbot.addWidget(other)
    other.refresh()
    pick(other.whose, "Mine")
    assert listed(other) == {LEAD, "Principal Social Worker"}
    assert not other.findChildren(RolesDialog)


def test_a_role_is_one_however_it_is_spelt(qtbot: QtBot, workspace: Workspace) -> None:
    menu = LeadMenu(workspace)
    qtbot.addWidget(menu)
    menu.offer([LEAD, "head  of assessment", None, " ", "Director"])
    assert [action.text() for action in menu.menu().actions() if action.text()] == [
        "Any", "Mine", "Director", "head of assessment", "My roles…",
    ]  # fmt: skip
    assert menu.admits([None])
    pick(menu, "head of assessment")
    assert menu.admits([None, "HEAD OF ASSESSMENT"])
    assert not menu.admits(["Director", None])
    assert not menu.admits([])

"""Any list is gathered by any of its columns, and says how many rows words leave of it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Risk
from asc_desktop.services.projects import STATUS_KEY
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def groups(view: RecordTableView) -> dict[str, int]:
    return {item.label: item.count for item in view.table.headings if not item.is_total}


def press(view: RecordTableView, key: str, words: str) -> None:
    menu = view.menus.column_menu(key)
    next(action for action in menu.actions() if action.text().replace("&", "") == words).trigger()


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> RisksPage:
    made = RisksPage(workspace)
    qtbot.addWidget(made)
    made.resize(1170, 660)
    made.refresh()
    made.show()
    return made


def test_a_register_is_gathered_by_a_column_and_stays_so(
    page: RisksPage, workspace: Workspace, qtbot: QtBot
) -> None:
    view, model = page.list.view, page.list.model
    assert groups(view) == {}
    press(view, "owner", "Group by this column")
    owners = [risk.owner for risk in workspace.records.all(Risk) if model.find(risk.id) in model.shown_rows]
    assert groups(view) == {owner or "No owner": owners.count(owner) for owner in owners}
    page.refresh()
    assert len(groups(view)) == len(set(owners))
    view.hide()
    again = RisksPage(workspace)
    qtbot.addWidget(again)
    again.refresh()
    assert groups(again.list.view) == groups(view)
    press(view, "owner", "Do not group by this column")
    assert groups(view) == {}


def test_it_goes_before_the_page_s_own_groups_which_come_back(qtbot: QtBot, workspace: Workspace) -> None:
    page = ProjectsPage(workspace)
    qtbot.addWidget(page)
    page.refresh()
    view = page.list.view
    by_theme = groups(view)
    assert "Theme 1: Prevention and Independence" in by_theme
    press(view, STATUS_KEY, "Group by this column")
    assert "On target" in groups(view)
    page.filters.group.choose("theme")
    page.refresh()
    assert "On target" in groups(view)
    press(view, STATUS_KEY, "Do not group by this column")
    assert groups(view) == by_theme


def test_how_many_rows_are_left_is_said_in_the_box(page: RisksPage) -> None:
    box, model = page.filters.search, page.list.model
    box.setFixedWidth(240)
    assert box.accessibleDescription() == ""
    box.setText("hospital")
    left = len(model.shown_rows)
    assert 0 < left < len(model.rows)
    assert box.accessibleDescription() == f"{left} of {len(model.rows)}"
    assert box.textMargins().right() > 20
    box.clear()
    assert box.accessibleDescription() == ""
    assert box.textMargins().right() == 0

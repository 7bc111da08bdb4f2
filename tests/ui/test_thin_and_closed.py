"""What pages say where there is one project, hardly anything, or nothing that is not closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.rules.position import NOTHING
from asc_desktop.services.editing import new_record
from asc_desktop.ui.pages.structure.figures import Tile, tiles_of
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.widgets.navigation import NavigationRail
from tests.ui.test_nothing_cut import opened, settle

SCREEN = (1366, 768)
NEW_PROGRAMME = {"name": "Prevention", "first_year": 2024, "last_year": 2027, "open_period": "2024-06"}


def page_of(window: MainWindow, key: str) -> Any:
    page = window.show_page(key)
    settle(window)
    return page


@pytest.fixture
def closed(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return opened(qtbot, tmp_path, "closed", SCREEN)


def test_all_closed_is_not_called_free_of_risk(closed: MainWindow) -> None:
    card = page_of(closed, "overview")._at_risk
    assert not card._model.rowCount()
    assert card._empty.accessibleName() == "Every project is closed"
    closed.close()


def test_a_programme_without_a_project_is_not_called_on_target(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, tmp_path, "thin", SCREEN)
    workspace = window.workspace
    assert workspace is not None
    workspace.apply(lambda _: new_record(workspace.session, Programme, NEW_PROGRAMME))
    other = next(item for item in workspace.programmes() if item.name == "Prevention")
    workspace.choose(other.id)
    card = page_of(window, "overview")._at_risk
    assert card._empty.accessibleName() == "No projects yet"
    notes = {tile.key: tile.note for tile in tiles_of_nothing()}
    assert (notes["forecast"], notes["no_plan"]) == ("no target this year", "")
    window.close()


def tiles_of_nothing() -> tuple[Tile, ...]:
    return tiles_of(
        projects=0, position=NOTHING, open_exceptions=0, overdue=0, year="2024/25", shown_as="savings"
    )


def test_the_page_in_view_is_in_sight_on_the_rail(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, tmp_path, "one", (683, 384))
    for key in ("history", "issues", "overview"):
        page_of(window, key)
        rail = window.findChild(NavigationRail)
        row, area = rail._rows[key], rail._scroll.viewport()
        top = row.mapTo(area, QPoint(0, 0)).y()
        assert top >= 0
        assert top + row.height() <= area.height(), key
    window.close()


def test_updates_are_not_worse_because_none_is_due(closed: MainWindow) -> None:
    tile = page_of(closed, "changes").changes.tiles["updated"]
    assert tile.value.endswith("→ None due")
    assert "worse" not in tile.accessibleDescription()
    closed.close()


def test_a_timeline_without_a_row_says_so_until_closed_projects_are_shown(closed: MainWindow) -> None:
    page = page_of(closed, "milestones")
    card = page.timeline
    assert card.nothing.isVisible()
    assert not card.chart.isVisible()
    assert not card.scales.isVisible()
    page.closed.click()
    settle(closed)
    assert not card.nothing.isVisible()
    assert card.chart.isVisible()
    assert card.scales.isVisible()
    closed.close()


def test_closed_projects_are_offered_only_where_there_are_some(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, tmp_path, "one", SCREEN)
    for key in ("exceptions", "milestones", "projects"):
        page = page_of(window, key)
        switch = page.closed if key == "milestones" else page.filters.closed
        page.resize(page.width() - 5, page.height())
        settle(window)
        assert not switch.isVisible(), key
    window.close()


def test_a_small_programme_is_told_in_pounds(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, tmp_path, "one", SCREEN)
    overview = page_of(window, "overview")
    assert overview.headline.text().startswith("£125,000 of the £250,000")
    assert [tile.value for tile in overview._tiles[:4]] == ["£250,000", "£125,000", "£0", "£125,000"]
    window.close()


def test_a_total_is_under_the_figures_of_the_chips(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, tmp_path, "thin", SCREEN)
    view = page_of(window, "overview")._groups.view
    at = view.table.column_at("other")
    need = view._layout._needs.of_columns([at])[0]
    bold = view.delegate.bold_font
    from asc_desktop.ui.chip import CHIP_WORDS

    assert view.columnWidth(at) >= need.least >= CHIP_WORDS
    image = view.viewport().grab().toImage()
    total = view.table.rowCount() - 1
    place = view.visualRect(view.table.index(total, at))
    ground = image.pixelColor(place.left() + 2, place.center().y())
    inked = [
        x
        for x in range(place.left(), place.right())
        if any(image.pixelColor(x, y) != ground for y in range(place.top() + 6, place.bottom() - 5))
    ]
    assert inked
    assert inked[0] >= place.left() + CHIP_WORDS, bold
    window.close()


def test_a_long_name_of_a_theme_has_two_lines_and_a_short_one_one(closed: MainWindow) -> None:
    page = page_of(closed, "structure")
    tree = page.tree
    heights = {}
    for root in tree.nodes.roots:
        for node in root.walk():
            index = tree.nodes.index_of(node.id)
            heights[node.name] = tree.visualRect(index).height()
            words = tree.fontMetrics().horizontalAdvance(node.name)
            place = tree.visualRect(index)
            assert heights[node.name] > 40 or words < place.width(), node.name
    assert heights["Workforce having strengths-based conversations"] > heights["Prevention"] + 10
    page.header.window().resize(1920, 1080)
    settle(closed)
    page._split.setSizes([700, 800])
    settle(closed)
    index = next(
        tree.nodes.index_of(node.id)
        for root in tree.nodes.roots
        for node in root.walk()
        if node.name == "Workforce having strengths-based conversations"
    )
    assert tree.visualRect(index).height() == heights["Prevention"]
    closed.close()


def test_a_list_without_source_plans_says_what_belongs_there(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, tmp_path, "one", SCREEN)
    plans = page_of(window, "structure").plans
    assert "No source plans yet" in plans.accessibleDescription()
    said = plans.viewport().grab().toImage()
    plans._nothing = ""
    assert plans.viewport().grab().toImage() != said
    window.close()

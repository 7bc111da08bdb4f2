"""How a person arranged a page is there again the next day: bars, folded groups, the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QSplitter
from pytestqt.qtbot import QtBot

from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.structure.page import StructurePage
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from tests.ui.conftest import FakeAsker

Day = Callable[[str], Page]


@pytest.fixture
def day(qtbot: QtBot, sample_file: Path, tmp_path: Path) -> Iterator[Day]:
    """Opens the program anew at a page, as on another day."""
    files = PortfolioFiles(Context(who="Ann", machine="test", now=lambda: datetime.now(UTC)))
    path = tmp_path / "portfolio.ascp"
    path.write_bytes(sample_file.read_bytes())
    windows: list[MainWindow] = []

    def begin(key: str) -> Page:
        for window in windows:
            window.close_file()
        window = MainWindow(files, WindowMemory(tmp_path / "window.ini"), FakeAsker())
        window.resize(1366, 768)
        qtbot.addWidget(window)
        window.show()
        window.open_path(path)
        windows.append(window)
        page = window.show_page(key)
        assert page is not None
        return page

    yield begin
    windows[-1].close_file()


@pytest.mark.parametrize("key", ["exceptions", "savings", "milestones", "structure", "activity"])
def test_a_bar_is_where_it_was_dragged_to(qtbot: QtBot, day: Day, key: str) -> None:
    bar = day(key).findChildren(QSplitter)[0]
    handle, before = bar.handle(1), bar.sizes()
    down = bar.orientation() == Qt.Orientation.Vertical
    at = handle.rect().center()
    # To the side on which there is room.
    to = at + (QPoint(0, -40 if before[0] > before[1] else 40) if down else QPoint(60, 0))
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(handle, to)
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=to)
    dragged = bar.sizes()
    assert dragged != before
    again = day(key).findChildren(QSplitter)[0]
    # In shares: what is above the page may take a line more or less of its height.
    assert abs(again.sizes()[0] / sum(again.sizes()) - dragged[0] / sum(dragged)) < 0.02


def test_groups_are_as_they_were_left(day: Day) -> None:
    page = day("projects")
    assert isinstance(page, ProjectsPage)
    groups = [page.list.model.group_at(at) for at in range(page.list.model.rowCount())]
    # Not the first: the current project is in it, and is always in sight.
    _, second, *_ = [group for group in groups if group is not None and not group.is_total]
    page.list.view.toggle_group(second)
    again = day("projects")
    assert isinstance(again, ProjectsPage)
    assert again.list.model.folded == {second.key}
    again.list.model.fold_all(folded=False)
    third = day("projects")
    assert isinstance(third, ProjectsPage)
    assert third.list.model.folded == frozenset()


def test_the_tree_is_as_it_was_left(day: Day) -> None:
    page = day("structure")
    assert isinstance(page, StructurePage)
    root = page.tree.nodes.roots[1]
    page.tree.collapse(page.tree.nodes.index_of(root.id))
    again = day("structure")
    assert isinstance(again, StructurePage)
    assert not again.tree.isExpanded(again.tree.nodes.index_of(root.id))
    assert again.tree.isExpanded(again.tree.nodes.index_of(again.tree.nodes.roots[0].id))

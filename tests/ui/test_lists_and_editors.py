"""What every page of a list beside an editor does alike: its keys, the narrow window, the way back, and its buttons."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.ui.pages.decisions.page import DecisionsPage
from asc_desktop.ui.pages.exceptions.page import ExceptionsPage
from asc_desktop.ui.pages.issues.page import IssuesPage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.pages.shared.list_and_editor import ListAndEditorPage
from asc_desktop.ui.widgets.form.field_box import FieldBox
from asc_desktop.ui.workspace import Workspace

PAGES = (ProjectsPage, ExceptionsPage, RisksPage, IssuesPage, DecisionsPage)
WIDE, NARROW = (1300, 800), (683, 480)
CTRL, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)

# A chart's tooltip is raised above its window.
pytestmark = [
    pytest.mark.qt_log_ignore(r"This plugin does not support raise\(\)", extend=True),
    pytest.mark.parametrize("kind", PAGES),
]


def opened(
    qtbot: QtBot, workspace: Workspace, kind: type[ListAndEditorPage], size: tuple[int, int]
) -> ListAndEditorPage:
    page = kind(workspace)
    qtbot.addWidget(page)
    page.resize(*size)
    page.refresh()
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
    page.list.view.setFocus()
    return page


def focus_in(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and widget.isAncestorOf(focused)


def test_keys_go_to_the_editor_and_back(
    qtbot: QtBot, workspace: Workspace, kind: type[ListAndEditorPage]
) -> None:
    page = opened(qtbot, workspace, kind, WIDE)
    for there, key in ((Qt.Key.Key_F6, NONE), (Qt.Key.Key_Return, CTRL)):
        for back, modifier in ((Qt.Key.Key_F6, NONE), (Qt.Key.Key_Left, ALT)):
            qtbot.keyClick(page.list.view, there, key)
            assert focus_in(page.side)
            qtbot.keyClick(QApplication.focusWidget(), back, modifier)
            assert page.list.view.hasFocus()


def test_a_narrow_window_shows_one_at_a_time_and_enter_opens(
    qtbot: QtBot, workspace: Workspace, kind: type[ListAndEditorPage]
) -> None:
    page = opened(qtbot, workspace, kind, NARROW)
    assert (page.list.isVisible(), page.editor.isVisible()) == (True, False)
    page.list.view.select_row(page.list.model.shown_rows[-1].id)
    chosen = page.list.view.current_row.id
    qtbot.keyClick(page.list.view, Qt.Key.Key_Return)
    assert (page.list.isVisible(), page.editor.isVisible()) == (False, True)
    assert not page.header.isVisible(), "the whole height is the editor's"
    assert page.editor.shown.id == chosen
    QApplication.processEvents()
    qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert (page.list.isVisible(), page.editor.isVisible()) == (True, False)
    page.resize(*WIDE)
    assert page.list.isVisible()
    assert not page.back_button.isVisible()


def test_the_filter_is_reached_from_the_editor_in_a_narrow_window(
    qtbot: QtBot, workspace: Workspace, kind: type[ListAndEditorPage]
) -> None:
    page = opened(qtbot, workspace, kind, NARROW)
    page.list.view.select_row(page.list.model.shown_rows[0].id)
    qtbot.keyClick(page.list.view, Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F, CTRL)
    assert page.filters.search.hasFocus()
    assert page.list.isVisible()


def test_a_record_found_elsewhere_stays_shown_where_the_window_grows(
    qtbot: QtBot, workspace: Workspace, kind: type[ListAndEditorPage]
) -> None:
    page = opened(qtbot, workspace, kind, NARROW)
    last = page.list.model.shown_rows[-1].id
    page.go_to(last)
    assert page.editor.isVisible()
    page.resize(*WIDE)
    assert page.editor.shown.id == last
    assert page.list.view.current_row.id == last


def test_every_button_in_sight_says_what_it_does(
    qtbot: QtBot, workspace: Workspace, kind: type[ListAndEditorPage]
) -> None:
    page = opened(qtbot, workspace, kind, WIDE)
    buttons = [item for item in page.findChildren(QAbstractButton) if item.isVisible()]
    named = [item for item in buttons if item.accessibleName() or item.text()]
    assert [item for item in buttons if item not in named and item.parent() is page.editor] == []


def test_nothing_is_offered_before_there_is_a_programme(
    qtbot: QtBot, empty_workspace: Workspace, kind: type[ListAndEditorPage]
) -> None:
    page = opened(qtbot, empty_workspace, kind, WIDE)
    assert not any(control.isVisible() for control in page.controls)
    assert not page.list.isVisible()
    assert not page.editor.isVisible()
    seen = {item.text() for item in page.findChildren(QAbstractButton) if item.isVisible()}
    assert {"Add a programme", "Open the sample"} <= seen


@pytest.mark.parametrize("low", [480, 560, 620, 680])
def test_no_field_reaches_into_the_next_in_a_low_window(
    qtbot: QtBot, workspace: Workspace, kind: type[ListAndEditorPage], low: int
) -> None:
    page = opened(qtbot, workspace, kind, (1166, low))
    boxes = [box for box in page.side.findChildren(FieldBox) if box.isVisible()]
    for first, second in combinations(boxes, 2):
        assert first.parent() is not second.parent() or not first.geometry().intersects(second.geometry())

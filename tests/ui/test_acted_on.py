"""After a button has done what it does, the keyboard is on what it acted on, and an added row is the one selected."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Milestone
from asc_desktop.domain.records.governance import Decision, DecisionOption
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.decisions.page import DecisionsPage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.projects.tables import TableSection
from asc_desktop.ui.widgets import acted_on
from asc_desktop.ui.widgets.acted_on import keep_keyboard_where_it_acts
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def kept(qapp: QApplication) -> Iterator[None]:
    keep_keyboard_where_it_acts(qapp)
    yield
    qapp.focusChanged.disconnect(acted_on._on_focus_changed)


def shown(qtbot: QtBot, page: QWidget) -> None:
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    if isinstance(page, Page):
        page.workspace.data_changed.connect(page.refresh)
        page.refresh()
    QApplication.processEvents()


def test_after_recommend_the_keyboard_is_on_the_options(qtbot: QtBot, workspace: Workspace) -> None:
    page = DecisionsPage(workspace)
    shown(qtbot, page)
    option = next(item for item in workspace.records.all(DecisionOption) if not item.recommended)
    page.go_to(workspace.records.get(Decision, option.decision_id).id)
    page.editor.show_tab("options")
    panel = page.editor.panel("options")
    panel.view.select_row(option.id)
    QApplication.processEvents()
    button = next(each for each in panel.findChildren(QPushButton) if each.text() == "Recommend")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert workspace.records.get(DecisionOption, option.id).recommended
    assert not button.isEnabled()
    assert QApplication.focusWidget() is panel.view
    assert panel.view.current_row.id == option.id


def test_a_button_that_is_disabled_without_a_table_round_it_passes_the_keyboard_on(qtbot: QtBot) -> None:
    window = QWidget()
    first, second = QPushButton("First"), QPushButton("Second")
    column_of(first, second, into=window)
    shown(qtbot, window)
    first.setFocus()
    first.setEnabled(False)
    assert QApplication.focusWidget() is second


def test_a_person_who_moves_on_from_a_button_is_left_alone(qtbot: QtBot, workspace: Workspace) -> None:
    page = DecisionsPage(workspace)
    shown(qtbot, page)
    buttons = [each for each in page.findChildren(QPushButton) if each.isVisible() and each.isEnabled()]
    buttons[0].setFocus()
    buttons[1].setFocus()
    assert QApplication.focusWidget() is buttons[1]


def test_an_added_row_is_the_one_selected(qtbot: QtBot, workspace: Workspace) -> None:
    page = ProjectsPage(workspace)
    shown(qtbot, page)
    page.show_only({"project_id": workspace.report.milestones[0].project_id, "tab": "milestones"})
    QApplication.processEvents()
    sections = [each for each in page.findChildren(TableSection) if each.isVisible()]
    section = next(each for each in sections if each.add_button.text() == "Add milestone…")

    def fill(left: int = 100) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, RecordDialog):
            QTimer.singleShot(20, lambda: fill(left - 1) if left else None)
            return
        dialog.form.editor("name").set_value_text("Zoned last")
        dialog.form.editor("forecast_date").set_value_text("18 Jul 2024")
        dialog.accept()
        # A test that fails must not wait for an answer.
        dialog.reject()

    QTimer.singleShot(0, fill)
    section.add_button.click()
    added = next(item for item in workspace.records.all(Milestone) if item.name == "Zoned last")
    assert section._table.current_id == added.id
    assert page.window().focusWidget() is section._table

"""What is typed into a list is taken by Enter and Tab where one suggestion alone is left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Milestone, Project
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.widgets.form.editors import LineEditor
from asc_desktop.ui.widgets.form.editors_list import SearchEditor
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def opened(qtbot: QtBot, workspace: Workspace) -> tuple[RecordDialog, SearchEditor]:
    dialog = RecordDialog(workspace, Milestone, rows=["project_id", "name"])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    editor = dialog.form.editor("project_id")
    assert isinstance(editor, SearchEditor)
    editor.setFocus()
    QApplication.processEvents()
    return dialog, editor


def typed(editor: SearchEditor, words: str) -> None:
    QTest.keyClicks(editor.line, words)
    QApplication.processEvents()
    assert editor.options_list.isVisible()
    assert editor.options_list.model().rowCount() == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_the_one_suggestion_is_taken_and_the_dialog_stays(
    qtbot: QtBot, workspace: Workspace, key: Qt.Key
) -> None:
    dialog, editor = opened(qtbot, workspace)
    typed(editor, "lunch cl")
    QTest.keyClick(editor.options_list, key)
    QApplication.processEvents()
    project = workspace.records.get(Project, editor.value_text())
    assert project.name == "Lunch club grants"
    assert editor.currentText() == project.words(workspace.records)
    assert not editor.options_list.isVisible()
    assert dialog.isVisible()
    assert not dialog.form.problems


def test_the_one_suggestion_is_taken_by_a_click_elsewhere(qtbot: QtBot, workspace: Workspace) -> None:
    dialog, editor = opened(qtbot, workspace)
    typed(editor, "lunch cl")
    editor.options_list.hide()
    qtbot.mouseClick(dialog.form.editor("name"), Qt.MouseButton.LeftButton)
    dialog.form.editor("name").setFocus(Qt.FocusReason.MouseFocusReason)
    assert workspace.records.get(Project, editor.value_text()).name == "Lunch club grants"


def test_a_role_is_offered_from_those_named_before(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = RecordDialog(workspace, Project, rows=["name", "lead"])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    editor = dialog.form.editor("lead")
    assert isinstance(editor, LineEditor)
    editor.setFocus()
    QApplication.processEvents()
    assert editor.hasFocus()
    QTest.keyClicks(editor, "social c")
    QApplication.processEvents()
    offered = editor.completer().popup()
    assert offered.isVisible()
    QTest.keyClick(offered, Qt.Key.Key_Down)
    words = str(offered.currentIndex().data())
    QTest.keyClick(offered, Qt.Key.Key_Return)
    assert "Social C" in words
    assert editor.text() == words
    assert dialog.isVisible()
    assert not dialog.form.problems


def test_nothing_is_offered_once_all_of_the_one_role_left_is_typed(
    qtbot: QtBot, workspace: Workspace
) -> None:
    dialog = RecordDialog(workspace, Project, rows=["name", "lead"])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    editor = dialog.form.editor("lead")
    assert isinstance(editor, LineEditor)
    editor.suggest(lambda: ["Head of prevention", "Head of housing", "Head"])
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    QTest.keyClicks(editor, "head")
    offered = editor.completer().popup()
    assert offered.isVisible()
    assert offered.model().rowCount() == 3
    QTest.keyClicks(editor, " OF preventio")
    assert offered.isVisible()
    QTest.keyClicks(editor, "n")
    assert not offered.isVisible()
    assert editor.text() == "head OF prevention"
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert offered.isVisible()


def test_nothing_is_offered_once_all_of_the_one_project_left_is_typed(
    qtbot: QtBot, workspace: Workspace
) -> None:
    _dialog, editor = opened(qtbot, workspace)
    typed(editor, "lunch cl")
    words = str(editor.options_list.model().index(0, 0).data())
    editor.line.clear()
    QTest.keyClicks(editor.line, words)
    assert not editor.options_list.isVisible()
    assert workspace.records.get(Project, editor.value_text()).name == "Lunch club grants"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_new_role_is_saved_at_once_though_others_are_offered(
    qtbot: QtBot, workspace: Workspace, key: Qt.Key
) -> None:
    project = workspace.records.all(Project)[0]
    form = RecordForm(
        Project,
        ["name", "lead", "sponsor"],
        workspace=workspace,
        commit=lambda edits: workspace.apply_cells(Project, edits),
    )
    qtbot.addWidget(form)
    form.show()
    qtbot.waitExposed(form)
    form.activateWindow()
    QApplication.processEvents()
    form.set_record(project)
    editor = form.editor("lead")
    assert isinstance(editor, LineEditor)
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    editor.selectAll()
    QTest.keyClicks(editor, "Director")
    QApplication.processEvents()
    offered = editor.completer().popup()
    assert offered.isVisible()
    QTest.keyClick(offered, key)
    QApplication.processEvents()
    assert workspace.records.get(Project, project.id).lead == "Director"
    assert not offered.isVisible()
    QTest.keyClicks(editor, " of")
    QTest.keyClick(offered, Qt.Key.Key_Down)
    words = str(offered.currentIndex().data())
    QTest.keyClick(offered, Qt.Key.Key_Return)
    assert workspace.records.get(Project, project.id).lead == words

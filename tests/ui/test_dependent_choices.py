"""Lists of a form that follow what is in its other fields, in the real dialogs of the sample."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Milestone, Project, ProjectDependency, Theme
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.pages.projects.dialogs import PROJECT_ROWS
from asc_desktop.ui.widgets.form.editors_list import SearchEditor
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.workspace import Workspace

ROWS = ("needs_project_id", "milestone_id", "description")


def words_of(form: RecordForm, key: str) -> set[str]:
    editor = form.editor(key)
    assert isinstance(editor, SearchEditor)
    return {editor.itemText(at) for at in range(editor.count())} - {""}


def new_dependency(qtbot: QtBot, workspace: Workspace, project: Project) -> RecordDialog:
    values = {"project_id": project.id}
    dialog = RecordDialog(workspace, ProjectDependency, values=values, fixed=["project_id"], rows=ROWS)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_the_milestones_are_those_of_what_is_needed_as_soon_as_it_is_typed(
    qtbot: QtBot, workspace: Workspace
) -> None:
    records = workspace.records
    step = records.all(Milestone)[0]
    needed = records.get(Project, step.project_id)
    project = next(
        item for item in records.all(Project) if item.theme_id == needed.theme_id and item != needed
    )
    dialog = new_dependency(qtbot, workspace, project)
    form = dialog.form
    assert words_of(form, "milestone_id") == set()
    assert project.words(records) not in words_of(form, "needs_project_id")
    editor = form.editor("needs_project_id")
    assert isinstance(editor, SearchEditor)
    form.box("needs_project_id").take_focus()
    editor.line.setText(needed.ref)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    steps = records.of(Milestone, "project_id", needed.id)
    assert words_of(form, "milestone_id") == {item.words(records) for item in steps}


def test_a_milestone_of_what_is_no_longer_needed_is_let_go(qtbot: QtBot, workspace: Workspace) -> None:
    """It stayed, and was shown by its id."""
    records = workspace.records
    step = records.all(Milestone)[0]
    one, other, third = (records.get(Project, step.project_id), *records.all(Project)[-2:])
    dialog = new_dependency(qtbot, workspace, third)
    form = dialog.form
    form.set_values({"needs_project_id": one.id})
    form.set_values({"milestone_id": step.id})
    assert form.values()["milestone_id"] == step.id
    form.set_values({"needs_project_id": other.id})
    assert form.values()["milestone_id"] == ""
    milestone = form.editor("milestone_id")
    assert isinstance(milestone, SearchEditor)
    assert milestone.line.text() == ""


def test_what_is_retired_is_shown_by_its_words_where_it_is_held(qtbot: QtBot, workspace: Workspace) -> None:
    project = workspace.records.all(Project)[0]
    theme = workspace.records.get(Theme, project.theme_id)
    with workspace.session.edit("Retire") as edit:
        edit.put(replace(theme, retired=1))
    dialog = RecordDialog(workspace, Project, record=project, rows=PROJECT_ROWS)
    qtbot.addWidget(dialog)
    editor = dialog.form.editor("theme_id")
    assert isinstance(editor, SearchEditor)
    assert editor.line.text() == theme.words(workspace.records)
    assert editor.value_text() == theme.id
    fresh = RecordDialog(workspace, Project, rows=PROJECT_ROWS)
    qtbot.addWidget(fresh)
    assert theme.words(workspace.records) not in words_of(fresh.form, "theme_id")

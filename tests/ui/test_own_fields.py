"""The council's own fields in forms and tables: with keys and clicks as a person has them."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.own import own_key, value_of
from asc_desktop.domain.words import shortened
from asc_desktop.services import own_fields
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.pages.issues.page import IssuesPage
from asc_desktop.ui.workspace import Workspace


@pytest.fixture
def ward(workspace: Workspace) -> OwnField:
    return own_fields.make(workspace.session, "issue", "Ward", "choice", choices=("East", "West"))


@pytest.fixture
def cost(workspace: Workspace) -> OwnField:
    return own_fields.make(workspace.session, "issue", "Cost so far", "money", help="What it cost.")


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace, ward: OwnField, cost: OwnField) -> IssuesPage:
    made = IssuesPage(workspace)
    qtbot.addWidget(made)
    made.resize(1170, 660)
    made.refresh()
    made.show()
    workspace.data_changed.connect(lambda _: made.refresh())
    workspace.scope_changed.connect(made.refresh)
    return made


def held(page: IssuesPage, own: OwnField) -> object:
    return value_of(page.workspace.session.records, own, page.editor.shown.id)


def test_a_form_has_the_fields_last_and_saves_what_is_typed_in_one_when_it_is_left(
    page: IssuesPage, qtbot: QtBot, cost: OwnField
) -> None:
    form = page.editor.form
    assert form.keys[-2:] == (own_key(page.workspace.session.records.all(OwnField)[-2].id), own_key(cost.id))
    editor: Any = form.editor(own_key(cost.id))
    assert "What it cost" in editor.toolTip()
    editor.setFocus()
    qtbot.keyClicks(editor, "1,250")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert held(page, cost) == 125_000
    words = page.editor.record.words(page.workspace.records)
    assert page.workspace.session.undo_action == f"Change Cost so far of {shortened(words)}"
    page.workspace.undo()
    assert editor.value_text() == ""


def test_what_the_field_refuses_stays_in_its_editor_with_the_sentence(
    page: IssuesPage, qtbot: QtBot, cost: OwnField
) -> None:
    key = own_key(cost.id)
    editor: Any = page.editor.form.editor(key)
    editor.setFocus()
    qtbot.keyClicks(editor, "a lot")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert held(page, cost) is None
    assert key in page.editor.form.problems
    assert page.editor.form.unresolved()


def test_a_table_has_a_column_that_is_typed_in_filled_copied_filtered_and_sorted(
    page: IssuesPage, qtbot: QtBot, ward: OwnField
) -> None:
    page.filters.states.set_current("all")
    page.filters.states.chosen.emit("all")
    view, model, key = page.list.view, page.list.model, own_key(ward.id)
    ids = [row.id for row in model.shown_rows]
    assert model.columns[model.column_at(key)].label == "Ward"
    if not page.is_typed_in:
        own_fields.set_values(page.workspace.session, [(ids[0], key, "West")])
    else:
        view.select_row(ids[0], key)
        assert view.edit_current(typed="west")
        qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return)
    assert value_of(page.workspace.session.records, ward, ids[0]) == "West"
    assert model.text_at(model.position(ids[0]), model.column_at(key)) == "West"
    model.set_value_filter(key, ["West"])
    assert [row.id for row in model.shown_rows] == [ids[0]]
    model.clear_filters()
    model.set_filter_text("west")
    assert [row.id for row in model.shown_rows] == [ids[0]]
    model.set_filter_text("")
    model.sort_by(key)
    assert next(iter(model.shown_rows)).id == ids[0]
    view.select_row(ids[0], key)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "West" in QGuiApplication.clipboard().text()


def test_a_field_that_is_added_or_retired_comes_and_goes_at_once(page: IssuesPage, ward: OwnField) -> None:
    more = own_fields.make(page.workspace.session, "issue", "Officer")
    assert own_key(more.id) in page.editor.form.keys
    assert own_key(more.id) in {column.key for column in page.list.model.columns}
    own_fields.change_fields(page.workspace.session, [(ward.id, "retired", "Yes")])
    assert own_key(ward.id) not in page.editor.form.keys
    assert own_key(ward.id) not in {column.key for column in page.list.model.columns}
    page.workspace.undo()
    assert own_key(ward.id) in page.editor.form.keys


def test_a_new_record_is_added_with_its_own_fields_as_one_change(qtbot: QtBot, workspace: Workspace) -> None:
    own = own_fields.make(workspace.session, "project", "Ledger", "number")
    theme = workspace.session.records.all(Project)[0].theme_id
    dialog = RecordDialog(workspace, Project, values={"theme_id": theme, "ref": "P-900"})
    qtbot.addWidget(dialog)
    dialog.show()
    for key, typed in (("name", "Tried"), (own_key(own.id), "seven")):
        editor: Any = dialog.form.editor(key)
        editor.setFocus()
        qtbot.keyClicks(editor, typed)
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    assert dialog.record is None
    assert own_key(own.id) in dialog.form.problems
    editor = dialog.form.editor(own_key(own.id))
    editor.clear()
    qtbot.keyClicks(editor, "7")
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    assert dialog.record is not None
    assert value_of(workspace.session.records, own, dialog.record.id) == "7"
    assert workspace.session.undo_action == "Add project Tried"
    workspace.undo()
    assert workspace.session.records.find(Project, dialog.record.id) is None
    assert not workspace.session.records.of(OwnValue, "own_field_id", own.id)

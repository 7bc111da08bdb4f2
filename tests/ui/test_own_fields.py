"""The council's own fields in forms and tables: with keys and clicks as a person has them."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Issue
from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.records.own import own_key, value_of
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.words import shortened
from asc_desktop.services import own_fields
from asc_desktop.services.editing import CellEdit
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.dialogs.snapshot_view import SnapshotDialog
from asc_desktop.ui.models.columns import field_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.issues.page import IssuesPage
from asc_desktop.ui.pages.settings.own import OwnFieldsSection
from asc_desktop.ui.pages.settings.page import SettingsPage
from asc_desktop.ui.widgets.table.view import RecordTableView
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


@pytest.fixture
def section(qtbot: QtBot, workspace: Workspace) -> OwnFieldsSection:
    page = SettingsPage(workspace)
    qtbot.addWidget(page)
    page.resize(1170, 660)
    page.show_only({"section": "own"})
    page.refresh()
    page.show()
    workspace.data_changed.connect(lambda _: page.refresh())
    found = page.section
    assert isinstance(found, OwnFieldsSection)
    return found


def named(workspace: Workspace, label: str) -> OwnField:
    return next(own for own in workspace.session.records.all(OwnField) if own.label == label)


def test_a_field_is_added_in_the_settings(
    section: OwnFieldsSection, qtbot: QtBot, workspace: Workspace
) -> None:
    qtbot.mouseClick(section.buttons["add"], Qt.MouseButton.LeftButton)
    dialog = section.dialog
    assert dialog is not None
    label: Any = dialog.form.editor("label")
    qtbot.keyClicks(label, "Lead")
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    assert dialog.form.problems == {
        "label": "Every project has a field called Lead already. Choose another name."
    }
    label.clear()
    qtbot.keyClicks(label, "Cabinet member")
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    added = named(workspace, "Cabinet member")
    assert (added.record_table, added.kind) == ("project", "text")
    assert section.view.current_row.id == added.id
    assert workspace.session.undo_action == "Add field of your own Cabinet member"


def test_a_kind_that_the_values_are_not_of_is_refused_beside_the_cell(
    section: OwnFieldsSection, qtbot: QtBot, workspace: Workspace
) -> None:
    own = named(workspace, "Finance code")
    outcome = section.model.apply([CellEdit(own.id, "kind", "Money")])
    assert named(workspace, "Finance code").kind == "text"
    assert "cannot be read as money" in outcome.problems[0].sentence
    assert section.view.unresolved()
    section.model.apply([CellEdit(named(workspace, "Assurance").id, "choices", "Full\nMiddling\nLimited")])
    assert "Middling" in {item.value for item in workspace.session.records.all(OwnValue)}


def test_a_field_is_moved_retired_and_deleted_with_its_values_and_comes_back(
    section: OwnFieldsSection, qtbot: QtBot, workspace: Workspace, asker: Any
) -> None:
    own = named(workspace, "Assurance")
    section.view.select_row(own.id)
    qtbot.mouseClick(section.buttons["up"], Qt.MouseButton.LeftButton)
    assert [row.label for row in section.model.shown_rows][:2] == ["Assurance", "Finance code"]
    assert not section.buttons["up"].isEnabled()
    qtbot.mouseClick(section.buttons["retire"], Qt.MouseButton.LeftButton)
    assert named(workspace, "Assurance").retired
    assert section.buttons["retire"].text() == "Restore"
    before = len(workspace.session.records.all(OwnValue))
    qtbot.mouseClick(section.buttons["delete"], Qt.MouseButton.LeftButton)
    assert asker.questions[-1].startswith("Delete the field Assurance? 3 values go with it.")
    assert len(workspace.session.records.all(OwnValue)) == before - 3
    workspace.undo()
    assert len(workspace.session.records.all(OwnValue)) == before


def test_in_a_closed_month_a_value_is_corrected_with_a_reason_and_what_was_stays_seen(
    qtbot: QtBot, workspace: Workspace, asker: Any
) -> None:
    own = named(workspace, "Finance code")
    held = workspace.session.records.of(OwnValue, "own_field_id", own.id)[0]
    programme = programme_of(workspace.session.records.about_of(held), workspace.session.records)
    assert programme is not None
    view = RecordTableView(
        RecordTableModel([field_column(Project, "name")], sink=lambda _: None),
        "t",
        workspace=workspace,
        own=Project,
    )
    qtbot.addWidget(view)
    view.table.set_rows([workspace.session.records.get(Project, held.record_id)])
    key = own_key(own.id)
    own_fields.set_values(workspace.session, [(held.record_id, key, "Later")])
    workspace.choose(programme.id, workspace.periods()[1])
    assert workspace.shows_closed
    column = view.table.column_at(key)
    assert view.table.text_at(0, column) == held.value
    asker.reason = None
    assert view.table.apply([CellEdit(held.record_id, key, "Put right")]).given_up
    asker.reason = "Mistyped"
    assert view.table.apply([CellEdit(held.record_id, key, "Put right")]).is_ok
    assert value_of(workspace.records, own, held.record_id) == "Put right"
    assert value_of(workspace.session.records, own, held.record_id) == "Later"


def test_a_snapshot_has_a_table_of_what_records_held(
    page: IssuesPage, qtbot: QtBot, workspace: Workspace, cost: OwnField
) -> None:
    issue = page.editor.shown
    own_fields.set_values(workspace.session, [CellEdit(issue.id, own_key(cost.id), "£1,200")])
    snapshot = workspace.records.all(Snapshot)[0]
    dialog = SnapshotDialog(workspace, snapshot, workspace.session.report(workspace.scope), page)
    qtbot.addWidget(dialog)
    names = [dialog.sections.item(place).text() for place in range(dialog.sections.count())]
    dialog.sections.setCurrentRow(
        next(at for at, name in enumerate(names) if name.startswith("Your own fields ("))
    )
    view = dialog.table()
    assert view is not None
    found = [row for row in view.table.rows if row.label == "Cost so far"]
    assert [(row.records, row.record, row.words) for row in found] == [
        ("Issues", workspace.records.get(Issue, issue.id).words(workspace.records), "£1,200")
    ]
    assert view.table.rowCount() == len(view.table.rows)
    assert not view.table.is_editable


def test_a_yes_or_no_that_nobody_has_answered_shows_nothing(qtbot: QtBot, workspace: Workspace) -> None:
    own = own_fields.make(workspace.session, "project", "Equality assessment done", "flag")
    silent, no = workspace.session.records.all(Project)[:2]
    own_fields.set_values(workspace.session, [(no.id, own_key(own.id), "No")])
    view = RecordTableView(
        RecordTableModel([field_column(Project, "name")], sink=lambda _: None),
        "t",
        workspace=workspace,
        own=Project,
    )
    qtbot.addWidget(view)
    view.table.set_rows([silent, no])
    view.resize(900, 300)
    view.show()
    column = view.table.column_at(own_key(own.id))

    def colours(row: int) -> int:
        place = view.visualRect(view.model().index(row, column)).adjusted(2, 2, -2, -2)
        shown = view.viewport().grab(place).toImage()
        return len({shown.pixel(x, y) for x in range(shown.width()) for y in range(shown.height())})

    assert colours(0) == 1
    assert colours(1) > 1

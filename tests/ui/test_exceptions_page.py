"""The exceptions page: what is listed, what is edited and stored, what is refused and where it is said."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Mitigation, Movement, Project, ProjectException, SavingsLine
from asc_desktop.domain.report.counts import open_exceptions
from asc_desktop.domain.report.model import ExceptionReport
from asc_desktop.services.reporting import report_status
from asc_desktop.ui.dialogs.movement import MovementDialog
from asc_desktop.ui.pages.exceptions.new import NewExceptionDialog
from asc_desktop.ui.pages.exceptions.page import ExceptionsPage
from asc_desktop.ui.pages.shared.actions_done import DoneDialog
from asc_desktop.ui.workspace import Workspace

Visits = list[tuple[str, dict[str, object]]]


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> Iterator[ExceptionsPage]:
    made = ExceptionsPage(workspace)
    qtbot.addWidget(made)
    made.resize(1170, 660)
    made.refresh()
    made.show()
    qtbot.waitExposed(made)
    workspace.data_changed.connect(made.refresh)
    workspace.scope_changed.connect(made.refresh)
    yield made
    workspace.data_changed.disconnect(made.refresh)
    workspace.scope_changed.disconnect(made.refresh)


def open_one(page: ExceptionsPage, ref: str) -> ExceptionReport:
    """Go to the exception of a project and return it."""
    found = next(item for item in page.workspace.report.exceptions if item.project_ref == ref)
    page.show_only({"exception_id": found.id})
    return found


def stored(page: ExceptionsPage, ref: str) -> ProjectException:
    project = next(item for item in page.workspace.records.all(Project) if item.ref == ref)
    return page.workspace.records.of(ProjectException, "project_id", project.id)[0]


def mitigations(page: ExceptionsPage, exception_id: str) -> list[Mitigation]:
    return list(page.workspace.records.of(Mitigation, "exception_id", exception_id))


def listed(page: ExceptionsPage) -> list[str]:
    return [item.report.project_ref for item in page.list.model.shown_rows]


def type_cell(qtbot: QtBot, page: ExceptionsPage, row_id: str, key: str, text: str) -> None:
    """Type into a cell of the mitigations and press Enter, as a person does."""
    view = page.editor.actions_panel.view
    view.setFocus()
    assert view.edit_cell(row_id, key)
    editor: Any = view.delegate.editor
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def dialog_of(page: QWidget, kind: type[QDialog]) -> Any:
    return next(item for item in page.findChildren(kind) if item.isVisible())


# ---------------------------------------------------------------------------------------------------- the list


def test_open_exceptions_are_listed_by_theme_overdue_first(
    page: ExceptionsPage, workspace: Workspace
) -> None:
    assert len(listed(page)) == 14
    order = list(page.list.model.grouping.order)  # type: ignore[union-attr]
    rows = page.list.model.shown_rows
    assert [order.index(row.report.theme) for row in rows] == sorted(
        order.index(row.report.theme) for row in rows
    )
    for theme in order:
        overdue = [row.report.days_overdue for row in rows if row.report.theme == theme]
        assert overdue == sorted(overdue, reverse=True)
    late = next(row for row in rows if row.report.project_ref == "P-024")
    at = page.list.model.position(late.id)
    assert page.list.model.text_at(at, page.list.model.column_at("days_overdue")) == "18 days"
    assert page.list.model.text_at(at, page.list.model.column_at("done")) == "2 of 3"


def test_what_is_of_closed_projects_is_listed_where_it_is_asked_for(page: ExceptionsPage) -> None:
    report, session = page.workspace.report, page.workspace.session
    status = next(item for item in report.status_scheme if item.closed)
    project = next(item for item in report.projects if item.ref == "P-024")
    its = {item.id for item in report.exceptions if item.project_id == project.id and item.open}
    assert its <= {row.id for row in page.list.model.shown_rows}
    report_status(session, project.id, page.workspace.period, status_id=status.id)
    page.refresh()
    shown = {row.id for row in page.list.model.shown_rows}
    assert not its & shown
    assert len(shown) == open_exceptions(page.workspace.report)
    page.show_only({"project_ids": (project.id,)})
    assert {row.id for row in page.list.model.shown_rows} == its
    page.filters.clear_all()
    page.filters.closed.setChecked(True)
    assert its <= {row.id for row in page.list.model.shown_rows}
    page.filters.closed.setChecked(False)
    page.go_to(min(its))
    assert page.filters.closed.isChecked()


@pytest.mark.parametrize(("state", "refs"), [("overdue", {"P-024", "P-004", "P-014"}), ("closed", {"P-026"})])
def test_the_list_is_narrowed_by_state(
    page: ExceptionsPage, qtbot: QtBot, state: str, refs: set[str]
) -> None:
    words = {"overdue": "State: Overdue", "closed": "State: Closed"}[state]
    button = next(
        item for item in page.filters.states.children() if getattr(item, "accessibleName", str)() == words
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert set(listed(page)) == refs
    assert page.editor.shown is not None
    assert page.editor.shown.project_ref in refs


def test_the_list_is_narrowed_by_theme_category_and_words(page: ExceptionsPage, qtbot: QtBot) -> None:
    theme = page.workspace.context.themes[2].name
    next(item for item in page.filters.menus["theme"].menu().actions() if item.text() == theme).trigger()
    assert set(listed(page)) == {"P-024", "P-023", "P-037", "P-029"}
    next(
        item for item in page.filters.menus["category"].menu().actions() if item.text() == "Partners"
    ).trigger()
    assert listed(page) == ["P-037"]
    page.filters.clear_all()
    qtbot.keyClicks(page.filters.search, "fire-safety")
    assert listed(page) == ["P-024"]
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Down)
    assert page.list.view.hasFocus()
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Escape)
    assert len(listed(page)) > 1


def test_nothing_listed_says_why_and_how_to_go_on(page: ExceptionsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filters.search, "no such words")
    assert listed(page) == []
    button = next(
        item
        for item in page.list.view.findChildren(QPushButton)
        if item.text() == "Clear filters" and item.isVisible()
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(listed(page)) == 14


def test_another_page_shows_the_exceptions_of_its_projects(page: ExceptionsPage, qtbot: QtBot) -> None:
    ids = tuple(item.project_id for item in page.workspace.report.exceptions[:2])
    page.show_only({"project_ids": ids, "title": "Theme 3"})
    assert set(listed(page)) == {"P-024", "P-004"}
    button = next(item for item in page.findChildren(QPushButton) if item.text() == "Show all exceptions")
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isVisible()
    assert len(listed(page)) == 14
    page.show_only({"project_id": ids[0]})
    assert listed(page) == ["P-024"]


def test_a_project_with_closed_exceptions_only_shows_those(page: ExceptionsPage) -> None:
    closed = next(item for item in page.workspace.report.exceptions if not item.open)
    page.show_only({"project_id": closed.project_id})
    assert listed(page) == [closed.project_ref]


def test_an_exception_is_found_whatever_the_filters(page: ExceptionsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filters.search, "fire-safety")
    closed = next(item for item in page.workspace.report.exceptions if not item.open)
    page.show_only({"exception_id": closed.id})
    assert page.editor.shown is not None
    assert page.editor.shown.id == closed.id
    assert page.list.view.current_row.id == closed.id


def test_an_exception_of_another_programme_is_said_not_to_be_here(page: ExceptionsPage) -> None:
    said: list[str] = []
    page.workspace.said.connect(said.append)
    page.show_only({"exception_id": "nobody"})
    assert said == ["That exception was raised after this month, or is of another programme."]


def test_the_county_has_its_own(page: ExceptionsPage, workspace: Workspace) -> None:
    workspace.choose(workspace.programmes()[1].id)
    assert len(listed(page)) == 12
    assert all(ref.startswith("IL-") for ref in listed(page))
    workspace.choose(None, "2024-06")
    headings = [page.list.model.group_at(at) for at in range(page.list.model.rowCount())]
    assert any(group and group.label == "Improving Lives Portfolio" and not group.level for group in headings)
    assert any(group and group.level == 1 for group in headings), "its themes are under it"


# ------------------------------------------------------------------------------------------------- the exception


def test_a_field_is_stored_when_it_is_left_and_undone(page: ExceptionsPage, qtbot: QtBot) -> None:
    open_one(page, "P-024")
    editor: Any = page.editor.form.editor("amount_pence")
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "£0.3m")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert stored(page, "P-024").amount_pence == 30_000_000
    assert page.list.view.current_row.report.amount_pence == 30_000_000
    page.workspace.undo()
    assert stored(page, "P-024").amount_pence == 22_489_900
    assert editor.text() == "224,899"


def test_what_is_refused_is_said_beside_its_field_and_kept(page: ExceptionsPage, qtbot: QtBot) -> None:
    open_one(page, "P-024")
    editor: Any = page.editor.form.editor("closed_period")
    editor.setFocus()
    editor.lineEdit().selectAll()
    qtbot.keyClicks(editor.lineEdit(), "March 2024")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert page.editor.form.problems == {
        "closed_period": "It cannot be closed before it was raised, in April 2024."
    }
    assert editor.value_text() == "March 2024"
    assert stored(page, "P-024").closed_period is None


def test_an_exception_with_open_mitigations_is_closed_after_a_question(
    page: ExceptionsPage, qtbot: QtBot, asker: Any
) -> None:
    exception = open_one(page, "P-004")
    asker.agrees = False
    qtbot.mouseClick(page.editor.close_button, Qt.MouseButton.LeftButton)
    assert "2 mitigations are not done yet" in asker.questions[0]
    assert stored(page, "P-004").closed_period is None
    asker.agrees = True
    qtbot.mouseClick(page.editor.close_button, Qt.MouseButton.LeftButton)
    assert stored(page, "P-004").closed_period == "2024-06"
    assert "P-004" not in listed(page)
    page.show_only({"exception_id": exception.id})
    assert page.editor.close_button.text() == "Reopen"
    qtbot.mouseClick(page.editor.close_button, Qt.MouseButton.LeftButton)
    assert stored(page, "P-004").closed_period is None


def test_an_exception_is_deleted_with_its_mitigations_and_brought_back(
    page: ExceptionsPage, qtbot: QtBot, asker: Any
) -> None:
    exception = open_one(page, "P-024")
    asker.agrees = False
    qtbot.mouseClick(page.editor.delete_button, Qt.MouseButton.LeftButton)
    assert len(mitigations(page, exception.id)) == 3
    asker.agrees = True
    qtbot.mouseClick(page.editor.delete_button, Qt.MouseButton.LeftButton)
    assert page.workspace.records.find(ProjectException, exception.id) is None
    assert mitigations(page, exception.id) == []
    assert page.editor.shown is not None
    assert page.editor.shown.id != exception.id
    page.workspace.undo()
    assert len(mitigations(page, exception.id)) == 3
    assert "P-024" in listed(page)


def test_the_project_is_opened_on_its_exceptions(page: ExceptionsPage, visits: Visits, qtbot: QtBot) -> None:
    exception = open_one(page, "P-024")
    qtbot.mouseClick(page.editor.project_button, Qt.MouseButton.LeftButton)
    assert visits == [("projects", {"project_id": exception.project_id, "tab": "exceptions"})]


# ----------------------------------------------------------------------------------------------- its mitigations


def test_a_mitigation_is_edited_in_place(page: ExceptionsPage, qtbot: QtBot) -> None:
    exception = open_one(page, "P-024")
    row = next(item for item in exception.mitigations if item.state == "Overdue")
    type_cell(qtbot, page, row.id, "due_date", "12/9/24")
    assert page.workspace.records.get(Mitigation, row.id).due_date == "2024-09-12"
    assert page.editor.shown is not None
    assert page.editor.shown.days_overdue == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31 June 2024", "June 2024 has 30 days, so there is no 31 June."),
        ("31 March 2024", "It cannot be due before its exception was raised, in April 2024."),
    ],
)
def test_a_bad_date_is_said_beside_its_cell_and_kept(
    page: ExceptionsPage, qtbot: QtBot, typed: str, sentence: str
) -> None:
    exception = open_one(page, "P-024")
    row = exception.mitigations[0]
    type_cell(qtbot, page, row.id, "due_date", typed)
    view = page.editor.actions_panel.view
    assert view.sentence == sentence
    draft = view.table.draft(row.id, "due_date")
    assert draft is not None
    assert draft.text == typed
    assert page.workspace.records.get(Mitigation, row.id).due_date == row.due_date


def test_a_mitigation_is_added_by_typing(page: ExceptionsPage, qtbot: QtBot) -> None:
    exception = open_one(page, "P-044")
    qtbot.mouseClick(page.editor.actions_panel.add_button, Qt.MouseButton.LeftButton)
    view = page.editor.actions_panel.view
    editor: Any = view.delegate.editor
    new = view.delegate.cell[0]
    assert view.delegate.cell[1] == "action"
    qtbot.keyClicks(editor, "Ask the supplier for a new date.")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    found = [item for item in mitigations(page, exception.id) if item.action.startswith("Ask the supplier")]
    assert len(found) == 1
    assert found[0].id == new, "the person stays in the row that they began"
    page.workspace.undo()
    assert len(mitigations(page, exception.id)) == 1


def test_a_new_row_keeps_what_is_typed_before_its_action(page: ExceptionsPage, qtbot: QtBot) -> None:
    exception = open_one(page, "P-044")
    page.editor.actions_panel.add()
    qtbot.keyClick(page.editor.actions_panel.view.delegate.editor, Qt.Key.Key_Escape)
    new = page.editor.actions_panel.view.table.rows[-1].id
    type_cell(qtbot, page, new, "owner", "Head of Finance")
    type_cell(qtbot, page, new, "due_date", "1 Jan 2024")
    assert page.editor.actions_panel.view.sentence.startswith(
        "It cannot be due before its exception was raised"
    )
    open_one(page, "P-024")
    page.show_only({"exception_id": exception.id})
    type_cell(qtbot, page, new, "action", "Ask again.")
    added = next(item for item in mitigations(page, exception.id) if item.action == "Ask again.")
    assert added.owner == "Head of Finance"
    assert added.due_date is None


def test_a_mitigation_is_marked_done_on_the_periods_last_day(page: ExceptionsPage, qtbot: QtBot) -> None:
    exception = open_one(page, "P-024")
    row = next(item for item in exception.mitigations if item.state == "Overdue")
    panel = page.editor.actions_panel
    assert not panel.done_button.isEnabled()
    assert panel.done_button.toolTip() == "Select a mitigation first."
    panel.view.select_row(row.id)
    qtbot.mouseClick(panel.done_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(page, DoneDialog)
    assert dialog.day.text() == "30 Jun 2024"
    dialog.day.setText("31 June 2024")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert dialog.block.problem == "June 2024 has 30 days, so there is no 31 June."
    dialog.day.setText("28/6/2024")
    qtbot.keyClick(dialog.day, Qt.Key.Key_Return)
    assert page.workspace.records.get(Mitigation, row.id).done_date == "2024-06-28"
    assert page.editor.shown is not None
    assert page.editor.shown.days_overdue == 0


def test_mitigations_are_deleted_and_brought_back(page: ExceptionsPage, qtbot: QtBot) -> None:
    exception = open_one(page, "P-024")
    panel = page.editor.actions_panel
    panel.view.select_row(exception.mitigations[1].id)
    qtbot.mouseClick(panel.delete_button, Qt.MouseButton.LeftButton)
    assert len(mitigations(page, exception.id)) == 2
    page.workspace.undo()
    assert len(mitigations(page, exception.id)) == 3


def test_a_movement_is_recorded_and_tied_to_the_mitigation(page: ExceptionsPage, qtbot: QtBot) -> None:
    exception = open_one(page, "P-004")
    row = exception.mitigations[0]
    panel = page.editor.actions_panel
    panel.view.select_row(row.id)
    before = len(page.workspace.records.all(Movement))
    qtbot.mouseClick(panel.movement_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(page, MovementDialog)
    typed = dialog.typed()
    assert page.workspace.records.get(SavingsLine, typed.from_line_id).project_id == exception.project_id
    assert typed.from_year == 2024
    dialog._amount.setText("100,000")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert len(page.workspace.records.all(Movement)) == before + 1
    tied = page.workspace.records.get(Mitigation, row.id).movement_id
    assert page.workspace.records.get(Movement, tied or "").amount_pence == 10_000_000
    at = panel.view.table.position(row.id)
    words = panel.view.table.text_at(at, panel.view.table.column_at("movement_id"))
    assert words == "2024/25: £100,000 slips to 2025/26 (proposed)"
    page.workspace.session.undo()
    assert page.workspace.records.find(Movement, tied) is None
    assert page.workspace.records.get(Mitigation, row.id).movement_id is None


def test_a_project_without_savings_says_why_nothing_can_be_moved(page: ExceptionsPage) -> None:
    lines = {line.project_id for line in page.workspace.records.all(SavingsLine)}
    found = next(item for item in page.workspace.report.exceptions if item.project_id not in lines)
    page.show_only({"exception_id": found.id})
    page.editor.actions_panel.view.select_row(found.mitigations[0].id)
    assert not page.editor.actions_panel.movement_button.isEnabled()
    assert "no savings line" in page.editor.actions_panel.movement_button.toolTip()


# ------------------------------------------------------------------------------------------------ a new exception


def new_dialog(page: ExceptionsPage, qtbot: QtBot) -> NewExceptionDialog:
    qtbot.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
    found: NewExceptionDialog = dialog_of(page, NewExceptionDialog)
    return found


def test_an_exception_is_recorded_with_its_first_mitigations(page: ExceptionsPage, qtbot: QtBot) -> None:
    project = next(item for item in page.workspace.records.all(Project) if item.ref == "P-020")
    dialog = new_dialog(page, qtbot)
    dialog.form.set_values({"project_id": project.id, "category": "provider", "amount_pence": 1_000_000})
    dialog.form.editor("description").setFocus()
    qtbot.keyClicks(dialog.form.editor("description"), "The provider gave notice.")
    row_id = dialog.view.table.rows[0].id
    assert dialog.view.edit_cell(row_id, "action")
    editor: Any = dialog.view.delegate.editor
    qtbot.keyClicks(editor, "Find another provider.")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(dialog.view.delegate.editor, Qt.Key.Key_Escape)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    made = stored(page, "P-020")
    assert (made.description, made.category, made.amount_pence) == (
        "The provider gave notice.",
        "provider",
        1_000_000,
    )
    assert (made.raised_period, made.years) == ("2024-06", "2024")
    assert [item.action for item in mitigations(page, made.id)] == ["Find another provider."]
    assert page.editor.shown is not None
    assert page.editor.shown.id == made.id
    page.workspace.undo()
    assert page.workspace.records.of(ProjectException, "project_id", project.id) == ()


def test_the_menu_asks_for_a_new_exception_of_the_project_that_is_looked_at(page: ExceptionsPage) -> None:
    project_id = page.workspace.report.exceptions[0].project_id
    page.show_only({"project_id": project_id})
    page.show_only({"new": True})
    dialog = dialog_of(page, NewExceptionDialog)
    assert dialog.form.values()["project_id"] == project_id
    dialog.reject()


def test_a_new_exception_is_refused_beside_its_fields_and_keeps_what_was_typed(
    page: ExceptionsPage, qtbot: QtBot
) -> None:
    project = next(item for item in page.workspace.records.all(Project) if item.ref == "P-020")
    dialog = new_dialog(page, qtbot)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert set(dialog.form.problems) == {"project_id", "category", "description"}
    dialog.form.set_values(
        {"project_id": project.id, "category": "provider", "description": "The provider gave notice."}
    )
    row_id = dialog.view.table.rows[0].id
    dialog._apply(
        [type_edit(row_id, "owner", "Head of Service"), type_edit(row_id, "due_date", "1 May 2024")]
    )
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert dialog.notice.accessibleName() == "Mitigation 1: Mitigation is needed."
    assert dialog.view.sentence == "Mitigation is needed."
    dialog._apply([type_edit(row_id, "action", "Find another.")])
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert dialog.view.sentence == "It cannot be due before its exception was raised, in June 2024."
    assert set(dialog.form.problems) == {"raised_period"}
    assert dialog.view.table.rows[0].owner == "Head of Service"
    assert page.workspace.records.of(ProjectException, "project_id", project.id) == ()
    dialog.reject()


def type_edit(row_id: str, key: str, text: str) -> Any:
    from asc_desktop.ui.models.edits import CellEdit

    return CellEdit(row_id, key, text)


# ------------------------------------------------------------------------------------------------ narrow and empty


def test_a_narrow_window_shows_the_list_or_the_editor(page: ExceptionsPage, qtbot: QtBot) -> None:
    page.resize(683, 384)
    qtbot.wait(1)
    assert page.list.isVisible()
    assert not page.editor.isVisible()
    view = page.list.view
    at = view.table.position(page.workspace.report.exceptions[0].id)
    place = view.visualRect(view.table.index(at, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    qtbot.wait(1)
    assert page.editor.isVisible()
    assert not page.list.isVisible()
    assert page.editor.shown is not None
    assert page.editor.shown.id == page.workspace.report.exceptions[0].id
    qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert page.list.isVisible()
    page.resize(1170, 660)
    qtbot.wait(1)
    assert page.list.isVisible()
    assert page.editor.isVisible()


def test_selection_and_half_typed_text_outlive_a_refresh(page: ExceptionsPage, qtbot: QtBot) -> None:
    exception = open_one(page, "P-013")
    editor: Any = page.editor.form.editor("description")
    editor.setFocus()
    qtbot.keyClicks(editor, "Half typed ")
    project = page.workspace.records.all(Project)[0]
    page.workspace.apply_cells(Project, [(project.id, "lead", "Somebody else")])
    assert "Half typed " in editor.toPlainText()
    assert page.list.view.current_row.id == exception.id


def test_f6_goes_between_the_list_and_the_editor(page: ExceptionsPage, qtbot: QtBot) -> None:
    page.list.view.setFocus()
    qtbot.keyClick(page.list.view, Qt.Key.Key_F6)
    assert page.editor.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert QApplication.focusWidget() is page.list.view


def test_the_keyboard_reaches_everything(page: ExceptionsPage, qtbot: QtBot) -> None:
    page.filters.search.setFocus()
    seen: set[QWidget] = set()
    while (widget := QApplication.focusWidget()) is not None and widget not in seen and len(seen) < 80:
        seen.add(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        if QApplication.focusWidget() is widget:
            qtbot.keyClick(widget, Qt.Key.Key_Tab)
    names = {widget.accessibleName() for widget in seen}
    assert {"Filter exceptions", "Theme", "Category", "Exceptions", "Mitigations", "Add mitigation"} <= names
    assert any(isinstance(widget, QLineEdit) for widget in seen)


def test_an_empty_portfolio_says_what_to_do_first(
    qtbot: QtBot, empty_workspace: Workspace, empty_visits: Visits
) -> None:
    page = ExceptionsPage(empty_workspace)
    qtbot.addWidget(page)
    page.resize(1170, 660)
    page.refresh()
    page.show()
    assert not page.new_button.isVisible()
    button = next(item for item in page.findChildren(QPushButton) if item.text() == "Add a programme")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert empty_visits == [("structure", {"new": True})]

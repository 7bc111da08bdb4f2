"""The issues page: what has happened is listed, typed in, resolved, and found from elsewhere."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Issue
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.pages.issues.page import IssuesPage
from asc_desktop.ui.workspace import Workspace


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> IssuesPage:
    made = IssuesPage(workspace)
    qtbot.addWidget(made)
    made.resize(1170, 660)
    made.refresh()
    made.show()
    workspace.data_changed.connect(lambda _: made.refresh())
    workspace.scope_changed.connect(made.refresh)
    return made


def issue(page: IssuesPage, ref: str) -> Issue:
    held = page.workspace.records.of(Issue, "programme_id", page.workspace.programme_id or "")
    return next(item for item in held if item.ref == ref)


def listed(page: IssuesPage) -> list[str]:
    return [row.report.ref for row in page.list.model.shown_rows]


def press(qtbot: QtBot, page: IssuesPage, name: str) -> None:
    button = next(
        item
        for item in page.findChildren(QPushButton)
        if name in {item.text(), item.accessibleName()} and item.isVisible()
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose_state(page: IssuesPage, key: str) -> None:
    page.filters.states.set_current(key)
    page.filters.states.chosen.emit(key)


def test_open_issues_are_listed_the_most_pressing_first(page: IssuesPage) -> None:
    assert listed(page) == ["I-01", "I-02"]
    assert page.editor.shown.ref == "I-01"
    assert page.editor.facts.text() == "Critical; raised May 2024, open, overdue 9 days"
    assert page.summary(page.workspace.report) == "2 open, 1 overdue"


def test_the_register_is_narrowed_by_state_priority_and_words(page: IssuesPage, qtbot: QtBot) -> None:
    choose_state(page, "overdue")
    assert listed(page) == ["I-01"]
    choose_state(page, "closed")
    assert listed(page) == ["I-03"]
    choose_state(page, "all")
    next(item for item in page.filters.menus["priority"].menu().actions() if item.text() == "High").trigger()
    assert listed(page) == ["I-02"]
    page.filters.clear_all()
    qtbot.keyClicks(page.filters.search, "telephone")
    assert listed(page) == ["I-03"]


def test_an_issue_is_resolved_and_undone(page: IssuesPage, qtbot: QtBot) -> None:
    form = page.editor.form
    for key, typed in (("resolved_date", "28 June 2024"), ("resolution", "Both posts are filled.")):
        editor: Any = form.editor(key)
        editor.setFocus()
        qtbot.keyClicks(editor, typed)
        assert form.commit(key)
    held = issue(page, "I-01")
    assert (held.resolved_date, held.resolution) == ("2024-06-28", "Both posts are filled.")
    assert page.workspace.report.issues[-1].ref in {"I-01", "I-03"}
    page.workspace.undo()
    page.workspace.undo()
    assert issue(page, "I-01").resolved_date is None


def test_a_day_before_it_was_raised_is_refused_beside_its_field(page: IssuesPage, qtbot: QtBot) -> None:
    editor: Any = page.editor.form.editor("resolved_date")
    editor.setFocus()
    qtbot.keyClicks(editor, "30 April 2024")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert page.editor.form.problems == {
        "resolved_date": "It cannot be resolved before it was raised, in May 2024."
    }
    assert issue(page, "I-01").resolved_date is None


def test_a_cell_of_the_list_is_typed_over(page: IssuesPage, qtbot: QtBot) -> None:
    view = page.list.view
    view.setFocus()
    assert view.edit_cell(issue(page, "I-02").id, "owner")
    editor: Any = view.delegate.editor
    editor.selectAll()
    qtbot.keyClicks(editor, "Head of Finance")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert issue(page, "I-02").owner == "Head of Finance"


def test_an_issue_resolved_in_the_list_stays_until_something_else_is_asked_for(
    page: IssuesPage, qtbot: QtBot
) -> None:
    view = page.list.view
    view.setFocus()
    assert view.edit_cell(issue(page, "I-02").id, "resolved_date")
    editor: Any = view.delegate.editor
    qtbot.keyClicks(editor, "28/6/2024")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert issue(page, "I-02").resolved_date == "2024-06-28"
    assert set(listed(page)) == {"I-01", "I-02"}
    choose_state(page, "overdue")
    choose_state(page, "open")
    assert listed(page) == ["I-01"]


def test_a_new_issue_begins_with_the_next_reference_and_is_shown(page: IssuesPage, qtbot: QtBot) -> None:
    press(qtbot, page, "New issue…")
    dialog = next(item for item in page.findChildren(RecordDialog) if item.isVisible())
    assert dialog.form.editor("ref").value_text() == "I-04"
    dialog.form.editor("description").set_value_text("The contact centre has no heating.")
    dialog.accept()
    assert page.editor.shown.ref == "I-04"
    assert page.list.view.current_row.id == issue(page, "I-04").id


def test_the_issues_of_a_project_are_listed_resolved_ones_too(page: IssuesPage, qtbot: QtBot) -> None:
    page.show_only({"project_id": issue(page, "I-03").project_id})
    assert listed(page) == ["I-03"]
    press(qtbot, page, "Show all issues")
    assert len(listed(page)) == 3


def test_an_issue_is_found_whatever_the_filters_and_one_elsewhere_is_said_not_to_be_here(
    page: IssuesPage, qtbot: QtBot
) -> None:
    qtbot.keyClicks(page.filters.search, "no such words")
    page.show_only({"record_id": issue(page, "I-03").id})
    assert page.list.view.current_row.report.ref == "I-03"
    said: list[str] = []
    page.workspace.said.connect(said.append)
    page.show_only({"record_id": "nobody"})
    assert said == ["That issue was raised after this month, or is of another programme."]


def test_its_project_is_opened(
    page: IssuesPage, qtbot: QtBot, visits: list[tuple[str, dict[str, object]]]
) -> None:
    qtbot.mouseClick(page.editor.project_button, Qt.MouseButton.LeftButton)
    assert visits == [("projects", {"project_id": issue(page, "I-01").project_id})]


def test_an_issue_is_deleted_after_a_question_and_comes_back(page: IssuesPage, asker: Any) -> None:
    asker.agrees = False
    page.editor.delete_button.click()
    assert "I-01 goes for good. An issue that is settled is better resolved." in asker.questions[0]
    assert "I-01" in listed(page)
    asker.agrees = True
    page.editor.delete_button.click()
    assert listed(page) == ["I-02"]
    page.workspace.undo()
    assert set(listed(page)) == {"I-01", "I-02"}

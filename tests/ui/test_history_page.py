"""The history page: what was changed stands there, is found again, leads to its record and is undone by name."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Programme, Project, Theme
from asc_desktop.services.editing import apply_cells, delete_records, new_record
from asc_desktop.services.history import HistoryRow
from asc_desktop.services.reporting import report_status
from asc_desktop.ui.pages.history.page import HistoryPage
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

Visits = list[tuple[str, dict[str, object]]]


def opened(qtbot: QtBot, workspace: Workspace) -> HistoryPage:
    page = HistoryPage(workspace)
    qtbot.addWidget(page)
    page.resize(1170, 660)
    page.refresh()
    workspace.data_changed.connect(lambda _: page.refresh())
    page.show()
    qtbot.waitExposed(page)
    return page


def project(workspace: Workspace, ref: str = "P-024") -> Project:
    return next(item for item in workspace.records.all(Project) if item.ref == ref)


def rename(workspace: Workspace, name: str, ref: str = "P-024") -> None:
    apply_cells(workspace.session, Project, [(project(workspace, ref).id, "name", name)])


def headings(page: HistoryPage) -> list[str]:
    groups = (page.model.group_at(at) for at in range(page.model.rowCount()))
    return [group.label for group in groups if group is not None]


def shown(page: HistoryPage) -> list[HistoryRow]:
    rows = (page.model.row_at(at) for at in range(page.model.rowCount()))
    return [row for row in rows if row is not None]


def test_each_change_stands_under_its_action_the_newest_first(qtbot: QtBot, workspace: Workspace) -> None:
    rename(workspace, "Homes")
    rename(workspace, "Other", "P-025")
    page = opened(qtbot, workspace)
    assert headings(page) == [
        "Change Project of P-025 Supported Living for people under 65",
        "Change Project of P-024 Supported Living",
        "Sample portfolio",
    ]
    assert [(row.field, row.old, row.new) for row in shown(page)] == [
        ("Project", "Supported Living for people under 65", "Other"),
        ("Project", "Supported Living", "Homes"),
    ]
    group = page.model.group_at(0)
    assert group is not None
    assert group.cells["by"] == "Tester"
    assert str(group.cells["when"]).startswith("1 Jul 2024")


def test_undo_and_redo_are_offered_by_name_and_stand_in_the_history(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = opened(qtbot, workspace)
    assert not page.undo_button.isEnabled()
    assert page.undo_button.toolTip() == "There is nothing to undo."
    rename(workspace, "Homes")
    assert page.undo_button.text() == "Undo: Change Project of P-024 Supported…"
    assert page.undo_button.toolTip() == "Undo: Change Project of P-024 Supported Living"
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    assert project(workspace).name == "Supported Living"
    assert headings(page)[0] == "Undone: Change Project of P-024 Supported Living"
    qtbot.mouseClick(page.redo_button, Qt.MouseButton.LeftButton)
    assert project(workspace).name == "Homes"
    assert headings(page)[0] == "Done again: Change Project of P-024 Supported Living"
    assert not page.redo_button.isEnabled()


def test_a_correction_of_a_closed_period_shows_its_reason(qtbot: QtBot, workspace: Workspace) -> None:
    report_status(
        workspace.session,
        project(workspace).id,
        "2024-05",
        narrative="Better words",
        reason="The board asked",
    )
    page = opened(qtbot, workspace)
    assert headings(page)[0] == "Report P-024 for May 2024. Correction: The board asked"
    assert shown(page)[0].record == "Status update: P-024, May 2024"


def test_words_find_a_change_and_clearing_them_brings_all_back(qtbot: QtBot, workspace: Workspace) -> None:
    rename(workspace, "Zebra")
    rename(workspace, "Other", "P-025")
    page = opened(qtbot, workspace)
    qtbot.keyClicks(page.filters.words, "zeb tester")
    qtbot.waitUntil(lambda: len(shown(page)) == 1)
    assert [row.new for row in shown(page)] == ["Zebra"]
    qtbot.waitUntil(lambda: page._reader.is_exhausted)
    assert page._note.text() == "2 changes found"
    page.filters.words.clear()
    qtbot.waitUntil(lambda: len(headings(page)) == 3)


def test_a_filter_that_nothing_fits_says_so_and_is_cleared_by_its_button(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = opened(qtbot, workspace)
    page.filters.words.setText("zzzz")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert page._empty.isVisible()
    assert page._empty.accessibleName() == "Nothing matches"
    page.filters.clear()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    assert page.filters.words.text() == ""


def test_one_person_one_kind_of_record_and_days(qtbot: QtBot, workspace: Workspace) -> None:
    rename(workspace, "Homes")
    page = opened(qtbot, workspace)
    assert [page.filters.who.itemText(at) for at in range(page.filters.who.count())] == ["Anyone", "Tester"]
    page.filters.table.setCurrentIndex(page.filters.table.findText("Theme"))
    page.filters.table.activated.emit(page.filters.table.currentIndex())
    assert {row.table for row in page.model.rows} == {"theme"}
    page.filters.clear()
    qtbot.keyClicks(page.filters.first_day, "2/7/2024")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page.filters.first_day.setText("")
    qtbot.keyClicks(page.filters.last_day, "1 Jul 2024")
    qtbot.waitUntil(lambda: len(headings(page)) == 2)


def test_a_day_without_a_year_is_of_this_year_whatever_month_is_in_view(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.choose(workspace.programme_id, "2023-12")
    page = opened(qtbot, workspace)
    page.filters.first_day.setText("2/7")
    assert page.filters.wanted().first_day == "2024-07-02"


def test_a_day_that_is_none_limits_nothing_and_is_framed(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    qtbot.keyClicks(page.filters.first_day, "31 June")
    qtbot.waitUntil(lambda: bool(page.filters.first_day.property("invalid")))
    assert headings(page) == ["Sample portfolio"]
    assert page.filters.first_day.toolTip()


def test_enter_opens_the_project_of_a_change(qtbot: QtBot, workspace: Workspace, visits: Visits) -> None:
    report_status(workspace.session, project(workspace).id, "2024-06", narrative="Words")
    page = opened(qtbot, workspace)
    page.view.select_row(shown(page)[0].id)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert visits == [("projects", {"record_id": project(workspace).id, "tab": "status"})]


def test_a_change_of_a_theme_opens_the_themes_page(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    theme = workspace.records.all(Theme)[0]
    apply_cells(workspace.session, Theme, [(theme.id, "lead", "Somebody")])
    page = opened(qtbot, workspace)
    page.view.select_row(shown(page)[0].id)
    action, _ = page._actions_for([shown(page)[0].id])
    action.trigger()
    assert visits == [("structure", {"record_id": theme.id})]


def test_what_was_deleted_says_so(qtbot: QtBot, workspace: Workspace, visits: Visits) -> None:
    programme = workspace.programmes()[0]
    theme = new_record(workspace.session, Theme, {"programme_id": programme.id, "name": "Short-lived"})
    delete_records(workspace.session, [theme])
    page = opened(qtbot, workspace)
    said: list[str] = []
    workspace.said.connect(said.append)
    row = shown(page)[0]
    assert (row.operation, row.record) == ("Deleted", f"Theme: Short-lived ({programme.name})")
    page.view.select_row(row.id)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert visits == []
    assert "no longer there" in said[0]


def test_one_project_alone_and_all_again(qtbot: QtBot, workspace: Workspace) -> None:
    rename(workspace, "Homes")
    rename(workspace, "Other", "P-025")
    page = opened(qtbot, workspace)
    page.show_only({"project_id": project(workspace, "P-025").id})
    assert headings(page)[0].startswith("Change Project of P-025")
    assert not any("P-024" in heading for heading in headings(page))
    assert page.filters.project.text() == "Only P-025 Other"
    qtbot.mouseClick(page.filters.project, Qt.MouseButton.LeftButton)
    assert len(headings(page)) == 3
    assert not page.filters.project.isVisible()


def test_large_changes_are_folded_until_they_are_unfolded_and_stay_so(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = opened(qtbot, workspace)
    assert headings(page) == ["Sample portfolio"]
    assert shown(page) == []
    group = page.model.group_at(0)
    assert group is not None
    page.view.toggle_group(group)
    assert len(shown(page)) > 1000
    rename(workspace, "Homes")
    assert len(shown(page)) > 1000


def test_a_change_made_while_it_is_shown_keeps_the_place(qtbot: QtBot, workspace: Workspace) -> None:
    for number in range(30):
        rename(workspace, f"Name {number}")
    page = opened(qtbot, workspace)
    kept = shown(page)[9]
    page.view.select_row(kept.id)
    rename(workspace, "Other", "P-025")
    assert page.view.current_row == kept
    assert headings(page)[0].startswith("Change Project of P-025")


def test_earlier_changes_follow_as_one_scrolls(qtbot: QtBot, workspace: Workspace) -> None:
    for number in range(150):
        rename(workspace, f"Name {number}")
    page = opened(qtbot, workspace)
    qtbot.waitUntil(lambda: page.model.rowCount() > 120)
    bar = page.view.verticalScrollBar()
    for _ in range(20):
        bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: page._reader.is_exhausted)
    assert headings(page)[-1] == "Sample portfolio"
    assert page._reader.is_exhausted
    assert not page.more_button.isVisible()
    assert page._note.text() == "151 changes in all"


def test_an_empty_portfolio_says_what_to_do_first(
    qtbot: QtBot, empty_workspace: Workspace, empty_visits: Visits
) -> None:
    page = opened(qtbot, empty_workspace)
    assert page._stack.currentIndex() == 1
    button = page._stack.currentWidget().findChildren(type(page.more_button))[0]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert empty_visits == [("structure", {})]


def test_deleting_the_last_programme_leaves_the_history_and_its_undo(
    qtbot: QtBot, empty_workspace: Workspace
) -> None:
    values = {"name": "Only", "first_year": 2024, "last_year": 2025, "open_period": "2024-04"}
    made = new_record(empty_workspace.session, Programme, values)
    page = opened(qtbot, empty_workspace)
    delete_records(empty_workspace.session, [made])
    assert empty_workspace.is_empty
    assert page._stack.currentIndex() == 0
    assert headings(page)[0] == "Delete programme Only"
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    assert not empty_workspace.is_empty


def test_any_change_is_put_back_from_its_menu_and_by_the_button(qtbot: QtBot, workspace: Workspace) -> None:
    rename(workspace, "Homes")
    rename(workspace, "Other", "P-025")
    page = opened(qtbot, workspace)
    older = next(row for row in shown(page) if row.new == "Homes")
    page.view.select_row(older.id)
    (opens, back) = page.view.row_actions([older.id])
    assert (opens.text(), back.text()) == ("&Open the project", "&Put this back…")
    said: list[str] = []
    workspace.said.connect(said.append)
    back.trigger()
    assert project(workspace).name == "Supported Living"
    assert project(workspace, "P-025").name == "Other", "what came after stays"
    assert said == ["Put back: Project (Project: P-024 Homes). Undo takes it back."]
    latest = shown(page)[0]
    assert (latest.old, latest.new) == ("Homes", "Supported Living")
    page.view.select_row(latest.id)
    qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert project(workspace).name == "Homes"


def test_what_more_would_change_is_asked_first(qtbot: QtBot, workspace: Workspace, asker: FakeAsker) -> None:
    made = new_record(
        workspace.session, Project, {"ref": "N-1", "name": "New", "theme_id": project(workspace).theme_id}
    )
    page = opened(qtbot, workspace)
    asker.agrees = False
    page.view.select_row(shown(page)[0].id)
    qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert workspace.records.find(Project, made.id) == made
    assert asker.questions == ["Put this back? Project: N-1 New is deleted."]
    asker.agrees = True
    qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert workspace.records.find(Project, made.id) is None


def test_put_back_waits_for_a_change_to_be_chosen(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    assert not page.back_button.isEnabled()
    assert page.back_button.toolTip() == "Choose a change first."


def test_on_its_heading_all_of_a_change_is_put_back(qtbot: QtBot, workspace: Workspace) -> None:
    first, second = project(workspace), project(workspace, "P-025")
    apply_cells(workspace.session, Project, [(first.id, "name", "One"), (second.id, "name", "Two")])
    rename(workspace, "Since then", "P-001")
    page = opened(qtbot, workspace)
    at = next(
        at for at in range(page.model.rowCount()) if (group := page.model.group_at(at)) and group.count == 2
    )
    page.view.setCurrentIndex(page.model.index(at, 0))
    assert page.back_button.toolTip() == "Put everything in this change back as it was"
    qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert (project(workspace), project(workspace, "P-025")) == (first, second)
    assert project(workspace, "P-001").name == "Since then"

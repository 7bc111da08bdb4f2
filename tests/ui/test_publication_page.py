"""Exempt marks in the window: the page, the padlock and words in any table, the chip of any form, and the menus."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Risk
from asc_desktop.domain.records.delivery import Project, ProjectException, SavingsLine
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.services import publication
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.ui.dialogs.exempt import ExemptDialog, ask_exempt, records_in_focus, remove_exempt
from asc_desktop.ui.pages.exceptions.page import ExceptionsPage
from asc_desktop.ui.pages.overview.page import OverviewPage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.publication.page import PublicationPage
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.widgets.form.exempt_chip import ExemptChip
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

REASON = "Fees are under negotiation."


def shown(qtbot: QtBot, page: PublicationPage | ProjectsPage | ExceptionsPage | OverviewPage) -> None:
    qtbot.addWidget(page)
    page.workspace.data_changed.connect(lambda _: page.refresh())
    page.resize(1170, 660)
    page.refresh()
    page.show()


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> PublicationPage:
    page = PublicationPage(workspace)
    shown(qtbot, page)
    return page


@pytest.fixture
def projects(qtbot: QtBot, workspace: Workspace) -> ProjectsPage:
    page = ProjectsPage(workspace)
    shown(qtbot, page)
    return page


def project(workspace: Workspace, ref: str) -> Project:
    return next(item for item in workspace.records.all(Project) if item.ref == ref)


def open_dialog() -> ExemptDialog:
    return next(
        item for item in QApplication.topLevelWidgets() if isinstance(item, ExemptDialog) and item.isVisible()
    )


def chip_of(widget: QWidget) -> ExemptChip:
    found = widget.findChild(ExemptChip)
    assert found is not None
    return found


# ---------------------------------------------------------------------------------------------------- the page


def test_the_page_lists_the_marks_of_the_programme(page: PublicationPage) -> None:
    rows = [[page.model.text_at(at, column) for column in range(5)] for at in range(page.model.rowCount())]
    assert [row[:3] for row in rows] == [
        ["P-029 External adult social care placements", "Savings line", "3: financial or business affairs"],
        [
            "P-029 Some providers will not accept the new terms for specialist placements.",
            "Exception",
            "3: financial or business affairs",
        ],
    ]
    page.chart.copy_figures()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t") for line in lines] == [
        ["Kind", "Left out", "Total"],
        ["Savings line", "1", "1"],
        ["Exception", "1", "1"],
    ]
    assert page.warnings.rowCount() > 3


def test_what_is_carried_is_shown_when_asked_for_and_cannot_be_edited(
    qtbot: QtBot, page: PublicationPage
) -> None:
    page.shown.focus_current()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert page.model.rowCount() == 3
    carried = next(at for at in range(3) if not getattr(page.model.row_at(at), "mark_id", ""))
    reason = page.model.column_at("reason")
    assert not page.model.can_edit(carried, reason)
    assert page.model.can_edit(0, reason)


def test_paragraphs_are_pasted_down_and_undone_at_once(
    qtbot: QtBot, page: PublicationPage, workspace: Workspace
) -> None:
    page.view.go_to(0, page.model.column_at("paragraph"))
    page.view.setFocus()
    QGuiApplication.clipboard().setText("5: legal professional privilege\n1")
    qtbot.keyClick(page.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    held = {row.id: row.paragraph for row in page.model.rows}
    assert sorted(held.values()) == ["1", "5"]
    workspace.undo()
    assert {row.paragraph for row in page.model.rows} == {"3"}


def test_an_empty_reason_is_refused_beside_its_cell(qtbot: QtBot, page: PublicationPage) -> None:
    page.view.go_to(0, page.model.column_at("reason"))
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert page.view.sentence == "Why is needed."


def test_a_row_and_a_warning_open_the_record(
    qtbot: QtBot, page: PublicationPage, workspace: Workspace, visits: list[tuple[str, dict[str, object]]]
) -> None:
    line = next(item for item in workspace.records.all(SavingsLine) if item.name.startswith("External adult"))
    page.view.select_row(line.id)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    page.warning_view.go_to(0, 0)
    page.warning_view.setFocus()
    qtbot.keyClick(page.warning_view, Qt.Key.Key_Return)
    assert visits == [("projects", {"record_id": line.project_id, "tab": "savings"})] * 2


def test_every_record_that_a_person_writes_has_its_page(workspace: Workspace) -> None:
    # The pages of the navigation, which the click may lead to.
    keys = {item.key for item in DESTINATIONS}
    from asc_desktop.domain.records.fields import fields_of
    from asc_desktop.domain.records.types import RECORD_TYPES

    for kind in RECORD_TYPES:
        written = not all(field.hidden for field in fields_of(kind))
        for record in workspace.records.all(kind)[:1] if written else ():
            place = workspace.place_of(record.id)
            assert place is not None
            assert place.page in keys
            assert all(place.shows.values())


def test_the_marking_is_copied(qtbot: QtBot, page: PublicationPage) -> None:
    qtbot.mouseClick(page.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("NOT FOR PUBLICATION. This document contains exempt")


def test_without_marks_it_says_how_to_mark(page: PublicationPage, workspace: Workspace) -> None:
    publication.remove_marks(
        workspace.session, [item.record_id for item in workspace.records.all(ExemptMark)]
    )
    assert page.model.rowCount() == 0
    assert not page.lower_part.isVisibleTo(page)
    assert not page.copy_button.isEnabled()


def test_an_empty_portfolio_says_what_to_do_first(
    qtbot: QtBot, empty_workspace: Workspace, empty_visits: list[tuple[str, dict[str, object]]]
) -> None:
    page = PublicationPage(empty_workspace)
    shown(qtbot, page)
    assert not page._contents.isVisibleTo(page)
    for button in page._how_to_begin.findChildren(QPushButton)[:2]:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert empty_visits == [("import", {}), ("structure", {"new": True})]


# ------------------------------------------------------------------------------------------ tables, forms, menus


def test_a_table_marks_the_title_of_an_exempt_row_in_words_too(
    projects: ProjectsPage, workspace: Workspace
) -> None:
    held = project(workspace, "P-004")
    table = projects.list.view
    table.grab()
    index = table.table.index(table.table.position(held.id), table.table.column_at("name"))
    assert "Exempt" not in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    publication.mark_exempt(workspace.session, [held], "3", REASON)
    table.grab()
    index = table.table.index(table.table.position(held.id), table.table.column_at("name"))
    words = "Exempt, paragraph 3: financial or business affairs. Fees are under negotiation."
    assert str(index.data(Qt.ItemDataRole.AccessibleTextRole)).endswith(words)
    assert str(index.data(Qt.ItemDataRole.ToolTipRole)).endswith(words)
    other = index.siblingAtColumn(table.table.column_at("ref"))
    assert "Exempt" not in str(other.data(Qt.ItemDataRole.AccessibleTextRole))


def test_the_padlock_is_drawn(projects: ProjectsPage, workspace: Workspace) -> None:
    held = project(workspace, "P-001")
    table = projects.list.view
    rect = table.visualRect(table.table.index(table.table.position(held.id), table.table.column_at("name")))
    before = table.viewport().grab(rect).toImage()
    publication.mark_exempt(workspace.session, [held], "3", REASON)
    assert table.viewport().grab(rect).toImage() != before


def test_rows_are_marked_from_their_menu_and_unmarked(
    qtbot: QtBot, projects: ProjectsPage, workspace: Workspace
) -> None:
    one, other = project(workspace, "P-001"), project(workspace, "P-002")
    table = projects.list.view
    table.select_row(one.id)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    menu = table.menus.row_menu()
    next(item for item in menu.actions() if item.text() == "Mark e&xempt…").trigger()
    menu.close()
    dialog = open_dialog()
    assert dialog.windowTitle() == "Mark exempt: 2 projects"
    dialog.form.editor("paragraph").set_value_text("4")
    dialog.form.editor("reason").set_value_text("Talks with the unions go on.")
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    marks = [publication.mark_of(workspace.session, item.id) for item in (one, other)]
    assert [(mark.paragraph, mark.reason) for mark in marks if mark] == [
        ("4", "Talks with the unions go on.")
    ] * 2
    assert workspace.session.undo_action == "Mark 2 projects exempt"
    table.select_row(one.id)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    menu = table.menus.row_menu()
    texts = [item.text() for item in menu.actions()]
    assert "Change e&xempt mark…" in texts
    next(item for item in menu.actions() if item.text() == "Remove 2 exempt mar&ks").trigger()
    menu.close()
    assert publication.mark_of(workspace.session, one.id) is None


def test_a_mark_without_a_reason_is_refused_in_the_dialog(
    qtbot: QtBot, projects: ProjectsPage, workspace: Workspace
) -> None:
    assert ask_exempt(workspace, [project(workspace, "P-001").id], projects)
    dialog = open_dialog()
    dialog.form.editor("reason").set_value_text("")
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    assert dialog.form.problems == {"reason": "Why is needed."}
    assert dialog.isVisible()
    dialog.reject()


def test_the_keyboard_marks_what_it_is_on(qtbot: QtBot, projects: ProjectsPage, workspace: Workspace) -> None:
    held = project(workspace, "P-003")
    projects.list.view.select_row(held.id)
    projects.list.view.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is projects.list.view)
    assert records_in_focus() == [held.id]
    publication.mark_exempt(workspace.session, [held], "3", REASON)
    remove_exempt(workspace, records_in_focus())
    assert publication.mark_of(workspace.session, held.id) is None


def test_a_list_of_what_needs_attention_is_about_its_records(qtbot: QtBot, workspace: Workspace) -> None:
    page = OverviewPage(workspace)
    shown(qtbot, page)
    held = project(workspace, "P-012")
    page.list_attention()
    assert page.attention is not None
    view = page.attention.view
    row = next(item for item in view.table.rows if item.project_id == held.id)
    view.select_row(row.id)
    assert view.exempt.record_ids([row.id]) == [held.id]
    publication.mark_exempt(workspace.session, [held], "3", REASON)
    view.grab()
    index = view.table.index(view.table.position(row.id), view.table.column_at("project"))
    assert "Exempt, paragraph 3" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_the_form_of_an_exempt_record_says_so_and_a_click_changes_it(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = ExceptionsPage(workspace)
    shown(qtbot, page)
    record = next(
        item for item in workspace.records.all(ProjectException) if "specialist" in item.description
    )
    page.show_only({"exception_id": record.id})
    chip = chip_of(page.editor.form)
    assert chip.isVisible()
    assert chip.accessibleName().startswith("Exempt, paragraph 3")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    dialog = open_dialog()
    assert dialog.windowTitle() == "Change exempt mark of: exception"
    dialog.reject()
    publication.remove_marks(workspace.session, [record.id])
    assert not chip.isVisible()
    workspace.undo()
    assert chip.isVisible()


def test_the_projects_editor_says_why_it_is_exempt(projects: ProjectsPage, workspace: Workspace) -> None:
    held = project(workspace, "P-005")
    projects.show_only({"project_id": held.id})
    chip = chip_of(projects.editor)
    assert not chip.isVisible()
    publication.mark_exempt(workspace.session, [held], "2", REASON)
    assert chip.isVisible()
    assert "paragraph 2: likely to reveal" in chip.accessibleName()


def test_nothing_is_offered_for_rows_that_cannot_be_marked(
    workspace: Workspace, projects: ProjectsPage
) -> None:
    assert not ask_exempt(workspace, [workspace.report.themes[0].id], projects)
    risk = workspace.records.all(Risk)[0]
    assert publication.markable_record(workspace.session, risk.id) == risk


def test_the_windows_key_marks_what_the_keyboard_is_on_or_says_what_to_choose(
    qtbot: QtBot, tmp_path: Path, portfolio_files: PortfolioFiles, sample_file: Path, asker: FakeAsker
) -> None:
    path = tmp_path / "window.ascp"
    shutil.copyfile(sample_file, path)
    window = MainWindow(portfolio_files, WindowMemory(tmp_path / "window.ini"), asker)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.use(portfolio_files.open(path))
    window.mark_exempt()
    assert window.statusBar().currentMessage().startswith("Choose a row of a table")
    page = window.show_page("projects")
    assert isinstance(page, ProjectsPage)
    held = project(page.workspace, "P-003")
    page.list.view.select_row(held.id)
    page.list.view.setFocus()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(
        page.list.view, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    dialog = open_dialog()
    assert dialog.windowTitle() == "Mark exempt: project"
    dialog.form.editor("reason").set_value_text(REASON)
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    assert publication.mark_of(page.workspace.session, held.id) is not None
    window.close_file()

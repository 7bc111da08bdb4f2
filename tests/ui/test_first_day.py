"""The first day: a file with nothing in it yet, filled in page by page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Programme, Project, SavingsLine, SavingsTarget, Theme
from asc_desktop.services.editing import new_record
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.figures.projects import status_by_theme_data
from asc_desktop.ui.pages.decisions.page import DecisionsPage
from asc_desktop.ui.pages.performance.page import PerformancePage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.pages.savings.page import SavingsPage
from asc_desktop.ui.pages.shared.first_figures import FirstFigures
from asc_desktop.ui.pages.structure.page import StructurePage
from asc_desktop.ui.widgets.form.editors_list import SearchEditor
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def begun(empty_workspace: Workspace) -> Workspace:
    """A programme, and nothing in it yet."""
    session = empty_workspace.session
    new_record(
        session,
        Programme,
        {"name": "Better Lives", "first_year": 2024, "last_year": 2025, "open_period": "2024-06"},
    )
    empty_workspace.choose(empty_workspace.records.all(Programme)[0].id)
    return empty_workspace


def add_theme(workspace: Workspace, name: str) -> Theme:
    return new_record(
        workspace.session, Theme, {"name": name, "programme_id": workspace.records.all(Programme)[0].id}
    )


def add_project(workspace: Workspace, ref: str, name: str) -> Project:
    theme = workspace.records.all(Theme)[0]
    return new_record(workspace.session, Project, {"ref": ref, "name": name, "theme_id": theme.id})


def shown_words(page: QWidget) -> set[str]:
    return {label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)}


def shown_button(page: QWidget, words: str) -> QPushButton | None:
    buttons = (each for each in page.findChildren(QPushButton) if each.isVisibleTo(page))
    return next((each for each in buttons if each.text() == words), None)


def test_the_projects_page_asks_for_themes_only_while_there_are_none(qtbot: QtBot, begun: Workspace) -> None:
    page = ProjectsPage(begun)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    assert "A project belongs to a theme. Add the themes, then the first project." in shown_words(page)
    assert shown_button(page, "Go to Themes") is not None
    add_theme(begun, "Prevention")
    page.refresh()
    assert not any("Add the themes" in words for words in shown_words(page))
    assert shown_button(page, "Go to Themes") is None
    assert shown_button(page, "New project…") is not None


def test_a_chart_of_status_by_theme_is_a_sentence_until_there_is_a_project(begun: Workspace) -> None:
    add_theme(begun, "Prevention")
    assert status_by_theme_data(begun.report) is None
    add_project(begun, "P-001", "Reviews")
    assert status_by_theme_data(begun.report) is not None


class TestSavingsLines:
    @pytest.fixture
    def page(self, qtbot: QtBot, begun: Workspace) -> Iterator[SavingsPage]:
        add_theme(begun, "Prevention")
        page = SavingsPage(begun)
        qtbot.addWidget(page)
        page.resize(1166, 700)
        page.show()
        page.refresh()
        yield page
        for dialog in page.findChildren(RecordDialog):
            dialog.close()

    def test_without_a_project_the_way_is_to_the_projects(self, page: SavingsPage, begun: Workspace) -> None:
        assert shown_button(page, "New savings line…") is None
        assert shown_button(page, "Open projects") is not None
        add_project(begun, "P-001", "Reviews")
        page.refresh()
        assert shown_button(page, "New savings line…") is not None
        assert shown_button(page, "Open projects") is None

    def test_a_movement_is_offered_once_there_is_a_line(self, page: SavingsPage, begun: Workspace) -> None:
        project = add_project(begun, "P-001", "Reviews")
        page.refresh()
        assert not page.parts.movements.record.isVisibleTo(page)
        new_record(begun.session, SavingsLine, {"project_id": project.id, "name": "Reviews"})
        page.refresh()
        assert page.parts.movements.record.isVisibleTo(page)
        assert page.matrix.add.isVisibleTo(page)

    def test_one_form_adds_the_first_line_of_each_project_after_another(
        self, qtbot: QtBot, page: SavingsPage, begun: Workspace
    ) -> None:
        first = add_project(begun, "P-001", "Reviews")
        second = add_project(begun, "P-002", "Reablement")
        page.refresh()
        button = shown_button(page, "New savings line…")
        assert button is not None
        qtbot.mouseClick(button, LEFT)
        dialog = next(iter(page.window().findChildren(RecordDialog)))
        assert dialog.form.values()["project_id"] == first.id
        assert dialog.form.values()["name"] == "Reviews"
        figures = dialog.findChild(FirstFigures)
        assert isinstance(figures, FirstFigures)
        assert dialog.focusWidget() is figures.boxes["target_pence", 2024], "the form above is filled in"
        figures.boxes["target_pence", 2024].setText("120,000")
        dialog.add_another()
        assert dialog.focusWidget() is figures.boxes["target_pence", 2024]
        assert dialog.form.values()["project_id"] == second.id
        assert dialog.form.values()["name"] == "Reablement"
        assert figures.boxes["target_pence", 2024].text() == ""
        dialog.accept()
        lines = begun.records.all(SavingsLine)
        assert {(line.project_id, line.name) for line in lines} == {
            (first.id, "Reviews"),
            (second.id, "Reablement"),
        }
        targets = begun.records.all(SavingsTarget)
        assert [
            (begun.records.get(SavingsLine, item.line_id).name, item.target_pence) for item in targets
        ] == [("Reviews", 12_000_000)]
        row = page.matrix.view.current_row
        assert row is not None
        assert row.project_id == second.id

    def test_the_name_follows_the_project_until_another_is_typed(
        self, page: SavingsPage, begun: Workspace
    ) -> None:
        add_project(begun, "P-001", "Reviews")
        second = add_project(begun, "P-002", "Reablement")
        page.refresh()
        dialog = page.matrix.add_line()
        dialog.form.set_values({"project_id": second.id})
        dialog.form.changed.emit("project_id")
        assert dialog.form.values()["name"] == "Reablement"
        dialog.form.set_values({"name": "Fewer beds", "project_id": second.id})
        dialog.form.changed.emit("project_id")
        assert dialog.form.values()["name"] == "Fewer beds"


def test_no_button_moves_when_the_first_of_several_is_added(qtbot: QtBot, begun: Workspace) -> None:
    add_theme(begun, "Prevention")
    dialog = RecordDialog(begun, Theme, values={"programme_id": begun.records.all(Programme)[0].id})
    qtbot.addWidget(dialog)
    dialog.offer_another(dict)
    dialog.show()
    QApplication.processEvents()

    def places() -> list[int]:
        return [
            button.mapTo(dialog, button.rect().topLeft()).x() for button in dialog.findChildren(QPushButton)
        ]

    before = places()
    dialog.form.set_values({"name": "Reablement"})
    dialog.add_another()
    QApplication.processEvents()
    assert "Done" in {button.text() for button in dialog.findChildren(QPushButton)}
    assert places() == before


def test_a_new_programme_offers_its_first_theme_with_one_click(qtbot: QtBot, begun: Workspace) -> None:
    page = StructurePage(begun)
    qtbot.addWidget(page)
    begun.data_changed.connect(page.refresh)
    page.resize(1166, 660)
    page.show()
    page.refresh()
    button = shown_button(page, "New theme…")
    assert button is not None

    def fill() -> None:
        dialog = next(iter(page.window().findChildren(RecordDialog)))
        dialog.form.set_values({"name": "Prevention"})
        dialog.accept()

    QTimer.singleShot(0, fill)
    qtbot.mouseClick(button, LEFT)
    themes = begun.records.all(Theme)
    assert [(item.name, item.programme_id) for item in themes] == [
        ("Prevention", begun.records.all(Programme)[0].id)
    ]
    page.show_record(begun.records.all(Programme)[0].id)
    assert shown_button(page, "New theme…") is None


@pytest.mark.parametrize("page_type", [RisksPage, DecisionsPage, PerformancePage])
def test_the_keyboard_is_on_the_first_record_that_is_added(
    qtbot: QtBot, begun: Workspace, page_type: type[RisksPage | DecisionsPage | PerformancePage]
) -> None:
    """The button of the empty list is gone, and the keyboard went to the next: to copy a decision, the heat map."""
    add_theme(begun, "Prevention")
    page = page_type(begun)
    qtbot.addWidget(page)
    page.resize(1166, 660)
    page.show()
    page.activateWindow()
    page.refresh()
    (page.add if isinstance(page, PerformancePage) else page.record_new)()
    dialog = next(iter(page.window().findChildren(RecordDialog)))
    dialog.form.set_values({dialog.form.keys[0]: "Too few reviewers are recruited"})
    dialog.accept()
    assert dialog.record is not None, (dialog.form.problems, dialog.notice)
    view = page.view if isinstance(page, PerformancePage) else page.list.view
    assert view.current_row is not None
    qtbot.waitUntil(lambda: page.window().focusWidget() is view)


def test_the_keyboard_is_on_the_first_funding_source(qtbot: QtBot, begun: Workspace) -> None:
    page = DecisionsPage(begun)
    qtbot.addWidget(page)
    page.resize(1166, 660)
    page.show()
    page.refresh()
    page.editor.sources_wanted.emit()
    page.funding.add()
    dialog = next(iter(page.window().findChildren(RecordDialog)))
    dialog.form.set_values({"name": "Better Care Fund", "provision_pence": 100_000})
    dialog.accept()
    assert dialog.record is not None
    row = page.funding.view.current_row
    assert row is not None
    assert row.id == dialog.record.id


class TestLists:
    def test_one_without_anything_to_choose_says_so_where_nothing_is_needed_either(
        self, qtbot: QtBot, begun: Workspace
    ) -> None:
        add_theme(begun, "Prevention")
        dialog = RecordDialog(begun, Project, rows=["name", ("theme_id", "workstream_id")])
        qtbot.addWidget(dialog)
        words = {
            key: dialog.form.editor(key).line.placeholderText()  # type: ignore[union-attr]
            for key in ("theme_id", "workstream_id")
        }
        assert words == {"theme_id": "Type to search", "workstream_id": "Nothing to choose from yet"}

    def test_escape_closes_the_list_and_asks_nothing(
        self, qtbot: QtBot, begun: Workspace, asker: FakeAsker
    ) -> None:
        dialog = RecordDialog(begun, Project, values={"name": "Reviews"}, rows=["name", ("theme_id", "ref")])
        add_theme(begun, "Prevention")
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.form.set_values({"ref": "P-001"})
        dialog.form.box("theme_id").take_focus()
        editor = dialog.form.editor("theme_id")
        assert isinstance(editor, SearchEditor)
        editor.showPopup()
        qtbot.waitUntil(editor.options_list.isVisible)
        qtbot.keyClick(editor.options_list, Qt.Key.Key_Escape)
        assert not editor.options_list.isVisible()
        assert dialog.isVisible()
        assert asker.questions == []
        qtbot.keyClick(editor, Qt.Key.Key_Escape)
        assert len(asker.questions) == 1

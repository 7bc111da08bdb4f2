"""The page Updates: where each project stands, what is typed there, the chase list, contacts, and what leads here."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import RiskAction
from asc_desktop.domain.records.delivery import DeliveryStatus, Milestone, Mitigation, Project, StatusUpdate
from asc_desktop.domain.records.exchange import Contact, UpdateRequest
from asc_desktop.domain.report.counts import projects_updated
from asc_desktop.ui.dialogs.forms.ask import AskDialog
from asc_desktop.ui.dialogs.forms.returns import ReturnsWindow
from asc_desktop.ui.pages.updates.columns import state_hint
from asc_desktop.ui.pages.updates.figures import PAPERS
from asc_desktop.ui.pages.updates.page import UpdatesPage
from asc_desktop.ui.workspace import Workspace
from tests.ui.updates.parts import actions, ask, cell, project, shown, type_into

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> UpdatesPage:
    return shown(qtbot, UpdatesPage(workspace))


def segment(page: UpdatesPage, words: str) -> QAbstractButton:
    return next(item for item in page.views.findChildren(QAbstractButton) if item.text() == words)


def refs_shown(page: UpdatesPage) -> list[str]:
    return sorted(row.ref for row in page.model.shown_rows)


class TestStands:
    def test_every_project_of_the_month_is_there_with_where_it_stands(self, page: UpdatesPage) -> None:
        assert len(page.model.shown_rows) == 50, "three are closed"
        assert cell(page, "P-010", "state") == "Not asked"
        assert cell(page, "P-001", "state") == "Typed here"
        assert page.figures.tiles[""].value == "46 of 50"
        assert page.figures.tiles["not_asked"].value == "4"
        assert page.figures.tiles[PAPERS].value == "10 days"

    def test_what_was_asked_shows_its_form_its_day_and_how_late_it_is(
        self, page: UpdatesPage, workspace: Workspace
    ) -> None:
        ask(workspace, "P-010")
        assert cell(page, "P-010", "state") == "Late"
        assert cell(page, "P-010", "days_left") == "3 days late"
        assert (cell(page, "P-010", "due_on"), cell(page, "P-010", "form")) == ("28 Jun 2024", "F-0099")
        assert page.figures.tiles["late"].value == "1"

    def test_a_status_that_stands_is_in_whatever_its_form_s_state_is_and_all_pages_count_alike(
        self, page: UpdatesPage, workspace: Workspace
    ) -> None:
        ask(workspace, "P-001", "P-010", returned_on="2024-06-27", in_question=2)
        ask(workspace, "P-014", returned_on="2024-06-27")
        assert cell(page, "P-001", "state") == "In question"
        report = workspace.report
        assert page.figures.tiles[""].value == f"{projects_updated(report)} of {len(report.due_projects)}"
        assert page.figures.tiles[""].value == "46 of 50"
        assert page.header._subtitle.text() == "46 of 50 updated for June 2024"
        assert "1 of them in question" in page.figures.tiles[""].accessibleDescription()
        assert state_hint(page.model.find(project(workspace, "P-001").id)) == (
            "2 answers are still to be settled. The month’s status is as reported."
        )

    def test_answers_in_question_are_counted(self, page: UpdatesPage, workspace: Workspace) -> None:
        ask(workspace, "P-010", returned_on="2024-06-27", in_question=2)
        assert cell(page, "P-010", "state") == "In question"
        assert page.figures.tiles["back"].value == "1"

    def test_a_status_typed_in_the_list_is_an_update(
        self, page: UpdatesPage, workspace: Workspace, qtbot: QtBot
    ) -> None:
        ask(workspace, "P-010")
        held = project(workspace, "P-010")
        QGuiApplication.clipboard().setText("At risk")
        assert page.view.select_row(held.id, "status_id")
        qtbot.keyClick(page.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert cell(page, "P-010", "state") == "Typed here"
        made = [
            item
            for item in workspace.records.of(StatusUpdate, "project_id", held.id)
            if item.period == "2024-06"
        ]
        assert [workspace.records.get(DeliveryStatus, item.status_id).name for item in made] == ["At risk"]

    def test_the_same_words_typed_over_last_month_s_status_make_it_this_month_s(
        self, page: UpdatesPage, workspace: Workspace, qtbot: QtBot
    ) -> None:
        held = project(workspace, "P-010")
        before = cell(page, "P-010", "status_id")
        assert (before, cell(page, "P-010", "state")) != ("", "Typed here")
        type_into(qtbot, page.view, held.id, "status_id", before)
        assert (cell(page, "P-010", "state"), cell(page, "P-010", "status_id")) == ("Typed here", before)
        made = [
            item
            for item in workspace.records.of(StatusUpdate, "project_id", held.id)
            if item.period == "2024-06"
        ]
        assert len(made) == 1
        action = workspace.session.undo_action
        type_into(qtbot, page.view, held.id, "status_id", before)
        assert workspace.session.undo_action == action

    def test_a_status_that_was_only_looked_at_is_no_update(
        self, page: UpdatesPage, workspace: Workspace, qtbot: QtBot
    ) -> None:
        assert page.view.select_row(project(workspace, "P-010").id, "status_id")
        qtbot.keyClick(page.view, Qt.Key.Key_F2)
        assert page.view.delegate.editor is not None
        qtbot.keyClick(page.view.delegate.editor, Qt.Key.Key_Return)
        assert cell(page, "P-010", "state") == "Not asked"

    def test_last_month_s_status_is_confirmed_from_the_menu(
        self, page: UpdatesPage, workspace: Workspace
    ) -> None:
        held = project(workspace, "P-010")
        before = cell(page, "P-010", "status_id")
        actions(page, "P-010", "P-001")["Status as before, for 1 project"].trigger()
        assert (cell(page, "P-010", "state"), cell(page, "P-010", "status_id")) == ("Typed here", before)
        assert "Status as before" not in actions(page, "P-010")
        workspace.undo()
        assert cell(page, "P-010", "state") == "Not asked"
        assert held.id in {row.id for row in page.model.rows}

    def test_the_menu_begins_to_type_the_status(self, page: UpdatesPage, workspace: Workspace) -> None:
        page.view.select_row(project(workspace, "P-010").id)
        actions(page, "P-010")["Type the status here"].trigger()
        assert page.view.delegate.editor is not None
        assert page.model.column(page.view.currentIndex().column()).key == "status_id"


class TestNarrowing:
    def test_a_figure_lists_what_is_behind_it_and_again_all(
        self, page: UpdatesPage, workspace: Workspace, qtbot: QtBot
    ) -> None:
        ask(workspace, "P-010", "P-001")
        qtbot.mouseClick(page.figures.tiles["late"], Qt.MouseButton.LeftButton)
        assert refs_shown(page) == ["P-010"]
        qtbot.mouseClick(page.figures.tiles[""], Qt.MouseButton.LeftButton)
        assert len(refs_shown(page)) == 50

    def test_what_is_back_is_listed_whether_in_question_or_not(
        self, page: UpdatesPage, workspace: Workspace, qtbot: QtBot
    ) -> None:
        ask(workspace, "P-010", returned_on="2024-06-27", in_question=2)
        ask(workspace, "P-001", returned_on="2024-06-27")
        qtbot.mouseClick(page.figures.tiles["back"], Qt.MouseButton.LeftButton)
        assert refs_shown(page) == ["P-001", "P-010"]

    def test_groups_are_by_lead_and_by_choice_otherwise(
        self, page: UpdatesPage, workspace: Workspace
    ) -> None:
        assert page.model.grouping is not None
        assert page.model.grouping.name == "Lead"
        page.group._pick("theme")
        assert page.model.grouping.name == "Theme"
        assert workspace.memory.get("updates/group") == "theme"

    def test_the_column_that_repeats_the_groups_is_left_out_and_still_searched(
        self, page: UpdatesPage, qtbot: QtBot
    ) -> None:
        assert page.group.key == "lead"
        assert page.view.is_column_hidden("lead")
        qtbot.keyClicks(page.box, "therapist")
        qtbot.waitUntil(
            lambda: {row.lead for row in page.model.shown_rows} == {"Principal Occupational Therapist"}
        )
        page.box.clear()
        page.group._pick("theme")
        assert not page.view.is_column_hidden("lead")
        page.view.set_column_hidden("lead", hidden=True)
        page.group._pick("lead")
        page.group._pick("theme")
        assert page.view.is_column_hidden("lead"), "whoever hid it wants it hidden"
        page.group._pick("lead")
        page.view.set_column_hidden("lead", hidden=False)
        page.refresh()
        assert not page.view.is_column_hidden("lead"), "whoever asked for it sees it"

    def test_another_page_s_click_lists_its_projects_until_cleared(
        self, page: UpdatesPage, qtbot: QtBot
    ) -> None:
        ids = (project(page.workspace, "P-010").id, project(page.workspace, "P-001").id)
        page.show_only({"project_ids": ids, "title": "Not updated"})
        assert refs_shown(page) == ["P-001", "P-010"]
        qtbot.mouseClick(page.chip.clear_button, Qt.MouseButton.LeftButton)
        assert len(refs_shown(page)) == 50

    def test_what_is_not_updated_is_listed_as_it_is_now_and_not_as_it_was_when_clicked(
        self, page: UpdatesPage, workspace: Workspace
    ) -> None:
        actions(page, "P-010", "P-001")["Status as before, for 1 project"].trigger()
        ids = tuple(project(workspace, ref).id for ref in ("P-028", "P-035", "P-045"))
        page.show_only({"project_ids": ids, "title": "Not updated", "stands": "not_in"})
        assert refs_shown(page) == ["P-028", "P-035", "P-045"]
        workspace.undo()
        assert refs_shown(page) == ["P-010", "P-028", "P-035", "P-045"]

    def test_a_request_a_project_and_a_contact_are_gone_to(
        self, page: UpdatesPage, workspace: Workspace
    ) -> None:
        ask(workspace, "P-010")
        request = next(item for item in workspace.records.all(UpdateRequest) if item.form == "F-0099")
        page.show_only({"record_id": request.id})
        assert page.view.current_row.ref == "P-010"
        page.show_only({"record_id": project(workspace, "P-001").id})
        assert page.view.current_row.ref == "P-001"
        contact = workspace.records.all(Contact)[0]
        page.show_only({"record_id": contact.id})
        assert page.contacts.view.isVisible()
        assert page.contacts.view.current_row.id == contact.id


class TestRoom:
    def test_what_came_back_when_is_in_sight_at_1366(self, page: UpdatesPage) -> None:
        at = page.model.column_at("returned_on")
        view = page.view
        assert view.columnViewportPosition(at) + view.columnWidth(at) <= view.viewport().width()

    @pytest.mark.parametrize("key", ["due_on", "returned_on", "asked_on", "status_id"])
    def test_a_day_and_a_status_are_read_whole(
        self, page: UpdatesPage, workspace: Workspace, key: str
    ) -> None:
        day = "2024-11-30"
        ask(workspace, "P-010", asked_on=day, due_on=day, returned_on=day)
        at = page.model.column_at(key)
        assert page.view.sizeHintForColumn(at) <= page.view.columnWidth(at)

    def test_the_buttons_stay_where_they_are_when_the_contacts_are_shown(
        self, page: UpdatesPage, qtbot: QtBot
    ) -> None:
        buttons = (page.views, page.returns_button, page.ask_button)
        before = [button.mapTo(page, QPoint()) for button in buttons]
        assert page.box.isVisible()
        page._show_view("contacts")
        qtbot.wait(20)
        assert not page.box.isVisible()
        assert [button.mapTo(page, QPoint()) for button in buttons] == before


class TestChase:
    def test_the_list_is_copied_by_lead(self, page: UpdatesPage, workspace: Workspace, qtbot: QtBot) -> None:
        ask(workspace, "P-010")
        qtbot.mouseClick(segment(page, "Chase list"), Qt.MouseButton.LeftButton)
        assert len(page.chase.model.shown_rows) == len(page.chase.model.rows) > 20
        qtbot.mouseClick(page.chase.copy_button, Qt.MouseButton.LeftButton)
        copied = QGuiApplication.clipboard().text()
        assert copied.startswith("Due from people, on 1 Jul 2024\nPapers for ")
        assert (
            "Update, P-010 Wider use of advocacy – Status for June 2024 (F-0099): due 28 Jun 2024, 3 days late"
            in copied
        )
        assert copied.count("\n- ") == len(page.chase.model.rows)

    def test_what_is_filtered_is_what_is_copied(self, page: UpdatesPage, qtbot: QtBot) -> None:
        page.show_only({"view": "chase"})
        page.chase.when.choose("overdue")
        page.chase.when.chosen.emit("overdue")
        overdue = page.chase.shown()
        assert overdue
        assert all(due.is_overdue for due in overdue)
        assert len(overdue) < len(page.chase.model.rows)
        page.chase.box.setText("landlords")
        qtbot.mouseClick(page.chase.copy_button, Qt.MouseButton.LeftButton)
        copied = QGuiApplication.clipboard().text()
        (line,) = (line for line in copied.splitlines() if line.startswith("- "))
        about = "- Mitigation, P-024 Supported Living – Agree repair dates with both landlords: "
        assert line == f"{about}due 12 Jun 2024, 19 days late"
        page.chase.box.setText("no such thing")
        assert not page.chase.copy_button.isEnabled()

    def test_a_row_leads_to_where_it_is_settled(self, page: UpdatesPage, workspace: Workspace) -> None:
        page.show_only({"view": "chase"})
        asked: list[tuple[str, dict[str, str]]] = []
        workspace.navigate.connect(lambda where, what: asked.append((where, what)))
        for due in page.chase.model.rows:
            page.chase.view.activated_row.emit(due)
        assert {where for where, _ in asked} >= {"exceptions", "risks", "milestones", "updates"}
        kinds = {"update": Project, "milestone": Milestone, "mitigation": Mitigation, "action": RiskAction}
        for (where, what), due in zip(asked, page.chase.model.rows, strict=True):
            assert where == due.page
            if due.kind in kinds:
                assert workspace.records.find(kinds[due.kind], next(iter(what.values()))) is not None

    def test_the_address_of_a_lead_is_copied_once(self, page: UpdatesPage) -> None:
        actions(page, "P-001", "P-014")["Copy the leads’ addresses"].trigger()
        assert QGuiApplication.clipboard().text() == "head.of.assessment@council.example"

    def test_without_an_address_it_says_where_to_add_one(
        self, page: UpdatesPage, workspace: Workspace
    ) -> None:
        workspace.delete(list(workspace.records.all(Contact)))
        action = actions(page, "P-001")["Copy the lead’s address"]
        assert not action.isEnabled()
        assert "Add it under Contacts." in action.toolTip()


class TestContacts:
    def test_roles_without_a_contact_are_offered_and_typing_makes_one(
        self, page: UpdatesPage, workspace: Workspace, qtbot: QtBot
    ) -> None:
        held = next(item for item in workspace.records.all(Contact) if item.role == "Head of Assessment")
        workspace.delete([held])
        page.show_only({"view": "contacts"})
        row = page.contacts.model.rows[0]
        assert (row.role, row.is_new, row.projects) == ("Head of Assessment", True, 4)
        type_into(qtbot, page.contacts.view, row.id, "email", "a@council.example")
        made = next(item for item in workspace.records.all(Contact) if item.role == "Head of Assessment")
        assert (made.id, made.email) == (row.id, "a@council.example")
        assert not page.contacts.model.find(row.id).is_new
        workspace.undo()
        assert page.contacts.model.rows[0].is_new

    def test_pasted_rows_make_contacts(self, page: UpdatesPage, workspace: Workspace) -> None:
        made = page.contacts.view.new_rows
        assert made is not None
        assert page.paste_table() is page.contacts.view
        made.make(
            workspace.session,
            [{"role": "Head of Homes", "name": "Jo Lee", "email": "jo@council.example"}],
            None,
        )
        found = next(item for item in workspace.records.all(Contact) if item.role == "Head of Homes")
        assert (found.name, found.email) == ("Jo Lee", "jo@council.example")
        assert made.existing(workspace.session, "", "head of  homes") == found.id

    def test_the_row_s_menu_goes_to_the_lead_s_contact(self, page: UpdatesPage) -> None:
        actions(page, "P-001")["Lead’s contact…"].trigger()
        assert page.contacts.view.isVisible()
        assert page.contacts.view.current_row.role == "Head of Assessment"


class TestBeginnings:
    def test_a_month_in_which_nobody_was_asked_says_what_to_do_first(
        self, page: UpdatesPage, workspace: Workspace
    ) -> None:
        assert page.notice.accessibleName() == "Nobody has been asked for June 2024 yet"
        ask(workspace, "P-010")
        assert not page.notice.isVisible()

    def test_leads_of_projects_that_are_updated_already_were_asked_too(
        self, page: UpdatesPage, workspace: Workspace
    ) -> None:
        ask(workspace, "P-001")
        assert not page.notice.isVisible()

    def test_a_closed_month_says_so(self, page: UpdatesPage, workspace: Workspace) -> None:
        workspace.choose(workspace.programme_id, "2024-05")
        assert page.notice.accessibleName() == "May 2024 is closed: nobody is asked for it any more"

    def test_an_empty_portfolio_says_how_to_begin(self, qtbot: QtBot, empty_workspace: Workspace) -> None:
        page = shown(qtbot, UpdatesPage(empty_workspace))
        assert not page.view.isVisible()
        assert [item.text() for item in page.findChildren(QPushButton) if item.isVisible()][:2] == [
            "Start with your tracker…",
            "Add a programme",
        ]


def test_the_overview_and_the_pack_lead_here(workspace: Workspace) -> None:
    rows = [row for row in workspace.report.attention if row.kind == "not_updated"]
    assert len(rows) == 4
    assert {row.page for row in rows} == {"updates"}
    assert all(row.record_id == row.project_id for row in rows)
    assert next(item for item in workspace.report.key_figures if item.key == "updated").shows == "updates"


class TestButtons:
    @pytest.fixture
    def opened(self, monkeypatch: pytest.MonkeyPatch) -> list[QDialog]:
        found: list[QDialog] = []
        for kind in (AskDialog, ReturnsWindow):
            monkeypatch.setattr(kind, "open", lambda dialog: found.append(dialog))  # noqa: PLW0108 - bound to it
        return found

    def test_asking_begins_with_what_is_not_updated(
        self, page: UpdatesPage, opened: list[QDialog], qtbot: QtBot
    ) -> None:
        qtbot.mouseClick(page.ask_button, Qt.MouseButton.LeftButton)
        assert isinstance(opened[0], AskDialog)
        assert sorted(row.title.split()[0] for row in opened[0].rows) == ["P-010", "P-028", "P-035", "P-045"]

    def test_a_row_is_asked_about_alone(
        self, page: UpdatesPage, opened: list[QDialog], workspace: Workspace
    ) -> None:
        actions(page, "P-001")["Ask about this project…"].trigger()
        ask(workspace, "P-010")
        actions(page, "P-010")["Ask again about this project…"].trigger()
        found = [dialog for dialog in opened if isinstance(dialog, AskDialog)]
        assert [[row.title.split()[0] for row in dialog.rows if row.ticked] for dialog in found] == [
            ["P-001"],
            ["P-010"],
        ]

    def test_returns_are_taken_in_from_the_button_the_menu_of_a_row_and_the_window_s_menu(
        self, page: UpdatesPage, opened: list[QDialog], workspace: Workspace, qtbot: QtBot
    ) -> None:
        qtbot.mouseClick(page.returns_button, Qt.MouseButton.LeftButton)
        ask(workspace, "P-010")
        actions(page, "P-010")["Take in its return…"].trigger()
        page.show_only({"returns": True})
        assert [type(dialog) for dialog in opened] == [ReturnsWindow] * 3
        page.show_only({"ask": True})
        assert isinstance(opened[3], AskDialog)

    def test_nobody_is_asked_for_a_closed_month_or_for_all_programmes_at_once(
        self, page: UpdatesPage, workspace: Workspace
    ) -> None:
        workspace.choose(workspace.programme_id, "2024-05")
        assert not page.ask_button.isEnabled()
        assert (
            page.ask_button.toolTip()
            == "Leads are asked for the open month, June 2024. Choose it at the top."
        )
        assert "Ask about this project…" not in actions(page, "P-001")
        workspace.choose(None)
        assert page.ask_button.toolTip() == (
            "Leads are asked for one programme at a time. Choose it at the top."
        )

    def test_what_was_refused_is_copied_for_an_e_mail(self, page: UpdatesPage, workspace: Workspace) -> None:
        ask(workspace, "P-010", returned_on="2024-06-27", in_question=1, refused="“Purple” is no status.")
        actions(page, "P-010")["Copy the note on what was refused"].trigger()
        assert QGuiApplication.clipboard().text() == "“Purple” is no status."

    def test_reminders_are_written_where_a_person_says(
        self, page: UpdatesPage, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ask(workspace, "P-010")
        said: list[str] = []
        workspace.said.connect(said.append)
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
        page.show_only({"view": "chase"})
        page.chase.box.setText("P-010")
        page.chase.reminders_button.click()
        assert len(list(tmp_path.glob("Reminder*.eml"))) == 1
        assert said[-1].startswith("1 reminder is in ")

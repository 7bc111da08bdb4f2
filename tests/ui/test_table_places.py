"""Tables keep the person's place: what is typed next goes to the record and the field that they see."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Risk, RiskAction
from asc_desktop.domain.records.delivery import DeliveryStatus, Mitigation, Project, ProjectException
from asc_desktop.domain.records.governance import Decision
from asc_desktop.domain.records.office import BoardMeeting
from asc_desktop.ui.dialogs.messages import ReasonDialog
from asc_desktop.ui.pages.decisions.page import DecisionsPage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.pages.settings.page import SettingsPage
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.table.view import RecordTableView
from tests.ui.conftest import FakeAsker
from tests.ui.officer import BURST, SLOW, STEADY, Officer, open_window, place

# The offscreen platform says this of every popup.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def officer(
    qapp: QApplication, qtbot: QtBot, sample_file: Path, tmp_path: Path, asker: object
) -> Iterator[Officer]:
    apply_theme(qapp, "light")
    path = tmp_path / "portfolio.ascp"
    shutil.copyfile(sample_file, path)
    window = open_window(tmp_path, path, asker)  # type: ignore[arg-type]
    yield Officer(window)
    window.close_file()
    window.close()
    window.deleteLater()


@pytest.fixture
def late(qapp: QApplication, qtbot: QtBot, sample_file: Path, tmp_path: Path) -> Iterator[Officer]:
    """Somebody who looks at a closed month, and is asked by the real dialogs."""
    apply_theme(qapp, "light")
    path = tmp_path / "portfolio.ascp"
    shutil.copyfile(sample_file, path)
    window = open_window(tmp_path, path, None)
    officer = Officer(window)
    officer.workspace.choose(officer.workspace.programme_id, "2024-05")
    officer.settle()
    yield officer
    window.close_file()
    window.close()
    window.deleteLater()


def status_of(officer: Officer, project_id: str) -> str:
    shown = officer.workspace.report.project_by_id[project_id].status
    return shown.name if shown else ""


def keys(view: RecordTableView) -> list[str]:
    return [column.key for column in view.table.columns]


class TestAfterAChange:
    @pytest.mark.parametrize("pause", [BURST, STEADY, SLOW], ids=["burst", "steady", "slow"])
    def test_statuses_are_typed_down_the_column(self, officer: Officer, pause: int) -> None:
        page: ProjectsPage = officer.open("projects")
        view = page.list.view
        ids = [row.id for row in page.list.model.shown_rows][:3]
        refs = [officer.workspace.records.get(Project, each).ref for each in ids]
        officer.click(view, ids[0], "status_id")
        across = view.horizontalScrollBar().value()
        typed = ["At risk", "On target", "Compromised"]
        for words in typed:
            officer.type(f"{words}\n", pause)
        officer.settle()
        assert [status_of(officer, each) for each in ids] == typed
        assert [officer.workspace.records.get(Project, each).ref for each in ids] == refs
        assert place(view)[1] == "status_id"
        assert view.horizontalScrollBar().value() == across

    def test_a_second_paste_meets_the_rows_of_the_first(self, officer: Officer) -> None:
        page: RisksPage = officer.open("risks")
        view = page.list.view
        rows = [row.id for row in page.list.model.shown_rows][:4]
        officer.click(view, rows[0], "likelihood")
        officer.paste("1\r\n5\r\n1\r\n5")
        assert [row.id for row in page.list.model.shown_rows][:4] == rows
        assert place(view) == (rows[0], "likelihood")
        officer.click(view, rows[0], "owner")
        owners = ["Head of Finance", "Head of Service", "Director", "Team Manager"]
        officer.paste("\r\n".join(owners))
        records = officer.workspace.records
        assert [records.get(Risk, each).owner for each in rows] == owners

    def test_delete_stays_in_its_cell(self, officer: Officer) -> None:
        page: RisksPage = officer.open("risks")
        view = page.list.view
        row = page.list.model.shown_rows[2]
        officer.click(view, row.id, "owner")
        officer.press(Qt.Key.Key_Delete)
        officer.settle()
        assert place(view) == (row.id, "owner")
        officer.type("Head of Quality\n")
        assert officer.workspace.records.get(Risk, row.id).owner == "Head of Quality"

    def test_rows_go_where_they_belong_when_asked_and_when_the_page_is_left(self, officer: Officer) -> None:
        page: RisksPage = officer.open("risks")
        view, model = page.list.view, page.list.model
        before = [row.id for row in model.shown_rows]
        officer.click(view, before[-1], "likelihood")
        officer.type("5\t5\n")
        officer.settle()
        assert [row.id for row in model.shown_rows] == before
        assert not model.is_settled
        officer.press(Qt.Key.Key_F5)
        sorted_again = [row.id for row in model.shown_rows]
        assert sorted_again != before
        assert model.is_settled
        officer.click(view, before[-1], "likelihood")
        officer.type("1\n")
        officer.settle()
        assert [row.id for row in model.shown_rows] == sorted_again
        officer.open("projects")
        officer.open("risks")
        assert [row.id for row in model.shown_rows] != sorted_again


class TestFixedChoices:
    """What is typed into a cell of fixed choices is that choice or none, at every speed."""

    @pytest.mark.parametrize("pause", [BURST, STEADY, SLOW], ids=["burst", "steady", "slow"])
    @pytest.mark.parametrize(
        ("words", "stored"), [("For decision", "for_decision"), ("In force", "in_force")]
    )
    def test_a_decision_s_stage(self, officer: Officer, words: str, stored: str, pause: int) -> None:
        page: DecisionsPage = officer.open("decisions")
        rows = [row.id for row in page.list.model.shown_rows]
        records = officer.workspace.records
        row_id = next(each for each in rows if records.get(Decision, each).stage != stored)
        officer.click(page.list.view, row_id, "stage")
        entries = officer.workspace.session.history(limit=1)[0].sequence
        officer.type(words, pause)
        assert officer.workspace.session.history(limit=1)[0].sequence == entries, (
            "nothing is saved before Enter"
        )
        officer.type("\n", pause)
        officer.settle()
        assert records.get(Decision, row_id).stage == stored
        made = officer.workspace.session.history(limit=9)
        assert len({each.transaction_id for each in made if each.sequence > entries}) == 1
        assert place(page.list.view)[1] == "stage"

    @pytest.mark.parametrize("pause", [BURST, SLOW], ids=["burst", "slow"])
    def test_a_status_s_colour(self, officer: Officer, pause: int) -> None:
        page: SettingsPage = officer.open("settings")
        page.show_only({"section": "statuses"})
        officer.settle()
        view = next(
            found
            for found in page.findChildren(RecordTableView)
            if found.isVisible() and "rag" in keys(found)
        )
        row_id = next(row.id for row in view.table.shown_rows if row.rag == "red")
        officer.click(view, row_id, "rag")
        officer.type("Green\t", pause)
        officer.settle()
        assert officer.workspace.records.get(DeliveryStatus, row_id).rag == "green"
        assert place(view)[0] == row_id

    @pytest.mark.parametrize(
        ("typed", "saved"),
        [("compr", True), ("o", False), ("nothing like it", False), ("at RISK", True)],
    )
    def test_only_a_whole_name_or_the_one_left_is_taken(
        self, officer: Officer, typed: str, saved: bool
    ) -> None:
        page: ProjectsPage = officer.open("projects")
        row_id = next(
            row.id for row in page.list.model.shown_rows if row.status and row.status.name == "On target"
        )
        officer.click(page.list.view, row_id, "status_id")
        officer.type(f"{typed}\n")
        officer.settle()
        assert (status_of(officer, row_id) != "On target") is saved
        if not saved:
            assert page.list.view.delegate.is_open, "what was typed stays to be mended"
            assert typed in page.list.view.sentence
            officer.press(Qt.Key.Key_Escape)
            assert status_of(officer, row_id) == "On target"
            assert not page.list.model.draft_count

    def test_arrows_and_letters_save_nothing_until_enter(self, officer: Officer) -> None:
        page: DecisionsPage = officer.open("decisions")
        row_id = page.list.model.shown_rows[0].id
        records = officer.workspace.records
        before = records.get(Decision, row_id)
        officer.click(page.list.view, row_id, "stage")
        officer.press(Qt.Key.Key_F2)
        for _ in range(3):
            officer.press(Qt.Key.Key_Down)
            officer.settle()
            assert records.get(Decision, row_id) == before
        officer.press(Qt.Key.Key_Escape)
        officer.settle()
        assert records.get(Decision, row_id) == before
        officer.press(Qt.Key.Key_F2)
        officer.press(Qt.Key.Key_Down)
        officer.press(Qt.Key.Key_Return)
        officer.settle()
        assert records.get(Decision, row_id).stage != before.stage
        assert place(page.list.view)[0] != row_id, "one Enter takes the option and goes on"


class TestRowsAddedInPlace:
    @pytest.mark.parametrize("page_key", ["risks", "exceptions"])
    def test_what_follows_tab_goes_into_the_new_row(self, officer: Officer, page_key: str) -> None:
        page = officer.open(page_key)
        panel = page.editor.actions_panel
        parent = page.list.view.current_row
        before = officer.workspace.records.get(Risk if page_key == "risks" else ProjectException, parent.id)
        page.show_only({"record_id": parent.id})
        panel.add()
        officer.settle()
        officer.type("Ask again\tHead of Digital\t")
        officer.settle()
        keys = [column.key for column in panel.model.columns]
        assert place(panel.view)[1] == "due_date", keys
        officer.type("31/7/2024\n")
        officer.settle()
        kind = RiskAction if page_key == "risks" else Mitigation
        (made,) = [each for each in officer.workspace.records.all(kind) if each.action == "Ask again"]
        assert (made.owner, made.due_date) == ("Head of Digital", "2024-07-31")
        assert officer.workspace.records.get(type(before), parent.id) == before

    def test_a_meeting_typed_into_an_empty_row(self, officer: Officer) -> None:
        page: SettingsPage = officer.open("settings")
        page.show_only({"section": "boards"})
        officer.settle()
        view = next(
            each
            for each in page.findChildren(RecordTableView)
            if each.isVisible() and "papers_due" in keys(each)
        )
        row_id = next(row.id for row in view.table.shown_rows if row.is_new)
        view.setFocus()
        view.select_row(row_id, "meeting_date")
        officer.type("17/7/2025\n")
        officer.settle()
        view.select_row(row_id, "papers_due")
        officer.type("10/7/2025\n")
        officer.settle()
        meeting = officer.workspace.records.get(BoardMeeting, row_id)
        assert (meeting.meeting_date, meeting.papers_due) == ("2025-07-17", "2025-07-10")


def give_a_reason(dialog: QDialog) -> None:
    assert isinstance(dialog, ReasonDialog)
    dialog.findChild(QPlainTextEdit).setPlainText("The return came late")  # type: ignore[union-attr]
    dialog.accept()


class TestCorrections:
    def test_keys_after_the_dialog_go_to_the_table(self, late: Officer) -> None:
        page: ProjectsPage = late.open("projects")
        ids = [row.id for row in page.list.model.shown_rows][:2]
        late.click(page.list.view, ids[0], "status_id")
        for words in ("At risk", "Compromised"):
            late.answer(give_a_reason)
            late.type(f"{words}\n")
            late.settle()
        assert [status_of(late, each) for each in ids] == ["At risk", "Compromised"]
        assert late.window.focusWidget() is page.list.view

    def test_what_was_typed_stays_where_no_reason_was_given(self, late: Officer) -> None:
        page: ProjectsPage = late.open("projects")
        row_id = page.list.model.shown_rows[0].id
        before = status_of(late, row_id)
        late.click(page.list.view, row_id, "status_id")
        late.answer(QDialog.reject)
        late.type("Compromised\n")
        late.settle()
        assert status_of(late, row_id) == before
        draft = page.list.model.draft(row_id, "status_id")
        assert draft is not None
        assert "not saved" in draft.sentence
        assert late.unasked == [], "it is asked once"
        late.press(Qt.Key.Key_Escape)
        assert page.list.model.draft(row_id, "status_id") is None


class TestBlocks:
    """A paste, a fill or a clear says what came of it, and the current cell stays."""

    @pytest.mark.parametrize("way", ["paste", "fill"])
    def test_one_whose_reason_is_not_given_says_that_nothing_was_done(self, late: Officer, way: str) -> None:
        page: ProjectsPage = late.open("projects")
        rows = [row.id for row in list(page.list.model.shown_rows)[:3]]
        before = [status_of(late, row_id) for row_id in rows]
        said: list[str] = []
        late.workspace.said.connect(said.append)
        late.click(page.list.view, rows[0], "status_id")
        for _ in rows[1:]:
            late.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        current = place(page.list.view)
        late.answer(QDialog.reject)
        if way == "paste":
            late.paste("Compromised")
        else:
            assert len(set(before)) > 1
            late.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        late.settle()
        assert late.unasked == [], "it is asked once"
        assert said[-1] == {"paste": "Nothing was pasted.", "fill": "Nothing was filled."}[way]
        assert [status_of(late, row_id) for row_id in rows] == before
        assert page.list.model.draft_count == 0
        assert page.list.view.unresolved() == []
        assert place(page.list.view) == current

    def test_the_current_cell_stays_where_one_is_refused(self, officer: Officer) -> None:
        page: ProjectsPage = officer.open("projects")
        first, other, last = (row.id for row in list(page.list.model.shown_rows)[:3])
        said: list[str] = []
        page.list.view.notice.connect(said.append)
        officer.click(page.list.view, last, "ref")
        for _ in range(2):
            officer.press(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
        officer.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        current = place(page.list.view)
        officer.press(Qt.Key.Key_Delete)
        officer.settle()
        assert page.list.model.draft(first, "name") is not None
        assert place(page.list.view) == current
        assert "refused, Name of " in said[-1] or "refused, Ref of " in said[-1], said
        assert page.list.view.sentence
        assert other in page.list.view.selected_row_ids()


class TestRefusedText:
    """What was refused stays where it was typed, is asked about when it is left, and goes with its cause."""

    def refuse(self, officer: Officer) -> tuple[ProjectsPage, str]:
        page: ProjectsPage = officer.open("projects")
        first, other = (row.id for row in list(page.list.model.shown_rows)[:2])
        officer.click(page.list.view, first, "status_id")
        officer.type("nothing like it")
        officer.click(page.list.view, other, "name")
        assert page.list.model.draft(first, "status_id") is not None
        return page, first

    @pytest.mark.parametrize("leaves", ["page", "period", "window"])
    def test_leaving_asks_and_going_back_keeps_it(
        self, officer: Officer, asker: FakeAsker, leaves: str
    ) -> None:
        page, row_id = self.refuse(officer)
        period = officer.workspace.period
        asker.agrees = False
        if leaves == "page":
            officer.window.show_page("risks")
        elif leaves == "period":
            officer.window.previous_period()
        else:
            officer.window.close()
        officer.settle()
        assert "1 value was not saved" in asker.questions[-1]
        assert "“nothing like it” in Status" in asker.questions[-1]
        assert officer.window.pages is not None
        assert officer.window.pages.current_key == "projects"
        assert officer.workspace.period == period
        assert page.list.model.draft(row_id, "status_id") is not None
        asker.agrees = True
        officer.window.previous_period()
        officer.settle()
        assert officer.workspace.period != period
        assert page.list.model.draft(row_id, "status_id") is None

    def test_going_back_puts_the_keyboard_on_the_cell_of_which_the_editor_is_gone(
        self, officer: Officer, asker: FakeAsker
    ) -> None:
        page: ProjectsPage = officer.open("projects")
        row_id = page.list.model.shown_rows[0].id
        officer.click(page.list.view, row_id, "status_id")
        officer.type("nothing like it\n")
        assert not page.list.view.hasFocus(), "its editor is still open"
        asker.agrees = False
        officer.window.previous_period()
        officer.settle()
        assert "“nothing like it” in Status" in asker.questions[-1]
        assert page.list.view.hasFocus()
        assert place(page.list.view) == (row_id, "status_id")
        officer.press(Qt.Key.Key_Escape)
        assert page.list.model.draft(row_id, "status_id") is None

    def test_undo_takes_it_away_and_says_so(self, officer: Officer) -> None:
        page: ProjectsPage = officer.open("projects")
        officer.click(page.list.view, page.list.model.shown_rows[2].id, "status_id")
        officer.type("Compromised\n")
        page, row_id = self.refuse(officer)
        said: list[str] = []
        officer.workspace.said.connect(said.append)
        officer.workspace.undo()
        officer.settle()
        assert page.list.model.draft(row_id, "status_id") is None
        assert "1 value that was refused is no longer shown" in said[-1]

    def test_it_goes_when_the_value_changes_otherwise(self, officer: Officer) -> None:
        page, row_id = self.refuse(officer)
        page.list.view.select_row(row_id)
        page.editor.status.status.committed.emit(officer.workspace.context.scheme[-1].id)
        officer.settle()
        assert page.list.model.draft(row_id, "status_id") is None

    def test_a_status_typed_beside_the_table_is_kept_for_its_project(
        self, officer: Officer, asker: FakeAsker
    ) -> None:
        page: ProjectsPage = officer.open("projects")
        first, other = (row.id for row in list(page.list.model.shown_rows)[:2])
        officer.click(page.list.view, first, "name")
        status = page.editor.status.status
        before = status_of(officer, other)
        status.editor.setFocus()
        officer.type("nothing like it")
        officer.click(page.list.view, other, "name")
        assert (status.problem, status.editor.currentText()) == ("", before)
        officer.click(page.list.view, first, "name")
        assert "“nothing like it” is no delivery status" in status.problem
        assert status.editor.currentText() == "nothing like it"
        officer.click(page.list.view, other, "name")
        asker.agrees = False
        officer.window.show_page("risks")
        assert "“nothing like it” in Delivery status" in asker.questions[-1]
        asker.agrees = True
        officer.window.show_page("risks")
        officer.open("projects")
        officer.click(page.list.view, first, "name")
        assert (status.problem, status.editor.currentText()) == ("", status_of(officer, first))

    def test_a_form_s_field_is_asked_about_too(self, officer: Officer, asker: FakeAsker) -> None:
        page: RisksPage = officer.open("risks")
        page.show_only({"record_id": page.list.model.shown_rows[0].id})
        officer.settle()
        form = next(each for each in page.findChildren(RecordForm) if "raised_period" in each.keys)
        form.editor("raised_period").setFocus()
        form.editor("raised_period").line.selectAll()
        officer.type("never")
        asker.agrees = False
        officer.window.show_page("projects")
        assert "“never” in" in asker.questions[-1]
        assert form.problems
        asker.agrees = True
        officer.window.show_page("projects")
        assert not form.problems

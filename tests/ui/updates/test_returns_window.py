"""The window that takes returned forms in: files, answers, what is decided in place, and what came of it."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import DeliveryStatus, StatusUpdate
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.services.forms.returns import AppliedReturn
from asc_desktop.services.reporting import status_in_force
from asc_desktop.ui.cutting import is_whole, wrapped
from asc_desktop.ui.dialogs.forms.answer_rows import CAME_BACK, OURS, TAKE, THEIRS
from asc_desktop.ui.dialogs.forms.returns import ReturnsWindow
from asc_desktop.ui.dialogs.forms.taken import TakenPart
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.widgets.form.editors_list import SearchEditor
from asc_desktop.ui.widgets.table.needs import PADDING
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker
from tests.ui.updates.parts import project, type_into
from tests.ui.updates.returned import NARRATIVE, not_confirmed, plain_and_refused, sheet_gone

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def form(workspace: Workspace, tmp_path: Path) -> Path:
    return plain_and_refused(workspace.session, tmp_path)


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, form: Path) -> ReturnsWindow:
    made = ReturnsWindow(workspace, None)
    qtbot.addWidget(made)
    made.show()
    made.read([form])
    return made


def texts(window: ReturnsWindow, key: str) -> list[str]:
    return [
        window.model.text_at(window.model.position(row.id), window.model.column_at(key))
        for row in window.model.shown_rows
    ]


def row_id(window: ReturnsWindow, words: str, label: str) -> str:
    return next(
        row.id
        for row in window._rows
        if row.answer.record_words.startswith(words) and row.answer.label == label
    )


def put(window: ReturnsWindow, row: str, key: str, text: str) -> list[str]:
    """Put a value into a cell as its editor does, and let the window follow; return what was refused."""
    outcome = window.model.apply([CellEdit(row, key, text)])
    QApplication.processEvents()
    return [problem.sentence for problem in outcome.problems]


def status_of(workspace: Workspace, ref: str) -> StatusUpdate:
    held = project(workspace, ref)
    return next(
        item for item in workspace.records.of(StatusUpdate, "project_id", held.id) if item.period == "2024-06"
    )


class TestShown:
    def test_what_needs_a_look_is_listed_first_and_what_is_as_it_was_sent_is_not(
        self, window: ReturnsWindow
    ) -> None:
        assert window.which.currentText() == "what needs a look (2)"
        assert texts(window, "verdict") == ["Refused", "Changed here too"]
        assert texts(window, TAKE) == ["Not decided", "Not decided"]

    def test_everything_can_be_listed(self, window: ReturnsWindow, qtbot: QtBot) -> None:
        window.which.set_current_data("changed")
        window._choose_which()
        assert texts(window, "verdict") == ["Plain", "Plain", "Refused", "Changed here too"]
        window.which.set_current_data("every")
        window._choose_which()
        assert "As it was sent" in texts(window, "verdict")

    def test_a_file_says_how_it_went(self, window: ReturnsWindow, tmp_path: Path) -> None:
        other = tmp_path / "minutes.csv"
        other.write_text("Who,What\nAnn,Chair\n")
        window.read([other])
        rows = window.files.table.rows
        assert [(row.file, row.went) for row in rows] == [
            ("returned by the head of care.xlsx", "2 plain, 1 to look at and 1 refused"),
            ("minutes.csv", "Not taken"),
        ]
        window.files.select_row(rows[1].id)
        assert "is no update form" in window.told.words
        assert window.model.shown_rows == []

    def test_a_sheet_that_is_gone_is_said_of_all_forms_at_once(
        self, window: ReturnsWindow, workspace: Workspace, tmp_path: Path
    ) -> None:
        window.read([sheet_gone(workspace.session, tmp_path)])
        window.files.select_row("all")
        assert window.told.words.startswith("F-0103: Nothing came back of P-001 ")

    def test_how_a_file_went_is_not_cut_at_1366(self, window: ReturnsWindow, qtbot: QtBot) -> None:
        window.resize(1240, 680)
        qtbot.wait(20)
        view = window.files
        assert view.horizontalScrollBar().maximum() == 0
        room = view.columnWidth(1) - 2 * PADDING + 1
        words = "12 plain, 34 to look at and 5 refused"
        assert is_whole(words, wrapped(words, view.fontMetrics(), room, 2))

    def test_both_sides_are_shown_in_full_with_who_and_when(self, window: ReturnsWindow) -> None:
        window.view.select_row(row_id(window, "P-001", "Narrative for the board"))
        assert window.detail.ours.toPlainText().startswith(
            "What the office says of reviews.\n\nIt was sent as: "
        )
        assert window.detail.theirs.toPlainText() == "What the lead says of reviews."
        assert window.detail.ours_label.text().startswith("We have, changed by Tester, 1 Jul 2024")
        assert window.detail.theirs_label.text() == "Came back from Head of Care"

    def test_a_refused_answer_names_its_cell_and_why_and_cannot_be_taken(self, window: ReturnsWindow) -> None:
        window.view.select_row(row_id(window, "P-001", "Delivery status"))
        assert "(P-001!C8). “Purple” is not one of: " in window.detail.why.text()
        assert not window.detail.take_button.isEnabled()
        assert "Purple" in window.detail.take_button.toolTip()
        assert window.detail.keep_button.isEnabled()


class TestLeaving:
    def test_what_was_decided_is_not_thrown_away_unasked(
        self, window: ReturnsWindow, asker: FakeAsker
    ) -> None:
        window.accept_plain()
        asker.agrees = False
        window.reject()
        assert window.isVisible()
        assert asker.questions == [
            (
                "Leave without taking anything in? Nothing has been taken in, and what you decided here is "
                "forgotten. The files stay as they are."
            )
        ]
        asker.agrees = True
        window.close()
        assert not window.isVisible()

    def test_what_is_only_left_as_it_is_was_decided_too(
        self, window: ReturnsWindow, asker: FakeAsker
    ) -> None:
        put(window, row_id(window, "P-001", "Narrative for the board"), TAKE, "What we have")
        window.reject()
        assert len(asker.questions) == 1

    def test_where_nothing_was_decided_nothing_is_asked(
        self, window: ReturnsWindow, asker: FakeAsker
    ) -> None:
        window.reject()
        assert (asker.questions, window.isVisible()) == ([], False)

    def test_nothing_is_asked_once_it_was_taken_in(self, window: ReturnsWindow, asker: FakeAsker) -> None:
        window.accept_plain()
        window.take_in()
        window.reject()
        assert asker.questions == []
        assert window.result() == ReturnsWindow.DialogCode.Accepted


class TestDeciding:
    def test_all_that_is_plain_is_accepted_in_one_click(self, window: ReturnsWindow, qtbot: QtBot) -> None:
        assert window.plain_button.text() == "&Accept all that is plain (2)"
        qtbot.mouseClick(window.plain_button, Qt.MouseButton.LeftButton)
        assert window.returns.plain == ()
        assert not window.plain_button.isEnabled()
        assert window.take_button.text() == "&Take in 2 answers"

    def test_a_side_is_chosen_in_place(self, window: ReturnsWindow) -> None:
        row = row_id(window, "P-001", "Narrative for the board")
        assert put(window, row, TAKE, "What came back") == []
        assert window.model.find(row).decided == THEIRS
        assert put(window, row, TAKE, "What we have") == []
        assert window.model.find(row).decided == OURS
        assert texts(window, "verdict") == ["Refused", "Left as it is"]

    def test_a_side_is_chosen_by_its_button(self, window: ReturnsWindow, qtbot: QtBot) -> None:
        row = row_id(window, "P-001", "Narrative for the board")
        window.view.select_row(row)
        qtbot.mouseClick(window.detail.take_button, Qt.MouseButton.LeftButton)
        assert window.model.find(row).decided == THEIRS
        assert not window.detail.take_button.isEnabled()
        qtbot.mouseClick(window.detail.keep_button, Qt.MouseButton.LeftButton)
        assert window.model.find(row).decided == OURS

    def test_another_value_may_be_typed_and_one_that_is_none_is_refused_there(
        self, window: ReturnsWindow, qtbot: QtBot
    ) -> None:
        row = row_id(window, "P-001", "Delivery status")
        assert "Mauve" in put(window, row, CAME_BACK, "Mauve")[0]
        assert window.model.find(row).decided == ""
        type_into(qtbot, window.view, row, CAME_BACK, "At risk")
        QApplication.processEvents()
        assert window.model.find(row).decided == "value"
        assert window.model.find(row).came_back == "At risk"
        assert put(window, row, TAKE, "Not decided") == []
        assert window.model.find(row).came_back == "Purple"

    def test_a_choice_is_settled_from_the_list_of_its_choices(
        self, window: ReturnsWindow, qtbot: QtBot
    ) -> None:
        row = row_id(window, "P-001", "Delivery status")
        assert window.view.select_row(row, CAME_BACK)
        qtbot.keyClick(window.view, Qt.Key.Key_F2)
        editor = window.view.delegate.editor
        assert isinstance(editor, SearchEditor)
        offered = [editor.itemText(at) for at in range(editor.count())]
        assert {"On target", "At risk"} <= set(offered)
        qtbot.keyClick(editor, Qt.Key.Key_Escape)
        assert window.model.find(row).decided == ""
        type_into(qtbot, window.view, row, CAME_BACK, "at ris")
        QApplication.processEvents()
        assert (window.model.find(row).decided, window.model.find(row).came_back) == ("value", "At risk")
        narrative = row_id(window, "P-001", "Narrative for the board")
        assert window.view.select_row(narrative, CAME_BACK)
        qtbot.keyClick(window.view, Qt.Key.Key_F2)
        assert not isinstance(window.view.delegate.editor, SearchEditor)

    def test_the_list_stays_where_it_is_whatever_is_said_of_the_current_answer(
        self, window: ReturnsWindow, qtbot: QtBot
    ) -> None:
        window.resize(1240, 680)
        qtbot.wait(20)
        heights = set()
        for words in ("Short.", "A long sentence that goes on. " * 30):
            window.detail.why.setText(words)
            window.detail.ours_label.setText(words)
            window.counts.setText(words[:180])
            QApplication.processEvents()
            heights.add(window.view.height())
        window.detail.ours.hide()
        window.detail.theirs.hide()
        QApplication.processEvents()
        assert heights == {window.view.height()}


class TestTakingIn:
    def test_what_is_decided_is_taken_and_the_rest_stays_in_question(
        self, window: ReturnsWindow, workspace: Workspace, qtbot: QtBot
    ) -> None:
        qtbot.mouseClick(window.plain_button, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(window.take_button, Qt.MouseButton.LeftButton)
        assert status_of(workspace, "P-010").narrative == NARRATIVE
        assert (
            workspace.records.get(DeliveryStatus, status_of(workspace, "P-010").status_id).name == "At risk"
        )
        assert status_of(workspace, "P-001").narrative == "What the office says of reviews."
        kept = {
            item.project_id: item for item in workspace.records.all(UpdateRequest) if item.form == "F-0101"
        }
        assert kept[project(workspace, "P-010").id].accepted_on == "2024-07-01"
        assert kept[project(workspace, "P-001").id].in_question == 2
        workspace.undo()
        assert not [
            item
            for item in workspace.records.of(StatusUpdate, "project_id", project(workspace, "P-010").id)
            if item.period == "2024-06"
        ]

    def test_it_says_what_came_of_each_form_and_the_note_is_copied(
        self, window: ReturnsWindow, qtbot: QtBot
    ) -> None:
        window.accept_plain()
        window.take_in()
        assert window.taken.isVisible()
        assert window.taken.heading.text().endswith(
            "1 note explains what could not be taken: for the lead, by e-mail."
        )
        qtbot.mouseClick(window.taken.copy_button, Qt.MouseButton.LeftButton)
        assert "“Purple” is not one of: " in QGuiApplication.clipboard().text()
        assert window.close_button.text() == "Close"
        qtbot.mouseClick(window.close_button, Qt.MouseButton.LeftButton)
        assert window.result() == ReturnsWindow.DialogCode.Accepted

    def test_the_notes_are_kept_as_drafts(
        self, window: ReturnsWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        window.accept_plain()
        window.take_in()
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "notes"))
        qtbot.mouseClick(window.taken.drafts_button, Qt.MouseButton.LeftButton)
        written = list((tmp_path / "notes").iterdir())
        assert [path.name for path in written] == ["Note F-0101 - Head of Care.eml"]
        message = message_from_bytes(written[0].read_bytes(), policy=policy.default)
        assert message["X-Unsent"] == "1"
        assert "“Purple” is not one of: " in message.get_content()

    def test_plain_answers_that_nobody_accepted_are_asked_about(
        self, window: ReturnsWindow, asker: FakeAsker, workspace: Workspace
    ) -> None:
        asker.agrees = False
        window.take_in()
        assert asker.questions[-1].startswith("2 plain answers are not accepted yet.")
        assert window.applied == []
        asker.agrees = True
        window.take_in()
        assert [item.taken for item in window.applied] == [2]
        assert status_of(workspace, "P-010").narrative == NARRATIVE

    def test_nothing_can_be_taken_in_before_a_form_is_there(self, qtbot: QtBot, workspace: Workspace) -> None:
        made = ReturnsWindow(workspace, None)
        qtbot.addWidget(made)
        assert not made.take_button.isEnabled()
        assert made.take_button.toolTip() == "Add the forms that came back first."


class TestFiles:
    def test_files_are_dropped_on_the_window(self, qtbot: QtBot, workspace: Workspace, form: Path) -> None:
        made = ReturnsWindow(workspace, None)
        qtbot.addWidget(made)
        made.show()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(form))])
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(made.rect().center(), Qt.DropAction.CopyAction, data, button, none)
        entered.ignore()
        made.dragEnterEvent(entered)
        assert entered.isAccepted()
        made.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, button, none))
        qtbot.waitUntil(lambda: bool(made.returns.returned), timeout=20_000)

    def test_a_folder_is_chosen_and_remembered(
        self, qtbot: QtBot, workspace: Workspace, form: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = ReturnsWindow(workspace, None)
        qtbot.addWidget(made)
        (form.parent / "back").mkdir()
        form.rename(form.parent / "back" / form.name)
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(form.parent / "back"))
        qtbot.mouseClick(made.folder_button, Qt.MouseButton.LeftButton)
        assert len(made.returns.returned) == 1
        assert workspace.memory.get("returns-folder") == str(form.parent / "back")

    def test_a_form_that_changed_nothing_is_said_to_be_no_step_of_undo(
        self, qtbot: QtBot, workspace: Workspace
    ) -> None:
        part = TakenPart(workspace)
        qtbot.addWidget(part)
        told = {
            ("F-0101",): "1 form was taken in, as one step of undo. Nothing was refused.",
            ("F-0101", "F-0102"): "2 forms were taken in, each as one step of undo. Nothing was refused.",
            (
                "F-0101",
                "",
            ): "1 form was taken in, as one step of undo. 1 form changed nothing. Nothing was refused.",
            ("", ""): "2 forms changed nothing. Nothing was refused.",
        }
        for actions, words in told.items():
            part.show_applied(
                [AppliedReturn(number="F-0101", file="a.xlsx", action=each) for each in actions], []
            )
            assert part.heading.text() == words


class TestConfirming:
    @pytest.fixture
    def window(self, qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> ReturnsWindow:
        made = ReturnsWindow(workspace, None)
        qtbot.addWidget(made)
        made.show()
        made.read([not_confirmed(workspace.session, tmp_path)])
        return made

    def test_a_sheet_that_nobody_says_is_right_is_asked_about_in_words_of_its_own(
        self, window: ReturnsWindow
    ) -> None:
        assert texts(window, "verdict") == ["Missing"]
        assert window.detail.take_button.text() == "The whole sheet is &right"
        assert not window.detail.ours.isVisible()
        assert [words for _, words in window.model.shown_rows[0].offered] == [
            "Not decided",
            "The whole sheet is right",
            "Not confirmed",
        ]

    @pytest.mark.parametrize(
        ("typed", "decided", "shown", "verdict"),
        [("Yes", THEIRS, "Yes", "Taken"), ("No", OURS, "", "Left as it is")],
    )
    def test_what_the_lead_said_of_it_is_typed_as_yes_or_no(
        self, window: ReturnsWindow, qtbot: QtBot, typed: str, decided: str, shown: str, verdict: str
    ) -> None:
        row = window.model.shown_rows[0].id
        type_into(qtbot, window.view, row, CAME_BACK, typed)
        QApplication.processEvents()
        assert window.model.find(row).decided == decided
        assert (texts(window, CAME_BACK), texts(window, "verdict")) == ([shown], [verdict])
        assert window.take_button.text() == ("&Take in 1 answer" if shown else "&Take in")

    def test_said_to_be_right_it_is_the_month_s_update(
        self, window: ReturnsWindow, workspace: Workspace, qtbot: QtBot
    ) -> None:
        before = status_in_force(workspace.session, project(workspace, "P-010").id, "2024-06")
        qtbot.mouseClick(window.detail.take_button, Qt.MouseButton.LeftButton)
        assert texts(window, TAKE) == ["The whole sheet is right"]
        window.take_in()
        assert before is not None
        assert status_of(workspace, "P-010").status_id == before.status_id

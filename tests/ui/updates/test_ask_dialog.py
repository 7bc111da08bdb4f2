"""The dialog that asks for updates: whom, what, until when, where to, and what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.report.updates import month_updates
from asc_desktop.ui.dialogs.forms.ask import AskDialog
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker
from tests.ui.updates.parts import ask, project

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def run(box: QMessageBox) -> int:
        found.append(f"{box.text()} {box.informativeText()}")
        return 0

    monkeypatch.setattr(QMessageBox, "exec", run)
    return found


def opened(workspace: Workspace, parent: QWidget, *refs: str) -> AskDialog:
    updates = month_updates(workspace.context, workspace.session.today)
    made = AskDialog(workspace, parent, updates, [project(workspace, ref).id for ref in refs])
    made.show()
    return made


@pytest.fixture
def dialog(workspace: Workspace, parent: QWidget) -> AskDialog:
    return opened(workspace, parent)


def refs(dialog: AskDialog, *, ticked: bool = True) -> list[str]:
    return sorted(row.title.split()[0] for row in dialog.rows if row.ticked is ticked)


def tick(dialog: AskDialog, ref: str, *, ticked: bool) -> None:
    row = next(row for row in dialog.rows if row.title.startswith(ref))
    dialog.model.apply([CellEdit(row.id, "ticked", "1" if ticked else "0")])


def choose(box: object, key: str) -> None:
    box.set_current_data(key)  # type: ignore[attr-defined]
    box.activated.emit(0)  # type: ignore[attr-defined]


class TestWhom:
    def test_it_begins_with_what_is_not_updated_and_says_who_is_left_out(self, dialog: AskDialog) -> None:
        assert refs(dialog) == ["P-010", "P-028", "P-035", "P-045"]
        assert dialog.told.text() == (
            "Not asked: 3 projects that are closed (P-026, P-040 and P-042). "
            "Not asked: 46 projects that are updated for June 2024 already."
        )
        assert (dialog.counts.text(), dialog.ask_button.text()) == ("4 forms for 4 projects.", "Ask 4 leads")

    def test_all_a_theme_or_a_lead(self, dialog: AskDialog, workspace: Workspace) -> None:
        choose(dialog.which, "all")
        assert len(refs(dialog)) == 50
        choose(dialog.lead, "Head of Assessment")
        assert refs(dialog) == ["P-001", "P-014", "P-017", "P-019"]
        choose(dialog.lead, "")
        choose(dialog.theme, project(workspace, "P-010").theme_id)
        assert all(
            project(workspace, ref).theme_id == project(workspace, "P-010").theme_id for ref in refs(dialog)
        )
        assert "P-010" in refs(dialog)

    def test_a_tick_taken_away_asks_fewer(self, dialog: AskDialog) -> None:
        tick(dialog, "P-010", ticked=False)
        assert refs(dialog) == ["P-028", "P-035", "P-045"]
        assert dialog.ask_button.text() == "Ask 3 leads"
        for ref in ("P-028", "P-035", "P-045"):
            tick(dialog, ref, ticked=False)
        assert not dialog.ask_button.isEnabled()
        assert dialog.ask_button.toolTip() == "Tick the projects to ask about first."

    def test_space_ticks_all_rows_selected_whichever_cell_it_is_pressed_in(
        self, qtbot: QtBot, dialog: AskDialog
    ) -> None:
        view = dialog.view
        every = refs(dialog)
        view.selectColumn(view.table.column_at("ticked"))
        view.selectionModel().setCurrentIndex(
            view.table.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        assert view.table.group_at(0) is not None, "the keyboard is on a lead's heading"
        qtbot.keyClick(view, Qt.Key.Key_Space)
        assert refs(dialog, ticked=False) == every
        view.select_row(next(row.id for row in dialog.rows if row.title.startswith(every[0])), "title")
        qtbot.keyClick(view, Qt.Key.Key_Space)
        assert refs(dialog) == every[:1]
        view.selectAll()
        qtbot.keyClick(view, Qt.Key.Key_Space)
        assert refs(dialog) == []
        qtbot.keyClick(view, Qt.Key.Key_Space)
        assert refs(dialog) == every
        assert not view.table.folded
        view.go_to(0, 0)
        qtbot.keyClick(view, Qt.Key.Key_Space)
        assert view.table.folded, "alone, a heading is folded"

    def test_what_is_asked_already_is_there_and_not_ticked(
        self, workspace: Workspace, parent: QWidget
    ) -> None:
        ask(workspace, "P-010")
        made = opened(workspace, parent)
        assert refs(made, ticked=False) == ["P-010"]
        assert "1 project is asked already, and not ticked." in made.counts.text()
        row = next(row for row in made.rows if not row.ticked)
        assert row.so_far == "Late, F-0099 of 24 Jun 2024"
        tick(made, "P-010", ticked=True)
        assert "P-010" in refs(made)

    def test_one_project_alone_is_ticked_though_it_is_updated_or_asked(
        self, workspace: Workspace, parent: QWidget
    ) -> None:
        ask(workspace, "P-010")
        made = opened(workspace, parent, "P-010", "P-001")
        assert refs(made) == ["P-001", "P-010"]
        assert made.told.text() == ""

    def test_leads_without_an_address_are_counted(self, workspace: Workspace, parent: QWidget) -> None:
        from asc_desktop.domain.records.exchange import Contact

        workspace.delete(list(workspace.records.all(Contact)))
        assert "4 leads have no e-mail address: see Contacts." in opened(workspace, parent).counts.text()


class TestWhatAndWhen:
    def test_the_due_day_is_three_working_days_before_the_papers(self, dialog: AskDialog) -> None:
        assert dialog.due.text() == "8 Jul 2024"
        assert dialog.due_block.help == (
            "Papers for Adult Social Care Transformation Board are due on 11 Jul 2024."
        )

    def test_the_status_is_always_asked_and_the_rest_by_choice(self, dialog: AskDialog) -> None:
        assert dialog.chosen_sections == ("status", "savings", "milestones", "exceptions", "risks")
        assert not dialog.sections["status"].isEnabled()
        dialog.sections["savings"].click()
        assert "savings" not in dialog.chosen_sections

    @pytest.mark.parametrize(
        ("typed", "problem"),
        [
            ("soon", "“soon” is not a date."),
            ("30 Jun 2024", "30 Jun 2024 has passed. Give a day from today on."),
        ],
    )
    def test_a_day_that_is_none_or_is_over_is_refused_beside_it(
        self, dialog: AskDialog, workspace: Workspace, typed: str, problem: str
    ) -> None:
        before = len(workspace.records.all(UpdateRequest))
        dialog.due.setText(typed)
        dialog.accept()
        assert dialog.due_block.problem.startswith(problem)
        assert dialog.isVisible()
        assert len(workspace.records.all(UpdateRequest)) == before

    def test_today_will_do(self, dialog: AskDialog, said: list[str], tmp_path: Path) -> None:
        dialog.due.setText("1 Jul 2024")
        dialog.folder.setText(str(tmp_path / "out"))
        dialog.accept()
        assert len(said) == 1

    def test_half_a_path_is_refused_beside_it(self, dialog: AskDialog) -> None:
        dialog.folder.setText("forms")
        dialog.accept()
        assert dialog.folder_block.problem == "Give the whole path of a folder, or choose one."

    def test_the_folder_is_chosen(
        self, dialog: AskDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
        qtbot.mouseClick(dialog.folder_button, Qt.MouseButton.LeftButton)
        assert dialog.folder.text() == str(tmp_path)


class TestAsking:
    def test_a_form_and_a_draft_a_lead_are_written_and_kept_as_one_step(
        self, dialog: AskDialog, workspace: Workspace, said: list[str], tmp_path: Path, qtbot: QtBot
    ) -> None:
        before = len(workspace.records.all(UpdateRequest))
        dialog.folder.setText(str(tmp_path / "out"))
        tick(dialog, "P-045", ticked=False)
        qtbot.mouseClick(dialog.ask_button, Qt.MouseButton.LeftButton)
        names = sorted(path.suffix for path in (tmp_path / "out").iterdir())
        assert names == [".eml"] * 3 + [".xlsx"] * 3
        assert said[0].startswith(
            "The forms are ready. 3 forms and 3 drafts of e-mails for 3 projects, June 2024"
        )
        kept = [item for item in workspace.records.all(UpdateRequest) if item.period == "2024-06"]
        assert sorted(workspace.records.title("project", item.project_id) for item in kept) == sorted(
            project(workspace, ref).name for ref in ("P-010", "P-028", "P-035")
        )
        assert {item.due_on for item in kept} == {"2024-07-08"}
        workspace.undo()
        assert len(workspace.records.all(UpdateRequest)) == before

    def test_what_was_chosen_is_remembered(
        self, dialog: AskDialog, workspace: Workspace, said: list[str], tmp_path: Path, parent: QWidget
    ) -> None:
        dialog.folder.setText(str(tmp_path / "out"))
        dialog.drafts.setChecked(False)
        dialog.sections["risks"].click()
        dialog.accept()
        assert said
        assert not list((tmp_path / "out").glob("*.eml"))
        again = opened(workspace, parent)
        assert not again.drafts.isChecked()
        assert again.chosen_sections == ("status", "savings", "milestones", "exceptions")
        assert again.folder.text() == str(tmp_path / "Update forms June 2024")

    def test_a_folder_that_cannot_be_written_to_asks_nobody(
        self, dialog: AskDialog, workspace: Workspace, asker: FakeAsker, tmp_path: Path
    ) -> None:
        before = len(workspace.records.all(UpdateRequest))
        (tmp_path / "out").write_text("a file")
        dialog.folder.setText(str(tmp_path / "out"))
        dialog.accept()
        assert asker.told[0].startswith("Nobody was asked: ")
        assert dialog.isVisible()
        assert len(workspace.records.all(UpdateRequest)) == before

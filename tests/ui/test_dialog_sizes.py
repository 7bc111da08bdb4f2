"""Dialogs are as high as what is in them, long texts keep their lines, and what is filled in is not lost to a key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollArea
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Risk
from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.delivery import Milestone, Programme, Project, Theme
from asc_desktop.domain.records.fields import Record
from asc_desktop.ui.dialogs.change_dialog import ChangeDialog
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.exceptions.new import NewExceptionDialog
from asc_desktop.ui.pages.exceptions.page import ExceptionsPage
from asc_desktop.ui.pages.issues.page import IssuesPage
from asc_desktop.ui.pages.projects.dialogs import PROJECT_ROWS
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

POPUPS = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
pytestmark = POPUPS


def shown(qtbot: QtBot, dialog: ChangeDialog) -> ChangeDialog:
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    QApplication.processEvents()
    return dialog


def area_of(dialog: ChangeDialog) -> QScrollArea:
    return next(area for area in dialog.findChildren(QScrollArea) if not isinstance(area, QPlainTextEdit))


@pytest.mark.parametrize("kind", [Programme, Milestone, Risk])
def test_a_dialog_shows_all_of_its_form_and_no_empty_room(
    qtbot: QtBot, workspace: Workspace, kind: type[Record]
) -> None:
    dialog = shown(qtbot, RecordDialog(workspace, kind))
    area = area_of(dialog)
    inner = area.widget()
    assert inner is not None
    assert area.verticalScrollBar().maximum() == 0
    assert area.viewport().height() - inner.heightForWidth(inner.width()) <= 2


def test_what_is_said_of_the_last_field_is_in_sight(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = RecordDialog(workspace, Milestone)
    shown(qtbot, dialog)
    project = workspace.records.all(Project)[0]
    last = dialog.form.keys[-1]
    dialog.form.set_values({"project_id": project.id, "name": "Pilot"})
    dialog.form.editor(last).set_value_text("open")
    dialog.ok_button.click()
    box = dialog.form.box(last)
    assert "not a date" in box.problem
    QApplication.processEvents()
    viewport = area_of(dialog).viewport()
    bottom = box.mapTo(viewport, box.rect().bottomLeft()).y()
    assert bottom < viewport.height()


def test_a_dialog_is_no_higher_than_the_screen_and_then_scrolls(qtbot: QtBot, workspace: Workspace) -> None:
    rows = [("name",), *[("description",)], "source", ("ref", "theme_id"), ("lead", "sponsor")]
    dialog = RecordDialog(workspace, Project, rows=[*rows, ("start_date", "end_date")])
    dialog.form.editor("description").setMinimumHeight(2_000)
    shown(qtbot, dialog)
    assert dialog.height() <= dialog.screen().availableSize().height() - 40
    assert area_of(dialog).verticalScrollBar().maximum() > 1_000


def test_a_new_project_with_own_fields_fits_a_small_laptop_without_scrolling(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [field for field in workspace.records.all(OwnField) if field.record_table == Project.table]
    assert len(own) >= 3, "the sample asks for fields of its own"
    theme = workspace.records.all(Theme)[0]
    dialog = RecordDialog(
        workspace, Project, values={"ref": "P-099", "theme_id": theme.id}, rows=PROJECT_ROWS
    )
    dialog.offer_another(dict)
    # 1366 x 768 less the task bar, the title bar and a little round the dialog.
    room = QSize(1326, 768 - 48 - 40)
    monkeypatch.setattr(dialog, "_screen_room", lambda: room)
    shown(qtbot, dialog)
    assert dialog.height() <= room.height()
    assert area_of(dialog).verticalScrollBar().maximum() == 0
    for text in dialog.findChildren(QPlainTextEdit):
        assert text.viewport().height() >= text.fontMetrics().lineSpacing()
        assert not text.verticalScrollBar().isVisible()


@pytest.mark.parametrize("page_type", [RisksPage, IssuesPage, ExceptionsPage])
def test_long_texts_keep_three_lines_in_a_low_window(
    qtbot: QtBot,
    workspace: Workspace,
    page_type: type[RisksPage | IssuesPage | ExceptionsPage],
) -> None:
    page = page_type(workspace)
    qtbot.addWidget(page)
    page.resize(740, 400)
    page.show()
    kind = page.kind
    page.go_to(workspace.records.all(kind)[0].id)
    QApplication.processEvents()
    texts = page.editor.form.findChildren(QPlainTextEdit)
    assert texts
    for text in texts:
        assert text.viewport().height() >= text.fontMetrics().lineSpacing() * 3 - 6


def keyed(dialog: ChangeDialog, key: str, words: str) -> None:
    editor = next(line for line in dialog.findChildren(QLineEdit) if line.accessibleName() == key)
    editor.setText(words)


def test_escape_on_a_filled_form_asks_before_it_is_lost(
    qtbot: QtBot, workspace: Workspace, asker: FakeAsker
) -> None:
    dialog = shown(qtbot, RecordDialog(workspace, Milestone))
    keyed(dialog, "Milestone", "Contract signed")
    asker.agrees = False
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert asker.questions == ["Discard what you filled in? Nothing of it has been saved yet."]
    assert dialog.isVisible()
    dialog.close()
    assert dialog.isVisible()
    asker.agrees = True
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert len(asker.questions) == 3


@pytest.mark.parametrize("way", ["escape", "close", "cancel"])
def test_a_form_that_nobody_filled_in_is_left_without_a_question(
    qtbot: QtBot, workspace: Workspace, asker: FakeAsker, way: str
) -> None:
    dialog = shown(qtbot, RecordDialog(workspace, Milestone))
    if way == "cancel":
        keyed(dialog, "Milestone", "Contract signed")
        dialog.reject()
    elif way == "close":
        dialog.close()
    else:
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not asker.questions


def test_a_mitigation_typed_into_a_new_exception_counts_as_filled_in(
    qtbot: QtBot, workspace: Workspace, asker: FakeAsker
) -> None:
    dialog = NewExceptionDialog(workspace)
    shown(qtbot, dialog)
    asker.agrees = False
    row = dialog._rows[0]
    dialog._apply([CellEdit(row.id, "action", "Agree the rota")])
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert asker.questions
    asker.agrees = True

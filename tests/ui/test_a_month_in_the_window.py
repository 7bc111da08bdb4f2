"""A month in the window, each click counted: 12 leads asked, ten forms taken in, a copy merged, the pack written."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from asc_desktop.domain.forms.carried import carried_in
from asc_desktop.excel.reading.copy import read_copy
from asc_desktop.ui.dialogs.forms.answer_rows import CAME_BACK
from asc_desktop.ui.dialogs.forms.ask import AskDialog
from asc_desktop.ui.dialogs.forms.returns import ReturnsWindow
from asc_desktop.ui.dialogs.merging.window import MergeWindow
from asc_desktop.ui.pages.pack.page import BoardPackPage
from asc_desktop.ui.pages.updates.page import UpdatesPage
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.widgets.table.view import RecordTableView
from tests.acceptance.month import STATUSES, Lead
from tests.acceptance.test_a_month import (
    ON_THE_COPY,
    RANG_UP,
    SPOILED,
    Month,
    files,
    first_row,
    work_on_the_copy,
)
from tests.ui.importing.test_first_day import IN_A_FILE_DIALOG, Clicks
from tests.ui.merging.test_ways_in_and_out import merging
from tests.ui.test_main_window import Asked

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

MOST_CLICKS = 45
IN_A_MENU = 2


class Person:
    """An officer in the window of the month's portfolio: clicks and typed cells are counted."""

    def __init__(self, qtbot: QtBot, month: Month, patch: pytest.MonkeyPatch) -> None:
        self.qtbot, self.month, self.patch = qtbot, month, patch
        self.asker = Asked()
        self.clicks = Clicks(qtbot)
        self.typed = 0
        memory = WindowMemory(month.folder / "window.ini")
        self.window = MainWindow(files("Ann Officer", month.clock), memory, self.asker)
        self.window.resize(1366, 768)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.use(month.session)
        self.said: list[str] = []
        self._watch = QTimer(self.window)
        self._watch.timeout.connect(self._look)
        self._watch.start(20)

    def _look(self) -> None:
        """Read a message, and click its last button."""
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            self.said.append(box.text())
            self.clicks.on(box.buttons()[-1])

    @property
    def count(self) -> int:
        """Clicks so far, those on what was asked and told among them."""
        return self.clicks.count + len(self.asker.asked) + len(self.asker.told)

    def go_to(self, key: str) -> None:
        self.clicks.on(self.window._rail._rows[key])
        QApplication.processEvents()

    def choose_in_menu(self, words: str) -> None:
        self.clicks.count += IN_A_MENU
        action: QAction = next(
            item for item in self.window._menus.actions if item.text().replace("&", "") == words
        )
        action.trigger()

    def opens(self, kind: type[QDialog]) -> QDialog:
        self.qtbot.waitUntil(lambda: bool(self.window.findChildren(kind)), timeout=30_000)
        return self.window.findChildren(kind)[-1]

    def type_into(self, view: RecordTableView, row_id: str, key: str, words: str) -> None:
        """Click a cell, type over it and press Enter."""
        assert view.select_row(row_id, key)
        self.clicks.on(view.viewport(), view.visualRect(view.currentIndex()).center())
        self.typed += 1
        self.qtbot.keyClicks(view, words[0])
        assert view.delegate.editor is not None
        self.qtbot.keyClicks(view.delegate.editor, words[1:])
        self.qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return)
        QApplication.processEvents()


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(qtbot, Month(tmp_path), monkeypatch)


def test_a_month_in_few_clicks(person: Person) -> None:
    began = time.monotonic()
    month = person.month
    ask_twelve_leads(person)
    give_a_copy(person)
    work_on_the_copy(month)
    fill_in(month)
    take_in_ten_forms(person)
    type_what_was_said_on_the_telephone(person)
    merge_the_copy(person)
    write_the_pack(person)
    print(
        f"{person.count} clicks, {person.typed} cells typed, {time.monotonic() - began:.0f} s of the program's"
    )
    assert person.count <= MOST_CLICKS
    person.window.close_file()


def ask_twelve_leads(person: Person) -> None:
    person.go_to("updates")
    page = person.window.pages.currentWidget()
    assert isinstance(page, UpdatesPage)
    person.clicks.on(page.ask_button)
    dialog = person.opens(AskDialog)
    assert isinstance(dialog, AskDialog)
    dialog.due.setText("5 Aug 2024")
    person.typed += 1
    assert dialog.ask_button.text() == "Ask 12 leads"
    person.clicks.on(dialog.ask_button)
    folder = person.month.folder / "Update forms July 2024"
    for at, path in enumerate(sorted(folder.glob("*.xlsx"))):
        form = carried_in(read_copy(path, path.name))
        assert form is not None
        person.month.forms[form.lead] = form
        if form.lead not in {RANG_UP, ON_THE_COPY}:
            person.month.leads[form.lead] = Lead(form, path, 100 * at)
    assert len(person.month.leads) == 10


def give_a_copy(person: Person) -> None:
    path = person.month.folder / "theirs.ascp"
    person.patch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: person.clicks.in_file_dialog(path))
    person.choose_in_menu("Give a working copy…")
    assert path.exists(), person.asker.told


def fill_in(month: Month) -> None:
    """Fill the ten forms in, as their leads do meanwhile; in one of them two answers are no answers."""
    back = month.folder / "back"
    back.mkdir()
    spoiled = month.leads[SPOILED]
    spoiled.put(first_row(spoiled, "status_id"), "status_id", "Fine, thanks")
    spoiled.put(first_row(spoiled, "forecast_pence"), "forecast_pence", "about ninety thousand")
    for at, lead in enumerate(month.leads.values()):
        book = load_workbook(lead.path)
        for (sheet, address), words in lead.typed.items():
            book[sheet][address] = words
        book.save(back / f"answer {at}.xlsx")


def take_in_ten_forms(person: Person) -> None:
    page = person.window.pages.currentWidget()
    assert isinstance(page, UpdatesPage)

    def folder(*_: object, **__: object) -> str:
        person.clicks.count += IN_A_FILE_DIALOG
        return str(person.month.folder / "back")

    person.patch.setattr(QFileDialog, "getExistingDirectory", folder)
    person.clicks.on(page.returns_button)
    dialog = person.opens(ReturnsWindow)
    assert isinstance(dialog, ReturnsWindow)
    person.clicks.on(dialog.folder_button)
    assert len(dialog.returns.returned) == 10
    person.clicks.on(dialog.plain_button)
    spoiled = {answer.key: answer for answer in dialog.returns.open}
    assert sorted(spoiled) == ["forecast_pence", "status_id"]
    rows = {
        row.answer.key: row.id
        for row in dialog.model.rows
        if row.answer.code in {item.code for item in spoiled.values()}
    }
    person.type_into(dialog.view, rows["status_id"], CAME_BACK, "At risk")
    person.type_into(dialog.view, rows["forecast_pence"], CAME_BACK, "812345")
    assert not dialog.returns.open
    person.clicks.on(dialog.take_button)
    assert len(dialog.applied) == 10
    person.clicks.on(dialog.close_button)
    assert len(person.month.states()["accepted"]) == sum(
        len(person.month.refs(who)) for who in person.month.leads
    )


def type_what_was_said_on_the_telephone(person: Person) -> None:
    page = person.window.pages.currentWidget()
    assert isinstance(page, UpdatesPage)
    projects = {item.ref: item for item in person.month.report.projects}
    for ref in person.month.refs(RANG_UP):
        held = projects[ref].status
        assert held is not None
        other = next(words for words in STATUSES[:2] if words != held.name)
        person.type_into(page.view, projects[ref].id, "status_id", other)
    assert person.month.states()["typed"] == sorted(person.month.refs(RANG_UP))


def merge_the_copy(person: Person) -> None:
    path = person.month.folder / "theirs.ascp"
    person.patch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: person.clicks.in_file_dialog(path))
    person.choose_in_menu("Merge a copy…")
    dialog = merging(person.qtbot, person.window)
    assert isinstance(dialog, MergeWindow)
    # Of the status that was reported twice the narrative differs too; a reference given twice has another one offered.
    assert sorted(conflict.kind for conflict in dialog._merge.conflicts) == [
        "both", "deleted", "name", "slot", "slot",
    ]  # fmt: skip
    for _ in range(len(dialog._merge.unsettled)):
        ours = way_of(dialog, "Ours")
        person.qtbot.waitUntil(ours.isVisible)
        person.clicks.on(ours)
        person.qtbot.waitUntil(lambda: not dialog._refresh.isActive())
        QApplication.processEvents()
        if dialog.conflicts.box.next_button.isEnabled():
            person.clicks.on(dialog.conflicts.box.next_button)
    assert not dialog._merge.unsettled
    person.clicks.on(dialog.merge_button)
    person.qtbot.waitUntil(lambda: person.month.session.undo_action == "Merge theirs.ascp", timeout=30_000)


def way_of(dialog: MergeWindow, words: str) -> QAbstractButton:
    ways = dialog.conflicts.box.ways
    assert ways is not None
    return next(
        button for button in ways.findChildren(QAbstractButton) if button.text().replace("&", "") == words
    )


def write_the_pack(person: Person) -> None:
    person.go_to("pack")
    page = person.window.pages.currentWidget()
    assert isinstance(page, BoardPackPage)
    assert person.month.not_updated() == []
    pack = person.month.folder / "Pack.xlsx"
    person.patch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: person.clicks.in_file_dialog(pack))
    person.clicks.on(page.excel_button)
    person.qtbot.waitUntil(pack.exists, timeout=60_000)
    QApplication.processEvents()
    assert not any("not updated" in words.lower() for words in [*person.said, *person.asker.asked])

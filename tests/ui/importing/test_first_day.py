"""The first day: from the empty program and a tracker of 53 projects to a written board pack, each click counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook as ExcelWorkbook
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Project, SavingsTarget
from asc_desktop.ui.dialogs.importing.window import DONE, ImportWindow
from asc_desktop.ui.pages.pack.page import BoardPackPage
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from tests.ui.importing.test_ways_in import importing
from tests.ui.officer import Officer
from tests.ui.test_main_window import Asked, files_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PROJECTS = 53
MOST_CLICKS = 40
IN_A_FILE_DIALOG = 2
"""What the system's own dialog takes: a click on the file or the name, and one on its button."""
THEMES = ("Reablement", "Prevention", "Workforce", "Digital")
HEADINGS = (
    "Ref", "Project", "Theme", "SRO", "RAG", "2025/26 Target £000", "2026/27 Target £000",
    "2026/27 Forecast £000", "Commentary", "Go live",
)  # fmt: skip


class Clicks:
    """A person's mouse, which counts."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.count = 0

    def on(self, widget: QWidget, at: QPoint | None = None) -> None:
        assert widget.isVisible()
        assert widget.isEnabled()
        self.count += 1
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center()
        )

    def on_button(self, window: QWidget, words: str) -> None:
        found = [
            button
            for button in window.findChildren(QAbstractButton)
            if button.text().replace("&", "").startswith(words) and button.isVisible()
        ]
        assert found, words
        self.on(found[0])

    def in_file_dialog(self, path: Path) -> tuple[str, str]:
        self.count += IN_A_FILE_DIALOG
        return str(path), ""


def write_tracker(path: Path) -> None:
    book = ExcelWorkbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Projects"
    sheet.append(["Moorside adult social care: savings tracker"])
    sheet.append([])
    sheet.append(HEADINGS)
    for at in range(PROJECTS):
        sheet.append(
            [
                f"T-{at + 1:02d}", f"Scheme number {at + 1}", THEMES[at % 4], f"Officer {at % 7}", "GAR"[at % 3],
                10 + at, 20 + at, 18 + at, "Began in April; the board sees it next.", f"{1 + at % 28:02d}/09/2026",
            ]
        )  # fmt: skip
    sheet.append(["Total", *[""] * 4, *(sum(start + at for at in range(PROJECTS)) for start in (10, 20, 18))])
    book.save(path)


def test_a_tracker_becomes_a_board_pack_in_few_clicks(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clicks = Clicks(qtbot)
    tracker, portfolio, pack = tmp_path / "Tracker.xlsx", tmp_path / "Ours.ascp", tmp_path / "Pack.xlsx"
    write_tracker(tracker)
    window = MainWindow(files_of("Ann Officer"), WindowMemory(tmp_path / "window.ini"), Asked())
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: clicks.in_file_dialog(tracker))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: clicks.in_file_dialog(portfolio))
    clicks.on_button(window, "Start with your tracker")
    dialog = importing(qtbot, window)
    assert dialog.import_button.text() == f"&Import {PROJECTS} rows"
    clicks.on(dialog.import_button)
    qtbot.waitUntil(lambda: dialog.step == DONE, timeout=20_000)
    clicks.on(dialog.done_step.pack_button)
    records = window.workspace.session.records if window.workspace else None
    assert records is not None
    assert len(records.all(Project)) == PROJECTS
    assert sum(target.target_pence for target in records.all(SavingsTarget)) == 100_000 * sum(
        30 + 2 * at for at in range(PROJECTS)
    )
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: clicks.in_file_dialog(pack))
    page = window.pages.currentWidget() if window.pages else None
    assert isinstance(page, BoardPackPage)
    officer = Officer(window)
    officer.answer(lambda box: clicks.on(box.buttons()[-1]) if isinstance(box, QMessageBox) else box.reject())
    clicks.on(page.excel_button)
    qtbot.waitUntil(pack.exists, timeout=60_000)
    QApplication.processEvents()
    assert len(load_workbook(pack).sheetnames) > 3
    assert clicks.count <= MOST_CLICKS
    print(f"{clicks.count} clicks")
    window.close_file()


def test_the_same_tracker_again_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    tracker = tmp_path / "Tracker.xlsx"
    write_tracker(tracker)
    window = MainWindow(files_of("Ann Officer"), WindowMemory(tmp_path / "window.ini"), Asked())
    qtbot.addWidget(window)
    window.show()
    window.use(files_of("Ann Officer").create(tmp_path / "Ours.ascp", "Ours"))
    window.take_files([tracker])
    first = importing(qtbot, window)
    assert not first.told.full_text
    QTest.mouseClick(first.import_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(first.close_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.findChildren(ImportWindow))
    assert window.workspace is not None
    undone = window.workspace.session.undo_action
    assert undone == "Import Tracker.xlsx"
    window.take_files([tracker])
    again = importing(qtbot, window)
    assert again.counts.text().startswith(f"{PROJECTS} same")
    assert again.import_button.text() == "Nothing to import"
    assert again.told.full_text.startswith("Mapped as it was kept before")
    QTest.keyClick(again, Qt.Key.Key_Escape)
    window.workspace.undo()
    assert window.workspace.session.records.all(Project) == ()
    window.close_file()

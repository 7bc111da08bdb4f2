"""The ways in which a tracker comes to the program: the start page, the menu, a drop, the clipboard, Ctrl+K."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.ui.dialogs.find import FindDialog
from asc_desktop.ui.dialogs.importing.window import ImportWindow
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.widgets.form.editors import LineEditor, LongTextEditor
from tests.ui.test_main_window import Asked, files_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TEXT = Field(key="text", label="Text", kind=Kind.TEXT)
TRACKER = "Ref,Project,Lead\nT-01,Reablement at home,A. Officer\nT-02,Equipment recycling,B. Officer\n"


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, asked: Asked) -> Iterator[MainWindow]:
    made = MainWindow(files_of("Ann Officer"), WindowMemory(tmp_path / "window.ini"), asked)
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    yield made
    for dialog in made.findChildren(ImportWindow):
        dialog.hide()
    made.close_file()


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    path = tmp_path / "Our tracker.csv"
    path.write_text(TRACKER, encoding="utf-8")
    return path


def importing(qtbot: QtBot, window: MainWindow) -> ImportWindow:
    """Return the import window, once it is there and knows its plan."""
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportWindow)), timeout=20_000)
    dialog = window.findChildren(ImportWindow)[0]
    qtbot.waitUntil(lambda: dialog.tracker.is_worked_out and not dialog._refresh.isActive())
    return dialog


def drop(window: MainWindow, *paths: Path) -> bool:
    """Drop files on the window as the system does; return whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, held = window.rect().center(), Qt.MouseButton.LeftButton
    entered = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, held, Qt.KeyboardModifier.NoModifier)
    entered.ignore()
    QApplication.sendEvent(window, entered)
    if not entered.isAccepted():
        return False
    dropped = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, dropped)
    return True


def choose_new(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    """Save a new portfolio there when that is asked; return what was offered."""
    offered: list[str] = []

    def answer(_parent: object, _title: str, place: str, _filter: str) -> tuple[str, str]:
        offered.append(place)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return offered


def test_the_start_page_begins_with_a_tracker(
    qtbot: QtBot, window: MainWindow, tracker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tracker), ""))
    offered = choose_new(monkeypatch, tmp_path / "Ours")
    button = next(
        item for item in window.findChildren(QPushButton) if item.text() == "Start with your tracker…"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = importing(qtbot, window)
    assert offered == [str(tmp_path / "Our tracker.ascp")]
    assert dialog.tracker.workbook.name == "Our tracker.csv"
    assert (tmp_path / "Ours.ascp").exists()


def test_a_tracker_dropped_on_the_start_page_begins_so_too(
    qtbot: QtBot, window: MainWindow, tracker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_new(monkeypatch, tmp_path / "Ours.ascp")
    assert drop(window, tracker)
    assert importing(qtbot, window).tracker.workbook.name == "Our tracker.csv"


def test_a_tracker_dropped_on_a_portfolio_is_imported_into_it(
    qtbot: QtBot, window: MainWindow, tracker: Path, tmp_path: Path
) -> None:
    window.use(files_of("Ann Officer").create_sample(tmp_path / "Sample.ascp"))
    assert drop(window, tracker)
    dialog = importing(qtbot, window)
    assert window.workspace is not None
    assert window.workspace.session.records.all(Project)
    assert dialog.windowTitle() == "Import Our tracker.csv"


def test_a_portfolio_dropped_is_opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "Sample.ascp"
    files_of("Ann Officer").create_sample(path).close()
    assert drop(window, path)
    qtbot.waitUntil(lambda: window.workspace is not None)


def test_another_kind_of_file_is_told_of(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, asked: Asked
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7")
    assert drop(window, path)
    qtbot.waitUntil(lambda: bool(asked.told))
    assert asked.told[0][0] == "“report.pdf” was not taken"
    assert window.workspace is None


def test_several_files_at_once_are_not_taken(window: MainWindow, tracker: Path, tmp_path: Path) -> None:
    assert not drop(window, tracker, tmp_path / "other.csv")


def test_a_file_dropped_on_a_field_goes_to_the_window(
    qtbot: QtBot, window: MainWindow, tracker: Path, tmp_path: Path
) -> None:
    window.use(files_of("Ann Officer").create_sample(tmp_path / "Sample.ascp"))
    for editor in (LineEditor(TEXT), LongTextEditor(TEXT)):
        qtbot.addWidget(editor)
        for held, is_taken in ((QUrl.fromLocalFile(str(tracker)), False), (None, True)):
            data = QMimeData()
            if held is not None:
                data.setUrls([held])
            else:
                data.setText("Words")
            event = QDragEnterEvent(
                editor.rect().center(),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            event.ignore()
            editor.dragEnterEvent(event)
            assert event.isAccepted() is is_taken


def test_what_cannot_be_read_is_said_and_nothing_is_made(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = choose_new(monkeypatch, tmp_path / "Ours.ascp")
    path = tmp_path / "Broken.xlsx"
    path.write_bytes(b"PK\x03\x04 half of it")
    assert drop(window, path)
    qtbot.waitUntil(lambda: bool(asked.told), timeout=20_000)
    assert asked.told[0][0] == "The tracker was not read"
    assert "Broken.xlsx" in asked.told[0][1]
    assert offered == []
    assert window.workspace is None


def test_a_copied_table_is_imported_from_the_clipboard(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.use(files_of("Ann Officer").create_sample(tmp_path / "Sample.ascp"))
    QGuiApplication.clipboard().setText(TRACKER.replace(",", "\t"))
    window.import_clipboard()
    dialog = importing(qtbot, window)
    assert [len(sheet.rows) for sheet in dialog.tracker.workbook.sheets] == [3]
    QGuiApplication.clipboard().clear()


def test_an_empty_clipboard_is_told_of(window: MainWindow, asked: Asked, tmp_path: Path) -> None:
    window.use(files_of("Ann Officer").create_sample(tmp_path / "Sample.ascp"))
    QGuiApplication.clipboard().clear()
    window.import_clipboard()
    assert asked.told[0][0] == "Nothing was imported from the clipboard"


def test_a_read_only_portfolio_takes_none_and_says_why(
    window: MainWindow, tracker: Path, tmp_path: Path
) -> None:
    files_of("Ann Officer").create_sample(tmp_path / "Sample.ascp").close()
    window.use(files_of("Ann Officer").open(tmp_path / "Sample.ascp", read_only=True))
    said: list[str] = []
    assert window.workspace is not None
    window.workspace.said.connect(said.append)
    window.take_files([tracker])
    assert said == ["The file is open read-only. Nothing was changed."]
    assert window.findChildren(ImportWindow) == []


def test_ctrl_k_finds_the_command(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.use(files_of("Ann Officer").create_sample(tmp_path / "Sample.ascp"))
    assert window.workspace is not None
    dialog = FindDialog(window.workspace, window._menus.actions, window)
    qtbot.addWidget(dialog)
    dialog.box.setText("import tracker")
    assert dialog.hits[0].title == "Import a tracker…"

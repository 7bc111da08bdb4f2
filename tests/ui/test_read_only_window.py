"""A window on a file that is open read-only looks and behaves so, on every page, to the mouse and to the keys."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from asc_desktop.domain.pasting.table import Chosen
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.ui.dialogs.find import FindDialog
from asc_desktop.ui.dialogs.guide import GuideDialog, KeysDialog
from asc_desktop.ui.dialogs.paste_preview import PastePreview
from asc_desktop.ui.dialogs.snapshot_view import SnapshotDialog
from asc_desktop.ui.models.pasting import paste_table
from asc_desktop.ui.pages.pack.page import BoardPackPage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.table.paste import PasteRun
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import READ_ONLY
from tests.ui.walking import Walk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

ONLY_READ = (FindDialog, GuideDialog, KeysDialog, SnapshotDialog)
"""The dialogs that change nothing."""
CHANGING = (
    "Add", "Archive", "Change", "Close", "Confirm", "Cut", "Delete", "Duplicate", "Edit", "Mark", "Move group",
    "Move up", "Override", "Paste", "Put", "Record", "Reopen", "Use",
)  # fmt: skip
"""How the words of a menu begin that change something."""
SEARCHES = ("Filter", "Search", "Find", "From this day", "To this day")
"""How the names of boxes begin that only narrow what is shown."""
KEYS = (
    (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_5, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier),
)


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, portfolio_files: PortfolioFiles, sample_file: Path, tmp_path: Path
) -> Iterator[MainWindow]:
    apply_theme(qapp, "light")
    path = tmp_path / "kept.ascp"
    shutil.copyfile(sample_file, path)
    made = MainWindow(portfolio_files, WindowMemory(tmp_path / "window.ini"))
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    made.use(portfolio_files.open(path, read_only=True))
    yield made
    made.close_file()


@pytest.fixture
def opened(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The dialogs that came up and that change something, or say that nothing can be changed."""
    found: list[str] = []

    def see(dialog: QDialog) -> None:
        if isinstance(dialog, QMessageBox):
            if dialog.text().startswith("This pack has"):
                return  # A pack is written beside the file.
            found.append(f"{dialog.text()} {dialog.informativeText()}")
        elif not isinstance(dialog, ONLY_READ):
            found.append(type(dialog).__name__)

    window.walk = Walk(window, monkeypatch, look=lambda _: None, opened=see)  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("key", [destination.key for destination in DESTINATIONS])
def test_nothing_opens_to_the_mouse_or_the_keys(
    qtbot: QtBot, window: MainWindow, opened: list[str], key: str
) -> None:
    workspace = window.workspace
    assert workspace is not None
    said: list[str] = []
    workspace.said.connect(said.append)
    before = list(workspace.session.history(limit=1))
    walk: Walk = window.walk  # type: ignore[attr-defined]
    walk.page(key)
    page = window.show_page(key)
    assert page is not None
    for view in [view for view in page.findChildren(RecordTableView) if view.isVisible()]:
        if view.table.rowCount():
            view.setCurrentIndex(view.table.index(view.table.rowCount() // 2, view.shown_columns()[0]))
            use_row_menu(view, walk)
            window.show_page(key)
    assert not [words for words in said if words.startswith(READ_ONLY)], "a button or an action was open"
    QGuiApplication.clipboard().setText("1\n2")
    for view in page.findChildren(RecordTableView):
        if view.isVisible() and view.table.rowCount():
            press_keys(qtbot, view)
    for form in page.findChildren(RecordForm):
        for box in form.keys if form.isVisible() else ():
            editor: QWidget = form.editor(box)  # type: ignore[assignment]
            is_shut = not editor.isEnabled() or bool(editor.property("readOnly"))
            assert is_shut, f"{box} of {form.accessibleName()} is open"
    open_boxes = [
        box.accessibleName()
        for box in (*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit))
        if box.isVisible()
        and box.isEnabled()
        and not box.isReadOnly()
        # A drop-down list is searched by words, also where it chooses only what is looked at.
        and not isinstance(box.parent(), QComboBox)
    ]
    assert not [name for name in open_boxes if not name.startswith(SEARCHES)]
    assert opened == []
    assert list(workspace.session.history(limit=1)) == before


def use_row_menu(view: RecordTableView, walk: Walk) -> None:
    menu = view.menus.row_menu()
    for action in menu.actions():
        if action.isEnabled() and action.menu() is None and not action.isSeparator():
            words = action.text().replace("&", "")
            assert not words.startswith(CHANGING), f"{words} can be chosen"
            walk.use(action)
    menu.deleteLater()


def press_keys(qtbot: QtBot, view: RecordTableView) -> None:
    at = view.table.rowCount() // 2
    for column in view.shown_columns():
        view.setCurrentIndex(view.table.index(at, column))
        view.setFocus()
        for pressed, modifiers in KEYS:
            qtbot.keyClick(view, pressed, modifiers)
            assert not view.delegate.is_open


def test_a_key_that_would_change_a_cell_says_why_it_does_not(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("projects")
    assert page is not None
    view = next(view for view in page.findChildren(RecordTableView) if view.isVisible())
    row = next(at for at in range(view.table.rowCount()) if view.table.row_at(at) is not None)
    view.setCurrentIndex(view.table.index(row, 1))
    view.setFocus()
    for pressed, modifiers in KEYS[:6]:
        window.statusBar().clearMessage()
        qtbot.keyClick(view, pressed, modifiers)
        assert window.statusBar().currentMessage() == f"{READ_ONLY} Nothing was changed."


def test_commands_that_change_say_why_they_are_closed(window: MainWindow) -> None:
    closed = {
        action.text().replace("&", ""): action.toolTip()
        for action in window._menus.actions
        if not action.isEnabled()
    }
    for words in ("New project…", "New exception…", "Mark exempt from publication…", "Back up now"):
        assert closed[words] == READ_ONLY


def test_a_template_of_packs_is_neither_kept_nor_taken_in(window: MainWindow) -> None:
    page = window.show_page("pack")
    assert isinstance(page, BoardPackPage)
    menu = page.templates.button.menu()
    menu.aboutToShow.emit()
    opens = [
        action.text().replace("&", "") for action in menu.actions() if action.isEnabled() and action.text()
    ]
    assert opens == ["Export to a file…"]


def test_the_banner_says_why_and_what_to_do(
    qtbot: QtBot, window: MainWindow, portfolio_files: PortfolioFiles, tmp_path: Path, opened: list[str]
) -> None:
    assert window._banner.isVisible()
    assert "read-only" in window._banner.accessibleName()
    window._flows._finish(
        portfolio_files.open(tmp_path / "kept.ascp", read_only=True),
        why_read_only="Someone else has it open.",
    )
    assert window._banner.accessibleDescription().startswith(
        "Someone else has it open. To make changes, save a copy"
    )
    window.use(portfolio_files.create(tmp_path / "new.ascp", "New"))
    assert not window._banner.isVisible()


def test_a_dialog_that_changes_records_does_not_open_however_it_is_asked_for(
    window: MainWindow, opened: list[str]
) -> None:
    for key, what in (
        ("projects", {"new": True}),
        ("exceptions", {"new": True}),
        ("changes", {"freeze": True}),
    ):
        window.show_page(key, what)
        walk: Walk = window.walk  # type: ignore[attr-defined]
        walk._close_what_opened()
    assert opened == []
    assert window.statusBar().currentMessage().startswith(READ_ONLY)


def test_the_preview_of_a_paste_does_not_open_even_where_nobody_asked_before(window: MainWindow) -> None:
    page = window.show_page("projects")
    assert isinstance(page, ProjectsPage)
    view = page.list.view
    table = paste_table(
        view.table,
        shown=view.shown_columns(),
        across=view.shown_columns(),
        places=[],
        session=None,
        new_rows=None,
    )
    preview = PastePreview(PasteRun(view, page.workspace, [["P-1", "Anew"]], table, Chosen()), window)
    preview.open()
    assert not preview.isVisible()
    assert window.statusBar().currentMessage().startswith(READ_ONLY)

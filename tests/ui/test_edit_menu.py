"""The Edit menu on real tables and text boxes, and what is left on the clipboard when the program ends."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Programme, Project, Theme
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.ui.dialogs.guide import KeysDialog
from asc_desktop.ui.dialogs.paste_preview import PastePreview
from asc_desktop.ui.keys import every_key
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.widgets.table.view import RecordTableView
from tests.ui.pasting import accept

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
# The offscreen platform says this of every popup.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, sample_file: Path) -> Iterator[MainWindow]:
    files = PortfolioFiles(Context(who="Ann Officer", machine="CH-0417", now=lambda: datetime.now(UTC)))
    path = tmp_path / "Our programme.ascp"
    path.write_bytes(sample_file.read_bytes())
    made = MainWindow(files, WindowMemory(tmp_path / "window.ini"))
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    made.use(files.open(path))
    yield made
    made.close_file()


@pytest.fixture
def table(window: MainWindow, qtbot: QtBot) -> RecordTableView:
    return projects_of(window, qtbot)


def projects_of(window: MainWindow, qtbot: QtBot) -> RecordTableView:
    page = window.show_page("projects")
    assert isinstance(page, ProjectsPage)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.list.view.setFocus()
    qtbot.waitUntil(page.list.view.hasFocus)
    return page.list.view


def edit_menu(window: MainWindow) -> QMenu:
    found = next(action.menu() for action in window.menuBar().actions() if action.text() == "&Edit")
    assert isinstance(found, QMenu)
    return found


def command(window: MainWindow, words: str) -> QAction:
    """Return a command of the Edit menu as it is when the menu is opened."""
    QApplication.processEvents()
    menu = edit_menu(window)
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text().replace("&", "") == words)


def mark(view: RecordTableView, first: tuple[int, str], last: tuple[int, str]) -> None:
    QApplication.processEvents()
    corners = [view.table.index(at, view.table.column_at(key)) for at, key in (first, last)]
    view.setCurrentIndex(corners[0])
    view.selectionModel().select(
        QItemSelection(corners[0], corners[1]), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )


def words_of(view: RecordTableView, rows: list[int], key: str) -> list[str]:
    QApplication.processEvents()
    return [view.table.text_at(at, view.table.column_at(key)) for at in rows]


def first_rows(view: RecordTableView, count: int) -> list[int]:
    return [at for at in range(view.table.rowCount()) if view.table.row_at(at) is not None][:count]


def holds(qtbot: QtBot, read: Callable[[], list[str]], wanted: list[str]) -> None:
    """Wait until the page has caught up with a change."""
    qtbot.waitUntil(lambda: read() == wanted, timeout=2_000)


def test_the_commands_act_on_the_table_that_the_keyboard_is_on(
    qtbot: QtBot, window: MainWindow, table: RecordTableView
) -> None:
    rows = one, two, three = first_rows(table, 3)
    before = words_of(table, rows, "lead")
    mark(table, (one, "lead"), (three, "lead"))
    command(window, "Copy").trigger()
    assert QGuiApplication.clipboard().text().splitlines() == before
    command(window, "Fill down").trigger()
    holds(qtbot, lambda: words_of(table, rows, "lead"), [before[0]] * 3)
    window.undo()
    mark(table, (one, "lead"), (three, "lead"))
    command(window, "Clear").trigger()
    holds(qtbot, lambda: words_of(table, rows, "lead"), ["", "", ""])
    mark(table, (one, "lead"), (one, "lead"))
    command(window, "Paste").trigger()
    holds(qtbot, lambda: words_of(table, rows, "lead"), before)
    mark(table, (two, "lead"), (two, "lead"))
    command(window, "Cut").trigger()
    holds(qtbot, lambda: words_of(table, [two], "lead"), [""])
    assert QGuiApplication.clipboard().text() == before[1]
    command(window, "Select all").trigger()
    assert len(table.selected_row_ids()) == len(table.table.shown_rows)


def test_copy_with_headings_brings_them_as_text_and_as_a_ruled_table(
    window: MainWindow, table: RecordTableView
) -> None:
    for keys in ("menu", "key"):
        QGuiApplication.clipboard().setText("")
        one, two = first_rows(table, 2)
        mark(table, (one, "ref"), (two, "name"))
        if keys == "menu":
            command(window, "Copy with headings").trigger()
        else:
            QTest.keyClick(table, Qt.Key.Key_C, CTRL | SHIFT)
        lines = QGuiApplication.clipboard().text().splitlines()
        assert lines[0] == "Ref\tProject"
        assert lines[1].startswith("P-0")
        assert len(lines) == 3
        html = QGuiApplication.clipboard().mimeData().html()
        assert html.count("<th ") == 2
        assert "border-collapse:collapse" in html
        # Word keeps what stands on the cell itself, and no style sheet.
        assert html.count("border:1px solid") == 2 + 4
        assert "<style" not in html


def test_the_commands_act_on_the_text_box_that_the_keyboard_is_on(
    window: MainWindow, table: RecordTableView
) -> None:
    box = next(item for item in window.findChildren(QLineEdit) if item.isVisible() and not item.isReadOnly())
    box.setFocus()
    box.setText("reablement")
    assert not command(window, "Copy").isEnabled()
    assert command(window, "Copy").toolTip() == "Nothing is selected."
    command(window, "Select all").trigger()
    command(window, "Cut").trigger()
    assert box.text() == ""
    assert QGuiApplication.clipboard().text() == "reablement"
    command(window, "Paste").trigger()
    assert box.text() == "reablement"
    box.setSelection(2, 99)
    command(window, "Clear").trigger()
    assert box.text() == "re"
    for words in ("Fill down", "Fill right", "Copy with headings"):
        assert not command(window, words).isEnabled()
        assert command(window, words).toolTip() == "This is for the cells of a table."


def test_the_menu_itself_takes_the_keyboard_from_nothing(window: MainWindow, table: RecordTableView) -> None:
    one = first_rows(table, 1)[0]
    mark(table, (one, "name"), (one, "name"))
    edit_menu(window).popup(window.mapToGlobal(window.rect().topLeft()))
    window.menuBar().setFocus()
    assert command(window, "Copy").isEnabled()
    edit_menu(window).close()
    button = next(item for item in window.findChildren(QPushButton) if item.isVisible() and item.isEnabled())
    button.setFocus(Qt.FocusReason.TabFocusReason)
    for words in ("Cut", "Copy", "Fill down", "Select all"):
        assert not command(window, words).isEnabled()
        assert command(window, words).statusTip() == "Choose a cell of a table, or a text box, first."


def test_control_and_d_fill_down_also_where_a_system_takes_them_for_delete(
    qtbot: QtBot, window: MainWindow, table: RecordTableView
) -> None:
    class EmacsKey(QKeyEvent):
        """Ctrl+D as X11's own keys have it: it deletes."""

        def matches(self, key: QKeySequence.StandardKey) -> bool:
            return key == QKeySequence.StandardKey.Delete

    rows = one, two = first_rows(table, 2)
    name = words_of(table, [one], "name")[0]
    mark(table, (one, "name"), (two, "name"))
    table.keyPressEvent(EmacsKey(QKeyEvent.Type.KeyPress, Qt.Key.Key_D, CTRL))
    holds(qtbot, lambda: words_of(table, rows, "name"), [name, name])
    window.undo()
    mark(table, (one, "name"), (two, "name"))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_D, CTRL)
    holds(qtbot, lambda: words_of(table, rows, "name"), [name, name])


def test_a_read_only_window_copies_and_says_why_it_changes_nothing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    other = MainWindow(
        PortfolioFiles(Context(who="Bea", machine="CH-1", now=lambda: datetime.now(UTC))),
        WindowMemory(tmp_path / "other.ini"),
    )
    window.close_file()
    path = tmp_path / "Our programme.ascp"
    session = PortfolioFiles(Context(who="Bea", machine="CH-1", now=lambda: datetime.now(UTC))).open(
        path, read_only=True
    )
    other.use(session)
    other.show()
    table = projects_of(other, qtbot)
    one = first_rows(table, 1)[0]
    mark(table, (one, "name"), (one, "name"))
    QGuiApplication.clipboard().setText("x")
    assert command(other, "Copy").isEnabled()
    assert command(other, "Select all").isEnabled()
    for words in ("Cut", "Paste", "Fill down", "Clear"):
        assert not command(other, words).isEnabled(), words
        assert command(other, words).toolTip() == "The file is open read-only."
    other.close_file()
    other.close()
    other.deleteLater()


def test_paste_as_new_rows_is_for_tables_that_make_records(
    qtbot: QtBot, window: MainWindow, table: RecordTableView
) -> None:
    QGuiApplication.clipboard().setText("Project\tTheme\nNight support\tCustomer Services")
    action = command(window, "Paste as new rows…")
    assert action.isEnabled()
    action.trigger()
    preview = table.blocks.pasting.preview
    assert preview is not None
    assert preview.isVisible()
    preview.reject()
    QGuiApplication.clipboard().clear()
    assert command(window, "Paste as new rows…").toolTip() == "Nothing has been copied that could be pasted."
    QGuiApplication.clipboard().setText("x")
    window.show_page("history")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    history = next(view for view in window.findChildren(RecordTableView) if view.isVisible())
    history.setFocus()
    qtbot.waitUntil(history.hasFocus)
    assert not command(window, "Paste as new rows…").isEnabled()
    assert "makes no records" in command(window, "Paste as new rows…").toolTip()
    assert command(window, "Copy").isEnabled() == history.blocks.has_cells


def test_the_row_menu_has_the_same_commands(table: RecordTableView) -> None:
    one = first_rows(table, 1)[0]
    mark(table, (one, "name"), (one, "name"))
    menu = table.menus.row_menu()
    found = {action.text().replace("&", ""): action for action in menu.actions()}
    for words in (
        "Cut",
        "Copy",
        "Copy with headings",
        "Paste",
        "Fill down",
        "Fill right",
        "Clear",
        "Select all",
    ):
        assert words in found
    assert found["Copy with headings"].isEnabled()
    found["Copy with headings"].trigger()
    assert QGuiApplication.clipboard().text().startswith("Project\n".replace("\n", "\r\n"))
    menu.deleteLater()


def test_the_keys_are_listed(qtbot: QtBot, window: MainWindow) -> None:
    from PySide6.QtWidgets import QTableWidget

    dialog = KeysDialog(window)
    table = dialog.findChild(QTableWidget)
    assert table is not None
    listed = {table.item(at, 1).text(): table.item(at, 2).text() for at in range(table.rowCount())}
    assert listed["Copy cells with their headings"] == "Ctrl+Shift+C"
    assert listed["Fill down"] == "Ctrl+D"
    assert listed["Select all"] == "Ctrl+A"
    dialog.deleteLater()


COPY_AND_CLOSE = """
import gc
import sys
from datetime import UTC, datetime
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.ui.application import run_window
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.application import make_application

gc.disable()
make_application()
folder = Path(sys.argv[1])

def copy_and_close():
    window = next(item for item in QApplication.topLevelWidgets() if isinstance(item, MainWindow))
    if window.pages is None:
        QTimer.singleShot(20, copy_and_close)
        return
    table = window.show_page("projects").list.view
    table.selectAll()
    table.blocks.copy(headings=True)
    window.close()
    data = QGuiApplication.clipboard().mimeData()
    print(len(data.text()) > 1000, "<th " in data.html(), gc.isenabled())

QTimer.singleShot(0, copy_and_close)
files = PortfolioFiles(Context(who="Ann", machine="here", now=lambda: datetime.now(UTC)))
sys.exit(run_window(files, folder / "sample.ascp", folder / "window.ini"))
"""


def test_what_was_copied_is_there_after_closing_and_the_program_ends_well(
    tmp_path: Path, sample_file: Path
) -> None:
    (tmp_path / "sample.ascp").write_bytes(sample_file.read_bytes())
    outcome = subprocess.run(
        [sys.executable, "-c", COPY_AND_CLOSE, str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (outcome.returncode, outcome.stdout.split()) == (0, ["True", "True", "True"]), outcome.stderr


PASTED = "Ref\tProject\nX-901\tDigital front door"


@pytest.fixture
def clean(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window in which the keyboard is on no table and no text box."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QGuiApplication.clipboard().setText(PASTED)
    return window


def preview_in(window: MainWindow) -> PastePreview | None:
    view = window.paste_table()
    return view.blocks.pasting.preview if view is not None else None


@pytest.mark.parametrize(
    "page", ["projects", "savings", "exceptions", "milestones", "risks", "budget", "decisions"]
)
def test_a_paste_with_the_keyboard_on_no_table_is_shown_as_new_rows_of_the_page(
    qtbot: QtBot, clean: MainWindow, page: str
) -> None:
    shown = clean.show_page(page)
    assert shown is not None
    button = next(each for each in shown.findChildren(QPushButton) if each.isVisible() and each.isEnabled())
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    qtbot.keyClick(button, Qt.Key.Key_V, CTRL)
    preview = preview_in(clean)
    assert preview is not None
    assert preview.reading.chosen.as_new, "no cell was chosen for it"
    preview.reject()


def test_a_paste_on_the_empty_projects_page_makes_projects(
    qtbot: QtBot, tmp_path: Path, clean: MainWindow
) -> None:
    files = PortfolioFiles(Context(who="Ann Officer", machine="CH-0417", now=lambda: datetime.now(UTC)))
    session = files.create(tmp_path / "New.ascp", "New")
    with session.edit("Begin") as edit:
        edit.put(
            Programme(id="p", name="Adults", first_year=2026, last_year=2027, open_period="2026-06"),
            Theme(id="t", programme_id="p", name="Prevention"),
        )
    clean.use(session)
    clean.show_page("projects")
    assert command(clean, "Paste").isEnabled()
    assert command(clean, "Paste as new rows…").isEnabled()
    QGuiApplication.clipboard().setText("Ref\tProject\tTheme\nX-901\tDigital front door\tPrevention")
    qtbot.keyClick(clean, Qt.Key.Key_V, CTRL)
    preview = preview_in(clean)
    assert preview is not None
    accept(qtbot, preview)
    assert [each.ref for each in session.records.all(Project)] == ["X-901"]
    clean.undo()
    assert not session.records.all(Project)


def test_a_table_of_a_page_that_was_left_takes_nothing(
    qtbot: QtBot, clean: MainWindow, table: RecordTableView
) -> None:
    mark(table, (first_rows(table, 1)[0], "lead"), (first_rows(table, 1)[0], "lead"))
    assert command(clean, "Clear").isEnabled()
    clean.show_page("overview")
    for words in ("Clear", "Paste", "Fill down"):
        assert not command(clean, words).isEnabled()


def test_the_list_of_keys_has_each_key_once_by_the_words_of_the_menus(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_page("projects")
    dialog = KeysDialog(window, window._menus.actions)
    qtbot.addWidget(dialog)
    table = dialog.findChild(QTableWidget)
    assert table is not None
    rows = [tuple(table.item(at, column).text() for column in range(3)) for at in range(table.rowCount())]
    assert [(where, shown) for where, _, shown in rows] == [(key.where, str(key)) for key in every_key()]
    words = {shown: does for _, does, shown in rows}
    assert words["Ctrl+N"] == "New portfolio…"
    assert words["Ctrl+2"].endswith("Projects")
    assert words["Ctrl+F"] == "Filter the list"
    assert words["Ctrl+Z"] == "Undo"
    known = {key.sequence.toString() for key in every_key()}
    of_menus = {action.shortcut().toString() for action in window._menus.actions} - {""}
    assert of_menus <= known, "no action has a key that is not in the list"


def test_what_pages_do_by_key_is_in_the_edit_menu(
    window: MainWindow, qtbot: QtBot, table: RecordTableView
) -> None:
    page = window.show_page("projects")
    assert isinstance(page, ProjectsPage)
    command(window, "Filter the list").trigger()
    assert page.filters.search.hasFocus()
    table.setFocus()
    command(window, "Open the row").trigger()
    assert page.editor.isAncestorOf(QApplication.focusWidget())
    assert not command(window, "Add to the list").isEnabled()
    assert command(window, "Add to the list").toolTip() == "Go to a list that can be added to first."
    table.setFocus()
    mark(table, (1, "name"), (1, "name"))
    command(window, "Edit the cell").trigger()
    assert table.delegate.is_open


def test_the_list_that_the_keyboard_is_in_is_added_to_by_the_menu(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("exceptions")
    page = window.page_in_view()
    assert page is not None
    mitigations = next(
        view for view in page.findChildren(RecordTableView) if view.accessibleName() == "Mitigations"
    )
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    mitigations.setFocus()
    before = mitigations.table.rowCount()
    assert command(window, "Add to the list").isEnabled()
    command(window, "Add to the list").trigger()
    assert mitigations.table.rowCount() > before or QApplication.activeModalWidget() is not None

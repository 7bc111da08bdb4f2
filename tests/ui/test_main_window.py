"""The main window as its user meets it: start page, opening, pages, periods, undo by key, export, closing, faults."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from asc_desktop.domain.money import format_millions
from asc_desktop.domain.records.assurance import Issue
from asc_desktop.domain.records.delivery import Programme, Project, SavingsLine, SavingsPosition, Theme
from asc_desktop.services.editing import new_record
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.packs import check_pack
from asc_desktop.services.reporting import report_positions, report_status, status_in_force
from asc_desktop.services.snapshots import freeze
from asc_desktop.ui.application import show_fitting
from asc_desktop.ui.dialogs.guide import GuideDialog, KeysDialog
from asc_desktop.ui.dialogs.messages import DialogAsker, ReasonDialog
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.jobs import waited
from asc_desktop.ui.keys import every_key
from asc_desktop.ui.pages.issues.page import IssuesPage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.pages.shared.list_and_editor import ListAndEditorPage
from asc_desktop.ui.pages.shared.register_editor import MENU_LETTERS
from asc_desktop.ui.shell.faults import faults_told
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.shell.top_bar import TopBar
from asc_desktop.ui.widgets.navigation import NavigationRail
from asc_desktop.ui.workspace import Correction


class Asked:
    """Answers as told, and remembers what was said."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.asked: list[str] = []
        self.says_yes = True
        self.chooses = 0
        self.reason: str | None = "Typed wrongly"
        self.goes_on = False

    def reason_for_correction(self, sentence: str) -> Correction | None:
        self.asked.append(sentence)
        return Correction(self.reason, self.goes_on) if self.reason else None

    def confirm(self, question: str, sentence: str, action: str) -> bool:
        self.asked.append(f"{question} {sentence} [{action}]")
        return self.says_yes

    def choose(self, question: str, sentence: str, actions: Sequence[str]) -> str | None:
        self.asked.append(f"{question} {sentence} [{' | '.join(actions)}]")
        return actions[self.chooses] if self.says_yes else None

    def tell(self, heading: str, sentence: str) -> None:
        self.told.append((heading, sentence))


def files_of(who: str) -> PortfolioFiles:
    return PortfolioFiles(Context(who=who, machine="CH-0417", now=lambda: datetime.now(UTC)))


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
    made.close_file()


@pytest.fixture
def sample(window: MainWindow, tmp_path: Path) -> MainWindow:
    window.use(files_of("Ann Officer").create_sample(tmp_path / "Our programme.ascp"))
    return window


def test_a_new_portfolio_begins_at_the_overview_wherever_one_was(sample: MainWindow, tmp_path: Path) -> None:
    sample.show_page("milestones")
    sample.use(files_of("Ann Officer").create_sample(tmp_path / "another.ascp"))
    assert sample.pages is not None
    assert sample.pages.current_key == "milestones"
    sample.use(files_of("Ann Officer").create(tmp_path / "new.ascp", "New"))
    assert sample.pages.current_key == "overview"


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """Press a key with the window in front, where the offscreen platform does not always leave it."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, modifier)


def a_project(window: MainWindow) -> Project:
    assert window.workspace is not None
    return next(item for item in window.workspace.records.all(Project) if item.ref == "P-001")


def a_project_of(path: Path) -> Project:
    session = files_of("Bea Officer").open(path, read_only=True)
    try:
        return next(item for item in session.records.all(Project) if item.ref == "P-001")
    finally:
        session.close()


def rename(window: MainWindow, name: str) -> None:
    assert window.workspace is not None
    window.workspace.apply_cells(Project, [(a_project(window).id, "name", name)])


def words_shown(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.statusBar().findChildren(QLabel))


def test_the_pages_know_their_own_keys(sample: MainWindow) -> None:
    for destination in DESTINATIONS:
        page = sample.show_page(destination.key)
        assert page is not None
        assert (page.key, page.title, page.icon) == (destination.key, destination.title, destination.icon)


def test_each_page_has_a_key_and_undo_works_from_any(sample: MainWindow, qtbot: QtBot) -> None:
    rename(sample, "Another name")
    for number, destination in enumerate(DESTINATIONS[:9], start=1):
        press(sample, qtbot, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
        assert sample.pages is not None
        assert sample.pages.current_key == destination.key
    sample.setFocus()
    press(sample, qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert a_project(sample).name != "Another name"
    press(sample, qtbot, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert a_project(sample).name == "Another name"


@pytest.mark.parametrize("key", ["projects", "exceptions", "risks", "issues", "decisions"])
def test_a_pages_keys_work_from_the_bar_and_the_navigation_too(
    sample: MainWindow, qtbot: QtBot, key: str
) -> None:
    page = sample.show_page(key)
    assert isinstance(page, ListAndEditorPage)
    outside = sample.findChild(TopBar).findChild(QComboBox)
    sample.activateWindow()
    qtbot.waitUntil(sample.isActiveWindow)
    for pressed, modifier, part in (
        (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier, page.filters.search),
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier, page.list),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, page.side),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier, page.list),
    ):
        outside.setFocus()
        qtbot.keyClick(outside, pressed, modifier)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert part is focused or part.isAncestorOf(focused)


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_undo_in_a_field_is_the_windows_once_nothing_typed_is_left_to_take_back(
    sample: MainWindow, qtbot: QtBot
) -> None:
    page = sample.show_page("issues")
    assert isinstance(page, IssuesPage)
    form, issue_id = page.editor.form, page.editor.shown.id
    owner, was = form.editor("owner"), page.editor.shown.owner

    def stored() -> str:
        assert sample.workspace is not None
        return sample.workspace.records.get(Issue, issue_id).owner or ""

    def press_in(
        key: str, pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        form.box(key).take_focus()
        qtbot.keyClick(QApplication.focusWidget(), pressed, modifier)

    sample.activateWindow()
    qtbot.waitUntil(sample.isActiveWindow)
    form.box("owner").take_focus()
    qtbot.keyClicks(owner, "X")
    press_in("owner", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (owner.value_text(), stored()) == (was, was)
    qtbot.keyClicks(owner, "X")
    press_in("owner", Qt.Key.Key_Return)
    changed = stored()
    assert changed != was
    for key in ("priority", "ref", "action", "owner"):
        press_in(key, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert stored() == was
        qtbot.waitUntil(lambda: owner.value_text() == was)
        press_in(key, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        assert stored() == changed
        qtbot.waitUntil(lambda: owner.value_text() == changed)


def test_control_and_comma_open_the_settings(sample: MainWindow, qtbot: QtBot) -> None:
    press(sample, qtbot, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert sample.pages is not None
    assert sample.pages.current_key == "settings"


def test_control_and_page_down_walk_through_every_page_and_round_again(
    sample: MainWindow, qtbot: QtBot
) -> None:
    assert sample.pages is not None
    sample.show_page("overview")
    seen = []
    for _ in DESTINATIONS:
        press(sample, qtbot, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        seen.append(sample.pages.current_key)
    assert seen == [*(destination.key for destination in DESTINATIONS[1:]), DESTINATIONS[0].key]
    press(sample, qtbot, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert sample.pages.current_key == DESTINATIONS[-1].key


def test_every_page_is_in_sight_in_a_window_of_768_lines(sample: MainWindow, qtbot: QtBot) -> None:
    rail = sample.findChild(NavigationRail)
    assert rail is not None
    for row in rail.findChildren(QAbstractButton):
        assert not row.visibleRegion().isEmpty(), row.text()
        assert row.visibleRegion().boundingRect().height() == row.height(), row.text()


def test_undo_is_named_and_outlives_the_window(sample: MainWindow, tmp_path: Path) -> None:
    before = a_project(sample).name
    rename(sample, "Another name")
    sample.close_file()
    sample.open_path(tmp_path / "Our programme.ascp")
    edit_menu = next(action.menu() for action in sample.menuBar().actions() if action.text() == "&Edit")
    assert any("Undo: Change" in action.text() for action in edit_menu.actions())
    sample.undo()
    assert a_project(sample).name == before


def test_the_bar_chooses_programme_and_period(sample: MainWindow, qtbot: QtBot) -> None:
    assert sample.workspace is not None
    boxes = {box.accessibleName(): box for box in sample.findChildren(QComboBox)}
    programme, period = boxes["Programme"], boxes["Month"]
    assert programme.currentText() == "Better Lives, Better Outcomes"
    assert period.currentText() == "June 2024 (open)"
    press(sample, qtbot, Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    assert sample.workspace.period == "2024-05"
    assert period.currentText() == "May 2024 (closed)"
    assert "(closed)" in words_shown(sample)
    assert any("Closed month" in label.text() and label.isVisible() for label in sample.findChildren(QLabel))
    press(sample, qtbot, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert not any(
        "Closed month" in label.text() and label.isVisible() for label in sample.findChildren(QLabel)
    )
    press(sample, qtbot, Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    programme.setCurrentIndex(programme.findText("Improving Lives Portfolio"))
    programme.activated.emit(programme.currentIndex())
    assert sample.workspace.period == "2019-02"
    assert sample.workspace.report.programme == "Improving Lives Portfolio"


NEXT = "Start the next month…"


def test_months_before_the_first_board_are_not_called_closed(sample: MainWindow) -> None:
    assert sample.workspace is not None
    session = sample.workspace.session
    values = {"name": "New", "first_year": 2024, "last_year": 2025, "open_period": "2024-06"}
    programme = new_record(session, Programme, values)
    sample.workspace.choose(programme.id)
    (period,) = [box for box in sample.findChildren(QComboBox) if box.accessibleName() == "Month"]
    assert [period.itemText(at) for at in range(period.count())] == [
        "Start July 2024…",
        "June 2024 (open)",
        "May 2024",
        "April 2024",
    ]
    sample.workspace.choose(programme.id, "2024-05")
    assert "May 2024" in words_shown(sample)
    assert "closed" not in words_shown(sample)


def test_a_window_that_does_not_fit_the_screen_opens_over_the_whole_of_it(window: MainWindow) -> None:
    room = window.screen().availableGeometry()
    window.hide()
    window.resize(room.width() - 100, room.height() - 100)
    show_fitting(window)
    assert not window.isMaximized()
    window.hide()
    window.resize(room.width() - 100, room.height() - 10)
    show_fitting(window)
    assert window.isMaximized(), "no room for the title bar"


def test_a_click_on_what_a_closed_month_does_not_show_leaves_that_month_and_says_so(
    sample: MainWindow,
) -> None:
    assert sample.workspace is not None
    workspace = sample.workspace
    theme = min(workspace.records.all(Theme), key=lambda item: item.position)
    made = new_record(workspace.session, Project, {"ref": "NEW-1", "name": "Begun", "theme_id": theme.id})
    workspace.choose(theme.programme_id, "2024-05")
    assert workspace.records.find(Project, made.id) is None
    workspace.navigate.emit("projects", {"project_id": made.id})
    assert workspace.period == "2024-06"
    assert (
        sample.statusBar().currentMessage()
        == "This is not in May 2024, which is closed. Now showing June 2024."
    )
    assert sample.pages is not None
    page = sample.pages.currentWidget()
    assert isinstance(page, ProjectsPage)
    assert getattr(page.list.view.current_row, "id", "") == made.id


def test_a_closed_period_asks_for_a_reason_and_without_one_changes_nothing(
    sample: MainWindow, asked: Asked
) -> None:
    workspace = sample.workspace
    assert workspace is not None
    from asc_desktop.services.reporting import report_status

    project = a_project(sample)
    held = status_in_force(workspace.session, project.id, "2024-05")
    assert held is not None

    def change(reason: str | None) -> object:
        return report_status(workspace.session, project.id, "2024-05", narrative="Put right.", reason=reason)

    asked.reason = None
    assert workspace.attempt(change) is None
    assert status_in_force(workspace.session, project.id, "2024-05") == held
    asked.reason = "Typed wrongly"
    workspace.attempt(change)
    corrected = status_in_force(workspace.session, project.id, "2024-05")
    assert corrected is not None
    assert corrected.narrative == "Put right."
    assert "May 2024 is closed" in asked.asked[0]
    assert workspace.session.history(limit=1)[0].reason == "Typed wrongly"


def test_a_closed_month_that_is_not_as_its_board_received_it_says_both_figures(
    sample: MainWindow, qtbot: QtBot
) -> None:
    workspace = sample.workspace
    assert workspace is not None
    workspace.choose(workspace.programme_id, "2024-05")
    assert sample._board.isHidden()
    line = workspace.records.of(SavingsLine, "project_id", a_project(sample).id)[0]
    then = workspace.report.savings.by_year["2024/25"].forecast_pence
    held = [
        item
        for item in workspace.records.of(SavingsPosition, "line_id", line.id)
        if item.year == 2024 and item.period <= "2024-05"
    ][-1]
    report_positions(
        workspace.session,
        {(line.id, 2024): {"forecast_pence": held.forecast_pence + 25_000_000}},
        "2024-05",
        reason="A late figure",
    )
    assert not sample._board.isHidden()
    now = workspace.report.savings.by_year["2024/25"].forecast_pence
    assert now != then
    told = sample._board.accessibleDescription()
    assert told.startswith(f"Forecast {format_millions(then)} then, {format_millions(now)} now.")
    qtbot.mouseClick(sample._board.board_button, Qt.MouseButton.LeftButton)
    assert sample.pages is not None
    assert sample.pages.current_key == "changes"
    workspace.choose(workspace.programme_id, "2024-06")
    assert sample._board.isHidden()


HOLDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from asc_desktop.services.files import Context, PortfolioFiles

context = Context(who="Bea Officer", machine="CH-0999", now=lambda: datetime.now(UTC))
session = PortfolioFiles(context).create_sample(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
session.close()
"""


def test_a_period_that_undo_closes_again_is_looked_at_no_longer(sample: MainWindow) -> None:
    workspace = sample.workspace
    assert workspace is not None
    before = workspace.period
    freeze(workspace.session, workspace.scope, name="Board")
    workspace.choose(workspace.programme_id)
    assert workspace.period > before
    sample.undo()
    assert workspace.period == before
    sample.previous_period()
    assert workspace.period < before


def test_a_second_window_is_told_who_has_the_file_and_looks_read_only(
    window: MainWindow, asked: Asked, tmp_path: Path
) -> None:
    path = tmp_path / "Our programme.ascp"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        window.open_path(path)
        assert "Bea Officer" in asked.asked[0]
        assert "CH-0999" in asked.asked[0]
        assert window.workspace is not None
        assert window.workspace.session.read_only
        with pytest.raises(EditRefused, match="not saved"):
            rename(window, "Not allowed")
        assert asked.told == []
        assert window.statusBar().currentMessage().startswith("The file is open read-only.")
        assert "Bea Officer" in window._banner.accessibleDescription()
        assert "open it here" not in window._banner.accessibleDescription()
        assert window.windowTitle() == "Our programme (read-only) — ASC Desktop"
        assert a_project(window).name != "Not allowed"
        window.close_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file in its place")
def test_an_edit_of_a_file_that_was_moved_offers_a_copy_and_the_copy_goes_on(
    sample: MainWindow, qtbot: QtBot, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(sample, "Saved before")
    (tmp_path / "Our programme.ascp").rename(tmp_path / "moved.ascp")
    copy = tmp_path / "Our programme copy.ascp"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy.with_suffix("")), ""))
    with pytest.raises(EditRefused, match="not saved"):
        rename(sample, "Refused")
    qtbot.waitUntil(lambda: sample.workspace is not None and sample.workspace.session.path == copy)
    assert "was moved, deleted or replaced" in asked.asked[0]
    assert "[Save a copy…]" in asked.asked[0]
    assert "“Our programme copy.ascp” holds everything that this window shows." in asked.asked[1]
    assert "Cancel stays on “Our programme.ascp”." in asked.asked[1]
    assert a_project(sample).name == "Saved before"
    rename(sample, "Goes on")
    assert a_project(sample).name == "Goes on"
    assert a_project_of(tmp_path / "moved.ascp").name == "Saved before"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file in its place")
def test_a_window_whose_file_has_gone_is_not_closed_without_a_word(
    sample: MainWindow, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(sample, "Only here")
    (tmp_path / "Our programme.ascp").unlink()
    copy = tmp_path / "Kept.ascp"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    sample.leave_file()
    assert "[Save a copy… | Close without a copy]" in asked.asked[0]
    assert sample.workspace is not None
    asked.says_yes = False
    assert not sample.close()
    assert sample.workspace is not None
    asked.says_yes = True
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    sample.leave_file()
    assert sample.workspace is None
    assert a_project_of(copy).name == "Only here"
    assert sample._memory.recent_files() == [copy]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file in its place")
def test_a_window_whose_file_has_gone_is_closed_at_once_where_a_copy_holds_the_same(
    sample: MainWindow, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "Kept.ascp"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    asked.says_yes = False
    sample.save_copy()
    rename(sample, "Since the copy")
    (tmp_path / "Our programme.ascp").unlink()
    sample.leave_file()
    assert sample.workspace is not None
    sample.save_copy()
    sample.leave_file()
    assert sample.workspace is None
    assert a_project_of(copy).name == "Since the copy"


def test_save_a_copy_has_a_key_and_leaves_the_window_where_it_was(
    sample: MainWindow, qtbot: QtBot, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.says_yes = False
    copy = tmp_path / "A copy.ascp"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    press(
        sample, qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert sample.workspace is not None
    assert sample.workspace.session.path == tmp_path / "Our programme.ascp"
    assert a_project_of(copy) == a_project(sample)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "Our programme.ascp"), ""))
    sample.save_copy()
    assert asked.told[-1][0] == "The copy was not saved"


def test_a_read_only_file_is_offered_as_a_copy(
    sample: MainWindow, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = tmp_path / "Our programme.ascp", tmp_path / "Mine.ascp"
    sample.close_file()
    path.chmod(0o444)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    asked.chooses = 1
    sample.open_path(path)
    assert "[Open read-only | Save a copy…]" in asked.asked[0]
    assert sample.workspace is not None
    assert sample.workspace.session.path == copy
    assert not sample.workspace.session.read_only


@pytest.mark.parametrize("spelling", ["itself", "a link", "round about", "another name"])
def test_the_file_that_is_open_is_not_opened_again(
    sample: MainWindow, asked: Asked, tmp_path: Path, spelling: str
) -> None:
    path, link = tmp_path / "Our programme.ascp", tmp_path / "link.ascp"
    if spelling == "a link":
        link.symlink_to(path)
    elif spelling == "another name":
        link.hardlink_to(path)
    workspace = sample.workspace
    sample.open_path(
        {"itself": path, "round about": tmp_path / "." / ".." / tmp_path.name / path.name}.get(spelling, link)
    )
    assert sample.workspace is workspace
    assert asked.told[0][0] == "This portfolio is open already"
    rename(sample, "Still ours")
    assert a_project(sample).name == "Still ours"


def test_what_is_not_a_portfolio_is_said_and_nothing_opens(
    window: MainWindow, asked: Asked, tmp_path: Path
) -> None:
    path = tmp_path / "words.ascp"
    path.write_text("These are words.\n" * 200, encoding="utf-8")
    window.open_path(path)
    assert window.workspace is None
    assert "words.ascp" in asked.told[0][1]
    assert "Traceback" not in asked.told[0][1]
    assert path.read_text(encoding="utf-8").startswith("These are words.")


def test_a_damaged_file_is_moved_aside_and_its_backup_opened(
    sample: MainWindow, asked: Asked, tmp_path: Path
) -> None:
    rename(sample, "Before the backup")
    sample.back_up()
    sample.close_file()
    path = tmp_path / "Our programme.ascp"
    content = bytearray(path.read_bytes())
    for at in range(4096, len(content), 4096):
        content[at : at + 64] = b"\xff" * 64
    path.write_bytes(content)
    sample.open_path(path)
    assert "damaged" in asked.asked[0]
    assert a_project(sample).name == "Before the backup"
    assert any("damaged" in item.name for item in tmp_path.iterdir())


def test_the_pack_is_written_off_the_window_and_reads_back(
    sample: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "pack.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    written: list[object] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda _: 0)
    assert sample.workspace is not None
    sample.workspace.said.connect(written.append)
    sample.export_pack()
    qtbot.waitUntil(lambda: bool(written), timeout=20_000)
    assert written == ["Board pack written: pack.xlsx"]
    assert check_pack(target) >= 6
    qtbot.wait(50)


@pytest.mark.parametrize("width", [683, 960, 1366])
def test_the_month_is_shown_whole_at_any_width(sample: MainWindow, width: int) -> None:
    sample.resize(width, 540)
    QApplication.processEvents()
    period = sample._bar._period
    assert period.isVisible()
    letters = period.fontMetrics()
    assert period.line.width() >= letters.horizontalAdvance(period.currentText())


def test_an_empty_portfolio_says_on_every_page_what_to_do(
    window: MainWindow, tmp_path: Path, asked: Asked
) -> None:
    window.use(files_of("Ann Officer").create(tmp_path / "Empty.ascp", "Empty"))
    for destination in DESTINATIONS:
        page = window.show_page(destination.key)
        assert page is not None
        assert page.findChildren(QLabel)
    window.export_pack()
    assert "nothing to put in a pack" in asked.told[-1][0]


def test_closing_a_portfolio_returns_to_the_start_page_with_the_file_on_it(
    sample: MainWindow, tmp_path: Path
) -> None:
    sample.close_file()
    sample.open_path(tmp_path / "Our programme.ascp")
    sample.close_file()
    assert sample.workspace is None
    assert sample.windowTitle() == "ASC Desktop"


def test_files_of_one_name_are_told_apart_by_their_folders(window: MainWindow, tmp_path: Path) -> None:
    for folder in ("Adults", "Children"):
        (tmp_path / folder).mkdir()
        files_of("Ann Officer").create(tmp_path / folder / "County.ascp", "County").close()
        window.open_path(tmp_path / folder / "County.ascp")
    files_of("Ann Officer").create(tmp_path / "Ours.ascp", "Ours").close()
    window.open_path(tmp_path / "Ours.ascp")
    menu = QMenu(window)
    window.fill_recent(menu)
    names = ["Ours", "County in Children", "County in Adults"]
    assert [action.text() for action in menu.actions()] == names
    window.close_file()
    # Twice, and before what was listed before is removed, as under a dialog.
    QApplication.processEvents()
    window._show_start()
    QApplication.processEvents()
    shown = [button.text() for button in window._start.findChildren(QPushButton) if button.isVisible()]
    assert shown[-3:] == names
    assert shown.count("Ours") == 1


def test_narrow_windows_keep_every_page_usable(sample: MainWindow, qtbot: QtBot) -> None:
    sample.resize(683, 384)
    for destination in DESTINATIONS:
        page = sample.show_page(destination.key)
        assert page is not None
        qtbot.wait(1)
        assert sample.width() <= 700, destination.key


def test_guide_and_keys_open(sample: MainWindow, qtbot: QtBot) -> None:
    guide = GuideDialog(sample)
    qtbot.addWidget(guide)
    keys = KeysDialog(sample)
    qtbot.addWidget(keys)
    assert guide.findChild(QLabel) is None or guide.windowTitle() == "User guide"


def test_the_keyboard_follows_from_an_empty_page_to_the_first_thing_to_do(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.use(files_of("Ann Officer").create(tmp_path / "Empty.ascp", "Empty"))
    assert window.pages is not None
    page = window.show_page("overview")
    assert page is not None
    add = next(item for item in page.findChildren(QAbstractButton) if item.text() == "Add a programme")
    add.setFocus()
    asked: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, RecordDialog):
            asked.append(dialog.windowTitle())
            dialog.form.set_values({"name": "Better Lives"})
            dialog.accept()

    QTimer.singleShot(0, lambda: QTimer.singleShot(0, answer))
    qtbot.keyClick(add, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(asked))
    assert window.pages.current_key == "structure"
    assert asked == ["New programme"]
    assert window.workspace is not None
    assert [item.name for item in window.workspace.programmes()] == ["Better Lives"]


def test_a_reason_cannot_be_left_empty(qtbot: QtBot) -> None:
    dialog = ReasonDialog("May 2024 is closed.")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog._correct.isEnabled()
    qtbot.keyClicks(dialog._box, "  Typed   wrongly ")
    assert dialog._correct.isEnabled()
    assert dialog.correction == Correction("Typed wrongly", goes_on=False)
    dialog.goes_on.click()
    assert dialog.correction == Correction("Typed wrongly", goes_on=True)


@pytest.mark.parametrize("discards", [True, False])
def test_escape_asks_before_a_typed_reason_is_lost(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, discards: bool
) -> None:
    asked: list[str] = []

    def confirm(_asker: object, question: str, *_words: str) -> bool:
        asked.append(question)
        return discards

    monkeypatch.setattr(DialogAsker, "confirm", confirm)
    dialog = ReasonDialog("May 2024 is closed.")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog._box, "Typed wrongly")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert asked == ["Discard the reason that you typed?"]
    assert dialog.isVisible() is not discards


def test_escape_leaves_an_empty_reason_without_a_question(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DialogAsker, "confirm", lambda *_: pytest.fail("asked"))
    dialog = ReasonDialog("May 2024 is closed.")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_one_reason_serves_for_the_months_that_are_filled_in(sample: MainWindow, asked: Asked) -> None:
    """It was asked for at every cell: a first year filled in after the first board took a hundred of them."""
    workspace = sample.workspace
    assert workspace is not None
    programme_id, project = workspace.programme_id, a_project(sample)
    asked.reason, asked.goes_on = "Filling in what was reported", True

    def is_said() -> bool:
        labels = sample.findChildren(QLabel)
        return any("Correcting: Filling in" in label.text() and label.isVisible() for label in labels)

    def report(month: str, words: str) -> None:
        workspace.choose(programme_id, month)
        workspace.attempt(
            lambda reason: report_status(workspace.session, project.id, month, narrative=words, reason=reason)
        )

    report("2024-05", "First")
    report("2024-05", "Second")
    report("2024-04", "Third")
    assert len(asked.asked) == 1
    assert is_said()
    (entry, *_) = workspace.session.history(limit=1)
    assert entry.reason == "Filling in what was reported"
    workspace.choose(programme_id)
    assert not is_said()
    report("2024-05", "Fourth")
    assert len(asked.asked) == 2
    asked.goes_on = False
    workspace.choose(programme_id)
    report("2024-05", "Fifth")
    report("2024-05", "Sixth")
    assert len(asked.asked) == 4


def test_a_fault_is_told_once_in_a_sentence_and_kept_in_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    told: list[str] = []
    log = tmp_path / "faults.log"

    def fail() -> None:
        raise ZeroDivisionError("a fault")

    with faults_told(log, lambda heading, sentence, _: told.append(f"{heading}. {sentence}")):
        sys.excepthook(*_raised(fail))
        sys.excepthook(*_raised(fail))
    assert len(told) == 1
    assert "Traceback" not in told[0]
    assert log.read_text(encoding="utf-8").count("ZeroDivisionError\n") == 2


def _raised(action: object) -> tuple[type[BaseException], BaseException, object]:
    try:
        action()  # type: ignore[operator]
    except ZeroDivisionError as error:
        return type(error), error, None
    raise AssertionError


def test_no_timer_reaches_for_a_closed_file(sample: MainWindow, qtbot: QtBot) -> None:
    rename(sample, "Changed and closed at once")
    faults: list[BaseException] = []
    from asc_desktop.ui.shell.faults import excepthook

    with excepthook(lambda _kind, error, _trace: faults.append(error)):
        sample.close_file()
        QTimer.singleShot(0, lambda: None)
        qtbot.wait(20)
    assert faults == []


def test_no_key_of_a_page_is_a_menus_too(sample: MainWindow) -> None:
    """Qt does neither of two things that have one key."""
    # Not those that only show which key does it, where something else takes it.
    shown_only = Qt.ShortcutContext.WidgetShortcut
    actions = [item for item in sample.findChildren(QAction) if item.shortcutContext() != shown_only]
    of_menus = {key.toString() for action in actions for key in action.shortcuts()}
    for place in DESTINATIONS:
        page = sample.show_page(place.key)
        assert page is not None
        own = {shortcut.key().toString() for shortcut in page.findChildren(QShortcut)}
        assert not own & of_menus, place.key


def test_no_menus_letter_is_a_key_too(sample: MainWindow) -> None:
    """Qt opens the menu at every other press alone, and does the other thing never."""
    letters = {QKeySequence.mnemonic(item.text()).toString() for item in sample.menuBar().actions()}
    assert len(letters) == 5
    assert not letters & {str(key) for key in every_key()}
    keys = [key for item in sample.findChildren(QAction) for key in item.shortcuts()]
    alone = {key.toString() for key in keys if len(key.toString()) == len("Alt+P")}
    assert not letters & alone
    kept_free = {f"Alt+{letter.upper()}" for letter in MENU_LETTERS}
    assert letters <= kept_free
    assert {key for key in alone if key.startswith("Alt+")} <= kept_free


@pytest.mark.parametrize(
    "key", ["savings", "exceptions", "milestones", "performance", "activity", "risks", "budget", "decisions"]
)
def test_one_key_asks_for_a_new_record_on_every_page(sample: MainWindow, qtbot: QtBot, key: str) -> None:
    assert sample.workspace is not None
    sample.show_page(key)
    press(
        sample, qtbot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    (dialog,) = [item for item in sample.findChildren(QDialog) if item.isVisible()]
    dialog.reject()


def test_a_new_users_window_leaves_its_status_bar_on_the_screen(
    qtbot: QtBot, tmp_path: Path, asked: Asked
) -> None:
    made = MainWindow(files_of("Ann Officer"), WindowMemory(tmp_path / "new.ini"), asked)
    qtbot.addWidget(made)
    made.show()
    room = made.screen().availableGeometry()
    assert made.height() <= room.height() - 30, "a title bar is above it"
    assert made.width() <= room.width()


def test_the_other_pages_are_loaded_ahead(tmp_path: Path) -> None:
    script = """
import sys
from asc_desktop.ui.application import DESTINATIONS, load_pages_ahead
from asc_desktop.ui.workspace import Correction

load_pages_ahead().join()
print(all(f"asc_desktop.ui.pages.{item.module}.page" in sys.modules for item in DESTINATIONS))
"""
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip() == "True"


def test_the_window_is_not_closed_under_what_works_on_the_file(sample: MainWindow) -> None:
    """As at the end of the person's session, which is no key or click."""
    closed: list[bool] = []
    is_tried = threading.Event()

    def close() -> None:
        closed.append(sample.close())
        is_tried.set()

    QTimer.singleShot(0, close)
    waited(sample, "Saving a copy…", lambda: is_tried.wait(10))
    assert closed == [False]
    assert sample.workspace is not None
    assert sample.close()


def test_the_next_month_is_started_from_the_menu_and_from_the_months(
    sample: MainWindow, asked: Asked
) -> None:
    workspace = sample.workspace
    assert workspace is not None
    programme_id = workspace.programme_id
    (start,) = [item for item in sample.findChildren(QAction) if item.text().replace("&", "") == NEXT]
    asked.says_yes = False
    start.trigger()
    assert (
        "Close June 2024 and open July 2024? 4 of 50 projects are not updated for June 2024."
        in asked.asked[-1]
    )
    assert "Adult Social Care and Health performance stays at June 2024." in asked.asked[-1]
    assert workspace.session.open_period(programme_id) == "2024-06"
    asked.says_yes = True
    start.trigger()
    assert (workspace.period, workspace.session.open_period(programme_id)) == ("2024-07", "2024-07")
    (period,) = [box for box in sample.findChildren(QComboBox) if box.accessibleName() == "Month"]
    asked.says_yes = False
    period.setCurrentIndex(period.findText("Start August 2024…"))
    period.activated.emit(period.currentIndex())
    assert period.currentText() == "July 2024 (open)"
    assert "50 of 50 projects are not updated for July 2024." in asked.asked[-1]
    assert "stay" not in asked.asked[-1].replace("stay in force", "")
    asked.says_yes = True
    period.setCurrentIndex(period.findText("Start August 2024…"))
    period.activated.emit(period.currentIndex())
    assert (workspace.period, period.currentText()) == ("2024-08", "August 2024 (open)")
    workspace.undo()
    assert workspace.period == "2024-07"


def test_the_next_month_of_all_programmes_is_that_of_those_at_the_latest(
    sample: MainWindow, asked: Asked
) -> None:
    workspace = sample.workspace
    assert workspace is not None
    opened = {item.name: item.open_period for item in workspace.programmes()}
    workspace.choose(None)
    sample.open_next_month()
    assert "stay at June" not in asked.asked[-1]
    assert "stays at June" not in asked.asked[-1]
    now = {item.name: item.open_period for item in workspace.programmes()}
    assert {name for name in now if now[name] != opened[name]} == {
        name for name in opened if opened[name] == "2024-06"
    }
    assert now["Improving Lives Portfolio"] == "2019-02"
    assert workspace.period == "2024-07"

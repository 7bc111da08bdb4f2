"""Drop-down lists of dialogs and of the top bar: a word typed chooses what it names, and nothing on the way."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import asc_desktop.ui
from asc_desktop.domain.records.office import Board
from asc_desktop.domain.rules.ledger import LineLedger
from asc_desktop.domain.rules.movement_ends import shortfalls
from asc_desktop.services import reporting
from asc_desktop.ui.dialogs.movement import MovementDialog
from asc_desktop.ui.pages.settings.dates import MonthlyDatesDialog
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from tests.ui.conftest import FakeAsker
from tests.ui.officer import BURST, SLOW, STEADY, Officer, open_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SPEEDS = (BURST, STEADY, SLOW)


@pytest.fixture
def officer(
    qapp: QApplication, qtbot: QtBot, sample_file: Path, tmp_path: Path, asker: FakeAsker
) -> Iterator[Officer]:
    apply_theme(qapp, "light")
    path = tmp_path / "portfolio.ascp"
    shutil.copyfile(sample_file, path)
    window = open_window(tmp_path, path, asker)
    yield Officer(window)
    window.close_file()
    window.close()
    window.deleteLater()


@pytest.fixture
def movement(officer: Officer, qtbot: QtBot) -> MovementDialog:
    workspace = officer.workspace
    records = workspace.records
    line_id = shortfalls(records, LineLedger(records), 2024)[0].line_id
    made = reporting.new_movement(workspace.session, "slip", line_id, 2024, workspace.period)
    dialog = MovementDialog(workspace, made)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    return dialog


def heard(box: ChoiceBox) -> list[str]:
    """Return what is chosen from now on, by its words."""
    chosen: list[str] = []
    box.activated.connect(lambda at: chosen.append(box.itemText(at)))
    return chosen


@pytest.mark.parametrize("ends", ["\n", "\t"])
@pytest.mark.parametrize("pause", SPEEDS)
@pytest.mark.parametrize("words", ["Write off", "transfer of", "Offset by another project", "previous"])
def test_a_word_chooses_what_it_names_once(
    officer: Officer, movement: MovementDialog, words: str, pause: int, ends: str
) -> None:
    box = movement._kind
    chosen = heard(box)
    box.setFocus()
    officer.type(words, pause)
    assert chosen == [], "nothing is chosen on the way"
    assert box.currentData() == "slip"
    officer.type(ends)
    officer.settle()
    assert len(chosen) == 1
    assert words.casefold() in chosen[0].casefold()
    assert box.currentText() == chosen[0]
    assert movement.kind == box.currentData() != "slip"
    assert movement.isVisible()
    assert movement.recorded is None, "Enter chooses; it does not press the dialog's button"
    assert all(not block.problem for block in movement.blocks.values())


@pytest.mark.parametrize("words", ["of", "nothing like it", ""])
@pytest.mark.parametrize("ends", ["\n", "\t", "click", "escape"])
def test_words_that_name_none_or_several_choose_nothing(
    officer: Officer, movement: MovementDialog, words: str, ends: str
) -> None:
    box = movement._kind
    chosen = heard(box)
    box.setFocus()
    before = box.currentText()
    officer.type(words or "x")
    if not words:
        officer.press(Qt.Key.Key_Backspace)
    if ends == "escape":
        officer.press(Qt.Key.Key_Escape)
    elif ends == "click":
        # The first click elsewhere puts a list away, and does no more.
        box.options_list.hide()
        QTest.mouseClick(
            movement._reason.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPoint(5, 5),
        )
    else:
        officer.type(ends)
    officer.settle()
    assert chosen == []
    assert (box.currentText(), movement.kind) == (before, "slip")
    assert movement.isVisible()


def test_a_click_anywhere_opens_the_list_and_an_arrow_and_enter_choose(
    officer: Officer, movement: MovementDialog
) -> None:
    box = movement._kind
    chosen = heard(box)
    QTest.mouseClick(box.line, Qt.MouseButton.LeftButton)
    assert box.options_list.isVisible()
    officer.press(Qt.Key.Key_Down)
    assert chosen == []
    officer.press(Qt.Key.Key_Return)
    officer.settle()
    assert chosen == ["Delivered early in a previous year"]
    assert movement.isVisible()
    assert movement.recorded is None


def test_monthly_dates_take_a_typed_day(officer: Officer, qtbot: QtBot) -> None:
    board = next(iter(officer.workspace.records.all(Board)))
    dialog = MonthlyDatesDialog(officer.workspace, board)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    chosen = heard(dialog.weekday)
    dialog.weekday.setFocus()
    officer.type("Friday\t", SLOW)
    officer.settle()
    assert (chosen, dialog.rule().weekday) == (["Friday"], 4)
    assert {row.meeting_date for row in dialog.model.rows} == {item.meeting_date for item in dialog._dates}


def test_a_month_typed_in_the_top_bar_is_gone_to_once(officer: Officer) -> None:
    seen: list[str] = []
    officer.workspace.scope_changed.connect(lambda: seen.append(officer.workspace.period))
    officer.press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    officer.type("april 2024\n", SLOW)
    officer.settle()
    assert seen == ["2024-04"]
    assert officer.workspace.period == "2024-04"


def test_a_narrow_box_shows_the_beginning_of_its_words(qtbot: QtBot) -> None:
    box = ChoiceBox("Month")
    qtbot.addWidget(box)
    for period in ("May 2024 (closed)", "June 2024 (open)"):
        box.addItem(period, period)
    box.setFixedWidth(90)
    box.show()
    box.set_current_data("June 2024 (open)")
    assert box.line.cursorPosition() == 0


def test_no_list_is_searched_by_first_letters() -> None:
    """Qt's own drop-down chooses an option with each letter; only one in which anything may be typed is used bare."""
    bare = {
        path.name
        for path in Path(asc_desktop.ui.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "QComboBox"
    }
    assert bare == {"paste_controls.py"}


def test_escape_in_the_open_list_closes_the_list_and_not_the_dialog(
    movement: MovementDialog, officer: Officer
) -> None:
    """A dialog took it for its own, and was gone with all that was decided in it."""
    box = movement._kind
    box.setFocus()
    QTest.mouseClick(box.line, Qt.MouseButton.LeftButton)
    assert box.options_list.isVisible()
    officer.press(Qt.Key.Key_Escape)
    officer.settle()
    assert not box.options_list.isVisible()
    assert movement.isVisible()
    assert (box.currentText(), movement.kind) == (box.itemText(box.currentIndex()), "slip")
    officer.press(Qt.Key.Key_Escape)
    officer.settle()
    assert not movement.isVisible()

"""Every key has one name and one place: the program, its list of keys and the user guide agree."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Risk
from asc_desktop.ui import keys
from asc_desktop.ui.keys import Key, every_key, listed
from asc_desktop.ui.pages.activity.page import ActivityPage
from asc_desktop.ui.pages.performance.page import PerformancePage
from asc_desktop.ui.pages.reconciliation.page import ReconciliationPage
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.workspace import Workspace

CHECKOUT = Path(__file__).parents[2]
UI = CHECKOUT / "asc_desktop" / "ui"
TOGETHER = [
    {keys.ANYWHERE, keys.ON_A_PAGE},
    {keys.ANYWHERE, keys.IN_A_TABLE},
    {keys.ANYWHERE, keys.IN_A_FORM},
    {keys.ANYWHERE, keys.IN_A_CHART, keys.IN_PICTURES},
]
"""Where keys meet: what is pressed must mean one thing there. A table has F2 and Alt+Down for its own cells."""
BY_HAND = re.compile(r"\b(?:Ctrl|Alt|Shift|Meta)\+|\bF\d{1,2}\b")


def test_the_guide_lists_every_key_as_the_program_has_it() -> None:
    guide = (CHECKOUT / "docs" / "user-guide.md").read_text(encoding="utf-8")
    section = guide.partition("\n## Keys\n")[2].partition("\n## ")[0]
    found = [
        (where, re.findall(r"^\| (.+?) \| (.+) \|$", rows, re.MULTILINE)[1:])
        for where, rows in re.findall(r"^\*\*(.+)\*\*\n\n((?:\|.*\n)+)", section, re.MULTILINE)
    ]
    shown = [(where, [row for row in rows if not row[0].startswith("---")]) for where, rows in found]
    assert shown == listed()


@pytest.mark.parametrize("places", TOGETHER, ids=lambda places: " ".join(sorted(places)))
def test_no_two_keys_clash(places: set[str]) -> None:
    clashing = [
        (first.does, second.does)
        for first, second in combinations([key for key in every_key() if key.where in places], 2)
        if first.sequence == second.sequence
    ]
    assert clashing == []


def test_every_key_can_be_pressed() -> None:
    assert all(not key.sequence.isEmpty() and key.sequence.count() == 1 for key in every_key())
    assert len(set(every_key())) == len(every_key()) > 40


def test_a_key_is_written_in_one_module_only() -> None:
    by_hand = {
        f"{path.relative_to(UI)}:{line} {words}"
        for path in UI.rglob("*.py")
        if path.name != "keys.py" or path.parent != UI
        for line, words in words_of(path)
        if BY_HAND.search(words)
    }
    assert by_hand == set()


def test_every_key_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py") if path != UI / "keys.py")
    named = set(re.findall(r"\w+", code))
    unused = [name for name, held in vars(keys).items() if isinstance(held, Key) and name not in named]
    assert unused == ["LEAVE_TABLE"], "which has a key back as well"


@pytest.mark.parametrize(
    ("key", "pressed", "held", "matches"),
    [
        (keys.OPEN, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, True),
        (
            keys.OPEN,
            Qt.Key.Key_Enter,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier,
            True,
        ),
        (keys.OPEN, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, False),
        (
            keys.FILL_DOWN,
            Qt.Key.Key_D,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            False,
        ),
        (keys.LARGER, Qt.Key.Key_Plus, Qt.KeyboardModifier.ShiftModifier, True),
        (keys.LARGER, Qt.Key.Key_Equal, Qt.KeyboardModifier.NoModifier, True),
        (keys.SMALLER, Qt.Key.Key_Minus, Qt.KeyboardModifier.KeypadModifier, True),
        (keys.SORT_AGAIN, 0x141, Qt.KeyboardModifier.NoModifier, False),
    ],
)
def test_a_key_is_known_when_it_is_pressed(
    key: Key, pressed: int, held: Qt.KeyboardModifier, matches: bool
) -> None:
    assert key.matches(QKeyEvent(QEvent.Type.KeyPress, pressed, held)) == matches


def test_a_key_is_named_as_it_stands_on_the_keyboard() -> None:
    assert [str(key) for key in (keys.OPEN, keys.PREVIOUS_PAGE, keys.CLEAR, keys.ADD, keys.LARGER)] == [
        "Ctrl+Enter",
        "Ctrl+Page Up",
        "Delete",
        "Ctrl++",
        "+",
    ]
    assert keys.ADD.sequence == QKeySequence("Ctrl++")


def words_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every text of a module that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.lineno, node.value


def test_ctrl_enter_saves_long_text_where_it_opens_a_row_too(workspace: Workspace, qtbot: QtBot) -> None:
    page = RisksPage(workspace)
    qtbot.addWidget(page)
    page.refresh()
    page.resize(1300, 760)
    page.show()
    page.activateWindow()
    page.open(page.list.model.shown_rows[0])
    box = page.editor.form.editor("description")
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(box, "Said anew")
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    record = page.editor.form.record
    assert workspace.records.find(Risk, record.id).description == "Said anew"
    assert box.hasFocus()


@pytest.mark.parametrize("kind", [ActivityPage, PerformancePage, ReconciliationPage])
def test_f6_goes_from_a_table_to_what_is_below_it_and_back(
    workspace: Workspace, qtbot: QtBot, kind: type[ActivityPage | PerformancePage | ReconciliationPage]
) -> None:
    workspace.choose(None)
    page = kind(workspace)
    qtbot.addWidget(page)
    page.resize(1300, 760)
    page.show()
    page.refresh()
    page.activateWindow()
    page.view.hold_row()
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus)
    qtbot.keyClick(page.view, Qt.Key.Key_F6)
    below = QApplication.focusWidget()
    assert below is not None
    assert page.detail.isAncestorOf(below)
    qtbot.keyClick(below, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert page.view.hasFocus()


def test_ctrl_enter_begins_to_edit_the_current_measure(workspace: Workspace, qtbot: QtBot) -> None:
    workspace.choose(None)
    page = PerformancePage(workspace)
    qtbot.addWidget(page)
    page.resize(1300, 760)
    page.show()
    page.refresh()
    page.activateWindow()
    page.view.hold_row()
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus)
    qtbot.keyClick(page.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.detail.isAncestorOf(focused)

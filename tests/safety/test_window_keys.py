"""Random keys and clicks on the tables of the real window: nothing changes but the record and the field in hand.

``pytest tests/safety/test_window_keys.py --rounds 5000 -s`` is the long run; it says what came of the keys.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from asc_desktop.domain.dataset import Changes
from asc_desktop.domain.fields import Kind, Record
from asc_desktop.domain.position import position_ledger
from asc_desktop.domain.records import RECORD_TYPES
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.table_view import RecordTableView
from tests.ui.conftest import FakeAsker
from tests.ui.officer import Officer, open_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEYS = (
    *[Qt.Key.Key_Return] * 6, *[Qt.Key.Key_Tab] * 4, *[Qt.Key.Key_Delete] * 2, Qt.Key.Key_F2, Qt.Key.Key_F5,
    Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right,
    Qt.Key.Key_Backspace, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip
WORDS = (
    "5", "1200", "0", "18/7/2024", "June 2024", "2025/26", "At risk", "In force", "Green", "high", "nonsense",
    "A new name", "yes",
)  # fmt: skip
FITTING = {
    Kind.MONEY: ("1200", "£1.2m", "0"),
    Kind.INTEGER: ("3", "5"),
    Kind.DECIMAL: ("98.8",),
    Kind.DATE: ("18/7/2024", "1 Aug 2024"),
    Kind.PERIOD: ("June 2024",),
    Kind.YEAR: ("2024/25",),
    Kind.YEARS: ("2024/25",),
}
UNDOES = frozenset({"undo", "redo"})
FOLLOWS = frozenset({"workstream_id", "call_in_expires", "stage", "position"})
"""Fields that another field brings with it: a theme its workstream, a day of decision the end of call-in."""


class Hand:
    """What the person has in hand before a key: rows and columns that are current, selected or typed in."""

    def __init__(self, view: RecordTableView, clicked: tuple[str, str] | None) -> None:
        cells = {clicked} if clicked else set()
        for part in view.selected_parts():
            cells |= {
                (view.table.id_at(at), view.table.column(column).key)
                for at in range(part.top(), part.bottom() + 1)
                for column in range(part.left(), part.right() + 1)
            }
        index = view.currentIndex()
        if index.isValid():
            cells.add((view.table.id_at(index.row()), view.table.column(index.column()).key))
        if view.delegate.is_open:
            cells.add(view.delegate.cell)
        self.row_ids = {row_id for row_id, _ in cells}
        self.keys = {key for _, key in cells}

    def holds(self, record: Record, before: Record | None) -> bool:
        """Whether a change of this record is one of what is in hand."""
        values = {name: getattr(record, name) for name in record.__dataclass_fields__}
        if record.id not in self.row_ids:
            # A score, a status or a month of the row's own record.
            return bool(self.row_ids & {str(value) for value in values.values()})
        return before is None or differing(record, before) <= self.keys | FOLLOWS


def differing(record: Record, before: Record | None) -> set[str]:
    """Return the fields in which a record is not as it was."""
    names = record.__dataclass_fields__
    return {name for name in names if before is None or getattr(before, name) != getattr(record, name)}


class Keys:
    """Presses keys in one window, and asserts after each what must hold."""

    def __init__(self, officer: Officer, rng: Random, outcomes: Counter[str]) -> None:
        self.officer, self.rng, self.outcomes = officer, rng, outcomes
        self.changes: list[Changes] = []
        self.before: dict[str, Record] = {}
        self.view: RecordTableView | None = None
        self.last = ""
        """The word typed last."""
        officer.workspace.session.watch(self.changes.append)

    def step(self) -> None:
        """Do one thing, and look at what it changed."""
        if self.view is None or not self.view.isVisible() or self.rng.random() < 0.04:
            self.turn_to_a_page()
        view = self.view
        if view is None:
            return
        clicked = self.aim(view) if self.rng.random() < 0.25 or not self.has_keyboard(view) else None
        if clicked is None and not self.has_keyboard(view):
            # Enter on a cell that cannot be typed in opened its record, and went there.
            view.setFocus()
        hand = Hand(view, clicked[:2] if clicked else None)
        self.before = {record.id: record for record in self.all_records()}
        self.changes.clear()
        if clicked:
            QTest.mouseClick(
                view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, clicked[2]
            )
            done = "click"
        else:
            done = self.press()
        self.officer.settle()
        self.look(hand, done, view)

    def press(self) -> str:
        """Press a key, or type a word and a key that ends it."""
        chance = self.rng.random()
        if chance < 0.35:
            self.last = self.word() + self.rng.choice(["\n", "\n", "\t", ""])
            self.officer.type(self.last)
            return "word"
        if chance < 0.45:
            key = self.rng.choice([Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_C, Qt.Key.Key_D, Qt.Key.Key_R])
            done = {Qt.Key.Key_Z: "undo", Qt.Key.Key_Y: "redo"}.get(key, "command")
            self.officer.press(key, Qt.KeyboardModifier.ControlModifier)
            return done
        self.officer.press(self.rng.choice(KEYS))
        return "key"

    def word(self) -> str:
        """Return a word that the current column may take, or any other."""
        index = self.view.currentIndex() if self.view is not None else None
        if self.view is None or index is None or not index.isValid() or self.rng.random() < 0.3:
            return self.rng.choice(WORDS)
        column = self.view.table.column(index.column())
        options = self.view.table.options(column, self.view.table.row_at(index.row()))
        if options:
            return self.rng.choice(options)[1]
        return self.rng.choice(FITTING.get(column.kind, ("A new name",)))

    def look(self, hand: Hand, done: str, view: RecordTableView) -> None:
        """Assert that nothing changed but what was in hand, that the pounds are conserved and the report is made."""
        changed = [
            (found or self.before[record_id], self.before.get(record_id))
            for each in self.changes
            for records in each.values()
            for record_id, found in records.items()
        ]
        self.outcomes[f"{done}, {'changed' if changed else 'nothing changed'}"] += 1
        if done not in UNDOES:
            for record, before in changed:
                said = (done, self.last, view.accessibleName(), hand.row_ids, hand.keys)
                assert hand.holds(record, before), (*said, record.id, differing(record, before))
        if not changed:
            return
        workspace = self.officer.workspace
        for cell, here in position_ledger(workspace.records, workspace.period).cells.items():
            found = here.delivered_pence + here.still_forecast_pence + here.explained_pence
            assert here.to_find_pence == found + here.no_plan_pence - here.surplus_pence, cell
        assert workspace.report.projects

    def turn_to_a_page(self) -> None:
        """Go to a page that has a table to type in, and choose one."""
        page = self.officer.open(self.rng.choice([item.key for item in DESTINATIONS]))
        views = [
            each
            for each in page.findChildren(RecordTableView)
            if each.isVisible() and each.table.is_editable and each.table.shown_rows
        ]
        self.view = self.rng.choice(views) if views else None

    def aim(self, view: RecordTableView) -> tuple[str, str, QPoint] | None:
        """Return a cell in sight, one that can be edited rather than not, and where to click it."""
        tries = [found for _ in range(6) if (found := self.cell(view)) is not None]
        editable = [each for each in tries if view.table.can_edit(each[0], each[1])]
        if not tries:
            return None
        at, column, place = (editable or tries)[0]
        return view.table.id_at(at), view.table.column(column).key, place

    def cell(self, view: RecordTableView) -> tuple[int, int, QPoint] | None:
        """Return any cell of a row in sight, and where to click it."""
        room = view.viewport().rect()
        at = view.rowAt(self.rng.randrange(max(room.height(), 1)))
        column = view.columnAt(self.rng.randrange(max(room.width(), 1)))
        if at < 0 or column < 0 or view.table.row_at(at) is None:
            return None
        return at, column, view.visualRect(view.table.index(at, column)).intersected(room).center()

    def has_keyboard(self, view: RecordTableView) -> bool:
        focused: QWidget | None = self.officer.window.focusWidget()
        return focused is not None and (focused is view or view.isAncestorOf(focused))

    def all_records(self) -> list[Record]:
        records = self.officer.workspace.records
        return [record for kind in RECORD_TYPES for record in records.all(kind)]


def close_what_opens() -> None:
    """Put away dialogs, menus and panels: this is about tables."""
    for found in (QApplication.activeModalWidget(), QApplication.activePopupWidget()):
        if found is not None and type(found).__name__ not in {"QListView", "QComboBoxPrivateContainer"}:
            found.close()


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    files = PortfolioFiles(
        Context(who="Tester", machine="test", now=lambda: datetime(2024, 7, 1, 9, 0, tzinfo=UTC))
    )
    path = tmp_path / "sample.ascp"
    files.create_sample(path).close()
    return path


def test_no_key_changes_another_record(
    qapp: QApplication, qtbot: Any, tmp_path: Path, sample: Path, rounds: Callable[[int], int]
) -> None:
    apply_theme(qapp, "light")
    path = tmp_path / "portfolio.ascp"
    shutil.copyfile(sample, path)
    window = open_window(tmp_path, path, FakeAsker())  # type: ignore[arg-type]
    outcomes: Counter[str] = Counter()
    tidy = QTimer(window)
    tidy.timeout.connect(close_what_opens)
    tidy.start(25)
    try:
        hand = Keys(Officer(window), Random(7), outcomes)
        for _ in range(rounds(150)):
            hand.step()
        assert sum(count for words, count in outcomes.items() if words.endswith(", changed")) > 5
    finally:
        tidy.stop()
        print(dict(outcomes))
        window.close_file()
        window.close()
        window.deleteLater()

"""Random keys and clicks on the real window: nothing changes but the record and the field in hand.

Each sitting opens the sample anew and has keys of its own, by its number. ``pytest tests/safety/test_window_keys.py
--rounds 5000 -s`` is the long run; it says what came of the keys. A sitting that fails is repeated by its name, as
in ``test_no_key_changes_another_field[17]``, with the same ``--rounds``.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from asc_desktop.domain.records.dataset import Changes
from asc_desktop.domain.records.fields import Kind, Record
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.rules.position import position_ledger
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.form.auto_save import AutoSave
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.table.view import RecordTableView
from tests.ui.conftest import FakeAsker
from tests.ui.officer import Officer, open_window
from tests.ui.parts import turns

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SITTING = 125
"""Keys and clicks in one sitting."""
FEW = 3 * SITTING
SCARCE = 15
"""At least one act in so many changes something over the whole run: keys that change nothing prove little."""
KEYS = (
    *[Qt.Key.Key_Return] * 6, *[Qt.Key.Key_Tab] * 4, *[Qt.Key.Key_Delete] * 2, Qt.Key.Key_F2, Qt.Key.Key_F5,
    Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right,
    Qt.Key.Key_Backspace, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip
NUMBERS = (
    Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_7, Qt.Key.Key_8,
    Qt.Key.Key_9,
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
FIELDS = {
    "Delivery status": "status_id",
    "Narrative for the board": "narrative",
    "Why the status is better than the figures": "challenge_reason",
    "Comment on the score": "comment",
}
"""The fields of the editors that stand alone, by what they are called."""

CONTROL = Qt.KeyboardModifier.ControlModifier

Cell = tuple[str, str]
"""The id of a record, or of what it is a record of, and a field."""
Choice = tuple[Callable[[], object], set[Cell], str]
"""What to do, the cells that are clicked with it, and its name."""


class Hand:
    """What the person has in hand before a key: what is current, selected, open or clicked."""

    def __init__(self, window: QWidget, clicked: set[Cell]) -> None:
        focused = window.focusWidget()
        self.where = f"{type(focused).__name__} {focused.accessibleName()}" if focused is not None else ""
        self.cells = set(clicked) | (in_hand(focused) if focused is not None else set())

    def holds(self, record: Record, before: Record | None) -> bool:
        """Whether a change of this record is one of what is in hand."""
        # A score, a status or a month may be the row's own.
        names = {str(getattr(record, name)) for name in record.__struct_fields__}
        own = f"own:{getattr(record, 'own_field_id', '')}"
        # A cell of the council's own field is the value of a record of its own.
        keys = {"value" if key == own else key for row_id, key in self.cells if row_id in names}
        mine = {key.partition(":") for key in keys}
        year = str(getattr(record, "year", ""))
        fields = {name for name, _, of_year in mine if of_year in {"", year}}
        if before is None:
            return bool(
                fields & {name for name in differing(record, None) if getattr(record, name) is not None}
            )
        return bool(fields) and differing(record, before) <= fields | FOLLOWS


def in_hand(focused: QWidget) -> set[Cell]:
    """Return the cells that the keyboard would change: selected, current and open ones, or a field of a form."""
    holder = holder_of(focused)
    if isinstance(holder, RecordTableView):
        return cells_of(holder)
    if isinstance(holder, RecordForm):
        return {
            (holder.record.id, key)
            for key in holder.keys
            if holder.record is not None and holder.box(key).isAncestorOf(focused)
        }
    if isinstance(holder, AutoSave):
        name = holder.editor.accessibleName()  # type: ignore[attr-defined]
        return {(part, field_named(name)) for part in holder.owner.split(":")}
    return set()


def holder_of(focused: QWidget) -> RecordTableView | RecordForm | AutoSave | None:
    """Return the table, the form or the field that saves itself which a widget is part of."""
    widget: QWidget | None = focused
    while widget is not None:
        if isinstance(widget, RecordTableView):
            return widget if widget.isVisible() and widget.table.is_editable else None
        if isinstance(widget, RecordForm | AutoSave):
            return widget
        widget = widget.parentWidget()
    return None


def cells_of(view: RecordTableView) -> set[Cell]:
    places = {
        (at, column)
        for part in view.selected_parts()
        for at in range(part.top(), part.bottom() + 1)
        for column in range(part.left(), part.right() + 1)
    }
    index = view.currentIndex()
    if index.isValid():
        places.add((index.row(), index.column()))
    cells = {
        (view.table.id_at(at), key)
        for at, column in places
        for key in (view.table.column(column).key, view.table.column(column).field.key)
    }
    return cells | ({view.delegate.cell} if view.delegate.is_open else set())


def field_named(name: str) -> str:
    """Return the field that an editor which stands alone is for."""
    if name in FIELDS:
        return FIELDS[name]
    return next(
        (f"{word.lower()}_pence" for word in ("Forecast", "Delivered", "Validated") if word in name), ""
    )


def differing(record: Record, before: Record | None) -> set[str]:
    """Return the fields in which a record is not as it was."""
    names = record.__struct_fields__
    return {name for name in names if before is None or getattr(before, name) != getattr(record, name)}


class Keys:
    """Presses keys in one window, and asserts after each what must hold."""

    def __init__(self, officer: Officer, asker: FakeAsker, rng: Random, outcomes: Counter[str]) -> None:
        self.officer, self.asker, self.rng, self.outcomes = officer, asker, rng, outcomes
        self.changes: list[Changes] = []
        self.before: dict[str, Record] = {}
        self.last = ""
        """The word typed last."""
        self.has_clicked = False
        """Whether a cell or a field was clicked just before."""
        officer.workspace.session.watch(self.changes.append)

    def step(self) -> None:
        """Do one thing, and look at what it changed."""
        self.asker.agrees = self.rng.random() < 0.7
        self.asker.reason = self.rng.choice(["A late correction", "A late correction", None])
        act, clicked, done = self.choose()
        self.has_clicked = bool(clicked)
        hand = Hand(self.officer.window, clicked)
        self.before = {record.id: record for record in self.all_records()}
        self.changes.clear()
        act()
        self.officer.settle()
        self.look(hand, done)

    def choose(self) -> Choice:
        """Return what to do next, the cells that are clicked with it, and its name."""
        chance = self.rng.random()
        page = self.officer.window.pages.currentWidget()  # type: ignore[union-attr]
        focused = self.officer.window.focusWidget()
        has_keyboard = focused is not None and holder_of(focused) is not None
        found: Choice | None = None
        if self.has_clicked and has_keyboard and chance < 0.7:
            found = self.type_a_word()
        elif chance < 0.08:
            found = self.go_elsewhere(chance)
        elif chance < 0.13 and (parts := turns(page)):
            found = partial(self.rng.choice(parts).make, self.officer), set(), "turn"
        elif chance < 0.23 and (fields := self.fields(page)):
            field = self.rng.choice(fields)
            found = partial(self.click, field, field.rect().center()), in_hand(field), "click on a field"
        elif (chance < 0.4 or not has_keyboard) and (aimed := self.aim(page)) is not None:
            found = partial(self.click, aimed[0].viewport(), aimed[1]), aimed[2], "click"
        elif not has_keyboard:
            found = self.go_elsewhere(0)
        return found or self.press()

    def go_elsewhere(self, chance: float) -> Choice:
        """Return a way to another page or another month."""
        if chance < 0.04:
            key = self.rng.choice([item.key for item in DESTINATIONS])
            return partial(self.officer.window.show_page, key), set(), "page"
        if chance < 0.06:
            return partial(self.officer.press, self.rng.choice(NUMBERS), CONTROL), set(), "page by number"
        way = self.rng.choice([Qt.Key.Key_PageUp, Qt.Key.Key_PageDown])
        return partial(self.officer.press, way, Qt.KeyboardModifier.AltModifier), set(), "period"

    def press(self) -> Choice:
        """Return a key to press, or a word to type and a key that ends it."""
        chance = self.rng.random()
        if chance < 0.35:
            return self.type_a_word()
        if chance < 0.45:
            key = self.rng.choice([Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_C, Qt.Key.Key_D, Qt.Key.Key_R])
            done = {Qt.Key.Key_Z: "undo", Qt.Key.Key_Y: "redo"}.get(key, "command")
            return partial(self.officer.press, key, CONTROL), set(), done
        pressed = self.rng.choice(KEYS)
        return partial(self.officer.press, pressed), set(), "key"

    def type_a_word(self) -> Choice:
        self.last = self.word() + self.rng.choice(["\n", "\n", "\t", ""])
        return partial(self.officer.type, self.last), set(), "word"

    def word(self) -> str:
        """Return a word that the current column or field may take, or any other."""
        focused = self.officer.window.focusWidget()
        holder = holder_of(focused) if focused is not None else None
        if isinstance(holder, RecordForm) and self.rng.random() < 0.7:
            boxes = (holder.box(key) for key in holder.keys)
            kind = next((box.field.kind for box in boxes if box.isAncestorOf(focused)), Kind.TEXT)
            return self.rng.choice(FITTING.get(kind, WORDS))
        if not isinstance(holder, RecordTableView) or self.rng.random() < 0.3:
            return self.rng.choice(WORDS)
        index = holder.currentIndex()
        if not index.isValid():
            return self.rng.choice(WORDS)
        column = holder.table.column(index.column())
        options = holder.table.options(column, holder.table.row_at(index.row()))
        if options:
            return self.rng.choice(options)[1]
        return self.rng.choice(FITTING.get(column.kind, ("A new name",)))

    def look(self, hand: Hand, done: str) -> None:
        """Assert that nothing changed but what was in hand, that the pounds are conserved and the report is made."""
        changed = [
            (found or self.before[record_id], self.before.get(record_id))
            for each in self.changes
            for table, records in each.items()
            # What a record was when its month was closed is kept with any change.
            if table != ClosedVersion.table
            for record_id, found in records.items()
        ]
        self.outcomes[f"{done}, {'changed' if changed else 'nothing changed'}"] += 1
        if done not in UNDOES:
            for record, before in changed:
                said = (done, self.last, hand.where, hand.cells)
                assert hand.holds(record, before), (*said, record, differing(record, before))
        if not changed:
            return
        workspace = self.officer.workspace
        for cell, here in position_ledger(workspace.records, workspace.period).cells.items():
            found = here.forecast_pence + here.explained_pence
            assert here.to_find_pence == found + here.no_plan_pence - here.surplus_pence, cell
        assert workspace.report.projects

    def fields(self, page: QWidget) -> list[QWidget]:
        """Return the editors of forms, and those that stand alone, in sight."""
        forms = page.findChildren(RecordForm)
        editors: list[QWidget] = [form.editor(key) for form in forms for key in form.keys]
        editors += [each.editor for each in page.findChildren(AutoSave)]  # type: ignore[attr-defined]
        return [each for each in editors if each.visibleRegion().contains(each.rect().center())]

    def click(self, target: QWidget, place: QPoint) -> None:
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def aim(self, page: QWidget) -> tuple[RecordTableView, QPoint, set[Cell]] | None:
        """Return a place in a table, in a cell that can be edited rather than not, and that cell."""
        views = [
            each
            for each in page.findChildren(RecordTableView)
            if each.isVisible() and each.table.is_editable and each.table.shown_rows
        ]
        if not views:
            return None
        view = self.rng.choice(views)
        tries = [found for _ in range(6) if (found := self.cell(view)) is not None]
        editable = [each for each in tries if view.table.can_edit(each[0], each[1])]
        if not tries:
            return None
        at, column, place = (editable or tries)[0]
        described = view.table.column(column)
        return view, place, {(view.table.id_at(at), key) for key in (described.key, described.field.key)}

    def cell(self, view: RecordTableView) -> tuple[int, int, QPoint] | None:
        """Return any cell of a row in sight, and where to click it."""
        room = view.viewport().rect()
        at = view.rowAt(self.rng.randrange(max(room.height(), 1)))
        column = view.columnAt(self.rng.randrange(max(room.width(), 1)))
        if at < 0 or column < 0 or view.table.row_at(at) is None:
            return None
        return at, column, view.visualRect(view.table.index(at, column)).intersected(room).center()

    def all_records(self) -> list[Record]:
        records = self.officer.workspace.session.records
        return [record for kind in RECORD_TYPES for record in records.all(kind)]


def close_what_opens() -> None:
    """Put away dialogs, menus and panels: this is about what stands in the window."""
    for found in (QApplication.activeModalWidget(), QApplication.activePopupWidget()):
        if found is not None and type(found).__name__ not in {"QListView", "QComboBoxPrivateContainer"}:
            found.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test of each sitting, so that one that fails is named and the others go on."""
    asked: int | None = metafunc.config.getoption("--rounds")
    keys = FEW if asked is None else asked
    metafunc.parametrize("sitting", range(-(-keys // SITTING)))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = PortfolioFiles(
        Context(who="Tester", machine="test", now=lambda: datetime(2024, 7, 1, 9, 0, tzinfo=UTC))
    )
    path = tmp_path_factory.mktemp("sample") / "sample.ascp"
    files.create_sample(path).close()
    return path


@pytest.fixture(scope="module")
def outcomes() -> Iterator[Counter[str]]:
    """What came of the keys of all sittings."""
    counted: Counter[str] = Counter()
    yield counted
    print(f"\n{counted.total():,} keys and clicks:", dict(sorted(counted.items())))
    changed = sum(count for words, count in counted.items() if words.endswith(", changed"))
    # A sitting that failed early has been told of already.
    assert counted.total() < SITTING or changed * SCARCE >= counted.total(), (
        f"only {changed} changed something"
    )


@pytest.mark.slow
def test_no_key_changes_another_field(
    qapp: QApplication, qtbot: Any, tmp_path: Path, sample: Path, outcomes: Counter[str], sitting: int
) -> None:
    apply_theme(qapp, "light")
    path = tmp_path / "portfolio.ascp"
    shutil.copyfile(sample, path)
    asker = FakeAsker()
    window = open_window(tmp_path, path, asker)
    tidy = QTimer(window)
    tidy.timeout.connect(close_what_opens)
    tidy.start(0)
    came: Counter[str] = Counter()
    keys = Keys(Officer(window), asker, Random(sitting), came)
    try:
        for _ in range(SITTING):
            keys.step()
    except BaseException:
        print(f"In sitting {sitting}, after {came.total()} of {SITTING} keys and clicks.")
        raise
    finally:
        tidy.stop()
        outcomes.update(came)
        asker.agrees = True
        window.close_file()
        window.close()
        window.deleteLater()

"""The generic table, worked with real keys and the mouse as a person who knows Excel would."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest
from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import EXCEPTION_CATEGORIES
from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.ui.cutting import wrapped
from asc_desktop.ui.dialogs.table_dialogs import TableDialogs
from asc_desktop.ui.models.arrange import Grouping, GroupRow
from asc_desktop.ui.models.arrangement import Aside
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.models.edits import CellEdit, EditRefused
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.form.editors import LongTextEditor
from asc_desktop.ui.widgets.form.editors_list import ComboEditor, SearchEditor
from asc_desktop.ui.widgets.table.clipboard import read_tsv, tiled, write_html, write_tsv
from asc_desktop.ui.widgets.table.summary import SelectionSummary
from asc_desktop.ui.widgets.table.view import RecordTableView
from tests.ui.pasting import accept, choose, preview_cells, preview_of

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
# The offscreen platform says this of every popup.
POPUPS = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton
PLANS = [("plan-1", "Adults Transformation"), ("plan-2", "Duties & Powers"), ("plan-3", "Service led")]


class Line(Struct, frozen=True):
    id: str
    ref: str
    name: str
    theme: str
    target_pence: int | None = 0
    forecast_pence: int | None = 0
    due: str | None = None
    plan_id: str | None = None
    category: str | None = None
    kept: int = 0
    note: str | None = None


LINES = [
    Line("a", "P-9", "Prevention offer", "One", 26_800_000, 0, "2024-07-18", "plan-1", "capacity"),
    Line("b", "P-10", "MH reablement", "One", 39_140_700, 43_240_700, "2023-12-01", "plan-2", "supply"),
    Line("c", "P-12", "Strengths-based practice", "Two", 398_423_300, 274_900_000, None, "plan-1", "other"),
    Line("d", "P-101", "Sheltered alarms", "Two", None, -50, "2025-01-31", None, None, 1),
]


class Desk:
    """Keeps the lines, takes edits and refuses some."""

    def __init__(self) -> None:
        self.lines = {line.id: line for line in LINES}
        self.calls: list[list[CellEdit]] = []
        self.refuse: Callable[[CellEdit], str] = lambda edit: ""
        self.model = RecordTableModel(columns(), sink=self.apply, choices=lambda field, row: PLANS)
        self.model.set_rows(self.lines.values())

    def apply(self, edits: list[CellEdit]) -> None:
        self.calls.append(list(edits))
        refused = [(edit.record_id, edit.key, said) for edit in edits if (said := self.refuse(edit))]
        if refused:
            raise EditRefused(refused)
        for edit in edits:
            column = self.model.column(self.model.column_at(edit.key))
            value = column.field.parse(edit.text)
            self.lines[edit.record_id] = replace(self.lines[edit.record_id], **{edit.key: value})
        self.model.set_rows(self.lines.values())

    @property
    def last(self) -> list[tuple[str, str, str]]:
        return [tuple(edit) for edit in self.calls[-1]]


def columns() -> list[Column]:
    plan = Field(key="plan_id", label="Source plan", kind=Kind.REFERENCE, to="source_plan")
    category = Field(key="category", label="Category", kind=Kind.CHOICE, choices=EXCEPTION_CATEGORIES)
    return [
        view_column("ref", "Ref", width=60),
        view_column("name", "Project", editable=True, width=180),
        view_column("target_pence", "Target £", Kind.MONEY),
        view_column("forecast_pence", "Forecast £", Kind.MONEY, editable=True),
        view_column("due", "Due", Kind.DATE, editable=True),
        view_column(
            "plan_id",
            "Source plan",
            Kind.REFERENCE,
            field=plan,
            editable=True,
            words=lambda key: dict(PLANS)[key],
        ),
        view_column("category", "Category", Kind.CHOICE, field=category, editable=True),
        view_column("kept", "Kept", Kind.FLAG, editable=True),
        view_column("note", "Note", Kind.LONG_TEXT, editable=True),
    ]


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk()


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> Iterator[RecordTableView]:
    yield from make_view(qtbot, desk.model, workspace=FakeWorkspace(desk))


class FakeWorkspace(QObject):
    """What a table needs of a workspace: here a trial is taken back, and what is joined is not."""

    data_changed = Signal(object)
    said = Signal(str)
    why_closed = ""
    awaits_figures = False
    near = "2024-06"
    exempt: ClassVar[dict[str, object]] = {}
    memory = None
    dialogs = TableDialogs()
    read_only = False
    records = Records({})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.session = self

    def accepted(
        self, field: Field, row: Any, options: Sequence[tuple[str, str]]
    ) -> Sequence[tuple[str, str]]:
        return options

    def may_change(self) -> bool:
        return True

    def attempt_told(self, change: Callable[[str | None], bool], heading: str) -> bool:
        return change(None)

    @contextmanager
    def together(self, action: str, *, reason: str | None) -> Iterator[None]:
        yield

    @contextmanager
    def trial(self, *, reason: str | None) -> Iterator[None]:
        lines, calls = dict(self._desk.lines), list(self._desk.calls)
        yield
        self._desk.lines, self._desk.calls = lines, calls
        self._desk.model.set_rows(lines.values())


def make_view(qtbot: QtBot, model: RecordTableModel, **more: object) -> Iterator[RecordTableView]:
    made = RecordTableView(model, "lines", **{"workspace": None, **more})  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(1300, 420)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made
    model.setParent(None)


def go(view: RecordTableView, row_id: str, key: str) -> None:
    assert view.select_row(row_id, key)


def here(view: RecordTableView) -> tuple[str, str]:
    index = view.currentIndex()
    return view.table.id_at(index.row()), view.table.column(index.column()).key


def press(view: RecordTableView, *keys: Key | tuple[Key, Qt.KeyboardModifier] | str) -> None:
    """Press keys wherever the keyboard is: in the table, or in the editor that it opened."""
    for key in keys:
        target = _keyboard(view)
        if isinstance(key, str):
            for letter in key:
                _click(_keyboard(view), letter)
        elif isinstance(key, tuple):
            _click(target, *key)
        else:
            _click(target, key)


def _keyboard(view: RecordTableView) -> QWidget:
    popup = QApplication.activePopupWidget()
    return (popup and (popup.focusWidget() or popup)) or QApplication.focusWidget() or view


def _click(
    target: QWidget, key: Key | str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    if isinstance(key, str) and not key.isascii():
        # QTest knows the letters of ASCII only.
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, modifiers, key))
        return
    QTest.keyClick(target, key, modifiers)  # type: ignore[arg-type]


def mark(view: RecordTableView, first: tuple[str, str], last: tuple[str, str]) -> None:
    """Select a block of cells."""
    model = view.table
    corners = [model.index(model.position(row), model.column_at(key)) for row, key in (first, last)]
    view.setCurrentIndex(corners[0])
    view.selectionModel().select(
        QItemSelection(corners[0], corners[1]), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def shown(view: RecordTableView, key: str) -> list[str]:
    column = view.table.column_at(key)
    return [view.table.text_at(at, column) for at in range(view.table.rowCount())]


class TestTyping:
    def test_typing_replaces_what_is_there_and_enter_goes_down(
        self, desk: Desk, view: RecordTableView
    ) -> None:
        go(view, "a", "forecast_pence")
        press(view, "£1.2m", Key.Key_Return)
        assert desk.last == [("a", "forecast_pence", "£1.2m")]
        assert desk.lines["a"].forecast_pence == 120_000_000
        assert shown(view, "forecast_pence")[0] == "1,200,000"
        assert here(view) == ("b", "forecast_pence")
        assert view.hasFocus()

    def test_f2_keeps_what_is_there_and_shift_enter_goes_up(self, desk: Desk, view: RecordTableView) -> None:
        go(view, "b", "name")
        press(view, Key.Key_F2, Key.Key_End, " team", (Key.Key_Return, SHIFT))
        assert desk.last == [("b", "name", "MH reablement team")]
        assert here(view) == ("a", "name")

    def test_tab_goes_right_and_enter_then_returns_to_where_the_tabs_began(
        self, desk: Desk, view: RecordTableView
    ) -> None:
        go(view, "a", "name")
        press(view, "New name", Key.Key_Tab)
        assert here(view) == ("a", "forecast_pence"), "past what cannot be typed: the next words are not lost"
        press(view, "5", Key.Key_Tab, "18/7/24", Key.Key_Return)
        assert here(view) == ("b", "name")
        assert (desk.lines["a"].forecast_pence, desk.lines["a"].due) == (500, "2024-07-18")
        assert len(desk.calls) == 2, "18 July was there before, so nothing changed"

    def test_tab_goes_round_the_end_of_a_row_and_back(self, view: RecordTableView) -> None:
        go(view, "a", "note")
        press(view, Key.Key_Tab)
        assert here(view) == ("b", "ref")
        press(view, (Key.Key_Backtab, SHIFT))
        assert here(view) == ("a", "note")

    def test_arrow_keys_end_an_edit_that_typing_began_and_move_in_one_that_f2_began(
        self, desk: Desk, view: RecordTableView
    ) -> None:
        go(view, "a", "name")
        press(view, "X", Key.Key_Right)
        assert desk.last == [("a", "name", "X")]
        assert here(view) == ("a", "target_pence")
        go(view, "b", "name")
        press(view, Key.Key_F2, Key.Key_End, Key.Key_Left)
        assert view.delegate.is_open

    def test_escape_leaves_the_cell_as_it_was(self, desk: Desk, view: RecordTableView) -> None:
        go(view, "a", "name")
        press(view, "gone", Key.Key_Escape)
        assert not desk.calls
        assert shown(view, "name")[0] == "Prevention offer"
        assert not view.delegate.is_open

    def test_an_edit_that_changes_nothing_is_not_sent(self, desk: Desk, view: RecordTableView) -> None:
        go(view, "a", "forecast_pence")
        press(view, Key.Key_F2, Key.Key_Return)
        press(view, Key.Key_Up, "0.00", Key.Key_Return)
        assert not desk.calls

    def test_delete_clears_and_backspace_opens_an_empty_editor(
        self, desk: Desk, view: RecordTableView
    ) -> None:
        mark(view, ("a", "forecast_pence"), ("b", "due"))
        press(view, Key.Key_Delete)
        assert len(desk.calls) == 1
        assert [desk.lines[key].forecast_pence for key in "ab"] == [None, None]
        assert [desk.lines[key].due for key in "ab"] == [None, None]
        go(view, "a", "name")
        press(view, Key.Key_Backspace, "Z", Key.Key_Return)
        assert desk.lines["a"].name == "Z"

    def test_what_cannot_be_edited_opens_the_row_instead(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        go(view, "c", "ref")
        with qtbot.waitSignal(view.activated_row) as opened:
            press(view, Key.Key_Return)
        assert opened.args == [desk.lines["c"]]
        with qtbot.waitSignal(view.activated_row) as opened:
            double_click(qtbot, view, "d", "ref")
        assert opened.args == [desk.lines["d"]]
        press(view, "x", Key.Key_F2)
        assert not view.delegate.is_open

    def test_a_double_click_edits(self, qtbot: QtBot, view: RecordTableView) -> None:
        double_click(qtbot, view, "b", "name")
        assert view.delegate.is_open
        assert isinstance(view.delegate.editor, QLineEdit)
        press(view, Key.Key_Escape)

    def test_leaving_for_another_cell_commits(self, qtbot: QtBot, desk: Desk, view: RecordTableView) -> None:
        go(view, "a", "name")
        press(view, "Left behind")
        click(qtbot, view, "c", "ref")
        qtbot.waitUntil(lambda: not view.delegate.is_open)
        assert desk.lines["a"].name == "Left behind"

    def test_space_and_a_click_tick(self, qtbot: QtBot, desk: Desk, view: RecordTableView) -> None:
        mark(view, ("a", "kept"), ("c", "kept"))
        press(view, Key.Key_Space)
        assert [desk.lines[key].kept for key in "abcd"] == [1, 1, 1, 1]
        assert len(desk.calls) == 1
        click(qtbot, view, "d", "kept")
        assert desk.lines["d"].kept == 0

    @POPUPS
    def test_a_choice_is_picked_from_its_list(self, qtbot: QtBot, desk: Desk, view: RecordTableView) -> None:
        go(view, "a", "category")
        press(view, "Prov", Key.Key_Return)
        assert desk.last == [("a", "category", "provider")]
        go(view, "b", "category")
        press(view, Key.Key_F2)
        editor = view.delegate.editor
        assert isinstance(editor, ComboEditor)
        press(view, Key.Key_Down, Key.Key_Return)
        qtbot.waitUntil(lambda: not view.delegate.is_open)
        assert desk.last == [("b", "category", "demand")]

    @POPUPS
    def test_a_reference_is_searched_and_sent_by_its_id(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        go(view, "a", "plan_id")
        press(view, Key.Key_F2)
        editor = view.delegate.editor
        assert isinstance(editor, SearchEditor)
        assert editor.currentText() == "Adults Transformation"
        press(view, "service LED", Key.Key_Return)
        assert desk.last == [("a", "plan_id", "plan-3")]
        go(view, "b", "plan_id")
        view.edit_current()
        assert isinstance(view.delegate.editor, SearchEditor)
        press(view, "nothing like it", Key.Key_Return)
        assert "is not in the list for Source plan" in view.sentence
        press(view, Key.Key_Escape)

    def test_long_text_takes_line_breaks_with_alt_enter(self, desk: Desk, view: RecordTableView) -> None:
        go(view, "a", "note")
        press(view, "One", (Key.Key_Return, Qt.KeyboardModifier.AltModifier), "two")
        assert isinstance(view.delegate.editor, LongTextEditor)
        press(view, Key.Key_Return)
        assert desk.lines["a"].note == "One\ntwo"
        assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))

    def test_rows_shown_anew_do_not_disturb_what_is_typed(self, desk: Desk, view: RecordTableView) -> None:
        go(view, "b", "name")
        press(view, "half typ")
        desk.model.set_rows([*desk.lines.values(), replace(LINES[0], id="e", ref="P-1")])
        assert view.delegate.editor is not None
        assert view.delegate.editor.value_text() == "half typ"
        desk.model.sort_by("ref", descending=True)
        assert view.delegate.editor is not None
        assert view.delegate.editor.value_text() == "half typ"
        press(view, Key.Key_End, "ed", Key.Key_Return)
        assert desk.lines["b"].name == "half typed"


class TestRefusals:
    def test_a_bad_date_keeps_the_text_and_says_why(self, desk: Desk, view: RecordTableView) -> None:
        go(view, "a", "due")
        press(view, "31 June 2024", Key.Key_Return)
        assert view.delegate.is_open
        assert view.delegate.editor is not None
        assert view.delegate.editor.value_text() == "31 June 2024"
        assert view.sentence == "June 2024 has 30 days, so there is no 31 June."
        assert not desk.calls
        press(view, Key.Key_Home, Key.Key_Delete, Key.Key_Delete, "30", Key.Key_Return)
        assert desk.lines["a"].due == "2024-06-30"
        assert view.sentence == ""

    def test_the_sinks_sentence_is_shown_and_leaving_keeps_the_text_in_the_cell(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        desk.refuse = lambda edit: "The forecast cannot be below the £158,700 already delivered."
        go(view, "a", "forecast_pence")
        press(view, "100", Key.Key_Tab)
        assert view.sentence == "The forecast cannot be below the £158,700 already delivered."
        click(qtbot, view, "c", "ref")
        qtbot.waitUntil(lambda: not view.delegate.is_open)
        assert shown(view, "forecast_pence")[0] == "100"
        assert desk.lines["a"].forecast_pence == 0
        index = desk.model.index(0, desk.model.column_at("forecast_pence"))
        assert "already delivered" in str(index.data(Qt.ItemDataRole.ToolTipRole))
        assert "already delivered" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
        go(view, "a", "forecast_pence")
        assert "already delivered" in view.sentence
        desk.refuse = lambda edit: ""
        press(view, Key.Key_F2, Key.Key_End, "000", Key.Key_Return)
        assert desk.lines["a"].forecast_pence == 10_000_000
        assert desk.model.draft_count == 0

    def test_a_refused_choice_is_shown_in_its_words(self, desk: Desk, view: RecordTableView) -> None:
        record_id, words = PLANS[2]
        desk.refuse = lambda edit: "No."
        desk.model.apply([CellEdit("a", "plan_id", record_id)])
        assert shown(view, "plan_id")[0] == words
        assert view.unresolved() == [f"“{words}” in Source plan"]

    def test_escape_takes_a_refused_text_back(self, qtbot: QtBot, desk: Desk, view: RecordTableView) -> None:
        desk.refuse = lambda edit: "No."
        go(view, "a", "name")
        press(view, "refused", Key.Key_Return, Key.Key_Escape)
        assert shown(view, "name")[0] == "Prevention offer"
        before = shown(view, "name")
        mark(view, ("a", "name"), ("c", "name"))
        press(view, (Key.Key_D, CTRL))
        assert shown(view, "name")[:3] == ["Prevention offer"] * 3
        assert len(view.unresolved()) == 2
        press(view, Key.Key_Escape)
        assert shown(view, "name") == before

    def test_only_the_refused_cells_of_a_paste_are_kept_back(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        go(view, "a", "forecast_pence")
        before = dict(desk.lines)
        QGuiApplication.clipboard().setText("1\t1/1/2024\n43,000\t2/2/2024\nlots\t3/3/2024")
        press(view, (Key.Key_V, CTRL))
        preview = preview_of(view)
        assert desk.lines == before, "nothing is stored before it is shown"
        assert preview.paste_button.text() == "Paste what is good (5 cells)"
        assert preview_cells(preview, "lots") == {
            "Goes to": "P-12 Strengths-based practice",
            "Forecast £": "Refused: lots",
            "Due": "empty → 3 Mar 2024",
            "Why not pasted": "“lots” is not an amount of money. Write it like 1,234.50, £1.2m or (300).",
        }
        with qtbot.waitSignal(view.notice) as told:
            accept(qtbot, preview)
        assert told.args[0] == "5 cells pasted. 1 cell refused."
        assert [desk.lines[key].forecast_pence for key in "abc"] == [100, 4_300_000, 274_900_000]
        assert [desk.lines[key].due for key in "abc"] == ["2024-01-01", "2024-02-02", "2024-03-03"]
        assert shown(view, "forecast_pence")[:3] == ["1", "43,000", "2,749,000"]

    def test_a_problem_of_the_whole_row_or_of_none_is_shown_too(self, desk: Desk) -> None:
        def whole_row(edits: list[CellEdit]) -> None:
            raise EditRefused([("b", "", "This project is no longer there.")])

        model = RecordTableModel(columns(), sink=whole_row)
        model.set_rows(LINES)
        outcome = model.apply([CellEdit("b", "name", "x"), CellEdit("b", "note", "y")])
        assert [problem.sentence for problem in outcome.problems] == ["This project is no longer there."] * 2

        def nobody(edits: list[CellEdit]) -> None:
            raise EditRefused([("elsewhere", "name", "Full.")])

        model = RecordTableModel(columns(), sink=nobody)
        model.set_rows(LINES)
        assert model.apply([CellEdit("a", "name", "x")]).problems[0].sentence == "Full."


class TestClipboard:
    def test_a_block_is_copied_as_excel_wants_it(self, desk: Desk, view: RecordTableView) -> None:
        desk.lines["a"] = replace(desk.lines["a"], note='Said "yes",\nthen\tno', name="=1+1")
        desk.model.set_rows(desk.lines.values())
        mark(view, ("a", "name"), ("b", "note"))
        press(view, (Key.Key_C, CTRL))
        assert clipboard().splitlines() == [
            ('=1+1\t268000\t0\t2024-07-18\tAdults Transformation\tStaffing and capacity\tNo\t"Said ""yes"",'),
            'then\tno"',
            "MH reablement\t391407\t432407\t2023-12-01\tDuties & Powers\tHousing and market supply\tNo\t",
        ]
        html = QGuiApplication.clipboard().mimeData().html()
        assert "<td>268000</td>" in html
        assert 'mso-number-format:"\\@"\'>=1+1</td>' in html
        assert "Duties &amp; Powers" in html

    def test_what_was_copied_pastes_back_the_same(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        desk.lines["a"] = replace(desk.lines["a"], note='"quoted"\nlines\tand tabs', kept=1)
        desk.model.set_rows(desk.lines.values())
        mark(view, ("a", "name"), ("a", "note"))
        press(view, (Key.Key_C, CTRL))
        go(view, "d", "name")
        press(view, (Key.Key_V, CTRL))
        assert desk.lines["d"].name == "Sheltered alarms", "the block has another project's name"
        choose(preview_of(view), "in their order", "rows")
        accept(qtbot, preview_of(view))
        kept = replace(desk.lines["a"], id="d", ref="P-101", theme="Two", target_pence=None)
        assert desk.lines["d"] == kept
        calls = len(desk.calls)
        press(view, (Key.Key_V, CTRL))
        assert len(desk.calls) == calls, "pasting the same again changes nothing"

    def test_excels_text_with_quoted_line_breaks_and_pounds(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        go(view, "a", "name")
        pasted = '"First\r\nsecond"\t268000\t"£1,234.50"\t18-Jul-24\r\nPlain\t391407\t(300)\t2024-02-29\r\n'
        QGuiApplication.clipboard().setText(pasted)
        press(view, (Key.Key_V, CTRL))
        # Neither name is known, so that it is shown that they would be put in place of others.
        assert preview_cells(preview_of(view), "First second")["Project"] == "Prevention offer → First second"
        assert not desk.calls
        accept(qtbot, preview_of(view))
        assert len(desk.calls) == 1
        assert desk.lines["a"].name == "First second"
        assert [desk.lines[key].forecast_pence for key in "ab"] == [123_450, -30_000]
        assert [desk.lines[key].due for key in "ab"] == ["2024-07-18", "2024-02-29"]

    def test_one_value_fills_the_selection_and_a_block_repeats_in_it(
        self, desk: Desk, view: RecordTableView
    ) -> None:
        QGuiApplication.clipboard().setText("7")
        mark(view, ("a", "forecast_pence"), ("d", "forecast_pence"))
        press(view, (Key.Key_V, CTRL))
        assert {line.forecast_pence for line in desk.lines.values()} == {700}
        assert len(desk.calls) == 1
        QGuiApplication.clipboard().setText("1\n2")
        press(view, (Key.Key_V, CTRL))
        assert [line.forecast_pence for line in desk.lines.values()] == [100, 200, 100, 200]

    def test_what_does_not_fit_is_said_with_its_words(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        go(view, "c", "target_pence")
        QGuiApplication.clipboard().setText("99\t1\n\t2\nno room\t3")
        press(view, (Key.Key_V, CTRL))
        preview = preview_of(view)
        assert preview_cells(preview, "no room") == {
            "Goes to": "Not pasted",
            "Why not pasted": "There is no row left for it below.",
        }
        assert preview_cells(preview, "99 · 1")["Target £"] == "Left out: 99"
        assert preview_cells(preview, "99 · 1")["Why not pasted"] == "Target £ cannot be pasted into."
        with qtbot.waitSignal(view.notice) as told:
            accept(qtbot, preview)
        assert told.args[0] == "2 cells pasted. 1 row not pasted: “no room”. 1 cell left out."
        assert [desk.lines[key].forecast_pence for key in "cd"] == [100, 200]

    def test_a_paste_that_is_thought_better_of_changes_nothing(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        go(view, "a", "forecast_pence")
        QGuiApplication.clipboard().setText("1\nlots")
        press(view, (Key.Key_V, CTRL))
        qtbot.mouseClick(preview_of(view).nothing_button, LEFT)
        assert not desk.calls
        assert view.blocks.pasting.preview is None
        assert here(view) == ("a", "forecast_pence")

    def test_hidden_and_moved_columns_paste_as_they_are_seen(self, desk: Desk, view: RecordTableView) -> None:
        view.set_column_hidden("target_pence", hidden=True)
        header = view.horizontalHeader()
        header.moveSection(header.visualIndex(desk.model.column_at("due")), 2)
        go(view, "a", "due")
        QGuiApplication.clipboard().setText("1 Jan 2024\t5")
        press(view, (Key.Key_V, CTRL))
        assert (desk.lines["a"].due, desk.lines["a"].forecast_pence) == ("2024-01-01", 500)

    def test_cut_copies_and_clears(self, desk: Desk, view: RecordTableView) -> None:
        go(view, "a", "due")
        press(view, (Key.Key_X, CTRL))
        assert clipboard() == "2024-07-18"
        assert desk.lines["a"].due is None

    def test_fill_down_and_right(self, desk: Desk, view: RecordTableView) -> None:
        mark(view, ("a", "plan_id"), ("d", "category"))
        press(view, (Key.Key_D, CTRL))
        assert len(desk.calls) == 1
        assert {line.plan_id for line in desk.lines.values()} == {"plan-1"}
        assert {line.category for line in desk.lines.values()} == {"capacity"}
        go(view, "c", "forecast_pence")
        press(view, (Key.Key_R, CTRL))
        assert desk.lines["c"].forecast_pence == 398_423_300
        press(view, (Key.Key_D, CTRL))
        assert desk.lines["c"].forecast_pence == 43_240_700, "a single cell takes the one above"

    def test_ctrl_a_and_shift_arrows_select(self, view: RecordTableView) -> None:
        go(view, "a", "name")
        press(view, (Key.Key_Down, SHIFT), (Key.Key_Right, SHIFT))
        press(view, (Key.Key_C, CTRL))
        assert clipboard().replace("\r\n", "\n") == "Prevention offer\t268000\nMH reablement\t391407"
        press(view, (Key.Key_A, CTRL))
        assert view.selected_row_ids() == list("abcd")

    @pytest.mark.parametrize(
        ("text", "block"),
        [
            ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
            ("a", [["a"]]),
            ("a\t\n\tb", [["a", ""], ["", "b"]]),
            ('"two\nlines"\tx', [["two\nlines", "x"]]),
            ('"say ""hi"""', [['say "hi"']]),
            ('5" pipe\t"half open', [['5" pipe', '"half open']]),
            ('"quoted" then more', [['"quoted" then more']]),
            ("\ufeffa\r\r\n", [["a"], [""]]),
            ("a\n\n", [["a"], [""]]),
        ],
    )
    def test_reading_tab_separated_text(self, text: str, block: list[list[str]]) -> None:
        assert read_tsv(text) == block

    @pytest.mark.parametrize("cell", ["plain", 'a "b"', '"a"', "a\tb", "a\nb", '"', "", "=1", '"a\nb"'])
    def test_what_is_written_is_read_the_same(self, cell: str) -> None:
        block = [[cell, "x"], ["y", cell]]
        assert read_tsv(write_tsv(block)) == block

    def test_tiling(self) -> None:
        assert tiled([["a", "b"]], 2, 4) == [["a", "b", "a", "b"]] * 2
        assert tiled([["a", "b"]], 3, 3) == [["a", "b"]]
        assert write_html([["<b>\nx"]], [[False]]).count("&lt;b&gt;<br") == 1


class TestArrangement:
    def test_sorting_puts_dates_money_and_references_right_and_empty_last(
        self, desk: Desk, view: RecordTableView
    ) -> None:
        model = desk.model
        model.sort_by("due")
        assert shown(view, "ref") == ["P-10", "P-9", "P-101", "P-12"]
        model.sort_by("due", descending=True)
        assert shown(view, "ref") == ["P-101", "P-9", "P-10", "P-12"]
        model.sort_by("target_pence")
        assert shown(view, "ref") == ["P-9", "P-10", "P-12", "P-101"]
        model.sort_by("forecast_pence")
        assert shown(view, "forecast_pence") == ["(0.50)", "0", "432,407", "2,749,000"]
        model.sort_by("ref", descending=True)
        assert shown(view, "ref") == ["P-101", "P-12", "P-10", "P-9"]
        model.sort_by("plan_id")
        assert shown(view, "ref") == ["P-9", "P-12", "P-10", "P-101"]
        model.sort_by("category")
        assert shown(view, "ref") == ["P-9", "P-10", "P-12", "P-101"], "choices sort as they are listed"

    def test_a_heading_sorts_up_then_down_then_not(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        header = view.horizontalHeader()
        at = desk.model.column_at("target_pence")
        place = QPoint(header.sectionViewportPosition(at) + 20, 10)
        seen = []
        for _ in range(3):
            qtbot.mouseClick(header.viewport(), LEFT, pos=place)
            seen.append((desk.model.sorting, shown(view, "ref")[0]))
        assert seen == [(("target_pence", False), "P-9"), (("target_pence", True), "P-12"), (None, "P-9")]

    def test_an_edit_does_not_move_its_row_until_sorted_again(
        self, desk: Desk, view: RecordTableView
    ) -> None:
        desk.model.sort_by("name")
        before = shown(view, "ref")
        go(view, "b", "name")
        press(view, "ZZ", Key.Key_Return)
        assert shown(view, "ref") == before
        desk.model.sort_by("name")
        assert shown(view, "ref")[-1] == "P-10"

    def test_selection_and_current_cell_follow_their_rows(self, desk: Desk, view: RecordTableView) -> None:
        mark(view, ("a", "name"), ("b", "due"))
        desk.model.sort_by("ref", descending=True)
        assert here(view) == ("a", "name")
        assert view.selected_row_ids() == ["b", "a"]
        desk.model.set_rows([line for line in LINES if line.id != "b"])
        assert view.selected_row_ids() == ["a"]

    def test_filtering_by_words_and_by_values(self, desk: Desk, view: RecordTableView) -> None:
        desk.model.set_filter_text("PRACTICE adults")
        assert shown(view, "ref") == ["P-12"]
        desk.model.set_filter_text("")
        desk.model.set_value_filter("plan_id", {"Adults Transformation", ""})
        assert shown(view, "ref") == ["P-9", "P-12", "P-101"]
        assert desk.model.distinct_texts("plan_id") == ["Adults Transformation", "Duties & Powers", ""]
        desk.model.set_predicate(lambda line: line.id != "c")
        assert shown(view, "ref") == ["P-9", "P-101"]
        desk.model.clear_filters()
        assert shown(view, "ref") == ["P-9", "P-10", "P-101"]

    def test_hidden_columns_are_not_searched(self, desk: Desk, view: RecordTableView) -> None:
        desk.model.set_filter_text("service")
        assert shown(view, "ref") == []
        desk.model.set_filter_text("duties")
        assert shown(view, "ref") == ["P-10"]
        view.set_column_hidden("plan_id", hidden=True)
        assert shown(view, "ref") == []
        view.set_column_hidden("plan_id", hidden=False)
        assert shown(view, "ref") == ["P-10"]

    @POPUPS
    def test_the_value_filter_is_chosen_from_a_list(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        panel = view.menus.open_filter("plan_id")
        press(view, "dut")
        buttons = {button.text(): button for button in panel.findChildren(QPushButton)}
        assert panel._list.count() == 1
        panel._search.clear()
        qtbot.mouseClick(buttons["None"], LEFT)
        panel._list.item(1).setCheckState(Qt.CheckState.Checked)
        qtbot.mouseClick(buttons["Apply"], LEFT)
        assert shown(view, "ref") == ["P-10"]
        assert "filter" not in view.sentence
        menu = view.menus.column_menu("plan_id")
        clear = next(action for action in menu.actions() if "Clear this filter" in action.text())
        clear.trigger()
        menu.close()
        assert len(shown(view, "ref")) == 4

    def test_empty_and_filtered_out_tables_say_so(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        empty = view.set_empty("projects", "No lines yet", "Add the first one.")
        assert not empty.isVisible()
        desk.model.set_filter_text("no such thing")
        nothing = view._overlays.nothing
        assert nothing is not None
        assert nothing.isVisible()
        qtbot.mouseClick(nothing.findChildren(QPushButton)[0], LEFT)
        assert not nothing.isVisible()
        desk.model.set_rows([])
        assert empty.isVisible()
        assert not nothing.isVisible()

    @pytest.mark.parametrize("says_why", [True, False])
    def test_a_pages_own_filter_is_spoken_of_only_where_the_page_says_why(
        self, desk: Desk, view: RecordTableView, says_why: bool
    ) -> None:
        empty = view.set_empty("projects", "No overdue projects", says_why=says_why)
        desk.model.set_predicate(lambda line: False)
        assert empty.isVisible() == says_why
        desk.model.set_filter_text("offer")
        assert not empty.isVisible(), "the words hide every row, and show it"


def by_theme() -> Grouping:
    def subtotals(key: str, lines: Sequence[Line]) -> dict[str, object]:
        return {"target_pence": sum(line.target_pence or 0 for line in lines)}

    return Grouping("Theme", lambda line: line.theme, lambda key: f"Theme {key}", subtotals, order=("Two",))


class TestGroups:
    @pytest.fixture(autouse=True)
    def grouped(self, desk: Desk, view: RecordTableView) -> None:
        desk.model.set_grouping(by_theme())
        desk.model.set_total("All themes", lambda lines: {"target_pence": 1})

    def test_rows_stand_under_headings_with_the_callers_subtotals(
        self, desk: Desk, view: RecordTableView
    ) -> None:
        assert shown(view, "ref") == ["Theme Two", "P-12", "P-101", "Theme One", "P-9", "P-10", "All themes"]
        assert shown(view, "target_pence")[0] == "3,984,233"
        assert shown(view, "target_pence")[-1] == "0.01"
        desk.model.sort_by("ref", descending=True)
        assert shown(view, "ref") == ["Theme Two", "P-101", "P-12", "Theme One", "P-10", "P-9", "All themes"]
        desk.model.set_filter_text("offer")
        assert shown(view, "ref") == ["Theme One", "P-9", "All themes"]
        assert shown(view, "target_pence")[0] == "268,000"

    def test_rows_set_aside_are_counted_below_the_others_of_their_group_and_not_listed(
        self, desk: Desk, view: RecordTableView
    ) -> None:
        desk.model.set_total("All themes", lambda lines: {"target_pence": len(lines)})

        def put(*refs: str) -> None:
            aside = Aside(lambda line: line.ref in refs, lambda count: f"{count} more")
            desk.model.set_predicate(lambda _: True, refs, aside)

        put("P-12", "P-9", "P-10")
        assert shown(view, "ref") == ["Theme Two", "P-101", "1 more", "Theme One", "2 more", "All themes"]
        targets = dict(zip(shown(view, "ref"), shown(view, "target_pence"), strict=True))
        lines = {line.ref: line.target_pence or 0 for line in LINES}
        assert targets["Theme Two"] == f"{(lines['P-12'] + lines['P-101']) // 100:,}"
        assert targets["1 more"] == f"{lines['P-12'] // 100:,}"
        assert targets["Theme One"] == "", "all of its sums are in the row below"
        assert targets["2 more"] == f"{(lines['P-9'] + lines['P-10']) // 100:,}"
        assert targets["All themes"] == "0.04"
        assert [row.ref for row in desk.model.shown_rows] == ["P-101"]
        assert desk.model.has_aside
        desk.model.fold("Two", folded=True)
        assert shown(view, "ref") == ["Theme Two", "Theme One", "2 more", "All themes"]
        desk.model.fold("One", folded=True)
        assert shown(view, "target_pence")[1] == targets["2 more"], "folded there is no row below"
        desk.model.fold("One", folded=False)
        desk.model.set_grouping(None)
        assert shown(view, "ref") == ["P-101", "3 more", "All themes"]
        put()
        assert not desk.model.has_aside
        assert len(desk.model.shown_rows) == 4

    def test_keys_fold_and_unfold(self, desk: Desk, view: RecordTableView) -> None:
        view.setCurrentIndex(desk.model.index(0, 0))
        press(view, Key.Key_Left)
        assert shown(view, "ref") == ["Theme Two", "Theme One", "P-9", "P-10", "All themes"]
        press(view, Key.Key_Right)
        press(view, Key.Key_Space)
        assert desk.model.folded == {"Two"}
        press(view, Key.Key_Return)
        assert desk.model.folded == frozenset()
        desk.model.fold_all(folded=True)
        assert shown(view, "ref") == ["Theme Two", "Theme One", "All themes"]

    def test_a_click_on_the_label_folds_and_one_on_a_subtotal_selects(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        click(qtbot, view, "group:Two", "name")
        assert desk.model.folded == {"Two"}
        click(qtbot, view, "group:Two", "name")
        assert desk.model.folded == frozenset()
        click(qtbot, view, "group:Two", "target_pence")
        assert desk.model.folded == frozenset()
        press(view, (Key.Key_C, CTRL))
        assert clipboard() == "3984233"
        click(qtbot, view, "total:", "name")
        assert desk.model.folded == frozenset()

    def test_going_to_a_row_unfolds_its_group(self, desk: Desk, view: RecordTableView) -> None:
        desk.model.fold_all(folded=True)
        go(view, "d", "name")
        assert here(view) == ("d", "name")
        assert desk.model.folded == {"One"}

    def test_headings_are_stepped_over_and_never_pasted_into(self, desk: Desk, view: RecordTableView) -> None:
        go(view, "d", "name")
        press(view, "D", Key.Key_Return)
        assert here(view) == ("a", "name")
        mark(view, ("c", "name"), ("b", "name"))
        QGuiApplication.clipboard().setText("1\n2\n3\n4")
        press(view, (Key.Key_V, CTRL))
        assert [desk.lines[key].name for key in "cdab"] == ["1", "2", "3", "4"]

    def test_a_heading_is_read_out_with_its_size_and_state(self, desk: Desk) -> None:
        said = desk.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert said == "Theme Two, 2 rows, open"
        assert desk.model.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "Target £ 3,984,233"

    def test_it_paints_folded_or_not_in_each_theme(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        desk.model.fold("Two", folded=True)
        for mode in ("dark", "high-contrast", "light"):
            apply_theme(app, mode)  # type: ignore[arg-type]
            assert not view.grab().isNull()


class Memory:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def set(self, name: str, value: str) -> None:
        self.kept[name] = value


class TestLayout:
    def test_widths_order_hidden_columns_and_sorting_are_remembered(self, qtbot: QtBot) -> None:
        memory = Memory()
        first = next(make_view(qtbot, Desk().model, memory=memory))
        header = first.horizontalHeader()
        header.moveSection(3, 1)
        header.resizeSection(first.table.column_at("due"), 177)
        first.set_column_hidden("kept", hidden=True)
        first.sort_by("due", descending=True)
        first.hide()
        assert json.loads(memory.kept["table/lines"])["hidden"] == ["kept"]
        second = next(make_view(qtbot, Desk().model, memory=memory))
        keys = [second.table.column(at).key for at in second.shown_columns()]
        assert keys[:4] == ["ref", "forecast_pence", "name", "target_pence"]
        assert "kept" not in keys
        assert second.columnWidth(second.table.column_at("due")) == 177
        assert second.table.sorting == ("due", True)

    def test_damaged_or_old_layouts_do_no_harm(self, qtbot: QtBot) -> None:
        memory = Memory()
        memory.kept["table/lines"] = "{not json"
        assert len(next(make_view(qtbot, Desk().model, memory=memory)).shown_columns()) == 9
        memory.kept["table/lines"] = json.dumps(
            {"order": ["gone", "due"], "hidden": ["gone", "note"], "sort": ["gone", False], "more": 1}
        )
        made = next(make_view(qtbot, Desk().model, memory=memory))
        assert made.table.column(made.shown_columns()[0]).key == "ref"
        assert len(made.shown_columns()) == 8
        memory.kept["table/lines"] = json.dumps({"widths": [1], "hidden": ["note"]})
        assert len(next(make_view(qtbot, Desk().model, memory=memory)).shown_columns()) == 9

    def test_a_column_that_begins_hidden_stays_shown_once_it_was(self, qtbot: QtBot) -> None:
        memory = Memory()
        made = [view_column("ref", "Ref"), view_column("note", "What changed", hidden=True)]
        first = next(make_view(qtbot, RecordTableModel(made), memory=memory))
        assert len(first.shown_columns()) == 1
        first.set_column_hidden("note", hidden=False)
        first.hide()
        assert len(next(make_view(qtbot, RecordTableModel(made), memory=memory)).shown_columns()) == 2

    def test_spare_room_is_shared_by_the_wide_columns_of_words(self, qtbot: QtBot) -> None:
        columns = [
            view_column("ref", "Ref", width=60),
            view_column("name", "Project", width=120),
            view_column("note", "What changed", width=180),
        ]
        view = RecordTableView(RecordTableModel(columns), "shared", workspace=None)
        qtbot.addWidget(view)
        view.resize(1000, 300)
        view.show()
        ref, name, note = (view.columnWidth(at) for at in range(3))
        assert ref < 100
        assert abs(ref + name + note - view.viewport().width()) <= 1
        assert abs(2 * note - 3 * name) < 0.1 * note

    def test_a_row_is_as_high_as_what_it_is_called_and_two_lines_of_its_other_words(
        self, qtbot: QtBot
    ) -> None:
        words = "Early help for people and their carers at the first door, "
        model = RecordTableModel([view_column("name", "Project"), view_column("note", "What changed")])
        view = RecordTableView(model, "heights", workspace=None)
        qtbot.addWidget(view)
        view.resize(520, 400)
        view.show()
        for key in ("name", "note"):
            view.horizontalHeader().resizeSection(model.column_at(key), 250)
        one, two, most = 29, 41, 5 * 16 + 9
        for name, note, height in (
            ("Short", "Short", one),
            (words, "Short", two),
            ("Short", words, two),
            ("Short", words * 4, two),
            (words * 2, "Short", 3 * 16 + 9),
            (words * 9, "Short", most),
        ):
            model.set_rows([replace(LINES[0], name=name, note=note)])
            assert abs(view.rowHeight(0) - height) <= 2, (name, note)
            assert view.delegate.is_cut(model.index(0, 0)) == (name == words * 9)

    def test_a_table_without_rows_is_not_moved_sideways(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        view.resize(300, 300)
        bar = view.horizontalScrollBar()
        qtbot.waitUntil(bar.isVisible)
        desk.model.set_rows([])
        qtbot.waitUntil(lambda: not bar.isVisible())
        desk.model.set_rows(LINES)
        qtbot.waitUntil(bar.isVisible)

    def test_a_column_of_words_is_as_wide_as_the_longest_word(self, qtbot: QtBot) -> None:
        columns = [
            view_column("name", "Project", width=120),
            view_column("note", "Owner", width=60),
            view_column("theme", "Theme", width=60),
        ]
        words = "Head of Commissioning and everything else that there is in the directorate"
        view = RecordTableView(RecordTableModel(columns), "", workspace=None)
        qtbot.addWidget(view)
        view.resize(160, 300)
        view.show()
        view.table.set_rows([replace(LINES[0], note=words, theme="↑ Worsening")])
        for key, kept in (("note", "Commissioning"), ("theme", "↑ Worsening")):
            at = view.table.column_at(key)
            room = view.columnWidth(at) - 16
            assert room >= view.fontMetrics().horizontalAdvance(kept), key
            assert kept in wrapped(view.table.text_at(0, at), view.fontMetrics(), room, 4)

    def test_what_a_heading_shows_under_a_column_of_words_has_one_line(self, qtbot: QtBot) -> None:
        columns = [view_column("name", "Record", width=120), view_column("note", "Who", width=60)]
        view = RecordTableView(RecordTableModel(columns), "", workspace=None)
        qtbot.addWidget(view)
        view.resize(120, 300)
        view.show()
        view.table.set_grouping(
            Grouping("Change", lambda row: row.name, subtotals=lambda _, rows: {"note": "Alexandra O’Brien"})
        )
        view.table.set_rows([replace(LINES[0], name="P " * 300)])
        wide = QFontMetrics(view.delegate.bold_font).horizontalAdvance("Alexandra O’Brien")
        assert view.columnWidth(1) >= wide + 16

    def test_spare_room_goes_to_the_words(self, view: RecordTableView) -> None:
        total = view.horizontalHeader().length()
        assert abs(total - view.viewport().width()) <= 1
        view.resize(300, 300)
        assert view.horizontalHeader().length() > view.viewport().width()

    def test_the_last_column_cannot_be_hidden(self, desk: Desk, view: RecordTableView) -> None:
        for column in desk.model.columns:
            view.set_column_hidden(column.key, hidden=True)
        assert len(view.shown_columns()) == 1

    def test_other_columns_keep_row_and_filters(self, desk: Desk, view: RecordTableView) -> None:
        go(view, "c", "name")
        desk.model.set_value_filter("plan_id", {"Adults Transformation"})
        desk.model.set_columns([*columns()[:3], columns()[5], view_column("theme", "Theme", band="2024/25")])
        assert here(view)[0] == "c"
        assert shown(view, "ref") == ["P-9", "P-12"]
        assert view.horizontalHeader().height() > 40
        assert not view.grab().isNull()

    def test_neighbours_with_one_band_share_it(self, qtbot: QtBot) -> None:
        model = RecordTableModel(
            [
                view_column("name", "Project"),
                view_column("target_pence", "Target", Kind.MONEY, band="2024/25"),
                view_column("forecast_pence", "Forecast", Kind.MONEY, band="2024/25"),
                view_column("ref", "Target", band="2025/26"),
            ]
        )
        made = next(make_view(qtbot, model))
        header = made.horizontalHeader()
        assert [band for band, _ in header.band_rects()] == ["2024/25", "2025/26"]  # type: ignore[attr-defined]
        header.moveSection(3, 2)
        assert len(header.band_rects()) == 3  # type: ignore[attr-defined]
        assert not made.grab().isNull()


class TestMenus:
    def test_the_row_menu_offers_what_the_caller_says(self, qtbot: QtBot, desk: Desk) -> None:
        asked: list[list[str]] = []

        def actions(row_ids: list[str]) -> list[QAction]:
            asked.append(row_ids)
            return [QAction("Archive")]

        made = next(make_view(qtbot, desk.model, row_actions=actions))
        mark(made, ("b", "name"), ("c", "name"))
        menu = made.menus.row_menu()
        texts = [action.text().replace("&", "") for action in menu.actions()]
        assert asked == [["b", "c"]]
        assert texts[0] == "Archive"
        assert {"Cut", "Copy", "Paste", "Fill down", "Edit cell"} <= set(texts)
        menu.deleteLater()

    def test_the_column_menu_sorts_hides_and_moves(self, desk: Desk, view: RecordTableView) -> None:
        menu = view.menus.column_menu("due")
        named = {action.text().replace("&", ""): action for action in menu.actions()}
        named["Sort latest first"].trigger()
        assert desk.model.sorting == ("due", True)
        named["Move left"].trigger()
        assert view.horizontalHeader().visualIndex(desk.model.column_at("due")) == 3
        named["Hide this column"].trigger()
        assert view.is_column_hidden("due")
        menu.deleteLater()
        again = view.menus.column_menu("name")
        chooser = next(action.menu() for action in again.actions() if "Choose" in action.text())
        due = next(action for action in chooser.actions() if action.text() == "Due")  # type: ignore[attr-defined]
        due.trigger()
        assert not view.is_column_hidden("due")
        again.deleteLater()


class TestSelectionSummary:
    def test_amounts_are_summed_and_headings_are_not(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        desk.model.set_grouping(by_theme())
        with qtbot.waitSignal(view.selection_summary) as told:
            mark(view, ("c", "name"), ("a", "target_pence"))
        assert told.args == [SelectionSummary(3, 6, 398_423_300 + 26_800_000)]
        assert told.args[0].words == "6 cells in 3 rows, sum £4,252,233"
        assert SelectionSummary(1, 1, 5).words == ""
        assert SelectionSummary(1, 2, None).words == "2 cells in 1 row"

    def test_the_current_row_is_told_once_a_row(
        self, qtbot: QtBot, desk: Desk, view: RecordTableView
    ) -> None:
        told: list[object] = []
        go(view, "a", "ref")
        view.current_row_changed.connect(told.append)
        go(view, "b", "ref")
        go(view, "b", "name")
        desk.model.sort_by("ref", descending=True)
        assert told == [desk.lines["b"]]
        desk.model.set_rows([])
        assert told == [desk.lines["b"], None]


class TestModel:
    def test_qts_own_checks_pass_through_every_change(self, qtbot: QtBot, desk: Desk) -> None:
        model = desk.model
        tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        model.set_grouping(by_theme())
        model.set_total("All", lambda lines: {"target_pence": len(lines)})
        for key in ("One", "Two"):
            model.fold(key, folded=True)
            model.fold(key, folded=False)
        model.sort_by("due")
        model.set_filter_text("p")
        model.set_filter_text("mh")
        model.clear_filters()
        model.set_rows([*LINES, replace(LINES[0], id="e", ref="P-3", theme="Three")])
        model.set_rows(LINES[1:])
        model.set_rows([replace(LINES[1], name="Changed"), *LINES[2:]])
        model.apply([CellEdit("b", "due", "nonsense")])
        model.set_columns(columns()[:4])
        model.set_grouping(None)
        model.set_rows([])
        model.set_rows(LINES)
        assert model.rowCount() == 5
        tester.deleteLater()

    def test_one_changed_row_is_told_as_one_row(self, qtbot: QtBot, desk: Desk) -> None:
        told: list[tuple[int, int]] = []
        resets: list[int] = []
        desk.model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
        desk.model.modelReset.connect(lambda: resets.append(1))
        desk.model.set_rows([*LINES[:2], replace(LINES[2], name="Changed"), LINES[3]])
        assert (told, resets) == [[(2, 2)], []] or (told, resets) == ([(2, 2)], [])
        added = []
        desk.model.rowsInserted.connect(lambda _parent, first, last: added.append((first, last)))
        desk.model.set_rows([*desk.model.rows, replace(LINES[0], id="z")])
        assert (added, resets) == ([(4, 4)], [])

    def test_two_rows_with_one_id_are_refused(self, qtbot: QtBot, desk: Desk) -> None:
        with pytest.raises(ValueError, match="same id"):
            desk.model.set_rows([LINES[0], LINES[0]])

    def test_without_a_sink_nothing_can_be_edited(self, qtbot: QtBot) -> None:
        model = RecordTableModel(columns())
        model.set_rows(LINES)
        assert not model.is_editable
        assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
        assert not model.setData(model.index(0, 1), "x") or model.apply([]).is_ok

    def test_refresh_reads_words_again(self, qtbot: QtBot) -> None:
        names = {"One": "First"}
        model = RecordTableModel([view_column("theme", "Theme", words=lambda key: names.get(key, key))])
        model.set_rows(LINES)
        assert model.text_at(0, 0) == "First"
        names["One"] = "Prevention"
        model.refresh()
        assert model.text_at(0, 0) == "Prevention"

    def test_a_chip_shows_its_words(self, qtbot: QtBot) -> None:
        model = RecordTableModel([view_column("theme", "Status", chip=lambda line: Chip(line.theme, "red"))])
        model.set_rows(LINES)
        assert model.text_at(0, 0) == "One"
        assert model.copied_at(0, 0) == "One"
        model.set_filter_text("two")
        assert model.rowCount() == 2

    def test_subtotals_may_come_as_words(self, qtbot: QtBot) -> None:
        model = RecordTableModel([view_column("name", "Name"), view_column("target_pence", "T", Kind.MONEY)])
        model.set_rows(LINES)
        model.set_grouping(Grouping("x", lambda _: "k", subtotals=lambda _k, _r: {"target_pence": "n/a"}))
        group = model.group_at(0)
        assert isinstance(group, GroupRow)
        assert model.text_at(0, 1) == "n/a"


def test_ten_thousand_rows_are_shown_sorted_filtered_and_edited(qtbot: QtBot, desk: Desk) -> None:
    lines = [
        replace(LINES[number % 4], id=f"n{number}", ref=f"P-{number}", forecast_pence=number * 100)
        for number in range(10_000)
    ]
    desk.lines = {line.id: line for line in lines}
    desk.model.set_rows(lines)
    made = next(make_view(qtbot, desk.model))
    desk.model.sort_by("forecast_pence", descending=True)
    assert shown(made, "ref")[0] == "P-9999"
    desk.model.set_filter_text("p-999")
    assert desk.model.rowCount() == 11
    desk.model.set_filter_text("")
    go(made, "n5000", "forecast_pence")
    press(made, "1", Key.Key_Return)
    assert desk.lines["n5000"].forecast_pence == 100
    assert here(made) == ("n4999", "forecast_pence")
    press(made, (Key.Key_A, CTRL), (Key.Key_C, CTRL))
    assert clipboard().count("\n") == 9_999
    assert not made.grab().isNull()


def test_tab_leaves_a_table_that_cannot_be_edited_and_ctrl_tab_one_that_can(qtbot: QtBot, desk: Desk) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    plain = RecordTableModel(columns(), parent=holder)
    plain.set_rows(LINES)
    tables = [RecordTableView(model, "t", workspace=None, parent=holder) for model in (plain, desk.model)]
    button = QPushButton("After")
    for widget in (*tables, button):
        layout.addWidget(widget)
    holder.resize(900, 500)
    holder.show()
    holder.activateWindow()
    tables[0].setFocus()
    qtbot.waitUntil(tables[0].hasFocus)
    press(tables[0], Key.Key_Tab)
    assert tables[1].hasFocus()
    press(tables[1], Key.Key_Tab)
    assert tables[1].hasFocus()
    press(tables[1], (Key.Key_Tab, CTRL))
    assert button.hasFocus()


def click(qtbot: QtBot, view: RecordTableView, row_id: str, key: str) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, pos=_centre(view, row_id, key))


def double_click(qtbot: QtBot, view: RecordTableView, row_id: str, key: str) -> None:
    qtbot.mouseDClick(view.viewport(), LEFT, pos=_centre(view, row_id, key))


def _centre(view: RecordTableView, row_id: str, key: str) -> QPoint:
    index: QModelIndex = view.table.index(view.table.position(row_id), view.table.column_at(key))
    return view.visualRect(index).center()

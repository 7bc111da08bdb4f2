"""The import window as an officer meets it: looked at, put right by keys and clicks, previewed and done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.importing.found import Role
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.ui.dialogs.importing.window import COLUMNS, DONE, FOUND, MEANINGS, PREVIEW, ImportWindow
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker
from tests.ui.importing.fakes import STATUS, FakeTracker, a_workbook

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def tracker(workspace: Workspace) -> FakeTracker:
    return FakeTracker(workspace.session)


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, tracker: FakeTracker) -> Iterator[ImportWindow]:
    made = ImportWindow(workspace, a_workbook(), None, tracker=tracker)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    settle(qtbot, made)
    yield made
    made.hide()


def settle(qtbot: QtBot, window: ImportWindow) -> None:
    qtbot.waitUntil(lambda: not window._refresh.isActive())
    for _ in range(3):
        QApplication.processEvents()


def go_to(qtbot: QtBot, window: ImportWindow, step: int) -> None:
    """Click a step's tab."""
    QTest.mouseClick(
        window.steps,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        window.steps.tabRect(step).center(),
    )
    settle(qtbot, window)
    assert window.step == step


def cells(view: RecordTableView) -> list[list[str]]:
    table = view.table
    return [
        [table.text_at(at, column) for column in range(table.columnCount())] for at in range(table.rowCount())
    ]


def click_cell(view: RecordTableView, row_id: str, key: str, *, double: bool = False) -> None:
    index = view.table.index(view.table.position(row_id), view.table.column_at(key))
    view.scrollTo(index)
    click = QTest.mouseDClick if double else QTest.mouseClick
    if double:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    click(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


def type_in(qtbot: QtBot, view: RecordTableView, row_id: str, key: str, words: str) -> None:
    """Click a cell, type over it and press Enter."""
    click_cell(view, row_id, key)
    for letter in words:
        QTest.keyClick(in_front(view.window()), letter)
    QTest.keyClick(in_front(view.window()), Qt.Key.Key_Return)
    settle(qtbot, view.window())


def in_front(window: QWidget) -> QWindow:
    """Return the window that has the keyboard; offscreen nobody brings one to the front."""
    if QGuiApplication.focusWindow() is None:
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
    return QGuiApplication.focusWindow() or window.windowHandle()


def chosen(menu: QMenu, words: str) -> QAction:
    """Return an action of a menu by the beginning of its words."""
    return next(action for action in menu.actions() if action.text().replace("&", "").startswith(words))


def pick(qtbot: QtBot, window: ImportWindow, words: str) -> None:
    """Choose in the menu that is open, as a click on the action does."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(chosen(menu, words)).center())
    settle(qtbot, window)


class TestWhatWasFound:
    def test_a_clean_tracker_needs_a_look_and_one_click(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        assert window.step == FOUND
        assert window.import_button.text() == "&Import 3 rows"
        assert window.counts.text() == "3 new, 1 refused, 1 total agrees, 1 not in the workbook."
        qtbot.mouseClick(window.import_button, Qt.MouseButton.LeftButton)
        assert tracker.applied == [("", False)]
        assert window.step == DONE

    def test_sheets_are_ticked_hidden_ones_marked_and_not(self, window: ImportWindow) -> None:
        rows = window.found.model.rows
        assert [(row.name, row.taken) for row in rows] == [("Projects", True), ("Lists (hidden)", False)]

    def test_each_row_is_labelled_by_what_it_is(self, window: ImportWindow) -> None:
        picture = window.found.picture.picture
        assert [picture.line_words(row, is_row=True) for row in range(10)] == [
            "", "", "Heading", "Group", "Record", "Record", "Record", "Record, hidden", "Total", "Note",
        ]  # fmt: skip

    def test_a_click_on_a_rows_number_says_that_it_is_a_total(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        view = window.found.picture
        header = view.verticalHeader()
        place = QPoint(10, header.sectionViewportPosition(6) + 5)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        pick(qtbot, window, "A total")
        assert tracker.right_of("Projects").roles == {6: Role.TOTAL}
        assert view.picture.line_words(6, is_row=True) == "Total"
        assert window.import_button.text() == "&Import 3 rows"
        assert "refused" not in window.counts.text()

    def test_the_keyboard_says_so_too(self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker) -> None:
        view = window.found.picture
        view.go_to(4, 2)
        view.setFocus()
        window.found.menu()
        menu = window.found.menu()
        chosen(menu, "The heading row").trigger()
        settle(qtbot, window)
        assert tracker.right_of("Projects").headings == frozenset({4})
        assert not window.found.reset_button.isHidden()
        qtbot.mouseClick(window.found.reset_button, Qt.MouseButton.LeftButton)
        settle(qtbot, window)
        assert tracker.right_of("Projects").headings == frozenset()

    def test_a_sheet_that_is_unticked_is_not_taken(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        click_cell(window.found.list, window.found.model.rows[0].id, "taken")
        settle(qtbot, window)
        assert tracker.mapping.tables[0].skip
        assert window.import_button.text() == "Nothing to import"
        assert not window.import_button.isEnabled()


class TestColumns:
    def test_what_is_unsure_stands_first_and_is_counted(self, qtbot: QtBot, window: ImportWindow) -> None:
        go_to(qtbot, window, COLUMNS)
        first = cells(window.columns.view)[0]
        assert first[0] == "G · Notes"
        assert first[4] == "Check"
        assert window.steps.tabText(COLUMNS) == "Columns (1 to check)"

    def test_where_a_column_goes_is_typed(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        go_to(qtbot, window, COLUMNS)
        type_in(qtbot, window.columns.view, "0:5", "goes_to", "narrative")
        column = tracker.mapping.tables[0].columns[5]
        assert (column.target, column.chosen) == (Target("status_update", "narrative"), True)
        assert window.steps.tabText(COLUMNS) == "Columns"

    def test_a_column_becomes_a_field_of_the_councils_own(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        go_to(qtbot, window, COLUMNS)
        type_in(qtbot, window.columns.view, "0:5", "goes_to", "new field")
        column = tracker.mapping.tables[0].columns[5]
        assert (column.target, column.own_kind) == (Target("project", own="Notes"), "text")
        type_in(qtbot, window.columns.view, "0:5", "way", "date")
        assert tracker.mapping.tables[0].columns[5].own_kind == "date"

    def test_two_columns_for_one_field_are_refused_with_a_sentence(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        go_to(qtbot, window, COLUMNS)
        type_in(qtbot, window.columns.view, "0:5", "goes_to", "lead")
        assert tracker.mapping.tables[0].columns[5].target is None
        assert window.columns.view.sentence.startswith("“SRO” goes there already.")


class TestMeanings:
    def test_an_unknown_word_is_chosen_once(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        go_to(qtbot, window, MEANINGS)
        assert cells(window.meanings.view)[0][1:] == ["Purple", "1", "Not known yet: refused"]
        row_id = window.meanings.model.rows[0].id
        type_in(qtbot, window.meanings.view, row_id, "meant", "at risk")
        assert tracker.mapping.tables[0].meanings == {"status_update.status_id": {"Purple": "s-red"}}
        assert "refused" not in window.counts.text()
        assert tracker.meanings(0, STATUS).met[2].stands_for == "s-red"


class TestPreview:
    def test_a_refusal_is_gone_to_and_corrected_in_place(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        go_to(qtbot, window, PREVIEW)
        bar = window.preview.tabs.findChild(QTabBar)
        assert bar is not None
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
        click_cell(window.preview.refused, "0", "sentence", double=True)
        view = window.preview.view
        assert view.current_row.row.line == 6
        assert view.table.column(view.currentIndex().column()).label == "Status"
        QTest.keyClick(in_front(window), "G")
        QTest.keyClick(in_front(window), Qt.Key.Key_Return)
        settle(qtbot, window)
        assert tracker.chosen.texts == {("Projects", "E7"): "G"}
        assert window.import_button.text() == "&Import 4 rows"

    def test_a_row_is_left_out_by_its_tick(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        go_to(qtbot, window, PREVIEW)
        click_cell(window.preview.view, window.preview.model.rows[0].id, "taken")
        settle(qtbot, window)
        assert tracker.chosen.rows == frozenset({("Projects", "B", 4)})
        assert window.import_button.text() == "&Import 2 rows"
        assert cells(window.preview.view)[0][2] == "Left out"

    def test_all_that_is_told_is_in_sight(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        tracker.told = tuple(
            f"Sentence {number} of what is to be known before it is applied." for number in range(5)
        )
        tracker.choose(tracker.chosen)
        window._changed()
        settle(qtbot, window)
        go_to(qtbot, window, PREVIEW)
        told = window.preview.told
        assert told.words.count("Sentence") == 5
        assert told.verticalScrollBar().maximum() == 0
        assert told.callout.height() >= told.callout.heightForWidth(told.callout.width())
        window.resize(600, 420)
        settle(qtbot, window)
        assert told.height() <= 0.4 * window.height() + 1

    def test_a_kind_and_a_column_are_left_out_by_the_menu(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        go_to(qtbot, window, PREVIEW)
        for words in ("Projects", "Column “SRO”"):
            menu = window.preview.take_button.menu()
            menu.popup(window.preview.take_button.mapToGlobal(QPoint(0, 0)))
            pick(qtbot, window, words)
        assert tracker.chosen.kinds == frozenset({"project"})
        assert tracker.chosen.columns == frozenset({("Projects", 3)})

    def test_a_likely_record_is_chosen_in_place(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        go_to(qtbot, window, PREVIEW)
        type_in(qtbot, window.preview.view, window.preview.model.rows[1].id, "joined", "recycled")
        assert tracker.chosen.joined == {(("Projects", "B", 5), "project"): "p-2"}
        assert window.preview.model.rows[1].joined_words == "P-002 Recycled equipment"

    def test_rows_are_narrowed_to_what_is_refused(self, qtbot: QtBot, window: ImportWindow) -> None:
        go_to(qtbot, window, PREVIEW)
        box = window.preview.state_box
        box.setCurrentIndex(box.findData("refused"))
        box.activated.emit(box.currentIndex())
        assert [row[0] for row in cells(window.preview.view)] == ["T-03 Day centres"]

    def test_totals_and_what_is_missing_are_listed(self, qtbot: QtBot, window: ImportWindow) -> None:
        go_to(qtbot, window, PREVIEW)
        assert cells(window.preview.totals)[0][:6] == [
            "Agrees", "Projects F9", "Total", "Saving 2026/27 £000", "£240,500", "£240,500",
        ]  # fmt: skip
        assert cells(window.preview.missing) == [["project", "P-009 Falls prevention"]]
        assert cells(window.preview.unmapped) == [["Projects", "G", "Notes"]]

    def test_totals_are_kept_where_that_is_ticked(
        self, qtbot: QtBot, window: ImportWindow, tracker: FakeTracker
    ) -> None:
        go_to(qtbot, window, PREVIEW)
        window.preview.keep_totals.setChecked(True)
        qtbot.mouseClick(window.import_button, Qt.MouseButton.LeftButton)
        assert tracker.applied == [("", True)]


class TestTheEnd:
    def test_what_was_refused_is_told_and_copied(self, qtbot: QtBot, window: ImportWindow) -> None:
        qtbot.mouseClick(window.import_button, Qt.MouseButton.LeftButton)
        assert "3 projects were made" in window.done_step.said.words
        qtbot.mouseClick(window.done_step.copy_button, Qt.MouseButton.LeftButton)
        copied = QGuiApplication.clipboard().text().splitlines()
        assert copied[0].split("\t")[0] == "Sheet"
        assert copied[1].split("\t")[:2] == ["Projects", "E7"]
        QGuiApplication.clipboard().clear()
        qtbot.mouseClick(window.close_button, Qt.MouseButton.LeftButton)
        assert window.result() == QDialog.DialogCode.Accepted

    def test_the_board_pack_is_a_click_away(
        self, qtbot: QtBot, window: ImportWindow, visits: list[tuple[str, dict[str, object]]]
    ) -> None:
        qtbot.mouseClick(window.import_button, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(window.done_step.pack_button, Qt.MouseButton.LeftButton)
        assert visits == [("pack", {})]
        assert not window.isVisible()

    def test_escape_asks_once_something_was_begun(
        self, qtbot: QtBot, window: ImportWindow, asker: FakeAsker
    ) -> None:
        asker.agrees = False
        go_to(qtbot, window, COLUMNS)
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert asker.questions[-1].startswith("Leave without importing?")
        assert window.isVisible()
        asker.agrees = True
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert not window.isVisible()

    def test_escape_leaves_at_once_where_nothing_was_begun(
        self, window: ImportWindow, asker: FakeAsker
    ) -> None:
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert not window.isVisible()
        assert asker.questions == []


def test_the_same_workbook_again_says_that_it_is_mapped_as_before(
    qtbot: QtBot, workspace: Workspace, tracker: FakeTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeTracker, "is_remembered", True)
    made = ImportWindow(workspace, a_workbook(), None, tracker=tracker)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, made)
    assert made.told.full_text.startswith("Mapped as it was kept before")
    made.hide()

"""The merge window as an officer meets it: conflicts settled by keys and clicks, by rule and by typing, then merged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.merging.conflicts import Choice
from asc_desktop.ui.dialogs.merging.window import MergeWindow
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker
from tests.ui.merging.fakes import OURS_TEXT, THEIRS_TEXT, FakeMerge

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def merge() -> FakeMerge:
    return FakeMerge()


@pytest.fixture
def window(qtbot: QtBot, empty_workspace: Workspace, merge: FakeMerge) -> Iterator[MergeWindow]:
    yield from shown(qtbot, empty_workspace, merge)


def shown(qtbot: QtBot, workspace: Workspace, merge: FakeMerge) -> Iterator[MergeWindow]:
    made = MergeWindow(workspace, merge, None)
    qtbot.addWidget(made)
    made.show()
    made.resize(1326, 688)
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    settle(qtbot, made)
    yield made
    made.hide()


def settle(qtbot: QtBot, window: MergeWindow) -> None:
    qtbot.waitUntil(lambda: not window._refresh.isActive())
    for _ in range(3):
        QApplication.processEvents()


def in_front() -> QWindow:
    window = QGuiApplication.focusWindow()
    assert window is not None
    return window


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(in_front(), key)


def cells(view: RecordTableView) -> list[list[str]]:
    table = view.table
    return [
        [table.text_at(at, column) for column in range(table.columnCount())] for at in range(table.rowCount())
    ]


def go_to(qtbot: QtBot, window: MergeWindow, key: str) -> None:
    """Click the conflict's row."""
    view = window.conflicts.view
    index = view.table.index(view.table.position(key), view.table.column_at("record"))
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    settle(qtbot, window)


def click_way(qtbot: QtBot, window: MergeWindow, words: str) -> None:
    """Click one of the choices of the conflict in view."""
    ways = window.conflicts.box.ways
    assert ways is not None
    button = next(item for item in ways.findChildren(QAbstractButton) if item.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def by_rule(qtbot: QtBot, window: MergeWindow, words: str) -> None:
    """Choose a rule for all that is still to settle, by the menu's keys."""
    button = window.conflicts.rest_button
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(item for item in menu.actions() if item.text().replace("&", "") == words)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    settle(qtbot, window)


class TestWhatIsShown:
    def test_conflicts_come_first_with_both_values(self, window: MergeWindow) -> None:
        assert window.heading.full_text == (
            "“Care Placement working copy.ascp” from Bea Commissioner: 24 new actions"
        )
        assert window.tabs.currentWidget() is window.conflicts
        assert cells(window.conflicts.view)[0] == [
            "P-033 Supported Living: forecast 2024/25, June 2024",
            "Changed in both",
            "Forecast",
            "£450,000",
            "£410,000",
            "To settle",
        ]
        assert [row[1] for row in cells(window.conflicts.view)] == [
            "Changed in both", "Changed in both", "Deleted", "Closed month", "Same name", "Breaks a rule",
        ]  # fmt: skip

    def test_the_current_one_is_said_in_full_with_who_and_when(
        self, qtbot: QtBot, window: MergeWindow
    ) -> None:
        box = window.conflicts.box
        assert box.heading.full_text == "P-033 Supported Living: forecast 2024/25, June 2024: Forecast"
        assert box.before.text() == "Before either: £634,899"
        assert (box.ours.words.text(), box.theirs.words.text()) == ("£450,000", "£410,000")
        assert box.ours.by.full_text.startswith("Ann Officer, 14 Jun 2024 ")
        assert box.theirs.by.full_text.startswith("Bea Commissioner, 17 Jun 2024 ")
        go_to(qtbot, window, "narrative")
        assert (box.ours.words.text(), box.theirs.words.text()) == (OURS_TEXT, THEIRS_TEXT)
        assert not box.before.isVisible()
        go_to(qtbot, window, "deleted")
        assert box.theirs.words.text() == "A mitigation was added (Recruit to post)"
        assert not box.sentence.isVisible()
        go_to(qtbot, window, "closed")
        assert box.ours.words.text() == "May 2024 is closed"
        assert box.heading.full_text == "P-036 Jackdawe transition, May 2024"
        go_to(qtbot, window, "over")
        assert box.sentence.text().startswith("This is £70,000 more than is left.")
        assert box.sentence.isVisible()

    def test_what_may_be_left_says_what_becomes_of_it(self, window: MergeWindow) -> None:
        taken = [row[-1] for row in cells(window.conflicts.view)]
        assert taken == [*["To settle"] * 4, "Rename: P-054 (b)", "Leave as it is"]

    def test_what_comes_in_is_listed_and_filtered(self, qtbot: QtBot, window: MergeWindow) -> None:
        QTest.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert window.tabs.currentWidget() is window.incoming
        rows = cells(window.incoming.view)
        assert rows[1][:-1] == [
            "P-034 Supported Living under 65s: 2024/25", "Changed", "Savings position", "Delivered to date", "£61,000",
            "£74,500", "Bea Commissioner",
        ]  # fmt: skip
        assert [row[1] for row in rows] == ["New", "Changed", "Changed", "Deleted"]
        QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert window.incoming.filter.hasFocus()
        for letter in "landlord":
            QTest.keyClick(in_front(), letter)
        assert [row[0] for row in cells(window.incoming.view)] == ["P-031: Landlord is selling"]

    def test_the_tabs_say_how_many(self, qtbot: QtBot, window: MergeWindow) -> None:
        assert [window.tabs.tabText(at) for at in range(2)] == [
            "Conflicts (4 of 6 to settle)",
            "What comes in (4)",
        ]
        click_way(qtbot, window, "Ours")
        assert window.tabs.tabText(0) == "Conflicts (3 of 6 to settle)"

    def test_without_conflicts_it_can_be_merged_at_once(
        self, qtbot: QtBot, empty_workspace: Workspace
    ) -> None:
        plain = FakeMerge(conflicts=())
        for window in shown(qtbot, empty_workspace, plain):
            assert window.tabs.currentWidget() is window.incoming
            assert not window.tabs.isTabVisible(0)
            assert window.merge_button.hasFocus()
            assert window.merge_button.text() == "&Merge 4 changes"
            press(Qt.Key.Key_Space)
            assert plain.applied == [""]


class TestSettling:
    def test_the_button_says_what_is_still_to_settle(self, qtbot: QtBot, window: MergeWindow) -> None:
        assert window.merge_button.text() == "4 conflicts still to settle"
        assert not window.merge_button.isEnabled()
        by_rule(qtbot, window, "Take ours")
        assert window.merge_button.text() == "&Merge 4 changes"
        assert window.merge_button.isEnabled()

    @pytest.mark.parametrize(
        ("words", "take"), [("Ours", "ours"), ("Theirs", "theirs"), ("Newest", "newest")]
    )
    def test_a_click_settles_one(
        self, qtbot: QtBot, window: MergeWindow, merge: FakeMerge, words: str, take: str
    ) -> None:
        click_way(qtbot, window, words)
        assert merge.choices == {"forecast": Choice(take)}  # type: ignore[arg-type]
        assert cells(window.conflicts.view)[0][-1] == words
        assert window.conflicts.box.ways is not None
        assert window.conflicts.box.ways.current == take

    def test_it_is_settled_in_the_table_by_typing_as_in_excel(
        self, qtbot: QtBot, window: MergeWindow, merge: FakeMerge
    ) -> None:
        view = window.conflicts.view
        assert view.hasFocus()
        for _ in range(2):
            for letter in "the":
                QTest.keyClick(in_front(), letter)
            press(Qt.Key.Key_Return)
            settle(qtbot, window)
        assert merge.choices == {"forecast": Choice("theirs"), "narrative": Choice("theirs")}
        assert view.current_row.id == "deleted"

    def test_another_amount_is_typed(self, qtbot: QtBot, window: MergeWindow, merge: FakeMerge) -> None:
        editor = window.conflicts.box.editor
        assert isinstance(editor, QLineEdit)
        editor.setFocus()
        for letter in "430k":
            QTest.keyClick(in_front(), letter)
        press(Qt.Key.Key_Return)
        settle(qtbot, window)
        assert merge.choices == {"forecast": Choice("value", 43_000_000)}
        assert cells(window.conflicts.view)[0][-1] == "£430,000"

    def test_what_cannot_be_read_is_said_beside_it(
        self, qtbot: QtBot, window: MergeWindow, merge: FakeMerge
    ) -> None:
        box = window.conflicts.box
        assert isinstance(box.editor, QLineEdit)
        box.editor.setFocus()
        for letter in "lots":
            QTest.keyClick(in_front(), letter)
        qtbot.mouseClick(box.use_button, Qt.MouseButton.LeftButton)
        assert "“lots”" in box.problem.text()
        assert box.problem.isVisible()
        assert merge.choices == {}
        click_way(qtbot, window, "Ours")
        assert not box.problem.isVisible()

    def test_two_texts_begin_joined(self, qtbot: QtBot, window: MergeWindow, merge: FakeMerge) -> None:
        go_to(qtbot, window, "narrative")
        box = window.conflicts.box
        assert box.editor is not None
        assert box.editor.value_text() == f"{OURS_TEXT}\n\n{THEIRS_TEXT}"
        qtbot.mouseClick(box.use_button, Qt.MouseButton.LeftButton)
        assert merge.choices["narrative"].take == "value"

    def test_another_reference_is_suggested_and_may_be_typed(
        self, qtbot: QtBot, window: MergeWindow, merge: FakeMerge
    ) -> None:
        go_to(qtbot, window, "name")
        box = window.conflicts.box
        assert box.editor is not None
        assert box.editor.value_text() == "P-054 (b)"
        click_way(qtbot, window, "Rename: P-054 (b)")
        assert merge.choices["name"] == Choice("newest")
        box.editor.setFocus()
        press(Qt.Key.Key_Home)
        QTest.keyClick(in_front(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        for letter in "P-154":
            QTest.keyClick(in_front(), letter)
        press(Qt.Key.Key_Return)
        settle(qtbot, window)
        assert merge.choices["name"] == Choice("value", "P-154")
        assert box.ways is not None
        assert box.ways.current == ""

    def test_where_one_of_two_is_all_there_can_be_nothing_is_typed(
        self, qtbot: QtBot, window: MergeWindow
    ) -> None:
        for key in ("deleted", "over", "closed"):
            go_to(qtbot, window, key)
            assert window.conflicts.box.editor is None
            assert not window.conflicts.box.use_button.isVisible()

    def test_a_rule_settles_the_rest_and_leaves_what_was_chosen(
        self, qtbot: QtBot, window: MergeWindow, merge: FakeMerge
    ) -> None:
        assert window.conflicts.rest_button.text() == "Settle &all (4)"
        click_way(qtbot, window, "Theirs")
        assert window.conflicts.rest_button.text() == "Settle the &rest (3)"
        by_rule(qtbot, window, "Take the newest")
        takes = {key: choice.take for key, choice in merge.choices.items()}
        assert takes == {"forecast": "theirs", "narrative": "newest", "deleted": "newest", "closed": "newest"}
        assert not window.conflicts.rest_button.isEnabled()

    def test_next_goes_to_what_is_still_to_settle(self, qtbot: QtBot, window: MergeWindow) -> None:
        go_to(qtbot, window, "narrative")
        click_way(qtbot, window, "Ours")
        go_to(qtbot, window, "forecast")
        qtbot.mouseClick(window.conflicts.box.next_button, Qt.MouseButton.LeftButton)
        assert window.conflicts.view.current_row.id == "deleted"
        press(Qt.Key.Key_Space)
        settle(qtbot, window)
        assert cells(window.conflicts.view)[2][-1] == "Ours"

    def test_only_what_is_to_settle_is_listed_when_asked(self, qtbot: QtBot, window: MergeWindow) -> None:
        click_way(qtbot, window, "Ours")
        window.conflicts.only.setFocus()
        press(Qt.Key.Key_Space)
        assert [row[0][:5] for row in cells(window.conflicts.view)] == ["P-031", "P-034", "P-036"]


class TestReason:
    def test_a_closed_month_asks_for_a_reason_in_place(
        self, qtbot: QtBot, window: MergeWindow, merge: FakeMerge
    ) -> None:
        by_rule(qtbot, window, "Take ours")
        assert not window.conflicts.reason.isVisible()
        assert cells(window.conflicts.view)[3][-1] == "Leave it out"
        go_to(qtbot, window, "closed")
        click_way(qtbot, window, "Correct the month")
        assert window.conflicts.reason.isVisible()
        assert window.merge_button.text() == "A reason is still to give"
        assert not window.merge_button.isEnabled()
        window.conflicts.reason.setFocus()
        for letter in "Sent late":
            QTest.keyClick(in_front(), letter)
        assert window.merge_button.text() == "&Merge 4 changes"
        qtbot.mouseClick(window.merge_button, Qt.MouseButton.LeftButton)
        assert merge.choices["closed"] == Choice("theirs", reason="Sent late")
        assert merge.choices["forecast"] == Choice("ours")
        assert merge.applied == ["Sent late"]

    def test_the_newest_of_a_closed_month_is_a_correction_too(
        self, qtbot: QtBot, window: MergeWindow
    ) -> None:
        by_rule(qtbot, window, "Take the newest")
        assert window.conflicts.reason.isVisible()
        assert not window.merge_button.isEnabled()


class TestTheEnd:
    def test_one_message_says_what_came_in(
        self, qtbot: QtBot, window: MergeWindow, asker: FakeAsker, empty_workspace: Workspace
    ) -> None:
        said: list[str] = []
        empty_workspace.said.connect(said.append)
        by_rule(qtbot, window, "Take the newest")
        window.conflicts.reason.setText("Sent late")
        qtbot.mouseClick(window.merge_button, Qt.MouseButton.LeftButton)
        assert len(asker.told) == 1
        assert asker.told[0] == (
            "The copy is merged: 24 changes came in. One Undo takes all of it back. As it was before, it is kept as "
            "the backup “ours.ascp” in “backups”."
        )
        assert said == ["24 changes came in. One Undo takes all of it back."]
        assert not window.isVisible()

    def test_escape_asks_once_something_was_settled(
        self, qtbot: QtBot, window: MergeWindow, merge: FakeMerge, asker: FakeAsker
    ) -> None:
        click_way(qtbot, window, "Ours")
        asker.agrees = False
        press(Qt.Key.Key_Escape)
        assert [question.startswith("Leave without merging?") for question in asker.questions] == [True]
        assert window.isVisible()
        asker.agrees = True
        press(Qt.Key.Key_Escape)
        assert not window.isVisible()
        assert merge.applied == []

    def test_escape_leaves_at_once_before(self, window: MergeWindow, asker: FakeAsker) -> None:
        press(Qt.Key.Key_Escape)
        assert not window.isVisible()
        assert asker.questions == []

    def test_everything_has_a_name_for_who_cannot_see_it(self, window: MergeWindow) -> None:
        for kind in (QLineEdit, QAbstractButton, RecordTableView):
            for widget in window.findChildren(kind):
                if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                    assert named(widget), widget


def named(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")

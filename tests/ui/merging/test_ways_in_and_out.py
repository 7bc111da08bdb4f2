"""The ways in which copies go out and come back: the menu, a drop, Ctrl+K; with real files, merged and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Mitigation, SavingsPosition, StatusUpdate
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.services.files import CHANGES_SUFFIX
from asc_desktop.services.merging import MergeCancelledError
from asc_desktop.services.session import Session
from asc_desktop.ui.dialogs.find import FindDialog
from asc_desktop.ui.dialogs.merging.window import MergeWindow
from asc_desktop.ui.pages.history.page import HistoryPage
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from tests.ui.importing.test_ways_in import drop
from tests.ui.merging.two_copies import OUR_TEXT, THEIR_TEXT, change, disagree, project, update
from tests.ui.test_main_window import Asked, files_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ANN, BEA = "Ann Officer", "Bea Commissioner"


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, asked: Asked) -> Iterator[MainWindow]:
    made = MainWindow(files_of(ANN), WindowMemory(tmp_path / "window.ini"), asked)
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    yield made
    for dialog in made.findChildren(MergeWindow):
        dialog.hide()
    made.close_file()


@pytest.fixture
def ours(window: MainWindow, tmp_path: Path) -> Session:
    """The sample, open in the window."""
    session = files_of(ANN).create_sample(tmp_path / "Ours.ascp")
    window.use(session)
    return session


@pytest.fixture
def copy(window: MainWindow, ours: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working copy of it, given through the menu."""
    path = tmp_path / "For Bea.ascp"
    save_as(monkeypatch, path)
    action(window, "Give a working copy…").trigger()
    return path


def action(window: MainWindow, words: str) -> QAction:
    return next(item for item in window._menus.actions if item.text().replace("&", "") == words)


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> list[str]:
    offered: list[str] = []

    def answer(_parent: object, _title: str, place: str, _filter: str, **_: object) -> tuple[str, str]:
        offered.append(Path(place).name)
        return str(path or ""), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return offered


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> list[str]:
    titles: list[str] = []

    def answer(_parent: object, title: str, _folder: str, _filter: str) -> tuple[str, str]:
        titles.append(title)
        return str(path or ""), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    return titles


def bea_renames(path: Path, name: str, ref: str = "P-001") -> None:
    """Let the colleague change the copy on another day's work."""
    session = files_of(BEA).open(path)
    change(session, project(session, ref), name=name)
    session.close()


def merging(qtbot: QtBot, window: MainWindow) -> MergeWindow:
    qtbot.waitUntil(lambda: bool(window.findChildren(MergeWindow)), timeout=30_000)
    dialog = window.findChildren(MergeWindow)[0]
    qtbot.waitUntil(lambda: dialog._is_begun and not dialog._refresh.isActive(), timeout=30_000)
    return dialog


class TestGiving:
    def test_it_says_what_it_is_and_what_to_do_with_it(
        self, window: MainWindow, ours: Session, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "For Bea"
        offered = save_as(monkeypatch, path)
        action(window, "Give a working copy…").trigger()
        assert offered == ["Ours working copy.ascp"]
        assert "File > Merge a copy…" in asked.asked[0]
        assert "exempt from publication" in asked.asked[0]
        assert path.with_suffix(".ascp").exists()
        heading, sentence = asked.told[-1]
        assert heading == "The working copy is made"
        assert "For Bea.ascp" in sentence
        assert "File > Merge a copy…" in sentence

    def test_nothing_is_made_where_the_person_thinks_better_of_it(
        self, window: MainWindow, ours: Session, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save_as(monkeypatch, None)
        action(window, "Give a working copy…").trigger()
        asked.says_yes = False
        action(window, "Give a working copy…").trigger()
        assert asked.told == []

    def test_a_copy_that_is_there_is_kept_and_another_name_offered(
        self, window: MainWindow, copy: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bea_renames(copy, "Renamed by Bea")
        save_as(monkeypatch, copy.with_name("Ours working copy.ascp"))
        action(window, "Give a working copy…").trigger()
        offered = save_as(monkeypatch, copy)
        before = copy.read_bytes()
        action(window, "Give a working copy…").trigger()
        assert offered == ["Ours working copy 2.ascp"]
        assert asked.told[-1][0] == "The working copy was not made"
        assert "already a file" in asked.told[-1][1]
        assert copy.read_bytes() == before

    def test_it_is_not_made_over_the_portfolio_itself(
        self, window: MainWindow, ours: Session, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = ours.path.stat().st_size
        save_as(monkeypatch, ours.path)
        action(window, "Give a working copy…").trigger()
        assert asked.told[-1][0] == "The working copy was not made"
        assert ours.path.stat().st_size == before


class TestMerging:
    def test_what_both_did_is_in_the_portfolio_and_undo_takes_it_back(
        self,
        qtbot: QtBot,
        window: MainWindow,
        ours: Session,
        copy: Path,
        asked: Asked,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        bea_renames(copy, "Renamed by Bea")
        change(ours, project(ours, "P-002"), name="Renamed by Ann")
        choose(monkeypatch, copy)
        action(window, "Merge a copy…").trigger()
        dialog = merging(qtbot, window)
        assert dialog.heading.full_text == "“For Bea.ascp” from Bea Commissioner: 1 new action"
        assert dialog.merge_button.text() == "&Merge 1 change"
        qtbot.mouseClick(dialog.merge_button, Qt.MouseButton.LeftButton)
        names = project(ours).name, project(ours, "P-002").name
        assert names == ("Renamed by Bea", "Renamed by Ann")
        heading, sentence = asked.told[-1]
        assert heading == "The copy is merged"
        assert "Undo takes all of it back" in sentence
        assert "backup" in sentence
        assert window.workspace is not None
        window.workspace.undo()
        assert project(ours).name != "Renamed by Bea"
        assert project(ours, "P-002").name == "Renamed by Ann"

    def test_history_says_who_did_it_first_and_by_which_merge(
        self,
        qtbot: QtBot,
        window: MainWindow,
        ours: Session,
        copy: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        bea_renames(copy, "Renamed by Bea")
        choose(monkeypatch, copy)
        action(window, "Merge a copy…").trigger()
        qtbot.mouseClick(merging(qtbot, window).merge_button, Qt.MouseButton.LeftButton)
        page = window.show_page("history")
        assert isinstance(page, HistoryPage)
        group = page.model.group_at(0)
        assert group is not None
        assert group.label.startswith("Merge For Bea.ascp: Change the project, ")
        assert page.model.text_at(0, page.model.column_at("by")) == BEA
        row = page.model.row_at(1)
        assert row is not None
        assert (row.field, row.new) == ("Project", "Renamed by Bea")

    def test_the_same_field_on_both_sides_is_settled_first(
        self, qtbot: QtBot, window: MainWindow, ours: Session, copy: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bea_renames(copy, "Renamed by Bea")
        change(ours, project(ours), name="Renamed by Ann")
        assert drop(window, copy)
        dialog = merging(qtbot, window)
        assert dialog.merge_button.text() == "1 conflict still to settle"
        row = dialog.conflicts.model.rows[0]
        assert (row.conflict.ours.words, row.conflict.theirs.words) == ("Renamed by Ann", "Renamed by Bea")
        assert (row.conflict.ours.who, row.conflict.theirs.who) == (ANN, BEA)
        editor = dialog.conflicts.box.editor
        assert editor is not None
        editor.setFocus()
        qtbot.keyClicks(editor, "Agreed by both")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not dialog._refresh.isActive())
        qtbot.mouseClick(dialog.merge_button, Qt.MouseButton.LeftButton)
        assert project(ours).name == "Agreed by both"

    def test_merged_again_there_is_nothing_new(
        self,
        qtbot: QtBot,
        window: MainWindow,
        ours: Session,
        copy: Path,
        asked: Asked,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        bea_renames(copy, "Renamed by Bea")
        choose(monkeypatch, copy)
        action(window, "Merge a copy…").trigger()
        qtbot.mouseClick(merging(qtbot, window).merge_button, Qt.MouseButton.LeftButton)
        done = ours.undo_action
        action(window, "Merge a copy…").trigger()
        qtbot.waitUntil(lambda: asked.told[-1][0] == "There is nothing new in “For Bea.ascp”", timeout=30_000)
        assert ours.undo_action == done

    def test_a_copy_that_nobody_changed_brings_nothing(
        self,
        qtbot: QtBot,
        window: MainWindow,
        ours: Session,
        copy: Path,
        asked: Asked,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        change(ours, project(ours), name="Renamed by Ann")
        choose(monkeypatch, copy)
        action(window, "Merge a copy…").trigger()
        assert asked.told[-1] == (
            "There is nothing new in “For Bea.ascp”",
            "This portfolio has all of its changes already. Nothing was changed.",
        )

    def test_what_brings_nothing_yet_is_told_with_what_is_to_be_known_of_it(
        self, window: MainWindow, copy: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        at_work = SimpleNamespace(who=BEA, machine="CH-0417")
        monkeypatch.setattr("asc_desktop.services.merging_sources.read_holder", lambda _path: at_work)
        choose(monkeypatch, copy)
        action(window, "Merge a copy…").trigger()
        assert "Nothing was changed. The copy is open elsewhere at this moment" in asked.told[-1][1]

    @pytest.mark.parametrize("kind", ["stranger", "broken", "itself"])
    def test_what_is_no_copy_is_refused_with_a_sentence(
        self,
        qtbot: QtBot,
        window: MainWindow,
        ours: Session,
        asked: Asked,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        kind: str,
    ) -> None:
        path = ours.path if kind == "itself" else tmp_path / "Other.ascp"
        if kind == "stranger":
            files_of(BEA).create(path, "Another").close()
        elif kind == "broken":
            path.write_bytes(b"SQLite format 3\x00 and no more")
        choose(monkeypatch, path)
        action(window, "Merge a copy…").trigger()
        qtbot.waitUntil(lambda: bool(asked.told), timeout=30_000)
        heading, sentence = asked.told[-1]
        assert heading == ("There is nothing to merge" if kind == "itself" else "“Other.ascp” was not merged")
        assert sentence.endswith(".")
        assert window.findChildren(MergeWindow) == []

    def test_a_read_only_portfolio_takes_none_and_says_why(
        self, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        files_of(ANN).create_sample(tmp_path / "Sample.ascp").close()
        window.use(files_of(ANN).open(tmp_path / "Sample.ascp", read_only=True))
        assert not action(window, "Merge a copy…").isEnabled()
        assert action(window, "Give a working copy…").isEnabled()


class TestDropping:
    def test_a_copy_is_merged_or_opened_as_the_person_says(
        self, qtbot: QtBot, window: MainWindow, ours: Session, copy: Path, asked: Asked
    ) -> None:
        bea_renames(copy, "Renamed by Bea")
        asked.chooses = 1
        assert drop(window, copy)
        qtbot.waitUntil(
            lambda: window.workspace is not None and window.workspace.session.path == copy, timeout=30_000
        )
        assert "[Merge it | Open it instead]" in asked.asked[-1]
        assert window.findChildren(MergeWindow) == []

    def test_nothing_happens_where_the_person_thinks_better_of_it(
        self, qtbot: QtBot, window: MainWindow, ours: Session, copy: Path, asked: Asked
    ) -> None:
        asked.says_yes = False
        asked.asked.clear()
        assert drop(window, copy)
        qtbot.waitUntil(lambda: bool(asked.asked))
        assert window.workspace is not None
        assert window.workspace.session is ours

    def test_what_is_open_itself_is_not_merged(
        self, qtbot: QtBot, window: MainWindow, ours: Session, asked: Asked
    ) -> None:
        assert drop(window, ours.path)
        qtbot.waitUntil(lambda: bool(asked.told))
        assert asked.told[-1][0] == "This portfolio is open already"
        assert asked.asked == []

    def test_on_a_read_only_portfolio_it_is_opened(
        self, qtbot: QtBot, window: MainWindow, ours: Session, copy: Path, asked: Asked
    ) -> None:
        window.close_file()
        window.use(files_of(ANN).open(ours.path, read_only=True))
        asked.asked.clear()
        assert drop(window, copy)
        qtbot.waitUntil(lambda: window.workspace is not None and window.workspace.session.path == copy)
        assert asked.asked == []

    def test_changes_need_an_open_portfolio(
        self, qtbot: QtBot, window: MainWindow, asked: Asked, tmp_path: Path
    ) -> None:
        path = tmp_path / f"New{CHANGES_SUFFIX}"
        path.write_bytes(b"changes")
        assert drop(window, path)
        qtbot.waitUntil(lambda: bool(asked.told))
        assert asked.told[-1] == (
            f"“New{CHANGES_SUFFIX}” was not merged",
            "This file contains changes to a portfolio. Open that portfolio first, then drop the file again.",
        )


class TestChanges:
    def test_only_what_is_new_goes_out_and_comes_in(
        self, qtbot: QtBot, window: MainWindow, ours: Session, copy: Path, asked: Asked, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        change(ours, project(ours), name="Renamed by Ann")
        titles = choose(monkeypatch, copy)
        pack = tmp_path / f"June{CHANGES_SUFFIX}"
        offered = save_as(monkeypatch, tmp_path / "June")
        action(window, "Send changes…").trigger()
        assert titles == ["Choose what your colleague has already"]
        assert offered == [f"Ours changes{CHANGES_SUFFIX}"]
        assert asked.told[-1][0] == "The changes are written"
        assert pack.exists()
        window.use(files_of(BEA).open(copy))
        assert drop(window, pack)
        qtbot.mouseClick(merging(qtbot, window).merge_button, Qt.MouseButton.LeftButton)
        assert window.workspace is not None
        assert project(window.workspace.session).name == "Renamed by Ann"

    def test_nothing_new_is_said_and_nothing_written(
        self, window: MainWindow, ours: Session, copy: Path, asked: Asked, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        choose(monkeypatch, copy)
        pack = tmp_path / f"June{CHANGES_SUFFIX}"
        save_as(monkeypatch, pack)
        action(window, "Send changes…").trigger()
        heading, sentence = asked.told[-1]
        assert heading == "The changes were not written"
        assert "nothing new" in sentence
        assert not pack.exists()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("working copy", "Give a working copy…"),
        ("merge copy", "Merge a copy…"),
        ("send changes", "Send changes…"),
    ],
)
def test_ctrl_k_finds_each(qtbot: QtBot, window: MainWindow, ours: Session, typed: str, title: str) -> None:
    assert window.workspace is not None
    dialog = FindDialog(window.workspace, window._menus.actions, window)
    qtbot.addWidget(dialog)
    dialog.box.setText(typed)
    assert dialog.hits[0].title == title


class TestEveryKind:
    """One conflict of each kind in real files, each settled in another way."""

    @pytest.fixture
    def dialog(
        self, qtbot: QtBot, window: MainWindow, ours: Session, copy: Path, monkeypatch: pytest.MonkeyPatch
    ) -> MergeWindow:
        theirs = files_of(BEA).open(copy)
        disagree(ours, theirs)
        theirs.close()
        choose(monkeypatch, copy)
        action(window, "Merge a copy…").trigger()
        return merging(qtbot, window)

    def test_each_is_listed_with_both_sides(self, dialog: MergeWindow) -> None:
        rows = {row.conflict.kind: row for row in dialog.conflicts.model.shown_rows}
        assert list(rows) == ["both", "deleted", "closed", "name", "over"]
        kinds = [row.conflict.kind for row in dialog.conflicts.model.shown_rows]
        assert kinds.count("both") == 2
        assert dialog.merge_button.text() == "4 conflicts still to settle"
        name = rows["name"].conflict
        assert (name.ours.words, name.theirs.words, name.suggested) == (
            "Day centres",
            "Falls prevention",
            "P-900 (b)",
        )

    def test_they_are_settled_one_by_one_and_undo_takes_all_back(
        self, qtbot: QtBot, window: MainWindow, ours: Session, dialog: MergeWindow, asked: Asked
    ) -> None:
        before = state(ours)
        forecast, narrative = sorted(keys(dialog, "both"), key=lambda key: "narrative" in key)
        deleted, closed, name = keys(dialog, "deleted", "closed", "name")
        settle_by(qtbot, dialog, forecast, "Ours")
        settle_by(qtbot, dialog, deleted, "Theirs")
        settle_by(qtbot, dialog, closed, "Correct the month")
        settle_by(qtbot, dialog, narrative, typed=f"{OUR_TEXT} {THEIR_TEXT}")
        settle_by(qtbot, dialog, name, typed="P-901")
        assert dialog.merge_button.text() == "A reason is still to give"
        qtbot.keyClicks(dialog.conflicts.reason, "It came in late")
        assert dialog.merge_button.text().startswith("&Merge ")
        qtbot.mouseClick(dialog.merge_button, Qt.MouseButton.LeftButton)
        assert asked.told[-1][0] == "The copy is merged"
        held = next(item for item in ours.records.all(SavingsPosition) if item.id in forecast)
        assert held.forecast_pence == 45_000_000
        assert update(ours, "P-031").narrative == f"{OUR_TEXT} {THEIR_TEXT}"
        assert {project(ours, ref).name for ref in ("P-900", "P-901")} == {"Day centres", "Falls prevention"}
        assert project(ours, "P-901").name == "Falls prevention"
        assert any(item.action == "Recruit to post" for item in ours.records.all(Mitigation))
        late = next(item for item in ours.records.all(StatusUpdate) if item.id in closed)
        assert late.narrative == "Sent after the month was closed."
        assert window.workspace is not None
        window.workspace.undo()
        assert state(ours) == before
        window.workspace.redo()
        assert project(ours, "P-901").name == "Falls prevention"

    def test_one_rule_settles_all_and_a_closed_month_left_out_needs_no_reason(
        self, qtbot: QtBot, ours: Session, dialog: MergeWindow
    ) -> None:
        dialog.conflicts.ruled.emit("ours")
        qtbot.waitUntil(lambda: not dialog._refresh.isActive())
        assert not dialog.conflicts.reason.isVisible()
        (closed,) = keys(dialog, "closed")
        before = next(item.narrative for item in ours.records.all(StatusUpdate) if item.id in closed)
        qtbot.mouseClick(dialog.merge_button, Qt.MouseButton.LeftButton)
        assert update(ours, "P-031").narrative == OUR_TEXT
        assert not any(item.action == "Recruit to post" for item in ours.records.all(Mitigation))
        late = next(item for item in ours.records.all(StatusUpdate) if item.id in closed)
        assert late.narrative == before


def keys(dialog: MergeWindow, *kinds: str) -> list[str]:
    """Return the keys of the conflicts of some kinds, in that order."""
    rows = dialog.conflicts.model.shown_rows
    return [row.id for kind in kinds for row in rows if row.conflict.kind == kind]


def settle_by(qtbot: QtBot, dialog: MergeWindow, key: str, words: str = "", typed: str = "") -> None:
    """Settle one conflict by a click on a choice, or by what is typed."""
    assert dialog.conflicts.view.select_row(key)
    box = dialog.conflicts.box
    assert box.ways is not None
    if typed:
        assert box.editor is not None
        box.editor.set_value_text(typed)
        qtbot.mouseClick(box.use_button, Qt.MouseButton.LeftButton)
    else:
        button = next(item for item in box.ways.findChildren(QAbstractButton) if item.text() == words)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog._refresh.isActive())


def state(session: Session) -> set[Record]:
    return {record for kind in RECORD_TYPES for record in session.records.all(kind)}


def test_reading_that_is_called_off_changes_nothing_and_says_nothing(
    window: MainWindow, ours: Session, copy: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelled(*_: object, **__: object) -> None:
        raise MergeCancelledError

    asked.told.clear()
    monkeypatch.setattr("asc_desktop.services.merging.open_copy", cancelled)
    choose(monkeypatch, copy)
    action(window, "Merge a copy…").trigger()
    assert asked.told == []
    assert window.findChildren(MergeWindow) == []

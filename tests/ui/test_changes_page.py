"""Changes since the last board, the snapshots, and the story of slippage, by mouse and keyboard."""

import hashlib
import threading
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Programme, Project
from asc_desktop.domain.records.office import Board, Snapshot
from asc_desktop.domain.report.frozen import LOST
from asc_desktop.services import snapshots
from asc_desktop.services.changes import changes_since_last_boards
from asc_desktop.services.editing import new_record
from asc_desktop.services.reporting import report_status
from asc_desktop.services.snapshots import freeze
from asc_desktop.ui.charts.chart import Chart
from asc_desktop.ui.charts.data import LineData, StackData
from asc_desktop.ui.dialogs.freeze import FreezeDialog
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.dialogs.snapshot_view import SnapshotDialog
from asc_desktop.ui.pages.changes import boards as changes_boards
from asc_desktop.ui.pages.changes.page import LAST_BOARDS, ChangesPage
from asc_desktop.ui.widgets.form.editors_list import SearchEditor
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

Visits = list[tuple[str, dict[str, object]]]


def page_of(qtbot: QtBot, workspace: Workspace, width: int = 1170) -> ChangesPage:
    page = ChangesPage(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    workspace.scope_changed.connect(page.refresh)
    page.resize(width, 690)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.refresh()
    return page


def press(qtbot: QtBot, control: SegmentedControl, key: str) -> None:
    qtbot.mouseClick(control._buttons[key], Qt.MouseButton.LeftButton)
    assert control.current == key


def test_the_last_board_is_compared_with_at_once(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace)
    assert (
        page.before.text() == "From: Transformation Board, May…" or "May 2024" in page.before.accessibleName()
    )
    rows = page.changes.model.shown_rows
    assert {row.kind for row in rows} >= {"status", "forecast", "exception", "mitigation", "movement", "risk"}
    statuses = [row for row in rows if row.kind == "status"]
    assert [row.effect for row in statuses] == sorted(
        (row.effect for row in statuses), key=["worse", "better", "neutral"].index
    )
    assert page.changes.tiles["forecast"].value == "£7.09m → £6.70m"


def test_words_kind_and_effect_narrow_the_changes(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace)
    every = len(page.changes.model.shown_rows)
    page.changes.kind._pick("forecast")
    page.changes.effect._pick("worse")
    narrowed = page.changes.model.shown_rows
    assert 0 < len(narrowed) < every
    assert {(row.kind, row.effect) for row in narrowed} == {("forecast", "worse")}
    page.changes.view.setFocus()
    qtbot.keyClick(page.changes.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.changes.box.hasFocus)
    qtbot.keyClicks(page.changes.box, "prevention")
    assert {row.project_ref for row in page.changes.model.shown_rows} == {"P-004"}


def test_a_double_click_leads_to_the_record(qtbot: QtBot, workspace: Workspace, visits: Visits) -> None:
    page = page_of(qtbot, workspace)
    view, model = page.changes.view, page.changes.model
    for kind, expected in (("status", "projects"), ("exception", "exceptions"), ("risk", "risks")):
        row = next(row for row in model.rows if row.kind == kind)
        view.select_row(row.id)
        spot = view.visualRect(view.currentIndex()).center() + QPoint(2, 0)
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        page_key, what = visits[-1]
        assert page_key == expected
        assert row.record_id in what.values() or row.project_id in what.values()


def test_freezing_from_the_dialog_closes_the_period_and_undo_opens_it(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = page_of(qtbot, workspace)
    qtbot.mouseClick(page.freeze_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(FreezeDialog)
    assert isinstance(dialog, FreezeDialog)
    assert "closes June 2024 of Better Lives" in dialog.closing.accessibleName()
    assert "4 of 50 projects are not updated for June 2024." in dialog.closing.accessibleDescription()
    typed = dialog.form.values()
    assert typed["name"] == "Adult Social Care Transformation Board, June 2024"
    assert typed["meeting_date"]
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert page.choice.current == "snapshots"
    made = page.snapshots.view.current_row
    assert isinstance(made, Snapshot)
    assert (made.period, made.meeting_date) == ("2024-06", "2024-07-18")
    assert workspace.session.open_period(workspace.programme_id) == "2024-07"
    workspace.undo()
    assert workspace.session.open_period(workspace.programme_id) == "2024-06"
    assert made.id not in {row.id for row in page.snapshots.model.rows}


def test_a_report_is_frozen_off_the_windows_thread(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed_in: list[int] = []
    frozen = type(workspace.session.frozen)
    packed = frozen.packed

    def noted(*given: Any) -> object:
        packed_in.append(threading.get_ident())
        return packed(*given)

    monkeypatch.setattr(frozen, "packed", noted)
    page = page_of(qtbot, workspace)
    page.freeze()
    dialog = page.window().findChild(FreezeDialog)
    assert isinstance(dialog, FreezeDialog)
    dialog.ok_button.click()
    assert isinstance(dialog.record, Snapshot)
    assert len(packed_in) == 1
    assert packed_in[0] != threading.get_ident()


def test_an_earlier_month_frozen_for_the_first_board_is_not_called_closed_already(
    qtbot: QtBot, workspace: Workspace
) -> None:
    values = {"name": "New", "first_year": 2024, "last_year": 2025, "open_period": "2024-06"}
    programme = new_record(workspace.session, Programme, values)

    parent = QWidget()
    qtbot.addWidget(parent)

    def said() -> tuple[str, str]:
        workspace.choose(programme.id, "2024-04")
        dialog = FreezeDialog(workspace, parent)
        return dialog.closing.accessibleName(), dialog.closing.accessibleDescription()

    heading, words = said()
    assert heading == "This closes every month before June 2024"
    assert "you can only change months before June 2024 with a reason" in words
    freeze(workspace.session, workspace.scope)
    heading, words = said()
    assert heading == "April 2024 is closed already"
    assert "with a reason" not in words


def test_the_pack_of_the_month_just_closed_is_one_click_away(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    page = page_of(qtbot, workspace)
    page.freeze()
    dialog = page.window().findChild(FreezeDialog)
    assert isinstance(dialog, FreezeDialog)
    dialog.accept()
    assert workspace.period == "2024-07", "the window goes on to the month now open"
    assert page.snapshots.pack_button.text() == "Board pack of June 2024"
    qtbot.mouseClick(page.snapshots.pack_button, Qt.MouseButton.LeftButton)
    assert visits[-1] == ("pack", {})
    assert workspace.period == "2024-06"


def test_a_name_already_taken_is_refused_beside_the_field(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace)
    page.freeze()
    dialog = page.window().findChild(FreezeDialog)
    assert isinstance(dialog, FreezeDialog)
    dialog.form.set_values({"name": "Transformation Board, May 2024"})
    dialog.accept()
    assert dialog.isVisible()
    assert "already a board version" in dialog.form.problems["name"]
    dialog.reject()


def test_a_snapshot_opens_read_only_and_is_saved_to_the_byte(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    page = page_of(qtbot, workspace)
    press(qtbot, page.choice, "snapshots")
    snapshot = page.snapshots.model.rows[0]
    page.snapshots.show_snapshot(snapshot.id)
    qtbot.keyClick(page.snapshots.view, Qt.Key.Key_Return)
    dialog = page.window().findChild(SnapshotDialog)
    assert isinstance(dialog, SnapshotDialog)
    assert "read only" in dialog.banner.accessibleName()
    table = dialog.table()
    assert table is not None
    assert table.table.rowCount() == 53
    assert not table.table.is_editable
    for place in range(dialog.sections.count()):
        dialog.sections.setCurrentRow(place)
        shown = dialog.table()
        assert shown is not None
        assert shown.table.rowCount() > 0
    dialog.write_json(tmp_path / "report.json")
    assert hashlib.sha256((tmp_path / "report.json").read_bytes()).hexdigest() == snapshot.sha256
    dialog.reject()


def test_two_snapshots_are_compared(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace)
    page.show_only({"view": "snapshots"})
    view = page.snapshots.view
    view.go_to(0, 0)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.snapshots.compare_button.text() == "Compare the two"
    qtbot.mouseClick(page.snapshots.compare_button, Qt.MouseButton.LeftButton)
    assert page.choice.current == "changes"
    held = workspace.records.get(Snapshot, page.before.key), workspace.records.get(Snapshot, page.after.key)
    assert [item.period for item in held] == ["2024-04", "2024-05"]
    assert page.changes.tiles["forecast"].value == "£8.70m → £7.09m"


def test_a_damaged_snapshot_is_told_and_the_others_still_show(
    qtbot: QtBot, workspace: Workspace, asker: FakeAsker, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(qtbot, workspace)
    whole = next(item for item in workspace.records.all(Snapshot) if item.period == "2024-05")
    harmed = replace(whole, content=LOST.id)
    workspace.records.apply({Snapshot.table: {harmed.id: harmed}})
    page.refresh()
    assert page.warning.isVisible()
    assert "is damaged" in page.warning.accessibleDescription()
    page.snapshots.open_snapshot(harmed)
    assert "is damaged" in asker.told[-1]
    page.show_only({"view": "story"})
    assert len(page.story.model.shown_rows) > 0


def test_a_correction_after_the_board_is_told(qtbot: QtBot, workspace: Workspace) -> None:
    snapshots.freeze(workspace.session, workspace.scope, name="June")
    workspace.choose(workspace.programme_id)
    page = page_of(qtbot, workspace)
    assert not [row for row in page.changes.model.rows if row.kind == "correction"]
    project = next(item for item in workspace.report.projects if item.status)
    report_status(
        workspace.session, project.id, "2024-06", narrative="Put right.", reason="The wrong project"
    )
    told = [row for row in page.changes.model.rows if row.kind == "correction"]
    assert [(row.project_ref, row.after) for row in told] == [(project.ref, "Put right.")]
    assert "The wrong project" in told[0].what


def test_the_story_names_what_fell_and_draws_it(qtbot: QtBot, workspace: Workspace, visits: Visits) -> None:
    page = page_of(qtbot, workspace)
    press(qtbot, page.choice, "story")
    assert "12 savings has fallen" in page.story.words.text()
    rows = page.story.model.shown_rows
    assert rows[0].fell_pence >= rows[-1].fell_pence > -1
    first = rows[0]
    page.story.view.select_row(first.id)
    qtbot.keyClick(page.story.view, Qt.Key.Key_Return)
    assert visits[-1] == ("projects", {"project_id": first.project_id, "tab": "savings"})
    press(qtbot, page.story.level, "programme")
    assert {row.level for row in page.story.model.shown_rows} == {"programme"}
    page.story.only._pick("all")
    assert [row.year for row in sorted(page.story.model.shown_rows, key=lambda row: row.year)] == [
        "2024/25", "2025/26", "2026/27", "2027/28",
    ]  # fmt: skip


def test_the_story_is_a_sentence_one_chart_and_a_table_that_is_seen(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = page_of(qtbot, workspace)
    press(qtbot, page.choice, "story")
    story = page.story
    assert "\n" not in story.words.text()
    assert story.words.height() < 60
    assert story.view.viewport().height() > 250
    (chart,) = story.findChildren(Chart)
    data = chart._data
    assert isinstance(data, StackData)
    boards = [board.name for board in story._boards[1:]]
    assert len(data.categories) == len(boards)
    falls = story._story.falls[1:] if story._story else ()
    assert [point.value for point in data.series[0].points] == [fall.fell_pence for fall in falls]
    assert data.as_table().header == ("Board", "Forecasts fell by", "Savings whose forecast fell")
    first = story.model.shown_rows[0]
    story.view.select_row(first.id)
    assert chart._data is data, "a row that nobody went to leaves the chart as it is"
    story.view.setFocus()
    qtbot.keyClick(story.view, Qt.Key.Key_Down)
    assert story.draws.current == "row"
    assert isinstance(chart._data, LineData)
    assert story.model.shown_rows[1].year in chart._data.title
    press(qtbot, story.draws, "falls")
    assert chart._data == data


def test_a_story_of_many_lines_is_worked_out_off_the_windows_thread(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(qtbot, workspace)
    monkeypatch.setattr(changes_boards, "LINES_AT_ONCE", 0)
    press(qtbot, page.choice, "story")
    assert page._stack.currentWidget() is page._reading
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page.story)
    made = page.story._story
    press(qtbot, page.choice, "changes")
    press(qtbot, page.choice, "story")
    assert page._stack.currentWidget() is page.story, "it is kept"
    assert page.story._story is made
    report_status(workspace.session, workspace.report.projects[0].id, "2024-06", narrative="Something else")
    page.draw_now()
    assert page.story._story is not made
    monkeypatch.setattr(changes_boards, "LINES_AT_ONCE", 0)
    workspace.session.undo()
    page.retire()
    assert page.stories._job is None


def test_a_programme_without_snapshots_says_what_to_do(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace)
    other = next(item for item in workspace.programmes() if item.name.startswith("Reassessment"))
    workspace.choose(other.id)
    assert page._none.isVisible()
    assert not page.before.isVisible()


def test_an_empty_portfolio_leads_to_the_first_step(qtbot: QtBot, empty_workspace: Workspace) -> None:
    page = page_of(qtbot, empty_workspace)
    assert page._empty.isVisible()
    page.freeze()
    assert page.findChild(FreezeDialog) is None


def test_a_removed_project_is_told_and_not_gone_to(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    page = page_of(qtbot, workspace)
    project = workspace.report.projects[5]
    with workspace.session.edit("Archive it") as edit:
        edit.put(replace(workspace.records.get(Project, project.id), archived=1))
    gone = [row for row in page.changes.model.rows if row.project_id == project.id]
    assert ("project", "gone") in {(row.kind, row.change) for row in gone}
    assert "forecast" not in {row.kind for row in gone}


def test_it_fits_a_narrow_window(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace, width=820)
    assert page.changes._splitter.orientation() == Qt.Orientation.Vertical
    assert page.width() == 820
    assert page.changes.tiles["forecast"].value == "£7.09m → £6.70m"


def test_many_large_boards_are_read_off_the_windows_thread(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes_boards, "AT_ONCE", 0)
    page = page_of(qtbot, workspace)
    assert page._stack.currentWidget() is page._reading
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page.changes)
    assert len(page.changes.model.shown_rows) > 0
    page.show_only({"view": "story"})
    assert page._stack.currentWidget() is page.story


def test_a_page_that_closes_while_boards_are_read_ends_the_reading(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes_boards, "AT_ONCE", 0)
    page = page_of(qtbot, workspace)
    page.retire()
    assert page.reader._job is None
    page.refresh()
    page.draw_now()
    assert page._stack.currentWidget() is page.changes


def test_all_programmes_are_compared_with_the_last_board_of_each(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace)
    workspace.choose(None)
    page.draw_now()
    assert not page._none.isVisible(), "boards have received reports of two programmes"
    assert page.before.key == LAST_BOARDS
    assert not page.after.isVisible(), "several boards are compared with now alone"
    found = changes_since_last_boards(workspace.session, workspace.scope)
    assert [row.id for row in page.changes.model.rows] == [row.id for row in found.rows]
    assert page.changes.note.isVisible()


def test_all_programmes_list_every_snapshot(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace)
    workspace.choose(None)
    press(qtbot, page.choice, "snapshots")
    held = workspace.session.records.all(Snapshot)
    assert {row.id for row in page.snapshots.model.rows} == {item.id for item in held}
    one, other = (
        next(item for item in held if item.programme_id == programme)
        for programme in {item.programme_id for item in held}
    )
    assert page.snapshots._actions_for([one.id, other.id]) == []
    page.snapshots.compare([one.id, other.id])
    assert page.choice.current == "snapshots"
    page.snapshots.compare([one.id])
    assert workspace.programme_id == one.programme_id
    assert page.before.key == one.id


def new_programme(workspace: Workspace) -> Programme:
    values = {"name": "New", "first_year": 2024, "last_year": 2025, "open_period": "2024-06"}
    programme = new_record(workspace.session, Programme, values)
    workspace.choose(programme.id)
    return programme


def asked(page: ChangesPage) -> FreezeDialog:
    page.freeze()
    dialog = page.window().findChild(FreezeDialog)
    assert isinstance(dialog, FreezeDialog)
    return dialog


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_boards_name_can_be_typed_and_the_name_of_the_snapshot_follows_it(
    qtbot: QtBot, workspace: Workspace
) -> None:
    """Each key offered the boards anew, which put the next letter before the others."""
    dialog = asked(page_of(qtbot, workspace))
    editor = dialog.form.editor("board_id")
    dialog.form.box("board_id").take_focus()
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, "Transf")
    assert isinstance(editor, SearchEditor)
    assert editor.line.text() == "Transf"
    assert dialog.form.values()["name"] != ""
    dialog.reject()


def test_a_first_board_is_made_where_it_is_wanted(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = new_programme(workspace)
    dialog = asked(page_of(qtbot, workspace))

    def answer(asks: RecordDialog) -> int:
        asks.form.set_values({"name": "Transformation Board"})
        asks.accept()
        return 1

    monkeypatch.setattr(RecordDialog, "exec", answer)
    qtbot.mouseClick(dialog.new_board, Qt.MouseButton.LeftButton)
    (board,) = workspace.records.of(Board, "programme_id", programme.id)
    typed = dialog.form.values()
    assert typed["board_id"] == board.id
    assert typed["name"] == "Transformation Board, June 2024"
    dialog.accept()
    assert isinstance(dialog.record, Snapshot)
    assert dialog.record.board_id == board.id


def test_after_a_freeze_the_window_looks_at_the_month_now_open(qtbot: QtBot, workspace: Workspace) -> None:
    said: list[str] = []
    workspace.said.connect(said.append)
    page = page_of(qtbot, workspace)
    dialog = asked(page)
    dialog.accept()
    assert workspace.period == "2024-07"
    assert said[-1].endswith("July 2024 is open now.")
    assert page.choice.current == "snapshots"
    assert page.snapshots.view.current_row == dialog.record


def test_a_closed_month_frozen_again_stays_in_view(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.choose(workspace.programme_id, "2024-05")
    dialog = asked(page_of(qtbot, workspace))
    dialog.accept()
    assert isinstance(dialog.record, Snapshot)
    assert workspace.period == "2024-05"

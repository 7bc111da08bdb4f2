"""The activity page: what is shown, typed and pasted, what is refused, and the forecast that waits for a click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import SavingsPosition
from asc_desktop.domain.records.office import Activity, ActivityMonth, ActivityOutcome
from asc_desktop.services.history import history
from asc_desktop.ui.charts.data import LineData
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.pages.activity.page import ActivityPage
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

REVIEWS = "Strengths-based reviews, 2021 to 2024"
FITTED = "Adaptations fitted"
JUNE = "2024-06"


def open_page(qtbot: QtBot, workspace: Workspace, width: int = 1170) -> ActivityPage:
    page = ActivityPage(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    workspace.scope_changed.connect(page.refresh)
    page.resize(width, 670)
    page.refresh()
    page.show()
    return page


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> ActivityPage:
    return open_page(qtbot, workspace)


def activity(workspace: Workspace, name: str) -> Activity:
    return next(item for item in workspace.records.all(Activity) if item.name == name)


def month(workspace: Workspace, name: str, period: str) -> ActivityMonth | None:
    held = workspace.records.of(ActivityMonth, "activity_id", activity(workspace, name).id)
    return next((item for item in held if item.period == period), None)


def choose(page: ActivityPage, name: str) -> None:
    assert page.view.select_row(activity(page.workspace, name).id)


def text(view: RecordTableView, row_id: str, key: str) -> str:
    return view.table.text_at(view.table.position(row_id), view.table.column_at(key))


def type_into(qtbot: QtBot, view: RecordTableView, row_id: str, key: str, typed: str) -> None:
    assert view.select_row(row_id, key)
    qtbot.keyClicks(view, typed[0])
    assert view.delegate.editor is not None
    qtbot.keyClicks(view.delegate.editor, typed[1:])
    qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return)


def forecast(workspace: Workspace) -> int:
    held = workspace.records.of(SavingsPosition, "line_id", activity(workspace, FITTED).line_id or "")
    return next(item.forecast_pence for item in held if item.period == JUNE)


def dialog_of(page: ActivityPage) -> RecordDialog:
    found = QApplication.activeWindow() or page.window()
    dialogs = [item for item in page.window().findChildren(RecordDialog) if item.isVisible()]
    assert dialogs, found
    return dialogs[-1]


class TestShown:
    def test_the_published_figures_stand_in_the_list_and_on_the_tiles(self, page: ActivityPage) -> None:
        row_id = activity(page.workspace, REVIEWS).id
        shown = [
            text(page.view, row_id, key)
            for key in ("name", "state", "done", "planned_total", "share_done", "finish_period")
        ]
        assert shown == [REVIEWS, "Behind", "3,450", "4,000", "86.3%", "September 2024"]
        tiles = {key: tile.value for key, tile in page.detail.figures.tiles.items()}
        assert tiles == {
            "done": "3,450 of 4,000",
            "pace": "168.0",
            "finish": "Sep 24",
            "cost": "£431.88",
            "affordable": "—",
            "saving": "£798.55",
            "growth": "383",
        }

    def test_the_chart_sets_planned_against_done_with_the_projection_dashed(self, page: ActivityPage) -> None:
        data = page.detail.chart._data
        assert isinstance(data, LineData)
        assert [(line.label, line.is_dashed) for line in data.series] == [
            ("Planned", False),
            ("Done", False),
            ("Projected", True),
        ]
        rows = {row[0]: row[1:] for row in data.as_table().rows}
        assert rows["Mar 24"] == ("4,000", "3,450", "3,450")
        assert rows["Sep 24"] == ("4,000", "", "4,000")

    def test_a_click_on_the_chart_goes_to_its_month(self, page: ActivityPage) -> None:
        page.detail.show_part("forecast")
        page.detail.chart.segment_activated.emit("2023-05")
        assert page.detail.part.current == "months"
        assert page.detail.months.current_row is not None
        assert page.detail.months.current_row.id == "2023-05"

    def test_funding_that_buys_too_few_is_said(self, page: ActivityPage) -> None:
        workspace = page.workspace
        workspace.choose(
            next(item.id for item in workspace.programmes() if item.name == "Reassessment capacity")
        )
        row_id = activity(workspace, "Reassessments and reviews").id
        assert text(page.view, row_id, "affordable") == "1,072"
        assert page.detail.figures.tiles["affordable"].value == "1,072"
        words = page.detail.chart_card._subtitle.text()
        assert words == "£1,180,000 at £1,100 buys 1,072 assessments, 928 fewer than the 2,000 planned."

    def test_years_add_up_in_their_headings(self, page: ActivityPage) -> None:
        months = page.detail.months.table
        groups = [months.group_at(at) for at in range(months.rowCount())]
        found = {group.key: dict(group.cells) for group in groups if group is not None}
        assert found["2022/23"] == {"planned": "1,900", "done": "1,490"}
        assert found["2023/24"] == {"planned": "2,100", "done": "1,960"}

    def test_filters_by_state_and_words(self, qtbot: QtBot, page: ActivityPage) -> None:
        page.menus["state"]._pick("on_track")
        assert [row.record.name for row in page.model.shown_rows] == [FITTED]
        page.menus["state"]._pick("")
        qtbot.keyClicks(page.box, "extension")
        assert len(page.model.shown_rows) == 1
        qtbot.keyClick(page.box, Qt.Key.Key_Escape)
        assert len(page.model.shown_rows) == 3

    def test_another_page_can_ask_for_one(self, page: ActivityPage) -> None:
        page.menus["state"]._pick("behind")
        page.show_only({"record_id": activity(page.workspace, FITTED).id})
        assert page.view.current_row is not None
        assert page.view.current_row.record.name == FITTED
        assert page.detail.chart_card._title.full_text == FITTED

    def test_all_programmes_stand_under_their_names(self, page: ActivityPage) -> None:
        page.workspace.choose(None)
        groups = [page.model.group_at(at) for at in range(page.model.rowCount())]
        assert [group.label for group in groups if group is not None] == [
            "Better Lives, Better Outcomes",
            "Reassessment capacity",
        ]

    def test_it_fits_a_narrow_window_and_a_wide_one(self, qtbot: QtBot, workspace: Workspace) -> None:
        narrow = open_page(qtbot, workspace, width=820)
        qtbot.waitUntil(lambda: narrow.detail.edit_card.y() > narrow.detail.chart_card.y())
        wide = open_page(qtbot, workspace, width=1400)
        qtbot.waitUntil(lambda: wide.detail.edit_card.x() > wide.detail.chart_card.x())
        qtbot.waitUntil(lambda: wide._contents.verticalScrollBar().maximum() == 0)


class TestMonths:
    def test_what_was_done_is_typed_and_undone(self, qtbot: QtBot, page: ActivityPage) -> None:
        choose(page, FITTED)
        type_into(qtbot, page.detail.months, JUNE, "done", "70")
        held = month(page.workspace, FITTED, JUNE)
        assert held is not None
        assert held.done == 70
        assert page.detail.figures.tiles["done"].value == "191 of 720"
        page.workspace.undo()
        assert page.detail.figures.tiles["done"].value == "185 of 720"

    def test_a_month_to_come_is_refused_beside_its_cell(self, qtbot: QtBot, page: ActivityPage) -> None:
        choose(page, FITTED)
        type_into(qtbot, page.detail.months, "2024-07", "done", "5")
        assert page.detail.months.sentence == (
            "July 2024 is after the open month, June 2024. Nothing can be done in a month to come."
        )
        held = month(page.workspace, FITTED, "2024-07")
        assert held is not None
        assert held.done is None

    def test_a_closed_month_asks_for_the_reason(
        self, qtbot: QtBot, page: ActivityPage, asker: FakeAsker
    ) -> None:
        choose(page, FITTED)
        type_into(qtbot, page.detail.months, "2024-05", "done", "64")
        assert asker.questions[0].startswith("May 2024 is closed.")
        held = month(page.workspace, FITTED, "2024-05")
        assert held is not None
        assert held.done == 64

    def test_months_copied_from_excel_are_pasted_as_one_change(self, page: ActivityPage) -> None:
        choose(page, FITTED)
        page.detail.show_part("forecast")
        page.detail.months.select_row(JUNE, "planned")
        QGuiApplication.clipboard().setText("55\t50\n1,065\t\n70\t\n")
        page.paste_button.click()
        assert page.detail.part.current == "months"
        assert [text(page.detail.months, period, "planned") for period in (JUNE, "2024-07", "2024-08")] == [
            "55", "1,065", "70",
        ]  # fmt: skip
        assert text(page.detail.months, JUNE, "done") == "50"
        assert len({row.transaction_id for row in history(page.workspace.session, limit=3)}) == 1
        page.workspace.undo()
        assert text(page.detail.months, "2024-07", "planned") == "60"

    def test_a_plan_is_filled_down(self, qtbot: QtBot, page: ActivityPage) -> None:
        choose(page, FITTED)
        months = page.detail.months
        months.select_row("2024-10", "planned")
        for _ in range(2):
            qtbot.keyClick(months, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        assert months.table.setData(months.table.index(months.table.position("2024-10"), 1), "75")
        qtbot.keyClick(months, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        assert [text(months, period, "planned") for period in ("2024-10", "2024-11", "2024-12")] == ["75"] * 3

    def test_another_year_can_be_planned(self, qtbot: QtBot, page: ActivityPage) -> None:
        choose(page, FITTED)
        actions = page.detail.add_year.menu().actions()
        assert [action.text() for action in actions] == [
            "2023/24, the year before",
            "2025/26, the year after",
        ]
        actions[1].trigger()
        months = page.detail.months
        assert months.current_row is not None
        assert months.current_row.id == "2025-04"
        type_into(qtbot, months, "2025-04", "planned", "40")
        held = month(page.workspace, FITTED, "2025-04")
        assert held is not None
        assert held.planned == 40

    def test_months_that_do_not_add_up_are_told(self, qtbot: QtBot, page: ActivityPage) -> None:
        workspace = page.workspace
        workspace.apply_cells(Activity, [(activity(workspace, FITTED).id, "planned_total", "700")])
        choose(page, FITTED)
        assert page.detail.chart_card._subtitle.text() == (
            "The months planned come to 720 adaptations, 20 more than the 700 planned in all."
        )


class TestOutcomes:
    def test_rates_of_more_than_all_are_refused_beside_the_cell(
        self, qtbot: QtBot, page: ActivityPage
    ) -> None:
        held = page.workspace.records.of(ActivityOutcome, "activity_id", activity(page.workspace, REVIEWS).id)
        page.detail.show_part("outcomes")
        reduced = next(item.id for item in held if item.name == "Package reduced")
        type_into(qtbot, page.detail.outcomes, reduced, "rate", "20")
        assert page.detail.outcomes.sentence == (
            "The rates would come to 101.6%, which is more than all reviews."
        )
        editor = page.detail.outcomes.delegate.editor  # it stays open on what was refused
        assert editor is not None
        editor.set_value_text("18")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert text(page.detail.outcomes, reduced, "rate") == "18%"

    def test_one_is_added_with_the_button_and_deleted_by_the_menu(self, page: ActivityPage) -> None:
        choose(page, FITTED)
        page.detail.show_part("outcomes")
        page.detail.add_outcome.click()
        dialog = dialog_of(page)
        dialog.form.set_values({"name": "Care home avoided", "rate": "1", "effect_pence": 3_000_000})
        dialog.accept()
        outcomes = page.detail.outcomes
        names = [row.record.name for row in outcomes.table.rows]
        assert names == ["Second carer not needed", "Care home avoided"]
        assert page.detail.figures.tiles["saving"].value == "£348.25"
        added = outcomes.table.rows[1].id
        actions = {action.text(): action for action in outcomes._actions([added])}
        actions["Delete"].trigger()
        assert len(outcomes.table.rows) == 1


class TestForecast:
    def test_nothing_is_written_before_the_click_and_undo_takes_it_back(
        self, qtbot: QtBot, page: ActivityPage, asker: FakeAsker
    ) -> None:
        choose(page, FITTED)
        page.detail.show_part("forecast")
        panel = page.detail.forecast
        assert (panel.now.text(), panel.would.text()) == ("£16,739", "£16,329")
        assert forecast(page.workspace) == 1_673_900
        qtbot.mouseClick(panel.use, Qt.MouseButton.LeftButton)
        assert len(asker.questions) == 1
        assert asker.questions[0] == (
            "Make £16,329 the forecast of Occupational therapy and adaptations? "
            "For 2024/25 it is £16,739 now. Undo takes it back."
        )
        assert forecast(page.workspace) == 1_632_900
        assert panel.sentence.text().startswith("It is the line’s forecast already.")
        assert not panel.use.isEnabled()
        page.workspace.undo()
        assert (forecast(page.workspace), panel.now.text()) == (1_673_900, "£16,739")

    def test_who_thinks_better_of_it_changes_nothing(
        self, qtbot: QtBot, page: ActivityPage, asker: FakeAsker
    ) -> None:
        asker.agrees = False
        choose(page, FITTED)
        page.detail.show_part("forecast")
        qtbot.mouseClick(page.detail.forecast.use, Qt.MouseButton.LeftButton)
        assert forecast(page.workspace) == 1_673_900

    def test_the_full_year_effect_can_be_offered_instead(self, qtbot: QtBot, page: ActivityPage) -> None:
        choose(page, FITTED)
        page.detail.show_part("forecast")
        panel = page.detail.forecast
        qtbot.mouseClick(panel.basis._buttons["full_year"], Qt.MouseButton.LeftButton)
        assert panel.would.text() == "£34,740"
        qtbot.mouseClick(panel.use, Qt.MouseButton.LeftButton)
        assert forecast(page.workspace) == 3_474_000

    def test_without_a_line_and_in_a_closed_period_the_sentence_says_why(self, page: ActivityPage) -> None:
        panel = page.detail.forecast
        assert panel.sentence.text() == (
            "It has no savings line to offer a forecast to. Choose one under Activity."
        )
        choose(page, FITTED)
        page.workspace.choose(page.workspace.programme_id, "2024-05")
        choose(page, FITTED)
        assert panel.sentence.text().startswith("May 2024 is closed.")
        assert not panel.use.isEnabled()


class TestActivities:
    def test_the_pages_key_adds_one_and_shows_it(self, qtbot: QtBot, page: ActivityPage) -> None:
        page.view.setFocus()
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        qtbot.keyClick(page.view, Qt.Key.Key_A, keys)
        dialog = dialog_of(page)
        dialog.form.editor("name").set_value_text("Reablement starts")
        dialog.form.editor("unit").set_value_text("people")
        dialog.accept()
        assert page.view.current_row is not None
        assert page.view.current_row.record.name == "Reablement starts"
        assert activity(page.workspace, "Reablement starts").programme_id == page.workspace.programme_id
        assert page.view.current_row.report.state == "no_plan"

    def test_two_of_one_name_are_refused_beside_the_name(self, page: ActivityPage) -> None:
        page.new_button.click()
        dialog = dialog_of(page)
        dialog.form.editor("name").set_value_text(FITTED)
        dialog.form.editor("unit").set_value_text("x")
        dialog.accept()
        assert list(dialog.form.problems) == ["name"]
        assert dialog.form.problems["name"].startswith(f"There is already an activity called {FITTED} in ")
        dialog.reject()

    def test_several_cells_are_edited_and_a_wrong_line_is_refused(
        self, qtbot: QtBot, page: ActivityPage
    ) -> None:
        row_id = activity(page.workspace, FITTED).id
        type_into(qtbot, page.view, row_id, "funding_pence", "£200k")
        assert text(page.view, row_id, "affordable") == "645"
        assert page.detail.figures.tiles["affordable"].value == "645"
        column = page.model.column(page.model.column_at("line_id"))
        offered = [words for _, words in page.model.options(column, page.model.find(row_id))]
        assert offered == ["P-002 Occupational therapy and adaptations"]

    def test_the_form_saves_as_fields_are_left(self, qtbot: QtBot, page: ActivityPage) -> None:
        choose(page, FITTED)
        page.detail.edit_name()
        editor = page.detail.form.editor("unit_cost_pence")
        editor.setFocus()
        editor.set_value_text("320")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert activity(page.workspace, FITTED).unit_cost_pence == 32_000

    def test_duplicate_archive_bring_back_and_delete(
        self, page: ActivityPage, menu: Callable[[str], QAction]
    ) -> None:
        menu("&Duplicate").trigger()
        assert page.view.current_row is not None
        assert page.view.current_row.record.name == f"{FITTED} (copy)"
        choose(page, FITTED)
        menu("&Archive").trigger()
        assert FITTED not in [row.record.name for row in page.model.rows]
        assert page.archived.text() == "Archived: 1"
        page.archived.menu().actions()[0].trigger()
        choose(page, FITTED)
        menu("Delete…").trigger()
        assert len(page.model.rows) == 3
        page.workspace.undo()
        assert len(page.model.rows) == 4

    @pytest.fixture
    def menu(self, page: ActivityPage) -> Callable[[str], QAction]:
        choose(page, FITTED)
        kept: list[QAction] = []

        def find(words: str) -> QAction:
            kept.extend(page._actions_for([page.view.current_row.id]))  # type: ignore[union-attr]
            return next(action for action in reversed(kept) if action.text() == words)

        return find


class TestEmpty:
    def test_an_empty_portfolio_says_what_to_do_first(
        self, qtbot: QtBot, empty_workspace: Workspace, empty_visits: list[tuple[str, dict[str, object]]]
    ) -> None:
        page = open_page(qtbot, empty_workspace)
        assert page._how_to_begin.isVisible()
        buttons = {button.text(): button for button in page._how_to_begin.findChildren(QPushButton)}
        qtbot.mouseClick(buttons["Add a programme"], Qt.MouseButton.LeftButton)
        assert empty_visits[-1][0] == "structure"
        page.add()
        page.show_only({"record_id": "x"})

    def test_a_programme_without_activity_leads_to_one_with(self, qtbot: QtBot, page: ActivityPage) -> None:
        workspace = page.workspace
        workspace.choose(
            next(item.id for item in workspace.programmes() if item.name.startswith("Improving"))
        )
        assert not page.detail.isVisible()
        assert page._elsewhere.button.text() == "Show Better Lives, Better Outcomes"
        qtbot.mouseClick(page._elsewhere.button, Qt.MouseButton.LeftButton)
        assert len(page.model.rows) == 3


def test_the_forecast_says_what_the_funding_does_not_buy(page: ActivityPage, asker: FakeAsker) -> None:
    session = page.workspace.session
    choose(page, FITTED)
    forecast = page.detail.forecast
    held = activity(page.workspace, FITTED)
    assert forecast.warning.isHidden()
    with session.edit("Give it little funding") as edit:
        edit.put(replace(held, funding_pence=3_000_00, unit_cost_pence=1_000_00))
    assert not forecast.warning.isHidden()
    assert "£3,000 at £1,000 buys 3: the forecast counts" in forecast.warning.text()
    if forecast.use.isEnabled():
        asker.agrees = False
        forecast.ask()
        assert forecast.warning.text() in asker.questions[-1]

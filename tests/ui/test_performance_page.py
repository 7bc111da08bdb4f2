"""The performance page: the paper's table, its ratings and rules, what is typed and pasted, and what is refused."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Measure, MeasureProfile, MeasureTarget, MeasureValue
from asc_desktop.domain.report.model import Scope
from asc_desktop.services.history import history
from asc_desktop.services.snapshots import freeze
from asc_desktop.ui.charts.data import LineData
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.pages.performance.columns import rating_chip, spark_of
from asc_desktop.ui.pages.performance.dialogs import new_measure, override_rating
from asc_desktop.ui.pages.performance.page import PerformancePage
from asc_desktop.ui.widgets.sparkline import SPARK_WIDTH
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

PROGRAMME = "Adult Social Care and Health performance"
JUNE = "actual:2024-06"


def open_page(qtbot: QtBot, workspace: Workspace) -> PerformancePage:
    page = PerformancePage(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    workspace.scope_changed.connect(page.refresh)
    page.resize(1170, 660)
    page.refresh()
    page.show()
    return page


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> PerformancePage:
    workspace.choose(next(item.id for item in workspace.programmes() if item.name == PROGRAMME))
    return open_page(qtbot, workspace)


def measure(workspace: Workspace, words: str) -> Measure:
    return next(item for item in workspace.records.all(Measure) if words in item.name)


def value(workspace: Workspace, words: str, period: str = "2024-06") -> MeasureValue | None:
    held = workspace.records.of(MeasureValue, "measure_id", measure(workspace, words).id)
    return next((item for item in held if item.period == period), None)


def column(view: RecordTableView, key: str) -> Column:
    return view.table.column(view.table.column_at(key))


def text(view: RecordTableView, row_id: str, key: str) -> str:
    return view.table.text_at(view.table.position(row_id), view.table.column_at(key))


def type_into(qtbot: QtBot, view: RecordTableView, row_id: str, key: str, typed: str) -> None:
    view.select_row(row_id, key)
    qtbot.keyClicks(view, typed[0])
    assert view.delegate.editor is not None
    qtbot.keyClicks(view.delegate.editor, typed[1:])
    qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return)


class TestShown:
    def test_the_papers_table_with_its_ratings(self, page: PerformancePage) -> None:
        headings = [f"{item.band} {item.label}".strip() for item in page.model.columns][2:8]
        months = ["2024/25 Apr", "2024/25 May", "2024/25 Jun"]
        assert headings == ["2023/24 actual", *months, "2024/25 target", "RAG"]
        rows = [
            [text(page.view, row.id, item.key) for item in page.model.columns[2:8]]
            for row in page.model.shown_rows
        ]
        assert rows == [
            ["76.9%", "76.8%", "77.0%", "77.0%", "78.0%", "Green"],
            ["2,235", "2,255", "2,234", "2,207", "2,135", "Amber"],
            ["756", "591", "613", "632", "800", "Green"],
            ["79.2%", "77.4%", "77.7%", "77.3%", "100.0%", "Red"],
            ["39.8%", "39.5%", "39.4%", "39.3%", "42.0%", "Amber"],
            ["2.7", "2.2", "1.8", "1.8", "2.0", "Green"],
            ["", "77%", "77%", "77%", "70%", "Green"],
        ]
        groups = [page.model.group_at(at) for at in range(page.model.rowCount())]
        labels = [group.label for group in groups if group is not None]
        assert labels[0] == "Theme 1: Wellbeing and Independence"
        assert len(labels) == 5

    def test_pointing_at_a_rating_or_a_month_tells_the_rule(self, page: PerformancePage) -> None:
        row = page.model.shown_rows[2]
        hint = column(page.view, "rag").hint
        assert hint is not None
        assert hint(row) == "632 is above the profile for June 2024, 629: green."
        month = column(page.view, "actual:2024-05").hint
        assert month is not None
        assert month(row) == "613 is above the profile for May 2024, 610: green."

    def test_each_row_has_its_small_line_and_says_the_trend(self, page: PerformancePage) -> None:
        spark = spark_of(page.model.shown_rows[1])
        assert spark is not None
        assert spark.values[:4] == (2255.0, 2234.0, 2207.0, None)
        assert spark.role == "amber"
        assert [text(page.view, row.id, "trend") for row in page.model.shown_rows[:4]] == [
            "No change", "Improving", "Improving", "Worsening",
        ]  # fmt: skip
        assert spark_of(replace(page.model.shown_rows[1], months=())) is None

    def test_the_chart_has_the_target_the_path_and_the_tolerances(self, page: PerformancePage) -> None:
        page.view.select_row(page.model.shown_rows[2].id)
        chart = page.detail.chart._data
        assert isinstance(chart, LineData)
        assert [line.label for line in chart.series] == ["Actual", "Expected", "Target"]
        assert [band.label for band in chart.bands] == ["Green within 2%", "Amber within 10%"]
        table = chart.as_table()
        assert table.rows[2] == ("Jun 24", "632", "629", "800", "629 to 616", "616 to 566")
        assert table.rows[3][1] == ""

    def test_filters_by_rating_theme_and_words(self, qtbot: QtBot, page: PerformancePage) -> None:
        page.menus["rating"]._pick("amber")
        assert len(page.model.shown_rows) == 2
        page.menus["theme"]._pick("Theme 4: Flexible and Integrated Care and Support")
        assert [row.name for row in page.model.shown_rows] == ["Adults who receive direct payments"]
        page.menus["rating"]._pick("")
        page.menus["theme"]._pick("")
        qtbot.keyClicks(page.box, "hub discharge")
        assert len(page.model.shown_rows) == 1
        qtbot.keyClick(page.box, Qt.Key.Key_Escape)
        assert len(page.model.shown_rows) == 7

    def test_an_earlier_period_shows_its_own_months_and_ratings(
        self, page: PerformancePage, workspace: Workspace
    ) -> None:
        workspace.choose(workspace.programme_id, "2024-04")
        assert [item.key for item in page.model.columns if item.key.startswith("actual")] == [
            "actual:2024-04"
        ]
        assert [text(page.view, row.id, "rag") for row in page.model.shown_rows] == [
            "Green", "Amber", "Green", "Red", "Amber", "Amber", "Green",
        ]  # fmt: skip

    def test_another_page_can_ask_for_one(self, page: PerformancePage, workspace: Workspace) -> None:
        page.menus["rating"]._pick("green")
        wanted = measure(workspace, "direct payments").id
        page.show_only({"record_id": wanted})
        assert page.view.current_row is not None
        assert page.view.current_row.id == wanted
        assert page.detail.months._measure is not None
        assert page.detail.months._measure.id == wanted


class TestTyped:
    def test_a_value_is_stored_rated_and_undone(
        self, qtbot: QtBot, page: PerformancePage, workspace: Workspace
    ) -> None:
        row_id = measure(workspace, "direct payments").id
        type_into(qtbot, page.view, row_id, JUNE, "41.9%")
        held = value(workspace, "direct payments")
        assert held is not None
        assert held.actual == "41.9"
        assert text(page.view, row_id, "rag") == "Green"
        workspace.undo()
        assert text(page.view, row_id, JUNE) == "39.3%"
        assert text(page.view, row_id, "rag") == "Amber"

    def test_deleting_a_value_leaves_grey_not_green(
        self, qtbot: QtBot, page: PerformancePage, workspace: Workspace
    ) -> None:
        row_id = measure(workspace, "rated good").id
        page.view.select_row(row_id, JUNE)
        qtbot.keyClick(page.view, Qt.Key.Key_Delete)
        assert value(workspace, "rated good") is None
        assert text(page.view, row_id, "rag") == "No value"
        chip = rating_chip(page.model.find(row_id))
        assert chip.rag == "grey"

    def test_a_word_is_refused_beside_its_cell(
        self, qtbot: QtBot, page: PerformancePage, workspace: Workspace
    ) -> None:
        row_id = measure(workspace, "direct payments").id
        type_into(qtbot, page.view, row_id, JUNE, "forty")
        assert page.view.sentence == "“forty” is not a number. Write it like 98.8 or 1,234.5."
        assert value(workspace, "direct payments").actual == "39.3"  # type: ignore[union-attr]

    def test_months_copied_from_the_paper_are_pasted_as_one_change(
        self, page: PerformancePage, workspace: Workspace, asker: FakeAsker
    ) -> None:
        # A board has received May, so that April and May are closed.
        freeze(workspace.session, Scope(workspace.programme_id, "2024-05"))
        rows = page.model.shown_rows[:2]
        page.view.select_row(rows[0].id, "baseline")
        QGuiApplication.clipboard().setText("N/A\t76%\t77%\t78.5%\t79%\n2,300\t2,200\t2,190\t2,180\t2,100\n")
        page.paste_button.click()
        assert [question.partition(".")[0] for question in asker.questions] == [
            "April 2024 and May 2024 are closed"
        ]
        assert [text(page.view, rows[0].id, key) for key in ("baseline", "actual:2024-04", JUNE, "target")] == [
            "", "76.0%", "78.5%", "79.0%",
        ]  # fmt: skip
        assert text(page.view, rows[1].id, JUNE) == "2,180"
        assert len({row.transaction_id for row in history(workspace.session, limit=8)}) == 1
        workspace.undo()
        assert text(page.view, rows[1].id, JUNE) == "2,207"

    def test_a_profile_is_chosen_from_the_table_and_from_the_detail(
        self, page: PerformancePage, workspace: Workspace, asker: FakeAsker
    ) -> None:
        row_id = measure(workspace, "review").id
        page.view.select_row(row_id)
        page.detail.profile._pick("straight")
        assert page.model.find(row_id).profile == "straight"
        assert text(page.view, row_id, "rag") == "Amber"
        page.view.select_row(measure(workspace, "rated good").id)
        page.detail.profile._pick("straight")
        assert "baseline" in asker.told[-1]
        assert page.detail.profile.key == "flat"


class TestMonths:
    def test_an_expected_month_is_typed_and_the_last_must_be_the_target(
        self, qtbot: QtBot, page: PerformancePage, workspace: Workspace
    ) -> None:
        page.view.select_row(measure(workspace, "employment").id)
        months = page.detail.months
        type_into(qtbot, months, "2024-06", "expected", "700")
        assert page.model.find(measure(workspace, "employment").id).rag == "amber"
        type_into(qtbot, months, "2025-03", "expected", "790")
        assert months.sentence.startswith("A monthly profile must end at its target: March 2025 has 790")
        held = workspace.records.of(MeasureProfile, "measure_id", measure(workspace, "employment").id)
        assert {item.expected for item in held if item.period == "2025-03"} == {"800"}

    def test_a_month_still_to_come_is_refused(
        self, qtbot: QtBot, page: PerformancePage, workspace: Workspace
    ) -> None:
        page.view.select_row(measure(workspace, "direct payments").id)
        type_into(qtbot, page.detail.months, "2024-07", "actual", "40")
        assert page.detail.months.sentence == "July 2024 is after the open month, June 2024."
        assert value(workspace, "direct payments", "2024-07") is None

    def test_an_override_needs_its_reason(
        self, qtbot: QtBot, page: PerformancePage, workspace: Workspace
    ) -> None:
        row_id = measure(workspace, "review").id
        page.view.select_row(row_id)
        months = page.detail.months
        months.select_row("2024-06", "override_rag")
        assert not months.table.setData(months.currentIndex(), "amber")
        refused = months.table.draft("2024-06", "override_rag")
        assert refused is not None
        assert refused.sentence == "Give the reason for the override, then the rating."
        type_into(qtbot, months, "2024-06", "override_reason", "A new way of counting")
        months.select_row("2024-06", "override_rag")
        assert months.table.setData(months.currentIndex(), "amber")
        assert text(page.view, row_id, "rag") == "Amber*"
        assert "A new way of counting" in page.model.find(row_id).rule

    def test_the_dialog_asks_for_both(
        self, qtbot: QtBot, page: PerformancePage, workspace: Workspace
    ) -> None:
        row_id = measure(workspace, "review").id
        dialog = override_rating(workspace, row_id, "2024-06", page)
        assert dialog is not None
        dialog.form.editor("override_rag").set_value_text("green")
        dialog.accept()
        assert dialog.form.problems == {"override_rag": "Give the reason for the override, then the rating."}
        dialog.form.editor("override_reason").set_value_text("Agreed with the inspector")
        dialog.accept()
        assert page.model.find(row_id).rag == "green"
        assert override_rating(workspace, row_id, "2024-07", page) is None

    def test_a_click_on_the_chart_goes_to_its_month(self, page: PerformancePage) -> None:
        page.detail.show_part("measure")
        page.detail.chart.segment_activated.emit("2024-05")
        assert page.detail.part.current == "months"
        assert page.detail.months.current_row is not None
        assert page.detail.months.current_row.id == "2024-05"

    def test_half_typed_text_outlives_a_refresh(
        self, qtbot: QtBot, page: PerformancePage, workspace: Workspace
    ) -> None:
        page.view.select_row(measure(workspace, "review").id)
        page.detail.edit_name()
        editor = page.detail.form.editor("owner")
        editor.setFocus()
        editor.set_value_text("Half a na")
        page.refresh()
        assert editor.value_text() == "Half a na"


class TestMeasures:
    def test_a_new_one_is_added_under_the_theme_and_shown(
        self, page: PerformancePage, workspace: Workspace
    ) -> None:
        dialog = new_measure(workspace, "Theme 6: Workforce", page, page.go_to)
        dialog.form.editor("name").set_value_text("Adults who receive direct payments")
        dialog.accept()
        assert list(dialog.form.problems) == ["name"]
        dialog.form.editor("name").set_value_text("Vacancy rate")
        dialog.form.editor("unit").set_value_text("%")
        dialog.form.editor("polarity").set_value_text("lower")
        dialog.accept()
        added = measure(workspace, "Vacancy rate")
        assert (added.strategy_theme, added.polarity) == ("Theme 6: Workforce", "lower")
        assert page.model.shown_rows[-1].id == added.id
        assert text(page.view, added.id, "rag") == "No value"

    def test_the_form_refuses_tolerances_the_wrong_way_round(
        self, page: PerformancePage, workspace: Workspace
    ) -> None:
        page.view.select_row(measure(workspace, "review").id)
        form = page.detail.form
        form.editor("green_tolerance").set_value_text("20")
        assert not form.commit("green_tolerance")
        assert "Amber cannot end before green does" in form.problems["green_tolerance"]

    def test_archive_takes_it_out_and_the_menu_brings_it_back(
        self, page: PerformancePage, workspace: Workspace
    ) -> None:
        assert page.archived.isHidden()
        row_id = measure(workspace, "review").id
        _, archive, _ = page._actions_for([row_id])
        archive.trigger()
        assert page.model.find(row_id) is None
        assert page.archived.text() == "Archived: 1"
        page.archived.menu().actions()[0].trigger()
        assert page.model.find(row_id) is not None

    def test_delete_asks_and_takes_what_was_reported_with_it(
        self, page: PerformancePage, workspace: Workspace, asker: FakeAsker
    ) -> None:
        row_id = measure(workspace, "review").id
        *_, delete = page._actions_for([row_id])
        asker.agrees = False
        delete.trigger()
        assert page.model.find(row_id) is not None
        asker.agrees = True
        delete.trigger()
        assert workspace.records.of(MeasureTarget, "measure_id", row_id) == ()
        workspace.undo()
        assert page.model.find(row_id) is not None

    def test_several_are_archived_at_once(self, page: PerformancePage, workspace: Workspace) -> None:
        ids = [row.id for row in page.model.shown_rows[:3]]
        page._actions_for(ids)[1].trigger()
        assert len(page.model.shown_rows) == 4
        workspace.undo()
        assert len(page.model.shown_rows) == 7


class TestEmpty:
    def test_a_programme_without_measures_says_what_to_do(self, qtbot: QtBot, workspace: Workspace) -> None:
        page = open_page(qtbot, workspace)
        assert page.model.rowCount() == 0
        assert not page.detail.isVisible()
        button = next(item for item in page.findChildren(QPushButton) if item.text() == f"Show {PROGRAMME}")
        button.click()
        assert len(page.model.shown_rows) == 7
        assert page.detail.isVisible()

    def test_an_empty_portfolio_says_what_to_do_first(
        self, qtbot: QtBot, empty_workspace: Workspace, empty_visits: list[tuple[str, dict[str, object]]]
    ) -> None:
        page = open_page(qtbot, empty_workspace)
        page.add()
        page.show_only({"record_id": "x"})
        button = next(item for item in page.findChildren(QPushButton) if item.text() == "Add a programme")
        assert button.isVisible()
        button.click()
        assert empty_visits == [("structure", {"new": True})]


def test_a_thousand_measures_are_shown_and_edited(
    qtbot: QtBot, page: PerformancePage, workspace: Workspace
) -> None:
    like = measure(workspace, "direct payments")
    with workspace.session.edit("Many") as edit:
        for number in range(1_000):
            edit.put(replace(like, id=f"many-{number:04d}", name=f"Measure {number}", position=number + 10))
            edit.put(
                MeasureValue(id=f"v-{number}", measure_id=f"many-{number:04d}", period="2024-06", actual="40")
            )
            edit.put(MeasureTarget(id=f"t-{number}", measure_id=f"many-{number:04d}", year=2024, target="42"))
    assert len(page.model.shown_rows) == 1_007
    type_into(qtbot, page.view, "many-0500", JUNE, "42")
    assert text(page.view, "many-0500", "rag") == "Green"


def test_the_month_of_approval_is_shown_and_edited_and_a_new_target_begins_with_the_open_month(
    qtbot: QtBot, page: PerformancePage, workspace: Workspace, asker: FakeAsker
) -> None:
    freeze(workspace.session, Scope(workspace.programme_id, "2024-05"))
    row_id = measure(workspace, "direct payments").id
    assert text(page.view, row_id, "approved_from") == "April 2024"
    april = text(page.view, row_id, "actual:2024-04"), page.model.find(row_id).months[0].rag
    type_into(qtbot, page.view, row_id, "target", "20")
    assert not asker.questions, "what is approved now asks nothing"
    assert text(page.view, row_id, "approved_from") == "June 2024"
    assert (text(page.view, row_id, "actual:2024-04"), page.model.find(row_id).months[0].rag) == april
    type_into(qtbot, page.view, row_id, "approved_from", "May 2024")
    assert len(asker.questions) == 1
    assert text(page.view, row_id, "approved_from") == "May 2024"


@pytest.mark.parametrize("width", [960, 1170, 1700, 1920])
def test_the_small_line_of_the_trend_has_room_beside_its_words(page: PerformancePage, width: int) -> None:
    page.resize(width, 660)
    at = next(i for i in range(page.model.columnCount()) if page.model.column(i).key == "trend")
    words = max(page.view.fontMetrics().horizontalAdvance(word) for word in ("Worsening", "Improving"))
    shown = {page.model.text_of_row(row, at) for row in page.model.rows}
    assert shown & {"Worsening", "Improving"}
    assert page.view.columnWidth(at) >= words + SPARK_WIDTH + 16

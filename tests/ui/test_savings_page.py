"""The savings page: what it shows, what is kept when cells are typed and pasted, and what is refused and said."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop.domain.money import parse_pence
from asc_desktop.domain.records.delivery import (
    Movement,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    TargetChange,
)
from asc_desktop.services import reporting
from asc_desktop.ui.charts.data import StackData
from asc_desktop.ui.figures.savings import slippage_data
from asc_desktop.ui.pages.savings.page import SavingsPage
from asc_desktop.ui.pages.savings.stands import StandsCard
from asc_desktop.ui.pages.shared.units import MILLIONS, POUNDS, THOUSANDS
from asc_desktop.ui.widgets.table.pinned import PinnedColumn
from asc_desktop.ui.widgets.table.total import StickyTotal
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker
from tests.ui.pasting import accept, paste

FORECAST_24 = "forecast_pence:2024"
DELIVERED_24 = "delivered_pence:2024"
TARGET_24 = "target_pence:2024"
TARGET_27 = "target_pence:2027"
FORECAST_27 = "forecast_pence:2027"


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> SavingsPage:
    page = SavingsPage(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    workspace.scope_changed.connect(page.refresh)
    page.resize(1170, 660)
    page.refresh()
    page.show()
    return page


def line_of(workspace: Workspace, ref: str) -> str:
    return next(line.id for line, project, _ in workspace.context.lines if project.ref == ref)


def text(page: SavingsPage, row_id: str, key: str) -> str:
    model = page.matrix.model
    return model.text_at(model.position(row_id), model.column_at(key))


def type_into(qtbot: QtBot, page: SavingsPage, line_id: str, key: str, typed: str) -> None:
    view = page.matrix.view
    view.select_row(line_id, key)
    qtbot.keyClicks(view, typed[0])
    assert view.delegate.editor is not None
    qtbot.keyClicks(view.delegate.editor, typed[1:])
    qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return)


def forecast(workspace: Workspace, line_id: str, year: int = 2024) -> int:
    held = reporting.position_in_force(workspace.session, line_id, year, workspace.period)
    return held.forecast_pence if held else -1


def show_amounts(page: SavingsPage, *amounts: str) -> None:
    for key in ("target_pence", "forecast_pence", "delivered_pence", "variance_pence"):
        page._toggle_amount(key, shown=True)
    for key in {"target_pence", "forecast_pence", "delivered_pence", "variance_pence"} - set(amounts):
        page._toggle_amount(key, shown=False)


class TestShown:
    def test_the_papers_totals_stand_in_the_total_row(self, page: SavingsPage) -> None:
        model = page.matrix.model
        total = model.group_at(model.rowCount() - 1)
        assert total is not None
        assert total.is_total
        # The city's tables: existing transformation and duties and powers together, by year.
        assert int(total.cells[TARGET_24]) == (6_753_163 + 1_943_083) * 100  # type: ignore[call-overload]
        assert int(total.cells["target_pence:2025"]) == (5_564_029 + 4_888_809) * 100  # type: ignore[call-overload]
        assert text(page, "total:", TARGET_24) == "8,696"

    def test_themes_are_headings_with_their_subtotals_and_fold(
        self, page: SavingsPage, workspace: Workspace
    ) -> None:
        model, view = page.matrix.model, page.matrix.view
        theme = workspace.context.themes[0]
        rows = model.rowCount()
        held = [row for row in model.rows if row.theme_id == theme.id]
        sums = workspace.report.savings.by_theme[workspace.context.theme_labels[theme.id]]
        assert text(page, f"group:{theme.id}", TARGET_24) == THOUSANDS.words(sums["2024/25"].target_pence)
        group = model.group_at(0)
        assert group is not None
        view.toggle_group(group)
        assert model.rowCount() == rows - len(held)

    def test_the_total_stays_in_sight(self, page: SavingsPage) -> None:
        view = page.matrix.view
        total = view.findChild(StickyTotal)
        assert total.isVisible()
        assert total.geometry().bottom() == view.viewport().geometry().bottom()
        view.scrollToBottom()
        assert not total.isVisible()

    def test_the_current_cell_never_stands_behind_the_total(self, qtbot: QtBot, page: SavingsPage) -> None:
        view = page.matrix.view
        total = view.findChild(StickyTotal)
        view.setCurrentIndex(page.matrix.model.index(1, 1))
        for _ in range(12):
            qtbot.keyClick(view, Qt.Key.Key_Down)
            if total.isVisible():
                bottom = view.visualRect(view.currentIndex()).bottom()
                assert bottom <= view.viewport().height() - total.height()

    def test_the_lines_names_stay_in_sight_sideways(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        show_amounts(page, "target_pence", "forecast_pence", "delivered_pence", "variance_pence")
        page.resize(800, 660)
        view, model = page.matrix.view, page.matrix.model
        names = view.findChild(PinnedColumn)
        assert not names.isVisible()
        line_id = line_of(workspace, "P-002")
        view.select_row(line_id, "variance_pence:2027")
        assert names.isVisible()
        for _ in range(6):
            qtbot.keyClick(view, Qt.Key.Key_Left)
            assert view.visualRect(view.currentIndex()).left() >= names.width()
        before = view.horizontalScrollBar().value()
        row = view.visualRect(view.currentIndex())
        place = QPoint(30, view.horizontalHeader().height() + row.bottom() + 8)
        qtbot.mouseClick(names, Qt.MouseButton.LeftButton, pos=place)
        assert model.row_at(view.currentIndex().row()).ref == "P-003"
        assert view.horizontalScrollBar().value() == before
        qtbot.keyClick(view, Qt.Key.Key_Home)
        assert not names.isVisible()

    def test_what_stands_over_the_table_goes_on_to_another_row_before_it_is_cut(
        self, page: SavingsPage
    ) -> None:
        matrix = page.matrix
        matrix.note.set_full_text("* Not every line in this sum has a forecast reported")
        page.resize(580, 660)
        QApplication.processEvents()
        for widget in (matrix.box, matrix.theme, matrix.add, matrix.note):
            assert widget.geometry().right() <= widget.parentWidget().width()
        assert matrix.note.text() == matrix.note.full_text
        assert matrix.add.width() >= matrix.add.sizeHint().width()

    def test_the_years_begin_at_a_whole_column_and_no_heading_is_cut_in_two(self, page: SavingsPage) -> None:
        show_amounts(page, "target_pence", "forecast_pence", "delivered_pence", "variance_pence")
        page.resize(640, 660)
        matrix = page.matrix
        view, header = matrix.view, matrix.view.horizontalHeader()
        matrix._show_year(2027)
        covered = view.delegate.covered
        assert covered > 0
        begins = [view.columnViewportPosition(at) for at in view.shown_columns()]
        assert covered in begins
        # Moved by a hand to where it stands under the names in part: the rest of a heading would be read.
        bar = view.horizontalScrollBar()
        bar.setValue(bar.value() + 30)
        at = begins.index(covered)
        column = view.table.column(at)
        room = QRect(begins[at] - 30, 0, view.columnWidth(at), header.height())
        assert header._is_cut_by_cover(column, room, ["Forecast and more words"])
        assert not header._is_cut_by_cover(column, room, ["F"])
        assert not header._is_cut_by_cover(column, room.translated(30, 0), ["Forecast"])

    def test_the_first_click_in_a_table_scrolled_sideways_is_on_what_is_under_it(
        self, qtbot: QtBot, page: SavingsPage
    ) -> None:
        view = page.matrix.view
        show_amounts(page, "target_pence", "forecast_pence", "delivered_pence", "variance_pence")
        page.resize(700, 660)
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.setFocus()
        bar = view.horizontalScrollBar()
        bar.setValue(bar.maximum())
        assert bar.value() > 0
        assert not view.currentIndex().isValid()
        at = QPoint(view.viewport().width() - 30, view.rowViewportPosition(2) + 5)
        under = view.indexAt(at)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert view.hasFocus()
        assert view.currentIndex() == under
        assert bar.value() > 0

    def test_years_stand_over_their_amounts(self, page: SavingsPage) -> None:
        columns = page.matrix.model.columns
        assert [column.band for column in columns[1:3]] == ["2024/25", "2024/25"]
        assert [column.label for column in columns[1:3]] == ["Target", "Forecast"]
        assert columns[-1].band == "4 years"

    def test_units_change_the_words_and_not_the_amounts(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        line_id = line_of(workspace, "P-012")
        assert text(page, line_id, TARGET_24) == "3,984"
        qtbot.mouseClick(page.unit._buttons["pounds"], Qt.MouseButton.LeftButton)
        assert text(page, line_id, TARGET_24) == "3,984,233"
        qtbot.mouseClick(page.unit._buttons["millions"], Qt.MouseButton.LeftButton)
        assert text(page, line_id, TARGET_24) == "3.984"
        assert workspace.memory.get("savings/unit") == "millions"

    def test_a_year_without_a_forecast_is_not_silently_nothing(
        self, page: SavingsPage, workspace: Workspace
    ) -> None:
        line_id = line_of(workspace, "P-001")
        reporting.set_first_targets(workspace.session, {(line_id, 2027): 5_000_000})
        assert text(page, line_id, TARGET_27) == "50"
        assert text(page, line_id, FORECAST_27) == "not reported"
        assert text(page, "total:", FORECAST_27).startswith("* ")
        assert "forecast reported" in page.matrix.note.full_text
        model = page.matrix.model
        assert model.copied_at(model.position(line_id), model.column_at(FORECAST_27)) == ""

    def test_a_memo_line_says_where_it_counts_and_adds_nothing(
        self, page: SavingsPage, workspace: Workspace
    ) -> None:
        other = next(item for item in workspace.programmes() if item.id != workspace.programme_id)
        theme = next(
            item for item in workspace.session.context(replace(workspace.scope, programme_id=other.id)).themes
        )
        line = workspace.records.get(SavingsLine, line_of(workspace, "P-012"))
        before = text(page, "total:", TARGET_24)
        with workspace.session.edit("Counts elsewhere") as edit:
            edit.put(replace(line, counts_in_theme_id=theme.id))
        column = page.matrix.model.columns[0]
        row = page.matrix.model.find(line.id)
        assert column.hint is not None
        assert column.aside is not None
        assert column.aside(row)
        assert f"counts in {other.name}: {theme.name}" in column.hint(row)
        assert text(page, line.id, TARGET_24) == "3,984"
        assert text(page, "total:", TARGET_24) != before

    def test_filters_narrow_the_lines_and_the_sums_are_of_what_is_shown(
        self, qtbot: QtBot, page: SavingsPage
    ) -> None:
        qtbot.keyClicks(page.matrix.box, "strengths")
        model = page.matrix.model
        assert [row.ref for row in model.shown_rows] == ["P-012"]
        assert text(page, "total:", TARGET_24) == "3,984"
        qtbot.keyClick(page.matrix.box, Qt.Key.Key_Escape)
        assert text(page, "total:", TARGET_24) == "8,696"

    def test_one_theme_alone(self, page: SavingsPage, workspace: Workspace) -> None:
        theme = workspace.context.themes[1]
        page.matrix.theme._pick(theme.id)
        assert {row.theme_id for row in page.matrix.model.shown_rows} == {theme.id}
        assert text(page, "total:", TARGET_24) == text(page, f"group:{theme.id}", TARGET_24)

    @pytest.mark.parametrize("basis", ["gross_cumulative", "net_incremental", "net_cumulative"])
    def test_other_bases_are_read_only_and_say_why(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace, basis: str
    ) -> None:
        page._choose_basis(basis)
        view = page.matrix.view
        view.select_row(line_of(workspace, "P-012"), FORECAST_24)
        qtbot.keyClicks(view, "5")
        assert not view.delegate.is_open
        assert "Only gross, incremental amounts can be edited" in page.matrix.note.full_text
        assert "gross, incremental" in page.paste.toolTip()
        sums = workspace.report.savings.bases[basis]["2025/26"]
        assert text(page, "total:", "target_pence:2025") == THOUSANDS.words(sums["target_pence"])
        qtbot.mouseClick(page.matrix.editable, Qt.MouseButton.LeftButton)
        assert page.basis.key == "gross_incremental"
        assert page.matrix.model.can_edit(view.currentIndex().row(), view.currentIndex().column())

    def test_the_show_menu_chooses_the_amounts(self, page: SavingsPage, workspace: Workspace) -> None:
        actions = {action.text(): action for action in page.show_button.menu().actions()}
        actions["Delivered"].trigger()
        actions["Target"].trigger()
        labels = [column.label for column in page.matrix.model.columns[1:3]]
        assert labels == ["Forecast", "Delivered"]
        assert workspace.memory.get("savings/amounts") == "forecast_pence,delivered_pence"

    def test_an_empty_portfolio_says_what_to_do_first(
        self, qtbot: QtBot, empty_workspace: Workspace, empty_visits: list[tuple[str, dict[str, object]]]
    ) -> None:
        page = SavingsPage(empty_workspace)
        qtbot.addWidget(page)
        page.refresh()
        page.show()
        button = next(item for item in page.findChildren(QPushButton) if item.text() == "Add a programme")
        assert button.isVisible()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert empty_visits == [("structure", {"new": True})]
        assert page.record_movement() is None


class TestEditing:
    @pytest.mark.parametrize(
        ("typed", "pence"), [("750", 75_000_000), ("£750,000", 75_000_000), ("750k", 75_000_000)]
    )
    def test_a_forecast_is_typed_in_the_unit_shown(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace, typed: str, pence: int
    ) -> None:
        line_id = line_of(workspace, "P-001")
        before = forecast(workspace, line_id)
        type_into(qtbot, page, line_id, FORECAST_24, typed)
        assert forecast(workspace, line_id) == pence
        assert text(page, line_id, FORECAST_24) == "750"
        assert (
            workspace.session.undo_action
            == "Report forecast 2024/25 of P-001 Proactive reviews and timely assessments"
        )
        workspace.undo()
        assert forecast(workspace, line_id) == before

    def test_pounds_from_a_spreadsheet_are_not_taken_for_thousands(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        line_id = line_of(workspace, "P-001")
        before = forecast(workspace, line_id)
        page.matrix.view.select_row(line_id, FORECAST_24)
        preview = paste(qtbot, page.matrix.view, "240,000\r\n")
        assert preview is not None
        assert forecast(workspace, line_id) == before
        assert preview.controls.box("way", 0).currentText() == "In £"
        accept(qtbot, preview)
        assert forecast(workspace, line_id) == 24_000_000

    def test_a_second_paste_into_the_same_cell_is_taken_too(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        line_id = line_of(workspace, "P-001")
        view = page.matrix.view
        view.select_row(line_id, FORECAST_24)
        for typed, pence in (("£750,000", 75_000_000), ("£760,000", 76_000_000)):
            QGuiApplication.clipboard().setText(f"{typed}\r\n")
            qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            assert forecast(workspace, line_id) == pence
            view.selectionModel().clearSelection()

    def test_enter_goes_down_and_selection_stays_after_the_change(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        type_into(qtbot, page, line_of(workspace, "P-001"), FORECAST_24, "750")
        view = page.matrix.view
        row = page.matrix.model.row_at(view.currentIndex().row())
        assert row is not None
        assert row.ref == "P-002"

    def test_nothing_is_forecast_where_nothing_was_reported(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        line_id = line_of(workspace, "P-001")
        reporting.set_first_targets(workspace.session, {(line_id, 2027): 5_000_000})
        type_into(qtbot, page, line_id, FORECAST_27, "0")
        assert forecast(workspace, line_id, 2027) == 0
        assert text(page, line_id, FORECAST_27) == "0"

    def test_less_than_is_delivered_is_refused_in_the_cell(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        line_id = line_of(workspace, "P-001")
        before = forecast(workspace, line_id)
        type_into(qtbot, page, line_id, FORECAST_24, "1")
        assert forecast(workspace, line_id) == before
        draft = page.matrix.model.draft(line_id, FORECAST_24)
        assert draft is not None
        assert draft.sentence == "The forecast for the year cannot be below the £205,400 already delivered."

    def test_a_block_from_excel_is_one_change(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        show_amounts(page, "forecast_pence", "delivered_pence")
        first, second = line_of(workspace, "P-001"), line_of(workspace, "P-002")
        before = {item.id: item for item in workspace.records.all(SavingsPosition)}
        QGuiApplication.clipboard().setText("800\t250\r\n17\t5\r\n")
        page.matrix.view.select_row(first, FORECAST_24)
        qtbot.mouseClick(page.paste, Qt.MouseButton.LeftButton)
        assert forecast(workspace, first) == 80_000_000
        held = reporting.position_in_force(workspace.session, second, 2024, workspace.period)
        assert held is not None
        assert (held.forecast_pence, held.delivered_pence) == (1_700_000, 500_000)
        workspace.undo()
        assert {item.id: item for item in workspace.records.all(SavingsPosition)} == before

    def test_a_copied_block_pasted_back_changes_nothing(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        line_id = line_of(workspace, "P-012")
        view = page.matrix.view
        view.select_row(line_id, FORECAST_24)
        assert view.blocks.copy()
        copied = QGuiApplication.clipboard().text()
        assert copied == "2749"
        action = workspace.session.undo_action
        view.blocks.paste()
        assert workspace.session.undo_action == action

    def test_filling_down_keeps_the_unit(self, page: SavingsPage, workspace: Workspace) -> None:
        first, second = line_of(workspace, "P-001"), line_of(workspace, "P-002")
        page.matrix.view.select_row(second, FORECAST_24)
        page.matrix.view.blocks.fill(down=True)
        assert forecast(workspace, second) == forecast(workspace, first)

    def test_an_emptied_cell_is_refused_in_words(self, page: SavingsPage, workspace: Workspace) -> None:
        line_id = line_of(workspace, "P-001")
        before = forecast(workspace, line_id)
        page.matrix.view.select_row(line_id, FORECAST_24)
        outcome = page.matrix.view.blocks.clear()
        assert [problem.sentence for problem in outcome.problems] == ["Forecast is needed."]
        assert forecast(workspace, line_id) == before

    def test_a_first_target_is_set_at_once(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        line_id = line_of(workspace, "P-001")
        type_into(qtbot, page, line_id, TARGET_27, "12.5")
        found = [
            item.target_pence
            for item in workspace.records.of(SavingsTarget, "line_id", line_id)
            if item.year == 2027
        ]
        assert found == [1_250_000]
        assert page.matrix.dialog is None

    def test_what_is_typed_is_painted_before_the_figures_that_follow_are_worked_out(
        self, qtbot: QtBot, workspace: Workspace
    ) -> None:
        page = SavingsPage(workspace)
        qtbot.addWidget(page)
        page.resize(1170, 660)
        page.refresh()
        with qtbot.waitExposed(page):
            page.show()
        first = line_of(workspace, "P-001")
        matrix = page.matrix.model
        total = matrix.text_at(matrix.rowCount() - 1, matrix.column_at(FORECAST_24))
        shown: list[str] = []

        class Watch(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    shown.append(text(page, first, FORECAST_24))
                return False

        watch = Watch()
        page.matrix.view.viewport().installEventFilter(watch)
        type_into(qtbot, page, first, FORECAST_24, "900")
        assert shown[-1] == "900"
        assert matrix.text_at(matrix.rowCount() - 1, matrix.column_at(FORECAST_24)) == total
        assert workspace.awaits_figures
        # Whoever asks for figures has the true ones; the page shows them when it is refreshed.
        assert workspace.report.savings.lines
        page.refresh()
        assert text(page, first, FORECAST_24) == "900"
        assert matrix.text_at(matrix.rowCount() - 1, matrix.column_at(FORECAST_24)) != total

    def test_a_changed_target_asks_for_its_change_request(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        line_id = line_of(workspace, "P-001")
        before = len(workspace.records.all(TargetChange))
        type_into(qtbot, page, line_id, TARGET_24, "900")
        qtbot.waitUntil(lambda: page.matrix.dialog is not None)
        dialog = page.matrix.dialog
        assert dialog is not None
        assert text(page, line_id, TARGET_24) == "840"
        qtbot.keyClicks(dialog._reference, "CR-50")
        qtbot.keyClicks(dialog._approved_by, "Board")
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
        assert text(page, line_id, TARGET_24) == "900"
        assert len(workspace.records.all(TargetChange)) == before + 1
        assert page.matrix.dialog is None
        workspace.undo()
        assert text(page, line_id, TARGET_24) == "840"

    def test_a_closed_period_asks_for_a_reason(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace, asker: FakeAsker
    ) -> None:
        line_id = line_of(workspace, "P-001")
        workspace.choose(workspace.programme_id, "2024-05")
        asker.reason = None
        before = forecast(workspace, line_id)
        type_into(qtbot, page, line_id, FORECAST_24, "830")
        assert forecast(workspace, line_id) == before
        asker.reason = "Typed in the wrong month"
        type_into(qtbot, page, line_id, FORECAST_24, "830")
        assert forecast(workspace, line_id) == 83_000_000
        assert "closed" in asker.questions[-1]

    def test_half_typed_text_outlives_a_change_elsewhere(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        view = page.matrix.view
        view.select_row(line_of(workspace, "P-001"), FORECAST_24)
        qtbot.keyClicks(view, "7")
        assert view.delegate.editor is not None
        reporting.report_positions(
            workspace.session,
            {(line_of(workspace, "P-002"), 2024): {"forecast_pence": 1_500_000}},
            workspace.period,
        )
        assert view.delegate.is_open
        assert view.delegate.editor.value_text() == "7"


def term(card: StandsCard, key: str) -> str:
    figure = card._terms[key][2]
    return "" if figure.isHidden() else figure.text()


class TestStands:
    def test_it_follows_the_current_cell(self, page: SavingsPage, workspace: Workspace) -> None:
        line_id = line_of(workspace, "P-012")
        page.matrix.view.select_row(line_id, FORECAST_24)
        position = workspace.context.ledger.at(line_id, 2024)
        stands = page.stands
        assert term(stands, "target_pence") == "£3,984,233"
        assert term(stands, "no_plan_pence") == f"£{position.no_plan_pence // 100:,}"
        assert term(stands, "offset_in_pence") == ""
        assert stands.standing is not None
        assert stands.standing.line_id == line_id

    def test_a_theme_and_the_total_stand_too(self, page: SavingsPage, workspace: Workspace) -> None:
        model = page.matrix.model
        page.matrix.view.setCurrentIndex(model.index(0, model.column_at("target_pence:2025")))
        theme = workspace.context.theme_labels[workspace.context.themes[0].id]
        found = workspace.report.savings.by_theme[theme]["2025/26"]
        assert term(page.stands, "to_find_pence") == f"£{found.to_find_pence // 100:,}"
        page.matrix.view.setCurrentIndex(model.index(model.rowCount() - 1, model.columnCount() - 1))
        assert page.stands.standing is not None
        assert page.stands.standing.year == "all 4 years"

    def test_over_allocation_is_said(self, qtbot: QtBot, page: SavingsPage, workspace: Workspace) -> None:
        line_id = line_of(workspace, "P-012")
        page.matrix.view.select_row(line_id, FORECAST_24)
        assert page.stands._over.isHidden()
        type_into(qtbot, page, line_id, FORECAST_24, "3,900")
        page.matrix.view.select_row(line_id, FORECAST_24)
        assert not page.stands._over.isHidden()
        over = [row for row in workspace.report.movements if row.over_allocated_pence]
        assert over
        chip = next(column.chip for column in page.parts.movements.model.columns if column.key == "state")
        assert chip is not None
        said = chip(over[0])
        assert said is not None
        assert said.rag == "red"
        assert "over" in said.text

    def test_record_movement_begins_at_the_cell(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        line_id = line_of(workspace, "P-012")
        page.matrix.view.select_row(line_id, "forecast_pence:2025")
        dialog = page.record_movement()
        assert dialog is not None
        assert (dialog.typed().from_line_id, dialog.typed().from_year) == (line_id, 2025)
        dialog.reject()


class TestMovements:
    def test_every_movement_of_the_programme_is_listed(self, page: SavingsPage, workspace: Workspace) -> None:
        panel = page.parts.movements
        assert [row.id for row in panel.model.rows] == [row.id for row in workspace.report.movements]

    def test_only_those_of_the_period(self, qtbot: QtBot, page: SavingsPage, workspace: Workspace) -> None:
        panel = page.parts.movements
        qtbot.mouseClick(panel.filter._buttons["period"], Qt.MouseButton.LeftButton)
        assert panel.model.shown_rows
        assert {row.period for row in panel.model.shown_rows} == {workspace.period}

    def test_approving_asks_by_whom(self, qtbot: QtBot, page: SavingsPage, workspace: Workspace) -> None:
        panel = page.parts.movements
        proposed = next(row for row in panel.model.rows if row.state == "proposed")
        names = [action.text() for action in panel.actions_for([proposed.id])]
        assert names == ["Change movement…", "Approve…", "Show both projects", "Delete movement"]
        dialog = panel.approve(proposed.id)
        assert dialog is not None
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
        assert dialog.blocks["approved_by"].problem
        qtbot.keyClicks(dialog._approved_by, "Programme board")
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
        kept = workspace.records.get(Movement, proposed.id)
        assert (kept.state, kept.approved_by) == ("approved", "Programme board")

    def test_deleting_asks_first_and_can_be_undone(
        self, page: SavingsPage, workspace: Workspace, asker: FakeAsker
    ) -> None:
        panel = page.parts.movements
        row = next(
            row
            for row in panel.model.rows
            if row.period == workspace.period
            and not workspace.records.users_of(workspace.records.get(Movement, row.id))
        )
        delete = panel.actions_for([row.id])[-1]
        asker.agrees = False
        delete.trigger()
        assert workspace.records.find(Movement, row.id) is not None
        asker.agrees = True
        delete.trigger()
        assert workspace.records.find(Movement, row.id) is None
        assert asker.questions[-1].startswith("Delete this movement of £")
        workspace.undo()
        assert workspace.records.find(Movement, row.id) is not None

    def test_why_is_changed_in_place(self, qtbot: QtBot, page: SavingsPage, workspace: Workspace) -> None:
        panel = page.parts.movements
        row = next(row for row in panel.model.rows if row.period == workspace.period)
        panel.view.select_row(row.id, "reason")
        panel.view.edit_current(typed="Because")
        assert panel.view.delegate.editor is not None
        qtbot.keyClick(panel.view.delegate.editor, Qt.Key.Key_Return)
        assert workspace.records.get(Movement, row.id).reason == "Because"

    def test_enter_on_a_movement_opens_it(self, qtbot: QtBot, page: SavingsPage) -> None:
        panel = page.parts.movements
        panel.view.select_row(panel.model.rows[0].id, "from_label")
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        assert dialog.windowTitle() == "Change movement"
        dialog.close()


class TestSlippage:
    def test_every_pound_due_is_in_exactly_one_part(self, workspace: Workspace) -> None:
        data = slippage_data(workspace.report)
        assert data is not None
        for place, year in enumerate(workspace.report.savings.slippage):
            parts = sum(series.points[place].value for series in data.series)
            assert parts == year.to_find_pence

    def test_a_click_lists_the_projects_behind_a_part(
        self, page: SavingsPage, workspace: Workspace, visits: list[tuple[str, dict[str, object]]]
    ) -> None:
        page.parts.show_view("slippage")
        data = page.parts.chart._data
        assert isinstance(data, StackData)
        slipped = next(series for series in data.series if series.label == "Slipped to later years")
        page.parts.chart.segment_activated.emit(slipped.points[0].key)
        (key, what) = visits[-1]
        assert key == "projects"
        assert what["title"] == "Slipped to later years, 2024/25"
        assert what["project_ids"] == workspace.report.savings.slippage[0].project_ids["slipped_out_pence"]
        assert "to 2025/26: £" in slipped.points[0].detail

    def test_the_same_figures_as_a_table(self, qtbot: QtBot, page: SavingsPage) -> None:
        page.parts.show_view("slippage")
        qtbot.mouseClick(page.parts._as_table, Qt.MouseButton.LeftButton)
        assert page.parts.chart.is_table_shown

    def test_source_plans_by_year(self, page: SavingsPage, workspace: Workspace) -> None:
        page.parts.show_view("plans")
        table = page.parts.plans.table
        at = table.position("MTFP Duties and Powers")
        assert table.text_at(at, table.column_at(TARGET_24)) == "1,943"
        assert table.text_at(table.rowCount() - 1, table.column_at(TARGET_24)) == "8,696"
        assert workspace.memory.get("savings/lower") == "plans"


class TestVisits:
    def test_another_page_lists_its_projects(
        self, qtbot: QtBot, page: SavingsPage, workspace: Workspace
    ) -> None:
        chosen = tuple(
            project.id for project in workspace.report.projects if project.ref in {"P-001", "P-012"}
        )
        page.show_only({"project_ids": chosen, "title": "Short of their targets"})
        assert {row.ref for row in page.matrix.model.shown_rows} == {"P-001", "P-012"}
        assert page.matrix.chip.accessibleName() == "2 lines: Short of their targets"
        qtbot.mouseClick(page.matrix.chip.clear_button, Qt.MouseButton.LeftButton)
        closed = workspace.report.closed_ids
        live = [row for row in page.matrix.model.rows if row.project_id not in closed]
        assert len(page.matrix.model.shown_rows) == len(live)

    def test_it_goes_to_a_project(self, page: SavingsPage, workspace: Workspace) -> None:
        project = next(item for item in workspace.report.projects if item.ref == "P-024")
        page.show_only({"project_id": project.id})
        assert page.stands.standing is not None
        assert page.stands.standing.label.startswith("P-024")

    def test_a_line_leads_to_its_project(
        self, page: SavingsPage, workspace: Workspace, visits: list[tuple[str, dict[str, object]]]
    ) -> None:
        (action,) = page.matrix._actions_for([line_of(workspace, "P-012")])
        action.trigger()
        assert visits[-1][0] == "projects"
        assert visits[-1][1]["tab"] == "savings"

    def test_the_county_and_all_programmes_are_shown(self, page: SavingsPage, workspace: Workspace) -> None:
        workspace.choose(workspace.programmes()[1].id)
        found = workspace.report.savings.by_year["2018/19"].target_pence
        assert found
        assert text(page, "total:", "target_pence:2018") == THOUSANDS.words(found)
        workspace.choose(None)
        bands = dict.fromkeys(column.band for column in page.matrix.model.columns[1:])
        assert "2021/22" not in bands
        assert list(bands)[-2:] == ["2027/28", f"{len(bands) - 1} years"]


class TestUnits:
    @pytest.mark.parametrize(
        ("unit", "typed", "pence"),
        [
            (THOUSANDS, "120", 12_000_000),
            (THOUSANDS, "(120)", -12_000_000),
            (THOUSANDS, "-1,234.5", -123_450_000),
            (THOUSANDS, "1,234-", -123_400_000),
            (THOUSANDS, "\u2013120", -12_000_000),
            (THOUSANDS, "1\u00a0234", 123_400_000),
            (THOUSANDS, " £-   ", 0),
            (THOUSANDS, "£(120,000)", -12_000_000),
            (THOUSANDS, "£120,000", 12_000_000),
            (THOUSANDS, "120k", 12_000_000),
            (THOUSANDS, "1.2m", 120_000_000),
            (MILLIONS, "1.2", 120_000_000),
            (MILLIONS, "£1,200", 120_000),
            (POUNDS, "120", 12_000),
            (POUNDS, "120k", 12_000_000),
        ],
    )
    def test_a_bare_number_is_in_the_unit(self, unit: object, typed: str, pence: int) -> None:
        assert parse_pence(unit.meant(typed)) == pence  # type: ignore[attr-defined]

    @pytest.mark.parametrize("unit", [POUNDS, THOUSANDS, MILLIONS])
    @pytest.mark.parametrize("pence", [0, 1, -1, 99, 100, 123_456_789, -50_000, 99_999_999_999])
    def test_what_is_copied_is_exact_when_pasted_back(self, unit: object, pence: int) -> None:
        assert parse_pence(unit.meant(unit.plain(pence))) == pence  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("unit", "pence", "words"),
        [
            (THOUSANDS, 50_000, "1"),
            (THOUSANDS, -49_999, "0"),
            (MILLIONS, 95_000_000, "0.950"),
            (MILLIONS, -42_000_000, "(0.420)"),
            (POUNDS, 123_450, "1,234.50"),
        ],
    )
    def test_amounts_are_rounded_half_away_from_zero(self, unit: object, pence: int, words: str) -> None:
        assert unit.words(pence) == words  # type: ignore[attr-defined]

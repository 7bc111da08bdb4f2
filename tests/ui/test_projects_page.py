"""The projects page: what an officer does on it, and what is then stored."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.pasting.table import RowsBy
from asc_desktop.domain.records.delivery import (
    Milestone,
    Project,
    ProjectCost,
    ProjectException,
    SavingsLine,
    StatusUpdate,
)
from asc_desktop.domain.report.model import ProjectReport
from asc_desktop.services import editing, reporting
from asc_desktop.services.structure import open_next_period
from asc_desktop.ui.dialogs.movement import MovementDialog
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.dialogs.target_change import TargetChangeDialog
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.projects.editor import TABS
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.widgets.form.auto_save import AutoSaveLine, AutoSaveText
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker
from tests.ui.pasting import accept, choose, preview_of


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> ProjectsPage:
    return make_page(qtbot, workspace)


def make_page(qtbot: QtBot, workspace: Workspace, width: int = 1170, height: int = 660) -> ProjectsPage:
    page = ProjectsPage(workspace)
    qtbot.addWidget(page)
    page.refresh()
    workspace.data_changed.connect(lambda _: page.refresh())
    workspace.scope_changed.connect(page.refresh)
    page.resize(width, height)
    page.show()
    return page


def project(page: ProjectsPage, ref: str) -> ProjectReport:
    return next(item for item in page.workspace.report.projects if item.ref == ref)


def record(page: ProjectsPage, ref: str) -> Project:
    return next(item for item in page.workspace.records.all(Project) if item.ref == ref)


def select(page: ProjectsPage, ref: str, key: str = "name") -> str:
    project_id = record(page, ref).id
    assert page.list.view.select_row(project_id, key)
    return project_id


def shown_refs(page: ProjectsPage) -> list[str]:
    return [row.ref for row in page.list.model.shown_rows]


def test_list_and_project_name_the_suggested_status_in_the_same_words(page: ProjectsPage) -> None:
    column = page.list.model.column(page.list.model.column_at("suggested_rag"))
    assert column.chip is not None
    told = {}
    for row in {row.suggested_rag: row for row in page.list.model.shown_rows}.values():
        if (chip := column.chip(row)) is not None:
            select(page, row.ref)
            assert page.editor.status._suggested.text == chip.text
            told[row.suggested_rag] = chip.text
    statuses = {status.name for status in page.workspace.report.status_scheme}
    assert {"green", "amber", "red"} <= set(told)
    assert {told["green"], told["amber"], told["red"]} <= statuses


def answer(qtbot: QtBot, fill: object) -> None:
    """Answer the dialog that opens next."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        try:
            fill(dialog)  # type: ignore[operator]
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, act)


def type_line(qtbot: QtBot, field: AutoSaveLine, text: str, *, leave: bool = True) -> None:
    field.editor.setFocus()
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, text)
    if leave:
        qtbot.keyClick(field.editor, Qt.Key.Key_Return)


def type_text(qtbot: QtBot, field: AutoSaveText, text: str) -> None:
    field.editor.setFocus()
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, text)
    qtbot.keyClick(field.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


class TestList:
    def test_projects_stand_under_their_themes_with_the_reports_own_sums(self, page: ProjectsPage) -> None:
        heading = page.list.model.group_at(0)
        assert heading is not None
        theme = page.workspace.report.themes[0]
        assert heading.label == theme.name
        assert heading.cells["target_pence"] == theme.position.target_pence
        total = page.list.model.group_at(page.list.model.rowCount() - 1)
        assert total is not None
        year = page.workspace.report.savings.by_year[page.workspace.report.year]
        assert total.cells["forecast_pence"] == year.forecast_pence

    @pytest.mark.parametrize("key", ["workstream", "source_plan", "status", ""])
    def test_other_groupings_add_up_to_the_same(self, page: ProjectsPage, key: str) -> None:
        page.filters.group._pick(key)
        groups = [page.list.model.group_at(at) for at in range(page.list.model.rowCount() - 1)]
        found = [group for group in groups if group is not None]
        # The sums of a group that is all closed stand in its row of closed projects, once.
        is_open = [group.is_total or "target_pence" in group.cells for group in found]
        sums = [
            group.cells["target_pence"]
            for at, group in enumerate(found)
            if (is_open[at] and not group.is_total) or (group.is_total and at and not is_open[at - 1])
        ]
        assert sum(group.count for group in found if group.is_total) == len(page.workspace.report.closed_ids)
        if key:
            assert sum(sums) == sum(item.target_pence for item in page.workspace.report.projects)
        else:
            assert not sums
        assert page.workspace.memory.get("projects/group") == key

    def test_closed_projects_are_counted_and_not_listed_until_they_are_asked_for(
        self, page: ProjectsPage
    ) -> None:
        report, model = page.workspace.report, page.list.model

        def total() -> object:
            group = model.group_at(model.rowCount() - 1)
            return group and group.cells["target_pence"]

        whole = report.savings.by_year[report.year].target_pence
        assert page.filters.closed.text() == "Show 3 closed projects"
        assert {row.id for row in model.shown_rows} == {item.id for item in report.live_projects}
        assert total() == whole
        page.filters.closed.setChecked(True)
        assert {row.id for row in model.shown_rows} == report.project_by_id.keys()
        assert total() == whole
        page.filters.closed.setChecked(False)
        closing = next(status for status in report.status_scheme if status.closed)
        page.filters.status._pick(closing.id)
        assert {row.id for row in model.shown_rows} == report.closed_ids
        page.filters.status._pick("")
        asked = min(report.closed_ids)
        page.show_only({"project_ids": (asked,)})
        assert [row.id for row in model.shown_rows] == [asked]
        page.show_only({"project_id": asked})
        assert page.editor.shown is not None
        assert page.editor.shown.id == asked

    def test_a_project_that_is_closed_in_the_list_stays_in_sight_until_it_is_narrowed_anew(
        self, page: ProjectsPage
    ) -> None:
        report = page.workspace.report
        closing = next(status for status in report.status_scheme if status.closed)
        project_id = select(page, "P-024")
        page.list.model.apply([CellEdit(project_id, "status_id", closing.id)])
        assert project_id in page.workspace.report.closed_ids
        assert "P-024" in shown_refs(page)
        page.list.model.sort_again()
        assert "P-024" not in shown_refs(page)
        page.filters.search.setText("Supported Living")
        assert page.list.model.has_aside

    def test_typing_in_the_box_and_choosing_a_status_narrow_the_list(
        self, qtbot: QtBot, page: ProjectsPage
    ) -> None:
        qtbot.keyClicks(page.filters.search, "supported living")
        assert {"P-024", "P-025"} <= set(shown_refs(page))
        assert len(shown_refs(page)) < 10
        status = project(page, "P-024").status
        assert status is not None
        page.filters.status._pick(status.id)
        assert "P-024" in shown_refs(page)
        assert "P-025" not in shown_refs(page)
        qtbot.keyClick(page.filters.search, Qt.Key.Key_Escape)
        assert all(row.status == status for row in page.list.model.shown_rows)

    def test_needs_attention_lists_what_the_report_names(self, page: ProjectsPage) -> None:
        page.filters.attention._pick("no_plan")
        named = {row.project_id for row in page.workspace.report.attention if row.kind == "no_plan"}
        assert {row.id for row in page.list.model.shown_rows} == named

    def test_filters_that_hide_everything_say_so_and_are_cleared(
        self, qtbot: QtBot, page: ProjectsPage
    ) -> None:
        closed = next(item for item in page.workspace.report.projects if item.status and item.status.closed)
        assert closed.status is not None
        page.filters.status._pick(closed.status.id)
        page.filters.attention._pick("not_updated")
        assert not page.list.model.shown_rows
        assert page.list.chip.isVisible()
        qtbot.mouseClick(page.list.chip.clear_button, Qt.MouseButton.LeftButton)
        assert len(page.list.model.shown_rows) == 50

    def test_a_list_from_another_page_is_named_and_cleared(self, qtbot: QtBot, page: ProjectsPage) -> None:
        ids = tuple(record(page, ref).id for ref in ("P-004", "P-012"))
        page.show_only({"project_ids": ids, "title": "At risk in Theme 2"})
        assert shown_refs(page) == ["P-004", "P-012"]
        assert page.list.chip.accessibleName() == "2 projects: At risk in Theme 2"
        assert page.editor.shown is not None
        assert page.editor.shown.ref == "P-004"
        qtbot.mouseClick(page.list.chip.clear_button, Qt.MouseButton.LeftButton)
        assert not page.list.chip.isVisible()
        assert len(page.list.model.shown_rows) == 50

    def test_a_link_to_a_project_takes_away_the_filter_that_hides_it(self, page: ProjectsPage) -> None:
        page.filters.search.setText("nothing like it")
        page.show_only({"project_id": record(page, "P-024").id, "tab": "milestones"})
        assert page.editor.shown is not None
        assert page.editor.shown.ref == "P-024"
        assert page.editor.tab_key == "milestones"

    def test_a_project_without_a_programme_is_not_asked_for(
        self, qtbot: QtBot, empty_workspace: Workspace
    ) -> None:
        page = make_page(qtbot, empty_workspace)
        page.show_only({"new": True})
        assert "No themes yet" in empty_workspace.asker.told[0]  # type: ignore[attr-defined]

    def test_an_empty_portfolio_says_what_to_do_first(
        self, qtbot: QtBot, empty_workspace: Workspace, empty_visits: list[tuple[str, dict[str, object]]]
    ) -> None:
        page = make_page(qtbot, empty_workspace)
        buttons = page._empty.findChildren(type(page.new_button))
        for button in buttons[:2]:
            assert button.isVisible()
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert empty_visits == [("import", {}), ("structure", {"new": True})]


class TestEditingInTheList:
    def test_a_name_is_typed_over_and_undone(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-024")
        page.list.view.setFocus()
        qtbot.keyClicks(page.list.view, "H")
        assert page.list.view.delegate.editor is not None
        qtbot.keyClicks(page.list.view.delegate.editor, "ousing")
        qtbot.keyClick(page.list.view.delegate.editor, Qt.Key.Key_Return)
        assert record(page, "P-024").name == "Housing"
        page.workspace.undo()
        assert record(page, "P-024").name == "Supported Living"

    def test_a_status_pasted_over_several_projects_is_one_change(self, page: ProjectsPage) -> None:
        refs = ["P-005", "P-006", "P-007"]
        select(page, "P-005", "status_id")
        first = page.list.view.currentIndex()
        last = page.list.model.index(first.row() + 2, first.column())
        page.list.view.selectionModel().select(
            page.list.view.selectionModel().selection().__class__(first, last),
            page.list.view.selectionModel().SelectionFlag.ClearAndSelect,
        )
        QGuiApplication.clipboard().setText("At risk")
        page.list.view.blocks.paste()
        assert [project(page, ref).delivery_status for ref in refs] == ["At risk"] * 3
        assert page.workspace.session.undo_action == "Report June 2024 of 3 projects"
        page.workspace.undo()
        assert "At risk" not in [project(page, ref).delivery_status for ref in refs]

    def test_name_and_status_in_one_paste_are_one_change(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-005", "name")
        QGuiApplication.clipboard().setText("Reablement\tAt risk")
        page.list.view.blocks.paste()
        assert project(page, "P-005").name != "Reablement", "it could as well be another project's row"
        preview = preview_of(page.list.view)
        if preview.reading.rows_by is not RowsBy.PLACE:
            choose(preview, "in their order", "rows")
        accept(qtbot, preview)
        assert (project(page, "P-005").name, project(page, "P-005").delivery_status) == (
            "Reablement",
            "At risk",
        )
        page.workspace.undo()
        assert project(page, "P-005").name != "Reablement"
        assert project(page, "P-005").delivery_status != "At risk"

    def test_a_reference_that_is_taken_is_refused_beside_the_cell(self, page: ProjectsPage) -> None:
        project_id = select(page, "P-024", "ref")
        page.list.model.setData(page.list.view.currentIndex(), "P-001")
        draft = page.list.model.draft(project_id, "ref")
        assert draft is not None
        assert "already the reference" in draft.sentence
        assert record(page, "P-024").ref == "P-024"

    def test_money_is_not_typed_into_the_list(self, page: ProjectsPage) -> None:
        select(page, "P-024", "target_pence")
        assert not page.list.view.edit_current()

    def test_a_closed_period_asks_for_a_reason(self, page: ProjectsPage) -> None:
        page.workspace.choose(page.workspace.programme_id, "2024-05")
        select(page, "P-005", "status_id")
        at_risk = next(item.id for item in page.workspace.context.scheme if item.name == "At risk")
        page.list.model.setData(page.list.view.currentIndex(), at_risk)
        assert any("May 2024 is closed" in question for question in page.workspace.asker.questions)  # type: ignore[attr-defined]
        assert project(page, "P-005").delivery_status == "At risk"

    def test_moving_to_another_theme_lets_the_workstream_go(self, page: ProjectsPage) -> None:
        project_id = select(page, "P-001")
        theme = page.workspace.report.themes[1]
        page.list.view.set_column_hidden("theme_id", hidden=False)
        page.list.view.select_row(project_id, "theme_id")
        assert page.list.model.setData(page.list.view.currentIndex(), theme.id)
        assert record(page, "P-001").theme_id == theme.id
        assert record(page, "P-001").workstream_id is None


class TestActions:
    def test_new_project_begins_with_the_next_reference_and_the_theme_in_sight(
        self, qtbot: QtBot, page: ProjectsPage
    ) -> None:
        select(page, "P-024")

        def fill(dialog: QDialog) -> None:
            assert isinstance(dialog, RecordDialog)
            assert dialog.form.values()["ref"] == "P-054"
            assert dialog.form.values()["theme_id"] == record(page, "P-024").theme_id
            dialog.form.editor("name").set_value_text("Telecare")
            dialog.ok_button.click()

        answer(qtbot, fill)
        page.show_only({"new": True})
        assert record(page, "P-054").name == "Telecare"
        assert page.editor.shown is not None
        assert page.editor.shown.ref == "P-054"

    def test_duplicate_copies_lines_and_selects_the_copy(self, page: ProjectsPage) -> None:
        select(page, "P-024")
        page.actions_.duplicate.trigger()
        assert page.editor.shown is not None
        copy = page.editor.shown
        assert copy.name == "Supported Living (copy)"
        assert len(page.workspace.records.of(SavingsLine, "project_id", copy.id)) == 1

    def test_archive_takes_it_off_the_list_and_bring_back_puts_it_there(
        self, qtbot: QtBot, page: ProjectsPage
    ) -> None:
        select(page, "P-053")
        page.actions_.archive.trigger()
        assert "P-053" not in shown_refs(page)
        qtbot.mouseClick(page.filters.archived, Qt.MouseButton.LeftButton)
        assert shown_refs(page) == ["P-053"]
        assert page.editor._archived.isVisible()
        qtbot.mouseClick(page.editor.bring_back, Qt.MouseButton.LeftButton)
        assert not record(page, "P-053").archived
        page.filters.archived.setChecked(False)
        assert "P-053" in shown_refs(page)

    def test_what_a_board_has_received_is_not_archived_and_says_how_many_pounds(
        self, page: ProjectsPage, asker: FakeAsker
    ) -> None:
        select(page, "P-024")
        page.actions_.archive.trigger()
        assert not record(page, "P-024").archived
        assert "P-024" in shown_refs(page)
        (told,) = asker.told
        assert told.startswith("The project was not archived: P-024 Supported Living cannot be archived")
        assert "£634,899 of target" in told

    def test_archive_asks_first_what_it_takes_out_of_the_totals(
        self, page: ProjectsPage, asker: FakeAsker
    ) -> None:
        project_id = select(page, "P-053")
        session = page.workspace.session
        line = editing.new_record(session, SavingsLine, {"project_id": project_id, "name": "Rates"})
        reporting.set_first_targets(session, {(line.id, 2026): 1_234_500})
        asker.agrees = False
        page.actions_.archive.trigger()
        assert not record(page, "P-053").archived
        (asked,) = asker.questions
        assert asked.startswith("Archive P-053? This takes £12,345 of target for 2026/27 out of every total.")
        asker.agrees = True
        page.actions_.archive.trigger()
        assert record(page, "P-053").archived

    def test_delete_is_one_question_that_offers_to_archive(
        self, page: ProjectsPage, asker: FakeAsker
    ) -> None:
        select(page, "P-053")
        page.actions_.delete.trigger()
        assert record(page, "P-053").archived
        (asked,) = asker.questions
        assert asked.startswith("Delete P-053")
        assert "You can archive it instead." in asked

    def test_what_cannot_be_archived_is_offered_to_delete_alone(
        self, page: ProjectsPage, asker: FakeAsker
    ) -> None:
        project_id = select(page, "P-024")
        asker.agrees = False
        page.actions_.delete.trigger()
        (asked,) = asker.questions
        assert "of target" in asked
        assert "out of every total" in asked
        assert "archive" not in asked
        assert page.workspace.records.find(Project, project_id) is not None

    def test_delete_is_one_question_with_both_ways(
        self, page: ProjectsPage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[tuple[str, ...]] = []

        def choose(_question: str, _sentence: str, actions: Sequence[str]) -> str:
            asked.append(tuple(actions))
            return "Delete"

        def confirm(*_words: str) -> bool:
            raise AssertionError("a second question")

        monkeypatch.setattr(page.workspace.asker, "choose", choose)
        monkeypatch.setattr(page.workspace.asker, "confirm", confirm)
        project_id = select(page, "P-053")
        page.actions_.delete.trigger()
        assert asked == [("Archive", "Delete")]
        assert page.workspace.records.find(Project, project_id) is None

    def test_an_archived_project_is_deleted_with_all_that_belongs_to_it_and_comes_back(
        self, page: ProjectsPage
    ) -> None:
        project_id = select(page, "P-053")
        updates = len(page.workspace.records.of(StatusUpdate, "project_id", project_id))
        assert updates
        page.actions_.archive.trigger()
        page.filters.archived.setChecked(True)
        page.actions_.delete.trigger()
        assert page.workspace.records.find(Project, project_id) is None
        assert not page.workspace.records.of(StatusUpdate, "project_id", project_id)
        page.workspace.undo()
        assert len(page.workspace.records.of(StatusUpdate, "project_id", project_id)) == updates

    def test_carry_forward_confirms_every_project_not_updated_in_one_change(
        self, qtbot: QtBot, page: ProjectsPage
    ) -> None:
        assert page.carry.text() == "Repeat last month’s status for 4 projects…"
        qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
        assert all(item.updated for item in page.workspace.report.projects)
        assert not page.carry.isEnabled()
        assert page.carry.toolTip()
        page.workspace.undo()
        assert page.carry.text() == "Repeat last month’s status for 4 projects…"

    def test_only_projects_listed_have_their_status_repeated(self, qtbot: QtBot, page: ProjectsPage) -> None:
        page.filters.search.setText("advocacy")
        assert shown_refs(page) == ["P-010"]
        qtbot.waitUntil(lambda: page.carry.text() == "Repeat last month’s status for 1 project shown…")
        qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
        assert project(page, "P-010").updated
        assert len(page.actions_.to_carry()) == 3
        assert not page.carry.isEnabled()
        assert "3 projects more" in page.carry.toolTip()
        page.list.clear_filters()
        assert page.carry.text() == "Repeat last month’s status for 3 projects…"
        assert page.carry.isEnabled()

    def test_the_row_menu_repeats_the_status_of_the_projects_chosen(
        self, qtbot: QtBot, page: ProjectsPage
    ) -> None:
        select(page, "P-009")
        assert not any("Repeat" in action.text() for action in page.actions_.for_chosen())
        qtbot.keyClick(page.list.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        found = [action for action in page.actions_.for_chosen() if "Repeat" in action.text()]
        assert [action.text() for action in found] == ["Repeat last month’s status for P-010…"]
        found[0].trigger()
        assert project(page, "P-010").updated
        assert len(page.actions_.to_carry()) == 3

    def test_the_row_menu_of_a_closed_month_repeats_no_status(self, page: ProjectsPage) -> None:
        workspace = page.workspace
        select(page, "P-010")
        assert any("Repeat" in action.text() for action in page.actions_.for_chosen())
        programme = workspace.context.programmes[0]
        open_next_period(workspace.session, programme)
        workspace.choose(programme.id, "2024-06")
        select(page, "P-010")
        assert page.actions_.to_carry(), "it is not updated in June"
        assert not any("Repeat" in action.text() for action in page.actions_.for_chosen())

    def test_the_row_menu_offers_what_the_projects_can_do(self, page: ProjectsPage) -> None:
        select(page, "P-024")
        words = [action.text() for action in page.list.view.menus.row_menu().actions()]
        assert {
            "&Open the project (Ctrl+Enter)",
            "Edit details…",
            "Duplicate",
            "Archive P-024",
            "Delete P-024…",
        } <= set(words)

    def test_its_exceptions_are_one_step_away(
        self, page: ProjectsPage, visits: list[tuple[str, dict[str, object]]]
    ) -> None:
        project_id = select(page, "P-024")
        page.actions_.exceptions.trigger()
        assert visits == [("exceptions", {"project_ids": (project_id,), "title": "Exceptions of P-024"})]


class TestStatusTab:
    @pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
    def test_choosing_a_status_reports_it_for_the_period(self, qtbot: QtBot, page: ProjectsPage) -> None:
        project_id = select(page, "P-010")
        combo = page.editor.status.status.editor
        assert page.editor.status.confirm.isVisible()
        before = reporting.status_in_force(page.workspace.session, project_id, "2024-06")
        combo.setFocus()
        qtbot.keyClick(combo, Qt.Key.Key_Down)
        qtbot.keyClick(combo.options_list, Qt.Key.Key_Down)
        assert reporting.status_in_force(page.workspace.session, project_id, "2024-06") == before
        qtbot.keyClick(combo.options_list, Qt.Key.Key_Return)
        update = reporting.status_in_force(page.workspace.session, project_id, "2024-06")
        assert update is not None
        assert update.period == "2024-06"
        assert update.status_id == combo.value_text()
        assert not page.editor.status.confirm.isVisible()
        page.workspace.undo()
        assert page.editor.status.confirm.isVisible()

    def test_confirm_unchanged_reports_last_months_again(self, qtbot: QtBot, page: ProjectsPage) -> None:
        project_id = select(page, "P-010")
        before = reporting.status_in_force(page.workspace.session, project_id, "2024-06")
        qtbot.mouseClick(page.editor.status.confirm, Qt.MouseButton.LeftButton)
        after = reporting.status_in_force(page.workspace.session, project_id, "2024-06")
        assert before is not None
        assert after is not None
        assert (before.period, after.period) == ("2024-05", "2024-06")
        assert (before.status_id, before.narrative) == (after.status_id, after.narrative)
        assert project(page, "P-010").updated

    def test_a_better_status_than_the_figures_asks_why(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-012")
        tab = page.editor.status
        assert tab.challenge.isVisible()
        type_text(qtbot, tab.reason, "A recovery plan is agreed.")
        assert project(page, "P-012").challenge_reason == "A recovery plan is agreed."
        kinds = {row.kind for row in page.workspace.report.attention if row.project_ref == "P-012"}
        assert "challenge" not in kinds
        tab._follow.click()
        assert project(page, "P-012").delivery_status == "At risk"
        assert not tab.challenge.isVisible()

    def test_the_narrative_is_saved_when_it_is_left(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-024")
        narrative = page.editor.status.narrative
        narrative.editor.setFocus()
        narrative.editor.selectAll()
        qtbot.keyClicks(narrative.editor, "Seven moves.")
        page.filters.search.setFocus()
        assert project(page, "P-024").narrative == "Seven moves."

    def test_the_narrative_is_never_lower_than_its_lines(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-024")
        editor = page.editor.status.narrative.editor
        before = editor.minimumHeight()
        assert before == editor.maximumHeight() == editor.height()
        editor.setFocus()
        for _ in range(8):
            qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert editor.minimumHeight() == editor.maximumHeight() > before

    def test_half_typed_words_survive_a_change_elsewhere(self, qtbot: QtBot, page: ProjectsPage) -> None:
        project_id = select(page, "P-024")
        narrative = page.editor.status.narrative
        narrative.editor.setFocus()
        qtbot.keyClicks(narrative.editor, "Draft ")
        page.workspace.apply_cells(Project, [(project_id, "lead", "Head of Housing")])
        assert narrative.editor.toPlainText().startswith("Draft ")
        qtbot.keyClick(narrative.editor, Qt.Key.Key_Escape)
        assert not narrative.is_changed

    def test_a_forecast_is_read_as_people_write_it(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-024")
        forecast, delivered, _ = page.editor.status.figures.fields()
        assert (forecast.editor.text(), delivered.editor.text()) == ("410,000", "158,700")
        type_line(qtbot, forecast, "£0.45m")
        assert project(page, "P-024").forecast_pence == 45_000_000
        assert forecast.editor.text() == "450,000"
        page.workspace.undo()
        assert forecast.editor.text() == "410,000"

    def test_the_same_forecast_in_other_words_is_tidied_and_nothing_is_stored(
        self, qtbot: QtBot, page: ProjectsPage
    ) -> None:
        select(page, "P-024")
        before = page.workspace.session.undo_action
        forecast = page.editor.status.figures.fields()[0]
        type_line(qtbot, forecast, "410k")
        assert forecast.editor.text() == "410,000"
        assert page.workspace.session.undo_action == before

    def test_a_forecast_below_delivered_is_refused_and_kept_with_its_project(
        self, qtbot: QtBot, page: ProjectsPage
    ) -> None:
        select(page, "P-024")
        forecast = page.editor.status.figures.fields()[0]
        type_line(qtbot, forecast, "100")
        assert "£158,700 already delivered" in forecast.problem
        assert project(page, "P-024").forecast_pence == 41_000_000
        select(page, "P-003")
        assert forecast.editor.text() == "432,407"
        assert not forecast.problem
        select(page, "P-024")
        assert forecast.editor.text() == "100"
        assert "£158,700 already delivered" in forecast.problem
        forecast.editor.setFocus()
        qtbot.keyClick(forecast.editor, Qt.Key.Key_Escape)
        assert forecast.editor.text() == "410,000"

    def test_words_that_are_no_amount_are_explained(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-024")
        forecast = page.editor.status.figures.fields()[0]
        type_line(qtbot, forecast, "lots")
        assert forecast.problem == "“lots” is not an amount of money. Write it like 1,234.50, £1.2m or (300)."

    def test_a_correction_that_is_given_up_changes_nothing(self, qtbot: QtBot, page: ProjectsPage) -> None:
        page.workspace.asker.reason = None  # type: ignore[attr-defined]
        page.workspace.choose(page.workspace.programme_id, "2024-05")
        select(page, "P-024")
        forecast = page.editor.status.figures.fields()[0]
        before = forecast.editor.text()
        project_before = project(page, "P-024")
        type_line(qtbot, forecast, "1,000,000")
        assert project(page, "P-024") == project_before
        assert (forecast.editor.text(), forecast.problem) == ("1,000,000", "This was not saved.")
        qtbot.keyClick(forecast.editor, Qt.Key.Key_Escape)
        assert forecast.editor.text() == before

    def test_words_of_a_correction_that_is_given_up_stay(self, qtbot: QtBot, page: ProjectsPage) -> None:
        page.workspace.asker.reason = None  # type: ignore[attr-defined]
        page.workspace.choose(page.workspace.programme_id, "2024-05")
        select(page, "P-024")
        narrative = page.editor.status.narrative
        narrative.editor.setFocus()
        narrative.editor.selectAll()
        qtbot.keyClicks(narrative.editor, "A page of words.")
        page.filters.search.setFocus()
        assert project(page, "P-024").narrative != "A page of words."
        assert (narrative.editor.toPlainText(), narrative.problem) == (
            "A page of words.",
            "This was not saved.",
        )

    def test_the_shortfall_adds_up_to_what_is_missing(self, page: ProjectsPage) -> None:
        select(page, "P-024")
        rows = page.editor.status.shortfall.table.rows
        assert [(row.treatment, row.amount_pence) for row in rows] == [
            ("Offset", 4_100_000),
            ("Slips", 15_000_000),
            ("No plan yet", 3_389_900),
        ]
        assert sum(row.amount_pence for row in rows) == project(page, "P-024").position.gross_gap_pence

    def test_a_movement_recorded_from_it_shows_at_once(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-024")

        def fill(dialog: QDialog) -> None:
            assert isinstance(dialog, MovementDialog)
            dialog._take_all()
            dialog.save.click()

        answer(qtbot, fill)
        qtbot.mouseClick(page.editor.status.shortfall.record, Qt.MouseButton.LeftButton)
        assert project(page, "P-024").position.no_plan_pence == 0
        assert "No plan yet" not in [row.treatment for row in page.editor.status.shortfall.table.rows]

    def test_ctrl_z_in_a_field_with_nothing_typed_is_left_to_the_window(
        self, qtbot: QtBot, page: ProjectsPage
    ) -> None:
        from PySide6.QtCore import QEvent
        from PySide6.QtGui import QKeyEvent

        select(page, "P-024")
        editor = page.editor.status.narrative.editor
        key = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "z")
        key.ignore()
        assert not editor.event(key)
        qtbot.keyClicks(editor, "a")
        assert editor.event(key)


class TestSavingsTab:
    def test_a_first_target_and_its_forecast_are_one_paste_and_one_change(self, page: ProjectsPage) -> None:
        select(page, "P-024")
        page.editor.show_tab("savings")
        years = page.editor.savings.years
        years.select_row("2027", "target_pence")
        line_id = page.editor.savings.lines.current_id
        QGuiApplication.clipboard().setText("50,000\t\t40,000")
        years.blocks.paste()
        position = page.workspace.context.ledger.at(line_id, 2027)
        assert (position.target_pence, position.forecast_pence) == (5_000_000, 4_000_000)
        page.workspace.undo()
        assert page.workspace.context.ledger.at(line_id, 2027).target_pence == 0

    def test_an_approved_target_asks_for_its_change_request(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-024")
        page.editor.show_tab("savings")
        years = page.editor.savings.years
        years.select_row("2024", "target_pence")
        asked: list[TargetChangeDialog] = []
        QTimer.singleShot(50, lambda: _reject_into(asked))
        years.table.setData(years.currentIndex(), "600,000")
        qtbot.waitUntil(lambda: bool(asked))
        assert asked[0].steps
        assert project(page, "P-024").target_pence == 63_489_900

    def test_a_refusal_stands_beside_the_years_cell(self, page: ProjectsPage) -> None:
        select(page, "P-024")
        page.editor.show_tab("savings")
        years = page.editor.savings.years
        years.select_row("2024", "validated_pence")
        years.table.setData(years.currentIndex(), "400,000")
        draft = years.table.draft("2024", "validated_pence")
        assert draft is not None
        assert "No more can be validated" in draft.sentence

    def test_a_line_is_added_for_the_project(self, qtbot: QtBot, page: ProjectsPage) -> None:
        project_id = select(page, "P-010")

        def fill(dialog: QDialog) -> None:
            assert isinstance(dialog, RecordDialog)
            assert dialog.form.values()["name"] == "Wider use of advocacy"
            dialog.ok_button.click()

        answer(qtbot, fill)
        page.editor.status.figures.add_line.click()
        assert page.editor.tab_key == "savings"
        lines = page.workspace.records.of(SavingsLine, "project_id", project_id)
        assert [line.name for line in lines] == ["Wider use of advocacy"]
        assert page.editor.savings.years.rows

    def test_a_cost_is_changed_in_place(self, page: ProjectsPage) -> None:
        project_id = select(page, "P-024")
        page.editor.show_tab("savings")
        costs = page.editor.savings.costs
        cost_id = costs.rows[0].id
        costs.select_row(cost_id, "amount_pence")
        costs.table.setData(costs.currentIndex(), "£96k")
        assert page.workspace.records.get(ProjectCost, cost_id).amount_pence == 9_600_000
        assert page.workspace.records.get(ProjectCost, cost_id).project_id == project_id


class TestOtherTabs:
    def test_an_exception_is_closed_and_opened_again(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-024")
        page.editor.show_tab("exceptions")
        tab = page.editor.exceptions
        exception_id = tab.exceptions.current_id
        assert exception_id
        assert tab.mitigations.rows
        qtbot.mouseClick(tab.close_button, Qt.MouseButton.LeftButton)
        assert page.workspace.records.get(ProjectException, exception_id).closed_period == "2024-06"
        assert tab.close_button.text() == "Open again"
        qtbot.mouseClick(tab.close_button, Qt.MouseButton.LeftButton)
        assert page.workspace.records.get(ProjectException, exception_id).closed_period is None

    def test_an_exception_is_recorded_for_the_project_and_period(
        self, qtbot: QtBot, page: ProjectsPage
    ) -> None:
        project_id = select(page, "P-010")
        page.editor.show_tab("exceptions")

        def fill(dialog: QDialog) -> None:
            assert isinstance(dialog, RecordDialog)
            dialog.form.editor("description").set_value_text("No provider has bid.")
            dialog.ok_button.click()

        answer(qtbot, fill)
        page.editor.exceptions.exceptions_section.add_button.click()
        (found,) = page.workspace.records.of(ProjectException, "project_id", project_id)
        assert (found.description, found.raised_period) == ("No provider has bid.", "2024-06")
        at = list(TABS).index("exceptions")
        assert page.editor.tabs.tabText(at) == "Exceptions 1"

    def test_a_milestone_moved_later_shows_how_many_days(self, page: ProjectsPage) -> None:
        select(page, "P-012")
        page.editor.show_tab("milestones")
        table = page.editor.milestones.milestones
        row = next(item for item in table.rows if not item.record.actual_date)
        table.select_row(row.id, "forecast_date")
        table.table.setData(table.currentIndex(), "14/08/2024")
        assert page.workspace.records.get(Milestone, row.id).forecast_date == "2024-08-14"
        at = table.table.position(row.id)
        assert table.table.text_at(at, table.table.column_at("days_late")) == "14"

    def test_milestones_are_deleted_after_a_question(self, page: ProjectsPage) -> None:
        project_id = select(page, "P-012")
        page.editor.show_tab("milestones")
        tab = page.editor.milestones
        before = len(page.workspace.records.of(Milestone, "project_id", project_id))
        tab.milestones.select(tab.milestones.rows[0].id)
        tab.milestones_section.delete_button.click()
        assert len(page.workspace.records.of(Milestone, "project_id", project_id)) == before - 1
        assert page.workspace.asker.questions  # type: ignore[attr-defined]

    def test_history_tells_who_changed_what(self, page: ProjectsPage) -> None:
        project_id = select(page, "P-024")
        page.workspace.apply_cells(Project, [(project_id, "lead", "Head of Housing")])
        page.editor.show_tab("history")
        row = page.editor.history.table.rows[0]
        assert (row.who, row.field, row.new) == ("Tester", "Lead", "Head of Housing")


class TestLayout:
    def test_a_narrow_window_takes_turns(self, qtbot: QtBot, workspace: Workspace) -> None:
        page = make_page(qtbot, workspace, 683, 384)
        assert page.list.view.isVisible()
        assert not page.editor.isVisible()
        select(page, "P-004")
        page.list.view.setFocus()
        qtbot.keyClick(page.list.view, Qt.Key.Key_Return)
        assert page.editor.isVisible()
        assert not page.list.view.isVisible()
        qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
        assert page.list.view.isVisible()
        at = page.list.view.visualRect(page.list.view.currentIndex()).center()
        qtbot.mouseDClick(page.list.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y()))
        assert page.editor.isVisible()

    def test_keys_go_from_the_list_to_the_editor_and_back(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-004")
        page.list.view.setFocus()
        for key, modifiers in (
            (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        ):
            qtbot.keyClick(page.list.view, key, modifiers)
            focused = QApplication.focusWidget()
            assert focused is not None
            assert page.editor.isAncestorOf(focused)
            qtbot.keyClick(focused, Qt.Key.Key_F6)
            assert page.list.view.hasFocus()
        qtbot.keyClick(page.list.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert page.filters.search.hasFocus()
        qtbot.keyClick(page.filters.search, Qt.Key.Key_Down)
        assert page.list.view.hasFocus()

    @pytest.mark.parametrize("tab", list(TABS))
    def test_every_control_has_a_name(self, page: ProjectsPage, tab: str) -> None:
        select(page, "P-024")
        page.editor.show_tab(tab)
        unnamed = [
            found
            for found in page.findChildren(QWidget)
            if found.isVisible()
            and found.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not isinstance(found, (QTabBar, QStackedWidget))
            and not (found.accessibleName() or getattr(found, "text", str)())
        ]
        assert not unnamed

    def test_the_editors_width_is_remembered(self, qtbot: QtBot, workspace: Workspace) -> None:
        page = make_page(qtbot, workspace)
        page.splitter.moveSplitter(600, 1)
        width = page.splitter.sizes()[1]
        again = make_page(qtbot, workspace)
        assert abs(again.splitter.sizes()[1] - width) < 3

    def test_selection_and_scroll_survive_a_change_elsewhere(self, page: ProjectsPage) -> None:
        select(page, "P-044")
        scroll = page.list.view.verticalScrollBar().value()
        other = record(page, "P-001").id
        page.workspace.apply_cells(Project, [(other, "lead", "Somebody else")])
        assert page.editor.shown is not None
        assert page.editor.shown.ref == "P-044"
        assert page.list.view.verticalScrollBar().value() == scroll

    def test_another_programme_shows_its_own_projects(self, page: ProjectsPage) -> None:
        second = page.workspace.programmes()[1]
        page.workspace.choose(second.id, "2019-02")
        assert shown_refs(page)[0] == "IL-01"
        assert page.editor.shown is not None
        assert page.editor.shown.ref == "IL-01"

    def test_leaving_the_page_saves_what_was_typed(self, qtbot: QtBot, page: ProjectsPage) -> None:
        select(page, "P-024")
        editor = page.editor.status.narrative.editor
        editor.selectAll()
        qtbot.keyClicks(editor, "Typed and left.")
        page.hide()
        assert project(page, "P-024").narrative == "Typed and left."


def _reject_into(asked: list[TargetChangeDialog]) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TargetChangeDialog)
    asked.append(dialog)
    dialog.reject()

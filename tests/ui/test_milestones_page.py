"""The milestones page: timeline and table in step, editing, adding, deleting, and where clicks and keys lead."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Milestone, Project, ProjectDependency
from asc_desktop.services import publication
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.projects import STATUS_KEY, apply_project_cells
from asc_desktop.ui.charts.marks import TextMark
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.figures.milestones import MilestoneFilter, state_words, timeline_data
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.milestones.page import MilestonesPage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.workspace import Workspace

from .conftest import FakeAsker

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support raise\(\)", extend=True)

Visits = list[tuple[str, dict[str, object]]]


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> MilestonesPage:
    page = MilestonesPage(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    page.resize(1150, 640)
    page.refresh()
    page.timeline.chart.draw_now()
    page.show()
    qtbot.waitExposed(page)
    return page


def milestone(page: MilestonesPage, name: str) -> Milestone:
    return next(item for item in page.workspace.records.all(Milestone) if item.name == name)


def project(page: MilestonesPage, ref: str) -> Project:
    return next(item for item in page.workspace.records.all(Project) if item.ref == ref)


def cell(page: MilestonesPage, row_id: str, key: str) -> str:
    table = page.tables.view.table
    return table.text_at(table.position(row_id), table.column_at(key))


def at_marker(page: MilestonesPage, key: object) -> QPoint:
    targets = page.timeline.chart.chart_layout.targets
    return next(target.rect.center().toPoint() for target in targets if target.key == key)


def dialog_of(page: MilestonesPage) -> RecordDialog:
    return page.window().findChild(RecordDialog)


class TestShown:
    def test_what_is_still_to_come_stands_first_with_its_figures(self, page: MilestonesPage) -> None:
        rows = page.tables.milestones.table.shown_rows
        states = [row.report.state == "done" for row in rows]
        assert states == sorted(states)
        step = milestone(page, "Community contracts start")
        shown = [cell(page, step.id, key) for key in ("project", "name", "baseline_date", "forecast_date")]
        assert shown == ["P-004 Prevention offer", step.name, "1 Jul 2024", "1 Nov 2024"]
        shown = [cell(page, step.id, key) for key in ("days_late", "rag", "needed_by")]
        assert shown == ["123", "Very late", "P-009"]

    def test_the_timeline_has_every_project_by_theme(self, page: MilestonesPage) -> None:
        report = page.workspace.report
        data = timeline_data(report, MilestoneFilter())
        assert [group.label for group in data.groups] == [theme.name for theme in report.themes]
        assert sum(len(group.rows) for group in data.groups) == 53
        markers = [marker for group in data.groups for row in group.rows for marker in row.markers]
        assert len(markers) == len(report.milestones)
        late = [link for link in data.links if link.is_late]
        assert next(link.start for link in late) == (
            "milestone",
            milestone(page, "Community contracts start").id,
        )
        assert data.today == "2024-06-30"
        shown = page.timeline.chart.chart_layout.marks
        assert "Today" in [mark.text for mark in shown if isinstance(mark, TextMark)]
        table = data.as_table()
        assert all(len(row) == len(table.header) for row in table.rows)
        assert "123 days late" in next(row for row in table.rows if "Community contracts start" in row)

    def test_what_is_exempt_is_told_on_the_timeline(self, page: MilestonesPage) -> None:
        session = page.workspace.session
        publication.mark_exempt(session, [milestone(page, "Community contracts start")], "3", "Fees.")
        publication.mark_exempt(session, [project(page, "P-001")], "4", "Posts.")
        data = timeline_data(page.workspace.report, MilestoneFilter())
        rows = {row.label: row for group in data.groups for row in group.rows}
        told = "P-001 Proactive reviews and timely assessments (exempt)"
        assert "Exempt, paragraph 4" in rows[told].words
        assert all(marker.label.endswith("(exempt)") for marker in rows[told].markers)
        (marker,) = [
            item for item in rows["P-004 Prevention offer"].markers if item.label.endswith("(exempt)")
        ]
        assert marker.label == "Community contracts start (exempt)"
        assert "Exempt, paragraph 3: financial or business affairs. Fees." in marker.words
        assert any("Community contracts start (exempt)" in row for row in data.as_table().rows)

    def test_the_dependencies_say_which_comes_too_late(self, page: MilestonesPage, qtbot: QtBot) -> None:
        page.tables.choice.chosen.emit("dependencies")
        first = page.tables.dependencies.table.shown_rows[0]
        shown = [
            cell(page, first.id, key)
            for key in ("project_id", "needs_project_id", "milestone_id", "own_step", "days_past", "late")
        ]
        assert shown == [
            "P-009 Support for people of all cultures and backgrounds",
            "P-004 Prevention offer",
            "Community contracts start",
            "Community partners’ offer opens",
            "46",
            "Too late",
        ]

    def test_filters_narrow_table_and_timeline_alike(self, page: MilestonesPage, qtbot: QtBot) -> None:
        page.states.choose("needed")
        page.states.chosen.emit("needed")
        rows = page.tables.milestones.table.shown_rows
        assert rows
        assert all(row.report.needed_by for row in rows)
        data = timeline_data(page.workspace.report, page.asked)
        markers = [marker.key for group in data.groups for row in group.rows for marker in row.markers]
        assert sorted(markers) == sorted(("milestone", row.id) for row in rows)
        page.clear_filters()
        qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(QApplication.focusWidget() or page.search, "reablement")
        assert {row.report.project_ref for row in page.tables.milestones.table.shown_rows} == {
            "P-003",
            "P-005",
        }

    def test_closed_projects_are_left_out_until_they_are_asked_for(
        self, page: MilestonesPage, qtbot: QtBot
    ) -> None:
        session, report = page.workspace.session, page.workspace.report
        assert report.closed_ids
        of_project = Counter(item.project_id for item in report.milestones)
        closing = next(status.id for status in report.status_scheme if status.closed)
        live = next(item for item in report.live_projects if of_project[item.id])
        before = len(page.tables.milestones.table.shown_rows)
        apply_project_cells(session, [CellEdit(live.id, STATUS_KEY, closing)], page.workspace.period)
        shown = page.tables.milestones.table.shown_rows
        assert len(shown) == before - of_project[live.id]
        data = timeline_data(page.workspace.report, page.asked)
        places = {row.key for group in data.groups for row in group.rows}
        assert places == {("project", item.id) for item in page.workspace.report.live_projects}
        step = next(item for item in report.milestones if item.project_id == live.id)
        assert not page.closed.isHidden()
        page.show_only({"record_id": step.id})
        assert page.closed.isChecked()
        assert len(page.tables.milestones.table.shown_rows) == len(report.milestones)
        again = MilestonesPage(page.workspace)
        qtbot.addWidget(again)
        assert again.closed.isChecked()

    def test_nothing_like_that_offers_to_clear_the_filters(self, page: MilestonesPage) -> None:
        before = page.tables.milestones.table.shown_rows
        page.search.setText("zebra")
        assert not page.tables.milestones.table.shown_rows
        page.tables._clear.click()
        assert page.tables.milestones.table.shown_rows == before

    def test_an_empty_portfolio_says_what_to_do_first(self, qtbot: QtBot, empty_workspace: Workspace) -> None:
        page = MilestonesPage(empty_workspace)
        qtbot.addWidget(page)
        page.refresh()
        page.show()
        assert page._empty.isVisible()
        assert not page._splitter.isVisible()


class TestInStep:
    def test_a_click_on_a_marker_selects_its_row(self, page: MilestonesPage, qtbot: QtBot) -> None:
        step = milestone(page, "Community contracts start")
        place = at_marker(page, ("milestone", step.id))
        qtbot.mouseClick(page.timeline.chart, Qt.MouseButton.LeftButton, pos=place)
        row = page.tables.milestones.current_row
        assert row is not None
        assert row.id == step.id

    def test_a_click_on_an_arrow_selects_the_dependency(self, page: MilestonesPage, qtbot: QtBot) -> None:
        late = next(item for item in page.workspace.report.dependencies if item.late)
        place = at_marker(page, ("dependency", late.id))
        qtbot.mouseClick(page.timeline.chart, Qt.MouseButton.LeftButton, pos=place)
        assert page.tables.table == "dependencies"
        assert page.tables.view.selected_row_ids() == [late.id]

    def test_going_down_the_table_rings_the_marker(self, page: MilestonesPage, qtbot: QtBot) -> None:
        step = milestone(page, "Self-assessment goes live")
        assert not any(
            target.key == ("milestone", step.id) for target in page.timeline.chart.chart_layout.targets
        )
        page.tables.milestones.select_row(step.id)
        view = page.timeline.chart.view
        assert view is not None
        assert view.chosen == ("milestone", step.id)
        assert at_marker(page, ("milestone", step.id))

    def test_a_double_click_opens_the_project(
        self, page: MilestonesPage, qtbot: QtBot, visits: Visits
    ) -> None:
        step = milestone(page, "Community contracts start")
        place = at_marker(page, ("milestone", step.id))
        qtbot.mouseDClick(page.timeline.chart, Qt.MouseButton.LeftButton, pos=place)
        assert visits == [("projects", {"project_id": step.project_id, "tab": "milestones"})]

    def test_control_and_enter_open_the_rows_project(
        self, page: MilestonesPage, qtbot: QtBot, visits: Visits
    ) -> None:
        step = milestone(page, "Revised rota starts")
        page.tables.milestones.select_row(step.id)
        page.tables.milestones.setFocus()
        qtbot.keyClick(page.tables.milestones, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert visits == [("projects", {"project_id": step.project_id, "tab": "milestones"})]

    def test_needs_attention_and_find_lead_here(self, page: MilestonesPage) -> None:
        row = next(row for row in page.workspace.report.attention if row.kind == "dependency")
        assert row.page == "milestones"
        page.states.choose("done")
        page.search.setText("zebra")
        page.show_only({"record_id": row.record_id})
        assert page.tables.table == "dependencies"
        assert page.tables.view.selected_row_ids() == [row.record_id]
        step = milestone(page, "Revised rota starts")
        page.show_only({"record_id": step.id})
        assert page.tables.table == "milestones"
        assert page.tables.view.selected_row_ids() == [step.id]

    def test_some_projects_alone_and_all_again(self, page: MilestonesPage) -> None:
        before = page.tables.milestones.table.shown_rows
        page.show_only({"project_ids": (project(page, "P-003").id, project(page, "P-004").id)})
        assert {row.report.project_ref for row in page.tables.milestones.table.shown_rows} == {
            "P-003",
            "P-004",
        }
        page.everything.click()
        assert page.tables.milestones.table.shown_rows == before


class TestEditing:
    def test_a_forecast_typed_later_moves_the_marker_and_the_rating(
        self, page: MilestonesPage, qtbot: QtBot
    ) -> None:
        step = milestone(page, "All teams trained")
        view = page.tables.milestones
        view.edit_cell(step.id, "forecast_date")
        editor = QApplication.focusWidget() or view.delegate.editor
        assert editor is not None
        qtbot.keyClicks(editor, "14/8/2024")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert milestone(page, "All teams trained").forecast_date == "2024-08-14"
        assert [cell(page, step.id, key) for key in ("days_late", "rag")] == ["14", "Late"]
        page.workspace.undo()
        assert cell(page, step.id, "rag") == "On time"

    def test_several_rows_are_pasted_as_one_change(self, page: MilestonesPage, qtbot: QtBot) -> None:
        view = page.tables.milestones
        view.select_row(view.table.shown_rows[0].id, "forecast_date")
        QGuiApplication.clipboard().setText("1 Oct 2024\n2 Oct 2024")
        ids = [row.id for row in view.table.shown_rows[:2]]
        view.setFocus()
        qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        days = [page.workspace.records.get(Milestone, row_id).forecast_date for row_id in ids]
        assert days == ["2024-10-01", "2024-10-02"]
        page.workspace.undo()
        assert page.workspace.records.get(Milestone, ids[0]).forecast_date != "2024-10-01"

    def test_an_actual_date_after_the_period_is_refused_beside_the_cell(self, page: MilestonesPage) -> None:
        step = milestone(page, "All teams trained")
        with pytest.raises(EditRefused, match="after 30 Jun 2024"):
            page.workspace.apply_cells(Milestone, [(step.id, "actual_date", "1 Jul 2024")])

    def test_a_circle_is_refused_in_the_table(self, page: MilestonesPage) -> None:
        page.tables.show_table("dependencies")
        first = next(row for row in page.workspace.report.dependencies if row.project_ref == "P-014")
        back = next(row for row in page.workspace.report.dependencies if row.project_ref == "P-017")
        with pytest.raises(EditRefused, match="go round in a circle"):
            page.workspace.apply_cells(
                ProjectDependency,
                [(first.id, "milestone_id", ""), (first.id, "needs_project_id", back.project_id)],
            )

    def test_a_milestone_is_added_for_the_current_project_and_selected(
        self, page: MilestonesPage, qtbot: QtBot
    ) -> None:
        page.tables.milestones.select_row(milestone(page, "All teams trained").id)
        page.tables.milestones.setFocus()
        qtbot.keyClick(
            page.tables.milestones,
            Qt.Key.Key_Plus,
            Qt.KeyboardModifier.ControlModifier,
        )
        dialog = dialog_of(page)
        assert dialog is not None
        dialog.form.editor("name").set_value_text("Handbook printed")
        dialog.form.editor("baseline_date").set_value_text("1 Nov 2024")
        dialog.accept()
        added = milestone(page, "Handbook printed")
        assert added.project_id == project(page, "P-012").id
        assert page.tables.view.selected_row_ids() == [added.id]
        assert page.timeline.chart.view.chosen == ("milestone", added.id)  # type: ignore[union-attr]

    def test_a_dependency_is_added_on_a_milestone_of_the_needed_project(
        self, page: MilestonesPage, qtbot: QtBot
    ) -> None:
        page.tables.show_table("dependencies")
        page.tables.add_button.click()
        dialog = dialog_of(page)
        assert dialog is not None
        step = milestone(page, "Operating model signed off")
        for key, text in (
            ("project_id", project(page, "P-019").id),
            ("needs_project_id", step.project_id),
            ("milestone_id", step.id),
        ):
            dialog.form.editor(key).set_value_text(text)
        dialog.accept()
        added = next(item for item in page.workspace.report.dependencies if item.project_ref == "P-019")
        assert (added.milestone, added.late) == ("Operating model signed off", False)
        assert page.tables.view.selected_row_ids() == [added.id]

    def test_deleting_is_asked_first_and_comes_back(self, page: MilestonesPage, asker: FakeAsker) -> None:
        step = milestone(page, "All teams trained")
        page.tables.milestones.select_row(step.id)
        assert page.tables.delete_button.isEnabled()
        asker.agrees = False
        page.tables.delete_button.click()
        assert milestone(page, "All teams trained")
        asker.agrees = True
        page.tables.delete_button.click()
        assert page.workspace.records.find(Milestone, step.id) is None
        page.workspace.undo()
        assert page.workspace.records.find(Milestone, step.id) is not None

    def test_a_milestone_that_is_needed_is_not_deleted(self, page: MilestonesPage, asker: FakeAsker) -> None:
        page.tables.milestones.select_row(milestone(page, "Community contracts start").id)
        page.tables.delete_button.click()
        assert "used by 1 dependency" in asker.told[-1]
        assert milestone(page, "Community contracts start")

    def test_a_dependency_is_removed(self, page: MilestonesPage, qtbot: QtBot) -> None:
        page.tables.show_table("dependencies")
        row = page.tables.dependencies.table.shown_rows[0]
        page.tables.dependencies.select_row(row.id)
        page.tables.delete_button.click()
        assert page.workspace.records.find(ProjectDependency, row.id) is None
        assert not any(item.record_id == row.id for item in page.workspace.report.attention)


def test_a_thousand_milestones_stay_quick_to_scroll(page: MilestonesPage) -> None:
    workspace = page.workspace
    projects = [item.id for item in workspace.report.projects]
    with workspace.session.edit("Add many") as edit:
        for at in range(1000):
            edit.put(
                Milestone(
                    id=workspace.session.new_id(),
                    project_id=projects[at % len(projects)],
                    name=f"Step {at}",
                    baseline_date=f"2024-{at % 9 + 4:02d}-{at % 28 + 1:02d}",
                )
            )
    assert len(page.tables.milestones.table.shown_rows) > 1000
    chart = page.timeline.chart
    chart.move_view(0, 600)
    assert len(chart.chart_layout.marks) < 2500


def test_the_project_itself_says_whether_what_it_needs_comes_in_time(
    qtbot: QtBot, workspace: Workspace
) -> None:
    projects = ProjectsPage(workspace)
    qtbot.addWidget(projects)
    projects.resize(1150, 640)
    projects.refresh()
    projects.show()
    wanted = next(item.id for item in workspace.report.projects if item.ref == "P-046")
    projects.show_only({"project_id": wanted, "tab": "milestones"})
    table = projects.editor.milestones.needs.table
    shown = {table.text_at(at, table.column_at("late")) for at in range(table.rowCount())}
    assert shown == {"Done", "Too late"}


@pytest.mark.parametrize(
    ("baseline", "forecast", "words"),
    [("2027-03-31", None, "No forecast"), (None, "2027-03-31", "No baseline")],
)
def test_a_milestone_that_cannot_be_judged_says_which_date_is_missing(
    workspace: Workspace, baseline: str | None, forecast: str | None, words: str
) -> None:
    """One with a baseline and no forecast was said to have no baseline."""
    step = workspace.report.milestones[0]
    item = replace(step, baseline_date=baseline, forecast_date=forecast, rag="grey", state="due")
    assert state_words(item) == (words, "grey")


def test_what_was_added_is_selected_before_the_window_shows_the_page_anew(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = MilestonesPage(workspace)
    qtbot.addWidget(page)
    page.refresh()
    page.show()
    qtbot.waitExposed(page)
    page.search.setText("Handbook")
    page.tables.add_button.click()
    dialog = dialog_of(page)
    for name in ("Handbook printed", "Handbook sent"):
        dialog.form.set_values(
            {"project_id": project(page, "P-012").id, "name": name, "forecast_date": "2024-11-01"}
        )
        dialog.add_another()
    dialog.reject()
    assert page.tables.view.selected_row_ids() == [milestone(page, "Handbook sent").id]
    assert page.search.text() == "Handbook"


def test_the_page_takes_the_keyboard_in_its_table(qtbot: QtBot, page: MilestonesPage) -> None:
    page.activateWindow()
    page.take_keyboard()
    qtbot.waitUntil(page.tables.milestones.hasFocus)

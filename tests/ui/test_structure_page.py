"""Themes and structure: made, named, ordered, merged, retired and deleted in place; each theme's own view."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Programme,
    Project,
    SourcePlan,
    Theme,
    Workstream,
)
from asc_desktop.services.editing import new_record
from asc_desktop.services.structure import in_order
from asc_desktop.ui.dialogs.merge import MergeDialog
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.figures.projects import ProjectsBehind
from asc_desktop.ui.pages.structure.figures import scope_of
from asc_desktop.ui.pages.structure.page import StructurePage
from asc_desktop.ui.pages.structure.panels import ProgrammePanel, SourcePlanPanel, ThemePanel, WorkstreamPanel
from asc_desktop.ui.pages.structure.tree import MIME, StructureTree
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

Visits = list[tuple[str, dict[str, object]]]


def opened(qtbot: QtBot, workspace: Workspace) -> StructurePage:
    page = StructurePage(workspace)
    qtbot.addWidget(page)
    page.resize(1170, 660)
    page.refresh()
    workspace.data_changed.connect(lambda _: page.refresh())
    workspace.scope_changed.connect(page.refresh)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def theme(workspace: Workspace, beginning: str) -> Theme:
    return next(item for item in workspace.records.all(Theme) if item.name.startswith(beginning))


def plan(workspace: Workspace, beginning: str) -> SourcePlan:
    return next(item for item in workspace.records.all(SourcePlan) if item.name.startswith(beginning))


def names(workspace: Workspace) -> list[str]:
    city = workspace.programmes()[0]
    return [item.name.split(":")[0] for item in in_order(workspace.session, Theme, city.id)]


def rows(tree: StructureTree) -> list[str]:
    return [node.name for root in tree.nodes.roots for node in root.walk()]


def theme_panel(page: StructurePage) -> ThemePanel:
    assert isinstance(page.panel, ThemePanel)
    return page.panel


def answer(kind: type[QDialog], do: Callable[[QDialog], None]) -> list[bool]:
    """Do something with the next dialog of a kind as soon as it is open; says whether it came."""
    came: list[bool] = []

    def look(left: int = 100) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            came.append(True)
            try:
                do(dialog)
            except BaseException:
                # A test that fails must not wait for an answer.
                dialog.reject()
                raise
        elif left:
            QTimer.singleShot(10, lambda: look(left - 1))

    QTimer.singleShot(0, look)
    return came


def menu_of(page: StructurePage, record_id: str) -> dict[str, object]:
    menu = QMenu(page)
    page.actions_of.fill_menu(menu, record_id)
    return {action.text().replace("&", ""): action for action in menu.actions() if action.text()}


# ------------------------------------------------------------------------------------------------ the tree


def test_the_tree_holds_programmes_themes_and_workstreams_with_their_projects(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = opened(qtbot, workspace)
    city = page.tree.nodes.roots[0]
    assert (city.name, city.projects) == ("Better Lives, Better Outcomes", 53)
    assert [child.name for child in city.children] == [
        item.name for item in in_order(workspace.session, Theme, city.id)
    ]
    assert sum(child.projects for child in city.children) == 53
    assert [node.name for node in page.plans.nodes.roots] == [
        item.name for item in in_order(workspace.session, SourcePlan)
    ]
    assert page.tree.current_id == city.children[0].id


def test_the_models_behave_as_qt_expects(
    qtmodeltester: ModelTester, qtbot: QtBot, workspace: Workspace
) -> None:
    page = opened(qtbot, workspace)
    qtmodeltester.check(page.tree.nodes)
    qtmodeltester.check(page.plans.nodes)


def test_f2_renames_in_place_and_undo_brings_the_name_back(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    held = theme(workspace, "Theme 2")
    page.show_record(held.id)
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_F2)
    editor = page.tree.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "Theme 2: Social Work Practice"
    editor.selectAll()
    qtbot.keyClicks(editor, "Theme 2: Practice")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.records.get(Theme, held.id).name == "Theme 2: Practice")
    assert "Theme 2: Practice" in rows(page.tree)
    assert theme_panel(page)._name.text() == "Theme 2: Practice"
    workspace.undo()
    assert "Theme 2: Social Work Practice" in rows(page.tree)
    assert page.tree.current_id == held.id


def test_a_name_that_is_taken_is_refused_beside_the_tree(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    held = theme(workspace, "Theme 2")
    page._on_renamed(held.id, "Customer Services")
    assert page._problem.isVisible()
    assert "There is already a theme called Customer Services" in page._problem.text()
    assert workspace.records.get(Theme, held.id).name == held.name
    page.show_record(theme(workspace, "Theme 3").id)
    assert not page._problem.isVisible()


def test_alt_and_an_arrow_move_a_theme_among_its_siblings(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    before = names(workspace)
    page.show_record(theme(workspace, "Theme 3").id)
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(workspace) == ["Theme 1", "Theme 3", "Theme 2", *before[3:]]
    qtbot.keyClick(page.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(page.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(workspace)[0] == "Theme 3"
    assert page.tree.current_id == theme(workspace, "Theme 3").id
    assert not theme_panel(page).up_button.isEnabled()
    assert theme_panel(page).up_button.toolTip() == "It is the first already."
    qtbot.mouseClick(theme_panel(page).down_button, Qt.MouseButton.LeftButton)
    assert names(workspace)[:2] == ["Theme 1", "Theme 3"]
    for _ in range(3):
        workspace.undo()
    assert names(workspace) == before


def test_dragging_moves_among_siblings_and_nowhere_else(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    nodes = page.tree.nodes
    city, county = nodes.roots[0], nodes.roots[1]
    data = nodes.mimeData([nodes.index_of(theme(workspace, "Theme 1").id)])
    assert data.hasFormat(MIME)
    action = Qt.DropAction.MoveAction
    above, elsewhere = nodes.index_of(city.id), nodes.index_of(county.id)
    assert nodes.canDropMimeData(data, action, 3, 0, above)
    assert not nodes.canDropMimeData(data, action, 0, 0, elsewhere)
    assert not nodes.dropMimeData(data, action, 0, 0, elsewhere)
    assert names(workspace)[0] == "Theme 1"
    # Between the third and the fourth; the view is told not to take the row away itself.
    assert not nodes.dropMimeData(data, action, 3, 0, above)
    assert names(workspace)[:4] == ["Theme 2", "Theme 3", "Theme 1", "Theme 4"]


def test_folding_and_the_choice_survive_a_change(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    folded = theme(workspace, "Theme 3")
    page.tree.collapse(page.tree.nodes.index_of(folded.id))
    chosen = theme(workspace, "Theme 4")
    page.show_record(chosen.id)
    new_record(workspace.session, Theme, {"programme_id": chosen.programme_id, "name": "Theme 5"})
    assert not page.tree.isExpanded(page.tree.nodes.index_of(folded.id))
    assert page.tree.isExpanded(page.tree.nodes.index_of(chosen.id))
    assert page.tree.current_id == chosen.id


# ------------------------------------------------------------------------------------------------ a theme's own view


def test_a_theme_shows_the_figures_of_the_report(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    held = theme(workspace, "Theme 3")
    page.show_record(held.id)
    panel = theme_panel(page)
    own = next(item for item in workspace.report.themes if item.id == held.id)
    tiles = {key: tile.value for key, tile in panel.tiles._tiles.items()}
    assert tiles["projects"] == "15"
    assert tiles["target"] == "£1.68m"
    assert tiles["exceptions"] == str(own.open_exceptions)
    assert [row.id for row in panel.projects.table.rows] == [
        item.id for item in workspace.report.projects if item.theme_id == held.id
    ]
    years = {row.id: row.position for row in panel.savings.table.rows}
    assert years == workspace.report.savings.by_theme[own.name]
    assert all(row.open and row.theme == own.name for row in panel.exceptions.table.rows)
    assert panel.tabs.tabText(2) == f"Open exceptions {own.open_exceptions}"


def test_the_total_under_the_projects_is_the_theme_s_own_not_the_sum_of_the_rows(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = opened(qtbot, workspace)
    county = workspace.programmes()[1]
    for held in in_order(workspace.session, Theme, county.id):
        page.show_record(held.id)
        panel = theme_panel(page)
        report = workspace.session.report(scope_of(workspace, county.id))
        own = next(item for item in report.themes if item.id == held.id)
        group = panel.projects.table.group_at(panel.projects.table.rowCount() - 1)
        assert group is not None
        assert group.cells["target_pence"] == own.position.target_pence


def test_enter_on_a_project_or_an_exception_opens_it(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    page = opened(qtbot, workspace)
    page.show_record(theme(workspace, "Theme 1").id)
    panel = theme_panel(page)
    project = panel.projects.table.rows[0]
    panel.projects.select_row(project.id)
    qtbot.keyClick(panel.projects, Qt.Key.Key_Return)
    panel.tabs.setCurrentIndex(2)
    exception = panel.exceptions.table.rows[0]
    panel.exceptions.select_row(exception.id)
    qtbot.keyClick(panel.exceptions, Qt.Key.Key_Return)
    assert visits == [
        ("projects", {"project_id": project.id}),
        ("exceptions", {"exception_id": exception.id}),
    ]


def test_a_project_of_another_programme_brings_that_programme_up(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    county = workspace.programmes()[1]
    page = opened(qtbot, workspace)
    page.show_record(in_order(workspace.session, Theme, county.id)[0].id)
    panel = theme_panel(page)
    assert "February 2019" in panel._where.full_text
    panel.projects.select_row(panel.projects.table.rows[0].id)
    qtbot.keyClick(panel.projects, Qt.Key.Key_Return)
    assert workspace.programme_id == county.id
    assert visits[0][0] == "projects"


def test_a_tile_and_a_bar_list_what_is_behind_them(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    page = opened(qtbot, workspace)
    held = theme(workspace, "Theme 1")
    page.show_record(held.id)
    panel = theme_panel(page)
    qtbot.mouseClick(panel.tiles._tiles["projects"], Qt.MouseButton.LeftButton)
    ids = tuple(row.id for row in panel.projects.table.rows)
    assert visits[-1] == ("projects", {"project_ids": ids, "title": held.name})
    panel.chart.chosen.emit(ProjectsBehind(ids[:2], "On target in June 2024"))
    assert visits[-1][1]["project_ids"] == ids[:2]


def test_the_lead_is_changed_in_the_form_and_undone(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    held = theme(workspace, "Theme 1")
    page.show_record(held.id)
    editor = theme_panel(page).form.editor("lead")
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "Head of Independence")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert workspace.records.get(Theme, held.id).lead == "Head of Independence"
    workspace.undo()
    assert editor.text() == held.lead


def test_what_is_half_typed_is_saved_when_another_record_is_chosen(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = opened(qtbot, workspace)
    held = theme(workspace, "Theme 1")
    page.show_record(held.id)
    editor = theme_panel(page).form.editor("lead")
    editor.setFocus()
    editor.set_value_text("Head of Something")
    page.show_record(theme(workspace, "Theme 2").id)
    assert workspace.records.get(Theme, held.id).lead == "Head of Something"
    assert theme_panel(page).record.id == theme(workspace, "Theme 2").id


# ---------------------------------------------------------------- programmes and periods


def test_closing_a_period_asks_first_and_then_looks_at_the_new_one(
    qtbot: QtBot, workspace: Workspace, asker: FakeAsker
) -> None:
    page = opened(qtbot, workspace)
    city = workspace.programmes()[0]
    page.show_record(city.id)
    assert isinstance(page.panel, ProgrammePanel)
    assert page.panel.next_button.text() == "Close June 2024 and open July 2024…"
    asker.agrees = False
    qtbot.mouseClick(page.panel.next_button, Qt.MouseButton.LeftButton)
    assert workspace.records.get(Programme, city.id).open_period == "2024-06"
    assert "only change June 2024 with a reason" in asker.questions[0]
    asker.agrees = True
    qtbot.mouseClick(page.panel.next_button, Qt.MouseButton.LeftButton)
    assert workspace.records.get(Programme, city.id).open_period == "2024-07"
    assert workspace.period == "2024-07"
    assert page.panel.next_button.text() == "Close July 2024 and open August 2024…"
    workspace.undo()
    assert workspace.records.get(Programme, city.id).open_period == "2024-06"


def test_a_wrong_open_period_is_refused_beside_its_field(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    city = workspace.programmes()[0]
    page.show_record(city.id)
    assert page.panel is not None
    page.panel.form.editor("open_period").set_value_text("May 2024")
    assert not page.panel.form.commit("open_period")
    assert "reported for June 2024 already" in page.panel.form.problems["open_period"]


def test_a_programme_lists_its_themes_and_enter_goes_to_one(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    page.show_record(workspace.programmes()[0].id)
    assert isinstance(page.panel, ProgrammePanel)
    themes = page.panel.themes
    assert [row.name for row in themes.table.rows] == [item.name for item in workspace.report.themes]
    themes.select_row(themes.table.rows[2].id)
    qtbot.keyClick(themes, Qt.Key.Key_Return)
    assert page.tree.current_id == theme(workspace, "Theme 3").id
    assert theme_panel(page).record.name.startswith("Theme 3")


def test_a_workstream_and_a_source_plan_show_their_projects(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    page = opened(qtbot, workspace)
    workstream = next(item for item in workspace.records.all(Workstream) if item.name == "Brokerage")
    page.show_record(workstream.id)
    assert isinstance(page.panel, WorkstreamPanel)
    assert {row.workstream for row in page.panel.projects.table.rows} == {"Brokerage"}
    held = plan(workspace, "MTFP")
    page.show_record(held.id)
    assert isinstance(page.panel, SourcePlanPanel)
    assert {row.source_plan for row in page.panel.projects.table.rows} == {held.name}
    assert page.tree.current_id == ""
    page.panel.projects.select_row(page.panel.projects.table.rows[0].id)
    qtbot.keyClick(page.panel.projects, Qt.Key.Key_Return)
    assert visits[0][0] == "projects"


# ------------------------------------------------------------------------------------------------ making


def test_an_empty_portfolio_begins_with_a_programme(qtbot: QtBot, empty_workspace: Workspace) -> None:
    page = opened(qtbot, empty_workspace)
    assert page._sections.currentWidget() is page._begin

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordDialog)
        begun = dialog.form.values()
        assert (begun["first_year"], begun["last_year"]) == ("2024/25", "2027/28")
        assert begun["open_period"] == "July 2024"
        dialog.form.editor("name").set_value_text("Better Lives")
        first = dialog.form.editor("first_year")
        first.set_value_text("2025/26")
        dialog.form.changed.emit("first_year")
        assert dialog.form.values()["open_period"] == "April 2025"
        assert dialog.form.values()["last_year"] == "2028/29"
        dialog.form.editor("last_year").set_value_text("2026/27")
        first.set_value_text("2024/25")
        dialog.form.changed.emit("first_year")
        assert dialog.form.values()["open_period"] == "July 2024"
        assert dialog.form.values()["last_year"] == "2026/27"
        dialog.accept()

    came = answer(RecordDialog, fill)
    qtbot.mouseClick(page.begin_button, Qt.MouseButton.LeftButton)
    assert came
    (programme,) = empty_workspace.programmes()
    assert (programme.name, programme.first_year, programme.open_period) == ("Better Lives", 2024, "2024-07")
    assert page._sections.currentIndex() == 0
    assert page.tree.current_id == programme.id
    assert page.focusWidget() is page.tree
    assert empty_workspace.programme_id == programme.id
    empty_workspace.undo()
    assert page._sections.currentWidget() is page._begin


def test_a_new_theme_is_chosen_before_the_window_shows_the_page_anew(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = StructurePage(workspace)
    qtbot.addWidget(page)
    page.refresh()
    page.show()

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordDialog)
        dialog.form.editor("name").set_value_text("Theme 5: Digital")
        dialog.add_another()
        dialog.form.editor("name").set_value_text("Theme 6: Estates")
        dialog.accept()

    answer(RecordDialog, fill)
    page._new_actions[Theme].trigger()
    assert page.tree.current_id == theme(workspace, "Theme 6").id


def test_a_new_theme_stands_in_the_chosen_programme_and_is_chosen(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    page.show_record(theme(workspace, "Theme 2").id)

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordDialog)
        assert dialog.form.values()["programme_id"] == workspace.programmes()[0].id
        dialog.form.editor("name").set_value_text("Theme 5: Digital")
        dialog.accept()

    came = answer(RecordDialog, fill)
    page._new_actions[Theme].trigger()
    assert came
    made = theme(workspace, "Theme 5")
    assert names(workspace)[-1] == "Theme 5"
    assert page.tree.current_id == made.id
    assert theme_panel(page).projects.table.rows == []
    assert theme_panel(page).projects._overlays.empty.isVisibleTo(page)


def test_a_new_workstream_and_source_plan(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    held = theme(workspace, "Theme 2")
    page.show_record(held.id)

    def fill(name: str) -> Callable[[QDialog], None]:
        def do(dialog: QDialog) -> None:
            assert isinstance(dialog, RecordDialog)
            dialog.form.editor("name").set_value_text(name)
            dialog.accept()

        return do

    answer(RecordDialog, fill("Practice groups"))
    page._new_actions[Workstream].trigger()
    made = next(item for item in workspace.records.all(Workstream) if item.name == "Practice groups")
    assert made.theme_id == held.id
    answer(RecordDialog, fill("Winter plan"))
    page._new_actions[SourcePlan].trigger()
    assert page.plans.current_id == plan(workspace, "Winter").id


def test_new_needs_a_programme_first_and_says_so(qtbot: QtBot, empty_workspace: Workspace) -> None:
    page = opened(qtbot, empty_workspace)
    assert page._new_actions[Programme].isEnabled()
    assert not page._new_actions[Theme].isEnabled()
    assert page._new_actions[Theme].toolTip() == "Add a programme first."


# ---------------------------------------------------------------- merging, retiring, deleting


def test_merging_a_theme_says_what_moves_and_moves_it(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    source, into = theme(workspace, "Theme 1"), theme(workspace, "Theme 2")
    page.show_record(source.id)
    count = len(workspace.records.of(Project, "theme_id", source.id))
    said: list[str] = []

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, MergeDialog)
        assert dialog.choice == into.id
        said.append(dialog.sentence)
        dialog.accept()

    answer(MergeDialog, choose)
    page.actions_of.merge(source.id)
    assert said[0].startswith(
        f"{count} projects, 2 workstreams and 5 control totals go to Theme 2: Social Work Practice."
    )
    assert workspace.records.find(Theme, source.id) is None
    assert page.tree.current_id == into.id
    workspace.undo()
    assert len(workspace.records.of(Project, "theme_id", source.id)) == count
    assert "Theme 1: Prevention and Independence" in rows(page.tree)


def test_a_theme_with_projects_is_never_deleted_without_saying_where_they_go(
    qtbot: QtBot, workspace: Workspace, asker: FakeAsker
) -> None:
    page = opened(qtbot, workspace)
    source = theme(workspace, "Theme 3")
    page.show_record(source.id)
    page.tree.setFocus()
    came = answer(MergeDialog, lambda dialog: dialog.reject())
    qtbot.keyClick(page.tree, Qt.Key.Key_Delete)
    assert came
    assert asker.questions == []
    assert workspace.records.find(Theme, source.id)

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, MergeDialog)
        assert dialog.windowTitle() == "Delete theme"
        dialog.list.setCurrentRow(1)
        dialog.accept()

    answer(MergeDialog, choose)
    qtbot.keyClick(page.tree, Qt.Key.Key_Delete)
    assert workspace.records.find(Theme, source.id) is None
    assert len(workspace.records.of(Project, "theme_id", theme(workspace, "Theme 2").id)) == 26


def test_a_theme_without_projects_is_deleted_after_a_question(
    qtbot: QtBot, workspace: Workspace, asker: FakeAsker
) -> None:
    page = opened(qtbot, workspace)
    made = new_record(
        workspace.session, Theme, {"programme_id": workspace.programmes()[0].id, "name": "Theme 5"}
    )
    new_record(workspace.session, Workstream, {"theme_id": made.id, "name": "First"})
    asker.agrees = False
    page.actions_of.delete(made.id)
    assert workspace.records.find(Theme, made.id)
    asker.agrees = True
    page.show_record(made.id)
    page.actions_of.delete(made.id)
    assert "Delete theme Theme 5? It goes with its 1 workstream." in asker.questions[-1]
    assert workspace.records.find(Theme, made.id) is None
    assert page.tree.current_id


def test_a_merge_that_is_refused_says_why_and_changes_nothing(
    qtbot: QtBot, workspace: Workspace, asker: FakeAsker
) -> None:
    page = opened(qtbot, workspace)
    source = theme(workspace, "Theme 1")
    county = in_order(workspace.session, Theme, workspace.programmes()[1].id)[0]

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, MergeDialog)
        ids = [dialog.list.item(at).data(Qt.ItemDataRole.UserRole) for at in range(dialog.list.count())]
        dialog.list.setCurrentRow(ids.index(county.id))
        dialog.accept()

    answer(MergeDialog, choose)
    page.actions_of.merge(source.id)
    assert "has come to February 2019 only" in asker.told[0]
    assert workspace.records.find(Theme, source.id)


def test_the_projects_of_a_workstream_may_do_without_one(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    held = next(item for item in workspace.records.all(Workstream) if item.name == "Customer services")
    projects = workspace.records.of(Project, "workstream_id", held.id)

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, MergeDialog)
        assert dialog.list.item(dialog.list.count() - 1).text() == "No workstream"
        dialog.list.setCurrentRow(dialog.list.count() - 1)
        assert dialog.sentence.startswith(
            f"{len(projects)} projects stay where they are, without a workstream."
        )
        dialog.accept()

    answer(MergeDialog, choose)
    page.actions_of.delete(held.id)
    assert workspace.records.find(Workstream, held.id) is None
    assert all(workspace.records.get(Project, item.id).workstream_id is None for item in projects)


def test_the_menu_of_a_theme_offers_what_it_can_do(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    held = theme(workspace, "Theme 1")
    words = menu_of(page, held.id)
    assert list(words) == [
        "New workstream…", "Rename", "Move up", "Move down", "Merge into…", "Archive", "Delete…",
    ]  # fmt: skip
    assert not words["Move up"].isEnabled()  # type: ignore[attr-defined]
    words["Archive"].trigger()  # type: ignore[attr-defined]
    assert workspace.records.get(Theme, held.id).retired
    assert "Restore" in menu_of(page, held.id)
    index = page.tree.nodes.index_of(held.id)
    assert index.data() == f"{held.name} (archived)"
    page.actions_of.retire(held.id)
    assert not workspace.records.get(Theme, held.id).retired
    assert "Close June 2024 and open July 2024…" in menu_of(page, workspace.programmes()[0].id)


def test_a_retired_theme_without_projects_still_has_its_form(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    made = new_record(
        workspace.session, Theme, {"programme_id": workspace.programmes()[0].id, "name": "Theme 5"}
    )
    page.show_record(made.id)
    page.actions_of.retire(made.id)
    assert theme_panel(page)._name.text() == "Theme 5 (archived)"
    assert not theme_panel(page).tiles.isVisible()


# ---------------------------------------------------------------- ways in, small windows


def test_another_page_s_click_shows_the_record(qtbot: QtBot, workspace: Workspace, visits: Visits) -> None:
    page = opened(qtbot, workspace)
    held = theme(workspace, "Theme 4")
    page.show_only({"theme_id": held.id})
    assert theme_panel(page).record.id == held.id
    status = workspace.records.all(DeliveryStatus)[0]
    page.show_only({"record_id": status.id})
    assert visits == [("settings", {"record_id": status.id})]
    qtbot.mouseClick(page.settings_button, Qt.MouseButton.LeftButton)
    assert visits[-1] == ("settings", {"section": "statuses"})
    page.show_only({"record_id": plan(workspace, "CQC").id})
    assert isinstance(page.panel, SourcePlanPanel)
    page.show_only({"record_id": "gone"})
    assert isinstance(page.panel, SourcePlanPanel)


@pytest.mark.parametrize("size", [(1170, 660), (600, 330), (1700, 960)])
def test_nothing_is_wider_than_the_page(qtbot: QtBot, workspace: Workspace, size: tuple[int, int]) -> None:
    page = opened(qtbot, workspace)
    page.resize(*size)
    page.show_record(theme(workspace, "Theme 1").id)
    QApplication.processEvents()
    assert page.width() == size[0]
    panel = theme_panel(page)
    assert panel.horizontalScrollBar().maximum() == 0

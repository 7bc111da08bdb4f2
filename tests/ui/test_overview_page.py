"""The overview: what it shows, where its clicks lead, the theme filter, and an empty portfolio."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Theme
from asc_desktop.domain.records.governance import ProgrammeCommentary
from asc_desktop.services.overview import boards_compared, overview_since
from asc_desktop.ui.charts.chart import Chart, draw_charts_now
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.figures.projects import ProjectsBehind, status_by_theme_data, status_over_time_data
from asc_desktop.ui.figures.savings import bridge_data
from asc_desktop.ui.pages.overview.attention import AttentionPanel
from asc_desktop.ui.pages.overview.page import OverviewPage
from asc_desktop.ui.widgets.key_figure import KeyFigureTile
from asc_desktop.ui.widgets.status_chip import StatusChip
from asc_desktop.ui.workspace import Workspace

Visits = list[tuple[str, dict[str, object]]]


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> Iterator[OverviewPage]:
    made = OverviewPage(workspace)
    qtbot.addWidget(made)
    made.resize(1170, 660)
    made.refresh()
    made.show()
    qtbot.waitExposed(made)
    workspace.data_changed.connect(made.refresh)
    workspace.scope_changed.connect(made.refresh)
    yield made
    workspace.data_changed.disconnect(made.refresh)
    workspace.scope_changed.disconnect(made.refresh)


def tiles(page: OverviewPage) -> list[KeyFigureTile]:
    return page.findChildren(KeyFigureTile)


def whole_list(page: OverviewPage) -> AttentionPanel:
    """Open the list of everything that needs attention."""
    page.list_attention()
    assert page.attention is not None
    return page.attention


def chart_named(page: OverviewPage, name: str) -> Chart:
    return next(chart for chart in page.findChildren(Chart) if chart.accessibleName().startswith(name))


def click_target(qtbot: QtBot, chart: Chart, key: object) -> None:
    target = next(item for item in chart.chart_layout.targets if item.key == key)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=target.rect.center().toPoint())


def test_six_figures_are_the_reports(page: OverviewPage, workspace: Workspace) -> None:
    assert [tile.value for tile in tiles(page)] == [figure.text for figure in workspace.report.key_figures]
    assert len(tiles(page)) == 6
    assert tiles(page)[0].accessibleName() == "Savings target 2024/25: £8.70m"


def test_a_figure_opens_the_page_behind_it(
    page: OverviewPage, workspace: Workspace, visits: Visits, qtbot: QtBot
) -> None:
    for tile in tiles(page):
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert [key for key, _ in visits] == [figure.shows for figure in workspace.report.key_figures]
    waiting = {project.id for project in workspace.report.projects if not project.updated}
    assert set(visits[-1][1]["project_ids"]) == waiting  # type: ignore[call-overload]
    assert visits[-1][1]["title"] == "Not updated for June 2024"
    assert visits[-1][1]["stands"] == "not_in"
    page.show_only(
        {"theme_id": next(item.theme_id for item in workspace.report.projects if not item.updated)}
    )
    qtbot.mouseClick(tiles(page)[-1], Qt.MouseButton.LeftButton)
    assert "stands" not in visits[-1][1], "it is of one theme alone"


def test_a_figure_opens_with_the_keyboard(page: OverviewPage, visits: Visits, qtbot: QtBot) -> None:
    tiles(page)[4].setFocus()
    qtbot.keyClick(tiles(page)[4], Qt.Key.Key_Return)
    assert visits == [("exceptions", {})]


def test_a_themes_colours_list_their_projects(
    page: OverviewPage, workspace: Workspace, visits: Visits
) -> None:
    groups = page._groups
    theme = next(row for row in groups.view.table.rows if row.red)
    actions = {action.text(): action for action in groups._actions_for([theme.id])}
    actions[f"List {len(theme.red)} red project{'s' * (len(theme.red) > 1)}"].trigger()
    assert visits == [("projects", {"project_ids": theme.red, "title": f"Red: {theme.name}"})]
    live = {item.id for item in workspace.report.live_projects if item.theme_id == theme.id}
    actions[f"List {len(live)} live projects"].trigger()
    assert set(visits[-1][1]["project_ids"]) == live  # type: ignore[call-overload]


def test_a_click_on_a_bar_of_the_bridge_lists_its_projects(
    page: OverviewPage, workspace: Workspace, visits: Visits, qtbot: QtBot
) -> None:
    draw_charts_now(page)
    chart = chart_named(page, "Where this year")
    bar = next(item for item in workspace.report.savings.bridge if item.label == "No plan yet")
    click_target(qtbot, chart, ProjectsBehind(bar.project_ids, "No plan yet, 2024/25"))
    assert visits == [("projects", {"project_ids": bar.project_ids, "title": "No plan yet, 2024/25"})]


def test_a_click_on_a_past_column_lists_the_projects_of_then(
    page: OverviewPage, workspace: Workspace, visits: Visits, qtbot: QtBot
) -> None:
    draw_charts_now(page)
    chart = chart_named(page, "Status over time")
    period = workspace.report.status_over_time[0]
    green = next(count for count in period.counts if count.status.name == "On target")
    click_target(qtbot, chart, ProjectsBehind(green.project_ids, "On target in February 2024"))
    assert visits == [("projects", {"project_ids": green.project_ids, "title": "On target in February 2024"})]


@pytest.mark.parametrize("programme", [0, 1])
def test_every_pound_of_what_is_to_find_is_in_one_bar(workspace: Workspace, programme: int) -> None:
    workspace.choose(workspace.programmes()[programme].id)
    data = bridge_data(workspace.report)
    assert data is not None
    spans = dict(zip((step.label for step in data.steps), data.spans(), strict=True))
    references = [step for step in data.steps if step.kind.startswith("reference")]
    shares = [step for step in data.steps if step.kind == "step"]
    to_find = workspace.report.savings.by_year[workspace.report.year].to_find_pence
    assert sum(step.point.value for step in shares) == to_find
    assert spans[references[-1].label][1] == to_find
    assert spans[shares[0].label][0] == 0
    assert spans[shares[-1].label][1] == to_find


def test_charts_hold_every_project_once(workspace: Workspace) -> None:
    report = workspace.report
    for data, groups, is_upright in (
        (status_by_theme_data(report), report.status_by_theme, False),
        (status_over_time_data(report), report.status_over_time, True),
    ):
        assert data is not None
        assert data.is_upright == is_upright, "themes have long names, and time goes from left to right"
        for place, group in enumerate(groups):
            drawn = sum(series.points[place].value for series in data.series)
            assert drawn == sum(count.count for count in group.counts)


def test_a_theme_narrows_all_of_it(
    page: OverviewPage, workspace: Workspace, visits: Visits, qtbot: QtBot
) -> None:
    theme = workspace.context.themes[2]
    button = next(item for item in page.findChildren(QPushButton) if item.accessibleName() == "Theme")
    next(action for action in button.menu().actions() if action.text() == theme.name).trigger()
    report = workspace.session.report(replace(workspace.scope, theme_id=theme.id))
    assert [tile.value for tile in tiles(page)] == [figure.text for figure in report.key_figures]
    assert [row.id for row in page._groups.view.table.rows] == [theme.id]
    page.list_attention()
    assert page.attention is not None
    assert [row.id for row in page.attention.view.table.rows] == [row.id for row in report.attention]
    assert button.text() == theme.name
    qtbot.mouseClick(tiles(page)[4], Qt.MouseButton.LeftButton)
    assert visits[-1] == (
        "exceptions",
        {"project_ids": tuple(project.id for project in report.projects), "title": theme.name},
    )
    button.menu().actions()[0].trigger()
    assert tiles(page)[0].value == workspace.report.key_figures[0].text


def test_another_programme_forgets_the_theme(page: OverviewPage, workspace: Workspace) -> None:
    page.show_only({"theme_id": workspace.context.themes[0].id})
    workspace.choose(workspace.programmes()[1].id)
    assert tiles(page)[0].value == workspace.report.key_figures[0].text
    button = next(item for item in page.findChildren(QPushButton) if item.accessibleName() == "Theme")
    assert button.text() == "All themes"
    assert len(button.menu().actions()) == len(workspace.context.themes) + 1


def test_a_theme_of_any_name_can_be_chosen(page: OverviewPage, workspace: Workspace) -> None:
    theme = workspace.context.themes[0]
    name = "Housing & “home first” for people of any age who wait in hospital"
    workspace.apply_cells(Theme, [(theme.id, "name", name)])
    page.show_only({"theme_id": theme.id})
    button = next(item for item in page.findChildren(QPushButton) if item.accessibleName() == "Theme")
    assert button.text().startswith("Housing && “home first”")
    assert button.text().endswith("…")
    assert button.toolTip() == name


def test_needs_attention_opens_the_project_on_the_right_tab(
    page: OverviewPage, workspace: Workspace, visits: Visits, qtbot: QtBot
) -> None:
    table = whole_list(page).view
    rows = workspace.report.attention
    assert [row.id for row in table.table.rows] == [row.id for row in rows]
    for kind, tab in (("challenge", "status"), ("overdue", "exceptions"), ("no_plan", "savings")):
        row = next(item for item in rows if item.kind == kind)
        assert table.select_row(row.id)
        table.setFocus()
        qtbot.keyClick(table, Qt.Key.Key_Return)
        assert visits[-1] == ("projects", {"project_id": row.project_id, "tab": tab})


def test_a_counted_kind_opens_its_whole_list(page: OverviewPage, workspace: Workspace, qtbot: QtBot) -> None:
    overdue = [row for row in workspace.report.attention if row.kind == "overdue"]
    words = f"Mitigation overdue {len(overdue)}"
    button = next(item for item in page._at_risk.kinds._buttons if item.text() == words)
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.attention is not None
    assert [row.id for row in page.attention.view.table.shown_rows] == [row.id for row in overdue]
    page.attention.kinds._pick("")
    assert len(page.attention.view.table.shown_rows) == len(workspace.report.attention)
    qtbot.keyClick(page.attention.view, Qt.Key.Key_Escape)
    assert page._stack.currentWidget() is page._area
    assert page._at_risk.kinds.every.text() == f"All {len(workspace.report.attention)}…"


def test_kinds_without_room_are_behind_the_whole_list(page: OverviewPage, qtbot: QtBot) -> None:
    strip = page._at_risk.kinds
    page.resize(683, 660)
    qtbot.wait(1)
    shown = [button for button in strip._buttons if button.isVisible()]
    assert len(shown) < len(strip._buttons)
    for button in (*shown, strip.every):
        assert button.width() >= button.sizeHint().width(), "no count is cut"


def test_the_whole_list_is_searched_and_gathered_by_lead(
    page: OverviewPage, workspace: Workspace, qtbot: QtBot
) -> None:
    panel = whole_list(page)
    panel.group._pick("lead")
    leads = {item.id: item.lead for item in workspace.report.projects}
    table = panel.view.table
    groups = [group.label for at in range(table.rowCount()) if (group := table.group_at(at)) is not None]
    assert set(groups) == {leads.get(row.project_id) or "No lead" for row in workspace.report.attention}
    qtbot.keyClicks(panel.box, "Principal Social Worker")
    assert table.shown_rows
    assert {leads[row.project_id] for row in table.shown_rows} == {"Principal Social Worker"}
    assert "programme" not in dict(panel.group._options or ())
    workspace.choose(None)
    assert "programme" in dict(panel.group._options or ()), "several are told apart"


def test_the_sentence_and_the_tables_are_the_overviews(page: OverviewPage, workspace: Workspace) -> None:
    boards = boards_compared(workspace.session, workspace.scope)
    found = overview_since(workspace.session, workspace.scope, boards)
    assert page.headline.text() == found.headline
    assert page.sentences.text() == " ".join(found.sentences)
    assert [row.id for row in page._at_risk.view.table.shown_rows] == [row.id for row in found.at_risk[:10]]
    assert [row.id for row in page._groups.view.table.shown_rows] == [row.id for row in found.groups]
    assert [row.id for row in page._moved.view.table.shown_rows] == [row.id for row in found.moved[:8]]


def test_all_programmes_are_a_line_each_and_one_is_looked_at(
    page: OverviewPage, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.choose(None)
    view = page._groups.view
    assert {row.id for row in view.table.shown_rows} == {item.id for item in workspace.programmes()}
    first = workspace.programmes()[0]
    assert view.select_row(first.id)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert workspace.programme_id == first.id
    theme = view.table.shown_rows[0]
    assert theme.id in workspace.context.theme_ids
    view.activated_row.emit(theme)
    assert page._themes.key == theme.id
    assert workspace.programme_id == first.id


def test_a_project_at_risk_opens_where_its_first_reason_is_settled(
    page: OverviewPage, visits: Visits, qtbot: QtBot
) -> None:
    view = page._at_risk.view
    row = next(item for item in view.table.shown_rows if item.reasons[0].kind == "no_plan")
    assert view.select_row(row.id)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert visits == [("projects", {"project_id": row.id, "tab": "savings"})]
    page._moved.view.activated_row.emit(page._moved.view.table.shown_rows[0])
    assert visits[-1][1]["tab"] == "status"
    page._moved.every.click()
    assert visits[-1] == ("changes", {"view": "changes"})


@pytest.mark.parametrize("every", [True, False])
def test_the_first_screen_holds_sentence_figures_table_and_five_projects(
    page: OverviewPage, workspace: Workspace, qtbot: QtBot, every: bool
) -> None:
    # The room of the page in a window of 1366x768.
    page.resize(1166, 669)
    workspace.choose(None, "2024-06") if every else None
    qtbot.wait(1)
    view = page._at_risk.view
    fifth = view.visualRect(view.table.index(4, 0))
    bottom = view.viewport().mapTo(page, fifth.bottomLeft()).y()
    assert page._area.verticalScrollBar().value() == 0
    assert bottom <= page.height()
    table = page._groups.view
    assert table.verticalScrollBar().maximum() == 0, "every line is in sight"
    assert page.headline.mapTo(page, page.headline.rect().topLeft()).y() < table.mapTo(page, table.pos()).y()


def test_many_themes_leave_five_projects_in_sight(
    page: OverviewPage, workspace: Workspace, qtbot: QtBot
) -> None:
    programme = workspace.programmes()[0]
    with workspace.session.edit("Many themes") as edit:
        edit.put(
            *(
                Theme(workspace.session.new_id(), programme_id=programme.id, name=f"Theme {at}", position=at)
                for at in range(20, 32)
            )
        )
    page.refresh()
    page.resize(1166, 669)
    qtbot.wait(1)
    view, table = page._at_risk.view, page._groups.view
    assert view.viewport().mapTo(page, view.visualRect(view.table.index(4, 0)).bottomLeft()).y() <= 669
    assert table.verticalScrollBar().maximum() > 0
    page.resize(1166, 1400)
    qtbot.wait(1)
    assert table.verticalScrollBar().maximum() == 0, "there is room for all of them"


def test_the_keyboard_scrolls_to_the_last_project_at_risk(page: OverviewPage, qtbot: QtBot) -> None:
    view = page._at_risk.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    last = view.visualRect(view.currentIndex())
    assert 0 <= view.viewport().mapTo(page, last.bottomLeft()).y() <= page.height()


def test_reasons_are_chips_and_those_without_room_are_counted(page: OverviewPage) -> None:
    view = page._at_risk.view
    at = view.table.column_at("reasons")
    row = view.table.shown_rows[0]
    words = view.table.text_at(0, at)
    assert all(reason.words.casefold() in words.casefold() for reason in row.reasons)
    assert words.count("New: ") == sum(reason.is_new for reason in row.reasons) > 0
    assert view.table.index(0, at).data(Qt.ItemDataRole.ToolTipRole).split("\n") == words.split(", ")


def test_boards_that_are_large_are_read_off_the_windows_thread(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asc_desktop.ui.pages.overview.boards.AT_ONCE", 0)
    page = OverviewPage(workspace)
    qtbot.addWidget(page)
    page.refresh()
    assert page.sentences.text().endswith("Reading what the last boards received…")
    with qtbot.waitSignal(page.reader.ready):
        pass
    assert "Since the board of May 2024, the forecast has fallen by £0.38m" in page.sentences.text()
    page.retire()


@pytest.mark.parametrize("width", [1170, 1700, 683])
def test_no_chart_is_lower_than_it_can_be_read(
    page: OverviewPage, workspace: Workspace, qtbot: QtBot, width: int
) -> None:
    workspace.choose(None, "2024-06")
    page.resize(width, 660)
    draw_charts_now(page)
    qtbot.waitUntil(
        lambda: all(chart.height() >= chart.minimumSizeHint().height() for chart in page.findChildren(Chart)),
        timeout=2000,
    )


def test_selection_stays_over_a_change_elsewhere(page: OverviewPage, workspace: Workspace) -> None:
    table = page._at_risk.view
    chosen = table.table.shown_rows[3].id
    assert table.select_row(chosen)
    theme = workspace.context.themes[4]
    workspace.apply_cells(Theme, [(theme.id, "name", "Customer")])
    assert table.selected_row_ids() == [chosen]


def test_the_pack_is_asked_of_the_window(page: OverviewPage, visits: Visits, qtbot: QtBot) -> None:
    button = next(item for item in page.findChildren(QPushButton) if item.text() == "Export board pack…")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert visits == [("export", {})]


def test_each_chart_has_a_menu_and_a_table(page: OverviewPage, qtbot: QtBot) -> None:
    draw_charts_now(page)
    charts = page.findChildren(Chart)
    assert len(charts) == 2
    buttons = [
        item for item in page.findChildren(QToolButton) if item.accessibleName().endswith("as a table")
    ]
    assert len(buttons) == 2
    for chart in charts:
        chart.set_table_shown(shown=True)
        assert chart.is_table_shown
        chart.set_table_shown(shown=False)


@pytest.mark.parametrize(("width", "beside"), [(1170, True), (1700, True), (683, False)])
def test_cards_stand_side_by_side_where_there_is_room(
    page: OverviewPage, qtbot: QtBot, width: int, beside: bool
) -> None:
    page.resize(width, 660)
    qtbot.wait(1)
    trend, bridge = chart_named(page, "Status over time"), chart_named(page, "Where this year")
    tops = [chart.mapTo(page, chart.rect().topLeft()).y() for chart in (trend, bridge)]
    assert (abs(tops[0] - tops[1]) < 40) == beside

    def right() -> int:
        return max(chart.mapTo(page, chart.rect().topRight()).x() for chart in (trend, bridge))

    qtbot.waitUntil(lambda: right() <= width, timeout=2000)


NOT_FOR_THE_FIRST_PAGE = (
    "numpy", "pyqtgraph", "xlsxwriter", "openpyxl", "defusedxml", "holidays",
    "asc_desktop.excel", "asc_desktop.cli.pack", "asc_desktop.domain.pasting", "asc_desktop.domain.checks.checker",
    "asc_desktop.services.history", "asc_desktop.services.packs", "asc_desktop.services.find",
    "asc_desktop.ui.dialogs.find", "asc_desktop.ui.dialogs.paste_preview", "asc_desktop.ui.pages.projects",
    "asc_desktop.ui.pdf", "asc_desktop.ui.shell.publisher", "asc_desktop.ui.widgets.form.record_form",
    "asc_desktop.ui.widgets.table.value_filter",
)  # fmt: skip


def test_the_first_paint_waits_for_nothing_that_it_does_not_show(sample_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.ascp"
    shutil.copyfile(sample_file, copy)
    own = {name: str(tmp_path) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA")}
    start = Path(__file__).parents[2] / "benchmarks" / "first_paint.py"
    run = subprocess.run(
        [sys.executable, str(start), str(copy)],
        capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, **own, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    loaded = set(json.loads(run.stdout.splitlines()[-1])["modules"])
    assert "asc_desktop.ui.pages.overview.page" in loaded
    assert not loaded & set(NOT_FOR_THE_FIRST_PAGE)


def test_the_next_board_stands_beside_the_title(qtbot: QtBot, workspace: Workspace) -> None:
    page = OverviewPage(workspace)
    qtbot.addWidget(page)
    page.refresh()
    words = [label.text() for label in page.findChildren(QLabel)]
    board = "Adult Social Care Transformation Board 18 Jul 2024, papers due 11 Jul 2024"
    assert f"Better Lives, Better Outcomes, June 2024 · {board}" in words


def test_an_empty_portfolio_says_what_to_do_first(
    qtbot: QtBot, empty_workspace: Workspace, empty_visits: Visits
) -> None:
    page = OverviewPage(empty_workspace)
    qtbot.addWidget(page)
    page.resize(1170, 660)
    page.refresh()
    page.show()
    for words in ("Add a programme", "Open the sample"):
        button = next(item for item in page.findChildren(QPushButton) if item.text() == words)
        assert button.isVisible()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert empty_visits == [("structure", {"new": True}), ("sample", {})]


def test_a_low_window_scrolls_the_page_and_not_the_table(page: OverviewPage, qtbot: QtBot) -> None:
    page.resize(760, 420)
    qtbot.wait(1)
    assert page._groups.view.verticalScrollBar().maximum() == 0
    assert page._area.verticalScrollBar().maximum() > 0


def test_a_table_without_rows_has_room_for_what_it_says(
    page: OverviewPage, workspace: Workspace, qtbot: QtBot
) -> None:
    other = next(item for item in workspace.programmes() if item.name.startswith("Reassessment"))
    workspace.choose(other.id)
    qtbot.wait(1)
    view = page._at_risk.view
    assert not view.table.shown_rows
    assert view.height() >= page._at_risk.whole.height_of(5)
    assert not page._moved.isVisible(), "its board has received nothing"


def test_tab_goes_through_the_page_as_one_reads(page: OverviewPage, qtbot: QtBot) -> None:
    page.activateWindow()
    page._export.setFocus()
    met: list[object] = []
    for _ in range(40):
        focused = page.focusWidget()
        if focused is None or focused in met:
            break
        met.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    wanted = [
        page._export,
        *tiles(page),
        page._groups.view,
        page._at_risk.kinds.every,
        page._at_risk.view,
        page._moved.every,
        page._moved.view,
    ]
    assert [widget for widget in met if widget in wanted] == wanted


def test_the_months_commentary_is_written_changed_and_deleted_on_the_overview(
    page: OverviewPage, workspace: Workspace, qtbot: QtBot
) -> None:
    programme_id = workspace.programme_id or ""
    (held,) = workspace.report.overall
    assert shown_words(page, held.commentary)

    def fill(words: str, title: str) -> None:
        dialog = page.window().findChild(RecordDialog)
        assert dialog is not None
        assert dialog.windowTitle() == title
        dialog.form.set_values({"commentary": words, "rag": "red"})
        dialog.accept()

    title = "Commentary of Better Lives, Better Outcomes for June 2024"
    QTimer.singleShot(0, lambda: fill("A plan comes in July.", title))
    press(page, "Edit commentary…", qtbot)
    (record,) = [
        item
        for item in workspace.records.of(ProgrammeCommentary, "programme_id", programme_id)
        if item.period == "2024-06"
    ]
    assert (record.rag, record.commentary) == ("red", "A plan comes in July.")
    assert shown_words(page, "A plan comes in July.")
    assert [chip.text for chip in page.findChildren(StatusChip) if "lead" in chip.text] == [
        "Red, by the lead"
    ]
    press(page, "Delete", qtbot)
    assert workspace.report.overall[0].commentary == ""
    QTimer.singleShot(0, lambda: fill("Written anew.", title))
    press(page, "Write commentary…", qtbot)
    assert workspace.report.overall[0].commentary == "Written anew."
    page.show_only({"theme_id": workspace.context.themes[0].id})
    assert not shown_words(page, "Written anew.")


def shown_words(page: OverviewPage, words: str) -> bool:
    return any(label.text() == words and label.isVisible() for label in page.findChildren(QLabel))


def press(page: OverviewPage, words: str, qtbot: QtBot) -> None:
    (button,) = [item for item in page.findChildren(QPushButton) if item.text() == words and item.isVisible()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

"""The risks page: the register, the heat map that filters it, the score of a period, actions, and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.assurance import Risk, RiskAction, RiskScore
from asc_desktop.services import publication
from asc_desktop.services import risks as risk_edits
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.figures.risks import matrix_data
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.pages.shared.actions_done import DoneDialog
from asc_desktop.ui.workspace import Workspace

# A chart's tooltip is raised above its window.
pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support raise\(\)", extend=True)

JUNE = "2024-06"
Visits = list[tuple[str, dict[str, object]]]


def shown_page(qtbot: QtBot, workspace: Workspace, size: tuple[int, int]) -> RisksPage:
    page = RisksPage(workspace)
    qtbot.addWidget(page)
    page.resize(*size)
    page.refresh()
    page.show()
    qtbot.waitExposed(page)
    return page


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> Iterator[RisksPage]:
    made = shown_page(qtbot, workspace, (1400, 900))
    made.map.chart.draw_now()
    workspace.data_changed.connect(made.refresh)
    workspace.scope_changed.connect(made.refresh)
    yield made
    workspace.data_changed.disconnect(made.refresh)
    workspace.scope_changed.disconnect(made.refresh)


def risk_of(page: RisksPage, ref: str) -> Risk:
    return next(risk for risk in page.workspace.records.all(Risk) if risk.ref == ref)


def scored(page: RisksPage, ref: str) -> dict[str, tuple[int, int]]:
    held = page.workspace.records.of(RiskScore, "risk_id", risk_of(page, ref).id)
    return {score.period: (score.likelihood, score.impact) for score in held}


def listed(page: RisksPage) -> list[str]:
    return [row.report.ref for row in page.list.model.shown_rows]


def cell_text(page: RisksPage, ref: str, key: str) -> str:
    model = page.list.model
    return model.text_at(model.position(risk_of(page, ref).id), model.column_at(key))


def type_cell(qtbot: QtBot, view: Any, row_id: str, key: str, text: str) -> None:
    """Type into a cell and press Enter, as a person does."""
    view.setFocus()
    assert view.edit_cell(row_id, key)
    editor: Any = view.delegate.editor
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    # What has just been shown is laid out first.
    QApplication.processEvents()
    button = next(
        item
        for item in parent.findChildren(QAbstractButton)
        if name in {item.accessibleName(), item.text()} and item.isVisible()
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def open_risk(page: RisksPage, ref: str) -> Risk:
    risk = risk_of(page, ref)
    page.show_only({"record_id": risk.id})
    return risk


# ------------------------------------------------------------------------------------------------- the register


def test_open_risks_are_listed_the_highest_score_first(page: RisksPage) -> None:
    assert listed(page)[:3] == ["R-01", "R-03", "R-02"]
    assert "R-12" not in listed(page)
    assert cell_text(page, "R-01", "level") == "20 Very high"
    assert cell_text(page, "R-01", "movement") == "↑ Worsening"
    assert cell_text(page, "R-01", "days_overdue") == "16 days"
    assert cell_text(page, "R-08", "movement") == "• New"
    assert cell_text(page, "R-02", "target") == "10"
    assert page.editor.shown is not None
    assert page.editor.shown.ref == "R-01"


def test_the_county_has_its_five_very_high_risks(page: RisksPage, workspace: Workspace) -> None:
    county = next(item for item in workspace.programmes() if "performance" in item.name)
    workspace.choose(county.id)
    assert sorted(listed(page)) == ["A02", "A03", "A08", "A16", "A18"]
    assert {cell_text(page, ref, "level")[3:] for ref in listed(page)} == {"Very high"}
    assert cell_text(page, "A02", "movement") == "↑ Worsening"
    assert cell_text(page, "A16", "movement") == "↓ Improving"


def test_the_register_is_narrowed_by_state_level_category_and_words(page: RisksPage, qtbot: QtBot) -> None:
    press(qtbot, page, "State: Overdue")
    assert listed(page) == ["R-01", "R-03"]
    press(qtbot, page, "State: Closed")
    assert listed(page) == ["R-12"]
    press(qtbot, page, "State: Open")
    next(item for item in page.filters.menus["level"].menu().actions() if item.text() == "Low").trigger()
    assert listed(page) == ["R-11"]
    page.filters.clear_all()
    next(
        item for item in page.filters.menus["category"].menu().actions() if item.text() == "Financial"
    ).trigger()
    assert listed(page) == ["R-01", "R-10"]
    page.filters.clear_all()
    qtbot.keyClicks(page.filters.search, "charging policy")
    assert listed(page) == ["R-08"]


def test_a_risk_without_a_category_is_described_by_what_there_is(page: RisksPage) -> None:
    item = page.list.model.shown_rows[0].report
    words = page.editor.facts_of(replace(item, category="", linked="", owner=None, closed_period=None))
    assert words == f"raised {period_label(item.raised_period)}"


def test_typing_a_likelihood_scores_the_risk_for_the_period(page: RisksPage, qtbot: QtBot) -> None:
    risk = risk_of(page, "R-05")
    type_cell(qtbot, page.list.view, risk.id, "likelihood", "5")
    assert scored(page, "R-05") == {"2024-04": (3, 3), "2024-05": (3, 3), JUNE: (5, 3)}
    assert cell_text(page, "R-05", "level") == "15 High"
    assert cell_text(page, "R-05", "movement") == "↑ Worsening"
    page.workspace.undo()
    assert JUNE not in scored(page, "R-05")
    assert cell_text(page, "R-05", "movement") == "→ No change"


def test_an_impact_of_six_is_refused_beside_its_cell(page: RisksPage, qtbot: QtBot) -> None:
    risk = risk_of(page, "R-05")
    type_cell(qtbot, page.list.view, risk.id, "impact", "6")
    assert page.list.view.sentence == "Impact cannot be above 5."
    assert JUNE not in scored(page, "R-05")


def test_a_block_of_scores_is_pasted_as_one_change(page: RisksPage, qtbot: QtBot) -> None:
    view = page.list.view
    view.setFocus()
    view.select_row(risk_of(page, "R-05").id, "likelihood")
    at = view.currentIndex().row()
    refs = [page.list.model.row_at(at + step).report.ref for step in range(2)]
    QApplication.clipboard().setText("2\t2\n4\t4")
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [scored(page, ref)[JUNE] for ref in refs] == [(2, 2), (4, 4)]
    page.workspace.undo()
    assert JUNE not in scored(page, "R-05")


def test_several_risks_are_confirmed_unchanged_from_their_menu(page: RisksPage) -> None:
    ids = [risk_of(page, ref).id for ref in ("R-01", "R-05", "R-10")]
    confirm = next(item for item in page.actions_for(ids) if item.text() == "&Confirm the score unchanged")
    confirm.trigger()
    assert scored(page, "R-05")[JUNE] == (3, 3)
    assert scored(page, "R-10")[JUNE] == (2, 4)
    assert page.workspace.session.undo_action == "Score 2 risks for June 2024"


# ------------------------------------------------------------------------------------------------- the heat map


def target_of(page: RisksPage, likelihood: int, impact: int) -> Any:
    start = f"Likelihood {likelihood}, impact {impact}:"
    return next(item for item in page.map.chart.chart_layout.targets if item.words.startswith(start))


def click_cell(qtbot: QtBot, page: RisksPage, likelihood: int, impact: int) -> None:
    at = target_of(page, likelihood, impact).rect.center().toPoint()
    qtbot.mouseClick(page.map.chart, Qt.MouseButton.LeftButton, pos=at)


def test_a_cell_lists_its_risks_and_a_second_click_all_of_them(page: RisksPage, qtbot: QtBot) -> None:
    click_cell(qtbot, page, 3, 3)
    assert listed(page) == ["R-04", "R-05", "R-08"]
    press(qtbot, page, "Show all risks")
    assert len(listed(page)) == 11
    click_cell(qtbot, page, 5, 4)
    assert listed(page) == ["R-01"]
    click_cell(qtbot, page, 5, 4)
    assert len(listed(page)) == 11


def test_a_cell_without_what_is_listed_offers_to_show_all(page: RisksPage, qtbot: QtBot) -> None:
    click_cell(qtbot, page, 3, 3)
    press(qtbot, page, "State: Closed")
    assert listed(page) == []
    press(qtbot, page, "Clear filters")
    assert listed(page) == ["R-12"]


def test_an_empty_cell_asks_for_nothing(page: RisksPage, qtbot: QtBot) -> None:
    click_cell(qtbot, page, 5, 5)
    assert len(listed(page)) == 11


def test_the_map_is_walked_with_the_keys(page: RisksPage, qtbot: QtBot) -> None:
    chart = page.map.chart
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, *[Qt.Key.Key_Right] * 4):
        qtbot.keyClick(chart, key)
    assert chart.focused_target is not None
    assert chart.focused_target.words.startswith("Likelihood 3, impact 5: score 15, High\n1 risk: R-02")
    assert "R-02: improving, from 20 to 15" in chart.focused_target.words
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert listed(page) == ["R-02"]


def test_the_map_is_looked_at_by_another_rating(page: RisksPage, qtbot: QtBot) -> None:
    click_cell(qtbot, page, 3, 3)
    press(qtbot, page.map, "Rating: Target")
    assert len(listed(page)) == 11
    click_cell(qtbot, page, 2, 5)
    assert listed(page) == ["R-02"]


def test_arrows_show_what_moved_since_the_period_before(page: RisksPage) -> None:
    data = matrix_data(page.workspace.report, "current")
    moves = {move.words: (move.start, move.end) for move in data.moves}
    # Rows are counted from likelihood 5 down.
    assert moves["R-01: worsening, from 16 to 20"] == ((1, 3), (0, 3))
    assert moves["R-11: improving, from 4 to 2"] == ((3, 1), (4, 1))
    assert not any(words.startswith(("R-05", "R-08")) for words in moves)
    assert matrix_data(page.workspace.report, "target").moves == ()


def test_of_many_arrows_only_those_of_the_chosen_cell_are_drawn(
    page: RisksPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = page.workspace.report
    all_of_them = matrix_data(report, "current").moves
    monkeypatch.setattr("asc_desktop.ui.figures.risks._MOST_ARROWS", len(all_of_them))
    assert matrix_data(report, "current").moves == all_of_them
    monkeypatch.setattr("asc_desktop.ui.figures.risks._MOST_ARROWS", len(all_of_them) - 1)
    many = matrix_data(report, "current")
    assert many.moves == ()
    assert f"{len(all_of_them)} risks moved since" in many.note
    assert "Choose a cell" in many.note
    assert "Choose" not in matrix_data(report, "current", is_printed=True).note
    # Likelihood 5, impact 4, to which R-01 has come from likelihood 4.
    (arrow,) = matrix_data(report, "current", ("current", 5, 4)).moves
    assert arrow.words == "R-01: worsening, from 16 to 20"


def test_an_exempt_risk_is_told_on_the_map(page: RisksPage) -> None:
    held = next(item for item in page.workspace.records.all(Risk) if item.ref == "R-02")
    publication.mark_exempt(page.workspace.session, [held], "3", "Terms are being agreed.")
    (cell,) = [item for item in matrix_data(page.workspace.report, "current").cells if "02" in item.detail]
    assert cell.detail == "R\N{NON-BREAKING HYPHEN}02 (exempt)"
    assert "1 risk: R-02 (exempt)" in cell.words


def test_the_table_view_and_the_clipboard_say_the_same(page: RisksPage, tmp_path: Path) -> None:
    page.map.chart.set_table_shown(shown=True)
    assert page.map.chart.is_table_shown
    page.map.chart.copy_figures()
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0] == "Likelihood\tImpact 1\tImpact 2\tImpact 3\tImpact 4\tImpact 5"
    assert lines[3] == "3\t–\t–\t3 risks: R-04, R-05, R-08\t–\t1 risk: R-02"
    page.map.chart.write_picture(tmp_path / "map.png")
    page.map.chart.write_picture(tmp_path / "map.svg")
    assert (tmp_path / "map.png").stat().st_size > 5_000
    assert "3 risks" in (tmp_path / "map.svg").read_text(encoding="utf-8")


# --------------------------------------------------------------------------------------------------- one risk


def test_a_pressed_likelihood_is_stored_for_the_period(page: RisksPage, qtbot: QtBot) -> None:
    open_risk(page, "R-10")
    press(qtbot, page.editor.score, "Likelihood: 5")
    assert scored(page, "R-10") == {"2024-04": (2, 4), JUNE: (5, 4)}
    assert page.editor.shown is not None
    assert (page.editor.shown.level_label, page.editor.shown.movement) == ("Very high", "worsening")
    assert any(
        row.kind == "risk_worse" and row.project_ref == "R-10" for row in page.workspace.report.attention
    )
    press(qtbot, page.editor.score, "Impact: 1")
    assert scored(page, "R-10")[JUNE] == (5, 1)


def test_a_carried_score_is_confirmed(page: RisksPage, qtbot: QtBot) -> None:
    open_risk(page, "R-05")
    press(qtbot, page.editor.score, "Confirm unchanged")
    assert scored(page, "R-05")[JUNE] == (3, 3)
    assert not page.editor.score.confirm.isVisible()


def test_a_comment_is_stored_when_it_is_left(page: RisksPage, qtbot: QtBot) -> None:
    risk = open_risk(page, "R-06")
    field: Any = page.editor.score.comment.editor
    field.setFocus()
    qtbot.keyClicks(field, "More reviewers start in July.")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    held = risk_edits.score_in_force(page.workspace.session, risk.id, JUNE)
    assert held is not None
    assert held.comment == "More reviewers start in July."


def test_a_closed_period_asks_why(page: RisksPage, qtbot: QtBot, asker: Any) -> None:
    page.workspace.choose(page.workspace.programme_id, "2024-05")
    open_risk(page, "R-05")
    asker.reason = None
    press(qtbot, page.editor.score, "Likelihood: 5")
    assert scored(page, "R-05")["2024-05"] == (3, 3)
    asker.reason = "Typed wrongly"
    press(qtbot, page.editor.score, "Likelihood: 5")
    assert scored(page, "R-05")["2024-05"] == (5, 3)
    assert len(asker.questions) == 2


def test_an_earlier_score_is_corrected_in_the_history(page: RisksPage, qtbot: QtBot) -> None:
    risk = open_risk(page, "R-04")
    april = next(
        item for item in page.workspace.records.of(RiskScore, "risk_id", risk.id) if item.period == "2024-04"
    )
    type_cell(qtbot, page.editor.history.view, april.id, "impact", "5")
    assert scored(page, "R-04")["2024-04"] == (4, 5)


def test_a_field_is_refused_beside_itself_and_kept(page: RisksPage, qtbot: QtBot) -> None:
    open_risk(page, "R-05")
    form = page.editor.form
    for key, typed, said in (
        ("inherent_impact", "6", "Inherent impact cannot be above 5."),
        ("target_likelihood", "5", ""),
    ):
        editor: Any = form.editor(key)
        editor.setFocus()
        editor.selectAll()
        qtbot.keyClicks(editor, typed)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert form.problems.get(key, "") == said
    editor = form.editor("closed_period")
    editor.setFocus()
    editor.lineEdit().selectAll()
    qtbot.keyClicks(editor.lineEdit(), "March 2024")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert form.problems["closed_period"] == "It cannot be closed before it was raised, in April 2024."


def test_an_action_is_added_marked_done_and_deleted(page: RisksPage, qtbot: QtBot) -> None:
    risk = open_risk(page, "R-11")
    panel = page.editor.actions_panel
    press(qtbot, panel, "Add action")
    editor: Any = panel.view.delegate.editor
    qtbot.keyClicks(editor, "Survey the other roofs")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (action,) = page.workspace.records.of(RiskAction, "risk_id", risk.id)
    assert action.action == "Survey the other roofs"
    type_cell(qtbot, panel.view, action.id, "due_date", "12 Mar 2024")
    assert panel.view.sentence == "It cannot be due before its risk was raised, in April 2024."
    panel.view.hide_sentence()
    panel.view.select_row(action.id)
    qtbot.mouseClick(panel.done_button, Qt.MouseButton.LeftButton)
    dialog = next(item for item in page.findChildren(DoneDialog) if item.isVisible())
    dialog.accept()
    assert page.workspace.records.get(RiskAction, action.id).done_date == "2024-06-30"
    panel.view.select_row(action.id)
    qtbot.mouseClick(panel.delete_button, Qt.MouseButton.LeftButton)
    assert not page.workspace.records.of(RiskAction, "risk_id", risk.id)
    page.workspace.undo()
    assert page.workspace.records.of(RiskAction, "risk_id", risk.id)


def new_row(view: Any) -> str:
    return str(view.table.rows[-1].id)


def test_a_half_typed_action_waits_for_its_words(page: RisksPage, qtbot: QtBot) -> None:
    risk = open_risk(page, "R-11")
    panel = page.editor.actions_panel
    panel.add()
    panel.view.delegate.editor.setFocus()  # type: ignore[union-attr]
    qtbot.keyClick(panel.view.delegate.editor, Qt.Key.Key_Escape)
    type_cell(qtbot, panel.view, new_row(panel.view), "owner", "Head of Digital")
    assert not page.workspace.records.of(RiskAction, "risk_id", risk.id)
    open_risk(page, "R-05")
    open_risk(page, "R-11")
    type_cell(qtbot, panel.view, new_row(panel.view), "due_date", "12/7/2024")
    view: Any = panel.view
    assert view.edit_cell(new_row(view), "action")
    qtbot.keyClicks(view.delegate.editor, "Survey")
    qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (action,) = page.workspace.records.of(RiskAction, "risk_id", risk.id)
    assert (action.owner, action.due_date) == ("Head of Digital", "2024-07-12")


def test_a_risk_is_closed_after_a_question_and_reopened(page: RisksPage, qtbot: QtBot, asker: Any) -> None:
    open_risk(page, "R-10")
    qtbot.mouseClick(page.editor.close_button, Qt.MouseButton.LeftButton)
    assert asker.questions == [
        "Close this risk? One action is not done yet. What is not done stays as it is."
    ]
    assert risk_of(page, "R-10").closed_period == JUNE
    page.show_only({"record_id": risk_of(page, "R-10").id})
    assert page.editor.shown is not None
    assert not page.editor.shown.open
    assert not page.editor.score.likelihood.isEnabled()
    qtbot.mouseClick(page.editor.close_button, Qt.MouseButton.LeftButton)
    assert risk_of(page, "R-10").closed_period is None


def test_a_risk_is_deleted_with_its_scores_and_comes_back(page: RisksPage, qtbot: QtBot, asker: Any) -> None:
    risk = open_risk(page, "R-08")
    asker.agrees = False
    qtbot.mouseClick(page.editor.delete_button, Qt.MouseButton.LeftButton)
    assert "R-08" in listed(page)
    asker.agrees = True
    qtbot.mouseClick(page.editor.delete_button, Qt.MouseButton.LeftButton)
    assert "R-08" not in listed(page)
    assert not page.workspace.records.of(RiskScore, "risk_id", risk.id)
    page.workspace.undo()
    assert scored(page, "R-08") == {JUNE: (3, 3)}


def test_the_linked_project_is_opened(page: RisksPage, qtbot: QtBot, visits: Visits) -> None:
    risk = open_risk(page, "R-03")
    press(qtbot, page.editor, "Open project")
    assert visits[-1] == ("projects", {"project_id": risk.project_id})


# -------------------------------------------------------------------------------------------------- a new risk


def test_a_new_risk_begins_at_its_inherent_score(page: RisksPage, qtbot: QtBot) -> None:
    press(qtbot, page, "New risk…")
    dialog = next(item for item in page.findChildren(RecordDialog) if item.isVisible())
    assert dialog.form.editor("ref").value_text() == "R-13"
    dialog.accept()
    assert dialog.form.problems == {"description": "Risk is needed."}
    dialog.form.editor("description").setFocus()
    qtbot.keyClicks(dialog.form.editor("description"), "A provider of day services fails")
    for key, typed in (("inherent_likelihood", "7"), ("inherent_impact", "5")):
        editor: Any = dialog.form.editor(key)
        editor.selectAll()
        qtbot.keyClicks(editor, typed)
    dialog.accept()
    assert dialog.form.problems == {"inherent_likelihood": "Inherent likelihood cannot be above 5."}
    editor = dialog.form.editor("inherent_likelihood")
    editor.selectAll()
    qtbot.keyClicks(editor, "4")
    dialog.accept()
    assert scored(page, "R-13") == {JUNE: (4, 5)}
    assert page.list.view.current_row.report.ref == "R-13"
    assert page.list.view.current_row.report.movement == "new"
    page.workspace.undo()
    assert "R-13" not in listed(page)


# --------------------------------------------------------------------------------------- where it is shown from


def test_the_risks_of_a_project_are_shown(page: RisksPage, qtbot: QtBot) -> None:
    page.show_only({"project_ids": (risk_of(page, "R-01").project_id,)})
    assert listed(page) == ["R-01"]
    press(qtbot, page, "Show all risks")
    assert len(listed(page)) == 12


def test_a_risk_is_found_whatever_the_filters(page: RisksPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filters.search, "charging")
    open_risk(page, "R-12")
    assert page.list.view.current_row.report.ref == "R-12"
    said: list[str] = []
    page.workspace.said.connect(said.append)
    page.show_only({"record_id": "nobody"})
    assert said == ["That risk was raised after this month, or is of another programme."]


def test_a_low_window_shows_the_map_or_the_risk(page: RisksPage, qtbot: QtBot) -> None:
    assert page.map.isVisible()
    assert page.editor.isVisible()
    page.resize(1170, 660)
    assert (page.map.isVisible(), page.editor.isVisible()) == (True, False)
    page.list.view.setFocus()
    qtbot.keyClick(page.list.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (page.map.isVisible(), page.editor.isVisible()) == (False, True)
    press(qtbot, page, "Next to the register: Heat map")
    assert page.map.isVisible()


def test_a_narrow_window_shows_one_at_a_time(page: RisksPage, qtbot: QtBot) -> None:
    page.resize(683, 500)
    assert page.list.isVisible()
    assert not page.map.isVisible()
    press(qtbot, page, "Heat map and risk")
    assert (page.list.isVisible(), page.map.isVisible()) == (False, True)
    press(qtbot, page, "Back to the register")
    assert page.list.isVisible()


def test_a_programme_without_risks_says_what_to_do(page: RisksPage, workspace: Workspace) -> None:
    workspace.choose(workspace.programmes()[1].id)
    assert listed(page) == []
    assert page.list.new.isVisible()
    page.list.new.click()
    dialog = next(item for item in page.findChildren(RecordDialog) if item.isVisible())
    assert dialog.form.editor("ref").value_text() == "R-01"


def test_an_empty_portfolio_says_what_to_do_first(
    qtbot: QtBot, empty_workspace: Workspace, empty_visits: Visits
) -> None:
    page = shown_page(qtbot, empty_workspace, (1170, 660))
    buttons = {item.text(): item for item in page.findChildren(QPushButton) if item.isVisible()}
    assert {"Add a programme", "Open the sample"} <= set(buttons)
    assert "New risk…" not in buttons
    buttons["Add a programme"].click()
    assert empty_visits == [("structure", {"new": True})]


def test_a_thousand_risks_are_listed_and_placed(qtbot: QtBot, workspace: Workspace) -> None:
    session, programme_id = workspace.session, workspace.programme_id
    assert programme_id is not None
    with session.edit("Add risks") as edit:
        for number in range(1000):
            risk_id = session.new_id()
            edit.put(
                Risk(id=risk_id, programme_id=programme_id, ref=f"X-{number}", description="x", raised_period=JUNE),
                RiskScore(
                    id=session.new_id(), risk_id=risk_id, period=JUNE,
                    likelihood=1 + number % 5, impact=1 + number // 5 % 5,
                ),
            )  # fmt: skip
    page = shown_page(qtbot, workspace, (1400, 900))
    page.map.chart.draw_now()
    assert len(listed(page)) == 1011
    assert page.workspace.report.risk_matrix.open_risks == 1011
    page.list.view.scrollToBottom()
    page.grab()

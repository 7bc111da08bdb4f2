"""The decisions page: the pipeline that filters the list, the editor's parts, funding, call-in, and what is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.governance import (
    Decision,
    DecisionFunding,
    DecisionImplication,
    DecisionOption,
    DecisionSupplier,
    FundingSource,
)  # fmt: skip
from asc_desktop.services import decisions as decision_edits
from asc_desktop.ui.dialogs.find import FindDialog
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.figures.funding import funding_data
from asc_desktop.ui.pages.decisions.page import DecisionsPage
from asc_desktop.ui.pages.decisions.panels import FundingPanel, ImplicationsPanel, OptionsPanel
from asc_desktop.ui.pages.history.page import HistoryPage
from asc_desktop.ui.pages.overview.attention import AttentionPanel
from asc_desktop.ui.workspace import Workspace

# A chart's tooltip is raised above its window.
pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support raise\(\)", extend=True)

CELL_PADDING = 16
"""What a cell keeps free to the left and right of its words."""


def shown_page(qtbot: QtBot, workspace: Workspace, size: tuple[int, int]) -> DecisionsPage:
    page = DecisionsPage(workspace)
    qtbot.addWidget(page)
    page.resize(*size)
    page.refresh()
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> Iterator[DecisionsPage]:
    made = shown_page(qtbot, workspace, (1400, 900))
    workspace.data_changed.connect(made.refresh)
    workspace.scope_changed.connect(made.refresh)
    yield made
    workspace.data_changed.disconnect(made.refresh)
    workspace.scope_changed.disconnect(made.refresh)


def decision_of(page: DecisionsPage, ref: str) -> Decision:
    return next(item for item in page.workspace.records.all(Decision) if item.ref == ref)


def listed(page: DecisionsPage) -> list[str]:
    return [row.report.ref for row in page.list.model.shown_rows]


def cell_text(page: DecisionsPage, ref: str, key: str) -> str:
    model = page.list.model
    return model.text_at(model.position(decision_of(page, ref).id), model.column_at(key))


def open_decision(page: DecisionsPage, ref: str, tab: str = "decision") -> Decision:
    found = decision_of(page, ref)
    page.show_only({"record_id": found.id})
    page.editor.show_tab(tab)
    QApplication.processEvents()
    return found


def choose_county(page: DecisionsPage) -> None:
    county = next(item for item in page.workspace.programmes() if item.name == "Reassessment capacity")
    page.workspace.choose(county.id)


def type_cell(qtbot: QtBot, view: Any, row_id: str, key: str, text: str) -> None:
    """Type into a cell and press Enter, as a person does."""
    view.setFocus()
    assert view.edit_cell(row_id, key)
    editor: Any = view.delegate.editor
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def type_field(qtbot: QtBot, form: Any, key: str, text: str) -> None:
    """Type into a form's field and press Enter."""
    editor = form.editor(key)
    editor.setFocus()
    editor.selectAll()
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


def dialog_of(page: DecisionsPage) -> RecordDialog:
    QApplication.processEvents()
    return next(item for item in page.findChildren(RecordDialog) if item.isVisible())


# ------------------------------------------------------------------------------------------- pipeline and list


def test_what_falls_due_next_stands_first_with_its_warnings(page: DecisionsPage) -> None:
    assert listed(page) == ["ILL-02", "5150", "ILL-01"]
    assert cell_text(page, "ILL-02", "warnings") == "Starts in call-in"
    assert cell_text(page, "5150", "warnings") == "Repeat award"
    assert cell_text(page, "5150", "value_pence") == "700,000"
    assert cell_text(page, "5150", "stage") == "In call-in"
    assert page.editor.shown is not None
    assert page.editor.shown.ref == "ILL-02"


def test_every_short_warning_is_in_sight_at_1366_pixels(qtbot: QtBot, workspace: Workspace) -> None:
    page = shown_page(qtbot, workspace, (1166, 664))
    view, model = page.list.view, page.list.model
    cell = view.visualRect(model.index(0, model.column_at("warnings")))
    assert view.viewport().rect().contains(cell)
    for at in range(model.rowCount()):
        assert not view.delegate.is_cut(model.index(at, model.column_at("warnings")))


def test_a_stage_says_how_many_what_they_are_worth_and_what_expires_next(page: DecisionsPage) -> None:
    tile = page.pipeline.tiles["call_in"]
    assert tile.lines == ("In call-in", "1", "£700,000", "5150: 2 Aug")
    assert "Call-in expires next: 5150 on 2 Aug 2024" in tile.toolTip()
    assert tile.accessibleName() == "In call-in: 1 decision"
    assert page.pipeline.tiles["draft"].lines == ("Draft", "0", "", "")


def test_a_stage_lists_its_own_by_mouse_and_by_key_and_lets_go_again(
    page: DecisionsPage, qtbot: QtBot
) -> None:
    tile = page.pipeline.tiles["call_in"]
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert listed(page) == ["5150"]
    assert tile.isChecked()
    other = page.pipeline.tiles["in_force"]
    other.setFocus()
    qtbot.keyClick(other, Qt.Key.Key_Return)
    assert listed(page) == ["ILL-01"]
    assert not tile.isChecked()
    press(qtbot, page, "Show all decisions")
    assert len(listed(page)) == 3
    assert not other.isChecked()


def test_the_list_is_narrowed_by_words_taker_and_warnings(page: DecisionsPage, qtbot: QtBot) -> None:
    press(qtbot, page, "With warnings")
    assert listed(page) == ["ILL-02", "5150"]
    press(qtbot, page, "State: All")
    qtbot.keyClicks(page.filters.search, "sensors")
    assert listed(page) == ["ILL-02"]
    page.filters.clear_all()
    next(
        item for item in page.filters.menus["kind"].menu().actions() if item.text() == "Portfolio holder"
    ).trigger()
    assert listed(page) == ["5150", "ILL-01"]


def test_a_typed_date_of_decision_brings_the_end_of_call_in(page: DecisionsPage, qtbot: QtBot) -> None:
    found = decision_of(page, "ILL-02")
    type_cell(qtbot, page.list.view, found.id, "decision_date", "22/08/2024")
    assert cell_text(page, "ILL-02", "call_in_expires") == "30 Aug 2024"
    page.workspace.undo()
    assert cell_text(page, "ILL-02", "call_in_expires") == "23 Jul 2024"


def test_several_decisions_are_edited_at_once(page: DecisionsPage, qtbot: QtBot) -> None:
    view, model = page.list.view, page.list.model
    QApplication.clipboard().setText("Home sensors\nReviews by agencies\nWinter reviews")
    view.setFocus()
    view.go_to(0, model.column_at("subject"))
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [row.report.subject for row in model.shown_rows] == [
        "Home sensors", "Reviews by agencies", "Winter reviews",
    ]  # fmt: skip
    page.workspace.undo()
    assert decision_of(page, "5150").subject.startswith("External agencies")


# ----------------------------------------------------------------------------------------------------- editor


def test_the_suggested_date_is_offered_where_it_differs_and_used(page: DecisionsPage, qtbot: QtBot) -> None:
    open_decision(page, "ILL-02")
    assert not page.editor.suggest_button.isVisible()
    open_decision(page, "5150")
    press(qtbot, page.editor, "Use suggested date, 1 Aug 2024")
    assert decision_of(page, "5150").call_in_expires == "2024-08-01"
    assert not page.editor.suggest_button.isVisible()


def test_impossible_dates_and_stages_are_refused_beside_their_fields(
    page: DecisionsPage, qtbot: QtBot
) -> None:
    open_decision(page, "5150")
    type_field(qtbot, page.editor.form, "call_in_expires", "1 Jul 2024")
    assert page.editor.form.box("call_in_expires").problem == (
        "Call-in cannot expire before the decision, on 25 Jul 2024."
    )
    assert decision_of(page, "5150").call_in_expires == "2024-08-02"


def test_a_change_of_start_takes_its_warning_away(page: DecisionsPage, qtbot: QtBot) -> None:
    open_decision(page, "ILL-02")
    assert page.editor._warnings.isVisible()
    type_field(qtbot, page.editor.form, "start_date", "24 Jul 2024")
    assert not page.editor._warnings.isVisible()
    assert cell_text(page, "ILL-02", "warnings") == ""


def test_funding_stands_beside_what_the_source_has_left(page: DecisionsPage) -> None:
    open_decision(page, "5150", "funding")
    panel = page.editor.panel("funding")
    row = panel.model.shown_rows[0]
    texts = [panel.model.text_at(0, at) for at in range(5)]
    assert texts == ["Social Care Grant, 2024/25", "700,000", "1,000,000", "700,000", "300,000"]
    assert panel.form.record == row.record
    assert panel.sentence.text() == "Funding £700,000; value £700,000."


def test_over_commitment_is_refused_beside_the_field(page: DecisionsPage, qtbot: QtBot) -> None:
    found = open_decision(page, "5150", "funding")
    panel = page.editor.panel("funding")
    type_field(qtbot, panel.form, "amount_pence", "1,000,001")
    assert "Only £1,000,000 is left of Social Care Grant" in panel.form.box("amount_pence").problem
    (held,) = page.workspace.records.of(DecisionFunding, "decision_id", found.id)
    assert held.amount_pence == 700_000_00
    panel.form.restore("amount_pence")
    type_field(qtbot, panel.form, "amount_pence", "650,000")
    assert panel.sentence.text() == "Funding £650,000; value £700,000: £50,000 not funded yet."


def test_new_funding_offers_the_programmes_sources_and_says_what_is_left(
    page: DecisionsPage, qtbot: QtBot
) -> None:
    found = open_decision(page, "ILL-02", "funding")
    press(qtbot, page.editor.panel("funding"), "Add funding…")
    dialog = dialog_of(page)
    grant = next(
        item for item in page.workspace.records.all(FundingSource) if item.name == "Social Care Grant"
    )
    editor: Any = dialog.form.editor("funding_source_id")
    editor.set_value_text(grant.id)
    type_field(qtbot, dialog.form, "amount_pence", "300,001")
    if dialog.isVisible() and not dialog.form.problems:
        dialog.accept()
    assert "Only £300,000 is left" in dialog.form.problems["amount_pence"]
    dialog.form.editor("amount_pence").set_value_text("1000")
    dialog.accept()
    amounts = {
        item.amount_pence for item in page.workspace.records.of(DecisionFunding, "decision_id", found.id)
    }
    assert 1000_00 in amounts


def test_repeat_awards_are_told_with_their_total(page: DecisionsPage) -> None:
    found = open_decision(page, "5150", "suppliers")
    panel = page.editor.panel("suppliers")
    repeat = panel.model.column_at("repeat")
    assert [panel.model.text_at(at, repeat) for at in range(2)] == ["2 awards, £650,000"] * 2
    assert len(page.workspace.records.of(DecisionSupplier, "decision_id", found.id)) == 2
    assert "External reviewing agency A: 2 awards within a year, £650,000 in all" in (
        page.editor._warnings.accessibleName()
    )


def test_an_option_is_recommended_in_place_of_another(page: DecisionsPage, qtbot: QtBot) -> None:
    choose_county(page)
    found = open_decision(page, "KD2024/033", "options")
    panel = page.editor.panel("options")
    assert isinstance(panel, OptionsPanel)
    first = panel.model.shown_rows[0]
    panel.view.select_row(first.id)
    press(qtbot, panel, "Recommend")
    options = page.workspace.records.of(DecisionOption, "decision_id", found.id)
    assert [item.id for item in options if item.recommended] == [first.id]
    assert not panel.recommend_button.isEnabled()


def test_one_click_adds_every_missing_heading(page: DecisionsPage, qtbot: QtBot) -> None:
    choose_county(page)
    found = open_decision(page, "KD2024/033", "implications")
    panel = page.editor.panel("implications")
    assert isinstance(panel, ImplicationsPanel)
    press(qtbot, panel, "Add missing headings (6)")
    held = page.workspace.records.of(DecisionImplication, "decision_id", found.id)
    assert len(held) == 17
    assert not panel.all_button.isEnabled()
    # A heading that is only added is no answer.
    assert cell_text(page, "KD2024/033", "warnings") == "Not assessed; Climate missing"
    levels = [panel.model.text_at(at, 1) for at in range(panel.model.rowCount())]
    assert levels.count("Not assessed") == 6
    assert "not assessed: " in page.editor._warnings.accessibleDescription()


def test_climate_headings_are_not_for_other_decisions(page: DecisionsPage, qtbot: QtBot) -> None:
    open_decision(page, "ILL-02", "implications")
    press(qtbot, page.editor.panel("implications"), "Add missing headings (9)")
    headings = {row.record.heading for row in page.editor.panel("implications").model.rows}
    assert len(headings) == 9
    assert not any(heading.startswith("climate_") for heading in headings)


def test_a_linked_project_is_opened(
    page: DecisionsPage, qtbot: QtBot, visits: list[tuple[str, dict[str, object]]]
) -> None:
    open_decision(page, "5150", "projects")
    panel = page.editor.panel("projects")
    press(qtbot, panel, "Open project")
    assert visits == [("projects", {"project_id": panel.model.shown_rows[0].record.project_id})]


def test_every_part_can_be_typed_in_and_deleted(page: DecisionsPage, qtbot: QtBot) -> None:
    open_decision(page, "5150", "advice")
    panel = page.editor.panel("advice")
    first = panel.model.shown_rows[0]
    type_cell(qtbot, panel.view, first.id, "author_role", "Head of Law")
    assert panel.model.shown_rows[0].record.author_role == "Head of Law"
    panel.view.select_row(first.id)
    press(qtbot, panel, "Delete advice")
    assert len(panel.model.rows) == 3
    page.workspace.undo()
    assert len(panel.model.rows) == 4


# ----------------------------------------------------------------------------------- new, copied and deleted


def test_a_new_decision_begins_with_the_suggested_expiry(page: DecisionsPage, qtbot: QtBot) -> None:
    press(qtbot, page, "New decision…")
    dialog = dialog_of(page)
    type_field(qtbot, dialog.form, "subject", "Sensors for 600 homes")
    dialog.form.editor("decision_date").set_value_text("25 Jul 2024")
    dialog.form.editor("ref").set_value_text("D-9")
    dialog.accept()
    made = decision_of(page, "D-9")
    assert (made.subject_to_call_in, made.call_in_expires, made.stage) == (1, "2024-08-01", "draft")
    assert page.editor.shown is not None
    assert page.editor.shown.id == made.id


def test_a_copy_is_shown_and_a_deleted_decision_is_gone(
    page: DecisionsPage, qtbot: QtBot, asker: Any
) -> None:
    open_decision(page, "5150")
    press(qtbot, page.editor, "Duplicate the decision")
    assert page.editor.shown is not None
    assert (page.editor.shown.ref, page.editor.shown.stage) == ("5151", "draft")
    press(qtbot, page.editor, "Delete the decision")
    assert "5151" in asker.questions[-1]
    assert "5151" not in listed(page)


# ----------------------------------------------------------------------------------------------------- funding


def test_the_chart_shows_committed_left_and_provision(page: DecisionsPage) -> None:
    data = funding_data(page.workspace.report)
    assert data is not None
    table = data.as_table()
    assert table.header == ("Funding source", "Committed", "Left", "Provision")
    assert ("Social Care Grant, 2024/25", "£0.70m", "£0.30m", "£1.00m") in table.rows


def test_sources_are_typed_in_and_a_provision_below_what_is_taken_is_refused(
    page: DecisionsPage, qtbot: QtBot
) -> None:
    press(qtbot, page, "Show: Funding sources")
    grant = next(row for row in page.funding.model.rows if row.record.name == "Social Care Grant")
    type_cell(qtbot, page.funding.view, grant.id, "provision_pence", "699,999")
    draft = page.funding.model.draft(grant.id, "provision_pence")
    assert draft is not None
    assert "Decisions take £700,000 of it" in draft.sentence
    page.funding.model.drop_drafts()
    type_cell(qtbot, page.funding.view, grant.id, "provision_pence", "1,200,000")
    now = next(row for row in page.funding.model.rows if row.id == grant.id)
    assert now.report.left_pence == 500_000_00


def test_a_new_source_is_of_the_programme_and_the_periods_year(page: DecisionsPage, qtbot: QtBot) -> None:
    press(qtbot, page, "Show: Funding sources")
    press(qtbot, page, "New funding source…")
    dialog = dialog_of(page)
    dialog.form.editor("provision_pence").set_value_text("250000")
    # Enter in the last field presses Add.
    type_field(qtbot, dialog.form, "name", "Better Care Fund")
    made = next(item for item in page.workspace.records.all(FundingSource) if item.name == "Better Care Fund")
    assert (made.year, made.provision_pence, made.programme_id) == (
        2024, 250_000_00, page.workspace.programme_id,
    )  # fmt: skip


def test_a_source_lists_the_decisions_that_draw_on_it(page: DecisionsPage, qtbot: QtBot) -> None:
    open_decision(page, "5150", "funding")
    panel = page.editor.panel("funding")
    assert isinstance(panel, FundingPanel)
    qtbot.mouseClick(panel.sources_button, Qt.MouseButton.LeftButton)
    assert page.funding.isVisible()
    grant = next(row for row in page.funding.model.rows if row.record.name == "Social Care Grant")
    next(a for a in page.funding._actions_for([grant.id]) if "List" in a.text()).trigger()
    assert listed(page) == ["5150"]
    page.show_only({"record_id": grant.id})
    assert page.funding.view.current_row.id == grant.id


# ----------------------------------------------------------------------------------------------- empty, narrow


def test_an_empty_portfolio_says_what_to_do_first(
    qtbot: QtBot, empty_workspace: Workspace, empty_visits: list[tuple[str, dict[str, object]]]
) -> None:
    page = shown_page(qtbot, empty_workspace, (1000, 700))
    press(qtbot, page, "Add a programme")
    assert empty_visits == [("structure", {"new": True})]


def test_a_narrow_window_shows_list_or_editor(qtbot: QtBot, workspace: Workspace) -> None:
    page = shown_page(qtbot, workspace, (800, 680))
    assert page.list.isVisible()
    assert not page.editor.isVisible()
    page.list.view.setFocus()
    page.list.view.go_to(0, 0)
    qtbot.keyClick(page.list.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.editor.isVisible()
    assert not page.list.isVisible()
    press(qtbot, page, "Back to the list")
    assert page.list.isVisible()


def test_a_decision_elsewhere_is_shown_though_filters_hid_it(page: DecisionsPage) -> None:
    page.show_stage("draft")
    assert listed(page) == []
    open_decision(page, "ILL-01")
    assert page.list.view.current_row.report.ref == "ILL-01"
    assert page.editor.shown is not None
    assert page.editor.shown.ref == "ILL-01"


def test_a_thousand_decisions_are_listed_without_a_widget_each(page: DecisionsPage) -> None:
    session = page.workspace.session
    programme_id = page.workspace.programme_id or ""
    with session.edit("Add decisions") as edit:
        edit.put(
            *(
                Decision(
                    id=session.new_id(), programme_id=programme_id, ref=f"M-{at:04d}", subject=f"Matter {at}"
                )
                for at in range(1000)
            )
        )
    assert len(page.list.model.shown_rows) == 1003
    assert len(page.list.view.viewport().children()) < 50
    assert decision_edits.next_reference(session, "M-0001") == "M-1000"


# --------------------------------------------------------------------------------------- ways that lead here


def test_ctrl_k_leads_to_a_decision_of_another_programme(
    qtbot: QtBot, workspace: Workspace, visits: list[tuple[str, dict[str, object]]]
) -> None:
    dialog = FindDialog(workspace, [])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClicks(dialog.box, "reassessments capacity")
    assert dialog.hits[0].label == "Decision"
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    ((page, what),) = visits
    held = next(item for item in workspace.records.all(Decision) if item.ref == "KD2024/033")
    assert (page, what) == ("decisions", {"record_id": held.id})
    assert workspace.programme_id == held.programme_id


def test_history_leads_to_the_decision_that_a_part_belongs_to(
    qtbot: QtBot, workspace: Workspace, visits: list[tuple[str, dict[str, object]]]
) -> None:
    held = next(item for item in workspace.records.all(Decision) if item.ref == "5150")
    (funding,) = workspace.records.of(DecisionFunding, "decision_id", held.id)
    workspace.apply_cells(DecisionFunding, [(funding.id, "amount_pence", "650,000")])
    history = HistoryPage(workspace)
    qtbot.addWidget(history)
    history.refresh()
    history.show()
    row = next(item for item in history.model.shown_rows if item.record_id == funding.id)
    assert [action.text() for action in history._actions_for([row.id])] == [
        "&Open the decision",
        "&Put this back…",
    ]
    history.view.select_row(row.id)
    qtbot.keyClick(history.view, Qt.Key.Key_Return)
    assert visits == [("decisions", {"record_id": held.id})]


def test_needs_attention_leads_to_a_decision(
    qtbot: QtBot, workspace: Workspace, visits: list[tuple[str, dict[str, object]]]
) -> None:
    panel = AttentionPanel(workspace)
    qtbot.addWidget(panel)
    panel.show_report(workspace.report)
    row = next(item for item in workspace.report.attention if item.kind == "decision_early")
    panel.open_row(row)
    held = next(item for item in workspace.records.all(Decision) if item.ref == "ILL-02")
    assert visits == [("decisions", {"record_id": held.id})]


def test_the_switch_between_the_views_stays_under_the_pointer(page: DecisionsPage, qtbot: QtBot) -> None:
    for width in (1400, 1000):
        page.resize(width, 900)
        QApplication.processEvents()
        before = page.views.mapTo(page, page.views.rect().topLeft())
        page.views.set_current("funding")
        page.arrange()
        QApplication.processEvents()
        assert page.views.mapTo(page, page.views.rect().topLeft()) == before
        page.views.set_current("decisions")
        page.arrange()


def test_a_warning_that_comes_moves_no_field(page: DecisionsPage) -> None:
    warned, plain = (
        next(item for item in page.workspace.report.decisions if bool(item.warnings) is wanted)
        for wanted in (True, False)
    )
    page.go_to(plain.id)
    QApplication.processEvents()
    form = page.editor.form
    before = form.box("subject").mapTo(page.editor, form.rect().topLeft())
    page.go_to(warned.id)
    QApplication.processEvents()
    assert page.editor._warnings.isVisible()
    assert form.box("subject").mapTo(page.editor, form.rect().topLeft()) == before

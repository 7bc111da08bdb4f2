"""Settings: every setting changed in place, journalled, and saying what it does before it is kept."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Risk, RiskCategory
from asc_desktop.domain.records.delivery import DeliveryStatus, Portfolio, SourcePlan, StatusUpdate
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.office import Board, BoardMeeting
from asc_desktop.services.boards import meetings_of
from asc_desktop.services.editing import new_record
from asc_desktop.services.find import find
from asc_desktop.services.structure import in_order, merge, remove, retire
from asc_desktop.ui.dialogs.find import FindDialog
from asc_desktop.ui.dialogs.merge import MergeDialog
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.pages.performance.dialogs import new_measure
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.pages.settings.boards import EMPTY_ROWS, BoardsSection
from asc_desktop.ui.pages.settings.dates import MonthlyDatesDialog
from asc_desktop.ui.pages.settings.page import SECTIONS, SettingsPage
from asc_desktop.ui.pages.settings.parts import SettingsCard
from asc_desktop.ui.pages.settings.sections import FormSection, OrderedSection
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

Visits = list[tuple[str, dict[str, object]]]
BOARD = "Adult Social Care Transformation Board"


def opened(qtbot: QtBot, workspace: Workspace, section: str = "portfolio") -> SettingsPage:
    page = SettingsPage(workspace)
    qtbot.addWidget(page)
    page.resize(1166, 660)
    page.show_only({"section": section})
    page.refresh()
    workspace.data_changed.connect(lambda _: page.refresh())
    workspace.scope_changed.connect(page.refresh)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def cards(page: SettingsPage) -> list[SettingsCard]:
    assert isinstance(page.section, FormSection)
    return page.section.cards


def table(page: SettingsPage) -> OrderedSection:
    assert isinstance(page.section, OrderedSection)
    return page.section


def boards(page: SettingsPage) -> BoardsSection:
    assert isinstance(page.section, BoardsSection)
    return page.section


def first_empty(view: RecordTableView) -> str:
    return next(str(row.id) for row in view.table.shown_rows if row.is_new)


def board(workspace: Workspace, name: str = BOARD) -> Board:
    return next(item for item in workspace.records.all(Board) if item.name == name)


def status(workspace: Workspace, name: str) -> DeliveryStatus:
    return next(item for item in workspace.records.all(DeliveryStatus) if item.name == name)


def portfolio(workspace: Workspace) -> Portfolio:
    return workspace.records.get(Portfolio, "portfolio")


def said(card: SettingsCard) -> str:
    return card.effect.accessibleDescription()


def answer(kind: type[QDialog], do: Callable[[QDialog], None]) -> None:
    """Do something with the next dialog of a kind as soon as it is open."""

    def look(left: int = 100) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            do(dialog)
        elif left:
            QTimer.singleShot(10, lambda: look(left - 1))

    QTimer.singleShot(0, look)


# ------------------------------------------------------------------------------------------------ the page


def test_every_section_opens_with_the_arrow_keys_and_is_remembered(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = opened(qtbot, workspace)
    page.list.setFocus()
    for key, words in SECTIONS[1:]:
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        assert page.current == key
        assert page.list.currentItem().text() == words
        assert page.section.isVisible()
    again = SettingsPage(workspace)
    qtbot.addWidget(again)
    assert again.current == SECTIONS[-1][0]


def test_an_empty_portfolio_can_be_set_up_and_says_what_comes_first(
    qtbot: QtBot, empty_workspace: Workspace, empty_visits: Visits
) -> None:
    page = opened(qtbot, empty_workspace, "limits")
    assert "once there is a programme" in said(cards(page)[0])
    form = cards(page)[0].form
    form.editor("amber_shortfall_percent").set_value_text("15")
    assert form.commit("amber_shortfall_percent")
    qtbot.mouseClick(page.begin_button, Qt.MouseButton.LeftButton)
    assert empty_visits == [("structure", {"new": True})]
    for key, _ in SECTIONS:
        page.show_only({"section": key})
        assert page.section.isVisible()
    page.show_only({"section": "boards"})
    assert not boards(page).card.isVisible()
    qtbot.mouseClick(boards(page).begin_button, Qt.MouseButton.LeftButton)
    assert len(empty_visits) == 2


@pytest.mark.parametrize("size", [(1166, 660), (560, 330), (820, 640), (1700, 960)])
def test_nothing_is_wider_than_the_page(qtbot: QtBot, workspace: Workspace, size: tuple[int, int]) -> None:
    page = opened(qtbot, workspace)
    page.resize(*size)
    for key, _ in SECTIONS:
        page.show_only({"section": key})
        QApplication.processEvents()
        assert page.width() == size[0]
        inner = page.section.widget()
        assert inner is not None
        assert inner.width() <= page.section.viewport().width(), key


def test_a_record_is_shown_where_it_is_set(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    page.show_only({"record_id": status(workspace, "At risk").id})
    assert page.current == "statuses"
    assert table(page).card.view.current_row.name == "At risk"  # type: ignore[union-attr]
    meeting = meetings_of(workspace.session, board(workspace, "Adults and Health Committee").id)[-1]
    page.show_only({"record_id": meeting.id})
    assert page.current == "boards"
    assert boards(page).card.view.current_row.name == "Adults and Health Committee"  # type: ignore[union-attr]
    assert boards(page).meetings.view.current_row.id == meeting.id  # type: ignore[union-attr]


# ------------------------------------------------------------------------------------------------ limits and effects


def test_the_effect_is_said_while_typing_and_the_change_is_journalled(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = opened(qtbot, workspace, "limits")
    card = cards(page)[0]
    before = {item.id: item.savings_rag for item in workspace.report.projects}
    reds = sum(1 for rag in before.values() if rag == "red")
    assert f"and {reds} red in June 2024." in said(card)
    editor = card.form.editor("amber_shortfall_percent")
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, "4")
    qtbot.waitUntil(lambda: "it would be" in said(card))
    assert portfolio(workspace).amber_shortfall_percent == 10
    would = said(card)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert portfolio(workspace).amber_shortfall_percent == 4
    assert workspace.session.undo_action == "Change setting Savings amber up to: 10% short to 4% short"
    now = sum(1 for item in workspace.report.projects if item.savings_rag == "red")
    assert f"and {now} red" in would
    assert "it would be" not in said(card)
    workspace.undo()
    assert {item.id: item.savings_rag for item in workspace.report.projects} == before


@pytest.mark.parametrize(
    ("section", "place", "key", "typed", "words"),
    [
        ("limits", 0, "amber_shortfall_percent", "1", "Amber cannot end before green does, at 2%."),
        ("limits", 0, "green_shortfall_percent", "50", "Amber cannot end before green does, at 50%."),
        ("limits", 1, "green_slip_days", "31", "Amber cannot end before green does, at 31 days."),
        ("risks", 0, "medium_risk_to", "4", "Medium must end above where low does, at 4."),
        ("risks", 0, "high_risk_to", "30", "High risk up to cannot be above 25."),
        ("measures", 0, "measure_amber_within", "1", "Amber cannot end before green does, at 2%."),
        ("call_in", 0, "call_in_days", "x", "“x” is not a whole number."),
        ("portfolio", 0, "name", "", "Portfolio is needed."),
    ],
)
def test_settings_that_contradict_each_other_are_refused_beside_the_field(
    qtbot: QtBot, workspace: Workspace, section: str, place: int, key: str, typed: str, words: str
) -> None:
    page = opened(qtbot, workspace, section)
    card = cards(page)[place]
    before = portfolio(workspace)
    card.form.editor(key).set_value_text(typed)
    card.show_effect()
    assert not card.form.commit(key)
    assert card.form.problems == {key: words}
    assert portfolio(workspace) == before
    if section != "portfolio":
        assert said(card) == words


def test_every_other_setting_says_what_it_does(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace, "risks")
    assert "open risks" in said(cards(page)[0]) or "open risk is" in said(cards(page)[0])
    page.show_only({"section": "call_in"})
    assert said(cards(page)[0]).startswith("With 5 working days ")
    page.show_only({"section": "portfolio"})
    shown = cards(page)[1]
    shown.form.editor("savings_shown_as").set_value_text("reductions")
    shown.show_effect()
    assert "shown as (£" in said(shown)
    assert shown.form.commit("savings_shown_as")
    assert workspace.session.undo_action == (
        "Change setting Savings are shown as: Positive amounts to Reductions, in brackets"
    )


def test_a_new_measure_begins_with_the_portfolio_s_tolerances(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace, "measures")
    form = cards(page)[0].form
    form.editor("measure_green_within").set_value_text("3.5")
    assert form.commit("measure_green_within")
    assert said(cards(page)[0]).startswith("New measures start at green within 3.5% and amber within 10%.")
    dialog = new_measure(workspace, "", page, str)
    values = dialog.form.values()
    assert (values["green_tolerance"], values["amber_tolerance"]) == ("3.5", "10")


def test_leaving_a_section_keeps_what_was_typed(qtbot: QtBot, workspace: Workspace) -> None:
    page = opened(qtbot, workspace)
    cards(page)[0].form.editor("organisation").set_value_text("Another council")
    page.show_only({"section": "risks"})
    assert portfolio(workspace).organisation == "Another council"


# ------------------------------------------------------------------------------------------------ statuses and sources


def test_a_status_is_renamed_and_coloured_in_its_table(qtbot: QtBot, workspace: Workspace) -> None:
    card = table(opened(qtbot, workspace, "statuses")).card
    held = status(workspace, "At risk")
    view = card.view
    assert view.select_row(held.id, "name")
    view.setFocus()
    qtbot.keyClick(view, "I")
    qtbot.keyClicks(view.delegate.editor, "n danger")
    qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return)
    assert workspace.records.get(DeliveryStatus, held.id).name == "In danger"
    workspace.apply_cells(DeliveryStatus, [(held.id, "rag", "Amber"), (held.id, "shape", "Triangle")])
    changed = workspace.records.get(DeliveryStatus, held.id)
    assert (changed.rag, changed.shape) == ("amber", "triangle")
    chip = card.model.columns[0].chip
    assert chip is not None
    assert chip(changed) == chip(card.model.find(held.id))


def test_a_letter_that_another_status_has_is_refused_at_its_cell(qtbot: QtBot, workspace: Workspace) -> None:
    view = table(opened(qtbot, workspace, "statuses")).card.view
    held = status(workspace, "At risk")
    assert view.select_row(held.id, "letter")
    view.setFocus()
    qtbot.keyClick(view, "G")
    qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return)
    assert workspace.records.get(DeliveryStatus, held.id).letter == "R"
    assert view.sentence.startswith("G is already the letter of On target.")


def category(workspace: Workspace, name: str) -> RiskCategory:
    return next(item for item in workspace.records.all(RiskCategory) if item.name == name)


def test_a_risk_category_renamed_once_is_renamed_everywhere(qtbot: QtBot, workspace: Workspace) -> None:
    view = table(opened(qtbot, workspace, "categories")).card.view
    held = category(workspace, "Service delivery")
    risks = workspace.records.of(Risk, "category", held.id)
    assert view.table.text_at(view.table.position(held.id), view.table.column_at("used")) == str(len(risks))
    workspace.choose(risks[0].programme_id)
    view.select_row(held.id, "name")
    view.setFocus()
    QGuiApplication.clipboard().setText("Delivery of services")
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    reported = {item.id: item.category for item in workspace.report.risks}
    assert {reported[item.id] for item in risks if item.id in reported} == {"Delivery of services"}
    register = RisksPage(workspace)
    qtbot.addWidget(register)
    register.refresh()
    at, column = register.list.model.position(risks[0].id), register.list.model.column_at("category")
    assert register.list.model.text_at(at, column) == "Delivery of services"
    assert "Delivery of services" in [
        action.text() for action in register.filters.menus["category"].menu().actions()
    ]
    assert "Service delivery" not in [
        action.text() for action in register.filters.menus["category"].menu().actions()
    ]
    found = [hit.id for hit in find(workspace.records, "Delivery of services") if hit.kind == "risk"]
    assert len(found) == len(risks)
    entry = workspace.session.history(record_ids=[held.id], limit=1)[0]
    assert entry.changes == {"name": ("Service delivery", "Delivery of services")}


def test_a_risk_category_is_retired_merged_and_deleted_without_losing_its_risks(
    qtbot: QtBot, workspace: Workspace
) -> None:
    card = table(opened(qtbot, workspace, "categories")).card
    held = category(workspace, "Service delivery")
    risks = workspace.records.of(Risk, "category", held.id)
    card.view.select_row(held.id)
    card.buttons["retire"].click()
    unused = new_record(workspace.session, RiskCategory, {"name": "Weather"})
    retire(workspace.session, unused)
    register = RisksPage(workspace)
    qtbot.addWidget(register)
    workspace.choose(risks[0].programme_id)
    register.refresh()
    filters = [action.text() for action in register.filters.menus["category"].menu().actions()]
    assert "Service delivery" in filters
    assert "Weather" not in filters
    offered = workspace.choices(field_of(Risk, "category"))
    assert held.id not in [key for key, _ in offered]
    assert next(words for _, words in offered) == "Compliance and regulation"
    assert all(workspace.records.get(Risk, item.id).category == held.id for item in risks)
    other = category(workspace, "Other")
    merge(workspace.session, workspace.records.get(RiskCategory, held.id), other)
    assert all(workspace.records.get(Risk, item.id).category == other.id for item in risks)
    workspace.undo()
    assert all(workspace.records.get(Risk, item.id).category == held.id for item in risks)
    remove(workspace.session, workspace.records.get(RiskCategory, held.id), release=True)
    assert all(workspace.records.get(Risk, item.id).category is None for item in risks)
    workspace.choose(risks[0].programme_id)
    assert {item.category for item in workspace.report.risks if item.id == risks[0].id} == {""}


def test_a_new_portfolio_begins_with_risk_categories_in_their_order(empty_workspace: Workspace) -> None:
    names = [item.name for item in in_order(empty_workspace.session, RiskCategory)]
    assert names[:2] == ["Compliance and regulation", "Service delivery"]
    assert names[-1] == "Other"
    assert len(names) == 10


def test_statuses_are_added_ordered_retired_and_deleted(
    qtbot: QtBot, workspace: Workspace, asker: FakeAsker
) -> None:
    card = table(opened(qtbot, workspace, "statuses")).card

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordDialog)
        dialog.form.editor("name").set_value_text("Paused")
        dialog.form.editor("letter").set_value_text("P")
        dialog.accept()

    answer(RecordDialog, fill)
    qtbot.mouseClick(card.buttons["add"], Qt.MouseButton.LeftButton)
    made = status(workspace, "Paused")
    assert card.model.rows[-1].id == made.id
    assert card.view.current_row.id == made.id  # type: ignore[union-attr]
    assert card.buttons["down"].toolTip() == "It is the last already."
    qtbot.mouseClick(card.buttons["up"], Qt.MouseButton.LeftButton)
    assert card.model.rows[-2].id == made.id
    qtbot.mouseClick(card.buttons["retire"], Qt.MouseButton.LeftButton)
    assert workspace.records.get(DeliveryStatus, made.id).retired
    assert card.buttons["retire"].text() == "Restore"
    qtbot.mouseClick(card.buttons["delete"], Qt.MouseButton.LeftButton)
    assert asker.questions[-1].startswith("Delete delivery status Paused?")
    assert workspace.records.find(DeliveryStatus, made.id) is None


def test_a_status_in_use_is_merged_with_a_reason_for_the_closed_months(
    qtbot: QtBot, workspace: Workspace, asker: FakeAsker
) -> None:
    card = table(opened(qtbot, workspace, "statuses")).card
    source, into = status(workspace, "At risk"), status(workspace, "Compromised")
    used = len(workspace.records.of(StatusUpdate, "status_id", source.id))

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, MergeDialog)
        ids = [dialog.list.item(at).data(Qt.ItemDataRole.UserRole) for at in range(dialog.list.count())]
        dialog.list.setCurrentRow(ids.index(into.id))
        dialog.accept()

    card.view.select_row(source.id)
    answer(MergeDialog, choose)
    qtbot.mouseClick(card.buttons["delete"], Qt.MouseButton.LeftButton)
    assert asker.questions[0].startswith(
        "8 closed months, the first October 2018 and the last May 2024, would change."
    )
    assert workspace.records.find(DeliveryStatus, source.id) is None
    assert len(workspace.records.of(StatusUpdate, "status_id", into.id)) >= used


def test_source_plans_move_with_alt_and_an_arrow_and_lead_to_their_projects(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    page = opened(qtbot, workspace, "sources")
    card = table(page).card
    first, second = in_order(workspace.session, SourcePlan)[:2]
    card.view.select_row(first.id)
    card.view.setFocus()
    qtbot.keyClick(card.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [item.id for item in in_order(workspace.session, SourcePlan)][:2] == [second.id, first.id]
    counts = next(column for column in card.model.columns if column.key == "projects")
    assert int(counts.read(first)) > 0
    link = next(item for item in card.findChildren(type(card.buttons["add"])) if "projects" in item.text())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert visits == [("structure", {"record_id": first.id})]


# ------------------------------------------------------------------------------------------------ boards


def test_the_models_behave_as_qt_expects(
    qtbot: QtBot, workspace: Workspace, qtmodeltester: ModelTester
) -> None:
    section = boards(opened(qtbot, workspace, "boards"))
    qtmodeltester.check(section.card.model)
    qtmodeltester.check(section.meetings.model)


def test_a_year_of_dates_pasted_from_excel_is_one_change(qtbot: QtBot, workspace: Workspace) -> None:
    section = boards(opened(qtbot, workspace, "boards"))
    held = board(workspace)
    view = section.meetings.view
    before = len(meetings_of(workspace.session, held.id))
    lines = [
        f"1{day}/0{month}/2025\t{month - 1:02d}/2025\t0{day}/0{month}/2025" for month, day in ((5, 5), (6, 9))
    ]
    # The columns with the day of the week and the note are not to be pasted over.
    cells = [line.split("\t") for line in lines]
    QGuiApplication.clipboard().setText("\n".join("\t".join((row[0], "", row[1], row[2])) for row in cells))
    assert view.select_row(first_empty(view), "meeting_date")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    added = meetings_of(workspace.session, held.id)[before:]
    assert [(item.meeting_date, item.period, item.papers_due) for item in added] == [
        ("2025-05-15", "2025-04", "2025-05-05"),
        ("2025-06-19", "2025-05", "2025-06-09"),
    ]
    assert workspace.session.undo_action == f"Add 2 meetings of {BOARD}"
    assert sum(1 for row in section.meetings.model.rows if row.is_new) == EMPTY_ROWS
    workspace.undo()
    assert len(meetings_of(workspace.session, held.id)) == before


def test_a_date_is_typed_in_the_empty_row_and_a_wrong_one_is_refused_there(
    qtbot: QtBot, workspace: Workspace
) -> None:
    section = boards(opened(qtbot, workspace, "boards"))
    held = board(workspace)
    view = section.meetings.view
    before = len(meetings_of(workspace.session, held.id))
    for typed, kept in (("18 Jul 2024", 0), ("17 Jul 2025", 1)):
        assert view.select_row(first_empty(view), "meeting_date")
        view.setFocus()
        view.edit_current(typed=typed)
        qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return)
        assert len(meetings_of(workspace.session, held.id)) == before + kept
        if not kept:
            assert "already has a board meeting for 18 Jul 2024" in view.sentence
    meeting = meetings_of(workspace.session, held.id)[-1]
    assert view.select_row(meeting.id, "papers_due")
    view.edit_current(typed="18 Jul 2025")
    qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return)
    assert view.sentence == "Papers cannot be due after the meeting, on 17 Jul 2025."


def test_monthly_dates_are_suggested_looked_at_and_added(qtbot: QtBot, workspace: Workspace) -> None:
    section = boards(opened(qtbot, workspace, "boards"))
    held = board(workspace)
    before = len(meetings_of(workspace.session, held.id))
    qtbot.mouseClick(section.meetings.monthly, Qt.MouseButton.LeftButton)
    dialog = next(item for item in section.window().findChildren(MonthlyDatesDialog))
    assert dialog.year.currentText() == "2025/26"
    assert [row.meeting_date for row in dialog.model.rows][:2] == ["2025-05-15", "2025-06-19"]
    dialog.place.setCurrentIndex(dialog.place.findText("Last"))
    dialog.weekday.setCurrentIndex(dialog.weekday.findText("Monday"))
    assert [row.note for row in dialog.model.rows][:1] == ["Bank holiday"]
    dialog.year.setCurrentIndex(dialog.year.findText("2024/25"))
    assert not dialog.add_button.isEnabled()
    dialog.year.setCurrentIndex(dialog.year.findText("2026/27"))
    qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    added = meetings_of(workspace.session, held.id)[before:]
    assert len(added) == 12
    assert (added[0].meeting_date, added[0].period) == ("2026-05-25", "2026-04")
    workspace.undo()
    assert len(meetings_of(workspace.session, held.id)) == before


def test_dates_are_deleted_after_a_question_and_a_board_takes_its_own_along(
    qtbot: QtBot, workspace: Workspace, asker: FakeAsker
) -> None:
    section = boards(opened(qtbot, workspace, "boards"))
    held = board(workspace, "Corporate Improvement Board")
    section.select(held.id)
    first = meetings_of(workspace.session, held.id)[0]
    section.meetings.view.select_row(first.id)
    qtbot.mouseClick(section.meetings.delete_button, Qt.MouseButton.LeftButton)
    assert asker.questions == ["Delete this meeting? Undo restores it."]
    assert workspace.records.find(BoardMeeting, first.id) is None
    section.select(held.id)
    qtbot.mouseClick(section.card.buttons["delete"], Qt.MouseButton.LeftButton)
    assert "It goes with its 3 board meetings" in asker.questions[-1]
    assert workspace.records.find(Board, held.id) is None
    assert section.meetings.board is None or section.meetings.board.id != held.id


def test_a_new_board_stands_in_the_programme_looked_at(qtbot: QtBot, workspace: Workspace) -> None:
    section = boards(opened(qtbot, workspace, "boards"))

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordDialog)
        dialog.form.editor("name").set_value_text("Delivery group")
        dialog.accept()

    answer(RecordDialog, fill)
    qtbot.mouseClick(section.card.buttons["add"], Qt.MouseButton.LeftButton)
    made = board(workspace, "Delivery group")
    assert made.programme_id == workspace.programme_id
    assert section.card.view.current_row.id == made.id  # type: ignore[union-attr]
    assert section.meetings.board is not None
    assert section.meetings.board.id == made.id
    assert all(row.is_new for row in section.meetings.model.rows)


def test_a_board_is_found_and_a_setting_s_history_leads_here(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    found = FindDialog(workspace, [])
    qtbot.addWidget(found)
    found.box.setText("corporate improvement")
    qtbot.keyClick(found.box, Qt.Key.Key_Return)
    held = board(workspace, "Corporate Improvement Board")
    assert visits == [("settings", {"record_id": held.id})]
    meeting = meetings_of(workspace.session, held.id)[0]
    for record_id in (held.id, meeting.id, "portfolio", status(workspace, "At risk").id):
        place = workspace.place_of(record_id)
        assert place is not None
        assert (place.page, place.shows) == ("settings", {"record_id": record_id})


def test_a_read_only_file_offers_nothing_to_change(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(workspace.session), "read_only", property(lambda _: True))
    page = opened(qtbot, workspace, "boards")
    assert not boards(page).meetings.monthly.isEnabled()
    assert not any(row.is_new for row in boards(page).meetings.model.rows)
    page.show_only({"section": "statuses"})
    assert table(page).card.buttons["add"].toolTip() == "The file is open read-only."

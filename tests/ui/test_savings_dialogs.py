"""The dialogs for a movement and for a change of approved targets: what is kept, what is refused and said where."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Movement, Project, SavingsLine, TargetChange
from asc_desktop.domain.rules.ledger import LineLedger
from asc_desktop.domain.rules.movement_ends import donors, shortfalls
from asc_desktop.services import reporting
from asc_desktop.ui.dialogs.movement import MovementDialog
from asc_desktop.ui.dialogs.target_change import TargetChangeDialog
from asc_desktop.ui.widgets.commands import EndButtons
from asc_desktop.ui.workspace import Workspace

YEAR = 2024


@pytest.fixture
def short_line(workspace: Workspace) -> str:
    """The city's line with the largest shortfall without a plan."""
    found = shortfalls(workspace.records, LineLedger(workspace.records), YEAR)
    return found[0].line_id


def opened(qtbot: QtBot, workspace: Workspace, kind: str, line_id: str) -> MovementDialog:
    movement = reporting.new_movement(workspace.session, kind, line_id, YEAR, workspace.period)
    dialog = MovementDialog(workspace, movement)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def press_save(qtbot: QtBot, dialog: MovementDialog | TargetChangeDialog) -> None:
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)


class TestMovement:
    def test_a_slip_is_typed_and_recorded_as_one_change(
        self, qtbot: QtBot, workspace: Workspace, short_line: str
    ) -> None:
        before = len(workspace.records.all(Movement))
        dialog = opened(qtbot, workspace, "slip", short_line)
        qtbot.keyClicks(dialog._amount, "12.5k")
        qtbot.keyClicks(dialog._reason, "Start delayed")
        press_save(qtbot, dialog)
        assert dialog.recorded is not None
        kept = workspace.records.get(Movement, dialog.recorded.id)
        assert (kept.kind, kept.from_year, kept.to_year, kept.amount_pence) == (
            "slip",
            YEAR,
            YEAR + 1,
            1_250_000,
        )
        assert (kept.reason, kept.state, kept.period) == ("Start delayed", "proposed", workspace.period)
        workspace.undo()
        assert len(workspace.records.all(Movement)) == before

    def test_letters_that_name_one_line_before_the_word_ends_stay_as_they_are_typed(
        self, qtbot: QtBot, workspace: Workspace
    ) -> None:
        dialog = opened(qtbot, workspace, "slip", "")
        field = dialog._from_line.lineEdit()
        assert field is not None
        # Its list takes the keyboard, which the platform of the tests cannot give back.
        dialog._from_line.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none to mean none
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        field.setFocus()
        for length, letter in enumerate("prevention off", 1):
            qtbot.keyClicks(field, letter)
            assert field.text() == "prevention off"[:length]
        named = workspace.records.get(SavingsLine, dialog._from_line.line_id)
        assert workspace.records.get(Project, named.project_id).name == "Prevention offer"
        assert dialog._to_line.line_id == named.id
        qtbot.keyClick(field, Qt.Key.Key_Tab)
        assert field.text().startswith("P-004 Prevention offer")

    def test_too_much_is_refused_beside_the_amount_and_nothing_typed_is_lost(
        self, qtbot: QtBot, workspace: Workspace, short_line: str
    ) -> None:
        dialog = opened(qtbot, workspace, "slip", short_line)
        qtbot.keyClicks(dialog._reason, "Why not")
        qtbot.keyClicks(dialog._amount, "90m")
        assert "has no plan yet" in dialog.blocks["amount_pence"].problem
        press_save(qtbot, dialog)
        assert dialog.isVisible()
        assert "has no plan yet" in dialog.blocks["amount_pence"].problem
        assert dialog._reason.toPlainText() == "Why not"
        assert dialog._amount.accessibleDescription().startswith("Only £")
        qtbot.mouseClick(dialog._all, Qt.MouseButton.LeftButton)
        assert dialog.blocks["amount_pence"].problem == ""
        press_save(qtbot, dialog)
        assert dialog.recorded is not None
        assert workspace.context.ledger.at(short_line, YEAR).no_plan_pence == 0

    @pytest.mark.parametrize(("typed", "said"), [("", "needed"), ("abc", "not an amount"), ("0", "below")])
    def test_what_cannot_be_an_amount_is_said(
        self, qtbot: QtBot, workspace: Workspace, short_line: str, typed: str, said: str
    ) -> None:
        dialog = opened(qtbot, workspace, "slip", short_line)
        qtbot.keyClicks(dialog._amount, typed)
        press_save(qtbot, dialog)
        assert dialog.isVisible()
        assert said in dialog.blocks["amount_pence"].problem

    def test_approved_needs_who_approved_it(
        self, qtbot: QtBot, workspace: Workspace, short_line: str
    ) -> None:
        dialog = opened(qtbot, workspace, "write_off", short_line)
        qtbot.keyClicks(dialog._amount, "1")
        dialog._state.set_current("approved")
        dialog.resize(560, 320)
        press_save(qtbot, dialog)
        assert dialog.blocks["approved_by"].problem == "Enter the board or role that approved it."
        # The keyboard goes to what was refused, and it is scrolled into sight.
        assert dialog.focusWidget() is dialog._approved_by
        assert not dialog._approved_by.visibleRegion().isEmpty()
        qtbot.keyClicks(dialog._approved_by, "Board, June")
        assert dialog.blocks["approved_by"].problem == ""
        press_save(qtbot, dialog)
        assert dialog.recorded is not None
        assert dialog.recorded.to_line_id is None
        assert dialog.recorded.to_year is None

    def test_donors_stand_with_what_they_can_give_the_most_first(
        self, qtbot: QtBot, workspace: Workspace, short_line: str
    ) -> None:
        dialog = opened(qtbot, workspace, "offset", short_line)
        giving = donors(workspace.records, LineLedger(workspace.records), YEAR)
        offered = [dialog._to_line.itemData(index) for index in range(dialog._to_line.count())]
        assert offered == [item.line_id for item in giving if item.line_id != short_line]
        assert "to give" in dialog._to_line.itemText(0)
        assert not dialog._all.isEnabled()
        assert "Choose the savings lines first" in dialog._all.toolTip()

    def test_an_offset_takes_no_more_than_its_donor_has(
        self, qtbot: QtBot, workspace: Workspace, short_line: str
    ) -> None:
        dialog = opened(qtbot, workspace, "offset", short_line)
        press_save(qtbot, dialog)
        assert "Choose the other savings line" in dialog.blocks["to_line_id"].problem
        donor = dialog._to_line.itemData(0)
        qtbot.keyClick(dialog._to_line, Qt.Key.Key_Down)
        assert dialog._to_line.line_id == donor
        room = reporting.room_for(workspace.session, dialog.typed())
        assert dialog._all.text() == f"All of it (£{room.most_pence // 100:,})"
        qtbot.keyClicks(dialog._amount, str(room.most_pence // 100 + 1))
        assert "2024/25 surplus is free" in dialog.blocks["amount_pence"].problem

    def test_a_line_is_named_by_part_of_its_words(
        self, qtbot: QtBot, workspace: Workspace, short_line: str
    ) -> None:
        dialog = opened(qtbot, workspace, "transfer", short_line)
        line = next(item for item in workspace.records.all(SavingsLine) if item.name == "Supported Living")
        picker = dialog._to_line
        # Typed by hand, since the offscreen platform warns of the list that would pop up.
        for text, chosen in (("p-024", line.id), ("supported", ""), ("nothing like it", "")):
            picker._field.setText(text)
            picker._field.textEdited.emit(text)
            assert picker.line_id == chosen
        press_save(qtbot, dialog)
        assert "Choose the other savings line" in dialog.blocks["to_line_id"].problem

    def test_a_change_of_treatment_keeps_what_still_fits(
        self, qtbot: QtBot, workspace: Workspace, short_line: str
    ) -> None:
        dialog = opened(qtbot, workspace, "slip", short_line)
        qtbot.keyClicks(dialog._amount, "100")
        for kind in ("early", "offset", "transfer", "write_off", "slip"):
            dialog._kind.set_current_data(kind)
            dialog._kind.activated.emit(dialog._kind.currentIndex())
            assert dialog.typed().from_line_id == short_line
            assert dialog.typed().amount_pence == 10_000
        assert dialog.typed().to_line_id == short_line
        assert dialog.typed().to_year == YEAR + 1

    def test_a_movement_is_changed_within_its_own_room(self, qtbot: QtBot, workspace: Workspace) -> None:
        movement = next(
            item
            for item in workspace.records.all(Movement)
            if item.kind == "slip" and item.period == workspace.period and item.from_year == YEAR
        )
        dialog = MovementDialog(workspace, movement)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.windowTitle() == "Change movement"
        dialog._amount.clear()
        qtbot.keyClicks(dialog._amount, "1,000")
        press_save(qtbot, dialog)
        assert workspace.records.get(Movement, movement.id).amount_pence == 100_000

    def test_tab_goes_on_to_the_button_that_records_before_cancel(
        self, qtbot: QtBot, workspace: Workspace, short_line: str
    ) -> None:
        dialog = opened(qtbot, workspace, "write_off", short_line)
        (box,) = dialog.findChildren(EndButtons)
        shown = sorted(box.buttons(), key=lambda button: button.x())
        assert [button.text() for button in shown] == ["Record movement", "Cancel"]
        (approved_by,) = (
            line for line in dialog.findChildren(QLineEdit) if line.accessibleName() == "Approved by"
        )
        walked: list[QWidget] = []
        widget = approved_by.nextInFocusChain()
        while widget is not approved_by and len(walked) < 2:
            if isinstance(widget, QPushButton):
                walked.append(widget)
            widget = widget.nextInFocusChain()
        assert walked == shown

    def test_escape_records_nothing(self, qtbot: QtBot, workspace: Workspace, short_line: str) -> None:
        before = len(workspace.records.all(Movement))
        dialog = opened(qtbot, workspace, "slip", short_line)
        qtbot.keyClicks(dialog._amount, "5")
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
        assert len(workspace.records.all(Movement)) == before


class TestTargetChange:
    def test_one_change_request_for_everything_pasted(
        self, qtbot: QtBot, workspace: Workspace, short_line: str
    ) -> None:
        held = workspace.context.ledger.at(short_line, YEAR).target_pence
        wanted = {(short_line, YEAR): held - 100_000, (short_line, YEAR + 1): 7_700_000}
        before = {item.id for item in workspace.records.all(TargetChange)}
        dialog = TargetChangeDialog(workspace, wanted)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.steps[0].change_pence == -100_000
        press_save(qtbot, dialog)
        assert dialog.blocks["reference"].problem == "Change request is needed."
        qtbot.keyClicks(dialog._reference, "CR-77")
        press_save(qtbot, dialog)
        assert dialog.blocks["approved_by"].problem == "Enter the board or role that approved it."
        qtbot.keyClicks(dialog._approved_by, "Programme board")
        press_save(qtbot, dialog)
        assert not dialog.isVisible()
        added = [item for item in workspace.records.all(TargetChange) if item.id not in before]
        assert {item.reference for item in added} == {"CR-77"}
        assert workspace.context.ledger.at(short_line, YEAR).target_pence == held - 100_000
        assert workspace.context.ledger.at(short_line, YEAR + 1).target_pence == 7_700_000
        workspace.undo()
        assert workspace.context.ledger.at(short_line, YEAR).target_pence == held

    def test_a_proposed_change_moves_no_target(
        self, qtbot: QtBot, workspace: Workspace, short_line: str
    ) -> None:
        held = workspace.context.ledger.at(short_line, YEAR).target_pence
        dialog = TargetChangeDialog(workspace, {(short_line, YEAR): held + 100})
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.keyClicks(dialog._reference, "CR-78")
        qtbot.mouseClick(dialog._state._buttons["proposed"], Qt.MouseButton.LeftButton)
        assert "until it is approved" in dialog.blocks["state"].help
        press_save(qtbot, dialog)
        assert not dialog.isVisible()
        assert workspace.context.ledger.at(short_line, YEAR).target_pence == held

    def test_buttons_say_what_they_do(self, qtbot: QtBot, workspace: Workspace, short_line: str) -> None:
        dialog = TargetChangeDialog(workspace, {(short_line, YEAR): 1})
        qtbot.addWidget(dialog)
        box = dialog.findChild(QDialogButtonBox)
        assert [button.text() for button in box.buttons()] == ["Record change request", "Cancel"]

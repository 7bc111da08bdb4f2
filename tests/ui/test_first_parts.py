"""What a new record begins with is asked for in the form that makes it, and several are added one after another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Measure, MeasureTarget
from asc_desktop.domain.records.delivery import (
    Programme,
    Project,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
)
from asc_desktop.domain.records.governance import Decision, DecisionFunding, FundingSource
from asc_desktop.services.editing import new_record, next_reference
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.pages.decisions.funding import first_funding
from asc_desktop.ui.pages.performance.dialogs import new_measure
from asc_desktop.ui.pages.projects.dialogs import PROJECT_ROWS
from asc_desktop.ui.pages.shared.first_figures import FirstFigures
from asc_desktop.ui.widgets.form.editors_list import ComboEditor
from asc_desktop.ui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


def new_line(qtbot: QtBot, workspace: Workspace) -> tuple[RecordDialog, FirstFigures]:
    project = workspace.records.all(Project)[0]
    dialog = RecordDialog(
        workspace, SavingsLine, values={"project_id": project.id}, fixed=["project_id"], rows=["name"]
    )
    qtbot.addWidget(dialog)
    figures = FirstFigures(workspace, workspace.context.years)
    dialog.add_part(figures)
    dialog.form.set_values({"name": "New saving"})
    return dialog, figures


def figures_of(workspace: Workspace, line_id: str) -> tuple[dict[int, int], dict[int, int]]:
    targets = workspace.records.of(SavingsTarget, "line_id", line_id)
    positions = workspace.records.of(SavingsPosition, "line_id", line_id)
    assert {item.period for item in positions} <= {workspace.period}
    return (
        {item.year: item.target_pence for item in targets},
        {item.year: item.forecast_pence for item in positions},
    )


class TestSavingsLine:
    def test_its_first_figures_are_saved_with_it_as_one_change(
        self, qtbot: QtBot, workspace: Workspace
    ) -> None:
        dialog, figures = new_line(qtbot, workspace)
        figures.boxes["target_pence", 2024].setText("120k")
        figures.boxes["forecast_pence", 2024].setText("£100,000")
        figures.boxes["target_pence", 2025].setText("50,000")
        dialog.accept()
        assert dialog.record is not None
        line_id = dialog.record.id
        assert figures_of(workspace, line_id) == ({2024: 12_000_000, 2025: 5_000_000}, {2024: 10_000_000})
        assert workspace.session.undo_action == "Add savings line New saving"
        workspace.undo()
        assert workspace.records.find(SavingsLine, line_id) is None

    def test_an_amount_that_cannot_be_read_is_said_and_nothing_is_made(
        self, qtbot: QtBot, workspace: Workspace
    ) -> None:
        before = len(workspace.records.all(SavingsLine))
        dialog, figures = new_line(qtbot, workspace)
        dialog.show()
        box = figures.boxes["forecast_pence", 2025]
        box.setText("lots")
        dialog.accept()
        assert dialog.isVisible()
        assert box.property("invalid")
        assert "2025/26" in figures._problem.text()
        assert len(workspace.records.all(SavingsLine)) == before
        box.setText("")
        dialog.accept()
        assert not dialog.isVisible()
        assert len(workspace.records.all(SavingsLine)) == before + 1

    def test_an_amount_below_nothing_is_refused_at_its_box(self, qtbot: QtBot, workspace: Workspace) -> None:
        before = len(workspace.records.all(SavingsLine))
        dialog, figures = new_line(qtbot, workspace)
        dialog.show()
        figures.boxes["target_pence", 2024].setText("-5")
        dialog.accept()
        assert dialog.isVisible()
        assert figures.boxes["target_pence", 2024].property("invalid")
        assert len(workspace.records.all(SavingsLine)) == before


class TestMeasure:
    def made(self, workspace: Workspace, dialog: RecordDialog) -> Measure:
        dialog.accept()
        assert isinstance(dialog.record, Measure)
        return dialog.record

    def new(self, qtbot: QtBot, workspace: Workspace) -> tuple[QWidget, RecordDialog]:
        parent = QWidget()
        qtbot.addWidget(parent)
        dialog = new_measure(workspace, "", parent, lambda _: None)
        dialog.form.set_values({"name": "New measure"})
        return parent, dialog

    def test_its_target_is_saved_with_it(self, qtbot: QtBot, workspace: Workspace) -> None:
        _parent, dialog = self.new(qtbot, workspace)
        assert dialog._part is not None
        target = dialog._part.findChildren(QWidget)
        assert target
        dialog._part.form.set_values({"target": "95"})  # type: ignore[attr-defined]
        labels = [item.text() for item in dialog._part.findChildren(QLabel)]
        assert not any(text.endswith("*") or "&" in text for text in labels), "it may be left empty"
        measure = self.made(workspace, dialog)
        (held,) = workspace.records.of(MeasureTarget, "measure_id", measure.id)
        assert (held.year, held.target, held.profile) == (2024, "95", "flat")

    def test_without_one_there_is_none(self, qtbot: QtBot, workspace: Workspace) -> None:
        _parent, dialog = self.new(qtbot, workspace)
        measure = self.made(workspace, dialog)
        assert workspace.records.of(MeasureTarget, "measure_id", measure.id) == ()


class TestDecision:
    def new(self, qtbot: QtBot, workspace: Workspace) -> RecordDialog:
        programme_id = workspace.programme_id or ""
        assert programme_id
        dialog = RecordDialog(
            workspace,
            Decision,
            values={"programme_id": programme_id, "ref": "D-99"},
            fixed=["programme_id"],
            rows=["ref", "subject"],
        )
        qtbot.addWidget(dialog)
        dialog.add_part(first_funding(workspace, programme_id))
        dialog.form.set_values({"subject": "Spend it"})
        return dialog

    @pytest.mark.parametrize("is_first", [False, True])
    def test_its_funding_is_saved_with_it_from_a_source_made_there(
        self, qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, is_first: bool
    ) -> None:
        """The first of all was made and not chosen: a needed field without options kept nothing."""
        if is_first:
            values = {"name": "New", "first_year": 2024, "last_year": 2025, "open_period": "2024-06"}
            workspace.choose(new_record(workspace.session, Programme, values).id)
        dialog = self.new(qtbot, workspace)
        part = dialog._part
        assert part is not None

        def answer(asks: RecordDialog) -> int:
            asks.form.set_values({"name": "Better Care Fund", "provision_pence": 50_000_000})
            asks.accept()
            return 1

        monkeypatch.setattr(RecordDialog, "exec", answer)
        (button,) = [item for item in part.findChildren(QPushButton) if item.text() == "New funding source…"]
        qtbot.mouseClick(button, LEFT)
        part.form.set_values({"amount_pence": 20_000_000})  # type: ignore[attr-defined]
        dialog.accept()
        assert dialog.record is not None
        (held,) = workspace.records.of(DecisionFunding, "decision_id", dialog.record.id)
        source = workspace.records.get(FundingSource, held.funding_source_id)
        assert (source.name, held.amount_pence) == ("Better Care Fund", 20_000_000)

    def test_an_amount_from_nowhere_and_more_than_there_is_are_refused_beside_it(
        self, qtbot: QtBot, workspace: Workspace
    ) -> None:
        before = len(workspace.records.all(Decision))
        dialog = self.new(qtbot, workspace)
        dialog.show()
        part = dialog._part
        assert part is not None
        form = part.form  # type: ignore[attr-defined]
        form.set_values({"amount_pence": 100})
        dialog.accept()
        assert "funding_source_id" in form.problems
        held = workspace.records.of(FundingSource, "programme_id", workspace.programme_id or "")
        source = (held or workspace.records.all(FundingSource))[0]
        if not held:
            pytest.skip("The programme of the sample has no sources.")
        form.set_values({"funding_source_id": source.id, "amount_pence": source.provision_pence + 1})
        dialog.accept()
        assert "amount_pence" in form.problems
        assert dialog.isVisible()
        assert len(workspace.records.all(Decision)) == before


class TestOneAfterAnother:
    def new(self, qtbot: QtBot, workspace: Workspace) -> RecordDialog:
        project = workspace.records.all(Project)[-1]

        def begins() -> dict[str, str | int | None]:
            return {"ref": next_reference(workspace.session, "P-001"), "theme_id": project.theme_id}

        dialog = RecordDialog(workspace, Project, values=begins(), rows=PROJECT_ROWS)
        dialog.offer_another(begins)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    def press(self, qtbot: QtBot, dialog: RecordDialog, words: str) -> None:
        (button,) = [
            item for item in dialog.findChildren(QPushButton) if item.text().replace("&", "") == words
        ]
        qtbot.mouseClick(button, LEFT)

    def test_what_was_chosen_stays_and_the_rest_begins_again(
        self, qtbot: QtBot, workspace: Workspace
    ) -> None:
        before = {item.id for item in workspace.records.all(Project)}
        dialog = self.new(qtbot, workspace)
        first_ref = dialog.form.values()["ref"]
        other = workspace.records.all(Project)[0].theme_id
        dialog.form.set_values({"name": "One", "lead": "Head of service", "theme_id": other})
        dialog.start_at("theme_id")
        self.press(qtbot, dialog, "Add, then another")
        assert dialog.isVisible()
        theme = dialog.form.editor("theme_id")
        assert isinstance(theme, ComboEditor)
        assert theme.line.selectedText() == theme.line.text() != "", "typing goes in its place, not before it"
        typed = dialog.form.values()
        assert (typed["name"], typed["lead"], typed["theme_id"]) == ("", "", other)
        assert typed["ref"] != first_ref
        assert "One" in dialog._foot.text()
        dialog.form.set_values({"name": "Two"})
        self.press(qtbot, dialog, "Add, then another")
        self.press(qtbot, dialog, "Done")
        assert dialog.result() == RecordDialog.DialogCode.Accepted
        made = [item for item in workspace.records.all(Project) if item.id not in before]
        assert [item.name for item in made] == ["One", "Two"]
        assert dialog.record == made[-1]

    def test_what_is_refused_stays(self, qtbot: QtBot, workspace: Workspace) -> None:
        dialog = self.new(qtbot, workspace)
        dialog.form.set_values({"lead": "Head of service"})
        self.press(qtbot, dialog, "Add, then another")
        assert "name" in dialog.form.problems
        assert dialog.form.values()["lead"] == "Head of service"
        self.press(qtbot, dialog, "Cancel")
        assert dialog.result() == RecordDialog.DialogCode.Rejected
        assert dialog.record is None

    def test_no_field_has_the_letter_of_its_button(self, qtbot: QtBot, workspace: Workspace) -> None:
        dialog = self.new(qtbot, workspace)
        labels = [dialog.form.box(key)._label.text() for key in dialog.form.keys]
        assert not any("&t" in text.casefold() for text in labels)


@pytest.mark.parametrize("times", [1, 2])
def test_tab_goes_through_the_form_then_the_part_then_the_buttons_and_enter_always_adds(
    qtbot: QtBot, workspace: Workspace, times: int
) -> None:
    """Enter cancelled, and what was typed was gone, once Tab had passed the Cancel button."""
    dialog, figures = new_line(qtbot, workspace)
    dialog.offer_another(dict)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.form.box("name").take_focus()
    buttons = [item for item in dialog.findChildren(QPushButton) if item.text()]
    expected = [dialog.form.editor("name"), *figures.boxes.values(), *buttons]
    seen: list[QWidget] = []
    for _ in range(times * len(expected) + 1):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert set(seen) == set(expected)
    assert seen[: len(expected) - len(buttons)] == expected[: -len(buttons)]
    figures.boxes["target_pence", 2024].setFocus()
    QTest.keyClicks(figures.boxes["target_pence", 2024], "5000")
    QTest.keyClick(figures.boxes["target_pence", 2024], Qt.Key.Key_Return)
    assert dialog.record is not None
    assert figures_of(workspace, dialog.record.id)[0] == {2024: 500_000}

"""A decision that is dated and stays a draft is noticed, and moved on with one click."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.governance import Decision
from asc_desktop.domain.rules.decisions import stage_due
from asc_desktop.ui.pages.decisions.page import DecisionsPage
from asc_desktop.ui.workspace import Workspace

DAY = "2024-06-10"
DRAFT = Decision(id="d", stage="draft", decision_date=DAY, subject_to_call_in=1, call_in_expires="2024-06-17")


@pytest.mark.parametrize(
    ("decision", "as_at", "due"),
    [
        (DRAFT, "2024-06-09", ""),
        (DRAFT, DAY, "call_in"),
        (DRAFT, "2024-06-17", "call_in"),
        (DRAFT, "2024-06-18", "in_force"),
        (replace(DRAFT, subject_to_call_in=0), DAY, "in_force"),
        (replace(DRAFT, call_in_expires=None), "2024-06-30", "call_in"),
        (replace(DRAFT, decision_date=None), DAY, ""),
        (replace(DRAFT, stage="for_decision"), DAY, "call_in"),
        (replace(DRAFT, stage="in_force"), DAY, ""),
        (replace(DRAFT, stage="called_in"), DAY, ""),
        (replace(DRAFT, stage="withdrawn"), DAY, ""),
    ],
)
def test_the_stage_that_follows_a_decision(decision: Decision, as_at: str, due: str) -> None:
    assert stage_due(decision, as_at) == due


def test_it_is_listed_and_moved_with_a_click(qtbot: QtBot, workspace: Workspace) -> None:
    programme_id = workspace.programme_id or ""
    decision = replace(
        DRAFT, id=workspace.session.new_id(), programme_id=programme_id, ref="D-99", subject="Spend it"
    )
    with workspace.session.edit("Add decision D-99") as edit:
        edit.put(decision)
    page = DecisionsPage(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(page.refresh)
    page.resize(1400, 900)
    page.refresh()
    page.show()
    page.show_only({"record_id": decision.id})
    told = [row for row in workspace.report.attention if row.record_id == decision.id]
    assert [row.kind for row in told] == ["decision_stage"]
    assert "10 Jun 2024" in told[0].why
    assert "In force" in told[0].why
    button = page.editor.stage_button
    assert button.text() == "Move it to In force"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert workspace.records.get(Decision, decision.id).stage == "in_force"
    assert not [row for row in workspace.report.attention if row.record_id == decision.id]
    assert not button.isVisible()
    workspace.undo()
    assert button.isVisible()

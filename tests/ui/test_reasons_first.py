"""What explains a figure is typed before the figure, which is refused without it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import Measure, MeasureValue
from asc_desktop.ui.pages.performance.dialogs import OverrideDialog
from asc_desktop.ui.pages.performance.page import PerformancePage
from asc_desktop.ui.pages.reconciliation.dialogs import ControlTotalDialog
from asc_desktop.ui.pages.reconciliation.page import ReconciliationPage
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

PAIRS = [("override_reason", "override_rag"), ("explanation", "explained_pence")]


@pytest.fixture
def pages(qtbot: QtBot, workspace: Workspace) -> list[QWidget]:
    programme = workspace.records.all(Measure)[0].programme_id
    workspace.choose(programme)
    made: list[QWidget] = [PerformancePage(workspace), ReconciliationPage(workspace)]
    for page in made:
        qtbot.addWidget(page)
    return made


@pytest.mark.parametrize(("why", "what"), PAIRS)
def test_a_table_has_the_reason_in_the_column_before(pages: list[QWidget], why: str, what: str) -> None:
    tables = [view for page in pages for view in page.findChildren(RecordTableView)]
    orders = [[column.key for column in view.table.columns] for view in tables]
    found = [keys for keys in orders if what in keys]
    assert found
    for keys in found:
        assert keys.index(why) + 1 == keys.index(what)


def test_a_form_asks_for_the_reason_first(qtbot: QtBot, workspace: Workspace) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    override = OverrideDialog(workspace, workspace.records.all(MeasureValue)[0], parent)
    total = ControlTotalDialog(workspace, workspace.programme_id or "", None, parent)
    for dialog, (why, what) in zip((override, total), PAIRS, strict=True):
        keys = dialog.form.keys
        assert keys.index(why) < keys.index(what)

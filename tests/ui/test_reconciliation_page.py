"""Reconciliation: totals held against lines, a table pasted, and what does not add up named."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.governance import ControlTotal, PublishedTable
from asc_desktop.ui.figures.reconciliation import control_total_data
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.reconciliation.dialogs import ControlTotalDialog, PasteDialog
from asc_desktop.ui.pages.reconciliation.page import ReconciliationPage
from asc_desktop.ui.workspace import Workspace

PASTED = (
    "£m\t2024/25\t2025/26\tTotal\nTheme 2: Social Work Practice\t(4.768)\t(5.525)\t(10.293)\n"
    "Theme 3: Care Placement\t(2.177)\t(3.630)\t(5.907)\nTotal\t(6.945)\t(9.155)\t(16.100)"
)


def page_of(qtbot: QtBot, workspace: Workspace) -> ReconciliationPage:
    page = ReconciliationPage(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    page.resize(1170, 660)
    page.show()
    page.refresh()
    return page


def test_the_citys_totals_and_tables_are_listed(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace)
    assert len(page.model.rows) == 111
    page.show_only(
        {
            "record_id": next(
                item.id for item in workspace.report.reconciliation.tables if item.state == "wrong"
            )
        }
    )
    assert "should be (0.098)" in page.found.text()
    marked = [
        page.grid.item(row, column).text()
        for row in range(page.grid.rowCount())
        for column in range(page.grid.columnCount())
        if page.grid.item(row, column).text().startswith("✗")
    ]
    assert marked == ["✗ (0.798)"]


def test_an_edited_total_differs_and_undo_brings_it_back(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace)
    row = next(item for item in page.model.rows if item.name == "All plans" and item.year == "All years")
    page.apply([CellEdit(row.id, "explained_pence", "900,000")])
    changed = page.model.find(row.id)
    assert changed is not None
    assert (changed.result, changed.left_pence) == ("part", 49_533_00)
    workspace.undo()
    assert page.model.find(row.id).result == "explained"


def test_a_pasted_table_makes_totals_as_one_change(qtbot: QtBot, workspace: Workspace) -> None:
    page_of(qtbot, workspace)
    QApplication.clipboard().setText(PASTED)
    before = len(workspace.records.all(ControlTotal))
    dialog = PasteDialog(workspace, workspace.programme_id or "", page_of(qtbot, workspace))
    qtbot.addWidget(dialog)
    assert "(5.907)" in dialog.found.text()
    assert "should be (5.807)" in dialog.found.text()
    assert [meaning.partition(":")[0] for meaning in dialog.meanings.values()] == ["theme", "theme", "all"]
    dialog.accept()
    assert dialog.notice.isVisibleTo(dialog)
    dialog.name.setText("Two themes")
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    assert dialog.kept is not None
    assert len(workspace.records.all(ControlTotal)) == before + 9
    made = [item for item in workspace.records.all(ControlTotal) if item.source == "Two themes"]
    assert {item.published_pence for item in made if item.year == 2024} == {
        476_800_000,
        217_700_000,
        694_500_000,
    }
    workspace.undo()
    assert len(workspace.records.all(ControlTotal)) == before
    assert workspace.records.find(PublishedTable, dialog.kept.id) is None


def test_a_year_twice_is_refused_in_the_dialog(qtbot: QtBot, workspace: Workspace) -> None:
    QApplication.clipboard().setText(PASTED.replace("2025/26", "2024/25"))
    dialog = PasteDialog(workspace, workspace.programme_id or "", page_of(qtbot, workspace))
    qtbot.addWidget(dialog)
    assert dialog.found.text().startswith("2024/25 heads two columns.")
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    assert dialog.kept is None
    told = " ".join(label.text() for label in dialog.notice.findChildren(QLabel))
    assert "2024/25 heads two columns." in told


def test_the_editor_keeps_the_ticked_lines(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace)
    total = next(item for item in workspace.records.all(ControlTotal) if item.name == "Service-led savings")
    dialog = ControlTotalDialog(workspace, total.programme_id, total, page)
    qtbot.addWidget(dialog)
    assert len(dialog.lines.ticked) == 2
    first = next(
        item
        for at in range(dialog.lines.count())
        if (item := dialog.lines.item(at)).checkState() == Qt.CheckState.Checked
    )
    first.setCheckState(Qt.CheckState.Unchecked)
    dialog.accept()
    assert len((workspace.records.get(ControlTotal, total.id).line_ids or "").split(",")) == 1


def test_the_chart_shows_what_is_not_in_the_lines(workspace: Workspace) -> None:
    rows = [item for item in workspace.report.reconciliation.control_totals if item.name == "All plans"]
    data = control_total_data("All plans", rows)
    assert data.categories == ("2024/25", "2025/26", "2026/27", "2027/28")
    assert [point.text for point in data.series[1].points][:2] == ["£854,754", "£95,162"]


def test_an_empty_portfolio_says_what_to_do_first(qtbot: QtBot, empty_workspace: Workspace) -> None:
    page = page_of(qtbot, empty_workspace)
    assert page._how_to_begin.isVisibleTo(page)

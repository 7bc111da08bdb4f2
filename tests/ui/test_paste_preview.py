"""The preview of a paste as a person sees it: all of it on the screen, and how the block is read said in words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import BudgetLine
from asc_desktop.ui.dialogs.paste_preview import PastePreview
from asc_desktop.ui.pages.budget.page import BudgetPage
from asc_desktop.ui.pages.milestones.page import MilestonesPage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace
from tests.ui.pasting import accept, paste, preview_cells
from tests.ui.test_paste_pages import opened

MILESTONES = """\
Project\tMilestone\tOwner\tBaseline\tForecast\tDone
P-001\tBusiness case\tHead of Reablement\t04/06/2026\t04/15/2026\t
P-002\tContract signed\tHead of Housing\t07/01/2026\t08/20/2026\ttbc
"""


@pytest.fixture
def projects(qtbot: QtBot, workspace: Workspace) -> RecordTableView:
    page = opened(qtbot, workspace, ProjectsPage)
    assert isinstance(page, ProjectsPage)
    page.list.view.clearSelection()
    return page.list.view


def shown(qtbot: QtBot, view: RecordTableView, text: str) -> PastePreview:
    preview = paste(qtbot, view, text)
    assert preview is not None
    qtbot.waitExposed(preview)
    return preview


def cut_height(preview: PastePreview) -> int:
    """How much of what is said of the block is out of sight."""
    bar = preview.notes.parentWidget().parentWidget().parentWidget()
    assert isinstance(bar, QScrollArea)
    return bar.verticalScrollBar().maximum()


def free_height(preview: PastePreview) -> int:
    """How much of the rows' place no row fills."""
    return preview.view.viewport().height() - preview.view.verticalHeader().length()


class TestItsSize:
    def test_few_rows_make_it_as_tall_as_they_are(self, qtbot: QtBot, projects: RecordTableView) -> None:
        block = "Ref\tLead\tStart\tShoe size\nP-001\tHead of One\t04/05/2024\t43\nP-002\tHead of Two\t05/05/2024\t"
        preview = shown(qtbot, projects, block)
        assert cut_height(preview) == 0
        assert preview.notes.height() <= preview.notes.heightForWidth(preview.notes.width()) + 4
        assert 0 <= free_height(preview) <= 40

    def test_many_rows_make_it_no_taller_than_the_screen(
        self, qtbot: QtBot, projects: RecordTableView
    ) -> None:
        preview = shown(
            qtbot, projects, "\n".join(["Ref\tLead", *(f"P-{at:03d}\tNew" for at in range(1, 50))])
        )
        room = preview.screen().availableGeometry().height()
        assert room - 120 <= preview.height() <= room - 80

    def test_its_buttons_are_on_the_screen_however_much_is_said(
        self, qtbot: QtBot, workspace: Workspace
    ) -> None:
        page = opened(qtbot, workspace, MilestonesPage)
        assert isinstance(page, MilestonesPage)
        view = page.tables.milestones
        view.clearSelection()
        wide = "\n".join(
            line
            + "".join(f"\t{'Other ' + str(at) if line.startswith('Project') else 'x'}" for at in range(30))
            for line in MILESTONES.splitlines()
        )
        for block in (MILESTONES, wide):
            preview = shown(qtbot, view, block)
            assert preview.height() <= preview.screen().availableGeometry().height() - 80
            foot = preview.paste_button.mapTo(preview, QPoint(0, preview.paste_button.height())).y()
            assert foot < preview.height()
            assert preview.view.viewport().height() >= 3 * preview.view.rowHeight(0), "and rows are in sight"
            preview.reject()


class TestItsWords:
    def test_what_letters_and_colours_are_read_as_is_said(
        self, qtbot: QtBot, projects: RecordTableView
    ) -> None:
        preview = shown(qtbot, projects, "Ref\tStatus\nP-001\tA\nP-002\tAmber\nP-003\tR\nP-004\tOn target")
        said = preview.notes.accessibleName()
        assert "Status is read so: “A” and “Amber” as Experiencing obstacles, “R” as At risk." in said
        assert "On target" not in said

    def test_two_columns_of_one_name_are_told_apart_by_what_they_are_under(
        self, qtbot: QtBot, workspace: Workspace
    ) -> None:
        from asc_desktop.ui.pages.savings.page import SavingsPage

        page = opened(qtbot, workspace, SavingsPage)
        assert isinstance(page, SavingsPage)
        view = page.matrix.view
        view.clearSelection()
        preview = shown(
            qtbot, view, "Project\tSavings line\t2024/25 target £000\t2025/26 target £000\nP-001\tNew\t5\t6"
        )
        boxes = [preview.controls.box("way", at).accessibleName() for at in (2, 3)]
        assert boxes == ["2024/25 Target is read", "2025/26 Target is read"]

    def test_a_row_that_is_pasted_is_not_called_not_pasted_for_a_column_without_a_place(
        self, qtbot: QtBot, projects: RecordTableView
    ) -> None:
        preview = shown(qtbot, projects, "Ref\tLead\tShoe size\nP-001\tHead of One\t43")
        assert "No column here is called “Shoe size”, so it goes nowhere." in preview.notes.accessibleName()
        cells = preview_cells(preview, "P-001")
        assert "Why not pasted" not in cells
        assert cells["Shoe size"] == "Left out: 43"
        assert preview.paste_button.text() == "Paste what is good (1 cell)"

    def test_a_block_that_changes_nothing_is_said_to(self, qtbot: QtBot, projects: RecordTableView) -> None:
        block = "Ref\tLead\nP-001\tHead of One\nP-002\tHead of Two"
        preview = shown(qtbot, projects, block)
        assert preview.paste_button.text() == "Paste (2 cells)", "nothing in it is refused or left out"
        accept(qtbot, preview)
        projects.clearSelection()
        again = shown(qtbot, projects, block)
        assert again.notes.accessibleName() == "Everything is here already, so nothing changes."
        assert not again.paste_button.isEnabled()
        assert again.nothing_button.text() == "Close"
        qtbot.mouseClick(again.nothing_button, Qt.MouseButton.LeftButton)
        assert not again.isVisible()

    def test_a_group_that_a_budget_line_has_already_is_not_left_out(
        self, qtbot: QtBot, workspace: Workspace
    ) -> None:
        workspace.choose(next(item.id for item in workspace.programmes() if "performance" in item.name))
        page = opened(qtbot, workspace, BudgetPage)
        assert isinstance(page, BudgetPage)
        line = workspace.records.all(BudgetLine)[0]
        block = f"Budget line\tGroup\tBudget\n{line.name}\t{line.group_name}\t1,000"
        preview = shown(qtbot, page.panel.view, block)
        assert "left out" not in preview.counts.text()
        preview.reject()
        preview = shown(qtbot, page.panel.view, block.replace(line.group_name, "Another group"))
        assert "1 cell left out" in preview.counts.text()

"""Rows from the real clipboard made into records on the pages, through the preview, undone, and pasted again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import BudgetLine, Measure, Risk, RiskAction
from asc_desktop.domain.records.delivery import (
    Milestone,
    Mitigation,
    Programme,
    Project,
    ProjectDependency,
    ProjectException,
    SavingsLine,
    SavingsTarget,
    Theme,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import ControlTotal, Decision
from asc_desktop.domain.records.office import Activity
from asc_desktop.domain.records.types import RECORD_TYPES  # fmt: skip
from asc_desktop.services.editing import new_record
from asc_desktop.ui.pages.activity.page import ActivityPage
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.budget.page import BudgetPage
from asc_desktop.ui.pages.decisions.page import DecisionsPage
from asc_desktop.ui.pages.exceptions.page import ExceptionsPage
from asc_desktop.ui.pages.milestones.page import MilestonesPage
from asc_desktop.ui.pages.performance.page import PerformancePage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.reconciliation.page import ReconciliationPage
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.pages.savings.page import SavingsPage
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace
from tests.ui.pasting import accept, paste, preview_cells, preview_of

CASES: list[tuple[type[Page], str, type[Record], tuple[str, ...]]] = [
    (ProjectsPage, "Projects", Project, (
        "Ref\tProject\tTheme\tLead\tStatus",
        "N-1\tNight support\tTheme 2: Social Work Practice\tHead of Assessment\tAt risk",
        "N-2\tDay support\tTheme 3: Care Placement\tHead of Provision\t",
    )),
    (SavingsPage, "Savings by theme, line and year", SavingsLine, (
        "Project\tSavings line\t2024/25 target £",
        "P-002\tFewer double-handed packages\t£147,000",
    )),
    (MilestonesPage, "Milestones", Milestone, (
        "Project\tMilestone\tBaseline\tForecast",
        "P-001\tTender out\t15/04/2025\t",
        "P-002\tTender out\t16/04/2025\t30/04/2025",
    )),
    (MilestonesPage, "Dependencies", ProjectDependency, (
        "Project\tNeeds\tWhat is needed",
        "P-002\tP-007\tThe new data",
    )),
    (ExceptionsPage, "Exceptions", ProjectException, (
        "Project\tException\tCategory\tAmount at stake",
        "P-002\tNo market for it\tHousing and market supply\t12,000",
    )),
    (ExceptionsPage, "Mitigations", Mitigation, (
        "Mitigation\tOwner\tDue",
        "Write to all\tHead of Commissioning\t1/9/2024",
    )),
    (RisksPage, "Risk register", Risk, (
        "Ref\tRisk\tCategory\tOwner\tLikelihood\tImpact",
        "N-1\tThe market fails\tMarket sustainability\tHead of Commissioning\t4\t5",
        "N-2\tNobody applies\tWorkforce\t\t2\t3",
    )),
    (RisksPage, "Mitigating actions", RiskAction, (
        "Mitigating action\tOwner",
        "Recruit at once\tHead of Provision",
    )),
    (PerformancePage, "Performance measures", Measure, (
        "Measure\tUnit\tPolarity\tTarget",
        "Reviews within a year\t%\tHigher is better\t95",
    )),
    (BudgetPage, "Budget lines by group", BudgetLine, (
        "Budget line\tGroup\tBudget £000\tActual £000\tYear-end forecast £000",
        "Shared lives\tCare\t1,470\t300\t1,500",
    )),
    (ActivityPage, "Activities", Activity, (
        "Activity\tCounted in\tCost of one £",
        "Home visits\tvisits\t110",
    )),
    (DecisionsPage, "Decisions", Decision, (
        "Reference\tSubject\tTaken by\tStage",
        "N-1\tAward of home care\tPortfolio holder\tDraft",
    )),
    (ReconciliationPage, "Control totals", ControlTotal, (
        "Control total\tPublished £\tYear",
        "Table 5.1, all plans\t8,700,000\t2024/25",
    )),
]  # fmt: skip
EACH = pytest.mark.parametrize(
    ("page_type", "table", "kind", "rows"), CASES, ids=[case[2].table for case in CASES]
)


def opened(qtbot: QtBot, workspace: Workspace, page_type: type[Page], table: str) -> RecordTableView:
    page = page_type(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    workspace.scope_changed.connect(page.refresh)
    page.resize(1366, 768)
    page.refresh()
    page.show()
    if isinstance(page, MilestonesPage) and table == "Dependencies":
        page.tables.show_table("dependencies")
    if table in {"Mitigations", "Mitigating actions"}:
        list_view = next(iter(page.findChildren(RecordTableView)))
        at = next(at for at in range(list_view.table.rowCount()) if list_view.table.row_at(at) is not None)
        list_view.go_to(at, list_view.first_column())
    return next(view for view in page.findChildren(RecordTableView) if view.accessibleName() == table)


def everything(workspace: Workspace) -> dict[str, Record]:
    return {record.id: record for kind in RECORD_TYPES for record in workspace.records.all(kind)}


def paste_as_new(view: RecordTableView, block: str) -> None:
    QGuiApplication.clipboard().setText(block)
    view.blocks.paste_as_new_rows()


@EACH
def test_rows_become_records_as_one_step_and_the_same_rows_again_change_nothing(
    qtbot: QtBot,
    workspace: Workspace,
    page_type: type[Page],
    table: str,
    kind: type[Record],
    rows: tuple[str, ...],
) -> None:
    block = "\r\n".join(rows)
    view = opened(qtbot, workspace, page_type, table)
    before = everything(workspace)
    paste_as_new(view, block)
    preview = preview_of(view)
    assert everything(workspace) == before
    accept(qtbot, preview)
    made = [item for item in workspace.records.all(kind) if item.id not in before]
    assert len(made) == len(rows) - 1
    after = everything(workspace)
    assert after.items() >= before.items(), "nothing else was changed"
    paste_as_new(view, block)
    again = view.blocks.pasting.preview
    if again is not None:
        assert not again.paste_button.isEnabled()
        again.reject()
    assert everything(workspace) == after
    workspace.undo()
    assert everything(workspace) == before


def test_a_milestone_of_the_same_name_of_another_project_is_another_milestone(
    qtbot: QtBot, workspace: Workspace
) -> None:
    view = opened(qtbot, workspace, MilestonesPage, "Milestones")
    row = next(iter(view.table.rows)).record
    owner = workspace.records.get(Project, row.project_id)
    other = next(item for item in workspace.records.all(Project) if item.ref == "P-004" != owner.ref)
    block = f"Project\tMilestone\tBaseline\tForecast\n{other.ref}\t{row.name}\t1 May 2025\t2 May 2025\n"
    paste_as_new(view, block)
    accept(qtbot, preview_of(view))
    assert workspace.records.get(Milestone, row.id) == row
    held = [item for item in workspace.records.of(Milestone, "project_id", other.id) if item.name == row.name]
    assert [item.forecast_date for item in held] == ["2025-05-02"]
    paste_as_new(view, block.replace("2 May 2025", "3 May 2025"))
    accept(qtbot, preview_of(view))
    assert workspace.records.get(Milestone, held[0].id).forecast_date == "2025-05-03"
    assert workspace.records.get(Milestone, row.id) == row


def test_a_reference_that_is_nobody_s_is_a_new_record_whatever_it_is_called(
    qtbot: QtBot, workspace: Workspace
) -> None:
    view = opened(qtbot, workspace, ProjectsPage, "Projects")
    held = next(item for item in workspace.records.all(Project) if item.ref == "P-002")
    assert paste(
        qtbot, view, f"Ref\tProject\tTheme\tLead\nX-99\t{held.name}\tCustomer Services\tHead of Care\n"
    )
    accept(qtbot, preview_of(view))
    assert workspace.records.get(Project, held.id) == held
    made = next(item for item in workspace.records.all(Project) if item.ref == "X-99")
    assert (made.name, made.lead) == (held.name, "Head of Care")


def test_rows_with_references_of_records_change_those_and_make_the_others(
    qtbot: QtBot, workspace: Workspace
) -> None:
    view = opened(qtbot, workspace, ProjectsPage, "Projects")
    count = len(workspace.records.all(Project))
    rows = "Ref\tProject\tTheme\tLead\nP-002\tOccupational therapy\tCustomer Services\tHead of Therapy\n"
    assert paste(qtbot, view, f"{rows}X-1\tWholly new\tCustomer Services\tHead of Care\n")
    accept(qtbot, preview_of(view))
    found = {item.ref: item for item in workspace.records.all(Project)}
    assert len(found) == count + 1
    assert (found["P-002"].name, found["P-002"].lead) == ("Occupational therapy", "Head of Therapy")
    assert found["X-1"].lead == "Head of Care"
    workspace.undo()
    assert len(workspace.records.all(Project)) == count


@pytest.fixture
def bare(empty_workspace: Workspace) -> Workspace:
    """A new portfolio with a programme and a theme, and nothing in them."""
    session = empty_workspace.session
    programme = new_record(
        session, Programme,
        {"name": "Adults", "first_year": "2024/25", "last_year": "2026/27", "open_period": "June 2024"},
    )  # fmt: skip
    new_record(session, Theme, {"programme_id": programme.id, "name": "Care"})
    empty_workspace.choose(programme.id)
    return empty_workspace


@pytest.mark.parametrize("by", ["key", "button"])
@pytest.mark.parametrize(
    ("page_type", "table", "kind", "rows"),
    [
        (ProjectsPage, "Projects", Project, ("Ref\tProject\tLead", "P-001\tNight support\tHead of Care")),
        (RisksPage, "Risk register", Risk, ("Ref\tRisk\tLikelihood\tImpact", "R-7\tNo market\t4\t5")),
        (BudgetPage, "Budget lines by group", BudgetLine, ("Budget line\tGroup\tBudget £000", "Homes\tCare\t1,470")),
        (DecisionsPage, "Decisions", Decision, ("Reference\tSubject", "D-1\tAward")),
        (ActivityPage, "Activities", Activity, ("Activity\tCounted in", "Visits\tvisits")),
        (PerformancePage, "Performance measures", Measure, ("Measure\tUnit", "Reviews\t%")),
    ],
    ids=["project", "risk", "budget_line", "decision", "activity", "measure"],
)  # fmt: skip
def test_an_empty_page_takes_rows_by_the_key_and_by_its_button(
    qtbot: QtBot,
    bare: Workspace,
    page_type: type[Page],
    table: str,
    kind: type[Record],
    rows: tuple[str, ...],
    by: str,
) -> None:
    view = opened(qtbot, bare, page_type, table)
    assert not view.table.rows
    if by == "key":
        assert paste(qtbot, view, "\n".join(rows))
    else:
        QGuiApplication.clipboard().setText("\n".join(rows))
        buttons = view.window().findChildren(QPushButton)
        button = next(item for item in buttons if item.text() == "Paste rows…" and item.isVisible())
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    accept(qtbot, preview_of(view))
    assert len(bare.records.all(kind)) == 1
    assert len(view.table.rows) == 1


def test_a_page_says_so_where_nothing_has_been_copied(qtbot: QtBot, bare: Workspace) -> None:
    view = opened(qtbot, bare, RisksPage, "Risk register")
    QGuiApplication.clipboard().clear()
    said: list[str] = []
    bare.said.connect(said.append)
    view.blocks.paste_as_new_rows()
    assert said == ["Nothing has been copied yet. Copy the rows, then paste them as risks."]
    assert view.blocks.pasting.preview is None


def test_the_preview_of_new_rows_lists_all_that_they_are_given(qtbot: QtBot, workspace: Workspace) -> None:
    view = opened(qtbot, workspace, RisksPage, "Risk register")
    paste_as_new(view, "Ref\tRisk\tLikelihood\tImpact\nN-1\tThe market fails\t4\t5\nN-2\tNo homes\t2\t7\n")
    preview = preview_of(view)
    assert preview_cells(preview, "N-1")["Risk"] == "The market fails"
    assert preview_cells(preview, "N-2")["Why not pasted"] == "Impact cannot be above 5."
    assert not [label.text() for label in preview.findChildren(QLabel) if "Not listed" in label.text()]
    preview.reject()
    assert not [item for item in workspace.records.all(Risk) if item.ref.startswith("N-")]


def test_the_tables_of_one_project_take_rows_for_it_and_know_them_again_by_name(
    qtbot: QtBot, bare: Workspace
) -> None:
    theme = bare.records.all(Theme)[0]
    owner = new_record(bare.session, Project, {"ref": "P-001", "name": "Night support", "theme_id": theme.id})
    page = ProjectsPage(bare)
    qtbot.addWidget(page)
    bare.data_changed.connect(lambda _: page.refresh())
    page.resize(1366, 768)
    page.refresh()
    page.show()
    page.show_only({"project_id": owner.id})
    page.editor.show_tab("savings")
    tab = page.editor.savings
    QGuiApplication.clipboard().setText(
        "Savings line\tKind\t2024/25 target £\nFewer homes\tCost avoidance\t£147,000\n"
    )
    tab.lines_section.paste_button.click()
    accept(qtbot, preview_of(tab.lines))
    (line,) = bare.records.all(SavingsLine)
    assert (line.project_id, line.kind) == (owner.id, "avoidance")
    assert [item.target_pence for item in bare.records.all(SavingsTarget)] == [14_700_000]
    page.editor.show_tab("milestones")
    milestones = page.editor.milestones
    rows = "Milestone\tBaseline\tForecast\nGo live\t1 Sep 2024\t"
    for forecast in ("8 Sep 2024", "9 Sep 2024"):
        paste_as_new(milestones.milestones, f"{rows}{forecast}\n")
        if milestones.milestones.blocks.pasting.preview is not None:
            accept(qtbot, preview_of(milestones.milestones))
    assert [item.forecast_date for item in bare.records.all(Milestone)] == ["2024-09-09"]

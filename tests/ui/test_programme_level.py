"""Programmes as a level: with several, every list is gathered by programme, with subtotals that are the report's."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import SavingsTarget
from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.exceptions import amount_at_stake
from asc_desktop.domain.report.groups import programme_position
from asc_desktop.domain.report.matrix import savings_matrix
from asc_desktop.domain.rules.budget import footings
from asc_desktop.services.changes import boards_of, story_of
from asc_desktop.ui.figures.milestones import MilestoneFilter, timeline_data
from asc_desktop.ui.models.arrange import Above, Grouping, GroupRow
from asc_desktop.ui.models.columns import view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.activity.page import ActivityPage
from asc_desktop.ui.pages.changes.list import ChangesPanel
from asc_desktop.ui.pages.changes.story import StoryPanel
from asc_desktop.ui.pages.decisions.page import DecisionsPage
from asc_desktop.ui.pages.exceptions.page import ExceptionsPage
from asc_desktop.ui.pages.issues.page import IssuesPage
from asc_desktop.ui.pages.milestones.page import MilestonesPage
from asc_desktop.ui.pages.performance.page import PerformancePage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.publication.page import PublicationPage
from asc_desktop.ui.pages.reconciliation.page import ReconciliationPage
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.pages.savings.page import SavingsPage
from asc_desktop.ui.pages.updates.page import UpdatesPage
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace


class Item:
    def __init__(self, ref: str, programme: str, theme: str) -> None:
        self.id, self.ref, self.programme, self.theme = ref, ref, programme, theme


ROWS = [Item("1", "B", "x"), Item("2", "A", "y"), Item("3", "A", "x"), Item("4", "B", "x")]


@pytest.fixture
def model() -> RecordTableModel:
    made = RecordTableModel([view_column("ref", "Ref")])
    made.set_rows(ROWS)
    above = Above(lambda row: str(row.programme), lambda key, rows: {"ref": f"{key}{len(rows)}"}, ("A", "B"))
    made.set_grouping(Grouping("Theme", lambda row: str(row.theme), above=above))
    return made


def shown(model: RecordTableModel) -> list[str]:
    """Return the headings, indented by their level, and the rows' ids."""
    found = []
    for at in range(model.rowCount()):
        group = model.group_at(at)
        found.append(f"{' ' * group.level}{group.label} {group.count}" if group else model.id_at(at))
    return found


def test_groups_are_gathered_under_their_programme(model: RecordTableModel) -> None:
    assert shown(model) == ["A 2", " x 1", "3", " y 1", "2", "B 2", " x 2", "1", "4"]
    assert len({model.id_at(at) for at in range(model.rowCount())}) == model.rowCount()
    heading = model.group_at(0)
    assert heading is not None
    assert heading.cells == {"ref": "A2"}


def test_a_folded_programme_hides_its_groups_and_their_rows(model: RecordTableModel) -> None:
    heading = model.group_at(0)
    assert heading is not None
    model.fold(heading.key, folded=True)
    assert shown(model) == ["A 2", "B 2", " x 2", "1", "4"]
    assert [row.id for row in model.shown_rows] == ["3", "2", "1", "4"]
    model.fold_all(folded=True)
    assert shown(model) == ["A 2", "B 2"]
    model.fold_all(folded=False)
    assert len(shown(model)) == 9


def test_going_to_a_row_unfolds_all_that_is_over_it(qtbot: QtBot, model: RecordTableModel) -> None:
    view = RecordTableView(model, "", workspace=None)
    qtbot.addWidget(view)
    model.fold_all(folded=True)
    assert view.select_row("2")
    assert shown(model) == ["A 2", " x 1", " y 1", "2", "B 2"]


def test_a_filter_leaves_out_programmes_without_rows(model: RecordTableModel) -> None:
    model.set_predicate(lambda row: row.id == "1")
    assert shown(model) == ["B 1", " x 1", "1"]


PAGES: list[tuple[type[Any], Callable[[Any], RecordTableModel], Callable[[Any], str]]] = [
    (ProjectsPage, lambda page: page.list.model, lambda row: row.programme),
    (ExceptionsPage, lambda page: page.list.model, lambda row: row.report.programme),
    (RisksPage, lambda page: page.list.model, lambda row: row.report.programme),
    (IssuesPage, lambda page: page.list.model, lambda row: row.report.programme),
    (DecisionsPage, lambda page: page.list.model, lambda row: row.report.programme),
    (ActivityPage, lambda page: page.model, lambda row: row.report.programme),
    (PerformancePage, lambda page: page.model, lambda row: row.programme),
    (ReconciliationPage, lambda page: page.model, lambda row: row.programme),
]


@pytest.fixture
def made(qtbot: QtBot, workspace: Workspace) -> Iterator[Callable[[type[Any]], Any]]:
    pages: list[QWidget] = []

    def make(kind: type[Any]) -> Any:
        page = kind(workspace)
        qtbot.addWidget(page)
        page.resize(1170, 690)
        page.refresh()
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.retire()  # type: ignore[attr-defined]


def over_rows(model: RecordTableModel) -> Iterator[tuple[GroupRow, Any]]:
    """Yield each row with the outermost heading over it."""
    over: GroupRow | None = None
    for at in range(model.rowCount()):
        group, row = model.group_at(at), model.row_at(at)
        if group is not None and group.level == 0 and not group.is_total:
            over = group
        if row is not None:
            assert over is not None
            yield over, row


@pytest.mark.parametrize(
    ("kind", "model_of", "programme"), PAGES, ids=lambda part: getattr(part, "__name__", "")
)
def test_each_page_gathers_by_programme_where_there_are_several(
    workspace: Workspace,
    made: Callable[[type[Any]], Any],
    kind: type[Any],
    model_of: Callable[[Any], RecordTableModel],
    programme: Callable[[Any], str],
) -> None:
    page = made(kind)
    names = {item.name for item in workspace.programmes()}
    outermost = [group for group in model_of(page).headings if not group.is_total]
    assert not {group.label for group in outermost} & names, "one programme alone is not told"
    workspace.choose(None)
    page.refresh()
    model = model_of(page)
    rows = list(over_rows(model))
    assert len(rows) == len(model.shown_rows)
    assert all(over.label == programme(row) for over, row in rows)
    workspace.choose(workspace.programmes()[0].id)
    page.refresh()
    assert not {group.label for group in model.headings} & names


def test_updates_and_milestones_are_gathered_by_programme(
    workspace: Workspace, made: Callable[[type[Any]], Any]
) -> None:
    workspace.choose(None)
    of = {project.id: project.programme for project in workspace.report.projects}
    updates, milestones = made(UpdatesPage), made(MilestonesPage)
    assert all(over.label == of[row.id] for over, row in over_rows(updates.model))
    table = milestones.tables.milestones.table
    assert all(over.label == of[row.report.project_id] for over, row in over_rows(table))
    labels = [group.label for group in timeline_data(workspace.report, MilestoneFilter()).groups]
    assert labels
    assert all(any(label.startswith(f"{name}: ") for name in of.values()) for label in labels)


def test_changes_exempt_records_and_movements_are_gathered_by_programme(
    qtbot: QtBot, workspace: Workspace, made: Callable[[type[Any]], Any]
) -> None:
    workspace.choose(None)
    report = workspace.report
    changes = ChangesPanel(workspace)
    qtbot.addWidget(changes)
    changes.show_changes(compare(replace(report, projects=(), measures=(), risks=()), report), [])
    rows = list(over_rows(changes.model))
    assert all(over.label == row.programme for over, row in rows)
    assert len({over.label for over, _ in rows}) > 1
    of = {project.id: project.programme for project in report.projects}
    movements = list(over_rows(made(SavingsPage).parts.movements.model))
    assert movements
    assert all(over.label == of.get(row.from_project_id, "No programme") for over, row in movements)
    exempt = list(over_rows(made(PublicationPage).model))
    assert exempt
    assert all(over.label == row.programme for over, row in exempt)


def test_a_programmes_subtotals_are_the_reports(
    workspace: Workspace, made: Callable[[type[Any]], Any]
) -> None:
    workspace.choose(None)
    report = workspace.report
    projects, exceptions = made(ProjectsPage), made(ExceptionsPage)
    headings = {group.label: group for group in projects.list.model.headings if group.level == 0}
    for programme in report.programmes_in_scope:
        if programme.name in headings:
            position = programme_position(report, programme.name)
            assert headings[programme.name].cells["target_pence"] == position.target_pence
            assert headings[programme.name].cells["forecast_pence"] == position.forecast_pence
    every = [programme_position(report, item.name) for item in report.programmes_in_scope]
    assert sum(item.target_pence for item in every) == report.savings.by_year[report.year].target_pence
    heading = next(group for group in exceptions.list.model.headings if group.level == 0)
    listed = [item for item in report.exceptions if item.open and item.programme == heading.label]
    assert heading.cells == {"amount_pence": amount_at_stake(listed)}
    assert amount_at_stake(listed) > 0


def test_the_matrix_sums_each_programme(workspace: Workspace, made: Callable[[type[Any]], Any]) -> None:
    workspace.choose(None)
    matrix = savings_matrix(workspace.context, "gross_incremental")
    report, year = workspace.report, workspace.report.year
    page = made(SavingsPage)
    names = [group.label for group in page.matrix.model.headings if group.level == 0 and not group.is_total]
    assert names == [
        item.name for item in report.programmes_in_scope if any(theme.programme == item.name for theme in report.themes)
        and any(line.theme_id in {t.id for t in report.themes if t.programme == item.name} for line in matrix.lines)
    ]  # fmt: skip
    for item in report.programmes_in_scope:
        themes = [theme.id for theme in report.themes if theme.programme == item.name]
        rows = [row for row in matrix.lines if row.theme_id in themes]
        cell = matrix.programme_of(themes, rows).years[year]
        assert cell.target_pence == programme_position(report, item.name).target_pence
        some = [row for row in rows if not row.memo][:2]
        assert matrix.programme_of(themes, some).years[year].target_pence == sum(
            row.years[year].target_pence for row in some
        )


def test_the_budget_sums_each_programme_before_reserves() -> None:
    groups = [("a1", False), ("a2", False), ("b1", False), ("ar", True)]
    programmes = {"a1": "A", "a2": "A", "b1": "B", "ar": "A"}
    below = footings(groups, programmes)
    assert below["a1"] == (("Subtotal", "group"),)
    assert below["a2"] == (("Subtotal", "group"), ("A", "programme"))
    assert below["b1"][:2] == (("Subtotal", "group"), ("B", "programme"))
    assert ("A", "programme") not in below["ar"]
    assert footings(groups)["a2"] == (("Subtotal", "group"),)
    assert footings(groups[:2], programmes)["a2"] == (("Subtotal", "group"),), (
        "one programme alone has its total"
    )


def test_the_story_of_slippage_is_gathered_by_programme(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.choose(None)
    report = workspace.report
    boards, _ = boards_of(workspace.session, workspace.scope)
    story = story_of(boards, workspace.records.all(SavingsTarget))
    panel = StoryPanel(workspace)
    qtbot.addWidget(panel)
    panel.show_story(story, boards)
    panel.only.choose("all")
    of = {project.id: project.programme for project in report.projects}
    themes = {theme.name: theme.programme for theme in report.themes}
    for level, programme in (
        ("line", lambda row: of[row.project_id]),
        ("project", lambda row: of[row.project_id]),
        ("theme", lambda row: themes[row.theme]),
    ):
        panel.level.set_current(level)
        panel._fill()
        rows = list(over_rows(panel.model))
        assert len({over.label for over, _ in rows}) > 1
        assert all(over.label == programme(row) for over, row in rows)
    panel.level.set_current("programme")
    panel._fill()
    assert not [group for group in panel.model.headings if not group.is_total]
    assert {row.name for row in panel.model.shown_rows} == {"All savings"}

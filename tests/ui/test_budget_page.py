"""The budget page: what it shows, what is kept when cells are typed and pasted, and what is refused and said."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import BudgetLine, BudgetPosition, BudgetTotal
from asc_desktop.domain.rules.budget import budget_figures, standing_words
from asc_desktop.services import budget
from asc_desktop.services.errors import EditRefused
from asc_desktop.ui.charts.data import VarianceData
from asc_desktop.ui.figures.budget import variance_data
from asc_desktop.ui.pages.budget.page import BudgetPage
from asc_desktop.ui.workspace import Workspace
from tests.ui.pasting import accept, choose, paste, preview_cells, preview_of


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> BudgetPage:
    workspace.choose(next(item.id for item in workspace.programmes() if "performance" in item.name))
    page = BudgetPage(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    page.resize(1170, 660)
    page.refresh()
    page.show()
    return page


def test_the_rows_of_the_chart_keep_apart_in_a_small_window(page: BudgetPage, qtbot: QtBot) -> None:
    chart = page.chart.chart
    held = chart._data
    assert isinstance(held, VarianceData)
    names = tuple(f"Line {number}" for number in range(12))
    chart.set_data(replace(held, categories=names, points=held.points[:1] * 12))
    chart.draw_now()
    page.resize(700, 460)
    # Each name on a line of its own.
    qtbot.waitUntil(lambda: chart.height() >= 12 * 15 + 20, timeout=2_000)


def line_id(workspace: Workspace, start: str) -> str:
    return next(line.id for line in workspace.records.all(BudgetLine) if line.name.startswith(start))


def position(workspace: Workspace, start: str, period: str = "2024-06") -> BudgetPosition | None:
    held = workspace.records.of(BudgetPosition, "line_id", line_id(workspace, start))
    return next((item for item in held if item.period == period), None)


def shown(page: BudgetPage) -> list[list[str]]:
    model = page.panel.model
    return [
        [model.text_at(at, column) for column in range(model.columnCount())] for at in range(model.rowCount())
    ]


def test_the_table_is_the_papers(page: BudgetPage) -> None:
    rows = shown(page)
    assert rows[2] == [
        "Living Well and Direct Services",
        "7,426",
        "1,729",
        "167,354",
        "51,403",
        "176,509",
        "9,155",
        "5.47%",
    ]
    assert rows[4] == [
        "Forecast prior to use of reserves",
        "6,120",
        "3,516",
        "290,068",
        "77,009",
        "299,704",
        "9,636",
        "3.32%",
    ]
    assert rows[-2] == ["Subtotal", "(1)", "(0)", "(12,158)", "–", "(12,159)", "(1)", "0.01%"]
    assert rows[-1] == ["Net total", "6,119", "3,516", "277,910", "77,009", "287,545", "9,635", "3.47%"]


@pytest.mark.parametrize(
    ("forecast", "words"),
    [(10_361, "£3.61 over budget (3.61%)"), (9_639, "£3.61 under budget (3.61%)"), (10_000, "on budget")],
)
def test_a_per_cent_under_budget_is_not_in_brackets_twice(forecast: int, words: str) -> None:
    said = standing_words(budget_figures(10_000 * 1_000_000, 0, forecast * 1_000_000, None))
    assert said == words.replace("£3.61", "£3.61m")


def test_the_paste_button_makes_lines_where_there_is_none(
    qtbot: QtBot, workspace: Workspace, page: BudgetPage
) -> None:
    with workspace.session.edit("No lines") as edit:
        for kind in (BudgetPosition, BudgetLine):
            for record in workspace.records.all(kind):
                edit.delete(record)
    page.refresh()
    QGuiApplication.clipboard().setText("Budget line\tGroup\tBudget\nOlder people\tCare\t147")
    assert page.paste.isEnabled()
    qtbot.mouseClick(page.paste, Qt.MouseButton.LeftButton)
    accept(qtbot, preview_of(page.panel.view))
    assert [line.name for line in workspace.records.all(BudgetLine)] == ["Older people"]


def test_one_paste_is_one_change_and_undone_at_once(
    page: BudgetPage, workspace: Workspace, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("170000\t52000\t180000\n158000\t43000\t160000")
    page.panel.view.select_row(line_id(workspace, "Living"), "budget_pence")
    page.paste.click()
    living, ageing = position(workspace, "Living"), position(workspace, "Ageing")
    assert living is not None
    assert ageing is not None
    assert (living.budget_pence, living.forecast_pence) == (17_000_000_000, 18_000_000_000)
    assert ageing.actual_pence == 4_300_000_000
    states = {row.label: row.check.state for row in page.totals.model.rows if row.check}
    assert states["Net total"] == "differs"
    assert [row.page for row in workspace.report.attention if row.kind == "budget_total"] == [
        "budget",
        "budget",
    ]
    workspace.undo()
    living = position(workspace, "Living")
    assert living is not None
    assert living.budget_pence == 16_735_400_000


def test_pounds_pasted_where_thousands_are_shown_are_read_as_pounds(
    page: BudgetPage, workspace: Workspace, qtbot: QtBot
) -> None:
    page.panel.view.select_row(line_id(workspace, "Living"), "budget_pence")
    preview = paste(qtbot, page.panel.view, "168000000")
    assert preview is not None
    assert preview_cells(preview, "168000000")["Budget"] == "167,354 → 168,000"
    choose(preview, "In £000", "way", 0)
    assert preview_cells(preview, "168000000")["Budget"] == "Refused: 168000000"
    assert "£100bn" in preview_cells(preview, "168000000")["Why not pasted"]
    choose(preview, "In £", "way", 0)
    accept(qtbot, preview)
    held = position(workspace, "Living")
    assert held is not None
    assert held.budget_pence == 16_800_000_000


def test_an_emptied_amount_is_refused_beside_the_cell(
    page: BudgetPage, workspace: Workspace, qtbot: QtBot
) -> None:
    view = page.panel.view
    view.select_row(line_id(workspace, "Living"), "actual_pence")
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    draft = page.panel.model.draft(line_id(workspace, "Living"), "actual_pence")
    assert draft is not None
    held = position(workspace, "Living")
    assert held is not None
    assert held.actual_pence == 5_140_300_000


def test_a_period_to_come_is_refused(page: BudgetPage, workspace: Workspace) -> None:
    edit = budget.CellEdit(line_id(workspace, "Living"), "actual_pence", "1")
    with pytest.raises(EditRefused, match="after the open month"):
        budget.apply_budget_cells(workspace.session, [edit], "2024-07")


def test_a_typed_total_is_kept_checked_and_removed_when_emptied(
    page: BudgetPage, workspace: Workspace
) -> None:
    row = page.totals.model.rows[-1]
    page.totals.model.apply([budget.CellEdit(row.id, "forecast_pence", "287599")])
    assert page.totals.model.rows[-1].check.state == "differs"
    page.totals.model.apply([budget.CellEdit(row.id, key, "") for key in budget.AMOUNT_KEYS])
    assert page.totals.model.rows[-1].check is None
    assert len(workspace.records.all(BudgetTotal)) == 2


def test_lines_move_and_groups_are_renamed_with_their_totals(page: BudgetPage, workspace: Workspace) -> None:
    first, second = line_id(workspace, "Strategic"), line_id(workspace, "Living")
    assert not budget.put_line(workspace.session, first, second, after=False)
    assert budget.put_line(workspace.session, first, second, after=True)
    assert shown(page)[1][0].startswith("Living")
    budget.rename_group(workspace.session, str(workspace.programme_id), "ASCH Reserves", "Reserves held")
    assert {check.name for check in workspace.report.budget.checks} >= {"Reserves held"}


def test_the_chart_shows_the_largest_variance_first(page: BudgetPage, workspace: Workspace) -> None:
    data = variance_data(workspace.report, "variance_pence")
    assert data is not None
    assert data.categories[0] == "Living Well and Direct Services"
    assert data.as_table().rows[0] == ("Living Well and Direct Services", "£9.16m")


def test_an_empty_portfolio_says_what_to_do_first(qtbot: QtBot, empty_workspace: Workspace) -> None:
    page = BudgetPage(empty_workspace)
    qtbot.addWidget(page)
    page.refresh()
    assert not page._contents.isVisibleTo(page)


def test_a_programme_without_lines_leads_to_the_one_that_has_them(
    qtbot: QtBot, page: BudgetPage, workspace: Workspace
) -> None:
    owner = workspace.programme_id

    def offered() -> list[QPushButton]:
        found = page.panel.findChildren(QPushButton)
        return [button for button in found if button.text().startswith("Show ") and not button.isHidden()]

    assert offered() == []
    city = next(item for item in workspace.programmes() if item.name.startswith("Better Lives"))
    workspace.choose(city.id)
    page.refresh()
    (button,) = offered()
    assert button.text() == "Show Adult Social Care and Health performance"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert workspace.programme_id == owner
    page.refresh()
    assert offered() == []

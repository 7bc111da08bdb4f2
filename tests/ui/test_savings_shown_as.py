"""Savings shown as reductions: in brackets on every page and in the pack, with nothing kept differently."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Portfolio, SavingsPosition, SavingsTarget
from asc_desktop.domain.records.fields import FieldError
from asc_desktop.domain.report.changes import compare
from asc_desktop.services.packs import PackRequest, export_pack, prepare
from asc_desktop.ui.pages.overview.page import OverviewPage
from asc_desktop.ui.pages.projects.columns import project_columns
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.savings.page import SavingsPage
from asc_desktop.ui.pages.shared.units import UNITS, SavingField, saving_field, savings_unit
from asc_desktop.ui.pages.structure.page import StructurePage
from asc_desktop.ui.pdf.pack import lay_out_pack
from asc_desktop.ui.pdf.pages import Words
from asc_desktop.ui.workspace import Workspace


def show_as(workspace: Workspace, how: str) -> None:
    workspace.apply_cells(Portfolio, [("portfolio", "savings_shown_as", how)])


def test_a_unit_shows_reductions_in_brackets_and_reads_them_with_or_without() -> None:
    unit = savings_unit("thousands", "reductions")
    assert (unit.words(84_000_000), unit.words(-5_000_000), unit.words(0)) == ("(840)", "50", "0")
    assert [unit.meant(text) for text in ("840", "(840)", "-840", "£840k", "(£840k)")] == [
        "840k", "840k", "840k", "£840k", "£840k"
    ]  # fmt: skip
    assert savings_unit("thousands", "positive") == UNITS["thousands"]
    assert UNITS["thousands"].meant("(840)") == "(840k)"
    assert savings_unit("pounds", "reductions").meant("1-2") == "1-2"


def test_a_field_of_a_saving_follows_how_savings_are_shown() -> None:
    how = ["positive"]
    field = saving_field(SavingsPosition, "forecast_pence", lambda: how[0])
    assert isinstance(field, SavingField)
    with pytest.raises(FieldError):
        field.parse("(1,000)")
    how[0] = "reductions"
    assert field.parse("(1,000)") == field.parse("1,000") == 100_000


def test_the_figures_and_tables_turn_round_and_nothing_kept_does(qtbot: QtBot, workspace: Workspace) -> None:
    before = workspace.report
    columns = {column.key: column for column in project_columns(workspace, lambda: workspace.period)}
    project = next(item for item in before.projects if item.variance_pence < 0 < item.target_pence)
    was = {key: columns[key].text(project) for key in ("target_pence", "forecast_pence", "variance_pence")}
    show_as(workspace, "reductions")
    after = workspace.report
    assert after.savings_shown_as == "reductions"
    assert after.savings == before.savings
    figures = {item.key: item.text for item in after.key_figures}
    assert figures["target"] == "(£8.70m)"
    assert figures["no_plan"] == {item.key: item.text for item in before.key_figures}["no_plan"]
    assert [item.pence for item in after.key_figures] == [item.pence for item in before.key_figures]
    shown = {key: columns[key].text(project) for key in was}
    assert shown["target_pence"] == f"({was['target_pence']})"
    assert f"({shown['variance_pence']})" == was["variance_pence"]
    assert columns["target_pence"].copied(project.target_pence) == str(project.target_pence // 100)


def test_the_savings_page_shows_and_takes_reductions(qtbot: QtBot, workspace: Workspace) -> None:
    show_as(workspace, "reductions")
    page = SavingsPage(workspace)
    qtbot.addWidget(page)
    page.resize(1166, 660)
    workspace.data_changed.connect(lambda _: page.refresh())
    page.refresh()
    page.show()
    view = page.matrix.view
    model = page.matrix.model
    key = "forecast_pence:2024"
    row = next(
        item
        for item in model.rows
        if item.years["2024/25"].is_reported and item.years["2024/25"].forecast_pence > 100_000_00
    )
    column = model.columns[model.column_at(key)]
    assert column.text(row).startswith("(")
    assert view.select_row(row.id, key)
    view.setFocus()
    typed = row.years["2024/25"].forecast_pence // 100_000 + 7
    view.edit_current(typed=f"({typed})")
    qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return)
    held = [
        item
        for item in workspace.records.of(SavingsPosition, "line_id", row.id)
        if (item.year, item.period) == (2024, workspace.period)
    ]
    assert [item.forecast_pence for item in held] == [typed * 100_000]


def test_tiles_and_project_tables_show_reductions(qtbot: QtBot, workspace: Workspace) -> None:
    show_as(workspace, "reductions")
    themes = StructurePage(workspace)
    qtbot.addWidget(themes)
    themes.refresh()
    tiles = themes.panel.tiles._tiles  # type: ignore[union-attr]
    assert tiles["target"].accessibleName().count("(£") == 1
    projects = ProjectsPage(workspace)
    qtbot.addWidget(projects)
    projects.refresh()


def test_the_pack_shows_reductions_by_its_number_formats_alone(workspace: Workspace, tmp_path: Path) -> None:
    books = {}
    for how in ("positive", "reductions"):
        show_as(workspace, how)
        path = tmp_path / f"{how}.xlsx"
        export_pack(workspace.report, path)
        books[how] = load_workbook(path)
    for sheet in ("Savings by year", "Savings lines", "Projects"):
        changed = 0
        for row, other in zip(books["positive"][sheet].rows, books["reductions"][sheet].rows, strict=True):
            for cell, turned in zip(row, other, strict=True):
                assert cell.value == turned.value
                if cell.number_format != turned.number_format:
                    changed += 1
                    assert turned.number_format.startswith('("£"#,##0)')
        assert changed, sheet


def test_the_pdf_shows_reductions(workspace: Workspace) -> None:
    shown = {}
    for how in ("positive", "reductions"):
        show_as(workspace, how)
        pages = lay_out_pack(prepare(workspace.session, PackRequest(workspace.scope)).document)
        shown[how] = {
            mark.text
            for page in pages.pages
            for _, _, marks in page.groups
            for mark in marks
            if isinstance(mark, Words)
        }
    # The city's target of 2024/25, in the totals and in the first of the six figures.
    assert {"8,696,246", "£8.70m"} <= shown["positive"]
    assert {"(8,696,246)", "(£8.70m)"} <= shown["reductions"]


def test_a_comparison_shows_both_its_reports_as_savings_are_shown_now(workspace: Workspace) -> None:
    with workspace.session.edit("Another target") as edit:
        target = next(item for item in workspace.records.all(SavingsTarget) if item.year == 2024)
        before = workspace.report
        edit.put(replace(target, target_pence=target.target_pence + 100_000_000))
    show_as(workspace, "reductions")
    figures = {item.key: item for item in compare(before, workspace.report).figures}
    assert (figures["target"].before, figures["target"].after) == ("(£8.70m)", "(£9.70m)")
    assert not figures["no_plan"].before.startswith("(")
    [row] = [
        row for row in compare(before, workspace.report).of_kind("target") if row.record_id == target.line_id
    ]
    assert row.before.startswith("(£")
    assert row.after.startswith("(£")
    assert row.difference == "£1,000,000 more"


def test_the_overviews_themes_turn_round_as_its_figures_do(qtbot: QtBot, workspace: Workspace) -> None:
    page = OverviewPage(workspace)
    qtbot.addWidget(page)
    page.refresh()
    model = page._groups.view.table

    def shown(key: str) -> list[str]:
        return [model.text_at(at, model.column_at(key)) for at in range(model.rowCount())]

    keys = ("target_pence", "forecast_pence", "no_plan_pence", "surplus_pence")
    was = {key: shown(key) for key in keys}
    show_as(workspace, "reductions")
    page.refresh()
    assert len(was["target_pence"]) > 3, "the total too"
    for key in keys[:2]:
        assert shown(key) == [text if text == "0" else f"({text})" for text in was[key]]
    assert [shown(key) for key in keys[2:]] == [was[key] for key in keys[2:]]

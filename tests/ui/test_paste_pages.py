"""Blocks as councils have them, pasted on the pages from the real clipboard: what is shown first, and what is kept."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import BudgetLine, BudgetPosition, Measure, MeasureValue, Risk
from asc_desktop.domain.records.delivery import DeliveryStatus, Project, StatusUpdate
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.model import Scope
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.snapshots import freeze
from asc_desktop.ui.dialogs.paste_preview import PastePreview
from asc_desktop.ui.pages.activity.page import ActivityPage
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.budget.page import BudgetPage
from asc_desktop.ui.pages.performance.page import PerformancePage
from asc_desktop.ui.pages.projects.page import ProjectsPage
from asc_desktop.ui.pages.risks.page import RisksPage
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker
from tests.ui.pasting import accept, choose, paste, preview_cells

NOTTINGHAMSHIRE = """\
Previous forecast Variance £ 000\tChange in forecast £ 000\tDepartment\tFinal Budget £ 000\tActual £ 000\t\
Year-End Forecast £ 000\tLatest Forecast Variance £ 000\tVar as a % of budget
\t\tASCH Committee
(501)\t211\tStrategic Commissioning and Integration\t(35,643)\t(16,944)\t(35,933)\t(290)\t0.81%
7,426\t1,729\tLiving Well and Direct Services\t167,354\t51,403\t176,509\t9,155\t5.47%
(805)\t1,576\tAgeing Well and Maximising Independence\t158,357\t42,550\t159,128\t771\t0.49%
6,120\t3,516\tForecast prior to use of reserves\t290,068\t77,009\t299,704\t9,636\t3.32%
\t\tASCH Reserves
(1)\t(0)\tTransfer to / (from) Revenue Reserves\t(12,158)\t-\t(12,159)\t(1)\t0.01%
-\t-\tTransfer to / (from) Capital Reserves\t-\t-\t-\t-\t0.00%
-\t-\tTransfer to / (from) reserves (Ageing Well)\t-\t-\t-\t-\t0.00%
(1)\t(0)\tSubtotal\t(12,158)\t-\t(12,159)\t(1)\t0.01%
6,119\t3,516\tNet Department Total\t277,910\t77,009\t287,545\t9,635\t3.47%
"""
"""The county's budget table for Period 3 2024/25, as it is copied from the paper."""


def opened(qtbot: QtBot, workspace: Workspace, kind: type[Page]) -> Page:
    page = kind(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    workspace.scope_changed.connect(page.refresh)
    page.resize(1366, 768)
    page.refresh()
    page.show()
    return page


def first_cell(view: RecordTableView, key: str | None = None) -> None:
    """Go to the first row that is no heading."""
    at = next(at for at in range(view.table.rowCount()) if view.table.row_at(at) is not None)
    view.go_to(at, view.table.column_at(key) if key else view.first_column())


def everything(workspace: Workspace) -> dict[str, Record]:
    return {record.id: record for kind in RECORD_TYPES for record in workspace.records.all(kind)}


def stored(workspace: Workspace) -> dict[str, Record]:
    return {record.id: record for rows in workspace.session.store.load().values() for record in rows}


def opened_preview(qtbot: QtBot, view: RecordTableView, text: str) -> PastePreview:
    preview = paste(qtbot, view, text)
    assert preview is not None
    return preview


class TestBudget:
    @pytest.fixture
    def view(self, qtbot: QtBot, workspace: Workspace) -> RecordTableView:
        workspace.choose(next(item.id for item in workspace.programmes() if "performance" in item.name))
        page = opened(qtbot, workspace, BudgetPage)
        assert isinstance(page, BudgetPage)
        return page.panel.view

    def lines(self, workspace: Workspace) -> dict[str, tuple[int, int, int]]:
        """Each line's figures for June in thousands, by name."""
        return {
            workspace.records.get(BudgetLine, held.line_id).name: (
                held.budget_pence // 100_000,
                held.actual_pence // 100_000,
                held.forecast_pence // 100_000,
            )
            for held in workspace.records.all(BudgetPosition)
            if held.period == "2024-06"
        }

    def disturb(self, workspace: Workspace) -> None:
        """Report other figures, so that the paper's have something to put right; a line of the paper is missing."""
        with workspace.session.edit("Other figures") as edit:
            for position in workspace.records.all(BudgetPosition):
                if position.period == "2024-06":
                    name = workspace.records.get(BudgetLine, position.line_id).name
                    if "Capital" in name:
                        edit.delete(position)
                    else:
                        edit.put(
                            BudgetPosition(
                                id=position.id,
                                line_id=position.line_id,
                                period="2024-06",
                                budget_pence=position.budget_pence // 2,
                                actual_pence=position.actual_pence + 700_000,
                                forecast_pence=position.forecast_pence * 2,
                            )
                        )
        for line in workspace.records.all(BudgetLine):
            if "Capital" in line.name:
                with workspace.session.edit("Without it", reason="Not in the paper") as edit:
                    edit.delete(*workspace.records.of(BudgetPosition, "line_id", line.id), line)

    @pytest.mark.parametrize("with_headings", [True, False])
    def test_the_countys_table_finds_every_line_by_name(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView, *, with_headings: bool
    ) -> None:
        paper = self.lines(workspace)
        names = {
            line.id: line.name for line in workspace.records.all(BudgetLine) if "Capital" not in line.name
        }
        self.disturb(workspace)
        before = everything(workspace)
        first_cell(view)
        text = NOTTINGHAMSHIRE if with_headings else NOTTINGHAMSHIRE.partition("\n")[2]
        preview = opened_preview(qtbot, view, text)
        assert everything(workspace) == before == stored(workspace)
        reserve = preview_cells(preview, "Transfer to / (from) Revenue Reserves")
        assert reserve["Goes to"] == "Transfer to / (from) Revenue Reserves"
        assert reserve["Budget"] == "(6,079) → (12,158)"
        assert preview_cells(preview, "Forecast prior to use of reserves")["Goes to"] == "Not pasted: a sum"
        assert preview_cells(preview, "Net Department Total")["Goes to"] == "Not pasted: a sum"
        assert preview_cells(preview, "ASCH Reserves")["Goes to"] == "Heading of a group"
        assert preview_cells(preview, "Transfer to / (from) Capital Reserves")["Goes to"] == "New budget line"
        accept(qtbot, preview)
        assert self.lines(workspace) == paper, (
            "each line has its own figures of the paper, the missing one too"
        )
        held = {line.id: line.name for line in workspace.records.all(BudgetLine)}
        assert names.items() <= held.items(), "no line was renamed"
        made = [line for line in workspace.records.all(BudgetLine) if line.id not in names]
        assert [(line.name, line.group_name, line.is_reserve) for line in made] == [
            ("Transfer to / (from) Capital Reserves", "ASCH Reserves", 1)
        ]
        assert stored(workspace) == everything(workspace)
        workspace.undo()
        assert everything(workspace) == before == stored(workspace), "one step back"

    def test_pounds_in_a_table_of_thousands_are_asked_about(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        reserve = next(line for line in workspace.records.all(BudgetLine) if "Capital" in line.name)
        view.select_row(reserve.id, "budget_pence")
        preview = opened_preview(qtbot, view, "147000")
        assert preview.reading.columns[0].asks
        assert preview.controls.box("way", 0).currentText() == "In £"
        accept(qtbot, preview)
        assert self.lines(workspace)[reserve.name][0] == 147

    def test_millions_in_a_table_of_thousands_are_read_as_millions(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        living = next(line for line in workspace.records.all(BudgetLine) if line.name.startswith("Living"))
        view.select_row(living.id, "budget_pence")
        preview = opened_preview(qtbot, view, "168.2\t52.1\t177.0")
        assert preview_cells(preview, "168.2 · 52.1 · 177.0")["Budget"] == "167,354 → 168,200"
        accept(qtbot, preview)
        assert self.lines(workspace)[living.name] == (168_200, 52_100, 177_000)

    def test_a_heading_is_no_figure_and_a_read_only_column_is_said(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        before = self.lines(workspace)
        living = next(line for line in workspace.records.all(BudgetLine) if line.name.startswith("Living"))
        view.select_row(living.id, "forecast_pence")
        preview = opened_preview(qtbot, view, "£000\t£000\n180,000\t12,646")
        assert preview_cells(preview, "£000 · £000")["Goes to"] == "Headings"
        cells = preview_cells(preview, "180,000 · 12,646")
        assert (cells["Forecast"], cells["Variance"]) == ("176,509 → 180,000", "Left out: 12,646")
        assert cells["Why not pasted"] == "Variance cannot be pasted into."
        qtbot.mouseClick(preview.nothing_button, Qt.MouseButton.LeftButton)
        assert self.lines(workspace) == before

    def test_rows_pasted_below_the_last_become_lines_in_one_step(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        before = everything(workspace)
        view.go_to(view.table.rowCount() - 1, view.first_column())
        preview = opened_preview(qtbot, view, "Transport\t\t\t1,200\t300\t1,250\nAdvocacy\t\t\t90\t20\t80")
        assert preview_cells(preview, "Transport")["Why not pasted"] == "Group is needed."
        group = preview.controls.box("given", -1, "group_name")
        line = group.lineEdit()
        assert line is not None
        qtbot.keyClicks(line, "Public Health")
        qtbot.waitUntil(preview.paste_button.isEnabled)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert preview.isVisible(), "Enter ends what is typed and pastes nothing"
        assert everything(workspace) == before
        assert preview.paste_button.text() == "Paste (2 new budget lines)"
        assert preview_cells(preview, "Transport")["Goes to"] == "New budget line"
        accept(qtbot, preview)
        held = self.lines(workspace)
        assert (held["Transport"], held["Advocacy"]) == ((1200, 300, 1250), (90, 20, 80))
        groups = {line.name: line.group_name for line in workspace.records.all(BudgetLine)}
        assert (groups["Transport"], groups["Advocacy"]) == ("Public Health", "Public Health")
        assert workspace.session.undo_action == "Paste 2 budget lines"
        workspace.undo()
        assert everything(workspace) == before == stored(workspace)

    def test_what_is_not_there_is_said_with_its_words(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        view.new_rows = None
        first_cell(view)
        before = self.lines(workspace)
        preview = opened_preview(
            qtbot, view, "Transport\t\t\t100\t50\t100\nLiving Well and Direct Services\t\t\t1\t2\t3"
        )
        assert preview_cells(preview, "Transport")["Goes to"] == "Not pasted"
        assert "“Transport”" in preview.counts.text()
        with qtbot.waitSignal(view.notice) as told:
            accept(qtbot, preview)
        assert "1 row not pasted: “Transport”." in told.args[0]
        changed = {name for name, held in self.lines(workspace).items() if held != before[name]}
        assert changed == {"Living Well and Direct Services"}


class TestProjects:
    @pytest.fixture
    def view(self, qtbot: QtBot, workspace: Workspace) -> RecordTableView:
        page = opened(qtbot, workspace, ProjectsPage)
        assert isinstance(page, ProjectsPage)
        return page.list.view

    def project(self, workspace: Workspace, ref: str) -> Project:
        return next(item for item in workspace.records.all(Project) if item.ref == ref)

    def in_june(self, workspace: Workspace, view: RecordTableView, ref: str) -> tuple[str, bool]:
        """Return a project's status in June and whether it is June's own."""
        row = view.table.find(self.project(workspace, ref).id)
        assert row is not None
        return (row.status.name, row.updated)

    def test_the_same_status_pasted_again_is_this_months(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        assert self.in_june(workspace, view, "P-010") == ("On target", False)
        view.select_row(self.project(workspace, "P-009").id, "status_id")
        with qtbot.waitSignal(view.notice) as told:
            assert paste(qtbot, view, "On target\nOn target\nAt risk") is None
        assert told.args == ["2 cells pasted, 1 of them confirmed unchanged."]
        assert self.in_june(workspace, view, "P-010") == ("On target", True)
        assert self.in_june(workspace, view, "P-011")[0] == "At risk"
        workspace.undo()
        assert self.in_june(workspace, view, "P-010") == ("On target", False)

    def test_what_is_confirmed_is_shown_before_a_block_with_a_fault_is_pasted(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        view.select_row(self.project(workspace, "P-009").id, "status_id")
        preview = opened_preview(qtbot, view, "On target\nOn target\nBanana")
        cells = [preview.model.text_at(at, preview.model.columnCount() - 1) for at in range(3)]
        assert cells == ["On target", "On target, confirmed", "Refused: Banana"]
        accept(qtbot, preview)
        assert self.in_june(workspace, view, "P-010") == ("On target", True)

    def test_filling_down_the_same_status_confirms_it(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        view.select_row(self.project(workspace, "P-009").id, "status_id")
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        assert self.in_june(workspace, view, "P-010") == ("On target", True)

    def test_one_date_says_the_order_of_all(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        block = "Ref\tEnd\nP-024\t04/06/2027\nP-025\t04/15/2027\n"
        label = view.table.column(view.table.column_at("end_date")).label
        first_cell(view)
        preview = opened_preview(qtbot, view, block.replace("End", label))
        assert "“04/15/2027” has the month first." in preview.notes.accessibleName()
        accept(qtbot, preview)
        found = [self.project(workspace, ref).end_date for ref in ("P-024", "P-025")]
        assert found == ["2027-04-06", "2027-04-15"]

    def test_a_letter_that_is_no_statuss_is_asked_once_for_the_column(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        statuses = workspace.records.all(DeliveryStatus)
        assert "AR" not in {status.letter for status in statuses}
        refs = ["P-005", "P-006", "P-007"]
        view.select_row(self.project(workspace, refs[0]).id, "status_id")
        preview = opened_preview(qtbot, view, "At\nAt")
        assert "choose what “At” means" in preview.notes.accessibleName()
        assert preview_cells(preview, "At")["Status"] == "Refused: At"
        before = {ref: self.project(workspace, ref) for ref in refs}
        choose(preview, "At risk", "meaning", 0, "At")
        assert preview_cells(preview, "At")["Status"].endswith("At risk")
        accept(qtbot, preview)
        assert before == {ref: self.project(workspace, ref) for ref in refs}, "only their statuses changed"
        rows = [view.table.find(before[ref].id) for ref in refs[:2]]
        assert [row.status.name for row in rows if row is not None and row.status] == ["At risk", "At risk"]

    def test_errors_of_excel_never_become_words(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        before = everything(workspace)
        view.select_row(self.project(workspace, "P-005").id, "lead")
        preview = opened_preview(qtbot, view, "#N/A\n########\n#REF!")
        assert not preview.paste_button.isEnabled()
        qtbot.mouseClick(preview.nothing_button, Qt.MouseButton.LeftButton)
        assert everything(workspace) == before

    def test_what_the_rules_refuse_is_known_before_anything_is_stored(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        view.select_row(self.project(workspace, "P-024").id, "ref")
        before = everything(workspace)
        steps = workspace.session.undo_action
        preview = opened_preview(qtbot, view, "P-001")
        assert everything(workspace) == before == stored(workspace)
        assert workspace.session.undo_action == steps
        assert not preview.paste_button.isEnabled()
        row = next(row for row in preview.reading.rows)
        assert row.cells[0].sentence

    def test_a_column_of_an_unknown_heading_goes_where_the_person_says(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        first_cell(view)
        preview = opened_preview(qtbot, view, "Ref\tProject\tWho\nP-001\t\tHead of One\nP-002\t\tHead of Two")
        assert "No column here is called “Who”, so it goes nowhere." in preview.notes.accessibleName()
        assert preview_cells(preview, "P-001")["Who"] == "Left out: Head of One"
        choose(preview, view.table.column(view.table.column_at("lead")).label, "place", 2)
        assert preview_cells(preview, "P-001")["Lead"].endswith("→ Head of One")
        preview.controls.heading.setChecked(False)
        assert preview.model.text_at(0, 0) == "Ref"
        assert preview_cells(preview, "Ref")["Goes to"] != "Headings"
        preview.controls.heading.setChecked(True)
        preview.only.setChecked(True)
        shown = [preview.model.text_at(at, 0) for at in range(preview.model.rowCount())]
        assert shown == ["P-001", "P-002"], "an emptied name is refused"
        accept(qtbot, preview)
        leads = [self.project(workspace, ref).lead for ref in ("P-001", "P-002")]
        assert leads == ["Head of One", "Head of Two"]

    def test_new_projects_are_given_the_theme_that_the_block_does_not_name(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        view.clearSelection()
        preview = opened_preview(
            qtbot, view, "Ref\tProject\nX-901\tDigital front door\nX-902\tHome adaptations"
        )
        assert not preview.paste_button.isEnabled()
        box = preview.controls.box("given", -1, "theme_id")
        choose(preview, box.itemText(1), "given", -1, "theme_id")
        assert preview.paste_button.text() == "Paste (2 new projects)"
        accept(qtbot, preview)
        made = [self.project(workspace, ref) for ref in ("X-901", "X-902")]
        assert {item.theme_id for item in made} == {box.itemData(1)}

    def test_a_cell_that_breaks_a_rule_costs_its_row_no_other_cell(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        first_cell(view)
        keys = {key: view.table.column(view.table.column_at(key)).label for key in ("lead", "start_date")}
        block = f"Ref\t{keys['lead']}\t{keys['start_date']}\nP-001\tHead of One\t2090-01-01"
        preview = opened_preview(qtbot, view, block)
        cells = preview_cells(preview, "P-001")
        assert cells[keys["start_date"]] == "Refused: 2090-01-01"
        assert "cannot be before the start" in cells["Why not pasted"]
        accept(qtbot, preview)
        held = self.project(workspace, "P-001")
        assert (held.lead, held.start_date) != ("Head of One", "2090-01-01")
        assert held.lead == "Head of One"

    def test_five_hundred_rows_are_read_and_pasted_as_one_change(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView
    ) -> None:
        theme = self.project(workspace, "P-024").theme_id
        with workspace.session.edit("Many") as edit:
            edit.put(
                *(
                    Project(id=f"many-{at}", ref=f"M-{at:03d}", name=f"Many {at}", theme_id=theme)
                    for at in range(500)
                )
            )
        label = view.table.column(view.table.column_at("lead")).label
        rows = [f"M-{at:03d}\tRole {at}" for at in reversed(range(500))]
        first_cell(view)
        preview = opened_preview(qtbot, view, "\n".join([f"Ref\t{label}", *rows]))
        assert preview.paste_button.text() == "Paste (500 cells)"
        accept(qtbot, preview)
        assert self.project(workspace, "M-123").lead == "Role 123"
        workspace.undo()
        assert self.project(workspace, "M-123").lead is None


class TestRisks:
    def test_a_register_with_words_for_scores(self, qtbot: QtBot, workspace: Workspace) -> None:
        workspace.choose(next(item.id for item in workspace.programmes() if "performance" in item.name))
        page = opened(qtbot, workspace, RisksPage)
        tables = page.findChildren(RecordTableView)
        view = next(each for each in tables if each.accessibleName() == "Risk register")
        first_cell(view)
        preview = opened_preview(
            qtbot, view, "Risk ID\tLikelihood\tImpact\nA16\tLOW\t0.9\nA03\tMEDIUM\t0.2\nZ99\tHIGH\t0.5\n"
        )
        assert preview_cells(preview, "A16")["Impact"].endswith("→ 5")
        assert preview_cells(preview, "Z99")["Goes to"] == "New risk"
        choose(preview, "Low 2, medium 3, high 4", "way", 1)
        accept(qtbot, preview)
        held = {risk.ref: risk for risk in workspace.records.all(Risk)}
        assert "Z99" not in held, "a risk needs its words"
        rows = {row.record.ref: row.report.current for row in view.table.rows}
        assert {ref: (rows[ref].likelihood, rows[ref].impact) for ref in ("A03", "A16")} == {
            "A03": (3, 1),
            "A16": (2, 5),
        }


class TestMeasures:
    @pytest.fixture
    def view(self, qtbot: QtBot, workspace: Workspace) -> RecordTableView:
        workspace.choose(next(item.id for item in workspace.programmes() if "performance" in item.name))
        page = opened(qtbot, workspace, PerformancePage)
        assert isinstance(page, PerformancePage)
        return page.view

    def value(self, workspace: Workspace, measure_id: str) -> str:
        held = workspace.records.of(MeasureValue, "measure_id", measure_id)
        return next(item.actual for item in held if item.period == "2024-06")

    @pytest.mark.parametrize(("text", "kept"), [("98,8", "98.8"), ("1.234,5", "1234.5")])
    def test_a_decimal_comma_is_never_a_thousand(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView, text: str, kept: str
    ) -> None:
        measure = next(item for item in workspace.records.all(Measure) if item.unit != "%")
        before = self.value(workspace, measure.id)
        assert view.select_row(measure.id, "actual:2024-06")
        preview = opened_preview(qtbot, view, text)
        assert self.value(workspace, measure.id) == before
        accept(qtbot, preview)
        assert self.value(workspace, measure.id) == kept

    def test_a_paste_over_closed_and_future_months_asks_its_reason_once(
        self, qtbot: QtBot, workspace: Workspace, view: RecordTableView, asker: FakeAsker
    ) -> None:
        # A board has received May, so that April and May are closed.
        freeze(workspace.session, Scope(workspace.programme_id, "2024-05"))
        measure = next(item for item in workspace.records.all(Measure) if item.unit == "%")
        view.select_row(measure.id, "actual:2024-04")
        preview = opened_preview(
            qtbot, view, f"Measure\tApr 24\tMay 24\tJun 24\n{measure.name}\t76,1\t77,2\t78,3"
        )
        assert asker.questions == []
        assert "April 2024 and May 2024 are closed" in preview.notes.accessibleName()
        asker.reason = None
        accept(qtbot, preview)
        assert len(asker.questions) == 1
        assert preview.isVisible(), "without a reason nothing is pasted, and nothing is lost"
        asker.reason = "The paper was wrong"
        accept(qtbot, preview)
        assert len(asker.questions) == 2
        assert self.value(workspace, measure.id) == "78.3"
        assert {entry.reason for entry in workspace.session.history(limit=3)} == {"The paper was wrong"}


def test_no_reason_is_asked_for_what_is_refused_whatever_the_reason(
    workspace: Workspace, asker: FakeAsker
) -> None:
    session = workspace.session
    update = next(item for item in session.records.all(StatusUpdate) if item.period == "2024-05")
    one, two = session.records.all(Project)[:2]
    before = everything(workspace)

    def change(ref: str, reason: str | None) -> None:
        with session.edit("Correct", reason=reason) as edit:
            edit.put(replace(update, narrative="Corrected"), replace(one, ref=ref))

    with pytest.raises(EditRefused):
        workspace.attempt(lambda reason: change(two.ref, reason))
    assert asker.questions == []
    assert everything(workspace) == before == stored(workspace)
    workspace.attempt(lambda reason: change("X-1", reason))
    assert len(asker.questions) == 1
    assert session.records.get(Project, one.id).ref == "X-1"


def test_the_preview_of_a_measures_months_says_which_month_each_row_goes_to(
    qtbot: QtBot, workspace: Workspace
) -> None:
    measure = next(item for item in workspace.session.records.all(Measure) if item.unit == "%")
    workspace.choose(measure.programme_id)
    page = opened(qtbot, workspace, PerformancePage)
    assert isinstance(page, PerformancePage)
    first_cell(page.view)
    months = page.detail.months
    months.select_row(months.table.id_at(1), "actual")

    def goes_to(block: str) -> list[str]:
        preview = opened_preview(qtbot, months, block)
        found = [row.goes_to for row in preview.model.rows if row.goes_to != "Headings"]
        preview.reject()
        return found

    # By place, and by the months that the block names.
    assert goes_to("75.1\n75.2\n75.3\n") == ["May 2024", "June 2024", "July 2024"]
    assert goes_to("Month\tActual\nAug-24\t75.1\nApr-24\t75.2\n") == ["August 2024", "April 2024"]


def test_months_of_an_activity_find_their_rows(qtbot: QtBot, workspace: Workspace, asker: FakeAsker) -> None:
    page = opened(qtbot, workspace, ActivityPage)
    assert isinstance(page, ActivityPage)
    first_cell(page.view)
    page.detail.show_part("months")
    months = page.detail.months
    months.select_row("2024-06", "planned")
    block = "Month\tPlanned\tDone\nSep-24\t91\t\nMay-24\t81\t61\nAug-24\t92\t\n"
    preview = opened_preview(qtbot, months, block)
    accept(qtbot, preview)
    assert len(asker.questions) == 1
    at = {key: months.table.column_at(key) for key in ("planned", "done")}
    assert [
        tuple(months.table.text_at(months.table.position(period), column) for column in at.values())
        for period in ("2024-05", "2024-08", "2024-09")
    ] == [("81", "61"), ("92", ""), ("91", "")]

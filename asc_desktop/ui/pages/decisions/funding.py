"""The funding sources: a table to type in, and a chart of what is committed and left of each provision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget

from asc_desktop.domain.records.fields import Field, Record
from asc_desktop.domain.records.governance import DecisionFunding, FundingSource
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import one_or_number
from asc_desktop.ui.charts.chart import Chart
from asc_desktop.ui.dialogs.first_part import ChildPart, new_choice_button
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.figures.funding import FUNDING_TITLE, funding_data
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.decisions.columns import source_columns
from asc_desktop.ui.pages.shared.ask_new import ask_for_new
from asc_desktop.ui.pages.shared.rows import ReportedRow
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

GAP: Final = 10
_ROWS: Final[tuple[FormRow, ...]] = ("name", ("year", "provision_pence"), "source")


class FundingSources(QWidget):
    """The sources that the programme's decisions may draw on."""

    decisions_wanted = Signal(object)
    """The ids of the decisions that draw on a source."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._drawn: tuple[object, ...] = ()
        self.model = RecordTableModel(source_columns(), sink=self._apply, choices=workspace.choices)
        self.view = RecordTableView(
            self.model, "funding-sources", workspace=workspace, row_actions=self._actions_for
        )
        self.view.setAccessibleName("Funding sources")
        nothing = self.view.set_empty(
            "decisions",
            "No funding sources yet",
            "Record the grants, reserves and budgets that decisions draw on, each with its provision for a year.",
        )
        nothing.add_action("New funding source…", changes=True).clicked.connect(self.add)
        self.table_card = Card("Funding sources", margins=False)
        self.add_button = QPushButton("New funding source…")
        theme_hub().icons.bind(self.add_button, "add")
        self.add_button.clicked.connect(self.add)
        only_to_change(self.add_button)
        self.table_card.add_header_widget(self.add_button)
        self.table_card.body.addWidget(self.view)
        self.chart = Chart()
        self.chart.segment_activated.connect(self._choose)
        self.as_table = self.chart.table_button()
        self.chart_card = Card(FUNDING_TITLE)
        self.chart_card.add_header_widget(self.as_table)
        self.chart_card.add_header_widget(self.chart.menu_button())
        self.chart_card.body.addWidget(self.chart)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setHandleWidth(GAP)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table_card)
        splitter.addWidget(self.chart_card)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        column_of(splitter, into=self, margins=0)

    def show_report(self, report: Report) -> None:
        """Show the report's sources."""
        records = self._workspace.records
        self.model.set_rows(
            [ReportedRow(records.get(FundingSource, item.id), item) for item in report.funding_sources]
        )
        self.chart_card.setVisible(bool(report.funding_sources))
        if self._drawn != report.funding_sources:
            self._drawn = report.funding_sources
            self.chart.set_data(funding_data(report))

    def add(self) -> None:
        """Ask for a new source, of the year of the period looked at."""
        workspace = self._workspace
        ask_for_new(
            workspace,
            FundingSource,
            self.window(),
            rows=_ROWS,
            values=lambda: {"year": workspace.context.year},
            then=self._show_new,
        )

    def _show_new(self, source_id: str) -> None:
        """Go to what was added: the button that it came from may be gone."""
        self.show_report(self._workspace.report)
        self.select(source_id)

    def select(self, source_id: str) -> bool:
        """Go to a source; return whether it is there."""
        found = self.view.select_row(source_id)
        if found:
            self.view.setFocus()
        return found

    def delete(self) -> None:
        """Delete the sources selected, after a question; one that decisions draw on stays, and says so."""
        found = (self.model.find(row_id) for row_id in self.view.selected_row_ids())
        records: list[Record] = [row.record for row in found if row is not None]
        words = one_or_number(len(records), "this funding source", "funding source")
        self._workspace.delete(
            records, f"Delete {words}?", "Undo restores it.", "The funding source cannot be deleted"
        )

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        self._workspace.apply_cells(FundingSource, edits)

    def _choose(self, key: object) -> None:
        if isinstance(key, str):
            self.select(key)

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        row = self.model.find(row_ids[0]) if len(row_ids) == 1 else None
        actions = [menu_action("Delete…", self.delete)]
        if row is not None and row.report.decision_ids:
            ids = row.report.decision_ids
            listed = menu_action(
                "&List its decisions", lambda: self.decisions_wanted.emit(ids), changes=False
            )
            actions.insert(0, listed)
        return actions


def first_funding(workspace: Workspace, programme_id: str) -> ChildPart:
    """Return what asks what a new decision is paid from: a source of the programme, which can be made there."""

    def offered(field: Field, row: Any) -> list[tuple[str, str]]:
        del row
        own = {item.id for item in workspace.records.of(FundingSource, "programme_id", programme_id)}
        return [option for option in workspace.choices(field) if option[0] in own]

    part = ChildPart(
        workspace,
        DecisionFunding,
        title="Funding",
        owner="decision_id",
        keys=("funding_source_id", "amount_pence"),
        rows=[("funding_source_id", "amount_pence")],
        choices=offered,
    )

    def make() -> Record | None:
        dialog = RecordDialog(
            workspace,
            FundingSource,
            values={"programme_id": programme_id, "year": workspace.context.year},
            fixed=["programme_id"],
            rows=_ROWS,
            parent=part.window(),
        )
        dialog.exec()
        dialog.deleteLater()
        return dialog.record

    new_choice_button("New funding source…", make, part.form, "funding_source_id")
    return part

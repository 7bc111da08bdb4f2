"""Reconciliation: published totals held against the savings lines, and published tables added up by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from asc_desktop.domain.records.fields import Kind, Record
from asc_desktop.domain.records.governance import ControlTotal, PublishedTable
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_reconciliation import ControlTotalReport, PublishedTableReport
from asc_desktop.domain.rules.reconciliation import RESULT_LABELS
from asc_desktop.services.new_records_assurance import new_control_totals
from asc_desktop.ui.charts.chart import Chart
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.figures.reconciliation import control_total_data
from asc_desktop.ui.keys import ADD, MAIN
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.pages.reconciliation.dialogs import ControlTotalDialog, PasteDialog
from asc_desktop.ui.pages.reconciliation.table import TableGrid, finding_words
from asc_desktop.ui.pages.shared.by_programme import programmes_above
from asc_desktop.ui.pages.shared.chart_cards import chart_card
from asc_desktop.ui.pages.shared.detail_page import DetailPage
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.pages.shared.monthly_page import SIDE_BY_SIDE_FROM
from asc_desktop.ui.pages.shared.register_filters import Choice
from asc_desktop.ui.widgets.boxes import splitter
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.widgets.commands import add_keys, menu_action
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace

_RAGS: Final = {
    "agrees": "green",
    "rounding": "green",
    "explained": "blue",
    "part": "amber",
    "differs": "red",
}
_STATE_MARKS: Final = {"adds": "✓", "rounding": "✓", "explained": "✓", "wrong": "✗", "unreadable": "✗"}

LEAST_NAME: Final = 150
LEAST_TABLE: Final = 230
"""The height, in pixels, of a published table with what was found of it."""


class ReconciliationPage(DetailPage):
    """Control totals above; the years of the current one as a chart and the published tables below."""

    key: ClassVar[str] = "reconciliation"
    title: ClassVar[str] = "Reconciliation"
    icon: ClassVar[str] = "reconciliation"
    kind: ClassVar[type[Record]] = ControlTotal
    many: ClassVar[str] = "control totals"
    table_name: ClassVar[str] = "control_totals"
    sizes: ClassVar[tuple[int, int]] = (300, 320)
    explained: ClassVar[str] = (
        "Check your savings against a published figure. Paste the table from the paper, or add one total by hand."
    )
    beginning: ClassVar[str] = (
        "Add a programme first, or open the sample to see published tables checked against savings lines."
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.model.set_grouping(Grouping("Source", lambda row: row.source or "No source"))
        self.view.new_rows = new_control_totals(looked_at(workspace))
        add_keys(self, {ADD: self.add})

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return _columns()

    def choices(self) -> Mapping[str, Choice]:
        """Return the results."""
        return {"result": Choice("Result", "Any", lambda row: row.result, tuple(RESULT_LABELS.items()))}

    def rows(self, report: Report) -> Sequence[ControlTotalReport]:
        """Return the report's control totals."""
        return report.reconciliation.control_totals

    def summary(self, report: Report) -> str:
        """Return how many totals agree, differ and so on."""
        counts = Counter(item.result for item in self.rows(report))
        words = [result_words(counts[key], label) for key, label in RESULT_LABELS.items() if counts[key]]
        return ", ".join(words) or "No control totals yet"

    def make_buttons(self) -> None:
        """Offer a total by hand and a published table, in the empty table too."""
        add, paste = "New control total…", "Paste a published table…"
        tip = f"Add a published figure that the lines must add up to ({ADD})"
        self.new_button = self.button(add, "add", tip, self.add)
        tip = f"Paste a table from a paper and check its totals against the lines ({MAIN})"
        self.paste_button = self.button(paste, "table", tip, self.paste, primary=True)
        self.nothing.add_action(paste, primary=True, changes=True).clicked.connect(self.paste)
        self.nothing.add_action(add, changes=True).clicked.connect(self.add)

    def show_more(self, report: Report) -> None:
        """Show the published tables."""
        section = report.reconciliation
        self.model.set_grouping(
            Grouping(
                "Source",
                lambda row: row.source or "No source",
                above=programmes_above(report, lambda row: str(row.programme)),
            )
        )
        self._show_tables(section.tables)
        self.detail.setVisible(bool(section.control_totals or section.tables))

    def go_to(self, record_id: str) -> bool:
        """Go to a control total or a published table; return whether it is here."""
        at = self.tables.findData(record_id)
        if at < 0:
            return super().go_to(record_id)
        self.tables.setCurrentIndex(at)
        self._show_table()
        self.grid.setFocus()
        return True

    # ------------------------------------------------------------------------------------------------ actions

    def add(self) -> None:
        """Ask for a new control total."""
        self._open_total(None)

    def open(self, row: ControlTotalReport) -> None:
        """Edit a control total and the lines it is of."""
        self._open_total(self.workspace.records.find(ControlTotal, row.id))

    def actions_for(self, rows: Sequence[ControlTotalReport]) -> list[QAction]:
        """Return what edits a control total."""
        return [menu_action("&Edit…", lambda: self.open(rows[0]), enabled=len(rows) == 1)]

    def paste(self) -> None:
        """Ask for a published table."""
        if self.workspace.is_empty:
            return
        dialog = PasteDialog(self.workspace, self._programme_id(), self)
        dialog.accepted.connect(lambda: self.show_only({"record_id": dialog.kept.id if dialog.kept else ""}))
        dialog.open()

    def edit_table(self) -> None:
        """Edit the published table in sight."""
        table = self.workspace.records.find(PublishedTable, self.tables.currentData())
        if table is None:
            return
        rows = ["name", "cells", "rules", "precision_pence", "explanation", "source"]
        dialog = RecordDialog(self.workspace, PublishedTable, record=table, rows=rows, parent=self.window())
        dialog.open()

    def delete_table(self) -> None:
        """Delete the published table in sight, having asked."""
        table = self.workspace.records.find(PublishedTable, self.tables.currentData())
        if table is not None:
            question = f"Delete “{table.name[:80]}”?"
            self.workspace.delete([table], question, "Its control totals stay. Undo restores it.")

    def _open_total(self, total: ControlTotal | None) -> None:
        if self.workspace.is_empty:
            return
        owner = total.programme_id if total else self._programme_id()
        dialog = ControlTotalDialog(self.workspace, owner, total, self)
        dialog.accepted.connect(
            lambda: self.show_only({"record_id": dialog.record.id if dialog.record else ""})
        )
        dialog.open()

    def _programme_id(self) -> str:
        return self.workspace.programme_id or self.workspace.programmes()[0].id

    # ------------------------------------------------------------------------------------------------ inside

    def make_detail(self) -> QWidget:
        """Return the chart beside the published tables."""
        self.chart = Chart()
        self.chart_card = chart_card(self.chart, "Published and lines", " ")
        self.tables = ChoiceBox("Published table to show")
        self.tables.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        # As wide as the longest name where there is room, and cut where there is not.
        self.tables.setMinimumWidth(LEAST_NAME)
        self.tables.activated.connect(lambda _: self._show_table())
        self.edit_button, self.delete_button = QPushButton("Edit…"), QPushButton("Delete…")
        self.edit_button.clicked.connect(self.edit_table)
        self.delete_button.clicked.connect(self.delete_table)
        only_to_change(self.edit_button, self.delete_button)
        self.grid = TableGrid()
        self.found = make_label("", wrap=True)
        self.table_card = Card("Published tables", " ")
        for widget in (self.tables, self.edit_button, self.delete_button):
            self.table_card.add_header_widget(widget)
        self.table_card.body.addWidget(self.found)
        self.table_card.body.addWidget(self.grid, 1)
        self.table_card.setMinimumHeight(LEAST_TABLE)
        self.lower_part = splitter(self.chart_card, self.table_card, sizes=(420, 640))
        return self.lower_part

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the chart and the published table side by side, or one under another."""
        super().resizeEvent(event)
        is_wide = self.width() >= SIDE_BY_SIDE_FROM
        self.lower_part.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)

    def show_current(self) -> None:
        """Show the current total's years, or the first one's."""
        row = self.view.current_row or next(iter(self.model.shown_rows), None)
        self.chart_card.setVisible(row is not None)
        if row is None:
            return
        every = self.workspace.report.reconciliation.control_totals
        years = [item for item in every if (item.source, item.name) == (row.source, row.name)]
        self.chart_card.set_title(row.name, row.sentence)
        self.chart.set_data(control_total_data(row.name, years))

    def _show_tables(self, tables: Sequence[PublishedTableReport]) -> None:
        chosen = self.tables.currentData()
        self.tables.clear()
        for item in tables:
            self.tables.addItem(f"{_STATE_MARKS[item.state]} {item.name}", item.id)
        self.tables.setCurrentIndex(max(self.tables.findData(chosen), 0) if tables else -1)
        self._show_table()

    def _show_table(self) -> None:
        tables = self.workspace.report.reconciliation.tables
        table = next((item for item in tables if item.id == self.tables.currentData()), None)
        self.table_card.setVisible(table is not None)
        if table is not None:
            self.table_card.set_title("Published tables", table.state_label)
            self.grid.show_table(table.columns, table.rows, table.findings, table.wrong_cells)
            words = finding_words(table.findings, table.wrong_cells, table.notes, table.explanation)
            self.found.setText(words or table.sentence)


def result_words(count: int, label: str) -> str:
    """Return how many totals have a result: “1 agrees”, “2 agree”."""
    verb, space, rest = label.lower().partition(" ")
    return f"{count} {verb.removesuffix('s') if count != 1 else verb}{space}{rest}"


def _columns() -> list[Column]:
    return [
        field_column(ControlTotal, "name", editable=True, width=190, hint=lambda row: row.selection),
        view_column("year", "Year", width=86),
        view_column("selection", "Lines", width=150, hint=lambda row: row.selection),
        field_column(ControlTotal, "published_pence", editable=True, width=112),
        view_column("lines_pence", "Lines £", Kind.MONEY, width=112),
        view_column("difference_pence", "Difference £", Kind.MONEY, width=108, negative_is_bad=False),
        view_column(
            "result_label",
            "Result",
            chip=lambda row: Chip(row.result_label, _RAGS[row.result]),
            hint=lambda row: row.sentence,
            width=178,
        ),
        # What explains a difference is typed before how much of it is explained, which is refused without.
        field_column(ControlTotal, "explanation", editable=True, width=200),
        field_column(ControlTotal, "explained_pence", editable=True, width=150),
        field_column(ControlTotal, "source", editable=True, width=240, hidden=True),
    ]

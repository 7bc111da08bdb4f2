"""Reconciliation: published totals held against the savings lines, and published tables added up by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.governance import ControlTotal, PublishedTable
from asc_desktop.domain.report.views_reconciliation import PublishedTableReport
from asc_desktop.domain.rules.reconciliation import RESULT_LABELS
from asc_desktop.domain.words import named
from asc_desktop.services import editing
from asc_desktop.services.new_records_assurance import new_control_totals
from asc_desktop.ui.charts.chart import Chart
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.figures.reconciliation import control_total_data
from asc_desktop.ui.keys import ADD, FILTER, MAIN
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.reconciliation.dialogs import ControlTotalDialog, PasteDialog
from asc_desktop.ui.pages.reconciliation.table import TableGrid, finding_words
from asc_desktop.ui.pages.shared.chart_cards import chart_card
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import column_of, splitter
from asc_desktop.ui.widgets.card import Card, table_card
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.commands import add_keys, menu_action
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

_RAGS: Final = {
    "agrees": "green",
    "rounding": "green",
    "explained": "blue",
    "part": "amber",
    "differs": "red",
}
_STATE_MARKS: Final = {"adds": "✓", "rounding": "✓", "explained": "✓", "wrong": "✗", "unreadable": "✗"}


class ReconciliationPage(Page):
    """Control totals above; the years of the current one as a chart and the published tables below."""

    key: ClassVar[str] = "reconciliation"
    title: ClassVar[str] = "Reconciliation"
    icon: ClassVar[str] = "reconciliation"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.model = RecordTableModel(_columns(), sink=self._apply, parent=self)
        self.model.set_grouping(Grouping("Source", lambda row: row.source or "No source"))
        self.view = RecordTableView(
            self.model, "control_totals", workspace=workspace, row_actions=self._actions_for
        )
        self.view.new_rows = new_control_totals(looked_at(workspace))
        self.view.setAccessibleName("Control totals")
        none = self.view.set_empty(
            "reconciliation", "No control totals yet",
            "A control total is a published figure that the savings lines must add up to. Paste a published table, or "
            "add one by hand.",
        )  # fmt: skip
        none.add_action("Paste a published table…", primary=True, changes=True).clicked.connect(self.paste)
        none.add_action("New control total…", changes=True).clicked.connect(self.add)
        self.header = PageHeader(self.title)
        self._make_controls()
        self._make_lower()
        self.fill(
            self._lay_out(),
            "Nothing to reconcile yet",
            "Control totals belong to a programme. Add one, or open the sample to see published tables held against "
            "savings lines.",
        )
        self.view.current_row_changed.connect(lambda _: self._show_chart())
        self.view.activated_row.connect(self.edit)
        self.view.selection_summary.connect(lambda summary: workspace.said.emit(summary.words))

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show the totals and tables as they now are; selection, scroll and half-typed text stay."""
        if self.begins():
            return
        section = self.workspace.report.reconciliation
        counts = Counter(item.result for item in section.control_totals)
        words = [f"{counts[key]} {label.lower()}" for key, label in RESULT_LABELS.items() if counts[key]]
        self.header.set_title(self.title, ", ".join(words) or "No control totals yet")
        self.result.set_options([(key, label) for key, label in RESULT_LABELS.items() if counts[key]])
        self.model.set_rows(section.control_totals)
        self.model.refresh()
        self._narrow()
        self._show_chart()
        self._show_tables(section.tables)
        self.lower_part.setVisible(bool(section.control_totals or section.tables))

    def show_only(self, what: Mapping[str, object]) -> None:
        """Go to a control total or a published table: ``{"record_id": …}``."""
        record_id = what.get("record_id")
        if not isinstance(record_id, str) or self.workspace.is_empty:
            return
        self.refresh()
        at = self.tables.findData(record_id)
        if at >= 0:
            self.tables.setCurrentIndex(at)
            self._show_table()
            self.grid.setFocus()
            return
        self.box.clear()
        self.result.choose("")
        self.model.clear_filters()
        if self.view.select_row(record_id):
            self.view.setFocus()

    # ------------------------------------------------------------------------------------------------ actions

    def add(self) -> None:
        """Ask for a new control total."""
        self._open_total(None)

    def edit(self, total_id: str) -> None:
        """Edit a control total and the lines it is of."""
        total = self.workspace.records.find(ControlTotal, total_id)
        if total is not None:
            self._open_total(total)

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
        if table is not None and self.workspace.asker.confirm(
            f"Delete “{table.name[:80]}”?", "Its control totals stay. Undo brings it back.", "Delete"
        ):
            self.workspace.attempt_told(
                lambda reason: editing.delete_records(self.workspace.session, [table], reason=reason)
            )

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

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        self.workspace.apply_cells(ControlTotal, edits)

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        held = [self.workspace.records.find(ControlTotal, row_id) for row_id in row_ids]
        totals = [item for item in held if item is not None]
        if not totals:
            return []
        edit = menu_action("&Edit…", lambda: self.edit(totals[0].id), enabled=len(totals) == 1)
        delete = menu_action(
            "Delete…" if len(totals) == 1 else f"Delete {len(totals)} control totals…",
            lambda: self._delete(totals),
        )
        return [edit, delete]

    def _delete(self, totals: Sequence[ControlTotal]) -> None:
        words = named([f"“{item.name[:80]}”" for item in totals], "control total")
        if self.workspace.asker.confirm(f"Delete {words}?", "Undo brings them back.", "Delete"):
            self.workspace.attempt_told(
                lambda reason: editing.delete_records(self.workspace.session, totals, reason=reason)
            )

    # ------------------------------------------------------------------------------------------------ inside

    def _make_controls(self) -> None:
        self.box = FilterBox("control totals")
        self.box.textChanged.connect(self.model.set_filter_text)
        self.box.left_down.connect(self.view.setFocus)
        self.result = ChoiceButton("Result", none="Any")
        self.result.chosen.connect(lambda _: self._narrow())
        self.header.add_widget(self.box)
        self.header.add_widget(self.result)
        self.new_button = self.header.add_button("New control total…", "add")
        set_tip(self.new_button, f"Add a published figure that the lines must add up to ({ADD})")
        self.new_button.clicked.connect(self.add)
        self.paste_button = self.header.add_primary("Paste a published table…", "table")
        set_tip(
            self.paste_button,
            f"Paste a table from a paper and hold its totals against the lines ({MAIN})",
        )
        self.paste_button.clicked.connect(self.paste)
        only_to_change(self.new_button, self.paste_button)
        add_keys(self, {FILTER: self.box.setFocus, ADD: self.add})

    def _make_lower(self) -> None:
        self.chart = Chart()
        self.chart_card = chart_card(self.chart, "Published and lines", " ")
        self.tables = ChoiceBox("Published table to show")
        self.tables.setMinimumContentsLength(16)
        self.tables.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
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

    def _lay_out(self) -> QWidget:
        card = table_card(self.view)
        card.setMinimumHeight(150)
        self.lower_part = splitter(self.chart_card, self.table_card, sizes=(420, 640))
        parts = splitter(card, self.lower_part, sizes=(300, 320), down=True)
        board = QWidget()
        column_of(self.header, (parts, 1), into=board, margins=(16, 12, 16, 12), spacing=10)
        return board

    def _narrow(self) -> None:
        result = self.result.key
        self.model.set_predicate((lambda row: row.result == result) if result else None, result)

    def _show_chart(self) -> None:
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
        field_column(ControlTotal, "explained_pence", editable=True, width=150),
        field_column(ControlTotal, "explanation", editable=True, width=300),
        field_column(ControlTotal, "source", editable=True, width=240, hidden=True),
    ]

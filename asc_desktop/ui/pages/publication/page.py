"""Publication: what is exempt, what a public pack leaves out, and the totals that would tell it all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.report.disclosure import disclosure_warnings
from asc_desktop.domain.report.publication import marking, public_report
from asc_desktop.ui.charts.chart import Chart
from asc_desktop.ui.figures.publication import left_out_data
from asc_desktop.ui.keys import FILTER, MARK_EXEMPT
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.publication.rows import (
    exempt_columns,
    exempt_rows,
    in_scope,
    warning_columns,
)
from asc_desktop.ui.pages.shared.by_programme import by_programme
from asc_desktop.ui.pages.shared.chart_cards import chart_card
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import LEAST_LIST, page_board
from asc_desktop.ui.widgets.boxes import splitter
from asc_desktop.ui.widgets.card import Card, table_card
from asc_desktop.ui.widgets.commands import add_keys, menu_action
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

SIDE_BY_SIDE_FROM: Final = 760
WARNING_ROW_HEIGHT: Final = 44
_HOW = (
    f"Choose rows on any page and press {MARK_EXEMPT}, or right-click them and choose Mark exempt. They "
    f"stay on every page and in the confidential pack. A public pack leaves them out."
)


class PublicationPage(Page):
    """The exempt records above; what is left out and which totals would tell below."""

    key: ClassVar[str] = "publication"
    title: ClassVar[str] = "Publication"
    icon: ClassVar[str] = "publication"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.model = RecordTableModel(exempt_columns(), sink=self._apply, parent=self)
        self.view = RecordTableView(
            self.model, "exempt_marks", workspace=workspace, row_actions=self._actions_for
        )
        self.view.setAccessibleName("Exempt records")
        self.view.set_empty("publication", "Nothing is marked exempt here", _HOW)
        self.warnings = RecordTableModel(warning_columns(), parent=self)
        self.warning_view = RecordTableView(self.warnings, "disclosure_warnings", workspace=workspace)
        self.warning_view.setAccessibleName("Totals that reveal an exempt figure")
        self.warning_view.verticalHeader().setDefaultSectionSize(WARNING_ROW_HEIGHT)
        self.warning_view.set_empty(
            "tick", "No total reveals an exempt figure", "A public pack with these totals is safe to publish."
        )
        self._make_controls()
        self.fill(
            self._lay_out(),
            "Nothing to publish yet",
            "Add a programme and its projects first. You can then mark what must not be published, on any page.",
        )
        self.view.activated_row.connect(lambda row: self.open_record(row.id))
        self.warning_view.activated_row.connect(lambda row: self.open_record(row.record_id))
        self.view.selection_summary.connect(lambda summary: workspace.said.emit(summary.words))

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show what is exempt as it now is; selection, scroll and half-typed text stay."""
        if self.begins():
            return
        exempt = in_scope(self.workspace)
        marked = sum(1 for item in exempt if item.mark_id)
        words = (
            f"{marked} marked, {len(exempt)} exempt with what belongs to them"
            if exempt
            else "Nothing is exempt"
        )
        self.header.set_title(self.title, words)
        with self.model.at_once():
            self.model.set_grouping(by_programme(self.workspace.report, lambda row: row.programme))
            self.model.set_rows(exempt_rows(self.workspace, carried=self.shown.current == "all"))
        self.model.refresh()
        self.copy_button.setEnabled(bool(exempt))
        report = self.workspace.report
        public = public_report(report)
        self.chart.set_data(left_out_data(public))
        self.chart_card.set_title(
            "Left out of a public pack", public.sentence or "Nothing: it would be complete."
        )
        found = disclosure_warnings(report)
        self.warnings.set_rows(found)
        self.warning_card.set_title(
            f"Totals that reveal an exempt figure ({len(found)})"
            if found
            else "Totals that reveal an exempt figure"
        )
        self.lower_part.setVisible(bool(exempt))

    def show_only(self, what: Mapping[str, object]) -> None:
        """Go to an exempt record: ``{"record_id": …}``, its own id or its mark's."""
        record_id = what.get("record_id")
        mark = self.workspace.session.records.find(ExemptMark, str(record_id or ""))
        record_id = mark.record_id if mark is not None else record_id
        if isinstance(record_id, str) and not self.workspace.is_empty:
            self._show("all")
            self.box.clear()
            if self.view.select_row(record_id):
                self.view.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the lower cards side by side, or one under another."""
        super().resizeEvent(event)
        is_wide = self.width() >= SIDE_BY_SIDE_FROM
        self.lower_part.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)

    # ------------------------------------------------------------------------------------------------ actions

    def open_record(self, record_id: str) -> None:
        """Show an exempt record on its own page."""
        place = self.workspace.place_of(record_id)
        if place is not None:
            self.workspace.go_to(place)

    def copy_marking(self) -> None:
        """Copy the marking that each page of a confidential appendix bears."""
        QGuiApplication.clipboard().setText(marking(item.paragraph for item in in_scope(self.workspace)))
        self.workspace.said.emit("The marking is copied. Paste it at the head of each page.")

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        rows = {row.id: row for row in self.model.rows}
        self.workspace.apply_cells(
            ExemptMark, [(rows[edit.record_id].mark_id, edit.key, edit.text) for edit in edits]
        )

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        if len(row_ids) != 1:
            return []
        return [menu_action("&Open where it is kept", lambda: self.open_record(row_ids[0]), changes=False)]

    def _show(self, key: str) -> None:
        self.shown.set_current(key)
        self.refresh()

    # ------------------------------------------------------------------------------------------------ inside

    def _make_controls(self) -> None:
        self.header = PageHeader(self.title)
        self.box = FilterBox("exempt records")
        self.box.follow(self.model)
        self.box.left_down.connect(self.view.setFocus)
        self.shown = SegmentedControl([("marked", "Marked"), ("all", "With what belongs to them")])
        self.shown.setAccessibleName("Which exempt records")
        self.shown.chosen.connect(self._show)
        self.header.add_widget(self.box)
        self.header.add_widget(self.shown)
        self.copy_button = self.header.add_button("Copy the marking", "copy")
        set_tip(self.copy_button, "Copy the marking for each page of a confidential appendix")
        self.copy_button.clicked.connect(self.copy_marking)
        add_keys(self, {FILTER: self.box.setFocus})

    def _lay_out(self) -> QWidget:
        card = table_card(self.view)
        card.setMinimumHeight(LEAST_LIST)
        self.chart = Chart()
        self.chart_card = chart_card(self.chart, "Left out of a public pack", " ")
        self.warning_card = Card("Totals that reveal an exempt figure", margins=False)
        self.warning_card.body.setContentsMargins(6, 0, 6, 6)
        self.warning_card.body.addWidget(self.warning_view, 1)
        self.chart_card.setMinimumHeight(215)
        self.lower_part = splitter(self.chart_card, self.warning_card, sizes=(310, 750))
        parts = splitter(card, self.lower_part, sizes=(230, 370), down=True)
        return page_board(self.header, (parts, 1))

"""Budget: lines in groups with subtotals, reserves apart; the variances as a chart; printed totals and their checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from asc_desktop.domain.rules.budget import standing_words
from asc_desktop.ui.keys import PASTE
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.budget.chart import VarianceCard
from asc_desktop.ui.pages.budget.table import BudgetPanel
from asc_desktop.ui.pages.budget.totals import TotalsCard
from asc_desktop.ui.pages.shared.units import THOUSANDS, UNITS
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import page_board
from asc_desktop.ui.widgets.boxes import splitter
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

GAP = 10
SIDE_BY_SIDE_FROM = 940
"""The width, in pixels, from which the lower cards stand side by side."""

_UNIT = "budget/unit"


class BudgetPage(Page):
    """The table above; the chart and the printed totals below."""

    key: ClassVar[str] = "budget"
    title: ClassVar[str] = "Budget"
    icon: ClassVar[str] = "budget"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.header = PageHeader(self.title)
        self.unit = SegmentedControl([(unit.key, unit.label) for unit in UNITS.values()], name="Unit")
        kept = workspace.memory.get(_UNIT)
        self.unit.set_current(kept if kept in UNITS else THOUSANDS.key)
        self.unit.chosen.connect(self._choose_unit)
        self.header.add_widget(self.unit)
        self.paste = self.header.add_button("Paste from Excel", "table")
        set_tip(self.paste, f"Paste copied cells from the selected cell on, as one change ({PASTE})")
        self.new = self.header.add_primary("New budget line…", "add")
        set_tip(self.new, "Add a line to the group of the selected one")
        self.panel = BudgetPanel(workspace)
        self.chart = VarianceCard()
        self.totals = TotalsCard(workspace)
        self.paste.clicked.connect(self.panel.paste)
        self.new.clicked.connect(self.panel.new_line)
        only_to_change(self.paste, self.new)
        self.chart.line_chosen.connect(self.panel.select_line)
        self.fill(
            self._scrolling_board(),
            "No budget yet",
            "Add a programme first. This page then shows its budget lines in their groups.",
        )

    def refresh(self) -> None:
        """Show the report as it now is; selection, scroll, filter and half-typed text stay."""
        if self.begins():
            return
        report = self.workspace.report
        unit = UNITS[self.unit.current]
        subtitle = f"{report.programme}, {report.period_label}"
        if any(line.figures for line in report.budget.lines):
            subtitle += f": forecast {standing_words(report.budget.totals.net)}"
        self.header.set_title(self.title, subtitle)
        self.panel.show_report(report, unit)
        self.chart.show_report(report)
        self.totals.show_report(report, unit)
        has_lines = bool(report.budget.lines)
        self._below.setVisible(has_lines)
        set_tip(
            self.paste,
            f"Paste copied cells from the selected cell on, as one change ({PASTE})"
            if has_lines
            else f"Make budget lines of rows that you have copied ({PASTE})",
        )

    def show_only(self, what: Mapping[str, object]) -> None:
        """Go to a printed total or a line: ``{"record_id": …}``."""
        record_id = what.get("record_id")
        if isinstance(record_id, str):
            self.totals.select_total(record_id)
            self.panel.select_line(record_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the lower cards side by side, or one under another."""
        super().resizeEvent(event)
        is_wide = self.width() >= SIDE_BY_SIDE_FROM
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )

    def _scrolling_board(self) -> QScrollArea:
        self._below = _Below()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._below)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addWidget(self.chart, 4)
        self._row.addWidget(self.totals, 5)
        self.panel.setMinimumHeight(220)
        self.totals.setMinimumHeight(190)
        parts = splitter((self.panel, 3), (self._below, 2), down=True, handle=GAP)
        return page_board(self.header, (parts, 1), spacing=8)

    def _choose_unit(self, unit: str) -> None:
        self.workspace.memory.set(_UNIT, unit)
        self.refresh()


class _Below(QWidget):
    """The lower cards. One under another they need the height of both: a splitter would squeeze them."""

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which the cards can be read."""
        least, layout = super().minimumSizeHint(), self.layout()
        if isinstance(layout, QBoxLayout) and layout.direction() == QBoxLayout.Direction.TopToBottom:
            least.setHeight(max(least.height(), layout.totalHeightForWidth(self.width())))
        return least

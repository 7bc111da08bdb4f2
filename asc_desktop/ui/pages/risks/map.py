"""The card with the 5x5 matrix: where the open risks stand, by their inherent, current or target rating."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from asc_desktop.domain.report.model import Report
from asc_desktop.ui.charts.chart import Chart
from asc_desktop.ui.figures.risks import BASES, Cell, matrix_data
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.segmented import SegmentedControl


class RiskMapCard(Card):
    """The matrix. A click on a cell, or Enter on it, asks for its risks; a second one for all of them again."""

    cell_chosen = Signal(object)
    """A Cell, or None."""

    def __init__(self) -> None:
        super().__init__("Heat map")
        self.chart = Chart()
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.chart.segment_activated.connect(self._on_activated)
        self.bases = SegmentedControl(BASES, name="Rating")
        self.bases.set_current("current")
        self.bases.chosen.connect(self._on_basis)
        self.add_header_widget(self.bases)
        self.add_header_widget(self.chart.menu_button())
        self._report: Report | None = None
        self._chosen: Cell | None = None
        self.body.addWidget(self.chart, 1)

    @property
    def basis(self) -> str:
        """The rating that the matrix is shown by."""
        return self.bases.current

    def show_report(self, report: Report | None, chosen: Cell | None) -> None:
        """Show the open risks of a report, with a ring round the cell that was chosen."""
        self._report, self._chosen = report, chosen
        self._show()

    def _show(self) -> None:
        self.chart.set_data(matrix_data(self._report, self.basis, self._chosen) if self._report else None)

    def _on_basis(self) -> None:
        if self._chosen is not None:
            self.cell_chosen.emit(None)
        self._show()

    def _on_activated(self, key: object) -> None:
        cell = cast("Cell", key)
        self.cell_chosen.emit(None if cell == self._chosen else cell)

"""The card with the timeline: the report's projects, milestones and dependencies as a chart, with its zoom controls."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from asc_desktop._files import write_file
from asc_desktop.domain.report.model import Report
from asc_desktop.ui.charts.timeline_chart import ZOOM_STEP, TimelineChart
from asc_desktop.ui.figures.milestones import MilestoneFilter, timeline_data
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

_NOTHING: Final = "Closed projects, and those that do not match the filters, are left out."
SCALES: Final = (("months", "Months"), ("quarters", "Quarters"), ("years", "Years"))


class TimelineCard(Card):
    """The timeline. Keys of places are pairs: milestone, project, end, theme or dependency, and an id."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Timeline")
        self._workspace = workspace
        self.chart = TimelineChart()
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.scales = SegmentedControl(SCALES, name="Scale")
        self.scales.set_current("")
        self.scales.chosen.connect(self.chart.show_scale)
        self.smaller = self._zoom_button("−", "Smaller", "Show more days (− or Ctrl and the wheel)")
        self.larger = self._zoom_button("+", "Larger", "Show fewer days (+ or Ctrl and the wheel)")
        self.smaller.clicked.connect(lambda: self.chart.zoom(1 / ZOOM_STEP))
        self.larger.clicked.connect(lambda: self.chart.zoom(ZOOM_STEP))
        self.all_button = QPushButton("Show all")
        self.all_button.setProperty("kind", "quiet")
        set_tip(self.all_button, "Show every day from the first to the last (0)")
        self.all_button.clicked.connect(self.chart.show_all)
        self.fit_button = QPushButton("Fit rows")
        self.fit_button.setCheckable(True)
        set_tip(self.fit_button, "Make the rows lower, to see more of them at once")
        self.fit_button.toggled.connect(lambda fitted: self.chart.set_fitted(fitted=fitted))
        self.chart.more = (
            ("Save as PDF on A3…", self._save_on_a3),
            ("Print on A3…", self._print_on_a3),
        )
        self._controls: tuple[QWidget, ...] = (
            self.scales,
            self.smaller,
            self.larger,
            self.all_button,
            self.fit_button,
            self.chart.menu_button(),
        )
        for widget in self._controls:
            self.add_header_widget(widget)
        self.body.setContentsMargins(10, 0, 4, 4)
        self.nothing = EmptyState("milestones", "No project on the timeline", _NOTHING)
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(self.nothing, 1)

    def show_report(self, report: Report | None, asked: MilestoneFilter, today: str = "") -> None:
        """Show what the filter lets through, and where today is among it."""
        data = replace(timeline_data(report, asked), now=today) if report else None
        self.chart.set_data(data)
        has_rows = data is not None and bool(data.groups)
        self.nothing.setVisible(not has_rows)
        for widget in (self.chart, *self._controls):
            widget.setVisible(has_rows)

    def _save_on_a3(self) -> None:
        """Ask for a file and write every row into it, on pages."""
        from asc_desktop.ui.pdf.timeline import timeline_pdf

        if (found := self.chart.pictured()) is not None:
            self.chart.ask_and_save(
                "PDF (*.pdf)", ".pdf", lambda path: write_file(path, timeline_pdf(*found))
            )

    def _print_on_a3(self) -> None:
        """Ask for a printer and print every row."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from asc_desktop.ui.pdf.timeline import a3_layout, paint_timeline

        if (found := self.chart.pictured()) is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(a3_layout())
        printer.setDocName(found[0].title)
        dialog = QPrintDialog(printer, self.window())
        if dialog.exec() == QPrintDialog.DialogCode.Accepted and not paint_timeline(printer, *found):
            self._workspace.asker.tell(
                "The timeline was not printed",
                f"{printer.printerName() or 'The printer'} did not start. "
                "Choose another printer, or save the timeline as a PDF and print that.",
            )

    def _zoom_button(self, sign: str, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setAccessibleName(name)
        set_tip(button, tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

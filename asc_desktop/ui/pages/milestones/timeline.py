"""The card with the timeline: the report's projects, milestones and dependencies as a chart, with its zoom controls."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton

from asc_desktop.domain.report.model import Report
from asc_desktop.ui.charts.timeline_chart import ZOOM_STEP, TimelineChart
from asc_desktop.ui.figures.milestones import MilestoneFilter, timeline_data
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.segmented import SegmentedControl

SCALES: Final = (("months", "Months"), ("quarters", "Quarters"), ("years", "Years"))


class TimelineCard(Card):
    """The timeline. Keys of places are pairs: milestone, project, end, theme or dependency, and an id."""

    def __init__(self) -> None:
        super().__init__("Timeline")
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
        for widget in (
            self.scales,
            self.smaller,
            self.larger,
            self.all_button,
            self.chart.menu_button(),
        ):
            self.add_header_widget(widget)
        self.body.setContentsMargins(10, 0, 4, 4)
        self.body.addWidget(self.chart, 1)

    def show_report(self, report: Report | None, asked: MilestoneFilter, today: str = "") -> None:
        """Show what the filter lets through, and where today is among it."""
        self.chart.set_data(replace(timeline_data(report, asked), now=today) if report else None)

    def _zoom_button(self, sign: str, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setAccessibleName(name)
        set_tip(button, tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

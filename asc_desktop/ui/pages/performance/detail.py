"""One measure in full: its year as a chart, its months, and its own fields with the way to its target."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import (
    QBoxLayout,
    QStackedWidget,
    QWidget,
)

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import PROFILES, Measure
from asc_desktop.domain.report.views_measures import MeasureReport
from asc_desktop.services.measures import apply_measure_cells
from asc_desktop.ui.charts.chart import LineChart
from asc_desktop.ui.figures.measures import measure_data
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.performance.dialogs import MEASURE_ROWS
from asc_desktop.ui.pages.performance.edits import apply_cells
from asc_desktop.ui.pages.performance.months import MonthsTable
from asc_desktop.ui.pages.shared.chart_cards import chart_card
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.card import Card, framed
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.record_form import RecordForm
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

PARTS: Final = (("months", "Months"), ("measure", "Measure"))
_MEMORY: Final = "performance/detail"


class MeasureDetail(QWidget):
    """The chart beside the months or the measure's form; one under the other where it is narrow."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._measure: MeasureReport | None = None
        self._drawn: MeasureReport | None = None
        self.chart = LineChart()
        self.chart.segment_activated.connect(self._go_to_month)
        self.chart_card = chart_card(self.chart, " ", " ")
        self.months = MonthsTable(workspace)
        self.form = RecordForm(Measure, MEASURE_ROWS, workspace=workspace, commit=self._commit)
        self.profile = ChoiceButton("Profile")
        self.profile.set_options(PROFILES)
        self.profile.chosen.connect(self._choose_profile)
        only_to_change(self.profile)
        self.part = SegmentedControl(PARTS, name="Show of the measure")
        kept = workspace.memory.get(_MEMORY)
        self.part.set_current(kept if kept in dict(PARTS) else "months")
        self.part.chosen.connect(self.show_part)
        self.edit_card = Card(" ", margins=False)
        self.edit_card.add_header_widget(self.profile)
        self.edit_card.add_header_widget(self.part)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.months)
        self._stack.addWidget(framed(self.form))
        self._stack.addWidget(
            EmptyState(
                "performance", "No measure chosen", "Choose one in the table to see its year and edit it."
            )
        )
        self.edit_card.body.addWidget(self._stack, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._row.addWidget(self.chart_card, 46)
        self._row.addWidget(self.edit_card, 54)
        self.show_measure(None)

    def show_measure(self, measure: MeasureReport | None) -> None:
        """Show a measure as the report has it; what is half typed in it stays."""
        self._measure = measure
        record = self._workspace.records.find(Measure, measure.id if measure else "")
        self.form.set_record(record)
        self.months.show_measure(measure)
        self.chart_card.setVisible(measure is not None)
        self.profile.setVisible(measure is not None)
        self.part.setVisible(measure is not None)
        self._arrange()
        if measure is None:
            self._drawn = None
            return
        if measure != self._drawn:
            self._drawn = measure
            self.chart.set_data(measure_data(measure))
        self.chart_card.set_title(measure.name, measure.rule.replace("\n", " "))
        has_target = measure.target is not None
        self.profile.choose(measure.profile)
        self.profile.setEnabled(has_target)
        set_tip(
            self.profile,
            f"How the {measure.year} target is to be reached, "
            f"approved from {dates.period_label(measure.target_approved_from)}"
            if has_target
            else "Give the measure a target first.",
        )

    def show_part(self, key: str) -> None:
        """Show the months or the measure's own fields."""
        self.part.set_current(key)
        self._workspace.memory.set(_MEMORY, key)
        self._arrange()

    def edit_name(self) -> None:
        """Begin to edit the measure's own fields."""
        self.show_part("measure")
        self.form.editor("name").setFocus()

    def set_stacked(self, *, stacked: bool) -> None:
        """Put the months under the chart, or beside it."""
        self._row.setDirection(
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )
        for card in (self.chart_card, self.edit_card):
            card.setMinimumHeight(220)

    def _arrange(self) -> None:
        if self._measure is None:
            self._stack.setCurrentIndex(2)
            self.edit_card.set_title("Measure")
            return
        key = self.part.current
        self._stack.setCurrentIndex([name for name, _ in PARTS].index(key))
        self.edit_card.set_title(self._measure.year if key == "months" else "Measure")

    def _choose_profile(self, key: str) -> None:
        measure = self._measure
        if measure is None or key == measure.profile:
            return
        edits = [CellEdit(measure.id, "profile", key)]
        session, year = self._workspace.session, self._workspace.context.year
        self._workspace.attempt_told(
            lambda reason: apply_measure_cells(session, edits, year, reason=reason),
            "The profile was not changed",
        )
        self.profile.choose(self._measure.profile if self._measure else "")

    def _commit(self, edits: list[CellEdit]) -> None:
        apply_cells(self._workspace, edits)

    def _go_to_month(self, key: object) -> None:
        if isinstance(key, str):
            self.show_part("months")
            self.months.select_row(key, "actual")
            self.months.setFocus()
            self._workspace.said.emit(f"{dates.period_label(key)}: type to change its value.")

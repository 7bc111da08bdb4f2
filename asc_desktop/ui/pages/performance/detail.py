"""One measure in full: its year as a chart, its months, and its own fields with the way to its target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import PROFILES, Measure
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.measures import measure_months
from asc_desktop.domain.report.views_measures import MeasureReport
from asc_desktop.services.measures import apply_measure_cells
from asc_desktop.ui.charts.data import LineData
from asc_desktop.ui.figures.measures import measure_data
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.performance.dialogs import MEASURE_ROWS
from asc_desktop.ui.pages.performance.edits import apply_cells
from asc_desktop.ui.pages.performance.months import MonthsTable
from asc_desktop.ui.pages.shared.detail import Detail
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace


class MeasureDetail(Detail):
    """The chart beside the months or the measure's form."""

    page: ClassVar[str] = "performance"
    kind: ClassVar[type[Record]] = Measure
    form_rows: ClassVar[Sequence[FormRow]] = MEASURE_ROWS
    month_key: ClassVar[str] = "actual"
    least_height: ClassVar[int] = 220
    months: MonthsTable

    def __init__(self, workspace: Workspace) -> None:
        self.profile = ChoiceButton("Profile")
        self.profile.set_options(PROFILES)
        self.profile.chosen.connect(self._choose_profile)
        only_to_change(self.profile)
        super().__init__(workspace, MonthsTable(workspace))

    def controls(self) -> Sequence[QWidget]:
        """Return the way to the target."""
        return (self.profile,)

    def commit(self, edits: list[CellEdit]) -> None:
        """Save what was typed, figures to their years."""
        apply_cells(self.workspace, edits)

    def chart_data(self, item: MeasureReport) -> LineData:
        """Return the measure's months, those of its year first in sight."""
        return measure_data(item, measure_months(self.workspace.context, item.id))

    def chart_words(self, item: MeasureReport) -> str:
        """Return what gave the rating."""
        return item.rule.replace("\n", " ")

    def part_title(self, key: str) -> str:
        """Return the year above its months."""
        return self.shown.year if key == "months" and self.shown is not None else super().part_title(key)

    def show_parts(self, item: MeasureReport | None) -> None:
        """Show the months and the way to the target."""
        self.months.show_measure(item)
        if item is None:
            return
        has_target = item.target is not None
        self.profile.choose(item.profile)
        self.profile.setEnabled(has_target)
        set_tip(
            self.profile,
            f"How the {item.year} target is to be reached, "
            f"approved from {dates.period_label(item.target_approved_from)}"
            if has_target
            else "Give the measure a target first.",
        )

    def _choose_profile(self, key: str) -> None:
        measure = self.shown
        if measure is None or key == measure.profile:
            return
        edits = [CellEdit(measure.id, "profile", key)]
        session, year = self.workspace.session, self.workspace.context.year
        self.workspace.attempt_told(
            lambda reason: apply_measure_cells(session, edits, year, reason=reason),
            "The profile was not changed",
        )
        self.profile.choose(self.shown.profile if self.shown else "")

    def _go_to_month(self, key: object) -> None:
        super()._go_to_month(key)
        if isinstance(key, str):
            self.workspace.said.emit(f"{dates.period_label(key)}: type to change its value.")

"""Performance: the measures in the paper's layout, and one of them in full below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtGui import QAction

from asc_desktop.domain.records.assurance import Measure
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_measures import MeasureReport
from asc_desktop.domain.rules.status import RAG_WORDS
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.new_records_assurance import new_measures
from asc_desktop.ui.keys import PASTE
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.performance.columns import (
    TREND,
    by_strategy_theme,
    measure_columns,
    months_shown,
    spark_of,
    theme_of,
)
from asc_desktop.ui.pages.performance.detail import MeasureDetail
from asc_desktop.ui.pages.performance.dialogs import new_measure, override_rating
from asc_desktop.ui.pages.performance.edits import apply_cells
from asc_desktop.ui.pages.performance.months import rule_of
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.pages.shared.monthly_page import MonthlyPage
from asc_desktop.ui.pages.shared.register_filters import Choice
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.sparkline import SparklineDelegate
from asc_desktop.ui.workspace import Workspace

_RATINGS: Final = ("red", "amber", "green", "grey")


class PerformancePage(MonthlyPage):
    """Measures under their strategy themes above; the chart, months and fields of the current one below."""

    key: ClassVar[str] = "performance"
    title: ClassVar[str] = "Performance"
    icon: ClassVar[str] = "performance"
    kind: ClassVar[type[Record]] = Measure
    many: ClassVar[str] = "measures"
    table_name: ClassVar[str] = "measures"
    least_height: ClassVar[int] = 200
    sizes: ClassVar[tuple[int, int]] = (330, 260)
    parts: ClassVar[tuple[int, int]] = (3, 2)
    explained: ClassVar[str] = (
        "A measure has a target and a value for each month, and is rated by how far that is from where it "
        "should be."
    )
    beginning: ClassVar[str] = (
        "Add a programme first. This page then shows its performance measures, with their targets and months."
    )
    goes_too: ClassVar[str] = "The targets and values go too."
    paste_tip: ClassVar[str] = f"Paste copied months from the selected cell on, as one change ({PASTE})"

    def __init__(self, workspace: Workspace) -> None:
        self._columns_of: tuple[int, str, bool] | None = None
        super().__init__(workspace)
        self.view.setAccessibleName("Performance measures")
        self.view.delegate = SparklineDelegate(self.view, TREND, spark_of)
        self.view.setItemDelegate(self.view.delegate)

    def choices(self) -> Mapping[str, Choice]:
        """Return the strategy themes and the ratings."""
        ratings = tuple((rag, RAG_WORDS[rag]) for rag in _RATINGS)
        return {
            "theme": Choice("Theme", "All", self._theme_of),
            "rating": Choice("Rating", "Any", lambda row: row.rag, ratings),
        }

    def make_detail(self) -> MeasureDetail:
        """Return the current measure in full."""
        return MeasureDetail(self.workspace)

    def rows(self, report: Report) -> Iterable[MeasureReport]:
        """Return the report's measures."""
        return report.measures

    def summary(self, report: Report) -> str:
        """Return the period, and how many measures have which rating."""
        counts = Counter(measure.rag for measure in report.measures)
        words = [
            f"{counts[rag]} {'without a rating' if rag == 'grey' else rag}" for rag in _RATINGS if counts[rag]
        ]
        return f"{report.period_label}: {', '.join(words)}" if words else report.period_label

    def show_more(self, report: Report) -> None:
        """Show the months of the year up to the period, under the themes."""
        self._show_columns(report)
        super().show_more(report)

    def add(self) -> None:
        """Ask for a new measure, under the strategy theme of the current one."""
        if not self.workspace.is_empty:
            row = self.view.current_row
            new_measure(self.workspace, row.strategy_theme if row else "", self.window(), self.show_new)

    def paste(self) -> None:
        """Paste the clipboard at the current cell, or say what is missing for that."""
        self.view.setFocus()
        self.view.blocks.paste()

    def apply(self, edits: Sequence[CellEdit]) -> None:
        """Apply what was typed, figures to their months and years."""
        apply_cells(self.workspace, edits)

    def actions_for(self, rows: Sequence[Any]) -> list[QAction]:
        """Return what rates a measure and archives measures."""
        override = menu_action(
            "&Override the rating…",
            lambda: override_rating(self.workspace, rows[0].id, self.workspace.period, self),
            enabled=len(rows) == 1 and rows[0].actual is not None,
        )
        return [override, self.archive_action(rows)]

    def archive(self, ids: Sequence[str], *, archived: bool) -> None:
        """Take measures out of the report, or bring them back."""
        try:
            self.apply([CellEdit(measure_id, "archived", "Yes" if archived else "No") for measure_id in ids])
        except EditRefused as refused:
            self.workspace.asker.tell("That cannot be done", str(refused))

    def _show_columns(self, report: Report) -> None:
        year, several = self.workspace.context.year, self._has_several
        shown = (year, report.period, several)
        if shown == self._columns_of:
            return
        self._columns_of = shown
        self.model.set_columns(
            measure_columns(
                year, report.period, lambda measure_id, period: rule_of(self.workspace, measure_id, period)
            )
        )
        self.view.new_rows = new_measures(looked_at(self.workspace), year, months_shown(year, report.period))
        for column in self.model.columns:
            if column.hidden:
                self.view.set_column_hidden(column.key, hidden=True)
        self.model.set_grouping(by_strategy_theme(report))

    def _theme_of(self, row: MeasureReport) -> str:
        return theme_of(row, several_programmes=self._has_several)

    @property
    def _has_several(self) -> bool:
        return len(self.workspace.context.programmes) > 1

"""The months of one measure: value, what is expected, rating, a person's rating with its reason, and a comment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from msgspec import Struct
from PySide6.QtGui import QAction

from asc_desktop.domain.records.assurance import Measure, MeasureValue
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.views_measures import MeasureMonth, MeasureReport
from asc_desktop.domain.rules.measures import MeasureHistory, figure_words
from asc_desktop.domain.rules.status import RAG_WORDS
from asc_desktop.services.errors import Problem, told_as
from asc_desktop.services.measures import month_key
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.performance.columns import figure_field
from asc_desktop.ui.pages.performance.edits import apply_cells
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

_EXPECTED_FROM_PROFILE: Final = (
    "What is expected in the month. It can be typed where the profile is month by month"
)


class MonthRow(Struct, frozen=True):
    """A month of a measure: what the report says of it, and what was said with the value."""

    month: MeasureMonth
    measure: MeasureReport
    value: MeasureValue | None
    is_open: bool
    """Whether a value may be given: the month is not after the period looked at."""

    @property
    def id(self) -> str:
        """The month."""
        return self.month.period


class MonthsTable(RecordTableView):
    """A table of twelve months, edited in place."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._measure: MeasureReport | None = None
        model = RecordTableModel(self._columns(), sink=self._apply, own_order=True)
        super().__init__(model, "measure-months", workspace=workspace, row_actions=self._actions)
        self.setAccessibleName("Months of the measure")

    def show_measure(self, measure: MeasureReport | None) -> None:
        """Show a measure's months; none without one."""
        is_other = (measure.id if measure else "") != (self._measure.id if self._measure else "")
        self._measure = measure
        if measure is None:
            self.table.set_rows(())
            return
        held = self._workspace.records.of(MeasureValue, "measure_id", measure.id)
        values = {value.period: value for value in held}
        period = self._workspace.period
        if is_other:
            # What was refused in another measure's months is not this one's.
            self.table.use_drafts_of(measure.id)
        self.table.set_rows(
            MonthRow(
                month,
                measure,
                values.get(month.period) if month.actual is not None else None,
                month.period <= period,
            )
            for month in measure.months
        )
        self.table.refresh()
        if is_other:
            self.select_row(period, "actual")

    def _columns(self) -> list[Column]:
        return [
            view_column("month", "Month", Kind.PERIOD, read=lambda row: row.month.period, width=128),
            view_column(
                "actual",
                "Actual",
                Kind.DECIMAL,
                field=figure_field("actual", "Actual"),
                read=lambda row: row.month.actual,
                row_words=lambda row: _words(row, row.month.actual),
                editable=True,
                width=76,
            ),
            view_column(
                "expected",
                "Expected",
                Kind.DECIMAL,
                field=figure_field("expected", "Expected"),
                read=lambda row: row.month.expected,
                row_words=lambda row: _words(row, row.month.expected),
                editable=lambda row: row.measure.profile == "monthly",
                tooltip=_EXPECTED_FROM_PROFILE,
                width=82,
            ),
            view_column("rag", "RAG", chip=_chip, hint=self._rule, width=96, tooltip="* Rated by a person"),
            # Without its reason an override is refused, so that is typed first.
            self._said("override_reason", "Reason for the override", 170),
            self._said("override_rag", "Override", 96),
            self._said("comment", "Comment", 170),
        ]

    def _said(self, key: str, label: str, width: int) -> Column:
        return field_column(
            MeasureValue,
            key,
            label=label,
            read=lambda row: getattr(row.value, key) if row.value is not None else None,
            editable=lambda row: row.value is not None,
            width=width,
        )

    def _rule(self, row: MonthRow) -> str:
        return rule_of(self._workspace, row.measure.id, row.month.period) if row.is_open else ""

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        if self._measure is None:
            return
        measure_id = self._measure.id

        def of_month(problem: Problem) -> Problem:
            key, _, period = problem.key.partition(":")
            return Problem(period or self._workspace.period, key, problem.sentence)

        typed = [CellEdit(measure_id, month_key(edit.key, edit.record_id), edit.text) for edit in edits]
        with told_as(of_month):
            apply_cells(self._workspace, typed)

    def _actions(self, row_ids: list[str]) -> Sequence[QAction]:
        measure = self._measure
        row = self.table.find(row_ids[0]) if len(row_ids) == 1 else None
        if measure is None or row is None:
            return ()
        tip = "" if row.value else "There is no value to rate in that month."
        act = partial(self._override, measure.id, row.id)
        return (menu_action("&Override the rating…", act, enabled=row.value is not None, tip=tip),)

    def _override(self, measure_id: str, period: str) -> None:
        from asc_desktop.ui.pages.performance.dialogs import override_rating

        override_rating(self._workspace, measure_id, period, self)


def rule_of(workspace: Workspace, measure_id: str, period: str) -> str:
    """Return in a sentence what gave a measure's rating in a month; nothing where the measure is gone."""
    records = workspace.context.records
    measure = records.find(Measure, measure_id)
    return MeasureHistory.of(records, measure).rule(period) if measure else ""


def _words(row: MonthRow, value: str | None) -> str:
    return "" if value is None else figure_words(row.measure, value)


def _chip(row: MonthRow) -> Chip | None:
    if row.month.actual is None:
        return Chip("No value", "grey") if row.is_open else None
    if row.month.rag == "grey":
        return Chip("Not rated", "grey")
    words = RAG_WORDS[row.month.rag]
    return Chip(f"{words}*" if row.month.overridden else words, row.month.rag)

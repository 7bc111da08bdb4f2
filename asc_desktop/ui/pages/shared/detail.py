"""One record in full below a table: its chart beside what is edited of it, one under the other where it is narrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QWidget

from asc_desktop.domain.records.fields import Record
from asc_desktop.ui.charts.data import LineData
from asc_desktop.ui.charts.time_chart import TimeChart
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.shared.chart_cards import chart_card
from asc_desktop.ui.widgets.boxes import column_of, fill
from asc_desktop.ui.widgets.card import Card, framed
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

GAP: Final = 10


class Detail(QWidget):
    """A record with its months, its own fields and what else a subclass names as its parts, each to be chosen.

    The record's own fields are the last part, by the type's noun; the months are the first.
    """

    page: ClassVar[str]
    """The page's key, by which the part that was chosen is remembered."""
    kind: ClassVar[type[Record]]
    form_rows: ClassVar[Sequence[FormRow]]
    month_key: ClassVar[str]
    """The column of the months that a click on the chart goes to."""
    least_height: ClassVar[int]

    def __init__(self, workspace: Workspace, months: RecordTableView) -> None:
        super().__init__()
        self.workspace = workspace
        self.months = months
        self.shown: Any = None
        self._drawn: LineData | None = None
        noun = self.kind.noun
        self._memory = f"{self.page}/detail"
        self.chart = TimeChart()
        self.chart.segment_activated.connect(self._go_to_month)
        self.chart_card = chart_card(self.chart, " ", " ")
        self.form = RecordForm(self.kind, self.form_rows, workspace=workspace, commit=self.commit)
        self._parts: dict[str, QWidget] = {"months": months, **self.more_parts(), noun: framed(self.form)}
        self.part = SegmentedControl(
            [(key, key.capitalize()) for key in self._parts], name=f"Show of the {noun}"
        )
        kept = workspace.memory.get(self._memory)
        self.part.set_current(kept if kept in self._parts else "months")
        self.part.chosen.connect(self.show_part)
        self.edit_card = Card(" ", margins=False)
        for control in (*self.controls(), self.part):
            self.edit_card.add_header_widget(control)
        self._stack = QStackedWidget()
        for part in self._parts.values():
            self._stack.addWidget(part)
        self.edit_card.body.addWidget(self._stack, 1)
        self._row = fill(
            QBoxLayout(QBoxLayout.Direction.LeftToRight),
            ((self.chart_card, 46), (self.edit_card, 54)),
            margins=None,
            spacing=GAP,
        )
        for card in (self.chart_card, self.edit_card):
            card.setMinimumHeight(self.least_height)
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column_of(*self.above(), (self._row, 1), into=self, margins=0, spacing=GAP)
        self.arrange()

    # ------------------------------------------------------------------------------------------ for subclasses

    def more_parts(self) -> Mapping[str, QWidget]:
        """Return more parts, by the word on their button."""
        return {}

    def controls(self) -> Sequence[QWidget]:
        """Return the controls before the choice of the part."""
        return ()

    def above(self) -> Sequence[QWidget]:
        """Return what is above the chart."""
        return ()

    def commit(self, edits: list[CellEdit]) -> None:
        """Save what was typed into the record's own fields."""
        self.workspace.apply_cells(self.kind, edits)

    def chart_data(self, item: Any) -> LineData:
        """Return the chart of a reported record."""
        raise NotImplementedError

    def chart_words(self, item: Any) -> str:
        """Return the sentence above the chart."""
        raise NotImplementedError

    def show_parts(self, item: Any) -> None:
        """Show the months and what else there is of a reported record, or none."""
        raise NotImplementedError

    def arrange(self) -> None:
        """Show the part that is chosen."""
        key = self.part.current
        self._stack.setCurrentWidget(self._parts[key])
        self.edit_card.set_title(self.part_title(key))

    def part_title(self, key: str) -> str:
        """Return the heading of a part."""
        return key.capitalize()

    # ------------------------------------------------------------------------------------------------ contents

    def show_item(self, item: Any) -> None:
        """Show a record as the report has it; what is half typed in it stays."""
        self.shown = item
        self.form.set_record(self.workspace.records.find(self.kind, item.id if item is not None else ""))
        self.show_parts(item)
        self.arrange()
        if item is not None:
            self.chart_card.set_title(item.name, self.chart_words(item))
        data = self.chart_data(item) if item is not None else None
        if data != self._drawn:
            self._drawn = data
            self.chart.set_data(data)

    def show_part(self, key: str) -> None:
        """Show the months, the record's own fields, or another part."""
        self.part.set_current(key)
        self.workspace.memory.set(self._memory, key)
        self.arrange()

    def edit_name(self) -> None:
        """Begin to edit the record's own fields."""
        self.show_part(self.kind.noun)
        self.form.editor("name").setFocus()

    def set_stacked(self, *, stacked: bool) -> None:
        """Put what is edited under the chart, or beside it."""
        self._row.setDirection(
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )

    def _go_to_month(self, key: object) -> None:
        if isinstance(key, str):
            self.show_part("months")
            self.months.select_row(key, self.month_key)
            self.months.setFocus()

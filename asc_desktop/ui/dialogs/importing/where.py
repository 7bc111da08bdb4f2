"""Into which programme and month an import goes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from asc_desktop.domain import dates
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.ui.dialogs.importing.boxes import choice_box
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace

_MONTHS_ON, _MONTHS_BACK = 3, 36
"""Round the month that a new programme would be reported for."""


_LONGEST_MONTH = len("September 2026 (open)")


class WhereBar(QWidget):
    """The programme and the month, or the name of the programme that is made in a portfolio without one."""

    chosen = Signal()

    def __init__(self, workspace: Workspace, tracker: TrackerImport) -> None:
        super().__init__()
        self._workspace = workspace
        self._tracker = tracker
        self.name_box = QLineEdit()
        self.name_box.setAccessibleName("Name of the new programme")
        self.name_box.setMinimumWidth(250)
        self.name_box.editingFinished.connect(self._take_name)
        self.programme_box = choice_box("Programme")
        self.period_box = choice_box("Month")
        self.period_box.setMinimumContentsLength(_LONGEST_MONTH)
        self.programme_box.activated.connect(lambda _: self._take(with_programme=True))
        self.period_box.activated.connect(lambda _: self._take(with_programme=False))
        programmes = workspace.programmes()
        self._is_new = not programmes
        for programme in programmes:
            self.programme_box.addItem(programme.name, programme.id)
        self.programme_box.set_current_data(tracker.programme_id or next((p.id for p in programmes), ""))
        parts: list[QWidget] = [make_label("New programme" if self._is_new else "Into", "field")]
        if self._is_new:
            parts.append(self.name_box)
        elif len(programmes) > 1:
            parts.append(self.programme_box)
        else:
            parts.append(make_label(programmes[0].name))
        parts += [make_label("Month", "field"), self.period_box]
        row_of(*parts, into=self, margins=0, spacing=6)
        for box in (self.name_box, self.programme_box):
            if box not in parts:
                box.setParent(self)
                box.hide()
        self._fill_periods()

    def show_tracker(self) -> None:
        """Show the name and the month that a new programme gets, unless they are being typed."""
        if not self._is_new:
            return
        if not self.name_box.hasFocus():
            self.name_box.setText(self._tracker.programme_words)
            self.name_box.setCursorPosition(0)
        if not self.period_box.line.hasFocus():
            self._fill_periods()

    def _fill_periods(self) -> None:
        programme_id = self.programme_box.currentData()
        held = next((item for item in self._workspace.programmes() if item.id == programme_id), None)
        self.period_box.clear()
        if held is not None:
            newest, oldest = held.open_period, min(f"{held.first_year}-04", held.open_period)
        elif self._tracker.is_worked_out and (opens := self._tracker.open_period):
            newest, oldest = dates.shift_period(opens, _MONTHS_ON), dates.shift_period(opens, -_MONTHS_BACK)
        else:
            return
        period = newest
        while period >= oldest:
            words = dates.period_label(period)
            is_open = held is not None and period == held.open_period
            self.period_box.addItem(f"{words} (open)" if is_open else words, period)
            period = dates.shift_period(period, -1)
        self.period_box.set_current_data(self._tracker.period or self._tracker.open_period)

    def _take(self, *, with_programme: bool) -> None:
        if with_programme:
            self._fill_periods()
        self._tracker.choose_where(
            programme_id=str(self.programme_box.currentData() or ""),
            programme_name=self._tracker.programme_name,
            period="" if with_programme else str(self.period_box.currentData() or ""),
        )
        self.chosen.emit()

    def _take_name(self) -> None:
        name = " ".join(self.name_box.text().split())
        if name != self._tracker.programme_words:
            self._tracker.choose_where(programme_name=name, period=self._tracker.period)
            self.chosen.emit()

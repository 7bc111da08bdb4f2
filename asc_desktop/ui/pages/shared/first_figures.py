"""A savings line's first figures, asked for in the form that makes it: each year's approved target and forecast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit

from asc_desktop.domain.dates import year_label
from asc_desktop.domain.records.delivery import SavingsPosition, SavingsTarget
from asc_desktop.domain.records.fields import FieldError, Record
from asc_desktop.services import reporting
from asc_desktop.services.errors import Problem
from asc_desktop.ui.dialogs.first_part import FirstPart
from asc_desktop.ui.pages.shared.units import saving_field, shown_as_of
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.form.editors import mark_invalid
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace

_TARGET, _FORECAST = "target_pence", "forecast_pence"
_AMOUNT_WIDTH = 150

Cell = tuple[str, int]
"""What an amount is, and of which year."""


class FirstFigures(FirstPart):
    """A row a year: the target, and the forecast as at the month that is looked at."""

    def __init__(self, workspace: Workspace, years: Sequence[int]) -> None:
        super().__init__()
        self._session = workspace.session
        self._period = workspace.period
        shown_as = shown_as_of(workspace)
        self._fields = {
            _TARGET: saving_field(SavingsTarget, _TARGET, shown_as),
            _FORECAST: saving_field(SavingsPosition, _FORECAST, shown_as),
        }
        self.boxes: dict[Cell, QLineEdit] = {}
        self._problem = make_label("", "negative", wrap=True)
        self._problem.hide()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        headings = ("Year", "Approved target £", f"Forecast £, as at {workspace.period_words}")
        for column, words in enumerate(headings):
            grid.addWidget(make_label(words, "field"), 0, column)
        for row, year in enumerate(years, start=1):
            grid.addWidget(make_label(year_label(year)), row, 0)
            for column, key in enumerate(self._fields, start=1):
                grid.addWidget(self._make_box(key, year), row, column)
        grid.setColumnStretch(len(headings), 1)
        title = make_label("First figures, gross and incremental", "card-title")
        note = make_label("Leave empty what is not known yet.", "muted")
        column_of(title, grid, self._problem, note, into=self, margins=0, spacing=6)

    @property
    def is_filled(self) -> bool:
        """Whether there is any amount."""
        return any(box.text().strip() for box in self.boxes.values())

    def check(self) -> bool:
        """Return whether every amount can be read; say which cannot, and go to it."""
        problems = []
        for key, year in self.boxes:
            try:
                self._read(key, year)
            except FieldError as error:
                problems.append(Problem("", reporting.year_key(key, year), error.sentence))
        self.take(problems)
        return not problems

    def keep(self, record: Record, reason: str | None) -> None:
        """Set the targets and report the forecasts of a new line; raise EditRefused."""
        targets: dict[Cell, int] = {}
        forecasts: dict[Cell, dict[str, int]] = {}
        for key, year in self.boxes:
            pence = self._read(key, year)
            if pence is not None and key == _TARGET:
                targets[record.id, year] = pence
            elif pence is not None:
                forecasts[record.id, year] = {key: pence}
        reporting.report_positions(
            self._session, forecasts, self._period, reason=reason, first_targets=targets
        )

    def take(self, problems: Iterable[Problem]) -> list[Problem]:
        """Mark the amounts that were refused, and say why; return what is about something else."""
        found = list(problems)
        ours = {problem.key: problem.sentence for problem in found}
        first: QLineEdit | None = None
        said = []
        for (key, year), box in self.boxes.items():
            sentence = ours.pop(reporting.year_key(key, year), "")
            mark_invalid(box, invalid=bool(sentence))
            box.setAccessibleDescription(sentence)
            if sentence:
                said.append(f"{year_label(year)}: {sentence}")
                first = first or box
        self._problem.setText(" ".join(said))
        self._problem.setVisible(bool(said))
        if first is not None:
            first.setFocus()
        return [problem for problem in found if problem.key in ours]

    def begin_again(self) -> None:
        """Empty every amount."""
        for box in self.boxes.values():
            box.clear()
        self.take(())

    def _make_box(self, key: str, year: int) -> QLineEdit:
        box = QLineEdit()
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        box.setMaximumWidth(_AMOUNT_WIDTH)
        box.setAccessibleName(f"{self._fields[key].label} £, {year_label(year)}")
        self.boxes[key, year] = box
        return box

    def _read(self, key: str, year: int) -> int | None:
        text = self.boxes[key, year].text().strip()
        pence = self._fields[key].parse(text) if text else None
        return pence if isinstance(pence, int) else None

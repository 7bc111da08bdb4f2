"""Add monthly dates: a year's meetings of a board by a rule, looked at before they are added as one change."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtWidgets import QVBoxLayout, QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.office import Board
from asc_desktop.domain.rules.boards import PLACES, WEEKDAYS, MeetingDates, MonthlyRule
from asc_desktop.domain.words import number_of
from asc_desktop.services import boards
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.settings import bank_holiday_note
from asc_desktop.ui.dialogs.change_dialog import ChangeDialog
from asc_desktop.ui.dialogs.form_rows import FieldBlock
from asc_desktop.ui.models.columns import view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.widgets.commands import ok_and_cancel
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

MONTHS_LATER = ((0, "in the same month"), (1, "in the month after"), (2, "two months after"))
MOST_PAPERS_DAYS = 15
TABLE_HEIGHT = 250


class _Row(Struct, frozen=True):
    id: str
    meeting_date: str
    period: str
    papers_due: str | None
    note: str


class MonthlyDatesDialog(ChangeDialog):
    """Asks for the rule, shows what it gives, and adds that."""

    def __init__(self, workspace: Workspace, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._workspace = workspace
        self._board = board
        self._dates: list[MeetingDates] = []
        self.setWindowTitle(f"Add monthly dates of {board.name}")
        session = workspace.session
        rule = boards.suggested_rule(session, board.id)
        programme = session.records.get(Programme, board.programme_id)
        years = range(programme.first_year, programme.last_year + 1)
        self.year = _combo([(year, dates.year_label(year)) for year in years])
        self.place = _combo(PLACES)
        self.weekday = _combo(tuple(enumerate(WEEKDAYS)))
        self.later = _combo(MONTHS_LATER)
        self.papers = _combo(
            (
                (None, "no day set"),
                (0, "on the day"),
                (1, "1 working day before"),
                *((days, f"{days} working days before") for days in range(2, MOST_PAPERS_DAYS + 1)),
            )
        )
        for combo, value in (
            (self.year, boards.suggested_year(session, board)),
            (self.place, rule.place),
            (self.weekday, rule.weekday),
            (self.later, rule.months_later),
            (self.papers, rule.papers_days),
        ):
            combo.setCurrentIndex(max(combo.findData(value), 0))
            combo.currentIndexChanged.connect(lambda _: self.show_dates())
        self.model = RecordTableModel(
            [
                view_column("meeting_date", "Meets on", Kind.DATE, width=110),
                view_column("period", "Reports", Kind.PERIOD, width=130),
                view_column("papers_due", "Papers due", Kind.DATE, width=110),
                view_column("note", "Note", width=110, warn=lambda row: bool(row.note)),
            ]
        )
        self.view = RecordTableView(self.model, "monthly-dates", workspace=None)
        self.view.setAccessibleName("The dates that are added")
        self.view.setMinimumHeight(TABLE_HEIGHT)
        self.view.set_empty("tick", "Nothing to add", "The board has dates for these months already.")
        self._words = make_label("", "muted", wrap=True)
        self._problem = make_label("", "negative", wrap=True)
        self._problem.hide()
        self._lay_out()
        self.show_dates()
        self.begin_at(560, 560)

    @property
    def problem(self) -> str:
        """The sentence that says why the dates were refused."""
        return self._problem.text()

    def rule(self) -> MonthlyRule:
        """Return the rule as chosen."""
        return MonthlyRule(
            self.place.currentData(),
            self.weekday.currentData(),
            self.later.currentData(),
            self.papers.currentData(),
        )

    def show_dates(self) -> None:
        """Show what the rule gives, without the days and months that the board has already."""
        session = self._workspace.session
        self._dates = boards.new_dates(session, self._board.id, self.year.currentData(), self.rule())
        rows = [
            _Row(item.period, item.meeting_date, item.period, item.papers_due, _note(item))
            for item in self._dates
        ]
        self.model.set_rows(rows)
        count = len(rows)
        words = number_of(count, "date is added", "dates are added")
        left_out = 12 - count
        there = f"; {left_out} of the year’s months are there already" if left_out else ""
        noted = any(row.note for row in rows)
        moved = " Those with a note can be moved in the table afterwards." if noted else ""
        self._words.setText(f"{words} as one change{there}.{moved}")
        self.add_button.setEnabled(bool(rows))
        set_tip(self.add_button, "" if rows else "The board has dates for these months already.")

    def accept(self) -> None:
        """Add the dates; where one is refused, say why and stay."""
        try:
            added = self._workspace.attempt(
                lambda _: boards.add_meetings(self._workspace.session, self._board, self._dates)
            )
        except EditRefused as refused:
            self._problem.setText(str(refused))
            self._problem.show()
            return
        if added:
            self._workspace.said.emit(f"{added} dates added.")
            super().accept()

    def _lay_out(self) -> None:
        buttons, self.add_button = ok_and_cancel(self, "Add dates")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(11)
        layout.addWidget(FieldBlock("&Months of the year", self.year))
        layout.addWidget(FieldBlock("Meets on &the", self.place, self.weekday, self.later))
        layout.addWidget(FieldBlock("&Papers due", self.papers))
        self.weekday.setAccessibleName("Day of the week")
        self.later.setAccessibleName("How long after the month it reports")
        layout.addWidget(self.view, 1)
        layout.addWidget(self._words)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)


def _combo(options: tuple[tuple[int | None, str], ...] | list[tuple[int, str]]) -> ChoiceBox:
    combo = ChoiceBox()
    for value, words in options:
        combo.addItem(words, value)
    return combo


def _note(item: MeetingDates) -> str:
    return bank_holiday_note(item.meeting_date)

"""Boards and their dates: the boards above, the meetings of the chosen one below, typed and pasted like a worksheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Kind, field_of
from asc_desktop.domain.records.office import Board, BoardMeeting
from asc_desktop.domain.rules.boards import WEEKDAYS
from asc_desktop.domain.words import one_or_number
from asc_desktop.services import boards
from asc_desktop.services.settings import bank_holiday_note
from asc_desktop.services.structure import in_order
from asc_desktop.ui.models.columns import Column, field_column, view_column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.settings.dates import MonthlyDatesDialog
from asc_desktop.ui.pages.settings.parts import OrderedCard, Section
from asc_desktop.ui.pages.shared.structure_actions import StructureActions
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

EMPTY_ROWS = 14
"""A year's dates and a little more can be pasted at once."""

BOARDS_HEIGHT = 132
MEETINGS_HEIGHT = 190


class MeetingRow(Struct, frozen=True):
    """A meeting, or an empty row to type one in."""

    id: str
    meeting_date: str | None = None
    period: str | None = None
    papers_due: str | None = None
    is_new: bool = False
    """Whether nothing is kept of it yet."""


class BoardsSection(Section):
    """The boards of every programme, and the dates of one."""

    def __init__(self, workspace: Workspace, actions: StructureActions) -> None:
        super().__init__("Boards and their dates")
        self._workspace = workspace
        self.card = OrderedCard(
            workspace,
            Board,
            actions,
            "Boards",
            "Who receives a programme’s packs. The next meeting is named on the Overview.",
            _board_columns(workspace),
        )
        self.card.view.setMinimumHeight(BOARDS_HEIGHT)
        self.card.view.set_empty(
            "calendar", "No boards yet", "Add the board that receives the packs. Its dates appear below."
        )
        self.card.view.current_row_changed.connect(lambda _: self._show_meetings())
        self.meetings = MeetingsCard(workspace)
        self._begin = EmptyState(
            "calendar", "No programme yet", "A board belongs to a programme. Add the programme first."
        )
        self.begin_button = self._begin.add_action("Add a programme", primary=True)
        self.begin_button.clicked.connect(lambda: workspace.navigate.emit("structure", {"new": True}))
        self.body.addWidget(self.card, 2)
        self.body.addWidget(self.meetings, 3)
        self.body.addWidget(self._begin, 1)

    def refresh(self) -> None:
        """Show boards and dates as they now are; the chosen board stays."""
        is_empty = self._workspace.is_empty
        for widget in (self.card, self.meetings):
            widget.setVisible(not is_empty)
        self._begin.setVisible(is_empty)
        if is_empty:
            return
        order = {item.id: at for at, item in enumerate(self._workspace.programmes())}
        held = in_order(self._workspace.session, Board)
        # The programme being looked at comes first.
        chosen = self._workspace.programme_id
        held.sort(key=lambda item: (item.programme_id != chosen, order[item.programme_id]))
        self.card.show_rows(held)
        if self.card.view.current_row is None and held:
            self.card.view.select_row(held[0].id)
        self._show_meetings()

    def select(self, board_id: str) -> bool:
        """Go to a board."""
        return self.card.view.select_row(board_id)

    def _show_meetings(self) -> None:
        row = self.card.view.current_row
        self.meetings.show_board(self._workspace.records.find(Board, row.id) if row is not None else None)


class MeetingsCard(Card):
    """The dates of one board."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Dates", margins=False)
        self._workspace = workspace
        self.board: Board | None = None
        self._empty: list[str] = []
        self.model = RecordTableModel(_meeting_columns(), sink=self._apply)
        self.view = RecordTableView(
            self.model, "board-meetings", workspace=workspace, row_actions=self._row_actions
        )
        self.view.setAccessibleName("Meetings of the board")
        self.view.setMinimumHeight(MEETINGS_HEIGHT)
        self.view.set_empty("calendar", "No board chosen", "Add or select a board above.")
        self.body.setContentsMargins(6, 0, 6, 10)
        self.body.addWidget(self.view, 1)
        self.monthly = QPushButton("Add monthly dates…")
        self.monthly.clicked.connect(self.add_monthly)
        self.delete_button = QPushButton("Delete…")
        self.delete_button.clicked.connect(self.delete)
        for button in (self.monthly, self.delete_button):
            self.add_header_widget(button)
        self.view.selection_summary.connect(lambda _: self._show_buttons())
        self.view.current_row_changed.connect(lambda _: self._show_buttons())

    def show_board(self, board: Board | None) -> None:
        """Show a board's meetings, the earliest first, and empty rows to type or paste more."""
        is_another = board is None or self.board is None or board.id != self.board.id
        self.board = board
        rows: list[MeetingRow] = []
        if board is not None:
            rows = [
                MeetingRow(item.id, item.meeting_date, item.period, item.papers_due)
                for item in boards.meetings_of(self._workspace.session, board.id)
            ]
            if not self._workspace.session.read_only:
                rows += [MeetingRow(new_id, is_new=True) for new_id in self._new_ids(is_another=is_another)]
            self.set_title(
                f"Dates of {board.name}",
                "Which month’s pack each meeting receives, and when papers are due. "
                "Type or paste dates into the empty rows.",
            )
        else:
            self.set_title("Dates", "")
        self.model.set_rows(rows)
        if is_another and rows:
            self.view.scrollToTop()
        self._show_buttons()

    def _new_ids(self, *, is_another: bool) -> list[str]:
        """Return the ids of the empty rows, which meetings typed there get: so the person stays in the row."""
        session = self._workspace.session
        kept = (
            []
            if is_another
            else [each for each in self._empty if not session.records.find(BoardMeeting, each)]
        )
        self._empty = kept + [session.new_id() for _ in range(EMPTY_ROWS - len(kept))]
        return self._empty

    def add_monthly(self) -> None:
        """Suggest a year's dates, and add them as one change."""
        if self.board is None:
            return
        dialog = MonthlyDatesDialog(self._workspace, self.board, self.window())
        dialog.open()

    def delete(self) -> None:
        """Delete the selected meetings, after a question."""
        found = self._selected()
        what = one_or_number(len(found), "this meeting", "meeting")
        self._workspace.delete(found, f"Delete {what}?", "Undo restores it.")

    def _apply(self, edits: list[CellEdit]) -> None:
        board = self.board
        if board is not None:
            session, new_ids = self._workspace.session, tuple(self._empty)
            self._workspace.apply(lambda _: boards.apply_meeting_cells(session, board, edits, new_ids))

    def _selected(self) -> list[BoardMeeting]:
        found = (
            self._workspace.records.find(BoardMeeting, row_id) for row_id in self.view.selected_row_ids()
        )
        return [item for item in found if item is not None]

    def _row_actions(self, row_ids: list[str]) -> Sequence[QAction]:
        if not self._selected():
            return []
        return [menu_action("Delete dates…", self.delete, changes=False)]

    def _show_buttons(self) -> None:
        read_only = self._workspace.why_closed
        for button, reason in (
            (self.monthly, "" if self.board is not None else "Add a board first."),
            (self.delete_button, "" if self._selected() else "Select a date first."),
        ):
            button.setEnabled(not (read_only or reason))
            set_tip(button, read_only or reason)


def _board_columns(workspace: Workspace) -> list[Column]:
    records = workspace.records

    def meetings(row: Board) -> int | None:
        return len(records.of(BoardMeeting, "board_id", row.id)) or None

    def next_day(row: Board) -> str | None:
        found = {} if workspace.is_empty else {item.id: item for item in workspace.report.boards}
        return found[row.id].next_meeting if row.id in found else None

    return [
        field_column(Board, "name", editable=True, width=300),
        view_column(
            "programme",
            "Programme",
            read=lambda row: records.title(Programme.table, row.programme_id),
            width=220,
        ),
        view_column(
            "next",
            "Next meeting",
            Kind.DATE,
            read=next_day,
            width=106,
            tooltip="Its programme’s first meeting after the month in view",
        ),
        view_column("meetings", "Dates", Kind.INTEGER, read=meetings, width=64),
        field_column(Board, "retired", editable=True, width=66),
    ]


def _meeting_columns() -> list[Column]:
    def weekday(row: MeetingRow) -> str:
        return _weekday(row.meeting_date) if row.meeting_date else ""

    def note(row: MeetingRow) -> str:
        return bank_holiday_note(row.meeting_date) if row.meeting_date else ""

    # An empty row is no meeting yet, so its day may stay empty.
    meets = replace(field_of(BoardMeeting, "meeting_date"), required=False)
    return [
        field_column(BoardMeeting, "meeting_date", field=meets, editable=True, width=116),
        view_column("weekday", "Day", read=weekday, width=96),
        field_column(BoardMeeting, "period", editable=True, width=150),
        field_column(BoardMeeting, "papers_due", editable=True, width=116),
        view_column("note", "Note", read=note, width=120, warn=lambda row: bool(note(row))),
    ]


def _weekday(day: str) -> str:
    return (*WEEKDAYS, "Saturday", "Sunday")[date.fromisoformat(day).weekday()]

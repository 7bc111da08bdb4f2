"""Asks under what name, and for which board, a report is frozen, and says which period that closes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from asc_desktop.domain.dates import DateError, parse_date, period_label, shift_period
from asc_desktop.domain.records.fields import Field, Record
from asc_desktop.domain.records.office import Board, BoardMeeting, Snapshot
from asc_desktop.domain.report.counts import not_updated_words
from asc_desktop.domain.words import listed
from asc_desktop.services import snapshots
from asc_desktop.ui.dialogs.first_part import new_choice_button
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.jobs import waited
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.workspace import Workspace

Option = tuple[str, str]


class FreezeDialog(RecordDialog):
    """Freezes what is looked at. ``record`` is the snapshot then."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        self._space = workspace
        self._scope = workspace.scope
        meeting = _next_meeting(workspace)
        board_id = meeting.board_id if meeting else None
        super().__init__(
            workspace,
            Snapshot,
            values={
                "board_id": board_id,
                "meeting_date": meeting.meeting_date if meeting else None,
                "name": snapshots.suggested_name(workspace.session, self._scope, board_id),
            },
            rows=["board_id", "meeting_date", "name"],
            save=self._freeze,
            parent=parent.window(),
        )
        self._suggested = self.form.values()["name"]
        period = period_label(self._scope.period)
        self.setWindowTitle(f"Close {period} for a board")
        self.ok_button.setText("Close the month")
        self.closing = Callout(self._words(), "info", heading=self._heading())
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, self.closing)
        self.form.changed.connect(self._follow)
        self.new_board = new_choice_button("New board…", self._make_board, self.form, "board_id")

    def _heading(self) -> str:
        closing = snapshots.closes(self._space.session, self._scope)
        period = period_label(self._scope.period)
        if not closing and self._space.is_closed(self._scope.period):
            return f"{period} is closed already"
        if not closing:
            return f"This closes every month before {self._opened()}"
        names = listed([programme.name for programme in closing])
        return f"This closes {period} of {names}"

    def _words(self) -> str:
        period = period_label(self._scope.period)
        kept = "This saves the report exactly as the board gets it. It cannot be changed later."
        if not snapshots.closes(self._space.session, self._scope):
            if self._space.is_closed(self._scope.period):
                return kept
            return (
                f"{kept} It is the first board version: after this, you can only change months before "
                f"{self._opened()} with a reason. The next pack lists those corrections."
            )
        following = period_label(shift_period(self._scope.period, 1))
        closes = (
            f"{kept} After this, {following} is open, and you can only change {period} with a reason. The next "
            "pack lists those corrections."
        )
        return " ".join(filter(None, (not_updated_words(self._space.report), closes)))

    def _opened(self) -> str:
        return period_label(self._space.session.open_period(self._scope.programme_id))

    def _follow(self, key: str) -> None:
        """Name the snapshot after its board until a person names it."""
        typed = self.form.values()
        if key == "board_id" and typed["name"] == self._suggested:
            self._suggested = snapshots.suggested_name(
                self._space.session, self._scope, typed["board_id"] or None
            )
            self.form.set_values({"name": self._suggested})

    def _make_board(self) -> Record | None:
        """Ask for a board of the programme."""
        programme_id = self._scope.programme_id
        dialog = RecordDialog(
            self._space,
            Board,
            values={"programme_id": programme_id} if programme_id else None,
            fixed=["programme_id"] if programme_id else [],
            rows=["name"] if programme_id else ["programme_id", "name"],
            parent=self,
        )
        dialog.exec()
        dialog.deleteLater()
        return dialog.record

    def _choices(self, field: Field, row: Any) -> Sequence[Option]:
        offered = super()._choices(field, row)
        if field.key != "board_id" or self._scope.programme_id is None:
            return offered
        own = {item.id for item in self._space.records.of(Board, "programme_id", self._scope.programme_id)}
        return [option for option in offered if option[0] in own]

    def _freeze(self, typed: dict[str, str]) -> Record | None:
        try:
            meeting = parse_date(typed["meeting_date"]) if typed["meeting_date"] else None
        except DateError:
            meeting = None
        return self._space.attempt(
            lambda _: snapshots.freeze(
                self._space.session,
                self._scope,
                name=typed["name"],
                board_id=typed["board_id"] or None,
                meeting_date=meeting,
                away=lambda work: waited(
                    self, f"Saving the board version of {period_label(self._scope.period)}…", work
                ),
            )
        )


def _next_meeting(workspace: Workspace) -> BoardMeeting | None:
    """Return the first meeting that receives the pack of the period looked at, of the programme's boards in order."""
    boards = sorted(
        workspace.records.of(Board, "programme_id", workspace.programme_id or ""),
        key=lambda item: (item.position, item.name),
    )
    held = [
        meeting
        for board in boards
        if not board.retired
        for meeting in workspace.records.of(BoardMeeting, "board_id", board.id)
        if meeting.period == workspace.period
    ]
    return min(held, key=lambda item: item.meeting_date, default=None)

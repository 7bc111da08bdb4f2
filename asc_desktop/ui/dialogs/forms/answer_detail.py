"""The current answer in full, both sides beside each other, and the two ways to decide on it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from asc_desktop.ui.dialogs.forms.answer_rows import OURS, THEIRS, AnswerRow
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.commands import offer
from asc_desktop.ui.widgets.labels import make_label

_HEIGHT: Final = 92
_LINES: Final = 2


class AnswerDetail(QWidget):
    """What we have at the left, what came back at the right."""

    decided = Signal(str)
    """``ours`` or ``theirs``, of the answer that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.why = make_label("", wrap=True)
        # As high whatever it says: the list above would move, and a click meant for one row hit another.
        why = QScrollArea()
        why.setFrameShape(QFrame.Shape.NoFrame)
        why.setWidgetResizable(True)
        why.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        why.setWidget(self.why)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        why.setFixedHeight(_LINES * self.why.fontMetrics().lineSpacing() + 2)
        self.ours_label, self.theirs_label = (
            make_label("", "field", wrap=True),
            make_label("", "field", wrap=True),
        )
        self.ours, self.theirs = _text("What we have"), _text("What came back")
        self.keep_button, self.take_button = (
            QPushButton("&Keep what we have"),
            QPushButton("Take &what came back"),
        )
        self.keep_button.clicked.connect(lambda: self.decided.emit(OURS))
        self.take_button.clicked.connect(lambda: self.decided.emit(THEIRS))
        for button in (self.keep_button, self.take_button):
            button.setAutoDefault(False)
        sides = (
            column_of(_head(self.ours_label, self.keep_button), self.ours, spacing=4),
            column_of(_head(self.theirs_label, self.take_button), self.theirs, spacing=4),
        )
        column_of(why, row_of(*((side, 1) for side in sides), spacing=12), into=self, margins=0, spacing=6)

    def show_answer(self, row: AnswerRow | None) -> None:
        """Show an answer; nothing where there is none."""
        self.setVisible(row is not None)
        if row is None:
            return
        answer = row.answer
        where = f" ({answer.cell})" if answer.cell else ""
        self.why.setText(f"{answer.record_words}, {answer.label}{where}. {answer.sentence}".strip())
        sent = f"It was sent as: {row.sent}" if row.sent and row.sent != row.now else ""
        since = f"We have, changed by {row.since}" if row.since else "We have"
        self.ours_label.setText(since)
        self.ours.setPlainText("\n\n".join(filter(None, (row.now or "Nothing", sent))))
        self.theirs_label.setText(f"Came back from {row.lead}" if row.lead else "Came back")
        self.theirs.setPlainText(row.came_back or "Nothing")
        is_confirmation = row.is_confirmation
        for box in (self.ours, self.theirs):
            box.setVisible(not is_confirmation)
        self.take_button.setText("The whole sheet is &right" if is_confirmation else "Take &what came back")
        self.keep_button.setText("&Not confirmed" if is_confirmation else "&Keep what we have")
        if is_confirmation:
            self.ours_label.setText("Then nothing of this sheet counts as an update")
            self.theirs_label.setText("If the lead confirms it: the answers there count for this month too")
        keys = {key for key, _ in row.offered}
        settled = "Nothing is to be decided: it is as it was sent."
        offer(
            self.take_button,
            possible=row.may_settle and THEIRS in keys and row.decided != THEIRS,
            tip="Take this answer as it came back",
            why=settled
            if not row.may_settle
            else "That is taken."
            if row.decided == THEIRS
            else answer.sentence,
        )
        offer(
            self.keep_button,
            possible=row.may_settle and row.decided != OURS,
            tip="Leave what the portfolio has as it is",
            why="That is kept." if row.may_settle else settled,
        )


def _head(label: QWidget, button: QPushButton) -> QWidget:
    """Return what stands over a side, as high whatever it says."""
    made = QWidget()
    row_of((label, 1), button, into=made, margins=0, spacing=8)
    made.setFixedHeight(max(_LINES * label.fontMetrics().lineSpacing() + 2, button.sizeHint().height()))
    return made


def _text(name: str) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setFixedHeight(_HEIGHT)
    policy = box.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    box.setSizePolicy(policy)
    box.setAccessibleName(name)
    return box

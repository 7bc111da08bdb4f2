"""Questions and messages in plain sentences."""

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from asc_desktop.ui.keys import TAKE_BACK
from asc_desktop.ui.plain import PlainLabel, literal, message_box, set_tip
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.commands import EndButtons
from asc_desktop.ui.widgets.tick import TickBox
from asc_desktop.ui.workspace import Correction


class DialogAsker:
    """Speaks to the person through dialogs over a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def reason_for_correction(self, sentence: str) -> Correction | None:
        """Ask why a closed period is corrected; None where the person thinks better of it."""
        dialog = ReasonDialog(sentence, self._window)
        with _keyboard_kept():
            return dialog.correction if dialog.exec() == QDialog.DialogCode.Accepted else None

    def confirm(self, question: str, sentence: str, action: str) -> bool:
        """Ask whether to go on; ``action`` is the word on the button that does."""
        return self.choose(question, sentence, (action,)) is not None

    def choose(self, question: str, sentence: str, actions: Sequence[str]) -> str | None:
        """Ask which of some ways to go; None where the person thinks better of it."""
        box = message_box(QMessageBox.Icon.Question, question, sentence, self._window)
        ways = {
            box.addButton(literal(action), QMessageBox.ButtonRole.AcceptRole): action for action in actions
        }
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        with _keyboard_kept():
            box.exec()
        return next((action for button, action in ways.items() if button is box.clickedButton()), None)

    def tell(self, heading: str, sentence: str) -> None:
        """Say what went wrong, what was kept and what to do; ``--debug`` writes the error behind it."""
        logging.getLogger("asc_desktop").debug(
            "%s: %s", heading, sentence, exc_info=sys.exc_info()[0] is not None
        )
        with _keyboard_kept():
            message_box(QMessageBox.Icon.Information, heading, sentence, self._window).exec()

    def tell_fault(self, heading: str, sentence: str, details: str) -> None:
        """Say that the program is at fault; *Copy details* puts the details on the clipboard."""
        box = message_box(QMessageBox.Icon.Warning, heading, sentence, self._window)
        copy = box.addButton("Copy details", QMessageBox.ButtonRole.ActionRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
        with _keyboard_kept():
            box.exec()
        if box.clickedButton() is copy:
            QApplication.clipboard().setText(details)


@contextmanager
def _keyboard_kept() -> Iterator[None]:
    """Give the keyboard back to what had it before a dialog: Qt forgets where the page is shown anew meanwhile."""
    before = QApplication.focusWidget()
    try:
        yield
    finally:
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)


class ReasonDialog(QDialog):
    """Asks for the reason of a correction to a closed period. It cannot be left empty."""

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Correction to a closed month")
        label = PlainLabel(sentence)
        label.setWordWrap(True)
        self._box = QPlainTextEdit()
        self._box.setAccessibleName("Reason for the correction")
        self._box.setPlaceholderText(
            "Why is it corrected? The reason is kept in the history and shown in the next pack."
        )
        self._box.setTabChangesFocus(True)
        self.goes_on = TickBox("&Use this reason for every change until I look at the open month again")
        buttons = EndButtons(QDialogButtonBox.StandardButton.Cancel)
        self._correct = buttons.addButton("Correct", QDialogButtonBox.ButtonRole.AcceptRole)
        self._correct.setEnabled(False)
        set_tip(self._correct, "Give a reason first.")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._box.textChanged.connect(self._check)
        column_of(label, self._box, self.goes_on, buttons, into=self)
        self.resize(460, 240)
        self._box.setFocus()

    @property
    def correction(self) -> Correction:
        """The reason, and whether it is that of what follows too."""
        return Correction(self.reason, goes_on=self.goes_on.isChecked())

    @property
    def reason(self) -> str:
        """What was typed."""
        return " ".join(self._box.toPlainText().split())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask before Escape throws away a reason that was typed."""
        if TAKE_BACK.matches(event) and self.reason and not self._may_discard():
            return
        super().keyPressEvent(event)

    def _may_discard(self) -> bool:
        asked = "Discard the reason that you typed?"
        return DialogAsker(self).confirm(asked, "The month is not corrected without one.", "Discard")

    def _check(self) -> None:
        self._correct.setEnabled(bool(self.reason))
        set_tip(self._correct, "" if self.reason else "Give a reason first.")
